//! Every way in which an agenda file can be wrong, and what is then said.

mod groups;

use super::*;
use crate::domain::agenda::{ConsentRule, EntryKind, FieldSpec, Huvudman, Level, Need, Phase, Round};
use crate::toml_file::MAX_BYTES;
use proptest::prelude::*;

const FORMS: [&str; 5] = [
    include_str!("../../agendas/sip.toml"),
    include_str!("../../agendas/eht.toml"),
    include_str!("../../agendas/bht.toml"),
    include_str!("../../agendas/barnsamverkan.toml"),
    include_str!("../../agendas/sspf.toml"),
];

const SIP: &str = FORMS[0];
const EHT: &str = FORMS[1];
const SSPF: &str = FORMS[4];

/// Every agenda that the program carries.
fn carried() -> Vec<Agenda> {
    Catalogue::carried().iter().map(|form| form.agenda.clone()).collect()
}

fn form(id: &str) -> Agenda {
    Catalogue::carried().get(id).unwrap().agenda.clone()
}

/// Words that only the English texts of the libraries hold.
const ENGLISH: [&str; 16] = [
    "expected",
    "unknown",
    "invalid",
    "missing",
    "duplicate",
    "field",
    "variant",
    "found",
    "wanted",
    "unclosed",
    "string",
    "integer",
    "sequence",
    "boolean",
    "error",
    "struct",
];

/// Checks that the file is refused, in Swedish only, on the line (0: the whole file) and with the words given.
fn refused(bytes: impl AsRef<[u8]>, line: usize, words: &[&str]) {
    let error = parse("egen.toml", bytes.as_ref()).expect_err("the file should be refused");
    let text = error.to_string();
    assert_eq!(error.place().map_or(0, |place| place.line), line, "{text}");
    assert!(text.starts_with("egen.toml"), "{text}");
    assert!(
        !error.remedy().is_empty() && error.remedy().ends_with(['.', '?', ']', '"', 't', 'e', '0']),
        "{text}"
    );
    let ours = format!("{} {}", error.problem(), error.remedy()).to_lowercase();
    for word in ENGLISH {
        let english = ours.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
        assert!(!english, "”{word}” in {text}");
    }
    for part in words {
        assert!(text.contains(part), "”{part}” isn't in: {text}");
    }
}

/// An agenda with one thing changed, and the line on which it was.
fn changed(form: &str, from: &str, to: &str) -> (String, usize) {
    let at = form.find(from).unwrap_or_else(|| panic!("the form should hold {from:?}"));
    (form.replacen(from, to, 1), form[..at].matches('\n').count() + 1)
}

/// As [`refused`], for an agenda with one thing changed: the fault is on the line that was changed.
fn refused_when(form: &str, from: &str, to: &str, words: &[&str]) {
    let (text, line) = changed(form, from, to);
    refused(text, line, words);
}

#[test]
fn the_forms_are_what_their_source_says() {
    let [sip, eht, bht, barn, sspf] = FORMS.map(|text| parse("form", text.as_bytes()).unwrap());
    // Dals-Ed 2022, section 6.
    assert_eq!(sip.consent, ConsentRule::Kravs);
    assert_eq!(sip.required_huvudman, [Huvudman::Kommun, Huvudman::Region]);
    assert!(sip.follow_up_required && sip.plan_consent && sip.can_end && !sip.many && !sip.countdown);
    assert_eq!(sip.round, Round::VarOchEn);
    let family: Vec<_> = sip.roles.iter().filter(|role| role.huvudman == Huvudman::Familj).collect();
    assert!(family.len() >= 2 && family.iter().all(|role| !role.may_chair && !role.may_take_notes));
    // Section 3.1.
    assert_eq!(eht.deciders, ["Rektor"]);
    let steg1 = eht.fields.iter().find(|field| field.id == "steg1_datum").unwrap();
    assert_eq!(steg1.required_before, Some(Phase::Nulage));
    assert_eq!((eht.arende_minutes(), eht.minutes), (6, 90));
    // Section 2.2: nobody is said to decide, and there is no Steg 1.
    assert!(bht.deciders.is_empty());
    assert!(bht.individuals && bht.groups && !bht.fields.iter().any(|field| field.id.starts_with("steg1")));
    // Section 2.1.
    assert!(
        barn.consent == ConsentRule::Kravs && barn.roles.iter().any(|role| role.huvudman == Huvudman::Region)
    );
    // Section 7.
    assert!(!sspf.individuals && sspf.groups && sspf.consent == ConsentRule::Nej);
    assert!(sspf.roles.iter().any(|role| role.huvudman == Huvudman::Stat));
}

#[test]
fn no_form_says_when_minutes_are_purged_and_none_speaks_of_a_child_without_asking() {
    for form in carried() {
        // No purging before the board has decided.
        assert!(form.retention.is_empty(), "{}", form.id);
        assert_eq!(form.individuals, form.consent != ConsentRule::Nej, "{}", form.id);
        let mut family = form.roles.iter().filter(|role| role.huvudman == Huvudman::Familj);
        let spared = family.all(|role| !role.may_chair && !role.may_take_notes);
        assert!(spared || form.level != Level::Individ, "{}", form.id);
    }
}

/// The agendas about one child, as their sources say: consent, group ärenden, several ärenden, follow-up always booked.
#[test]
fn the_forms_about_a_child_are_what_their_sources_say() {
    use ConsentRule::{Kravs, KravsVidSekretessgrans as Border};
    let rows = [
        ("sip-formote", Border, false, false, true),
        ("sip-uppfoljning", Kravs, false, false, true),
        ("samverkansmote", Border, false, false, false),
        ("elevsamverkan", Kravs, false, true, false),
        ("bht-degerfors", Border, false, true, false),
        ("ior", Border, false, false, false),
        ("pinocchio", Border, false, false, false),
        ("sig", Border, false, false, true),
        ("akut", Kravs, false, false, true),
        ("skolfranvaro", Border, false, false, true),
        ("vits", Kravs, false, false, true),
        ("skolfam", Border, false, false, true),
        ("multikompetent-team", Border, true, true, false),
        ("placeringsuppfoljning", Border, false, true, false),
        ("resursteam", Border, false, true, false),
        ("samverkansgrupp", Border, true, true, false),
    ];
    for (id, consent, groups, many, booked) in rows {
        let form = form(id);
        let found = (form.consent, form.groups, form.many, form.follow_up_required);
        assert_eq!(found, (consent, groups, many, booked), "{id}");
        assert!(form.individuals, "{id}");
    }
    // Dals-Ed 2022, section 6: a SIP's follow-up is held by the SIP's own, and may end it.
    let (sip, next) = (form("sip"), form("sip-uppfoljning"));
    assert!(next.can_end && next.plan_consent && next.round == sip.round);
    assert_eq!((&next.roles, &next.required_huvudman), (&sip.roles, &sip.required_huvudman));
    assert!(form("samverkansmote").required_huvudman.is_empty(), "one huvudman is enough");
    // Degerfors 2013 and 2022: no IOR without a utvecklingsplan.
    let needed = |id: &str| -> Vec<String> {
        let needs = |field: &&FieldSpec| field.required_before == Some(Phase::Nulage);
        form(id).fields.iter().filter(needs).map(|field| field.id.clone()).collect()
    };
    assert_eq!(needed("ior"), ["utvecklingsplan", "uppdrag"]);
    assert_eq!(needed("bht-degerfors"), ["uppdrag"]);
    assert_eq!(needed("skolfranvaro"), ["franvaro_slag"]);
    assert_eq!(needed("akut"), ["vetskap"]);
    // Degerfors 2022, BHT: what protects is looked for first.
    assert_eq!(form("bht-degerfors").phase(Phase::Behov).takes[0], EntryKind::Skyddsfaktor);
    // The list of risk factors and the facts of absence stay off walls and papers.
    let sig = form("sig");
    let risk = sig.fields.iter().find(|field| field.id == "riskfaktorer").unwrap();
    assert!(!risk.printed && !risk.is_wall_safe() && risk.choices.len() == 9);
    let absence = form("skolfranvaro");
    let facts: Vec<_> = absence.fields.iter().filter(|field| field.id.starts_with("franvaro")).collect();
    assert!(facts.len() == 3 && facts.iter().all(|field| field.printed && !field.is_wall_safe()));
    // Degerfors 2022, SIG: a plan for each young person. Degerfors 2013, Pinocchio: both pictures side by side.
    assert_eq!(
        sig.fields.iter().find(|field| field.id == "atgardsplan").unwrap().required_before,
        Some(Phase::Ansvar)
    );
    assert_eq!(form("pinocchio").phases.nulage.requires_all, [EntryKind::Fungerar, EntryKind::Svarare]);
    // Dals-Ed 2022, section 6, and Degerfors 2013: what is booked on them is held by another agenda.
    for (id, follower) in [
        ("sip-formote", "sip"),
        ("sip", "sip-uppfoljning"),
        ("sip-uppfoljning", "sip-uppfoljning"),
        ("akut", "akut-uppfoljning"),
    ] {
        let followers: Vec<_> =
            carried().into_iter().filter(|form| form.is_follower_of(id)).map(|form| form.id).collect();
        assert_eq!(followers, [follower], "{id}");
    }
    assert_eq!(
        (sip.otherwise.as_deref(), next.otherwise.as_deref()),
        (Some("samverkansmote"), Some("samverkansmote"))
    );
    // SKL 2012, chapter 3: the rektor leads a multikompetent team, and nobody else does.
    let team = form("multikompetent-team");
    let chairs: Vec<_> = team.roles.iter().filter(|role| role.may_chair).map(|role| &role.name).collect();
    assert_eq!(chairs, ["Rektor"]);
    assert_eq!(team.roles[0].need, Need::Kravs);
    // The list of agendas shows what the agenda is for only where the names are the same, and for this one it must.
    let akut = form("akut");
    assert!(
        akut.name == akut.short_name && akut.about.starts_with("Får hemmet inte veta? Ring socialtjänsten")
    );
}

#[test]
fn questions_are_short_enough_for_a_wall_and_few_enough_to_ask() {
    for form in carried() {
        for phase in Phase::ALL {
            let spec = form.phase(phase);
            assert!((2..=5).contains(&spec.questions.len()), "{} {}", form.id, phase.name());
            assert!(spec.questions.iter().all(|question| question.chars().count() <= 70), "{}", form.id);
            assert!(
                spec.takes.contains(&EntryKind::Anteckning) && spec.takes.contains(&EntryKind::Privat),
                "{}",
                form.id
            );
        }
    }
}

#[test]
fn texts_are_normalised_and_trimmed() {
    let (text, _) = changed(EHT, "namn = \"Elevhälsoteam\"", "namn = \" Elevha\u{308}lsoteam  \"");
    assert_eq!(parse("x", text.as_bytes()).unwrap().name, "Elevhälsoteam");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_fault() {
    let text = format!("\u{feff}{}", EHT.replace('\n', "\r\n"));
    assert_eq!(parse("x", text.as_bytes()).unwrap(), parse("x", EHT.as_bytes()).unwrap());
    refused(
        text.replacen("niva", "nivo", 1),
        8,
        &["tecken 1", "Menade du ”niva”?", "Där står: nivo = \"individ\"\n"],
    );
}

#[test]
fn a_large_file_is_refused_unread() {
    refused(vec![b'#'; 10_000_000], 0, &["egen.toml: filen är större än 256 KiB"]);
    refused(vec![0xff; MAX_BYTES + 1], 0, &["256 KiB"]);
}

#[test]
fn what_is_not_utf8_is_refused_on_its_line() {
    let (text, line) = changed(EHT, "Elevhälsoteam\"", "Elevh@lsoteam\"");
    let bytes: Vec<u8> = text.bytes().map(|byte| if byte == b'@' { 0xe4 } else { byte }).collect();
    refused(bytes, line, &["tecken 14", "inte är UTF-8", "Elevh\u{fffd}lsoteam", "kodningen UTF-8"]);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(EHT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    refused(&utf16, 0, &["sparad som UTF-16", "kodningen UTF-8"]);
    refused(&utf16[2..], 0, &["sparad som UTF-16"]);
    let other: Vec<u8> = EHT.encode_utf16().flat_map(u16::to_be_bytes).collect();
    refused(other, 0, &["sparad som UTF-16"]);
}

#[test]
fn an_empty_file_is_refused() {
    for (empty, words) in [
        ("", "filen är tom"),
        ("\n\n", "filen är tom"),
        ("\u{feff}\r\n", "filen är tom"),
        ("# bara en kommentar\n", "bara kommentarer"),
    ] {
        refused(empty, 0, &[words, "samverkan agendor kopiera eht"]);
        assert_eq!(wrongs(empty).len(), 1, "not one for each key");
    }
}

#[test]
fn faults_in_how_the_file_is_written_are_told_in_swedish() {
    for (from, to, words) in [
        (
            "namn = \"Elevhälsoteam\"",
            "namn = Elevhälsoteam",
            &["citattecken", "Där står: namn = Elevhälsoteam"][..],
        ),
        ("namn = \"Elevhälsoteam\"", "namn = \"Elevhälsoteam", &["citattecken"]),
        ("namn = \"Elevhälsoteam\"", "namn = ”Elevhälsoteam”", &["citattecken"]),
        ("namn = \"Elevhälsoteam\"", "namn =", &["saknas ett värde"]),
        ("namn = \"Elevhälsoteam\"", "namn", &["likhetstecken"]),
        ("namn = \"Elevhälsoteam\"", "namn \"Elevhälsoteam\"", &["likhetstecken"]),
        ("namn = \"Elevhälsoteam\"", "namn = = \"Elevhälsoteam\"", &["likhetstecken för mycket"]),
        ("namn = \"Elevhälsoteam\"", "nämn = \"Elevhälsoteam\"", &["utan å, ä och ö"]),
        ("namn = \"Elevhälsoteam\"", "namn = \"a\" \"b\"", &[]),
        ("namn = \"Elevhälsoteam\"", "namn = \"a\\qb\"", &[]),
        ("[faser.nulage]", "[faser.nulage", &["hakparentes"]),
        ("[faser.nulage]", "[faser.nuläge]", &["utan å, ä och ö"]),
        ("minuter = 90", "minuter = 09", &[]),
        ("minuter = 90", "minuter = nittio", &["citattecken"]),
    ] {
        refused_when(EHT, from, to, words);
    }
    refused_when(EHT, "kravs = [\"atgard\", \"beslut\"]", "kravs = [\"atgard\" \"beslut\"]", &["komma"]);
    refused("a = ".to_owned() + &"[".repeat(10_000), 1, &["för djupt"]);
    refused("a.".repeat(10_000) + "a = 1", 1, &["för djupt"]);
}

#[test]
fn a_key_or_section_twice_is_refused_at_the_second() {
    let (text, line) = changed(EHT, "niva = \"individ\"", "niva = \"individ\"\nid = \"eht\"");
    refused(text, line + 1, &["två gånger"]);
    let twice = format!("{EHT}\n[faser.ansvar]\nminuter = 1\n");
    refused(&twice, EHT.matches('\n').count() + 2, &["två gånger"]);
}

#[test]
fn a_key_that_is_not_known_gets_the_nearest() {
    refused_when(EHT, "nedrakning = true", "nedräkning = true", &["utan å, ä och ö"]);
    refused_when(
        EHT,
        "nedrakning = true",
        "nedrakningen = true",
        &["”nedrakningen” är okänd", "Menade du ”nedrakning”?"],
    );
    refused_when(EHT, "minuter = 2\n", "minutr = 2\n", &["Menade du ”minuter”?"]);
    refused_when(
        EHT,
        "verksamhet = \"Skola\"",
        "enhet = \"Skola\"",
        &["”enhet” är okänd", "verksamhet", "far_leda"],
    );
    refused_when(EHT, "[faser.nulage]", "[faser.nulaget]", &["Menade du ”nulage”?"]);
    refused_when(EHT, "niva =", "\"a\\u001b\\u202e\" =", &["a\\u{1b}\\u{202e}"]);
    refused_when(EHT, "niva =", "\"a`, b `c\" =", &["”a`, b `c” är okänd"]);
}

#[test]
fn a_word_that_is_not_allowed_gets_the_list() {
    refused_when(
        EHT,
        "samtycke = \"kravs_vid_sekretessgrans\"",
        "samtycke = \"krävs\"",
        &[
            "”krävs” är inget av orden",
            "Menade du \"kravs\"?",
            "kravs_vid_sekretessgrans, kravs_utom_skyddsskal, nej",
        ],
    );
    refused_when(
        EHT,
        "huvudman = \"kommun\"",
        "huvudman = \"landsting\"",
        &["kommun, region, stat, familj, annan"],
    );
    refused_when(EHT, "kravs_fore = \"nulage\"", "kravs_fore = \"start\"", &["sammanhang, nulage, behov"]);
    refused_when(EHT, "minuter = 90", "veckor_emellan = 0\nminuter = 90", &["rytm", "från 1 till 53"]);
    refused_when(EHT, "minuter = 90", "i_veckorna = [7, 54]\nminuter = 90", &["vecka 54 finns inte"]);
    let twice = "manader_emellan = 1\nveckor_emellan = 2\nminuter = 90";
    refused_when(EHT, "minuter = 90", twice, &["på två sätt"]);
    refused_when(EHT, "kravs = [\"behov\"]", "kravs = [\"behovet\"]", &["Menade du \"behov\"?"]);
}

#[test]
fn a_value_of_the_wrong_type_is_refused() {
    refused_when(EHT, "namn = \"Elevhälsoteam\"", "namn = 5", &["ska det stå en text, men det står 5"]);
    refused_when(EHT, "namn = \"Elevhälsoteam\"", "namn = 2026-01-01", &["en text, men det står 2026-01-01"]);
    refused_when(EHT, "nedrakning = true", "nedrakning = \"ja\"", &["true eller false, men det står \"ja\""]);
    refused_when(EHT, "minuter = 90", "minuter = \"90\"", &["ett heltal, men det står \"90\""]);
    refused_when(EHT, "minuter = 90", "minuter = -90", &["ett heltal, men det står -90"]);
    refused_when(EHT, "minuter = 90", "minuter = 1.5", &["ett heltal"]);
    refused_when(EHT, "minuter = 90", "minuter = 99999999999999999999999999999999999999999999", &[]);
    refused_when(EHT, "kravs = [\"behov\"]", "kravs = \"behov\"", &["en lista, men det står \"behov\""]);
    refused_when(EHT, "kravs = [\"behov\"]", "kravs = [1]", &["ett av formens fasta ord"]);
    refused_when(EHT, "niva = \"individ\"", "niva = 1", &["ett av formens fasta ord"]);
    refused_when(EHT, "niva = \"individ\"", "niva = {}", &[]);
    refused_when(EHT, "niva = \"individ\"", "niva = {individ = 1}", &[]);
    let head = EHT.split("[faser.sammanhang]").next().unwrap();
    refused(format!("faser = 1\n{head}"), 1, &["ett avsnitt med nycklar, men det står 1"]);
    refused(format!("faser = []\n{head}"), 1, &["ett avsnitt med nycklar"]);
}

#[test]
fn every_missing_key_is_named_with_an_example() {
    let head_end = EHT.find("[[roller]]").unwrap();
    let optional = ["leder_till", "paminner", "beslutsfattare", "emi_grans"];
    let mut seen = 0;
    for line in EHT[..head_end].lines() {
        let Some((key, _)) = line.split_once(" = ") else { continue };
        if line.starts_with('#') || optional.contains(&key) {
            continue;
        }
        let text = EHT.replacen(&format!("{line}\n"), "", 1);
        let words = [&format!("nyckeln ”{key}” saknas"), "före den första rubriken", &format!("{key} = ")];
        // The first heading, which has moved up by the line that was taken away.
        refused(text, EHT[..head_end].matches('\n').count(), &words);
        seen += 1;
    }
    assert_eq!(seen, 17);
}

#[test]
fn an_example_for_a_missing_key_is_itself_right() {
    let head_end = EHT.find("[[roller]]").unwrap();
    for line in EHT[..head_end].lines().filter(|line| !line.starts_with('#')) {
        let Some((key, _)) = line.split_once(" = ") else { continue };
        // Ten minutes are too few for this meeting, which is another matter.
        if ["leder_till", "paminner", "beslutsfattare", "emi_grans", "minuter"].contains(&key) {
            continue;
        }
        let text = EHT.replacen(&format!("{line}\n"), "", 1);
        let error = parse("x", text.as_bytes()).unwrap_err();
        let example = error.remedy().rsplit_once(": ").unwrap().1.to_owned();
        parse("x", format!("{example}\n{text}").as_bytes()).unwrap();
    }
}

#[test]
fn a_missing_phase_is_named() {
    for (phase, name) in
        [("sammanhang", "sammanhang"), ("nulage", "nuläge"), ("behov", "behov"), ("ansvar", "ansvar")]
    {
        let start = EHT.find(&format!("[faser.{phase}]")).unwrap();
        let end = EHT[start + 1..].find("\n[faser").map_or(EHT.len(), |at| start + 1 + at);
        let text = format!("{}{}", &EHT[..start], &EHT[end..]);
        let line = text[..text.find("[faser").unwrap()].matches('\n').count() + 1;
        refused(&text, line, &[&format!("fasen {name} saknas"), &format!("[faser.{phase}]")]);
    }
    let head = EHT.split("[faser.sammanhang]").next().unwrap();
    let first = changed(EHT, "[[roller]]", "").1;
    refused(head, first, &["nyckeln ”faser” saknas", "[faser.sammanhang]"]);
}

#[test]
fn a_missing_key_in_a_section_is_told_at_its_heading() {
    let (_, line) = changed(EHT, "[[roller]]", "");
    refused(EHT.replacen("behov = \"kravs\"\n", "", 1), line, &["nyckeln ”behov” saknas", "under rubriken"]);
    let (_, line) = changed(EHT, "[faser.sammanhang]", "");
    refused(EHT.replacen("minuter = 5\n", "", 1), line, &["nyckeln ”minuter” saknas", "minuter = 10"]);
    let no_roles: String =
        EHT.split("[[roller]]").next().unwrap().to_owned() + EHT.split_once("[[falt]]").unwrap().1;
    assert!(parse("x", no_roles.as_bytes()).is_err());
}

#[test]
fn invisible_characters_are_refused() {
    let line = changed(EHT, "namn = \"Elevhälsoteam\"", "").1;
    for (raw, code) in [
        ("a\u{202e}b", "U+202E"),
        ("a\\u202Eb", "U+202E"),
        ("a\\u001b[31m", "U+001B"),
        ("a\\nb", "U+000A"),
        ("a\u{2028}b", "U+2028"),
        ("a\\u0000", "U+0000"),
    ] {
        let text = EHT.replacen("\"Elevhälsoteam\"", &format!("\"{raw}\""), 1);
        refused(text, line, &["osynligt tecken", code]);
    }
    // TOML itself takes no raw control characters.
    refused(EHT.replacen("Elevhälsoteam\"", "a\u{1b}b\"", 1), line, &["a\\u{1b}b"]);
}

#[test]
fn no_text_of_a_form_is_cut_whatever_it_is() {
    let long = "å".repeat(10_001);
    let mut tried = 0;
    for (at, line) in EHT.lines().enumerate() {
        // Each text on a line of its own, whether it has a rule of its own or not.
        let Some((key, value)) = line.split_once(" = \"").filter(|(_, value)| value.ends_with('"')) else {
            continue;
        };
        let text = EHT.replacen(&format!("{line}\n"), &format!("{key} = \"{long}\"\n"), 1);
        let error = parse("x", text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("10001 tecken"), "{key} = {value}: {error}");
        assert!(error.contains(&format!("rad {}", at + 1)) || EHT.matches(line).count() > 1, "{error}");
        tried += 1;
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn a_form_of_parts_that_do_not_fit_is_refused() {
    for id in ["EHT", "e h t", "-eht", "eht-", "1eht", "../eht", "åtgärd", "", &"a".repeat(41)] {
        refused_when(EHT, "id = \"eht\"", &format!("id = \"{id}\""), &["så kan ett id inte se ut"]);
    }
    refused_when(EHT, "namn = \"Elevhälsoteam\"", "namn = \"  \"", &["namnet saknar text"]);
    refused_when(
        EHT,
        "kortnamn = \"EHT\"",
        &format!("kortnamn = \"{}\"", "x".repeat(31)),
        &["31 tecken", "högst 30"],
    );
    refused_when(EHT, "minuter = 90", "minuter = 0", &["0 minuter går inte", "1 till 600"]);
    refused_when(EHT, "minuter = 90", "minuter = 601", &["601 minuter går inte"]);
    refused_when(EHT, "minuter = 90", "minuter = 20", &["faserna tar 21 minuter, men mötet är 20"]);
    refused_when(EHT, "minuter = 2\n", "minuter = 0\n", &["0 minuter går inte"]);
    refused_when(
        EHT,
        "beslutsfattare = \"Rektor\"",
        "beslutsfattare = \"Chef\"",
        &["bland rollerna", "Rektor, Special"],
    );
    refused_when(EHT, "individarenden = true", "individarenden = false", &["gäller individer"]);
    let without = "samtycke = \"nej\"";
    let asked = "samtycke = \"kravs_vid_sekretessgrans\"";
    refused_when(EHT, asked, without, &["barn utan samtycke", "grunden saknas", "kravs_vid_sekretessgrans"]);
    // What is said of a consent that isn't asked for means nothing.
    for needless in ["samtycke_form = \"skriftligt\"", "samtycke_saknas = \"stopp\""] {
        refused(format!("{needless}\n{SSPF}"), 1, &["frågar inte efter samtycke", "Ta bort raden"]);
        assert!(parse("egen.toml", format!("{needless}\n{EHT}").as_bytes()).is_ok(), "{needless}");
    }
    let grounded = EHT.replacen(asked, &format!("{without}\nannan_grund = \"Vår egen verksamhet\""), 1);
    let error = parse("egen.toml", grounded.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("vem som har bedömt grunden saknas"), "{error}");
    let whole =
        grounded.replacen(without, &format!("{without}\ngrund_bedomd_av = \"Jurist, 2026-11-02\""), 1);
    assert_eq!(parse("egen.toml", whole.as_bytes()).unwrap().ground_assessed_by, "Jurist, 2026-11-02");
    let needless = format!("annan_grund = \"Något\"\n{EHT}");
    refused(needless, 1, &["bara där samtycke inte frågas", "Ta bort raden"]);
    refused_when(
        SSPF,
        "samtycke = \"nej\"",
        "samtycke = \"kravs\"",
        &["inget att samtycka till", "samtycke = \"nej\""],
    );
    refused_when(
        SSPF,
        "samtycke_till_planen = false",
        "samtycke_till_planen = true",
        &["ingen kan samtycka"],
    );
    refused_when(SIP, "[\"kommun\", \"region\"]", "[\"kommun\", \"stat\"]", &["ingen roll hör till staten"]);
    refused_when(SIP, "[\"kommun\", \"region\"]", "[\"kommun\", \"kommun\"]", &["kommun står två gånger"]);
    refused_when(EHT, "namn = \"Specialpedagog\"", "namn = \"rektor\"", &["samma roll"]);
    refused_when(EHT, "namn = \"Specialpedagog\"", "namn = \"\"", &["rollens namn saknar text"]);
}

#[test]
fn fields_that_do_not_fit_are_refused() {
    refused_when(EHT, "id = \"steg1_av\"", "id = \"steg1_datum\"", &["två fält har samma id"]);
    refused_when(EHT, "id = \"steg1_av\"", "id = \"Steg 1\"", &["så kan ett fälts id inte se ut"]);
    refused_when(
        EHT,
        "kravs_fore = \"nulage\"",
        "kravs_fore = \"sammanhang\"",
        &["inget är öppnat före sammanhang"],
    );
    let val = "val = [\"Normbrytande beteende\", \"Brott\", \"Missbruk\", \"Annat\"]";
    refused_when(SSPF, val, "val = [\"Brott\"]", &["minst två att välja mellan"]);
    refused_when(SSPF, val, "val = [\"Brott\", \"brott\"]", &["samma val står två gånger"]);
    refused_when(SSPF, val, "val = [\"Brott\", \"\"]", &["valet saknar text"]);
    // The list itself is in order; it is the type that doesn't go with it.
    let (text, line) = changed(SSPF, "typ = \"val\"", "typ = \"text\"");
    refused(text, line + 2, &["bara fält av typen val"]);
    let (_, line) = changed(SSPF, "[[falt]]", "");
    refused(SSPF.replacen(&format!("{val}\n"), "", 1), line, &["minst två att välja mellan"]);
}

#[test]
fn phases_that_do_not_fit_are_refused() {
    refused_when(
        EHT,
        "kravs = [\"behov\"]",
        "kravs = [\"beslut\"]",
        &["beslut krävs här men kan inte skrivas ner här"],
    );
    refused_when(EHT, "tar = [\"anteckning\", \"privat\"]", "tar = []", &["vad som skrivs ner är för kort"]);
    refused_when(
        EHT,
        "tar = [\"anteckning\", \"privat\"]",
        "tar = [\"privat\", \"privat\"]",
        &["två gånger"],
    );
    refused_when(EHT, "    \"Vem leder, och vem skriver?\",", "    \" \",", &["frågan saknar text"]);
    let long = format!("    \"{}\",", "Hur? ".repeat(40));
    refused_when(EHT, "    \"Vem leder, och vem skriver?\",", &long, &["frågan är på 199 tecken", "…"]);
    let many = format!("tar = [\"anteckning\", \"privat\"]\nkravs = [{}]", "\"privat\", ".repeat(41));
    assert!(parse("x", changed(EHT, "tar = [\"anteckning\", \"privat\"]", &many).0.as_bytes()).is_ok());
}

#[test]
fn someone_must_be_able_to_lead_and_to_take_notes() {
    let (_, line) = changed(SSPF, "[[roller]]", "");
    for (key, words) in [("far_leda", "ingen roll får leda"), ("far_anteckna", "ingen roll får anteckna")] {
        let text = SSPF.replace("behov = \"onskas\"", &format!("behov = \"onskas\"\n{key} = false"));
        refused(text, line, &[words]);
    }
}

const KONSULTATION: &str = include_str!("../../tests/integration/own_forms/konsultation.toml");
const KLASS: &str = include_str!("../../tests/integration/own_forms/klassgenomgang.toml");
const VAST: &str = include_str!("../../tests/integration/own_forms/elevhalsa-vast.toml");
const VUXENLIV: &str = include_str!("../../tests/integration/own_forms/vuxenblivande.toml");
const FORUM: &str = include_str!("../../tests/integration/own_forms/foraldraforum.toml");
const PLACERING: &str = include_str!("../../tests/integration/own_forms/placeringsbeslut.toml");
const RUNDAN: &str = include_str!("../../tests/integration/own_forms/rundan-norr.toml");

#[test]
fn what_a_form_of_ones_own_can_ask_for_is_checked() {
    refused_when(
        VAST,
        "kravs_varde = \"ja\"",
        "kravs_varde = \"kanske\"",
        &["kan inte ha värdet ”kanske”", "kravs_varde = \"ja\""],
    );
    refused_when(VAST, "dagar_fore = 14", "dagar_fore = 0", &["från 1 till 365"]);
    refused_when(
        VAST,
        "dagar_fore = 14",
        "kravs_varde = \"ja\"",
        &["hör till fält av typen ja_nej eller val"],
    );
    refused_when(VAST, "kravs_varde = \"ja\"", "dagar_fore = 3", &["hör till fält av typen datum"]);
    refused_when(VAST, "kravs_varde = \"ja\"", "minst = 2", &["hör till fält av typen flerval"]);
    let (text, line) = changed(VAST, "kravs_fore = \"nulage\"\ndagar_fore = 14", "dagar_fore = 14");
    refused(text, line, &["inte när det ska finnas", "kravs_fore"]);
    refused_when(FORUM, "minst = 2", "minst = 5", &["det finns bara 4 val"]);
    refused_when(FORUM, "minst = 2", "minst = 1", &["minst 1 säger ingenting"]);
    refused_when(VUXENLIV, "minst = 2", "minst = 21", &["från 2 till 20"]);
    let (text, line) = changed(VUXENLIV, "kravs = [\"mal_kort\", \"mal_lang\"]\nminst = 2", "minst = 2");
    refused(text, line, &["men fasen kräver inga"]);
    let (text, line) = changed(KONSULTATION, "behov = \"kravs\"\nminst = 2", "behov = \"onskas\"\nminst = 2");
    refused(text, line, &["men rollen krävs inte"]);
    refused_when(
        VAST,
        "en_av = [\"Rektor\", \"Biträdande rektor\"]",
        "en_av = [\"Rektor\", \"Rektorn\"]",
        &["rollen Rektorn i en_av"],
    );
    refused_when(
        VAST,
        "en_av = [\"Rektor\", \"Biträdande rektor\"]",
        "en_av = [\"Rektor\"]",
        &["minst två roller"],
    );
    refused_when(VAST, "en_av = [\"Rektor\", \"Biträdande rektor\"]", "en_av = \"Rektor\"", &["en lista"]);
    refused_when(
        VAST,
        "[\"Rektor\", \"Biträdande rektor\"]\nen_av",
        "[\"Rektor\", \"Chef\"]\nen_av",
        &["bland rollerna"],
    );
    refused_when(VAST, "minst_verksamheter = 2", "minst_verksamheter = 1", &["minst 1 säger ingenting"]);
    refused_when(
        VAST,
        "\"laget_runt\", \"anpassat\"",
        "\"laget_runt\", \"anpassad\"",
        &["”anpassad” är ingen regel", "samtycke"],
    );
    refused_when(KONSULTATION, "utan = [\"behov\"]", "utan = [\"ansvar\"]", &["ansvar hör till varje möte"]);
    refused_when(
        KONSULTATION,
        "utan = [\"behov\"]",
        "utan = [\"behov\", \"behov\"]",
        &["samma fas står två gånger"],
    );
    refused_when(
        KONSULTATION,
        "individarenden = false",
        "individarenden = true",
        &["inget barn går att känna igen"],
    );
    refused_when(
        KONSULTATION,
        "grupparenden = false",
        "grupparenden = true",
        &["inget barn går att känna igen"],
    );
    refused_when(KONSULTATION, "samtycke = \"nej\"", "samtycke = \"kravs\"", &["inget att samtycka till"]);
    refused_when(
        KLASS,
        "utan = [\"behov\", \"planering\"]",
        "utan = [\"nulage\", \"behov\", \"planering\"]",
        &["alla faser är utelämnade"],
    );
    let text = changed(KLASS, "flera_arenden = true", "flera_arenden = false").0;
    refused(&text, line_of(&text, "arenden_pa_rad"), &["behöver flera ärenden"]);
    refused_when(KLASS, "laget_runt = \"nej\"", "laget_runt = \"var_och_en\"", &["hinner inte var och en"]);
    // A phase that is walked and has no section.
    let (text, _) = changed(KONSULTATION, "utan = [\"behov\"]\n", "");
    let line = text[..text.find("[faser").unwrap()].matches('\n').count() + 1;
    refused(&text, line, &["fasen behov saknas", "utan = [\"behov\"]"]);
    // A field that is asked for before a phase that isn't walked.
    refused_when(
        KONSULTATION,
        "kravs_fore = \"planering\"",
        "kravs_fore = \"behov\"",
        &["den fasen är utelämnad"],
    );
}

#[test]
fn forms_of_ones_own_survive_their_snapshot() {
    for text in [KONSULTATION, KLASS, VAST, VUXENLIV, FORUM, PLACERING, RUNDAN] {
        let agenda = parse("x", text.as_bytes()).unwrap();
        let kept = snapshot(&agenda);
        assert_eq!(from_snapshot(&kept).unwrap(), agenda);
        assert_eq!(snapshot(&from_snapshot(&kept).unwrap()), kept);
    }
    let two = parse("x", VAST.as_bytes()).unwrap();
    assert_eq!(two.deciders, ["Rektor", "Biträdande rektor"]);
    assert_eq!(two.one_of, [["Rektor", "Biträdande rektor"]]);
    assert_eq!(parse("x", FORUM.as_bytes()).unwrap().one_of.len(), 2);
    let one = snapshot(&form("eht"));
    assert!(one.contains("\"beslutsfattare\":\"Rektor\"") && !one.contains("utan") && !one.contains("en_av"));
}

/// All that is wrong, by line, and the words of each.
fn wrongs(text: &str) -> Vec<(usize, String)> {
    let known: Vec<String> = carried().into_iter().map(|agenda| agenda.id).collect();
    match parse_whole("egen.toml", text.as_bytes(), &Laws::default(), &known) {
        Ok(_) => Vec::new(),
        Err(errors) => errors
            .iter()
            .map(|error| (error.place().map_or(0, |place| place.line), error.to_string()))
            .collect(),
    }
}

fn line_of(text: &str, part: &str) -> usize {
    text[..text.find(part).unwrap_or_else(|| panic!("{part}"))].matches('\n').count() + 1
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let text = EHT
        .replacen("niva = \"individ\"", "nivo = \"individ\"", 1)
        .replacen("nedrakning = true", "nedrakning = \"ja\"", 1)
        .replacen("laget_runt = \"gemensamt\"", "laget_runt = \"alla\"", 1)
        .replacen("rytm = ", "rytmen = ", 1)
        .replacen("minuter = 90", "minuter = \"90\"\nfoljer = [\"sip\", \"sipp\"]", 1)
        .replacen("beslutsfattare = \"Rektor\"", "beslutsfattare = \"Rektorn\"", 1)
        .replacen("behov = \"kravs\"\n", "", 1)
        .replacen("kravs = [\"behov\"]", "kravs = [\"beslut\"]", 1);
    let found = wrongs(&text);
    for (part, words) in [
        ("nivo = ", "Menade du ”niva”?"),
        ("nedrakning = ", "true eller false"),
        ("laget_runt = ", "”alla” är inget av orden"),
        ("rytmen = ", "Menade du ”rytm”?"),
        ("minuter = \"90\"", "ett heltal"),
        ("foljer = ", "det finns ingen mötesform med id ”sipp”"),
        ("beslutsfattare = ", "bland rollerna"),
        ("[[roller]]", "nyckeln ”behov” saknas"),
        ("kravs = [\"beslut\"]", "beslut krävs här men kan inte skrivas ner här"),
    ] {
        let line = line_of(&text, part);
        let told = found.iter().find(|(at, said)| *at == line && said.contains(words));
        assert!(told.is_some(), "{part} {words}: {found:#?}");
    }
    assert_eq!(found.len(), 9, "and nothing that isn't so: {found:#?}");
    assert!(found.is_sorted_by_key(|(line, _)| *line));
    // The first alone is what a reader in a hurry gets.
    assert!(
        found.iter().any(|(_, said)| *said == parse("egen.toml", text.as_bytes()).unwrap_err().to_string())
    );
    assert!(wrongs(EHT).is_empty() && wrongs(KLASS).is_empty());
}

#[test]
fn slips_in_how_a_file_is_written_are_told_line_by_line() {
    let text = EHT
        .replacen("namn = \"Elevhälsoteam\"", "namn = ”Elevhälsoteam”", 1)
        .replacen("kortnamn = \"EHT\"", "kortnamn = EHT", 1)
        .replacen("\"Vem leder, och vem skriver?\"", "“Vem leder, och vem skriver?”", 1);
    let found = wrongs(&text);
    assert_eq!(found.len(), 3, "{found:#?}");
    for (part, words) in [
        ("namn = ”", "Skriv raka citattecken: namn = \"Elevhälsoteam\""),
        ("kortnamn = EHT", "texten saknar citattecken"),
        ("“Vem leder", "Skriv raka citattecken: \"Vem leder, och vem skriver?\""),
    ] {
        let line = line_of(&text, part);
        assert!(found.iter().any(|(at, said)| *at == line && said.contains(words)), "{part}: {found:#?}");
    }
    // Curly marks hide nothing that stands after them.
    let text = EHT
        .replacen("namn = \"Elevhälsoteam\"", "namn = ”Elevhälsoteam”", 1)
        .replacen("dokument = \"protokoll\"", "dokument = „protokoll“", 1)
        .replacen("nedrakning = true", "nedrakning = \"ja\"", 1)
        .replacen("beslutsfattare = \"Rektor\"", "beslutsfattare = »Rektorn»", 1);
    let found = wrongs(&text);
    for (part, words) in [
        ("namn = ”", "krokigt"),
        ("dokument = „", "krokigt"),
        ("nedrakning", "true eller false"),
        ("beslutsfattare", "krokigt"),
        ("beslutsfattare", "bland rollerna"),
    ] {
        let line = line_of(&text, part);
        assert!(found.iter().any(|(at, said)| *at == line && said.contains(words)), "{part}: {found:#?}");
    }
    assert_eq!(found.len(), 5, "{found:#?}");
    refused_when(
        EHT,
        "id = \"eht\"",
        "id = “eht”",
        &["tecken 6", "citattecknet “ är krokigt", "id = \"eht\""],
    );
}

/// Each slip is told on its line, nothing is told that follows from it, and what stands after it is looked at all the same.
#[test]
fn a_slip_hides_nothing_and_makes_no_other() {
    for (from, to, words) in [
        ("namn = \"Elevhälsoteam\"", "namn = \"Elevhälsoteam", &["citattecken i slutet"][..]),
        ("namn = \"Elevhälsoteam\"", "namn \"Elevhälsoteam\"", &["likhetstecken"]),
        ("namn = \"Elevhälsoteam\"", "namn: \"Elevhälsoteam\"", &["likhetstecken"]),
        ("namn = \"Elevhälsoteam\"", "namn", &["likhetstecken"]),
        ("namn = \"Elevhälsoteam\"", "namn =", &["saknas ett värde"]),
        ("namn = \"Elevhälsoteam\"", "namn = = \"x\"", &["för mycket"]),
        ("namn = \"Elevhälsoteam\"", "nämn = \"Elevhälsoteam\"", &["utan å, ä och ö"]),
        ("namn = \"Elevhälsoteam\"", "namn = \"\"\"Elev", &["tre citattecken"]),
        ("namn = \"Elevhälsoteam\"", "namn = \"Vårt \"lilla\" team\"", &["\"Vårt ”lilla” team\""]),
        ("namn = \"Elevhälsoteam\"", "namn = \"Elevhälsoteam\";", &["något mer på samma rad"]),
        ("namn = \"Elevhälsoteam\"", "// vårt\nnamn = \"Elevhälsoteam\"", &["kommentar börjar med #"]),
        ("nedrakning = true", "nedrakning = ja", &["true eller false, men det står ja", "Skriv true för ja"]),
        ("nedrakning = true", "nedrakning = True", &["små bokstäver"]),
        ("nedrakning = true", "nedrakning =", &["true eller false"]),
        ("minuter = 90", "minuter = nittio", &["ett heltal", "med siffror"]),
        ("minuter = 90", "minuter = 090", &["nolla"]),
        ("namn = \"Elevhälsoteam\"", "namn = inskolning, tidig", &["citattecken"]),
        ("namn = \"Elevhälsoteam\"", "namn = trygghetsteam", &["texten saknar citattecken"]),
        ("minuter = 90", "minuter = 90 min", &["bara talet"]),
        ("flera_arenden = true", "flera ärenden = true", &["utan mellanslag", "flera_ärenden = …"]),
        ("kravs = [\"behov\"]", "kravs = [\"behov\"", &["rad 151", "avslutande hakparentes"]),
        ("kravs = [\"behov\"]", "kravs = [behov]", &["citattecken"]),
        ("kravs = [\"behov\"]", "kravs = [\"behov]", &["citattecken i slutet"]),
        ("kravs = [\"behov\"]", "kravs = [\"behov\"]]", &["något mer på samma rad"]),
        ("kravs = [\"atgard\", \"beslut\"]", "kravs = [\"atgard\" \"beslut\"]", &["komma"]),
        (
            "    \"Vem leder, och vem skriver?\",",
            "    \"Vem leder, och vem skriver?,",
            &["citattecken i slutet"],
        ),
        ("    \"Vem leder, och vem skriver?\",", "    Vem leder, och vem skriver?,", &["citattecken"]),
        ("[faser.nulage]", "[faser.nulage", &["[faser.nulage]"]),
        ("[faser.nulage]", "[faser nulage]", &["[faser.nulage]"]),
        ("[faser.nulage]", "[faser.nuläge]", &["utan å, ä och ö"]),
        ("[faser.nulage]", "faser.nulage]", &["[faser.nulage]"]),
        ("[faser.nulage]", "[faser.nu?lage]", &["inte rätt skriven"]),
        ("[[roller]]", "[[roller]", &["[[roller]]"]),
        ("[[roller]]", "[roller]]", &["[[roller]]"]),
        ("[[roller]]", "[[ro?ller]]", &["inte rätt skriven"]),
    ] {
        // What is wrong in earnest, before and after it.
        let text = EHT.replacen("niva = \"individ\"", "nivo = \"individ\"", 1);
        let (text, line) = changed(&text, from, to);
        let text = text.replacen("kravs = [\"atgard\", \"beslut\"]", "kravs = [\"atgard\", \"svarare\"]", 1);
        let (text, after) = changed(&text, "laget_runt = \"gemensamt\"", "laget_runt = \"alla\"");
        let found = wrongs(&text);
        let slip: Vec<_> = found.iter().filter(|(at, _)| *at == line).collect();
        assert_eq!(slip.len(), 1, "{to}: {found:#?}");
        assert!(words.iter().all(|part| slip[0].1.contains(part)), "{to}: {found:#?}");
        for (at, part) in
            [(line_of(&text, "nivo = "), "Menade du ”niva”?"), (after, "”alla” är inget av orden")]
        {
            assert!(found.iter().any(|(line, said)| *line == at && said.contains(part)), "{to}: {found:#?}");
        }
        let is_last = text.contains("\"svarare\"]");
        let last = found.iter().any(|(_, said)| said.contains("svårare krävs här men kan inte skrivas ner"));
        let others = usize::from(last);
        assert_eq!(found.len(), 3 + others, "{to}: {found:#?}");
        assert!(last || !is_last || to.contains(['?', ';']) || to.contains("]]"), "{to}: {found:#?}");
        // The first alone is one of them.
        let first = parse("egen.toml", text.as_bytes()).unwrap_err().to_string();
        assert!(found.iter().any(|(_, said)| *said == first), "{to}: {first} {found:#?}");
    }
}

#[test]
fn many_slips_are_told_each_on_its_own_line() {
    let text = EHT
        .replacen("namn = \"Elevhälsoteam\"", "namn: \"Elevhälsoteam\"", 1)
        .replacen("nedrakning = true", "nedrakning = ja", 1)
        .replacen("dokument = \"protokoll\"", "dokument = ”protokoll”", 1)
        .replacen("beslutsfattare = \"Rektor\"", "beslutsfattare = Rektorn", 1)
        .replacen("[faser.nulage]", "[faser.nulage", 1)
        .replacen("kravs = [\"behov\"]", "kravs = [\"behov\"", 1)
        .replacen("kravs = [\"atgard\", \"beslut\"]", "kravs = [\"atgard\" \"beslut\"]", 1);
    let found = wrongs(&text);
    for part in [
        "namn: ",
        "nedrakning = ja",
        "dokument = ”",
        "beslutsfattare = ",
        "[faser.nulage",
        "kravs = [\"behov\"",
        "kravs = [\"atgard\" ",
    ] {
        let line = line_of(&text, part);
        assert!(found.iter().any(|(at, _)| *at == line), "{part}: {found:#?}");
    }
    // What could be read is looked at: a role that nobody has.
    assert!(found.iter().any(|(_, said)| said.contains("bland rollerna")), "{found:#?}");
    assert_eq!(found.len(), 8, "{found:#?}");
}

#[test]
fn a_section_by_the_wrong_name_or_none_hides_nothing_either() {
    let spoilt = EHT.replacen("laget_runt = \"gemensamt\"", "laget_runt = \"alla\"", 1);
    let wrong = |text: String| -> Vec<String> { wrongs(&text).into_iter().map(|(_, said)| said).collect() };
    for (text, words) in [
        (spoilt.replace("[[roller]]", "[[roll]]"), "Menade du ”roller”?"),
        (spoilt.replace("[faser.", "[fas."), "Menade du ”faser”?"),
        (spoilt.split("[faser.").next().unwrap().to_owned(), "nyckeln ”faser” saknas"),
        (
            spoilt.replacen("samtycke = \"kravs_vid_sekretessgrans\"", "samtycke = true", 1),
            "inom citattecken: kravs, ",
        ),
        (spoilt.replacen("niva = \"individ\"", "niva = [\"individ\"]", 1), "inom citattecken: individ, "),
        (spoilt.replacen("nedrakning = true", "nedräkning = true", 1), "Menade du ”nedrakning”?"),
    ] {
        let found = wrong(text);
        assert!(found.len() == 2, "{words}: {found:#?}");
        assert!(found.iter().any(|said| said.contains(words)), "{words}: {found:#?}");
        assert!(found.iter().any(|said| said.contains("”alla” är inget av orden")), "{words}: {found:#?}");
    }
}

/// Somebody who says of their own rule that it is theirs writes the key by which they asked for it.
#[test]
fn a_rule_is_found_by_the_key_that_asks_for_it() {
    for (key, rule) in [("en_av", "roll_saknas"), ("minst_verksamheter", "verksamheter")] {
        refused_when(
            PLACERING,
            "\"roll_saknas\"",
            &format!("\"{key}\""),
            &[&format!("var_regel = [\"{rule}\"]")],
        );
    }
}

#[test]
fn a_demand_in_a_phase_that_is_left_out_is_told() {
    for (demand, key) in [("kravs = [\"behov\"]", "kravs"), ("kravs_alla = [\"behov\"]", "kravs_alla")] {
        let text = EHT.replacen("minuter = 90", "minuter = 90\nutan = [\"behov\"]", 1).replacen(
            "kravs = [\"behov\"]",
            demand,
            1,
        );
        let line = line_of(&text, demand);
        refused(text, line, &[&format!("{key} ställer ett krav i behov"), "utelämnad", "ur utan"]);
    }
    let text = EHT.replacen("minuter = 90", "minuter = 90\nutan = [\"behov\"]", 1).replacen(
        "kravs = [\"behov\"]",
        "minst = 2",
        1,
    );
    assert!(wrongs(&text).iter().any(|(_, said)| said.contains("minst ställer ett krav i behov")));
}

#[test]
fn a_remedy_is_about_what_stands_there() {
    for (from, to, remedy) in [
        ("minuter = 90", "minuter = -90", "Skriv talet utan minustecken."),
        ("minuter = 90", "minuter = 1.5", "utan decimaler"),
        ("minuter = 90", "minuter = \"90\"", "utan citattecken"),
        ("minuter = 90", "minuter = 2026-01-01", "inte ett datum"),
        ("minuter = 90", "minuter = [90]", "utan hakparenteser"),
        ("minuter = 90", "minuter = 5000000000", "ett mindre tal"),
        ("minuter = 90", "minuter = true", "med siffror"),
        ("namn = \"Elevhälsoteam\"", "namn = true", "skriv \"ja\""),
        ("namn = \"Elevhälsoteam\"", "namn = [\"a\"]", "utan hakparenteser"),
        ("namn = \"Elevhälsoteam\"", "namn = 2026-01-01", "raka citattecken"),
        ("kravs = [\"behov\"]", "kravs = \"behov\"", "[\"behov\"]"),
    ] {
        refused_when(EHT, from, to, &[remedy]);
    }
}

#[test]
fn a_form_names_only_forms_that_there_are() {
    for (key, line) in [
        ("foljer", "foljer = [\"eht\", \"sp\"]"),
        ("annars", "huvudman_kravs = [\"kommun\"]\nannars = \"sipen\""),
    ] {
        let (text, _) = changed(EHT, "minuter = 90", &format!("{line}\nminuter = 90"));
        let found = wrongs(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].1.contains("det finns ingen mötesform med id")
                && found[0].0 == line_of(&text, &format!("{key} = ")),
            "{found:?}"
        );
    }
    let (text, _) = changed(EHT, "minuter = 90", "foljer = [\"samverkansmöte\"]\nminuter = 90");
    assert_eq!(
        wrongs(&text).len(),
        1,
        "what can be no id isn't also said to be missing: {:?}",
        wrongs(&text)
    );
    for form in Catalogue::carried().iter() {
        assert!(wrongs(&form.text).is_empty(), "{}: {:?}", form.agenda.id, wrongs(&form.text));
    }
}

/// A way to spoil a file.
#[derive(Clone, Debug)]
enum Spoil {
    Flip(usize, u8),
    Delete(usize, usize),
    SwapLines(usize, usize),
    Double(usize, usize),
    Insert(usize, char),
}

fn spoil() -> impl Strategy<Value = Spoil> {
    let at = 0..10_000_usize;
    prop_oneof![
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Spoil::Flip(at, byte)),
        (at.clone(), 1..200_usize).prop_map(|(at, length)| Spoil::Delete(at, length)),
        (at.clone(), at.clone()).prop_map(|(a, b)| Spoil::SwapLines(a, b)),
        (at.clone(), 1..500_usize).prop_map(|(at, length)| Spoil::Double(at, length)),
        (
            at,
            proptest::sample::select(vec![
                '"', '[', ']', '=', '\n', '\r', '#', '\\', '.', '{', 'å', '\u{202e}', '\0'
            ])
        )
            .prop_map(|(at, c)| Spoil::Insert(at, c)),
    ]
}

fn spoilt(mut bytes: Vec<u8>, how: &Spoil) -> Vec<u8> {
    if bytes.is_empty() {
        return bytes;
    }
    let length = bytes.len();
    match *how {
        Spoil::Flip(at, byte) => bytes[at % length] ^= byte,
        Spoil::Delete(at, count) => drop(bytes.drain(at % length..(at % length + count).min(length))),
        Spoil::SwapLines(a, b) => {
            let mut lines: Vec<_> = bytes.split(|byte| *byte == b'\n').collect();
            let count = lines.len();
            lines.swap(a % count, b % count);
            return lines.join(&b'\n');
        }
        Spoil::Double(at, count) => {
            let part = bytes[at % length..(at % length + count).min(length)].to_vec();
            bytes.splice(at % length..at % length, part);
        }
        Spoil::Insert(at, c) => drop(bytes.splice(at % length..at % length, c.to_string().into_bytes())),
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_spoilt_file_never_panics_and_is_answered_in_swedish(
        form in 0..FORMS.len(),
        how in proptest::collection::vec(spoil(), 1..4),
    ) {
        let bytes = how.iter().fold(FORMS[form].as_bytes().to_vec(), spoilt);
        match parse("egen.toml", &bytes) {
            Ok(agenda) => prop_assert_eq!(from_snapshot(&snapshot(&agenda)).unwrap(), agenda),
            Err(error) => {
                // Whoever asks for all is told at least as much.
                let all = parse_whole("egen.toml", &bytes, &Laws::default(), &[]).unwrap_err();
                prop_assert!(all.contains(&error), "{:?} {:?}", error, all);
                let text = error.to_string();
                prop_assert!(!text.contains(['\u{1b}', '\u{202e}', '\0', '\r']), "{:?}", text);
                prop_assert!(error.place().is_none_or(|place| place.line >= 1 && place.column >= 1));
                prop_assert!(!error.remedy().is_empty());
                // Words from the file are quoted or stand after a colon; what is ours is Swedish.
                for word in ["expected", "unknown", "invalid", "missing", "duplicate"] {
                    prop_assert!(!text.contains(word), "{}", text);
                }
            }
        }
    }
}

#[test]
fn every_role_of_a_carried_form_says_what_its_bearer_is() {
    use crate::agenda_file::Catalogue;
    use crate::domain::roles::kind_of;
    for form in Catalogue::carried().iter() {
        for role in &form.agenda.roles {
            assert!(!role.is_guessed(), "{}: {} has no slag", form.agenda.id, role.name);
            // The words that people use don't say otherwise.
            assert!(kind_of(&role.name).is_none_or(|kind| kind == role.kind()), "{}", role.name);
        }
    }
}

#[test]
fn a_role_says_what_its_bearer_is_to_the_meeting() {
    use crate::domain::roles::ParticipantKind::{Narstaende, Personal, Tolk, Vardnadshavare};
    let kind = |role: &str| {
        let text =
            EHT.replacen("[[roller]]", &format!("[[roller]]\n{role}\nbehov = \"onskas\"\n[[roller]]"), 1);
        parse("x", text.as_bytes()).map(|agenda| (agenda.roles[0].kind(), agenda.roles[0].is_guessed()))
    };
    for (role, wanted) in [
        ("namn = \"Ombud\"\nhuvudman = \"familj\"", (Narstaende, true)),
        ("namn = \"Mamma\"\nhuvudman = \"familj\"", (Vardnadshavare, true)),
        ("namn = \"Ombud\"\nhuvudman = \"familj\"\nslag = \"vardnadshavare\"", (Vardnadshavare, false)),
        ("namn = \"Kontaktperson\"\nhuvudman = \"kommun\"", (Personal, false)),
        ("namn = \"Språktolk\"\nhuvudman = \"annan\"", (Tolk, false)),
    ] {
        assert_eq!(kind(role).unwrap(), wanted, "{role}");
    }
    for wrong in [
        "namn = \"Ombud\"\nhuvudman = \"kommun\"\nslag = \"narstaende\"",
        "namn = \"Ombud\"\nhuvudman = \"familj\"\nslag = \"personal\"",
    ] {
        assert!(kind(wrong).unwrap_err().to_string().contains("säger emot varandra"), "{wrong}");
    }
}
