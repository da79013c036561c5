//! What saving a form does.

use crate::app::consents::form;
use crate::app::core::NewCommand;
use crate::app::core::model::{Model, Screen};
use crate::app::home::actions;
use crate::app::home::start;
use crate::app::lock::passphrase;
use crate::app::meeting::entry;
use crate::app::meeting::save_closing;
use crate::app::papers::{approve, copies};
use crate::app::ui::dialog::{Dialog, Form, Purpose};
use crate::app::ui::forms::parse_date;
use crate::app::{assess, consents, next_meeting, social_clock};
use crate::domain::agenda::{FieldScope, FieldSpec, FieldType, Huvudman};
use crate::domain::coded::Coded;
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code};
use crate::domain::dates::{self};
use crate::domain::ids::{EntryId, MeetingArendeId, ParticipantId, PersonId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{
    Attendance, Body, Classification, FieldValue, MeasureLevel, Participant, ParticipantKind, Person,
    Presence, VoiceHow,
};
use crate::domain::rules;

/// Saves the form in front; a field that can't be right keeps it open and says why.
pub(crate) fn save(model: &mut Model) {
    let Some(Dialog::Form(form)) = model.dialogs.last().cloned() else { return };
    let result = match form.purpose.clone() {
        // The form stays until the store has answered.
        Purpose::NewPassphrase => return passphrase::save(model),
        Purpose::CreateDatabase | Purpose::Unlock => Ok(()),
        Purpose::Person => person(model, &form),
        Purpose::Participant(id) => participant(model, &form, id),
        Purpose::Head => head(model, &form),
        Purpose::Arende(id) => arende(model, &form, id),
        Purpose::Fields => fields(model, &form, FieldScope::Mote, None, Vec::new()),
        Purpose::Consent(arende, id) => form::save_consent(model, &form, arende, id),
        Purpose::Unrecognisable(id) => consents::save_lifted(model, &form, id),
        Purpose::FollowUp(id) => save_closing::follow_up(model, &form, id),
        Purpose::PlanAnswer(id) => save_closing::plan_answer(model, &form, id),
        Purpose::Recipients => {
            save_closing::recipients(model, &form);
            Ok(())
        }
        Purpose::EndSip => save_closing::end_sip(model, &form),
        Purpose::Entry(id) => save_entry(model, &form, id),
        Purpose::Recurring(id) => save_closing::recurring(model, &form, id),
        Purpose::Earlier(id) => save_closing::earlier(model, &form, id),
        Purpose::Told(id) => actions::save(model, &form, id),
        Purpose::Correction(id) => approve::save_correction(model, &form, id),
        Purpose::LockMinutes => approve::save_lock(model, &form),
        Purpose::NewVersion => approve::save_new_version(model, &form),
        Purpose::Printing => copies::save_printing(model, &form),
        Purpose::Assess => {
            assess::save(model, &form);
            Ok(())
        }
        Purpose::CarryOver(_) => next_meeting::save(model, &form),
        Purpose::SocialClock(id) => social_clock::save(model, &form, id),
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
pub(crate) type Wrong = (String, String);

pub(crate) fn wrong(key: &str, why: impl Into<String>) -> Wrong {
    (key.to_owned(), why.into())
}

pub(crate) fn meeting(model: &Model) -> Option<&Meeting> {
    model.meeting_screen().map(|screen| &screen.meeting)
}

pub(crate) fn date_in(model: &Model, form: &Form, key: &str) -> Result<Option<chrono::NaiveDate>, Wrong> {
    match form.value(key) {
        "" => Ok(None),
        typed => parse_date(model, typed).map(Some).map_err(|why| wrong(key, why)),
    }
}

pub(crate) fn time_in(form: &Form, key: &str) -> Result<Option<chrono::NaiveTime>, Wrong> {
    match form.value(key) {
        "" => Ok(None),
        typed => dates::parse_time(typed)
            .map(Some)
            .ok_or_else(|| wrong(key, format!("”{typed}” är ingen tid. Skriv till exempel 13.00."))),
    }
}

pub(crate) fn number_in(form: &Form, key: &str, least: i64, most: i64) -> Result<Option<i64>, Wrong> {
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
    let command = NewCommand {
        code: Code::SetPerson,
        meeting: None,
        snapshot: None,
        changes: vec![Change::put(person.clone())],
    };
    model.commit(command);
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
    let kind = ParticipantKind::of_word(form.value("slag")).unwrap_or(old.kind);
    if let Some(meeting) = meeting(model) {
        rules::may_take_part(&meeting.agenda, kind).map_err(|finding| wrong("slag", finding.what))?;
    }
    let mut command = NewCommand::new(Code::EditParticipant, old.meeting);
    command.changes.extend(attendance_changes(model, form, id)?);
    let presence = Presence::of_word(form.value("narvaro")).unwrap_or(old.presence);
    let now = model.now.utc;
    let fresh = Participant {
        name,
        role,
        unit: form.value("verksamhet").to_owned(),
        huvudman: Huvudman::of_word(form.value("huvudman")).unwrap_or(old.huvudman),
        kind,
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
            command.changes.push(Change::put(other));
        }
    }
    command.changes.push(Change::put(fresh));
    model.commit(command);
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
    let mut command = NewCommand::new(Code::EditHead, old.id);
    command.changes.push(Change::put(crate::domain::record::Head {
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
    model.commit(command);
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
        class: classification(form),
        ..item.clone()
    };
    if fresh != item {
        changes.push(Change::put(fresh));
    }
    fields(model, form, FieldScope::Arende, Some(id), changes)
}

/// What the yearly summary counts the ärende as.
fn classification(form: &Form) -> Classification {
    let is_in = |key: &str| form.value(key) == "ja";
    Classification {
        destructive: is_in("omrade_missbruk"),
        harmed: is_in("omrade_utsatt"),
        school: is_in("omrade_skola"),
        relations: is_in("omrade_relationer"),
        peers: is_in("omrade_jamnariga"),
        level: MeasureLevel::of_word(form.value("insatsniva")),
    }
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
            FieldType::Flerval => {
                let ticked = |at: &usize| form.value(&format!("{key}.{at}")) == "ja";
                let chosen = (0..spec.choices.len()).filter(ticked).map(|at| spec.choices[at].as_str());
                chosen.collect::<Vec<_>>().join(FieldSpec::BETWEEN)
            }
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
    let mut command = NewCommand::new(if arende.is_some() { Code::EditArende } else { Code::SetField }, id);
    command.changes = changes;
    model.commit(command);
    Ok(())
}

fn save_entry(model: &mut Model, form: &Form, id: EntryId) -> Result<(), Wrong> {
    let Some(Screen::Meeting(screen)) = Some(&model.screen) else { return Ok(()) };
    let Some(mut fresh) = screen.meeting.entry(id).cloned() else { return Ok(()) };
    if let Some(stop) = entry::silenced(model, fresh.arende) {
        return Err(wrong("text", stop));
    }
    fresh.text =
        form.given("text").ok_or_else(|| wrong("text", "Skriv en text, eller ta bort raden med Ctrl-D."))?;
    fresh.confirmed = None;
    match &fresh.body {
        Body::Beslut(_) => fresh.body = entry::decision(form.given("beslutat_av"), form.given("avvikande")),
        Body::Rost { .. } => {
            let how = VoiceHow::of_word(form.value("hur")).unwrap_or(VoiceHow::EgnaOrd);
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
    let mut command = NewCommand::new(Code::Edit(fresh.kind()), fresh.meeting);
    command.changes.push(Change::put(fresh));
    model.commit(command);
    Ok(())
}
