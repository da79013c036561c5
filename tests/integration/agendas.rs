//! The meeting forms as files: what editors are told of them, what the sources say in their own words, and files that
//! are mangled.

use crate::common::knobs::{dice, one_of, rounds};
use fastrand::Rng;
use samverkan::agenda_file::{Catalogue, from_snapshot, parse, snapshot, support};
use samverkan::domain::agenda::Phase;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../data/motesform.schema.json")).unwrap()
}

/// Every form that the program carries: id, text, and the text as plain data.
fn forms() -> Vec<(String, String, Value)> {
    let read = |text: &str| serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    Catalogue::load(None)
        .iter()
        .map(|form| (form.agenda.id.clone(), form.text.clone(), read(&form.text)))
        .collect()
}

#[test]
fn every_form_fits_the_schema_that_editors_use() {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    for (id, _, form) in forms() {
        if let Err(error) = schema.validate(&form) {
            panic!("{id}{}: {error}", error.instance_path());
        }
    }
}

/// Forms that a municipality could bring, in TOML alone.
fn own_forms() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/own_forms")
}

#[test]
fn forms_of_ones_own_fit_the_schema_and_have_no_faults() {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    let files: Vec<_> = fs::read_dir(own_forms()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 7);
    for file in &files {
        let form = fs::read_to_string(file).unwrap().parse::<toml::Table>().unwrap();
        let form = serde_json::to_value(form).unwrap();
        if let Err(error) = schema.validate(&form) {
            panic!("{}{}: {error}", file.display(), error.instance_path());
        }
    }
    let run = Command::new(env!("CARGO_BIN_EXE_samverkan"))
        .args(["agendor", "kontrollera"])
        .args(&files)
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
}

#[test]
fn a_broken_form_of_ones_own_stops_its_start_with_an_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let (_, sip, _) = forms().into_iter().find(|(id, ..)| id == "sip").unwrap();
    fs::write(
        folder.path().join("var-sip.toml"),
        sip.replacen("samtycke = \"kravs\"", "samtycke = ”nej”", 1),
    )
    .unwrap();
    let start = |agendas: &std::path::Path, form: &str| {
        Command::new(env!("CARGO_BIN_EXE_samverkan"))
            .args(["starta", form, "--agendor"])
            .arg(agendas)
            .arg("--databas")
            .arg(folder.path().join("ny.db"))
            .output()
            .unwrap()
    };
    let run = start(folder.path(), "sip");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1), "{said}");
    for part in [
        "Er egen form ”sip” går inte att använda",
        "var-sip.toml, rad ",
        "Skriv raka citattecken: samtycke = \"nej\"",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let run = start(&folder.path().join("borta"), "sip");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert!(said.contains("mappen finns inte") && said.contains("inget möte startas"), "{said}");
    let run = start(folder.path(), "vart-mote");
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    assert!(!folder.path().join("ny.db").exists());
}

#[test]
fn the_schema_tells_right_from_wrong() {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    let (_, _, right) = forms().into_iter().find(|(id, ..)| id == "eht").unwrap();
    for (pointer, wrong) in [
        ("/niva", json!("klass")),
        ("/minuter", json!(0)),
        ("/roller", json!([])),
        ("/falt/0/typ", json!("tal")),
        ("/falt/0/kravs_fore", json!("sammanhang")),
        ("/faser/behov/kravs", json!(["skvaller"])),
        ("/faser/nulage/fragor", json!([])),
        ("/id", json!("E H T")),
        ("/kortnamn", json!("x".repeat(31))),
    ] {
        let mut form = right.clone();
        *form.pointer_mut(pointer).unwrap() = wrong;
        assert!(!schema.is_valid(&form), "{pointer}");
    }
}

/// What the reader of forms says may stand where something unknown stands.
fn allowed(text: &str, mark: &str) -> BTreeSet<String> {
    let error = parse("x", text.as_bytes()).expect_err("something unknown stands there");
    let list = error.remedy().split_once(mark).unwrap_or_else(|| panic!("{error}")).1;
    list.trim_end_matches('.').split(", ").map(str::to_owned).collect()
}

/// The keys of the schema are those that the program takes, and those that it insists on; so are the words.
#[test]
fn the_schemas_keys_are_the_programs() {
    let schema = schema();
    let (_, eht, _) = forms().into_iter().find(|(id, ..)| id == "eht").unwrap();
    let unknown = "qqqqqqqqqqqqqqqqqqqq";
    for (part, heading) in [
        ("", ""),
        ("/$defs/roll", "[[roller]]\n"),
        ("/$defs/formfalt", "[[falt]]\n"),
        ("/$defs/faser", "[faser]\n"),
        ("/$defs/fas", "[faser.nulage]\n"),
    ] {
        let part = schema.pointer(part).unwrap();
        let text = if heading.is_empty() || heading == "[faser]\n" {
            // A key of its own before, or a section of its own among the phases.
            let key = if heading.is_empty() { unknown.to_owned() } else { format!("faser.{unknown}") };
            eht.replacen("id = \"eht\"", &format!("id = \"eht\"\n{key} = 1"), 1)
        } else {
            eht.replacen(heading, &format!("{heading}{unknown} = 1\n"), 1)
        };
        let known = part["properties"].as_object().unwrap();
        if heading == "[faser]\n" {
            // Which of the five must be there depends on what is left out.
            assert_eq!(known.len(), 5);
            continue;
        }
        let keys: BTreeSet<String> = known.keys().cloned().collect();
        assert_eq!(keys, allowed(&text, "Nycklar som får stå här: "), "{heading}");
        for (key, spec) in known {
            let line = format!("\n{key} = ");
            let Some(from) = eht.find(heading).and_then(|at| eht[at..].find(&line).map(|to| at + to + 1))
            else {
                continue;
            };
            if let Some(words) = spec["enum"].as_array() {
                let end = from + eht[from..].find('\n').unwrap();
                let text = format!("{}{key} = \"{unknown}\"{}", &eht[..from], &eht[end..]);
                let words: BTreeSet<String> =
                    words.iter().map(|word| word.as_str().unwrap().to_owned()).collect();
                let mut taken = allowed(&text, "Det som får stå här: ");
                // No form can be asked before anything is open; the program says so itself.
                if key == "kravs_fore" {
                    taken.remove("sammanhang");
                }
                assert_eq!(words, taken, "{heading}{key}");
            }
        }
    }
    for (id, _, form) in forms() {
        let remove = |pointer: &str, part: &Value| {
            for key in form.pointer(pointer).and_then(Value::as_object).into_iter().flat_map(|map| map.keys())
            {
                let mut less = form.clone();
                less.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key);
                let text = toml::to_string(&serde_json::from_value::<toml::Table>(less).unwrap()).unwrap();
                let missing =
                    parse("x", text.as_bytes()).is_err_and(|error| error.to_string().contains("saknas"));
                let required = part["required"].as_array().unwrap().iter().any(|known| known == key);
                assert!(missing || !required, "{id} {pointer} {key}");
            }
        };
        remove("", &schema);
        remove("/roller/0", &schema["$defs"]["roll"]);
        remove("/falt/0", &schema["$defs"]["formfalt"]);
        remove("/faser/nulage", &schema["$defs"]["fas"]);
    }
}

/// Words in a row, as one number.
fn hash(words: &[String]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([b' ']));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash & 0xff_ffff_ffff
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The rows of words that the sources have: `kallornas_ordfoljder.bin` holds five bytes for every four and every six words
/// in a row of the sources, sorted, and none of their words.
fn sources() -> Vec<u64> {
    let known: Vec<u64> = include_bytes!("kallornas_ordfoljder.bin")
        .chunks(5)
        .map(|bytes| bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
        .collect();
    assert!(known.len() > 30_000 && known.is_sorted());
    // The measure itself: this is Dals-Ed's sentence.
    assert!(words("Vad fungerar bra, vad är svårare?").windows(6).any(|row| is_known(&known, row)));
    known
}

fn is_known(known: &[u64], row: &[String]) -> bool {
    known.binary_search(&hash(row)).is_ok()
}

/// Facts carry over from the sources, sentences don't.
#[test]
fn no_question_is_the_sources_own() {
    let known = sources();
    let is_known = |row: &[String]| is_known(&known, row);
    for form in Catalogue::load(None).iter() {
        let agenda = &form.agenda;
        let questions = Phase::ALL.iter().flat_map(|phase| &agenda.phase(*phase).questions);
        for text in questions.chain([&agenda.about]) {
            let row = words(text);
            let shared = if row.len() >= 6 { row.windows(6).find(|part| is_known(part)) } else { None };
            assert_eq!(shared, None, "{}: {text}", agenda.id);
            let whole = (4..6).contains(&row.len()) && row.windows(4).all(is_known);
            assert!(!whole, "{}: {text}", agenda.id);
        }
    }
}

#[test]
fn no_support_is_told_of_in_the_sources_own_words() {
    let known = sources();
    let (catalogue, _) = support::load(None);
    assert!(catalogue.entries.len() > 25);
    for support in &catalogue.entries {
        for text in [Some(&support.about), support.way_in.as_ref()].into_iter().flatten() {
            let row = words(text);
            let shared = row.windows(6).find(|part| is_known(&known, part));
            assert_eq!(shared, None, "{}: {text}", support.name);
        }
    }
}

/// What is put where a value stood.
const VALUES: [&str; 20] = [
    "\"\"",
    "0",
    "-1",
    "601",
    "true",
    "[]",
    "[\"\"]",
    "{}",
    "\"nej\"",
    "\"kravs\"",
    "[\"behov\", \"behov\"]",
    "1.5",
    "2026-01-01",
    "99999999999999999999",
    "\"å\\u0000\"",
    "\"\\u202e\"",
    "[[[[]]]]",
    "\"\"\"a\nb\"\"\"",
    "'",
    "nan",
];

fn mangle(text: &str, dice: &mut Rng) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = text.lines().map(|line| line.as_bytes().to_vec()).collect();
    for _ in 0..=dice.usize(..3) {
        let at = dice.usize(..lines.len());
        match dice.u8(..7) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[dice.usize(..lines.len())].clone()),
            2 => {
                let other = dice.usize(..lines.len());
                lines.swap(at, other);
            }
            3 | 4 => {
                if let Some(equals) = lines[at].windows(3).position(|part| part == b" = ") {
                    lines[at].truncate(equals + 3);
                    lines[at].extend_from_slice(one_of(dice, &VALUES).as_bytes());
                }
            }
            5 => {
                let place = dice.usize(..=lines[at].len());
                lines[at].insert(place, dice.u8(..));
            }
            _ => {
                let length = lines[at].len();
                if length > 0 {
                    lines[at][dice.usize(..length)] ^= 1 << dice.u8(..8);
                }
            }
        }
        if lines.is_empty() {
            break;
        }
    }
    lines.join(&b'\n')
}

#[test]
fn mangled_forms_never_stop_the_program() {
    let forms = forms();
    let mut dice = dice(3);
    let folder = tempfile::tempdir().unwrap();
    let (mut taken, mut refused) = (0, 0);
    let rounds = rounds(1_000);
    for round in 0..rounds {
        let bytes = mangle(&forms[round % forms.len()].1, &mut dice);
        match parse("egen.toml", &bytes) {
            Ok(agenda) => {
                assert_eq!(from_snapshot(&snapshot(&agenda)).unwrap(), agenda);
                taken += 1;
            }
            Err(error) => {
                let text = error.to_string();
                assert!(text.starts_with("egen.toml") && !error.remedy().is_empty(), "{text}");
                assert!(!text.contains(['\u{1b}', '\u{202e}', '\0', '\r']), "{text:?}");
                refused += 1;
            }
        }
        if round % 50 == 0 {
            fs::write(folder.path().join(format!("{round}.toml")), &bytes).unwrap();
        }
    }
    assert!(
        20 * taken > rounds && 4 * refused > rounds,
        "{taken} taken, {refused} refused: the dice are loaded"
    );
    let catalogue = Catalogue::load(Some(folder.path()));
    // A mangled file stands for the form that it was to be: that one isn't offered, and all others are.
    let known = |id: &str| catalogue.get(id).is_some() || catalogue.broken_as(id).is_some();
    assert!(forms.iter().all(|(id, ..)| known(id)), "a mangled file took a form away");
    assert!(!catalogue.broken().is_empty());
    let run = Command::new(env!("CARGO_BIN_EXE_samverkan"))
        .args(["agendor", "lista", "--agendor"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    assert!(String::from_utf8_lossy(&run.stdout).contains("GÅR INTE ATT ANVÄNDA"));
}
