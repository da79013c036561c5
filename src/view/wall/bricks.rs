//! Texts broken into lines in a type, and what is drawn of them as a whole: bricks, one under the other in a column or two.

use super::super::pen::{Pen, cells, count, right_of, wrap};
use super::super::theme::Meaning;
use super::super::widgets::big::{self, Size};
use super::page::{DOT, Group, HARD_SPACE, Item, facts};
use crate::domain::text;
use ratatui::layout::Rect;

/// In a table, what is to be done takes at most so many lines.
const TABLE_LINES: usize = 2;

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// As the terminal writes.
    Plain,
    /// In large type.
    Big(Size),
}

impl Type {
    pub(super) const NARROW: Self = Self::Big(Size::NARROW);
    pub(super) const LOW: Self = Self::Big(Size::LOW);

    pub(super) fn is_big(self) -> bool {
        self != Self::Plain
    }

    pub(super) fn columns(self, line: &str) -> u16 {
        match self {
            Self::Big(size) if big::knows(line) => size.columns(line),
            _ => cells(line),
        }
    }

    pub(super) fn rows(self, lines: usize) -> u16 {
        match self {
            Self::Plain => count(lines),
            Self::Big(size) => size.rows(lines),
        }
    }

    /// The air between two columns of a table.
    pub(super) fn gap(self) -> u16 {
        match self {
            Self::Plain => 2,
            Self::Big(size) => size.columns("  ") + 1,
        }
    }
}

/// A text broken into lines.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) lines: Vec<String>,
    pub(super) kind: Type,
}

impl Set {
    /// Nothing if a word is wider than there is room for. A text with a sign that large type doesn't have is set plain.
    pub(super) fn of(what: &str, width: u16, kind: Type) -> Option<Self> {
        match kind {
            Type::Big(size) if big::knows(what) && !what.trim().is_empty() => {
                // A day is broken before it makes all smaller.
                let broken = || big::wrap(&what.replace(HARD_SPACE, " "), width, size);
                let lines = big::wrap(what, width, size).or_else(broken)?;
                Some(Self { lines, kind })
            }
            _ => {
                let lines = wrap(what, width).into_iter().map(|line| line.replace(HARD_SPACE, " "));
                Some(Self { lines: lines.collect(), kind: Type::Plain })
            }
        }
    }

    /// A row of a list: what goes on from its first line stands further in, so that it isn't taken for another row.
    pub(super) fn of_row(what: &str, width: u16, kind: Type) -> Option<Self> {
        let set = Self::of(what, width, kind)?;
        let number = what.split_once(HARD_SPACE).map(|(number, _)| number);
        let number = number.filter(|number| number.chars().all(|c| c.is_ascii_digit()));
        let hang = number.map_or(2, |number| cells(number) + 2);
        if set.kind != Type::Plain || set.lines.len() < 2 || width < hang * 4 {
            return Some(set);
        }
        let Self { mut lines, kind } = Self::of(what, width - hang, kind)?;
        let inward = " ".repeat(usize::from(hang));
        lines.iter_mut().skip(1).for_each(|line| line.insert_str(0, &inward));
        Some(Self { lines, kind })
    }

    /// Who and when on one line with a dot between; else each on its own.
    pub(super) fn of_facts(facts: &str, width: u16, kind: Type) -> Option<Self> {
        let whole = Self::of(facts, width, kind);
        match facts.split_once(DOT) {
            Some((who, when)) if whole.as_ref().is_none_or(|set| set.lines.len() > 1) => {
                let (who, when) = (Self::of(who, width, kind)?, Self::of(when, width, kind)?);
                // One with a sign that large type doesn't have makes both plain.
                let kind = if who.kind == when.kind { who.kind } else { Type::Plain };
                Some(Self { lines: [who.lines, when.lines].concat(), kind })
            }
            _ => whole,
        }
    }

    pub(super) fn columns(&self) -> u16 {
        self.lines.iter().map(|line| self.kind.columns(line)).max().unwrap_or(0)
    }

    pub(super) fn rows(&self) -> u16 {
        self.kind.rows(self.lines.len())
    }

    pub(super) fn draw(&self, pen: &mut Pen<'_>, area: Rect, meaning: Meaning) {
        match self.kind {
            Type::Plain => {
                for (y, line) in (0..area.height).zip(&self.lines) {
                    pen.put(Rect { y: area.y + y, height: 1, ..area }, line, meaning);
                }
            }
            Type::Big(size) => big::draw_in(pen, area, &self.lines, meaning, size),
        }
    }
}

/// One step of the ladder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) hero: Type,
    /// Who and when of a point that is read out.
    pub(super) facts: Type,
    pub(super) body: Type,
    /// What stands beside what is agreed.
    pub(super) beside: Type,
    pub(super) heading: Type,
    /// What is spoken of.
    pub(super) subject: Type,
    /// Rows between two rows of a list.
    pub(super) air: u16,
    pub(super) columns: u16,
    /// Whether the air over the list is spared.
    pub(super) tight: bool,
}

impl Step {
    /// The type of a group's rows.
    pub(super) fn kind_of(&self, group: &Group) -> Type {
        if group.beside { self.beside } else { self.body }
    }
}

/// A text in its place within what is drawn as a whole.
#[derive(Clone, Debug)]
pub(super) struct Ink {
    pub(super) x: u16,
    pub(super) y: u16,
    pub(super) set: Set,
    pub(super) meaning: Meaning,
}

impl Ink {
    pub(super) fn at(x: u16, set: Set) -> Self {
        Self { x, y: 0, set, meaning: Meaning::Strong }
    }
}

/// What is drawn as a whole, with the air over it.
#[derive(Clone, Debug)]
pub(super) struct Brick {
    pub(super) gap: u16,
    pub(super) rows: u16,
    pub(super) inks: Vec<Ink>,
    /// A heading, which goes with what comes after it.
    pub(super) heading: bool,
    /// How many rows there are under it that aren't shown.
    pub(super) more: usize,
    pub(super) important: bool,
    /// It was written last, or is read next.
    pub(super) fresh: bool,
    /// It stands beside what is agreed.
    pub(super) beside: bool,
    /// A heading that isn't said again.
    pub(super) once: bool,
}

impl Brick {
    pub(super) fn of(gap: u16, set: Set, meaning: Meaning) -> Self {
        Self {
            gap,
            rows: set.rows(),
            inks: vec![Ink { meaning, ..Ink::at(0, set) }],
            heading: false,
            more: 0,
            important: false,
            fresh: false,
            beside: false,
            once: false,
        }
    }

    /// A heading says on its one line how many more there are under it; in small type where there isn't room in large.
    pub(super) fn tell_more(&mut self, width: u16) {
        if self.more == 0 {
            return;
        }
        let more = format!("{DOT}{} till", self.more).replace(HARD_SPACE, " ");
        for Ink { set, .. } in &mut self.inks {
            let heading = set.lines.join(" ");
            let whole = format!("{heading}{more}");
            if set.kind.is_big() && set.kind.columns(&whole) <= width {
                set.lines = vec![whole];
                continue;
            }
            set.kind = Type::Plain;
            let room = usize::from(width.saturating_sub(cells(&more)));
            set.lines = vec![text::truncate(&heading, room).into_owned() + &more];
        }
        self.rows = self.inks.iter().map(|ink| ink.set.rows()).max().unwrap_or(0);
    }

    pub(super) fn draw(&self, pen: &mut Pen<'_>, area: Rect) {
        for Ink { x, y, set, meaning } in &self.inks {
            let height = area.height.saturating_sub(*y).min(set.rows());
            set.draw(pen, right_of(Rect { y: area.y + y, height, ..area }, *x), *meaning);
        }
    }
}

/// The rows that bricks take under each other.
pub(super) fn height(bricks: &[Brick]) -> u16 {
    bricks.iter().map(|brick| brick.gap + brick.rows).sum()
}

/// The list as bricks: what stands beside what is agreed in a type of its own.
pub(super) fn list_bricks(groups: &[Group], width: u16, step: Step, room: u16) -> Option<Vec<Brick>> {
    let at = groups.iter().position(|group| group.beside).filter(|_| step.beside != step.body);
    let Some(at) = at else { return body_bricks(groups, width, step, room) };
    let (agreed, beside) = groups.split_at(at);
    let small = Step { body: step.beside, heading: Type::Plain, air: 0, ..step };
    let mut bricks = body_bricks(agreed, width, step, room)?;
    let mut small = body_bricks(beside, width, small, room)?;
    small.iter_mut().take(1).for_each(|first| first.gap = 1);
    bricks.append(&mut small);
    Some(bricks)
}

/// The list as bricks: the first of its layouts that has room, or else the lowest.
pub(super) fn body_bricks(groups: &[Group], width: u16, step: Step, room: u16) -> Option<Vec<Brick>> {
    let all = layouts(groups, width, step);
    let fits = |bricks: &&Vec<Brick>| height(bricks) <= room.saturating_mul(step.columns);
    let lowest = || all.iter().min_by_key(|bricks| height(bricks));
    all.iter().find(fits).or_else(lowest).cloned()
}

/// In which ways a list can be set: a table where what, who and when have room beside each other, else who and when under it,
/// or after it.
pub(super) fn layouts(groups: &[Group], width: u16, step: Step) -> Vec<Vec<Brick>> {
    let kind = step.body;
    let table = table_columns(groups, width, kind).and_then(|columns| {
        let row = |item: &Item| in_table(item, width, columns, kind);
        bricks_of(groups, width, step, &row)
    });
    // Where what is to be done is broken into a narrow tower, it stands over who and when instead.
    let is_tower = |brick: &Brick| brick.inks.len() > 1 && brick.inks[0].set.lines.len() > TABLE_LINES;
    let table = table.filter(|bricks: &Vec<Brick>| !bricks.iter().any(is_tower));
    let stacked = bricks_of(groups, width, step, &|item: &Item| stacked(item, width, kind));
    let run_in = (kind == Type::Plain)
        .then(|| bricks_of(groups, width, step, &|item: &Item| run_in(item, width)))
        .flatten();
    [table, stacked, run_in].into_iter().flatten().collect()
}

pub(super) fn bricks_of(
    groups: &[Group],
    width: u16,
    step: Step,
    row: &dyn Fn(&Item) -> Option<Vec<Ink>>,
) -> Option<Vec<Brick>> {
    let mut bricks = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let asks = group.heading.is_empty();
        let mut gap = u16::from(at > 0 && (step.air > 0 || step.body.is_big() || asks));
        // What is still to be asked isn't taken for something that was agreed.
        if asks && at > 0 && !groups[at - 1].heading.is_empty() {
            gap += 1;
        }
        if !group.heading.is_empty() {
            let set = Set::of(&group.heading, width, step.heading)?;
            let heading = Brick::of(gap, set, Meaning::Heading);
            let Group { more, beside, once, .. } = *group;
            bricks.push(Brick { heading: true, more, beside, once, ..heading });
            gap = u16::from(step.heading.is_big() && step.air > 0);
        }
        for item in &group.items {
            let mut inks = row(item)?;
            if asks {
                for ink in &mut inks {
                    ink.meaning = Meaning::Text;
                }
            }
            let rows = inks.iter().map(|ink| ink.y + ink.set.rows()).max().unwrap_or(0);
            bricks.push(Brick {
                gap,
                rows,
                inks,
                heading: false,
                more: 0,
                important: item.important,
                fresh: item.fresh,
                beside: group.beside,
                once: false,
            });
            gap = step.air;
        }
    }
    Some(bricks)
}

/// Where who and when stand, and how wide they are.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) what: u16,
    pub(super) who: (u16, u16),
    pub(super) when: (u16, u16),
}

pub(super) fn table_columns(groups: &[Group], width: u16, kind: Type) -> Option<Columns> {
    let items = || groups.iter().flat_map(|group| &group.items).filter(|item| !is_bare(item));
    let most = |text: &dyn Fn(&Item) -> &str| items().map(|item| kind.columns(text(item))).max().unwrap_or(0);
    let (who, when) = (most(&|item| &item.who), most(&|item| &item.when));
    let gaps = kind.gap() * (u16::from(who > 0) + u16::from(when > 0));
    let what = width.checked_sub(who + when + gaps)?;
    // What is to be done has the most room, or it is broken into more lines than it is worth.
    if u32::from(what) * 100 < u32::from(width) * 36 {
        return None;
    }
    let used = most(&|item| &item.what).min(what);
    // Not further apart than the eye follows.
    let spare = (what - used).min(kind.gap() * 2) / 2;
    let at = used + kind.gap() + spare;
    Some(Columns {
        what,
        who: (at, who),
        when: (if who > 0 { at + who + kind.gap() + spare } else { at }, when),
    })
}

/// Whether a row says neither who nor when.
pub(super) fn is_bare(item: &Item) -> bool {
    item.who.is_empty() && item.when.is_empty()
}

pub(super) fn in_table(item: &Item, width: u16, columns: Columns, kind: Type) -> Option<Vec<Ink>> {
    let room = if is_bare(item) { width } else { columns.what };
    let mut inks = vec![Ink::at(0, Set::of_row(&item.what, room, kind)?)];
    for (text, (at, room)) in [(&item.who, columns.who), (&item.when, columns.when)] {
        if !text.is_empty() {
            inks.push(Ink::at(at, Set::of(text, room, kind)?));
        }
    }
    Some(inks)
}

/// What, who and when after each other, where rows are dear.
fn run_in(item: &Item, width: u16) -> Option<Vec<Ink>> {
    let parts = [item.what.trim_end(), &facts(&item.who, &item.when)];
    let whole = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(DOT);
    Some(vec![Ink::at(0, Set::of_row(&whole, width, Type::Plain)?)])
}

/// What, and under it who and when, a little further in; at the right end of the same row where they have room there.
pub(super) fn stacked(item: &Item, width: u16, kind: Type) -> Option<Vec<Ink>> {
    let what = Set::of_row(&item.what, width, kind)?;
    if is_bare(item) {
        return Some(vec![Ink::at(0, what)]);
    }
    let indent = if kind.is_big() { 4 } else { 2 };
    let who = Set::of_facts(&facts(&item.who, &item.when), width.saturating_sub(indent), kind)?;
    let (left, right) = (what.columns(), who.columns());
    if what.lines.len() == 1 && who.lines.len() == 1 && left + right + kind.gap() <= width {
        return Some(vec![Ink::at(0, what), Ink::at(width - right, who)]);
    }
    let y = what.rows();
    Some(vec![Ink::at(0, what), Ink { y, ..Ink::at(indent, who) }])
}

/// Draws a brick under what stands down to row `y`; gives back where the next begins.
pub(super) fn draw_brick(pen: &mut Pen<'_>, area: Rect, y: u16, brick: &Brick) -> u16 {
    let at = y + brick.gap;
    let end = area.y + area.height;
    if at < end {
        brick.draw(pen, Rect { y: at, height: brick.rows.min(end - at), ..area });
    }
    at + brick.rows
}

/// Bricks in one column or two, if they have room. A heading isn't left without what it is over.
pub(super) fn in_columns(mut bricks: Vec<Brick>, number: u16, room: u16) -> Option<Vec<Vec<Brick>>> {
    let whole = height(&bricks);
    if number == 1 {
        return (whole <= room).then(|| vec![bricks]);
    }
    // The second column says what its rows are too, when it begins in the middle of them.
    let again = |at: usize| {
        let (left, right) = bricks.split_at(at);
        right.first().filter(|first| !first.heading)?;
        left.iter().rposition(|brick| brick.heading)
    };
    let after = |heading: usize| u16::from(bricks[heading].rows > 1);
    let mut best: Option<(u16, usize)> = None;
    let mut left = 0;
    for at in 1..bricks.len() {
        left += bricks[at - 1].gap + bricks[at - 1].rows;
        if bricks[at - 1].heading {
            continue;
        }
        let right = whole - left - bricks[at].gap;
        let right = right + again(at).map_or(0, |heading| bricks[heading].rows + after(heading));
        let higher = left.max(right);
        if best.is_none_or(|(known, _)| higher < known) {
            best = Some((higher, at));
        }
    }
    let (_, at) = best.filter(|(higher, _)| *higher <= room)?;
    let heading = again(at);
    // Rows under a heading that is said once stand beside those under it.
    let beside = heading.filter(|heading| bricks[*heading].once);
    let gap = heading.map_or(0, after) + beside.map_or(0, |heading| bricks[heading].rows);
    let again = heading.filter(|_| beside.is_none()).map(|heading| {
        // What is left out comes last.
        let more = std::mem::take(&mut bricks[heading].more);
        Brick { gap: 0, more, ..bricks[heading].clone() }
    });
    let mut right = bricks.split_off(at);
    if let Some(first) = right.first_mut() {
        first.gap = gap;
    }
    right.splice(0..0, again);
    Some(vec![bricks, right])
}
