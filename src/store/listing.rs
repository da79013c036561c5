//! The lists over all meetings, each by its own query.

use super::{Store, StoreError};
use crate::domain::listing::{ListQuery, Listing};

/// How many acts of the journal are read at a time.
const JOURNAL_PAGE: usize = 200;

/// How many consents are listed at most: more than somebody looks through by hand.
const CONSENTS: usize = 500;

impl Store {
    /// Reads a list over all meetings.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn listing(&self, query: ListQuery) -> Result<Listing, StoreError> {
        Ok(match query {
            ListQuery::Actions => Listing::Actions(self.promised()?),
            ListQuery::Consents => Listing::Consents(self.consents(Some(CONSENTS))?),
            ListQuery::SocialClocks => Listing::SocialClocks(self.social_clocks()?),
            ListQuery::Journal { meeting, before } => {
                Listing::Journal(self.journal(meeting, before, JOURNAL_PAGE)?)
            }
        })
    }
}
