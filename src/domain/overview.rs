//! What is read about many meetings at once: home, lists, completions.

use super::agenda::Phase;
use super::backup::LastCopy;
use super::collate::fold;
use super::dates::{Due, date_with_year, relative_days, short_date};
use super::earlier::{followed_up_words, moved};
use super::ids::{ArendeId, EntryId, MeetingId};
use super::record::{
    ActionState, ActionStatus, Consent, ConsentAnswer, ConsentParty, MeetingStatus, Participant, Person,
    SocialClock,
};
use super::recovery::KeyTrouble;
use super::social_clock::Pending;
use crate::domain::quoted::quoted;
use crate::domain::text;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Utc};

/// A meeting in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingRow {
    /// The meeting that the row opens.
    pub id: MeetingId,
    /// The form's key.
    pub agenda_id: String,
    /// What the meeting is called.
    pub title: String,
    /// Planned start, local time.
    pub planned: NaiveDateTime,
    /// How far it has come.
    pub status: MeetingStatus,
    /// Where it stands.
    pub phase: Phase,
    /// Whether it was called off.
    pub cancelled: bool,
    /// When it began, by the clock in its zone.
    pub held: Option<NaiveDateTime>,
    /// How it is named on the command line, by the day on which it was held: `2026-11-23-eht`, the second that day
    /// `2026-11-23-eht-2`.
    pub handle: String,
    /// What its ärenden are called where others can read it, in their order.
    pub arenden: Vec<String>,
}

/// An action in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRow {
    /// The action.
    pub entry: EntryId,
    /// The meeting at which it was agreed.
    pub meeting: MeetingId,
    /// The form's key.
    pub agenda_id: String,
    /// What that meeting is called.
    pub title: String,
    /// The day of that meeting: the one on which it was held, whatever was planned.
    pub day: NaiveDate,
    /// The ärende's label, if it belongs to one.
    pub label: Option<String>,
    /// What is to be done, as it stands in the meeting.
    pub text: String,
    /// Who: name or role.
    pub owner: Option<String>,
    /// When; a later change counts.
    pub due: Option<Due>,
    /// The day on which it is to be followed up, where one was agreed; a later one counts.
    pub follow_up: Option<NaiveDate>,
    /// The last word on it.
    pub told: Option<ActionStatus>,
}

/// How soon an action is to be looked at: what stands above several of them in a list. In the order in which they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Soon {
    /// Its day has passed.
    Late,
    /// Today, or within a week.
    Week,
    /// Its day is further away.
    Later,
    /// It goes on, comes back, or is for the next meeting.
    NoEnd,
}

impl Soon {
    /// Above those that are.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Late => "Försenat",
            Self::Week => "Inom en vecka",
            Self::Later => "Senare",
            Self::NoEnd => "Utan slutdatum",
        }
    }
}

impl ActionRow {
    /// How soon it is to be looked at, whatever is told of it.
    pub fn soon(&self, today: NaiveDate) -> Soon {
        match self.last_day() {
            Some(day) if day < today => Soon::Late,
            Some(day) if day <= today + Days::new(7) => Soon::Week,
            Some(_) => Soon::Later,
            None => Soon::NoEnd,
        }
    }

    /// The day by which it is to be looked at: its last, or the one on which what goes on is followed up.
    pub fn last_day(&self) -> Option<NaiveDate> {
        match &self.due {
            Some(Due::By(day)) => Some(*day),
            _ => self.follow_up,
        }
    }

    /// That day, where it is one of follow-up that is near or has been.
    fn followed_up_soon(&self, today: NaiveDate) -> Option<NaiveDate> {
        let is_last = matches!(self.due, Some(Due::By(_)));
        self.follow_up.filter(|day| !is_last && *day <= today + Days::new(7))
    }

    /// How it stands by the last word on it.
    pub fn state(&self) -> Option<ActionState> {
        self.told.as_ref().map(|told| told.status)
    }

    /// Whether it still is to be done.
    pub fn is_open(&self) -> bool {
        !self.state().is_some_and(ActionState::is_settled)
    }

    /// Whether it should have been done before `today`.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.is_open() && self.last_day().is_some_and(|day| day < today)
    }

    /// When it is due, in a word or two.
    pub fn when(&self, today: NaiveDate) -> String {
        if let Some(day) = self.followed_up_soon(today) {
            return format!("följs upp {}", relative_days(day, today));
        }
        self.due.as_ref().map_or_else(|| "inget datum".to_owned(), |due| due.relatively(today))
    }

    /// How it stands today: "försenad 3 dagar", "försenad sen 12 nov", "klar", or else when it is due.
    pub fn standing(&self, today: NaiveDate) -> String {
        match (self.state(), &self.due) {
            (Some(state), _) if !self.is_open() => state.word().to_owned(),
            (_, Some(Due::By(day))) if self.is_late(today) => late_since(*day, today),
            _ => self.when(today),
        }
    }

    /// Who is to do it.
    pub fn owner_in_words(&self) -> &str {
        self.owner.as_deref().unwrap_or("ingen ansvarig")
    }

    /// Whose it is, and what: "Blå · Ringa BUP". Where the row is cut, whose it is stays.
    pub fn label_and_text(&self) -> String {
        match &self.label {
            Some(label) => format!("{label} · {}", self.text),
            // Nobody's own.
            None => format!("Mötet · {}", self.text),
        }
    }

    /// At which meeting it was agreed: "EHT Ängsskolan, mån 9 nov".
    pub fn agreed_at(&self, today: NaiveDate) -> String {
        format!("{}, {}", self.title, short_date(self.day, today))
    }

    /// Who, when, and at which meeting it was agreed: "Eva Ek · senast fre 27 nov · EHT Ängsskolan, mån 9 nov".
    pub fn facts(&self, today: NaiveDate) -> String {
        let due = self.due_in_words(today);
        format!("{} · {due} · {}", self.owner_in_words(), self.agreed_at(today))
    }

    /// When, and when it is followed up: "varje fre från 20 nov, följs upp fre 15 jan".
    pub fn due_in_words(&self, today: NaiveDate) -> String {
        let due = self.due.as_ref().map_or_else(|| "datum saknas".to_owned(), |due| due.in_words(today));
        match self.follow_up.filter(|_| self.is_open()) {
            Some(day) => format!("{due}, {}", followed_up_words(day, today)),
            None => due,
        }
    }

    /// What it is found by: text, owner, ärende, meeting, and how it stands.
    pub fn found_by(&self, today: NaiveDate) -> Vec<String> {
        let state = self.state().map(|state| state.word().to_owned());
        let here =
            [self.text.clone(), self.owner_in_words().to_owned(), self.title.clone(), self.standing(today)];
        here.into_iter().chain(self.label.clone()).chain(state).collect()
    }

    /// Takes in what is told of it.
    pub fn take(&mut self, told: ActionStatus) {
        (self.due, self.follow_up) = moved((self.due.take(), self.follow_up), told.new_due.clone());
        if let Some(owner) = told.new_owner() {
            self.owner = Some(owner.to_owned());
        }
        self.told = Some(told);
    }
}

/// How long something has been late: `försenad 3 dagar`, and after a week `försenad sen 12 nov`.
fn late_since(last_day: NaiveDate, today: NaiveDate) -> String {
    match (today - last_day).num_days() {
        1 => "försenad 1 dag".to_owned(),
        days @ 2..=6 => format!("försenad {days} dagar"),
        _ => format!("försenad sen {}", relative_days(last_day, today)),
    }
}

/// What home shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// Under way or interrupted, latest first.
    pub ongoing: Vec<MeetingRow>,
    /// Planned for today or later, soonest first.
    pub coming: Vec<MeetingRow>,
    /// Closed, and those that were called off of late, latest first.
    pub recent: Vec<MeetingRow>,
    /// Open actions, those with the earliest date first.
    pub actions: Vec<ActionRow>,
    /// How many open actions there are in all.
    pub open_actions: usize,
    /// How many of them are late.
    pub late_actions: usize,
    /// Consents that soon run out, or just have, the soonest first.
    pub ending: Vec<EndingConsent>,
    /// Those who haven't answered when asked for consent, the longest first.
    pub unanswered: Vec<Unanswered>,
    /// What the social services have to do; nothing where their clock is off.
    pub duties: Vec<ClockRow>,
    /// When the whole database was checked last; nothing if it never was.
    pub checked: Option<Checked>,
    /// The latest copy for safekeeping.
    pub last_copy: LastCopy,
    /// What somebody should see to about the database's keys.
    pub keys: Vec<KeyTrouble>,
}

/// That the whole database was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// When.
    pub at: DateTime<Utc>,
    /// How many things weren't as they should be.
    pub faults: usize,
}

impl Checked {
    /// As it is kept.
    pub fn written(&self) -> String {
        format!("{} {}", self.at.to_rfc3339(), self.faults)
    }

    /// The inverse of [`Checked::written`].
    pub fn read(text: &str) -> Option<Self> {
        let (at, faults) = text.split_once(' ')?;
        Some(Self { at: at.parse().ok()?, faults: faults.parse().ok()? })
    }

    /// "Kontrollerad i dag 08.12: allt stämmer"; `local` is when it was by the clock on the wall.
    pub fn in_words(&self, local: NaiveDateTime, today: NaiveDate) -> String {
        let day = match (today - local.date()).num_days() {
            0 => "i dag".to_owned(),
            1 => "i går".to_owned(),
            _ => short_date(local.date(), today),
        };
        let time = local.format("%H.%M");
        if self.faults == 0 {
            format!("Kontrollerad {day} {time}: allt stämmer")
        } else {
            format!("Kontrollerad {day} {time}: något stämmer inte. Kör samverkan kontrollera")
        }
    }
}

/// So many days ahead it is said that a consent runs out, and so many days afterwards that it has.
pub const WARN_DAYS: i64 = 30;

/// A consent that runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndingConsent {
    /// The ärende's label.
    pub label: String,
    /// The last day on which it holds.
    pub last_day: NaiveDate,
}

impl EndingConsent {
    /// "Samtycket för ”Blå” går ut om 12 dagar".
    pub fn in_words(&self, today: NaiveDate) -> String {
        let label = &self.label;
        match (self.last_day - today).num_days() {
            0 => format!("Samtycket för {label} gäller till och med i dag", label = quoted(label)),
            1 => format!("Samtycket för {label} går ut i morgon", label = quoted(label)),
            -1 => format!("Samtycket för {label} gick ut i går", label = quoted(label)),
            days @ 2.. => format!("Samtycket för {label} går ut om {days} dagar", label = quoted(label)),
            days => format!("Samtycket för {} gick ut för {} dagar sedan", quoted(label), -days),
        }
    }
}

/// Somebody who was asked for consent and hasn't answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The ärende's label.
    pub label: String,
    /// What says that they were asked.
    pub consent: Consent,
}

impl Unanswered {
    /// "”Blå”: Maria Påhitt har inte svarat ännu (tillfrågad 2026-11-20, brev hem)".
    pub fn in_words(&self) -> String {
        format!("{}: {} {}", quoted(&self.label), self.consent.given_by_name(), self.consent.waits())
    }
}

/// A consent in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRow {
    /// The consent.
    pub consent: Consent,
    /// The label of the ärende that it is about.
    pub label: String,
    /// The parties that it names.
    pub parties: Vec<ConsentParty>,
}

impl ConsentRow {
    /// "gäller till 2027-11-22 · skriftligt 2026-11-23 · Skola, BUP", or that it was refused or withdrawn.
    pub fn standing(&self, today: NaiveDate) -> String {
        let consent = &self.consent;
        let form = consent.form.word();
        let standing = match (consent.answer, consent.withdrawn) {
            (ConsentAnswer::Nej, _) => "svaret är nej".to_owned(),
            (ConsentAnswer::Saknas, _) => return consent.waits(),
            (ConsentAnswer::Ja, Some(at)) => format!("återkallat {}", at.date_naive()),
            (ConsentAnswer::Ja, None) if consent.last_day() < today => {
                format!("gick ut {}", consent.last_day())
            }
            (ConsentAnswer::Ja, None) => format!("gäller till {}", consent.last_day()),
        };
        let mut facts = vec![standing, format!("{form} {}", consent.given_on)];
        if !self.parties.is_empty() {
            let parts: Vec<&str> = self.parties.iter().map(|party| party.part.as_str()).collect();
            facts.push(parts.join(", "));
        }
        facts.join(" · ")
    }
}

/// The social services' clock for a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockRow {
    /// The clock.
    pub clock: SocialClock,
    /// The label of the child's ärende.
    pub label: String,
}

/// All of the social services' clocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SocialClocks {
    /// Whether the database is the social services' own, so that the clock may be used.
    pub is_on: bool,
    /// The clocks: those in which something is left to do first.
    pub rows: Vec<ClockRow>,
    /// The children's ärenden.
    pub arenden: Vec<KnownArende>,
}

impl SocialClocks {
    /// What is left to do, the most urgent first. `day_of` tells which day a moment is on by the clock on the wall.
    pub fn pending(&self, day_of: impl Fn(DateTime<Utc>) -> NaiveDate) -> Vec<(&ClockRow, Pending)> {
        pending(&self.rows, day_of)
    }
}

impl MeetingRow {
    /// What it is called and whose it is, in so many cells as `width` if that can be: "EHT Ängsskolan · Blå, Röd", where
    /// that is too long "EHT · Blå +3". `short` is what its form is called briefly.
    pub fn title_and_arenden(&self, short: Option<&str>, width: usize) -> String {
        if self.arenden.is_empty() {
            return self.title.clone();
        }
        let all = format!("{} · {}", self.title, self.arenden.join(", "));
        if text::width(&all) <= width {
            return all;
        }
        let title = self.called_briefly(short);
        // Some of a long title gives way to whose the meeting is.
        let title = text::shorten(title, (width / 2).max(3));
        let told = |count: usize| {
            let names = self.arenden[..count].join(", ");
            match self.arenden.len() - count {
                0 => format!("{title} · {names}"),
                left => format!("{title} · {names} +{left}"),
            }
        };
        let fitting = (1..=self.arenden.len()).rev().map(told).find(|told| text::width(told) <= width);
        fitting.unwrap_or_else(|| {
            let left = match self.arenden.len() - 1 {
                0 => String::new(),
                left => format!(" +{left}"),
            };
            let room = width.saturating_sub(text::width(&title) + 3 + text::width(&left)).max(1);
            format!("{title} · {}{left}", text::shorten(&self.arenden[0], room))
        })
    }

    /// The same whole, with the form said briefly: "EHT · Blå, Röd, matsalen".
    pub fn named_briefly(&self, short: Option<&str>) -> String {
        if self.arenden.is_empty() {
            return self.title.clone();
        }
        format!("{} · {}", self.called_briefly(short), self.arenden.join(", "))
    }

    /// What its form is called, where its title begins with that.
    fn called_briefly<'a>(&'a self, short: Option<&'a str>) -> &'a str {
        let is_of_form = |short: &&str| {
            let rest = self.title.strip_prefix(*short);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        short.filter(is_of_form).unwrap_or(&self.title)
    }

    /// How it stands, in a word: "pågår", "inställt".
    pub fn standing(&self) -> &'static str {
        if self.cancelled { "inställt" } else { self.status.word() }
    }

    /// The day on which it was held, where that is another than was planned.
    pub fn held_another_day(&self) -> Option<NaiveDate> {
        self.held.map(|held| held.date()).filter(|day| *day != self.planned.date())
    }

    /// Whether it has begun, on another day than was planned.
    pub fn is_moved(&self) -> bool {
        self.when().date() != self.planned.date()
    }

    /// When it is, or was once it has begun, whatever was planned.
    pub fn when(&self) -> NaiveDateTime {
        self.held
            .filter(|_| self.status != MeetingStatus::Planerat && !self.cancelled)
            .unwrap_or(self.planned)
    }

    /// Whether it lies ahead: its clock hasn't started, and it is to be held.
    pub fn is_ahead(&self) -> bool {
        self.status == MeetingStatus::Planerat && !self.cancelled
    }
}

impl Home {
    /// What the social services have to do, the most urgent first.
    pub fn pending(&self, day_of: impl Fn(DateTime<Utc>) -> NaiveDate) -> Vec<(&ClockRow, Pending)> {
        pending(&self.duties, day_of)
    }
}

fn pending(rows: &[ClockRow], day_of: impl Fn(DateTime<Utc>) -> NaiveDate) -> Vec<(&ClockRow, Pending)> {
    let mut all: Vec<_> = rows
        .iter()
        .flat_map(|row| row.clock.pending(&day_of).into_iter().map(move |pending| (row, pending)))
        .collect();
    all.sort_by_key(|(_, pending)| pending.limit.end());
    all
}

/// An ärende that has been spoken of before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownArende {
    /// The ärende that is taken up again if the row is chosen.
    pub id: ArendeId,
    /// Its label.
    pub label: String,
    /// Whether it is about a child.
    pub individual: bool,
    /// The form at which it was last spoken of.
    pub agenda_id: String,
    /// What tells the child from another with the same alias.
    pub child: KnownChild,
}

/// What somebody has to see before they can say that a child is one who has been spoken of before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownChild {
    /// What the child is called beside the ärende's label: its alias, and what it wants to be called.
    pub names: Vec<String>,
    /// Its latest meetings, the latest first: what they are called, and their days.
    pub meetings: Vec<(String, NaiveDate)>,
    /// Guardians and others of the family who have taken part for the child, with their roles.
    pub family: Vec<String>,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Skyddade personuppgifter.
    pub protected: bool,
    /// The last day on which a consent holds, if there is one that isn't withdrawn.
    pub consent_until: Option<NaiveDate>,
}

impl KnownArende {
    /// Whether what is typed is what this ärende or its child is called.
    pub fn is_called(&self, typed: &str) -> bool {
        let typed = fold(typed.trim());
        std::iter::once(&self.label).chain(&self.child.names).any(|name| fold(name.trim()) == typed)
    }

    /// The ärende as one tells it from others in a row: `Blå · EHT 12 okt 2026 · mamma Maria Påhitt`.
    pub fn in_a_row(&self) -> String {
        let meeting =
            self.child.meetings.first().map(|(title, day)| format!("{title} {}", date_with_year(*day)));
        let family = (!self.child.family.is_empty()).then(|| self.child.family.join(", "));
        std::iter::once(self.label.clone()).chain(meeting).chain(family).collect::<Vec<_>>().join(" · ")
    }

    /// All that is known here, in sentences.
    pub fn told(&self, today: NaiveDate) -> Vec<String> {
        let child = &self.child;
        let meetings: Vec<String> =
            child.meetings.iter().map(|(title, day)| format!("{title} {}", date_with_year(*day))).collect();
        let or = |known: String, unknown: &str| if known.is_empty() { unknown.to_owned() } else { known };
        let consent = match child.consent_until {
            Some(until) if until >= today => format!("Ett samtycke gäller till {}.", date_with_year(until)),
            Some(_) => "Samtycket har gått ut.".to_owned(),
            None => "Inget samtycke gäller.".to_owned(),
        };
        let mut facts = vec![
            child
                .birth_year
                .map_or_else(|| "Födelseår: inte angivet.".to_owned(), |year| format!("Född {year}.")),
        ];
        facts.extend(child.protected.then(|| "Skyddade personuppgifter.".to_owned()));
        facts.push(consent);
        vec![
            format!("Senaste möten: {}.", or(meetings.join(", "), "inga")),
            format!("Familjen: {}.", or(child.family.join(", "), "ingen har varit med")),
            facts.join(" "),
        ]
    }
}

/// A meeting that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The meeting that was held.
    pub id: MeetingId,
    /// Its day.
    pub day: NaiveDate,
    /// So many of its ärenden were postponed, or not reached.
    pub left: usize,
}

/// Everything that helps the secretary to pick instead of typing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// People who have taken part before, latest first, each name and role once.
    pub participants: Vec<Participant>,
    /// Ärenden that aren't closed, latest first.
    pub arenden: Vec<KnownArende>,
    /// Those who sit at the keyboard, whoever sat there last first.
    pub persons: Vec<Person>,
    /// The latest closed meeting of the form.
    pub last: Option<Held>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row(due: Option<Due>) -> ActionRow {
        ActionRow {
            entry: Uuid::from_u128(7).into(),
            meeting: Uuid::from_u128(8).into(),
            agenda_id: "eht".to_owned(),
            title: "EHT Ängsskolan".to_owned(),
            day: "2026-11-16".parse().unwrap(),
            label: Some("Blå".to_owned()),
            text: "Ringa BUP om en bedömning".to_owned(),
            owner: Some("Åsa Lind".to_owned()),
            due,
            follow_up: None,
            told: None,
        }
    }

    fn told(status: ActionState, new_due: Option<Due>) -> ActionStatus {
        ActionStatus {
            id: Uuid::from_u128(9).into(),
            entry: Uuid::from_u128(7).into(),
            meeting: None,
            status,
            evaluation: None,
            new_due,
            at: "2026-11-23T08:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn what_is_late_is_called_late_until_it_is_done_or_has_a_new_day() {
        let today = day("2026-11-23");
        let mut action = row(Some(Due::By(day("2026-11-20"))));
        assert_eq!(action.standing(today), "försenad 3 dagar");
        action.take(told(ActionState::Pagar, None));
        assert_eq!(action.standing(today), "försenad 3 dagar");
        action.take(told(ActionState::Andrad, Some(Due::By(day("2026-12-24")))));
        assert!(action.is_open() && !action.is_late(today));
        assert_eq!(action.standing(today), "24 dec");
        action.take(told(ActionState::Klar, None));
        assert_eq!((action.standing(today), action.is_open()), ("klar".to_owned(), false));
    }

    #[test]
    fn every_typed_word_must_be_found_somewhere() {
        let today = day("2026-11-23");
        let action = row(Some(Due::By(day("2026-11-20"))));
        let finds = |row: &ActionRow, typed: &str| {
            let found_by = row.found_by(today);
            crate::domain::collate::finds(typed, &found_by.iter().map(String::as_str).collect::<Vec<_>>())
        };
        for typed in ["", "ringa", "BUP åsa", "blå", "försenad", "eht ring", "bedömning lind "] {
            assert!(finds(&action, typed), "{typed}");
        }
        for typed in ["asa", "ringa eva", "klar", "edömning"] {
            assert!(!finds(&action, typed), "{typed}");
        }
        assert!(finds(&row(None), "ringa") && !finds(&row(None), "försenad"));
    }

    #[test]
    fn a_meeting_says_whose_it_is_in_the_room_there_is() {
        let meeting = |title: &str, arenden: &[&str]| MeetingRow {
            id: Uuid::from_u128(8).into(),
            agenda_id: "eht".to_owned(),
            title: title.to_owned(),
            planned: "2026-11-16T08:30:00".parse().unwrap(),
            status: MeetingStatus::Planerat,
            phase: Phase::Sammanhang,
            cancelled: false,
            held: None,
            handle: String::new(),
            arenden: arenden.iter().map(|name| (*name).to_owned()).collect(),
        };
        let row = meeting("EHT Ängsskolan", &["Blå", "Röd", "matsalen", "Grön"]);
        for (width, said) in [
            (60, "EHT Ängsskolan · Blå, Röd, matsalen, Grön"),
            (40, "EHT · Blå, Röd, matsalen, Grön"),
            (29, "EHT · Blå, Röd, matsalen +1"),
            (18, "EHT · Blå, Röd +2"),
            (12, "EHT · Blå +3"),
        ] {
            assert_eq!(row.title_and_arenden(Some("EHT"), width), said);
        }
        // A title of one's own stays, and is cut before whose it is.
        let own = meeting("Uppstart på Gula huset", &["Blå", "Röd"]);
        assert_eq!(own.title_and_arenden(Some("EHT"), 24), "Uppstart på… · Blå, Röd");
        assert_eq!(meeting("EHT Ängsskolan", &[]).title_and_arenden(Some("EHT"), 9), "EHT Ängsskolan");
        for width in 16..80 {
            for short in [Some("EHT"), None] {
                assert!(crate::domain::text::width(&row.title_and_arenden(short, width)) <= width, "{width}");
            }
        }
    }

    #[test]
    fn what_is_late_says_so_in_words_near_and_far() {
        let today = day("2026-11-23");
        for (due, said) in [
            ("2026-11-22", "försenad 1 dag"),
            ("2026-11-17", "försenad 6 dagar"),
            ("2026-11-12", "försenad sen 12 nov"),
            ("2025-11-12", "försenad sen 12 nov 2025"),
            ("2026-11-23", "idag"),
        ] {
            assert_eq!(row(Some(Due::By(day(due)))).standing(today), said);
        }
    }

    #[test]
    fn the_facts_say_who_when_and_from_which_meeting() {
        let today = day("2026-11-23");
        let action = ActionRow { owner: None, ..row(Some(Due::By(day("2026-11-27")))) };
        assert_eq!(action.facts(today), "ingen ansvarig · senast fre 27 nov · EHT Ängsskolan, mån 16 nov");
        assert_eq!(row(None).facts(today), "Åsa Lind · datum saknas · EHT Ängsskolan, mån 16 nov");
        assert_eq!(action.label_and_text(), "Blå · Ringa BUP om en bedömning");
    }
}
