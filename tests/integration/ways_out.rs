//! Every verb of the command line leaves its trace: what was opened, with its ärenden, and what went out, with how and by
//! whom. A verb that is added has to say here what it leaves.

use samverkan::app::Now;
use samverkan::cli::obey;
use samverkan::cli::verbs::{Kind, VERBS};
use samverkan::domain::command::Code;
use samverkan::domain::record::{CopyLog, CopyWay};
use samverkan::runtime::practice::filled;
use samverkan::store::{Access, Store};
use std::ffi::OsString;
use std::path::Path;

/// What a verb leaves.
enum Leaves {
    /// It shows nothing of any meeting, or can't be run here: why.
    Nothing(&'static str),
    /// That somebody read.
    Reading(Vec<&'static str>),
    /// The same, and what went out, how.
    Copies(Vec<(&'static str, CopyWay)>),
}

fn leaves(kind: Kind) -> Leaves {
    use CopyWay::{Fil, Visad};
    match kind {
        Kind::Program | Kind::Demo | Kind::Start | Kind::Open => {
            Leaves::Nothing("opens the program, which logs what is opened in it")
        }
        Kind::Wall => Leaves::Nothing("goes on until it is ended; it logs before it begins"),
        Kind::Printers | Kind::Forms => Leaves::Nothing("reads no database"),
        Kind::Passphrase | Kind::Verify => Leaves::Nothing("shows no meeting"),
        Kind::Backup | Kind::Restore => Leaves::Nothing("is encrypted, and an act of its own in the journal"),
        Kind::Import => Leaves::Nothing("is an act of its own in the journal"),
        Kind::Meetings => Leaves::Reading(vec!["", "--format json"]),
        Kind::Actions | Kind::Consents | Kind::Log => Leaves::Reading(vec!["", "--format CSV"]),
        Kind::SocialClock => Leaves::Reading(vec!["visa"]),
        Kind::Copies => Leaves::Reading(vec!["2026-11-05-sip"]),
        Kind::Minutes => Leaves::Copies(vec![
            ("2026-11-05-sip", Visad),
            ("2026-11-05-sip --format json --ut -", Visad),
            ("2026-11-05-sip --ut {mapp}/a.MD", Fil),
            ("2026-11-05-sip --till Vårdnadshavare", Visad),
            ("2026-11-05-sip --till Vårdnadshavare --format txt --ut {mapp}/b.txt", Fil),
            ("2026-11-05-sip --till alla --format txt", Fil),
            ("2026-11-05-sip --min-plan", Visad),
            ("2026-11-05-sip --min-plan --till alla --format md", Fil),
            ("2026-11-12-eht --arende 1", Visad),
            ("2026-11-12-eht --arende 2 --ut {mapp}/c.json", Fil),
        ]),
        Kind::Invitation => Leaves::Copies(vec![
            ("2026-11-12-eht", Visad),
            ("2026-11-12-eht --format ICS", Visad),
            ("2026-11-12-eht --ut {mapp}/d.ics", Fil),
            ("2026-11-12-eht --till Mentor", Visad),
            ("2026-11-12-eht --till alla --format txt", Fil),
        ]),
        Kind::Export => {
            Leaves::Copies(vec![("2026-11-05-sip", Visad), ("2026-11-05-sip --ut {mapp}/e.json", Fil)])
        }
    }
}

/// Every row of the log of copies.
fn copies(store: &Store) -> Vec<CopyLog> {
    let meetings = store.meetings(&samverkan::store::MeetingFilter::default()).unwrap();
    meetings.iter().flat_map(|row| store.copies(row.id).unwrap()).collect()
}

fn run(database: &Path, verb: &str, line: &str, more: &[&str]) -> Result<String, samverkan::cli::CliError> {
    let mut out = Vec::new();
    let mut words: Vec<OsString> = vec!["--databas".into(), database.into()];
    words.extend(more.iter().map(Into::into));
    words.push(verb.into());
    words.extend(line.split_whitespace().map(Into::into));
    obey(words, &|_| None, &mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

fn now() -> Now {
    Now { utc: "2026-11-26T08:20:00Z".parse().unwrap(), zone: chrono_tz::Europe::Stockholm }
}

#[test]
fn every_verb_leaves_its_trace() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    drop(filled(&database, now()).unwrap());
    let place = folder.path().display().to_string();
    for verb in VERBS {
        let (lines, goes_out): (Vec<(&str, Option<CopyWay>)>, bool) = match leaves(verb.kind) {
            Leaves::Nothing(why) => {
                assert!(!why.is_empty(), "{}", verb.name);
                continue;
            }
            Leaves::Reading(lines) => (lines.into_iter().map(|line| (line, None)).collect(), false),
            Leaves::Copies(lines) => (lines.into_iter().map(|(line, way)| (line, Some(way))).collect(), true),
        };
        for (line, way) in lines {
            let before = Store::open(&database, &Access::Practice).unwrap();
            let (acts, had) = (before.journal_head().unwrap().seq, copies(&before).len());
            drop(before);
            let line = line.replace("{mapp}", &place);
            let told = run(&database, verb.name, &line, &[]).unwrap_or_else(|error| {
                panic!("{} {line}: {error}", verb.name);
            });
            let store = Store::open(&database, &Access::Practice).unwrap();
            let page = store.journal(None, None, 50).unwrap();
            let new: Vec<_> = page.acts.into_iter().filter(|act| act.seq > acts).collect();
            let opened = new.iter().find(|act| act.code == Some(Code::Open));
            let looked =
                opened.and_then(|act| act.looked.as_ref()).unwrap_or_else(|| panic!("{} {line}", verb.name));
            assert_eq!(looked.door.as_deref(), Some(verb.name));
            assert!(looked.account.as_deref().is_some_and(|account| !account.is_empty()));
            let all = copies(&store);
            assert_eq!(all.len() > had, goes_out, "{} {line}", verb.name);
            let Some(way) = way else { continue };
            assert!(!looked.labels.is_empty(), "{} {line}: of which ärenden", verb.name);
            let row = all.iter().max_by_key(|row| row.id).unwrap();
            assert_eq!(row.way, way, "{} {line}", verb.name);
            assert!(row.by.as_deref().is_some_and(|by| by.starts_with("(kontot ")), "{:?}", row.by);
            if let Some(file) = line.split(' ').find(|word| word.starts_with(&place)) {
                assert!(told.contains(file), "{line}: {told}");
                let there = std::fs::read(file).unwrap();
                assert_eq!(row.checksum, {
                    use sha2::{Digest, Sha256};
                    hex::encode(Sha256::digest(there))
                });
            }
        }
    }
    assert!(Store::open(&database, &Access::Practice).unwrap().verify().unwrap().is_sound());
}

#[test]
fn a_recipient_gets_what_kopior_says_and_a_refusal_leaves_no_copy() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    drop(filled(&database, now()).unwrap());
    for meeting in ["2026-11-05-sip", "2026-11-12-eht", "2026-11-19-bht"] {
        let listed = run(&database, "kopior", meeting, &[]).unwrap();
        let rows: Vec<(&str, &str)> = listed
            .lines()
            .skip(1)
            .take_while(|line| !line.is_empty())
            .filter_map(|line| line.trim().split_once(": "))
            .collect();
        assert!(!rows.is_empty(), "{listed}");
        for (who, what) in rows {
            let store = Store::open(&database, &Access::Practice).unwrap();
            let before = copies(&store).len();
            drop(store);
            let mut out = Vec::new();
            let words: [OsString; 6] = [
                "--databas".into(),
                (&database).into(),
                "protokoll".into(),
                meeting.into(),
                "--till".into(),
                who.into(),
            ];
            let done = obey(words, &|_| None, &mut out);
            let store = Store::open(&database, &Access::Practice).unwrap();
            let all = copies(&store);
            if what.starts_with("inget") || what.starts_with("Min plan") {
                let error = done.expect_err(who);
                assert!(
                    error.exit_code() != 0 && error.to_string().starts_with("Mottagaren får inget"),
                    "{error}"
                );
                assert_eq!(error.to_string().contains("--min-plan"), what.starts_with("Min plan"), "{error}");
                assert!(out.is_empty() && all.len() == before, "{who}");
            } else {
                done.unwrap_or_else(|error| panic!("{who}: {error}"));
                let row = all.iter().max_by_key(|row| row.id).unwrap();
                assert!(what.starts_with(&row.what), "{who}: {what} and {}", row.what);
            }
        }
    }
}

#[test]
fn the_journal_says_for_whom_what_and_how_and_by_which_account() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    drop(filled(&database, now()).unwrap());
    let latest = || run(&database, "logg", "", &[]).unwrap().lines().nth(2).unwrap().to_owned();
    run(&database, "protokoll", "2026-11-05-sip --till Vårdnadshavare --format txt", &[]).unwrap();
    let line = latest();
    assert!(
        line.contains("Maria Påhitt") && line.contains("hela protokollet") && line.ends_with("txt"),
        "{line}"
    );
    // As the participant is called, not as it was typed.
    run(&database, "kallelse", "2026-11-12-eht --till mentor", &[]).unwrap();
    let store = Store::open(&database, &Access::Practice).unwrap();
    let row = copies(&store).into_iter().max_by_key(|row| row.id).unwrap();
    assert!(row.recipient.ends_with(", mentor") && row.recipient != "mentor", "{}", row.recipient);
    drop(store);
    let json = folder.path().join("mote.json");
    let place = json.display().to_string();
    run(&database, "exportera", &format!("2026-11-05-sip --ut {place}"), &[]).unwrap();
    run(&database, "importera", &format!("{place} --som-kopia"), &[]).unwrap();
    let line = latest();
    assert!(line.contains("(kontot ") && line.contains("(samverkan importera)"), "{line}");
}

#[test]
fn what_is_asked_for_a_family_by_a_role_that_several_have_is_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    let mut store = filled(&database, now()).unwrap();
    let id = store.resolve("2026-11-05-sip").unwrap();
    let meeting = store.meeting(id).unwrap();
    let mother =
        meeting.participants.iter().find(|one| one.role == "Vårdnadshavare" || one.role == "vårdnadshavare");
    let mother = mother.unwrap().clone();
    let mut ids = samverkan::domain::ids::Ids::new(7);
    let father = samverkan::domain::record::Participant {
        id: ids.next(1),
        name: "Per Påhitt".to_owned(),
        rev: 0,
        ..mother.clone()
    };
    let command = samverkan::domain::command::Command {
        id: ids.next(1),
        code: Code::AddParticipant,
        meeting: Some(id),
        snapshot: None,
        changes: vec![samverkan::domain::command::Change::put(father)],
    };
    store.commit(&command, now().utc).unwrap();
    drop(store);
    for line in ["", "--min-plan"] {
        let line = format!("2026-11-05-sip {line} --till");
        let mut words: Vec<OsString> = vec!["--databas".into(), (&database).into(), "protokoll".into()];
        words.extend(line.split_whitespace().map(Into::into));
        words.push("vårdnadshavare".into());
        let error = obey(words, &|_| None, &mut Vec::new()).unwrap_err().to_string();
        assert!(error.contains(&mother.name) && error.contains("Per Påhitt"), "{line}: {error}");
    }
}

#[test]
fn who_does_it_is_a_known_person_or_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    let mut store = filled(&database, now()).unwrap();
    let mut ids = samverkan::domain::ids::Ids::new(4);
    let person = samverkan::domain::record::Person {
        id: ids.next(1),
        name: "Eva Påhitt".to_owned(),
        role: "Rektor".to_owned(),
        rev: 0,
    };
    let command = samverkan::domain::command::Command {
        id: ids.next(1),
        code: Code::SetPerson,
        meeting: None,
        snapshot: None,
        changes: vec![samverkan::domain::command::Change::put(person)],
    };
    store.commit(&command, now().utc).unwrap();
    drop(store);
    let refused = run(&database, "protokoll", "2026-11-05-sip", &["--person", "Ingen Alls"]).unwrap_err();
    assert!(refused.exit_code() == 2 && refused.to_string().contains("känner ingen person"), "{refused}");
    run(&database, "protokoll", "2026-11-05-sip", &["--person", "eva påhitt"]).unwrap();
    let store = Store::open(&database, &Access::Practice).unwrap();
    assert_eq!(copies(&store).pop().unwrap().by.as_deref(), Some("Eva Påhitt"));
    let acts = store.journal(None, None, 2).unwrap().acts;
    assert!(acts.iter().all(|act| act.person.as_deref() == Some("Eva Påhitt")), "{acts:?}");
}

/// A place that takes nothing.
struct Full;

impl std::io::Write for Full {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Err(std::io::ErrorKind::StorageFull.into())
    }
}

/// Somebody who has stopped reading.
struct Gone;

impl std::io::Write for Gone {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_came_to_nothing_is_not_logged_as_read() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    let mut store = filled(&database, now()).unwrap();
    let head = |store: &Store| store.journal_head().unwrap().seq;
    let before = head(&store);
    let error = run(&database, "logg", "finnsinte", &[]).unwrap_err();
    assert_eq!((error.exit_code(), head(&store)), (1, before), "{error}");
    for line in
        ["logg", "moten", "atgarder", "samtycken", "kopior 2026-11-05-sip", "protokoll 2026-11-05-sip"]
    {
        let mut words: Vec<OsString> = vec!["--databas".into(), (&database).into()];
        words.extend(line.split(' ').map(Into::into));
        assert_eq!(obey(words, &|_| None, &mut Full).unwrap_err().exit_code(), 1, "{line}");
        let latest = run(&database, "logg", "", &[]).unwrap().lines().nth(2).unwrap().to_owned();
        let said = if line.starts_with("protokoll") { "kunde inte visa" } else { "läste inget" };
        assert!(latest.contains(said), "{line}: {latest}");
    }
    assert!(copies(&store).is_empty(), "no copy came of it");
    // Whoever stops reading has read.
    store = Store::open(&database, &Access::Practice).unwrap();
    let before = head(&store);
    let mut words: Vec<OsString> = vec!["--databas".into(), (&database).into()];
    words.extend(["protokoll", "2026-11-05-sip"].map(Into::into));
    assert_eq!(obey(words, &|_| None, &mut Gone).unwrap_err().exit_code(), 0);
    assert!(head(&store) > before && copies(&store).len() == 1);
}

#[test]
fn what_does_not_go_together_is_refused_before_anything_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    let store = filled(&database, now()).unwrap();
    let before = store.journal_head().unwrap().seq;
    for (verb, line) in [
        ("protokoll", "--antal 2"),
        ("protokoll", "--enkelsidigt"),
        ("protokoll", "--visa --skriv-ut"),
        ("protokoll", "--visa --ut a.md"),
        ("protokoll", "--till alla --visa"),
        ("protokoll", "--till alla --ut a.md"),
        ("protokoll", "--till alla --arende 1"),
        ("protokoll", "--till alla --version 1"),
        ("protokoll", "--min-plan --arende 1"),
        ("protokoll", "--min-plan --till alla --ut a.md"),
        ("protokoll", "--min-plan --till alla --visa"),
        ("protokoll", "--arende x"),
        ("protokoll", "--version x"),
        ("protokoll", "--skillnad 0"),
        ("protokoll", "--ut a.md --ut b.md"),
        ("protokoll", "--till A --till B"),
        ("kallelse", "--till alla --ut a.md"),
        ("kallelse", "--till Mentor --format ics"),
        ("kallelse", "--format md --format txt"),
        ("logg", "--format json --format csv"),
        ("importera", "--barn kanske"),
    ] {
        let error = run(&database, verb, &format!("2026-11-12-eht {line}"), &[]).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{verb} {line}: {error}");
        assert_eq!(store.journal_head().unwrap().seq, before, "{verb} {line}");
    }
}

#[test]
fn the_log_says_where_a_named_file_lies_and_not_whom_it_is_named_after() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    drop(filled(&database, now()).unwrap());
    let place = folder.path().display().to_string();
    let latest = || run(&database, "logg", "", &[]).unwrap().lines().nth(2).unwrap().to_owned();
    run(&database, "protokoll", &format!("2026-11-05-sip --ut {place}/ut.md"), &[]).unwrap();
    assert!(latest().contains(&format!("fil {place}/ut.md")), "{}", latest());
    run(&database, "protokoll", &format!("2026-11-05-sip --ut {place}/MariasPapper.md"), &[]).unwrap();
    assert!(
        latest().contains(&format!("fil {place}/…")) && !latest().contains("MariasPapper"),
        "{}",
        latest()
    );
}

/// What each recipient's line says of the ärenden is what that paper tells of.
#[test]
fn each_act_of_the_log_tells_of_what_each_of_its_papers_tells_of() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    let store = filled(&database, now()).unwrap();
    for line in ["kallelse 2026-11-12-eht", "kallelse 2026-11-05-sip", "protokoll 2026-11-12-eht"] {
        let (verb, meeting) = line.split_once(' ').unwrap();
        run(&database, verb, &format!("{meeting} --till alla --format txt"), &[]).unwrap();
        let id = store.resolve(meeting).unwrap();
        let whole = store.meeting(id).unwrap();
        let rows = store.copies(id).unwrap();
        let acts = store.journal(Some(id), None, 50).unwrap().acts;
        for looked in
            acts.into_iter().filter(|act| act.code == Some(Code::Copies)).filter_map(|act| act.looked)
        {
            let told: Vec<String> = looked.arenden.iter().map(ToString::to_string).collect();
            for paper in &looked.papers {
                let is_told = |row: &&CopyLog| {
                    let whom = format!("{}: ", row.recipient);
                    paper.strip_prefix(&whom).unwrap_or(paper).starts_with(&format!("{},", row.what))
                };
                let row = rows.iter().find(is_told);
                let own = row.unwrap_or_else(|| panic!("{paper}")).arenden.clone();
                let all = || whole.items.iter().map(|item| item.id.to_string()).collect::<Vec<_>>().join(" ");
                let own = own.unwrap_or_else(all);
                assert_eq!(told.join(" "), own, "{line}: {paper}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_paper_is_in_the_log_when_the_printer_has_it_whatever_becomes_of_the_program() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    drop(filled(&database, now()).unwrap());
    let taken = folder.path().join("papper");
    let scripts = [
        (
            "lpstat",
            "case \"$1\" in -e) echo Lokal;; -d) echo 'system default destination: Lokal';; esac".to_owned(),
        ),
        ("lp", format!("cat > '{0}.ny'; mv '{0}.ny' '{0}'; exec sleep 20", taken.display())),
    ];
    for (name, script) in scripts {
        let file = folder.path().join(name);
        std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let mut child = Command::new(env!("CARGO_BIN_EXE_samverkan"))
        .args(["--databas", database.to_str().unwrap(), "protokoll", "2026-11-05-sip"])
        .args(["--skriv-ut", "--antal", "2", "--format", "txt"])
        .env("PATH", path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let until = Instant::now() + Duration::from_mins(1);
    while !taken.exists() {
        assert!(Instant::now() < until, "lp gets its paper");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let store = Store::open(&database, &Access::Practice).unwrap();
    let row = copies(&store).pop().expect("the paper that lp has taken");
    assert_eq!((row.way, row.way_in_words()), (CopyWay::Utskrift, "skickad till skrivaren, svar okänt"));
    let act = store.journal(None, None, 1).unwrap().acts.remove(0);
    assert_eq!(act.looked.unwrap().note.as_deref(), Some("2 ex, skrivare Lokal"));
}

#[cfg(unix)]
#[test]
fn a_paper_that_found_no_printer_lies_as_a_draft_and_is_said_to_be_open_to_read() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    drop(filled(&database, now()).unwrap());
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_samverkan"))
        .args(["--databas", database.to_str().unwrap(), "protokoll", "2026-11-05-sip"])
        .args(["--skriv-ut", "--format", "txt"])
        .env("PATH", folder.path())
        .env("USER", "nagon-annan")
        .env("LOGNAME", "nagon-annan")
        .output()
        .unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(!done.status.success() && said.contains("inte krypterad: "), "{said}");
    let files: Vec<String> = std::fs::read_dir(folder.path().join("protokoll"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let row = copies(&Store::open(&database, &Access::Practice).unwrap()).pop().unwrap();
    let version = row.version.map_or_else(|| "utkast".to_owned(), |number| format!("v{number}"));
    assert_eq!(files, [format!("2026-11-05-sip-{version}.txt")]);
    // The environment may say any name; the log has the account's.
    assert!(!row.by.unwrap().contains("nagon-annan"));
}
