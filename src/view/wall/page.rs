//! What is to be set on the wall of a meeting under way: the question, or the point that is read out, and the lists of what is
//! agreed, promised and needed.

use crate::app::wall::{Agreed, Gathered, Noted, NotedKind, Talk, Turn};
use crate::domain::agenda::Phase;
use crate::domain::ids::EntryId;
use crate::domain::text;

/// What a point is until it has been read out and confirmed.
pub(super) const PROPOSAL: &str = "FÖRSLAG";
/// And after that.
pub(super) const AGREED: &str = "ÖVERENSKOMMET";
/// The same of what is decided rather than promised.
pub(super) const TO_DECIDE: &str = "FÖRSLAG TILL BESLUT";
const DECIDED: &str = "BESLUT";
/// Over what somebody who isn't here is to be asked: nobody can agree for another.
const WE_ASK: &str = "VI FRÅGAR";
/// What the family does itself.
pub(super) const FAMILY: &str = "DET GÖR FAMILJEN";
/// Over those who are here.
const HERE: &str = "VI SOM ÄR HÄR";
/// Over what the meeting is for.
const WHY: &str = "DÄRFÖR SES VI";
/// What stands over the day on which people meet again.
const AGAIN: &str = "VI SES IGEN";
/// Between who and when.
pub(super) const DOT: &str = "\u{a0}· ";
/// Keeps words on one line.
pub(super) const HARD_SPACE: &str = "\u{a0}";

/// A row of a list.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) what: String,
    pub(super) who: String,
    pub(super) when: String,
    /// The one that must be seen.
    pub(super) important: bool,
    /// It was written last, or is read next: of all rows it may be the only one that is large.
    pub(super) fresh: bool,
}

/// Rows under a heading.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) heading: String,
    pub(super) items: Vec<Item>,
    /// How many more there are that couldn't have room.
    pub(super) more: usize,
    /// It stands beside what is agreed, and is small before that is.
    pub(super) beside: bool,
    /// Its heading isn't said again over a second column.
    pub(super) once: bool,
}

/// What is to be set.
#[derive(Clone, Default)]
pub(super) struct Page {
    /// Over the hero in small type: the question, while a point is read out and when all has been.
    pub(super) small: Option<String>,
    /// What is spoken of.
    pub(super) subject: Option<String>,
    /// What the hero is: a proposal, of an ärende; the day on which people meet again.
    pub(super) label: Option<String>,
    /// The question, or the point that is read out, with who and when; when all has been read, when and where
    /// people meet again.
    pub(super) hero: Vec<String>,
    /// Whether it is a point, which everybody listens to now: then it is large before anything else is.
    pub(super) is_point: bool,
    /// Whether it is told who is here: none of them waits for a larger question.
    pub(super) is_gathered: bool,
    /// Who has the word.
    pub(super) said: Option<String>,
    /// What is agreed, promised, needed.
    pub(super) groups: Vec<Group>,
    /// Whether what stands there are the phase's other questions alone.
    pub(super) only_asks: bool,
    /// More questions, for where there still is room.
    pub(super) more: Vec<Group>,
    /// How many rows there are under headings before and after those that the lists have.
    pub(super) beyond: (usize, usize),
}

impl Page {
    pub(super) fn of(talk: &Talk) -> Self {
        let new = talk.agreed.iter().find(|point| point.in_turn);
        let new = new.map(|point| {
            (heading(point), numbered(point.number, &point.what), facts(&point.who, &point.when))
        });
        let before = talk.noted.iter().find(|row| is_read_out(row));
        let point = new.or(before
            .map(|row| (noted_heading(row), numbered(row.number, &row.what), facts(&row.who, &row.how))));
        let reads = point.is_some();
        let subject = talk.subject.clone().filter(|subject| !subject.is_empty());
        let said = talk.turn.as_ref().map(|turn| match turn {
            Turn::Of(who) => format!("Nu berättar: {who}"),
            Turn::Round => "Ordet går laget runt".to_owned(),
        });
        let again = talk.again.as_ref().filter(|_| !reads);
        let asked = || Some(talk.question.clone()).filter(|question| !question.is_empty());
        let mut page = Self { subject, said, ..Self::default() };
        match point {
            Some((label, what, facts)) => {
                page.small = asked();
                page.label = Some(label);
                page.hero = vec![what, facts];
                page.is_point = true;
            }
            None if again.is_some() && is_read(talk) => {
                page.small = asked();
                page.label = again.map(|_| AGAIN.to_owned());
                // A day isn't broken.
                page.hero.extend(again.map(|again| again.when.replace(' ', HARD_SPACE)));
                page.hero.extend(again.map(|again| again.place.clone()));
            }
            None => {
                page.said = page.said.or(again.map(|again| format!("Vi ses igen {}", again.in_words())));
                page.hero.push(talk.question.clone());
            }
        }
        page.hero.retain(|text| !text.is_empty());
        page.groups = talk.gathered.as_ref().map(gathered_groups).unwrap_or_default();
        page.is_gathered = talk.gathered.is_some();
        let until = talk.gathered.as_ref().and_then(|gathered| gathered.until.as_ref());
        page.said = page.said.or(until.map(|until| format!("Vi håller på till {until}")));
        let fresh = fresh(talk);
        page.groups.extend(agreed_groups(talk, fresh));
        // A goal of which it was told stands with how it went, and with it the others under its heading.
        let is_told = |kind: NotedKind| talk.noted.iter().any(|row| row.kind == kind && row.told);
        let planned = |row: &&Noted| {
            talk.phase == Phase::Planering && (row.kind == NotedKind::Promise || is_told(row.kind))
        };
        let went = noted_groups(talk.phase, talk.noted.iter().filter(planned), fresh);
        let noted = noted_groups(talk.phase, talk.noted.iter().filter(|row| !planned(row)), fresh);
        let questions = Group {
            heading: String::new(),
            items: talk.more.iter().map(|question| plain_item(question)).collect(),
            more: 0,
            beside: false,
            once: false,
        };
        match talk.phase {
            // How it went with what was promised is part of what is planned; the rest stands where there is room.
            Phase::Planering => {
                if went.iter().flat_map(|group| &group.items).any(|item| item.important) {
                    page.groups
                        .iter_mut()
                        .flat_map(|group| &mut group.items)
                        .for_each(|item| item.important = false);
                }
                page.groups.extend(went);
                // Until something is agreed, it is what is needed that one looks at.
                if page.groups.is_empty() {
                    page.groups = noted;
                } else {
                    page.groups.extend(noted.into_iter().map(|group| Group { beside: true, ..group }));
                }
            }
            // Where needs are written, they are what is looked at, the newest before the others.
            Phase::Behov if !noted.is_empty() => {
                let mut agreed = std::mem::replace(&mut page.groups, noted);
                agreed.iter_mut().flat_map(|group| &mut group.items).for_each(|item| item.important = false);
                page.groups.extend(agreed);
            }
            // Who is here comes before what was promised.
            _ => {
                let beside = page.is_gathered;
                page.groups.extend(noted.into_iter().map(|group| Group { beside, ..group }));
            }
        }
        if reads {
            // It is the point that everybody listens to, and no other question.
        } else if page.groups.is_empty() && !questions.items.is_empty() {
            page.groups.push(questions);
            page.only_asks = true;
        } else {
            page.more.extend(questions.each());
        }
        page
    }
}

impl Page {
    /// How many rows its lists have.
    pub(super) fn items(&self) -> usize {
        self.groups.iter().map(|group| group.items.len()).sum()
    }

    /// The same with what must be seen in at most so many cells: its beginning, with who and when.
    pub(super) fn with_important_in(&self, cells: usize) -> Self {
        let mut page = self.clone();
        let mut items = page.groups.iter_mut().flat_map(|group| &mut group.items);
        let at = self.groups.iter().flat_map(|group| &group.items).position(|item| item.important);
        // Of none, the last is what is looked at.
        if let Some(item) = items.nth(at.unwrap_or(self.items().saturating_sub(1))) {
            item.what = text::truncate(&item.what, cells).into_owned();
        }
        page
    }

    /// Leaves out what there couldn't be room for, however small it is written: what is farthest from the important row, but
    /// for the first under each heading.
    pub(super) fn bound(&mut self, most: usize) {
        self.more.truncate(most);
        if self.items() <= most {
            return;
        }
        let is_own = |group: &Group| group.items.iter().any(|item| item.important);
        let own = self.groups.iter().position(is_own).unwrap_or(self.groups.len() - 1);
        // A heading and a row under it take two.
        let groups = own.saturating_sub(most)..self.groups.len().min(own + most);
        let count = |groups: &[Group]| groups.iter().map(|group| group.items.len()).sum();
        self.beyond = (count(&self.groups[..groups.start]), count(&self.groups[groups.end..]));
        let mut left = most;
        for (at, group) in self.groups.iter_mut().enumerate() {
            let all = group.items.len();
            if at == own {
                let important = group.items.iter().position(|item| item.important).unwrap_or(all - 1);
                group.items.truncate(important + most);
                group.items.drain(..important.saturating_sub(most));
            } else {
                group.items.truncate(left.max(1));
                left = left.saturating_sub(group.items.len());
            }
            group.more = all - group.items.len();
        }
        self.groups = self.groups.drain(groups).collect();
    }
}

impl Group {
    /// Its rows, each by itself.
    pub(super) fn each(self) -> impl Iterator<Item = Self> {
        let heading = self.heading;
        self.items.into_iter().map(move |item| Self {
            heading: heading.clone(),
            items: vec![item],
            more: 0,
            beside: false,
            once: false,
        })
    }
}

pub(super) fn plain_item(what: &str) -> Item {
    Item { what: what.to_owned(), who: String::new(), when: String::new(), important: false, fresh: false }
}

/// Whether all that is agreed has been read out, and there is something that was.
fn is_read(talk: &Talk) -> bool {
    let something = !talk.agreed.is_empty() || !talk.noted.is_empty();
    something && talk.agreed.iter().all(|point| point.confirmed)
}

/// Of which ärende something is, where there are several: its number, and what it is called; or that it is the whole
/// meeting's.
fn placed(place: Option<usize>, alias: &str) -> Vec<String> {
    let number = place.map(|number| format!("ÄRENDE {number}"));
    let alias = (!alias.is_empty()).then(|| alias.to_owned());
    number.into_iter().chain(alias).collect()
}

/// What a point stands under.
pub(super) fn heading(point: &Agreed) -> String {
    let mut parts = placed(point.place, &point.alias);
    parts.extend(point.family.then(|| FAMILY.to_owned()));
    let standing = match (point.confirmed, point.asked) {
        (true, _) if point.decision => DECIDED,
        (false, _) if point.decision => TO_DECIDE,
        (true, true) => WE_ASK,
        (true, false) => AGREED,
        (false, _) => PROPOSAL,
    };
    parts.push(standing.to_owned());
    parts.join(" · ")
}

/// Who and when; neither a name nor a day is broken, but between two days.
pub(super) fn facts(who: &str, when: &str) -> String {
    let (who, when) = (who.replace(' ', HARD_SPACE), when.replace(' ', HARD_SPACE));
    let when = when.replace(&format!(",{HARD_SPACE}"), ", ");
    let parts: Vec<&str> = [who.as_str(), &when].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(DOT)
}

/// A point as it is spoken of: with its number.
fn numbered(number: Option<usize>, what: &str) -> String {
    number.map_or_else(|| what.to_owned(), |number| format!("{number}{HARD_SPACE}{HARD_SPACE}{what}"))
}

/// Who is here, and what the meeting is for.
fn gathered_groups(gathered: &Gathered) -> Vec<Group> {
    let seats =
        gathered.seats.iter().map(|seat| Item { who: seat.part.clone(), ..plain_item(&seat.in_words()) });
    let (heading, items) = (HERE.to_owned(), seats.collect());
    let mut here = Group { heading, items, more: 0, beside: false, once: true };
    // Whom the meeting is about stands first, and is never the one that is small.
    here.items.iter_mut().take(1).for_each(|item| (item.important, item.fresh) = (true, true));
    let why = gathered.why.iter().map(|why| plain_item(why)).collect();
    let mut groups =
        vec![here, Group { heading: WHY.to_owned(), items: why, more: 0, beside: false, once: false }];
    groups.retain(|group| !group.items.is_empty());
    groups
}

/// What was written last, or what comes after what is read out: its entry.
fn fresh(talk: &Talk) -> Option<EntryId> {
    match talk.phase {
        Phase::Sammanhang | Phase::Nulage => None,
        Phase::Ansvar => {
            let read = talk.agreed.iter().position(|point| point.in_turn)?;
            talk.agreed[read..]
                .iter()
                .find(|point| !point.in_turn && !point.confirmed)
                .map(|point| point.entry)
        }
        Phase::Behov | Phase::Planering => {
            // What was written at this meeting.
            let noted = talk.noted.iter().filter(|row| !row.before).map(|row| row.entry);
            let newest = || talk.agreed.iter().map(|point| point.entry).chain(noted).max();
            // What is pointed at or was answered just now is what is talked of.
            talk.noted.iter().find(|row| row.in_turn).map(|row| row.entry).or_else(newest)
        }
    }
}

pub(super) fn agreed_groups(talk: &Talk, fresh: Option<EntryId>) -> Vec<Group> {
    let important = talk
        .agreed
        .iter()
        .position(|point| point.in_turn)
        .or_else(|| talk.agreed.iter().position(|point| point.new))
        .unwrap_or(0);
    let needs: Vec<usize> = talk.agreed.iter().filter_map(|point| point.need).collect();
    let mut groups: Vec<Group> = Vec::new();
    for (at, point) in talk.agreed.iter().enumerate().filter(|(_, point)| !point.in_turn) {
        // The need that they all answer is said once, over them.
        let (mut heading, mut need) = (heading(point), String::new());
        match point.need {
            Some(number) if needs.iter().all(|other| *other == number) => {
                heading = format!("{heading} · BEHOV {number}");
            }
            Some(number) => need = format!(" (behov{HARD_SPACE}{number})"),
            None => {}
        }
        let item = Item {
            what: numbered(point.number, &point.what) + &need,
            who: point.who.clone(),
            when: point.when.clone(),
            // While one is read out, what comes after it.
            important: at >= important,
            fresh: Some(point.entry) == fresh,
        };
        match groups.iter_mut().find(|group| group.heading == heading) {
            Some(group) => group.items.push(item),
            None => groups.push(Group { heading, items: vec![item], more: 0, beside: false, once: false }),
        }
    }
    groups
}

/// Whether it goes on from the last time, and is what is read out now.
fn is_read_out(row: &Noted) -> bool {
    row.in_turn && row.kind == NotedKind::GoesOn
}

/// What a row beside what is agreed stands under.
fn noted_heading(row: &Noted) -> String {
    let mut parts = placed(row.place, &row.alias);
    parts.push(row.kind.heading().to_uppercase());
    parts.extend(Some(row.plan.clone()).filter(|plan| !plan.is_empty()));
    parts.join(" · ")
}

fn noted_groups<'a>(
    phase: Phase,
    noted: impl Iterator<Item = &'a Noted>,
    fresh: Option<EntryId>,
) -> Vec<Group> {
    let noted: Vec<&Noted> = noted.collect();
    // Nothing is pointed at: then what was written last, which has the highest key.
    let in_turn = noted.iter().find(|row| row.in_turn);
    let is_written = |row: &&&Noted| match row.kind {
        NotedKind::Need => true,
        // Goals are what one looks at where they are written.
        NotedKind::LongGoal | NotedKind::ShortGoal => phase == Phase::Behov,
        NotedKind::Promise | NotedKind::GoesOn => false,
    };
    let newest = noted.iter().filter(is_written).max_by_key(|row| row.entry);
    let important = in_turn.or(newest).map(|row| row.entry);
    let mut groups: Vec<Group> = Vec::new();
    for row in noted.into_iter().filter(|row| !is_read_out(row)) {
        let heading = noted_heading(row);
        let what = numbered(row.number, &row.what);
        // Of whom a need asks is a part of it: a column of its own would take the room of all the others.
        let (what, when) = match row.kind {
            NotedKind::Need if !row.told && !row.how.is_empty() => {
                (facts(what.trim_end_matches('.'), &row.how), String::new())
            }
            _ => (what, row.how.clone()),
        };
        let (important, fresh) = (Some(row.entry) == important, Some(row.entry) == fresh);
        let item = Item { what, who: row.who.clone(), when, important, fresh };
        match groups.last_mut() {
            Some(group) if group.heading == heading => group.items.push(item),
            _ => groups.push(Group { heading, items: vec![item], more: 0, beside: false, once: false }),
        }
    }
    groups
}
