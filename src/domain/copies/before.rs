//! Who got the papers of the meeting that this one follows, and how: proposed anew, and never more than somebody may have now.
//!
//! A proposal is no row of the list: it gives nobody anything before somebody has chosen so.

use super::wish::as_answered;
use super::{Part, Wish, of_asked, of_other, same, was_away};
use crate::domain::meeting::Callings;
use crate::domain::record::{Participant, ParticipantKind, Recipient};
use chrono::NaiveDate;

/// The day of the meeting before, where its list proposes something that this one's doesn't say yet.
pub fn proposed_from(meeting: &Callings<'_>, today: NaiveDate) -> Option<NaiveDate> {
    let (day, _) = meeting.list_before.as_ref()?;
    let of_people = meeting.participants.iter().any(|person| proposed(meeting, person, today).is_some());
    (of_people || !proposed_outside(meeting, today).is_empty()).then_some(*day)
}

/// What is proposed for a participant of whom the list says nothing yet, and how they got it.
pub fn proposed(
    meeting: &Callings<'_>,
    person: &Participant,
    today: NaiveDate,
) -> Option<(Wish, Option<String>)> {
    let (_, before) = meeting.list_before.as_ref()?;
    let is_listed = meeting.recipients.iter().any(|row| row.participant == Some(person.id));
    let isnt_here = was_away(meeting, person) && !person.may_be_family();
    if is_listed || isnt_here || person.kind == ParticipantKind::Tolk {
        return None;
    }
    let is_them =
        |row: &&Recipient| matches!(meeting.called(&row.name).as_slice(), [only] if only.id == person.id);
    let row = before.iter().find(is_them)?;
    let (wish, way) = row.way.as_deref().map_or((Wish::Minutes, None), Wish::read);
    let way = way.map(|way| as_answered(meeting, way));
    let could = of_asked(meeting, person, Some((wish, way.clone())), (today, &[]));
    let may_have = match wish {
        Wish::Nothing => true,
        Wish::Plan => could.plan,
        Wish::Minutes => !matches!(could.part, Part::Nothing(_)),
    };
    may_have.then_some((wish, way))
}

/// The recipients from outside who are proposed: those who take no part, stand on no row yet and may have something.
pub fn proposed_outside(meeting: &Callings<'_>, today: NaiveDate) -> Vec<Recipient> {
    let Some((_, before)) = meeting.list_before.as_ref() else { return Vec::new() };
    before
        .iter()
        .filter(|row| row.participant.is_none() && Wish::of(row) != Wish::Nothing)
        .filter(|row| meeting.recipients.iter().all(|known| !same(&known.name, &row.name)))
        .filter(|row| meeting.called(&row.name).is_empty())
        .filter(|row| !matches!(of_other(meeting, &row.name, today, &[]), Part::Nothing(_)))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Why, offered, rows_with, shares, wish_of};
    use super::*;
    use crate::demo::{self, tests::agenda, tests::now};
    use crate::domain::ids::{MeetingId, ParticipantId, RowId};
    use crate::domain::meeting::Meeting;
    use uuid::Uuid;

    fn day() -> NaiveDate {
        now().date_naive()
    }

    /// A SIP that follows another, whose list said this of these.
    fn followed(before: &[(&str, bool, Option<&str>)]) -> Meeting {
        let mut all = demo::meetings(now(), &agenda).into_iter();
        let mut sip = all.find(|meeting| meeting.head.agenda_id == "sip").unwrap();
        sip.recipients.clear();
        let rows = before.iter().zip(1..).map(|((name, takes_part, way), id)| Recipient {
            id: RowId(Uuid::from_u128(id)),
            meeting: MeetingId(Uuid::from_u128(77)),
            participant: takes_part.then_some(ParticipantId(Uuid::from_u128(id))),
            name: (*name).to_owned(),
            way: way.map(str::to_owned),
            rev: 1,
        });
        sip.list_before = Some((day().pred_opt().unwrap(), rows.collect()));
        sip
    }

    fn of(meeting: &Meeting, role: &str) -> Option<(Wish, Option<String>)> {
        let person = meeting.participants.iter().find(|person| person.role == role).unwrap();
        proposed(&Callings::of(meeting), person, day())
    }

    const MORMOR: (&str, bool, Option<&str>) = ("Gun Påhitt, mormor", true, Some("Lena lämnar den i skolan"));

    #[test]
    fn who_had_it_and_how_is_proposed_and_gives_nobody_anything_by_itself() {
        let before =
            [MORMOR, ("Maria Påhitt, vårdnadshavare", true, Some("bara Min plan, hem med svarskuvert"))];
        let sip = followed(&before);
        let way = |way: &str| Some(way.to_owned());
        assert_eq!(of(&sip, "Mormor"), Some((Wish::Minutes, way("Lena lämnar den i skolan"))));
        assert_eq!(of(&sip, "Vårdnadshavare"), Some((Wish::Plan, way("hem med svarskuvert"))));
        assert_eq!(of(&sip, "Mentor"), None);
        assert!(proposed_from(&Callings::of(&sip), day()).is_some());
        // It is no list: each gets what they get without one.
        let mut without = sip.clone();
        without.list_before = None;
        assert_eq!(shares(&sip, day(), &[]), shares(&without, day(), &[]));
        assert_eq!(proposed_from(&Callings::of(&without), day()), None);
    }

    #[test]
    fn whether_an_envelope_goes_along_is_as_the_form_was_answered_this_time() {
        let sip = |answer: Option<&str>, way: &str| {
            let mut sip = followed(&[("Maria Påhitt, vårdnadshavare", true, Some(way)), MORMOR]);
            sip.fields.retain(|field| field.field != "svarskuvert" || answer.is_some());
            for field in sip.fields.iter_mut().filter(|field| field.field == "svarskuvert") {
                field.value = answer.unwrap_or_default().to_owned();
            }
            sip
        };
        let home = "hem med svarskuvert";
        for (answer, before, usual, now) in [
            (None, home, home, home),
            (None, "hem", home, "hem"),
            (Some("ja"), "hem", home, home),
            (Some("nej"), home, "hem", "hem"),
            (Some("nej"), "i handen", "hem", "i handen"),
        ] {
            let sip = sip(answer, before);
            let way = of(&sip, "Vårdnadshavare").and_then(|(_, way)| way);
            assert_eq!(
                (way.as_deref(), crate::domain::copies::way_home(&sip)),
                (Some(now), usual),
                "{answer:?}"
            );
        }
    }

    #[test]
    fn nothing_is_proposed_that_a_consent_or_the_form_does_not_let_them_have() {
        let before = [MORMOR, ("Maria Påhitt, vårdnadshavare", true, None), ("BUP", false, Some("per post"))];
        let mut unnamed = followed(&before);
        unnamed.consent_parties.retain(|party| party.part != "Mormor" && party.part != "BUP");
        assert_eq!(of(&unnamed, "Mormor"), None, "no consent names her any more");
        let outside = |meeting: &Meeting| proposed_outside(&Callings::of(meeting), day()).len();
        assert_eq!((outside(&unnamed), outside(&followed(&before))), (0, 1));
        let mut of_age = followed(&before);
        of_age.children[0].born = Some("2008-01-02".to_owned());
        assert_eq!(of(&of_age, "Vårdnadshavare"), None);
        let mut withdrawn = followed(&before);
        withdrawn.consents.iter_mut().for_each(|consent| consent.withdrawn = Some(now()));
        assert_eq!((of(&withdrawn, "Mormor"), outside(&withdrawn)), (None, 0));
    }

    #[test]
    fn a_row_of_the_list_ends_the_proposal_and_takes_its_way_along() {
        let mut sip = followed(&[MORMOR, ("Petra Modell, mentor", true, Some("via Prator"))]);
        let share = shares(&sip, day(), &[]).into_iter().find(|share| share.who.contains("mormor")).unwrap();
        assert_eq!(share.part, Part::Nothing(Why::CameAlong));
        assert!(offered(&Callings::of(&sip), &share, day(), &[]).contains(&Part::Whole));
        let mut number = 100;
        let rows = rows_with(&sip, &share, wish_of(&share, &Part::Whole).unwrap(), day(), || {
            number += 1;
            RowId(Uuid::from_u128(number))
        });
        sip.recipients.extend(rows);
        let way_of = |role: &str| {
            let person = sip.participants.iter().find(|person| person.role == role).unwrap();
            let row = sip.recipients.iter().find(|row| row.participant == Some(person.id));
            row.unwrap().way.clone()
        };
        assert_eq!(way_of("Mormor").as_deref(), Some("Lena lämnar den i skolan"));
        assert_eq!(way_of("Mentor").as_deref(), Some("via Prator"), "how somebody gets it all the same");
        assert_eq!((of(&sip, "Mormor"), of(&sip, "Mentor")), (None, None));
    }
}
