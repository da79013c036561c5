//! *Stryk för gott*: the question, which says where the text stands besides, and what can be done about it afterwards.

use super::chosen::{ONLY_WRITTEN, chosen_entry, place_of};
use super::typed_line::UNSAVED_LINE;
use crate::app::core::action::name_keys;
use crate::app::core::effect::{Effect, PaperKind, Standing};
use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::question::{Confirm, Reader};
use crate::app::core::model::{Dialog, Model, Screen};
use crate::app::ui::question::question as asks;
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::progress::Progress;
use crate::domain::quoted::quoted_short;

/// The question's title.
const ASKED: &str = "Stryk för gott?";

/// Said in the question until it is known where the text stands.
const LOOKING: &str = "Letar efter papper som har texten …";

/// Said until it is known whether locked minutes have the text.
const LOOKING_AT_LOCKED: &str = "Ser efter om texten står i ett låst protokoll …";

/// Said of what the program doesn't know of.
const BACKUPS: &str = "Säkerhetskopior som är tagna före nu har texten kvar.";

/// Said of what it doesn't look for.
const MOVED: &str =
    "Filer som någon har flyttat eller kopierat till en annan mapp letar programmet inte efter.";

/// So many names are told; the rest are counted.
const MOST: usize = 6;

/// Asks whether the highlighted entry is to be struck for good, and where its text stands besides; never one that wasn't
/// pointed at. What stands in locked minutes can't be struck, and then nothing is asked.
pub(crate) fn ask(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    if let Some(version) = screen.meeting.latest_version().filter(|_| screen.meeting.is_locked()) {
        return model.say(format!(
            "Det är låst, och det som är låst kan inte strykas för gott. I en ny version (‹Versions›) kan en rad tas \
             bort, men den står kvar i version {}.",
            version.number
        ));
    }
    let is_seen = screen.cursor.is_some_and(|row| place_of(model, row).is_some());
    if !is_seen {
        let typed = !screen.line.is_empty();
        return model.say(if typed { UNSAVED_LINE } else { "Markera raden med pilarna först." });
    }
    let Some(id) = chosen_entry(model) else { return model.say(ONLY_WRITTEN) };
    let Some(screen) = model.meeting_screen() else { return };
    let (Some(entry), meeting) = (screen.meeting.entry(id), screen.meeting.id()) else { return };
    let dialog = if screen.meeting.versions.is_empty() {
        Dialog::Confirm(asked(id, &entry.text, vec![LOOKING.to_owned()]))
    } else {
        // Whether one of them has it is known to the database alone.
        let text = [&quoted_short(&entry.text, 120), "", LOOKING_AT_LOCKED].join("\n");
        Dialog::Reader(Reader::new(ASKED, text))
    };
    model.dialogs.push(dialog);
    model.ask_for(Effect::FindText { meeting, entry: id });
}

fn asked(id: EntryId, text: &str, besides: Vec<String>) -> Confirm {
    asks(ASKED, question(text, besides), "Stryk", move |model| struck(model, id))
}

fn question(text: &str, besides: Vec<String>) -> Vec<String> {
    let mut said = vec![
        quoted_short(text, 120),
        String::new(),
        "Texten försvinner ur databasen: här, i ångra, i journalen och i utkast. Det går inte att ångra."
            .to_owned(),
        "Att någon strök en text, och när, står kvar.".to_owned(),
    ];
    said.extend(besides);
    said.extend([MOVED, BACKUPS].map(str::to_owned));
    said
}

/// It is known where the text stands: the question says so, if it still is asked, or that it can't be struck.
pub(crate) fn stands(model: &mut Model, entry: EntryId, standing: &Standing) {
    let Some(text) = model.meeting().and_then(|meeting| meeting.entry(entry)).map(|entry| entry.text.clone())
    else {
        return;
    };
    let own = quoted_short(&text, 120);
    let is_asked = |dialog: &&mut Dialog| match dialog {
        Dialog::Confirm(confirm) => confirm.title == ASKED && confirm.text.first() == Some(&own),
        Dialog::Reader(reader) => reader.title == ASKED && reader.text.starts_with(&own),
        _ => false,
    };
    let Some(dialog) = model.dialogs.iter_mut().find(is_asked) else { return };
    *dialog = match standing.locked_here {
        Some(version) => {
            Dialog::Reader(Reader::new("Texten kan inte strykas för gott", in_locked(&own, version)))
        }
        None => Dialog::Confirm(asked(entry, &text, in_words(standing))),
    };
}

/// Why a text that locked minutes have isn't struck, and what can be done instead.
fn in_locked(quoted: &str, version: i64) -> String {
    let lines = [
        quoted,
        "",
        &format!(
            "Raden står i det som är låst, version {version}. Det som är låst ändras aldrig, och därför kan texten inte \
             strykas för gott."
        ),
        "",
        &format!(
            "Det du kan göra: ta bort raden (‹Remove›), så finns den inte i den nya versionen. I version {version} och i \
             journalen står den kvar. Tänk på det när någon ska få version {version}, eller skillnaden mellan versionerna."
        ),
    ];
    name_keys(lines.join("\n"))
}

/// Strikes an entry; nothing of it is left in the line either.
fn struck(model: &mut Model, entry: EntryId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.editing == Some(entry) {
        screen.editing = None;
        screen.line.clear();
    }
    screen.cursor = None;
    screen.emptied.clear();
    let id = screen.meeting.id();
    model.strike(id, entry);
}

/// It is struck. Files that held it can go, and the minutes be made anew; what has gone to people is told.
pub(crate) fn is_struck(model: &mut Model, meeting: MeetingId, left: &Standing) {
    model.say("Texten är struken för gott, också ur journalen. Att någon strök, och när, står kvar.");
    let files = left.files.clone();
    if files.is_empty() {
        let sure = left.changed.len() + left.unknown.len();
        let all = sure + left.elsewhere.len() + left.unread.len();
        if all > 0 {
            let mut text = vec!["Texten är struken ur databasen.".to_owned(), String::new()];
            text.extend(in_words(left));
            let them = if all == 1 { "filen" } else { "filerna" };
            text.push(if sure > 0 {
                format!("Ta bort eller rätta {them} själv.")
            } else {
                format!("Se efter i {them} själv.")
            });
            let stands = if sure > 0 { "står" } else { "kan stå" };
            let file = if all == 1 { "en fil" } else { "filer" };
            model.show(format!("Texten {stands} kvar i {file}"), text.join("\n"));
        }
        return;
    }
    let one = files.len() == 1;
    let (it, them) = if one { ("den", "filen") } else { ("dem", "filerna") };
    let stays = if one {
        "Filen ligger kvar, och har texten eller kan ha den."
    } else {
        "Filerna ligger kvar, och har texten eller kan ha den."
    };
    let (first, second) = (files.clone(), files);
    let anew = move |model: &mut Model| {
        model.ask_for(Effect::RemoveFiles(first.clone()));
        model.ask_for(Effect::OfferPapers(PaperKind::Minutes(meeting)));
    };
    let away = move |model: &mut Model| model.ask_for(Effect::RemoveFiles(second.clone()));
    let unsafe_ones = if one { "den är inte krypterad" } else { "de är inte krypterade" };
    let items = vec![
        PickItem::new(format!("Ta bort {it} och gör nytt protokoll"), "", anew),
        PickItem::new(format!("Ta bort {them}"), "", away),
        PickItem::new(format!("Låt {them} ligga"), unsafe_ones, move |model| model.say(stays)),
    ];
    let stands = if one { "en fil" } else { "filer" };
    let mut pick = Pick::new(&format!("Texten är struken, men står kvar i {stands}"), items);
    pick.intro = in_words(left);
    pick.waits = true;
    pick.when_left = Some(stays);
    model.dialogs.push(Dialog::Pick(pick));
}

/// How far the database has come that is written anew.
pub(crate) fn works(model: &mut Model, progress: Option<Progress>) {
    model.work = progress;
}

/// Where a text stands besides in its row, a line for each kind of place.
fn in_words(standing: &Standing) -> Vec<String> {
    let files: Vec<String> = standing.files.iter().map(|file| standing.name(file)).collect();
    let count = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let list =
        |names: &[String], said: String| (!names.is_empty()).then(|| format!("{said}: {}.", some(names)));
    let rows: Vec<String> = standing.rows.iter().map(|(place, count)| format!("{count} i {place}")).collect();
    let lines = [
        list(&files, format!("{} har texten, eller kan ha den", count(files.len(), "fil", "filer"))),
        list(
            &standing.changed,
            format!(
                "{} och lämnas",
                count(standing.changed.len(), "är ändrad för hand", "är ändrade för hand")
            ),
        ),
        list(
            &standing.unknown,
            format!(
                "{} har texten, och lämnas",
                count(
                    standing.unknown.len(),
                    "fil som programmet inte känner igen",
                    "filer som programmet inte känner igen"
                )
            ),
        ),
        list(
            &standing.unread,
            format!(
                "{} läsa här och kan ha texten, så se efter själv",
                count(standing.unread.len(), "annan fil går inte att", "andra filer går inte att")
            ),
        ),
        list(
            &standing.elsewhere,
            format!(
                "{} på en plats som loggen inte säger helt",
                count(standing.elsewhere.len(), "fil skrevs", "filer skrevs")
            ),
        ),
        list(&standing.handed, count(standing.handed.len(), "kopia är lämnad", "kopior är lämnade")),
        list(&standing.printed, count(standing.printed.len(), "papper är utskrivet", "papper är utskrivna")),
        (standing.shown > 0).then(|| {
            let times = count(standing.shown, "gång", "gånger");
            format!("Den har visats som text eller gått till ett annat program {times}.")
        }),
        list(&rows, "Samma ord står i andra rader, och står kvar där tills de stryks".to_owned()),
        list(&standing.locked, "Den står i låsta protokoll, där den inte kan strykas".to_owned()),
        list(&standing.copies, "Kopior av databasen ligger bredvid den, och har texten kvar".to_owned()),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    if lines.is_empty() { vec!["Inget papper i loggen har texten.".to_owned()] } else { lines }
}

/// "a, b och 3 till".
fn some(names: &[String]) -> String {
    let told: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
    match names.len().saturating_sub(MOST) {
        0 => told.join("; "),
        more => format!("{} och {more} till", told.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Message;
    use crate::app::core::action::{Action, Context};
    use crate::app::core::effect::Reply;
    use crate::app::meeting::screen::RowRef;
    use crate::app::testing::Desk;
    use crate::domain::ids::RowId;
    use crate::domain::meeting::Meeting;
    use crate::domain::record::{Approval, MeetingStatus, Opening, Version};
    use chrono::{DateTime, Utc};
    use std::path::PathBuf;
    use uuid::Uuid;

    fn strings(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn asked(desk: &Desk) -> Vec<String> {
        match desk.model.dialogs.last() {
            Some(Dialog::Confirm(confirm)) => confirm.text.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn desk() -> (Desk, EntryId) {
        let mut desk = Desk::eht();
        desk.jump(1).line("- Ett namn som inte skulle stå här").press(Action::Up).press(Action::Strike);
        let Some(Effect::FindText { entry, .. }) = desk.effects.last() else { panic!() };
        let entry = *entry;
        (desk, entry)
    }

    #[test]
    fn the_question_says_where_the_text_stands_as_soon_as_it_is_known() {
        let (mut desk, entry) = desk();
        assert_eq!(desk.model.context(), Context::Ask);
        assert!(asked(&desk).contains(&LOOKING.to_owned()));
        let standing = Standing {
            folder: "/hem/protokoll".into(),
            unknown: strings(&["egen.md"]),
            unread: strings(&["x.pdf", "y.docx"]),
            files: vec!["/hem/protokoll/a.pdf".into(), "/annan/protokoll/b.txt".into()],
            changed: strings(&["c.md"]),
            handed: strings(&["Karin Lund, kurator: hela protokollet", "Per Ek: ärende 1", "Bo: ärende 1"]),
            shown: 2,
            rows: vec![("det här mötet".to_owned(), 2)],
            ..Standing::default()
        };
        desk.send(Message::Store(Reply::Stands { entry, standing: Box::new(standing) }));
        let said = asked(&desk).join("\n");
        for wanted in [
            "2 filer har texten, eller kan ha den: a.pdf; /annan/protokoll/b.txt.",
            "1 är ändrad för hand och lämnas: c.md.",
            "1 fil som programmet inte känner igen har texten, och lämnas: egen.md.",
            "2 andra filer går inte att läsa här och kan ha texten, så se efter själv: x.pdf; y.docx.",
            MOVED,
            "3 kopior är lämnade: Karin Lund, kurator: hela protokollet; Per Ek: ärende 1; Bo: ärende 1.",
            "annat program 2 gånger",
            "2 i det här mötet",
            BACKUPS,
        ] {
            assert!(said.contains(wanted), "{wanted}: {said}");
        }
        assert!(!said.contains(LOOKING));
        // What comes for another question than the one that is asked changes nothing.
        let other = EntryId(uuid::Uuid::from_u128(77));
        desk.send(Message::Store(Reply::Stands { entry: other, standing: Box::default() }));
        assert_eq!(asked(&desk).join("\n"), said);
    }

    #[test]
    fn afterwards_the_files_can_go_and_the_minutes_be_made_anew() {
        for (row, removed, offered) in [(0, true, true), (1, true, false), (2, false, false)] {
            let (mut desk, _) = desk();
            let meeting = desk.screen().meeting.id();
            desk.press(Action::Back);
            let files = vec![PathBuf::from("/hem/protokoll/a.pdf")];
            let left = Standing { files: files.clone(), ..Standing::default() };
            let at: DateTime<Utc> = desk.model.now.utc;
            let id = crate::domain::ids::CommandId(uuid::Uuid::from_u128(5));
            desk.send(Message::Store(Reply::Struck { id, at, meeting, left: Box::new(left) }));
            let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!() };
            assert_eq!(
                (pick.items.len(), pick.waits),
                (3, true),
                "an Enter meant for a line removes nothing"
            );
            let before = desk.effects.len();
            for _ in 0..=row {
                desk.press(Action::Down);
            }
            desk.press(Action::Accept);
            let asked = &desk.effects[before..];
            let is_removed =
                asked.iter().any(|effect| matches!(effect, Effect::RemoveFiles(own) if *own == files));
            let is_offered = asked.iter().any(
                |effect| matches!(effect, Effect::OfferPapers(PaperKind::Minutes(of)) if *of == meeting),
            );
            assert_eq!((is_removed, is_offered), (removed, offered), "{row}");
        }
    }

    #[test]
    fn where_no_file_is_left_nothing_is_asked() {
        let (mut desk, _) = desk();
        let meeting = desk.screen().meeting.id();
        desk.press(Action::Accept);
        assert!(desk.model.dialogs.is_empty());
        let left = Standing { changed: strings(&["c.md"]), ..Standing::default() };
        let id = crate::domain::ids::CommandId(uuid::Uuid::from_u128(5));
        let at = desk.model.now.utc;
        desk.send(Message::Store(Reply::Struck { id, at, meeting, left: Box::new(left) }));
        assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Reader(_))), "a changed one is told");
    }

    /// The row that was written last.
    fn written(desk: &Desk) -> RowRef {
        let entries = desk.screen().meeting.entries.iter();
        RowRef::Entry(entries.max_by_key(|entry| entry.id).unwrap().id)
    }

    /// The meeting with its minutes locked as version 1, opened anew for version 2 unless `stays`.
    fn locked(desk: &Desk, stays: bool) -> Meeting {
        let mut meeting = desk.screen().meeting.clone();
        let at = desk.model.now.utc;
        meeting.versions.push(Version {
            id: RowId(Uuid::from_u128(41)),
            meeting: meeting.id(),
            number: 1,
            approval: Approval::Justerat,
            by: "Eva Ek".to_owned(),
            registered: "BUN 2026/17".to_owned(),
            locked_by: None,
            at,
            document: String::new(),
            journal_line: 1,
            journal_sha: String::new(),
        });
        if stays {
            meeting.head.status = MeetingStatus::Avslutat;
        } else {
            let (id, by, reason) = (RowId(Uuid::from_u128(42)), "Eva Ek".to_owned(), "Fel datum".to_owned());
            meeting.openings.push(Opening { id, meeting: meeting.id(), number: 2, by, reason, at });
        }
        meeting
    }

    #[test]
    fn what_a_locked_version_has_is_said_before_anything_is_asked() {
        for has in [true, false] {
            let mut desk = Desk::eht();
            desk.jump(1).line("- Ett namn som inte skulle stå här");
            let row = written(&desk);
            desk.open(locked(&desk, false)).point(row).press(Action::Strike);
            let Some(Effect::FindText { entry, .. }) = desk.effects.last() else { panic!() };
            let entry = *entry;
            assert!(
                matches!(desk.model.dialogs.last(), Some(Dialog::Reader(reader)) if reader.text.contains(LOOKING_AT_LOCKED))
            );
            let standing = Standing { locked_here: has.then_some(1), ..Standing::default() };
            desk.send(Message::Store(Reply::Stands { entry, standing: Box::new(standing) }));
            match desk.model.dialogs.last() {
                Some(Dialog::Reader(reader)) if has => {
                    for words in ["låst, version 1", "Ctrl-D", "står den kvar"] {
                        assert!(reader.text.contains(words), "{}", reader.text);
                    }
                    assert!(!reader.text.contains("försvinner"), "{}", reader.text);
                    assert!(
                        !desk
                            .press(Action::Accept)
                            .effects
                            .iter()
                            .any(|e| matches!(e, Effect::Strike { .. }))
                    );
                }
                Some(Dialog::Confirm(confirm)) if !has => {
                    assert!(confirm.text.iter().any(|line| line.contains("försvinner")));
                    desk.press(Action::Accept);
                    assert!(
                        matches!(desk.effects.last(), Some(Effect::Strike { entry: own, .. }) if *own == entry)
                    );
                }
                other => panic!("{has}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_question_that_was_left_does_not_come_back_with_the_answer() {
        let mut desk = Desk::eht();
        desk.jump(1).line("- Ett namn som inte skulle stå här");
        let row = written(&desk);
        desk.open(locked(&desk, false)).point(row).press(Action::Strike);
        let Some(Effect::FindText { entry, .. }) = desk.effects.last() else { panic!() };
        let entry = *entry;
        desk.press(Action::Back);
        desk.send(Message::Store(Reply::Stands { entry, standing: Box::default() }));
        assert!(desk.model.dialogs.is_empty());
    }

    #[test]
    fn a_locked_meeting_says_why_and_a_closed_one_that_is_not_locked_asks() {
        let mut desk = Desk::eht();
        desk.jump(1).line("- Ett namn som inte skulle stå här");
        let (row, meeting) = (written(&desk), locked(&desk, true));
        desk.open(meeting.clone());
        assert_eq!(desk.model.context(), Context::Closed);
        desk.press(Action::Strike);
        assert!(desk.notice().contains("kan inte strykas för gott"), "{}", desk.notice());
        assert!(desk.notice().contains("version 1"), "{}", desk.notice());

        desk.open(Meeting { versions: Vec::new(), ..meeting }).press(Action::Strike);
        assert_eq!(desk.notice(), "Markera raden med pilarna först.");
        desk.point(row).press(Action::Strike);
        assert_eq!(desk.model.context(), Context::Ask);
    }

    #[test]
    fn a_row_that_is_not_seen_is_never_struck() {
        let (mut desk, _) = desk();
        desk.press(Action::Back).jump(4).point_away();
        for _ in 0..3 {
            desk.press(Action::Strike);
            assert_eq!(desk.notice(), "Markera raden med pilarna först.");
            assert!(desk.model.dialogs.is_empty());
        }
        // Nor is it turned into something else.
        let before = desk.effects.len();
        desk.press(Action::ToDecision);
        assert!(!desk.effects[before..].iter().any(|effect| matches!(effect, Effect::Commit(_))));
    }

    #[test]
    fn one_file_is_spoken_of_as_one() {
        for (count, wanted) in [(1, "den är inte krypterad"), (2, "de är inte krypterade")] {
            let (mut desk, _) = desk();
            let meeting = desk.screen().meeting.id();
            desk.press(Action::Back);
            let files = (0..count).map(|number| PathBuf::from(format!("/hem/{number}.pdf"))).collect();
            let left = Box::new(Standing { files, ..Standing::default() });
            let (id, at) = (crate::domain::ids::CommandId(Uuid::from_u128(5)), desk.model.now.utc);
            desk.send(Message::Store(Reply::Struck { id, at, meeting, left }));
            let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!() };
            let one = count == 1;
            assert_eq!(pick.items[2].detail, wanted);
            assert!(pick.items[2].label.contains(if one { "filen" } else { "filerna" }));
            assert!(pick.title.ends_with(if one { "en fil" } else { "filer" }), "{}", pick.title);
            assert!(pick.when_left.is_some_and(|said| said.starts_with(if one {
                "Filen ligger"
            } else {
                "Filerna ligger"
            })));
        }
    }
}
