//! Several lines pasted at once. They are rows when all of them are understood, as one act; until then they wait, on the
//! screen and in the draft: neither Esc nor a program that is killed takes them, and undo brings them out again.

use super::target::{self, Target};
use super::typed_line::Bad;
use super::{arenden, entry, newcomers};
use crate::app::core::model::form::{About, Field, FieldKind, Form, FormDraft, FormKind, Wrong};
use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::{Dialog, Model, Screen};
use crate::app::ui::fields::{words, wrong};
use crate::app::ui::form;
use crate::domain::agenda::EntryKind;
use crate::domain::meeting::capital;
use crate::domain::text::MAX_CHARS;

/// Pasted lines that wait: what they become, and each of them, to be mended.
pub(crate) static PASTED: FormKind = FormKind {
    back,
    ..FormKind::new("Pasted", &About { open: |model, count: usize| open(model, count), save })
};

/// Said when pasted lines are left waiting.
const WAITS: &str = "Det inklistrade väntar, inget är sparat. ‹Undo› tar fram det.";

/// What pasted lines can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Becomes {
    Entries(EntryKind),
    Participants,
    Children,
    Groups,
    /// Where no child may be recognised.
    Questions,
    OneLine,
    Nothing,
}

impl Becomes {
    fn word(self) -> String {
        match self {
            Self::Entries(kind) => kind.label().to_lowercase(),
            Self::Participants => "deltagare: namn, roll, verksamhet".to_owned(),
            Self::Children => "ärenden om barn".to_owned(),
            Self::Groups => "ärenden om grupper".to_owned(),
            Self::Questions => "frågor utan namn".to_owned(),
            Self::OneLine => "en enda rad i inmatningen".to_owned(),
            Self::Nothing => "kastas".to_owned(),
        }
    }

    /// Everything that lines can become where the meeting stands, the likely first.
    fn all(model: &Model) -> Vec<Self> {
        let Some(screen) = model.meeting_screen() else { return Vec::new() };
        let agenda = &screen.meeting.agenda;
        let usual = match screen.target {
            Target::Entry(kind) => Some(kind),
            _ => None,
        };
        let mut all: Vec<Self> = usual.map(Self::Entries).into_iter().collect();
        all.push(Self::Participants);
        all.extend((agenda.individuals && agenda.many).then_some(Self::Children));
        all.extend(agenda.takes_groups().then_some(if agenda.is_unidentified() {
            Self::Questions
        } else {
            Self::Groups
        }));
        if usual.is_none() {
            let notes = Target::Entry(EntryKind::Anteckning);
            all.extend(
                target::all(&screen.meeting).contains(&notes).then_some(Self::Entries(EntryKind::Anteckning)),
            );
        }
        all.extend([Self::OneLine, Self::Nothing]);
        all
    }
}

/// What is done with the lines that aren't understood.
const REST: [&str; 2] = ["rättas här", "blir anteckningar"];

/// Asks what pasted lines are; `rows` are the same with the tabs of a table, which tell people's names from their roles.
/// Lines that wait since before come first.
pub(crate) fn ask(model: &mut Model, lines: Vec<String>, rows: Vec<String>) {
    let waiting = waiting(model);
    let (lines, rows) = if waiting.is_empty() || waiting == lines {
        (lines, rows)
    } else {
        ([waiting.clone(), lines].concat(), [waiting, rows].concat())
    };
    keep(model, &blank(model, &lines));
    let count = lines.len();
    let items = Becomes::all(model).into_iter().map(|what| {
        let label = match what {
            Becomes::OneLine => capital(&what.word()),
            Becomes::Nothing => "Kasta raderna".to_owned(),
            Becomes::Entries(_) => format!("{count} rader: {}", what.word()),
            _ => format!("{count} {}", what.word()),
        };
        let (lines, rows) =
            (lines.clone(), if what == Becomes::Participants { &rows } else { &lines }.clone());
        PickItem::new(label, "", move |model| {
            if let Err(bad) = become_rows(model, what, &rows, false) {
                show(model, what, &lines, bad);
            }
        })
    });
    let mut pick = Pick::new("Vad är det som klistras in?", items.collect());
    pick.when_left = Some(WAITS);
    model.dialogs.push(Dialog::Pick(pick));
}

/// Brings out what waits; says whether anything did.
pub(crate) fn bring_out(model: &mut Model) -> bool {
    let lines = waiting(model);
    if lines.is_empty() {
        return false;
    }
    open(model, lines.len());
    true
}

/// The lines, with what is wrong with them.
fn show(model: &mut Model, what: Becomes, lines: &[String], bad: Bad) {
    open(model, lines.len());
    if let Some(form) = form::front(model) {
        if let Some(field) = form.fields.iter_mut().find(|field| field.key == "slag") {
            field.set(&what.word());
        }
        let first = mark(form, bad, &(0..lines.len()).collect::<Vec<_>>());
        if let Some(first) = first {
            form.fail(first);
        }
    }
}

/// Marks the lines that aren't understood, each with why; the first of them comes back. `places` are the fields' numbers.
fn mark(form: &mut Form, bad: Bad, places: &[usize]) -> Option<Wrong> {
    for field in form.fields.iter_mut().filter(|field| field.key.starts_with("rad.")) {
        field.hint.clear();
        field.label = field.label.trim_start_matches("! ").to_owned();
    }
    let mut first = None;
    for (at, why) in bad {
        let key = format!("rad.{}", places.get(at).copied().unwrap_or(at));
        if let Some(field) = form.fields.iter_mut().find(|field| field.key == key) {
            field.hint.clone_from(&why);
            field.label = format!("! {}", field.label);
        }
        first.get_or_insert(wrong(&key, why));
    }
    first
}

/// A form for so many lines, filled with those that wait.
fn open(model: &mut Model, count: usize) {
    let mut form = blank(model, &vec![String::new(); count]);
    if let Some(screen) = model.meeting_screen()
        && let Some(draft) = FormDraft::read(&screen.pasted)
    {
        form.fill(&draft.values);
    }
    form.intro = vec!["Inget är sparat än. Rätta eller töm det som är märkt med !, och spara.".to_owned()];
    // The cursor stands where the lines begin.
    form.cursor = 1.min(form.fields.len().saturating_sub(1));
    model.dialogs.push(Dialog::Form(form));
}

fn blank(model: &Model, lines: &[String]) -> Form {
    let all: Vec<String> = Becomes::all(model).into_iter().map(Becomes::word).collect();
    let mut fields = vec![Field::new("slag", "Raderna är", FieldKind::Choice(all), "")];
    fields.extend(lines.iter().enumerate().map(|(at, line)| {
        Field::new(&format!("rad.{at}"), &format!("Rad {}", at + 1), FieldKind::Text, line)
    }));
    fields.push(
        Field::new("resten", "Det som är märkt", words(&REST), REST[0])
            .hint("gäller rader, inte deltagare och ärenden"),
    );
    let title = format!("{} inklistrade rader", lines.len());
    Form::new(&title, &PASTED, lines.len(), fields)
}

/// The lines wait, as they stand in the form.
fn keep(model: &mut Model, form: &Form) {
    let draft = form.draft();
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.pasted = draft;
    }
}

fn waiting(model: &Model) -> Vec<String> {
    let draft = model.meeting_screen().and_then(|screen| FormDraft::read(&screen.pasted));
    let values = draft.map(|draft| draft.values).unwrap_or_default();
    values.into_iter().filter(|(key, _)| key.starts_with("rad.")).map(|(_, line)| line).collect()
}

/// Esc: the lines wait.
fn back(model: &mut Model) -> bool {
    let Some(Dialog::Form(form)) = model.dialogs.pop() else { return false };
    keep(model, &form);
    model.say(WAITS);
    true
}

fn save(model: &mut Model, form: &Form, _: usize) -> Result<(), Wrong> {
    let what = Becomes::all(model).into_iter().find(|what| what.word() == form.value("slag"));
    let what = what.ok_or_else(|| wrong("slag", "Välj vad raderna är."))?;
    keep(model, form);
    // A line that was emptied is left out.
    let (places, lines): (Vec<usize>, Vec<String>) = waiting(model)
        .into_iter()
        .enumerate()
        .map(|(at, line)| (at, line.trim().to_owned()))
        .filter(|(_, line)| !line.is_empty())
        .unzip();
    let rest = form.value("resten") == REST[1];
    let Err(bad) = become_rows(model, what, &lines, rest) else { return Ok(()) };
    let first = form::front(model).and_then(|form| mark(form, bad, &places));
    Err(first.unwrap_or_else(|| wrong("slag", "Raderna går inte att spara så.")))
}

/// Makes rows of the lines, all of them or none; nothing waits any more then.
fn become_rows(model: &mut Model, what: Becomes, lines: &[String], rest_as_notes: bool) -> Result<(), Bad> {
    if !lines.is_empty() {
        too_long(lines)?;
        match what {
            Becomes::Entries(kind) => entry::add_entries(model, kind, lines, rest_as_notes)?,
            Becomes::Participants => {
                newcomers::refused(model, lines)?;
                newcomers::add_participants(model, lines);
            }
            Becomes::Children => arenden::take_up(model, lines, true).map_err(|bad| vec![bad])?,
            Becomes::Groups | Becomes::Questions => {
                arenden::take_up(model, lines, false).map_err(|bad| vec![bad])?;
            }
            Becomes::OneLine => {
                let Screen::Meeting(screen) = &mut model.screen else { return Ok(()) };
                if !screen.line.paste(&lines.join(" ")) {
                    return Err(vec![(0, format!("Tillsammans är raderna längre än {MAX_CHARS} tecken."))]);
                }
            }
            Becomes::Nothing => model.say("Det inklistrade är kastat."),
        }
    }
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.pasted.clear();
    }
    Ok(())
}

fn too_long(lines: &[String]) -> Result<(), Bad> {
    let long = lines.iter().enumerate().filter(|(_, line)| line.chars().count() > MAX_CHARS);
    let bad: Bad = long.map(|(at, _)| (at, format!("Raden är längre än {MAX_CHARS} tecken."))).collect();
    if bad.is_empty() { Ok(()) } else { Err(bad) }
}
