//! The phases and where the meeting stands; each can be clicked.
//!
//! ```text
//!  [x] Sammanhang  [x] Nuläge  [>] Behov  [ ] Planering  [ ] Ansvar
//! ```

use crate::app::board::Stop;
use crate::app::{Action, Message};
use crate::view::pen::{Pen, cells, right_of, within};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;

/// Draws the rail on the first row of `area`, as wide as there is room for.
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, stops: &[Stop]) {
    let area = within(area, 1);
    let wide: u16 = stops.iter().map(|stop| cells(stop.name) + 4).sum();
    let gaps = u16::try_from(stops.len().saturating_sub(1)).unwrap_or(0);
    let (after_mark, gap, names) = if wide + 2 * gaps <= area.width {
        (" ", 2, true)
    } else if wide <= area.width + 1 {
        ("", 1, true)
    } else {
        ("", 1, false)
    };
    let mut rest = area;
    for stop in stops {
        let (mark, meaning) = match (stop.here, stop.passed) {
            (true, _) => ("[>]", Meaning::Strong),
            (false, true) => ("[x]", Meaning::Good),
            (false, false) => ("[ ]", Meaning::Quiet),
        };
        let name = if names || stop.here { stop.name } else { "" };
        let left = pen.put(rest, &format!("{mark}{after_mark}{name}"), meaning);
        let used = Rect { width: rest.width - left.width, height: area.height.min(1), ..rest };
        pen.hit(used, Message::Do(Action::to_phase(stop.phase)));
        rest = right_of(left, gap);
    }
}
