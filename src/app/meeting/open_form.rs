//! Forms as they are opened, with what is known filled in.

use crate::app::core::model::Model;
use crate::app::ui::dialog::{Field, FieldKind, Purpose};
use crate::app::ui::forms::{GivenAs, choice, date, front, open, text, words, yes_no};
use crate::domain::agenda::{FieldScope, FieldSpec, FieldType};
use crate::domain::consent::{self, Standing};
use crate::domain::ids::{ArendeId, ConsentId, EntryId, MeetingArendeId, ParticipantId};
use crate::domain::meeting::capital;
use crate::domain::record::{
    ActionState, ActionStatus, Body, Classification, ConsentAnswer, ConsentForm, EndReason, MeasureLevel,
    MeetingArende, Participant, ParticipantKind, PlanAnswerKind, Presence,
};

/// A participant's facts.
pub(crate) fn participant(model: &mut Model, id: ParticipantId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(person) = screen.meeting.participant(id).cloned() else { return };
    let mut fields = vec![
        text("namn", "Namn", Some(&person.name)),
        text("roll", "Roll", Some(&person.role)),
        text("verksamhet", "Verksamhet", Some(&person.unit)),
        choice("huvudman", "Huvudman", person.huvudman),
        choice("slag", "Är", person.kind),
        choice("narvaro", "Närvaro", person.presence),
        yes_no("presenterad", "Har presenterat sig", person.introduced),
        yes_no("leder", "Leder mötet", person.chairs),
        yes_no("antecknar", "Antecknar", person.takes_notes),
    ];
    if screen.meeting.agenda.plan_consent {
        fields.push(yes_no("haller_ihop", "Håller ihop planen", person.main_responsible));
    }
    if screen.meeting.items.len() > 1 {
        let numbers: Vec<String> = screen
            .meeting
            .items
            .iter()
            .filter(|item| {
                screen.meeting.attendance.iter().any(|row| row.participant == id && row.arende == item.id)
            })
            .map(|item| item.order.to_string())
            .collect();
        fields.push(text("arenden", "Bara i ärende", Some(&numbers.join(", "))).hint("nummer, tomt = alla"));
    }
    open(model, "Deltagare", Purpose::Participant(id), fields, Vec::new());
}

/// The meeting's head.
pub(crate) fn head(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let head = screen.meeting.head.clone();
    let fields = vec![
        text("titel", "Rubrik", Some(&head.title)),
        text("plats", "Plats", head.place.as_deref()),
        date("datum", "Dag", Some(head.planned.date())),
        Field::new("tid", "Börjar", FieldKind::Time, &head.planned.format("%H.%M").to_string()),
        text("minuter", "Minuter", Some(&head.minutes.to_string())),
        text("syfte", "Syfte", head.purpose.as_deref()),
        text("fragor", "Frågor att få svar på", head.questions.as_deref()),
        text("initiativ", "Initiativ av", head.initiator.as_deref()),
        text("nummer", "Nummer", head.number.map(|number| number.to_string()).as_deref()),
        text("diarienummer", "Diarienummer", head.diarienummer.as_deref()),
        text("sekretess", "Sekretessmarkering", head.secrecy.as_deref()),
    ];
    open(model, "Mötets uppgifter", Purpose::Head, fields, Vec::new());
}

/// An ärende with the form's own fields.
pub(crate) fn arende(model: &mut Model, id: MeetingArendeId) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(item) = meeting.item(id) else { return };
    let mut fields = Vec::new();
    let missing: Vec<&FieldSpec> =
        crate::domain::rules::missing_fields(meeting, item, crate::app::meeting::board::coming(meeting))
            .collect();
    let names: Vec<&str> = missing.iter().map(|field| field.name.as_str()).collect();
    let intro = if names.is_empty() {
        Vec::new()
    } else {
        vec![format!("Behövs innan vi går vidare: {}.", names.join(", "))]
    };
    let first_missing = missing.first().map(|field| format!("falt.{}", field.id));
    fields.extend(own_fields(screen, FieldScope::Arende, Some(id)));
    fields.push(text(
        "benamning",
        "Kallas på väggen",
        meeting.arende_of(item).map(|arende| arende.label.as_str()),
    ));
    if let Some(child) = meeting.child_of(item) {
        if meeting.agenda.many {
            fields.push(text("namn", "Namn (behövs inte)", child.name.as_deref()));
        } else {
            fields.push(text("kallas", "Barnet vill kallas", child.called.as_deref()));
            fields.push(text("namn", "Namn i protokollet (behövs inte)", child.name.as_deref()));
        }
        fields.push(text("fodelsear", "Födelseår", child.birth_year.map(|year| year.to_string()).as_deref()));
        fields.push(yes_no("skyddad", "Skyddade personuppgifter", child.protected));
    }
    fields.push(text("fraga", "Fråga till mötet", item.question.as_deref()));
    fields.push(yes_no("uppfoljning", "Uppföljning", item.follow_up));
    fields.push(date("utvarderas", "Utvärderas", item.evaluated_on));
    fields.extend(classification(item.class));
    let title = format!("Ärende {}", item.order);
    open(model, &title, Purpose::Arende(id), fields, intro);
    // What is asked for is where the cursor stands; a field with several choices begins at the first of them.
    if let (Some(key), Some(form)) = (first_missing, front(model)) {
        let is_it = |field: &Field| field.key == key || field.key.strip_prefix(&key) == Some(".0");
        form.cursor = form.fields.iter().position(is_it).unwrap_or(form.cursor);
    }
}

/// What the yearly summary counts an ärende as. An ärende may be in several areas.
fn classification(class: Classification) -> Vec<Field> {
    let hint = "till årets sammanställning; skrivs inte ut";
    let mut fields: Vec<Field> = class
        .areas()
        .into_iter()
        .map(|(area, value)| yes_no(area.name, &capital(area.label), value).hint(hint))
        .collect();
    let mut levels = vec![""];
    levels.extend(MeasureLevel::ALL.iter().map(|level| level.word()));
    let level = class.level.map_or("", MeasureLevel::word);
    fields.push(Field::new("insatsniva", "Nivå på insatser", words(&levels), level).hint(hint));
    fields
}

/// The form's own fields for the meeting.
pub(crate) fn meeting_fields(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let fields = own_fields(screen, FieldScope::Mote, None);
    if fields.is_empty() {
        return head(model);
    }
    open(model, "Mötesformens uppgifter", Purpose::Fields, fields, Vec::new());
}

pub(crate) fn own_fields(
    screen: &crate::app::core::model::MeetingScreen,
    scope: FieldScope,
    arende: Option<MeetingArendeId>,
) -> Vec<Field> {
    let meeting = &screen.meeting;
    meeting
        .agenda
        .fields_for(scope)
        .flat_map(|spec| {
            let value = meeting.field(scope, arende, &spec.id).map_or("", |row| row.value.as_str());
            let key = format!("falt.{}", spec.id);
            vec![match spec.kind {
                FieldType::Flerval => return ticks(spec, &key, value),
                FieldType::Text => Field::new(&key, &spec.name, FieldKind::Text, value),
                FieldType::Datum => Field::new(&key, &spec.name, FieldKind::Date, value)
                    .hint("igår, i måndags, 16/11, 2026-11-16"),
                FieldType::JaNej => Field::new(&key, &spec.name, words(&["", "ja", "nej"]), value),
                FieldType::Val => {
                    let mut choices = vec![String::new()];
                    choices.extend(spec.choices.iter().cloned());
                    Field::new(&key, &spec.name, FieldKind::Choice(choices), value)
                }
            }]
        })
        .collect()
}

/// A line for each of the choices, with yes or no.
fn ticks(spec: &FieldSpec, key: &str, value: &str) -> Vec<Field> {
    let chosen: Vec<&str> = value.split(FieldSpec::BETWEEN).collect();
    let tick = |(at, choice): (usize, &String)| {
        yes_no(&format!("{key}.{at}"), choice, chosen.contains(&choice.as_str())).hint(&spec.name)
    };
    spec.choices.iter().enumerate().map(tick).collect()
}

/// A consent for an ärende: a new one, or one that is there.
pub(crate) fn consent(model: &mut Model, item: &MeetingArende, id: Option<ConsentId>) {
    let today = model.now.today();
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let old = id.and_then(|id| meeting.consents.iter().find(|consent| consent.id == id));
    let parties: Vec<String> = match old {
        Some(old) => meeting.parties_of(old.id).map(str::to_owned).collect(),
        None => parties_here(screen, item),
    };
    // The guardian who hasn't answered yet; when all have, the first again, for a consent that names more parties.
    let guardians: Vec<String> = meeting
        .participants
        .iter()
        .filter(|person| person.kind == ParticipantKind::Vardnadshavare)
        .map(Participant::name_and_role)
        .collect();
    let answered = |name: &String| meeting.consents_for(item.arende).any(|consent| consent.given_by == *name);
    let guardian = guardians.iter().find(|name| !answered(name)).or(guardians.first()).cloned();
    let limits = |pick: fn(&crate::domain::record::ConsentParty) -> Option<&String>| -> String {
        let Some(old) = old else { return String::new() };
        meeting
            .consent_parties
            .iter()
            .filter(|row| row.consent == old.id)
            .filter_map(|row| pick(row).map(|text| format!("{}: {text}", row.part)))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let given_on = old.map_or(today, |old| old.given_on);
    let until = old.map_or_else(|| consent::latest_day(today), |old| old.valid_until);
    // The child's own answer is asked for when the guardians have given theirs.
    let names_all = matches!(
        meeting.consent_standing(item, today),
        Standing::Valid { unnamed } if unnamed.is_empty()
    );
    let child =
        meeting.unasked_child(item).filter(|_| old.is_none() && names_all && guardians.iter().all(answered));
    let given_as = match old {
        Some(old) if old.by_child => GivenAs::Child,
        Some(old) if old.sole => GivenAs::SoleGuardian,
        None if child.is_none() && meeting.consents_for(item.arende).any(|consent| consent.sole) => {
            GivenAs::SoleGuardian
        }
        None if child.is_some() && !guardians.is_empty() => GivenAs::Child,
        _ => GivenAs::Guardian,
    };
    let guardian = child.filter(|_| given_as == GivenAs::Child).map(Participant::short_name).or(guardian);
    let fields = vec![
        text("givare", "Från vem", old.map(|old| old.given_by.as_str()).or(guardian.as_deref())),
        Field::new("av", "Är", words(&GivenAs::ALL.map(GivenAs::word)), given_as.word()),
        choice("svar", "Svar", old.map_or(ConsentAnswer::Ja, |old| old.answer)),
        choice("form", "Form", old.map_or(ConsentForm::Skriftligt, |old| old.form)),
        text("parter", "Parter", Some(&parties.join(", "))).hint("med kommatecken emellan"),
        text("far_beratta", "Får berätta", Some(&limits(|row| row.may_tell.as_ref())))
            .hint("part, kolon, vad; semikolon före nästa part. BVC: vikt och tal; Förskolan: vardagen"),
        text("far_inte", "Får inte berätta", Some(&limits(|row| row.must_not.as_ref())))
            .hint("på samma sätt. Förskolan: det som sagts om pappa"),
        text("galler_inte", "Gäller inte", old.and_then(|old| old.not_covered.as_deref()))
            .hint("det som ingen ska ta upp, till exempel hur det är hemma"),
        date("datum", "Lämnat", Some(given_on)),
        date("galler_till", "Gäller till", Some(until)).hint("längst ett år"),
        text("skal", "Skäl om svar saknas", old.and_then(|old| old.reason.as_deref())),
    ];
    let arende: ArendeId = item.arende;
    let whose = crate::app::meeting::board::wall_name(meeting, item.id);
    let title = if whose.is_empty() { "Samtycke".to_owned() } else { format!("Samtycke: ”{whose}”") };
    open(model, &title, Purpose::Consent(arende, id), fields, Vec::new());
}

/// Those in the room whom a consent must name: by verksamhet, else by role.
pub(crate) fn parties_here(
    screen: &crate::app::core::model::MeetingScreen,
    item: &MeetingArende,
) -> Vec<String> {
    let mut parties: Vec<String> = Vec::new();
    for person in screen.meeting.present_in(Some(item.id)).filter(|person| person.is_party()) {
        let part = consent::part_of(person);
        if !part.is_empty() && !parties.contains(&part) {
            parties.push(part);
        }
    }
    parties
}

/// The follow-up.
pub(crate) fn follow_up(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let old = screen.meeting.follow_up();
    let caller = screen
        .meeting
        .participants
        .iter()
        .find(|person| person.main_responsible)
        .or_else(|| screen.meeting.participants.iter().find(|person| person.chairs))
        .map(Participant::name_and_role);
    let time = old.map_or_else(
        || Some(screen.meeting.head.planned.time()).filter(|_| screen.meeting.agenda.many),
        |row| row.time,
    );
    let place = old.map_or(screen.meeting.head.place.as_deref(), |row| row.place.as_deref());
    // The form's rhythm proposes a day; nobody is held to it.
    let meeting = &screen.meeting;
    let due = meeting.agenda.pace().and_then(|pace| pace.after(meeting.head.planned.date()));
    let fields = vec![
        date("datum", "Dag", old.map(|row| row.date).or(due)).hint("om 8 veckor, fre v 3 …"),
        Field::new(
            "tid",
            "Tid",
            FieldKind::Time,
            &time.map(|t| t.format("%H.%M").to_string()).unwrap_or_default(),
        ),
        text("plats", "Plats", place),
        text("kallar", "Kallar", old.map_or(caller.as_deref(), |row| row.called_by.as_deref())),
    ];
    let id = old.map(|row| row.id);
    open(model, "Uppföljning", Purpose::FollowUp(id), fields, Vec::new());
}

/// The answer to the plan.
pub(crate) fn plan_answer(model: &mut Model, id: ParticipantId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(person) = screen.meeting.participant(id) else { return };
    let old = screen.meeting.plan_answers.iter().find(|answer| answer.participant == id);
    let fields = vec![
        choice("svar", "Svar", old.map_or(PlanAnswerKind::Ja, |old| old.answer)),
        text("villkor", "Om …", old.and_then(|old| old.condition.as_deref())).hint("blir en punkt i planen"),
        text("agare", "Vem ser till det", None).hint("namn eller roll"),
    ];
    let intro = vec![format!("Fråga {}: Är planen okej för dig?", person.short_name())];
    open(model, "Samtycke till planen", Purpose::PlanAnswer(id), fields, intro);
}

/// Who gets the minutes, and how: a line for each.
pub(crate) fn recipients(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let mut fields = Vec::new();
    for person in &meeting.participants {
        let old = meeting.recipients.iter().find(|row| row.participant == Some(person.id));
        let usual = if person.kind == ParticipantKind::Vardnadshavare {
            "hem med svarskuvert"
        } else {
            "får en kopia"
        };
        let value = match old {
            Some(row) => row.way.clone().unwrap_or_else(|| "får en kopia".to_owned()),
            None if meeting.recipients.is_empty() && person.presence != Presence::Franvarande => {
                usual.to_owned()
            }
            None => String::new(),
        };
        let label = person.short_name();
        fields.push(text(&format!("till.{}", person.id), &label, Some(&value)));
    }
    let others: Vec<&str> = meeting
        .recipients
        .iter()
        .filter(|row| row.participant.is_none())
        .map(|row| row.name.as_str())
        .collect();
    fields.push(text("andra", "Andra", Some(&others.join(", "))).hint("med kommatecken emellan"));
    let intro =
        vec!["Skriv hur var och en får protokollet. Tomt betyder att personen inte får något.".to_owned()];
    open(model, "Vem får protokollet?", Purpose::Recipients, fields, intro);
}

/// The end of the SIP.
pub(crate) fn end_sip(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let head = &screen.meeting.head;
    let mut table: Vec<&str> = vec!["nej, den fortsätter"];
    table.extend(EndReason::ALL.map(EndReason::word));
    let value = head.sip_end_reason.map_or(table[0], EndReason::word);
    let fields = vec![
        Field::new("skal", "Avslutas planen?", words(&table), value),
        date("datum", "Dag", head.sip_ended),
    ];
    open(model, "Avsluta planen", Purpose::EndSip, fields, Vec::new());
}

/// A decision or the child's voice, which have more than a line can say.
pub(crate) fn entry(model: &mut Model, id: EntryId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(entry) = screen.meeting.entry(id).cloned() else { return };
    let source = entry.source.and_then(|id| screen.meeting.participant(id)).map(Participant::short_name);
    let mut fields = vec![text("text", entry.kind().label(), Some(&entry.text))];
    match &entry.body {
        Body::Beslut(decision) => {
            fields.push(text("beslutat_av", "Beslutat av", decision.decided_by.as_deref()));
            fields.push(
                text("avvikande", "Avvikande mening", decision.dissent.as_deref()).hint("vem, och vad"),
            );
        }
        Body::Rost { how } => {
            fields.push(choice("hur", "Rösten kommer fram", *how));
            fields.push(text("kalla", "Framförd av", source.as_deref()));
        }
        _ => {}
    }
    open(model, entry.kind().label(), Purpose::Entry(id), fields, Vec::new());
}

/// When a recurring action is followed up: the day of the booked follow-up is there to be taken.
pub(crate) fn recurring(model: &mut Model, id: EntryId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(entry) = screen.meeting.entry(id) else { return };
    let Some(action) = entry.action() else { return };
    let booked = screen.meeting.follow_up().map(|row| row.date);
    let fields = vec![date("datum", "Följs upp", action.follow_up.or(booked)).hint("om 6 veckor, 15/1")];
    let today = model.now.today();
    let when = action.due.as_ref().map_or_else(String::new, |due| format!(" · {}", due.in_words(today)));
    let intro = vec![format!("{}{when}", entry.text), "Vilken dag ser ni om det hjälper?".to_owned()];
    open(model, "Det som kommer tillbaka", Purpose::Recurring(id), fields, intro);
}

/// Asks how an action has gone; the form holds what was told last.
pub(crate) fn how_it_went(
    model: &mut Model,
    title: &str,
    purpose: Purpose,
    told: Option<&ActionStatus>,
    intro: Vec<String>,
) {
    let today = model.now.today();
    let state = told.map_or(ActionState::Klar, |told| told.status);
    let new_due = told.and_then(|told| told.new_due.as_ref()).map(|due| due.in_words(today));
    let fields = vec![
        choice("status", "Hur gick det?", state),
        text("utvardering", "I en rad", told.and_then(|told| told.evaluation.as_deref())),
        Field::new("tid", "Ny tid, om den ändras", FieldKind::Date, &new_due.unwrap_or_default())
            .hint("fre, om 2 veckor …"),
    ];
    open(model, title, purpose, fields, intro);
}

/// How an action of an earlier meeting has gone.
pub(crate) fn earlier(model: &mut Model, id: EntryId) {
    let today = model.now.today();
    let Some(screen) = model.meeting_screen() else { return };
    let Some(row) = screen.meeting.earlier.iter().find(|row| row.entry == id) else { return };
    let told = row.told.clone();
    let mut intro = vec![row.text.clone()];
    let facts: Vec<String> =
        row.owner.iter().cloned().chain(row.due.as_ref().map(|due| due.in_words(today))).collect();
    intro.push(format!("{} · {}", facts.join(" · "), row.source(today)));
    how_it_went(model, "Från förra gången", Purpose::Earlier(id), told.as_ref(), intro);
}
