//! The minutes as PDF: set by Typst, tagged, PDF/A-2a and PDF/UA-1 in one file.
//!
//! The document goes to the template as data and is never pasted into markup, so that nothing that somebody wrote can be
//! taken for a command. The template and the typefaces lie in `data/`; a municipality may have a template of its own.

#[cfg(feature = "pdf")]
mod data;
#[cfg(feature = "pdf")]
mod typeset;

use super::document::Document;
use chrono::NaiveDateTime;

/// The template that the program carries, to begin an own one from.
pub const TEMPLATE: &str = include_str!("../../data/protokoll.typ");

/// A municipality's own template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The file's name, for errors.
    pub name: String,
    /// What it says, in Typst's language.
    pub source: String,
}

/// A picture for the head of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// The file's name, for errors.
    pub name: String,
    /// The file, SVG or PNG.
    pub bytes: Vec<u8>,
}

impl Logo {
    /// How the file's format shows in its first bytes; nothing for what is neither SVG nor PNG.
    pub fn ending(&self) -> Option<&'static str> {
        let start = &self.bytes[..self.bytes.len().min(1024)];
        if start.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some("png")
        } else {
            String::from_utf8_lossy(start).contains("<svg").then_some("svg")
        }
    }
}

/// What the paper has beside the document itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The body that answers for the document: "Barn- och utbildningsnämnden". The file's author.
    pub body: String,
    /// A second line below it, such as the school.
    pub workplace: String,
    /// The municipality's mark.
    pub logo: Option<Logo>,
    /// Who signs, each with a line; none unless wanted.
    pub signatures: Vec<String>,
    /// The municipality's own template instead of the program's.
    pub template: Option<Template>,
    /// When what is printed was made, local time. Comes from the version, not from the clock, so that the same version
    /// always is the same bytes.
    pub made_at: NaiveDateTime,
    /// Large type for those who read slowly.
    pub large: bool,
}

impl Paper {
    /// Without a letterhead.
    pub fn plain(made_at: NaiveDateTime) -> Self {
        Self {
            body: String::new(),
            workplace: String::new(),
            logo: None,
            signatures: Vec::new(),
            template: None,
            made_at,
            large: false,
        }
    }
}

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The municipality's own template has a fault; Typst's own words, which are in English.
    #[error(
        "Den egna mallen {file} går inte att använda{}: {message}\n\
         Rätta mallen, eller använd programmets egen så länge.",
        line.map(|line| format!(" (rad {line})")).unwrap_or_default()
    )]
    Template {
        /// The template's file.
        file: String,
        /// Where, counted from 1.
        line: Option<usize>,
        /// Typst's own message, in English.
        message: String,
    },
    /// The logo is no picture that can be used.
    #[error(
        "Bilden {file} går inte att använda. Den ska vara SVG eller PNG: byt den, eller ta bort raden logotyp i inställningarna."
    )]
    Logo {
        /// Its file.
        file: String,
    },
    /// The program's own template failed: a fault of the program.
    #[error(
        "PDF-filen gick inte att göra, för ett fel i programmet självt ({message}). Skriv ut som text så länge: --format txt"
    )]
    Own {
        /// What Typst said.
        message: String,
    },
    /// The program was built without Typst.
    #[error(
        "Det här programmet är byggt utan PDF. Skriv ut som text (--format txt), eller bygg det med funktionen pdf."
    )]
    NotBuilt,
}

/// The document as PDF. The same document and paper always give the same bytes.
///
/// # Errors
/// When an own template or logo can't be used, or the program was built without the feature `pdf`.
#[cfg(feature = "pdf")]
pub fn render(document: &Document, paper: &Paper) -> Result<Vec<u8>, PdfError> {
    typeset::render(document, paper)
}

/// As with the feature `pdf`, but always [`PdfError::NotBuilt`].
///
/// # Errors
/// Always: the program was built without the feature `pdf`.
#[cfg(not(feature = "pdf"))]
pub fn render(_document: &Document, _paper: &Paper) -> Result<Vec<u8>, PdfError> {
    Err(PdfError::NotBuilt)
}

#[cfg(feature = "pdf")]
#[cfg(test)]
mod tests;
