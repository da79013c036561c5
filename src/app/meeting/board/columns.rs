//! What stands in the columns of each phase.

use super::agreed;
use super::before::{answers_row, count_answered, earlier_row, followed, still_needed};
use super::head::{ended, wall_name};
use super::kept::held_words;
use super::rows::{
    action_row, filled, item_row, kind, kinds, kinds_or_empty, noted_row, participant_row, plain, round,
    section, with_empty,
};
use super::todo::{held_back, left_to_do, left_undone, missing_now, taken_first, todo_rows};
use super::{Column, Row, Section, Tone};
use crate::app::core::action::name_keys;
use crate::app::core::model::{MeetingScreen, Model, RowRef, Todo};
use crate::app::meeting::timing::ends;
use crate::domain::agenda::{EntryKind, Level, Phase, Round};
use crate::domain::copies;
use crate::domain::dates::{date_with_year, long_date, short_date};
use crate::domain::earlier::Earlier;
use crate::domain::meeting::{Next, capital};
use crate::domain::quoted::quoted_short;
use crate::domain::record::{ArendeState, Entry, MeetingArende};
use crate::domain::rules;

/// What is missing, and how one comes to it from the line.
const MISSING: &str = "Saknas  (‹Up›, ‹Accept›)";

/// So many letters of one word fit in a fourth of 80 columns, beside a mark.
const LONG_WORD: usize = 14;

fn column(weight: u16, sections: Vec<Section>) -> Column {
    Column { weight, sections, aside: false }
}

/// What was said of how it is now, to look at beside what is planned.
fn nulage_aside(screen: &MeetingScreen) -> Option<Column> {
    let arende = screen.meeting.head.current;
    let said = [EntryKind::Fungerar, EntryKind::Svarare, EntryKind::Stod, EntryKind::Rost];
    let mut sections = kinds(screen, arende, &said);
    sections.iter_mut().flat_map(|section| &mut section.rows).for_each(|row| row.target = None);
    (!sections.is_empty()).then_some(Column { weight: 4, sections, aside: true })
}

/// Who is here, what is to be spoken of, and the frame.
pub(super) fn sammanhang(model: &Model, screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let people = meeting.participants.iter().map(|person| participant_row(model, meeting, person)).collect();
    let here = meeting.participants.iter().filter(|person| person.is_here());
    let introduced = here.clone().filter(|person| person.introduced).count();
    let heading = match here.count() {
        0 => "Deltagare".to_owned(),
        count => name_keys(format!("Deltagare  {introduced} av {count} presenterade (‹Spoken›)")),
    };
    let people =
        with_empty(&heading, people, "Skriv namn, roll, verksamhet. ‹SameAsLast› hämtar förra mötets.");
    // What is left to speak of comes first, also in a long list.
    let is_done = |item: &&MeetingArende| item.state == ArendeState::Klart;
    let (done, left): (Vec<_>, Vec<_>) = meeting.items.iter().partition(is_done);
    let items: Vec<Row> = left.into_iter().chain(done).map(|item| item_row(model, meeting, item)).collect();
    let heading = match meeting.time_for_each() {
        Some(each) => format!("Ärenden  {each}"),
        None if meeting.agenda.many => "Ärenden".to_owned(),
        None => "Mötet handlar om".to_owned(),
    };
    let empty = match (meeting.agenda.individuals, meeting.agenda.groups) {
        _ if meeting.agenda.is_unidentified() => {
            "‹Next› växlar till fråga. Skriv den så att inget barn går att känna igen."
        }
        (true, _) => "‹Next› växlar till ärende. Skriv vad barnet kallas på väggen.",
        (false, true) => "‹Next› växlar till ärende. Enskilda barn tas inte upp här.",
        (false, false) => "Den här mötesformen har inga ärenden.",
    };
    let items = with_empty(&heading, items, empty);
    let mut frame = Vec::new();
    let head = &meeting.head;
    let told = |label: &str, text: &String| {
        let detail = held_words(meeting, &meeting.held_in(head.id, &[text]), &[text]);
        Row { detail, ..plain(format!("{label}: {text}")) }
    };
    frame.extend(head.purpose.iter().map(|purpose| told("Syfte", purpose)));
    frame.extend(head.questions.iter().map(|questions| told("Frågor", questions)));
    let end = ends(meeting, model.now);
    frame.push(plain(format!("Vi håller på till {}.", end.format("%H.%M"))));
    frame.extend(meeting.time_of_round().map(|words| plain(format!("{words}."))));
    frame.push(plain(match meeting.agenda.level {
        _ if meeting.agenda.is_unidentified() => "Vi talar så att inget barn går att känna igen.",
        Level::Individ => "Vi som arbetar här har tystnadsplikt, men måste anmäla oro för ett barn. Det vi antecknar kan begäras ut.",
        Level::Grupp => "Vi talar om grupper och platser, inte om enskilda barn.",
        Level::Ledning | Level::Foraldrar => "Vi nämner inga enskilda barn.",
    }));
    if !meeting.agenda.other_ground.is_empty() {
        let (ground, by) = (&meeting.agenda.other_ground, &meeting.agenda.ground_assessed_by);
        frame.push(plain(format!("Grund utan samtycke: {ground} (bedömd av {by})")));
    }
    if meeting.has_protected_child() {
        frame.push(plain(name_keys(
            "Skyddade personuppgifter: skola, plats och tid hålls inne (‹Protection›).",
        )));
    }
    let notes = kinds(screen, None, &meeting.agenda.phase(Phase::Sammanhang).takes);
    let earlier = of_earlier(model, screen);
    // What is missing goes before what is only read.
    let missing = section(&name_keys(MISSING), todo_rows(&missing_now(model, screen)));
    let mut right = vec![items, earlier, missing, section("Ramar", frame)];
    right.extend(notes);
    vec![column(5, vec![people]), column(5, filled(right))]
}

/// What was promised before; the goals wait in their ärende. The answers stand above by their digits where one is pointed at.
fn of_earlier(model: &Model, screen: &MeetingScreen) -> Section {
    let promises: Vec<_> = screen.meeting.earlier.iter().filter(|row| row.is_promise()).collect();
    let told = count_answered(model, &promises);
    let pointed = matches!(screen.cursor, Some(RowRef::Earlier(_)));
    let mut rows: Vec<Row> = Vec::from_iter(pointed.then(|| answers_row(model, EntryKind::Atgard)));
    rows.extend(promises.iter().map(|row| earlier_row(model, row, false)));
    section(&format!("Från förra gången  {told} av {}", promises.len()), rows)
}

/// What works, what is harder, which support there is; the round on the right. What the ärende follows stands before them.
pub(super) fn nulage(model: &Model, screen: &MeetingScreen) -> Vec<Column> {
    let followed = followed(model, &screen.meeting);
    let mut columns = of_nulage(screen);
    if followed.is_empty() {
        return columns;
    }
    // Beside promises there isn't room for each kind in a column of its own.
    let round = (screen.meeting.agenda.round != Round::Nej).then(|| columns.pop()).flatten();
    let rest: Vec<Section> = columns.into_iter().flat_map(|column| column.sections).collect();
    [Some(column(6, followed)), Some(column(5, filled(rest))), round].into_iter().flatten().collect()
}

fn of_nulage(screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let arende = meeting.head.current;
    if meeting.agenda.is_line_round(Phase::Nulage) {
        let takes = &meeting.agenda.phase(Phase::Nulage).takes;
        return vec![column(5, kinds_or_empty(screen, arende, takes))];
    }
    let mut columns = vec![
        column(4, vec![kind(screen, arende, EntryKind::Fungerar)]),
        column(4, vec![kind(screen, arende, EntryKind::Svarare)]),
        column(4, vec![kind(screen, arende, EntryKind::Stod)]),
    ];
    let shown = [EntryKind::Fungerar, EntryKind::Svarare, EntryKind::Stod];
    let mut rest: Vec<EntryKind> = meeting.agenda.phase(Phase::Nulage).takes.clone();
    rest.extend(EntryKind::ALL.iter().copied().filter(|kind| !belongs_elsewhere(*kind)));
    rest.retain(|kind| !shown.contains(kind));
    let rest = kinds(screen, arende, &rest);
    // The child's voice stands first of the rest, under what works; the others follow column by column.
    for (at, section) in rest.into_iter().enumerate() {
        columns[at % 3].sections.push(section);
    }
    if meeting.agenda.round != Round::Nej {
        let round = round(screen, arende);
        // A long role in one word, such as socialsekreterare, isn't broken at 80 columns.
        let words = round.rows.iter().flat_map(|row| row.text.split([' ', '-']));
        let long = words.map(|word| word.chars().count()).max().unwrap_or(0) > LONG_WORD;
        columns.push(column(if long { 5 } else { 4 }, vec![round]));
    }
    columns
}

/// Kinds that have a place of their own in a later phase.
fn belongs_elsewhere(kind: EntryKind) -> bool {
    matches!(
        kind,
        EntryKind::Behov
            | EntryKind::MalLang
            | EntryKind::MalKort
            | EntryKind::Beslut
            | EntryKind::Atgard
            | EntryKind::Fraga
            | EntryKind::EjOverens
            | EntryKind::Sammanfattning
            | EntryKind::Skyddsfaktor
            | EntryKind::Riskfaktor
    )
}

/// Needs and goals; what protects stands first.
pub(super) fn behov(model: &Model, screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let arende = meeting.head.current;
    let mut left: Vec<Section> = still_needed(meeting).into_iter().collect();
    left.push(kind(screen, arende, EntryKind::Behov));
    left.extend(kinds(screen, arende, &[EntryKind::Anteckning]));
    let takes = &meeting.agenda.phase(Phase::Behov).takes;
    let right: Vec<EntryKind> =
        [EntryKind::Skyddsfaktor, EntryKind::MalLang, EntryKind::MalKort, EntryKind::Riskfaktor]
            .into_iter()
            .chain(takes.iter().copied())
            .fold(Vec::new(), |mut all, kind| {
                if kind != EntryKind::Behov && kind != EntryKind::Anteckning && !all.contains(&kind) {
                    all.push(kind);
                }
                all
            });
    let voice = kinds(screen, arende, &[EntryKind::Rost]);
    left.extend(voice);
    left.extend(followed(model, meeting));
    let right: Vec<EntryKind> = right.into_iter().filter(|kind| *kind != EntryKind::Rost).collect();
    vec![column(5, left), column(5, kinds_or_empty(screen, arende, &right))]
}

/// Who does what and when, beside the needs that it answers.
pub(super) fn planering(model: &Model, screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let arende = meeting.head.current;
    let family = meeting.agenda.plan_consent;
    // What the ärende follows is the first thing asked about.
    let mut left = followed(model, meeting);
    left.extend(still_needed(meeting));
    left.push(kind(screen, arende, EntryKind::Behov));
    // Whatever the phase takes is shown as soon as it is written.
    let mut rest = vec![
        EntryKind::MalLang,
        EntryKind::MalKort,
        EntryKind::Fraga,
        EntryKind::EjOverens,
        EntryKind::Anteckning,
    ];
    rest.extend(meeting.agenda.phase(Phase::Planering).takes.iter().copied());
    rest.retain(|kind| !matches!(kind, EntryKind::Behov | EntryKind::Atgard | EntryKind::Beslut));
    left.extend(kinds(screen, arende, &rest));
    let by_family = |entry: &&Entry| family && rules::is_by_family(meeting, entry);
    let mut actions: Vec<&Entry> = meeting.entries_of(arende, EntryKind::Atgard).collect();
    actions.sort_by_cached_key(|entry| meeting.place_of_point(entry));
    let number = |entry: &Entry| meeting.point_number(entry).to_string();
    let rows = |list: Vec<&Entry>| -> Vec<Row> {
        list.into_iter().map(|entry| action_row(model, meeting, entry, &number(entry))).collect()
    };
    let heading = if family { "Vem gör vad" } else { "Åtgärder" };
    let mut right = Vec::new();
    if family {
        right.push(section("Det gör familjen", rows(actions.iter().copied().filter(by_family).collect())));
    }
    right.push(with_empty(
        heading,
        rows(actions.iter().copied().filter(|entry| !by_family(entry)).collect()),
        "Skriv vad, ‹Next› vem, ‹Next› när, ‹Accept›.",
    ));
    right.extend(kinds(screen, arende, &[EntryKind::Beslut]));
    left.push(section(&name_keys(MISSING), todo_rows(&missing_now(model, screen))));
    // Promises are read as whole as what is written anew.
    let weight = if meeting.earlier_of(arende).any(Earlier::is_promise) { 6 } else { 4 };
    let mut columns = vec![column(weight, filled(left)), column(6, filled(right))];
    columns.extend(nulage_aside(screen));
    columns
}

/// What is said where nothing is left to confirm: nothing was agreed, or all of it was, ärende by ärende or just now.
fn settled(screen: &MeetingScreen) -> Option<String> {
    let meeting = &screen.meeting;
    if rules::agreed(meeting).any(|entry| entry.confirmed.is_none()) {
        return None;
    }
    let is_empty = rules::agreed(meeting).next().is_none();
    let asked = rules::agreed(meeting).filter(|entry| rules::is_asked(meeting, entry)).count();
    let asked = match asked {
        0 => "",
        _ => " Den som inte är här tillfrågas efteråt.",
    };
    // What is left comes before how one leaves it.
    let left = left_to_do(meeting);
    let stands_first = left.first().map(|(todo, _)| *todo) == taken_first(screen);
    let taken = left.iter().find(|(todo, _)| Some(*todo) == taken_first(screen));
    let taken = taken.filter(|_| !stands_first).map(|(_, what)| quoted_short(what, 40));
    // While a line is open the keys are letters of it.
    let how = |first: &str| match taken {
        _ if screen.writing => ".".to_owned(),
        Some(what) => format!(": ‹Accept› tar {what}."),
        None => format!(": ‹Accept› tar {first}."),
    };
    let left = match left_undone(meeting).len() {
        0 => String::new(),
        1 => format!(" En sak är kvar att göra{}", how("den")),
        count => format!(" {count} saker är kvar att göra{}", how("den första")),
    };
    let goes_on = meeting.continues().into_iter().any(Earlier::is_promise);
    let said =
        if is_empty && !goes_on { "Inget är överenskommet än." } else { "Inget nytt att bekräfta." };
    if screen.writing {
        return Some(format!("{said}{asked}{left} ‹Back› går tillbaka till uppläsningen."));
    }
    let writes = if is_empty { " ‹NewPoint› skriver en punkt," } else { "" };
    Some(format!("{said}{asked}{left}{writes} ‹Close› avslutar."))
}

/// All agreed points, and what is left to do before the meeting can be closed.
pub(super) fn ansvar(model: &Model, screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let shown = |entry: &Entry| {
        screen.show_all
            || !meeting.agenda.many
            || entry.confirmed.is_none()
            || Some(RowRef::Entry(entry.id)) == screen.cursor
    };
    let mut left = agreed::groups(model, meeting, agreed::reading(screen), shown);
    if let Some(words) = settled(screen) {
        left.insert(0, with_empty("Överenskommet", Vec::new(), &words));
    }
    left.push(agreed::going_on(model, meeting));
    left.push(agreed::goals_going_on(model, meeting));
    left.extend(kinds(
        screen,
        None,
        &[EntryKind::Sammanfattning, EntryKind::EjOverens, EntryKind::Anteckning, EntryKind::Privat],
    ));
    let mut right = Vec::new();
    let answers: Vec<Row> = meeting
        .plan_answers
        .iter()
        .filter_map(|answer| {
            let person = meeting.participant(answer.participant)?;
            let word = answer.said();
            Some(answered(Todo::PlanAnswer(person.id), format!("{}: {word}", person.short_name())))
        })
        .collect();
    right.push(section(&capital(meeting.plan_question()), answers));
    if let Some(next) = meeting.next() {
        let day = short_date(next.day, model.now.today());
        right.push(section("Vi ses igen", vec![answered(Todo::FollowUp, again(&next, &day))]));
    }
    right.push(section(
        "Planen",
        ended(&meeting.head).map(|text| answered(Todo::EndSip, text)).into_iter().collect(),
    ));
    right.push(section("Kvar att göra", todo_rows(&left_to_do(meeting))));
    vec![column(6, filled(left)), column(5, filled(right))]
}

/// When people meet again, as it stands now: "tor 10 dec kl. 13.00 (bestämdes till 3 december 2026), Eva Ek kallar".
fn again(next: &Next<'_>, day: &str) -> String {
    let time = next.time.map(|time| format!(" kl. {}", time.format("%H.%M"))).unwrap_or_default();
    if next.cancelled {
        let why = next.reason.map(|why| format!(": {why}")).unwrap_or_default();
        return format!("inställt, var {day}{time}{why}");
    }
    let moved = if next.is_moved() {
        format!(" (flyttat, var {})", date_with_year(next.decided.date))
    } else {
        String::new()
    };
    let by = next.decided.called_by.as_ref().map(|by| format!(", {by} kallar")).unwrap_or_default();
    let place = next.place.map(str::trim).filter(|place| !place.is_empty());
    let place = place.map(|place| format!(", {place}")).unwrap_or_default();
    format!("{day}{time}{moved}{place}{by}")
}

/// What was answered already: one goes back to it to change it.
fn answered(todo: Todo, text: String) -> Row {
    Row { target: Some(RowRef::Todo(todo)), mark: "·".to_owned(), ..plain(text) }
}

/// A closed meeting: what was agreed, who was here, when we meet again.
pub(super) fn closed(model: &Model, screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let people: Vec<Row> =
        meeting.participants.iter().map(|person| participant_row(model, meeting, person)).collect();
    let items: Vec<Row> = meeting.items.iter().map(|item| item_row(model, meeting, item)).collect();
    let noted = |arende| {
        let rows = meeting.entries.iter().filter(move |entry| entry.arende == arende && !is_agreed(entry));
        rows.map(|entry| noted_row(meeting, entry)).collect::<Vec<_>>()
    };
    let mut left = agreed::groups(model, meeting, None, |_| true);
    let went: Vec<Row> = meeting
        .earlier
        .iter()
        .filter(|row| row.told.is_some() && !row.goes_on())
        .map(|row| earlier_row(model, row, false))
        .collect();
    let going_on = agreed::going_on(model, meeting);
    if left.is_empty() && went.is_empty() && going_on.rows.is_empty() {
        left.push(with_empty("Överenskommet", Vec::new(), "Inget antecknades som överenskommet."));
    }
    left.push(section("Så gick det från förra gången", went));
    left.push(going_on);
    for item in &meeting.items {
        left.push(section(&format!("Antecknat om {}", wall_name(meeting, item.id)), noted(Some(item.id))));
    }
    left.push(section("Antecknat", noted(None)));
    let mut right = vec![section("Ärenden", items), section("Deltagare", people)];
    if let Some(next) = meeting.next() {
        // The day is what everybody goes home with.
        let day = Row { tone: Tone::Normal, ..plain(again(&next, &long_date(next.day))) };
        right.insert(0, section("Vi ses igen", vec![day]));
    }
    let untold = copies::untold_words(meeting, model.now.today()).into_iter();
    let before: Vec<(Todo, String)> =
        held_back(meeting).into_iter().chain(untold.map(|words| (Todo::Copies, words))).collect();
    right.insert(0, section("Innan papperen görs", todo_rows(&before)));
    vec![column(6, filled(left)), column(5, filled(right))]
}

/// Whether an entry stands among what was agreed.
fn is_agreed(entry: &Entry) -> bool {
    matches!(entry.kind(), EntryKind::Atgard | EntryKind::Beslut)
}
