//! A meeting begins: by a form that is chosen, or as the command line asked for.

use crate::app::core::effect::Effect;
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Lists, MeetingScreen, Model, NewCommand, Screen, StartWith};
use crate::app::ui::fields::{date, date_in, text as field, time, time_in, wrong};
use crate::app::ui::form;
use crate::app::ui::question::confirm;
use crate::domain::agenda::{Agenda, Phase, huvudman_of};
use crate::domain::command::{Change, Code, Snapshot};
use crate::domain::consent;
use crate::domain::dates::full_moment;
use crate::domain::dates::{Direction, full_date};
use crate::domain::ids::MeetingId;
use crate::domain::meeting::{Meeting, capital};
use crate::domain::record::{Head, MeetingStatus, Participant, ParticipantKind, Presence, Stage};
use std::sync::Arc;

/// When a meeting that is made begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// At once.
    Now,
    /// On a day to come, which is asked for.
    Planned,
}

/// Day, time and title of a meeting to come. What it is about: the form.
pub(crate) static PLAN: FormKind = FormKind::new(
    "PlanMeeting",
    &About {
        open: |model, form: String| open_plan(model, &form),
        save: |model, filled, form: String| save_plan(model, filled, &form),
    },
);

/// What `samverkan starta` or `samverkan oppna` asked for, once. A new meeting waits for the agendas.
pub(crate) fn start_with(model: &mut Model) {
    model.start_due =
        matches!(model.setup.open, Some(StartWith::New { .. })) && model.setup.lists.agendas.is_empty();
    if model.start_due {
        return;
    }
    match model.setup.open.take() {
        Some(StartWith::New { form, title }) => new_meeting(model, &form, title, Start::Now),
        Some(StartWith::Open(id)) => model.ask_for(Effect::OpenMeeting(id)),
        None => {}
    }
}

/// The agendas and the lists are there: a meeting that waited for nothing else begins.
pub(crate) fn lists_read(model: &mut Model, lists: Lists) {
    model.setup.lists = lists;
    // What is wrong with where the database lies weighs more.
    if model.warning.is_none() {
        model.warning.clone_from(&model.setup.lists.remark);
        // A meeting that was opened before says it as one that is opened after does.
        if let (Some(warning), Some(screen)) = (model.warning.clone(), model.meeting_screen())
            && screen.meeting.head.status != MeetingStatus::Avslutat
        {
            model.complain(warning);
        }
    }
    if model.start_due && matches!(model.screen, Screen::Home(_)) {
        start_with(model);
    }
}

/// The forms to choose from.
pub(crate) fn pick_form(model: &mut Model, start: Start) {
    if model.setup.lists.agendas.is_empty() {
        return model.say("Mötesformerna läses in. Tryck igen om en stund.");
    }
    let items = model
        .setup
        .lists
        .agendas
        .iter()
        .map(|choice| match &choice.agenda {
            Ok((agenda, _)) => {
                let id = agenda.id.clone();
                let detail = if agenda.name == agenda.short_name { &agenda.about } else { &agenda.name };
                PickItem::new(&agenda.short_name, detail, move |model| new_meeting(model, &id, None, start))
            }
            Err(why) => {
                let mut row = PickItem::read_only(&choice.id, format!("går inte att läsa: {why}"));
                row.told = why.lines().map(|line| line.trim().to_owned()).collect();
                row.told.push("Programmets egen form används inte i stället.".to_owned());
                row
            }
        })
        .collect();
    model.pick(if start == Start::Now { "Vilket möte?" } else { "Vilket möte planeras?" }, items);
}

/// Says that no meeting begins by a form that can't be read.
fn refuse(model: &mut Model, form: &str) {
    model.complain(format!(
        "Inget möte startas: er egen form {form} går inte att läsa, och programmets egen används inte i stället. Se felen: \
         samverkan agendor kontrollera FIL"
    ));
}

/// Begins a meeting by a form, unless something must be asked first: whether the program's own is meant where nobody can
/// tell whether there is another, and whether the guardians may know of it.
fn new_meeting(model: &mut Model, form: &str, title: Option<String>, start: Start) {
    let doubt = model.setup.lists.agendas.iter().find(|choice| choice.id == form);
    if let Some(doubt) = doubt.and_then(|choice| choice.doubt.clone()) {
        let mut text =
            vec!["Har ni en egen form i stället, kan den ha andra regler för samtycke.".to_owned()];
        text.extend(doubt.lines().map(|line| line.trim().to_owned()));
        let form = form.to_owned();
        let then = move |model: &mut Model| ask_and_begin(model, &form, title.clone(), start);
        return confirm(model, "Starta med programmets egen form?", text, "Ja, med programmets egen", then);
    }
    ask_and_begin(model, form, title, start);
}

/// Begins a meeting by a form, unless it must be asked first whether the guardians may know of it.
fn ask_and_begin(model: &mut Model, form: &str, title: Option<String>, start: Start) {
    let asks = model.setup.lists.agendas.iter().any(|choice| {
        choice.id == form && choice.agenda.as_ref().is_ok_and(|(agenda, _)| asks_for_knowledge(agenda))
    });
    if asks {
        ask_knowledge(model, form, title, start);
    } else {
        make(model, form, title, start);
    }
}

/// Whether a form asks first whether the guardians may know.
fn asks_for_knowledge(agenda: &Agenda) -> bool {
    agenda.fields.iter().any(|field| field.id == consent::KNOWLEDGE_FIELD)
}

/// Begins a meeting by a form that asks first whether the guardians may know of it.
fn ask_knowledge(model: &mut Model, form: &str, title: Option<String>, start: Start) {
    let text = vec![
        "Misstänker ni att någon hemma har gjort brott mot barnet, eller är det fråga om heder, ska de kanske inte få veta."
            .to_owned(),
        "Då startas inte det här mötet, och ingenting görs till familjen: ingen kallelse, ingen kopia, inget i \
         kalendern. Tryck ‹Back› och kontakta socialtjänsten."
            .to_owned(),
    ];
    let form = form.to_owned();
    let then = move |model: &mut Model| make(model, &form, title.clone(), start);
    confirm(model, "Får vårdnadshavarna veta om mötet?", text, "Ja, starta mötet", then);
}

fn make(model: &mut Model, form: &str, title: Option<String>, start: Start) {
    match start {
        Start::Now => begin(model, form, title),
        Start::Planned => open_plan(model, form),
    }
}

/// A form as it is to be used, with its snapshot; says why where it can't be.
fn found(model: &mut Model, form: &str) -> Option<(Agenda, Snapshot)> {
    let found =
        model.setup.lists.agendas.iter().find(|choice| choice.id == form).map(|choice| choice.agenda.clone());
    match found {
        Some(Ok(found)) => return Some(found),
        Some(Err(_)) => refuse(model, form),
        None => {
            model
                .complain(format!("Det finns ingen mötesform som heter {form}. Se: samverkan agendor lista"));
        }
    }
    None
}

/// "EHT Ängsskolan", unless another title was given.
fn title_of(model: &Model, agenda: &Agenda, given: Option<String>) -> String {
    given
        .filter(|title| !title.trim().is_empty())
        .unwrap_or_else(|| format!("{} {}", agenda.short_name, model.setup.workplace).trim().to_owned())
}

/// Begins a meeting by a form, now.
fn begin(model: &mut Model, form: &str, title: Option<String>) {
    let Some((agenda, snapshot)) = found(model, form) else { return };
    let id: MeetingId = model.new_id();
    let place = model.setup.workplace.clone();
    let now = model.now;
    let head = Head {
        title: title_of(model, &agenda, title),
        place: Some(place).filter(|place| !place.is_empty()),
        status: MeetingStatus::Pagar,
        started: Some(now.utc),
        ..Head::new(id, &agenda, &snapshot.sha, now.local(), now.zone.name())
    };
    let stage = Stage {
        id: model.new_id(),
        meeting: id,
        arende: None,
        phase: Phase::Sammanhang,
        from: model.now.utc,
        to: None,
    };
    enter(model, Code::NewMeeting, (agenda, snapshot, head), Some(stage));
    model.say("Mötet är igång. Skriv en deltagare i taget: namn, roll, verksamhet. ‹NextPhase› går vidare, ‹Help› visar alla tangenter.");
}

/// Day and time of a meeting to come.
fn open_plan(model: &mut Model, form: &str) {
    let Some((agenda, _)) = found(model, form) else { return };
    let fields = vec![
        date("datum", "Dag", Direction::Framat, None),
        time("tid", "Börjar", None),
        field("titel", "Rubrik", Some(&title_of(model, &agenda, None))),
        field("plats", "Plats", Some(&model.setup.workplace)),
    ];
    let intro = vec!["Mötet står bland de kommande på hemskärmen. Klockan står tills det börjar.".to_owned()];
    form::open(model, &PLAN, form.to_owned(), &format!("Planera: {}", agenda.name), fields, intro);
}

fn save_plan(model: &mut Model, filled: &Form, form: &str) -> Result<(), Wrong> {
    let day = date_in(model, filled, "datum")?
        .ok_or_else(|| wrong("datum", "Vilken dag? Skriv till exempel: om 2 veckor, eller 15/12."))?;
    if day < model.now.today() {
        return Err(wrong("datum", format!("{} har redan varit.", full_date(day))));
    }
    let time = time_in(filled, "tid")?.ok_or_else(|| wrong("tid", "När börjar det?"))?;
    let Some((agenda, snapshot)) = found(model, form) else { return Ok(()) };
    let id: MeetingId = model.new_id();
    let head = Head {
        title: title_of(model, &agenda, filled.given("titel")),
        place: filled.given("plats"),
        ..Head::new(id, &agenda, &snapshot.sha, day.and_time(time), model.now.zone.name())
    };
    let words = format!("{} är planerat till {}.", head.title, full_moment(head.planned));
    enter(model, Code::PlanMeeting, (agenda, snapshot, head), None);
    model.say(format!("{words} Skriv vilka som ska komma. ‹Home:Invite› på hemskärmen gör kallelsen."));
    Ok(())
}

/// Makes the meeting, with whoever sits at the keyboard as its first participant, and shows it.
fn enter(
    model: &mut Model,
    code: Code,
    (agenda, snapshot, head): (Agenda, Snapshot, Head),
    stage: Option<Stage>,
) {
    let (id, form) = (head.id, agenda.id.clone());
    let mut command = NewCommand::new(code, id);
    command.snapshot = Some(snapshot);
    command.changes.push(Change::put(head.clone()));
    command.changes.extend(stage.map(Change::put));
    if let Some(person) = model.person.clone() {
        let (said, unit) = person.role_and_unit();
        let unit = capital(unit);
        let role = agenda.role(said, &unit).filter(|role| !role.kind().is_family());
        let writer = Participant {
            phone: None,
            id: model.new_id(),
            meeting: id,
            name: person.name.clone(),
            role: role.map_or_else(|| said.to_owned(), |role| role.name.clone()),
            huvudman: role.map_or_else(|| huvudman_of(&unit, said), |role| role.huvudman),
            unit: match role {
                Some(role) if unit.is_empty() => role.unit.clone(),
                _ => unit,
            },
            kind: ParticipantKind::Personal,
            presence: Presence::Plats,
            came: None,
            left: None,
            introduced: false,
            chairs: false,
            takes_notes: role.is_none_or(|role| role.may_take_notes),
            main_responsible: false,
            order: 1,
            rev: 0,
        };
        command.changes.push(Change::put(writer));
    }
    model.dialogs.clear();
    let mut meeting = Meeting::new(agenda, head);
    meeting.words = Arc::clone(&model.setup.lists.words);
    model.screen = Screen::Meeting(Box::new(MeetingScreen::new(meeting)));
    model.commit(command);
    model.ask_for(Effect::LoadKnown(form));
}
