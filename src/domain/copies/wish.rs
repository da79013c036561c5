//! What the list of recipients asks for somebody, in the words of its row.
//!
//! A row says how somebody gets the minutes: "hem med svarskuvert". One that begins with [`ONLY_PLAN`] or [`NOTHING`] asks
//! for less; what was typed in other words before one could choose is read where it can mean only one thing.

use super::PLAN;
use crate::domain::agenda::FieldScope;
use crate::domain::collate::{fold, same};
use crate::domain::meeting::Meeting;
use crate::domain::record::Recipient;

/// What is asked for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nothing at all.
    Nothing,
    /// The plan in plain language alone.
    Plan,
    /// The minutes, as far as they may have them, and the plan if they are one of those who get it.
    Minutes,
}

/// A row that asks for nothing.
const NOTHING: &str = "inget";

/// A row that asks for the plan alone.
pub const ONLY_PLAN: &str = "bara Min plan";

/// Words for nothing.
const NOTHINGS: [&str; 8] =
    ["inget", "ingenting", "får inget", "får ingenting", "ska inte ha något", "nej", "-", "–"];

/// Words for the plan, the longest first.
const PLANS: [&str; 4] = ["en kopia av min plan", "kopia av min plan", "sin egen plan", "min plan"];

/// Words that may stand before the plan and change nothing.
const ONLY: [&str; 5] = ["bara", "endast", "enbart", "får", "ska ha"];

/// Words with which more than the plan, or less, may be meant.
const MORE: [&str; 9] =
    ["protokoll", "anteckning", "kopia", "allt", "alla", "hela", "inte", "utan", "ärende"];

/// The field of a form that says whether an envelope for the signed copy goes along home.
const ENVELOPE: &str = "svarskuvert";

/// Home by post, with an envelope for the answer and without.
const HOME: [&str; 2] = ["hem med svarskuvert", "hem"];

/// How a family gets the minutes where nothing else is said: as the form's own field says of the envelope, if it was answered.
pub fn way_home(meeting: &Meeting) -> &'static str {
    as_answered_or(meeting, HOME[0])
}

/// A way of before, as this meeting's form has it now: whether an envelope goes along was perhaps answered anew.
pub(super) fn as_answered(meeting: &Meeting, way: String) -> String {
    match HOME.into_iter().find(|home| same(home, &way)) {
        Some(home) => as_answered_or(meeting, home).to_owned(),
        None => way,
    }
}

fn as_answered_or(meeting: &Meeting, otherwise: &'static str) -> &'static str {
    let answer = meeting.field(FieldScope::Mote, None, ENVELOPE).map(|field| fold(&field.value));
    match answer.as_deref() {
        Some("ja") => HOME[0],
        Some("nej") => HOME[1],
        _ => otherwise,
    }
}

impl Wish {
    /// What a row asks for.
    pub fn of(row: &Recipient) -> Self {
        row.way.as_deref().map_or(Self::Minutes, |way| Self::read(way).0)
    }

    /// What a row's words ask for, and how it is to reach them.
    pub fn read(way: &str) -> (Self, Option<String>) {
        let joined = way.split_whitespace().collect::<Vec<_>>().join(" ");
        let trimmed = joined.as_str();
        let folded = fold(trimmed);
        let (first, rest) = trimmed.split_once(',').map_or((trimmed, ""), |(first, rest)| (first, rest));
        if NOTHINGS.contains(&fold(first.trim_end_matches('.')).as_str()) {
            // How they would get it stands there still, for whoever changes it back: "inget, hem med svarskuvert".
            return (Self::Nothing, how(rest).filter(|way| is_way(way)));
        }
        if let Some((plan, at)) = PLANS.iter().find_map(|plan| Some((plan, folded.find(plan)?))) {
            let others = format!("{} {}", &folded[..at], &folded[at + plan.len()..]);
            let mut before = folded[..at].trim();
            while let Some(rest) = ONLY.iter().find_map(|word| before.strip_suffix(word)) {
                before = rest.trim_end();
            }
            let more = MORE.iter().any(|word| others.contains(word)) || fold(first).contains(" och ");
            if !more && before.is_empty() {
                // Letters of another case have as many characters.
                let skipped = folded[..at + plan.len()].chars().count();
                let after: String = trimmed.chars().skip(skipped).collect();
                return (Self::Plan, how(&after));
            }
            if !more && at > 0 && rest.trim().eq_ignore_ascii_case(plan) {
                return (Self::Plan, how(first));
            }
        }
        (Self::Minutes, Some(way.trim().to_owned()).filter(|way| !way.is_empty()))
    }

    /// The words of a row that asks for this, in such a way; nothing where they need none.
    pub fn words(self, way: Option<&str>) -> Option<String> {
        let way = way.map(str::trim).filter(|way| !way.is_empty());
        match (self, way) {
            (Self::Nothing, Some(way)) if is_way(way) => Some(format!("{NOTHING}, {way}")),
            (Self::Nothing, _) => Some(NOTHING.to_owned()),
            (Self::Plan, None) => Some(ONLY_PLAN.to_owned()),
            (Self::Plan, Some(way)) => Some(format!("{ONLY_PLAN}, {way}")),
            // How it is brought says nothing of what it is.
            (Self::Minutes, Some(way)) if Self::read(way).0 != Self::Minutes => {
                Some(format!("protokollet och {PLAN}, {way}"))
            }
            (Self::Minutes, way) => way.map(str::to_owned),
        }
    }
}

fn how(words: &str) -> Option<String> {
    let words = words.trim_matches(|c: char| c.is_whitespace() || [',', ':', ';', '.', '('].contains(&c));
    let words = words.strip_suffix(')').filter(|rest| !rest.contains('(')).unwrap_or(words);
    Some(words.trim().to_owned()).filter(|words| !words.is_empty())
}

/// How somebody gets it, as one begins to write it after their name.
const WAYS: [&str; 8] = ["per", "via", "med", "genom", "hem", "till", "som", "i"];

/// What is done so that somebody gets it: "Lena lämnar den i skolan".
const DEEDS: [&str; 7] = ["skickas", "skickar", "lämnas", "lämnar", "hämtas", "hämtar", "får"];

/// Whether this is how somebody gets it, and no name.
pub fn is_way(part: &str) -> bool {
    let mut words = part.split_whitespace();
    words.next().is_some_and(|first| WAYS.contains(&first) || DEEDS.contains(&first))
        || words.any(|word| DEEDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_only_the_plan_ask_for_only_the_plan() {
        for (typed, how) in [
            ("Min plan", None),
            ("bara Min plan", None),
            ("Min plan, i handen", Some("i handen")),
            ("min plan i handen", Some("i handen")),
            ("Får endast Min plan, per post", Some("per post")),
            ("en kopia av Min plan", None),
            ("MIN PLAN (hem med mamma)", Some("hem med mamma")),
            ("i handen, Min plan", Some("i handen")),
            ("sin egen plan", None),
        ] {
            assert_eq!(Wish::read(typed), (Wish::Plan, how.map(str::to_owned)), "{typed}");
        }
    }

    #[test]
    fn what_may_mean_more_is_the_minutes_as_before() {
        for typed in [
            "hem med svarskuvert",
            "får en kopia",
            "protokollet och Min plan",
            "hela protokollet, inte Min plan",
            "en kopia och Min plan",
            "allt utom Min plan",
            "läser min plan först",
            "planerar",
            "sitt ärende, inte det andra",
        ] {
            assert_eq!(Wish::read(typed), (Wish::Minutes, Some(typed.to_owned())), "{typed}");
        }
    }

    #[test]
    fn nothing_is_said_in_several_ways() {
        for typed in ["inget", "Ingenting.", "-", "får inget", "inget, vill inte ha"] {
            assert_eq!(Wish::read(typed).0, Wish::Nothing, "{typed}");
        }
    }

    #[test]
    fn how_somebody_would_get_it_outlives_a_time_of_nothing() {
        for way in ["hem med svarskuvert", "per post", "Lena lämnar den i skolan"] {
            let nothing = Wish::Nothing.words(Some(way)).unwrap();
            assert_eq!(Wish::read(&nothing), (Wish::Nothing, Some(way.to_owned())), "{nothing}");
            let (_, kept) = Wish::read(&nothing);
            assert_eq!(Wish::Minutes.words(kept.as_deref()).as_deref(), Some(way));
        }
        assert_eq!(Wish::read("inget, vill inte ha"), (Wish::Nothing, None), "a reason is no way");
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        for wish in [Wish::Nothing, Wish::Plan, Wish::Minutes] {
            for way in [None, Some("i handen"), Some("Min plan"), Some("inget"), Some("med (mamma)")] {
                let written = wish.words(way);
                let read = written.as_deref().map_or(Wish::Minutes, |words| Wish::read(words).0);
                assert_eq!(read, wish, "{written:?}");
            }
        }
    }
}
