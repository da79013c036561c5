//! What the store answered, to whom it matters.

use super::FORMS;
use crate::app::core::drafts;
use crate::app::core::effect::{Effect, Problem, Reply, Secret};
use crate::app::core::model::{Away, Model, Pending, Screen};
use crate::app::home::{actions, door, found, persons};
use crate::app::lock::{self, passphrase, recovery};
use crate::app::meeting::{self, opening, planned, strike};
use crate::app::papers::{copies, lying, offered, work};
use crate::app::presence::{self, edit_conflict};
use crate::app::ui::listing;
use crate::app::{assess, backup, consents, journal, next_meeting, restoring, social_clock};
use crate::domain::command::{Change, Code, Record};
use crate::domain::ids::CommandId;
use crate::domain::listing::Listing;
use crate::domain::overview::Known;
use chrono::{DateTime, Utc};

pub(crate) fn reply(model: &mut Model, reply: Reply) {
    match reply {
        Reply::Opened { .. }
        | Reply::NotOpened(_)
        | Reply::Verified { .. }
        | Reply::NotVerified(_)
        | Reply::Settled
        | Reply::Forgotten
        | Reply::NotForgotten
        | Reply::CameBack { .. }
        | Reply::PassphraseChanged
        | Reply::PassphraseNotChanged(_)
        | Reply::RecoveryKeyShown(_)
        | Reply::RecoveryKeyConfirmed
        | Reply::RecoveryKeyProved
        | Reply::KeyPrinted(_)
        | Reply::Warned(_)
        | Reply::RecoveryKeyRefused(_) => at_the_door(model, reply),
        Reply::Found { .. } | Reply::WentOn => found::answered(model, reply),
        Reply::Committed { id, at } => {
            model.done(id);
            model.saved_at = Some(at);
            found::written(model);
            model.send_next();
            // What is an entry now is no draft any more; a kill in between must not show it twice.
            drafts::keep(model, true);
        }
        Reply::Overtaken { id } => edit_conflict::overtaken(model, id),
        Reply::Changed(meetings) => presence::changed(model, &meetings),
        Reply::Others { sessions, blank } => presence::are(model, sessions, blank),
        Reply::Failed { id, why } => failed(model, id, &why),
        Reply::Undone { id, at, code, again, passed, stands } => {
            undone(model, (id, at), (code, stands), (again, passed));
        }
        Reply::Hidden { id, code } => {
            model.done(id);
            model.send_next();
            meeting::undoing::ask_about_hidden(model, code);
        }
        Reply::BuiltOn { id } => {
            model.done(id);
            meeting::undoing::undo_refused(model);
            model.send_next();
        }
        Reply::Struck { id, at, meeting, left } => {
            model.done(id);
            model.saved_at = Some(at);
            strike::is_struck(model, meeting, &left);
            model.send_next();
        }
        Reply::Stands { entry, standing } => strike::stands(model, entry, &standing),
        Reply::Works(progress) => strike::works(model, progress),
        Reply::Restored { id, at } => {
            model.done(id);
            model.saved_at = Some(at);
            model.say("Det är tillbaka. ‹Undo› ångrar.");
            model.send_next();
        }
        Reply::List(listing) => listed(model, *listing),
        Reply::JournalAct(detail) => journal::act(model, &detail),
        Reply::FileAway { why, other } => model.away = Some(Away { why, other }),
        Reply::SavedElsewhere { file, text } => presence::elsewhere::saved(model, file, text),
        Reply::Rescued(_) | Reply::RescuedTaken(_) => presence::rescued::told(model, reply),
        Reply::FileBack => file_is_back(model),
        Reply::Trouble(problem) => model.complain(problem.text),
        Reply::Home(data) => actions::home_read(model, *data),
        Reply::Known(known) => is_known(model, *known),
        Reply::OpenedMeeting { meeting, drafts } => opening::open(model, *meeting, drafts, FORMS),
        Reply::Meeting(meeting) => opening::refresh(model, *meeting),
        Reply::Copies(given) => copies::given(model, given),
        Reply::Printers(names) => copies::printers(model, names),
        Reply::CopiesMade { lines } => copies::made(model, &lines),
        Reply::PapersMade { title, lines } => work::made(model, &title, &lines),
        Reply::PapersWork(state) => work::set(model, state),
        Reply::Printing(state) => work::print(model, state),
        Reply::PrintState(words) => model.say(words),
        Reply::BackupWork(_) | Reply::BackupTaken { .. } | Reply::BackupFailed(_) => {
            backup::told(model, reply);
        }
        Reply::Restoring(told) => restoring::told(model, told),
        Reply::Text { title, text } => model.show(title, text),
        Reply::Trend(rows) => assess::show(model, &rows),
        Reply::Previous(previous) => next_meeting::offer(model, *previous),
        Reply::NoPrevious => next_meeting::without(model),
        Reply::MeetingGone(id) => presence::gone(model, id),
        Reply::DraftSaved => {}
        Reply::DraftFailed(problem) => drafts::failed(model, problem),
        Reply::PapersOffered { kind, title, readable, files, lie, remark } => {
            offered::show(model, &kind, &title, readable, (&files, lie, remark));
        }
        Reply::PapersLying(told) => model.lying = told,
        Reply::PapersRemoved { said, all } => lying::removed(model, said, all),
    }
}

/// Who and what is known from before.
fn is_known(model: &mut Model, known: Known) {
    let persons = known.persons.clone();
    model.persons.clone_from(&persons);
    match &mut model.screen {
        Screen::Meeting(screen) => {
            screen.known = known;
            opening::greet(model);
        }
        // Once, at the door: whoever came first isn't asked because another came since.
        _ => persons::identify(model, &persons),
    }
}

/// Something was taken back, or done again.
fn undone(
    model: &mut Model,
    (id, at): (CommandId, DateTime<Utc>),
    (code, stands): (Option<Code>, Option<Code>),
    (again, passed): (bool, bool),
) {
    model.done(id);
    model.turned_back = code.is_some();
    model.saved_at = Some(at);
    match (code, again) {
        (Some(code), false) if passed => model.say(format!(
            "Ångrat: {} Det du gjorde efter det står kvar: någon annan har byggt vidare på det.",
            code.undone()
        )),
        (Some(code), false) => {
            let stands =
                stands.map_or_else(String::new, |stands| format!(" Kvar står att du {}.", stands.done()));
            model.say(format!("Ångrat: {}{stands}", code.undone()));
        }
        (Some(code), true) => model.say(format!("Gjort om: {}", code.redone())),
        (None, false) => meeting::undoing::nothing_left(model),
        (None, true) => meeting::undoing::nothing_again(model),
    }
    model.send_next();
}

/// A list over all meetings, to the feature whose rows it has.
fn listed(model: &mut Model, listing: Listing) {
    listing::came(model);
    match listing {
        Listing::Actions(rows) => actions::list(model, rows),
        Listing::Consents(rows) => consents::list::show(model, rows),
        Listing::SocialClocks(clocks) => social_clock::list(model, clocks),
        Listing::Journal(page) => journal::page(model, &page),
    }
}

/// What has to do with opening the database, and with what opens it.
fn at_the_door(model: &mut Model, reply: Reply) {
    match reply {
        Reply::Opened { recovery_key, practice, by_recovery, home } => {
            model.practice = practice;
            model.opening = false;
            model.notice = None;
            // What was written was the passphrase, and it has been answered.
            model.wrote = false;
            door::opened(model, home);
            if let Some(key) = recovery_key {
                recovery::show_first(model, &key);
            }
            if by_recovery {
                passphrase::ask(model);
            }
        }
        Reply::Verified { by_recovery } => lock::verified(model, by_recovery),
        Reply::NotVerified(problem) => lock::refused(model, &problem),
        Reply::Settled => lock::settled(model),
        Reply::Forgotten => lock::forgotten(model),
        Reply::NotForgotten => lock::not_forgotten(model),
        Reply::CameBack { by_recovery, left, home } => {
            lock::came_back(model, by_recovery, (left.as_ref().map(Secret::expose), home), FORMS);
        }
        Reply::PassphraseChanged => passphrase::changed(model),
        Reply::PassphraseNotChanged(problem) => passphrase::not_changed(model, &problem),
        Reply::RecoveryKeyShown(key) => recovery::show_new(model, &key),
        Reply::RecoveryKeyConfirmed => recovery::confirmed(model),
        Reply::RecoveryKeyProved => recovery::proved(model),
        Reply::Warned(text) => model.warning = Some(text),
        Reply::KeyPrinted(printer) => recovery::printed(model, printer),
        Reply::RecoveryKeyRefused(problem) => recovery::refused(model, &problem),
        Reply::NotOpened(problem) => {
            model.opening = false;
            door::not_opened(model, &problem);
        }
        _ => {}
    }
}

fn file_is_back(model: &mut Model) {
    model.away = None;
    model.announce("Databasfilen är tillbaka där den låg. Allt sparas som vanligt igen.");
    model.retry_now();
}

/// What can succeed later stays in the outbox; what can't is given back to the one who wrote it.
fn failed(model: &mut Model, id: CommandId, why: &Problem) {
    if why.passing {
        if let Some(pending) = model.outbox.iter_mut().find(|pending| pending.id == id) {
            let first = pending.failed.replace(why.text.clone()).is_none();
            model.refused = true;
            if first {
                found::refused(model);
            }
        }
        return;
    }
    let refused = model.outbox.iter().find(|pending| pending.id == id);
    let (lost, command) = (refused.and_then(typed_text), refused.and_then(Pending::command).cloned());
    model.done(id);
    // Until the meeting is read back the screen shows what isn't on disk: nothing is called saved.
    model.saved_at = None;
    let reload = match &mut model.screen {
        Screen::Meeting(screen) => {
            if let Some(text) = lost.filter(|_| screen.line.is_empty()) {
                screen.line.set(&text, text.chars().count());
                screen.editing = None;
            }
            Some(screen.meeting.id())
        }
        _ => None,
    };
    if let Some(id) = reload {
        model.ask_for(Effect::ReloadMeeting(id));
    }
    model.complain(why.text.clone());
    if matches!(model.screen, Screen::Home(_)) {
        model.ask_for(Effect::LoadHome(model.now.today()));
    }
    if let Some(command) = command.filter(|command| command.code == Code::RemoveMeeting)
        && let Some(meeting) = command.meeting
    {
        planned::not_removed(model, meeting, &why.text);
    }
    model.send_next();
}

/// The text that a command would have written, so that it isn't lost with the command.
fn typed_text(pending: &Pending) -> Option<String> {
    pending.command()?.changes.iter().find_map(|change| match change {
        Change::Put(record) => match record.as_ref() {
            Record::Entry(entry) => Some(entry.text.clone()),
            Record::Arende(arende) => Some(arende.label.clone()),
            Record::Participant(person) => {
                let parts = [&person.name, &person.role, &person.unit];
                Some(
                    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", "),
                )
            }
            _ => None,
        },
        Change::Delete(..) => None,
    })
}
