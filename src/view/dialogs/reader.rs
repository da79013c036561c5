//! A text to read; without a text it is the help, made from the keymap.
//!
//! ```text
//! ┌ Hjälp ────────────────────────────────────────────┐
//! │ Enter          välj                               │
//! │ F3, Ctrl-G     gå till                            │
//! │                                                   │
//! │ ↓ rulla  PgDn en sida  Esc tillbaka   rad 1 av 40 │
//! └───────────────────────────────────────────────────┘
//! ```

use super::frame;
use crate::app::Action;
use crate::app::action::name_keys;
use crate::app::board::{laws_of_form, terms_on_screen};
use crate::app::dialog::{Dialog, Form, READER_WIDTH, Reader, inner_width};
use crate::app::meeting::rule_stop;
use crate::app::model::{Model, Screen};
use crate::app::ui::question;
use crate::app::{Context, words};
use crate::domain::text;
use crate::input::{Situation, keymap};
use crate::view::hints;
use crate::view::pen::{Pen, bottom, cells, count, top, wrap};
use crate::view::theme::Meaning;
use crate::view::widgets::hints as hint_line;
use ratatui::layout::Rect;
use std::borrow::Cow;
use std::fmt::Write;

pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, reader: &Reader, model: &Model) {
    let widest = inner_width(area.width, READER_WIDTH);
    let written;
    let whole = if reader.text.is_empty() {
        written = help(model, widest);
        &written
    } else {
        &reader.text
    };
    let is_help = reader.text.is_empty();
    let broken = |line| if is_help { hanging(line, widest) } else { wrap(line, widest) };
    let lines: Vec<Cow<'_, str>> = whole.lines().flat_map(broken).collect();
    let longest = lines.iter().map(|line| cells(line)).max().unwrap_or(0);
    let width = longest.max(50).min(widest);
    let mut rest = frame(pen, area, width, count(lines.len()).saturating_add(2), &reader.title);
    let mut last = bottom(&mut rest, 1);
    bottom(&mut rest, 1);
    let height = usize::from(rest.height);
    let first = reader.top.min(lines.len().saturating_sub(height));
    if lines.len() > height {
        let place = format!("rad {}–{} av {}", first + 1, (first + height).min(lines.len()), lines.len());
        last = pen.put_right(last, &place, Meaning::Quiet);
    }
    hint_line::draw_over(pen, last, &hints(model));
    for line in lines.iter().skip(first).take(height) {
        pen.put(top(&mut rest, 1), line, Meaning::Text);
    }
}

/// What a key does where this lies in front; nothing where it does nothing there.
pub(in crate::view) fn says(
    model: &Model,
    dialog: Option<&Dialog>,
    action: Action,
    label: &'static str,
) -> Option<String> {
    match dialog {
        Some(Dialog::Confirm(confirm)) => question::says(confirm, model.size, action, label),
        Some(Dialog::Rule(stop)) => rule_stop::says(model, stop, action, label),
        _ => Some(label.to_owned()),
    }
}

/// A line of the help in rows: what is said of a key goes on beneath itself, so that it isn't taken for a key.
fn hanging(line: &str, width: u16) -> Vec<Cow<'_, str>> {
    let said = line.find("  ").map(|at| at + line[at..].len() - line[at..].trim_start().len());
    let said = said.filter(|said| cells(line) > width && *said > 0 && cells(&line[..*said]) <= width / 2);
    let Some(said) = said else { return wrap(line, width) };
    let indent = cells(&line[..said]);
    let rows = wrap(&line[said..], width - indent).into_iter().enumerate();
    rows.map(|(at, row)| {
        let before = if at == 0 { line[..said].to_owned() } else { " ".repeat(usize::from(indent)) };
        Cow::Owned(before + &row)
    })
    .collect()
}

/// The keys that the bottom line shows where one stands, one act to a line, and the abbreviations on the screen; then how a line is
/// written, what the phase asks and the other keys, and last what the form reminds of. In front of a dialog it tells of the
/// dialog alone.
fn help(model: &Model, width: u16) -> String {
    let below = model.context_below();
    let mut whole = String::new();
    let dialog = model.dialogs.len().checked_sub(2).and_then(|below| model.dialogs.get(below));
    if let Some(dialog) = dialog {
        of_dialog(&mut whole, dialog);
        whole.push_str("\nTangenter\n");
    } else if let Screen::Start(form) = &model.screen {
        of_form(&mut whole, form);
        if !whole.is_empty() {
            whole.push_str("\nTangenter\n");
        }
    }
    let (mut here, mut rest) =
        keymap::help_in_turn(Situation::below(model), |action, label| says(model, dialog, action, label));
    rest.extend(keymap::row_keys(below).into_iter().map(|(keys, what)| (keys, what.to_owned())));
    if dialog.is_some() {
        here.append(&mut rest);
        keys(&mut whole, here, width);
        return whole;
    }
    let terms = terms_on_screen(model);
    if terms.is_empty() {
        here.append(&mut rest);
    }
    keys(&mut whole, here, width);
    if !terms.is_empty() {
        whole.push_str("\nFörkortningar på skärmen\n");
        for term in &terms {
            let _ = writeln!(whole, "{}: {}. {}", term.short, term.long, term.about);
        }
    }
    if below == Context::Line {
        whole.push('\n');
        let takes =
            model.meeting().map_or(&[][..], |meeting| &meeting.agenda.phase(meeting.head.phase).takes);
        whole.push_str(&name_keys(words::line_help(takes)));
    }
    if let Some(screen) = model.meeting_screen().filter(|_| matches!(below, Context::Line | Context::ReadOut))
    {
        let phase = screen.meeting.head.phase;
        let _ = writeln!(whole, "\nFrågor i {}", phase.name().to_lowercase());
        for question in &screen.meeting.agenda.phase(phase).questions {
            let _ = writeln!(whole, "– {question}");
        }
    }
    if !rest.is_empty() {
        whole.push_str("\nFler tangenter\n");
        keys(&mut whole, rest, width);
    }
    let laws = laws_of_form(model);
    if !laws.is_empty() {
        whole.push_str("\nAtt komma ihåg\n");
        for reference in &laws {
            let _ = writeln!(whole, "{}", reference.words());
            let _ = writeln!(whole, "Lagrum: {}. Källa: {}.", reference.citation(), reference.source);
            whole.extend(reference.remarks().map(|remark| remark + "\n"));
        }
    }
    whole
}

/// What lies beneath the help, and what it is for.
fn of_dialog(whole: &mut String, dialog: &Dialog) {
    let (title, about) = match dialog {
        Dialog::Pick(pick) if pick.narrows => (
            pick.title.as_str(),
            "En lista att välja ur. Skriv några bokstäver, så visas bara det som passar.",
        ),
        Dialog::Pick(pick) => (pick.title.as_str(), "En lista att välja ur."),
        Dialog::Form(form) => (form.title.as_str(), "Uppgifter att fylla i. Inget ändras förrän du sparar."),
        Dialog::Confirm(ask) => (ask.title.as_str(), "En fråga. Inget händer förrän du svarar."),
        Dialog::Rule(_) => (
            "Mötesformen säger till",
            "Du kan rätta det som står där, gå tillbaka, eller ibland gå vidare ändå och skriva varför.",
        ),
        Dialog::Reader(reader) => (reader.title.as_str(), "En text att läsa."),
        Dialog::Copies(_) => (
            "Vem får vad",
            "Markera en mottagare och välj vad den får. Inget lämnar datorn förrän du skriver ut eller sparar.",
        ),
    };
    let _ = writeln!(whole, "{title}\n{about}");
    if let Dialog::Form(form) = dialog {
        of_form(whole, form);
    }
}

/// What is to be written in each field, that of the one where the cursor stands first, with what there is to choose.
fn of_form(whole: &mut String, form: &Form) {
    let here = form.fields.get(form.cursor);
    let others = form.fields.iter().enumerate().filter(|(at, _)| *at != form.cursor).map(|(_, field)| field);
    for field in here.into_iter().chain(others) {
        let is_here = here.is_some_and(|known| known.key == field.key);
        let words = field.kind.choices().filter(|_| is_here).unwrap_or_default();
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        let told: Vec<String> = [words.join(" · "), name_keys(field.hint.as_str())]
            .into_iter()
            .filter(|told| !told.is_empty())
            .collect();
        if !told.is_empty() {
            let _ = writeln!(whole, "{}: {}", field.label, told.join(". "));
        }
    }
}

fn keys(whole: &mut String, rows: Vec<(String, String)>, width: u16) {
    let keys = rows.iter().map(|(keys, _)| text::width(keys)).max().unwrap_or(0).min(usize::from(width / 2));
    for (names, what) in rows {
        let gap = keys.saturating_sub(text::width(&names)) + 2;
        whole.push_str(&names);
        whole.extend(std::iter::repeat_n(' ', gap));
        whole.push_str(&what);
        whole.push('\n');
    }
}
