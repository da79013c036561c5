//! What chooses in the fields of all forms that offer words.

use super::{arende_form, entry_form, follow_up, head_form, participant_form, plan_answer};
use crate::app::action::Action;
use crate::app::consents;
use crate::app::core::model::form::{Field, FieldKind, Form};
use crate::app::core::model::{Dialog, Model};
use crate::app::testing::{Desk, forms};
use crate::domain::ids::{EntryId, MeetingArendeId, ParticipantId};

/// What a form opened, if it did.
fn opened(desk: &mut Desk, open: impl FnOnce(&mut Model)) -> Option<Form> {
    desk.model.dialogs.clear();
    open(&mut desk.model);
    match desk.model.dialogs.pop() {
        Some(Dialog::Form(form)) => Some(form),
        _ => None,
    }
}

/// Each form of a meeting by one of the meeting forms.
fn all_forms(id: &str) -> Vec<Form> {
    let mut desk = Desk::meeting(id);
    for who in
        ["Bo, barnet", "Ann Ask, vårdnadshavare", "Karin Lund, kurator, skola", "Pia Pil, psykolog, BUP"]
    {
        desk.line(who);
    }
    desk.press(Action::Next).line("Blå");
    desk.model.dialogs.clear();
    let meeting = desk.screen().meeting.clone();
    let items: Vec<MeetingArendeId> = meeting.items.iter().map(|item| item.id).collect();
    let people: Vec<ParticipantId> = meeting.participants.iter().map(|person| person.id).collect();
    let entries: Vec<EntryId> = meeting.entries.iter().map(|entry| entry.id).collect();
    let mut all = Vec::new();
    for open in [head_form::open, arende_form::open_fields, follow_up::open, follow_up::open_end] {
        all.extend(opened(&mut desk, open));
    }
    for id in items {
        all.extend(opened(&mut desk, |model| arende_form::open(model, id)));
        let item = meeting.item(id).cloned().unwrap();
        all.extend(opened(&mut desk, |model| consents::form::open(model, &item, None)));
    }
    for id in people {
        all.extend(opened(&mut desk, |model| participant_form::open(model, id)));
        all.extend(opened(&mut desk, |model| plan_answer::open(model, id)));
    }
    for id in entries {
        all.extend(opened(&mut desk, |model| entry_form::open(model, id)));
    }
    all
}

/// Whether a key, pressed as often as there are words, comes to a word.
fn is_reached(field: &Field, word: &str, key: char) -> bool {
    let mut field = field.clone();
    let at = |field: &Field| field.kind.choices().and_then(|words| words.get(field.chosen)).cloned();
    (0..=field.kind.choices().map_or(0, <[String]>::len)).any(|_| {
        field.choose_by(key);
        at(&field).as_deref() == Some(word)
    })
}

/// Whether a word says no first of all.
fn is_no(word: &str) -> bool {
    word == "nej" || word.starts_with("nej,")
}

/// Whether a word says yes first of all.
fn is_yes(word: &str) -> bool {
    word == "ja" || word.starts_with("ja,")
}

#[test]
fn n_is_no_and_j_the_only_yes_in_each_choice_that_offers_them() {
    let mut seen = 0;
    for agenda in forms() {
        for form in all_forms(&agenda.id) {
            for field in &form.fields {
                let words = field.kind.choices().unwrap_or_default();
                if !words.iter().any(|word| is_no(word)) {
                    continue;
                }
                // "ja" is more of a yes than "ja, om …".
                let yes: Vec<&String> = words.iter().filter(|word| is_yes(word)).collect();
                let yes = yes.iter().find(|word| **word == "ja").or(yes.first().filter(|_| yes.len() == 1));
                let what = format!("{}: {} {}: {words:?}", agenda.id, form.title, field.label);
                for chosen in 0..words.len() {
                    let mut field = Field { chosen, ..field.clone() };
                    let at = |field: &Field| words[field.chosen].clone();
                    for times in 1..4 {
                        field.choose_by('n');
                        assert!(is_no(&at(&field)), "{what}: n {times}");
                    }
                    field.chosen = chosen;
                    let known = field.choose_by('j');
                    assert_eq!(known, yes.is_some(), "{what}");
                    assert_eq!(&at(&field), yes.map_or(&words[chosen], |yes| *yes), "{what}: j");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn a_word_that_is_written_is_what_is_chosen_in_each_choice_at_any_tempo() {
    for agenda in forms() {
        for form in all_forms(&agenda.id) {
            for (cursor, field) in form.fields.iter().enumerate() {
                let FieldKind::Choice(words) = &field.kind else { continue };
                let words =
                    words.iter().filter(|word| word.chars().all(char::is_alphabetic) && !word.is_empty());
                for (word, pause) in words.flat_map(|word| [50, 1000].map(|pause| (word, pause))) {
                    let mut form = form.clone();
                    form.cursor = cursor;
                    let mut now = chrono::DateTime::UNIX_EPOCH;
                    for letter in word.chars() {
                        form.choose_by(letter, now);
                        now += chrono::TimeDelta::milliseconds(pause);
                    }
                    let what = format!("{}: {} {}: {word} {pause}", agenda.id, form.title, field.label);
                    assert_eq!((form.fields[cursor].value(), &form.error), (word.as_str(), &None), "{what}");
                }
            }
        }
    }
}

#[test]
fn each_word_of_each_choice_is_reached_by_its_first_letter_or_its_number() {
    let mut seen = 0;
    for agenda in forms() {
        for form in all_forms(&agenda.id) {
            for field in form.fields.iter().filter(|field| field.kind.choices().is_some()) {
                let words: Vec<&str> =
                    field.kind.choices().unwrap_or_default().iter().map(String::as_str).collect();
                let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
                for (word, number) in words.iter().zip(1..) {
                    let letter = word.chars().next().unwrap();
                    let digit = char::from_digit(number, 10);
                    let what = format!("{}: {} {}: {word}", agenda.id, form.title, field.label);
                    // `n` and `j` are kept for no and yes where those are offered.
                    let is_kept = words.iter().any(|word| is_no(word)) && "nj".contains(letter);
                    assert!(is_reached(field, word, letter) || digit.is_none() || is_kept, "{what}");
                    assert!(digit.is_none_or(|digit| is_reached(field, word, digit)), "{what}: {number}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn what_chooses_nothing_says_what_does() {
    let mut desk = Desk::meeting("sip-uppfoljning");
    follow_up::open_end(&mut desk.model);
    let told = |desk: &Desk| match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => (form.value("skal").to_owned(), form.error.clone().unwrap_or_default()),
        other => panic!("{other:?}"),
    };
    assert_eq!(told(&desk).0, "nej, den fortsätter");
    desk.types("j");
    let (value, error) = told(&desk);
    assert_eq!(value, "nej, den fortsätter", "nobody said which of them");
    assert!(error.starts_with("Inget val börjar på j.") && error.contains("1–4"), "{error}");
    desk.wait(chrono::TimeDelta::seconds(2)).types("h").wait(chrono::TimeDelta::seconds(2)).types("n");
    assert_eq!(told(&desk), ("nej, den fortsätter".to_owned(), String::new()));
    desk.wait(chrono::TimeDelta::seconds(2)).types("n");
    assert_eq!(told(&desk).0, "nej, den fortsätter");
    // What begins as no does is written, or pointed at by its number.
    desk.press(Action::ChoiceRight).press(Action::ChoiceLeft).types("ny");
    assert_eq!(told(&desk), ("ny hjälp från båda huvudmännen väntas inte behövas".to_owned(), String::new()));
    desk.wait(chrono::TimeDelta::seconds(2)).types("1");
    assert_eq!(told(&desk), ("nej, den fortsätter".to_owned(), String::new()));
    desk.press(Action::ChoiceRight).press(Action::ChoiceLeft).types("x");
    let (value, error) = told(&desk);
    assert_eq!(value, "nej, den fortsätter");
    assert!(error.starts_with("Inget val börjar på x.") && error.contains("n, h eller s"), "{error}");
    desk.press(Action::ChoiceRight).press(Action::ChoiceLeft).types("Omar");
    let (value, error) = told(&desk);
    assert_eq!(value, "nej, den fortsätter");
    assert!(
        error.starts_with("Inget val börjar så: ”nej, den fortsätter” står kvar.") && error.contains("1–4"),
        "{error}"
    );
}
