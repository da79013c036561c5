//! The support catalogue as a file: the one that the program carries, or the user's own in its place.

use super::error::short;
use super::{AgendaFileError, Place, excerpt, own_or_carried, read_list, translate};
use crate::domain::agenda::Huvudman;
use crate::domain::collate::fold;
use crate::domain::support::{ForWhom, Support, SupportCatalogue};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use toml::Spanned;

/// The file's name, both here and among the user's own.
pub const FILE: &str = "stod.toml";

const EMBEDDED: &str = include_str!("../../data/stod.toml");

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
pub fn load(folder: Option<&Path>) -> (SupportCatalogue, Option<AgendaFileError>) {
    own_or_carried(folder, FILE, parse, || parse(FILE, EMBEDDED.as_bytes()))
}

/// Reads a catalogue from a file's bytes; `name` is what an error calls the file.
///
/// # Errors
/// The first thing that is wrong with it: where, what, and what would be right.
pub fn parse(name: &str, bytes: &[u8]) -> Result<SupportCatalogue, AgendaFileError> {
    let (source, document) = read_list(name, bytes, "en stödkatalog")?;
    let wrong = |at: usize, problem: String, remedy: &str| {
        AgendaFileError::new(name, Place::at(source, at), problem, remedy)
    };
    let whole = document.span();
    let rows = Rows::deserialize(toml::de::Deserializer::from(document)).map_err(|error| {
        let span = error.span().unwrap_or(whole.clone());
        match error.message() {
            "missing field `stod`" => wrong(0, "filen har inga stöd".to_owned(), EXAMPLE),
            // A role of a meeting form has one huvudman, a support a list of them.
            "missing field `huvudman`" => {
                wrong(span.start, "nyckeln ”huvudman” saknas".to_owned(), EXAMPLE_HUVUDMAN)
            }
            message => {
                let words = translate::schema(message, excerpt(source, &span), false);
                wrong(span.start, words.problem, &words.remedy)
            }
        }
    })?;
    let mut catalogue = SupportCatalogue {
        entries: Vec::with_capacity(rows.stod.len()),
        regions: rows.regioner.into_iter().collect(),
        own: None,
    };
    let mut seen = HashSet::with_capacity(rows.stod.len());
    for row in rows.stod {
        let support = row.read().map_err(|(at, problem, remedy)| wrong(at, problem, remedy))?;
        if !seen.insert((fold(&support.name), support.municipality.as_deref().map(fold))) {
            let problem = format!("{} står två gånger", short(&support.name, 40));
            return Err(wrong(row.namn.span().start, problem, "Ta bort den ena, eller skriv två kommuner."));
        }
        catalogue.entries.push(support);
    }
    Ok(catalogue)
}

/// Where something is wrong, in bytes; what; and what would be right.
type Wrong = (usize, String, &'static str);

impl Row {
    fn read(&self) -> Result<Support, Wrong> {
        let name = filled(&self.namn, "namnet", MAX_NAME)?;
        if !name.starts_with(char::is_alphanumeric) || name.contains(['@', '>', '#', '\\']) {
            let problem = format!("”{}” går inte att skriva i en rad", short(&name, 40));
            return Err((self.namn.span().start, problem, NAME));
        }
        let optional = |text: &Option<Spanned<String>>, what: &str| {
            text.as_ref().map(|text| filled(text, what, MAX_TEXT)).transpose()
        };
        let (from, until) = (self.fran.as_ref(), self.till.as_ref());
        if let (Some(from), Some(until)) = (from, until)
            && from.get_ref() > until.get_ref()
        {
            let problem = format!("till är {}, men från är {}", until.get_ref(), from.get_ref());
            return Err((
                until.span().start,
                problem,
                "Skriv den lägsta åldern som fran och den högsta som till.",
            ));
        }
        if self.huvudman.get_ref().is_empty() {
            return Err((
                self.huvudman.span().start,
                "huvudman är en tom lista".to_owned(),
                EXAMPLE_HUVUDMAN,
            ));
        }
        let trimmed = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(Support {
            name,
            other_names: self.aven.iter().filter_map(trimmed).collect(),
            form: self.motesform.as_ref().and_then(trimmed),
            municipality: optional(&self.kommun, "kommunen")?,
            region: optional(&self.region, "regionen")?,
            from: from.map(|age| *age.get_ref()),
            until: until.map(|age| *age.get_ref()),
            for_whom: self.for_whom.clone(),
            huvudman: self.huvudman.get_ref().clone(),
            about: filled(&self.om, "det som stödet är", MAX_TEXT)?,
            way_in: optional(&self.vag_in, "vägen in")?,
            source: filled(&self.kalla, "källan", MAX_TEXT)?,
        })
    }
}

/// A text that must say something, and not too much.
fn filled(text: &Spanned<String>, what: &str, most: usize) -> Result<String, Wrong> {
    let at = text.span().start;
    let said = text.get_ref().trim();
    if said.is_empty() {
        return Err((at, format!("{what} är tomt"), "Skriv något, eller ta bort raden om den inte behövs."));
    }
    if said.chars().count() > most {
        let problem = format!("{what} är längre än {most} tecken");
        return Err((at, problem, "Korta texten, så att den hinner läsas medan ni talar."));
    }
    Ok(said.to_owned())
}

const EXAMPLE: &str =
    "Skriv en rubrik [[stod]] för varje stöd, och under den minst namn, huvudman, om och kalla.";

const EXAMPLE_HUVUDMAN: &str =
    "Skriv vem som svarar för stödet: huvudman = [\"kommun\"], eller region, stat, familj, annan.";

const NAME: &str = "Ett namn börjar med en bokstav eller siffra, och har inget av tecknen @ > # \\ i sig.";

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
        let forms = Catalogue::carried();
        for support in &catalogue.entries {
            assert!(!support.huvudman.is_empty(), "{support:?}");
            let named = ["Dals-Ed 2022", "Degerfors 2013", "Degerfors 2022", "SKL 2012"];
            assert!(named.iter().any(|source| support.source.starts_with(source)), "{support:?}");
            assert!(support.about.ends_with('.'), "{support:?}");
            assert!(support.way_in.as_ref().is_none_or(|text| text.ends_with('.')), "{support:?}");
            if let Some(id) = &support.form {
                assert!(forms.iter().any(|form| form.agenda.id == *id), "{id} is no form");
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
        assert_eq!(parse(FILE, ROW.as_bytes()).unwrap().entries.len(), 1);
        for (text, says) in [
            (ROW.replace("\"Steget\"", "Steget"), "rad 2, tecken 8: texten saknar citattecken."),
            (ROW.replace("namn =", "namm ="), "rad 2, tecken 1: nyckeln ”namm” är okänd."),
            (ROW.replace("\"Steget\"", "\"  \""), "rad 2, tecken 8: namnet är tomt."),
            (ROW.replace("Steget", "@Steget"), "rad 2, tecken 8: ”@Steget” går inte att skriva i en rad."),
            (
                ROW.replace("Steget", "Steget #2"),
                "rad 2, tecken 8: ”Steget #2” går inte att skriva i en rad.",
            ),
            (ROW.replace("Steget", &"å".repeat(61)), "rad 2, tecken 8: namnet är längre än 60 tecken."),
            (ROW.replace("= 6", "= \"sex\""), "rad 3, tecken 8: här ska det stå en ålder i hela år"),
            (ROW.replace("= 6", "= 600"), "rad 3, tecken 8: här ska det stå en ålder i hela år"),
            (ROW.replace("= 12", "= 5"), "rad 4, tecken 8: till är 5, men från är 6."),
            (ROW.replace("[\"barn\"]", "[\"bra\"]"), "rad 5, tecken 8"),
            (ROW.replace("[\"kommun\"]", "[]"), "rad 6, tecken 12: huvudman är en tom lista."),
            (ROW.replace("[\"kommun\"]", "\"kommun\""), "rad 6, tecken 12: här ska det stå en lista"),
            (ROW.replace("huvudman = [\"kommun\"]\n", ""), "rad 1, tecken 1: nyckeln ”huvudman” saknas."),
            (ROW.replace("En grupp.", &"å".repeat(241)), "rad 7, tecken 6: det som stödet är är längre"),
            (ROW.replace("kalla = \"Vår rutin\"\n", ""), "rad 1, tecken 1: nyckeln ”kalla” saknas."),
            (format!("{ROW}\n{ROW}"), "rad 11, tecken 8: Steget står två gånger."),
            ("# inget".to_owned(), "rad 1, tecken 1: filen har inga stöd."),
            (ROW.replace("En grupp", "En\u{202e} grupp"), "rad 7"),
        ] {
            let error = parse(FILE, text.as_bytes()).expect_err(says);
            let told = error.to_string();
            assert!(told.contains(says), "{says}\n{told}");
            assert!(told.starts_with("stod.toml") && !error.remedy().is_empty(), "{told}");
        }
    }

    #[test]
    fn two_municipalities_may_have_their_own_of_a_name() {
        let other = |kommun: &str| ROW.replace("fran", &format!("kommun = \"{kommun}\"\nfran"));
        assert!(parse(FILE, format!("{}{}", other("Ed"), other("Åmål")).as_bytes()).is_ok());
        assert!(parse(FILE, format!("{}{}", other("Ed"), other("ED")).as_bytes()).is_err());
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
        fs::write(folder.path().join(FILE), EMBEDDED).unwrap();
        assert_eq!(load(Some(folder.path())), load(None));
    }
}
