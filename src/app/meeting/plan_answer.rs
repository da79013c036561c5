//! Whether the plan is all right for the child and the guardians.

use super::chosen::let_go_of_todo;
use super::entry;
use super::loose_ends::loose_ends;
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::fields::{asked, text, wrong};
use crate::app::ui::form;
use crate::domain::agenda::EntryKind;
use crate::domain::coded::Coded;
use crate::domain::command::{Change, Code};
use crate::domain::dates::Due;
use crate::domain::entry_line::whom;
use crate::domain::ids::{EntryId, ParticipantId, RowId};
use crate::domain::meeting::{Meeting, capital};
use crate::domain::quoted::{quoted, unquoted};
use crate::domain::record::{ActionItem, Body, Entry, Head, PlanAnswer, PlanAnswerKind, Table};
use crate::domain::rules::{self, rule};

/// The answer to the plan.
pub(crate) static PLAN_ANSWER: FormKind = FormKind::new("PlanAnswer", &About { open, save });

/// The answer to the plan.
pub(crate) fn open(model: &mut Model, id: ParticipantId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(person) = screen.meeting.participant(id) else { return };
    let old = screen.meeting.plan_answers.iter().find(|answer| answer.participant == id);
    let point = old.and_then(|old| old.entry).and_then(|id| screen.meeting.entry(id)).and_then(Entry::action);
    let owner = point.and_then(|action| screen.meeting.owner_named(action));
    let fields = vec![
        asked("svar", "Svar", old.map(|old| old.answer)),
        text("villkor", "Om …", old.and_then(|old| old.condition.as_deref())).hint("blir en punkt i planen"),
        text("agare", "Vem ser till det", owner.as_deref()).hint("namn eller roll"),
    ];
    let meeting = &screen.meeting;
    let (asked, title) = if meeting.head.asks_of_the_end() {
        ("Känns det okej att planen slutar?", "Svar om att planen slutar")
    } else {
        ("Är planen okej för dig?", "Samtycke till planen")
    };
    let mut intro = vec![format!("Fråga {}: {asked}", person.short_name())];
    if rules::asks_first_of_the_end(meeting) {
        intro.push("Ska planen avslutas i dag? Ta det först: då är frågan en annan.".to_owned());
    }
    form::open(model, &PLAN_ANSWER, id, title, fields, intro);
}

/// What goes when the plan ends, or goes on after all: an answer belongs to the question that was asked, with the point that
/// it became and the reason for there being none. Nothing where the question is the same.
pub(crate) fn asked_anew(meeting: &Meeting, after: &Head) -> Vec<Change> {
    if meeting.head.asks_of_the_end() == after.asks_of_the_end() {
        return Vec::new();
    }
    let mut changes: Vec<Change> = meeting.plan_answers.iter().cloned().map(Change::delete).collect();
    for entry in meeting.plan_answers.iter().filter_map(|answer| answer.entry) {
        let answered = |change: &Change| change.key().table == Table::PlanAnswer;
        changes.extend(loose_ends(meeting, entry).into_iter().filter(|change| !answered(change)));
        changes.extend(meeting.entry(entry).cloned().map(Change::delete));
    }
    let reasons = meeting.overrides.iter().filter(|row| row.rule == rule::PLAN);
    changes.extend(reasons.cloned().map(Change::delete));
    changes
}

fn save(model: &mut Model, form: &Form, id: ParticipantId) -> Result<(), Wrong> {
    let answer =
        PlanAnswerKind::of_word(form.value("svar")).ok_or_else(|| wrong("svar", "Säg vad svaret är."))?;
    // "ja, om" stands before it wherever it is told.
    let condition = form.given("villkor").filter(|_| answer == PlanAnswerKind::JaOm);
    let condition = condition.map(|typed| PlanAnswer::condition_of(&typed).to_owned());
    if answer == PlanAnswerKind::JaOm && condition.is_none() {
        return Err(wrong("villkor", "Skriv vad som gör planen okej."));
    }
    let (row_id, entry_id): (RowId, EntryId) = (model.new_id(), model.new_id());
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let old = meeting.plan_answers.iter().find(|row| row.participant == id).cloned();
    // What makes a plan all right belongs to that family's ärende.
    let own = meeting.participant(id).and_then(|person| meeting.arenden_of(person));
    let only = meeting.items.first().filter(|_| !meeting.agenda.many).map(|item| item.id);
    let arende = own.and_then(|own| own.first().copied()).or(only);
    let mut command = NewCommand::new(Code::SetPlanAnswer, meeting.id());
    // Why there was no answer says nothing of the one there is now: a no is asked about by itself.
    let about = id.0.to_string();
    let excuses = meeting.overrides.iter().filter(|row| row.rule == rule::PLAN);
    let excuses = excuses.filter(|row| old.is_none() && row.about.as_ref() == Some(&about));
    command.changes.extend(excuses.cloned().map(Change::delete));
    let mut point = old.as_ref().and_then(|old| old.entry).and_then(|id| meeting.entry(id)).cloned();
    if let Some(condition) = &condition {
        let owner = match form.value("agare") {
            "" => None,
            typed => whom(meeting, typed).map_err(|why| wrong("agare", why))?,
        };
        let fresh = point.take().unwrap_or_else(|| {
            let body = Body::Atgard(ActionItem {
                due: Some(Due::Ongoing { start: model.now.today() }),
                ..ActionItem::default()
            });
            let blank = entry::blank(meeting, entry_id, (arende, EntryKind::Atgard), model.now);
            Entry { source: Some(id), body, ..blank }
        });
        // Whoever said it stands as the source; the quotation marks show that the words are theirs.
        let mut fresh = Entry { text: quoted(&capital(unquoted(condition))), confirmed: None, ..fresh };
        if let Body::Atgard(action) = &mut fresh.body {
            action.owner = owner;
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
    let_go_of_todo(model);
    Ok(())
}
