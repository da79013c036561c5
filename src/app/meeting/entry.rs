//! What a line becomes when Enter is pressed.

use crate::app::core::NewCommand;
use crate::app::core::model::{MeetingScreen, Model, RowRef, Screen, Target};
use crate::app::meeting::complete::{self, Completion};
use crate::app::meeting::rows;
use crate::app::meeting::target;
use crate::app::meeting::{arenden, newcomers};
use crate::domain::agenda::{EntryKind, Huvudman, Phase};
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code};
use crate::domain::dates;
use crate::domain::ids::{EntryId, MeetingArendeId, ParticipantId};
use crate::domain::meeting::{Meeting, Position, lower_first};
use crate::domain::quick_entry::{self, QuickEntry, Resolved, Token};
use crate::domain::record::{ActionItem, Body, Decision, Entry, Participant, ParticipantKind, VoiceHow};
use crate::domain::rules;

/// What stands between a recurring time and the day on which it is followed up: `varje fre, följs upp 15/1`.
pub(crate) const FOLLOWED_UP: &str = "följs upp";

/// A time as typed, and the day of follow-up after it, if there is one.
fn followed_up(typed: &str) -> (&str, Option<&str>) {
    for word in [FOLLOWED_UP, "foljs upp"] {
        if let Some((due, day)) = typed.split_once(word) {
            return (due.trim().trim_end_matches(',').trim_end(), Some(day.trim()));
        }
    }
    (typed, None)
}

/// Authorities as they are typed after `@` in a need.
pub(crate) fn huvudman_words(list: &[Huvudman]) -> String {
    let words: Vec<&str> = list.iter().map(|huvudman| huvudman.definite()).collect();
    words.join(" och ")
}

/// The authorities that typed words mean: `kommun`, `regionen`, `kommun och region`, `båda`; the first three letters or
/// more will do where `begun` words are taken.
fn typed_huvudman(required: &[Huvudman], typed: &str, begun: bool) -> Option<Vec<Huvudman>> {
    let typed = fold(typed);
    if typed == fold("båda") {
        return Some(required.to_vec());
    }
    let offered = || required.iter().copied().chain([Huvudman::Familj]);
    let mut found = Vec::new();
    for word in typed.split([' ', ',', '+']).filter(|word| !word.is_empty() && *word != "och") {
        let means = |name: &str| {
            let name = fold(name);
            name == word || (begun && word.chars().count() > 2 && name.starts_with(word))
        };
        let known = offered().find(|known| means(known.name()) || means(known.definite()))?;
        if !found.contains(&known) {
            found.push(known);
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Said where something can't be done while a line is being written.
pub(crate) const UNSAVED_LINE: &str =
    "Raden är inte sparad än. Enter sparar den, Esc tömmer den. Gör sedan om det du ville göra.";

/// The meeting has gone on from `before`. What is being written stays what it was, and belongs where it was begun; an
/// empty line becomes what is usual where the meeting stands now.
pub(crate) fn carry_line(screen: &mut MeetingScreen, before: Position) {
    if screen.line.is_empty() && screen.editing.is_none() {
        screen.writing = false;
        screen.line_from = None;
        screen.target = target::first(&screen.meeting);
    } else {
        screen.writing = true;
        screen.line_from.get_or_insert(before);
    }
}

/// Nothing is being written any more: the next line belongs where the meeting stands.
pub(crate) fn let_go_of_place(screen: &mut MeetingScreen) {
    if screen.line_from.take().is_some() {
        screen.writing = false;
        screen.target = target::first(&screen.meeting);
    }
}

/// The signs with which a line can say what it is, where the phase takes that kind.
const SIGNS: [(char, EntryKind); 6] = [
    ('+', EntryKind::Fungerar),
    ('-', EntryKind::Svarare),
    ('=', EntryKind::Stod),
    ('"', EntryKind::Rost),
    ('?', EntryKind::Fraga),
    ('!', EntryKind::Behov),
];

/// The sign of a kind, for hints.
pub(crate) fn sign_of(kind: EntryKind) -> Option<char> {
    SIGNS.iter().find(|(_, known)| *known == kind).map(|(sign, _)| *sign)
}

/// Saves the line.
pub(crate) fn submit(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let typed = screen.line.value().trim().to_owned();
    if typed == "?" {
        // Whoever asks for help the usual way gets it, without a letter being taken from any sentence.
        if let Screen::Meeting(screen) = &mut model.screen {
            screen.line.clear();
        }
        return crate::app::ui::picks::help(model);
    }
    if typed.is_empty() {
        return model.say("Raden är tom. Esc låter det som stod vara kvar.");
    }
    match screen.target {
        Target::Participant => newcomers::add_participants(model, &[typed]),
        Target::Individual => arenden::add_arenden(model, &[typed], true),
        Target::Group => arenden::add_arenden(model, &[typed], false),
        Target::Entry(kind) => match build(model, kind, &typed) {
            Ok((entry, remark)) => save(model, entry, remark),
            Err(why) => model.complain(why),
        },
    }
}

/// An entry from a typed line, with a remark for the one who typed.
fn build(model: &mut Model, kind: EntryKind, typed: &str) -> Result<(Entry, Option<String>), String> {
    let id: EntryId = model.new_id();

    let Some(screen) = model.meeting_screen() else { return Err(String::new()) };
    let meeting = &screen.meeting;
    // Last, also when the clock has been set back.
    let last = meeting.entries.iter().map(|entry| entry.order.saturating_add(1)).max();
    let order = i64::try_from(model.now.unix_ms()).unwrap_or(i64::MAX).max(last.unwrap_or(0));
    let old = screen.editing.and_then(|id| meeting.entry(id));
    let from = screen.line_from.unwrap_or_else(|| meeting.position());
    let arende = old.map_or_else(|| belongs(meeting, from), |old| old.arende);
    let item = arende.and_then(|id| meeting.item(id));
    if let Some(stop) = item.and_then(|item| rules::silenced(meeting, item, model.now.today())) {
        return Err(stop);
    }
    if let Some(item) = item
        && meeting.arende_of(item).is_some_and(|arende| arende.unrecognisable)
        && let Some(sign) = rules::names_one_of(typed, children_of(screen))
    {
        return Err(format!("”{sign}” pekar ut ett barn. Här ska ingen gå att känna igen: skriv om det."));
    }
    let (kind, typed) = if old.is_none() { signed(screen, kind, typed) } else { (kind, typed) };
    let mut parts = quick_entry::split(typed);
    if kind == EntryKind::Rost {
        // Quotation marks are put there by whoever shows the words.
        parts.text = parts.text.trim_matches(['"', '”', '“', '»', '«']).trim().to_owned();
    }
    if parts.text.is_empty() {
        return Err("Skriv vad det gäller före @ och >.".to_owned());
    }
    let mut entry = old.cloned().unwrap_or_else(|| Entry {
        id,
        meeting: meeting.id(),
        arende,
        text: String::new(),
        source: None,
        confirmed: None,
        emi: false,
        order,
        rev: 0,
        body: Body::empty(kind),
    });
    if entry.kind() != kind {
        entry.body = Body::empty(kind);
    }
    // What was read out and confirmed is no longer what stands there.
    entry.confirmed = None;
    entry.text.clone_from(&parts.text);
    let remark = fill(model, screen, &mut entry, &parts)?;
    Ok((entry, remark))
}

/// Why nothing may be written in the ärende now, if so.
pub(crate) fn silenced(model: &Model, arende: Option<MeetingArendeId>) -> Option<String> {
    let meeting = &model.meeting_screen()?.meeting;
    rules::silenced(meeting, meeting.item(arende?)?, model.now.today())
}

/// What the children are called that are known here.
fn children_of(screen: &MeetingScreen) -> impl Iterator<Item = &str> {
    let today = screen.meeting.children.iter().map(|child| child.alias.as_str());
    let before =
        screen.known.arenden.iter().filter(|known| known.individual).map(|known| known.label.as_str());
    today.chain(before)
}

/// The ärende that a new line belongs to: the one that is spoken of at `from`, or the only one where there is just one.
pub(crate) fn belongs(meeting: &Meeting, from: Position) -> Option<MeetingArendeId> {
    let only = || meeting.items.first().filter(|_| !meeting.agenda.many && meeting.agenda.individuals);
    let common = from.phase == Phase::Sammanhang;
    from.arende.or_else(|| only().filter(|_| !common).map(|item| item.id))
}

/// A sign in front chooses the kind; the rest is the text.
fn signed<'a>(screen: &MeetingScreen, kind: EntryKind, typed: &'a str) -> (EntryKind, &'a str) {
    let takes = &screen.meeting.agenda.phase(screen.meeting.head.phase).takes;
    SIGNS
        .iter()
        .find_map(|(sign, signed)| {
            let rest = typed.strip_prefix(*sign)?.trim();
            (takes.contains(signed) && !rest.is_empty()).then_some((*signed, rest))
        })
        .unwrap_or((kind, typed))
}

/// Owner and date of an action, who decided, whose words: what the tokens mean for the kind.
fn fill(
    model: &Model,
    screen: &MeetingScreen,
    entry: &mut Entry,
    parts: &QuickEntry,
) -> Result<Option<String>, String> {
    let required = &screen.meeting.agenda.required_huvudman;
    if let (Body::Behov(need), Some(typed)) = (&mut entry.body, parts.owner.as_deref())
        && let Some(from) = typed_huvudman(required, typed, false).or_else(|| {
            // Who is called so goes before a word that is only begun.
            typed_huvudman(required, typed, matches!(whom(screen, typed), Ok(None)))
        })
        && parts.due.is_none()
    {
        need.from = from;
        return Ok(None);
    }
    let owner = match parts.owner.as_deref().filter(|typed| !typed.is_empty()) {
        Some(typed) => Some((typed, whom(screen, typed)?)),
        None => None,
    };
    let due_typed = parts.due.as_deref().filter(|typed| !typed.is_empty());
    let (due_typed, followed) = due_typed.map_or((None, None), |typed| {
        let (due, day) = followed_up(typed);
        (Some(due), day)
    });
    match &mut entry.body {
        Body::Atgard(action) => {
            let (text, need) = need_of(&screen.meeting, entry.arende, &parts.text)?;
            entry.text = text;
            action.need = need.or(action.need.filter(|_| need.is_none() && entry.rev > 0));
            if action.need.is_none() && entry.rev == 0 {
                action.need = only_need(&screen.meeting, entry.arende);
            }
            let today = model.now.today();
            let unchanged =
                action.due.as_ref().is_some_and(|due| Some(due.in_words(today).as_str()) == due_typed);
            if !unchanged {
                action.due = match due_typed {
                    Some(typed) => Some(
                        dates::parse(typed, &complete::date_context(model))
                            .map_err(|error| error.to_string())?,
                    ),
                    None => None,
                };
                action.follow_up =
                    action.follow_up.filter(|_| action.due.as_ref().is_some_and(dates::Due::is_recurring));
            }
            if let Some(typed) = followed {
                let due =
                    dates::parse(typed, &complete::date_context(model)).map_err(|error| error.to_string())?;
                action.follow_up =
                    Some(due.date().ok_or("Skriv en dag efter ”följs upp”, till exempel 15/1.".to_owned())?);
            }
            (action.owner, action.owner_name) = match &owner {
                Some((_, Some(id))) => (Some(*id), None),
                Some((typed, None)) => (None, Some((*typed).to_owned())),
                None => (None, None),
            };
            Ok(asked_remark(screen, action))
        }
        _ if due_typed.is_some() => {
            Err("Ett datum hör till en åtgärd. Ctrl-T gör raden till en åtgärd; \\> skriver tecknet självt."
                .to_owned())
        }
        Body::Beslut(decision) => {
            decision.decided_by = match owner {
                Some((_, Some(id))) => screen.meeting.participant(id).map(decider_words),
                Some((typed, None)) => Some(typed.to_owned()),
                None => decision.decided_by.take().or_else(|| default_decider(&screen.meeting)),
            };
            Ok(None)
        }
        body => {
            entry.source = match owner {
                Some((_, Some(id))) => Some(id),
                Some((typed, None)) => {
                    return Err(format!(
                        "Ingen deltagare heter ”{typed}”. Lägg till personen i sammanhang, eller skriv namnet i texten."
                    ));
                }
                None => None,
            };
            if let Body::Behov(need) = body {
                let of = |id| screen.meeting.participant(id).map(|person: &Participant| person.huvudman);
                need.from =
                    entry.source.and_then(of).into_iter().filter(|of| required.contains(of)).collect();
            }
            if let Body::Rost { how } = body {
                *how = voice(&screen.meeting, entry.source, *how, entry.rev == 0);
            }
            Ok(None)
        }
    }
}

/// How the child's words came into the room: its own when it is here and nobody else is named.
fn voice(meeting: &Meeting, source: Option<ParticipantId>, how: VoiceHow, new: bool) -> VoiceHow {
    let by_child =
        source.and_then(|id| meeting.participant(id)).map(|person| person.kind == ParticipantKind::Barn);
    let child_here =
        meeting.participants.iter().any(|person| person.kind == ParticipantKind::Barn && person.is_here());
    match by_child {
        Some(true) => VoiceHow::EgnaOrd,
        Some(false) => VoiceHow::Framford,
        None if new && !child_here => VoiceHow::Framford,
        None => how,
    }
}

/// An owner who can't promise here and now is asked afterwards, and that is said.
fn asked_remark(screen: &MeetingScreen, action: &ActionItem) -> Option<String> {
    if let Some(name) = &action.owner_name {
        return Some(format!("”{name}” är inte med på mötet och står som tillfrågas."));
    }
    let person = action.owner.and_then(|id| screen.meeting.participant(id))?;
    (!person.is_here()).then(|| format!("{} är inte här och står som tillfrågas.", person.short_name()))
}

/// Whom a typed owner means; nobody if they aren't a participant.
fn whom(screen: &MeetingScreen, typed: &str) -> Result<Option<ParticipantId>, String> {
    let people = complete::candidates(screen);
    if typed.contains(['@', '>']) {
        return Err(format!("”{typed}” är inget namn. Sätt ett mellanslag före @ och >."));
    }
    match quick_entry::resolve(typed, &complete::as_candidates(&people)) {
        Resolved::One(key) => Ok(people.get(key).map(|person| person.id)),
        Resolved::None => Ok(None),
        Resolved::Many(keys) => {
            let begins = |field: &str| fold(field).starts_with(&fold(typed));
            let fitting: Vec<&&Participant> = keys.iter().filter_map(|key| people.get(*key)).collect();
            let best: Vec<&&&Participant> =
                fitting.iter().filter(|person| begins(&person.name) || begins(&person.role)).collect();
            if let [only] = best.as_slice() {
                return Ok(Some(only.id));
            }
            let names: Vec<String> = fitting.iter().map(|person| person.name_and_role()).collect();
            Err(format!("Vem menar du: {}? Skriv lite mer av namnet.", names.join(" eller ")))
        }
    }
}

/// The need that `#2` at the end of a text means.
fn need_of(
    meeting: &Meeting,
    arende: Option<MeetingArendeId>,
    text: &str,
) -> Result<(String, Option<EntryId>), String> {
    let Some((before, number)) =
        text.rsplit_once(" #").and_then(|(b, n)| n.parse::<usize>().ok().map(|n| (b, n)))
    else {
        return Ok((text.to_owned(), None));
    };
    let needs: Vec<&Entry> = meeting.entries_of(arende, EntryKind::Behov).collect();
    match number.checked_sub(1).and_then(|at| needs.get(at)) {
        Some(need) => Ok((before.trim_end().to_owned(), Some(need.id))),
        None => Err(format!("Det finns inget behov nummer {number}. Ärendet har {} behov.", needs.len())),
    }
}

fn only_need(meeting: &Meeting, arende: Option<MeetingArendeId>) -> Option<EntryId> {
    let mut needs = meeting.entries_of(arende, EntryKind::Behov);
    let first = needs.next()?.id;
    needs.next().is_none().then_some(first)
}

/// The number under which a need is shown in its ärende.
pub(crate) fn need_number(
    meeting: &Meeting,
    arende: Option<MeetingArendeId>,
    need: EntryId,
) -> Option<usize> {
    meeting.entries_of(arende, EntryKind::Behov).position(|entry| entry.id == need).map(|at| at + 1)
}

/// Who decides when nobody else is named: the form's decision maker, if such a person takes part.
pub(crate) fn default_decider(meeting: &Meeting) -> Option<String> {
    let role = meeting.agenda.decider.as_ref()?;
    meeting.participants.iter().find(|person| fold(&person.role) == fold(role)).map(decider_words)
}

fn decider_words(person: &Participant) -> String {
    if person.name.is_empty() { lower_first(&person.role) } else { person.name_and_role() }
}

fn save(model: &mut Model, entry: Entry, remark: Option<String>) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let editing = screen.editing.take();
    let (id, kind) = (entry.id, entry.kind());
    screen.line.clear();
    screen.cleared = None;
    screen.completing = false;
    screen.cursor = None;
    screen.latest = Some(RowRef::Entry(id));
    screen.writing = false;
    let_go_of_place(screen);
    if editing.is_some() {
        screen.target = target::first(&screen.meeting);
    }
    if let Some(usual) = screen.usual_target.take() {
        screen.target = usual;
    }
    let code = if editing.is_some() { Code::Edit(kind) } else { Code::Add(kind) };
    let mut command = NewCommand::new(code, entry.meeting);
    command.changes.push(Change::put(entry));
    if editing.is_some()
        && let Some(screen) = model.meeting_screen()
    {
        // Whoever changes one of two texts for the same thing has chosen.
        command.changes.extend(screen.meeting.edit_conflicts_of(id).cloned().map(Change::delete));
    }
    model.commit(command);
    crate::app::meeting::keys::note_draft(model);
    if let Some(remark) = remark {
        model.say(remark);
        return;
    }
    let Some(entry) = model.meeting_screen().and_then(|screen| screen.meeting.entry(id)) else { return };
    if let Some(missing) = rules::incomplete(entry) {
        model.say(format!("Åtgärden är sparad men har {missing}. F2 fyller i."));
    } else if rules::unfollowed(entry) {
        model.say("Åtgärden är sparad. När följs den upp? F2, och skriv sist: följs upp 15/1");
    }
}

/// Tab with something in the line: completes, then asks *Vem?*, then *När?*.
pub(crate) fn tab(model: &mut Model) {
    let options = complete::completions(model);
    let Screen::Meeting(screen) = &mut model.screen else { return };
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
                (line, cursor) = quick_entry::accept(&line, &token, &person.short_name());
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
            screen.completing = false;
            screen.completion = 0;
            crate::app::meeting::keys::note_draft(model);
        }
        _ if options.is_empty() => model.say("Inget sedan tidigare passar. Skriv klart och tryck Enter."),
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
        Completion::Owner(..) | Completion::Huvudman(_) => tab_owner(screen, &chosen),
        Completion::Role(role) => {
            if let Some((name, _)) = screen.line.value().split_once(',') {
                let line = format!("{}, {role}", name.trim());
                screen.line.set(&line, line.chars().count());
                return crate::app::meeting::keys::note_draft(model);
            }
            let line = format!("{role}, ");
            screen.line.set(&line, line.chars().count());
            model.say("Skriv namnet efter rollen, eller Enter om namnet inte behövs.");
        }
        Completion::Known(person) => newcomers::add_known(model, vec![*person]),
        Completion::Arende(label) => {
            let individual = screen.target == Target::Individual;
            arenden::add_arenden(model, &[label], individual);
        }
    }
}

fn tab_owner(screen: &mut MeetingScreen, chosen: &Completion) {
    let word = match chosen {
        Completion::Owner(id, _) => screen.meeting.participant(*id).map(Participant::short_name),
        Completion::Huvudman(word) => Some(word.clone()),
        _ => None,
    };
    let Some(word) = word else { return };
    let token = quick_entry::token_at(screen.line.value(), screen.line.cursor());
    let (line, cursor) = quick_entry::accept(screen.line.value(), &token, &word);
    screen.line.set(&line, cursor);
}

/// Sends what a line became, and empties the line.
pub(crate) fn finish_line(model: &mut Model, command: NewCommand) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.line.clear();
        screen.cleared = None;
        screen.completing = false;
        screen.completion = 0;
        let_go_of_place(screen);
    }
    model.commit(command);
    crate::app::meeting::keys::note_draft(model);
    if let Screen::Meeting(screen) = &mut model.screen {
        // Once the only ärende of such a form is there, the line goes on with people.
        if !target::all(&screen.meeting).contains(&screen.target) {
            screen.target = target::first(&screen.meeting);
        }
    }
}

/// Entries from pasted lines, each read as if it had been typed.
pub(crate) fn add_entries(model: &mut Model, lines: &[String]) {
    for line in lines {
        let Some(screen) = model.meeting_screen() else { return };
        let kind = match screen.target {
            Target::Entry(kind) => kind,
            _ => EntryKind::Anteckning,
        };
        let built = build(model, kind, line);
        match built {
            Ok((entry, _)) => {
                let mut command = NewCommand::new(Code::Add(entry.kind()), entry.meeting);
                command.changes.push(Change::put(entry));
                model.commit(command);
            }
            Err(why) => {
                if let Screen::Meeting(screen) = &mut model.screen {
                    screen.line.set(line, line.chars().count());
                }
                return model.complain(why);
            }
        }
    }
    rows::step(model, 0);
}

/// A decision's circumstances from words.
pub(crate) fn decision(by: Option<String>, dissent: Option<String>) -> Body {
    Body::Beslut(Decision { decided_by: by, dissent })
}
