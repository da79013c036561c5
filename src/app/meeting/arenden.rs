//! Ärenden that come onto the meeting's list.

use super::typed_line::finish_line;
use super::{family, same_child};
use crate::app::core::model::{MeetingScreen, Model, NewCommand, Screen};
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code};
use crate::domain::ids::ArendeId;
use crate::domain::meeting::Meeting;
use crate::domain::overview::KnownArende;
use crate::domain::quoted::quoted;
use crate::domain::record::{Arende, Child, MeetingArende};
use crate::domain::rules;

/// Ärenden from typed lines: all of them, or none, which is said.
pub(crate) fn add_arenden(model: &mut Model, lines: &[String], individual: bool) {
    if let Err((_, why)) = take_up(model, lines, individual) {
        model.complain(why);
    }
}

/// Ärenden from lines: an alias or reference each; "uppföljning" behind a comma makes it one. A child is a new one, and for
/// each that could be one who has been spoken of before it is asked whether it is.
///
/// # Errors
/// Which line can't be taken up, and why; then none of them is.
pub(crate) fn take_up(model: &mut Model, lines: &[String], individual: bool) -> Result<(), (usize, String)> {
    let Screen::Meeting(screen) = &model.screen else { return Ok(()) };
    let agenda = screen.meeting.agenda.clone();
    if let Err(finding) = rules::may_take_up(&agenda, individual) {
        return Err((0, format!("{} {} {}", finding.what, finding.why, finding.remedy)));
    }
    let mut signs = lines.iter().enumerate().filter(|_| agenda.is_unidentified());
    if let Some((at, sign)) = signs.find_map(|(at, line)| Some((at, pointed_out(screen, line)?))) {
        return Err((at, points_out_words(&sign)));
    }
    let room = if screen.meeting.agenda.many {
        usize::MAX
    } else {
        1_usize.saturating_sub(screen.meeting.items.len())
    };
    if lines.len() > room {
        let why = "Den här mötesformen handlar om ett barn i taget. Håll ett möte för varje.";
        return Err((room, why.to_owned()));
    }
    let meeting = screen.meeting.id();
    let mut order = screen.meeting.items.iter().map(|item| item.order).max().unwrap_or(0);
    let mut read: Vec<(String, bool, Option<ArendeId>)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let (label, follow_up) = arende_line(line);
        if label.is_empty() {
            return Err((at, "Skriv vad ärendet kallas, före kommat.".to_owned()));
        }
        if agenda.is_unidentified() && screen.known.arenden.iter().any(|known| known.is_called(&label)) {
            let why = format!(
                "{label} finns redan sedan tidigare. Välj ett annat namn, så knyts de inte ihop.",
                label = quoted(&label)
            );
            return Err((at, why));
        }
        let before = read.iter().map(|(label, ..)| label.as_str());
        let known = free(&screen.meeting, before, &label, individual)
            .and_then(|()| known_group(&screen.known.arenden, &label, individual))
            .map_err(|why| (at, why))?;
        read.push((label, follow_up, known));
    }
    let code = if lines.len() == 1 { Code::AddArende } else { Code::AddArenden };
    let mut command = NewCommand::new(code, meeting);
    let (mut fresh, mut known_groups) = (Vec::new(), Vec::new());
    for (label, follow_up, known) in read {
        order += 1;
        known_groups.extend(known.map(|_| label.clone()));
        let arende = known.unwrap_or_else(|| new_arende(model, &mut command, &label, individual));
        let item = MeetingArende {
            follow_up,
            phase: agenda.first_phase(follow_up),
            ..MeetingArende::new(model.new_id(), meeting, arende, order)
        };
        fresh.push(item.id);
        command.changes.push(Change::put(item));
    }
    let (settled, only) = family::settled(model);
    finish_line(model, command);
    if individual {
        family::ask(model, settled, only);
    }
    if !known_groups.is_empty() {
        let names = known_groups.join(", ");
        model.say(format!("{names} finns sedan tidigare: det är samma ärende. Är det en annan grupp, tryck ‹Undo› och välj ett annat namn."));
    }
    if individual {
        same_child::ask(model, &fresh);
    }
    Ok(())
}

/// What in a text points out a child, where nobody is to be recognised: a name that is known here, or what looks like one.
pub(crate) fn pointed_out(screen: &MeetingScreen, text: &str) -> Option<String> {
    let today = screen.meeting.children.iter().map(|child| child.alias.as_str());
    let before =
        screen.known.arenden.iter().filter(|known| known.individual).map(|known| known.label.as_str());
    let known = rules::names_one_of(text, today.chain(before)).map(str::to_owned);
    known.or_else(|| rules::points_out(&screen.meeting, text))
}

/// That something points out a child where nobody is to be recognised.
pub(crate) fn points_out_words(sign: &str) -> String {
    format!(
        "{} pekar ut någon. Här ska inget barn gå att känna igen: skriv om det utan namn, ålder och klass.",
        quoted(sign)
    )
}

/// What an ärende is called, and whether it is a follow-up. Other words behind a comma belong to the name.
fn arende_line(line: &str) -> (String, bool) {
    let line = line.trim().trim_matches('"');
    match line.rsplit_once(',') {
        Some((label, word)) if is_follow_up(word) => (label.trim().to_owned(), true),
        _ => (line.to_owned(), false),
    }
}

fn is_follow_up(word: &str) -> bool {
    let word = fold(word.trim().trim_end_matches('.'));
    ["uppf", "uppföljning", "uppföljningen", "uppfoljning", "uppföljs", "följs upp"].contains(&word.as_str())
}

/// Whether an ärende may be called so: within one meeting two are never called the same, since a wall and a paper know them
/// by what they are called.
///
/// # Errors
/// In Swedish, with a name that is free.
pub(crate) fn free<'a>(
    meeting: &'a Meeting,
    before: impl Iterator<Item = &'a str>,
    label: &str,
    individual: bool,
) -> Result<(), String> {
    let here = meeting.items.iter().filter_map(|item| meeting.arende_of(item)).map(|a| a.label.as_str());
    let aliases = meeting.items.iter().filter_map(|item| meeting.child_of(item)).map(|c| c.alias.as_str());
    let taken: Vec<String> = here.chain(aliases).chain(before).map(fold).collect();
    if !taken.contains(&fold(label)) {
        return Ok(());
    }
    let number = (2..=taken.len() + 2)
        .find(|number| !taken.contains(&fold(&format!("{label} {number}"))))
        .unwrap_or(2);
    let (label, other) = (quoted(label), quoted(&format!("{label} {number}")));
    Err(if individual {
        format!(
            "{label} finns redan på dagens lista. Är det ett annat barn: ge det ett annat alias, till exempel {other}."
        )
    } else {
        format!("{label} finns redan på dagens lista. Välj ett annat namn, till exempel {other}.")
    })
}

/// A group that has been spoken of under this label before: the same place or question, so it is the same ärende.
fn known_group(known: &[KnownArende], label: &str, individual: bool) -> Result<Option<ArendeId>, String> {
    let of_kind =
        |individual| known.iter().find(|known| known.individual == individual && known.is_called(label));
    match (of_kind(true), of_kind(false)) {
        (Some(_), None) if !individual => Err(format!(
            "{label} är sedan tidigare ett barns ärende. Välj ett annat namn.",
            label = quoted(label)
        )),
        (None, Some(_)) if individual => Err(format!(
            "{label} är sedan tidigare ett gruppärende. Välj ett annat namn.",
            label = quoted(label)
        )),
        (_, group) => Ok(group.filter(|_| !individual).map(|known| known.id)),
    }
}

/// A new ärende, and the child that it is about.
pub(crate) fn new_arende(
    model: &mut Model,
    command: &mut NewCommand,
    label: &str,
    individual: bool,
) -> ArendeId {
    let child = individual.then(|| {
        let child = Child::new(model.new_id(), label);
        let id = child.id;
        command.changes.push(Change::put(child));
        id
    });
    let unrecognisable = model.meeting().is_some_and(|meeting| meeting.agenda.is_unidentified());
    let arende = Arende { unrecognisable, ..Arende::new(model.new_id(), child, label) };
    let id = arende.id;
    command.changes.push(Change::put(arende));
    id
}
