//! One row of an earlier meeting, as it stood before this one told anything of it.

use crate::domain::agenda::{EntryKind, Huvudman};
use crate::domain::coded::Coded;
use crate::domain::command::Table;
use crate::domain::earlier::{Earlier, moved};
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{ParticipantKind, Presence};
use crate::domain::rules;
use crate::store::journal::time_text;
use crate::store::query::{self, held_or_planned, key, said, uuid};
use crate::store::{Store, StoreError, handover};
use chrono::{DateTime, Utc};
use rusqlite::{Row, params};

/// So many open actions are shown; a team with more has other work to do first.
const MOST: i64 = 100;

/// What is read of a row (`p`), with the word (`w`) by which somebody took it over before this meeting, and whether they (`e`)
/// were where that was told. `plats` sorts by the day that it had when it was agreed.
const ROW: &str = "SELECT p.id AS post, a.id AS arende, a.barn_id AS barn, a.benamning AS benamning, p.text AS text,
    coalesce(nullif(d.namn, ''), d.roll, p.agare_namn) AS agare, p.agare_namn IS NOT NULL AS agare_utifran,
    d.roll AS agare_roll, d.slag AS agare_slag, d.narvaro AS agare_narvaro, d.gick AS agare_gick, p.due AS lovat,
    (SELECT s.ny_due FROM atgard_status s WHERE s.post_id = p.id AND s.ny_due IS NOT NULL
        AND (?5 = '' OR s.nar <= ?5) AND s.mote_id IS NOT ?1 ORDER BY s.id DESC LIMIT 1) AS ny_due,
    (SELECT s.ny_due FROM atgard_status s WHERE s.post_id = p.id AND s.ny_due NOT LIKE 'senast %'
        AND (?5 = '' OR s.nar <= ?5) AND s.mote_id IS NOT ?1 ORDER BY s.id DESC LIMIT 1) AS ny_gang,
    m.startad AS startad, m.planerad AS planerad, m.zon AS zon, m.titel AS titel, m.id AS mote, m.form AS form,
    m.diarienummer AS diarienummer,
    (SELECT s.status FROM atgard_status s WHERE s.post_id = p.id AND (?5 = '' OR s.nar <= ?5) AND s.mote_id IS NOT ?1
        ORDER BY s.id DESC LIMIT 1) AS status,
    (SELECT json_group_array(u.part) FROM undantag u WHERE u.post_id = p.id) AS undantag,
    p.emi AS emi, p.slag AS slag, p.behovs_fran AS behovs_fran, p.foljs_upp AS foljs_upp,
    p.beslutat_av AS beslutat_av,
    EXISTS (SELECT 1 FROM planfraga f WHERE f.post_id = p.id) AS villkor,
    CASE WHEN p.due LIKE 'senast %' THEN substr(p.due, -10) ELSE '9' || coalesce(substr(p.due, -10), '') END AS plats,
    w.id AS tog_over_ord, w.utvardering AS tog_over, w.nar AS tog_over_nar, e.roll AS tog_over_roll, e.slag AS tog_over_slag,
    e.narvaro AS tog_over_narvaro, e.gick AS tog_over_gick, v.id IS NOT NULL AS foljs_med
    FROM post p JOIN mote m ON m.id = p.mote_id
    LEFT JOIN mote_arende ma ON ma.id = p.mote_arende_id LEFT JOIN arende a ON a.id = ma.arende_id
    LEFT JOIN deltagare d ON d.id = p.agare_id";

impl Store {
    /// The rows of which the condition `which` is so, each with its place by the day that it had.
    pub(super) fn rows_before(
        &self,
        meeting: &Meeting,
        which: &str,
    ) -> Result<Vec<(String, Earlier)>, StoreError> {
        let ended = meeting.head.ended.map(time_text).unwrap_or_default();
        let told_before = "(?5 = '' OR w.nar <= ?5) AND w.mote_id IS NOT ?1";
        let (took_over, follow_up) =
            (handover::last_word(told_before), handover::follow_up_word(told_before));
        let name = handover::NAME;
        let query = format!(
            "{ROW} LEFT JOIN atgard_status w ON w.id = {took_over} LEFT JOIN atgard_status v ON v.id = {follow_up}
             LEFT JOIN deltagare e ON e.id = (SELECT min(x.id) FROM deltagare x
                WHERE x.mote_id = w.mote_id AND coalesce(nullif(x.namn, ''), x.roll) = {name})
             WHERE p.mote_id <> ?1 AND m.installt IS NULL AND ?2 = ?2 AND ?3 = ?3 AND ?4 = ?4 AND ?5 = ?5 AND {which}
             ORDER BY plats, p.id"
        );
        let given = params![meeting.id().to_string(), meeting.head.agenda_id, began(meeting), MOST, ended];
        let found = self.list(&query, given, |row| Ok((row.get("plats")?, earlier(row))))?;
        found.into_iter().map(|(place, row)| Ok((place, row?))).collect()
    }
}

/// When a meeting began, whatever was planned: what was held before that is what it opens on.
fn began(meeting: &Meeting) -> String {
    let planned = || meeting.head.planned.format("%Y-%m-%dT%H:%M:%S%.f").to_string();
    meeting.head.started.filter(|_| meeting.head.has_begun()).map_or_else(planned, time_text)
}

fn earlier(row: &Row<'_>) -> Result<Earlier, StoreError> {
    read(row).ok().flatten().ok_or(StoreError::UnreadableRow(Table::Entry.name()))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Option<Earlier>> {
    let Some(held) = held_or_planned(row)? else { return Ok(None) };
    let took_over: Option<String> = row.get("tog_over")?;
    // How it goes on may have been told before the day on which that is followed up.
    let goes_on = moved((said(row, "lovat")?, said(row, "foljs_upp")?), (said(row, "ny_gang")?, false));
    let (due, follow_up) = moved(goes_on, (said(row, "ny_due")?, row.get("foljs_med")?));
    Ok(Some(Earlier {
        entry: EntryId(uuid(row, "post")?),
        kind: EntryKind::of_code(&row.get::<_, String>("slag")?).unwrap_or(EntryKind::Atgard),
        arende: key(row, "arende")?,
        child: key(row, "barn")?,
        label: row.get("benamning")?,
        text: row.get("text")?,
        owner: handover::owner(took_over.as_deref(), row.get("agare")?),
        owner_then: owner_then(row)?,
        asked: must_be_asked(row)?,
        took_over: query::held(row.get("tog_over_nar")?, &row.get::<_, String>("zon")?).map(|at| at.date()),
        owner_before: None,
        due_before: due.clone(),
        due,
        needed_from: (row.get::<_, Option<String>>("behovs_fran")?.iter())
            .flat_map(|words| words.split_whitespace().filter_map(Huvudman::of_code))
            .collect(),
        decided_by: row.get("beslutat_av")?,
        follow_up,
        follow_up_before: follow_up,
        number: None,
        before: Vec::new(),
        is_condition: row.get("villkor")?,
        meeting: MeetingId(uuid(row, "mote")?),
        agenda_id: row.get("form")?,
        registered: row.get("diarienummer")?,
        agreed_on: held.date(),
        title: row.get("titel")?,
        state: said(row, "status")?,
        settled_by: None,
        told: None,
        heard: Vec::new(),
        kept_from: serde_json::from_str(&row.get::<_, String>("undantag")?).unwrap_or_default(),
        emi: row.get("emi")?,
    }))
}

/// Role and side of whoever does it, where the meeting at which that was said has them.
fn owner_then(row: &Row<'_>) -> rusqlite::Result<Option<(String, ParticipantKind)>> {
    let (role, kind) = match key::<EntryId>(row, "tog_over_ord")? {
        Some(_) => ("tog_over_roll", "tog_over_slag"),
        None => ("agare_roll", "agare_slag"),
    };
    let role: Option<String> = row.get(role)?;
    let kind: Option<ParticipantKind> = said(row, kind)?;
    Ok(role.zip(kind))
}

/// Whether whoever does it is to be asked: they weren't there when it was said that they do it.
fn must_be_asked(row: &Row<'_>) -> rusqlite::Result<bool> {
    let asked = |presence: &str, left: &str, said_in: EntryId| -> rusqlite::Result<Option<bool>> {
        let left: Option<DateTime<Utc>> = said(row, left)?;
        let presence: Option<Presence> = said(row, presence)?;
        Ok(presence.map(|presence| rules::must_be_asked(presence, left, said_in)))
    };
    Ok(match key(row, "tog_over_ord")? {
        // Whoever took no part where it was told is asked.
        Some(word) => asked("tog_over_narvaro", "tog_over_gick", word)?.unwrap_or(true),
        None => {
            row.get("agare_utifran")?
                || asked("agare_narvaro", "agare_gick", EntryId(uuid(row, "post")?))?.unwrap_or(false)
        }
    })
}
