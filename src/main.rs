//! Arguments in, exit code out.

use samverkan::cli::{CliError, Globals, agendor, shown};
use std::env;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if error.exit_code() != 0 {
                // Where nobody listens for errors, the exit code still tells.
                let _ = writeln!(io::stderr(), "{error}");
            }
            ExitCode::from(error.exit_code())
        }
    }
}

fn run() -> Result<(), CliError> {
    let (globals, args) = Globals::take(env::args_os().skip(1))?;
    let agendas = globals.agendas.or_else(|| env::var_os("SAMVERKAN_AGENDOR").map(PathBuf::from));
    let mut out = BufWriter::new(io::stdout().lock());
    match args.split_first() {
        Some((verb, rest)) if verb == "agendor" || verb == "motesformer" || verb == "mötesformer" => {
            agendor::run(rest, agendas.as_deref(), &mut out)?;
        }
        Some((verb, _)) => {
            let problem = format!("”{}” är inget kommando.", shown(verb));
            return Err(CliError::usage(problem, "Det som går: samverkan agendor"));
        }
        None => {
            return Err(CliError::usage("Skriv vad du vill göra.", "Till exempel: samverkan agendor lista"));
        }
    }
    Ok(out.flush()?)
}
