//! What fits what is being typed: people, roles, ärenden seen before.

use crate::app::core::model::{MeetingScreen, Model, Screen, Target};
use crate::domain::agenda::{EntryKind, Huvudman};
use crate::domain::answer_line::GoesOn;
use crate::domain::collate::{same, starts_with_folded};
use crate::domain::dates;
use crate::domain::earlier::{Earlier, followed_up_words};
use crate::domain::entry_line::{self, as_candidates, candidates};
use crate::domain::ids::ParticipantId;
use crate::domain::quick_entry::{self, Candidate, Token};
use crate::domain::quoted::quoted;
use crate::domain::record::Participant;

/// The most completions that are shown.
const MOST: usize = 6;

/// Something to choose instead of typing on.
#[derive(Clone, Debug, PartialEq)]
pub enum Completion {
    /// Somebody who has taken part before.
    Known(Box<Participant>),
    /// A role that the form names.
    Role(String),
    /// An ärende that has been spoken of before, by its label.
    Arende(String),
    /// A participant as owner or source.
    Owner(ParticipantId, String),
    /// Authorities from which something is needed.
    Huvudman(String),
}

impl Completion {
    /// The words on screen.
    pub fn label(&self) -> String {
        match self {
            Self::Known(person) if person.unit.is_empty() => person.name_and_role(),
            Self::Known(person) => format!("{} · {}", person.name_and_role(), person.unit),
            Self::Role(role) => format!("{role} (roll)"),
            Self::Arende(label) => format!("{label} (sedan tidigare)", label = quoted(label)),
            Self::Owner(_, label) | Self::Huvudman(label) => label.clone(),
        }
    }
}

/// Everything that fits the line, the best first.
pub fn completions(model: &Model) -> Vec<Completion> {
    let Screen::Meeting(screen) = &model.screen else { return Vec::new() };
    if screen.line.is_empty() || screen.is_reading_out() {
        return Vec::new();
    }
    let typed = screen.line.value().trim();
    let mut all: Vec<Completion> = match screen.target {
        _ if is_of_promise(screen) => owners(screen),
        Target::Participant => match typed.split_once(',') {
            Some((name, role)) => roles_after(screen, name.trim(), role.trim()),
            None => people(screen, typed),
        },
        Target::Individual | Target::Group => arenden(screen, typed),
        Target::Entry(kind) => {
            let mut all = if kind == EntryKind::Behov { huvudman(screen) } else { Vec::new() };
            all.extend(owners(screen));
            all
        }
    };
    all.truncate(MOST);
    all
}

fn people(screen: &MeetingScreen, typed: &str) -> Vec<Completion> {
    let here =
        |name: &str, role: &str| {
            screen.meeting.participants.iter().any(|person| {
                if name.is_empty() { same(&person.role, role) } else { same(&person.name, name) }
            })
        };
    let known: Vec<&Participant> =
        screen.known.participants.iter().filter(|person| !here(&person.name, &person.role)).collect();
    let candidates: Vec<Candidate<'_>> = known
        .iter()
        .enumerate()
        .map(|(key, person)| Candidate { key, name: &person.name, role: &person.role, unit: &person.unit })
        .collect();
    let fitting = quick_entry::complete(typed, &candidates);
    let mut all: Vec<Completion> = fitting
        .into_iter()
        .filter_map(|key| known.get(key))
        .map(|person| Completion::Known(Box::new((*person).clone())))
        .collect();
    all.extend(
        screen
            .meeting
            .agenda
            .roles
            .iter()
            .filter(|role| starts_with_folded(&role.name, typed) && !here("", &role.name))
            .map(|role| Completion::Role(role.name.clone())),
    );
    all
}

/// The form's roles that go on from what is typed after a name. A role that is written out offers nothing more.
fn roles_after(screen: &MeetingScreen, name: &str, typed: &str) -> Vec<Completion> {
    let roles = &screen.meeting.agenda.roles;
    let is_role = |word: &str| roles.iter().any(|role| same(&role.name, word));
    // Where the role stands first, a name follows, and none of them is known here.
    if name.is_empty() || is_role(name) || is_role(typed) || typed.contains(',') {
        return Vec::new();
    }
    roles
        .iter()
        .filter(|role| starts_with_folded(&role.name, typed))
        .map(|role| Completion::Role(role.name.clone()))
        .collect()
}

fn arenden(screen: &MeetingScreen, typed: &str) -> Vec<Completion> {
    let individual = screen.target == Target::Individual;
    let taken = |label: &str| screen.meeting.arenden.iter().any(|arende| same(&arende.label, label));
    screen
        .known
        .arenden
        .iter()
        .filter(|known| known.individual == individual && starts_with_folded(&known.label, typed))
        .filter(|known| !taken(&known.label))
        .map(|known| Completion::Arende(known.label.clone()))
        .collect()
}

/// From whom a need asks something, where the form must know it.
fn huvudman(screen: &MeetingScreen) -> Vec<Completion> {
    let required = &screen.meeting.agenda.required_huvudman;
    let Token::Owner { typed, .. } = quick_entry::token_at(screen.line.value(), screen.line.cursor()) else {
        return Vec::new();
    };
    let mut words: Vec<&str> = required.iter().map(|known| known.definite()).collect();
    if required.len() > 1 {
        words.push("båda");
    }
    words
        .into_iter()
        .filter(|word| starts_with_folded(word, &typed))
        .map(|word| Completion::Huvudman(word.to_owned()))
        .collect()
}

fn owners(screen: &MeetingScreen) -> Vec<Completion> {
    let Token::Owner { typed, .. } = quick_entry::token_at(screen.line.value(), screen.line.cursor()) else {
        return Vec::new();
    };
    let people = candidates(&screen.meeting);
    let known = as_candidates(&people);
    // Whose staff somebody is tells nothing where all of them are the same's.
    let mut staff = people.iter().map(|person| person.huvudman).filter(|of| *of != Huvudman::Familj);
    let first = staff.next();
    let mixed = staff.any(|of| Some(of) != first);
    // Whoever is called just that comes before those who only begin so.
    let mut fitting = quick_entry::complete(&typed, &known);
    let called_so = quick_entry::exactly(&typed, &known);
    fitting.sort_by_key(|key| !called_so.contains(key));
    fitting
        .into_iter()
        .filter_map(|key| people.get(key))
        .map(|person| {
            let unit = match person.unit.as_str() {
                "" if person.is_unsettled() => crate::domain::roles::UNSETTLED,
                "" if !mixed => return Completion::Owner(person.id, person.name_and_role()),
                "" => person.huvudman.name(),
                unit => unit,
            };
            Completion::Owner(person.id, format!("{} · {unit}", person.name_and_role()))
        })
        .collect()
}

/// What of it lies over the line: a list that was put away isn't there, and Enter saves what is typed.
pub(crate) fn listed(model: &Model) -> Vec<Completion> {
    let Some(screen) = model.meeting_screen() else { return Vec::new() };
    let is_away = screen.list_away || (asks_who(screen) && !is_open(screen));
    if is_away && !screen.completing { Vec::new() } else { completions(model) }
}

/// Whether any lies there.
pub(crate) fn is_listed(model: &Model) -> bool {
    !listed(model).is_empty()
}

/// Whether the cursor stands in an owner that the line names: then the list is what Enter chooses from.
pub(crate) fn asks_who(screen: &MeetingScreen) -> bool {
    (matches!(screen.target, Target::Entry(_)) || is_of_promise(screen))
        && !screen.is_reading_out()
        && matches!(quick_entry::token_at(screen.line.value(), screen.line.cursor()), Token::Owner { .. })
}

/// Whether nobody is named yet where nobody has to be: who said something, from whom it is needed.
pub(crate) fn is_open(screen: &MeetingScreen) -> bool {
    let token = quick_entry::token_at(screen.line.value(), screen.line.cursor());
    let is_empty = matches!(token, Token::Owner { typed, .. } if typed.is_empty());
    asks_who(screen) && is_empty && !asks_when(screen)
}

/// Whether the line says who does something, which has a day too: an action, or a promise that somebody else takes over.
pub(crate) fn asks_when(screen: &MeetingScreen) -> bool {
    screen.target == Target::Entry(EntryKind::Atgard) || is_of_promise(screen)
}

/// Whether the line begins as one does that says how the highlighted promise goes on: with its owner or day, or a digit that
/// answers before them.
fn is_of_promise(screen: &MeetingScreen) -> bool {
    let typed = screen.line.value().trim_start();
    let said = typed.strip_prefix(|c: char| c.is_ascii_digit()).unwrap_or(typed).trim_start();
    screen.editing.is_none()
        && said.starts_with(['@', '>'])
        && screen.pointed_earlier().is_some_and(Earlier::is_promise)
}

/// What the line is understood as, said while it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// Whose it is, or who says it.
    pub who: Option<String>,
    /// When, or what is asked for now.
    pub when: Option<String>,
    /// Something speaks against it: nobody is at work on the day, or the day isn't one.
    pub warns: bool,
}

/// What the line will mean, said while it is typed: whose it is, and the date that a phrase is understood as.
pub fn preview(model: &Model) -> Option<Understood> {
    let screen = model.meeting_screen()?;
    if screen.is_reading_out() {
        return None;
    }
    if let Some(said) = screen
        .said_of_promise(&model.date_context(), screen.line.value().trim())
        .filter(|_| !screen.completing)
    {
        return Some(of_promise(model, said.map(|(_, said)| said)));
    }
    let kind = match screen.target {
        _ if is_of_promise(screen) => EntryKind::Atgard,
        Target::Entry(kind) => kind,
        _ => return None,
    };
    let (meeting, context) = (&screen.meeting, model.date_context());
    let read = entry_line::read(meeting, &context, kind, screen.line.value());
    // With the list open it is the marked one: what Enter takes.
    let marked = || match completions(model).into_iter().nth(screen.completion) {
        Some(Completion::Owner(id, _)) => meeting.participant(id).map(|person| meeting.telling_name(person)),
        Some(Completion::Huvudman(word)) => Some(word),
        _ => None,
    };
    let typed = || {
        let typed = read.owner.as_deref().filter(|typed| !typed.is_empty())?;
        Some(match entry_line::whom(meeting, typed) {
            Ok(Some(id)) => meeting.participant(id).map_or_else(String::new, |person| {
                let told = meeting.telling_name(person);
                if person.is_here() { told } else { format!("{told} (tillfrågas)") }
            }),
            Ok(None) if kind == EntryKind::Atgard => format!("{typed} (tillfrågas)"),
            // From whom a need asks something, or what isn't a name yet.
            Ok(None) | Err(_) => typed.to_owned(),
        })
    };
    let who = if screen.completing { marked() } else { typed() };
    let asks_when = kind == EntryKind::Atgard && who.is_some();
    let mut warns = false;
    let when = match read.due.filter(|typed| !typed.is_empty()) {
        Some(typed) => {
            let (due, followed) = entry_line::followed_up(&typed);
            Some(match dates::parse(due, &context) {
                Ok(found) => {
                    warns = found.speaks_against(model.now.today()).is_some();
                    let followed = followed
                        .map(|day| format!(", {} {day}", entry_line::FOLLOWED_UP))
                        .unwrap_or_default();
                    format!("{}{followed}", found.as_understood(model.now.today()))
                }
                Err(_) => format!("{typed} …", typed = quoted(&typed)),
            })
        }
        None => asks_when.then(|| "när?".to_owned()),
    };
    (who.is_some() || when.is_some()).then_some(Understood { who, when, warns })
}

/// How the highlighted promise goes on by the line: "svar: ändrad", whose it is now, and when.
fn of_promise(model: &Model, said: Result<GoesOn, String>) -> Understood {
    let said = match said {
        Ok(said) => said,
        Err(why) => return Understood { who: Some(why), when: None, warns: true },
    };
    let today = model.now.today();
    let off = |day| dates::day_off(day).map(|off| format!(": {off}")).unwrap_or_default();
    let followed = said.follow_up.map(|day| format!("{}{}", followed_up_words(day, today), off(day)));
    let due = said.due.as_ref().map(|due| due.as_understood(today)).into_iter().chain(followed);
    let due: Vec<String> = due.collect();
    let answer = format!("svar: {}", said.state.word());
    Understood {
        who: Some([Some(answer), said.owner].into_iter().flatten().collect::<Vec<_>>().join(", ")),
        warns: said.due.is_some_and(|due| due.speaks_against(today).is_some())
            || said.follow_up.is_some_and(|day| dates::day_off(day).is_some()),
        when: (!due.is_empty()).then(|| due.join(", ")),
    }
}
