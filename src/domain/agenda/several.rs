//! A key that takes one word or a list of them: `"Rektor"` or `["Rektor", "Biträdande rektor"]`.

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

struct Words;

impl<'de> Visitor<'de> for Words {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, word: &str) -> Result<Self::Value, E> {
        Ok(vec![word.to_owned()])
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut words = Vec::new();
        while let Some(word) = items.next_element()? {
            words.push(word);
        }
        Ok(words)
    }
}

/// Reads one word or several.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    from.deserialize_any(Words)
}

/// Writes one word alone, as it was before there could be several.
pub(super) fn serialize<S: Serializer>(words: &[String], to: S) -> Result<S::Ok, S::Error> {
    match words {
        [only] => only.serialize(to),
        all => all.serialize(to),
    }
}

/// A list of lists, of which the only one may stand without its own brackets.
pub(super) mod groups {
    use super::{Deserialize, Deserializer, Visitor, fmt};
    use serde::de::SeqAccess;

    /// A word, or a group of them.
    struct Group(Vec<String>, bool);

    impl<'de> Deserialize<'de> for Group {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct Either;
            impl<'de> Visitor<'de> for Either {
                type Value = Group;
                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a string")
                }
                fn visit_str<E>(self, word: &str) -> Result<Group, E> {
                    Ok(Group(vec![word.to_owned()], true))
                }
                fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Group, A::Error> {
                    let mut words = Vec::new();
                    while let Some(word) = items.next_element()? {
                        words.push(word);
                    }
                    Ok(Group(words, false))
                }
            }
            from.deserialize_any(Either)
        }
    }

    /// Reads them.
    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<Vec<String>>, D::Error> {
        let read: Vec<Group> = Vec::deserialize(from)?;
        let (bare, mut groups): (Vec<Group>, Vec<Group>) = read.into_iter().partition(|group| group.1);
        let bare: Vec<String> = bare.into_iter().flat_map(|group| group.0).collect();
        if !bare.is_empty() {
            groups.insert(0, Group(bare, false));
        }
        Ok(groups.into_iter().map(|group| group.0).collect())
    }
}
