//! What the law says that a meeting is reminded of, each with the source that states it.

use chrono::NaiveDate;
use std::fmt::Write;

/// A place in the law, as a source tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LawReference {
    /// Stable key, by which an agenda names it: "anmalningsskyldighet".
    pub id: String,
    /// The law's name, as it is read within a sentence: "socialtjänstlagen".
    pub law: String,
    /// Chapter and section, or article; only where a source states it.
    pub section: Option<String>,
    /// What it says, in one plain sentence.
    pub says: String,
    /// What the meeting is reminded of, in one sentence more.
    pub reminder: Option<String>,
    /// The documents that state it, with their sections.
    pub source: String,
    /// When the source was written. There is one wherever [`LawReference::replaced_by`] is.
    pub source_year: Option<i32>,
    /// The act that has come instead of the source's: "en ny socialtjänstlag (2025:400)".
    pub replaced_by: Option<String>,
    /// What else there is to know.
    pub remark: Option<String>,
}

impl LawReference {
    /// What it says and what is to be remembered, as two sentences.
    pub fn words(&self) -> String {
        match &self.reminder {
            Some(reminder) => format!("{} {reminder}", self.says),
            None => self.says.clone(),
        }
    }

    /// "socialtjänstlagen 14 kap. 1 §, enligt källan från 2022".
    pub fn citation(&self) -> String {
        let mut whole = self.law.clone();
        if let Some(section) = &self.section {
            whole.push(' ');
            whole.push_str(section);
        }
        if let (Some(_), Some(year)) = (&self.replaced_by, self.source_year) {
            let _ = write!(whole, ", enligt källan från {year}");
        }
        whole
    }

    /// That another act has come instead, and what else there is to know. Nothing where there is nothing to say.
    pub fn remarks(&self) -> Option<String> {
        let replaced = self.replaced_by.as_ref().map(|act| {
            let number = if self.section.is_some() { ", så numret kan vara ett annat i dag" } else { "" };
            format!("Sedan källan skrevs har {act} kommit{number}.")
        });
        let said: Vec<String> = replaced.into_iter().chain(self.remark.clone()).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }
}

/// The references that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laws {
    /// When somebody last read them against their sources; nothing where none are known.
    pub checked: Option<NaiveDate>,
    /// In the order of the file.
    pub references: Vec<LawReference>,
}

impl Laws {
    /// The reference with an id.
    pub fn get(&self, id: &str) -> Option<&LawReference> {
        self.references.iter().find(|reference| reference.id == id)
    }

    /// Those that an agenda names, in its order. What isn't known is left out: a municipality may have taken it away, and
    /// a meeting from elsewhere may name what is known only there.
    pub fn of<'l>(&'l self, ids: &'l [String]) -> impl Iterator<Item = &'l LawReference> {
        ids.iter().filter_map(|id| self.get(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> LawReference {
        LawReference {
            id: "a".to_owned(),
            law: "lagen".to_owned(),
            section: Some("2 kap. 3 §".to_owned()),
            says: "Så är det.".to_owned(),
            source_year: Some(2022),
            replaced_by: Some("en ny lag".to_owned()),
            ..LawReference::default()
        }
    }

    #[test]
    fn what_has_been_replaced_is_marked_with_the_sources_year() {
        let mut one = reference();
        assert_eq!(one.citation(), "lagen 2 kap. 3 §, enligt källan från 2022");
        assert_eq!(
            one.remarks().unwrap(),
            "Sedan källan skrevs har en ny lag kommit, så numret kan vara ett annat i dag."
        );
        one.section = None;
        assert_eq!(one.citation(), "lagen, enligt källan från 2022");
        assert_eq!(one.remarks().unwrap(), "Sedan källan skrevs har en ny lag kommit.");
        one.replaced_by = None;
        assert_eq!((one.citation().as_str(), one.remarks()), ("lagen", None));
        one.remark = Some("Nytt.".to_owned());
        assert_eq!(one.remarks().unwrap(), "Nytt.");
    }

    #[test]
    fn a_form_gets_those_it_names_in_its_order_and_none_that_is_not_there() {
        let mut other = reference();
        other.id = "b".to_owned();
        let laws = Laws { checked: None, references: vec![reference(), other] };
        let ids = ["b", "borta", "a"].map(str::to_owned);
        assert_eq!(laws.of(&ids).map(|found| found.id.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    }
}
