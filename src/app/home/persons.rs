//! Who sits at the keyboard.

use super::new_meeting::start_with;
use crate::app::core::effect::Effect;
use crate::app::core::model::form::{About, Field, FieldKind, Form, FormKind, Wrong};
use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::{Dialog, Model, NewCommand};
use crate::app::lock::recovery::is_shown;
use crate::app::presence;
use crate::app::ui::fields::wrong;
use crate::domain::collate::same;
use crate::domain::command::{Change, Code};
use crate::domain::ids::PersonId;
use crate::domain::record::Person;
use crate::domain::session::SessionKind;

/// Somebody new at the keyboard.
pub(crate) static PERSON: FormKind = FormKind {
    keeps_draft: false,
    must_stay: |model| model.person.is_none() && known(model).is_empty(),
    back: back_to_the_others,
    ..FormKind::new("Person", &About { open: |model, ()| ask(model), save })
};

/// Who sits here, once it is known who has sat here before.
pub(crate) fn identify(model: &mut Model, persons: &[Person]) {
    if model.person.is_some() {
        return;
    }
    if let Some(name) = model.setup.person.clone() {
        return match persons.iter().find(|person| same(&person.name, &name)).cloned() {
            Some(person) => sit_down(model, person),
            None => ask(model),
        };
    }
    let now = model.now.utc;
    let others: Vec<_> = model.others.iter().filter(|other| other.is_fresh(now)).collect();
    // Two at the same time are two: whoever comes second is asked.
    let is_taken = |person: &Person| others.iter().any(|other| other.here.person == Some(person.id));
    if persons.len() > 1 || persons.iter().any(is_taken) {
        choose(model);
    } else if let Some(person) = persons.first() {
        sit_down(model, person.clone());
    } else if model.practice && !others.iter().any(|other| other.here.kind == SessionKind::Program) {
        // Whoever starts at another screen now is the second.
        presence::say_here(model);
        start_with(model);
    } else {
        ask(model);
    }
}

/// This person acts from now on.
pub(crate) fn sit_down(model: &mut Model, person: Person) {
    model.ask_for(Effect::ActAs(person.id));
    model.person = Some(person);
    // At once: whoever starts at another screen now is another.
    presence::say_here(model);
    start_with(model);
}

/// Asks who sits at the keyboard.
pub(crate) fn ask(model: &mut Model) {
    // Whoever is named at the start need not be written again; whoever comes after is another.
    let named = model.setup.person.clone().filter(|_| model.person.is_none()).unwrap_or_default();
    let mut form = Form::new(
        "Vem är du?",
        &PERSON,
        (),
        vec![
            Field::new("namn", "Namn", FieldKind::Text, &named),
            Field::new("roll", "Roll, verksamhet", FieldKind::Text, "")
                .hint("till exempel: specialpedagog, elevhälsan"),
        ],
    );
    form.intro = vec![
        "Namnet står i journalen vid det du skriver. Byt person på hemskärmen med ‹SwitchPerson›.".to_owned(),
    ];
    // The key for the safe is shown this once only: it stays in front.
    let place = model.dialogs.iter().position(is_shown).unwrap_or(model.dialogs.len());
    model.dialogs.insert(place, Dialog::Form(form));
}

/// Nobody goes on unnamed; whoever came here by mistake is among those who have sat here before.
fn back_to_the_others(model: &mut Model) -> bool {
    let asked = model.person.is_none();
    if asked {
        model.dialogs.pop();
        choose(model);
    }
    asked
}

fn save(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let name = form
        .given("namn")
        .ok_or_else(|| wrong("namn", "Skriv ditt namn, eller hur du vill stå i journalen."))?;
    // Written in one, as in a meeting: "Petra Sund, kurator, skola".
    let (name, told) = match name.split_once(',') {
        Some((before, rest)) if !before.trim().is_empty() => {
            (before.trim().to_owned(), rest.trim().to_owned())
        }
        _ => (name, String::new()),
    };
    let role = if form.value("roll").is_empty() { told.as_str() } else { form.value("roll") };
    let is_same =
        |person: &&Person| same(&person.name, &name) && (role.is_empty() || same(&person.role, role));
    if let Some(person) = known(model).iter().find(is_same).cloned() {
        model.say(format!("{} står redan på listan. Nu är det {} som skriver.", person.name, person.name));
        sit_down(model, person);
        return Ok(());
    }
    let person = Person { id: model.new_id::<PersonId>(), name, role: role.to_owned(), rev: 0 };
    let command = NewCommand {
        code: Code::SetPerson,
        meeting: None,
        snapshot: None,
        changes: vec![Change::put(person.clone())],
    };
    model.commit(command);
    sit_down(model, person);
    Ok(())
}

/// Said where nobody has said who they are.
const NOBODY: &str =
    "Ingen har sagt vem hen är, så det som skrivs står utan namn i journalen. ‹SwitchPerson› väljer.";

/// Who may sit at the keyboard.
pub(crate) fn choose(model: &mut Model) {
    let now = model.now.utc;
    let is_seated = |person: &Person| {
        model.others.iter().any(|other| other.is_fresh(now) && other.here.person == Some(person.id))
    };
    let (seated, free): (Vec<_>, Vec<_>) = known(model).into_iter().partition(is_seated);
    let item = |person: Person, detail: String| {
        let label = person.name.clone();
        PickItem::new(label, detail, move |model| {
            model.say(format!("Nu är det {} som skriver.", person.name));
            sit_down(model, person.clone());
        })
    };
    let mut items: Vec<PickItem> = free
        .into_iter()
        .map(|person| (person.role.clone(), person))
        .map(|(role, person)| item(person, role))
        .collect();
    items.push(PickItem::new("Någon annan", "skriv namn och roll", ask));
    items.extend(seated.into_iter().map(|person| item(person, "sitter vid en annan skärm".to_owned())));
    let mut pick = Pick::new("Vem är du?", items);
    pick.when_left = model.person.is_none().then_some(NOBODY);
    model.dialogs.push(Dialog::Pick(pick));
}

fn known(model: &Model) -> Vec<Person> {
    let mut persons = model.persons.clone();
    if let Some(person) = &model.person
        && !persons.iter().any(|known| known.id == person.id)
    {
        persons.push(person.clone());
    }
    persons
}
