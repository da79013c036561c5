//! What the wall may show: built up from nothing, one permitted thing after another. It is no filter over the secretary's
//! screen, so that what somebody adds there later doesn't come here by itself.
//!
//! Never here: private notes, contact details, personnummer, a name where an alias is to be shown, other children's
//! ärenden, what is being typed, the limits of a consent, deadlines, facts of absence, risk factors, home.

mod harmless;
mod mail;
mod noted;
mod numbers;
pub(crate) mod own_screen;
mod places;
mod sentences;
mod sight;
#[cfg(test)]
mod tests;

pub use noted::{Noted, NotedKind};
pub use sentences::sentences;

use crate::app::Now;
use crate::app::core::model::{Model, Screen};
use crate::app::meeting::board::just_withdrawn;
use crate::app::meeting::timing::{budget, ends, minutes_spent, place};
use crate::domain::agenda::{EntryKind, Phase, Round};
use crate::domain::consent::WE_STOP;
use crate::domain::dates::spoken_date;
use crate::domain::held::{HeldRow, entry_texts};
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::{Meeting, capital};
use crate::domain::names::kind_word;
use crate::domain::record::{Body, Entry, MeetingArende, MeetingStatus, Output, Participant};
use crate::domain::rules;
use chrono::{DateTime, TimeDelta, Utc};
use harmless::Harmless;
use sight::Sight;

/// How long the newest point is called new.
const NEW_FOR: TimeDelta = TimeDelta::minutes(5);

/// What stands instead of the form's questions when the plan has ended.
const PLAN_ENDS: &str = "Planen avslutas. Det här är vi överens om.";

/// What stands where nobody is named yet who is to do it.
const NOBODY: &str = "ingen ansvarig än";
/// And where no day is.
const NO_DAY: &str = "ingen dag än";

/// What is known about the meeting besides the meeting itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Around {
    /// The database is for practice.
    pub practice: bool,
    /// Somebody has blanked the wall.
    pub blank: bool,
    /// Somebody has the meeting in front of them. A meeting that everybody has left is paused.
    pub attended: bool,
    /// The row that somebody points at for everybody to look at: a point that is read out, a promise that is answered.
    pub pointed: Option<EntryId>,
}

/// What the wall shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wall {
    /// The database is for practice.
    pub practice: bool,
    /// The form's own name, never what the meeting is called. Empty while there is no meeting.
    pub agenda_name: String,
    /// The clock, "09.31".
    pub clock: String,
    /// What is going on.
    pub scene: Scene,
}

/// What is going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scene {
    /// The meeting hasn't begun: "Välkommen", and when it begins.
    Waiting {
        /// "13.00"
        when: Option<String>,
    },
    /// Somebody at the wall chooses which meeting it shows; each in words that tell of no child.
    Choosing(Vec<String>),
    /// Nothing is shown for a while.
    Paused,
    /// The meeting is closed.
    Closed {
        /// When people meet again: "torsdag 21 januari 13.00".
        again: Option<String>,
    },
    /// The meeting is under way.
    Talk(Box<Talk>),
}

/// A meeting that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    /// The phase.
    pub phase: Phase,
    /// All phases of the meeting, in order.
    pub walked: Vec<Phase>,
    /// What is spoken of: "Ärende 2 av 4 · Blå", or what the child wants to be called.
    pub subject: Option<String>,
    /// The phase's question.
    pub question: String,
    /// The phase's other questions, for where there is room.
    pub more: Vec<String>,
    /// Who has the word in laget runt.
    pub turn: Option<Turn>,
    /// What was agreed so far, in the order in which it is read out; what the family does itself first.
    pub agreed: Vec<Agreed>,
    /// Needs, goals, and what was promised the last time.
    pub noted: Vec<Noted>,
    /// When people meet again, while all is read out: "torsdag 21 januari 13.00".
    pub again: Option<String>,
    /// What isn't shown: "Skärmen visar bara ärende 1."
    pub only: Option<String>,
    /// Time spent and left.
    pub time: Time,
}

/// Who has the word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// This one.
    Of(String),
    /// It goes round; nobody is marked one by one.
    Round,
}

/// Something that was agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// Which entry.
    pub entry: EntryId,
    /// Whether it was decided rather than promised.
    pub decision: bool,
    /// Whether the family does it itself, where a plan is made with a family.
    pub family: bool,
    /// What was agreed, without what may not be shown on a wall.
    pub what: String,
    /// Who; of an action that it is nobody's yet.
    pub who: String,
    /// When; of an action that no day is named yet.
    pub when: String,
    /// In which ärende, where several are read out.
    pub place: Option<usize>,
    /// What that one is called on the wall; empty where none is named, or what it is called waits for a look.
    pub alias: String,
    /// It was written just now.
    pub new: bool,
    /// It was read out and confirmed; until then it is a proposal, and says so.
    pub confirmed: bool,
    /// Whoever is to do it isn't here: it is asked of them, and nobody has agreed to it yet.
    pub asked: bool,
    /// It is read out now: what somebody points at, or else the next that waits.
    pub in_turn: bool,
}

/// Time spent and left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Time {
    /// Minutes spent, of those that are given.
    Spent {
        /// Minutes since it was taken up.
        spent: i64,
        /// Minutes that the form gives it.
        given: i64,
    },
    /// "14.00": where no time is counted down.
    Ends(String),
    /// It isn't told: it says something about a child with protected identity.
    Untold,
}

impl Wall {
    /// While there is no meeting to show.
    pub fn waiting(practice: bool, now: Now) -> Self {
        Self {
            practice,
            agenda_name: String::new(),
            clock: now.clock(),
            scene: Scene::Waiting { when: None },
        }
    }

    /// Which meetings can be shown, for somebody at the wall to choose from.
    #[must_use]
    pub fn choosing(self, called: Vec<String>) -> Self {
        Self { scene: Scene::Choosing(called), ..self }
    }

    /// What a meeting is called in a list on the wall: its form, and when, unless that says something about a child with
    /// protected identity.
    pub fn called(meeting: &Meeting) -> String {
        let name = &meeting.agenda.name;
        if meeting.withholds(Output::Wall) {
            return name.clone();
        }
        format!("{name}, {}", meeting.head.planned.format("%H.%M"))
    }

    /// A pause, whatever the reason: somebody blanked the wall, or the database is out of reach.
    #[must_use]
    pub fn paused(self) -> Self {
        Self { scene: Scene::Paused, ..self }
    }

    /// What may be shown of a meeting now.
    pub fn of(meeting: &Meeting, around: Around, now: Now) -> Self {
        let scene = match meeting.head.status {
            _ if around.blank || meeting.head.is_cancelled() => Scene::Paused,
            MeetingStatus::Planerat => Scene::Waiting { when: when(meeting, now) },
            MeetingStatus::Avslutat => Scene::Closed { again: again(meeting) },
            MeetingStatus::Pagar if !around.attended => Scene::Paused,
            MeetingStatus::Pagar => Scene::Talk(Box::new(talk(meeting, around.pointed, now))),
        };
        Self {
            practice: around.practice,
            agenda_name: meeting.agenda.name.clone(),
            clock: now.clock(),
            scene,
        }
    }
}

/// What the program's own screen shows when it stands in for the wall. At home it waits for the meeting of today.
pub fn of_model(model: &Model) -> Wall {
    if let Some(screen) = model.meeting_screen() {
        let blank = model.blank.contains(&screen.meeting.id());
        let around = Around { practice: model.practice, blank, attended: true, pointed: screen.points_at() };
        return Wall::of(&screen.meeting, around, model.now);
    }
    let form = match &model.screen {
        Screen::Home(home) => home.data.as_ref().and_then(|data| {
            let mut rows = data.ongoing.iter().chain(&data.coming);
            let today = rows.find(|row| row.planned.date() == model.now.today());
            let form = today.map(|row| row.agenda_id.clone())?;
            let known = model.setup.lists.agendas.iter().find(|choice| choice.id == form)?;
            known.agenda.as_ref().ok().map(|(agenda, _)| agenda.name.clone())
        }),
        _ => None,
    };
    Wall { agenda_name: form.unwrap_or_default(), ..Wall::waiting(model.practice, model.now) }
}

/// When the meeting begins, unless that says something about a child with protected identity.
fn when(meeting: &Meeting, now: Now) -> Option<String> {
    let today = meeting.head.planned.date() == now.today();
    (today && !meeting.withholds(Output::Wall)).then(|| meeting.head.planned.format("%H.%M").to_string())
}

/// When people meet again, unless that says something about a child with protected identity.
fn again(meeting: &Meeting) -> Option<String> {
    let next = meeting.next().filter(|next| !next.cancelled && !meeting.withholds(Output::Wall))?;
    let time = next.time.map(|time| format!(" {}", time.format("%H.%M"))).unwrap_or_default();
    Some(format!("{}{time}", spoken_date(next.day)))
}

fn talk(meeting: &Meeting, pointed: Option<EntryId>, now: Now) -> Talk {
    let phase = meeting.head.phase;
    let current = meeting.current_item();
    let sight = Sight::of(meeting, now);
    let harmless = &sight.harmless;
    let hidden = current.is_some_and(|item| sight.is_hidden(item));
    let all: Vec<&Entry> = rules::agreed(meeting).collect();
    // What is read out may be something that isn't shown; then no other point is in turn.
    let pointed_at = all.iter().find(|entry| Some(entry.id) == pointed);
    let unread = pointed_at.or_else(|| all.iter().find(|entry| entry.confirmed.is_none()));
    let of_before = pointed.is_some_and(|id| meeting.earlier.iter().any(|row| row.entry == id));
    let in_turn = unread.map(|entry| entry.id).filter(|_| phase == Phase::Ansvar && !of_before);
    let (agreed, only) = if phase.is_per_arende() {
        let shown = if hidden { Vec::new() } else { of_current(meeting, all) };
        (shown, hidden.then(|| "Det här ärendet visas inte på skärmen.".to_owned()))
    } else if phase == Phase::Ansvar {
        read_out(&sight, all)
    } else {
        (Vec::new(), None)
    };
    let withdrawn = just_withdrawn(meeting);
    // What is asked of a plan that goes on isn't asked of one that has ended. Why it has is for the paper.
    let ended = phase == Phase::Ansvar && meeting.head.sip_ended.is_some();
    let asked = meeting.agenda.phase(phase).questions.iter().filter(|_| !ended).cloned();
    let mut questions = ended.then(|| PLAN_ENDS.to_owned()).into_iter().chain(asked);
    Talk {
        phase,
        walked: meeting.agenda.walked().collect(),
        subject: current.map(|item| subject(meeting, item, hidden, harmless)),
        question: questions.next().unwrap_or_default(),
        more: if hidden || withdrawn.is_some() { Vec::new() } else { questions.collect() },
        turn: (phase == Phase::Nulage && !hidden).then(|| turn(meeting, harmless)).flatten(),
        agreed: points(&sight, &agreed, in_turn),
        noted: if withdrawn.is_some() { Vec::new() } else { noted::of(&sight, pointed) },
        // What is read out in part only is no whole meeting's end.
        again: again(meeting).filter(|_| phase == Phase::Ansvar && only.is_none() && !ended),
        // Not why: the chair says what is to be said.
        only: withdrawn.map(|_| WE_STOP.to_owned()).or(only),
        time: time(meeting, now),
    }
}

fn subject(meeting: &Meeting, item: &MeetingArende, hidden: bool, harmless: &Harmless<'_>) -> String {
    let name = harmless.name_of(meeting, item);
    if !meeting.agenda.many {
        return if hidden { String::new() } else { name };
    }
    let (at, of) = place(meeting, item.id);
    if hidden || name.is_empty() {
        format!("Ärende {at} av {of}")
    } else {
        format!("Ärende {at} av {of} · {name}")
    }
}

/// Who has the word.
fn turn(meeting: &Meeting, harmless: &Harmless<'_>) -> Option<Turn> {
    let current = meeting.head.current;
    let waiting = rules::unheard(meeting, current);
    let next = waiting.first()?;
    match meeting.agenda.round {
        Round::Nej => None,
        Round::Gemensamt if !meeting.heard.iter().any(|row| row.arende == current) => Some(Turn::Round),
        Round::Gemensamt | Round::VarOchEn => Some(Turn::Of(harmless.person(meeting, next))),
    }
}

fn is_agreed(entry: &Entry) -> bool {
    matches!(entry.kind(), EntryKind::Atgard | EntryKind::Beslut)
}

/// What was agreed in the ärende that is spoken of.
fn of_current<'m>(meeting: &Meeting, mut all: Vec<&'m Entry>) -> Vec<&'m Entry> {
    let current = meeting.head.current;
    all.retain(|entry| entry.arende == current || (!meeting.agenda.many && entry.arende.is_none()));
    all
}

/// The ärenden that are read out at the end: those in which all that are here have taken part, and whose consent holds; and
/// whether that is all of them.
fn shown_at_the_end(sight: &Sight<'_>) -> (Vec<MeetingArendeId>, bool) {
    let meeting = sight.meeting;
    let here: Vec<&Participant> = meeting.participants.iter().filter(|person| person.is_here()).collect();
    let all: Vec<&MeetingArende> = meeting.todays_items().collect();
    let shown: Vec<MeetingArendeId> = all
        .iter()
        .filter(|item| {
            !sight.is_hidden(item) && here.iter().all(|person| meeting.takes_part(person, item.id))
        })
        .map(|item| item.id)
        .collect();
    let whole = shown.len() == all.len();
    (shown, whole)
}

/// What is read out at the end, and what of it isn't shown.
fn read_out<'m>(sight: &Sight<'_>, mut all: Vec<&'m Entry>) -> (Vec<&'m Entry>, Option<String>) {
    let meeting = sight.meeting;
    let (shown, whole) = shown_at_the_end(sight);
    all.retain(|entry| match entry.arende {
        Some(item) => shown.contains(&item),
        // What belongs to no ärende belongs to all of them.
        None => whole,
    });
    let only = (!whole).then(|| {
        let numbers: Vec<String> = shown.iter().map(|id| place(meeting, *id).0.to_string()).collect();
        match numbers.split_last() {
            _ if !meeting.agenda.many => "Det som rör ärendet visas inte på skärmen.".to_owned(),
            None => "Skärmen visar inga ärenden nu.".to_owned(),
            Some((only, [])) => format!("Skärmen visar bara ärende {only}."),
            Some((last, before)) => format!("Skärmen visar bara ärende {} och {last}.", before.join(", ")),
        }
    });
    (all, only)
}

fn points(sight: &Sight<'_>, entries: &[&Entry], in_turn: Option<EntryId>) -> Vec<Agreed> {
    let Sight { meeting, now, harmless, .. } = sight;
    let (meeting, now) = (*meeting, *now);
    let shown: Vec<&Entry> =
        entries.iter().copied().filter(|entry| is_agreed(entry) && !sight.is_kept(entry)).collect();
    let newest = shown.iter().map(|entry| entry.id).max().filter(|id| is_new(*id, now));
    let ansvar = meeting.head.phase == Phase::Ansvar;
    let mut points: Vec<Agreed> = shown
        .into_iter()
        .map(|entry| Agreed {
            entry: entry.id,
            decision: entry.kind() == EntryKind::Beslut,
            family: is_the_familys(meeting, entry),
            what: harmless.text_of(entry.arende, &entry.text),
            who: who(meeting, entry, harmless),
            when: entry.action().map_or_else(String::new, |action| {
                let due = action.due.as_ref().map(|due| due.in_words(now.today()));
                due.unwrap_or_else(|| NO_DAY.to_owned())
            }),
            place: entry.arende.filter(|_| ansvar && meeting.agenda.many).map(|id| place(meeting, id).0),
            alias: entry.arende.filter(|_| ansvar).map(|id| sight.alias(id)).unwrap_or_default(),
            new: Some(entry.id) == newest,
            confirmed: entry.confirmed.is_some(),
            asked: rules::is_asked(meeting, entry),
            in_turn: Some(entry.id) == in_turn,
        })
        .collect();
    // As they are read out: what is the whole meeting's comes last.
    points.sort_by_key(|point| {
        (point.place.unwrap_or(usize::MAX), !point.family, !point.confirmed, point.asked)
    });
    points
}

/// Whether the family does it itself, in a meeting that makes a plan with a family.
fn is_the_familys(meeting: &Meeting, entry: &Entry) -> bool {
    let agenda = &meeting.agenda;
    let one_family = agenda.individuals && !agenda.many;
    (agenda.plan_consent || one_family) && meeting.is_by_family(entry)
}

/// What the wall says of a held row once it is let through, in the order of its text; nothing where it never shows such a
/// row.
pub fn after_a_look(meeting: &Meeting, row: &HeldRow) -> Option<String> {
    let harmless = Harmless::of(meeting);
    let shown = |text: &str| harmless.text_of(row.arende, text);
    if let Some(entry) = meeting.entries.iter().find(|entry| entry.id.0 == row.about) {
        return (is_agreed(entry) || NotedKind::of(entry.kind()).is_some()).then(|| {
            let texts = entry_texts(entry);
            let texts = texts.into_iter().filter(|text| !text.trim().is_empty());
            texts.map(shown).collect::<Vec<_>>().join(" · ")
        });
    }
    if let Some(item) = meeting.items.iter().find(|item| item.id.0 == row.about) {
        return Some(harmless.label(meeting, item));
    }
    let person = meeting.participants.iter().find(|person| person.id.0 == row.about)?;
    Some(shown(&role_word(person)))
}

/// When a key was made, to the second.
fn made(id: EntryId) -> Option<DateTime<Utc>> {
    let seconds = id.0.get_timestamp()?.to_unix().0;
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)
}

/// Whether a key was made a short while ago.
fn is_new(id: EntryId, now: Now) -> bool {
    made(id).is_some_and(|made| (now.utc - made).abs() < NEW_FOR)
}

fn who(meeting: &Meeting, entry: &Entry, harmless: &Harmless<'_>) -> String {
    match &entry.body {
        Body::Atgard(action) => match action.owner.and_then(|id| meeting.participant(id)) {
            Some(person) => {
                let name = harmless.person(meeting, person);
                if person.is_here() || entry.confirmed.is_some() {
                    name
                } else {
                    format!("{name} (tillfrågas)")
                }
            }
            None => action.owner_name.as_ref().map_or_else(
                || NOBODY.to_owned(),
                |name| format!("{} (tillfrågas)", capital(&harmless.named(meeting, entry.arende, name))),
            ),
        },
        Body::Beslut(decision) => decision
            .decided_by
            .as_ref()
            .map(|by| format!("Beslut av {}", harmless.named(meeting, entry.arende, by)))
            .unwrap_or_default(),
        _ => String::new(),
    }
}

fn time(meeting: &Meeting, now: Now) -> Time {
    if !meeting.agenda.countdown {
        if meeting.withholds(Output::Wall) {
            return Time::Untold;
        }
        let end = ends(meeting, now);
        return Time::Ends(end.format("%H.%M").to_string());
    }
    let (given, fits) = budget(meeting);
    Time::Spent { spent: minutes_spent(now.utc, meeting, fits), given }
}

/// A role with a large first letter, or the word for the kind of person.
fn role_word(person: &Participant) -> String {
    if person.role.trim().is_empty() { kind_word(person).to_owned() } else { capital(person.role.trim()) }
}
