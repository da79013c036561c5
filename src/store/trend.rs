//! How a team's cooperation has been judged, meeting by meeting.

use super::query::{held_or_planned, when};
use super::{Store, StoreError};
use crate::domain::ids::MeetingId;
use crate::domain::trend::{Judged, Score};
use rusqlite::{Row, params};

/// So many meetings are shown.
const MEETINGS: i64 = 12;

/// Of a team's own meetings, or of those about the same ärende where the form is about one child: another child's
/// meeting is held by other people.
fn judged() -> String {
    format!(
        "SELECT m.planerad AS planerad, m.startad AS startad, m.zon AS zon, count(*) AS svar,
        count(v.struktur) AS struktur, total(v.struktur) AS struktur_summa,
        count(v.respekt) AS respekt, total(v.respekt) AS respekt_summa,
        count(v.samspel) AS samspel, total(v.samspel) AS samspel_summa
    FROM avstamning v JOIN mote m ON m.id = v.mote_id
    WHERE m.id IN (
        SELECT n.id FROM mote n JOIN mote h ON h.id = ?1
        WHERE CASE WHEN ?2 THEN n.id = h.id OR EXISTS (
                SELECT 1 FROM mote_arende x JOIN mote_arende y ON y.arende_id = x.arende_id
                WHERE x.mote_id = h.id AND y.mote_id = n.id)
            ELSE n.form = h.form END)
    GROUP BY m.id ORDER BY {} DESC, m.planerad DESC, m.id DESC LIMIT ?3",
        when("m")
    )
}

impl Store {
    /// The latest judged meetings of the team that held this one, oldest first. `one_child`: the form is about one child.
    ///
    /// # Errors
    /// As [`Store::home`].
    pub fn trend(&self, meeting: MeetingId, one_child: bool) -> Result<Vec<Judged>, StoreError> {
        let score = |row: &Row<'_>, of: &str| -> rusqlite::Result<Score> {
            #[allow(clippy::cast_possible_truncation, reason = "a sum of answers from 1 to 5")]
            let sum = row.get::<_, f64>(format!("{of}_summa").as_str())? as i64;
            Ok(Score { count: row.get(of)?, sum })
        };
        let mut rows: Vec<Judged> = self
            .list(&judged(), params![meeting.to_string(), one_child, MEETINGS], |row| {
                let scores = [score(row, "struktur")?, score(row, "respekt")?, score(row, "samspel")?];
                Ok(held_or_planned(row)?.zip(Some((row.get("svar")?, scores))))
            })?
            .into_iter()
            .flatten()
            .map(|(when, (answers, scores))| Judged { day: when.date(), answers, scores })
            .collect();
        rows.reverse();
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::command::{Change, Code};
    use crate::domain::record::Assessment;
    use crate::domain::trend::Score;
    use crate::store::testing::World;

    #[test]
    fn answers_are_added_up_by_meeting_for_the_same_team_and_never_changed() {
        let mut world = World::new();
        let now = world.now;
        // Held when it was planned, and the next before its planned day.
        world.now = "2026-11-09T12:00:00Z".parse().unwrap();
        let first = world.meeting("eht", "2026-11-09T13:00:00");
        world.now = now;
        let second = world.meeting("eht", "2026-12-24T13:00:00");
        let other = world.meeting("bht", "2026-11-23T13:00:00");
        for (meeting, structure, respect) in [
            (second, Some(4), None),
            (first, Some(2), Some(5)),
            (first, Some(3), None),
            (other, Some(1), Some(1)),
        ] {
            let row = Assessment { id: world.id(), meeting, structure, respect, interplay: None };
            world.commit(meeting, Code::Assess, vec![Change::put(row)]);
        }
        let trend = world.store.trend(second, false).unwrap();
        let days: Vec<String> = trend.iter().map(|row| row.day.to_string()).collect();
        assert_eq!(days, ["2026-11-09", "2026-11-23"], "oldest first, and no other team's");
        assert_eq!(trend[0].answers, 2);
        assert_eq!(
            trend[0].scores,
            [Score { count: 2, sum: 5 }, Score { count: 1, sum: 5 }, Score { count: 0, sum: 0 }]
        );
        let alone = world.store.trend(other, true).unwrap();
        assert_eq!(alone.len(), 1, "a meeting about one child sees its own");
        let row =
            Assessment { id: world.id(), meeting: first, structure: Some(6), respect: None, interplay: None };
        let command = world.command(first, Code::Assess, vec![Change::put(row)]);
        assert!(world.store.commit(&command, world.now).is_err(), "6 is no answer");
        assert!(!Code::Assess.is_undoable());
    }
}
