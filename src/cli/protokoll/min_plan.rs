//! `samverkan protokoll MÖTE --min-plan`: what was agreed in plain language, for the child and those who care for it.

use super::{EVERYBODY, deliver, deliver_all, letterhead, log_and_make, one_of_several, refused};
use crate::app::Now;
use crate::app::effect::{CopyOrder, CopyWish};
use crate::cli::CliError;
use crate::cli::place::Place;
use crate::cli::verbs::Given;
use crate::domain::copies::{self, Part, Why};
use crate::domain::meeting::Meeting;
use crate::domain::record::CopyWay;
use crate::minutes::{self, Format, Reader, find_reader};
use crate::runtime::copies::{CopyError, Made, made_at, plan};
use crate::runtime::minutes_files::handle;
use crate::store::Store;
use std::io::Write;

/// For one, for each who is to have it, or, where nobody is named, what all of them may read.
#[expect(clippy::too_many_arguments, reason = "they are what the command line said and where it works")]
pub(super) fn run(
    given: &Given,
    place: &Place,
    store: &mut Store,
    meeting: &Meeting,
    to: Option<&str>,
    (format, wish): (Format, Option<CopyWish>),
    now: Now,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    if given.has("skillnad") || given.has("version") || given.has("arende") {
        return Err(CliError::usage(
            "--min-plan visar det som gäller nu, för den som ska ha planen.",
            "Utelämna --version, --skillnad och --arende.",
        ));
    }
    if given.has("ut") && to == Some(EVERYBODY) {
        return Err(CliError::usage(
            "--till alla gör en plan för var och en.",
            "Utelämna --ut. Filerna läggs i mappen protokoll bredvid databasen.",
        ));
    }
    if meeting.is_kept_from_family() {
        return Err(refused(Why::MustNotKnow));
    }
    let one = to.filter(|to| *to != EVERYBODY).map(|who| copies::share_of(meeting, who, now.today(), &[]));
    if one.as_ref().is_some_and(|one| one.participant.is_none()) {
        one_of_several(meeting, to.unwrap_or_default())?;
        return Err(CopyError::NoReader.into());
    }
    let orders: Vec<CopyOrder> = copies::shares(meeting, now.today(), &store.copies(meeting.id())?)
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
        })
        .filter(|order| plan(meeting, order, store.is_practice()).is_some())
        .collect();
    if to.is_some() {
        let way = if wish.is_some() { CopyWay::Utskrift } else { CopyWay::Fil };
        let made = log_and_make((given, place), store, meeting, &orders, (format, way), now)?;
        return match made.as_slice() {
            [] => Err(none()),
            [one] if to != Some(EVERYBODY) => deliver(given, place, one, wish, out),
            all => deliver_all(all, place, wish, out),
        };
    }
    let readers: Vec<Reader> = orders.iter().filter_map(|order| find_reader(meeting, &order.who)).collect();
    let document = minutes::plan(meeting, &readers, store.is_practice()).ok_or_else(none)?;
    let name = format!("{}-min-plan.{}", handle(store, meeting), format.ending());
    let bytes = letterhead(given, place).write(&document, format, made_at(meeting, now))?;
    deliver(given, place, &Made { who: String::new(), what: copies::PLAN.to_owned(), name, bytes }, wish, out)
}

fn none() -> CliError {
    CliError::failed(
        "Det finns ingen Min plan att göra.",
        "Den görs till barnet och dem som har hand om barnet, när något är överenskommet i deras ärende.\n  \
         Se vem som får vad: samverkan kopior MÖTE",
    )
}
