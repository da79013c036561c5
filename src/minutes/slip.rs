//! Where a paper is answered, and whom one can ask: what the settings say of the unit, where whoever calls has no number of
//! their own, and a line for whoever sends it to write on where they don't say either.

use super::document::{Block, Document, Fact, Section};
use super::words::Label;

/// How the unit is reached, as the settings say it; what they don't say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// What it is called.
    pub name: String,
    /// The number at which it answers.
    pub phone: String,
    /// Where a letter reaches it.
    pub address: String,
    /// The board that answers for what is written down.
    pub board: String,
}

/// The label of the line that is filled in by hand where nobody knows where to answer.
const BY_HAND: &str = "Telefon eller adress";

/// The kinds of paper on which something may wait for what the settings say.
const WAIT: [&str; 4] =
    [Document::INVITATIONS[0], Document::INVITATIONS[1], Document::CONSENT, Document::PLAN];

/// To whom an answer is handed in, by who calls; without a place where that would tell where a protected child is.
pub(super) fn handed_to(by: &[Fact], protected: bool) -> Vec<Fact> {
    let mut facts = Vec::new();
    if by.is_empty() {
        facts.push(Fact::new(Document::ANSWER_TO, Document::WHOEVER_CALLS));
    }
    facts.extend(by.iter().map(|fact| match fact.label.as_str() {
        Label::CALLS => Fact { label: Document::ANSWER_TO.to_owned(), ..fact.clone() },
        _ => fact.clone(),
    }));
    if protected {
        facts.push(Fact::new(Document::ANSWER_SAFELY, "till den som gav dig brevet"));
    }
    facts
}

/// The paper with somewhere to answer and somebody to ask: whoever calls, or else the unit, or a line for whoever sends it to
/// write on. Other papers, and one that says how to answer without telling where the child is, stay as they are.
#[must_use]
pub fn answerable(paper: &Document, office: &Office) -> Document {
    let mut paper = paper.clone();
    if WAIT.contains(&paper.kind.as_str()) {
        let tells_place = !tells_no_place(&paper.sections);
        paper.sections.iter_mut().for_each(|section| fill(section, office, tells_place));
    }
    paper
}

fn fill(section: &mut Section, office: &Office, tells_place: bool) {
    let is_answer = [Document::SLIP, Document::HANDED_IN].contains(&section.heading.as_str());
    for block in &mut section.blocks {
        match block {
            Block::Uppgifter { facts } => {
                let board = facts.iter_mut().find(|fact| fact.label == Document::BOARD);
                if let (Some(board), Some(name)) = (board, said(&office.board)) {
                    name.clone_into(&mut board.value);
                }
                if tells_place {
                    called(facts, is_answer, office);
                }
            }
            Block::Stycke { item } if tells_place => {
                item.details.iter_mut().for_each(|fact| asked(fact, office));
            }
            _ => {}
        }
    }
    section.sections.iter_mut().for_each(|inner| fill(inner, office, tells_place));
}

/// Who calls, or takes the answer.
fn called(facts: &mut Vec<Fact>, is_answer: bool, office: &Office) {
    let calls =
        facts.iter().position(|fact| [Label::CALLS, Document::ANSWER_TO].contains(&fact.label.as_str()));
    let Some(calls) = calls else { return };
    if facts[calls].value == Document::WHOEVER_CALLS {
        said(&office.name).unwrap_or(Document::LINE).clone_into(&mut facts[calls].value);
    }
    if let Some(phone) = said(&office.phone).filter(|_| !has(facts, Label::PHONE)) {
        facts.insert(calls + 1, Fact::new(Label::PHONE, phone));
    }
    if !is_answer {
        return;
    }
    if let Some(address) = said(&office.address) {
        facts.insert(calls + 1, Fact::new("Adress", address));
    } else if !has(facts, Label::PHONE) {
        facts.insert(calls + 1, Fact::new(BY_HAND, Document::LINE));
    }
}

/// A line under whom one can ask.
fn asked(fact: &mut Fact, office: &Office) {
    if fact.value != Document::LINE {
        return;
    }
    let number = said(&office.phone).unwrap_or(Document::LINE);
    match said(&office.name) {
        Some(name) if fact.label == Document::WHOM_TO_ASK => fact.value = format!("{name}, {number}"),
        Some(name) if number != Document::LINE => fact.value = format!("{number} ({name})"),
        _ if fact.label == Label::PHONE => number.clone_into(&mut fact.value),
        _ => {}
    }
}

/// What the settings say, where they say anything.
fn said(setting: &str) -> Option<&str> {
    Some(setting.trim()).filter(|said| !said.is_empty())
}

/// Whether somebody has to write by hand where a paper is answered, or whom one can ask.
pub fn lacks_where_to_answer(paper: &Document) -> bool {
    WAIT.contains(&paper.kind.as_str())
        && any_fact(&paper.sections, &|fact: &Fact| fact.value.contains(Document::LINE))
}

/// A protected child's letter: a number or an address would tell where it is.
fn tells_no_place(sections: &[Section]) -> bool {
    any_fact(sections, &|fact: &Fact| fact.label == Document::ANSWER_SAFELY)
}

fn any_fact(sections: &[Section], is_it: &impl Fn(&Fact) -> bool) -> bool {
    sections.iter().any(|section| {
        section.blocks.iter().any(|block| match block {
            Block::Uppgifter { facts } => facts.iter().any(is_it),
            Block::Stycke { item } => item.details.iter().any(is_it),
            _ => false,
        }) || any_fact(&section.sections, is_it)
    })
}

fn has(facts: &[Fact], label: &str) -> bool {
    facts.iter().any(|fact| fact.label == label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{self, tests::agenda, tests::now};
    use crate::domain::copies;
    use crate::domain::meeting::Meeting;
    use crate::minutes::{Invited, invitation, plain};

    fn sip() -> Meeting {
        demo::meetings(now(), &agenda).into_iter().find(|meeting| meeting.head.agenda_id == "sip").unwrap()
    }

    fn letter(meeting: &Meeting, role: &str) -> Document {
        let who = meeting.participants.iter().find(|person| person.role == role).unwrap().name_and_role();
        let share = copies::share_of(meeting, &who, now().date_naive(), &[]);
        let invited = Invited::new(meeting, &share).unwrap();
        invitation(meeting, Some(&invited), false, now().naive_utc()).unwrap()
    }

    fn office() -> Office {
        let [name, phone, address, board] =
            ["Exempelskolan", "0500-00 00 00", "Skolgatan 1, 000 00 Påhitt", "Barnnämnden"]
                .map(str::to_owned);
        Office { name, phone, address, board }
    }

    #[test]
    fn no_slip_goes_out_with_nowhere_to_answer() {
        let sip = sip();
        for role in ["Vårdnadshavare", "Mormor", "Psykolog"] {
            let letter = letter(&sip, role);
            let bare = answerable(&letter, &Office::default());
            assert!(lacks_where_to_answer(&bare), "{role}");
            assert!(plain::render(&bare).contains("Telefon eller adress: ____"), "{role}");
            let full = answerable(&letter, &office());
            assert!(!lacks_where_to_answer(&full));
            let text = plain::render(&full);
            for said in ["0500-00 00 00", "Skolgatan 1"] {
                assert!(text.contains(said), "{role} {said}: {text}");
            }
        }
        // The number of whoever calls stands before the unit's.
        let mut own = sip.clone();
        let chair = own.participants.iter().position(|person| person.main_responsible).unwrap();
        own.participants[chair].phone = Some("070-000 00 01".to_owned());
        let text = plain::render(&answerable(&letter(&own, "Vårdnadshavare"), &office()));
        assert!(text.contains("070-000 00 01") && !text.contains("0500-00 00 00"), "{text}");
        assert!(!lacks_where_to_answer(&answerable(&letter(&own, "Vårdnadshavare"), &Office::default())));
    }

    #[test]
    fn where_nobody_is_known_to_call_the_unit_is_answered() {
        let mut sip = sip();
        sip.follow_ups[0].called_by = None;
        for person in &mut sip.participants {
            (person.main_responsible, person.chairs) = (false, false);
        }
        let text = plain::render(&answerable(&letter(&sip, "Vårdnadshavare"), &office()));
        assert!(
            text.contains("Lämnas till:")
                && text.contains("Exempelskolan")
                && !text.contains("den som kallar"),
            "{text}"
        );
    }

    #[test]
    fn a_protected_childs_letter_tells_no_number_and_no_address() {
        let mut sip = sip();
        for child in &mut sip.children {
            child.protected = true;
        }
        let letter = letter(&sip, "Vårdnadshavare");
        assert_eq!(answerable(&letter, &office()), letter);
        assert!(plain::render(&letter).contains(Document::ANSWER_SAFELY) && !lacks_where_to_answer(&letter));
    }

    #[test]
    fn the_child_has_a_last_day_too() {
        let letter = letter(&sip(), "Barnet");
        assert!(plain::render(&letter).contains("Säg till senast"), "{}", plain::render(&letter));
    }
}
