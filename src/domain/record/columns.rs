//! What a column is: all that the program says of it, in one place. Each record has its columns beside it, and from them
//! come its table and triggers, what is put together when two change a row, the journal's words, and the schema of the
//! JSON form.

use super::Table;
use crate::domain::agenda::EntryKind;
use crate::domain::coded::Coded;

/// What a column holds, as the database sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text; keys, dates, moments and words too.
    Text,
    /// A whole number.
    Int,
    /// 0 or 1.
    Flag,
}

/// What happens to a row when the row that it points at is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// The removal is refused.
    Refuse,
    /// The pointer is emptied.
    Empty,
    /// The row goes too.
    Follow,
}

/// How the column's value is said to a reader.
#[derive(Clone, Copy, Debug)]
pub enum Says {
    /// As it stands.
    Plain,
    /// As it stands: somebody has written it in their own words, which aren't thrown away when two write at once.
    OwnWords,
    /// Somebody's own words that no list repeats: that there is something is said, and not what.
    Withheld,
    /// Somebody's own words too, where a form's own field may ask for a day, or for yes or no.
    Answer,
    /// Yes or no.
    YesNo,
    /// By what the key points at.
    Key,
    /// A day: `2026-12-04`.
    Day,
    /// A moment in UTC: `2026-11-23T08:00:00Z`.
    Moment,
    /// A day and a time by the clock on the wall: `2026-11-23T09:00:00`.
    Local,
    /// A time by the clock on the wall: `13:00:00`.
    Time,
    /// When something is to be done; see [`crate::domain::dates::Due`].
    Due,
    /// The word for a code; nothing for a code that isn't known.
    Code(fn(&str) -> Option<&'static str>),
    /// The words for several codes with spaces between.
    Codes(fn(&str) -> Option<&'static str>),
    /// The key of a meeting form.
    Agenda,
    /// The key of one of the form's own fields.
    Field,
    /// The key of a rule.
    Rule,
    /// What an override covers: keys with semicolons between.
    About,
}

/// In which entries a column means something, when not in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Only {
    /// The kind of entry.
    pub kind: EntryKind,
    /// Whether such an entry can't be without it.
    pub always: bool,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The name in the database, in the journal's rows and in JSON.
    pub name: &'static str,
    /// What it is called before a value: "får berätta".
    pub label: &'static str,
    /// What it holds, as the schema of the JSON form says it; empty where the table isn't part of that.
    pub about: &'static str,
    /// What it holds, as the database sees it.
    pub kind: Kind,
    /// Whether there always is a value.
    pub required: bool,
    /// What it points at.
    pub target: Option<(Table, OnDelete)>,
    /// The only words that it may hold, if they are few.
    pub words: &'static [&'static str],
    /// What else SQLite is told.
    pub extra: &'static str,
    /// How its value is said.
    pub says: Says,
    /// Whether a reader isn't shown it: it says nothing to them, or what it says is nobody's to trace.
    pub silent: bool,
    /// Whether it means something only with the table's other such columns: who changes one of them has changed them all.
    pub together: bool,
    /// The kind of entry that has it, when not all have.
    pub only: Option<Only>,
    /// The smallest number that it may be, where JSON is told.
    pub least: Option<i64>,
}

/// The most general: the others are made from it.
const fn column(
    name: &'static str,
    label: &'static str,
    about: &'static str,
    kind: Kind,
    says: Says,
) -> Column {
    Column {
        name,
        label,
        about,
        kind,
        required: true,
        target: None,
        words: &[],
        extra: "",
        says,
        silent: false,
        together: false,
        only: None,
        least: None,
    }
}

/// Text that the program writes.
pub(crate) const fn text(name: &'static str, label: &'static str, about: &'static str) -> Column {
    column(name, label, about, Kind::Text, Says::Plain)
}

/// Text that somebody writes in their own words.
pub(crate) const fn own_words(name: &'static str, label: &'static str, about: &'static str) -> Column {
    column(name, label, about, Kind::Text, Says::OwnWords)
}

/// A whole number.
pub(crate) const fn int(name: &'static str, label: &'static str, about: &'static str) -> Column {
    column(name, label, about, Kind::Int, Says::Plain)
}

/// Yes or no.
pub(crate) const fn flag(name: &'static str, label: &'static str, about: &'static str) -> Column {
    column(name, label, about, Kind::Flag, Says::YesNo)
}

/// A day.
pub(crate) const fn day(name: &'static str, label: &'static str, about: &'static str) -> Column {
    column(name, label, about, Kind::Text, Says::Day)
}

/// A moment in UTC.
pub(crate) const fn moment(name: &'static str, label: &'static str, about: &'static str) -> Column {
    column(name, label, about, Kind::Text, Says::Moment)
}

/// When something is to be done.
pub(crate) const fn due(name: &'static str, label: &'static str, about: &'static str) -> Column {
    column(name, label, about, Kind::Text, Says::Due)
}

/// One of a few words.
pub(crate) const fn one_of<T: Coded>(name: &'static str, label: &'static str, about: &'static str) -> Column {
    Column { words: T::CODES, ..column(name, label, about, Kind::Text, Says::Code(T::word_of)) }
}

/// The key of a row of `table`, which must be there.
pub(crate) const fn points_at(
    table: Table,
    name: &'static str,
    label: &'static str,
    about: &'static str,
) -> Column {
    Column { target: Some((table, OnDelete::Refuse)), ..loose_key(name, label, about) }
}

/// The key of a row that may be on another computer.
pub(crate) const fn loose_key(name: &'static str, label: &'static str, about: &'static str) -> Column {
    column(name, label, about, Kind::Text, Says::Key)
}

impl Column {
    /// It may be left empty.
    pub(crate) const fn or_null(self) -> Self {
        Self { required: false, ..self }
    }

    /// What becomes of the row when the one that it points at goes.
    pub(crate) const fn on_delete(self, what: OnDelete) -> Self {
        match self.target {
            Some((table, _)) => Self { target: Some((table, what)), ..self },
            None => self,
        }
    }

    /// What else SQLite is told.
    pub(crate) const fn with(self, extra: &'static str) -> Self {
        Self { extra, ..self }
    }

    /// How its value is said, when not as its kind is.
    pub(crate) const fn said_as(self, says: Says) -> Self {
        Self { says, ..self }
    }

    /// A reader isn't shown it.
    pub(crate) const fn silent(self) -> Self {
        Self { silent: true, ..self }
    }

    /// It means something only together with the table's other such columns.
    pub(crate) const fn together(self) -> Self {
        Self { together: true, ..self }
    }

    /// Only entries of this kind have it.
    pub(crate) const fn only(self, kind: EntryKind) -> Self {
        Self { only: Some(Only { kind, always: false }), ..self }
    }

    /// Only entries of this kind have it, and they always do.
    pub(crate) const fn always(self, kind: EntryKind) -> Self {
        Self { only: Some(Only { kind, always: true }), ..self }
    }

    /// The smallest number that it may be.
    pub(crate) const fn at_least(self, least: i64) -> Self {
        Self { least: Some(least), ..self }
    }

    /// What it holds here, when that is more exact than what is said of it elsewhere.
    pub(crate) const fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// Whether somebody writes in it in their own words.
    pub fn is_own_words(&self) -> bool {
        matches!(self.says, Says::OwnWords | Says::Withheld | Says::Answer)
    }
}

/// The row's own key.
pub(crate) const ID: Column = loose_key("id", "id", "Radens id.").with("PRIMARY KEY").silent();
/// How many times the row has been written.
pub(crate) const REV: Column =
    int("rev", "skriven gånger", "Hur många gånger raden har skrivits.").at_least(0).silent();
/// The meeting that the row belongs to.
pub(crate) const MEETING: Column =
    points_at(Table::Head, "mote_id", "möte", "Mötet som raden hör till: samma som mote.id.").silent();
/// The ärende of the meeting that the row is about, if it is about one.
pub(crate) const ITEM: Column = points_at(
    Table::MeetingArende,
    "mote_arende_id",
    "ärende",
    "Vilket av mötets ärenden det gäller; null när det gäller hela mötet.",
)
.or_null();
/// Its place among the others.
pub(crate) const ORDER: Column = int("ordning", "ordning", "Ordning.").at_least(0).silent();
