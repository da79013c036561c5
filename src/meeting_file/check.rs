//! What must hold within a meeting's file, before the database sees it.

use super::judged::Judged;
use super::rows::{key, one_of};
use super::{MeetingFileError, consents, people, states, subjects, written};
use crate::agenda_file::{snapshot, snapshot_id};
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Record, RecordKey, Table};
use crate::domain::dates::Due;
use crate::domain::ids::EntryId;
use crate::domain::meeting::Meeting;
use crate::domain::record::columns::{Column, Says};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

type Checked = Result<(), MeetingFileError>;

/// Years that a meeting, a consent or a due date can lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Checks keys, references, dates, what the form allows, and that the program itself could have come there.
pub(super) fn all(judged: Judged<'_>) -> Checked {
    let meeting = judged.meeting;
    let rows = file_rows(meeting);
    keys(&rows)?;
    form(meeting)?;
    states::all(judged)?;
    rows.iter().try_for_each(|row| states::numbers(row.table, &row.place, &row.values))?;
    texts(&rows)?;
    own_rows(meeting, &rows)?;
    references(meeting, &rows)?;
    dates(&rows)?;
    moments(&rows, judged)?;
    subjects::all(judged)?;
    people::all(meeting)?;
    consents::all(judged)?;
    written::all(meeting)
}

/// No key twice, whatever rows it is of: a key is made once.
fn keys(rows: &[FileRow]) -> Checked {
    let mut seen = HashSet::new();
    match rows.iter().find(|row| !seen.insert(row.values["id"].as_str().unwrap_or_default())) {
        Some(row) => Err(MeetingFileError::at(
            format!("{}.id", row.place),
            "Samma id står två gånger i filen.",
            "Varje rad ska ha ett eget id. Ta bort den ena.",
        )),
        None => Ok(()),
    }
}

/// The column that says who has looked at something.
const SIGNED: &str = "av";

/// No text that nobody has written: what can be left out is null then.
fn texts(rows: &[FileRow]) -> Checked {
    // Whoever takes part is known by name or role, and may have no verksamhet.
    let is_text = |column: &Column, place: &str| {
        let of_person = place.starts_with(key(Table::Participant)) && column.required;
        (column.is_own_words() || column.name == SIGNED) && !of_person
    };
    let empty = values(rows).find(|(column, place, text)| text.trim().is_empty() && is_text(column, place));
    let Some((column, place, _)) = empty else { return Ok(()) };
    let place = format!("{place}.{}", column.name);
    Err(if column.required {
        MeetingFileError::at(place, "Texten är tom.", "Skriv vad som ska stå, eller ta bort raden.")
    } else {
        MeetingFileError::at(place, "Texten är tom.", "Skriv null där inget står.")
    })
}

/// What has happened lies behind.
fn moments(rows: &[FileRow], judged: Judged<'_>) -> Checked {
    let ahead = |text: &str| text.parse::<DateTime<Utc>>().is_ok_and(|at| at > judged.latest());
    let wrong = values(rows).find(|(column, _, text)| matches!(column.says, Says::Moment) && ahead(text));
    wrong.map_or(Ok(()), |(column, place, _)| {
        Err(MeetingFileError::at(
            format!("{place}.{}", column.name),
            "Tidpunkten ligger framåt i tiden, men står för något som har hänt.",
            "Rätta den. Är det datorns klocka som går fel, så ställ den och läs in filen igen.",
        ))
    })
}

/// The head agrees with the form, and a form without individuals holds no child.
fn form(meeting: &Meeting) -> Checked {
    let head = &meeting.head;
    if head.agenda_id != meeting.agenda.id {
        return Err(MeetingFileError::at(
            "mote.form",
            "Mötet säger sig följa en annan form än den som ligger i filen.",
            "Skriv samma id i mote.form som i motesform.id.",
        ));
    }
    if head.individuals != meeting.agenda.individuals {
        return Err(MeetingFileError::at(
            "mote.individ_tillaten",
            "Värdet stämmer inte med mötesformen.",
            "Skriv samma värde som i motesform.individarenden.",
        ));
    }
    // The form is kept under its checksum: another form under the same one would change other meetings' form too.
    if snapshot_id(&snapshot(&meeting.agenda)) != head.agenda_sha {
        return Err(MeetingFileError::at(
            "motesform",
            "Mötesformen har ändrats sedan mötet, eller är skriven av en annan version av programmet.",
            "Exportera mötet på nytt, och ändra bara i mötets egna rader.",
        ));
    }
    if !head.individuals
        && let Some(index) = meeting
            .arenden
            .iter()
            .position(|row| row.child.is_some() || row.unrecognisable != meeting.agenda.is_unidentified())
            .or(meeting.children.first().map(|_| 0))
    {
        return Err(MeetingFileError::at(
            format!("arenden[{index}]"),
            "I den här mötesformen får inget enskilt barn tas upp.",
            "Ta bort barnet. Frågan kan tas upp utan att barnet går att känna igen.",
        ));
    }
    if head.zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(MeetingFileError::at(
            "mote.zon",
            "Tidszonen är okänd.",
            "I Sverige heter den Europe/Stockholm.",
        ));
    }
    if !(0..=7 * 24 * 60).contains(&head.minutes) {
        return Err(MeetingFileError::at(
            "mote.minuter",
            "Mötets längd är orimlig.",
            "Skriv längden i minuter, till exempel 60.",
        ));
    }
    if meeting.follow_ups.len() > 1 {
        return Err(MeetingFileError::at(
            "uppfoljningar",
            "Det finns mer än en bokad uppföljning.",
            "Behåll den som gäller.",
        ));
    }
    Ok(())
}

/// A row of the file, column by column, and where it stands.
struct FileRow {
    table: Table,
    /// "poster[3]"; "mote" for the head.
    place: String,
    values: Value,
}

fn file_rows(meeting: &Meeting) -> Vec<FileRow> {
    let mut counted: HashMap<Table, usize> = HashMap::new();
    let rows = meeting.records().into_iter().filter_map(|record| {
        let table = record.key().table;
        let index = counted.entry(table).or_default();
        let place = if table == Table::Head { "mote".to_owned() } else { format!("{}[{index}]", key(table)) };
        *index += 1;
        record.to_json().ok().map(|values| FileRow { table, place, values })
    });
    rows.collect()
}

/// Each value of the rows with its column, and where it stands.
fn values(rows: &[FileRow]) -> impl Iterator<Item = (&'static Column, &str, &str)> {
    rows.iter().flat_map(|row| {
        let text =
            |column: &'static Column| Some((column, row.place.as_str(), row.values[column.name].as_str()?));
        row.table.columns().iter().filter_map(text)
    })
}

/// Every row that belongs to a meeting belongs to this one.
fn own_rows(meeting: &Meeting, rows: &[FileRow]) -> Checked {
    let own = meeting.head.id.to_string();
    let mut owners =
        values(rows).filter(|(column, _, _)| column.target.is_some_and(|(to, _)| to == Table::Head));
    owners.find(|(_, _, owner)| *owner != own).map_or(Ok(()), |(column, place, _)| {
        Err(MeetingFileError::at(
            format!("{place}.{}", column.name),
            "Raden hör till ett annat möte.",
            "Skriv samma id som i mote.id.",
        ))
    })
}

/// Everything that is pointed at is in the file.
fn references(meeting: &Meeting, rows: &[FileRow]) -> Checked {
    let known: HashSet<RecordKey> = meeting.records().iter().map(Record::key).collect();
    let is_need = |id: Uuid| meeting.entry(EntryId(id)).is_some_and(|entry| entry.kind() == EntryKind::Behov);
    for (column, place, id) in values(rows) {
        let Some((table, _)) = column.target else { continue };
        let found = Uuid::parse_str(id).is_ok_and(|id| {
            known.contains(&RecordKey { table, id }) && (column.name != ANSWERS_A_NEED || is_need(id))
        });
        if !found {
            let what = if column.name == ANSWERS_A_NEED { "ett behov bland poster" } else { one_of(table) };
            return Err(MeetingFileError::at(
                format!("{place}.{}", column.name),
                format!("Id:t {id} pekar inte på {what} i filen."),
                "Lägg till den rad som saknas, eller rätta id:t.",
            ));
        }
    }
    Ok(())
}

/// The pointer at an entry that must be a need.
const ANSWERS_A_NEED: &str = "behov_id";

/// Dates lie in years that people meet in; the calendar's ends belong to no meeting and can't be shown.
fn dates(rows: &[FileRow]) -> Checked {
    let day = |says: Says, text: &str| -> Option<NaiveDate> {
        match says {
            Says::Day => text.parse().ok(),
            Says::Moment => text.parse::<DateTime<Utc>>().ok().map(|at| at.date_naive()),
            Says::Local => text.parse::<NaiveDateTime>().ok().map(|at| at.date()),
            Says::Due => serde_json::from_value::<Due>(Value::from(text)).ok()?.date(),
            _ => None,
        }
    };
    let wrong = values(rows)
        .find(|(column, _, text)| day(column.says, text).is_some_and(|day| !YEARS.contains(&day.year())));
    wrong.map_or(Ok(()), |(column, place, _)| {
        Err(MeetingFileError::at(
            format!("{place}.{}", column.name),
            "Ett datum ligger utanför åren 1900–2200.",
            "Rätta årtalet.",
        ))
    })
}
