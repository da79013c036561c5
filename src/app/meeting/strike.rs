//! *Stryk för gott*: the question, which says where the text stands besides, and what can be done about it afterwards.

use super::chosen::{chosen_entry, none_meant};
use crate::app::core::effect::{Effect, PaperKind, Standing};
use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::{Dialog, Model, Screen};
use crate::app::ui::question::confirm;
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::progress::Progress;
use crate::domain::quoted::quoted_short;
use std::path::{Path, PathBuf};

/// The question's title.
const ASKED: &str = "Stryk för gott?";

/// Said in the question until it is known where the text stands.
const LOOKING: &str = "Letar efter papper som har texten …";

/// Said of what the program doesn't know of.
const BACKUPS: &str = "Säkerhetskopior som är tagna före nu har texten kvar.";

/// So many names are told; the rest are counted.
const MOST: usize = 6;

/// Asks whether the entry is to be struck for good, and where its text stands besides.
pub(crate) fn ask(model: &mut Model) {
    let Some(id) = chosen_entry(model) else { return model.say(none_meant(model)) };
    let Some(screen) = model.meeting_screen() else { return };
    let (Some(entry), meeting) = (screen.meeting.entry(id), screen.meeting.id()) else { return };
    let text = question(&entry.text, vec![LOOKING.to_owned()]);
    confirm(model, ASKED, text, "Stryk", move |model| struck(model, id));
    model.ask_for(Effect::FindText { meeting, entry: id });
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
    said.push(BACKUPS.to_owned());
    said
}

/// It is known where the text stands: the question says so, if it still is asked.
pub(crate) fn stands(model: &mut Model, entry: EntryId, standing: &Standing) {
    let Some(text) = model.meeting().and_then(|meeting| meeting.entry(entry)).map(|entry| entry.text.clone())
    else {
        return;
    };
    let own = quoted_short(&text, 120);
    let asked = model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Confirm(confirm) if confirm.title == ASKED && confirm.text.first() == Some(&own) => {
            Some(confirm)
        }
        _ => None,
    });
    if let Some(confirm) = asked {
        confirm.text = question(&text, in_words(standing));
    }
}

/// Strikes an entry; nothing of it is left in the line either.
fn struck(model: &mut Model, entry: EntryId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.editing == Some(entry) {
        screen.editing = None;
        screen.line.clear();
    }
    screen.cursor = None;
    screen.cleared = None;
    let id = screen.meeting.id();
    model.strike(id, entry);
}

/// It is struck. Files that held it can go, and the minutes be made anew; what has gone to people is told.
pub(crate) fn is_struck(model: &mut Model, meeting: MeetingId, left: &Standing) {
    model.say("Texten är struken för gott, också ur journalen. Att någon strök, och när, står kvar.");
    let files = left.files.clone();
    if files.is_empty() {
        if !(left.changed.is_empty() && left.elsewhere.is_empty()) {
            let mut text = vec!["Texten är struken ur databasen.".to_owned(), String::new()];
            text.extend(in_words(left));
            text.push("Ta bort eller rätta filerna själv.".to_owned());
            model.show("Texten står kvar i filer", text.join("\n"));
        }
        return;
    }
    let (it, them) = if files.len() == 1 { ("den", "filen") } else { ("dem", "filerna") };
    let (first, second) = (files.clone(), files);
    let anew = move |model: &mut Model| {
        model.ask_for(Effect::RemoveFiles(first.clone()));
        model.ask_for(Effect::OfferPapers(PaperKind::Minutes(meeting)));
    };
    let away = move |model: &mut Model| model.ask_for(Effect::RemoveFiles(second.clone()));
    let items = vec![
        PickItem::new(format!("Ta bort {it} och gör nytt protokoll"), "", anew),
        PickItem::new(format!("Ta bort {them}"), "", away),
        PickItem::new(format!("Låt {them} ligga"), "de är inte krypterade", |model| {
            model.say("Filerna ligger kvar, och har texten.");
        }),
    ];
    let mut pick = Pick::new("Texten är struken, men står kvar i filer", items);
    pick.intro = in_words(left);
    pick.waits = true;
    pick.when_left = Some("Filerna ligger kvar, och har texten.");
    model.dialogs.push(Dialog::Pick(pick));
}

/// How far the database has come that is written anew.
pub(crate) fn works(model: &mut Model, progress: Option<Progress>) {
    model.work = progress;
}

/// Where a text stands besides in its row, a line for each kind of place.
fn in_words(standing: &Standing) -> Vec<String> {
    let files: Vec<String> = standing.files.iter().map(|file| name(file)).collect();
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

/// A file in the folder of papers by its name, another by its place.
fn name(file: &Path) -> String {
    let folder = file.parent().and_then(Path::file_name);
    match file.file_name() {
        Some(name) if folder.is_some_and(|folder| folder == "protokoll") => {
            name.to_string_lossy().into_owned()
        }
        _ => PathBuf::from(file).display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Message;
    use crate::app::core::action::{Action, Context};
    use crate::app::core::effect::Reply;
    use crate::app::testing::Desk;
    use chrono::{DateTime, Utc};

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
        desk.jump(1).line("- Ett namn som inte skulle stå här").press(Action::Strike);
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
            files: vec!["/hem/protokoll/a.pdf".into(), "/annan/b.txt".into()],
            changed: strings(&["c.md"]),
            handed: strings(&["Karin Lund, kurator: hela protokollet", "Per Ek: ärende 1", "Bo: ärende 1"]),
            shown: 2,
            rows: vec![("det här mötet".to_owned(), 2)],
            ..Standing::default()
        };
        desk.send(Message::Store(Reply::Stands { entry, standing: Box::new(standing) }));
        let said = asked(&desk).join("\n");
        for wanted in [
            "2 filer har texten, eller kan ha den: a.pdf; /annan/b.txt.",
            "1 är ändrad för hand och lämnas: c.md.",
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
}
