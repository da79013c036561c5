//! Who does an action now, where somebody else took it over: as it was told last and not taken back.

use crate::domain::record::handover::apart;

/// The key of the word (`w`) on an action (`p`) by which somebody took it over last, of those words that `fits` keeps.
pub(super) fn last_word(fits: &str) -> String {
    // A word that takes back another is told of its moment, and takes back those after it too. Times are compared as such: as
    // text, a whole second comes after its first thousandth.
    let of_it = "t.post_id = w.post_id AND t.mote_id IS w.mote_id";
    format!(
        "(SELECT max(w.id) FROM atgard_status w WHERE w.post_id = p.id AND w.utvardering LIKE '@%'
            AND w.utvardering NOT LIKE '@: %' AND {fits}
            AND (SELECT count(*) FROM atgard_status t WHERE {of_it} AND t.nar = w.nar AND t.id < w.id) % 2 = 0
            AND NOT EXISTS (SELECT 1 FROM atgard_status t WHERE {of_it} AND julianday(t.nar) <= julianday(w.nar) AND t.id > w.id))"
    )
}

/// The key of the word (`v`) on an action (`p`) that told, in one breath with how it goes on from then on, when that is followed
/// up, of those words that `fits` keeps; nothing where it has been told since that it goes on otherwise.
pub(super) fn follow_up_word(fits: &str) -> String {
    format!(
        "(SELECT max(v.id) FROM atgard_status w JOIN atgard_status v
            ON v.post_id = w.post_id AND v.mote_id IS w.mote_id AND v.id > w.id AND v.ny_due LIKE 'senast %'
            AND julianday(v.nar) > julianday(w.nar) AND julianday(v.nar) < julianday(w.nar, '+0.002 seconds')
            WHERE w.id = (SELECT max(w.id) FROM atgard_status w
                WHERE w.post_id = p.id AND w.ny_due NOT LIKE 'senast %' AND {fits})
            AND NOT EXISTS (SELECT 1 FROM atgard_status t
                WHERE t.post_id = v.post_id AND t.mote_id IS v.mote_id AND t.id > v.id
                    AND julianday(t.nar) <= julianday(v.nar)))"
    )
}

/// The name in such a word, as SQL has it.
pub(super) const NAME: &str = "substr(w.utvardering, 2, instr(w.utvardering || ': ', ': ') - 2)";

/// Who does it: whoever took it over, or else whom it was agreed with.
pub(super) fn owner(took_over: Option<&str>, agreed: Option<String>) -> Option<String> {
    took_over.and_then(|words| apart(words).0).map(str::to_owned).or(agreed)
}
