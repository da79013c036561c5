-- From version 1 to 2: a shorter schema, which is most of what opening a database costs, and indexes for days with
-- many meetings. A row's JSON stands once for each table instead of four times, and the triggers of every table end in
-- one door (journal_in), which writes the journal and refuses what is locked.

DROP TRIGGER IF EXISTS journal_in_skriv;
DROP TRIGGER IF EXISTS journal_in_stryk;
DROP TRIGGER IF EXISTS person_journal_INSERT;
DROP TRIGGER IF EXISTS person_journal_UPDATE;
DROP TRIGGER IF EXISTS person_journal_DELETE;
DROP TRIGGER IF EXISTS barn_journal_INSERT;
DROP TRIGGER IF EXISTS barn_journal_UPDATE;
DROP TRIGGER IF EXISTS barn_journal_DELETE;
DROP TRIGGER IF EXISTS arende_journal_INSERT;
DROP TRIGGER IF EXISTS arende_journal_UPDATE;
DROP TRIGGER IF EXISTS arende_journal_DELETE;
DROP TRIGGER IF EXISTS mote_journal_INSERT;
DROP TRIGGER IF EXISTS mote_journal_UPDATE;
DROP TRIGGER IF EXISTS mote_journal_DELETE;
DROP TRIGGER IF EXISTS mote_arende_journal_INSERT;
DROP TRIGGER IF EXISTS mote_arende_journal_UPDATE;
DROP TRIGGER IF EXISTS mote_arende_journal_DELETE;
DROP TRIGGER IF EXISTS deltagare_journal_INSERT;
DROP TRIGGER IF EXISTS deltagare_journal_UPDATE;
DROP TRIGGER IF EXISTS deltagare_journal_DELETE;
DROP TRIGGER IF EXISTS deltar_i_journal_INSERT;
DROP TRIGGER IF EXISTS deltar_i_journal_UPDATE;
DROP TRIGGER IF EXISTS deltar_i_journal_DELETE;
DROP TRIGGER IF EXISTS ordet_journal_INSERT;
DROP TRIGGER IF EXISTS ordet_journal_UPDATE;
DROP TRIGGER IF EXISTS ordet_journal_DELETE;
DROP TRIGGER IF EXISTS post_journal_INSERT;
DROP TRIGGER IF EXISTS post_journal_UPDATE;
DROP TRIGGER IF EXISTS post_journal_DELETE;
DROP TRIGGER IF EXISTS tvilling_journal_INSERT;
DROP TRIGGER IF EXISTS tvilling_journal_UPDATE;
DROP TRIGGER IF EXISTS tvilling_journal_DELETE;
DROP TRIGGER IF EXISTS falt_journal_INSERT;
DROP TRIGGER IF EXISTS falt_journal_UPDATE;
DROP TRIGGER IF EXISTS falt_journal_DELETE;
DROP TRIGGER IF EXISTS samtycke_journal_INSERT;
DROP TRIGGER IF EXISTS samtycke_journal_UPDATE;
DROP TRIGGER IF EXISTS samtycke_journal_DELETE;
DROP TRIGGER IF EXISTS samtycke_part_journal_INSERT;
DROP TRIGGER IF EXISTS samtycke_part_journal_UPDATE;
DROP TRIGGER IF EXISTS samtycke_part_journal_DELETE;
DROP TRIGGER IF EXISTS undantag_journal_INSERT;
DROP TRIGGER IF EXISTS undantag_journal_UPDATE;
DROP TRIGGER IF EXISTS undantag_journal_DELETE;
DROP TRIGGER IF EXISTS planfraga_journal_INSERT;
DROP TRIGGER IF EXISTS planfraga_journal_UPDATE;
DROP TRIGGER IF EXISTS planfraga_journal_DELETE;
DROP TRIGGER IF EXISTS uppfoljning_journal_INSERT;
DROP TRIGGER IF EXISTS uppfoljning_journal_UPDATE;
DROP TRIGGER IF EXISTS uppfoljning_journal_DELETE;
DROP TRIGGER IF EXISTS mottagare_journal_INSERT;
DROP TRIGGER IF EXISTS mottagare_journal_UPDATE;
DROP TRIGGER IF EXISTS mottagare_journal_DELETE;
DROP TRIGGER IF EXISTS skede_journal_INSERT;
DROP TRIGGER IF EXISTS skede_journal_UPDATE;
DROP TRIGGER IF EXISTS skede_journal_DELETE;
DROP TRIGGER IF EXISTS avsteg_journal_INSERT;
DROP TRIGGER IF EXISTS avsteg_journal_UPDATE;
DROP TRIGGER IF EXISTS avsteg_journal_DELETE;
DROP TRIGGER IF EXISTS skyddsgranskning_journal_INSERT;
DROP TRIGGER IF EXISTS skyddsgranskning_journal_UPDATE;
DROP TRIGGER IF EXISTS skyddsgranskning_journal_DELETE;
DROP TRIGGER IF EXISTS atgard_status_journal_INSERT;
DROP TRIGGER IF EXISTS atgard_status_journal_UPDATE;
DROP TRIGGER IF EXISTS atgard_status_journal_DELETE;
DROP TRIGGER IF EXISTS rattelse_journal_INSERT;
DROP TRIGGER IF EXISTS rattelse_journal_UPDATE;
DROP TRIGGER IF EXISTS rattelse_journal_DELETE;
DROP TRIGGER IF EXISTS protokoll_version_journal_INSERT;
DROP TRIGGER IF EXISTS protokoll_version_journal_UPDATE;
DROP TRIGGER IF EXISTS protokoll_version_journal_DELETE;
DROP TRIGGER IF EXISTS protokoll_oppning_journal_INSERT;
DROP TRIGGER IF EXISTS protokoll_oppning_journal_UPDATE;
DROP TRIGGER IF EXISTS protokoll_oppning_journal_DELETE;
DROP TRIGGER IF EXISTS kopia_logg_journal_INSERT;
DROP TRIGGER IF EXISTS kopia_logg_journal_UPDATE;
DROP TRIGGER IF EXISTS kopia_logg_journal_DELETE;
DROP TRIGGER IF EXISTS avstamning_journal_INSERT;
DROP TRIGGER IF EXISTS avstamning_journal_UPDATE;
DROP TRIGGER IF EXISTS avstamning_journal_DELETE;
DROP TRIGGER IF EXISTS socialtjanst_klocka_journal_INSERT;
DROP TRIGGER IF EXISTS socialtjanst_klocka_journal_UPDATE;
DROP TRIGGER IF EXISTS socialtjanst_klocka_journal_DELETE;
DROP TRIGGER IF EXISTS mote_arende_individ_INSERT;
DROP TRIGGER IF EXISTS arende_individ_INSERT;
DROP TRIGGER IF EXISTS mote_individ_INSERT;
DROP TRIGGER IF EXISTS mote_arende_individ_UPDATE;
DROP TRIGGER IF EXISTS arende_individ_UPDATE;
DROP TRIGGER IF EXISTS mote_individ_UPDATE;
DROP TRIGGER IF EXISTS mote_last_INSERT;
DROP TRIGGER IF EXISTS mote_last_UPDATE;
DROP TRIGGER IF EXISTS mote_last_DELETE;
DROP TRIGGER IF EXISTS mote_arende_last_INSERT;
DROP TRIGGER IF EXISTS mote_arende_last_UPDATE;
DROP TRIGGER IF EXISTS mote_arende_last_DELETE;
DROP TRIGGER IF EXISTS deltagare_last_INSERT;
DROP TRIGGER IF EXISTS deltagare_last_UPDATE;
DROP TRIGGER IF EXISTS deltagare_last_DELETE;
DROP TRIGGER IF EXISTS deltar_i_last_INSERT;
DROP TRIGGER IF EXISTS deltar_i_last_UPDATE;
DROP TRIGGER IF EXISTS deltar_i_last_DELETE;
DROP TRIGGER IF EXISTS ordet_last_INSERT;
DROP TRIGGER IF EXISTS ordet_last_UPDATE;
DROP TRIGGER IF EXISTS ordet_last_DELETE;
DROP TRIGGER IF EXISTS post_last_INSERT;
DROP TRIGGER IF EXISTS post_last_UPDATE;
DROP TRIGGER IF EXISTS post_last_DELETE;
DROP TRIGGER IF EXISTS tvilling_last_INSERT;
DROP TRIGGER IF EXISTS tvilling_last_UPDATE;
DROP TRIGGER IF EXISTS tvilling_last_DELETE;
DROP TRIGGER IF EXISTS falt_last_INSERT;
DROP TRIGGER IF EXISTS falt_last_UPDATE;
DROP TRIGGER IF EXISTS falt_last_DELETE;
DROP TRIGGER IF EXISTS undantag_last_INSERT;
DROP TRIGGER IF EXISTS undantag_last_UPDATE;
DROP TRIGGER IF EXISTS undantag_last_DELETE;
DROP TRIGGER IF EXISTS planfraga_last_INSERT;
DROP TRIGGER IF EXISTS planfraga_last_UPDATE;
DROP TRIGGER IF EXISTS planfraga_last_DELETE;
DROP TRIGGER IF EXISTS uppfoljning_last_INSERT;
DROP TRIGGER IF EXISTS uppfoljning_last_UPDATE;
DROP TRIGGER IF EXISTS uppfoljning_last_DELETE;
DROP TRIGGER IF EXISTS mottagare_last_INSERT;
DROP TRIGGER IF EXISTS mottagare_last_UPDATE;
DROP TRIGGER IF EXISTS mottagare_last_DELETE;
DROP TRIGGER IF EXISTS skede_last_INSERT;
DROP TRIGGER IF EXISTS skede_last_UPDATE;
DROP TRIGGER IF EXISTS skede_last_DELETE;
DROP TRIGGER IF EXISTS avsteg_last_INSERT;
DROP TRIGGER IF EXISTS avsteg_last_UPDATE;
DROP TRIGGER IF EXISTS avsteg_last_DELETE;
DROP TRIGGER IF EXISTS rattelse_last_INSERT;
DROP TRIGGER IF EXISTS rattelse_last_UPDATE;
DROP TRIGGER IF EXISTS rattelse_last_DELETE;
DROP TRIGGER IF EXISTS protokoll_version_last_INSERT;
DROP TRIGGER IF EXISTS protokoll_version_last_UPDATE;
DROP TRIGGER IF EXISTS protokoll_version_last_DELETE;
DROP TRIGGER IF EXISTS post_oppen_INSERT;
DROP TRIGGER IF EXISTS post_oppen_UPDATE;
DROP TRIGGER IF EXISTS post_oppen_DELETE;
DROP TRIGGER IF EXISTS atgard_status_oppen_INSERT;
DROP TRIGGER IF EXISTS atgard_status_oppen_DELETE;
DROP TRIGGER IF EXISTS mote_oppen_INSERT;
DROP TRIGGER IF EXISTS mote_oppen_UPDATE;
DROP VIEW IF EXISTS journal_in;

ALTER TABLE person ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'namn', namn, 'roll', roll, 'rev', rev)) VIRTUAL;
ALTER TABLE barn ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'alias', alias, 'namn', namn, 'kallas', kallas, 'fodelsear', fodelsear, 'skyddad', skyddad, 'rev', rev)) VIRTUAL;
ALTER TABLE arende ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'barn_id', barn_id, 'benamning', benamning, 'avslutat', avslutat, 'avidentifierat', avidentifierat, 'rev', rev)) VIRTUAL;
ALTER TABLE mote ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'form', form, 'form_sha', form_sha, 'individ_tillaten', individ_tillaten, 'titel', titel, 'nummer', nummer, 'foljer_id', foljer_id, 'planerad', planerad, 'zon', zon, 'minuter', minuter, 'plats', plats, 'diarienummer', diarienummer, 'sekretess', sekretess, 'syfte', syfte, 'fragor', fragor, 'initiativ', initiativ, 'status', status, 'fas', fas, 'mote_arende_id', mote_arende_id, 'startad', startad, 'slutad', slutad, 'sip_slut', sip_slut, 'sip_slut_skal', sip_slut_skal, 'rev', rev)) VIRTUAL;
ALTER TABLE mote_arende ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'arende_id', arende_id, 'ordning', ordning, 'uppfoljning', uppfoljning, 'lage', lage, 'fas', fas, 'fraga', fraga, 'utvarderas', utvarderas, 'omrade_missbruk', omrade_missbruk, 'omrade_utsatt', omrade_utsatt, 'omrade_skola', omrade_skola, 'omrade_relationer', omrade_relationer, 'omrade_jamnariga', omrade_jamnariga, 'insatsniva', insatsniva, 'rev', rev)) VIRTUAL;
ALTER TABLE deltagare ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'namn', namn, 'roll', roll, 'verksamhet', verksamhet, 'huvudman', huvudman, 'slag', slag, 'narvaro', narvaro, 'kom', kom, 'gick', gick, 'presenterad', presenterad, 'leder', leder, 'antecknar', antecknar, 'haller_ihop', haller_ihop, 'ordning', ordning, 'rev', rev)) VIRTUAL;
ALTER TABLE deltar_i ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'deltagare_id', deltagare_id, 'mote_arende_id', mote_arende_id)) VIRTUAL;
ALTER TABLE ordet ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'mote_arende_id', mote_arende_id, 'deltagare_id', deltagare_id, 'nar', nar)) VIRTUAL;
ALTER TABLE post ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'mote_arende_id', mote_arende_id, 'text', text, 'kalla_id', kalla_id, 'bekraftad', bekraftad, 'emi', emi, 'ordning', ordning, 'rev', rev, 'slag', slag, 'rost_hur', rost_hur, 'behovs_fran', behovs_fran, 'beslutat_av', beslutat_av, 'avvikande', avvikande, 'agare_id', agare_id, 'agare_namn', agare_namn, 'due', due, 'foljs_upp', foljs_upp, 'behov_id', behov_id)) VIRTUAL;
ALTER TABLE tvilling ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'post_id', post_id, 'jamte_id', jamte_id)) VIRTUAL;
ALTER TABLE falt ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'mote_arende_id', mote_arende_id, 'falt', falt, 'varde', varde, 'rev', rev)) VIRTUAL;
ALTER TABLE samtycke ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'arende_id', arende_id, 'mote_id', mote_id, 'givare', givare, 'av_barnet', av_barnet, 'ensam', ensam, 'svar', svar, 'form', form, 'datum', datum, 'galler_till', galler_till, 'galler_inte', galler_inte, 'aterkallat', aterkallat, 'skal', skal, 'rev', rev)) VIRTUAL;
ALTER TABLE samtycke_part ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'samtycke_id', samtycke_id, 'part', part, 'far_beratta', far_beratta, 'far_inte', far_inte, 'rev', rev)) VIRTUAL;
ALTER TABLE undantag ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'samtycke_id', samtycke_id, 'post_id', post_id, 'part', part)) VIRTUAL;
ALTER TABLE planfraga ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'deltagare_id', deltagare_id, 'svar', svar, 'villkor', villkor, 'post_id', post_id, 'rev', rev)) VIRTUAL;
ALTER TABLE uppfoljning ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'datum', datum, 'tid', tid, 'plats', plats, 'kallar', kallar, 'rev', rev)) VIRTUAL;
ALTER TABLE mottagare ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'deltagare_id', deltagare_id, 'namn', namn, 'satt', satt, 'rev', rev)) VIRTUAL;
ALTER TABLE skede ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'mote_arende_id', mote_arende_id, 'fas', fas, 'fran', fran, 'till', till)) VIRTUAL;
ALTER TABLE avsteg ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'mote_arende_id', mote_arende_id, 'regel', regel, 'galler', galler, 'skal', skal, 'nar', nar)) VIRTUAL;
ALTER TABLE skyddsgranskning ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'vart', vart, 'granskat', granskat, 'av', av, 'nar', nar)) VIRTUAL;
ALTER TABLE atgard_status ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'post_id', post_id, 'mote_id', mote_id, 'status', status, 'utvardering', utvardering, 'ny_due', ny_due, 'nar', nar)) VIRTUAL;
ALTER TABLE rattelse ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'fran', fran, 'text', text, 'atgardad', atgardad, 'nar', nar, 'rev', rev)) VIRTUAL;
ALTER TABLE protokoll_version ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'nummer', nummer, 'slag', slag, 'av', av, 'registrerad', registrerad, 'last_av', last_av, 'nar', nar, 'dokument_sha', dokument_sha, 'journal_rad', journal_rad, 'journal_sha', journal_sha)) VIRTUAL;
ALTER TABLE protokoll_oppning ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'nummer', nummer, 'av', av, 'skal', skal, 'nar', nar)) VIRTUAL;
ALTER TABLE kopia_logg ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'version', version, 'mottagare', mottagare, 'vad', vad, 'satt', satt, 'format', format, 'sha', sha, 'av', av, 'nar', nar)) VIRTUAL;
ALTER TABLE avstamning ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'mote_id', mote_id, 'struktur', struktur, 'respekt', respekt, 'samspel', samspel)) VIRTUAL;
ALTER TABLE socialtjanst_klocka ADD COLUMN rad_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'arende_id', arende_id, 'anmald', anmald, 'skyddsbedomd', skyddsbedomd, 'forhandsbedomd', forhandsbedomd, 'utredning_inledd', utredning_inledd, 'utredning_klar', utredning_klar, 'rev', rev)) VIRTUAL;

DROP INDEX IF EXISTS mote_status;
CREATE INDEX mote_status ON mote(status, planerad, id);
DROP INDEX IF EXISTS mote_planerad;
CREATE INDEX mote_planerad ON mote(planerad, id);
DROP INDEX IF EXISTS mote_form;
CREATE INDEX mote_form ON mote(form, planerad, id);

CREATE VIEW journal_in(tabell, fore, efter) AS SELECT NULL, NULL, NULL WHERE 0;
CREATE TRIGGER journal_in_skriv INSTEAD OF INSERT ON journal_in WHEN NOT (NEW.efter IS NULL AND EXISTS (SELECT 1 FROM kommando_nu WHERE stryk = 1))
         BEGIN
            SELECT RAISE(ABORT, 'Ändringen hör inte till något kommando.') WHERE NOT EXISTS (SELECT 1 FROM kommando_nu);
            INSERT INTO journal_last(seq, salt, innehall)
            VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM journal), lower(hex(randomblob(16))),
                    json_object('fore', json(NEW.fore), 'efter', json(NEW.efter)));
            INSERT INTO journal(seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha, sha)
         SELECT *, kedja(coalesce((SELECT sha FROM journal j WHERE j.seq = r.seq - 1), ''), seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha)
         FROM (SELECT n.seq AS seq, k.ursprung AS ursprung, k.session AS session, k.person AS person, k.tid AS tid, k.kommando AS kommando, k.kod AS kod, NEW.tabell AS tabell, coalesce(NEW.efter, NEW.fore) ->> 'id' AS rad, coalesce(coalesce(NEW.efter, NEW.fore) ->> iif(NEW.tabell = 'mote', 'id', 'mote_id'), k.mote_id) AS mote_id, CASE WHEN NEW.fore IS NULL THEN 'ny' WHEN NEW.efter IS NULL THEN 'borta' ELSE 'andrad' END AS op, k.galler AS galler, (SELECT kedja(l.salt, l.innehall) FROM journal_last l WHERE l.seq = n.seq) AS last_sha
               FROM kommando_nu k, (SELECT coalesce(max(seq), 0) + 1 AS seq FROM journal) n) r;
         END;
CREATE TRIGGER journal_in_stryk INSTEAD OF INSERT ON journal_in WHEN NEW.efter IS NULL AND EXISTS (SELECT 1 FROM kommando_nu WHERE stryk = 1)
         BEGIN INSERT INTO journal(seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha, sha)
         SELECT *, kedja(coalesce((SELECT sha FROM journal j WHERE j.seq = r.seq - 1), ''), seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha)
         FROM (SELECT n.seq AS seq, k.ursprung AS ursprung, k.session AS session, k.person AS person, k.tid AS tid, k.kommando AS kommando, k.kod AS kod, NEW.tabell AS tabell, coalesce(NEW.efter, NEW.fore) ->> 'id' AS rad, coalesce(coalesce(NEW.efter, NEW.fore) ->> iif(NEW.tabell = 'mote', 'id', 'mote_id'), k.mote_id) AS mote_id, 'struken' AS op, k.galler AS galler, '' AS last_sha
               FROM kommando_nu k, (SELECT coalesce(max(seq), 0) + 1 AS seq FROM journal) n) r; END;
CREATE TRIGGER journal_in_last INSTEAD OF INSERT ON journal_in
         WHEN NEW.tabell IN ('mote', 'mote_arende', 'deltagare', 'deltar_i', 'ordet', 'post', 'tvilling', 'falt', 'undantag', 'planfraga', 'uppfoljning', 'mottagare', 'skede', 'avsteg', 'rattelse')
           AND EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.fore ->> iif(NEW.tabell = 'mote', 'id', 'mote_id'), NEW.efter ->> iif(NEW.tabell = 'mote', 'id', 'mote_id')))
         BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER protokoll_version_last_INSERT BEFORE INSERT ON protokoll_version
         WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id = NEW.mote_id)
         BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER person_journal_INSERT AFTER INSERT ON person BEGIN INSERT INTO journal_in VALUES ('person', NULL, NEW.rad_json); END;
CREATE TRIGGER person_journal_UPDATE AFTER UPDATE ON person BEGIN INSERT INTO journal_in VALUES ('person', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER person_journal_DELETE AFTER DELETE ON person BEGIN INSERT INTO journal_in VALUES ('person', OLD.rad_json, NULL); END;
CREATE TRIGGER barn_journal_INSERT AFTER INSERT ON barn BEGIN INSERT INTO journal_in VALUES ('barn', NULL, NEW.rad_json); END;
CREATE TRIGGER barn_journal_UPDATE AFTER UPDATE ON barn BEGIN INSERT INTO journal_in VALUES ('barn', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER barn_journal_DELETE AFTER DELETE ON barn BEGIN INSERT INTO journal_in VALUES ('barn', OLD.rad_json, NULL); END;
CREATE TRIGGER arende_journal_INSERT AFTER INSERT ON arende BEGIN INSERT INTO journal_in VALUES ('arende', NULL, NEW.rad_json); END;
CREATE TRIGGER arende_journal_UPDATE AFTER UPDATE ON arende BEGIN INSERT INTO journal_in VALUES ('arende', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER arende_journal_DELETE AFTER DELETE ON arende BEGIN INSERT INTO journal_in VALUES ('arende', OLD.rad_json, NULL); END;
CREATE TRIGGER mote_journal_INSERT AFTER INSERT ON mote BEGIN INSERT INTO journal_in VALUES ('mote', NULL, NEW.rad_json); END;
CREATE TRIGGER mote_journal_UPDATE AFTER UPDATE ON mote BEGIN INSERT INTO journal_in VALUES ('mote', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER mote_journal_DELETE AFTER DELETE ON mote BEGIN INSERT INTO journal_in VALUES ('mote', OLD.rad_json, NULL); END;
CREATE TRIGGER mote_arende_journal_INSERT AFTER INSERT ON mote_arende BEGIN INSERT INTO journal_in VALUES ('mote_arende', NULL, NEW.rad_json); END;
CREATE TRIGGER mote_arende_journal_UPDATE AFTER UPDATE ON mote_arende BEGIN INSERT INTO journal_in VALUES ('mote_arende', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER mote_arende_journal_DELETE AFTER DELETE ON mote_arende BEGIN INSERT INTO journal_in VALUES ('mote_arende', OLD.rad_json, NULL); END;
CREATE TRIGGER deltagare_journal_INSERT AFTER INSERT ON deltagare BEGIN INSERT INTO journal_in VALUES ('deltagare', NULL, NEW.rad_json); END;
CREATE TRIGGER deltagare_journal_UPDATE AFTER UPDATE ON deltagare BEGIN INSERT INTO journal_in VALUES ('deltagare', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER deltagare_journal_DELETE AFTER DELETE ON deltagare BEGIN INSERT INTO journal_in VALUES ('deltagare', OLD.rad_json, NULL); END;
CREATE TRIGGER deltar_i_journal_INSERT AFTER INSERT ON deltar_i BEGIN INSERT INTO journal_in VALUES ('deltar_i', NULL, NEW.rad_json); END;
CREATE TRIGGER deltar_i_journal_UPDATE AFTER UPDATE ON deltar_i BEGIN INSERT INTO journal_in VALUES ('deltar_i', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER deltar_i_journal_DELETE AFTER DELETE ON deltar_i BEGIN INSERT INTO journal_in VALUES ('deltar_i', OLD.rad_json, NULL); END;
CREATE TRIGGER ordet_journal_INSERT AFTER INSERT ON ordet BEGIN INSERT INTO journal_in VALUES ('ordet', NULL, NEW.rad_json); END;
CREATE TRIGGER ordet_journal_UPDATE AFTER UPDATE ON ordet BEGIN INSERT INTO journal_in VALUES ('ordet', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER ordet_journal_DELETE AFTER DELETE ON ordet BEGIN INSERT INTO journal_in VALUES ('ordet', OLD.rad_json, NULL); END;
CREATE TRIGGER post_journal_INSERT AFTER INSERT ON post BEGIN INSERT INTO journal_in VALUES ('post', NULL, NEW.rad_json); END;
CREATE TRIGGER post_journal_UPDATE AFTER UPDATE ON post BEGIN INSERT INTO journal_in VALUES ('post', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER post_journal_DELETE AFTER DELETE ON post BEGIN INSERT INTO journal_in VALUES ('post', OLD.rad_json, NULL); END;
CREATE TRIGGER tvilling_journal_INSERT AFTER INSERT ON tvilling BEGIN INSERT INTO journal_in VALUES ('tvilling', NULL, NEW.rad_json); END;
CREATE TRIGGER tvilling_journal_UPDATE AFTER UPDATE ON tvilling BEGIN INSERT INTO journal_in VALUES ('tvilling', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER tvilling_journal_DELETE AFTER DELETE ON tvilling BEGIN INSERT INTO journal_in VALUES ('tvilling', OLD.rad_json, NULL); END;
CREATE TRIGGER falt_journal_INSERT AFTER INSERT ON falt BEGIN INSERT INTO journal_in VALUES ('falt', NULL, NEW.rad_json); END;
CREATE TRIGGER falt_journal_UPDATE AFTER UPDATE ON falt BEGIN INSERT INTO journal_in VALUES ('falt', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER falt_journal_DELETE AFTER DELETE ON falt BEGIN INSERT INTO journal_in VALUES ('falt', OLD.rad_json, NULL); END;
CREATE TRIGGER samtycke_journal_INSERT AFTER INSERT ON samtycke BEGIN INSERT INTO journal_in VALUES ('samtycke', NULL, NEW.rad_json); END;
CREATE TRIGGER samtycke_journal_UPDATE AFTER UPDATE ON samtycke BEGIN INSERT INTO journal_in VALUES ('samtycke', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER samtycke_journal_DELETE AFTER DELETE ON samtycke BEGIN INSERT INTO journal_in VALUES ('samtycke', OLD.rad_json, NULL); END;
CREATE TRIGGER samtycke_part_journal_INSERT AFTER INSERT ON samtycke_part BEGIN INSERT INTO journal_in VALUES ('samtycke_part', NULL, NEW.rad_json); END;
CREATE TRIGGER samtycke_part_journal_UPDATE AFTER UPDATE ON samtycke_part BEGIN INSERT INTO journal_in VALUES ('samtycke_part', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER samtycke_part_journal_DELETE AFTER DELETE ON samtycke_part BEGIN INSERT INTO journal_in VALUES ('samtycke_part', OLD.rad_json, NULL); END;
CREATE TRIGGER undantag_journal_INSERT AFTER INSERT ON undantag BEGIN INSERT INTO journal_in VALUES ('undantag', NULL, NEW.rad_json); END;
CREATE TRIGGER undantag_journal_UPDATE AFTER UPDATE ON undantag BEGIN INSERT INTO journal_in VALUES ('undantag', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER undantag_journal_DELETE AFTER DELETE ON undantag BEGIN INSERT INTO journal_in VALUES ('undantag', OLD.rad_json, NULL); END;
CREATE TRIGGER planfraga_journal_INSERT AFTER INSERT ON planfraga BEGIN INSERT INTO journal_in VALUES ('planfraga', NULL, NEW.rad_json); END;
CREATE TRIGGER planfraga_journal_UPDATE AFTER UPDATE ON planfraga BEGIN INSERT INTO journal_in VALUES ('planfraga', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER planfraga_journal_DELETE AFTER DELETE ON planfraga BEGIN INSERT INTO journal_in VALUES ('planfraga', OLD.rad_json, NULL); END;
CREATE TRIGGER uppfoljning_journal_INSERT AFTER INSERT ON uppfoljning BEGIN INSERT INTO journal_in VALUES ('uppfoljning', NULL, NEW.rad_json); END;
CREATE TRIGGER uppfoljning_journal_UPDATE AFTER UPDATE ON uppfoljning BEGIN INSERT INTO journal_in VALUES ('uppfoljning', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER uppfoljning_journal_DELETE AFTER DELETE ON uppfoljning BEGIN INSERT INTO journal_in VALUES ('uppfoljning', OLD.rad_json, NULL); END;
CREATE TRIGGER mottagare_journal_INSERT AFTER INSERT ON mottagare BEGIN INSERT INTO journal_in VALUES ('mottagare', NULL, NEW.rad_json); END;
CREATE TRIGGER mottagare_journal_UPDATE AFTER UPDATE ON mottagare BEGIN INSERT INTO journal_in VALUES ('mottagare', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER mottagare_journal_DELETE AFTER DELETE ON mottagare BEGIN INSERT INTO journal_in VALUES ('mottagare', OLD.rad_json, NULL); END;
CREATE TRIGGER skede_journal_INSERT AFTER INSERT ON skede BEGIN INSERT INTO journal_in VALUES ('skede', NULL, NEW.rad_json); END;
CREATE TRIGGER skede_journal_UPDATE AFTER UPDATE ON skede BEGIN INSERT INTO journal_in VALUES ('skede', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER skede_journal_DELETE AFTER DELETE ON skede BEGIN INSERT INTO journal_in VALUES ('skede', OLD.rad_json, NULL); END;
CREATE TRIGGER avsteg_journal_INSERT AFTER INSERT ON avsteg BEGIN INSERT INTO journal_in VALUES ('avsteg', NULL, NEW.rad_json); END;
CREATE TRIGGER avsteg_journal_UPDATE AFTER UPDATE ON avsteg BEGIN INSERT INTO journal_in VALUES ('avsteg', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER avsteg_journal_DELETE AFTER DELETE ON avsteg BEGIN INSERT INTO journal_in VALUES ('avsteg', OLD.rad_json, NULL); END;
CREATE TRIGGER skyddsgranskning_journal_INSERT AFTER INSERT ON skyddsgranskning BEGIN INSERT INTO journal_in VALUES ('skyddsgranskning', NULL, NEW.rad_json); END;
CREATE TRIGGER skyddsgranskning_journal_UPDATE AFTER UPDATE ON skyddsgranskning BEGIN INSERT INTO journal_in VALUES ('skyddsgranskning', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER skyddsgranskning_journal_DELETE AFTER DELETE ON skyddsgranskning BEGIN INSERT INTO journal_in VALUES ('skyddsgranskning', OLD.rad_json, NULL); END;
CREATE TRIGGER atgard_status_journal_INSERT AFTER INSERT ON atgard_status BEGIN INSERT INTO journal_in VALUES ('atgard_status', NULL, NEW.rad_json); END;
CREATE TRIGGER atgard_status_journal_UPDATE AFTER UPDATE ON atgard_status BEGIN INSERT INTO journal_in VALUES ('atgard_status', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER atgard_status_journal_DELETE AFTER DELETE ON atgard_status BEGIN INSERT INTO journal_in VALUES ('atgard_status', OLD.rad_json, NULL); END;
CREATE TRIGGER rattelse_journal_INSERT AFTER INSERT ON rattelse BEGIN INSERT INTO journal_in VALUES ('rattelse', NULL, NEW.rad_json); END;
CREATE TRIGGER rattelse_journal_UPDATE AFTER UPDATE ON rattelse BEGIN INSERT INTO journal_in VALUES ('rattelse', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER rattelse_journal_DELETE AFTER DELETE ON rattelse BEGIN INSERT INTO journal_in VALUES ('rattelse', OLD.rad_json, NULL); END;
CREATE TRIGGER protokoll_version_journal_INSERT AFTER INSERT ON protokoll_version BEGIN INSERT INTO journal_in VALUES ('protokoll_version', NULL, NEW.rad_json); END;
CREATE TRIGGER protokoll_version_journal_UPDATE AFTER UPDATE ON protokoll_version BEGIN INSERT INTO journal_in VALUES ('protokoll_version', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER protokoll_version_journal_DELETE AFTER DELETE ON protokoll_version BEGIN INSERT INTO journal_in VALUES ('protokoll_version', OLD.rad_json, NULL); END;
CREATE TRIGGER protokoll_oppning_journal_INSERT AFTER INSERT ON protokoll_oppning BEGIN INSERT INTO journal_in VALUES ('protokoll_oppning', NULL, NEW.rad_json); END;
CREATE TRIGGER protokoll_oppning_journal_UPDATE AFTER UPDATE ON protokoll_oppning BEGIN INSERT INTO journal_in VALUES ('protokoll_oppning', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER protokoll_oppning_journal_DELETE AFTER DELETE ON protokoll_oppning BEGIN INSERT INTO journal_in VALUES ('protokoll_oppning', OLD.rad_json, NULL); END;
CREATE TRIGGER kopia_logg_journal_INSERT AFTER INSERT ON kopia_logg BEGIN INSERT INTO journal_in VALUES ('kopia_logg', NULL, NEW.rad_json); END;
CREATE TRIGGER kopia_logg_journal_UPDATE AFTER UPDATE ON kopia_logg BEGIN INSERT INTO journal_in VALUES ('kopia_logg', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER kopia_logg_journal_DELETE AFTER DELETE ON kopia_logg BEGIN INSERT INTO journal_in VALUES ('kopia_logg', OLD.rad_json, NULL); END;
CREATE TRIGGER avstamning_journal_INSERT AFTER INSERT ON avstamning BEGIN INSERT INTO journal_in VALUES ('avstamning', NULL, NEW.rad_json); END;
CREATE TRIGGER avstamning_journal_UPDATE AFTER UPDATE ON avstamning BEGIN INSERT INTO journal_in VALUES ('avstamning', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER avstamning_journal_DELETE AFTER DELETE ON avstamning BEGIN INSERT INTO journal_in VALUES ('avstamning', OLD.rad_json, NULL); END;
CREATE TRIGGER socialtjanst_klocka_journal_INSERT AFTER INSERT ON socialtjanst_klocka BEGIN INSERT INTO journal_in VALUES ('socialtjanst_klocka', NULL, NEW.rad_json); END;
CREATE TRIGGER socialtjanst_klocka_journal_UPDATE AFTER UPDATE ON socialtjanst_klocka BEGIN INSERT INTO journal_in VALUES ('socialtjanst_klocka', OLD.rad_json, NEW.rad_json); END;
CREATE TRIGGER socialtjanst_klocka_journal_DELETE AFTER DELETE ON socialtjanst_klocka BEGIN INSERT INTO journal_in VALUES ('socialtjanst_klocka', OLD.rad_json, NULL); END;

CREATE VIEW otillaten_individ(id, mote_id, arende_id) AS SELECT ma.id, ma.mote_id, ma.arende_id
         FROM mote_arende ma JOIN mote m ON m.id = ma.mote_id JOIN arende a ON a.id = ma.arende_id
         WHERE m.individ_tillaten = 0 AND (a.barn_id IS NOT NULL OR a.avidentifierat = 1);
CREATE TRIGGER mote_arende_individ_INSERT AFTER INSERT ON mote_arende BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') FROM otillaten_individ WHERE id = NEW.id; END;
CREATE TRIGGER arende_individ_INSERT AFTER INSERT ON arende BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') FROM otillaten_individ WHERE arende_id = NEW.id; END;
CREATE TRIGGER mote_individ_INSERT AFTER INSERT ON mote BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') FROM otillaten_individ WHERE mote_id = NEW.id; END;
CREATE TRIGGER mote_arende_individ_UPDATE AFTER UPDATE ON mote_arende BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') FROM otillaten_individ WHERE id = NEW.id; END;
CREATE TRIGGER arende_individ_UPDATE AFTER UPDATE ON arende BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') FROM otillaten_individ WHERE arende_id = NEW.id; END;
CREATE TRIGGER mote_individ_UPDATE AFTER UPDATE ON mote BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') FROM otillaten_individ WHERE mote_id = NEW.id; END;

CREATE VIEW oppen_atgard_nu(post_id, mote_id, due, datum, senast, status) AS
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
         WHERE m.status <> 'planerat' AND (d.status IS NULL OR d.status NOT IN ('klar', 'inaktuell'));
CREATE TRIGGER post_oppen_INSERT AFTER INSERT ON post BEGIN
            DELETE FROM oppen_atgard WHERE post_id = NEW.id;
            INSERT INTO oppen_atgard SELECT * FROM oppen_atgard_nu WHERE post_id = NEW.id;
         END;
CREATE TRIGGER post_oppen_UPDATE AFTER UPDATE OF slag, due, mote_id ON post BEGIN
            DELETE FROM oppen_atgard WHERE post_id = NEW.id;
            INSERT INTO oppen_atgard SELECT * FROM oppen_atgard_nu WHERE post_id = NEW.id;
         END;
CREATE TRIGGER post_oppen_DELETE AFTER DELETE ON post BEGIN
            DELETE FROM oppen_atgard WHERE post_id = OLD.id;
            INSERT INTO oppen_atgard SELECT * FROM oppen_atgard_nu WHERE post_id = OLD.id;
         END;
CREATE TRIGGER atgard_status_oppen_INSERT AFTER INSERT ON atgard_status BEGIN
            DELETE FROM oppen_atgard WHERE post_id = NEW.post_id;
            INSERT INTO oppen_atgard SELECT * FROM oppen_atgard_nu WHERE post_id = NEW.post_id;
         END;
CREATE TRIGGER atgard_status_oppen_DELETE AFTER DELETE ON atgard_status BEGIN
            DELETE FROM oppen_atgard WHERE post_id = OLD.post_id;
            INSERT INTO oppen_atgard SELECT * FROM oppen_atgard_nu WHERE post_id = OLD.post_id;
         END;
CREATE TRIGGER mote_oppen_INSERT AFTER INSERT ON mote BEGIN
            DELETE FROM oppen_atgard WHERE post_id IN (SELECT id FROM post WHERE mote_id = NEW.id);
            INSERT INTO oppen_atgard SELECT * FROM oppen_atgard_nu WHERE mote_id = NEW.id;
         END;
CREATE TRIGGER mote_oppen_UPDATE AFTER UPDATE ON mote WHEN NEW.status <> OLD.status BEGIN
            DELETE FROM oppen_atgard WHERE post_id IN (SELECT id FROM post WHERE mote_id = NEW.id);
            INSERT INTO oppen_atgard SELECT * FROM oppen_atgard_nu WHERE mote_id = NEW.id;
         END;
