//! Which keys mean what, and where letters go, by what lies on top of what.

use super::{Dialog, Model, Screen};
use crate::app::core::action::Context;
use crate::domain::record::MeetingStatus;

impl Model {
    /// Which keys mean what at this moment.
    pub fn context(&self) -> Context {
        self.context_under(self.dialogs.len())
    }

    /// Which keys mean what beneath the dialog in front: what help in front is about.
    pub fn context_below(&self) -> Context {
        self.context_under(self.dialogs.len().saturating_sub(1))
    }

    /// Which keys mean what when only the lowest `dialogs` are there.
    fn context_under(&self, dialogs: usize) -> Context {
        if self.lock.is_some() {
            return Context::Locked;
        }
        if self.shows_wall() && !self.is_line_on_wall(dialogs) {
            return Context::Veiled;
        }
        if let Some(dialog) = dialogs.checked_sub(1).and_then(|last| self.dialogs.get(last)) {
            return match dialog {
                Dialog::Pick(pick) => pick.context(),
                Dialog::Form(_) => Context::Form,
                Dialog::Rule(stop) if stop.reason.is_some() => Context::Form,
                Dialog::Confirm(_) | Dialog::Rule(_) => Context::Ask,
                Dialog::Reader(_) => Context::Reader,
                Dialog::Copies(_) => Context::Copies,
            };
        }
        match &self.screen {
            Screen::Start(_) => Context::Form,
            Screen::Opening | Screen::Home(_) => Context::Home,
            Screen::Meeting(screen) if screen.meeting.head.status == MeetingStatus::Avslutat => {
                Context::Closed
            }
            Screen::Meeting(screen) if screen.is_reading_out() => Context::ReadOut,
            Screen::Meeting(_) => Context::Line,
        }
    }

    /// Whether letters go to the line or the field beneath what lies in front: a letter answers no question for somebody who
    /// writes on, nor is it lost.
    pub fn writes_beneath(&self) -> bool {
        let Some(below) = self.dialogs.len().checked_sub(1) else {
            // Somebody else closed the meeting in the middle of a line.
            return self.unread && self.context_under(0) == Context::Closed;
        };
        let asks = asks(&self.dialogs[below]);
        let below = self.depth_beneath(below);
        match self.context_under(below) {
            Context::Line => asks || self.unread || self.shows_wall(),
            Context::Form => self.unread && self.is_in_text(below),
            _ => false,
        }
    }

    /// How many of the lowest `dialogs` lie where letters go that what lies above takes none of: beneath other questions that
    /// wait for their turn.
    fn depth_beneath(&self, dialogs: usize) -> usize {
        let waits = |dialog: &Dialog| asks(dialog) || matches!(dialog, Dialog::Pick(pick) if pick.after_line);
        self.dialogs[..dialogs].iter().rposition(|dialog| !waits(dialog)).map_or(0, |last| last + 1)
    }

    /// Whether the cursor of the form in front of the lowest `dialogs` is where one writes.
    fn is_in_text(&self, dialogs: usize) -> bool {
        match dialogs.checked_sub(1).and_then(|last| self.dialogs.get(last)) {
            Some(Dialog::Form(form)) => {
                form.fields.get(form.cursor).is_some_and(|field| field.kind.choices().is_none())
            }
            Some(Dialog::Rule(_)) => true,
            _ => false,
        }
    }

    /// How many of the dialogs, from the lowest, lie where letters go.
    pub(crate) fn depth_of_writing(&self) -> usize {
        let all = self.dialogs.len();
        if self.writes_beneath() { self.depth_beneath(all.saturating_sub(1)) } else { all }
    }

    /// Whether the wall's picture is what is shown. The passphrase must be asked for all the same.
    pub fn shows_wall(&self) -> bool {
        self.on_wall && !matches!(self.screen, Screen::Start(_))
    }

    /// Whether there is, under the wall's picture, a meeting under way with nothing on top: then one writes and walks on.
    fn is_line_on_wall(&self, dialogs: usize) -> bool {
        let under_way =
            self.meeting_screen().is_some_and(|s| s.meeting.head.status != MeetingStatus::Avslutat);
        under_way && dialogs == 0
    }
}

/// Whether a dialog takes no letters, and asks something.
fn asks(dialog: &Dialog) -> bool {
    match dialog {
        Dialog::Confirm(_) => true,
        Dialog::Rule(stop) => stop.reason.is_none(),
        Dialog::Pick(pick) => !pick.narrows,
        _ => false,
    }
}
