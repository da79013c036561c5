//! A paper that can be made: set when somebody wants it, and let out through [`way_out`](super::way_out).

use super::letterhead::{Letterhead, PaperError};
use super::way_out::{Made, Tells};
use crate::minutes::{self, Document, Format};
use chrono::{DateTime, Utc};

/// Said of papers that somebody has to write on where they are answered, or whom one can ask.
const NOWHERE_TO_ANSWER: &str = "Det finns en tom rad på papperet, som du fyller i innan det lämnas ut: vem man svarar eller \
     frågar, telefon, adress eller nämnd är inte inskrivet. Skriv in vem som leder, med telefon, på mötet, eller er enhet i \
     inställningarna (arbetsplats, telefon, adress, namnd).";

/// What a paper says, before it is set.
#[derive(Clone, Debug)]
enum Source {
    Document(Box<Document>, Format, DateTime<Utc>),
    Text(String),
}

/// A paper that can be made.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Who it is for; nobody in particular where it is empty.
    pub who: String,
    /// What it is, in words.
    pub what: String,
    /// A file name that says nothing of anybody.
    pub name: String,
    tells: Tells,
    source: Source,
}

impl Paper {
    /// A document in a format; `made_at` is when what it says was made.
    pub fn new(
        (who, what): (&str, &str),
        stem: &str,
        tells: Tells,
        (document, format, made_at): (Document, Format, DateTime<Utc>),
    ) -> Self {
        Self {
            who: who.to_owned(),
            what: what.to_owned(),
            name: format!("{stem}.{}", format.ending()),
            tells,
            source: Source::Document(Box::new(document), format, made_at),
        }
    }

    /// A text that is a file of its own kind, such as a calendar.
    pub fn of_text((who, what): (&str, &str), name: String, tells: Tells, text: String) -> Self {
        Self { who: who.to_owned(), what: what.to_owned(), name, tells, source: Source::Text(text) }
    }

    /// The paper set, and what it lacks of what the settings ask for. A letterhead that can't be used doesn't stop it where
    /// `forgiving`: then it gets the program's own.
    ///
    /// # Errors
    /// When it can't be set.
    pub fn made(
        &self,
        letterhead: &Letterhead,
        forgiving: bool,
    ) -> Result<(Made, Option<String>), PaperError> {
        let (bytes, remark) = match &self.source {
            Source::Text(text) => (text.clone().into_bytes(), None),
            Source::Document(document, format, made_at) if forgiving => {
                letterhead.write_anyhow(document, *format, *made_at)?
            }
            Source::Document(document, format, made_at) => {
                (letterhead.write(document, *format, *made_at)?, None)
            }
        };
        let made = Made::new(&self.who, &self.what, self.name.clone(), self.tells.clone(), bytes);
        Ok((made, remark))
    }

    /// Whether somebody has to write by hand where it is answered.
    fn lacks_where_to_answer(&self, letterhead: &Letterhead) -> bool {
        match &self.source {
            Source::Document(document, ..) => {
                minutes::lacks_where_to_answer(&letterhead.spelled_out(document))
            }
            Source::Text(_) => false,
        }
    }

    /// What is to be said of papers on which somebody has to write by hand before they are handed out, whichever way they go.
    pub fn lines_to_fill_in(papers: &[Self], letterhead: &Letterhead) -> Option<&'static str> {
        papers.iter().any(|paper| paper.lacks_where_to_answer(letterhead)).then_some(NOWHERE_TO_ANSWER)
    }

    /// The same as plain text, to be read on a screen that has so many columns for it.
    pub fn to_read(&self, letterhead: &Letterhead, columns: usize) -> Made {
        let bytes = match &self.source {
            Source::Text(text) => text.clone().into_bytes(),
            Source::Document(document, ..) => {
                minutes::plain::render_in(&letterhead.spelled_out(document), columns).into_bytes()
            }
        };
        let name = match self.name.rsplit_once('.') {
            Some((stem, _)) => format!("{stem}.txt"),
            None => self.name.clone(),
        };
        Made::new(&self.who, &self.what, name, self.tells.clone(), bytes)
    }
}
