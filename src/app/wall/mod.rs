//! What the wall may show: built up from nothing, one permitted thing after another. It is no filter over the secretary's
//! screen, so that what somebody adds there later doesn't come here by itself.
//!
//! Never here: private notes, contact details, personnummer, a name where an alias is to be shown, other children's
//! ärenden, what is being typed, the limits of a consent, deadlines, facts of absence, risk factors, home.

mod gathered;
mod harmless;
mod mail;
mod noted;
mod numbers;
pub(crate) mod own_screen;
mod places;
mod points;
mod sentences;
mod sight;
#[cfg(test)]
mod tests;

pub use gathered::{Gathered, Seat};
pub use noted::{Noted, NotedKind};
pub use points::Agreed;
pub use sentences::sentences;

use crate::app::Now;
use crate::app::core::model::{Model, Screen};
use crate::app::meeting::board::just_withdrawn;
use crate::app::meeting::timing::{self, budget, ends, minutes_spent, place};
use crate::domain::agenda::{Phase, Round};
use crate::domain::consent::WE_STOP;
use crate::domain::dates::{short_date, spoken_date};
use crate::domain::held::{HeldRow, entry_texts};
use crate::domain::ids::EntryId;
use crate::domain::meeting::{Meeting, capital};
use crate::domain::names::kind_word;
use crate::domain::record::{Entry, MeetingArende, MeetingStatus, Output, Participant};
use crate::domain::rules;
use harmless::Harmless;
use points::{is_agreed, of_current, points, read_out};
use sight::Sight;

/// What stands instead of the form's questions when the plan has ended.
const PLAN_ENDS: &str = "Planen avslutas. Det här är vi överens om.";

/// Said where a meeting is about one matter, and that isn't for all who are here.
const NOT_SEEN: &str = "Det som rör ärendet visas inte på skärmen.";

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
    /// What this wall is called, "Vägg 2", where more than one is on.
    pub name: Option<String>,
    /// It is said what the window is: somebody has pressed a key that does nothing there, or it is one more wall.
    pub told: bool,
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
        /// When and where people meet again.
        again: Option<Again>,
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
    /// Who has gathered, while that is what is spoken of.
    pub gathered: Option<Gathered>,
    /// What was agreed so far, in the order in which it is read out; what the family does itself first.
    pub agreed: Vec<Agreed>,
    /// Needs, goals, and what was promised the last time.
    pub noted: Vec<Noted>,
    /// When and where people meet again, while all is read out.
    pub again: Option<Again>,
    /// What isn't shown: "Skärmen visar bara ärende 1."
    pub only: Option<String>,
    /// Time spent and left.
    pub time: Time,
}

/// When and where people meet again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// "torsdag 21 januari 13.00"
    pub when: String,
    /// "Rum 2"; empty where none is named, or it may not stand on a wall.
    pub place: String,
}

impl Again {
    /// "torsdag 21 januari 13.00 · Rum 2"
    pub fn in_words(&self) -> String {
        let parts = [self.when.as_str(), &self.place];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// Who has the word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// This one.
    Of(String),
    /// It goes round; nobody is marked one by one.
    Round,
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
    /// It isn't told here: it stands with who has gathered, or says something about a child with protected identity.
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
            name: None,
            told: false,
        }
    }

    /// Which meetings can be shown, for somebody at the wall to choose from.
    #[must_use]
    pub fn choosing(self, called: Vec<String>) -> Self {
        Self { scene: Scene::Choosing(called), ..self }
    }

    /// What a meeting is called in a list on the wall: its form, and when, unless that says something about a child with
    /// protected identity.
    pub fn called(meeting: &Meeting, now: Now) -> String {
        let name = &meeting.agenda.name;
        if meeting.withholds(Output::Wall) {
            return name.clone();
        }
        let (at, today) = (timing::when(&meeting.head, now), now.today());
        let day =
            if at.date() == today { String::new() } else { format!("{} ", short_date(at.date(), today)) };
        format!("{name}, {day}{}", at.format("%H.%M"))
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
            name: None,
            told: false,
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
            let today = rows.find(|row| row.when().date() == model.now.today());
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

/// When people meet again and where, unless that says something about a child with protected identity.
fn again(meeting: &Meeting) -> Option<Again> {
    let next = meeting.next().filter(|next| !next.cancelled && !meeting.withholds(Output::Wall))?;
    let time = next.time.map(|time| format!(" {}", time.format("%H.%M"))).unwrap_or_default();
    let harmless = Harmless::of(meeting);
    // A place that would be said otherwise, such as somebody's address, isn't named at all.
    let may_stand = |place: &&str| {
        harmless.text(place) == *place && !harmless.is_held(meeting, meeting.head.id.0, None, place)
    };
    let place = next.place.map(str::trim).filter(may_stand).unwrap_or_default().to_owned();
    Some(Again { when: format!("{}{time}", spoken_date(next.day)), place })
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
        let is_unseen = phase == Phase::Sammanhang && gathered::is_unseen(&sight);
        (Vec::new(), is_unseen.then(|| NOT_SEEN.to_owned()))
    };
    let withdrawn = just_withdrawn(meeting);
    // What is asked of a plan that goes on isn't asked of one that has ended. Why it has is for the paper.
    let ended = phase == Phase::Ansvar && meeting.head.sip_ended.is_some();
    let asked = meeting.agenda.phase(phase).questions.iter().filter(|_| !ended).cloned();
    let mut questions = ended.then(|| PLAN_ENDS.to_owned()).into_iter().chain(asked);
    let gathered = (phase == Phase::Sammanhang && withdrawn.is_none()).then(|| gathered::of(&sight));
    // When people part is said once.
    let is_told = gathered.as_ref().is_some_and(|gathered| gathered.until.is_some());
    let time = match time(meeting, now) {
        Time::Ends(_) if is_told => Time::Untold,
        time => time,
    };
    Talk {
        phase,
        walked: meeting.agenda.walked().collect(),
        subject: current.map(|item| subject(meeting, item, hidden, harmless)),
        question: questions.next().unwrap_or_default(),
        more: if hidden || withdrawn.is_some() { Vec::new() } else { questions.collect() },
        turn: (phase == Phase::Nulage && !hidden).then(|| turn(meeting, harmless)).flatten(),
        gathered,
        agreed: points(&sight, &agreed, in_turn),
        noted: if withdrawn.is_some() { Vec::new() } else { noted::of(&sight, pointed) },
        // What is read out in part only is no whole meeting's end.
        again: again(meeting).filter(|_| phase == Phase::Ansvar && only.is_none() && !ended),
        // Not why: the chair says what is to be said.
        only: withdrawn.map(|_| WE_STOP.to_owned()).or(only),
        time,
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
    if meeting.head.id.0 == row.about {
        return gathered::purpose(meeting).map(shown);
    }
    let person = meeting.participants.iter().find(|person| person.id.0 == row.about)?;
    Some(shown(&role_word(person)))
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
