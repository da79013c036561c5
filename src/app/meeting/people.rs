//! Who is here, who has presented themselves, and who has had the word.

use super::screen::RowRef;
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::domain::agenda::{Phase, Round};
use crate::domain::command::{Change, Code};
use crate::domain::ids::ParticipantId;
use crate::domain::record::{Heard, Participant, Presence};
use crate::domain::rules;

/// The one whose turn it is has spoken; in sammanhang: has presented themselves.
pub(crate) fn spoken(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let meeting = &screen.meeting;
    if meeting.head.phase == Phase::Sammanhang {
        return introduced(model);
    }
    let arende = meeting.head.current;
    let pointed = match screen.cursor {
        Some(RowRef::Participant(id)) => Some(id),
        _ => None,
    };
    if meeting.agenda.round == Round::Gemensamt && pointed.is_none() {
        return all_spoken(model);
    }
    if let Some(row) =
        pointed.and_then(|id| meeting.heard.iter().find(|row| row.participant == id && row.arende == arende))
    {
        let mut command = NewCommand::new(Code::Unheard, meeting.id());
        command.changes.push(Change::delete(row.clone()));
        return model.commit(command);
    }
    let next = pointed.or_else(|| rules::unheard(meeting, arende).first().map(|person| person.id));
    match next {
        Some(id) => heard(model, &[id]),
        None => model.say("Alla har fått ordet."),
    }
}

/// Everybody has been offered the word.
pub(crate) fn all_spoken(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    if screen.meeting.head.phase == Phase::Sammanhang {
        return introduced(model);
    }
    let waiting: Vec<ParticipantId> =
        rules::unheard(&screen.meeting, screen.meeting.head.current).iter().map(|person| person.id).collect();
    if waiting.is_empty() {
        return model.say("Alla har fått ordet.");
    }
    heard(model, &waiting);
    model.say("Alla har fått ordet. ‹Undo› ångrar.");
}

fn heard(model: &mut Model, who: &[ParticipantId]) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let (meeting, arende) = (screen.meeting.id(), screen.meeting.head.current);
    let mut command = NewCommand::new(Code::Heard, meeting);
    for participant in who {
        let row = Heard { id: model.new_id(), meeting, arende, participant: *participant, at: model.now.utc };
        command.changes.push(Change::put(row));
    }
    model.commit(command);
}

/// The highlighted participant, or the next one, has presented themselves.
pub(crate) fn introduced(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let pointed = match screen.cursor {
        Some(RowRef::Participant(id)) => screen.meeting.participant(id),
        _ => screen.meeting.participants.iter().find(|person| person.is_here() && !person.introduced),
    };
    let Some(mut person) = pointed.cloned() else {
        return model.say("Alla som är här har presenterat sig.");
    };
    person.introduced = !person.introduced;
    change_participant(model, person);
}

/// Writes a changed participant.
pub(crate) fn change_participant(model: &mut Model, person: Participant) {
    let mut command = NewCommand::new(Code::EditParticipant, person.meeting);
    command.changes.push(Change::put(person));
    model.commit(command);
}

/// Marks where a participant is: chosen from a list unless one is highlighted.
pub(crate) fn presence(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    match screen.cursor {
        Some(RowRef::Participant(id)) => turn_presence(model, id),
        _ => who_comes_or_goes(model),
    }
}

/// Who is here and who isn't.
fn who_comes_or_goes(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let early = screen.meeting.head.phase == Phase::Sammanhang;
    let items: Vec<PickItem> = screen
        .meeting
        .participants
        .iter()
        .map(|person| {
            let is = match person.presence {
                Presence::Plats => "är här",
                Presence::Distans => "är med på distans",
                Presence::Franvarande => "är inte här",
                Presence::Gatt => "har gått",
            };
            let becomes = match after(person.presence, early) {
                Presence::Plats if person.presence == Presence::Gatt => "är tillbaka",
                Presence::Plats => "är på plats",
                Presence::Distans => "är med på distans",
                Presence::Franvarande => "är kallad men frånvarande",
                Presence::Gatt => "lämnar mötet nu",
            };
            let detail = format!("{is}; ‹Accept›: {becomes}");
            let id = person.id;
            PickItem::new(person.name_and_role(), detail, move |model| turn_presence(model, id))
        })
        .collect();
    if items.is_empty() {
        return model.say("Det finns inga deltagare än.");
    }
    model.pick("Vem kommer eller går?", items);
}

/// In sammanhang: here, by link, absent. Later: here or gone.
fn after(presence: Presence, early: bool) -> Presence {
    match (presence, early) {
        (Presence::Plats, true) => Presence::Distans,
        (Presence::Distans, true) => Presence::Franvarande,
        (Presence::Plats | Presence::Distans, false) => Presence::Gatt,
        (Presence::Franvarande | Presence::Gatt, _) => Presence::Plats,
    }
}

/// Turns where somebody is to what comes after it, with the time where the meeting has begun in earnest.
pub(crate) fn turn_presence(model: &mut Model, id: ParticipantId) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let Some(mut person) = screen.meeting.participant(id).cloned() else { return };
    let early = screen.meeting.head.phase == Phase::Sammanhang;
    let clock = model.now.clock();
    let becomes = after(person.presence, early);
    let was = std::mem::replace(&mut person.presence, becomes);
    let word = match person.presence {
        Presence::Distans => "är med på distans".to_owned(),
        Presence::Franvarande => "är kallad men frånvarande".to_owned(),
        Presence::Gatt => {
            person.left = Some(person.came.map_or(model.now.utc, |came| came.max(model.now.utc)));
            format!("lämnade mötet {clock}")
        }
        Presence::Plats if was == Presence::Franvarande && !early => {
            person.came = Some(model.now.utc);
            format!("kom {clock}")
        }
        Presence::Plats => {
            person.left = None;
            "är på plats".to_owned()
        }
    };
    let name = person.short_name();
    change_participant(model, person);
    model.say(format!("{name} {word}."));
}
