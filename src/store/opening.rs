//! Opening a database, by passphrase, recovery key or neither.

use super::as_left::AsLeft;
use super::connection::{self, check_mark, connect};
use super::elsewhere::KeptKeys;
use super::error::{StoreError, file_name};
use super::file_kind::{FileKind, kind_in_place};
use super::head::{self, Lowered};
use super::journal::seal::Secret;
use super::keys::{Access, RawKey, read_key};
use super::meta::{self, random_id};
use super::overwritten::Lying;
use super::schema::{self, Deviation};
use super::{Loss, Store, backup, daily, files, key_fit, leftover, places, swap};
use rusqlite::Connection;
use std::collections::HashMap;
use std::path::Path;

/// What SQLite writes at a time.
const PAGE: u64 = 4096;

/// Whether a file that is to be opened is for practice. One that lies where key files say that an encrypted one should isn't
/// opened, and what somebody has typed opens nothing that is in plain text.
///
/// # Errors
/// Where it is no file that can be opened as a database of ours.
fn is_practice(path: &Path, access: &Access, left: Option<&AsLeft>) -> Result<bool, StoreError> {
    let name = file_name(path);
    let kind = kind_in_place(path)?;
    let practice = match kind {
        FileKind::Missing => return Err(StoreError::NotFound(name)),
        FileKind::Empty => return Err(StoreError::EmptyFile(name)),
        FileKind::PlainNotOurs => return Err(StoreError::PlainNotPractice(name)),
        FileKind::Practice => true,
        FileKind::Encrypted => false,
    };
    if let Some(left) = left {
        left.check_kind(practice, &name)?;
    }
    if practice && !matches!(access, Access::Practice) {
        return Err(StoreError::NoLongerEncrypted(name));
    }
    Ok(practice)
}

impl Store {
    /// Opens a database whose key is known.
    pub(super) fn with_key(path: &Path, key: RawKey) -> Result<Self, StoreError> {
        let db = connect(path, Some(&key)).map_err(|error| StoreError::sqlite(&file_name(path), &error))?;
        Self::ready(db, path, Some(key))
    }

    /// Opens a database that is there. Nothing is made if it isn't.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::EmptyFile`], [`StoreError::WrongPassphrase`] (judged on the key file
    /// alone), [`StoreError::Damaged`], [`StoreError::NewerVersion`] and others; the file is untouched then.
    pub fn open(path: &Path, access: &Access) -> Result<Self, StoreError> {
        Self::open_as(path, access, None)
    }

    /// Opens again what this program has closed: the same database, and nothing that was put in its place.
    ///
    /// # Errors
    /// [`StoreError::OtherDatabase`], [`StoreError::NoLongerEncrypted`], [`StoreError::NewKeyMeanwhile`]; as [`Store::open`].
    pub fn open_again(path: &Path, access: &Access, left: &AsLeft) -> Result<Self, StoreError> {
        Self::open_as(path, access, Some(left))
    }

    fn open_as(path: &Path, access: &Access, left: Option<&AsLeft>) -> Result<Self, StoreError> {
        let practice = is_practice(path, access, left)?;
        let key = if practice { None } else { Some(read_key(path, access)?) };
        let real = places::real(path);
        for path in [path, &real] {
            files::keep_private(path);
            files::mend_sides(path)?;
        }
        let mut store = Self::open_keyed(path, key, Some(access), left)?;
        store.by_recovery = !practice && matches!(access, Access::Recovery(_));
        sweep(path);
        Ok(store)
    }

    /// Opens an encrypted database whose own key is known: a copy that is proved, with no file beside it that knows its end.
    pub(super) fn open_with_key(path: &Path, key: &RawKey) -> Result<Self, StoreError> {
        Self::open_keyed(path, Some(key.clone()), None, None)
    }

    /// As [`Store::open`]; nothing opens a copy that is only proved.
    pub(super) fn open_keyed(
        path: &Path,
        key: Option<RawKey>,
        access: Option<&Access>,
        left: Option<&AsLeft>,
    ) -> Result<Self, StoreError> {
        let name = file_name(path);
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&name, &error);
        let log = leftover::judge(path, key.as_ref())?;
        if log.check {
            leftover::check_pages(path, key.as_ref())?;
        }
        let opened = connect(path, key.as_ref()).map_err(wrong).and_then(|db| {
            check_mark(&db, key.is_none(), &name)?;
            Ok(db)
        });
        let mut db = opened.map_err(|error| match access {
            Some(access) => key_fit::told(error, path, key.as_ref(), access),
            None => error,
        })?;
        // SQLite notices a page that is missing, but not one that is cut short, until it is read.
        let size = std::fs::metadata(path).map_err(|error| StoreError::io(path, &error))?.len();
        if !size.is_multiple_of(PAGE) {
            return Err(StoreError::Damaged(name));
        }
        if db.is_readonly("main").map_err(wrong)? {
            return Err(StoreError::ReadOnly(name));
        }
        let had_head = access.is_some() && schema::user_version(&db).map_err(wrong)? >= schema::SEALED;
        check_origin_first(&db, key.as_ref(), left, &name)?;
        let mended = schema::bring_up(&mut db, path)?;
        // It is so already, unless somebody was killed who had it alone.
        db.execute_batch("PRAGMA journal_mode = WAL").map_err(wrong)?;
        let mut store = Self::ready(db, path, key)?;
        store.look_at_head(had_head, left)?;
        if let Some(amiss) = daily::told(&store.file, &store.look_over()) {
            store.tell(&amiss);
        }
        store.tell_mended(mended);
        store.saw(log);
        if let Some(access) = access {
            store.remember_keys(access);
        }
        Ok(store)
    }

    /// Opens a database where nothing can be written: a backup on a disk that is read-only. It is read into memory, so that
    /// what is made of it there, also a later version, leaves the file as it is; acts are refused, and that it is read isn't
    /// journalled.
    ///
    /// # Errors
    /// As [`Store::open`]; [`StoreError::UnfinishedCopy`] when some of it lies in a file beside.
    pub fn open_to_read(path: &Path, access: &Access) -> Result<Self, StoreError> {
        Self::read_as(path, access, None)
    }

    /// The same for what this program has closed.
    ///
    /// # Errors
    /// As [`Store::open_again`] and [`Store::open_to_read`].
    pub fn open_again_to_read(path: &Path, access: &Access, left: &AsLeft) -> Result<Self, StoreError> {
        Self::read_as(path, access, Some(left))
    }

    fn read_as(path: &Path, access: &Access, left: Option<&AsLeft>) -> Result<Self, StoreError> {
        let name = file_name(path);
        let practice = is_practice(path, access, left)?;
        let log = places::wal_of(path);
        if std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
            return Err(StoreError::UnfinishedCopy { file: name, log: file_name(&log) });
        }
        let key = if practice { None } else { Some(read_key(path, access)?) };
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&name, &error);
        let mut db = connection::read_in(path, key.as_ref()).map_err(wrong)?;
        check_mark(&db, practice, &name)?;
        check_origin_first(&db, key.as_ref(), left, &name)?;
        schema::bring_up_in_memory(&mut db, path)?;
        let news = format!("{name} kan bara läsas där den ligger. Att du läser i den loggas inte.");
        let mut store = Self::ready(db, path, key)?;
        let seal = (&store.secret, store.origin.as_str(), practice);
        let loss = match (head::lacks(&store.db, path, seal).map_err(wrong)?, left) {
            (None, Some(left)) => left.lacks(&store.db).map_err(wrong)?,
            (loss, _) => loss,
        };
        let lacks = loss.as_ref().map(|loss| format!(" {}", loss.told(&name))).unwrap_or_default();
        store.identity = None;
        store.read_only = true;
        store.news = Some(news + &lacks);
        store.loss = loss;
        store.by_recovery = !practice && matches!(access, Access::Recovery(_));
        store.practice = practice;
        Ok(store)
    }

    /// Does with the log that lay there what was found to be right, and tells it.
    fn saw(&mut self, log: leftover::Seen) {
        if log.check && !self.verify().is_ok_and(|report| report.is_sound()) {
            self.tell(&format!(
                "Databasen {} gick bara att läsa tillsammans med sin loggfil, och allt i den stämmer inte. Kör samverkan kontrollera innan du skriver mer i den.",
                self.file
            ));
        } else if log.pour {
            // That it can't be done now changes nothing of what is read.
            let _ = self.pour();
        }
        if let Some(news) = log.news {
            self.tell(&news);
        }
    }

    /// Compares the database with what was seen in it last, and says so if it lacks anything: at each opening, until somebody has
    /// gone on all the same. A file that is missing or can't be read is made anew; that it was is remembered, if there should
    /// have been one.
    fn look_at_head(&mut self, should_be_there: bool, left: Option<&AsLeft>) -> Result<(), StoreError> {
        let file = self.file.clone();
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
        let found = head::of(&self.db, &self.path, &self.secret, &self.origin).map_err(wrong)?;
        let noted = Loss::noted(&self.db).map_err(wrong)?;
        let seen = match (head::loss(&self.db, &found, self.practice).map_err(wrong)?, left) {
            (None, Some(left)) => left.lacks(&self.db).map_err(wrong)?,
            (seen, _) => seen,
        };
        self.loss = match (noted, seen) {
            (Some(noted), Some(seen)) if noted.is_about_the_same(&seen) => Some(noted),
            (_, Some(seen)) => {
                // Where it can't be noted now, the file beside tells it again.
                let _ = self.set_meta(head::LOST, &seen.written());
                Some(seen)
            }
            (noted, None) => noted,
        };
        if let Some(loss) = &self.loss {
            let told = loss.told(&self.file);
            self.tell(&told);
            // The file beside stays as it is: the right database may come back to it.
            return Ok(());
        }
        let before = head::read(&self.path, [&self.secret], &self.origin);
        match (&found, before) {
            (head::Found::Head(_), head::Found::Head(_)) => return Ok(()),
            // Under a key that the database had before.
            (head::Found::Head(_), _) => drop(head::forget(&self.path)),
            _ => {}
        }
        // Where it can't be written no commit can, and the reason is told there.
        let aside = self.begin_head().ok().flatten();
        let aside = aside.map(|aside| format!(" och ligger undan som {aside}")).unwrap_or_default();
        let how = match found {
            head::Found::Head(_) => return Ok(()),
            head::Found::Missing => "saknades".to_owned(),
            head::Found::Unreadable => format!("var skadad{aside}"),
            head::Found::NoFile => format!("var en länk eller en mapp{aside}"),
            head::Found::Other(_) => format!("hörde till en annan databas{aside}"),
        };
        if let head::Found::NoFile | head::Found::Other(_) = found {
            let told = format!("Filen {} {how}.", file_name(&places::head_of(&self.path)));
            self.tell(&told);
        }
        if should_be_there && self.journal_head()?.seq > 0 {
            self.set_meta(head::MADE_ANEW, &how)?;
        }
        Ok(())
    }

    pub(super) fn begin_head(&self) -> std::io::Result<Option<String>> {
        let Ok(end) = self.journal_head() else { return Ok(None) };
        let at = head::time_of(&self.db, end.seq);
        head::write(&self.path, (&self.secret, &self.origin), &end, at, Lowered::Accepted)
    }

    /// Adds to what has happened to the file that hasn't been told.
    fn tell(&mut self, told: &str) {
        self.news = Some(match self.news.take() {
            Some(news) => format!("{news} {told}"),
            None => told.to_owned(),
        });
    }

    /// Remembers what wasn't as it should be, for [`Store::verify`], and says so.
    fn tell_mended(&mut self, mended: Vec<Deviation>) {
        let Some(first) = mended.first() else { return };
        let more = match mended.len() - 1 {
            0 => String::new(),
            more => format!(" och {more} till"),
        };
        let now = if mended.iter().all(Deviation::is_mended) { " Allt är tillbaka." } else { "" };
        let told = format!(
            "Något annat program har ändrat hur databasen {} är gjord: {first}{more}.{now} Kör samverkan kontrollera, som visar om något i mötena också är ändrat.",
            self.file
        );
        self.tell(&told);
        self.mended = mended;
    }

    pub(super) fn ready(db: Connection, path: &Path, key: Option<RawKey>) -> Result<Self, StoreError> {
        let file = file_name(path);
        let origin = check_origin(&db, &file)?;
        let is_encrypted = key.is_some();
        let mut store = Self {
            secret: Secret::of(key.as_ref()),
            db,
            path: path.to_owned(),
            file,
            practice: key.is_none(),
            origin,
            session: random_id()?.to_string(),
            person: None,
            door: None,
            account: String::new(),
            stacks: HashMap::new(),
            key,
            by_recovery: false,
            seen_keys: [None, None],
            proved_keys: [None, None],
            shown: None,
            identity: places::identity(path),
            wal: places::identity(&places::wal_of(path)),
            shm: places::identity(&places::shm_of(path)),
            lying: Lying::default(),
            kept_keys: if is_encrypted { KeptKeys::of(path) } else { KeptKeys::default() },
            real: places::real(path),
            news: None,
            mended: Vec::new(),
            loss: None,
            check: None,
            read_only: false,
            words: crate::agenda_file::held::carried(),
        };
        store.begin_to_look();
        Ok(store)
    }

    /// Whether the recovery key has opened it: then somebody has lost the passphrase.
    pub fn is_by_recovery(&self) -> bool {
        self.by_recovery
    }

    /// Tries whether `access` opens this database, which is open already: somebody comes back to a program that is locked.
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`], [`StoreError::WrongRecoveryKey`], or what the disk says of the key files.
    pub fn verify_access(&mut self, access: &Access) -> Result<(), StoreError> {
        let Some(own) = &self.key else { return Ok(()) };
        if !read_key(&self.path, access)?.is(own) {
            return Err(StoreError::WrongPassphrase(self.file.clone()));
        }
        self.by_recovery |= matches!(access, Access::Recovery(_));
        self.note_proved(access);
        Ok(())
    }
}

/// Removes what others who were killed have left beside a database that is open: copies that were being put back, and a file that
/// was to take its place.
fn sweep(path: &Path) {
    backup::sweep(files::folder_of(path));
    if swap::has_unfinished(path)
        && let Some(_alone) = files::alone(path)
        && !swap::is_begun(path)
    {
        swap::remove_unfinished(&[path]);
    }
}

/// The origin of an open database. Without it, its making was never finished.
fn check_origin(db: &Connection, name: &str) -> Result<String, StoreError> {
    let made = schema::user_version(db).map_err(|error| StoreError::sqlite(name, &error))? > 0;
    let origin = if made { meta::origin(db) } else { Ok(None) };
    let origin = origin.map_err(|error| StoreError::sqlite(name, &error))?;
    origin.ok_or_else(|| StoreError::NoOrigin(name.to_owned()))
}

/// What is known of the origin before anything is written: that the making was finished, and that it is the database that
/// this program has closed. What else is amiss is told by whoever reads more.
fn check_origin_first(
    db: &Connection,
    key: Option<&RawKey>,
    left: Option<&AsLeft>,
    name: &str,
) -> Result<(), StoreError> {
    match (check_origin(db, name), left) {
        (Ok(origin), Some(left)) => left.check(&origin, &Secret::of(key), name),
        (Err(error), left) if left.is_some() || matches!(error, StoreError::NoOrigin(_)) => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::recovery::Amiss;
    use crate::store::{DEFAULT_FILE, Passphrase, RecoveryKey, kind_of};
    use std::fs;

    fn passphrase() -> Passphrase {
        Passphrase::new("åtta blå båtar")
    }

    #[test]
    fn a_database_opens_with_its_passphrase_its_recovery_key_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("djup/mapp").join(DEFAULT_FILE);
        let (store, recovery) = Store::create(&path, &passphrase()).unwrap();
        assert!(!store.is_practice());
        drop(store);
        assert_eq!(kind_of(&path).unwrap(), FileKind::Encrypted);
        Store::open(&path, &Access::Passphrase(passphrase())).unwrap();
        let typed = RecoveryKey::parse(&recovery.to_string().to_lowercase()).unwrap();
        Store::open(&path, &Access::Recovery(typed)).unwrap();
        let wrong = Store::open(&path, &Access::Passphrase(Passphrase::new("fel")));
        assert!(matches!(wrong, Err(StoreError::WrongPassphrase(_))), "{wrong:?}");
        let wrong = Store::open(&path, &Access::Practice);
        assert!(matches!(wrong, Err(StoreError::WrongPassphrase(_))), "{wrong:?}");
        let other = RecoveryKey::random().unwrap();
        let wrong = Store::open(&path, &Access::Recovery(other));
        assert!(matches!(wrong, Err(StoreError::WrongRecoveryKey(_))), "{wrong:?}");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_files() {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("samverkan");
        let path = folder.join(DEFAULT_FILE);
        let (mut store, _) = Store::create(&path, &passphrase()).unwrap();
        store.save_draft("s", "rad", None, "text", "2026-11-23T12:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(mode(&folder), 0o700);
        let mut names: Vec<String> = Vec::new();
        for file in fs::read_dir(&folder).unwrap() {
            let file = file.unwrap();
            assert_eq!(mode(&file.path()), 0o600, "{file:?}");
            names.push(file.file_name().into_string().unwrap());
        }
        names.sort();
        assert_eq!(
            names,
            [
                "nyckel-reserv.db",
                "nyckel.db",
                "samverkan.db",
                "samverkan.db-huvud",
                "samverkan.db-shm",
                "samverkan.db-wal"
            ]
        );
        drop(store);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        Store::open(&path, &Access::Passphrase(passphrase())).unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn two_databases_share_a_folder_with_a_key_file_each() {
        let dir = tempfile::tempdir().unwrap();
        let (one, two) = (dir.path().join("ett.db"), dir.path().join("tva.db"));
        Store::create(&one, &passphrase()).unwrap();
        Store::create(&two, &Passphrase::new("en annan fras")).unwrap();
        assert!(
            dir.path().join("ett.db.nyckel").exists() && dir.path().join("tva.db.nyckel-reserv").exists()
        );
        Store::open(&one, &Access::Passphrase(passphrase())).unwrap();
    }

    #[test]
    fn nothing_is_overwritten_when_a_database_is_made() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(DEFAULT_FILE);
        fs::write(&path, "annat").unwrap();
        assert!(matches!(Store::create(&path, &passphrase()), Err(StoreError::AlreadyExists(_))));
        assert!(matches!(Store::create_practice(&path), Err(StoreError::AlreadyExists(_))));
        fs::remove_file(&path).unwrap();
        fs::write(dir.path().join("nyckel.db"), "nyckel").unwrap();
        assert!(matches!(Store::create(&path, &passphrase()), Err(StoreError::KeyFileExists(_))));
        assert_eq!(fs::read_to_string(dir.path().join("nyckel.db")).unwrap(), "nyckel");
        assert!(!path.exists());
        fs::remove_file(dir.path().join("nyckel.db")).unwrap();
        assert!(matches!(Store::create(&path, &Passphrase::new(" ")), Err(StoreError::EmptyPassphrase)));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_isnt_a_database_is_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.db");
        let open = || Store::open(&path, &Access::Passphrase(passphrase()));
        assert!(matches!(open(), Err(StoreError::NotFound(_))));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is made");
        fs::write(&path, "").unwrap();
        assert!(matches!(open(), Err(StoreError::EmptyFile(_))));
        fs::write(&path, "Kära dagbok, det här är ingen databas.").unwrap();
        assert!(matches!(open(), Err(StoreError::NotADatabase(_))));
        fs::write(&path, vec![7; 8192]).unwrap();
        assert!(matches!(open(), Err(StoreError::KeyFileMissing(_))));
        fs::remove_file(&path).unwrap();
        drop(crate::store::wake());
        rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE x(y)").unwrap();
        assert_eq!(kind_of(&path).unwrap(), FileKind::PlainNotOurs);
        assert!(matches!(open(), Err(StoreError::PlainNotPractice(_))));
    }

    #[test]
    fn a_damaged_file_is_told_apart_from_a_wrong_passphrase() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(DEFAULT_FILE);
        Store::create(&path, &passphrase()).unwrap();
        let whole = fs::read(&path).unwrap();
        let open = || Store::open(&path, &Access::Passphrase(passphrase()));
        for length in [100, 4096, 4097, whole.len() - 4096, whole.len() - 1] {
            fs::write(&path, &whole[..length]).unwrap();
            let outcome = open();
            assert!(matches!(outcome, Err(StoreError::Damaged(_))), "{length}: {outcome:?}");
        }
        fs::write(&path, vec![7; 8192]).unwrap();
        assert!(matches!(open(), Err(StoreError::Damaged(_))));
        fs::write(&path, &whole).unwrap();
        open().unwrap();
        let key = dir.path().join("nyckel.db");
        fs::write(&key, &fs::read(&key).unwrap()[..1000]).unwrap();
        assert!(matches!(open(), Err(StoreError::KeyFileAmiss { amiss: Amiss::Damaged, .. })));
        fs::write(&key, "").unwrap();
        assert!(matches!(open(), Err(StoreError::KeyFileAmiss { amiss: Amiss::Empty, .. })));
        fs::remove_file(dir.path().join("nyckel-reserv.db")).unwrap();
        assert!(matches!(open(), Err(StoreError::KeyFileEmpty(_))));
    }
}
