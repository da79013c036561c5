//! A meeting under way, set as large as there is room for. The question, or the point that is read out, is the largest; then
//! comes what is agreed, as what, who and when. There is a ladder of steps from the largest type down to one row to a line,
//! and the first on which everything has room is taken. Where nothing does, rows are left out whole, and it is said how many:
//! who does something and when is never cut.

use super::super::pen::{Pen, cells, count, right_of, wrap};
use super::super::theme::Meaning;
use super::super::widgets::big::{self, Size};
use crate::app::wall::{Agreed, Noted, NotedKind, Talk, Turn};
use crate::domain::agenda::Phase;
use crate::domain::text;
use ratatui::layout::Rect;

/// What a point is until it has been read out and confirmed.
const PROPOSAL: &str = "FÖRSLAG";
/// And after that.
const AGREED: &str = "ÖVERENSKOMMET";
/// What the family does itself.
const FAMILY: &str = "DET GÖR FAMILJEN";
/// Below so many rows, air is spared.
const LOW: u16 = 24;
/// Below so many, nothing but the point that is read out is large for certain.
const LOWEST: u16 = 12;
/// From so many rows on, what a point is called is large too.
const HIGH: u16 = 30;
/// From this width on, rows may stand in two columns.
const TWO_FROM: u16 = 110;
/// Between two columns.
const GUTTER: u16 = 6;
/// The hero takes at most so much of the wall's height when something stands under it, in percent.
const HERO_SHARE: u16 = 75;
/// And so much when not all of that has room.
const HERO_SHARE_CUT: u16 = 50;
/// After so many rows that have no room, no more are tried.
const TRIES: usize = 6;
/// Between who and when.
const DOT: &str = "\u{a0}· ";
/// Keeps words on one line.
const HARD_SPACE: &str = "\u{a0}";

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    /// As the terminal writes.
    Plain,
    /// In large type.
    Big(Size),
}

impl Type {
    const NARROW: Self = Self::Big(Size::NARROW);
    const LOW: Self = Self::Big(Size::LOW);

    fn is_big(self) -> bool {
        self != Self::Plain
    }

    fn columns(self, line: &str) -> u16 {
        match self {
            Self::Big(size) if big::knows(line) => size.columns(line),
            _ => cells(line),
        }
    }

    fn rows(self, lines: usize) -> u16 {
        match self {
            Self::Plain => count(lines),
            Self::Big(size) => size.rows(lines),
        }
    }

    /// The air between two columns of a table.
    fn gap(self) -> u16 {
        match self {
            Self::Plain => 2,
            Self::Big(size) => size.columns("  ") + 1,
        }
    }
}

/// A text broken into lines.
#[derive(Clone, Debug)]
struct Set {
    lines: Vec<String>,
    kind: Type,
}

impl Set {
    /// Nothing if a word is wider than there is room for. A text with a sign that large type doesn't have is set plain.
    fn of(what: &str, width: u16, kind: Type) -> Option<Self> {
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

    /// Who and when on one line with a dot between; else each on its own.
    fn of_facts(facts: &str, width: u16, kind: Type) -> Option<Self> {
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

    fn columns(&self) -> u16 {
        self.lines.iter().map(|line| self.kind.columns(line)).max().unwrap_or(0)
    }

    fn rows(&self) -> u16 {
        self.kind.rows(self.lines.len())
    }

    fn draw(&self, pen: &mut Pen<'_>, area: Rect, meaning: Meaning) {
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

/// A row of a list.
struct Item {
    what: String,
    who: String,
    when: String,
    /// The one that must be seen.
    important: bool,
}

/// Rows under a heading.
struct Group {
    heading: String,
    items: Vec<Item>,
}

/// What is to be set.
#[derive(Default)]
struct Page {
    /// Over the hero in small type: the question, while a point is read out.
    small: Option<String>,
    /// What is spoken of.
    subject: Option<String>,
    /// What the hero is: a proposal, of an ärende.
    label: Option<String>,
    /// The question, or the point that is read out, with who and when.
    hero: Vec<String>,
    /// Whether it is a point, which everybody listens to now: then it is large before anything else is.
    is_point: bool,
    /// Who has the word.
    said: Option<String>,
    /// What is agreed, promised, needed.
    groups: Vec<Group>,
    /// Whether what stands there are the phase's other questions alone.
    only_asks: bool,
    /// For where there still is room: needs beside who does what, more questions.
    more: Vec<Group>,
    /// How many rows there are before and after those that the lists have.
    beyond: (usize, usize),
}

impl Page {
    fn of(talk: &Talk) -> Self {
        let point = talk.agreed.iter().find(|point| point.in_turn);
        let subject = talk.subject.clone().filter(|subject| !subject.is_empty());
        let said = talk.turn.as_ref().map(|turn| match turn {
            Turn::Of(who) => format!("Nu berättar: {who}"),
            Turn::Round => "Ordet går laget runt".to_owned(),
        });
        let again = talk.again.as_ref().map(|again| format!("Vi ses igen {again}"));
        let again = again.filter(|_| point.is_none());
        let mut page = Self { subject, said: said.or(again), ..Self::default() };
        match point {
            Some(point) => {
                page.small = Some(talk.question.clone()).filter(|question| !question.is_empty());
                page.label = Some(heading(point));
                page.hero = vec![point.what.clone(), facts(&point.who, &point.when)];
                page.is_point = true;
            }
            None => page.hero.push(talk.question.clone()),
        }
        page.hero.retain(|text| !text.is_empty());
        page.groups = agreed_groups(talk);
        let planned = |row: &&Noted| talk.phase == Phase::Planering && row.kind == NotedKind::Promise;
        let went = noted_groups(talk.noted.iter().filter(planned));
        let noted = noted_groups(talk.noted.iter().filter(|row| !planned(row)));
        let questions = Group {
            heading: String::new(),
            items: talk.more.iter().map(|question| plain_item(question)).collect(),
        };
        match talk.phase {
            // How it went with what was promised is part of what is planned; the rest stands where there is room.
            Phase::Planering => {
                page.groups.extend(went);
                page.more.extend(noted);
            }
            // Where needs are written, they are what is looked at.
            Phase::Behov if !noted.is_empty() => {
                let agreed = std::mem::replace(&mut page.groups, noted);
                page.more.extend(agreed.into_iter().flat_map(Group::each));
            }
            _ => page.groups.extend(noted),
        }
        if page.groups.is_empty() && !questions.items.is_empty() {
            page.groups.push(questions);
            page.only_asks = true;
        } else if point.is_none() {
            page.more.extend(questions.each());
        }
        page
    }
}

impl Page {
    /// How many rows its lists have.
    fn items(&self) -> usize {
        self.groups.iter().map(|group| group.items.len()).sum()
    }

    /// Leaves out what is farther from the important row than there could be room for, however small it is written.
    fn bound(&mut self, most: usize) {
        self.more.truncate(most);
        let all = self.items();
        if all <= most {
            return;
        }
        let important = self.groups.iter().flat_map(|group| &group.items).position(|item| item.important);
        let important = important.unwrap_or(all - 1);
        let (first, last) = (important.saturating_sub(most), all.min(important + most));
        let mut at = 0;
        for group in &mut self.groups {
            group.items.retain(|_| {
                at += 1;
                (first..last).contains(&(at - 1))
            });
        }
        self.groups.retain(|group| !group.items.is_empty());
        self.beyond = (first, all - last);
    }
}

impl Group {
    /// Its rows, each by itself.
    fn each(self) -> impl Iterator<Item = Self> {
        let heading = self.heading;
        self.items.into_iter().map(move |item| Self { heading: heading.clone(), items: vec![item] })
    }
}

fn plain_item(what: &str) -> Item {
    Item { what: what.to_owned(), who: String::new(), when: String::new(), important: false }
}

/// What a point stands under.
fn heading(point: &Agreed) -> String {
    let mut parts: Vec<String> = point.place.map(|number| format!("ÄRENDE {number}")).into_iter().collect();
    parts.extend(point.family.then(|| FAMILY.to_owned()));
    parts.push(if point.confirmed { AGREED } else { PROPOSAL }.to_owned());
    parts.join(" · ")
}

/// Who and when; a day isn't broken.
fn facts(who: &str, when: &str) -> String {
    let when = when.replace(' ', HARD_SPACE);
    let parts: Vec<&str> = [who, &when].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(DOT)
}

fn agreed_groups(talk: &Talk) -> Vec<Group> {
    let important = talk
        .agreed
        .iter()
        .position(|point| point.in_turn)
        .or_else(|| talk.agreed.iter().position(|point| point.new))
        .unwrap_or(0);
    let mut groups: Vec<Group> = Vec::new();
    for (at, point) in talk.agreed.iter().enumerate().filter(|(_, point)| !point.in_turn) {
        let heading = heading(point);
        let item = Item {
            what: point.what.clone(),
            who: point.who.clone(),
            when: point.when.clone(),
            // While one is read out, what comes after it.
            important: at >= important,
        };
        match groups.last_mut() {
            Some(group) if group.heading == heading => group.items.push(item),
            _ => groups.push(Group { heading, items: vec![item] }),
        }
    }
    groups
}

fn noted_groups<'a>(noted: impl Iterator<Item = &'a Noted>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in noted {
        let place = row.place.map(|number| format!("ÄRENDE {number} · ")).unwrap_or_default();
        let heading = format!("{place}{}", row.kind.heading().to_uppercase());
        let item =
            Item { what: row.what.clone(), who: row.who.clone(), when: row.how.clone(), important: false };
        match groups.last_mut() {
            Some(group) if group.heading == heading => group.items.push(item),
            _ => groups.push(Group { heading, items: vec![item] }),
        }
    }
    groups
}

/// One step of the ladder.
#[derive(Clone, Copy, Debug)]
struct Step {
    hero: Type,
    /// Who and when of a point that is read out.
    facts: Type,
    body: Type,
    heading: Type,
    /// Rows between two rows of a list.
    air: u16,
    columns: u16,
}

/// The ladder, from the top. Where a point is read out, that it is large comes first; else that all is.
fn steps(page: &Page, area: Rect) -> Vec<Step> {
    let columns: &[u16] = if area.width >= TWO_FROM { &[1, 2] } else { &[1] };
    let heroes: Vec<Type> = Size::ALL.into_iter().map(Type::Big).collect();
    let mut bodies = Vec::new();
    for (at, body) in heroes.iter().enumerate() {
        let sparing = [Type::NARROW, Type::LOW].contains(body);
        // What rows stand under is never larger than they are, nor than the question.
        for (heading, air) in [(Type::LOW, 2), (Type::LOW, 1), (Type::Plain, 1)] {
            bodies.extend(columns.iter().map(|columns| (at, *body, heading, air, *columns)));
        }
        if sparing {
            for heading in [Type::LOW, Type::Plain] {
                bodies.extend(columns.iter().map(|columns| (at, *body, heading, 0, *columns)));
            }
        }
    }
    for air in [1, 0] {
        bodies.extend(columns.iter().map(|columns| (heroes.len(), Type::Plain, Type::Plain, air, *columns)));
    }
    let step = |hero: Type, (_, body, heading, air, columns): (usize, Type, Type, u16, u16)| Step {
        hero,
        facts: hero,
        body,
        heading,
        air,
        columns,
    };
    let is_larger = |hero: usize, body: usize| hero < body;
    let mut all = Vec::new();
    if page.is_point {
        for (at, hero) in heroes.iter().enumerate() {
            all.extend(bodies.iter().filter(|body| is_larger(at, body.0)).map(|body| step(*hero, *body)));
        }
    } else {
        for body in &bodies {
            let larger = heroes.iter().enumerate().filter(|(at, _)| is_larger(*at, body.0));
            all.extend(larger.map(|(_, hero)| step(*hero, *body)));
        }
    }
    // The question stays large, and so does what is read out, if others have to wait for it; not where there is no room.
    if !page.is_point && area.height < LOWEST {
        all.extend(
            columns.iter().map(|columns| step(Type::Plain, (0, Type::Plain, Type::Plain, 0, *columns))),
        );
    }
    all
}

/// A text in its place within what is drawn as a whole.
#[derive(Clone, Debug)]
struct Ink {
    x: u16,
    y: u16,
    set: Set,
    meaning: Meaning,
}

impl Ink {
    fn at(x: u16, set: Set) -> Self {
        Self { x, y: 0, set, meaning: Meaning::Strong }
    }
}

/// What is drawn as a whole, with the air over it.
#[derive(Clone, Debug)]
struct Brick {
    gap: u16,
    rows: u16,
    inks: Vec<Ink>,
    /// A heading, which goes with what comes after it.
    heading: bool,
    important: bool,
}

impl Brick {
    fn of(gap: u16, set: Set, meaning: Meaning) -> Self {
        Self {
            gap,
            rows: set.rows(),
            inks: vec![Ink { meaning, ..Ink::at(0, set) }],
            heading: false,
            important: false,
        }
    }

    fn draw(&self, pen: &mut Pen<'_>, area: Rect) {
        for Ink { x, y, set, meaning } in &self.inks {
            let height = area.height.saturating_sub(*y).min(set.rows());
            set.draw(pen, right_of(Rect { y: area.y + y, height, ..area }, *x), *meaning);
        }
    }
}

/// The rows that bricks take under each other.
fn height(bricks: &[Brick]) -> u16 {
    bricks.iter().map(|brick| brick.gap + brick.rows).sum()
}

/// What stands over the list.
fn top_bricks(page: &Page, area: Rect, step: Step) -> Option<Vec<Brick>> {
    let air = u16::from(area.height >= LOW);
    let mut bricks = Vec::new();
    let mut gap = 0;
    let small = if step.heading.is_big() && !page.is_point { Type::LOW } else { Type::Plain };
    if let Some(subject) = &page.subject {
        bricks.push(Brick::of(gap, Set::of(subject, area.width, small)?, Meaning::Title));
        gap = air;
    }
    if let Some(question) = page.small.as_ref().filter(|_| area.height >= LOW) {
        bricks.push(Brick::of(gap, Set::of(question, area.width, Type::Plain)?, Meaning::Question));
        gap = 1;
    }
    if let Some(label) = &page.label {
        let is_small = [Type::LOW, Type::Plain].contains(&step.hero);
        let kind = if !is_small && area.height >= HIGH { Type::LOW } else { Type::Plain };
        bricks.push(Brick::of(gap, Set::of(label, area.width, kind)?, Meaning::Heading));
        gap = u16::from(kind.is_big());
    }
    for (text, kind) in page.hero.iter().zip([step.hero, step.facts]) {
        bricks.push(Brick::of(gap, Set::of_facts(text, area.width, kind)?, Meaning::Question));
        gap = u16::from(kind.is_big());
    }
    if let Some(said) = &page.said {
        let kind = if step.body.is_big() || page.groups.is_empty() { step.body } else { Type::Plain };
        bricks.push(Brick::of(1, Set::of(said, area.width, kind)?, Meaning::Strong));
    }
    Some(bricks)
}

/// The list as bricks: a table where what, who and when have room beside each other, else who and when under it.
fn body_bricks(groups: &[Group], width: u16, step: Step, room: u16) -> Option<Vec<Brick>> {
    let kind = step.body;
    let table = table_columns(groups, width, kind).and_then(|columns| {
        let row = |item: &Item| in_table(item, width, columns, kind);
        bricks_of(groups, width, step, &row)
    });
    let stacked = bricks_of(groups, width, step, &|item: &Item| stacked(item, width, kind));
    match (table, stacked) {
        (Some(table), Some(stacked)) => {
            let fits = height(&table) <= room.saturating_mul(step.columns);
            Some(if fits || height(&table) <= height(&stacked) { table } else { stacked })
        }
        (table, stacked) => table.or(stacked),
    }
}

fn bricks_of(
    groups: &[Group],
    width: u16,
    step: Step,
    row: &dyn Fn(&Item) -> Option<Vec<Ink>>,
) -> Option<Vec<Brick>> {
    let mut bricks = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let mut gap = u16::from(at > 0 && (step.air > 0 || step.body.is_big() || group.heading.is_empty()));
        if !group.heading.is_empty() {
            let set = Set::of(&group.heading, width, step.heading)?;
            bricks.push(Brick { heading: true, ..Brick::of(gap, set, Meaning::Heading) });
            gap = u16::from(step.heading.is_big() && step.air > 0);
        }
        for item in &group.items {
            let inks = row(item)?;
            let rows = inks.iter().map(|ink| ink.y + ink.set.rows()).max().unwrap_or(0);
            bricks.push(Brick { gap, rows, inks, heading: false, important: item.important });
            gap = step.air;
        }
    }
    Some(bricks)
}

/// Where who and when stand, and how wide they are.
#[derive(Clone, Copy)]
struct Columns {
    what: u16,
    who: (u16, u16),
    when: (u16, u16),
}

fn table_columns(groups: &[Group], width: u16, kind: Type) -> Option<Columns> {
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
fn is_bare(item: &Item) -> bool {
    item.who.is_empty() && item.when.is_empty()
}

fn in_table(item: &Item, width: u16, columns: Columns, kind: Type) -> Option<Vec<Ink>> {
    let room = if is_bare(item) { width } else { columns.what };
    let mut inks = vec![Ink::at(0, Set::of(&item.what, room, kind)?)];
    for (text, (at, room)) in [(&item.who, columns.who), (&item.when, columns.when)] {
        if !text.is_empty() {
            inks.push(Ink::at(at, Set::of(text, room, kind)?));
        }
    }
    Some(inks)
}

/// What, and under it who and when, a little further in; at the right end of the same row where they have room there.
fn stacked(item: &Item, width: u16, kind: Type) -> Option<Vec<Ink>> {
    let what = Set::of(&item.what, width, kind)?;
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

/// A page on a step.
struct Laid {
    over: Vec<Brick>,
    columns: Vec<Vec<Brick>>,
    width: u16,
}

impl Laid {
    fn of(page: &Page, area: Rect, step: Step) -> Option<Self> {
        let over = top_bricks(page, area, step)?;
        if page.groups.is_empty() {
            return (height(&over) <= area.height).then(|| Self {
                over,
                columns: Vec::new(),
                width: area.width,
            });
        }
        let used = height(&over) + 1;
        if used > area.height * HERO_SHARE / 100 && step.hero.is_big() {
            return None;
        }
        let room = area.height.checked_sub(used)?;
        let width = if step.columns == 2 { (area.width - GUTTER) / 2 } else { area.width };
        // Most steps are much too large: that is seen without breaking a line.
        let items = count(page.groups.iter().map(|group| group.items.len()).sum());
        if items.saturating_mul(step.body.rows(1)) > room.saturating_mul(step.columns) {
            return None;
        }
        let bricks = body_bricks(&page.groups, width, step, room)?;
        let columns = in_columns(bricks, step.columns, room)?;
        Some(Self { over, columns, width })
    }

    fn body_rows(&self) -> u16 {
        self.columns.iter().map(|column| height(column)).max().unwrap_or(0)
    }

    fn rows(&self) -> u16 {
        let body = self.body_rows();
        height(&self.over) + if body > 0 { body + 1 } else { 0 }
    }

    /// Shares out what is left, most of it between the question and what is agreed.
    fn breathe(&mut self, spare: u16) {
        let small = spare.min(6) / 3;
        let big = spare.min(9) / 3;
        if let Some(hero) = self.over.iter_mut().find(|brick| brick.gap > 0) {
            hero.gap += small;
        }
        if let Some(first) = self.columns.iter_mut().find_map(|column| column.first_mut()) {
            first.gap += big;
        }
        let first = self.columns.first().and_then(|column| column.first()).map_or(0, |brick| brick.gap);
        for column in self.columns.iter_mut().skip(1) {
            if let Some(brick) = column.first_mut() {
                brick.gap = first;
            }
        }
    }

    fn draw(&self, pen: &mut Pen<'_>, area: Rect) {
        let mut y = area.y;
        for brick in &self.over {
            y = draw_brick(pen, area, y, brick);
        }
        let start = y + u16::from(!self.over.is_empty());
        for (at, column) in self.columns.iter().enumerate() {
            let x = area.x + count(at) * (self.width + GUTTER);
            let place = Rect { x, width: self.width, ..area };
            column.iter().fold(start, |y, brick| draw_brick(pen, place, y, brick));
        }
    }
}

/// Draws a brick under what stands down to row `y`; gives back where the next begins.
fn draw_brick(pen: &mut Pen<'_>, area: Rect, y: u16, brick: &Brick) -> u16 {
    let at = y + brick.gap;
    let end = area.y + area.height;
    if at < end {
        brick.draw(pen, Rect { y: at, height: brick.rows.min(end - at), ..area });
    }
    at + brick.rows
}

/// Bricks in one column or two, if they have room. A heading isn't left without what it is over.
fn in_columns(mut bricks: Vec<Brick>, number: u16, room: u16) -> Option<Vec<Vec<Brick>>> {
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
    let again = again(at).map(|heading| (Brick { gap: 0, ..bricks[heading].clone() }, after(heading)));
    let mut right = bricks.split_off(at);
    if let Some(first) = right.first_mut() {
        first.gap = again.as_ref().map_or(0, |(_, after)| *after);
    }
    right.splice(0..0, again.map(|(heading, _)| heading));
    Some(vec![bricks, right])
}

/// Draws the page.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, talk: &Talk) {
    lay(Page::of(talk), area).draw(pen, area);
}

/// The page on the highest step on which all has room, with what else there is room for then.
fn lay(mut page: Page, area: Rect) -> Laid {
    let columns = if area.width >= TWO_FROM { 2 } else { 1 };
    let most = usize::from(area.height) * columns;
    page.bound(most);
    if page.items() > most {
        return lay_cut(&page, area);
    }
    let find = |page: &Page, but: Option<Type>| {
        let steps = steps(page, area).into_iter().filter(|step| but.is_none_or(|but| step.body != but));
        steps.into_iter().find_map(|step| Laid::of(page, area, step).map(|laid| (step, laid)))
    };
    let mut found = None;
    if page.only_asks {
        // Questions that are asked later don't make the first one small.
        found = find(&page, Some(Type::Plain));
        if found.is_none() {
            page.more = std::mem::take(&mut page.groups).into_iter().flat_map(Group::each).collect();
        }
    }
    let Some((step, mut laid)) = found.or_else(|| find(&page, None)) else {
        return lay_cut(&page, area);
    };
    let mut tries = TRIES;
    for group in std::mem::take(&mut page.more) {
        if tries == 0 {
            break;
        }
        page.groups.push(group);
        let plain = Step { body: Type::Plain, heading: Type::Plain, air: 0, columns: 1, ..step };
        let plain = Some(plain).filter(|_| page.only_asks);
        match [Some(step), plain].into_iter().flatten().find_map(|step| Laid::of(&page, area, step)) {
            Some(more) => laid = more,
            // A shorter one may still have room.
            None => {
                page.groups.pop();
                tries -= 1;
            }
        }
    }
    laid.breathe(area.height.saturating_sub(laid.rows()));
    laid
}

/// A page on which not all has room: rows are left out whole at one end or both, and it is said how many.
fn lay_cut(page: &Page, area: Rect) -> Laid {
    let plain = Type::Plain;
    let plain = Step { hero: plain, facts: plain, body: plain, heading: plain, air: 0, columns: 1 };
    let heroes = |with_facts: bool| {
        Size::ALL.into_iter().map(Type::Big).map(move |hero| {
            let facts = if with_facts { hero } else { Type::Plain };
            Step { hero, facts, ..plain }
        })
    };
    let largest = |most: u16| {
        let mut larger = heroes(true).chain(heroes(false)).filter_map(|step| top_bricks(page, area, step));
        // A question is large, but leaves what room it can to what is agreed.
        if page.is_point {
            larger.find(|over| height(over) <= most)
        } else {
            larger.filter(|over| height(over) <= most).min_by_key(|over| height(over))
        }
    };
    let over = largest(area.height * HERO_SHARE_CUT / 100)
        // What is read out is listened to now: the others can wait.
        .or_else(|| largest(area.height.saturating_sub(2)).filter(|_| page.is_point))
        .or_else(|| top_bricks(page, area, plain))
        .unwrap_or_default();
    let room = area.height.saturating_sub(height(&over) + 1);
    let bricks = body_bricks(&page.groups, area.width, plain, room).unwrap_or_default();
    Laid { over, columns: vec![cut(bricks, page.beyond, room, area.width)], width: area.width }
}

/// As many of the rows as there is room for, round the important one.
fn cut(bricks: Vec<Brick>, beyond: (usize, usize), room: u16, width: u16) -> Vec<Brick> {
    let items: Vec<usize> = (0..bricks.len()).filter(|at| !bricks[*at].heading).collect();
    if items.is_empty() {
        return bricks;
    }
    let heading_of = |at: usize| bricks[..at].iter().rposition(|brick| brick.heading);
    let chosen = |first: usize, last: usize| {
        let mut shown: Vec<usize> = items[first..last].iter().filter_map(|at| heading_of(*at)).collect();
        shown.extend(&items[first..last]);
        shown.sort_unstable();
        shown.dedup();
        shown
    };
    let needs = |first: usize, last: usize| {
        let rows: u16 = chosen(first, last).iter().map(|at| bricks[*at].rows).sum();
        rows + u16::from(first + beyond.0 > 0) + u16::from(last < items.len() + beyond.1)
    };
    let important = items.iter().position(|at| bricks[*at].important).unwrap_or(items.len() - 1);
    // Not even the important one has room.
    let none = needs(important, important + 1) > room;
    let (mut first, mut last) = (important, important + usize::from(!none));
    loop {
        if none {
            break;
        } else if first > 0 && needs(first - 1, last) <= room {
            first -= 1;
        } else if last < items.len() && needs(first, last + 1) <= room {
            last += 1;
        } else {
            break;
        }
    }
    let shown = chosen(first, last);
    let (above, below) = if none { (0, items.len()) } else { (first, items.len() - last) };
    let (above, below) = match beyond {
        (before, after) if none => (above, below + before + after),
        (before, after) => (above + before, below + after),
    };
    let told = |number: usize, where_: &str| {
        let said = format!("{number} till {where_}");
        let lines = vec![text::truncate(said.trim_end(), usize::from(width)).into_owned()];
        Brick::of(0, Set { lines, kind: Type::Plain }, Meaning::Text)
    };
    let mut out = Vec::new();
    out.extend((above > 0).then(|| told(above, "ovanför")));
    let kept = bricks.into_iter().enumerate().filter(|(at, _)| shown.contains(at));
    out.extend(kept.map(|(_, brick)| Brick { gap: 0, ..brick }));
    out.extend((below > 0).then(|| told(below, if none { "" } else { "nedanför" })));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::wall::Time;
    use crate::view::wall_tests::agreed as point;

    const SIZES: [(u16, u16); 8] =
        [(20, 6), (40, 12), (60, 20), (80, 24), (100, 30), (120, 36), (160, 45), (200, 50)];

    fn talk(points: usize) -> Talk {
        let all = [
            ("Kartläggning av avkodning", "Specialpedagog", "senast fre 4 dec"),
            ("Mejla bildschemat hem", "Mentor", "varje fre från 27 nov"),
            ("Komma till fritidsklubben på onsdagarna", "Alla vårdnadshavare", "löpande från 6 nov"),
            ("Samtal: ”Jag vill läsa för någon som inte skrattar.”", "Skolkurator Karin (tillfrågas)", ""),
            ("Kartläggningen görs", "Beslut av rektor", ""),
            ("Lugn plats", "Socialsekreterare barn och unga", "från mån 30 nov"),
            ("Hittas på", "", "varje vecka från 13 nov 2026"),
        ];
        let agreed = (0..points).map(|at| {
            let (what, who, when) = all[at % all.len()];
            let number = u128::try_from(at).unwrap_or_default();
            Agreed { confirmed: at < points / 2, ..point(number, &format!("{what} {at}"), who, when) }
        });
        Talk {
            phase: Phase::Planering,
            walked: Phase::ALL.to_vec(),
            subject: Some("Ärende 2 av 4 · Blå".to_owned()),
            question: "Vill någon hellre göra på annat sätt? Då antecknar vi det.".to_owned(),
            more: vec!["Vad beslutar rektor?".to_owned()],
            turn: None,
            agreed: agreed.collect(),
            noted: Vec::new(),
            again: None,
            only: None,
            time: Time::Untold,
        }
    }

    /// Every text that is set, whole.
    fn texts(laid: &Laid) -> Vec<String> {
        let bricks = laid.over.iter().chain(laid.columns.iter().flatten());
        let sets = bricks.flat_map(|brick| &brick.inks).map(|ink| ink.set.lines.join(" "));
        sets.map(|text| text.replace(HARD_SPACE, " ")).collect()
    }

    fn sizes_of(bricks: &[Brick]) -> Vec<u16> {
        let sets = bricks.iter().flat_map(|brick| &brick.inks).map(|ink| ink.set.kind);
        sets.map(|kind| kind.rows(1)).collect()
    }

    #[test]
    fn who_and_when_are_never_cut_and_what_is_left_out_is_left_out_whole_and_counted() {
        for (width, height_) in SIZES {
            for points in 0..=14 {
                for reads_out in [false, true] {
                    let mut talk = talk(points);
                    if let (true, Some(last)) = (reads_out, talk.agreed.last_mut()) {
                        last.in_turn = true;
                    }
                    let area = Rect::new(0, 0, width, height_);
                    let laid = lay(Page::of(&talk), area);
                    let said = texts(&laid);
                    let lone: String = said.concat().replace(' ', "");
                    let has = |text: &str| lone.contains(&text.replace(' ', ""));
                    let mut left_out = 0;
                    for point in &talk.agreed {
                        if has(&point.what) {
                            assert!(
                                has(&point.who) && has(&point.when),
                                "{width}×{height_}: {point:?} in {said:?}"
                            );
                        } else {
                            left_out += 1;
                        }
                    }
                    let told: usize = said
                        .iter()
                        .filter(|text| text.split(' ').nth(1) == Some("till"))
                        .filter_map(|text| text.split(' ').next()?.parse::<usize>().ok())
                        .sum();
                    if width >= 60 {
                        assert_eq!(told, left_out, "{width}×{height_}, {points}: {said:?}");
                        assert!(laid.rows() <= height_, "{width}×{height_}, {points}: {}", laid.rows());
                    }
                }
            }
        }
    }

    #[test]
    fn of_a_thousand_rows_only_those_are_set_that_could_have_room_and_the_others_are_counted() {
        for (width, height_) in &SIZES[2..] {
            for reads in [0, 3, 500, 999] {
                let mut talk = talk(1000);
                talk.agreed[reads].in_turn = true;
                let area = Rect::new(0, 0, *width, *height_);
                let most = usize::from(*height_) * 2;
                let mut page = Page::of(&talk);
                page.bound(most);
                assert!(page.items() <= 2 * most);
                assert_eq!(page.beyond.0 + page.items() + page.beyond.1, 999);
                let said = texts(&lay(Page::of(&talk), area));
                let told: usize = said
                    .iter()
                    .filter(|text| text.split(' ').nth(1) == Some("till"))
                    .filter_map(|text| text.split(' ').next()?.parse::<usize>().ok())
                    .sum();
                let lone = said.concat().replace(' ', "");
                // A row's own number ends its text, and what comes after it begins with a letter.
                let shown = (0..1000).filter(|at| {
                    let what = talk.agreed[*at].what.replace(' ', "");
                    lone.match_indices(&what).any(|(from, what)| {
                        !lone[from + what.len()..].starts_with(|next: char| next.is_ascii_digit())
                    })
                });
                assert_eq!(told + shown.count(), 1000, "{width}×{height_}, {reads}: {said:?}");
            }
        }
    }

    #[test]
    fn the_question_is_the_largest_and_type_grows_with_the_space_and_shrinks_with_what_there_is_to_say() {
        let mut before = 0;
        for (width, height_) in SIZES {
            let area = Rect::new(0, 0, width, height_);
            let mut larger = u16::MAX;
            for points in 1..=14 {
                let laid = lay(Page::of(&talk(points)), area);
                let hero = *sizes_of(&laid.over).iter().max().unwrap();
                let body = laid.columns.iter().flat_map(|column| sizes_of(column)).max().unwrap();
                assert!(hero >= body, "{width}×{height_}, {points}: {hero} < {body}");
                assert!(body <= larger, "{width}×{height_}, {points}: more to say in larger type");
                larger = body;
                if points == 4 {
                    assert!(body >= before, "{width}×{height_}: smaller on a larger wall");
                    before = body;
                }
            }
        }
        let body = |points, width, height_| {
            let laid = lay(Page::of(&talk(points)), Rect::new(0, 0, width, height_));
            laid.columns.iter().flat_map(|column| sizes_of(column)).max().unwrap()
        };
        for (points, width, height_) in [(3, 120, 36), (5, 160, 45), (12, 200, 50)] {
            assert!(body(points, width, height_) >= 3, "{points} at {width}×{height_}");
        }
    }

    #[test]
    fn the_point_that_is_read_out_is_the_largest_with_who_and_when_and_isnt_in_the_list_again() {
        for (width, height_) in &SIZES[2..] {
            let mut talk = talk(12);
            talk.phase = Phase::Ansvar;
            talk.agreed[6].in_turn = true;
            let laid = lay(Page::of(&talk), Rect::new(0, 0, *width, *height_));
            let over = Laid { columns: Vec::new(), over: laid.over.clone(), width: *width };
            let said = texts(&over).join(" ");
            for part in ["Hittas på 6", "varje vecka från 13 nov 2026", "FÖRSLAG"] {
                assert!(said.contains(part), "{part} isn't in {said}");
            }
            // On a low wall the point needs the question's row.
            assert_eq!(said.contains(&talk.question), *height_ >= LOW, "{said}");
            let body = laid.columns.iter().flat_map(|column| sizes_of(column)).max().unwrap();
            let hero = *sizes_of(&laid.over).iter().max().unwrap();
            assert!(hero > body, "{width}×{height_}: {hero} and {body}");
            let list = Laid { over: Vec::new(), ..laid };
            assert!(!texts(&list).iter().any(|text| text == "Hittas på 6"));
        }
    }

    #[test]
    fn what_isnt_confirmed_says_that_it_is_a_proposal_and_the_familys_own_stands_under_a_heading_of_its_own()
    {
        let mut talk = talk(4);
        talk.agreed[0].family = true;
        talk.agreed[1].place = Some(7);
        let headings: Vec<String> = Page::of(&talk).groups.into_iter().map(|group| group.heading).collect();
        assert_eq!(headings, ["DET GÖR FAMILJEN · ÖVERENSKOMMET", "ÄRENDE 7 · ÖVERENSKOMMET", "FÖRSLAG"]);
        // In two columns each says what its rows are.
        let many = self::talk(14);
        for (width, height_) in SIZES {
            let laid = lay(Page::of(&many), Rect::new(0, 0, width, height_));
            for column in laid.columns.iter().filter(|_| laid.columns.len() > 1) {
                assert!(column[0].heading, "{width}×{height_}");
            }
        }
    }

    #[test]
    fn needs_stand_beside_who_does_what_where_there_is_room_and_never_instead_of_it() {
        let mut talk = talk(2);
        let row = |kind, what: &str| Noted {
            entry: uuid::Uuid::from_u128(50).into(),
            kind,
            what: what.to_owned(),
            who: String::new(),
            how: String::new(),
            told: false,
            place: None,
        };
        talk.noted =
            vec![row(NotedKind::Need, "En lugn stund"), row(NotedKind::ShortGoal, "Här varje måndag")];
        let all =
            |talk: &Talk, size: (u16, u16)| texts(&lay(Page::of(talk), Rect::new(0, 0, size.0, size.1)));
        assert!(all(&talk, (80, 24)).contains(&"DET HÄR BEHÖVS".to_owned()));
        talk.agreed = self::talk(9).agreed;
        let said = all(&talk, (60, 20));
        assert!(!said.contains(&"DET HÄR BEHÖVS".to_owned()), "{said:?}");
        // Where needs are asked for, they are the list.
        (talk.phase, talk.agreed) = (Phase::Behov, Vec::new());
        assert!(all(&talk, (60, 20)).contains(&"En lugn stund".to_owned()));
    }

    #[test]
    fn what_goes_on_has_its_place_beside_what_is_new_and_says_how_much_waits() {
        let mut talk = talk(1);
        let row = |number: u128| Noted {
            entry: uuid::Uuid::from_u128(50 + number).into(),
            kind: NotedKind::Promise,
            what: format!("Samtal i veckan {number}"),
            who: "Kurator".to_owned(),
            how: "pågår, senast fre 18 dec".to_owned(),
            told: true,
            place: None,
        };
        let all =
            |talk: &Talk, size: (u16, u16)| texts(&lay(Page::of(talk), Rect::new(0, 0, size.0, size.1)));
        talk.noted = (0..2).map(row).collect();
        for size in [(60, 20), (80, 24), (120, 36)] {
            let said = all(&talk, size);
            assert!(said.iter().any(|text| text.contains("DET HÄR LOVADE VI")), "{size:?} {said:?}");
            assert!(said.iter().any(|text| text.contains("veckan 1")), "{size:?} {said:?}");
        }
        talk.noted = (0..40).map(row).collect();
        let said = all(&talk, (60, 20)).join(" ");
        assert!(said.contains(" till nedanför"), "{said}");
        // At the end, with nothing new, it is what is looked at.
        (talk.phase, talk.agreed) = (Phase::Ansvar, Vec::new());
        talk.noted = vec![Noted { kind: NotedKind::GoesOn, place: Some(2), ..row(1) }];
        let said = all(&talk, (80, 24)).join(" ");
        assert!(said.contains("ÄRENDE 2 · DET HÄR FORTSÄTTER"), "{said}");
    }

    #[test]
    fn a_sign_that_large_type_doesnt_have_is_set_plain_and_the_rest_stays_large() {
        let mut talk = talk(2);
        talk.agreed[0].what = "Fråga Çelik 😀".to_owned();
        let laid = lay(Page::of(&talk), Rect::new(0, 0, 120, 36));
        let sizes: Vec<u16> = laid.columns.iter().flat_map(|column| sizes_of(column)).collect();
        assert!(sizes.contains(&1) && sizes.iter().any(|rows| *rows >= 3), "{sizes:?}");
    }

    #[test]
    fn the_questions_of_every_form_are_large_on_every_wall() {
        use crate::app::model::Screen;
        use crate::app::testing::{Desk, forms};
        use crate::app::wall::{Around, Scene, Wall};
        use crate::domain::record::MeetingStatus;
        for choice in forms() {
            let mut desk = Desk::meeting(&choice.id);
            let now = desk.now;
            let Screen::Meeting(screen) = &mut desk.model.screen else { panic!("no meeting") };
            let meeting = &mut screen.meeting;
            meeting.head.status = MeetingStatus::Pagar;
            for phase in
                Phase::ALL.into_iter().filter(|phase| meeting.agenda.walked().any(|own| own == *phase))
            {
                meeting.head.phase = phase;
                let around = Around { practice: false, blank: false, attended: true };
                let Scene::Talk(talk) = Wall::of(meeting, around, now).scene else { panic!("not under way") };
                for (width, height_) in &SIZES[2..] {
                    // As the wall has it, without its margins, its thin line and its time.
                    let area = Rect::new(0, 0, width - 4, height_ - 3);
                    let laid = lay(Page::of(&talk), area);
                    let said = texts(&laid);
                    assert!(said.contains(&talk.question), "{}: {said:?}", choice.id);
                    let hero = *sizes_of(&laid.over).iter().max().unwrap();
                    assert!(hero >= 3, "{} {phase:?} {width}×{height_}: {said:?}", choice.id);
                    assert!(laid.rows() <= area.height, "{} {width}×{height_}", choice.id);
                }
            }
        }
    }
}
