//! Values that are one of a few. Each is declared once: its name in code, the code by which it is kept in the database,
//! the journal and JSON, and the Swedish word for it on screen.

/// A type whose values are kept as codes and said as words.
pub trait Coded: Copy + PartialEq + 'static {
    /// All values, in the order in which they are offered.
    const VALUES: &'static [Self];
    /// Their codes, in the same order: the only words that a column of them may hold.
    const CODES: &'static [&'static str];

    /// The code by which it is kept.
    fn code(self) -> &'static str;

    /// What it is called in Swedish.
    fn said(self) -> &'static str;

    /// The value that is kept by this code.
    fn of_code(code: &str) -> Option<Self> {
        Self::VALUES.iter().copied().find(|value| value.code() == code)
    }

    /// The value that is called this.
    fn of_word(word: &str) -> Option<Self> {
        Self::VALUES.iter().copied().find(|value| value.said() == word)
    }

    /// What the value that is kept by this code is called.
    fn word_of(code: &str) -> Option<&'static str> {
        Self::of_code(code).map(Self::said)
    }
}

/// Declares an enum whose values are [`Coded`]: `Variant = "code", "word"`. The name after the enum's own is that of the
/// method that gives the word.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        pub enum $name:ident said by $word:ident {
            $($(#[$doc:meta])* $variant:ident = $code:literal, $said:literal;)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// All of them, in the order in which they are offered.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$variant),*];

            /// The code by which it is kept in the database and in JSON.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// The Swedish word for it.
            pub fn $word(self) -> &'static str {
                match self {
                    $(Self::$variant => $said,)*
                }
            }
        }

        impl $crate::domain::coded::Coded for $name {
            const VALUES: &'static [Self] = &Self::ALL;
            const CODES: &'static [&'static str] = &[$($code),*];

            fn code(self) -> &'static str {
                self.code()
            }

            fn said(self) -> &'static str {
                self.$word()
            }
        }
    };
}
pub(crate) use coded;

#[cfg(test)]
mod tests {
    use super::Coded;
    use crate::domain::agenda::{EntryKind, Huvudman, Phase};
    use crate::domain::record::{Body, Presence};

    /// The codes are what serde writes, and lead back to the value.
    fn each<T: Coded + serde::Serialize + serde::de::DeserializeOwned + std::fmt::Debug>() {
        for (value, code) in T::VALUES.iter().zip(T::CODES) {
            assert_eq!((value.code(), T::of_code(code)), (*code, Some(*value)));
            assert_eq!(serde_json::to_value(value).unwrap(), serde_json::json!(code));
            assert_eq!(T::word_of(code), Some(value.said()));
            assert_eq!(T::of_word(value.said()), Some(*value), "no two are called the same");
        }
        assert_eq!((T::of_code("?"), T::of_word("?")), (None, None));
    }

    #[test]
    fn a_code_and_a_word_lead_back_to_the_value() {
        each::<Phase>();
        each::<Huvudman>();
        each::<EntryKind>();
        each::<Presence>();
    }

    #[test]
    fn a_body_s_tag_is_the_code_of_its_kind() {
        for kind in EntryKind::ALL {
            assert_eq!(serde_json::to_value(Body::empty(kind)).unwrap()["slag"], kind.code());
        }
    }
}
