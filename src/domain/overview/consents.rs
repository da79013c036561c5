//! Consents in lists: those that run out, those that nobody has answered, and all of them.

use crate::domain::dates::date_with_year;
use crate::domain::quoted::quoted;
use crate::domain::record::{Consent, ConsentAnswer, ConsentParty};
use chrono::NaiveDate;

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
    /// "”Blå”: Maria Påhitt har inte svarat ännu (tillfrågad 20 nov 2026, brev hem)".
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
    /// "gäller till 22 nov 2027 · skriftligt 23 nov 2026 · Skola, BUP", or that it was refused or withdrawn.
    pub fn standing(&self, today: NaiveDate) -> String {
        let consent = &self.consent;
        let form = consent.form.word();
        let standing = match (consent.answer, consent.withdrawn) {
            (ConsentAnswer::Nej, _) => "svaret är nej".to_owned(),
            (ConsentAnswer::Saknas, _) => return consent.waits(),
            (ConsentAnswer::Ja, Some(at)) => format!("återkallat {}", date_with_year(at.date_naive())),
            (ConsentAnswer::Ja, None) if consent.last_day() < today => {
                format!("gick ut {}", date_with_year(consent.last_day()))
            }
            (ConsentAnswer::Ja, None) => format!("gäller till {}", date_with_year(consent.last_day())),
        };
        let mut facts = vec![standing, format!("{form} {}", date_with_year(consent.given_on))];
        if !self.parties.is_empty() {
            let parts: Vec<&str> = self.parties.iter().map(|party| party.part.as_str()).collect();
            facts.push(parts.join(", "));
        }
        facts.join(" · ")
    }
}
