//! What must hold within a meeting's file, before the database sees it.

use super::MeetingFileError;
use crate::agenda_file::{snapshot, snapshot_id};
use crate::domain::agenda::{EntryKind, Level};
use crate::domain::dates::Due;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::Meeting;
use crate::domain::record::ParticipantKind;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use std::collections::HashSet;
use uuid::Uuid;

type Checked = Result<(), MeetingFileError>;

/// Years that a meeting, a consent or a due date can lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Checks keys, references, dates and what the form allows.
pub(super) fn all(meeting: &Meeting) -> Checked {
    keys(meeting)?;
    form(meeting)?;
    own_rows(meeting)?;
    references(meeting)?;
    dates(meeting)
}

/// No row twice.
fn keys(meeting: &Meeting) -> Checked {
    let mut seen = HashSet::new();
    for row in meeting.records() {
        let key = row.key();
        if !seen.insert(key) {
            return Err(MeetingFileError::at(
                key.table.name(),
                format!("Samma id står två gånger: {}.", key.id),
                "Varje rad ska ha ett eget id. Ta bort den ena.",
            ));
        }
    }
    Ok(())
}

/// The head agrees with the form, and a form without individuals holds no child.
fn form(meeting: &Meeting) -> Checked {
    let head = &meeting.head;
    if head.form != meeting.agenda.id {
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
    if snapshot_id(&snapshot(&meeting.agenda)) != head.form_sha {
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
            .position(|row| row.child.is_some() || row.unrecognisable)
            .or(meeting.children.first().map(|_| 0))
    {
        return Err(MeetingFileError::at(
            format!("arenden[{index}]"),
            "I den här mötesformen får inget enskilt barn tas upp.",
            "Ta bort barnet. Frågan kan tas upp utan att barnet går att känna igen.",
        ));
    }
    if let Some(index) = meeting.arenden.iter().position(|row| row.unrecognisable && row.child.is_some()) {
        return Err(MeetingFileError::at(
            format!("arenden[{index}].barn_id"),
            "Frågan är tagen upp utan att barnet går att känna igen, men pekar ändå ut ett barn.",
            "Skriv null i barn_id.",
        ));
    }
    if !head.individuals
        && meeting.agenda.level != Level::Foraldrar
        && let Some(index) = meeting.participants.iter().position(|row| row.kind == ParticipantKind::Barn)
    {
        return Err(MeetingFileError::at(
            format!("deltagare[{index}]"),
            "I den här mötesformen deltar inga barn.",
            "Ta bort deltagaren.",
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

/// Every row that belongs to a meeting belongs to this one.
fn own_rows(meeting: &Meeting) -> Checked {
    macro_rules! own {
        ($($rows:ident = $name:literal),*) => {
            $(for (index, row) in meeting.$rows.iter().enumerate() {
                own_row(meeting, row.meeting, $name, index)?;
            })*
        };
    }
    own!(
        items = "motets_arenden",
        participants = "deltagare",
        attendance = "deltar_i",
        heard = "ordet",
        entries = "poster",
        edit_conflicts = "tvillingar",
        fields = "falt",
        exemptions = "undantag",
        plan_answers = "planfragor",
        follow_ups = "uppfoljningar",
        recipients = "mottagare",
        stages = "skeden",
        overrides = "avsteg",
        protection = "skyddsgranskningar",
        corrections = "rattelser"
    );
    Ok(())
}

fn own_row(meeting: &Meeting, owner: MeetingId, name: &str, index: usize) -> Checked {
    if owner == meeting.head.id {
        return Ok(());
    }
    Err(MeetingFileError::at(
        format!("{name}[{index}].mote_id"),
        "Raden hör till ett annat möte.",
        "Skriv samma id som i mote.id.",
    ))
}

/// Everything that is pointed at is in the file.
fn references(meeting: &Meeting) -> Checked {
    let children: HashSet<Uuid> = meeting.children.iter().map(|row| row.id.0).collect();
    let arenden: HashSet<Uuid> = meeting.arenden.iter().map(|row| row.id.0).collect();
    let items: HashSet<Uuid> = meeting.items.iter().map(|row| row.id.0).collect();
    let people: HashSet<Uuid> = meeting.participants.iter().map(|row| row.id.0).collect();
    let entries: HashSet<Uuid> = meeting.entries.iter().map(|row| row.id.0).collect();
    let needs: HashSet<Uuid> =
        meeting.entries.iter().filter(|row| row.kind() == EntryKind::Behov).map(|row| row.id.0).collect();
    let consents: HashSet<Uuid> = meeting.consents.iter().map(|row| row.id.0).collect();

    // (rows, name, key, where it must be found, what it points at)
    macro_rules! points {
        ($($rows:ident = $name:literal . $key:literal : |$row:ident| $get:expr => $known:ident, $what:literal;)*) => {
            $(for (index, $row) in meeting.$rows.iter().enumerate() {
                let target: Option<Uuid> = $get;
                found(target, &$known, || format!("{}[{index}].{}", $name, $key), $what)?;
            })*
        };
    }
    found(
        meeting.head.current.map(|id| id.0),
        &items,
        || "mote.mote_arende_id".to_owned(),
        "ett av motets_arenden",
    )?;
    points! {
        arenden = "arenden"."barn_id": |row| row.child.map(|id| id.0) => children, "ett barn";
        items = "motets_arenden"."arende_id": |row| Some(row.arende.0) => arenden, "ett ärende";
        attendance = "deltar_i"."deltagare_id": |row| Some(row.participant.0) => people, "en deltagare";
        attendance = "deltar_i"."mote_arende_id": |row| Some(row.arende.0) => items, "ett av motets_arenden";
        heard = "ordet"."deltagare_id": |row| Some(row.participant.0) => people, "en deltagare";
        heard = "ordet"."mote_arende_id": |row| row.arende.map(|id| id.0) => items, "ett av motets_arenden";
        entries = "poster"."mote_arende_id": |row| row.arende.map(|id| id.0) => items, "ett av motets_arenden";
        entries = "poster"."kalla_id": |row| row.source.map(|id| id.0) => people, "en deltagare";
        entries = "poster"."agare_id": |row| row.action().and_then(|action| action.owner).map(|id| id.0) => people, "en deltagare";
        entries = "poster"."behov_id": |row| row.action().and_then(|action| action.need).map(|id| id.0) => needs, "ett behov bland poster";
        edit_conflicts = "tvillingar"."post_id": |row| Some(row.entry.0) => entries, "en av poster";
        edit_conflicts = "tvillingar"."jamte_id": |row| Some(row.beside.0) => entries, "en av poster";
        fields = "falt"."mote_arende_id": |row| row.arende.map(|id| id.0) => items, "ett av motets_arenden";
        consents = "samtycken"."arende_id": |row| Some(row.arende.0) => arenden, "ett ärende";
        consent_parties = "samtyckesparter"."samtycke_id": |row| Some(row.consent.0) => consents, "ett samtycke";
        exemptions = "undantag"."samtycke_id": |row| Some(row.consent.0) => consents, "ett samtycke";
        exemptions = "undantag"."post_id": |row| Some(row.entry.0) => entries, "en av poster";
        plan_answers = "planfragor"."deltagare_id": |row| Some(row.participant.0) => people, "en deltagare";
        plan_answers = "planfragor"."post_id": |row| row.entry.map(|id| id.0) => entries, "en av poster";
        recipients = "mottagare"."deltagare_id": |row| row.participant.map(|id| id.0) => people, "en deltagare";
        stages = "skeden"."mote_arende_id": |row| row.arende.map(|id| id.0) => items, "ett av motets_arenden";
        overrides = "avsteg"."mote_arende_id": |row| row.arende.map(|id| id.0) => items, "ett av motets_arenden";
        action_status = "atgardsstatus"."post_id": |row| Some(row.entry.0) => entries, "en av poster";
    }
    Ok(())
}

fn found(target: Option<Uuid>, known: &HashSet<Uuid>, path: impl Fn() -> String, what: &str) -> Checked {
    match target {
        Some(id) if !known.contains(&id) => Err(MeetingFileError::at(
            path(),
            format!("Id:t {id} pekar inte på {what} i filen."),
            "Lägg till den rad som saknas, eller rätta id:t.",
        )),
        _ => Ok(()),
    }
}

/// Dates lie in years that people meet in; the calendar's ends belong to no meeting and can't be shown.
fn dates(meeting: &Meeting) -> Checked {
    let at = |moment: Option<DateTime<Utc>>| moment.map(|moment| moment.date_naive());
    let head = &meeting.head;
    let mut all: Vec<(&str, Option<NaiveDate>)> = vec![
        ("mote", Some(head.planned.date())),
        ("mote", at(head.started)),
        ("mote", at(head.ended)),
        ("mote", head.sip_ended),
    ];
    all.extend(meeting.items.iter().map(|row| ("motets_arenden", row.evaluated_on)));
    all.extend(
        meeting
            .participants
            .iter()
            .flat_map(|row| [at(row.came), at(row.left)])
            .map(|day| ("deltagare", day)),
    );
    all.extend(meeting.heard.iter().map(|row| ("ordet", at(Some(row.at)))));
    for row in &meeting.entries {
        all.push(("poster", at(row.confirmed)));
        if let Some(action) = row.action() {
            all.push(("poster", action.due.as_ref().and_then(Due::date)));
            all.push(("poster", action.follow_up));
        }
    }
    for row in &meeting.consents {
        all.extend(
            [Some(row.given_on), Some(row.valid_until), at(row.withdrawn)].map(|day| ("samtycken", day)),
        );
    }
    all.extend(meeting.follow_ups.iter().map(|row| ("uppfoljningar", Some(row.date))));
    all.extend(
        meeting.stages.iter().flat_map(|row| [at(Some(row.from)), at(row.to)]).map(|day| ("skeden", day)),
    );
    all.extend(meeting.overrides.iter().map(|row| ("avsteg", at(Some(row.at)))));
    all.extend(meeting.protection.iter().map(|row| ("skyddsgranskningar", at(Some(row.at)))));
    all.extend(meeting.corrections.iter().map(|row| ("rattelser", at(Some(row.at)))));
    for row in &meeting.action_status {
        all.push(("atgardsstatus", at(Some(row.at))));
        all.push(("atgardsstatus", row.new_due.as_ref().and_then(Due::date)));
    }
    let wrong = all.into_iter().find(|(_, day)| day.is_some_and(|day| !YEARS.contains(&day.year())));
    wrong.map_or(Ok(()), |(name, _)| {
        Err(MeetingFileError::at(name, "Ett datum ligger utanför åren 1900–2200.", "Rätta årtalet."))
    })
}
