use super::*;
use crate::demo::tests::agenda as form;
use proptest::prelude::*;
use std::sync::LazyLock;

fn lines(lines: &[&str]) -> People {
    static EHT: LazyLock<Agenda> = LazyLock::new(|| form("eht").unwrap().0);
    read(&EHT, &lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>())
}

/// Name, role and verksamhet of each.
fn told(typed: &[&str]) -> Vec<[String; 3]> {
    lines(typed).people.into_iter().map(|(one, _)| [one.name, one.role, one.unit]).collect()
}

fn one(typed: &str) -> [String; 3] {
    let all = told(&[typed]);
    assert_eq!(all.len(), 1, "{typed}: {all:?}");
    all.into_iter().next().unwrap()
}

#[test]
fn a_line_is_understood_however_it_is_written() {
    for typed in [
        "Siv Dahl, skolsköterska",
        "Siv Dahl skolsköterska",
        "Siv Dahl (skolsköterska)",
        "Siv Dahl – skolsköterska",
        "Siv Dahl - Skolsköterska, skola",
        "skolsköterska: Siv Dahl",
        "Skolsköterska Siv Dahl",
        "skolsköterska, Siv Dahl",
        "1\tSiv Dahl\tSkolsköterska",
        "Siv\u{A0}Dahl,\u{2009}skolsköterska",
        "Siv Dahl skolskoterska",
        "Siv Dahl; skolsköterska; Skola",
        "Siv\tDahl\tskolsköterska\tSkola",
        "Siv Dahl <siv.dahl@x.se>, skolsköterska",
    ] {
        assert_eq!(one(typed), ["Siv Dahl", "Skolsköterska", "Skola"], "{typed}");
    }
    assert_eq!(one("Siv Dahl, samordnare, Skola, Dals-Ed"), ["Siv Dahl", "samordnare", "Skola, Dals-Ed"]);
    assert_eq!(one("Maria Ek – mamma, hemma"), ["Maria Ek", "mamma", "Hemma"]);
    assert_eq!(one("Anna von Essen hejduk"), ["Anna von Essen", "hejduk", ""]);
    assert_eq!(one("rektor"), ["", "Rektor", "Skola"]);
    assert_eq!(one("vårdnadshavare 1"), ["", "vårdnadshavare 1", ""]);
    assert_eq!(one("bonusmamma Ann Ask"), ["Ann Ask", "bonusmamma", ""]);
    assert_eq!(one("Siv Dahl"), ["Siv Dahl", "", ""]);
}

#[test]
fn brackets_at_the_end_are_a_verksamhet_where_they_say_one_and_are_kept_where_they_say_something_else() {
    for typed in [
        "Siv Dahl, skolsköterska (Elevhälsan)",
        "Siv Dahl skolsköterska (Elevhälsan)",
        "Siv Dahl; skolsköterska (Elevhälsan)",
        "Siv Dahl, Skolsköterska ( Elevhälsan )",
        "Siv Dahl – skolsköterska (Elevhälsan)",
        "skolsköterska (Elevhälsan), Siv Dahl",
        "Siv\tDahl\tskolsköterska (Elevhälsan)",
        "Siv Dahl <siv@x.se>, skolsköterska (Elevhälsan)",
    ] {
        assert_eq!(one(typed), ["Siv Dahl", "Skolsköterska", "Elevhälsan"], "{typed}");
    }
    for (typed, role, unit) in [
        ("Per Ek, kurator (BUP)", "Kurator", "BUP"),
        ("Per Ek, kurator (bup)", "Kurator", "BUP"),
        ("Per Ek, samordnare (Barn- och ungdomspsykiatrin)", "samordnare", "Barn- och ungdomspsykiatrin"),
        ("Per Ek, samordnare (Region Påhitt)", "samordnare", "Region Påhitt"),
        ("Per Ek, samordnare (socialtjänsten)", "samordnare", "Socialtjänsten"),
        ("Per Ek, samordnare (Björkskolan)", "samordnare", "Björkskolan"),
        ("Per Ek, rektor (Lingonet)", "Rektor", "Lingonet"),
        // Neither of these is a place of work.
        ("Per Ek, rektor (vik.)", "rektor (vik.)", ""),
        ("Per Ek, rektor (Vik)", "rektor (Vik)", ""),
        ("Per Ek, rektor (till kl 15)", "rektor (till kl 15)", ""),
        ("Per Ek, rektor (Teams)", "rektor (Teams)", ""),
        ("Per Ek rektor (Anna är sjuk)", "rektor (Anna är sjuk)", ""),
        ("Per Ek, kurator (LSS-handläggare)", "kurator (LSS-handläggare)", ""),
        ("Per Ek, rektor (skolledare)", "rektor (skolledare)", ""),
        ("Per Ek, rektor (åk 7)", "rektor (åk 7)", ""),
        ("Per Ek, pappa (Bo)", "pappa (Bo)", ""),
        ("Per Ek, rektor, Skola (vik.)", "rektor (vik.)", "Skola"),
        ("Per Ek, rektor (vik.) (Lingonet)", "rektor (vik.)", "Lingonet"),
        ("Per Ek, rektor (Lingonet), Skola", "rektor (Lingonet)", "Skola"),
        ("Per Ek, rektor ()", "rektor ()", ""),
    ] {
        let [name, what, place] = one(typed);
        let told = (name.as_str(), what.to_lowercase(), place.to_lowercase());
        assert_eq!(told, ("Per Ek", role.to_lowercase(), unit.to_lowercase()), "{typed}");
    }
    for typed in [
        "Per Ek, rektor (på länk)",
        "Per Ek rektor (på länk)",
        "Per Ek (på länk), rektor",
        "Per Ek, rektor, Skola (på länk)",
        "Per Ek, rektor (på länk) (Skola)",
    ] {
        let found = lines(&[typed]).people;
        let person = &found[0].0;
        let told = (person.name.as_str(), person.role.as_str(), person.unit.as_str(), person.presence);
        assert_eq!(told, ("Per Ek", "Rektor", "Skola", Presence::Distans), "{typed}");
    }
    assert_eq!(one("skolsköterska (Elevhälsan)"), ["", "Skolsköterska", "Elevhälsan"]);
    assert_eq!(one("rektor (Anna Ek)"), ["Anna Ek", "Rektor", "Skola"]);
    assert_eq!(told(&["rektor (Anna); kurator (Per)"]).len(), 2);
    assert_eq!(told(&["Anna Ek (rektor); Per Pil (kurator)"]).len(), 2);
    // Pasted with others.
    let all = told(&["Siv Dahl, skolsköterska (Elevhälsan)", "Per Ek rektor (vik.)", "Bo Ask (kurator)"]);
    let roles: Vec<_> = all.iter().map(|[_, role, unit]| (role.as_str(), unit.as_str())).collect();
    assert_eq!(roles[0], ("Skolsköterska", "Elevhälsan"));
    assert_eq!(roles[1], ("rektor (vik.)", ""));
    assert_eq!(roles[2].0.to_lowercase(), "kurator");
}

#[test]
fn large_letters_alone_are_read_as_small_ones() {
    for (typed, name, role) in [
        ("EVA LUND SPECIALPEDAGOG", "EVA LUND", "SPECIALPEDAGOG"),
        ("SPECIALPEDAGOG EVA LUND", "EVA LUND", "SPECIALPEDAGOG"),
        ("EVA LUND KURATOR", "EVA LUND", "KURATOR"),
        ("SIV DAHL MAMMA", "SIV DAHL", "MAMMA"),
        ("ANNA-KARIN ÖBERG BOENDESTÖDJARE", "ANNA-KARIN ÖBERG", "BOENDESTÖDJARE"),
    ] {
        let [got, what, _] = one(typed);
        assert_eq!((got.as_str(), what.to_uppercase().as_str()), (name, role), "{typed}");
    }
    assert_eq!(one("EVA LUND"), ["EVA LUND", "", ""]);
}

#[test]
fn what_is_neither_a_name_nor_a_role_is_nobody() {
    for typed in ["20140503-0006", "140503-0006", ",,,", "140503-0006, elev", "12", "- - -", "0701234567"] {
        let found = lines(&[typed]);
        assert_eq!((found.people.len(), found.nobody.len()), (0, 1), "{typed}: {found:?}");
    }
    for typed in ["7B", "Barn 1", "vårdnadshavare 1", "Eva Ek 140503-0006"] {
        assert_eq!(told(&[typed]).len(), 1, "{typed}");
    }
}

#[test]
fn one_address_with_the_surname_first_gives_the_name_the_right_way_round() {
    for typed in [
        "Holm, Eva <eva@x.se>",
        "Holm, Eva <eva.holm@x.se>",
        "Holm, Eva <holm.eva@x.se>",
        "Holm, Eva <eh12@x.se>",
    ] {
        assert_eq!(one(typed)[0], "Eva Holm", "{typed}");
    }
    assert_eq!(one("von Essen, Anna <anna.vonessen@x.se>")[0], "Anna von Essen");
    assert_eq!(told(&["Holm, Eva <eva@x.se>; Ek, Per <p@y.se>"]).map_names(), ["Eva Holm", "Per Ek"]);
    assert_eq!(one("Holm, Eva <eva@x.se>, kurator")[..2], ["Eva Holm", "kurator"]);
    assert_eq!(one("Siv Dahl, skolsköterska <siv@x.se>")[..2], ["Siv Dahl", "Skolsköterska"]);
    assert_eq!(one("Siv Dahl, Samordnare <siv@x.se>")[0], "Siv Dahl");
}

#[test]
fn a_mail_programs_list_gives_names_the_right_way_round_and_no_address() {
    let list = "Berg Anna <a@x.se>; Ek Per <p@y.se>";
    assert_eq!(told(&[list]).map_names(), ["Anna Berg", "Per Ek"]);
    assert!(lines(&[list]).left_out);
    assert_eq!(told(&["\"Berg, Anna\" <a@x.se>, \"Ek, Per\" <p@y.se>"]).map_names(), ["Anna Berg", "Per Ek"]);
    assert_eq!(told(&["Anna Berg <anna.berg@x.se>, Per Ek <per@y.se>"]).map_names(), ["Anna Berg", "Per Ek"]);
    // Most of the list tells how the others are written.
    assert_eq!(
        told(&["Berg Anna <a@x.se>; Ek Per <p@y.se>; Dahl Siv <info@z.se>"]).map_names(),
        ["Anna Berg", "Per Ek", "Siv Dahl"]
    );
    let alone = lines(&["anna.berg@x.se"]);
    assert!(alone.people.is_empty() && alone.nobody == ["anna.berg@x.se"]);
}

#[test]
fn a_table_is_read_by_its_header_or_without() {
    let anna = ["Anna Berg", "Mentor", "Skola"].map(str::to_owned);
    let per = ["Per Ek", "mamma", ""].map(str::to_owned);
    let all = told(&["Efternamn\tFörnamn\tTitel\tE-post", "Berg\tAnna\tMentor\ta@x.se", "Ek\tPer\tmamma\t"]);
    assert_eq!(all, [anna.clone(), per.clone()]);
    assert_eq!(told(&["Nr\tNamn\tRoll", "1\tAnna Berg\tmentor"])[0][..2], anna[..2]);
    assert_eq!(told(&["Anna Berg\tMentor\tSkola", "Per Ek\tmamma"]), [anna, per]);
}

#[test]
fn several_on_a_line_are_several() {
    assert_eq!(told(&["Anna Berg, rektor; Per Ek, kurator"]).map_names(), ["Anna Berg", "Per Ek"]);
    assert_eq!(told(&["Anna Berg rektor; Per Ek mentor"]).map_names(), ["Anna Berg", "Per Ek"]);
    assert_eq!(told(&["Anna Berg; Per Ek; Siv Dahl"]).map_names(), ["Anna Berg", "Per Ek", "Siv Dahl"]);
    assert_eq!(told(&["Anna; rektor"]).len(), 1);
}

#[test]
fn a_telephone_and_where_somebody_is_are_not_a_role() {
    let found =
        lines(&["Anna Berg, mentor, 070-123 45 67", "Per Ek (frånvarande)", "Siv Dahl, kurator, på länk"]);
    let people: Vec<&Person> = found.people.iter().map(|(one, _)| one).collect();
    assert_eq!(people[0].phone.as_deref(), Some("070-123 45 67"));
    assert_eq!((people[0].role.as_str(), people[0].unit.as_str()), ("Mentor", "Skola"));
    assert_eq!((people[1].name.as_str(), people[1].presence), ("Per Ek", Presence::Franvarande));
    assert_eq!(people[2].presence, Presence::Distans);
}

trait Names {
    fn map_names(self) -> Vec<String>;
}

impl Names for Vec<[String; 3]> {
    fn map_names(self) -> Vec<String> {
        self.into_iter().map(|[name, ..]| name).collect()
    }
}

/// The words of a text, without what stands between.
fn words(text: &str) -> Vec<String> {
    let mut all: Vec<String> = fold_loosely(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    all.sort();
    all
}

proptest! {
    #[test]
    fn no_word_that_is_typed_is_lost(
        parts in prop::collection::vec("[A-ZÅÄÖ][a-zåäö]{1,5}( [A-Za-zö]{2,5}){0,2}|mamma|rektor|kurator|7A|xyz", 1..6),
        between in prop::sample::select(vec![", ", "; ", "\t", " – ", ": ", " (", " "]),
    ) {
        let typed = parts.join(between);
        let found = lines(&[&typed]);
        let mut kept: Vec<String> = found.nobody.clone();
        for (person, _) in &found.people {
            kept.extend([person.name.clone(), person.role.clone(), person.unit.clone()]);
            kept.extend(person.phone.clone());
        }
        // The form adds the verksamhet that comes with a role.
        let kept = words(&kept.join(" "));
        for word in words(&typed) {
            prop_assert!(kept.contains(&word), "{typed:?}: {word} of {kept:?}");
        }
    }

    #[test]
    fn no_address_is_kept(name in "[A-Z][a-z]{1,6} [A-Z][a-z]{1,6}", user in "[a-z.]{1,8}", list in "[;,] ?") {
        let typed = format!("{name} <{user}@skola.se>{list}\"Ek, Per\" <per@y.se>");
        let found = lines(&[&typed]);
        for (person, _) in &found.people {
            prop_assert!(![&person.name, &person.role, &person.unit].iter().any(|text| text.contains('@')), "{person:?}");
        }
        prop_assert!(found.left_out);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_word_in_brackets_is_lost(
        line in prop::sample::select(vec!["Siv Dahl, rektor", "Siv Dahl rektor", "Siv Dahl, rektor, Skola", "mamma Ann Ask"]),
        inner in "[A-Za-zåäöÅÄÖ]{1,9}( [A-Za-zåäö.]{1,8}){0,2}",
        more in prop::sample::select(vec!["", " (vik.)", " (Elevhälsan)", ", Skola"]),
    ) {
        let typed = format!("{line} ({inner}){more}");
        let found = lines(&[&typed]);
        let mut kept: Vec<String> = found.nobody.clone();
        for (person, _) in &found.people {
            kept.extend([person.name.clone(), person.role.clone(), person.unit.clone()]);
        }
        let kept = words(&kept.join(" "));
        for word in words(&typed).into_iter().filter(|_| presence_of(&inner).is_none()) {
            prop_assert!(kept.contains(&word), "{typed:?}: {word} of {kept:?}");
        }
    }
}
