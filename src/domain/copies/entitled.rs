//! What somebody may have at most: what they take part in, as far as a consent covers them where one is asked for.

use super::{Part, Why, is_of_minutes};
use crate::domain::collate::same;
use crate::domain::consent::Standing;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::record::{
    Consent, ConsentAnswer, CopyLog, CopyWay, MeetingArende, Participant, ParticipantKind,
};
use chrono::NaiveDate;

/// What a participant may have: what they take part in or belong to, as far as a consent covers them where one is asked for,
/// and the child itself hasn't said no.
pub(super) fn entitled(
    meeting: &Callings<'_>,
    person: &Participant,
    today: NaiveDate,
    given: &[CopyLog],
) -> Part {
    may_have(meeting, person, (today, given), false)
}

/// As [`entitled`]; with `despite`, whatever the child says of those close to it.
pub(super) fn may_have(
    meeting: &Callings<'_>,
    person: &Participant,
    (today, given): (NaiveDate, &[CopyLog]),
    despite: bool,
) -> Part {
    if person.kind == ParticipantKind::Tolk {
        return Part::Nothing(Why::Interpreter);
    }
    if meeting.is_kept_from_family() && person.may_be_family() {
        return Part::Nothing(Why::MustNotKnow);
    }
    if meeting.is_unplaced(person) {
        return Part::Nothing(Why::Untied);
    }
    let mine = |item: &&MeetingArende| meeting.takes_part(person, item.id);
    let items: Vec<&MeetingArende> = meeting.items.iter().filter(mine).collect();
    let named = |part: &str| meeting.means(part, person);
    let kept = |item: &MeetingArende| !despite && is_kept_by_child(meeting, person, item);
    // A copy from before doesn't answer for one more, where the child has said no since.
    let had = |id| has_had(given, &person.name_and_role(), id) && !meeting.item(id).is_some_and(&kept);
    allowed(meeting, &items, &had, &|item| {
        match person.kind {
            ParticipantKind::Vardnadshavare if meeting.is_of_age(item) => {
                covered_as_parent(meeting, item, today, &named)
            }
            _ if person.is_party() => covered(meeting, item, today, &named),
            _ => Ok(()),
        }?;
        if kept(item) { Err(Why::ChildRefused) } else { Ok(()) }
    })
}

/// What somebody close to a child could have, were it not for its own no; nothing where that changes nothing.
pub(super) fn despite(
    meeting: &Callings<'_>,
    person: &Participant,
    today: NaiveDate,
    given: &[CopyLog],
) -> Option<Part> {
    if !meeting.items.iter().any(|item| is_kept_by_child(meeting, person, item)) {
        return None;
    }
    let without = may_have(meeting, person, (today, given), true);
    let more =
        !matches!(without, Part::Nothing(_)) && without != may_have(meeting, person, (today, given), false);
    more.then_some(without)
}

/// Whether the child of an ärende has said no for itself, and this is somebody close to it.
pub(super) fn is_kept_by_child(meeting: &Meeting, person: &Participant, item: &MeetingArende) -> bool {
    matches!(person.kind, ParticipantKind::Vardnadshavare | ParticipantKind::Narstaende)
        && meeting.takes_part(person, item.id)
        && meeting.has_refused_itself(item)
}

/// Whether somebody has been given what stands in the minutes of an ärende. A copy that was made, or looked at, has
/// reached nobody yet.
pub(super) fn has_had(given: &[CopyLog], who: &str, item: MeetingArendeId) -> bool {
    given.iter().any(|row| {
        row.way == CopyWay::Lamnad
            && is_of_minutes(&row.what)
            && same(&row.recipient, who)
            && row.arenden.as_deref().is_none_or(|told| told.split(' ').any(|own| own == item.to_string()))
    })
}

/// What of the ärenden may be given: those that `covers` lets be, and what they `had` already.
pub(super) fn allowed(
    meeting: &Meeting,
    items: &[&MeetingArende],
    had: &dyn Fn(MeetingArendeId) -> bool,
    covers: &dyn Fn(&MeetingArende) -> Result<(), Why>,
) -> Part {
    let mut why = Why::NotNamed;
    let mut kept = Vec::new();
    for item in items {
        match if had(item.id) { Ok(()) } else { covers(item) } {
            Ok(()) => kept.push(item.id),
            Err(reason) => why = reason,
        }
    }
    if kept.len() == meeting.items.len() {
        Part::Whole
    } else if kept.is_empty() {
        Part::Nothing(why)
    } else {
        Part::Arenden(kept)
    }
}

/// Whether a consent that holds covers the recipient in an ärende that asks for one.
pub(super) fn covered(
    meeting: &Callings<'_>,
    item: &MeetingArende,
    today: NaiveDate,
    named: &dyn Fn(&str) -> bool,
) -> Result<(), Why> {
    if !meeting.needs_consent(item) {
        return Ok(());
    }
    match meeting.consent_as_such(item, today) {
        Standing::NotNeeded => return Ok(()),
        Standing::Withdrawn => return Err(Why::Withdrawn),
        Standing::Refused => return Err(Why::Refused),
        _ => {}
    }
    let names_them = |consent: &&Consent| meeting.parties_of(consent.id).any(named);
    let holding = meeting.holding(item, today);
    if holding.iter().any(names_them) {
        return Ok(());
    }
    // Of what doesn't hold only the last of each is of interest: who was left out by a later answer isn't named.
    let answers = meeting.last_answers(item.arende);
    let naming: Vec<_> = answers
        .into_iter()
        .filter(|consent| consent.answer == ConsentAnswer::Ja && names_them(consent))
        .collect();
    Err(if naming.is_empty() {
        Why::NotNamed
    } else if naming.iter().any(|consent| consent.holds_on(today)) {
        Why::Spoken
    } else {
        Why::Expired
    })
}

/// Whether the child, who has come of age, lets a guardian know: it has named them, whether or not the form asks for consent.
pub(super) fn covered_as_parent(
    meeting: &Callings<'_>,
    item: &MeetingArende,
    today: NaiveDate,
    named: &dyn Fn(&str) -> bool,
) -> Result<(), Why> {
    let names_them = |consent: &&Consent| consent.by_child && meeting.parties_of(consent.id).any(named);
    if !meeting.consents_for(item.arende).any(|consent| names_them(&consent)) {
        return Err(Why::OfAge);
    }
    covered(meeting, item, today, named)?;
    meeting.holding(item, today).iter().any(names_them).then_some(()).ok_or(Why::OfAge)
}
