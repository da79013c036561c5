//! Forms with fields: opening them, and moving about in them. What saving does stands in `save_form`.

use crate::app::core::action::Action;
use crate::app::core::model::{Model, Screen};
use crate::app::home::start;
use crate::app::lock::passphrase;
use crate::app::meeting::open_form;
use crate::app::meeting::save_form;
use crate::app::papers::approve;
use crate::app::ui::dialog::{Dialog, Field, FieldKind, Form, Purpose};
use crate::app::ui::picks;
use crate::app::{consents, social_clock};
use crate::domain::coded::Coded;
use crate::domain::dates;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Yes and no, as a form offers them.
pub(crate) const NO_YES: [&str; 2] = ["nej", "ja"];

pub(crate) fn words(list: &[&str]) -> FieldKind {
    FieldKind::Choice(list.iter().map(|word| (*word).to_owned()).collect())
}

pub(crate) fn text(key: &str, label: &str, value: Option<&str>) -> Field {
    Field::new(key, label, FieldKind::Text, value.unwrap_or(""))
}

pub(crate) fn yes_no(key: &str, label: &str, value: bool) -> Field {
    Field::new(key, label, words(&NO_YES), NO_YES[usize::from(value)])
}

pub(crate) fn date(key: &str, label: &str, value: Option<NaiveDate>) -> Field {
    let value = value.map(|day| day.to_string()).unwrap_or_default();
    Field::new(key, label, FieldKind::Date, &value).hint("fre, 15/12, om 3v …")
}

/// A secret as it was typed, spaces included.
pub(crate) fn secret(form: &Form, key: &str) -> String {
    form.fields
        .iter()
        .find(|field| field.key == key)
        .map_or_else(String::new, |field| field.line.value().to_owned())
}

/// The form in front.
pub(crate) fn front(model: &mut Model) -> Option<&mut Form> {
    match model.dialogs.last_mut() {
        Some(Dialog::Form(form)) => Some(form),
        Some(_) => None,
        None => match &mut model.screen {
            Screen::Start(form) => Some(form),
            _ => None,
        },
    }
}

/// A key in a form.
pub(crate) fn act(model: &mut Model, action: Action) {
    if let Some(Dialog::Rule(_)) = model.dialogs.last() {
        return crate::app::ui::ask::act_reason(model, action);
    }
    let forward = matches!(action, Action::Next | Action::Accept);
    let why = if forward { wrong_day_or_time(model) } else { None };
    let Some(form) = front(model) else { return };
    if why.is_some() {
        form.error = why;
        return;
    }
    if forward && form.fields.get(form.cursor).is_some_and(is_day_or_time) {
        // What was said of this field holds no more.
        form.error = None;
    }
    let last = form.fields.len().saturating_sub(1);
    match action {
        Action::Next | Action::Down => form.cursor = if form.cursor >= last { 0 } else { form.cursor + 1 },
        Action::Previous | Action::Up => form.cursor = form.cursor.checked_sub(1).unwrap_or(last),
        Action::ChoiceRight => turn(form, 1),
        Action::ChoiceLeft => turn(form, -1),
        Action::Accept if form.cursor < last => form.cursor += 1,
        Action::Accept | Action::Save | Action::NextPhase => save(model),
        Action::Back => cancel(model),
        Action::Practise if form.purpose == Purpose::CreateDatabase => start::practise(model),
        _ => {}
    }
}

fn is_day_or_time(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Date | FieldKind::Time)
}

/// Why the day or the time in the cursor's field can't be understood. Told there and then, while one still knows what was
/// meant; whether it fits what the form is about is judged when it is saved. Up and Down go past it.
fn wrong_day_or_time(model: &Model) -> Option<String> {
    let Some(Dialog::Form(form)) = model.dialogs.last() else { return None };
    let field = form.fields.get(form.cursor)?;
    let typed = field.line.value().trim();
    match field.kind {
        _ if typed.is_empty() => None,
        FieldKind::Time => save_form::time_in(form, &field.key).err().map(|(_, why)| why),
        // Some forms ask for a day that has been, and one for a time such as ”nästa möte”.
        FieldKind::Date
            if dates::parse_past(typed, model.now.today()).is_ok()
                || dates::parse(typed, &crate::app::meeting::complete::date_context(model)).is_ok() =>
        {
            None
        }
        FieldKind::Date => parse_date(model, typed).err(),
        _ => None,
    }
}

fn turn(form: &mut Form, by: isize) {
    if let Some(field) = form.fields.get_mut(form.cursor)
        && let FieldKind::Choice(words) = &field.kind
        && let Ok(count) = isize::try_from(words.len())
        && count > 0
        && let Ok(at) = isize::try_from(field.chosen)
    {
        field.chosen = usize::try_from((at + by).rem_euclid(count)).unwrap_or(0);
    }
}

fn save(model: &mut Model) {
    if model.dialogs.is_empty() {
        start::save_start(model);
    } else {
        save_form::save(model);
    }
}

fn cancel(model: &mut Model) {
    let needed = match model.dialogs.last() {
        Some(Dialog::Form(form)) => form.purpose == Purpose::Person && model.person.is_none(),
        _ => true,
    };
    if needed && !model.dialogs.is_empty() && picks::knows_anybody(model) {
        // Whoever came here by mistake is among those who have sat here before.
        model.dialogs.pop();
        picks::persons(model);
    } else if needed {
        model.say("Ctrl-Q avslutar programmet.");
    } else {
        let changed = matches!(model.dialogs.last(), Some(Dialog::Form(form)) if form.is_changed());
        let kept = draft(model);
        if changed && !kept.is_empty() {
            model.kept_form = Some(kept);
            model.say("Det du skrev finns kvar när du öppnar samma formulär igen.");
        }
        let skips =
            matches!(model.dialogs.pop(), Some(Dialog::Form(form)) if form.purpose == Purpose::NewPassphrase);
        if skips {
            passphrase::skipped(model);
        }
    }
}

pub(crate) fn open(model: &mut Model, title: &str, purpose: Purpose, fields: Vec<Field>, intro: Vec<String>) {
    let mut form = Form::new(title, purpose, fields);
    form.intro = intro;
    let purpose = form.purpose.clone();
    model.dialogs.push(Dialog::Form(form));
    let kept = model.kept_form.as_deref().and_then(|kept| serde_json::from_str::<FormDraft>(kept).ok());
    if let Some(kept) = kept.filter(|kept| kept.purpose == purpose) {
        model.kept_form = None;
        fill(model, &kept.values);
    }
}

/// Puts what a draft held into the form in front.
fn fill(model: &mut Model, values: &[(String, String)]) {
    if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
        for (key, value) in values {
            if let Some(field) = form.fields.iter_mut().find(|field| field.key == *key) {
                field.set(value);
            }
        }
    }
}

/// A form that is being filled in, as a draft keeps it.
#[derive(Serialize, Deserialize)]
struct FormDraft {
    purpose: Purpose,
    values: Vec<(String, String)>,
}

/// The draft of the form in front; empty when no form is open.
pub(crate) fn draft(model: &Model) -> String {
    let Some(Dialog::Form(form)) = model.dialogs.last() else { return String::new() };
    // Nor is it kept who answered what of the team's cooperation, or what hasn't come along yet.
    if matches!(
        form.purpose,
        Purpose::CreateDatabase
            | Purpose::Unlock
            | Purpose::NewPassphrase
            | Purpose::Person
            | Purpose::Assess
            | Purpose::CarryOver(_)
    ) {
        return String::new();
    }
    let values = form.fields.iter().map(|field| (field.key.clone(), field.value().to_owned())).collect();
    serde_json::to_string(&FormDraft { purpose: form.purpose.clone(), values }).unwrap_or_default()
}

/// Opens a form again as its draft left it. A draft that no longer fits the meeting is let go.
pub(crate) fn reopen(model: &mut Model, draft: &str) {
    let Ok(draft) = serde_json::from_str::<FormDraft>(draft) else { return };
    match draft.purpose {
        Purpose::CreateDatabase
        | Purpose::Unlock
        | Purpose::NewPassphrase
        | Purpose::Person
        | Purpose::Assess
        | Purpose::CarryOver(_) => {}
        Purpose::Participant(id) => open_form::participant(model, id),
        Purpose::Head => open_form::head(model),
        Purpose::Arende(id) => open_form::arende(model, id),
        Purpose::Fields => open_form::meeting_fields(model),
        Purpose::Consent(arende, id) => {
            let item = model
                .meeting_screen()
                .and_then(|screen| screen.meeting.items.iter().find(|item| item.arende == arende))
                .cloned();
            if let Some(item) = item {
                open_form::consent(model, &item, id);
            }
        }
        Purpose::Unrecognisable(id) => consents::lift_out(model, id),
        Purpose::FollowUp(_) => open_form::follow_up(model),
        Purpose::PlanAnswer(id) => open_form::plan_answer(model, id),
        Purpose::Recipients => open_form::recipients(model),
        Purpose::EndSip => open_form::end_sip(model),
        Purpose::Entry(id) => open_form::entry(model, id),
        Purpose::Recurring(id) => open_form::recurring(model, id),
        Purpose::Earlier(id) => open_form::earlier(model, id),
        Purpose::Correction(id) => approve::correction(model, id),
        Purpose::SocialClock(id) => social_clock::form(model, id),
        Purpose::LockMinutes => approve::lock(model),
        Purpose::NewVersion => approve::new_version(model),
        // It belongs to a list that isn't open any more.
        Purpose::Printing | Purpose::Told(_) => return,
    }
    fill(model, &draft.values);
}

/// Whose consent it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivenAs {
    /// One of the guardians.
    Guardian,
    /// The child's only guardian.
    SoleGuardian,
    /// The child itself.
    Child,
}

impl GivenAs {
    /// All of them, in the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::Guardian, Self::SoleGuardian, Self::Child];

    /// The word in the form.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Guardian => "vårdnadshavare",
            Self::SoleGuardian => "ensam vårdnadshavare",
            Self::Child => "barnet",
        }
    }
}

/// A field that offers the words of a few values.
pub(crate) fn choice<T: Coded>(key: &str, label: &str, value: T) -> Field {
    let list: Vec<&str> = T::VALUES.iter().map(|known| known.said()).collect();
    Field::new(key, label, words(&list), value.said())
}

/// Dates as a field holds them, for the parts that read them again.
pub(crate) fn parse_date(model: &Model, typed: &str) -> Result<NaiveDate, String> {
    if let Ok(day) = NaiveDate::parse_from_str(typed, "%Y-%m-%d") {
        return Ok(day);
    }
    let due = dates::parse(typed, &crate::app::meeting::complete::date_context(model))
        .map_err(|error| error.to_string())?;
    due.date().ok_or_else(|| format!("”{typed}” är ingen dag. Skriv till exempel 15/12."))
}
