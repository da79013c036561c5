//! What the file copy says of whose the plan is: asked before the minutes are locked, where it would say nothing.

use super::locking;
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand};
use crate::app::meeting::arende_form::{BORN, born_in};
use crate::app::meeting::marks;
use crate::app::ui::fields::{born, text};
use crate::app::ui::form;
use crate::domain::command::{Change, Code};
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{FileGap, Meeting};
use crate::domain::quoted::quoted;
use crate::domain::record::{Child, FileCopy, Head};

/// Names and days of birth of the children, for the file copy and their own.
pub(crate) static WHOSE: FormKind =
    FormKind::new("WhosePlan", &About { open: |model, ()| open(model), save });

/// Goes on to the lock, or says first that the file copy would tell of nobody, and offers to mend it.
pub(super) fn before_lock(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    let Some(gap) = meeting.file_gap() else { return locking::lock(model) };
    let fill = |what: String| PickItem::new("Fyll i namn och födelsedatum", what, open);
    let items = match gap {
        FileGap::NotSaid => {
            let nameless = meeting.nameless();
            let first = if nameless.is_empty() {
                PickItem::new("Namn och födelsedatum", "det som är inskrivet", |model| {
                    say(model, FileCopy::Namn);
                })
            } else {
                fill(format!("namn saknas för {}", labels(meeting, &nameless)))
            };
            let alias =
                PickItem::new("Bara vad barnet kallas", "och pappret säger att det är så", |model| {
                    say(model, FileCopy::Alias);
                });
            vec![first, alias]
        }
        FileGap::Nameless(nameless) => vec![
            fill(format!("saknas för {}", labels(meeting, &nameless))),
            PickItem::new("Lås ändå", "pappret säger att namnet inte är inskrivet", locking::lock),
        ],
        FileGap::Withheld => vec![
            PickItem::new(
                "Kontrollera vad kopiorna visar",
                "skyddade personuppgifter; lås sedan igen",
                marks::protection,
            ),
            PickItem::new("Lås ändå", "pappret säger att namnet inte visas", locking::lock),
        ],
    };
    model.pick("Vems är planen? Vad ska akten visa?", items);
}

/// What the ärenden are called on the wall, which is what is known of them.
fn labels(meeting: &Meeting, items: &[MeetingArendeId]) -> String {
    let label = |id: &MeetingArendeId| {
        let item = meeting.item(*id)?;
        meeting.arende_of(item).map(|arende| quoted(&arende.label))
    };
    let all: Vec<String> = items.iter().filter_map(label).collect();
    all.join(", ")
}

/// Notes what the file copy is to say, and asks on.
fn say(model: &mut Model, choice: FileCopy) {
    put(model, choice, Vec::new());
    before_lock(model);
}

fn put(model: &mut Model, choice: FileCopy, children: Vec<Child>) {
    let Some(head) = model.meeting().map(|meeting| meeting.head.clone()) else { return };
    let mut command = NewCommand::new(Code::EditHead, head.id);
    command.changes.extend(children.into_iter().map(Change::put));
    if head.file_copy != Some(choice) {
        command.changes.push(Change::put(Head { file_copy: Some(choice), ..head }));
    }
    if !command.changes.is_empty() {
        model.commit(command);
    }
}

/// Name and day of birth of each child that the meeting is about.
fn open(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    let mut fields = Vec::new();
    for (child, label, name) in children(meeting) {
        let of = |what: &str| format!("{what}: {label}");
        fields.push(text(&format!("namn.{}", child.id), &of("Namn"), name.as_deref()));
        fields.push(born(&format!("fodd.{}", child.id), &of("Född"), child.born.as_deref()).hint(BORN));
    }
    let intro = vec![
        "Står i exemplaret för akten, och i barnets och vårdnadshavarnas egna. Ingen annan får det."
            .to_owned(),
    ];
    form::open(model, &WHOSE, (), "Vems är planen?", fields, intro);
}

/// Each child once, with what it is called on the wall and the name that is known.
fn children(meeting: &Meeting) -> Vec<(Child, String, Option<String>)> {
    let mut all: Vec<(Child, String, Option<String>)> = Vec::new();
    for item in meeting.items_about_children() {
        let Some((child, arende)) = meeting.child_of(item).zip(meeting.arende_of(item)) else { continue };
        if all.iter().all(|(known, ..)| known.id != child.id) {
            all.push((child.clone(), arende.label.clone(), meeting.name_of(item).map(str::to_owned)));
        }
    }
    all
}

fn save(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let mut changed = Vec::new();
    for (old, ..) in children(meeting) {
        let said = born_in(model, form, &format!("fodd.{}", old.id))?;
        let birth_year = said.as_ref().map_or(old.birth_year, |(_, year)| Some(*year));
        let fresh = Child {
            name: form.given(&format!("namn.{}", old.id)),
            born: said.map(|(born, _)| born),
            birth_year,
            ..old.clone()
        };
        if fresh != old {
            changed.push(fresh);
        }
    }
    put(model, FileCopy::Namn, changed);
    before_lock(model);
    Ok(())
}
