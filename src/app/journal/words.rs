//! The journal in words: who did what and when, and what stood before and after. What was done comes from the closed set
//! of codes; the users' own words are shown only for the meeting that is open.

use crate::app::core::now::Now;
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Code, Table};
use crate::domain::dates::{Due, short_date};
use crate::domain::journal::{JournalAct, JournalDetail, RowChange, RowOp};
use crate::domain::meeting::Meeting;
use serde_json::{Map, Value};

/// When nobody had said who sat at the keyboard.
const NOBODY: &str = "ingen angiven";

/// What was done: "ändrade beslutet".
pub fn done(act: &JournalAct) -> String {
    let Some(code) = act.code else {
        return format!("gjorde något som en nyare version gör ({})", act.key);
    };
    match (code, act.about) {
        (Code::Undo, Some(about)) => format!("ångrade: {}", of_code(about)),
        (Code::Redo, Some(about)) => format!("gjorde om: {}", of_code(about)),
        _ => of_code(code),
    }
}

/// Who did it.
pub fn who(act: &JournalAct) -> &str {
    act.person.as_deref().unwrap_or(NOBODY)
}

/// Day and time, in the clock's zone.
pub fn when(act: &JournalAct, now: Now) -> String {
    let local = act.at.with_timezone(&now.zone);
    format!("{} {}", short_date(local.date_naive(), now.today()), now.clock_at(act.at))
}

fn of_code(code: Code) -> String {
    let entry = |verb: &str, kind: EntryKind| format!("{verb} {}", kind.definite());
    let fixed = match code {
        Code::Add(kind) => return entry("skrev", kind),
        Code::Edit(kind) => return entry("ändrade", kind),
        Code::Convert(kind) => return format!("gjorde raden till {}", kind.label().to_lowercase()),
        Code::MoveEntry(kind) => return entry("flyttade", kind),
        Code::Remove(kind) => return entry("tog bort", kind),
        Code::Confirm(kind) => return entry("bekräftade, eller tog tillbaka bekräftelsen av,", kind),
        Code::KeepBoth(kind) => {
            return format!("behöll båda texterna när två ändrade {} samtidigt", kind.definite());
        }
        Code::NewMeeting => "började mötet",
        Code::EditHead => "ändrade mötets uppgifter",
        Code::Move => "gick vidare i mötet",
        Code::Resume => "tog upp mötet igen",
        Code::Close => "avslutade mötet",
        Code::Reopen => "öppnade det avslutade mötet igen",
        Code::TurnInto => "fortsatte mötet efter en annan mötesform",
        Code::AddParticipant => "skrev in en deltagare",
        Code::AddParticipants => "skrev in flera deltagare",
        Code::EditParticipant => "ändrade en deltagare",
        Code::RemoveParticipant => "tog bort en deltagare",
        Code::AddArende => "tog upp ett ärende",
        Code::AddArenden => "tog upp flera ärenden",
        Code::EditArende => "ändrade ett ärende",
        Code::RemoveArende => "tog bort ett ärende från mötet",
        Code::PostponeArende => "sköt upp ett ärende, eller tog tillbaka det till dagens möte",
        Code::Heard => "lämnade ordet",
        Code::Unheard => "tog tillbaka att ordet var lämnat",
        Code::SetField => "fyllde i mötesformens uppgifter",
        Code::SetConsent => "skrev ett samtycke",
        Code::WithdrawConsent => "återkallade ett samtycke",
        Code::SetSocialClock => "skrev i socialtjänstens klocka",
        Code::SetExemption => "undantog en rad för en part, eller visade den igen",
        Code::SetEmi => "märkte en rad som EMI, eller tog bort märket",
        Code::SetProtection => "granskade vad som får visas av skyddade uppgifter, eller tog tillbaka det",
        Code::SetPlanAnswer => "skrev ett svar på planen",
        Code::SetFollowUp => "bokade uppföljningen",
        Code::SetRecipient => "ändrade vem som får protokollet",
        Code::Override => "gick vidare trots en regel, med ett skäl",
        Code::SetActionStatus => "skrev hur en åtgärd har gått",
        Code::SetPerson => "skrev in en person vid tangentbordet",
        Code::SetCorrection => "skrev en rättelse",
        Code::Lock => "låste protokollet",
        Code::NewVersion => "öppnade en ny version av protokollet",
        Code::Copies => "tog fram kopior",
        Code::Assess => "tog emot ett svar om hur samarbetet går",
        Code::CarryOver => "tog med deltagare och ärenden till nästa möte",
        Code::Import => "läste in mötet från en fil",
        Code::Undo => "ångrade",
        Code::Redo => "gjorde om",
        Code::Strike => "strök en text för gott",
        Code::Open => "öppnade mötet",
        Code::Restore => "lade tillbaka något ur journalen",
    };
    fixed.to_owned()
}

/// Everything that an act changed, line by line, for the meeting that is open.
pub fn detail(detail: &JournalDetail, meeting: &Meeting, now: Now) -> Vec<String> {
    let mut lines = vec![format!("{}  {} {}.", when(&detail.act, now), who(&detail.act), done(&detail.act))];
    if detail.rows.is_empty() && detail.act.code != Some(Code::Strike) {
        lines.push("Inget ändrades.".to_owned());
    }
    for row in &detail.rows {
        lines.push(String::new());
        lines.extend(row_lines(row, meeting, now));
    }
    lines
}

fn row_lines(row: &RowChange, meeting: &Meeting, now: Now) -> Vec<String> {
    let name = table_word(row.table);
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
    let names = if row.op == RowOp::Removed { before } else { after };
    for (column, _) in names {
        let (old, new) = (before.get(column), after.get(column));
        if old == new || SILENT.contains(&column.as_str()) {
            continue;
        }
        let label = column_word(column);
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

/// Columns that say nothing to a reader, and the answers that nobody is to trace to whoever sat at the keyboard.
const SILENT: &[&str] = &[
    "id", "rev", "mote_id", "ordning", "form_sha", "dokument", "sha", "salt", "struktur", "respekt",
    "samspel",
];

fn table_word(table: Table) -> &'static str {
    match table {
        Table::Person => "Person vid tangentbordet",
        Table::Child => "Barn",
        Table::Arende | Table::MeetingArende => "Ärende",
        Table::Head => "Mötet",
        Table::Participant => "Deltagare",
        Table::Attendance => "Deltar i ärende",
        Table::Heard => "Laget runt",
        Table::Entry => "Anteckning",
        Table::EditConflict => "Två texter för samma sak",
        Table::FieldValue => "Mötesformens uppgift",
        Table::Consent => "Samtycke",
        Table::ConsentParty => "Part i samtycket",
        Table::Exemption => "Undantag",
        Table::PlanAnswer => "Svar på planen",
        Table::FollowUp => "Uppföljning",
        Table::Recipient => "Mottagare",
        Table::Stage => "Tid i en fas",
        Table::Override => "Avsteg från en regel",
        Table::Protection => "Granskning av skyddade uppgifter",
        Table::ActionStatus => "Hur åtgärden har gått",
        Table::Correction => "Rättelse",
        Table::Version | Table::Opening => "Protokollets version",
        Table::CopyLog => "Kopia",
        Table::Assessment => "Svar om samarbetet",
        Table::SocialClock => "Socialtjänstens klocka",
    }
}

/// The column's name as a word; most are words already, but for å, ä and ö.
fn column_word(column: &str) -> String {
    match column {
        "agare_id" | "agare_namn" => "vem".to_owned(),
        "due" => "när".to_owned(),
        "behov_id" => "för behovet".to_owned(),
        "kalla_id" | "fran" => "från".to_owned(),
        "mote_arende_id" | "arende_id" => "ärende".to_owned(),
        "deltagare_id" => "deltagare".to_owned(),
        "post_id" => "rad".to_owned(),
        "jamte_id" => "jämte".to_owned(),
        "bekraftad" => "bekräftad".to_owned(),
        "narvaro" => "närvaro".to_owned(),
        "lage" => "läge".to_owned(),
        "varde" => "värde".to_owned(),
        "falt" => "fält".to_owned(),
        "haller_ihop" => "håller ihop planen".to_owned(),
        "galler_till" => "gäller till".to_owned(),
        "galler_inte" => "gäller inte".to_owned(),
        "far_beratta" => "får berätta".to_owned(),
        "far_inte" => "får inte berätta".to_owned(),
        "aterkallat" => "återkallat".to_owned(),
        "skal" => "skäl".to_owned(),
        "foljs_upp" => "följs upp".to_owned(),
        "fodelsear" => "födelseår".to_owned(),
        "benamning" => "benämning".to_owned(),
        "anmald" => "anmälan kom".to_owned(),
        "skyddsbedomd" => "skyddsbedömning gjord".to_owned(),
        "forhandsbedomd" => "förhandsbedömning klar".to_owned(),
        "ny_due" => "ny tid".to_owned(),
        other => other.trim_end_matches("_id").replace('_', " "),
    }
}

/// A value as a reader would say it: a pointer by what it points at in the meeting, a moment by the clock on the wall.
fn say(column: &str, value: Option<&Value>, meeting: &Meeting, now: Now) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Number(number)) if IS_FLAG.contains(&column) => {
            if number.as_i64() == Some(0) { "nej" } else { "ja" }.to_owned()
        }
        Some(Value::String(text)) if column.ends_with("_id") => pointed_at(text, meeting),
        Some(Value::String(text)) if column == "due" || column == "ny_due" => {
            serde_json::from_value::<Due>(Value::String(text.clone()))
                .map_or_else(|_| text.clone(), |due| due.in_words(now.today()))
        }
        Some(Value::String(text)) if text.is_empty() => String::new(),
        Some(Value::String(text)) => match chrono::DateTime::parse_from_rfc3339(text) {
            Ok(at) => {
                let at = at.to_utc();
                let day = at.with_timezone(&now.zone).date_naive();
                format!("{} {}", short_date(day, now.today()), now.clock_at(at))
            }
            Err(_) => format!("”{text}”"),
        },
        Some(other) => other.to_string(),
    }
}

const IS_FLAG: &[&str] = &[
    "individ_tillaten",
    "avslutat",
    "skyddad",
    "uppfoljning",
    "presenterad",
    "leder",
    "antecknar",
    "haller_ihop",
    "av_barnet",
    "omrade_missbruk",
    "omrade_utsatt",
    "omrade_skola",
    "omrade_relationer",
    "omrade_jamnariga",
    "ensam",
    "emi",
    "avidentifierat",
];

fn pointed_at(id: &str, meeting: &Meeting) -> String {
    let is = |own: uuid::Uuid| own.to_string() == id;
    let person = meeting.participants.iter().find(|person| is(person.id.0));
    if let Some(person) = person {
        return if person.name.is_empty() { person.role.clone() } else { person.name.clone() };
    }
    if let Some(entry) = meeting.entries.iter().find(|entry| is(entry.id.0)) {
        return format!("”{}”", crate::domain::text::truncate(&entry.text, 60));
    }
    let item = meeting.items.iter().find(|item| is(item.id.0)).map(|item| item.arende);
    let arende = meeting.arenden.iter().find(|row| is(row.id.0) || item == Some(row.id));
    arende.map_or_else(|| "något som inte finns kvar".to_owned(), |row| format!("”{}”", row.label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::monday;
    use crate::demo;
    use crate::domain::ids::CommandId;
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
        }
    }

    fn meeting() -> Meeting {
        demo::meetings(monday().utc, &demo::tests::form).remove(1)
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
        let newer = JournalAct { code: None, key: "post.drom".to_owned(), ..act(Code::Open) };
        assert!(done(&newer).contains("post.drom"));
        assert_eq!(who(&JournalAct { person: None, ..act(Code::Open) }), NOBODY);
        assert_eq!(when(&act(Code::Open), monday()), "mån 23 nov 09.00");
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
