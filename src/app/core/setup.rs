//! What the program is told when it starts.

use crate::domain::agenda::Agenda;
use crate::domain::command::Snapshot;
use crate::domain::held::HeldWords;
use crate::domain::ids::MeetingId;
use crate::domain::law::Laws;
use crate::domain::reference::Glossary;
use crate::domain::support::SupportCatalogue;
use chrono::NaiveDate;
use std::sync::Arc;

/// A form that can be started, or the reason why it can't.
#[derive(Clone, Debug)]
pub struct AgendaChoice {
    /// The form's key.
    pub id: String,
    /// The form with its snapshot, or what is wrong with its file.
    pub agenda: Result<(Agenda, Snapshot), String>,
    /// Why nobody can tell whether the user has a form of their own in its place; asked about before it is started.
    pub doubt: Option<String>,
    /// Of one that can't be read: the forms that the program's own follows, in whose place it was to stand.
    pub follows: Vec<String>,
}

/// Why a meeting can't be held by a form, without anybody being asked. Swedish, for the inside of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoForm {
    /// There is none by that key.
    #[error("mötesformen {0} finns inte")]
    Missing(String),
    /// The user's own form can't be read.
    #[error(
        "er egen form {0} går inte att läsa, och programmets egen används inte i stället. Se felen: samverkan agendor \
         kontrollera FIL"
    )]
    Broken(String),
    /// Nobody can tell whether the user has a form of their own in its place.
    #[error("det går inte att se om ni har en egen form i stället för {0}, med andra regler")]
    Doubtful(String),
}

impl AgendaChoice {
    /// A form that can be used.
    #[must_use]
    pub fn of(agenda: Agenda, snapshot: Snapshot) -> Self {
        Self { id: agenda.id.clone(), agenda: Ok((agenda, snapshot)), doubt: None, follows: Vec::new() }
    }

    /// The form, unless it can't be read or may be another than the user's.
    fn usable(&self) -> Result<&(Agenda, Snapshot), NoForm> {
        match (&self.agenda, &self.doubt) {
            (Ok(form), None) => Ok(form),
            (Ok(_), Some(_)) => Err(NoForm::Doubtful(self.id.clone())),
            (Err(_), _) => Err(NoForm::Broken(self.id.clone())),
        }
    }

    fn follows(&self, form: &str) -> bool {
        match &self.agenda {
            Ok((agenda, _)) => agenda.is_follower_of(form),
            Err(_) => self.follows.iter().any(|known| known == form),
        }
    }
}

impl Lists {
    /// The form with a key.
    ///
    /// # Errors
    /// When it isn't there, or isn't surely the one that the user means.
    pub fn form(&self, id: &str) -> Result<&(Agenda, Snapshot), NoForm> {
        let found = self.agendas.iter().find(|choice| choice.id == id);
        found.ok_or_else(|| NoForm::Missing(id.to_owned())).and_then(AgendaChoice::usable)
    }

    /// The form by which the meeting after one by the form `id` is held.
    ///
    /// # Errors
    /// As [`Lists::form`].
    pub fn form_after(&self, id: &str) -> Result<&(Agenda, Snapshot), NoForm> {
        let follower = self.agendas.iter().find(|choice| choice.follows(id));
        follower.map_or_else(|| self.form(id), AgendaChoice::usable)
    }
}

/// What the program is told when it starts. The default is nobody's: no forms, no settings, a database that is being
/// opened.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The agendas and the lists; none until they are read.
    pub lists: Lists,
    /// The workplace's name in heads: "Ängsskolan".
    pub workplace: String,
    /// The municipality's own named days: "sportlov".
    pub named_days: Vec<(String, NaiveDate)>,
    /// The colours.
    pub theme: Theme,
    /// Whether there is a database, and of which kind.
    pub database: DatabaseState,
    /// Where the database is, in words for the first start.
    pub database_path: String,
    /// The seed for new keys.
    pub seed: u64,
    /// What to open at once instead of home.
    pub open: Option<StartWith>,
    /// The printer that the settings name.
    pub printer: Option<String>,
    /// The program that shows files, if the settings name one.
    pub viewer: Option<String>,
    /// Whether the program starts with the wall's picture.
    pub on_wall: bool,
    /// Who sits at the keyboard, by name, where the command line says it.
    pub person: Option<String>,
    /// After how many minutes without a key the program locks itself; never if nothing is said.
    pub lock_after: Option<u32>,
}

/// What is read from files beside the start, so that the first frame doesn't wait for it.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// The agendas that can be started.
    pub agendas: Vec<AgendaChoice>,
    /// What abbreviations stand for.
    pub glossary: Glossary,
    /// What the law says that agendas remind of.
    pub laws: Laws,
    /// The support that can be offered, as the own municipality sees it.
    pub support: SupportCatalogue,
    /// The words that are held back, for a meeting that isn't read from the database yet.
    pub words: Arc<HeldWords>,
    /// What is wrong with the user's own lists; stands on home.
    pub remark: Option<String>,
}

/// What `samverkan starta` and `samverkan oppna` ask for.
#[derive(Clone, Debug)]
pub enum StartWith {
    /// A new meeting by this form, with a title of its own.
    New {
        /// The form's key.
        form: String,
        /// The title.
        title: Option<String>,
    },
    /// A meeting that is there.
    Open(MeetingId),
}

/// What is known of the database before it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DatabaseState {
    /// None yet: first start.
    Missing,
    /// Encrypted: the passphrase is asked for.
    Locked,
    /// It is being opened without a question (practice, or the passphrase came with the start).
    #[default]
    Opening,
}

/// The colours, by purpose of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light.
    Light,
    /// White on black, nothing in between.
    Contrast,
    /// No colour at all (NO_COLOR).
    Plain,
}

impl Theme {
    /// The one that F12 gives after this one.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Contrast,
            Self::Contrast => Self::Dark,
            Self::Plain => Self::Plain,
        }
    }
}
