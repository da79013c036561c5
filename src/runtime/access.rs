//! What opens a database: the secret that somebody gave, or nothing for practice.

use crate::agenda_file::held;
use crate::app::effect::Secret;
use crate::config;
use crate::domain::text;
use crate::store::{Access, Passphrase, RecoveryKey, Store};
use std::sync::Arc;

/// What was typed opens the database either as the passphrase or as the key from the safe, which can be told by its
/// check characters.
pub fn access(secret: &Secret) -> Access {
    match RecoveryKey::parse(secret.expose()) {
        Ok(key) => Access::Recovery(key),
        Err(_) => Access::Passphrase(Passphrase::new(secret.expose())),
    }
}

/// As [`access`], for a database that may be practice: nothing opens that.
pub fn access_of(secret: Option<&Secret>) -> Access {
    secret.map_or(Access::Practice, access)
}

/// From now on the database holds back the words of the user's own list, where there is one. What is wrong with it is said
/// where the other lists are read.
pub fn hold_back(store: &mut Store) {
    store.hold_back(Arc::new(held::load(config::default_folder().as_deref()).0));
}

/// The account under which the program runs, as the operating system has it, whatever the environment says: a proposal of
/// who it is. One without a name by its number.
#[cfg(unix)]
pub fn account() -> String {
    let uid = nix::unistd::getuid();
    let name = nix::unistd::User::from_uid(uid).ok().flatten().map(|user| text::clean(&user.name));
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| format!("nummer {uid}"))
}

/// The account under which the program runs, as the environment says: a proposal of who it is.
#[cfg(not(unix))]
pub fn account() -> String {
    ["USERNAME", "USER"]
        .into_iter()
        .filter_map(std::env::var_os)
        .map(|name| text::clean(&name.to_string_lossy()).trim().to_owned())
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "okänt".to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_the_one_that_the_computer_knows() {
        let asked = std::process::Command::new("id").arg("-un").output().unwrap();
        if asked.status.success() {
            assert_eq!(account(), String::from_utf8(asked.stdout).unwrap().trim());
        } else {
            assert_eq!(account(), format!("nummer {}", nix::unistd::getuid()));
        }
    }
}
