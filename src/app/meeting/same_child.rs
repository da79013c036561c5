//! Whether a child on the list is one who has been spoken of before. A child is who its key says: what it is called joins
//! it to nobody until somebody has seen which child that was, and says so.

use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::{Dialog, Model, NewCommand, Screen};
use crate::domain::command::{Change, Code};
use crate::domain::ids::MeetingArendeId;
use crate::domain::overview::KnownArende;
use crate::domain::quoted::quoted;
use crate::domain::record::MeetingArende;

/// Asks for each of the new ärenden, the first in front, whether its child is one who has been spoken of before. What isn't
/// answered is another child.
pub(crate) fn ask(model: &mut Model, items: &[MeetingArendeId]) {
    for item in items.iter().rev() {
        let Some(label) = label_of(model, *item) else { continue };
        let known = candidates(model, &label);
        if known.is_empty() {
            continue;
        }
        let id = *item;
        question(model, &label, known, move |model, known| join(model, id, known));
    }
}

fn label_of(model: &Model, id: MeetingArendeId) -> Option<String> {
    let meeting = model.meeting()?;
    Some(meeting.arende_of(meeting.item(id)?)?.label.clone())
}

/// The children who have been spoken of before, and may be meant by what is typed.
fn candidates(model: &Model, label: &str) -> Vec<KnownArende> {
    let Some(screen) = model.meeting_screen() else { return Vec::new() };
    let here = |known: &KnownArende| screen.meeting.items.iter().any(|item| item.arende == known.id);
    let fits = |known: &&KnownArende| known.individual && known.is_called(label) && !here(known);
    screen.known.arenden.iter().filter(fits).cloned().collect()
}

/// Asks whether a child is one of those who are known. Another child is what stands first.
pub(crate) fn question(
    model: &mut Model,
    label: &str,
    known: Vec<KnownArende>,
    same: impl Fn(&mut Model, &KnownArende) + Clone + 'static,
) {
    let today = model.now.today();
    let another = PickItem {
        told: vec![format!(
            "{label} är ett nytt barn. Inget från något tidigare möte hör till.",
            label = quoted(label)
        )],
        ..PickItem::new("Nej, ett annat barn", "", |model| {
            model.say("Ett nytt barn. ‹Undo› ångrar.");
        })
    };
    let mut items = vec![another];
    items.extend(known.into_iter().map(|known| {
        let (label, told, same) = (format!("Ja: {}", known.in_a_row()), known.told(today), same.clone());
        PickItem { told, ..PickItem::new(label, "", move |model| same(model, &known)) }
    }));
    let mut pick = Pick::new(&format!("Är {label} samma barn som förut?", label = quoted(label)), items);
    pick.intro = vec![
        "Samma barn delar samtycke, åtgärder och protokoll. Utan svar (‹Back›) är det ett annat barn."
            .to_owned(),
    ];
    // What is typed on, unseeing, and the Enter after it must join nobody.
    pick.narrows = false;
    model.dialogs.push(Dialog::Pick(pick));
}

/// The new ärende is the one that is known: its own row and that of its child go.
fn join(model: &mut Model, id: MeetingArendeId, known: &KnownArende) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(item) = meeting.item(id).cloned() else { return };
    let called_so = |label: &str| {
        meeting.items.iter().any(|other| {
            other.id != id && meeting.arende_of(other).is_some_and(|arende| arende.label == label)
        })
    };
    if called_so(&known.label) {
        return model.complain(format!(
            "Det barnet kallas {}, och det gör ett annat barn på dagens lista. Byt först alias på det andra (‹Fields›).",
            quoted(&known.label)
        ));
    }
    let (arende, child) = (meeting.arende_of(&item).cloned(), meeting.child_of(&item).cloned());
    let mut command = NewCommand::new(Code::SameChild, meeting.id());
    command.changes.push(Change::put(MeetingArende { arende: known.id, ..item }));
    command.changes.extend(arende.map(Change::delete));
    command.changes.extend(child.map(Change::delete));
    model.commit(command);
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = None;
    }
    model.say(format!("{} är samma barn som förut. ‹Undo› ångrar.", quoted(&known.label)));
}
