//! Colours by what they mean, never by what they are. Whatever a colour says, a mark or bold type says too.

use crate::app::model::Theme;
use ratatui::style::{Color, Modifier, Style};

/// What something on screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The screen's title.
    Title,
    /// A heading over rows.
    Heading,
    /// The question that is asked aloud.
    Question,
    /// Ordinary text.
    Text,
    /// Less important.
    Quiet,
    /// Good, done.
    Good,
    /// Missing, late, failed.
    Warn,
    /// What has the turn.
    Strong,
    /// The highlighted row.
    Selected,
    /// What is being typed.
    Input,
    /// A key in the bottom line.
    HintKey,
    /// Lines between parts.
    Border,
    /// The mark of a practice database.
    Practice,
}

/// The style of a meaning in a theme.
pub fn style(theme: Theme, meaning: Meaning) -> Style {
    let base = match theme {
        Theme::Dark => dark(meaning),
        Theme::Light => light(meaning),
        Theme::Contrast => contrast(meaning),
        Theme::Plain => Style::new(),
    };
    base.add_modifier(modifier(theme, meaning))
}

/// The style of the whole screen before anything is drawn.
pub fn base(theme: Theme) -> Style {
    style(theme, Meaning::Text)
}

/// Bold, underlined, reversed: the same in all themes, so that no meaning is lost without colour.
fn modifier(theme: Theme, meaning: Meaning) -> Modifier {
    let colourless = matches!(theme, Theme::Plain | Theme::Contrast);
    match meaning {
        Meaning::Heading if colourless => Modifier::BOLD.union(Modifier::UNDERLINED),
        Meaning::Title
        | Meaning::Heading
        | Meaning::Question
        | Meaning::Warn
        | Meaning::Strong
        | Meaning::HintKey
        | Meaning::Input => Modifier::BOLD,
        Meaning::Selected => Modifier::REVERSED,
        Meaning::Practice => Modifier::BOLD.union(Modifier::REVERSED),
        Meaning::Text | Meaning::Quiet | Meaning::Good | Meaning::Border => Modifier::empty(),
    }
}

/// Numbers in the terminal's table of 256 colours; those from 16 on look the same in all terminals.
fn dark(meaning: Meaning) -> Style {
    let colour = match meaning {
        Meaning::Title | Meaning::Heading => 117,
        Meaning::Question | Meaning::Strong | Meaning::Input => 231,
        Meaning::Text | Meaning::Selected => 253,
        Meaning::Quiet => 247,
        Meaning::Good => 114,
        Meaning::Warn => 215,
        Meaning::HintKey | Meaning::Practice => 222,
        Meaning::Border => 241,
    };
    Style::new().fg(Color::Indexed(colour)).bg(Color::Indexed(234))
}

fn light(meaning: Meaning) -> Style {
    let colour = match meaning {
        Meaning::Title | Meaning::Heading | Meaning::HintKey => 24,
        Meaning::Question | Meaning::Strong | Meaning::Input => 16,
        Meaning::Text | Meaning::Selected => 235,
        Meaning::Quiet => 240,
        Meaning::Good => 22,
        Meaning::Warn => 124,
        Meaning::Practice => 94,
        Meaning::Border => 248,
    };
    Style::new().fg(Color::Indexed(colour)).bg(Color::Indexed(231))
}

fn contrast(_: Meaning) -> Style {
    Style::new().fg(Color::Indexed(231)).bg(Color::Indexed(16))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Meaning; 13] = [
        Meaning::Title,
        Meaning::Heading,
        Meaning::Question,
        Meaning::Text,
        Meaning::Quiet,
        Meaning::Good,
        Meaning::Warn,
        Meaning::Strong,
        Meaning::Selected,
        Meaning::Input,
        Meaning::HintKey,
        Meaning::Border,
        Meaning::Practice,
    ];

    fn luminance(colour: Color) -> f64 {
        let Color::Indexed(index) = colour else { panic!("{colour:?} looks different in each terminal") };
        let channels: [u8; 3] = match index {
            16..=231 => {
                [36, 6, 1].map(|step| [0, 95, 135, 175, 215, 255][usize::from((index - 16) / step % 6)])
            }
            232.. => [8 + 10 * (index - 232); 3],
            _ => panic!("{index} is whatever the terminal makes of it"),
        };
        let linear = channels.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// How much lighter one of its two colours is than the other, as WCAG counts it.
    fn ratio(style: Style) -> f64 {
        let (a, b) = (luminance(style.fg.unwrap()), luminance(style.bg.unwrap()));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_can_be_read_in_every_theme() {
        for theme in [Theme::Dark, Theme::Light, Theme::Contrast] {
            for meaning in ALL.into_iter().filter(|meaning| *meaning != Meaning::Border) {
                let ratio = ratio(style(theme, meaning));
                assert!(ratio >= 4.5, "{theme:?} {meaning:?}: {ratio:.1}");
            }
        }
    }

    #[test]
    fn what_a_room_reads_from_afar_has_the_contrast_of_large_distances() {
        for theme in [Theme::Dark, Theme::Light, Theme::Contrast] {
            for (meaning, least) in [
                (Meaning::Question, 15.0),
                (Meaning::Strong, 15.0),
                (Meaning::Text, 11.0),
                (Meaning::Title, 7.0),
                (Meaning::Heading, 7.0),
                (Meaning::Warn, 7.0),
                (Meaning::Good, 7.0),
            ] {
                let ratio = ratio(style(theme, meaning));
                assert!(ratio >= least, "{theme:?} {meaning:?}: {ratio:.1}");
            }
        }
    }

    #[test]
    fn without_colour_there_is_no_colour() {
        for meaning in ALL {
            let style = style(Theme::Plain, meaning);
            assert_eq!((style.fg, style.bg), (None, None), "{meaning:?}");
        }
    }

    #[test]
    fn what_must_be_seen_is_seen_without_colour() {
        for theme in [Theme::Dark, Theme::Light, Theme::Contrast, Theme::Plain] {
            assert!(style(theme, Meaning::Selected).add_modifier.contains(Modifier::REVERSED));
            assert!(style(theme, Meaning::Practice).add_modifier.contains(Modifier::REVERSED));
            assert!(style(theme, Meaning::Question).add_modifier.contains(Modifier::BOLD));
            assert!(style(theme, Meaning::Warn).add_modifier.contains(Modifier::BOLD));
        }
    }
}
