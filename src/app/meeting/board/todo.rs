//! What is missing where the meeting stands, and what is left to do before it can be closed.

use super::head::wall_name;
use super::hidden::hidden_items;
use super::{Row, Tone};
use crate::app::core::model::{MeetingScreen, Model, RowRef, Todo};
use crate::app::meeting::task::{OVERALL, Task};
use crate::domain::agenda::{EntryKind, FieldScope, FieldSpec, Phase};
use crate::domain::collate::fold;
use crate::domain::consent::Waited;
use crate::domain::copies::{self, Wish};
use crate::domain::earlier::{
    Earlier, NO_NEW_DAY, unanswered_decisions_words, unanswered_goals_words, unanswered_words,
};
use crate::domain::held::count_words;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::Meeting;
use crate::domain::quoted::{quoted, quoted_short};
use crate::domain::record::{ArendeState, Entry, Override, Participant, ParticipantKind, Recipient};
use crate::domain::roles::UNSETTLED;
use crate::domain::rules;
use chrono::NaiveDate;

/// The phase that comes next, nothing in the last one: what must be there before it is said in time.
pub(crate) fn coming(meeting: &Meeting) -> Option<Phase> {
    meeting.agenda.walked().find(|phase| *phase > meeting.head.phase)
}

/// What is missing where the meeting stands.
pub(super) fn missing_now(model: &Model, screen: &MeetingScreen) -> Vec<(Todo, String)> {
    let meeting = &screen.meeting;
    let today = model.now.today();
    let mut all = Vec::new();
    let here = meeting.head.current;
    for person in meeting.participants.iter().filter(|person| person.is_unsettled()) {
        all.push((Todo::WhoIs(person.id), format!("{}: {UNSETTLED}", person.name_and_role())));
    }
    if meeting.head.phase == Phase::Sammanhang {
        let chairs = meeting.participants.iter().any(|person| person.chairs);
        let writes = meeting.participants.iter().any(|person| person.takes_notes);
        let task = match (chairs, writes, rules::lacks_holder(meeting)) {
            (false, ..) => Some(Task::Chairs),
            (true, false, _) => Some(Task::TakesNotes),
            (true, true, true) => Some(Task::HoldsTogether),
            (true, true, false) => None,
        };
        if let Some(task) = task.filter(|_| !meeting.participants.is_empty()) {
            all.push((Todo::Roles, task.question().to_owned()));
        }
    }
    all.extend(alike(meeting));
    let unplaced: Vec<String> = meeting.unplaced().map(Participant::short_name).collect();
    if !unplaced.is_empty() {
        all.push((Todo::Family, format!("Vems familj: {}?", unplaced.join(", "))));
    }
    all.extend(two_texts(meeting).filter(|(entry, ..)| here.is_none() || entry.arende == here).map(said));
    let items = meeting.todays_items().filter(|item| here.is_none() || here == Some(item.id));
    let items = items.filter(|item| !rules::is_sent_on(meeting, item.id));
    for item in items {
        let missing: Vec<String> =
            rules::missing_fields(meeting, item, coming(meeting)).map(|field| field.name.clone()).collect();
        let label = wall_name(meeting, item.id);
        if !missing.is_empty() {
            all.push((Todo::ArendeFields(item.id), format!("{}: {}", quoted(&label), missing.join(", "))));
        }
        let short = rules::fallen_short(meeting, Some(item), coming(meeting));
        let whose = |what: String| rules::named(meeting, Some(item.id), &what);
        all.extend(short.into_iter().map(|(_, what)| (Todo::ArendeFields(item.id), whose(what))));
        if let Some(finding) = rules::consent_finding(meeting, item, today) {
            // While the ärende is spoken of, that stands above all else.
            if hidden_items(model, meeting).all(|(hidden, ..)| hidden.id != item.id) {
                all.push((Todo::Consent(item.id), format!("{}: {}", quoted(&label), finding.what)));
            }
        } else if meeting.needs_consent(item) {
            let excused = meeting
                .overrides
                .iter()
                .any(|row| row.rule == rules::rule::GUARDIAN && row.arende == Some(item.id));
            let who = if excused { Vec::new() } else { meeting.unanswered(item, today) };
            let who = Waited::words(&who).or_else(|| {
                let child = meeting.unasked_child(item, today)?;
                Some(format!("{child} har inte svarat ännu"))
            });
            if let Some(who) = who {
                all.push((
                    Todo::Consent(item.id),
                    format!("{label}: {who} (samtycke)", label = quoted(&label)),
                ));
            }
        }
    }
    let missing: Vec<String> =
        rules::missing_meeting_fields(meeting, coming(meeting)).map(|field| field.name.clone()).collect();
    if !missing.is_empty() {
        all.push((Todo::MeetingFields, missing.join(", ")));
    }
    let short = rules::fallen_short(meeting, None, coming(meeting));
    all.extend(short.into_iter().map(|(_, what)| (Todo::MeetingFields, what)));
    if let Some(need) = rules::unplaced_need(meeting).filter(|_| meeting.head.phase == Phase::Behov) {
        let text = quoted_short(&need.text, 30);
        let what = format!("{text}: vem behövs?");
        all.push((Todo::NeededFrom(need.id), rules::named(meeting, need.arende, &what)));
    }
    if meeting.head.phase == Phase::Planering {
        all.extend(promises(meeting, here));
        all.extend(without_day(meeting, here));
        for entry in meeting.entries_of(here, EntryKind::Atgard) {
            let number = meeting.point_number(entry);
            if let Some(missing) = rules::incomplete(entry) {
                all.push((Todo::Complete(entry.id), format!("Åtgärd {number} har {missing}")));
            } else if rules::unfollowed(entry) {
                all.push((Todo::Recurring(entry.id), format!("Åtgärd {number}: när följs den upp?")));
            }
        }
    }
    all
}

/// That promises and goals of before, and decisions of a plan that ends, have no answer: those of an ärende, or all.
fn promises(meeting: &Meeting, of: Option<MeetingArendeId>) -> impl Iterator<Item = (Todo, String)> {
    let promises: Vec<&Earlier> = rules::unanswered(meeting, of).collect();
    let goals: Vec<&Earlier> = rules::unanswered_goals(meeting, of).collect();
    // Where all of an ärende's are meant one stands in it.
    let whose = |rows: &[&Earlier], what: String| {
        let items = rows.iter().map(|row| meeting.item_of_earlier(row).map(|item| item.id));
        if of.is_some() { what } else { rules::named_all(meeting, items, &what) }
    };
    // Which one, where there is but one.
    let which = match promises.as_slice() {
        [row] => format!(": {}", quoted_short(&row.text, 40)),
        _ => String::new(),
    };
    let of_promises = whose(&promises, format!("{}{which}", unanswered_words(promises.len())));
    let of_goals = whose(&goals, unanswered_goals_words(goals.len()));
    let decisions: Vec<&Earlier> = rules::unanswered_decisions(meeting, of).collect();
    let of_decisions = whose(&decisions, unanswered_decisions_words(decisions.len()));
    let promises = (!promises.is_empty()).then_some((Todo::Promises, of_promises));
    let goals = (!goals.is_empty()).then_some((Todo::Goals, of_goals));
    let decisions = (!decisions.is_empty()).then_some((Todo::Decisions, of_decisions));
    promises.into_iter().chain(goals).chain(decisions)
}

/// That promises of before go on past their day, each to say a new one of: those of an ärende, or all.
fn without_day(meeting: &Meeting, of: Option<MeetingArendeId>) -> impl Iterator<Item = (Todo, String)> {
    rules::without_day(meeting, of).map(move |row| {
        let what = format!("{}: {NO_NEW_DAY}", quoted_short(&row.text, 30));
        let item = meeting.item_of_earlier(row).map(|item| item.id).filter(|_| of.is_none());
        (Todo::NewDay(row.entry), rules::named(meeting, item, &what))
    })
}

/// Two texts that were written at once, each with the row that asks which one holds.
fn two_texts(meeting: &Meeting) -> impl Iterator<Item = (&Entry, Todo, String)> {
    let open = meeting.undecided().filter(|(_, entry, _)| !rules::is_silent(meeting, entry));
    open.map(|(row, entry, _)| {
        let what = format!("{}: skrevs samtidigt av två, vilken gäller?", quoted_short(&entry.text, 30));
        (entry, Todo::TwoTexts(row.id), rules::named(meeting, entry.arende, &what))
    })
}

fn said((_, todo, what): (&Entry, Todo, String)) -> (Todo, String) {
    (todo, what)
}

/// An action by the number that it has everywhere, and its text.
fn numbered(meeting: &Meeting, entry: &Entry) -> String {
    format!("Åtgärd {} {}", meeting.point_number(entry), quoted_short(&entry.text, 30))
}

/// That two ärenden are called the same.
fn alike(meeting: &Meeting) -> Option<(Todo, String)> {
    rules::called_alike(meeting)
        .map(|(item, label)| (Todo::ArendeFields(item.id), rules::alike_words(&label)))
}

/// What is left to do before the meeting can be closed; each row is one key.
pub(super) fn left_to_do(meeting: &Meeting) -> Vec<(Todo, String)> {
    let mut all = Vec::from_iter(alike(meeting));
    all.extend(promises(meeting, None));
    all.extend(without_day(meeting, None));
    all.extend(two_texts(meeting).map(said));
    for entry in meeting.actions().filter(|entry| !rules::is_silent(meeting, entry)) {
        if let Some(missing) = rules::incomplete(entry) {
            let what = format!("{} har {missing}", numbered(meeting, entry));
            all.push((Todo::Complete(entry.id), rules::named(meeting, entry.arende, &what)));
        }
    }
    let goes_on = meeting.head.sip_ended.is_none();
    for entry in meeting.actions().filter(|entry| goes_on && rules::unfollowed(entry)) {
        let what = format!("{}: när följs den upp?", numbered(meeting, entry));
        all.push((Todo::Recurring(entry.id), rules::named(meeting, entry.arende, &what)));
    }
    let ending = ending(meeting);
    // What is asked of the plan depends on it.
    let (first, last) = if rules::asks_first_of_the_end(meeting) { (ending, None) } else { (None, ending) };
    all.extend(first);
    if meeting.agenda.plan_consent {
        for person in rules::unasked(meeting) {
            let who = match person.kind {
                ParticipantKind::Barn => format!("barnet {}", person.short_name()),
                // "Fråga Eva Ek, god man": the word would say another thing than is so.
                _ if fold(&person.role).starts_with("vårdnadshavare") => {
                    format!("vårdnadshavaren {}", person.short_name())
                }
                _ => person.name_and_role(),
            };
            all.push((Todo::PlanAnswer(person.id), format!("Fråga {who}: {}", meeting.plan_question())));
        }
    }
    let ended = meeting.is_ended_by_no();
    let asked = [Task::Chairs, Task::TakesNotes];
    for task in asked.into_iter().filter(|task| !meeting.participants.iter().any(|person| task.has(person))) {
        all.push((Todo::Roles, task.question().to_owned()));
    }
    if rules::lacks_holder(meeting) {
        all.push((Todo::Roles, Task::HoldsTogether.question().to_owned()));
    }
    if rules::lacks_overall(meeting) {
        all.push((Todo::Overall, OVERALL.to_owned()));
    }
    if meeting.follow_up().is_none() && meeting.head.sip_ended.is_none() && !ended {
        let what =
            if meeting.agenda.prepares() { "Boka mötet som ni förbereder" } else { "Boka uppföljning" };
        all.push((Todo::FollowUp, what.to_owned()));
    }
    let still_ours = || meeting.todays_items().filter(|item| !rules::is_sent_on(meeting, item.id));
    let waiting = still_ours().filter(|item| item.state == ArendeState::Vantar && meeting.agenda.many);
    for item in waiting {
        let label = wall_name(meeting, item.id);
        all.push((Todo::TakeUp(item.id), format!("{label} är inte taget upp", label = quoted(&label))));
    }
    for item in still_ours().filter(|item| rules::is_unfinished(meeting, item)) {
        let phase = item.phase.name().to_lowercase();
        let label = quoted(&wall_name(meeting, item.id));
        all.push((Todo::TakeUp(item.id), format!("{label}: vi kom till {phase}")));
    }
    let taken_up = still_ours().filter(|item| item.state != ArendeState::Vantar);
    for item in taken_up {
        let missing: Vec<&str> =
            rules::missing_fields(meeting, item, None).map(|field| field.name.as_str()).collect();
        if !missing.is_empty() {
            let label = wall_name(meeting, item.id);
            all.push((Todo::ArendeFields(item.id), format!("{}: {}", quoted(&label), missing.join(", "))));
        }
    }
    let empty = meeting
        .agenda
        .fields_for(FieldScope::Mote)
        .filter(|field| meeting.field(FieldScope::Mote, None, &field.id).is_none());
    all.extend(named_by(empty).map(|names| (Todo::MeetingFields, names)));
    if meeting.recipients.is_empty() && !ended {
        all.push((Todo::Recipients, "Vem får protokollet?".to_owned()));
    }
    all.extend(copies::came_after_list(meeting).map(|person| (Todo::Recipients, copies::late_words(person))));
    if !meeting.recipients.is_empty() {
        let gets = |row: &&Recipient| Wish::of(row) != Wish::Nothing;
        let count = meeting.recipients.iter().filter(gets).count();
        let who = if count == 1 { "en mottagare" } else { "mottagare" };
        let count = if count == 1 { String::new() } else { format!("{count} ") };
        all.push((Todo::Copies, format!("Vem får vad: {count}{who}")));
    }
    all.extend(held_back(meeting));
    all.extend(last);
    all.push((Todo::Close, "Avsluta mötet".to_owned()));
    all
}

/// That the plan can end, by a form that has one which goes on.
fn ending(meeting: &Meeting) -> Option<(Todo, String)> {
    let why = if meeting.is_taken_back() { "samtycket är återkallat" } else { "valfritt" };
    (meeting.agenda.can_end && meeting.head.sip_ended.is_none())
        .then(|| (Todo::EndSip, format!("Ska planen avslutas? ({why})")))
}

/// What fields hold, by their names without what is explained of them; nothing for none. Of many the first two are named.
pub(crate) fn named_by<'a>(fields: impl Iterator<Item = &'a FieldSpec>) -> Option<String> {
    let names: Vec<&str> = fields.map(|field| field.name.split(" (").next().unwrap_or(&field.name)).collect();
    match names.as_slice() {
        [] => None,
        [first, second, _, ..] => Some(format!("{first}, {second} och {} till", names.len() - 2)),
        few => Some(few.join(", ")),
    }
}

/// What is to be done first before the meeting can be closed.
fn first_left(meeting: &Meeting) -> Option<Todo> {
    // What is left to choice stays in the list whatever one chose.
    left_to_do(meeting).into_iter().map(|(todo, _)| todo).find(|todo| *todo != Todo::EndSip)
}

/// What Enter does first in the read-out where all is confirmed: what stands first. That a followed plan may end is asked
/// once, since it is left to choice.
pub(crate) fn taken_first(screen: &MeetingScreen) -> Option<Todo> {
    let asks = rules::asks_first_of_the_end(&screen.meeting) && !screen.end_asked;
    let first = || left_to_do(&screen.meeting).into_iter().map(|(todo, _)| todo).next();
    if asks { first() } else { first_left(&screen.meeting) }
}

/// That something is held back, before papers are made: some of it may be meant to be.
pub(super) fn held_back(meeting: &Meeting) -> Option<(Todo, String)> {
    let count = meeting.held_count();
    let them = if count == 1 { "den" } else { "dem" };
    let rows = meeting.rows_to_look_at().into_iter().filter(|row| row.held).map(|row| row.arende);
    let what = format!("{}: titta på {them}", count_words(count));
    (count > 0).then(|| (Todo::Held, rules::named_all(meeting, rows, &what)))
}

/// What is left to do besides closing, in words; what the form leaves to choice isn't among it.
pub(crate) fn left_undone(meeting: &Meeting) -> Vec<String> {
    let chosen = |todo: Todo| is_open_door(todo) || todo == Todo::EndSip;
    left_to_do(meeting).into_iter().filter(|(todo, _)| !chosen(*todo)).map(|(_, what)| what).collect()
}

/// What is told before the meeting is closed, in groups: what is left undone, which ärenden nobody came to, and what one has
/// gone past with a reason.
pub(crate) fn told_at_close(meeting: &Meeting, today: NaiveDate) -> Vec<String> {
    let unexcused = Meeting { overrides: Vec::new(), ..meeting.clone() };
    let excused: Vec<Todo> =
        rules::before_closing(&unexcused, today).into_iter().filter_map(|finding| finding.fix).collect();
    let chosen = |todo: Todo| is_open_door(todo) || todo == Todo::EndSip;
    let left = left_to_do(meeting).into_iter().filter(|(todo, _)| !chosen(*todo) && !excused.contains(todo));
    let (waiting, undone): (Vec<_>, Vec<_>) = left.partition(|(todo, _)| match todo {
        Todo::TakeUp(id) => meeting.item(*id).is_none_or(|item| item.state == ArendeState::Vantar),
        _ => false,
    });
    let mut text = group("Det här är inte gjort:", undone.into_iter().map(|(_, what)| what));
    text.extend(group(
        "Det här hålls inne, och saknas i andras papper tills någon har tittat:",
        meeting.held_named().into_iter(),
    ));
    text.extend(group("Säg till den som inte är här:", copies::untold_words(meeting, today).into_iter()));
    let labels: Vec<String> = waiting
        .into_iter()
        .filter_map(|(todo, _)| match todo {
            Todo::TakeUp(id) => Some(quoted(&wall_name(meeting, id))),
            _ => None,
        })
        .collect();
    if !labels.is_empty() {
        let what = format!("Togs inte upp, och kan följa med till nästa möte: {}.", labels.join(", "));
        text.extend([what, String::new()]);
    }
    let told = meeting.overrides.iter().filter(|row| !rules::is_kept_reason(&meeting.agenda, &row.rule));
    let (unread, others): (Vec<&Override>, Vec<_>) = told.partition(|row| row.rule == rules::rule::READ_OUT);
    let words = |row: &Override| Some(rules::named(meeting, row.arende, &rules::deviation(meeting, row)?));
    let mut past: Vec<String> = others.into_iter().filter_map(words).collect();
    past.extend(match unread.into_iter().filter_map(words).count() {
        0 => None,
        1 => Some("En punkt är inte uppläst".to_owned()),
        count => Some(format!("{count} punkter är inte upplästa")),
    });
    past.dedup();
    text.extend(group("Det här gick ni förbi, och skälen står i protokollet:", past.into_iter()));
    text
}

/// A heading with its rows and an empty row after; nothing where there are none.
fn group(heading: &str, rows: impl Iterator<Item = String>) -> Vec<String> {
    let rows: Vec<String> = rows.map(|what| format!("– {what}")).collect();
    if rows.is_empty() {
        return rows;
    }
    std::iter::once(heading.to_owned()).chain(rows).chain([String::new()]).collect()
}

pub(super) fn todo_rows(list: &[(Todo, String)]) -> Vec<Row> {
    list.iter()
        .map(|(todo, text)| Row {
            target: Some(RowRef::Todo(*todo)),
            mark: if is_open_door(*todo) { "·" } else { "!" }.to_owned(),
            text: text.clone(),
            detail: None,
            tone: if is_open_door(*todo) { Tone::Normal } else { Tone::Warn },
        })
        .collect()
}

/// What can be done, rather than what is missing.
fn is_open_door(todo: Todo) -> bool {
    matches!(todo, Todo::Close | Todo::Copies | Todo::Held)
}
