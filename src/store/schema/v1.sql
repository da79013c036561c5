-- Version 1, as the program made it when its shape was frozen. It is never changed: what comes after is a step of its own.

CREATE TABLE meta(nyckel TEXT PRIMARY KEY, varde TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE motesform(sha TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
CREATE TABLE protokoll_dokument(sha TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
CREATE TABLE utkast(
    session TEXT NOT NULL, falt TEXT NOT NULL, mote_id TEXT, text TEXT NOT NULL, nar TEXT NOT NULL,
    -- The journal's last line then: what decides whether it became a line of the meeting since, whatever the clock says.
    efter INTEGER NOT NULL,
    -- The row that is being changed, and its rev when that was begun; neither for a new line.
    post_id TEXT, rev INTEGER,
    PRIMARY KEY (session, falt)
) STRICT, WITHOUT ROWID;
CREATE TABLE narvarande(
    session TEXT PRIMARY KEY, slag TEXT NOT NULL, pid INTEGER NOT NULL, person TEXT, namn TEXT NOT NULL, roll TEXT NOT NULL,
    mote_id TEXT, mote_arende_id TEXT, fas TEXT, andrar TEXT, sedd TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE slackt(mote_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE kommando_nu(
    ett INTEGER PRIMARY KEY CHECK (ett = 1),
    ursprung TEXT NOT NULL, session TEXT NOT NULL, person TEXT, tid TEXT NOT NULL,
    kommando TEXT NOT NULL, kod TEXT NOT NULL, mote_id TEXT, galler TEXT, stryk INTEGER NOT NULL
) STRICT;
CREATE TABLE journal(
    seq INTEGER PRIMARY KEY,
    ursprung TEXT NOT NULL, session TEXT NOT NULL, person TEXT, tid TEXT NOT NULL,
    kommando TEXT NOT NULL, kod TEXT NOT NULL, tabell TEXT, rad TEXT, mote_id TEXT,
    op TEXT NOT NULL CHECK (op IN ('kommando', 'ny', 'andrad', 'borta', 'struken')),
    galler TEXT, last_sha TEXT NOT NULL, sha TEXT NOT NULL
) STRICT;
CREATE TABLE journal_last(seq INTEGER PRIMARY KEY, salt TEXT NOT NULL, innehall TEXT NOT NULL) STRICT;
CREATE TABLE person(id TEXT NOT NULL PRIMARY KEY, namn TEXT NOT NULL, roll TEXT NOT NULL, rev INTEGER NOT NULL) STRICT;
CREATE TABLE barn(id TEXT NOT NULL PRIMARY KEY, alias TEXT NOT NULL UNIQUE, namn TEXT, kallas TEXT, fodelsear INTEGER, skyddad INTEGER NOT NULL CHECK (skyddad IN (0, 1)), rev INTEGER NOT NULL) STRICT;
CREATE TABLE arende(id TEXT NOT NULL PRIMARY KEY, barn_id TEXT REFERENCES barn(id) DEFERRABLE INITIALLY DEFERRED, benamning TEXT NOT NULL, avslutat INTEGER NOT NULL CHECK (avslutat IN (0, 1)), avidentifierat INTEGER NOT NULL CHECK (avidentifierat IN (0, 1)), rev INTEGER NOT NULL) STRICT;
CREATE TABLE mote(id TEXT NOT NULL PRIMARY KEY, form TEXT NOT NULL, form_sha TEXT NOT NULL REFERENCES motesform(sha) DEFERRABLE INITIALLY DEFERRED, individ_tillaten INTEGER NOT NULL CHECK (individ_tillaten IN (0, 1)), titel TEXT NOT NULL, nummer INTEGER, foljer_id TEXT, planerad TEXT NOT NULL, zon TEXT NOT NULL, minuter INTEGER NOT NULL, plats TEXT, diarienummer TEXT, sekretess TEXT, syfte TEXT, fragor TEXT, initiativ TEXT, status TEXT NOT NULL CHECK (status IN ('planerat', 'pagar', 'avslutat')), fas TEXT NOT NULL CHECK (fas IN ('sammanhang', 'nulage', 'behov', 'planering', 'ansvar')), mote_arende_id TEXT REFERENCES mote_arende(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED, startad TEXT, slutad TEXT, sip_slut TEXT, sip_slut_skal TEXT CHECK (sip_slut_skal IN ('inga_behov_kvar', 'inga_nya_behov_vantas', 'samtycket_aterkallat')), rev INTEGER NOT NULL) STRICT;
CREATE TABLE mote_arende(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, arende_id TEXT NOT NULL REFERENCES arende(id) DEFERRABLE INITIALLY DEFERRED, ordning INTEGER NOT NULL, uppfoljning INTEGER NOT NULL CHECK (uppfoljning IN (0, 1)), lage TEXT NOT NULL CHECK (lage IN ('vantar', 'pagar', 'klart', 'uppskjutet')), fas TEXT NOT NULL CHECK (fas IN ('sammanhang', 'nulage', 'behov', 'planering', 'ansvar')), fraga TEXT, utvarderas TEXT, omrade_missbruk INTEGER NOT NULL CHECK (omrade_missbruk IN (0, 1)), omrade_utsatt INTEGER NOT NULL CHECK (omrade_utsatt IN (0, 1)), omrade_skola INTEGER NOT NULL CHECK (omrade_skola IN (0, 1)), omrade_relationer INTEGER NOT NULL CHECK (omrade_relationer IN (0, 1)), omrade_jamnariga INTEGER NOT NULL CHECK (omrade_jamnariga IN (0, 1)), insatsniva TEXT CHECK (insatsniva IN ('forebyggande', 'tidiga', 'omfattande')), rev INTEGER NOT NULL) STRICT;
CREATE TABLE deltagare(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, namn TEXT NOT NULL, roll TEXT NOT NULL, verksamhet TEXT NOT NULL, huvudman TEXT NOT NULL CHECK (huvudman IN ('kommun', 'region', 'stat', 'familj', 'annan')), slag TEXT NOT NULL CHECK (slag IN ('personal', 'barn', 'vardnadshavare', 'narstaende', 'tolk')), narvaro TEXT NOT NULL CHECK (narvaro IN ('plats', 'distans', 'franvarande', 'gatt')), kom TEXT, gick TEXT, presenterad INTEGER NOT NULL CHECK (presenterad IN (0, 1)), leder INTEGER NOT NULL CHECK (leder IN (0, 1)), antecknar INTEGER NOT NULL CHECK (antecknar IN (0, 1)), haller_ihop INTEGER NOT NULL CHECK (haller_ihop IN (0, 1)), ordning INTEGER NOT NULL, rev INTEGER NOT NULL) STRICT;
CREATE TABLE deltar_i(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, deltagare_id TEXT NOT NULL REFERENCES deltagare(id) DEFERRABLE INITIALLY DEFERRED, mote_arende_id TEXT NOT NULL REFERENCES mote_arende(id) DEFERRABLE INITIALLY DEFERRED) STRICT;
CREATE TABLE ordet(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, mote_arende_id TEXT REFERENCES mote_arende(id) DEFERRABLE INITIALLY DEFERRED, deltagare_id TEXT NOT NULL REFERENCES deltagare(id) DEFERRABLE INITIALLY DEFERRED, nar TEXT NOT NULL) STRICT;
CREATE TABLE post(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, mote_arende_id TEXT REFERENCES mote_arende(id) DEFERRABLE INITIALLY DEFERRED, text TEXT NOT NULL, kalla_id TEXT REFERENCES deltagare(id) DEFERRABLE INITIALLY DEFERRED, bekraftad TEXT, emi INTEGER NOT NULL CHECK (emi IN (0, 1)), ordning INTEGER NOT NULL, rev INTEGER NOT NULL, slag TEXT NOT NULL CHECK (slag IN ('fungerar', 'svarare', 'stod', 'rost', 'anpassning', 'reflektion', 'skyddsfaktor', 'riskfaktor', 'anteckning', 'fraga', 'privat', 'ej_overens', 'sammanfattning', 'behov', 'mal_lang', 'mal_kort', 'beslut', 'atgard')), rost_hur TEXT CHECK (rost_hur IN ('egna_ord', 'framford', 'saknas')), behovs_fran TEXT, beslutat_av TEXT, avvikande TEXT, agare_id TEXT REFERENCES deltagare(id) DEFERRABLE INITIALLY DEFERRED, agare_namn TEXT, due TEXT, foljs_upp TEXT, behov_id TEXT REFERENCES post(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED, due_datum TEXT GENERATED ALWAYS AS
               (CASE WHEN due GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(due, -10) END) VIRTUAL) STRICT;
CREATE TABLE tvilling(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, post_id TEXT NOT NULL REFERENCES post(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, jamte_id TEXT NOT NULL REFERENCES post(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED) STRICT;
CREATE TABLE falt(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, mote_arende_id TEXT REFERENCES mote_arende(id) DEFERRABLE INITIALLY DEFERRED, falt TEXT NOT NULL, varde TEXT NOT NULL, rev INTEGER NOT NULL) STRICT;
CREATE TABLE samtycke(id TEXT NOT NULL PRIMARY KEY, arende_id TEXT NOT NULL REFERENCES arende(id) DEFERRABLE INITIALLY DEFERRED, mote_id TEXT, givare TEXT NOT NULL, av_barnet INTEGER NOT NULL CHECK (av_barnet IN (0, 1)), ensam INTEGER NOT NULL CHECK (ensam IN (0, 1)), svar TEXT NOT NULL CHECK (svar IN ('ja', 'nej', 'saknas')), form TEXT NOT NULL CHECK (form IN ('skriftligt', 'muntligt')), datum TEXT NOT NULL, galler_till TEXT NOT NULL, galler_inte TEXT, aterkallat TEXT, skal TEXT, rev INTEGER NOT NULL) STRICT;
CREATE TABLE samtycke_part(id TEXT NOT NULL PRIMARY KEY, samtycke_id TEXT NOT NULL REFERENCES samtycke(id) DEFERRABLE INITIALLY DEFERRED, part TEXT NOT NULL, far_beratta TEXT, far_inte TEXT, rev INTEGER NOT NULL) STRICT;
CREATE TABLE undantag(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, samtycke_id TEXT NOT NULL REFERENCES samtycke(id) DEFERRABLE INITIALLY DEFERRED, post_id TEXT NOT NULL REFERENCES post(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, part TEXT NOT NULL) STRICT;
CREATE TABLE planfraga(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, deltagare_id TEXT NOT NULL REFERENCES deltagare(id) DEFERRABLE INITIALLY DEFERRED, svar TEXT NOT NULL CHECK (svar IN ('ja', 'ja_om', 'nej')), villkor TEXT, post_id TEXT REFERENCES post(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED, rev INTEGER NOT NULL) STRICT;
CREATE TABLE uppfoljning(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, datum TEXT NOT NULL, tid TEXT, plats TEXT, kallar TEXT, rev INTEGER NOT NULL) STRICT;
CREATE TABLE mottagare(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, deltagare_id TEXT REFERENCES deltagare(id) DEFERRABLE INITIALLY DEFERRED, namn TEXT NOT NULL, satt TEXT, rev INTEGER NOT NULL) STRICT;
CREATE TABLE skede(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, mote_arende_id TEXT REFERENCES mote_arende(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED, fas TEXT NOT NULL CHECK (fas IN ('sammanhang', 'nulage', 'behov', 'planering', 'ansvar')), fran TEXT NOT NULL, till TEXT) STRICT;
CREATE TABLE avsteg(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, mote_arende_id TEXT REFERENCES mote_arende(id) DEFERRABLE INITIALLY DEFERRED, regel TEXT NOT NULL, galler TEXT, skal TEXT NOT NULL, nar TEXT NOT NULL) STRICT;
CREATE TABLE skyddsgranskning(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, vart TEXT NOT NULL CHECK (vart IN ('vagg', 'kallelse', 'kalender', 'kopior')), granskat TEXT NOT NULL, av TEXT NOT NULL, nar TEXT NOT NULL) STRICT;
CREATE TABLE atgard_status(id TEXT NOT NULL PRIMARY KEY, post_id TEXT NOT NULL REFERENCES post(id) DEFERRABLE INITIALLY DEFERRED, mote_id TEXT, status TEXT NOT NULL CHECK (status IN ('klar', 'pagar', 'ej_paborjad', 'andrad', 'inaktuell')), utvardering TEXT, ny_due TEXT, nar TEXT NOT NULL) STRICT;
CREATE TABLE rattelse(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, fran TEXT NOT NULL, text TEXT NOT NULL, atgardad INTEGER NOT NULL CHECK (atgardad IN (0, 1)), nar TEXT NOT NULL, rev INTEGER NOT NULL) STRICT;
CREATE TABLE protokoll_version(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, nummer INTEGER NOT NULL, slag TEXT NOT NULL CHECK (slag IN ('justerat', 'godkant')), av TEXT NOT NULL, registrerad TEXT NOT NULL, last_av TEXT, nar TEXT NOT NULL, dokument_sha TEXT NOT NULL REFERENCES protokoll_dokument(sha) DEFERRABLE INITIALLY DEFERRED, journal_rad INTEGER NOT NULL, journal_sha TEXT NOT NULL) STRICT;
CREATE TABLE protokoll_oppning(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, nummer INTEGER NOT NULL, av TEXT NOT NULL, skal TEXT NOT NULL, nar TEXT NOT NULL) STRICT;
CREATE TABLE kopia_logg(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, version INTEGER, mottagare TEXT NOT NULL, vad TEXT NOT NULL, satt TEXT NOT NULL CHECK (satt IN ('utskrift', 'fil')), format TEXT NOT NULL, sha TEXT NOT NULL, av TEXT, nar TEXT NOT NULL) STRICT;
CREATE TABLE avstamning(id TEXT NOT NULL PRIMARY KEY, mote_id TEXT NOT NULL REFERENCES mote(id) DEFERRABLE INITIALLY DEFERRED, struktur INTEGER CHECK (struktur BETWEEN 1 AND 5), respekt INTEGER CHECK (respekt BETWEEN 1 AND 5), samspel INTEGER CHECK (samspel BETWEEN 1 AND 5)) STRICT;
CREATE TABLE socialtjanst_klocka(id TEXT NOT NULL PRIMARY KEY, arende_id TEXT NOT NULL REFERENCES arende(id) DEFERRABLE INITIALLY DEFERRED, anmald TEXT, skyddsbedomd TEXT, forhandsbedomd TEXT, utredning_inledd TEXT, utredning_klar TEXT, rev INTEGER NOT NULL) STRICT;
CREATE TABLE oppen_atgard(
            post_id TEXT PRIMARY KEY, mote_id TEXT NOT NULL, due TEXT, datum TEXT, senast TEXT, status TEXT
         ) STRICT, WITHOUT ROWID;
CREATE TABLE oppen_antal(period TEXT PRIMARY KEY, antal INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE INDEX utkast_mote ON utkast(mote_id);
CREATE UNIQUE INDEX journal_kommando ON journal(kommando) WHERE op = 'kommando';
CREATE INDEX journal_rader ON journal(kommando, seq) WHERE op <> 'kommando';
CREATE INDEX journal_akter ON journal(seq) WHERE op = 'kommando';
CREATE INDEX journal_mote ON journal(mote_id, seq) WHERE op = 'kommando';
CREATE INDEX journal_rad ON journal(rad, seq);
CREATE INDEX arende_barn_id ON arende(barn_id);
CREATE INDEX mote_mote_arende_id ON mote(mote_arende_id);
CREATE INDEX mote_arende_mote_id ON mote_arende(mote_id);
CREATE INDEX mote_arende_arende_id ON mote_arende(arende_id);
CREATE INDEX deltagare_mote_id ON deltagare(mote_id);
CREATE INDEX deltar_i_mote_id ON deltar_i(mote_id);
CREATE INDEX deltar_i_deltagare_id ON deltar_i(deltagare_id);
CREATE INDEX deltar_i_mote_arende_id ON deltar_i(mote_arende_id);
CREATE INDEX ordet_mote_id ON ordet(mote_id);
CREATE INDEX ordet_mote_arende_id ON ordet(mote_arende_id);
CREATE INDEX ordet_deltagare_id ON ordet(deltagare_id);
CREATE INDEX post_mote_id ON post(mote_id);
CREATE INDEX post_mote_arende_id ON post(mote_arende_id);
CREATE INDEX post_kalla_id ON post(kalla_id);
CREATE INDEX post_agare_id ON post(agare_id);
CREATE INDEX post_behov_id ON post(behov_id);
CREATE INDEX tvilling_mote_id ON tvilling(mote_id);
CREATE INDEX tvilling_post_id ON tvilling(post_id);
CREATE INDEX tvilling_jamte_id ON tvilling(jamte_id);
CREATE INDEX falt_mote_id ON falt(mote_id);
CREATE INDEX falt_mote_arende_id ON falt(mote_arende_id);
CREATE INDEX samtycke_arende_id ON samtycke(arende_id);
CREATE INDEX samtycke_part_samtycke_id ON samtycke_part(samtycke_id);
CREATE INDEX undantag_mote_id ON undantag(mote_id);
CREATE INDEX undantag_samtycke_id ON undantag(samtycke_id);
CREATE INDEX undantag_post_id ON undantag(post_id);
CREATE INDEX planfraga_mote_id ON planfraga(mote_id);
CREATE INDEX planfraga_deltagare_id ON planfraga(deltagare_id);
CREATE INDEX planfraga_post_id ON planfraga(post_id);
CREATE INDEX uppfoljning_mote_id ON uppfoljning(mote_id);
CREATE INDEX mottagare_mote_id ON mottagare(mote_id);
CREATE INDEX mottagare_deltagare_id ON mottagare(deltagare_id);
CREATE INDEX skede_mote_id ON skede(mote_id);
CREATE INDEX skede_mote_arende_id ON skede(mote_arende_id);
CREATE INDEX avsteg_mote_id ON avsteg(mote_id);
CREATE INDEX avsteg_mote_arende_id ON avsteg(mote_arende_id);
CREATE INDEX skyddsgranskning_mote_id ON skyddsgranskning(mote_id);
CREATE INDEX atgard_status_post_id ON atgard_status(post_id);
CREATE INDEX rattelse_mote_id ON rattelse(mote_id);
CREATE INDEX protokoll_version_mote_id ON protokoll_version(mote_id);
CREATE INDEX protokoll_oppning_mote_id ON protokoll_oppning(mote_id);
CREATE INDEX kopia_logg_mote_id ON kopia_logg(mote_id);
CREATE INDEX avstamning_mote_id ON avstamning(mote_id);
CREATE INDEX socialtjanst_klocka_arende_id ON socialtjanst_klocka(arende_id);
CREATE INDEX mote_status ON mote(status, planerad);
CREATE INDEX mote_planerad ON mote(planerad);
CREATE INDEX mote_form ON mote(form, planerad);
CREATE INDEX samtycke_slut ON samtycke(galler_till);
CREATE INDEX samtycke_mote ON samtycke(mote_id);
CREATE INDEX atgard_status_mote ON atgard_status(mote_id);
CREATE UNIQUE INDEX protokoll_version_nummer ON protokoll_version(mote_id, nummer);
CREATE UNIQUE INDEX protokoll_oppning_nummer ON protokoll_oppning(mote_id, nummer);
CREATE INDEX oppen_atgard_datum ON oppen_atgard(coalesce(senast, '9' || coalesce(datum, '')), post_id);

CREATE VIEW journal_in(tabell, rad, mote_id, op, fore, efter) AS
            SELECT NULL, NULL, NULL, NULL, NULL, NULL WHERE 0;
CREATE VIEW last_mote(mote_id) AS SELECT v.mote_id FROM protokoll_version v
         WHERE NOT EXISTS (SELECT 1 FROM protokoll_oppning o WHERE o.mote_id = v.mote_id AND o.nummer > v.nummer);

CREATE TRIGGER motesform_andras_inte BEFORE UPDATE ON motesform
BEGIN SELECT RAISE(ABORT, 'Ett mötes form ändras inte.'); END;
CREATE TRIGGER protokoll_dokument_andras_inte BEFORE UPDATE ON protokoll_dokument
BEGIN SELECT RAISE(ABORT, 'Ett låst protokoll ändras inte.'); END;
CREATE TRIGGER protokoll_dokument_tas_inte_bort BEFORE DELETE ON protokoll_dokument
BEGIN SELECT RAISE(ABORT, 'Ett låst protokoll tas inte bort.'); END;
CREATE TRIGGER journal_andras_inte BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'Journalen ändras inte.'); END;
CREATE TRIGGER journal_tas_inte_bort BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'Journalen ändras inte.'); END;
CREATE TRIGGER journal_last_andras_inte BEFORE UPDATE ON journal_last
BEGIN SELECT RAISE(ABORT, 'Journalen ändras inte.'); END;
CREATE TRIGGER journal_last_stryks_bara BEFORE DELETE ON journal_last
WHEN NOT EXISTS (SELECT 1 FROM kommando_nu WHERE stryk = 1)
BEGIN SELECT RAISE(ABORT, 'Journalen ändras inte.'); END;
CREATE TRIGGER journal_in_skriv INSTEAD OF INSERT ON journal_in WHEN NOT (NEW.op = 'borta' AND EXISTS (SELECT 1 FROM kommando_nu WHERE stryk = 1))
         BEGIN
            SELECT RAISE(ABORT, 'Ändringen hör inte till något kommando.') WHERE NOT EXISTS (SELECT 1 FROM kommando_nu);
            INSERT INTO journal_last(seq, salt, innehall)
            VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM journal), lower(hex(randomblob(16))),
                    json_object('fore', json(NEW.fore), 'efter', json(NEW.efter)));
            INSERT INTO journal(seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha, sha)
         SELECT n.seq, k.ursprung, k.session, k.person, k.tid, k.kommando, k.kod, NEW.tabell, NEW.rad, coalesce(NEW.mote_id, k.mote_id), NEW.op, k.galler, (SELECT kedja(l.salt, l.innehall) FROM journal_last l WHERE l.seq = n.seq), kedja(coalesce((SELECT sha FROM journal WHERE seq = n.seq - 1), ''), n.seq, k.ursprung, k.session, k.person, k.tid, k.kommando, k.kod, NEW.tabell, NEW.rad, coalesce(NEW.mote_id, k.mote_id), NEW.op, k.galler, (SELECT kedja(l.salt, l.innehall) FROM journal_last l WHERE l.seq = n.seq))
         FROM kommando_nu k, (SELECT coalesce(max(seq), 0) + 1 AS seq FROM journal) n;
         END;
CREATE TRIGGER journal_in_stryk INSTEAD OF INSERT ON journal_in WHEN NEW.op = 'borta' AND EXISTS (SELECT 1 FROM kommando_nu WHERE stryk = 1)
         BEGIN INSERT INTO journal(seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha, sha)
         SELECT n.seq, k.ursprung, k.session, k.person, k.tid, k.kommando, k.kod, NEW.tabell, NEW.rad, coalesce(NEW.mote_id, k.mote_id), 'struken', k.galler, '', kedja(coalesce((SELECT sha FROM journal WHERE seq = n.seq - 1), ''), n.seq, k.ursprung, k.session, k.person, k.tid, k.kommando, k.kod, NEW.tabell, NEW.rad, coalesce(NEW.mote_id, k.mote_id), 'struken', k.galler, '')
         FROM kommando_nu k, (SELECT coalesce(max(seq), 0) + 1 AS seq FROM journal) n; END;
CREATE TRIGGER person_journal_INSERT AFTER INSERT ON person BEGIN
                INSERT INTO journal_in VALUES ('person', NEW.id, NULL, 'ny', NULL, json_object('id', NEW.id, 'namn', NEW.namn, 'roll', NEW.roll, 'rev', NEW.rev));
             END;
CREATE TRIGGER person_journal_UPDATE AFTER UPDATE ON person BEGIN
                INSERT INTO journal_in VALUES ('person', NEW.id, NULL, 'andrad', json_object('id', OLD.id, 'namn', OLD.namn, 'roll', OLD.roll, 'rev', OLD.rev), json_object('id', NEW.id, 'namn', NEW.namn, 'roll', NEW.roll, 'rev', NEW.rev));
             END;
CREATE TRIGGER person_journal_DELETE AFTER DELETE ON person BEGIN
                INSERT INTO journal_in VALUES ('person', OLD.id, NULL, 'borta', json_object('id', OLD.id, 'namn', OLD.namn, 'roll', OLD.roll, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER barn_journal_INSERT AFTER INSERT ON barn BEGIN
                INSERT INTO journal_in VALUES ('barn', NEW.id, NULL, 'ny', NULL, json_object('id', NEW.id, 'alias', NEW.alias, 'namn', NEW.namn, 'kallas', NEW.kallas, 'fodelsear', NEW.fodelsear, 'skyddad', NEW.skyddad, 'rev', NEW.rev));
             END;
CREATE TRIGGER barn_journal_UPDATE AFTER UPDATE ON barn BEGIN
                INSERT INTO journal_in VALUES ('barn', NEW.id, NULL, 'andrad', json_object('id', OLD.id, 'alias', OLD.alias, 'namn', OLD.namn, 'kallas', OLD.kallas, 'fodelsear', OLD.fodelsear, 'skyddad', OLD.skyddad, 'rev', OLD.rev), json_object('id', NEW.id, 'alias', NEW.alias, 'namn', NEW.namn, 'kallas', NEW.kallas, 'fodelsear', NEW.fodelsear, 'skyddad', NEW.skyddad, 'rev', NEW.rev));
             END;
CREATE TRIGGER barn_journal_DELETE AFTER DELETE ON barn BEGIN
                INSERT INTO journal_in VALUES ('barn', OLD.id, NULL, 'borta', json_object('id', OLD.id, 'alias', OLD.alias, 'namn', OLD.namn, 'kallas', OLD.kallas, 'fodelsear', OLD.fodelsear, 'skyddad', OLD.skyddad, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER arende_journal_INSERT AFTER INSERT ON arende BEGIN
                INSERT INTO journal_in VALUES ('arende', NEW.id, NULL, 'ny', NULL, json_object('id', NEW.id, 'barn_id', NEW.barn_id, 'benamning', NEW.benamning, 'avslutat', NEW.avslutat, 'avidentifierat', NEW.avidentifierat, 'rev', NEW.rev));
             END;
CREATE TRIGGER arende_journal_UPDATE AFTER UPDATE ON arende BEGIN
                INSERT INTO journal_in VALUES ('arende', NEW.id, NULL, 'andrad', json_object('id', OLD.id, 'barn_id', OLD.barn_id, 'benamning', OLD.benamning, 'avslutat', OLD.avslutat, 'avidentifierat', OLD.avidentifierat, 'rev', OLD.rev), json_object('id', NEW.id, 'barn_id', NEW.barn_id, 'benamning', NEW.benamning, 'avslutat', NEW.avslutat, 'avidentifierat', NEW.avidentifierat, 'rev', NEW.rev));
             END;
CREATE TRIGGER arende_journal_DELETE AFTER DELETE ON arende BEGIN
                INSERT INTO journal_in VALUES ('arende', OLD.id, NULL, 'borta', json_object('id', OLD.id, 'barn_id', OLD.barn_id, 'benamning', OLD.benamning, 'avslutat', OLD.avslutat, 'avidentifierat', OLD.avidentifierat, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER mote_journal_INSERT AFTER INSERT ON mote BEGIN
                INSERT INTO journal_in VALUES ('mote', NEW.id, NEW.id, 'ny', NULL, json_object('id', NEW.id, 'form', NEW.form, 'form_sha', NEW.form_sha, 'individ_tillaten', NEW.individ_tillaten, 'titel', NEW.titel, 'nummer', NEW.nummer, 'foljer_id', NEW.foljer_id, 'planerad', NEW.planerad, 'zon', NEW.zon, 'minuter', NEW.minuter, 'plats', NEW.plats, 'diarienummer', NEW.diarienummer, 'sekretess', NEW.sekretess, 'syfte', NEW.syfte, 'fragor', NEW.fragor, 'initiativ', NEW.initiativ, 'status', NEW.status, 'fas', NEW.fas, 'mote_arende_id', NEW.mote_arende_id, 'startad', NEW.startad, 'slutad', NEW.slutad, 'sip_slut', NEW.sip_slut, 'sip_slut_skal', NEW.sip_slut_skal, 'rev', NEW.rev));
             END;
CREATE TRIGGER mote_journal_UPDATE AFTER UPDATE ON mote BEGIN
                INSERT INTO journal_in VALUES ('mote', NEW.id, NEW.id, 'andrad', json_object('id', OLD.id, 'form', OLD.form, 'form_sha', OLD.form_sha, 'individ_tillaten', OLD.individ_tillaten, 'titel', OLD.titel, 'nummer', OLD.nummer, 'foljer_id', OLD.foljer_id, 'planerad', OLD.planerad, 'zon', OLD.zon, 'minuter', OLD.minuter, 'plats', OLD.plats, 'diarienummer', OLD.diarienummer, 'sekretess', OLD.sekretess, 'syfte', OLD.syfte, 'fragor', OLD.fragor, 'initiativ', OLD.initiativ, 'status', OLD.status, 'fas', OLD.fas, 'mote_arende_id', OLD.mote_arende_id, 'startad', OLD.startad, 'slutad', OLD.slutad, 'sip_slut', OLD.sip_slut, 'sip_slut_skal', OLD.sip_slut_skal, 'rev', OLD.rev), json_object('id', NEW.id, 'form', NEW.form, 'form_sha', NEW.form_sha, 'individ_tillaten', NEW.individ_tillaten, 'titel', NEW.titel, 'nummer', NEW.nummer, 'foljer_id', NEW.foljer_id, 'planerad', NEW.planerad, 'zon', NEW.zon, 'minuter', NEW.minuter, 'plats', NEW.plats, 'diarienummer', NEW.diarienummer, 'sekretess', NEW.sekretess, 'syfte', NEW.syfte, 'fragor', NEW.fragor, 'initiativ', NEW.initiativ, 'status', NEW.status, 'fas', NEW.fas, 'mote_arende_id', NEW.mote_arende_id, 'startad', NEW.startad, 'slutad', NEW.slutad, 'sip_slut', NEW.sip_slut, 'sip_slut_skal', NEW.sip_slut_skal, 'rev', NEW.rev));
             END;
CREATE TRIGGER mote_journal_DELETE AFTER DELETE ON mote BEGIN
                INSERT INTO journal_in VALUES ('mote', OLD.id, OLD.id, 'borta', json_object('id', OLD.id, 'form', OLD.form, 'form_sha', OLD.form_sha, 'individ_tillaten', OLD.individ_tillaten, 'titel', OLD.titel, 'nummer', OLD.nummer, 'foljer_id', OLD.foljer_id, 'planerad', OLD.planerad, 'zon', OLD.zon, 'minuter', OLD.minuter, 'plats', OLD.plats, 'diarienummer', OLD.diarienummer, 'sekretess', OLD.sekretess, 'syfte', OLD.syfte, 'fragor', OLD.fragor, 'initiativ', OLD.initiativ, 'status', OLD.status, 'fas', OLD.fas, 'mote_arende_id', OLD.mote_arende_id, 'startad', OLD.startad, 'slutad', OLD.slutad, 'sip_slut', OLD.sip_slut, 'sip_slut_skal', OLD.sip_slut_skal, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER mote_arende_journal_INSERT AFTER INSERT ON mote_arende BEGIN
                INSERT INTO journal_in VALUES ('mote_arende', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'arende_id', NEW.arende_id, 'ordning', NEW.ordning, 'uppfoljning', NEW.uppfoljning, 'lage', NEW.lage, 'fas', NEW.fas, 'fraga', NEW.fraga, 'utvarderas', NEW.utvarderas, 'omrade_missbruk', NEW.omrade_missbruk, 'omrade_utsatt', NEW.omrade_utsatt, 'omrade_skola', NEW.omrade_skola, 'omrade_relationer', NEW.omrade_relationer, 'omrade_jamnariga', NEW.omrade_jamnariga, 'insatsniva', NEW.insatsniva, 'rev', NEW.rev));
             END;
CREATE TRIGGER mote_arende_journal_UPDATE AFTER UPDATE ON mote_arende BEGIN
                INSERT INTO journal_in VALUES ('mote_arende', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'arende_id', OLD.arende_id, 'ordning', OLD.ordning, 'uppfoljning', OLD.uppfoljning, 'lage', OLD.lage, 'fas', OLD.fas, 'fraga', OLD.fraga, 'utvarderas', OLD.utvarderas, 'omrade_missbruk', OLD.omrade_missbruk, 'omrade_utsatt', OLD.omrade_utsatt, 'omrade_skola', OLD.omrade_skola, 'omrade_relationer', OLD.omrade_relationer, 'omrade_jamnariga', OLD.omrade_jamnariga, 'insatsniva', OLD.insatsniva, 'rev', OLD.rev), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'arende_id', NEW.arende_id, 'ordning', NEW.ordning, 'uppfoljning', NEW.uppfoljning, 'lage', NEW.lage, 'fas', NEW.fas, 'fraga', NEW.fraga, 'utvarderas', NEW.utvarderas, 'omrade_missbruk', NEW.omrade_missbruk, 'omrade_utsatt', NEW.omrade_utsatt, 'omrade_skola', NEW.omrade_skola, 'omrade_relationer', NEW.omrade_relationer, 'omrade_jamnariga', NEW.omrade_jamnariga, 'insatsniva', NEW.insatsniva, 'rev', NEW.rev));
             END;
CREATE TRIGGER mote_arende_journal_DELETE AFTER DELETE ON mote_arende BEGIN
                INSERT INTO journal_in VALUES ('mote_arende', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'arende_id', OLD.arende_id, 'ordning', OLD.ordning, 'uppfoljning', OLD.uppfoljning, 'lage', OLD.lage, 'fas', OLD.fas, 'fraga', OLD.fraga, 'utvarderas', OLD.utvarderas, 'omrade_missbruk', OLD.omrade_missbruk, 'omrade_utsatt', OLD.omrade_utsatt, 'omrade_skola', OLD.omrade_skola, 'omrade_relationer', OLD.omrade_relationer, 'omrade_jamnariga', OLD.omrade_jamnariga, 'insatsniva', OLD.insatsniva, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER deltagare_journal_INSERT AFTER INSERT ON deltagare BEGIN
                INSERT INTO journal_in VALUES ('deltagare', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'namn', NEW.namn, 'roll', NEW.roll, 'verksamhet', NEW.verksamhet, 'huvudman', NEW.huvudman, 'slag', NEW.slag, 'narvaro', NEW.narvaro, 'kom', NEW.kom, 'gick', NEW.gick, 'presenterad', NEW.presenterad, 'leder', NEW.leder, 'antecknar', NEW.antecknar, 'haller_ihop', NEW.haller_ihop, 'ordning', NEW.ordning, 'rev', NEW.rev));
             END;
CREATE TRIGGER deltagare_journal_UPDATE AFTER UPDATE ON deltagare BEGIN
                INSERT INTO journal_in VALUES ('deltagare', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'namn', OLD.namn, 'roll', OLD.roll, 'verksamhet', OLD.verksamhet, 'huvudman', OLD.huvudman, 'slag', OLD.slag, 'narvaro', OLD.narvaro, 'kom', OLD.kom, 'gick', OLD.gick, 'presenterad', OLD.presenterad, 'leder', OLD.leder, 'antecknar', OLD.antecknar, 'haller_ihop', OLD.haller_ihop, 'ordning', OLD.ordning, 'rev', OLD.rev), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'namn', NEW.namn, 'roll', NEW.roll, 'verksamhet', NEW.verksamhet, 'huvudman', NEW.huvudman, 'slag', NEW.slag, 'narvaro', NEW.narvaro, 'kom', NEW.kom, 'gick', NEW.gick, 'presenterad', NEW.presenterad, 'leder', NEW.leder, 'antecknar', NEW.antecknar, 'haller_ihop', NEW.haller_ihop, 'ordning', NEW.ordning, 'rev', NEW.rev));
             END;
CREATE TRIGGER deltagare_journal_DELETE AFTER DELETE ON deltagare BEGIN
                INSERT INTO journal_in VALUES ('deltagare', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'namn', OLD.namn, 'roll', OLD.roll, 'verksamhet', OLD.verksamhet, 'huvudman', OLD.huvudman, 'slag', OLD.slag, 'narvaro', OLD.narvaro, 'kom', OLD.kom, 'gick', OLD.gick, 'presenterad', OLD.presenterad, 'leder', OLD.leder, 'antecknar', OLD.antecknar, 'haller_ihop', OLD.haller_ihop, 'ordning', OLD.ordning, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER deltar_i_journal_INSERT AFTER INSERT ON deltar_i BEGIN
                INSERT INTO journal_in VALUES ('deltar_i', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'deltagare_id', NEW.deltagare_id, 'mote_arende_id', NEW.mote_arende_id));
             END;
CREATE TRIGGER deltar_i_journal_UPDATE AFTER UPDATE ON deltar_i BEGIN
                INSERT INTO journal_in VALUES ('deltar_i', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'deltagare_id', OLD.deltagare_id, 'mote_arende_id', OLD.mote_arende_id), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'deltagare_id', NEW.deltagare_id, 'mote_arende_id', NEW.mote_arende_id));
             END;
CREATE TRIGGER deltar_i_journal_DELETE AFTER DELETE ON deltar_i BEGIN
                INSERT INTO journal_in VALUES ('deltar_i', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'deltagare_id', OLD.deltagare_id, 'mote_arende_id', OLD.mote_arende_id), NULL);
             END;
CREATE TRIGGER ordet_journal_INSERT AFTER INSERT ON ordet BEGIN
                INSERT INTO journal_in VALUES ('ordet', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'mote_arende_id', NEW.mote_arende_id, 'deltagare_id', NEW.deltagare_id, 'nar', NEW.nar));
             END;
CREATE TRIGGER ordet_journal_UPDATE AFTER UPDATE ON ordet BEGIN
                INSERT INTO journal_in VALUES ('ordet', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'mote_arende_id', OLD.mote_arende_id, 'deltagare_id', OLD.deltagare_id, 'nar', OLD.nar), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'mote_arende_id', NEW.mote_arende_id, 'deltagare_id', NEW.deltagare_id, 'nar', NEW.nar));
             END;
CREATE TRIGGER ordet_journal_DELETE AFTER DELETE ON ordet BEGIN
                INSERT INTO journal_in VALUES ('ordet', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'mote_arende_id', OLD.mote_arende_id, 'deltagare_id', OLD.deltagare_id, 'nar', OLD.nar), NULL);
             END;
CREATE TRIGGER post_journal_INSERT AFTER INSERT ON post BEGIN
                INSERT INTO journal_in VALUES ('post', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'mote_arende_id', NEW.mote_arende_id, 'text', NEW.text, 'kalla_id', NEW.kalla_id, 'bekraftad', NEW.bekraftad, 'emi', NEW.emi, 'ordning', NEW.ordning, 'rev', NEW.rev, 'slag', NEW.slag, 'rost_hur', NEW.rost_hur, 'behovs_fran', NEW.behovs_fran, 'beslutat_av', NEW.beslutat_av, 'avvikande', NEW.avvikande, 'agare_id', NEW.agare_id, 'agare_namn', NEW.agare_namn, 'due', NEW.due, 'foljs_upp', NEW.foljs_upp, 'behov_id', NEW.behov_id));
             END;
CREATE TRIGGER post_journal_UPDATE AFTER UPDATE ON post BEGIN
                INSERT INTO journal_in VALUES ('post', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'mote_arende_id', OLD.mote_arende_id, 'text', OLD.text, 'kalla_id', OLD.kalla_id, 'bekraftad', OLD.bekraftad, 'emi', OLD.emi, 'ordning', OLD.ordning, 'rev', OLD.rev, 'slag', OLD.slag, 'rost_hur', OLD.rost_hur, 'behovs_fran', OLD.behovs_fran, 'beslutat_av', OLD.beslutat_av, 'avvikande', OLD.avvikande, 'agare_id', OLD.agare_id, 'agare_namn', OLD.agare_namn, 'due', OLD.due, 'foljs_upp', OLD.foljs_upp, 'behov_id', OLD.behov_id), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'mote_arende_id', NEW.mote_arende_id, 'text', NEW.text, 'kalla_id', NEW.kalla_id, 'bekraftad', NEW.bekraftad, 'emi', NEW.emi, 'ordning', NEW.ordning, 'rev', NEW.rev, 'slag', NEW.slag, 'rost_hur', NEW.rost_hur, 'behovs_fran', NEW.behovs_fran, 'beslutat_av', NEW.beslutat_av, 'avvikande', NEW.avvikande, 'agare_id', NEW.agare_id, 'agare_namn', NEW.agare_namn, 'due', NEW.due, 'foljs_upp', NEW.foljs_upp, 'behov_id', NEW.behov_id));
             END;
CREATE TRIGGER post_journal_DELETE AFTER DELETE ON post BEGIN
                INSERT INTO journal_in VALUES ('post', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'mote_arende_id', OLD.mote_arende_id, 'text', OLD.text, 'kalla_id', OLD.kalla_id, 'bekraftad', OLD.bekraftad, 'emi', OLD.emi, 'ordning', OLD.ordning, 'rev', OLD.rev, 'slag', OLD.slag, 'rost_hur', OLD.rost_hur, 'behovs_fran', OLD.behovs_fran, 'beslutat_av', OLD.beslutat_av, 'avvikande', OLD.avvikande, 'agare_id', OLD.agare_id, 'agare_namn', OLD.agare_namn, 'due', OLD.due, 'foljs_upp', OLD.foljs_upp, 'behov_id', OLD.behov_id), NULL);
             END;
CREATE TRIGGER tvilling_journal_INSERT AFTER INSERT ON tvilling BEGIN
                INSERT INTO journal_in VALUES ('tvilling', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'post_id', NEW.post_id, 'jamte_id', NEW.jamte_id));
             END;
CREATE TRIGGER tvilling_journal_UPDATE AFTER UPDATE ON tvilling BEGIN
                INSERT INTO journal_in VALUES ('tvilling', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'post_id', OLD.post_id, 'jamte_id', OLD.jamte_id), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'post_id', NEW.post_id, 'jamte_id', NEW.jamte_id));
             END;
CREATE TRIGGER tvilling_journal_DELETE AFTER DELETE ON tvilling BEGIN
                INSERT INTO journal_in VALUES ('tvilling', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'post_id', OLD.post_id, 'jamte_id', OLD.jamte_id), NULL);
             END;
CREATE TRIGGER falt_journal_INSERT AFTER INSERT ON falt BEGIN
                INSERT INTO journal_in VALUES ('falt', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'mote_arende_id', NEW.mote_arende_id, 'falt', NEW.falt, 'varde', NEW.varde, 'rev', NEW.rev));
             END;
CREATE TRIGGER falt_journal_UPDATE AFTER UPDATE ON falt BEGIN
                INSERT INTO journal_in VALUES ('falt', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'mote_arende_id', OLD.mote_arende_id, 'falt', OLD.falt, 'varde', OLD.varde, 'rev', OLD.rev), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'mote_arende_id', NEW.mote_arende_id, 'falt', NEW.falt, 'varde', NEW.varde, 'rev', NEW.rev));
             END;
CREATE TRIGGER falt_journal_DELETE AFTER DELETE ON falt BEGIN
                INSERT INTO journal_in VALUES ('falt', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'mote_arende_id', OLD.mote_arende_id, 'falt', OLD.falt, 'varde', OLD.varde, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER samtycke_journal_INSERT AFTER INSERT ON samtycke BEGIN
                INSERT INTO journal_in VALUES ('samtycke', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'arende_id', NEW.arende_id, 'mote_id', NEW.mote_id, 'givare', NEW.givare, 'av_barnet', NEW.av_barnet, 'ensam', NEW.ensam, 'svar', NEW.svar, 'form', NEW.form, 'datum', NEW.datum, 'galler_till', NEW.galler_till, 'galler_inte', NEW.galler_inte, 'aterkallat', NEW.aterkallat, 'skal', NEW.skal, 'rev', NEW.rev));
             END;
CREATE TRIGGER samtycke_journal_UPDATE AFTER UPDATE ON samtycke BEGIN
                INSERT INTO journal_in VALUES ('samtycke', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'arende_id', OLD.arende_id, 'mote_id', OLD.mote_id, 'givare', OLD.givare, 'av_barnet', OLD.av_barnet, 'ensam', OLD.ensam, 'svar', OLD.svar, 'form', OLD.form, 'datum', OLD.datum, 'galler_till', OLD.galler_till, 'galler_inte', OLD.galler_inte, 'aterkallat', OLD.aterkallat, 'skal', OLD.skal, 'rev', OLD.rev), json_object('id', NEW.id, 'arende_id', NEW.arende_id, 'mote_id', NEW.mote_id, 'givare', NEW.givare, 'av_barnet', NEW.av_barnet, 'ensam', NEW.ensam, 'svar', NEW.svar, 'form', NEW.form, 'datum', NEW.datum, 'galler_till', NEW.galler_till, 'galler_inte', NEW.galler_inte, 'aterkallat', NEW.aterkallat, 'skal', NEW.skal, 'rev', NEW.rev));
             END;
CREATE TRIGGER samtycke_journal_DELETE AFTER DELETE ON samtycke BEGIN
                INSERT INTO journal_in VALUES ('samtycke', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'arende_id', OLD.arende_id, 'mote_id', OLD.mote_id, 'givare', OLD.givare, 'av_barnet', OLD.av_barnet, 'ensam', OLD.ensam, 'svar', OLD.svar, 'form', OLD.form, 'datum', OLD.datum, 'galler_till', OLD.galler_till, 'galler_inte', OLD.galler_inte, 'aterkallat', OLD.aterkallat, 'skal', OLD.skal, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER samtycke_part_journal_INSERT AFTER INSERT ON samtycke_part BEGIN
                INSERT INTO journal_in VALUES ('samtycke_part', NEW.id, NULL, 'ny', NULL, json_object('id', NEW.id, 'samtycke_id', NEW.samtycke_id, 'part', NEW.part, 'far_beratta', NEW.far_beratta, 'far_inte', NEW.far_inte, 'rev', NEW.rev));
             END;
CREATE TRIGGER samtycke_part_journal_UPDATE AFTER UPDATE ON samtycke_part BEGIN
                INSERT INTO journal_in VALUES ('samtycke_part', NEW.id, NULL, 'andrad', json_object('id', OLD.id, 'samtycke_id', OLD.samtycke_id, 'part', OLD.part, 'far_beratta', OLD.far_beratta, 'far_inte', OLD.far_inte, 'rev', OLD.rev), json_object('id', NEW.id, 'samtycke_id', NEW.samtycke_id, 'part', NEW.part, 'far_beratta', NEW.far_beratta, 'far_inte', NEW.far_inte, 'rev', NEW.rev));
             END;
CREATE TRIGGER samtycke_part_journal_DELETE AFTER DELETE ON samtycke_part BEGIN
                INSERT INTO journal_in VALUES ('samtycke_part', OLD.id, NULL, 'borta', json_object('id', OLD.id, 'samtycke_id', OLD.samtycke_id, 'part', OLD.part, 'far_beratta', OLD.far_beratta, 'far_inte', OLD.far_inte, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER undantag_journal_INSERT AFTER INSERT ON undantag BEGIN
                INSERT INTO journal_in VALUES ('undantag', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'samtycke_id', NEW.samtycke_id, 'post_id', NEW.post_id, 'part', NEW.part));
             END;
CREATE TRIGGER undantag_journal_UPDATE AFTER UPDATE ON undantag BEGIN
                INSERT INTO journal_in VALUES ('undantag', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'samtycke_id', OLD.samtycke_id, 'post_id', OLD.post_id, 'part', OLD.part), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'samtycke_id', NEW.samtycke_id, 'post_id', NEW.post_id, 'part', NEW.part));
             END;
CREATE TRIGGER undantag_journal_DELETE AFTER DELETE ON undantag BEGIN
                INSERT INTO journal_in VALUES ('undantag', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'samtycke_id', OLD.samtycke_id, 'post_id', OLD.post_id, 'part', OLD.part), NULL);
             END;
CREATE TRIGGER planfraga_journal_INSERT AFTER INSERT ON planfraga BEGIN
                INSERT INTO journal_in VALUES ('planfraga', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'deltagare_id', NEW.deltagare_id, 'svar', NEW.svar, 'villkor', NEW.villkor, 'post_id', NEW.post_id, 'rev', NEW.rev));
             END;
CREATE TRIGGER planfraga_journal_UPDATE AFTER UPDATE ON planfraga BEGIN
                INSERT INTO journal_in VALUES ('planfraga', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'deltagare_id', OLD.deltagare_id, 'svar', OLD.svar, 'villkor', OLD.villkor, 'post_id', OLD.post_id, 'rev', OLD.rev), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'deltagare_id', NEW.deltagare_id, 'svar', NEW.svar, 'villkor', NEW.villkor, 'post_id', NEW.post_id, 'rev', NEW.rev));
             END;
CREATE TRIGGER planfraga_journal_DELETE AFTER DELETE ON planfraga BEGIN
                INSERT INTO journal_in VALUES ('planfraga', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'deltagare_id', OLD.deltagare_id, 'svar', OLD.svar, 'villkor', OLD.villkor, 'post_id', OLD.post_id, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER uppfoljning_journal_INSERT AFTER INSERT ON uppfoljning BEGIN
                INSERT INTO journal_in VALUES ('uppfoljning', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'datum', NEW.datum, 'tid', NEW.tid, 'plats', NEW.plats, 'kallar', NEW.kallar, 'rev', NEW.rev));
             END;
CREATE TRIGGER uppfoljning_journal_UPDATE AFTER UPDATE ON uppfoljning BEGIN
                INSERT INTO journal_in VALUES ('uppfoljning', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'datum', OLD.datum, 'tid', OLD.tid, 'plats', OLD.plats, 'kallar', OLD.kallar, 'rev', OLD.rev), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'datum', NEW.datum, 'tid', NEW.tid, 'plats', NEW.plats, 'kallar', NEW.kallar, 'rev', NEW.rev));
             END;
CREATE TRIGGER uppfoljning_journal_DELETE AFTER DELETE ON uppfoljning BEGIN
                INSERT INTO journal_in VALUES ('uppfoljning', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'datum', OLD.datum, 'tid', OLD.tid, 'plats', OLD.plats, 'kallar', OLD.kallar, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER mottagare_journal_INSERT AFTER INSERT ON mottagare BEGIN
                INSERT INTO journal_in VALUES ('mottagare', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'deltagare_id', NEW.deltagare_id, 'namn', NEW.namn, 'satt', NEW.satt, 'rev', NEW.rev));
             END;
CREATE TRIGGER mottagare_journal_UPDATE AFTER UPDATE ON mottagare BEGIN
                INSERT INTO journal_in VALUES ('mottagare', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'deltagare_id', OLD.deltagare_id, 'namn', OLD.namn, 'satt', OLD.satt, 'rev', OLD.rev), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'deltagare_id', NEW.deltagare_id, 'namn', NEW.namn, 'satt', NEW.satt, 'rev', NEW.rev));
             END;
CREATE TRIGGER mottagare_journal_DELETE AFTER DELETE ON mottagare BEGIN
                INSERT INTO journal_in VALUES ('mottagare', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'deltagare_id', OLD.deltagare_id, 'namn', OLD.namn, 'satt', OLD.satt, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER skede_journal_INSERT AFTER INSERT ON skede BEGIN
                INSERT INTO journal_in VALUES ('skede', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'mote_arende_id', NEW.mote_arende_id, 'fas', NEW.fas, 'fran', NEW.fran, 'till', NEW.till));
             END;
CREATE TRIGGER skede_journal_UPDATE AFTER UPDATE ON skede BEGIN
                INSERT INTO journal_in VALUES ('skede', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'mote_arende_id', OLD.mote_arende_id, 'fas', OLD.fas, 'fran', OLD.fran, 'till', OLD.till), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'mote_arende_id', NEW.mote_arende_id, 'fas', NEW.fas, 'fran', NEW.fran, 'till', NEW.till));
             END;
CREATE TRIGGER skede_journal_DELETE AFTER DELETE ON skede BEGIN
                INSERT INTO journal_in VALUES ('skede', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'mote_arende_id', OLD.mote_arende_id, 'fas', OLD.fas, 'fran', OLD.fran, 'till', OLD.till), NULL);
             END;
CREATE TRIGGER avsteg_journal_INSERT AFTER INSERT ON avsteg BEGIN
                INSERT INTO journal_in VALUES ('avsteg', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'mote_arende_id', NEW.mote_arende_id, 'regel', NEW.regel, 'galler', NEW.galler, 'skal', NEW.skal, 'nar', NEW.nar));
             END;
CREATE TRIGGER avsteg_journal_UPDATE AFTER UPDATE ON avsteg BEGIN
                INSERT INTO journal_in VALUES ('avsteg', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'mote_arende_id', OLD.mote_arende_id, 'regel', OLD.regel, 'galler', OLD.galler, 'skal', OLD.skal, 'nar', OLD.nar), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'mote_arende_id', NEW.mote_arende_id, 'regel', NEW.regel, 'galler', NEW.galler, 'skal', NEW.skal, 'nar', NEW.nar));
             END;
CREATE TRIGGER avsteg_journal_DELETE AFTER DELETE ON avsteg BEGIN
                INSERT INTO journal_in VALUES ('avsteg', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'mote_arende_id', OLD.mote_arende_id, 'regel', OLD.regel, 'galler', OLD.galler, 'skal', OLD.skal, 'nar', OLD.nar), NULL);
             END;
CREATE TRIGGER skyddsgranskning_journal_INSERT AFTER INSERT ON skyddsgranskning BEGIN
                INSERT INTO journal_in VALUES ('skyddsgranskning', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'vart', NEW.vart, 'granskat', NEW.granskat, 'av', NEW.av, 'nar', NEW.nar));
             END;
CREATE TRIGGER skyddsgranskning_journal_UPDATE AFTER UPDATE ON skyddsgranskning BEGIN
                INSERT INTO journal_in VALUES ('skyddsgranskning', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'vart', OLD.vart, 'granskat', OLD.granskat, 'av', OLD.av, 'nar', OLD.nar), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'vart', NEW.vart, 'granskat', NEW.granskat, 'av', NEW.av, 'nar', NEW.nar));
             END;
CREATE TRIGGER skyddsgranskning_journal_DELETE AFTER DELETE ON skyddsgranskning BEGIN
                INSERT INTO journal_in VALUES ('skyddsgranskning', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'vart', OLD.vart, 'granskat', OLD.granskat, 'av', OLD.av, 'nar', OLD.nar), NULL);
             END;
CREATE TRIGGER atgard_status_journal_INSERT AFTER INSERT ON atgard_status BEGIN
                INSERT INTO journal_in VALUES ('atgard_status', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'post_id', NEW.post_id, 'mote_id', NEW.mote_id, 'status', NEW.status, 'utvardering', NEW.utvardering, 'ny_due', NEW.ny_due, 'nar', NEW.nar));
             END;
CREATE TRIGGER atgard_status_journal_UPDATE AFTER UPDATE ON atgard_status BEGIN
                INSERT INTO journal_in VALUES ('atgard_status', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'post_id', OLD.post_id, 'mote_id', OLD.mote_id, 'status', OLD.status, 'utvardering', OLD.utvardering, 'ny_due', OLD.ny_due, 'nar', OLD.nar), json_object('id', NEW.id, 'post_id', NEW.post_id, 'mote_id', NEW.mote_id, 'status', NEW.status, 'utvardering', NEW.utvardering, 'ny_due', NEW.ny_due, 'nar', NEW.nar));
             END;
CREATE TRIGGER atgard_status_journal_DELETE AFTER DELETE ON atgard_status BEGIN
                INSERT INTO journal_in VALUES ('atgard_status', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'post_id', OLD.post_id, 'mote_id', OLD.mote_id, 'status', OLD.status, 'utvardering', OLD.utvardering, 'ny_due', OLD.ny_due, 'nar', OLD.nar), NULL);
             END;
CREATE TRIGGER rattelse_journal_INSERT AFTER INSERT ON rattelse BEGIN
                INSERT INTO journal_in VALUES ('rattelse', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'fran', NEW.fran, 'text', NEW.text, 'atgardad', NEW.atgardad, 'nar', NEW.nar, 'rev', NEW.rev));
             END;
CREATE TRIGGER rattelse_journal_UPDATE AFTER UPDATE ON rattelse BEGIN
                INSERT INTO journal_in VALUES ('rattelse', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'fran', OLD.fran, 'text', OLD.text, 'atgardad', OLD.atgardad, 'nar', OLD.nar, 'rev', OLD.rev), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'fran', NEW.fran, 'text', NEW.text, 'atgardad', NEW.atgardad, 'nar', NEW.nar, 'rev', NEW.rev));
             END;
CREATE TRIGGER rattelse_journal_DELETE AFTER DELETE ON rattelse BEGIN
                INSERT INTO journal_in VALUES ('rattelse', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'fran', OLD.fran, 'text', OLD.text, 'atgardad', OLD.atgardad, 'nar', OLD.nar, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER protokoll_version_journal_INSERT AFTER INSERT ON protokoll_version BEGIN
                INSERT INTO journal_in VALUES ('protokoll_version', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'nummer', NEW.nummer, 'slag', NEW.slag, 'av', NEW.av, 'registrerad', NEW.registrerad, 'last_av', NEW.last_av, 'nar', NEW.nar, 'dokument_sha', NEW.dokument_sha, 'journal_rad', NEW.journal_rad, 'journal_sha', NEW.journal_sha));
             END;
CREATE TRIGGER protokoll_version_journal_UPDATE AFTER UPDATE ON protokoll_version BEGIN
                INSERT INTO journal_in VALUES ('protokoll_version', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'nummer', OLD.nummer, 'slag', OLD.slag, 'av', OLD.av, 'registrerad', OLD.registrerad, 'last_av', OLD.last_av, 'nar', OLD.nar, 'dokument_sha', OLD.dokument_sha, 'journal_rad', OLD.journal_rad, 'journal_sha', OLD.journal_sha), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'nummer', NEW.nummer, 'slag', NEW.slag, 'av', NEW.av, 'registrerad', NEW.registrerad, 'last_av', NEW.last_av, 'nar', NEW.nar, 'dokument_sha', NEW.dokument_sha, 'journal_rad', NEW.journal_rad, 'journal_sha', NEW.journal_sha));
             END;
CREATE TRIGGER protokoll_version_journal_DELETE AFTER DELETE ON protokoll_version BEGIN
                INSERT INTO journal_in VALUES ('protokoll_version', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'nummer', OLD.nummer, 'slag', OLD.slag, 'av', OLD.av, 'registrerad', OLD.registrerad, 'last_av', OLD.last_av, 'nar', OLD.nar, 'dokument_sha', OLD.dokument_sha, 'journal_rad', OLD.journal_rad, 'journal_sha', OLD.journal_sha), NULL);
             END;
CREATE TRIGGER protokoll_oppning_journal_INSERT AFTER INSERT ON protokoll_oppning BEGIN
                INSERT INTO journal_in VALUES ('protokoll_oppning', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'nummer', NEW.nummer, 'av', NEW.av, 'skal', NEW.skal, 'nar', NEW.nar));
             END;
CREATE TRIGGER protokoll_oppning_journal_UPDATE AFTER UPDATE ON protokoll_oppning BEGIN
                INSERT INTO journal_in VALUES ('protokoll_oppning', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'nummer', OLD.nummer, 'av', OLD.av, 'skal', OLD.skal, 'nar', OLD.nar), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'nummer', NEW.nummer, 'av', NEW.av, 'skal', NEW.skal, 'nar', NEW.nar));
             END;
CREATE TRIGGER protokoll_oppning_journal_DELETE AFTER DELETE ON protokoll_oppning BEGIN
                INSERT INTO journal_in VALUES ('protokoll_oppning', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'nummer', OLD.nummer, 'av', OLD.av, 'skal', OLD.skal, 'nar', OLD.nar), NULL);
             END;
CREATE TRIGGER kopia_logg_journal_INSERT AFTER INSERT ON kopia_logg BEGIN
                INSERT INTO journal_in VALUES ('kopia_logg', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'version', NEW.version, 'mottagare', NEW.mottagare, 'vad', NEW.vad, 'satt', NEW.satt, 'format', NEW.format, 'sha', NEW.sha, 'av', NEW.av, 'nar', NEW.nar));
             END;
CREATE TRIGGER kopia_logg_journal_UPDATE AFTER UPDATE ON kopia_logg BEGIN
                INSERT INTO journal_in VALUES ('kopia_logg', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'version', OLD.version, 'mottagare', OLD.mottagare, 'vad', OLD.vad, 'satt', OLD.satt, 'format', OLD.format, 'sha', OLD.sha, 'av', OLD.av, 'nar', OLD.nar), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'version', NEW.version, 'mottagare', NEW.mottagare, 'vad', NEW.vad, 'satt', NEW.satt, 'format', NEW.format, 'sha', NEW.sha, 'av', NEW.av, 'nar', NEW.nar));
             END;
CREATE TRIGGER kopia_logg_journal_DELETE AFTER DELETE ON kopia_logg BEGIN
                INSERT INTO journal_in VALUES ('kopia_logg', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'version', OLD.version, 'mottagare', OLD.mottagare, 'vad', OLD.vad, 'satt', OLD.satt, 'format', OLD.format, 'sha', OLD.sha, 'av', OLD.av, 'nar', OLD.nar), NULL);
             END;
CREATE TRIGGER avstamning_journal_INSERT AFTER INSERT ON avstamning BEGIN
                INSERT INTO journal_in VALUES ('avstamning', NEW.id, NEW.mote_id, 'ny', NULL, json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'struktur', NEW.struktur, 'respekt', NEW.respekt, 'samspel', NEW.samspel));
             END;
CREATE TRIGGER avstamning_journal_UPDATE AFTER UPDATE ON avstamning BEGIN
                INSERT INTO journal_in VALUES ('avstamning', NEW.id, NEW.mote_id, 'andrad', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'struktur', OLD.struktur, 'respekt', OLD.respekt, 'samspel', OLD.samspel), json_object('id', NEW.id, 'mote_id', NEW.mote_id, 'struktur', NEW.struktur, 'respekt', NEW.respekt, 'samspel', NEW.samspel));
             END;
CREATE TRIGGER avstamning_journal_DELETE AFTER DELETE ON avstamning BEGIN
                INSERT INTO journal_in VALUES ('avstamning', OLD.id, OLD.mote_id, 'borta', json_object('id', OLD.id, 'mote_id', OLD.mote_id, 'struktur', OLD.struktur, 'respekt', OLD.respekt, 'samspel', OLD.samspel), NULL);
             END;
CREATE TRIGGER socialtjanst_klocka_journal_INSERT AFTER INSERT ON socialtjanst_klocka BEGIN
                INSERT INTO journal_in VALUES ('socialtjanst_klocka', NEW.id, NULL, 'ny', NULL, json_object('id', NEW.id, 'arende_id', NEW.arende_id, 'anmald', NEW.anmald, 'skyddsbedomd', NEW.skyddsbedomd, 'forhandsbedomd', NEW.forhandsbedomd, 'utredning_inledd', NEW.utredning_inledd, 'utredning_klar', NEW.utredning_klar, 'rev', NEW.rev));
             END;
CREATE TRIGGER socialtjanst_klocka_journal_UPDATE AFTER UPDATE ON socialtjanst_klocka BEGIN
                INSERT INTO journal_in VALUES ('socialtjanst_klocka', NEW.id, NULL, 'andrad', json_object('id', OLD.id, 'arende_id', OLD.arende_id, 'anmald', OLD.anmald, 'skyddsbedomd', OLD.skyddsbedomd, 'forhandsbedomd', OLD.forhandsbedomd, 'utredning_inledd', OLD.utredning_inledd, 'utredning_klar', OLD.utredning_klar, 'rev', OLD.rev), json_object('id', NEW.id, 'arende_id', NEW.arende_id, 'anmald', NEW.anmald, 'skyddsbedomd', NEW.skyddsbedomd, 'forhandsbedomd', NEW.forhandsbedomd, 'utredning_inledd', NEW.utredning_inledd, 'utredning_klar', NEW.utredning_klar, 'rev', NEW.rev));
             END;
CREATE TRIGGER socialtjanst_klocka_journal_DELETE AFTER DELETE ON socialtjanst_klocka BEGIN
                INSERT INTO journal_in VALUES ('socialtjanst_klocka', OLD.id, NULL, 'borta', json_object('id', OLD.id, 'arende_id', OLD.arende_id, 'anmald', OLD.anmald, 'skyddsbedomd', OLD.skyddsbedomd, 'forhandsbedomd', OLD.forhandsbedomd, 'utredning_inledd', OLD.utredning_inledd, 'utredning_klar', OLD.utredning_klar, 'rev', OLD.rev), NULL);
             END;
CREATE TRIGGER mote_arende_individ_INSERT AFTER INSERT ON mote_arende BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') WHERE EXISTS (
                SELECT 1 FROM mote_arende ma JOIN mote m ON m.id = ma.mote_id JOIN arende a ON a.id = ma.arende_id
                WHERE ma.id = NEW.id AND 1 AND m.individ_tillaten = 0
                  AND (a.barn_id IS NOT NULL OR a.avidentifierat = 1)); END;
CREATE TRIGGER arende_individ_INSERT AFTER INSERT ON arende BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') WHERE EXISTS (
                SELECT 1 FROM mote_arende ma JOIN mote m ON m.id = ma.mote_id JOIN arende a ON a.id = ma.arende_id
                WHERE 1 AND ma.arende_id = NEW.id AND m.individ_tillaten = 0
                  AND (a.barn_id IS NOT NULL OR a.avidentifierat = 1)); END;
CREATE TRIGGER mote_individ_INSERT AFTER INSERT ON mote BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') WHERE EXISTS (
                SELECT 1 FROM mote_arende ma JOIN mote m ON m.id = ma.mote_id JOIN arende a ON a.id = ma.arende_id
                WHERE ma.mote_id = NEW.id AND 1 AND m.individ_tillaten = 0
                  AND (a.barn_id IS NOT NULL OR a.avidentifierat = 1)); END;
CREATE TRIGGER mote_arende_individ_UPDATE AFTER UPDATE ON mote_arende BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') WHERE EXISTS (
                SELECT 1 FROM mote_arende ma JOIN mote m ON m.id = ma.mote_id JOIN arende a ON a.id = ma.arende_id
                WHERE ma.id = NEW.id AND 1 AND m.individ_tillaten = 0
                  AND (a.barn_id IS NOT NULL OR a.avidentifierat = 1)); END;
CREATE TRIGGER arende_individ_UPDATE AFTER UPDATE ON arende BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') WHERE EXISTS (
                SELECT 1 FROM mote_arende ma JOIN mote m ON m.id = ma.mote_id JOIN arende a ON a.id = ma.arende_id
                WHERE 1 AND ma.arende_id = NEW.id AND m.individ_tillaten = 0
                  AND (a.barn_id IS NOT NULL OR a.avidentifierat = 1)); END;
CREATE TRIGGER mote_individ_UPDATE AFTER UPDATE ON mote BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.') WHERE EXISTS (
                SELECT 1 FROM mote_arende ma JOIN mote m ON m.id = ma.mote_id JOIN arende a ON a.id = ma.arende_id
                WHERE ma.mote_id = NEW.id AND 1 AND m.individ_tillaten = 0
                  AND (a.barn_id IS NOT NULL OR a.avidentifierat = 1)); END;
CREATE TRIGGER arende_okant_INSERT BEFORE INSERT ON arende
             WHEN NEW.avidentifierat = 1 AND NEW.barn_id IS NOT NULL
             BEGIN SELECT RAISE(ABORT, 'En fråga där barnet inte går att känna igen knyts inte till något barn.'); END;
CREATE TRIGGER deltagare_individ_INSERT BEFORE INSERT ON deltagare
             WHEN NEW.slag = 'barn' AND EXISTS (
                SELECT 1 FROM mote m JOIN motesform f ON f.sha = m.form_sha
                WHERE m.id = NEW.mote_id AND m.individ_tillaten = 0
                  AND json_extract(f.json, '$.agenda.niva') <> 'foraldrar')
             BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.'); END;
CREATE TRIGGER arende_okant_UPDATE BEFORE UPDATE ON arende
             WHEN NEW.avidentifierat = 1 AND NEW.barn_id IS NOT NULL
             BEGIN SELECT RAISE(ABORT, 'En fråga där barnet inte går att känna igen knyts inte till något barn.'); END;
CREATE TRIGGER deltagare_individ_UPDATE BEFORE UPDATE ON deltagare
             WHEN NEW.slag = 'barn' AND EXISTS (
                SELECT 1 FROM mote m JOIN motesform f ON f.sha = m.form_sha
                WHERE m.id = NEW.mote_id AND m.individ_tillaten = 0
                  AND json_extract(f.json, '$.agenda.niva') <> 'foraldrar')
             BEGIN SELECT RAISE(ABORT, 'Den här mötesformen tar inte upp enskilda barn.'); END;
CREATE TRIGGER socialtjanst_klocka_av_INSERT BEFORE INSERT ON socialtjanst_klocka
             WHEN NOT EXISTS (SELECT 1 FROM meta WHERE nyckel = 'socialtjanst_klocka' AND varde = 'pa')
             BEGIN SELECT RAISE(ABORT, 'Socialtjänstens klocka är avstängd i den här databasen.'); END;
CREATE TRIGGER socialtjanst_klocka_av_UPDATE BEFORE UPDATE ON socialtjanst_klocka
             WHEN NOT EXISTS (SELECT 1 FROM meta WHERE nyckel = 'socialtjanst_klocka' AND varde = 'pa')
             BEGIN SELECT RAISE(ABORT, 'Socialtjänstens klocka är avstängd i den här databasen.'); END;
CREATE TRIGGER arende_okant_fast BEFORE UPDATE OF avidentifierat ON arende
         WHEN NEW.avidentifierat <> OLD.avidentifierat
         BEGIN SELECT RAISE(ABORT, 'En fråga där barnet inte går att känna igen knyts inte till något barn.'); END;
CREATE TRIGGER mote_individ_fast BEFORE UPDATE OF individ_tillaten ON mote
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
         BEGIN SELECT RAISE(ABORT, 'Hur en åtgärd har gått läggs till, det tas inte bort.'); END;
CREATE TRIGGER mote_last_INSERT BEFORE INSERT ON mote
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER mote_last_UPDATE BEFORE UPDATE ON mote
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.id, NEW.id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER mote_last_DELETE BEFORE DELETE ON mote
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER mote_arende_last_INSERT BEFORE INSERT ON mote_arende
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER mote_arende_last_UPDATE BEFORE UPDATE ON mote_arende
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER mote_arende_last_DELETE BEFORE DELETE ON mote_arende
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER deltagare_last_INSERT BEFORE INSERT ON deltagare
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER deltagare_last_UPDATE BEFORE UPDATE ON deltagare
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER deltagare_last_DELETE BEFORE DELETE ON deltagare
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER deltar_i_last_INSERT BEFORE INSERT ON deltar_i
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER deltar_i_last_UPDATE BEFORE UPDATE ON deltar_i
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER deltar_i_last_DELETE BEFORE DELETE ON deltar_i
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER ordet_last_INSERT BEFORE INSERT ON ordet
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER ordet_last_UPDATE BEFORE UPDATE ON ordet
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER ordet_last_DELETE BEFORE DELETE ON ordet
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER post_last_INSERT BEFORE INSERT ON post
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER post_last_UPDATE BEFORE UPDATE ON post
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER post_last_DELETE BEFORE DELETE ON post
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER tvilling_last_INSERT BEFORE INSERT ON tvilling
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER tvilling_last_UPDATE BEFORE UPDATE ON tvilling
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER tvilling_last_DELETE BEFORE DELETE ON tvilling
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER falt_last_INSERT BEFORE INSERT ON falt
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER falt_last_UPDATE BEFORE UPDATE ON falt
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER falt_last_DELETE BEFORE DELETE ON falt
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER undantag_last_INSERT BEFORE INSERT ON undantag
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER undantag_last_UPDATE BEFORE UPDATE ON undantag
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER undantag_last_DELETE BEFORE DELETE ON undantag
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER planfraga_last_INSERT BEFORE INSERT ON planfraga
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER planfraga_last_UPDATE BEFORE UPDATE ON planfraga
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER planfraga_last_DELETE BEFORE DELETE ON planfraga
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER uppfoljning_last_INSERT BEFORE INSERT ON uppfoljning
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER uppfoljning_last_UPDATE BEFORE UPDATE ON uppfoljning
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER uppfoljning_last_DELETE BEFORE DELETE ON uppfoljning
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER mottagare_last_INSERT BEFORE INSERT ON mottagare
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER mottagare_last_UPDATE BEFORE UPDATE ON mottagare
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER mottagare_last_DELETE BEFORE DELETE ON mottagare
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER skede_last_INSERT BEFORE INSERT ON skede
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER skede_last_UPDATE BEFORE UPDATE ON skede
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER skede_last_DELETE BEFORE DELETE ON skede
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER avsteg_last_INSERT BEFORE INSERT ON avsteg
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER avsteg_last_UPDATE BEFORE UPDATE ON avsteg
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER avsteg_last_DELETE BEFORE DELETE ON avsteg
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER rattelse_last_INSERT BEFORE INSERT ON rattelse
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER rattelse_last_UPDATE BEFORE UPDATE ON rattelse
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER rattelse_last_DELETE BEFORE DELETE ON rattelse
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER protokoll_version_last_INSERT BEFORE INSERT ON protokoll_version
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER protokoll_version_last_UPDATE BEFORE UPDATE ON protokoll_version
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id, NEW.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER protokoll_version_last_DELETE BEFORE DELETE ON protokoll_version
                 WHEN EXISTS (SELECT 1 FROM last_mote WHERE mote_id IN (OLD.mote_id))
                 BEGIN SELECT RAISE(ABORT, 'Mötets protokoll är låst.'); END;
CREATE TRIGGER protokoll_version_bara_nya_UPDATE BEFORE UPDATE ON protokoll_version
                 BEGIN SELECT RAISE(ABORT, 'Ett låst protokoll ändras inte.'); END;
CREATE TRIGGER protokoll_version_bara_nya_DELETE BEFORE DELETE ON protokoll_version
                 BEGIN SELECT RAISE(ABORT, 'Ett låst protokoll ändras inte.'); END;
CREATE TRIGGER protokoll_oppning_bara_nya_UPDATE BEFORE UPDATE ON protokoll_oppning
                 BEGIN SELECT RAISE(ABORT, 'Att en ny version öppnades ändras inte.'); END;
CREATE TRIGGER protokoll_oppning_bara_nya_DELETE BEFORE DELETE ON protokoll_oppning
                 BEGIN SELECT RAISE(ABORT, 'Att en ny version öppnades ändras inte.'); END;
CREATE TRIGGER kopia_logg_bara_nya_UPDATE BEFORE UPDATE ON kopia_logg
                 BEGIN SELECT RAISE(ABORT, 'Kopieloggen ändras inte.'); END;
CREATE TRIGGER kopia_logg_bara_nya_DELETE BEFORE DELETE ON kopia_logg
                 BEGIN SELECT RAISE(ABORT, 'Kopieloggen ändras inte.'); END;
CREATE TRIGGER avstamning_bara_nya_UPDATE BEFORE UPDATE ON avstamning
                 BEGIN SELECT RAISE(ABORT, 'Ett svar om samarbetet ändras inte.'); END;
CREATE TRIGGER avstamning_bara_nya_DELETE BEFORE DELETE ON avstamning
                 BEGIN SELECT RAISE(ABORT, 'Ett svar om samarbetet ändras inte.'); END;
CREATE TRIGGER protokoll_version_nummer_foljer BEFORE INSERT ON protokoll_version
         WHEN NEW.nummer <> 1 + (SELECT count(*) FROM protokoll_version WHERE mote_id = NEW.mote_id)
         BEGIN SELECT RAISE(ABORT, 'Versionen har fel nummer.'); END;
CREATE TRIGGER protokoll_oppning_foljer BEFORE INSERT ON protokoll_oppning
         WHEN NOT EXISTS (SELECT 1 FROM last_mote WHERE mote_id = NEW.mote_id)
           OR NEW.nummer <> 1 + (SELECT max(nummer) FROM protokoll_version WHERE mote_id = NEW.mote_id)
         BEGIN SELECT RAISE(ABORT, 'Bara ett låst protokoll kan få en ny version.'); END;
CREATE TRIGGER oppen_atgard_INSERT AFTER INSERT ON oppen_atgard BEGIN
                INSERT INTO oppen_antal(period, antal) VALUES ('', 1)
                ON CONFLICT(period) DO UPDATE SET antal = antal + 1;
                INSERT INTO oppen_antal(period, antal)
                SELECT period, 1 FROM (SELECT substr(NEW.senast, 1, 7) AS period UNION ALL SELECT NEW.senast)
                WHERE period IS NOT NULL
                ON CONFLICT(period) DO UPDATE SET antal = antal + 1;
             END;
CREATE TRIGGER oppen_atgard_DELETE AFTER DELETE ON oppen_atgard BEGIN
                INSERT INTO oppen_antal(period, antal) VALUES ('', -1)
                ON CONFLICT(period) DO UPDATE SET antal = antal + -1;
                INSERT INTO oppen_antal(period, antal)
                SELECT period, -1 FROM (SELECT substr(OLD.senast, 1, 7) AS period UNION ALL SELECT OLD.senast)
                WHERE period IS NOT NULL
                ON CONFLICT(period) DO UPDATE SET antal = antal + -1;
             END;
CREATE TRIGGER post_oppen_INSERT AFTER INSERT ON post BEGIN
                DELETE FROM oppen_atgard WHERE post_id = NEW.id;
                INSERT INTO oppen_atgard SELECT p.id, p.mote_id, d.due,
                CASE WHEN d.due GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                CASE WHEN d.due GLOB 'senast [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                d.status
         FROM (SELECT p.id,
                      coalesce((SELECT s.ny_due FROM atgard_status s WHERE s.post_id = p.id AND s.ny_due IS NOT NULL
                                ORDER BY s.id DESC LIMIT 1), p.due) AS due,
                      (SELECT s.status FROM atgard_status s WHERE s.post_id = p.id ORDER BY s.id DESC LIMIT 1) AS status
               FROM post p WHERE p.id = NEW.id AND p.slag = 'atgard') d
         JOIN post p ON p.id = d.id JOIN mote m ON m.id = p.mote_id
         WHERE m.status <> 'planerat' AND (d.status IS NULL OR d.status NOT IN ('klar', 'inaktuell'));
             END;
CREATE TRIGGER post_oppen_UPDATE AFTER UPDATE OF slag, due, mote_id ON post BEGIN
                DELETE FROM oppen_atgard WHERE post_id = NEW.id;
                INSERT INTO oppen_atgard SELECT p.id, p.mote_id, d.due,
                CASE WHEN d.due GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                CASE WHEN d.due GLOB 'senast [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                d.status
         FROM (SELECT p.id,
                      coalesce((SELECT s.ny_due FROM atgard_status s WHERE s.post_id = p.id AND s.ny_due IS NOT NULL
                                ORDER BY s.id DESC LIMIT 1), p.due) AS due,
                      (SELECT s.status FROM atgard_status s WHERE s.post_id = p.id ORDER BY s.id DESC LIMIT 1) AS status
               FROM post p WHERE p.id = NEW.id AND p.slag = 'atgard') d
         JOIN post p ON p.id = d.id JOIN mote m ON m.id = p.mote_id
         WHERE m.status <> 'planerat' AND (d.status IS NULL OR d.status NOT IN ('klar', 'inaktuell'));
             END;
CREATE TRIGGER post_oppen_DELETE AFTER DELETE ON post BEGIN
                DELETE FROM oppen_atgard WHERE post_id = OLD.id;
                INSERT INTO oppen_atgard SELECT p.id, p.mote_id, d.due,
                CASE WHEN d.due GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                CASE WHEN d.due GLOB 'senast [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                d.status
         FROM (SELECT p.id,
                      coalesce((SELECT s.ny_due FROM atgard_status s WHERE s.post_id = p.id AND s.ny_due IS NOT NULL
                                ORDER BY s.id DESC LIMIT 1), p.due) AS due,
                      (SELECT s.status FROM atgard_status s WHERE s.post_id = p.id ORDER BY s.id DESC LIMIT 1) AS status
               FROM post p WHERE p.id = OLD.id AND p.slag = 'atgard') d
         JOIN post p ON p.id = d.id JOIN mote m ON m.id = p.mote_id
         WHERE m.status <> 'planerat' AND (d.status IS NULL OR d.status NOT IN ('klar', 'inaktuell'));
             END;
CREATE TRIGGER atgard_status_oppen_INSERT AFTER INSERT ON atgard_status BEGIN
                DELETE FROM oppen_atgard WHERE post_id = NEW.post_id;
                INSERT INTO oppen_atgard SELECT p.id, p.mote_id, d.due,
                CASE WHEN d.due GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                CASE WHEN d.due GLOB 'senast [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                d.status
         FROM (SELECT p.id,
                      coalesce((SELECT s.ny_due FROM atgard_status s WHERE s.post_id = p.id AND s.ny_due IS NOT NULL
                                ORDER BY s.id DESC LIMIT 1), p.due) AS due,
                      (SELECT s.status FROM atgard_status s WHERE s.post_id = p.id ORDER BY s.id DESC LIMIT 1) AS status
               FROM post p WHERE p.id = NEW.post_id AND p.slag = 'atgard') d
         JOIN post p ON p.id = d.id JOIN mote m ON m.id = p.mote_id
         WHERE m.status <> 'planerat' AND (d.status IS NULL OR d.status NOT IN ('klar', 'inaktuell'));
             END;
CREATE TRIGGER atgard_status_oppen_DELETE AFTER DELETE ON atgard_status BEGIN
                DELETE FROM oppen_atgard WHERE post_id = OLD.post_id;
                INSERT INTO oppen_atgard SELECT p.id, p.mote_id, d.due,
                CASE WHEN d.due GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                CASE WHEN d.due GLOB 'senast [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                d.status
         FROM (SELECT p.id,
                      coalesce((SELECT s.ny_due FROM atgard_status s WHERE s.post_id = p.id AND s.ny_due IS NOT NULL
                                ORDER BY s.id DESC LIMIT 1), p.due) AS due,
                      (SELECT s.status FROM atgard_status s WHERE s.post_id = p.id ORDER BY s.id DESC LIMIT 1) AS status
               FROM post p WHERE p.id = OLD.post_id AND p.slag = 'atgard') d
         JOIN post p ON p.id = d.id JOIN mote m ON m.id = p.mote_id
         WHERE m.status <> 'planerat' AND (d.status IS NULL OR d.status NOT IN ('klar', 'inaktuell'));
             END;
CREATE TRIGGER mote_oppen_INSERT AFTER INSERT ON mote  BEGIN
                DELETE FROM oppen_atgard WHERE post_id IN (SELECT id FROM post WHERE mote_id = NEW.id);
                INSERT INTO oppen_atgard SELECT p.id, p.mote_id, d.due,
                CASE WHEN d.due GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                CASE WHEN d.due GLOB 'senast [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                d.status
         FROM (SELECT p.id,
                      coalesce((SELECT s.ny_due FROM atgard_status s WHERE s.post_id = p.id AND s.ny_due IS NOT NULL
                                ORDER BY s.id DESC LIMIT 1), p.due) AS due,
                      (SELECT s.status FROM atgard_status s WHERE s.post_id = p.id ORDER BY s.id DESC LIMIT 1) AS status
               FROM post p WHERE p.mote_id = NEW.id AND p.slag = 'atgard') d
         JOIN post p ON p.id = d.id JOIN mote m ON m.id = p.mote_id
         WHERE m.status <> 'planerat' AND (d.status IS NULL OR d.status NOT IN ('klar', 'inaktuell'));
             END;
CREATE TRIGGER mote_oppen_UPDATE AFTER UPDATE ON mote WHEN NEW.status <> OLD.status BEGIN
                DELETE FROM oppen_atgard WHERE post_id IN (SELECT id FROM post WHERE mote_id = NEW.id);
                INSERT INTO oppen_atgard SELECT p.id, p.mote_id, d.due,
                CASE WHEN d.due GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                CASE WHEN d.due GLOB 'senast [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                d.status
         FROM (SELECT p.id,
                      coalesce((SELECT s.ny_due FROM atgard_status s WHERE s.post_id = p.id AND s.ny_due IS NOT NULL
                                ORDER BY s.id DESC LIMIT 1), p.due) AS due,
                      (SELECT s.status FROM atgard_status s WHERE s.post_id = p.id ORDER BY s.id DESC LIMIT 1) AS status
               FROM post p WHERE p.mote_id = NEW.id AND p.slag = 'atgard') d
         JOIN post p ON p.id = d.id JOIN mote m ON m.id = p.mote_id
         WHERE m.status <> 'planerat' AND (d.status IS NULL OR d.status NOT IN ('klar', 'inaktuell'));
             END;
