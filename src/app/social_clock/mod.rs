//! The social services' clock: the list on home, what was done when, and what is left to do. Switched on in a database that
//! is the social services' own; nothing of it reaches a meeting, its wall or its papers.

#[cfg(test)]
mod tests;

use crate::app::core::action::Context;
use crate::app::core::effect::Effect;
use crate::app::core::model::form::{About, Field, FieldKind, Form, FormKind, Wrong};
use crate::app::core::model::list::{ListKind, NOTHING_FITS, PickItem};
use crate::app::core::model::{Model, NewCommand};
use crate::app::meeting::{arenden, same_child};
use crate::app::ui::fields::{date, date_in, text, time_in, wrong};
use crate::app::ui::form;
use crate::app::ui::listing;
use crate::app::ui::question::confirm;
use crate::domain::command::{Change, Code, Table};
use crate::domain::dates::{Direction, date_with_year};
use crate::domain::ids::{ArendeId, RowId};
use crate::domain::listing::ListQuery;
use crate::domain::overview::{ClockRow, KnownArende, SocialClocks};
use crate::domain::quoted::quoted;
use crate::domain::record::SocialClock;
use chrono::{DateTime, NaiveDate, Utc};

/// What was done when by one of the social services' clocks, or a new one.
pub(crate) static SOCIAL_CLOCK: FormKind = FormKind::new("SocialClock", &About { open, save });

/// The clocks. Where they are in use the list has a row, for a new one; without a row they are switched off.
pub(crate) static CLOCKS: ListKind = ListKind {
    of: "klockorna",
    empty: "Socialtjänstens klocka är avstängd här. Är databasen socialtjänstens egen: slå på den med samverkan socialtjanstklocka pa",
    nothing_fits: NOTHING_FITS,
    again: Some(ListQuery::SocialClocks),
    stays: false,
    context: Context::Pick,
    open: load,
};

const TITLE: &str = "Socialtjänstens klocka";

const PAST: &str = "idag, igår, i måndags, 16/11 …";

/// Asks for the clocks, to be listed.
pub(crate) fn load(model: &mut Model) {
    listing::load(model, &CLOCKS, ListQuery::SocialClocks);
}

/// The list on home: a row for each thing that is left to do, the most urgent first, then the clocks that have run out.
pub(crate) fn list(model: &mut Model, clocks: SocialClocks) {
    model.social_clocks = clocks;
    if !model.social_clocks.is_on {
        return listing::show(model, &CLOCKS, TITLE, Vec::new());
    }
    let now = model.now;
    let new = |model: &mut Model| open(model, None);
    let mut items = vec![PickItem::new("Ny klocka", "för en anmälan eller en ansökan", new)];
    let item = |row: &ClockRow, detail: String| {
        let id = row.clock.id;
        let item = PickItem::new(quoted(&row.label), detail, move |model| open(model, Some(id)));
        PickItem { key: Some(id.0), ..item }
    };
    let all = &model.social_clocks;
    let pending = all.pending(|at| now.day_at(at));
    items.extend(pending.iter().map(|(row, pending)| item(row, pending.in_words(now.utc, now.today()))));
    let done = all.rows.iter().filter(|row| row.clock.pending(|at| now.day_at(at)).is_empty());
    items.extend(done.map(|row| item(row, done_words(&row.clock))));
    listing::show(model, &CLOCKS, TITLE, items);
}

fn done_words(clock: &SocialClock) -> String {
    match (clock.opened, clock.done, clock.preliminary) {
        (Some(_), Some(done), _) => format!("utredningen blev klar {}", date_with_year(done)),
        (None, _, Some(day)) => {
            format!("ingen utredning inleddes (förhandsbedömning {})", date_with_year(day))
        }
        _ => "inget är kvar att göra".to_owned(),
    }
}

/// What has been done by a clock, or a new one.
fn open(model: &mut Model, id: Option<RowId>) {
    let now = model.now;
    let old = id.and_then(|id| model.social_clocks.rows.iter().find(|row| row.clock.id == id)).cloned();
    let clock = old.as_ref().map(|row| &row.clock);
    let day =
        |key: &str, label: &str, day: Option<NaiveDate>| date(key, label, Direction::Bakat, day).hint(PAST);
    let time = |key: &str, at: Option<DateTime<Utc>>| {
        let value = at.map(|at| now.clock_at(at)).unwrap_or_default();
        Field::new(key, "    klockan", FieldKind::Time, &value)
    };
    // What is new has most often just come.
    let reported = clock.map_or(Some(now.utc), |clock| clock.reported);
    let protection = clock.and_then(|clock| clock.protection);
    let mut fields = Vec::new();
    if old.is_none() {
        fields.push(text("arende", "Barnets ärende", None).hint("alias eller beteckning, inget namn"));
    }
    fields.extend([
        day("anmald", "Anmälan kom", reported.map(|at| now.day_at(at))),
        time("anmald_tid", reported),
        day("skydd", "Skyddsbedömning gjord", protection.map(|at| now.day_at(at))),
        time("skydd_tid", protection),
        day("forhand", "Förhandsbedömning klar", clock.and_then(|clock| clock.preliminary)),
        day("inledd", "Utredning inledd", clock.and_then(|clock| clock.opened)),
        day("klar", "Utredning klar", clock.and_then(|clock| clock.done)),
    ]);
    let title = match &old {
        Some(row) => format!("Socialtjänstens klocka: {}", quoted(&row.label)),
        None => "Socialtjänstens klocka: ny".to_owned(),
    };
    let mut intro = vec!["Skriv aldrig vem som har anmält.".to_owned()];
    if old.is_some() {
        intro.push("Är både anmälan och utredning tomma tas klockan bort.".to_owned());
    } else {
        intro.push("Vid en ansökan: lämna anmälan tom och skriv när utredningen inleddes.".to_owned());
    }
    form::open(model, &SOCIAL_CLOCK, id, &title, fields, intro);
}

/// Saves what was done when.
fn save(model: &mut Model, form: &Form, id: Option<RowId>) -> Result<(), Wrong> {
    let reported = moment(model, form, "anmald", "anmald_tid")?;
    let protection = moment(model, form, "skydd", "skydd_tid")?;
    let preliminary = day(model, form, "forhand")?;
    let opened = day(model, form, "inledd")?;
    let done = day(model, form, "klar")?;
    let old = id.and_then(|id| model.social_clocks.rows.iter().find(|row| row.clock.id == id)).cloned();
    if let Some(row) = &old
        && reported.is_none()
        && opened.is_none()
    {
        ask_removal(model, row);
        return Ok(());
    }
    let reported_on = reported.map(|at| model.now.day_at(at));
    if reported.is_none() && opened.is_none() {
        return Err(wrong("anmald", "Skriv när anmälan kom, eller när utredningen inleddes."));
    }
    if reported.is_none() && (protection.is_some() || preliminary.is_some()) {
        return Err(wrong("anmald", "Utan anmälan görs ingen skyddsbedömning eller förhandsbedömning."));
    }
    if protection < reported && protection.is_some() {
        return Err(wrong("skydd", "Skyddsbedömningen kan inte vara gjord före anmälan."));
    }
    for (key, what, day) in
        [("forhand", "Förhandsbedömningen", preliminary), ("inledd", "Utredningen", opened)]
    {
        if day.is_some() && day < reported_on {
            return Err(wrong(key, format!("{what} kan inte vara från en dag före anmälan.")));
        }
    }
    if done.is_some() && (opened.is_none() || done < opened) {
        return Err(wrong("klar", "Utredningen kan inte vara klar innan den är inledd."));
    }
    let mut command =
        NewCommand { code: Code::SetSocialClock, meeting: None, snapshot: None, changes: Vec::new() };
    let (id, arende, rev) = match &old {
        Some(row) => (row.clock.id, row.clock.arende, row.clock.rev),
        None => (model.new_id::<RowId>(), new_arende(model, form, &mut command)?, 0),
    };
    let clock = SocialClock { id, arende, reported, protection, preliminary, opened, done, rev };
    if old.as_ref().is_some_and(|row| row.clock == clock) {
        return Ok(());
    }
    command.changes.push(Change::put(clock.clone()));
    let made: Vec<Change> = command.changes.iter().map(|change| Change::Delete(change.key(), None)).collect();
    commit(model, command);
    if old.is_none() {
        ask_same_child(model, form.value("arende"), &clock, made);
    }
    Ok(())
}

/// Asks whether the child of a new clock is one who is known here. `made` takes away what was made for a new child, the
/// child first, then its ärende.
fn ask_same_child(model: &mut Model, label: &str, clock: &SocialClock, made: Vec<Change>) {
    let known: Vec<KnownArende> =
        model.social_clocks.arenden.iter().filter(|known| known.is_called(label)).cloned().collect();
    if known.is_empty() {
        return;
    }
    let clock = SocialClock { rev: clock.rev + 1, ..clock.clone() };
    same_child::question(model, label, known, move |model, known| {
        let mut changes = vec![Change::put(SocialClock { arende: known.id, ..clock.clone() })];
        let rows = made.iter().filter(|change| change.key().table != Table::SocialClock);
        changes.extend(rows.rev().cloned());
        commit(model, NewCommand { code: Code::SameChild, meeting: None, snapshot: None, changes });
        model.say("Klockan hör till samma barn som förut.");
    });
}

/// A new child and its ärende, called as is written: who is known here is asked for afterwards, and never taken for it.
fn new_arende(model: &mut Model, form: &Form, command: &mut NewCommand) -> Result<ArendeId, Wrong> {
    let label = form
        .given("arende")
        .ok_or_else(|| wrong("arende", "Skriv vilket barns ärende det gäller: ett alias."))?;
    Ok(arenden::new_arende(model, command, &label, true))
}

fn ask_removal(model: &mut Model, row: &ClockRow) {
    let text = vec![
        format!("Allt som står i klockan för {} tas bort.", quoted(&row.label)),
        "Ärendet finns kvar, och journalen minns ändringen.".to_owned(),
    ];
    let id = row.clock.id;
    confirm(model, "Ta bort klockan?", text, "Ta bort", move |model| remove(model, id));
}

/// Removes a clock.
fn remove(model: &mut Model, id: RowId) {
    let Some(row) = model.social_clocks.rows.iter().find(|row| row.clock.id == id) else { return };
    let changes = vec![Change::delete(row.clock.clone())];
    commit(model, NewCommand { code: Code::SetSocialClock, meeting: None, snapshot: None, changes });
}

/// Saves, and lets home and the list show it: the list is read anew when the store has answered.
fn commit(model: &mut Model, command: NewCommand) {
    model.commit(command);
    model.ask_for(Effect::LoadHome(model.now.today()));
    load(model);
}

/// A day on which something was done. What is to come isn't done.
fn day(model: &Model, form: &Form, key: &str) -> Result<Option<NaiveDate>, Wrong> {
    let today = model.now.today();
    match date_in(model, form, key)? {
        Some(day) if day > today => Err(wrong(key, "Den dagen har inte varit än.")),
        day => Ok(day),
    }
}

/// A moment, from a day and a time by the clock on the wall. Where that clock shows the hour twice, the first is meant, so
/// that the time left is never shown as more than it is.
fn moment(model: &Model, form: &Form, day_key: &str, time_key: &str) -> Result<Option<DateTime<Utc>>, Wrong> {
    let (day, time) = (day(model, form, day_key)?, time_in(form, time_key)?);
    let (day, time) = match (day, time) {
        (None, None) => return Ok(None),
        (None, Some(_)) => return Err(wrong(day_key, "Skriv dagen också.")),
        (Some(_), None) => return Err(wrong(time_key, "Skriv klockslaget också: det är timmar som räknas.")),
        (Some(day), Some(time)) => (day, time),
    };
    let moment = model
        .now
        .moment(day.and_time(time))
        .ok_or_else(|| wrong(time_key, "Den timmen fanns inte: klockan ställdes fram den natten."))?;
    if moment > model.now.utc {
        return Err(wrong(time_key, "Den tiden har inte varit än."));
    }
    Ok(Some(moment))
}
