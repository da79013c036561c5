//! What stands in brackets at the end of a role or a verksamhet: "skolsköterska (Elevhälsan)", "(på länk)", "(vik.)".

use super::{Person, begins_large, is_role, presence_of, tidy, unit_of};
use crate::domain::agenda::Agenda;
use crate::domain::collate::fold;
use crate::domain::consent::one_party;
use crate::domain::roles;

/// How places of work are called, as the beginning or the end of a word.
const PLACES: &[&str] = &[
    "arbetsförmedling",
    "avdelning",
    "barnhälsa",
    "barnpsyk",
    "bup",
    "bvc",
    "central",
    "elevhälsa",
    "enhet",
    "familjehuset",
    "fritids",
    "förskola",
    "förskolan",
    "förvaltning",
    "försäkringskassa",
    "gymnasiet",
    "hab",
    "habilitering",
    "hemmet",
    "ifo",
    "klinik",
    "kommun",
    "lss",
    "mottagning",
    "polisen",
    "primärvård",
    "psykiatri",
    "region",
    "sjukhus",
    "skola",
    "skolan",
    "skolor",
    "socialkontor",
    "socialtjänst",
    "team",
    "vårdcentral",
];

/// What is said of somebody in a word with a large letter, and is no place of work.
const OTHER: &[&str] = &[
    "digitalt",
    "distans",
    "fredagar",
    "förmiddag",
    "eftermiddag",
    "konsult",
    "ledig",
    "länk",
    "måndagar",
    "mötesledare",
    "ny",
    "nyanställd",
    "onsdagar",
    "ordförande",
    "praktikant",
    "sekreterare",
    "sjukskriven",
    "skype",
    "student",
    "teams",
    "telefon",
    "tisdagar",
    "tjf",
    "tjänstledig",
    "torsdagar",
    "vik",
    "vikarie",
    "zoom",
];

/// What stands before a bracket at the end; all of it, where there is none.
pub(super) fn before(words: &str) -> &str {
    split(words).map_or(words, |(before, _)| before)
}

/// "skolsköterska (Elevhälsan)": what stands before, and within. Nothing where nothing stands before.
fn split(words: &str) -> Option<(&str, &str)> {
    let (before, inner) = words.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let (before, inner) = (before.trim(), inner.trim());
    (!before.is_empty() && !inner.is_empty() && !inner.contains(')')).then_some((before, inner))
}

/// Takes what stands in brackets after a role or a verksamhet to where it belongs: a place of work is the verksamhet, and
/// whether somebody is here is that. What is neither stays with the role, where it is read.
pub(super) fn taken_apart(agenda: &Agenda, person: &mut Person) {
    if let Some((unit, inner)) = split(&person.unit).map(|(unit, inner)| (unit.to_owned(), inner.to_owned()))
    {
        if let Some(presence) = presence_of(&inner) {
            (person.unit, person.presence) = (unit, presence);
        } else if !is_place(agenda, &inner) && !person.role.is_empty() {
            // A consent names the verksamhet, and nothing but it.
            person.unit = unit;
            person.role = format!("{} ({inner})", person.role);
        }
    }
    let mut kept = Vec::new();
    while let Some((role, inner)) =
        split(&person.role).map(|(role, inner)| (role.to_owned(), inner.to_owned()))
    {
        if let Some(presence) = presence_of(&inner) {
            person.presence = presence;
        } else if person.unit.is_empty() && is_place(agenda, &inner) && is_of_staff(agenda, &role) {
            person.unit = unit_of(agenda, &[tidy(&inner)]);
        } else {
            kept.insert(0, inner);
        }
        person.role = role;
    }
    for inner in kept {
        person.role = format!("{} ({inner})", person.role);
    }
}

/// "mamma (Bo)" tells whose mother she is.
fn is_of_staff(agenda: &Agenda, role: &str) -> bool {
    agenda.place_of(role, "").is_none_or(|place| !place.kind.is_family())
}

/// Whether a role alone is told, and where: "skolsköterska (Elevhälsan)". In "rektor (Anna)" somebody is.
pub(super) fn is_role_at_place(agenda: &Agenda, words: &str) -> bool {
    split(words).is_some_and(|(role, inner)| {
        is_role(agenda, role) && (is_known_place(agenda, inner) || presence_of(inner).is_some())
    })
}

/// Whether words are the name of a place where somebody works; one name alone that says nothing else is one too.
fn is_place(agenda: &Agenda, words: &str) -> bool {
    let one = |word: &str| begins_large(word) && word.chars().count() > 2;
    let all = words_of(words);
    is_known_place(agenda, words)
        || (all.len() == 1
            && one(words)
            && all.iter().all(|word| is_clear(word) && roles::kind_of(word).is_none())
            && agenda.role(words, "").is_none())
}

/// Whether words are a place by the form's own, or by how such places are called.
fn is_known_place(agenda: &Agenda, words: &str) -> bool {
    if agenda.roles.iter().any(|role| one_party(&role.unit, words)) {
        return true;
    }
    let all = words_of(words);
    // "LSS-handläggare" is what somebody does.
    let does = |word: &String| !is_named(word) && roles::kind_of(word).is_some();
    agenda.role(words, "").is_none()
        && all.iter().all(|word| is_clear(word))
        && !all.iter().any(does)
        && all.iter().any(|word| is_named(word))
}

fn words_of(words: &str) -> Vec<String> {
    // "Barn- och ungdomspsykiatrin": the first is no word of its own.
    let whole = words.split(' ').filter(|word| !word.ends_with('-'));
    whole.flat_map(|word| word.split(['-', '/', ','])).map(fold).filter(|word| !word.is_empty()).collect()
}

/// A word of letters that is none of a sentence.
fn is_clear(word: &str) -> bool {
    word.chars().all(char::is_alphabetic) && !is_other(word)
}

/// Whether a word is how places of work are called.
fn is_named(word: &str) -> bool {
    let ends = |place: &&str| {
        let stems = ["", "n", "en", "et", "an"].iter().filter_map(|end| word.strip_suffix(end));
        place.chars().count() > 3 && stems.into_iter().any(|stem| stem.ends_with(*place))
    };
    let begins = |place: &&str| word.starts_with(*place) && word.chars().count() <= place.chars().count() + 3;
    PLACES.iter().any(|place| begins(place) || ends(place))
}

/// Words of a sentence, or of what somebody is or does.
fn is_other(word: &str) -> bool {
    const SMALL: &[&str] = &[
        "deltar", "efter", "ej", "från", "före", "går", "har", "ibland", "inte", "kan", "kl", "kommer",
        "med", "mot", "om", "på", "sjuk", "som", "till", "under", "ur", "utan", "via", "är",
    ];
    SMALL.contains(&word) || OTHER.contains(&word)
}
