//! Participants who join: typed, pasted, picked from earlier meetings.

use super::family;
use super::typed_line::finish_line;
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::app::next_meeting;
use crate::domain::agenda::{Agenda, Huvudman, Phase};
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code};
use crate::domain::meeting::capital;
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
    for (order, person) in (last + 1..).zip(people) {
        let fresh = Participant {
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
    family::ask(model, joined, None);
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
    let here =
        |person: &Participant| {
            screen.meeting.participants.iter().any(|other| {
                fold(&other.name) == fold(&person.name) && fold(&other.role) == fold(&person.role)
            })
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

/// Participants from lines "Namn, roll, verksamhet".
pub(crate) fn add_participants(model: &mut Model, lines: &[String]) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let meeting = screen.meeting.id();
    let agenda = screen.meeting.agenda.clone();
    let last = screen.meeting.participants.iter().map(|person| person.order).max().unwrap_or(0);
    let code = if lines.len() == 1 { Code::AddParticipant } else { Code::AddParticipants };
    let mut command = NewCommand::new(code, meeting);
    let mut joined = Vec::new();
    for (order, line) in (last + 1..).zip(lines) {
        let parsed = parse_participant(&agenda, line);
        if let Err(finding) = rules::may_take_part(&agenda, parsed.kind) {
            return model.complain(format!("{} {} {}", finding.what, finding.why, finding.remedy));
        }
        let person = Participant {
            id: model.new_id(),
            meeting,
            came: late(model).filter(|_| parsed.presence != Presence::Franvarande),
            order,
            ..parsed
        };
        joined.push(person.id);
        command.changes.push(Change::put(person));
    }
    finish_line(model, command);
    family::ask(model, joined, None);
}

/// A participant from a line; key, meeting and order are filled in by the caller.
fn parse_participant(agenda: &Agenda, line: &str) -> Participant {
    let mut parts: Vec<&str> =
        line.split([',', ';', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut presence = Presence::Plats;
    parts.retain(|part| match fold(part).as_str() {
        "frånvarande" | "återbud" | "sjuk" => {
            presence = Presence::Franvarande;
            false
        }
        "distans" | "på distans" | "på länk" | "telefon" => {
            presence = Presence::Distans;
            false
        }
        _ => true,
    });
    let role_of = |word: &str| agenda.roles.iter().find(|role| fold(&role.name) == fold(word));
    let is_role = |word: &str| role_of(word).is_some() || kind_of(word) != ParticipantKind::Personal;
    let (name, role) = match parts.as_slice() {
        [] => (line, ""),
        [only] if is_role(only) => ("", *only),
        [only] => (*only, ""),
        // "Rektor, Anna" as well as "Anna, rektor".
        [first, second, ..] if is_role(first) && !is_role(second) => (*second, *first),
        [first, second, ..] => (*first, *second),
    };
    let spec = role_of(role);
    let kind = kind_of(role);
    let known_unit = |typed: &str| {
        let known = agenda.roles.iter().find(|role| fold(&role.unit) == fold(typed));
        known.map_or_else(|| capital(typed), |role| role.unit.clone())
    };
    let unit = parts
        .get(2)
        .map_or_else(|| spec.map(|spec| spec.unit.clone()).unwrap_or_default(), |unit| known_unit(unit));
    let huvudman = match (kind, spec) {
        (ParticipantKind::Barn | ParticipantKind::Vardnadshavare | ParticipantKind::Narstaende, _) => {
            Huvudman::Familj
        }
        (_, Some(spec)) if parts.len() < 3 => spec.huvudman,
        _ => huvudman_of(&unit, role),
    };
    let role = spec.map_or_else(|| role.to_owned(), |spec| spec.name.clone());
    Participant {
        phone: None,
        id: uuid::Uuid::nil().into(),
        meeting: uuid::Uuid::nil().into(),
        name: name.to_owned(),
        role,
        unit,
        huvudman,
        kind,
        presence,
        came: None,
        left: None,
        introduced: false,
        chairs: false,
        takes_notes: false,
        main_responsible: false,
        order: 0,
        rev: 0,
    }
}

/// What a role says of its bearer.
fn kind_of(role: &str) -> ParticipantKind {
    match fold(role).as_str() {
        "barn" | "barnet" | "elev" | "eleven" | "ungdom" | "den unge" | "ungdomen" => ParticipantKind::Barn,
        "vårdnadshavare" | "vårdnadshavaren" | "mamma" | "pappa" | "förälder" | "föräldern" | "mor"
        | "far" => ParticipantKind::Vardnadshavare,
        "mormor" | "morfar" | "farmor" | "farfar" | "syskon" | "moster" | "faster" | "närstående"
        | "familjehem" | "bonusförälder" | "kontaktperson" => ParticipantKind::Narstaende,
        "tolk" => ParticipantKind::Tolk,
        _ => ParticipantKind::Personal,
    }
}

/// Which authority a verksamhet or role belongs to, by its usual names.
fn huvudman_of(unit: &str, role: &str) -> Huvudman {
    const REGION: [&str; 9] =
        ["bup", "bvc", "bmm", "habilitering", "hab", "vårdcentral", "region", "primärvård", "sjukhus"];
    let words = fold(&format!("{unit} {role}"));
    let any =
        |known: &[&str]| words.split([' ', '-', '/']).any(|word| known.iter().any(|k| word.starts_with(k)));
    if any(&REGION) {
        Huvudman::Region
    } else if any(&["polis", "åklagar", "försäkringskassa"]) {
        Huvudman::Stat
    } else {
        Huvudman::Kommun
    }
}
