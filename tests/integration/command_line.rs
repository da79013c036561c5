//! The built program, from its command line to its exit code.

use std::io;
use std::process::{Command, Output, Stdio};

fn samverkan(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_samverkan"));
    command.args(args).env_remove("SAMVERKAN_AGENDOR").stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_verb_has_two_names_and_an_option_may_stand_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("fel.toml"), "fel").unwrap();
    let folder = folder.path().to_str().unwrap();
    let runs: Vec<Output> = [
        samverkan(&["agendor", "lista", "--agendor", folder]),
        samverkan(&["--agendor", folder, "motesformer", "lista"]),
    ]
    .iter_mut()
    .chain([samverkan(&["mötesformer"]).env("SAMVERKAN_AGENDOR", folder)])
    .map(|command| command.output().unwrap())
    .collect();
    for run in runs {
        assert!(run.status.success());
        assert!(text(&run.stdout).contains("fel.toml, rad 1, tecken 4"), "{}", text(&run.stdout));
    }
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let run = samverkan(&["agendor", "visa", "sip"]).stdout(writer).stderr(Stdio::piped()).output().unwrap();
    assert!(run.status.success(), "{:?} {}", run.status, text(&run.stderr));
    assert_eq!(text(&run.stderr), "");
}

#[test]
fn failures_are_told_on_stderr_and_by_the_exit_code() {
    for (args, code, words) in [
        (&["agendor", "visa", "finnsinte"][..], 1, "Det finns ingen mötesform"),
        (&["agendor", "kontrollera", "finns/inte.toml"], 1, "finns/inte.toml: filen finns inte."),
        (&["agendor", "visa"], 2, "Vilken mötesform?"),
        (&["starta", "eht", "--titel", &"å".repeat(10_001)], 2, "Titeln är för lång: 10001 tecken"),
        (&["starta", "eht", "--titel", &"a\u{30a} ".repeat(6_000)], 2, "Titeln är för lång: 11999 tecken"),
    ] {
        let run = samverkan(args).output().unwrap();
        assert_eq!(run.status.code(), Some(code), "{args:?}");
        assert!(text(&run.stderr).starts_with(words), "{args:?}: {}", text(&run.stderr));
        assert_eq!(text(&run.stdout), "");
    }
}

#[test]
fn a_paper_with_a_line_for_the_school_says_so_whichever_verb_makes_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ovning.db");
    let database = file.to_str().unwrap();
    let run = |words: &[&str]| {
        let mut command = samverkan(&["--databas", database]);
        command.args(words).env("HOME", folder.path()).env("XDG_CONFIG_HOME", folder.path());
        command.output().unwrap()
    };
    assert!(run(&["demo", "--skapa", database]).status.success());
    let listed = text(&run(&["moten", "--format", "csv"]).stdout);
    let sip = listed.split([',', '\n']).find(|cell| cell.ends_with("-sip")).unwrap().to_owned();
    let said = |words: &[&str]| {
        let made = run(&[words, &["--format", "txt"]].concat());
        assert!(made.status.success(), "{words:?}: {}", text(&made.stderr));
        text(&made.stderr).contains("tom rad på papperet")
    };
    // Whoever leads the made-up meeting has a number: whom to ring stands in the plan.
    for words in [
        &["protokoll", &sip, "--min-plan"][..],
        &["protokoll", &sip, "--min-plan", "--till", "Vera Påhitt"],
        &["protokoll", &sip, "--till", "alla"],
    ] {
        assert!(!said(words), "{words:?}");
    }
    assert!(said(&["kallelse", &sip]), "the consent form names no board");
    assert!(!said(&["protokoll", &sip]), "minutes have no such line");
    // The settings fill it in.
    std::fs::create_dir_all(folder.path().join("samverkan")).unwrap();
    std::fs::write(
        folder.path().join("samverkan/installningar.toml"),
        "arbetsplats = \"Påhittsskolan\"\ntelefon = \"0500-00 00 00\"\nadress = \"Gatan 1\"\nnamnd = \"Nämnden\"\n",
    )
    .unwrap();
    for words in
        [&["protokoll", &sip, "--min-plan", "--till", "alla"][..], &["kallelse", &sip, "--till", "alla"]]
    {
        assert!(!said(words), "{words:?}");
    }
}
