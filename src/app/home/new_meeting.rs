//! A meeting begins: by a form that is chosen, or as the command line asked for.

use crate::app::core::effect::Effect;
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Lists, MeetingScreen, Model, NewCommand, Screen, StartWith};
use crate::app::ui::question::confirm;
use crate::domain::agenda::{Agenda, Phase, huvudman_of};
use crate::domain::command::{Change, Code};
use crate::domain::consent;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::Meeting;
use crate::domain::record::{Head, MeetingStatus, Participant, ParticipantKind, Presence, Stage};
use crate::domain::text;
use std::sync::Arc;

/// What `samverkan starta` or `samverkan oppna` asked for, once. A new meeting waits for the agendas.
pub(crate) fn start_with(model: &mut Model) {
    model.start_due =
        matches!(model.setup.open, Some(StartWith::New { .. })) && model.setup.lists.agendas.is_empty();
    if model.start_due {
        return;
    }
    match model.setup.open.take() {
        Some(StartWith::New { form, title }) => new_meeting(model, &form, title),
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
pub(crate) fn pick_form(model: &mut Model) {
    if model.setup.lists.agendas.is_empty() {
        return model.say("Mötesformerna läses in. Tryck ‹NewMeeting› igen.");
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
                PickItem::new(&agenda.short_name, detail, move |model| new_meeting(model, &id, None))
            }
            Err(why) => {
                let mut row = PickItem::read_only(&choice.id, format!("går inte att läsa: {why}"));
                row.told = why.lines().map(|line| line.trim().to_owned()).collect();
                row.told.push("Programmets egen form används inte i stället.".to_owned());
                row
            }
        })
        .collect();
    model.pick("Vilket möte?", items);
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
fn new_meeting(model: &mut Model, form: &str, title: Option<String>) {
    let doubt = model.setup.lists.agendas.iter().find(|choice| choice.id == form);
    if let Some(doubt) = doubt.and_then(|choice| choice.doubt.clone()) {
        let mut text =
            vec!["Har ni en egen form i stället, kan den ha andra regler för samtycke.".to_owned()];
        text.extend(doubt.lines().map(|line| line.trim().to_owned()));
        let form = form.to_owned();
        let then = move |model: &mut Model| ask_and_begin(model, &form, title.clone());
        return confirm(model, "Starta med programmets egen form?", text, "Ja, med programmets egen", then);
    }
    ask_and_begin(model, form, title);
}

/// Begins a meeting by a form, unless it must be asked first whether the guardians may know of it.
fn ask_and_begin(model: &mut Model, form: &str, title: Option<String>) {
    let asks = model.setup.lists.agendas.iter().any(|choice| {
        choice.id == form && choice.agenda.as_ref().is_ok_and(|(agenda, _)| asks_for_knowledge(agenda))
    });
    if asks {
        ask_knowledge(model, form, title);
    } else {
        begin(model, form, title);
    }
}

/// Whether a form asks first whether the guardians may know.
fn asks_for_knowledge(agenda: &Agenda) -> bool {
    agenda.fields.iter().any(|field| field.id == consent::KNOWLEDGE_FIELD)
}

/// Begins a meeting by a form that asks first whether the guardians may know of it.
fn ask_knowledge(model: &mut Model, form: &str, title: Option<String>) {
    let text = vec![
        "Misstänker ni att någon hemma har gjort brott mot barnet, eller är det fråga om heder, ska de kanske inte få veta."
            .to_owned(),
        "Då startas inte det här mötet, och ingenting görs till familjen: ingen kallelse, ingen kopia, inget i \
         kalendern. Tryck ‹Back› och kontakta socialtjänsten."
            .to_owned(),
    ];
    let form = form.to_owned();
    let then = move |model: &mut Model| begin(model, &form, title.clone());
    confirm(model, "Får vårdnadshavarna veta om mötet?", text, "Ja, starta mötet", then);
}

/// Begins a meeting by a form, now.
fn begin(model: &mut Model, form: &str, title: Option<String>) {
    let found =
        model.setup.lists.agendas.iter().find(|choice| choice.id == form).map(|choice| choice.agenda.clone());
    let (agenda, snapshot) = match found {
        Some(Ok(found)) => found,
        Some(Err(_)) => return refuse(model, form),
        None => {
            return model.complain(format!(
                "Det finns ingen mötesform som heter {form}. Se: samverkan agendor lista"
            ));
        }
    };
    let id: MeetingId = model.new_id();
    let place = model.setup.workplace.clone();
    let now = model.now;
    let head = Head {
        title: title
            .map(|title| text::clean(&title))
            .filter(|title| !title.trim().is_empty())
            .unwrap_or_else(|| format!("{} {place}", agenda.short_name).trim().to_owned()),
        place: Some(place).filter(|place| !place.is_empty()),
        status: MeetingStatus::Pagar,
        started: Some(now.utc),
        ..Head::new(id, &agenda, &snapshot.sha, now.local(), now.zone.name())
    };
    let mut command = NewCommand::new(Code::NewMeeting, id);
    command.snapshot = Some(snapshot);
    command.changes.push(Change::put(head.clone()));
    let stage = Stage {
        id: model.new_id(),
        meeting: id,
        arende: None,
        phase: Phase::Sammanhang,
        from: model.now.utc,
        to: None,
    };
    command.changes.push(Change::put(stage));
    if let Some(person) = model.person.clone() {
        let role = agenda.role(&person.role, "").filter(|role| !role.kind().is_family());
        let writer = Participant {
            phone: None,
            id: model.new_id(),
            meeting: id,
            name: person.name,
            role: role.map_or_else(|| person.role.clone(), |role| role.name.clone()),
            unit: role.map(|role| role.unit.clone()).unwrap_or_default(),
            huvudman: role.map_or_else(|| huvudman_of("", &person.role), |role| role.huvudman),
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
    model.ask_for(Effect::LoadKnown(form.to_owned()));
    model.say("Mötet är igång. Skriv en deltagare i taget: namn, roll, verksamhet. ‹NextPhase› går vidare, ‹Help› visar alla tangenter.");
}
