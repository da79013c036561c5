//! What a line becomes when Enter is pressed.

use super::act::Draft;
use super::rows;
use crate::app::complete::{self, Completion};
use crate::app::model::{MeetingScreen, Model, RowRef, Screen, Target};
use crate::app::target;
use crate::domain::agenda::{EntryKind, Huvudman, Phase};
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code};
use crate::domain::dates;
use crate::domain::ids::{EntryId, MeetingArendeId, ParticipantId};
use crate::domain::meeting::{Meeting, lower_first};
use crate::domain::quick_entry::{self, QuickEntry, Resolved, Token};
use crate::domain::record::{
    Action, Arende, ArendeState, Body, Child, Decision, Entry, MeetingArende, Participant, ParticipantKind,
    Presence, VoiceHow,
};
use crate::domain::rules;

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
pub(in crate::app) fn sign_of(kind: EntryKind) -> Option<char> {
    SIGNS.iter().find(|(_, known)| *known == kind).map(|(sign, _)| *sign)
}

/// Saves the line.
pub(super) fn submit(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let typed = screen.line.value().trim().to_owned();
    if typed.is_empty() {
        return model.say("Raden är tom. Esc låter det som stod vara kvar.");
    }
    match screen.target {
        Target::Participant => add_participants(model, &[typed]),
        Target::Individual => add_arenden(model, &[typed], true),
        Target::Group => add_arenden(model, &[typed], false),
        Target::Entry(kind) => match build(model, kind, &typed) {
            Ok((entry, remark)) => save(model, entry, remark),
            Err(why) => model.complain(why),
        },
    }
}

/// An entry from a typed line, with a remark for the one who typed.
fn build(model: &mut Model, kind: EntryKind, typed: &str) -> Result<(Entry, Option<String>), String> {
    let id: EntryId = model.new_id();
    let order = i64::try_from(model.now.unix_ms()).unwrap_or(i64::MAX);
    let Some(screen) = model.meeting_screen() else { return Err(String::new()) };
    let meeting = &screen.meeting;
    let old = screen.editing.and_then(|id| meeting.entry(id));
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
        arende: meeting.head.current,
        text: String::new(),
        source: None,
        confirmed: None,
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
    let owner = match parts.owner.as_deref().filter(|typed| !typed.is_empty()) {
        Some(typed) => Some((typed, whom(screen, typed)?)),
        None => None,
    };
    let due_typed = parts.due.as_deref().filter(|typed| !typed.is_empty());
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
fn asked_remark(screen: &MeetingScreen, action: &Action) -> Option<String> {
    if let Some(name) = &action.owner_name {
        return Some(format!("”{name}” är inte med på mötet och står som tillfrågas."));
    }
    let person = action.owner.and_then(|id| screen.meeting.participant(id))?;
    (!person.is_here()).then(|| format!("{} är inte här och står som tillfrågas.", person.short_name()))
}

/// Whom a typed owner means; nobody if they aren't a participant.
fn whom(screen: &MeetingScreen, typed: &str) -> Result<Option<ParticipantId>, String> {
    let people = complete::candidates(screen);
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
pub(in crate::app) fn need_number(
    meeting: &Meeting,
    arende: Option<MeetingArendeId>,
    need: EntryId,
) -> Option<usize> {
    meeting.entries_of(arende, EntryKind::Behov).position(|entry| entry.id == need).map(|at| at + 1)
}

/// Who decides when nobody else is named: the form's decision maker, if such a person takes part.
pub(super) fn default_decider(meeting: &Meeting) -> Option<String> {
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
    if editing.is_some() {
        screen.target = target::first(&screen.meeting);
        screen.writing = false;
    }
    if let Some(usual) = screen.usual_target.take() {
        screen.target = usual;
    }
    let code = if editing.is_some() { Code::Edit(kind) } else { Code::Add(kind) };
    let mut draft = Draft::new(code, entry.meeting);
    draft.changes.push(Change::put(entry));
    model.commit(draft);
    super::meeting::note_draft(model);
    if let Some(remark) = remark {
        model.say(remark);
    } else if let Some(screen) = model.meeting_screen()
        && let Some(missing) = screen.meeting.entry(id).and_then(rules::incomplete)
    {
        model.say(format!("Åtgärden är sparad men har {missing}. F2 fyller i."));
    }
}

/// Tab with something in the line: completes, then asks *Vem?*, then *När?*.
pub(super) fn tab(model: &mut Model) {
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
            if kind == EntryKind::Atgard || quick_entry::split(&line).owner.is_none() {
                (line, cursor) = quick_entry::tab(&line);
            }
            screen.line.set(&line, cursor);
            screen.completing = false;
            screen.completion = 0;
            super::meeting::note_draft(model);
        }
        _ if options.is_empty() => model.say("Inget sedan tidigare passar. Skriv klart och tryck Enter."),
        _ => take_completion(model),
    }
}

/// Takes the highlighted completion.
pub(super) fn take_completion(model: &mut Model) {
    let options = complete::completions(model);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(chosen) = options.into_iter().nth(screen.completion) else { return };
    screen.completing = false;
    screen.completion = 0;
    match chosen {
        Completion::Owner(..) => tab_owner(screen, &chosen),
        Completion::Role(role) => {
            let line = format!("{role}, ");
            screen.line.set(&line, line.chars().count());
            model.say("Skriv namnet efter rollen, eller Enter om namnet inte behövs.");
        }
        Completion::Known(person) => add_known(model, vec![*person]),
        Completion::Arende(label) => {
            let individual = screen.target == Target::Individual;
            add_arenden(model, &[label], individual);
        }
    }
}

fn tab_owner(screen: &mut MeetingScreen, chosen: &Completion) {
    let Completion::Owner(id, _) = chosen else { return };
    let Some(person) = screen.meeting.participant(*id) else { return };
    let token = quick_entry::token_at(screen.line.value(), screen.line.cursor());
    let (line, cursor) = quick_entry::accept(screen.line.value(), &token, &person.short_name());
    screen.line.set(&line, cursor);
}

/// People who have taken part before join this meeting.
fn add_known(model: &mut Model, people: Vec<Participant>) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let meeting = screen.meeting.id();
    let last = screen.meeting.participants.iter().map(|person| person.order).max().unwrap_or(0);
    let code = if people.len() == 1 { Code::AddParticipant } else { Code::AddParticipants };
    let mut draft = Draft::new(code, meeting);
    for (order, person) in (last + 1..).zip(people) {
        let fresh = Participant {
            id: model.new_id(),
            meeting,
            presence: Presence::Plats,
            came: late(model),
            left: None,
            introduced: false,
            order,
            rev: 0,
            ..person
        };
        draft.changes.push(Change::put(fresh));
    }
    finish_line(model, draft);
}

/// Somebody who is written down after sammanhangsmarkering came later than the others.
fn late(model: &Model) -> Option<chrono::DateTime<chrono::Utc>> {
    let screen = model.meeting_screen()?;
    (screen.meeting.head.phase != Phase::Sammanhang
        || screen.meeting.stages.iter().any(|stage| stage.phase != Phase::Sammanhang))
    .then_some(model.now.utc)
}

/// The participants of the latest meeting of this form, those who aren't here already.
pub(super) fn same_as_last(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let last =
        screen.known.participants.iter().map(|person| person.meeting).find(|id| *id != screen.meeting.id());
    let here =
        |person: &Participant| {
            screen.meeting.participants.iter().any(|other| {
                fold(&other.name) == fold(&person.name) && fold(&other.role) == fold(&person.role)
            })
        };
    let people: Vec<Participant> = screen
        .known
        .participants
        .iter()
        .filter(|person| Some(person.meeting) == last && !here(person))
        .cloned()
        .collect();
    if people.is_empty() {
        return model.say("Det finns inga fler deltagare att hämta från förra mötet av det här slaget.");
    }
    let count = people.len();
    add_known(model, people);
    model.say(format!("{count} deltagare är hämtade från förra mötet. Ctrl-Z ångrar."));
}

/// Participants from lines "Namn, roll, verksamhet".
pub(super) fn add_participants(model: &mut Model, lines: &[String]) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let meeting = screen.meeting.id();
    let agenda = screen.meeting.agenda.clone();
    let last = screen.meeting.participants.iter().map(|person| person.order).max().unwrap_or(0);
    let code = if lines.len() == 1 { Code::AddParticipant } else { Code::AddParticipants };
    let mut draft = Draft::new(code, meeting);
    for (order, line) in (last + 1..).zip(lines) {
        let parsed = parse_participant(&agenda, line);
        let person = Participant {
            id: model.new_id(),
            meeting,
            came: late(model).filter(|_| parsed.presence != Presence::Franvarande),
            order,
            ..parsed
        };
        draft.changes.push(Change::put(person));
    }
    finish_line(model, draft);
}

/// A participant from a line; key, meeting and order are filled in by the caller.
fn parse_participant(agenda: &crate::domain::agenda::Agenda, line: &str) -> Participant {
    let mut parts: Vec<&str> =
        line.split([',', ';', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut presence = Presence::Plats;
    parts.retain(|part| match fold(part).as_str() {
        "frånvarande" | "återbud" | "sjuk" => {
            presence = Presence::Franvarande;
            false
        }
        "distans" | "på distans" | "på länk" | "telefon" => {
            presence = Presence::Distans;
            false
        }
        _ => true,
    });
    let role_of = |word: &str| agenda.roles.iter().find(|role| fold(&role.name) == fold(word));
    let is_role = |word: &str| role_of(word).is_some() || kind_of(word) != ParticipantKind::Personal;
    let (name, role) = match parts.as_slice() {
        [] => (line, ""),
        [only] if is_role(only) => ("", *only),
        [only] => (*only, ""),
        // "Rektor, Anna" as well as "Anna, rektor".
        [first, second, ..] if is_role(first) && !is_role(second) => (*second, *first),
        [first, second, ..] => (*first, *second),
    };
    let spec = role_of(role);
    let kind = kind_of(role);
    let unit = parts
        .get(2)
        .map_or_else(|| spec.map(|spec| spec.unit.clone()).unwrap_or_default(), |u| (*u).to_owned());
    let huvudman = match (kind, spec) {
        (ParticipantKind::Barn | ParticipantKind::Vardnadshavare | ParticipantKind::Narstaende, _) => {
            Huvudman::Familj
        }
        (_, Some(spec)) if parts.len() < 3 => spec.huvudman,
        _ => huvudman_of(&unit, role),
    };
    let role = spec.map_or_else(|| role.to_owned(), |spec| spec.name.clone());
    Participant {
        id: uuid::Uuid::nil().into(),
        meeting: uuid::Uuid::nil().into(),
        name: name.to_owned(),
        role,
        unit,
        huvudman,
        kind,
        presence,
        came: None,
        left: None,
        introduced: false,
        chairs: false,
        takes_notes: false,
        main_responsible: false,
        order: 0,
        rev: 0,
    }
}

/// What a role says of its bearer.
pub(super) fn kind_of(role: &str) -> ParticipantKind {
    match fold(role).as_str() {
        "barn" | "barnet" | "elev" | "eleven" | "ungdom" | "den unge" | "ungdomen" => ParticipantKind::Barn,
        "vårdnadshavare" | "vårdnadshavaren" | "mamma" | "pappa" | "förälder" | "föräldern" | "mor"
        | "far" => ParticipantKind::Vardnadshavare,
        "mormor" | "morfar" | "farmor" | "farfar" | "syskon" | "moster" | "faster" | "närstående"
        | "familjehem" | "bonusförälder" | "kontaktperson" => ParticipantKind::Narstaende,
        "tolk" => ParticipantKind::Tolk,
        _ => ParticipantKind::Personal,
    }
}

/// Which authority a verksamhet or role belongs to, by its usual names.
fn huvudman_of(unit: &str, role: &str) -> Huvudman {
    const REGION: [&str; 9] =
        ["bup", "bvc", "bmm", "habilitering", "hab", "vårdcentral", "region", "primärvård", "sjukhus"];
    let words = fold(&format!("{unit} {role}"));
    let any =
        |known: &[&str]| words.split([' ', '-', '/']).any(|word| known.iter().any(|k| word.starts_with(k)));
    if any(&REGION) {
        Huvudman::Region
    } else if any(&["polis", "åklagar", "försäkringskassa"]) {
        Huvudman::Stat
    } else {
        Huvudman::Kommun
    }
}

/// Ärenden from lines: an alias or reference each; "uppföljning" behind a comma makes it one.
pub(super) fn add_arenden(model: &mut Model, lines: &[String], individual: bool) {
    let Screen::Meeting(screen) = &model.screen else { return };
    if let Err(finding) = rules::may_take_up(&screen.meeting.agenda, individual) {
        return model.complain(format!("{} {} {}", finding.what, finding.why, finding.remedy));
    }
    if !screen.meeting.agenda.many && screen.meeting.items.len() + lines.len() > 1 {
        return model.complain("Den här mötesformen handlar om ett barn i taget. Håll ett möte för varje.");
    }
    let meeting = screen.meeting.id();
    let mut order = screen.meeting.items.iter().map(|item| item.order).max().unwrap_or(0);
    let code = if lines.len() == 1 { Code::AddArende } else { Code::AddArenden };
    let mut draft = Draft::new(code, meeting);
    let mut known = Vec::new();
    for line in lines {
        let (label, follow_up) = arende_line(line);
        if label.is_empty() {
            continue;
        }
        order += 1;
        let arende = match known_arende(model, &label, individual) {
            Ok(Some(id)) => {
                known.push(label.clone());
                id
            }
            Ok(None) => new_arende(model, &mut draft, &label, individual),
            Err(why) => return model.complain(why),
        };
        let item = MeetingArende {
            id: model.new_id(),
            meeting,
            arende,
            order,
            follow_up,
            state: ArendeState::Vantar,
            phase: if follow_up { Phase::Planering } else { Phase::Nulage },
            question: None,
            evaluated_on: None,
            rev: 0,
        };
        draft.changes.push(Change::put(item));
    }
    finish_line(model, draft);
    if !known.is_empty() {
        let names = known.join(", ");
        model.say(format!("{names} finns sedan tidigare: det är samma ärende. Är det ett annat barn, tryck Ctrl-Z och välj ett annat namn."));
    }
}

fn arende_line(line: &str) -> (String, bool) {
    let line = line.trim().trim_matches('"');
    match line.rsplit_once(',') {
        Some((label, word)) if fold(word.trim()).starts_with("uppf") => (label.trim().to_owned(), true),
        _ => (line.to_owned(), false),
    }
}

/// The ärende that is there already under this label; one that this meeting has can't be taken up twice.
fn known_arende(
    model: &Model,
    label: &str,
    individual: bool,
) -> Result<Option<crate::domain::ids::ArendeId>, String> {
    let Some(screen) = model.meeting_screen() else { return Ok(None) };
    if screen.meeting.arenden.iter().any(|arende| fold(&arende.label) == fold(label)) {
        return Err(format!("”{label}” finns redan på dagens lista."));
    }
    let known = screen.known.arenden.iter().find(|known| fold(&known.label) == fold(label));
    match known {
        Some(known) if known.individual == individual => Ok(Some(known.id)),
        Some(known) => Err(format!(
            "”{label}” är sedan tidigare {}. Välj ett annat namn.",
            if known.individual { "ett barns ärende" } else { "ett gruppärende" }
        )),
        None => Ok(None),
    }
}

fn new_arende(
    model: &mut Model,
    draft: &mut Draft,
    label: &str,
    individual: bool,
) -> crate::domain::ids::ArendeId {
    let child = individual.then(|| {
        let child = Child {
            id: model.new_id(),
            alias: label.to_owned(),
            name: None,
            called: None,
            birth_year: None,
            protected: false,
            rev: 0,
        };
        let id = child.id;
        draft.changes.push(Change::put(child));
        id
    });
    let arende = Arende { id: model.new_id(), child, label: label.to_owned(), closed: false, rev: 0 };
    let id = arende.id;
    draft.changes.push(Change::put(arende));
    id
}

/// Sends what a line became, and empties the line.
fn finish_line(model: &mut Model, draft: Draft) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.line.clear();
        screen.cleared = None;
        screen.completing = false;
        screen.completion = 0;
    }
    model.commit(draft);
    super::meeting::note_draft(model);
    if let Screen::Meeting(screen) = &mut model.screen {
        // Once the only ärende of such a form is there, the line goes on with people.
        if !target::all(&screen.meeting).contains(&screen.target) {
            screen.target = target::first(&screen.meeting);
        }
    }
}

/// Entries from pasted lines, each read as if it had been typed.
pub(super) fn add_entries(model: &mut Model, lines: &[String]) {
    for line in lines {
        let Some(screen) = model.meeting_screen() else { return };
        let kind = match screen.target {
            Target::Entry(kind) => kind,
            _ => EntryKind::Anteckning,
        };
        let built = build(model, kind, line);
        match built {
            Ok((entry, _)) => {
                let mut draft = Draft::new(Code::Add(entry.kind()), entry.meeting);
                draft.changes.push(Change::put(entry));
                model.commit(draft);
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
pub(super) fn decision(by: Option<String>, dissent: Option<String>) -> Body {
    Body::Beslut(Decision { decided_by: by, dissent })
}
