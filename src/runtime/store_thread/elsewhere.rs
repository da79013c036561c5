//! The meeting on screen, saved in a database of its own when the one that is open can't be written.

use crate::agenda_file::snapshot_of;
use crate::app::effect::DRAFT_LINE;
use crate::app::{Now, Reply};
use crate::config::home_folder;
use crate::domain::ids::CommandId;
use crate::domain::meeting::Meeting;
use crate::store::{Rescued, Store, StoreError};

/// Saves it, and tells where it lies and how it is taken back.
pub(super) fn save(
    store: &Store,
    meeting: &Meeting,
    line: &str,
    id: CommandId,
    now: Now,
) -> Result<Reply, StoreError> {
    let form = snapshot_of(&meeting.agenda);
    let what = Rescued { meeting, form: &form, line: (DRAFT_LINE, line) };
    let home: Vec<_> = home_folder().into_iter().collect();
    let stamp = now.local().format("%Y-%m-%d-%H%M").to_string();
    let path = store.save_elsewhere(&what, &home, &stamp, id, now.utc)?;
    let path = path.display();
    let opened_by = if store.is_practice() {
        ""
    } else if store.keys_are_other() {
        " Den öppnas med lösenfrasen som gällde när du startade programmet."
    } else {
        " Den öppnas med samma lösenfras."
    };
    let text = format!(
        "Mötet på skärmen ligger nu, med allt som inte är sparat, i\n\n{path}\n\nKrypteringen är densamma, och nyckelfilerna ligger \
         bredvid.{opened_by} I databasen som är öppen är inget ändrat.\n\nNär databasen är i ordning igen tar du tillbaka mötet \
         så här:\n\nsamverkan --databas {path} exportera senaste --ut mote.json\nsamverkan importera mote.json\n\nTa sedan bort \
         mote.json, som inte är krypterad."
    );
    let text = if store.is_practice() {
        text.replace("Krypteringen är densamma, och nyckelfilerna ligger bredvid. ", "")
    } else {
        text
    };
    Ok(Reply::Text { title: "Mötet är sparat i en egen fil".to_owned(), text })
}
