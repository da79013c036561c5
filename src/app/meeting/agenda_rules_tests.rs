//! Each rule of each meeting form, broken: what is done, which words are then read, and whether a reason bends it.
//!
//! The table is the forms' list of rules as the program keeps them, source by source. A form that is changed so that it
//! asks for something new fails [`every_rule_of_every_form_stands_in_the_table`] until the table tells of it.

use crate::app::core::action::Action;
use crate::app::core::model::{RowRef, Target};
use crate::app::meeting::forms_tests::{agendas, consent, gather, printed, share_out, take_up};
use crate::app::testing::{Desk, forms};
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{Agenda, ConsentRule, EntryKind, Need, Round};
use crate::domain::record::MeetingArende;
use crate::domain::rules::{Finding, Severity, may_lift_out, may_take_up, rule};
use chrono::TimeDelta;

/// Why the rule is bent in these tests, as the minutes are to print it.
const REASON: &str = "familjen vill hellre det";

/// What is done to break a rule. Unless it says otherwise those whom the form wants are there, the tasks are shared out,
/// an ärende is taken up, and whoever must has consented.
#[derive(Clone, Copy)]
enum Broken {
    /// Nobody in this role takes part, and the meeting goes on.
    Without(&'static str),
    /// Somebody in this role leads the meeting.
    LedBy(&'static str),
    /// Only these take part.
    Only(&'static [&'static str]),
    /// School and social services are about to speak of a child, and nobody has been asked.
    Unasked,
    /// Straight on to this phase.
    GoingTo(u8),
    /// This is written in a phase, and the meeting goes on from there.
    Writing(u8, EntryKind, &'static str),
    /// This is written in a phase, and the meeting ends.
    EndingWith(u8, EntryKind, &'static str),
    /// The meeting ends.
    Ending,
    /// Something else is done.
    By(fn(&mut Desk)),
}

use Broken::{By, Ending, EndingWith, GoingTo, LedBy, Only, Unasked, Without, Writing};
use EntryKind::{Atgard, Behov, Beslut, Fungerar, Skyddsfaktor};

/// The forms, their rule, what breaks it, the rule's key, words that are read, and whether a reason bends it.
type Row = (&'static [&'static str], &'static str, Broken, &'static str, &'static [&'static str], Bends);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bends {
    Yes,
    Never,
}

use Bends::{Never, Yes};

const NUL: u8 = 1;
const BEH: u8 = 2;
const PLA: u8 = 3;
const ANS: u8 = 4;

#[rustfmt::skip]
const TABLE: &[Row] = &[
    // ---- Every form ------------------------------------------------------------------------------------------------
    (INDIVIDUAL, "a child's ärende that crosses a border needs consent", Unasked, rule::CONSENT,
        &["Det finns inget samtycke.", "får vi inte tala om barnet", "Ctrl-K", "F9"], Never),
    (&["sip", "barnsamverkan", "elevsamverkan", "akut", "vits", "sip-uppfoljning"], "… also within one authority", By(within_one_authority),
        rule::CONSENT, &["Det finns inget samtycke."], Never),
    (INDIVIDUAL, "a no is a no", By(refused), rule::CONSENT, &["Svaret på frågan om samtycke är nej."], Never),
    (ONE_CHILD, "a consent can be withdrawn at any time", By(withdrawn), rule::CONSENT, &["Samtycket är återkallat."], Never),
    (INDIVIDUAL, "a consent holds for a year at most", By(a_year_later), rule::CONSENT, &["Samtycket gick ut 2"], Never),
    (INDIVIDUAL, "a new party needs a new consent", By(a_new_party), rule::CONSENT, &["Samtycket nämner inte Nora Ny."], Never),
    (INDIVIDUAL, "each guardian's answer is recorded", By(one_guardian_asked), rule::GUARDIAN,
        &["har inte svarat ännu på frågan om samtycke", "Var och en av vårdnadshavarna", "när och hur"], Yes),
    (&["eht", "sip", "lokbra", "sbu"], "every action has an owner and a date", EndingWith(PLA, Atgard, "Se över lokalerna"), rule::COMPLETE,
        &["”Se över lokalerna” har varken ansvarig eller datum", "Fråga vem som tar den"], Yes),
    (&["eht", "sip", "lokbra", "sbu"], "what comes back is followed up", EndingWith(PLA, Atgard, "Höra av oss @ada >varje fre"), rule::RECURRING,
        &["Det står inte när ”Höra av oss” följs upp.", "Kom överens om en dag"], Yes),
    (&["eht", "sip", "lokbra", "sbu"], "every agreed point is read out", EndingWith(PLA, Atgard, "Höra av oss @ada >fre"), rule::READ_OUT,
        &["”Höra av oss” är inte uppläst", "samma bild av vem som gör vad"], Yes),
    (EACH_SPEAKS, "every party is given the word in nuläge", GoingTo(BEH), rule::ROUND,
        &["Alla har inte fått ordet: ", "Var och en ska få säga"], Yes),
    (FOLLOW_UP, "the follow-up is booked", Ending, rule::FOLLOW_UP, &[" är inte boka"], Yes),
    (PLAN, "child and guardian are asked about the plan", By(nobody_asked_about_the_plan), rule::PLAN,
        &["har inte svarat ännu: är planen okej?", "barnets och familjens", "ja om"], Yes),
    (PLAN, "who gets the minutes is said", Ending, rule::RECIPIENTS, &["Det står inte vem som får protokollet.", "Familjen ska få det"], Yes),

    // ---- Dals-Ed 2022 ----------------------------------------------------------------------------------------------
    (&["sip-formote"], "the one who answers for the SIP is there", Without("SIP-ansvarig"), rule::REQUIRED_ROLE,
        &["SIP-ansvarig finns inte med", "avsnitt 6"], Yes),
    (&["sip-formote"], "questions and purpose are gone through", GoingTo(ANS), rule::FIELD,
        &["Syfte och frågor inför SIP-mötet", "vad SIP-mötet ska leda till"], Yes),
    (&["sip-formote"], "it is decided whom to invite", GoingTo(ANS), rule::FIELD, &["Familjen vill bjuda in", "Familjen väljer vilka"], Yes),
    (&["sip-formote"], "consent is obtained", Ending, rule::FIELD, &["Samtycket nämner alla inbjudna", "blir det inget SIP-möte"], Yes),
    (&["sip-formote"], "the kallelse is sent", Ending, rule::FIELD, &["Kallelsen skickas senast", "kommer inte"], Yes),
    (&["sip-formote"], "the SIP's minutes are begun", Ending, rule::FIELD, &["SIP-protokollet är påbörjat", "börjar på protokollet"], Yes),
    (&["sip", "sip-uppfoljning"], "somebody answers for the SIP", Without("SIP-ansvarig"), rule::REQUIRED_ROLE, &["SIP-ansvarig finns inte med"], Yes),
    (&["sip", "sip-uppfoljning"], "kommun and region are called, there or not", Only(&["Bo Ask, barnet", "Karin Lund, skolkurator"]),
        rule::HUVUDMAN, &["Ingen från regionen är kallad.", "även om hen inte kom"], Yes),
    (&["sip", "sip-uppfoljning"], "needs of both huvudmän, or a samverkansmöte instead", Writing(BEH, Behov, "Lugna kvällar @kommun"), rule::NEEDS,
        &["Inget av behoven gäller regionen.", "avsnitt 6", "Alt-N", "följer med"], Yes),
    (&["sip", "sip-uppfoljning"], "it is said who is needed", Writing(BEH, Behov, "Lugna kvällar"), rule::NEEDS,
        &["Det står inte vem som behövs för ”Lugna kvällar”"], Yes),
    (&["sip"], "planering says what, who and when", GoingTo(ANS), rule::CONTENT, &["Ingen åtgärd är skriven än"], Yes),
    (&["samverkansmote"], "the need comes before the plan", GoingTo(PLA), rule::CONTENT, &["Inget behov är skrivet", "avsnitt 6"], Yes),
    (&["barnsamverkan"], "all parties, and guardians through staff, raise questions", GoingTo(NUL), rule::FIELD,
        &["Frågan kommer från", "vårdnadshavarna genom personalen", "avsnitt 2.1"], Yes),
    (&["elevsamverkan"], "all parties, and guardians through staff, raise questions", GoingTo(NUL), rule::FIELD,
        &["Frågan kommer från", "vårdnadshavarna genom personalen", "avsnitt 3.2"], Yes),
    (&["bht"], "a need towards health and development is named", GoingTo(PLA), rule::CONTENT, &["Inget behov är skrivet", "avsnitt 2.2"], Yes),
    (&["eht"], "Steg 1 with what was tried in class", GoingTo(NUL), rule::FIELD,
        &["Steg 1 inlämnat", "redan är prövat i klassrummet", "avsnitt 3.1", "skjut upp ärendet"], Yes),
    (&["eht"], "the rektor takes part", Without("Rektor"), rule::REQUIRED_ROLE, &["Rektor finns inte med", "avsnitt 3.1"], Yes),
    (&["eht"], "the rektor decides", Writing(PLA, Beslut, "Kartläggningen görs @insats"), rule::DECIDER,
        &["”Kartläggningen görs” står som fattat av", "I EHT är det rektor som beslutar", "avsnitt 3.1"], Yes),
    (&["trygghetsteam"], "groups and clear rules first, incident reports second", GoingTo(NUL), rule::FIELD,
        &["Frågan gäller", "incidentrapporterna sedan", "avsnitt 3.1.1"], Yes),
    (&["samverkansforum"], "joint training", Ending, rule::FIELD, &["Gemensam utbildning eller föreläsning", "lära oss något tillsammans", "avsnitt 4"], Yes),

    // ---- Degerfors 2013 and 2022 -----------------------------------------------------------------------------------
    (&["bht-degerfors"], "on the parents' commission", GoingTo(NUL), rule::FIELD, &["Vårdnadshavarnas uppdrag", "på vårdnadshavarnas uppdrag"], Yes),
    (&["bht-degerfors"], "parents take part", Without("Vårdnadshavare"), rule::REQUIRED_ROLE, &["Vårdnadshavare finns inte med"], Yes),
    (&["bht-degerfors"], "protective factors first", GoingTo(PLA), rule::CONTENT, &["Ingen skyddsfaktor är skriven", "formens egen regel, inte källans"], Yes),
    (&["ior"], "a written utvecklingsplan first", GoingTo(NUL), rule::FIELD, &["Utvecklingsplanen upprättad", "börjar ingen IOR"], Yes),
    (&["ior"], "on the guardians' commission", GoingTo(NUL), rule::FIELD, &["Vårdnadshavarnas uppdrag", "vårdnadshavarnas uppdrag"], Yes),
    (&["ior"], "the guardians take part", Without("Vårdnadshavare"), rule::REQUIRED_ROLE, &["Vårdnadshavare finns inte med"], Yes),
    (&["ior"], "three areas: the social", GoingTo(PLA), rule::FIELD, &["Social utveckling", "Den sociala utvecklingen"], Yes),
    (&["ior"], "three areas: the emotional", GoingTo(PLA), rule::FIELD, &["Emotionell utveckling", "Den emotionella utvecklingen"], Yes),
    (&["ior"], "three areas: the cognitive", GoingTo(PLA), rule::FIELD, &["Kognitiv utveckling", "Den kognitiva utvecklingen"], Yes),
    (&["pinocchio"], "difficulties and strengths side by side", Writing(NUL, Fungerar, "Hjälper gärna de yngre"), rule::CONTENT,
        &["svårare är skriven", "formens egen regel, inte källans"], Yes),
    (&["pinocchio"], "concrete goals", Writing(BEH, Skyddsfaktor, "Tycker om att bygga"), rule::CONTENT,
        &["mål på kort sikt eller mål på lång sikt är skrivet"], Yes),
    (&["pinocchio-ledning"], "the one who leads the work is there", Without("IFO-chef"), rule::REQUIRED_ROLE, &["IFO-chef finns inte med"], Yes),
    (&["pinocchio-ledning"], "the work is reconciled", GoingTo(ANS), rule::CONTENT, &["Varken beslut eller åtgärd är skrivet"], Yes),
    (&["sig"], "an åtgärdsplan per young person", GoingTo(ANS), rule::FIELD, &["Åtgärdsplanen upprättad", "sin egen åtgärdsplan", "SIG"], Yes),
    (&["sig"], "… and again as the meeting ends", By(the_plan_taken_away_again), rule::FIELD, &["innan mötet avslutas: Åtgärdsplanen upprättad"], Yes),
    (&["samverkansgrupp"], "early support answers a need", GoingTo(PLA), rule::CONTENT, &["Inget behov är skrivet", "Degerfors 2013"], Yes),
    (&["bug", "ventilen", "familjecentral-ledning", "styrgrupp", "lokbra"], "it comes to something", GoingTo(ANS), rule::CONTENT,
        &["Varken", "beslut", "är skrivet än", "Degerfors 2013"], Yes),
    (&["akut"], "whether the guardians may know is said first", GoingTo(NUL), rule::FIELD, &["Vårdnadshavarna får veta", "kontakta socialtjänsten"], Yes),
    (&["akut"], "not held where the guardians must not know", By(guardians_must_not_know), rule::KNOWLEDGE,
        &["Vårdnadshavarna får inte veta.", "brott mot barnet eller heder", "Ingen kallelse, kopia", "Kontakta socialtjänsten"], Never),
    (&["akut"], "social services are there", Without("Socialsekreterare"), rule::REQUIRED_ROLE, &["Socialsekreterare finns inte med"], Yes),
    (&["akut"], "the school is there", Without("Rektor"), rule::REQUIRED_ROLE, &["Rektor finns inte med"], Yes),
    (&["akut-uppfoljning"], "how the cooperation worked leads to something", GoingTo(ANS), rule::CONTENT, &["Varken åtgärd eller beslut är skrivet"], Yes),
    (&["skolfranvaro"], "absence is kept as facts", GoingTo(NUL), rule::FIELD, &["Typ av frånvaro", "inte från vad vi tror"], Yes),
    (&["skolfranvaro"], "the home is there", Without("Vårdnadshavare"), rule::REQUIRED_ROLE, &["Vårdnadshavare finns inte med"], Yes),
    (&["skolfranvaro"], "the cause decides the cooperation", GoingTo(PLA), rule::FIELD, &["Samverkan som orsaken kräver", "Orsaken avgör"], Yes),
    (&["foraldramote-qpm"], "the question of the day, positive and in we-form", GoingTo(BEH), rule::FIELD,
        &["innan behov börjar: Dagens fråga, positiv och i vi-form", "håller samtalet öppet", "QPM"], Yes),
    (&["foraldramote-qpm"], "summing up", Ending, rule::CONTENT, &["Ingen sammanfattning är skriven", "säger högt"], Yes),
    (&["foraldramote-qpm"], "a letter to all parents", Ending, rule::FIELD,
        &["innan mötet avslutas: Brev till alla föräldrar skickas", "inte kunde komma"], Yes),
    (&["foraldramote-opp"], "once a school year in years 7, 8, 9", GoingTo(NUL), rule::FIELD, &["Årskurs", "vart och ett av åren 7, 8 och 9"], Yes),
    (&["foraldramote-opp"], "talk in groups", GoingTo(BEH), rule::FIELD, &["Frågor till grupperna", "något bestämt att tala om"], Yes),
    (&["foraldramote-opp"], "agreement", GoingTo(ANS), rule::CONTENT, &["Inget beslut är skrivet", "ÖPP"], Yes),
    (&["foraldramote-opp"], "fact sheet home", Ending, rule::FIELD, &["Faktablad till alla vårdnadshavare skickas", "går hem"], Yes),
    (&["tematiskt-foraldramote"], "a theme per term", GoingTo(NUL), rule::FIELD, &["Tema", "Varje termin har sitt tema", "Degerfors 2022"], Yes),

    // ---- Barnen i fokus (SKL 2012) ---------------------------------------------------------------------------------
    (&["sbu"], "shared goals: politicians decide what, officials how", GoingTo(ANS), rule::FIELD, &["Gemensamt mål", "tjänstemännen hur"], Yes),
    (&["sbu"], "… and their follow-up", GoingTo(ANS), rule::FIELD, &["Följs upp senast", "glöms bort"], Yes),
    (&["bbu"], "prepares for the SBU", GoingTo(ANS), rule::FIELD, &["Går vidare", "bereder det som SBU"], Yes),
    (&["lsg"], "quick joint action", GoingTo(PLA), rule::FIELD, &["Något behöver hända", "handla snabbt ihop"], Yes),
    (&["vits"], "a need of the child comes before the plan", GoingTo(PLA), rule::CONTENT, &["Inget behov är skrivet", "Vaggeryd"], Yes),
    (&["skolfam"], "a plan for the schooling", GoingTo(ANS), rule::FIELD, &["Skolplanen senast ändrad", "elevens skolgång", "Helsingborg"], Yes),
    (&["multikompetent-team"], "the rektor takes part", Without("Rektor"), rule::REQUIRED_ROLE, &["Rektor finns inte med"], Yes),
    (&["multikompetent-team"], "the rektor chairs", LedBy("Specialpedagog"), rule::ROLES, &["ska inte leda mötet.", "kapitel 3"], Yes),
    (&["placeringsuppfoljning"], "also 6 months and 1 year after the end", GoingTo(NUL), rule::FIELD,
        &["Uppföljningen gäller", "ett halvår och ett år efter placeringens slut"], Yes),
    (&["placeringsuppfoljning"], "each placed child in turn, and again", GoingTo(ANS), rule::FIELD,
        &["Barnet följs upp nästa gång", "Varje placerat barn"], Yes),
    (&["vardgivartraff"], "follow-up of agreements", GoingTo(ANS), rule::FIELD, &["Avtalet hålls", "hur avtalen hålls"], Yes),
    (&["vardgivartraff"], "the one who carries out the agreement is there", Without("Utförare"), rule::REQUIRED_ROLE, &["Utförare finns inte med"], Yes),

    // ---- Åtvidaberg 2008 -------------------------------------------------------------------------------------------
    (&["resursteam"], "nobody is passed between bodies: one takes the case at the table", GoingTo(ANS), rule::FIELD,
        &["Tar ärendet vid bordet", "Ingen ska skickas runt", "formens egen regel, inte källans"], Yes),
    (&["projektgrupp"], "each sub-project: goals", GoingTo(ANS), rule::FIELD, &["Mål", "ska ha ett mål"], Yes),
    (&["projektgrupp"], "… state", GoingTo(ANS), rule::FIELD, &["Läge"], Yes),
    (&["projektgrupp"], "… next step", GoingTo(ANS), rule::FIELD, &["Nästa steg", "ska ha ett nästa steg"], Yes),
];

/// The forms that take up single children: none without a consent where a border is crossed (our rule for all of them).
const INDIVIDUAL: &[&str] = &[
    "sip-formote",
    "sip",
    "sip-uppfoljning",
    "samverkansmote",
    "barnsamverkan",
    "elevsamverkan",
    "bht",
    "eht",
    "bht-degerfors",
    "ior",
    "pinocchio",
    "sig",
    "samverkansgrupp",
    "akut",
    "skolfranvaro",
    "vits",
    "skolfam",
    "multikompetent-team",
    "placeringsuppfoljning",
    "resursteam",
];

/// The forms in which no single child is taken up: SSPF by its source, the others by our
/// rule.
const NO_CHILD: &[&str] = &[
    "sspf",
    "samverkansforum",
    "trygghetsteam",
    "pinocchio-ledning",
    "bug",
    "ventilen",
    "familjecentral-ledning",
    "styrgrupp",
    "lokbra",
    "akut-uppfoljning",
    "foraldramote-qpm",
    "foraldramote-opp",
    "tematiskt-foraldramote",
    "sbu",
    "bbu",
    "lsg",
    "vardgivartraff",
    "projektgrupp",
];

/// Where nuläge isn't left before each has been offered the word (SIP: Dals-Ed 2022, section 6; else our rule).
const EACH_SPEAKS: &[&str] = &[
    "sip-formote",
    "sip",
    "sip-uppfoljning",
    "samverkansmote",
    "ior",
    "pinocchio",
    "sig",
    "akut",
    "skolfranvaro",
    "vits",
    "skolfam",
];

/// The forms about one child alone: the same ones.
const ONE_CHILD: &[&str] = EACH_SPEAKS;

/// Where a follow-up is booked before the meeting ends.
const FOLLOW_UP: &[&str] =
    &["sip-formote", "sip", "sip-uppfoljning", "sig", "akut", "skolfranvaro", "vits", "skolfam"];

/// Where the child and each guardian are asked for consent to the plan.
const PLAN: &[&str] = &[
    "sip",
    "sip-uppfoljning",
    "samverkansmote",
    "bht-degerfors",
    "ior",
    "pinocchio",
    "sig",
    "skolfranvaro",
    "vits",
    "skolfam",
];

/// A meeting by a form as its rules want it, but for one role that nobody has.
fn begun(agenda: &Agenda, without: Option<&str>) -> Desk {
    let mut desk = Desk::meeting(&agenda.id);
    let mut here = agenda.clone();
    here.roles.retain(|role| Some(role.name.as_str()) != without);
    gather(&mut desk, &here);
    if without.is_none() {
        share_out(&mut desk);
    }
    with_subject(&mut desk, agenda);
    if let Some(item) = first(&desk).filter(|item| desk.screen().meeting.needs_consent(item)) {
        consent(&mut desk, item.id);
    }
    desk
}

fn with_subject(desk: &mut Desk, agenda: &Agenda) {
    if agenda.individuals {
        take_up(desk, Target::Individual, "Blå");
    } else if agenda.groups {
        take_up(desk, Target::Group, "Årskurs tre");
    }
}

fn first(desk: &Desk) -> Option<MeetingArende> {
    desk.screen().meeting.items.first().cloned()
}

/// School and social services, with a child's ärende.
fn at_a_border(agenda: &Agenda) -> Desk {
    let mut desk = Desk::meeting(&agenda.id);
    desk.line("Sam Sand, samordnare, skola").line("Siv Sund, handläggare, socialtjänst");
    share_out(&mut desk);
    with_subject(&mut desk, agenda);
    desk
}

fn to_sammanhang(desk: &mut Desk) {
    desk.jump(0);
    while desk.screen().target != Target::Participant {
        desk.press(Action::Next);
    }
}

fn writes(desk: &mut Desk, kind: EntryKind, line: &str) {
    for _ in 0..EntryKind::ALL.len() {
        if desk.screen().target == Target::Entry(kind) {
            desk.line(line);
            return;
        }
        desk.press(Action::Next);
    }
    panic!("the phase doesn't take {kind:?}");
}

/// A consent, or an answer to the question, from whoever is asked.
fn answer(desk: &mut Desk, answer: &str, by: &str) {
    let item = first(desk).unwrap().id;
    desk.point(RowRef::Item(item)).press(Action::Consent);
    desk.consents("Ann Ask, vårdnadshavare", by, answer);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    desk.point_away();
}

fn within_one_authority(desk: &mut Desk) {
    let agenda = desk.screen().meeting.agenda.clone();
    *desk = Desk::meeting(&agenda.id);
    desk.line("Sam Sand, samordnare, skola").line("Siv Sund, mentor, skola");
    share_out(desk);
    with_subject(desk, &agenda);
    desk.ask_for_phase(NUL);
}

fn refused(desk: &mut Desk) {
    *desk = at_a_border(&desk.screen().meeting.agenda.clone());
    answer(desk, "nej", "ensam vårdnadshavare");
    desk.ask_for_phase(NUL);
}

fn withdrawn(desk: &mut Desk) {
    *desk = at_a_border(&desk.screen().meeting.agenda.clone());
    answer(desk, "ja", "ensam vårdnadshavare");
    desk.jump(NUL).wait(TimeDelta::minutes(2)).press(Action::Withdraw).press(Action::Accept);
    desk.ask_for_phase(NUL);
}

fn a_year_later(desk: &mut Desk) {
    *desk = at_a_border(&desk.screen().meeting.agenda.clone());
    answer(desk, "ja", "ensam vårdnadshavare");
    desk.wait(TimeDelta::days(400)).ask_for_phase(NUL);
}

fn a_new_party(desk: &mut Desk) {
    *desk = at_a_border(&desk.screen().meeting.agenda.clone());
    answer(desk, "ja", "ensam vårdnadshavare");
    to_sammanhang(desk);
    desk.line("Nora Ny, behandlare, BUP").ask_for_phase(NUL);
}

fn one_guardian_asked(desk: &mut Desk) {
    *desk = at_a_border(&desk.screen().meeting.agenda.clone());
    answer(desk, "ja", "vårdnadshavare");
    desk.ask_for_phase(NUL);
}

fn nobody_asked_about_the_plan(desk: &mut Desk) {
    let agenda = desk.screen().meeting.agenda.clone();
    *desk = at_a_border(&agenda);
    to_sammanhang(desk);
    desk.line("Ann Ask, vårdnadshavare");
    answer(desk, "ja", "ensam vårdnadshavare");
    desk.jump(NUL).jump(ANS).press(Action::Close);
}

fn guardians_must_not_know(desk: &mut Desk) {
    let item = first(desk).unwrap().id;
    desk.point(RowRef::Item(item)).press(Action::Fields).fill("falt.vetskap", "nej").press(Action::Save);
    desk.point_away().ask_for_phase(NUL);
}

fn the_plan_taken_away_again(desk: &mut Desk) {
    let item = first(desk).unwrap().id;
    let fills = |desk: &mut Desk, value: &str| {
        desk.point(RowRef::Item(item))
            .press(Action::Fields)
            .fill("falt.atgardsplan", value)
            .press(Action::Save);
        desk.point_away();
    };
    fills(desk, "2026-11-20");
    desk.jump(NUL).jump(ANS).jump(0);
    fills(desk, "");
    desk.jump(PLA);
    desk.ask_for_phase(ANS);
    // The reason that was given on the way didn't show it.
    assert!(said(desk).iter().any(|finding| finding.about == ["atgardsplan"]));
    desk.press(Action::Back);
    fills(desk, "2026-11-20");
    desk.jump(ANS).point(RowRef::Item(item)).press(Action::Fields);
    desk.fill("falt.atgardsplan", "").press(Action::Save).point_away().press(Action::Close);
}

/// What the rules say where the meeting can't go on.
fn said(desk: &Desk) -> Vec<Finding> {
    match desk.model.dialogs.last() {
        Some(Dialog::Rule(stop)) => stop.findings.clone(),
        other => panic!("no rule spoke: {other:?}, {}", desk.notice()),
    }
}

/// Breaks the rule.
fn break_it(agenda: &Agenda, how: Broken) -> Desk {
    let mut desk = match how {
        Without(role) => begun(agenda, Some(role)),
        Unasked => at_a_border(agenda),
        Only(people) => {
            let mut desk = Desk::meeting(&agenda.id);
            for person in people {
                desk.line(person);
            }
            share_out(&mut desk);
            with_subject(&mut desk, agenda);
            answer(&mut desk, "ja", "ensam vårdnadshavare");
            desk
        }
        _ => begun(agenda, None),
    };
    match how {
        Without(_) | Only(_) | Unasked | GoingTo(NUL) => drop(desk.ask_for_phase(NUL)),
        GoingTo(phase) => drop(desk.jump(NUL).ask_for_phase(phase)),
        LedBy(role) => {
            let people = &desk.screen().meeting.participants;
            let id = people.iter().find(|person| person.role.eq_ignore_ascii_case(role)).unwrap().id;
            desk.point(RowRef::Participant(id)).press(Action::Edit).fill("leder", "ja").press(Action::Save);
            desk.point_away().ask_for_phase(NUL);
        }
        Writing(phase, kind, line) => {
            desk.jump(NUL).jump(phase);
            writes(&mut desk, kind, line);
            desk.ask_for_phase(phase + 1);
        }
        EndingWith(phase, kind, line) => {
            desk.jump(NUL).jump(phase);
            writes(&mut desk, kind, line);
            desk.jump(ANS).press(Action::Close);
        }
        Ending => drop(desk.jump(NUL).jump(ANS).press(Action::Close)),
        By(does) => does(&mut desk),
    }
    desk
}

fn agenda(id: &str) -> Agenda {
    let found = forms().into_iter().find(|choice| choice.id == id);
    found.unwrap_or_else(|| panic!("there is no form {id}")).agenda.unwrap().0
}

/// Whether the finding is the one of the row.
fn is_meant(finding: &Finding, key: &str, words: &[&str]) -> bool {
    let text = format!("{} {} {}", finding.what, finding.why, finding.remedy);
    finding.rule == key && words.iter().all(|word| text.contains(word))
}

/// Breaks a rule of a form, reads the words, and tries to go on with a reason.
fn check(id: &str, (_, _, how, key, words, bends): &Row) -> Result<(), String> {
    let mut desk = break_it(&agenda(id), *how);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else {
        return Err(format!("no rule speaks: {:?} {}", desk.model.dialogs.last(), desk.notice()));
    };
    let found = stop.findings.clone();
    let is_meant = |finding: &&Finding| is_meant(finding, key, words);
    let finding =
        found.iter().find(is_meant).ok_or_else(|| format!("{key} {words:?} isn't in {found:#?}"))?;
    let before = desk.screen().meeting.overrides.len();
    desk.press(Action::GoOnAnyway);
    if *bends == Never {
        let stands = finding.severity == Severity::Blocking
            && desk.notice().contains("skyddar barnet och går inte att gå förbi")
            && desk.screen().meeting.overrides.len() == before;
        return if stands { Ok(()) } else { Err("it bends".to_owned()) };
    }
    if finding.severity != Severity::Overridable {
        return Err("it doesn't bend".to_owned());
    }
    if *key == rule::GUARDIAN {
        // No reason in words: who was asked, when and how.
        desk.consents("Per Ask, vårdnadshavare", "vårdnadshavare", "har inte svarat ännu");
        let asked = minutes(&desk).contains("Per Ask, vårdnadshavare har inte svarat ännu");
        return if asked { Ok(()) } else { Err("who was asked isn't printed".to_owned()) };
    }
    desk.reasons(REASON);
    let mut kept = desk.screen().meeting.overrides.iter();
    if !kept.any(|row| row.rule == *key && row.reason == REASON) {
        return Err("the reason isn't kept".to_owned());
    }
    if minutes(&desk).contains(REASON) { Ok(()) } else { Err("the reason isn't printed".to_owned()) }
}

#[test]
fn each_rule_of_each_form_is_broken_and_its_swedish_words_are_read() {
    let mut wrong = Vec::new();
    for row in TABLE {
        for id in row.0 {
            wrong.extend(check(id, row).err().map(|why| format!("{id}, {}: {why}", row.1)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn minutes(desk: &Desk) -> String {
    // On paper a long line goes on in the next.
    printed(desk).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn no_child_comes_into_a_form_that_has_none_and_the_rule_says_why() {
    for agenda in agendas() {
        let refused = may_take_up(&agenda, true).err();
        assert_eq!(refused.is_some(), NO_CHILD.contains(&agenda.id.as_str()), "{}", agenda.id);
        let Some(finding) = refused else { continue };
        assert_eq!((finding.rule, finding.severity), (rule::INDIVIDUAL, Severity::Blocking));
        let source = format!("Källa: {}.", agenda.source);
        let ours = agenda.ours.iter().any(|own| own == rule::INDIVIDUAL);
        assert_eq!(!ours, agenda.id == "sspf", "{}", agenda.id);
        let words = [
            "tas inga enskilda barn upp",
            "inte får dela uppgifter om ett barn",
            "Tala om gruppen",
            if ours { "Det är formens egen regel, inte källans." } else { &source },
        ];
        assert!(is_meant(&finding, rule::INDIVIDUAL, &words), "{}: {finding:?}", agenda.id);
        let mut desk = Desk::meeting(&agenda.id);
        assert!(!take_up(&mut desk, Target::Individual, "Blå"), "{} takes up a child", agenda.id);
    }
}

/// A withdrawal is said in words that can stand in the room, and the ärende is no longer on the way.
#[test]
fn a_withdrawal_stops_the_arende_of_every_form_at_once() {
    for id in INDIVIDUAL {
        let mut desk = at_a_border(&agenda(id));
        answer(&mut desk, "ja", "ensam vårdnadshavare");
        desk.jump(NUL).wait(TimeDelta::minutes(2)).press(Action::Withdraw).press(Action::Accept);
        let words = "Samtycket återkallat 09.02. Vi slutar prata om ärendet.";
        assert!(desk.notice().contains(words), "{id}: {}", desk.notice());
        assert_eq!(desk.screen().meeting.todays_items().count(), 0, "{id}");
    }
}

/// Without consent the question may be taken up so that the child can't be recognised, where others are taken up too.
#[test]
fn without_consent_the_question_is_offered_without_the_child() {
    for id in INDIVIDUAL {
        let agenda = agenda(id);
        let desk = break_it(&agenda, Unasked);
        let item = first(&desk).unwrap();
        let offered = said(&desk)[0].remedy.contains("utan att barnet går att känna igen (Alt-U)");
        assert_eq!(offered, agenda.many || agenda.groups, "{id}");
        assert_eq!(offered, may_lift_out(&desk.screen().meeting, &item).is_ok(), "{id}");
    }
}

/// The table tells of all that the forms ask for: each field, role, decider and authority that is required, each form by
/// its name.
#[test]
fn every_rule_of_every_form_stands_in_the_table() {
    let has = |id: &str, key: &str, word: &str| {
        TABLE.iter().any(|(forms, _, _, rule, words, _)| {
            forms.contains(&id) && *rule == key && words.iter().any(|known| known.contains(word))
        })
    };
    let all = agendas();
    assert_eq!(all.len(), 38);
    for agenda in &all {
        let id = agenda.id.as_str();
        let told = NO_CHILD.contains(&id) || TABLE.iter().any(|(forms, ..)| forms.contains(&id));
        assert!(told, "{id} isn't in the table");
        assert_eq!(
            INDIVIDUAL.contains(&id),
            agenda.individuals && agenda.consent != ConsentRule::Nej,
            "{id}"
        );
        assert_eq!(NO_CHILD.contains(&id), !agenda.individuals, "{id}");
        assert_eq!(EACH_SPEAKS.contains(&id), agenda.round == Round::VarOchEn, "{id}");
        assert_eq!(FOLLOW_UP.contains(&id), agenda.follow_up_required, "{id}");
        assert_eq!(PLAN.contains(&id), agenda.plan_consent, "{id}");
        for field in agenda.fields.iter().filter(|field| field.is_required(None)) {
            let name = field.name.split([',', '(']).next().unwrap().trim();
            assert!(has(id, rule::FIELD, name), "{id}: ”{name}” is required, and not in the table");
        }
        for role in agenda.roles.iter().filter(|role| role.need == Need::Kravs) {
            assert!(has(id, rule::REQUIRED_ROLE, &role.name), "{id}: {} is required", role.name);
        }
        assert!(agenda.deciders.is_empty() || has(id, rule::DECIDER, "beslutar"), "{id}");
        assert!(agenda.required_huvudman.is_empty() || has(id, rule::HUVUDMAN, "kallad"), "{id}");
        assert!(agenda.required_huvudman.is_empty() || has(id, rule::NEEDS, "gäller"), "{id}");
    }
    for (forms, ..) in TABLE {
        for id in *forms {
            assert!(all.iter().any(|agenda| agenda.id == *id), "there is no form {id}");
        }
    }
}

/// The forms whose sources say how often they meet, and the day that is proposed after a Monday, 23 November 2026.
#[test]
fn the_day_of_the_next_meeting_is_proposed_by_the_forms_rhythm() {
    const NEXT: [(&str, &str); 10] = [
        ("barnsamverkan", "2027-02-15"),
        ("elevsamverkan", "2027-02-15"),
        ("samverkansforum", "2027-11-22"),
        ("sspf", "2026-12-21"),
        ("bht-degerfors", "2027-02-15"),
        ("pinocchio-ledning", "2027-02-22"),
        ("lokbra", "2027-02-22"),
        ("foraldramote-opp", "2027-11-22"),
        ("tematiskt-foraldramote", "2027-02-22"),
        ("vardgivartraff", "2027-05-24"),
    ];
    let proposed = |desk: &Desk| match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form.value("datum").to_owned(),
        other => panic!("no day is asked for: {other:?}"),
    };
    for agenda in agendas() {
        let id = agenda.id.as_str();
        let mut desk = begun(&agenda, None);
        desk.jump(NUL).jump(ANS);
        desk.point(RowRef::Todo(crate::app::core::model::Todo::FollowUp)).press(Action::Accept);
        let next = NEXT.iter().find(|(form, _)| *form == id).map_or("", |(_, day)| day);
        assert_eq!(proposed(&desk), next, "{id}: {}", agenda.rhythm);
    }
    // The same day for a meeting that is made from the last one; a rhythm that has run out means today.
    for (id, later, next) in [("sspf", 0, "2026-12-21"), ("sspf", 60, "2027-01-22"), ("bug", 0, "2026-11-23")]
    {
        let mut desk = begun(&agenda(id), None);
        desk.jump(NUL).jump(ANS);
        crate::app::meeting::course::closed(&mut desk.model);
        desk.wait(TimeDelta::days(later)).press(Action::NextMeeting);
        assert_eq!(proposed(&desk), next, "{id} after {later} days");
    }
}
