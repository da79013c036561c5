//! A digit on a promise answers it: the answer stands at once on the screen, waits a moment for what comes next, is written down,
//! and is taken back by the key that erases. Whether it began a text instead is told by the next key (`after_answer`).

use super::earlier;
use super::given::{Answering, Asked, Came, Given, Kept};
use super::rhythm::{is_one_go, may_belong};
use super::screen::RowRef;
use crate::app::core::action::Action;
use crate::app::core::model::{Model, Screen};
use crate::domain::command::Code;
use crate::domain::quoted::quoted_short;
use crate::domain::record::ActionState;

/// The keys that answer, each with its digit, in the order of what can be said; last the one that takes an answer away.
const KEYS: [(Action, char); 6] = [
    (Action::AnswerDone, '1'),
    (Action::AnswerGoesOn, '2'),
    (Action::AnswerNotBegun, '3'),
    (Action::AnswerChanged, '4'),
    (Action::AnswerNotWanted, '5'),
    (Action::AnswerNone, '0'),
];

/// The digit of a key that answers.
pub(super) fn digit_of(action: Action) -> Option<char> {
    KEYS.iter().find(|(key, _)| *key == action).map(|(_, digit)| *digit)
}

/// What a key says of the highlighted promise: nothing where it says nothing of it.
pub(super) fn given(model: &Model, action: Action) -> Option<Given> {
    let screen = model.meeting_screen()?;
    let Some(RowRef::Earlier(entry)) = screen.cursor else { return None };
    let row = screen.meeting.earlier.iter().find(|row| row.entry == entry)?;
    let digit = digit_of(action)?;
    let at = KEYS.iter().position(|(key, _)| *key == action)?;
    let state = match action {
        Action::AnswerNone => None,
        _ => Some(row.answers().get(at)?.0),
    };
    let asks = state.is_some_and(|state| row.asks_for_day(state, model.now.today()));
    // Nought where nothing is said says nothing: it may be the first of a text, and is nothing that the next digit hangs on.
    (state.is_some() || action == Action::AnswerNone).then(|| Given {
        entry,
        digit,
        at: model.now.utc,
        state,
        before: row.told.clone(),
        asks,
        kept: Kept::Waits,
    })
}

/// Whether an answer takes nothing away, since nothing was said.
pub(super) fn says_nothing(given: &Given) -> bool {
    given.state.is_none() && given.before.is_none()
}

/// Whether the answer is none without a day, which is asked for at once; of what isn't done it is asked for when the
/// ärende is left.
pub(super) fn needs_day(given: &Given) -> bool {
    given.asks && given.state == Some(ActionState::Andrad)
}

/// The highlighted promise has gone so, unless a text follows.
pub(crate) fn press(model: &mut Model, action: Action) {
    let Some(given) = given(model, action) else { return };
    let since = model.now.utc;
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(row) = screen.meeting.earlier.iter().find(|row| row.entry == given.entry).cloned() else {
        return;
    };
    let word = given.state.map_or("inget svar", |state| row.word(state));
    let words = format!("{}: {word}", quoted_short(&row.text, 30));
    let takes_away = given.before.is_some() && given.state.is_none();
    let waiting =
        |known: &Answering| takes_away || known.of(given.entry).is_some_and(|given| !says_nothing(given));
    if screen.answering.as_ref().is_some_and(waiting) {
        stand(model);
    }
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let (entry, stays) = (given.entry, needs_day(&given) || given.state.is_none());
    let begins = Answering { given: Vec::new(), since, quick: true, letter: None };
    let answering = screen.answering.get_or_insert(begins);
    answering.quick &= is_one_go(since - answering.since);
    answering.given.push(given);
    answering.since = since;
    if !stays && screen.cursor == Some(RowRef::Earlier(entry)) {
        screen.cursor = earlier::unanswered(screen, Some(&row));
    }
    model.say(words);
}

/// Writes down what waits. It may still turn out to begin a text.
pub(super) fn commit(model: &mut Model) {
    let Some(answering) = model.meeting_screen().and_then(|screen| screen.answering.clone()) else { return };
    for (at, given) in answering.given.iter().enumerate().filter(|(_, given)| given.kept == Kept::Waits) {
        let kept = if needs_day(given) { Kept::Asked } else { Kept::Written };
        if let Screen::Meeting(screen) = &mut model.screen {
            if let Some(waiting) = screen.answering.as_mut().and_then(|known| known.given.get_mut(at)) {
                waiting.kept = kept;
            }
            screen.days.answered(given);
        }
        match given.state {
            Some(state) if needs_day(given) => {
                earlier::answer(model, given.entry, state);
                if let Screen::Meeting(screen) = &mut model.screen {
                    screen.days.asked = Some(Asked { entry: given.entry, came: Came::ByKey });
                }
            }
            Some(state) => earlier::answer_without_day(model, given.entry, state),
            None => earlier::take_back(model, given.entry),
        }
    }
}

/// What was answered is an answer. A line that begins soon after tells of it.
pub(super) fn stand(model: &mut Model) {
    commit(model);
    close(model);
}

/// What was answered and is written down is an answer.
pub(super) fn close(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let given = screen.answering.take().map(|known| known.given).unwrap_or_default();
    for given in given.into_iter().filter(|given| given.kept == Kept::Written && given.state.is_some()) {
        let belongs = screen.stood_before.last().is_some_and(|last| may_belong(given.at - last.at));
        if !belongs {
            screen.stood_before.clear();
        }
        screen.stood_before.push(given);
    }
}

/// The last answer wasn't meant.
pub(super) fn take_back(model: &mut Model, answering: &Answering) {
    let Some((last, rest)) = answering.given.split_last() else { return };
    if last.kept == Kept::Written {
        earlier::put_back(model, Code::ForgetActionStatus, last.entry, last.before.clone());
    }
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.days.forget(last.entry);
        screen.cursor = Some(RowRef::Earlier(last.entry));
        screen.answering =
            (!rest.is_empty()).then(|| Answering { given: rest.to_vec(), ..answering.clone() });
    }
    stand(model);
}
