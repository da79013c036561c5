//! What a meeting is about, as it can't be: children and ärenden that the form doesn't take up, or that nobody took up.

use super::MeetingFileError;
use super::judged::Judged;
use super::rows::{at, key};
use super::states::{Checked, wrong};
use crate::domain::born::{Born, is_birth_year};
use crate::domain::collate::fold;
use crate::domain::command::Table;
use crate::domain::meeting::Meeting;
use crate::domain::rules;
use chrono::Datelike;

pub(super) fn all(judged: Judged<'_>) -> Checked {
    let meeting = judged.meeting;
    children(judged)?;
    for (index, row) in meeting.arenden.iter().enumerate() {
        if row.unrecognisable && row.child.is_some() {
            return wrong(
                at(Table::Arende, index, "barn_id"),
                "Frågan är tagen upp utan att barnet går att känna igen, men pekar ändå ut ett barn.",
                "Skriv null i barn_id.",
            );
        }
        if !rules::may_bring(&meeting.agenda, row) {
            let column = if row.unrecognisable { "avidentifierat" } else { "barn_id" };
            let why = rules::may_take_up(&meeting.agenda, row.child.is_some()).err();
            return Err(MeetingFileError::at(
                at(Table::Arende, index, column),
                why.map_or_else(
                    || "Den här mötesformen tar inte upp en sådan fråga.".to_owned(),
                    |finding| finding.what,
                ),
                "Exportera mötet på nytt, så står ärendet som det togs upp.",
            ));
        }
        if !meeting.items.iter().any(|item| item.arende == row.id) {
            return wrong(
                at(Table::Arende, index, "id"),
                "Ärendet är inte med bland motets_arenden, så mötet tog inte upp det.",
                "Ta bort det, eller lägg till raden i motets_arenden.",
            );
        }
    }
    items(meeting)
}

fn children(judged: Judged<'_>) -> Checked {
    let (meeting, today) = (judged.meeting, judged.today());
    for (index, child) in meeting.children.iter().enumerate() {
        if child.birth_year.is_some_and(|year| !is_birth_year(year, today)) {
            return wrong(
                at(Table::Child, index, "fodelsear"),
                "Födelseåret ligger framåt i tiden, eller längre bort än någon har levt.",
                "Rätta årtalet.",
            );
        }
        if let Some(kept) = &child.born {
            let born = Born::read(kept).ok().filter(|born| born.day() <= today);
            let Some(born) = born.filter(|born| is_birth_year(born.day().year(), today)) else {
                return wrong(
                    at(Table::Child, index, "fodd"),
                    "Det är varken en födelsedag eller ett personnummer som kan stämma.",
                    "Skriv det som 2014-05-03 eller 20140503-0006, eller null.",
                );
            };
            if child.birth_year.is_some_and(|year| year != born.day().year()) {
                return wrong(
                    at(Table::Child, index, "fodelsear"),
                    "Födelseåret är inte samma år som i fodd.",
                    "Rätta det ena.",
                );
            }
        }
        let alias = fold(child.alias.trim());
        if meeting.children[..index].iter().any(|before| fold(before.alias.trim()) == alias) {
            return wrong(
                at(Table::Child, index, "alias"),
                "Två barn i samma möte har samma alias.",
                "Ge det ena ett annat alias, också i ärendets benamning.",
            );
        }
        if !meeting.arenden.iter().any(|row| row.child == Some(child.id)) {
            return wrong(
                at(Table::Child, index, "id"),
                "Inget ärende i filen gäller barnet.",
                "Ta bort det, eller skriv dess id i ärendets barn_id.",
            );
        }
    }
    Ok(())
}

fn items(meeting: &Meeting) -> Checked {
    if !meeting.agenda.many && meeting.items.len() > 1 {
        return wrong(
            format!("{}[1]", key(Table::MeetingArende)),
            "Mötesformen tar upp ett ärende i taget.",
            "Behåll det som mötet gäller.",
        );
    }
    for (index, item) in meeting.items.iter().enumerate() {
        if meeting.items[..index].iter().any(|before| before.arende == item.arende) {
            return wrong(
                at(Table::MeetingArende, index, "arende_id"),
                "Samma ärende står två gånger på mötets lista.",
                "Ta bort den ena raden.",
            );
        }
        if rules::was_spoken_of_unasked(meeting, item) {
            return wrong(
                format!("{}[{index}]", key(Table::MeetingArende)),
                "Ärendet är taget upp, men ingen har tillfrågats om samtycke, och utan det tas inget barn upp i den här mötesformen.",
                "Lägg till samtycket bland samtycken, som det gavs.",
            );
        }
        if item.evaluated_on.zip(meeting.first_day()).is_some_and(|(day, first)| day < first) {
            return wrong(
                at(Table::MeetingArende, index, "utvarderas"),
                "Den dagen ligger före mötet.",
                "Rätta datumet.",
            );
        }
    }
    Ok(())
}
