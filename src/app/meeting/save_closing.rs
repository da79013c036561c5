//! Saving what a meeting opens and closes with: earlier promises, answers to the plan, the follow-up, the copies.

use crate::app::core::NewCommand;
use crate::app::core::model::{Model, RowRef, Screen};
use crate::app::meeting::save_form::{Wrong, date_in, meeting, time_in, wrong};
use crate::app::meeting::walk;
use crate::app::ui::dialog::Form;
use crate::domain::coded::Coded;
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code, RecordKey, Table};
use crate::domain::dates::{self, Due};
use crate::domain::ids::{EntryId, MeetingId, ParticipantId, RowId};
use crate::domain::meeting::capital;
use crate::domain::record::{
    ActionItem, ActionState, ActionStatus, Body, EndReason, Entry, FollowUp, PlanAnswer, PlanAnswerKind,
    Recipient,
};

pub(crate) fn follow_up(model: &mut Model, form: &Form, id: Option<RowId>) -> Result<(), Wrong> {
    let time = time_in(form, "tid")?;
    let date = date_in(model, form, "datum")?
        .ok_or_else(|| wrong("datum", "Vilken dag ses ni? Skriv till exempel: om 8 veckor"))?;
    let next: MeetingId = model.new_id();
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let mut command = NewCommand::new(Code::SetFollowUp, meeting.id());
    let old = meeting.follow_ups.iter().find(|row| Some(row.id) == id).cloned();
    let moved = old.as_ref().is_none_or(|old| (old.date, old.time) != (date, time));
    // The booked meeting stands in the calendar under the follow-up's own key; another time makes it another booking.
    let row = FollowUp {
        id: old.as_ref().filter(|_| !moved).map_or(RowId(next.0), |old| old.id),
        meeting: meeting.id(),
        date,
        time,
        place: form.given("plats"),
        called_by: form.given("kallar"),
        rev: old.as_ref().filter(|_| !moved).map_or(0, |old| old.rev),
    };
    if moved {
        let booked = walk::booked(model, &row);
        command.snapshot = booked.1;
        command.changes.extend(booked.0);
        command.changes.extend(old.into_iter().flat_map(|old| {
            let gone = RecordKey { table: Table::Head, id: old.id.0 };
            [Change::delete(old), Change::Delete(gone, None)]
        }));
    }
    command.changes.push(Change::put(row));
    model.commit(command);
    let day = dates::long_date(date);
    model.say(format!("Uppföljning {day}."));
    Ok(())
}

pub(crate) fn plan_answer(model: &mut Model, form: &Form, id: ParticipantId) -> Result<(), Wrong> {
    let answer = PlanAnswerKind::of_word(form.value("svar")).unwrap_or(PlanAnswerKind::Ja);
    let condition = form.given("villkor").filter(|_| answer == PlanAnswerKind::JaOm);
    if answer == PlanAnswerKind::JaOm && condition.is_none() {
        return Err(wrong("villkor", "Skriv vad som gör planen okej."));
    }
    let order = i64::try_from(model.now.unix_ms()).unwrap_or(i64::MAX);
    let (row_id, entry_id): (RowId, EntryId) = (model.new_id(), model.new_id());
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let old = meeting.plan_answers.iter().find(|row| row.participant == id).cloned();
    let mut command = NewCommand::new(Code::SetPlanAnswer, meeting.id());
    let mut point = old.as_ref().and_then(|old| old.entry).and_then(|id| meeting.entry(id)).cloned();
    if let Some(condition) = &condition {
        let typed = form.value("agare");
        let owner = meeting
            .participants
            .iter()
            .find(|person| fold(&person.short_name()) == fold(typed) || fold(&person.role) == fold(typed));
        let fresh = point.take().unwrap_or_else(|| Entry {
            id: entry_id,
            meeting: meeting.id(),
            arende: meeting.items.first().filter(|_| !meeting.agenda.many).map(|item| item.id),
            text: String::new(),
            source: Some(id),
            confirmed: None,
            emi: false,
            order,
            rev: 0,
            body: Body::Atgard(ActionItem {
                due: Some(Due::Ongoing { start: model.now.today() }),
                ..ActionItem::default()
            }),
        });
        // Whoever said it stands as the source; the quotation marks show that the words are theirs.
        let mut fresh = Entry { text: format!("”{}”", capital(condition)), confirmed: None, ..fresh };
        if let Body::Atgard(action) = &mut fresh.body {
            action.owner = owner.map(|person| person.id);
            action.owner_name = if owner.is_none() { form.given("agare") } else { None };
        }
        point = Some(fresh.clone());
        command.changes.push(Change::put(fresh));
    } else if let Some(gone) = point.take() {
        command.changes.push(Change::delete(gone));
    }
    command.changes.push(Change::put(PlanAnswer {
        id: old.as_ref().map_or(row_id, |old| old.id),
        meeting: meeting.id(),
        participant: id,
        answer,
        condition,
        entry: point.map(|entry| entry.id),
        rev: old.map_or(0, |old| old.rev),
    }));
    model.commit(command);
    Ok(())
}

pub(crate) fn recipients(model: &mut Model, form: &Form) {
    let Some(meeting) = meeting(model) else { return };
    let meeting_id = meeting.id();
    let old = meeting.recipients.clone();
    let mut wanted: Vec<(Option<ParticipantId>, String, Option<String>)> = meeting
        .participants
        .iter()
        .filter_map(|person| {
            let way = form.given(&format!("till.{}", person.id))?;
            Some((Some(person.id), person.name_and_role(), Some(way)))
        })
        .collect();
    let others = form.value("andra").split(',').map(str::trim).filter(|name| !name.is_empty());
    wanted.extend(others.map(|name| (None, name.to_owned(), None)));
    let same = |row: &Recipient, (participant, name, _): &(Option<ParticipantId>, String, Option<String>)| {
        row.participant == *participant && (participant.is_some() || row.name == *name)
    };
    let mut command = NewCommand::new(Code::SetRecipient, meeting_id);
    for gone in old.iter().filter(|row| !wanted.iter().any(|want| same(row, want))) {
        command.changes.push(Change::delete(gone.clone()));
    }
    for want in wanted {
        let known = old.iter().find(|row| same(row, &want));
        let (participant, name, way) = want;
        let fresh = Recipient {
            id: known.map_or_else(|| model.new_id(), |row| row.id),
            meeting: meeting_id,
            participant,
            name,
            way,
            rev: known.map_or(0, |row| row.rev),
        };
        if known != Some(&fresh) {
            command.changes.push(Change::put(fresh));
        }
    }
    model.commit(command);
}

pub(crate) fn end_sip(model: &mut Model, form: &Form) -> Result<(), Wrong> {
    let reason = EndReason::of_word(form.value("skal"));
    let date = date_in(model, form, "datum")?;
    let today = model.now.today();
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let mut head = meeting.head.clone();
    head.sip_end_reason = reason;
    head.sip_ended = reason.map(|_| date.unwrap_or(today));
    let mut command = NewCommand::new(Code::EditHead, head.id);
    command.changes.push(Change::put(head));
    model.commit(command);
    Ok(())
}

/// How an action has gone, in a line, and its new time: what a form that asks for it holds.
pub(crate) fn how_it_went(
    model: &Model,
    form: &Form,
) -> Result<(ActionState, Option<String>, Option<Due>), Wrong> {
    let new_due = match form.value("tid") {
        "" => None,
        typed => {
            let due = dates::parse(typed, &crate::app::meeting::complete::date_context(model));
            Some(due.map_err(|error| wrong("tid", error.to_string()))?)
        }
    };
    let status = ActionState::of_word(form.value("status"))
        .ok_or_else(|| wrong("status", "Välj hur det har gått."))?;
    if status == ActionState::Andrad && new_due.is_none() {
        return Err(wrong("tid", "Skriv den nya tiden."));
    }
    if new_due.is_some() && matches!(status, ActionState::Klar | ActionState::Inaktuell) {
        return Err(wrong("tid", format!("Det som är {} har ingen ny tid.", status.word())));
    }
    Ok((status, form.given("utvardering"), new_due))
}

/// What is told of an action of an earlier meeting.
pub(crate) fn earlier(model: &mut Model, form: &Form, id: EntryId) -> Result<(), Wrong> {
    let (status, evaluation, new_due) = how_it_went(model, form)?;
    let row_id = model.new_id();
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let mut command = NewCommand::new(Code::SetActionStatus, meeting.id());
    command.changes.push(Change::put(ActionStatus {
        id: row_id,
        entry: id,
        meeting: Some(meeting.id()),
        status,
        evaluation,
        new_due,
        at: model.now.utc,
    }));
    model.commit(command);
    if let Screen::Meeting(screen) = &mut model.screen {
        let next = screen
            .meeting
            .earlier
            .iter()
            .find(|row| row.told.is_none())
            .map(|row| RowRef::Earlier(row.entry));
        screen.cursor = next;
    }
    Ok(())
}

/// When a recurring action is followed up.
pub(crate) fn recurring(model: &mut Model, form: &Form, id: EntryId) -> Result<(), Wrong> {
    let day = date_in(model, form, "datum")?
        .ok_or_else(|| wrong("datum", "Vilken dag ser ni om det hjälper? Skriv till exempel: om 6 veckor"))?;
    let Some(mut entry) = meeting(model).and_then(|meeting| meeting.entry(id)).cloned() else {
        return Ok(());
    };
    let Body::Atgard(action) = &mut entry.body else { return Ok(()) };
    if let Some(start) = action.due.as_ref().and_then(Due::date)
        && day < start
    {
        return Err(wrong(
            "datum",
            format!("Det börjar först {}.", dates::short_date(start, model.now.today())),
        ));
    }
    action.follow_up = Some(day);
    let mut command = NewCommand::new(Code::Edit(entry.kind()), entry.meeting);
    command.changes.push(Change::put(entry));
    model.commit(command);
    Ok(())
}
