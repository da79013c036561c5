//! What saving a form does.

use super::act::Draft;
use super::forms::{self, chosen, parse_date};
use super::{entry, start};
use crate::app::dialog::{Dialog, Form, Purpose};
use crate::app::model::{Model, RowRef, Screen};
use crate::domain::agenda::{FieldScope, FieldType, Huvudman};
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code};
use crate::domain::consent;
use crate::domain::dates::{self, Due};
use crate::domain::ids::{ArendeId, ConsentId, EntryId, MeetingArendeId, ParticipantId, PersonId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{
    Action, ActionState, ActionStatus, Attendance, Body, Consent, ConsentAnswer, ConsentForm, ConsentParty,
    Entry, FieldValue, FollowUp, Participant, Person, PlanAnswer, PlanAnswerKind, Presence, Recipient,
    VoiceHow,
};

/// Saves the form in front; a field that can't be right keeps it open and says why.
pub(super) fn save(model: &mut Model) {
    let Some(Dialog::Form(form)) = model.dialogs.last().cloned() else { return };
    let result = match form.purpose.clone() {
        Purpose::CreateDatabase | Purpose::Unlock => Ok(()),
        Purpose::Person => person(model, &form),
        Purpose::Participant(id) => participant(model, &form, id),
        Purpose::Head => head(model, &form),
        Purpose::Arende(id) => arende(model, &form, id),
        Purpose::Fields => fields(model, &form, FieldScope::Mote, None, Vec::new()),
        Purpose::Consent(arende, id) => save_consent(model, &form, arende, id),
        Purpose::FollowUp(id) => follow_up(model, &form, id),
        Purpose::PlanAnswer(id) => plan_answer(model, &form, id),
        Purpose::Recipients => {
            recipients(model, &form);
            Ok(())
        }
        Purpose::EndSip => end_sip(model, &form),
        Purpose::Entry(id) => save_entry(model, &form, id),
        Purpose::Earlier(id) => earlier(model, &form, id),
    };
    match result {
        Ok(()) => {
            model
                .dialogs
                .retain(|dialog| !matches!(dialog, Dialog::Form(open) if open.purpose == form.purpose));
        }
        Err((key, why)) => {
            if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
                form.cursor = form.fields.iter().position(|field| field.key == key).unwrap_or(form.cursor);
                form.error = Some(why);
            }
        }
    }
}

/// Which field is wrong, and why.
type Wrong = (String, String);

fn wrong(key: &str, why: impl Into<String>) -> Wrong {
    (key.to_owned(), why.into())
}

fn meeting(model: &Model) -> Option<&Meeting> {
    model.meeting_screen().map(|screen| &screen.meeting)
}

fn date_in(model: &Model, form: &Form, key: &str) -> Result<Option<chrono::NaiveDate>, Wrong> {
    match form.value(key) {
        "" => Ok(None),
        typed => parse_date(model, typed).map(Some).map_err(|why| wrong(key, why)),
    }
}

fn time_in(form: &Form, key: &str) -> Result<Option<chrono::NaiveTime>, Wrong> {
    match form.value(key) {
        "" => Ok(None),
        typed => dates::parse_time(typed)
            .map(Some)
            .ok_or_else(|| wrong(key, format!("”{typed}” är ingen tid. Skriv till exempel 13.00."))),
    }
}

fn number_in(form: &Form, key: &str, least: i64, most: i64) -> Result<Option<i64>, Wrong> {
    match form.value(key) {
        "" => Ok(None),
        typed => match typed.parse::<i64>() {
            Ok(number) if (least..=most).contains(&number) => Ok(Some(number)),
            _ => Err(wrong(key, format!("Skriv ett tal mellan {least} och {most}."))),
        },
    }
}

fn person(model: &mut Model, form: &Form) -> Result<(), Wrong> {
    let name = form
        .given("namn")
        .ok_or_else(|| wrong("namn", "Skriv ditt namn, eller hur du vill stå i journalen."))?;
    let person = Person { id: model.new_id::<PersonId>(), name, role: form.value("roll").to_owned(), rev: 0 };
    let draft = Draft {
        code: Code::SetPerson,
        meeting: None,
        snapshot: None,
        changes: vec![Change::put(person.clone())],
    };
    model.commit(draft);
    start::sit_down(model, person);
    Ok(())
}

fn participant(model: &mut Model, form: &Form, id: ParticipantId) -> Result<(), Wrong> {
    let Some(old) = meeting(model).and_then(|meeting| meeting.participant(id)).cloned() else {
        return Ok(());
    };
    let (name, role) = (form.value("namn").to_owned(), form.value("roll").to_owned());
    if name.is_empty() && role.is_empty() {
        return Err(wrong("namn", "Skriv ett namn eller en roll."));
    }
    let mut draft = Draft::new(Code::EditParticipant, old.meeting);
    draft.changes.extend(attendance_changes(model, form, id)?);
    let presence = chosen(&forms::PRESENCES, form.value("narvaro")).unwrap_or(old.presence);
    let now = model.now.utc;
    let fresh = Participant {
        name,
        role,
        unit: form.value("verksamhet").to_owned(),
        huvudman: Huvudman::ALL
            .into_iter()
            .find(|huvudman| huvudman.name() == form.value("huvudman"))
            .unwrap_or(old.huvudman),
        kind: chosen(&forms::KINDS, form.value("slag")).unwrap_or(old.kind),
        presence,
        left: match presence {
            Presence::Gatt => old.left.or(Some(now)),
            _ => None,
        },
        introduced: form.value("presenterad") == "ja",
        chairs: form.value("leder") == "ja",
        takes_notes: form.value("antecknar") == "ja",
        main_responsible: form.value("haller_ihop") == "ja",
        ..old.clone()
    };
    // One leads and one holds the plan together: the word goes over to whoever was named last.
    let Some(meeting) = meeting(model) else { return Ok(()) };
    for other in meeting.participants.iter().filter(|other| other.id != id) {
        let mut other = other.clone();
        let was = other.clone();
        other.chairs &= old.chairs || !fresh.chairs;
        other.main_responsible &= old.main_responsible || !fresh.main_responsible;
        if other != was {
            draft.changes.push(Change::put(other));
        }
    }
    draft.changes.push(Change::put(fresh));
    model.commit(draft);
    Ok(())
}

/// In which ärenden alone somebody takes part.
fn attendance_changes(model: &mut Model, form: &Form, id: ParticipantId) -> Result<Vec<Change>, Wrong> {
    if !form.fields.iter().any(|field| field.key == "arenden") {
        return Ok(Vec::new());
    }
    let mut wanted = Vec::new();
    let Some(meeting) = meeting(model) else { return Ok(Vec::new()) };
    for typed in form.value("arenden").split([',', ' ']).map(str::trim).filter(|typed| !typed.is_empty()) {
        let item = meeting.items.iter().find(|item| item.order.to_string() == typed);
        wanted.push(item.ok_or_else(|| wrong("arenden", format!("Det finns inget ärende {typed}.")))?.id);
    }
    let own: Vec<Attendance> =
        meeting.attendance.iter().filter(|row| row.participant == id).cloned().collect();
    let meeting = meeting.id();
    let mut changes: Vec<Change> =
        own.iter().filter(|row| !wanted.contains(&row.arende)).cloned().map(Change::delete).collect();
    for arende in wanted {
        if !own.iter().any(|row| row.arende == arende) {
            let row = Attendance { id: model.new_id::<RowId>(), meeting, participant: id, arende };
            changes.push(Change::put(row));
        }
    }
    Ok(changes)
}

fn head(model: &mut Model, form: &Form) -> Result<(), Wrong> {
    let day = date_in(model, form, "datum")?;
    let time = time_in(form, "tid")?;
    let minutes = number_in(form, "minuter", 5, 600)?;
    let number = number_in(form, "nummer", 1, 999_999)?;
    let Some(old) = meeting(model).map(|meeting| meeting.head.clone()) else { return Ok(()) };
    let title = form.given("titel").ok_or_else(|| wrong("titel", "Mötet behöver en rubrik."))?;
    let planned = day.unwrap_or(old.planned.date()).and_time(time.unwrap_or(old.planned.time()));
    let mut draft = Draft::new(Code::EditHead, old.id);
    draft.changes.push(Change::put(crate::domain::record::Head {
        title,
        planned,
        minutes: minutes.unwrap_or(old.minutes),
        number,
        place: form.given("plats"),
        purpose: form.given("syfte"),
        questions: form.given("fragor"),
        initiator: form.given("initiativ"),
        diarienummer: form.given("diarienummer"),
        secrecy: form.given("sekretess"),
        ..old
    }));
    model.commit(draft);
    Ok(())
}

fn arende(model: &mut Model, form: &Form, id: MeetingArendeId) -> Result<(), Wrong> {
    let evaluated_on = date_in(model, form, "utvarderas")?;
    let year = number_in(form, "fodelsear", 1990, 2100)?;
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let Some(item) = meeting.item(id).cloned() else { return Ok(()) };
    let label = form.given("benamning").ok_or_else(|| wrong("benamning", "Skriv vad ärendet ska kallas."))?;
    let mut changes = Vec::new();
    if let Some(old) = meeting.arende_of(&item)
        && old.label != label
    {
        changes.push(Change::put(crate::domain::record::Arende { label: label.clone(), ..old.clone() }));
    }
    if let Some(old) = meeting.child_of(&item) {
        let fresh = crate::domain::record::Child {
            alias: label,
            name: form.given("namn"),
            called: if form.fields.iter().any(|field| field.key == "kallas") {
                form.given("kallas")
            } else {
                old.called.clone()
            },
            birth_year: year.and_then(|year| i32::try_from(year).ok()),
            protected: form.value("skyddad") == "ja",
            ..old.clone()
        };
        if fresh != *old {
            changes.push(Change::put(fresh));
        }
    }
    let fresh = crate::domain::record::MeetingArende {
        question: form.given("fraga"),
        follow_up: form.value("uppfoljning") == "ja",
        evaluated_on,
        ..item.clone()
    };
    if fresh != item {
        changes.push(Change::put(fresh));
    }
    fields(model, form, FieldScope::Arende, Some(id), changes)
}

/// The form's own fields, together with what else the same form changed.
fn fields(
    model: &mut Model,
    form: &Form,
    scope: FieldScope,
    arende: Option<MeetingArendeId>,
    mut changes: Vec<Change>,
) -> Result<(), Wrong> {
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let id = meeting.id();
    let specs: Vec<_> = meeting.agenda.fields_for(scope).cloned().collect();
    for spec in specs {
        let key = format!("falt.{}", spec.id);
        let typed = form.value(&key).to_owned();
        let value = match spec.kind {
            FieldType::Datum if !typed.is_empty() => dates::parse_past(&typed, model.now.today())
                .map_err(|error| wrong(&key, error.to_string()))?
                .to_string(),
            _ => typed,
        };
        let old = self::meeting(model).and_then(|meeting| meeting.field(scope, arende, &spec.id)).cloned();
        match old {
            Some(old) if old.value == value => {}
            Some(old) if value.is_empty() => changes.push(Change::delete(old)),
            Some(old) => changes.push(Change::put(FieldValue { value, ..old })),
            None if value.is_empty() => {}
            None => {
                let row =
                    FieldValue { id: model.new_id(), meeting: id, arende, field: spec.id, value, rev: 0 };
                changes.push(Change::put(row));
            }
        }
    }
    let mut draft = Draft::new(if arende.is_some() { Code::EditArende } else { Code::SetField }, id);
    draft.changes = changes;
    model.commit(draft);
    Ok(())
}

fn save_consent(
    model: &mut Model,
    form: &Form,
    arende: ArendeId,
    id: Option<ConsentId>,
) -> Result<(), Wrong> {
    let given_by = form.given("givare").ok_or_else(|| wrong("givare", "Skriv vem samtycket kommer från."))?;
    let today = model.now.today();
    let given_on = match form.value("datum") {
        "" => today,
        typed => dates::parse_past(typed, today).map_err(|error| wrong("datum", error.to_string()))?,
    };
    let latest = consent::latest_day(given_on);
    // The form's own suggestion goes with the day it was given.
    let suggested = consent::latest_day(today);
    let valid_until = match date_in(model, form, "galler_till")? {
        Some(day) if day != suggested => day,
        given => given.unwrap_or(latest).min(latest),
    };
    if valid_until > latest {
        return Err(wrong("galler_till", format!("Ett samtycke gäller längst ett år, här till {latest}.")));
    }
    let answer = chosen(&forms::ANSWERS, form.value("svar")).unwrap_or(ConsentAnswer::Ja);
    let parts: Vec<String> = form
        .value("parter")
        .split(',')
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    if answer == ConsentAnswer::Ja && parts.is_empty() {
        return Err(wrong("parter", "Samtycket måste nämna vilka det gäller."));
    }
    if answer == ConsentAnswer::Saknas && form.given("skal").is_none() {
        return Err(wrong("skal", "Skriv varför svaret saknas."));
    }
    let (may_tell, must_not) = (limits(form, "far_beratta", &parts)?, limits(form, "far_inte", &parts)?);
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let (meeting_id, old) = (meeting.id(), meeting.consents.iter().find(|row| Some(row.id) == id).cloned());
    let old_parts: Vec<ConsentParty> =
        meeting.consent_parties.iter().filter(|row| Some(row.consent) == id).cloned().collect();
    let fresh = Consent {
        id: id.unwrap_or_else(|| model.new_id()),
        arende,
        meeting: old.as_ref().map_or(Some(meeting_id), |old| old.meeting),
        given_by,
        by_child: form.value("av") == "barnet",
        answer,
        form: chosen(&forms::CONSENT_FORMS, form.value("form")).unwrap_or(ConsentForm::Skriftligt),
        given_on,
        valid_until,
        not_covered: form.given("galler_inte"),
        withdrawn: old.as_ref().and_then(|old| old.withdrawn),
        reason: form.given("skal"),
        rev: old.as_ref().map_or(0, |old| old.rev),
    };
    let mut draft = Draft::new(Code::SetConsent, meeting_id);
    let consent = fresh.id;
    draft.changes.push(Change::put(fresh));
    for gone in old_parts.iter().filter(|row| !parts.contains(&row.part)) {
        draft.changes.push(Change::delete(gone.clone()));
    }
    for part in parts {
        let of = |list: &[(String, String)]| {
            list.iter().find(|(known, _)| fold(known) == fold(&part)).map(|(_, what)| what.clone())
        };
        let known = old_parts.iter().find(|row| row.part == part);
        let fresh = ConsentParty {
            id: known.map_or_else(|| model.new_id(), |row| row.id),
            consent,
            may_tell: of(&may_tell),
            must_not: of(&must_not),
            rev: known.map_or(0, |row| row.rev),
            part,
        };
        if known != Some(&fresh) {
            draft.changes.push(Change::put(fresh));
        }
    }
    model.commit(draft);
    model.say("Samtycket är antecknat.");
    Ok(())
}

/// "Part: vad; Part: vad" taken apart; a party that the consent doesn't name is refused.
fn limits(form: &Form, key: &str, parts: &[String]) -> Result<Vec<(String, String)>, Wrong> {
    let mut all = Vec::new();
    for piece in form.value(key).split(';').map(str::trim).filter(|piece| !piece.is_empty()) {
        let (part, what) = piece
            .split_once(':')
            .ok_or_else(|| wrong(key, "Skriv så här: BUP: bedömningen i våras; Skola: frånvaron"))?;
        if !parts.iter().any(|known| fold(known) == fold(part.trim())) {
            return Err(wrong(key, format!("”{}” finns inte bland parterna.", part.trim())));
        }
        all.push((part.trim().to_owned(), what.trim().to_owned()));
    }
    Ok(all)
}

fn follow_up(model: &mut Model, form: &Form, id: Option<RowId>) -> Result<(), Wrong> {
    let time = time_in(form, "tid")?;
    let date = date_in(model, form, "datum")?
        .ok_or_else(|| wrong("datum", "Vilken dag ses ni? Skriv till exempel: om 8 veckor"))?;
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let (meeting, old) =
        (meeting.id(), meeting.follow_ups.iter().find(|row| Some(row.id) == id).map(|row| row.rev));
    let row = FollowUp {
        id: id.unwrap_or_else(|| model.new_id()),
        meeting,
        date,
        time,
        place: form.given("plats"),
        called_by: form.given("kallar"),
        rev: old.unwrap_or(0),
    };
    let mut draft = Draft::new(Code::SetFollowUp, meeting);
    draft.changes.push(Change::put(row));
    model.commit(draft);
    let day = dates::long_date(date);
    model.say(format!("Uppföljning {day}."));
    Ok(())
}

fn plan_answer(model: &mut Model, form: &Form, id: ParticipantId) -> Result<(), Wrong> {
    let answer = chosen(&forms::PLAN_ANSWERS, form.value("svar")).unwrap_or(PlanAnswerKind::Ja);
    let condition = form.given("villkor").filter(|_| answer == PlanAnswerKind::JaOm);
    if answer == PlanAnswerKind::JaOm && condition.is_none() {
        return Err(wrong("villkor", "Skriv vad som gör planen okej."));
    }
    let order = i64::try_from(model.now.unix_ms()).unwrap_or(i64::MAX);
    let (row_id, entry_id): (RowId, EntryId) = (model.new_id(), model.new_id());
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let old = meeting.plan_answers.iter().find(|row| row.participant == id).cloned();
    let mut draft = Draft::new(Code::SetPlanAnswer, meeting.id());
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
            order,
            rev: 0,
            body: Body::Atgard(Action {
                owner: None,
                owner_name: None,
                due: Some(Due::Ongoing { start: model.now.today() }),
                follow_up: None,
                need: None,
            }),
        });
        let mut fresh = Entry { text: super::rows::capital(condition), confirmed: None, ..fresh };
        if let Body::Atgard(action) = &mut fresh.body {
            action.owner = owner.map(|person| person.id);
            action.owner_name = if owner.is_none() { form.given("agare") } else { None };
        }
        point = Some(fresh.clone());
        draft.changes.push(Change::put(fresh));
    } else if let Some(gone) = point.take() {
        draft.changes.push(Change::delete(gone));
    }
    draft.changes.push(Change::put(PlanAnswer {
        id: old.as_ref().map_or(row_id, |old| old.id),
        meeting: meeting.id(),
        participant: id,
        answer,
        condition,
        entry: point.map(|entry| entry.id),
        rev: old.map_or(0, |old| old.rev),
    }));
    model.commit(draft);
    Ok(())
}

fn recipients(model: &mut Model, form: &Form) {
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
    let mut draft = Draft::new(Code::SetRecipient, meeting_id);
    for gone in old.iter().filter(|row| !wanted.iter().any(|want| same(row, want))) {
        draft.changes.push(Change::delete(gone.clone()));
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
            draft.changes.push(Change::put(fresh));
        }
    }
    model.commit(draft);
}

fn end_sip(model: &mut Model, form: &Form) -> Result<(), Wrong> {
    let reason = chosen(&forms::END_REASONS, form.value("skal"));
    let date = date_in(model, form, "datum")?;
    let today = model.now.today();
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let mut head = meeting.head.clone();
    head.sip_end_reason = reason;
    head.sip_ended = reason.map(|_| date.unwrap_or(today));
    let mut draft = Draft::new(Code::EditHead, head.id);
    draft.changes.push(Change::put(head));
    model.commit(draft);
    Ok(())
}

fn save_entry(model: &mut Model, form: &Form, id: EntryId) -> Result<(), Wrong> {
    let Some(Screen::Meeting(screen)) = Some(&model.screen) else { return Ok(()) };
    let Some(mut fresh) = screen.meeting.entry(id).cloned() else { return Ok(()) };
    fresh.text =
        form.given("text").ok_or_else(|| wrong("text", "Skriv en text, eller ta bort raden med Ctrl-D."))?;
    fresh.confirmed = None;
    match &fresh.body {
        Body::Beslut(_) => fresh.body = entry::decision(form.given("beslutat_av"), form.given("avvikande")),
        Body::Rost { .. } => {
            let how = chosen(&forms::VOICES, form.value("hur")).unwrap_or(VoiceHow::EgnaOrd);
            fresh.source = match form.value("kalla") {
                "" => None,
                typed => Some(
                    screen
                        .meeting
                        .participants
                        .iter()
                        .find(|person| {
                            fold(&person.short_name()) == fold(typed) || fold(&person.role) == fold(typed)
                        })
                        .map(|person| person.id)
                        .ok_or_else(|| wrong("kalla", format!("Ingen deltagare heter ”{typed}”.")))?,
                ),
            };
            fresh.body = Body::Rost { how };
        }
        _ => {}
    }
    let mut draft = Draft::new(Code::Edit(fresh.kind()), fresh.meeting);
    draft.changes.push(Change::put(fresh));
    model.commit(draft);
    Ok(())
}

/// What is told of an action of an earlier meeting. A new time makes it changed, whatever else was said.
fn earlier(model: &mut Model, form: &Form, id: EntryId) -> Result<(), Wrong> {
    let new_due = match form.value("tid") {
        "" => None,
        typed => {
            let due = dates::parse(typed, &crate::app::complete::date_context(model));
            Some(due.map_err(|error| wrong("tid", error.to_string()))?)
        }
    };
    let Some(status) = ActionState::ALL.into_iter().find(|state| state.word() == form.value("status")) else {
        return Ok(());
    };
    if status == ActionState::Andrad && new_due.is_none() {
        return Err(wrong("tid", "Skriv den nya tiden."));
    }
    if new_due.is_some() && matches!(status, ActionState::Klar | ActionState::Inaktuell) {
        return Err(wrong("tid", format!("Det som är {} har ingen ny tid.", status.word())));
    }
    let row_id = model.new_id();
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let mut draft = Draft::new(Code::SetActionStatus, meeting.id());
    draft.changes.push(Change::put(ActionStatus {
        id: row_id,
        entry: id,
        meeting: Some(meeting.id()),
        status,
        evaluation: form.given("utvardering"),
        new_due,
        at: model.now.utc,
    }));
    model.commit(draft);
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
