//! SQLite's heap, of which every block is overwritten when it is given back: pages, statements and what they were about.
//!
//! SQLCipher can do that itself (`PRAGMA cipher_memory_security`), but draws what it overwrites with from a generator, eight
//! bytes at a time: 0.2 ms at best for the 300 kB that one act of a meeting gives back, and each act cost half as much again.
//! Here it is overwritten with zeros, as the program's own heap is, which can't be told from the rest.
//!
//! SQLite takes another heap by a call in C, so this is the one place of the program with unsafe code. It is a crate of its own
//! so that the program itself can forbid it.

use rusqlite::ffi::{self, sqlite3_mem_methods};
use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::sync::OnceLock;
use zeroizing_alloc::ZeroAlloc;

static HEAP: ZeroAlloc<System> = ZeroAlloc(System);

/// What stands before each block: how many bytes follow, which SQLite asks for. It wants its blocks at multiples of eight.
#[repr(align(8))]
struct Head {
    bytes: usize,
}
const HEAD: usize = size_of::<Head>();
const ALIGN: usize = align_of::<Head>();
const _: () = assert!(HEAD == 8 && ALIGN == 8, "a block lies where SQLite wants it");

/// Makes SQLite take its memory here from now on, and tells whether it does. It doesn't when it has been used before.
///
/// To be called before anything else of SQLite, and not while another thread begins to use it.
pub fn take_over() -> bool {
    static DONE: OnceLock<bool> = OnceLock::new();
    *DONE.get_or_init(|| {
        let methods = sqlite3_mem_methods {
            xMalloc: Some(take),
            xFree: Some(give_back),
            xRealloc: Some(resize),
            xSize: Some(size),
            xRoundup: Some(rounded),
            xInit: Some(begin),
            xShutdown: Some(end),
            pAppData: null_mut(),
        };
        // SAFETY: this choice takes one pointer to methods, which are copied before it returns. They are what SQLite asks of
        // them: blocks at multiples of eight, of which each is of the size that it tells. That no other thread is within
        // SQLite is for the caller to see to; where it is ready already this is refused.
        let told = unsafe { ffi::sqlite3_config(ffi::SQLITE_CONFIG_MALLOC, &raw const methods) };
        told == ffi::SQLITE_OK
    })
}

/// A block of so many bytes with its head. Nothing for what SQLite never asks for.
fn layout(bytes: usize) -> Option<Layout> {
    Layout::from_size_align(bytes.checked_add(HEAD)?, ALIGN).ok()
}

/// How many bytes a block that was asked for has.
fn whole(asked: c_int) -> Option<usize> {
    usize::try_from(asked).ok().filter(|asked| *asked > 0)?.checked_next_multiple_of(ALIGN)
}

unsafe extern "C" fn take(asked: c_int) -> *mut c_void {
    let Some((bytes, layout)) = whole(asked).and_then(|bytes| Some((bytes, layout(bytes)?))) else {
        return null_mut();
    };
    // SAFETY: the layout isn't empty: it has room for the head.
    let start = unsafe { HEAP.alloc(layout) };
    // SAFETY: it was just given, or is nothing.
    unsafe { begun(start.cast(), bytes) }
}

/// Writes the head of a block, and gives what comes after it.
///
/// # Safety
/// `start` is nothing, or the start of a block with room for the head and so many bytes, at a multiple of eight.
unsafe fn begun(start: *mut c_void, bytes: usize) -> *mut c_void {
    if start.is_null() {
        return null_mut();
    }
    let head = start.cast::<Head>();
    // SAFETY: there is room for it, and the place is a multiple of its alignment.
    unsafe { head.write(Head { bytes }) };
    // SAFETY: what follows the head is of the same block.
    unsafe { head.add(1).cast() }
}

/// Where a block begins, and how it was asked for.
///
/// # Safety
/// `block` was given by [`take`] or [`resize`], and not given back since.
unsafe fn of(block: *mut c_void) -> (*mut u8, Layout) {
    // SAFETY: the head stands before what was given, in the same block.
    let head = unsafe { block.cast::<Head>().sub(1) };
    // SAFETY: it was written when the block was given, and SQLite keeps to what comes after it.
    let Head { bytes } = unsafe { head.read() };
    // SAFETY: a layout of so many bytes was made when the block was given.
    (head.cast(), unsafe { Layout::from_size_align_unchecked(bytes + HEAD, ALIGN) })
}

unsafe extern "C" fn give_back(block: *mut c_void) {
    if block.is_null() {
        return;
    }
    // SAFETY: SQLite gives back what it was given here, once.
    let (start, layout) = unsafe { of(block) };
    // SAFETY: so it was given by this heap, with this layout.
    unsafe { HEAP.dealloc(start, layout) }
}

unsafe extern "C" fn resize(block: *mut c_void, asked: c_int) -> *mut c_void {
    let Some(bytes) = whole(asked) else { return null_mut() };
    // SAFETY: SQLite resizes what it was given here. (It asks for a new block, and gives one back, by the other two.)
    let (start, old) = unsafe { of(block) };
    let Some(new) = layout(bytes) else { return null_mut() };
    // SAFETY: it was given by this heap with this layout; the new size has room for the head, and makes a layout. Always
    // another block, and what lay in the old one is overwritten; nothing, and the old block as it was, where there is no room.
    let start = unsafe { HEAP.realloc(start, old, new.size()) };
    // SAFETY: it was just given, or is nothing.
    unsafe { begun(start.cast(), bytes) }
}

unsafe extern "C" fn size(block: *mut c_void) -> c_int {
    if block.is_null() {
        return 0;
    }
    // SAFETY: SQLite asks of what it was given here.
    let (_, layout) = unsafe { of(block) };
    // Each was asked for with such a number.
    c_int::try_from(layout.size() - HEAD).unwrap_or(c_int::MAX)
}

unsafe extern "C" fn rounded(asked: c_int) -> c_int {
    whole(asked).and_then(|bytes| c_int::try_from(bytes).ok()).unwrap_or(asked)
}

unsafe extern "C" fn begin(_: *mut c_void) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn end(_: *mut c_void) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_of_the_size_that_it_tells_and_keeps_what_lies_in_it_when_it_is_resized() {
        for (asked, next) in [(1, 9), (8, 8), (9, 1), (4104, 100_000), (100_000, 4104)] {
            // SAFETY: nothing was asked for before.
            let block = unsafe { take(asked) };
            // SAFETY: it was just given.
            let bytes = unsafe { size(block) };
            assert!(bytes >= asked && bytes % 8 == 0 && block.addr().is_multiple_of(8));
            // SAFETY: nothing is done with memory.
            assert_eq!(bytes, unsafe { rounded(asked) });
            let many = usize::try_from(bytes).unwrap();
            // SAFETY: it has so many bytes.
            unsafe { block.cast::<u8>().write_bytes(7, many) };
            // SAFETY: it was given above, and is asked for no more.
            let block = unsafe { resize(block, next) };
            // SAFETY: it was just given.
            let now = unsafe { size(block) };
            assert!(now >= next);
            let many = many.min(usize::try_from(now).unwrap());
            // SAFETY: so many have been written, and kept.
            let lies = unsafe { std::slice::from_raw_parts(block.cast::<u8>(), many) };
            assert!(lies.iter().all(|byte| *byte == 7));
            // SAFETY: it was given above, and is asked for no more.
            unsafe { give_back(block) };
        }
    }

    #[test]
    fn nothing_is_given_for_what_cant_be() {
        for asked in [0, -1, c_int::MIN] {
            // SAFETY: nothing was asked for before.
            assert!(unsafe { take(asked) }.is_null());
        }
        // SAFETY: nothing is a block that may be given back.
        unsafe { give_back(null_mut()) };
    }

    #[test]
    fn sqlite_takes_its_memory_here() {
        assert!(take_over());
        assert!(take_over());
        let db = rusqlite::Connection::open_in_memory().unwrap();
        let long: String = db.query_row("SELECT hex(zeroblob(100000))", [], |row| row.get(0)).unwrap();
        assert_eq!(long.len(), 200_000);
        // SAFETY: SQLite is ready.
        let block = unsafe { ffi::sqlite3_malloc(13) };
        // SAFETY: it was just given.
        let (_, layout) = unsafe { of(block) };
        assert_eq!(layout.size(), 16 + HEAD);
        // SAFETY: it was given above.
        unsafe { ffi::sqlite3_free(block) };
    }
}
