//! What of a column is seen where there isn't room for all of it.

use super::lines::{BETWEEN, Item, Placed, in_rows, place};
use crate::app::board::Tone;
use crate::app::model::RowRef;
use crate::view::pen::cells;
use crate::view::theme::Meaning;
use std::borrow::Cow;

/// What of a column is seen.
#[derive(Default)]
pub(super) struct Shown<'a> {
    /// So many rows are left out above, so many of them under the heading of the first that is seen.
    pub(super) above: usize,
    pub(super) own: usize,
    pub(super) heading: Cow<'a, str>,
    pub(super) lines: Vec<Placed<'a>>,
    /// So many rows are left out below, and so many of those say what is missing.
    pub(super) below: usize,
    pub(super) missing: usize,
    /// So many rows aren't seen, which the lines say themselves.
    pub(super) left_out: usize,
    /// Whether all is seen: a hint or a heading may be left out, which isn't counted.
    pub(super) is_whole: bool,
}

/// From this height on, how much is left out has rows of its own.
pub(super) const LEAST_WITH_MARKS: usize = 3;

/// Chooses what is seen in `height` lines: from the top if the anchor is seen there, else ending with the anchor. Only
/// about as many rows as are seen are broken into lines, however many there are.
pub(super) fn choose<'a>(items: &[Item<'a>], anchor: Option<usize>, width: u16, height: usize) -> Shown<'a> {
    let mut lines = Vec::new();
    for (index, item) in items.iter().enumerate() {
        place(index, item, width, &mut lines);
        if lines.len() > height {
            break;
        }
    }
    if lines.len() <= height {
        return Shown { lines, is_whole: true, ..Shown::default() };
    }
    if height < LEAST_WITH_MARKS {
        let first = items.iter().position(Item::is_row);
        return squeezed(items, anchor.or(first).unwrap_or(0), width, height);
    }
    let room = height.saturating_sub(1);
    let seen_at_top = match anchor {
        None => true,
        Some(anchor) => {
            let last_line = lines.iter().rposition(|line| line.item == anchor);
            // The last item that was broken may not be there in full.
            last_line.is_some_and(|last| last < room)
        }
    };
    if let (false, Some(anchor)) = (seen_at_top, anchor) {
        return around(items, anchor, width, height);
    }
    // A row is shown whole or not at all, but for one that is longer than the screen.
    if let Some(cut) = lines.get(room).map(|line| line.item) {
        let whole = lines.iter().take_while(|line| line.item != cut).count();
        let mut own = lines.split_off(whole);
        own.retain(|line| line.item == cut);
        if lines.iter().all(Placed::is_over) && whole < room {
            lines.extend(in_rows(own, width, room - whole));
        }
    }
    // A heading alone says nothing.
    while lines.len() > 1 && lines.last().is_some_and(|line| line.meaning == Meaning::Heading) {
        lines.pop();
    }
    let (below, missing) = hidden(items.get(lines.last().map_or(0, |line| line.item + 1)..));
    Shown { lines, below, missing, ..Shown::default() }
}

/// What is seen about a row that stands farther down than there is room for, with the keys that answer it.
fn around<'a>(items: &[Item<'a>], anchor: usize, width: u16, height: usize) -> Shown<'a> {
    let shown = around_in(items, anchor, width, height);
    let begins = shown.lines.first().map_or(0, |line| line.item);
    let Some(at) = keys_over(items, anchor).filter(|at| *at < begins) else { return shown };
    let mut keys = Vec::new();
    place(at, &items[at], width, &mut keys);
    let mut own = Vec::new();
    place(anchor, &items[anchor], width, &mut own);
    if keys.len() + own.len() + LEAST_WITH_MARKS > height {
        return shown;
    }
    let mut shown = around_in(items, anchor, width, height - keys.len());
    if shown.lines.iter().all(|line| line.item != at) {
        shown.lines.splice(0..0, keys);
    }
    shown
}

/// The row of the section that says which keys answer a row of it.
pub(super) fn keys_over(items: &[Item<'_>], row: usize) -> Option<usize> {
    let own = items[..row].iter().enumerate().rev().take_while(|(_, item)| !matches!(item, Item::Heading(_)));
    own.filter(|(_, item)| matches!(item, Item::Row(row) if row.tone == Tone::Keys)).map(|(at, _)| at).last()
}

fn around_in<'a>(items: &[Item<'a>], anchor: usize, width: u16, height: usize) -> Shown<'a> {
    let room = height - (1 + usize::from(rows_of(items.get(anchor + 1..)) > 0));
    let mut lines = Vec::new();
    place(anchor, &items[anchor], width, &mut lines);
    let mut lines = in_rows(lines, width, room);
    // Some of what comes after it is seen too.
    let mut last = anchor;
    for (index, item) in items.iter().enumerate().skip(anchor + 1) {
        let mut after = Vec::new();
        place(index, item, width, &mut after);
        if lines.len() + after.len() > room / 3 {
            break;
        }
        lines.append(&mut after);
        last = index;
    }
    while lines.len() > 1 && lines.last().is_some_and(|line| line.meaning == Meaning::Heading) {
        lines.pop();
        last = lines.last().map_or(anchor, |line| line.item);
    }
    let (below, missing) = hidden(items.get(last + 1..));
    let mut index = anchor;
    while lines.len() < room && index > 0 {
        index -= 1;
        let mut before = Vec::new();
        place(index, &items[index], width, &mut before);
        // A row is shown whole or not at all.
        if before.len() > room - lines.len() {
            break;
        }
        before.append(&mut lines);
        lines = before;
    }
    let (mut last, mut below, mut missing) = (last, below, missing);
    // What there is room for after all comes from beneath.
    for (index, item) in items.iter().enumerate().skip(last + 1) {
        let mut after = Vec::new();
        place(index, item, width, &mut after);
        if lines.len() + after.len() > room {
            break;
        }
        lines.append(&mut after);
        last = index;
        (below, missing) = hidden(items.get(last + 1..));
    }
    while lines.len() > 1 && lines.last().is_some_and(|line| line.meaning == Meaning::Heading) {
        lines.pop();
    }
    let begins = lines.first().map_or(0, |line| line.item);
    let above = rows_of(items.get(..begins));
    let heading = heading_over(items, begins).unwrap_or_default();
    let over = items[..begins].iter().rposition(Item::is_heading).unwrap_or(0);
    let own = rows_of(items.get(over..begins));
    Shown { above, own, heading, lines, below, missing, ..Shown::default() }
}

/// The heading under which a row stands, unless it is a heading itself: the nearest, which says whose the row is.
pub(super) fn heading_over<'a>(items: &[Item<'a>], at: usize) -> Option<Cow<'a, str>> {
    if !matches!(items.get(at), Some(Item::Row(_) | Item::Empty(_))) {
        return None;
    }
    items[..at].iter().rev().find_map(|item| match item {
        Item::Heading(heading) => Some(Cow::Owned(heading.to_uppercase())),
        Item::Row(row) if row.tone == Tone::Over => Some(Cow::Borrowed(row.text.as_str())),
        _ => None,
    })
}

/// One row and no more, and how many there are above and below in the same line.
pub(super) fn squeezed<'a>(items: &[Item<'a>], anchor: usize, width: u16, height: usize) -> Shown<'a> {
    let (above, below) = (rows_of(items.get(..anchor)), rows_of(items.get(anchor + 1..)));
    let mark = match (above, below) {
        (0, 0) => String::new(),
        (0, below) => format!("↓ {below}"),
        (above, 0) => format!("↑ {above}"),
        (above, below) => format!("↑ {above} ↓ {below}"),
    };
    let mut lines = Vec::new();
    if let Some(item) = items.get(anchor) {
        place(anchor, item, width.saturating_sub(cells(&mark) + BETWEEN), &mut lines);
    }
    lines.truncate(height);
    if let Some(line) = lines.first_mut() {
        line.aside = Cow::Owned(mark);
    }
    Shown { above, lines, below, ..Shown::default() }
}

pub(super) fn rows_of(items: Option<&[Item<'_>]>) -> usize {
    items.unwrap_or_default().iter().filter(|item| item.is_row()).count()
}

/// How many rows are left out, and how many of them say what is missing.
pub(super) fn hidden(items: Option<&[Item<'_>]>) -> (usize, usize) {
    let missing = |item: &&Item<'_>| match item {
        Item::Row(row) => matches!(row.target, Some(RowRef::Todo(_))) && row.tone == Tone::Warn,
        _ => false,
    };
    (rows_of(items), items.unwrap_or_default().iter().filter(missing).count())
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::lines::items;
    use super::*;
    use crate::app::board::{Row, Section};

    pub(in super::super) fn section(rows: usize) -> Section {
        let row = |number: usize| Row {
            target: None,
            mark: number.to_string(),
            text: format!("rad {number}"),
            detail: None,
            tone: Tone::Normal,
        };
        Section { heading: "Rader".to_owned(), rows: (1..=rows).map(row).collect(), empty: None }
    }

    fn texts(shown: &Shown<'_>) -> Vec<String> {
        shown.lines.iter().map(|line| line.text.to_string()).collect()
    }

    #[test]
    fn what_fits_is_shown_whole() {
        let section = section(3);
        let items = items(&[&section], true);
        let shown = choose(&items, None, 20, 4);
        assert_eq!((shown.above, shown.lines.len(), shown.below), (0, 4, 0));
    }

    #[test]
    fn what_is_cut_is_counted() {
        let section = section(9);
        let items = items(&[&section], true);
        let shown = choose(&items, None, 20, 4);
        assert_eq!(
            (shown.above, texts(&shown), shown.below),
            (0, vec!["RADER".into(), "rad 1".into(), "rad 2".into()], 7)
        );
    }

    #[test]
    fn the_highlighted_row_is_always_seen() {
        let section = section(9);
        let items = items(&[&section], true);
        for anchor in 1..=9 {
            for height in 1..=11 {
                let shown = choose(&items, Some(anchor), 20, height);
                let marks = usize::from(shown.above > 0) + usize::from(shown.below > 0);
                let marks = if height < LEAST_WITH_MARKS { 0 } else { marks };
                assert!(shown.lines.len() + marks <= height);
                let seen = texts(&shown);
                assert!(seen.contains(&format!("rad {anchor}")), "{anchor} in {height}: {seen:?}");
                let rows = seen.iter().filter(|text| text.starts_with("rad")).count();
                if height >= 3 {
                    assert_eq!(rows + shown.above + shown.below, 9, "{anchor} in {height}: {seen:?}");
                }
            }
        }
    }

    #[test]
    fn a_row_hangs_by_its_mark_and_its_detail_further_in() {
        let row = Row {
            target: None,
            mark: "[x]".to_owned(),
            text: "Veta vad som händer under dagen".to_owned(),
            detail: Some("Mentor (skola) · senast fre".to_owned()),
            tone: Tone::Normal,
        };
        let mut lines = Vec::new();
        place(0, &Item::Row(&row), 20, &mut lines);
        let laid: Vec<_> = lines.iter().map(|line| (line.indent, line.text.as_ref())).collect();
        assert_eq!(
            laid,
            [
                (4, "Veta vad som"),
                (4, "händer under"),
                (4, "dagen"),
                (6, "Mentor"),
                (6, "(skola) ·"),
                (6, "senast fre")
            ]
        );
    }

    /// Rows of one line and of several, each with somebody at its edge.
    pub(in super::super) fn uneven(rows: usize) -> Section {
        let mut section = section(rows);
        for (at, row) in section.rows.iter_mut().enumerate() {
            row.text = vec![row.text.as_str(); at % 3 + 1].join(" och sedan ");
            row.detail = Some("Per S · 4 dec".to_owned());
        }
        section
    }

    #[test]
    fn a_row_is_shown_whole_or_not_at_all_at_either_end_and_all_are_seen_or_counted() {
        let section = uneven(12);
        let items = items(&[&section], false);
        for anchor in std::iter::once(None).chain((1..=12).map(Some)) {
            for width in [24, 40] {
                for height in 8..=30 {
                    let shown = choose(&items, anchor, width, height);
                    let said = format!("{anchor:?} in {width}×{height}: {:?}", texts(&shown));
                    let mut seen = 0;
                    for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_row()) {
                        let mut whole = Vec::new();
                        place(index, item, width, &mut whole);
                        let lines = shown.lines.iter().filter(|line| line.item == index).count();
                        assert!(lines == 0 || lines == whole.len(), "{index}, {said}");
                        seen += usize::from(lines > 0);
                    }
                    assert_eq!(seen + shown.above + shown.below, 12, "{said}");
                    let marks = usize::from(shown.above > 0) + usize::from(shown.below > 0);
                    assert!(shown.lines.len() + marks <= height, "{said}");
                    assert!(anchor.is_none_or(|anchor| shown.lines.iter().any(|line| line.item == anchor)));
                    // A heading that was scrolled past stands beside how many are above.
                    assert!(shown.above == 0 || shown.heading == "RADER", "{said}");
                }
            }
        }
    }

    #[test]
    fn whose_the_first_row_is_stays_in_sight_and_is_counted_as_no_row() {
        let mut section = section(9);
        let over = Row { target: None, tone: Tone::Over, ..section.rows[0].clone() };
        section.rows.insert(5, Row { text: "Ärende 2 ”Röd”".to_owned(), ..over.clone() });
        section.rows.insert(0, Row { text: "Ärende 1 ”Blå”".to_owned(), ..over });
        let items = items(&[&section], false);
        for (anchor, whose) in [(5, "Ärende 1 ”Blå”"), (6, "Ärende 1 ”Blå”"), (11, "Ärende 2 ”Röd”")]
        {
            let shown = choose(&items, Some(anchor), 20, 4);
            let seen = texts(&shown);
            assert!(shown.heading == whose || seen.first().is_some_and(|first| first == whose), "{seen:?}");
            let rows = seen.iter().filter(|text| text.starts_with("rad")).count();
            assert_eq!(shown.above + rows + shown.below, 9, "{seen:?}");
        }
    }

    #[test]
    fn what_is_above_under_other_headings_isnt_counted_under_the_one_that_is_seen() {
        let (first, second) = (section(5), Section { heading: "Andra".to_owned(), ..section(6) });
        let items = items(&[&first, &second], false);
        for anchor in 1..items.len() {
            for height in 4..12 {
                let shown = choose(&items, Some(anchor), 20, height);
                let begins = shown.lines[0].item;
                let over = items[..begins].iter().rposition(Item::is_heading).unwrap_or(0);
                assert_eq!(shown.own, rows_of(Some(&items[over..begins])), "{anchor} in {height}");
                assert!(shown.heading != "ANDRA" || shown.above == shown.own + 5, "{anchor} in {height}");
            }
        }
    }

    #[test]
    fn a_heading_is_not_broken_within_what_it_counts() {
        let heading = "Ärende 6 ”Kastanjebrun fjällräv efter lovet”  0 av 1 bekräftade, 2 tillfrågas";
        for width in 24..60 {
            let mut lines = Vec::new();
            place(0, &Item::Heading(heading), width, &mut lines);
            for count in ["0 AV 1 BEKRÄFTADE", "2 TILLFRÅGAS"] {
                assert!(lines.iter().any(|line| line.text.contains(count)), "{width}: {count}");
            }
        }
    }

    #[test]
    fn the_keys_that_answer_a_row_stay_in_sight_with_it() {
        let mut section = section(12);
        let keys = "1 klar 2 pågår 3 inte än";
        section.rows.insert(
            0,
            Row { target: None, tone: Tone::Keys, text: keys.to_owned(), ..section.rows[0].clone() },
        );
        let items = items(&[&section], false);
        for anchor in 2..=13 {
            for height in 6..=14 {
                let shown = choose(&items, Some(anchor), 30, height);
                let seen = texts(&shown);
                assert!(seen.contains(&keys.to_owned()), "{anchor} in {height}: {seen:?}");
                assert!(shown.lines.iter().any(|line| line.item == anchor), "{anchor} in {height}: {seen:?}");
                let rows = seen.iter().filter(|text| text.starts_with("rad")).count();
                assert_eq!(rows + shown.above + shown.below, 12, "{anchor} in {height}: {seen:?}");
                let marks = usize::from(shown.above > 0) + usize::from(shown.below > 0);
                assert!(seen.len() + marks <= height, "{anchor} in {height}: {seen:?}");
            }
        }
    }

    #[test]
    fn a_row_that_is_longer_than_the_screen_says_who_and_when_whole_and_that_its_text_goes_on() {
        let mut section = uneven(6);
        let long = "Lägga en lapp i pärmen om vad som är klart när lektionen är slut".repeat(6);
        section.rows[3].text = long.replace("slut", "slut, ").trim_end_matches(", ").to_owned();
        section.rows[3].detail = Some("Karin L · varje fre från 4 dec, följs upp fre 8 jan".to_owned());
        let items = items(&[&section], false);
        for anchor in [None, Some(4)] {
            for width in 50..220 {
                for height in 5..=12 {
                    let shown = choose(&items[if anchor.is_some() { 0 } else { 4 }..], anchor, width, height);
                    let own = if anchor.is_some() { 4 } else { 0 };
                    let lines = || shown.lines.iter().filter(|line| line.item == own);
                    let said: Vec<String> =
                        lines().map(|line| format!("{} {}", line.text, line.aside)).collect();
                    let said = said.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
                    let facts = section.rows[3].detail.as_deref().unwrap();
                    assert!(said.contains(facts), "{width}×{height}: {said}");
                    assert!(
                        lines().next().is_some_and(|line| line.first && line.mark == "4"),
                        "{width}×{height}"
                    );
                    let begins = lines().next().is_some_and(|line| line.text.starts_with("Lägga"));
                    assert!(begins, "{width}×{height}: {said}");
                    let whole = said.contains("slut Karin");
                    assert!(
                        whole || said.contains('…') || said.starts_with("Karin"),
                        "{width}×{height}: {said}"
                    );
                }
            }
        }
    }

    #[test]
    fn who_and_when_are_as_clear_as_what_and_grey_is_for_rows_that_may_be_skipped() {
        for (tone, meaning) in
            [(Tone::Normal, Meaning::Text), (Tone::Good, Meaning::Text), (Tone::Quiet, Meaning::Quiet)]
        {
            for width in [20, 60] {
                let mut row = uneven(1).rows.remove(0);
                row.tone = tone;
                let mut lines = Vec::new();
                place(0, &Item::Row(&row), width, &mut lines);
                let last = lines.last().unwrap();
                assert!(last.aside.contains("Per S"), "{width}");
                assert_eq!(last.beside, meaning, "{tone:?} {width}");
            }
        }
    }
}
