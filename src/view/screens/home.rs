//! Home: the meetings, and what was agreed at them and is not done yet. Never on a wall.
//!
//! ```text
//!  samverkan · Ängsskolan                          Karin Lund · mån 23 nov 2026  08.47
//! ─────────────────────────────────────────────────────────────────────────────────────
//!  PÅGÅR                              ATT FÖLJA UPP  7, 2 försenade
//! >09.00   EHT · Blå, Röd +2  nuläge  ! 3 dagar sen  Blå · Kartläggning läsning   Sara S
//!  KOMMANDE                             idag         Röd · Samtal med hemmet      Mentor
//!  13.00   SIP, uppföljning · Gul       fre          Röd · Bildschema             Mentor
//! ─────────────────────────────────────────────────────────────────────────────────────
//!  Enter öppna  n nytt möte  ? hjälp                                       sparat 09.31
//! ```

mod actions;
mod meetings;

use crate::app::action::name_keys;
use crate::app::home::screen::BESIDE_FROM;
use crate::app::model::{HomeRow, HomeScreen, Model};
use crate::app::{Action, Now, backup, lying};
use crate::domain::dates::short_date;
use crate::domain::overview::Home;
use crate::domain::quoted::quoted;
use crate::domain::record::Person;
use crate::domain::recovery::KeyTrouble;
use crate::view::pen::{Pen, bottom, cells, count, right_of, top, within, wrap};
use crate::view::screen_hints;
use crate::view::theme::Meaning;
use crate::view::widgets::{head, status};
use chrono::{Datelike, NaiveDate};
use ratatui::layout::Rect;
use std::borrow::Cow;

pub(in crate::view) fn draw(pen: &mut Pen<'_>, rest: &mut Rect, model: &Model, home: &HomeScreen) {
    draw_head(pen, top(rest, 1), model);
    let mut body = *rest;
    let mut keys = screen_hints(model);
    if home.data.as_ref().is_none_or(is_without_meetings) {
        keys.retain(|(.., action)| *action != Action::Accept);
    }
    status::draw(pen, &mut body, model, &keys);
    *rest = body;
    pen.rule(top(&mut body, 1));
    pen.rule(bottom(&mut body, 1));
    let Some(data) = &home.data else {
        let half = body.height / 2;
        top(&mut body, half);
        pen.put_centred(top(&mut body, 1), "Läser in …", Meaning::Quiet);
        return;
    };
    if let Some((words, late)) = backup::in_words(model) {
        let meaning = if late { Meaning::Warn } else { Meaning::Text };
        pen.put(right_of(bottom(&mut body, 1), 1), &name_keys(words), meaning);
    }
    if let Some(words) = lying::in_words(model, usize::from(body.width).saturating_sub(2)) {
        pen.put(right_of(bottom(&mut body, 1), 1), &name_keys(words), Meaning::Warn);
    }
    let today = model.now.today();
    if let Some(checked) = data.checked {
        let meaning = if checked.faults == 0 { Meaning::Quiet } else { Meaning::Warn };
        let words = checked.in_words(model.now.at(checked.at), today);
        pen.put(right_of(bottom(&mut body, 1), 1), &words, meaning);
    }
    let meetings = data.ongoing.len() + data.coming.len() + data.recent.len();
    // An action that is highlighted stands there in full.
    let in_turn =
        home.cursor.checked_sub(meetings).filter(|_| matches!(home.selected(), Some(HomeRow::Action(_))));
    let beside = body.width >= BESIDE_FROM;
    let column = actions::Column { data, meetings, in_turn, headed: beside, today };
    if is_without_meetings(data) {
        draw_watch(pen, &mut body, data, model.now);
        draw_welcome(pen, &mut body);
        actions::draw(pen, within(body, 1), &column);
    } else if beside {
        let left = meetings::width_beside(body.width, data, column.wanted_in(body.height), today);
        let mut meetings = Rect { width: left, ..body };
        draw_watch(pen, &mut meetings, data, model.now);
        meetings::draw(pen, meetings, model, data, home.cursor);
        let right = right_of(body, left + 2);
        actions::draw(pen, Rect { width: right.width.saturating_sub(1), ..right }, &column);
    } else {
        // At least a third is theirs, and what the meetings leave where nothing stands under those.
        let own = meetings::rows(model, data, home.cursor, body.width.saturating_sub(1));
        let left = if is_watched(data, model.now) { 0 } else { body.height.saturating_sub(own) };
        let most = if in_turn.is_some() { body.height * 2 / 3 } else { body.height / 3 }.max(left);
        let wanted = column.rows(body.width).saturating_add(2).min(most);
        let below = if data.actions.is_empty() { 2 } else { wanted.max(3) };
        // What is to be seen to goes before what has been agreed, and a meeting to open stands there too.
        let spare =
            body.height.saturating_sub(must_watch(data, body.width.saturating_sub(1)) + meetings::LEAST);
        let below = below.min(spare.max(3));
        let mut actions = bottom(&mut body, below);
        top(&mut actions, 1);
        body.width = body.width.saturating_sub(1);
        draw_watch(pen, &mut body, data, model.now);
        meetings::draw(pen, body, model, data, home.cursor);
        actions::draw(pen, within(actions, 1), &column);
    }
}

fn is_without_meetings(data: &Home) -> bool {
    data.ongoing.is_empty() && data.coming.is_empty() && data.recent.is_empty()
}

/// The top line outside of meetings.
pub(in crate::view) fn draw_head(pen: &mut Pen<'_>, area: Rect, model: &Model) {
    draw_head_of(pen, area, model, model.person.as_ref());
}

/// The same, with somebody's name or nobody's.
pub(super) fn draw_head_of(pen: &mut Pen<'_>, area: Rect, model: &Model, person: Option<&Person>) {
    let title = if model.setup.workplace.is_empty() {
        "samverkan".to_owned()
    } else {
        format!("samverkan · {}", model.setup.workplace)
    };
    let today = model.now.today();
    let date = with_year(today);
    let clock = model.now.clock();
    let right = match person {
        Some(person) => format!("{} · {date}  {clock}", person.name),
        None => format!("{date}  {clock}"),
    };
    // Where the title or the name is long, the date says itself more briefly, and then the name goes before day and clock.
    let brief = format!("{}  {clock}", short_date(today, today));
    let named = person.map_or_else(|| brief.clone(), |person| format!("{} · {brief}", person.name));
    let beside = cells(&title) + if model.practice { cells(head::PRACTICE) + 1 } else { 0 };
    // What isn't of one piece has more air about it.
    let air = |right: &str| if right.contains(" · ") { 2 * AROUND } else { AROUND };
    let all = [right, named];
    let right =
        all.into_iter().find(|right| cells(right) + beside + air(right) <= area.width).unwrap_or(brief);
    let head = head::Head {
        practice: model.practice,
        title: &title,
        day: "",
        middle: "",
        right: &right,
        late: false,
    };
    head::draw(pen, area, &head);
}

/// Air at the ends of the top line, and between what stands there.
const AROUND: u16 = 5;

fn with_year(date: NaiveDate) -> String {
    format!("{} {}", short_date(date, date), date.year())
}

fn draw_welcome(pen: &mut Pen<'_>, body: &mut Rect) {
    top(body, 1);
    let lines = [
        ("", "Här finns inga möten än."),
        ("", ""),
        ("n", "startar ett möte"),
        ("d", "planerar ett möte som ska hållas en annan dag"),
        ("?", "visar alla tangenter"),
        ("b", "byter vem som sitter vid tangentbordet"),
        ("", ""),
    ];
    for (key, what) in lines {
        let line = within(top(body, 1), 1);
        if key.is_empty() {
            pen.put(line, what, Meaning::Strong);
        } else {
            pen.put(right_of(line, 2), key, Meaning::HintKey);
            pen.put(right_of(line, 6), what, Meaning::Text);
        }
    }
}

/// On as many rows as it takes, and the rows after the first further in.
fn watched(line: &str, width: u16) -> Vec<Cow<'_, str>> {
    let room = width.saturating_sub(1);
    wrap(line, if cells(line) > room { room.saturating_sub(2) } else { room })
}

/// Whether anything must be looked after between meetings.
fn is_watched(data: &Home, now: Now) -> bool {
    let is_empty = data.keys.is_empty() && data.ending.is_empty() && data.unanswered.is_empty();
    !is_empty || data.pending(|at| now.day_at(at)).into_iter().next().is_some()
}

/// How many rows what asks for an act takes at this width, with its heading.
fn must_watch(data: &Home, width: u16) -> u16 {
    let rows: usize = data.keys.iter().map(|trouble| watched(&remedied(trouble), width).len()).sum();
    // A heading with a space above it, and how many more there are.
    if rows == 0 { 0 } else { count(rows + 3) }
}

/// What must be looked after between meetings, at the bottom of `area`: at most half of it, but for what asks for an act, which
/// is never among those that have no room.
fn draw_watch(pen: &mut Pen<'_>, area: &mut Rect, data: &Home, now: Now) {
    let duties = data.pending(|at| now.day_at(at));
    let duties = duties.into_iter().map(|(row, pending)| {
        let late = pending.is_late(now.utc, now.today());
        let words = format!("{}: {}", quoted(&row.label), pending.briefly(now.utc, now.today()));
        (words, if late { Meaning::Warn } else { Meaning::Text }, "‹SocialClock› visar alla")
    });
    let ending =
        data.ending.iter().map(|row| (row.in_words(now.today()), Meaning::Warn, "‹Consents› visar alla"));
    let unanswered =
        data.unanswered.iter().map(|row| (row.in_words(), Meaning::Warn, "‹Consents› visar alla"));
    let keys = data
        .keys
        .iter()
        .map(|trouble| (remedied(trouble), Meaning::Warn, "samverkan kontrollera visar alla"));
    let lines: Vec<_> = keys.chain(duties).chain(unanswered).chain(ending).collect();
    if lines.is_empty() {
        return;
    }
    // Each is said whole, on as many rows as that takes.
    let rows: Vec<Vec<_>> = lines.iter().map(|(line, ..)| watched(line, area.width)).collect();
    let taken = |shown: usize| rows[..shown].iter().map(Vec::len).sum::<usize>();
    let asks = data.keys.len();
    let asked_for = taken(asks) + usize::from(asks < lines.len());
    let most = usize::from(area.height / 2).saturating_sub(2).max(1).max(asked_for);
    let fits = |shown: &usize| taken(*shown) + usize::from(*shown < lines.len()) <= most;
    let shown = (0..=lines.len()).rev().find(fits).unwrap_or(0);
    let hidden = lines.len() - shown;
    let mut rest = bottom(area, count(taken(shown) + usize::from(hidden > 0)) + 2);
    top(&mut rest, 1);
    pen.put(right_of(top(&mut rest, 1), 1), "ATT BEVAKA", Meaning::Heading);
    for (of_line, (_, meaning, _)) in rows[..shown].iter().zip(&lines) {
        for (at, row) in of_line.iter().enumerate() {
            pen.put(right_of(top(&mut rest, 1), if at == 0 { 1 } else { 3 }), row, *meaning);
        }
    }
    if let Some((.., how)) = lines.get(shown) {
        pen.put(
            right_of(top(&mut rest, 1), 1),
            &name_keys(format!("↓ {hidden} till ({how})")),
            Meaning::Warn,
        );
    }
}

/// What is amiss with a key, and what to do.
fn remedied(trouble: &KeyTrouble) -> String {
    let remedy = match (trouble.may_open(), trouble.is_recovery()) {
        _ if trouble.is_no_file() => "lägg filen själv där den ska ligga",
        (true, _) => "prova nyckeln (‹ProveRecoveryKey›), eller gör en ny (‹NewRecoveryKey›)",
        (false, true) => "gör en ny nyckel (‹NewRecoveryKey›)",
        (false, false) if trouble.shuts_passphrase_out() => {
            "ingen lösenfras öppnar databasen nu, bara nyckeln från kassaskåpet: välj en ny (‹ChangePassphrase›)"
        }
        (false, false) => "den gamla lösenfrasen kan gälla igen: byt den (‹ChangePassphrase›)",
    };
    name_keys(format!("{trouble}: {remedy}"))
}
