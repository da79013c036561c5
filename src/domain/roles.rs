//! What a role says of its bearer: family or staff, by the words that people use for it. A form says more of its own roles
//! ([`super::agenda::Agenda::place_of`]); what neither knows is asked for, and never taken for granted.

use super::coded::coded;
use super::collate::{fold, fold_loosely};

/// Said of whoever nobody has placed as family or staff.
pub const UNSETTLED: &str = "familj eller personal?";

coded! {
    /// What a participant is to the meeting.
    pub enum ParticipantKind said by word {
        /// Staff of an authority.
        Personal = "personal", "personal";
        /// The child.
        Barn = "barn", "barnet";
        /// A guardian.
        Vardnadshavare = "vardnadshavare", "vårdnadshavare";
        /// A grandparent or somebody else close to the child.
        Narstaende = "narstaende", "närstående";
        /// An interpreter.
        Tolk = "tolk", "tolk";
    }
}

impl ParticipantKind {
    /// The child or somebody close to it.
    pub fn is_family(self) -> bool {
        matches!(self, Self::Barn | Self::Vardnadshavare | Self::Narstaende)
    }

    /// The child that the meeting is about, or a guardian: those whose plan it is.
    pub fn is_child_or_guardian(self) -> bool {
        matches!(self, Self::Barn | Self::Vardnadshavare)
    }
}

/// What a word is within a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// The child.
    Child,
    /// A parent; whether a guardian too, what stands before it tells.
    Parent,
    /// A guardian by law, whoever else it is.
    Guardian,
    /// Somebody close to the child.
    Close,
    Staff,
    Medical,
    Interpreter,
}

/// Words that mean the child, where they stand alone.
const CHILD: &[&str] = &[
    "barn",
    "elev",
    "ungdom",
    "unge",
    "unga",
    "flicka",
    "flickan",
    "pojke",
    "pojken",
    "tonåring",
    "son",
    "dotter",
    "skolbarn",
    "förskolebarn",
    "fosterbarn",
];

/// Words that end the name of a guardian by law.
const GUARDIAN: &[&str] =
    &["vårdnadshavare", "vårdnadshavaren", "målsman", "målsmannen", "vh", "vhn", "sfvh", "godman"];

/// Words that end the name of a parent: "adoptivmamma".
const PARENT: &[&str] = &["mamma", "pappa", "förälder", "föräldrar"];

/// Words for a parent that are one only where they stand alone.
const PARENT_ALONE: &[&str] =
    &["mor", "far", "moder", "fader", "morsa", "farsa", "morsan", "farsan", "modern", "fadern"];

/// What may stand before a parent who is a guardian as others: "adoptivmamma". Whoever has anything else before the word
/// is close to the child: "bonusmamma".
const STILL_PARENT: &[&str] = &["adoptiv", "bio", "ensam", "boende", "biologisk", "biologiska"];

/// Words that end the name of somebody close to the child.
const CLOSE: &[&str] = &[
    "syster",
    "bror",
    "broder",
    "syskon",
    "mormor",
    "morfar",
    "farmor",
    "farfar",
    "moster",
    "faster",
    "morbror",
    "farbror",
    "kusin",
    "sambo",
    "särbo",
    "släkting",
    "närstående",
    "anhörig",
    "anhöriga",
    "familjehem",
    "jourhem",
    "fosterhem",
    "familjemedlem",
    "familj",
    "kompis",
    "kamrat",
    "vän",
    "vännen",
    "väninna",
    "granne",
    "svåger",
    "svägerska",
    "pojkvän",
    "flickvän",
    "syskonbarn",
    "barnbarn",
    "styvmor",
    "styvfar",
    "fostermor",
    "fosterfar",
    "svärmor",
    "svärfar",
    "gudmor",
    "gudfar",
    "plastmor",
    "plastfar",
    "bonusmor",
    "bonusfar",
    "förmyndare",
];

/// Words for somebody close to the child that are so only where they stand alone: "polisman" is none.
const CLOSE_ALONE: &[&str] =
    &["man", "fru", "kille", "tjej", "make", "maka", "partner", "fästman", "fästmö", "gudmoder", "gudfader"];

/// Words that end the name of work in health care that EMI is kept by.
const MEDICAL: &[&str] = &[
    "sköterska",
    "läkare",
    "psykolog",
    "psykiater",
    "ssk",
    "sjuksyster",
    "skolsyster",
    "distriktssyster",
    "skolsköt",
];

/// Words that end the name of somebody's work. Those that hold a word for family come here too: "dagmamma".
const STAFF: &[&str] = &[
    "rektor",
    "lärare",
    "lärarinna",
    "magister",
    "pedagog",
    "specped",
    "spec",
    "kurator",
    "sekreterare",
    "socsek",
    "handläggare",
    "assistent",
    "mentor",
    "chef",
    "samordnare",
    "koordinator",
    "coach",
    "terapeut",
    "logoped",
    "behandlare",
    "rådgivare",
    "vägledare",
    "syv",
    "stödjare",
    "ledare",
    "konsulent",
    "konsult",
    "utredare",
    "utvecklare",
    "arbetare",
    "vårdare",
    "skötare",
    "barnskötare",
    "specialist",
    "strateg",
    "direktör",
    "föreståndare",
    "polis",
    "polisman",
    "åklagare",
    "audionom",
    "dietist",
    "ombudsman",
    "vaktmästare",
    "administratör",
    "inspektör",
    "bibliotekarie",
    "personal",
    "ansvarig",
    "vikarie",
    "habiliterare",
    "socionom",
    "sjukgymnast",
    "fysioterapeut",
    "präst",
    "herde",
    "diakon",
    "pastor",
    "imam",
    "ledamot",
    "ordförande",
    "nämndeman",
    "politiker",
    "företrädare",
    "föreläsare",
    "utförare",
    "morska",
    "tandhygienist",
    "dagmamma",
    "dagpappa",
    "undersköterska",
    "biträdande",
    "områdesbehandlare",
    "fältare",
    "jurist",
    "enhetschef",
    "tjänsteman",
    "tjänsteperson",
    "medarbetare",
    "tekniker",
    "planerare",
    "controller",
    "moderator",
    "processledare",
    "soc",
    "kuratorn",
    "talpedagog",
    "skolvärd",
    "elevvärd",
    "skolvärdinna",
];

/// Where people work, as they say it instead of what they do: "BUP", "BVC-kontakt".
const WORKPLACE: &[&str] = &[
    "bup",
    "bvc",
    "bmm",
    "ifo",
    "lss",
    "hvb",
    "socialtjänst",
    "socialtjänsten",
    "habilitering",
    "habiliteringen",
    "hab",
    "vårdcentral",
    "vårdcentralen",
    "primärvård",
    "primärvården",
    "elevhälsa",
    "elevhälsan",
    "skola",
    "skolan",
    "polisen",
    "försäkringskassan",
    "arbetsförmedlingen",
    "psykiatri",
    "psykiatrin",
];

/// After these words it is said of whom, or where: "mamma till Nils", "rektor för förskolan".
const OF: &[&str] =
    &["till", "för", "i", "på", "vid", "hos", "åt", "från", "med", "om", "av", "under", "inom"];

/// What a role says that isn't said by a form: what its bearer is to the meeting. Nothing where the words are unknown, or
/// say both: then somebody has to be asked.
pub fn kind_of(role: &str) -> Option<ParticipantKind> {
    let (words, without_custody) = words_of(role);
    let found: Vec<Word> = words.iter().filter_map(|word| meaning(word)).collect();
    let family = found.iter().copied().filter(|word| !is_work(*word));
    let work: Vec<Word> = found.iter().copied().filter(|word| is_work(*word)).collect();
    let family: Vec<Word> = match (found.first(), work.is_empty()) {
        // "Socialsekreterare barn och unga": whom one works with.
        (Some(first), false) if is_work(*first) => family.filter(|word| *word != Word::Child).collect(),
        _ => family.collect(),
    };
    match (family.as_slice(), work.as_slice()) {
        ([], []) => None,
        ([], work) if work.contains(&Word::Interpreter) => Some(ParticipantKind::Tolk),
        ([], _) => Some(ParticipantKind::Personal),
        (family, []) => Some(kind_of_family(family, without_custody)),
        // "Mamma och lärare".
        _ => None,
    }
}

/// Whether words are a role that is known, with nothing in them that would be somebody's name: a word in large letters.
pub fn is_role(words: &str) -> bool {
    let is_name = |word: &str| {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let large = letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase);
        let known = meaning(&fold(word.trim_matches(|c: char| !c.is_alphanumeric()))).is_some();
        large && !known && !QUALIFIERS.contains(&fold(word).as_str())
    };
    kind_of(words).is_some() && !words.split([' ', '/']).any(is_name) && !shouts_a_name(words)
}

/// Whether words are what somebody is, and not where they work: "rektor", not "BVC".
pub fn is_post(words: &str) -> bool {
    let first = words.split([' ', '/']).next().map(fold).unwrap_or_default();
    is_role(words) && !WORKPLACE.contains(&first.as_str())
}

/// Whether words in large letters alone hold more than a role and an abbreviation: "EVA LUND SPECIALPEDAGOG".
fn shouts_a_name(words: &str) -> bool {
    if !words.contains(' ') || words.chars().any(char::is_lowercase) {
        return false;
    }
    let all = words_of(words).0;
    let unknown = all.iter().filter(|word| meaning(word).is_none() && !QUALIFIERS.contains(&word.as_str()));
    let lengths: Vec<usize> = unknown.map(|word| word.chars().count()).collect();
    lengths.len() > 1 || lengths.iter().any(|length| *length > 4)
}

/// Words that stand before a role, and may begin it in large letters.
const QUALIFIERS: &[&str] = &[
    "biologisk",
    "biologiska",
    "ensam",
    "särskilt",
    "bitr",
    "bitr.",
    "biträdande",
    "tf",
    "tf.",
    "den",
    "god",
    "gode",
    "barnets",
    "elevens",
    "ny",
    "vik",
    "vik.",
];

fn kind_of_family(words: &[Word], without_custody: bool) -> ParticipantKind {
    let has = |word| words.contains(&word);
    if has(Word::Child) && !has(Word::Guardian) && !has(Word::Parent) && !has(Word::Close) {
        ParticipantKind::Barn
    } else if without_custody {
        ParticipantKind::Narstaende
    } else if has(Word::Guardian) || has(Word::Parent) {
        ParticipantKind::Vardnadshavare
    } else {
        ParticipantKind::Narstaende
    }
}

fn is_work(word: Word) -> bool {
    matches!(word, Word::Staff | Word::Medical | Word::Interpreter)
}

/// Whether a role is of elevhälsan's medical part, or of health care like it: skolsköterska, skolläkare, psykolog.
pub fn is_medical(role: &str) -> bool {
    words_of(role).0.iter().any(|word| meaning(word) == Some(Word::Medical))
}

/// The words of a role that say what its bearer is, hyphenated ones as one; and whether it says that they haven't the
/// custody. What is left out: whose they are, how many, and what follows *till* or *på*.
fn words_of(role: &str) -> (Vec<String>, bool) {
    let folded = fold(role)
        .replace("god man", "godman")
        .replace("gode mannen", "godman")
        .replace("gode man", "godman");
    let mut words = Vec::new();
    let mut all = folded
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'')))
        .map(|word| word.trim_matches(|c: char| c.is_ascii_digit() || c == '\''))
        .filter(|word| !word.is_empty() && !word.ends_with('-'))
        .peekable();
    let mut without = false;
    while let Some(word) = all.next() {
        if OF.contains(&word) && !words.is_empty() {
            // Of whom, or where: up to the next word that joins.
            while all
                .next_if(|next| !matches!(*next, "och" | "samt" | "utan" | "ej" | "inte" | "icke"))
                .is_some()
            {}
        } else if matches!(word, "utan" | "ej" | "inte" | "icke") {
            without |= all.next_if(|next| next.starts_with("vårdnad") || *next == "vh").is_some();
        } else if !is_owner(word) {
            words.push(word.replace('-', ""));
        }
    }
    (words, without)
}

/// Whether a word says whose the next one is: "mammas sambo", "barnets farmor", "elevens mentor".
fn is_owner(word: &str) -> bool {
    word.strip_suffix('s').is_some_and(|word| meaning(word).is_some_and(|word| !is_work(word)))
}

fn meaning(word: &str) -> Option<Word> {
    [fold, fold_loosely].into_iter().find_map(|how| meaning_by(word, how))
}

fn meaning_by(word: &str, how: fn(&str) -> String) -> Option<Word> {
    let forms: Vec<String> = stems(word).map(how).collect();
    let is = |list: &[&str]| list.iter().any(|known| forms.iter().any(|form| *form == how(known)));
    // What stands before the longest of the words with which it ends.
    let before = |list: &[&str]| {
        let ends = list.iter().flat_map(|known| {
            let known = how(known);
            forms.iter().filter_map(move |form| form.strip_suffix(known.as_str()).map(str::to_owned))
        });
        ends.min_by_key(String::len)
    };
    if is(&["dagmamma", "dagpappa"]) {
        Some(Word::Staff)
    } else if before(&["tolk"]).is_some() {
        Some(Word::Interpreter)
    } else if before(MEDICAL).is_some() {
        Some(Word::Medical)
    } else if is(CHILD) {
        Some(Word::Child)
    } else if is(PARENT_ALONE) || before(GUARDIAN).is_some_and(|first| first.is_empty() || first.len() > 2) {
        Some(if is(PARENT_ALONE) { Word::Parent } else { Word::Guardian })
    } else if let Some(first) = before(PARENT) {
        let as_others = first.is_empty() || STILL_PARENT.iter().any(|known| how(known) == first);
        Some(if as_others { Word::Parent } else { Word::Close })
    } else if is(CLOSE_ALONE) || before(CLOSE).is_some() {
        Some(Word::Close)
    } else if before(STAFF).is_some() || is(WORKPLACE) || begins_with_workplace(&forms, how) {
        Some(Word::Staff)
    } else {
        None
    }
}

/// "BUP-kontakt", which has become one word.
fn begins_with_workplace(forms: &[String], how: fn(&str) -> String) -> bool {
    const BEFORE: [&str; 7] = ["bup", "bvc", "bmm", "ifo", "lss", "hvb", "soc"];
    const AFTER: [&str; 4] = ["kontakt", "representant", "team", "teamet"];
    forms.iter().any(|form| {
        BEFORE
            .iter()
            .any(|first| form.strip_prefix(how(first).as_str()).is_some_and(|rest| AFTER.contains(&rest)))
    })
}

/// A word, and what is left of it without what says "the", or that they are several.
fn stems(word: &str) -> impl Iterator<Item = &str> {
    const ENDINGS: [&str; 8] = ["", "n", "en", "et", "na", "ar", "arna", "erna"];
    ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)).filter(|stem| stem.chars().count() > 1)
}

#[cfg(test)]
mod tests {
    use super::ParticipantKind::{Barn, Narstaende, Personal, Tolk, Vardnadshavare};
    use super::*;

    #[test]
    fn the_words_that_people_use_for_a_family_are_known() {
        for role in [
            "vårdnadshavare",
            "Vårdnadshavare 1",
            "vårdnadshavare2",
            "VH",
            "vh 2",
            "Vårdnadshavaren",
            "mamma",
            "Mamman",
            "pappa",
            "Mor",
            "fader",
            "förälder",
            "Föräldern",
            "föräldrar",
            "Annas mamma",
            "mamma till Nils",
            "biologisk mamma",
            "adoptivpappa",
            "bio-mamma",
            "God man",
            "gode mannen",
            "Särskilt förordnad vårdnadshavare",
            "Vårdnadshavare/mamma",
            "mamma (ensam vårdnadshavare)",
            "mormor och vårdnadshavare",
            "vardnadshavare",
            "FORALDER",
            "Mamma, vårdnadshavare",
            "ensam\u{A0}vårdnadshavare",
            "barnets pappa",
            "målsman",
        ] {
            assert_eq!(kind_of(role), Some(Vardnadshavare), "{role}");
        }
        for role in [
            "bonusmamma",
            "Bonus-mamma",
            "plastpappa",
            "styvfar",
            "styvmor",
            "storasyster",
            "lillebror",
            "Storebror",
            "syskon",
            "halvsyster",
            "mormor",
            "morfar",
            "farmor 2",
            "faster",
            "morbror",
            "kusin",
            "mammas sambo",
            "pappas nya fru",
            "familjehemsförälder",
            "familjehemsmamma",
            "Familjehem",
            "jourhem",
            "fosterförälder",
            "kontaktfamilj",
            "närstående",
            "anhörig",
            "granne",
            "flickvän",
            "barnets mormor",
            "gudmor",
            "klasskamrat",
            "pappa utan vårdnad",
            "mamma (ej vårdnadshavare)",
            "systern",
            "farmors sambo",
            "bonusforalder",
            "vän",
        ] {
            assert_eq!(kind_of(role), Some(Narstaende), "{role}");
        }
        for role in ["barn", "Barnet", "elev", "Eleven", "ungdomen", "den unge", "elev i 7A", "Son", "pojken"]
        {
            assert_eq!(kind_of(role), Some(Barn), "{role}");
        }
    }

    #[test]
    fn the_words_for_work_are_known_also_those_that_hold_a_word_for_family() {
        for role in [
            "rektor",
            "bitr. rektor",
            "Biträdande rektor",
            "lärare",
            "klasslärare",
            "lärare i åk 3",
            "kurator",
            "skolkurator",
            "socialsekreterare",
            "soc.sek",
            "specialpedagog",
            "spec.ped",
            "skolsköterska",
            "BUP",
            "BUP-sköterska",
            "BUP-kontakt",
            "bvc-sjuksköterska",
            "familjebehandlare",
            "föräldravägledare",
            "familjehemssekreterare",
            "elevassistent",
            "elevcoach",
            "barnskötare",
            "dagmamma",
            "socialsekreterare barn och unga",
            "barn- och ungdomshandläggare",
            "elevens mentor",
            "mammas socialsekreterare",
            "polisman",
            "kommunpolis",
            "skolsyster",
            "barnmorska",
            "rektor för förskolan",
            "larare",
            "kyrkoherde",
        ] {
            assert_eq!(kind_of(role), Some(Personal), "{role}");
        }
        for role in ["tolk", "Språktolk", "teckentolken"] {
            assert_eq!(kind_of(role), Some(Tolk), "{role}");
        }
    }

    #[test]
    fn what_says_nothing_or_both_is_for_somebody_to_answer() {
        for role in [
            "",
            "kontaktperson",
            "stödperson",
            "ombud",
            "praktikant",
            "mamma och lärare",
            "pappa (läkare)",
            "xyz",
            "7A",
            "Anna",
        ] {
            assert_eq!(kind_of(role), None, "{role}");
        }
    }

    #[test]
    fn health_care_is_known_in_any_form_of_the_word() {
        for role in ["skolsköterska", "Skolsköterskan", "skolläkare", "PTP-psykolog", "ssk", "skolskoterska"]
        {
            assert!(is_medical(role), "{role}");
        }
        for role in ["rektor", "mamma till en sköterska", "barnskötare", "läkarsekreterare"] {
            assert!(!is_medical(role), "{role}");
        }
    }

    #[test]
    fn a_word_of_one_list_isnt_in_another() {
        for word in PARENT.iter().chain(CLOSE).chain(GUARDIAN).chain(CLOSE_ALONE).chain(CHILD) {
            assert!(meaning(word).is_some_and(|kind| !is_work(kind)), "{word}");
        }
        for word in STAFF.iter().chain(MEDICAL).chain(WORKPLACE) {
            assert!(meaning(word).is_some_and(is_work), "{word}");
        }
    }
}
