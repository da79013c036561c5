//! The agendas and the lists are read beside the start: one that comes late changes nothing for whoever sits there.

use crate::app::core::action::Action;
use crate::app::core::effect::{Effect, Reply};
use crate::app::core::model::{AgendaChoice, Lists, Model, Screen, Setup, StartWith};
use crate::app::testing::{Desk, forms, monday, setup};
use crate::app::ui::dialog::Dialog;
use crate::app::{Message, update};
use crate::domain::overview::Known;
use crate::domain::record::Person;
use crate::domain::reference::{Glossary, Term};
use uuid::Uuid;

fn lists() -> Lists {
    let term = Term {
        short: "BUP".to_owned(),
        long: "barn- och ungdomspsykiatrin".to_owned(),
        about: "Regionens vård.".to_owned(),
        source: "Dals-Ed 2022".to_owned(),
    };
    Lists {
        agendas: forms(),
        glossary: Glossary { terms: vec![term] },
        remark: Some("Ordlistan används inte, utan programmets egen. rad 3".to_owned()),
        ..Lists::default()
    }
}

fn opened() -> Message {
    Message::Store(Reply::Opened { recovery_key: None, practice: true, by_recovery: false, home: None })
}

/// The model after messages, and the effects that they asked for.
fn after(open: Option<StartWith>, messages: Vec<Message>) -> (Model, Vec<Effect>) {
    let mut model = Model::new(Setup { lists: Lists::default(), open, ..setup() }, monday(), (80, 24));
    let effects = messages.into_iter().flat_map(|message| update(&mut model, message, monday())).collect();
    (model, effects)
}

#[test]
fn whenever_they_come_the_same_is_on_screen_and_the_same_is_done() {
    let eht = StartWith::New { form: "eht".to_owned(), title: None };
    let eva = Person {
        id: Uuid::from_u128(1).into(),
        name: "Eva Ek".to_owned(),
        role: "Rektor".to_owned(),
        rev: 0,
    };
    let persons = [Vec::new(), vec![eva]];
    for (open, persons) in [None, Some(eht)]
        .into_iter()
        .flat_map(|open| persons.iter().map(move |persons| (open.clone(), persons.clone())))
    {
        let known = Message::Store(Reply::Known(Box::new(Known { persons, ..Known::default() })));
        let rest = [opened(), known, Message::Resize(80, 24)];
        let states: Vec<String> = (0..=rest.len())
            .map(|at| {
                let mut messages = rest.to_vec();
                messages.insert(at, Message::Lists(Box::new(lists())));
                let (model, mut effects) = after(open.clone(), messages);
                // A meeting that waited is asked for after what came in between: the order of questions isn't seen.
                effects.sort_by_key(|effect| format!("{effect:?}"));
                format!("{model:?} {effects:?}")
            })
            .collect();
        assert!(states.iter().all(|state| *state == states[0]), "{open:?}: {states:#?}");
        assert!(states[0].contains("Ordlistan används inte"));
    }
}

#[test]
fn nobody_is_passed_by_because_the_agendas_are_there() {
    let eht = StartWith::New { form: "eht".to_owned(), title: None };
    let (model, _) = after(Some(eht), vec![opened(), Message::Lists(Box::new(lists()))]);
    assert!(matches!(model.screen, Screen::Home(_)), "who sits here isn't known yet");
}

#[test]
fn a_meeting_that_was_opened_before_gets_its_words_and_says_what_is_wrong() {
    let mut desk = Desk::meeting("samverkansmote");
    desk.line("Per Pil, psykolog, BUP");
    let terms = |desk: &Desk| crate::app::board::terms_on_screen(&desk.model).len();
    assert_eq!(terms(&desk), 0);
    desk.send(Message::Lists(Box::new(lists())));
    assert_eq!(terms(&desk), 1);
    assert!(desk.notice().contains("Ordlistan används inte"), "{}", desk.notice());
    // What is wrong with the disk weighs more than a list.
    desk.send(Message::Store(Reply::Warned("Databasen ligger på en nätverksdisk.".to_owned())));
    desk.send(Message::Lists(Box::new(lists())));
    assert_eq!(desk.model.warning.as_deref(), Some("Databasen ligger på en nätverksdisk."));
}

/// Home of a program whose user has a folder of forms: what the folder makes of them.
fn with_forms(change: impl Fn(&mut Vec<AgendaChoice>)) -> Desk {
    let mut desk = Desk::new();
    change(&mut desk.model.setup.lists.agendas);
    desk
}

#[test]
fn a_form_of_ones_own_that_is_broken_stands_in_the_list_with_its_fault_and_starts_nothing() {
    let fault = "eht.toml, rad 8, tecken 1: nyckeln ”nivå” är okänd.\n  Menade du ”niva”?";
    let mut desk = with_forms(|forms| {
        forms.retain(|choice| choice.id != "eht");
        forms.push(AgendaChoice {
            id: "eht".to_owned(),
            agenda: Err(fault.to_owned()),
            doubt: None,
            follows: Vec::new(),
        });
    });
    desk.press(Action::NewMeeting).types("eht");
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no list") };
    let row = pick.items.iter().find(|row| row.label == "eht").unwrap();
    assert!(row.detail.contains("går inte att läsa") && row.told.concat().contains("rad 8"), "{row:?}");
    desk.press(Action::Accept);
    assert!(desk.model.meeting_screen().is_none());
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("the list is gone") };
    assert!(format!("{pick:?} {}", desk.notice()).contains("går inte att välja"), "{}", desk.notice());
    desk.press(Action::Back);
    // As `samverkan starta eht` asks for it, should the file break while the program opens.
    let open = StartWith::New { form: "eht".to_owned(), title: None };
    desk.model.setup.open = Some(open);
    super::new_meeting::start_with(&mut desk.model);
    assert!(desk.model.meeting_screen().is_none());
    let said = desk.notice();
    assert!(said.contains("Inget möte startas") && said.contains("programmets egen används inte"), "{said}");
}

#[test]
fn where_the_folder_cannot_be_read_the_programs_own_form_is_asked_about_first() {
    let mut desk = with_forms(|forms| {
        for choice in forms {
            choice.doubt = Some("/namnden: mappen finns inte.".to_owned());
        }
    });
    desk.press(Action::NewMeeting).types("EHT").press(Action::Accept);
    let Some(Dialog::Confirm(asked)) = desk.model.dialogs.last() else { panic!("nothing is asked") };
    assert!(asked.text.concat().contains("mappen finns inte"), "{asked:?}");
    assert!(desk.model.meeting_screen().is_none());
    desk.press(Action::Accept);
    assert_eq!(desk.screen().meeting.head.agenda_id, "eht");
}

#[test]
fn who_is_named_at_the_start_is_known_or_is_asked_for_the_rest() {
    let person = |number: u128, name: &str| Person {
        id: Uuid::from_u128(number).into(),
        name: name.to_owned(),
        role: "Rektor".to_owned(),
        rev: 0,
    };
    let known = [vec![], vec![person(1, "Eva Ek")], vec![person(1, "Eva Ek"), person(2, "Anna Al")]];
    let started = |named: Option<&str>, persons: Vec<Person>| {
        let named = named.map(str::to_owned);
        let mut model = Model::new(Setup { person: named, ..setup() }, monday(), (80, 24));
        update(&mut model, opened(), monday());
        let known = Known { persons, ..Known::default() };
        update(&mut model, Message::Store(Reply::Known(Box::new(known))), monday());
        let asked = model.dialogs.iter().find_map(|dialog| match dialog {
            Dialog::Form(form) => Some(form.value("namn").to_owned()),
            _ => None,
        });
        (model.person.map(|person| person.name), asked)
    };
    let seated = |name: &str| (Some(name.to_owned()), None);
    assert_eq!(started(Some("anna al"), known[2].clone()), seated("Anna Al"));
    for persons in known {
        assert_eq!(started(Some("Bo Ny"), persons), (None, Some("Bo Ny".to_owned())));
    }
    assert_eq!(started(None, vec![person(1, "Eva Ek")]), seated("Eva Ek"));
}
