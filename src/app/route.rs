//! What each message does to the model. Pure: what is to be done outside goes out as effects.

use crate::app::core::action::{Action, Context};
use crate::app::core::line::{Edit, Line};
use crate::app::core::model::{Model, Notice, RowRef, Screen};
use crate::app::home::{actions, start};
use crate::app::lock;
use crate::app::lock::passphrase;
use crate::app::meeting::{entry, keys};
use crate::app::menu;
use crate::app::papers::copies;
use crate::app::presence;
use crate::app::replies;
use crate::app::ui::dialog::Dialog;
use crate::app::ui::{ask, forms, picks};
use crate::app::wall::own_screen;
use crate::app::{Effect, Message, Now};

/// Handles a message and says what is to be done outside.
pub fn update(model: &mut Model, message: Message, now: Now) -> Vec<Effect> {
    model.now = now;
    let Some(message) = lock::first(model, message) else { return std::mem::take(&mut model.effects) };
    match message {
        Message::Tick => keys::tick(model),
        Message::Resize(columns, rows) => model.size = (columns, rows),
        Message::Store(reply) => replies::reply(model, reply),
        Message::Agendas(forms) => start::agendas_read(model, forms),
        // Also where nothing can be seen.
        Message::Do(Action::Quit) => quit(model),
        // What can't be seen can't be meant, but what is typed blind is kept.
        Message::Do(_) | Message::Click(_) | Message::ClickIndex(_) if !model.fits() => {}
        Message::Do(action) => {
            model.notice = None;
            act(model, action);
        }
        Message::Edit(edit) => {
            model.notice = None;
            with_line(model, |line| line.edit(edit));
            edited(model, Some(edit));
        }
        Message::Paste(text) => {
            model.notice = None;
            paste(model, &text);
        }
        Message::Click(row) => keys::click(model, row),
        Message::ClickIndex(index) => click_index(model, index),
    }
    let_go_of_done(model);
    presence::forget(model);
    passphrase::offer(model);
    std::mem::take(&mut model.effects)
}

/// What was left to do and now is done isn't highlighted any more: Enter would do it again.
fn let_go_of_done(model: &mut Model) {
    let Some(row @ RowRef::Todo(_)) = model.meeting_screen().and_then(|screen| screen.cursor) else { return };
    let is_left =
        crate::app::meeting::board::board(model).is_some_and(|board| board.targets().contains(&row));
    if !is_left && let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = None;
    }
}

impl Model {
    /// Says a word in the status line.
    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), bad: false, at: self.now.utc });
    }

    /// Says that something is wrong, and what to do.
    pub(crate) fn complain(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), bad: true, at: self.now.utc });
    }

    /// A new key.
    pub(crate) fn new_id<T: From<uuid::Uuid>>(&mut self) -> T {
        self.ids.next(self.now.unix_ms())
    }

    /// Asks for something outside.
    pub(crate) fn ask_for(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}

pub(crate) fn act(model: &mut Model, action: Action) {
    match action {
        Action::Quit => return quit(model),
        Action::Help | Action::Menu if model.shows_wall() => return own_screen::not_here(model),
        Action::Help => return picks::help(model),
        Action::Menu => return menu::open(model),
        Action::Theme => {
            model.setup.theme = model.setup.theme.next();
            return;
        }
        Action::ToWall => return own_screen::turn(model),
        Action::Blank => return own_screen::blank(model),
        _ => {}
    }
    match model.context() {
        Context::Home => start::act_home(model, action),
        Context::Form => forms::act(model, action),
        Context::Pick => picks::act(model, action),
        Context::Ask => ask::act(model, action),
        Context::Reader => picks::act_reader(model, action),
        Context::Copies => copies::act(model, action),
        Context::ActionList => actions::act(model, action),
        Context::Line | Context::ReadOut | Context::Closed => keys::act(model, action),
        // The lock has its keys before all others.
        Context::Wall | Context::Veiled | Context::Locked => {}
    }
}

/// Leaves when nothing stands in the way: what is on its way to the disk gets its time at the end. Asks when something
/// couldn't be written.
fn quit(model: &mut Model) {
    let stuck = model.outbox.iter().any(|pending| pending.failed.is_some());
    if !stuck || model.quit {
        model.quit = true;
        keys::keep_draft(model, true);
        model.ask_for(Effect::Quit);
    } else {
        ask::confirm_quit(model);
    }
}

/// The line that takes what is typed now.
fn with_line(model: &mut Model, change: impl FnOnce(&mut Line)) {
    let line = match model.dialogs.last_mut() {
        Some(Dialog::Form(form)) => form.fields.get_mut(form.cursor).map(|field| &mut field.line),
        Some(Dialog::Pick(pick)) => Some(&mut pick.filter),
        Some(Dialog::Actions(list)) => Some(&mut list.filter),
        Some(Dialog::Rule(stop)) => stop.reason.as_mut(),
        Some(Dialog::Confirm(_) | Dialog::Reader(_) | Dialog::Copies(_)) => None,
        None => match &mut model.screen {
            Screen::Start(form) => form.fields.get_mut(form.cursor).map(|field| &mut field.line),
            Screen::Meeting(screen) => Some(&mut screen.line),
            Screen::Opening | Screen::Home(_) => None,
        },
    };
    if let Some(line) = line {
        change(line);
    }
}

/// What follows from a change of the line.
fn edited(model: &mut Model, edit: Option<Edit>) {
    match model.dialogs.last_mut() {
        Some(Dialog::Pick(pick)) => pick.cursor = 0,
        Some(Dialog::Actions(list)) => list.cursor = 0,
        Some(Dialog::Form(form)) => {
            form.error = None;
            keys::note_draft(model);
        }
        Some(_) => {}
        None => match &mut model.screen {
            Screen::Start(form) => form.error = None,
            Screen::Meeting(screen) => {
                screen.completion = 0;
                screen.completing = false;
                if edit.is_none_or(|edit| matches!(edit, Edit::Insert(_))) {
                    screen.cleared = None;
                }
                keys::note_draft(model);
            }
            Screen::Opening | Screen::Home(_) => {}
        },
    }
}

fn paste(model: &mut Model, text: &str) {
    if model.context() == Context::Veiled {
        return own_screen::not_here(model);
    }
    if model.dialogs.is_empty() && model.context() == Context::Line {
        let lines = crate::domain::text::lines_of_paste(text);
        if lines.len() > 1 {
            picks::pasted(model, lines);
            return;
        }
    }
    with_line(model, |line| line.paste(text));
    edited(model, None);
}

fn click_index(model: &mut Model, index: usize) {
    match model.dialogs.last_mut() {
        Some(Dialog::Pick(pick)) => {
            if index < pick.shown().len() {
                pick.cursor = index;
                picks::act(model, Action::Accept);
            }
        }
        Some(Dialog::Form(form)) => form.cursor = index.min(form.fields.len().saturating_sub(1)),
        Some(Dialog::Copies(copies)) => {
            if copies.cursor == index {
                copies::act(model, Action::Accept);
            } else {
                copies.cursor = index.min(copies.rows.len().saturating_sub(1));
            }
        }
        Some(Dialog::Actions(list)) => {
            if list.cursor == index {
                actions::act(model, Action::Accept);
            } else {
                list.cursor = index.min(list.rows.len().saturating_sub(1));
            }
        }
        Some(_) => {}
        None => match &mut model.screen {
            Screen::Start(form) => form.cursor = index.min(form.fields.len().saturating_sub(1)),
            Screen::Home(home) => {
                if home.cursor == index {
                    start::act_home(model, Action::Accept);
                } else {
                    home.cursor = index;
                }
            }
            Screen::Meeting(screen) => {
                screen.completion = index;
                entry::take_completion(model);
            }
            Screen::Opening => {}
        },
    }
}

/// Closes the meeting on screen, whatever the rules say: for tests of what comes after.
#[cfg(test)]
pub(crate) fn close_for_tests(model: &mut Model) {
    keys::closed(model);
}
