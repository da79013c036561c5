//! Several lines pasted at once.

use super::target::Target;
use super::{arenden, entry, newcomers};
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, Screen};
use std::rc::Rc;

/// Asks what pasted lines are; `rows` are the same with the tabs of a table, which tell people's names from their roles.
pub(crate) fn ask(model: &mut Model, lines: Vec<String>, rows: Vec<String>) {
    let Some(screen) = model.meeting_screen() else { return };
    let agenda = &screen.meeting.agenda;
    let count = lines.len();
    let lines: Rc<[String]> = lines.into();
    let item = |label: String, become_rows: fn(&mut Model, &[String])| {
        let lines = Rc::clone(&lines);
        PickItem::new(label, "", move |model| become_rows(model, &lines))
    };
    let mut items = Vec::new();
    if let Target::Entry(kind) = screen.target {
        items.push(item(format!("{count} rader: {}", kind.label().to_lowercase()), entry::add_entries));
    }
    items.push(PickItem::new(format!("{count} deltagare: namn, roll, verksamhet"), "", move |model| {
        newcomers::add_participants(model, &rows);
    }));
    if agenda.individuals && agenda.many {
        items.push(item(format!("{count} ärenden om barn"), |model, lines| {
            arenden::add_arenden(model, lines, true);
        }));
    }
    if agenda.groups {
        items.push(item(format!("{count} ärenden om grupper"), |model, lines| {
            arenden::add_arenden(model, lines, false);
        }));
    }
    items.push(item("En enda rad i inmatningen".to_owned(), |model, lines| {
        if let Screen::Meeting(screen) = &mut model.screen {
            screen.line.paste(&lines.join(" "));
        }
    }));
    model.pick("Vad är det som klistras in?", items);
}
