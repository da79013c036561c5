//! A rule speaks before the meeting goes on: what is missing is mended, or one goes on with a reason.

use super::course;
use super::mend::{mend, point_at};
use super::screen::Going;
use super::{nothing_more, turn, walk};
use crate::app::consents;
use crate::app::core::action::Action;
use crate::app::core::line::Line;
use crate::app::core::model::question::{self, Reason, ReasonFor, RuleStop, reason_for};
use crate::app::core::model::{Dialog, Model, NewCommand, Screen};
use crate::app::ui::form;
use crate::app::ui::question::{rows_of, scroll};
use crate::domain::command::{Change, Code};
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::Position;
use crate::domain::record::Override;
use crate::domain::rules::{self, Finding, Severity, Way};

/// Moves in what is said, where it is longer than the screen. Tells whether the key meant that.
fn scrolls(model: &mut Model, action: Action) -> bool {
    let size = model.size;
    let Some(Dialog::Rule(stop)) = model.dialogs.last_mut() else { return false };
    // The reason being written takes its rows from what is said.
    let taken = if stop.reason.is_some() { 4 } else { 0 };
    let rows = |width: u16| {
        // An empty row between two, the mark in front of what is wrong, and those after the first named once more.
        let shown = stop.shown();
        let said = shown.iter().enumerate().map(|(at, finding)| {
            let inside = width.saturating_sub(2);
            1 + rows_of(&format!("Stopp: {}", finding.what), width) * if at == 0 { 1 } else { 2 }
                + rows_of(&finding.why, inside)
                + rows_of(&finding.remedy, inside)
        });
        said.sum::<usize>() + taken
    };
    let top = scroll(size, action, stop.top, taken, rows);
    stop.top = top.unwrap_or(stop.top);
    top.is_some()
}

/// What a key does where these rules speak; nothing where it does nothing: none can go on past a rule that protects.
pub(crate) fn says(model: &Model, stop: &RuleStop, action: Action, label: &str) -> Option<String> {
    let writing = stop.reason.is_some();
    let more = stop.asks_more();
    let takes = match action {
        Action::GoOnAnyway => {
            let protected = stop.findings.iter().any(|finding| finding.severity == Severity::Blocking);
            !protected && (!writing || more)
        }
        Action::Unrecognisable => !writing && lifts_out(stop, model),
        Action::NothingMore => !writing && nothing_more::is_offered(model, stop),
        Action::TurnInto => !writing && turns(stop, model),
        Action::Postpone => !writing && postponed(stop, model).is_some(),
        Action::Accept => writing || stop.findings.first().is_some_and(|finding| finding.fix.is_some()),
        Action::Next | Action::ChoiceRight | Action::Save => !writing,
        _ => true,
    };
    let words = match action {
        Action::Accept if more => "nästa skäl",
        Action::Accept if writing => "gå vidare med skälet",
        Action::Accept => "ordna nu",
        Action::GoOnAnyway if writing => "samma skäl för resten",
        Action::Back if writing && stop.at > 0 => "förra skälet",
        _ => label,
    };
    takes.then(|| words.to_owned())
}

/// Whether the question may be taken up without the child.
fn lifts_out(stop: &RuleStop, model: &Model) -> bool {
    let Some(screen) = model.meeting_screen() else { return false };
    let concerned = stop.findings.iter().filter(|finding| finding.rule == rules::rule::CONSENT);
    concerned
        .filter_map(|finding| finding.arende.and_then(|id| screen.meeting.item(id)))
        .any(|item| rules::may_lift_out(&screen.meeting, item).is_ok())
}

/// Whether a rule says that the meeting may go on in another form.
fn turns(stop: &RuleStop, model: &Model) -> bool {
    let can = model.meeting().is_some_and(|meeting| meeting.agenda.otherwise.is_some());
    let named = |finding: &Finding| {
        finding.fix == Some(rules::Todo::TurnInto) || finding.remedy.contains("‹TurnInto›")
    };
    can && stop.findings.iter().any(named)
}

/// The ärende that can be put off instead of what the rules ask for: the first of those they concern that today's list has.
fn postponed(stop: &RuleStop, model: &Model) -> Option<MeetingArendeId> {
    let meeting = model.meeting().filter(|meeting| meeting.agenda.many)?;
    let of = stop.findings.iter().find_map(|finding| finding.arende);
    of.filter(|id| meeting.todays_items().any(|item| item.id == *id))
}

/// A key while a rule speaks.
pub(crate) fn act(model: &mut Model, action: Action) {
    if scrolls(model, action) {
        return;
    }
    // Whoever answers the rule itself isn't on the way by the form that lay over it.
    walk::go_nowhere(model);
    let Some(Dialog::Rule(stop)) = model.dialogs.last() else { return };
    match action {
        Action::Accept => {
            let (first, to) = (stop.findings.first().cloned(), stop.to);
            model.dialogs.pop();
            let Some((todo, at)) = first.and_then(|finding| Some((finding.fix?, finding.at))) else { return };
            // What a jump would have passed is mended where it belongs; nothing before it stands in the way.
            if let Some(at) = at {
                walk::go(model, at, Way::On);
            }
            if model.dialogs.is_empty() {
                mend(model, todo);
                goes(model, to);
            }
        }
        Action::Back => {
            let named = stop.findings.first().filter(|finding| finding.at.is_none());
            let named = named.and_then(|finding| finding.fix);
            model.dialogs.pop();
            if let Some(todo) = named {
                point_at(model, todo);
            }
        }
        Action::GoOnAnyway => go_on_anyway(model),
        Action::NothingMore => nothing_more::decide(model),
        Action::Postpone => {
            let Some(item) = postponed(stop, model) else { return };
            let to = stop.to;
            model.dialogs.pop();
            let is_here = model.meeting().is_some_and(|meeting| meeting.head.current == Some(item));
            walk::ask_postpone(model, item);
            // What is spoken of goes on to the next by itself.
            if !is_here {
                goes(model, to);
            }
        }
        Action::TurnInto if turns(stop, model) => {
            model.dialogs.pop();
            turn::ask_turn(model);
        }
        Action::Unrecognisable => {
            let item = stop.findings.iter().find(|finding| finding.rule == rules::rule::CONSENT);
            if let Some(item) = item.and_then(|finding| finding.arende) {
                let to = stop.to;
                model.dialogs.pop();
                consents::lift_out::open(model, item);
                goes(model, to);
            }
        }
        _ => {}
    }
}

/// Remembers where one was going, until what the rule asks for is there.
fn goes(model: &mut Model, to: Option<(Position, Way)>) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.going = Some(to.map_or(Going::ToClose, |(to, way)| Going::To(to, way)));
    }
}

/// A rule that has just spoken, and asks for nothing but fields of one form: the form is there at once, over the rule. What
/// the rule says stands in it, and the rule itself comes up when the form is left.
pub(crate) fn offer_form(model: &mut Model) {
    let Some(Dialog::Rule(stop)) = model.dialogs.last_mut() else { return };
    if !std::mem::take(&mut stop.fresh) {
        return;
    }
    let (findings, to, depth) = (stop.findings.clone(), stop.to, model.dialogs.len());
    let asks = |finding: &Finding| {
        matches!(finding.rule, rules::rule::FIELD | rules::rule::FIELD_VALUE)
            && finding.severity == Severity::Overridable
            && finding.at.is_none()
            && finding.fix == findings[0].fix
    };
    let Some(todo) = findings.first().and_then(|finding| finding.fix).filter(|_| findings.iter().all(asks))
    else {
        return;
    };
    mend(model, todo);
    if model.dialogs.len() != depth + 1 {
        return;
    }
    goes(model, to);
    let Some(form) = form::front(model) else { return };
    let is_asked = |key: &str| {
        findings.iter().flat_map(|finding| &finding.about).any(|id| {
            let own = key.strip_prefix("falt.").and_then(|key| key.strip_prefix(id.as_str()));
            own.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    for field in &mut form.fields {
        field.needed = is_asked(&field.key);
        field.aside = !field.needed;
    }
    let first = form.fields.iter().position(|field| field.needed);
    form.begin();
    let lacks = form.fields.get(form.cursor).is_some_and(|field| field.needed);
    form.cursor = if lacks { form.cursor } else { first.unwrap_or(form.cursor) };
    form.intro = findings.iter().map(|finding| finding.what.clone()).collect();
    form.intro.push("‹Back› visar varför, och vad ni kan göra i stället.".to_owned());
}

/// Goes on anyway from the form that lies over its rule.
pub(crate) fn leave_form(model: &mut Model) {
    if matches!(model.dialogs.as_slice(), [.., Dialog::Rule(_), Dialog::Form(_)]) {
        model.dialogs.pop();
        act(model, Action::GoOnAnyway);
    }
}

/// Asks for the reason, unless a rule that protects somebody is among them. Where an answer to the question of consent is
/// waited for, who was asked is the reason.
fn go_on_anyway(model: &mut Model) {
    let Some(Dialog::Rule(stop)) = model.dialogs.last_mut() else { return };
    let unanswered = stop.findings.iter().find(|finding| finding.rule == rules::rule::GUARDIAN);
    let unanswered = unanswered.and_then(|finding| finding.arende);
    let to = stop.to;
    if stop.findings.iter().any(|finding| finding.severity == Severity::Blocking) {
        model.complain("Den här regeln skyddar barnet och går inte att gå förbi.");
    } else if let Some(id) = unanswered {
        // Not any reason: who was asked, when and how.
        let item = model.meeting().and_then(|meeting| meeting.item(id)).cloned();
        model.dialogs.pop();
        if let Some(item) = item {
            consents::form::ask_how(model, &item);
            goes(model, to);
        }
    } else if let Screen::Meeting(screen) = &model.screen {
        ask_reasons(stop, &screen.reasons);
    } else {
        ask_reasons(stop, &[]);
    }
}

/// A key while the reason is being written.
pub(crate) fn act_reason(model: &mut Model, action: Action) {
    if scrolls(model, action) {
        return;
    }
    let Some(Dialog::Rule(stop)) = model.dialogs.last_mut() else { return };
    let all = stop.asked().len();
    let written = stop.reason.as_ref().map(|line| line.value().trim().to_owned()).unwrap_or_default();
    let rest = action == Action::GoOnAnyway;
    match action {
        // One reason back; nothing that is written is lost by it, and nothing is given by it either.
        Action::Back => {
            keep(stop, written, false);
            match stop.at.checked_sub(1) {
                Some(before) => ask_reason(stop, before),
                None => stop.reason = None,
            }
            stop.top = 0;
            remember(model);
        }
        Action::Accept | Action::Save | Action::NextPhase | Action::GoOnAnyway => {
            // The rest has the reason that stands here, or the one before.
            let before = stop.at.checked_sub(1).and_then(|at| stop.reasons.get(at));
            let before = before.filter(|before| before.given).map(|before| before.text.clone());
            let reason = match before {
                Some(before) if rest && written.is_empty() => before,
                _ => written,
            };
            if !is_reason(&reason) {
                let kept = stop.shown().iter().any(|finding| finding.rule == rules::rule::CONSENT);
                let stands = if kept {
                    "Skälet står i journalen, aldrig på väggen eller i någon kopia."
                } else {
                    "Skälet står sedan i protokollet."
                };
                let how =
                    if reason.is_empty() { "Skriv varför" } else { "Skriv några ord till om varför" };
                return model
                    .complain(format!("{how}, och tryck sedan ‹Accept›. {stands} ‹Back› går tillbaka."));
            }
            keep(stop, reason.clone(), true);
            if rest {
                // What was given a reason of its own keeps it, and so does what somebody has begun to write: it is asked for.
                let empty = |waiting: &&mut Reason| !waiting.given && waiting.text.is_empty();
                for waiting in stop.reasons.iter_mut().filter(empty) {
                    *waiting = Reason { text: reason.clone(), given: true };
                }
            }
            // Where all the others have theirs nothing more is asked.
            if !rest && stop.at + 1 < all && stop.reasons.iter().any(|reason| !reason.given) {
                // Each stop has its own reason, printed with what it is about.
                ask_reason(stop, stop.at + 1);
                return remember(model);
            }
            let asked = stop.asked();
            if let Some(none) = stop.reasons.iter().position(|reason| !reason.given) {
                ask_reason(stop, none);
                return remember(model);
            }
            let findings: Vec<(Finding, String)> = (asked.into_iter().zip(&stop.reasons))
                .flat_map(|(with, reason)| with.into_iter().map(|one| (one.clone(), reason.text.clone())))
                .collect();
            let to = stop.to;
            model.dialogs.pop();
            if let Screen::Meeting(screen) = &mut model.screen {
                let used = |about: &_| findings.iter().any(|(finding, _)| reason_for(finding) == *about);
                screen.reasons.retain(|(about, _)| !used(about));
            }
            override_rules(model, &findings);
            match to {
                // What is left to ask, such as what stood behind a reason that is kept from all papers.
                Some((to, way)) => walk::go(model, to, way),
                None => course::close(model),
            }
        }
        _ => {}
    }
}

/// Whether somebody has written why.
fn is_reason(text: &str) -> bool {
    text.chars().count() >= 3
}

/// Keeps what is written for the one that is asked now: given, or as it was left. What was given and stands untouched is given
/// still.
fn keep(stop: &mut RuleStop, text: String, given: bool) {
    stop.reasons.resize(stop.asked().len(), Reason::default());
    if let Some(reason) = stop.reasons.get_mut(stop.at) {
        let given = given || (reason.given && reason.text == text);
        *reason = Reason { text, given };
    }
}

/// Asks for the reason of one, with what was written of it before.
fn ask_reason(stop: &mut RuleStop, at: usize) {
    stop.reason = Some(stop.reasons.get(at).map_or_else(Line::default, |reason| Line::new(&reason.text)));
    stop.at = at;
    stop.top = 0;
}

/// Takes up the reasons that were written before for what the rules still say, and asks for the first that wasn't given one.
fn ask_reasons(stop: &mut RuleStop, known: &[(ReasonFor, Reason)]) {
    let of = |with: &Vec<&Finding>| {
        let about = |finding: &&Finding| known.iter().find(|(about, _)| *about == reason_for(finding));
        with.iter().find_map(about).map_or_else(Reason::default, |(_, reason)| reason.clone())
    };
    let reasons: Vec<Reason> = stop.asked().iter().map(of).collect();
    let lacks = reasons.iter().position(|reason| !reason.given).unwrap_or(reasons.len().saturating_sub(1));
    stop.reasons = reasons;
    ask_reason(stop, lacks);
}

/// Remembers the reasons that are written, also when one leaves the rule to mend something.
fn remember(model: &mut Model) {
    let Some(Dialog::Rule(stop)) = model.dialogs.last() else { return };
    let written = stop.written();
    if let Screen::Meeting(screen) = &mut model.screen {
        question::remember(&mut screen.reasons, written);
    }
}

fn override_rules(model: &mut Model, findings: &[(Finding, String)]) {
    let Some(id) = model.meeting_screen().map(|screen| screen.meeting.id()) else { return };
    let mut command = NewCommand::new(Code::Override, id);
    let mut seen = Vec::new();
    for (finding, reason) in findings {
        let shown = (finding.rule, finding.arende, &finding.about);
        if seen.contains(&shown) {
            continue;
        }
        seen.push(shown);
        command.changes.push(Change::put(Override {
            id: model.new_id(),
            meeting: id,
            arende: finding.arende,
            rule: finding.rule.to_owned(),
            about: (!finding.about.is_empty()).then(|| finding.about.join(Override::BETWEEN)),
            reason: reason.clone(),
            at: model.now.utc,
        }));
    }
    model.commit(command);
}
