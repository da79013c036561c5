//! Rows and sections: people, ärenden, entries and agreed points, each in its own words.

use super::head::wall_name;
use super::kept::{held_words, kept_back};
use super::points::{detail, remark};
use super::{Row, Section, Tone};
use crate::app::core::action::name_keys;
use crate::app::core::model::{MeetingScreen, Model, RowRef, Target};
use crate::domain::agenda::{EntryKind, Phase, Round};
use crate::domain::consent::Standing;
use crate::domain::entry_line::{need_number, sign_of};
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Meeting, capital, lower_first};
use crate::domain::quoted::quoted;
use crate::domain::record::{
    ArendeState, Body, Entry, MeetingArende, MeetingStatus, Participant, Presence, VoiceHow,
};
use crate::domain::roles::UNSETTLED;
use crate::domain::rules;

pub(super) fn section(heading: &str, rows: Vec<Row>) -> Section {
    Section { heading: heading.to_owned(), rows, empty: None }
}

pub(super) fn with_empty(heading: &str, rows: Vec<Row>, empty: &str) -> Section {
    Section { heading: heading.to_owned(), rows, empty: Some(name_keys(empty)) }
}

pub(super) fn plain(text: impl Into<String>) -> Row {
    Row { target: None, mark: String::new(), text: text.into(), detail: None, tone: Tone::Quiet }
}

/// What the rows beneath it belong to, such as an ärende within a section.
pub(super) fn over_rows(text: impl Into<String>) -> Row {
    Row { tone: Tone::Over, ..plain(text) }
}

/// Sections that would stand empty without saying anything are left out.
pub(super) fn filled(sections: Vec<Section>) -> Vec<Section> {
    sections.into_iter().filter(|section| !section.rows.is_empty() || section.empty.is_some()).collect()
}

pub(super) fn participant_row(model: &Model, meeting: &Meeting, person: &Participant) -> Row {
    let mut facts = Vec::new();
    if person.is_unsettled() {
        facts.push(UNSETTLED.to_owned());
    }
    if !person.unit.is_empty() {
        facts.push(person.unit.clone());
    }
    match person.presence {
        Presence::Plats => facts.extend(person.came.map(|at| format!("kom {}", model.now.clock_at(at)))),
        Presence::Distans => facts.push("på distans".to_owned()),
        Presence::Franvarande => facts.push("kallad, frånvarande".to_owned()),
        Presence::Gatt => {
            facts.push(
                person
                    .left
                    .map_or_else(|| "har gått".to_owned(), |at| format!("gick {}", model.now.clock_at(at))),
            );
        }
    }
    for (does, word) in [
        (person.chairs, "leder"),
        (person.takes_notes, "antecknar"),
        (person.main_responsible, "huvudansvarig"),
    ] {
        if does {
            facts.push(word.to_owned());
        }
    }
    let only: Vec<String> = meeting
        .attendance
        .iter()
        .filter(|row| row.participant == person.id)
        .filter_map(|row| meeting.item(row.arende))
        .map(|item| meeting.number_of(item.id).to_string())
        .collect();
    if !only.is_empty() {
        let word = if person.is_family() { "hör till" } else { "bara" };
        facts.push(format!("{word} ärende {}", only.join(" och ")));
    } else if meeting.is_unplaced(person) {
        facts.push("vems familj?".to_owned());
    }
    Row {
        target: Some(RowRef::Participant(person.id)),
        mark: match (person.is_here(), person.introduced) {
            (false, _) => "-".to_owned(),
            // Afterwards nobody asks whether the round of names was gone.
            (true, _) if meeting.head.status == MeetingStatus::Avslutat => "·".to_owned(),
            (true, true) => "[x]".to_owned(),
            (true, false) => "[ ]".to_owned(),
        },
        text: person.name_and_role(),
        detail: (!facts.is_empty()).then(|| facts.join(" · ")),
        tone: match (person.is_unsettled(), person.is_here()) {
            (true, _) => Tone::Warn,
            (false, true) => Tone::Normal,
            (false, false) => Tone::Quiet,
        },
    }
}

pub(super) fn item_row(model: &Model, meeting: &Meeting, item: &MeetingArende) -> Row {
    let mut facts = Vec::new();
    if item.follow_up {
        facts.push("uppföljning".to_owned());
    }
    facts.extend(item.question.clone());
    match item.state {
        _ if rules::is_sent_on(meeting, item.id) => facts.push("skickat vidare".to_owned()),
        ArendeState::Vantar if meeting.head.status == MeetingStatus::Avslutat => {
            facts.push("togs inte upp".to_owned());
        }
        ArendeState::Vantar => {}
        ArendeState::Pagar
            if meeting.head.status == MeetingStatus::Avslutat && rules::is_unfinished(meeting, item) =>
        {
            facts.push(format!("kom till {}", item.phase.name().to_lowercase()));
        }
        ArendeState::Pagar => facts.push("pågår".to_owned()),
        ArendeState::Klart => facts.push("klart för i dag".to_owned()),
        ArendeState::Uppskjutet => facts.push("uppskjutet till nästa möte".to_owned()),
    }
    if meeting.arende_of(item).is_some_and(|arende| arende.unrecognisable) {
        facts.push("barnet går inte att känna igen".to_owned());
    }
    match meeting.consent_standing(item, model.now.today()) {
        Standing::NotNeeded => {}
        Standing::Refused => facts.push("svaret på samtycke är nej".to_owned()),
        Standing::Withdrawn => facts.push(match meeting.withdrawn_here(item) {
            Some(at) => format!("samtycket återkallat {}", model.now.clock_at(at)),
            None => "samtycket är återkallat".to_owned(),
        }),
        Standing::Valid { unnamed } if unnamed.is_empty() => facts.push("samtycke finns".to_owned()),
        Standing::Valid { .. } => facts.push("samtycket nämner inte alla".to_owned()),
        Standing::Spoken => facts.push("samtycket är inte skriftligt".to_owned()),
        _ => facts.push("samtycke saknas".to_owned()),
    }
    let label = meeting.arende_of(item).map(|arende| arende.label.as_str()).unwrap_or_default();
    let question = item.question.as_deref().unwrap_or_default();
    facts.extend(held_words(meeting, &meeting.held_in(item.id, &[label, question]), &[label, question]));
    Row {
        target: Some(RowRef::Item(item.id)),
        mark: meeting.number_of(item.id).to_string(),
        text: wall_name(meeting, item.id),
        detail: (!facts.is_empty()).then(|| facts.join(" · ")),
        tone: if item.state == ArendeState::Uppskjutet { Tone::Quiet } else { Tone::Normal },
    }
}

pub(super) fn round(screen: &MeetingScreen, arende: Option<MeetingArendeId>) -> Section {
    let meeting = &screen.meeting;
    let all = rules::round(meeting, arende);
    let heard = all.iter().filter(|person| meeting.is_heard(person.id, arende)).count();
    let next = all.iter().find(|person| !meeting.is_heard(person.id, arende)).map(|person| person.id);
    let rows = all
        .iter()
        .map(|person| {
            let is_heard = meeting.is_heard(person.id, arende);
            let is_next = meeting.agenda.round == Round::VarOchEn && Some(person.id) == next;
            Row {
                target: Some(RowRef::Participant(person.id)),
                mark: if is_heard {
                    "[x]"
                } else if is_next {
                    "[>]"
                } else {
                    "[ ]"
                }
                .to_owned(),
                text: if person.role.is_empty() || person.is_family() {
                    person.short_name()
                } else {
                    capital(&person.role)
                },
                detail: None,
                tone: if is_next { Tone::Strong } else { Tone::Normal },
            }
        })
        .collect();
    with_empty(&format!("Laget runt  {heard} av {}", all.len()), rows, "Inga deltagare än.")
}

/// A point that is read out: the number it has everywhere, and whether it is confirmed.
pub(super) fn point_row(model: &Model, meeting: &Meeting, entry: &Entry) -> Row {
    let mark = match (entry.confirmed.is_some(), rules::is_asked(meeting, entry)) {
        (true, true) => "[?]",
        (true, false) => "[x]",
        (false, _) => "[ ]",
    };
    let number = meeting.spoken_number(entry).map(|number| number.to_string());
    let number = number.as_deref().unwrap_or(own_mark(entry.kind()));
    action_row(model, meeting, entry, &format!("{number} {mark}"))
}

pub(super) fn action_row(model: &Model, meeting: &Meeting, entry: &Entry, mark: &str) -> Row {
    let need = entry
        .action()
        .and_then(|action| action.need)
        .and_then(|need| need_number(meeting, entry.arende, need))
        // Where it is planned it stands beside its need, also an only one.
        .filter(|_| {
            meeting.head.phase == Phase::Planering
                || meeting.entries_of(entry.arende, EntryKind::Behov).count() > 1
        })
        .map(|number| format!("  behov {number}"))
        .unwrap_or_default();
    let mut facts: Vec<String> = detail(meeting, entry, model.now.today()).into_iter().collect();
    if rules::incomplete(entry).is_none() {
        facts.extend(remark(meeting, entry));
    }
    facts.extend(kept_back(meeting, entry));
    let row = Row {
        target: Some(RowRef::Entry(entry.id)),
        mark: mark.to_owned(),
        text: format!("{}{need}", entry.text),
        detail: (!facts.is_empty()).then(|| facts.join(" · ")),
        tone: if rules::incomplete(entry).is_some() { Tone::Warn } else { Tone::Normal },
    };
    twinned(meeting, entry, row)
}

/// A section for one kind, with a hint while it is empty.
pub(super) fn kind(screen: &MeetingScreen, arende: Option<MeetingArendeId>, kind: EntryKind) -> Section {
    let meeting = &screen.meeting;
    let mut entries: Vec<&Entry> = meeting.entries_of(arende, kind).collect();
    entries.sort_by_cached_key(|entry| meeting.place_of_point(entry));
    let rows: Vec<Row> =
        entries.into_iter().map(|entry| twinned(meeting, entry, entry_row(meeting, entry))).collect();
    let takes = meeting.agenda.phase(meeting.head.phase).takes.contains(&kind);
    let empty = match sign_of(kind).filter(|_| takes) {
        Some(sign) => Some(format!("{sign} först på raden skriver hit")),
        None => (screen.target == Target::Entry(kind)).then(|| "Raden hamnar här.".to_owned()),
    };
    Section { heading: kind.label().to_owned(), rows, empty }
}

/// Sections for the kinds that have something in them.
pub(super) fn kinds(
    screen: &MeetingScreen,
    arende: Option<MeetingArendeId>,
    list: &[EntryKind],
) -> Vec<Section> {
    let mut seen = Vec::new();
    list.iter()
        .filter(|kind| {
            let first = !seen.contains(*kind);
            seen.push(**kind);
            first
        })
        .map(|kind| self::kind(screen, arende, *kind))
        .filter(|section| !section.rows.is_empty())
        .collect()
}

/// Sections for the kinds, empty ones too where the phase takes them.
pub(super) fn kinds_or_empty(
    screen: &MeetingScreen,
    arende: Option<MeetingArendeId>,
    list: &[EntryKind],
) -> Vec<Section> {
    filled(list.iter().map(|kind| self::kind(screen, arende, *kind)).collect())
}

/// Says so where two texts stand for the same thing.
fn twinned(meeting: &Meeting, entry: &Entry, row: Row) -> Row {
    if !meeting.is_undecided(entry.id) {
        return row;
    }
    let facts = row.detail.map(|facts| format!(" · {facts}")).unwrap_or_default();
    Row { detail: Some(format!("! skrevs samtidigt av två{facts}")), tone: Tone::Warn, ..row }
}

/// What was written at a meeting that is closed, with what it is.
pub(super) fn noted_row(meeting: &Meeting, entry: &Entry) -> Row {
    let row = entry_row(meeting, entry);
    let kind = entry.kind().label().to_lowercase();
    let facts = row.detail.map(|facts| format!(" · {facts}")).unwrap_or_default();
    Row { mark: "·".to_owned(), detail: Some(format!("{kind}{facts}")), ..row }
}

/// What stands before a row without a number.
fn own_mark(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Fungerar | EntryKind::Skyddsfaktor => "+",
        EntryKind::Svarare => "-",
        EntryKind::Stod => "=",
        EntryKind::Privat => "*",
        // The signs that a line begins with mean one thing each.
        _ => "·",
    }
}

fn entry_row(meeting: &Meeting, entry: &Entry) -> Row {
    let source = entry
        .source
        .and_then(|id| meeting.participant(id))
        .map(|person| if person.role.is_empty() { person.short_name() } else { lower_first(&person.role) });
    let kind = entry.kind();
    let number = meeting.spoken_number(entry).map(|number| number.to_string());
    let mark = number.unwrap_or_else(|| own_mark(kind).to_owned());
    let text = match &entry.body {
        Body::Rost { how: VoiceHow::Saknas } => format!("(inte hörd) {}", entry.text),
        Body::Rost { .. } => quoted(&entry.text),
        _ => entry.text.clone(),
    };
    let mut facts: Vec<String> = Vec::new();
    match &entry.body {
        Body::Rost { how: VoiceHow::Framford } => {
            facts.push(
                source.map_or_else(|| "framförd, av vem?".to_owned(), |by| format!("framförd av {by}")),
            );
        }
        Body::Behov(need) if !need.from.is_empty() => {
            facts.extend(source);
            let from: Vec<&str> = need.from.iter().map(|huvudman| huvudman.definite()).collect();
            facts.push(format!("behövs från {}", from.join(" och ")));
        }
        Body::Beslut(decision) => {
            facts.extend(decision.decided_by.as_ref().map(|by| format!("Beslut av {by}")));
            facts.extend(decision.dissent.as_ref().map(|dissent| format!("Avvikande: {dissent}")));
        }
        _ => facts.extend(source),
    }
    facts.extend(kept_back(meeting, entry));
    Row {
        target: Some(RowRef::Entry(entry.id)),
        mark,
        text,
        detail: (!facts.is_empty()).then(|| facts.join(" · ")),
        tone: if kind == EntryKind::Privat { Tone::Quiet } else { Tone::Normal },
    }
}
