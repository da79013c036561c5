//! Another passphrase: asked for when the key from the safe has opened the database, and from home's menu.

use crate::app::core::effect::{Effect, Problem, Secret};
use crate::app::core::model::form::{About, Field, FieldKind, Form, FormKind, Wrong};
use crate::app::core::model::{Dialog, Model, Screen};
use crate::app::ui::fields::wrong;
use crate::app::ui::form;
use crate::domain::passphrase::{HINT, judge};
use crate::domain::recovery::KeyTrouble;

/// Another passphrase for the database. The form stays until it is known to hold.
pub(crate) static NEW_PASSPHRASE: FormKind = FormKind {
    keeps_draft: false,
    stays: true,
    back: |model| {
        skipped(model);
        false
    },
    ..FormKind::new("NewPassphrase", &About { open: |model, ()| change(model), save })
};

/// The fields' keys: the passphrase that holds now, the new one, and the new one again.
const OLD: &str = "nuvarande";
const NEW: &str = "ny";
const AGAIN: &str = "igen";

/// What another passphrase doesn't do.
const SHUTS_NOBODY_OUT: &str = "Den som har en äldre kopia av databasens filer kommer fortfarande in med den gamla. Har \
    någon slutat? Avsluta, och kör samverkan losenfras --ny-databasnyckel";

/// The key from the safe was used: a new passphrase is asked for when home is in front.
pub(crate) fn ask(model: &mut Model) {
    model.lost_passphrase = true;
}

/// Asks for it now, if home is in front and nothing else is.
pub(crate) fn offer(model: &mut Model) {
    let ready = matches!(model.screen, Screen::Home(_)) && model.dialogs.is_empty() && model.person.is_some();
    if !model.lost_passphrase || !ready || model.lock.is_some() || model.setup.open.is_some() {
        return;
    }
    let intro = vec![
        "Databasen öppnades med återställningsnyckeln. Välj en ny lösenfras, och lägg tillbaka nyckeln i \
         kassaskåpet."
            .to_owned(),
        "‹Back› hoppar över: frågan kommer igen nästa gång nyckeln används.".to_owned(),
    ];
    show(model, "Ny lösenfras", Vec::new(), intro);
}

/// Another passphrase from home's menu; the one that holds now is asked for too.
pub(crate) fn change(model: &mut Model) {
    if model.practice {
        return model.say("En övningsdatabas har ingen lösenfras.");
    }
    let old = Field::new(OLD, "Lösenfrasen nu", FieldKind::Secret, "");
    let intro = vec![
        "Den nya gäller för alla som öppnar databasen. Återställningsnyckeln är densamma.".to_owned(),
        "Säkerhetskopior som redan finns öppnas med den gamla: kom ihåg den så länge de finns kvar."
            .to_owned(),
        SHUTS_NOBODY_OUT.to_owned(),
    ];
    show(model, "Byt lösenfras", vec![old], intro);
}

fn show(model: &mut Model, title: &str, mut fields: Vec<Field>, intro: Vec<String>) {
    fields.push(Field::new(NEW, "Ny lösenfras", FieldKind::NewSecret, "").hint(HINT));
    fields.push(Field::new(AGAIN, "En gång till", FieldKind::Secret, ""));
    form::open(model, &NEW_PASSPHRASE, (), title, fields, intro);
}

/// Sends the new passphrase on its way. The form stays until it is known to hold.
fn save(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    if model.opening {
        return Ok(());
    }
    let (old, new) = (form.secret(OLD), Secret::new(form.secret(NEW)));
    let again = Secret::new(form.secret(AGAIN));
    let asks_old = form.fields.iter().any(|field| field.key == OLD);
    let old = Some(Secret::new(old)).filter(|_| asks_old);
    let why = if old.as_ref().is_some_and(|old| old.expose().is_empty()) {
        Some((OLD, "Skriv den lösenfras som gäller nu.".to_owned()))
    } else if let Err(weak) = judge(new.expose(), &model.setup.workplace) {
        Some((NEW, weak.to_string()))
    } else if new.expose() != again.expose() {
        Some((NEW, "De två skiljer sig åt. Skriv den nya lösenfrasen på nytt, två gånger.".to_owned()))
    } else {
        None
    };
    if let Some((key, why)) = why {
        return Err(typed_anew(model, key, &why));
    }
    form::ask_and_wait(model, Effect::ChangePassphrase { old, new }, "Byter lösenfras …");
    Ok(())
}

/// What is wrong in a secret is typed anew; a new passphrase both times, since dots tell nobody which was mistyped.
fn typed_anew(model: &mut Model, key: &str, why: &str) -> Wrong {
    let fields = form::front(model).into_iter().flat_map(|form| &mut form.fields);
    for field in fields.filter(|field| field.key == key || (key == NEW && field.key == AGAIN)) {
        field.line.clear();
    }
    wrong(key, why)
}

/// The new passphrase holds.
pub(crate) fn changed(model: &mut Model) {
    model.opening = false;
    model.lost_passphrase = false;
    model.dialogs.retain(|dialog| !is_ours(dialog));
    model.say("Lösenfrasen är bytt. Den gamla öppnar inte databasen längre.");
}

/// The old passphrase still holds.
pub(crate) fn not_changed(model: &mut Model, problem: &Problem) {
    model.opening = false;
    model.notice = None;
    let form = model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Form(form) if form.is(&NEW_PASSPHRASE) => Some(form),
        _ => None,
    });
    match form {
        Some(form) => {
            form.fields.iter_mut().for_each(|field| field.line.clear());
            form.cursor = 0;
            form.error = Some(problem.text.clone());
        }
        None => model.complain(problem.text.clone()),
    }
}

/// Not now.
fn skipped(model: &mut Model) {
    if !std::mem::take(&mut model.lost_passphrase) {
        return;
    }
    let home = if let Screen::Home(home) = &model.screen { home.data.as_ref() } else { None };
    let none_opens = home.is_some_and(|home| home.keys.iter().any(KeyTrouble::shuts_passphrase_out));
    model.say(if none_opens {
        "Ingen lösenfras öppnar databasen nu, bara återställningsnyckeln. ‹ChangePassphrase› väljer en ny: skriv nyckeln som lösenfrasen nu."
    } else {
        "Lösenfrasen är den gamla. ‹ChangePassphrase› byter den, om du kan den."
    });
}

fn is_ours(dialog: &Dialog) -> bool {
    matches!(dialog, Dialog::Form(form) if form.is(&NEW_PASSPHRASE))
}
