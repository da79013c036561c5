//! What must be done before a meeting is closed.

use super::{Finding, Severity, Todo, entering, finish, ground, is_silent, leaving, rule};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::dates::Due;
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::{Meeting, Position};
use crate::domain::quoted::quoted_short;
use crate::domain::record::{
    ArendeState, EndReason, Entry, Participant, ParticipantKind, PlanAnswerKind, Presence,
};
use chrono::{DateTime, NaiveDate, Utc};

/// What the rules say when the meeting is to be closed, the gravest first.
pub fn before_closing(meeting: &Meeting, today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    let ended = meeting.is_ended_by_no();
    if !ended {
        // What was to be there before a phase can still be filled in, and now comes what is settled last.
        let when = "innan mötet avslutas";
        found.extend(entering::meeting_fields_findings(meeting, None, when));
        found.extend(entering::value_findings(meeting, None, None));
        found.extend(entering::everybodys_fields(meeting, today, None, when));
    }
    if !ended {
        found.extend(unwritten(meeting, today));
    }
    for entry in meeting.actions().filter(|entry| !is_silent(meeting, entry)) {
        if let Some(missing) = incomplete(entry) {
            found.push(Finding {
                rule: rule::COMPLETE,
                severity: Severity::Overridable,
                arende: entry.arende,
                what: format!("Åtgärden {} har {missing}.", quoted_short(&entry.text, 40)),
                why: "Det som ingen äger och som inte har någon tid blir sällan gjort.".to_owned(),
                remedy: "Fråga vem som tar den och när den ska vara klar.".to_owned(),
                fix: Some(Todo::Complete(entry.id)),
                about: vec![entry.id.0.to_string()],
                ..Finding::PLAIN
            });
        }
    }
    found.extend(undecided(meeting));
    found.extend(recurring(meeting));
    found.extend(leaving::others_decide(meeting));
    if meeting.head.sip_ended.is_none() && !ended {
        found.extend(leaving::needs_of_both(meeting));
    }
    found.extend(
        leaving::content(meeting, Position { phase: Phase::Ansvar, arende: None }).filter(|_| !ended),
    );
    for entry in agreed(meeting).filter(|entry| entry.confirmed.is_none()) {
        found.push(Finding {
            rule: rule::READ_OUT,
            severity: Severity::Overridable,
            arende: entry.arende,
            what: format!("{} är inte uppläst och bekräftad.", quoted_short(&entry.text, 40)),
            why: "Alla ska gå härifrån med samma bild av vem som gör vad.".to_owned(),
            remedy: "Läs upp punkten och bekräfta den.".to_owned(),
            fix: Some(Todo::Confirm(entry.id)),
            about: vec![entry.id.0.to_string()],
            ..Finding::PLAIN
        });
    }
    found.extend(answers_to_the_plan(meeting));
    if lacks_overall(meeting) {
        found.push(Finding {
            rule: rule::OVERALL,
            severity: Severity::Overridable,
            arende: None,
            what: "Det står inte vilken huvudman som har det samlade ansvaret för planen.".to_owned(),
            why: "Familjen ska veta vem som ser till att planen blir av, också när någon byter jobb."
                .to_owned(),
            remedy: "Säg vilken det är, eller gå vidare och skriv varför.".to_owned(),
            fix: Some(Todo::Overall),
            ..Finding::PLAIN
        });
    }
    if meeting.agenda.plan_consent && meeting.recipients.is_empty() && !ended {
        found.push(Finding {
            rule: rule::RECIPIENTS,
            severity: Severity::Overridable,
            arende: None,
            what: "Det står inte vem som får protokollet.".to_owned(),
            why: format!(
                "Familjen ska få det, och var och en ska veta vem mer som får det. {}",
                ground(&meeting.agenda, rule::RECIPIENTS, None)
            ),
            remedy: "Säg hur var och en får det.".to_owned(),
            fix: Some(Todo::Recipients),
            ..Finding::PLAIN
        });
    }
    if lacks_follow_up(meeting) {
        found.push(unbooked(meeting));
    }
    finish(meeting, found)
}

/// That nobody has chosen between two texts that were written at once.
fn undecided(meeting: &Meeting) -> impl Iterator<Item = Finding> {
    meeting.undecided().filter(|(_, entry, _)| !is_silent(meeting, entry)).map(|(row, entry, _)| Finding {
        rule: rule::TWO_TEXTS,
        severity: Severity::Overridable,
        arende: entry.arende,
        what: format!("{} skrevs samtidigt av två.", quoted_short(&entry.text, 40)),
        why: "Båda texterna kommer med i protokollet, märkta som ej avgjorda.".to_owned(),
        remedy: "Välj den som gäller, eller behåll båda.".to_owned(),
        fix: Some(Todo::TwoTexts(row.id)),
        about: vec![row.id.0.to_string()],
        ..Finding::PLAIN
    })
}

/// That what comes next isn't booked: the follow-up, or the meeting that this one prepares.
fn unbooked(meeting: &Meeting) -> Finding {
    let (what, why) = if meeting.agenda.prepares() {
        ("Mötet som ni förbereder är inte bokat.", "Det är dit det ni har kommit fram till ska.")
    } else {
        ("Uppföljningen är inte bokad.", "Mötet avslutas med att nästa bokas.")
    };
    Finding {
        rule: rule::FOLLOW_UP,
        severity: Severity::Overridable,
        arende: None,
        what: what.to_owned(),
        why: format!("{why} {}", ground(&meeting.agenda, rule::FOLLOW_UP, None)),
        remedy: "Kom överens om dag och vem som kallar.".to_owned(),
        fix: Some(Todo::FollowUp),
        ..Finding::PLAIN
    }
}

/// What the phases of the ärenden that were taken up insist on and haven't got, however the meeting came past them.
fn unwritten(meeting: &Meeting, today: NaiveDate) -> impl Iterator<Item = Finding> {
    let was_taken_up = move |stop: &Position| match stop.arende.and_then(|id| meeting.item(id)) {
        Some(item) => {
            (item.state != ArendeState::Vantar || !meeting.agenda.many)
                && entering::silenced(meeting, item, today).is_none()
        }
        None => true,
    };
    let stops = meeting.walk().into_iter().filter(|stop| stop.phase.is_per_arende()).filter(was_taken_up);
    stops.filter_map(|stop| Some(Finding { at: Some(stop), ..leaving::content(meeting, stop)? }))
}

/// Whether a plan goes on of which nobody has said which huvudman has the overall responsibility, by a form that asks.
pub fn lacks_overall(meeting: &Meeting) -> bool {
    !meeting.agenda.overall_choices().is_empty()
        && meeting.head.overall.is_none()
        && meeting.head.sip_ended.is_none()
        && !meeting.is_ended_by_no()
}

/// Whether it is still open if the plan ends today, which decides what is asked of it: where a plan that there is already is
/// followed up.
pub fn asks_first_of_the_end(meeting: &Meeting) -> bool {
    meeting.agenda.can_end && meeting.is_follow_up() && meeting.head.sip_ended.is_none()
}

/// Whether nobody is said to hold a plan together that goes on.
pub fn lacks_holder(meeting: &Meeting) -> bool {
    meeting.agenda.plan_consent
        && !meeting.participants.iter().any(|person| person.main_responsible)
        && meeting.head.sip_ended.is_none()
        && !meeting.is_ended_by_no()
}

/// Whether the form insists on a follow-up of what goes on, and none is booked.
pub fn lacks_follow_up(meeting: &Meeting) -> bool {
    meeting.agenda.follow_up_required
        && meeting.follow_up().is_none()
        && meeting.head.sip_ended.is_none()
        && !meeting.is_ended_by_no()
}

/// What the child and the guardians haven't been asked of the plan, and a no that nobody has done anything about.
fn answers_to_the_plan(meeting: &Meeting) -> Vec<Finding> {
    let mut found = Vec::new();
    if meeting.agenda.plan_consent {
        for person in unasked(meeting) {
            found.push(Finding {
                rule: rule::PLAN,
                severity: Severity::Overridable,
                arende: None,
                what: format!("{} har inte svarat ännu: {}", person.short_name(), meeting.plan_question()),
                why: format!(
                    "Planen är barnets och familjens. {}",
                    ground(&meeting.agenda, rule::PLAN, None)
                ),
                remedy: "Fråga, och skriv svaret: ja, ja om … eller nej.".to_owned(),
                fix: Some(Todo::PlanAnswer(person.id)),
                about: vec![person.id.0.to_string()],
                ..Finding::PLAIN
            });
        }
    }
    // A no to a plan that has ended asks nothing more of anybody.
    let goes_on = meeting.head.sip_ended.is_none();
    let no = meeting.plan_answers.iter().find(|row| goes_on && row.answer == PlanAnswerKind::Nej);
    let written = meeting.entries.iter().any(|entry| entry.kind() == EntryKind::EjOverens);
    if let Some(who) = no.filter(|_| !written).and_then(|row| meeting.participant(row.participant)) {
        found.push(Finding {
            rule: rule::PLAN,
            severity: Severity::Overridable,
            arende: None,
            what: format!("{} säger nej till planen.", who.short_name()),
            why: "Planen gäller inte utan den som den handlar om.".to_owned(),
            remedy: "Ändra planen och fråga igen, eller skriv under Inte överens vad ni inte är överens om."
                .to_owned(),
            fix: Some(Todo::PlanAnswer(who.id)),
            about: vec![who.id.0.to_string()],
            ..Finding::PLAIN
        });
    }
    found
}

/// The actions that come back and that nobody follows up.
fn recurring(meeting: &Meeting) -> impl Iterator<Item = Finding> {
    // Where the plan has ended there is no meeting that follows up.
    let goes_on = meeting.head.sip_ended.is_none();
    let waiting =
        meeting.actions().filter(move |entry| goes_on && unfollowed(entry) && !is_silent(meeting, entry));
    waiting.map(|entry| Finding {
        rule: rule::RECURRING,
        severity: Severity::Overridable,
        arende: entry.arende,
        what: format!("Det står inte när {} följs upp.", quoted_short(&entry.text, 40)),
        why: "Det som görs om och om igen behöver en dag då ni ser om det hjälper.".to_owned(),
        remedy: "Kom överens om en dag.".to_owned(),
        fix: Some(Todo::Recurring(entry.id)),
        about: vec![entry.id.0.to_string()],
        ..Finding::PLAIN
    })
}

/// What an action lacks, in words; nothing if it has an owner and a date.
pub fn incomplete(entry: &Entry) -> Option<&'static str> {
    let action = entry.action()?;
    let owner = action.owner.is_some() || action.owner_name.is_some();
    match (owner, action.due.is_some()) {
        (true, true) => None,
        (false, true) => Some("ingen ansvarig"),
        (true, false) => Some("inget datum"),
        (false, false) => Some("varken ansvarig eller datum"),
    }
}

/// Whether it is an action that comes back, with no day on which it is followed up.
pub fn unfollowed(entry: &Entry) -> bool {
    entry.action().is_some_and(|action| {
        action.due.as_ref().is_some_and(Due::is_recurring) && action.follow_up.is_none()
    })
}

/// Whether somebody of a family has promised it themselves.
pub fn is_by_family(meeting: &Meeting, entry: &Entry) -> bool {
    meeting.is_by_family(entry)
}

/// What was agreed and is read out in ansvar: actions and decisions, ärende by ärende, and by their numbers: in a plan what
/// the family does first. Nothing of an ärende that a known no has stopped.
pub fn agreed(meeting: &Meeting) -> impl Iterator<Item = &Entry> {
    let place = |entry: &Entry| entry.arende.map_or(usize::MAX, |id| meeting.number_of(id));
    // Asked once of each ärende, and not for each of hundreds of rows.
    let silent: Vec<MeetingArendeId> =
        meeting.items.iter().filter(|item| meeting.is_stopped(item)).map(|item| item.id).collect();
    let mut points: Vec<&Entry> = meeting
        .entries
        .iter()
        .filter(|entry| matches!(entry.kind(), EntryKind::Atgard | EntryKind::Beslut))
        .filter(|entry| entry.arende.is_none_or(|item| !silent.contains(&item)))
        .collect();
    points.sort_by_cached_key(|entry| {
        let within = meeting.place_of_point(entry);
        (place(entry), entry.kind() == EntryKind::Beslut, within, entry.order, entry.id)
    });
    points.into_iter()
}

/// Whether the owner isn't here, and so is asked afterwards: nobody can promise for another. Nobody is asked for what had begun, was
/// done or was dropped by the meeting's end.
pub fn is_asked(meeting: &Meeting, entry: &Entry) -> bool {
    let told = meeting.told_by_its_end(entry.id);
    let is_settled = || told.is_some_and(|told| told.status.is_settled());
    // The word by which somebody takes over doesn't say that they have begun.
    let has_begun = || told.is_some_and(|told| told.status.has_begun() && told.new_owner().is_none());
    let is_absent = entry.action().is_some_and(|action| {
        let owner = action.owner.and_then(|id| meeting.participant(id));
        action.owner_name.is_some()
            || owner.is_some_and(|person| must_be_asked(person.presence, person.left, entry.id))
    });
    is_absent && !is_settled() && !has_begun()
}

/// Whether somebody must be asked before it is a promise: who isn't here, unless they left after it was agreed.
pub fn must_be_asked(presence: Presence, left: Option<DateTime<Utc>>, entry: EntryId) -> bool {
    let written = entry.0.get_timestamp().map(|stamp| stamp.to_unix().0);
    let left = left.and_then(|left| u64::try_from(left.timestamp()).ok());
    let left_after = written.zip(left).is_some_and(|(written, left)| written <= left);
    match presence {
        Presence::Plats | Presence::Distans => false,
        Presence::Gatt => !left_after,
        Presence::Franvarande => true,
    }
}

/// Those who are asked for consent to the plan and haven't answered: nobody, where it has ended. Where there are several children each is asked about
/// its own, if that may be spoken of and wasn't put off.
pub fn unasked(meeting: &Meeting) -> impl Iterator<Item = &Participant> {
    let has_plan = |id: &MeetingArendeId| {
        meeting
            .item(*id)
            .is_some_and(|item| item.state != ArendeState::Uppskjutet && !meeting.is_stopped(item))
    };
    meeting.participants.iter().filter(move |person| {
        matches!(person.kind, ParticipantKind::Barn | ParticipantKind::Vardnadshavare)
            && person.presence != Presence::Franvarande
            && meeting.arenden_of(person).is_none_or(|own| own.iter().any(has_plan))
            && !meeting.is_ended_by_no()
            // Also of an end they are asked; not where their own no is what ended it.
            && meeting.head.sip_end_reason != Some(EndReason::SamtycketAterkallat)
            && !(person.kind == ParticipantKind::Vardnadshavare && meeting.is_family_of_adults(person))
            && !meeting.plan_answers.iter().any(|row| row.participant == person.id)
    })
}
