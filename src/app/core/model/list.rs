//! A list to choose from, narrowed down by typing.

use super::Model;
use crate::app::core::action::Action;
use crate::app::core::line::Line;
use crate::domain::collate;
use std::fmt;
use std::rc::Rc;

/// What is done when a row is chosen or a question is answered with yes. The feature that asks writes it beside the question.
#[derive(Clone)]
pub struct Then(Rc<dyn Fn(&mut Model)>);

impl Then {
    /// Does `act` when the answer comes.
    pub fn new(act: impl Fn(&mut Model) + 'static) -> Self {
        Self(Rc::new(act))
    }

    /// Does it.
    pub fn act(&self, model: &mut Model) {
        (self.0)(model);
    }
}

impl fmt::Debug for Then {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Then(…)")
    }
}

/// What choosing a row of a list means.
#[derive(Clone, Debug)]
pub enum Choice {
    /// The same as a key.
    Act(Action),
    /// What the feature does that made the list.
    Do(Then),
}

/// A row of a list.
#[derive(Clone, Debug)]
pub struct PickItem {
    /// What it is called.
    pub label: String,
    /// What is good to know about it.
    pub detail: String,
    /// What there is to tell of it while it is highlighted, in paragraphs.
    pub told: Vec<String>,
    /// What choosing it means; nothing for a row that can't be chosen, such as a broken form.
    pub choice: Option<Choice>,
}

impl PickItem {
    /// A row that does `act` when it is chosen.
    pub fn new(
        label: impl Into<String>,
        detail: impl Into<String>,
        act: impl Fn(&mut Model) + 'static,
    ) -> Self {
        let choice = Some(Choice::Do(Then::new(act)));
        Self { label: label.into(), detail: detail.into(), told: Vec::new(), choice }
    }

    /// A row that is only read.
    pub fn read_only(label: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { label: label.into(), detail: detail.into(), told: Vec::new(), choice: None }
    }

    /// A row that does what a key does.
    pub fn of_key(action: Action) -> Self {
        let (label, told) = (action.label().to_owned(), vec![action.about().told.to_owned()]);
        Self { label, detail: String::new(), told, choice: Some(Choice::Act(action)) }
    }
}

/// A list to choose from, narrowed down by typing.
#[derive(Clone, Debug)]
pub struct Pick {
    /// What it is about.
    pub title: String,
    /// What one should know before choosing.
    pub intro: Vec<String>,
    /// All rows.
    pub items: Vec<PickItem>,
    /// What is typed.
    pub filter: Line,
    /// The highlighted row, among those that are shown.
    pub cursor: usize,
    /// Whether the list stays when a row is chosen, to go on reading in.
    pub stays: bool,
    /// Before which number the last row reads on, in a list that is read page by page.
    pub reads_on_before: Option<i64>,
}

impl Pick {
    /// A list with nothing typed.
    pub fn new(title: &str, items: Vec<PickItem>) -> Self {
        Self {
            title: title.to_owned(),
            intro: Vec::new(),
            items,
            filter: Line::default(),
            cursor: 0,
            stays: false,
            reads_on_before: None,
        }
    }

    /// The rows that fit what is typed, in order; those whose label begins with it first. An action is found by its
    /// synonyms too.
    pub fn shown(&self) -> Vec<&PickItem> {
        let typed = collate::fold(self.filter.value());
        let begins = |item: &&PickItem| collate::fold(&item.label).starts_with(&typed);
        let is_called = |item: &&PickItem| {
            let synonyms = match item.choice {
                Some(Choice::Act(action)) => action.about().synonyms,
                _ => &[],
            };
            synonyms.iter().any(|word| collate::starts_with_folded(word, &typed))
        };
        let holds = |item: &&PickItem| {
            !begins(item)
                && (collate::starts_with_folded(&item.label, &typed)
                    || collate::starts_with_folded(&item.detail, &typed)
                    || is_called(item))
        };
        self.items.iter().filter(begins).chain(self.items.iter().filter(holds)).collect()
    }

    /// The highlighted row.
    pub fn selected(&self) -> Option<&PickItem> {
        self.shown().get(self.cursor).copied()
    }
}
