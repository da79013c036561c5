//! Those who came after it was said who gets the minutes, and those who weren't there and don't read what they promised.

use super::{Part, Share, shares, was_away};
use crate::domain::collate::same;
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionState, Participant, ParticipantKind};
use chrono::NaiveDate;

/// Those who came after it was said who gets the minutes, and of whom nothing is said there: they get nothing, and nobody has
/// chosen so.
pub fn came_after_list(meeting: &Meeting) -> impl Iterator<Item = &Participant> {
    let made = meeting.recipients.iter().map(|row| row.id.0).filter(|id| id.get_timestamp().is_some());
    let list = made.min();
    let is_late = move |person: &Participant| {
        let id = person.id.0;
        id.get_timestamp().is_some() && list.is_some_and(|list| id > list)
    };
    let is_listed = |person: &Participant| {
        meeting.recipients.iter().any(|row| match row.participant {
            Some(id) => id == person.id,
            None => meeting.called(&row.name).iter().any(|called| called.id == person.id),
        })
    };
    meeting
        .participants
        .iter()
        .filter(move |person| person.kind != ParticipantKind::Tolk && is_late(person) && !is_listed(person))
}

/// "Lena Ros står inte på listan över vem som får protokollet"
pub fn late_words(person: &Participant) -> String {
    format!("{} står inte på listan över vem som får protokollet", person.short_name())
}

/// Those who weren't there, get no paper and still have something to do: each with what somebody has to tell them. "Gun Påhitt
/// var inte här och får inget papper, men ska göra 1 sak: säg till"
pub fn untold_words(meeting: &Meeting, today: NaiveDate) -> Vec<String> {
    let is_absent = |person: &&Participant| was_away(meeting, person);
    let elsewhere = asked_elsewhere(meeting);
    if elsewhere.is_empty() && !meeting.participants.iter().any(|person| is_absent(&person)) {
        return Vec::new();
    }
    let shares = shares(meeting, today, &[]);
    let reads = |person: &Participant| {
        let own = shares.iter().filter(|share| share.participant == Some(person.id));
        own.into_iter().any(|share| share.plan || !matches!(share.part, Part::Nothing(_)))
    };
    let absent = meeting.participants.iter().filter(is_absent).filter(|person| !reads(person));
    absent
        .filter_map(|person| {
            let done = |id| {
                meeting
                    .told_by_its_end(id)
                    .is_some_and(|last| matches!(last.status, ActionState::Klar | ActionState::Inaktuell))
            };
            let is_own = |owner: &str| meeting.called(owner).iter().any(|called| called.id == person.id);
            let new = meeting.actions().filter(|entry| !done(entry.id)).filter_map(|entry| entry.action());
            let new = new.filter(|action| {
                action.owner == Some(person.id) || action.owner_name.as_deref().is_some_and(is_own)
            });
            let before = meeting.continues().into_iter().filter(|row| row.is_promise());
            let before = before.filter(|row| row.owner.as_deref().is_some_and(is_own));
            let count = new.count() + before.count();
            (count > 0).then(|| tell(&person.name_and_role(), count))
        })
        .chain(
            elsewhere.iter().filter(|(who, _)| !is_sent(&shares, who)).map(|(who, count)| tell(who, *count)),
        )
        .collect()
}

fn tell(who: &str, count: usize) -> String {
    let things = if count == 1 { "1 sak".to_owned() } else { format!("{count} saker") };
    format!("{who}: var inte här och får inget papper, men ska göra {things}. Säg till.")
}

/// Whether somebody from outside, by this name, gets something.
fn is_sent(shares: &[Share], who: &str) -> bool {
    let own = |share: &&Share| share.participant.is_none() && same(&share.who, who);
    shares.iter().filter(own).any(|share| !matches!(share.part, Part::Nothing(_)))
}

/// Those who still are asked for something promised before and take no part here, with how much it is.
fn asked_elsewhere(meeting: &Meeting) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = Vec::new();
    let goes_on =
        meeting.continues().into_iter().filter(|row| row.is_promise() && meeting.is_still_asked(row));
    for row in goes_on {
        let Some(owner) = row.owner.as_deref().filter(|owner| meeting.called(owner).is_empty()) else {
            continue;
        };
        let who = row.owner_as_then().map_or_else(|| owner.to_owned(), |person| person.name_and_role());
        match all.iter_mut().find(|(known, _)| same(known, &who)) {
            Some((_, count)) => *count += 1,
            None => all.push((who, 1)),
        }
    }
    all
}
