//! What is chosen for somebody, kept in the list of recipients.
//!
//! The list says less than a choice can: nothing, the plan, or the minutes as far as they may have them. Which of several
//! ärenden is chosen for one printing.

use super::{Part, Share, Why, Wish, came_along, choices, of_asked, of_other, proposed, was_away};
use crate::domain::ids::RowId;
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::record::{CopyLog, Participant, ParticipantKind, Recipient};
use chrono::NaiveDate;

/// How somebody gets the minutes where nothing else is said.
pub const A_COPY: &str = "får en kopia";

/// What can be chosen for somebody where the choice changes the list: also more than the list gives them now, and never more
/// than they may have. Always in the same order, so that one can step through it.
pub fn offered(meeting: &Callings<'_>, share: &Share, today: NaiveDate, given: &[CopyLog]) -> Vec<Part> {
    let person = share.participant.and_then(|id| meeting.participant(id));
    let could = match person {
        Some(person) if is_asked_less(share) => {
            of_asked(meeting, person, Some((Wish::Minutes, None)), (today, given))
        }
        None if is_asked_less(share) => {
            Share::of_outsider(&share.who, of_other(meeting, &share.who, today, given))
        }
        _ => return choices(meeting, share),
    };
    let mut all = choices(meeting, &could);
    if could.plan && !all.contains(&Part::Nothing(Why::OnlyPlan)) {
        all.retain(|part| !matches!(part, Part::Nothing(_)));
        all.extend([Part::Nothing(Why::OnlyPlan), Part::Nothing(Why::Chosen)]);
    }
    if !all.contains(&share.part) {
        // It is the plan alone, in other words.
        all.retain(|part| !share.plan || *part != Part::Nothing(Why::OnlyPlan));
        all.insert(0, share.part.clone());
    }
    all
}

/// Whether the list, and nothing else, is why somebody gets less than they could.
fn is_asked_less(share: &Share) -> bool {
    let by_list = [Why::Chosen, Why::OnlyPlan, Why::OwnPlan, Why::NotListed, Why::Absent, Why::CameAlong];
    matches!(&share.part, Part::Nothing(why) if by_list.contains(why))
}

/// What the list is to ask for where this is chosen for somebody; nothing where the choice is what it gives them already.
pub fn wish_of(share: &Share, part: &Part) -> Option<Wish> {
    match part {
        _ if *part == share.part => None,
        Part::Nothing(Why::Chosen) => Some(Wish::Nothing),
        Part::Nothing(Why::OnlyPlan | Why::OwnPlan) => Some(Wish::Plan),
        Part::Nothing(_) => None,
        // Less than the list gives is chosen for one printing.
        Part::Whole | Part::Arenden(_) => matches!(share.part, Part::Nothing(_)).then_some(Wish::Minutes),
    }
}

/// The rows of the list that are to be written, so that it asks for this for one recipient and gives everybody else what it
/// gave them. A meeting without a list gives each their own by what they are: then there is a row for each of those.
pub fn rows_with(
    meeting: &Meeting,
    share: &Share,
    wish: Wish,
    today: NaiveDate,
    mut new_id: impl FnMut() -> RowId,
) -> Vec<Recipient> {
    let mut fresh = |person: Option<&Participant>, name: String, way: Option<String>| Recipient {
        id: new_id(),
        meeting: meeting.id(),
        participant: person.map(|person| person.id),
        name,
        way,
        rev: 0,
    };
    let is_own = |row: &&Recipient| match share.participant {
        Some(id) => row.participant == Some(id),
        None => row.participant.is_none() && row.name.trim() == share.who,
    };
    let callings = Callings::of(meeting);
    // How they got it the time before, where that is proposed: what they get is chosen here.
    let usual = |person: &Participant| proposed(&callings, person, today).and_then(|(_, way)| way);
    let old = meeting.recipients.iter().find(is_own);
    let person = share.participant.and_then(|id| meeting.participant(id));
    let mut rows = Vec::new();
    if meeting.recipients.is_empty() {
        let gets = |person: &&Participant| {
            !matches!(person.kind, ParticipantKind::Barn | ParticipantKind::Tolk)
                && !was_away(meeting, person)
                && !came_along(person)
                && share.participant != Some(person.id)
        };
        let others = meeting.participants.iter().filter(gets);
        rows.extend(others.map(|person| fresh(Some(person), person.name_and_role(), usual(person))));
    }
    rows.push(if let Some(row) = old {
        let how = row.way.as_deref().and_then(|way| Wish::read(way).1);
        // That somebody gets a copy is no way by which the plan, or nothing, is sent.
        let how = how.filter(|how| wish == Wish::Minutes || how != A_COPY);
        // Who gets it again after getting nothing gets it in the usual way: how it was isn't known any more.
        let how = how.or_else(|| (wish == Wish::Minutes).then(|| A_COPY.to_owned()));
        Recipient { way: wish.words(how.as_deref()), ..row.clone() }
    } else {
        let name = person.map_or_else(|| share.who.clone(), Participant::name_and_role);
        let way = person.and_then(usual);
        fresh(person, name, wish.words(way.as_deref()))
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::super::shares;
    use super::*;
    use crate::demo::{self, tests::agenda, tests::now};
    use uuid::Uuid;

    /// A SIP without a list of recipients, so that each gets what they get by what they are.
    fn sip() -> Meeting {
        let mut all = demo::meetings(now(), &agenda).into_iter();
        let mut sip = all.find(|meeting| meeting.head.agenda_id == "sip").unwrap();
        sip.recipients.clear();
        sip
    }

    fn chosen(meeting: &mut Meeting, role: &str, part: &Part) -> Share {
        let day = now().date_naive();
        let own = |meeting: &Meeting| {
            let id = meeting.participants.iter().find(|person| person.role == role).unwrap().id;
            shares(meeting, day, &[]).into_iter().find(|share| share.participant == Some(id)).unwrap()
        };
        let share = own(meeting);
        assert!(offered(&Callings::of(meeting), &share, day, &[]).contains(part), "{role} {part:?}");
        if let Some(wish) = wish_of(&share, part) {
            let mut number = 1000 + 100 * u128::try_from(meeting.recipients.len()).unwrap();
            let rows = rows_with(meeting, &share, wish, day, || {
                number += 1;
                RowId(Uuid::from_u128(number))
            });
            meeting.recipients.retain(|old| rows.iter().all(|row| row.id != old.id));
            meeting.recipients.extend(rows);
        }
        own(meeting)
    }

    #[test]
    fn what_is_chosen_is_kept_and_changes_nothing_for_anybody_else() {
        let day = now().date_naive();
        for (role, part) in [
            ("Mentor", Part::Nothing(Why::Chosen)),
            ("Vårdnadshavare", Part::Nothing(Why::OnlyPlan)),
            ("Vårdnadshavare", Part::Nothing(Why::Chosen)),
            ("Barnet", Part::Nothing(Why::Chosen)),
            ("Barnet", Part::Whole),
            ("Mormor", Part::Whole),
        ] {
            for listed in [false, true] {
                let mut meeting = sip();
                if listed {
                    chosen(&mut meeting, "Socialsekreterare", &Part::Nothing(Why::Chosen));
                }
                let before = shares(&meeting, day, &[]);
                let share = chosen(&mut meeting, role, &part);
                assert_eq!(share.part, part, "{role}");
                let minutes = part == Part::Whole && role != "Mormor";
                assert_eq!(share.plan, minutes || part == Part::Nothing(Why::OnlyPlan), "{role} {part:?}");
                for old in before.iter().filter(|old| old.participant != share.participant) {
                    let now = shares(&meeting, day, &[]);
                    let now = now.iter().find(|share| share.participant == old.participant).unwrap();
                    let gets = |share: &Share| match &share.part {
                        Part::Nothing(_) => (None, share.plan),
                        part => (Some(part.clone()), share.plan),
                    };
                    assert_eq!(gets(now), gets(old), "{role} {part:?}: {}", old.who);
                }
                // And taken back.
                let full = chosen(&mut meeting, role, &Part::Whole);
                assert_eq!(full.part, Part::Whole, "{role}");
            }
        }
    }

    #[test]
    fn one_steps_through_the_same_choices_whatever_is_chosen() {
        let mut meeting = sip();
        let day = now().date_naive();
        let all = |meeting: &Meeting, share: &Share| offered(&Callings::of(meeting), share, day, &[]);
        let first = chosen(&mut meeting, "Vårdnadshavare", &Part::Whole);
        let wanted = all(&meeting, &first);
        assert_eq!(wanted.len(), 3, "{wanted:?}");
        for part in wanted.clone() {
            let share = chosen(&mut meeting, "Vårdnadshavare", &part);
            assert_eq!((share.part.clone(), all(&meeting, &share)), (part, wanted.clone()));
        }
    }

    #[test]
    fn who_came_along_for_the_familys_sake_gets_the_minutes_where_somebody_says_so() {
        let mut meeting = sip();
        let share = shares(&meeting, now().date_naive(), &[])
            .into_iter()
            .find(|share| share.who.contains("ormor"))
            .unwrap();
        assert_eq!((&share.part, &share.most), (&Part::Nothing(Why::CameAlong), &Part::Whole));
        chosen(&mut meeting, "Mormor", &Part::Whole);
        let named = shares(&meeting, now().date_naive(), &[]);
        assert!(named.iter().any(|share| share.who.contains("ormor") && share.part == Part::Whole));
        // No consent names them: then nothing can be chosen.
        let mut unnamed = sip();
        unnamed.consent_parties.retain(|party| party.part != "Mormor");
        let all = shares(&unnamed, now().date_naive(), &[]);
        let share = all.iter().find(|share| share.who.contains("ormor")).unwrap();
        assert!(share.most == Part::Nothing(Why::NotNamed), "{share:?}");
    }
}
