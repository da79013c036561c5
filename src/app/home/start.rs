//! First start, passphrase, who sits at the keyboard, and home.

use crate::app::core::NewCommand;
use crate::app::core::action::Action;
use crate::app::core::effect::Effect;
use crate::app::core::model::{
    AgendaChoice, DatabaseState, HomeRow, HomeScreen, MeetingScreen, Model, Screen, Setup, StartWith,
};
use crate::app::home::actions;
use crate::app::lock::passphrase;
use crate::app::ui::dialog::{Choice, Confirm, Dialog, Field, FieldKind, Form, Pick, PickItem, Purpose, Yes};
use crate::app::ui::{forms, picks};
use crate::app::{consents, journal, lock, social_clock};
use crate::domain::agenda::Phase;
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code};
use crate::domain::ids::MeetingId;
use crate::domain::meeting::Meeting;
use crate::domain::overview::Home;
use crate::domain::record::{Head, MeetingStatus, Participant, ParticipantKind, Person, Presence, Stage};
use crate::domain::session::SessionKind;
use crate::domain::text;

/// A page of home, in rows.
const PAGE: isize = 10;

/// What is shown first.
pub(crate) fn first_screen(setup: &Setup) -> Screen {
    match setup.database {
        DatabaseState::Opening => Screen::Opening,
        DatabaseState::Locked => Screen::Start(Form::new(
            "Lås upp",
            Purpose::Unlock,
            vec![Field::new("losenfras", "Lösenfras", FieldKind::Secret, "")],
        )),
        DatabaseState::Missing => {
            let mut form = Form::new(
                "Välkommen till samverkan",
                Purpose::CreateDatabase,
                vec![
                    Field::new("losenfras", "Lösenfras", FieldKind::Secret, "")
                        .hint("minst 12 tecken, gärna flera ord"),
                    Field::new("igen", "En gång till", FieldKind::Secret, ""),
                ],
            );
            form.intro = vec![
                format!("Allt som skrivs på mötena sparas krypterat i {}", setup.database_path),
                "Lösenfrasen går inte att få tillbaka. Strax får du en återställningsnyckel till kassaskåpet."
                    .to_owned(),
                "Vill du öva först? F2 öppnar påhittade möten, utan lösenfras. De är borta när du avslutar."
                    .to_owned(),
            ];
            Screen::Start(form)
        }
    }
}

/// The database is open: go home, and find out who sits here.
pub(crate) fn opened(model: &mut Model, home: Option<Box<Home>>) {
    model.screen = Screen::Home(HomeScreen::default());
    match home {
        Some(home) => home_read(model, *home),
        None => model.ask_for(Effect::LoadHome(model.now.today())),
    }
    model.ask_for(Effect::LoadKnown(String::new()));
}

/// What home shows has been read.
pub(crate) fn home_read(model: &mut Model, mut data: Home) {
    data.actions = actions::with_pending(model, data.actions);
    if let Screen::Home(home) = &mut model.screen {
        home.read(data);
    }
}

/// Who sits here, once it is known who has sat here before.
pub(crate) fn identify(model: &mut Model, persons: &[Person]) {
    if model.person.is_some() {
        return;
    }
    let now = model.now.utc;
    let others: Vec<_> = model.others.iter().filter(|other| other.is_fresh(now)).collect();
    // Two at the same time are two: whoever comes second is asked.
    let is_taken = |person: &Person| others.iter().any(|other| other.here.person == Some(person.id));
    if persons.len() > 1 || persons.iter().any(is_taken) {
        picks::persons(model);
    } else if let Some(person) = persons.first() {
        sit_down(model, person.clone());
    } else if model.practice && !others.iter().any(|other| other.here.kind == SessionKind::Program) {
        start_with(model);
    } else {
        ask_person(model);
    }
}

/// This person acts from now on.
pub(crate) fn sit_down(model: &mut Model, person: Person) {
    model.ask_for(Effect::ActAs(person.id));
    model.person = Some(person);
    // At once: whoever starts at another screen now is another.
    crate::app::presence::say_here(model);
    start_with(model);
}

/// Asks who sits at the keyboard.
pub(crate) fn ask_person(model: &mut Model) {
    let mut form = Form::new(
        "Vem är du?",
        Purpose::Person,
        vec![
            Field::new("namn", "Namn", FieldKind::Text, ""),
            Field::new("roll", "Roll", FieldKind::Text, "").hint("till exempel specialpedagog"),
        ],
    );
    form.intro =
        vec!["Namnet står i journalen vid det du skriver. Byt person på hemskärmen med b.".to_owned()];
    // The key for the safe is shown this once only: it stays in front.
    let key = |dialog: &Dialog| matches!(dialog, Dialog::Confirm(Confirm { then: Yes::KeyNoted, .. }));
    let place = model.dialogs.iter().position(key).unwrap_or(model.dialogs.len());
    model.dialogs.insert(place, Dialog::Form(form));
}

/// What `samverkan starta` or `samverkan oppna` asked for, once. A new meeting waits for the forms.
fn start_with(model: &mut Model) {
    if matches!(model.setup.open, Some(StartWith::New { .. })) && model.setup.agendas.is_empty() {
        return;
    }
    match model.setup.open.take() {
        Some(StartWith::New { form, title }) => new_meeting(model, &form, title),
        Some(StartWith::Open(id)) => model.ask_for(Effect::OpenMeeting(id)),
        None => {}
    }
}

/// The meeting forms are there: a meeting that waited for them begins, if it is known who sits here.
pub(crate) fn agendas_read(model: &mut Model, forms: Vec<AgendaChoice>) {
    model.setup.agendas = forms;
    let settled = model.person.is_some() || model.practice;
    if settled && matches!(model.screen, Screen::Home(_)) {
        start_with(model);
    }
}

/// A key on home.
pub(crate) fn act_home(model: &mut Model, action: Action) {
    match action {
        Action::NewMeeting => pick_form(model),
        Action::Consents => consents::load(model),
        Action::ListActions => actions::load(model),
        Action::SocialClock => social_clock::load(model),
        Action::SwitchPerson => picks::persons(model),
        Action::ChangePassphrase => passphrase::change(model),
        Action::LockScreen => lock::close(model),
        Action::Journal => journal::open(model),
        Action::Invite => match selected(model) {
            Some(HomeRow::Meeting(id)) => model.ask_for(Effect::WriteInvitations(id)),
            _ => model.say("Markera ett möte först."),
        },
        Action::Refresh => {
            model.ask_for(Effect::LoadHome(model.now.today()));
            model.say("Hemskärmen är läst på nytt.");
        }
        Action::Up => move_home(model, -1),
        Action::PageUp => move_home(model, -PAGE),
        Action::Down => move_home(model, 1),
        Action::PageDown => move_home(model, PAGE),
        Action::ChoiceRight => turn_home(model, true),
        Action::ChoiceLeft => turn_home(model, false),
        Action::Next => {
            let at_meetings = !matches!(selected(model), Some(HomeRow::Action(_)));
            turn_home(model, at_meetings);
        }
        Action::Accept => match selected(model) {
            Some(HomeRow::Meeting(id)) => model.ask_for(Effect::OpenMeeting(id)),
            Some(HomeRow::Action(id)) => actions::follow_up(model, id),
            None => pick_form(model),
        },
        Action::Back => model.say("Det här är hemskärmen. q avslutar programmet."),
        _ => {}
    }
}

fn selected(model: &Model) -> Option<HomeRow> {
    match &model.screen {
        Screen::Home(home) => home.selected(),
        _ => None,
    }
}

fn move_home(model: &mut Model, by: isize) {
    if let Screen::Home(home) = &mut model.screen {
        let last = home.rows().len().saturating_sub(1);
        home.cursor = home.cursor.saturating_add_signed(by).min(last);
    }
}

/// To the first action, or back to the first meeting.
fn turn_home(model: &mut Model, to_actions: bool) {
    let Screen::Home(home) = &mut model.screen else { return };
    let rows = home.rows();
    match rows.iter().position(|row| matches!(row, HomeRow::Action(_))) {
        Some(first) if to_actions => home.cursor = home.cursor.max(first),
        None if to_actions => model.say("Inga öppna åtgärder."),
        _ => home.cursor = 0,
    }
}

/// The forms to choose from.
pub(crate) fn pick_form(model: &mut Model) {
    if model.setup.agendas.is_empty() {
        return model.say("Mötesformerna läses in. Tryck n igen.");
    }
    let items = model
        .setup
        .agendas
        .iter()
        .map(|choice| match &choice.agenda {
            Ok((agenda, _)) => PickItem {
                label: agenda.short_name.clone(),
                detail: if agenda.name == agenda.short_name {
                    agenda.about.clone()
                } else {
                    agenda.name.clone()
                },
                choice: Some(Choice::Agenda(agenda.id.clone())),
            },
            Err(why) => PickItem {
                label: choice.id.clone(),
                detail: format!("går inte att läsa: {why}"),
                choice: None,
            },
        })
        .collect();
    model.dialogs.push(Dialog::Pick(Pick::new("Vilket möte?", items)));
}

/// Begins a meeting by a form, unless it must be asked first whether the guardians may know of it.
pub(crate) fn new_meeting(model: &mut Model, form: &str, title: Option<String>) {
    let asks = model.setup.agendas.iter().any(|choice| {
        choice.id == form
            && choice.agenda.as_ref().is_ok_and(|(agenda, _)| consents::asks_for_knowledge(agenda))
    });
    if asks {
        consents::ask_knowledge(model, form, title);
    } else {
        begin(model, form, title);
    }
}

/// Begins a meeting by a form, now.
pub(crate) fn begin(model: &mut Model, form: &str, title: Option<String>) {
    let found =
        model.setup.agendas.iter().find(|choice| choice.id == form).map(|choice| choice.agenda.clone());
    let (agenda, snapshot) = match found {
        Some(Ok(found)) => found,
        Some(Err(why)) => return model.complain(format!("Mötesformen {form} går inte att läsa. {why}")),
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
            .map(|title| crate::domain::text::clean(&title))
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
        let role = agenda.roles.iter().find(|role| fold(&role.name) == fold(&person.role));
        let writer = Participant {
            id: model.new_id(),
            meeting: id,
            name: person.name,
            role: role.map_or(person.role, |role| role.name.clone()),
            unit: role.map(|role| role.unit.clone()).unwrap_or_default(),
            huvudman: role.map_or(crate::domain::agenda::Huvudman::Kommun, |role| role.huvudman),
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
    model.screen = Screen::Meeting(Box::new(MeetingScreen::new(Meeting::new(agenda, head))));
    model.commit(command);
    model.ask_for(Effect::LoadKnown(form.to_owned()));
    model.say("Mötet är igång. Skriv en deltagare i taget: namn, roll, verksamhet. F8 går vidare, F1 visar alla tangenter.");
}

/// Opens made-up meetings instead of making a database.
pub(crate) fn practise(model: &mut Model) {
    if !model.opening {
        model.opening = true;
        model.ask_for(Effect::Practise);
        model.say("Öppnar övningsmötena …");
    }
}

/// Saves a form that fills the screen.
pub(crate) fn save_start(model: &mut Model) {
    if model.opening {
        return;
    }
    let Screen::Start(form) = &mut model.screen else { return };
    let phrase = forms::secret(form, "losenfras");
    match form.purpose {
        Purpose::Unlock if phrase.is_empty() => form.error = Some("Skriv lösenfrasen.".to_owned()),
        Purpose::Unlock => {
            form.error = None;
            let secret = crate::app::core::effect::Secret::new(phrase);
            model.opening = true;
            model.ask_for(Effect::Unlock(secret));
            model.say("Låser upp …");
        }
        Purpose::CreateDatabase => {
            if phrase.chars().count() < text::MIN_PASSPHRASE {
                form.error = Some(
                    "Lösenfrasen behöver vara minst 12 tecken. Några ord efter varandra är lätta att minnas."
                        .to_owned(),
                );
                form.cursor = 0;
            } else if phrase != forms::secret(form, "igen") {
                form.error = Some("De två skiljer sig åt. Skriv lösenfrasen en gång till.".to_owned());
                form.cursor = 1;
                if let Some(field) = form.fields.get_mut(1) {
                    field.line.clear();
                }
            } else {
                let secret = crate::app::core::effect::Secret::new(phrase);
                model.opening = true;
                model.ask_for(Effect::CreateDatabase(secret));
                model.say("Skapar databasen …");
            }
        }
        _ => {}
    }
}
