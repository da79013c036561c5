//! The list of abbreviations as a file: the one that the program carries, or the user's own in its place.

use crate::domain::reference::{Glossary, Term};
use crate::domain::text;
use crate::toml_file::{List, Shape, Spanned, TomlFileError, Words, Wrong, once};
use serde::Deserialize;
use std::collections::HashSet;
use std::path::Path;

/// The file's name, both here and among the user's own.
pub const FILE: &str = "ordlista.toml";

static LIST: List<Rows, Glossary> = List {
    file: FILE,
    carried: include_str!("../../data/ordlista.toml"),
    shape: Shape {
        what: "en ordlista",
        line: "kort = \"BUP\"",
        headings: "[[ord]]",
        see: EXAMPLE,
        examples: &[
            ("kort", "\"BUP\""),
            ("utskrivet", "\"barn- och ungdomspsykiatrin\""),
            ("om", "\"Regionens vård för barns psykiska hälsa.\""),
            ("kalla", "\"Vår rutin 2026, avsnitt 3\""),
        ],
        missing: |key, _| (key == "ord").then(|| Words::new("listan är tom", EXAMPLE)),
        ..Shape::LIST
    },
    check,
};

const EXAMPLE: &str =
    "Skriv en rubrik [[ord]] för varje förkortning, och under den kort, utskrivet, om och kalla.";

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
pub fn load(folder: Option<&Path>) -> (Glossary, Option<TomlFileError>) {
    LIST.load(folder)
}

fn check(rows: Rows) -> Result<Glossary, Wrong> {
    let mut seen = HashSet::new();
    let term = |Row { kort, utskrivet, om, kalla }: Row| {
        let at = kort.span().start;
        let (short, long) = (kort.into_inner(), utskrivet.get_ref().trim().to_owned());
        if short.is_empty() || !short.chars().all(char::is_alphanumeric) {
            let problem = format!("”{}” är ingen förkortning", text::clean(&short));
            return Err(Wrong::new(at, problem, "En förkortning är ett ord av bokstäver och siffror: BUP"));
        }
        if long.is_empty() {
            let problem = format!("{short} är inte utskrivet");
            return Err(Wrong::new(utskrivet.span().start, problem, "Skriv vad förkortningen står för."));
        }
        once(&mut seen, short.clone(), (at, &short), "Ta bort den ena.")?;
        Ok(Term { short, long, about: om.trim().to_owned(), source: kalla.trim().to_owned() })
    };
    Ok(Glossary { terms: rows.ord.into_iter().map(term).collect::<Result<_, _>>()? })
}

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
        for entry in Catalogue::carried().iter() {
            for line in entry.text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("kalla"))
            {
                for word in line.split(|c: char| !c.is_alphanumeric()) {
                    let letters = word.chars().count();
                    if (2..=5).contains(&letters)
                        && word.chars().all(char::is_uppercase)
                        && !unsaid.contains(&word)
                    {
                        assert!(glossary.get(word).is_some(), "{}: {word}", entry.agenda.id);
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
            let error = LIST.parse(FILE, text.as_bytes()).unwrap_err().to_string();
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
