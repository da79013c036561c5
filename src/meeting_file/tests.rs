use super::*;
use crate::agenda_file::Catalogue;
use crate::demo::builder::{Builder, Owner, moment};
use crate::demo::meetings;
use crate::demo::tests::{agenda, now};
use crate::domain::agenda::{ConsentRule, EntryKind, Huvudman, Phase};
use crate::domain::dates::tests::{any_day, any_due};
use crate::domain::record::{
    ActionState, ArendeState, EndReason, Override, ParticipantKind, PlanAnswerKind, Presence, VoiceHow,
};
use crate::domain::text::MAX_CHARS;
use chrono::{Duration, NaiveTime};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

/// Long after all that is made up here.
fn from_json(bytes: &[u8]) -> Result<Meeting, MeetingFileError> {
    super::from_json(bytes, "2040-01-01T12:00:00Z".parse().unwrap())
}

/// Words that somebody has written: something, as it is kept.
fn any_text() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        "[a-zåäöA-ZÅÄÖ \"\\\\/<>#*.,!?0-9]{0,40}",
        ".{0,40}".prop_map(|raw| clean(&raw)),
        Just("Åsa säger ”nej” – \u{1f469}\u{200d}\u{1f467} 漢字".to_owned()).prop_map(|raw| clean(&raw)),
    ];
    text.prop_map(|text| if text.trim().is_empty() { "Påhitt".to_owned() } else { text })
}

/// The keys of all forms that the program carries.
fn carried() -> Vec<String> {
    Catalogue::carried().iter().map(|form| form.agenda.id.clone()).collect()
}

prop_compose! {
    fn any_meeting()(day in any_day())(
        day in Just(day),
        due in any_due(day),
        form_id in prop::sample::select(carried()),
        texts in prop::collection::vec(any_text(), 8..20),
        people in 1_usize..6,
        arenden in 0_usize..4,
        entries in prop::collection::vec((any::<Index>(), any::<Index>(), any::<Index>(), any::<bool>()), 0..25),
        seconds in 0_u32..86_400,
        seed in any::<u64>(),
        rows in any::<[bool; 8]>(),
    ) -> Meeting {
        let text = |index: usize| texts[index % texts.len()].clone();
        let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap();
        let mut b = Builder::new(&agenda(&form_id).unwrap(), &text(0), day.and_time(time), seed);
        let form = b.meeting.agenda.clone();
        let individual = form.individuals;
        let at = moment(day.and_time(time));
        let staff: Vec<_> = (0..people)
            .map(|index| if index % 2 == 0 || form.is_unidentified() {
                b.staff(&text(index), "Påhittad", &text(index + 2), Huvudman::ALL[index % 5])
            } else {
                let kind = if individual { ParticipantKind::Barn } else { ParticipantKind::Narstaende };
                b.family(&text(index), "Påhittad", kind)
            })
            .collect();
        b.with(staff[0], |person| {
            person.presence = if rows[0] { Presence::Gatt } else { Presence::Distans };
            person.left = rows[0].then_some(at + Duration::nanoseconds(1_234_567));
            person.came = rows[1].then_some(at);
        });
        let mut needs = vec![None];
        let takes_any = individual || form.takes_groups();
        let most = if form.many { arenden } else { arenden.min(1) };
        for index in 0..if takes_any { most } else { 0 } {
            let of_child = individual && (rows[index] || !form.takes_groups());
            let mut arende = if of_child {
                // Within a meeting no two children are called the same.
                let mut child = b.child(&format!("{} {index}", text(index)), 2010);
                child.name = rows[3].then(|| text(5));
                child.protected = rows[4];
                b.about_child(child)
            } else {
                b.about_group(&text(index))
            };
            arende.unrecognisable = form.is_unidentified();
            let id = arende.id;
            b.take_up(arende, &text(index + 1), ArendeState::Pagar);
            b.item(|item| item.evaluated_on = rows[5].then_some(day));
            needs = vec![None];
            let asks = matches!(form.consent, ConsentRule::Kravs | ConsentRule::KravsUtomSkyddsskal);
            if rows[6] || (asks && of_child) {
                b.only_here(staff[index % staff.len()]);
                let consent = b.consent(id, &text(1), rows[2], day);
                b.party(consent, &text(2), &text(3), rows[1].then_some("nej"));
                let entry = b.noted(EntryKind::Anteckning, &text(4));
                b.exempt(consent, entry, &text(2));
            }
        }
        let kinds: Vec<EntryKind> =
            Phase::ALL.iter().flat_map(|phase| form.phase(*phase).takes.clone()).collect();
        for (kind, what, who, flag) in entries {
            let text = what.get(&texts);
            let who = *who.get(&staff);
            match *kind.get(&kinds) {
                EntryKind::Behov => needs.push(Some(b.said(who, EntryKind::Behov, text))),
                EntryKind::Atgard => {
                    let owner = if flag { Owner::Of(who) } else { Owner::Asked("Någon annan") };
                    let need = *what.get(&needs);
                    let action = b.action(need, &owner, due.clone(), text);
                    b.went(action, day.and_time(time), ActionState::Andrad, text);
                    if b.meeting.participant(who).unwrap().kind == ParticipantKind::Barn {
                        b.answers(who, PlanAnswerKind::JaOm, Some((text, action)));
                    }
                }
                EntryKind::Beslut => { b.decided(text, flag.then_some("nej"), text); }
                EntryKind::Rost => { b.voice(VoiceHow::Saknas, Some(who), text); }
                other => { b.noted(other, text); }
            }
        }
        b.heard(&staff);
        if rows[7] {
            b.book(day.and_time(time), &text(0), &text(1));
            b.copy_to(Some(staff[0]), &text(2), &text(3));
            b.meeting.head.sip_ended = form.can_end.then_some(day);
            b.meeting.head.sip_end_reason = form.can_end.then_some(EndReason::IngaBehovKvar);
        }
        if rows[5] { b.closed(31) } else { b.meeting.sort(); b.meeting }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn out_in_and_out_again_is_the_same(meeting in any_meeting()) {
        let out = to_json(&meeting);
        let back = from_json(out.as_bytes());
        prop_assert_eq!(back.as_ref(), Ok(&meeting));
        prop_assert_eq!(to_json(&back.unwrap()), out);
    }

    #[test]
    fn whatever_is_in_a_file_it_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = from_json(&bytes);
    }

    #[test]
    fn a_file_with_a_damaged_byte_is_read_or_refused(at in any::<Index>(), byte in any::<u8>()) {
        let mut bytes = sample().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Err(error) = from_json(&bytes) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn a_file_that_ends_too_soon_is_refused(at in any::<Index>()) {
        let text = sample();
        let bytes = text.trim_end().as_bytes();
        prop_assert!(from_json(&bytes[..at.index(bytes.len())]).is_err());
    }
}

fn sample() -> String {
    to_json(&meetings(now(), &agenda)[0])
}

/// The sample with one change.
fn with(change: impl FnOnce(&mut Value)) -> Result<Meeting, MeetingFileError> {
    let mut value: Value = serde_json::from_str(&sample()).unwrap();
    change(&mut value);
    from_json(serde_json::to_string_pretty(&value).unwrap().as_bytes())
}

#[test]
fn the_made_up_meetings_come_back() {
    for meeting in meetings(now(), &agenda) {
        assert_eq!(from_json(to_json(&meeting).as_bytes()), Ok(meeting));
    }
}

#[test]
fn the_order_of_rows_in_the_file_does_not_matter() {
    let mut meeting = meetings(now(), &agenda)[0].clone();
    let sorted = to_json(&meeting);
    meeting.entries.reverse();
    meeting.participants.reverse();
    meeting.consent_parties.reverse();
    assert_eq!(to_json(&meeting), sorted);
}

#[test]
fn every_text_passes_the_door() {
    let meeting = with(|value| {
        value["mote"]["mote"]["titel"] = json!("A\u{30a}sa\u{1b}[31m\u{202e}\r\nB");
        value["mote"]["poster"][0]["text"] = json!("o\u{308}\u{0}");
    })
    .unwrap();
    assert_eq!(meeting.head.title, "Åsa B");
    assert_eq!(meeting.entries.iter().filter(|entry| entry.text == "ö").count(), 1);
}

#[test]
fn an_unknown_field_is_never_lost_without_a_word() {
    let error = with(|value| value["mote"]["deltagare"][0]["e-post"] = json!("a@x")).unwrap_err();
    assert_eq!(error.place(), Some("mote.deltagare[0]"));
    assert!(error.problem().contains("”e-post”"), "{error}");
    let error = with(|value| value["mote"]["hemligt"] = json!(1)).unwrap_err();
    assert!(error.problem().contains("”hemligt”"), "{error}");
    assert!(with(|value| value["extra"] = json!(1)).is_err());
}

/// What is wrong, and a word that the message must hold.
fn refused(change: impl FnOnce(&mut Value), word: &str) {
    let error = with(change).unwrap_err().to_string();
    assert!(error.contains(word), "{error}");
}

#[test]
fn wrong_files_are_refused_with_what_and_where() {
    refused(|value| value["version"] = json!(2), "version 2");
    refused(|value| value["format"] = json!("annat"), "inte ett möte");
    refused(|value| *value = json!([1, 2]), "inte ett möte");
    refused(|value| value["mote"]["mote"]["planerad"] = json!("2026-02-30T09:00:00"), "datum");
    refused(|value| value["mote"]["mote"]["id"] = json!("abc"), "UUID");
    refused(
        |value| value["mote"]["mote"]["minuter"] = json!("lång"),
        "mote.minuter: Värdet är av fel slag: en text",
    );
    refused(|value| value["mote"]["mote"]["fas"] = json!("fika"), "Välj bland: sammanhang, nulage");
    refused(|value| value["mote"]["mote"]["zon"] = json!("Mars/Olympus"), "Europe/Stockholm");
    refused(|value| value["mote"]["mote"]["form"] = json!("eht"), "annan form");
    refused(|value| value["mote"]["mote"]["individ_tillaten"] = json!(false), "individ_tillaten");
    refused(|value| value["mote"]["motesform"]["rytm"] = json!("Aldrig"), "har ändrats");
    refused(|value| value["mote"]["mote"]["planerad"] = json!("9026-02-03T09:00:00"), "1900–2200");
    refused(
        |value| {
            value["mote"]["mote"].as_object_mut().unwrap().remove("titel");
        },
        "”titel” saknas",
    );
    refused(
        |value| {
            let first = value["mote"]["deltagare"][0].clone();
            value["mote"]["deltagare"].as_array_mut().unwrap().push(first);
        },
        "två gånger",
    );
    refused(
        |value| {
            value["mote"]["barn"] = json!([]);
        },
        "arenden[0].barn_id",
    );
    let stranger = json!("0198c0de-0000-7000-8000-000000000000");
    for (table, key) in [
        ("poster", "kalla_id"),
        ("poster", "mote_arende_id"),
        ("ordet", "deltagare_id"),
        ("samtycken", "arende_id"),
        ("samtyckesparter", "samtycke_id"),
        ("undantag", "post_id"),
        ("undantag", "samtycke_id"),
        ("planfragor", "deltagare_id"),
        ("mottagare", "deltagare_id"),
        ("atgardsstatus", "post_id"),
        ("falt", "mote_id"),
    ] {
        refused(|value| value["mote"][table][0][key] = stranger.clone(), &format!("{table}[0].{key}"));
    }
}

#[test]
fn syntax_errors_say_line_and_column() {
    let error = from_json(b"{\n  \"format\": \"samverkan-mote\",,\n}").unwrap_err();
    assert_eq!(error.place(), Some("Rad 2, kolumn 30"));
    assert!(error.problem().contains("giltig JSON"));
    let error = from_json(b"{ \"format\": ").unwrap_err();
    assert!(error.to_string().contains("tar slut"));
    let error = from_json(b"{\n\"a\": \"\xff\"}").unwrap_err();
    assert!(error.to_string().contains("UTF-8") && error.place() == Some("Rad 2"));
    let error = from_json(&vec![b' '; MAX_BYTES + 1]).unwrap_err();
    assert!(error.to_string().contains("för stor"));
    let deep = "[".repeat(100_000);
    assert!(from_json(deep.as_bytes()).is_err());
}

#[test]
fn a_form_without_individuals_takes_no_child() {
    let start = now().naive_utc();
    let mut b = Builder::new(&agenda("sspf").unwrap(), "SSPF", start, 1);
    let child = b.child("Blå", 2012);
    let arende = b.about_child(child);
    b.take_up(arende, "", ArendeState::Pagar);
    let error = from_json(to_json(&b.meeting).as_bytes()).unwrap_err();
    assert!(error.to_string().contains("inget enskilt barn"), "{error}");
}

#[test]
fn an_error_never_quotes_what_was_said() {
    let error = with(|value| {
        value["mote"]["poster"][0]["text"] = json!("Hemligheten");
        value["mote"]["poster"][0]["ordning"] = json!("Hemligheten");
    })
    .unwrap_err();
    assert!(!error.to_string().contains("Hemligheten"), "{error}");
}

fn schema() -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mote.schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_written_fits_the_schema(meeting in any_meeting()) {
        let validator = jsonschema::validator_for(&schema()).unwrap();
        let value: Value = serde_json::from_str(&to_json(&meeting)).unwrap();
        let fault = validator.validate(&value).err().map(|error| format!("{}: {error}", error.instance_path()));
        prop_assert_eq!(fault, None);
    }
}

#[test]
fn the_schema_tells_right_from_wrong_and_explains_every_field() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut meeting = meetings(now(), &agenda)[0].clone();
    meeting.overrides.push(Override {
        id: uuid::Uuid::nil().into(),
        meeting: meeting.head.id,
        arende: None,
        rule: "uppfoljning".to_owned(),
        about: None,
        reason: "Bokas per telefon.".to_owned(),
        at: now(),
    });
    let right: Value = serde_json::from_str(&to_json(&meeting)).unwrap();
    assert_eq!(validator.validate(&right).err().map(|error| error.to_string()), None);
    for (pointer, wrong) in [
        ("/version", json!(2)),
        ("/mote/mote/fas", json!("fika")),
        ("/mote/poster/0/slag", json!("skvaller")),
        ("/mote/deltagare/0/namn", json!(3)),
        ("/mote/avsteg/0", json!({})),
    ] {
        let mut value = right.clone();
        *value.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&value), "{pointer}");
    }
    for (name, part) in schema["$defs"].as_object().unwrap() {
        for (key, field) in part["properties"].as_object().into_iter().flatten() {
            assert!(field["description"].is_string() || field["$ref"].is_string(), "{name}.{key}");
        }
    }
}

/// What a file says that no meeting can be, and a word of the refusal.
#[test]
fn a_forged_file_is_refused_with_where_and_what() {
    let head = |key: &'static str, wrong: Value| move |value: &mut Value| value["mote"]["mote"][key] = wrong;
    refused(head("rev", json!(-1)), "mote.rev");
    refused(head("rev", json!(i64::MAX)), "mote.rev");
    refused(head("nummer", json!(0)), "mote.nummer");
    refused(head("startad", Value::Null), "ingen starttid");
    refused(head("slutad", json!("2001-01-01T00:00:00Z")), "slutar innan");
    refused(head("status", json!("planerat")), "planerat men har");
    refused(
        |value| {
            value["mote"]["mote"]["status"] = json!("avslutat");
            value["mote"]["mote"]["slutad"] = Value::Null;
        },
        "ingen sluttid",
    );
    refused(
        |value| {
            let started = value["mote"]["mote"]["startad"].clone();
            value["mote"]["mote"]["status"] = json!("avslutat");
            value["mote"]["mote"]["slutad"] = started.clone();
            value["mote"]["mote"]["installt"] = started;
        },
        "både avslutat och inställt",
    );
    for (table, key, wrong, word) in [
        ("poster", "rev", json!(-7), "poster[0].rev"),
        ("deltagare", "rev", json!(-1), "deltagare[0].rev"),
        ("barn", "rev", json!(-1), "barn[0].rev"),
        ("barn", "fodelsear", json!(12), "fodelsear"),
        ("poster", "ordning", json!(i64::MAX), "poster[0].ordning"),
        ("poster", "mote_id", json!("0198c0de-0000-7000-8000-000000000000"), "annat möte"),
    ] {
        refused(|value| value["mote"][table][0][key] = wrong, word);
    }
    refused(
        |value| {
            let meeting = value["mote"]["mote"]["id"].clone();
            value["mote"]["skeden"] = json!([{
                "id": "0198c0de-0000-7000-8000-000000000001", "mote_id": meeting, "mote_arende_id": null,
                "fas": "behov", "fran": "2026-11-02T12:00:00Z", "till": "2026-10-02T12:00:00Z",
            }]);
        },
        "skeden[0].till",
    );
    // A status of what is no action.
    refused(
        |value| {
            let other =
                value["mote"]["poster"].as_array().unwrap().iter().find(|row| row["slag"] != "atgard");
            value["mote"]["atgardsstatus"][0]["post_id"] = other.unwrap()["id"].clone();
        },
        "Bara en åtgärd",
    );
    let long = "å".repeat(MAX_CHARS + 1);
    refused(
        |value| value["mote"]["poster"][0]["text"] = json!(long),
        "10001 tecken är fler än de 10000 som får plats",
    );
    // What is taken away by cleaning takes no room, and what is left is never cut.
    let unseen = |times: usize| json!("a\u{200b}".repeat(times));
    refused(|value| value["mote"]["poster"][0]["text"] = unseen(MAX_CHARS + 1), "10001 tecken");
    let read = with(|value| value["mote"]["poster"][0]["text"] = unseen(MAX_CHARS)).unwrap();
    assert!(read.entries.iter().any(|entry| entry.text == "a".repeat(MAX_CHARS)));
}

#[test]
fn no_key_stands_twice_wherever_it_stands() {
    let text = sample();
    for key in ["\"text\":", "\"titel\":", "\"rev\":", "\"slag\":"] {
        let at = text.find(key).unwrap();
        let twice = format!("{}{key} null, {}", &text[..at], &text[at..]);
        let error = from_json(twice.as_bytes()).unwrap_err();
        assert!(error.to_string().contains("står två gånger"), "{key}: {error}");
        assert!(error.place().unwrap().starts_with("Rad "));
    }
}

#[test]
fn a_phase_that_the_form_leaves_out_is_refused() {
    let start = now().naive_utc();
    let mut form = agenda("eht").unwrap();
    "var-eht".clone_into(&mut form.0.id);
    form.0.without = vec![Phase::Behov];
    form.1 = crate::agenda_file::snapshot_of(&form.0);
    let mut b = Builder::new(&form, "Möte", start, 1);
    b.meeting.head.phase = Phase::Behov;
    let error = from_json(to_json(&b.meeting).as_bytes()).unwrap_err();
    assert!(error.to_string().contains("mote.fas: Den fasen finns inte"), "{error}");
}
