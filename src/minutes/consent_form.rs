//! A consent form to sign: what is asked, of whom, and what one should know before answering.
//!
//! Dals-Ed 2022, section 6: it names the parties and what each may tell, holds for a year at most, can be withdrawn at
//! any time, and a new party needs a new one.

use super::document::{Audience, Block, Document, Fact, Item, Section};
use super::words;
use crate::domain::consent::{ConsentSheet, SheetParty};
use crate::domain::text::clean;
use chrono::NaiveDateTime;

/// A line to write on.
const LINE: &str = "________________________________";

/// The form for one ärende, to be signed by each who is asked.
pub fn consent_form(sheet: &ConsentSheet, practice: bool, printed_at: NaiveDateTime) -> Document {
    let mut about = vec![Fact::new("Gäller", text(&sheet.child))];
    about.extend(sheet.agenda_name.as_deref().map(|form| Fact::new("Möte", text(form))));
    about.extend(sheet.purpose.as_deref().map(|purpose| Fact::new("Syfte", text(purpose))));
    let mut parties: Vec<Item> = sheet.parties.iter().map(party).collect();
    // Who comes later may be written in by hand before it is signed.
    parties.push(party(&SheetParty { part: LINE.to_owned(), may_tell: None, must_not: None }));
    let exceptions = sheet.not_covered.as_deref().map_or_else(|| LINE.to_owned(), text);
    let mut sections = vec![
        Section::new("Vad frågan gäller", vec![Block::Uppgifter { facts: about }]),
        Section::new(
            "Vilka får prata med varandra, och om vad?",
            vec![
                Block::Lista { items: parties },
                Block::Uppgifter { facts: vec![Fact::new("Samtycket gäller inte", exceptions)] },
            ],
        ),
        Section::new("Bra att veta", vec![Block::Lista { items: RIGHTS.map(Item::new).to_vec() }]),
    ];
    let mut givers: Vec<String> = sheet.givers.iter().map(|giver| text(giver)).collect();
    if givers.is_empty() {
        givers = vec!["Vårdnadshavare".to_owned(), "Vårdnadshavare".to_owned(), "Barnet".to_owned()];
    }
    let signatures =
        givers.into_iter().map(|giver| Section::new(giver, vec![Block::Uppgifter { facts: answer() }]));
    sections.push(Section {
        sections: signatures.collect(),
        ..Section::new("Svar och namnteckning", Vec::new())
    });
    Document {
        kind: "Samtycke".to_owned(),
        title: "Får vi prata med varandra?".to_owned(),
        marks: if practice {
            vec!["ÖVNING – alla personer är påhittade".to_owned()]
        } else {
            Vec::new()
        },
        protection: Audience::everyone(),
        head: Vec::new(),
        sections,
        foot: format!("Blanketten är gjord {}.", words::date(printed_at.date())),
    }
}

/// What one should know before answering.
const RIGHTS: [&str; 5] = [
    "Du väljer själv. Du kan säga ja till några av parterna och nej till andra.",
    "Samtycket gäller längst ett år från dagen då du skriver på.",
    "Du kan ta tillbaka det när som helst. Säg till någon av parterna: då slutar vi prata om ärendet.",
    "Kommer någon ny med behövs ett nytt samtycke.",
    "Det som redan är antecknat när du tar tillbaka ditt samtycke lämnas inte till någon ny.",
];

fn party(party: &SheetParty) -> Item {
    let may = party.may_tell.as_deref().map_or_else(|| LINE.to_owned(), text);
    let must_not = party.must_not.as_deref().map_or_else(|| LINE.to_owned(), text);
    let details = vec![Fact::new("Får berätta om", may), Fact::new("Får inte berätta om", must_not)];
    Item { details, ..Item::new(text(&party.part)) }
}

fn answer() -> Vec<Fact> {
    vec![
        Fact::new("Svar", "[  ] ja   [  ] ja, men inte det som står ovan   [  ] nej"),
        Fact::new("Gäller till och med", LINE),
        Fact::new("Datum", LINE),
        Fact::new("Namnteckning", LINE),
    ]
}

fn text(raw: &str) -> String {
    clean(raw).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minutes::{markdown, plain};

    fn lines_to_sign(paper: &str) -> usize {
        paper.lines().filter(|line| line.trim_start().starts_with("Namnteckning:")).count()
    }

    #[test]
    fn the_form_names_parties_limits_and_rights_and_has_a_line_for_each_who_is_asked() {
        let sheet = ConsentSheet {
            arende: uuid::Uuid::from_u128(0xABC_DEF).into(),
            child: "Bo".to_owned(),
            agenda_name: Some("SIP-möte".to_owned()),
            purpose: None,
            parties: vec![SheetParty {
                part: "BUP".to_owned(),
                may_tell: Some("vad som behövs framåt".to_owned()),
                must_not: None,
            }],
            givers: vec!["Ann Ask, vårdnadshavare".to_owned(), "Bo, barnet".to_owned()],
            not_covered: Some("samtalen i våras".to_owned()),
        };
        let document = consent_form(&sheet, true, "2026-11-23T09:00:00".parse().unwrap());
        let paper = plain::render(&document);
        for wanted in [
            "ÖVNING",
            "BUP",
            "vad som behövs framåt",
            "samtalen i våras",
            "längst ett år",
            "ta tillbaka det när som helst",
            "ett nytt samtycke",
            "Bo, barnet",
            "Namnteckning",
        ] {
            assert!(paper.contains(wanted), "{wanted} is missing in:\n{paper}");
        }
        assert_eq!(lines_to_sign(&paper), 2, "{paper}");
        assert!(markdown::render(&document).contains("Ann Ask"));
        let without = ConsentSheet { givers: Vec::new(), ..sheet };
        let paper = plain::render(&consent_form(&without, false, "2026-11-23T09:00:00".parse().unwrap()));
        assert_eq!(lines_to_sign(&paper), 3, "two guardians and the child");
    }
}
