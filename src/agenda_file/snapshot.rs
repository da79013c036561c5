//! The form in which a meeting keeps the agenda that it was held by: JSON that is the same for the same agenda,
//! whatever order or comments its file had, and that stays readable by a format number.

use crate::domain::agenda::Agenda;
use crate::domain::command::Snapshot;
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// The format that is written.
const FORMAT: u64 = 1;

/// Why a kept agenda can't be read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// It isn't what [`snapshot`] writes.
    #[error("Mötets sparade mötesform går inte att läsa. Kontrollera databasen: samverkan kontrollera")]
    Unreadable(#[source] Option<serde_json::Error>),
    /// A newer program wrote it.
    #[error(
        "Mötets sparade mötesform har format {0}, men det här programmet läser format {FORMAT}. Uppdatera programmet."
    )]
    Newer(u64),
}

/// An agenda's snapshot, as a meeting keeps it, with its address.
pub fn snapshot_of(agenda: &Agenda) -> Snapshot {
    let json = snapshot(agenda);
    Snapshot { sha: snapshot_id(&json), json }
}

/// An agenda as normalised JSON: `{"agenda":{…},"format":1}`, keys sorted, without spaces.
pub fn snapshot(agenda: &Agenda) -> String {
    let agenda =
        serde_json::to_value(agenda).unwrap_or_else(|error| unreachable!("an agenda is plain data: {error}"));
    let whole = Map::from_iter([("agenda".to_owned(), agenda), ("format".to_owned(), FORMAT.into())]);
    sorted(Value::Object(whole)).to_string()
}

/// The agenda in a snapshot. Its rules aren't checked again: an old meeting keeps the agenda that it was held by.
///
/// # Errors
/// When it isn't a snapshot, or one in a format from a newer program.
pub fn from_snapshot(text: &str) -> Result<Agenda, SnapshotError> {
    #[derive(Deserialize)]
    struct Format {
        format: u64,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Whole {
        agenda: Agenda,
        #[serde(rename = "format")]
        _format: u64,
    }
    let unreadable = |error| SnapshotError::Unreadable(Some(error));
    // The number is read on its own first: a newer format may look different in all else.
    match serde_json::from_str::<Format>(text).map_err(unreadable)?.format {
        FORMAT => Ok(serde_json::from_str::<Whole>(text).map_err(unreadable)?.agenda),
        newer if newer > FORMAT => Err(SnapshotError::Newer(newer)),
        _ => Err(SnapshotError::Unreadable(None)),
    }
}

/// The address of a snapshot by its content: SHA-256 in hexadecimal.
pub fn snapshot_id(snapshot: &str) -> String {
    hex::encode(Sha256::digest(snapshot.as_bytes()))
}

/// The same value with the keys of every object in order, whichever map `serde_json` was built with.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda_file::{Catalogue, parse};

    #[test]
    fn every_form_survives_its_snapshot() {
        for entry in Catalogue::carried().iter() {
            let text = snapshot(&entry.agenda);
            let back = from_snapshot(&text).unwrap();
            assert_eq!(back, entry.agenda);
            assert_eq!(snapshot(&back), text);
        }
    }

    #[test]
    fn comments_and_order_in_the_file_make_no_difference() {
        let catalogue = Catalogue::carried();
        let entry = catalogue.get("sspf").unwrap();
        let bare: String = entry
            .text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(|line| [line, "\r\n"])
            .collect();
        let moved = bare.replacen("id = \"sspf\"\r\n", "", 1);
        let moved = format!("minuter = 60\r\nid = \"sspf\"\r\n{}", moved.replacen("minuter = 60\r\n", "", 1));
        assert_ne!(moved, entry.text);
        assert_eq!(snapshot(&parse("x", moved.as_bytes()).unwrap()), snapshot(&entry.agenda));
    }

    #[test]
    fn keys_are_in_order_and_the_format_is_said() {
        let catalogue = Catalogue::carried();
        let text = snapshot(&catalogue.get("eht").unwrap().agenda);
        assert!(
            text.starts_with("{\"agenda\":{\"beslutsfattare\":\"Rektor\",\"dokument\":\"protokoll\","),
            "{text}"
        );
        assert!(text.ends_with("},\"format\":1}"), "{text}");
    }

    #[test]
    fn the_id_is_of_the_content() {
        assert_eq!(snapshot_id(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        let catalogue = Catalogue::carried();
        let ids: std::collections::HashSet<_> =
            catalogue.iter().map(|entry| snapshot_id(&snapshot(&entry.agenda))).collect();
        assert_eq!(ids.len(), catalogue.iter().count());
    }

    #[test]
    fn what_is_no_snapshot_is_refused() {
        assert!(matches!(from_snapshot("{\"format\":2,\"annat\":[]}"), Err(SnapshotError::Newer(2))));
        for bad in
            ["", "[]", "{}", "{\"format\":1}", "{\"format\":0}", "{\"format\":1,\"agenda\":{}}", "\u{0}"]
        {
            assert!(matches!(from_snapshot(bad), Err(SnapshotError::Unreadable(_))), "{bad}");
        }
    }
}
