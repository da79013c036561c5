//! When the plan is followed up, or that it ends.

use super::booking;
use super::chosen::let_go_of_todo;
use super::plan_answer::asked_anew;
use crate::app::core::model::form::{About, Field, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::meeting::timing::day as day_of;
use crate::app::ui::fields::{date, date_in, text, time, time_in, words, wrong};
use crate::app::ui::form;
use crate::domain::coded::Coded;
use crate::domain::command::{Change, Code};
use crate::domain::dates::{self, Direction};
use crate::domain::ids::{MeetingId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{EndReason, FollowUp, Head, Participant};

/// The follow-up: this one, or a new one.
pub(crate) static FOLLOW_UP: FormKind =
    FormKind::new("FollowUp", &About { open: |model, _: Option<RowId>| open(model), save });

/// The end of the SIP.
pub(crate) static END_SIP: FormKind =
    FormKind::new("EndSip", &About { open: |model, ()| open_end(model), save: save_end });

/// The follow-up.
pub(crate) fn open(model: &mut Model) {
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
    let due = meeting.agenda.pace().and_then(|pace| pace.after(day_of(&meeting.head, model.now)));
    let fields = vec![
        date("datum", "Dag", Direction::Framat, old.map(|row| row.date).or(due))
            .hint("om 8 veckor, fre v 3 …"),
        self::time("tid", "Tid", time),
        text("plats", "Plats", place),
        text("kallar", "Kallar", old.map_or(caller.as_deref(), |row| row.called_by.as_deref())),
    ];
    let id = old.map(|row| row.id);
    let title = what(model);
    form::open(model, &FOLLOW_UP, id, &title, fields, Vec::new());
}

/// What is booked: the follow-up, or the kind of meeting that this one prepares.
fn what(model: &Model) -> String {
    let form = model.meeting().map(|meeting| meeting.agenda.id.as_str()).unwrap_or_default();
    match model.setup.lists.form_after(form) {
        Ok((agenda, _)) if agenda.begins_anew() => agenda.name.clone(),
        _ => "Uppföljning".to_owned(),
    }
}

fn save(model: &mut Model, form: &Form, id: Option<RowId>) -> Result<(), Wrong> {
    let time = time_in(form, "tid")?;
    let date = date_in(model, form, "datum")?
        .ok_or_else(|| wrong("datum", "Vilken dag ses ni? Skriv till exempel: om 8 veckor"))?;
    let next: MeetingId = model.new_id();
    let today = model.now.today();
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let before = meeting.follow_ups.iter().find(|row| Some(row.id) == id).map(|row| row.date);
    if date < today && before != Some(date) {
        return Err(wrong("datum", format!("{} har redan varit.", dates::full_date(date))));
    }
    let mut command = NewCommand::new(Code::SetFollowUp, meeting.id());
    let old = meeting.follow_ups.iter().find(|row| Some(row.id) == id).cloned();
    // The booked meeting stands under the follow-up's own key, with what was prepared for it: it is moved as it is. One
    // that was called off or taken away is booked anew.
    let booked = meeting.booked.clone().filter(|head| old.is_some() && !head.is_cancelled());
    let kept = old.as_ref().filter(|_| booked.is_some());
    let row = FollowUp {
        id: kept.map_or(RowId(next.0), |old| old.id),
        meeting: meeting.id(),
        date,
        time,
        place: form.given("plats"),
        called_by: form.given("kallar"),
        rev: kept.map_or(0, |old| old.rev),
    };
    command.changes.push(Change::put(row.clone()));
    let mut remark = None;
    match booked {
        Some(head) if head.is_ahead() => {
            let begins = date.and_time(time.unwrap_or(head.planned.time()));
            if (begins, &row.place) != (head.planned, &head.place) {
                let place = row.place.clone();
                command.changes.push(Change::put(Head { planned: begins, place, ..head }));
            }
        }
        Some(head) => remark = Some(format!("{} har redan börjat och står kvar på sin dag.", head.title)),
        None => match booking::booked(model, &row) {
            Ok((changes, snapshot)) => {
                command.snapshot = Some(snapshot);
                command.changes.extend(changes);
                command.changes.extend(old.map(Change::delete));
            }
            Err(why) => remark = Some(format!("Dagen är sparad, men mötet står inte på hemskärmen: {why}.")),
        },
    }
    model.commit(command);
    let_go_of_todo(model);
    let day = dates::long_date(date);
    let words = format!("{} {day}.", what(model));
    match remark {
        Some(remark) => model.complain(format!("{words} {remark}")),
        None => model.say(words),
    }
    Ok(())
}

/// The end of the SIP.
pub(crate) fn open_end(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let head = &screen.meeting.head;
    let mut table: Vec<&str> = vec!["nej, den fortsätter"];
    let today = model.now.today();
    let fits =
        |reason: EndReason| screen.meeting.may_end_by(reason, today) || head.sip_end_reason == Some(reason);
    table.extend(EndReason::ALL.into_iter().filter(|reason| fits(*reason)).map(EndReason::word));
    // Proposed, and left to be chosen.
    let intro = if screen.meeting.is_taken_back() {
        vec!["Samtycket är återkallat, eller så är svaret nej. Är det därför planen avslutas?".to_owned()]
    } else if fits(EndReason::SamtycketAterkallat) {
        Vec::new()
    } else {
        vec![CONSENT_HOLDS.to_owned()]
    };
    let value = head.sip_end_reason.map_or(table[0], EndReason::word);
    let fields = vec![
        Field::new("skal", "Avslutas planen?", words(&table), value),
        date("datum", "Dag", Direction::Bakat, head.sip_ended),
    ];
    form::open(model, &END_SIP, (), "Avsluta planen", fields, intro);
}

/// Why a plan doesn't end for want of consent.
const CONSENT_HOLDS: &str =
    "Samtycket gäller. Är det återkallat: skriv det först (‹Withdraw›), så går det att ange som skäl.";

fn save_end(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let reason = EndReason::of_word(form.value("skal"));
    let date = date_in(model, form, "datum")?;
    let today = model.now.today();
    let Some(meeting) = model.meeting() else { return Ok(()) };
    if reason.is_some_and(|reason| !meeting.may_end_by(reason, today)) {
        return Err(wrong("skal", CONSENT_HOLDS));
    }
    let mut head = meeting.head.clone();
    head.sip_end_reason = reason;
    head.sip_ended = reason.map(|_| date.unwrap_or(today));
    let anew = asked_anew(meeting, &head);
    let answered = meeting.plan_answers.iter().filter_map(|row| meeting.participant(row.participant));
    let answered: Vec<String> = answered.map(Participant::short_name).collect();
    let asked = Meeting { head: head.clone(), ..meeting.clone() }.plan_question();
    // Where nobody is asked of an end, nothing is asked again.
    let again = (!anew.is_empty() && !answered.is_empty()).then(|| {
        format!(
            "Frågan är en annan nu, och svaren på den förra gäller inte. Fråga igen ({}): {asked}",
            answered.join(", ")
        )
    });
    let remark = reason.and_then(|_| left_open(meeting));
    let remark = again.into_iter().chain(remark).reduce(|one, other| format!("{one} {other}"));
    let mut command = NewCommand::new(Code::EditHead, head.id);
    command.changes.push(Change::put(head));
    command.changes.extend(anew);
    model.commit(command);
    let_go_of_todo(model);
    if let Some(remark) = remark {
        model.complain(remark);
    }
    Ok(())
}

/// What an ended plan leaves behind: promises that nobody has told of, and a meeting that is booked.
fn left_open(meeting: &Meeting) -> Option<String> {
    let untold = meeting.earlier.iter().filter(|row| row.is_promise() && row.told.is_none()).count();
    let untold = (untold > 0).then(|| match untold {
        1 => "Ett löfte från förra gången har inget svar: det står i sammanhang.".to_owned(),
        count => format!("{count} löften från förra gången har inget svar: de står i sammanhang."),
    });
    let booked = meeting.booked.as_ref().filter(|head| head.is_ahead()).map(|head| {
        let day = dates::long_date(head.planned.date());
        format!("{} är fortfarande bokad {day}: ställ in den om den inte behövs.", head.title)
    });
    let all: Vec<String> = untold.into_iter().chain(booked).collect();
    (!all.is_empty()).then(|| format!("Planen avslutas. {}", all.join(" ")))
}
