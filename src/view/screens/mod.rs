//! What can fill the screen.

pub(super) mod broken;
pub(super) mod closed;
pub(super) mod home;
pub(super) mod locked;
pub(super) mod meeting;
pub(super) mod on_wall;
pub(super) mod read_out;
pub(super) mod start;
pub(super) mod too_small;
