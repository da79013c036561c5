//! What the program and the paper program say to each other, over the two pipes between them.
//!
//! The paper program says [`Hello`] first. Then each [`Order`] is answered by one [`Answer`], in order, until the pipe is
//! closed. A message is a head in JSON and a body of bytes (the picture one way, the PDF the other), with the lengths of
//! both before it. What comes through a pipe is from outside: lengths are bounded, and what can't be read is
//! [`PipeError::Junk`].

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{self, Read, Write};

/// Changes when a message does: two programs that were built from different sources may have the same version.
pub const PROTOCOL: u32 = 2;

/// No head is larger than this, in bytes; minutes of hundreds of pages are far below it.
const MAX_HEAD: u64 = 64 * 1024 * 1024;
/// No body is larger than this, in bytes.
const MAX_BODY: u64 = 256 * 1024 * 1024;
/// The lengths of head and body, eight bytes each, the least significant first.
const LENGTHS: usize = 16;

/// What the paper program says when it has started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// [`PROTOCOL`], as the one who says it knows it.
    pub protocol: u32,
    /// The program's version.
    pub version: String,
}

impl Hello {
    /// What a paper program of this build says.
    pub fn of_this_build() -> Self {
        Self { protocol: PROTOCOL, version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// A document to be set. The body is the picture, where there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What the template is given, apart from what depends on the typefaces.
    pub data: Value,
    /// The name under which the template finds the picture.
    pub logo: Option<String>,
    /// The municipality's own template, in Typst's language, instead of the program's.
    pub template: Option<String>,
    /// When what is printed was made.
    pub made_at: DateTime<Utc>,
    /// Type as large as one page allows.
    pub large: bool,
}

/// How it went. The body is the PDF, where there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// The PDF is the body.
    Pdf,
    /// There is none.
    Fault(Fault),
}

/// Why there is no PDF. It never quotes the document: only the template's text is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// The own template.
    Template {
        /// Where, counted from 1.
        line: Option<usize>,
        /// Typst's own words.
        message: String,
    },
    /// The picture.
    Logo,
    /// The paper program itself.
    Own {
        /// What is known of it.
        message: String,
    },
}

/// Why a message can't be read.
#[derive(Debug, thiserror::Error)]
pub enum PipeError {
    /// The pipe broke.
    #[error("{0}")]
    Broken(#[from] io::Error),
    /// What came is no message.
    #[error("no message")]
    Junk,
}

/// A message as it goes through the pipe.
///
/// # Errors
/// [`PipeError::Junk`] for a head that JSON can't hold, or one that the other side would refuse for its size.
pub fn written<T: Serialize>(head: &T, body: &[u8]) -> Result<Vec<u8>, PipeError> {
    let head = serde_json::to_vec(head).map_err(|_| PipeError::Junk)?;
    let (head_length, body_length) = (head.len() as u64, body.len() as u64);
    if head_length > MAX_HEAD || body_length > MAX_BODY {
        return Err(PipeError::Junk);
    }
    Ok([&head_length.to_le_bytes(), &body_length.to_le_bytes(), head.as_slice(), body].concat())
}

/// Writes a message and sees it off.
///
/// # Errors
/// As [`written`], and when the pipe breaks.
pub fn write<T: Serialize>(out: &mut impl Write, head: &T, body: &[u8]) -> Result<(), PipeError> {
    out.write_all(&written(head, body)?)?;
    Ok(out.flush()?)
}

/// Waits for the next message; nothing when the other side has closed the pipe between two.
///
/// # Errors
/// When the pipe breaks inside a message, or what comes is none.
pub fn read<T: DeserializeOwned>(from: &mut impl Read) -> Result<Option<(T, Vec<u8>)>, PipeError> {
    let mut lengths = [0; LENGTHS];
    let first = loop {
        match from.read(&mut lengths) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => break other?,
        }
    };
    if first == 0 {
        return Ok(None);
    }
    from.read_exact(&mut lengths[first..])?;
    let [head, body] = [0, 8]
        .map(|at| lengths[at..at + 8].iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)));
    if head > MAX_HEAD || body > MAX_BODY {
        return Err(PipeError::Junk);
    }
    let head = serde_json::from_slice(&exactly(from, head)?).map_err(|_| PipeError::Junk)?;
    Ok(Some((head, exactly(from, body)?)))
}

/// So many bytes. Memory is taken as they come, not by what was promised.
fn exactly(from: &mut impl Read, length: u64) -> Result<Vec<u8>, PipeError> {
    let mut bytes = Vec::new();
    let read = from.take(length).read_to_end(&mut bytes)?;
    if read as u64 == length { Ok(bytes) } else { Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()) }
}
