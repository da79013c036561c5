//! A meeting comes onto the screen, with what was being written when it was left; and is read back when it has changed.

use super::screen::{MeetingScreen, RowRef};
use super::target::Target;
use super::typed_line::carry_line;
use super::{begun, course, earlier, planned};
use crate::app::core::drafts;
use crate::app::core::effect::{Drafts, Effect, LineDraft};
use crate::app::core::model::form::FormKind;
use crate::app::core::model::question;
use crate::app::core::model::{Model, Opens, Pending, Screen};
use crate::app::lock::returning;
use crate::app::next_meeting;
use crate::app::presence::{self, edit_conflict};
use crate::app::ui::form;
use crate::domain::agenda::Phase;
use crate::domain::dates::full_moment;
use crate::domain::meeting::{Meeting, Position};
use crate::domain::quoted::quoted_short;
use crate::domain::record::MeetingStatus;
use crate::domain::rules;
use crate::domain::session::Editing;
use chrono::TimeDelta;

/// How long after a key the next letter still belongs to what is being written.
const LETTERS_COME: TimeDelta = TimeDelta::seconds(3);

/// Shows a meeting that was asked for, and goes on with what was being written in it: a form is one of `kinds`.
pub(crate) fn open(model: &mut Model, meeting: Meeting, written: Drafts, kinds: &[&'static FormKind]) {
    let (status, cancelled) = (meeting.head.status, meeting.head.is_cancelled());
    let how = model.opens.take().filter(|(id, _)| *id == meeting.id()).map(|(_, how)| how);
    let ahead = meeting.head.is_ahead().then(|| full_moment(meeting.head.planned));
    let form = meeting.head.agenda_id.clone();
    go_on_after(model, &meeting);
    let mut screen = MeetingScreen::new(meeting);
    let Drafts { line: draft, form: filling, reasons } = written;
    screen.reasons = question::reasons_of(reasons.as_deref().unwrap_or_default());
    screen.reasons_saved = reasons.unwrap_or_default();
    let changes = draft.filter(|draft| !draft.text.is_empty()).map(|draft| take_up(&mut screen, draft));
    let filling = filling.filter(|filling| !filling.is_empty());
    let filling = filling.filter(|_| !drafts::is_finished(model, screen.meeting.id()));
    screen.form_saved = filling.clone().unwrap_or_default();
    let has_draft = !screen.line.is_empty() || filling.is_some();
    if !has_draft && status == MeetingStatus::Pagar {
        earlier::point_at_first(&mut screen);
    }
    model.dialogs.clear();
    model.screen = Screen::Meeting(Box::new(screen));
    model.ask_for(Effect::LoadKnown(form));
    if how == Some(Opens::Return) {
        if let Some(filling) = filling {
            form::reopen(model, &filling, kinds);
        }
        returning::in_meeting(model, kinds);
        if let Some(words) = changes.and_then(Taken::complaint) {
            model.complain(words);
        }
        return;
    }
    if status != MeetingStatus::Avslutat {
        let id = model.meeting_screen().map(|screen| screen.meeting.id());
        // With somebody in it, the meeting isn't interrupted: its time goes on.
        // To look at one that lies ahead, or to prepare it, isn't to begin it.
        match how {
            Some(Opens::Begin) if ahead.is_some() => planned::begin(model),
            _ if ahead.is_some() || cancelled || matches!(how, Some(Opens::Move | Opens::Cancel)) => {}
            _ if id.is_none_or(|id| presence::company(model, id).next().is_none()) => course::resume(model),
            _ => {}
        }
        match (how, filling) {
            (Some(Opens::Move), _) => return planned::open_move(model, true),
            (Some(Opens::Cancel), _) => return planned::open_cancel(model, true),
            (_, Some(filling)) => form::reopen(model, &filling, kinds),
            (Some(Opens::Look), None) => {}
            (_, None) if cancelled => {}
            (_, None) => next_meeting::at_opening(model),
        }
        if let Some(warning) = model.warning.clone() {
            return model.complain(warning);
        }
        match changes {
            Some(taken) if let Some(words) = taken.complaint() => model.complain(words),
            Some(Taken::Change) => {
                model.say("Mötet är öppet där det stod, med ändringen som höll på att skrivas.");
            }
            _ if cancelled => model.say("Mötet är inställt. ‹Begin› frågar om det ska hållas ändå."),
            _ if how == Some(Opens::Begin) => {}
            _ if let Some(when) = ahead => {
                let nobody = model.meeting().is_some_and(|meeting| meeting.participants.is_empty());
                model.say(if nobody {
                    format!("Planerat till {when}. Ingen är inskriven ännu: skriv in dem som ska komma, en på varje rad.")
                } else {
                    format!("Planerat till {when}. Klockan står. ‹NextPhase› börjar mötet.")
                });
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

impl Taken {
    /// What has become of the row meanwhile.
    fn complaint(self) -> Option<&'static str> {
        match self {
            Self::New | Self::Change => None,
            Self::ChangedSince => {
                Some("Någon har ändrat raden som du höll på att ändra. Spara din text, så står båda kvar.")
            }
            Self::Gone => Some(
                "Raden som du höll på att ändra är borttagen. Din text står kvar här: ‹Accept› skriver den som en ny rad.",
            ),
        }
    }
}

/// Goes on with a line where it was left.
fn take_up(screen: &mut MeetingScreen, draft: LineDraft) -> Taken {
    let LineDraft { text, edits, then } = draft;
    screen.set_written(&text);
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

/// What an answer is now that somebody has taken back, or done again, the one that came after it: "”Ring hem”: ej påbörjad gäller
/// igen."
fn told_again(before: &Meeting, after: &Meeting) -> Option<String> {
    after.earlier.iter().find_map(|row| {
        let old = before.earlier.iter().find(|old| old.entry == row.entry)?.told.as_ref()?;
        let told = row.told.as_ref().filter(|told| told.status != old.status)?;
        Some(format!("{}: {} gäller igen.", quoted_short(&row.text, 30), row.word(told.status)))
    })
}

/// The meeting as it stands in the database, with what is still on its way there.
pub(crate) fn refresh(model: &mut Model, fresh: Meeting) {
    if model.meeting_screen().is_none_or(|screen| screen.meeting.id() != fresh.id()) {
        return edit_conflict::settle(model, &fresh);
    }
    go_on_after(model, &fresh);
    let busy = !model.dialogs.is_empty();
    let foreign = std::mem::take(&mut model.written_by_others);
    let own_turn = std::mem::take(&mut model.turned_back);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if foreign {
        begun::remember(screen, busy);
    }
    let before = screen.meeting.position();
    let was = screen.meeting.head.status;
    let locked = fresh.is_locked() && !screen.meeting.is_locked();
    let old = std::mem::replace(&mut screen.meeting, fresh);
    for command in model.outbox.iter().filter_map(Pending::command) {
        if command.meeting == Some(screen.meeting.id()) {
            screen.meeting.apply(&command.changes);
        }
    }
    screen.keep_newest_in_sight(&old, own_turn);
    let stands = if own_turn { told_again(&old, &screen.meeting) } else { None };
    let turned = screen.meeting.head.status != was;
    let moved = screen.meeting.position() != before;
    if moved {
        followed(screen, before, own_turn);
        // Who writes goes on writing: in ansvar letters are keys otherwise. Who doesn't reads out like whoever moved it.
        let writes = model.wrote && foreign && model.now.utc - model.touched < LETTERS_COME;
        screen.held_open = writes && !screen.writing;
        screen.writing |= writes;
    }
    if screen.cursor.is_some_and(|row| !screen.has(row)) {
        screen.cursor = None;
    }
    let lost = screen.editing.is_some_and(|id| screen.meeting.entry(id).is_none());
    if lost {
        screen.editing = None;
    }
    if lost {
        model.complain(
            "Raden som du ändrade är borttagen. Din text står kvar här: ‹Accept› skriver den som en ny rad.",
        );
    }
    if let Some(words) = stands {
        model.say(words);
    }
    edit_conflict::say_if_same_row(model);
    if moved && !own_turn {
        presence::moved(model, before);
    }
    if turned && !own_turn {
        presence::turned(model, was);
    }
    if foreign && let Some((_, label)) = model.meeting().and_then(rules::called_alike) {
        model.complain(format!("{}. Två skrev samtidigt: båda är kvar.", rules::alike_words(&label)));
    }
    if locked {
        model.say("Låst. ‹Copies› visar vem som får vad, ‹Versions› visar versionerna.");
    }
    if let Some(now) = model.meeting().cloned() {
        edit_conflict::settle(model, &now);
    }
}

/// The meeting was moved by somebody else, or by an undo of one's `own`: the screen goes along. What is being typed stays.
fn followed(screen: &mut MeetingScreen, before: Position, own: bool) {
    screen.cursor = screen.editing.map(RowRef::Entry);
    screen.latest = None;
    screen.usual_target = None;
    carry_line(screen, before, own);
}

/// Who was between two lines when another moved the meeting to ansvar, and writes no more, comes to the read-out.
pub(crate) fn tick(model: &mut Model) {
    let (now, touched) = (model.now.utc, model.touched);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let empty = screen.line.is_empty() && screen.editing.is_none();
    screen.held_open &= empty;
    if screen.held_open && now - touched >= LETTERS_COME {
        screen.held_open = false;
        screen.writing = false;
    }
}

/// Says what a meeting that has just begun can bring along.
pub(crate) fn greet(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let untouched = meeting.head.status == MeetingStatus::Pagar
        && meeting.head.phase == Phase::Sammanhang
        && meeting.head.follows.is_none()
        && meeting.items.is_empty()
        && meeting.participants.len() <= 1;
    if let Some((_, day)) = next_meeting::last_of_team(model).filter(|_| untouched) {
        let left = screen.known.last.as_ref().map_or(0, |last| last.left);
        model.say(match left {
            0 => format!("Ni sågs senast {day}. ‹SameAsLast› tar med deltagare och ärenden därifrån."),
            1 => format!("Ett ärende sköts upp eller hann inte tas upp {day}. ‹SameAsLast› tar med det hit."),
            left => format!(
                "{left} ärenden sköts upp eller hann inte tas upp {day}. ‹SameAsLast› tar med dem hit."
            ),
        });
    }
}
