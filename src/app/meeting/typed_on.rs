//! Somebody writes on while a question comes up: what they write stays in the line, and answers nothing.

use crate::app::core::action::{Action, Context};
use crate::app::core::model::{Dialog, Model, Screen};
use crate::domain::text::MAX_CHARS;

/// Stands between two lines that wait in one.
pub(crate) const BETWEEN: &str = "; ";

/// Said while letters go to what lies beneath.
const WRITES_ON: &str = "Det du skriver står kvar på raden. Läs frågan: en bokstav svarar inte på den.";

/// The same, where somebody else has closed the meeting.
const CLOSED: &str =
    "Någon avslutade mötet. Det du skriver står kvar på raden: ‹Accept›, och sedan ‹Reopen› öppnar det.";

/// Letters have been written.
pub(crate) fn wrote(model: &mut Model) {
    model.wrote = true;
    if model.writes_beneath() {
        model.unread = true;
        // What stands first does no harm.
        if let Some(Dialog::Pick(pick)) = model.dialogs.last_mut() {
            pick.cursor = 0;
        }
        model.say(if model.dialogs.is_empty() { CLOSED } else { WRITES_ON });
    }
}

/// Whether a key may answer what lies in front. The first Enter of somebody who wrote on belongs to what was written.
pub(crate) fn answers(model: &mut Model, action: Action) -> bool {
    let ends_a_line = matches!(action, Action::Accept | Action::Next);
    let goes_on = match model.context() {
        Context::Form => true,
        Context::Line => model.meeting_screen().is_some_and(|screen| !screen.line.is_empty()),
        _ => false,
    };
    model.wrote &= ends_a_line && goes_on;
    let is_answer = match model.context() {
        Context::Reader => action == Action::Back,
        Context::Closed => ends_a_line || action == Action::Back,
        _ => ends_a_line,
    };
    if !std::mem::take(&mut model.unread) || !is_answer {
        return true;
    }
    model.say("Läs först: nästa tryckning svarar. Det du skrev står kvar på raden.");
    if model.depth_of_writing() == 0 {
        stands(model);
    }
    false
}

/// Enter has left the line standing: it was refused, or is to be read first.
pub(crate) fn stands(model: &mut Model) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.line.value().clone_into(&mut screen.stood);
    }
}

/// Before `text` comes in: where Enter left the line standing, it is another line, and is told apart from it.
pub(crate) fn part(model: &mut Model, text: &str) {
    if model.depth_of_writing() > 0 {
        return;
    }
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let stood = std::mem::take(&mut screen.stood);
    let line = &mut screen.line;
    let at_end = line.cursor() == line.value().chars().count();
    // Who mends a line moves about in it; who goes on with it begins with one of these.
    let goes_on = text.is_empty() || text.starts_with(|c: char| c.is_whitespace() || ",.;:!?)@>".contains(c));
    if stood.is_empty() || stood != line.value() || !at_end || goes_on {
        return;
    }
    let whole = format!("{}{BETWEEN}", stood.trim_end().trim_end_matches(BETWEEN.trim_end()));
    if whole.chars().count() + text.chars().count() <= MAX_CHARS {
        line.set(&whole, whole.chars().count());
    }
}

/// What was typed into a list that came up after a line, and fits none of its rows: it was meant for the next line.
pub(crate) fn next_line(model: &Model) -> Option<String> {
    let Some(Dialog::Pick(pick)) = model.dialogs.last() else { return None };
    let is_lost = pick.after_line && !pick.filter.is_empty() && pick.shown().is_empty();
    is_lost.then(|| pick.filter.value().to_owned())
}

/// Puts words into the meeting's line, after what stands there.
pub(crate) fn give_back(model: &mut Model, words: &str) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let there = screen.line.value().trim_end();
    let whole = if there.is_empty() { words.to_owned() } else { format!("{there}{BETWEEN}{words}") };
    screen.line.set(&whole, whole.chars().count());
    model.say("Det du skrev står på raden. Frågan finns kvar bland det som saknas.");
}

/// After each message: what came by itself before somebody who writes is not read yet.
pub(crate) fn note(model: &mut Model, by_itself: bool, lay_there: usize) {
    if model.dialogs.is_empty() && model.context() != Context::Closed {
        model.unread = false;
    } else if by_itself && model.wrote && model.dialogs.len() > lay_there {
        model.unread = true;
    }
}

#[cfg(test)]
mod tests {
    use super::WRITES_ON;
    use crate::app::Message;
    use crate::app::core::action::{Action, Context};
    use crate::app::core::effect::Reply;
    use crate::app::core::line::{Edit, Line};
    use crate::app::core::model::{Dialog, Model, Target};
    use crate::app::testing::Desk;
    use crate::domain::record::MeetingStatus;

    fn text(title: &str) -> Message {
        Message::Store(Reply::Text { title: title.to_owned(), text: "Klart.".to_owned() })
    }

    fn list() -> Message {
        Message::Store(Reply::Printers(vec!["Kopierings".to_owned()]))
    }

    #[test]
    fn what_is_typed_while_a_question_is_up_stays_in_the_line_and_answers_nothing() {
        let close = |model: &mut Model| super::super::course::confirm_close(model);
        let stop = |model: &mut Model| super::super::walk::next(model);
        let asks: [fn(&mut Model); 3] = [stop, close, |model| {
            crate::app::ui::question::confirm(model, "Går det?", vec![], "Ja", |model| model.quit = true);
        }];
        for ask in asks {
            let mut desk = Desk::eht();
            desk.jump(2).types("Mamma sä");
            ask(&mut desk.model);
            desk.send(Message::Tick);
            assert_eq!(desk.model.dialogs.len(), 1);
            let there = format!("{:?}", desk.model.dialogs);
            desk.types("ger nj gu?");
            assert_eq!(desk.screen().line.value(), "Mamma säger nj gu?");
            assert_eq!(format!("{:?}", desk.model.dialogs), there);
            assert_eq!(desk.notice(), WRITES_ON);
            // Enter ends the line that is written, and is no answer; the next one is.
            for key in [Action::Accept, Action::Next] {
                desk.types("!").press(key);
                assert_eq!(format!("{:?}", desk.model.dialogs), there);
                assert!(desk.notice().starts_with("Läs först"), "{}", desk.notice());
            }
            desk.press(Action::Accept);
            assert_ne!(format!("{:?}", desk.model.dialogs), there);
            assert_eq!(desk.screen().line.value(), "Mamma säger nj gu?!!");
        }
    }

    #[test]
    fn who_goes_on_anyway_does_it_with_a_key_and_the_words_are_the_reason() {
        let mut desk = Desk::eht();
        desk.jump(2).types("Mamma").press(Action::NextPhase).press(Action::GoOnAnyway).types("hinner inte");
        let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!() };
        assert_eq!(stop.reason.as_ref().map(Line::value), Some("hinner inte"));
        assert_eq!(desk.screen().line.value(), "Mamma");
    }

    #[test]
    fn what_comes_by_itself_before_somebody_who_writes_takes_neither_letters_nor_the_first_enter() {
        for (message, key) in [(text("Papper"), Action::Back), (list(), Action::Accept)] {
            let mut desk = Desk::eht();
            desk.jump(1).types("Läser ");
            desk.send(message);
            let came = desk.model.dialogs.len();
            if came == 0 {
                continue;
            }
            desk.types("q gärna").press(key);
            assert_eq!(desk.model.dialogs.len(), came, "not read yet");
            assert_eq!(desk.screen().line.value(), "Läser q gärna");
            desk.press(key);
            assert!(desk.model.dialogs.len() < came, "read, and answered");
            desk.press(Action::Accept);
            assert!(desk.screen().line.is_empty(), "the line is a row at last");
        }
    }

    #[test]
    fn a_question_after_a_line_leaves_the_next_line_its_words() {
        let mut desk = Desk::meeting("bht-degerfors");
        while desk.screen().target != Target::Participant {
            desk.press(Action::Next);
        }
        desk.line("Åke Ask, grannfar");
        assert!(
            matches!(desk.model.dialogs.last(), Some(Dialog::Pick(_))),
            "family or staff? {}",
            desk.notice()
        );
        // What fits no row chooses none, and goes back to the line when the list is left.
        desk.types("Per Ek, pappa").press(Action::Accept);
        assert_eq!(desk.model.dialogs.len(), 1);
        desk.press(Action::Back);
        assert_eq!((desk.model.dialogs.len(), desk.screen().line.value()), (0, "Per Ek, pappa"));
        assert_eq!(desk.screen().meeting.participants.len(), 1);
    }

    #[test]
    fn who_writes_when_somebody_else_moves_or_closes_the_meeting_goes_on_writing() {
        use crate::domain::agenda::Phase;
        let read = |desk: &mut Desk, meeting: &crate::domain::meeting::Meeting| {
            desk.kept.push(meeting.clone());
            desk.send(Message::Store(Reply::Changed(vec![meeting.id()])));
        };
        // Between two lines: the next letter is no key of ansvar.
        let mut desk = Desk::eht();
        desk.jump(1).line("Läser gärna");
        let mut moved = desk.screen().meeting.clone();
        (moved.head.phase, moved.head.current) = (Phase::Ansvar, None);
        read(&mut desk, &moved);
        assert_eq!(desk.model.context(), Context::Line);
        desk.press(Action::Back);
        assert_eq!(desk.model.context(), Context::ReadOut, "who only looks reads out");
        // In the middle of a line, closed by somebody else.
        let mut desk = Desk::eht();
        desk.jump(1).types("Läser");
        let mut closed = desk.screen().meeting.clone();
        closed.head.status = MeetingStatus::Avslutat;
        read(&mut desk, &closed);
        assert!(desk.model.writes_beneath());
        desk.types(" om").press(Action::Accept);
        assert_eq!(desk.screen().line.value(), "Läser om");
        assert!(desk.model.dialogs.is_empty() && !desk.model.writes_beneath(), "now letters are keys");
        // Who doesn't write has the keys at once.
        let mut desk = Desk::eht();
        desk.jump(1).types("Läser").press(Action::Blank);
        read(&mut desk, &closed);
        assert!(!desk.model.writes_beneath());
    }

    #[test]
    fn what_enter_left_standing_is_not_glued_to_what_is_written_next() {
        // An ärende that is refused.
        let mut desk = Desk::meeting("bht-degerfors");
        while desk.screen().target != Target::Individual {
            desk.press(Action::Next);
        }
        desk.line("Röd").line("röd").types("Grå");
        assert_eq!(desk.screen().line.value(), "röd; Grå");
        desk.press(Action::Accept);
        assert_eq!(desk.screen().meeting.items.len(), 1, "all or none");
        // Who mends it goes on in it.
        desk.send(Message::Edit(Edit::Backspace)).types("a").press(Action::Accept).types(" 2");
        assert_eq!(desk.screen().line.value(), "röd; Gra 2");
        desk.send(Message::Edit(Edit::DeleteToStart)).types("Blå").press(Action::Accept);
        assert_eq!((desk.screen().meeting.items.len(), desk.screen().line.value()), (2, ""));
        desk.types("Gul");
        assert_eq!(desk.screen().line.value(), "Gul");
        // Somebody who isn't taken in.
        let mut desk = Desk::eht();
        desk.press(Action::Previous).press(Action::Previous);
        while desk.screen().target != Target::Participant {
            desk.press(Action::Next);
        }
        desk.line("070-123 45 67").line("Bo Berg, skolsköterska");
        assert_eq!(desk.screen().line.value(), "070-123 45 67", "{}", desk.notice());
        desk.person("Bo Berg");
        desk.send(Message::Paste("Siv Sten, kurator".to_owned()));
        assert_eq!(desk.screen().line.value(), "070-123 45 67; Siv Sten, kurator");
        // A need, under a stop that is to be read.
        let mut desk = Desk::eht();
        desk.jump(2).press(Action::NextPhase);
        assert!(desk.model.writes_beneath());
        desk.line("Lugn i klassen").line("En vuxen i skolan").press(Action::Back).types("Eva");
        assert_eq!(desk.screen().line.value(), "Lugn i klassen; En vuxen i skolan; Eva");
        // A row that is refused, and the next.
        let mut desk = Desk::eht();
        desk.jump(1).line("Sover dåligt >fre").types("Äter");
        assert_eq!(desk.screen().line.value(), "Sover dåligt >fre; Äter", "{}", desk.notice());
    }

    #[test]
    fn a_form_that_is_filled_in_goes_on_taking_the_letters() {
        let mut desk = Desk::eht();
        desk.press(Action::Edit);
        super::super::head_form::open(&mut desk.model);
        let field = |desk: &Desk| match &desk.model.dialogs[0] {
            Dialog::Form(form) => form.fields[form.cursor].value().to_owned(),
            other => panic!("{other:?}"),
        };
        desk.types("ab").send(text("Papper"));
        desk.types("cq");
        assert_eq!(field(&desk), "abcq");
        assert_eq!(desk.model.dialogs.len(), 2);
    }

    #[test]
    fn what_one_has_asked_for_oneself_is_answered_at_once() {
        let mut desk = Desk::eht();
        desk.jump(1).types("Läser").press(Action::Blank);
        desk.send(text("Papper")).press(Action::Back);
        assert!(desk.model.dialogs.is_empty());
        // In a closed meeting nobody writes.
        let mut desk = Desk::eht();
        desk.model.dialogs.clear();
        let mut meeting = desk.screen().meeting.clone();
        meeting.head.status = MeetingStatus::Avslutat;
        desk.open(meeting).press(Action::Reopen);
        assert!(!desk.model.dialogs.is_empty() && !desk.model.writes_beneath());
    }
}
