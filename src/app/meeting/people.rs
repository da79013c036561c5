//! Who is here, who has presented themselves, and who has had the word.

use super::newcomers;
use super::screen::RowRef;
use crate::app::core::action::Action;
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::domain::agenda::Phase;
use crate::domain::command::{Change, Code};
use crate::domain::ids::ParticipantId;
use crate::domain::meeting::Meeting;
use crate::domain::record::{Heard, Participant, Presence};
use crate::domain::rules;

/// The one whose turn it is has spoken; in sammanhang: has presented themselves. A highlighted participant is whose turn it is,
/// and the highlight goes round with the turn; of one who has spoken already it is taken back.
pub(crate) fn spoken(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let meeting = &screen.meeting;
    if meeting.head.phase == Phase::Sammanhang {
        return introduced(model);
    }
    let arende = meeting.head.current;
    // Who isn't here has no turn, also when the list points there.
    let pointed = match screen.cursor {
        Some(RowRef::Participant(id)) => Some(id).filter(|id| is_here(meeting, *id)),
        _ => None,
    };
    if let Some(row) =
        pointed.and_then(|id| meeting.heard.iter().find(|row| row.participant == id && row.arende == arende))
    {
        let mut command = NewCommand::new(Code::Unheard, meeting.id());
        command.changes.push(Change::delete(row.clone()));
        let name = meeting.participant(row.participant).map(Participant::short_name).unwrap_or_default();
        model.commit(command);
        return model.say(format!("{name} har inte fått ordet än. ‹Undo› ångrar."));
    }
    let next = pointed.or_else(|| rules::unheard(meeting, arende).first().map(|person| person.id));
    match next {
        Some(id) => {
            heard(model, &[id]);
            say_whose_turn(model, id, "har fått ordet");
        }
        None => model.say("Alla har fått ordet."),
    }
}

fn is_here(meeting: &Meeting, id: ParticipantId) -> bool {
    meeting.participant(id).is_some_and(Participant::is_here)
}

/// Everybody has had the word; in sammanhang: has presented themselves.
pub(crate) fn all_spoken(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    if screen.meeting.head.phase == Phase::Sammanhang {
        return all_introduced(model);
    }
    let waiting: Vec<ParticipantId> =
        rules::unheard(&screen.meeting, screen.meeting.head.current).iter().map(|person| person.id).collect();
    if waiting.is_empty() {
        return model.say("Alla har fått ordet.");
    }
    heard(model, &waiting);
    model.say("Alla har fått ordet. ‹Undo› ångrar.");
}

/// Who did it, and whose turn it is now: on a form without a column for the round, and in the phases after, nothing else says it.
fn say_whose_turn(model: &mut Model, id: ParticipantId, what: &str) {
    let Some(meeting) = model.meeting() else { return };
    let name = meeting.participant(id).map(Participant::short_name).unwrap_or_default();
    let next = if meeting.head.phase == Phase::Sammanhang {
        meeting.participants.iter().find(|person| person.is_here() && !person.introduced)
    } else {
        rules::unheard(meeting, meeting.head.current).into_iter().next()
    };
    let turn = next.map(|next| RowRef::Participant(next.id));
    let next = next
        .map_or_else(|| "Det var den sista.".to_owned(), |next| format!("På tur: {}.", next.short_name()));
    // The same key again is about the next one, and takes nothing back.
    if let Screen::Meeting(screen) = &mut model.screen
        && screen.cursor == Some(RowRef::Participant(id))
    {
        screen.cursor = turn;
    }
    model.say(format!("{name} {what}. {next}"));
}

/// Asks who has had the word, one or all, for as long as somebody waits.
pub(crate) fn ask_round(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    let waiting = rules::unheard(meeting, meeting.head.current);
    if waiting.is_empty() {
        return model.say("Alla har fått ordet.");
    }
    // What stands there are choices: nobody has had the word because the list is shown.
    let mut items = vec![PickItem::new("Anteckna att alla har fått ordet", "", all_spoken)];
    items.extend(waiting.into_iter().map(|person| {
        let id = person.id;
        PickItem::new(format!("Bara {}", person.name_and_role()), "har inte fått ordet än", move |model| {
            heard(model, &[id]);
            let left = model.meeting().map(|meeting| rules::unheard(meeting, meeting.head.current).len());
            if left != Some(0) {
                ask_round(model);
            }
        })
    }));
    model.pick("Vem har fått ordet? Välj en, eller alla", items);
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
        Some(RowRef::Participant(id)) if is_here(&screen.meeting, id) => screen.meeting.participant(id),
        _ => screen.meeting.participants.iter().find(|person| person.is_here() && !person.introduced),
    };
    let Some(mut person) = pointed.cloned() else {
        return model.say("Alla som är här har presenterat sig.");
    };
    person.introduced = !person.introduced;
    let (id, introduced, name) = (person.id, person.introduced, person.short_name());
    change_participant(model, person);
    if introduced {
        say_whose_turn(model, id, "har presenterat sig");
    } else {
        model.say(format!("{name} har inte presenterat sig än. ‹Undo› ångrar."));
    }
}

/// Everybody who is here has presented themselves.
fn all_introduced(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    let new = meeting.participants.iter().filter(|person| person.is_here() && !person.introduced);
    let changes: Vec<Change> =
        new.map(|person| Change::put(Participant { introduced: true, ..person.clone() })).collect();
    if changes.is_empty() {
        return model.say("Alla som är här har presenterat sig.");
    }
    let command = NewCommand { changes, ..NewCommand::new(Code::EditParticipant, meeting.id()) };
    model.commit(command);
    model.say("Alla som är här har presenterat sig. ‹Undo› ångrar.");
}

/// Writes a changed participant.
pub(crate) fn change_participant(model: &mut Model, person: Participant) {
    let mut command = NewCommand::new(Code::EditParticipant, person.meeting);
    command.changes.push(Change::put(person));
    model.commit(command);
}

/// Where a participant is: chosen from a list unless one is highlighted. Nothing else moves, whatever the phase.
pub(crate) fn presence(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    match screen.cursor {
        Some(RowRef::Participant(id)) if screen.meeting.head.phase == Phase::Sammanhang => {
            turn_presence(model, id);
        }
        Some(RowRef::Participant(id)) => ask_where(model, id),
        _ => who_comes_or_goes(model),
    }
}

/// Who is here and who isn't.
fn who_comes_or_goes(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let mut items: Vec<PickItem> = screen
        .meeting
        .participants
        .iter()
        .map(|person| {
            let id = person.id;
            PickItem::new(person.name_and_role(), is_now(person.presence), move |model| ask_where(model, id))
        })
        .collect();
    items.push(PickItem::new("Någon ny kom in", Action::SomebodyCame.key(), newcomers::somebody_came));
    model.pick("Vem kommer eller går?", items);
}

fn is_now(presence: Presence) -> &'static str {
    match presence {
        Presence::Plats => "är här",
        Presence::Distans => "är med på distans",
        Presence::Franvarande => "är inte här",
        Presence::Gatt => "har gått",
    }
}

/// Asks what has become of somebody: what is likeliest first.
fn ask_where(model: &mut Model, id: ParticipantId) {
    let Some(meeting) = model.meeting() else { return };
    let Some(person) = meeting.participant(id) else { return };
    let early = meeting.head.phase == Phase::Sammanhang;
    let clock = model.now.clock();
    let here = matches!(person.presence, Presence::Plats | Presence::Distans);
    // Who isn't to be there goes before it begins in earnest, and wasn't called.
    let left =
        if early { format!("gick {clock}, skulle inte vara med") } else { format!("har gått, {clock}") };
    let left = (Presence::Gatt, left);
    let absent = (Presence::Franvarande, "lämnade återbud, eller kom inte".to_owned());
    let came = match person.presence {
        Presence::Gatt => format!("är tillbaka, {clock}"),
        Presence::Franvarande if !early => format!("kom {clock}"),
        _ => "är på plats".to_owned(),
    };
    let came = (Presence::Plats, came);
    let remote = (Presence::Distans, "är med på distans".to_owned());
    let mut order = match (here, early) {
        (true, true) => vec![absent, left, remote, came],
        (true, false) => vec![left, absent, remote, came],
        (false, _) => vec![came, remote, absent, left],
    };
    order.retain(|(presence, _)| *presence != person.presence);
    let title = format!("{}: {}", person.short_name(), is_now(person.presence));
    let items = order.into_iter().map(|(becomes, words)| {
        PickItem::new(crate::domain::meeting::capital(&words), "", move |model| {
            becomes_present(model, id, becomes);
        })
    });
    let items = items.collect();
    model.pick(&title, items);
}

/// In sammanhang: here, by link, absent, gone again. Later: here or gone.
fn after(presence: Presence, early: bool) -> Presence {
    match (presence, early) {
        (Presence::Plats, true) => Presence::Distans,
        (Presence::Distans, true) => Presence::Franvarande,
        (Presence::Franvarande, true) | (Presence::Plats | Presence::Distans, false) => Presence::Gatt,
        (Presence::Franvarande, false) | (Presence::Gatt, _) => Presence::Plats,
    }
}

/// Turns where somebody is to what comes after it, with the time where the meeting has begun in earnest.
pub(crate) fn turn_presence(model: &mut Model, id: ParticipantId) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let Some(person) = screen.meeting.participant(id) else { return };
    let early = screen.meeting.head.phase == Phase::Sammanhang;
    becomes_present(model, id, after(person.presence, early));
}

/// Writes down where somebody is, with the time where the meeting has begun in earnest.
fn becomes_present(model: &mut Model, id: ParticipantId, becomes: Presence) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let Some(mut person) = screen.meeting.participant(id).cloned() else { return };
    let early = screen.meeting.head.phase == Phase::Sammanhang;
    let clock = model.now.clock();
    let was = std::mem::replace(&mut person.presence, becomes);
    let came_late = was == Presence::Franvarande && !early;
    if came_late {
        person.came = Some(model.now.utc);
    }
    person.left = None;
    let word = match person.presence {
        Presence::Distans => "är med på distans".to_owned(),
        Presence::Franvarande => {
            person.came = None;
            "är kallad men frånvarande".to_owned()
        }
        Presence::Gatt => {
            person.left = Some(person.came.map_or(model.now.utc, |came| came.max(model.now.utc)));
            format!("lämnade mötet {clock}")
        }
        Presence::Plats if came_late => format!("kom {clock}"),
        Presence::Plats => "är på plats".to_owned(),
    };
    let name = person.short_name();
    change_participant(model, person);
    model.say(format!("{name} {word}."));
}
