//! The journal in words: who did what and when, and what stood before and after. What was done comes from the closed set
//! of codes; the users' own words are shown only for the meeting that is open.

use crate::app::core::now::Now;
use crate::app::meeting::board::wall_name;
use crate::domain::access::{Looked, account_in_words};
use crate::domain::agenda::EntryKind;
use crate::domain::coded::Coded;
use crate::domain::command::{Code, RecordKey, Table};
use crate::domain::dates::{Due, short_date};
use crate::domain::earlier::Earlier;
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::journal::{JournalAct, JournalDetail, RowChange, RowOp};
use crate::domain::meeting::{Meeting, lower_first};
use crate::domain::quoted::{quoted, quoted_short};
use crate::domain::record::columns::{Column, Says};
use crate::domain::record::{ActionStatus, CopyLog, Entry, Override};
use crate::domain::rules::{self, rule};
use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use serde_json::{Map, Value};

/// When nobody had said who sat at the keyboard.
const NOBODY: &str = "ingen angiven";

/// What was done: "ändrade beslutet".
pub fn done(act: &JournalAct) -> String {
    let Some(code) = act.code else {
        return format!("gjorde något som en nyare version gör ({})", act.key);
    };
    match (code, act.about, &act.looked) {
        (Code::Undo | Code::Redo, Some(about), looked) => {
            let whom = looked.as_ref().map(of_whom).unwrap_or_default();
            format!("{}: {}{whom}", code.done(), about.done())
        }
        (_, _, Some(looked)) => looked_at(code, act.meeting.is_none(), looked),
        _ => code.done(),
    }
}

/// "öppnade mötet (samverkan protokoll): Blå, Grön"; of papers also for whom, what, which version and in which format, how
/// many and where to.
fn looked_at(code: Code, list: bool, looked: &Looked) -> String {
    let ends = |end: &str| looked.papers.iter().any(|paper| paper.ends_with(end));
    let (what, note) = match (code, &looked.note) {
        (Code::Open, Some(note)) => (format!("läste {note}"), None),
        (Code::Open, None) if list => ("läste en lista".to_owned(), None),
        (Code::Printed, note) if ends(CopyLog::UNANSWERED) => {
            ("lämnade papper till skrivaren".to_owned(), note.as_ref())
        }
        (Code::Printed, note) if ends(CopyLog::REFUSED) => {
            ("fick inte ut papper på skrivaren".to_owned(), note.as_ref())
        }
        (Code::Shown, note) if ends(CopyLog::UNSHOWN) => {
            ("kunde inte visa vad som står på ett papper".to_owned(), note.as_ref())
        }
        (_, note) => (code.done(), note.as_ref()),
    };
    let door = looked.door.as_ref().map(|door| format!(" (samverkan {door})")).unwrap_or_default();
    let about = of_whom(looked);
    let papers =
        if looked.papers.is_empty() { String::new() } else { format!(" · {}", looked.papers.join("; ")) };
    let note = note.map(|note| format!(" · {note}")).unwrap_or_default();
    format!("{what}{door}{about}{papers}{note}")
}

/// ": Blå, Grön": the ärenden that it told of, or was about.
fn of_whom(looked: &Looked) -> String {
    if looked.labels.is_empty() { String::new() } else { format!(": {}", looked.labels.join(", ")) }
}

/// Which ärende an act concerned, and which of its entries, as both stand in the meeting now: "”Blå” · ”Ringa hem”". Nothing
/// that is held back, kept by EMI or one's own, and nothing that isn't there any more.
pub fn of_what(act: &JournalAct, meeting: &Meeting) -> Option<String> {
    if act.code.is_none_or(Code::is_looking) || act.looked.is_some() {
        return None;
    }
    let entries: Vec<&Entry> = act
        .rows
        .iter()
        .filter(|row| row.table == Table::Entry)
        .filter_map(|row| meeting.entry(EntryId(row.id)))
        .collect();
    let of = |row: &RecordKey| match row.table {
        Table::Entry => meeting.entry(EntryId(row.id))?.arende,
        Table::MeetingArende => Some(MeetingArendeId(row.id)),
        Table::ActionStatus => {
            told_of(meeting, row).and_then(|row| meeting.item_of_earlier(row)).map(|item| item.id)
        }
        Table::Stage => meeting.stages.iter().find(|stage| stage.id.0 == row.id)?.arende,
        Table::Override => reason_in(meeting, row)?.arende,
        _ => None,
    };
    let mut items: Vec<MeetingArendeId> = Vec::new();
    // Who goes on leaves one ärende and enters another: the latter is where they went.
    let rows = if act.code == Some(Code::Move) {
        act.rows.last().into_iter().collect::<Vec<_>>()
    } else {
        act.rows.iter().collect()
    };
    for item in rows.into_iter().filter_map(of).filter(|id| meeting.item(*id).is_some()) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    let items = items.into_iter().filter(|_| meeting.agenda.many).map(|id| quoted(&wall_name(meeting, id)));
    let mut said: Vec<String> = vec![items.collect::<Vec<_>>().join(", ")];
    if let [entry] = entries.as_slice()
        && is_shown(meeting, entry)
    {
        said.push(quoted_short(&entry.text, 30));
    }
    let promised = act.rows.iter().find_map(|row| told_of(meeting, row));
    said.extend(promised.filter(|row| is_clear(meeting, row)).map(|row| quoted_short(&row.text, 30)));
    let reasons: Vec<&Override> = act.rows.iter().filter_map(|row| reason_in(meeting, row)).collect();
    let told =
        |row: &&Override| rules::deviation_of(meeting, row).is_none_or(|entry| is_shown(meeting, entry));
    let mut went_past: Vec<String> =
        reasons.into_iter().filter(told).filter_map(|row| rules::deviation(meeting, row)).collect();
    let more = went_past.len().saturating_sub(MOST_REASONS);
    went_past.truncate(MOST_REASONS);
    went_past.extend((more > 0).then(|| format!("{more} till")));
    said.push(went_past.join(", "));
    said.retain(|part| !part.is_empty());
    (!said.is_empty()).then(|| said.join(" · "))
}

/// Of so many reasons in one act it is said what they were for.
const MOST_REASONS: usize = 2;

/// Whether nothing of an entry is held back, kept by EMI or one's own.
fn is_shown(meeting: &Meeting, entry: &Entry) -> bool {
    !entry.emi && entry.kind() != EntryKind::Privat && meeting.held_entry(entry).is_empty()
}

/// The reason that an act gave for going past a rule.
fn reason_in<'a>(meeting: &'a Meeting, row: &RecordKey) -> Option<&'a Override> {
    meeting.overrides.iter().find(|reason| row.table == Table::Override && reason.id.0 == row.id)
}

/// The promise that an act told of.
fn told_of<'a>(meeting: &'a Meeting, row: &RecordKey) -> Option<&'a Earlier> {
    let status = |told: &ActionStatus| row.table == Table::ActionStatus && told.id.0 == row.id;
    meeting.earlier.iter().find(|earlier| earlier.told.as_ref().is_some_and(status))
}

/// Whether nothing of a promise is held back.
fn is_clear(meeting: &Meeting, row: &Earlier) -> bool {
    !row.emi && meeting.held_in(row.entry.0, &[&row.text]).is_empty()
}

/// Who did it: the person, otherwise the computer's account as a proposal.
pub fn who(act: &JournalAct) -> String {
    act.person.clone().or_else(|| account(act).map(account_in_words)).unwrap_or_else(|| NOBODY.to_owned())
}

/// The same with the computer's account beside the person, where it is known: "Eva Ek (kontot tjanst)".
pub fn who_and_account(act: &JournalAct) -> String {
    match (&act.person, account(act)) {
        (Some(person), Some(account)) => format!("{person} {}", account_in_words(account)),
        _ => who(act),
    }
}

/// The computer's account, where the journal has it.
pub fn account(act: &JournalAct) -> Option<&str> {
    act.looked.as_ref().and_then(|looked| looked.account.as_deref())
}

/// Day and time, in the clock's zone.
pub fn when(act: &JournalAct, now: Now) -> String {
    moment(act.at, now)
}

/// Everything that an act changed, line by line, for the meeting that is open.
pub fn detail(detail: &JournalDetail, meeting: &Meeting, now: Now) -> Vec<String> {
    let mut lines =
        vec![format!("{}  {} {}.", when(&detail.act, now), who_and_account(&detail.act), done(&detail.act))];
    if detail.rows.is_empty() && detail.act.code != Some(Code::Strike) {
        lines.push("Inget ändrades.".to_owned());
    }
    for row in &detail.rows {
        lines.push(String::new());
        lines.extend(row_lines(row, meeting, now));
    }
    lines
}

/// What a row is called: an entry by its kind.
fn name_of(row: &RowChange, meeting: &Meeting) -> &'static str {
    if row.table != Table::Entry {
        return row.table.word();
    }
    let kind = |side: &Option<Map<String, Value>>| {
        side.as_ref().and_then(|row| row.get("slag")).and_then(Value::as_str).and_then(EntryKind::of_code)
    };
    let now = || meeting.entry(EntryId(row.id)).map(Entry::kind);
    let kind = kind(&row.after).or_else(|| kind(&row.before)).or_else(now);
    kind.map_or(row.table.word(), EntryKind::label)
}

fn row_lines(row: &RowChange, meeting: &Meeting, now: Now) -> Vec<String> {
    let name = name_of(row, meeting);
    if row.op == RowOp::Struck || row.gone {
        return vec![format!(
            "{name}: texten är struken för gott och går inte att visa eller lägga tillbaka."
        )];
    }
    let empty = Map::new();
    let (before, after) = (row.before.as_ref().unwrap_or(&empty), row.after.as_ref().unwrap_or(&empty));
    let heading = match row.op {
        RowOp::New => "ny rad",
        RowOp::Removed => "borttagen rad",
        RowOp::Changed | RowOp::Struck => "ändrad rad",
    };
    let mut lines = vec![format!("{name}, {heading}")];
    for column in row.table.columns().iter().filter(|column| !column.silent) {
        let (old, new) = (before.get(column.name), after.get(column.name));
        if old == new {
            continue;
        }
        let label = column.label;
        let (old, new) = (say(column, old, meeting, now), say(column, new, meeting, now));
        match (row.op, old.is_empty(), new.is_empty()) {
            (_, true, true) => {}
            (RowOp::New, ..) => lines.push(format!("  {label}: {new}")),
            (RowOp::Removed, ..) => lines.push(format!("  {label}: {old}")),
            _ => {
                let or_nothing = |text: String| if text.is_empty() { "(inget)".to_owned() } else { text };
                lines.push(format!("  {label}, före: {}", or_nothing(old)));
                lines.push(format!("  {label}, efter: {}", or_nothing(new)));
            }
        }
    }
    lines
}

/// A value as a reader would say it: a code by its word, a pointer by what it points at in the meeting, a moment by the
/// clock on the wall. What can't be said so stands as it is, between quotation marks.
fn say(column: &Column, value: Option<&Value>, meeting: &Meeting, now: Now) -> String {
    let text = match (value, column.says) {
        (None | Some(Value::Null), _) => return String::new(),
        (Some(Value::String(text)), _) => text.as_str(),
        // In the journal yes and no are 1 and 0.
        (Some(value), Says::YesNo) => {
            let no = value == &Value::Bool(false) || value.as_i64() == Some(0);
            return if no { "nej" } else { "ja" }.to_owned();
        }
        (Some(value), _) => return value.to_string(),
    };
    if text.is_empty() {
        return String::new();
    }
    let today = now.today();
    let agenda = &meeting.agenda;
    let said = match column.says {
        Says::Plain | Says::OwnWords | Says::YesNo => None,
        Says::Withheld => Some("inskrivet, visas inte här".to_owned()),
        Says::Answer if matches!(text, "ja" | "nej") => Some(text.to_owned()),
        Says::Day | Says::Answer => text.parse().ok().map(|day| short_date(day, today)),
        // It belongs to another meeting, which isn't here.
        Says::Key if column.target.is_none() => Some("ett annat möte".to_owned()),
        Says::Key => Some(pointed_at(text, meeting)),
        Says::Moment => text.parse::<DateTime<Utc>>().ok().map(|at| moment(at, now)),
        Says::Local => text
            .parse::<NaiveDateTime>()
            .ok()
            .map(|at| format!("{} {}", short_date(at.date(), today), at.format("%H.%M"))),
        Says::Time => text.parse::<NaiveTime>().ok().map(|time| time.format("%H.%M").to_string()),
        Says::Due => due(text).map(|due| due.in_words(today)),
        Says::Code(word_of) => word_of(text).map(str::to_owned),
        Says::Codes(word_of) => {
            let words: Option<Vec<&str>> = text.split_whitespace().map(word_of).collect();
            words.map(|words| words.join(" och "))
        }
        Says::Agenda => (text == agenda.id).then(|| agenda.name.clone()),
        Says::Field => field_name(text, meeting),
        Says::Rule => rule::word(text).map(lower_first),
        Says::About => {
            let parts = text.split(Override::BETWEEN).map(|part| covered(part, meeting));
            Some(parts.collect::<Vec<_>>().join(", "))
        }
    };
    said.unwrap_or_else(|| quoted(text))
}

/// Day and time by the clock on the wall.
fn moment(at: DateTime<Utc>, now: Now) -> String {
    let day = at.with_timezone(&now.zone).date_naive();
    format!("{} {}", short_date(day, now.today()), now.clock_at(at))
}

fn due(text: &str) -> Option<Due> {
    serde_json::from_value(Value::String(text.to_owned())).ok()
}

fn field_name(id: &str, meeting: &Meeting) -> Option<String> {
    meeting.agenda.fields.iter().find(|field| field.id == id).map(|field| field.name.clone())
}

/// One of the things that a reason covers: a row by its key, alone or with what the person was to do; a field; else
/// words.
fn covered(part: &str, meeting: &Meeting) -> String {
    let (key, rest) = part.split_once(' ').map_or((part, None), |(key, rest)| (key, Some(rest)));
    if uuid::Uuid::parse_str(key).is_ok() {
        let whom = pointed_at(key, meeting);
        return rest.map_or(whom.clone(), |rest| format!("{whom} {rest}"));
    }
    field_name(part, meeting).unwrap_or_else(|| part.to_owned())
}

fn pointed_at(id: &str, meeting: &Meeting) -> String {
    let is = |own: uuid::Uuid| own.to_string() == id;
    let person = meeting.participants.iter().find(|person| is(person.id.0));
    if let Some(person) = person {
        return if person.name.is_empty() { person.role.clone() } else { person.name.clone() };
    }
    if let Some(entry) = meeting.entries.iter().find(|entry| is(entry.id.0)) {
        return quoted_short(&entry.text, 60);
    }
    if let Some(two) = meeting.edit_conflicts.iter().find(|two| is(two.id.0)) {
        return pointed_at(&two.entry.to_string(), meeting);
    }
    if let Some(consent) = meeting.consents.iter().find(|consent| is(consent.id.0)) {
        return format!("från {}", consent.given_by);
    }
    if let Some(child) = meeting.children.iter().find(|child| is(child.id.0)) {
        return quoted(&child.alias);
    }
    let item = meeting.items.iter().find(|item| is(item.id.0)).map(|item| item.arende);
    let arende = meeting.arenden.iter().find(|row| is(row.id.0) || item == Some(row.id));
    arende.map_or_else(|| "något som inte finns kvar".to_owned(), |row| quoted(&row.label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::monday;
    use crate::demo;
    use crate::domain::ids::CommandId;
    use crate::domain::record::columns::Kind;
    use serde_json::json;

    fn act(code: Code) -> JournalAct {
        JournalAct {
            seq: 7,
            at: monday().utc,
            person: Some("Åsa Öberg".to_owned()),
            code: Some(code),
            key: code.key(),
            command: CommandId(uuid::Uuid::nil()),
            meeting: None,
            handle: None,
            about: None,
            looked: None,
            rows: Vec::new(),
        }
    }

    fn meeting() -> Meeting {
        demo::meetings(monday().utc, &demo::tests::agenda).remove(1)
    }

    fn object(value: Value) -> Option<Map<String, Value>> {
        match value {
            Value::Object(map) => Some(map),
            _ => None,
        }
    }

    #[test]
    fn an_act_is_said_in_words() {
        assert_eq!(done(&act(Code::Edit(EntryKind::Beslut))), "ändrade beslutet");
        let undo = JournalAct { about: Some(Code::Add(EntryKind::Atgard)), ..act(Code::Undo) };
        assert_eq!(done(&undo), "ångrade: skrev åtgärden");
        let looked = Some(Looked { labels: vec!["Lila".to_owned()], ..Looked::default() });
        let undo = JournalAct { about: Some(Code::SetConsent), looked: looked.clone(), ..act(Code::Redo) };
        assert_eq!(done(&undo), "gjorde om: skrev ett samtycke: Lila");
        let withdrawn = JournalAct { looked, ..act(Code::WithdrawConsent) };
        assert_eq!(done(&withdrawn), "återkallade ett samtycke: Lila");
        // Both ways, between phases and ärenden.
        assert_eq!(done(&act(Code::Move)), "bytte fas eller ärende");
        let newer = JournalAct { code: None, key: "post.drom".to_owned(), ..act(Code::Open) };
        assert!(done(&newer).contains("post.drom"));
        assert_eq!(who(&JournalAct { person: None, ..act(Code::Open) }), NOBODY);
        assert_eq!(when(&act(Code::Open), monday()), "mån 23 nov 09.00");
    }

    #[test]
    fn an_act_says_which_arende_and_which_row_where_nothing_is_held_back() {
        let mut desk = crate::app::testing::Desk::eht();
        desk.jump(3).line("Läsa högt @maja >fre").line("Ringa hem @eva >fre");
        let mut meeting = desk.screen().meeting.clone();
        let of = |meeting: &Meeting, code: Code, ids: &[uuid::Uuid]| {
            let key = |id: &uuid::Uuid| RecordKey { table: Table::Entry, id: *id };
            of_what(&JournalAct { rows: ids.iter().map(key).collect(), ..act(code) }, meeting)
        };
        let edit = Code::Edit(EntryKind::Atgard);
        let ids: Vec<uuid::Uuid> =
            meeting.entries_of(meeting.head.current, EntryKind::Atgard).map(|e| e.id.0).collect();
        assert_eq!(of(&meeting, edit, &ids[..1]).as_deref(), Some("”Blå” · ”Läsa högt”"));
        assert_eq!(of(&meeting, edit, &ids).as_deref(), Some("”Blå”"), "two rows are none in particular");
        assert_eq!(of(&meeting, Code::Open, &ids), None);
        assert_eq!(of(&meeting, edit, &[uuid::Uuid::from_u128(1)]), None, "it is gone");
        let first = |meeting: &mut Meeting, change: fn(&mut Entry)| {
            change(meeting.entries.iter_mut().find(|entry| entry.id.0 == ids[0]).unwrap());
        };
        for change in [
            |entry: &mut Entry| entry.emi = true,
            |entry: &mut Entry| {
                entry.emi = false;
                "Orosanmälan följs upp".clone_into(&mut entry.text);
            },
            |entry: &mut Entry| {
                "Min egen".clone_into(&mut entry.text);
                entry.body = crate::domain::record::Body::Privat;
            },
        ] {
            first(&mut meeting, change);
            assert_eq!(of(&meeting, edit, &ids[..1]).as_deref(), Some("”Blå”"));
        }
        // Where one went.
        let items: Vec<uuid::Uuid> = meeting.items.iter().map(|item| item.id.0).collect();
        let key = |id: &uuid::Uuid| RecordKey { table: Table::MeetingArende, id: *id };
        let went = JournalAct { rows: items.iter().map(key).collect(), ..act(Code::Move) };
        assert_eq!(of_what(&went, &meeting).as_deref(), Some("”Korridoren”"));
    }

    #[test]
    fn an_entry_is_called_by_its_kind() {
        let change = RowChange {
            table: Table::Entry,
            id: uuid::Uuid::nil(),
            op: RowOp::New,
            before: None,
            after: object(json!({"text": "Läsa", "slag": "atgard"})),
            gone: false,
        };
        assert_eq!(row_lines(&change, &meeting(), monday())[0], "Åtgärd, ny rad");
    }

    #[test]
    fn before_and_after_are_shown_and_keys_are_not() {
        let meeting = meeting();
        let owner = meeting.participants[0].clone();
        let change = RowChange {
            table: Table::Entry,
            id: uuid::Uuid::nil(),
            op: RowOp::Changed,
            before: object(json!({"id": "x", "text": "Läsa", "agare_id": null, "rev": 1, "due": null})),
            after: object(json!({"id": "x", "text": "Läsa högt", "agare_id": owner.id.to_string(), "rev": 2,
                "due": "senast 2026-11-27"})),
            gone: false,
        };
        let shown = detail(
            &JournalDetail { act: act(Code::Edit(EntryKind::Atgard)), rows: vec![change], restorable: true },
            &meeting,
            monday(),
        );
        let whole = shown.join("\n");
        assert!(whole.contains("text, före: ”Läsa”\n  text, efter: ”Läsa högt”"), "{whole}");
        let name = if owner.name.is_empty() { &owner.role } else { &owner.name };
        assert!(whole.contains(&format!("vem, efter: {name}")), "{whole}");
        assert!(whole.contains("när, efter: senast fre 27 nov"), "{whole}");
        assert!(!whole.contains("rev") && !whole.contains(&owner.id.to_string()), "{whole}");
    }

    /// A value for a column as the journal has it, another for each `at`.
    fn value(column: &Column, meeting: &Meeting, at: usize) -> Value {
        match column.says {
            Says::YesNo => json!(at % 2),
            Says::Plain if column.kind == Kind::Int => json!(at),
            Says::Plain | Says::OwnWords | Says::Withheld => json!("Ord"),
            Says::Answer => json!(["ja", "2026-11-27", "Ord"][at % 3]),
            Says::Key => json!(meeting.participants[0].id.to_string()),
            Says::Day => json!("2026-11-27"),
            Says::Moment => json!("2026-11-27T08:00:00Z"),
            Says::Local => json!("2026-11-27T09:00:00"),
            Says::Time => json!("13:00:00"),
            Says::Due => json!("senast 2026-11-27"),
            Says::Code(_) => json!(column.words[at % column.words.len()]),
            Says::Codes(_) => json!("kommun region"),
            Says::Agenda => json!(meeting.agenda.id),
            Says::Field => json!(meeting.agenda.fields[0].id),
            Says::Rule => json!(rule::CONTENT),
            Says::About => json!(format!("{}; {}", meeting.participants[0].id, meeting.agenda.fields[0].id)),
        }
    }

    #[test]
    fn no_column_no_code_and_no_date_is_shown_as_the_database_has_it() {
        let meeting = meeting();
        for (table, at) in Table::ALL.iter().flat_map(|table| (0..18).map(move |at| (*table, at))) {
            let shown: Vec<&Column> = table.columns().iter().filter(|column| !column.silent).collect();
            let row =
                table.columns().iter().map(|column| (column.name.to_owned(), value(column, &meeting, at)));
            let change = RowChange {
                table,
                id: uuid::Uuid::nil(),
                op: RowOp::New,
                before: None,
                after: Some(row.collect()),
                gone: false,
            };
            let lines = row_lines(&change, &meeting, monday());
            assert_eq!(lines.len(), shown.len() + 1, "{lines:?}");
            for (column, line) in shown.iter().zip(&lines[1..]) {
                let said =
                    line.strip_prefix(&format!("  {}: ", column.label)).unwrap_or_else(|| panic!("{line}"));
                let expected = match column.says {
                    Says::YesNo => ["nej", "ja"][at % 2],
                    Says::Code(word_of) => word_of(column.words[at % column.words.len()]).unwrap(),
                    Says::Codes(_) => "kommun och region",
                    Says::Day => "fre 27 nov",
                    Says::Moment | Says::Local => "fre 27 nov 09.00",
                    Says::Time => "13.00",
                    Says::Due => "senast fre 27 nov",
                    Says::Rule => "det som ska skrivas ner",
                    _ => said,
                };
                assert_eq!(said, expected, "{table:?}.{}", column.name);
                assert!(!said.contains(['_']) && !said.contains("2026"), "{table:?}.{}: {said}", column.name);
            }
        }
    }

    #[test]
    fn a_struck_row_says_only_that_it_is() {
        let change = RowChange {
            table: Table::Entry,
            id: uuid::Uuid::nil(),
            op: RowOp::Removed,
            before: None,
            after: None,
            gone: true,
        };
        let shown = row_lines(&change, &meeting(), monday());
        assert_eq!(shown.len(), 1);
        assert!(shown[0].contains("struken för gott"));
    }
}
