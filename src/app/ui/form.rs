//! Forms with fields: opening them, moving about in them, saving and leaving them. What each kind is for stands beside its
//! feature.

use super::fields::{day_off_in, part_times, wrong_alone};
use crate::app::core::action::{Action, Context};
use crate::app::core::effect::Effect;
use crate::app::core::line::Edit;
use crate::app::core::model::form::{Field, FieldKind, Form, FormDraft, FormKind, Wrong};
use crate::app::core::model::{Dialog, Model, Notice, Screen};
use crate::domain::text;
use serde::Serialize;

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

fn in_front(model: &Model) -> Option<&Form> {
    match (model.dialogs.last(), &model.screen) {
        (Some(Dialog::Form(form)), _) | (None, Screen::Start(form)) => Some(form),
        _ => None,
    }
}

/// Sends what a form wants on its way to the store; the form stays until that has answered.
pub(crate) fn ask_and_wait(model: &mut Model, effect: Effect, words: &str) {
    if let Some(form) = front(model) {
        (form.error, form.wrong_in) = (None, None);
    }
    // Enter has ended what was written here: what comes up is an answer to it, and is looked at.
    model.wrote = false;
    model.opening = true;
    model.ask_for(effect);
    model.say(words);
}

/// A key in a form.
pub(crate) fn act(model: &mut Model, action: Action) {
    if let Some(mut form) = in_front(model).cloned() {
        part_times(model, &mut form);
        if let Some(front) = front(model) {
            *front = form;
        }
    }
    let forward = matches!(action, Action::Next | Action::Down | Action::Accept);
    let leaves = forward || matches!(action, Action::Previous | Action::Up);
    let judged = if leaves { judged_when_left(model) } else { None };
    let Some(form) = front(model) else { return };
    match judged {
        // Where it can be right, what was said of this field holds no more.
        Some(Ok(())) => form.error = None,
        Some(Err(why)) => {
            let is_told = form.wrong_in == Some(form.cursor) && form.error.as_ref() == Some(&why);
            form.tell(form.cursor, why);
            // Whoever has been told may go back: perhaps it is wrong there.
            if forward || !is_told {
                return;
            }
        }
        None => {}
    }
    form.end_word();
    let (cursor, first, last) =
        (form.cursor, form.shown().next().unwrap_or(0), form.shown().next_back().unwrap_or(0));
    let after = form.shown().find(|at| *at > cursor);
    let before = form.shown().rev().find(|at| *at < cursor);
    match action {
        Action::Next | Action::Down => form.to(after.unwrap_or(first)),
        Action::Previous | Action::Up => form.to(before.unwrap_or(last)),
        Action::MoreFields => form.unfold(),
        Action::ChoiceRight => turn(form, 1),
        Action::ChoiceLeft => turn(form, -1),
        Action::Accept if after.is_some() => form.to(after.unwrap_or(cursor)),
        Action::Accept | Action::Save | Action::NextPhase => save(model),
        Action::Back => leave(model),
        _ => {}
    }
}

/// Why what stands in the cursor's field can't be right, or that it can; nothing where nobody can tell by the field alone. Told
/// there and then, while one still knows what was meant; whether it fits what the form is about is judged when it is saved.
fn judged_when_left(model: &Model) -> Option<Result<(), String>> {
    let form = in_front(model)?;
    // Nothing comes after it where it is the last, and nothing is judged while the store is.
    let field = form.fields.get(form.cursor).filter(|_| !model.opening)?;
    let is_judged =
        field.kind.choices().is_none() && !matches!(field.kind, FieldKind::Text | FieldKind::Secret);
    is_judged.then(|| wrong_alone(model, field).map_or(Ok(()), Err))
}

fn turn(form: &mut Form, by: isize) {
    if let Some(field) = form.fields.get_mut(form.cursor)
        && let Some(words) = field.kind.choices()
        && let Ok(count) = isize::try_from(words.len())
        && count > 0
        && let Ok(at) = isize::try_from(field.chosen)
    {
        field.chosen = usize::try_from((at + by).rem_euclid(count)).unwrap_or(0);
    }
}

/// A letter where the cursor stands in a choice: it chooses. Says whether it was that.
pub(crate) fn chooses(model: &mut Model, edit: Edit) -> bool {
    if model.writes_beneath() || model.context() != Context::Form {
        return false;
    }
    let now = model.now.utc;
    let Some(form) = at_choice(model) else { return false };
    match edit {
        Edit::Insert(letter) => form.choose_by(letter, now),
        Edit::Backspace | Edit::Delete => {
            form.end_word();
            form.error = None;
            if let Some(field) = form.fields.get_mut(form.cursor) {
                field.choose_nothing();
            }
        }
        _ => form.error = None,
    }
    true
}

/// The form in front, where the cursor stands in a choice.
fn at_choice(model: &mut Model) -> Option<&mut Form> {
    let is_choice =
        |form: &Form| form.fields.get(form.cursor).is_some_and(|field| field.kind.choices().is_some());
    front(model).filter(|form| is_choice(form))
}

/// What is pasted where the cursor stands in a choice: it chooses nothing, and is said to. Says whether it was that.
pub(crate) fn refuses_paste(model: &mut Model) -> bool {
    if model.writes_beneath() || model.context() != Context::Form {
        return false;
    }
    let form = at_choice(model);
    form.map(Form::refuse_paste).is_some()
}

/// Saves the form in front; a field that can't be right keeps it open and says why.
fn save(model: &mut Model) {
    let Some(form) = front(model).cloned() else { return };
    let before = model.notice.clone();
    let saved = no_room(&form).map_or_else(|| form.kind.acts.save(model, &form), Err);
    if saved.is_ok() {
        warn_of_days(model, &form, before.as_ref());
    }
    match saved {
        Ok(()) if form.kind.stays => {}
        Ok(()) => {
            model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Form(open) if open.is_same_as(&form)));
        }
        Err(wrong) => {
            if let Some(form) = front(model) {
                form.fail(wrong);
            }
        }
    }
}

/// Says which of the days that were saved nobody is at work on: what stood beside the field is gone with the form. `before` is
/// what was said before it was saved.
fn warn_of_days(model: &mut Model, form: &Form, before: Option<&Notice>) {
    let fields = form.fields.iter().zip(&form.opened_with);
    let changed = fields.filter(|(field, opened)| field.value() != *opened).map(|(field, _)| field);
    let days: Vec<String> = changed.filter_map(|field| day_off_in(model, field)).collect();
    if days.is_empty() {
        return;
    }
    let days = days.join(" ");
    match &mut model.notice {
        Some(said) if before != Some(&*said) => said.text = format!("{} {days}", said.text),
        _ => model.say(days),
    }
}

/// Which field holds more than is kept: one may have been filled in with more than can be typed.
fn no_room(form: &Form) -> Option<Wrong> {
    let typed = form.fields.iter().filter(|field| field.kind.choices().is_none());
    let mut too_long =
        typed.filter_map(|field| text::fits(field.line.value()).err().map(|long| (field, long)));
    let (field, long) = too_long.next()?;
    Some((field.key.clone(), format!("Texten är för lång: {long}. Inget är sparat: korta den.")))
}

/// Esc: what was filled in is there when the same form is opened again.
fn leave(model: &mut Model) {
    let form = match model.dialogs.last() {
        Some(Dialog::Form(form)) if !(form.kind.must_stay)(model) => form,
        _ => return model.say("‹Quit› avslutar programmet."),
    };
    let (kind, left) = (form.kind, form.is_changed().then(|| form.clone()));
    if (kind.back)(model) {
        return;
    }
    if left.is_some_and(|form| keep(model, &form)) {
        model.say("Det du skrev finns kvar när du öppnar samma formulär igen.");
    }
    model.dialogs.pop();
}

/// What was filled in in a form that is left is there when the same form is opened again. Tells whether it is one that is kept.
pub(crate) fn keep(model: &mut Model, form: &Form) -> bool {
    let draft = form.draft();
    let is_kept = !draft.is_empty();
    if is_kept {
        take_kept(model, form);
        model.kept_forms.push(draft);
    }
    is_kept
}

/// What was written in the same form when it was left; it is kept no more.
fn take_kept(model: &mut Model, form: &Form) -> Option<FormDraft> {
    let read = |draft: &String| FormDraft::read(draft).filter(|kept| kept.is_of(form));
    let at = model.kept_forms.iter().position(|draft| read(draft).is_some())?;
    read(&model.kept_forms.remove(at))
}

/// Opens a form, with what was written when it was left.
pub(crate) fn open(
    model: &mut Model,
    kind: &'static FormKind,
    subject: impl Serialize,
    title: &str,
    fields: Vec<Field>,
    intro: Vec<String>,
) {
    let mut form = Form::new(title, kind, subject, fields);
    form.intro = intro;
    if let Some(kept) = take_kept(model, &form) {
        form.fill(&kept.values);
    }
    model.dialogs.push(Dialog::Form(form));
}

/// Opens a form again as its draft left it. A draft that no longer fits is let go.
pub(crate) fn reopen(model: &mut Model, draft: &str, kinds: &[&'static FormKind]) {
    let Some(draft) = FormDraft::read(draft) else { return };
    let Some((key, subject)) = draft.purpose() else { return };
    let Some(kind) = kinds.iter().find(|kind| kind.key == key && kind.keeps_draft) else { return };
    kind.acts.open(model, subject);
    if let Some(Dialog::Form(form)) = model.dialogs.last_mut()
        && form.is(kind)
    {
        form.go_on_from(&draft.values);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::{words, yes_no};
    use super::*;
    use crate::app::core::message::Message;
    use crate::app::core::model::form::About;
    use crate::app::testing::Desk;
    use chrono::TimeDelta;

    static TRIED: FormKind = FormKind::new("Tried", &About { open: |_, ()| {}, save: |_, _, ()| Ok(()) });

    fn desk(field: Field) -> Desk {
        let mut desk = Desk::new();
        open(&mut desk.model, &TRIED, (), "Prov", vec![field], Vec::new());
        desk
    }

    fn value(desk: &Desk) -> (String, bool) {
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
        (form.value("a").to_owned(), form.error.is_some())
    }

    #[test]
    fn a_letter_by_itself_chooses_and_what_fits_none_leaves_the_choice_and_says_so() {
        let voices = ["med egna ord", "framförd av någon annan", "inte hörd"];
        let choice = |said: &str| Field::new("a", "A", words(&voices), said);
        // Whatever the word begins with, and however it is typed: what its first letter chose stands.
        for (word, says) in [
            ("Omar", "framförd av någon annan"),
            ("Mamma", "med egna ord"),
            ("Inga idéer", "inte hörd"),
            ("fm", "framförd av någon annan"),
            ("mi", "med egna ord"),
        ] {
            for pause in [50, 300, 900] {
                let mut desk = desk(choice("framförd av någon annan"));
                for letter in word.chars() {
                    desk.types(&letter.to_string()).wait(TimeDelta::milliseconds(pause));
                }
                assert_eq!(value(&desk), (says.to_owned(), true), "{word} {pause}");
                // Another key ends the word.
                desk.press(Action::ChoiceRight).press(Action::ChoiceLeft).types("i");
                assert_eq!(value(&desk), ("inte hörd".to_owned(), false), "{word}");
            }
        }
        let mut pasted = desk(choice("framförd av någon annan"));
        pasted.send(Message::Paste("Omar".to_owned()));
        assert_eq!(value(&pasted), ("framförd av någon annan".to_owned(), true));
        let Some(Dialog::Form(form)) = pasted.model.dialogs.last() else { panic!() };
        assert!(form.fields[0].line.is_empty(), "nothing lies hidden in it");
    }

    #[test]
    fn what_esc_left_is_marked_and_gives_way_to_what_is_typed() {
        use super::super::fields::time;
        let fields = || vec![Field::new("a", "A", FieldKind::Text, ""), time("tid", "Tid", None)];
        let mut desk = Desk::new();
        open(&mut desk.model, &TRIED, (), "Prov", fields(), Vec::new());
        desk.types("kort").press(Action::Next).types("c").press(Action::Back);
        open(&mut desk.model, &TRIED, (), "Prov", fields(), Vec::new());
        let form = front(&mut desk.model).unwrap();
        assert_eq!((form.value("a"), form.value("tid")), ("kort", "c"));
        assert!(form.fields.iter().all(|field| field.line.is_proposal()), "marked");
        form.to(1);
        desk.types("13.00");
        assert_eq!(front(&mut desk.model).unwrap().value("tid"), "13.00");
        // An arrow goes on from what stands there, and so does whoever comes back to a text after a lock.
        desk.press(Action::Previous).send(Message::Edit(Edit::End)).types("are");
        assert_eq!(front(&mut desk.model).unwrap().value("a"), "kortare");
        let form = front(&mut desk.model).unwrap();
        form.go_on_from(&[("a".to_owned(), "lång".to_owned()), ("tid".to_owned(), "9".to_owned())]);
        assert_eq!(
            form.fields.iter().map(|field| field.line.is_proposal()).collect::<Vec<_>>(),
            [false, true]
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_fields_name_and_under_no_other() {
        use super::super::fields::{number, time};
        let mut desk = Desk::new();
        let fields = vec![time("tid", "Börjar", None), number("minuter", "Minuter", (5, 600), None)];
        open(&mut desk.model, &TRIED, (), "Prov", fields, Vec::new());
        let told = |desk: &mut Desk| {
            let form = front(&mut desk.model).unwrap();
            (form.cursor, form.told().unwrap_or_default())
        };
        for back in [Action::Previous, Action::Up] {
            front(&mut desk.model).unwrap().to(1);
            desk.types("3").press(back);
            assert_eq!(told(&mut desk), (1, "Minuter: Skriv ett tal mellan 5 och 600.".to_owned()));
            desk.press(back);
            assert_eq!(told(&mut desk), (0, String::new()), "nothing is said under another field");
            let form = front(&mut desk.model).unwrap();
            form.fields[1].set("");
        }
    }

    #[test]
    fn yes_and_no_turn_by_their_letters_and_their_words() {
        for (typed, says, is_told) in [
            ("j", "ja", false),
            ("n", "nej", false),
            ("jj", "ja", false),
            ("ja", "ja", false),
            ("Nej", "nej", false),
            ("jag", "ja", true),
            ("Johan", "ja", true),
        ] {
            let mut desk = desk(yes_no("a", "A", false));
            desk.types(typed);
            assert_eq!(value(&desk), (says.to_owned(), is_told), "{typed}");
        }
        let mut slow = desk(yes_no("a", "A", false));
        slow.types("j").wait(TimeDelta::milliseconds(2500)).types("e");
        assert_eq!(value(&slow), ("ja".to_owned(), true), "never back to what it was before the word");
        let mut later = desk(yes_no("a", "A", false));
        later.types("j").wait(TimeDelta::seconds(2)).types("n");
        assert_eq!(value(&later), ("nej".to_owned(), false), "who thinks again");
        later.wait(TimeDelta::seconds(2)).types(" ");
        assert_eq!(value(&later), ("ja".to_owned(), false));
    }

    #[test]
    fn a_word_that_is_shown_may_be_written_to_its_end_at_any_tempo() {
        let how = ["", "klar", "påbörjad", "pågår", "inte påbörjad"];
        for (typed, says) in [
            ("kl", "klar"),
            ("klar", "klar"),
            ("på", "påbörjad"),
            ("pågår", "pågår"),
            ("Inte på", "inte påbörjad"),
        ] {
            for pause in [50, 1000] {
                let mut desk = desk(Field::new("a", "A", words(&how), ""));
                for letter in typed.chars() {
                    desk.types(&letter.to_string()).wait(TimeDelta::milliseconds(pause));
                }
                assert_eq!(value(&desk), (says.to_owned(), false), "{typed} {pause}");
                desk.press(Action::Next);
                assert_eq!(value(&desk).0, says, "{typed} {pause}: it is left so");
            }
        }
        // Much later it is still the word that is shown.
        let mut desk = desk(Field::new("a", "A", words(&how), ""));
        desk.types("k").wait(TimeDelta::seconds(60)).types("lar");
        assert_eq!(value(&desk), ("klar".to_owned(), false));
    }

    #[test]
    fn several_of_many_are_seen_and_ticked_with_the_space_bar() {
        let all = ["skola", "BUP", "soc"].map(str::to_owned).to_vec();
        let mut desk = desk(Field::new("parter", "Parter", FieldKind::Several(all), ""));
        let value = |desk: &mut Desk| front(&mut desk.model).unwrap().value("parter").to_owned();
        desk.types(" ").press(Action::ChoiceRight).press(Action::ChoiceRight).types(" ");
        assert_eq!(value(&mut desk), "skola; soc");
        desk.types(" ");
        assert_eq!(value(&mut desk), "skola");
        // A letter goes there, and the space bar ticks it at once.
        desk.types("b").types(" ");
        assert_eq!(value(&mut desk), "skola; BUP");
        desk.send(Message::Edit(Edit::Backspace));
        assert_eq!(value(&mut desk), "");
    }

    #[test]
    fn a_time_written_beside_a_day_goes_to_its_own_field() {
        use super::super::fields::{date, time, understood};
        use crate::domain::dates::Direction;
        let desk = |after: Field| {
            let mut desk = Desk::new();
            let fields = vec![date("dag", "Dag", Direction::Framat, None), after];
            open(&mut desk.model, &TRIED, (), "Prov", fields, Vec::new());
            desk
        };
        for (typed, day, at, shown) in [
            ("4/12 8.00", "4/12", "08.00", "fre 4 dec 2026 kl. 08.00"),
            ("4/12 kl 8", "4/12", "08.00", "fre 4 dec 2026 kl. 08.00"),
            ("fre 8.00", "fre", "08.00", "fre 27 nov 2026 kl. 08.00"),
            ("fre 9.10", "fre", "09.10", "fre 27 nov 2026 kl. 09.10"),
            ("halv nio på fredag", "på fredag", "08.30", "fre 27 nov 2026 kl. 08.30"),
            ("24/12 13:00", "24/12", "13.00", "tor 24 dec 2026 kl. 13.00: julafton"),
        ] {
            let mut desk = desk(time("tid", "Tid", None));
            desk.types(typed);
            let said = in_front(&desk.model).and_then(|form| understood(&desk.model, form, 0));
            assert_eq!(said.as_deref(), Some(shown), "{typed}");
            desk.press(Action::Next);
            let form = front(&mut desk.model).unwrap();
            assert_eq!(
                (form.value("dag"), form.value("tid"), form.error.as_deref()),
                (day, at, None),
                "{typed}"
            );
        }
        let mut alone = desk(Field::new("plats", "Plats", FieldKind::Text, ""));
        alone.types("4/12 8.00").press(Action::Next);
        let form = front(&mut alone.model).unwrap();
        assert_eq!(form.error.as_deref(), Some("Här skrivs bara dagen: 4/12. Klockslaget får inte plats."));
    }

    #[test]
    fn a_field_that_belongs_to_an_answer_waits_for_it() {
        let answer = Field::new("svar", "Svar", words(&["", "ja", "nej"]), "");
        let fields = vec![
            answer,
            Field::new("varfor", "Varför", FieldKind::Text, "").asked_with("svar", vec!["nej"]),
            Field::new("mer", "Mer", FieldKind::Text, "").aside(true),
        ];
        let mut form = Form::new("Prov", &TRIED, (), fields);
        assert_eq!((form.shown().count(), form.folded()), (1, 2));
        form.fields[0].set("nej");
        assert_eq!((form.shown().count(), form.folded()), (2, 1));
        form.unfold();
        assert_eq!(form.shown().count(), 3);
    }
}
