//! Where a letter is answered: what the settings say of the unit, where whoever calls has no number of their own.

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
}

/// The label of the line that is filled in by hand where nobody knows where to answer.
const BY_HAND: &str = "Telefon eller adress";
/// A line to write on.
const LINE: &str = "____________________________";

/// The letter with somewhere to answer: whoever calls, or else the unit, or a line for whoever sends it to write on. Other
/// papers, and a letter that says how to answer without telling where the child is, stay as they are.
#[must_use]
pub fn answerable(letter: &Document, office: &Office) -> Document {
    let mut letter = letter.clone();
    if !Document::INVITATIONS.contains(&letter.kind.as_str()) || tells_no_place(&letter) {
        return letter;
    }
    let phone = office.phone.trim();
    for section in &mut letter.sections {
        let is_slip = section.heading == Document::SLIP;
        let Some(facts) = facts_of(section) else { continue };
        let calls =
            facts.iter().position(|fact| [Label::CALLS, Document::ANSWER_TO].contains(&fact.label.as_str()));
        let Some(calls) = calls else { continue };
        if !office.name.trim().is_empty() && facts[calls].value == Document::WHOEVER_CALLS {
            office.name.trim().clone_into(&mut facts[calls].value);
        }
        if !phone.is_empty() && !has(facts, Label::PHONE) {
            facts.insert(calls + 1, Fact::new(Label::PHONE, phone));
        }
        if !is_slip {
            continue;
        }
        if !office.address.trim().is_empty() {
            facts.insert(calls + 1, Fact::new("Adress", office.address.trim()));
        } else if !has(facts, Label::PHONE) {
            facts.push(Fact::new(BY_HAND, LINE));
        }
    }
    letter
}

/// Whether somebody has to write by hand where a letter is answered.
pub fn lacks_where_to_answer(letter: &Document) -> bool {
    let mut slips = letter.sections.iter().filter(|section| section.heading == Document::SLIP);
    slips.any(|section| {
        section.blocks.iter().any(|block| matches!(block, Block::Uppgifter { facts } if has(facts, BY_HAND)))
    })
}

/// A protected child's letter: a number or an address would tell where it is.
fn tells_no_place(letter: &Document) -> bool {
    let facts = letter.sections.iter().flat_map(|section| &section.blocks);
    facts
        .into_iter()
        .any(|block| matches!(block, Block::Uppgifter { facts } if has(facts, Document::ANSWER_SAFELY)))
}

fn has(facts: &[Fact], label: &str) -> bool {
    facts.iter().any(|fact| fact.label == label)
}

fn facts_of(section: &mut Section) -> Option<&mut Vec<Fact>> {
    section.blocks.iter_mut().find_map(|block| match block {
        Block::Uppgifter { facts } => Some(facts),
        _ => None,
    })
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
        let [name, phone, address] =
            ["Exempelskolan", "0500-00 00 00", "Skolgatan 1, 000 00 Påhitt"].map(str::to_owned);
        Office { name, phone, address }
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
