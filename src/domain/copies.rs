//! Who gets what of a meeting's papers.
//!
//! Dals-Ed 2022, section 6: a consent names the parties; a new party needs a new consent. What has been written down
//! isn't given to anybody new after a withdrawal; who has had a copy already may have it again.

mod before;
mod chosen;
mod entitled;
mod late;
mod rows;
mod told;
mod wish;

pub use before::{proposed, proposed_from, proposed_outside};
pub use chosen::{A_COPY, offered, rows_with, wish_of};
pub use late::{came_after_list, late_words, untold_words};
pub use rows::{huvudman_name, is_kept_from, left_out, meant, meant_among};
pub use told::{
    DIFFERENCE, EVERYTHING, describe, describe_all, describe_for, is_of_minutes, is_of_rows, told_of,
    with_plan,
};
pub use wish::{ONLY_PLAN, Wish, is_way, way_home};

use self::entitled::{allowed, covered, despite, entitled, has_had, is_kept_by_child};
use super::collate::{fold, same};
use super::consent::one_party;
use super::ids::{MeetingArendeId, ParticipantId};
use super::meeting::{Callings, Meeting};
use super::record::{ConsentAnswer, CopyLog, MeetingArende, Participant, ParticipantKind, Presence, Stage};
use chrono::NaiveDate;

/// What the plan in plain language is called.
pub const PLAN: &str = "Min plan";

/// Where the law says that what is kept secret for a child's sake is so from its guardians too; `data/lagrum.toml` has what it
/// says and the source.
const CHILD_REFUSED: &str = "barnet har sagt nej, OSL 12 kap. 3 §";

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
    /// Came along for the family's sake: whether they are to have the minutes is for the family to say.
    CameAlong,
    /// The child gets its plan instead, in plain language.
    OwnPlan,
    /// The list says that they get the plan in plain language and no more.
    OnlyPlan,
    /// No consent names them.
    NotNamed,
    /// The consent was withdrawn.
    Withdrawn,
    /// The answer to the question of consent is no.
    Refused,
    /// The child answers itself, and has said no: that counts against those close to it too.
    ChildRefused,
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
            Self::CameAlong => "följde med, välj om familjen vill",
            Self::OwnPlan => "får sin egen plan",
            Self::OnlyPlan => "får bara Min plan",
            Self::NotNamed => "samtycket nämner dem inte",
            Self::Withdrawn => "samtycket är återkallat",
            Self::Refused => "svaret på samtycke är nej",
            Self::ChildRefused => CHILD_REFUSED,
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
    /// What can be given though the child itself has said no: asked for with a reason, which the log has.
    pub despite: Option<Part>,
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
    shares_among(&Callings::of(meeting), today, given)
}

/// As [`shares`], where more is asked of the same meeting.
pub fn shares_among(meeting: &Callings<'_>, today: NaiveDate, given: &[CopyLog]) -> Vec<Share> {
    let mut all: Vec<Share> =
        meeting.participants.iter().map(|person| of_participant(meeting, person, today, given)).collect();
    let others = meeting.recipients.iter().filter(|row| row.participant.is_none());
    all.extend(others.map(|row| match Wish::of(row) {
        Wish::Nothing => Share::of_outsider(&row.name, Part::Nothing(Why::Chosen)),
        _ => Share {
            way: row.way.clone(),
            ..Share::of_outsider(&row.name, of_other(meeting, &row.name, today, given))
        },
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
    let minutes = !matches!(share.part, Part::Nothing(_));
    if minutes && share.plan {
        choices.push(Part::Nothing(Why::OnlyPlan));
    }
    if minutes || share.plan {
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
    let callings = Callings::of(meeting);
    let all = shares_among(&callings, today, given);
    listed_among(&callings, &all, who)
}

/// As [`listed`], by the list itself.
pub fn listed_among(meeting: &Callings<'_>, all: &[Share], who: &str) -> Share {
    if let Some(own) = all.iter().find(|share| share.participant.is_none() && same(&share.who, who)) {
        return own.clone();
    }
    let own = |person: &&Participant| all.iter().find(|share| share.participant == Some(person.id));
    let meant = meant_among(meeting, who);
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
    let meeting = &Callings::of(meeting);
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

/// What a participant can be put on the list for, whatever it says of them now: the plan, and what of the minutes.
pub fn can_be_given(meeting: &Meeting, person: &Participant, today: NaiveDate) -> (bool, Part) {
    let asked = |wish| of_asked(&Callings::of(meeting), person, Some((wish, None)), (today, &[]));
    (asked(Wish::Plan).plan, asked(Wish::Minutes).part)
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
            despite: None,
            reason: None,
            plan: false,
            way: None,
        }
    }
}

fn of_participant(
    meeting: &Callings<'_>,
    person: &Participant,
    today: NaiveDate,
    given: &[CopyLog],
) -> Share {
    let row = meeting.recipients.iter().find(|row| row.participant == Some(person.id));
    let asked = row.map(|row| row.way.as_deref().map_or((Wish::Minutes, None), Wish::read));
    of_asked(meeting, person, asked, (today, given))
}

/// What a participant gets where the list asks for this for them, in such a way, or has no row of theirs.
fn of_asked(
    meeting: &Callings<'_>,
    person: &Participant,
    asked: Option<(Wish, Option<String>)>,
    (today, given): (NaiveDate, &[CopyLog]),
) -> Share {
    let has_row = asked.is_some();
    let (wish, way) = asked.map_or((None, None), |(wish, way)| (Some(wish), way));
    let listed = has_row || meeting.recipients.is_empty();
    let who = person.name_and_role();
    let child = person.kind == ParticipantKind::Barn;
    let care = child || person.kind == ParticipantKind::Vardnadshavare;
    let kept = meeting.is_kept_from_family() && person.may_be_family();
    let untied = meeting.is_unplaced(person);
    let stopped =
        if child || person.kind == ParticipantKind::Vardnadshavare { stopped(meeting, person) } else { None };
    let answers_itself = stopped.is_some() && meeting.answers_itself(person);
    let nothing = match person.kind {
        _ if kept => Some(Why::MustNotKnow),
        _ if untied => Some(Why::Untied),
        _ if wish == Some(Wish::Nothing) => Some(Why::Chosen),
        _ if wish == Some(Wish::Plan) => Some(match stopped {
            Some(why) => why,
            None if care && meeting.head.individuals => Why::OnlyPlan,
            None => Why::Chosen,
        }),
        // No plan is made: whoever answers for themselves has what stands there of them instead.
        ParticipantKind::Barn if !has_row && answers_itself => None,
        ParticipantKind::Barn if !has_row && meeting.head.individuals => {
            Some(stopped.unwrap_or(Why::OwnPlan))
        }
        _ if !listed => Some(Why::NotListed),
        _ if !has_row && was_away(meeting, person) => Some(Why::Absent),
        _ => None,
    };
    let (part, most, reason) = match nothing {
        Some(why) => (Part::Nothing(why), Part::Nothing(why), None),
        None => match placed(meeting, person, today, given) {
            (part, most, _) if !has_row && came_along(person) && !matches!(part, Part::Nothing(_)) => {
                (Part::Nothing(Why::CameAlong), most, None)
            }
            placed => placed,
        },
    };
    let gets = has_row || !was_away(meeting, person);
    // Who is like anybody else to a child who has come of age gets its plan if they may have the minutes.
    let of_adult = !child
        && meeting.is_family_of_adults(person)
        && matches!(placed(meeting, person, today, given).1, Part::Nothing(_));
    let despite = if nothing.is_none() { despite(meeting, person, today, given) } else { None };
    // The plan has all of a family's ärenden, but for those that are stopped.
    let told = |item: &MeetingArende| is_kept_by_child(meeting, person, item) && !meeting.is_stopped(item);
    let kept_by_child = meeting.items.iter().any(told);
    let plan = care
        && (child || listed)
        && gets
        && wish != Some(Wish::Nothing)
        && meeting.head.individuals
        && !(kept || untied || of_adult || kept_by_child)
        && stopped.is_none();
    Share { who, participant: Some(person.id), part, most, despite, reason, plan, way }
}

/// Whether somebody had no part in the meeting: was called and didn't come, or only looked in.
fn was_away(meeting: &Meeting, person: &Participant) -> bool {
    person.presence == Presence::Franvarande || meeting.came_and_went(person)
}

/// Whether somebody is there for the family's sake: a consent that names them lets them take part, and what is said of a child
/// isn't theirs to have on paper unless the family wants it.
fn came_along(person: &Participant) -> bool {
    person.kind == ParticipantKind::Narstaende
}

/// What a participant gets unless somebody chooses otherwise, the most that they may have, and why the first is less: who
/// came late or left early gets what was taken up while they were there.
fn placed(
    meeting: &Callings<'_>,
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
        if meeting.items.iter().any(|item| is_kept_by_child(meeting, person, item)) {
            return (most.clone(), most, Some(CHILD_REFUSED));
        }
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
fn of_other(meeting: &Callings<'_>, name: &str, today: NaiveDate, given: &[CopyLog]) -> Part {
    let people = meant_among(meeting, name);
    let family = people.iter().any(|person| person.may_be_family());
    let own = people.iter().filter(|_| family).map(|person| entitled(meeting, person, today, given));
    own.reduce(common).unwrap_or_else(|| of_stranger(meeting, name, today, given))
}

fn of_stranger(meeting: &Callings<'_>, name: &str, today: NaiveDate, given: &[CopyLog]) -> Part {
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

#[cfg(test)]
mod tests;
