//! Tab and the list of what fits what is being typed.

use super::complete::{self, Completion};
use super::screen::MeetingScreen;
use super::target::Target;
use super::{arenden, asked_when, entry, newcomers};
use crate::app::core::model::{Model, Screen};
use crate::domain::agenda::EntryKind;
use crate::domain::quick_entry::{self, Token};

/// The line has changed: where its cursor stands in an owner, the list of those who fit has its first row marked. Who said
/// something isn't asked for, as who does something is: there no row is marked until somebody chooses or types.
pub(crate) fn mark(model: &mut Model) {
    let asks = |screen: &MeetingScreen| complete::asks_who(screen) && !complete::is_open(screen);
    let asks = model.meeting_screen().is_some_and(asks);
    let marks = asks && !complete::completions(model).is_empty();
    let Screen::Meeting(screen) = &mut model.screen else { return };
    screen.completion = 0;
    screen.completing = marks;
    screen.list_away = false;
}

/// Tab with something in the line: completes, then asks *Vem?*, then *När?*.
pub(crate) fn tab(model: &mut Model) {
    let options = complete::completions(model);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let token = quick_entry::token_at(screen.line.value(), screen.line.cursor());
    let names_nobody = matches!(token, Token::Owner { typed, .. } if typed.is_empty());
    if !screen.completing && !options.is_empty() && names_nobody {
        screen.completing = true;
        screen.completion = 0;
        return;
    }
    match screen.target {
        Target::Entry(kind) => {
            let mut line = screen.line.value().to_owned();
            let mut cursor = screen.line.cursor();
            let token = quick_entry::token_at(&line, cursor);
            if let (Token::Owner { typed, .. }, Some(Completion::Owner(id, _))) =
                (&token, options.get(screen.completion))
                && (!typed.is_empty() || screen.completing)
                && let Some(person) = screen.meeting.participant(*id)
            {
                (line, cursor) = quick_entry::accept(&line, &token, &screen.meeting.telling_name(person));
            }
            if let (Token::Owner { typed, .. }, Some(Completion::Huvudman(word))) =
                (&token, options.get(screen.completion))
                && (!typed.is_empty() || screen.completing)
            {
                (line, cursor) = quick_entry::accept(&line, &token, word);
            }
            if kind == EntryKind::Atgard || quick_entry::split(&line).owner.is_none() {
                (line, cursor) = quick_entry::tab(&line);
            }
            screen.line.set(&line, cursor);
            asked_when::note(screen);
            mark(model);
        }
        _ if options.is_empty() => model.say("Inget sedan tidigare passar. Skriv klart och tryck ‹Accept›."),
        _ => take_completion(model),
    }
}

/// Takes the highlighted completion.
pub(crate) fn take_completion(model: &mut Model) {
    let options = complete::completions(model);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(chosen) = options.into_iter().nth(screen.completion) else { return };
    screen.completing = false;
    screen.completion = 0;
    match chosen {
        Completion::Owner(..) | Completion::Huvudman(_) => {
            tab_owner(screen, &chosen);
            ask_when(model);
        }
        Completion::Role(role) => {
            if let Some((name, _)) = screen.line.value().split_once(',') {
                let line = format!("{}, {role}", name.trim());
                screen.line.set(&line, line.chars().count());
                return;
            }
            let line = format!("{role}, ");
            screen.line.set(&line, line.chars().count());
            model.say("Skriv namnet efter rollen, eller ‹Accept› om namnet inte behövs.");
        }
        Completion::Known(person) => newcomers::add_known(model, vec![*person]),
        Completion::Arende(label) => {
            let individual = screen.target == Target::Individual;
            arenden::add_arenden(model, &[label], individual);
        }
    }
}

/// Who is said: an action is asked when; what has no time, or has it already, is whole, and saved.
fn ask_when(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let (typed, due) = (screen.line.value().to_owned(), quick_entry::split(screen.line.value()).due);
    if complete::asks_when(screen) && due.is_none_or(|due| due.is_empty()) {
        // One that was begun and has no words is where the cursor goes.
        let (line, cursor) = match typed.trim_end().strip_suffix(" >") {
            Some(before) => quick_entry::tab(before),
            None => quick_entry::tab(&typed),
        };
        screen.line.set(&line, cursor);
        asked_when::note(screen);
        return;
    }
    entry::submit(model);
}

fn tab_owner(screen: &mut MeetingScreen, chosen: &Completion) {
    let word = match chosen {
        Completion::Owner(id, _) => {
            screen.meeting.participant(*id).map(|person| screen.meeting.telling_name(person))
        }
        Completion::Huvudman(word) => Some(word.clone()),
        _ => None,
    };
    let Some(word) = word else { return };
    let token = quick_entry::token_at(screen.line.value(), screen.line.cursor());
    let (line, cursor) = quick_entry::accept(screen.line.value(), &token, &word);
    screen.line.set(&line, cursor);
}
