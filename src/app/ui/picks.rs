//! Lists to choose from, and texts to read.

use crate::app::core::NewCommand;
use crate::app::core::action::Action;
use crate::app::core::model::{Model, Screen, Target};
use crate::app::home::start;
use crate::app::meeting::open_form;
use crate::app::meeting::turn;
use crate::app::meeting::{arenden, marks, newcomers, people, tasks};
use crate::app::meeting::{entry, rows, walk};
use crate::app::papers::approve;
use crate::app::support;
use crate::app::ui::dialog::{
    Choice, Dialog, PasteAs, Pick, PickItem, READER_WIDTH, Reader, Yes, inner_width, scrolls_to,
};
use crate::app::{consents, journal, social_clock};
use crate::domain::command::{Change, Code};
use crate::domain::ids::{ConsentId, EntryId, MeetingArendeId};
use crate::domain::meeting::Position;
use crate::domain::record::{Exemption, Presence};
use crate::domain::rules::Way;
use crate::domain::text;

/// A page of a list, in rows.
const PAGE: usize = 10;

/// A key in a list.
pub(crate) fn act(model: &mut Model, action: Action) {
    let Some(Dialog::Pick(pick)) = model.dialogs.last_mut() else { return };
    let last = pick.shown().len().saturating_sub(1);
    match action {
        Action::Up | Action::Previous => pick.cursor = pick.cursor.saturating_sub(1),
        Action::Down | Action::Next => pick.cursor = (pick.cursor + 1).min(last),
        Action::PageUp => pick.cursor = pick.cursor.saturating_sub(PAGE),
        Action::PageDown => pick.cursor = (pick.cursor + PAGE).min(last),
        Action::Back => {
            model.dialogs.pop();
        }
        Action::Accept => {
            let chosen = pick.selected().and_then(|item| item.choice.clone());
            let pasted = std::mem::take(&mut pick.pasted);
            if let Some(choice) = chosen {
                if !choice.keeps_list() {
                    model.dialogs.pop();
                }
                choose(model, choice, &pasted);
            } else {
                pick.pasted = pasted;
                let nothing = pick.shown().is_empty();
                model.complain(if nothing {
                    "Inget i listan passar det som är skrivet."
                } else {
                    "Den raden går inte att välja."
                });
            }
        }
        _ => {}
    }
}

/// A key in a text to read.
pub(crate) fn act_reader(model: &mut Model, action: Action) {
    let width = usize::from(inner_width(model.size.0, READER_WIDTH));
    let height = model.size.1;
    let Some(Dialog::Reader(reader)) = model.dialogs.last_mut() else { return };
    // Help has no text of its own here: the view fills it, and never shows less than its last page.
    let last = if reader.text.is_empty() {
        120
    } else {
        // Counted as the view breaks it: a text that is wider than the screen has more rows than lines.
        scrolls_to(reader.text.lines().map(|line| text::wrap(line, width).len()).sum(), height)
    };
    match action {
        Action::Up => reader.top = reader.top.saturating_sub(1),
        Action::Down => reader.top = (reader.top + 1).min(last),
        Action::PageUp => reader.top = reader.top.saturating_sub(PAGE),
        Action::PageDown => reader.top = (reader.top + PAGE).min(last),
        Action::Back | Action::Accept => {
            model.dialogs.pop();
        }
        _ => {}
    }
}

fn choose(model: &mut Model, choice: Choice, pasted: &[String]) {
    match choice {
        Choice::Agenda(id) => start::new_meeting(model, &id, None),
        Choice::Act(action) => crate::app::route::act(model, action),
        Choice::Go(to) => walk::go(model, to, Way::Aside),
        Choice::MoveTo(entry, to) => move_to(model, entry, to),
        Choice::Exempt(entry, consent, part) => turn_exemption(model, entry, consent, &part),
        Choice::Paste(what) => pasted_as(model, what, pasted),
        Choice::Person(id) => {
            let person = known_persons(model).into_iter().find(|person| person.id == id);
            if let Some(person) = person {
                model.say(format!("Nu är det {} som skriver.", person.name));
                start::sit_down(model, person);
            }
        }
        Choice::NewPerson => start::ask_person(model),
        Choice::Presence(id) => people::turn_presence(model, id),
        Choice::Give(task, id) => tasks::give_task(model, task, id),
        Choice::Consent(item, id) => {
            let item = model.meeting_screen().and_then(|screen| screen.meeting.item(item)).cloned();
            if let Some(item) = item {
                open_form::consent(model, &item, id);
            }
        }
        Choice::NeededFrom(id, from) => turn::needed_from(model, id, from),
        Choice::Correction(id) => approve::correction(model, id),
        Choice::LockMinutes => approve::lock(model),
        Choice::Version(number) => approve::show_version(model, number),
        Choice::Difference(from, to) => approve::show_difference(model, from, to),
        Choice::NewVersion => approve::new_version(model),
        Choice::JournalAct(seq) => journal::choose(model, seq),
        Choice::JournalOlder(meeting, seq) => journal::older(model, meeting, seq),
        Choice::Withdraw(id) => crate::app::ui::ask::confirm(
            model,
            "Återkalla samtycket?",
            vec![
                "Vi slutar genast att prata om ärendet. Det som redan är antecknat lämnas inte till någon ny."
                    .to_owned(),
                "Ett återkallat samtycke kan inte ångras. Ett nytt kan lämnas.".to_owned(),
            ],
            "Återkalla",
            Yes::WithdrawConsent(id),
        ),
        Choice::WithdrawNow(id) => consents::withdraw(model, id),
        Choice::ConsentOf(id) => consents::acts_on(model, id),
        Choice::SocialClock(id) => social_clock::form(model, id),
        Choice::ReadConsent(id) => consents::read(model, id),
        Choice::PrintConsent(item) => consents::print(model, Some(item)),
        Choice::PrintConsentAs(id) => consents::print_as(model, id),
        Choice::Emi(entry, person) => marks::mark_emi(model, entry, Some(person)),
        Choice::Support(at) => support::take(model, at),
        Choice::Protection(output) => marks::ask_protection(model, output),
    }
}

/// All keys.
pub(crate) fn help(model: &mut Model) {
    if !matches!(model.dialogs.last(), Some(Dialog::Reader(_))) {
        model
            .dialogs
            .push(Dialog::Reader(Reader { title: "Hjälp".to_owned(), text: String::new(), top: 0 }));
    }
}

/// Who may sit at the keyboard.
pub(crate) fn persons(model: &mut Model) {
    let now = model.now.utc;
    let is_seated = |person: &crate::domain::record::Person| {
        model.others.iter().any(|other| other.is_fresh(now) && other.here.person == Some(person.id))
    };
    let (seated, free): (Vec<_>, Vec<_>) = known_persons(model).into_iter().partition(is_seated);
    let item = |person: crate::domain::record::Person, detail: String| PickItem {
        label: person.name,
        detail,
        choice: Some(Choice::Person(person.id)),
    };
    let mut items: Vec<PickItem> = free
        .into_iter()
        .map(|person| (person.role.clone(), person))
        .map(|(role, person)| item(person, role))
        .collect();
    items.push(PickItem {
        label: "Någon annan".to_owned(),
        detail: "skriv namn och roll".to_owned(),
        choice: Some(Choice::NewPerson),
    });
    items.extend(seated.into_iter().map(|person| item(person, "sitter vid en annan skärm".to_owned())));
    model.dialogs.push(Dialog::Pick(Pick::new("Vem är du?", items)));
}

/// Whether somebody has sat here before.
pub(crate) fn knows_anybody(model: &Model) -> bool {
    !known_persons(model).is_empty()
}

fn known_persons(model: &Model) -> Vec<crate::domain::record::Person> {
    let mut persons = model.persons.clone();
    if let Some(person) = &model.person
        && !persons.iter().any(|known| known.id == person.id)
    {
        persons.push(person.clone());
    }
    persons
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
                format!(" · {}. {label}", item.order)
            });
            PickItem {
                label: format!("{}{item}", stop.phase.name()),
                detail: if stop == meeting.position() { "här".to_owned() } else { String::new() },
                choice: Some(Choice::Go(stop)),
            }
        })
        .collect();
    let here = meeting.walk().iter().position(|stop: &Position| *stop == meeting.position()).unwrap_or(0);
    let mut pick = Pick::new("Gå till", items);
    pick.cursor = here;
    model.dialogs.push(Dialog::Pick(pick));
}

/// To which ärende an entry is to be moved.
pub(crate) fn move_entry(model: &mut Model, id: EntryId) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(from) = meeting.entry(id).map(|entry| entry.arende) else { return };
    let mut items: Vec<PickItem> = meeting
        .items
        .iter()
        .filter(|item| Some(item.id) != from)
        .map(|item| PickItem {
            label: format!(
                "{}. {}",
                item.order,
                meeting.arende_of(item).map_or("", |arende| arende.label.as_str())
            ),
            detail: String::new(),
            choice: Some(Choice::MoveTo(id, Some(item.id))),
        })
        .collect();
    if from.is_some() {
        items.push(PickItem {
            label: "Mötet som helhet".to_owned(),
            detail: "hör inte till något ärende".to_owned(),
            choice: Some(Choice::MoveTo(id, None)),
        });
    }
    if items.is_empty() {
        return model.say("Mötet har inget annat ärende att flytta raden till.");
    }
    model.dialogs.push(Dialog::Pick(Pick::new("Flytta raden till", items)));
}

fn move_to(model: &mut Model, id: EntryId, to: Option<MeetingArendeId>) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(mut entry) = meeting.entry(id).cloned() else { return };
    if let Some(stop) = entry::silenced(model, to) {
        return model.complain(stop);
    }
    entry.arende = to;
    entry.confirmed = None;
    // What hung on it in the old ärende stays there: a need, a consent's exemption.
    if let crate::domain::record::Body::Atgard(action) = &mut entry.body {
        action.need = None;
    }
    let mut command = NewCommand::new(Code::MoveEntry(entry.kind()), meeting.id());
    command.changes.extend(rows::loose_ends(meeting, id));
    command.changes.push(Change::put(entry));
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = None;
    }
    model.commit(command);
    model.say("Raden är flyttad. Ctrl-Z ångrar.");
}

/// From which party an entry is to be kept, by the consents for its ärende.
pub(crate) fn exempt(model: &mut Model, id: EntryId) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let item = meeting.entry(id).and_then(|entry| entry.arende).or(meeting.head.current);
    let arende = item.and_then(|id| meeting.item(id)).map(|item| item.arende);
    let mut items = Vec::new();
    for consent in arende.into_iter().flat_map(|arende| meeting.consents_for(arende)) {
        for part in meeting.parties_of(consent.id) {
            let kept = meeting.exemptions.iter().any(|row| row.entry == id && row.part == part);
            let item = PickItem {
                label: part.to_owned(),
                detail: if kept {
                    "får inte läsa raden i dag; Enter visar den igen"
                } else {
                    "får läsa raden"
                }
                .to_owned(),
                choice: Some(Choice::Exempt(id, consent.id, part.to_owned())),
            };
            if !items.iter().any(|known: &PickItem| known.label == item.label) {
                items.push(item);
            }
        }
    }
    if items.is_empty() {
        return model.say("Ett undantag följer av ett samtycke. Skriv samtycket först (Ctrl-K).");
    }
    model.dialogs.push(Dialog::Pick(Pick::new("Vem ska inte få läsa raden?", items)));
}

fn turn_exemption(model: &mut Model, entry: EntryId, consent: ConsentId, part: &str) {
    let id = model.new_id();
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let old: Vec<Exemption> =
        meeting.exemptions.iter().filter(|row| row.entry == entry && row.part == part).cloned().collect();
    let mut command = NewCommand::new(Code::SetExemption, meeting.id());
    let word = if old.is_empty() {
        command.changes.push(Change::put(Exemption {
            id,
            meeting: meeting.id(),
            consent,
            entry,
            part: part.to_owned(),
        }));
        format!("Raden är undantagen för {part}.")
    } else {
        command.changes.extend(old.into_iter().map(Change::delete));
        format!("{part} får läsa raden igen.")
    };
    model.commit(command);
    model.say(word);
}

/// What pasted lines are.
pub(crate) fn pasted(model: &mut Model, lines: Vec<String>) {
    let Some(screen) = model.meeting_screen() else { return };
    let agenda = &screen.meeting.agenda;
    let count = lines.len();
    let mut choices = Vec::new();
    if let Target::Entry(kind) = screen.target {
        choices.push((format!("{count} rader: {}", kind.label().to_lowercase()), PasteAs::Entries));
    }
    choices.push((format!("{count} deltagare: namn, roll, verksamhet"), PasteAs::Participants));
    if agenda.individuals && agenda.many {
        choices.push((format!("{count} ärenden om barn"), PasteAs::Individuals));
    }
    if agenda.groups {
        choices.push((format!("{count} ärenden om grupper"), PasteAs::Groups));
    }
    choices.push(("En enda rad i inmatningen".to_owned(), PasteAs::OneLine));
    let items = choices
        .into_iter()
        .map(|(label, what)| PickItem { label, detail: String::new(), choice: Some(Choice::Paste(what)) })
        .collect();
    let mut pick = Pick::new("Vad är det som klistras in?", items);
    pick.pasted = lines;
    model.dialogs.push(Dialog::Pick(pick));
}

fn pasted_as(model: &mut Model, what: PasteAs, lines: &[String]) {
    match what {
        PasteAs::Participants => newcomers::add_participants(model, lines),
        PasteAs::Individuals => arenden::add_arenden(model, lines, true),
        PasteAs::Groups => arenden::add_arenden(model, lines, false),
        PasteAs::Entries => entry::add_entries(model, lines),
        PasteAs::OneLine => {
            if let Screen::Meeting(screen) = &mut model.screen {
                screen.line.paste(&lines.join(" "));
            }
            crate::app::meeting::keys::note_draft(model);
        }
    }
}

/// Who is here and who isn't.
pub(crate) fn presence(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let items: Vec<PickItem> = screen
        .meeting
        .participants
        .iter()
        .map(|person| PickItem {
            label: person.name_and_role(),
            detail: match person.presence {
                Presence::Plats | Presence::Distans => "är här; Enter: lämnar mötet nu",
                Presence::Franvarande => "är inte här; Enter: kommer nu",
                Presence::Gatt => "har gått; Enter: är tillbaka",
            }
            .to_owned(),
            choice: Some(Choice::Presence(person.id)),
        })
        .collect();
    if items.is_empty() {
        return model.say("Det finns inga deltagare än.");
    }
    model.dialogs.push(Dialog::Pick(Pick::new("Vem kommer eller går?", items)));
}

/// The consents for an ärende: a new one, to change one, to withdraw one.
pub(crate) fn consents(model: &mut Model, item: Option<MeetingArendeId>) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let item = item
        .and_then(|id| meeting.item(id))
        .or_else(|| meeting.items.first().filter(|_| meeting.items.len() == 1));
    let Some(item) = item.cloned() else {
        return model.say(
            "Ett samtycke hör till ett barns ärende. Skriv vem mötet handlar om, eller gå till ärendet.",
        );
    };
    let mut items = Vec::new();
    for consent in meeting.consents_for(item.arende) {
        if let Some(at) = consent.withdrawn {
            // What was withdrawn is read, not changed: a new yes is a new consent.
            items.push(PickItem {
                label: format!("Samtycket från {}", consent.given_by),
                detail: format!("återkallat {} {}", model.now.day_at(at), model.now.clock_at(at)),
                choice: None,
            });
            continue;
        }
        items.push(PickItem {
            label: format!("Ändra samtycket från {}", consent.given_by),
            detail: String::new(),
            choice: Some(Choice::Consent(item.id, Some(consent.id))),
        });
        items.push(PickItem {
            label: format!("Återkalla samtycket från {}", consent.given_by),
            detail: "gäller genast".to_owned(),
            choice: Some(Choice::Withdraw(consent.id)),
        });
    }
    if items.is_empty() {
        return open_form::consent(model, &item, None);
    }
    items.insert(
        0,
        PickItem {
            label: "Nytt samtycke".to_owned(),
            detail: "från en till vårdnadshavare, eller med fler parter".to_owned(),
            choice: Some(Choice::Consent(item.id, None)),
        },
    );
    items.push(PickItem {
        label: "Skriv ut en blankett att skriva på".to_owned(),
        detail: "med parterna i rummet".to_owned(),
        choice: Some(Choice::PrintConsent(item.id)),
    });
    model.dialogs.push(Dialog::Pick(Pick::new("Samtycke", items)));
}
