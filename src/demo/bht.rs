//! A preschool team's meeting: one child and one group.

use super::builder::{Builder, Owner, clock};
use super::{AgendaSnapshot, next, workday};
use crate::domain::agenda::{EntryKind, FieldScope, Huvudman};
use crate::domain::dates::Due;
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionState, ArendeState, Presence, VoiceHow};
use chrono::{Datelike, NaiveDate, Weekday};

/// Held a week before `today`.
pub(super) fn finished(agenda: &AgendaSnapshot, today: NaiveDate) -> Meeting {
    let day = workday(today, -7);
    let by = |days| Due::By(workday(day, days));
    let mut b = Builder::new(agenda, "BHT Låtsasförskolan – övning", day.and_time(clock(10, 0)), 2);
    b.meeting.head.place = Some("Låtsasförskolan, personalrummet".to_owned());
    let rektor = b.staff("Ulla Exempel", "Rektor", "Förskola", Huvudman::Kommun);
    let special = b.staff("Eva Modell", "Specialpedagog", "Förskola", Huvudman::Kommun);
    let coordinator = b.staff("Lisa Påhitt", "Insatskoordinator", "Förskola", Huvudman::Kommun);
    let psychologist = b.staff("Nils Dikt", "Psykolog", "Förskola", Huvudman::Kommun);
    let teacher = b.staff("Fatima Låtsas", "Förskollärare", "Förskola", Huvudman::Kommun);
    b.with(rektor, |person| person.chairs = true);
    b.with(special, |person| person.takes_notes = true);
    b.with(psychologist, |person| person.presence = Presence::Distans);

    let child = b.child("Humlan", day.year() - 4);
    let arende = b.about_child(child);
    b.take_up(arende, "Hur får Humlan ro att vara med i leken?", ArendeState::Klart);
    b.field(FieldScope::Arende, "lyft_av", "Avdelningen, med vårdnadshavarnas ja");
    b.item(|item| item.evaluated_on = Some(workday(day, 42)));
    b.said(teacher, EntryKind::Anpassning, "Bilder för dagens gång vid dörren. Övergångarna blev kortare.");
    b.said(teacher, EntryKind::Anpassning, "En vuxen nära vid fri lek. Hjälper när gruppen är liten.");
    b.voice(VoiceHow::Framford, Some(teacher), "Säger \"jag vill bygga själv först, sen får du\".");
    b.said(teacher, EntryKind::Fungerar, "Bygger länge och berättar gärna om det som byggs.");
    b.said(teacher, EntryKind::Svarare, "När många vill vara med blir det ofta knuffar.");
    b.said(special, EntryKind::Reflektion, "Språket räcker inte riktigt till när det går fort.");
    b.said(psychologist, EntryKind::Reflektion, "Låt en vuxen sätta ord på turordningen innan leken börjar.");
    b.noted(EntryKind::Skyddsfaktor, "Har två kamrater som söker upp Humlan varje dag.");
    let turn = b.noted(EntryKind::Behov, "Färre barn åt gången och ord för att vänta.");
    b.noted(EntryKind::MalKort, "Klarar en lekstund på en kvart med två kamrater.");
    b.action(
        Some(turn),
        &Owner::Of(teacher),
        Due::From(workday(day, 1)),
        "Leka i grupp om tre varje förmiddag, med en vuxen",
    );
    let survey = b.action(
        Some(turn),
        &Owner::Of(special),
        by(21),
        "Vara med två förmiddagar och se var orden tar slut",
    );
    b.went(survey, workday(day, 3).and_time(clock(8, 0)), ActionState::Pagar, "En förmiddag är gjord.");
    let told = b.action(None, &Owner::Of(teacher), by(4), "Berätta hemma vad vi kom fram till");
    b.went(
        told,
        workday(day, 2).and_time(clock(16, 0)),
        ActionState::Klar,
        "De vill gärna höra mer om en månad.",
    );
    b.heard(&[rektor, special, coordinator, psychologist, teacher]);
    b.only_here(teacher);

    let group = b.about_group("Hallen på Tallen");
    b.take_up(group, "Hur blir det lugnare när alla klär på sig?", ArendeState::Klart);
    b.item(|item| item.evaluated_on = Some(workday(day, 28)));
    b.said(coordinator, EntryKind::Fungerar, "De som går ut först har det lugnt.");
    b.said(special, EntryKind::Svarare, "Fjorton barn i hallen på en gång, och trångt mellan bänkarna.");
    let calm = b.noted(EntryKind::Behov, "Gå ut i tre omgångar.");
    b.decided("Rektor", None, "Utgången delas i tre omgångar från och med nästa vecka.");
    let weekly = b.action(
        Some(calm),
        &Owner::Of(coordinator),
        Due::Weekly { weekday: Some(Weekday::Mon), start: next(Weekday::Mon, workday(day, 4)) },
        "Göra veckans lista över vem som går ut när",
    );
    b.followed_up(weekly, workday(day, 28));
    b.heard(&[rektor, special, coordinator, psychologist]);
    b.in_common();
    b.noted(EntryKind::Sammanfattning, "Små grupper hjälper i båda ärendena. Vi ser efter om en månad.");
    b.book(workday(day, 28).and_time(clock(10, 0)), "Låtsasförskolan, personalrummet", "Rektor");
    b.closed(52)
}
