//! Consents, and what follows from them, as they can't be.

use super::judged::Judged;
use super::rows::at;
use super::states::{Checked, wrong};
use crate::domain::agenda::ConsentRule;
use crate::domain::command::Table;
use crate::domain::consent::{WrongDays, wrong_days};
use crate::domain::record::ConsentAnswer;
use crate::domain::rules::rule;

pub(super) fn all(judged: Judged<'_>) -> Checked {
    let meeting = judged.meeting;
    for (index, row) in meeting.consents.iter().enumerate() {
        let place = |column| at(Table::Consent, index, column);
        match wrong_days(row.given_on, row.valid_until, judged.today()) {
            Some(WrongDays::Ahead) => {
                return wrong(place("datum"), "Den dagen har inte varit än.", "Skriv dagen då svaret gavs.");
            }
            Some(WrongDays::EndsBefore) => {
                return wrong(
                    place("galler_till"),
                    "Samtycket slutar gälla innan det gavs.",
                    "Rätta datumet.",
                );
            }
            Some(WrongDays::TooLong) => {
                return wrong(place("galler_till"), "Ett samtycke gäller längst ett år.", "Rätta datumet.");
            }
            None => {}
        }
        if row.by_child && row.sole {
            return wrong(
                place("ensam"),
                "Samtycket är både barnets och en ensam vårdnadshavares.",
                "Skriv false i det ena.",
            );
        }
        if row.asked.is_some() && row.answer != ConsentAnswer::Saknas {
            return wrong(
                place("fragad"),
                "Hur någon tillfrågades står bara där svaret saknas.",
                "Skriv null, eller saknas i svar.",
            );
        }
        // A day later: one is by the clock on the wall, the other isn't.
        let withdrawn = row.withdrawn.and_then(|at| meeting.day_at(at).succ_opt());
        if withdrawn.is_some_and(|day| day < row.given_on) {
            return wrong(place("aterkallat"), "Samtycket är återkallat innan det gavs.", "Rätta tiden.");
        }
        let names_nobody = meeting.parties_of(row.id).next().is_none();
        if row.answer == ConsentAnswer::Ja && names_nobody {
            return wrong(
                place("id"),
                "Samtycket nämner ingen part.",
                "Lägg till parterna bland samtyckesparter, eller rätta svar.",
            );
        }
    }
    for (index, row) in meeting.exemptions.iter().enumerate() {
        let of = meeting.consents.iter().find(|consent| consent.id == row.consent).map(|row| row.arende);
        let item = meeting.entry(row.entry).and_then(|entry| entry.arende).and_then(|id| meeting.item(id));
        if item.is_some_and(|item| Some(item.arende) != of) {
            return wrong(
                at(Table::Exemption, index, "samtycke_id"),
                "Samtycket gäller ett annat ärende än posten.",
                "Peka på ett samtycke till postens ärende.",
            );
        }
    }
    for (index, row) in meeting.overrides.iter().enumerate() {
        let place = at(Table::Override, index, "regel");
        if rule::word(&row.rule).is_none() {
            return wrong(place, "Det finns ingen sådan regel.", "Ta bort raden.");
        }
        let never = [rule::INDIVIDUAL, rule::KNOWLEDGE].contains(&row.rule.as_str());
        let asks = row.rule == rule::CONSENT && meeting.agenda.consent != ConsentRule::KravsUtomSkyddsskal;
        if never || asks {
            return wrong(place, "Den regeln går ingen ifrån i den här mötesformen.", "Ta bort raden.");
        }
    }
    Ok(())
}
