//! What the store answered.

use crate::app::core::effect::{Effect, LineDraft, Problem, Reply};
use crate::app::core::model::{HomeScreen, MeetingScreen, Model, Pending, RowRef, Screen, Target};
use crate::app::home::{actions, start};
use crate::app::lock::passphrase;
use crate::app::meeting::{entry, keys};
use crate::app::papers::copies;
use crate::app::ui::dialog::{Confirm, Dialog, Reader, Yes};
use crate::app::ui::forms;
use crate::app::{assess, consents, journal, lock, next_meeting, presence, social_clock};
use crate::domain::ids::CommandId;
use crate::domain::meeting::{Meeting, Position};
use crate::domain::record::MeetingStatus;
use crate::domain::session::Editing;

pub(crate) fn reply(model: &mut Model, reply: Reply) {
    match reply {
        Reply::Opened { .. }
        | Reply::NotOpened(_)
        | Reply::Verified { .. }
        | Reply::NotVerified(_)
        | Reply::PassphraseChanged
        | Reply::PassphraseNotChanged(_) => at_the_door(model, reply),
        Reply::Warned(text) => model.warning = Some(text),
        Reply::Committed { id, at } => {
            model.done(id);
            model.saved_at = Some(at);
            model.send_next();
            // What is an entry now is no draft any more; a kill in between must not show it twice.
            keys::keep_draft(model, true);
        }
        Reply::Overtaken { id } => presence::overtaken(model, id),
        Reply::Changed(meetings) => presence::changed(model, &meetings),
        Reply::Others { sessions, blank } => presence::are(model, sessions, blank),
        Reply::Failed { id, why } => failed(model, id, &why),
        Reply::Undone { id, at, code, again } => {
            model.done(id);
            model.saved_at = Some(at);
            match (code, again) {
                (Some(code), false) => model.say(format!("Ångrat: {}", code.undone())),
                (Some(code), true) => model.say(format!("Gjort om: {}", code.redone())),
                (None, false) => model.say("Det finns inget mer att ångra i det här mötet."),
                (None, true) => model.say("Det finns inget att göra om."),
            }
            model.send_next();
        }
        Reply::Struck { id, at } => {
            model.done(id);
            model.saved_at = Some(at);
            model.say("Texten är struken för gott, också ur journalen. Att någon strök, och när, står kvar.");
            model.send_next();
        }
        Reply::Restored { id, at } => {
            model.done(id);
            model.saved_at = Some(at);
            model.say("Det är tillbaka. Ctrl-Z ångrar.");
            model.send_next();
        }
        Reply::Journal(page) => journal::page(model, &page),
        Reply::JournalAct(detail) => journal::act(model, &detail),
        Reply::FileAway(why) => model.away = Some(why),
        Reply::FileBack => file_is_back(model),
        Reply::Trouble(problem) => {
            copies::not_made(model);
            model.complain(problem.text);
        }
        Reply::Home(data) => start::home_read(model, *data),
        Reply::Known(known) => {
            let persons = known.persons.clone();
            model.persons.clone_from(&persons);
            if let Screen::Meeting(screen) = &mut model.screen {
                screen.known = *known;
                keys::greet(model);
            }
            start::identify(model, &persons);
        }
        Reply::OpenedMeeting { meeting, draft, form } => open(model, *meeting, draft, form),
        Reply::Meeting(meeting) => refresh(model, *meeting),
        Reply::Copies(given) => copies::given(model, given),
        Reply::Printers(names) => copies::printers(model, names),
        Reply::CopiesMade { lines } => copies::made(model, &lines),
        Reply::PrintState(words) => model.say(words),
        Reply::Text { title, text } => {
            model.dialogs.push(Dialog::Reader(Reader { title, text, top: 0 }));
        }
        Reply::Trend(rows) => assess::show(model, &rows),
        Reply::Previous(previous) => next_meeting::offer(model, *previous),
        Reply::NoPrevious => next_meeting::without(model),
        Reply::DraftSaved => {}
        Reply::DraftFailed(problem) => keys::draft_failed(model, problem),
        Reply::Consents(rows) => consents::list(model, rows),
        Reply::Actions(rows) => actions::list(model, rows),
        Reply::SocialClocks(clocks) => social_clock::list(model, clocks),
        Reply::ConsentFormWritten { files, preview } => {
            let text = format!("Sparat som:\n{}\n\n{preview}", files.join("\n"));
            let title = "Samtyckesblankett".to_owned();
            model.dialogs.push(Dialog::Reader(Reader { title, text, top: 0 }));
        }
        Reply::MinutesWritten { files, preview } => {
            let text = format!("Sparat som:\n{}\n\n{preview}", files.join("\n"));
            model.dialogs.push(Dialog::Reader(Reader { title: "Protokoll".to_owned(), text, top: 0 }));
        }
    }
}

/// What has to do with opening the database, and with what opens it.
fn at_the_door(model: &mut Model, reply: Reply) {
    match reply {
        Reply::Opened { recovery_key, practice, by_recovery, home } => {
            model.practice = practice;
            model.opening = false;
            model.notice = None;
            start::opened(model, home);
            if let Some(key) = recovery_key {
                show_key(model, &key);
            }
            if by_recovery {
                passphrase::ask(model);
            }
        }
        Reply::Verified { by_recovery } => lock::verified(model, by_recovery),
        Reply::NotVerified(problem) => lock::refused(model, &problem),
        Reply::PassphraseChanged => passphrase::changed(model),
        Reply::PassphraseNotChanged(problem) => passphrase::not_changed(model, &problem),
        Reply::NotOpened(problem) => {
            model.opening = false;
            not_opened(model, &problem);
        }
        _ => {}
    }
}

fn file_is_back(model: &mut Model) {
    model.away = None;
    model.say("Databasfilen är tillbaka där den låg. Allt sparas som vanligt igen.");
    model.retry_now();
}

fn show_key(model: &mut Model, key: &str) {
    model.dialogs.push(Dialog::Confirm(Confirm {
        title: "Återställningsnyckel".to_owned(),
        text: vec![
            key.to_owned(),
            String::new(),
            "Skriv av den eller skriv ut den, och lägg den i kassaskåpet. Den visas bara nu.".to_owned(),
            "Med den kan kommunen öppna databasen om lösenfrasen glöms bort.".to_owned(),
        ],
        yes: "Den är i säkert förvar".to_owned(),
        then: Yes::KeyNoted,
        top: 0,
    }));
}

fn not_opened(model: &mut Model, problem: &Problem) {
    match &mut model.screen {
        Screen::Start(form) => {
            form.error = Some(problem.text.clone());
            form.cursor = 0;
            for field in &mut form.fields {
                field.line.clear();
            }
            model.notice = None;
        }
        _ => model.complain(problem.text.clone()),
    }
}

/// What can succeed later stays in the outbox; what can't is given back to the one who wrote it.
fn failed(model: &mut Model, id: CommandId, why: &Problem) {
    if why.passing {
        if let Some(pending) = model.outbox.iter_mut().find(|pending| pending.id == id) {
            pending.failed = Some(why.text.clone());
            model.refused = true;
        }
        return;
    }
    let lost = model.outbox.iter().find(|pending| pending.id == id).and_then(typed_text);
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
    model.send_next();
}

/// The text that a command would have written, so that it isn't lost with the command.
fn typed_text(pending: &Pending) -> Option<String> {
    use crate::domain::command::{Change, Record};
    pending.command()?.changes.iter().find_map(|change| match change {
        Change::Put(record) => match record.as_ref() {
            Record::Entry(entry) => Some(entry.text.clone()),
            _ => None,
        },
        Change::Delete(..) => None,
    })
}

fn open(model: &mut Model, meeting: Meeting, draft: Option<LineDraft>, filling: Option<String>) {
    let status = meeting.head.status;
    let form = meeting.head.form.clone();
    go_on_after(model, &meeting);
    let mut screen = MeetingScreen::new(meeting);
    let changes = draft.filter(|draft| !draft.text.is_empty()).map(|draft| take_up(&mut screen, draft));
    let filling = filling.filter(|filling| !filling.is_empty());
    screen.form_saved = filling.clone().unwrap_or_default();
    let has_draft = !screen.line.is_empty() || filling.is_some();
    model.dialogs.clear();
    model.screen = Screen::Meeting(Box::new(screen));
    model.ask_for(Effect::LoadKnown(form));
    if status != MeetingStatus::Avslutat {
        let id = model.meeting_screen().map(|screen| screen.meeting.id());
        // With somebody in it, the meeting isn't interrupted: its time goes on.
        if id.is_none_or(|id| presence::company(model, id).next().is_none()) {
            keys::resume(model);
        }
        match filling {
            Some(filling) => forms::reopen(model, &filling),
            None => next_meeting::at_opening(model),
        }
        if let Some(warning) = model.warning.clone() {
            return model.complain(warning);
        }
        match changes {
            Some(Taken::Gone) => model.complain(
                "Raden som du höll på att ändra är borttagen. Din text står kvar här: Enter skriver den som en ny rad.",
            ),
            Some(Taken::ChangedSince) => model.complain(
                "Någon har ändrat raden som du höll på att ändra. Spara din text, så står båda kvar.",
            ),
            Some(Taken::Change) => {
                model.say("Mötet är öppet där det stod, med ändringen som höll på att skrivas.");
            }
            _ if has_draft => model.say("Mötet är öppet där det stod, med det som höll på att skrivas."),
            _ => model.say("Mötet är öppet där det stod."),
        }
    }
}

/// What a line that was being typed turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    /// A new line.
    New,
    /// A change of a row that stands as it did.
    Change,
    /// A change of a row that somebody has changed since.
    ChangedSince,
    /// A change of a row that is gone.
    Gone,
}

/// Goes on with a line where it was left.
fn take_up(screen: &mut MeetingScreen, draft: LineDraft) -> Taken {
    let LineDraft { text, edits, then } = draft;
    screen.line.set(&text, text.chars().count());
    screen.writing = true;
    screen.draft_saved = text;
    screen.draft_edits = edits;
    let Some(Editing { entry: id, .. }) = edits else { return Taken::New };
    let Some(entry) = screen.meeting.entry(id) else { return Taken::Gone };
    let kind = then.as_ref().map_or(entry.kind(), |then| then.kind());
    screen.target = Target::Entry(kind);
    screen.editing = Some(id);
    screen.cursor = Some(RowRef::Entry(id));
    let Some(then) = then else { return Taken::Change };
    // As if this program had been there all the time: what is saved is meant for the row as it was seen.
    let mut begun = screen.meeting.clone();
    begun.put((*then).into());
    screen.begun = Some(Box::new(begun));
    Taken::ChangedSince
}

/// Makes the keys to come sort after those of what was told of actions, whatever the clock says.
fn go_on_after(model: &mut Model, meeting: &Meeting) {
    let told = meeting.earlier.iter().filter_map(|row| row.told.as_ref());
    for status in meeting.action_status.iter().chain(told) {
        model.ids.after(status.id.0);
    }
}

/// The meeting as it stands in the database, with what is still on its way there.
fn refresh(model: &mut Model, fresh: Meeting) {
    if model.meeting_screen().is_none_or(|screen| screen.meeting.id() != fresh.id()) {
        return;
    }
    presence::remember(model);
    go_on_after(model, &fresh);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let before = screen.meeting.position();
    let was = screen.meeting.head.status;
    let locked = fresh.is_locked() && !screen.meeting.is_locked();
    screen.meeting = fresh;
    for command in model.outbox.iter().filter_map(Pending::command) {
        if command.meeting == Some(screen.meeting.id()) {
            screen.meeting.apply(&command.changes);
        }
    }
    let turned = screen.meeting.head.status != was;
    let moved = screen.meeting.position() != before;
    if moved {
        followed(screen, before);
    }
    let gone = |row: RowRef| match row {
        RowRef::Entry(id) => screen.meeting.entry(id).is_none(),
        RowRef::Participant(id) => screen.meeting.participant(id).is_none(),
        RowRef::Item(id) => screen.meeting.item(id).is_none(),
        RowRef::Earlier(id) => !screen.meeting.earlier.iter().any(|row| row.entry == id),
        RowRef::Todo(_) => false,
    };
    if screen.cursor.is_some_and(gone) {
        screen.cursor = None;
    }
    let lost = screen.editing.is_some_and(|id| screen.meeting.entry(id).is_none());
    if lost {
        screen.editing = None;
    }
    if lost {
        model.complain(
            "Raden som du ändrade är borttagen. Din text står kvar här: Enter skriver den som en ny rad.",
        );
    }
    presence::say_if_same_row(model);
    if moved {
        presence::moved(model);
    }
    if turned {
        presence::closed_or_opened(model);
    }
    if locked {
        model.say("Låst. k visar vem som får vad, v visar versionerna.");
    }
    presence::settle(model);
}

/// The meeting was moved by somebody else: the screen goes along. What is being typed stays, and belongs where it was begun.
fn followed(screen: &mut MeetingScreen, before: Position) {
    screen.cursor = None;
    screen.latest = None;
    screen.usual_target = None;
    entry::carry_line(screen, before);
}

/// Shows home and reads it anew.
pub(crate) fn go_home(model: &mut Model) {
    model.dialogs.clear();
    model.screen = Screen::Home(HomeScreen::default());
    model.ask_for(Effect::LoadHome(model.now.today()));
}
