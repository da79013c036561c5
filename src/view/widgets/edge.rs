//! The rule over the input line: what the line can become, and what it is understood as.
//!
//! ```text
//! ── [Behov] Skyddsfaktor  Mål lång … ──────── Karin Lund · senast tor 3 dec ──
//! ```

use crate::app::board::Understood;
use crate::domain::text::truncate;
use crate::view::pen::{Pen, cells, right_of, within};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;
use std::ops::Range;

/// Says that there are more than are shown.
const MORE: &str = "…";

/// Room for it, with the space beside it.
const FOR_MORE: u16 = 2;

/// What the line can become, the current one in brackets; those nearest to it where not all fit. Gives back what is left of the
/// row to the right.
pub(crate) fn draw_kinds(pen: &mut Pen<'_>, edge: Rect, (kinds, at): (&[&str], usize)) -> Rect {
    let mut place = within(edge, 2);
    let shown = nearest(kinds, at, place.width.saturating_sub(1));
    if shown.is_empty() {
        return place;
    }
    place = pen.put(place, if shown.start > 0 { " … " } else { " " }, Meaning::Quiet);
    for (index, kind) in kinds.iter().enumerate().take(shown.end).skip(shown.start) {
        // As wide whichever is the current one: nothing moves when another is chosen.
        place = if index == at {
            pen.put(place, &format!("[{kind}]"), Meaning::Strong)
        } else {
            pen.put(place, &format!(" {kind} "), Meaning::Quiet)
        };
    }
    if shown.end < kinds.len() {
        place = pen.put(place, &format!("{MORE} "), Meaning::Quiet);
    }
    right_of(place, 1)
}

/// Which of them fit, from the current one outwards.
fn nearest(kinds: &[&str], at: usize, room: u16) -> Range<usize> {
    let Some(current) = kinds.get(at) else { return 0..0 };
    let wide = |kind: &str| cells(kind).saturating_add(2);
    let (mut shown, mut used) = (at..at + 1, wide(current));
    let cut = |shown: &Range<usize>| {
        let signs = u16::from(shown.start > 0) + u16::from(shown.end < kinds.len());
        signs * FOR_MORE
    };
    if used + cut(&shown) > room {
        return 0..0;
    }
    loop {
        let after = kinds.get(shown.end).map(|kind| (shown.start..shown.end + 1, wide(kind)));
        let before =
            shown.start.checked_sub(1).map(|first| (first..shown.end, wide(kinds.get(first).unwrap_or(&""))));
        let near_after = shown.end - at <= at - shown.start + 1;
        let order = if near_after { [after, before] } else { [before, after] };
        let fits = order.into_iter().flatten().find(|(range, more)| used + more + cut(range) <= room);
        match fits {
            Some((range, more)) => (shown, used) = (range, used + more),
            None => return shown,
        }
    }
}

/// Whose the line is and when, at the right end; a long name is shortened before the day is. Gives back what is left of the row
/// to the left.
pub(crate) fn draw_understood(pen: &mut Pen<'_>, edge: Rect, understood: &Understood) -> Rect {
    let when = understood.when.as_deref();
    let room = edge.width.saturating_sub(8);
    let for_who = room.saturating_sub(when.map_or(0, |when| cells(when) + 3));
    let who = understood.who.as_deref().map(|who| truncate(who, usize::from(for_who.max(4))));
    let said: Vec<&str> = who.as_deref().into_iter().chain(when).collect();
    draw_right(pen, edge, &said.join(" · "), if understood.warns { Meaning::Warn } else { Meaning::Good })
}

/// A few words at the right end of the rule. Gives back what is left of the row to the left.
pub(crate) fn draw_right(pen: &mut Pen<'_>, edge: Rect, said: &str, meaning: Meaning) -> Rect {
    let said = format!(" {said} ");
    let width = cells(&said).min(edge.width.saturating_sub(4));
    let place = Rect { x: edge.x + edge.width.saturating_sub(width + 2), width, ..edge };
    pen.put(place, &said, meaning);
    Rect { width: place.x.saturating_sub(edge.x), ..edge }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_kinds_are_shown_and_all_where_they_fit() {
        let kinds =
            ["Fungerar", "Svårare", "Stöd i dag", "Barnets röst", "Prövat hittills", "Fråga", "Notis"];
        assert_eq!(nearest(&kinds, 0, 200), 0..7);
        assert_eq!(nearest(&kinds, 3, 1), 0..0, "no room at all");
        for room in 17..90 {
            for at in 0..kinds.len() {
                let shown = nearest(&kinds, at, room);
                let used: u16 = kinds[shown.clone()].iter().map(|kind| cells(kind) + 2).sum();
                let signs = u16::from(shown.start > 0) + u16::from(shown.end < kinds.len());
                assert!(shown.is_empty() || (shown.contains(&at) && used + signs * FOR_MORE <= room));
            }
        }
        let shown = nearest(&kinds, 3, 50);
        assert!(shown.contains(&2) && shown.contains(&3) && !shown.contains(&0), "{shown:?}");
    }
}
