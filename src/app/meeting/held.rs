//! Words that are held back from the wall and from others' papers: looking at a row, and letting it through.

use super::chosen::meant;
use super::screen::RowRef;
use crate::app::core::action::name_keys;
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::question::confirm;
use crate::app::wall;
use crate::domain::command::{Change, Code};
use crate::domain::held::{HeldRow, count_words};
use crate::domain::meeting::Meeting;
use crate::domain::quoted::{quoted, quoted_short};
use crate::domain::record::WordCheck;
use crate::domain::text;
use uuid::Uuid;

/// The highlighted row, if something is held in it or was; otherwise all of the meeting's.
pub(crate) fn turn(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    // What is being typed isn't a row yet.
    let row = if screen.cursor.is_none() && !screen.line.is_empty() { None } else { meant(screen) };
    let about = match row {
        Some(RowRef::Entry(id) | RowRef::Earlier(id)) => Some(id.0),
        Some(RowRef::Item(id)) => Some(id.0),
        Some(RowRef::Participant(id)) => Some(id.0),
        _ => None,
    };
    let rows = screen.meeting.rows_to_look_at();
    match about.and_then(|about| rows.into_iter().find(|row| row.about == about)) {
        Some(row) => turn_row(model, &row),
        None => list(model),
    }
}

/// All rows in which something is held, or was.
pub(crate) fn list(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let items: Vec<PickItem> = meeting
        .rows_to_look_at()
        .into_iter()
        .map(|row| {
            let words = meeting.words.with_phrases(&row.words, &[&row.text]).join(", ");
            let detail = match meeting.word_checks.iter().find(|check| check.about == row.about.to_string()) {
                _ if row.held => format!("hålls inne: {words}; ‹Accept› tittar"),
                Some(check) => {
                    let clock = model.now.clock_at(check.at);
                    format!("får visas: {words}, {} {clock}; ‹Accept› håller inne igen", check.by)
                }
                None => words,
            };
            let label = format!("{}: {}", what_of(meeting, &row), text::truncate(&row.text, 60));
            let is = if row.held { "hålls inne" } else { "får visas" };
            // What there is no room for beside the row stands in full below the list.
            let told = vec![quoted(&row.text), name_keys(detail)];
            PickItem { told, ..PickItem::new(label, is, move |model| turn_row(model, &row)) }
        })
        .collect();
    if items.is_empty() {
        return model.say("Inget hålls inne på det här mötet.");
    }
    let held = meeting.held_count();
    let title = if held == 0 { "Inget hålls inne nu".to_owned() } else { count_words(held) };
    model.pick(&title, items);
}

/// What kind of row it is, and of which ärende where there are several.
fn what_of(meeting: &Meeting, row: &HeldRow) -> String {
    match row.arende {
        Some(item) if meeting.items.len() > 1 => {
            let label = meeting.item(item).and_then(|item| meeting.arende_of(item));
            let label = label.map_or_else(String::new, |arende| format!("{} · ", quoted(&arende.label)));
            format!("{label}{}", row.what)
        }
        _ => row.what.clone(),
    }
}

/// Asks for a look at what is held; holds again what was let through.
fn turn_row(model: &mut Model, row: &HeldRow) {
    if !row.held {
        return hold_again(model, row.about);
    }
    let Some(screen) = model.meeting_screen() else { return };
    let held_for = screen.meeting.words.with_phrases(&row.words, &[&row.text]).join(", ");
    if model.person.is_none() {
        return model.complain(format!(
            "Hålls inne: {held_for}. Den som tittar ska stå med namn. Gå hem (‹Back›), tryck ‹SwitchPerson› och säg vem du är."
        ));
    }
    let what = what_of(&screen.meeting, row);
    let after = wall::after_a_look(&screen.meeting, row);
    let wall = if after.is_some() { "på väggen, " } else { "" };
    let on_wall = match after {
        Some(shown) if shown == row.text => "Så kommer den att stå på väggen, ord för ord.".to_owned(),
        Some(shown) => format!("På väggen kommer det att stå: {}", quoted_short(&shown, 400)),
        None => "Väggen visar aldrig sådana rader.".to_owned(),
    };
    let said = vec![
        quoted_short(&row.text, 400),
        on_wall,
        String::new(),
        format!("Raden hålls inne för: {held_for}."),
        format!(
            "Ska den få stå {wall}i Min plan, i kallelser och i andras kopior? Hela protokollet har den ändå."
        ),
    ];
    let (about, words) = (row.about, row.words.clone());
    confirm(model, format!("{what}: släpp fram?"), said, "Tittat, får visas", move |model| {
        let_through(model, about, &words);
    });
}

/// Who sits here has looked.
fn let_through(model: &mut Model, about: Uuid, words: &[String]) {
    let id = model.new_id();
    let (Some(screen), Some(person)) = (model.meeting_screen(), &model.person) else { return };
    let by = person.name_and_role();
    let meeting = screen.meeting.id();
    let about = about.to_string();
    let mut command = NewCommand::new(Code::SetWordCheck, meeting);
    // An earlier look at fewer words makes room.
    let old = screen.meeting.word_checks.iter().filter(|row| row.about == about).cloned();
    command.changes.extend(old.map(Change::delete));
    let row = WordCheck { id, meeting, about, words: words.join(" "), by, at: model.now.utc };
    command.changes.push(Change::put(row));
    model.commit(command);
    model.say("Raden får visas. ‹LetThrough› håller inne den igen.");
}

fn hold_again(model: &mut Model, about: Uuid) {
    let Some(screen) = model.meeting_screen() else { return };
    let about = about.to_string();
    let mut command = NewCommand::new(Code::SetWordCheck, screen.meeting.id());
    let old = screen.meeting.word_checks.iter().filter(|row| row.about == about).cloned();
    command.changes.extend(old.map(Change::delete));
    model.commit(command);
    model.say("Raden hålls inne igen. ‹LetThrough› släpper fram den.");
}
