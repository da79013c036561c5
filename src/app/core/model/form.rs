//! Forms with fields to fill in. What a form is for stands beside its feature, as a [`FormKind`].

use super::Model;
use crate::app::core::action::name_keys;
use crate::app::core::line::Line;
use crate::domain::collate::fold;
use crate::domain::dates::Direction;
use crate::domain::quoted::quoted_short;
use chrono::{DateTime, TimeDelta, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// No and yes, as a form offers them.
pub const NO_YES: [&str; 2] = ["nej", "ja"];

/// The key of the kind of form that changes an entry: others at work are told which.
pub const CHANGES_ENTRY: &str = "Entry";

/// Which field is wrong, by its key, and why.
pub type Wrong = (String, String);

/// A kind of form: a row beside its feature, registered in `route`.
pub struct FormKind {
    /// What drafts name it by; never changed, since drafts are on disk.
    pub key: &'static str,
    /// Whether what is being filled in is kept, on disk and after Esc.
    pub keeps_draft: bool,
    /// Whether the form stays when it is saved, until the store has answered.
    pub stays: bool,
    /// Whether it must be filled in before anything else can be done.
    pub must_stay: fn(&Model) -> bool,
    /// What Esc does before the form is left; says whether that was all.
    pub back: fn(&mut Model) -> bool,
    /// How it is opened and saved.
    pub acts: &'static (dyn FormActs + Sync),
}

impl FormKind {
    /// A kind that keeps its draft and goes away when it is saved or left.
    pub const fn new(key: &'static str, acts: &'static (dyn FormActs + Sync)) -> Self {
        Self { key, keeps_draft: true, stays: false, must_stay: |_| false, back: |_| false, acts }
    }
}

impl fmt::Debug for FormKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)
    }
}

/// How a kind of form is opened and saved, whatever it is about.
pub trait FormActs {
    /// Opens it for what it is about; nothing if that isn't there any more.
    fn open(&self, model: &mut Model, subject: &Value);

    /// Saves it.
    ///
    /// # Errors
    ///
    /// Which field can't be right, and why.
    fn save(&self, model: &mut Model, form: &Form) -> Result<(), Wrong>;
}

/// A form about an `S`: a participant, an ärende, or nothing more than the meeting, which is `()`.
#[derive(Debug)]
pub struct About<S> {
    /// Opens it.
    pub open: fn(&mut Model, S),
    /// Saves it.
    pub save: fn(&mut Model, &Form, S) -> Result<(), Wrong>,
}

impl<S: DeserializeOwned> FormActs for About<S> {
    fn open(&self, model: &mut Model, subject: &Value) {
        if let Ok(subject) = S::deserialize(subject) {
            (self.open)(model, subject);
        }
    }

    fn save(&self, model: &mut Model, form: &Form) -> Result<(), Wrong> {
        match S::deserialize(&form.subject) {
            Ok(subject) => (self.save)(model, form, subject),
            Err(_) => Ok(()),
        }
    }
}

/// What a field of a form takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text, on one line.
    Text,
    /// A day, as a phrase that is read the way the field looks.
    Date(Direction),
    /// When something is to be done, as a phrase: a day, or a time such as *nästa möte*.
    Due,
    /// When and by whom something goes on: a day, somebody with `@` before their name, or both.
    GoesOn,
    /// A time of day.
    Time,
    /// A day of birth, or a personnummer.
    Born,
    /// A number, from one to another.
    Number(i64, i64),
    /// A secret, shown as dots.
    Secret,
    /// A secret that is being chosen: it mustn't be easily guessed.
    NewSecret,
    /// One of several words.
    Choice(Vec<String>),
    /// Any number of several words, each ticked or not.
    Several(Vec<String>),
}

impl FieldKind {
    /// Whether what is typed is shown as dots.
    pub fn is_secret(&self) -> bool {
        matches!(self, Self::Secret | Self::NewSecret)
    }

    /// The words that are chosen among, where nothing is typed.
    pub fn choices(&self) -> Option<&[String]> {
        match self {
            Self::Choice(words) | Self::Several(words) => Some(words),
            _ => None,
        }
    }
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// What saving looks it up by.
    pub key: String,
    /// The label.
    pub label: String,
    /// A hint in a few words.
    pub hint: String,
    /// What it takes.
    pub kind: FieldKind,
    /// What is typed.
    pub line: Line,
    /// The chosen word of a choice.
    pub chosen: usize,
    /// Whether it waits behind *fler fält* until it is asked for.
    pub aside: bool,
    /// Whether the form is about it first of all: where it is empty, the cursor begins there.
    pub needed: bool,
    /// The field, and which of its values, with which this one is asked for; until then it waits with the rest.
    pub asked_with: Option<(&'static str, Vec<&'static str>)>,
}

/// Between the ticked words of one field.
const BETWEEN_TICKED: &str = "; ";

impl Field {
    /// A field that holds `value`.
    pub fn new(key: &str, label: &str, kind: FieldKind, value: &str) -> Self {
        let chosen = match &kind {
            FieldKind::Choice(words) => words.iter().position(|word| word == value).unwrap_or(0),
            _ => 0,
        };
        let line = match kind {
            FieldKind::Choice(_) => Line::default(),
            FieldKind::Secret | FieldKind::NewSecret | FieldKind::Several(_) => Line::new(value),
            // Nobody's words are glued to what stands there: what is typed comes in its place, and arrows go on from it.
            _ => Line::proposing(value),
        };
        Self {
            key: key.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
            kind,
            line,
            chosen,
            aside: false,
            needed: false,
            asked_with: None,
        }
    }

    /// The same, behind *fler fält* where `aside`.
    #[must_use]
    pub fn aside(mut self, aside: bool) -> Self {
        self.aside = aside;
        self
    }

    /// The same, as one that the form is about first of all.
    #[must_use]
    pub fn needed(mut self) -> Self {
        self.needed = true;
        self
    }

    /// The same, asked for once another field has one of these values.
    #[must_use]
    pub fn asked_with(mut self, key: &'static str, values: Vec<&'static str>) -> Self {
        self.asked_with = Some((key, values));
        self
    }

    /// The words that are ticked.
    pub fn ticked(&self) -> impl Iterator<Item = &str> {
        let all = matches!(self.kind, FieldKind::Several(_)).then(|| self.line.value());
        all.into_iter().flat_map(|all| all.split(BETWEEN_TICKED)).filter(|word| !word.is_empty())
    }

    /// Ticks the word that the cursor stands on, or takes its tick away.
    fn tick(&mut self) {
        let FieldKind::Several(words) = &self.kind else { return };
        let known: Vec<String> = self.ticked().map(str::to_owned).collect();
        let is_ticked = |at: usize, word: &String| known.contains(word) != (at == self.chosen);
        let now: Vec<&str> = words
            .iter()
            .enumerate()
            .filter(|(at, word)| is_ticked(*at, word))
            .map(|(_, word)| word.as_str())
            .collect();
        self.line = Line::new(&now.join(BETWEEN_TICKED));
    }

    /// Whether it offers yes and no and nothing else.
    pub fn is_yes_or_no(&self) -> bool {
        let FieldKind::Choice(words) = &self.kind else { return false };
        let mut said = words.iter().filter(|word| !word.is_empty());
        words.len() > 1 && said.all(|word| NO_YES.contains(&word.as_str()))
    }

    /// What can be chosen, each with its place.
    fn offered(&self) -> impl Iterator<Item = (usize, &str)> {
        let words = self.kind.choices().unwrap_or_default().iter().map(String::as_str);
        words.enumerate().filter(|(_, word)| !word.is_empty())
    }

    /// The places of what a key chooses among: the words that begin with a letter, or else the one with a digit's number. Where
    /// one of them is a no, `n` is that and `j` the only yes, if there is just one; yes and no turn with the space bar too.
    fn meant_by(&self, letter: char) -> Vec<usize> {
        let of = |fits: &dyn Fn(usize, &str) -> bool| -> Vec<usize> {
            let numbered = self.offered().zip(1..);
            numbered.filter(|((_, word), number)| fits(*number, word)).map(|((at, _), _)| at).collect()
        };
        if letter == ' ' {
            return if self.is_yes_or_no() { of(&|_, _| true) } else { Vec::new() };
        }
        let first = fold(&letter.to_string());
        let [no, yes] = NO_YES.map(|said| move |word: &str| says(word, said));
        if self.offered().any(|(_, word)| no(word)) {
            if NO_YES[0].starts_with(&first) {
                return of(&|_, word| no(word));
            }
            if NO_YES[1].starts_with(&first) {
                let plain = of(&|_, word| fold(word) == NO_YES[1]);
                let all = if plain.is_empty() { of(&|_, word| yes(word)) } else { plain };
                return if all.len() == 1 { all } else { Vec::new() };
            }
        }
        let begin = of(&|_, word| fold(word).starts_with(&first));
        let digit = letter.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
        match digit {
            Some(digit) if begin.is_empty() => of(&|number, _| number == digit),
            _ => begin,
        }
    }

    /// The only word that a begun one fits: the one that is it, or else the one that begins so.
    fn fitting(&self, begun: &str) -> Option<usize> {
        let begun = fold(begun);
        let only = |fits: &dyn Fn(&str) -> bool| {
            let mut all = self.offered().filter(|(_, word)| fits(&fold(word))).map(|(at, _)| at);
            all.next().filter(|_| all.next().is_none())
        };
        only(&|word| word == begun).or_else(|| only(&|word| word.starts_with(&begun)))
    }

    /// Whether what is typed is how the chosen word begins.
    fn begins_chosen(&self, begun: &str) -> bool {
        let chosen = self.kind.choices().and_then(|words| words.get(self.chosen));
        chosen.is_some_and(|word| fold(word).starts_with(&fold(begun)))
    }

    /// Chooses the next word that a letter or a digit means, from the one that is chosen on: pressed again it goes on. Where
    /// several can be ticked it goes to the word.
    pub fn choose_by(&mut self, letter: char) -> bool {
        let meant = self.meant_by(letter);
        let next = meant.iter().find(|at| **at > self.chosen).or(meant.first()).copied();
        self.chosen = next.unwrap_or(self.chosen);
        next.is_some() || !letter.is_alphanumeric()
    }

    /// Said where what is typed chooses nothing: what does.
    fn no_choice(&self, typed: &str) -> String {
        let mut letters: Vec<String> = Vec::new();
        let begin = self.offered().filter_map(|(_, word)| word.chars().next());
        for letter in begin.filter(|c| c.is_alphabetic() && !self.meant_by(*c).is_empty()) {
            let letter = fold(&letter.to_string());
            if !letters.is_empty() && letters.contains(&letter) {
                continue;
            }
            letters.push(letter);
        }
        let by_letter = match letters.as_slice() {
            [] => String::new(),
            [only] => format!("{only}, "),
            [some @ .., last] => format!("{} eller {last}, ", some.join(", ")),
        };
        let by_digit = match self.offered().count() {
            0 | 1 => "1".to_owned(),
            count => format!("1–{}", count.min(9)),
        };
        let mut letters = typed.chars();
        let what = match (letters.next(), letters.next()) {
            (Some(letter), None) if self.offered().any(|(_, word)| fold(word).starts_with(&fold(typed))) => {
                format!("Flera val börjar på {letter}.")
            }
            (Some(letter), None) => format!("Inget val börjar på {letter}."),
            _ => match self.value() {
                "" => "Inget val börjar så, och inget är valt.".to_owned(),
                chosen => format!("Inget val börjar så: {} står kvar.", quoted_short(chosen, 30)),
            },
        };
        name_keys(format!("{what} Välj med {by_letter}med {by_digit} eller med ‹ChoiceRight›."))
    }

    /// Shows it, whatever it waited for.
    fn show(&mut self) {
        (self.aside, self.asked_with) = (false, None);
    }

    /// Chooses nothing, where that is offered.
    pub fn choose_nothing(&mut self) {
        match &self.kind {
            FieldKind::Choice(words) => {
                self.chosen = words.iter().position(String::is_empty).unwrap_or(self.chosen);
            }
            FieldKind::Several(_) => self.line = Line::default(),
            _ => {}
        }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.hint);
        self
    }

    /// Replaces what it holds; a word that isn't offered changes nothing. What is typed then comes in its place, as it does in
    /// place of what stood there when the form was opened.
    pub fn set(&mut self, value: &str) {
        match &self.kind {
            // What stands there untouched still gives way to what is typed.
            _ if self.value() == value => {}
            FieldKind::Choice(words) => {
                self.chosen = words.iter().position(|word| word == value).unwrap_or(self.chosen);
            }
            FieldKind::Several(words) => {
                let offered: Vec<&str> = value
                    .split(BETWEEN_TICKED)
                    .filter(|word| words.iter().any(|known| known == word))
                    .collect();
                self.line = Line::new(&offered.join(BETWEEN_TICKED));
            }
            FieldKind::Secret | FieldKind::NewSecret => self.line = Line::new(value),
            _ => self.line = Line::proposing(value),
        }
    }

    /// What it holds: the text, or the chosen word.
    pub fn value(&self) -> &str {
        match &self.kind {
            FieldKind::Choice(words) => words.get(self.chosen).map_or("", String::as_str),
            _ => self.line.value().trim(),
        }
    }
}

/// Whether one of the words to choose from says no or yes first of all: "nej", "nej, den fortsätter".
fn says(word: &str, said: &str) -> bool {
    let rest = fold(word).strip_prefix(said).map(str::to_owned);
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// How soon the next letter of a word comes at the latest.
const WORD: TimeDelta = TimeDelta::milliseconds(1500);

/// Letters that came one after the other where the cursor stands in a choice.
#[derive(Clone, Debug)]
struct Letters {
    /// The field.
    field: usize,
    /// What they are.
    word: String,
    /// When the last of them came.
    at: DateTime<Utc>,
}

/// Fields to fill in.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is about.
    pub title: String,
    /// What one should know before filling it in.
    pub intro: Vec<String>,
    /// The fields.
    pub fields: Vec<Field>,
    /// The field that is being filled in.
    pub cursor: usize,
    /// What opening and saving it does.
    pub kind: &'static FormKind,
    /// Whom or what it is about, as drafts keep it.
    pub subject: Value,
    /// What is wrong with what was filled in.
    pub error: Option<String>,
    /// The field that it is wrong in, where it is one.
    pub wrong_in: Option<usize>,
    /// What the fields held when the form was opened.
    pub opened_with: Vec<String>,
    /// Whether the fields that wait behind *fler fält* are shown.
    pub unfolded: bool,
    /// The letters that came last in a choice.
    letters: Option<Letters>,
}

impl Form {
    /// A form with the cursor in what it is about first of all and isn't there, or else in its first field.
    pub fn new(title: &str, kind: &'static FormKind, subject: impl Serialize, fields: Vec<Field>) -> Self {
        let opened_with = fields.iter().map(|field| field.value().to_owned()).collect();
        let mut form = Self {
            title: title.to_owned(),
            intro: Vec::new(),
            fields,
            cursor: 0,
            kind,
            subject: serde_json::to_value(subject).unwrap_or_default(),
            error: None,
            wrong_in: None,
            opened_with,
            unfolded: false,
            letters: None,
        };
        form.begin();
        form
    }

    /// Puts the cursor where the form begins: in what is needed and isn't there, or else in the first field that is shown.
    pub fn begin(&mut self) {
        for (field, opened) in self.fields.iter_mut().zip(&self.opened_with) {
            field.aside &= field.value() == opened;
        }
        // One field more is no longer than the words about it.
        self.unfolded = self.fields.iter().filter(|field| self.waits(field)).count() < 2
            || self.fields.iter().all(|field| self.waits(field));
        let lacks = |field: &Field| field.needed && !self.waits(field) && field.value().is_empty();
        let first = self.fields.iter().position(lacks).or_else(|| self.shown().next());
        self.cursor = first.unwrap_or(0);
        self.unfolded |= !self.is_shown(self.cursor);
    }

    /// Whether a field is shown now.
    pub fn is_shown(&self, at: usize) -> bool {
        self.fields.get(at).is_some_and(|field| self.unfolded || !self.waits(field))
    }

    /// Whether a field waits: behind *fler fält*, or for what another one is answered.
    fn waits(&self, field: &Field) -> bool {
        let unasked =
            field.asked_with.as_ref().is_some_and(|(key, values)| !values.contains(&self.value(key)));
        field.aside || (unasked && field.value().is_empty())
    }

    /// The places of the fields that are shown now.
    pub fn shown(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (0..self.fields.len()).filter(|at| self.is_shown(*at))
    }

    /// How many fields wait.
    pub fn folded(&self) -> usize {
        self.fields.len() - self.shown().count()
    }

    /// Shows the fields that waited. The cursor stays where somebody is writing.
    pub fn unfold(&mut self) {
        self.unfolded = true;
    }

    /// A letter where the cursor stands in a choice. One by itself chooses, and pressed again it goes on. Those that come after
    /// it keep what they are the beginning of, however slowly, and choose what they alone can be; any others choose nothing.
    pub fn choose_by(&mut self, letter: char, now: DateTime<Utc>) {
        let at = self.cursor;
        let Some(field) = self.fields.get_mut(at) else { return };
        if letter == ' ' && matches!(field.kind, FieldKind::Several(_)) {
            // Also right after the letter that went there.
            field.tick();
            (self.letters, self.error) = (None, None);
            return;
        }
        let goes_on = |known: &Letters| {
            let spells = letter != ' ' && field.begins_chosen(&format!("{}{letter}", known.word));
            let chooses = !field.meant_by(letter).is_empty();
            known.field == at && (now - known.at < WORD || spells || !chooses) && now >= known.at
        };
        let known = self.letters.take().filter(goes_on);
        let is_turn = known.is_none() && letter == ' ';
        let mut word = known.map(|known| known.word).unwrap_or_default();
        let is_first = word.is_empty();
        word.push(letter);
        let first = fold(&word).chars().next();
        self.error = if !is_first && field.begins_chosen(&word) {
            None
        } else if fold(&word).chars().all(|c| Some(c) == first) {
            let known = field.choose_by(letter);
            (!known).then(|| field.no_choice(&word))
        } else if let Some(fits) = field.fitting(&word) {
            field.chosen = fits;
            None
        } else {
            Some(field.no_choice(&word))
        };
        self.wrong_in = None;
        self.letters = (!is_turn).then_some(Letters { field: at, word, at: now });
    }

    /// What is pasted where the cursor stands in a choice chooses nothing.
    pub fn refuse_paste(&mut self) {
        self.error = self.fields.get(self.cursor).map(|field| field.no_choice(""));
        self.wrong_in = None;
    }

    /// The letter after another key is one by itself.
    pub fn end_word(&mut self) {
        self.letters = None;
    }

    /// Whether it is of this kind.
    pub fn is(&self, kind: &FormKind) -> bool {
        self.kind.key == kind.key
    }

    /// Whether it is about this.
    pub fn is_about(&self, subject: impl Serialize) -> bool {
        serde_json::to_value(subject).is_ok_and(|subject| subject == self.subject)
    }

    /// Whether it is for the same as another: of one kind, and about one thing.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.is(other.kind) && self.subject == other.subject
    }

    /// Whether anything was filled in or changed since it was opened.
    pub fn is_changed(&self) -> bool {
        self.fields.iter().zip(&self.opened_with).any(|(field, opened)| field.value() != opened)
    }

    /// The value of a field.
    pub fn value(&self, key: &str) -> &str {
        self.fields.iter().find(|field| field.key == key).map_or("", Field::value)
    }

    /// The value of a field, unless it is empty.
    pub fn given(&self, key: &str) -> Option<String> {
        Some(self.value(key)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// A secret as it was typed, spaces included.
    pub fn secret(&self, key: &str) -> String {
        let field = self.fields.iter().find(|field| field.key == key);
        field.map_or_else(String::new, |field| field.line.value().to_owned())
    }

    /// Puts the cursor in a field, and says what is wrong there.
    pub fn fail(&mut self, (key, why): Wrong) {
        self.cursor = self.fields.iter().position(|field| field.key == key).unwrap_or(self.cursor);
        self.tell(self.cursor, why);
        let is_shown = self.is_shown(self.cursor);
        if let Some(field) = self.fields.get_mut(self.cursor).filter(|_| !is_shown) {
            field.show();
        }
    }

    /// Says what is wrong in a field.
    pub fn tell(&mut self, at: usize, why: String) {
        (self.error, self.wrong_in) = (Some(why), Some(at));
    }

    /// What is wrong, with the name of the field that it is wrong in where there are several.
    pub fn told(&self) -> Option<String> {
        let error = self.error.as_ref()?;
        let label = self.wrong_in.and_then(|at| self.fields.get(at)).map(|field| field.label.as_str());
        let label = label.filter(|label| {
            self.shown().nth(1).is_some() && !label.is_empty() && !fold(error).contains(&fold(label))
        });
        Some(label.map_or_else(|| error.clone(), |label| format!("{label}: {error}")))
    }

    /// To another field. What was wrong in the one that is left is said there alone.
    pub fn to(&mut self, at: usize) {
        if at != self.cursor {
            self.error = None;
        }
        self.cursor = at;
    }

    /// Puts a value into a field as one that stood there when the form was opened.
    pub fn propose(&mut self, key: &str, value: &str) {
        for (field, opened) in self.fields.iter_mut().zip(&mut self.opened_with) {
            if field.key == key {
                field.set(value);
                field.value().clone_into(opened);
            }
        }
    }

    /// Puts values into the fields that are there. What was written behind *fler fält* is shown.
    pub fn fill(&mut self, values: &[(String, String)]) {
        for (key, value) in values {
            if let Some(field) = self.fields.iter_mut().find(|field| field.key == *key) {
                let was = field.value().to_owned();
                field.set(value);
                field.aside &= field.value() == was;
            }
        }
    }

    /// Puts values into the fields that are there, as somebody left them in the middle of them: a text goes on where it ended.
    pub fn go_on_from(&mut self, values: &[(String, String)]) {
        self.fill(values);
        for field in self.fields.iter_mut().filter(|field| field.kind == FieldKind::Text) {
            field.line = Line::new(field.line.value());
        }
    }

    /// What it holds, as a draft keeps it; empty for a kind that keeps none.
    pub fn draft(&self) -> String {
        if !self.kind.keeps_draft {
            return String::new();
        }
        let purpose = match &self.subject {
            Value::Null => Value::String(self.kind.key.to_owned()),
            subject => Value::Object([(self.kind.key.to_owned(), subject.clone())].into_iter().collect()),
        };
        let values = self.fields.iter().map(|field| (field.key.clone(), field.value().to_owned())).collect();
        serde_json::to_string(&FormDraft { purpose, values }).unwrap_or_default()
    }
}

/// A form that is being filled in, as it is kept in drafts.
#[derive(Debug, Serialize, Deserialize)]
pub struct FormDraft {
    /// The kind's key; with what the form is about, where that is more than the meeting, as the value under the key.
    purpose: Value,
    /// What each field holds, by its key.
    pub values: Vec<(String, String)>,
}

impl FormDraft {
    /// A draft from its text; nothing if it isn't one.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The kind's key, and what the form is about.
    pub fn purpose(&self) -> Option<(&str, &Value)> {
        match &self.purpose {
            Value::String(key) => Some((key, &Value::Null)),
            Value::Object(map) => map.iter().next().map(|(key, subject)| (key.as_str(), subject)),
            _ => None,
        }
    }

    /// Whether it was made by a form of the same kind about the same.
    pub fn is_of(&self, form: &Form) -> bool {
        self.purpose() == Some((form.kind.key, &form.subject))
    }
}
