//! What was promised, from home: the list of all meetings' actions, and how one of them has gone.

use crate::app::core::action::Context;
use crate::app::core::effect::Effect;
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::list::{Columns, ListKind, PickItem};
use crate::app::core::model::{Dialog, Model, NewCommand, Pending, Screen};
use crate::app::meeting::how_it_went;
use crate::app::ui::{form, listing};
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Change, Code, Record};
use crate::domain::dates::short_date;
use crate::domain::earlier::NO_NEW_DAY;
use crate::domain::ids::EntryId;
use crate::domain::listing::ListQuery;
use crate::domain::meeting::brief_among;
use crate::domain::overview::{ActionRow, Home};
use crate::domain::record::ActionStatus;
use crate::domain::record::handover::with_owner;
use chrono::NaiveDate;

/// How an action has gone, told between meetings. It belongs to the list of actions, or to home.
pub(crate) static TOLD: FormKind = FormKind::new("Told", &About { open: follow_up, save });

/// What was promised at all meetings.
pub(crate) static PROMISED: ListKind = ListKind {
    of: "åtgärder",
    empty: "Inga åtgärder är skrivna än. De skrivs i mötet, i planering.",
    nothing_fits: "Ingen åtgärd passar det som är skrivet.",
    again: Some(ListQuery::Actions),
    stays: true,
    context: Context::ActionList,
    open: load,
};

/// Asks for what was promised at all meetings, to be listed.
pub(crate) fn load(model: &mut Model) {
    listing::load(model, &PROMISED, ListQuery::Actions);
}

/// The list as it was read, with what is still on its way to the disk.
pub(crate) fn list(model: &mut Model, rows: Vec<ActionRow>) {
    model.promised = with_pending(model, rows);
    let items: Vec<PickItem> = model.promised.iter().map(|row| item(row, model)).collect();
    let title = title(&model.promised, model.now.today());
    listing::show(model, &PROMISED, &title, items);
}

/// "Åtgärder: 7 öppna, 2 försenade".
fn title(rows: &[ActionRow], today: NaiveDate) -> String {
    let open = rows.iter().filter(|row| row.is_open()).count();
    let late = rows.iter().filter(|row| row.is_late(today)).count();
    let opened = if open == 1 { "öppen" } else { "öppna" };
    match late {
        0 => format!("Åtgärder: {open} {opened}"),
        1 => format!("Åtgärder: {open} {opened}, 1 försenad"),
        _ => format!("Åtgärder: {open} {opened}, {late} försenade"),
    }
}

fn item(row: &ActionRow, model: &Model) -> PickItem {
    let (entry, today) = (row.entry, model.now.today());
    let owners = model.promised.iter().filter_map(|row| row.owner.as_deref());
    let said = row.told.as_ref().map(|told| {
        let day = short_date(model.now.day_at(told.at), today);
        let now = told.new_owner().map(|owner| format!(", nu {owner}")).unwrap_or_default();
        let how = told.how().map(|how| format!(". {how}")).unwrap_or_default();
        format!("Sagt {day}: {}{now}{how}", told.status.word())
    });
    let columns = Columns {
        standing: row.standing(today),
        late: row.is_late(today),
        // Briefly where that is unambiguous among all of them; beneath the list it stands whole.
        who: brief_among(row.owner_in_words(), owners).into_owned(),
        nobody: row.owner.is_none() && row.is_open(),
        settled: !row.is_open(),
        facts: row.facts(today),
        said,
    };
    PickItem {
        key: Some(entry.0),
        meeting: Some(row.meeting),
        columns: Some(columns),
        found_by: row.found_by(today),
        ..PickItem::new(row.label_and_text(), "", move |model| follow_up(model, entry))
    }
}

/// What home shows has been read.
pub(crate) fn home_read(model: &mut Model, mut data: Home) {
    data.actions = with_pending(model, data.actions);
    if let Screen::Home(home) = &mut model.screen {
        home.read(data);
    }
}

/// What is told and not known to be on disk counts here, so that nothing has to be told twice.
fn with_pending(model: &Model, mut rows: Vec<ActionRow>) -> Vec<ActionRow> {
    let changes = model.outbox.iter().filter_map(Pending::command).flat_map(|command| &command.changes);
    for change in changes {
        if let Change::Put(record) = change
            && let Record::ActionStatus(told) = record.as_ref()
            && let Some(row) = rows.iter_mut().find(|row| row.entry == told.entry)
        {
            row.take(told.clone());
        }
    }
    rows
}

/// An action that is listed here, or on home.
fn row(model: &Model, entry: EntryId) -> Option<&ActionRow> {
    let at_home = match &model.screen {
        Screen::Home(home) => home.data.as_ref().map(|data| &data.actions),
        _ => None,
    };
    let is_open =
        model.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Pick(pick) if pick.is(&PROMISED)));
    // What was listed before may be older than what home has.
    let listed = model.promised.iter().filter(|_| is_open);
    listed.chain(at_home.into_iter().flatten()).find(|row| row.entry == entry)
}

/// Asks how an action has gone.
pub(crate) fn follow_up(model: &mut Model, entry: EntryId) {
    let today = model.now.today();
    let Some(row) = row(model, entry).cloned() else { return };
    let intro = vec![row.label_and_text(), row.facts(today)];
    // What was said here today can be mended; what was said earlier is followed by something new.
    let today_s = |told: &&ActionStatus| told.meeting.is_none() && model.now.day_at(told.at) == today;
    let told = row.told.as_ref().filter(today_s);
    let mut fields = how_it_went::fields(EntryKind::Atgard, told, today);
    how_it_went::ask_for_follow_up(&mut fields, row.follow_up, false);
    form::open(model, &TOLD, entry, "Hur har det gått?", fields, intro);
}

/// What is told of an action between meetings. It is only ever added: a wrong word is followed by a right one.
fn save(model: &mut Model, form: &Form, entry: EntryId) -> Result<(), Wrong> {
    let today = model.now.today();
    let Some(row) = row(model, entry).cloned() else { return Ok(()) };
    let told = how_it_went::told(model, form, (EntryKind::Atgard, row.due.as_ref()))?;
    let times = told.times(row.due.as_ref(), row.follow_up.is_some());
    let how_it_went::Told { status, how, owner, .. } = told;
    // Sorts after the last word, whatever the clock says.
    if let Some(told) = &row.told {
        model.ids.after(told.id.0);
    }
    let lacks_day = row.is_late(today) && times.iter().all(Option::is_none) && !status.is_settled();
    // Stands in the journal of the meeting at which it was agreed.
    let mut command = NewCommand::new(Code::SetActionStatus, row.meeting);
    let mut at = ActionStatus::moment_after(row.told.as_ref(), model.now.utc);
    for new_due in times {
        command.changes.push(Change::put(ActionStatus {
            id: model.new_id(),
            entry,
            meeting: None,
            status,
            evaluation: with_owner(owner.as_deref(), how.as_deref()),
            new_due,
            at,
        }));
        at += ActionStatus::BREATH;
    }
    model.commit(command);
    // One action after the other: the highlight goes on to the next.
    if let Some(list) = listing::open(model, &PROMISED) {
        let is_last = list.cursor + 1 >= list.shown().len();
        list.cursor = if is_last { list.cursor.saturating_sub(1) } else { list.cursor + 1 };
        load(model);
    }
    model.ask_for(Effect::LoadHome(today));
    let lacks_day = if lacks_day { format!(", {NO_NEW_DAY}") } else { String::new() };
    model.say(format!("Antecknat som {}{lacks_day}: {}", status.word(), row.text));
    Ok(())
}
