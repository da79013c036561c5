//! A school team's meetings: one that is over, with four ärenden, and the next one, which is under way.

use super::builder::{Builder, Owner, clock};
use super::{AgendaSnapshot, next, workday};
use crate::domain::agenda::{EntryKind, FieldScope, Huvudman, Phase};
use crate::domain::dates::Due;
use crate::domain::ids::{MeetingId, ParticipantId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionState, Arende, ArendeState, Child, VoiceHow};
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Timelike, Weekday};

const PLACE: &str = "Exempelskolan, rum Eken";
const TITLE: &str = "EHT Exempelskolan – övning";

struct Team {
    rektor: ParticipantId,
    special: ParticipantId,
    nurse: ParticipantId,
    curator: ParticipantId,
    coordinator: ParticipantId,
}

impl Team {
    fn sits_down(b: &mut Builder) -> Self {
        let team = Self {
            rektor: b.staff("Karin Exempel", "Rektor", "Skola", Huvudman::Kommun),
            special: b.staff("Eva Modell", "Specialpedagog", "Skola", Huvudman::Kommun),
            nurse: b.staff("Siv Dikt", "Skolsköterska", "Skola", Huvudman::Kommun),
            curator: b.staff("Jonas Fiktiv", "Skolkurator", "Skola", Huvudman::Kommun),
            coordinator: b.staff("Lisa Påhitt", "Insatskoordinator", "Skola", Huvudman::Kommun),
        };
        b.with(team.rektor, |person| person.chairs = true);
        b.with(team.special, |person| person.takes_notes = true);
        b.meeting.head.place = Some(PLACE.to_owned());
        team
    }

    fn all(&self) -> [ParticipantId; 5] {
        [self.rektor, self.special, self.nurse, self.curator, self.coordinator]
    }
}

/// Held two weeks before `today`; with the child and the ärende that the next meeting follows up.
pub(super) fn finished(agenda: &AgendaSnapshot, today: NaiveDate) -> (Meeting, (Child, Arende)) {
    let day = workday(today, -14);
    let mut b = Builder::new(agenda, TITLE, day.and_time(clock(9, 0)), 1);
    let team = Team::sits_down(&mut b);
    let psychologist = b.staff("Nils Låtsas", "Skolpsykolog", "Skola", Huvudman::Kommun);
    b.absent(psychologist);
    let mentor = b.staff("Petra Modell", "Mentor", "Skola", Huvudman::Kommun);
    let left = b.meeting.head.started.map(|at| at + Duration::minutes(31));
    b.with(mentor, |person| {
        person.presence = crate::domain::record::Presence::Gatt;
        person.left = left;
    });

    let blue = reading(&mut b, &team, mentor, day);
    absence(&mut b, &team, day, today);
    corridor(&mut b, &team, day);
    glasses(&mut b, &team, day, today);

    b.in_common();
    b.noted(
        EntryKind::Sammanfattning,
        "Fyra ärenden på en timme. Korridoren och läsningen tas upp igen nästa gång.",
    );
    b.book(today.and_time(clock(9, 0)), PLACE, "Rektor");
    b.copy_to(Some(mentor), "Mentor", "sitt eget ärende");
    (b.closed(64), blue)
}

/// Reading aloud, and Mondays.
fn reading(b: &mut Builder, team: &Team, mentor: ParticipantId, day: NaiveDate) -> (Child, Arende) {
    let by = |days| Due::By(workday(day, days));
    let child = b.child("Blå", day.year() - 11);
    let arende = b.about_child(child.clone());
    b.take_up(arende.clone(), "Hur blir läsningen trygg, och vad händer med måndagarna?", ArendeState::Klart);
    b.only_here(mentor);
    b.field(FieldScope::Arende, "steg1_datum", &workday(day, -7).to_string());
    b.field(FieldScope::Arende, "steg1_av", "Mentor");
    b.item(|item| item.evaluated_on = Some(workday(day, 42)));
    b.said(mentor, EntryKind::Anpassning, "Inläst text i alla ämnen. Används gärna.");
    b.said(mentor, EntryKind::Anpassning, "Plats längst fram. Ingen skillnad än.");
    b.voice(VoiceHow::Framford, Some(team.curator), "Jag vill läsa för någon som inte skrattar.");
    b.said(mentor, EntryKind::Fungerar, "Räknar med glädje och har två nära kompisar.");
    b.said(mentor, EntryKind::Svarare, "Drar sig undan vid högläsning. Borta fyra måndagar i rad.");
    b.said(team.nurse, EntryKind::Stod, "Synen kontrolleras hos skolsköterskan på torsdag.");
    b.said(team.special, EntryKind::Reflektion, "Avkodningen behöver kartläggas innan vi väljer arbetssätt.");
    b.said(team.coordinator, EntryKind::Reflektion, "Måndagarna börjar med högläsning. Kan schemat vändas?");
    b.heard(&team.all());
    b.heard(&[mentor]);
    let calm = b.noted(EntryKind::Behov, "En lugn lässtund varje dag.");
    let sunday = b.noted(EntryKind::Behov, "Att på söndagen veta vad som händer på måndagen.");
    b.noted(EntryKind::MalLang, "Läser högt i en liten grupp.");
    b.noted(EntryKind::MalKort, "Är här varje måndag fram till sportlovet.");
    b.decided(
        "Rektor",
        Some("Skolkuratorn vill begära samverkan med BUP redan nu. De andra vill vänta på kartläggningen."),
        "Läsningen kartläggs.",
    );
    let survey =
        b.action(Some(calm), &Owner::Of(team.special), by(21), "Kartlägga avkodning och läsförståelse");
    b.went(survey, workday(day, 7).and_time(clock(15, 0)), ActionState::Pagar, "Första delen är gjord.");
    let reading = b.action(
        Some(calm),
        &Owner::Of(mentor),
        Due::Daily { start: workday(day, 7) },
        "Enskild lästräning, tjugo minuter",
    );
    b.followed_up(reading, workday(day, 42));
    let pictures = b.action(
        Some(sunday),
        &Owner::Of(mentor),
        Due::Weekly { weekday: Some(Weekday::Fri), start: next(Weekday::Fri, day) },
        "Mejla bildschema för måndagen till hemmet",
    );
    b.followed_up(pictures, workday(day, 42));
    b.action(None, &Owner::Of(team.nurse), by(21), "Återkomma om synen");
    (child, arende)
}

/// Absence in year 8.
fn absence(b: &mut Builder, team: &Team, day: NaiveDate, today: NaiveDate) {
    let child = b.child("Röd", day.year() - 14);
    let arende = b.about_child(child);
    b.take_up(arende, "Hur kommer Röd tillbaka till förmiddagarna?", ArendeState::Klart);
    b.field(FieldScope::Arende, "steg1_datum", &workday(day, -12).to_string());
    b.field(FieldScope::Arende, "steg1_av", "Mentor");
    b.item(|item| item.evaluated_on = Some(workday(day, 28)));
    b.noted(EntryKind::Anpassning, "Eget klassrum att börja dagen i. Används två dagar av fem.");
    b.noted(EntryKind::Fungerar, "Eftermiddagarna, slöjd och fotboll.");
    b.noted(EntryKind::Svarare, "Kommer sent eller inte alls till de två första lektionerna.");
    b.said(
        team.curator,
        EntryKind::Reflektion,
        "Vill vara här men oroar sig för korridoren före första lektionen.",
    );
    b.said(team.nurse, EntryKind::Reflektion, "Sover lite. Vill gärna tala om det.");
    b.noted(EntryKind::Riskfaktor, "Frånvaron har ökat tre veckor i rad.");
    b.heard(&team.all());
    let door = b.noted(EntryKind::Behov, "En vuxen som möter vid dörren.");
    b.noted(EntryKind::MalKort, "På plats till andra lektionen varje dag om fyra veckor.");
    b.decided("Rektor", None, "Förmiddagarnas schema görs om under fyra veckor.");
    let schedule =
        b.action(Some(door), &Owner::Of(team.coordinator), Due::By(workday(day, 4)), "Lägga om schemat");
    b.went(schedule, workday(day, 4).and_time(clock(14, 0)), ActionState::Klar, "Gäller från i måndags.");
    let meeting_red = b.action(
        Some(door),
        &Owner::Of(team.curator),
        Due::Daily { start: workday(day, 1) },
        "Möta Röd vid dörren 8.10",
    );
    b.followed_up(meeting_red, workday(day, 42));
    b.action(
        None,
        &Owner::Of(team.special),
        Due::By(workday(today, -4)),
        "Skicka underlag till skolpsykologen inför samtalet",
    );
    b.action(None, &Owner::Asked("Fritidsledaren"), Due::NextMeeting, "Berätta hur eftermiddagarna går");
}

/// A group: the corridor after lunch.
fn corridor(b: &mut Builder, team: &Team, day: NaiveDate) {
    let group = b.about_group("Korridoren efter lunch");
    b.take_up(group, "Hur blir det lugnt mellan lunch och lektion?", ArendeState::Klart);
    b.item(|item| item.evaluated_on = Some(workday(day, 49)));
    b.said(team.coordinator, EntryKind::Fungerar, "Rastvärd vid dörren.");
    b.said(team.curator, EntryKind::Svarare, "Två klasser slutar på samma minut.");
    b.heard(&team.all());
    let calm = b.noted(EntryKind::Behov, "En lugn övergång.");
    let change = b.action(
        Some(calm),
        &Owner::Of(team.coordinator),
        Due::From(workday(day, 7)),
        "Låta klasserna sluta med fem minuters mellanrum",
    );
    b.followed_up(change, workday(day, 49));
}

/// A follow-up: reading glasses.
fn glasses(b: &mut Builder, team: &Team, day: NaiveDate, today: NaiveDate) {
    let child = b.child("Grön", day.year() - 8);
    let arende = b.about_child(child);
    b.take_up(arende, "", ArendeState::Klart);
    b.item(|item| item.follow_up = true);
    b.said(team.nurse, EntryKind::Anteckning, "Synprovet är gjort. Hemmet har inte gått att nå ännu.");
    b.heard(&team.all());
    b.action(None, &Owner::Of(team.nurse), Due::By(workday(today, -2)), "Ringa hemmet om glasögon");
    let seat =
        b.action(None, &Owner::Of(team.special), Due::By(workday(day, 2)), "Be läraren om plats nära tavlan");
    b.went(seat, workday(day, 3).and_time(clock(9, 0)), ActionState::Klar, "Sitter nu på första raden.");
}

/// Began a little before `now`: the second of four ärenden, in nuläge.
pub(super) fn under_way(
    agenda: &AgendaSnapshot,
    now: NaiveDateTime,
    follows: MeetingId,
    (blue, blue_arende): (Child, Arende),
) -> Meeting {
    let began = now.with_second(0).unwrap_or(now) - Duration::minutes(14);
    let mut b = Builder::new(agenda, TITLE, began, 4);
    b.meeting.head.follows = Some(follows);
    let team = Team::sits_down(&mut b);
    let mentor = b.staff("Olof Påhitt", "Mentor", "Skola", Huvudman::Kommun);
    let start = super::builder::moment(began);
    b.stage(Phase::Sammanhang, start, Some(4));

    let day = now.date();
    let child = b.child("Gul", day.year() - 10);
    let arende = b.about_child(child);
    b.take_up(arende, "Hur får Gul arbetsro på lektionerna?", ArendeState::Klart);
    b.field(FieldScope::Arende, "steg1_datum", &workday(day, -6).to_string());
    b.field(FieldScope::Arende, "steg1_av", "Mentor");
    b.noted(EntryKind::Anpassning, "Hörselkåpor och egen bänk vid fönstret. Hjälper på matten.");
    b.noted(EntryKind::Fungerar, "Arbetar bra i par.");
    b.noted(EntryKind::Svarare, "Tappar tråden när det blir mycket prat.");
    b.said(team.special, EntryKind::Reflektion, "Korta uppgifter med tydligt slut.");
    b.heard(&team.all());
    let short = b.noted(EntryKind::Behov, "Korta arbetspass.");
    b.decided("Rektor", None, "Arbetspassen delas i två under tre veckor.");
    b.action(
        Some(short),
        &Owner::Of(team.special),
        Due::By(workday(day, 5)),
        "Visa lärarlaget hur passen kan delas",
    );
    b.stage(Phase::Nulage, start + Duration::minutes(4), Some(3));
    b.stage(Phase::Behov, start + Duration::minutes(7), Some(2));
    b.stage(Phase::Planering, start + Duration::minutes(9), Some(3));

    let child = b.child("Lila", day.year() - 12);
    let arende = b.about_child(child);
    b.meeting.head.phase = Phase::Nulage;
    let second =
        b.take_up(arende, "Vad behöver Lila för att våga vara med i grupparbeten?", ArendeState::Pagar);
    b.only_here(mentor);
    b.field(FieldScope::Arende, "steg1_datum", &workday(day, -5).to_string());
    b.field(FieldScope::Arende, "steg1_av", "Mentor");
    b.said(mentor, EntryKind::Anpassning, "Arbetar med en fast kamrat. Går bra på bilden.");
    b.said(mentor, EntryKind::Fungerar, "Skriver långa, fina berättelser.");
    b.heard(&[mentor]);
    b.stage(Phase::Nulage, start + Duration::minutes(12), None);

    b.meeting.children.push(blue);
    b.take_up(blue_arende, "", ArendeState::Vantar);
    b.item(|item| {
        item.follow_up = true;
        item.phase = Phase::Planering;
    });
    let group = b.about_group("Ljudet i matsalen");
    b.take_up(group, "Vad kan vi pröva före jul?", ArendeState::Vantar);
    b.under_way(Phase::Nulage, second)
}
