//! `samverkan protokoll MÖTE --min-plan`: what was agreed in plain language, for the child and those who care for it.

use super::{CHANGE_LIST, EVERYBODY, PaperDesk, letterhead, one_of_several, refused};
use crate::app::effect::CopyOrder;
use crate::cli::CliError;
use crate::domain::collate::same;
use crate::domain::copies::{self, Part, Share, Why, Wish};
use crate::domain::meeting::Meeting;
use crate::domain::record::{Participant, ParticipantKind};
use crate::minutes::{self, Reader, find_reader};
use crate::runtime::copies::{CopyError, made_at, plan};
use crate::runtime::minutes_files::handle;
use crate::runtime::paper::Paper;
use crate::runtime::way_out::Tells;
use std::io::Write;

/// For one, for each who is to have it, or, where nobody is named, what all of them may read.
pub(super) fn run(
    desk: &mut PaperDesk<'_>,
    meeting: &Meeting,
    to: Option<&str>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let (given, now) = (desk.given, desk.now);
    if meeting.is_kept_from_family() {
        return Err(refused(Why::MustNotKnow));
    }
    let log = desk.store.copies(meeting.id())?;
    let one = to.filter(|to| *to != EVERYBODY).map(|who| copies::listed(meeting, who, now.today(), &log));
    if let Some(share) = one.as_ref().filter(|one| one.participant.is_none()) {
        one_of_several(meeting, to.unwrap_or_default())?;
        if copies::meant(meeting, &share.who).is_empty() && !is_on_list(meeting, &share.who) {
            return Err(CopyError::NoReader.into());
        }
        return Err(not_theirs());
    }
    let orders: Vec<CopyOrder> = copies::shares(meeting, now.today(), &log)
        .into_iter()
        .enumerate()
        .filter(|(_, share)| {
            share.plan && one.as_ref().is_none_or(|one| one.participant == share.participant)
        })
        .map(|(index, share)| CopyOrder {
            number: index + 1,
            what: copies::PLAN.to_owned(),
            // What they get of the minutes is another order.
            part: Part::Nothing(Why::Chosen),
            who: share.who,
            plan: true,
            despite: false,
        })
        .filter(|order| plan(meeting, order, desk.store.is_practice()).is_some())
        .collect();
    if to.is_some() {
        let made = desk.make(meeting, &orders)?;
        return match made.as_slice() {
            [] => Err(none(meeting, one.as_ref())),
            [one] if to != Some(EVERYBODY) => desk.deliver(one, out),
            all => desk.deliver_all(all, out),
        };
    }
    let readers: Vec<Reader> = orders.iter().filter_map(|order| find_reader(meeting, &order.who)).collect();
    let document = minutes::plan(meeting, &readers, desk.store.is_practice());
    let document = document.ok_or_else(|| if orders.len() > 1 { one_each() } else { none(meeting, None) })?;
    let stem = format!("{}-min-plan", handle(&desk.store, meeting));
    let tells = Tells::of(meeting).only(&minutes::plan_tells_of(meeting, &readers));
    let content = (document, desk.format, made_at(meeting, now));
    desk.set_one(Paper::new(("", copies::PLAN), &stem, tells, content), &letterhead(given, desk.place), out)
}

/// Each has a plan, and nothing stands in all of them.
fn one_each() -> CliError {
    CliError::failed(
        "Var och en har sin egen Min plan, och ingen är gemensam.",
        "Säg vems: --till NAMN. Alla görs med --till alla.",
    )
}

/// Whether somebody stands on the list of recipients by a name alone.
fn is_on_list(meeting: &Meeting, who: &str) -> bool {
    meeting.recipients.iter().any(|row| row.participant.is_none() && same(&row.name, who))
}

/// The plan isn't for everybody.
fn not_theirs() -> CliError {
    CliError::failed(
        "Min plan görs bara till barnet och vårdnadshavarna.",
        "Se vem som får vad: samverkan kopior MÖTE",
    )
}

/// Why somebody gets no plan, or where nobody is named, why nobody does.
fn none(meeting: &Meeting, share: Option<&Share>) -> CliError {
    let person = share.and_then(|share| meeting.participant(share.participant?));
    if person.is_some_and(|person| !person.kind.is_child_or_guardian()) {
        return not_theirs();
    }
    if !meeting.head.individuals {
        return CliError::failed(
            "Det finns ingen Min plan att göra: mötet tar inte upp något enskilt barn.",
            "Protokollet görs som vanligt: samverkan protokoll MÖTE",
        );
    }
    if !meeting.participants.iter().any(|person| person.kind.is_child_or_guardian()) {
        return CliError::failed(
            "Det finns ingen Min plan att göra: varken barnet eller någon vårdnadshavare är inskriven på mötet.",
            "Den görs till dem. Ska de ha en: öppna mötet och skriv in dem.",
        );
    }
    let stopped = match person {
        Some(person) => copies::stopped(meeting, person),
        None => copies::no_plan(meeting),
    };
    if let Some(why) = stopped {
        return CliError::failed(
            format!("Ingen Min plan görs: {}.", why.words()),
            "Det som är antecknat står kvar i protokollet. Planen gäller när det finns ett samtycke igen.",
        );
    }
    match share.filter(|share| !share.plan).map(|share| &share.part) {
        Some(Part::Nothing(why)) => no_plan_for(*why),
        Some(_) => no_plan_for(Why::ChildRefused),
        None if share.is_none() && gets_none_by_list(meeting) => no_plan_for(Why::NotListed),
        None => CliError::failed(
            "Det finns ingen Min plan att göra: inget är överenskommet som den kan berätta.",
            "Den berättar om mål, beslut och åtgärder. När något av det är antecknat i barnets ärende går den att göra.",
        ),
    }
}

/// Whether the list, and nothing else, is why nobody gets a plan.
fn gets_none_by_list(meeting: &Meeting) -> bool {
    let close = || meeting.participants.iter().filter(|person| person.kind.is_child_or_guardian());
    let own = |person: &Participant| meeting.recipients.iter().find(|row| row.participant == Some(person.id));
    let left_out = |person: &Participant| match own(person) {
        Some(row) => Wish::of(row) == Wish::Nothing,
        None => person.kind != ParticipantKind::Barn && !meeting.recipients.is_empty(),
    };
    close().next().is_some() && close().all(left_out)
}

/// Why one who could have had a plan gets none.
fn no_plan_for(why: Why) -> CliError {
    let problem = match why {
        Why::Chosen | Why::NotListed => {
            "Ingen Min plan görs: så står det i listan över vem som får protokollet."
        }
        Why::Absent => {
            "Ingen Min plan görs: den som inte var med får den när det står i listan över vem som får protokollet."
        }
        _ => return refused(why),
    };
    CliError::failed(problem, CHANGE_LIST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{self, tests::agenda, tests::now};
    use crate::domain::ids::RowId;
    use crate::domain::record::{Presence, Recipient};

    fn meeting(form: &str) -> Meeting {
        demo::meetings(now(), &agenda).into_iter().find(|meeting| meeting.head.agenda_id == form).unwrap()
    }

    fn why(meeting: &Meeting, who: Option<&str>) -> String {
        let share = who.map(|who| copies::listed(meeting, who, now().date_naive(), &[]));
        none(meeting, share.as_ref()).to_string()
    }

    #[test]
    fn the_reason_for_no_plan_is_the_reason_there_is() {
        let mut sip = meeting("sip");
        let mother = sip.participants.iter().position(|person| person.role == "Vårdnadshavare").unwrap();
        let row = |sip: &Meeting, id: u128, way: Option<&str>| Recipient {
            id: RowId(uuid::Uuid::from_u128(id)),
            meeting: sip.id(),
            participant: Some(sip.participants[mother].id),
            name: sip.participants[mother].name_and_role(),
            way: way.map(str::to_owned),
            rev: 0,
        };
        let who = sip.participants[mother].name_and_role();
        sip.recipients = vec![row(&sip, 1, Some("inget"))];
        assert!(why(&sip, Some(&who)).contains("så står det i listan"), "{}", why(&sip, Some(&who)));
        sip.recipients[0].participant = None;
        sip.recipients[0].name = "Någon annan".to_owned();
        assert!(why(&sip, Some(&who)).contains("så står det i listan"), "not on the list");
        sip.recipients.clear();
        sip.participants[mother].presence = Presence::Franvarande;
        assert!(why(&sip, Some(&who)).contains("inte var med"), "{}", why(&sip, Some(&who)));
        for role in ["Mormor", "Skolkurator"] {
            let person = sip.participants.iter().find(|person| person.role == role).unwrap();
            let said = why(&sip, Some(&person.name_and_role()));
            assert!(said.contains("bara till barnet och vårdnadshavarna"), "{role}: {said}");
        }
        sip.participants[mother].presence = Presence::Plats;
        sip.entries.clear();
        assert!(why(&sip, Some(&who)).contains("inget är överenskommet"), "{}", why(&sip, Some(&who)));
        assert!(why(&sip, None).contains("inget är överenskommet"), "{}", why(&sip, None));
        let mut all = Vec::new();
        for (at, person) in
            sip.participants.iter().filter(|person| person.kind.is_child_or_guardian()).enumerate()
        {
            all.push(Recipient {
                participant: Some(person.id),
                ..row(&sip, 10 + u128::try_from(at).unwrap(), Some("inget"))
            });
        }
        sip.recipients = all;
        assert!(why(&sip, None).contains("så står det i listan"), "{}", why(&sip, None));
    }

    #[test]
    fn a_meeting_about_no_child_says_so() {
        let mut eht = meeting("eht");
        eht.head.individuals = false;
        assert!(why(&eht, None).contains("inte upp något enskilt barn"), "{}", why(&eht, None));
        eht.head.individuals = true;
        assert!(why(&eht, None).contains("varken barnet eller någon vårdnadshavare"), "{}", why(&eht, None));
    }
}
