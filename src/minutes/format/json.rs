//! The minutes as JSON: the document itself, in a versioned envelope.

use crate::minutes::document::Document;
use serde::{Deserialize, Serialize};

/// The envelope's name for itself.
const FORMAT: &str = "samverkan-dokument";

/// The version that this program writes.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Envelope<D> {
    format: String,
    version: u32,
    dokument: D,
}

/// The document as JSON, with keys in a fixed order.
///
/// # Panics
/// Never: a document is made of plain values with text keys.
pub fn render(document: &Document) -> String {
    let envelope = Envelope { format: FORMAT.to_owned(), version: VERSION, dokument: document };
    let mut json = serde_json::to_string_pretty(&envelope).expect("a document is made of plain values");
    json.push('\n');
    json
}
