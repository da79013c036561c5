//! What somebody at the screen waits for: the first frame, a key, a line that is saved.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails stops")]

mod common;

use common::{Desk, FULL, SIZES, demo_database, fill_up, fill_up_to, folder, under_way};
use crossterm::event::KeyCode;
use divan::Bencher;
use samverkan::store::{Access, Store};

fn main() {
    divan::main();
}

/// From nothing to home on screen: forms read, database opened, home read, one frame.
#[divan::bench(args = SIZES)]
fn first_frame(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let folder = folder();
    let path = demo_database(&folder);
    bencher.bench_local(|| Desk::at_home(&path, size));
}

/// Home drawn on an empty terminal.
#[divan::bench(args = SIZES)]
fn draw_home(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let folder = folder();
    let mut desk = Desk::at_home(&demo_database(&folder), size);
    bencher.bench_local(|| desk.draw_anew());
}

/// A meeting with 200 rows drawn on an empty terminal.
#[divan::bench(args = SIZES)]
fn draw_full_meeting(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let folder = folder();
    let path = demo_database(&folder);
    let meeting = fill_up(&path);
    let mut desk = Desk::in_meeting(&path, meeting, size);
    bencher.bench_local(|| desk.draw());
}

/// A meeting with more rows than any will have drawn again: what is out of sight should cost next to nothing.
#[divan::bench]
fn draw_endless_meeting(bencher: Bencher<'_, '_>) {
    let folder = folder();
    let path = demo_database(&folder);
    let meeting = fill_up_to(&path, 10 * FULL);
    let mut desk = Desk::in_meeting(&path, meeting, SIZES[0]);
    bencher.bench_local(|| desk.draw_anew());
}

/// A meeting with 200 rows that shows what it showed.
#[divan::bench(args = SIZES)]
fn draw_nothing_new(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let folder = folder();
    let path = demo_database(&folder);
    let meeting = fill_up(&path);
    let mut desk = Desk::in_meeting(&path, meeting, size);
    bencher.bench_local(|| assert_eq!(desk.draw(), 0));
}

/// A key: a letter comes into the line of a meeting with 200 rows, and the bytes that show it go to the terminal. The
/// bytes are counted too: a letter costs a few, not a screen.
#[divan::bench(args = SIZES)]
fn key_to_bytes(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let folder = folder();
    let path = demo_database(&folder);
    let meeting = fill_up(&path);
    let mut desk = Desk::in_meeting(&path, meeting, size);
    let mut keys = [KeyCode::Char('å'), KeyCode::Backspace].into_iter().cycle();
    bencher.bench_local(|| {
        desk.press(keys.next().unwrap());
        let bytes = desk.draw();
        assert!((1..200).contains(&bytes), "{bytes} bytes");
    });
}

/// Enter in a meeting that is under way, until the line is on the disk and the frame says so.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn enter_to_saved(bencher: Bencher<'_, '_>) {
    let folder = folder();
    let path = demo_database(&folder);
    let meeting = under_way(&Store::open(&path, &Access::Practice).unwrap());
    let mut desk = Desk::in_meeting(&path, meeting, SIZES[0]);
    bencher.bench_local(|| {
        "Läser gärna i par".chars().for_each(|letter| desk.press(KeyCode::Char(letter)));
        desk.press(KeyCode::Enter);
        assert_eq!(desk.model.outbox.len(), 1);
        desk.draw();
        desk.wait(|model| model.outbox.is_empty());
        desk.draw();
    });
}
