//! What was promised at earlier meetings, and what is told of it at this one: a meeting opens on it.

use super::agenda::{EntryKind, Huvudman};
use super::collate::same;
use super::dates::{Due, day_and_month, short_date};
use super::ids::{ArendeId, ChildId, EntryId, MeetingId, ParticipantId, RowId};
use super::record::{ActionState, ActionStatus, Participant, ParticipantKind, Presence};
use chrono::NaiveDate;

/// An action of an earlier meeting of the same team, or about the same child; a goal or a need of the same ärende; or a decision
/// of the plan that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The action, the goal, the need or the decision.
    pub entry: EntryId,
    /// Which of them it is.
    pub kind: EntryKind,
    /// The ärende that it belongs to.
    pub arende: Option<ArendeId>,
    /// The child that it is about, if it is about one.
    pub child: Option<ChildId>,
    /// The ärende's label.
    pub label: Option<String>,
    /// What was to be done, as it stood in that meeting.
    pub text: String,
    /// Who: name or role.
    pub owner: Option<String>,
    /// Role and side of whoever that is, as the meeting had them at which it was said: they need take no part in this one.
    pub owner_then: Option<(String, ParticipantKind)>,
    /// Whether whoever that is wasn't there when it was agreed, and so was to be asked.
    pub asked: bool,
    /// The day on which whoever it is took it over from somebody else, where that was before this meeting.
    pub took_over: Option<NaiveDate>,
    /// Who, and whether they were to be asked, before somebody else took it over at this meeting.
    pub owner_before: Option<(Option<String>, bool)>,
    /// When; a later change counts.
    pub due: Option<Due>,
    /// When, before anything was told of it here.
    pub due_before: Option<Due>,
    /// The day on which it is to be followed up, where one was agreed; a later one counts.
    pub follow_up: Option<NaiveDate>,
    /// That day, before anything was told of it here.
    pub follow_up_before: Option<NaiveDate>,
    /// The number by which the plan that it stands in calls it; nothing where it is no point of a plan.
    pub number: Option<usize>,
    /// The points of that plan with lower numbers that not everybody may read: in a copy that lacks them its number is lower.
    pub before: Vec<Withheld>,
    /// Whether somebody asked for it as they said yes to the plan: whoever answers for it sees to it that it is so.
    pub is_condition: bool,
    /// The authorities of which something is needed, where it is a need.
    pub needed_from: Vec<Huvudman>,
    /// Who decided it, where it is a decision.
    pub decided_by: Option<String>,
    /// The meeting at which it was agreed: whose minutes it stands in.
    pub meeting: MeetingId,
    /// That meeting's form.
    pub agenda_id: String,
    /// Where those minutes are registered.
    pub registered: Option<String>,
    /// The day of the meeting at which it was agreed.
    pub agreed_on: NaiveDate,
    /// What that meeting is called.
    pub title: String,
    /// The last word on it before this meeting told anything.
    pub state: Option<ActionState>,
    /// The word that settled it before this meeting, where a plan that ends tells of all that it held.
    pub settled_by: Option<ActionStatus>,
    /// What was told of it at this meeting, the latest word.
    pub told: Option<ActionStatus>,
    /// The words on it at this meeting that hold, in their order.
    pub heard: Vec<ActionStatus>,
    /// Parties that may not read it, by a consent's word.
    pub kept_from: Vec<String>,
    /// Whether it is marked EMI.
    pub emi: bool,
}

/// From whom a point of an earlier plan is withheld.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// The parties that may not read it, by a consent's word.
    pub from: Vec<String>,
    /// Whether it is marked EMI.
    pub emi: bool,
    /// Whether words in it wait for a look, so that it stands in the file copy alone.
    pub held: bool,
}

/// How many points the plans have that a plan goes on from and that nobody's consent withholds: its own points have the numbers
/// after theirs. What is withheld stands last in its own plan, with a number that a point of the next one may have again; it is
/// named with the day of its plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbered {
    /// The highest number.
    pub points: usize,
    /// From whom those are kept for now that wait for a look: in a copy that lacks them the numbers are lower.
    pub withheld: Vec<Withheld>,
}

/// What can be said of a goal, in order, with its word. A goal is reached or not: it is nobody's to have done.
const OF_A_GOAL: [(ActionState, &str); 4] = [
    (ActionState::Klar, "nått"),
    (ActionState::Pagar, "på väg"),
    (ActionState::EjPaborjad, "inte än"),
    (ActionState::Inaktuell, "inte aktuellt"),
];

/// What can be said of a decision: it was made, and holds until it is said not to.
const OF_A_DECISION: [(ActionState, &str); 2] =
    [(ActionState::Pagar, "gäller"), (ActionState::Inaktuell, "gäller inte längre")];

fn is_goal(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::MalLang | EntryKind::MalKort)
}

/// What can be said of how something of this kind has gone, in order, with the words for it.
pub fn answers(kind: EntryKind) -> Vec<(ActionState, &'static str)> {
    if is_goal(kind) {
        return OF_A_GOAL.to_vec();
    }
    if kind == EntryKind::Beslut {
        return OF_A_DECISION.to_vec();
    }
    ActionState::ALL.iter().map(|state| (*state, state.word())).collect()
}

/// How something of this kind has gone, in the word for its kind.
pub fn word(kind: EntryKind, state: ActionState) -> &'static str {
    answers(kind).into_iter().find(|(known, _)| *known == state).map_or(state.word(), |(_, word)| word)
}

/// When something is to be done and followed up, after a new time was told of it. A day that is told of what goes on, and has
/// a day of follow-up or `gets_one`, is the next such day: it goes on as it did.
pub fn moved(
    (due, follow_up): (Option<Due>, Option<NaiveDate>),
    (told, gets_one): (Option<Due>, bool),
) -> (Option<Due>, Option<NaiveDate>) {
    let is_followed = gets_one || follow_up.is_some();
    match (due, told) {
        (Some(due), Some(Due::By(day))) if due.goes_on() && is_followed => (Some(due), Some(day)),
        (due, told) => (told.or(due), follow_up),
    }
}

/// Said of a promise that goes on past its day and has no new one.
pub const NO_NEW_DAY: &str = "ny dag saknas";

/// The day by which something is to be looked at: its last, or the one on which what goes on is followed up.
pub fn last_day(due: Option<&Due>, follow_up: Option<NaiveDate>) -> Option<NaiveDate> {
    match due {
        Some(Due::By(day)) => Some(*day),
        _ => follow_up,
    }
}

/// On which day something is followed up: "följs upp fre 15 jan".
pub fn followed_up_words(day: NaiveDate, today: NaiveDate) -> String {
    format!("följs upp {}", short_date(day, today))
}

/// How many promises have no answer: "2 löften från förra mötet har inget svar".
pub fn unanswered_words(count: usize) -> String {
    let promises = if count == 1 { "löfte" } else { "löften" };
    format!("{count} {promises} från förra mötet har inget svar")
}

/// How many decisions of a plan that ends have no answer: "1 beslut i planen har inget svar".
pub fn unanswered_decisions_words(count: usize) -> String {
    format!("{count} beslut i planen har inget svar")
}

/// How many goals have no answer: "1 mål från förra mötet har inget svar".
pub fn unanswered_goals_words(count: usize) -> String {
    format!("{count} mål från förra mötet har inget svar")
}

impl Earlier {
    /// What can be said of how it has gone.
    pub fn answers(&self) -> Vec<(ActionState, &'static str)> {
        answers(self.kind)
    }

    /// How it has gone, in the word for its kind.
    pub fn word(&self, state: ActionState) -> &'static str {
        word(self.kind, state)
    }

    /// Whether somebody promised it: a goal or a need is nobody's promise.
    pub fn is_promise(&self) -> bool {
        self.kind == EntryKind::Atgard
    }

    /// How it came to stand there, before its day: "lovat", but nobody promises for another, nor a goal.
    pub fn came_about(&self) -> &'static str {
        match self.kind {
            EntryKind::Atgard if self.is_asked_to_begin() => "tillfrågad",
            EntryKind::Atgard if self.agreed_with().0.is_none() => "bestämt",
            EntryKind::Atgard => "lovat",
            EntryKind::Beslut => "beslutat",
            kind if is_goal(kind) => "satt",
            _ => "sagt",
        }
    }

    /// Whether whoever it was agreed with was to be asked, and nobody has told since that it has begun, or is done with.
    pub fn is_asked_to_begin(&self) -> bool {
        let before = self.new_owner().is_some();
        let has_begun = if before { self.had_begun() } else { self.has_begun() || self.is_settled() };
        self.agreed_with().1 && !has_begun
    }

    /// Whether it was told, here or at a meeting before, that whoever has it now has begun: they have said yes to it.
    pub fn has_begun(&self) -> bool {
        let taken_over = self.heard.iter().rposition(|word| word.new_owner().is_some());
        let since = match taken_over {
            Some(at) => &self.heard[at + 1..],
            None => &self.heard[..],
        };
        let begun = |word: &ActionStatus| word.status.has_begun() && word.new_owner().is_none();
        let told = || self.told.as_ref().filter(|_| self.heard.is_empty()).is_some_and(begun);
        since.iter().any(begun) || told() || (self.new_owner().is_none() && self.had_begun())
    }

    /// Whether that was told before this meeting. The word that somebody takes over says that something is changed, and not that
    /// it has begun.
    fn had_begun(&self) -> bool {
        let is_handover = self.state == Some(ActionState::Andrad) && self.took_over.is_some();
        self.state.is_some_and(ActionState::has_begun) && !is_handover
    }

    /// Whether it is a goal of before.
    pub fn is_goal(&self) -> bool {
        is_goal(self.kind)
    }

    /// Whether it is a decision of before.
    pub fn is_decision(&self) -> bool {
        self.kind == EntryKind::Beslut
    }

    /// Whether it is a decision of which nobody has said that it doesn't hold any more.
    pub fn is_in_force(&self) -> bool {
        self.is_decision() && !self.is_settled()
    }

    /// Whether it stands among what is followed up on paper: a promise always does, a goal once something was told of it.
    pub fn is_followed_up(&self) -> bool {
        self.is_promise() || self.told.is_some()
    }

    /// By what it is told from the points of today's meeting, which have numbers too: "punkt 3 i planen 27 nov".
    pub fn point(&self, today: NaiveDate) -> Option<String> {
        Some(format!("punkt {}", self.number_in_plan(&day_and_month(self.agreed_on, today))?))
    }

    /// Its number with the day of the plan that it stands in: "3 i planen 27 november 2026".
    pub fn number_in_plan(&self, day: &str) -> Option<String> {
        self.number.map(|number| format!("{number} i planen {day}"))
    }

    /// The plan that it stands in, where its number is said beside it: "planen 27 nov".
    pub fn plan(&self, today: NaiveDate) -> Option<String> {
        self.number.map(|_| format!("planen {}", day_and_month(self.agreed_on, today)))
    }

    /// Its place in what a follow-up opens on: promises by the plan that they stand in and their number there, then the goals,
    /// those in the long term first, then the needs, and the decisions.
    pub fn place_in_plan(&self) -> (u8, NaiveDate, MeetingId, Option<usize>, EntryId) {
        let kind = match self.kind {
            EntryKind::MalLang => 1,
            EntryKind::MalKort => 2,
            EntryKind::Behov => 3,
            EntryKind::Beslut => 4,
            _ => 0,
        };
        (kind, self.agreed_on, self.meeting, self.number, self.entry)
    }

    /// Rows in the order of the plan, each at its [`Earlier::place_in_plan`].
    pub fn in_plan_order<'a>(rows: impl IntoIterator<Item = &'a Self>) -> Vec<&'a Self> {
        let mut rows: Vec<&Self> = rows.into_iter().collect();
        rows.sort_by_key(|row| row.place_in_plan());
        rows
    }

    /// Whether it was said at this meeting that a promise goes on: it is under way, changed, or not begun yet.
    pub fn goes_on(&self) -> bool {
        self.is_promise() && self.told.as_ref().is_some_and(|told| !told.status.is_settled())
    }

    /// Whether it was told at this meeting that it stands so.
    pub fn has_come_to(&self, state: ActionState) -> bool {
        self.told.as_ref().is_some_and(|told| told.status == state)
    }

    /// Whether it is a goal that nobody has said is reached or given up.
    pub fn still_holds(&self) -> bool {
        self.is_goal() && self.told.as_ref().is_none_or(|told| !told.status.is_settled())
    }

    /// A word on it at this meeting: a new one, or one that takes back what was told here.
    pub fn hear(&mut self, word: &ActionStatus) {
        let hold = ActionStatus::standing(self.heard.iter().chain([word])).into_iter().cloned().collect();
        self.forget();
        for word in &hold {
            self.stands(word);
        }
        self.heard = hold;
    }

    /// As it is after a word that holds.
    fn stands(&mut self, word: &ActionStatus) {
        (self.due, self.follow_up) = moved(
            (self.due.take(), self.follow_up),
            (word.new_due.clone(), word.follows_up(self.told.as_ref())),
        );
        if let Some(owner) = word.new_owner() {
            let (before, asked) = self.agreed_with();
            let is_new = before != Some(owner);
            self.owner_before = Some((before.map(str::to_owned), asked));
            // Who takes over is asked unless they are here, which the meeting knows.
            (self.owner, self.asked) = (Some(owner.to_owned()), is_new || asked);
        }
        self.told = Some(word.clone());
    }

    /// As it stood before anything was told of it here.
    fn forget(&mut self) {
        self.told = None;
        self.heard.clear();
        self.due.clone_from(&self.due_before);
        self.follow_up = self.follow_up_before;
        if let Some(before) = self.owner_before.take() {
            (self.owner, self.asked) = before;
        }
    }

    /// Who it was when this meeting began.
    pub fn agreed_owner(&self) -> Option<&str> {
        self.agreed_with().0
    }

    /// Who it was when this meeting began, and whether they were to be asked.
    fn agreed_with(&self) -> (Option<&str>, bool) {
        match &self.owner_before {
            Some((owner, asked)) => (owner.as_deref(), *asked),
            None => (self.owner.as_deref(), self.asked),
        }
    }

    /// Whoever does it, as the meeting knew them at which it was said; nothing where somebody took it over here, or it was
    /// nobody who took part there.
    pub fn owner_as_then(&self) -> Option<Participant> {
        let (role, kind) = self.owner_then.as_ref().filter(|_| self.new_owner().is_none())?;
        let owner = self.owner.as_deref()?;
        Some(Participant {
            id: ParticipantId(uuid::Uuid::nil()),
            meeting: self.meeting,
            name: if same(owner, role) { String::new() } else { owner.to_owned() },
            role: role.clone(),
            unit: String::new(),
            phone: None,
            huvudman: if kind.is_family() { Huvudman::Familj } else { Huvudman::Annan },
            kind: *kind,
            presence: Presence::Franvarande,
            came: None,
            left: None,
            introduced: false,
            chairs: false,
            takes_notes: false,
            main_responsible: false,
            order: 0,
            rev: 0,
        })
    }

    /// Whether it is done with: it was told here, or before the end of its plan, that it is done or dropped.
    pub fn is_settled(&self) -> bool {
        self.told.as_ref().or(self.settled_by.as_ref()).is_some_and(|told| told.status.is_settled())
    }

    /// Who took it over at this meeting, where somebody else did.
    pub fn new_owner(&self) -> Option<&str> {
        self.owner.as_deref().filter(|owner| self.agreed_with().0 != Some(owner))
    }

    /// Who does it, as each is `named`: "nu Evi Ek, förr Sara Sten" where somebody else took over here.
    pub fn owner_as(&self, named: impl Fn(&str) -> String) -> Option<String> {
        let owner = named(self.owner.as_deref()?);
        if self.new_owner().is_none() {
            return Some(owner);
        }
        let before = self.agreed_with().0.map(|before| format!(", förr {}", named(before)));
        Some(format!("nu {owner}{}", before.unwrap_or_default()))
    }

    /// Who does it, and who did before.
    pub fn owner_in_words(&self) -> Option<String> {
        self.owner_as(str::to_owned)
    }

    /// The word that takes back all that was told of it here; nothing where nothing was.
    pub fn taking_back(&self, id: RowId) -> Option<ActionStatus> {
        let told = self.told.as_ref()?;
        let before = self.state.filter(|state| !state.is_settled());
        // What had no day of follow-up has the time that it had, and nothing more.
        let got_follow_up = self.follow_up.is_some() && self.follow_up_before.is_none();
        let due = self.due_before.clone().filter(|_| got_follow_up || self.due != self.due_before);
        let follow_up = self.follow_up_before.filter(|_| self.follow_up != self.follow_up_before);
        let due = due.or(follow_up.map(Due::By));
        let from = self.heard.first().map_or(told.at, |first| first.at);
        Some(ActionStatus::taking_back(id, told, from, before, due))
    }

    /// Whether it is a need of which nobody has said that it is met or gone.
    pub fn still_needed(&self) -> bool {
        self.kind == EntryKind::Behov && self.told.as_ref().is_none_or(|told| !told.status.is_settled())
    }

    /// Until when, as it stands now: a day that was told at this meeting counts before the one it had.
    pub fn due_now(&self) -> Option<&Due> {
        self.new_due().or(self.due.as_ref())
    }

    /// The new time that it got at this meeting; nothing where that is when it is followed up.
    pub fn new_due(&self) -> Option<&Due> {
        let is_follow_up = |due: &&Due| {
            self.follow_up.map(Due::By).as_ref() == Some(*due) && self.due.as_ref().is_some_and(Due::goes_on)
        };
        self.told.as_ref().and_then(|told| told.new_due.as_ref()).filter(|due| !is_follow_up(due))
    }

    /// When it is followed up, as long as there is something to do: "följs upp fre 15 jan".
    pub fn followed_up(&self, today: NaiveDate) -> Option<String> {
        let is_open = self.told.as_ref().is_none_or(|told| !told.status.is_settled());
        self.follow_up.filter(|_| is_open && self.is_promise()).map(|day| followed_up_words(day, today))
    }

    /// Until when, and when it is followed up: "varje fre från 20 nov, följs upp fre 15 jan".
    pub fn when_now(&self, today: NaiveDate) -> Option<String> {
        let when = self.due_now().map(|due| due.in_words(today)).into_iter().chain(self.followed_up(today));
        let when: Vec<String> = when.collect();
        (!when.is_empty()).then(|| when.join(", "))
    }

    /// Whether an answer asks for a new day: what is changed has one, and what isn't done has where its own has passed, or where
    /// the day has come on which it is followed up.
    pub fn asks_for_day(&self, answer: ActionState, today: NaiveDate) -> bool {
        self.is_promise()
            && match answer {
                ActionState::Andrad => true,
                ActionState::Pagar | ActionState::EjPaborjad => self.has_come_due(today),
                ActionState::Klar | ActionState::Inaktuell => false,
            }
    }

    /// The day by which it is to be looked at, as it stands now.
    pub fn last_day(&self) -> Option<NaiveDate> {
        last_day(self.due.as_ref(), self.follow_up)
    }

    /// Whether somebody promised it for a day that has passed, or it was to be followed up then.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.is_promise() && self.last_day().is_some_and(|day| day < today)
    }

    /// Whether its last day has passed, or the one has come on which one looks at it: when is the next?
    fn has_come_due(&self, today: NaiveDate) -> bool {
        let is_last = matches!(self.due, Some(Due::By(_)));
        self.is_late(today) || self.follow_up.is_some_and(|day| !is_last && day <= today)
    }

    /// Whether it goes on past its day, and nobody has said a new one.
    pub fn lacks_day(&self, today: NaiveDate) -> bool {
        let said = self.told.as_ref().and_then(|told| told.new_due.as_ref());
        // That it goes on otherwise says nothing of when that is followed up.
        let is_said = said.is_some_and(|due| !due.goes_on());
        self.goes_on() && self.has_come_due(today) && !is_said
    }

    /// That it goes on past its day and has no new one, in words.
    pub fn no_new_day(&self, today: NaiveDate) -> Option<String> {
        self.lacks_day(today).then(|| NO_NEW_DAY.to_owned())
    }

    /// When whoever does it took it on: "tog över 18 dec" where they took it over at a meeting after that one, else "lovat 9 nov".
    pub fn taken_on(&self, today: NaiveDate) -> String {
        match self.took_over.filter(|_| self.new_owner().is_none()) {
            Some(day) => format!("tog över {}", day_and_month(day, today)),
            None => format!("{} {}", self.came_about(), day_and_month(self.agreed_on, today)),
        }
    }

    /// The minutes that it comes from: "EHT Ängsskolan, mån 9 nov, dnr 12/26".
    pub fn source(&self, today: NaiveDate) -> String {
        let number = self.registered.as_ref().map(|number| format!(", dnr {number}")).unwrap_or_default();
        let point = self.number.map(|number| format!("punkt {number} i planen, ")).unwrap_or_default();
        format!("{point}{}, {}{number}", self.title, short_date(self.agreed_on, today))
    }
}

#[cfg(test)]
impl Earlier {
    /// A made-up promise of an EHT of 9 November 2026, of no ärende: Sara Sten's, by 20 November.
    pub(crate) fn made_up(entry: u128, text: &str) -> Self {
        let due = Some(Due::By("2026-11-20".parse().unwrap()));
        Self {
            entry: uuid::Uuid::from_u128(entry).into(),
            kind: EntryKind::Atgard,
            arende: None,
            child: None,
            label: None,
            text: text.to_owned(),
            owner: Some("Sara Sten".to_owned()),
            owner_then: None,
            asked: false,
            took_over: None,
            owner_before: None,
            due: due.clone(),
            due_before: due,
            meeting: uuid::Uuid::from_u128(9).into(),
            agenda_id: "eht".to_owned(),
            registered: None,
            agreed_on: "2026-11-09".parse().unwrap(),
            title: "EHT Ängsskolan".to_owned(),
            state: None,
            settled_by: None,
            told: None,
            heard: Vec::new(),
            follow_up: None,
            follow_up_before: None,
            number: None,
            before: Vec::new(),
            is_condition: false,
            decided_by: None,
            needed_from: Vec::new(),
            kept_from: Vec::new(),
            emi: false,
        }
    }

    /// Due then.
    pub(crate) fn due_on(mut self, due: Option<Due>) -> Self {
        self.due.clone_from(&due);
        self.due_before = due;
        self
    }

    /// A made-up goal: nobody's, with no day.
    pub(crate) fn made_up_goal(entry: u128, text: &str) -> Self {
        Self { kind: EntryKind::MalKort, owner: None, ..Self::made_up(entry, text) }.due_on(None)
    }

    /// It was told so of it at this meeting.
    pub(crate) fn told(mut self, status: ActionState, at: chrono::DateTime<chrono::Utc>) -> Self {
        let (entry, id) = (self.entry, uuid::Uuid::from_u128(self.entry.0.as_u128() + 7));
        let word =
            ActionStatus { id: id.into(), entry, meeting: None, status, evaluation: None, new_due: None, at };
        self.hear(&word);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_asked_for_what_has_begun_until_somebody_else_takes_over() {
        for state in ActionState::ALL.iter().copied() {
            let begun = state.has_begun();
            let asked = Earlier { asked: true, ..Earlier::made_up(1, "Ring") };
            // Told here, and at a meeting before.
            let here = asked.clone().told(state, "2026-11-23T09:00:00Z".parse().unwrap());
            let before = Earlier { state: Some(state), ..asked.clone() };
            assert_eq!((here.has_begun(), before.has_begun()), (begun, begun), "{state:?}");
            let is_asked = !begun && !state.is_settled();
            assert_eq!(here.is_asked_to_begin(), is_asked, "{state:?}");
            // Who takes over it here has begun nothing by that.
            let mut taken = before.clone();
            let mut over = word(9, "09:00", None);
            (over.entry, over.status) = (taken.entry, ActionState::Andrad);
            over.evaluation = Some("@Evi Ek".to_owned());
            taken.hear(&over);
            assert!(taken.asked && !taken.has_begun(), "{state:?}");
            let mut then = word(10, "09:05", None);
            (then.entry, then.status) = (taken.entry, state);
            taken.hear(&then);
            assert_eq!(taken.has_begun(), begun, "{state:?}");
        }
        let took_over = Some("2026-11-16".parse().unwrap());
        let row = Earlier { took_over, state: Some(ActionState::Andrad), ..Earlier::made_up(1, "Ring") };
        assert!(!row.has_begun());
    }

    fn word(id: u128, at: &str, new_due: Option<Due>) -> ActionStatus {
        let (id, entry) = (uuid::Uuid::from_u128(id).into(), uuid::Uuid::from_u128(1).into());
        let at = format!("2026-11-23T{at}:00Z").parse().unwrap();
        let status = if new_due.is_some() { ActionState::Andrad } else { ActionState::Pagar };
        ActionStatus { id, entry, meeting: None, status, evaluation: None, new_due, at }
    }

    #[test]
    fn what_is_taken_back_in_memory_is_what_is_taken_back_in_the_store() {
        let christmas = Some(Due::By("2026-12-24".parse().unwrap()));
        let said = [
            word(1, "12:00", None),
            ActionStatus { evaluation: Some("@Evi Ek".to_owned()), ..word(2, "12:05", christmas.clone()) },
            word(3, "12:10", None),
            // Takes back the second and what was told after it,
            word(4, "12:05", None),
            // and then all.
            word(5, "12:00", None),
        ];
        let agreed = Earlier::made_up(1, "Ring hem");
        for count in 0..=said.len() {
            let mut row = agreed.clone();
            said[..count].iter().for_each(|word| row.hear(word));
            let hold: Vec<ActionStatus> =
                ActionStatus::standing(&said[..count]).into_iter().cloned().collect();
            assert_eq!((&row.heard, row.told.as_ref()), (&hold, hold.last()), "{count}");
            let moved = (2..=3).contains(&count);
            assert_eq!(row.due, if moved { christmas.clone() } else { agreed.due.clone() }, "{count}");
            assert_eq!(row.new_owner(), moved.then_some("Evi Ek"), "{count}");
        }
        let mut row = agreed.clone();
        said[..3].iter().for_each(|word| row.hear(word));
        let back = row.taking_back(uuid::Uuid::from_u128(9).into()).unwrap();
        row.hear(&back);
        assert_eq!(row, agreed);
    }
}
