//! The meeting on screen, saved in a database of its own when the one that is open can't be written.

use crate::agenda_file::snapshot_of;
use crate::app::action::name_keys;
use crate::app::effect::{DRAFT_LINE, RescuedMeeting};
use crate::app::{Now, Reply};
use crate::config::home_folder;
use crate::domain::dates::{file_moment, short_date};
use crate::domain::ids::{CommandId, Ids};
use crate::domain::meeting::Meeting;
use crate::runtime::belongings::file_name;
use crate::store::{Holds, Imported, Reading, Rescued, Store, StoreError, remove_rescued};
use std::path::{Path, PathBuf};

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
    let stamp = file_moment(now.local());
    let path = store.save_elsewhere(&what, &other_folders(), &stamp, id, now.utc)?;
    let path = path.display().to_string();
    let opened_by = if store.is_practice() {
        ""
    } else if store.keys_are_other() {
        " Den öppnas med lösenfrasen som gällde när du startade programmet."
    } else {
        " Den öppnas med samma lösenfras."
    };
    let text = format!(
        "Mötet på skärmen ligger nu, med allt som inte är sparat, i\n\n{path}\n\nKrypteringen är densamma, och nyckelfilerna ligger \
         bredvid.{opened_by} I databasen som är öppen är inget ändrat.\n\nAvsluta nu. När databasen är i ordning igen: starta, och \
         välj ”hämta räddat möte” i hemskärmens meny. Då läggs mötet bland de andra, och filen tas bort."
    );
    let text = if store.is_practice() {
        text.replace("Krypteringen är densamma, och nyckelfilerna ligger bredvid. ", "")
    } else {
        text
    };
    Ok(Reply::SavedElsewhere { file: path, text })
}

/// The folders besides the database's own in which meetings are saved.
fn other_folders() -> Vec<PathBuf> {
    home_folder().into_iter().collect()
}

/// The meetings that lie in files of their own. One that can't be read is told by its file, with why.
pub(super) fn find(store: &Store, now: Now) -> Reply {
    let found = store.rescued_files(&other_folders()).into_iter().map(|path| {
        let what = match store.read_rescued(&path) {
            Ok(found) => title(&found.meeting, now),
            Err(_) => "Går inte att öppna med databasens nyckel".to_owned(),
        };
        RescuedMeeting { file: path.display().to_string(), what, lies: file_name(&path) }
    });
    Reply::Rescued(found.collect())
}

fn title(meeting: &Meeting, now: Now) -> String {
    let day = meeting.first_day().unwrap_or(meeting.head.planned.date());
    format!("{}, {}", meeting.head.title, short_date(day, now.today()))
}

/// Whether any lies there: said at the start.
pub(super) fn waits(store: &Store) -> Option<String> {
    let files = store.rescued_files(&other_folders());
    let first = file_name(files.first()?);
    Some(name_keys(format!(
        "Ett möte som inte gick att spara i databasen ligger i {first}: ‹Menu›, hämta räddat möte."
    )))
}

/// Takes the meeting in a file back among the others, and removes the file. Where the same meeting lies here in another
/// state it comes in as a copy, so that nothing of either is lost.
pub(super) fn take_back(store: &mut Store, file: &str, ids: &mut Ids, now: Now) -> Result<Reply, StoreError> {
    let path = Path::new(file);
    let found = store.read_rescued(path)?;
    let form = snapshot_of(&found.meeting.agenda);
    // What this database's own key opens was written by this program.
    let own_forms = [form.sha.clone()];
    let id = ids.next(now.unix_ms());
    let mut take = |reading| store.import(&found.meeting, &form, reading, id, now.utc);
    let reading = Reading { own_forms: &own_forms, ..Reading::default() };
    let done = match take(reading) {
        Err(StoreError::ImportConflict(_) | StoreError::ChildDiffers(_)) => {
            take(Reading { copy: Some(ids), holds: Some(Holds::Here), own_forms: &own_forms })?
        }
        done => done?,
    };
    let (meeting, words) = match done.what {
        Imported::New(id) => (id, "Mötet ligger bland de andra, med allt som stod på skärmen."),
        Imported::Same(id) => (id, "Mötet låg här redan, likadant."),
        Imported::Copy(id) => (
            id,
            "Mötet låg här i ett annat skick, och är hämtat som en kopia bredvid. Jämför dem, och ta bort det som inte ska vara kvar.",
        ),
    };
    for draft in found.drafts {
        let session = store.session().to_owned();
        store.save_draft(&session, &draft.field, Some(meeting), &draft.text, now.utc)?;
    }
    store.pour()?;
    let removed = remove_rescued(path);
    let file = if removed.is_ok() {
        "Filen som det låg i är borttagen.".to_owned()
    } else {
        format!("Filen gick inte att ta bort: ta bort {file} själv.")
    };
    Ok(Reply::RescuedTaken(format!("{words} {file}")))
}
