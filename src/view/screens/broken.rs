//! When a screen can't be drawn because of a fault in the program: what is typed, and what to do.
//!
//! ```text
//!  Den här skärmen går inte att rita: ett fel i programmet (src/view/pen.rs:40).
//!  > Ring hemmet
//!  sparat
//!
//!  Inget är borta. Det du skriver tas emot och sparas som förut.
//!  Esc går tillbaka, F7 och F8 byter fas, Ctrl-Q avslutar.
//! ```

use crate::app::Model;
use crate::app::action::name_keys;
use crate::app::model::Saving;
use crate::view::canvas::Canvas;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws with nothing but the terminal's own letters, so that what broke isn't used once more.
pub(in crate::view) fn draw(model: &Model, place: &str, canvas: &mut Canvas) {
    let area = canvas.area();
    canvas.begin(Style::default());
    let saving = match model.saving() {
        Saving::Nothing => String::new(),
        Saving::Saved(_) => "sparat".to_owned(),
        Saving::UnderWay => "sparas…".to_owned(),
        Saving::Away { why, .. } => format!("! {why}"),
        Saving::NotSaved { count, why } => format!("! inte sparat ({count}): {why}"),
    };
    let typed = model.meeting_screen().filter(|_| model.lock.is_none());
    let typed = typed.map(|screen| screen.line.value()).unwrap_or_default();
    let width = usize::from(area.width.saturating_sub(2));
    // The end of what is typed is what one looks at.
    let from = typed.char_indices().rev().nth(width.saturating_sub(4)).map_or(0, |(at, _)| at);
    let lines = [
        format!("Den här skärmen går inte att rita: ett fel i programmet ({place})."),
        // Where there is little room, what is typed is what one needs most.
        format!("> {}", typed.get(from..).unwrap_or_default()),
        saving,
        model.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default(),
        "Inget är borta. Det du skriver tas emot och sparas som förut.".to_owned(),
        name_keys("‹Back› går tillbaka, ‹PreviousPhase› och ‹NextPhase› byter fas, ‹Quit› avslutar."),
        "Berätta för den som sköter programmet vad som står inom parentes.".to_owned(),
    ];
    let mut y = area.y;
    for line in lines {
        for part in pieces(&line, width) {
            if y < area.bottom() {
                let place =
                    Rect { x: area.x.saturating_add(1), y, width: area.width.saturating_sub(2), height: 1 };
                canvas.put(place, &part, Style::default());
            }
            y = y.saturating_add(1);
        }
    }
}

/// A line in pieces of at most so many letters, and at least one: between words, if they aren't longer than that.
fn pieces(line: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut pieces = vec![String::new()];
    let mut room = width;
    for word in line.split_inclusive(' ') {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() - usize::from(word.ends_with(' ')) > room && room < width {
            pieces.push(String::new());
            room = width;
        }
        for letter in letters {
            if room == 0 {
                // The blank between two words isn't the first thing on a row.
                if letter == ' ' {
                    continue;
                }
                pieces.push(String::new());
                room = width;
            }
            if let Some(last) = pieces.last_mut() {
                last.push(letter);
                room -= 1;
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_long_words_where_they_must() {
        assert_eq!(pieces("Inget är borta.", 9), ["Inget är ", "borta."]);
        assert_eq!(pieces("Inget är borta.", 8), ["Inget är", "borta."]);
        assert_eq!(pieces("(src/view/pen.rs:40)", 8), ["(src/vie", "w/pen.rs", ":40)"]);
        assert_eq!(pieces("", 8), [""]);
        assert_eq!(pieces("ab", 0), ["a", "b"]);
        assert_eq!(pieces("ett (lång-stig)", 6), ["ett ", "(lång-", "stig)"]);
    }
}
