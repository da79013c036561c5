//! Who gets what of a meeting's papers.
//!
//! Dals-Ed 2022, section 6: a consent names the parties; a new party needs a new consent. What has been written down
//! isn't given to anybody new after a withdrawal; who has had a copy already may have it again.

mod rows;

pub use rows::{huvudman_name, is_kept_from, left_out, meant};

use super::agenda::MinutesKind;
use super::collate::{fold, same};
use super::consent::{Standing, one_party};
use super::ids::{MeetingArendeId, ParticipantId};
use super::meeting::Meeting;
use super::record::{
    Consent, ConsentAnswer, CopyLog, CopyWay, MeetingArende, Participant, ParticipantKind, Presence, Stage,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What the plan in plain language is called.
pub const PLAN: &str = "Min plan";

/// What somebody gets of the minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it, but for what an undantag keeps from them.
    Whole,
    /// What is common, and these ärenden.
    Arenden(Vec<MeetingArendeId>),
    /// Nothing.
    Nothing(Why),
}

/// Why somebody gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The user chose so.
    Chosen,
    /// An interpreter has no part in the matter.
    Interpreter,
    /// Isn't among those who are to get the minutes.
    NotListed,
    /// Was called but didn't come.
    Absent,
    /// The child gets its plan instead, in plain language.
    OwnPlan,
    /// No consent names them.
    NotNamed,
    /// The consent was withdrawn.
    Withdrawn,
    /// The answer to the question of consent is no.
    Refused,
    /// The consent no longer holds.
    Expired,
    /// The consent was said, where the form asks for it in writing.
    Spoken,
    /// The child has come of age: its guardians get nothing unless they are on the list.
    OfAge,
    /// The guardians must not know of the meeting: nothing is made for anybody close to the child.
    MustNotKnow,
    /// Somebody has to say which ärende is theirs.
    Unplaced,
    /// The meeting has several children, and nobody has said whose family they are.
    Untied,
}

impl Why {
    /// In the list.
    pub fn words(self) -> &'static str {
        match self {
            Self::Chosen => "valt så",
            Self::Interpreter => "tolk",
            Self::NotListed => "står inte på listan",
            Self::Absent => "var inte med",
            Self::OwnPlan => "får sin egen plan",
            Self::NotNamed => "samtycket nämner dem inte",
            Self::Withdrawn => "samtycket är återkallat",
            Self::Refused => "svaret på samtycke är nej",
            Self::Expired => "samtycket har gått ut",
            Self::Spoken => "samtycket är inte skriftligt",
            Self::OfAge => "barnet är myndigt",
            Self::MustNotKnow => "får inte veta om mötet",
            Self::Unplaced => "välj ärende",
            Self::Untied => "säg först vems familj",
        }
    }
}

/// What one recipient gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Name and role, or what the recipient was written down as.
    pub who: String,
    /// The participant, if it is one.
    pub participant: Option<ParticipantId>,
    /// What of the minutes, unless somebody chooses otherwise.
    pub part: Part,
    /// The most that can be chosen.
    pub most: Part,
    /// Why it is less than that, or less than all: "kom senare".
    pub reason: Option<&'static str>,
    /// Whether they get the plan in plain language: the child, and those who have the care of it.
    pub plan: bool,
    /// How they get it: "hem med svarskuvert".
    pub way: Option<String>,
}

/// What each participant and each other recipient gets: those who get something first, in the order round the table.
/// `given` is what has been given before.
pub fn shares(meeting: &Meeting, today: NaiveDate, given: &[CopyLog]) -> Vec<Share> {
    let mut all: Vec<Share> =
        meeting.participants.iter().map(|person| of_participant(meeting, person, today, given)).collect();
    let others = meeting.recipients.iter().filter(|row| row.participant.is_none());
    all.extend(others.map(|row| Share {
        way: row.way.clone(),
        ..Share::of_outsider(&row.name, of_other(meeting, &row.name, today, given))
    }));
    all.sort_by_key(|share| matches!(share.part, Part::Nothing(_)) && !share.plan);
    all
}

/// What the share can be changed to: never to more than the recipient may have.
pub fn choices(meeting: &Meeting, share: &Share) -> Vec<Part> {
    let mut choices = vec![share.part.clone()];
    if share.most != share.part {
        choices.push(share.most.clone());
    }
    let single: Vec<MeetingArendeId> = match &share.most {
        Part::Whole => meeting.todays_items().map(|item| item.id).collect(),
        Part::Arenden(own) => own.clone(),
        Part::Nothing(Why::Unplaced) => open_to_strangers(meeting).collect(),
        Part::Nothing(_) => Vec::new(),
    };
    let several = single.len() > 1 || share.part == Part::Nothing(Why::Unplaced);
    for one in single.into_iter().filter(|_| several).map(|item| Part::Arenden(vec![item])) {
        if !choices.contains(&one) {
            choices.push(one);
        }
    }
    if !matches!(share.part, Part::Nothing(_)) || share.plan {
        choices.push(Part::Nothing(Why::Chosen));
    }
    choices
}

/// The ärenden that ask for no consent: somebody whom no consent names may be given those.
fn open_to_strangers(meeting: &Meeting) -> impl Iterator<Item = MeetingArendeId> {
    meeting.todays_items().filter(|item| !meeting.needs_consent(item)).map(|item| item.id)
}

/// What a recipient gets who is asked for by name, role or verksamhet: what the list says of them and nothing else, so that
/// every door gives the same. Several of one role or verksamhet get what each of them gets.
pub fn listed(meeting: &Meeting, who: &str, today: NaiveDate, given: &[CopyLog]) -> Share {
    let all = shares(meeting, today, given);
    if let Some(own) = all.iter().find(|share| share.participant.is_none() && same(&share.who, who)) {
        return own.clone();
    }
    let own = |person: &&Participant| all.iter().find(|share| share.participant == Some(person.id));
    let meant = meant(meeting, who);
    match meant.iter().filter_map(own).collect::<Vec<_>>().as_slice() {
        [one] => (*one).clone(),
        // One of several of a family by the same name: nothing tells whose paper it would be.
        [_, ..] if meeting.called(who).iter().any(|person| person.may_be_family()) => {
            Share::of_outsider(who, Part::Nothing(Why::Untied))
        }
        several => {
            let kept = meeting.is_kept_from_family() && several.is_empty();
            let nothing = Part::Nothing(if kept { Why::MustNotKnow } else { Why::NotListed });
            let part = several.iter().map(|share| share.part.clone()).reduce(common).unwrap_or(nothing);
            Share::of_outsider(who, part)
        }
    }
}

/// What two get who are given the same copy.
fn common(one: Part, other: Part) -> Part {
    match (one, other) {
        (Part::Nothing(why), _) | (_, Part::Nothing(why)) => Part::Nothing(why),
        (Part::Whole, part) | (part, Part::Whole) => part,
        (Part::Arenden(one), Part::Arenden(other)) => {
            let both: Vec<_> = one.into_iter().filter(|item| other.contains(item)).collect();
            if both.is_empty() { Part::Nothing(Why::NotListed) } else { Part::Arenden(both) }
        }
    }
}

/// What somebody may know who is asked for by name, role or verksamhet, whether or not they are on the list of those who
/// are to get the minutes: what an invitation may tell them.
pub fn share_of(meeting: &Meeting, who: &str, today: NaiveDate, given: &[CopyLog]) -> Share {
    match meeting.called(who).as_slice() {
        [person] => {
            let (part, most, reason) = placed(meeting, person, today, given);
            Share { part, most, reason, ..of_participant(meeting, person, today, given) }
        }
        // One of several of a family by the same name: nothing tells whose paper it would be.
        several if several.iter().any(|person| person.may_be_family()) => {
            Share::of_outsider(who, Part::Nothing(Why::Untied))
        }
        _ => Share::of_outsider(who, of_stranger(meeting, who, today, given)),
    }
}

impl Share {
    /// Of somebody who isn't on the list of those who take part.
    fn of_outsider(who: &str, part: Part) -> Self {
        let most = part.clone();
        Self {
            who: who.trim().to_owned(),
            participant: None,
            part,
            most,
            reason: None,
            plan: false,
            way: None,
        }
    }
}

/// Whether the plan goes along with a part that was chosen: who is to get nothing gets no plan either.
pub fn with_plan(share: &Share, part: &Part) -> bool {
    share.plan && *part != Part::Nothing(Why::Chosen)
}

/// In the list: "hela protokollet utom 1 rad och Min plan". The meeting comes with the keys of the rows that it holds.
pub fn describe_all(meeting: (&Meeting, &BTreeSet<Uuid>), share: &Share, part: &Part) -> String {
    let what = match (part, with_plan(share, part)) {
        (Part::Nothing(_), true) => PLAN.to_owned(),
        (_, true) => format!("{} och {PLAN}", describe_for(meeting, &share.who, part)),
        (_, false) => describe_for(meeting, &share.who, part),
    };
    match share.reason.filter(|_| *part == share.part) {
        Some(reason) => format!("{what} ({reason})"),
        None => what,
    }
}

/// In the list and in the log, for one recipient: "hela protokollet utom 1 rad". As [`describe_all`].
pub fn describe_for(meeting: (&Meeting, &BTreeSet<Uuid>), who: &str, part: &Part) -> String {
    let what = describe(meeting.0, part);
    match left_out(meeting, who, part) {
        0 => what,
        1 => format!("{what} utom 1 rad"),
        count => format!("{what} utom {count} rader"),
    }
}

/// The ärenden that a copy tells of, for the log; nothing where it tells of all.
pub fn told_of(part: &Part) -> Option<String> {
    match part {
        Part::Arenden(items) => Some(items.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        Part::Whole | Part::Nothing(_) => None,
    }
}

/// Without regard to whose it is: "hela protokollet", "ärende 1 och 3".
pub fn describe(meeting: &Meeting, part: &Part) -> String {
    match part {
        Part::Whole => whole(meeting.agenda.minutes_kind).to_owned(),
        Part::Arenden(items) => {
            let numbers: Vec<String> = meeting
                .items
                .iter()
                .filter(|item| items.contains(&item.id))
                .map(|item| meeting.number_of(item.id).to_string())
                .collect();
            match numbers.split_last() {
                Some((last, before)) if !before.is_empty() => {
                    format!("{ARENDE} {} och {last}", before.join(", "))
                }
                _ => format!("{ARENDE} {}", numbers.concat()),
            }
        }
        Part::Nothing(why) => format!("inget: {}", why.words()),
    }
}

fn of_participant(meeting: &Meeting, person: &Participant, today: NaiveDate, given: &[CopyLog]) -> Share {
    let row = meeting.recipients.iter().find(|row| row.participant == Some(person.id));
    let listed = row.is_some() || meeting.recipients.is_empty();
    let who = person.name_and_role();
    let child = person.kind == ParticipantKind::Barn;
    let kept = meeting.is_kept_from_family() && person.may_be_family();
    let untied = meeting.is_unplaced(person);
    let stopped =
        if child || person.kind == ParticipantKind::Vardnadshavare { stopped(meeting, person) } else { None };
    let nothing = match person.kind {
        _ if kept => Some(Why::MustNotKnow),
        _ if untied => Some(Why::Untied),
        ParticipantKind::Barn if row.is_none() && meeting.head.individuals => {
            Some(stopped.unwrap_or(Why::OwnPlan))
        }
        _ if !listed => Some(Why::NotListed),
        _ if row.is_none() && person.presence == Presence::Franvarande => Some(Why::Absent),
        _ => None,
    };
    let (part, most, reason) = match nothing {
        Some(why) => (Part::Nothing(why), Part::Nothing(why), None),
        None => placed(meeting, person, today, given),
    };
    let care = child || person.kind == ParticipantKind::Vardnadshavare;
    let gets = row.is_some() || person.presence != Presence::Franvarande;
    // Who is like anybody else to a child who has come of age gets its plan if they may have the minutes.
    let of_adult = !child && meeting.is_family_of_adults(person) && matches!(most, Part::Nothing(_));
    let plan = care
        && (child || listed)
        && gets
        && meeting.head.individuals
        && !(kept || untied || of_adult)
        && stopped.is_none();
    let way = row.and_then(|row| row.way.clone());
    Share { who, participant: Some(person.id), part, most, reason, plan, way }
}

/// What a participant gets unless somebody chooses otherwise, the most that they may have, and why the first is less: who
/// came late or left early gets what was taken up while they were there.
fn placed(
    meeting: &Meeting,
    person: &Participant,
    today: NaiveDate,
    given: &[CopyLog],
) -> (Part, Part, Option<&'static str>) {
    let most = entitled(meeting, person, today, given);
    let all: Vec<MeetingArendeId> = match &most {
        Part::Whole => meeting.items.iter().map(|item| item.id).collect(),
        Part::Arenden(own) => own.clone(),
        Part::Nothing(_) => return (most.clone(), most, None),
    };
    let there: Vec<MeetingArendeId> =
        all.iter().copied().filter(|item| was_there(meeting, person, *item)).collect();
    if there.len() == all.len() {
        let only = !person.is_family() && most != Part::Whole && meeting.arenden_of(person).is_some();
        return (most.clone(), most, only.then_some("var bara med där"));
    }
    let reason = match (person.came, person.left) {
        (Some(_), Some(_)) => "kom senare och gick tidigare",
        (Some(_), None) => "kom senare",
        (None, _) => "gick tidigare",
    };
    let part = if there.is_empty() { Part::Nothing(Why::Absent) } else { Part::Arenden(there) };
    (part, most, Some(reason))
}

/// Whether somebody was there at some time while an ärende was spoken of. Where one matter is all of the meeting, or nobody
/// noted when the ärenden were taken up, they were.
fn was_there(meeting: &Meeting, person: &Participant, item: MeetingArendeId) -> bool {
    if !meeting.agenda.many || meeting.stages.iter().all(|stage| stage.arende.is_none()) {
        return true;
    }
    let while_there = |stage: &Stage| {
        person.came.is_none_or(|came| stage.to.is_none_or(|to| to > came))
            && person.left.is_none_or(|left| stage.from < left)
    };
    (person.came.is_none() && person.left.is_none())
        || meeting.stages.iter().any(|stage| stage.arende == Some(item) && while_there(stage))
}

/// What a participant may have: what they take part in or belong to, as far as a consent covers them where one is asked for.
fn entitled(meeting: &Meeting, person: &Participant, today: NaiveDate, given: &[CopyLog]) -> Part {
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
    let had = |item| has_had(given, &person.name_and_role(), item);
    allowed(meeting, &items, &had, &|item| match person.kind {
        ParticipantKind::Vardnadshavare if meeting.is_of_age(item) => {
            covered_as_parent(meeting, item, today, &named)
        }
        _ if person.is_party() => covered(meeting, item, today, &named),
        _ => Ok(()),
    })
}

/// Why no plan is made for anybody, where all that the meeting took up of children may not be spoken of any more.
pub fn no_plan(meeting: &Meeting) -> Option<Why> {
    let mut about = meeting.items_about_children().peekable();
    let first = *about.peek()?;
    about.all(|item| meeting.is_stopped(item)).then(|| why_stopped(meeting, first))
}

/// Why the plan of all that somebody of a family takes part in isn't a plan any more: it may not be spoken of.
pub fn stopped(meeting: &Meeting, person: &Participant) -> Option<Why> {
    let mut own =
        meeting.items_about_children().filter(|item| meeting.takes_part(person, item.id)).peekable();
    let first = *own.peek()?;
    own.all(|item| meeting.is_stopped(item)).then(|| why_stopped(meeting, first))
}

fn why_stopped(meeting: &Meeting, item: &MeetingArende) -> Why {
    let said_no = meeting.last_answers(item.arende).iter().any(|row| row.answer == ConsentAnswer::Nej);
    if said_no { Why::Refused } else { Why::Withdrawn }
}

/// Somebody who stands among the recipients by a name alone. Where it is the name of somebody of a family who takes part,
/// it gives them no more than they may have.
fn of_other(meeting: &Meeting, name: &str, today: NaiveDate, given: &[CopyLog]) -> Part {
    let people = meant(meeting, name);
    let family = people.iter().any(|person| person.may_be_family());
    let own = people.iter().filter(|_| family).map(|person| entitled(meeting, person, today, given));
    own.reduce(common).unwrap_or_else(|| of_stranger(meeting, name, today, given))
}

fn of_stranger(meeting: &Meeting, name: &str, today: NaiveDate, given: &[CopyLog]) -> Part {
    // Where the family must not know, a name that nobody can place may be theirs.
    let of_staff = |person: &Participant| !person.may_be_family() && one_party(&person.unit, name);
    if meeting.is_kept_from_family() && !meeting.participants.iter().any(of_staff) {
        return Part::Nothing(Why::MustNotKnow);
    }
    let items: Vec<&MeetingArende> = meeting.items.iter().collect();
    let wanted = fold(name);
    let named = |part: &str| one_party(part, &wanted);
    let had = |item| has_had(given, name, item);
    let covers = |item: &MeetingArende| covered(meeting, item, today, &named);
    if items.len() < 2 {
        return allowed(meeting, &items, &had, &covers);
    }
    let before: Vec<MeetingArendeId> = items.iter().map(|item| item.id).filter(|item| had(*item)).collect();
    // What they had was perhaps of all the ärenden: somebody has to say which are theirs.
    if before.len() == items.len() {
        return Part::Nothing(Why::Unplaced);
    }
    let party = meeting.consent_parties.iter().any(|row| named(&row.part));
    if !party && before.is_empty() {
        let any = open_to_strangers(meeting).next().is_some();
        return Part::Nothing(if any { Why::Unplaced } else { Why::NotNamed });
    }
    // A party takes part in the ärenden whose consents name it, and in none of those that ask for no consent.
    let items: Vec<&MeetingArende> = items
        .into_iter()
        .filter(|item| {
            had(item.id)
                || meeting.consents_for(item.arende).any(|consent| meeting.parties_of(consent.id).any(named))
        })
        .collect();
    match allowed(meeting, &items, &had, &covers) {
        Part::Whole => Part::Arenden(items.iter().map(|item| item.id).collect()),
        part => part,
    }
}

/// Whether somebody has been given what stands in the minutes of an ärende. A copy that was made, or looked at, has
/// reached nobody yet.
fn has_had(given: &[CopyLog], who: &str, item: MeetingArendeId) -> bool {
    given.iter().any(|row| {
        row.way == CopyWay::Lamnad
            && is_of_minutes(&row.what)
            && same(&row.recipient, who)
            && row.arenden.as_deref().is_none_or(|told| told.split(' ').any(|own| own == item.to_string()))
    })
}

/// Whether what the log tells of was minutes, by the words of [`describe`]: not a plan, an invitation or a form to sign.
pub fn is_of_minutes(what: &str) -> bool {
    [MinutesKind::Protokoll, MinutesKind::Motesanteckningar]
        .map(whole)
        .into_iter()
        .chain([ARENDE])
        .any(|start| what.starts_with(start))
}

const ARENDE: &str = "ärende";

fn whole(kind: MinutesKind) -> &'static str {
    match kind {
        MinutesKind::Protokoll => "hela protokollet",
        MinutesKind::Motesanteckningar => "alla mötesanteckningar",
    }
}

/// What of the ärenden may be given: those that `covers` lets be, and what they `had` already.
fn allowed(
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
fn covered(
    meeting: &Meeting,
    item: &MeetingArende,
    today: NaiveDate,
    named: &dyn Fn(&str) -> bool,
) -> Result<(), Why> {
    if !meeting.needs_consent(item) {
        return Ok(());
    }
    match meeting.consent_standing(item, today) {
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
fn covered_as_parent(
    meeting: &Meeting,
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

#[cfg(test)]
mod tests;
