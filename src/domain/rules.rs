//! May we go on, and if not: what is wrong, why, and what can be done.

mod about;
mod alike;
mod closing;
mod entering;
mod leaving;
mod lifting;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod words_tests;

pub use about::{deviation, deviation_of};
pub use alike::{alike_words, called_alike};
pub use closing::{
    agreed, asks_first_of_the_end, before_closing, incomplete, is_asked, is_by_family, lacks_follow_up,
    lacks_holder, lacks_overall, must_be_asked, unasked, unfollowed,
};
pub use entering::{
    consent_finding, fallen_short, hidden_because, missing_fields, missing_meeting_fields, silenced,
    was_spoken_of_unasked,
};
pub use leaving::{is_followed_to_its_end, is_unplaced, others_decide, round, unheard, unplaced_need};
pub use lifting::{may_bring, may_lift_out, names_one_of, points_out, recognisable};

use super::agenda::{Agenda, ConsentRule, EntryKind, Level, Phase};
use super::earlier::{Earlier, unanswered_decisions_words, unanswered_goals_words, unanswered_words};
use super::ids::{EntryId, MeetingArendeId, ParticipantId, RowId};
use super::meeting::{Meeting, Position};
use super::record::{ArendeState, Entry, MeetingArende, Override, ParticipantKind};
use crate::domain::quoted::quoted;
use chrono::NaiveDate;

/// How strictly a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Protects a child or a family: can't be overridden.
    Blocking,
    /// Can be overridden with a written reason, which the minutes print.
    Overridable,
    /// Only says so.
    Advisory,
}

/// What is to be done: what mends a finding, or what is left to do before the meeting can be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Todo {
    /// Say what the meeting is about.
    AddArende,
    /// Add or change participants.
    Participants,
    /// Say whose family somebody is.
    Family,
    /// Take up an ärende that waits.
    TakeUp(MeetingArendeId),
    /// Fill in the ärende's own fields.
    ArendeFields(MeetingArendeId),
    /// Fill in the meeting's own fields.
    MeetingFields,
    /// Say from whom something is needed.
    NeededFrom(EntryId),
    /// Go on by the form that the meeting becomes when both authorities aren't needed.
    TurnInto,
    /// Say who decided.
    Decider(EntryId),
    /// Say when a recurring action is followed up.
    Recurring(EntryId),
    /// Write down a consent.
    Consent(MeetingArendeId),
    /// Offer the word to those who haven't had it.
    Round,
    /// Write down what is missing in this phase: a row of this kind.
    Write(EntryKind),
    /// Complete an action.
    Complete(EntryId),
    /// Say which of two texts holds that were written at once.
    TwoTexts(RowId),
    /// Confirm a point.
    Confirm(EntryId),
    /// Book the follow-up.
    FollowUp,
    /// Ask for consent to the plan.
    PlanAnswer(ParticipantId),
    /// Say who gets the minutes.
    Recipients,
    /// Say which huvudman has the overall responsibility.
    Overall,
    /// Say how it has gone with what was promised the last time.
    Promises,
    /// Say the new day of a promise that goes on past its own.
    NewDay(EntryId),
    /// Say how it has gone with the goals of before.
    Goals,
    /// Say whether the decisions of a plan that ends hold all the same.
    Decisions,
    /// Say who leads and who takes the notes.
    Roles,
    /// Say whether somebody is family or staff.
    WhoIs(ParticipantId),
    /// See who gets what of the papers, and make it.
    Copies,
    /// Look at what is held back.
    Held,
    /// Say whether the SIP ends.
    EndSip,
    /// Close the meeting.
    Close,
}

/// A rule that has something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's key, as an override names it.
    pub rule: &'static str,
    /// How strictly it holds.
    pub severity: Severity,
    /// The ärende that it concerns.
    pub arende: Option<MeetingArendeId>,
    /// What is wrong.
    pub what: String,
    /// Why it matters, with the form's source.
    pub why: String,
    /// What can be done.
    pub remedy: String,
    /// What mends it.
    pub fix: Option<Todo>,
    /// What exactly it is about, by keys: the fields that are missing, the action that isn't complete. A reason covers
    /// these and no others. Empty where the rule is about the ärende or the meeting as a whole.
    pub about: Vec<String>,
    /// Where in the meeting it is mended, when that isn't where the meeting stands.
    pub at: Option<Position>,
}

impl Finding {
    /// What most findings have in common: nothing more exact than the rule, mended where the meeting stands.
    const PLAIN: Self = Self {
        rule: "",
        severity: Severity::Advisory,
        arende: None,
        what: String::new(),
        why: String::new(),
        remedy: String::new(),
        fix: None,
        about: Vec::new(),
        at: None,
    };
}

/// The rules by the keys that overrides name them by, and the words for what an override was from.
pub mod rule {
    macro_rules! rules {
        ($($(#[$doc:meta])* $name:ident = $key:literal, $word:literal, $whose:ident;)*) => {
            $($(#[$doc])* pub const $name: &str = $key;)*

            /// What an override of the rule was from, as a heading; nothing for a rule that this version doesn't know.
            pub fn word(key: &str) -> Option<&'static str> {
                match key {
                    $($name => Some($word),)*
                    _ => None,
                }
            }

            /// Whose a rule is where the form doesn't say otherwise.
            pub(super) fn whose(key: &str) -> Whose {
                match key {
                    $($name => Whose::$whose,)*
                    _ => Whose::Ours,
                }
            }

            /// The rules that a form asks for, by key: those of which it can say that its source doesn't.
            pub fn of_forms() -> impl Iterator<Item = &'static str> {
                [$($name),*].into_iter().filter(|key| whose(key) == Whose::Form)
            }
        };
    }

    /// Whose a rule is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) enum Whose {
        /// The form asks for it, and its source stands behind it.
        Form,
        /// The program asks for it in every form.
        Ours,
    }

    rules! {
        /// Somebody leads and somebody takes the notes.
        ROLES = "roller", "Vem som leder och antecknar", Form;
        /// The form's required roles are there.
        REQUIRED_ROLE = "roll_saknas", "Vilka som ska vara med", Form;
        /// So many different verksamheter are here.
        UNITS = "verksamheter", "Hur många verksamheter som är med", Form;
        /// It is said whose family each is.
        FAMILY = "familj", "Vems familj någon hör till", Ours;
        /// Both huvudmän are called.
        HUVUDMAN = "huvudman", "Båda huvudmännen", Form;
        /// There are needs of both huvudmän.
        NEEDS = "behov_fran_bada", "Behov av båda huvudmännen", Form;
        /// Who decides.
        DECIDER = "beslutsfattare", "Vem som beslutar", Form;
        /// A recurring action is followed up.
        RECURRING = "aterkommande", "Uppföljning av det som kommer tillbaka", Ours;
        /// The meeting is about somebody.
        SUBJECT = "arende_saknas", "Vad mötet gäller", Form;
        /// No individuals in a form that has none.
        INDIVIDUAL = "individ", "Enskilda barn", Form;
        /// No child is spoken of without the consent that the form asks for.
        CONSENT = "samtycke", "Samtycke", Form;
        /// Each guardian is asked for consent.
        GUARDIAN = "vardnadshavare", "Vårdnadshavarnas svar", Ours;
        /// The form isn't held where the guardians must not know.
        KNOWLEDGE = "vetskap", "Vårdnadshavarnas vetskap", Ours;
        /// Everybody is offered the word.
        ROUND = "laget_runt", "Ordet till var och en", Form;
        /// What must be written before a phase is left.
        CONTENT = "innehall", "Det som ska skrivas ner", Form;
        /// A field of the form's own.
        FIELD = "falt", "Underlag", Form;
        /// What a field of the form's own must hold.
        FIELD_VALUE = "faltvarde", "Det som underlaget ska visa", Form;
        /// Owner and date of every action.
        COMPLETE = "ansvar_och_datum", "Ansvarig och datum", Ours;
        /// Every point is read out.
        READ_OUT = "upplasning", "Genomläsning", Ours;
        /// The follow-up is booked.
        FOLLOW_UP = "uppfoljning", "Bokad uppföljning", Form;
        /// It is said who gets the minutes.
        RECIPIENTS = "mottagare", "Vilka som får protokollet", Ours;
        /// It is said which huvudman has the overall responsibility.
        OVERALL = "huvudansvar", "Vilken huvudman som har det samlade ansvaret", Form;
        /// Two ärenden are called the same.
        ALIKE = "samma_namn", "Två som kallas samma", Ours;
        /// Of two texts that were written at once one is chosen.
        TWO_TEXTS = "tva_texter", "Två texter för samma sak", Ours;
        /// The ärende went on to a meeting of another form: nothing more is asked of it here.
        SENT_ON = "skickat_vidare", "Skickat vidare", Ours;
        /// The consent to the plan is asked for.
        PLAN = "planfraga", "Samtycke till planen", Form;
    }
}

/// How the meeting goes from one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On along its walk, one step or several at once: what is passed on the way is left for good.
    On,
    /// Aside to another ärende: the one that is left can be taken up again.
    Aside,
}

/// What the rules say when the meeting goes from where it stands to `to`, the gravest first and else in the order of the
/// walk. Going back is always free; what protects a child is asked wherever one goes.
pub fn before_going(meeting: &Meeting, to: Position, way: Way, today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    let here = meeting.position();
    if is_back(meeting, to, today) {
        return found;
    }
    for stop in passed(meeting, to, way, today) {
        let from = found.len();
        leaving::leaving(meeting, stop, &mut found);
        if stop != here {
            found[from..].iter_mut().for_each(|finding| finding.at = Some(stop));
        }
    }
    entering::entering(meeting, to, today, &mut found);
    let target = to.arende.filter(|id| Some(*id) != here.arende).and_then(|id| meeting.item(id));
    let skips = |item: &MeetingArende| item.state == ArendeState::Pagar && to.phase > item.phase;
    let forward = is_forward(meeting, to)
        || target.is_some_and(|item| item.state == ArendeState::Vantar || skips(item));
    found
        .retain(|finding| forward || finding.severity == Severity::Blocking || finding.rule == rule::CONSENT);
    finish(meeting, found)
}

/// Whether one goes back to what was spoken of before: within the ärende, to sammanhang, or to an ärende that was taken up. No
/// rule stops that: nothing is begun, and what is missing is mended there. An ärende that may not be spoken of any more isn't
/// gone back to from another one.
fn is_back(meeting: &Meeting, to: Position, today: NaiveDate) -> bool {
    let here = meeting.position();
    match to.arende {
        None => to.phase < here.phase,
        Some(_) if to.arende == here.arende => to.phase < here.phase,
        Some(id) => meeting.item(id).is_some_and(|item| {
            let was_taken_up = matches!(item.state, ArendeState::Pagar | ArendeState::Klart);
            // From ansvar, or from a later ärende.
            let earlier = here.phase == Phase::Ansvar || !is_forward(meeting, to);
            was_taken_up
                && earlier
                && to.phase <= item.phase.max(Phase::Nulage)
                && silenced(meeting, item, today).is_none()
        }),
    }
}

/// Whether planering of an ärende may be left without a word: nothing that it insists on is missing, or a reason was given.
pub fn is_done(meeting: &Meeting, item: MeetingArendeId) -> bool {
    let mut found = Vec::new();
    leaving::leaving(
        meeting,
        Position { phase: meeting.agenda.last_phase(), arende: Some(item) },
        &mut found,
    );
    finish(meeting, found).is_empty()
}

/// Whether an ärende was begun and left before its end, where there are several: nobody has gone on from its last phase.
pub fn is_unfinished(meeting: &Meeting, item: &MeetingArende) -> bool {
    meeting.agenda.many && item.state == ArendeState::Pagar && item.phase.is_per_arende()
}

/// Whether a place comes after the one where the meeting stands. What lies beside the walk, such as nuläge of a follow-up,
/// is before all of it.
pub fn is_forward(meeting: &Meeting, to: Position) -> bool {
    let walk = meeting.walk();
    let place = |stop: Position| walk.iter().position(|known| *known == stop);
    match (place(meeting.position()), place(to)) {
        (Some(here), Some(there)) => there > here,
        (None, Some(_)) => to.arende != meeting.head.current || to.phase > meeting.head.phase,
        (_, None) => false,
    }
}

/// The stops that are left for good on the way to `to`: the one where the meeting stands and those of its ärende that a jump
/// passes, those of the ärende that is gone to which were never walked, and, where the meeting goes to ansvar, those of
/// other ärenden that were begun and laid aside. An ärende that hasn't been taken up isn't left, nor one that may not be
/// spoken of or was put off.
fn passed(meeting: &Meeting, to: Position, way: Way, today: NaiveDate) -> Vec<Position> {
    let here = meeting.position();
    let between = here.arende.is_some() && to.arende.is_some() && here.arende != to.arende;
    let leaves = is_forward(meeting, to) && !(way == Way::Aside && between);
    let walk = meeting.walk();
    let place = |stop: Position| walk.iter().position(|known| *known == stop);
    let (first, last) = (place(here), place(to));
    let mut stops: Vec<Position> = Vec::new();
    if leaves && first.is_none() && !meeting.is_put_off() {
        stops.push(here);
    }
    for (at, stop) in walk.iter().copied().enumerate() {
        let item = stop.arende.and_then(|id| meeting.item(id));
        if item.is_some_and(|item| silenced(meeting, item, today).is_some()) {
            continue;
        }
        let is_left = if stop.arende == here.arende {
            let ahead = first.map_or(stop.phase > here.phase, |first| at >= first);
            leaves && ahead && last.is_some_and(|last| at < last)
        } else if let Some(item) = item.filter(|item| Some(item.id) == to.arende) {
            stop.phase < to.phase && was_not_walked(item, stop.phase)
        } else {
            let begun = |item: &MeetingArende| !meeting.agenda.many || item.state == ArendeState::Pagar;
            let aside = item.is_some_and(|item| begun(item) && was_not_walked(item, stop.phase));
            leaves && to.phase == Phase::Ansvar && aside
        };
        if is_left {
            stops.push(stop);
        }
    }
    stops
}

/// Whether an ärende hasn't come past a phase: it waits, or was laid aside there or before.
fn was_not_walked(item: &MeetingArende, phase: Phase) -> bool {
    match item.state {
        ArendeState::Vantar => true,
        ArendeState::Pagar => !item.phase.is_per_arende() || phase >= item.phase,
        ArendeState::Klart | ArendeState::Uppskjutet => false,
    }
}

/// Whether a child or a group may be taken up in this meeting.
///
/// # Errors
/// The finding says why not.
pub fn may_take_up(agenda: &Agenda, individual: bool) -> Result<(), Box<Finding>> {
    if individual && !agenda.individuals {
        return Err(Box::new(Finding {
            rule: rule::INDIVIDUAL,
            severity: Severity::Blocking,
            arende: None,
            what: format!("I {} tas inga enskilda barn upp.", agenda.short_name),
            why: format!(
                "{} {}",
                if agenda.is_unidentified() {
                    "Här tas bara frågor upp där inget barn går att känna igen."
                } else {
                    "Här möts verksamheter som inte får dela uppgifter om ett barn på det här sättet."
                },
                ground(agenda, rule::INDIVIDUAL, None)
            ),
            remedy: "Tala om gruppen eller platsen, eller ta barnets fråga i ett möte som är till för det."
                .to_owned(),
            fix: None,
            ..Finding::PLAIN
        }));
    }
    if !individual && !agenda.takes_groups() {
        return Err(Box::new(Finding {
            rule: rule::SUBJECT,
            severity: Severity::Blocking,
            arende: None,
            what: format!("{} handlar om ett barn, inte om en grupp.", agenda.name),
            why: ground(agenda, rule::SUBJECT, None),
            remedy: "Skriv barnet som mötet gäller.".to_owned(),
            fix: Some(Todo::AddArende),
            ..Finding::PLAIN
        }));
    }
    Ok(())
}

/// Said of whoever is the opposite of what their role says ([`Agenda::contradicts`]).
pub const CONTRADICTS: &str =
    "Rollen säger något annat än vad personen är för mötet. Ändra rollen också, så att papperet stämmer.";

/// Whether somebody of a kind may take part: a child doesn't sit at a meeting of authorities that speak of no child.
///
/// # Errors
/// The finding says why not.
pub fn may_take_part(agenda: &Agenda, kind: ParticipantKind) -> Result<(), Box<Finding>> {
    let is_family =
        matches!(kind, ParticipantKind::Barn | ParticipantKind::Vardnadshavare | ParticipantKind::Narstaende);
    if agenda.is_unidentified() && is_family {
        return Err(Box::new(Finding {
            rule: rule::INDIVIDUAL,
            severity: Severity::Blocking,
            arende: None,
            what: format!("I {} deltar ingen från familjen.", agenda.short_name),
            why: format!("Då går barnet att känna igen. {}", ground(agenda, rule::INDIVIDUAL, None)),
            remedy: "Bjud in familjen till ett möte som är till för barnet.".to_owned(),
            fix: None,
            ..Finding::PLAIN
        }));
    }
    if kind != ParticipantKind::Barn || agenda.individuals || agenda.level == Level::Foraldrar {
        return Ok(());
    }
    Err(Box::new(Finding {
        rule: rule::INDIVIDUAL,
        severity: Severity::Blocking,
        arende: None,
        what: format!("I {} deltar inga barn.", agenda.short_name),
        why: format!("Mötet handlar inte om något enskilt barn. {}", ground(agenda, rule::INDIVIDUAL, None)),
        remedy: "Bjud in barnet till ett möte som är till för det.".to_owned(),
        fix: None,
        ..Finding::PLAIN
    }))
}

/// Whether an entry belongs to an ärende that a known no has stopped: it isn't read out or asked about.
pub fn is_silent(meeting: &Meeting, entry: &Entry) -> bool {
    entry.arende.and_then(|id| meeting.item(id)).is_some_and(|item| meeting.is_stopped(item))
}

/// Whether a reason is for the journal alone: in a form with an exception for a child's protection, why consent wasn't asked
/// for mustn't stand on paper, nor be read by a room.
pub fn is_kept_reason(agenda: &Agenda, rule: &str) -> bool {
    agenda.consent == ConsentRule::KravsUtomSkyddsskal && rule == rule::CONSENT
}

/// Whether an ärende was sent on to a meeting of another form.
pub fn is_sent_on(meeting: &Meeting, item: MeetingArendeId) -> bool {
    meeting.overrides.iter().any(|row| row.rule == rule::SENT_ON && row.arende == Some(item))
}

/// The promises of before that are followed up today and have no answer: those of an ärende, or all. Nothing of an ärende that
/// was sent on.
pub fn unanswered(meeting: &Meeting, of: Option<MeetingArendeId>) -> impl Iterator<Item = &Earlier> {
    ours(meeting, meeting.untold(), of)
}

/// The promises of before that go on past their day, with no new one: those of an ärende, or all.
pub fn without_day(meeting: &Meeting, of: Option<MeetingArendeId>) -> impl Iterator<Item = &Earlier> {
    ours(meeting, meeting.without_day(), of)
}

/// [`unanswered`] of the goals of before.
pub fn unanswered_goals(meeting: &Meeting, of: Option<MeetingArendeId>) -> impl Iterator<Item = &Earlier> {
    ours(meeting, meeting.untold_goals(), of)
}

/// [`unanswered`] of the decisions of a plan that ends: whether they hold all the same.
pub fn unanswered_decisions(
    meeting: &Meeting,
    of: Option<MeetingArendeId>,
) -> impl Iterator<Item = &Earlier> {
    ours(meeting, meeting.untold_decisions(), of)
}

/// What of before has no answer, in words: the promises, the goals, and the decisions of a plan that ends.
pub fn unanswered_said(meeting: &Meeting, of: Option<MeetingArendeId>) -> Option<String> {
    let (promises, goals) = (unanswered(meeting, of).count(), unanswered_goals(meeting, of).count());
    let decisions = unanswered_decisions(meeting, of).count();
    let said = (promises > 0).then(|| unanswered_words(promises));
    let said = said.into_iter().chain((goals > 0).then(|| unanswered_goals_words(goals)));
    let said: Vec<String> =
        said.chain((decisions > 0).then(|| unanswered_decisions_words(decisions))).collect();
    (!said.is_empty()).then(|| said.join(". "))
}

fn ours<'m>(
    meeting: &'m Meeting,
    rows: Vec<&'m Earlier>,
    of: Option<MeetingArendeId>,
) -> impl Iterator<Item = &'m Earlier> {
    let item = |row: &Earlier| meeting.item_of_earlier(row).map(|item| item.id);
    let own = move |row: &&Earlier| of.is_none() || !meeting.agenda.many || item(row) == of;
    let is_ours = move |row: &&Earlier| item(row).is_none_or(|id| !is_sent_on(meeting, id));
    rows.into_iter().filter(own).filter(is_ours)
}

/// How many of today's ärenden are still to be spoken of, beside the one that is.
pub fn still_waiting(meeting: &Meeting) -> usize {
    let waits = |item: &&MeetingArende| {
        item.state != ArendeState::Klart
            && Some(item.id) != meeting.head.current
            && !is_sent_on(meeting, item.id)
    };
    meeting.todays_items().filter(waits).count()
}

/// Who stands behind a rule: the form's source, or we. `part` is the field or the phase that it is about.
fn ground(agenda: &Agenda, rule: &str, part: Option<&str>) -> String {
    let says = |key: &str| agenda.ours.iter().any(|own| own == key);
    if rule::whose(rule) == rule::Whose::Ours {
        "Det är programmets regel och gäller i alla mötesformer.".to_owned()
    } else if says(rule) || part.is_some_and(says) {
        "Det är formens egen regel, inte källans.".to_owned()
    } else {
        format!("Källa: {}.", agenda.source)
    }
}

/// Whether a reason was given for breaking a rule just there. A reason covers what was shown when it was given.
pub(super) fn is_excused(
    meeting: &Meeting,
    rule: &str,
    arende: Option<MeetingArendeId>,
    about: &str,
) -> bool {
    meeting
        .overrides
        .iter()
        .filter(|row| row.rule == rule && row.arende == arende)
        .any(|row| row.about.as_deref().unwrap_or_default().split(Override::BETWEEN).any(|key| key == about))
}

/// What is said of an ärende, with its name in front where a meeting has several.
pub fn named(meeting: &Meeting, arende: Option<MeetingArendeId>, what: &str) -> String {
    let several = meeting.agenda.many || meeting.items.len() > 1;
    let item = arende.filter(|_| several).and_then(|id| meeting.item(id));
    match item.and_then(|item| meeting.arende_of(item)) {
        Some(arende) if !what.contains(&quoted(&arende.label)) => {
            format!("{}: {what}", quoted(&arende.label))
        }
        _ => what.to_owned(),
    }
}

/// The same of several: the first by name, and how many more there are. What belongs to no ärende isn't named, but is one of them.
pub fn named_all(
    meeting: &Meeting,
    arenden: impl Iterator<Item = Option<MeetingArendeId>>,
    what: &str,
) -> String {
    let mut all: Vec<Option<MeetingArendeId>> = Vec::new();
    for id in arenden {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    let first = all.iter().flatten().next().copied();
    let label = first.and_then(|id| meeting.item(id)).and_then(|item| meeting.arende_of(item));
    match (label, all.len()) {
        (Some(arende), more @ 2..) => format!("{} och {} till: {what}", quoted(&arende.label), more - 1),
        _ => named(meeting, first, what),
    }
}

/// What isn't asked of an ärende that was sent on: the other meeting writes it down.
const ASKED_ELSEWHERE: [&str; 4] = [rule::CONTENT, rule::ROUND, rule::FIELD, rule::FIELD_VALUE];

/// Leaves out what was overridden, says which ärende each is about, and puts the gravest first; before it whose family
/// somebody is, which consent leans on.
fn finish(meeting: &Meeting, mut found: Vec<Finding>) -> Vec<Finding> {
    found.retain(|finding| {
        let excused = |about: &str| is_excused(meeting, finding.rule, finding.arende, about);
        let elsewhere = ASKED_ELSEWHERE.contains(&finding.rule)
            && finding.arende.is_some_and(|item| is_sent_on(meeting, item));
        finding.severity == Severity::Blocking
            || !elsewhere
                && !match finding.about.as_slice() {
                    [] => excused(""),
                    keys => keys.iter().all(|key| excused(key)),
                }
    });
    for finding in &mut found {
        finding.what = named(meeting, finding.arende, &finding.what);
    }
    found.sort_by_key(|finding| (finding.rule != rule::FAMILY, finding.severity));
    found
}
