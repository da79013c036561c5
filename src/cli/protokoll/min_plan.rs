//! `samverkan protokoll MÖTE --min-plan`: what was agreed in plain language, for the child and those who care for it.

use super::{EVERYBODY, PaperDesk, letterhead, one_of_several, refused};
use crate::app::effect::CopyOrder;
use crate::cli::CliError;
use crate::domain::copies::{self, Part, Why};
use crate::domain::meeting::Meeting;
use crate::domain::record::Participant;
use crate::minutes::{self, Reader, find_reader};
use crate::runtime::copies::{CopyError, made_at, plan};
use crate::runtime::minutes_files::handle;
use crate::runtime::way_out::{Made, Tells};
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
    if one.as_ref().is_some_and(|one| one.participant.is_none()) {
        one_of_several(meeting, to.unwrap_or_default())?;
        return Err(CopyError::NoReader.into());
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
            [] => Err(none(meeting, one.and_then(|one| meeting.participant(one.participant?)))),
            [one] if to != Some(EVERYBODY) => desk.deliver(one, out),
            all => desk.deliver_all(all, out),
        };
    }
    let readers: Vec<Reader> = orders.iter().filter_map(|order| find_reader(meeting, &order.who)).collect();
    let document = minutes::plan(meeting, &readers, desk.store.is_practice());
    let document = document.ok_or_else(|| if orders.len() > 1 { one_each() } else { none(meeting, None) })?;
    let format = desk.format;
    let name = format!("{}-min-plan.{}", handle(&desk.store, meeting), format.ending());
    let bytes = letterhead(given, desk.place).write(&document, format, made_at(meeting, now))?;
    let tells = Tells::of(meeting).only(&minutes::plan_tells_of(meeting, &readers));
    let one = Made::new("", copies::PLAN, name, tells, bytes);
    desk.deliver(&one, out)
}

/// Each has a plan, and nothing stands in all of them.
fn one_each() -> CliError {
    CliError::failed(
        "Var och en har sin egen Min plan, och ingen är gemensam.",
        "Säg vems: --till NAMN. Alla görs med --till alla.",
    )
}

fn none(meeting: &Meeting, person: Option<&Participant>) -> CliError {
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
    CliError::failed(
        "Det finns ingen Min plan att göra.",
        "Den görs till barnet och dem som har hand om barnet, när något är överenskommet i deras ärende.\n  \
         Se vem som får vad: samverkan kopior MÖTE",
    )
}
