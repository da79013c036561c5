//! The new day of what isn't done: asked for at once where an answer is none without it, else when the ärende is left by going
//! on, of one promise after the other. Never by itself: whoever writes isn't interrupted. What is typed there that is no day
//! goes to the line.

use super::answering::{close, needs_day};
use super::became_text::{Write, begin_text};
use super::earlier;
use super::given::{Asked, Came, Given};
use super::new_point;
use super::rhythm::{goes_on_after_number, is_hyphen};
use crate::app::core::action::{Action, Context, name_keys};
use crate::app::core::line::Edit;
use crate::app::core::message::Message;
use crate::app::core::model::form::Form;
use crate::app::core::model::{Dialog, Model, Screen};
use crate::app::ui::fields::{parse_goes_on, wrong};
use crate::app::ui::form;
use crate::domain::ids::EntryId;
use crate::domain::quoted::{quoted, quoted_short};
use crate::domain::record::ActionState;

/// After each message: where the form that asked has been saved, the next day is asked for.
pub(crate) fn go_on(model: &mut Model) {
    if model.dialogs.is_empty()
        && let Screen::Meeting(screen) = &mut model.screen
        && let Some(asked) = screen.days.asked.take()
        && asked.came == Came::OnLeaving
    {
        ask_next(model);
    }
}

/// The ärende is left by going on: what waits there is asked for first. Says whether it is.
pub(super) fn before_leaving(model: &mut Model) -> bool {
    let lay_there = model.dialogs.len();
    ask_next(model);
    let asks = model.dialogs.len() > lay_there;
    if asks {
        model.say(
            "Löften vars dag har gått behöver en ny. ‹Back› hoppar över ett, ‹NextPhase› hoppar över resten och går vidare.",
        );
    }
    asks
}

/// Asks for the day of the first that waits, where it is shown and lacks one still.
fn ask_next(model: &mut Model) {
    let today = model.now.today();
    let in_line = model.dialogs.is_empty() && matches!(model.context(), Context::Line | Context::ReadOut);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if !in_line || !screen.line.is_empty() || screen.editing.is_some() || screen.days.wait.is_empty() {
        return;
    }
    let shown = earlier::shown(&screen.meeting);
    let lacks = |id: &EntryId| shown.iter().any(|row| row.entry == *id && row.lacks_day(today));
    screen.days.wait.retain(lacks);
    let Some(entry) = (!screen.days.wait.is_empty()).then(|| screen.days.wait.remove(0)) else { return };
    let left = screen.days.wait.len();
    let state = screen.meeting.earlier.iter().find(|row| row.entry == entry);
    let Some(state) = state.and_then(|row| row.told.as_ref()).map(|told| told.status) else { return };
    screen.days.asked = Some(Asked { entry, came: Came::OnLeaving });
    model.version += 1;
    earlier::answer(model, entry, state);
    if let Some(Dialog::Form(form)) = model.dialogs.last_mut()
        && left > 0
    {
        let more = if left == 1 { "Ett löfte till".to_owned() } else { format!("{left} löften till") };
        form.intro.push(name_keys(format!("{more} väntar på en ny tid. ‹Back› hoppar över det här.")));
    }
}

/// The form that asks for a day, where it lies in front.
pub(crate) fn in_front(model: &Model) -> Option<Asked> {
    let asked = model.meeting_screen()?.days.asked?;
    form_of(model, asked.entry).map(|_| asked)
}

fn form_of(model: &Model, entry: EntryId) -> Option<&Form> {
    match model.dialogs.as_slice() {
        [Dialog::Form(form)] if form.is(&earlier::EARLIER) && form.is_about(entry) => Some(form),
        _ => None,
    }
}

/// The answer that asked, where it was the last digit and may still begin a text.
fn last_given(model: &Model, entry: EntryId) -> Option<Given> {
    let last = model.meeting_screen()?.answering.as_ref()?.given.last()?;
    (last.entry == entry).then(|| last.clone())
}

/// A day is asked for: what is no day was the line that the digit began, or that somebody was about to write.
pub(super) fn in_form(model: &mut Model, asked: Asked, message: Message, write: Write) -> Option<Message> {
    let Some(form) = form_of(model, asked.entry) else { return Some(message) };
    let typed = form.value(earlier::DAY).to_owned();
    let at_day = form.fields.get(form.cursor).is_some_and(|field| field.key == earlier::DAY);
    let no_day = !typed.is_empty() && parse_goes_on(model, &typed).is_err();
    let last = last_given(model, asked.entry);
    let text = last.as_ref().map(|last| format!("{}{typed}", last.digit)).unwrap_or_default();
    // The digit and what came after it are one word, where it goes on as a number does or the digit asked at once.
    let asked_at_once = last.as_ref().is_some_and(needs_day);
    let goes_on = |c: char| goes_on_after_number(c) || is_hyphen(c);
    let is_one_word =
        last.is_some() && typed.starts_with(|c: char| goes_on(c) || asked_at_once && c.is_ascii_digit());
    let on_leaving = asked.came == Came::OnLeaving;
    let is_as_asked = on_leaving && !form.is_changed();
    match &message {
        Message::Edit(Edit::Insert(c)) if typed.is_empty() && at_day && last.is_some() && goes_on(*c) => {
            as_line(model, &typed, write);
            Some(message)
        }
        // Nothing is answered: the rest is skipped too, and one goes on.
        Message::Do(Action::Save) if is_as_asked => {
            skip_all(model);
            Some(Message::Do(Action::NextPhase))
        }
        Message::Do(Action::Undo) if !typed.is_empty() => {
            model.say("Det du skriver är inte sparat. ‹Back› stänger rutan, och sedan ångrar ‹Undo› svaret.");
            None
        }
        // What was done last is that one was to go on.
        Message::Do(Action::Undo) if on_leaving => {
            model.dialogs.pop();
            if let Screen::Meeting(screen) = &mut model.screen {
                screen.days.asked = None;
                screen.days.wait.insert(0, asked.entry);
            }
            model.version += 1;
            model.say("Mötet står kvar här. ‹Undo› igen ångrar det som gjordes före, och en siffra på raden svarar om.");
            None
        }
        // The answer that asks for a day isn't written down before there is one.
        Message::Do(Action::Undo) => {
            leave_day(model, asked.entry, "", write);
            None
        }
        Message::Do(Action::Back) if no_day && is_one_word => {
            as_line(model, &typed, write);
            None
        }
        Message::Do(action)
            if *action == Action::Back || *action == Action::Accept && at_day && is_as_asked =>
        {
            leave_day(model, asked.entry, if no_day { &typed } else { "" }, write);
            go_on(model);
            None
        }
        Message::Do(Action::Accept | Action::Save) if no_day => {
            let text = if is_one_word { &text } else { &typed };
            let why = format!("Det är ingen tid. ‹Back› lägger {} på raden i stället.", quoted(text));
            if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
                form.fail(wrong(earlier::DAY, name_keys(why)));
            }
            None
        }
        Message::Do(Action::Accept | Action::Save) => {
            close(model);
            Some(message)
        }
        _ => Some(message),
    }
}

/// No day is asked for any more of what waits.
fn skip_all(model: &mut Model) {
    model.dialogs.pop();
    model.version += 1;
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.days.asked = None;
        screen.days.wait.clear();
    }
}

/// What was typed was the text that the digit began.
fn as_line(model: &mut Model, typed: &str, write: Write) {
    let Some(known) = model.meeting_screen().and_then(|screen| screen.answering.clone()) else { return };
    model.dialogs.pop();
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.days.asked = None;
    }
    begin_text(model, &known, write);
    typed.chars().for_each(|c| write(model, Edit::Insert(c)));
}

/// The form that asks for a day is left: an answer that stands without one stands, and what was written that is no day is a line
/// of its own. What was filled in besides is there when the form is opened again.
fn leave_day(model: &mut Model, entry: EntryId, typed: &str, write: Write) {
    let is_written = !last_given(model, entry).as_ref().is_some_and(needs_day);
    let kept = match model.dialogs.pop() {
        Some(Dialog::Form(form)) => keep_what_was_filled_in(model, form, !typed.is_empty()),
        _ => false,
    };
    close(model);
    model.version += 1;
    if !typed.is_empty() {
        new_point::open_line(model);
        typed.chars().for_each(|c| write(model, Edit::Insert(c)));
    }
    let Some(row) = model.meeting().and_then(|meeting| meeting.earlier.iter().find(|row| row.entry == entry))
    else {
        return;
    };
    let what = quoted_short(&row.text, 30);
    let changed = row.word(ActionState::Andrad);
    let needs = format!("Det som är {changed} behöver en ny tid eller någon som tar över.");
    let said = match &row.told {
        Some(told) if is_written => format!("{what}: {}, utan ny dag.", row.word(told.status)),
        Some(told) => format!("{what}: {} står kvar. {needs}", row.word(told.status)),
        None => format!("{what}: inget svar. {needs}"),
    };
    let kept = if kept { " Det du fyllde i finns kvar när du öppnar raden igen." } else { "" };
    model.say_to_writer(format!("{said}{kept}"));
}

/// What was filled in beside the answer, and beside a day that `isnt_one`, is there when the form is opened again. Tells whether
/// there is any.
fn keep_what_was_filled_in(model: &mut Model, mut form: Form, isnt_one: bool) -> bool {
    for field in form.fields.iter_mut().filter(|field| isnt_one && field.key == earlier::DAY) {
        field.set("");
    }
    let fields = form.fields.iter().zip(&form.opened_with).skip(1);
    let is_filled = fields.into_iter().any(|(field, opened)| field.value() != opened);
    if is_filled {
        form::keep(model, &form);
    }
    is_filled
}
