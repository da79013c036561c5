//! A list to choose from, narrowed down by typing.

use super::Model;
use crate::app::core::action::{Action, Context, name_keys};
use crate::app::core::line::Line;
use crate::domain::collate;
use crate::domain::ids::MeetingId;
use crate::domain::listing::ListQuery;
use std::fmt;
use std::ptr;
use std::rc::Rc;
use uuid::Uuid;

/// Said where Enter comes before any row is highlighted.
pub const POINT_FIRST: &str = "Välj rad med pilarna, eller skriv hur den börjar. ‹Accept› svarar sedan.";

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

/// Said where no row of a list fits what is typed.
pub const NOTHING_FITS: &str = "Inget i listan passar det som är skrivet.";

/// A list over all meetings: what differs between them beside their rows. The feature that has the rows declares it.
#[derive(Debug)]
pub struct ListKind {
    /// What it lists, in the middle of a sentence: "åtgärder".
    pub of: &'static str,
    /// Said instead of a list without rows.
    pub empty: &'static str,
    /// Said where no row fits what is typed.
    pub nothing_fits: &'static str,
    /// What is asked for again when somebody has written while the list is open; nothing for a list that is read page by
    /// page, where one would lose one's place.
    pub again: Option<ListQuery>,
    /// Whether it stays while a row is seen to, so that one goes on to the next.
    pub stays: bool,
    /// Which keys mean what in it.
    pub context: Context,
    /// Asks for it: also where somebody stood in it when the program locked itself.
    pub open: fn(&mut Model),
}

impl PartialEq for ListKind {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self, other)
    }
}

impl Eq for ListKind {}

/// What a row of a list over all meetings tells in columns beside its label, and in full while it is highlighted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// How it stands, in a word or two: "försenad 3 dagar".
    pub standing: String,
    /// Whether that is late.
    pub late: bool,
    /// Whose it is.
    pub who: String,
    /// Whether nobody is named although somebody should be.
    pub nobody: bool,
    /// Whether it is settled, so that it may stand back.
    pub settled: bool,
    /// The facts, with a point between them.
    pub facts: String,
    /// The last word on it.
    pub said: Option<String>,
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
    /// What it is known by when the list is read again.
    pub key: Option<Uuid>,
    /// The meeting that it leads to.
    pub meeting: Option<MeetingId>,
    /// What it tells in columns.
    pub columns: Option<Columns>,
    /// What it is found by: in a list over all meetings instead of label and detail, elsewhere beside them.
    pub found_by: Vec<String>,
    /// Whether it is there for whoever looks for it by its words alone.
    pub only_sought: bool,
}

impl PickItem {
    /// A row that nothing is known of but its words.
    fn bare(label: String, detail: String, choice: Option<Choice>) -> Self {
        let (detail, told, found_by) = (name_keys(detail), Vec::new(), Vec::new());
        let (key, meeting, columns, only_sought) = (None, None, None, false);
        Self { label, detail, told, choice, key, meeting, columns, found_by, only_sought }
    }

    /// Whether every word that is typed begins a word of what the row is found by.
    fn is_found_by(&self, typed: &str) -> bool {
        let found_by: Vec<&str> = match self.found_by.as_slice() {
            [] => vec![&self.label, &self.detail],
            found_by => found_by.iter().map(String::as_str).collect(),
        };
        collate::finds(typed, &found_by)
    }

    /// A row that does `act` when it is chosen.
    pub fn new(
        label: impl Into<String>,
        detail: impl Into<String>,
        act: impl Fn(&mut Model) + 'static,
    ) -> Self {
        Self::bare(label.into(), detail.into(), Some(Choice::Do(Then::new(act))))
    }

    /// A row that is only read.
    pub fn read_only(label: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::bare(label.into(), detail.into(), None)
    }

    /// A row that does what a key does.
    pub fn of_key(action: Action) -> Self {
        let row = Self::bare(action.label().to_owned(), String::new(), Some(Choice::Act(action)));
        row.found_as(action)
    }

    /// A row for what a key does somewhere else: it says where, and nothing is done.
    pub fn of_elsewhere(action: Action, place: &'static str) -> Self {
        let label = action.label();
        let say = move |model: &mut Model| model.say(format!("”{label}” finns {place}."));
        Self { only_sought: true, ..Self::new(label, format!("finns {place}"), say).found_as(action) }
    }

    /// What somebody may look for although no key does it: it says what there is instead.
    pub fn of_answer(label: &str, found_by: &[&str], answer: &'static str) -> Self {
        let found_by = found_by.iter().map(|word| (*word).to_owned()).collect();
        let say = move |model: &mut Model| model.say(answer);
        Self {
            only_sought: true,
            found_by,
            told: vec![name_keys(answer.to_owned())],
            ..Self::new(label, "", say)
        }
    }

    /// Whether a row has each of the words somewhere, in whatever order; in the menu inflected perhaps: "byta ordförande" for "byt"
    /// and "ordförande".
    fn has_each_word(&self, typed: &str) -> bool {
        let whole: Vec<String> = [&self.label, &self.detail]
            .into_iter()
            .chain(&self.found_by)
            .map(|word| collate::fold(word))
            .collect();
        let mut own =
            whole.iter().flat_map(|word| word.split(|c: char| !c.is_alphanumeric())).collect::<Vec<_>>();
        own.retain(|word| !word.is_empty());
        let long = |word: &str| word.chars().count();
        let fits = |word: &str, own: &str| {
            own.starts_with(word)
                || (!self.found_by.is_empty()
                    && long(own) >= STEM
                    && word.starts_with(own)
                    && long(word) - long(own) <= ENDING)
        };
        typed.split_whitespace().all(|word| own.iter().any(|own| fits(word, own)))
    }

    /// How far a row of the menu is from what is typed, where nothing is just that: words misspelt by a letter or otherwise
    /// inflected, of which those that only bind are passed over. Nothing where a word is another.
    fn is_nearly(&self, typed: &str) -> Option<u8> {
        let wanted: Vec<&str> = typed.split_whitespace().filter(|word| !BINDING.contains(word)).collect();
        let names = [&self.label].into_iter().chain(&self.found_by).filter(|_| !self.found_by.is_empty());
        let far = names.filter_map(|name| {
            let name = collate::fold(name);
            let own: Vec<&str> =
                name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            let fits = wanted.iter().all(|word| own.iter().any(|own| collate::is_nearly(word, own)));
            // What says no more than was typed is nearer than what only has it among its words.
            (fits && !wanted.is_empty()).then(|| u8::from(own.len() > wanted.len()))
        });
        let near = far.min();
        let anywhere = || {
            let mut whole = String::new();
            for name in [&self.label].into_iter().chain(&self.found_by) {
                whole.push_str(&collate::fold(name));
                whole.push(' ');
            }
            let own: Vec<&str> =
                whole.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            let fits = wanted.iter().all(|word| own.iter().any(|own| collate::is_nearly(word, own)));
            (fits && !wanted.is_empty() && !self.found_by.is_empty()).then_some(2)
        };
        near.or_else(anywhere)
    }

    fn found_as(self, action: Action) -> Self {
        let about = action.about();
        let found_by = about.synonyms.iter().map(|word| (*word).to_owned()).collect();
        Self { told: vec![about.told.to_owned()], found_by, ..self }
    }
}

/// Words that say nothing of what is looked for.
const BINDING: [&str; 30] = [
    "hur", "gör", "jag", "vi", "man", "en", "ett", "på", "i", "till", "av", "det", "den", "de", "att", "och",
    "ska", "kan", "för", "om", "med", "vill", "måste", "är", "har", "var", "ur", "där", "som", "mig",
];

/// What an inflected word has in common with another, at least, and what it ends in, at most, in letters.
const STEM: usize = 3;
const ENDING: usize = 3;

/// A list to choose from, narrowed down by typing.
#[derive(Clone, Debug)]
pub struct Pick {
    /// What it is about.
    pub title: String,
    /// What one should know before choosing.
    pub intro: Vec<String>,
    /// All rows.
    pub items: Vec<PickItem>,
    /// Whether typing narrows it down. Where it doesn't, a letter chooses nothing: the first row is highlighted again.
    pub narrows: bool,
    /// Whether it comes up after a line, so that what is typed and fits no row is the next line: left, it gives that back.
    pub after_line: bool,
    /// Whether nothing is highlighted until an arrow, a letter or a click says which row: an Enter meant for what came before
    /// answers nothing.
    pub waits: bool,
    /// What is typed.
    pub filter: Line,
    /// Said when it is left without a choice.
    pub when_left: Option<&'static str>,
    /// The highlighted row, among those that are shown.
    pub cursor: usize,
    /// Before which number the last row reads on, in a list that is read page by page.
    pub reads_on_before: Option<i64>,
    /// Which of the lists over all meetings it is, if any.
    pub kind: Option<&'static ListKind>,
}

impl Pick {
    /// A list with nothing typed.
    pub fn new(title: &str, items: Vec<PickItem>) -> Self {
        Self {
            title: title.to_owned(),
            intro: Vec::new(),
            items,
            narrows: true,
            after_line: false,
            waits: false,
            filter: Line::default(),
            when_left: None,
            cursor: 0,
            reads_on_before: None,
            kind: None,
        }
    }

    /// Whether it is this one of the lists over all meetings.
    pub fn is(&self, kind: &'static ListKind) -> bool {
        self.kind.is_some_and(|own| ptr::eq(own, kind))
    }

    /// Whether its rows tell in columns, and in full while they are highlighted.
    pub fn has_columns(&self) -> bool {
        self.items.iter().any(|item| item.columns.is_some())
    }

    /// Whether it stays when a row is chosen.
    pub fn stays(&self) -> bool {
        self.kind.is_some_and(|kind| kind.stays)
    }

    /// Which keys mean what in it.
    pub fn context(&self) -> Context {
        self.kind.map_or(Context::Pick, |kind| kind.context)
    }

    /// The rows that fit what is typed. A list over all meetings keeps its order; in others those whose label is or begins with
    /// the words that are typed come first, then those that have them, those that are looked for by just that, those where
    /// the label or a word begins with it, and those that hold it anywhere; of each what can be done here before what is done
    /// elsewhere. Last come those that have each of several words, but where what fits no row is the next line.
    pub fn shown(&self) -> Vec<&PickItem> {
        if self.kind.is_some() {
            return self.items.iter().filter(|item| item.is_found_by(self.filter.value())).collect();
        }
        let typed = collate::fold(self.filter.value());
        let rank = |item: &PickItem| {
            let mut words = [&item.label, &item.detail].into_iter().chain(&item.found_by);
            let near = if collate::fold(&item.label).starts_with(&typed) {
                0
            } else if collate::starts_with_folded(&item.label, &typed) {
                1
            } else if words.clone().any(|word| collate::starts_with_folded(word, &typed)) {
                2
            } else if words.any(|word| collate::fold(word).contains(&typed)) {
                3
            } else if !self.after_line && item.has_each_word(&typed) {
                4
            } else {
                return None;
            };
            let label = collate::fold(&item.label);
            let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
            let at_start = label.strip_prefix(typed.as_str()).is_some_and(ends);
            let within = || {
                label.match_indices(&typed).any(|(at, found)| {
                    !label[..at].ends_with(char::is_alphanumeric) && ends(&label[at + found.len()..])
                })
            };
            let kind = match near {
                _ if typed.is_empty() => 4,
                _ if label == typed => 0,
                _ if at_start => 1,
                _ if within() => 2,
                _ if item.found_by.iter().any(|word| collate::fold(word) == typed) => 3,
                3 | 4 => 5,
                _ => 4,
            };
            match (item.only_sought, typed.is_empty()) {
                (true, true) => None,
                (elsewhere, _) => Some((kind, elsewhere, near)),
            }
        };
        let mut found: Vec<_> =
            self.items.iter().filter_map(|item| rank(item).map(|rank| (rank, item))).collect();
        if found.is_empty() && !self.after_line {
            found.extend(self.items.iter().filter_map(|item| {
                let far = item.is_nearly(&typed)?;
                Some(((far, item.only_sought, 0), item))
            }));
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, item)| item).collect()
    }

    /// Which row is highlighted, among those that are shown; nothing while the list waits to be pointed in.
    pub fn highlighted(&self) -> Option<usize> {
        (!self.waits || !self.filter.is_empty()).then_some(self.cursor)
    }

    /// The highlighted row.
    pub fn selected(&self) -> Option<&PickItem> {
        self.shown().get(self.highlighted()?).copied()
    }
}
