//! Whether somebody whose role nothing knows is family or staff: asked, never taken for granted.

use super::family;
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand};
use crate::domain::agenda::{Agenda, Huvudman};
use crate::domain::command::{Change, Code};
use crate::domain::ids::ParticipantId;
use crate::domain::meeting::capital;
use crate::domain::record::{Participant, ParticipantKind};
use crate::domain::rules;

/// Said of whoever nobody has placed.
pub(crate) const UNSETTLED: &str = "familj eller personal?";

/// Asks about the next one whom nobody has placed, if there is one.
pub(crate) fn ask_next(model: &mut Model) {
    let next = model.meeting().and_then(|meeting| meeting.participants.iter().find(|one| one.is_unsettled()));
    if let Some(id) = next.map(|person| person.id) {
        ask(model, id);
    }
}

/// Asks about one.
pub(crate) fn ask(model: &mut Model, id: ParticipantId) {
    let Some(meeting) = model.meeting() else { return };
    let Some(person) = meeting.participant(id) else { return };
    let agenda = &meeting.agenda;
    let family = [
        (ParticipantKind::Vardnadshavare, "Familj: vårdnadshavare", "förälder, god man"),
        (ParticipantKind::Narstaende, "Familj: närstående", "syskon, släkt, familjehem, vän"),
        (ParticipantKind::Barn, "Familj: barnet", "den som mötet handlar om"),
    ];
    let may = |kind: &ParticipantKind| rules::may_take_part(agenda, *kind).is_ok();
    let mut items: Vec<PickItem> = family
        .into_iter()
        .filter(|(kind, ..)| may(kind))
        .map(|(kind, label, hint)| item(id, kind, Huvudman::Familj, label, hint))
        .collect();
    let mut work = [
        (Huvudman::Kommun, "Personal: kommunen", "skola, förskola, socialtjänst"),
        (Huvudman::Region, "Personal: regionen", "BUP, BVC, habilitering, vårdcentral"),
        (Huvudman::Stat, "Personal: staten", "polis, myndighet"),
        (Huvudman::Annan, "Personal: någon annan", "förening, företag, kyrka"),
    ];
    let likely = agenda.huvudman_of(&person.unit, &person.role);
    work.sort_by_key(|(huvudman, ..)| *huvudman != likely);
    let staff = ParticipantKind::Personal;
    items.extend(work.into_iter().map(|(huvudman, label, hint)| item(id, staff, huvudman, label, hint)));
    items.push(item(id, ParticipantKind::Tolk, Huvudman::Annan, "Tolk", "har ingen del i saken"));
    let title = format!("{}: {UNSETTLED}", person.name_and_role());
    model.pick(&title, items);
}

fn item(
    id: ParticipantId,
    kind: ParticipantKind,
    huvudman: Huvudman,
    label: &'static str,
    hint: &'static str,
) -> PickItem {
    PickItem::new(label, hint, move |model| settle(model, id, kind, huvudman))
}

fn settle(model: &mut Model, id: ParticipantId, kind: ParticipantKind, huvudman: Huvudman) {
    let Some(meeting) = model.meeting() else { return };
    let Some(person) = meeting.participant(id).cloned() else { return };
    let role = if person.role.is_empty() { role_of(&meeting.agenda, kind) } else { person.role.clone() };
    let mut command = NewCommand::new(Code::EditParticipant, person.meeting);
    command.changes.push(Change::put(Participant { kind, huvudman, role, ..person }));
    model.commit(command);
    // Who turned out to be family has an ärende of their own.
    family::ask(model, vec![id], None);
    ask_next(model);
}

/// What somebody close to the child is called who has no other role.
fn role_of(agenda: &Agenda, kind: ParticipantKind) -> String {
    let own = agenda.roles.iter().find(|role| role.kind() == kind).map(|role| role.name.clone());
    if kind == ParticipantKind::Personal {
        String::new()
    } else {
        own.unwrap_or_else(|| capital(kind.word()))
    }
}
