//! The others at work: where this program is, who else is in the meeting, and what they do to it.

pub(crate) mod edit_conflict;
pub mod elsewhere;
pub(crate) mod rescued;
pub(crate) mod which_wall;

use crate::app::core::effect::Effect;
use crate::app::core::model::form::CHANGES_ENTRY;
use crate::app::core::model::{Dialog, MeetingScreen, Model, Screen};
use crate::app::home;
use crate::app::ui::listing;
use crate::app::wall::own_screen;
use crate::domain::agenda::Phase;
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::meeting::Position;
use crate::domain::names;
use crate::domain::quoted::quoted;
use crate::domain::record::MeetingStatus;
use crate::domain::session::{SAYS_EVERY, SOMEBODY, Session, SessionKind, SessionPresence};
use serde::Deserialize;

/// Says to the others where this program is, when that has changed or some time has passed.
pub(crate) fn say_here(model: &mut Model) {
    if !matches!(model.screen, Screen::Home(_) | Screen::Meeting(_)) {
        return;
    }
    // Locked by the clock: whoever looks at the wall has the time until the others take this program for gone.
    if model.lock.as_ref().is_some_and(|lock| lock.by_clock) {
        return;
    }
    let here = presence(model);
    let now = model.now.utc;
    let told = model.told.as_ref();
    if told.is_some_and(|(told, at)| *told == here && (now - *at).abs() < SAYS_EVERY) {
        return;
    }
    // Whoever pointed last is followed by the wall.
    if here.points.is_some() && told.is_none_or(|(told, _)| told.points != here.points) {
        model.leads = None;
    }
    model.told = Some((here.clone(), now));
    model.ask_for(Effect::SayHere(Box::new(here)));
}

fn presence(model: &Model) -> SessionPresence {
    // Locked, nobody sits here.
    let screen = model.meeting_screen().filter(|_| model.lock.is_none());
    SessionPresence {
        kind: SessionKind::Program,
        person: model.person.as_ref().map(|person| person.id),
        name: model.person.as_ref().map(|person| person.name.clone()).unwrap_or_default(),
        role: model.person.as_ref().map(|person| person.role.clone()).unwrap_or_default(),
        meeting: screen.map(|screen| screen.meeting.id()),
        arende: screen.and_then(|screen| screen.meeting.head.current),
        phase: screen.map(|screen| screen.meeting.head.phase),
        edits: screen.and_then(|screen| screen.editing).or_else(|| screen.and_then(|_| edits_in_form(model))),
        points: screen.and_then(MeetingScreen::points_at),
    }
}

/// Whether somebody writes without having said who they are, although there are people to choose among.
pub(crate) fn is_nobody(model: &Model) -> bool {
    model.person.is_none() && !model.persons.is_empty()
}

/// Those who have this meeting in front of them at another screen.
pub(crate) fn company(model: &Model, meeting: MeetingId) -> impl Iterator<Item = &Session> {
    let now = model.now.utc;
    model.others.iter().filter(move |other| other.is_in(meeting) && other.is_fresh(now))
}

/// The entry that the form in front changes.
fn edits_in_form(model: &Model) -> Option<EntryId> {
    let mut forms = model.dialogs.iter().filter_map(|dialog| match dialog {
        Dialog::Form(form) if form.kind.key == CHANGES_ENTRY => EntryId::deserialize(&form.subject).ok(),
        _ => None,
    });
    forms.next_back()
}

/// Who is changing an entry at another screen now.
pub(crate) fn changes(model: &Model, meeting: MeetingId, entry: EntryId) -> Option<String> {
    company(model, meeting)
        .find(|other| other.here.edits == Some(entry))
        .map(|other| other.called().to_owned())
}

/// The walls that are on.
pub(crate) fn walls(model: &Model) -> impl Iterator<Item = &Session> {
    let now = model.now.utc;
    model.others.iter().filter(move |other| other.is_wall(now))
}

/// The point that the wall shows because somebody else pointed at it last, where this screen reads another.
pub(crate) fn read_on_wall(model: &Model, screen: &MeetingScreen) -> Option<EntryId> {
    let meeting = screen.meeting.id();
    let reads = screen.meeting.head.phase == Phase::Ansvar;
    if !reads || !walls(model).any(|wall| wall.here.meeting == Some(meeting)) {
        return None;
    }
    let leads = |one: &&Session| Some(&one.key) == model.leads.as_ref();
    let others = || company(model, meeting).filter(|one| one.in_hand().is_some());
    let first = others().find(leads).or_else(|| others().next().filter(|_| screen.points_at().is_none()));
    let shown = first.and_then(Session::in_hand)?;
    let own = screen.points_at().or_else(|| screen.point().map(|entry| entry.id));
    (own != Some(shown)).then_some(shown)
}

/// What to call whoever did something at another screen.
fn somebody(model: &Model, meeting: MeetingId) -> String {
    let mut all = company(model, meeting);
    match (all.next(), all.next()) {
        (Some(only), None) => only.called().to_owned(),
        _ => SOMEBODY.to_owned(),
    }
}

/// The others are these now. Who came and who went is said, unless something else is being said.
pub(crate) fn are(model: &mut Model, sessions: Vec<Session>, blank: Vec<MeetingId>) {
    let names = |model: &Model| -> Vec<String> {
        model.meeting_screen().map_or_else(Vec::new, |screen| {
            let named = |other: &Session| match other.called() {
                SOMEBODY => "Någon".to_owned(),
                name => name.to_owned(),
            };
            company(model, screen.meeting.id()).map(named).collect()
        })
    };
    let is_blank = |model: &Model| {
        model.meeting_screen().is_some_and(|screen| model.blank.contains(&screen.meeting.id()))
    };
    let (before, was_blank) = (names(model), is_blank(model));
    let hand = |key: &str| model.others.iter().find(|one| one.key == key).and_then(Session::in_hand);
    let moved = |one: &&Session| one.in_hand().is_some() && one.in_hand() != hand(&one.key);
    model.leads = sessions.iter().find(moved).map(|one| one.key.clone()).or(model.leads.take());
    model.others = sessions;
    model.blank = blank;
    let after = names(model);
    if model.notice.as_ref().is_some_and(|notice| notice.stays) || model.on_wall {
        return;
    }
    if let Some(came) = after.iter().find(|name| !before.contains(name)) {
        model.say(format!("{came} är med i mötet från en annan skärm."));
    } else if let Some(went) = before.iter().find(|name| !after.contains(name)) {
        model.say(format!("{went} är inte längre med från en annan skärm."));
    } else if is_blank(model) != was_blank {
        let now_blank = is_blank(model);
        model.say(own_screen::words(now_blank));
    }
}

/// Other programs have written to these meetings.
pub(crate) fn changed(model: &mut Model, meetings: &[MeetingId]) {
    match &model.screen {
        Screen::Meeting(screen) if meetings.contains(&screen.meeting.id()) => {
            let id = screen.meeting.id();
            model.written_by_others = true;
            model.ask_for(Effect::ReloadMeeting(id));
        }
        Screen::Home(_) => {
            let today = model.now.today();
            model.ask_for(Effect::LoadHome(today));
            listing::again(model);
        }
        _ => {}
    }
}

/// Somebody else has removed the meeting, which was empty. What was being written has no place any more, and is shown.
pub(crate) fn gone(model: &mut Model, id: MeetingId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.meeting.id() != id {
        return;
    }
    let line = screen.line.value().trim().to_owned();
    screen.line.clear();
    let who = somebody(model, id);
    home::show(model);
    let line = if line.is_empty() { line } else { format!(" Du höll på att skriva: {}", quoted(&line)) };
    model.complain(format!("{who} tog bort mötet, som var tomt.{line}"));
}

/// Somebody else has moved the meeting, which stood at `before`.
pub(crate) fn moved(model: &mut Model, before: Position) {
    let Some(screen) = model.meeting_screen() else { return };
    let (meeting, phase) = (&screen.meeting, screen.meeting.head.phase.name().to_lowercase());
    let other = meeting.current_item().filter(|item| Some(item.id) != before.arende && meeting.agenda.many);
    let to = other
        .map_or_else(|| phase.clone(), |item| format!("{}, {phase}", quoted(&names::called(meeting, item))));
    let who = somebody(model, meeting.id());
    model.say(format!("{who} gick till {to}."));
}

/// Somebody else has begun the meeting, closed it, or taken that back.
pub(crate) fn turned(model: &mut Model, was: MeetingStatus) {
    let Some(screen) = model.meeting_screen() else { return };
    let (meeting, half_written) = (screen.meeting.id(), !screen.line.is_empty());
    let who = somebody(model, meeting);
    let status = model.meeting_screen().map(|screen| screen.meeting.head.status);
    if status == Some(MeetingStatus::Avslutat) && half_written {
        // Letters that are on their way are the line's, and no keys.
        model.unread = model.wrote;
        return model.complain(format!(
            "{who} avslutade mötet medan du skrev. Din rad är kvar: ‹Reopen› öppnar mötet igen, och då står den där."
        ));
    }
    model.say(match (was, status) {
        (_, Some(MeetingStatus::Avslutat)) => {
            format!("{who} avslutade mötet. ‹Minutes› gör protokollet, ‹Back› går hem.")
        }
        (_, Some(MeetingStatus::Planerat)) => {
            format!("{who} tog tillbaka att mötet börjat. Det är planerat, och klockan står.")
        }
        (MeetingStatus::Planerat, _) => format!("{who} började mötet. Klockan går."),
        _ => format!("{who} öppnade mötet igen."),
    });
}

#[cfg(test)]
mod tests {
    use crate::app::Message;
    use crate::app::core::action::Action;
    use crate::app::core::effect::Reply;
    use crate::app::core::model::Target;
    use crate::app::meeting::target;
    use crate::app::testing::{Desk, Disk};
    use crate::domain::agenda::{EntryKind, Phase};
    use crate::domain::ids::MeetingId;
    use crate::domain::meeting::Meeting;
    use crate::domain::record::MeetingStatus;
    use crate::domain::session::{Session, SessionKind, SessionPresence};

    #[test]
    fn who_comes_and_what_becomes_of_the_wall_is_said_as_it_is_now() {
        let mut desk = Desk::eht();
        let meeting = desk.screen().meeting.id();
        let session = |name: &str| Session {
            key: "a".to_owned(),
            pid: 1,
            here: SessionPresence {
                name: name.to_owned(),
                ..SessionPresence::of(SessionKind::Program, Some(meeting))
            },
            seen: desk.now.utc,
        };
        let nobody = session("");
        let others = |desk: &mut Desk, sessions: Vec<Session>, blank| {
            desk.send(Message::Store(Reply::Others { sessions, blank }));
            desk.notice().to_owned()
        };
        let said = others(&mut desk, vec![nobody.clone()], Vec::new());
        assert_eq!(said, "Någon är med i mötet från en annan skärm.");
        desk.press(Action::Blank);
        assert!(desk.notice().contains("släckt"));
        let said = others(&mut desk, vec![nobody.clone()], Vec::new());
        assert_eq!(said, "Väggen är tänd.", "somebody else has lit it");
        let said = others(&mut desk, vec![nobody], vec![meeting]);
        assert!(said.contains("släckt"), "{said}");
        assert_eq!(
            others(&mut desk, Vec::new(), vec![meeting]),
            "Någon är inte längre med från en annan skärm."
        );
    }

    #[test]
    fn the_screen_says_what_the_wall_does_when_it_doesnt_show_the_meeting_and_which_key_takes_it() {
        let mut desk = Desk::eht();
        let meeting = desk.screen().meeting.id();
        let other = MeetingId(uuid::Uuid::from_u128(77));
        let seen = desk.now.utc;
        let session = |key: &str, kind, shown| Session {
            key: key.to_owned(),
            pid: 1,
            here: SessionPresence::of(kind, shown),
            seen,
        };
        let wall = |shown| session("w", SessionKind::Wall, shown);
        let named = |name: &str, shown| {
            let mut wall = wall(shown);
            name.clone_into(&mut wall.here.name);
            name.clone_into(&mut wall.key);
            wall
        };
        let elsewhere = session("b", SessionKind::Program, Some(other));
        for (sessions, blank, said) in [
            (vec![wall(Some(meeting))], vec![], "väggen visar mötet"),
            (vec![wall(Some(meeting))], vec![meeting], "väggen är släckt"),
            (vec![wall(None)], vec![], "väggen väntar (Ctrl-V visar det här mötet)"),
            (vec![wall(Some(other))], vec![], "väggen står kvar på ett annat möte (Ctrl-V byter)"),
            (vec![wall(Some(other))], vec![meeting], "väggen står kvar på ett annat möte (Ctrl-V byter)"),
            (
                vec![named("Vägg 2", None), named("Vägg 1", Some(meeting))],
                vec![],
                "vägg 1 visar mötet, inte vägg 2 (Ctrl-V)",
            ),
            (
                vec![named("Vägg 2", Some(meeting)), named("Vägg 1", Some(meeting))],
                vec![],
                "vägg 1 och vägg 2 visar mötet",
            ),
            (
                vec![named("Vägg 2", None), named("Vägg 1", Some(other))],
                vec![],
                "väggarna visar inte det här mötet (Ctrl-V väljer)",
            ),
            (
                vec![named("Vägg 2", None), named("Vägg 1", Some(meeting))],
                vec![meeting],
                "väggarna är släckta",
            ),
            (vec![wall(Some(other)), elsewhere], vec![], "väggen visar ett annat möte (Ctrl-V byter hit)"),
        ] {
            desk.send(Message::Store(Reply::Others { sessions, blank }));
            let company = crate::app::board::board(&desk.model).unwrap().company;
            assert_eq!(company.as_deref(), Some(said));
            // It has room on the rule at 60 columns, with a space at either end.
            assert!(crate::domain::text::width(said) <= 54, "{said}");
        }
        // What the wall keeps to itself isn't said to be shown.
        let mut sip = Desk::sip();
        sip.jump(1);
        let meeting = sip.screen().meeting.id();
        let shown = vec![session("w", SessionKind::Wall, Some(meeting))];
        sip.send(Message::Store(Reply::Others { sessions: shown, blank: vec![] }));
        let says = |desk: &Desk| crate::app::board::board(&desk.model).unwrap().company.unwrap();
        assert_eq!(says(&sip), "väggen visar mötet");
        let crate::app::core::model::Screen::Meeting(screen) = &mut sip.model.screen else {
            panic!("a meeting")
        };
        screen.meeting.consents.clear();
        assert_eq!(says(&sip), "väggen visar inte ärendet: det finns inget samtycke");
        // From the first: what the meeting is for is of the same matter.
        let crate::app::core::model::Screen::Meeting(screen) = &mut sip.model.screen else {
            panic!("a meeting")
        };
        let head = &mut screen.meeting.head;
        (head.phase, head.current) = (crate::domain::agenda::Phase::Sammanhang, None);
        assert_eq!(says(&sip), "väggen visar inte ärendet: det finns inget samtycke");
    }

    #[test]
    fn whatever_the_wall_hides_is_said_at_once_with_why_and_what_to_do() {
        use crate::app::core::model::{RowRef, Screen, Todo};
        use crate::domain::consent::KNOWLEDGE_FIELD;
        use crate::domain::meeting::Meeting;
        use crate::domain::record::{ConsentAnswer, ConsentForm, FieldValue};
        let hidden = |desk: &Desk| {
            let board = crate::app::board::board(&desk.model).unwrap();
            let sections = board.columns.iter().flat_map(|column| &column.sections);
            let own = sections.filter(|section| section.heading == "Dolt på väggen");
            let rows: Vec<_> = own.flat_map(|section| section.rows.clone()).collect();
            (rows, board.company.unwrap_or_default())
        };
        let of = |desk: &mut Desk, change: &dyn Fn(&mut Meeting)| {
            let Screen::Meeting(screen) = &mut desk.model.screen else { panic!("a meeting") };
            change(&mut screen.meeting);
        };
        for phase in 1..=4 {
            let mut desk = Desk::sip();
            desk.jump(phase);
            assert!(hidden(&desk).0.is_empty(), "{:?}", hidden(&desk));
            // Somebody without consent walks in.
            desk.press(Action::SomebodyCame).line("Lisa Lind, fritidsledare, fritidsgården");
            let (rows, company) = hidden(&desk);
            assert_eq!(rows.len(), 1, "{phase} {:?} {}", rows, desk.notice());
            assert!(rows[0].text.contains("Samtycket nämner inte Lisa"), "{:?}", rows[0]);
            assert!(rows[0].detail.as_deref().is_some_and(|what| what.contains("Skriv samtycket (")));
            assert!(matches!(rows[0].target, Some(RowRef::Todo(Todo::Consent(_)))));
            assert!(company.contains("väggen visar inte ärendet: samtycket nämner inte Lisa"), "{company}");
        }
        let causes: [&dyn Fn(&mut Meeting); 4] = [
            &|meeting| meeting.consents.iter_mut().for_each(|row| row.answer = ConsentAnswer::Nej),
            &|meeting| {
                let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
                meeting.consents.iter_mut().for_each(|row| row.valid_until = day);
            },
            &|meeting| meeting.consents.iter_mut().for_each(|row| row.form = ConsentForm::Muntligt),
            &|meeting| {
                meeting.fields.push(FieldValue {
                    id: crate::domain::ids::RowId(meeting.head.id.0),
                    meeting: meeting.head.id,
                    arende: Some(meeting.items[0].id),
                    field: KNOWLEDGE_FIELD.to_owned(),
                    value: "nej".to_owned(),
                    rev: 0,
                });
            },
        ];
        for (at, cause) in causes.into_iter().enumerate() {
            let mut desk = Desk::sip();
            desk.jump(1);
            of(&mut desk, cause);
            let meeting = &desk.screen().meeting;
            if meeting.is_hidden_from_wall(&meeting.items[0], desk.now.today()) {
                assert_eq!(hidden(&desk).0.len(), 1, "{at}: {:?}", hidden(&desk));
            } else {
                assert!(at == 2, "the form asks for no written consent: {at}");
            }
        }
    }

    #[test]
    fn who_writes_without_having_said_who_they_are_sees_it() {
        let mut desk = Desk::eht();
        let company =
            |desk: &Desk| crate::app::board::board(&desk.model).unwrap().company.unwrap_or_default();
        let id = uuid::Uuid::from_u128(5).into();
        let person = crate::domain::record::Person { id, name: "Eva Ek".into(), role: String::new(), rev: 0 };
        desk.model.persons = vec![person.clone()];
        desk.model.person = Some(person);
        assert!(!company(&desk).contains("ingen har sagt"), "{}", company(&desk));
        desk.model.person = None;
        assert!(company(&desk).contains("ingen har sagt vem hen är"), "{}", company(&desk));
    }

    #[test]
    fn that_somebody_goes_to_another_arende_says_to_which() {
        let mut desk = Desk::eht();
        desk.jump(1);
        let read = |desk: &mut Desk, meeting: &Meeting| {
            desk.send(Message::Store(Reply::Changed(vec![meeting.id()])));
            desk.send(Message::Store(Reply::Meeting(Box::new(meeting.clone()))));
            desk.notice().to_owned()
        };
        let mut moved = desk.screen().meeting.clone();
        moved.head.current = Some(moved.items[1].id);
        assert_eq!(read(&mut desk, &moved), "Någon vid en annan skärm gick till ”Korridoren”, nuläge.");
    }

    #[test]
    fn a_line_that_was_begun_before_somebody_moved_the_meeting_is_followed_by_lines_of_the_new_place() {
        for key in [Action::Accept, Action::Back] {
            let mut desk = Desk::eht();
            desk.press(Action::ToNulage).types("Matte");
            let mut moved = desk.screen().meeting.clone();
            moved.head.phase = Phase::Behov;
            desk.send(Message::Store(Reply::Meeting(Box::new(moved.clone()))));
            assert_eq!(desk.screen().target, Target::Entry(EntryKind::Fungerar), "it is still what it was");
            desk.disk = Disk::Slow;
            desk.press(key);
            assert_eq!(desk.screen().target, target::first(&moved));
        }
    }

    #[test]
    fn that_somebody_else_closes_the_meeting_or_opens_it_is_said_and_a_line_is_not_lost() {
        let mut desk = Desk::eht();
        desk.press(Action::ToNulage);
        let open = desk.screen().meeting.clone();
        let mut closed = open.clone();
        closed.head.status = MeetingStatus::Avslutat;
        let read = |desk: &mut Desk, meeting: &Meeting| {
            desk.send(Message::Store(Reply::Changed(vec![meeting.id()])));
            desk.send(Message::Store(Reply::Meeting(Box::new(meeting.clone()))));
            desk.notice().to_owned()
        };
        assert!(read(&mut desk, &closed).contains("avslutade mötet. m gör"));
        assert!(read(&mut desk, &open).contains("öppnade mötet igen"));
        desk.types("Halv rad");
        assert!(read(&mut desk, &closed).contains("Din rad är kvar"));
        read(&mut desk, &open);
        assert_eq!(desk.screen().line.value(), "Halv rad");
    }
}
