mod layout;

use super::typeset::{self, Task};
use chrono::NaiveDate;
use lopdf::{Dictionary, Object};
use samverkan::agenda_file::{Catalogue, laws, snapshot_of};
use samverkan::demo::builder::{Builder, Owner, clock};
use samverkan::domain::agenda::{Agenda, EntryKind, FieldScope, Huvudman, Phase};
use samverkan::domain::command::Snapshot;
use samverkan::domain::dates::Due;
use samverkan::domain::earlier::Earlier;
use samverkan::domain::meeting::Meeting;
use samverkan::domain::record::{ActionState, ActionStatus, ArendeState, Entry, ParticipantKind, VoiceHow};
use samverkan::minutes::document::{Block, Document, Fact, Group, Item, Section};
use samverkan::minutes::pdf::pipe::Fault;
use samverkan::minutes::pdf::{Logo, Paper, Template, order};
use samverkan::minutes::{self, Options};
use std::sync::LazyLock;
use typst::layout::{Frame, FrameItem, Point};

/// The program's own forms.
fn form(id: &str) -> Option<(Agenda, Snapshot)> {
    static FORMS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(None));
    let agenda = FORMS.get(id)?.agenda.clone();
    let snapshot = snapshot_of(&agenda);
    Some((agenda, snapshot))
}

fn meetings() -> Vec<Meeting> {
    samverkan::demo::meetings("2026-11-23T08:20:00Z".parse().unwrap(), &form)
}

fn render(document: &Document, paper: &Paper) -> Result<Vec<u8>, Fault> {
    let (order, picture) = order(document, paper).unwrap();
    typeset::render(&order, &picture)
}

fn documents() -> Vec<Document> {
    let printed_at = "2026-11-24T08:15:00".parse().unwrap();
    let options = Options {
        printed_at,
        draft: true,
        practice: true,
        print_names: false,
        reader: None,
        laws: laws::load(None).0,
    };
    meetings().iter().map(|meeting| minutes::build(meeting, &options)).collect()
}

fn sip() -> Document {
    documents().remove(0)
}

fn paper() -> Paper {
    Paper {
        body: "Barn- och utbildningsnämnden".to_owned(),
        workplace: "Exempelskolan".to_owned(),
        ..Paper::plain("2026-11-24T08:15:00Z".parse().unwrap())
    }
}

/// A text as it stands on a page: how far from the left and right edges it begins and ends, in points, and what it says.
struct Printed {
    left: f64,
    right: f64,
    text: String,
}

fn printed(document: &Document, paper: &Paper) -> Vec<Printed> {
    fn walk(frame: &Frame, at: Point, width: f64, out: &mut Vec<Printed>) {
        for (place, item) in frame.items() {
            let here = at + *place;
            match item {
                FrameItem::Group(group) => walk(&group.frame, here, width, out),
                FrameItem::Text(text) => out.push(Printed {
                    left: here.x.to_pt(),
                    right: width - here.x.to_pt() - text.width().to_pt(),
                    text: text.text.to_string(),
                }),
                _ => {}
            }
        }
    }
    let (order, picture) = order(document, paper).unwrap();
    let (_, _, pages) = typeset::with_slip_in_front(&mut Task::of(&order, &picture)).unwrap();
    let mut out = Vec::new();
    for page in pages.pages() {
        walk(&page.frame, Point::zero(), page.frame.width().to_pt(), &mut out);
    }
    out
}

/// What stands on the paper, without the breaks that were put into long words and between lines.
fn words(printed: &[Printed]) -> String {
    printed.iter().map(|part| part.text.as_str()).collect::<String>().replace(['\u{200b}', ' ', '\u{ad}'], "")
}

/// Puts `text` into everything of a document that somebody may have written.
fn filled_with(document: &Document, text: &str) -> Document {
    fn walk(value: &mut serde_json::Value, text: &str) {
        match value {
            serde_json::Value::Array(rows) => rows.iter_mut().for_each(|row| walk(row, text)),
            serde_json::Value::Object(fields) => {
                for (key, field) in fields {
                    match field {
                        // These say what a block is and for whom; nobody writes them.
                        _ if ["slag", "lasare", "utom", "bara_i"].contains(&key.as_str()) => {}
                        serde_json::Value::String(own) => text.clone_into(own),
                        other => walk(other, text),
                    }
                }
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(document).unwrap();
    walk(&mut value, text);
    serde_json::from_value(value).unwrap()
}

fn root(pdf: &lopdf::Document) -> &Dictionary {
    pdf.catalog().unwrap()
}

fn followed<'a>(pdf: &'a lopdf::Document, from: &'a Dictionary, key: &[u8]) -> &'a Object {
    let object = from.get(key).unwrap_or_else(|_| panic!("{} is missing", String::from_utf8_lossy(key)));
    pdf.dereference(object).unwrap().1
}

#[test]
fn every_made_up_meeting_is_a_tagged_file_with_language_title_outline_and_its_own_typefaces() {
    for document in documents() {
        let bytes = render(&document, &paper()).unwrap();
        let pdf = lopdf::Document::load_mem(&bytes).unwrap();
        let root = root(&pdf);
        let marked = followed(&pdf, root, b"MarkInfo").as_dict().unwrap();
        assert!(marked.get(b"Marked").unwrap().as_bool().unwrap());
        assert!(followed(&pdf, root, b"StructTreeRoot").as_dict().is_ok());
        assert_eq!(followed(&pdf, root, b"Lang").as_str().unwrap(), b"sv-SE");
        assert!(followed(&pdf, root, b"Outlines").as_dict().unwrap().has(b"First"));
        let viewer = followed(&pdf, root, b"ViewerPreferences").as_dict().unwrap();
        assert!(viewer.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
        let about = followed(&pdf, root, b"Metadata").as_stream().unwrap();
        let about = String::from_utf8(about.get_plain_content().unwrap()).unwrap();
        for part in [
            "<pdfaid:part>2",
            "<pdfaid:conformance>A",
            "<pdfuaid:part>1",
            &document.kind,
            "Barn- och utbildningsnämnden",
        ] {
            assert!(about.contains(part), "{part} in {about}");
        }
        // The meeting's own title may name the child: it is on the paper, not on the file.
        assert!(!about.contains(&document.title), "{about}");
        let mut faces = 0;
        for object in pdf.objects.values() {
            let Ok(face) = object.as_dict() else { continue };
            if face.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"FontDescriptor") {
                faces += 1;
                assert!(face.has(b"FontFile2") || face.has(b"FontFile3"), "{face:?}");
            }
        }
        assert!(faces >= 2, "{faces} typefaces");
        // Each table says which of its cells are headings.
        let tables = roles(&pdf).iter().filter(|role| *role == "Table").count();
        let headed = roles(&pdf).iter().filter(|role| *role == "TH").count();
        assert!(tables == 0 || headed >= 4 * tables, "{tables} tables, {headed} headings");
        assert!(tables > 0 || !markdown_has_actions(&document));
    }
}

fn markdown_has_actions(document: &Document) -> bool {
    minutes::markdown::render(document).contains("1. ")
}

/// The roles of the structure's elements.
fn roles(pdf: &lopdf::Document) -> Vec<String> {
    pdf.objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|element| element.has(b"S") && element.has(b"P"))
        .filter_map(|element| element.get(b"S").and_then(Object::as_name).ok())
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect()
}

/// A made-up meeting of a form, with something of everything that the form takes.
fn meeting_of(form: &(Agenda, Snapshot)) -> Meeting {
    let agenda = &form.0;
    let day: NaiveDate = "2026-11-23".parse().unwrap();
    let mut b = Builder::new(form, "Övningsmöte", day.and_time(clock(9, 0)), 7);
    let people: Vec<_> = agenda
        .roles
        .iter()
        .filter(|role| role.huvudman != Huvudman::Familj)
        .map(|role| b.staff("Alva Påhitt", &role.name, &role.unit, role.huvudman))
        .collect();
    let arende = if agenda.individuals {
        let child = b.child("Blå", 2015);
        Some(b.about_child(child))
    } else {
        agenda.groups.then(|| b.about_group("Korridoren efter lunch"))
    };
    if let Some(arende) = arende {
        b.take_up(arende, "Hur blir det lugnare?", ArendeState::Klart);
    }
    for scope in [FieldScope::Mote, FieldScope::Arende] {
        for field in agenda.fields_for(scope) {
            let value = field.choices.first().map_or("2026-11-02", String::as_str);
            b.field(scope, &field.id, value);
        }
    }
    for phase in Phase::ALL {
        for kind in &agenda.phase(phase).takes {
            match kind {
                EntryKind::Atgard => {
                    let owner = people.first().map_or(Owner::Asked("Rektor"), |who| Owner::Of(*who));
                    b.action(None, &owner, Due::By(day), "Möta klassen vid dörren varje dag");
                }
                EntryKind::Beslut => {
                    b.decided("Rektor", Some("Kuratorn vill vänta."), "Schemat vänds.");
                }
                EntryKind::Rost => {
                    b.voice(VoiceHow::EgnaOrd, None, "Jag vill läsa för någon som inte skrattar.");
                }
                kind => {
                    b.noted(*kind, "En lugn stund varje dag är det som behövs, och att veta vad som händer.");
                }
            }
        }
    }
    b.closed(60)
}

/// With the folder in `SAMVERKAN_TEST_PDF` the files stay there, for a validator or for the eye.
#[test]
fn every_form_has_minutes_that_can_be_printed() {
    let folder = std::env::var_os("SAMVERKAN_TEST_PDF");
    let catalogue = Catalogue::load(None);
    assert!(catalogue.iter().count() > 30);
    for known in catalogue.iter() {
        let id = &known.agenda.id;
        let form = form(id).unwrap();
        let printed_at = "2026-11-24T08:15:00".parse().unwrap();
        let options = Options {
            printed_at,
            draft: false,
            practice: true,
            print_names: false,
            reader: None,
            laws: laws::load(None).0,
        };
        let document = minutes::build(&meeting_of(&form), &options);
        let bytes = render(&document, &paper()).unwrap_or_else(|error| panic!("{id}: {error:?}"));
        let pdf = lopdf::Document::load_mem(&bytes).unwrap();
        assert!(followed(&pdf, root(&pdf), b"StructTreeRoot").as_dict().is_ok(), "{id}");
        assert!(roles(&pdf).iter().any(|role| role == "TH"), "{id} has a table of actions");
        if let Some(folder) = &folder {
            std::fs::write(std::path::Path::new(folder).join(format!("{id}.pdf")), &bytes).unwrap();
        }
    }
}

#[test]
fn the_same_version_is_the_same_bytes_and_another_text_is_not() {
    let document = sip();
    let first = render(&document, &paper()).unwrap();
    assert_eq!(first, render(&document, &paper()).unwrap());
    let mut other = document;
    other.title.push('!');
    assert_ne!(first, render(&other, &paper()).unwrap());
}

/// A document with one of each kind of block, so that setting it takes little time.
fn small() -> Document {
    let mut item = Item::new("punkt");
    item.from = Some("mentor".to_owned());
    item.details = vec![Fact::new("Läge", "pågår")];
    let mut action = Item::new("åtgärd");
    action.details =
        vec![Fact::new("Ansvarig", "någon"), Fact::new("När", "snart"), Fact::new("Läge", "pågår")];
    let groups = vec![Group { heading: Some(item.clone()), items: vec![action] }];
    let blocks = vec![
        Block::Uppgifter { facts: vec![Fact::new("Plats", "här")] },
        Block::Stycke { item: item.clone() },
        Block::Lista { items: vec![item.clone()] },
        Block::Atgarder { groups, others: "Övriga".to_owned() },
    ];
    let voice = Section::new("Barnets röst", vec![Block::Lista { items: vec![item] }]);
    Document {
        sections: vec![Section::new("Nuläge", blocks), voice],
        head: vec![Fact::new("Plats", "här")],
        ..sip()
    }
}

#[test]
fn hostile_texts_are_printed_as_they_are_and_inside_the_margins() {
    let short = [
        "#panic(\"x\")",
        "*fet*",
        "_kursiv_",
        "$x$",
        "@ref",
        "\\",
        "`kod`",
        "<lab>",
        "#sys.inputs",
        "// bort",
        "= Rubrik",
        "[U+1F600]",
        "áđŋšŧžČ Sámi, Äiti öö",
        "ÅÄÖ åäö é",
        "😀",
    ];
    let long = "x".repeat(10_000);
    let (left, right) = (25.0 / 25.4 * 72.0, 22.0 / 25.4 * 72.0);
    for (text, parts) in
        [(format!("{} ¤ مرحبا", short.join(" ¤ ")), short.as_slice()), (long.clone(), &[long.as_str()])]
    {
        let filled = filled_with(&small(), &text);
        let paper =
            Paper { body: text.clone(), workplace: text.clone(), signatures: vec![text.clone()], ..paper() };
        let found = printed(&filled, &paper);
        for part in &found {
            assert!(
                part.left >= left - 1.0 && part.right >= right - 1.0,
                "{} {} {:?}",
                part.left,
                part.right,
                part.text
            );
        }
        let all = words(&found);
        for part in parts {
            let count = all.matches(&part.replace(' ', "")).count();
            assert!(count >= 15, "{part:.40} stands {count} times on the paper");
        }
        // What is written from the right is drawn in pieces: each letter is there, and none as a number.
        for letter in "مرحبا".chars().filter(|_| text.contains("مرحبا")) {
            assert!(
                all.matches(letter).count() >= 15 && !all.contains(&format!("[U+{:04X}]", u32::from(letter)))
            );
        }
        assert!(render(&filled, &paper).is_ok());
    }
}

#[test]
fn a_character_without_a_glyph_is_written_as_its_number() {
    assert_eq!(typeset::printable("中 å"), "[U+4E2D] å");
    assert_eq!(typeset::printable("👍🏽 ☺️"), "👍 ☺");
    assert_eq!(typeset::printable("\u{2067}a\u{0}"), "[U+2067]a\u{0}");
}

#[test]
fn a_broken_template_is_told_with_its_line_and_without_the_document() {
    let mut paper = paper();
    for (source, line) in
        [("#let a = 1\n#fel(", 2), ("ett\n\n#panic(\"hej\")", 3), ("#let f() = {\n panic(1)\n}\n#f()", 2)]
    {
        paper.template = Some(Template { name: "egen.typ".to_owned(), source: source.to_owned() });
        match render(&sip(), &paper) {
            Err(Fault::Template { line: Some(at), message }) => {
                assert_eq!(at, line, "{message}");
                assert!(!message.is_empty());
            }
            other => panic!("{other:?}"),
        }
    }
    paper.template =
        Some(Template { name: "egen.typ".to_owned(), source: "#read(\"/etc/passwd\")".to_owned() });
    assert!(matches!(render(&sip(), &paper), Err(Fault::Template { .. })), "a template reads no files");
    paper.template = Some(Template { name: "egen.typ".to_owned(), source: typeset::TEMPLATE.to_owned() });
    assert_eq!(render(&sip(), &paper), render(&sip(), &Paper { template: None, ..paper }));
}

#[test]
fn a_logo_that_is_no_picture_is_told() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="18"/></svg>"#;
    let with = |bytes: &[u8]| Paper {
        logo: Some(Logo { name: "vapen".to_owned(), bytes: bytes.to_vec() }),
        ..paper()
    };
    assert!(render(&sip(), &with(svg.as_bytes())).is_ok());
    for bytes in [b"\x89PNG\r\n\x1a\nno picture".as_slice(), b"<svg"] {
        assert_eq!(render(&sip(), &with(bytes)), Err(Fault::Logo));
    }
}

/// The plan of the longest demo meeting stands on one page in large type; its minutes wouldn't.
#[test]
fn the_plan_in_large_type_is_one_page() {
    let sip = meetings().remove(0);
    let guardian = sip.participants.iter().find(|person| person.kind == ParticipantKind::Vardnadshavare);
    let reader = minutes::find_reader(&sip, &guardian.unwrap().name_and_role()).unwrap();
    let paper = Paper { large: true, body: "Exempelköpings kommun".to_owned(), ..paper() };
    let pages = |document: &Document| {
        lopdf::Document::load_mem(&render(document, &paper).unwrap()).unwrap().get_pages().len()
    };
    assert_eq!(pages(&minutes::plan(&sip, &[reader], true).unwrap()), 1);
    assert!(pages(&minutes::invitation(&sip, None, true, paper.made_at.naive_utc()).unwrap()) > 1);
}

/// A plan of many points, and what goes on of it: on few pages, of which none has a line or two alone.
#[test]
fn a_long_plan_and_its_follow_up_are_few_pages_with_no_line_alone() {
    const POINTS: [(&str, &str); 10] = [
        ("Läsa tillsammans en stund före läggdags varje kväll", "Maria Påhitt"),
        ("Bedömningssamtal med Vera och hennes mamma", "Henrik Fiktiv, psykolog"),
        ("Samtal med Vera en gång i veckan", "Jonas Exempel, skolkurator"),
        ("Vera får komma in tyst och sätta sig, ingen frågar inför klassen", "Petra Modell, mentor"),
        ("Boka tid för rådgivande samtal", "Amina Låtsas, socialsekreterare"),
        ("Sms till mentor på morgonen när Vera blir sen", "Maria Påhitt"),
        ("Skicka tider för föräldragruppen", "Amina Låtsas, socialsekreterare"),
        ("Prova en lugn plats i klassrummet", "Petra Modell, mentor"),
        ("Hälsosamtal med Vera", "Siv Dikt, skolsköterska"),
        ("Ringa hem på fredagarna och berätta hur veckan har varit", "Petra Modell, mentor"),
    ];
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let first = meetings().remove(0);
    let mut next = first.clone();
    next.entries.retain(|entry| entry.kind() == EntryKind::Rost);
    next.earlier = (1..)
        .zip(POINTS)
        .map(|(number, (what, who))| {
            let entry = uuid::Uuid::from_u128(number).into();
            let told = (number % 3 > 0).then(|| ActionStatus {
                id: uuid::Uuid::from_u128(number + 50).into(),
                entry,
                meeting: Some(next.head.id),
                status: if number % 3 == 1 { ActionState::Pagar } else { ActionState::Klar },
                evaluation: None,
                new_due: None,
                at: "2026-11-02T12:00:00Z".parse().unwrap(),
            });
            Earlier {
                entry,
                kind: EntryKind::Atgard,
                arende: Some(next.items[0].arende),
                child: None,
                label: None,
                text: what.to_owned(),
                owner: Some(who.to_owned()),
                asked: false,
                owner_then: None,
                due: Some(Due::By(day("2026-12-18"))),
                due_before: Some(Due::By(day("2026-12-18"))),
                took_over: None,
                owner_before: None,
                follow_up: None,
                follow_up_before: None,
                number: usize::try_from(number).ok(),
                before: Vec::new(),
                is_condition: false,
                needed_from: Vec::new(),
                decided_by: None,
                meeting: uuid::Uuid::from_u128(99).into(),
                agenda_id: "sip".to_owned(),
                registered: None,
                agreed_on: day("2026-09-07"),
                title: "SIP".to_owned(),
                state: None,
                settled_by: None,
                told,
                heard: Vec::new(),
                kept_from: Vec::new(),
                emi: false,
            }
        })
        .collect();
    let mut ended = next.clone();
    ended.head.sip_ended = ended.head.started.map(|at| at.date_naive());
    let mut long = first;
    let point = long.actions().next().unwrap().clone();
    long.entries.retain(|entry| entry.kind() != EntryKind::Atgard);
    for (number, (what, _)) in (1..).zip(POINTS) {
        let id = uuid::Uuid::from_u128(number).into();
        long.entries.push(Entry { id, text: what.to_owned(), ..point.clone() });
    }
    long.plan_answers.iter_mut().for_each(|answer| answer.entry = None);
    let paper = Paper { large: true, ..paper() };
    for (name, meeting, most) in [("lång", &long, 2), ("uppföljning", &next, 2), ("slut", &ended, 2)] {
        for person in meeting.participants.iter().filter(|person| person.is_family()).take(2) {
            let reader = minutes::find_reader(meeting, &person.name_and_role()).unwrap();
            let bytes = render(&minutes::plan(meeting, &[reader], false).unwrap(), &paper).unwrap();
            let file = lopdf::Document::load_mem(&bytes).unwrap();
            if let Ok(folder) = std::env::var("SE_PAPPER") {
                std::fs::write(format!("{folder}/{name}-{}.pdf", person.role), &bytes).unwrap();
            }
            let pages = file.get_pages();
            assert!(pages.len() <= most, "{name}: {}", pages.len());
            for page in pages.keys().skip(1) {
                let text = file.extract_text(&[*page]).unwrap();
                assert!(text.lines().count() > 8, "{name}: {text}");
            }
        }
    }
}

#[test]
fn the_file_says_when_it_was_made_by_utc() {
    let bytes = render(&sip(), &paper()).unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let info = file.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let made = file.get_dictionary(info).unwrap().get(b"CreationDate").unwrap().as_str().unwrap();
    assert_eq!(String::from_utf8_lossy(made), "D:20261124081500Z");
}

/// What is torn off takes along what stands on its back: nothing that is needed may stand there.
#[test]
fn the_slip_stands_on_the_front_of_a_sheet_with_nothing_on_its_back() {
    for more in [0, 12, 30] {
        let mut letter =
            minutes::invitation(&meetings()[0], None, true, paper().made_at.naive_utc()).unwrap();
        let slip = letter.sections.iter().position(|part| part.heading == Document::SLIP).unwrap();
        let rows = (0..more).map(|row| Item::new(format!("Att veta {row}"))).collect();
        letter.sections.insert(slip, Section::new("Mer att veta", vec![Block::Lista { items: rows }]));
        let file = lopdf::Document::load_mem(&render(&letter, &paper()).unwrap()).unwrap();
        let pages: Vec<String> =
            file.get_pages().keys().map(|page| file.extract_text(&[*page]).unwrap()).collect();
        let at = pages.iter().position(|page| page.contains(Document::SLIP)).unwrap();
        assert_eq!(at % 2, 0, "{more}: on a back");
        let form = pages.iter().position(|page| page.contains("Vad frågan gäller")).unwrap();
        assert_eq!(form, at + 2, "{more}: {pages:?}");
    }
}

/// The words of one list, in a document of its own.
fn with_points(rows: Vec<Item>, foot: &str) -> Document {
    let groups = vec![Group { heading: None, items: rows }];
    let table = Section::new("Åtgärder", vec![Block::Atgarder { groups, others: String::new() }]);
    Document { sections: vec![table], foot: foot.to_owned(), ..sip() }
}

fn promised(what: &str, who: &str, when: &str) -> Item {
    let details = vec![Fact::new("Ansvarig", who), Fact::new("När", when)];
    Item { details, ..Item::new(what) }
}

/// Each stands on one line, with ordinary spaces, wherever a line ends; what is wider than its column is broken between words.
#[test]
fn names_days_numbers_and_paragraphs_stay_together_and_can_be_searched() {
    let names = ["Amina Låtsas", "Anna-Karin Påhitt", "Vera"];
    let whole = ["4 december 2026", "kl. 13.30", "20 minuter", "26 kap. 1 §", "070-000 00 01", "klass 7"];
    let mut rows = Vec::new();
    for shift in 0..24 {
        let before = "o".repeat(shift);
        for name in names {
            rows.push(promised(&format!("{before} {name}"), &format!("{name}, socialsekreterare"), "nu"));
        }
        for part in whole {
            rows.push(promised(&format!("{before} det är {part}"), names[0], &format!("{before} {part}")));
        }
    }
    let long = "Wilhelmina-Margareta Gyllenhammar-Wennerström Lindqvist";
    rows.push(promised("Ringa", &format!("{long}, kurator"), "nu"));
    let printed = printed(&with_points(rows, "Fot"), &paper());
    for part in names.into_iter().chain(whole) {
        let times = printed.iter().filter(|one| one.text.contains(part)).count();
        assert!(times >= 24, "{part}: {times} of 24");
    }
    for one in &printed {
        assert!(one.right > 40.0, "{} pt from the edge: {}", one.right, one.text);
        assert!(!one.text.contains('\u{ad}') && !one.text.contains('\u{a0}'), "{}", one.text);
    }
    for word in long.split([' ', '-']) {
        assert!(printed.iter().any(|one| one.text.contains(word)), "{word} is whole");
    }
}

/// It stands in the foot of each page, on one line, so that it can be copied and searched.
#[test]
fn a_checksum_is_one_line_of_text_in_the_foot() {
    let sum = "0123456789abcdef".repeat(4);
    let foot = format!("Justerat 8 november 2026 kl. 10.00. Version 12. Journalens rad 123456: {sum}");
    let document = Document { foot, ..sip() };
    let printed = printed(&document, &paper());
    let times = printed.iter().filter(|one| one.text.contains(&sum)).count();
    let pages = lopdf::Document::load_mem(&render(&document, &paper()).unwrap()).unwrap().get_pages().len();
    assert_eq!(times, pages, "on each page");
}

/// However long the minutes are: no page after the first with a few rows alone, where less space between them does.
#[test]
fn no_page_holds_only_a_few_rows_where_less_space_makes_room_for_them() {
    let count = |pages: usize, document: &Document| {
        let pdf = lopdf::Document::load_mem(&render(document, &paper()).unwrap()).unwrap();
        assert!(pdf.get_pages().len() >= pages);
        pdf.get_pages().len()
    };
    let of = |rows: usize| {
        let rows = (0..rows).map(|at| promised(&format!("Prova sak {at}"), "Amina Låtsas", "nu")).collect();
        with_points(rows, "Fot")
    };
    // As the rows become more, the pages do, and never by a page for two rows: the usual space is the one that breaks.
    let usual = (1..60).find(|rows| {
        let (order, picture) = order(&of(*rows), &paper()).unwrap();
        let task = Task::of(&order, &picture);
        let (desk, _) = typeset::desk(&task, typeset::size(&order), 1.0).unwrap();
        typeset::pages(&desk, &task).unwrap().pages().len() > 1
    });
    assert_eq!(count(1, &of(usual.unwrap())), 1, "one row more than the page takes");
}
