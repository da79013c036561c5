//! What a check found.

use crate::store::Loss;
use crate::store::schema::Deviation;
use std::fmt;

/// What is said of pages that can't be read.
const UNREADABLE: &str = "en del av filen går inte att läsa";

/// Something that doesn't agree. Names lines and rows, never what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A line of the journal isn't what was written: itself, or a line before it.
    Line(i64),
    /// A line's content isn't what was written.
    Content(i64),
    /// A line's content is gone, though its row wasn't struck.
    ContentMissing(i64),
    /// A row isn't as the journal left it.
    Row(String, String),
    /// A form isn't what its checksum says.
    Form(String),
    /// A locked version's document isn't what its checksum says, or is gone.
    Document(String),
    /// The journal comes from another database.
    Origin,
    /// What says from which line on the journal is sealed, and with what, is changed or gone.
    Seal,
    /// The journal ends before what was seen in it last, or says something else.
    Lost(Loss),
    /// A locked version says of the journal what isn't so: the meeting as it is named, the version, and the line.
    Anchor(String, i64, i64),
    /// A setting of the database isn't as the journal says that it was made.
    Setting(&'static str),
    /// The list of open actions isn't what the actions say.
    OpenActions,
    /// A table, an index, a view or a trigger isn't as the program makes it, or wasn't when the database was opened.
    Shape(Deviation),
    /// SQLite's own checks: a damaged page, or a row that points at nothing.
    File(String),
}

impl Fault {
    /// Pages that can't be read at all.
    pub fn unreadable() -> Self {
        Self::File(UNREADABLE.to_owned())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(seq) => write!(f, "journalens rad {seq} är ändrad eller saknas"),
            Self::Content(seq) => write!(f, "innehållet i journalens rad {seq} är ändrat"),
            Self::ContentMissing(seq) => {
                write!(f, "innehållet i journalens rad {seq} saknas utan att raden är struken")
            }
            Self::Row(table, id) => write!(f, "raden {id} i tabellen {table} stämmer inte med journalen"),
            Self::Form(sha) => write!(f, "mötesformen {sha} är ändrad"),
            Self::Document(sha) => write!(f, "det låsta protokollet {sha} är ändrat eller saknas"),
            Self::Origin => f.write_str("journalen hör till en annan databas"),
            Self::Seal => {
                f.write_str("det som visar vilka rader i journalen som har sigill är ändrat eller borta")
            }
            Self::Lost(loss) => write!(f, "journalen saknar {}", loss.words()),
            Self::Anchor(meeting, version, line) => write!(
                f,
                "version {version} av protokollet från {meeting} låstes vid rad {line} i journalen, som nu är en annan eller saknas"
            ),
            Self::Setting(what) => write!(f, "{what} är inte satt som journalen säger"),
            Self::OpenActions => f.write_str("listan över öppna åtgärder stämmer inte med mötena"),
            Self::Shape(deviation) => deviation.fmt(f),
            Self::File(what) => write!(f, "filen: {what}"),
        }
    }
}

/// What the check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Lines of the journal that were checked.
    pub lines: usize,
    /// Rows that were compared with it.
    pub rows: usize,
    /// The last line of the journal that was written before lines were sealed, if any was.
    pub unsealed: Option<i64>,
    /// What doesn't agree; empty when all is well.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether all is well.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}
