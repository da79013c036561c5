//! What each message does to the model, and where each key goes: the one file that knows all features. Pure: what is to be
//! done outside goes out as effects.

mod replies;
#[cfg(test)]
mod tests;

use super::core::action::{Action, Context};
use super::core::drafts;
use super::core::effect::Effect;
use super::core::line::{Edit, Line};
use super::core::message::Message;
use super::core::model::form::FormKind;
use super::core::model::{Dialog, MeetingScreen, Model, RowRef, Screen, Setup, Target};
use super::core::now::Now;
use super::home::{actions, door, found, new_meeting, persons};
use super::lock::{passphrase, recovery};
use super::meeting::{
    after_answer, arende_form, asked_day, begun, board, completing, earlier, entry_form, family, follow_up,
    head_form, letters, participant_form, pasted, plan_answer, planned, recurring, row_digit, rule_stop,
    send_on, typed_on, undoing, walk,
};
use super::papers::{approve, copies, file_copy, locking, recipients, work};
use super::ui::question::confirm;
use super::ui::{form, list, listing, question, reader};
use super::wall::own_screen;
use super::{
    assess, backup, consents, home, lock, meeting, menu, next_meeting, presence, restoring, social_clock,
};
use crate::domain::record::MeetingStatus;
use crate::domain::text;

/// Every kind of form: a draft is opened again by its key.
pub(crate) static FORMS: &[&FormKind] = &[
    &door::CREATE_DATABASE,
    &door::UNLOCK,
    &passphrase::NEW_PASSPHRASE,
    &recovery::FIRST_KEY,
    &recovery::NEW_KEY,
    &recovery::ASK_FOR_KEY,
    &recovery::PROVE_KEY,
    &restoring::COPY,
    &persons::PERSON,
    &participant_form::PARTICIPANT,
    &family::FAMILY,
    &head_form::HEAD,
    &arende_form::ARENDE,
    &arende_form::FIELDS,
    &consents::form::CONSENT,
    &consents::lift_out::UNRECOGNISABLE,
    &follow_up::FOLLOW_UP,
    &follow_up::END_SIP,
    &plan_answer::PLAN_ANSWER,
    &send_on::SEND_ON,
    &new_meeting::PLAN,
    &planned::MOVE,
    &planned::CANCEL,
    &recipients::RECIPIENTS,
    &entry_form::ENTRY,
    &recurring::RECURRING,
    &earlier::EARLIER,
    &actions::TOLD,
    &approve::CORRECTION,
    &locking::LOCK,
    &file_copy::WHOSE,
    &approve::NEW_VERSION,
    &copies::PRINTING,
    &copies::despite::DESPITE,
    &assess::ASSESS,
    &next_meeting::CARRY_OVER,
    &social_clock::SOCIAL_CLOCK,
    &pasted::PASTED,
];

/// Said where a line holds no more: what is typed would be lost unseen.
const FULL: &str = "Raden är full: 10 000 tecken. Spara den, och skriv resten på nästa rad.";

/// Said where a paste is longer than a line: a part of it would be lost unseen.
fn too_long(text: &str, room: usize) -> String {
    let over = text.chars().count().saturating_sub(room).max(1);
    format!(
        "Texten är {over} tecken längre än raden har plats för. Inget är inklistrat: dela den på flera rader."
    )
}

impl Model {
    /// The program as it starts; what it needs from outside is asked for in answer to the first message.
    pub fn new(setup: Setup, now: Now, size: (u16, u16)) -> Self {
        let screen = door::first_screen(&setup);
        Self::with_screen(setup, now, size, screen)
    }
}

/// Handles a message and says what is to be done outside.
pub fn update(model: &mut Model, message: Message, now: Now) -> Vec<Effect> {
    model.now = now;
    let message = row_digit::read(model, message, write);
    let read = letters::read(model, message, write);
    read.into_iter().flat_map(|message| handle(model, message)).collect()
}

fn handle(model: &mut Model, message: Message) -> Vec<Effect> {
    let typed_on = matches!(message, Message::Edit(_)) && is_typing(model);
    // First, so that nothing stands on the screen either when what follows panics.
    if !typed_on {
        model.version += 1;
    }
    // An answer that waits is kept before anything is locked or left.
    let message = after_answer::first(model, message, write);
    let message = message.and_then(|message| lock::first(model, message));
    let Some(message) = message else { return std::mem::take(&mut model.effects) };
    let by_itself = matches!(message, Message::Store(_) | Message::Lists(_) | Message::Tick);
    let lay_there = model.dialogs.len();
    let (was_going, unsent) = (is_going(model), model.outbox.len());
    match message {
        Message::Tick => tick(model),
        Message::Resize(columns, rows) => model.size = (columns, rows),
        Message::Store(reply) => replies::reply(model, reply),
        Message::Lists(lists) => new_meeting::lists_read(model, *lists),
        // Also where nothing can be seen.
        Message::Do(Action::Quit) => quit(model),
        Message::Do(Action::Interrupt) => interrupt(model),
        // What can't be seen can't be meant, but what is typed blind is kept.
        Message::Do(_) | Message::ToRow(_) | Message::Click(_) | Message::ClickIndex(_) if !model.fits() => {}
        Message::Do(action) => {
            model.notice = None;
            if typed_on::answers(model, action) {
                act(model, action);
            }
        }
        Message::Doubtful(key, action) => {
            let writes = matches!(
                model.context(),
                Context::Line | Context::Form | Context::Pick | Context::ActionList | Context::Locked
            );
            let or = if writes || model.writes_beneath() { " Annars skriver du bara vidare." } else { "" };
            model.say(format!("Menade du {key}: {}? Tryck det en gång till.{or}", action.label()));
        }
        Message::Edit(edit) if form::chooses(model, edit) => model.notice = None,
        Message::Edit(edit) => write(model, edit),
        Message::Paste(text) => {
            model.notice = None;
            paste(model, &text);
        }
        // Read as what it is before.
        Message::Letter(..) => {}
        Message::ToRow(number) => {
            model.notice = None;
            meeting::chosen::to_row(model, number);
        }
        Message::Click(row) => meeting::keys::click(model, row),
        Message::ClickIndex(index) => click_index(model, index),
    }
    // What a rule asked for was answered, in a form or a list: on to where one was going.
    if was_going && model.outbox.len() > unsent && answered(model, lay_there) {
        model.dialogs.clear();
        walk::go_on(model);
    }
    rule_stop::offer_form(model);
    next_meeting::follow_all(model);
    found::offer(model);
    // What comes beneath a key that is shown once is read when it has gone.
    let beneath = model.dialogs.last().is_some_and(recovery::is_shown);
    typed_on::note(model, by_itself && !beneath, lay_there);
    let_go_of_done(model);
    if let (Screen::Meeting(screen), true) = (&mut model.screen, model.dialogs.is_empty()) {
        begun::forget(screen);
        screen.going = None;
    }
    passphrase::offer(model);
    restoring::end(model);
    drafts::note(model);
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.keep_place();
    }
    asked_day::go_on(model);
    lock::go_on(model);
    if typed_on && !is_typing(model) {
        model.version += 1;
    }
    std::mem::take(&mut model.effects)
}

/// A key changes the line that takes what is typed.
fn write(model: &mut Model, edit: Edit) {
    model.written_past();
    let mut letter = [0; 4];
    let text = if let Edit::Insert(c) = edit { c.encode_utf8(&mut letter) } else { "" };
    typed_on::part(model, text);
    let mut fits = true;
    let was = model.meeting_screen().filter(|_| is_typing(model)).map(MeetingScreen::written);
    with_line(model, |line| fits = line.edit(edit));
    if fits {
        edited(model);
        if matches!(edit, Edit::DeleteToStart | Edit::DeleteToEnd) {
            undoing::emptied(model, was);
        }
        typed_on::wrote(model);
    } else {
        model.complain(FULL);
    }
}

/// Whether a meeting's line has something in it, and a letter goes there.
fn is_typing(model: &Model) -> bool {
    model.dialogs.is_empty() && model.meeting_screen().is_some_and(|screen| !screen.line.is_empty())
}

/// Whether somebody was going on in the meeting when a rule spoke.
fn is_going(model: &Model) -> bool {
    model.meeting_screen().is_some_and(|screen| screen.going.is_some())
}

/// Whether nothing lies in front any more but the rule beneath a form that was saved now.
fn answered(model: &Model, lay_there: usize) -> bool {
    let stops = |dialog: &Dialog| matches!(dialog, Dialog::Rule(stop) if stop.reason.is_none());
    model.dialogs.is_empty() || (model.dialogs.len() < lay_there && model.dialogs.iter().all(stops))
}

/// Time has passed: drafts are kept, failed acts tried again.
fn tick(model: &mut Model) {
    drafts::keep(model, false);
    model.retry();
    meeting::opening::tick(model);
    presence::say_here(model);
    listing::tick(model);
}

/// What was left to do and now is done isn't highlighted any more: Enter would do it again.
fn let_go_of_done(model: &mut Model) {
    let Some(row @ RowRef::Todo(_)) = model.meeting_screen().and_then(|screen| screen.cursor) else { return };
    let is_left = board::board(model).is_some_and(|board| board.targets().contains(&row));
    if !is_left && let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = None;
    }
}

fn act(model: &mut Model, action: Action) {
    match action {
        Action::Quit => return quit(model),
        Action::Interrupt => return interrupt(model),
        Action::Help | Action::Menu if model.shows_wall() => return own_screen::not_here(model),
        Action::Help => return reader::help(model),
        Action::Menu => return menu::open(model),
        Action::Theme => {
            model.setup.theme = model.setup.theme.next();
            return;
        }
        Action::StopPapers => return work::ask_to_stop(model),
        Action::LockScreen => return lock::close(model),
        Action::SaveElsewhere => return presence::elsewhere::save(model),
        Action::StopBackup => return backup::stop(model),
        Action::ToWall => return own_screen::turn(model),
        Action::Blank => return own_screen::blank(model),
        Action::ShowOnWall => return presence::which_wall::show(model),
        Action::Recipients => return recipients::open(model),
        _ => {}
    }
    let speaks = matches!(model.dialogs.last(), Some(Dialog::Rule(_)));
    match model.context() {
        Context::Home => home::keys::act(model, action),
        Context::Form if speaks => rule_stop::act_reason(model, action),
        Context::Form if action == Action::GoOnAnyway => rule_stop::leave_form(model),
        Context::Form if action == Action::Practise => door::practise(model),
        Context::Form if action == Action::PrintKey => recovery::print(model),
        Context::Form if action == Action::RestoreBackup => restoring::begin(model),
        Context::Form => form::act(model, action),
        Context::Pick | Context::ActionList => {
            let next_line = typed_on::next_line(model).filter(|_| action == Action::Back);
            if let Some(words) = next_line {
                typed_on::give_back(model, &words);
            }
            if let Some(action) = list::act(model, action) {
                act(model, action);
            }
        }
        Context::Ask if speaks => rule_stop::act(model, action),
        Context::Ask => question::act(model, action),
        Context::Reader => reader::act(model, action),
        Context::Copies => copies::act(model, action),
        Context::Line | Context::ReadOut | Context::Closed => meeting::keys::act(model, action),
        // The lock has its keys before all others.
        Context::Wall | Context::Veiled | Context::Locked => {}
    }
}

/// Leaves when nothing stands in the way: what is on its way to the disk gets its time at the end. Asks when something
/// couldn't be written.
fn quit(model: &mut Model) {
    let stuck = model.outbox.iter().any(|pending| pending.failed.is_some());
    if let Some(text) = work::ends(model).filter(|_| !stuck && !model.quit) {
        return confirm(model, work::END, text, "Avsluta ändå", leave);
    }
    if !stuck && backup::asks_before_end(model, leave) {
        return;
    }
    if presence::elsewhere::asks_before_end(model, leave) {
        return;
    }
    let stuck = stuck && presence::elsewhere::lies_in(model).is_none();
    if !stuck || model.quit {
        drafts::keep(model, true);
        leave(model);
        return;
    }
    let text = vec![
        match model.outbox.len() {
            1 => "En ändring är inte sparad än: programmet försöker igen hela tiden.".to_owned(),
            count => format!("{count} ändringar är inte sparade än: programmet försöker igen hela tiden."),
        },
        "Det som inte är sparat går förlorat om du avslutar nu.".to_owned(),
    ];
    confirm(model, "Avsluta utan att spara?", text, "Avsluta ändå", leave);
}

/// Asks before a meeting that is under way is left; the same key again leaves it.
fn interrupt(model: &mut Model) {
    let title = "Lämna mötet och programmet?";
    let goes_on =
        model.meeting_screen().is_some_and(|screen| screen.meeting.head.status == MeetingStatus::Pagar);
    if !goes_on || model.lock.is_some() || !model.fits() || question::is_asked(model, title) {
        return quit(model);
    }
    let text = vec![
        "Mötet pågår. Allt som är skrivet ligger på disken, och mötet går att fortsätta där ni var."
            .to_owned(),
        "Ville du kopiera? Markera med musen och håll ned Skift.".to_owned(),
    ];
    confirm(model, title, text, "Avsluta", quit);
}

fn leave(model: &mut Model) {
    model.quit = true;
    model.ask_for(Effect::Quit);
}

/// The line that takes what is typed now.
fn with_line(model: &mut Model, change: impl FnOnce(&mut Line)) {
    let line = match model.depth_of_writing().checked_sub(1).and_then(|last| model.dialogs.get_mut(last)) {
        Some(Dialog::Form(form)) => form.fields.get_mut(form.cursor).map(|field| &mut field.line),
        Some(Dialog::Pick(pick)) => pick.narrows.then_some(&mut pick.filter),
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
fn edited(model: &mut Model) {
    match model.depth_of_writing().checked_sub(1).and_then(|last| model.dialogs.get_mut(last)) {
        Some(Dialog::Pick(pick)) => pick.cursor = 0,
        Some(Dialog::Form(form)) => form.error = None,
        Some(_) => {}
        None => match &mut model.screen {
            Screen::Start(form) => form.error = None,
            Screen::Meeting(_) => completing::mark(model),
            Screen::Opening | Screen::Home(_) => {}
        },
    }
}

fn paste(model: &mut Model, text: &str) {
    if model.context() == Context::Veiled {
        return own_screen::not_here(model);
    }
    if model.dialogs.is_empty() && model.context() == Context::Line {
        let (lines, rows) = (text::lines_of_paste(text), text::rows_of_paste(text));
        let is_table = rows.iter().any(|row| row.contains('\t'));
        let for_people = model.meeting_screen().is_some_and(|screen| screen.target == Target::Participant);
        if lines.len() > 1 || (is_table && for_people) {
            let longest =
                text.split(['\r', '\n']).max_by_key(|line| line.chars().count()).unwrap_or_default();
            if longest.chars().count() > text::MAX_CHARS {
                return model.complain(too_long(longest, text::MAX_CHARS));
            }
            pasted::ask(model, lines, rows);
            return;
        }
    }
    if form::refuses_paste(model) {
        return;
    }
    if model.writes_beneath() && text::lines_of_paste(text).len() > 1 {
        return model.complain("Frågan är inte besvarad än. Inget är inklistrat: svara först.");
    }
    let (mut fits, mut room) = (true, text::MAX_CHARS);
    typed_on::part(model, text);
    with_line(model, |line| {
        room = text::MAX_CHARS.saturating_sub(line.value().chars().count());
        fits = line.paste(text);
    });
    if !fits {
        return model.complain(too_long(text, room));
    }
    edited(model);
    typed_on::wrote(model);
}

fn click_index(model: &mut Model, index: usize) {
    // A second click on a row that is highlighted opens it; in a list one is enough.
    let opens = match model.dialogs.last_mut() {
        // What tells of its row in full is read before it is opened.
        Some(Dialog::Pick(pick)) if pick.selected().is_some_and(|item| item.columns.is_some()) => {
            let count = pick.shown().len();
            points_at(&mut pick.cursor, index, count)
        }
        Some(Dialog::Pick(pick)) if index < pick.shown().len() => {
            pick.cursor = index;
            pick.waits = false;
            true
        }
        Some(Dialog::Form(form)) => {
            form.to(index.min(form.fields.len().saturating_sub(1)));
            form.unfolded |= !form.is_shown(form.cursor);
            false
        }
        Some(Dialog::Copies(copies)) => points_at(&mut copies.cursor, index, copies.rows.len()),
        Some(_) => false,
        None => match &mut model.screen {
            Screen::Start(form) => {
                form.to(index.min(form.fields.len().saturating_sub(1)));
                false
            }
            Screen::Home(home) => points_at(&mut home.cursor, index, usize::MAX),
            Screen::Meeting(screen) => {
                screen.completion = index;
                return completing::take_completion(model);
            }
            Screen::Opening => false,
        },
    };
    if opens {
        act(model, Action::Accept);
    }
}

/// Points at one of so many rows; says whether it was pointed at already.
fn points_at(cursor: &mut usize, index: usize, count: usize) -> bool {
    let again = *cursor == index;
    *cursor = index.min(count.saturating_sub(1));
    again
}
