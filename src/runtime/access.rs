//! What opens a database: the secret that somebody gave, or nothing for practice.

use crate::app::effect::Secret;
use crate::store::{Access, Passphrase, RecoveryKey};

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
