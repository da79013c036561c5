//! Keys named in texts. A text says `‹Undo›`, and whoever puts it before somebody's eyes has the key put there instead: so no
//! key is typed by hand, not even in a part of the program that may not know the keys.

use super::{Action, Context};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

const BEGINS: char = '‹';
const ENDS: char = '›';

/// The text with the keys in place of the actions that it names: `‹Undo›`, or `‹Wall:Blank›` for the key that it has in a
/// certain context. What names none is left as it is.
pub fn name_keys(text: impl Into<String>) -> String {
    let text = text.into();
    if !text.contains(BEGINS) {
        return text;
    }
    let mut named = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once(BEGINS) {
        named.push_str(before);
        if let Some((key, after)) = after.split_once(ENDS).and_then(|(name, after)| Some((key(name)?, after)))
        {
            named.push_str(&key);
            rest = after;
        } else {
            named.push(BEGINS);
            rest = after;
        }
    }
    named.push_str(rest);
    named
}

/// The text with no space at which it may be broken between a key and the word for what it does. Letters are keys too, but
/// words as well.
pub fn hold_keys(text: &str) -> Cow<'_, str> {
    static KEYS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let names = Action::bindings().map(|(_, binding)| binding.key.to_string());
        names.filter(|name| name.chars().count() > 1).collect()
    });
    let is_key = |word: &str| KEYS.contains(word.trim_start_matches('('));
    if !text.split([' ', '\n']).any(is_key) {
        return Cow::Borrowed(text);
    }
    let mut held = String::with_capacity(text.len());
    for word in text.split_inclusive([' ', '\n']) {
        match word.strip_suffix(' ').filter(|word| is_key(word)) {
            Some(key) => held.extend([key, "\u{a0}"]),
            None => held.push_str(word),
        }
    }
    Cow::Owned(held)
}

/// The key of an action by its name, in a context if one is named before it.
fn key(name: &str) -> Option<String> {
    let (context, name) = name.split_once(':').map_or((None, name), |(context, name)| (Some(context), name));
    let action = Action::ALL.iter().find(|action| action.about().name == name)?;
    let Some(context) = context else { return Some(action.key()) };
    let context = Context::ALL.iter().find(|known| format!("{known:?}") == context)?;
    action.about().bindings_in(*context).next().map(|binding| binding.key.to_string())
}

#[cfg(test)]
mod tests {
    use super::name_keys;

    #[test]
    fn a_text_names_the_keys_that_the_table_has() {
        for (text, named) in [
            ("Raden är flyttad. ‹Undo› ångrar.", "Raden är flyttad. Ctrl-Z ångrar."),
            ("‹Accept› eller ‹Back›", "Enter eller Esc"),
            ("‹Wall:Blank› och ‹Blank›", "Mellanslag och Ctrl-N"),
            ("‹ChangePassphrase› byter den", "F10 och ”byt lösenfras” byter den"),
            ("‹Nothing› ‹Undo", "‹Nothing› ‹Undo"),
            ("‹‹Undo››", "‹Ctrl-Z›"),
            ("utan", "utan"),
        ] {
            assert_eq!(name_keys(text), named);
        }
    }
}
