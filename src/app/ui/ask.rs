//! Yes-or-no questions, and the rules that speak before the meeting goes on.

use crate::app::core::NewCommand;
use crate::app::core::action::Action;
use crate::app::core::effect::Effect;
use crate::app::core::line::Line;
use crate::app::core::model::{Model, Screen};
use crate::app::home::start;
use crate::app::meeting::open_form;
use crate::app::meeting::tasks;
use crate::app::meeting::turn;
use crate::app::meeting::{keys, marks, rows, walk};
use crate::app::ui::dialog::{ASK_WIDTH, Confirm, Dialog, RuleStop, Yes, inner_width, scrolls_to};
use crate::app::ui::picks;
use crate::app::{consents, journal, replies, social_clock};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::command::{Change, Code};
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::Position;
use crate::domain::record::Override;
use crate::domain::rules::{self, Finding, Fix, Severity, Way};
use crate::domain::text;

/// Asks a yes-or-no question.
pub(crate) fn confirm(model: &mut Model, title: &str, text: Vec<String>, yes: &str, then: Yes) {
    let title = title.to_owned();
    model.dialogs.push(Dialog::Confirm(Confirm { title, text, yes: yes.to_owned(), then, top: 0 }));
}

pub(crate) fn confirm_quit(model: &mut Model) {
    let text = vec![
        match model.outbox.len() {
            1 => "En ändring är inte sparad än: programmet försöker igen hela tiden.".to_owned(),
            count => format!("{count} ändringar är inte sparade än: programmet försöker igen hela tiden."),
        },
        "Det som inte är sparat går förlorat om du avslutar nu.".to_owned(),
    ];
    confirm(model, "Avsluta utan att spara?", text, "Avsluta ändå", Yes::Quit);
}

pub(crate) fn confirm_leave(model: &mut Model) {
    let text = vec![
        "Mötet ligger kvar och kan tas upp där det står.".to_owned(),
        "Hemskärmen visar andra möten: den är inte till för väggen.".to_owned(),
    ];
    confirm(model, "Lämna mötet?", text, "Lämna", Yes::LeaveMeeting);
}

pub(crate) fn confirm_reopen(model: &mut Model) {
    let text = vec!["Mötet öppnas i ansvar. Tiden då det avslutades tas bort.".to_owned()];
    confirm(model, "Öppna mötet igen?", text, "Öppna", Yes::Reopen);
}

pub(crate) fn confirm_close(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let left = crate::app::meeting::board::left_undone(&screen.meeting);
    let mut text = Vec::new();
    if !left.is_empty() {
        text.push("Det här är inte gjort:".to_owned());
        text.extend(left.into_iter().map(|what| format!("– {what}")));
        text.push(String::new());
    }
    text.push("Sedan kan protokollet göras. Mötet kan öppnas igen om något glömdes.".to_owned());
    confirm(model, "Avsluta mötet?", text, "Avsluta", Yes::Close);
}

pub(crate) fn confirm_postpone(model: &mut Model, id: MeetingArendeId) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(label) = meeting.item(id).and_then(|item| meeting.arende_of(item)).map(|row| row.label.clone())
    else {
        return;
    };
    let agreed = rules::agreed(meeting).filter(|entry| entry.arende == Some(id)).count();
    let mut text = vec!["Ärendet tas upp på nästa möte i stället.".to_owned()];
    if agreed > 0 {
        text.push(format!("Det som redan är överenskommet ({agreed}) står kvar och läses upp i ansvar."));
    }
    confirm(model, &format!("Skjuta upp ”{label}”?"), text, "Skjut upp", Yes::Postpone(id));
}

pub(crate) fn confirm_strike(model: &mut Model, id: EntryId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(entry) = screen.meeting.entry(id) else { return };
    let text = vec![
        format!("”{}”", crate::domain::text::truncate(&entry.text, 120)),
        String::new(),
        "Texten försvinner överallt: här, i ångra, i journalen och i utkast. Det går inte att ångra."
            .to_owned(),
        "Att någon strök en text, och när, står kvar.".to_owned(),
    ];
    confirm(model, "Stryk för gott?", text, "Stryk", Yes::Strike(id));
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
    let text: Vec<String> = rules::agreed(meeting)
        .filter(|entry| entry.arende == Some(item) && entry.confirmed.is_none())
        .map(|entry| crate::app::meeting::board::one_line(meeting, entry, today))
        .collect();
    confirm(
        model,
        &format!("”{label}”: är vi överens?"),
        text,
        "Alla bekräftar",
        Yes::ConfirmArende(item, to),
    );
}

/// Shows what the rules say.
pub(crate) fn rule(model: &mut Model, findings: Vec<Finding>, to: Option<(Position, Way)>) {
    model.dialogs.push(Dialog::Rule(RuleStop { findings, to, reason: None, top: 0 }));
}

/// How many rows come and go at a time with the page keys.
const PAGE: usize = 8;

/// Moves in what is said, where it is longer than the screen. Tells whether the key meant that.
fn scroll(model: &mut Model, action: Action) -> bool {
    let (width, height) = (inner_width(model.size.0, ASK_WIDTH), model.size.1);
    let rows_of = |text: &str, width: u16| text::wrap(text, usize::from(width)).len();
    let (top, rows) = match model.dialogs.last_mut() {
        Some(Dialog::Confirm(confirm)) => {
            let rows = confirm.text.iter().map(|text| rows_of(text, width)).sum();
            (&mut confirm.top, rows)
        }
        Some(Dialog::Rule(stop)) => {
            // An empty row between two, the mark in front of what is wrong, and those after the first named once more.
            let said = stop.findings.iter().enumerate().map(|(at, finding)| {
                let inside = width.saturating_sub(2);
                1 + rows_of(&format!("Stopp: {}", finding.what), width) * if at == 0 { 1 } else { 2 }
                    + rows_of(&finding.why, inside)
                    + rows_of(&finding.remedy, inside)
            });
            // The reason being written takes its rows from what is said.
            let rows = said.sum::<usize>() + if stop.reason.is_some() { 4 } else { 0 };
            (&mut stop.top, rows)
        }
        _ => return false,
    };
    let last = scrolls_to(rows, height);
    *top = match action {
        Action::Up | Action::Previous => top.saturating_sub(1),
        Action::Down | Action::Next => (*top + 1).min(last),
        Action::PageUp => top.saturating_sub(PAGE),
        Action::PageDown => (*top + PAGE).min(last),
        _ => return false,
    };
    true
}

/// A key while a question is asked.
pub(crate) fn act(model: &mut Model, action: Action) {
    if scroll(model, action) {
        return;
    }
    match (model.dialogs.last(), action) {
        (Some(Dialog::Confirm(confirm)), Action::Accept) => {
            let then = confirm.then.clone();
            model.dialogs.pop();
            yes(model, &then);
        }
        // The key for the safe is shown once: no other key than yes takes it away.
        (Some(Dialog::Confirm(confirm)), Action::Back) if confirm.then != Yes::KeyNoted => {
            model.dialogs.pop();
        }
        (Some(Dialog::Rule(stop)), Action::Accept) => {
            let first = stop.findings.first().cloned();
            model.dialogs.pop();
            let Some((fix, at)) = first.and_then(|finding| Some((finding.fix?, finding.at))) else { return };
            // What a jump would have passed is mended where it belongs; nothing before it stands in the way.
            if let Some(at) = at {
                walk::go(model, at, Way::On);
            }
            if model.dialogs.is_empty() {
                mend(model, fix);
            }
        }
        (Some(Dialog::Rule(_)), Action::Back) => {
            model.dialogs.pop();
        }
        (Some(Dialog::Rule(_)), Action::GoOnAnyway) => go_on_anyway(model),
        (Some(Dialog::Rule(_)), Action::TurnInto) => {
            model.dialogs.pop();
            turn::ask_turn(model);
        }
        (Some(Dialog::Rule(stop)), Action::Unrecognisable) => {
            let item = stop.findings.iter().find(|finding| finding.rule == rules::rule::CONSENT);
            if let Some(item) = item.and_then(|finding| finding.arende) {
                model.dialogs.pop();
                consents::lift_out(model, item);
            }
        }
        // The points stay unconfirmed and come again in ansvar.
        (Some(Dialog::Confirm(confirm)), Action::GoOnAnyway) => {
            if let Yes::ConfirmArende(_, to) = confirm.then {
                model.dialogs.pop();
                walk::go(model, to, Way::On);
            }
        }
        _ => {}
    }
}

/// Asks for the reason, unless a rule that protects somebody is among them.
fn go_on_anyway(model: &mut Model) {
    let Some(Dialog::Rule(stop)) = model.dialogs.last_mut() else { return };
    if stop.findings.iter().any(|finding| finding.severity == Severity::Blocking) {
        model.complain("Den här regeln skyddar barnet och går inte att gå förbi.");
    } else {
        stop.reason = Some(Line::default());
    }
}

/// A key while the reason is being written.
pub(crate) fn act_reason(model: &mut Model, action: Action) {
    if scroll(model, action) {
        return;
    }
    let Some(Dialog::Rule(stop)) = model.dialogs.last_mut() else { return };
    match action {
        Action::Back => stop.reason = None,
        Action::Accept | Action::Save | Action::NextPhase => {
            let reason = stop.reason.as_ref().map(|line| line.value().trim().to_owned()).unwrap_or_default();
            if reason.chars().count() < 3 {
                let kept = stop.findings.iter().any(|finding| finding.rule == rules::rule::CONSENT);
                return model.complain(if kept {
                    "Skriv några ord om varför. De står i journalen, aldrig på väggen eller i någon kopia."
                } else {
                    "Skriv några ord om varför. De står sedan i protokollet."
                });
            }
            let (findings, to) = (stop.findings.clone(), stop.to);
            model.dialogs.pop();
            override_rules(model, &findings, &reason);
            match to {
                // What is left to ask, such as what stood behind a reason that is kept from all papers.
                Some((to, way)) => walk::go(model, to, way),
                None => keys::close(model),
            }
        }
        _ => {}
    }
}

fn override_rules(model: &mut Model, findings: &[Finding], reason: &str) {
    let Some(id) = model.meeting_screen().map(|screen| screen.meeting.id()) else { return };
    let mut command = NewCommand::new(Code::Override, id);
    let mut seen = Vec::new();
    for finding in findings {
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
            reason: reason.to_owned(),
            at: model.now.utc,
        }));
    }
    model.commit(command);
}

/// Goes where the missing thing can be filled in.
fn mend(model: &mut Model, fix: Fix) {
    match fix {
        Fix::Participants if needs_roles(model) => tasks::roles(model),
        Fix::AddArende | Fix::Participants => {
            walk::to_phase(model, Phase::Sammanhang);
            if let (Fix::AddArende, Screen::Meeting(screen)) = (fix, &mut model.screen) {
                screen.target = crate::app::core::model::Target::Individual;
            }
        }
        Fix::ArendeFields(id) => open_form::arende(model, id),
        Fix::Consent(id) => picks::consents(model, Some(id)),
        Fix::MeetingFields => open_form::meeting_fields(model),
        Fix::NeededFrom(id) => turn::ask_from_whom(model, id),
        Fix::TurnInto => turn::ask_turn(model),
        Fix::Decider(id) => open_form::entry(model, id),
        Fix::Recurring(id) => open_form::recurring(model, id),
        Fix::Complete(id) => rows::edit_entry(model, id),
        Fix::PlanAnswer(id) => open_form::plan_answer(model, id),
        Fix::FollowUp => open_form::follow_up(model),
        Fix::Recipients => open_form::recipients(model),
        Fix::Confirm(_) => model.say("Läs upp punkten. Enter bekräftar den."),
        Fix::Round => model.say("F4 markerar den som har talat. Vem som helst kan väljas med pilarna."),
        Fix::Write => write(model),
    }
}

/// Lets the line become the first kind that is missing here.
fn write(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let meeting = &screen.meeting;
    let spec = meeting.agenda.phase(meeting.head.phase);
    let there = |kind: &EntryKind| {
        let phase = meeting.head.phase;
        meeting.entries.iter().any(|entry| {
            entry.kind() == *kind && (entry.arende == meeting.head.current || !phase.is_per_arende())
        })
    };
    let lacking = spec.requires_all.iter().chain(&spec.requires).find(|kind| !there(kind)).copied();
    if let Some(kind) = lacking {
        screen.target = crate::app::core::model::Target::Entry(kind);
        screen.writing = true;
    }
    model.say("Skriv på raden nedan. Tab väljer vad raden blir.");
}

/// Whether nobody leads or nobody takes the notes.
fn needs_roles(model: &Model) -> bool {
    model.meeting_screen().is_some_and(|screen| {
        let people = &screen.meeting.participants;
        !people.iter().any(|person| person.chairs) || !people.iter().any(|person| person.takes_notes)
    })
}

fn yes(model: &mut Model, then: &Yes) {
    match *then {
        Yes::Strike(entry) => {
            let Screen::Meeting(screen) = &mut model.screen else { return };
            if screen.editing == Some(entry) {
                screen.editing = None;
                screen.line.clear();
            }
            screen.cursor = None;
            screen.cleared = None;
            let id = screen.meeting.id();
            model.strike(id, entry);
        }
        Yes::WithdrawConsent(id) => consents::withdraw(model, id),
        Yes::RemoveSocialClock(id) => social_clock::remove(model, id),
        Yes::Begin(ref form, ref title) => start::begin(model, form, title.clone()),
        Yes::Checked(output) => marks::checked(model, output),
        Yes::LeaveMeeting => {
            keys::keep_draft(model, true);
            replies::go_home(model);
        }
        Yes::Close => keys::closed(model),
        Yes::TurnInto => turn::turn(model),
        Yes::ConfirmArende(item, to) => {
            confirm_arende(model, item);
            walk::go(model, to, Way::On);
        }
        Yes::Postpone(item) => walk::postpone(model, item),
        Yes::Reopen => keys::reopened(model),
        Yes::Restore(seq) => journal::restore(model, seq),
        Yes::Quit => {
            model.quit = true;
            model.ask_for(Effect::Quit);
        }
        Yes::KeyNoted => model.say("Bra. Lösenfrasen öppnar databasen, nyckeln är reserven."),
    }
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
