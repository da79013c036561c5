//! The forms that this program has ever carried, by the checksums of their snapshots (`data/formsummor.txt`): what calls itself
//! one of the program's own in a file from elsewhere must be one of these.

use super::check::{Fault, faults, is_id};
use crate::domain::agenda::Agenda;

/// A line for each: the checksum and the form's id. Lines are only ever added.
const LIST: &str = include_str!("../../data/formsummor.txt");

fn listed() -> impl Iterator<Item = (&'static str, &'static str)> {
    LIST.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '))
}

/// Whether some version of the program has carried a form with this id.
fn is_own_id(id: &str) -> bool {
    listed().any(|(_, known)| known == id)
}

/// Whether some version of the program has carried this very form.
fn was_carried(id: &str, sha: &str) -> bool {
    listed().any(|known| known == (sha, id))
}

/// What keeps a form that comes from elsewhere from being taken in; nothing for one that the program has carried, or
/// that is a form of somebody's own by today's rules.
pub fn foreign(agenda: &Agenda, sha: &str) -> Option<String> {
    if was_carried(&agenda.id, sha) {
        return None;
    }
    if !is_id(&agenda.id, '-') {
        return Some(
            "dess id är inget namn på en form: bara a–z, 0–9 och bindestreck, och en bokstav först"
                .to_owned(),
        );
    }
    if is_own_id(&agenda.id) {
        return Some(format!("den heter {} som en av programmets egna, men är inte den", agenda.id));
    }
    faults(agenda).first().map(|fault: &Fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda_file::{Catalogue, snapshot_of};

    /// A form that the program carries and that has changed gets a line of its own: `UPDATE=1` writes it.
    #[test]
    fn every_form_that_the_program_carries_is_listed() {
        let carried = Catalogue::carried();
        let all = carried.iter().map(|entry| (snapshot_of(&entry.agenda).sha, &entry.agenda.id));
        let missing = all.filter(|(sha, id)| !was_carried(id, sha)).map(|(sha, id)| format!("{sha} {id}\n"));
        let missing: String = missing.collect();
        if std::env::var_os("UPDATE").is_some() && !missing.is_empty() {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/formsummor.txt");
            std::fs::write(path, format!("{LIST}{missing}")).unwrap();
        }
        assert!(missing.is_empty(), "add to data/formsummor.txt, with UPDATE=1:\n{missing}");
    }

    #[test]
    fn the_list_is_whole_and_has_nothing_twice() {
        let mut seen = std::collections::HashSet::new();
        for (sha, id) in listed() {
            assert!(sha.len() == 64 && sha.bytes().all(|byte| byte.is_ascii_hexdigit()) && is_id(id, '-'));
            assert!(seen.insert((sha, id)), "{id} {sha}");
        }
        assert!(seen.len() > 30);
    }

    #[test]
    fn a_forged_form_is_told_from_one_of_somebodys_own() {
        let carried = |id: &str| Catalogue::carried().get(id).unwrap().agenda.clone();
        let foreign = |agenda: &Agenda| foreign(agenda, &snapshot_of(agenda).sha);
        assert_eq!(foreign(&carried("sspf")), None);
        let mut forged = carried("sspf");
        forged.individuals = true;
        assert!(foreign(&forged).unwrap().contains("sspf"));
        let mut own = carried("eht");
        "var-eht".clone_into(&mut own.id);
        assert_eq!(foreign(&own), None);
        for id in ["", "EHT", "../eht", "eht ", "e\u{200b}ht", "-eht", "9eht", &"e".repeat(41)] {
            id.clone_into(&mut own.id);
            assert!(foreign(&own).is_some(), "{id:?}");
        }
        "var-eht".clone_into(&mut own.id);
        own.name = "x".repeat(5_000);
        assert!(foreign(&own).is_some(), "by the rules of a file");
    }
}
