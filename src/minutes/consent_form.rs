//! A consent form to sign: what is asked, of whom, and what one should know before answering.
//!
//! Dals-Ed 2022, section 6: it names the parties and what each may tell, holds for a year at most, can be withdrawn at
//! any time, and a new party needs a new one.

use super::document::{Audience, Block, Document, Fact, Item, Section};
use super::slip::handed_to;
use super::words::{self, Label};
use crate::domain::consent::{ConsentSheet, SheetParty};
use crate::domain::meeting::capital;
use crate::domain::text::clean;
use chrono::NaiveDateTime;

/// The form for one ärende, to be signed by each who is asked, and a page for the child. What the settings know is filled in by
/// [`answerable`](super::answerable).
pub fn consent_form(sheet: &ConsentSheet, practice: bool, printed_at: NaiveDateTime) -> Document {
    let leads = sheet.leads.iter().flat_map(|leads| {
        let phone = leads.phone.as_deref().map(|phone| Fact::new(Label::PHONE, text(phone)));
        [Fact::new(Label::CALLS, text(&leads.who))].into_iter().chain(phone)
    });
    let sections = sections(sheet, &leads.collect::<Vec<_>>());
    Document {
        kind: Document::CONSENT.to_owned(),
        title: TITLE.to_owned(),
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

/// What the form is called.
pub(super) const TITLE: &str = "Får vi prata med varandra?";

/// The form's own text. `by` is who takes the answer, as a letter says who calls.
pub(super) fn sections(sheet: &ConsentSheet, by: &[Fact]) -> Vec<Section> {
    let mut about = vec![Fact::new("Gäller", text(&sheet.child))];
    about.extend(sheet.born.as_deref().map(|born| Fact::new("Född", text(born))));
    about.extend(
        sheet
            .meeting
            .as_ref()
            .map(|(form, day)| Fact::new("Möte", format!("{}, {}", text(form), words::long_date(*day)))),
    );
    about.extend(sheet.purpose.as_deref().map(|purpose| Fact::new("Syfte", text(purpose))));
    about.push(Fact::new(Document::BOARD, Document::LINE));
    let what = vec![Block::Uppgifter { facts: about }];
    let mut parties: Vec<Section> = sheet.parties.iter().map(party).collect();
    // Who comes later may be written in by hand before it is signed.
    let later = SheetParty { part: "Någon mer (skriv vem)".to_owned(), may_tell: None, must_not: None };
    parties.push(party(&later));
    parties.push(Section::new(
        "Samtycket gäller inte",
        vec![known_or_lines("Det här ska ingen ta upp", sheet.not_covered.as_deref(), 2)],
    ));
    let mut rights: Vec<Item> = RIGHTS.map(Item::new).to_vec();
    if sheet.of_age {
        rights.push(Item::new("Du är myndig: du svarar själv, och ingen vårdnadshavare tillfrågas."));
    } else if sheet.asked_itself {
        rights.push(Item::new(OWN_SIP));
    }
    if !sheet.of_age {
        rights.insert(WHO_ANSWERS_AT, Item::new(WHO_ANSWERS));
    }
    let mut sections = vec![
        Section::new("Vad frågan gäller", what),
        Section {
            sections: parties,
            ..Section::new("Vilka får prata med varandra, och om vad?", Vec::new())
        },
        Section::new("Bra att veta innan du svarar", vec![Block::Lista { items: rights }]),
        handed_in(sheet, by, "Vill du ta tillbaka ditt samtycke säger du till på samma ställe."),
        signatures(sheet),
    ];
    if sheet.childs_page {
        sections.push(for_the_child(sheet, by));
    }
    sections
}

/// Where each who is asked answers and signs. Whose custody is known to be somebody's alone is signed by that one; where only
/// one is known, they say so themselves.
fn signatures(sheet: &ConsentSheet) -> Section {
    let mut givers: Vec<String> = sheet.givers.iter().map(|giver| text(giver)).collect();
    if sheet.of_age && givers.is_empty() {
        givers.push(text(&sheet.child));
    }
    // Both guardians are asked, whether or not the other one is known here.
    let asked = if sheet.of_age || sheet.sole { 1 } else { 2 };
    let mut unknown = false;
    while givers.len() < asked {
        unknown = true;
        let other = if givers.is_empty() { "Vårdnadshavare" } else { "Den andra vårdnadshavaren" };
        givers.push(other.to_owned());
    }
    let sign = |(index, giver): (usize, String)| {
        let alone =
            (unknown && asked == 2 && index == 0).then(|| Block::Kryss { choices: vec![ALONE.to_owned()] });
        let mut blocks = answer();
        // Said before it is signed.
        let signs = blocks.len() - 1;
        blocks.splice(signs..signs, alone);
        Section::new(giver, blocks)
    };
    let told = (sheet.sole && !sheet.of_age).then(|| Block::Stycke { item: Item::new(ONLY_ONE) });
    Section {
        sections: givers.into_iter().enumerate().map(sign).collect(),
        ..Section::new("Svar och namnteckning", told.into_iter().collect())
    }
}

/// Ticked by somebody who has the custody alone.
const ALONE: &str = "Jag har ensam vårdnad om barnet, så ingen mer behöver skriva på.";

/// Where that is known.
const ONLY_ONE: &str = "Barnet har en vårdnadshavare. Ingen mer behöver skriva på.";

/// Where the form is handed in, and what else is said there.
fn handed_in(sheet: &ConsentSheet, by: &[Fact], also: &str) -> Section {
    let facts = handed_to(by, sheet.protected);
    Section::new(
        Document::HANDED_IN,
        vec![Block::Uppgifter { facts }, Block::Stycke { item: Item::new(also) }],
    )
}

/// What a child of 15 is told.
const OWN_SIP: &str = "Den som har fyllt 15 får frågan själv, och kan själv be om en SIP.";

/// What one should know before answering.
const RIGHTS: [&str; 7] = [
    "Du väljer själv. Du kan säga ja till några och nej till andra: stryk dem som du säger nej till.",
    "Den som du säger nej till deltar inte i mötet, och vi lämnar inga uppgifter om barnet till den.",
    "Säger du nej till alla tar vi inte upp barnet på mötet. Ett nej ändrar inte det stöd som ni har i dag: var och en \
     fortsätter med sitt, och pratar med dig för sig.",
    "Samtycket gäller längst ett år från dagen då du skriver på.",
    "Du kan ta tillbaka det när som helst. Då slutar vi prata om ärendet.",
    "Kommer någon ny med behövs ett nytt samtycke.",
    "Det som redan är antecknat när du tar tillbaka ditt samtycke lämnas inte till någon ny.",
];

/// Who is asked, and after how many of the others it stands.
const WHO_ANSWERS: &str =
    "Har barnet två vårdnadshavare frågar vi båda. Har du ensam vårdnad räcker ditt svar.";
const WHO_ANSWERS_AT: usize = 3;

/// Who reads what the child doesn't want spoken of: those who must keep to it, as its consent's limits stand on their copies.
const WHO_READS: &str = "Skriver du något som vi inte får prata om, läser de som vill prata med varandra det, så att de vet vad de \
     ska låta bli. Vill du inte att de läser det kan du säga det till en vuxen som du litar på i stället.";

/// The same question to the child, in plain words, on a sheet of its own.
pub(super) fn for_the_child(sheet: &ConsentSheet, by: &[Fact]) -> Section {
    let mut told = vec![
        Item::new("Vi vuxna som finns runt dig vill prata med varandra, så att det kan bli bättre för dig."),
        Item::new("Du får säga vad du tycker om det. Du får också säga att du inte vet än."),
        Item::new(
            "Säger du nej pratar vi inte om dig på mötet. Då får du hjälp på samma sätt som nu. Ingen blir arg på dig.",
        ),
        Item::new("Du får ändra dig när du vill. Säg det till en vuxen som du litar på."),
    ];
    told.push(Item::new(WHO_READS));
    if sheet.asked_itself {
        told.push(Item::new("Har du fyllt 15 kan du själv be om en SIP."));
    }
    Section {
        own_sheet: true,
        sections: vec![handed_in(sheet, by, "Du kan också ge det till någon hemma, som lämnar det åt dig.")],
        ..Section::new(
            "Till dig som det handlar om",
            vec![
                Block::Lista { items: told },
                who_speak(sheet),
                Block::Kryss {
                    choices: [
                        "Ja, det är okej.",
                        "Ja, men inte om det som jag skriver eller ritar här nere.",
                        "Nej, det vill jag inte.",
                        "Jag vet inte. Jag vill prata om det först.",
                    ]
                    .map(str::to_owned)
                    .to_vec(),
                },
                lines("Det här vill jag inte att ni pratar om", 3),
                lines("Mitt namn, och dagens datum", 1),
            ],
        )
    }
}

/// Those who want to speak with each other, as far as they are known.
fn who_speak(sheet: &ConsentSheet) -> Block {
    let label = "De här vill prata med varandra";
    let names: Vec<String> = sheet.parties.iter().map(|party| text(&party.part)).collect();
    known_or_lines(
        label,
        Some(words::parties_in_words(&names)).as_deref().filter(|names| !names.is_empty()),
        2,
    )
}

fn party(party: &SheetParty) -> Section {
    Section::new(
        capital(&text(&party.part)),
        vec![
            known_or_lines("Får berätta om", party.may_tell.as_deref(), 2),
            known_or_lines(MUST_NOT, party.must_not.as_deref(), 1),
        ],
    )
}

/// What a party must not tell.
const MUST_NOT: &str = "Får inte berätta om";

/// What is known, or lines to write it on.
fn known_or_lines(label: &str, known: Option<&str>, count: usize) -> Block {
    match known {
        Some(known) => Block::Uppgifter { facts: vec![Fact::new(label, text(known))] },
        None => lines(label, count),
    }
}

fn lines(label: &str, count: usize) -> Block {
    Block::Rader { label: label.to_owned(), count }
}

fn answer() -> Vec<Block> {
    vec![
        Block::Kryss {
            choices: vec![
                "ja".to_owned(),
                format!("ja, utom det jag skrivit vid ”{MUST_NOT}” och ”Samtycket gäller inte”"),
                "nej".to_owned(),
            ],
        },
        lines("Gäller till och med (längst ett år)", 1),
        lines("Namnteckning och datum", 1),
    ]
}

fn text(raw: &str) -> String {
    clean(raw).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::consent::Leads;
    use crate::minutes::{Office, answerable, markdown, plain};

    fn lines_to_sign(paper: &str) -> usize {
        paper.lines().filter(|line| line.starts_with("Namnteckning och datum:")).count()
    }

    #[test]
    fn the_form_names_parties_limits_and_rights_and_has_a_line_for_each_who_is_asked() {
        let sheet = ConsentSheet {
            arende: uuid::Uuid::from_u128(0xABC_DEF).into(),
            child: "Bo".to_owned(),
            born: Some("2013-05-04".to_owned()),
            meeting: Some(("SIP-möte".to_owned(), "2026-12-11".parse().unwrap())),
            purpose: None,
            parties: vec![SheetParty {
                part: "BUP".to_owned(),
                may_tell: Some("vad som behövs framåt".to_owned()),
                must_not: None,
            }],
            givers: vec!["Ann Ask, vårdnadshavare".to_owned(), "Per Ask, vårdnadshavare".to_owned()],
            sole: false,
            not_covered: Some("samtalen i våras".to_owned()),
            asked_itself: true,
            of_age: false,
            childs_page: true,
            leads: Some(Leads {
                who: "Jonas Ek, kurator".to_owned(),
                phone: Some("070-000 00 01".to_owned()),
            }),
            protected: false,
        };
        let at = "2026-11-23T09:00:00".parse().unwrap();
        let office = Office { board: "Barnnämnden".to_owned(), ..Office::default() };
        let document = answerable(&consent_form(&sheet, true, at), &office);
        let paper = plain::render(&document);
        for wanted in [
            "ÖVNING",
            "BUP",
            "vad som behövs framåt",
            "samtalen i våras",
            "längst ett år",
            "ta tillbaka det när som helst",
            "ett nytt samtycke",
            "Per Ask, vårdnadshavare",
            "Barnnämnden",
            "2013-05-04",
            "SIP-möte, fredag 11 december 2026",
            "De här vill prata med varandra: BUP",
            "[ ] ja, utom det jag skrivit vid ”Får inte berätta om”",
            "fortsätter med sitt",
            "Vill du ta tillbaka ditt samtycke",
            "Jonas Ek, kurator",
            "070-000 00 01",
            "Till dig som det handlar om",
            "kan själv be om en SIP",
        ] {
            assert!(paper.contains(wanted), "{wanted} is missing in:\n{paper}");
        }
        assert_eq!(lines_to_sign(&paper), 2, "{paper}");
        assert!(markdown::render(&document).contains("Ann Ask"));
        // A line to write on goes over the whole width.
        assert!(paper.lines().any(|line| line == "_".repeat(plain::COLUMNS)), "{paper}");
        let without = ConsentSheet { givers: Vec::new(), asked_itself: false, ..sheet };
        let paper = plain::render(&answerable(&consent_form(&without, false, at), &Office::default()));
        assert_eq!(lines_to_sign(&paper), 2, "two guardians: the child has its page");
        assert!(
            paper.contains(&format!("{}: ____", Document::BOARD)),
            "an unknown board is filled in: {paper}"
        );
        assert!(!paper.contains("15"), "{paper}");
        // One of the guardians is known: the other is asked too, unless the first has the custody alone.
        assert!(paper.contains(ALONE));
        for (known, sole, lines) in [(1, false, 2), (1, true, 1), (0, true, 1)] {
            let givers = std::iter::repeat_n("Ann Ask, vårdnadshavare".to_owned(), known).collect();
            let one = ConsentSheet { givers, sole, ..without.clone() };
            let paper = plain::render(&consent_form(&one, false, at));
            assert_eq!(lines_to_sign(&paper), lines, "{known} {sole}: {paper}");
            assert_eq!((paper.contains(ALONE), paper.contains(ONLY_ONE)), (!sole, sole), "{paper}");
        }
        let alone = ConsentSheet { of_age: true, childs_page: false, ..without };
        let paper = plain::render(&consent_form(&alone, false, at));
        assert_eq!(lines_to_sign(&paper), 1, "who has come of age answers alone");
        assert!(paper.contains("Du är myndig") && !paper.contains("Till dig som det handlar om"), "{paper}");
    }
}
