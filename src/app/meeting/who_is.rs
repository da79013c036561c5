//! Whether somebody whose role nothing knows is family or staff: asked, never taken for granted.

use super::family;
use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::{Dialog, Model, NewCommand};
use crate::domain::agenda::{Agenda, Huvudman};
use crate::domain::command::{Change, Code};
use crate::domain::ids::ParticipantId;
use crate::domain::meeting::capital;
use crate::domain::record::{Participant, ParticipantKind};
use crate::domain::roles::UNSETTLED;
use crate::domain::rules;

/// Asks about the next one whom nobody has placed, after a place in order round the table. Who was passed over once isn't
/// asked about again by itself: the question stands on the row.
pub(crate) fn ask_after(model: &mut Model, order: i64) {
    let Some(meeting) = model.meeting() else { return };
    let waiting = meeting.participants.iter().filter(|one| one.is_unsettled() && one.order > order);
    if let Some(id) = waiting.min_by_key(|one| one.order).map(|person| person.id) {
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
    // In front stands what a hasty Enter can do no harm with.
    let order = person.order;
    let later =
        PickItem::new("Inte sagt än", "frågan står kvar på raden", move |model| ask_after(model, order));
    let mut items = vec![later];
    let family = family.into_iter().filter(|(kind, ..)| may(kind));
    items.extend(family.map(|(kind, label, hint)| item(id, kind, Huvudman::Familj, label, hint)));
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
    model.dialogs.push(Dialog::Pick(Pick { after_line: true, ..Pick::new(&title, items) }));
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
    let order = person.order;
    command.changes.push(Change::put(Participant { role, huvudman, kind, ..person }));
    model.commit(command);
    // Who turned out to be family has an ärende of their own.
    family::ask(model, vec![id], None);
    ask_after(model, order);
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
