//! What a paper has around its text, from the settings: who answers for it, the municipality's mark and its own template.

use super::typesetter::{TypesetError, Typesetter};
use crate::config::Config;
use crate::domain::law::Laws;
use crate::domain::reference::Glossary;
use crate::domain::text;
use crate::io_words::reason;
use crate::minutes::format::Writer;
use crate::minutes::pdf::{Logo, Paper, Template};
use crate::minutes::{self, Document, Format, Office};
use chrono::{DateTime, Utc};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// Neither a template nor a mark is larger than this.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// A file of the letterhead can't be read.
#[derive(Debug, thiserror::Error)]
#[error("{what} {file} går inte att läsa ({}). Rätta raden {key} i inställningarna, eller ta bort den.", reason(.source))]
pub struct LetterheadError {
    what: &'static str,
    key: &'static str,
    file: String,
    source: io::Error,
}

/// Why a document can't be written in a format.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A file of the letterhead can't be read.
    #[error("{0}")]
    Letterhead(#[from] LetterheadError),
    /// There is no PDF.
    #[error("{0}")]
    Typeset(#[from] TypesetError),
}

/// What abbreviations stand for and what the law says, read by whoever needs it first: a paper that is made before the
/// lists are read waits for them.
type Lists = LazyLock<(Glossary, Laws), Box<dyn FnOnce() -> (Glossary, Laws) + Send>>;

/// The letterhead, as the settings name it, and who sets what is printed on it. Its files are read when a paper is made, so
/// that a broken one keeps nobody from working.
#[derive(Clone, Debug)]
pub struct Letterhead {
    municipality: String,
    secrecy: String,
    body: String,
    office: Office,
    logo: Option<PathBuf>,
    template: Option<PathBuf>,
    signatures: Vec<String>,
    lists: Arc<Lists>,
    typesetter: Typesetter,
}

impl Default for Letterhead {
    fn default() -> Self {
        Self::of(&Config::default())
    }
}

impl Letterhead {
    /// The workplace's name, as the settings say it.
    pub fn workplace(&self) -> &str {
        &self.office.name
    }

    /// As the settings say.
    pub fn of(config: &Config) -> Self {
        Self {
            municipality: config.letterhead.clone(),
            secrecy: config.secrecy.clone(),
            body: config.body.clone(),
            office: Office {
                name: config.workplace.clone(),
                phone: config.phone.clone(),
                address: config.address.clone(),
                board: config.body.clone(),
            },
            logo: config.logo.clone(),
            template: config.template.clone(),
            signatures: config.signatures.clone(),
            lists: Arc::new(LazyLock::new(Box::new(<(Glossary, Laws)>::default))),
            typesetter: Typesetter::default(),
        }
    }

    /// The same, with abbreviations spelled out where they first come, and with what the law says for the agendas that
    /// remind of it. `read` is called once, when a paper or somebody else needs the lists.
    #[must_use]
    pub fn with_lists(self, read: impl FnOnce() -> (Glossary, Laws) + Send + 'static) -> Self {
        Self { lists: Arc::new(LazyLock::new(Box::new(read))), ..self }
    }

    /// The body that answers for what is printed; empty where the settings name none.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Sees that the lists are read; waits if somebody is reading them.
    pub fn read_lists(&self) {
        LazyLock::force(&self.lists);
    }

    /// What the law says, for the agendas that remind of it.
    pub fn laws(&self) -> &Laws {
        &self.lists.1
    }

    /// A document as it is written down on this paper.
    pub fn spelled_out(&self, document: &Document) -> Document {
        let marked = document.marked_secret(&self.secrecy, &self.body);
        minutes::spelled_out(&minutes::answerable(&marked, &self.office), &self.lists.0)
    }

    /// The same with the program's own template.
    #[must_use]
    pub fn with_own_template(self) -> Self {
        Self { template: None, ..self }
    }

    /// The same, set by another than the one beside the program.
    #[must_use]
    pub fn with_typesetter(self, typesetter: Typesetter) -> Self {
        Self { typesetter, ..self }
    }

    /// Who sets what is printed.
    pub fn typesetter(&self) -> &Typesetter {
        &self.typesetter
    }

    /// What paper is printed from: text where there is no paper program.
    pub fn paper_format(&self) -> Format {
        if self.typesetter.find().is_ok() { Format::Pdf } else { Format::Plain }
    }

    /// Why paper is printed from text, where it is.
    pub fn why_no_pdf(&self) -> Option<String> {
        self.typesetter.find().err().map(|missing| format!("Papperen gjordes som text. {missing}"))
    }

    /// A document's bytes in a format; `made_at` is when what it says was made.
    ///
    /// # Errors
    /// For PDF: when the letterhead can't be read, the template has a fault or the paper program can't do it.
    pub fn write(
        &self,
        document: &Document,
        format: Format,
        made_at: DateTime<Utc>,
    ) -> Result<Vec<u8>, PaperError> {
        let document = &self.spelled_out(document);
        match format.writer() {
            Writer::Text(write) => Ok(write(document).into_bytes()),
            Writer::Typeset => Ok(self.typesetter.set(document, &self.paper(made_at)?.of_kind(document))?),
        }
    }

    /// As [`Self::write`], and what isn't as the settings ask for: a letterhead that can't be used doesn't stop the paper.
    ///
    /// # Errors
    /// When it can't be set with the program's own looks either.
    pub(super) fn write_anyhow(
        &self,
        document: &Document,
        format: Format,
        made_at: DateTime<Utc>,
    ) -> Result<(Vec<u8>, Option<String>), PaperError> {
        let error = match self.write(document, format, made_at) {
            Ok(bytes) => return Ok((bytes, None)),
            Err(PaperError::Letterhead(error)) => error.to_string(),
            Err(PaperError::Typeset(error))
                if (self.template.is_some() || self.logo.is_some()) && error.may_lie_in_the_letterhead() =>
            {
                error.to_string()
            }
            Err(error) => return Err(error),
        };
        let plain = Paper::plain(made_at).of_kind(document);
        let bytes = self.typesetter.set(&self.spelled_out(document), &plain)?;
        Ok((bytes, Some(format!("Papperet har programmets eget utseende. {error}"))))
    }

    /// A paper whose content was made at a moment.
    ///
    /// # Errors
    /// When the mark or the template can't be read.
    pub fn paper(&self, made_at: DateTime<Utc>) -> Result<Paper, LetterheadError> {
        let mut paper = Paper::plain(made_at);
        paper.municipality.clone_from(&self.municipality);
        paper.body.clone_from(&self.body);
        paper.workplace.clone_from(&self.office.name);
        paper.signatures.clone_from(&self.signatures);
        if let Some(file) = &self.logo {
            let bytes = read(file, "Bilden", "logotyp")?;
            paper.logo = Some(Logo { name: shown(file), bytes });
        }
        if let Some(file) = &self.template {
            let bytes = read(file, "Mallen", "mall")?;
            let source = String::from_utf8(bytes).map_err(|_| {
                fault(file, "Mallen", "mall", io::Error::new(io::ErrorKind::InvalidData, "UTF-8"))
            })?;
            paper.template = Some(Template { name: shown(file), source });
        }
        Ok(paper)
    }
}

fn shown(file: &Path) -> String {
    text::clean(&file.display().to_string())
}

fn fault(file: &Path, what: &'static str, key: &'static str, source: io::Error) -> LetterheadError {
    LetterheadError { what, key, file: shown(file), source }
}

fn read(file: &Path, what: &'static str, key: &'static str) -> Result<Vec<u8>, LetterheadError> {
    let fail = |error| fault(file, what, key, error);
    if std::fs::metadata(file).map_err(fail)?.len() > MAX_BYTES {
        return Err(fail(io::ErrorKind::FileTooLarge.into()));
    }
    std::fs::read(file).map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_when_a_paper_is_made_and_told_when_they_are_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let (logo, template) = (folder.path().join("vapen.svg"), folder.path().join("egen.typ"));
        let config = Config {
            body: "Nämnden".to_owned(),
            logo: Some(logo.clone()),
            template: Some(template.clone()),
            ..Config::default()
        };
        let letterhead = Letterhead::of(&config);
        let at = "2026-11-24T08:15:00Z".parse().unwrap();
        let error = letterhead.paper(at).unwrap_err().to_string();
        assert!(error.contains("vapen.svg") && error.contains("raden logotyp"), "{error}");
        std::fs::write(&logo, "<svg/>").unwrap();
        let error = letterhead.paper(at).unwrap_err().to_string();
        assert!(error.contains("egen.typ") && error.contains("raden mall"), "{error}");
        std::fs::write(&template, "#title()").unwrap();
        let paper = letterhead.paper(at).unwrap();
        assert_eq!((paper.body.as_str(), paper.template.unwrap().source.as_str()), ("Nämnden", "#title()"));
        assert!(letterhead.clone().with_own_template().paper(at).unwrap().template.is_none());
        std::fs::write(&template, [0xff, 0xfe]).unwrap();
        assert!(letterhead.paper(at).is_err());
    }

    #[test]
    fn only_minutes_are_signed_and_only_the_plan_is_large() {
        let signatures = vec!["Ordförande".to_owned()];
        let letterhead = Letterhead::of(&Config { signatures: signatures.clone(), ..Config::default() });
        let paper = letterhead.paper("2026-11-24T08:15:00Z".parse().unwrap()).unwrap();
        let of = |kind: &str| {
            let document = Document {
                kind: kind.to_owned(),
                title: String::new(),
                marks: Vec::new(),
                protection: crate::minutes::document::Audience::everyone(),
                head: Vec::new(),
                sections: Vec::new(),
                foot: String::new(),
            };
            let paper = paper.clone().of_kind(&document);
            (paper.signatures == signatures, paper.large)
        };
        for kind in ["Protokoll", "Mötesanteckningar"] {
            assert_eq!(of(kind), (true, false), "{kind}");
        }
        let [call, invitation] = Document::INVITATIONS;
        for kind in [call, invitation, Document::CONSENT, "Skillnad mellan versioner"] {
            assert_eq!(of(kind), (false, false), "{kind}");
        }
        assert_eq!(of(Document::PLAN), (false, true));
    }
}
