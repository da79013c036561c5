//! A first SIP: an eleven-year-old who sleeps badly, her mother and grandmother, school, social services and BUP.

use super::builder::{Builder, Owner, clock};
use super::{AgendaSnapshot, next, workday};
use crate::domain::agenda::{EntryKind, FieldScope, Huvudman};
use crate::domain::dates::Due;
use crate::domain::ids::{ConsentId, EntryId, ParticipantId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionState, ArendeState, ParticipantKind, PlanAnswerKind, VoiceHow};
use chrono::{Datelike, NaiveDate, Weekday};

/// Those round the table.
struct Circle {
    vera: ParticipantId,
    mother: ParticipantId,
    grandmother: ParticipantId,
    curator: ParticipantId,
    mentor: ParticipantId,
    social: ParticipantId,
    bup: ParticipantId,
}

impl Circle {
    fn sits_down(b: &mut Builder) -> Self {
        let vera = b.family("Vera Påhitt", "Barnet", ParticipantKind::Barn);
        let mother = b.family("Maria Påhitt", "Vårdnadshavare", ParticipantKind::Vardnadshavare);
        let grandmother = b.family("Gun Påhitt", "Mormor", ParticipantKind::Narstaende);
        let curator = b.staff("Jonas Exempel", "Skolkurator", "Skola", Huvudman::Kommun);
        let mentor = b.staff("Petra Modell", "Mentor", "Skola", Huvudman::Kommun);
        let social = b.staff("Amina Låtsas", "Socialsekreterare", "Socialtjänst", Huvudman::Kommun);
        let bup = b.staff("Henrik Fiktiv", "Psykolog", "BUP", Huvudman::Region);
        let nurse = b.staff("Siv Dikt", "Skolsköterska", "Skola", Huvudman::Kommun);
        b.with(curator, |person| {
            person.chairs = true;
            person.main_responsible = true;
        });
        b.with(mentor, |person| person.takes_notes = true);
        b.absent(nurse);
        Self { vera, mother, grandmother, curator, mentor, social, bup }
    }

    fn all(&self) -> [ParticipantId; 7] {
        [self.vera, self.mother, self.grandmother, self.mentor, self.curator, self.social, self.bup]
    }
}

/// Held three weeks before `today`.
pub(super) fn finished(agenda: &AgendaSnapshot, today: NaiveDate) -> Meeting {
    let day = workday(today, -21);
    let mut b = Builder::new(agenda, "SIP för Vera – övning", day.and_time(clock(13, 0)), 3);
    let head = &mut b.meeting.head;
    head.number = Some(1);
    head.place = Some("Exempelskolan, samtalsrummet".to_owned());
    head.purpose = Some("Göra en gemensam plan så att Vera sover bättre och orkar med skolan.".to_owned());
    head.questions =
        Some("Vem kan hjälpa till med nätterna? Hur kan dagarna bli lättare under tiden?".to_owned());
    head.initiator = Some("Vårdnadshavaren, genom skolkuratorn".to_owned());
    head.overall = Some(crate::domain::agenda::Huvudman::Kommun);

    let who = Circle::sits_down(&mut b);
    let consent = consents(&mut b, day);
    nulage(&mut b, &who, consent);
    let silent = plan(&mut b, &who, day);
    b.answers(who.vera, PlanAnswerKind::JaOm, Some(("jag slipper prata i klassen", silent)));
    b.answers(who.mother, PlanAnswerKind::Ja, None);
    b.book(workday(day, 56).and_time(clock(13, 0)), "Exempelskolan, samtalsrummet", "Skolkuratorn");
    b.field(FieldScope::Mote, "svarskuvert", "ja");
    b.copy_to(Some(who.mother), "Vårdnadshavaren", "hem med svarskuvert");
    b.copy_to(None, "Skola", "till elevakten");
    b.copy_to(None, "Socialtjänst", "");
    b.copy_to(None, "BUP", "");
    b.closed(58)
}

/// The mother's consent, which keeps something from the school, and the child's own; the mother's is returned.
fn consents(b: &mut Builder, day: NaiveDate) -> ConsentId {
    let mut child = b.child("Lind", day.year() - 11);
    child.called = Some("Vera".to_owned());
    let arende = b.about_child(child);
    let arende_id = arende.id;
    b.take_up(arende, "", ArendeState::Klart);

    let consent = b.consent(arende_id, "Maria Påhitt, vårdnadshavare", false, day);
    b.party(consent, "Skola", "hur dagarna i skolan är och vad som är prövat", None);
    b.party(consent, "Socialtjänst", "vilket stöd som kan erbjudas familjen", None);
    b.party(consent, "BUP", "vad som behövs framåt", Some("det som sades i samtalen i våras, till skolan"));
    b.party(consent, "Mormor", "", None);
    b.not_covered(consent, "att skolan får veta vad som sades hos BUP i våras");
    let own = b.consent(arende_id, "Vera", true, day);
    b.party(own, "Skola", "", None);
    b.party(own, "Socialtjänst", "", None);
    b.party(own, "BUP", "", None);
    b.party(own, "Mormor", "", None);
    consent
}

fn nulage(b: &mut Builder, who: &Circle, consent: ConsentId) {
    b.voice(
        VoiceHow::EgnaOrd,
        Some(who.vera),
        "Jag vill sova hela natten, och jag vill inte att alla frågar på morgonen.",
    );
    b.said(who.vera, EntryKind::Fungerar, "Att rita, och att vara med Tuva på rasten.");
    b.said(who.mother, EntryKind::Fungerar, "Helgerna hos mormor är lugna, då sover Vera.");
    b.said(who.mentor, EntryKind::Fungerar, "Eftermiddagarna går bra, särskilt bild och slöjd.");
    b.said(who.vera, EntryKind::Svarare, "Att komma in när lektionen redan har börjat.");
    b.said(
        who.mother,
        EntryKind::Svarare,
        "Vera vaknar flera gånger varje natt, och jag är själv slut på dagarna.",
    );
    b.said(who.mentor, EntryKind::Svarare, "Vera är ofta för trött för att börja före klockan tio.");
    let spring =
        b.said(who.bup, EntryKind::Svarare, "Oron om nätterna var det som samtalen i våras handlade om.");
    b.exempt(consent, spring, "Skola");
    b.said(who.curator, EntryKind::Stod, "Samtal på skolan när Vera själv vill, hos kuratorn.");
    b.said(who.social, EntryKind::Stod, "Familjen har haft rådgivande samtal vid två tillfällen.");
    b.said(who.grandmother, EntryKind::Stod, "Vera är hos mormor varannan helg.");
    b.noted(EntryKind::Privat, "Boka ett större rum nästa gång.");
    b.heard(&who.all());
}

/// Needs, goals and actions; returns the action that the child's condition is about.
fn plan(b: &mut Builder, who: &Circle, day: NaiveDate) -> EntryId {
    b.said(who.vera, EntryKind::Skyddsfaktor, "En kompis som hon litar på, och mormor.");
    b.said(who.mother, EntryKind::Skyddsfaktor, "Familjen ber om hjälp i tid.");
    let sleep = b.said(who.bup, EntryKind::Behov, "Att förstå vad som stör sömnen.");
    let mornings = b.said(who.mentor, EntryKind::Behov, "En mjuk start på skoldagen.");
    let home = b.said(who.mother, EntryKind::Behov, "Stöd hemma i kvällarna.");
    b.needed_from(sleep, Huvudman::Region);
    b.needed_from(mornings, Huvudman::Kommun);
    b.needed_from(home, Huvudman::Kommun);
    b.noted(EntryKind::MalLang, "Vera sover hela nätter och är med från första lektionen.");
    b.noted(EntryKind::MalKort, "Vera är i skolan före klockan nio minst tre dagar i veckan.");

    let by = |days| Due::By(workday(day, days));
    b.action(Some(sleep), &Owner::Of(who.bup), by(28), "Bedömningssamtal med Vera och hennes mamma");
    let talks = b.action(
        Some(mornings),
        &Owner::Of(who.curator),
        Due::Weekly { weekday: None, start: workday(day, 9) },
        "Samtal med Vera en gång i veckan",
    );
    b.followed_up(talks, workday(day, 56));
    let silent = b.action(
        Some(mornings),
        &Owner::Of(who.mentor),
        Due::From(workday(day, 1)),
        "Vera får komma in tyst och sätta sig, ingen frågar inför klassen",
    );
    let course = b.action(
        Some(home),
        &Owner::Of(who.social),
        by(10),
        "Erbjuda plats på föräldrakursen ABC som börjar i januari",
    );
    b.went(course, workday(day, 8).and_time(clock(11, 0)), ActionState::Klar, "Familjen har tackat ja.");
    b.action(
        Some(home),
        &Owner::Asked("Fritidsledaren på Kojan"),
        by(42),
        "Lugn plats på Kojan om tisdagarna",
    );
    let evenings = b.action(
        Some(home),
        &Owner::Of(who.mother),
        Due::Daily { start: day },
        "Samma kvällsrutin: bok, te och släckt",
    );
    b.followed_up(evenings, workday(day, 56));
    b.action(
        Some(mornings),
        &Owner::Of(who.mother),
        Due::Ongoing { start: day },
        "Skicka sms till mentorn när natten har varit svår",
    );
    let fetching = b.action(
        Some(home),
        &Owner::Of(who.grandmother),
        Due::Weekly { weekday: Some(Weekday::Thu), start: next(Weekday::Thu, day) },
        "Hämta Vera i skolan om torsdagarna",
    );
    b.followed_up(fetching, workday(day, 56));
    b.noted(
        EntryKind::EjOverens,
        "Om Vera ska börja en timme senare redan nu. Vi prövar den mjuka starten först.",
    );
    b.noted(
        EntryKind::Sammanfattning,
        "BUP tar reda på mer om sömnen, skolan gör morgnarna mjukare och kommunen erbjuder stöd hemma.",
    );
    silent
}
