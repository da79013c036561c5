//! The other agendas that an agenda names by their keys.

use super::check::{Fault, is_id};
use crate::domain::agenda::Agenda;
use crate::toml_file::{Step, nearest};

/// Each key that names other agendas, and those that it names.
type Naming = (&'static str, fn(&Agenda) -> Vec<&str>);

const NAMING: &[Naming] = &[
    ("annars", |agenda| agenda.otherwise.iter().map(String::as_str).collect()),
    ("foljer", |agenda| agenda.follows.iter().map(String::as_str).collect()),
    ("leder_till", |agenda| agenda.leads_to.iter().map(String::as_str).collect()),
];

/// The agendas that are named and aren't there.
pub(super) fn unknown(agenda: &Agenda, known: &[String]) -> Vec<Fault> {
    let is_known = |id: &str| !is_id(id, '-') || id == agenda.id || known.iter().any(|one| one == id);
    let mut found = Vec::new();
    for (key, names) in NAMING {
        for (index, id) in names(agenda).into_iter().enumerate().filter(|(_, id)| !is_known(id)) {
            found.push(Fault {
                path: vec![Step::Key(key), Step::Index(index)],
                problem: format!("det finns ingen mötesform med id ”{id}”"),
                rests_on: &[],
                remedy: nearest(id, known.iter().map(String::as_str)).map_or_else(
                    || {
                        "Se alla: samverkan agendor lista. En egen form räknas om den ligger i samma mapp."
                            .to_owned()
                    },
                    |near| format!("Menade du \"{near}\"?"),
                ),
            });
        }
    }
    found
}
