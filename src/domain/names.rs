//! Names in running text: found whole, with their endings, in compounds and without their accents, so that something else
//! can be said instead. A whole name goes before its parts. A part that is an ordinary word too ("per", "sten") isn't touched
//! where it stands as one, and one that could mean another is nobody's: whoever shows the text holds it for a look
//! ([`super::held`]).

mod reading;

pub use reading::SOMEBODY;

use super::collate::fold;
use super::ids::MeetingArendeId;
use super::meeting::Meeting;
use super::record::{MeetingArende, Participant, ParticipantKind};
use super::words::words;

/// A name that is shorter than this is too much like an ordinary word.
const SHORTEST: usize = 2;

/// Small words within names. They tell of nobody, and stand in every text.
const PARTICLES: [&str; 24] = [
    "von", "van", "af", "av", "de", "den", "der", "di", "da", "do", "dos", "du", "la", "le", "el", "al",
    "bin", "ibn", "ben", "och", "i", "zu", "ter", "ten",
];
/// Those of them that are what somebody is called, where a name begins with them.
const FIRST_NAMES: [&str; 5] = ["ben", "al", "van", "bin", "le"];

/// A word of a name.
#[derive(Clone, Debug, Hash)]
struct Part {
    folded: String,
    /// How many times it stands in the name.
    times: usize,
    /// It is an ordinary word too.
    ordinary: bool,
    /// It tells of somebody by itself, and isn't in what is said instead.
    alone: bool,
}

/// Who is called so.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Who {
    /// A child, by what it is called where others can read it.
    Child(Option<MeetingArendeId>),
    /// Somebody of a family, with the ärenden that are theirs; none where nobody has said it.
    Family(Vec<MeetingArendeId>),
    /// Somebody else.
    Other,
}

/// A name, and what stands for whoever is called so.
#[derive(Clone, Debug, Hash)]
struct Name {
    parts: Vec<Part>,
    who: Who,
    /// What is said instead; nothing for those who may be named.
    shown: Option<String>,
    /// The words of that, folded.
    own: Vec<String>,
}

/// Names that aren't said, and what is said instead of each; with those that may be said, so that nobody is taken for
/// another.
#[derive(Clone, Debug, Default, Hash)]
pub struct Names {
    names: Vec<Name>,
}

impl Names {
    /// The names that a meeting keeps from others' eyes: its children's, and where aliases are shown those of their
    /// families too.
    pub fn of(meeting: &Meeting) -> Self {
        let mut found = Self::default();
        let ordinary = &meeting.words.names;
        for item in &meeting.items {
            let Some(child) = meeting.child_of(item) else { continue };
            let shown = called(meeting, item);
            let called = child.called.as_ref().filter(|_| meeting.agenda.many);
            for name in child.name.iter().chain(called) {
                found.put(name, Some(&shown), ordinary, Who::Child(Some(item.id)));
            }
        }
        for person in &meeting.participants {
            let own = meeting.arenden_of(person).unwrap_or_default();
            let child = match own.as_slice() {
                _ if person.kind != ParticipantKind::Barn => None,
                [only] => meeting.item(*only),
                _ if !meeting.agenda.many => meeting.items_about_children().next(),
                _ => None,
            };
            if let Some(item) = child.filter(|item| meeting.child_of(item).is_some()) {
                found.put(&person.name, Some(&called(meeting, item)), ordinary, Who::Child(Some(item.id)));
            } else if person.may_be_family() {
                let role = person.role.trim();
                let role = if role.is_empty() { kind_word(person) } else { role }.to_lowercase();
                let shown = Some(role.as_str()).filter(|_| meeting.agenda.many);
                found.put(&person.name, shown, ordinary, Who::Family(own));
            } else {
                found.put(&person.name, None, ordinary, Who::Other);
            }
        }
        found
    }

    /// One more name, and what stands for it; `ordinary` are the names that are ordinary words too, folded.
    pub fn add(&mut self, name: &str, shown: &str, ordinary: &[String]) {
        self.put(name, Some(shown), ordinary, Who::Child(None));
    }

    fn put(&mut self, name: &str, shown: Option<&str>, ordinary: &[String], who: Who) {
        let own: Vec<String> = words(shown.unwrap_or_default()).map(|(_, word)| fold(word)).collect();
        let all: Vec<String> = words(name).map(|(_, part)| fold(part)).collect();
        let mut parts: Vec<Part> = Vec::new();
        for (at, folded) in all.iter().enumerate() {
            let particle = all.len() > 1 && PARTICLES.contains(&folded.as_str());
            let first_name = at == 0 && FIRST_NAMES.contains(&folded.as_str());
            if particle && !first_name {
                continue;
            }
            // "Kim Kim-Lo".
            if let Some(again) = parts.iter_mut().find(|part| part.folded == *folded) {
                again.times += 1;
                continue;
            }
            parts.push(Part {
                times: 1,
                ordinary: particle || ordinary.contains(folded),
                alone: folded.chars().count() >= SHORTEST && !own.contains(folded),
                folded: folded.clone(),
            });
        }
        if !parts.is_empty() {
            self.names.push(Name { parts, who, shown: shown.map(str::to_owned), own });
        }
    }
}

/// What an ärende about a child is called where others can read it: what was written for the wall; in a child's own meeting
/// what the child wants to be called, if that was written.
pub fn called(meeting: &Meeting, item: &MeetingArende) -> String {
    let label = meeting.arende_of(item).map(|arende| arende.label.clone()).unwrap_or_default();
    let Some(child) = meeting.child_of(item).filter(|_| !meeting.agenda.many) else { return label };
    child.called.as_deref().map(str::trim).filter(|called| !called.is_empty()).map_or(label, str::to_owned)
}

/// What somebody is called when nothing else is known.
pub fn kind_word(person: &Participant) -> &'static str {
    match person.kind {
        _ if person.is_unsettled() => "Deltagare",
        ParticipantKind::Personal => "Personal",
        ParticipantKind::Barn => "Barnet",
        ParticipantKind::Vardnadshavare => "Vårdnadshavare",
        ParticipantKind::Narstaende => "Närstående",
        ParticipantKind::Tolk => "Tolk",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(list: &[(&str, &str)]) -> Names {
        let ordinary = ["per", "bo", "sten", "lind", "max"].map(str::to_owned);
        let mut names = Names::default();
        for (name, shown) in list {
            names.add(name, shown, &ordinary);
        }
        names
    }

    #[test]
    fn a_name_is_replaced_whole_with_its_endings_in_compounds_and_without_its_accents() {
        let names =
            names(&[("Noël José von Ahlström", "Blå"), ("Per-Olof Sten", "Röd"), ("Maja Ek", "Grön")]);
        for (raw, shown) in [
            ("Ring hem till Noël.", "Ring hem till Blå."),
            ("Noel och jose", "Blå och Blå"),
            ("Noëls schema; NOELS", "Blås schema; Blås"),
            ("No\u{eb}l, Noe\u{308}l och No\u{200b}el", "Blå, Blå och Blå"),
            ("Fråga Noel José von Ahlström", "Fråga Blå"),
            ("Ahlström von", "Blå von"),
            ("Per-Olofs schema", "Röds schema"),
            ("Per\u{2011}Olof Stens mamma", "Röds mamma"),
            ("per-olof sten", "Röd"),
            ("Per vill byta plats", "Röd vill byta plats"),
            ("Möte med Per", "Möte med Röd"),
            ("Maja-mamman och Majamamman", "Grön-mamman och Grönmamman"),
            ("Majas pappa, majaspappa", "Gröns pappa, Grönspappa"),
            ("Maja:s bok", "Grön:s bok"),
        ] {
            assert_eq!(names.replaced(raw), shown, "{raw}");
        }
    }

    #[test]
    fn a_part_that_is_an_ordinary_word_is_left_and_told() {
        let names = names(&[("Per Lind", "Blå"), ("Adam", "Röd")]);
        for (raw, told) in [
            ("en gång per vecka", vec!["per"]),
            ("två samtal per termin, under en lind", vec!["per", "lind"]),
            ("EN GÅNG PER VECKA", vec!["per"]),
            ("Fråga Adamsson", vec!["adam"]),
            ("perfekt, lindrig, superadam", vec![]),
            ("Samtal med kurator", vec![]),
        ] {
            assert_eq!(names.replaced(raw), raw);
            assert_eq!(names.doubtful(raw), told, "{raw}");
        }
        assert_eq!(names.doubtful("Per får hjälp av Adam"), Vec::<String>::new());
        assert_eq!(names.replaced("per lind"), "Blå");
    }

    #[test]
    fn the_whole_name_goes_before_its_parts_and_a_shared_part_is_nobodys() {
        let all = |list: &[(&str, &str)]| names(list);
        let shared = [("Per Sten", "Grön"), ("Sten Lund", "Grå")];
        let crossed = [("Ada Sten", "Lila"), ("Sten Lund", "Vit")];
        let siblings = [("Ada Lund", "Lila"), ("Sten Lund", "Vit")];
        let longer =
            [("Anna Lund", "Blå"), ("Anna Bo Lund", "Röd"), ("Jona Ek", "Gul"), ("Jonas Ek", "Rosa")];
        for (list, raw, shown, told) in [
            (&shared[..], "Prata med Per och Sten Lund om rasten", "Prata med Grön och Grå om rasten", ""),
            (&shared, "Stens mamma och Per", "[namn]s mamma och Grön", "sten"),
            (&shared, "en sten, Lunds bok", "en sten, Grås bok", "sten"),
            (&shared, "Per Sten Lund", "[namn]", "per sten lund"),
            (&crossed, "Prata med Sten Lund om maten", "Prata med Vit om maten", ""),
            (&crossed, "Ada Sten och Lund", "Lila och Vit", ""),
            (&siblings, "Prata med Sten Lund", "Prata med Vit", ""),
            (&siblings, "Prata med Lund", "Prata med [namn]", "lund"),
            (&siblings, "Ada och Sten Lunds rum", "Lila och Vits rum", ""),
            (&siblings, "Lundmamman ringer, ADA LUND", "[namn]mamman ringer, Lila", "lund"),
            (&longer, "Anna Lund och Anna Bo Lund", "Blå och Röd", ""),
            (&longer, "Jonas Ek, Jona Ek", "Rosa, Gul", ""),
            (&longer, "Jonas vill", "[namn] vill", "jonas"),
            (&[("Kim Ask", "Blå"), ("Kim Ask", "Röd")], "Kim Ask", "[namn]", "kim ask"),
            (
                &[("Bo Grön", "Grå"), ("Ada Ek", "Grön")],
                "Fråga Grön och Bo Grön",
                "Fråga [namn] och Grå",
                "grön",
            ),
            (&[("Ben Ek", "Grå")], "Ben kommer på ett ben", "Grå kommer på ett ben", "ben"),
        ] {
            assert_eq!(all(list).replaced(raw), shown, "{raw}");
            assert_eq!(all(list).doubtful(raw).join(" "), told, "{raw}");
        }
    }

    #[test]
    fn a_childs_name_isnt_taken_for_its_mothers_or_a_teachers() {
        let names = |many: bool| {
            let mut names = Names::default();
            let item = MeetingArendeId(uuid::Uuid::from_u128(1));
            names.put("Kim Ask", Some("Blå"), &[], Who::Child(Some(item)));
            names.put("Maria Ask", many.then_some("mamma"), &[], Who::Family(vec![item]));
            names.put("Kim Berg", None, &[], Who::Other);
            names
        };
        for (raw, many, one) in [
            ("Maria Ask ringer", "Mamma ringer", "Maria ringer"),
            ("Maria ringer", "Mamma ringer", "Maria ringer"),
            ("Ring Maria. Maria vet", "Ring mamma. Mamma vet", "Ring Maria. Maria vet"),
            ("Ring mamma Maria Ask", "Ring mamma", "Ring mamma Maria"),
            ("Mamma Marias bok", "Mammas bok", "Mamma Marias bok"),
            ("Familjen Ask", "Familjen Blå", "Familjen Blå"),
            ("Kim Berg ser till det", "Berg ser till det", "Berg ser till det"),
            ("Kim ser till det", "[namn] ser till det", "[namn] ser till det"),
            ("Kim Ask, Berg", "Blå, Berg", "Blå, Berg"),
        ] {
            assert_eq!(names(true).replaced(raw), many, "{raw}");
            assert_eq!(names(false).replaced(raw), one, "{raw}");
        }
    }

    #[test]
    fn accents_go_and_the_swedish_letters_stay() {
        for (word, folded) in [
            ("Noël", "noel"),
            ("ÅSA", "åsa"),
            ("Örjan", "örjan"),
            ("Amélie", "amelie"),
            ("Zoë", "zoe"),
            ("Øystein", "öystein"),
            ("Þór", "thor"),
            ("Łukasz", "lukasz"),
            ("Şirin", "sirin"),
            ("A\u{30a}sa", "åsa"),
            ("Ｍａｊａ", "maja"),
        ] {
            assert_eq!(fold(word), folded);
        }
    }

    #[test]
    fn somebody_else_who_shares_a_name_is_held_and_named_by_nobody() {
        let names = names(&[("Per von Essen", "Blå"), ("Anna-Lena Andersson", "Gul")]);
        for (raw, held) in [
            ("Per Nilsson på BVC ringer", true),
            ("Läkaren Per Nilsson tolkar", true),
            ("Per-Olof ringer", true),
            ("Lisa von Essen ringer", true),
            ("Familjen von Essen hälsar på", true),
            ("Karin Andersson på BUP", true),
            ("Sedan ringer Per hem", false),
            ("I dag Per ringer hem", false),
            ("Per von Essen leker", false),
            ("Pers mamma ringer", false),
            ("Anna-Lena läser", false),
        ] {
            assert_eq!(!names.doubtful(raw).is_empty(), held, "{raw}");
            let said = names.replaced(raw);
            let by_alias = said.contains("Blå") || said.contains("Gul");
            assert_eq!(by_alias, !held, "{raw}: {said}");
        }
    }

    #[test]
    fn a_name_that_has_a_part_twice_is_read_whole() {
        let names = names(&[("Kim Kim-Lo", "Grön"), ("Kim Sten Kim-Lo", "Grå")]);
        for (raw, shown) in [
            ("Prata med Kim Sten Kim-Lo", "Prata med Grå"),
            ("Prata med Kim Kim-Lo", "Prata med Grön"),
            ("Kim Sten Kim-Los mamma", "Grås mamma"),
        ] {
            assert_eq!(names.replaced(raw), shown, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn no_name_is_ever_left_with_a_large_letter(
            before in "([a-zåäö]{1,6} ){0,3}",
            name in prop::sample::select(vec!["Noël", "Noel", "José", "Per", "Ahlström", "NOËL", "Ahlstro\u{308}m"]),
            tail in prop::sample::select(vec!["", "s", "-mamman", "mamman", "smamma", ":s", "’s"]),
            after in prop::sample::select(vec!["", " i går", ".", ", sedan", " och så"]),
        ) {
            let names = names(&[("Noël José Ahlström", "Blå"), ("Per", "Blå")]);
            let shown = names.replaced(&format!("x {before}{name}{tail}{after}"));
            prop_assert!(!words(&shown).any(|(_, word)| fold(word).starts_with(&fold(name))), "{}", shown);
        }

        #[test]
        fn a_whole_name_never_comes_out_as_another_child(
            list in prop::collection::vec("(Per|Sten|Lund|Ada|Ek|Bo|Jona|Jonas|Kim|Anna)( (Sten|Lund|Ek|Per|Bo|von Ask|Kim-Lo)){0,2}", 1..5),
            which in 0_usize..5,
            tail in prop::sample::select(vec!["", "s", "s mamma", "-mamman", ", sedan"]),
            before in prop::sample::select(vec!["Prata med", "hos", "Per och", "PRATA MED"]),
        ) {
            let aliases = ["Grön", "Grå", "Lila", "Vit", "Blå"];
            let mut names = Names::default();
            for (name, alias) in list.iter().zip(aliases) {
                names.add(name, alias, &["per", "sten", "lund", "ek", "bo", "kim"].map(str::to_owned));
            }
            let which = which % list.len();
            let after = names.replaced(&format!("{before} xyz {}{tail}", list[which]));
            let after = after.split("xyz").last().unwrap_or_default();
            for (other, alias) in aliases.iter().enumerate().take(list.len()).filter(|(other, _)| *other != which) {
                prop_assert!(!after.contains(alias), "{} ({other}) in {after:?} of {list:?}", alias);
            }
        }

        #[test]
        fn a_text_without_names_stays_as_it_is(text in "[b-dx-zåäö .,-]{0,40}") {
            prop_assert_eq!(names(&[("Noël José", "Blå")]).replaced(&text), text);
        }
    }
}
