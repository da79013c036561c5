//! The words that are held back, as a file: the one that the program carries, or the user's own in its place.

use crate::domain::collate::fold;
use crate::domain::held::{Group, HeldWord, HeldWords, group_name};
use crate::toml_file::{List, Shape, Spanned, TomlFileError, Words, Wrong, once, short};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// The file's name, both here and among the user's own.
pub const FILE: &str = "ord.toml";

static LIST: List<Rows, HeldWords> = List {
    file: FILE,
    carried: include_str!("../../data/ord.toml"),
    shape: Shape {
        what: "en lista över ord som hålls inne",
        line: "ord = \"orosanmälan\"",
        headings: "[[ord]]",
        see: EXAMPLE,
        examples: &[("ord", "\"orosanmälan\""), ("former", "[\"orosanmäl*\", \"anmäl* oro\"]")],
        missing: |key, _| (key == "ord").then(|| Words::new("listan är tom", EXAMPLE)),
        ..Shape::LIST
    },
    check,
};

const EXAMPLE: &str = "Skriv en rubrik [[ord]] för varje ord, och under den ord och former.";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    #[serde(default)]
    namn: Vec<String>,
    #[serde(default)]
    grupper: BTreeMap<String, Vec<String>>,
    ord: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    ord: Spanned<String>,
    former: Vec<Spanned<String>>,
    #[serde(default)]
    utom: Vec<Spanned<String>>,
}

/// The user's own list in `folder` if there is one, and otherwise the program's. A list that can't be used stops
/// nothing: the program's is used, and the error says why.
pub fn load(folder: Option<&Path>) -> (HeldWords, Option<TomlFileError>) {
    LIST.load(folder)
}

/// The list that the program carries.
pub fn carried() -> Arc<HeldWords> {
    static CARRIED: LazyLock<Arc<HeldWords>> = LazyLock::new(|| Arc::new(load(None).0));
    Arc::clone(&CARRIED)
}

#[expect(clippy::needless_pass_by_value, reason = "a list's rows are given away")]
fn check(rows: Rows) -> Result<HeldWords, Wrong> {
    let letters = |word: &str| fold(word.trim_matches('*')).chars().filter(|c| c.is_alphanumeric()).count();
    for (name, forms) in &rows.grupper {
        if let Some(empty) = forms.iter().find(|form| letters(form) == 0) {
            let problem =
                format!("gruppen {} har ett ord utan bokstäver: ”{}”", short(name, 40), short(empty, 40));
            return Err(Wrong::new(0, problem, "Skriv minst en bokstav i varje ord: mamma*"));
        }
    }
    let groups: Vec<Group> =
        rows.grupper.iter().map(|(name, forms)| Group::new(name, forms.iter().map(String::as_str))).collect();
    let mut seen = HashSet::new();
    let word = |Row { ord, former, utom }: &Row| {
        let (at, word) = (ord.span().start, ord.get_ref().as_str());
        if word.is_empty() || !word.chars().all(char::is_alphanumeric) {
            let problem = format!("”{}” är inte ett enda ord", short(word, 40));
            return Err(Wrong::new(
                at,
                problem,
                "Skriv ett ord av bokstäver: orosanmälan. Fraser står i former.",
            ));
        }
        once(&mut seen, fold(word), (at, word), "Ta bort den ena, eller för ihop deras former.")?;
        if former.is_empty() {
            let problem = format!("{word} har inga former");
            return Err(Wrong::new(at, problem, "Skriv hur ordet skrivs: former = [\"orosanmäl*\"]"));
        }
        for form in former.iter().chain(utom) {
            let parts = form.get_ref().split_whitespace().flat_map(|word| word.split(':'));
            let shortest = parts.map(letters).min().unwrap_or(0);
            if shortest == 0 {
                let problem = format!("en form av {word} är tom eller har ett ord utan bokstäver");
                return Err(Wrong::new(
                    form.span().start,
                    problem,
                    "Skriv minst en bokstav i varje ord: orosanmäl*",
                ));
            }
            let mut named = form.get_ref().split_whitespace().filter_map(group_name);
            if let Some(unknown) = named.find(|name| !rows.grupper.contains_key(*name)) {
                let problem = format!("det finns ingen grupp som heter {}", short(unknown, 40));
                let how = "Skriv gruppen under [grupper], eller orden själva i formen.";
                return Err(Wrong::new(form.span().start, problem, how));
            }
        }
        let forms = former.iter().map(|form| form.get_ref().as_str());
        let except = utom.iter().map(|form| form.get_ref().as_str());
        Ok(HeldWord::new(word, &groups, forms, except))
    };
    let words = rows.ord.iter().map(word).collect::<Result<_, _>>()?;
    Ok(HeldWords::new(words, rows.namn.iter().map(|name| fold(name)).collect(), groups.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_list_can_be_read_and_knows_what_schools_write() {
        let (words, error) = load(None);
        assert!(error.is_none(), "{error:?}");
        for (text, word) in [
            ("Rektor gör en orosanmälan i morgon", "orosanmälan"),
            ("Två orosanmälningar är gjorda", "orosanmälan"),
            ("Kurator anmäler sin oro till soc", "orosanmälan"),
            ("Läraren orosanmälde i fredags", "orosanmälan"),
            ("Anmälan till socialtjänsten görs i dag", "orosanmälan"),
            ("Händelsen är polisanmäld", "polisanmälan"),
            ("Vi anmäler det till polisen", "polisanmälan"),
            ("Polisen förhör honom på torsdag", "polisanmälan"),
            ("Begär skyddsbedömning", "skyddsbedömning"),
            ("Blev omhändertagen, LVU", "LVU"),
            ("Skolan misstänker att han far illa", "misstanke"),
            ("Misstanken kvarstår", "misstanke"),
            ("Pappa slår", "slag"),
            ("Hon blev hotad på bussen", "hot"),
            ("Dödshot på nätet", "hot"),
            ("Våldsamt hemma, familjevåld", "våld"),
            ("Sexuella övergrepp", "övergrepp"),
            ("Självskadar sig, blåmärken", "självskada"),
            ("Kontaktförbud för pappan", "skyddat"),
            ("Röker cannabis", "droger"),
            ("Omsorgssvikt", "försummelse"),
        ] {
            let found = words.in_text(text);
            assert!(found.iter().any(|own| own == word), "{text}: {found:?}");
        }
    }

    /// What staff write of violence, abuse, neglect, addiction and reports.
    const HELD: &[&str] = &[
        // Violence, each with its passive, its reciprocal and its compounds.
        "slåss",
        "Slåss på rasten",
        "SLÅSS",
        "Pojkarna slogs i korridoren",
        "De har slagits",
        "stryk hemma",
        "Får stryk av storebror",
        "Risk att han ska slå sin syster",
        "fick en örfil",
        "smisk",
        "knuffas i trappan",
        "sparkade henne i magen",
        "Misshandlas hemma",
        "barnmisshandel",
        "familjevåld",
        "familje våld",
        "våldsutsatt mamma",
        "nackgrepp",
        "drar i håret",
        "slagen med bältet",
        "blåmärken",
        "Han blev överfallen",
        "håller fast honom",
        "fasthållning",
        "gör henne illa",
        "knytnävsslag",
        "klår upp lillebror",
        "biter andra barn",
        "kränks av klasskamrater",
        "Kränkningar i chatten",
        "mobbas",
        "nätmobbad",
        // Threats.
        "hotas",
        "Hotades med kniv",
        "Dödshotad",
        "hotelser",
        "utpressad på pengar",
        "Tvingas sälja",
        "rånad på mobilen",
        // Sexual abuse.
        "Sexuellt ofredad",
        "gromad på nätet",
        "utnyttjas av en äldre",
        "nakenbilder sprids",
        "säljer sex",
        "våldtogs",
        "över grepp",
        "skickat nakna bilder",
        "Sexuella handlingar",
        // Neglect.
        "lämnas ensam hela helgen",
        "Får inte mat",
        "brister i omsorgen",
        "försummas",
        "vanvårdas",
        "utelåst på natten",
        // Addiction.
        "mamma super",
        "Pappa har supit",
        "mamma full",
        "Mamma var full i går",
        "Pappa kom full till hämtningen",
        "luktar sprit",
        "onykter vid hämtning",
        "alkoholmissbruk",
        "alkohol",
        "spelmissbruk",
        "röker på",
        "Har rökt på",
        "miss bruk",
        "Mamma dricker för mycket",
        "tar återfall",
        // Harm to oneself.
        "skar sig i armen",
        "Vill dö",
        "orkar inte leva",
        "själv mord",
        "suicidförsök",
        "hoppa framför tåget",
        "självskadebeteende",
        // Honour.
        "heder",
        "hedersförtryck",
        "ska giftas bort",
        "tvångsgifte",
        "Uppfostringsresa",
        "könsstympad",
        "bortförd till hemlandet",
        // Reports and what follows.
        "oroanmäla",
        "oros anmälan",
        "oros-anmälan",
        "Orosanm. gjord",
        "OROSANMÄLDES",
        "LVU-ansökan",
        "lvu",
        "polisanmälan",
        "polis anmälan",
        "polisanmäls",
        "Anmäls till socialtjänsten",
        "Rektor anmäler till socialnämnden",
        "Vi ringer soc",
        "Soc kopplas in",
        "förhandsbedömning",
        "Har gjort en anmälan",
        "Anmälan enligt 19 kap. 1 § SoL",
        "Kontaktar socialjouren",
        "Polisen kom hem till dem",
        "Polisen hämtade pappa",
        "häktad",
        "Utreds av socialtjänsten",
        "omhänder tagen",
        "placeras i familjehem",
        "skyddat boende",
        "kvarskrivning",
        "Misstänks fara illa",
        "Rädd för styvpappa",
        "Vågar inte gå hem",
        "rymde hemifrån",
        "miss\u{ad}handel",
        "Bevittnat våld",
        "utsatt för brott",
        "Skolan anmälde förra veckan",
        "BVC anmälde redan i våras",
        "Förskolan har skickat in en oro",
        "Vi lyfter oron till mottagningen",
        "Skickat orosblankett",
        "Pappa är påverkad när han hämtar",
        "Mamma tar tabletter",
        "Mamma är inlagd på psyk",
        "Barnet blir låst i sitt rum",
        "stängs in på rummet",
        "är instängt i källaren",
        "Mamma ruskar barnet",
        "Mormor drar hen i örat",
        "Pappa skriker och kastar saker",
        "Hen bränner sig med flit",
        "Pappa rör hen på fel ställen",
        "Det är oroligt hemma på kvällarna",
        "Hen är utsatt hemma",
    ];

    #[test]
    fn violence_abuse_neglect_and_reports_are_held_as_staff_write_of_them() {
        let words = load(None).0;
        let missed: Vec<_> = HELD.iter().filter(|text| words.in_text(text).is_empty()).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }

    #[test]
    fn what_is_said_at_every_meeting_isnt_held() {
        let words = load(None).0;
        for text in [
            "Slå på lampan",
            "Slå av musiken",
            "Slå in paket",
            "Vi slår oss ner en stund",
            "Slår följe till skolan",
            "Klockan slår tolv",
            "Slag i luften",
            "Mamma dricker kaffe med mentor",
            "Hot dogs på fredag",
            "Hot om regn",
            "Ta livet lite lugnare",
            "Våldsamt rolig lek",
            "Missbruka inte skärmen",
            "Vi anmälde oss till kursen",
            "Datorn är låst i skåpet",
            "Blir påverkad när det är högljutt",
            "Det var inte med flit",
            "Bildschema i klassrummet",
            "Anmäler sig till simskolan",
            "Anmälan till kören senast fredag",
            "Mamma känner oro inför högstadiet",
            "Bor på hotell under resan",
            "Skolan utreder behov av särskilt stöd",
            "Pedagogisk utredning, åtgärdsprogram",
            "Skapa trygghet på rasten",
            "Polisen besöker klassen på temadagen",
            "Sociala medier, social färdighetsträning",
            "Skydda läsron med en skärm",
            "Slagverk i musiken",
            "Vill lära sig skriva",
            "Gängse rutin följs",
            "Placera eleven längst fram",
            "Bedömning i matematik",
            "Rektor beslutar om anpassad studiegång",
            "Brottning på onsdagar",
            "Drog igång läxläsningen",
            "Förhör på glosorna hemma",
            "Full koll hemma",
            "Mamma har full koll på läxorna",
            "Full närvaro i november",
            "Slår upp ord i ordlistan",
            "Stryk raden i schemat",
            "Sitter längst från dörren, går ut därifrån",
            "Kontakta sociala enheten på habiliteringen om tid för lek",
            "Fyller år på fredag, fyller i blanketten",
            "Dricker vatten till maten",
            "Håller fast vid rutinen",
            "Hoppa hage och kasta boll på rasten",
            "Sparkar boll med kamrater",
            "Behöver paus efter lunch",
            "Lugn plats, tydligt schema och färre byten",
            "Kurator träffar eleven på tisdagar",
            "Bråkräkning i matematik",
            "Hemkunskap med recept",
            "Ring mamma varje fredag",
            "Anmälan till kören och anmälan till lägerskola",
            "Lämnas kl. 8 på fritids",
            "Fri lek hemma med syskon",
            "Skolskjuts och ledsagare",
            "Beroende av tydliga rutiner",
            "Utreds av logoped",
            "Vill gå hem efter fritids",
            "Spelar fotboll, rider och simmar",
        ] {
            let found = words.in_text(text);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_list_of_ones_own_is_used_and_a_broken_one_says_what_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let write = |text: &str| std::fs::write(folder.path().join(FILE), text).unwrap();
        write("[[ord]]\nord = \"rosett\"\nformer = [\"rosett*\"]\n");
        let (own, error) = load(Some(folder.path()));
        assert!(error.is_none() && own.in_text("Rosetter och våld") == ["rosett"], "{error:?}");
        for (text, said) in [
            ("[[ord]]\nord = \"två ord\"\nformer = [\"a\"]\n", "inte ett enda ord"),
            ("[[ord]]\nord = \"rosett\"\nformer = []\n", "inga former"),
            ("[[ord]]\nord = \"rosett\"\nformer = [\"*\"]\n", "utan bokstäver"),
            ("[[ord]]\nord = \"a\"\nformer = [\"a\"]\n[[ord]]\nord = \"A\"\nformer = [\"b\"]\n", "A"),
            ("namn = [\"per\"]\n", "listan är tom"),
            ("[[ord]]\nord = \"a\"\nformer = [\"<ingen> b\"]\n", "ingen grupp"),
            ("[grupper]\nfel = [\"*\"]\n[[ord]]\nord = \"a\"\nformer = [\"<fel> b\"]\n", "utan bokstäver"),
            ("[[ord]]\nord = \"a\"\nformer = [\"14:\"]\n", "utan bokstäver"),
        ] {
            write(text);
            let (words, error) = load(Some(folder.path()));
            let error = error.map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(said), "{error}");
            assert!(!words.words.is_empty(), "the program's own is used");
        }
    }

    #[test]
    fn what_the_demo_says_of_everyday_things_isnt_held() {
        let words = load(None).0;
        let held: Vec<(&str, Vec<String>)> =
            [include_str!("../demo/bht.rs"), include_str!("../demo/eht.rs"), include_str!("../demo/sip.rs")]
                .into_iter()
                .flat_map(|file| file.split('"').skip(1).step_by(2))
                // That somebody is pushed is looked at before others read it.
                .filter(|text| !text.contains("knuffar"))
                .map(|text| (text, words.in_text(text)))
                .filter(|(_, found)| !found.is_empty())
                .collect();
        assert!(held.is_empty(), "{held:?}");
    }

    /// What staff write, three hundred and more of each kind: `held/harm.txt`, `held/ordinary.txt`. A sentence after `?` is one
    /// that the list is known to get wrong.
    #[test]
    fn sentences_as_staff_write_them_are_held_and_ordinary_ones_are_not() {
        let words = load(None).0;
        for (file, held) in
            [(include_str!("held/harm.txt"), true), (include_str!("held/ordinary.txt"), false)]
        {
            let known = |line: &&str| line.starts_with('?');
            let lines = file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            let (wrong, right): (Vec<&str>, Vec<&str>) = lines.partition(known);
            let is_held = |line: &&&str| words.in_text(line.trim_start_matches('?')).is_empty() != held;
            let other: Vec<_> = right.iter().filter(|line| !is_held(line)).collect();
            assert!(other.is_empty(), "held should be {held}: {other:#?}");
            let mended: Vec<_> = wrong.iter().filter(is_held).collect();
            assert!(mended.is_empty(), "take away the question mark: {mended:#?}");
            assert!(right.len() > 400, "{}", right.len());
        }
    }
}
