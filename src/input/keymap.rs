//! What a key asks for, which keys are worth a hint, and all keys for help: read from the one table of actions.

use super::Situation;
use crate::app::action::{Action, Binding, Context, Key, When, name_keys};

/// What a key asks for.
pub fn action(situation: Situation, key: Key) -> Option<Action> {
    Action::bindings_of(situation.context)
        .iter()
        .find(|(_, binding)| binding.key == key && situation.allows(binding.when))
        .map(|(action, _)| *action)
}

/// The keys worth showing: the key's name, a short label, what it does; the most wanted first.
pub fn hints(situation: Situation) -> impl Iterator<Item = (String, &'static str, Action)> {
    let mut found: Vec<(u8, Action, &Binding, &'static str)> = Action::bindings_of(situation.context)
        .iter()
        .filter(|(_, binding)| situation.allows(binding.when))
        .filter_map(|(action, binding)| {
            let hint = binding.hints.iter().flatten().find(|hint| situation.is_worth(hint.show))?;
            Some((hint.order, *action, *binding, hint.label))
        })
        .collect();
    found.sort_by_key(|(order, ..)| *order);
    // Where two keys do the same, one of them is enough.
    let mut acts: Vec<Action> = Vec::new();
    found.retain(|(_, action, ..)| {
        let new = !acts.contains(action);
        acts.push(*action);
        new
    });
    found.into_iter().map(|(_, action, binding, label)| (binding.key.to_string(), label, action))
}

/// All keys of a situation: their names and what they do, one row for each act; those that are worth a hint there first, then
/// those that are so elsewhere.
pub fn help(situation: Situation) -> Vec<(String, &'static str)> {
    help_where(situation, |_, label| Some(label))
}

/// How a row is reached by its number: for help, beside the keys of the table.
pub fn row_keys(context: Context) -> Vec<(String, &'static str)> {
    let to = |first: Key, last: Key| format!("{first} … {last}");
    match context {
        Context::Line => vec![
            (to(Key::ctrl('1'), Key::ctrl('9')), "markera raden med den siffran"),
            (name_keys("3 och sedan ‹Line:Edit›"), "ändra rad 3; en siffra först gäller fler tangenter så"),
        ],
        Context::ReadOut | Context::Closed => {
            vec![(to(Key::char('1'), Key::char('9')), "markera raden med den siffran, så att den kan ändras")]
        }
        _ => Vec::new(),
    }
}

/// The same of what lies in front: those alone that it takes, each in its own words.
pub fn help_where<W: PartialEq>(
    situation: Situation,
    says: impl Fn(Action, &'static str) -> Option<W>,
) -> Vec<(String, W)> {
    let (mut here, elsewhere) = help_in_turn(situation, says);
    here.extend(elsewhere);
    here
}

/// Keys and what they do, a row for each act.
pub type Rows<W> = Vec<(String, W)>;

/// The same in two: those that are worth a hint where one stands, and the rest.
pub fn help_in_turn<W: PartialEq>(
    situation: Situation,
    says: impl Fn(Action, &'static str) -> Option<W>,
) -> (Rows<W>, Rows<W>) {
    let mut rows: Rows<W> = Vec::new();
    let mut worth = 0;
    let mut bindings: Vec<_> = Action::bindings_of(situation.context).iter().collect();
    bindings.sort_by_key(|(_, binding)| {
        let here = binding.hints.iter().flatten().find(|hint| situation.is_worth(hint.show));
        let elsewhere = binding.hints.iter().flatten().map(|hint| hint.order).min();
        let elsewhere = (1, elsewhere.unwrap_or(u8::MAX));
        here.filter(|_| situation.allows(binding.when)).map_or(elsewhere, |hint| (0, hint.order))
    });
    for (action, binding) in bindings {
        // What this form or question hasn't; digits, which are letters where nothing that they answer is highlighted. What only
        // waits for an empty line is told of.
        if !matches!(binding.when, When::Always | When::Empty) && !situation.allows(binding.when) {
            continue;
        }
        let name = binding.key.to_string();
        let is_worth = situation.allows(binding.when)
            && binding.hints.iter().flatten().any(|hint| situation.is_worth(hint.show));
        let Some(what) = says(*action, binding.says.unwrap_or_else(|| action.label())) else { continue };
        if let Some((keys, _)) = rows.iter_mut().find(|(_, known)| *known == what) {
            keys.push_str(", ");
            keys.push_str(&name);
        } else {
            rows.push((name, what));
            worth += usize::from(is_worth);
        }
    }
    let rest = rows.split_off(worth);
    (rows, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Cap;
    use Context::{ActionList, Form, Line, Locked, Pick, ReadOut};
    use std::collections::HashSet;

    #[test]
    fn no_key_means_two_things_at_once() {
        let mut seen: HashSet<(Context, Key)> = HashSet::new();
        for (_, binding) in Action::bindings() {
            for context in binding.contexts {
                assert!(seen.insert((*context, binding.key)), "{context:?}: {} twice", binding.key);
            }
        }
    }

    #[test]
    fn where_one_types_letters_are_letters() {
        for (_, binding) in Action::bindings().filter(|(_, binding)| binding.when == When::Always) {
            for context in [Line, Pick, Form, ActionList, Locked] {
                let letter = binding.key.writes().is_some() && binding.contexts.contains(&context);
                assert!(!letter, "{context:?}: {} is a letter", binding.key);
            }
        }
    }

    #[test]
    fn the_same_keys_leave_and_explain_everywhere() {
        for context in Context::OPEN {
            let situation = Situation::plain(*context);
            assert_eq!(action(situation, Key::f(1)), Some(Action::Help));
            assert_eq!(action(situation, Key::plain(Cap::Esc)), Some(Action::Back));
            assert_eq!(action(situation, Key::ctrl('q')), Some(Action::Quit));
            assert_eq!(action(situation, Key::ctrl('c')), Some(Action::Interrupt));
            assert_eq!(
                action(situation, Key::char('?')) == Some(Action::Help),
                !matches!(context, Form | Pick | Line | ActionList)
            );
        }
    }

    #[test]
    fn each_context_shows_keys_and_every_hint_works() {
        for context in Context::OPEN {
            let situation = Situation::plain(*context);
            let shown: Vec<_> = hints(situation).collect();
            assert!(shown.len() >= 2, "{context:?} shows too little");
            let keys: HashSet<_> = shown.iter().map(|(key, ..)| key.clone()).collect();
            assert_eq!(keys.len(), shown.len(), "{context:?} shows a key twice");
            assert!(shown.iter().all(|(key, label, _)| !key.is_empty() && !label.is_empty()));
        }
    }

    #[test]
    fn what_is_typed_decides_which_hints_come_first() {
        let mut situation = Situation::plain(Line);
        assert_eq!(hints(situation).next().unwrap().0, "F8");
        situation.empty = false;
        assert_eq!(hints(situation).next().unwrap(), ("Enter".to_owned(), "spara", Action::Accept));
    }

    #[test]
    fn in_the_read_out_the_hint_says_what_enter_does() {
        use crate::app::testing::Desk;
        let enter = |desk: &Desk| {
            let mut hints = hints(Situation::of(&desk.model));
            hints.find(|(.., action)| *action == Action::Accept).map(|(_, label, _)| label)
        };
        let mut desk = Desk::eht();
        desk.jump(3).line("Läsa högt @maja >fre").line("Ringa hem @eva >fre").jump(4);
        assert_eq!(desk.model.context(), Context::ReadOut, "{}", desk.notice());
        desk.press(Action::Accept);
        assert_eq!(enter(&desk), Some("bekräfta"));
        desk.press(Action::Accept);
        assert_eq!(enter(&desk), Some("gör det nu"), "all is confirmed: Enter goes on with what is left");
        desk.press(Action::Up);
        let pointed = desk.screen().point().is_some();
        assert_eq!(enter(&desk), Some(if pointed { "bekräfta" } else { "gör det nu" }));
    }

    #[test]
    fn a_key_that_edits_a_line_is_taken_from_it_only_while_it_is_empty() {
        let mut situation = Situation::plain(Line);
        assert_eq!(action(situation, Key::ctrl('w')), Some(Action::LetThrough));
        situation.empty = false;
        assert_eq!(action(situation, Key::ctrl('w')), None, "it takes away a word");
    }

    #[test]
    fn help_begins_with_the_keys_of_the_phase_and_tells_of_digits_only_where_they_answer() {
        use crate::domain::agenda::Phase;
        let first = |phase| {
            let rows = help(Situation { phase: Some(phase), ..Situation::plain(Line) });
            rows.into_iter().take(4).map(|(keys, _)| keys).collect::<Vec<_>>().join(" ")
        };
        assert!(first(Phase::Nulage).contains("F4"), "{}", first(Phase::Nulage));
        assert!(first(Phase::Sammanhang).contains("F5") && !first(Phase::Planering).contains("F5"));
        let digits = |promise| help(Situation { promise, ..Situation::plain(Line) })[0].0.starts_with('1');
        assert!(digits(true), "{:?}", help(Situation { promise: true, ..Situation::plain(Line) }));
        let none = help(Situation::plain(Line));
        assert!(
            none.iter()
                .all(|(keys, _)| !keys.contains('1') || keys.starts_with("F1") || keys.contains("Alt-1")),
            "{none:?}"
        );
    }

    #[test]
    fn enter_in_the_last_field_of_a_form_says_that_it_saves() {
        use crate::app::dialog::{Field, FieldKind, Form};
        use crate::app::meeting::head_form::HEAD;
        let says = |fields: &[&str], cursor: usize| {
            let mut model = crate::view::fixtures::meeting_model();
            let fields = fields.iter().map(|name| Field::new(name, name, FieldKind::Text, "")).collect();
            let mut form = Form::new("Prov", &HEAD, (), fields);
            form.cursor = cursor;
            model.dialogs.push(crate::app::dialog::Dialog::Form(form));
            let mut hints = hints(Situation::of(&model));
            hints.find(|(.., action)| *action == Action::Accept).map(|(_, label, _)| label)
        };
        assert_eq!(says(&["a"], 0), Some("spara"));
        assert_eq!((says(&["a", "b"], 0), says(&["a", "b"], 1)), (Some("vidare"), Some("spara")));
    }

    #[test]
    fn a_form_names_no_next_field_where_there_is_none_and_no_way_back_where_one_cant_go() {
        use crate::app::dialog::{Dialog, Field, FieldKind, Form};
        use crate::app::home::door::{CREATE_DATABASE, UNLOCK};
        use crate::app::home::persons::PERSON;
        use crate::app::meeting::head_form::HEAD;
        use crate::app::model::Screen;
        let said = |kind, fields: usize, at_start: bool, somebody: bool| {
            let mut model = crate::view::fixtures::meeting_model();
            let person = crate::domain::record::Person {
                id: uuid::Uuid::from_u128(1).into(),
                name: "Eva Ek".to_owned(),
                role: String::new(),
                rev: 0,
            };
            (model.person, model.persons) = (somebody.then_some(person), Vec::new());
            let fields =
                (0..fields).map(|at| Field::new(&at.to_string(), "A", FieldKind::Text, "")).collect();
            let form = Form::new("Prov", kind, (), fields);
            if at_start {
                model.screen = Screen::Start(form);
            } else {
                model.dialogs.push(Dialog::Form(form));
            }
            hints(Situation::of(&model)).map(|(_, _, action)| action).collect::<Vec<_>>()
        };
        for (kind, fields, at_start, somebody, next, back) in [
            (&HEAD, 1, false, true, false, true),
            (&HEAD, 2, false, true, true, true),
            (&UNLOCK, 1, true, true, false, false),
            (&CREATE_DATABASE, 2, true, true, true, false),
            (&PERSON, 2, false, false, true, false),
            (&PERSON, 2, false, true, true, true),
        ] {
            let said = said(kind, fields, at_start, somebody);
            assert_eq!(said.contains(&Action::Next), next, "{} {said:?}", kind.key);
            assert_eq!(said.contains(&Action::Back), back, "{} {said:?}", kind.key);
            assert_eq!(said.contains(&Action::Quit), !back, "{} {said:?}", kind.key);
            // Enter and another key never say the same.
            assert_eq!(said.contains(&Action::Save), fields > 1, "{} {said:?}", kind.key);
        }
    }

    #[test]
    fn help_in_front_of_a_form_has_the_keys_of_that_form_and_no_others() {
        use crate::app::dialog::{Dialog, Field, FieldKind, Form, Reader};
        use crate::app::home::door::{CREATE_DATABASE, UNLOCK};
        use crate::app::meeting::head_form::HEAD;
        use crate::app::model::Screen;
        let form = |kind, field: Field| {
            Form::new("Prov", kind, (), vec![field, Field::new("b", "B", FieldKind::Text, "")])
        };
        let text = || Field::new("a", "A", FieldKind::Text, "");
        let choice =
            || Field::new("a", "A", FieldKind::Choice(vec!["ja".to_owned(), "nej".to_owned()]), "ja");
        let keys = |form: Form, at_start: bool| {
            let mut model = crate::view::fixtures::meeting_model();
            if at_start {
                model.screen = Screen::Start(form);
            } else {
                model.dialogs.push(Dialog::Form(form));
            }
            model.dialogs.push(Dialog::Reader(Reader {
                title: "Hjälp".to_owned(),
                text: String::new(),
                top: 0,
            }));
            help(Situation::below(&model)).into_iter().map(|(_, what)| what).collect::<Vec<_>>()
        };
        let plain = keys(form(&HEAD, text()), false);
        assert!(plain.contains(&"spara") && plain.contains(&"hjälp"), "{plain:?}");
        for of_others in ["nästa val", "fler fält", "gå vidare ändå", "skriv ut nyckeln"] {
            assert!(!plain.contains(&of_others), "{of_others}: {plain:?}");
        }
        // Also while the cursor stands in another field.
        let mut chosen = form(&HEAD, choice());
        chosen.cursor = 1;
        assert!(keys(chosen, false).contains(&"nästa val"));
        let first = keys(form(&CREATE_DATABASE, text()), true);
        assert!(
            first.contains(&Action::Practise.label()) && first.contains(&Action::RestoreBackup.label()),
            "{first:?}"
        );
        let door = keys(form(&UNLOCK, text()), true);
        assert!(
            !door.contains(&Action::Practise.label()) && door.contains(&Action::RestoreBackup.label()),
            "{door:?}"
        );
    }

    #[test]
    fn help_gathers_the_keys_of_an_act() {
        let rows = help(Situation::plain(ReadOut));
        assert!(rows.contains(&("F3, Ctrl-G, g".to_owned(), "gå till")));
        let acts: HashSet<_> = rows.iter().map(|(_, what)| *what).collect();
        assert_eq!(acts.len(), rows.len());
    }
}
