//! What somebody gets, in words: in the list and in the log.

use super::{PLAN, Part, Share, Why, left_out};
use crate::domain::agenda::{EntryKind, MinutesKind};
use crate::domain::held::HeldKeys;
use crate::domain::meeting::{Callings, Meeting};

/// Whether the plan goes along with a part that was chosen: who is to get nothing gets no plan either.
pub fn with_plan(share: &Share, part: &Part) -> bool {
    share.plan && *part != Part::Nothing(Why::Chosen)
}

/// In the list: "hela protokollet utom 1 rad och Min plan". The meeting comes with the keys of the rows that it holds.
pub fn describe_all(meeting: (&Callings<'_>, &HeldKeys), share: &Share, part: &Part) -> String {
    let plan = || plan_in_words(meeting);
    let what = match (part, with_plan(share, part)) {
        (Part::Nothing(Why::OnlyPlan), true) if share.part != *part => format!("bara {}", plan()),
        (Part::Nothing(_), true) => plan(),
        (_, true) => format!("{} och {}", describe_for(meeting, &share.who, part), plan()),
        (_, false) => describe_for(meeting, &share.who, part),
    };
    match share.reason.filter(|_| *part == share.part) {
        Some(reason) => format!("{what} ({reason})"),
        None => what,
    }
}

/// "Min plan", and what it lacks while rows wait for a look: "Min plan utan barnets röst".
fn plan_in_words((meeting, held): (&Callings<'_>, &HeldKeys)) -> String {
    let of_plan =
        [EntryKind::Rost, EntryKind::MalLang, EntryKind::MalKort, EntryKind::Beslut, EntryKind::Atgard];
    let is_held = |kind: EntryKind| {
        meeting.entries.iter().any(|entry| entry.kind() == kind && held.contains_key(&entry.id.0))
    };
    let kinds = of_plan.into_iter().filter(|kind| is_held(*kind));
    let lacks: Vec<String> = kinds.map(|kind| kind.label().to_lowercase()).collect();
    if lacks.is_empty() { PLAN.to_owned() } else { format!("{PLAN} utan {}", lacks.join(", ")) }
}

/// In the list and in the log, for one recipient: "hela protokollet utom 1 rad". As [`describe_all`].
pub fn describe_for(meeting: (&Callings<'_>, &HeldKeys), who: &str, part: &Part) -> String {
    let what = describe(meeting.0, part);
    match left_out(meeting, who, part) {
        0 => what,
        1 => format!("{what} utom 1 rad"),
        count => format!("{what} utom {count} rader"),
    }
}

/// The ärenden that a copy tells of, for the log; nothing where it tells of all.
pub fn told_of(part: &Part) -> Option<String> {
    match part {
        Part::Arenden(items) => Some(items.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        Part::Whole | Part::Nothing(_) => None,
    }
}

/// Without regard to whose it is: "hela protokollet", "ärende 1 och 3".
pub fn describe(meeting: &Meeting, part: &Part) -> String {
    match part {
        Part::Whole => whole(meeting.agenda.minutes_kind).to_owned(),
        Part::Arenden(items) => {
            let numbers: Vec<String> = meeting
                .items
                .iter()
                .filter(|item| items.contains(&item.id))
                .map(|item| meeting.number_of(item.id).to_string())
                .collect();
            match numbers.split_last() {
                Some((last, before)) if !before.is_empty() => {
                    format!("{ARENDE} {} och {last}", before.join(", "))
                }
                _ => format!("{ARENDE} {}", numbers.concat()),
            }
        }
        Part::Nothing(why) => format!("inget: {}", why.words()),
    }
}

/// Whether what the log tells of was minutes, by the words of [`describe`]: not a plan, an invitation or a form to sign.
pub fn is_of_minutes(what: &str) -> bool {
    [MinutesKind::Protokoll, MinutesKind::Motesanteckningar]
        .map(whole)
        .into_iter()
        .chain([ARENDE])
        .any(|start| what.starts_with(start))
}

/// Whether a paper that the log tells of may hold what rows say: minutes, what differs between them, a plan, or everything.
pub fn is_of_rows(what: &str) -> bool {
    is_of_minutes(what) || [PLAN, DIFFERENCE, EVERYTHING].iter().any(|start| what.starts_with(start))
}

/// How the log says what differs between two versions.
pub const DIFFERENCE: &str = "skillnad";

/// What the log calls a meeting with all its rows, for programs.
pub const EVERYTHING: &str = "mötet med allt";

const ARENDE: &str = "ärende";

fn whole(kind: MinutesKind) -> &'static str {
    match kind {
        MinutesKind::Protokoll => "hela protokollet",
        MinutesKind::Motesanteckningar => "alla mötesanteckningar",
    }
}
