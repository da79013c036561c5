//! Files that hold a text, and those that don't.

use super::*;
use crate::app::effect::CopyWish;
use crate::domain::command::{Change, Code, Command};
use crate::domain::command::{RecordKey, Table};
use crate::domain::record::Entry;
use crate::minutes::Format;
use crate::runtime::minutes_files;
use crate::runtime::practice::filled;
use crate::runtime::printing::Printer;
use crate::runtime::way_out::{Made, Tells, WayOutError, handed_over, to_files, to_named_file, to_printer};
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
    fs::write(minutes_files::folder_of(&room.database).join("egen.md"), minutes()).unwrap();
    let found = room.find();
    assert_eq!(found.files, [text.clone(), paper.clone(), whole.clone(), named.clone()]);
    assert_eq!(found.changed, ["f.md"]);
    let removed = remove(&mut room.store, &room.database, &found.files, (&mut room.ids, at(4))).unwrap();
    assert_eq!((removed.gone, removed.stuck, removed.changed.len()), (4, 0, 0));
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
    let removed = remove(&mut room.store, &room.database, &files, (&mut room.ids, at(4))).unwrap();
    assert_eq!((removed.gone, removed.changed.len()), (0, 2));
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
    let own =
        ["fore-v3", "nyckel", "nyckel-reserv.undan-2026-11-27-0431"].map(|end| format!("ovning.db.{end}"));
    let others = ["ovning 2026-11-01.db", "ovning.db-borttagen", "annat.db"].map(str::to_owned);
    for name in own.iter().chain(&others) {
        fs::write(room.folder.path().join(name), "x").unwrap();
    }
    let found = room.find();
    assert_eq!(found.rows, [("det här mötet".to_owned(), 1)]);
    assert_eq!(found.copies, ["ovning 2026-11-01.db", "ovning.db-borttagen"]);
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
                let bytes = letterhead.write(&document, format, at(2).local()).unwrap();
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
