//! What a line typed in a meeting means: the signs with which it says its kind, from whom a need asks something, whom an
//! owner means, which need an action answers; and the line that an entry would be typed as.

use super::agenda::{EntryKind, Huvudman, Phase};
use super::collate::{fold, same};
use super::dates::{self, DateContext};
use super::ids::{EntryId, MeetingArendeId, ParticipantId};
use super::meeting::{Meeting, Position, lower_first};
use super::quick_entry::{self, Candidate, QuickEntry, Resolved, Sigil};
use super::record::{Entry, Participant, ParticipantKind, VoiceHow};
use crate::domain::quoted::quoted;
use chrono::{Datelike, Days, NaiveDate};

/// What stands between a recurring time and the day on which it is followed up: `varje fre, följs upp 15/1`.
pub const FOLLOWED_UP: &str = "följs upp";

/// A day as somebody would type it: `15/1`, and whole where that would be another year's.
pub fn day_as_typed(day: NaiveDate, today: NaiveDate) -> String {
    let is_near = day >= today && day < today + Days::new(330);
    if is_near { format!("{}/{}", day.day(), day.month()) } else { day.to_string() }
}

/// A time as typed, and the day of follow-up after it, if there is one.
pub fn followed_up(typed: &str) -> (&str, Option<&str>) {
    for word in [FOLLOWED_UP, "foljs upp"] {
        if let Some((due, day)) = typed.split_once(word) {
            return (due.trim().trim_end_matches(',').trim_end(), Some(day.trim()));
        }
    }
    (typed, None)
}

/// The day that is typed after [`FOLLOWED_UP`].
///
/// # Errors
/// In Swedish, where it is no day.
pub fn day_of_follow_up(typed: &str, context: &DateContext<'_>) -> Result<NaiveDate, String> {
    let due = dates::parse(typed, context).map_err(|error| error.to_string())?;
    due.date().ok_or("Skriv en dag efter ”följs upp”, till exempel 15/1.".to_owned())
}

/// A line taken apart as the meeting understands it: of several owners the last who takes part (or, in a need, the last
/// authorities), of several dates the last that is one. What isn't chosen stays in the text.
pub fn read(meeting: &Meeting, context: &DateContext<'_>, kind: EntryKind, typed: &str) -> QuickEntry {
    let required = &meeting.agenda.required_huvudman;
    quick_entry::split_where(typed, |sigil, words| match sigil {
        Sigil::Owner => {
            // One who could be several is asked about rather than passed over for another.
            let means_many = |words: &str| !words.contains(['@', '>']);
            whom(meeting, words).map_or_else(|_| means_many(words), |found| found.is_some())
                || (kind == EntryKind::Behov && typed_huvudman(required, words, true).is_some())
        }
        Sigil::Due => dates::parse(followed_up(words).0, context).is_ok(),
    })
}

/// Authorities as they are typed after `@` in a need.
pub fn huvudman_words(list: &[Huvudman]) -> String {
    let words: Vec<&str> = list.iter().map(|huvudman| huvudman.definite()).collect();
    words.join(" och ")
}

/// The authorities that typed words mean: `kommun`, `regionen`, `kommun och region`, `båda`; the first three letters or
/// more will do where `begun` words are taken.
pub fn typed_huvudman(required: &[Huvudman], typed: &str, begun: bool) -> Option<Vec<Huvudman>> {
    // A form that requires none may ask from whom something is needed all the same, as the one before a SIP does.
    let required = if required.is_empty() { &[Huvudman::Kommun, Huvudman::Region][..] } else { required };
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
pub fn sign_of(kind: EntryKind) -> Option<char> {
    SIGNS.iter().find(|(_, known)| *known == kind).map(|(sign, _)| *sign)
}

/// A sign in front chooses the kind; the rest is the text.
pub fn signed<'a>(meeting: &Meeting, kind: EntryKind, typed: &'a str) -> (EntryKind, &'a str) {
    let takes = &meeting.agenda.phase(meeting.head.phase).takes;
    SIGNS
        .iter()
        .find_map(|(sign, signed)| {
            let rest = typed.strip_prefix(*sign)?.trim();
            (takes.contains(signed) && !rest.is_empty()).then_some((*signed, rest))
        })
        .unwrap_or((kind, typed))
}

/// The kind that a line's sign says, where the phase doesn't take it: what is meant must be asked. What begins with
/// quotation marks, or with a number after its sign, is an ordinary text.
pub fn misplaced_sign(meeting: &Meeting, typed: &str) -> Option<(char, EntryKind)> {
    let takes = &meeting.agenda.phase(meeting.head.phase).takes;
    SIGNS.into_iter().find(|(sign, kind)| {
        let rest = typed.strip_prefix(*sign).map(str::trim_start).and_then(|rest| rest.chars().next());
        *sign != '"' && !takes.contains(kind) && rest.is_some_and(char::is_alphabetic)
    })
}

/// The ärende that a new line belongs to: the one that is spoken of at `from`, or the only one where there is just one.
pub fn belongs(meeting: &Meeting, from: Position) -> Option<MeetingArendeId> {
    let only = || meeting.items.first().filter(|_| !meeting.agenda.many && meeting.agenda.individuals);
    let common = from.phase == Phase::Sammanhang;
    from.arende.or_else(|| only().filter(|_| !common).map(|item| item.id))
}

/// How the child's words came into the room: its own when it is here and nobody else is named.
pub fn voice(meeting: &Meeting, source: Option<ParticipantId>, how: VoiceHow, new: bool) -> VoiceHow {
    let by_child =
        source.and_then(|id| meeting.participant(id)).map(|person| person.kind == ParticipantKind::Barn);
    let child_here = meeting
        .present_in(meeting.head.current)
        .any(|person| person.kind == ParticipantKind::Barn && person.is_here());
    match by_child {
        Some(true) => VoiceHow::EgnaOrd,
        Some(false) => VoiceHow::Framford,
        None if new && !child_here => VoiceHow::Framford,
        None => how,
    }
}

/// How words that are kept came into the room: what somebody else conveyed is never the child's own.
pub fn told_how(meeting: &Meeting, source: Option<ParticipantId>, how: VoiceHow) -> VoiceHow {
    if how == VoiceHow::Saknas { how } else { voice(meeting, source, how, false) }
}

/// Whom a typed owner means; nobody if they aren't a participant.
///
/// # Errors
/// In Swedish, where several could be meant or the words are no name.
pub fn whom(meeting: &Meeting, typed: &str) -> Result<Option<ParticipantId>, String> {
    let people = candidates(meeting);
    if typed.contains(['@', '>']) {
        return Err(format!(
            "{typed} är inget namn. Sätt ett mellanslag före @ och >.",
            typed = quoted(typed)
        ));
    }
    match quick_entry::resolve(typed, &as_candidates(&people)) {
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
            Err(format!(
                "Vem menar du: {}? Skriv lite mer av namnet, eller namnet, komma och rollen.",
                names.join(" eller ")
            ))
        }
    }
}

/// The need that `#2` at the end of a text means.
///
/// # Errors
/// In Swedish, where the ärende has no need of that number.
pub fn need_of(
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

/// The only need of an ärende; nothing if there are more.
pub fn only_need(meeting: &Meeting, arende: Option<MeetingArendeId>) -> Option<EntryId> {
    let mut needs = meeting.entries_of(arende, EntryKind::Behov);
    let first = needs.next()?.id;
    needs.next().is_none().then_some(first)
}

/// The number under which a need is shown in its ärende.
pub fn need_number(meeting: &Meeting, arende: Option<MeetingArendeId>, need: EntryId) -> Option<usize> {
    let need = meeting.entries_of(arende, EntryKind::Behov).find(|entry| entry.id == need)?;
    Some(meeting.point_number(need))
}

/// How the line of an action names the need that it answers, after its text.
pub fn need_sign(meeting: &Meeting, entry: &Entry) -> Option<String> {
    let number = need_number(meeting, entry.arende, entry.action()?.need?)?;
    Some(format!(" #{number}"))
}

/// Who decides when nobody else is named: the one of the form's decision makers who is here, or else takes part. Of several
/// nobody is guessed.
pub fn default_decider(meeting: &Meeting) -> Option<String> {
    let all = deciders(meeting);
    let here: Vec<&Participant> = all.iter().copied().filter(|person| person.is_here()).collect();
    match if here.is_empty() { all.as_slice() } else { here.as_slice() } {
        [only] => Some(decider_words(only)),
        _ => None,
    }
}

/// Those who may decide by the form.
pub fn deciders(meeting: &Meeting) -> Vec<&Participant> {
    let may = |person: &&Participant| meeting.agenda.deciders.iter().any(|role| same(&person.role, role));
    meeting.participants.iter().filter(may).collect()
}

/// Who decides, as the decision names them.
pub fn decider_words(person: &Participant) -> String {
    if person.name.is_empty() { lower_first(&person.role) } else { person.name_and_role() }
}

/// The participants as owners, those of the ärende that is spoken of first; another ärende's family isn't among them.
pub fn candidates(meeting: &Meeting) -> Vec<&Participant> {
    let mut all: Vec<&Participant> = meeting.participants.iter().collect();
    if let Some(current) = meeting.head.current {
        all.retain(|person| !person.is_family() || meeting.takes_part(person, current));
    }
    let here: Vec<ParticipantId> = meeting.present_in(meeting.head.current).map(|person| person.id).collect();
    all.sort_by_key(|person| !here.contains(&person.id));
    all
}

/// People as the quick entry looks them up.
pub fn as_candidates<'a>(people: &'a [&'a Participant]) -> Vec<Candidate<'a>> {
    people
        .iter()
        .enumerate()
        .map(|(key, person)| Candidate { key, name: &person.name, role: &person.role, unit: &person.unit })
        .collect()
}

/// An entry as it would be typed: `text @ägare >datum`.
pub fn as_typed(meeting: &Meeting, entry: &Entry, today: NaiveDate) -> String {
    let mut parts = QuickEntry { text: entry.text.clone(), owner: None, due: None };
    let name = |id: ParticipantId| meeting.participant(id).map(|person| meeting.telling_name(person));
    if let Some(action) = entry.action() {
        parts.owner = meeting.owner_named(action);
        parts.due = action.due.as_ref().map(|due| match action.follow_up {
            Some(day) => format!("{}, {FOLLOWED_UP} {}", due.in_words(today), day_as_typed(day, today)),
            None => due.in_words(today),
        });
        if let Some(sign) = need_sign(meeting, entry) {
            parts.text += &sign;
        }
    } else {
        let asked = entry.need().filter(|need| !need.from.is_empty());
        parts.owner = asked.map(|need| huvudman_words(&need.from)).or_else(|| entry.source.and_then(name));
    }
    quick_entry::join(&parts)
}
