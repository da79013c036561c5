//! What is done to the highlighted row.

use crate::app::core::NewCommand;
use crate::app::core::action::Action;
use crate::app::core::model::{MeetingScreen, Model, RowRef, Screen, Target, Todo};
use crate::app::meeting::entry::{FOLLOWED_UP, huvudman_words};
use crate::app::meeting::open_form;
use crate::app::meeting::{entry, walk};
use crate::app::meeting::{tasks, turn};
use crate::app::ui::{ask, picks};
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Change, Code};
use crate::domain::ids::{EntryId, MeetingArendeId, ParticipantId};
use crate::domain::meeting::Meeting;
use crate::domain::quick_entry;
use crate::domain::record::{Body, Entry, MeetingArende, Participant};
use crate::domain::rules;

/// Said of a row that isn't an entry.
pub(crate) const ONLY_WRITTEN: &str =
    "Det går bara på det som är skrivet på mötet. Markera en sådan rad med pilarna.";

/// Moves the highlight among the rows on screen.
pub(crate) fn step(model: &mut Model, by: isize) {
    let Some(board) = crate::app::meeting::board::board(model) else { return };
    let targets = board.targets();
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let at = screen.cursor.and_then(|row| targets.iter().position(|target| *target == row));
    screen.cursor = match at {
        Some(at) => at
            .checked_add_signed(by)
            .and_then(|at| targets.get(at))
            .copied()
            .or(screen.cursor.filter(|_| by > 0)),
        None if by < 0 => screen.latest.filter(|row| targets.contains(row)).or(targets.last().copied()),
        None => targets.first().copied(),
    };
}

/// Does what Enter means on a row.
pub(crate) fn open(model: &mut Model, row: RowRef) {
    match row {
        RowRef::Participant(id) => open_form::participant(model, id),
        RowRef::Item(id) => open_form::arende(model, id),
        RowRef::Entry(id) => edit_entry(model, id),
        RowRef::Earlier(id) => open_form::earlier(model, id),
        RowRef::Todo(todo) => mend(model, todo),
    }
}

/// Does what a row of what is left to do asks for.
pub(crate) fn mend(model: &mut Model, todo: Todo) {
    match todo {
        Todo::ArendeFields(id) => open_form::arende(model, id),
        Todo::MeetingFields => open_form::meeting_fields(model),
        Todo::Complete(id) => edit_entry(model, id),
        Todo::Recurring(id) => open_form::recurring(model, id),
        Todo::NeededFrom(id) => turn::ask_from_whom(model, id),
        Todo::Roles => tasks::roles(model),
        Todo::PlanAnswer(id) => open_form::plan_answer(model, id),
        Todo::FollowUp => open_form::follow_up(model),
        Todo::Recipients => open_form::recipients(model),
        Todo::Copies => crate::app::papers::copies::open(model),
        Todo::EndSip => open_form::end_sip(model),
        Todo::Consent(id) => picks::consents(model, Some(id)),
        Todo::Close => crate::app::meeting::keys::close(model),
    }
}

/// Takes an entry into the line, or into a form where it has more than a line can say.
pub(crate) fn edit_entry(model: &mut Model, id: EntryId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(entry) = screen.meeting.entry(id).cloned() else { return };
    if !screen.line.is_empty() && screen.editing != Some(id) {
        return model.say("Spara raden först (Enter) eller töm den (Esc), så går inget förlorat.");
    }
    if matches!(entry.body, Body::Beslut(_) | Body::Rost { .. }) {
        return open_form::entry(model, id);
    }
    let line = as_typed(&screen.meeting, &entry, model.now.today());
    let cursor = line.chars().count();
    screen.line.set(&line, cursor);
    screen.usual_target = None;
    screen.target = Target::Entry(entry.kind());
    screen.editing = Some(id);
    screen.cursor = Some(RowRef::Entry(id));
    screen.writing = true;
    crate::app::meeting::keys::note_draft(model);
}

/// An entry as it would be typed: `text @ägare >datum`.
pub(crate) fn as_typed(meeting: &Meeting, entry: &Entry, today: chrono::NaiveDate) -> String {
    let mut parts = quick_entry::QuickEntry { text: entry.text.clone(), owner: None, due: None };
    let name = |id: ParticipantId| meeting.participant(id).map(Participant::short_name);
    if let Some(action) = entry.action() {
        parts.owner = action.owner.and_then(name).or_else(|| action.owner_name.clone());
        parts.due = action.due.as_ref().map(|due| match action.follow_up {
            Some(day) => format!("{}, {FOLLOWED_UP} {day}", due.in_words(today)),
            None => due.in_words(today),
        });
        if let Some(number) = action.need.and_then(|need| entry::need_number(meeting, entry.arende, need)) {
            parts.text = format!("{} #{number}", parts.text);
        }
    } else {
        let asked = entry.need().filter(|need| !need.from.is_empty());
        parts.owner = asked.map(|need| huvudman_words(&need.from)).or_else(|| entry.source.and_then(name));
    }
    quick_entry::join(&parts)
}

/// Changes the highlighted row.
pub(crate) fn edit(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    match meant(screen) {
        Some(RowRef::Todo(Todo::Close)) => {
            model.say("Enter avslutar mötet. Markera en punkt för att ändra den.");
        }
        Some(RowRef::Todo(todo)) => mend(model, todo),
        Some(row) => open(model, row),
        None => model.say("Det finns ingen rad att ändra."),
    }
}

/// The row that a key is about: the highlighted one; without pointing the point that is being read out, or what was
/// written last.
fn meant(screen: &MeetingScreen) -> Option<RowRef> {
    let read_out = || {
        let mut points = rules::agreed(&screen.meeting).filter(|_| screen.is_reading_out());
        points.find(|entry| entry.confirmed.is_none()).map(|entry| RowRef::Entry(entry.id))
    };
    screen.cursor.or_else(read_out).or_else(|| newest(&screen.meeting))
}

/// The entry that was written last where the meeting stands.
fn newest(meeting: &Meeting) -> Option<RowRef> {
    meeting
        .entries
        .iter()
        .filter(|entry| entry.arende == meeting.head.current || !meeting.head.phase.is_per_arende())
        .max_by_key(|entry| entry.id)
        .map(|entry| RowRef::Entry(entry.id))
}

/// The entry that a key is about.
pub(crate) fn chosen_entry(model: &Model) -> Option<EntryId> {
    let screen = model.meeting_screen()?;
    match meant(screen)? {
        RowRef::Entry(id) | RowRef::Todo(Todo::Complete(id) | Todo::Recurring(id) | Todo::NeededFrom(id)) => {
            Some(id)
        }
        _ => None,
    }
}

/// Removes the highlighted row; never one that wasn't pointed at.
pub(crate) fn remove(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let at = screen.cursor.and_then(|row| place_of(model, row));
    match screen.cursor {
        Some(RowRef::Entry(id)) => remove_entry(model, id),
        Some(RowRef::Participant(id)) => remove_participant(model, id),
        Some(RowRef::Item(id)) => remove_item(model, id),
        Some(RowRef::Earlier(_)) => {
            model.say("Det som lovades förra gången tas inte bort. Enter skriver hur det gick.");
        }
        Some(RowRef::Todo(_)) => model.say("Det som saknas tas bort genom att fyllas i: tryck Enter."),
        None => model.say("Markera raden med pilarna först."),
    }
    if let Some(at) = at {
        stay_near(model, at);
    }
}

/// Where a row stands among those that can be highlighted.
fn place_of(model: &Model, row: RowRef) -> Option<(usize, RowRef)> {
    let board = crate::app::meeting::board::board(model)?;
    Some((board.targets().iter().position(|target| *target == row)?, row))
}

/// The highlight stays where it was when its row has gone: on the row after, or else the one before, of the same kind.
fn stay_near(model: &mut Model, (at, gone): (usize, RowRef)) {
    let targets = crate::app::meeting::board::board(model).map(|board| board.targets()).unwrap_or_default();
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.cursor.is_some() || targets.contains(&gone) {
        return;
    }
    let same = |row: &&RowRef| std::mem::discriminant(*row) == std::mem::discriminant(&gone);
    let before = at.checked_sub(1).and_then(|at| targets.get(at)).filter(same);
    screen.cursor = targets.get(at).filter(same).or(before).copied();
}

fn remove_entry(model: &mut Model, id: EntryId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let meeting = &screen.meeting;
    let Some(entry) = meeting.entry(id).cloned() else { return };
    let kind = entry.kind();
    let mut command = NewCommand::new(Code::Remove(kind), meeting.id());
    command.changes.extend(loose_ends(meeting, id));
    command.changes.push(Change::delete(entry));
    screen.cursor = None;
    if screen.editing == Some(id) {
        screen.editing = None;
    }
    model.commit(command);
    model.say(format!(
        "{} är {}. Ctrl-Z tar tillbaka.",
        crate::domain::meeting::capital(kind.definite()),
        if kind.is_neuter() { "borttaget" } else { "borttagen" }
    ));
}

/// What refers to an entry that goes away.
pub(crate) fn loose_ends(meeting: &Meeting, id: EntryId) -> Vec<Change> {
    let mut changes: Vec<Change> =
        meeting.exemptions.iter().filter(|row| row.entry == id).cloned().map(Change::delete).collect();
    for entry in meeting.actions() {
        if let Body::Atgard(action) = &entry.body
            && action.need == Some(id)
        {
            let mut entry = entry.clone();
            entry.body = Body::Atgard(crate::domain::record::ActionItem { need: None, ..action.clone() });
            changes.push(Change::put(entry));
        }
    }
    for answer in meeting.plan_answers.iter().filter(|answer| answer.entry == Some(id)) {
        changes.push(Change::put(crate::domain::record::PlanAnswer { entry: None, ..answer.clone() }));
    }
    changes
}

fn remove_participant(model: &mut Model, id: ParticipantId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let meeting = &screen.meeting;
    let Some(person) = meeting.participant(id).cloned() else { return };
    let used = meeting.entries.iter().any(|entry| {
        entry.source == Some(id) || entry.action().is_some_and(|action| action.owner == Some(id))
    }) || meeting.plan_answers.iter().any(|answer| answer.participant == id);
    if used {
        return model.complain(format!(
            "{} står vid något som är skrivet och kan inte tas bort. F5 markerar frånvarande eller att hen har gått.",
            person.short_name()
        ));
    }
    let mut command = NewCommand::new(Code::RemoveParticipant, meeting.id());
    command
        .changes
        .extend(meeting.heard.iter().filter(|row| row.participant == id).cloned().map(Change::delete));
    command
        .changes
        .extend(meeting.attendance.iter().filter(|row| row.participant == id).cloned().map(Change::delete));
    command.changes.extend(
        meeting.recipients.iter().filter(|row| row.participant == Some(id)).cloned().map(Change::delete),
    );
    let name = person.short_name();
    command.changes.push(Change::delete(person));
    screen.cursor = None;
    model.commit(command);
    model.say(format!("{name} är borttagen ur listan. Ctrl-Z tar tillbaka."));
}

fn remove_item(model: &mut Model, id: MeetingArendeId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let meeting = &screen.meeting;
    let Some(item) = meeting.item(id).cloned() else { return };
    let used = meeting.entries.iter().any(|entry| entry.arende == Some(id))
        || meeting.stages.iter().any(|stage| stage.arende == Some(id));
    if used {
        return model.complain("Ärendet har redan tagits upp och kan inte tas bort. F9 skjuter upp det.");
    }
    let mut command = NewCommand::new(Code::RemoveArende, meeting.id());
    command.changes = removal(meeting, &item);
    screen.cursor = None;
    model.commit(command);
    model.say("Ärendet är borttaget från mötet. Ctrl-Z tar tillbaka.");
}

/// What goes when an ärende that nothing is written about leaves the meeting.
pub(crate) fn removal(meeting: &Meeting, item: &MeetingArende) -> Vec<Change> {
    let fields = meeting.fields.iter().filter(|row| row.arende == Some(item.id)).cloned().map(Change::delete);
    let attendance =
        meeting.attendance.iter().filter(|row| row.arende == item.id).cloned().map(Change::delete);
    let reasons =
        meeting.overrides.iter().filter(|row| row.arende == Some(item.id)).cloned().map(Change::delete);
    fields.chain(attendance).chain(reasons).chain([Change::delete(item.clone())]).collect()
}

/// Makes a line or a row a decision or an action, or a note again.
pub(crate) fn convert(model: &mut Model, kind: EntryKind) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if !screen.line.is_empty() || screen.editing.is_some() {
        let usual = match crate::app::meeting::target::first(&screen.meeting) {
            Target::Entry(usual) if usual != kind => usual,
            _ => EntryKind::Anteckning,
        };
        let to = if screen.target == Target::Entry(kind) { usual } else { kind };
        // For this line alone: the next one is what lines were before.
        if screen.editing.is_none() {
            screen.usual_target.get_or_insert(screen.target);
        }
        screen.target = Target::Entry(to);
        return;
    }
    let Some(id) = chosen_entry(model) else {
        return model.say("Markera raden med pilarna först.");
    };
    let Screen::Meeting(screen) = &model.screen else { return };
    let Some(mut entry) = screen.meeting.entry(id).cloned() else { return };
    if let Some(stop) = entry::silenced(model, entry.arende) {
        return model.complain(stop);
    }
    let to = if entry.kind() == kind { EntryKind::Anteckning } else { kind };
    entry.body = Body::empty(to);
    if let Body::Beslut(decision) = &mut entry.body {
        decision.decided_by = entry::default_decider(&screen.meeting);
    }
    entry.confirmed = None;
    let mut command = NewCommand::new(Code::Convert(to), screen.meeting.id());
    if entry.kind() != EntryKind::Behov {
        command.changes.extend(
            loose_ends(&screen.meeting, id)
                .into_iter()
                .filter(|change| change.key().table == crate::domain::command::Table::Entry),
        );
    }
    command.changes.push(Change::put(entry));
    model.commit(command);
    let article = if to.is_neuter() { "ett" } else { "en" };
    model.say(format!("Raden är nu {article} {}. Ctrl-Z ångrar.", to.label().to_lowercase()));
}

/// Moves the highlighted entry up or down among its kind.
pub(crate) fn reorder(model: &mut Model, by: isize) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let Some(RowRef::Entry(id)) = screen.cursor else {
        return model.say("Markera raden med pilarna först.");
    };
    let meeting = &screen.meeting;
    let Some(entry) = meeting.entry(id) else { return };
    let mates: Vec<&Entry> = meeting.entries_of(entry.arende, entry.kind()).collect();
    let at = mates.iter().position(|mate| mate.id == id);
    let Some(other) = at.and_then(|at| at.checked_add_signed(by)).and_then(|at| mates.get(at)) else {
        return;
    };
    let (mut entry, mut other) = (entry.clone(), (*other).clone());
    std::mem::swap(&mut entry.order, &mut other.order);
    if entry.order == other.order {
        entry.order += by as i64;
    }
    let mut command = NewCommand::new(Code::MoveEntry(entry.kind()), meeting.id());
    command.changes = vec![Change::put(entry), Change::put(other)];
    model.commit(command);
}

/// Asks to which ärende the entry is to be moved.
pub(crate) fn move_entry(model: &mut Model) {
    match chosen_entry(model) {
        Some(id) => picks::move_entry(model, id),
        None => model.say(ONLY_WRITTEN),
    }
}

/// Asks from which party the entry is to be kept.
pub(crate) fn exempt(model: &mut Model) {
    match chosen_entry(model) {
        Some(id) => picks::exempt(model, id),
        None => model.say(ONLY_WRITTEN),
    }
}

/// Asks whether the entry is to be struck for good.
pub(crate) fn strike(model: &mut Model) {
    match chosen_entry(model) {
        Some(id) => ask::confirm_strike(model, id),
        None => model.say(ONLY_WRITTEN),
    }
}

/// Confirms the point that is read out, or does what the highlighted row asks for.
pub(crate) fn confirm_point(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    if let Some(RowRef::Todo(todo)) = screen.cursor {
        return mend(model, todo);
    }
    let pointed = match screen.cursor {
        Some(RowRef::Entry(id)) => screen.meeting.entry(id).cloned(),
        _ => None,
    };
    let point =
        pointed.or_else(|| rules::agreed(&screen.meeting).find(|entry| entry.confirmed.is_none()).cloned());
    let Some(mut entry) = point else {
        let first = crate::app::meeting::board::board(model).and_then(|board| {
            board.targets().into_iter().find_map(|row| match row {
                RowRef::Todo(todo) => Some(todo),
                _ => None,
            })
        });
        return match first {
            Some(todo) => mend(model, todo),
            None => crate::app::meeting::keys::close(model),
        };
    };
    if rules::incomplete(&entry).is_some() && entry.confirmed.is_none() {
        model.say("Fyll i det som saknas: Tab frågar vem, och sedan när.");
        return edit_entry(model, entry.id);
    }
    if rules::unfollowed(&entry) && entry.confirmed.is_none() {
        return open_form::recurring(model, entry.id);
    }
    let kind = entry.kind();
    entry.confirmed = if entry.confirmed.is_some() { None } else { Some(model.now.utc) };
    let taken_back = entry.confirmed.is_none();
    let mut command = NewCommand::new(Code::Confirm(kind), entry.meeting);
    command.changes.push(Change::put(entry));
    model.commit(command);
    if taken_back {
        model.say("Punkten är inte längre bekräftad. Enter bekräftar igen.");
    }
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = None;
    }
}

/// Which ärende a key means: the highlighted one, or the one that is spoken of.
pub(crate) fn chosen_item(model: &Model) -> Option<MeetingArendeId> {
    let screen = model.meeting_screen()?;
    match screen.cursor {
        Some(RowRef::Item(id) | RowRef::Todo(Todo::ArendeFields(id) | Todo::Consent(id))) => Some(id),
        _ => screen.meeting.head.current,
    }
}

/// Acts on ärenden.
pub(crate) fn act_item(model: &mut Model, action: Action) {
    let Some(item) = chosen_item(model) else {
        return model.say("Markera ett ärende med pilarna först, eller gå till det.");
    };
    match action {
        Action::Postpone if is_postponed(model, item) => walk::postpone(model, item),
        Action::Postpone => ask::confirm_postpone(model, item),
        _ => open_form::arende(model, item),
    }
}

fn is_postponed(model: &Model, item: MeetingArendeId) -> bool {
    let row = model.meeting_screen().and_then(|screen| screen.meeting.item(item));
    row.is_some_and(|row| row.state == crate::domain::record::ArendeState::Uppskjutet)
}
