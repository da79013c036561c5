//! Which rows of earlier meetings a meeting opens on: as conditions on the row (`p`), where `?1` is the meeting, `?2` its form, `?3`
//! when it began, `?4` how many at most, and `?5` when it ended, if it has.

use crate::store::query::when;

/// Told at this meeting.
pub(super) const TOLD: &str = "p.id IN (SELECT post_id FROM atgard_status WHERE mote_id = ?1)";

/// Open, from a meeting by the same form that was held before: the same team's.
pub(super) fn of_team() -> String {
    format!(
        "p.id IN (SELECT o.post_id FROM oppen_atgard o JOIN mote n ON n.id = o.mote_id
         WHERE n.form = ?2 AND {} <= ?3 LIMIT ?4)",
        when("n")
    )
}

/// A goal or a need that the last word by then didn't settle.
pub(super) const GOALS: &str = "(SELECT b.id AS post_id, b.mote_id FROM post b
    WHERE b.slag IN ('mal_lang', 'mal_kort', 'behov') AND coalesce((SELECT s.status FROM atgard_status s
        WHERE s.post_id = b.id AND (?5 = '' OR s.nar <= ?5) ORDER BY s.id DESC LIMIT 1), '') NOT IN ('klar', 'inaktuell'))";

/// A decision of which the last word by then wasn't that it doesn't hold any more.
pub(super) const DECISIONS: &str = "(SELECT b.id AS post_id, b.mote_id FROM post b
    WHERE b.slag = 'beslut' AND coalesce((SELECT s.status FROM atgard_status s
        WHERE s.post_id = b.id AND (?5 = '' OR s.nar <= ?5) ORDER BY s.id DESC LIMIT 1), '') <> 'inaktuell')";

/// The actions that are open now.
pub(super) const OPEN_NOW: &str = "oppen_atgard";

/// Those that were open when the meeting ended, after all that had been told by then.
pub(super) const OPEN_THEN: &str = "(SELECT b.id AS post_id, b.mote_id FROM post b
    WHERE b.slag = 'atgard' AND coalesce((SELECT s.status FROM atgard_status s
        WHERE s.post_id = b.id AND s.nar <= ?5 ORDER BY s.id DESC LIMIT 1), '') NOT IN ('klar', 'inaktuell'))";

/// All actions and goals, whatever has been told of them.
pub(super) const OF_PLAN: &str =
    "(SELECT b.id AS post_id, b.mote_id FROM post b WHERE b.slag IN ('atgard', 'mal_lang', 'mal_kort'))";

/// Open, from a meeting about the same ärende, or about another ärende of the same child.
pub(super) fn of_arende(open: &str) -> String {
    format!(
        "p.id IN (SELECT b.id FROM mote_arende x JOIN arende ax ON ax.id = x.arende_id
         JOIN arende ay ON ay.id = ax.id OR ay.barn_id = ax.barn_id JOIN mote_arende y ON y.arende_id = ay.id
         JOIN post b ON b.mote_arende_id = y.id JOIN {open} o ON o.post_id = b.id
         WHERE x.mote_id = ?1 AND ?2 <> '' AND EXISTS
            (SELECT 1 FROM mote n WHERE n.id = b.mote_id AND {} <= ?3 AND n.status <> 'planerat') LIMIT ?4)",
        when("n")
    )
}

/// Open, from the meetings that this one follows one after the other, unless they spoke of children and this doesn't: what nobody
/// answered for at the last one is asked about again.
pub(super) fn of_all_followed(open: &str) -> String {
    format!(
        "p.id IN (WITH RECURSIVE foljt(id) AS (SELECT foljer_id FROM mote WHERE id = ?1
            UNION SELECT m.foljer_id FROM foljt JOIN mote m ON m.id = foljt.id WHERE m.foljer_id IS NOT NULL)
         SELECT o.post_id FROM foljt JOIN mote f ON f.id = foljt.id JOIN mote h ON h.id = ?1
         JOIN {open} o ON o.mote_id = f.id WHERE (f.individ_tillaten = 0 OR h.individ_tillaten = 1) LIMIT ?4)"
    )
}

/// Open, from the meeting that this one follows, unless that spoke of children and this doesn't.
pub(super) fn of_followed(open: &str) -> String {
    format!(
        "p.id IN (SELECT o.post_id FROM mote h JOIN mote f ON f.id = h.foljer_id JOIN {open} o ON o.mote_id = f.id
         WHERE h.id = ?1 AND (f.individ_tillaten = 0 OR h.individ_tillaten = 1) LIMIT ?4)"
    )
}
