//! The support that can be offered to a child and its parents: what it is, for which ages, where and by whom.

use super::agenda::Huvudman;
use super::collate::fold;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

/// Whom a support is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForWhom {
    /// The child or young person.
    Barn,
    /// Those who have the care of the child.
    Foraldrar,
}

impl ForWhom {
    /// The word after *för*.
    fn word(self) -> &'static str {
        match self {
            Self::Barn => "barnet",
            Self::Foraldrar => "föräldrarna",
        }
    }
}

/// How old a child is on a day, in whole years. From a year of birth alone two ages may be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ages {
    /// If the child hasn't had its birthday.
    pub youngest: u8,
    /// If the child has had its birthday, which it may have on the day itself.
    pub oldest: u8,
}

impl Ages {
    /// The ages that somebody born in a year may have on a day; nothing if nobody of the kind can be born yet.
    pub fn on(birth_year: i32, day: NaiveDate) -> Option<Self> {
        let oldest = u8::try_from(day.year() - birth_year).ok()?;
        // On the last day of the year everybody has had their birthday.
        let all_have_had_it = (day.month(), day.day()) == (12, 31);
        let youngest = if all_have_had_it { oldest } else { oldest.saturating_sub(1) };
        Some(Self { youngest, oldest })
    }

    /// The one age of somebody whose birthday is known.
    pub fn exactly(years: u8) -> Self {
        Self { youngest: years, oldest: years }
    }

    /// "7 år", "6–7 år".
    pub fn in_words(self) -> String {
        if self.youngest == self.oldest {
            format!("{} år", self.oldest)
        } else {
            format!("{}–{} år", self.youngest, self.oldest)
        }
    }
}

/// A support, as the catalogue tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// What it is called.
    pub name: String,
    /// What else it is called.
    pub other_names: Vec<String>,
    /// The key of the meeting form in which it is planned.
    pub agenda_id: Option<String>,
    /// The municipality that has it; nothing if it isn't one municipality's own.
    pub municipality: Option<String>,
    /// The region that has it, if only one has.
    pub region: Option<String>,
    /// The youngest for whom it is, in whole years; nothing if no source says.
    pub from: Option<u8>,
    /// The oldest for whom it is, in whole years, until the next birthday; nothing if no source says.
    pub until: Option<u8>,
    /// Whom it is for; nobody if no source says.
    pub for_whom: Vec<ForWhom>,
    /// Who answers for it.
    pub huvudman: Vec<Huvudman>,
    /// What it is, in a sentence or two.
    pub about: String,
    /// Whom to ask, or how one gets it; nothing if no source says.
    pub way_in: Option<String>,
    /// Where all this is said.
    pub source: String,
}

impl Support {
    /// Whether it is for a child of one of these ages. Where an age isn't known or isn't stated, it may be.
    pub fn fits(&self, ages: Option<Ages>) -> bool {
        ages.is_none_or(|ages| {
            self.from.is_none_or(|from| from <= ages.oldest)
                && self.until.is_none_or(|until| ages.youngest <= until)
        })
    }

    /// The ages for which it is: "3–12 år"; empty where no source says.
    pub fn ages_in_words(&self) -> String {
        match (self.from, self.until) {
            (Some(from), Some(until)) => Ages { youngest: from, oldest: until }.in_words(),
            (Some(from), None) => format!("från {from} år"),
            (None, Some(until)) => format!("till och med {until} år"),
            (None, None) => String::new(),
        }
    }

    /// What it is, whom to ask, and who says so: a paragraph each. `form` is what the meeting form is called in which it
    /// is planned, if there is such a form here.
    pub fn in_words(&self, form: Option<&str>) -> Vec<String> {
        let mut words = vec![self.about.clone()];
        words.extend(self.way_in.iter().map(|way_in| format!("Vägen in: {way_in}")));
        let huvudman: Vec<&str> = self.huvudman.iter().map(|huvudman| huvudman.definite()).collect();
        let mut last = format!("Huvudman: {}.", listed(&huvudman));
        if !self.for_whom.is_empty() {
            let whom: Vec<&str> = self.for_whom.iter().map(|whom| whom.word()).collect();
            last = format!("För {}. {last}", listed(&whom));
        }
        let form = form.map_or_else(String::new, |form| format!(" Mötesform: {form}."));
        words.push(format!("{last}{form} Källa: {}.", self.source));
        words
    }
}

/// "a", "a och b", "a, b och c".
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} och {last}", most.join(", ")),
    }
}

/// All support that is known of, seen from one municipality or from none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupportCatalogue {
    /// In the order of the file.
    pub entries: Vec<Support>,
    /// Municipalities, and the region that each lies in.
    pub regions: Vec<(String, String)>,
    /// The own municipality, if the settings name one.
    pub own: Option<String>,
}

impl SupportCatalogue {
    /// The same catalogue as a municipality sees it; an empty name is none.
    #[must_use]
    pub fn seen_from(self, municipality: &str) -> Self {
        let own = Some(municipality.trim()).filter(|name| !name.is_empty()).map(str::to_owned);
        Self { own, ..self }
    }

    /// The support to offer for these ages, with its place among the entries: the own municipality's first, then what
    /// isn't one municipality's own. With no municipality named, everybody's.
    pub fn offered(&self, ages: Option<Ages>) -> Vec<(usize, &Support)> {
        let (own, common): (Vec<_>, Vec<_>) = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, support)| support.fits(ages) && self.is_here(support))
            .partition(|(_, support)| support.municipality.is_some());
        own.into_iter().chain(common).collect()
    }

    /// Where a support is, when it is another than the reader may take for granted.
    pub fn place_of<'s>(&self, support: &'s Support) -> Option<&'s str> {
        match &self.own {
            None => support.municipality.as_deref().or(support.region.as_deref()),
            Some(own) => support.region.as_deref().filter(|_| self.region_of(own).is_none()),
        }
    }

    /// The own municipality, if the catalogue has nothing of its own for it.
    pub fn unknown_municipality(&self) -> Option<&str> {
        let own = self.own.as_deref()?;
        let known = self.entries.iter().filter_map(|support| support.municipality.as_deref());
        (!known.into_iter().any(|name| fold(name) == fold(own))).then_some(own)
    }

    fn is_here(&self, support: &Support) -> bool {
        let Some(own) = &self.own else { return true };
        let here = support.municipality.as_deref().is_none_or(|name| fold(name) == fold(own));
        // Of a municipality whose region nobody has written down, all regions may be the one.
        let same_region = match (support.region.as_deref(), self.region_of(own)) {
            (Some(region), Some(own)) => fold(region) == fold(own),
            _ => true,
        };
        here && same_region
    }

    fn region_of(&self, municipality: &str) -> Option<&str> {
        let found = self.regions.iter().find(|(name, _)| fold(name) == fold(municipality));
        found.map(|(_, region)| region.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn support(name: &str, from: Option<u8>, until: Option<u8>) -> Support {
        Support {
            name: name.to_owned(),
            other_names: Vec::new(),
            agenda_id: None,
            municipality: None,
            region: None,
            from,
            until,
            for_whom: vec![ForWhom::Foraldrar],
            huvudman: vec![Huvudman::Kommun],
            about: "Fem träffar i grupp.".to_owned(),
            way_in: None,
            source: "Dals-Ed 2022, avsnitt 1.1".to_owned(),
        }
    }

    fn exactly(age: u8) -> Ages {
        Ages { youngest: age, oldest: age }
    }

    #[test]
    fn the_first_and_the_last_year_belong_and_one_off_does_not() {
        let abc = support("ABC", Some(3), Some(12));
        for (age, fits) in [(2, false), (3, true), (7, true), (12, true), (13, false)] {
            assert_eq!(abc.fits(Some(exactly(age))), fits, "{age}");
        }
        let until = support("En väg in", None, Some(17));
        assert!(
            until.fits(Some(exactly(0))) && until.fits(Some(exactly(17))) && !until.fits(Some(exactly(18)))
        );
        let from = support("SIG", Some(13), None);
        assert!(
            !from.fits(Some(exactly(12))) && from.fits(Some(exactly(13))) && from.fits(Some(exactly(20)))
        );
        assert!(support("Råd och stöd", None, None).fits(Some(exactly(9))));
        assert!(abc.fits(None), "an unknown age may be any");
    }

    #[test]
    fn a_year_of_birth_gives_two_ages_and_either_is_enough() {
        let ages = Ages::on(2023, day("2026-11-23")).unwrap();
        assert_eq!(ages, Ages { youngest: 2, oldest: 3 });
        assert!(support("ABC", Some(3), Some(12)).fits(Some(ages)));
        assert!(support("Babycafé", Some(0), Some(2)).fits(Some(ages)));
        assert!(!support("Pinocchio", Some(4), Some(12)).fits(Some(ages)));
        assert!(!support("Babycafé", Some(0), Some(1)).fits(Some(ages)));
        assert_eq!(ages.in_words(), "2–3 år");
    }

    #[test]
    fn who_has_the_birthday_on_the_day_itself_is_a_year_older() {
        // Born on the first of January: already a year older on that day, while all others of the year are not.
        assert_eq!(Ages::on(2019, day("2026-01-01")), Some(Ages { youngest: 6, oldest: 7 }));
        // Born on the last of December: nobody of the year is younger any more.
        assert_eq!(Ages::on(2019, day("2026-12-30")), Some(Ages { youngest: 6, oldest: 7 }));
        assert_eq!(Ages::on(2019, day("2026-12-31")), Some(Ages { youngest: 7, oldest: 7 }));
        assert_eq!(Ages::on(2019, day("2026-12-31")).unwrap().in_words(), "7 år");
    }

    #[test]
    fn the_newborn_are_nought_and_the_unborn_have_no_age() {
        assert_eq!(Ages::on(2026, day("2026-11-23")), Some(exactly(0)));
        assert_eq!(Ages::on(2027, day("2026-11-23")), None);
        assert_eq!(Ages::on(1026, day("2026-11-23")), None);
    }

    fn catalogue() -> SupportCatalogue {
        let of = |name: &str, municipality: &str| Support {
            municipality: Some(municipality.to_owned()),
            ..support(name, Some(6), Some(12))
        };
        let regional =
            Support { region: Some("Västra Götaland".to_owned()), ..support("En väg in", None, Some(17)) };
        SupportCatalogue {
            entries: vec![
                support("BUP", None, Some(17)),
                regional,
                of("ABC", "Dals-Ed"),
                of("Steget", "Degerfors"),
            ],
            regions: vec![
                ("Dals-Ed".to_owned(), "Västra Götaland".to_owned()),
                ("Degerfors".to_owned(), "Örebro län".to_owned()),
            ],
            own: None,
        }
    }

    fn names(catalogue: &SupportCatalogue, ages: Option<Ages>) -> Vec<&str> {
        catalogue.offered(ages).into_iter().map(|(_, support)| support.name.as_str()).collect()
    }

    #[test]
    fn a_municipality_sees_its_own_first_then_what_all_have_and_no_others() {
        let all = catalogue();
        assert_eq!(names(&all, Some(exactly(7))), ["ABC", "Steget", "BUP", "En väg in"]);
        assert_eq!(names(&all.clone().seen_from("Dals-Ed"), Some(exactly(7))), ["ABC", "BUP", "En väg in"]);
        assert_eq!(names(&all.clone().seen_from(" degerfors "), Some(exactly(7))), ["Steget", "BUP"]);
        assert_eq!(names(&all.clone().seen_from("Degerfors"), Some(exactly(13))), ["BUP"]);
        assert_eq!(names(&all.clone().seen_from("Åmål"), Some(exactly(7))), ["BUP", "En väg in"]);
        assert_eq!(names(&all.seen_from("  "), Some(exactly(7))).len(), 4);
    }

    #[test]
    fn the_place_of_an_entry_is_found_again() {
        let catalogue = catalogue();
        for (at, support) in catalogue.offered(None) {
            assert_eq!(&catalogue.entries[at], support);
        }
    }

    #[test]
    fn where_it_is_stands_beside_what_may_be_somewhere_else() {
        let places = |catalogue: &SupportCatalogue| -> Vec<Option<String>> {
            catalogue.entries.iter().map(|s| catalogue.place_of(s).map(str::to_owned)).collect()
        };
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(places(&catalogue()), [None, some("Västra Götaland"), some("Dals-Ed"), some("Degerfors")]);
        assert_eq!(places(&catalogue().seen_from("Dals-Ed")), [None, None, None, None]);
        assert_eq!(places(&catalogue().seen_from("Åmål"))[1], some("Västra Götaland"));
        assert_eq!(catalogue().seen_from("Åmål").unknown_municipality(), Some("Åmål"));
        assert_eq!(catalogue().seen_from("dals-ed").unknown_municipality(), None);
        assert_eq!(catalogue().unknown_municipality(), None);
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        let mut abc = support("ABC", Some(3), Some(12));
        assert_eq!(abc.ages_in_words(), "3–12 år");
        assert_eq!(
            abc.in_words(None),
            [
                "Fem träffar i grupp.",
                "För föräldrarna. Huvudman: kommunen. Källa: Dals-Ed 2022, avsnitt 1.1."
            ]
        );
        abc.way_in = Some("Fråga familjebehandlarna.".to_owned());
        abc.for_whom.clear();
        abc.huvudman = vec![Huvudman::Kommun, Huvudman::Region, Huvudman::Annan];
        assert_eq!(abc.in_words(None)[1], "Vägen in: Fråga familjebehandlarna.");
        assert!(abc.in_words(None)[2].starts_with("Huvudman: kommunen, regionen och någon annan. Källa: "));
        assert!(abc.in_words(Some("ABC"))[2].contains("annan. Mötesform: ABC. Källa: "));
        for (from, until, words) in [
            (None, None, ""),
            (None, Some(17), "till och med 17 år"),
            (Some(13), None, "från 13 år"),
            (Some(0), Some(0), "0 år"),
        ] {
            assert_eq!(support("x", from, until).ages_in_words(), words);
        }
    }
}
