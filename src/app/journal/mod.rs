//! The journal: a list of acts, newest first; what one of them changed; and a removed text put back.

pub mod words;

use crate::app::core::action::{Context, name_keys};
use crate::app::core::effect::Effect;
use crate::app::core::model::list::{ListKind, NOTHING_FITS, Pick, PickItem};
use crate::app::core::model::{Dialog, Model};
use crate::app::ui::listing;
use crate::app::ui::question::confirm;
use crate::domain::command::Code;
use crate::domain::ids::MeetingId;
use crate::domain::journal::{JournalAct, JournalDetail, JournalPage};
use crate::domain::listing::ListQuery;
use crate::domain::record::MeetingStatus;

/// The journal, read page by page.
pub(crate) static JOURNAL: ListKind = ListKind {
    of: "journalen",
    empty: "Journalen är tom än.",
    nothing_fits: NOTHING_FITS,
    again: None,
    stays: true,
    context: Context::Pick,
    open,
};

/// A question shows no more lines than this; a text to read shows all.
const LINES: usize = 12;

/// Asks for the newest page: of the meeting on screen, or of everything at home.
pub(crate) fn open(model: &mut Model) {
    let meeting = model.meeting_screen().map(|screen| screen.meeting.id());
    listing::load(model, &JOURNAL, ListQuery::Journal { meeting, before: None });
}

/// Asks for the page before `seq`.
fn older(model: &mut Model, meeting: Option<MeetingId>, seq: i64) {
    listing::load(model, &JOURNAL, ListQuery::Journal { meeting, before: Some(seq) });
}

/// Shows a page, or lengthens the list that asked for it.
pub(crate) fn page(model: &mut Model, page: &JournalPage) {
    let on_screen = model.meeting_screen().map(|screen| screen.meeting.id());
    // Somebody who has gone on since doesn't want it any more.
    if page.meeting != on_screen {
        return;
    }
    let now = model.now;
    let meeting = model.meeting();
    let mut items: Vec<PickItem> = page
        .acts
        .iter()
        .map(|act| {
            let seq = act.seq;
            let label = format!("{}  {}", words::when(act, now), words::who(act));
            let whole = act.clone();
            let then = move |model: &mut Model| choose(model, seq, &whole);
            let of = meeting.and_then(|meeting| words::of_what(act, meeting));
            let described = described(act, page.meeting);
            let described = of.map_or(described.clone(), |of| format!("{described} · {of}"));
            PickItem::new(label, described, then)
        })
        .collect();
    let last = page.acts.last().filter(|_| page.more).map(|act| act.seq);
    if let Some(last) = last {
        let meeting = page.meeting;
        items.push(PickItem::new("Äldre rader", "‹Accept› läser in fler", move |model| {
            older(model, meeting, last);
        }));
    }
    let Some(before) = page.before else {
        if items.is_empty() {
            return model.say(JOURNAL.empty);
        }
        let title = if page.meeting.is_some() { "Mötets journal" } else { "Journal" };
        let mut pick = Pick::new(title, items);
        pick.kind = Some(&JOURNAL);
        pick.reads_on_before = last;
        model.dialogs.push(Dialog::Pick(pick));
        return;
    };
    let Some(Dialog::Pick(pick)) = model.dialogs.last_mut() else { return };
    if pick.reads_on_before == Some(before) {
        pick.items.pop();
        pick.items.extend(items);
        pick.reads_on_before = last;
    }
}

/// What was done, and at home also in which meeting: there first, for the words may be cut.
fn described(act: &JournalAct, meeting: Option<MeetingId>) -> String {
    match &act.handle {
        Some(handle) if meeting.is_none() => format!("{handle}  {}", words::done(act)),
        _ => words::done(act),
    }
}

/// An act of the list was chosen: what it changed is shown for the meeting that is open, and for no other. At home its row is
/// shown whole.
fn choose(model: &mut Model, seq: i64, act: &JournalAct) {
    if model.meeting_screen().is_some() {
        return model.ask_for(Effect::LoadJournalAct(seq));
    }
    let mut lines =
        vec![format!("{}  {}", words::when(act, model.now), words::who_and_account(act)), String::new()];
    lines.extend(act.handle.clone());
    lines.push(words::done(act));
    if act.meeting.is_some() && !act.code.is_some_and(Code::is_looking) {
        lines.push(String::new());
        lines.push(name_keys(
            "Vad som stod före och efter visas i mötets egen journal: öppna mötet och tryck ‹Journal›.",
        ));
    }
    model.show(format!("Ur journalen, rad {seq}"), lines.join("\n"));
}

/// Shows what an act changed, and offers to put back what it took away.
pub(crate) fn act(model: &mut Model, detail: &JournalDetail) {
    let Some(screen) = model.meeting_screen() else { return };
    if detail.act.meeting != Some(screen.meeting.id()) {
        return;
    }
    let mut lines = words::detail(detail, &screen.meeting, model.now);
    let closed = screen.meeting.head.status == MeetingStatus::Avslutat;
    if detail.restorable && !closed {
        if lines.len() > LINES {
            lines.truncate(LINES);
            lines.push("…".to_owned());
        }
        let title = match detail.act.code {
            Some(Code::Edit(_)) => "Ta tillbaka den förra texten?",
            _ => "Lägga tillbaka det som är borta?",
        };
        let seq = detail.act.seq;
        return confirm(model, title, lines, "Lägg tillbaka", move |model| restore(model, seq));
    }
    if detail.restorable {
        lines.push(String::new());
        lines.push(name_keys("Mötet är avslutat. Öppna det igen med ‹Reopen› för att lägga tillbaka något."));
    }
    model.show("Ur journalen", lines.join("\n"));
}

/// Puts back what the act took away.
fn restore(model: &mut Model, seq: i64) {
    let Some(meeting) = model.meeting_screen().map(|screen| screen.meeting.id()) else { return };
    // The list tells of what was; the meeting below shows what comes back.
    if matches!(model.dialogs.last(), Some(Dialog::Pick(_))) {
        model.dialogs.pop();
    }
    model.restore(meeting, seq);
}
