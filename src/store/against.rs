//! What a checksum on a paper belongs to.

use super::query::uuid;
use super::{Store, StoreError};
use crate::domain::ids::MeetingId;
use crate::domain::text;
use chrono::{DateTime, Utc};
use rusqlite::{Row, params};
use sha2::{Digest, Sha256};

/// A checksum as somebody has read it from a paper: with spaces or hyphens between groups, in any case, and perhaps not all
/// of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum(String);

impl Sum {
    /// So many characters has a whole one, as papers print it.
    pub const WHOLE: usize = 64;
    /// With fewer it could be another's by chance.
    pub const LEAST: usize = 12;

    /// Reads one; nothing where it can't be one.
    pub fn parse(typed: &str) -> Option<Self> {
        // Copied from a PDF it has what lets the line be broken, which nobody sees.
        let typed: String = text::clean(typed)
            .chars()
            .filter(|c| !c.is_whitespace() && !text::is_hyphen(*c) && *c != '\u{ad}')
            .collect();
        let sum = typed.to_lowercase();
        let right = sum.bytes().all(|byte| byte.is_ascii_hexdigit())
            && (Self::LEAST..=Self::WHOLE).contains(&sum.len());
        right.then_some(Self(sum))
    }

    /// Whether nothing of it is left out.
    pub fn is_whole(&self) -> bool {
        self.0.len() == Self::WHOLE
    }
}

/// What a checksum belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// A locked version: its document, or what the journal said when it was locked.
    Version {
        /// The meeting.
        meeting: MeetingId,
        /// The version.
        number: i64,
        /// When it was locked.
        at: DateTime<Utc>,
        /// The journal's last line then.
        line: i64,
        /// Whether the journal still says so and the document is what it was.
        holds: bool,
        /// The version that holds now, where it is another.
        replaced_by: Option<i64>,
    },
    /// A copy that has left.
    Copy {
        /// The meeting.
        meeting: MeetingId,
        /// The version; nothing for a draft.
        version: Option<i64>,
        /// What of the minutes, in words.
        what: String,
        /// Whom it was for; empty where it was for nobody in particular.
        recipient: String,
        /// When the last was made.
        at: DateTime<Utc>,
        /// How many were.
        times: i64,
    },
    /// A line of the journal that no version was locked at.
    Line {
        /// Its number.
        line: i64,
        /// When it was written.
        at: DateTime<Utc>,
    },
}

fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<DateTime<Utc>> {
    Ok(row.get::<_, String>(column)?.parse().unwrap_or_default())
}

impl Store {
    /// All that a checksum belongs to.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn against(&self, sum: &Sum) -> Result<Vec<Match>, StoreError> {
        let found = || -> rusqlite::Result<Vec<Match>> {
            let length = i64::try_from(sum.0.len()).unwrap_or(0);
            let mut versions = self.db.prepare(
                "SELECT v.mote_id, v.nummer, v.nar, v.journal_rad, v.journal_sha IS j.sha, d.json, v.dokument_sha,
                 (SELECT max(s.nummer) FROM protokoll_version s WHERE s.mote_id = v.mote_id)
                 FROM protokoll_version v LEFT JOIN journal j ON j.seq = v.journal_rad
                 LEFT JOIN protokoll_dokument d ON d.sha = v.dokument_sha
                 WHERE ?1 IN (substr(v.journal_sha, 1, ?2), substr(v.dokument_sha, 1, ?2)) ORDER BY v.nar",
            )?;
            let versions = versions.query_map(params![sum.0, length], |row| {
                let json: Option<String> = row.get(5)?;
                let sha: String = row.get(6)?;
                let is_whole = json.is_some_and(|json| hex::encode(Sha256::digest(json.as_bytes())) == sha);
                let (number, last): (i64, i64) = (row.get(1)?, row.get(7)?);
                Ok(Match::Version {
                    meeting: MeetingId(uuid(row, 0)?),
                    number,
                    at: moment(row, 2)?,
                    line: row.get(3)?,
                    holds: is_whole && row.get::<_, bool>(4)?,
                    replaced_by: (last > number).then_some(last),
                })
            })?;
            let mut found = versions.collect::<rusqlite::Result<Vec<_>>>()?;
            let mut copies = self.db.prepare(
                "SELECT mote_id, version, max(nar), count(*), vad, mottagare FROM kopia_logg
                 WHERE substr(sha, 1, ?2) = ?1 GROUP BY mote_id, version, vad, mottagare ORDER BY 3",
            )?;
            let copies = copies.query_map(params![sum.0, length], |row| {
                Ok(Match::Copy {
                    meeting: MeetingId(uuid(row, 0)?),
                    version: row.get(1)?,
                    at: moment(row, 2)?,
                    times: row.get(3)?,
                    what: row.get(4)?,
                    recipient: row.get(5)?,
                })
            })?;
            found.extend(copies.collect::<rusqlite::Result<Vec<_>>>()?);
            if found.is_empty() {
                let mut lines = self
                    .db
                    .prepare("SELECT seq, tid FROM journal WHERE substr(sha, 1, ?2) = ?1 ORDER BY seq")?;
                let lines = lines.query_map(params![sum.0, length], |row| {
                    Ok(Match::Line { line: row.get(0)?, at: moment(row, 1)? })
                })?;
                found.extend(lines.collect::<rusqlite::Result<Vec<_>>>()?);
            }
            Ok(found)
        };
        found().map_err(|error| self.wrong(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;

    #[test]
    fn a_sum_is_read_as_people_write_it_and_nothing_else_is_one() {
        let whole = "00ab".repeat(16);
        for typed in [
            whole.clone(),
            whole.to_uppercase(),
            format!(
                " {} ",
                whole
                    .as_bytes()
                    .chunks(8)
                    .map(|part| String::from_utf8_lossy(part).into_owned())
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
            whole.replace("b0", "b-\n0"),
            whole.replace("b0", "b\u{200b}0"),
        ] {
            let sum = Sum::parse(&typed).unwrap();
            assert!(sum.is_whole() && sum.0 == whole, "{typed}");
        }
        assert!(!Sum::parse(&whole[..12]).unwrap().is_whole());
        for typed in ["", "00ab", "x0ab00ab00ab00ab", &format!("{whole}0"), "%%%%%%%%%%%%%%"] {
            assert_eq!(Sum::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_anchor_and_the_document_of_a_version_are_found_and_compared() {
        let mut world = World::new();
        let (meeting, _) = world.full_meeting();
        let version = world.store.meeting(meeting).unwrap().versions[0].clone();
        let copy = world.store.copies(meeting).unwrap()[0].clone();
        let against = |world: &World, text: &str| world.store.against(&Sum::parse(text).unwrap()).unwrap();
        for text in [&version.journal_sha, &version.document, &version.document[..20]] {
            let found = against(&world, text);
            let wanted = |holds| Match::Version {
                meeting,
                number: 1,
                at: version.at,
                line: version.journal_line,
                holds,
                replaced_by: None,
            };
            assert_eq!(found, [wanted(true)], "{text}");
        }
        assert_eq!(against(&world, &"0".repeat(64)), []);
        let head = world.store.journal_head().unwrap();
        assert!(
            matches!(against(&world, &head.sha).as_slice(), [Match::Line { line, .. }] if *line == head.seq)
        );
        assert!(copy.checksum.len() < Sum::LEAST || !against(&world, &copy.checksum).is_empty());
        // What isn't so any more is said.
        world.store.db.execute_batch("DROP TRIGGER protokoll_dokument_andras_inte").unwrap();
        world.store.db.execute("UPDATE protokoll_dokument SET json = 'x'", []).unwrap();
        assert!(matches!(
            against(&world, &version.journal_sha).as_slice(),
            [Match::Version { holds: false, .. }]
        ));
    }
}
