//! A copy for safekeeping that is put back, from home's menu or before a database is open: which one, what opens it, what
//! would be put aside, and the yes. The program ends after it, since settings and forms may have come along.

use crate::app::core::action::name_keys;
use crate::app::core::drafts;
use crate::app::core::effect::{Effect, FoundCopy, RestoreStep, Restoring, Secret};
use crate::app::core::model::form::{About, Field, FieldKind, Form, FormKind, Wrong};
use crate::app::core::model::list::{PickItem, Then};
use crate::app::core::model::question::Confirm;
use crate::app::core::model::{DatabaseState, Dialog, InHand, Model, Screen};
use crate::app::home::door;
use crate::app::ui::fields::wrong;
use crate::app::ui::form;
use crate::app::ui::question::question;
use crate::domain::dates::date_with_year;

/// The copy, and what opens it. The form stays until it is opened and checked.
pub(crate) static COPY: FormKind = FormKind {
    keeps_draft: false,
    stays: true,
    back: |model| {
        let works = model.restoring.is_some();
        if works {
            model.ask_for(Effect::Restoring(RestoreStep::Stop));
            model.say("Avbryter …");
        }
        works
    },
    ..FormKind::new("RestoreBackup", &About { open: |model, ()| begin(model), save: open })
};

const FILE: &str = "fil";
const PHRASE: &str = "losenfras";

const WHICH: &str = "Vilken säkerhetskopia?";

/// Asks which copies there are.
pub(crate) fn begin(model: &mut Model) {
    if model.practice {
        return model.say("Här övar du, på påhittade möten. Avsluta, och återställ i ditt vanliga program.");
    }
    let may = match &model.screen {
        // Only one who looks at home, or at the door, can mean it.
        Screen::Home(_) | Screen::Start(_) => model.dialogs.is_empty(),
        Screen::Opening | Screen::Meeting(_) => false,
    };
    if may && !model.opening {
        model.ask_for(Effect::Restoring(RestoreStep::Find));
    }
}

/// What is told on the way.
pub(crate) fn told(model: &mut Model, told: Restoring) {
    match told {
        Restoring::Found(copies) => found(model, copies),
        Restoring::Checks(progress) => {
            model.say(format!("{} · ‹Back› avbryter", progress.in_words()));
        }
        Restoring::Opened(lines) => opened(model, lines),
        Restoring::Refused(why) => refused(model, why),
        Restoring::Done(lines) => done(model, lines),
        Restoring::NotDone(why) => not_done(model, why),
    }
}

/// Which one is it? Where none lies, the file is written.
fn found(model: &mut Model, copies: Vec<FoundCopy>) {
    let was_asked = is_over(model);
    if !was_asked && !model.dialogs.is_empty() {
        // Somebody has gone on with something else.
        return;
    }
    if copies.is_empty() {
        return ask(model, "");
    }
    let mut items: Vec<PickItem> = copies.into_iter().map(row).collect();
    items.push(PickItem::new("En annan fil", "eller en annan mapp", |model| ask(model, "")));
    model.pick(WHICH, items);
}

fn row(copy: FoundCopy) -> PickItem {
    let FoundCopy { file, name, taken, size } = copy;
    let when = format!("{} {}", date_with_year(taken.date()), taken.format("%H.%M"));
    PickItem::new(when, format!("{size} · {name}"), move |model| ask(model, &file))
}

/// Asks for the file and for what opens it.
fn ask(model: &mut Model, file: &str) {
    let hint = "filen, eller mappen som den ligger i";
    let fields = vec![
        Field::new(FILE, "Kopian", FieldKind::Text, file).hint(hint),
        Field::new(PHRASE, "Lösenfras", FieldKind::Secret, "").hint("eller nyckeln från kassaskåpet"),
    ];
    let intro = vec![
        "Skriv den lösenfras som gällde när kopian togs. Kopian prövas hel innan något rörs, och du får veta vad som \
         skulle läggas undan innan du svarar ja eller nej."
            .to_owned(),
    ];
    form::open(model, &COPY, (), "Återställ från säkerhetskopia", fields, intro);
    if let Some(form) = form::front(model).filter(|_| !file.is_empty()) {
        form.cursor = 1;
    }
}

/// Opens the copy that is named.
fn open(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    if model.opening {
        return Ok(());
    }
    let (file, secret) = (form.value(FILE).to_owned(), Secret::new(form.secret(PHRASE)));
    if file.is_empty() {
        return Err(wrong(FILE, "Skriv var kopian ligger."));
    }
    model.restoring = Some(InHand::Checked);
    form::ask_and_wait(model, Effect::Restoring(RestoreStep::Open { file, secret }), "Öppnar kopian …");
    Ok(())
}

/// The copy has been opened, or can't be: nothing is waited for any more. Says whether the form was there.
fn is_over(model: &mut Model) -> bool {
    model.opening = false;
    model.restoring = None;
    model.notice = None;
    let all = model.dialogs.len();
    model.dialogs.retain(|dialog| !is_ours(dialog));
    model.dialogs.len() < all
}

fn is_ours(dialog: &Dialog) -> bool {
    matches!(dialog, Dialog::Form(form) if form.is(&COPY))
}

/// It can be put back: is it to be?
fn opened(model: &mut Model, mut lines: Vec<String>) {
    is_over(model);
    lines.push("Programmet avslutas efteråt, och läser allt på nytt när det startas.".to_owned());
    ask_to_leave(model, question("Lägga tillbaka kopian?", lines, "Lägg tillbaka", put_back));
}

/// Puts it back, after another question where something would be lost with the program.
fn put_back(model: &mut Model) {
    drafts::keep(model, true);
    if model.outbox.is_empty() && model.left_drafts.is_empty() {
        return take_place(model);
    }
    let text = vec![
        "Allt som skrevs är inte sparat i databasen som ligger här, och går förlorat när kopian läggs tillbaka.".to_owned(),
        "Vill du ha det kvar: svara nej, gå in i mötet, och tryck ‹SaveElsewhere›. Då ligger det i en egen fil.".to_owned(),
    ];
    ask_to_leave(model, question("Lägga tillbaka ändå?", text, "Lägg tillbaka ändå", take_place));
}

/// Asks; a no lets the copy go.
fn ask_to_leave(model: &mut Model, asked: Confirm) {
    let no = Some(Then::new(|model| {
        model.ask_for(Effect::Restoring(RestoreStep::Leave));
        model.say("Inget är ändrat.");
    }));
    model.dialogs.push(Dialog::Confirm(Confirm { no, ..asked }));
}

fn take_place(model: &mut Model) {
    // Nothing can be asked of a database that is being put aside.
    let stood = std::mem::replace(&mut model.screen, Screen::Opening);
    model.restoring = Some(InHand::TakesPlace(Box::new(stood)));
    model.opening = true;
    model.say("Lägger tillbaka kopian …");
    model.ask_for(Effect::Restoring(RestoreStep::PutBack));
}

/// It can't be opened or put back, and all is as it was.
fn refused(model: &mut Model, why: String) {
    model.opening = false;
    model.notice = None;
    if let Some(InHand::TakesPlace(screen)) = model.restoring.take() {
        model.screen = *screen;
    }
    let form = model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Form(form) if form.is(&COPY) => Some(form),
        _ => None,
    });
    let Some(form) = form else { return model.complain(why) };
    if let Some(secret) = form.fields.iter_mut().find(|field| field.key == PHRASE) {
        secret.line.clear();
    }
    form.error = Some(why);
}

/// It has its place. The program ends when that has been read.
fn done(model: &mut Model, mut lines: Vec<String>) {
    model.begin_anew(Screen::Opening);
    model.restoring = Some(InHand::InPlace);
    let last = "‹Back› avslutar programmet. Starta det igen, och lås upp med kopians lösenfras.";
    lines.push(name_keys(last));
    model.show("Databasen är återställd", lines.join("\n\n"));
}

/// Ends the program when that has been read.
pub(crate) fn end(model: &mut Model) {
    if matches!(model.restoring, Some(InHand::InPlace)) && model.dialogs.is_empty() && !model.quit {
        model.quit = true;
        model.ask_for(Effect::Quit);
    }
}

/// It couldn't take its place, and the database is closed: whoever has its passphrase opens it again.
fn not_done(model: &mut Model, why: String) {
    if model.setup.database != DatabaseState::Missing {
        model.setup.database = DatabaseState::Locked;
    }
    model.begin_anew(Screen::Opening);
    model.screen = door::first_screen(&model.setup);
    if let Screen::Start(form) = &mut model.screen {
        form.error = Some(why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Message;
    use crate::app::action::Action;
    use crate::app::effect::Reply;
    use crate::app::line::Edit;
    use crate::app::testing::{Desk, Disk, monday, setup};
    use crate::app::update;

    fn real() -> Desk {
        let mut desk = Desk::new();
        desk.model.practice = false;
        desk
    }

    fn tell(desk: &mut Desk, told: Restoring) {
        desk.send(Message::Store(Reply::Restoring(told)));
    }

    fn steps(effects: &[Effect]) -> Vec<&RestoreStep> {
        effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Restoring(step) => Some(step),
                _ => None,
            })
            .collect()
    }

    fn last(desk: &Desk) -> RestoreStep {
        (*steps(&desk.effects).last().unwrap()).clone()
    }

    fn copy() -> FoundCopy {
        FoundCopy {
            file: "/mnt/kopior/samverkan-2026-11-20-1610.kopia".to_owned(),
            name: "samverkan-2026-11-20-1610.kopia".to_owned(),
            taken: "2026-11-20T16:10:00".parse().unwrap(),
            size: "1,2 MB".to_owned(),
        }
    }

    fn types(desk: &mut Desk, text: &str) {
        for letter in text.chars() {
            desk.send(Message::Edit(Edit::Insert(letter)));
        }
    }

    /// At home, with a copy chosen and opened.
    fn opened() -> Desk {
        let mut desk = real();
        desk.press(Action::RestoreBackup);
        tell(&mut desk, Restoring::Found(vec![copy()]));
        desk.press(Action::Accept);
        types(&mut desk, "tre gröna grodor");
        desk.press(Action::Accept);
        tell(&mut desk, Restoring::Opened(vec!["Kopian är hel.".to_owned()]));
        desk
    }

    #[test]
    fn a_copy_is_chosen_opened_and_put_back_after_a_yes_and_then_the_program_ends() {
        let mut desk = real();
        desk.press(Action::RestoreBackup);
        assert!(matches!(last(&desk), RestoreStep::Find));
        tell(&mut desk, Restoring::Found(vec![copy()]));
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!() };
        assert_eq!(pick.items.len(), 2);
        assert!(pick.items[0].label.contains("20 nov 2026") && pick.items[0].detail.contains("1,2 MB"));
        desk.press(Action::Accept);
        types(&mut desk, "tre gröna grodor");
        desk.press(Action::Accept);
        let RestoreStep::Open { file, secret } = last(&desk) else { panic!() };
        assert_eq!((file.as_str(), secret.expose()), (copy().file.as_str(), "tre gröna grodor"));
        // Esc stops it, and the form stays until that is answered.
        desk.press(Action::Back);
        assert!(matches!(last(&desk), RestoreStep::Stop) && desk.model.dialogs.len() == 1);
        tell(&mut desk, Restoring::Opened(vec!["Kopian är hel.".to_owned()]));
        let Some(Dialog::Confirm(confirm)) = desk.model.dialogs.last() else { panic!() };
        assert!(confirm.text[0].contains("hel") && confirm.text.last().unwrap().contains("avslutas"));
        desk.press(Action::Accept);
        assert!(matches!(last(&desk), RestoreStep::PutBack));
        assert!(matches!(desk.model.screen, Screen::Opening) && desk.model.dialogs.is_empty());
        tell(&mut desk, Restoring::Done(vec!["Databasen är återställd.".to_owned()]));
        assert!(desk.model.person.is_none(), "nothing of what was there is left");
        desk.press(Action::Back);
        assert!(desk.model.quit && matches!(desk.effects.last(), Some(Effect::Quit)));
    }

    #[test]
    fn a_no_lets_the_copy_go_and_changes_nothing() {
        let mut desk = opened();
        desk.press(Action::Back);
        assert!(matches!(last(&desk), RestoreStep::Leave));
        assert!(matches!(desk.model.screen, Screen::Home(_)));
        assert_eq!(desk.notice(), "Inget är ändrat.");
    }

    #[test]
    fn what_is_not_saved_yet_is_not_lost_with_the_program() {
        let mut desk = opened();
        desk.disk = Disk::Slow;
        let pending = {
            let mut other = Desk::eht();
            other.disk = Disk::Slow;
            other.line("Ringa");
            other.model.outbox[0].clone()
        };
        desk.model.outbox.push(pending);
        desk.press(Action::Accept);
        let Some(Dialog::Confirm(confirm)) = desk.model.dialogs.last() else { panic!() };
        assert!(confirm.text[0].contains("går förlorat"));
        desk.press(Action::Back);
        assert!(matches!(last(&desk), RestoreStep::Leave));
        // Whoever doesn't want it is kept by nothing.
        let mut again = opened();
        again.model.outbox.push(desk.model.outbox[0].clone());
        again.press(Action::Accept).press(Action::Accept);
        assert!(matches!(last(&again), RestoreStep::PutBack));
    }

    #[test]
    fn what_goes_wrong_is_said_where_one_stands() {
        let mut desk = real();
        desk.press(Action::RestoreBackup);
        tell(&mut desk, Restoring::Found(Vec::new()));
        desk.press(Action::Accept).press(Action::Accept);
        let error = |desk: &Desk| match desk.model.dialogs.last() {
            Some(Dialog::Form(form)) => form.error.clone().unwrap_or_default(),
            _ => String::new(),
        };
        assert_eq!(error(&desk), "Skriv var kopian ligger.");
        types(&mut desk, "x.kopia");
        desk.press(Action::Accept);
        types(&mut desk, "fel");
        desk.press(Action::Accept);
        tell(&mut desk, Restoring::Refused("Fel lösenfras för kopian.".to_owned()));
        assert_eq!(error(&desk), "Fel lösenfras för kopian.");
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
        assert_eq!((form.value(FILE), form.secret(PHRASE).as_str()), ("x.kopia", ""));
        assert!(!desk.model.opening);

        // Another program has it open, which is known before anything is closed: home is there again.
        let mut desk = opened();
        desk.press(Action::Accept);
        tell(&mut desk, Restoring::Refused("Avsluta väggen.".to_owned()));
        assert!(matches!(desk.model.screen, Screen::Home(_)) && !desk.model.opening);
        assert_eq!(desk.notice(), "Avsluta väggen.");

        // The disk says no when the database is closed already.
        let mut desk = opened();
        desk.press(Action::Accept);
        tell(&mut desk, Restoring::NotDone("Disken är full.".to_owned()));
        let Screen::Start(form) = &desk.model.screen else { panic!() };
        assert!(form.is(&door::UNLOCK));
        assert_eq!(form.error.as_deref(), Some("Disken är full."));
        assert!(desk.model.person.is_none() && !desk.model.opening);
    }

    #[test]
    fn it_can_be_asked_for_before_there_is_a_database_and_not_while_practising() {
        for database in [DatabaseState::Missing, DatabaseState::Locked] {
            let mut setup = setup();
            setup.database = database;
            let mut model = Model::new(setup, monday(), (80, 24));
            let effects = update(&mut model, Message::Do(Action::RestoreBackup), monday());
            assert!(matches!(steps(&effects)[..], [RestoreStep::Find]), "{database:?}");
            update(&mut model, Message::Store(Reply::Restoring(Restoring::Found(Vec::new()))), monday());
            assert!(matches!(model.dialogs.last(), Some(Dialog::Form(form)) if form.is(&COPY)));
            // Not once more on top of itself.
            let effects = update(&mut model, Message::Do(Action::RestoreBackup), monday());
            assert!(effects.is_empty());
        }
        let mut desk = Desk::new();
        desk.model.practice = true;
        desk.press(Action::RestoreBackup);
        assert!(steps(&desk.effects).is_empty() && desk.notice().contains("övar"));
    }
}
