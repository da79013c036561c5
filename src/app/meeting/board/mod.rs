//! What a meeting's screen shows, phase by phase, as headings and rows; the view decides where they stand.

mod agreed;
mod before;
mod columns;
mod head;
mod hidden;
mod kept;
mod points;
mod rows;
mod todo;
mod unsaved;

pub(crate) use head::just_withdrawn;
pub(crate) use points::{ASKED, decider};
pub use points::{changed_line, one_line};

use super::complete;
pub use super::complete::Understood;
use crate::app::core::model::{MeetingScreen, Model, RowRef};
use crate::domain::agenda::Phase;
use crate::domain::law::LawReference;
use crate::domain::meeting::Meeting;
use crate::domain::record::MeetingStatus;
use crate::domain::reference::Term;
pub(crate) use head::{called, wall_name};
pub(crate) use todo::{coming, left_undone, named_by, taken_first, told_at_close};

/// How a row is meant, never by colour alone: each has its mark too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// As it is.
    Normal,
    /// Less important.
    Quiet,
    /// Good, done.
    Good,
    /// Missing, late.
    Warn,
    /// The one whose turn it is.
    Strong,
    /// Says whose the rows beneath it are: it stays in sight with them.
    Over,
    /// Says which keys answer the rows beneath it: it stays in sight with them.
    Keys,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What highlighting it means; nothing for a row that is only read.
    pub target: Option<RowRef>,
    /// A short mark in front: `+`, `1`, `[x]`, `!`.
    pub mark: String,
    /// The text.
    pub text: String,
    /// A second line, indented: owner and date.
    pub detail: Option<String>,
    /// How it is meant.
    pub tone: Tone,
}

impl Row {
    /// The number that it shows; whether a point is confirmed stands after it.
    pub fn number(&self) -> Option<usize> {
        self.mark.split(' ').next()?.parse().ok()
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.text.as_str()).chain(self.detail.as_deref())
    }
}

/// Rows under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading, in capitals on screen.
    pub heading: String,
    /// The rows.
    pub rows: Vec<Row>,
    /// What stands there while there are no rows.
    pub empty: Option<String>,
}

/// Sections under each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// How wide it is beside the others.
    pub weight: u16,
    /// The sections, top to bottom.
    pub sections: Vec<Section>,
    /// What is only looked at, where the screen is wide enough for it too. None of its rows can be highlighted.
    pub aside: bool,
}

impl Column {
    /// Its rows, top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sections.iter().flat_map(|section| &section.rows)
    }
}

/// One agreed point, read out in large letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Which entry.
    pub target: RowRef,
    /// "Åtgärd 2 av 5".
    pub heading: String,
    /// What was agreed, in the words of the entry.
    pub text: String,
    /// Who does it, or decided it.
    pub owner: String,
    /// By when, as it is said in Swedish.
    pub when: String,
    /// What is missing or to be noted: "tillfrågas", "ingen ansvarig".
    pub remark: Option<String>,
}

/// A stop on the rail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The phase.
    pub phase: Phase,
    /// The phase's name.
    pub name: &'static str,
    /// Whether the meeting stands here.
    pub here: bool,
    /// Whether it has been passed in this ärende.
    pub passed: bool,
}

/// Everything between the rail and the input line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// "EHT Ängsskolan".
    pub title: String,
    /// The meeting's day: "mån 23 nov".
    pub day: String,
    /// "Ärende 2 av 4 · 4 av 6 min", or "Vi slutar 14.00".
    pub middle: String,
    /// "09.31 · 31 av 90 min", or the clock alone.
    pub right: String,
    /// Whether the time budget is used up.
    pub over_time: bool,
    /// The rail.
    pub rail: Vec<Stop>,
    /// Who else is in the meeting, and the wall: "Gunilla Rask är med · väggen är släckt".
    pub company: Option<String>,
    /// What is spoken of: "Ärende 2 av 4  Blå".
    pub subject: Option<String>,
    /// The phase's main question.
    pub question: String,
    /// Its other questions.
    pub more_questions: Vec<String>,
    /// The point that is being read out.
    pub point: Option<Point>,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows to keep in sight where none is highlighted, the most wanted first: in each column the one written last.
    pub in_sight: Vec<RowRef>,
    /// What the input line becomes: "Åtgärd", "Fungerar". Nothing where there is no line.
    pub prompt: Option<String>,
    /// What the line can become here, and which of them it becomes. None where there is nothing to choose.
    pub kinds: (Vec<&'static str>, usize),
    /// What the line is understood as while it is typed.
    pub understood: Option<Understood>,
    /// What fits what is being typed: names to choose from.
    pub completions: Vec<String>,
    /// The highlighted completion.
    pub completion: Option<usize>,
}

impl Board {
    /// Takes in what has been typed since it was made, when nothing else has happened.
    pub fn type_on(&mut self, model: &Model) {
        let Some(screen) = model.meeting_screen() else { return };
        self.completions = complete::listed(model).iter().map(complete::Completion::label).collect();
        self.completion = (screen.completing && !self.completions.is_empty()).then_some(screen.completion);
        self.understood = complete::preview(model);
        let closed = screen.meeting.head.status == MeetingStatus::Avslutat;
        self.prompt = (!closed && !screen.is_reading_out()).then(|| head::prompt(screen));
        self.kinds = if self.prompt.is_some() { head::kinds(screen) } else { (Vec::new(), 0) };
    }

    /// All rows, in reading order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.columns.iter().flat_map(Column::rows)
    }

    /// The rows that can be highlighted, in reading order.
    pub fn targets(&self) -> Vec<RowRef> {
        self.rows().filter_map(|row| row.target).collect()
    }

    /// The rows that can be highlighted, column by column.
    pub fn targets_by_column(&self) -> Vec<Vec<RowRef>> {
        let columns = self.columns.iter().filter(|column| !column.aside);
        columns.map(|column| column.rows().filter_map(|row| row.target).collect()).collect()
    }

    /// The first of what is missing, or left to do.
    pub fn first_missing(&self) -> Option<RowRef> {
        let missing = |row: &&Row| matches!(row.target, Some(RowRef::Todo(_))) && row.tone == Tone::Warn;
        self.rows().find(missing).and_then(|row| row.target)
    }
}

/// What is abbreviated in what the meeting's screen shows, that of the highlighted row first. What the screen keeps back
/// isn't on the board, and so isn't told here either.
pub fn terms_on_screen(model: &Model) -> Vec<&Term> {
    let (Some(board), Some(screen)) = (board(model), model.meeting_screen()) else { return Vec::new() };
    let rows = || board.rows();
    let highlighted = rows().filter(|row| row.target.is_some() && row.target == screen.cursor);
    let mut texts: Vec<&str> = highlighted.flat_map(Row::texts).collect();
    texts.extend([board.title.as_str(), &board.question]);
    texts.extend(board.subject.as_deref());
    texts.extend(board.more_questions.iter().map(String::as_str));
    texts.extend(board.point.iter().flat_map(|point| [point.text.as_str(), &point.owner]));
    texts.extend(
        board.columns.iter().flat_map(|column| &column.sections).map(|section| section.heading.as_str()),
    );
    texts.extend(rows().flat_map(Row::texts));
    model.setup.lists.glossary.terms_in(&texts.join("\n"))
}

/// What the law says that the meeting's form reminds of, so that the duty can be looked up in the room.
pub fn laws_of_form(model: &Model) -> Vec<&LawReference> {
    let agenda = model.meeting_screen().map(|screen| &screen.meeting.agenda);
    agenda.map(|agenda| model.setup.lists.laws.of(&agenda.reminds).collect()).unwrap_or_default()
}

/// What the meeting's screen shows now; nothing when no meeting is on screen.
pub fn board(model: &Model) -> Option<Board> {
    let screen = model.meeting_screen()?;
    let meeting = &screen.meeting;
    let closed = meeting.head.status == MeetingStatus::Avslutat;
    let spec = meeting.agenda.phase(meeting.head.phase);
    let withdrawn = head::just_withdrawn(meeting);
    let mut questions = spec.questions.iter().cloned();
    let mut board = Board {
        title: meeting.head.title.clone(),
        day: head::day(model, meeting),
        middle: head::middle(model, screen),
        right: head::right(model, screen),
        over_time: head::is_over_time(model, screen),
        rail: head::rail(screen),
        company: head::company(model, screen),
        subject: head::subject(screen),
        question: if meeting.head.is_cancelled() {
            let why = meeting.head.cancel_reason.as_ref().map(|why| format!(": {why}"));
            format!("Mötet är inställt{}", why.unwrap_or_else(|| ".".to_owned()))
        } else if closed {
            head::closed(meeting)
        } else if let Some(at) = withdrawn {
            crate::domain::consent::withdrawal_words(&model.now.clock_at(at))
        } else {
            questions.next().unwrap_or_default()
        },
        more_questions: if closed {
            head::next_steps(meeting)
        } else if withdrawn.is_some() {
            Vec::new()
        } else {
            questions.collect()
        },
        point: if closed || screen.writing {
            None
        } else {
            points::current(model, screen).map(|point| with_kept_back(meeting, point))
        },
        columns: if closed {
            columns::closed(model, screen)
        } else {
            match meeting.head.phase {
                Phase::Sammanhang => columns::sammanhang(model, screen),
                Phase::Nulage => columns::nulage(model, screen),
                Phase::Behov => columns::behov(model, screen),
                Phase::Planering => columns::planering(model, screen),
                Phase::Ansvar => columns::ansvar(model, screen),
            }
        },
        in_sight: Vec::new(),
        prompt: None,
        kinds: (Vec::new(), 0),
        understood: None,
        completions: Vec::new(),
        completion: None,
    };
    if let Some(column) = board.columns.first_mut() {
        column.sections.splice(0..0, hidden::section(model, meeting));
    }
    board.in_sight = in_sight(screen, &board);
    board.type_on(model);
    unsaved::mark(model, &mut board);
    Some(board)
}

/// What is to be seen of lists that are longer than their columns: what was written last, whose turn it is, the point that is
/// read out, and under each other heading what is newest. A closed meeting is read from its beginning.
fn in_sight(screen: &MeetingScreen, board: &Board) -> Vec<RowRef> {
    // In the read-out one looks at the point that is read.
    let mut wanted = Vec::from_iter(board.point.as_ref().map(|point| point.target));
    wanted.extend(screen.latest);
    wanted.extend(board.rows().filter(|row| row.tone == Tone::Strong).filter_map(|row| row.target));
    if screen.meeting.head.phase == Phase::Nulage {
        // The round waits for the first who hasn't spoken.
        let waits = |row: &&Row| matches!(row.target, Some(RowRef::Participant(_))) && row.mark == "[ ]";
        wanted.extend(board.rows().find(waits).and_then(|row| row.target));
    }
    let rests = screen.meeting.head.status == MeetingStatus::Avslutat || screen.is_reading_out();
    if !rests {
        // Under each heading, so that it is seen whatever else stands there.
        let targets =
            |section: &Section| section.rows.iter().filter_map(|row| row.target).collect::<Vec<_>>();
        let sections = board.columns.iter().flat_map(|column| &column.sections);
        let mut newest: Vec<RowRef> = sections
            .filter_map(|section| targets(section).into_iter().max_by_key(|row| row.made()))
            .filter(|row| row.made().is_some())
            .collect();
        newest.sort_by_key(|row| std::cmp::Reverse(row.made()));
        wanted.extend(newest);
    }
    wanted
}

/// The point that is read out, with what keeps it from others.
fn with_kept_back(meeting: &Meeting, point: Point) -> Point {
    let RowRef::Entry(id) = point.target else { return point };
    let kept = meeting.entry(id).map(|entry| kept::kept_back(meeting, entry)).unwrap_or_default();
    let remarks: Vec<String> = point.remark.into_iter().chain(kept).collect();
    Point { remark: (!remarks.is_empty()).then(|| remarks.join(" · ")), ..point }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::Desk;
    use crate::domain::reference::Glossary;

    #[test]
    fn the_abbreviations_on_the_screen_are_told_and_the_highlighted_row_comes_first() {
        let mut desk = Desk::meeting("samverkansmote");
        let term = |short: &str| Term {
            short: short.to_owned(),
            long: "x".to_owned(),
            about: String::new(),
            source: String::new(),
        };
        desk.model.setup.lists.glossary = Glossary { terms: ["BVC", "BUP", "TSI"].map(term).to_vec() };
        desk.line("Eva Ek, sjuksköterska, BVC").line("Per Pil, psykolog, BUP");
        let shorts = |desk: &Desk| {
            terms_on_screen(&desk.model).iter().map(|term| term.short.clone()).collect::<Vec<_>>()
        };
        assert_eq!(shorts(&desk), ["BVC", "BUP"]);
        let last = desk.screen().meeting.participants.last().unwrap().id;
        desk.point(RowRef::Participant(last));
        assert_eq!(shorts(&desk), ["BUP", "BVC"]);
        desk.model.setup.lists.glossary = Glossary::default();
        assert!(shorts(&desk).is_empty());
    }
}
