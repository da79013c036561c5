//! The lines above the board: title, time, rail, subject; and what the input line is called.

use super::Stop;
use super::hidden::hides;
use crate::app::core::action::{Action, Context, name_keys};
use crate::app::core::model::{MeetingScreen, Model, Target};
use crate::app::meeting::target;
use crate::app::meeting::timing::{budget, ends, minutes_spent, place};
use crate::app::presence::{company as others_in, is_nobody, read_on_wall, walls};
use crate::domain::agenda::Phase;
use crate::domain::dates::{full_date, short_date};
use crate::domain::entry_line::belongs;
use crate::domain::ids::{MeetingArendeId, MeetingId};
use crate::domain::meeting::{Meeting, lower_first};
use crate::domain::names;
use crate::domain::quoted::quoted;
use crate::domain::record::{Approval, ArendeState, Head, MeetingStatus, Stage};
use crate::domain::rules;

/// The meeting's day, with the year where it isn't understood: when it is held, and when it was planned where that is another.
pub(super) fn day(model: &Model, meeting: &Meeting) -> String {
    let today = model.now.today();
    let planned = meeting.head.planned.date();
    match meeting.head.started.map(|at| model.now.day_at(at)) {
        Some(held) if held != planned => {
            format!("{} (planerat {})", short_date(held, today), short_date(planned, today))
        }
        _ => short_date(planned, today),
    }
}

/// "Ärende 2 av 4 · 4 av 6 min · 2 kvar", "Nuläge 12 av 20 min", or "Vi slutar 14.00".
pub(super) fn middle(model: &Model, screen: &MeetingScreen) -> String {
    let meeting = &screen.meeting;
    match meeting.head.status {
        _ if meeting.head.is_cancelled() => return "inställt".to_owned(),
        MeetingStatus::Avslutat if meeting.head.sip_ended.is_some() => {
            return "avslutat · planen är avslutad".to_owned();
        }
        MeetingStatus::Avslutat => return "avslutat".to_owned(),
        MeetingStatus::Planerat => return "planerat".to_owned(),
        MeetingStatus::Pagar => {}
    }
    let first = put_off_or_ended(meeting);
    if !meeting.agenda.countdown {
        let end = ends(meeting, model.now);
        return format!("{first}Vi slutar {}", end.format("%H.%M"));
    }
    let (budget, fits) = budget(meeting);
    let spent = minutes_spent(model.now.utc, meeting, fits);
    match (meeting.agenda.many, meeting.head.current) {
        (true, Some(id)) => {
            let (at, of) = place(meeting, id);
            let left = rules::still_waiting(meeting);
            format!("{first}Ärende {at} av {of} · {spent} av {budget} min · {left} kvar")
        }
        _ => format!("{first}{} · {spent} av {budget} min", meeting.head.phase.name()),
    }
}

/// What changes everything else that is done here, before it: that the plan ends, that the ärende waits.
fn put_off_or_ended(meeting: &Meeting) -> &'static str {
    if meeting.head.sip_ended.is_some() {
        "planen avslutas · "
    } else if meeting.current_item().is_some_and(|item| item.state == ArendeState::Uppskjutet)
        || meeting.is_all_put_off()
    {
        "uppskjutet · "
    } else {
        ""
    }
}

/// "09.31 · 31 av 90 min", or the clock alone.
pub(super) fn right(model: &Model, screen: &MeetingScreen) -> String {
    let meeting = &screen.meeting;
    let clock = model.now.clock();
    if !meeting.agenda.countdown || meeting.head.status != MeetingStatus::Pagar {
        return clock;
    }
    let spent = minutes_spent(model.now.utc, meeting, |_| true);
    format!("{clock} · {spent} av {} min", meeting.head.minutes)
}

/// Whether the time budget is used up: said calmly, never with a sound, and not in a form without a countdown.
pub(super) fn is_over_time(model: &Model, screen: &MeetingScreen) -> bool {
    let meeting = &screen.meeting;
    let (budget, fits) = budget(meeting);
    meeting.agenda.countdown
        && meeting.head.status == MeetingStatus::Pagar
        && minutes_spent(model.now.utc, meeting, fits) > budget
}

/// Who else has the meeting in front of them, and how the wall stands.
pub(super) fn company(model: &Model, screen: &MeetingScreen) -> Option<String> {
    let meeting = screen.meeting.id();
    let mut said: Vec<String> = others_in(model, meeting)
        .map(|other| {
            let name = if other.here.name.is_empty() { "en annan skärm" } else { &other.here.name };
            match other.here.edits.and_then(|id| screen.meeting.entry(id)) {
                Some(entry) => format!("{name} ändrar {}", entry.kind().definite().to_lowercase()),
                None => format!("{name} är med"),
            }
        })
        .collect();
    let nobody =
        is_nobody(model).then(|| name_keys("ingen har sagt vem hen är · ‹SwitchPerson› hemma väljer"));
    said.splice(0..0, nobody);
    let elsewhere = |other: MeetingId| match others_in(model, other).next() {
        Some(_) => "väggen visar ett annat möte (‹ShowOnWall› byter hit)",
        // Closed, or left: the wall stays with it until somebody says otherwise.
        None => "väggen står kvar på ett annat möte (‹ShowOnWall› byter)",
    };
    let shown: Vec<Option<MeetingId>> = walls(model).map(|wall| wall.here.meeting).collect();
    let several = shown.len() > 1;
    let hides = hides(model, screen);
    // Why nothing is shown stands also where nobody has started a wall: it is read on this screen too.
    if let Some(why) = hides.as_ref().filter(|_| shown.is_empty()) {
        said.push(why.clone());
    }
    if several && !shown.contains(&Some(meeting)) {
        said.push(name_keys("väggarna visar inte det här mötet (‹ShowOnWall› väljer)"));
    } else if !shown.is_empty() && !shown.contains(&Some(meeting)) {
        let other = shown.iter().flatten().next();
        let waits = "väggen väntar (‹ShowOnWall› visar det här mötet)";
        said.push(name_keys(other.map_or(waits, |other| elsewhere(*other))));
    } else if model.blank.contains(&meeting) {
        said.push(if several { "väggarna är släckta" } else { "väggen är släckt" }.to_owned());
    } else if !shown.is_empty() {
        said.push(match hides {
            _ if screen.meeting.head.is_cancelled() => "väggen är i paus".to_owned(),
            Some(why) => why,
            None if let Some(number) = number_on_wall(model, screen) => {
                format!("väggen visar punkt {number}")
            }
            None => name_keys(showing(model, meeting)),
        });
    }
    // Where there isn't room for all, what the wall does is the one that stays.
    said.sort_by_key(|part| !part.starts_with("vägg"));
    (!said.is_empty()).then(|| said.join(" · "))
}

/// Which walls show the meeting, by name where several are on: "vägg 1 visar mötet, inte vägg 2".
fn showing(model: &Model, meeting: MeetingId) -> String {
    let named = |shows: bool| -> Vec<String> {
        let all = walls(model).filter(|wall| (wall.here.meeting == Some(meeting)) == shows);
        let mut all: Vec<String> = all.map(|wall| lower_first(wall.wall_name())).collect();
        all.sort();
        all
    };
    match (named(true).as_slice(), named(false).as_slice()) {
        ([_], []) => "väggen visar mötet".to_owned(),
        (show, []) => format!("{} visar mötet", show.join(" och ")),
        (show, others) => {
            format!("{} visar mötet, inte {} (‹ShowOnWall›)", show.join(" och "), others.join(" eller "))
        }
    }
}

/// The number of the point that the wall shows on somebody else's word, where another is read here.
fn number_on_wall(model: &Model, screen: &MeetingScreen) -> Option<usize> {
    let shown = read_on_wall(model, screen)?;
    rules::agreed(&screen.meeting).position(|entry| entry.id == shown).map(|at| at + 1)
}

/// That the plan as such has ended: "Planen är avslutad tor 26 nov 2026: inga nya behov väntas".
pub(super) fn ended(head: &Head) -> Option<String> {
    let day = head.sip_ended?;
    let why = head.sip_end_reason.map(|reason| format!(": {}", reason.word())).unwrap_or_default();
    Some(format!("Planen är avslutad {}{why}", full_date(day)))
}

/// What has become of a closed meeting's plan and minutes.
pub(super) fn closed(meeting: &Meeting) -> String {
    let minutes = minutes(meeting);
    match ended(&meeting.head) {
        Some(ended) => format!("{ended}. {minutes}"),
        None => minutes,
    }
}

/// What a closed meeting is followed by, with the key of each.
pub(super) fn next_steps(meeting: &Meeting) -> Vec<String> {
    let approve = if meeting.is_locked() { Action::Versions } else { Action::Approve };
    let steps = [Action::Minutes, Action::Copies, approve, Action::NextMeeting, Action::OpenFolder];
    // There is something to call to.
    let invite = meeting.occasion().map(|_| Action::Invite);
    // In the words of the bottom line: a key is called one thing.
    let said = |action: Action| {
        let binding = action.about().bindings_in(Context::Closed).next()?;
        let does = binding.hints.iter().flatten().next()?.label;
        Some(format!("{} {does}", binding.key))
    };
    steps.into_iter().chain(invite).filter_map(said).collect()
}

fn minutes(meeting: &Meeting) -> String {
    let what = |approval: Approval| match approval {
        Approval::Justerat => ("Protokollet", "justerat"),
        Approval::Godkant => ("Mötesanteckningarna", "godkända"),
    };
    match meeting.latest_version() {
        Some(version) if meeting.is_locked() => {
            let (what, how) = what(version.approval);
            format!("{what} är {how} av {} (version {}).", version.by, version.number)
        }
        Some(version) => {
            format!("Mötet är avslutat. Utkast till version {}.", version.number + 1)
        }
        None => "Mötet är avslutat.".to_owned(),
    }
}

/// The phases, for the ärende that is spoken of.
pub(super) fn rail(screen: &MeetingScreen) -> Vec<Stop> {
    let meeting = &screen.meeting;
    let here = meeting.head.phase;
    let closed = meeting.head.status == MeetingStatus::Avslutat;
    let visited = |phase: Phase| {
        let arende = meeting.head.current.filter(|_| phase.is_per_arende());
        let in_item = |stage: &Stage| arende.is_none() || stage.arende == arende;
        meeting.stages.iter().any(|stage| stage.phase == phase && in_item(stage))
    };
    let all_done = |phase: Phase| {
        !phase.is_per_arende()
            || meeting.head.current.is_some()
            || meeting.todays_items().all(|item| item.state == ArendeState::Klart)
    };
    meeting
        .agenda
        .walked()
        .map(|phase| Stop {
            phase,
            name: phase.name(),
            here: phase == here && !closed,
            passed: (phase != here || closed) && visited(phase) && all_done(phase),
        })
        .collect()
}

/// What is spoken of: "Ärende 2 av 4  ”Blå”", or what the child wants to be called.
pub(super) fn subject(screen: &MeetingScreen) -> Option<String> {
    let meeting = &screen.meeting;
    let item = meeting.current_item()?;
    let label = wall_name(meeting, item.id);
    let waits = if item.state == ArendeState::Uppskjutet { " (uppskjutet till nästa möte)" } else { "" };
    if meeting.agenda.many {
        let (at, of) = place(meeting, item.id);
        let again = if item.follow_up { " (uppföljning)" } else { "" };
        Some(format!("Ärende {at} av {of}  {label}{again}{waits}", label = quoted(&label)))
    } else {
        Some(format!("{label}{waits}"))
    }
}

/// What an ärende is called where others can read it.
pub(crate) fn wall_name(meeting: &Meeting, id: MeetingArendeId) -> String {
    meeting.item(id).map(|item| names::called(meeting, item)).unwrap_or_default()
}

/// What a line that becomes this is called.
pub(crate) fn called(meeting: &Meeting, becomes: Target) -> &'static str {
    match becomes {
        Target::Participant => "Deltagare",
        Target::Individual if meeting.agenda.many => "Ärende, barn",
        Target::Individual => "Barnet kallas",
        Target::Group if meeting.agenda.is_unidentified() => "Fråga utan namn",
        Target::Group => "Ärende, grupp",
        Target::Entry(kind) => kind.label(),
    }
}

/// All that the line can become where the meeting stands, and which of them it becomes; nothing where there is no choice. What
/// it was made for this once, which isn't written here otherwise, stands first.
pub(super) fn kinds(screen: &MeetingScreen) -> (Vec<&'static str>, usize) {
    let mut all = target::all(&screen.meeting);
    if !all.contains(&screen.target) {
        all.insert(0, screen.target);
    }
    let at = all.iter().position(|becomes| *becomes == screen.target).unwrap_or(0);
    if all.len() < 2 {
        return (Vec::new(), 0);
    }
    (all.into_iter().map(|becomes| called(&screen.meeting, becomes)).collect(), at)
}

/// What the input line becomes.
pub(super) fn prompt(screen: &MeetingScreen) -> String {
    let what = called(&screen.meeting, screen.target);
    if screen.editing.is_some() {
        // Which of them: the number that it has on screen.
        let row = screen.editing.and_then(|id| screen.meeting.entry(id));
        let number = row.and_then(|row| screen.meeting.spoken_number(row));
        let number = number.map_or_else(String::new, |number| format!(" {number}"));
        return format!("Ändra {}{number}", what.to_lowercase());
    }
    let meeting = &screen.meeting;
    let parts: Vec<&str> = screen.line_exempt.iter().map(|(_, part)| part.as_str()).collect();
    let kept = if parts.is_empty() { String::new() } else { format!(" (undantag: {})", parts.join(", ")) };
    // Somebody else has moved the meeting while this was being written.
    match screen
        .line_from
        .and_then(|from| belongs(meeting, from))
        .filter(|id| Some(*id) != meeting.head.current)
    {
        Some(item) if meeting.agenda.many => format!("{what}{kept} i {}", wall_name(meeting, item)),
        // In the read-out it is always said whose the point is.
        None if meeting.agenda.many
            && meeting.head.phase == Phase::Ansvar
            && matches!(screen.target, Target::Entry(_)) =>
        {
            format!("{what}{kept}, hela mötet")
        }
        _ => format!("{what}{kept}"),
    }
}

/// When the consent for an ärende was withdrawn, as long as the meeting hasn't gone on since: the words about it stand
/// where the phase's question would.
pub(crate) fn just_withdrawn(meeting: &Meeting) -> Option<chrono::DateTime<chrono::Utc>> {
    let at = meeting.items.iter().filter_map(|item| meeting.withdrawn_here(item)).max()?;
    let gone_on = meeting.stages.iter().any(|stage| stage.from > at);
    (!gone_on).then_some(at)
}
