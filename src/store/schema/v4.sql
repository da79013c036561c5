-- A form in which nobody can ever be recognised takes no children, and takes such questions.
DROP VIEW otillaten_individ;
CREATE VIEW otillaten_individ(id, mote_id, arende_id) AS SELECT ma.id, ma.mote_id, ma.arende_id
         FROM mote_arende ma JOIN mote m ON m.id = ma.mote_id JOIN arende a ON a.id = ma.arende_id
         WHERE m.individ_tillaten = 0 AND (a.barn_id IS NOT NULL OR a.avidentifierat = 1
           AND NOT EXISTS (SELECT 1 FROM motesform f WHERE f.sha = m.form_sha
             AND json_extract(f.json, '$.agenda.avidentifierat') = 'alltid'));
