//! What can go wrong with the database, said so that the reader knows what to do. File names may stand in a message;
//! nothing that a user has written ever does.

use crate::domain::command::{RecordKey, Table};
use crate::domain::passphrase::Weak;
use crate::domain::progress::Stopped;
use crate::domain::recovery::{Amiss, KeyFile};
use crate::io_words::reason;
use rusqlite::ErrorCode;
use std::io;
use std::path::Path;

/// Stands in the database's own refusal to link a child to a question in which it can't be recognised.
#[cfg(test)]
pub(super) const NO_CHILD_LINKED: &str =
    "En fråga där barnet inte går att känna igen knyts inte till något barn.";

/// Stands in the database's own refusal of the social services' clock where it is off.
pub(super) const SOCIAL_CLOCK_OFF: &str = "Socialtjänstens klocka är avstängd i den här databasen.";

/// Stands in the database's own refusal of a child in a meeting that may not take up individuals.
pub(super) const NO_INDIVIDUALS: &str = "Den här mötesformen tar inte upp enskilda barn.";

/// Stands in the database's own refusal of a change in a locked meeting.
pub(super) const LOCKED: &str = "Mötets protokoll är låst.";

/// Why the store couldn't do as asked. The display is Swedish and made for the user.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error(
        "Databasen {0} finns inte. Kontrollera sökvägen. Ska den skapas: starta samverkan utan kommando (samma --databas går bra)."
    )]
    NotFound(String),
    /// There is a file already where a new database was to be made.
    #[error("Filen {0} finns redan och skrivs inte över. Välj ett annat namn, eller flytta undan filen.")]
    AlreadyExists(String),
    /// A key file lies where a new one was to be made, but its database is missing.
    #[error(
        "Nyckelfilen {0} ligger redan i mappen men hör till en databas som saknas. Lägg tillbaka databasen, eller flytta undan nyckelfilen och försök igen."
    )]
    KeyFileExists(String),
    /// The file holds nothing at all.
    #[error(
        "Filen {0} är tom. Lägg tillbaka en säkerhetskopia (samverkan aterstall FIL), eller flytta undan filen och börja om."
    )]
    EmptyFile(String),
    /// The file is something else.
    #[error("Filen {0} är inte en samverkan-databas. Kontrollera att du har valt rätt fil.")]
    NotADatabase(String),
    /// A database in plain text that isn't for practice.
    #[error("Filen {0} är en okrypterad databas som inte är gjord för övning. samverkan öppnar den inte.")]
    PlainNotPractice(String),
    /// A database in plain text where the key files of an encrypted one lie.
    #[error(
        "Filen {file} är okrypterad, men nyckelfilen {key_file} bredvid visar att en krypterad databas ska ligga här. Inget är öppnat eller skrivet. Den riktiga kan ha bytts ut eller lagts undan: leta upp den och lägg tillbaka den, eller lägg tillbaka en säkerhetskopia (samverkan aterstall FIL). Ska den okrypterade ligga här: flytta nyckelfilerna någon annanstans först."
    )]
    Unencrypted {
        /// The file.
        file: String,
        /// The key file beside it.
        key_file: String,
    },
    /// Something was typed that opens an encrypted database, and one in plain text has come in its place.
    #[error(
        "Filen {0} är inte krypterad längre: en okrypterad databas har lagts i den riktigas ställe. Inget är öppnat eller skrivet. Leta upp den riktiga och lägg tillbaka den, eller lägg tillbaka en säkerhetskopia: samverkan aterstall FIL"
    )]
    NoLongerEncrypted(String),
    /// Another database has come where the one lay that this program closed.
    #[error(
        "Filen {0} är en annan databas än den som låstes. Den är inte öppnad. Lägg tillbaka den som låg där och försök igen, eller avsluta (‹Quit›) och starta igen om den nya är den rätta."
    )]
    OtherDatabase(String),
    /// The database has another key than when this program closed it.
    #[error(
        "Databasen {0} har en annan databasnyckel nu än när programmet låstes. Har ni bytt den, eller återställt databasen: skriv lösenfrasen en gång till, så öppnas den. Annars kan någon ha bytt ut filerna: avsluta med ‹Quit›."
    )]
    NewKeyMeanwhile(String),
    /// It lacks something of what was seen in it, and nobody has said that it is the right one all the same.
    #[error(
        "Databasen {file} saknar något som fanns i den sist ({what}), och inget skrivs i den förrän någon har sett det och gått vidare. Är det den rätta: svara på frågan i programmet, eller samverkan kontrollera --ga-vidare. Annars: leta upp den senaste, eller lägg tillbaka en säkerhetskopia (samverkan aterstall FIL)."
    )]
    Short {
        /// The file's name.
        file: String,
        /// What it lacks.
        what: String,
    },
    /// A link where a file of ours should be.
    #[error(
        "{0} är en länk till något annat, och samverkan skriver inte genom länkar. Ta bort länken och försök igen. Inget är ändrat."
    )]
    Link(String),
    /// A file that belongs to the database can't be written, though the database can.
    #[error(
        "Det går inte att skriva i {side}, som hör till {file}. Den är skrivskyddad eller någon annans: ge dig rätt att skriva i just den filen, eller ta bort den när inget program har databasen öppen och {file}-wal är tom eller saknas."
    )]
    SideReadOnly {
        /// The database.
        file: String,
        /// The file beside it.
        side: String,
    },
    /// One key file is no use; the other one is there.
    #[error("Nyckelfilen {file} {}. {}", .amiss.in_words(), opens_instead(*.which))]
    KeyFileAmiss {
        /// The file's name.
        file: String,
        /// Which of the two it is.
        which: KeyFile,
        /// What is amiss with it.
        amiss: Amiss,
    },
    /// A key file that nobody lets us read.
    #[error("Det går inte att läsa nyckelfilen {0}. Kontrollera rättigheterna till den.")]
    KeyFileUnreadable(String),
    /// A key file with nothing in it, and none beside it.
    #[error(
        "Nyckelfilen {0} är tom. Lägg tillbaka den från samma säkerhetskopia som databasen, eller hela kopian: samverkan aterstall FIL"
    )]
    KeyFileEmpty(String),
    /// The file with the key is missing.
    #[error(
        "Nyckelfilen {0} saknas. Den ska ligga bredvid databasen; lägg tillbaka den från säkerhetskopian, eller hela kopian: samverkan aterstall FIL"
    )]
    KeyFileMissing(String),
    /// A folder lies where a key file should.
    #[error("{0} är en mapp, och inte den nyckelfil som ska ligga där. Flytta undan mappen och försök igen.")]
    KeyFileIsFolder(String),
    /// Its key file is missing, and one lies beside it that belongs to no database: somebody has given the file a new name.
    #[error(
        "Nyckelfilen {wanted} saknas, men här ligger {found} utan sin databas. Har databasen fått ett nytt namn? Ge nyckelfilen namnet {wanted}, eller databasen sitt gamla namn."
    )]
    KeyFileRenamed {
        /// The key file that belongs to the database's name.
        wanted: String,
        /// The key file that lies there.
        found: String,
    },
    /// A folder where a file should be.
    #[error("{0} är en mapp, inte en databas. Ange filen som ligger i den.")]
    Folder(String),
    /// The passphrase or recovery key doesn't open the key file.
    #[error("Fel lösenfras eller skadad nyckelfil ({0}). Försök igen, eller använd återställningsnyckeln.")]
    WrongPassphrase(String),
    /// The recovery key doesn't open its file.
    #[error("Fel återställningsnyckel eller skadad nyckelfil ({0}). Kontrollera tecknen och försök igen.")]
    WrongRecoveryKey(String),
    /// A recovery key that can't be one: length or check character.
    #[error(
        "Återställningsnyckeln är felskriven: den har {expected} tecken i grupper om fem, och det sista är en kontroll. Läs av den igen."
    )]
    MistypedRecoveryKey {
        /// How many characters it has.
        expected: usize,
    },
    /// A passphrase that can't be used.
    #[error("Lösenfrasen är tom. Skriv några ord som du kommer ihåg.")]
    EmptyPassphrase,
    /// A passphrase that is too easy to guess.
    #[error("{0}")]
    WeakPassphrase(#[from] Weak),
    /// The passphrase that holds already, where another was to be chosen because somebody knows it.
    #[error("Det är den lösenfras som gäller nu, och den som inte längre ska komma in kan den. Välj en ny.")]
    SamePassphrase,
    /// A passphrase with a character that no other keyboard may give.
    #[error(
        "Lösenfrasen har ett tecken som inte syns eller som inte alla datorer kan skriva. Skriv den för hand, med bokstäver, siffror och mellanslag."
    )]
    OddPassphrase,
    /// A recovery key where a passphrase was to be chosen.
    #[error(
        "Det där är en återställningsnyckel, och den hör hemma i kassaskåpet. Välj en lösenfras av några ord som du minns."
    )]
    RecoveryKeyAsPassphrase,
    /// Somebody else has changed what opens the database since it was asked for here.
    #[error(
        "Någon annan har bytt lösenfras eller återställningsnyckel under tiden. Inget är ändrat härifrån. Ta reda på vad som gäller nu, och försök igen med det om det fortfarande behövs."
    )]
    KeysChangedMeanwhile,
    /// A key file doesn't hold what was written in it.
    #[error(
        "Nyckelfilen {0} gick inte att läsa tillbaka som den skrevs, så den är inte bytt. Kontrollera disken och försök igen."
    )]
    KeyNotKept(String),
    /// No recovery key has been shown that could be confirmed.
    #[error("Ingen ny återställningsnyckel väntar på att bekräftas. Gör en ny.")]
    NoKeyShown,
    /// A database for practice.
    #[error("En övningsdatabas har varken lösenfras eller återställningsnyckel.")]
    NoKeys,
    /// Other programs have the database open, where nobody else may.
    #[error(
        "Databasen {0} är öppen i ett annat program, till exempel väggen eller på en annan dator. Avsluta det och försök igen. Inget är ändrat."
    )]
    OpenElsewhere(String),
    /// The making of a database was never finished.
    #[error(
        "Databasen {0} blev aldrig färdig när den skapades, och har inget i sig. Flytta undan den och dess nyckelfiler, eller lägg tillbaka en säkerhetskopia (samverkan aterstall FIL). Inget har ändrats i filen."
    )]
    NoOrigin(String),
    /// Cut short, or bytes have changed.
    #[error(
        "Databasen {0} är skadad eller ofullständig. Lägg tillbaka en säkerhetskopia: samverkan aterstall FIL, eller ‹RestoreBackup› där lösenfrasen skrivs."
    )]
    Damaged(String),
    /// Made by a newer program.
    #[error(
        "Databasen {file} kommer från en nyare version av samverkan (format {found}, det här programmet kan {known}). Uppdatera programmet; inget har ändrats i filen."
    )]
    NewerVersion {
        /// The file's name.
        file: String,
        /// The format of the file.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// A table isn't as the program makes it: something else has changed it.
    #[error(
        "Databasen {file} är ändrad av något annat program: {what}. Inget har skrivits i den. Lägg tillbaka en säkerhetskopia: samverkan aterstall FIL"
    )]
    OtherShape {
        /// The file's name.
        file: String,
        /// What is other than it should be.
        what: String,
    },
    /// Another, newer program has changed the database's shape while this one runs.
    #[error(
        "Ett nyare program har ändrat databasen {file} (format {found}, det här programmet kan {known}). Inget mer sparas härifrån: skriv av det som inte är sparat, avsluta och starta det nya programmet."
    )]
    NewerMeanwhile {
        /// The file's name.
        file: String,
        /// The format of the file now.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// The file isn't where it was when it was opened.
    #[error(
        "Databasfilen {0} har flyttats medan programmet kör. Lägg tillbaka den där den låg: det som inte är sparat finns kvar här och sparas då."
    )]
    Moved(String),
    /// Another file lies where the database lay.
    #[error(
        "Databasfilen {0} har bytts ut mot en annan medan programmet kör. Lägg tillbaka den som låg där: det som inte är sparat finns kvar här och sparas då."
    )]
    Replaced(String),
    /// Files were to take their places together, and only some of them have.
    #[error(
        "Ett byte av filerna i {0} är påbörjat men inte färdigt. Stäng andra program som har filerna öppna, kontrollera att det går att skriva i mappen, och öppna databasen igen: då fortsätter det. Ta inte bort något ur mappen."
    )]
    HalfMoved(String),
    /// The bytes of another copy were written into the open file.
    #[error(
        "Databasfilen {0} har skrivits över medan programmet kör. Det du ser finns kanske bara på skärmen: ‹SaveElsewhere› sparar hela mötet i en egen fil bredvid. Inget mer sparas i {0} härifrån. Avsluta sedan, och starta igen: då öppnas det som ligger där nu."
    )]
    Overwritten(String),
    /// The key file opens, but the key in it isn't that of the database.
    #[error(
        "Nyckelfilen {key_file} går att öppna, men nyckeln i den passar inte databasen {file}: de är från olika kopior. Inget har ändrats. {}", remedy(key_file, fits.as_deref())
    )]
    OtherKey {
        /// The database.
        file: String,
        /// The key file.
        key_file: String,
        /// The one file beside it whose key does fit.
        fits: Option<String>,
    },
    /// A copy that can only be read, some of which lies in a file beside it.
    #[error(
        "Det senaste i {file} ligger i filen {log} bredvid. Kopiera mappen dit du får skriva, och öppna databasen där."
    )]
    UnfinishedCopy {
        /// The database.
        file: String,
        /// What lies beside it.
        log: String,
    },
    /// The file or its folder can't be written.
    #[error("Det går inte att skriva i {0}. Kontrollera rättigheterna till filen och mappen.")]
    ReadOnly(String),
    /// It is only read, so that what goes out couldn't be logged.
    #[error(
        "{0} kan bara läsas där den ligger. Det som skrivs till en fil eller en skrivare ska stå i loggen: gör det från den riktiga databasen."
    )]
    OnlyRead(String),
    /// No room left.
    #[error("Disken är full. Det senaste är inte sparat: frigör plats och försök igen.")]
    DiskFull,
    /// Somebody else kept the database busy too long.
    #[error("Databasen är upptagen av ett annat program. Vänta en stund och försök igen.")]
    Busy,
    /// The row was changed or removed after it was read.
    #[error(
        "Raden har ändrats av någon annan sedan du öppnade den. Läs det nya och spara igen om din text ska gälla."
    )]
    Stale(RecordKey),
    /// Undo or redo would overwrite somebody else's work.
    #[error(
        "Det går inte att ångra eller göra om: någon annan har ändrat eller bygger på samma sak efteråt."
    )]
    ChangedSince,
    /// There is no such act in the journal.
    #[error("Den raden finns inte i mötets journal. Öppna journalen på nytt.")]
    NoSuchAct,
    /// What was taken away was struck or purged, stands there already, or hung on something that has gone.
    #[error(
        "Det finns inget att lägga tillbaka: texten är struken för gott, står redan i mötet, eller hör till något som är borttaget."
    )]
    NothingToRestore,
    /// The database refuses a child in a meeting that may not take up individuals.
    #[error("Den här mötesformen tar inte upp enskilda barn. Ta upp ärendet i en form där det är tillåtet.")]
    IndividualNotAllowed,
    /// The minutes are locked.
    #[error("Protokollet är låst och går inte att ändra. Gör en ny version (‹Versions›) om något är fel.")]
    Locked,
    /// A paper holds a text that was struck after the paper was made.
    #[error(
        "En text i mötet har strukits för gott sedan papperet gjordes, så det har inte lämnats ut. Gör det igen."
    )]
    StruckSince,
    /// A text that stands in locked minutes can't be struck.
    #[error(
        "Texten står i ett låst protokoll och kan inte strykas för gott. Ändra eller ta bort den i en ny version."
    )]
    InLockedVersion,
    /// Only a closed meeting's minutes are locked.
    #[error("Mötet är inte avslutat. Avsluta det först, sedan kan protokollet låsas.")]
    NotClosed,
    /// There is no such version.
    #[error("Mötet har ingen låst version {0}.")]
    NoSuchVersion(i64),
    /// The social services' clock is off.
    #[error(
        "Socialtjänstens klocka är avstängd i den här databasen. Är databasen socialtjänstens egen: slå på den med samverkan socialtjanstklocka pa"
    )]
    SocialClockOff,
    /// A rule of the database: names table and column, never what they hold.
    #[error("Databasen tar inte emot ändringen ({0}). Inget har sparats av den.")]
    Constraint(String),
    /// Something that stays points at what was to go, or what a row points at has gone.
    #[error(
        "Det går inte: något annat hör ihop med raden, till exempel en kallelse eller kopia som står i loggen, eller så har någon annan tagit bort det som raden hörde till. Inget har ändrats."
    )]
    StillNeeded,
    /// There is no such meeting.
    #[error(
        "Mötet finns inte. Ange datum och form (2026-11-23-eht), de sista sex tecknen i mötets id, eller ”senaste”."
    )]
    NoSuchMeeting,
    /// More than one meeting fits.
    #[error("Flera möten passar in. Ange datum och form, till exempel {0}.")]
    AmbiguousMeeting(String),
    /// A meeting from a file is here already with other content.
    #[error("Det som läses in finns redan med annat innehåll (tabell {}). Läs in det som en kopia med --som-kopia.", .0.name())]
    ImportConflict(Table),
    /// A meeting from a file follows up one that follows it up.
    #[error(
        "Mötet i filen följer upp ett möte som i sin tur följer upp det (mote.foljer_id). Inget är inläst. Skriv det rätta mötets id där, eller null."
    )]
    FollowsItself,
    /// The form in a file isn't what it says that it is; why.
    #[error(
        "Mötesformen i filen tas inte emot: {0}. Inget är inläst. Exportera mötet på nytt där det hölls; är formen er egen, lägg den i mappen för egna mötesformer först."
    )]
    ForeignForm(String),
    /// A file says something else of a child or its ärende than what stands here; in which columns.
    #[error(
        "Barnet eller ärendet finns redan här, med annat innehåll ({0}). Läs in igen med --barn fil (filens uppgifter gäller) eller --barn har (det som står här gäller). Skyddade uppgifter förblir skyddade."
    )]
    ChildDiffers(String),
    /// A row doesn't hold what it should.
    #[error(
        "En rad i tabellen {0} går inte att läsa. Kontrollera databasen och lägg tillbaka en säkerhetskopia vid behov."
    )]
    UnreadableRow(&'static str),
    /// The form of a meeting can't be read.
    #[error(
        "Mötets form går inte att läsa ur databasen. Kontrollera databasen och lägg tillbaka en säkerhetskopia vid behov."
    )]
    UnreadableAgenda,
    /// No random numbers from the operating system.
    #[error("Datorn lämnar inga slumptal, så ingen nyckel kan skapas. Starta om datorn och försök igen.")]
    NoRandomness,
    /// Somebody stopped it before it was done.
    #[error("{0}")]
    Stopped(#[from] Stopped),
    /// Anything else between the program and the disk.
    #[error("Det gick inte att läsa eller skriva {file}: {why}.")]
    Io {
        /// The file's name.
        file: String,
        /// The operating system's or the database's own word.
        why: String,
    },
}

/// The name of a file without its folder, for messages.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// What rule of the database said no: our own rules say so in Swedish, SQLite's don't. Names tables and columns alone.
fn rule(message: &str) -> String {
    let place = |rest: &str| rest.split(", ").collect::<Vec<_>>().join(" och ");
    let known = [
        ("UNIQUE constraint failed: ", "finns redan: "),
        ("NOT NULL constraint failed: ", "värde saknas: "),
        ("CHECK constraint failed: ", "värdet är inget av dem som får stå där: "),
    ];
    for (english, swedish) in known {
        if let Some(rest) = message.strip_prefix(english) {
            return format!("{swedish}{}", place(rest));
        }
    }
    match message.rsplit_once(" column ") {
        Some((before, column)) if before.starts_with("cannot store ") => format!("fel slags värde: {column}"),
        _ => message.to_owned(),
    }
}

/// What opens the database though a key file is no use.
fn opens_instead(which: KeyFile) -> &'static str {
    match which {
        KeyFile::Passphrase => {
            "Återställningsnyckeln från kassaskåpet öppnar databasen: skriv den i stället för lösenfrasen, och välj sedan en ny lösenfras. Filen från säkerhetskopian går också bra."
        }
        KeyFile::Recovery => {
            "Lösenfrasen öppnar databasen som vanligt. Gör sedan en ny återställningsnyckel: samverkan losenfras --ny-nyckel"
        }
    }
}

/// How a database and its key come together again.
fn remedy(key_file: &str, fits: Option<&str>) -> String {
    match fits {
        Some(found) => format!(
            "Nyckeln i {found} passar: flytta undan {key_file}, ge {found} det namnet och försök igen."
        ),
        None => format!(
            "Lägg tillbaka {key_file} från samma kopia som databasen, eller databasen från samma kopia som nyckelfilen."
        ),
    }
}

impl StoreError {
    /// Whether a rule of the database itself said no.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, Self::Constraint(_) | Self::StillNeeded)
    }

    /// From the operating system, about a file.
    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        let file = file_name(path);
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound(file),
            io::ErrorKind::AlreadyExists => Self::AlreadyExists(file),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(file),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::IsADirectory => Self::Folder(file),
            _ => Self::Io { file, why: reason(error).to_owned() },
        }
    }

    /// From SQLite, about the database in `file` (its name).
    pub(super) fn sqlite(file: &str, error: &rusqlite::Error) -> Self {
        let file = file.to_owned();
        let rusqlite::Error::SqliteFailure(failure, message) = error else {
            return match error {
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::Utf8Error(..)
                // Something that every database of ours has isn't there.
                | rusqlite::Error::QueryReturnedNoRows => Self::Damaged(file),
                _ => Self::Io { file, why: "databasen svarade något oväntat".to_owned() },
            };
        };
        let message = message.as_deref().unwrap_or_default();
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::OperationInterrupted => Self::Stopped(Stopped),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Self::ReadOnly(file),
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => Self::Damaged(file),
            ErrorCode::ConstraintViolation if message.contains(NO_INDIVIDUALS) => Self::IndividualNotAllowed,
            ErrorCode::ConstraintViolation if message.contains(LOCKED) => Self::Locked,
            ErrorCode::ConstraintViolation if message.contains(SOCIAL_CLOCK_OFF) => Self::SocialClockOff,
            ErrorCode::ConstraintViolation if message.contains("FOREIGN KEY") => Self::StillNeeded,
            ErrorCode::ConstraintViolation => Self::Constraint(rule(message)),
            ErrorCode::SystemIoFailure => Self::Io { file, why: "disken svarar inte som den ska".to_owned() },
            ErrorCode::OutOfMemory => Self::Io { file, why: "minnet räcker inte".to_owned() },
            ErrorCode::TooBig => Self::Io { file, why: "texten är för stor".to_owned() },
            // A number is what somebody who helps can look up.
            _ => Self::Io { file, why: format!("fel {} i databasen", failure.extended_code) },
        }
    }
}
