//! The key for the safe: shown once and typed back before it holds, made anew, and tried.

use crate::app::core::effect::{Effect, Problem, Secret};
use crate::app::core::line::Line;
use crate::app::core::model::form::{About, Field, FieldKind, Form, FormKind, Wrong};
use crate::app::core::model::{Dialog, HomeScreen, Model, Screen};
use crate::app::ui::fields::wrong;
use crate::app::ui::form;
use crate::domain::recovery::{KeyFile, is_typed_back};

/// The key of a database that was just made. It is shown until it has been typed back, or can't be confirmed.
pub(crate) static FIRST_KEY: FormKind = FormKind {
    keeps_draft: false,
    stays: true,
    back: |model| {
        if form::front(model).is_some_and(|form| form.intro.last().is_some_and(|said| said == MAY_LEAVE)) {
            return false;
        }
        model.say("Skriv nyckelns fem sista tecken först: utan den på papper finns ingen reserv.");
        true
    },
    ..FormKind::new("FirstRecoveryKey", &About { open: |_, ()| {}, save: confirm })
};

/// A key that is to hold instead of the one before. Leaving it leaves that.
pub(crate) static NEW_KEY: FormKind = FormKind {
    keeps_draft: false,
    stays: true,
    back: |model| {
        if let Some(form) =
            form::front(model).filter(|form| form.intro.last().is_none_or(|said| said != VOID))
        {
            form.intro.push(VOID.to_owned());
            model.say("Skriv nyckelns fem sista tecken, så gäller den nya. ‹Back› en gång till lämnar den.");
            return true;
        }
        model.ask_for(Effect::ForgetRecoveryKey);
        let old = of_the_old_key(model);
        model.say(format!("{old} Den nya gäller inte: riv det du skrev."));
        false
    },
    ..FormKind::new("NewRecoveryKey", &About { open: |_, ()| {}, save: confirm })
};

/// The passphrase, for a new key.
pub(crate) static ASK_FOR_KEY: FormKind = FormKind {
    keeps_draft: false,
    stays: true,
    ..FormKind::new("AskForRecoveryKey", &About { open: |model, ()| make(model), save: propose })
};

/// A key that is tried.
pub(crate) static PROVE_KEY: FormKind = FormKind {
    keeps_draft: false,
    stays: true,
    ..FormKind::new("ProveRecoveryKey", &About { open: |model, ()| prove(model), save: try_it })
};

/// Said where the database couldn't take in that the key is confirmed: nobody is kept by what they can't mend.
const MAY_LEAVE: &str =
    "‹Back› lämnar nyckeln obekräftad. Den gäller, och hemskärmen säger till tills en är bekräftad.";

/// Said before a new key is left that nobody has typed back.
const VOID: &str = "Lämnas den nu gäller den nya nyckeln inte. ‹Back› en gång till lämnar den.";

/// The fields' keys: the passphrase, the end of the key that is shown, the whole of one that is tried.
const PHRASE: &str = "losenfras";
const LAST: &str = "sista";
const KEY: &str = "nyckel";

/// Whether a key is shown that will not be shown again: nothing lies over it.
pub(crate) fn is_shown(dialog: &Dialog) -> bool {
    matches!(dialog, Dialog::Form(form) if form.is(&FIRST_KEY) || form.is(&NEW_KEY))
}

/// Shows the key of a new database.
pub(crate) fn show_first(model: &mut Model, key: &str) {
    let text = [
        "Skriv av nyckeln, eller skriv ut den (‹PrintKey›), och lägg den i kassaskåpet. Den visas bara nu. Med den kan \
         kommunen öppna databasen om lösenfrasen glöms bort.",
        "Skriv sedan de fem sista tecknen här, från pappret.",
    ];
    show(model, &FIRST_KEY, "Återställningsnyckel", key, &text);
}

/// Shows a key that is to hold instead of the one before.
pub(crate) fn show_new(model: &mut Model, key: &Secret) {
    model.opening = false;
    model.notice = None;
    model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Form(form) if form.is(&ASK_FOR_KEY)));
    let text = [
        "Skriv av den nya nyckeln, eller skriv ut den (‹PrintKey›), och lägg den i kassaskåpet i stället för den gamla. Den visas bara nu.",
        "Skriv sedan de fem sista tecknen här, från pappret. Först då gäller den, och den gamla slutar gälla.",
    ];
    show(model, &NEW_KEY, "Ny återställningsnyckel", key.expose(), &text);
}

fn show(model: &mut Model, kind: &'static FormKind, title: &str, key: &str, text: &[&str]) {
    let field =
        Field::new(LAST, "Fem sista", FieldKind::Text, "").hint("den sista gruppen, eller hela nyckeln");
    let intro = [key, ""].iter().chain(text).map(|text| (*text).to_owned()).collect();
    form::open(model, kind, (), title, vec![field], intro);
}

/// Whether the key from before opens the database, where there is no new one, as home knows it.
fn of_the_old_key(model: &Model) -> String {
    let Screen::Home(HomeScreen { data: Some(home), .. }) = &model.screen else {
        return "Det som öppnade databasen förut öppnar den fortfarande.".to_owned();
    };
    match home.keys.iter().find(|trouble| trouble.file() == Some(KeyFile::Recovery)) {
        None => "Den gamla återställningsnyckeln gäller fortfarande.".to_owned(),
        Some(trouble) if trouble.may_open() => {
            format!("{trouble}: ‹ProveRecoveryKey› prövar den gamla nyckeln.")
        }
        Some(trouble) => format!("{trouble}: ingen återställningsnyckel gäller nu."),
    }
}

/// What was typed back is looked at.
fn confirm(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    if model.opening {
        return Ok(());
    }
    let key = form.intro.first().map(String::as_str).unwrap_or_default();
    if !is_typed_back(key, form.value(LAST)) {
        let why = if form.value(LAST).is_empty() {
            "Skriv nyckelns fem sista tecken."
        } else {
            "Det är inte nyckelns fem sista tecken. Läs på pappret, och rätta det om det är felskrivet."
        };
        type_anew(model);
        return Err(wrong(LAST, why));
    }
    form::ask_and_wait(model, Effect::ConfirmRecoveryKey, "Sparar …");
    Ok(())
}

/// What was answered gives way to the next letter, and can be mended by other keys.
fn type_anew(model: &mut Model) {
    for field in form::front(model).into_iter().flat_map(|form| &mut form.fields) {
        field.line = Line::proposing(field.line.value());
    }
}

/// Prints the key that is shown. It is typed back all the same: then somebody has seen that it came out whole.
pub(crate) fn print(model: &mut Model) {
    let Some(key) = form::front(model).and_then(|form| form.intro.first().cloned()) else { return };
    if model.opening || !model.dialogs.last().is_some_and(is_shown) {
        return;
    }
    let printer = model.setup.printer.clone();
    form::ask_and_wait(model, Effect::PrintRecoveryKey { key: Secret::new(key), printer }, "Skriver ut …");
}

/// The printer has it, or said no.
pub(crate) fn printed(model: &mut Model, printer: Result<String, Problem>) {
    model.opening = false;
    model.notice = None;
    match printer {
        Ok(printer) => model.say(format!(
            "Nyckeln är på väg till skrivaren {printer}. Hämta pappret själv, och skriv de fem sista tecknen från det."
        )),
        Err(problem) => match form::front(model).filter(|form| form.is(&FIRST_KEY) || form.is(&NEW_KEY)) {
            Some(form) => form.error = Some(format!("{} Skriv av nyckeln för hand.", problem.text)),
            None => model.complain(problem.text),
        },
    }
}

/// A new key, from home's menu.
pub(crate) fn make(model: &mut Model) {
    if model.practice {
        return model.say("En övningsdatabas har ingen återställningsnyckel.");
    }
    let field = Field::new(PHRASE, "Lösenfrasen nu", FieldKind::Secret, "");
    let intro = vec![
        "Den nya visas, och du skriver tillbaka slutet av den. Till dess gäller den gamla.".to_owned(),
        "Säkerhetskopior som redan finns öppnas fortfarande med den gamla nyckeln: behåll pappret så länge de finns kvar."
            .to_owned(),
    ];
    form::open(model, &ASK_FOR_KEY, (), "Ny återställningsnyckel", vec![field], intro);
}

fn propose(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let phrase = Secret::new(form.secret(PHRASE));
    if model.opening {
        return Ok(());
    }
    if phrase.expose().is_empty() {
        return Err(wrong(PHRASE, "Skriv den lösenfras som gäller nu."));
    }
    form::ask_and_wait(model, Effect::ProposeRecoveryKey(phrase), "Gör en ny nyckel …");
    Ok(())
}

/// Tries the key from the safe, from home's menu.
pub(crate) fn prove(model: &mut Model) {
    if model.practice {
        return model.say("En övningsdatabas har ingen återställningsnyckel.");
    }
    let field = Field::new(KEY, "Nyckeln", FieldKind::Text, "").hint("som den står på pappret");
    let intro = vec![
        "Skriv nyckeln från kassaskåpet, så prövas om den öppnar den här databasen. Inget ändras.".to_owned(),
    ];
    form::open(model, &PROVE_KEY, (), "Prova återställningsnyckeln", vec![field], intro);
}

fn try_it(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let key = Secret::new(form.secret(KEY));
    if model.opening {
        return Ok(());
    }
    if key.expose().trim().is_empty() {
        return Err(wrong(KEY, "Skriv nyckeln som den står på pappret."));
    }
    form::ask_and_wait(model, Effect::ProveRecoveryKey(key), "Prövar nyckeln …");
    Ok(())
}

/// The key that was shown holds, and somebody has it on paper.
pub(crate) fn confirmed(model: &mut Model) {
    let new = model.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Form(form) if form.is(&NEW_KEY)));
    done(model);
    model.say(if new {
        "Den nya återställningsnyckeln gäller. Den gamla öppnar bara äldre säkerhetskopior."
    } else {
        "Bra. Lösenfrasen öppnar databasen, nyckeln är reserven."
    });
}

/// The key that was tried opens the database.
pub(crate) fn proved(model: &mut Model) {
    done(model);
    model.say("Nyckeln öppnar databasen. Lägg tillbaka den i kassaskåpet.");
}

/// It has been answered; home says no more of what was amiss.
fn done(model: &mut Model) {
    model.opening = false;
    model.dialogs.retain(|dialog| !is_ours(dialog));
    model.ask_for(Effect::LoadHome(model.now.today()));
}

/// What was asked for couldn't be done: secrets are typed anew, a key that is shown stays.
pub(crate) fn refused(model: &mut Model, problem: &Problem) {
    model.opening = false;
    model.notice = None;
    let form = model.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
        Dialog::Form(form)
            if [&ASK_FOR_KEY, &PROVE_KEY, &FIRST_KEY, &NEW_KEY].iter().any(|kind| form.is(kind)) =>
        {
            Some(form)
        }
        _ => None,
    });
    match form {
        Some(form) => {
            // A long key is mended rather than typed once more.
            if form.is(&ASK_FOR_KEY) {
                form.fields.iter_mut().for_each(|field| field.line.clear());
            }
            if form.is(&FIRST_KEY) && form.intro.last().is_some_and(|said| said != MAY_LEAVE) {
                form.intro.push(MAY_LEAVE.to_owned());
            }
            form.error = Some(problem.text.clone());
            // In a key that is tried an arrow mends a letter, and a letter begins anew.
            type_anew(model);
        }
        None => model.complain(problem.text.clone()),
    }
}

fn is_ours(dialog: &Dialog) -> bool {
    is_shown(dialog) || matches!(dialog, Dialog::Form(form) if form.is(&ASK_FOR_KEY) || form.is(&PROVE_KEY))
}
