//! The paper program beside the program: what it makes, and what is said when it is missing, is another, is killed, says
//! something else or never gets done.

use samverkan::agenda_file::{Catalogue, snapshot_of};
use samverkan::minutes::pdf::Paper;
use samverkan::minutes::pdf::pipe::{Answer, Hello, written};
use samverkan::minutes::{self, Document, Options};
use samverkan::runtime::typesetter::{TypesetError, Typesetter};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than any of these papers takes on a computer that does other things.
const LONG: Duration = Duration::from_mins(2);
/// What a paper gets that never gets done.
const SHORT: Duration = Duration::from_secs(1);

fn document() -> Document {
    let catalogue = Catalogue::load(None);
    let form = |id: &str| catalogue.get(id).map(|known| (known.agenda.clone(), snapshot_of(&known.agenda)));
    let meetings = samverkan::demo::meetings("2026-11-23T08:20:00Z".parse().unwrap(), &form);
    let options = Options {
        printed_at: made_at(),
        draft: true,
        practice: true,
        print_names: false,
        reader: None,
        laws: samverkan::domain::law::Laws::default(),
    };
    minutes::build(&meetings[0], &options)
}

fn made_at() -> chrono::NaiveDateTime {
    "2026-11-24T08:15:00".parse().unwrap()
}

/// What is said of a document that another program than ours is asked to set.
fn told_by(program: &Path, patience: Duration) -> TypesetError {
    let started = Instant::now();
    let told = Typesetter::at(program.to_owned(), patience)
        .set(&document(), &Paper::plain(made_at().and_utc()))
        .expect_err("that was no paper program");
    assert!(started.elapsed() < patience + Duration::from_secs(20), "{told}");
    told
}

/// A program made of a shell's commands, with the given bytes in the file `$0.bytes`.
fn script(folder: &TempDir, commands: &str, bytes: &[u8]) -> PathBuf {
    let (text, program) = (folder.path().join("text"), folder.path().join("papper"));
    fs::write(&text, format!("#!/bin/sh\n{commands}\n")).unwrap();
    fs::write(folder.path().join("papper.bytes"), bytes).unwrap();
    // Written by another process: a file that this one has had open for writing can't always be started at once.
    let made = Command::new("install").args(["-m", "755"]).args([&text, &program]).status();
    assert!(made.unwrap().success());
    program
}

fn hello() -> Vec<u8> {
    written(&Hello::of_this_build(), &[]).unwrap()
}

#[test]
fn a_missing_program_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let told = told_by(&folder.path().join("samverkan-papper"), SHORT);
    assert!(matches!(told, TypesetError::Missing { .. }), "{told}");
    let told = told.to_string();
    let here = folder.path().to_str().unwrap();
    for words in ["samverkan-papper", here, "installationen", "--format txt"] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[cfg(unix)]
#[test]
fn a_program_that_cannot_be_started_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("samverkan-papper");
    fs::write(&file, "inget program").unwrap();
    let told = told_by(&file, SHORT);
    assert!(matches!(told, TypesetError::NotStarted(_)), "{told}");
    assert!(told.to_string().contains("går inte att starta"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_program_of_another_version_is_not_used() {
    let ours = Hello::of_this_build();
    for other in
        [Hello { version: "0.0.1".to_owned(), ..ours.clone() }, Hello { protocol: ours.protocol + 1, ..ours }]
    {
        let folder = tempfile::tempdir().unwrap();
        let program =
            script(&folder, "/bin/cat $0.bytes; exec /bin/sleep 100", &written(&other, &[]).unwrap());
        let told = told_by(&program, LONG);
        assert!(matches!(told, TypesetError::OtherVersion), "{told}");
        assert!(told.to_string().contains("Installera båda tillsammans"), "{told}");
    }
}

#[cfg(unix)]
#[test]
fn junk_is_refused_whenever_it_comes() {
    let answer = written(&Answer::Pdf, b"%PDF").unwrap();
    for junk in [
        b"Hej! Det h\xe4r \xe4r inget svar.\n".repeat(1000),
        vec![0; 100],
        answer,
        [hello(), b"Hej! Det h\xe4r \xe4r inget svar.\n".repeat(1000)].concat(),
        [hello(), hello()].concat(),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let told = told_by(&script(&folder, "/bin/cat $0.bytes; exec /bin/sleep 100", &junk), LONG);
        assert!(matches!(told, TypesetError::Junk), "{told}");
    }
}

/// A program that takes nothing, says nothing and complains without end can't keep anybody waiting, and doesn't stay.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_stands_still_is_ended_and_waited_for() {
    for (commands, bytes) in [
        ("echo $$ >$0.pid; exec /bin/sleep 100", Vec::new()),
        ("echo $$ >$0.pid; /bin/cat $0.bytes; exec /bin/sleep 100", hello()),
        ("echo $$ >$0.pid; /bin/cat $0.bytes; while :; do echo klagan >&2; done", hello()),
        ("echo $$ >$0.pid; /bin/cat $0.bytes; exec >&-; exec /bin/sleep 100", hello()),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let program = script(&folder, commands, &bytes);
        let mut long = document();
        // More than a pipe holds.
        long.title = "x".repeat(1_000_000);
        let started = Instant::now();
        let set = Typesetter::at(program, SHORT).set(&long, &Paper::plain(made_at().and_utc()));
        assert!(matches!(set, Err(TypesetError::TooSlow { .. } | TypesetError::Ended { .. })), "{set:?}");
        assert!(started.elapsed() < Duration::from_secs(30));
        let process = fs::read_to_string(folder.path().join("papper.pid")).unwrap();
        assert!(!Path::new("/proc").join(process.trim()).exists(), "{commands}: it is still there");
    }
}

#[cfg(unix)]
#[test]
fn a_program_that_is_killed_at_its_work_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let told = told_by(&script(&folder, "/bin/cat $0.bytes; kill -9 $$", &hello()), LONG);
    assert!(matches!(told, TypesetError::Ended { template: None }), "{told}");
    assert!(told.to_string().contains("avslutades innan det var klart"), "{told}");
}

#[cfg(unix)]
#[test]
fn when_the_program_ends_no_paper_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let program = script(&folder, "/bin/cat $0.bytes; exec /bin/sleep 100", &hello());
    let (typesetter, started) = (Typesetter::at(program, LONG), Instant::now());
    let other = typesetter.clone();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        other.finish_by(Instant::now());
    });
    let set = typesetter.set(&document(), &Paper::plain(made_at().and_utc()));
    assert!(matches!(set, Err(TypesetError::TooSlow { .. })), "{set:?}");
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[cfg(feature = "pdf")]
mod with_typst {
    use super::*;
    use samverkan::minutes::pdf::Template;
    use samverkan::minutes::pdf::pipe::{self, Order, PipeError};
    use samverkan::minutes::pdf::{PdfError, order};
    use std::io::Read;
    use std::process::Stdio;

    const PROGRAM: &str = env!("CARGO_BIN_EXE_samverkan-papper");

    fn paper_with(template: &str) -> Paper {
        let template = Template { name: "egen.typ".to_owned(), source: template.to_owned() };
        Paper { template: Some(template), ..Paper::plain(made_at().and_utc()) }
    }

    #[test]
    fn the_same_document_is_the_same_bytes_from_one_start_and_from_two() {
        let (document, paper) = (document(), Paper::plain(made_at().and_utc()));
        let one = Typesetter::at(PROGRAM.into(), LONG);
        let first = one.set(&document, &paper).unwrap();
        assert!(first.starts_with(b"%PDF"));
        assert!(matches!(
            one.set(&document, &paper_with("#fel(")),
            Err(TypesetError::Paper(PdfError::Template { .. }))
        ));
        assert_eq!(one.set(&document, &paper).unwrap(), first);
        one.rest();
        assert_eq!(one.set(&document, &paper).unwrap(), first);
    }

    #[test]
    fn a_template_that_never_ends_is_ended() {
        let endless = "#for a in range(100000) { for b in range(100000) { for c in range(100000) {} } }";
        let typesetter = Typesetter::at(PROGRAM.into(), SHORT * 3);
        let started = Instant::now();
        let told = typesetter.set(&document(), &paper_with(endless)).unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(30));
        assert!(matches!(told, TypesetError::TooSlow { .. }) && told.is_about_template(), "{told}");
        let told = told.to_string();
        for words in ["3 sekunder", "egen.typ", "rätta den"] {
            assert!(told.contains(words), "{words}: {told}");
        }
        // The next one is set by another start.
        let again = Typesetter::at(PROGRAM.into(), LONG).set(&document(), &Paper::plain(made_at().and_utc()));
        assert!(again.is_ok());
    }

    /// Whatever a template does without end, it ends, and the next paper is set.
    #[test]
    fn no_kind_of_endlessness_is_waited_for() {
        let kinds = [
            ("a loop", "#while true { let a = 1 }"),
            ("recursion", "#let f(n) = f(n + 1)\n#f(0)"),
            ("two that call each other", "#let f(n) = { let g(m) = f(m); g(n + 1) }\n#f(0)"),
            ("pages", "#for a in range(10000000) { pagebreak(weak: false) }"),
            ("text", "#lorem(2000000000)"),
            (
                "a layout that never settles",
                "#let c = counter(\"x\")\n#context { for a in range(c.final().first() + 100000000) { c.step() } }",
            ),
            ("boxes in boxes", "#let b = [x]\n#for a in range(100000000) { b = box(b) }\n#b"),
            ("a long text", "#let a = \"a\"\n#for b in range(64) { a = a + a }\n#a"),
        ];
        for (kind, template) in kinds {
            let typesetter = Typesetter::at(PROGRAM.into(), SHORT * 3);
            let started = Instant::now();
            let told = typesetter.set(&document(), &paper_with(template)).unwrap_err();
            assert!(started.elapsed() < Duration::from_mins(1), "{kind}");
            assert!(told.is_about_template(), "{kind}: {told}");
            assert!(told.to_string().contains("egen.typ"), "{kind}: {told}");
        }
        assert!(
            Typesetter::at(PROGRAM.into(), LONG).set(&document(), &Paper::plain(made_at().and_utc())).is_ok()
        );
    }

    /// The limit is the operating system's.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_template_that_eats_memory_is_ended() {
        let greedy = "#let a = \"aaaaaaaa\" * 400000000";
        let typesetter = Typesetter::at(PROGRAM.into(), LONG);
        let told = typesetter.set(&document(), &paper_with(greedy)).unwrap_err();
        assert!(matches!(told, TypesetError::TooLarge { .. }) && told.is_about_template(), "{told}");
        assert!(told.to_string().contains("mer minne än den får ta"), "{told}");
        assert!(
            typesetter.set(&document(), &Paper::plain(made_at().and_utc())).is_ok(),
            "the next is set by another start"
        );
    }

    /// However the program ends, the paper program sees it, also in the middle of a document.
    #[test]
    fn it_ends_when_nobody_waits_for_it() {
        let endless = "#for a in range(100000) { for b in range(100000) { for c in range(100000) {} } }";
        let mut child = Command::new(PROGRAM)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        assert!(pipe::read::<Hello>(&mut stdout).unwrap().is_some());
        let (order, picture) = order(&document(), &paper_with(endless)).unwrap();
        pipe::write::<Order>(&mut stdin, &order, &picture).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        drop(stdin);
        assert!(child.wait().unwrap().success());
        let mut rest = Vec::new();
        stdout.read_to_end(&mut rest).unwrap();
        assert!(rest.is_empty());
    }

    #[test]
    fn what_is_no_order_ends_it() {
        let mut child = Command::new(PROGRAM)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        assert!(pipe::read::<Hello>(&mut stdout).unwrap().is_some());
        let told: Result<(), PipeError> =
            pipe::write(child.stdin.as_mut().unwrap(), &Hello::of_this_build(), b"picture");
        assert!(told.is_ok());
        assert!(child.wait().unwrap().success());
        assert!(pipe::read::<Answer>(&mut stdout).unwrap().is_none());
    }

    #[test]
    fn started_by_hand_it_says_what_it_is_for() {
        let run = Command::new(PROGRAM).arg("--hjalp").output().unwrap();
        assert_eq!(run.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&run.stderr).contains("ligga kvar bredvid samverkan"));
    }

    /// The built program finds the one beside it. A copy of the program that lies alone makes texts, and says why.
    #[test]
    fn the_program_finds_the_one_beside_it_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let program = Path::new(env!("CARGO_BIN_EXE_samverkan"));
        let alone = at("samverkan");
        assert!(Command::new("cp").args([program, &alone]).status().unwrap().success());
        let database = at("ovning.db");
        let run = |program: &Path, args: &[&str]| {
            let mut command = Command::new(program);
            // Not even where the search path leads to it.
            command
                .args(args)
                .arg("--databas")
                .arg(&database)
                .env("PATH", Path::new(PROGRAM).parent().unwrap());
            command.env("HOME", folder.path()).stdin(Stdio::null());
            command.output().unwrap()
        };
        let made = Command::new(program).args(["demo", "--skapa"]).arg(&database).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let (pdf, text) = (at("a.pdf"), at("a.txt"));
        let [pdf, text] = [&pdf, &text].map(|file| file.to_str().unwrap());
        let well = run(program, &["protokoll", "senaste", "--ut", pdf]);
        assert!(well.status.success(), "{}", String::from_utf8_lossy(&well.stderr));
        assert!(fs::read(pdf).unwrap().starts_with(b"%PDF"));

        fs::remove_file(pdf).unwrap();
        let refused = run(&alone, &["protokoll", "senaste", "--ut", pdf]);
        let told = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1));
        assert!(told.contains("samverkan-papper") && told.contains("inte finns där"), "{told}");
        assert!(!Path::new(pdf).exists());
        assert!(run(&alone, &["protokoll", "senaste", "--ut", text]).status.success());
        assert!(Path::new(text).exists());
    }
}
