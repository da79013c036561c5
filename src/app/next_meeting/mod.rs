//! A meeting made from an earlier one: people and ärenden come along, as far as the form lets them.

#[cfg(test)]
mod tests;

use crate::app::core::effect::Effect;
use crate::app::core::model::form::{About, Field, Form, FormKind, NO_YES, Wrong};
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Dialog, Model, NewCommand, NoForm, Screen};
use crate::app::meeting::timing::day as day_of;
use crate::app::meeting::{arenden, booking, family};
use crate::app::ui::fields::{date, date_in, is_yes, time, time_in, wrong, yes_no};
use crate::app::ui::form;
use crate::app::ui::question::confirm;
use crate::domain::carry;
use crate::domain::command::{Change, Code, Record, Snapshot};
use crate::domain::dates::{Direction, long_date, short_date};
use crate::domain::ids::{ArendeId, MeetingArendeId, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::names;
use crate::domain::quoted::quoted;
use crate::domain::record::{ArendeState, FollowUp, Head, MeetingStatus, Participant};

/// What comes along from this earlier meeting. Nothing of it is kept before it has come along.
pub(crate) static CARRY_OVER: FormKind = FormKind {
    keeps_draft: false,
    ..FormKind::new("CarryOver", &About { open: |model, id: MeetingId| ask(model, id), save })
};

/// The next meeting after the closed one on screen: the one that was booked, or a new one.
pub(crate) fn begin(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    match screen.meeting.follow_up().map(|row| MeetingId(row.id.0)) {
        Some(booked) => model.ask_for(Effect::LoadPrevious(booked)),
        None => prepare(model, None),
    }
}

/// Reads the meeting that things may come along from.
pub(crate) fn ask(model: &mut Model, from: MeetingId) {
    model.ask_for(Effect::LoadPrevious(from));
}

/// A meeting that follows another and has nothing in it yet asks what comes along.
pub(crate) fn at_opening(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let untouched = meeting.items.is_empty() && meeting.participants.len() <= 1 && meeting.entries.is_empty();
    if let Some(from) = meeting.head.follows.filter(|_| untouched) {
        ask(model, from);
    }
}

/// The latest meeting of the same team, where the form is a team's: another child's meeting is nobody else's.
pub(crate) fn last_of_team(model: &Model) -> Option<(MeetingId, String)> {
    let screen = model.meeting_screen()?;
    let agenda = &screen.meeting.agenda;
    let last = screen.known.last.as_ref().filter(|last| last.id != screen.meeting.id())?;
    (agenda.many || !agenda.individuals).then(|| (last.id, short_date(last.day, model.now.today())))
}

/// A meeting was read: either the one that was booked after the closed one on screen, or the one before the one on screen.
pub(crate) fn offer(model: &mut Model, other: Meeting) {
    let Some(screen) = model.meeting_screen() else { return };
    let closed = screen.meeting.head.status == MeetingStatus::Avslutat;
    if !closed {
        return choose(model, &other);
    }
    if other.head.is_ahead() {
        let source = &screen.meeting;
        let nothing =
            carry::arenden(source, &other).is_empty() && carry::people(source, &other, &[]).is_empty();
        return if nothing { lead_into(model, &other.head) } else { prepare(model, Some(other)) };
    }
    // It has begun already, or is called off.
    if other.head.status == MeetingStatus::Avslutat {
        return already_followed(model, &other);
    }
    model.ask_for(Effect::OpenMeeting(other.id()));
}

/// The meeting that followed this one is held and closed: it is looked at, or another one follows.
fn already_followed(model: &mut Model, other: &Meeting) {
    let (id, day) = (other.id(), long_date(day_of(&other.head, model.now)));
    let items = vec![
        PickItem::new("Öppna den", "som den blev: den är avslutad", move |model| {
            model.ask_for(Effect::OpenMeeting(id));
        }),
        PickItem::new("Ett möte till efter det här", "frågar vad som följer med", |model| {
            prepare(model, None);
        }),
    ];
    model.pick(&format!("Mötet är redan uppföljt: {} {day}", other.head.title), items);
}

/// The next meeting has all that comes along: on its day one is led into it, before that it says when, and offers to open it.
fn lead_into(model: &mut Model, head: &Head) {
    let id = head.id;
    if head.planned.date() <= model.now.today() {
        return model.ask_for(Effect::OpenMeeting(id));
    }
    let when = format!("{} kl. {}", long_date(head.planned.date()), head.planned.format("%H.%M"));
    let text = vec![format!("{} är bokat {when}, och det som följer med är med.", head.title)];
    confirm(model, "Nästa möte", text, "Öppna", move |model| model.ask_for(Effect::OpenMeeting(id)));
}

/// The meeting that was asked for isn't in this database: it stayed on another computer.
pub(crate) fn without(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    if screen.meeting.head.status == MeetingStatus::Avslutat {
        prepare(model, None);
    } else {
        model.say("Mötet före det här finns inte i den här databasen.");
    }
}

/// Asks what the booked meeting, or a new one, gets from the closed one on screen.
fn prepare(model: &mut Model, booked: Option<Meeting>) {
    let Some(screen) = model.meeting_screen() else { return };
    let source = screen.meeting.clone();
    let when = booked.is_none();
    let (target, snapshot) = match booked.map_or_else(|| fresh(model, &source), |target| Ok((target, None))) {
        Ok(found) => found,
        Err(why) => return model.complain(format!("Nästa möte kan inte förberedas: {why}.")),
    };
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.next = Some(Box::new((target.clone(), snapshot)));
    }
    ask_form(model, &source, &target, when);
}

/// A meeting that follows `source`, on the booked day or today.
///
/// # Errors
/// When the form that it is held by can't be used.
fn fresh(model: &mut Model, source: &Meeting) -> Result<(Meeting, Option<Snapshot>), NoForm> {
    let id: MeetingId = model.new_id();
    let today = FollowUp {
        id: id.0.into(),
        meeting: source.id(),
        date: model.now.today(),
        time: Some(model.now.local().time()),
        place: source.head.place.clone(),
        called_by: None,
        rev: 0,
    };
    let due = source.agenda.pace().and_then(|pace| pace.after(day_of(&source.head, model.now)));
    // A rhythm that has run out means today.
    let today = FollowUp { date: due.filter(|day| *day > today.date).unwrap_or(today.date), ..today };
    // What was booked gives the day, as long as it hasn't passed.
    let booked = source.follow_up().filter(|row| row.date >= model.now.today()).cloned();
    let row = booked.unwrap_or(today);
    let (head, agenda, snapshot) = booking::next_head(model, &row)?;
    let mut meeting = Meeting::new(agenda, head);
    meeting.words = std::sync::Arc::clone(&source.words);
    Ok((meeting, Some(snapshot)))
}

/// Asks what the meeting on screen gets from an earlier one.
fn choose(model: &mut Model, source: &Meeting) {
    let Some(screen) = model.meeting_screen() else { return };
    let target = screen.meeting.clone();
    let nothing =
        carry::arenden(source, &target).is_empty() && carry::people(source, &target, &[]).is_empty();
    if nothing {
        let day = short_date(day_of(&source.head, model.now), model.now.today());
        return model.say(format!("Det finns inget mer att ta med från {} {day}.", source.head.title));
    }
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.next = Some(Box::new((source.clone(), None)));
    }
    ask_form(model, source, &target, false);
}

fn ask_form(model: &mut Model, source: &Meeting, target: &Meeting, when: bool) {
    let today = model.now.today();
    let coming = carry::arenden(source, target);
    let all: Vec<MeetingArendeId> = coming.iter().map(|coming| coming.item.id).collect();
    let people = carry::people(source, target, &all).len();
    let mut fields = Vec::new();
    if coming.len() > 1 {
        fields.push(
            yes_no(ALL, &format!("Alla {} ärenden", coming.len()), coming.iter().all(|row| row.usual))
                .hint("ja tar med alla; raderna under visar vad som följer med"),
        );
    }
    if when {
        let day = target.head.planned;
        fields.push(
            date("datum", "Dag", Direction::Framat, Some(day.date()))
                .hint("i dag öppnas mötet; annars läggs det till"),
        );
        fields.push(time("tid", "Tid", Some(day.time())));
    }
    fields.push(
        yes_no("deltagare", &format!("Deltagare ({people})"), people > 0)
            .hint("familjen och de som deltog i ett enda ärende följer med sitt ärende"),
    );
    for row in coming {
        let how = match row.item.state {
            ArendeState::Klart | ArendeState::Pagar if !source.is_written_of(row.item.id) => {
                "taget upp, inget antecknat"
            }
            ArendeState::Klart => "behandlat, blir uppföljning",
            ArendeState::Pagar => "påbörjat, blir uppföljning",
            ArendeState::Vantar => "togs inte upp",
            ArendeState::Uppskjutet => "uppskjutet",
        };
        let label = format!("{} {}", source.number_of(row.item.id), names::called(source, &row.item));
        fields.push(yes_no(&format!("{ROW}{}", row.item.id), &label, row.usual).hint(how));
    }
    let day = short_date(day_of(&source.head, model.now), today);
    let (wanted, unknown) = carry::wanted(source, target, || model.new_id::<MeetingId>().0);
    if !wanted.is_empty() {
        let roles: Vec<String> = wanted.iter().map(Participant::name_and_role).collect();
        fields
            .push(yes_no("inbjudna", &format!("Inbjudna ({})", wanted.len()), true).hint(&roles.join(", ")));
    }
    let mut intro =
        vec![format!("Följer med från {} {day}. ‹Save› tar med det som är ja.", source.head.title)];
    if target.head.status == MeetingStatus::Planerat && !when {
        intro.push(format!("Till {} {}.", target.head.title, long_date(target.head.planned.date())));
    }
    if !unknown.is_empty() {
        intro.push(format!("Också önskade, skriv in dem på mötet: {}.", unknown.join(", ")));
    }
    form::open(model, &CARRY_OVER, source.id(), "Vad följer med?", fields, intro);
}

/// Says yes to every ärende at once.
const ALL: &str = "alla";

/// What the key of an ärende's row begins with.
const ROW: &str = "arende.";

/// The rows of the ärenden say what comes along, and the answer above them the same in one word: turned itself it turns all of
/// them, and else it follows them. Asked after each message.
pub(crate) fn follow_all(model: &mut Model) {
    let Some(Dialog::Form(form)) = model.dialogs.last_mut() else { return };
    if !form.is(&CARRY_OVER) || form.fields.iter().all(|field| field.key != ALL) {
        return;
    }
    let is_row = |field: &Field| field.key.starts_with(ROW);
    let is_all = form.fields.iter().filter(|field| is_row(field)).all(|field| field.value() == NO_YES[1]);
    let turned = form.fields.get(form.cursor).is_some_and(|field| field.key == ALL);
    let says_all = is_yes(form, ALL);
    for field in &mut form.fields {
        if turned && is_row(field) && says_all != is_all {
            field.set(NO_YES[usize::from(says_all)]);
        } else if !turned && field.key == ALL {
            field.set(NO_YES[usize::from(is_all)]);
        }
    }
}

/// Whether an ärende is to come along.
fn is_chosen(form: &Form, id: MeetingArendeId) -> bool {
    is_yes(form, &format!("{ROW}{id}"))
}

/// Brings along what was chosen.
fn save(model: &mut Model, form: &Form, _: MeetingId) -> Result<(), Wrong> {
    let day = date_in(model, form, "datum")?;
    let time = time_in(form, "tid")?;
    if let Some(clash) = alias_taken_twice(model, form) {
        return Err(clash);
    }
    let Screen::Meeting(screen) = &mut model.screen else { return Ok(()) };
    let Some(next) = screen.next.take() else { return Ok(()) };
    let on_screen = screen.meeting.clone();
    let (other, snapshot) = *next;
    let (source, mut target) = if on_screen.head.status == MeetingStatus::Avslutat {
        (on_screen, other)
    } else {
        (other, on_screen)
    };
    let chosen: Vec<MeetingArendeId> = carry::arenden(&source, &target)
        .into_iter()
        .map(|row| row.item.id)
        .filter(|id| is_chosen(form, *id))
        .collect();
    let mut command = NewCommand::new(Code::CarryOver, target.id());
    let is_new = snapshot.is_some();
    let mut begins = false;
    if is_new {
        let planned =
            day.unwrap_or(target.head.planned.date()).and_time(time.unwrap_or(target.head.planned.time()));
        begins = planned.date() <= model.now.today();
        target.head = carry::headed(&source, Head { planned, ..target.head });
        command.code = if begins { Code::NewMeeting } else { Code::PlanMeeting };
        command.snapshot = snapshot;
        command.changes.push(Change::put(target.head.clone()));
    }
    let records =
        carry::rows(&source, &target, is_yes(form, "deltagare"), &chosen, || model.new_id::<MeetingId>().0);
    let mut records = records;
    if is_yes(form, "inbjudna") {
        let (wanted, _) = carry::wanted(&source, &target, || model.new_id::<MeetingId>().0);
        records.extend(wanted.into_iter().map(Record::from));
    }
    let count = records.len();
    let headed = carry::headed(&source, target.head.clone());
    if !is_new && headed != target.head {
        command.changes.push(Change::put(headed));
    }
    command.changes.extend(records.into_iter().map(|record| Change::Put(Box::new(record))));
    if command.changes.is_empty() {
        model.say("Inget följde med.");
        if model.meeting_screen().is_some_and(|screen| screen.meeting.id() != target.id()) {
            lead_into(model, &target.head);
        }
        return Ok(());
    }
    let (id, title, planned) = (target.id(), target.head.title.clone(), target.head.planned);
    let booked = (!is_new).then(|| target.head.clone());
    if let Screen::Meeting(screen) = &mut model.screen
        && screen.meeting.id() == id
    {
        // An ärende and its child are rows of their own, which are there already: the screen shows them at once.
        for arende in source.arenden.iter().filter(|arende| comes(&command, arende.id)) {
            let child = arende.child.and_then(|id| source.child(id)).cloned();
            if let Some(child) = child {
                screen.meeting.put(child.into());
            }
            screen.meeting.put(arende.clone().into());
        }
    }
    model.commit(command);
    if begins {
        model.ask_for(Effect::OpenMeeting(id));
    } else if model.meeting_screen().is_some_and(|screen| screen.meeting.id() == id) {
        model.say("Taget med från förra mötet. ‹Undo› ångrar.");
        family::ask_unplaced(model);
    } else if let Some(head) = booked {
        lead_into(model, &head);
    } else {
        let what = if count == 0 { "" } else { " med det som följer med" };
        model.say(format!("{title} {} är tillagt{what}.", long_date(planned.date())));
    }
    Ok(())
}

/// A chosen ärende that is called as another one of the meeting it would come to.
fn alias_taken_twice(model: &Model, form: &Form) -> Option<Wrong> {
    let screen = model.meeting_screen()?;
    let (other, _) = screen.next.as_deref()?;
    let (source, target) = if screen.meeting.head.status == MeetingStatus::Avslutat {
        (&screen.meeting, other)
    } else {
        (other, &screen.meeting)
    };
    let coming = carry::arenden(source, target);
    coming.iter().find_map(|row| {
        let key = format!("arende.{}", row.item.id);
        let taken = is_chosen(form, row.item.id)
            && arenden::free(target, std::iter::empty(), &row.arende.label, row.arende.child.is_some()).is_err();
        let label = quoted(&row.arende.label);
        taken.then(|| {
            let why = format!(
                "Ett annat ärende på listan kallas {label}. Byt namn på det först (‹Fields›), eller svara nej här."
            );
            wrong(&key, why)
        })
    })
}

/// Whether the command brings this ärende along.
fn comes(command: &NewCommand, id: ArendeId) -> bool {
    command.changes.iter().any(|change| match change {
        Change::Put(record) => matches!(record.as_ref(), Record::MeetingArende(item) if item.arende == id),
        Change::Delete(..) => false,
    })
}
