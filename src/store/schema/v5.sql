-- From version 4 to 5: the journal's lines are sealed with a secret of the database; what a line says of its content is a
-- checksum as before. Where the sealed lines begin is written in meta (see journal::seal).

DROP TRIGGER journal_in_skriv;
DROP TRIGGER journal_in_stryk;
CREATE TRIGGER journal_in_skriv INSTEAD OF INSERT ON journal_in WHEN NOT (NEW.efter IS NULL AND EXISTS (SELECT 1 FROM kommando_nu WHERE stryk = 1))
         BEGIN
            SELECT RAISE(ABORT, 'Ändringen hör inte till något kommando.') WHERE NOT EXISTS (SELECT 1 FROM kommando_nu);
            INSERT INTO journal_last(seq, salt, innehall)
            VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM journal), lower(hex(randomblob(16))),
                    json_object('fore', json(NEW.fore), 'efter', json(NEW.efter)));
            INSERT INTO journal(seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha, sha)
         SELECT *, sigill(coalesce((SELECT sha FROM journal j WHERE j.seq = r.seq - 1), ''), seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha)
         FROM (SELECT n.seq AS seq, k.ursprung AS ursprung, k.session AS session, k.person AS person, k.tid AS tid, k.kommando AS kommando, k.kod AS kod, NEW.tabell AS tabell, coalesce(NEW.efter, NEW.fore) ->> 'id' AS rad, coalesce(coalesce(NEW.efter, NEW.fore) ->> iif(NEW.tabell = 'mote', 'id', 'mote_id'), k.mote_id) AS mote_id, CASE WHEN NEW.fore IS NULL THEN 'ny' WHEN NEW.efter IS NULL THEN 'borta' ELSE 'andrad' END AS op, k.galler AS galler, (SELECT kedja(l.salt, l.innehall) FROM journal_last l WHERE l.seq = n.seq) AS last_sha
               FROM kommando_nu k, (SELECT coalesce(max(seq), 0) + 1 AS seq FROM journal) n) r;
         END;
CREATE TRIGGER journal_in_stryk INSTEAD OF INSERT ON journal_in WHEN NEW.efter IS NULL AND EXISTS (SELECT 1 FROM kommando_nu WHERE stryk = 1)
         BEGIN INSERT INTO journal(seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha, sha)
         SELECT *, sigill(coalesce((SELECT sha FROM journal j WHERE j.seq = r.seq - 1), ''), seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha)
         FROM (SELECT n.seq AS seq, k.ursprung AS ursprung, k.session AS session, k.person AS person, k.tid AS tid, k.kommando AS kommando, k.kod AS kod, NEW.tabell AS tabell, coalesce(NEW.efter, NEW.fore) ->> 'id' AS rad, coalesce(coalesce(NEW.efter, NEW.fore) ->> iif(NEW.tabell = 'mote', 'id', 'mote_id'), k.mote_id) AS mote_id, 'struken' AS op, k.galler AS galler, '' AS last_sha
               FROM kommando_nu k, (SELECT coalesce(max(seq), 0) + 1 AS seq FROM journal) n) r; END;
