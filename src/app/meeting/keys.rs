//! Keys in a meeting.

use super::screen::RowRef;
use super::target::{self, Target};
use super::typed_line::let_go_of_place;
use super::{
    answering, arende_form, chosen, complete, completing, course, editing, entry, head_form, held, kinds,
    marks, mend, new_point, newcomers, people, planned, rows, send_on, strike, tasks, turn, undoing, walk,
};
use crate::app::core::action::{Action, Context};
use crate::app::core::drafts;
use crate::app::core::effect::{Effect, PaperKind};
use crate::app::core::model::{Model, Screen};
use crate::app::papers::{approve, copies};
use crate::app::presence::elsewhere;
use crate::app::ui::question::confirm;
use crate::app::wall::own_screen;
use crate::app::{assess, consents, home, journal, next_meeting, support};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::ids::MeetingId;
use crate::domain::record::MeetingStatus;

/// What a meeting that hasn't begun, or isn't to be held, can't do.
const GOES_ON: &[Action] = &[
    Action::NextPhase,
    Action::SaveAndGoOn,
    Action::PreviousPhase,
    Action::ToSammanhang,
    Action::ToNulage,
    Action::ToBehov,
    Action::ToPlanering,
    Action::ToAnsvar,
    Action::NextArende,
    Action::PreviousArende,
    Action::PageDown,
    Action::PageUp,
    Action::Jump,
    Action::Spoken,
    Action::AllSpoken,
    Action::Introduced,
    Action::Close,
];

/// A key in a meeting.
pub(crate) fn act(model: &mut Model, action: Action) {
    if action != Action::Back
        && let Screen::Meeting(screen) = &mut model.screen
    {
        screen.leaving = false;
    }
    if model.context() == Context::Closed {
        return act_closed(model, action);
    }
    let stands =
        model.meeting().is_some_and(|meeting| meeting.head.is_ahead() || meeting.head.is_cancelled());
    if stands && GOES_ON.contains(&action) {
        // To begin is the next step; what else was asked for is done then.
        let then = !matches!(action, Action::NextPhase | Action::SaveAndGoOn);
        return planned::ask_begin(model, move |model| {
            if then {
                act(model, action);
            }
        });
    }
    if chosen::take_number(model, action) {
        return;
    }
    match action {
        Action::Begin => planned::ask_begin(model, |_| {}),
        Action::MoveMeeting => planned::open_move(model, false),
        Action::CancelMeeting => planned::open_cancel(model, false),
        Action::RemoveMeeting => planned::ask_remove(model),
        Action::SendOn => send_on::ask(model),
        Action::Accept => accept(model),
        Action::AnswerDone
        | Action::AnswerGoesOn
        | Action::AnswerNotBegun
        | Action::AnswerChanged
        | Action::AnswerNotWanted
        | Action::AnswerNone => answering::press(model, action),
        Action::Back => back(model),
        Action::Up => up_or_down(model, -1),
        Action::Down => up_or_down(model, 1),
        Action::ChoiceRight => chosen::sideways(model, 1),
        Action::ChoiceLeft => chosen::sideways(model, -1),
        Action::Next => tab(model),
        Action::Previous => turn_target(model, -1),
        Action::NextPhase | Action::SaveAndGoOn => go_on(model, action),
        Action::PreviousPhase => walk::previous(model),
        Action::ToSammanhang => walk::to_phase(model, Phase::Sammanhang),
        Action::ToNulage => walk::to_phase(model, Phase::Nulage),
        Action::ToBehov => walk::to_phase(model, Phase::Behov),
        Action::ToPlanering => walk::to_phase(model, Phase::Planering),
        Action::ToAnsvar => walk::to_phase(model, Phase::Ansvar),
        Action::NextArende | Action::PageDown => walk::to_item(model, 1),
        Action::PreviousArende | Action::PageUp => walk::to_item(model, -1),
        Action::Jump => walk::jump(model),
        Action::Spoken => people::spoken(model),
        Action::AllSpoken => people::all_spoken(model),
        Action::Introduced => people::introduced(model),
        Action::Presence => people::presence(model),
        Action::SomebodyCame => newcomers::somebody_came(model),
        Action::Edit => mend::edit(model),
        Action::Remove => rows::remove(model),
        Action::MoveEntry if new_point::is_written(model) => new_point::turn(model),
        Action::MoveEntry => rows::move_entry(model),
        Action::MoveUp => rows::reorder(model, -1),
        Action::MoveDown => rows::reorder(model, 1),
        Action::ChangeKind => kinds::ask(model),
        Action::ToDecision => rows::convert(model, EntryKind::Beslut),
        Action::ToAction => rows::convert(model, EntryKind::Atgard),
        Action::Exempt => rows::exempt(model),
        Action::Strike => strike::ask(model),
        Action::Undo => undoing::undo(model),
        Action::Redo => undoing::redo(model),
        Action::Postpone => postpone(model),
        Action::Fields => match chosen::chosen_item(model) {
            Some(item) => arende_form::open(model, item),
            None => arende_form::open_fields(model),
        },
        Action::Withdraw => consents::withdraw::ask_which(model),
        Action::PrintConsent => consents::print::of_meeting(model, chosen::chosen_item(model)),
        Action::Unrecognisable => consents::lift_out::ask(model),
        Action::Emi => marks::emi(model),
        Action::Protection => marks::protection(model),
        Action::LetThrough => held::turn(model),
        Action::Consent => consents::list::of_arende(model, chosen::chosen_item(model)),
        Action::Head => head_form::open(model),
        Action::SameAsLast => newcomers::same_as_last(model),
        Action::NewPoint => new_point::begin(model),
        Action::Roles => tasks::roles(model),
        Action::ShowAll => show_all(model),
        Action::Unconfirm => mend::unconfirm(model),
        Action::TurnInto => turn::ask_turn(model),
        Action::Close => course::close(model),
        Action::Minutes => minutes(model),
        Action::Journal => journal::open(model),
        Action::Support => support::open(model),
        _ => {}
    }
}

/// To the next phase, with the line saved first where that was asked for too. A line that isn't saved keeps the meeting where
/// it is; one after which the meeting goes on by itself takes it no further.
fn go_on(model: &mut Model, action: Action) {
    if action == Action::SaveAndGoOn {
        let stands = |model: &Model| model.meeting().map(crate::domain::meeting::Meeting::position);
        let before = stands(model);
        if model.meeting_screen().is_some_and(|screen| !screen.line.is_empty() || screen.editing.is_some()) {
            accept(model);
        }
        let is_saved = model.meeting_screen().is_some_and(|screen| screen.line.is_empty());
        if !is_saved || !model.dialogs.is_empty() || stands(model) != before {
            return;
        }
    }
    walk::next(model);
}

fn show_all(model: &mut Model) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.show_all = !screen.show_all;
        let shown = screen.show_all;
        model.say(if shown {
            "Alla punkter visas. ‹ShowAll› visar bara det som är kvar."
        } else {
            "Bara det som är kvar visas. ‹ShowAll› visar allt igen."
        });
    }
}

fn act_closed(model: &mut Model, action: Action) {
    match action {
        Action::Minutes | Action::Accept => minutes(model),
        Action::Copies => copies::open(model),
        Action::Invite => invite(model),
        Action::OpenFolder => model.ask_for(Effect::OpenFolder),
        Action::Approve => approve::open(model),
        Action::Versions => approve::versions(model),
        Action::Reopen => approve::reopen(model),
        Action::Assess => assess::open(model),
        Action::NextMeeting => next_meeting::begin(model),
        Action::Journal => journal::open(model),
        Action::LetThrough => held::turn(model),
        Action::Back => home::show(model),
        Action::SendOn => send_on::ask(model),
        Action::Edit => mend::edit_closed(model),
        Action::Strike => strike::ask(model),
        Action::Undo => undoing::undo(model),
        Action::Redo => undoing::redo(model),
        Action::Up => chosen::step(model, -1),
        Action::Down => chosen::step(model, 1),
        Action::PageUp => chosen::page(model, -1),
        Action::PageDown => chosen::page(model, 1),
        Action::ChoiceRight => chosen::sideways(model, 1),
        Action::ChoiceLeft => chosen::sideways(model, -1),
        _ => {}
    }
}

/// To the follow-up that is booked.
fn invite(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let (id, ahead) = (screen.meeting.id(), screen.meeting.occasion().is_some());
    if ahead {
        model.ask_for(Effect::OfferPapers(PaperKind::Invitations(id)));
    } else {
        model.say("Inget nästa möte är bokat, så det finns inget att kalla till.");
    }
}

fn minutes(model: &mut Model) {
    if let Some(id) = meeting_id(model) {
        model.ask_for(Effect::OfferPapers(PaperKind::Minutes(id)));
    }
}

fn meeting_id(model: &Model) -> Option<MeetingId> {
    model.meeting_screen().map(|screen| screen.meeting.id())
}

fn accept(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.is_reading_out() {
        return mend::confirm_point(model);
    }
    if screen.completing {
        return completing::take_completion(model);
    }
    if !screen.line.is_empty() || screen.editing.is_some() {
        return entry::submit(model);
    }
    if screen.meeting.head.phase == Phase::Ansvar && screen.cursor.is_none() {
        // Nothing more: on with the read-out.
        screen.writing = false;
        screen.line_from = None;
        return;
    }
    match screen.cursor {
        Some(row) => mend::open(model, row),
        None => model.say("Skriv en rad och tryck ‹Accept›. ‹NextPhase› går vidare."),
    }
}

/// One step back: the completion, the change, the line, the highlight, the meeting.
fn back(model: &mut Model) {
    let lists = complete::is_listed(model);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if lists || screen.completing {
        screen.completing = false;
        screen.list_away = true;
        model.say("Listan är borta. ‹Back› en gång till lämnar raden.");
    } else if screen.editing.is_some() {
        editing::leave(model);
    } else if !screen.line.is_empty() {
        screen.clear_line();
        let_go_of_place(screen);
        if screen.meeting.head.phase == Phase::Ansvar {
            // Letters are commands again, as the read-out says.
            screen.writing = false;
            screen.target = target::first(&screen.meeting);
        }
        model.say("Raden är tömd. ‹Undo› tar tillbaka den.");
    } else if screen.target == Target::Participant && !target::all(&screen.meeting).contains(&screen.target) {
        // Nobody came in after all.
        screen.writing = false;
        screen.target = target::first(&screen.meeting);
    } else if screen.writing {
        screen.writing = false;
        screen.line_from = None;
    } else if screen.cursor.take().is_some() {
        screen.leaving = false;
    } else if model.on_wall {
        // The question whether to leave isn't for the wall.
        own_screen::turn(model);
    } else if std::mem::replace(&mut screen.leaving, true) {
        screen.leaving = false;
        confirm_leave(model);
    } else {
        model.say("‹Back› en gång till lämnar mötet.");
    }
}

fn confirm_leave(model: &mut Model) {
    let stays = if model.saving().is_trouble() && elsewhere::lies_in(model).is_none() {
        "Mötet är inte sparat i databasen. Det finns kvar i minnet så länge programmet är igång, men går kanske inte att öppna \
         igen förrän det är sparat. Svara nej: ‹SaveElsewhere› sparar det i en egen fil."
    } else {
        "Mötet ligger kvar och kan tas upp där det står."
    };
    let text =
        vec![stays.to_owned(), "Hemskärmen visar andra möten: den är inte till för väggen.".to_owned()];
    confirm(model, "Lämna mötet?", text, "Lämna", |model| {
        drafts::keep(model, true);
        home::show(model);
    });
}

fn up_or_down(model: &mut Model, by: isize) {
    let count = complete::completions(model).len();
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if count > 0 && !screen.line.is_empty() {
        if screen.completing {
            screen.completion = screen.completion.saturating_add_signed(by).min(count - 1);
        } else {
            screen.completing = true;
            screen.completion = if by > 0 { 0 } else { count - 1 };
        }
    } else {
        chosen::step(model, by);
    }
}

/// Tab completes what is being typed, then asks *Vem?*, then *När?*; on an empty line it turns what the line becomes.
fn tab(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    if screen.is_reading_out() {
        return chosen::step(model, 1);
    }
    if screen.line.is_empty() && screen.editing.is_none() {
        // With a row highlighted it is that row which is meant.
        match screen.cursor {
            Some(RowRef::Entry(_)) => kinds::ask(model),
            _ => turn_target(model, 1),
        }
    } else {
        completing::tab(model);
    }
}

fn turn_target(model: &mut Model, by: isize) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let all = target::all(&screen.meeting);
    let Ok(count) = isize::try_from(all.len()) else { return };
    if count == 0 {
        return;
    }
    let at = all.iter().position(|target| *target == screen.target).and_then(|at| isize::try_from(at).ok());
    let next = at.map_or(0, |at| (at + by).rem_euclid(count));
    if let Some(target) = usize::try_from(next).ok().and_then(|next| all.get(next)) {
        screen.target = *target;
    }
}

/// A row was clicked: points at it; a second click opens it.
pub(crate) fn click(model: &mut Model, row: RowRef) {
    if !model.dialogs.is_empty() || chosen::is_changing(model) {
        return;
    }
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.cursor == Some(row)
        && screen.line.is_empty()
        && screen.meeting.head.status == MeetingStatus::Pagar
    {
        mend::open(model, row);
    } else {
        screen.cursor = Some(row);
    }
}

/// Moves the ärende that is meant to the next meeting, or back to today's list.
fn postpone(model: &mut Model) {
    let Some(item) = chosen::item_meant(model) else {
        return model.say("Markera ett ärende med pilarna först, eller gå till det.");
    };
    walk::ask_postpone(model, item);
}
