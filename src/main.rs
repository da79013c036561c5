//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    samverkan::cli::main(std::env::args_os().skip(1))
}
