-- From version 2 to 3: two children may share an alias; the day of birth; telephone to contact persons; the huvudman with
-- the overall responsibility; what the file copy says; meetings that are called off; how somebody was asked for consent;
-- words that wait for a look; what became of a copy, and of which ärenden it tells.

DROP TRIGGER deltagare_journal_INSERT;
DROP TRIGGER deltagare_journal_UPDATE;
DROP TRIGGER deltagare_journal_DELETE;
ALTER TABLE deltagare DROP COLUMN rad_json;
ALTER TABLE deltagare ADD COLUMN telefon TEXT;
ALTER TABLE deltagare ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'namn', namn, 'roll', roll, 'verksamhet', verksamhet, 'telefon', telefon, 'huvudman', huvudman, 'slag', slag, 'narvaro', narvaro, 'kom', kom, 'gick', gick, 'presenterad', presenterad, 'leder', leder, 'antecknar', antecknar, 'haller_ihop', haller_ihop, 'ordning', ordning, 'rev', rev)) VIRTUAL;
CREATE TRIGGER deltagare_journal_INSERT AFTER INSERT ON deltagare BEGIN INSERT INTO journal_in VALUES ('deltagare', NULL, NEW.rad_json); END;
CREATE TRIGGER deltagare_journal_UPDATE AFTER UPDATE ON deltagare BEGIN INSERT INTO journal_in VALUES ('deltagare', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER deltagare_journal_DELETE AFTER DELETE ON deltagare BEGIN INSERT INTO journal_in VALUES ('deltagare', OLD.rad_json, NULL); END;

DROP TRIGGER mote_journal_INSERT;
DROP TRIGGER mote_journal_UPDATE;
DROP TRIGGER mote_journal_DELETE;
ALTER TABLE mote DROP COLUMN rad_json;
ALTER TABLE mote ADD COLUMN huvudansvar TEXT CHECK (huvudansvar IN ('kommun', 'region', 'stat', 'familj', 'annan'));
ALTER TABLE mote ADD COLUMN arkivexemplar TEXT CHECK (arkivexemplar IN ('namn', 'alias'));
ALTER TABLE mote ADD COLUMN installt TEXT;
ALTER TABLE mote ADD COLUMN installt_skal TEXT;
ALTER TABLE mote ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'form', form, 'form_sha', form_sha, 'individ_tillaten', individ_tillaten, 'titel', titel, 'nummer', nummer, 'foljer_id', foljer_id, 'planerad', planerad, 'zon', zon, 'minuter', minuter, 'plats', plats, 'diarienummer', diarienummer, 'sekretess', sekretess, 'syfte', syfte, 'fragor', fragor, 'initiativ', initiativ, 'huvudansvar', huvudansvar, 'arkivexemplar', arkivexemplar, 'status', status, 'fas', fas, 'mote_arende_id', mote_arende_id, 'startad', startad, 'slutad', slutad, 'installt', installt, 'installt_skal', installt_skal, 'sip_slut', sip_slut, 'sip_slut_skal', sip_slut_skal, 'rev', rev)) VIRTUAL;
CREATE TRIGGER mote_journal_INSERT AFTER INSERT ON mote BEGIN INSERT INTO journal_in VALUES ('mote', NULL, NEW.rad_json); END;
CREATE TRIGGER mote_journal_UPDATE AFTER UPDATE ON mote BEGIN INSERT INTO journal_in VALUES ('mote', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER mote_journal_DELETE AFTER DELETE ON mote BEGIN INSERT INTO journal_in VALUES ('mote', OLD.rad_json, NULL); END;

DROP TRIGGER samtycke_journal_INSERT;
DROP TRIGGER samtycke_journal_UPDATE;
DROP TRIGGER samtycke_journal_DELETE;
ALTER TABLE samtycke DROP COLUMN rad_json;
ALTER TABLE samtycke ADD COLUMN fragad TEXT;
ALTER TABLE samtycke ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'arende_id', arende_id, 'mote_id', mote_id, 'givare', givare, 'av_barnet', av_barnet, 'ensam', ensam, 'svar', svar, 'form', form, 'datum', datum, 'galler_till', galler_till, 'galler_inte', galler_inte, 'aterkallat', aterkallat, 'fragad', fragad, 'skal', skal, 'rev', rev)) VIRTUAL;
CREATE TRIGGER samtycke_journal_INSERT AFTER INSERT ON samtycke BEGIN INSERT INTO journal_in VALUES ('samtycke', NULL, NEW.rad_json); END;
CREATE TRIGGER samtycke_journal_UPDATE AFTER UPDATE ON samtycke BEGIN INSERT INTO journal_in VALUES ('samtycke', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER samtycke_journal_DELETE AFTER DELETE ON samtycke BEGIN INSERT INTO journal_in VALUES ('samtycke', OLD.rad_json, NULL); END;

CREATE TABLE barn_fore AS SELECT id, alias, namn, kallas, fodelsear, skyddad, rev FROM barn;
DROP TABLE barn;
CREATE TABLE barn(id TEXT NOT NULL PRIMARY KEY, alias TEXT NOT NULL, namn TEXT, kallas TEXT, fodelsear INTEGER, fodd TEXT, skyddad INTEGER NOT NULL CHECK (skyddad IN (0, 1)), rev INTEGER NOT NULL, rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'alias', alias, 'namn', namn, 'kallas', kallas, 'fodelsear', fodelsear, 'fodd', fodd, 'skyddad', skyddad, 'rev', rev)) VIRTUAL) STRICT;
INSERT INTO barn(id, alias, namn, kallas, fodelsear, skyddad, rev) SELECT * FROM barn_fore;
DROP TABLE barn_fore;
CREATE TRIGGER barn_journal_INSERT AFTER INSERT ON barn BEGIN INSERT INTO journal_in VALUES ('barn', NULL, NEW.rad_json); END;
CREATE TRIGGER barn_journal_UPDATE AFTER UPDATE ON barn BEGIN INSERT INTO journal_in VALUES ('barn', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER barn_journal_DELETE AFTER DELETE ON barn BEGIN INSERT INTO journal_in VALUES ('barn', OLD.rad_json, NULL); END;

CREATE TABLE kopia_logg_fore AS SELECT id, mote_id, version, mottagare, vad, satt, format, sha, av, nar FROM kopia_logg;
DROP TABLE kopia_logg;
CREATE TABLE kopia_logg(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, version INTEGER, mottagare TEXT NOT NULL, vad TEXT NOT NULL, arenden TEXT, satt TEXT NOT NULL CHECK (satt IN ('utskrift', 'fil', 'lamnad', 'visad')), format TEXT NOT NULL, sha TEXT NOT NULL, av TEXT, nar TEXT NOT NULL, rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'version', version, 'mottagare', mottagare, 'vad', vad, 'arenden', arenden, 'satt', satt, 'format', format, 'sha', sha, 'av', av, 'nar', nar)) VIRTUAL) STRICT;
INSERT INTO kopia_logg(id, mote_id, version, mottagare, vad, satt, format, sha, av, nar) SELECT * FROM kopia_logg_fore;
DROP TABLE kopia_logg_fore;
CREATE INDEX kopia_logg_mote_id ON kopia_logg(mote_id);
CREATE TRIGGER kopia_logg_journal_INSERT AFTER INSERT ON kopia_logg BEGIN INSERT INTO journal_in VALUES ('kopia_logg', NULL, NEW.rad_json); END;
CREATE TRIGGER kopia_logg_journal_UPDATE AFTER UPDATE ON kopia_logg BEGIN INSERT INTO journal_in VALUES ('kopia_logg', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER kopia_logg_journal_DELETE AFTER DELETE ON kopia_logg BEGIN INSERT INTO journal_in VALUES ('kopia_logg', OLD.rad_json, NULL); END;
CREATE TRIGGER kopia_logg_bara_nya_UPDATE BEFORE UPDATE ON kopia_logg
                 BEGIN SELECT RAISE(ABORT, 'Kopieloggen ändras inte.'); END;
CREATE TRIGGER kopia_logg_bara_nya_DELETE BEFORE DELETE ON kopia_logg
                 BEGIN SELECT RAISE(ABORT, 'Kopieloggen ändras inte.'); END;

CREATE TABLE ordgranskning(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, galler TEXT NOT NULL, ord TEXT NOT NULL, av TEXT NOT NULL, nar TEXT NOT NULL, rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'galler', galler, 'ord', ord, 'av', av, 'nar', nar)) VIRTUAL) STRICT;
CREATE INDEX ordgranskning_mote_id ON ordgranskning(mote_id);
CREATE TRIGGER ordgranskning_journal_INSERT AFTER INSERT ON ordgranskning BEGIN INSERT INTO journal_in VALUES ('ordgranskning', NULL, NEW.rad_json); END;
CREATE TRIGGER ordgranskning_journal_UPDATE AFTER UPDATE ON ordgranskning BEGIN INSERT INTO journal_in VALUES ('ordgranskning', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER ordgranskning_journal_DELETE AFTER DELETE ON ordgranskning BEGIN INSERT INTO journal_in VALUES ('ordgranskning', OLD.rad_json, NULL); END;
