//! The program locks itself when nobody has touched it for a while. Before the keyboard anything else is asked here.

pub(crate) mod passphrase;
pub(crate) mod secret_line;
#[cfg(test)]
mod tests;

pub use secret_line::{Lock, SecretLine};

use crate::app::core::action::Action;
use crate::app::core::drafts;
use crate::app::core::effect::{Effect, Problem};
use crate::app::core::message::Message;
use crate::app::core::model::{Model, Screen};
use crate::app::presence;
use chrono::TimeDelta;
use zeroize::Zeroize;

/// What of a message is left for the rest of the program: nothing of the keyboard's while it is locked.
pub(crate) fn first(model: &mut Model, message: Message) -> Option<Message> {
    let by_hand = matches!(
        message,
        Message::Do(_) | Message::Edit(_) | Message::Paste(_) | Message::Click(_) | Message::ClickIndex(_)
    );
    let now = model.now.utc;
    // A clock that was set back doesn't put off the lock.
    model.touched = model.touched.min(now);
    if (by_hand || matches!(message, Message::Tick)) && is_due(model) {
        close(model);
        // The computer has slept, or nobody was here: a key pressed before the lock could be seen is no command.
        if by_hand {
            model.touched = now;
            return None;
        }
    }
    if by_hand {
        model.touched = now;
    }
    if model.lock.is_none() || !by_hand { Some(message) } else { typed(model, message) }
}

/// Whether nobody has touched the program for as long as the settings say, and there is something to hide.
fn is_due(model: &Model) -> bool {
    let Some(minutes) = model.setup.lock_after else { return false };
    model.lock.is_none()
        && matches!(model.screen, Screen::Home(_) | Screen::Meeting(_))
        && model.now.utc - model.touched >= TimeDelta::minutes(i64::from(minutes))
}

/// Locks the program. What is being typed is on its way to the disk before anybody can leave.
pub(crate) fn close(model: &mut Model) {
    drafts::keep(model, true);
    model.lock = Some(Lock::default());
    model.notice = None;
    // Nobody sits here: the wall pauses unless somebody else has the meeting in front of them.
    presence::say_here(model);
}

/// A key while the program is locked.
fn typed(model: &mut Model, message: Message) -> Option<Message> {
    if let Message::Do(Action::Quit | Action::Interrupt) = message {
        // What isn't on disk is lost with the program: only somebody who may open it can decide that.
        if !model.outbox.iter().any(|pending| pending.failed.is_some()) || model.quit {
            return Some(message);
        }
        fail(model, "Allt är inte sparat. Lås upp först.");
        return None;
    }
    if model.practice {
        open(model);
        return None;
    }
    let lock = model.lock.as_mut()?;
    match message {
        Message::Edit(edit) => {
            lock.error = None;
            lock.typed.edit(edit);
        }
        Message::Paste(mut text) => {
            lock.error = None;
            lock.typed.paste(&text);
            text.zeroize();
        }
        Message::Do(Action::Theme) => return Some(message),
        Message::Do(Action::Back) => drop(lock.typed.take()),
        Message::Do(Action::Accept) if lock.checking => {}
        Message::Do(Action::Accept) if lock.typed.count() == 0 => fail(model, "Skriv lösenfrasen."),
        Message::Do(Action::Accept) => {
            lock.checking = true;
            lock.error = None;
            let secret = lock.typed.take();
            model.ask_for(Effect::Verify(secret));
        }
        _ => {}
    }
    None
}

fn fail(model: &mut Model, why: &str) {
    if let Some(lock) = &mut model.lock {
        why.clone_into(lock.error.get_or_insert_default());
    }
}

/// What was typed opens the database: everything is as it was.
pub(crate) fn verified(model: &mut Model, by_recovery: bool) {
    open(model);
    if by_recovery {
        passphrase::ask(model);
    }
}

fn open(model: &mut Model) {
    model.lock = None;
    model.touched = model.now.utc;
    model.notice = None;
    presence::say_here(model);
    // What others have done meanwhile was taken in all the time; the day may be another.
    if let Screen::Home(_) = model.screen {
        model.ask_for(Effect::LoadHome(model.now.today()));
    }
}

/// What was typed doesn't open the database, or it couldn't be tried.
pub(crate) fn refused(model: &mut Model, problem: &Problem) {
    if let Some(lock) = &mut model.lock {
        lock.checking = false;
    }
    fail(model, &problem.text);
}
