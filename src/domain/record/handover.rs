//! That somebody else does an action from now on. It is said first among the words on how the action has gone, as an owner is
//! said in a line: `@Evi Ek: hann inte själv`. What begins so without being that keeps its sign after an empty name.

use super::ActionStatus;

/// Stands before the name.
const SIGN: char = '@';
/// Stands between the name and how it went.
const BEFORE_HOW: &str = ": ";

/// How it went, after whoever does it from now on, as one column holds both.
pub fn with_owner(owner: Option<&str>, how: Option<&str>) -> Option<String> {
    let how = how.filter(|how| !how.is_empty());
    // Nothing in a name may look like its end.
    let owner = owner.map(|owner| owner.replace(BEFORE_HOW, ", ")).filter(|owner| !owner.is_empty());
    match (owner, how) {
        (Some(owner), how) => {
            Some(format!("{SIGN}{owner}{}", how.map(|how| format!("{BEFORE_HOW}{how}")).unwrap_or_default()))
        }
        (None, Some(how)) if how.starts_with(SIGN) => Some(format!("{SIGN}{BEFORE_HOW}{how}")),
        (None, how) => how.map(str::to_owned),
    }
}

/// Who does it from now on, and how it went, of what one column holds.
pub fn apart(words: &str) -> (Option<&str>, Option<&str>) {
    let filled = |part: &str| !part.is_empty();
    match words.strip_prefix(SIGN) {
        Some(said) => match said.split_once(BEFORE_HOW) {
            Some((owner, how)) => {
                (Some(owner).filter(|owner| filled(owner)), Some(how).filter(|how| filled(how)))
            }
            None => (Some(said).filter(|owner| filled(owner)), None),
        },
        None => (None, Some(words).filter(|how| filled(how))),
    }
}

impl ActionStatus {
    /// Who does it from then on, where somebody else took over.
    pub fn new_owner(&self) -> Option<&str> {
        self.evaluation.as_deref().and_then(|words| apart(words).0)
    }

    /// How it went, in a line.
    pub fn how(&self) -> Option<&str> {
        self.evaluation.as_deref().and_then(|words| apart(words).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn who_takes_over_is_said_first_and_read_again() {
        for (owner, how, said) in [
            (Some("Evi Ek"), Some("Hann inte"), "@Evi Ek: Hann inte"),
            (Some("Evi Ek"), None, "@Evi Ek"),
            (None, Some("Hann inte: två gånger"), "Hann inte: två gånger"),
            (None, Some("@skolan svarade"), "@: @skolan svarade"),
            (Some("S:t Eriks"), Some("Kl. 10: ringt"), "@S:t Eriks: Kl. 10: ringt"),
        ] {
            let words = with_owner(owner, how).unwrap();
            assert_eq!((words.as_str(), apart(&words)), (said, (owner, how)));
        }
        assert_eq!(with_owner(None, None), None);
    }

    proptest! {
        #[test]
        fn nothing_that_is_said_becomes_a_name_and_no_name_becomes_what_is_said(
            owner in proptest::option::of("[A-Za-zåäö:,@ ]{1,12}[a-zåäö]"),
            how in proptest::option::of("[@A-Za-zåäö:, ]{1,20}"),
        ) {
            let words = with_owner(owner.as_deref(), how.as_deref());
            let (who, said) = words.as_deref().map_or((None, None), apart);
            prop_assert_eq!(who.map(str::to_owned), owner.map(|owner| owner.replace(": ", ", ")));
            prop_assert_eq!(said, how.as_deref());
        }
    }
}
