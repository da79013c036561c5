//! Arguments in, exit code out.

use std::alloc::System;
use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

/// What is given back to the heap is overwritten, so that nothing of a meeting lies there once the program has locked itself.
#[global_allocator]
static HEAP: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    samverkan::cli::main(std::env::args_os().skip(1))
}
