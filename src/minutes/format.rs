//! The formats that papers are written in. Each is a row of `Format::about` and, where it is a text, a file below; the
//! command line, its help, the files beside the database and the log of copies are made from the rows.

pub mod json;
pub mod markdown;
pub mod plain;

use super::Document;

/// What a document becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PDF.
    Pdf,
    /// Markdown.
    Markdown,
    /// Plain text.
    Plain,
    /// JSON.
    Json,
}

/// What there is to know of a format.
struct About {
    /// How a file's name ends, how `--format` names it, and how the log of copies calls it.
    ending: &'static str,
    /// What else somebody may write who means it.
    also: &'static [&'static str],
    /// What it is called in a sentence.
    name: &'static str,
    /// Whether the minutes that the program itself writes beside the database have a file of it.
    is_kept: bool,
    /// How it is made.
    writer: Writer,
}

/// How a document is written in a format.
#[derive(Clone, Copy, Debug)]
pub enum Writer {
    /// As text, at once.
    Text(fn(&Document) -> String),
    /// Set on paper, by the paper program.
    Typeset,
}

impl Format {
    /// All formats, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Markdown, Self::Plain, Self::Json];

    fn about(self) -> About {
        match self {
            Self::Pdf => {
                About { ending: "pdf", also: &[], name: "PDF", is_kept: true, writer: Writer::Typeset }
            }
            Self::Markdown => About {
                ending: "md",
                also: &["markdown"],
                name: "Markdown (md)",
                is_kept: true,
                writer: Writer::Text(markdown::render),
            },
            Self::Plain => About {
                ending: "txt",
                also: &["text"],
                name: "ren text (txt)",
                is_kept: true,
                writer: Writer::Text(plain::render),
            },
            Self::Json => About {
                ending: "json",
                also: &[],
                name: "JSON",
                is_kept: false,
                writer: Writer::Text(json::render),
            },
        }
    }

    /// How a file's name ends, how `--format` names it, and how the log of copies calls it.
    pub fn ending(self) -> &'static str {
        self.about().ending
    }

    /// What it is called in a sentence: "ren text (txt)".
    pub fn name(self) -> &'static str {
        self.about().name
    }

    /// How it is made.
    pub fn writer(self) -> Writer {
        self.about().writer
    }

    /// Whether the minutes that the program itself writes beside the database have a file of it.
    pub fn is_kept(self) -> bool {
        self.about().is_kept
    }

    /// The format with this ending.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// All formats in a sentence: "pdf, md, txt eller json".
    pub fn alternatives(word: impl Fn(Self) -> &'static str) -> String {
        let words = Self::ALL.map(word);
        let [most @ .., last] = &words;
        format!("{} eller {last}", most.join(", "))
    }

    /// Every word that somebody may write, and what they mean.
    pub fn words() -> impl Iterator<Item = (&'static str, Self)> {
        Self::ALL.into_iter().flat_map(|format| {
            let About { ending, also, .. } = format.about();
            std::iter::once(ending).chain(also.iter().copied()).map(move |word| (word, format))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_format_is_listed_once_and_no_word_means_two() {
        assert_eq!(Format::ALL.len(), Format::Json as usize + 1);
        let words: Vec<&str> = Format::words().map(|(word, _)| word).collect();
        assert_eq!(words.len(), words.iter().collect::<BTreeSet<_>>().len(), "{words:?}");
        for format in Format::ALL {
            assert_eq!(Format::of_ending(format.ending()), Some(format));
        }
    }
}
