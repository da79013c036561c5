//! The program locks itself when nobody has touched it for a while. Before the keyboard anything else is asked here.
//!
//! It doesn't only cover the screen: as soon as all that was written is on disk the database is closed, its key and
//! everything that was read or typed are dropped, and the model is made anew from what the program was started with
//! ([`Closing`]). What isn't on disk is kept until it is. Whoever opens it stands where they stood (`stood`).

pub(crate) mod passphrase;
pub(crate) mod recovery;
pub(crate) mod returning;
pub(crate) mod secret_line;
pub(crate) mod stood;
#[cfg(test)]
mod tests;

pub use secret_line::{Closing, Lock, SecretLine};

use crate::app::core::action::Action;
use crate::app::core::drafts;
use crate::app::core::effect::{Effect, Problem, Secret};
use crate::app::core::message::Message;
use crate::app::core::model::form::FormKind;
use crate::app::core::model::{HomeScreen, Model, Opens, Screen};
use crate::app::home::actions;
use crate::app::presence;
use crate::domain::overview::Home;
use chrono::TimeDelta;
use stood::{Left, Stood};
use zeroize::Zeroize;

/// How long before it locks itself the program says so. People talk at meetings: whoever sits here needs only touch a key.
const SAID_BEFORE: TimeDelta = TimeDelta::seconds(60);

/// How long after the database couldn't be closed it is tried again.
const TRIES_AGAIN: TimeDelta = TimeDelta::seconds(2);

/// Said where a secret is longer than any can be.
const NO_ROOM: &str =
    "Så lång är ingen lösenfras. Det sista kom inte med: ‹Back› tömmer raden, skriv den igen.";

/// What of a message is left for the rest of the program: nothing of the keyboard's while it is locked.
pub(crate) fn first(model: &mut Model, message: Message) -> Option<Message> {
    let by_hand = matches!(
        message,
        Message::Do(_) | Message::Edit(_) | Message::Paste(_) | Message::Click(_) | Message::ClickIndex(_)
    );
    let now = model.now.utc;
    // A clock that was set back doesn't put off the lock.
    model.touched = model.touched.min(now);
    if let Some(left) = time_left(model).filter(|_| by_hand || matches!(message, Message::Tick)) {
        if left <= TimeDelta::zero() {
            // Whoever is in the room may still be looking at the wall. It goes calm when the others have heard nothing of this
            // program for a minute.
            cover(model, true);
            // The computer has slept, or nobody was here: a key pressed before the lock could be seen is no command.
            if by_hand {
                model.touched = now;
                return None;
            }
        } else if !by_hand {
            warn(model, left);
        }
    }
    if by_hand {
        model.touched = now;
        model.warned = false;
    }
    if model.lock.is_none() || !by_hand { Some(message) } else { typed(model, message) }
}

/// How long it is until nobody has touched the program for as long as the settings say; nothing where there is nothing to
/// lock.
fn time_left(model: &Model) -> Option<TimeDelta> {
    let minutes = model.setup.lock_after.filter(|_| can_lock(model))?;
    Some(TimeDelta::minutes(i64::from(minutes)) - (model.now.utc - model.touched))
}

fn can_lock(model: &Model) -> bool {
    model.lock.is_none() && matches!(model.screen, Screen::Home(_) | Screen::Meeting(_))
}

/// Says that the lock is near, once.
fn warn(model: &mut Model, left: TimeDelta) {
    let whole = TimeDelta::minutes(model.setup.lock_after.unwrap_or_default().into());
    if model.warned || left > SAID_BEFORE.min(whole / 2) {
        return;
    }
    model.warned = true;
    let when = if whole > SAID_BEFORE { "en minut" } else { "en halv minut" };
    model.say(format!("Låser om {when}: tryck på en tangent om du är kvar."));
}

/// Locks the program at once, where there is something to lock.
pub(crate) fn close(model: &mut Model) {
    if can_lock(model) {
        cover(model, false);
        // Nobody sits here: the wall pauses unless somebody else has the meeting in front of them.
        presence::say_here(model);
    }
}

/// Covers the screen. What is being typed is on its way to the disk before anybody can leave.
fn cover(model: &mut Model, by_clock: bool) {
    drafts::keep(model, true);
    model.lock = Some(Lock { by_clock, ..Lock::default() });
    model.notice = None;
}

/// Why the program can't be closed yet, though it is locked: what would be lost. Swedish, for the lock's screen.
pub fn holds(model: &Model) -> Option<&'static str> {
    if model.saving().is_trouble() {
        Some("Det som inte är sparat finns kvar i minnet tills det är sparat. Sedan stängs databasen.")
    } else if model.papers.is_some() || model.printing.is_some() {
        Some("Papper görs just nu. Databasen stängs när de är klara.")
    } else if model.backup.is_some() {
        Some("En säkerhetskopia tas just nu. Databasen stängs när den är klar.")
    } else if model.restoring.is_some() {
        Some("En säkerhetskopia prövas just nu. Databasen stängs när den är prövad.")
    } else if model.dialogs.iter().any(recovery::is_shown) {
        Some("Nyckeln till kassaskåpet visas bara en gång, och finns kvar tills du har tagit hand om den.")
    } else {
        None
    }
}

/// Whether all that was written is on its way to the disk or there, and nothing is being made.
fn is_kept(model: &Model) -> bool {
    let sent = model.outbox.is_empty() && model.left_drafts.is_empty() && model.overtaken.is_empty();
    sent && !model.opening && holds(model).is_none() && drafts::are_kept(model)
}

/// After each message: asks for the next step towards a database that is closed.
pub(crate) fn go_on(model: &mut Model) {
    let now = model.now.utc;
    let Some(lock) = &model.lock else { return };
    // While something that was typed is tried, nothing is changed beneath it.
    let waits = match lock.closing {
        Closing::Waits { from } => from.is_none_or(|from| from <= now || from > now + TRIES_AGAIN),
        Closing::Settles | Closing::Closes | Closing::Closed(_) => false,
    };
    if waits && !lock.checking && is_kept(model) {
        now_is(model, Closing::Settles);
        model.ask_for(Effect::Settle);
    }
}

fn now_is(model: &mut Model, closing: Closing) {
    if let Some(lock) = &mut model.lock {
        lock.closing = closing;
    }
}

/// All that was asked for has been done, or has been told to have failed.
pub(crate) fn settled(model: &mut Model) {
    let Some(lock) = model.lock.as_ref().filter(|lock| lock.closing == Closing::Settles) else { return };
    if lock.checking || !is_kept(model) {
        return now_is(model, Closing::Waits { from: None });
    }
    now_is(model, Closing::Closes);
    let left = returning::what_is_left(model).text();
    model.ask_for(Effect::Forget(Secret::new(left)));
}

/// The database couldn't be closed: all stays as it is, and it is tried again.
pub(crate) fn not_forgotten(model: &mut Model) {
    let from = Some(model.now.utc + TRIES_AGAIN);
    now_is(model, Closing::Waits { from });
}

/// The database is closed, and nothing of it is left but where one stood.
pub(crate) fn forgotten(model: &mut Model) {
    let stood = returning::where_one_stands(model);
    let lock = model.lock.take().unwrap_or_default();
    model.begin_anew(Screen::Opening);
    model.lock = Some(Lock { closing: Closing::Closed(stood), ..lock });
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
        practice(model);
        return None;
    }
    let lock = model.lock.as_mut()?;
    match message {
        Message::Edit(edit) => {
            lock.error = None;
            if !lock.typed.edit(edit) {
                fail(model, NO_ROOM);
            }
        }
        Message::Paste(mut text) => {
            lock.error = None;
            let there_is_room = lock.typed.paste(&text);
            text.zeroize();
            if !there_is_room {
                fail(model, NO_ROOM);
            }
        }
        Message::Do(Action::Theme) => return Some(message),
        Message::Do(Action::Back) => drop(lock.typed.take()),
        Message::Do(Action::Accept) if lock.checking => {}
        Message::Do(Action::Accept) if lock.typed.count() == 0 => fail(model, "Skriv lösenfrasen."),
        Message::Do(Action::Accept) => {
            let secret = lock.typed.take();
            verify(model, secret);
        }
        _ => {}
    }
    None
}

/// Any key opens practice.
fn practice(model: &mut Model) {
    let Some(lock) = &model.lock else { return };
    match lock.closing {
        Closing::Waits { .. } | Closing::Settles => open(model),
        Closing::Closes | Closing::Closed(_) if lock.checking => {}
        Closing::Closes | Closing::Closed(_) => verify(model, Secret::new(String::new())),
    }
}

fn verify(model: &mut Model, secret: Secret) {
    if let Some(lock) = &mut model.lock {
        lock.checking = true;
        lock.error = None;
    }
    model.ask_for(Effect::Verify(secret));
}

fn fail(model: &mut Model, why: &str) {
    if let Some(lock) = &mut model.lock {
        why.clone_into(lock.error.get_or_insert_default());
    }
}

/// What was typed opens the database, which was open still: everything is as it was.
pub(crate) fn verified(model: &mut Model, by_recovery: bool) {
    open(model);
    if by_recovery {
        passphrase::ask(model);
    }
}

fn open(model: &mut Model) {
    model.lock = None;
    unlocked(model);
    presence::say_here(model);
    // What others have done meanwhile was taken in all the time; the day may be another.
    if let Screen::Home(_) = model.screen {
        model.ask_for(Effect::LoadHome(model.now.today()));
    }
}

fn unlocked(model: &mut Model) {
    model.touched = model.now.utc;
    model.warned = false;
    model.notice = None;
}

/// What was typed has opened the database again: back to where one stood, with what had been written. A form that was being
/// filled in is one of `kinds`.
pub(crate) fn came_back(
    model: &mut Model,
    by_recovery: bool,
    (left, home): (Option<&str>, Option<Box<Home>>),
    kinds: &[&'static FormKind],
) {
    let stood = match model.lock.take().map(|lock| lock.closing) {
        Some(Closing::Closed(stood)) => stood,
        _ => Stood::default(),
    };
    unlocked(model);
    let left = Left::read(left);
    model.person.clone_from(&left.person);
    model.kept_forms.clone_from(&left.kept_forms);
    model.screen = Screen::Home(HomeScreen { wanted: stood.home_row(), ..HomeScreen::default() });
    match home {
        Some(home) => actions::home_read(model, *home),
        None => model.ask_for(Effect::LoadHome(model.now.today())),
    }
    if let Some(meeting) = stood.meeting() {
        model.comes_back = Some(Box::new((stood, left)));
        model.opens = Some((meeting, Opens::Return));
        model.ask_for(Effect::OpenMeeting(meeting));
    } else {
        // Who has sat here before.
        model.ask_for(Effect::LoadKnown(String::new()));
        returning::forms_again(model, &stood, &left, kinds);
        presence::say_here(model);
    }
    if by_recovery {
        passphrase::ask(model);
    }
}

/// What is typed doesn't open the database, or it couldn't be tried.
pub(crate) fn refused(model: &mut Model, problem: &Problem) {
    if let Some(lock) = &mut model.lock {
        lock.checking = false;
    }
    fail(model, &problem.text);
}
