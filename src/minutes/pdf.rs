//! What a PDF is made of: the document as data, and what the paper has beside it. The paper program
//! (`src/papper/`) sets it; what the two say to each other is [`pipe`].
//!
//! The document goes to the template as data and is never pasted into markup, so that nothing that somebody wrote can be
//! taken for a command. A municipality may have a template of its own.

mod data;
pub mod pipe;

use super::document::Document;
use crate::domain::text;
use chrono::{DateTime, Utc};
use pipe::{Fault, Order};

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
    fn ending(&self) -> Option<&'static str> {
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
    /// The municipality, as it writes itself in the head of its papers: "Dals-Eds kommun".
    pub municipality: String,
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
    /// When what is printed was made. Comes from the version, not from the clock, so that the same version
    /// always is the same bytes.
    pub made_at: DateTime<Utc>,
    /// Large type for those who read slowly.
    pub large: bool,
}

impl Paper {
    /// Without a letterhead.
    pub fn plain(made_at: DateTime<Utc>) -> Self {
        Self {
            municipality: String::new(),
            body: String::new(),
            workplace: String::new(),
            logo: None,
            signatures: Vec::new(),
            template: None,
            made_at,
            large: false,
        }
    }

    /// The same for a document of its kind. The child and its family read the plan, and not all of them read easily. Only
    /// minutes are signed by those whom the settings name.
    #[must_use]
    pub fn of_kind(self, document: &Document) -> Self {
        let signatures = if document.is_minutes() { self.signatures } else { Vec::new() };
        Self { large: document.kind == Document::PLAN, signatures, ..self }
    }

    /// What the paper program found wrong, with the names of this paper's own files.
    pub fn fault(&self, fault: Fault) -> PdfError {
        match (fault, &self.template, &self.logo) {
            (Fault::Template { line, message }, Some(template), _) => {
                PdfError::Template { file: template.name.clone(), line, message: text::clean(&message) }
            }
            (Fault::Logo, _, Some(logo)) => PdfError::Logo { file: logo.name.clone() },
            (Fault::Template { message, .. } | Fault::Own { message }, ..) => {
                PdfError::Own { message: text::clean(&message) }
            }
            (Fault::Logo, _, None) => PdfError::Own { message: "logotyp".to_owned() },
        }
    }
}

/// Why a document can't be set.
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
}

/// What the paper program is asked for, and the picture that goes with it (empty for none).
///
/// # Errors
/// [`PdfError::Logo`] for a picture that is neither SVG nor PNG.
pub fn order(document: &Document, paper: &Paper) -> Result<(Order, Vec<u8>), PdfError> {
    let logo = paper.logo.as_ref().map(|logo| {
        let ending = logo.ending().ok_or_else(|| PdfError::Logo { file: logo.name.clone() })?;
        Ok((format!("logotyp.{ending}"), logo.bytes.clone()))
    });
    let (logo, picture) = logo.transpose()?.unzip();
    let order = Order {
        data: data::of(document, paper, logo.as_deref()),
        logo,
        template: paper.template.as_ref().map(|template| template.source.clone()),
        made_at: paper.made_at,
        large: paper.large,
    };
    Ok((order, picture.unwrap_or_default()))
}

#[cfg(test)]
mod tests;
