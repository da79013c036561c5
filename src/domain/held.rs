//! Words that wait for a look: what tells of a report, a suspicion or violence isn't shown on the wall, in the plan, in
//! invitations, calendars or other parties' copies until somebody has looked at the row and let it through. So is a part
//! of a name that stands as an ordinary word. Which words these are is data (`data/ord.toml`).

use super::agenda::EntryKind;
use super::ids::{ArendeId, EntryId, MeetingArendeId};
use super::meeting::{Meeting, capital};
use super::names::Names;
use super::quoted::quoted_short;
use super::record::{ActionStatus, Body, Entry, WordCheck};
pub use super::words::{Group, HeldWord, HeldWords, Reading, group_name};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows that are held now, by their keys, each with its ärende.
pub type HeldKeys = BTreeMap<Uuid, Option<MeetingArendeId>>;

/// A row in which something is held, or was and has been let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRow {
    /// The key of the row.
    pub about: Uuid,
    /// What kind of row it is: "Åtgärd", "Syfte".
    pub what: String,
    /// Of which ärende it is; nothing where it is of the whole meeting.
    pub arende: Option<MeetingArendeId>,
    /// What it says.
    pub text: String,
    /// The words for which it is held, or was.
    pub words: Vec<String>,
    /// Whether it still is.
    pub held: bool,
}

impl Meeting {
    /// The words for which a text would be held, looked at or not.
    pub fn sensitive(&self, texts: &[&str]) -> Vec<String> {
        self.sensitive_to(&Names::of(self), None, texts)
    }

    /// The same; of an ärende also the names that belong to another family's.
    fn sensitive_to(&self, names: &Names, item: Option<MeetingArendeId>, texts: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for word in texts.iter().flat_map(|text| sensitive_in(text, &self.words, names, item)) {
            if !found.contains(&word) {
                found.push(word);
            }
        }
        found
    }

    /// The words for which a row's texts are held now: those that nobody has let through there.
    pub fn held_in(&self, about: impl Into<Uuid>, texts: &[&str]) -> Vec<String> {
        self.held_of(about, None, texts)
    }

    fn held_of(&self, about: impl Into<Uuid>, item: Option<MeetingArendeId>, texts: &[&str]) -> Vec<String> {
        let mut found = self.sensitive_to(&Names::of(self), item, texts);
        if !found.is_empty() {
            let about = about.into();
            found.retain(|word| !self.is_let_through(&about.to_string(), word));
        }
        found
    }

    /// Whether somebody has let a word through where a row says it.
    pub fn is_let_through(&self, about: &str, word: &str) -> bool {
        self.word_checks.iter().any(|row| row.about == about && row.lets(word))
    }

    /// The words for which an entry is held now.
    pub fn held_entry(&self, entry: &Entry) -> Vec<String> {
        if entry.kind() == EntryKind::Privat {
            return Vec::new();
        }
        self.held_of(entry.id.0, entry.arende, &entry_texts(entry))
    }

    /// All rows with words that are held, or were and have been let through: entries first, as they stand.
    pub fn rows_to_look_at(&self) -> Vec<HeldRow> {
        // Once for all rows: the board counts them each time it is drawn.
        let names = Names::of(self);
        let mut rows: Vec<HeldRow> = Vec::new();
        let mut take_of = |item: Option<MeetingArendeId>, about: Uuid, what: String, texts: &[&str]| {
            let words = self.sensitive_to(&names, item, texts);
            if !words.is_empty() {
                let key = about.to_string();
                let held = words.iter().any(|word| !self.is_let_through(&key, word));
                let text = texts
                    .iter()
                    .filter(|text| !text.trim().is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join(" · ");
                // What came along from the earlier meeting may stand here too: it is one row, and is looked at once.
                match rows.iter_mut().find(|row| row.about == about) {
                    Some(known) => {
                        known.held |= held;
                        let new: Vec<String> =
                            words.into_iter().filter(|word| !known.words.contains(word)).collect();
                        known.words.extend(new);
                    }
                    None => rows.push(HeldRow { about, what, arende: item, text, words, held }),
                }
            }
        };
        for entry in self.entries.iter().filter(|entry| entry.kind() != EntryKind::Privat) {
            take_of(entry.arende, entry.id.0, capital(entry.kind().label()), &entry_texts(entry));
        }
        let of_arende =
            |arende: ArendeId| self.items.iter().find(|item| item.arende == arende).map(|item| item.id);
        let of_entry = |id: EntryId| self.entry(id).and_then(|entry| entry.arende);
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        let head = &self.head;
        let own = [&head.title, &or_empty(&head.purpose), &or_empty(&head.questions), &or_empty(&head.place)];
        take_of(None, head.id.0, "Mötets uppgifter".to_owned(), &own.map(String::as_str));
        for item in &self.items {
            let label = self.arende_of(item).map(|arende| arende.label.as_str()).unwrap_or_default();
            take_of(Some(item.id), item.id.0, "Ärendet".to_owned(), &[label, &or_empty(&item.question)]);
        }
        for field in &self.fields {
            let spec = self.agenda.fields.iter().find(|spec| spec.id == field.field);
            let name = spec.map_or_else(|| "Uppgift".to_owned(), |spec| spec.name.clone());
            take_of(field.arende, field.id.0, name, &[&field.value]);
        }
        for row in &self.follow_ups {
            let texts = [&or_empty(&row.place), &or_empty(&row.called_by)];
            take_of(None, row.id.0, "Uppföljning".to_owned(), &texts.map(String::as_str));
        }
        for person in &self.participants {
            take_of(None, person.id.0, "Deltagare".to_owned(), &[&person.role, &person.unit]);
        }
        // What was told after the meeting's end stands in a later meeting's papers, and waits for a look there.
        let in_papers =
            |row: &&ActionStatus| self.told_by_its_end(row.entry).is_some_and(|last| last.id == row.id);
        for row in self.action_status.iter().filter(in_papers) {
            let of = of_entry(row.entry);
            take_of(of, row.id.0, "Hur det gick".to_owned(), &[row.how().unwrap_or_default()]);
        }
        for row in &self.plan_answers {
            let of = row.entry.and_then(of_entry);
            take_of(of, row.id.0, "Svar på planen".to_owned(), &[&or_empty(&row.condition)]);
        }
        for row in &self.overrides {
            take_of(row.arende, row.id.0, "Avsteg".to_owned(), &[&row.reason]);
        }
        for row in &self.consents {
            let texts = [&or_empty(&row.not_covered), &or_empty(&row.reason)];
            take_of(of_arende(row.arende), row.id.0, "Samtycke".to_owned(), &texts.map(String::as_str));
        }
        for row in &self.consent_parties {
            let texts = [&or_empty(&row.may_tell), &or_empty(&row.must_not)];
            let consent = self.consents.iter().find(|consent| consent.id == row.consent);
            let of = consent.and_then(|consent| of_arende(consent.arende));
            take_of(of, row.id.0, format!("Samtycke, {}", row.part), &texts.map(String::as_str));
        }
        for row in self.earlier.iter().chain(&self.settled_before) {
            let told = row.told.as_ref().or(row.settled_by.as_ref());
            let told = told.and_then(ActionStatus::how).unwrap_or_default();
            let of = row.arende.and_then(of_arende);
            let by = row.decided_by.as_deref().unwrap_or_default();
            take_of(of, row.entry.0, "Från förra gången".to_owned(), &[&row.text, told, by]);
        }
        rows
    }

    /// The rows that are held now: asked for once by whoever goes through many recipients.
    pub fn held_keys(&self) -> HeldKeys {
        let rows = self.rows_to_look_at().into_iter().filter(|row| row.held);
        rows.map(|row| (row.about, row.arende)).collect()
    }

    /// What is held now, row by row: "Barnets röst: ”Jag vill …”".
    pub fn held_named(&self) -> Vec<String> {
        let rows = self.rows_to_look_at().into_iter().filter(|row| row.held);
        rows.map(|row| format!("{}: {}", row.what, quoted_short(&row.text, 40))).collect()
    }

    /// How many rows are held now: the one count, wherever it is told.
    pub fn held_count(&self) -> usize {
        self.held_keys().len()
    }
}

/// The words for which a text would be held; of an ärende also the names that belong to another family's.
pub fn sensitive_in(
    text: &str,
    words: &HeldWords,
    names: &Names,
    item: Option<MeetingArendeId>,
) -> Vec<String> {
    let others = item.map(|item| names.of_others(text, item)).unwrap_or_default();
    words.in_text(text).into_iter().chain(names.doubtful(text)).chain(others).collect()
}

impl WordCheck {
    /// Whether it lets a word be shown.
    pub fn lets(&self, word: &str) -> bool {
        self.words.split_whitespace().any(|own| own == word)
    }
}

/// What an entry says in words of the user's own.
pub fn entry_texts(entry: &Entry) -> Vec<&str> {
    let mut texts = vec![entry.text.as_str()];
    match &entry.body {
        Body::Atgard(action) => texts.extend(action.owner_name.as_deref()),
        Body::Beslut(decision) => {
            texts.extend(decision.decided_by.as_deref());
            texts.extend(decision.dissent.as_deref());
        }
        _ => {}
    }
    texts
}

/// "3 rader hålls inne", "1 rad hålls inne".
pub fn count_words(count: usize) -> String {
    match count {
        1 => "1 rad hålls inne".to_owned(),
        more => format!("{more} rader hålls inne"),
    }
}
