//! What a person can ask the program for, whichever key or click it came by: the words for a row of `table`.

mod key;
mod named;
mod table;

pub use key::{Cap, Key};
pub use named::{hold_keys, name_keys};
pub use table::Action;

use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::meeting::Meeting;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The situations in which keys mean different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// The first start, the passphrase, and any other form with fields.
    Form,
    /// Home.
    Home,
    /// A meeting with its input line: letters are letters, commands are Ctrl, Alt and F keys.
    Line,
    /// Ansvar: one agreed point at a time, then what is left to do. No input line.
    ReadOut,
    /// A closed meeting.
    Closed,
    /// A list to choose from; letters narrow it down.
    Pick,
    /// A question with yes and no, or a rule that speaks.
    Ask,
    /// Text to read: help, minutes.
    Reader,
    /// The wall in a terminal of its own.
    Wall,
    /// The wall on one's own screen, where no meeting is open, or with something on top that isn't for the wall.
    Veiled,
    /// Who gets what of a meeting's papers.
    Copies,
    /// What was promised at all meetings; letters narrow it down.
    ActionList,
    /// The program is locked; letters are the passphrase's.
    Locked,
}

use Context::{
    ActionList, Ask, Closed, Copies, Form, Home, Line, Locked, Pick, ReadOut, Reader, Veiled, Wall,
};

impl Context {
    /// Where the program is open to whoever sits there: help, colours and the way out are the same everywhere.
    pub const OPEN: &[Self] = &[Form, Home, Line, ReadOut, Closed, Pick, Ask, Reader, Copies, ActionList];
    /// What lies under all lists, forms and questions, and has a menu.
    pub const SCREENS: &[Self] = &[Home, Line, ReadOut, Closed];
    /// Where nothing but the wall is seen: no help, no way into anything.
    pub const WALLS: &[Self] = &[Wall, Veiled];
    /// A meeting under way.
    pub const MEETING: &[Self] = &[Line, ReadOut];
    /// A meeting, also one that is closed: its wall thanks for today.
    pub const WITH_WALL: &[Self] = &[Line, ReadOut, Closed];
    /// Each of them.
    pub const ALL: &[Self] =
        &[Line, ReadOut, Closed, Home, Pick, ActionList, Form, Ask, Reader, Copies, Wall, Veiled, Locked];
}

/// All that is known of an action. `table` has one for each.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Its name in the code, by which a text can ask for its key.
    pub name: &'static str,
    /// What it does, in English, for README.
    pub english: &'static str,
    /// What it does, in a few words.
    pub label: &'static str,
    /// Other words that somebody may look for it by.
    pub synonyms: &'static [&'static str],
    /// What it does, in a sentence; empty for a [step](About::is_step).
    pub told: &'static str,
    /// Its keys, those worth knowing first.
    pub bindings: &'static [Binding],
    /// Where it can be done although no key does it there.
    pub also: &'static [Context],
}

impl About {
    /// Something that a person may want and look for in the menu.
    const fn command(
        label: &'static str,
        synonyms: &'static [&'static str],
        told: &'static str,
        bindings: &'static [Binding],
    ) -> Self {
        Self { name: "", english: "", label, synonyms, told, bindings, also: &[] }
    }

    /// A movement of the hand, such as one row down: nobody looks for it in a menu.
    const fn step(label: &'static str, bindings: &'static [Binding]) -> Self {
        Self::command(label, &[], "", bindings)
    }

    const fn also(mut self, contexts: &'static [Context]) -> Self {
        self.also = contexts;
        self
    }

    /// Whether it is a movement of the hand, which has no row in the menu.
    pub fn is_step(&self) -> bool {
        self.told.is_empty()
    }

    /// Whether it can be done in a context at all.
    pub fn belongs_in(&self, context: Context) -> bool {
        self.also.contains(&context) || self.bindings_in(context).next().is_some()
    }

    /// Its keys in a context.
    pub fn bindings_in(&self, context: Context) -> impl Iterator<Item = &'static Binding> {
        self.bindings.iter().filter(move |binding| binding.contexts.contains(&context))
    }
}

impl Action {
    /// Whether it goes straight to a phase.
    pub fn is_step_to_phase(self) -> bool {
        Phase::ALL.into_iter().any(|phase| Self::to_phase(phase) == self)
    }

    /// What it does, in a few words, for help and the menu.
    pub fn label(self) -> &'static str {
        self.about().label
    }

    /// To a phase.
    pub fn to_phase(phase: Phase) -> Self {
        match phase {
            Phase::Sammanhang => Self::ToSammanhang,
            Phase::Nulage => Self::ToNulage,
            Phase::Behov => Self::ToBehov,
            Phase::Planering => Self::ToPlanering,
            Phase::Ansvar => Self::ToAnsvar,
        }
    }

    /// Every key there is with what it asks for, in the order of the table.
    pub fn bindings() -> impl Iterator<Item = (Self, &'static Binding)> {
        Self::ALL
            .iter()
            .flat_map(|action| action.about().bindings.iter().map(move |binding| (*action, binding)))
    }

    /// Those that hold in a context, in the same order. Asked for with each key and for each frame.
    pub fn bindings_of(context: Context) -> &'static [(Self, &'static Binding)] {
        type Bindings = Vec<(Action, &'static Binding)>;
        static OF: LazyLock<HashMap<Context, Bindings>> = LazyLock::new(|| {
            let mut of: HashMap<Context, Bindings> = HashMap::new();
            for (action, binding) in Action::bindings() {
                for context in binding.contexts {
                    of.entry(*context).or_default().push((action, binding));
                }
            }
            of
        });
        OF.get(&context).map_or(&[], Vec::as_slice)
    }

    /// The key by which a text calls it: the one it has where one writes, or else its first. What has no key is found in
    /// the menu.
    pub fn key(self) -> String {
        let about = self.about();
        let first =
            about.bindings_in(Line).chain(about.bindings).find(|binding| binding.when == When::Always);
        first.or(about.bindings.first()).map_or_else(
            || format!("{} och ”{}”", Self::Menu.key(), about.label),
            |binding| binding.key.to_string(),
        )
    }

    /// The keys for it in a context, as help names them; empty where it has none.
    pub fn keys_in(self, context: Context) -> String {
        let names = self.about().bindings_in(context).map(|binding| binding.key.to_string());
        names.collect::<Vec<_>>().join(", ")
    }
}

/// A key that asks for an action.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where the key asks for this; nowhere else.
    pub contexts: &'static [Context],
    /// What else must be so there.
    pub when: When,
    /// The key.
    pub key: Key,
    /// What the action does here, where help should say it in other words than its label.
    pub says: Option<&'static str>,
    /// The bottom line shows the first of these that is worth its room.
    pub hints: [Option<Hint>; 5],
}

impl Binding {
    const fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }

    const fn says(mut self, words: &'static str) -> Self {
        self.says = Some(words);
        self
    }

    const fn hint(self, order: u8, label: &'static str) -> Self {
        self.show(Show::Always, order, label)
    }

    const fn show(mut self, show: Show, order: u8, label: &'static str) -> Self {
        let hint = Some(Hint { label, order, show });
        let mut place = 0;
        while place + 1 < self.hints.len() && self.hints[place].is_some() {
            place += 1;
        }
        self.hints[place] = hint;
        self
    }
}

/// A key in some contexts.
const fn on(contexts: &'static [Context], key: Key) -> Binding {
    Binding { contexts, when: When::Always, key, says: None, hints: [None; 5] }
}

/// A hint in the bottom line.
#[derive(Clone, Copy, Debug)]
pub struct Hint {
    /// What the key does, in a word or two.
    pub label: &'static str,
    /// The most wanted have the lowest.
    pub order: u8,
    /// When it is shown.
    pub show: Show,
}

/// When a key means what its binding says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Whatever the situation.
    Always,
    /// While nothing is typed.
    Empty,
    /// In a choice.
    Choice,
    /// While fields of the form wait to be asked for.
    Folded,
    /// In a form that lies over the rule that asks for it, or where more than one reason is asked for.
    Stopped,
    /// While there is no database.
    FirstStart,
    /// While the database isn't open yet.
    Door,
    /// While the key for the safe is shown.
    KeyShown,
    /// While the form in front asks for the new day of what was answered.
    DayAsked,
    /// While nothing is typed and something from an earlier meeting is highlighted.
    Promise,
    /// While a point is highlighted that was read out and confirmed.
    Confirmed,
}

/// Where the key that goes on in a meeting goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    /// To the next phase.
    ToPhase,
    /// To the next ärende.
    ToArende,
    /// Nowhere: the meeting is closed.
    ToClose,
    /// The meeting begins.
    ToBegin,
}

impl Goes {
    /// From where a meeting stands.
    pub fn of(meeting: &Meeting) -> Self {
        let here = meeting.position();
        match meeting.next_position() {
            _ if meeting.head.is_ahead() || meeting.head.is_cancelled() => Self::ToBegin,
            None => Self::ToClose,
            Some(to) if here.arende.is_some() && to.arende.is_some() && to.arende != here.arende => {
                Self::ToArende
            }
            Some(_) => Self::ToPhase,
        }
    }
}

/// When a hint is worth its room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// Whatever the situation.
    Always,
    /// While nothing is typed.
    Empty,
    /// While something is typed.
    Filled,
    /// While something is typed, and no list has a marked row that the key takes.
    Written,
    /// While a list over the line has a marked row.
    Listed,
    /// While an entry is written that is of another kind.
    FilledUnless(EntryKind),
    /// Nothing is typed, and the key that goes on goes there.
    GoesTo(Goes),
    /// Something is typed, and the key that goes on goes there.
    SavesAndGoesTo(Goes),
    /// In a choice.
    Choice,
    /// In the last field of a form, or its only one.
    LastField,
    /// In the form that opens the database.
    Unlocks,
    /// In another field of a form.
    NotLastField,
    /// In a form with more than one field.
    OneOfSeveral,
    /// In a form that can be left.
    CanLeave,
    /// In a form that must be filled in before anything else.
    MustStay,
    /// In a phase, while nothing is typed.
    In(Phase),
    /// Something that is missing is highlighted.
    Todo,
    /// Nothing is typed, and something that is missing is highlighted.
    EmptyTodo,
    /// Nothing that is missing is highlighted.
    NotTodo,
    /// Nothing is typed, and something from an earlier meeting is highlighted.
    Promise,
    /// A goal of before is highlighted, and nothing is typed.
    Goal,
    /// The point that Enter is about isn't confirmed.
    ToConfirm,
    /// The point that Enter is about is confirmed.
    Confirmed,
    /// Ansvar shows what is confirmed too.
    ShowsAll,
    /// Ansvar shows only what is left.
    ShowsLeft,
    /// In the list of copies, unless the computer has no printer.
    Printer,
    /// The minutes have a locked version.
    Version,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_action_is_without_words_or_a_way_to_ask_for_it() {
        let mut names = HashSet::new();
        for action in Action::ALL {
            let about = action.about();
            assert!(names.insert(about.name), "{action:?} twice");
            assert!(!about.english.trim().is_empty() && !about.label.is_empty(), "{action:?} says nothing");
            assert!(!about.bindings.is_empty() || !about.also.is_empty(), "{action:?} can't be asked for");
            assert!(!action.key().is_empty());
            for context in about.also {
                assert!(Context::SCREENS.contains(context), "{context:?} has no menu for {action:?}");
                assert!(about.bindings_in(*context).next().is_none(), "{action:?} has a key in {context:?}");
            }
            if about.is_step() {
                assert!(about.synonyms.is_empty() && about.also.is_empty(), "{action:?} is in no menu");
                continue;
            }
            assert!(!about.synonyms.is_empty(), "{action:?} is found by its label alone");
            assert!(about.told.ends_with(['.', '?']) && about.told.chars().count() <= 110, "{}", about.told);
        }
    }

    #[test]
    fn every_context_has_actions_and_is_counted() {
        for context in Context::ALL {
            assert!(Action::ALL.iter().any(|action| action.about().belongs_in(*context)), "{context:?}");
        }
        for (action, binding) in Action::bindings() {
            assert!(binding.contexts.iter().all(|context| Context::ALL.contains(context)), "{action:?}");
        }
    }

    #[test]
    fn a_text_calls_an_action_by_the_key_it_has_where_one_writes() {
        let keys = [
            (Action::Undo, "Ctrl-Z"),
            (Action::Journal, "Alt-L"),
            (Action::Quit, "Ctrl-Q"),
            (Action::Help, "F1"),
            (Action::Copies, "k"),
            (Action::Edit, "F2"),
            (Action::ChangePassphrase, "F10 och ”byt lösenfras”"),
        ];
        for (action, key) in keys {
            assert_eq!(action.key(), key);
        }
    }
}
