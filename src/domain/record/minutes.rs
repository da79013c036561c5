//! What becomes of a meeting's minutes: corrections, locked versions, and the copies that leave the house.

use super::columns::{Column, ID, MEETING, REV, flag, int, moment, one_of, own_words, text};
use crate::domain::coded::coded;
use crate::domain::ids::{MeetingId, RowId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What somebody who was present wants changed in the draft. Kept, whether it was changed or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The row's own key, which stays when it is changed.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// Who said it: name and role.
    #[serde(rename = "fran")]
    pub from: String,
    /// What should be changed.
    pub text: String,
    /// Whether it has been seen to.
    #[serde(rename = "atgardad")]
    pub done: bool,
    /// When it was said.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
    /// How many times the row has been written.
    pub rev: i64,
}

impl Correction {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        own_words("fran", "från", "Vem som sa det: namn och roll."),
        own_words("text", "text", "Vad som ska ändras."),
        flag("atgardad", "åtgärdad", "Om det är åtgärdat."),
        moment("nar", "sades", "När det sades."),
        REV,
    ];
}

coded! {
    /// How minutes become final: a form with a protokoll has it justerat, other forms have their notes godkända.
    pub enum Approval said by word {
        /// A protokoll.
        Justerat = "justerat", "justerat";
        /// Mötesanteckningar.
        Godkant = "godkant", "godkänt";
    }
}

/// A locked version of a meeting's minutes. Only ever added; while the latest has no [`Opening`] after it, the database
/// refuses every change of the meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The row's own key; such a row is only ever added.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// Its number, from 1.
    #[serde(rename = "nummer")]
    pub number: i64,
    /// How it became final.
    #[serde(rename = "slag")]
    pub approval: Approval,
    /// Who approved it, in words.
    #[serde(rename = "av")]
    pub by: String,
    /// Where it is registered: a diarienummer or an akt.
    #[serde(rename = "registrerad")]
    pub registered: String,
    /// Who sat at the keyboard.
    #[serde(rename = "last_av")]
    pub locked_by: Option<String>,
    /// When it was locked.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
    /// The checksum (SHA-256 in hex) of its complete document, under which the document is kept.
    #[serde(rename = "dokument_sha")]
    pub document: String,
    /// The last line of the journal before the lock.
    #[serde(rename = "journal_rad")]
    pub journal_line: i64,
    /// That line's checksum, which the paper prints: an anchor of the journal outside the file.
    #[serde(rename = "journal_sha")]
    pub journal_sha: String,
}

impl Version {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        int("nummer", "nummer", ""),
        one_of::<Approval>("slag", "blev", ""),
        own_words("av", "av", ""),
        own_words("registrerad", "registrerat", ""),
        text("last_av", "låst av", "").or_null(),
        moment("nar", "låst", ""),
        text("dokument_sha", "dokumentets kontrollsumma", "")
            .with("REFERENCES protokoll_dokument(sha) DEFERRABLE INITIALLY DEFERRED")
            .silent(),
        int("journal_rad", "journalens sista rad", ""),
        text("journal_sha", "den radens kontrollsumma", ""),
    ];
}

/// That locked minutes were opened for a new version. Only ever added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The row's own key; such a row is only ever added.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The number of the version to come.
    #[serde(rename = "nummer")]
    pub number: i64,
    /// Who opened it: name and role.
    #[serde(rename = "av")]
    pub by: String,
    /// Why a new version is needed, as it was written.
    #[serde(rename = "skal")]
    pub reason: String,
    /// When it was opened.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

impl Opening {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        int("nummer", "nummer", ""),
        own_words("av", "av", ""),
        own_words("skal", "skäl", ""),
        moment("nar", "när", ""),
    ];
}

coded! {
    /// How a copy left the program.
    pub enum CopyWay said by word {
        /// To a printer.
        Utskrift = "utskrift", "utskriven";
        /// Saved as a file.
        Fil = "fil", "sparad som fil";
        /// Given over to whoever it is for.
        Lamnad = "lamnad", "lämnad";
        /// Shown as text, on a screen or to another program.
        Visad = "visad", "visad";
    }
}

/// That a copy was made for somebody. Only ever added, also to locked minutes; can't be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyLog {
    /// The row's own key; such a row is only ever added.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The version; nothing for a draft.
    #[serde(rename = "version")]
    pub version: Option<i64>,
    /// Who it is for.
    #[serde(rename = "mottagare")]
    pub recipient: String,
    /// What it is, in words: "hela protokollet", "ärende 2".
    #[serde(rename = "vad")]
    pub what: String,
    /// Which of the meeting's ärenden it tells of, by their keys with spaces between; nothing where it tells of all.
    pub arenden: Option<String>,
    /// As a file or on paper.
    #[serde(rename = "satt")]
    pub way: CopyWay,
    /// The file's format.
    pub format: String,
    /// The checksum (SHA-256 in hex) of the bytes that were given out.
    #[serde(rename = "sha")]
    pub checksum: String,
    /// Who made it; nothing from the command line.
    #[serde(rename = "av")]
    pub by: Option<String>,
    /// When the copy was made.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

impl CopyLog {
    /// What stands after the format of what was handed to a printer that hasn't answered.
    pub const UNANSWERED: &'static str = ", svar okänt";
    /// What stands after the format of what the printer didn't take.
    pub const REFUSED: &'static str = ", togs inte emot";
    /// What stands after the format of what couldn't be shown after all.
    pub const UNSHOWN: &'static str = ", kom inte fram";

    /// The file's format, without what else stands there.
    pub fn file_format(&self) -> &str {
        self.format.split_once(", ").map_or(self.format.as_str(), |(format, _)| format)
    }

    /// What the log comes to, oldest first. A paper is logged when it is handed to a printer and once more when the printer
    /// has answered, and what went wrong is logged after what was begun: the later row holds, and what came to nothing is no
    /// copy.
    pub fn settled(rows: Vec<Self>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::with_capacity(rows.len());
        for row in rows {
            let failed = [Self::REFUSED, Self::UNSHOWN].iter().any(|end| row.format.ends_with(end));
            let waits = |before: &Self| before.way == CopyWay::Visad || before.is_unanswered();
            if failed || (row.way == CopyWay::Utskrift && !row.is_unanswered()) {
                let begun = all.iter().rposition(|before| waits(before) && before.is_of_same_paper(&row));
                if let Some(begun) = begun {
                    all.remove(begun);
                }
            }
            if !failed {
                all.push(row);
            }
        }
        all
    }

    /// Whether it was handed to a printer that hasn't answered.
    fn is_unanswered(&self) -> bool {
        self.format.ends_with(Self::UNANSWERED)
    }

    fn is_of_same_paper(&self, other: &Self) -> bool {
        let paper = |row: &Self| (row.meeting, row.way, row.version, row.file_format().to_owned());
        paper(self) == paper(other)
            && self.checksum == other.checksum
            && self.recipient == other.recipient
            && self.what == other.what
    }

    /// In the log, for what is made for nobody in particular.
    pub const NOBODY: &'static str = "ingen särskild";
    /// What somebody is called with who comes from an authority.
    pub const CALL: &'static str = "Kallelse";
    /// What others are invited with.
    pub const INVITATION: &'static str = "Inbjudan";
    /// The file for calendars.
    pub const CALENDAR: &'static str = "kalenderfil, utan barnets namn";
    /// The paper on which somebody signs a consent.
    pub const CONSENT_FORM: &'static str = "samtyckesblankett";

    /// For whom and what, of which version, in words, where `before` versions had been locked when it was made: "Karin Lund,
    /// kurator: hela protokollet, utkast till version 2".
    pub fn in_words(&self, before: usize) -> String {
        Self::told(&self.recipient, &self.what, self.version, before)
    }

    /// The same of the columns. What is for nobody in particular is said without anybody, and what isn't made of the
    /// minutes without a version: nobody takes an empty form for a draft.
    pub(crate) fn told(who: &str, what: &str, version: Option<i64>, before: usize) -> String {
        let lone = [Self::CALL, Self::INVITATION, Self::CALENDAR, Self::CONSENT_FORM];
        let who = if who == Self::NOBODY { String::new() } else { format!("{who}: ") };
        if lone.iter().any(|start| what.starts_with(start)) {
            return format!("{who}{what}");
        }
        format!("{who}{what}, {}", Self::version_in_words(version, before))
    }

    /// Which version it is of, in words, where `before` versions had been locked when it was made: "version 2", "utkast",
    /// "utkast till version 2".
    pub fn version_in_words(version: Option<i64>, before: usize) -> String {
        match (version, before) {
            (Some(number), _) => format!("version {number}"),
            (None, 0) => "utkast".to_owned(),
            (None, before) => format!("utkast till version {}", before + 1),
        }
    }

    /// What happened to it: "utskriven", "skickad till skrivaren, svar okänt".
    pub fn way_in_words(&self) -> &'static str {
        if self.is_unanswered() { "skickad till skrivaren, svar okänt" } else { self.way.word() }
    }

    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        int("version", "version", "").or_null(),
        text("mottagare", "till", ""),
        text("vad", "vad", ""),
        text("arenden", "ärenden", "").or_null().silent(),
        one_of::<CopyWay>("satt", "sätt", ""),
        text("format", "format", ""),
        text("sha", "kontrollsumma", "").silent(),
        text("av", "framställd av", "").or_null(),
        moment("nar", "när", ""),
    ];
}
