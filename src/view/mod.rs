//! What the program looks like: the model drawn on a terminal, and what a click on each part means.

mod canvas;
mod dialogs;
mod keys;
mod pen;
mod screens;
mod standing;
pub mod theme;
mod wall;
mod widgets;

#[cfg(test)]
mod consent_tests;
#[cfg(test)]
mod demo_tests;
#[cfg(test)]
mod dialog_tests;
#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod first_hour_tests;
#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod goes_on_tests;
#[cfg(test)]
mod home_tests;
#[cfg(test)]
mod named_keys_tests;
#[cfg(test)]
mod redraw_tests;
#[cfg(test)]
mod sight_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wall_tests;

pub use crate::input::HitMap;
pub use canvas::Canvas;
pub use wall::draw_wall;

// Each part of the view shows them as they are made here.
use keys::{hints, screen_hints};

use crate::app::board::{self, Board};
use crate::app::model::{MIN_SIZE, MeetingScreen, Model, Screen};
use crate::domain::record::MeetingStatus;
use pen::Pen;
use ratatui::Frame;
use ratatui::layout::Rect;
use standing::{Above, Standing};

/// Draws the whole screen; what comes back says what a click on it means.
pub fn draw(model: &Model, canvas: &mut Canvas) -> HitMap {
    let standing = canvas.standing.take().filter(|standing| standing.above.setting.version == model.version);
    let (board, before) = match standing {
        Some(Standing { above, mut board }) => {
            board.type_on(model);
            (Some(board), Some(above))
        }
        None => (board::board(model), None),
    };
    let (hits, above) = draw_with(model, board.as_ref(), canvas, before);
    canvas.standing = above.zip(board).map(|(above, board)| Standing { above, board });
    hits
}

/// Draws the whole screen on a frame of which nothing is known, as [`draw`] does on a canvas.
pub fn draw_frame(model: &Model, frame: &mut Frame<'_>) -> HitMap {
    on_frame(frame, |canvas| draw(model, canvas))
}

/// Draws what can be drawn when [`draw`] has panicked at `place`.
pub fn draw_broken(model: &Model, place: &str, canvas: &mut Canvas) -> HitMap {
    screens::broken::draw(model, place, canvas);
    HitMap::default()
}

/// Draws on a canvas of its own, and that on a frame.
fn on_frame<T>(frame: &mut Frame<'_>, draw: impl FnOnce(&mut Canvas) -> T) -> T {
    let mut canvas = Canvas::new(frame.area());
    let drawn = draw(&mut canvas);
    canvas.end();
    canvas.copy_to(frame.buffer_mut());
    if let Some(place) = canvas.cursor() {
        frame.set_cursor_position(place);
    }
    drawn
}

/// Draws the whole screen, but for what may stand of the frame before; tells what of this one may stand in the next.
fn draw_with(
    model: &Model,
    board: Option<&Board>,
    canvas: &mut Canvas,
    before: Option<Above>,
) -> (HitMap, Option<Above>) {
    let standing = canvas.picture.take();
    let mut picture = None;
    let mut pen = Pen::new(canvas, model.setup.theme, before);
    let area = pen.area();
    if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
        screens::too_small::draw(&mut pen, area, model);
    } else if let Some(lock) = &model.lock {
        screens::locked::draw(&mut pen, area, model, lock);
    } else if model.shows_wall() {
        picture = Some(screens::on_wall::draw(&mut pen, area, model, board, standing));
    } else {
        let mut rest = area;
        screen(&mut pen, &mut rest, model, board);
        if let Some(dialog) = model.dialogs.last() {
            // What lies under a dialog is neither typed in nor clicked.
            pen.lay_aside();
            pen.dim(rest);
            dialogs::draw(&mut pen, rest, dialog, model);
        }
    }
    let drawn = (pen.hits, pen.above);
    canvas.picture = picture;
    drawn
}

/// Draws what lies at the bottom; `rest` becomes what a dialog may cover: all but the top line and the bottom lines.
fn screen(pen: &mut Pen<'_>, rest: &mut Rect, model: &Model, board: Option<&Board>) {
    match (&model.screen, board) {
        (Screen::Start(form), _) => screens::start::draw(pen, rest, model, form),
        (Screen::Home(home), _) => screens::home::draw(pen, rest, model, home),
        (Screen::Meeting(screen), Some(board)) => meeting(pen, rest, model, screen, board),
        (Screen::Opening | Screen::Meeting(_), _) => screens::start::draw_opening(pen, rest, model),
    }
}

fn meeting(pen: &mut Pen<'_>, rest: &mut Rect, model: &Model, screen: &MeetingScreen, board: &Board) {
    if screen.meeting.head.status == MeetingStatus::Avslutat {
        screens::closed::draw(pen, rest, model, screen, board);
    } else {
        screens::meeting::draw(pen, rest, model, screen, board);
    }
}
