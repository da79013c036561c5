//! One ärende is sent on to a meeting of another form, with its own family and nothing of the others.

use super::chosen::item_meant;
use crate::app::core::model::form::{About, Field, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand, NoForm};
use crate::app::ui::fields::{date, date_in, text, time, time_in, words, wrong};
use crate::app::ui::form;
use crate::domain::agenda::Agenda;
use crate::domain::carry;
use crate::domain::command::{Change, Code, Snapshot};
use crate::domain::consent;
use crate::domain::dates::full_moment;
use crate::domain::dates::{Direction, long_date};
use crate::domain::ids::{MeetingArendeId, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::quoted::quoted;
use crate::domain::record::{Body, Entry, Head, MeetingArende, Override};
use crate::domain::rules;
use chrono::NaiveTime;

/// To which form an ärende goes on, and when.
pub(crate) static SEND_ON: FormKind = FormKind::new("SendOn", &About { open, save });

/// When such a meeting begins, unless somebody says otherwise.
const USUAL_TIME: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).unwrap();

/// Asks to which form the ärende goes on: the highlighted one, or the one that is spoken of.
pub(crate) fn ask(model: &mut Model) {
    let only = |meeting: &Meeting| match meeting.items.as_slice() {
        [one] => Some(one.id),
        _ => None,
    };
    match item_meant(model).or_else(|| model.meeting().and_then(only)) {
        Some(id) => open(model, id),
        None => model.say("Markera ett ärende med pilarna först."),
    }
}

/// The forms that it can go on to, and why others can't be used. One that asks first whether the guardians may know is begun
/// by itself.
fn forms(model: &Model, meeting: &Meeting, item: &MeetingArende) -> (Vec<(Agenda, Snapshot)>, Vec<NoForm>) {
    let Some(arende) = meeting.arende_of(item) else { return (Vec::new(), Vec::new()) };
    let (known, unusable): (Vec<_>, Vec<_>) =
        meeting.agenda.leads_to.iter().map(|id| model.setup.lists.form(id)).partition(Result::is_ok);
    let fits = |(agenda, _): &&(Agenda, Snapshot)| {
        rules::may_bring(agenda, arende)
            && agenda.fields.iter().all(|field| field.id != consent::KNOWLEDGE_FIELD)
    };
    let known = known.into_iter().flatten().filter(fits).cloned().collect();
    (known, unusable.into_iter().filter_map(Result::err).collect())
}

fn open(model: &mut Model, id: MeetingArendeId) {
    let Some(meeting) = model.meeting() else { return };
    let Some(item) = meeting.item(id) else { return };
    if meeting.agenda.leads_to.is_empty() {
        return model.say("Den här mötesformen leder inte till någon annan (leder_till i mötesformens fil).");
    }
    if meeting.is_stopped(item) {
        return model
            .complain("Svaret på samtycke är nej, eller så är det återkallat. Ärendet skickas inte vidare.");
    }
    let (forms, unusable) = forms(model, meeting, item);
    if forms.is_empty() {
        let why = unusable.first().map_or_else(String::new, |why| format!(" Se: {why}."));
        return model.say(format!("Ingen av formerna som det här mötet leder till kan ta upp ärendet.{why}"));
    }
    let label = meeting.arende_of(item).map_or_else(String::new, |arende| arende.label.clone());
    let family: Vec<String> =
        carry::family_of(meeting, item).map(crate::domain::record::Participant::name_and_role).collect();
    let names: Vec<&str> = forms.iter().map(|(agenda, _)| agenda.short_name.as_str()).collect();
    let fields = vec![
        Field::new("till", "Till", words(&names), ""),
        date("datum", "Dag", Direction::Framat, None),
        time("tid", "Börjar", Some(USUAL_TIME)),
        text("plats", "Plats", Some(&model.setup.workplace)),
        text("fraga", "Fråga till mötet", item.question.as_deref()),
    ];
    let follows = if family.is_empty() { "Ingen i familjen".to_owned() } else { family.join(", ") };
    let mut intro = vec![
        format!("{follows} följer med. Inget av det som är skrivet här följer med, och inget om andra."),
        "Samtycken som redan finns hör till ärendet och gäller dem som de nämner.".to_owned(),
    ];
    intro.extend(unusable.iter().map(|why| format!("Här saknas en form: {why}.")));
    form::open(model, &SEND_ON, id, &format!("Skicka {label} vidare", label = quoted(&label)), fields, intro);
}

fn save(model: &mut Model, form: &Form, id: MeetingArendeId) -> Result<(), Wrong> {
    let day = date_in(model, form, "datum")?
        .ok_or_else(|| wrong("datum", "Vilken dag? Skriv till exempel: om 2 veckor"))?;
    if day < model.now.today() {
        return Err(wrong("datum", "Den dagen har redan varit."));
    }
    let time = time_in(form, "tid")?.unwrap_or(USUAL_TIME);
    let Some(meeting) = model.meeting().cloned() else { return Ok(()) };
    let Some(item) = meeting.item(id) else { return Ok(()) };
    let chosen = forms(model, &meeting, item)
        .0
        .into_iter()
        .find(|(agenda, _)| agenda.short_name == form.value("till"));
    let (agenda, snapshot) = chosen.ok_or_else(|| wrong("till", "Välj vilket slags möte det blir."))?;
    let label = meeting.arende_of(item).map_or_else(String::new, |arende| arende.label.clone());
    let new: MeetingId = model.new_id();
    let blank = Head::new(new, &agenda, &snapshot.sha, day.and_time(time), &meeting.head.zone);
    let head = Head {
        title: format!("{} {}", agenda.short_name, quoted(&label)),
        place: form.given("plats"),
        ..blank
    };
    let words = format!("{} {}", head.title, full_moment(head.planned));
    let target = Meeting::new(agenda, head.clone());
    let mut command = NewCommand::new(Code::SendOn, meeting.id());
    command.snapshot = Some(snapshot);
    command.changes.push(Change::put(head));
    let question = form.given("fraga");
    let rows = carry::sent_on(&meeting, item, &target, question, || model.new_id::<MeetingId>().0);
    command.changes.extend(rows.into_iter().map(|row| Change::Put(Box::new(row))));
    // Where it went stands in these minutes too, unless they are final.
    if !meeting.is_locked() {
        let text = format!("Skickat vidare till {} {}.", target.agenda.short_name, long_date(day));
        command.changes.push(Change::put(Override {
            id: model.new_id(),
            meeting: meeting.id(),
            arende: Some(id),
            rule: rules::rule::SENT_ON.to_owned(),
            about: None,
            reason: text.clone(),
            at: model.now.utc,
        }));
        command.changes.push(Change::put(Entry {
            id: model.new_id(),
            meeting: meeting.id(),
            arende: Some(id),
            text,
            source: None,
            confirmed: None,
            emi: false,
            order: i64::try_from(model.now.unix_ms()).unwrap_or(i64::MAX),
            rev: 0,
            body: Body::Anteckning,
        }));
    }
    model.commit(command);
    model.say(format!("{words} är planerat. ‹Undo› ångrar."));
    Ok(())
}
