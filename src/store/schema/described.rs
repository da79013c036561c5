//! The shape as [`super::super::columns`] and the rules describe it: what all steps together must come to. A step is
//! written by hand or made from this, once; then it is frozen, and this goes on changing with the columns.

use super::super::columns::{Column, Kind, OnDelete, columns};
use super::super::error::{LOCKED, NO_CHILD_LINKED, NO_INDIVIDUALS, SOCIAL_CLOCK_OFF};
use super::super::journal::{JournalLine, journal_line};
use crate::domain::command::Table;
use std::fmt::Write as _;

/// SQL that makes the whole shape in an empty database.
pub(super) fn described() -> String {
    let mut sql = OUTSIDE_THE_JOURNAL.to_owned();
    for table in Table::ALL {
        sql.push_str(&create_table(*table));
        sql.push_str(&journal_triggers(*table));
    }
    sql.push_str(INDEXES);
    sql.push_str(&door());
    sql.push_str(&rules());
    sql.push_str(&lock());
    sql.push_str(&open_actions());
    sql
}

/// What isn't a record: the journal and what helps it, forms, drafts.
const OUTSIDE_THE_JOURNAL: &str = "
CREATE TABLE meta(nyckel TEXT PRIMARY KEY, varde TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Forms as they were when meetings began, found by their checksum.
CREATE TABLE motesform(sha TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
CREATE TRIGGER motesform_andras_inte BEFORE UPDATE ON motesform
BEGIN SELECT RAISE(ABORT, 'Ett mötes form ändras inte.'); END;

-- The complete documents of locked minutes, found by their checksum.
CREATE TABLE protokoll_dokument(sha TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
CREATE TRIGGER protokoll_dokument_andras_inte BEFORE UPDATE ON protokoll_dokument
BEGIN SELECT RAISE(ABORT, 'Ett låst protokoll ändras inte.'); END;
CREATE TRIGGER protokoll_dokument_tas_inte_bort BEFORE DELETE ON protokoll_dokument
BEGIN SELECT RAISE(ABORT, 'Ett låst protokoll tas inte bort.'); END;

-- What is being typed. One row for each session and field; never journalled.
CREATE TABLE utkast(
    session TEXT NOT NULL, falt TEXT NOT NULL, mote_id TEXT, text TEXT NOT NULL, nar TEXT NOT NULL,
    -- The journal's last line then: what decides whether it became a line of the meeting since, whatever the clock says.
    efter INTEGER NOT NULL,
    -- The row that is being changed, and its rev when that was begun; neither for a new line.
    post_id TEXT, rev INTEGER,
    PRIMARY KEY (session, falt)
) STRICT, WITHOUT ROWID;
CREATE INDEX utkast_mote ON utkast(mote_id);

-- Programs at work, who sits at each and where they are; and the meetings whose wall somebody has blanked. Never journalled.
CREATE TABLE narvarande(
    session TEXT PRIMARY KEY, slag TEXT NOT NULL, pid INTEGER NOT NULL, person TEXT, namn TEXT NOT NULL, roll TEXT NOT NULL,
    mote_id TEXT, mote_arende_id TEXT, fas TEXT, andrar TEXT, sedd TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE slackt(mote_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- The command that is being carried out; a row only inside its transaction.
CREATE TABLE kommando_nu(
    ett INTEGER PRIMARY KEY CHECK (ett = 1),
    ursprung TEXT NOT NULL, session TEXT NOT NULL, person TEXT, tid TEXT NOT NULL,
    kommando TEXT NOT NULL, kod TEXT NOT NULL, mote_id TEXT, galler TEXT, stryk INTEGER NOT NULL
) STRICT;

-- A line for each command (op = kommando) and one for each row that it changed.
CREATE TABLE journal(
    seq INTEGER PRIMARY KEY,
    ursprung TEXT NOT NULL, session TEXT NOT NULL, person TEXT, tid TEXT NOT NULL,
    kommando TEXT NOT NULL, kod TEXT NOT NULL, tabell TEXT, rad TEXT, mote_id TEXT,
    op TEXT NOT NULL CHECK (op IN ('kommando', 'ny', 'andrad', 'borta', 'struken')),
    galler TEXT, last_sha TEXT NOT NULL, sha TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX journal_kommando ON journal(kommando) WHERE op = 'kommando';
CREATE INDEX journal_rader ON journal(kommando, seq) WHERE op <> 'kommando';
CREATE INDEX journal_akter ON journal(seq) WHERE op = 'kommando';
CREATE INDEX journal_mote ON journal(mote_id, seq) WHERE op = 'kommando';
CREATE INDEX journal_rad ON journal(rad, seq);

-- What a journal line carries: the row before and after. Apart, so that it can be struck while the chain holds.
CREATE TABLE journal_last(seq INTEGER PRIMARY KEY, salt TEXT NOT NULL, innehall TEXT NOT NULL) STRICT;

CREATE TRIGGER journal_andras_inte BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'Journalen ändras inte.'); END;
CREATE TRIGGER journal_tas_inte_bort BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'Journalen ändras inte.'); END;
CREATE TRIGGER journal_last_andras_inte BEFORE UPDATE ON journal_last
BEGIN SELECT RAISE(ABORT, 'Journalen ändras inte.'); END;
CREATE TRIGGER journal_last_stryks_bara BEFORE DELETE ON journal_last
WHEN NOT EXISTS (SELECT 1 FROM kommando_nu WHERE stryk = 1)
BEGIN SELECT RAISE(ABORT, 'Journalen ändras inte.'); END;
";

fn create_table(table: Table) -> String {
    let name = table.name();
    let mut sql = format!("CREATE TABLE {name}(");
    for (index, column) in columns(table).iter().enumerate() {
        if index > 0 {
            sql.push_str(", ");
        }
        sql.push_str(&define(column));
    }
    if table == Table::Entry {
        // The day of a due: what it ends with, if it has one.
        sql.push_str(
            ", due_datum TEXT GENERATED ALWAYS AS
               (CASE WHEN due GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(due, -10) END) VIRTUAL",
        );
    }
    let pairs: Vec<String> = columns(table).iter().map(|column| format!("'{0}', {0}", column.name)).collect();
    let _ = writeln!(
        sql,
        ", rad_json TEXT GENERATED ALWAYS AS (json_object({})) VIRTUAL) STRICT;",
        pairs.join(", ")
    );
    // Whoever is pointed at must be found quickly when the one who is pointed at goes.
    for column in columns(table).iter().filter(|column| column.target.is_some()) {
        let _ = writeln!(sql, "CREATE INDEX {name}_{0} ON {name}({0});", column.name);
    }
    sql
}

fn define(column: &Column) -> String {
    let mut sql = column.name.to_owned();
    sql.push_str(match column.kind {
        Kind::Text => " TEXT",
        Kind::Int | Kind::Flag => " INTEGER",
    });
    if column.required {
        sql.push_str(" NOT NULL");
    }
    if column.kind == Kind::Flag {
        let _ = write!(sql, " CHECK ({} IN (0, 1))", column.name);
    }
    if !column.words.is_empty() {
        let _ = write!(sql, " CHECK ({} IN ('{}'))", column.name, column.words.join("', '"));
    }
    if !column.extra.is_empty() {
        let _ = write!(sql, " {}", column.extra);
    }
    if let Some((table, on_delete)) = column.target {
        let _ = write!(sql, " REFERENCES {}(id)", table.name());
        sql.push_str(match on_delete {
            OnDelete::Refuse => "",
            OnDelete::Empty => " ON DELETE SET NULL",
            OnDelete::Follow => " ON DELETE CASCADE",
        });
        // A command's changes may come in any order.
        sql.push_str(" DEFERRABLE INITIALLY DEFERRED");
    }
    sql
}

/// What every table's triggers write to, so that the chain and the lock stand once in the schema and not in each of them:
/// reading the schema is most of what opening a database costs.
fn door() -> String {
    // The key of the meeting that a row is about, in the row's JSON.
    let key = "iif(NEW.tabell = 'mote', 'id', 'mote_id')";
    let line = |op: &str, payload_sha: &str| {
        journal_line(&JournalLine {
            table: "NEW.tabell",
            row: "coalesce(NEW.efter, NEW.fore) ->> 'id'",
            meeting: &format!("coalesce(coalesce(NEW.efter, NEW.fore) ->> {key}, k.mote_id)"),
            op,
            payload_sha,
        })
    };
    let written = line(
        "CASE WHEN NEW.fore IS NULL THEN 'ny' WHEN NEW.efter IS NULL THEN 'borta' ELSE 'andrad' END",
        "(SELECT kedja(l.salt, l.innehall) FROM journal_last l WHERE l.seq = n.seq)",
    );
    let struck = line("'struken'", "''");
    // What is struck leaves no trace of what it said.
    let strikes = "NEW.efter IS NULL AND EXISTS (SELECT 1 FROM kommando_nu WHERE stryk = 1)";
    let locked: Vec<&str> = Table::ALL
        .iter()
        // A version is what locks; see below.
        .filter(|table| is_under_lock(**table) && **table != Table::Version)
        .map(|table| table.name())
        .collect();
    let locked = locked.join("', '");
    format!(
        "CREATE VIEW journal_in(tabell, fore, efter) AS SELECT NULL, NULL, NULL WHERE 0;
         CREATE TRIGGER journal_in_skriv INSTEAD OF INSERT ON journal_in WHEN NOT ({strikes})
         BEGIN
            SELECT RAISE(ABORT, 'Ändringen hör inte till något kommando.') WHERE NOT EXISTS (SELECT 1 FROM kommando_nu);
            INSERT INTO journal_last(seq, salt, innehall)
            VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM journal), lower(hex(randomblob(16))),
                    json_object('fore', json(NEW.fore), 'efter', json(NEW.efter)));
            {written};
         END;
         CREATE TRIGGER journal_in_stryk INSTEAD OF INSERT ON journal_in WHEN {strikes}
         BEGIN {struck}; END;
         CREATE TRIGGER journal_in_last INSTEAD OF INSERT ON journal_in
         WHEN NEW.tabell IN ('{locked}')
           AND EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.fore ->> {key}, NEW.efter ->> {key}))
         BEGIN SELECT RAISE(ABORT, '{LOCKED}'); END;
         CREATE TRIGGER protokoll_version_last_INSERT BEFORE INSERT ON protokoll_version
         WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id = NEW.mote_id)
         BEGIN SELECT RAISE(ABORT, '{LOCKED}'); END;"
    )
}

fn journal_triggers(table: Table) -> String {
    let name = table.name();
    let mut sql = String::new();
    for (event, before, after) in [
        ("INSERT", "NULL", "NEW.rad_json"),
        ("UPDATE", "OLD.rad_json", "NEW.rad_json"),
        ("DELETE", "OLD.rad_json", "NULL"),
    ] {
        let _ = write!(
            sql,
            "CREATE TRIGGER {name}_journal_{event} AFTER {event} ON {name} BEGIN INSERT INTO journal_in VALUES ('{name}', {before}, {after}); END;"
        );
    }
    sql
}

const INDEXES: &str = "
CREATE INDEX mote_status ON mote(status, planerad, id);
CREATE INDEX mote_planerad ON mote(planerad, id);
CREATE INDEX mote_form ON mote(form, planerad, id);
CREATE INDEX samtycke_slut ON samtycke(galler_till);
CREATE INDEX samtycke_mote ON samtycke(mote_id);
CREATE INDEX atgard_status_mote ON atgard_status(mote_id);
CREATE UNIQUE INDEX protokoll_version_nummer ON protokoll_version(mote_id, nummer);
CREATE UNIQUE INDEX protokoll_oppning_nummer ON protokoll_oppning(mote_id, nummer);
";

/// Rules that hold whoever writes.
fn rules() -> String {
    let mut sql = String::from(
        "CREATE VIEW otillaten_individ(id, mote_id, arende_id) AS SELECT ma.id, ma.mote_id, ma.arende_id
         FROM mote_arende ma JOIN mote m ON m.id = ma.mote_id JOIN arende a ON a.id = ma.arende_id
         WHERE m.individ_tillaten = 0 AND (a.barn_id IS NOT NULL OR a.avidentifierat = 1
           AND NOT EXISTS (SELECT 1 FROM motesform f WHERE f.sha = m.form_sha
             AND json_extract(f.json, '$.agenda.avidentifierat') = 'alltid'));",
    );
    for event in ["INSERT", "UPDATE"] {
        for (table, key) in [("mote_arende", "id"), ("arende", "arende_id"), ("mote", "mote_id")] {
            let _ = write!(
                sql,
                "CREATE TRIGGER {table}_individ_{event} AFTER {event} ON {table} BEGIN SELECT RAISE(ABORT, '{NO_INDIVIDUALS}') FROM otillaten_individ WHERE {key} = NEW.id; END;"
            );
        }
    }
    for event in ["INSERT", "UPDATE"] {
        // A question in which no child can be recognised never gets a child; and a child doesn't sit at a meeting of
        // authorities that speak of no child. At a parents' meeting it may.
        let _ = write!(
            sql,
            "CREATE TRIGGER arende_okant_{event} BEFORE {event} ON arende
             WHEN NEW.avidentifierat = 1 AND NEW.barn_id IS NOT NULL
             BEGIN SELECT RAISE(ABORT, '{NO_CHILD_LINKED}'); END;
             CREATE TRIGGER deltagare_individ_{event} BEFORE {event} ON deltagare
             WHEN NEW.slag = 'barn' AND EXISTS (
                SELECT 1 FROM mote m JOIN motesform f ON f.sha = m.form_sha
                WHERE m.id = NEW.mote_id AND m.individ_tillaten = 0
                  AND json_extract(f.json, '$.agenda.niva') <> 'foraldrar')
             BEGIN SELECT RAISE(ABORT, '{NO_INDIVIDUALS}'); END;"
        );
    }
    // The clock is the social services' alone: another's database never has a line of it.
    for event in ["INSERT", "UPDATE"] {
        let _ = write!(
            sql,
            "CREATE TRIGGER socialtjanst_klocka_av_{event} BEFORE {event} ON socialtjanst_klocka
             WHEN NOT EXISTS (SELECT 1 FROM meta WHERE nyckel = 'socialtjanst_klocka' AND varde = 'pa')
             BEGIN SELECT RAISE(ABORT, '{SOCIAL_CLOCK_OFF}'); END;"
        );
    }
    // Once a question is one in which nobody can be recognised, it stays so.
    let _ = write!(
        sql,
        "CREATE TRIGGER arende_okant_fast BEFORE UPDATE OF avidentifierat ON arende
         WHEN NEW.avidentifierat <> OLD.avidentifierat
         BEGIN SELECT RAISE(ABORT, '{NO_CHILD_LINKED}'); END;"
    );
    sql.push_str(
        "CREATE TRIGGER mote_individ_fast BEFORE UPDATE OF individ_tillaten ON mote
         WHEN NEW.individ_tillaten <> OLD.individ_tillaten
         BEGIN SELECT RAISE(ABORT, 'Om ett möte får ta upp enskilda barn ändras inte.'); END;
         CREATE TRIGGER samtycke_aterkallat_fast BEFORE UPDATE ON samtycke WHEN OLD.aterkallat IS NOT NULL
         BEGIN SELECT RAISE(ABORT, 'Ett återkallat samtycke ändras inte.'); END;
         CREATE TRIGGER samtycke_aterkallat_kvar BEFORE DELETE ON samtycke
         WHEN OLD.aterkallat IS NOT NULL AND NOT EXISTS (SELECT 1 FROM kommando_nu WHERE stryk = 1)
         BEGIN SELECT RAISE(ABORT, 'Ett återkallat samtycke ändras inte.'); END;
         CREATE TRIGGER atgard_status_andras_inte BEFORE UPDATE ON atgard_status
         BEGIN SELECT RAISE(ABORT, 'Hur en åtgärd har gått läggs till, det ändras inte.'); END;
         CREATE TRIGGER atgard_status_stryks_bara BEFORE DELETE ON atgard_status
         WHEN NOT EXISTS (SELECT 1 FROM kommando_nu WHERE stryk = 1)
         BEGIN SELECT RAISE(ABORT, 'Hur en åtgärd har gått läggs till, det tas inte bort.'); END;",
    );
    sql
}

/// Open actions and how many they are, kept up to date by triggers, so that home doesn't read through old meetings.
/// Derived from the records alone, hence outside the journal.
fn open_actions() -> String {
    let mut sql = String::from(
        "CREATE TABLE oppen_atgard(
            post_id TEXT PRIMARY KEY, mote_id TEXT NOT NULL, due TEXT, datum TEXT, senast TEXT, status TEXT
         ) STRICT, WITHOUT ROWID;
         CREATE INDEX oppen_atgard_datum ON oppen_atgard(coalesce(senast, '9' || coalesce(datum, '')), post_id);
         -- How many in all (''), by the month and by the day at which they were due at the latest.
         CREATE TABLE oppen_antal(period TEXT PRIMARY KEY, antal INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
    );
    for (event, row, step) in [("INSERT", "NEW", 1), ("DELETE", "OLD", -1)] {
        let _ = write!(
            sql,
            "CREATE TRIGGER oppen_atgard_{event} AFTER {event} ON oppen_atgard BEGIN
                INSERT INTO oppen_antal(period, antal) VALUES ('', {step})
                ON CONFLICT(period) DO UPDATE SET antal = antal + {step};
                INSERT INTO oppen_antal(period, antal)
                SELECT period, {step} FROM (SELECT substr({row}.senast, 1, 7) AS period UNION ALL SELECT {row}.senast)
                WHERE period IS NOT NULL
                ON CONFLICT(period) DO UPDATE SET antal = antal + {step};
             END;"
        );
    }
    // What the table should hold: actions of meetings that have begun whose last word isn't klar or inaktuell.
    sql.push_str(
        "CREATE VIEW oppen_atgard_nu(post_id, mote_id, due, datum, senast, status) AS
         SELECT d.id, d.mote_id, d.due,
                CASE WHEN d.due GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                CASE WHEN d.due GLOB 'senast [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                d.status
         FROM (SELECT p.id, p.mote_id,
                      coalesce((SELECT s.ny_due FROM atgard_status s WHERE s.post_id = p.id AND s.ny_due IS NOT NULL
                                ORDER BY s.id DESC LIMIT 1), p.due) AS due,
                      (SELECT s.status FROM atgard_status s WHERE s.post_id = p.id ORDER BY s.id DESC LIMIT 1) AS status
               FROM post p WHERE p.slag = 'atgard') d
         JOIN mote m ON m.id = d.mote_id
         WHERE m.status <> 'planerat' AND (d.status IS NULL OR d.status NOT IN ('klar', 'inaktuell'));",
    );
    for (table, event, entry) in [
        ("post", "INSERT", "NEW.id"),
        ("post", "UPDATE OF slag, due, mote_id", "NEW.id"),
        ("post", "DELETE", "OLD.id"),
        ("atgard_status", "INSERT", "NEW.post_id"),
        ("atgard_status", "DELETE", "OLD.post_id"),
    ] {
        let trigger: String = event.split(' ').take(1).collect();
        let _ = write!(
            sql,
            "CREATE TRIGGER {table}_oppen_{trigger} AFTER {event} ON {table} BEGIN
                DELETE FROM oppen_atgard WHERE post_id = {entry};
                INSERT INTO oppen_atgard SELECT * FROM oppen_atgard_nu WHERE post_id = {entry};
             END;"
        );
    }
    for (event, when) in [("INSERT", ""), ("UPDATE", "WHEN NEW.status <> OLD.status")] {
        let _ = write!(
            sql,
            "CREATE TRIGGER mote_oppen_{event} AFTER {event} ON mote {when} BEGIN
                DELETE FROM oppen_atgard WHERE post_id IN (SELECT id FROM post WHERE mote_id = NEW.id);
                INSERT INTO oppen_atgard SELECT * FROM oppen_atgard_nu WHERE mote_id = NEW.id;
             END;"
        );
    }
    sql
}

/// Whether a locked meeting's rows of this table can't be written.
pub(in crate::store) fn is_under_lock(table: Table) -> bool {
    let outside = matches!(
        table,
        // A consent outlives the meeting at which it was given; the others are only added to.
        Table::Consent
            | Table::ActionStatus
            | Table::CopyLog
            | Table::Opening
            | Table::Assessment
            | Table::Protection
            | Table::WordCheck
    );
    table == Table::Head
        || (!outside && columns(table).iter().any(|column| column.name == "mote_id" && column.required))
}

/// Tables whose rows are only ever added.
const APPEND_ONLY: &[(Table, &str)] = &[
    (Table::Version, "Ett låst protokoll ändras inte."),
    (Table::Opening, "Att en ny version öppnades ändras inte."),
    (Table::CopyLog, "Kopieloggen ändras inte."),
    (Table::Assessment, "Ett svar om samarbetet ändras inte."),
];

/// What is locked, and what is only ever added to; the lock itself stands at the door.
fn lock() -> String {
    let mut sql = String::from(
        "CREATE VIEW last_mote(mote_id) AS SELECT v.mote_id FROM protokoll_version v
         WHERE NOT EXISTS (SELECT 1 FROM protokoll_oppning o WHERE o.mote_id = v.mote_id AND o.nummer > v.nummer);",
    );
    for (table, why) in APPEND_ONLY {
        let name = table.name();
        for event in ["UPDATE", "DELETE"] {
            let _ = write!(
                sql,
                "CREATE TRIGGER {name}_bara_nya_{event} BEFORE {event} ON {name}
                 BEGIN SELECT RAISE(ABORT, '{why}'); END;"
            );
        }
    }
    sql.push_str(
        "CREATE TRIGGER protokoll_version_nummer_foljer BEFORE INSERT ON protokoll_version
         WHEN NEW.nummer <> 1 + (SELECT count(*) FROM protokoll_version WHERE mote_id = NEW.mote_id)
         BEGIN SELECT RAISE(ABORT, 'Versionen har fel nummer.'); END;
         CREATE TRIGGER protokoll_oppning_foljer BEFORE INSERT ON protokoll_oppning
         WHEN NOT EXISTS (SELECT 1 FROM last_mote WHERE mote_id = NEW.mote_id)
           OR NEW.nummer <> 1 + (SELECT max(nummer) FROM protokoll_version WHERE mote_id = NEW.mote_id)
         BEGIN SELECT RAISE(ABORT, 'Bara ett låst protokoll kan få en ny version.'); END;",
    );
    sql
}
