//! The one table of keys. Hints, help and what a key does are all read from it.

use super::key::Key;
use crate::app::action::{Action, Context};
use crate::app::dialog::{Dialog, FieldKind, Purpose};
use crate::app::model::{HomeRow, Model, RowRef, Screen, Target};
use crate::domain::agenda::{EntryKind, Phase};
use Context::{
    ActionList, Ask, Closed, Copies, Form, Home, Line, Locked, Pick, ReadOut, Reader, Veiled, Wall,
};
use crossterm::event::KeyCode;

/// What decides, beside the key, what a key does and which keys are worth a hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Which keys mean what.
    pub context: Context,
    /// Nothing is typed in the line.
    pub empty: bool,
    /// The form's cursor stands in a choice.
    pub choice: bool,
    /// There is no database yet: one can practise first.
    pub first_start: bool,
    /// The meeting's phase.
    pub phase: Option<Phase>,
    /// The highlighted row is something left to do.
    pub todo: bool,
    /// The kind of entry that the line becomes, if it becomes one.
    pub kind: Option<EntryKind>,
}

impl Situation {
    /// A context with nothing typed.
    pub fn plain(context: Context) -> Self {
        Self { context, empty: true, choice: false, first_start: false, phase: None, todo: false, kind: None }
    }

    /// As the program stands.
    pub fn of(model: &Model) -> Self {
        let mut situation = Self::plain(model.context());
        if let Some(meeting) = model.meeting_screen() {
            situation.empty = meeting.line.is_empty();
            situation.phase = Some(meeting.meeting.head.phase);
            situation.kind = match meeting.target {
                Target::Entry(kind) => Some(kind),
                _ => None,
            };
            situation.todo = matches!(meeting.cursor, Some(RowRef::Todo(_)));
        }
        if let (Screen::Home(home), true) = (&model.screen, model.dialogs.is_empty()) {
            situation.todo = matches!(home.selected(), Some(HomeRow::Action(_)));
        }
        let form = match (model.dialogs.last(), &model.screen) {
            (Some(Dialog::Form(form)), _) | (None, Screen::Start(form)) => Some(form),
            _ => None,
        };
        let form = form.filter(|_| model.lock.is_none());
        situation.first_start = form.is_some_and(|form| form.purpose == Purpose::CreateDatabase);
        let field = form.and_then(|form| form.fields.get(form.cursor));
        situation.choice = field.is_some_and(|field| matches!(field.kind, FieldKind::Choice(_)));
        situation
    }

    /// Whether letters are letters here.
    pub fn takes_text(&self) -> bool {
        match self.context {
            Line | Pick | ActionList | Locked => true,
            Form => !self.choice,
            _ => false,
        }
    }
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
    /// While there is no database.
    FirstStart,
}

impl When {
    fn holds(self, situation: Situation) -> bool {
        match self {
            Self::Always => true,
            Self::Empty => situation.empty,
            Self::Choice => situation.choice,
            Self::FirstStart => situation.first_start,
        }
    }
}

/// When a hint is worth its room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    Always,
    Empty,
    Filled,
    /// While an entry is written that is of another kind.
    FilledUnless(EntryKind),
    Choice,
    In(Phase),
    Todo,
    /// Nothing is typed, and something that is missing is highlighted.
    EmptyTodo,
    NotTodo,
}

impl Show {
    fn holds(self, situation: Situation) -> bool {
        match self {
            Self::Always => true,
            Self::Empty => situation.empty,
            Self::Filled => !situation.empty,
            Self::FilledUnless(kind) => {
                !situation.empty && situation.kind.is_some_and(|written| written != kind)
            }
            Self::Choice => situation.choice,
            Self::In(phase) => situation.phase == Some(phase) && situation.empty,
            Self::Todo => situation.todo,
            Self::EmptyTodo => situation.todo && situation.empty,
            Self::NotTodo => !situation.todo,
        }
    }
}

/// A hint in the bottom line.
#[derive(Clone, Copy, Debug)]
struct Hint {
    label: &'static str,
    order: u8,
    show: Show,
}

/// What a key means.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where.
    pub contexts: &'static [Context],
    /// When.
    pub when: When,
    /// The key.
    pub key: Key,
    /// What it asks for.
    pub action: Action,
    hints: [Option<Hint>; 2],
}

impl Binding {
    const fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }

    const fn hint(self, order: u8, label: &'static str) -> Self {
        self.show(Show::Always, order, label)
    }

    const fn show(mut self, show: Show, order: u8, label: &'static str) -> Self {
        let hint = Some(Hint { label, order, show });
        if self.hints[0].is_none() {
            self.hints[0] = hint;
        } else {
            self.hints[1] = hint;
        }
        self
    }
}

const fn on(contexts: &'static [Context], key: Key, action: Action) -> Binding {
    Binding { contexts, when: When::Always, key, action, hints: [None, None] }
}

const fn code(code: KeyCode) -> Key {
    Key::plain(code)
}

const ALL: &[Context] = &[Form, Home, Line, ReadOut, Closed, Pick, Ask, Reader, Copies, ActionList];
const SCREENS: &[Context] = &[Home, Line, ReadOut, Closed];
/// Where nothing but the wall is seen: no help, no way into anything.
const WALLS: &[Context] = &[Wall, Veiled];
/// A meeting, also one that is closed: its wall thanks for today.
const WITH_WALL: &[Context] = &[Line, ReadOut, Closed];
const MEETING: &[Context] = &[Line, ReadOut];

/// Every key of the program, those worth knowing first.
pub const BINDINGS: &[Binding] = &[
    // A meeting with its line.
    on(&[Line], code(KeyCode::Enter), Action::Accept).show(Show::Filled, 0, "spara").show(
        Show::EmptyTodo,
        0,
        "gör det nu",
    ),
    on(&[Line], code(KeyCode::Tab), Action::Next).show(Show::Empty, 1, "byt slag").show(
        Show::Filled,
        1,
        "fyll i",
    ),
    on(&[Line], Key::shift(KeyCode::Tab), Action::Previous),
    on(&[Line], code(KeyCode::Up), Action::Up),
    on(&[Line], code(KeyCode::Down), Action::Down),
    // The read-out.
    on(&[ReadOut], code(KeyCode::Enter), Action::Accept).show(Show::NotTodo, 0, "bekräfta").show(
        Show::Todo,
        0,
        "gör det nu",
    ),
    on(&[ReadOut], Key::char('e'), Action::Edit).show(Show::NotTodo, 1, "ändra"),
    on(&[ReadOut], Key::char('n'), Action::NewPoint).hint(3, "ny punkt"),
    on(&[ReadOut], Key::char('v'), Action::ShowAll).hint(4, "visa allt"),
    on(&[ReadOut], Key::char('c'), Action::Close).hint(5, "avsluta mötet"),
    on(&[ReadOut], code(KeyCode::Up), Action::Up),
    on(&[ReadOut], code(KeyCode::Down), Action::Down),
    // To walk through a meeting.
    on(&[Line], Key::f(8), Action::NextPhase).show(Show::Empty, 0, "nästa fas").show(
        Show::Filled,
        6,
        "nästa fas",
    ),
    on(&[ReadOut], Key::f(8), Action::NextPhase),
    on(MEETING, Key::f(7), Action::PreviousPhase).show(Show::Empty, 8, "förra fasen"),
    on(MEETING, code(KeyCode::PageDown), Action::NextArende),
    on(MEETING, code(KeyCode::PageUp), Action::PreviousArende),
    on(MEETING, Key::f(3), Action::Jump).show(Show::Empty, 5, "gå till"),
    on(MEETING, Key::ctrl('g'), Action::Jump),
    on(&[ReadOut], Key::char('g'), Action::Jump),
    on(MEETING, Key::alt('1'), Action::Phase(0)),
    on(MEETING, Key::alt('2'), Action::Phase(1)),
    on(MEETING, Key::alt('3'), Action::Phase(2)),
    on(MEETING, Key::alt('4'), Action::Phase(3)),
    on(MEETING, Key::alt('5'), Action::Phase(4)),
    on(MEETING, Key::f(9), Action::Postpone),
    // Those who take part.
    on(MEETING, Key::f(4), Action::Spoken).show(Show::In(Phase::Nulage), 2, "har talat"),
    on(MEETING, Key::alt('a'), Action::AllSpoken).show(Show::In(Phase::Nulage), 4, "alla har talat"),
    on(MEETING, Key::f(5), Action::Presence).show(Show::In(Phase::Sammanhang), 2, "närvaro"),
    on(MEETING, Key::ctrl('p'), Action::Introduced).show(Show::In(Phase::Sammanhang), 3, "presenterad"),
    on(MEETING, Key::ctrl('r'), Action::Roles).show(Show::In(Phase::Sammanhang), 6, "vem leder"),
    on(&[Line], Key::ctrl('l'), Action::SameAsLast).show(Show::In(Phase::Sammanhang), 4, "som sist"),
    // What is written.
    on(MEETING, Key::f(2), Action::Edit).show(Show::Empty, 3, "ändra"),
    on(MEETING, Key::ctrl('b'), Action::ToDecision).show(Show::FilledUnless(EntryKind::Beslut), 2, "beslut"),
    on(MEETING, Key::ctrl('t'), Action::ToAction).show(Show::FilledUnless(EntryKind::Atgard), 3, "åtgärd"),
    on(MEETING, Key::f(6), Action::MoveEntry),
    on(MEETING, Key::with_alt(KeyCode::Up), Action::MoveUp),
    on(MEETING, Key::with_alt(KeyCode::Down), Action::MoveDown),
    on(MEETING, Key::ctrl('u'), Action::Exempt),
    on(MEETING, Key::ctrl('d'), Action::Remove),
    on(&[Line], code(KeyCode::Delete), Action::Remove).when(When::Empty),
    on(MEETING, Key::ctrl('x'), Action::Strike),
    on(MEETING, Key::ctrl('z'), Action::Undo).show(Show::Empty, 6, "ångra"),
    on(&[ReadOut], Key::char('u'), Action::Undo),
    on(MEETING, Key::ctrl('y'), Action::Redo),
    on(MEETING, Key::ctrl('f'), Action::Support).show(Show::In(Phase::Nulage), 7, "stöd").show(
        Show::In(Phase::Planering),
        2,
        "stöd",
    ),
    // The meeting's own facts.
    on(MEETING, Key::ctrl('e'), Action::Head).show(Show::In(Phase::Sammanhang), 7, "mötets uppgifter"),
    on(MEETING, Key::ctrl('o'), Action::Fields),
    on(MEETING, Key::ctrl('k'), Action::Consent),
    // The wall.
    on(WITH_WALL, Key::f(11), Action::ToWall),
    on(WITH_WALL, Key::alt('b'), Action::Blank),
    on(&[Home], Key::char('p'), Action::ToWall),
    on(&[Veiled], Key::f(11), Action::ToWall),
    on(&[Veiled], code(KeyCode::Esc), Action::ToWall),
    on(WALLS, Key::f(12), Action::Theme),
    on(WALLS, Key::ctrl('q'), Action::Quit),
    on(WALLS, Key::ctrl('c'), Action::Quit),
    on(&[Wall], Key::char(' '), Action::Blank),
    on(&[Wall], Key::char('b'), Action::Blank),
    on(&[Wall], Key::alt('b'), Action::Blank),
    on(MEETING, Key::alt('n'), Action::TurnInto),
    on(&[Ask], Key::alt('n'), Action::TurnInto),
    on(MEETING, Key::alt('k'), Action::Withdraw),
    on(MEETING, Key::alt('u'), Action::Unrecognisable),
    on(MEETING, Key::alt('e'), Action::Emi),
    on(MEETING, Key::alt('r'), Action::Protection),
    on(&[Line, ReadOut, Closed], Key::alt('l'), Action::Journal),
    // A closed meeting.
    on(&[Closed], Key::char('m'), Action::Minutes).hint(0, "protokoll"),
    on(&[Closed], Key::char('p'), Action::Minutes),
    on(&[Closed], code(KeyCode::Enter), Action::Accept),
    on(&[Closed], Key::char('k'), Action::Copies).hint(1, "kopior"),
    on(&[Closed], Key::char('j'), Action::Approve).hint(2, "justera"),
    on(&[Closed], Key::char('v'), Action::Versions).hint(3, "versioner"),
    on(&[Closed], Key::char('o'), Action::Reopen).hint(7, "öppna igen"),
    on(&[Closed], Key::char('f'), Action::NextMeeting).hint(4, "nästa möte"),
    on(&[Closed], Key::char('d'), Action::Assess).hint(5, "tre frågor"),
    on(&[Closed], Key::char('i'), Action::Invite).hint(6, "kallelse"),
    on(&[Closed], Key::char('q'), Action::Back),
    on(&[Closed], code(KeyCode::Up), Action::Up),
    on(&[Closed], code(KeyCode::Down), Action::Down),
    on(&[Closed], code(KeyCode::PageUp), Action::PageUp),
    on(&[Closed], code(KeyCode::PageDown), Action::PageDown),
    // Home.
    on(&[Home], code(KeyCode::Enter), Action::Accept).show(Show::NotTodo, 0, "öppna").show(
        Show::Todo,
        0,
        "följ upp",
    ),
    on(&[Home], Key::char('n'), Action::NewMeeting).hint(1, "nytt möte"),
    on(&[Home], Key::char('a'), Action::ListActions).hint(1, "åtgärder"),
    on(&[Home], Key::char('s'), Action::Consents).hint(4, "samtycken"),
    on(&[Home], Key::char('b'), Action::SwitchPerson).hint(4, "byt person"),
    on(&[Home], Key::char('t'), Action::Theme).hint(5, "färger"),
    on(&[Home], Key::char('l'), Action::Journal).hint(6, "journal"),
    on(&[Home], Key::char('i'), Action::Invite).hint(5, "kallelse"),
    on(&[Home], code(KeyCode::F(5)), Action::SocialClock),
    on(&[Home], Key::char('r'), Action::Refresh),
    on(&[Home], Key::char('q'), Action::Quit).hint(3, "avsluta"),
    on(&[Home], code(KeyCode::Up), Action::Up),
    on(&[Home], Key::char('k'), Action::Up),
    on(&[Home], code(KeyCode::Down), Action::Down),
    on(&[Home], Key::char('j'), Action::Down),
    on(&[Home], code(KeyCode::Tab), Action::Next),
    on(&[Home], code(KeyCode::Right), Action::ChoiceRight),
    on(&[Home], code(KeyCode::Left), Action::ChoiceLeft),
    on(&[Home], code(KeyCode::PageUp), Action::PageUp),
    on(&[Home], code(KeyCode::PageDown), Action::PageDown),
    // A list.
    on(&[Pick], code(KeyCode::Enter), Action::Accept).hint(0, "välj"),
    on(&[Pick], code(KeyCode::Up), Action::Up),
    on(&[Pick], code(KeyCode::Down), Action::Down),
    on(&[Pick], code(KeyCode::PageUp), Action::PageUp),
    on(&[Pick], code(KeyCode::PageDown), Action::PageDown),
    // What was promised.
    on(&[ActionList], code(KeyCode::Enter), Action::Accept).hint(0, "följ upp"),
    on(&[ActionList], Key::f(3), Action::Jump).hint(1, "till mötet"),
    on(&[ActionList], code(KeyCode::Up), Action::Up),
    on(&[ActionList], code(KeyCode::Down), Action::Down),
    on(&[ActionList], code(KeyCode::PageUp), Action::PageUp),
    on(&[ActionList], code(KeyCode::PageDown), Action::PageDown),
    // The program is locked.
    on(&[Locked], code(KeyCode::Enter), Action::Accept).hint(0, "lås upp"),
    on(&[Locked], code(KeyCode::Esc), Action::Back),
    on(&[Locked], Key::f(12), Action::Theme),
    on(&[Locked], Key::ctrl('q'), Action::Quit).hint(1, "avsluta"),
    on(&[Locked], Key::ctrl('c'), Action::Quit),
    // A form.
    on(&[Form], code(KeyCode::Enter), Action::Accept).hint(0, "vidare"),
    on(&[Form], Key::f(8), Action::Save).hint(1, "spara"),
    on(&[Form], Key::ctrl('s'), Action::Save),
    on(&[Form], Key::f(2), Action::Practise).when(When::FirstStart).hint(1, "öva först"),
    on(&[Form], code(KeyCode::Tab), Action::Next).hint(3, "nästa"),
    on(&[Form], code(KeyCode::Down), Action::Next),
    on(&[Form], Key::shift(KeyCode::Tab), Action::Previous),
    on(&[Form], code(KeyCode::Up), Action::Previous),
    on(&[Form], code(KeyCode::Left), Action::ChoiceLeft).when(When::Choice),
    on(&[Form], code(KeyCode::Right), Action::ChoiceRight).when(When::Choice).show(
        Show::Choice,
        2,
        "nästa val",
    ),
    // A question.
    on(&[Ask], code(KeyCode::Enter), Action::Accept).hint(0, "ja"),
    on(&[Ask], Key::char('j'), Action::Accept),
    on(&[Ask], Key::char('g'), Action::GoOnAnyway).hint(1, "gå vidare ändå"),
    on(&[Ask], Key::alt('u'), Action::Unrecognisable).hint(2, "utan namn"),
    on(&[Ask], Key::char('u'), Action::Unrecognisable),
    on(&[Ask], Key::char('n'), Action::Back),
    on(&[Ask], code(KeyCode::Up), Action::Up),
    on(&[Ask], code(KeyCode::Down), Action::Down),
    on(&[Ask], code(KeyCode::PageUp), Action::PageUp),
    on(&[Ask], code(KeyCode::PageDown), Action::PageDown),
    // A text.
    on(&[Reader], code(KeyCode::Down), Action::Down).hint(1, "rulla"),
    on(&[Reader], code(KeyCode::Up), Action::Up),
    on(&[Reader], code(KeyCode::PageDown), Action::PageDown).hint(2, "en sida"),
    on(&[Reader], Key::char(' '), Action::PageDown),
    on(&[Reader], code(KeyCode::PageUp), Action::PageUp),
    on(&[Reader], code(KeyCode::Enter), Action::Back),
    on(&[Reader], Key::char('q'), Action::Back),
    // Who gets what.
    on(&[Copies], code(KeyCode::Enter), Action::Accept).hint(0, "visa"),
    on(&[Copies], Key::char('s'), Action::PrintAll).hint(1, "skriv ut allt"),
    on(&[Copies], Key::char('e'), Action::PrintOne).hint(6, "bara den"),
    on(&[Copies], Key::char('f'), Action::WriteAll).hint(2, "som filer"),
    on(&[Copies], Key::char('o'), Action::OpenCopy),
    on(&[Copies], Key::char('p'), Action::Printing).hint(3, "skrivare"),
    on(&[Copies], Key::char('l'), Action::Given).hint(5, "lämnade"),
    on(&[Copies], code(KeyCode::Left), Action::ChoiceLeft),
    on(&[Copies], code(KeyCode::Right), Action::ChoiceRight),
    on(&[Copies], code(KeyCode::Up), Action::Up),
    on(&[Copies], code(KeyCode::Down), Action::Down),
    on(&[Copies], code(KeyCode::PageUp), Action::PageUp),
    on(&[Copies], code(KeyCode::PageDown), Action::PageDown),
    on(&[Copies], Key::char('q'), Action::Back),
    // Everywhere.
    on(&[Home], code(KeyCode::Esc), Action::Back),
    on(&[Line], code(KeyCode::Esc), Action::Back).show(Show::Filled, 5, "tillbaka"),
    on(&[Form, ReadOut, Closed, Pick, Ask, Reader, Copies, ActionList], code(KeyCode::Esc), Action::Back)
        .hint(4, "tillbaka"),
    on(&[Home], Key::char('?'), Action::Help).hint(2, "hjälp"),
    on(&[ReadOut, Closed], Key::char('?'), Action::Help).hint(6, "hjälp"),
    on(&[Ask, Reader, Copies], Key::char('?'), Action::Help),
    on(&[Line], Key::f(1), Action::Help).hint(7, "hjälp"),
    on(&[Form, Home, ReadOut, Closed, Pick, Ask, Reader, Copies, ActionList], Key::f(1), Action::Help),
    on(&[Line], Key::f(10), Action::Menu).show(Show::Empty, 9, "allt"),
    on(&[Home, ReadOut, Closed], Key::f(10), Action::Menu),
    on(SCREENS, Key::ctrl(' '), Action::Menu),
    on(ALL, Key::f(12), Action::Theme),
    on(ALL, Key::ctrl('q'), Action::Quit),
    on(ALL, Key::ctrl('c'), Action::Quit),
];

/// What a key asks for.
pub fn action(situation: Situation, key: Key) -> Option<Action> {
    BINDINGS
        .iter()
        .find(|binding| {
            binding.key == key
                && binding.contexts.contains(&situation.context)
                && binding.when.holds(situation)
        })
        .map(|binding| binding.action)
}

/// The keys worth showing: the key's name, a short label, what it does; the most wanted first.
pub fn hints(situation: Situation) -> impl Iterator<Item = (String, &'static str, Action)> {
    let mut found: Vec<(u8, &Binding, &'static str)> = BINDINGS
        .iter()
        .filter(|binding| binding.contexts.contains(&situation.context) && binding.when.holds(situation))
        .filter_map(|binding| {
            let hint = binding.hints.iter().flatten().find(|hint| hint.show.holds(situation))?;
            Some((hint.order, binding, hint.label))
        })
        .collect();
    found.sort_by_key(|(order, ..)| *order);
    // Where two keys do the same, one of them is enough.
    let mut acts: Vec<Action> = Vec::new();
    found.retain(|(_, binding, _)| {
        let new = !acts.contains(&binding.action);
        acts.push(binding.action);
        new
    });
    found.into_iter().map(|(_, binding, label)| (binding.key.to_string(), label, binding.action))
}

/// All keys of a context: their names and what they do, one row for each act.
pub fn help(context: Context) -> Vec<(String, &'static str)> {
    let mut rows: Vec<(String, &'static str)> = Vec::new();
    // What is for the first start alone stands on that screen.
    let belongs =
        |binding: &&Binding| binding.contexts.contains(&context) && binding.when != When::FirstStart;
    for binding in BINDINGS.iter().filter(belongs) {
        let name = binding.key.to_string();
        let what = match (context, binding.action) {
            (Context::Line, Action::Accept) => "spara raden, eller öppna den markerade",
            (Context::Line, Action::Next) => "fyll i, fråga vem och när; på tom rad: vad raden blir",
            (Context::Home, Action::Next | Action::ChoiceRight | Action::ChoiceLeft) => {
                "till åtgärderna, och tillbaka"
            }
            (Context::ActionList, Action::Accept) => "säg hur det har gått",
            (Context::ActionList, Action::Jump) => "öppna mötet där det bestämdes",
            (Context::ReadOut, Action::Accept) => "bekräfta punkten, eller gör det markerade",
            (Context::Form, Action::Accept) => "vidare till nästa fält; i det sista: spara",
            (_, action) => action.label(),
        };
        match rows.iter_mut().find(|(_, known)| *known == what) {
            Some((keys, _)) => {
                keys.push_str(", ");
                keys.push_str(&name);
            }
            None => rows.push((name, what)),
        }
    }
    rows
}

/// The keys for an action in a context, as help names them; empty where it has none.
pub fn keys_of(context: Context, action: Action) -> String {
    let own = |binding: &&Binding| binding.action == action && binding.contexts.contains(&context);
    BINDINGS.iter().filter(own).map(|binding| binding.key.to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_key_means_two_things_at_once() {
        let mut seen: HashSet<(Context, Key)> = HashSet::new();
        for binding in BINDINGS {
            for context in binding.contexts {
                assert!(seen.insert((*context, binding.key)), "{context:?}: {} twice", binding.key);
            }
        }
    }

    #[test]
    fn every_action_has_a_key() {
        let all = [
            Action::Help,
            Action::Menu,
            Action::Back,
            Action::Quit,
            Action::Accept,
            Action::Up,
            Action::Down,
            Action::PageUp,
            Action::PageDown,
            Action::Next,
            Action::Previous,
            Action::ChoiceRight,
            Action::ChoiceLeft,
            Action::Save,
            Action::Practise,
            Action::GoOnAnyway,
            Action::Theme,
            Action::NewMeeting,
            Action::SwitchPerson,
            Action::Refresh,
            Action::NextPhase,
            Action::PreviousPhase,
            Action::Phase(0),
            Action::Phase(1),
            Action::Phase(2),
            Action::Phase(3),
            Action::Phase(4),
            Action::NextArende,
            Action::PreviousArende,
            Action::Jump,
            Action::Spoken,
            Action::AllSpoken,
            Action::Edit,
            Action::Remove,
            Action::MoveEntry,
            Action::MoveUp,
            Action::MoveDown,
            Action::ToDecision,
            Action::ToAction,
            Action::Exempt,
            Action::Strike,
            Action::Undo,
            Action::Redo,
            Action::Postpone,
            Action::Presence,
            Action::Introduced,
            Action::Fields,
            Action::Support,
            Action::Consent,
            Action::Head,
            Action::SameAsLast,
            Action::NewPoint,
            Action::Close,
            Action::Reopen,
            Action::Minutes,
            Action::Copies,
            Action::Approve,
            Action::Versions,
            Action::PrintAll,
            Action::PrintOne,
            Action::WriteAll,
            Action::OpenCopy,
            Action::Printing,
            Action::Given,
            Action::Invite,
            Action::Journal,
            Action::ListActions,
        ];
        for action in all {
            assert!(BINDINGS.iter().any(|binding| binding.action == action), "{action:?} has no key");
        }
    }

    #[test]
    fn where_one_types_letters_are_letters() {
        for binding in BINDINGS.iter().filter(|binding| binding.when == When::Always) {
            for context in [Line, Pick, Form, ActionList, Locked] {
                let letter = binding.key.writes().is_some() && binding.contexts.contains(&context);
                assert!(!letter, "{context:?}: {} is a letter", binding.key);
            }
        }
    }

    #[test]
    fn the_same_keys_leave_and_explain_everywhere() {
        for context in ALL {
            let situation = Situation::plain(*context);
            assert_eq!(action(situation, Key::f(1)), Some(Action::Help));
            assert_eq!(action(situation, Key::plain(KeyCode::Esc)), Some(Action::Back));
            assert_eq!(action(situation, Key::ctrl('q')), Some(Action::Quit));
            assert_eq!(action(situation, Key::ctrl('c')), Some(Action::Quit));
            assert_eq!(
                action(situation, Key::char('?')) == Some(Action::Help),
                !matches!(context, Form | Pick | Line | ActionList)
            );
        }
    }

    #[test]
    fn each_context_shows_keys_and_every_hint_works() {
        for context in ALL {
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
    fn help_gathers_the_keys_of_an_act() {
        let rows = help(ReadOut);
        assert!(rows.contains(&("F3, Ctrl-G, g".to_owned(), "gå till")));
        let acts: HashSet<_> = rows.iter().map(|(_, what)| *what).collect();
        assert_eq!(acts.len(), rows.len());
    }
}
