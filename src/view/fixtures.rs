//! Made-up models for tests of what is drawn and pressed.

use crate::app::board::{Board, Column, Point, Row, Section, Stop, Tone};
use crate::app::line::Line;
use crate::app::model::{HomeScreen, MeetingScreen, Model, RowRef, Screen, Setup, Todo};
use crate::app::now::Now;
use crate::domain::agenda::{
    Agenda, AskedForm, ConsentRule, EmiBorder, EntryKind, Level, MinutesKind, Phase, PhaseSpec, Phases,
    Round, Unanswered, Unidentified,
};
use crate::domain::dates::Due;
use crate::domain::ids::{EntryId, Ids, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::overview::{ActionRow, EndingConsent, Home, MeetingRow};
use crate::domain::record::{Body, Entry, Head, MeetingStatus};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};
use uuid::Uuid;

pub(crate) fn now() -> Now {
    let utc = DateTime::parse_from_rfc3339("2026-11-23T08:31:00Z").unwrap().to_utc();
    Now { utc, zone: chrono_tz::Europe::Stockholm }
}

fn day(offset: i64) -> NaiveDate {
    now().today() + TimeDelta::days(offset)
}

fn planned(offset: i64, hour: u32) -> NaiveDateTime {
    day(offset).and_hms_opt(hour, 0, 0).unwrap()
}

pub(crate) fn model() -> Model {
    let setup = Setup { workplace: "Ängsskolan".to_owned(), seed: 1, ..Setup::default() };
    Model::new(setup, now(), (80, 24))
}

fn meeting_row(title: &str, planned: NaiveDateTime, status: MeetingStatus) -> MeetingRow {
    MeetingRow {
        cancelled: false,
        held: None,
        id: MeetingId(Uuid::from_u128(7)),
        agenda_id: "eht".to_owned(),
        title: title.to_owned(),
        planned,
        status,
        phase: Phase::Nulage,
        handle: "2026-11-23-eht".to_owned(),
        arenden: Vec::new(),
        place: None,
    }
}

fn action_row(text: &str, due: Option<Due>, owner: Option<&str>) -> ActionRow {
    ActionRow {
        entry: EntryId(Uuid::from_u128(8)),
        meeting: MeetingId(Uuid::from_u128(7)),
        agenda_id: "eht".to_owned(),
        title: "EHT Ängsskolan".to_owned(),
        day: planned(-7, 9).date(),
        label: None,
        text: text.to_owned(),
        owner: owner.map(str::to_owned),
        follow_up: None,
        due,
        told: None,
    }
}

pub(crate) fn home() -> Home {
    let row = meeting_row;
    Home {
        checked: None,
        keys: Vec::new(),
        ongoing: vec![row("EHT Ängsskolan", planned(0, 9), MeetingStatus::Pagar)],
        coming: vec![
            row("SIP, uppföljning ”Blå”", planned(0, 13), MeetingStatus::Planerat),
            row("BHT Lärkan", planned(3, 10), MeetingStatus::Planerat),
        ],
        recent: vec![row("EHT Ängsskolan", planned(-14, 9), MeetingStatus::Avslutat)],
        actions: vec![
            action_row("Kartläggning läsning", Some(Due::By(day(-3))), Some("Specialpedagog")),
            action_row("Ringa BUP", Some(Due::By(day(-1))), Some("Kurator")),
            action_row("Samtal med hemmet", Some(Due::By(day(0))), Some("Mentor")),
            action_row("Bildschema i klassrummet", Some(Due::By(day(4))), None),
            action_row("Boka tolk", Some(Due::NextMeeting), Some("Kurator")),
        ],
        open_actions: 7,
        late_actions: 2,
        duties: Vec::new(),
        last_copy: crate::domain::backup::LastCopy::default(),
        unanswered: Vec::new(),
        ending: vec![EndingConsent { label: "Blå".to_owned(), last_day: day(12) }],
    }
}

pub(crate) fn home_model() -> Model {
    let mut model = model();
    model.screen = Screen::Home(HomeScreen { data: Some(home()), cursor: 1, ..HomeScreen::default() });
    model
}

pub(crate) fn agenda() -> Agenda {
    let phase = |question: &str, takes: &[EntryKind]| PhaseSpec {
        minutes: 10,
        questions: vec![question.to_owned()],
        takes: takes.to_vec(),
        requires: Vec::new(),
        requires_all: Vec::new(),
        at_least: None,
    };
    Agenda {
        id: "eht".to_owned(),
        name: "Elevhälsoteam".to_owned(),
        short_name: "EHT".to_owned(),
        level: Level::Individ,
        source: String::new(),
        about: String::new(),
        minutes_kind: MinutesKind::Protokoll,
        individuals: true,
        groups: true,
        many: true,
        consent: ConsentRule::Nej,
        consent_form: AskedForm::Valfri,
        unanswered: Unanswered::Skrivs,
        emi_border: EmiBorder::Nej,
        other_ground: String::new(),
        ground_assessed_by: String::new(),
        required_huvudman: Vec::new(),
        otherwise: None,
        leads_to: Vec::new(),
        follows: Vec::new(),
        reminds: Vec::new(),
        deciders: Vec::new(),
        one_of: Vec::new(),
        at_least_units: None,
        unidentified: Unidentified::default(),
        without: Vec::new(),
        one_line: false,
        ours: Vec::new(),
        round: Round::Gemensamt,
        countdown: true,
        follow_up_required: false,
        plan_consent: false,
        can_end: false,
        rhythm: String::new(),
        weeks_between: None,
        months_between: None,
        in_weeks: Vec::new(),
        retention: String::new(),
        minutes: 90,
        roles: Vec::new(),
        fields: Vec::new(),
        phases: Phases {
            sammanhang: phase("Vilka är här?", &[EntryKind::Anteckning]),
            nulage: phase("Vad fungerar?", &[EntryKind::Fungerar]),
            behov: phase("Vad behövs?", &[EntryKind::Behov]),
            planering: phase("Vem gör vad?", &[EntryKind::Atgard]),
            ansvar: phase("Är vi överens?", &[EntryKind::Atgard]),
        },
    }
}

pub(crate) fn meeting(phase: Phase, status: MeetingStatus) -> Meeting {
    let agenda = agenda();
    let head = Head {
        title: "EHT Ängsskolan".to_owned(),
        minutes: 90,
        status,
        phase,
        rev: 1,
        ..Head::new(MeetingId(Uuid::from_u128(1)), &agenda, "", planned(0, 9), "Europe/Stockholm")
    };
    Meeting::new(agenda, head)
}

fn in_meeting(phase: Phase, status: MeetingStatus) -> Model {
    let mut model = model();
    model.screen = Screen::Meeting(Box::new(MeetingScreen::new(meeting(phase, status))));
    model.saved_at = Some(now().utc);
    model
}

/// A meeting in planering, with an action being written.
pub(crate) fn meeting_model() -> Model {
    in_meeting(Phase::Planering, MeetingStatus::Pagar)
}

pub(crate) fn writing_model() -> Model {
    let mut model = meeting_model();
    let screen = screen_of(&mut model);
    screen.line = Line::new("Fråga BUP om bedömning @kar");
    screen.cursor = Some(entry(2));
    model
}

pub(crate) fn read_out_model() -> Model {
    let mut model = in_meeting(Phase::Ansvar, MeetingStatus::Pagar);
    let screen = screen_of(&mut model);
    screen.cursor = Some(entry(2));
    screen.meeting.entries.push(Entry {
        id: EntryId(Uuid::from_u128(2)),
        meeting: screen.meeting.id(),
        arende: None,
        text: "Erbjuda läxhjälp tisdag och torsdag".to_owned(),
        source: None,
        confirmed: None,
        emi: false,
        order: 2,
        rev: 1,
        body: Body::empty(EntryKind::Atgard),
    });
    model
}

pub(crate) fn closed_model() -> Model {
    in_meeting(Phase::Ansvar, MeetingStatus::Avslutat)
}

pub(crate) fn screen_of(model: &mut Model) -> &mut MeetingScreen {
    match &mut model.screen {
        Screen::Meeting(screen) => screen,
        other => panic!("no meeting on screen: {other:?}"),
    }
}

/// The entry with a number.
pub(crate) fn entry(number: u128) -> RowRef {
    RowRef::Entry(EntryId(Uuid::from_u128(number)))
}

pub(crate) fn row(target: Option<RowRef>, mark: &str, text: &str, detail: Option<&str>, tone: Tone) -> Row {
    Row { target, mark: mark.to_owned(), text: text.to_owned(), detail: detail.map(str::to_owned), tone }
}

pub(crate) fn section(heading: &str, rows: Vec<Row>, empty: Option<&str>) -> Section {
    Section { heading: heading.to_owned(), rows, empty: empty.map(str::to_owned) }
}

fn rail(here: usize) -> Vec<Stop> {
    Phase::ALL
        .iter()
        .enumerate()
        .map(|(index, phase)| Stop {
            phase: *phase,
            name: phase.name(),
            here: index == here,
            passed: index < here,
        })
        .collect()
}

/// Planering of the second ärende.
pub(crate) fn board() -> Board {
    let needs = vec![
        row(Some(entry(11)), "1", "Lugn lässtund varje dag", None, Tone::Normal),
        row(Some(entry(12)), "2", "Veta vad som händer under dagen", None, Tone::Normal),
    ];
    let questions = vec![row(Some(entry(13)), "-", "Läser ni tillsammans hemma?", None, Tone::Quiet)];
    let actions = vec![
        row(
            Some(entry(1)),
            "1",
            "Enskild lästräning 15 min om dagen",
            Some("Specialpedagog (skola) · från mån 30 nov"),
            Tone::Normal,
        ),
        row(
            Some(entry(2)),
            "2",
            "Bildschema i klassrummet",
            Some("Mentor (skola) · senast fre 27 nov"),
            Tone::Normal,
        ),
    ];
    let decisions =
        vec![row(Some(entry(3)), "1", "Pedagogisk kartläggning görs.", Some("Beslut av rektor"), Tone::Good)];
    let missing = Todo::Complete(EntryId(Uuid::from_u128(3)));
    let missing =
        vec![row(Some(RowRef::Todo(missing)), "!", "Åtgärd 3 har ingen ansvarig", None, Tone::Warn)];
    Board {
        title: "EHT Ängsskolan".to_owned(),
        day: String::new(),
        middle: "Ärende 2 av 4 · 4 av 6 min".to_owned(),
        right: "09.31 · 31 av 90 min".to_owned(),
        over_time: false,
        rail: rail(3),
        company: None,
        subject: Some("Ärende 2 av 4  ”Blå”".to_owned()),
        question: "Vem gör vad, och när ska det vara klart?".to_owned(),
        more_questions: vec!["Vad prövar vi först?".to_owned(), "Hur märker vi att det hjälper?".to_owned()],
        in_sight: Vec::new(),
        point: None,
        columns: vec![
            Column {
                weight: 2,
                sections: vec![section("Behov", needs, None), section("Att fråga hemmet", questions, None)],
                aside: false,
            },
            Column {
                weight: 3,
                sections: vec![
                    section("Åtgärder", actions, Some("Inga än.")),
                    section("Beslut", decisions, None),
                    section("Saknas", missing, None),
                ],
                aside: false,
            },
        ],
        prompt: Some("Åtgärd".to_owned()),
        kinds: (vec!["Åtgärd", "Beslut", "Fråga hemmet"], 0),
        understood: None,
        completions: vec!["Karin Lund · kurator · skola".to_owned(), "Karim Ek · mentor · skola".to_owned()],
        completion: Some(0),
    }
}

/// Nuläge with four columns.
pub(crate) fn nulage_board() -> Board {
    let good = vec![
        row(Some(entry(1)), "+", "Matte, kompisar", None, Tone::Normal),
        row(Some(entry(2)), "+", "Fritids", None, Tone::Normal),
    ];
    let hard = vec![row(Some(entry(3)), "-", "Läsning högt", None, Tone::Normal)];
    let support = vec![row(Some(entry(4)), "", "Elevassistent 4 tim i veckan (skola)", None, Tone::Normal)];
    let round = vec![
        row(None, "[x]", "Rektor", None, Tone::Good),
        row(None, "[>]", "Kurator", None, Tone::Strong),
        row(None, "[ ]", "Vårdnadshavare", None, Tone::Normal),
    ];
    let column = |sections| Column { weight: 1, sections, aside: false };
    Board {
        rail: rail(1),
        question: "Vad fungerar?".to_owned(),
        more_questions: vec!["Vad är svårare?".to_owned(), "Vilket stöd finns i dag?".to_owned()],
        columns: vec![
            column(vec![
                section("Fungerar", good, None),
                section("Barnets röst", Vec::new(), Some("Inte hörd än.")),
            ]),
            column(vec![section("Svårare", hard, None)]),
            column(vec![section("Stöd i dag", support, None)]),
            column(vec![section("Laget runt 1 av 3", round, None)]),
        ],
        prompt: Some("Fungerar".to_owned()),
        kinds: (vec!["Fungerar", "Svårare", "Stöd i dag", "Barnets röst", "Fråga hemmet", "Anteckning"], 0),
        completions: Vec::new(),
        completion: None,
        ..board()
    }
}

/// The read-out of an action, with what is left to do beneath.
pub(crate) fn read_out_board() -> Board {
    let left = vec![
        row(Some(RowRef::Todo(Todo::FollowUp)), "[ ]", "Boka uppföljningen", None, Tone::Warn),
        row(Some(RowRef::Todo(Todo::Close)), "[ ]", "Avsluta mötet", None, Tone::Quiet),
    ];
    Board {
        rail: rail(4),
        subject: None,
        question: "Är vi överens om det här?".to_owned(),
        more_questions: Vec::new(),
        point: Some(Point {
            target: entry(2),
            heading: "Åtgärd 2 av 5".to_owned(),
            text: "Bildschema i klassrummet".to_owned(),
            owner: "Mentor (skola)".to_owned(),
            when: "senast fre 27 nov".to_owned(),
            remark: Some("tillfrågas".to_owned()),
        }),
        columns: vec![Column {
            weight: 1,
            sections: vec![section("Kvar att göra", left, None)],
            aside: false,
        }],
        prompt: None,
        kinds: (Vec::new(), 0),
        completions: Vec::new(),
        completion: None,
        ..board()
    }
}

pub(crate) fn closed_board() -> Board {
    let mut board = board();
    board.subject = None;
    board.question = "Mötet är avslutat 10.14.".to_owned();
    board.more_questions = Vec::new();
    board.prompt = None;
    board.kinds = (Vec::new(), 0);
    board.completions = Vec::new();
    board.middle = String::new();
    "09.31".clone_into(&mut board.right);
    for column in &mut board.columns {
        column.sections.retain(|section| section.heading != "Saknas");
    }
    board
}

/// A key that nothing else has.
pub(crate) fn fresh_id<T: From<Uuid>>() -> T {
    Ids::new(9).next(now().unix_ms())
}
