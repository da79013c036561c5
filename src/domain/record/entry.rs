//! What is written down: notes, needs, goals, decisions and actions, and how actions go.

use super::Table;
use super::columns::{
    Column, ID, ITEM, MEETING, ORDER, OnDelete, REV, Says, day, due, flag, loose_key, moment, one_of,
    own_words, points_at, text,
};
use crate::domain::agenda::{EntryKind, Huvudman};
use crate::domain::coded::{Coded, coded};
use crate::domain::dates::Due;
use crate::domain::ids::{EntryId, MeetingArendeId, MeetingId, ParticipantId, RowId};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

coded! {
    /// How the child's voice came into the room.
    pub enum VoiceHow said by word {
        /// The child's own words, said in the room.
        EgnaOrd = "egna_ord", "med egna ord";
        /// Somebody conveyed them; the entry's source says who.
        Framford = "framford", "framförd av någon annan";
        /// The child wasn't heard; the text says why.
        Saknas = "saknas", "saknas, texten säger varför";
    }
}

/// Who is to do something, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionItem {
    /// The owner, when it is a participant.
    #[serde(rename = "agare_id", default)]
    pub owner: Option<ParticipantId>,
    /// The owner's name and role in words, when they aren't a participant: to be asked, not confirmed.
    #[serde(rename = "agare_namn", default)]
    pub owner_name: Option<String>,
    /// Until when, from when or how often.
    #[serde(default)]
    pub due: Option<Due>,
    /// When a recurring action is followed up.
    #[serde(rename = "foljs_upp", default)]
    pub follow_up: Option<NaiveDate>,
    /// The need that it answers.
    #[serde(rename = "behov_id", default)]
    pub need: Option<EntryId>,
}

/// A decision's circumstances.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who decided, in words: "rektor".
    #[serde(rename = "beslutat_av", default)]
    pub decided_by: Option<String>,
    /// Who was of another mind, and how.
    #[serde(rename = "avvikande", default)]
    pub dissent: Option<String>,
}

/// Whom a need asks something of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The authorities, or the family itself; empty until it is said. One column holds them: `kommun region`.
    #[serde(rename = "behovs_fran", default, with = "huvudman_words")]
    pub from: Vec<Huvudman>,
}

/// Authorities as words with a space between, in the order of [`Huvudman::ALL`]; nothing for none.
mod huvudman_words {
    use super::{Coded, Huvudman};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[expect(clippy::ptr_arg, reason = "serde asks with the field's own type")]
    pub(super) fn serialize<S: Serializer>(list: &Vec<Huvudman>, to: S) -> Result<S::Ok, S::Error> {
        let words: Vec<&str> =
            Huvudman::ALL.iter().filter(|known| list.contains(known)).map(|known| known.code()).collect();
        Some(words.join(" ")).filter(|words| !words.is_empty()).serialize(to)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<Huvudman>, D::Error> {
        let words = Option::<String>::deserialize(from)?.unwrap_or_default();
        words
            .split_whitespace()
            .map(|word| {
                Huvudman::of_code(word).ok_or_else(|| D::Error::custom(format!("okänd huvudman: {word}")))
            })
            .collect()
    }
}

/// What an entry is. Notes carry nothing but their text and source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "slag", rename_all = "snake_case")]
pub enum Body {
    /// What works.
    Fungerar,
    /// What is harder.
    Svarare,
    /// Support today; the text says which and from whom.
    Stod,
    /// The child's voice.
    Rost {
        /// How it came into the room.
        #[serde(rename = "rost_hur")]
        how: VoiceHow,
    },
    /// Adaptations already tried.
    Anpassning,
    /// A profession's reflection; the source says whose.
    Reflektion,
    /// A protective factor.
    Skyddsfaktor,
    /// A risk factor.
    Riskfaktor,
    /// Any other note.
    Anteckning,
    /// A question to take home.
    Fraga,
    /// The secretary's own note.
    Privat,
    /// What was not agreed.
    EjOverens,
    /// The summing up.
    Sammanfattning,
    /// A need.
    Behov(Need),
    /// A goal in the long term.
    MalLang,
    /// A goal in the short term.
    MalKort,
    /// A decision.
    Beslut(Decision),
    /// An action.
    Atgard(ActionItem),
}

impl Body {
    /// The kind without what it carries.
    pub fn kind(&self) -> EntryKind {
        match self {
            Self::Fungerar => EntryKind::Fungerar,
            Self::Svarare => EntryKind::Svarare,
            Self::Stod => EntryKind::Stod,
            Self::Rost { .. } => EntryKind::Rost,
            Self::Anpassning => EntryKind::Anpassning,
            Self::Reflektion => EntryKind::Reflektion,
            Self::Skyddsfaktor => EntryKind::Skyddsfaktor,
            Self::Riskfaktor => EntryKind::Riskfaktor,
            Self::Anteckning => EntryKind::Anteckning,
            Self::Fraga => EntryKind::Fraga,
            Self::Privat => EntryKind::Privat,
            Self::EjOverens => EntryKind::EjOverens,
            Self::Sammanfattning => EntryKind::Sammanfattning,
            Self::Behov(_) => EntryKind::Behov,
            Self::MalLang => EntryKind::MalLang,
            Self::MalKort => EntryKind::MalKort,
            Self::Beslut(_) => EntryKind::Beslut,
            Self::Atgard(_) => EntryKind::Atgard,
        }
    }

    /// An entry of `kind` with nothing filled in.
    pub fn empty(kind: EntryKind) -> Self {
        match kind {
            EntryKind::Fungerar => Self::Fungerar,
            EntryKind::Svarare => Self::Svarare,
            EntryKind::Stod => Self::Stod,
            EntryKind::Rost => Self::Rost { how: VoiceHow::EgnaOrd },
            EntryKind::Anpassning => Self::Anpassning,
            EntryKind::Reflektion => Self::Reflektion,
            EntryKind::Skyddsfaktor => Self::Skyddsfaktor,
            EntryKind::Riskfaktor => Self::Riskfaktor,
            EntryKind::Anteckning => Self::Anteckning,
            EntryKind::Fraga => Self::Fraga,
            EntryKind::Privat => Self::Privat,
            EntryKind::EjOverens => Self::EjOverens,
            EntryKind::Sammanfattning => Self::Sammanfattning,
            EntryKind::Behov => Self::Behov(Need::default()),
            EntryKind::MalLang => Self::MalLang,
            EntryKind::MalKort => Self::MalKort,
            EntryKind::Beslut => Self::Beslut(Decision::default()),
            EntryKind::Atgard => Self::Atgard(ActionItem::default()),
        }
    }
}

/// A note, need, goal, decision or action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The key that stays when the text is changed, and when a note becomes an action.
    pub id: EntryId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The ärende, where the meeting has several.
    #[serde(rename = "mote_arende_id")]
    pub arende: Option<MeetingArendeId>,
    /// The text.
    pub text: String,
    /// The participant it came from.
    #[serde(rename = "kalla_id")]
    pub source: Option<ParticipantId>,
    /// When it was read out and confirmed in ansvar.
    #[serde(rename = "bekraftad")]
    pub confirmed: Option<DateTime<Utc>>,
    /// From the medical part of elevhälsan: stays out of others' copies and off the wall.
    pub emi: bool,
    /// Order among its kind; the moment of writing in milliseconds since 1970 unless it was moved.
    #[serde(rename = "ordning")]
    pub order: i64,
    /// How many times the row has been written.
    pub rev: i64,
    /// What it is.
    #[serde(flatten)]
    pub body: Body,
}

impl Entry {
    /// The table's columns, the key first. What was read out and confirmed is the whole of an entry, so most of them
    /// mean something only together.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID.about("Postens id."),
        MEETING,
        ITEM,
        own_words("text", "text", "Texten.").together(),
        points_at(Table::Participant, "kalla_id", "från", "Deltagaren som sade det.").or_null().together(),
        moment("bekraftad", "bekräftad", "När punkten lästes upp och bekräftades.").or_null().together(),
        flag("emi", "EMI", "Märkt EMI: lämnas bara till elevhälsans medicinska del."),
        ORDER.about(
            "Ordning bland poster av samma slag; normalt tiden den skrevs, i millisekunder sedan 1970.",
        ),
        REV,
        one_of::<EntryKind>("slag", "slag", "Postens slag. En post av slaget privat skrivs aldrig ut.").together(),
        one_of::<VoiceHow>("rost_hur", "rösten kommer fram", "Hur rösten kom fram.")
            .or_null()
            .always(EntryKind::Rost)
            .together(),
        // Not together: whom a need asks something of, and its words, are put together when two write at once.
        text(
            "behovs_fran",
            "behövs från",
            "Huvudmännen som behovet riktar sig till, med mellanslag emellan: kommun region. Tomt tills det är sagt.",
        )
        .said_as(Says::Codes(Huvudman::word_of))
        .or_null()
        .only(EntryKind::Behov),
        own_words("beslutat_av", "beslutat av", "Vem som beslutade.")
            .or_null()
            .only(EntryKind::Beslut)
            .together(),
        own_words("avvikande", "avvikande mening", "Vem som tyckte annorlunda, och hur.")
            .or_null()
            .only(EntryKind::Beslut)
            .together(),
        points_at(Table::Participant, "agare_id", "vem", "Den som gör det, om det är en deltagare.")
            .or_null()
            .only(EntryKind::Atgard)
            .together(),
        own_words("agare_namn", "vem", "Den som ska tillfrågas, om det inte är en deltagare.")
            .or_null()
            .only(EntryKind::Atgard)
            .together(),
        due(
            "due",
            "när",
            "När det ska göras: »senast 2026-12-04«, »fran 2026-12-04«, »varje fre fran 2026-12-04« (dagen ska vara just den veckodagen), »varje vecka fran …«, »varje dag fran …«, »lopande fran …« eller »nasta mote«.",
        )
        .or_null()
        .only(EntryKind::Atgard)
        .together(),
        day("foljs_upp", "följs upp", "När en återkommande åtgärd följs upp.")
            .or_null()
            .only(EntryKind::Atgard)
            .together(),
        points_at(Table::Entry, "behov_id", "för behovet", "Behovet som åtgärden svarar mot.")
            .or_null()
            .on_delete(OnDelete::Empty)
            .only(EntryKind::Atgard)
            .together(),
    ];
}

impl Entry {
    /// What it is.
    pub fn kind(&self) -> EntryKind {
        self.body.kind()
    }

    /// Whom the need asks something of, if it is one.
    pub fn need(&self) -> Option<&Need> {
        match &self.body {
            Body::Behov(need) => Some(need),
            _ => None,
        }
    }

    /// Whether it is read out in the same words as another: what, who, when and by whom it was decided. Which need an action
    /// answers isn't read out.
    pub fn reads_as(&self, other: &Self) -> bool {
        let mut bodies = (self.body.clone(), other.body.clone());
        for body in [&mut bodies.0, &mut bodies.1] {
            if let Body::Atgard(action) = body {
                action.need = None;
            }
        }
        self.text == other.text && bodies.0 == bodies.1
    }

    /// The action's circumstances, if it is one.
    pub fn action(&self) -> Option<&ActionItem> {
        match &self.body {
            Body::Atgard(action) => Some(action),
            _ => None,
        }
    }
}

/// That two changed an entry at the same time: both texts stand until somebody has chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditConflict {
    /// The row's own key, which stays when it is changed.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The entry with the text that came first.
    #[serde(rename = "post_id")]
    pub entry: EntryId,
    /// The entry with the other text.
    #[serde(rename = "jamte_id")]
    pub beside: EntryId,
}

impl EditConflict {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        points_at(Table::Entry, "post_id", "rad", "Posten med den text som kom först.")
            .on_delete(OnDelete::Follow),
        points_at(Table::Entry, "jamte_id", "jämte", "Posten med den andra texten.")
            .on_delete(OnDelete::Follow),
    ];
}

coded! {
    /// How an action stands, as told at a later moment.
    pub enum ActionState said by word {
        /// Done.
        Klar = "klar", "klar";
        /// Going on.
        Pagar = "pagar", "pågår";
        /// Not begun.
        EjPaborjad = "ej_paborjad", "ej påbörjad";
        /// Changed, for instance a new date.
        Andrad = "andrad", "ändrad";
        /// No longer of interest.
        Inaktuell = "inaktuell", "inte aktuell";
    }
}

impl ActionState {
    /// Whether nothing is left to do: it is done, or not wanted any more.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Klar | Self::Inaktuell)
    }

    /// Whether somebody does it, or has.
    pub fn has_begun(self) -> bool {
        matches!(self, Self::Pagar | Self::Andrad | Self::Klar)
    }
}

/// One word on how an action stands. Only ever added: a wrong one is taken back by another, as [`ActionStatus::standing`] says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionStatus {
    /// The row's own key; such a row is only ever added.
    pub id: RowId,
    /// The action.
    #[serde(rename = "post_id")]
    pub entry: EntryId,
    /// The meeting at which it was told.
    #[serde(rename = "mote_id")]
    pub meeting: Option<MeetingId>,
    /// How it stands.
    pub status: ActionState,
    /// How it went, in a line, after whoever does it from then on: [`super::handover`] takes them apart.
    #[serde(rename = "utvardering")]
    pub evaluation: Option<String>,
    /// The new time, when it was changed.
    #[serde(rename = "ny_due")]
    pub new_due: Option<Due>,
    /// When it was told.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

impl ActionStatus {
    /// Of words in their order those that hold. A word is taken back by one that is told of the same thing at the same meeting
    /// and moment: that one says nothing itself, and what was told there in between is taken back too.
    pub fn standing<'a>(words: impl IntoIterator<Item = &'a Self>) -> Vec<&'a Self> {
        let mut stand: Vec<&Self> = Vec::new();
        for word in words {
            let of_it = |known: &Self| known.entry == word.entry && known.meeting == word.meeting;
            let takes_back = |known: &&Self| of_it(known) && known.at == word.at && known.id != word.id;
            match stand.iter().position(takes_back) {
                Some(from) => {
                    let mut at = 0;
                    stand.retain(|known| {
                        at += 1;
                        at <= from || !of_it(known)
                    });
                }
                None => stand.push(word),
            }
        }
        stand
    }

    /// Between two words that are told in one breath: the shortest time there is.
    pub const BREATH: TimeDelta = TimeDelta::milliseconds(1);

    /// Whether it tells when something is followed up, in one breath with the word before that tells how it goes on.
    pub fn follows_up(&self, before: Option<&Self>) -> bool {
        let is_followed = |before: &Self| {
            before.meeting == self.meeting
                && before.at + Self::BREATH == self.at
                && before.new_due.as_ref().is_some_and(Due::goes_on)
        };
        matches!(self.new_due, Some(Due::By(_))) && before.is_some_and(is_followed)
    }

    /// When a word is told after `last`: after it, whatever the clock says. A word at the same moment, which is kept in
    /// milliseconds, would take it back.
    pub fn moment_after(last: Option<&Self>, now: DateTime<Utc>) -> DateTime<Utc> {
        last.map_or(now, |last| now.max(last.at + Self::BREATH))
    }

    /// What takes back all that was told of an action at a meeting from one moment on: how it stood before, and when it was to
    /// be done then, where another day was told. What nobody had told of was not begun.
    pub fn taking_back(
        id: RowId,
        first: &Self,
        from: DateTime<Utc>,
        before: Option<ActionState>,
        due: Option<Due>,
    ) -> Self {
        let (entry, meeting) = (first.entry, first.meeting);
        let status = before.unwrap_or(ActionState::EjPaborjad);
        Self { id, entry, meeting, status, evaluation: None, new_due: due, at: from }
    }

    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        points_at(Table::Entry, "post_id", "åtgärd", "Åtgärden."),
        // No pointer: it may have been told at a meeting on another computer.
        loose_key("mote_id", "möte", "Mötet där det berättades; kan vara ett annat möte.").or_null().silent(),
        one_of::<ActionState>("status", "läge", "Läget."),
        own_words(
            "utvardering",
            "utvärdering",
            "Hur det gick. Har någon annan tagit över står det först: »@Evi Ek: hur det gick«.",
        )
        .or_null(),
        due("ny_due", "ny tid", "Ny tid, på samma sätt som due i en åtgärd.").or_null(),
        moment(
            "nar",
            "berättat",
            "När det berättades. En senare rad om samma åtgärd, möte och tid tar tillbaka den förra och det som sades efter den.",
        ),
    ];
}
