//! What was promised at an earlier meeting, and how it has gone: answered by a digit where it stands, or in a form with a
//! few words.

pub(crate) use super::how_it_went::DAY;
use super::how_it_went::{self, Told};
use super::screen::{MeetingScreen, RowRef};
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Dialog, Model, NewCommand, Screen};
use crate::app::ui::form;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::answer_line::GoesOn;
use crate::domain::command::{Change, Code};
use crate::domain::dates::Due;
use crate::domain::earlier::{self, Earlier};
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::Meeting;
use crate::domain::quoted::quoted_short;
use crate::domain::record::handover::with_owner;
use crate::domain::record::{ActionState, ActionStatus};
use crate::domain::rules;

/// How an action of an earlier meeting has gone.
pub(crate) static EARLIER: FormKind = FormKind::new("Earlier", &About { open, save });

/// The answers with their digits, in order: "1 klar  2 pågår  …". Where one is there already: how it is taken away.
pub(crate) fn answers(kind: EntryKind, is_told: bool) -> String {
    let all = earlier::answers(kind).into_iter().enumerate();
    let mut all: Vec<String> = all.map(|(at, (_, word))| format!("{} {word}", at + 1)).collect();
    // Stays on one row.
    all.extend(is_told.then(|| "0\u{a0}inget\u{a0}svar".to_owned()));
    all.join("  ")
}

/// What nobody has told of yet, in the order of the screen: the first promise, or what comes next below `after`, where the goals
/// follow the promises. Goals wait until one comes to them.
pub(crate) fn unanswered(screen: &MeetingScreen, after: Option<&Earlier>) -> Option<RowRef> {
    let shown = shown(&screen.meeting);
    let place = |row: &Earlier| shown.iter().position(|known| known.entry == row.entry);
    let below = after.and_then(place);
    let waits = |row: &Earlier| screen.answering.as_ref().is_some_and(|known| known.of(row.entry).is_some());
    let asked = |row: &Earlier| after.is_some() || row.is_promise();
    let mut rest = shown.iter().skip(below.map_or(0, |at| at + 1));
    let next = rest.find(|row| row.told.is_none() && asked(row) && !waits(row));
    next.map(|row| RowRef::Earlier(row.entry))
}

/// What of before stands to be answered where the meeting is, as on the screen: the promises, and below them the goals, which
/// stand in their ärende and in ansvar, and in their ärende the decisions.
pub(super) fn shown(meeting: &Meeting) -> Vec<&Earlier> {
    let here = meeting.head.current.filter(|_| meeting.head.phase.is_per_arende());
    let rows: Vec<&Earlier> = match here {
        Some(item) => meeting.earlier_of(Some(item)).collect(),
        None if meeting.head.phase == Phase::Ansvar => meeting.continues(),
        None => meeting.earlier.iter().filter(|row| row.is_promise()).collect(),
    };
    let (promises, rest): (Vec<&Earlier>, Vec<&Earlier>) = rows.into_iter().partition(|row| row.is_promise());
    let (goals, rest): (Vec<&Earlier>, Vec<&Earlier>) = rest.into_iter().partition(|row| row.is_goal());
    promises.into_iter().chain(goals).chain(rest.into_iter().filter(|row| row.is_decision())).collect()
}

/// To the first promise that has no answer, where they stand; where all have, to the first such goal.
pub(crate) fn point_at_unanswered(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(row) = unanswered(screen, None).or_else(|| unanswered_goal(screen)) else { return };
    screen.cursor = Some(row);
    screen.writing = false;
    model.say("Hur har det gått? Siffran svarar, och nästa löfte står på tur.");
}

/// The first goal of before that is followed up where the meeting stands, and has no answer.
pub(crate) fn unanswered_goal(screen: &MeetingScreen) -> Option<RowRef> {
    rules::unanswered_goals(&screen.meeting, followed_here(screen))
        .next()
        .map(|row| RowRef::Earlier(row.entry))
}

/// The first decision of a plan that ends of which nobody has said whether it holds all the same.
pub(crate) fn unanswered_decision(screen: &MeetingScreen) -> Option<RowRef> {
    let mut rows = rules::unanswered_decisions(&screen.meeting, followed_here(screen));
    rows.next().map(|row| RowRef::Earlier(row.entry))
}

fn followed_here(screen: &MeetingScreen) -> Option<MeetingArendeId> {
    screen.meeting.head.current.filter(|_| screen.meeting.head.phase.is_per_arende())
}

/// An ärende that follows something opens on its first promise that nobody has told of.
pub(crate) fn point_at_first(screen: &mut MeetingScreen) {
    if screen.meeting.head.current.is_some() && screen.meeting.head.phase.is_per_arende() {
        screen.cursor = unanswered(screen, None);
    }
}

/// A promise has gone so. A new day is asked for where it needs one.
pub(crate) fn answer(model: &mut Model, id: EntryId, state: ActionState) {
    let today = model.now.today();
    let Some(row) = row(model, id) else { return };
    if !row.asks_for_day(state, today) {
        return tell(model, id, beside(&row, state));
    }
    let word = row.word(state).to_owned();
    open(model, id);
    if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
        form.fill(&[("status".to_owned(), word)]);
        form.cursor = form.fields.len().saturating_sub(1);
    }
}

/// A promise has gone so; a new day may be told of later.
pub(crate) fn answer_without_day(model: &mut Model, id: EntryId, state: ActionState) {
    if let Some(row) = row(model, id) {
        tell(model, id, beside(&row, state));
    }
}

/// How it stands now, with what was told beside it. The day that it got here stays, as long as there is something to do.
fn beside(row: &Earlier, status: ActionState) -> Told {
    let told = row.told.as_ref();
    Told {
        status,
        how: told.and_then(ActionStatus::how).map(str::to_owned),
        owner: row.new_owner().map(str::to_owned),
        due: told.and_then(|told| told.new_due.clone()).filter(|_| !status.is_settled()),
        follow_up: None,
    }
}

/// What a line said of it: how it stands, and who does it and when from now on.
pub(crate) fn goes_on(model: &mut Model, id: EntryId, said: GoesOn) {
    let Some(row) = row(model, id) else { return };
    let known = beside(&row, said.state);
    // What was told here of when it is followed up gives way.
    let due = said.due.or(known.due.filter(|_| said.follow_up.is_none()));
    tell(model, id, Told { owner: said.owner.or(known.owner), due, follow_up: said.follow_up, ..known });
    ask_day_later(model, id);
}

/// What somebody took over, or what goes on, may have a day that has passed: the new one is asked for when the
/// ärende is left.
fn ask_day_later(model: &mut Model, id: EntryId) {
    let today = model.now.today();
    if let Screen::Meeting(screen) = &mut model.screen
        && screen.meeting.earlier.iter().any(|row| row.entry == id && row.lacks_day(today))
    {
        screen.days.forget(id);
        screen.days.wait.push(id);
    }
}

/// The new day of a promise that goes on past its own is asked for.
pub(crate) fn ask_day(model: &mut Model, id: EntryId) {
    if let Some(told) = row(model, id).and_then(|row| row.told) {
        answer(model, id, told.status);
    }
}

/// Nobody has told of it here, after all.
pub(crate) fn take_back(model: &mut Model, id: EntryId) {
    if row(model, id).is_none_or(|row| row.told.is_none()) {
        return;
    }
    put_back(model, Code::ForgetActionStatus, id, None);
    if let Some(row) = row(model, id) {
        model.say(format!("{}: inget svar. ‹Undo› ångrar.", quoted_short(&row.text, 30)));
    }
}

/// What was told of it here is what it was: nothing, or a word. `code`: why.
pub(crate) fn put_back(model: &mut Model, code: Code, id: EntryId, before: Option<ActionStatus>) {
    let Some(row) = row(model, id) else { return };
    if let Some(word) = before {
        let code = if code == Code::AnswerWasText { code } else { Code::SetActionStatus };
        return write(model, code, &row, word.status, (word.evaluation, word.new_due));
    }
    let Some(told) = &row.told else { return };
    let Some(meeting) = model.meeting().map(Meeting::id) else { return };
    model.ids.after(told.id.0);
    let id = model.new_id();
    let Some(word) = row.taking_back(id) else { return };
    let mut command = NewCommand::new(code, meeting);
    command.changes.push(Change::put(word));
    model.commit(command);
}

fn row(model: &Model, id: EntryId) -> Option<Earlier> {
    model.meeting()?.earlier.iter().find(|row| row.entry == id).cloned()
}

/// How an action of an earlier meeting has gone.
pub(crate) fn open(model: &mut Model, id: EntryId) {
    let today = model.now.today();
    let Some(screen) = model.meeting_screen() else { return };
    let Some(row) = screen.meeting.earlier.iter().find(|row| row.entry == id) else { return };
    let told = row.told.clone();
    let of = screen.meeting.item_of_earlier(row).map(|item| item.id);
    let mut intro = vec![rules::named(&screen.meeting, of, &row.text)];
    let facts: Vec<String> =
        row.owner_in_words().into_iter().chain(row.when_now(today)).chain([row.source(today)]).collect();
    intro.push(facts.join(" · "));
    let mut fields = how_it_went::fields(row.kind, told.as_ref(), today);
    how_it_went::ask_for_follow_up(&mut fields, row.follow_up, row.lacks_day(today));
    form::open(model, &EARLIER, id, "Från förra gången", fields, intro);
}

/// What is told of an action of an earlier meeting.
fn save(model: &mut Model, form: &Form, id: EntryId) -> Result<(), Wrong> {
    let before = row(model, id);
    let kind = before.as_ref().map_or(EntryKind::Atgard, |row| row.kind);
    let due = before.as_ref().and_then(|row| row.due.as_ref());
    let told = how_it_went::told(model, form, (kind, due))?;
    tell(model, id, told);
    if row(model, id).map(|row| row.owner) != before.map(|row| row.owner) {
        ask_day_later(model, id);
    }
    Ok(())
}

/// Writes it down, and goes on to the next that waits.
fn tell(model: &mut Model, id: EntryId, told: Told) {
    let Some(promised) = row(model, id) else { return };
    let status = told.status;
    // Whose it was already is said anew only where somebody else had taken it over.
    let back = || promised.new_owner().and(promised.agreed_owner()).map(str::to_owned);
    let same = |owner: &String| promised.owner.as_ref() == Some(owner) && promised.new_owner().is_none();
    let times = told.times(promised.due.as_ref(), promised.follow_up.is_some());
    let owner = told.owner.or_else(back).filter(|owner| !same(owner));
    let words = with_owner(owner.as_deref(), told.how.as_deref());
    match times.as_slice() {
        [due] => write(model, Code::SetActionStatus, &promised, status, (words, due.clone())),
        // One breath, also where the first was told before.
        all => add(model, Code::SetActionStatus, &promised, status, (words, all)),
    }
    if let Screen::Meeting(screen) = &mut model.screen
        && screen.cursor == Some(RowRef::Earlier(id))
    {
        screen.cursor = unanswered(screen, Some(&promised));
    }
    let what = quoted_short(&promised.text, 30);
    let after = row(model, id);
    let same = status == ActionState::Andrad
        && after.as_ref().is_some_and(|row| {
            row.told.is_some()
                && row.due == promised.due
                && row.follow_up == promised.follow_up
                && row.new_owner().is_none()
        });
    let same = if same { ", samma dag som förut" } else { "" };
    let now = after.filter(|row| row.new_owner().is_some()).and_then(|row| row.owner_in_words());
    let now = now.map(|now| format!(", {now}")).unwrap_or_default();
    model.say(format!("{what}: {}{now}{same}. Fel? ‹Undo› ångrar.", promised.word(status)));
}

/// A word on it. Where it says what was said last, nothing is added.
fn write(
    model: &mut Model,
    code: Code,
    promised: &Earlier,
    status: ActionState,
    (evaluation, new_due): (Option<String>, Option<Due>),
) {
    let says_it = |told: &ActionStatus| {
        (told.status, &told.evaluation, &told.new_due) == (status, &evaluation, &new_due)
    };
    if !promised.told.as_ref().is_some_and(says_it) {
        add(model, code, promised, status, (evaluation, &[new_due]));
    }
}

/// Adds a word for each of the times, all in one act.
fn add(
    model: &mut Model,
    code: Code,
    promised: &Earlier,
    status: ActionState,
    (evaluation, times): (Option<String>, &[Option<Due>]),
) {
    let Some(meeting) = model.meeting().map(Meeting::id) else { return };
    if let Some(told) = &promised.told {
        model.ids.after(told.id.0);
    }
    let mut command = NewCommand::new(code, meeting);
    let mut at = ActionStatus::moment_after(promised.told.as_ref(), model.now.utc);
    for new_due in times {
        command.changes.push(Change::put(ActionStatus {
            id: model.new_id(),
            entry: promised.entry,
            meeting: Some(meeting),
            status,
            evaluation: evaluation.clone(),
            new_due: new_due.clone(),
            at,
        }));
        at += ActionStatus::BREATH;
    }
    model.commit(command);
}
