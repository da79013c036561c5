//! What a click means, by where it falls on what was drawn last.

use crate::app::Message;
use ratatui::layout::{Position, Rect};

/// Regions of the screen and what a click in each means.
#[derive(Clone, Debug, Default)]
pub struct HitMap {
    regions: Vec<(Rect, Message)>,
}

impl HitMap {
    /// From now on a click in `area` means `message`; later regions lie on top of earlier ones.
    pub fn add(&mut self, area: Rect, message: Message) {
        if !area.is_empty() {
            self.regions.push((area, message));
        }
    }

    /// What `other` means counts too, on top of this.
    pub fn extend(&mut self, other: &Self) {
        self.regions.extend_from_slice(&other.regions);
    }

    /// Forgets everything: something covers the screen.
    pub fn clear(&mut self) {
        self.regions.clear();
    }

    /// What a click means.
    pub fn at(&self, column: u16, row: u16) -> Option<&Message> {
        let place = Position::new(column, row);
        self.regions.iter().rev().find(|(area, _)| area.contains(place)).map(|(_, message)| message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Action;

    #[test]
    fn the_uppermost_region_is_hit() {
        let mut hits = HitMap::default();
        hits.add(Rect::new(0, 0, 10, 2), Message::Do(Action::Up));
        hits.add(Rect::new(2, 1, 3, 1), Message::Do(Action::Down));
        hits.add(Rect::new(0, 0, 0, 2), Message::Do(Action::Quit));
        assert!(matches!(hits.at(2, 1), Some(Message::Do(Action::Down))));
        assert!(matches!(hits.at(5, 1), Some(Message::Do(Action::Up))));
        assert!(hits.at(10, 0).is_none());
        hits.clear();
        assert!(hits.at(2, 1).is_none());
    }
}
