//! What an agenda's file looks like, for its errors.

use crate::domain::agenda::Phase;
use crate::domain::coded::Coded;
use crate::toml_file::{Shape, Words};

pub(super) static SHAPE: Shape = Shape {
    what: "en mötesform",
    if_too_large: "Kontrollera att du valde rätt fil. Utgå annars från en kopia: samverkan agendor kopiera eht",
    if_empty: "Utgå från en kopia av en form: samverkan agendor kopiera eht",
    line: "namn = \"Vårt möte\"",
    headings: "[faser.nulage] eller [[roller]]",
    keys: "Nycklar skrivs med a–z, siffror och _, utan å, ä och ö: nulage, nedrakning.",
    number: ("ett heltal", "Skriv talet med siffror, utan citattecken."),
    word: "ett av formens fasta ord",
    see: "Se hur det ser ut i en kopia: samverkan agendor kopiera eht",
    examples: &[
        ("id", "\"vart-mote\""),
        ("namn", "\"Vårt möte\""),
        ("kortnamn", "\"VM\""),
        ("niva", "\"grupp\""),
        ("kalla", "\"Rutin 2026, avsnitt 3\""),
        ("om", "\"Vad mötet är till för.\""),
        ("dokument", "\"motesanteckningar\""),
        ("samtycke", "\"kravs\""),
        ("laget_runt", "\"gemensamt\""),
        ("rytm", "\"Varje månad.\""),
        ("huvudman", "\"kommun\""),
        ("behov", "\"onskas\""),
        ("typ", "\"text\""),
        ("for", "\"arende\""),
        ("minuter", "10"),
        ("roller", "[]"),
        ("faser", PHASES),
        ("fragor", "[\"Hur har det gått sedan sist?\"]"),
        ("tar", "[\"anteckning\"]"),
        ("individarenden", "true"),
    ],
    missing,
    lacks_at_top: false,
    verbatim: &[],
};

/// That a phase is walked and has no section.
pub(super) fn phase_missing(phase: Phase) -> Words {
    let code = phase.code();
    let otherwise = if phase.is_per_arende() {
        format!(" Går ni inte igenom fasen, skriv utan = [\"{code}\"] före den första rubriken.")
    } else {
        String::new()
    };
    Words::new(
        format!("fasen {} saknas bland avsnitten som börjar här", phase.name().to_lowercase()),
        format!("Lägg till ett avsnitt [faser.{code}] med minuter, fragor och tar.{otherwise}"),
    )
}

/// Phases that nothing is wrong with, so that the rest of a file that has none can be looked at.
const PHASES: &str = r#"{
    sammanhang = { minuter = 1, fragor = ["x"], tar = ["anteckning"] },
    nulage = { minuter = 1, fragor = ["x"], tar = ["anteckning"] },
    behov = { minuter = 1, fragor = ["x"], tar = ["anteckning"] },
    planering = { minuter = 1, fragor = ["x"], tar = ["anteckning"] },
    ansvar = { minuter = 1, fragor = ["x"], tar = ["anteckning"] },
}"#;

fn missing(name: &str, here: &str) -> Option<Words> {
    // A role has a key of the same name as a phase.
    let in_phases = here.trim_start_matches('[').starts_with("faser") || here.contains("fragor");
    if in_phases && let Some(phase) = Phase::of_code(name) {
        return Some(phase_missing(phase));
    }
    let remedy = match name {
        "roller" => "Lägg till minst ett avsnitt [[roller]] med namn, huvudman och behov.".to_owned(),
        "faser" => {
            let sections = Phase::ALL.map(|phase| format!("[faser.{}]", phase.code()));
            format!("Lägg till avsnitten {} och {}.", sections[..4].join(", "), sections[4])
        }
        _ => return None,
    };
    Some(Words::new(format!("nyckeln ”{name}” saknas"), remedy))
}
