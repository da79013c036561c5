//! The list of abbreviations as a file: the one that the program carries, or the user's own in its place.

use super::{AgendaFileError, Place, excerpt, own_or_carried, read_list, translate};
use crate::domain::reference::{Glossary, Term};
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

/// The file's name, both here and among the user's own.
pub const FILE: &str = "ordlista.toml";

const EMBEDDED: &str = include_str!("../../data/ordlista.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    ord: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    kort: Spanned<String>,
    utskrivet: Spanned<String>,
    om: String,
    kalla: String,
}

/// The user's own list in `folder` if there is one, and otherwise the program's. A list that can't be used stops
/// nothing: the program's is used, and the error says why.
pub fn load(folder: Option<&Path>) -> (Glossary, Option<AgendaFileError>) {
    own_or_carried(folder, FILE, parse, || parse(FILE, EMBEDDED.as_bytes()))
}

/// Reads a list from a file's bytes; `name` is what an error calls the file.
///
/// # Errors
/// The first thing that is wrong with it: where, what, and what would be right.
pub fn parse(name: &str, bytes: &[u8]) -> Result<Glossary, AgendaFileError> {
    let (source, document) = read_list(name, bytes, "en ordlista")?;
    let wrong = |at: usize, problem: String, remedy: &str| {
        AgendaFileError::new(name, Place::at(source, at), problem, remedy)
    };
    let whole = document.span();
    let rows = Rows::deserialize(toml::de::Deserializer::from(document)).map_err(|error| {
        let span = error.span().unwrap_or(whole.clone());
        if error.message() == "missing field `ord`" {
            return wrong(0, "listan är tom".to_owned(), EXAMPLE);
        }
        let words = translate::schema(error.message(), excerpt(source, &span), false);
        wrong(span.start, words.problem, &words.remedy)
    })?;
    let mut glossary = Glossary::default();
    for Row { kort, utskrivet, om, kalla } in rows.ord {
        let at = kort.span().start;
        let (short, long) = (kort.into_inner(), utskrivet.get_ref().trim().to_owned());
        if short.is_empty() || !short.chars().all(char::is_alphanumeric) {
            let problem = format!("”{}” är ingen förkortning", crate::domain::text::clean(&short));
            return Err(wrong(at, problem, "En förkortning är ett ord av bokstäver och siffror: BUP"));
        }
        if long.is_empty() {
            let problem = format!("{short} är inte utskrivet");
            return Err(wrong(utskrivet.span().start, problem, "Skriv vad förkortningen står för."));
        }
        if glossary.get(&short).is_some() {
            return Err(wrong(at, format!("{short} står två gånger"), "Ta bort den ena."));
        }
        glossary.terms.push(Term {
            short,
            long,
            about: om.trim().to_owned(),
            source: kalla.trim().to_owned(),
        });
    }
    Ok(glossary)
}

const EXAMPLE: &str =
    "Skriv en rubrik [[ord]] för varje förkortning, och under den kort, utskrivet, om och kalla.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda_file::Catalogue;
    use std::fs;

    #[test]
    fn the_list_that_the_program_carries_is_whole() {
        let (glossary, error) = load(None);
        assert!(error.is_none(), "{}", error.unwrap());
        assert!(glossary.terms.len() > 20);
        for term in &glossary.terms {
            assert!(term.about.ends_with('.') && !term.source.is_empty(), "{term:?}");
        }
        assert_eq!(
            glossary.get("LSS").unwrap().long,
            "lagen om stöd och service till vissa funktionshindrade"
        );
    }

    #[test]
    fn what_the_forms_abbreviate_is_in_the_list() {
        // No source says what VITS stands for, or LOK by itself.
        let unsaid = ["VITS", "LOK"];
        let (glossary, _) = load(None);
        let mut found = 0;
        for form in Catalogue::carried().iter() {
            for line in form.text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("kalla"))
            {
                for word in line.split(|c: char| !c.is_alphanumeric()) {
                    let letters = word.chars().count();
                    if (2..=5).contains(&letters)
                        && word.chars().all(char::is_uppercase)
                        && !unsaid.contains(&word)
                    {
                        assert!(glossary.get(word).is_some(), "{}: {word}", form.agenda.id);
                        found += 1;
                    }
                }
            }
        }
        assert!(found > 20, "{found}");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let row = "[[ord]]\nkort = \"BUP\"\nutskrivet = \"barn\"\nom = \"O.\"\nkalla = \"D\"\n";
        for (text, says) in [
            (row.replace("kort = \"BUP\"", "kort = BUP"), "rad 2, tecken 8: texten saknar citattecken."),
            (row.replace("kort =", "krot ="), "rad 2, tecken 1: nyckeln ”krot” är okänd."),
            (row.replace("\"BUP\"", "\"B U\""), "rad 2, tecken 8: ”B U” är ingen förkortning."),
            (row.replace("\"barn\"", "\" \""), "rad 3, tecken 13: BUP är inte utskrivet."),
            (row.replace("\"barn\"", "5"), "rad 3, tecken 13: här ska det stå en text"),
            (format!("{row}\n{row}"), "rad 8, tecken 8: BUP står två gånger."),
            (row.replace("kalla = \"D\"\n", ""), "rad 1, tecken 1: nyckeln ”kalla” saknas."),
            (String::new(), "rad 1, tecken 1: listan är tom."),
        ] {
            let error = parse(FILE, text.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
            assert!(error.starts_with("ordlista.toml"), "{error}");
        }
    }

    #[test]
    fn the_users_own_list_stands_in_its_place_and_a_broken_one_stops_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let own =
            "[[ord]]\nkort = \"ABC\"\nutskrivet = \"alla barn i centrum\"\nom = \"O.\"\nkalla = \"D 1.1\"\n";
        fs::write(folder.path().join(FILE), own).unwrap();
        let (glossary, error) = load(Some(folder.path()));
        assert!(error.is_none() && glossary.terms.len() == 1);
        fs::write(folder.path().join(FILE), [0xff, 0xfe]).unwrap();
        let (glossary, error) = load(Some(folder.path()));
        assert!(glossary.get("BUP").is_some() && error.unwrap().to_string().contains("UTF-8"));
    }
}
