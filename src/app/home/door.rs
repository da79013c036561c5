//! The door to the database: first start, the passphrase, the key for the safe.

use super::actions;
use crate::app::core::effect::{Effect, Problem, Secret};
use crate::app::core::model::form::{About, Field, FieldKind, Form, FormKind, Wrong};
use crate::app::core::model::{DatabaseState, HomeScreen, Model, Screen, Setup};
use crate::app::ui::fields::wrong;
use crate::app::ui::form;
use crate::domain::overview::Home;
use crate::domain::passphrase;

/// A passphrase for a new database, twice.
pub(crate) static CREATE_DATABASE: FormKind = FormKind {
    keeps_draft: false,
    stays: true,
    ..FormKind::new("CreateDatabase", &About { open: |_, ()| {}, save: create })
};

/// The passphrase of the database.
pub(crate) static UNLOCK: FormKind = FormKind {
    keeps_draft: false,
    stays: true,
    ..FormKind::new("Unlock", &About { open: |_, ()| {}, save: unlock })
};

/// What is shown first.
pub(crate) fn first_screen(setup: &Setup) -> Screen {
    match setup.database {
        DatabaseState::Opening => Screen::Opening,
        DatabaseState::Locked => Screen::Start(Form::new(
            "Lås upp",
            &UNLOCK,
            (),
            vec![Field::new("losenfras", "Lösenfras", FieldKind::Secret, "")],
        )),
        DatabaseState::Missing => {
            let mut form = Form::new(
                "Välkommen till samverkan",
                &CREATE_DATABASE,
                (),
                vec![
                    Field::new("losenfras", "Lösenfras", FieldKind::NewSecret, "").hint(passphrase::HINT),
                    Field::new("igen", "En gång till", FieldKind::Secret, ""),
                ],
            );
            form.intro = vec![
                format!("Allt som skrivs på mötena sparas krypterat i {}", setup.database_path),
                "Lösenfrasen går inte att få tillbaka. Strax får du en återställningsnyckel till kassaskåpet."
                    .to_owned(),
                "Vill du öva först? ‹Practise› öppnar påhittade möten, utan lösenfras. De är borta när du avslutar."
                    .to_owned(),
                "Har du en säkerhetskopia? ‹RestoreBackup› lägger tillbaka den här.".to_owned(),
            ];
            Screen::Start(form)
        }
    }
}

/// The database is open: go home, and find out who sits here.
pub(crate) fn opened(model: &mut Model, home: Option<Box<Home>>) {
    model.screen = Screen::Home(HomeScreen::default());
    match home {
        Some(home) => actions::home_read(model, *home),
        None => model.ask_for(Effect::LoadHome(model.now.today())),
    }
    model.ask_for(Effect::LoadKnown(String::new()));
}

/// Opens made-up meetings instead of making a database.
pub(crate) fn practise(model: &mut Model) {
    let is_first = form::front(model).is_some_and(|form| form.is(&CREATE_DATABASE));
    if is_first && !model.opening {
        model.opening = true;
        model.ask_for(Effect::Practise);
        model.say("Öppnar övningsmötena …");
    }
}

/// Opens the database with what was typed.
fn unlock(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let phrase = form.secret("losenfras");
    if model.opening {
        return Ok(());
    }
    if phrase.is_empty() {
        return Err(wrong("losenfras", "Skriv lösenfrasen."));
    }
    form::ask_and_wait(model, Effect::Unlock(Secret::new(phrase)), "Låser upp …");
    Ok(())
}

/// Makes the database.
fn create(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let phrase = form.secret("losenfras");
    if model.opening {
        return Ok(());
    }
    let why = match passphrase::judge(&phrase, &model.setup.workplace) {
        Err(why) => why.to_string(),
        Ok(()) if phrase != form.secret("igen") => {
            "De två skiljer sig åt. Skriv lösenfrasen på nytt, två gånger.".to_owned()
        }
        Ok(()) => {
            form::ask_and_wait(model, Effect::CreateDatabase(Secret::new(phrase)), "Skapar databasen …");
            return Ok(());
        }
    };
    // Dots tell nobody which of them was mistyped.
    for field in form::front(model).into_iter().flat_map(|form| &mut form.fields) {
        field.line.clear();
    }
    Err(wrong("losenfras", why))
}

/// The database couldn't be opened: what was typed is typed anew.
pub(crate) fn not_opened(model: &mut Model, problem: &Problem) {
    match &mut model.screen {
        Screen::Start(form) => {
            form.error = Some(problem.text.clone());
            form.cursor = 0;
            for field in &mut form.fields {
                field.line.clear();
            }
            model.notice = None;
        }
        _ => model.complain(problem.text.clone()),
    }
}
