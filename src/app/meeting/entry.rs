//! What a line becomes when Enter is pressed.

use super::arenden::{pointed_out, points_out_words};
use super::asked_when::NoDay;
use super::loose_ends::loose_ends;
use super::screen::RowRef;
use super::target::{self, Target};
use super::typed_line::{Bad, let_go_of_place};
use super::typed_on::{self, BETWEEN};
use super::{arenden, asked_when, earlier, newcomers, walk};
use crate::app::Now;
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::app::ui::reader;
use crate::domain::agenda::{EmiBorder, EntryKind, Phase};
use crate::domain::command::{Change, Code, Table};
use crate::domain::dates::{self, DateContext};
use crate::domain::entry_line::{
    belongs, day_of_follow_up, decider_words, deciders, default_decider, followed_up, huvudman_words,
    misplaced_sign, need_of, need_sign, only_need, read, signed, typed_huvudman, voice, whom,
};
use crate::domain::held::entry_texts;
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::Meeting;
use crate::domain::quick_entry::{self, QuickEntry};
use crate::domain::quoted::{quoted, quoted_short, unquoted};
use crate::domain::record::{ActionItem, Body, Entry, Exemption, Participant};
use crate::domain::rules;
use crate::domain::text;

/// Saves the line. What stays of it, refused, isn't glued to what is written next.
pub(crate) fn submit(model: &mut Model) {
    try_to_save(model);
    typed_on::stands(model);
}

fn try_to_save(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let typed = screen.line.value().trim().to_owned();
    if typed == "?" {
        // Whoever asks for help the usual way gets it, without a letter being taken from any sentence.
        if let Screen::Meeting(screen) = &mut model.screen {
            screen.line.clear();
        }
        return reader::help(model);
    }
    if typed.is_empty() {
        let meeting = &screen.meeting;
        let here = meeting.position();
        let has_line = || meeting.entries.iter().any(|entry| entry.arende == here.arende);
        if meeting.agenda.is_line_round(here.phase) && here.arende.is_some() && has_line() {
            return walk::next(model);
        }
        return model.say("Raden är tom. ‹Back› låter det som stod vara kvar.");
    }
    if is_meant_for_another(model) {
        return model.complain(
            "Inget är sparat: raden du ville ändra är inte öppnad. ‹Accept› en gång till sparar det här som en ny rad.",
        );
    }
    if let Some(said) =
        model.meeting_screen().and_then(|screen| screen.said_of_promise(&model.date_context(), &typed))
    {
        return match said {
            Ok((id, said)) => {
                let Screen::Meeting(screen) = &mut model.screen else { return };
                screen.line.clear();
                screen.completing = false;
                screen.writing = false;
                earlier::goes_on(model, id, said);
            }
            Err(why) => model.complain(why),
        };
    }
    let Some(screen) = model.meeting_screen() else { return };
    // An entry's owner and day are said on its line, and kept beside its text: the text is what has to fit.
    if !matches!(screen.target, Target::Entry(_)) && text::fits(&typed).is_err() {
        return model.complain(NO_ROOM);
    }
    if let Some(other) = asked_when::no_day(screen, &model.date_context(), &typed) {
        return apart_from_asked(model, &typed, &other);
    }
    match screen.target {
        Target::Participant => newcomers::add_participants(model, &[typed]),
        Target::Individual => arenden::add_arenden(model, &apart(&typed), true),
        Target::Group => arenden::add_arenden(model, &apart(&typed), false),
        Target::Entry(kind) => match build(model, kind, &typed) {
            Ok((entry, remark)) => {
                if text::fits(&entry.text).is_err() {
                    return model.complain(NO_ROOM);
                }
                if let Err(why) = consents_hold(model) {
                    return model.complain(why);
                }
                save(model, entry, remark);
            }
            Err(why) => model.complain(why),
        },
    }
}

/// Whether the line was written right after F2 refused to open a row that somebody else is changing: it may be meant for that
/// row. Asked once.
fn is_meant_for_another(model: &mut Model) -> bool {
    let Screen::Meeting(screen) = &mut model.screen else { return false };
    let refused = screen.warned.filter(|id| screen.cursor == Some(RowRef::Entry(*id)));
    let is_new = screen.editing.is_none();
    if is_new && refused.is_some() {
        screen.warned = None;
    }
    is_new && refused.is_some()
}

/// Said where words that were put together are more than one row holds.
const NO_ROOM: &str = "Raden är längre än 10 000 tecken. Inget är sparat: dela den på flera rader.";

/// What was written where the line asked for a day is none: that is said once, and then it is a line of its own.
fn apart_from_asked(model: &mut Model, typed: &str, other: &NoDay) {
    let no_day = format!("{} är ingen dag.", quoted_short(&other.words, 30));
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.editing.is_some() {
        return model.complain(format!("{no_day} Skriv dagen efter >, eller ta bort >."));
    }
    if screen.stood.trim() != typed {
        return model.complain(format!(
            "{no_day} Inget är sparat: skriv dagen efter >. ‹Accept› en gång till sparar det som en egen rad."
        ));
    }
    screen.line.set(&other.before, other.before.chars().count());
    try_to_save(model);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.line.is_empty() {
        screen.line.set(&other.rest, other.rest.chars().count());
        try_to_save(model);
    } else {
        screen.line.set(typed, typed.chars().count());
    }
}

/// The lines that wait in one.
fn apart(typed: &str) -> Vec<String> {
    typed.split(BETWEEN).map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Said where a line is EMI by itself.
const BY_EMI: &str =
    "Raden är EMI: den visas inte på väggen och står inte i andras kopior. ‹Emi› tar bort märket.";

/// Said where a line names more than one owner or date: which of them the row has.
fn repeated(meeting: &Meeting, entry: &Entry, context: &DateContext<'_>) -> String {
    let action = entry.action();
    let owner = action.and_then(|action| meeting.owner_named(action));
    let due = action.and_then(|action| action.due.as_ref()).map(|due| due.in_words(context.today));
    let has: Vec<String> = owner.into_iter().chain(due).collect();
    let has = if has.is_empty() { String::new() } else { format!(" Den här har {}.", has.join(", ")) };
    format!("En rad har plats för en person och en tid.{has} Det andra står kvar i texten. ‹Edit› ändrar.")
}

/// What a sign in front would make of the line, where that isn't written in this phase.
fn misplaced(meeting: &Meeting, typed: &str) -> Option<String> {
    let (sign, kind) = misplaced_sign(meeting, typed)?;
    let here = meeting.head.phase.name().to_lowercase();
    let agenda = &meeting.agenda;
    let there = agenda.walked().find(|phase| agenda.phase(*phase).takes.contains(&kind));
    let there =
        there.map_or_else(String::new, |phase| format!(" Gå till {}, eller", phase.name().to_lowercase()));
    let remedy = if there.is_empty() { " Ta" } else { " ta" };
    Some(format!(
        "Tecknet {sign} betyder {}, och det skrivs inte i {here} här.{there}{remedy} bort tecknet.",
        kind.label().to_lowercase()
    ))
}

/// Whether the consents that the line's exemptions follow from still are there.
fn consents_hold(model: &mut Model) -> Result<(), &'static str> {
    let Screen::Meeting(screen) = &mut model.screen else { return Ok(()) };
    let consents = &screen.meeting.consents;
    if screen.line_exempt.iter().all(|(id, _)| consents.iter().any(|consent| consent.id == *id)) {
        return Ok(());
    }
    screen.line_exempt.clear();
    Err(
        "Samtycket som undantaget följde av finns inte längre. Undanta raden igen (‹Exempt›), eller spara den.",
    )
}

/// An entry that nothing is written in yet. It comes last, also when the clock has been set back.
pub(super) fn blank(
    meeting: &Meeting,
    id: EntryId,
    (arende, kind): (Option<MeetingArendeId>, EntryKind),
    now: Now,
) -> Entry {
    let last = meeting.entries.iter().map(|entry| entry.order.saturating_add(1)).max();
    Entry {
        id,
        meeting: meeting.id(),
        arende,
        text: String::new(),
        source: None,
        confirmed: None,
        emi: false,
        order: i64::try_from(now.unix_ms()).unwrap_or(i64::MAX).max(last.unwrap_or(0)),
        rev: 0,
        body: Body::empty(kind),
    }
}

/// An entry in the program's own words, which hold no signs to read: what a line with the same text becomes.
///
/// # Errors
/// Why nothing may be written there.
pub(super) fn worded(
    model: &Model,
    id: EntryId,
    of: (Option<MeetingArendeId>, EntryKind),
    text: &str,
) -> Result<Entry, String> {
    let Some(meeting) = model.meeting() else { return Err(String::new()) };
    if let Some(why) = silenced(model, of.0) {
        return Err(why);
    }
    let parts = QuickEntry { text: text.to_owned(), owner: None, due: None };
    let mut entry = blank(meeting, id, of, model.now);
    write(meeting, &model.date_context(), &mut entry, &parts)?;
    Ok(entry)
}

/// An entry from a typed line, with a remark for the one who typed.
fn build(model: &mut Model, kind: EntryKind, typed: &str) -> Result<(Entry, Option<String>), String> {
    let id: EntryId = model.new_id();

    let Some(screen) = model.meeting_screen() else { return Err(String::new()) };
    let meeting = &screen.meeting;
    let old = screen.editing.and_then(|id| meeting.entry(id));
    let from = screen.line_from.unwrap_or_else(|| meeting.position());
    let arende = old.map_or_else(|| belongs(meeting, from), |old| old.arende);
    let item = arende.and_then(|id| meeting.item(id));
    if let Some(stop) = silenced(model, arende) {
        return Err(stop);
    }
    if let Some(item) = item
        && meeting.arende_of(item).is_some_and(|arende| arende.unrecognisable)
        && let Some(sign) = pointed_out(screen, typed)
    {
        return Err(points_out_words(&sign));
    }
    if let Some(why) = misplaced(meeting, typed).filter(|_| old.is_none()) {
        return Err(why);
    }
    let (kind, typed) = if old.is_none() { signed(meeting, kind, typed) } else { (kind, typed) };
    let mut parts = read(meeting, &model.date_context(), kind, typed);
    if kind == EntryKind::Rost {
        // Quotation marks are put there by whoever shows the words.
        parts.text = unquoted(&parts.text).to_owned();
    }
    // The need that the line names by itself is an action's alone.
    if let Some(old) = old.filter(|_| kind != EntryKind::Atgard)
        && let Some(sign) = need_sign(meeting, old)
    {
        parts.text = parts.text.strip_suffix(&sign).unwrap_or(&parts.text).trim_end().to_owned();
    }
    if parts.text.is_empty() {
        return Err("Skriv vad det gäller före @ och >.".to_owned());
    }
    let mut entry = old.cloned().unwrap_or_else(|| blank(meeting, id, (arende, kind), model.now));
    if entry.kind() != kind {
        entry.body = Body::empty(kind);
    }
    let remark = write(meeting, &model.date_context(), &mut entry, &parts)?;
    let source = entry.source.and_then(|id| meeting.participant(id));
    let medical = old.is_none()
        && meeting.agenda.emi_border == EmiBorder::Ja
        && source.is_some_and(Participant::is_medical);
    // Where EMI has a border, what it says stays with it unless somebody says otherwise.
    entry.emi |= medical;
    let remark = remark.or_else(|| medical.then(|| BY_EMI.to_owned()));
    let repeated = quick_entry::repeats(typed).then(|| repeated(meeting, &entry, &model.date_context()));
    let remarks: Vec<String> = remark.into_iter().chain(repeated).collect();
    Ok((entry, (!remarks.is_empty()).then(|| remarks.join(" "))))
}

/// Why nothing may be written in the ärende now, if so.
pub(crate) fn silenced(model: &Model, arende: Option<MeetingArendeId>) -> Option<String> {
    let meeting = &model.meeting_screen()?.meeting;
    rules::silenced(meeting, meeting.item(arende?)?, model.now.today())
}

/// The text, and owner and date of an action, who decided, whose words: what the tokens mean for the kind.
fn write(
    meeting: &Meeting,
    context: &DateContext<'_>,
    entry: &mut Entry,
    parts: &QuickEntry,
) -> Result<Option<String>, String> {
    entry.text.clone_from(&parts.text);
    let required = &meeting.agenda.required_huvudman;
    if let (Body::Behov(need), Some(typed)) = (&mut entry.body, parts.owner.as_deref())
        && let Some(from) = typed_huvudman(required, typed, false).or_else(|| {
            // Who is called so goes before a word that is only begun.
            typed_huvudman(required, typed, matches!(whom(meeting, typed), Ok(None)))
        })
        && parts.due.is_none()
    {
        need.from = from;
        return Ok(None);
    }
    let owner = match parts.owner.as_deref().filter(|typed| !typed.is_empty()) {
        Some(typed) => Some((typed, whom(meeting, typed)?)),
        None => None,
    };
    let due_typed = parts.due.as_deref().filter(|typed| !typed.is_empty());
    let (due_typed, followed) = due_typed.map_or((None, None), |typed| {
        let (due, day) = followed_up(typed);
        (Some(due), day)
    });
    match &mut entry.body {
        Body::Atgard(action) => {
            let (text, need) = need_of(meeting, entry.arende, &parts.text)?;
            entry.text = text;
            action.need = need.or(action.need.filter(|_| need.is_none() && entry.rev > 0));
            if action.need.is_none() && entry.rev == 0 {
                action.need = only_need(meeting, entry.arende);
            }
            let today = context.today;
            let unchanged =
                action.due.as_ref().is_some_and(|due| Some(due.in_words(today).as_str()) == due_typed);
            if !unchanged {
                action.due = match due_typed {
                    Some(typed) => Some(dates::parse(typed, context).map_err(|error| error.to_string())?),
                    None => None,
                };
                action.follow_up =
                    action.follow_up.filter(|_| action.due.as_ref().is_some_and(dates::Due::is_recurring));
            }
            if let Some(typed) = followed {
                action.follow_up = Some(day_of_follow_up(typed, context)?);
            }
            (action.owner, action.owner_name) = match &owner {
                Some((_, Some(id))) => (Some(*id), None),
                Some((typed, None)) => (None, Some((*typed).to_owned())),
                None => (None, None),
            };
            Ok(asked_remark(meeting, action))
        }
        _ if due_typed.is_some() => Err(
            "Ett datum hör till en åtgärd. ‹ToAction› gör raden till en åtgärd; \\> skriver tecknet självt."
                .to_owned(),
        ),
        Body::Beslut(decision) => {
            decision.decided_by = match owner {
                Some((_, Some(id))) => meeting.participant(id).map(decider_words),
                Some((typed, None)) => Some(typed.to_owned()),
                None => decision.decided_by.take().or_else(|| default_decider(meeting)),
            };
            let several =
                || deciders(meeting).into_iter().map(decider_words).collect::<Vec<_>>().join(" eller ");
            Ok(decision.decided_by.is_none().then(several).filter(|names| !names.is_empty()).map(|names| {
                format!("Beslutet är sparat. Vem beslutar: {names}? ‹Edit›, och skriv @ och namnet.")
            }))
        }
        body => {
            entry.source = match owner {
                Some((_, Some(id))) => Some(id),
                Some((typed, None)) => {
                    return Err(format!(
                        "Ingen deltagare heter {}. Lägg till personen i sammanhang, eller skriv namnet i texten.",
                        quoted(typed)
                    ));
                }
                None => None,
            };
            if let Body::Behov(need) = body {
                let of = |id| meeting.participant(id).map(|person: &Participant| person.huvudman);
                need.from =
                    entry.source.and_then(of).into_iter().filter(|of| required.contains(of)).collect();
            }
            if let Body::Rost { how } = body {
                *how = voice(meeting, entry.source, *how, entry.rev == 0);
            }
            Ok(None)
        }
    }
}

/// An owner who can't promise here and now is asked afterwards, and that is said.
fn asked_remark(meeting: &Meeting, action: &ActionItem) -> Option<String> {
    if let Some(name) = &action.owner_name {
        return Some(format!(
            "Ingen på mötet heter {name}: står som tillfrågas. ‹Edit› ändrar.",
            name = quoted(name)
        ));
    }
    let person = action.owner.and_then(|id| meeting.participant(id))?;
    (!person.is_here()).then(|| format!("{} är inte här och står som tillfrågas.", person.short_name()))
}

fn save(model: &mut Model, entry: Entry, remark: Option<String>) {
    let kept_from: Vec<Exemption> = match &mut model.screen {
        Screen::Meeting(screen) if screen.editing.is_none() => std::mem::take(&mut screen.line_exempt),
        _ => Vec::new(),
    }
    .into_iter()
    .map(|(consent, part)| Exemption {
        id: model.new_id(),
        meeting: entry.meeting,
        consent,
        entry: entry.id,
        part,
    })
    .collect();
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let editing = screen.editing.take();
    let (id, kind) = (entry.id, entry.kind());
    // One point more is written during the read-out, until one has said that there is none.
    let more = editing.is_none() && !screen.held_open && screen.writing && screen.line_was.is_none();
    let more = (more && screen.meeting.head.phase == Phase::Ansvar)
        .then(|| (screen.usual_target.unwrap_or(screen.target), screen.line_from));
    let points = editing.is_some() && screen.meeting.head.phase == Phase::Ansvar;
    if editing.is_none() {
        screen.mine.push(id);
    }
    screen.line.clear();
    screen.completing = false;
    // What was changed in the read-out is what is read.
    screen.cursor = points.then_some(RowRef::Entry(id));
    screen.latest = Some(RowRef::Entry(id));
    screen.writing = false;
    let_go_of_place(screen);
    if editing.is_some() {
        screen.target = target::first(&screen.meeting);
    }
    if let Some(usual) = screen.usual_target.take() {
        screen.target = usual;
    }
    if let Some((target, from)) = more {
        (screen.writing, screen.target, screen.line_from) = (true, target, from);
    }
    let code = if editing.is_some() { Code::Edit(kind) } else { Code::Add(kind) };
    let mut command = NewCommand::new(code, entry.meeting);
    // What answered a need doesn't answer what the need has become.
    if let Some(screen) = model.meeting_screen()
        && screen
            .meeting
            .entry(id)
            .is_some_and(|old| old.kind() == EntryKind::Behov && kind != EntryKind::Behov)
    {
        let ends = loose_ends(&screen.meeting, id).into_iter();
        command.changes.extend(ends.filter(|change| change.key().table == Table::Entry));
    }
    command.changes.push(Change::put(entry));
    // In the same act, so that nobody sees the row for a moment.
    command.changes.extend(kept_from.into_iter().map(Change::put));
    if editing.is_some()
        && let Some(screen) = model.meeting_screen()
    {
        // Whoever changes one of two texts for the same thing has chosen.
        command.changes.extend(screen.meeting.edit_conflicts_of(id).cloned().map(Change::delete));
    }
    model.commit(command);
    let goes_on = editing.is_none()
        && model.meeting_screen().is_some_and(|screen| {
            let meeting = &screen.meeting;
            let here = meeting.position();
            // Entry of another place, written while somebody else moved the meeting, moves nothing.
            meeting.agenda.is_line_round(here.phase)
                && meeting
                    .entry(id)
                    .is_some_and(|entry| entry.arende.is_some() && entry.arende == here.arende)
        });
    if goes_on {
        walk::next(model);
    }
    if let Some(remark) = remark {
        model.say(remark);
        return;
    }
    let Some(screen) = model.meeting_screen() else { return };
    let Some(entry) = screen.meeting.entry(id) else { return };
    let held = screen.meeting.held_entry(entry);
    if !held.is_empty() {
        let words = screen.meeting.words.as_written(&held, &entry_texts(entry)).join(", ");
        return model.say(format!(
            "Raden är sparad och hålls inne från väggen och andras kopior: {words}. ‹LetThrough› tittar."
        ));
    }
    if rules::is_unplaced(&screen.meeting, entry) {
        let words = huvudman_words(&screen.meeting.agenda.required_huvudman);
        model.say(format!(
            "Behovet är sparat. Vem behövs: {words}? ‹Edit›, och skriv sist: @kommun, @region eller båda."
        ));
    } else if let Some(missing) = rules::incomplete(entry) {
        model.say(format!("Åtgärden är sparad men har {missing}. ‹Edit› fyller i."));
    } else if rules::unfollowed(entry) {
        model.say("Åtgärden är sparad. När följs den upp? ‹Edit›, och skriv sist: följs upp 15/1");
    }
}

/// Entries from pasted lines, each read as if it had been typed after the one before it: all of them in one act, or none.
/// With `rest_as_notes`, a line that isn't understood becomes a note with all its words.
///
/// # Errors
/// Which lines aren't understood, and why.
pub(crate) fn add_entries(
    model: &mut Model,
    kind: EntryKind,
    lines: &[String],
    rest_as_notes: bool,
) -> Result<(), Bad> {
    let Some(screen) = model.meeting_screen() else { return Ok(()) };
    let (before, id) = (screen.meeting.clone(), screen.meeting.id());
    let (mut changes, mut bad) = (Vec::new(), Bad::new());
    let (mut kinds, mut mine) = (Vec::new(), Vec::new());
    for (at, line) in lines.iter().enumerate() {
        let mut built = build(model, kind, line);
        if rest_as_notes && built.is_err() {
            let note = QuickEntry { text: line.clone(), owner: None, due: None };
            built = build(model, EntryKind::Anteckning, &quick_entry::join(&note));
        }
        match built {
            Ok((entry, _)) => {
                kinds.push(entry.kind());
                mine.push(entry.id);
                changes.push(Change::put(entry));
                // What comes after it may be about it.
                if let (Screen::Meeting(screen), Some(change)) = (&mut model.screen, changes.last()) {
                    screen.meeting.apply(std::slice::from_ref(change));
                }
            }
            Err(why) => bad.push((at, why)),
        }
    }
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.meeting = before;
    }
    if !bad.is_empty() {
        return Err(bad);
    }
    let code = match kinds.as_slice() {
        [kind] => Code::Add(*kind),
        _ => Code::AddEntries,
    };
    let count = changes.len();
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.mine.extend(mine);
    }
    model.commit(NewCommand { changes, ..NewCommand::new(code, id) });
    model.say(format!("{count} rader är sparade. ‹Undo› ångrar alla."));
    Ok(())
}
