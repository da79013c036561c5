//! Participants who join: typed, pasted, picked from earlier meetings.

use super::family;
use super::target::{self, Target};
use super::typed_line::{Bad, UNSAVED_LINE, finish_line};
use super::typed_on::BETWEEN;
use super::who_is;
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::app::next_meeting;
use crate::domain::agenda::{Huvudman, Phase};
use crate::domain::collate::same;
use crate::domain::command::{Change, Code};
use crate::domain::copies;
use crate::domain::ids::ParticipantId;
use crate::domain::meeting::lower_first;
use crate::domain::participant_line;
use crate::domain::record::{Participant, ParticipantKind, Presence};
use crate::domain::rules;
use chrono::{DateTime, Utc};

/// People who have taken part before join this meeting.
pub(crate) fn add_known(model: &mut Model, people: Vec<Participant>) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let meeting = screen.meeting.id();
    let last = screen.meeting.participants.iter().map(|person| person.order).max().unwrap_or(0);
    let code = if people.len() == 1 { Code::AddParticipant } else { Code::AddParticipants };
    let mut command = NewCommand::new(code, meeting);
    let mut joined = Vec::new();
    let agenda = screen.meeting.agenda.clone();
    for (order, person) in (last + 1..).zip(people) {
        // Whoever was kept as staff before the words for a family were known is placed by them.
        let family = agenda.place_of(&person.role, &person.unit).filter(|place| place.kind.is_family());
        let (kind, huvudman) = family
            .filter(|_| person.kind == ParticipantKind::Personal)
            .map_or((person.kind, person.huvudman), |place| (place.kind, place.huvudman));
        let fresh = Participant {
            kind,
            huvudman,
            id: model.new_id(),
            meeting,
            presence: Presence::Plats,
            came: late(model),
            left: None,
            introduced: false,
            order,
            rev: 0,
            ..person
        };
        joined.push(fresh.id);
        command.changes.push(Change::put(fresh));
    }
    finish_line(model, command);
    if let Some(words) = not_listed(model, &joined) {
        model.say(words);
    }
    who_is::ask_after(model, last);
    family::ask(model, joined, None);
}

/// That somebody who has just come isn't on the list of who gets the minutes, which was made before.
fn not_listed(model: &Model, joined: &[ParticipantId]) -> Option<String> {
    let late = copies::came_after_list(model.meeting()?).filter(|person| joined.contains(&person.id));
    let said: Vec<String> = late.map(|person| format!("{}.", copies::late_words(person))).collect();
    (!said.is_empty()).then(|| format!("Tillagt. {} Listan står under Kvar att göra.", said.join(" ")))
}

/// Somebody has come in who isn't on the list: the next line is who it is, wherever the meeting stands.
pub(crate) fn somebody_came(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if !screen.line.is_empty() || screen.editing.is_some() {
        return model.complain(UNSAVED_LINE);
    }
    screen.target = Target::Participant;
    screen.cursor = None;
    screen.writing = true;
    model.say("Vem kom? Skriv namn och roll. ‹Back› låter det vara.");
}

/// Somebody who is written down after sammanhangsmarkering came later than the others.
fn late(model: &Model) -> Option<DateTime<Utc>> {
    let screen = model.meeting_screen()?;
    (screen.meeting.head.phase != Phase::Sammanhang
        || screen.meeting.stages.iter().any(|stage| stage.phase != Phase::Sammanhang))
    .then_some(model.now.utc)
}

/// The participants of the latest meeting of this form, those who aren't here already.
pub(crate) fn same_as_last(model: &mut Model) {
    if let Some((last, _)) = next_meeting::last_of_team(model) {
        return next_meeting::ask(model, last);
    }
    let Screen::Meeting(screen) = &model.screen else { return };
    let last =
        screen.known.participants.iter().map(|person| person.meeting).find(|id| *id != screen.meeting.id());
    let here = |person: &Participant| {
        let mut others = screen.meeting.participants.iter();
        others.any(|other| same(&other.name, &person.name) && same(&other.role, &person.role))
    };
    let people: Vec<Participant> = screen
        .known
        .participants
        .iter()
        .filter(|person| Some(person.meeting) == last && !here(person))
        .cloned()
        .collect();
    if people.is_empty() {
        return model.say("Det finns inga fler deltagare att hämta från förra mötet av det här slaget.");
    }
    let count = people.len();
    add_known(model, people);
    model.say(format!("{count} deltagare är hämtade från förra mötet. ‹Undo› ångrar."));
}

/// Participants from lines "Namn, roll, verksamhet", or as others write them ([`participant_line`]). Whoever can't be taken in
/// waits in the input line, and is told; a role that nothing knows is asked about.
pub(crate) fn add_participants(model: &mut Model, lines: &[String]) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let meeting = screen.meeting.id();
    let agenda = screen.meeting.agenda.clone();
    let mut here: Vec<(String, String)> =
        screen.meeting.participants.iter().map(|person| (person.name.clone(), person.role.clone())).collect();
    let last = screen.meeting.participants.iter().map(|person| person.order).max().unwrap_or(0);
    let found = participant_line::read(&agenda, lines);
    let count = found.people.len();
    let (mut remarks, mut waiting): (Vec<String>, Vec<String>) = (Vec::new(), found.nobody);
    if !waiting.is_empty() {
        remarks.push(why_nobody(&waiting).to_owned());
    } else if found.left_out {
        remarks.push("E-postadresser sparas inte och är utelämnade.".to_owned());
    }
    let code = if count == 1 { Code::AddParticipant } else { Code::AddParticipants };
    let mut command = NewCommand::new(code, meeting);
    let mut joined = Vec::new();
    for (order, (person, words)) in (last + 1..).zip(found.people) {
        // What nothing knows is neither family nor staff until somebody says it.
        let unknown = (ParticipantKind::Personal, Huvudman::Familj);
        let place = agenda.place_of(&person.role, &person.unit);
        let (kind, huvudman) = place.map_or(unknown, |place| (place.kind, place.huvudman));
        if let Err(finding) = rules::may_take_part(&agenda, kind) {
            remarks.push(format!("{} {} {}", finding.what, finding.why, finding.remedy));
            waiting.push(words);
            continue;
        }
        let namesakes = || here.iter().filter(|(name, _)| !name.is_empty() && same(name, &person.name));
        let is_twice = |(_, role): &&(String, String)| {
            role.is_empty() || person.role.is_empty() || same(role, &person.role)
        };
        if let Some((name, _)) = namesakes().find(is_twice) {
            remarks.push(format!("{name} står redan på listan."));
            if count == 1 {
                remarks.push("Är det en till, skriv något som skiljer dem åt.".to_owned());
                waiting.push(words);
            }
            continue;
        }
        if let Some((_, role)) = namesakes().next() {
            let roles = [role.as_str(), person.role.as_str()].map(lower_first).join(" och ");
            remarks.push(format!("Två på listan heter nu {}: {roles}.", person.name));
        }
        here.push((person.name.clone(), person.role.clone()));
        let unit = model.meeting().map(|meeting| meeting.unit_as_known(&person.unit, None));
        let fresh = Participant {
            id: model.new_id(),
            meeting,
            name: person.name,
            role: person.role,
            unit: unit.unwrap_or(person.unit),
            phone: person.phone,
            huvudman,
            kind,
            presence: person.presence,
            came: late(model).filter(|_| person.presence != Presence::Franvarande),
            left: None,
            introduced: false,
            chairs: false,
            takes_notes: false,
            main_responsible: false,
            order,
            rev: 0,
        };
        joined.push(fresh.id);
        command.changes.push(Change::put(fresh));
    }
    let waits = !waiting.is_empty();
    let nobody_new = command.changes.is_empty();
    if !nobody_new {
        finish_line(model, command);
        remarks.extend(not_listed(model, &joined));
    }
    if let (true, Screen::Meeting(screen)) = (waits, &mut model.screen) {
        let line = waiting.join(BETWEEN);
        // Wherever the meeting stands, those who wait are people.
        screen.target = Target::Participant;
        screen.writing |= !target::all(&screen.meeting).contains(&screen.target);
        screen.line.set(&line, line.chars().count());
    }
    match (remarks.is_empty(), waits || nobody_new) {
        (true, _) => {}
        (false, true) => model.complain(remarks.join(" ")),
        (false, false) => model.say(remarks.join(" ")),
    }
    if !nobody_new {
        who_is::ask_after(model, last);
        family::ask(model, joined, None);
    }
}

/// Why lines hold nobody who could take part.
fn why_nobody(lines: &[String]) -> &'static str {
    let digits = |line: &String| line.chars().filter(char::is_ascii_digit).count();
    if lines.iter().any(|line| line.contains('@')) {
        "E-postadresser sparas inte: skriv namn och roll."
    } else if lines.iter().any(|line| digits(line) >= 6) {
        "Det där är inget namn. Personnummer skrivs inte bland deltagarna: skriv namn och roll."
    } else {
        "Det där är inget namn. Skriv namn och roll, till exempel: Eva Ek, rektor."
    }
}

/// Whether the meeting's form lets those take part who stand in the lines.
///
/// # Errors
/// Which lines name somebody who may not, and why.
pub(crate) fn refused(model: &Model, lines: &[String]) -> Result<(), Bad> {
    let Some(screen) = model.meeting_screen() else { return Ok(()) };
    let agenda = &screen.meeting.agenda;
    let why = |role: &str, unit: &str| {
        let kind = agenda.place_of(role, unit).map_or(ParticipantKind::Personal, |place| place.kind);
        rules::may_take_part(agenda, kind).err()
    };
    let people = participant_line::read(agenda, lines).people.into_iter();
    let bad = people.filter_map(|(person, words)| {
        let at = lines.iter().position(|line| line.contains(&words)).unwrap_or_default();
        why(&person.role, &person.unit).map(|finding| (at, finding))
    });
    let bad: Bad = bad
        .map(|(at, finding)| (at, format!("{} {} {}", finding.what, finding.why, finding.remedy)))
        .collect();
    if bad.is_empty() { Ok(()) } else { Err(bad) }
}
