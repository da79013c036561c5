//! Pouring the log into the database file, so that plain copies of the file are near whole, and little hangs on the log.

use super::leftover::has_log;
use super::places::wal_of;
use super::{Store, StoreError};
use std::time::Duration;

impl Store {
    /// Pours the log into the file and empties it; says whether it is empty then. Waits for nobody: while another program
    /// reads what stood there before, or writes, it is left for another time.
    ///
    /// # Errors
    /// [`StoreError::Overwritten`] and the like; what the disk says. What was saved is saved all the same.
    pub fn pour(&mut self) -> Result<bool, StoreError> {
        if self.read_only || !has_log(&self.path) {
            return Ok(true);
        }
        self.check_file()?;
        let patience = |db: &rusqlite::Connection, time| db.busy_timeout(time);
        let poured = patience(&self.db, Duration::ZERO).and_then(|()| {
            self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
        });
        patience(&self.db, super::connection::PATIENCE).map_err(|error| self.wrong(&error))?;
        self.poured(matches!(poured, Ok(0)));
        match poured.map_err(|error| self.wrong(&error)) {
            Ok(busy) => Ok(busy == 0),
            Err(StoreError::Busy) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// From now on the log is only poured by [`Store::pour`], which remembers what became of it. Whoever asks for that is also
    /// to see that the log doesn't grow for ever.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn pour_only_when_asked(&mut self) -> Result<(), StoreError> {
        let set = self.db.pragma_update(None, "wal_autocheckpoint", 0);
        set.map_err(|error| self.wrong(&error))
    }

    /// How many bytes lie in the log, outside the database file.
    pub fn in_log(&self) -> u64 {
        if self.read_only { 0 } else { std::fs::metadata(wal_of(&self.path)).map_or(0, |log| log.len()) }
    }
}
