//! `samverkan projektor`: the wall in a terminal of its own, or as sentences.

use super::clock::Clock;
use super::event_loop::RuntimeError;
use super::events::{Event, Seen, Signal};
use super::inbox::{Inbox, inbox};
use super::signals::{listen_to_signals, stop_here};
use super::terminal::{self, Guard, Screen};
use super::wall_store::{WallStore, Wanted};
use crate::app::action::Key;
use crate::app::model::Theme;
use crate::app::wall::{Around, Wall, sentences};
use crate::app::{Action, Context, Now};
use crate::domain::ids::MeetingId;
use crate::domain::session::Session;
use crate::input::{Situation, keymap};
use crate::store::Store;
use crate::view;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEventKind};
use std::io::{self, Write};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

/// How often the wall looks at the clock.
const TICK: Duration = Duration::from_millis(500);
/// How long it is said what this window is.
const TOLD_FOR: TimeDelta = TimeDelta::seconds(12);
/// How long the first frame waits for the meeting.
const FIRST_PATIENCE: Duration = Duration::from_millis(300);

/// What the wall starts with.
#[derive(Debug)]
pub struct WallStart {
    /// What is followed.
    pub wanted: Wanted,
    /// The database, open.
    pub store: Store,
    /// The zone of the clock.
    pub zone: Tz,
    /// Where new keys begin.
    pub seed: u64,
    /// The colours.
    pub theme: Theme,
}

/// What somebody at the wall chose.
#[derive(Clone, Copy, Debug)]
enum Choice {
    /// This meeting.
    Meeting(MeetingId),
    /// What was shown before.
    AsBefore,
}

/// What a key at the wall asks for, of those who read the database and of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// Nothing more.
    Nothing,
    /// To leave.
    Leave,
    /// To blank the wall, or light it.
    Blank(bool),
    /// To know which meetings can be shown.
    Choices,
}

/// What is known, and what was done here.
struct Projector {
    seen: Option<Seen>,
    practice: bool,
    /// What was asked for with a key here, until the database says the same.
    asked: Option<bool>,
    /// Whether somebody here chooses which meeting is shown.
    choosing: bool,
    /// The program at which somebody pointed last.
    leads: Option<String>,
    /// When it was asked what this window is.
    told: Option<DateTime<Utc>>,
    theme: Theme,
}

impl Projector {
    /// Before anything was seen.
    fn new(practice: bool, theme: Theme) -> Self {
        Self { seen: None, practice, asked: None, choosing: false, leads: None, told: None, theme }
    }

    fn take_in(&mut self, seen: Seen, now: Now) {
        // Whoever opens one more wall may have thought that it was something else.
        if self.seen.is_none() && seen.sessions.iter().any(|one| one.is_wall(now.utc)) {
            self.told = Some(now.utc);
        }
        if self.asked == Some(seen.blank) && seen.meeting.is_some() {
            self.asked = None;
        }
        let before = |key: &str| {
            let mut sessions = self.seen.iter().flat_map(|seen| &seen.sessions);
            sessions.find(|one| one.key == key).and_then(Session::in_hand)
        };
        let moved = |one: &&Session| one.in_hand().is_some() && one.in_hand() != before(&one.key);
        if let Some(moved) = seen.sessions.iter().find(moved) {
            self.leads = Some(moved.key.clone());
        }
        self.seen = Some(seen);
    }

    fn is_choosing(&self) -> bool {
        self.choosing
    }

    /// What a key chooses among the meetings: one of them, or none; nothing if it means something else.
    fn choice(&mut self, key: KeyCode) -> Option<Choice> {
        let chosen = match key {
            KeyCode::Char(c) => {
                let at = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok())?.checked_sub(1)?;
                Choice::Meeting(self.seen.as_ref()?.choices.get(at)?.meeting)
            }
            KeyCode::Esc | KeyCode::Tab => Choice::AsBefore,
            _ => return None,
        };
        self.choosing = false;
        Some(chosen)
    }

    /// What a key does here. One that does nothing else says for a while what this window is, or takes that away.
    fn does(&mut self, action: Option<Action>, now: Now) -> Wish {
        let was_told = self.is_told(now);
        self.told = None;
        match action {
            Some(Action::Quit | Action::Interrupt) => return Wish::Leave,
            Some(Action::Blank) => {
                let blank = !self.is_blank();
                self.asked = Some(blank);
                return Wish::Blank(blank);
            }
            Some(Action::ShowOnWall) => {
                self.choosing = true;
                return Wish::Choices;
            }
            Some(Action::Theme) => self.theme = self.theme.next(),
            _ => self.told = (!was_told).then_some(now.utc),
        }
        Wish::Nothing
    }

    fn is_told(&self, now: Now) -> bool {
        self.told.is_some_and(|at| (now.utc - at).abs() < TOLD_FOR)
    }

    fn is_blank(&self) -> bool {
        self.asked.unwrap_or_else(|| self.seen.as_ref().is_some_and(|seen| seen.blank))
    }

    /// What is shown now.
    fn wall(&self, now: Now) -> Wall {
        let is_one_of = self.seen.iter().flat_map(|seen| &seen.sessions).any(|one| one.is_wall(now.utc));
        let name = self.seen.as_ref().filter(|_| is_one_of).map(|seen| seen.name.clone());
        Wall { name, told: self.is_told(now), ..self.scene(now) }
    }

    fn scene(&self, now: Now) -> Wall {
        let blank = self.is_blank();
        let Some(seen) = &self.seen else { return Wall::waiting(self.practice, now) };
        let wall = match &seen.meeting {
            Some(meeting) => {
                let mut here: Vec<&Session> = seen
                    .sessions
                    .iter()
                    .filter(|one| one.is_in(meeting.id()) && one.is_fresh(now.utc))
                    .collect();
                // Where two point, whoever did so last is followed.
                here.sort_by_key(|one| Some(&one.key) != self.leads.as_ref());
                let pointed = here.iter().find_map(|one| one.in_hand());
                let around = Around { practice: seen.practice, blank, attended: !here.is_empty(), pointed };
                Wall::of(meeting, around, now)
            }
            None => Wall::waiting(seen.practice, now),
        };
        if self.choosing && !seen.away {
            return wall.choosing(seen.choices.iter().map(|choice| choice.called.clone()).collect());
        }
        if seen.away || blank { wall.paused() } else { wall }
    }
}

/// Takes in all that was seen while the wall was drawn, so that it is the newest that is drawn next and the wall never falls
/// behind; gives back the first thing that is something else, or that nothing more has happened.
fn newest(
    mut happened: Result<Event, RecvTimeoutError>,
    events: &mut Inbox,
    projector: &mut Projector,
    now: Now,
) -> Result<Event, RecvTimeoutError> {
    while let Ok(Event::Wall(seen)) = happened {
        projector.take_in(*seen, now);
        happened = events.next(Duration::ZERO);
    }
    happened
}

/// Shows the wall until somebody ends it.
///
/// # Errors
/// When the terminal is lost.
pub fn show(start: WallStart) -> Result<(), RuntimeError> {
    terminal::check()?;
    terminal::install_panic_hook();
    let (sender, mut events) = inbox().map_err(RuntimeError::Resources)?;
    listen_to_signals(sender.clone()).map_err(RuntimeError::Resources)?;
    let clock = Clock::new(start.zone);
    let practice = start.store.is_practice();
    let source = WallStore::start(start.wanted, start.store, clock.clone(), start.seed, sender.clone())
        .map_err(RuntimeError::Resources)?;
    let mut projector = Projector::new(practice, start.theme);
    let guard = Guard::take()?;
    let mut size = terminal::size()?;
    let mut screen = guard.screen(size)?;
    // The first frame is the meeting, if it is there at once.
    let mut first = events.next(FIRST_PATIENCE).ok();
    events.read_terminal(&sender).map_err(RuntimeError::Resources)?;
    drop(sender);
    let mut shown: Option<(Wall, Theme)> = None;
    loop {
        let happened = match first.take() {
            Some(event) => Ok(event),
            None if shown.is_none() => Err(RecvTimeoutError::Timeout),
            None => events.next(TICK),
        };
        match newest(happened, &mut events, &mut projector, clock.now()).map(Event::where_nothing_is_written)
        {
            Ok(Event::Input(TerminalEvent::Key(key)))
                if key.kind != KeyEventKind::Release && projector.is_choosing() =>
            {
                match projector.choice(key.code) {
                    Some(Choice::Meeting(meeting)) => source.choose(Some(meeting)),
                    Some(Choice::AsBefore) => source.choose(None),
                    None if keymap::action(Situation::plain(Context::Wall), Key::from(key))
                        == Some(Action::Quit) =>
                    {
                        return Ok(());
                    }
                    None => {}
                }
            }
            Ok(Event::Input(TerminalEvent::Key(key))) if key.kind != KeyEventKind::Release => {
                let action = keymap::action(Situation::plain(Context::Wall), Key::from(key));
                match projector.does(action, clock.now()) {
                    Wish::Nothing => {}
                    Wish::Leave => return Ok(()),
                    Wish::Blank(blank) => source.blank(blank),
                    Wish::Choices => source.ask_choices(),
                }
            }
            Ok(Event::Signal(Signal::Stop)) => {
                guard.lend();
                stop_here().map_err(RuntimeError::Resources)?;
                retake(&guard, &mut screen, &mut size)?;
                shown = None;
            }
            Ok(Event::Signal(Signal::Continue)) => {
                retake(&guard, &mut screen, &mut size)?;
                shown = None;
            }
            Ok(Event::InputEnded | Event::Signal(Signal::End)) => return Ok(()),
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(RuntimeError::StoreBroke),
        }
        let now_size = terminal::size()?;
        if now_size != size {
            size = now_size;
            screen = guard.empty_screen(size)?;
            shown = None;
        }
        let wall = projector.wall(clock.now());
        let next = (wall, projector.theme);
        if shown.as_ref() != Some(&next) && terminal::is_taken() {
            terminal::draw(&mut screen, |canvas| view::draw_wall(&next.0, next.1, canvas))?;
            shown = Some(next);
        }
    }
}

fn retake(guard: &Guard, screen: &mut Screen, size: &mut (u16, u16)) -> io::Result<()> {
    guard.retake()?;
    *size = terminal::size()?;
    *screen = guard.screen(*size)?;
    Ok(())
}

/// Says the wall in sentences, one a line, until a signal ends it or nobody reads.
///
/// # Errors
/// When a thread can't be started. Somebody who stops reading is no error.
pub fn say(start: WallStart, out: &mut dyn Write) -> Result<(), RuntimeError> {
    let (sender, mut events) = inbox().map_err(RuntimeError::Resources)?;
    listen_to_signals(sender.clone()).map_err(RuntimeError::Resources)?;
    let clock = Clock::new(start.zone);
    let practice = start.store.is_practice();
    let _source = WallStore::start(start.wanted, start.store, clock.clone(), start.seed, sender)
        .map_err(RuntimeError::Resources)?;
    let mut projector = Projector::new(practice, start.theme);
    let mut said: Option<Wall> = None;
    loop {
        let happened = events.next(TICK);
        match newest(happened, &mut events, &mut projector, clock.now()).map(Event::where_nothing_is_written)
        {
            Ok(Event::Signal(Signal::End)) => return Ok(()),
            Ok(Event::Signal(Signal::Stop)) => stop_here().map_err(RuntimeError::Resources)?,
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(RuntimeError::StoreBroke),
        }
        if projector.seen.is_none() {
            continue;
        }
        let wall = projector.wall(clock.now());
        for sentence in sentences(said.as_ref(), &wall) {
            if writeln!(out, "{sentence}").and_then(|()| out.flush()).is_err() {
                return Ok(());
            }
        }
        said = Some(wall);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::wall::Scene;
    use crate::domain::session::{SessionKind, SessionPresence};
    use crate::view::fixtures;

    #[test]
    fn a_database_that_goes_away_makes_the_wall_calm_and_its_return_lights_it() {
        let now = fixtures::now();
        let meeting = fixtures::meeting_model().meeting_screen().unwrap().meeting.clone();
        let here = SessionPresence::of(SessionKind::Program, Some(meeting.id()));
        let session = Session { key: "a".to_owned(), pid: 1, here, seen: now.utc };
        let seen = |away| Seen {
            practice: false,
            meeting: Some(Box::new(meeting.clone())),
            sessions: vec![session.clone()],
            name: String::new(),
            blank: false,
            away,
            choices: Vec::new(),
        };
        let mut projector = Projector::new(false, Theme::Dark);
        for (away, calm) in [(false, false), (true, true), (false, false)] {
            projector.take_in(seen(away), now);
            assert_eq!(projector.wall(now).scene == Scene::Paused, calm);
        }
        projector.take_in(Seen { meeting: None, ..seen(true) }, now);
        assert_eq!(projector.wall(now).scene, Scene::Paused);
    }

    #[test]
    fn where_several_walls_are_on_each_says_which_it_is_and_one_more_tells_at_once_what_it_is() {
        let now = fixtures::now();
        let other = Session {
            key: "a".to_owned(),
            pid: 1,
            here: SessionPresence {
                name: "Vägg 1".to_owned(),
                ..SessionPresence::of(SessionKind::Wall, None)
            },
            seen: now.utc,
        };
        let seen = |sessions: Vec<Session>| Seen {
            practice: false,
            meeting: None,
            sessions,
            name: "Vägg 2".to_owned(),
            blank: false,
            away: false,
            choices: Vec::new(),
        };
        let mut alone = Projector::new(false, Theme::Dark);
        alone.take_in(seen(Vec::new()), now);
        assert_eq!((alone.wall(now).name, alone.wall(now).told), (None, false));
        // Another comes: this one gets its name, and nothing lies over it.
        alone.take_in(seen(vec![other.clone()]), now);
        assert_eq!((alone.wall(now).name.as_deref(), alone.wall(now).told), (Some("Vägg 2"), false));
        let mut second = Projector::new(false, Theme::Dark);
        second.take_in(seen(vec![other.clone()]), now);
        assert_eq!((second.wall(now).name.as_deref(), second.wall(now).told), (Some("Vägg 2"), true));
        // One that was silent for long isn't there.
        let silent = Session { seen: now.utc - TimeDelta::minutes(5), ..other };
        let mut last = Projector::new(false, Theme::Dark);
        last.take_in(seen(vec![silent]), now);
        assert_eq!((last.wall(now).name, last.wall(now).told), (None, false));
    }

    #[test]
    fn a_key_that_does_nothing_else_says_what_this_window_is_and_the_next_key_or_a_while_takes_it_away() {
        let mut now = fixtures::now();
        let mut projector = Projector::new(false, Theme::Dark);
        let told = |projector: &Projector, now| projector.wall(now).told;
        for action in [None, Some(Action::Help), Some(Action::Menu)] {
            assert!(!told(&projector, now));
            assert_eq!(projector.does(action, now), Wish::Nothing);
            assert!(told(&projector, now), "{action:?}");
            // The same key once more, or one that does something.
            projector.does(action, now);
            assert!(!told(&projector, now), "{action:?}");
            projector.does(action, now);
            assert_eq!(projector.does(Some(Action::Theme), now), Wish::Nothing);
            assert!(!told(&projector, now), "{action:?}");
        }
        projector.does(None, now);
        now.utc += TOLD_FOR;
        assert!(!told(&projector, now));
        projector.does(None, now);
        assert!(told(&projector, now), "it is told anew");
        assert_eq!(projector.does(Some(Action::Blank), now), Wish::Blank(true));
        assert_eq!(projector.does(Some(Action::Quit), now), Wish::Leave);
        assert_eq!(projector.does(Some(Action::ShowOnWall), now), Wish::Choices);
        assert!(projector.is_choosing());
    }

    #[test]
    fn what_was_seen_while_the_wall_was_drawn_is_taken_in_together_and_what_comes_after_it_is_not_lost() {
        let seen = |blank| {
            let seen = Seen {
                practice: false,
                meeting: None,
                sessions: Vec::new(),
                name: String::new(),
                blank,
                away: false,
                choices: Vec::new(),
            };
            Event::Wall(Box::new(seen))
        };
        let (listener, mut events) = inbox().unwrap();
        let mut projector = Projector::new(false, Theme::Dark);
        for number in 0..100 {
            listener.send(seen(number == 99)).unwrap();
        }
        listener.send(Event::Signal(Signal::End)).unwrap();
        listener.send(seen(false)).unwrap();
        let first = events.next(TICK);
        assert!(matches!(
            newest(first, &mut events, &mut projector, fixtures::now()),
            Ok(Event::Signal(Signal::End))
        ));
        assert!(projector.is_blank(), "the newest before the signal");
        let next = events.next(TICK);
        assert!(matches!(
            newest(next, &mut events, &mut projector, fixtures::now()),
            Err(RecvTimeoutError::Timeout)
        ));
        assert!(!projector.is_blank());
    }

    #[test]
    fn the_wall_follows_whoever_pointed_last_and_nobody_who_has_let_go() {
        let mut desk = crate::app::testing::Desk::eht();
        desk.jump(1).jump(3);
        desk.line("Lästräning @maja >fre").line("Bildschema @maja >fre").line("Rastvärd @eva >fre").jump(4);
        let (now, meeting) = (desk.now, desk.screen().meeting.clone());
        let id = meeting.id();
        let rows: Vec<_> = crate::domain::rules::agreed(&meeting).map(|entry| entry.id).collect();
        assert!(rows.len() > 2, "{}", rows.len());
        let session = |key: &str, points| Session {
            key: key.to_owned(),
            pid: 1,
            here: SessionPresence { points, ..SessionPresence::of(SessionKind::Program, Some(id)) },
            seen: now.utc,
        };
        let mut projector = Projector::new(false, Theme::Dark);
        let (a, b) = (Some(rows[1]), Some(rows[2]));
        for (one, other, read) in [
            (None, None, rows[0]),
            (a, None, rows[1]),
            (a, b, rows[2]),
            (a, b, rows[2]),
            (b, a, rows[2]),
            (a, a, rows[1]),
            (None, a, rows[1]),
            (None, None, rows[0]),
        ] {
            let sessions = vec![session("a", one), session("b", other)];
            projector.take_in(
                Seen {
                    practice: false,
                    meeting: Some(Box::new(meeting.clone())),
                    sessions,
                    name: String::new(),
                    blank: false,
                    away: false,
                    choices: Vec::new(),
                },
                now,
            );
            let Scene::Talk(talk) = projector.wall(now).scene else { panic!("not under way") };
            let read_now: Vec<_> =
                talk.agreed.iter().filter(|point| point.in_turn).map(|point| point.entry).collect();
            assert_eq!(read_now, [read], "{one:?} {other:?}");
        }
    }
}
