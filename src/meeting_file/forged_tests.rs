//! Files that somebody has changed by hand: what the program can't come to isn't taken in, and what it can is.

use super::*;
use crate::demo::builder::Builder;
use crate::demo::meetings;
use crate::demo::tests::{agenda, now};
use crate::domain::agenda::{ConsentRule, EntryKind, FieldType, Phase};
use crate::domain::meeting::Meeting;
use crate::domain::record::{ArendeState, Entry, FileCopy, Override, ParticipantKind, Stage};
use crate::domain::rules::rule;
use serde_json::json;

fn read(json: &str) -> Result<Meeting, MeetingFileError> {
    from_json(json.as_bytes(), now())
}

/// A made-up meeting that is over, by a form.
fn held(form: &str) -> Meeting {
    meetings(now(), &agenda).into_iter().find(|meeting| meeting.head.agenda_id == form).unwrap()
}

/// The meeting as a file, changed.
fn changed(meeting: &Meeting, change: impl FnOnce(&mut Value)) -> Result<Meeting, MeetingFileError> {
    let mut value: Value = serde_json::from_str(&to_json(meeting)).unwrap();
    change(&mut value["mote"]);
    read(&value.to_string())
}

/// That a changed file is refused, with the place.
fn refused_in(meeting: &Meeting, place: &str, change: impl FnOnce(&mut Value)) {
    match changed(meeting, change) {
        Ok(_) => panic!("{place}: taken in"),
        Err(error) => {
            assert_eq!(error.place(), Some(place), "{error}");
            assert!(!error.problem().is_empty() && error.remedy().ends_with('.'), "{error}");
        }
    }
}

fn refused(place: &str, change: impl FnOnce(&mut Value)) {
    refused_in(&held("sip"), place, change);
}

/// One value of the SIP is another.
fn set(pointer: &'static str, wrong: Value) -> impl FnOnce(&mut Value) {
    move |meeting| {
        *meeting.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = wrong;
    }
}

fn index_of(meeting: &Meeting, kind: ParticipantKind) -> usize {
    meeting.participants.iter().position(|person| person.kind == kind).unwrap()
}

const NEW: &str = "01a20847-0000-7000-8000-000000000001";

#[test]
fn as_they_are_they_are_taken_in() {
    for meeting in meetings(now(), &agenda) {
        assert_eq!(read(&to_json(&meeting)), Ok(meeting));
    }
}

#[test]
fn no_meeting_ends_before_it_began_or_ahead_or_stands_elsewhere() {
    let started = held("sip").head.started.unwrap();
    let before = started - chrono::Duration::hours(9);
    for wrong in [json!(before), json!(started - chrono::Duration::seconds(1)), json!("2099-01-01T12:00:00Z")]
    {
        refused("mote.slutad", set("/mote/slutad", wrong));
    }
    refused("mote.slutad", set("/mote/status", json!("pagar")));
    refused("mote.slutad", set("/mote/slutad", json!(now() + chrono::Duration::hours(4))));
    for phase in ["sammanhang", "nulage", "behov", "planering"] {
        refused("mote.fas", set("/mote/fas", json!(phase)));
    }
    refused("mote.mote_arende_id", |meeting| {
        meeting["mote"]["mote_arende_id"] = meeting["motets_arenden"][0]["id"].clone();
    });
    refused("mote.installt_skal", set("/mote/installt_skal", json!("för att")));
    refused("mote.sip_slut", set("/mote/sip_slut", json!("2026-11-01")));
    refused("mote.sip_slut", set("/mote/sip_slut_skal", json!("inga_behov_kvar")));
    refused("mote.sip_slut", |meeting| {
        meeting["mote"]["sip_slut"] = json!("2027-01-01");
        meeting["mote"]["sip_slut_skal"] = json!("inga_behov_kvar");
    });
    refused_in(&held("eht"), "mote.sip_slut", |meeting| {
        meeting["mote"]["sip_slut"] = json!("2026-11-01");
        meeting["mote"]["sip_slut_skal"] = json!("inga_behov_kvar");
    });
    refused("mote.huvudansvar", set("/mote/huvudansvar", json!("stat")));
    let start = "2026-11-20T09:00:00".parse().unwrap();
    let mut of_nobody = Builder::new(&agenda("sspf").unwrap(), "Möte", start, 5).closed(30);
    assert!(read(&to_json(&of_nobody)).is_ok());
    of_nobody.head.file_copy = Some(FileCopy::Namn);
    assert_eq!(read(&to_json(&of_nobody)).unwrap_err().place(), Some("mote.arkivexemplar"));
    // The one that is going on.
    let live = meetings(now(), &agenda).pop().unwrap();
    refused_in(&live, "mote.slutad", set("/mote/slutad", json!(now())));
    refused_in(&live, "mote.mote_arende_id", set("/mote/fas", json!("ansvar")));
    refused_in(&live, "mote.fas", |meeting| {
        meeting["mote"]["status"] = json!("planerat");
        meeting["mote"]["startad"] = Value::Null;
    });
}

#[test]
fn no_stage_goes_on_after_the_meeting_or_ends_before_it_begins() {
    let mut meeting = held("sip");
    let from = meeting.head.started.unwrap();
    meeting.stages.push(Stage {
        id: uuid::Uuid::parse_str(NEW).unwrap().into(),
        meeting: meeting.id(),
        arende: None,
        phase: Phase::Sammanhang,
        from,
        to: Some(from + chrono::Duration::minutes(10)),
    });
    assert_eq!(read(&to_json(&meeting)), Ok(meeting.clone()));
    for wrong in [Value::Null, json!(from - chrono::Duration::seconds(1)), json!("2031-01-01T00:00:00Z")] {
        refused_in(&meeting, "skeden[0].till", set("/skeden/0/till", wrong));
    }
    refused_in(&meeting, "skeden[0].mote_arende_id", |meeting| {
        meeting["skeden"][0]["mote_arende_id"] = meeting["motets_arenden"][0]["id"].clone();
    });
}

#[test]
fn no_consent_is_from_a_day_to_come_or_holds_longer_than_any_can() {
    refused("samtycken[0].datum", |meeting| {
        meeting["samtycken"][0]["datum"] = json!("2099-01-01");
        meeting["samtycken"][0]["galler_till"] = json!("2099-12-31");
    });
    refused("samtycken[0].galler_till", set("/samtycken/0/galler_till", json!("2020-01-01")));
    refused("samtycken[0].galler_till", set("/samtycken/0/galler_till", json!("2029-01-01")));
    refused("samtycken[0].aterkallat", set("/samtycken/0/aterkallat", json!("2020-01-01T12:00:00Z")));
    refused("samtycken[0].aterkallat", set("/samtycken/0/aterkallat", json!("2030-01-01T12:00:00Z")));
    refused("samtycken[0].fragad", set("/samtycken/0/fragad", json!("brev hem")));
    refused("samtycken[0].givare", set("/samtycken/0/givare", json!(" ")));
    refused("samtycken[0].ensam", |meeting| {
        meeting["samtycken"][0]["ensam"] = json!(true);
        meeting["samtycken"][0]["av_barnet"] = json!(true);
    });
    refused("samtycken[0].id", |meeting| {
        let own = meeting["samtycken"][0]["id"].clone();
        meeting["samtyckesparter"].as_array_mut().unwrap().retain(|row| row["samtycke_id"] != own);
        meeting["undantag"] = json!([]);
    });
}

#[test]
fn nothing_is_taken_up_against_the_form() {
    refused("arenden[0].barn_id", |meeting| {
        meeting["arenden"][0]["barn_id"] = Value::Null;
        meeting["barn"] = json!([]);
    });
    refused("arenden[0].avidentifierat", |meeting| {
        meeting["arenden"][0]["barn_id"] = Value::Null;
        meeting["arenden"][0]["avidentifierat"] = json!(true);
        meeting["barn"] = json!([]);
    });
    // Two children where one is taken up at a time.
    refused("motets_arenden[1]", |meeting| {
        let rows = [("barn", "alias"), ("arenden", "benamning"), ("motets_arenden", "fraga")];
        for (number, (rows, change)) in rows.into_iter().enumerate() {
            let mut more = meeting[rows][0].clone();
            more["id"] = json!(format!("01a20847-0000-7000-8000-00000000000{number}"));
            more[change] = json!("Grön");
            meeting[rows].as_array_mut().unwrap().push(more);
        }
        meeting["arenden"][1]["barn_id"] = meeting["barn"][1]["id"].clone();
        meeting["motets_arenden"][1]["arende_id"] = meeting["arenden"][1]["id"].clone();
    });
    // What nobody took up comes along with nothing.
    let eht = held("eht");
    refused_in(&eht, &format!("barn[{}].id", eht.children.len()), |meeting| {
        let mut more = meeting["barn"][0].clone();
        more["id"] = json!(NEW);
        more["alias"] = json!("Violett");
        meeting["barn"].as_array_mut().unwrap().push(more);
    });
    refused_in(&eht, &format!("arenden[{}].id", eht.arenden.len()), |meeting| {
        let mut more = meeting["arenden"][0].clone();
        more["id"] = json!(NEW);
        meeting["arenden"].as_array_mut().unwrap().push(more);
    });
    let place = format!("motets_arenden[{}].arende_id", eht.items.len());
    refused_in(&eht, &place, |meeting| {
        let mut more = meeting["motets_arenden"][0].clone();
        more["id"] = json!(NEW);
        meeting["motets_arenden"].as_array_mut().unwrap().push(more);
    });
    refused("mote.foljer_id", |meeting| meeting["mote"]["foljer_id"] = meeting["mote"]["id"].clone());
}

/// Without all that anybody said of consent.
fn unasked(meeting: &mut Value) {
    for rows in ["samtycken", "samtyckesparter", "undantag"] {
        meeting[rows] = json!([]);
    }
}

#[test]
fn no_child_is_spoken_of_without_anybody_asked_where_the_form_always_asks() {
    refused("motets_arenden[0]", unasked);
    // Not taken up, it may be that nobody was asked: the meeting was closed without it.
    let taken = changed(&held("sip"), |meeting| {
        unasked(meeting);
        meeting["motets_arenden"][0]["lage"] = json!("vantar");
        meeting["skeden"] = json!([]);
        for rows in ["poster", "planfragor", "atgardsstatus", "tvillingar"] {
            meeting[rows] = json!([]);
        }
    });
    assert!(taken.is_ok(), "{taken:?}");
}

#[test]
fn a_reason_stands_instead_of_a_consent_where_the_form_lets_it_and_nowhere_else() {
    let mut form = agenda("sip").unwrap();
    "var-sip".clone_into(&mut form.0.id);
    form.0.consent = ConsentRule::KravsUtomSkyddsskal;
    form.1 = crate::agenda_file::snapshot_of(&form.0);
    let start = "2026-11-20T09:00:00".parse().unwrap();
    let mut b = Builder::new(&form, "Möte", start, 5);
    let child = b.child("Blå", 2014);
    let arende = b.about_child(child);
    let item = b.take_up(arende, "", ArendeState::Klart);
    b.noted(EntryKind::Anteckning, "Påhittat");
    let mut meeting = b.closed(40);
    let error = read(&to_json(&meeting)).unwrap_err();
    assert_eq!(error.place(), Some("motets_arenden[0]"), "{error}");
    let given = |meeting: &Meeting, rule: &str| Override {
        id: uuid::Uuid::parse_str(NEW).unwrap().into(),
        meeting: meeting.head.id,
        arende: Some(item),
        rule: rule.to_owned(),
        about: None,
        reason: "Barnet behöver skyddas".to_owned(),
        at: meeting.head.started.unwrap(),
    };
    meeting.overrides.push(given(&meeting, rule::CONSENT));
    assert_eq!(read(&to_json(&meeting)), Ok(meeting.clone()));
    for never in [rule::INDIVIDUAL, rule::KNOWLEDGE, "påhittad"] {
        let mut forged = meeting.clone();
        let id = uuid::Uuid::from_u128(uuid::Uuid::parse_str(NEW).unwrap().as_u128() + 1).into();
        forged.overrides.push(Override { id, ..given(&meeting, never) });
        assert_eq!(read(&to_json(&forged)).unwrap_err().place(), Some("avsteg[1].regel"), "{never}");
    }
    let mut sip = held("sip");
    let of_sip = Override { arende: Some(sip.items[0].id), ..given(&sip, rule::CONSENT) };
    sip.overrides.push(of_sip);
    assert_eq!(read(&to_json(&sip)).unwrap_err().place(), Some("avsteg[0].regel"));
}

#[test]
fn nobody_is_the_opposite_of_what_their_role_says() {
    let sip = held("sip");
    let mother = index_of(&sip, ParticipantKind::Vardnadshavare);
    let child = index_of(&sip, ParticipantKind::Barn);
    let staff = index_of(&sip, ParticipantKind::Personal);
    let turned = |index: usize, kind: &'static str, huvudman: &'static str, place: &str| {
        refused(&format!("deltagare[{index}].{place}"), |meeting| {
            meeting["planfragor"] = json!([]);
            meeting["deltagare"][index]["slag"] = json!(kind);
            meeting["deltagare"][index]["huvudman"] = json!(huvudman);
        });
    };
    turned(mother, "personal", "kommun", "slag");
    turned(mother, "personal", "familj", "slag");
    turned(mother, "tolk", "annan", "slag");
    turned(child, "personal", "region", "slag");
    turned(staff, "vardnadshavare", "familj", "slag");
    turned(staff, "barn", "familj", "slag");
    turned(mother, "vardnadshavare", "kommun", "huvudman");
    turned(staff, "narstaende", "kommun", "huvudman");
    turned(staff, "tolk", "familj", "huvudman");
    refused(&format!("deltagare[{staff}].namn"), |meeting| {
        meeting["deltagare"][staff]["namn"] = json!("");
        meeting["deltagare"][staff]["roll"] = json!("");
    });
    refused(&format!("deltagare[{staff}].gick"), |meeting| {
        meeting["deltagare"][staff]["gick"] = json!("2026-11-02T12:00:00Z");
    });
    refused(&format!("deltagare[{staff}].gick"), |meeting| {
        meeting["deltagare"][staff]["narvaro"] = json!("gatt");
    });
    refused(&format!("deltagare[{staff}].gick"), |meeting| {
        let person = &mut meeting["deltagare"][staff];
        person["narvaro"] = json!("gatt");
        person["kom"] = json!("2026-11-02T12:00:00Z");
        person["gick"] = json!("2026-11-02T11:59:00Z");
    });
    refused("planfragor[0].deltagare_id", |meeting| {
        meeting["planfragor"][0]["deltagare_id"] = meeting["deltagare"][staff]["id"].clone();
    });
    refused("planfragor[0].villkor", |meeting| {
        let is_bare = meeting["planfragor"][0]["villkor"].is_null();
        meeting["planfragor"][0]["svar"] = json!(if is_bare { "ja_om" } else { "ja" });
    });
}

#[test]
fn no_words_that_nobody_wrote_and_no_number_that_nothing_has() {
    for (place, pointer) in [
        ("mote.titel", "/mote/titel"),
        ("mote.plats", "/mote/plats"),
        ("barn[0].alias", "/barn/0/alias"),
        ("barn[0].namn", "/barn/0/namn"),
        ("arenden[0].benamning", "/arenden/0/benamning"),
        ("poster[0].text", "/poster/0/text"),
        ("samtyckesparter[0].part", "/samtyckesparter/0/part"),
        ("mottagare[0].namn", "/mottagare/0/namn"),
        ("falt[0].varde", "/falt/0/varde"),
    ] {
        for empty in ["", " ", "\u{200b}\u{202e}"] {
            refused(place, set(pointer, json!(empty)));
        }
    }
    for (place, pointer, wrong) in [
        ("barn[0].fodelsear", "/barn/0/fodelsear", 2050),
        ("barn[0].fodelsear", "/barn/0/fodelsear", 2027),
        ("barn[0].fodelsear", "/barn/0/fodelsear", 1899),
        ("deltagare[0].ordning", "/deltagare/0/ordning", -1),
        ("deltagare[0].ordning", "/deltagare/0/ordning", 0),
        ("motets_arenden[0].ordning", "/motets_arenden/0/ordning", 0),
        ("poster[0].ordning", "/poster/0/ordning", -1),
        ("mote.nummer", "/mote/nummer", 0),
    ] {
        refused(place, set(pointer, json!(wrong)));
    }
    // Nobody has looked at what nobody signs.
    refused("ordgranskningar[0].av", |meeting| {
        let own = meeting["mote"]["id"].clone();
        meeting["ordgranskningar"] = json!([{
            "id": NEW, "mote_id": own, "galler": own, "ord": "våld", "av": "", "nar": "2026-11-10T12:00:00Z",
        }]);
    });
    refused("barn[0].fodd", set("/barn/0/fodd", json!("i våras")));
    refused("barn[0].fodd", set("/barn/0/fodd", json!("2031-01-01")));
    refused("barn[0].fodelsear", |meeting| {
        meeting["barn"][0]["fodd"] = json!("2014-05-03");
        meeting["barn"][0]["fodelsear"] = json!(2015);
    });
}

#[test]
fn a_field_holds_what_the_form_says_and_is_one_of_its_own() {
    let sip = held("sip");
    let (index, spec) = sip
        .fields
        .iter()
        .enumerate()
        .find_map(|(at, row)| Some((at, sip.agenda.fields.iter().find(|spec| spec.id == row.field)?)))
        .unwrap();
    assert_ne!(spec.kind, FieldType::Text);
    for wrong in ["kanske", "Ja", "ja nej", "2026-02-30"] {
        refused(&format!("falt[{index}].varde"), |meeting| meeting["falt"][index]["varde"] = json!(wrong));
    }
    refused(&format!("falt[{index}].falt"), |meeting| meeting["falt"][index]["falt"] = json!("annat"));
    // The meeting's, said of an ärende.
    refused(&format!("falt[{index}].falt"), |meeting| {
        let item = meeting["motets_arenden"][0]["id"].clone();
        let row = &mut meeting["falt"][index];
        row["mote_arende_id"] = if row["mote_arende_id"].is_null() { item } else { Value::Null };
    });
}

#[test]
fn nothing_is_written_that_the_form_does_not_take_or_that_lies_before_the_meeting() {
    let plain = |entry: &Entry| entry.kind() == EntryKind::Fungerar;
    let sip = held("sip");
    let index = sip.entries.iter().position(plain).unwrap();
    for kind in ["reflektion", "riskfaktor", "anpassning"] {
        refused(&format!("poster[{index}].slag"), |meeting| meeting["poster"][index]["slag"] = json!(kind));
    }
    let action =
        sip.entries.iter().position(|entry| entry.action().is_some_and(|it| it.owner.is_some())).unwrap();
    refused(&format!("poster[{action}].agare_namn"), |meeting| {
        meeting["poster"][action]["agare_namn"] = json!("Någon annan");
    });
    refused(&format!("poster[{action}].due"), |meeting| {
        meeting["poster"][action]["due"] = json!("senast 2026-01-01");
    });
    refused(&format!("poster[{action}].agare_id"), |meeting| {
        meeting["poster"][action]["agare_id"] = json!(NEW);
    });
    refused("uppfoljningar[0].datum", set("/uppfoljningar/0/datum", json!("2026-01-15")));
    refused("motets_arenden[0].utvarderas", set("/motets_arenden/0/utvarderas", json!("2026-01-15")));
    refused(&format!("poster[{action}].bekraftad"), |meeting| {
        meeting["poster"][action]["bekraftad"] = json!("2027-01-01T12:00:00Z");
    });
    refused("tvillingar[0].jamte_id", |meeting| {
        let entry = meeting["poster"][0]["id"].clone();
        let of = meeting["mote"]["id"].clone();
        meeting["tvillingar"] = json!([{ "id": NEW, "mote_id": of, "post_id": entry, "jamte_id": entry }]);
    });
    // A consent to another child's ärende keeps nothing of this one from anybody.
    let eht = held("eht");
    let [one, other] = [0, 1].map(|at| eht.items[at].clone());
    let entry = eht.entries.iter().find(|entry| entry.arende == Some(one.id)).unwrap().id;
    refused_in(&eht, "undantag[0].samtycke_id", |meeting| {
        let own = meeting["mote"]["id"].clone();
        let consent = "01a20847-0000-7000-8000-000000000002";
        meeting["samtycken"] = json!([{
            "id": consent, "arende_id": other.arende, "mote_id": own, "givare": "Påhittad", "av_barnet": false,
            "ensam": false, "svar": "nej", "form": "muntligt", "datum": "2026-11-01", "galler_till": "2026-12-01",
            "rev": 1,
        }]);
        meeting["samtyckesparter"] = json!([]);
        meeting["undantag"] = json!([{
            "id": NEW, "mote_id": own, "samtycke_id": consent, "post_id": entry, "part": "BUP",
        }]);
    });
}

#[test]
fn no_key_is_another_rows_and_nothing_comes_with_a_lock() {
    refused("deltagare[0].id", |meeting| {
        let own = meeting["mote"]["id"].clone();
        meeting["deltagare"][0]["id"] = own;
    });
    refused("poster[1].id", |meeting| meeting["poster"][1]["id"] = meeting["poster"][0]["id"].clone());
    for key in ["versioner", "protokoll_version", "versions", "oppningar", "journal"] {
        let error = changed(&held("sip"), |meeting| {
            meeting[key] = json!([{ "nummer": 3, "journal_rad": 999_999, "journal_sha": "ab" }]);
        })
        .unwrap_err();
        assert!(error.problem().contains("finns inte i formatet"), "{error}");
    }
    refused("poster", |meeting| {
        let row = meeting["poster"][0].clone();
        meeting["poster"] = Value::Array(vec![row; 5001]);
    });
}

#[test]
fn a_value_of_the_wrong_kind_is_told_with_what_should_stand_there() {
    for (place, pointer, wrong, words) in [
        ("mote.fas", "/mote/fas", Value::Null, "ett av värdena sammanhang, nulage, behov, planering, ansvar"),
        ("mote.fas", "/mote/fas", json!("fika"), "Välj bland: sammanhang"),
        ("mote.fas", "/mote/fas", json!(3), "ett av värdena"),
        ("mote.titel", "/mote/titel", Value::Null, "en text"),
        ("mote.minuter", "/mote/minuter", Value::Null, "ett heltal"),
        ("mote.minuter", "/mote/minuter", json!(1.5), "ett heltal"),
        ("mote.individ_tillaten", "/mote/individ_tillaten", json!("ja"), "true eller false"),
        ("barn[0].skyddad", "/barn/0/skyddad", Value::Null, "true eller false"),
        ("samtycken[0].datum", "/samtycken/0/datum", Value::Null, "ett datum"),
        ("samtycken[0].svar", "/samtycken/0/svar", json!("kanske"), "Välj bland: ja, nej, saknas"),
        ("samtycken[0].svar", "/samtycken/0/svar", json!(""), "Välj bland"),
        ("planfragor[0].svar", "/planfragor/0/svar", json!("kanske"), "Välj bland: ja, ja_om, nej"),
        ("poster[0].slag", "/poster/0/slag", Value::Null, "ett av värdena"),
        ("poster[0].text", "/poster/0/text", json!(["x"]), "en text"),
        ("poster", "/poster", Value::Null, "en lista"),
        ("poster[0]", "/poster/0", json!(7), "ett objekt"),
        ("mote", "/mote", Value::Null, "ett objekt"),
    ] {
        let error = changed(&held("sip"), set(pointer, wrong)).unwrap_err();
        assert_eq!(error.place(), Some(place), "{error}");
        let text = error.to_string();
        assert!(text.contains(words) && !text.contains("komma"), "{place}: {text}");
        assert!(!text.contains("ska vara ett tal"), "{text}");
    }
    // Also where no column says what it is.
    let error = changed(&held("sip"), set("/motesform/niva", Value::Null)).unwrap_err().to_string();
    assert!(error.contains("null") && !error.contains("giltig JSON"), "{error}");
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let error = read(&deep).unwrap_err().to_string();
    assert!(error.contains("listor i listor") && !error.contains("komma"), "{error}");
    let large = from_json(&vec![b' '; 3 * MAX_BYTES], now()).unwrap_err().to_string();
    assert!(large.contains("mer än 20 MB"), "{large}");
}

/// What stands in a file of an earlier version of the program: without the columns and tables that have come since.
#[test]
fn what_earlier_versions_wrote_is_taken_in() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/schema");
    for version in 1..=4 {
        // Tables and columns as they were: what later versions add is added by them.
        let known: String = (1..=version)
            .map(|version| std::fs::read_to_string(folder.join(format!("v{version}.sql"))).unwrap())
            .collect();
        let is_known =
            |word: &str| known.split(|c: char| !c.is_alphanumeric() && c != '_').any(|own| own == word);
        for meeting in meetings(now(), &agenda) {
            let mut left_out = 0;
            let read = changed(&meeting, |file| {
                for (key, rows) in file.as_object_mut().unwrap() {
                    if key == "motesform" {
                        continue;
                    }
                    let rows = match rows {
                        Value::Array(rows) => rows.iter_mut().collect::<Vec<_>>(),
                        head => vec![head],
                    };
                    for row in rows {
                        let row = row.as_object_mut().unwrap();
                        let before = row.len();
                        row.retain(|column, value| is_known(column) || !value.is_null());
                        left_out += before - row.len();
                    }
                }
                let newer: Vec<String> =
                    ["ordgranskningar", "tvillingar"].map(str::to_owned).into_iter().collect();
                for key in newer {
                    file.as_object_mut().unwrap().remove(&key);
                }
            });
            assert!(version > 1 || left_out > 0);
            assert_eq!(read, Ok(meeting), "version {version}");
        }
    }
}
