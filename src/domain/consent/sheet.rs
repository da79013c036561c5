//! What stands on a consent form before it is signed.

use crate::domain::collate::same;
use crate::domain::ids::ArendeId;
use crate::domain::meeting::Meeting;
use crate::domain::overview::ConsentRow;
use crate::domain::record::{Consent, FileCopy, MeetingArende, MeetingStatus, Participant, ParticipantKind};
use chrono::NaiveDate;

/// A party on the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetParty {
    /// Its name.
    pub part: String,
    /// What it may tell; a line to write on where nothing is known.
    pub may_tell: Option<String>,
    /// What it must not tell.
    pub must_not: Option<String>,
}

/// A consent form to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentSheet {
    /// The ärende, for the file's name: never the child's.
    pub arende: ArendeId,
    /// Whose it is: the child's name where the family's own papers say it, else what it is called.
    pub child: String,
    /// When it was born, as it is written, where the family's own papers say it.
    pub born: Option<String>,
    /// The form of the meeting and its day, where it is printed for one.
    pub meeting: Option<(String, NaiveDate)>,
    /// What the meeting is for.
    pub purpose: Option<String>,
    /// Those who may speak with each other.
    pub parties: Vec<SheetParty>,
    /// Those who sign, besides a guardian whose name isn't known.
    pub givers: Vec<String>,
    /// Whether one guardian is known to have the custody alone: no other signs.
    pub sole: bool,
    /// What the consent isn't to cover.
    pub not_covered: Option<String>,
    /// Whether the child is so old that it is asked itself: it may ask for a SIP itself too.
    pub asked_itself: bool,
    /// Whether it has come of age and answers alone.
    pub of_age: bool,
    /// Whether the child is asked on a page of its own, in plain words, and so doesn't sign with its guardians.
    pub childs_page: bool,
    /// Who leads what it is signed for, and how they are called, where they are there by their work.
    pub leads: Option<Leads>,
    /// Whether nothing may be said of where the child is.
    pub protected: bool,
}

/// Who takes the answer, or hears that it is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leads {
    /// Name and role.
    pub who: String,
    /// The number at which they answer.
    pub phone: Option<String>,
}

impl ConsentSheet {
    /// For an ärende of a meeting, with those who are called to it and not another ärende's family; nothing where it isn't about a child, or where the
    /// guardians must not know.
    pub fn of_meeting(meeting: &Meeting, item: &MeetingArende) -> Option<Self> {
        let child = meeting.child_of(item).filter(|_| !meeting.is_kept_from_guardians(item))?;
        let called = child.called.clone().filter(|called| !meeting.agenda.many && !called.trim().is_empty());
        // At a meeting under way it is signed for that meeting, whatever is booked after it.
        let next = meeting.occasion().filter(|_| meeting.head.status == MeetingStatus::Avslutat);
        let day = next.map_or(meeting.head.planned.date(), |occasion| occasion.day);
        let of_age = meeting.is_of_age(item);
        let leads = meeting.leads().map(|person| Leads {
            who: person.name_and_role(),
            phone: person.phone.clone().filter(|phone| !child.protected && !phone.trim().is_empty()),
        });
        let mut parties: Vec<SheetParty> = Vec::new();
        let mut givers = Vec::new();
        let is_of_it = |person: &&Participant| meeting.takes_part(person, item.id) && meeting.counts(person);
        for person in meeting.participants.iter().filter(is_of_it) {
            match person.kind {
                // A child has its own page.
                ParticipantKind::Barn if !of_age => {}
                // Who has come of age answers alone, and says whether its parents take part.
                ParticipantKind::Barn | ParticipantKind::Vardnadshavare
                    if !meeting.is_party_in(person, item) =>
                {
                    givers.push(person.name_and_role());
                }
                ParticipantKind::Personal | ParticipantKind::Narstaende | ParticipantKind::Vardnadshavare => {
                    let part = part_of(person);
                    if !part.is_empty() && !parties.iter().any(|known| same(&known.part, &part)) {
                        parties.push(SheetParty { part, may_tell: None, must_not: None });
                    }
                }
                ParticipantKind::Barn | ParticipantKind::Tolk => {}
            }
        }
        let sole = sole_giver(meeting.last_answers(item.arende)).filter(|_| !of_age);
        if let Some(only) = &sole {
            givers = vec![only.clone()];
        }
        Some(Self {
            arende: item.arende,
            // As a letter names it: nobody at home knows what the staff call it.
            child: called
                .or_else(|| meeting.first_name_in_room().filter(|_| !child.protected))
                .unwrap_or_else(|| child.alias.clone()),
            born: None,
            meeting: Some((meeting.agenda.name.clone(), day)),
            purpose: meeting.head.purpose.clone().filter(|purpose| {
                !meeting.agenda.many && meeting.held_in(meeting.id(), &[purpose]).is_empty()
            }),
            parties,
            givers,
            sole: sole.is_some(),
            not_covered: None,
            asked_itself: meeting.is_asked_itself(item),
            of_age,
            childs_page: !of_age,
            leads,
            protected: child.protected,
        })
    }

    /// With the child's name and when it was born, for those of the family who sign it: what is signed goes to the akt, and
    /// says whose it is where the file copy does. Never of a protected child.
    #[must_use]
    pub fn for_the_family(mut self, meeting: &Meeting, item: &MeetingArende) -> Self {
        let child = meeting.child_of(item).filter(|child| !child.protected);
        if let Some(child) = child.filter(|_| meeting.head.file_copy == Some(FileCopy::Namn)) {
            self.child = meeting.name_of(item).map_or(self.child, str::to_owned);
            self.born.clone_from(&child.born);
        }
        self
    }

    /// To be signed anew for the ärende of a consent, with the same parties, by each who has been asked about it: their
    /// consents are found among `all`.
    pub fn of_row(row: &ConsentRow, all: &[ConsentRow]) -> Self {
        let of_same = || all.iter().filter(|other| other.consent.arende == row.consent.arende);
        // The child has its own page, unless it answers alone.
        let childs_page = of_same().any(|other| !other.consent.by_child);
        let mut givers: Vec<String> = Vec::new();
        for other in of_same().filter(|other| !(childs_page && other.consent.by_child)) {
            if !givers.contains(&other.consent.given_by) {
                givers.push(other.consent.given_by.clone());
            }
        }
        let sole = sole_giver(of_same().map(|other| &other.consent));
        if let Some(only) = &sole {
            givers = vec![only.clone()];
        }
        Self {
            arende: row.consent.arende,
            child: row.label.clone(),
            born: None,
            meeting: None,
            purpose: None,
            parties: row
                .parties
                .iter()
                .map(|party| SheetParty {
                    part: party.part.clone(),
                    may_tell: party.may_tell.clone(),
                    must_not: party.must_not.clone(),
                })
                .collect(),
            givers,
            sole: sole.is_some(),
            not_covered: row.consent.not_covered.clone(),
            asked_itself: false,
            of_age: false,
            childs_page,
            leads: None,
            protected: false,
        }
    }
}

/// Who has answered as the only one who has the custody, if somebody has.
fn sole_giver<'c>(answers: impl IntoIterator<Item = &'c Consent>) -> Option<String> {
    answers.into_iter().find(|consent| consent.sole).map(|consent| consent.given_by.clone())
}

/// How a consent names somebody: by verksamhet, else by role, else by name. A guardian by name: the other one has the same
/// role.
pub fn part_of(person: &Participant) -> String {
    let guardian = person.kind == ParticipantKind::Vardnadshavare;
    let ways = if guardian {
        [&person.name, &person.role, &person.unit]
    } else {
        [&person.unit, &person.role, &person.name]
    };
    ways.into_iter().find(|word| !word.is_empty()).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{self, tests::agenda, tests::now};
    use crate::domain::consent::KNOWLEDGE_FIELD;
    use crate::domain::ids::RowId;
    use crate::domain::record::FieldValue;
    use uuid::Uuid;

    fn meeting(id: &str) -> Meeting {
        demo::meetings(now(), &agenda).into_iter().find(|meeting| meeting.head.agenda_id == id).unwrap()
    }

    fn sheet(meeting: &Meeting, item: usize) -> Option<ConsentSheet> {
        ConsentSheet::of_meeting(meeting, &meeting.items[item])
    }

    fn unknown(part: &str) -> SheetParty {
        SheetParty { part: part.to_owned(), may_tell: None, must_not: None }
    }

    #[test]
    fn those_who_are_called_stand_on_the_form_each_verksamhet_once() {
        let mut sip = meeting("sip");
        let mut nameless = sip.participants[3].clone();
        for own in [&mut nameless.name, &mut nameless.role, &mut nameless.unit] {
            own.clear();
        }
        sip.participants.push(nameless);
        let sheet = sheet(&sip, 0).unwrap();
        assert_eq!(sheet.arende, sip.items[0].arende);
        assert_eq!(sheet.child, "Vera");
        assert_eq!(sheet.meeting, Some((sip.agenda.name.clone(), sip.occasion().unwrap().day)));
        sip.head.status = MeetingStatus::Pagar;
        let own = ConsentSheet::of_meeting(&sip, &sip.items[0]).unwrap();
        assert_eq!(own.meeting.unwrap().1, sip.head.planned.date(), "signed at the meeting, for the meeting");
        assert_eq!(sheet.purpose, sip.head.purpose);
        assert_eq!(sheet.parties, ["Mormor", "Skola", "Socialtjänst", "BUP"].map(unknown));
        assert_eq!(sheet.givers, ["Maria Påhitt, vårdnadshavare"], "the child has its own page");
        assert!(sheet.childs_page && sheet.leads.is_some());
        assert_eq!((sheet.not_covered.as_deref(), sheet.born.as_deref()), (None, None));
    }

    #[test]
    fn the_family_s_own_form_says_whose_it_is_where_the_akt_does_and_never_of_a_protected_child() {
        let mut sip = meeting("sip");
        sip.children[0].name = Some("Vera Påhitt".to_owned());
        sip.children[0].born = Some("2013-05-04".to_owned());
        let mut says = |choice, protected| {
            sip.head.file_copy = choice;
            sip.children[0].protected = protected;
            let sheet = sheet(&sip, 0).unwrap().for_the_family(&sip, &sip.items[0]);
            (sheet.child, sheet.born)
        };
        let whose = ("Vera Påhitt".to_owned(), Some("2013-05-04".to_owned()));
        assert_eq!(says(Some(FileCopy::Namn), false), whose);
        for (choice, protected) in
            [(Some(FileCopy::Alias), false), (None, false), (Some(FileCopy::Namn), true)]
        {
            assert_eq!(says(choice, protected), ("Vera".to_owned(), None), "{choice:?} {protected}");
        }
    }

    #[test]
    fn where_several_children_are_spoken_of_the_form_has_an_alias_and_not_the_meetings_purpose() {
        let mut eht = meeting("eht");
        eht.head.purpose = Some("Höstens avstämning".to_owned());
        eht.children.iter_mut().for_each(|child| child.called = Some("Alva".to_owned()));
        let sheet = sheet(&eht, 0).unwrap();
        assert_eq!((sheet.child.as_str(), sheet.purpose), ("Blå", None));
    }

    #[test]
    fn there_is_no_form_for_a_group_or_where_the_guardians_must_not_know() {
        let eht = meeting("eht");
        let of_child: Vec<bool> = eht.items.iter().map(|item| eht.child_of(item).is_some()).collect();
        let has_sheet: Vec<bool> = (0..eht.items.len()).map(|item| sheet(&eht, item).is_some()).collect();
        assert_eq!((of_child, has_sheet), (vec![true, true, false, true], vec![true, true, false, true]));
        let mut sip = meeting("sip");
        sip.fields.push(FieldValue {
            id: RowId(Uuid::from_u128(8)),
            meeting: sip.id(),
            arende: Some(sip.items[0].id),
            field: KNOWLEDGE_FIELD.to_owned(),
            value: "nej".to_owned(),
            rev: 1,
        });
        assert_eq!(sheet(&sip, 0), None);
    }

    #[test]
    fn a_consent_is_signed_anew_by_each_who_was_asked_about_the_same_arende() {
        let sip = meeting("sip");
        let row = |index: usize| {
            let consent = sip.consents[index].clone();
            let parties =
                sip.consent_parties.iter().filter(|row| row.consent == consent.id).cloned().collect();
            ConsentRow { consent, label: "Lind".to_owned(), parties }
        };
        let (mother, child) = (row(0), row(1));
        let mut other_arende = row(0);
        other_arende.consent.arende = ArendeId(Uuid::from_u128(5));
        other_arende.consent.given_by = "Per Ask, pappa".to_owned();
        // The mother has been asked twice.
        let sheet = ConsentSheet::of_row(&mother, &[mother.clone(), other_arende, child, mother.clone()]);
        assert_eq!(sheet.givers, ["Maria Påhitt, vårdnadshavare"]);
        assert!(sheet.childs_page);
        assert_eq!((sheet.child.as_str(), sheet.arende), ("Lind", mother.consent.arende));
        assert_eq!(sheet.not_covered, mother.consent.not_covered);
        assert_eq!(sheet.parties.len(), 4);
        let bup = sheet.parties.iter().find(|party| party.part == "BUP").unwrap();
        assert_eq!(bup.may_tell.as_deref(), Some("vad som behövs framåt"));
        assert!(bup.must_not.is_some());
    }

    #[test]
    fn whoever_has_the_custody_alone_is_the_only_one_who_signs() {
        let mut sip = meeting("sip");
        let mother = sip.participants.iter().find(|person| person.role == "Vårdnadshavare").unwrap().clone();
        let other = Participant {
            id: crate::domain::ids::ParticipantId(Uuid::from_u128(9)),
            name: "Per Påhitt".to_owned(),
            ..mother.clone()
        };
        sip.participants.push(other);
        let givers = |sip: &Meeting| sheet(sip, 0).unwrap().givers;
        assert_eq!(givers(&sip).len(), 2);
        let own = sip.consents.iter_mut().find(|consent| !consent.by_child).unwrap();
        own.sole = true;
        assert_eq!(givers(&sip), [mother.name_and_role()]);
        assert!(sheet(&sip, 0).unwrap().sole);
    }

    #[test]
    fn a_consent_names_somebody_by_verksamhet_else_by_role_else_by_name() {
        let mut person = meeting("sip").participants.remove(3);
        assert_eq!(part_of(&person), "Skola");
        person.unit.clear();
        assert_eq!(part_of(&person), "Skolkurator");
        person.role.clear();
        assert_eq!(part_of(&person), "Jonas Exempel");
        person.name.clear();
        assert_eq!(part_of(&person), "");
    }
}
