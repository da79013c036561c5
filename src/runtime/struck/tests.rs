//! Files that hold a text, and those that don't.

use super::*;
use crate::app::Now;
use crate::app::effect::CopyWish;
use crate::domain::command::{Change, Code, Command};
use crate::domain::command::{RecordKey, Table};
use crate::domain::ids::Ids;
use crate::domain::record::Entry;
use crate::minutes::Format;
use crate::runtime::lying::{Removed, remove_these};
use crate::runtime::minutes_files;
use crate::runtime::practice::filled;
use crate::runtime::printing::Printer;
use crate::runtime::way_out::{Made, Tells, WayOutError, handed_over, to_files, to_named_file, to_printer};
use std::path::PathBuf;
use tempfile::TempDir;

const SECRET: &str = "Grannens cancer är inget som ska stå i ett protokoll om barnet";

fn at(minutes: i64) -> Now {
    let utc: chrono::DateTime<chrono::Utc> = "2026-11-23T08:20:00Z".parse().unwrap();
    Now { utc: utc + chrono::TimeDelta::minutes(minutes), zone: chrono_tz::Europe::Stockholm }
}

struct Room {
    folder: TempDir,
    database: PathBuf,
    store: Store,
    meeting: MeetingId,
    entry: EntryId,
    ids: Ids,
}

/// Made-up meetings, in one of which the text stands.
fn room() -> Room {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ovning.db");
    let mut store = filled(&database, at(0)).unwrap();
    let meeting = store.home(at(0).today()).unwrap().ongoing[0].id;
    let mut ids = Ids::new(77);
    let first = store.meeting(meeting).unwrap().entries[0].clone();
    let entry = Entry { id: ids.next(at(1).unix_ms()), text: SECRET.to_owned(), rev: 0, ..first };
    let key = entry.id;
    let command = Command {
        id: ids.next(at(1).unix_ms()),
        code: Code::Add(entry.kind()),
        meeting: Some(meeting),
        snapshot: None,
        changes: vec![Change::put(entry)],
    };
    store.commit(&command, at(1).utc).unwrap();
    Room { folder, database, store, meeting, entry: key, ids }
}

impl Room {
    fn made(&self, name: &str, what: &str, text: &str) -> Made {
        let tells = Tells::of(&self.store.meeting(self.meeting).unwrap());
        Made::new("Karin Lund", what, name.to_owned(), tells, text.into())
    }

    fn write(&mut self, name: &str, what: &str, text: &str) -> PathBuf {
        let one = self.made(name, what, text);
        to_files(&mut self.store, &self.database, &[one], (&mut self.ids, at(2))).unwrap().remove(0)
    }

    fn name(&mut self, file: &Path, what: &str, text: &str) {
        let one = self.made("ut.md", what, text);
        to_named_file(&mut self.store, file, &one, (&mut self.ids, at(3))).unwrap();
    }

    fn papers(&self) -> PathBuf {
        minutes_files::folder_of(&self.database)
    }

    fn remove(&mut self, files: &[PathBuf]) -> Removed {
        remove_these(&mut self.store, &self.database, files, (&mut self.ids, at(4))).unwrap()
    }

    fn find(&self) -> Standing {
        find(&self.store, &self.database, (self.meeting, self.entry), true).unwrap()
    }
}

/// A paper as the program breaks its lines.
fn minutes() -> String {
    format!("# Möte\n\n- {}\n", SECRET.replace(" som ", "\n  som ").replace(" ett ", "\n  ett "))
}

#[test]
fn what_holds_the_text_is_found_and_what_does_not_is_left_alone() {
    let mut room = room();
    let text = room.write("a.md", "hela protokollet", &minutes());
    let paper = room.write("b.pdf", "hela protokollet", "%PDF som ingen kan läsa");
    let whole = room.write("c.json", copies_everything(), &serde_json::json!({ "text": SECRET }).to_string());
    let other = room.write("d.md", "hela protokollet", "# Möte\n\n- Något annat om cancer\n");
    let call = room.write("e.pdf", "Kallelse", "%PDF en kallelse");
    let changed = room.write("f.md", "hela protokollet", &minutes());
    fs::write(&changed, format!("{}\nrättat för hand", minutes())).unwrap();
    let named = room.folder.path().join("ut.md");
    let one = room.made("ut.md", "hela protokollet", &minutes());
    to_named_file(&mut room.store, &named, &one, (&mut room.ids, at(3))).unwrap();
    let gone = room.folder.path().join("borta.md");
    let one = room.made("borta.md", "hela protokollet", &minutes());
    to_named_file(&mut room.store, &gone, &one, (&mut room.ids, at(3))).unwrap();
    fs::remove_file(&gone).unwrap();
    fs::write(minutes_files::folder_of(&room.database).join("egen.md"), format!("Mitt eget:\n{}", minutes()))
        .unwrap();
    let found = room.find();
    assert_eq!(found.files, [text.clone(), paper.clone(), whole.clone(), named.clone()]);
    assert_eq!(found.changed, ["f.md"]);
    assert_eq!(found.unknown, ["egen.md"]);
    assert_eq!(room.remove(&found.files), Removed { gone: 4, ..Removed::default() });
    for file in [&text, &paper, &whole, &named] {
        assert!(!file.exists(), "{}", file.display());
    }
    for file in [&other, &call, &changed] {
        assert!(file.exists(), "{}", file.display());
    }
    assert_eq!(room.find().files, Vec::<PathBuf>::new());
    assert!(room.store.verify().unwrap().is_sound());
}

/// Whoever strikes finds the papers that stand in the log; one that was made before, and comes to its log after, isn't let out.
#[test]
fn a_paper_that_was_made_before_the_strike_is_not_let_out_after_it() {
    let mut room = room();
    let one = room.made("a.md", "hela protokollet", &minutes());
    let named = room.folder.path().join("ut.md");
    let key = RecordKey { table: Table::Entry, id: room.entry.0 };
    let id = room.ids.next(at(3).unix_ms());
    // Something else is struck later, and what was made of the meeting as it is then goes out.
    let other = room.store.meeting(room.meeting).unwrap().entries[0].id;
    room.store.strike(room.meeting, key, id, at(3).utc).unwrap();
    let before = room.store.journal_head().unwrap().seq;
    let refused = |outcome: Result<(), WayOutError>| {
        assert!(matches!(outcome, Err(WayOutError::Store(StoreError::StruckSince))), "{outcome:?}");
    };
    let two = [one.clone(), Made::new("Ann", "hela", "b.md".to_owned(), Tells::default(), b"x".to_vec())];
    refused(to_files(&mut room.store, &room.database, &two, (&mut room.ids, at(4))).map(drop));
    refused(to_named_file(&mut room.store, &named, &one, (&mut room.ids, at(4))));
    let wish = CopyWish { printer: None, copies: 1, duplex: false };
    let on = (&Printer { name: "Expeditionen".to_owned(), usual: true, ready: true }, &wish);
    let printed = to_printer(&mut room.store, one, on, (&mut room.ids, at(4)));
    assert!(matches!(printed, Err(StoreError::StruckSince)));
    assert!(!named.exists() && room.store.journal_head().unwrap().seq == before);
    let folder = minutes_files::folder_of(&room.database);
    assert_eq!(fs::read_dir(folder).unwrap().count(), 0, "nothing is left of it, under any name");
    let one = room.made("a.md", "hela protokollet", "utan det");
    to_files(&mut room.store, &room.database, std::slice::from_ref(&one), (&mut room.ids, at(5))).unwrap();
    let key = RecordKey { table: Table::Entry, id: other.0 };
    let id = room.ids.next(at(6).unix_ms());
    room.store.strike(room.meeting, key, id, at(6).utc).unwrap();
    refused(to_named_file(&mut room.store, &named, &one, (&mut room.ids, at(7))));
    assert!(room.store.verify().unwrap().is_sound());
}

fn copies_everything() -> &'static str {
    crate::domain::copies::EVERYTHING
}

#[test]
fn a_file_that_somebody_has_changed_meanwhile_is_not_removed() {
    let mut room = room();
    let beside = room.write("a.md", "hela protokollet", &minutes());
    let named = room.folder.path().join("ut.md");
    let one = room.made("ut.md", "hela protokollet", &minutes());
    to_named_file(&mut room.store, &named, &one, (&mut room.ids, at(3))).unwrap();
    let own = room.folder.path().join("egen.md");
    fs::write(&own, minutes()).unwrap();
    let files = [room.find().files, vec![own.clone()]].concat();
    assert_eq!(files.len(), 3);
    for file in [&beside, &named] {
        fs::write(file, "mitt eget nu").unwrap();
    }
    let removed = room.remove(&files);
    assert_eq!((removed.gone, removed.kept.len()), (0, 3));
    assert!(beside.exists() && named.exists() && own.exists(), "and what isn't ours never is");
}

#[test]
fn what_has_gone_to_people_is_told() {
    let mut room = room();
    room.write("a.md", "hela protokollet", &minutes());
    let row = room.store.copies(room.meeting).unwrap().pop().unwrap();
    handed_over(&mut room.store, &row, (&mut room.ids, at(5))).unwrap();
    let found = room.find();
    assert_eq!(found.handed, ["Karin Lund: hela protokollet"]);
    assert_eq!(found.files.len(), 1);
}

#[test]
fn a_paper_from_before_the_text_was_written_does_not_have_it() {
    let mut room = room();
    let one = room.made("gammal.pdf", "hela protokollet", "%PDF");
    to_files(&mut room.store, &room.database, &[one], (&mut room.ids, at(0))).unwrap();
    assert_eq!(room.find().files, Vec::<PathBuf>::new());
}

#[test]
fn a_paper_of_another_arende_does_not_have_it() {
    let mut room = room();
    let meeting = room.store.meeting(room.meeting).unwrap();
    let own = meeting.entry(room.entry).unwrap().arende;
    let tells = Tells::of(&meeting).only(&[crate::domain::ids::MeetingArendeId(uuid::Uuid::from_u128(4))]);
    let one = Made::new("Bo", "ärende 2", "annat.pdf".to_owned(), tells, b"%PDF".to_vec());
    to_files(&mut room.store, &room.database, &[one], (&mut room.ids, at(2))).unwrap();
    assert_eq!(room.find().files.is_empty(), own.is_some());
}

#[test]
fn another_row_with_the_same_words_and_copies_of_the_database_are_told() {
    let mut room = room();
    let first = room.store.meeting(room.meeting).unwrap().entry(room.entry).unwrap().clone();
    let same = Entry {
        id: room.ids.next(at(2).unix_ms()),
        text: format!("Också: {}", SECRET.to_uppercase()),
        rev: 0,
        ..first
    };
    let command = Command {
        id: room.ids.next(at(2).unix_ms()),
        code: Code::Add(same.kind()),
        meeting: Some(room.meeting),
        snapshot: None,
        changes: vec![Change::put(same)],
    };
    room.store.commit(&command, at(2).utc).unwrap();
    let written = at(1).utc;
    for (name, hours) in [
        ("ovning 2026-11-01.db", 1),
        ("ovning.db.fore-v3", 1),
        ("ovning.db-borttagen", 0),
        ("ovning-raddad-2026-11-27-0431.db", 1),
        ("ovning-raddad-2026-11-20-0431.db", -1),
        ("ovning-raddad-2026-11-27-0431.db-wal", 1),
        ("ovning-raddad-2026-11-27-0431.db-shm", 1),
        ("ovning-raddad-2026-11-27-0431.db-huvud", 1),
        ("ovning-raddad-2026-11-27-0431.db.nyckel", 1),
        ("ovning.db.undan-2026-11-27-0431", 1),
        ("ovning.db-wal.undan-2026-11-27-0431", 1),
        ("ovning.db-huvud.undan-2026-11-27-0431-2", 1),
        ("ovning.db.nyckel-reserv.undan-2026-11-27-0431", 1),
        ("ovning.db.nyckel", 1),
        ("annat.db", 1),
    ] {
        let file = room.folder.path().join(name);
        fs::write(&file, "x").unwrap();
        let open = fs::File::options().write(true).open(&file).unwrap();
        open.set_modified((written + TimeDelta::hours(hours)).into()).unwrap();
    }
    fs::write(room.folder.path().join("ovning tom.db"), "").unwrap();
    let found = room.find();
    assert_eq!(found.rows, [("det här mötet".to_owned(), 1)]);
    assert_eq!(
        found.copies,
        [
            "ovning 2026-11-01.db",
            "ovning-raddad-2026-11-27-0431.db",
            "ovning-raddad-2026-11-27-0431.db-wal",
            "ovning.db-borttagen",
            "ovning.db-wal.undan-2026-11-27-0431",
            "ovning.db.undan-2026-11-27-0431",
        ],
        "neither keys nor what is older than the text"
    );
}

#[test]
fn every_format_of_text_is_recognised_however_it_breaks_its_lines() {
    let mut room = room();
    let made: Vec<(String, String)> = {
        let meeting = room.store.meeting(room.meeting).unwrap();
        let whole = minutes_files::whole(&meeting, true, at(2).local(), &crate::domain::law::Laws::default());
        let document = whole.file_copy();
        let letterhead = crate::runtime::letterhead::Letterhead::default();
        [Format::Markdown, Format::Plain, Format::Json]
            .map(|format| {
                let bytes = letterhead.write(&document, format, at(2).utc).unwrap();
                (format!("protokoll.{}", format.ending()), String::from_utf8(bytes).unwrap())
            })
            .to_vec()
    };
    for (name, text) in made {
        let file = room.write(&name, "hela protokollet", &text);
        assert_eq!(
            says(&file, &room.store.traces(room.meeting, room.entry).unwrap().texts),
            Some(true),
            "{name}"
        );
    }
    assert_eq!(room.find().files.len(), 3);
}

#[test]
fn every_file_that_is_listed_goes_whatever_it_is_called() {
    let mut room = room();
    let own = room.write("a.pdf", "hela protokollet", "%PDF ett");
    let folder = room.papers();
    room.name(&folder.join("extra.md"), "hela protokollet", &minutes());
    room.name(
        &folder.join("export.json"),
        copies_everything(),
        &serde_json::json!({ "text": SECRET }).to_string(),
    );
    let far = room.folder.path().join("prot.txt");
    room.name(&far, "hela protokollet", &minutes());
    let moved = room.write("b.pdf", "hela protokollet", "%PDF två");
    fs::rename(moved, folder.join("Anna Ek.pdf")).unwrap();
    fs::create_dir(folder.join("gamla")).unwrap();
    fs::copy(&own, folder.join("gamla/kopia av a.pdf")).unwrap();
    fs::write(folder.join("utskrift.md"), format!("{}\nändrad och omdöpt", minutes())).unwrap();
    fs::write(folder.join("annat.pdf"), "%PDF från någon annan").unwrap();
    fs::write(folder.join("inköp.txt"), "mjölk").unwrap();
    let found = room.find();
    let names: Vec<String> = found.files.iter().map(|file| found.name(file)).collect();
    let inside = ["Anna Ek.pdf", "a.pdf", "export.json", "extra.md", "gamla/kopia av a.pdf"];
    assert_eq!(names[..5], inside.map(|name| PathBuf::from(name).display().to_string()));
    assert_eq!(names[5..], [far.display().to_string()]);
    assert_eq!((found.unknown, found.unread), (vec!["utskrift.md".to_owned()], vec!["annat.pdf".to_owned()]));
    assert_eq!(room.remove(&found.files), Removed { gone: 6, ..Removed::default() });
    assert!(found.files.iter().all(|file| !file.exists()));
    let left = room.find();
    assert_eq!((left.files.len(), left.changed.len(), left.elsewhere.len()), (0, 0, 0));
    // What somebody has called a file of theirs doesn't come into the journal.
    let acts = room.store.journal(Some(room.meeting), None, 50).unwrap().acts;
    let told: Vec<_> = acts.iter().filter_map(|act| act.looked.clone()).collect();
    assert!(!told.is_empty() && !format!("{told:?}").contains("Anna Ek"), "{told:?}");
    assert!(room.store.verify().unwrap().is_sound());
}

#[test]
fn a_copy_of_a_paper_that_is_removed_already_is_found() {
    let mut room = room();
    let paper = room.write("a.pdf", "hela protokollet", "%PDF ett");
    let copy = room.papers().join("sparad.pdf");
    let bytes = fs::read(&paper).unwrap();
    assert_eq!(room.remove(&[paper]).gone, 1);
    fs::write(&copy, bytes).unwrap();
    assert_eq!(room.find().files, [copy]);
}

#[test]
fn what_stays_is_told_with_why() {
    let mut room = room();
    let paper = room.write("a.md", "hela protokollet", &minutes());
    let other = room.write("b.md", "hela protokollet", &format!("{}\n2", minutes()));
    let far = room.folder.path().join("ut.md");
    room.name(&far, "hela protokollet", &minutes());
    let listed = room.find().files;
    assert_eq!(listed.len(), 3);
    for file in [&paper, &far] {
        fs::write(file, "mitt eget nu").unwrap();
    }
    let Removed { gone, kept, .. } = room.remove(&listed);
    let names: Vec<&str> = kept.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((gone, names), (1, vec!["a.md", far.to_str().unwrap()]));
    assert!(kept.iter().all(|(_, why)| why.contains("någon har ändrat")), "{kept:?}");
    assert!(!other.exists() && paper.exists() && far.exists());
    // One that has gone since isn't left.
    assert_eq!(room.remove(&[other]), Removed::default());
}

#[cfg(unix)]
#[test]
fn what_cannot_be_removed_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let mut room = room();
    let paper = room.write("a.md", "hela protokollet", &minutes());
    let rights = |mode| fs::set_permissions(room.papers(), fs::Permissions::from_mode(mode)).unwrap();
    rights(0o500);
    // Root may do everything.
    let is_held = fs::write(room.papers().join("prov"), "x").is_err();
    let listed = room.find().files;
    let Removed { gone, kept, .. } =
        remove_these(&mut room.store, &room.database, &listed, (&mut room.ids, at(4))).unwrap();
    fs::set_permissions(minutes_files::folder_of(&room.database), fs::Permissions::from_mode(0o700)).unwrap();
    if is_held {
        assert_eq!((gone, kept[0].0.as_str()), (0, "a.md"));
        assert!(kept[0].1.contains("gick inte att ta bort") && paper.exists(), "{kept:?}");
    }
}

#[test]
fn a_file_that_somebody_named_for_another_meeting_says_itself_what_it_holds() {
    let mut room = room();
    let other = room.store.home(at(0).today()).unwrap();
    let other = other.ongoing.iter().chain(&other.recent).find(|row| row.id != room.meeting).unwrap().id;
    let tells = Tells::of(&room.store.meeting(other).unwrap());
    for (name, text) in [("har.md", minutes()), ("har inte.md", "# Möte".to_owned())] {
        let one = Made::new("", "hela protokollet", name.to_owned(), tells.clone(), text.into());
        to_named_file(&mut room.store, &room.folder.path().join(name), &one, (&mut room.ids, at(3))).unwrap();
    }
    assert_eq!(room.find().files, [room.folder.path().join("har.md")]);
}
