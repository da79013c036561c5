//! A consent: its parties, what each may tell, and until when.

mod typed;

use self::typed::{limits, parties};
use super::withdraw;
use crate::app::core::model::form::{About, Field, FieldKind, Form, FormKind, Wrong};
use crate::app::core::model::{MeetingScreen, Model, NewCommand};
use crate::app::meeting::{board, walk};
use crate::app::ui::fields::{asked, date, date_in, text, words, wrong};
use crate::app::ui::form;
use crate::domain::agenda::{AskedForm, ConsentRule};
use crate::domain::coded::Coded;
use crate::domain::collate::{distinct, same};
use crate::domain::command::{Change, Code};
use crate::domain::consent::{self, Waited, WrongDays};
use crate::domain::dates::{Direction, date_with_year};
use crate::domain::ids::{ArendeId, ConsentId};
use crate::domain::meeting::Meeting;
use crate::domain::quoted::quoted;
use crate::domain::record::{
    Consent, ConsentAnswer, ConsentForm, ConsentParty, EndReason, MeetingArende, Participant, ParticipantKind,
};
use chrono::NaiveDate;

/// A consent; a new one unless its key is given.
pub(crate) static CONSENT: FormKind = FormKind::new("Consent", &About { open: reopen, save });

/// For the ärende of the meeting on screen, if it has it.
fn reopen(model: &mut Model, (arende, id): (ArendeId, Option<ConsentId>)) {
    let meeting = model.meeting();
    let item = meeting.and_then(|meeting| meeting.items.iter().find(|item| item.arende == arende)).cloned();
    if let Some(item) = item {
        open(model, &item, id);
    }
}

/// Whose consent it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GivenAs {
    /// One of the guardians.
    Guardian,
    /// The child's only guardian.
    SoleGuardian,
    /// The child itself.
    Child,
}

impl GivenAs {
    /// All of them, in the order in which they are offered.
    const ALL: [Self; 3] = [Self::Guardian, Self::SoleGuardian, Self::Child];

    /// The word in the form.
    fn word(self) -> &'static str {
        match self {
            Self::Guardian => "vårdnadshavare",
            Self::SoleGuardian => "ensam vårdnadshavare",
            Self::Child => "barnet",
        }
    }

    fn of(consent: &Consent) -> Self {
        if consent.by_child {
            Self::Child
        } else if consent.sole {
            Self::SoleGuardian
        } else {
            Self::Guardian
        }
    }
}

/// The choice that means each of those in the room.
const ALL_PARTIES: &str = "alla i rummet";

/// A consent for an ärende: a new one, or one that is there. Nothing is filled in beforehand.
pub(crate) fn open(model: &mut Model, item: &MeetingArende, id: Option<ConsentId>) {
    let today = model.now.today();
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let old = id.and_then(|id| meeting.consents.iter().find(|consent| consent.id == id));
    let limits = |pick: fn(&ConsentParty) -> Option<&String>| -> String {
        let rows = meeting.consent_parties.iter().filter(|row| Some(row.consent) == old.map(|old| old.id));
        let texts = rows.filter_map(|row| pick(row).map(|text| format!("{}: {text}", row.part)));
        texts.collect::<Vec<_>>().join("; ")
    };
    let here = parties_here(screen, item);
    let parties: Vec<&str> = old.map(|old| meeting.parties_of(old.id).collect()).unwrap_or_default();
    let family = family_of(meeting, item);
    let given_by = old.map(|old| old.given_by.as_str());
    let of_family = family.iter().find(|name| Some(name.as_str()) == given_by);
    let choices: Vec<&str> = std::iter::once("").chain(family.iter().map(String::as_str)).collect();
    let arende: ArendeId = item.arende;
    let mut given_as = vec![""];
    given_as.extend(GivenAs::ALL.map(GivenAs::word));
    let mut fields = Vec::new();
    if !family.is_empty() {
        fields.push(Field::new("vem", "Från vem", words(&choices), of_family.map_or("", String::as_str)));
    }
    let other = if family.is_empty() { "Från vem" } else { "Eller någon annan" };
    fields.extend([
        text("givare", other, given_by.filter(|_| of_family.is_none())),
        Field::new("av", "Är", words(&given_as), old.map_or("", |old| GivenAs::of(old).word()))
            .hint("som i deltagarlistan, om inget väljs; ensam vårdnadshavare: då frågas ingen mer"),
        asked("svar", "Svar", old.map(|old| old.answer)),
        asked("form", "Form", old.map(|old| old.form)),
        date("datum", "Lämnat, eller tillfrågad", Direction::Bakat, old.map(|old| old.given_on))
            .hint("i dag, om inget står"),
    ]);
    let others: Vec<String> =
        typed::answered_before(meeting, arende, id, today).map(typed::as_they).collect();
    let mut ways = Vec::from_iter((!here.is_empty()).then(|| ALL_PARTIES.to_owned()));
    // Each by itself, but for a single one, who is all.
    ways.extend(here.iter().filter(|_| here.len() > 1).cloned());
    ways.extend(others);
    let has_choice = !ways.is_empty();
    if has_choice {
        let hint = "mellanslag kryssar, ‹ChoiceLeft› och ‹ChoiceRight› flyttar";
        let ticks = Field::new("alla", "Parter", FieldKind::Several(ways), "").hint(hint);
        fields.push(ticks.aside(old.is_some()));
    }
    let typed = if has_choice { "Eller de här" } else { "Parter" };
    fields.extend([
        text("parter", typed, Some(&parties.join(", "))).hint("med kommatecken emellan"),
        text("far_beratta", "Får berätta", Some(&limits(|row| row.may_tell.as_ref())))
            .hint("det som gäller alla, eller part för part: BVC: vikt och tal; Förskolan: vardagen"),
        text("far_inte", "Får inte berätta", Some(&limits(|row| row.must_not.as_ref())))
            .hint("på samma sätt. Förskolan: det som sagts om pappa"),
        text("galler_inte", "Gäller inte", old.and_then(|old| old.not_covered.as_deref()))
            .hint("det som ingen ska ta upp; läses av den som svarar och av parterna"),
        date("galler_till", "Gäller till", Direction::Framat, old.map(|old| old.valid_until))
            .hint("ett år, om inget står"),
        text("fragad", "Inget svar: frågad hur", old.and_then(|old| old.asked.as_deref()))
            .hint("brev hem, telefon"),
        text("skal", "Varför svaret dröjer", old.and_then(|old| old.reason.as_deref())),
    ]);
    // Who answers, and what; then what belongs to that answer. The rest is for those who have more to say.
    let first = ["vem", "svar", "form", "alla", "far_beratta"];
    let sole = meeting.unanswered(item, today).iter().any(|waited| waited.who.is_none() && !waited.by_child);
    for field in &mut fields {
        let key = field.key.as_str();
        let alone = (key == "givare" && family.is_empty())
            || (key == "parter" && !has_choice)
            || (key == "av" && (sole || family.is_empty()));
        let with: &[ConsentAnswer] = match key {
            "form" => &[ConsentAnswer::Ja, ConsentAnswer::Nej],
            "alla" | "parter" | "far_beratta" => &[ConsentAnswer::Ja],
            "datum" | "fragad" | "skal" => &[ConsentAnswer::Saknas],
            _ => &[],
        };
        field.asked_with =
            (!with.is_empty()).then(|| ("svar", with.iter().map(|answer| answer.said()).collect()));
        let in_turn = alone || first.contains(&key) || ["datum", "fragad", "skal"].contains(&key);
        field.aside |= !in_turn && field.value().is_empty();
        field.needed = in_turn && key != "skal" && (key != "av" || family.is_empty());
    }
    let whose = board::wall_name(meeting, item.id);
    let title = if whose.is_empty() {
        "Samtycke".to_owned()
    } else {
        format!("Samtycke: {whose}", whose = quoted(&whose))
    };
    let intro = who_is_asked(meeting, item, today);
    form::open(model, &CONSENT, (arende, id), &title, fields, intro);
}

/// Asks who was asked, when and how, for one who wants to go on though somebody hasn't answered.
pub(crate) fn ask_how(model: &mut Model, item: &MeetingArende) {
    let today = model.now.today();
    let Some(meeting) = model.meeting() else { return };
    let waited = meeting.unanswered(item, today);
    let first = waited.first().map(|waited| (waited.who, waited.by_child));
    let who = first.and_then(|(who, _)| meeting.participant(who?)).map(Participant::name_and_role);
    open(model, item, None);
    let Some(form) = form::front(model).filter(|form| form.is(&CONSENT)) else { return };
    form.intro = vec![
        "Vem har fått frågan och inte svarat? Skriv vem, när och hur. Det står i protokollet, och startsidan påminner tills svaret finns."
            .to_owned(),
    ];
    form.propose("svar", ConsentAnswer::Saknas.said());
    // Who of the family is waited for stands there; somebody who isn't on the list is written.
    let of_list = who.is_some() && form.fields.iter().any(|field| field.key == "vem");
    let names_nobody = form.value("vem").is_empty() && form.value("givare").is_empty();
    if let Some(who) = who.filter(|_| of_list) {
        if names_nobody {
            form.propose("vem", &who);
        }
    } else if let Some((_, by_child)) = first {
        let given_as = if by_child { GivenAs::Child } else { GivenAs::Guardian };
        form.propose("av", given_as.word());
    }
    // Who, when, how and why are what it is about now.
    let asked = [if of_list { "vem" } else { "givare" }, "datum", "fragad", "skal"];
    for field in &mut form.fields {
        let is_asked = asked.contains(&field.key.as_str());
        if field.key == "givare" && !of_list {
            "Från vem".clone_into(&mut field.label);
        }
        field.aside = !is_asked;
        field.needed = is_asked && field.key != "skal";
    }
    form.begin();
}

/// The answer of somebody that is waited for: the one that stands as such is changed, else a new one is from them.
pub(crate) fn open_waited(model: &mut Model, item: &MeetingArende) -> bool {
    let today = model.now.today();
    let Some(meeting) = model.meeting() else { return false };
    let waited = meeting.unanswered(item, today);
    let who = waited.iter().find_map(|waited| meeting.participant(waited.who?));
    let Some(who) = who else { return false };
    let asked = meeting.last_answers(item.arende).into_iter().find(|consent| who.gave(consent));
    let who = who.name_and_role();
    let id = asked.map(|consent| consent.id);
    open(model, item, id);
    let Some(form) = form::front(model).filter(|form| form.is(&CONSENT)) else { return true };
    if let Some(field) = form.fields.iter_mut().find(|field| field.key == "vem") {
        field.set(&who);
    }
    // That nobody has answered is what is to be changed.
    if let Some(field) = form.fields.iter_mut().find(|field| field.key == "svar")
        && field.value() == ConsentAnswer::Saknas.said()
    {
        field.set("");
    }
    form.begin();
    true
}

/// Whom the question goes to, where the child's age says something of it, and in which form.
fn who_is_asked(meeting: &Meeting, item: &MeetingArende, today: NaiveDate) -> Vec<String> {
    let child = board::wall_name(meeting, item.id);
    let mut intro = Vec::new();
    if meeting.is_of_age(item) {
        intro.push(format!("{child} är myndig och svarar ensam. Ingen vårdnadshavare tillfrågas."));
    } else if meeting.may_be_of_age(item) {
        intro.push(format!(
            "Har {child} fyllt 18? Skriv födelsedag i ärendet (‹Fields›): den som är myndig svarar ensam."
        ));
    } else if meeting.is_asked_itself(item) {
        intro.push(format!(
            "{child} har fyllt 15, eller gör det i år: fråga {child} också. Den som har fyllt 15 kan själv be om en SIP."
        ));
    }
    if meeting.agenda.consent_form == AskedForm::Skriftligt {
        intro.push("Här ska samtycket vara skriftligt.".to_owned());
    }
    let unanswered = meeting.unanswered(item, today);
    intro.extend(Waited::words(&unanswered).map(|who| format!("{who}.")));
    if unanswered.iter().any(|waited| waited.who.is_none() && !waited.by_child) {
        intro
            .push("Har en av dem ensam vårdnad frågas ingen mer: välj det i hens svar, vid ”Är”.".to_owned());
    }
    intro
}

/// Those of an ärende's own family who can give a consent: its guardians, and the child; of one who has come of age, that
/// one alone.
fn family_of(meeting: &Meeting, item: &MeetingArende) -> Vec<String> {
    let alone = meeting.is_of_age(item);
    let asked = |person: &&Participant| match person.kind {
        ParticipantKind::Barn => true,
        ParticipantKind::Vardnadshavare => !alone,
        _ => false,
    };
    let own = meeting.participants.iter().filter(asked).filter(|person| meeting.takes_part(person, item.id));
    own.map(Participant::name_and_role).collect()
}

/// Those in the room whom a consent must name: by verksamhet, else by role.
pub(crate) fn parties_here(screen: &MeetingScreen, item: &MeetingArende) -> Vec<String> {
    let mut parties: Vec<String> = Vec::new();
    let meeting = &screen.meeting;
    for person in meeting.present_in(Some(item.id)).filter(|person| meeting.is_party_in(person, item)) {
        let part = consent::part_of(person);
        if !part.is_empty() {
            parties.push(part);
        }
    }
    distinct(parties)
}

fn save(model: &mut Model, form: &Form, (arende, id): (ArendeId, Option<ConsentId>)) -> Result<(), Wrong> {
    let given_by = from_whom(model, form)?;
    let given_as = given_as(model, form, &given_by)?;
    let answer =
        ConsentAnswer::of_word(form.value("svar")).ok_or_else(|| wrong("svar", "Säg vad svaret är."))?;
    let waits = answer == ConsentAnswer::Saknas;
    let given_form = ConsentForm::of_word(form.value("form"));
    if given_form.is_none() && !waits {
        return Err(wrong("form", "Säg om svaret är skriftligt eller muntligt."));
    }
    let (given_on, valid_until) = days(model, form, waits)?;
    let parts = parties(model, form, arende, id)?;
    if answer == ConsentAnswer::Ja && parts.is_empty() {
        let first = if form.fields.iter().any(|field| field.key == "alla") { "alla" } else { "parter" };
        return Err(wrong(first, "Säg vilka parter svaret gäller."));
    }
    let said = typed::same_as(model, form, arende);
    let (mut may_tell, mut must_not) =
        (limits(form, "far_beratta", &parts)?, limits(form, "far_inte", &parts)?);
    if let Some(said) = &said {
        said.fill(&mut may_tell, |row| row.may_tell.as_ref());
        said.fill(&mut must_not, |row| row.must_not.as_ref());
    }
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let (meeting_id, old) = (meeting.id(), meeting.consents.iter().find(|row| Some(row.id) == id).cloned());
    if old.as_ref().is_some_and(|old| old.withdrawn.is_some()) {
        return Err(wrong("givare", "Ett återkallat samtycke ändras inte. Skriv ett nytt (‹Consent›)."));
    }
    let old_parts: Vec<ConsentParty> =
        meeting.consent_parties.iter().filter(|row| Some(row.consent) == id).cloned().collect();
    if answer == ConsentAnswer::Ja && meeting.agenda.consent == ConsentRule::Kravs {
        // What a yes had as it was given is enough for it when something else in it is changed.
        let given = old.as_ref().is_some_and(|old| old.answer == ConsentAnswer::Ja);
        let stood =
            |part: &str| given && old_parts.iter().any(|row| row.may_tell.is_none() && same(&row.part, part));
        let says = |part: &str| may_tell.iter().any(|(known, _)| same(known, part));
        let silent = || parts.iter().map(String::as_str).filter(|part| !says(part) && !stood(part));
        if let Some(first) = silent().next() {
            let names = silent().collect::<Vec<_>>().join(", ");
            return Err(wrong(
                "far_beratta",
                format!(
                    "Skriv vad {names} får berätta. Gäller det alla: frånvaron. Annars: {first}: frånvaron"
                ),
            ));
        }
    }
    let fresh = Consent {
        asked: form.given("fragad").filter(|_| waits),
        id: id.unwrap_or_else(|| model.new_id()),
        arende,
        meeting: old.as_ref().map_or(Some(meeting_id), |old| old.meeting),
        given_by,
        by_child: given_as == GivenAs::Child,
        sole: given_as == GivenAs::SoleGuardian,
        answer,
        form: given_form.unwrap_or(ConsentForm::Muntligt),
        given_on,
        valid_until,
        not_covered: form.given("galler_inte").or_else(|| said.and_then(|said| said.not_covered)),
        withdrawn: None,
        reason: form.given("skal"),
        rev: old.as_ref().map_or(0, |old| old.rev),
    };
    let mut command = NewCommand::new(Code::SetConsent, meeting_id);
    let consent = fresh.id;
    command.changes.push(Change::put(fresh));
    for gone in old_parts.iter().filter(|row| !parts.contains(&row.part)) {
        command.changes.push(Change::delete(gone.clone()));
    }
    for part in parts {
        let of = |list: &[(String, String)]| {
            list.iter().find(|(known, _)| same(known, &part)).map(|(_, what)| what.clone())
        };
        let known = old_parts.iter().find(|row| row.part == part);
        let fresh = ConsentParty {
            id: known.map_or_else(|| model.new_id(), |row| row.id),
            consent,
            may_tell: of(&may_tell),
            must_not: of(&must_not),
            rev: known.map_or(0, |row| row.rev),
            part,
        };
        if known != Some(&fresh) {
            command.changes.push(Change::put(fresh));
        }
    }
    model.commit(command);
    if answer == ConsentAnswer::Nej {
        withdraw::stop(model, arende);
        walk::go_nowhere(model);
        say_no(model, arende);
        return Ok(());
    }
    say_noted(model, arende, consent, waits);
    Ok(())
}

/// Says what was noted: a yes, or that the answer is waited for.
fn say_noted(model: &mut Model, arende: ArendeId, consent: ConsentId, waits: bool) {
    model.say(if waits {
        "Antecknat: svaret har inte kommit ännu. Startsidan påminner om det.".to_owned()
    } else {
        format!("Samtycket är antecknat.{}{}", nobody_here(model, arende, consent), ended_by_no(model))
    });
}

/// Says what a no does: where nobody is asked for consent it stops nothing by itself.
fn say_no(model: &mut Model, arende: ArendeId) {
    let stopped = model.meeting().is_some_and(|meeting| {
        meeting.items.iter().any(|item| item.arende == arende && meeting.is_stopped(item))
    });
    model.say(if stopped {
        "Svaret är nej. Vi pratar inte om ärendet här."
    } else {
        "Nejet är antecknat. Mötet behöver inget samtycke så som det är nu, så ärendet stannar inte av sig självt."
    });
}

/// The day of the answer, or of the question where the answer is still waited for, and the last day that it holds.
fn days(model: &Model, form: &Form, waits: bool) -> Result<(NaiveDate, NaiveDate), Wrong> {
    let today = model.now.today();
    let given_on = match date_in(model, form, "datum")? {
        None if waits => return Err(wrong("datum", "Skriv vilken dag frågan ställdes.")),
        day => day.unwrap_or(today),
    };
    let latest = consent::latest_day(given_on);
    let valid_until = date_in(model, form, "galler_till")?.unwrap_or(latest);
    let days = consent::wrong_days(given_on, valid_until, today);
    if days == Some(WrongDays::Ahead) {
        return Err(wrong("datum", "Den dagen har inte varit än."));
    }
    if waits && form.given("fragad").is_none() {
        return Err(wrong("fragad", "Skriv hur frågan ställdes, till exempel: brev hem."));
    }
    let why = match days {
        None | Some(WrongDays::Ahead) => return Ok((given_on, valid_until)),
        Some(WrongDays::EndsBefore) => {
            format!("Det är före dagen då svaret lämnades, {}.", date_with_year(given_on))
        }
        Some(WrongDays::TooLong) => {
            format!("Ett samtycke gäller längst ett år, här till {}.", date_with_year(latest))
        }
    };
    Err(wrong("galler_till", why))
}

/// That the plan stands as ended for want of the consent that there is now.
fn ended_by_no(model: &Model) -> &'static str {
    let ended = |meeting: &Meeting| {
        meeting.head.sip_end_reason == Some(EndReason::SamtycketAterkallat)
            && !meeting.may_end_by(EndReason::SamtycketAterkallat, model.now.today())
    };
    if model.meeting().is_some_and(ended) {
        " Planen står som avslutad därför att samtycket är återkallat: ändra det i ansvar."
    } else {
        ""
    }
}

/// Of the parties that a consent names, those that mean nobody in the room: perhaps they come later, perhaps they are called
/// something else.
fn nobody_here(model: &Model, arende: ArendeId, consent: ConsentId) -> String {
    let Some(meeting) = model.meeting() else { return String::new() };
    let item = meeting.items.iter().find(|item| item.arende == arende).map(|item| item.id);
    let strange: Vec<&str> = meeting
        .parties_of(consent)
        .filter(|part| !meeting.present_in(item).any(|person| meeting.means(part, person)))
        .collect();
    if strange.is_empty() {
        String::new()
    } else {
        format!(" Ingen i rummet heter {}: stämmer namnet?", strange.join(" eller "))
    }
}

/// Who a consent is from: chosen among the family, or written.
fn from_whom(model: &Model, form: &Form) -> Result<String, Wrong> {
    match (form.given("vem"), form.given("givare")) {
        (Some(_), Some(_)) => Err(wrong("givare", "Välj en i listan eller skriv en annan, inte båda.")),
        (Some(chosen), None) => Ok(chosen),
        (None, Some(typed)) => giver(model, typed),
        (None, None) => {
            let first = form.fields.first().map_or("givare", |field| field.key.as_str());
            Err(wrong(first, "Säg vem svaret kommer från."))
        }
    }
}

/// As what a consent is given: as it is chosen, or as the list of participants says of who gave it.
fn given_as(model: &Model, form: &Form, given_by: &str) -> Result<GivenAs, Wrong> {
    let chosen = GivenAs::ALL.into_iter().find(|known| known.word() == form.value("av"));
    let is_giver = |person: &&Participant| same(&person.name_and_role(), given_by);
    let known = model.meeting().and_then(|meeting| meeting.participants.iter().find(is_giver));
    match (chosen, known.map(|person| person.kind)) {
        (Some(GivenAs::Child), Some(ParticipantKind::Vardnadshavare))
        | (Some(GivenAs::Guardian | GivenAs::SoleGuardian), Some(ParticipantKind::Barn)) => {
            Err(wrong("av", format!("Bland deltagarna är {given_by} något annat. Ändra här eller där.")))
        }
        (Some(chosen), _) => Ok(chosen),
        (None, Some(ParticipantKind::Barn)) => Ok(GivenAs::Child),
        (None, Some(ParticipantKind::Vardnadshavare)) => Ok(GivenAs::Guardian),
        (None, _) => Err(wrong("av", "Säg om svaret är en vårdnadshavares eller barnets.")),
    }
}

/// Who a consent is from, as the list of participants has it: "maja" is Maja Ek, if only one of them is called so.
fn giver(model: &Model, typed: String) -> Result<String, Wrong> {
    let Some(meeting) = model.meeting() else { return Ok(typed) };
    let is_family = |person: &&&Participant| person.may_be_family();
    let called = meeting.called(&typed);
    let family: Vec<&&Participant> = called.iter().filter(is_family).collect();
    match family.as_slice() {
        [] => Ok(typed),
        [only] => Ok(only.name_and_role()),
        several => Err(which(several.iter().map(|person| person.name_and_role()), "givare")),
    }
}

fn which(names: impl Iterator<Item = String>, field: &str) -> Wrong {
    wrong(field, format!("Vem menar du: {}?", names.collect::<Vec<_>>().join(" eller ")))
}
