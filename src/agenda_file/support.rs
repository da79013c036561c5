//! The support catalogue as a file: the one that the program carries, or the user's own in its place.

use crate::domain::agenda::Huvudman;
use crate::domain::collate::fold;
use crate::domain::support::{ForWhom, Support, SupportCatalogue};
use crate::toml_file::{
    List, Shape, Spanned, TomlFileError, Words, Wrong, filled, filled_if_any, once, short,
};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// The file's name, both here and among the user's own.
pub const FILE: &str = "stod.toml";

static LIST: List<Rows, SupportCatalogue> = List {
    file: FILE,
    carried: include_str!("../../data/stod.toml"),
    shape: Shape {
        what: "en stödkatalog",
        line: "namn = \"Öppna förskolan\"",
        headings: "[[stod]]",
        number: ("en ålder i hela år", "Skriv åldern med siffror, utan citattecken: 6"),
        see: EXAMPLE,
        examples: &[
            ("namn", "\"Öppna förskolan\""),
            ("om", "\"En mötesplats för föräldrar och små barn.\""),
            ("kalla", "\"Vår rutin 2026, avsnitt 3\""),
        ],
        missing: |key, _| match key {
            "stod" => Some(Words::new("filen har inga stöd", EXAMPLE)),
            // A role of an agenda has one huvudman, a support a list of them.
            "huvudman" => Some(Words::new("nyckeln ”huvudman” saknas", EXAMPLE_HUVUDMAN)),
            _ => None,
        },
        ..Shape::LIST
    },
    check,
};

const EXAMPLE: &str =
    "Skriv en rubrik [[stod]] för varje stöd, och under den minst namn, huvudman, om och kalla.";

const EXAMPLE_HUVUDMAN: &str =
    "Skriv vem som svarar för stödet: huvudman = [\"kommun\"], eller region, stat, familj, annan.";

const NAME: &str = "Ett namn börjar med en bokstav eller siffra, och har inget av tecknen @ > # \\ i sig.";

/// What is said of a support stands below a list, in few lines; nothing that is longer is read while people talk.
const MAX_TEXT: usize = 240;

/// A name is put into a line that is being written.
const MAX_NAME: usize = 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    #[serde(default)]
    regioner: BTreeMap<String, String>,
    stod: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    namn: Spanned<String>,
    #[serde(default)]
    aven: Vec<String>,
    motesform: Option<String>,
    kommun: Option<Spanned<String>>,
    region: Option<Spanned<String>>,
    fran: Option<Spanned<u8>>,
    till: Option<Spanned<u8>>,
    #[serde(default, rename = "for")]
    for_whom: Vec<ForWhom>,
    huvudman: Spanned<Vec<Huvudman>>,
    om: Spanned<String>,
    vag_in: Option<Spanned<String>>,
    kalla: Spanned<String>,
}

/// The user's own catalogue in `folder` if there is one, and otherwise the program's. A file that can't be used stops
/// nothing: the program's is used, and the error says why.
pub fn load(folder: Option<&Path>) -> (SupportCatalogue, Option<TomlFileError>) {
    LIST.load(folder)
}

fn check(rows: Rows) -> Result<SupportCatalogue, Wrong> {
    let mut seen = HashSet::new();
    let support = |row: &Row| -> Result<Support, Wrong> {
        let support = row.read()?;
        let key = (fold(&support.name), support.municipality.as_deref().map(fold));
        let place = (row.namn.span().start, support.name.as_str());
        once(&mut seen, key, place, "Ta bort den ena, eller skriv två kommuner.")?;
        Ok(support)
    };
    Ok(SupportCatalogue {
        entries: rows.stod.iter().map(support).collect::<Result<_, _>>()?,
        regions: rows.regioner.into_iter().collect(),
        own: None,
    })
}

impl Row {
    fn read(&self) -> Result<Support, Wrong> {
        let name = filled(&self.namn, "namnet", MAX_NAME)?;
        if !name.starts_with(char::is_alphanumeric) || name.contains(['@', '>', '#', '\\']) {
            let problem = format!("”{}” går inte att skriva i en rad", short(&name, 40));
            return Err(Wrong::new(self.namn.span().start, problem, NAME));
        }
        let if_any =
            |text: &Option<Spanned<String>>, what: &str| filled_if_any(text.as_ref(), what, MAX_TEXT);
        let (from, until) = (self.fran.as_ref(), self.till.as_ref());
        if let (Some(from), Some(until)) = (from, until)
            && from.get_ref() > until.get_ref()
        {
            return Err(Wrong::new(
                until.span().start,
                format!("till är {}, men från är {}", until.get_ref(), from.get_ref()),
                "Skriv den lägsta åldern som fran och den högsta som till.",
            ));
        }
        if self.huvudman.get_ref().is_empty() {
            let at = self.huvudman.span().start;
            return Err(Wrong::new(at, "huvudman är en tom lista", EXAMPLE_HUVUDMAN));
        }
        let trimmed = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(Support {
            name,
            other_names: self.aven.iter().filter_map(trimmed).collect(),
            agenda_id: self.motesform.as_ref().and_then(trimmed),
            municipality: if_any(&self.kommun, "kommunen")?,
            region: if_any(&self.region, "regionen")?,
            from: from.map(|age| *age.get_ref()),
            until: until.map(|age| *age.get_ref()),
            for_whom: self.for_whom.clone(),
            huvudman: self.huvudman.get_ref().clone(),
            about: filled(&self.om, "beskrivningen", MAX_TEXT)?,
            way_in: if_any(&self.vag_in, "vägen in")?,
            source: filled(&self.kalla, "källan", MAX_TEXT)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda_file::Catalogue;
    use crate::domain::support::Ages;
    use std::fs;

    #[test]
    fn every_support_that_the_program_carries_has_its_huvudman_and_its_source() {
        let (catalogue, error) = load(None);
        assert!(error.is_none(), "{}", error.unwrap());
        assert!(catalogue.entries.len() > 25);
        let agendas = Catalogue::carried();
        for support in &catalogue.entries {
            assert!(!support.huvudman.is_empty(), "{support:?}");
            let named = ["Dals-Ed 2022", "Degerfors 2013", "Degerfors 2022", "SKL 2012"];
            assert!(named.iter().any(|source| support.source.starts_with(source)), "{support:?}");
            assert!(support.about.ends_with('.'), "{support:?}");
            assert!(support.way_in.as_ref().is_none_or(|text| text.ends_with('.')), "{support:?}");
            if let Some(id) = &support.agenda_id {
                assert!(agendas.iter().any(|entry| entry.agenda.id == *id), "{id} is no form");
            }
            let digits = |text: &str| text.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
            let said = support.in_words(None).join(" ").replace("1177", "");
            assert!(digits(&said).is_some_and(|most| most <= 4), "a number to ring: {said}");
        }
    }

    #[test]
    fn each_of_the_sources_municipalities_sees_its_own() {
        let (catalogue, _) = load(None);
        let seven = Some(Ages { youngest: 7, oldest: 7 });
        let offered_in = |from: &str| -> Vec<String> {
            let catalogue = catalogue.clone().seen_from(from);
            catalogue.offered(seven).into_iter().map(|(_, support)| support.name.clone()).collect()
        };
        let has = |names: &[String], name: &str| names.iter().any(|known| known == name);
        let (ed, degerfors) = (offered_in("Dals-Ed"), offered_in("Degerfors"));
        assert!(has(&ed, "ABC-föräldrastöd") && has(&ed, "En väg in") && !has(&ed, "Pinocchio"), "{ed:?}");
        assert!(has(&degerfors, "Pinocchio") && has(&degerfors, "BUP"), "{degerfors:?}");
        assert!(!has(&degerfors, "En väg in"), "another region's: {degerfors:?}");
        for names in [ed, degerfors] {
            assert!(!has(&names, "Babycafé") && !has(&names, "SIG") && !has(&names, "BVC"), "{names:?}");
        }
    }

    const ROW: &str = "[[stod]]\nnamn = \"Steget\"\nfran = 6\ntill = 12\nfor = [\"barn\"]\n\
                       huvudman = [\"kommun\"]\nom = \"En grupp.\"\nkalla = \"Vår rutin\"\n";

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        assert_eq!(LIST.parse(FILE, ROW.as_bytes()).unwrap().entries.len(), 1);
        for (text, says) in [
            (ROW.replace("\"Steget\"", "Steget"), "rad 2, tecken 8: texten saknar citattecken."),
            (ROW.replace("namn =", "namm ="), "rad 2, tecken 1: nyckeln ”namm” är okänd."),
            (ROW.replace("\"Steget\"", "\"  \""), "rad 2, tecken 8: namnet saknar text."),
            (ROW.replace("Steget", "@Steget"), "rad 2, tecken 8: ”@Steget” går inte att skriva i en rad."),
            (
                ROW.replace("Steget", "Steget #2"),
                "rad 2, tecken 8: ”Steget #2” går inte att skriva i en rad.",
            ),
            (ROW.replace("Steget", &"å".repeat(61)), "rad 2, tecken 8: namnet är på 61 tecken."),
            (ROW.replace("= 6", "= \"sex\""), "rad 3, tecken 8: här ska det stå en ålder i hela år"),
            (ROW.replace("= 6", "= 600"), "rad 3, tecken 8: här ska det stå en ålder i hela år"),
            (ROW.replace("= 12", "= 5"), "rad 4, tecken 8: till är 5, men från är 6."),
            (ROW.replace("[\"barn\"]", "[\"bra\"]"), "rad 5, tecken 8"),
            (ROW.replace("[\"kommun\"]", "[]"), "rad 6, tecken 12: huvudman är en tom lista."),
            (ROW.replace("[\"kommun\"]", "\"kommun\""), "rad 6, tecken 12: här ska det stå en lista"),
            (ROW.replace("huvudman = [\"kommun\"]\n", ""), "rad 1, tecken 1: nyckeln ”huvudman” saknas."),
            (ROW.replace("En grupp.", &"å".repeat(241)), "rad 7, tecken 6: beskrivningen är på 241 tecken"),
            (ROW.replace("kalla = \"Vår rutin\"\n", ""), "rad 1, tecken 1: nyckeln ”kalla” saknas."),
            (format!("{ROW}\n{ROW}"), "rad 11, tecken 8: Steget står två gånger."),
            ("# inget".to_owned(), "rad 1, tecken 1: filen har inga stöd."),
            (ROW.replace("En grupp", "En\u{202e} grupp"), "rad 7"),
        ] {
            let error = LIST.parse(FILE, text.as_bytes()).expect_err(says);
            let told = error.to_string();
            assert!(told.contains(says), "{says}\n{told}");
            assert!(told.starts_with("stod.toml") && !error.remedy().is_empty(), "{told}");
        }
    }

    #[test]
    fn two_municipalities_may_have_their_own_of_a_name() {
        let other = |kommun: &str| ROW.replace("fran", &format!("kommun = \"{kommun}\"\nfran"));
        assert!(LIST.parse(FILE, format!("{}{}", other("Ed"), other("Åmål")).as_bytes()).is_ok());
        assert!(LIST.parse(FILE, format!("{}{}", other("Ed"), other("ED")).as_bytes()).is_err());
    }

    #[test]
    fn the_users_own_catalogue_stands_in_its_place_and_a_broken_one_stops_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), ROW).unwrap();
        let (catalogue, error) = load(Some(folder.path()));
        assert!(error.is_none() && catalogue.entries.len() == 1);
        fs::write(folder.path().join(FILE), ROW.replace("= 6", "= sex")).unwrap();
        let (catalogue, error) = load(Some(folder.path()));
        assert!(catalogue.entries.len() > 25 && error.unwrap().to_string().contains("rad 3"));
    }

    #[test]
    fn the_municipalitys_own_file_can_begin_as_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), LIST.carried).unwrap();
        assert_eq!(load(Some(folder.path())), load(None));
    }
}
