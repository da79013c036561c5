//! The law references as a file: those that the program carries, or the user's own in their place.

use super::check::{Fault, is_id};
use crate::domain::agenda::Agenda;
use crate::domain::law::{LawReference, Laws};
use crate::toml_file::{
    List, Shape, Spanned, Step, TomlFileError, Words, Wrong, filled, filled_if_any, nearest, once, short,
};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

/// The file's name, both here and among the user's own.
pub const FILE: &str = "lagrum.toml";

static LIST: List<Rows, Laws> = List {
    file: FILE,
    carried: include_str!("../../data/lagrum.toml"),
    shape: Shape {
        what: "en lista över lagrum",
        line: "lag = \"skollagen\"",
        headings: "[[lagrum]]",
        number: ("ett årtal", "Skriv året med siffror, utan citattecken: 2022"),
        see: EXAMPLE,
        examples: &[
            ("id", "\"anmalningsskyldighet\""),
            ("lag", "\"skollagen\""),
            ("sager", "\"Så här är det, i en mening.\""),
            ("kalla", "\"Rutin 2026, avsnitt 3\""),
        ],
        missing: |key, _| match key {
            "lagrum" => Some(Words::new("filen har inga lagrum", EXAMPLE)),
            "datum" => Some(Words::new("datum saknas", DATE)),
            _ => None,
        },
        ..Shape::LIST
    },
    check,
};

const EXAMPLE: &str = "Skriv en rubrik [[lagrum]] för varje lagrum, och under den id, lag, sager och kalla.";
const DATE: &str = "Skriv dagen då filen senast gicks igenom, överst: datum = \"2026-11-24\"";
const ID: &str = "Skriv 1–40 tecken: små bokstäver a–z, siffror och bindestreck, först en bokstav. Till exempel \"anmalningsskyldighet\".";

/// Sentences are printed as a paragraph; nothing that is longer is one.
const MAX_TEXT: usize = 400;

/// What the program carries, once it has been read.
static CARRIED: LazyLock<Laws> = LazyLock::new(|| load(None).0);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    datum: Spanned<String>,
    lagrum: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: Spanned<String>,
    lag: Spanned<String>,
    paragraf: Option<Spanned<String>>,
    sager: Spanned<String>,
    paminnelse: Option<Spanned<String>>,
    kalla: Spanned<String>,
    kallans_ar: Option<Spanned<i32>>,
    ersatt_av: Option<Spanned<String>>,
    anmarkning: Option<Spanned<String>>,
}

/// The user's own references in `folder` if there are any, and otherwise the program's. A file that can't be used stops
/// nothing: the program's is used, and the error says why.
pub fn load(folder: Option<&Path>) -> (Laws, Option<TomlFileError>) {
    LIST.load(folder)
}

fn check(Rows { datum, lagrum }: Rows) -> Result<Laws, Wrong> {
    let date = datum.get_ref().parse::<NaiveDate>().map_err(|_| {
        let problem = format!("”{}” är inget datum", short(datum.get_ref(), 40));
        Wrong::new(datum.span().start, problem, DATE)
    })?;
    let mut seen = HashSet::new();
    let reference = |row: &Row| -> Result<LawReference, Wrong> {
        let reference = row.read(date)?;
        let place = (row.id.span().start, reference.id.as_str());
        once(&mut seen, reference.id.clone(), place, "Ge det ena lagrummet ett annat id.")?;
        Ok(reference)
    };
    Ok(Laws { checked: Some(date), references: lagrum.iter().map(reference).collect::<Result<_, _>>()? })
}

impl Row {
    fn read(&self, checked: NaiveDate) -> Result<LawReference, Wrong> {
        if !is_id(self.id.get_ref(), '-') {
            return Err(Wrong::new(self.id.span().start, "så kan ett lagrums id inte se ut", ID));
        }
        let filled = |text: &Spanned<String>, what: &str| filled(text, what, MAX_TEXT);
        let if_any =
            |text: &Option<Spanned<String>>, what: &str| filled_if_any(text.as_ref(), what, MAX_TEXT);
        let reference = LawReference {
            id: self.id.get_ref().clone(),
            law: filled(&self.lag, "lagens namn")?,
            section: if_any(&self.paragraf, "paragrafen")?,
            says: filled(&self.sager, "det som lagen säger")?,
            reminder: if_any(&self.paminnelse, "påminnelsen")?,
            source: filled(&self.kalla, "källan")?,
            source_year: self.kallans_ar.as_ref().map(|year| *year.get_ref()),
            replaced_by: if_any(&self.ersatt_av, "lagen som kom i stället")?,
            remark: if_any(&self.anmarkning, "anmärkningen")?,
        };
        match (&self.kallans_ar, &self.ersatt_av) {
            (Some(year), _) if !(1900..=checked.year()).contains(year.get_ref()) => Err(Wrong::new(
                year.span().start,
                format!("källan kan inte vara från år {}", year.get_ref()),
                "Skriv året då källan skrevs, till exempel 2022.",
            )),
            (None, Some(act)) => Err(Wrong::new(
                act.span().start,
                "lagen är ersatt, men det står inte från vilket år källan är",
                "Lägg till en rad: kallans_ar = 2022",
            )),
            _ => Ok(reference),
        }
    }
}

/// The references that an agenda names and that stand neither in the program's file nor in the user's own. One that
/// stands in the program's alone is no fault: a municipality may have taken it away, and then it isn't printed.
pub(super) fn unknown(agenda: &Agenda, own: &Laws) -> Vec<Fault> {
    let carried = CARRIED.references.as_slice();
    let mut known: Vec<&str> = carried.iter().map(|reference| reference.id.as_str()).collect();
    let of_their_own = own.references.iter().map(|reference| reference.id.as_str());
    known.extend(of_their_own.filter(|id| carried.iter().all(|reference| reference.id != *id)));
    let missing = agenda.reminds.iter().enumerate().filter(|(_, id)| !known.contains(&id.as_str()));
    missing
        .map(|(index, id)| Fault {
            rests_on: &[],
            path: vec![Step::Key("paminner"), Step::Index(index)],
            problem: format!("lagrummet ”{id}” finns inte i {FILE}"),
            remedy: nearest(id, known.iter().copied()).map_or_else(
                || format!("Välj bland {}, eller lägg till ett eget i {FILE}.", known.join(", ")),
                |near| format!("Menade du \"{near}\"?"),
            ),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda_file::Catalogue;
    use std::fs;

    const ONE: &str = "datum = \"2026-11-24\"\n\n[[lagrum]]\nid = \"egen\"\nlag = \"skollagen\"\nparagraf = \"9 kap. 9 §\"\n\
                       sager = \"Så är det.\"\nkalla = \"Vår jurist, 2026-11-20\"\nkallans_ar = 2020\nersatt_av = \"en ny lag\"\n";

    #[test]
    fn what_the_program_carries_is_whole_and_has_its_sources() {
        let (laws, error) = load(None);
        assert!(error.is_none(), "{}", error.unwrap());
        assert!(laws.checked.is_some() && laws.references.len() >= 5);
        for reference in &laws.references {
            let sources =
                ["Dals-Ed 2022", "Degerfors 2013", "Degerfors 2022", "SKL 2012", "hedersfortryck.se"];
            assert!(sources.iter().any(|source| reference.source.starts_with(source)), "{reference:?}");
            for sentence in [Some(&reference.says), reference.reminder.as_ref(), reference.remark.as_ref()] {
                assert!(sentence.is_none_or(|text| text.ends_with('.')), "{reference:?}");
            }
            // Every source is older than the act of 2025.
            let replaced = reference.law.contains("socialtjänstlagen");
            assert_eq!(reference.replaced_by.is_some(), replaced, "{reference:?}");
            if replaced {
                let year = reference.source_year.unwrap();
                assert!(reference.citation().ends_with(&format!(", enligt källan från {year}")));
                assert!(reference.remarks().unwrap().contains("2025:400"), "{reference:?}");
            }
        }
        let duty = laws.get("anmalningsskyldighet").unwrap();
        assert_eq!(duty.citation(), "socialtjänstlagen 14 kap. 1 §, enligt källan från 2022");
        assert_eq!(duty.source, "Dals-Ed 2022, avsnitt 5");
    }

    #[test]
    fn every_form_reminds_of_what_there_is() {
        let (laws, _) = load(None);
        let mut naming: Vec<(String, Vec<String>)> = Vec::new();
        for entry in Catalogue::carried().iter().filter(|entry| !entry.agenda.reminds.is_empty()) {
            assert_eq!(laws.of(&entry.agenda.reminds).count(), entry.agenda.reminds.len());
            assert!(entry.agenda.individuals, "{}", entry.agenda.id);
            naming.push((entry.agenda.id.clone(), entry.agenda.reminds.clone()));
        }
        naming.sort();
        let (duty, urgent) = ("anmalningsskyldighet", "anmalan-vid-akut");
        let expected = [
            ("akut", urgent),
            ("barnsamverkan", duty),
            ("bht", duty),
            ("eht", duty),
            ("elevsamverkan", duty),
        ];
        assert_eq!(naming, expected.map(|(form, law)| (form.to_owned(), vec![law.to_owned()])));
        assert_eq!(laws.get(urgent).unwrap().section, None, "its source states none");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        assert_eq!(LIST.parse(FILE, ONE.as_bytes()).unwrap().references[0].law, "skollagen");
        for (text, says) in [
            (
                ONE.replace("lag = \"skollagen\"", "lag = skollagen"),
                "rad 5, tecken 7: texten saknar citattecken.",
            ),
            (
                ONE.replace("paragraf =", "paragaf ="),
                "rad 6, tecken 1: nyckeln ”paragaf” är okänd. | Menade du ”paragraf”?",
            ),
            (
                ONE.replace("lag = \"skollagen\"\n", ""),
                "rad 3, tecken 1: nyckeln ”lag” saknas. | Lägg till en rad under rubriken: lag = \"skollagen\"",
            ),
            (
                ONE.replace("kalla = \"Vår jurist, 2026-11-20\"\n", ""),
                "rad 3, tecken 1: nyckeln ”kalla” saknas.",
            ),
            (ONE.replace("\"Vår jurist, 2026-11-20\"", "\" \""), "rad 8, tecken 9: källan saknar text."),
            (ONE.replace("\"egen\"", "\"Egen §\""), "rad 4, tecken 6: så kan ett lagrums id inte se ut."),
            (ONE.replace("2026-11-24", "i går"), "rad 1, tecken 9: ”i går” är inget datum."),
            (ONE.replace("datum = \"2026-11-24\"\n", ""), "rad 1, tecken 1: datum saknas."),
            (ONE.replace("2020", "\"2020\""), "rad 9, tecken 14: här ska det stå ett årtal"),
            (ONE.replace("2020", "2202"), "rad 9, tecken 14: källan kan inte vara från år 2202."),
            (
                ONE.replace("kallans_ar = 2020\n", ""),
                "rad 9, tecken 13: lagen är ersatt, men det står inte från vilket år källan är. | Lägg till en rad: kallans_ar = 2022",
            ),
            (
                format!("{ONE}{}", &ONE[ONE.find("\n[[").unwrap()..]),
                "rad 13, tecken 6: egen står två gånger.",
            ),
            (
                ONE.replace("Så är det.", &"ja ".repeat(200)),
                "rad 7, tecken 9: det som lagen säger är på 599 tecken.",
            ),
            (
                ONE.replace("Så är det.", "Så \u{202e}är det."),
                "rad 7, tecken 9: texten innehåller ett osynligt tecken",
            ),
            ("datum = \"2026-11-24\"\n".to_owned(), "rad 1, tecken 1: filen har inga lagrum."),
        ] {
            let error = LIST.parse(FILE, text.as_bytes()).unwrap_err().to_string();
            let error = error.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(error.starts_with("lagrum.toml"), "{error}");
            for part in says.split(" | ") {
                assert!(
                    error.contains(part),
                    "{error}
has not
{part}"
                );
            }
        }
    }

    #[test]
    fn the_users_own_file_stands_in_its_place_and_a_broken_one_stops_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), ONE).unwrap();
        let (laws, error) = load(Some(folder.path()));
        assert!(error.is_none() && laws.get("anmalningsskyldighet").is_none());
        assert_eq!(laws.get("egen").unwrap().citation(), "skollagen 9 kap. 9 §, enligt källan från 2020");
        fs::write(folder.path().join(FILE), ONE.replace("kalla =", "källa =")).unwrap();
        let (laws, error) = load(Some(folder.path()));
        assert!(laws.get("anmalningsskyldighet").is_some() && error.unwrap().to_string().contains("rad 8"));
    }

    #[test]
    fn a_form_may_name_what_either_file_has_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::carried();
        let eht = &catalogue.get("eht").unwrap().text;
        let own = |ids: &str| {
            let text = eht.replace("[\"anmalningsskyldighet\"]", ids);
            assert_ne!(&text, eht);
            fs::write(folder.path().join("eht.toml"), text).unwrap();
        };
        let laws = LIST.parse(FILE, ONE.as_bytes()).unwrap();
        let broken = |laws: &Laws| {
            let catalogue = Catalogue::load_knowing(Some(folder.path()), laws);
            catalogue.broken().first().map(|broken| broken.reason.to_string())
        };
        own("[\"egen\", \"anmalningsskyldighet\"]");
        assert_eq!(broken(&laws), None);
        let line = 1 + eht.lines().position(|line| line.starts_with("paminner")).unwrap();
        let error = broken(&Laws::default()).unwrap();
        assert!(error.contains(&format!("rad {line}, tecken 13")), "{error}");
        assert!(error.contains("lagrummet ”egen” finns inte i lagrum.toml"), "{error}");
        assert!(error.contains("Välj bland anmalningsskyldighet, "), "{error}");
        own("[\"anmalningsskyldihet\"]");
        assert!(broken(&laws).unwrap().contains("Menade du \"anmalningsskyldighet\"?"));
        own("[\"egen\", \"egen\"]");
        assert!(broken(&laws).unwrap().contains("samma lagrum står två gånger"));
        own("[\"14 kap. 1 §\"]");
        assert!(broken(&laws).unwrap().contains("så kan ett lagrums id inte se ut"));
    }
}
