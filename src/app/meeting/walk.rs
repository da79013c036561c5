//! Walking through the meeting: phases, ärenden, and the rules that speak on the way.

use super::asked_day;
use super::board;
use super::course::{self, close_stages, rule};
use super::earlier;
use super::screen::{Going, RowRef};
use super::typed_line::{UNSAVED_LINE, carry_line};
use crate::app::core::model::list::{Pick, PickItem, Then};
use crate::app::core::model::{Dialog, Model, NewCommand, Screen};
use crate::app::ui::question::{confirm, question};
use crate::domain::agenda::{Agenda, Phase};
use crate::domain::command::{Change, Code};
use crate::domain::ids::{MeetingArendeId, MeetingId};
use crate::domain::meeting::{Meeting, Position};
use crate::domain::quoted::quoted;
use crate::domain::record::{ArendeState, MeetingArende, Stage};
use crate::domain::rules::{self, Finding, Severity, Way};

/// One step forward: the next phase, or the next ärende.
pub(crate) fn next(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let to = screen.meeting.next_position();
    let leaves = to.is_none_or(|to| to.arende != screen.meeting.head.current);
    if leaves && asked_day::before_leaving(model) {
        return;
    }
    let Some(screen) = model.meeting_screen() else { return };
    match to {
        Some(to) => match leaves_item(&screen.meeting, to) {
            // What is being written may be a point of the ärende that everybody is about to confirm.
            Some(_) if !screen.line.is_empty() => model.complain(UNSAVED_LINE),
            Some(item) => confirm_arende_done(model, item, to),
            None => go(model, to, Way::On),
        },
        None => course::close(model),
    }
}

/// The ärende whose planering is left for good by going to `to`, when it has agreed points that nobody has confirmed.
fn leaves_item(meeting: &Meeting, to: Position) -> Option<MeetingArendeId> {
    let here = meeting.position();
    let item = here.arende?;
    // In a round with a line for each, all is read out at the end.
    let done = meeting.agenda.many
        && !meeting.agenda.one_line
        && here.phase == meeting.agenda.last_phase()
        && to.arende != here.arende;
    let unconfirmed =
        rules::agreed(meeting).any(|entry| entry.arende == Some(item) && entry.confirmed.is_none());
    (done && unconfirmed).then_some(item)
}

/// Lists what was agreed in the ärende that was just left, for one nod round the table.
pub(crate) fn confirm_arende_done(model: &mut Model, item: MeetingArendeId, to: Position) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let label = meeting
        .item(item)
        .and_then(|item| meeting.arende_of(item))
        .map_or_else(String::new, |arende| arende.label.clone());
    let today = model.now.today();
    // What stands in the minutes as read out is read out.
    let mut text = vec!["Läs upp det ni har kommit överens om:".to_owned()];
    let open = rules::unanswered_said(meeting, Some(item));
    let points =
        rules::agreed(meeting).filter(|entry| entry.arende == Some(item) && entry.confirmed.is_none());
    text.extend(points.flat_map(|entry| {
        let number = meeting.spoken_number(entry).map(|number| format!("{number}  ")).unwrap_or_default();
        let asked =
            if rules::is_asked(meeting, entry) { format!(" · {}", board::ASKED) } else { String::new() };
        let line = board::one_line(meeting, entry, today);
        // With air between, it is heard where the next begins.
        [String::new(), format!("{number}{line}{asked}")]
    }));
    let changed: Vec<String> = meeting
        .continues()
        .into_iter()
        .filter(|row| meeting.item_of_earlier(row).is_some_and(|of| of.id == item))
        .filter_map(|row| board::changed_line(meeting, row, today))
        .collect();
    if !changed.is_empty() {
        text.extend([String::new(), "Ändrat av det som lovades förut:".to_owned()]);
        text.extend(changed.into_iter().flat_map(|line| [String::new(), line]));
    }
    text.extend(open.iter().flat_map(|open| [String::new(), format!("{open}. ‹Back› går tillbaka dit.")]));
    let title = format!("{label}: är vi överens?", label = quoted(&label));
    let mut done = question(title, text, "Alla bekräftar", move |model| {
        confirm_arende(model, item);
        go(model, to, Way::On);
    });
    // What it goes back to is what was told of.
    done.no = open.map(|_| Then::new(earlier::point_at_unanswered));
    // The points stay unconfirmed and come again in ansvar.
    done.otherwise = Some(("bekräfta i ansvar".to_owned(), Then::new(move |model| go(model, to, Way::On))));
    model.dialogs.push(Dialog::Confirm(done));
}

fn confirm_arende(model: &mut Model, item: MeetingArendeId) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let points: Vec<_> = rules::agreed(meeting)
        .filter(|entry| entry.arende == Some(item) && entry.confirmed.is_none())
        .filter(|entry| rules::incomplete(entry).is_none())
        .cloned()
        .collect();
    let Some(first) = points.first() else { return };
    let mut command = NewCommand::new(Code::Confirm(first.kind()), meeting.id());
    for mut entry in points {
        entry.confirmed = Some(model.now.utc);
        command.changes.push(Change::put(entry));
    }
    model.commit(command);
}

/// One step back.
pub(crate) fn previous(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    match screen.meeting.previous_position() {
        Some(to) => go(model, to, Way::On),
        None => model.say("Det här är mötets början."),
    }
}

/// To a phase, in the ärende that is spoken of.
pub(crate) fn to_phase(model: &mut Model, phase: Phase) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    if !meeting.agenda.has(phase) {
        let (name, form) = (phase.name().to_lowercase(), meeting.agenda.short_name.clone());
        return model.say(format!("{form} har ingen fas som heter {name}."));
    }
    let arende = if phase.is_per_arende() {
        meeting
            .head
            .current
            .or_else(|| meeting.spoken_of_last())
            .or_else(|| first_open(meeting))
            .or_else(|| meeting.todays_items().next().map(|i| i.id))
            // Where the only ärende may not be spoken of any more, the rule says so.
            .or_else(|| meeting.items.first().filter(|_| !meeting.agenda.many).map(|i| i.id))
    } else {
        None
    };
    let was_there = meeting.head.phase == phase && meeting.head.current == arende;
    go(model, Position { phase, arende }, Way::On);
    if was_there && model.dialogs.is_empty() && model.notice.is_none() {
        model.say(format!("Ni är redan i {}.", phase.name().to_lowercase()));
    }
}

fn first_open(meeting: &Meeting) -> Option<MeetingArendeId> {
    meeting.todays_items().find(|item| item.state != ArendeState::Klart).map(|item| item.id)
}

/// To the ärende after (`1`) or before (`-1`), where it was left.
pub(crate) fn to_item(model: &mut Model, by: isize) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let items: Vec<&MeetingArende> = meeting.todays_items().collect();
    if items.is_empty() {
        return model
            .say("Mötet har inga ärenden än. Lägg till dem i sammanhang (‹Next› väljer vad raden blir).");
    }
    let here = meeting.head.current.and_then(|id| items.iter().position(|item| item.id == id));
    let at = match (here, by) {
        (Some(at), _) => at.checked_add_signed(by),
        (None, 1..) => Some(0),
        (None, _) => Some(items.len() - 1),
    };
    let Some(item) = at.and_then(|at| items.get(at)) else {
        return model.say(if by > 0 {
            "Det var det sista ärendet. ‹NextPhase› går till ansvar."
        } else {
            "Det var det första ärendet."
        });
    };
    let to = Position { phase: resting_phase(&meeting.agenda, item), arende: Some(item.id) };
    go(model, to, Way::Aside);
}

/// To an ärende, where it was left.
pub(crate) fn take_up(model: &mut Model, id: MeetingArendeId) {
    let Some(meeting) = model.meeting() else { return };
    let Some(item) = meeting.item(id) else { return };
    let to = Position { phase: resting_phase(&meeting.agenda, item), arende: Some(id) };
    go(model, to, Way::Aside);
}

/// Where an ärende was left, or where it begins.
pub(crate) fn resting_phase(agenda: &Agenda, item: &MeetingArende) -> Phase {
    match item.state {
        ArendeState::Vantar => agenda.first_phase(item.follow_up),
        _ if item.phase.is_per_arende() && agenda.has(item.phase) => item.phase,
        _ => agenda.first_phase(false),
    }
}

/// Goes there, unless a rule speaks. A jump asks what each step of the same way would have asked, all at once.
pub(crate) fn go(model: &mut Model, to: Position, way: Way) {
    let Some(screen) = model.meeting_screen() else { return };
    if screen.meeting.position() == to {
        return;
    }
    let mut findings = rules::before_going(&screen.meeting, to, way, model.now.today());
    findings.retain(|finding| finding.severity <= Severity::Overridable);
    // The reason for speaking of a child without asking stands on no paper: it is given alone, and covers nothing else.
    let is_kept =
        |finding: &Finding| finding.rule == rules::rule::CONSENT && finding.severity == Severity::Overridable;
    if findings.iter().any(is_kept) {
        findings.retain(|finding| is_kept(finding) || finding.severity == Severity::Blocking);
    }
    if findings.is_empty() {
        arrive(model, to);
    } else {
        rule(model, findings, Some((to, way)));
    }
}

/// Goes on where one was going when a rule spoke, now that what it asked for is there.
pub(crate) fn go_on(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    match screen.going.take() {
        Some(Going::To(to, way)) if screen.meeting.walk().contains(&to) => go(model, to, way),
        // It is another way now: the ärende was put off, or the form is another.
        Some(Going::To(..)) => next(model),
        Some(Going::ToClose) => course::close(model),
        None => {}
    }
}

/// Stays, whatever was on its way.
pub(crate) fn go_nowhere(model: &mut Model) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.going = None;
    }
}

/// Moves the meeting, whatever the rules say.
pub(crate) fn arrive(model: &mut Model, to: Position) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let here = screen.meeting.position();
    let mut command = NewCommand::new(Code::Move, screen.meeting.id());
    let mut head = screen.meeting.head.clone();
    head.phase = to.phase;
    head.current = to.arende;
    let left = left_unanswered(&screen.meeting, to);
    let goes_back = !rules::is_forward(&screen.meeting, to);
    command.changes.push(Change::put(head));
    command.changes.extend(item_changes(&screen.meeting, here, to));
    command.changes.extend(close_stages(&screen.meeting, model.now.utc));
    let stage = Stage {
        id: model.new_id(),
        meeting: command_meeting(&command),
        arende: to.arende,
        phase: to.phase,
        from: model.now.utc,
        to: None,
    };
    command.changes.push(Change::put(stage));
    model.commit(command);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    // A row that is being changed stays the highlighted one.
    screen.cursor = screen.editing.map(RowRef::Entry);
    screen.latest = None;
    screen.usual_target = None;
    let was = screen.target;
    carry_line(screen, here, true);
    let became = screen.target;
    if to.arende != here.arende && screen.line.is_empty() {
        earlier::point_at_first(screen);
        if goes_back && screen.cursor.is_none() && to.arende.is_some() {
            screen.cursor = earlier::unanswered_goal(screen);
        }
    }
    let begins = here.phase == Phase::Sammanhang && screen.meeting.agenda.is_line_round(to.phase);
    let round = screen.meeting.time_of_round().filter(|_| begins);
    let round = round.map(|words| format!("{words}. Skriv en rad: ‹Accept› går till nästa."));
    let kind = (became != was && !screen.line.is_empty()).then(|| board::called(&screen.meeting, became));
    let kind = kind
        .map(|kind| format!("Raden är kvar, och står nu under {kind}. ‹Previous› väljer en annan rubrik."));
    // What was left without an answer is said whatever else is, and stands whoever comes.
    let is_left = left.is_some();
    let said: Vec<String> = left.into_iter().chain(round.or(kind)).collect();
    match said.as_slice() {
        [] => {}
        said if is_left => model.announce(said.join(" ")),
        said => model.say(said.join(" ")),
    }
}

/// That promises or goals of the ärende that is left by going on have no answer.
fn left_unanswered(meeting: &Meeting, to: Position) -> Option<String> {
    let left = meeting.head.current.filter(|id| Some(*id) != to.arende)?;
    let open = rules::unanswered_said(meeting, Some(left)).filter(|_| rules::is_forward(meeting, to))?;
    let whose = rules::named(meeting, Some(left), &format!("{open}."));
    Some(format!("{whose} ‹PreviousPhase› går tillbaka. De fortsätter annars, och kommer igen i ansvar."))
}

fn command_meeting(command: &NewCommand) -> MeetingId {
    command.meeting.unwrap_or_else(|| uuid::Uuid::nil().into())
}

/// How the ärenden that are left and entered stand afterwards.
fn item_changes(meeting: &Meeting, here: Position, to: Position) -> Vec<Change> {
    let mut changes = Vec::new();
    if let Some(left) = here.arende.and_then(|id| meeting.item(id)).filter(|item| Some(item.id) != to.arende)
    {
        let mut left = left.clone();
        left.phase = here.phase;
        // A hop back finishes nothing, nor is done what nobody has written a word about.
        if here.phase == meeting.agenda.last_phase()
            && left.state == ArendeState::Pagar
            && rules::is_forward(meeting, to)
            && meeting.is_written_of(left.id)
            && rules::is_done(meeting, left.id)
        {
            left.state = ArendeState::Klart;
        }
        changes.push(Change::put(left));
    }
    if let Some(entered) = to.arende.and_then(|id| meeting.item(id)) {
        let mut entered = entered.clone();
        entered.phase = to.phase;
        if entered.state != ArendeState::Klart {
            entered.state = ArendeState::Pagar;
        }
        changes.push(Change::put(entered));
    }
    changes
}

/// Every stop of the meeting.
pub(crate) fn jump(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let items: Vec<PickItem> = meeting
        .walk()
        .into_iter()
        .map(|stop| {
            let item = stop.arende.and_then(|id| meeting.item(id)).map_or_else(String::new, |item| {
                let label = meeting.arende_of(item).map_or("", |arende| arende.label.as_str());
                format!(" · {}. {label}", meeting.number_of(item.id))
            });
            let of = stop.arende.and_then(|id| meeting.item(id));
            let detail = match of {
                _ if stop == meeting.position() => "här är ni",
                Some(item) if item.state == ArendeState::Klart => "klart",
                Some(item) if item.state == ArendeState::Pagar && item.phase == stop.phase => {
                    "hit kom ni: inte klart"
                }
                _ => "",
            };
            let label = format!("{}{item}", stop.phase.name());
            PickItem::new(label, detail, move |model| go(model, stop, Way::Aside))
        })
        .collect();
    // What was put off stands last, to be taken up all the same.
    let put_off = meeting.items.iter().filter(|item| item.state == ArendeState::Uppskjutet).map(|item| {
        let label = meeting.arende_of(item).map_or("", |arende| arende.label.as_str());
        let id = item.id;
        let label = format!("Uppskjutet · {}. {label}", meeting.number_of(id));
        PickItem::new(label, "välj det, så tas det upp i dag ändå", move |model| {
            postpone(model, id);
            take_up(model, id);
        })
    });
    let items: Vec<PickItem> = items.into_iter().chain(put_off).collect();
    let (walk, here) = (meeting.walk(), meeting.position());
    let place = |fits: &dyn Fn(&Position) -> bool| walk.iter().position(fits);
    let here =
        place(&|stop| *stop == here).or_else(|| place(&|stop| stop.arende == here.arende)).unwrap_or(0);
    let mut pick = Pick::new("Gå till", items);
    pick.cursor = here;
    model.dialogs.push(Dialog::Pick(pick));
}

/// Asks whether the ärende is to wait; one that waits already is taken up today after all.
pub(crate) fn ask_postpone(model: &mut Model, id: MeetingArendeId) {
    let Some(meeting) = model.meeting() else { return };
    if meeting.item(id).is_some_and(|item| item.state == ArendeState::Uppskjutet) {
        return postpone(model, id);
    }
    let Some(label) = meeting.item(id).and_then(|item| meeting.arende_of(item)).map(|row| row.label.clone())
    else {
        return;
    };
    let agreed = rules::agreed(meeting).filter(|entry| entry.arende == Some(id)).count();
    let mut text = vec!["Ärendet tas upp på nästa möte i stället.".to_owned()];
    if agreed > 0 {
        text.push(format!("Det som redan är överenskommet ({agreed}) står kvar och läses upp i ansvar."));
    }
    confirm(model, format!("Skjuta upp {label}?", label = quoted(&label)), text, "Skjut upp", move |model| {
        postpone(model, id);
    });
}

/// Moves the ärende to the next meeting, or back to today's list.
fn postpone(model: &mut Model, item: MeetingArendeId) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let Some(mut row) = screen.meeting.item(item).cloned() else { return };
    let back = row.state == ArendeState::Uppskjutet;
    row.state = if back { ArendeState::Vantar } else { ArendeState::Uppskjutet };
    let label = screen.meeting.arende_of(&row).map(|arende| arende.label.clone()).unwrap_or_default();
    let next = screen
        .meeting
        .walk()
        .into_iter()
        .skip_while(|stop| stop.arende != Some(item))
        .find(|stop| stop.arende != Some(item));
    let is_current = screen.meeting.head.current == Some(item);
    let mut command = NewCommand::new(Code::PostponeArende, screen.meeting.id());
    command.changes.push(Change::put(row));
    let next = next.unwrap_or(Position { phase: Phase::Ansvar, arende: None });
    let today = model.now.today();
    let waits = is_current
        && !back
        && rules::before_going(&screen.meeting, next, Way::Aside, today)
            .iter()
            .any(|finding| finding.severity <= Severity::Overridable);
    // Where a rule has something to say before the next one is taken up, the meeting waits where it stands.
    if is_current && !back && !waits {
        // The move itself is a command of its own: undo brings the ärende back, not the chair.
        arrive(model, next);
        let Screen::Meeting(screen) = &model.screen else { return };
        let Some(mut row) = screen.meeting.item(item).cloned() else { return };
        row.state = ArendeState::Uppskjutet;
        command.changes = vec![Change::put(row)];
    }
    model.commit(command);
    model.say(if back {
        format!("{label} tas upp i dag ändå.")
    } else {
        format!("{label} är uppskjutet till nästa möte. ‹Undo› ångrar.")
    });
    if waits {
        go(model, next, Way::Aside);
    }
}
