//! The schema of the JSON form, made from the columns of the records. `data/mote.schema.json` is what it makes; the test
//! here says when the file isn't, and writes it anew when asked to.

use super::rows::key;
use crate::domain::agenda::{EntryKind, Huvudman, Phase};
use crate::domain::coded::Coded;
use crate::domain::command::Table;
use crate::domain::record::columns::{Column, Kind, Says};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;

/// What is said of the rows of a meeting's file: what they hold, what one row is called in the schema, and what it is.
const ROWS: [(Table, &str, &str, &str); 21] = [
    (Table::Child, "Barnen som ärendena gäller.", "barn", "Ett barn"),
    (Table::Arende, "Ärendena. De lever längre än mötet.", "arende", "Ett ärende"),
    (Table::MeetingArende, "Hur mötet tog upp dem.", "mote_arende", "Ett av mötets ärenden"),
    (Table::Participant, "De som är med eller är kallade.", "deltagare", "En deltagare"),
    (
        Table::Attendance,
        "Vilka som bara är med i vissa ärenden.",
        "deltar_i",
        "Att någon är med i ett visst ärende. Utan rader är man med i alla",
    ),
    (Table::Heard, "Vilka som har erbjudits ordet.", "ordet", "Att någon har erbjudits ordet"),
    (
        Table::Entry,
        "Anteckningar, behov, mål, beslut och åtgärder.",
        "post",
        "En anteckning, ett behov, ett mål, ett beslut eller en åtgärd",
    ),
    (
        Table::EditConflict,
        "Poster som är två texter om samma sak.",
        "tvilling",
        "Att två ändrade en post samtidigt, och att båda texterna står kvar tills någon har valt",
    ),
    (Table::FieldValue, "Formens egna fält.", "falt", "Värdet i ett av formens egna fält"),
    (Table::Consent, "Samtycken till ärendena, också från andra möten.", "samtycke", "Ett samtycke"),
    (
        Table::ConsentParty,
        "Parterna som samtyckena nämner.",
        "samtycke_part",
        "En part som ett samtycke nämner",
    ),
    (Table::Exemption, "Vad som inte får läsas av vem.", "undantag", "Att en part inte får läsa en post"),
    (
        Table::PlanAnswer,
        "Svar på frågan om planen är okej.",
        "planfraga",
        "Ett svar på frågan om planen är okej",
    ),
    (Table::FollowUp, "Den bokade uppföljningen.", "uppfoljning", "Den bokade uppföljningen, högst en"),
    (Table::Recipient, "De som får pappren.", "mottagare", "Någon som får pappren"),
    (Table::Stage, "Tiden i faserna.", "skede", "Tid i en fas"),
    (Table::Override, "Regler som mötet gick ifrån, med skäl.", "avsteg", "En regel som mötet gick ifrån"),
    (
        Table::Protection,
        "Vad som är granskat innan det får visas.",
        "skyddsgranskning",
        "Att någon har granskat vad som får visas när ett barn har skyddade personuppgifter",
    ),
    (
        Table::WordCheck,
        "Ord som väntade på att någon skulle titta, och som får visas.",
        "ordgranskning",
        "Att någon har tittat på ord som hålls inne och låtit dem visas på en viss rad",
    ),
    (
        Table::Correction,
        "Vad de som var med vill ändra i utkastet.",
        "rattelse",
        "Något som någon vill ändra i utkastet",
    ),
    (Table::ActionStatus, "Hur åtgärderna har gått sedan dess.", "atgardsstatus", "Hur en åtgärd har gått"),
];

/// The parts that tell of a meeting form: its format is the agenda files' own, so they stay as they stand in the file, but
/// for the codes in them.
const OF_THE_FORM: [&str; 5] = ["motesform", "roll", "formfalt", "faser", "fas"];

/// JSON whose keys stay in the order in which they are given: the schema is read by people.
#[derive(Clone, Debug, PartialEq)]
enum Json {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(fields) => fields.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
    Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> Json {
    Json::List(texts.into_iter().map(Json::from).collect())
}

fn refers_to(name: &str) -> Json {
    object([("$ref", Json::Text(format!("#/$defs/{name}")))])
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(yes) => to.serialize_bool(*yes),
            Self::Number(number) => to.serialize_i64(*number),
            Self::Text(text) => to.serialize_str(text),
            Self::List(items) => to.collect_seq(items),
            Self::Object(fields) => {
                let mut map = to.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Json;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }
            fn visit_bool<E>(self, yes: bool) -> Result<Json, E> {
                Ok(Json::Bool(yes))
            }
            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Json, E> {
                i64::try_from(number).map(Json::Number).map_err(E::custom)
            }
            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::from(text))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(Json::List(all))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
                let mut all = Vec::new();
                while let Some(field) = fields.next_entry()? {
                    all.push(field);
                }
                Ok(Json::Object(all))
            }
        }
        from.deserialize_any(Reader)
    }
}

/// The whole schema; `stands` is the file as it is, for what isn't made from columns.
fn schema(stands: &Json) -> Json {
    let mut parts = vec![("mote".to_owned(), meeting())];
    for name in OF_THE_FORM {
        let part = stands.get("$defs").and_then(|parts| parts.get(name)).expect(name);
        parts.push((name.to_owned(), with_codes(part)));
    }
    parts.push(("motehuvud".to_owned(), row("Mötets huvud", Table::Head.columns().iter())));
    for (table, _, name, title) in ROWS {
        if table == Table::Entry {
            parts.extend(entries(name, title));
        } else {
            parts.push((name.to_owned(), row(title, table.columns().iter())));
        }
    }
    object([
        ("$schema", "https://json-schema.org/draft/2020-12/schema".into()),
        ("title", "Ett möte från samverkan".into()),
        (
            "description",
            "Formen som »samverkan exportera« skriver och »samverkan importera« läser. Alla texter är UTF-8. Tidpunkter som har hänt är UTC; planerade tider är lokala. Ett id är en UUID. Allt som ett id pekar på ska finnas i filen, utom andra möten."
                .into(),
        ),
        ("type", "object".into()),
        ("additionalProperties", Json::Bool(false)),
        ("required", list(["format", "version", "mote"])),
        (
            "properties",
            object([
                ("format", object([("const", super::FORMAT.into()), ("description", "Formatets namn.".into())])),
                (
                    "version",
                    object([
                        ("const", Json::Number(i64::try_from(super::VERSION).expect("a small number"))),
                        ("description", "Formatets version.".into()),
                    ]),
                ),
                ("mote", refers_to("mote")),
            ]),
        ),
        ("$defs", Json::Object(parts)),
    ])
}

/// A meeting with all its rows.
fn meeting() -> Json {
    let mut keys =
        vec![("motesform".to_owned(), refers_to("motesform")), ("mote".to_owned(), refers_to("motehuvud"))];
    keys.extend(ROWS.iter().map(|(table, about, name, _)| {
        let rows =
            object([("type", "array".into()), ("description", (*about).into()), ("items", refers_to(name))]);
        (key(*table).to_owned(), rows)
    }));
    object([
        ("title", "Ett möte med alla sina rader".into()),
        ("type", "object".into()),
        ("additionalProperties", Json::Bool(false)),
        ("required", list(["motesform", "mote"])),
        ("properties", Json::Object(keys)),
    ])
}

/// One row: all its columns are there, but for those that only some kinds of entries can have.
fn row<'a>(title: &str, columns: impl Iterator<Item = &'a Column> + Clone) -> Json {
    let needed = columns.clone().filter(|column| column.only.is_none_or(|only| only.always));
    let properties = columns.map(|column| (column.name.to_owned(), property(column)));
    object([
        ("title", title.into()),
        ("type", "object".into()),
        ("additionalProperties", Json::Bool(false)),
        ("required", list(needed.map(|column| column.name))),
        ("properties", Json::Object(properties.collect())),
    ])
}

fn property(column: &Column) -> Json {
    let may_be_null = !column.required && !column.only.is_some_and(|only| only.always);
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Int => "integer",
        Kind::Flag => "boolean",
    };
    let kind = if may_be_null { list([kind, "null"]) } else { kind.into() };
    let mut said = vec![("type".to_owned(), kind), ("description".to_owned(), column.about.into())];
    let format = match column.says {
        Says::Key => Some("uuid"),
        Says::Day => Some("date"),
        Says::Moment => Some("date-time"),
        _ => None,
    };
    if !column.words.is_empty() {
        let codes = column.words.iter().map(|code| Json::from(*code));
        said.push(("enum".to_owned(), Json::List(codes.chain(may_be_null.then_some(Json::Null)).collect())));
    }
    said.extend(format.map(|format| ("format".to_owned(), format.into())));
    said.extend(column.least.map(|least| ("minimum".to_owned(), Json::Number(least))));
    Json::Object(said)
}

/// An entry is one of several: each kind that has columns of its own, and all the others together.
fn entries(name: &str, title: &str) -> Vec<(String, Json)> {
    let columns = Table::Entry.columns();
    let has_own =
        |kind: EntryKind| columns.iter().any(|column| column.only.is_some_and(|only| only.kind == kind));
    let (own, plain): (Vec<EntryKind>, Vec<EntryKind>) =
        EntryKind::ALL.into_iter().partition(|kind| has_own(*kind));
    let variant = |title: &str, kinds: &[EntryKind]| {
        let codes = list(kinds.iter().map(|kind| kind.code()));
        let its = columns.iter().filter(|column| column.only.is_none_or(|only| kinds.contains(&only.kind)));
        let mut variant = row(title, its);
        set(&mut variant, &["properties", "slag", "enum"], codes);
        variant
    };
    let mut variants = vec![("anteckning".to_owned(), variant("En post som bara har sin text", &plain))];
    for kind in own {
        let title = match kind {
            EntryKind::Rost => "Barnets röst",
            EntryKind::Behov => "Ett behov",
            EntryKind::Beslut => "Ett beslut",
            EntryKind::Atgard => "En åtgärd",
            _ => panic!("{kind:?} needs a title in the schema"),
        };
        variants.push((kind.code().to_owned(), variant(title, &[kind])));
    }
    let choices = variants.iter().map(|(name, _)| refers_to(name)).collect();
    let all = object([("title", title.into()), ("oneOf", Json::List(choices))]);
    [(name.to_owned(), all)].into_iter().chain(variants).collect()
}

/// Puts `new` where the keys lead.
fn set(json: &mut Json, path: &[&str], new: Json) {
    match (path, json) {
        ([], json) => *json = new,
        ([key, rest @ ..], Json::Object(fields)) => {
            let field = fields.iter_mut().find(|(name, _)| name == key).expect("the key is there");
            set(&mut field.1, rest, new);
        }
        _ => panic!("{path:?}"),
    }
}

/// A part as it stands, with the codes as they are now.
fn with_codes(part: &Json) -> Json {
    let codes = |values: &Json| -> Option<Json> {
        let Json::List(values) = values else { return None };
        [Phase::CODES, Huvudman::CODES, EntryKind::CODES]
            .into_iter()
            .find(|codes| values.first() == Some(&Json::from(codes[0])))
            .map(|codes| list(codes.iter().copied()))
    };
    match part {
        Json::Object(fields) => Json::Object(
            fields
                .iter()
                .map(|(key, value)| {
                    let new = if key == "enum" { codes(value) } else { None };
                    (key.clone(), new.unwrap_or_else(|| with_codes(value)))
                })
                .collect(),
        ),
        other => other.clone(),
    }
}

/// The environment variable that makes the test write the file instead of comparing it.
const UPDATE: &str = "UPDATE";

#[test]
fn the_schema_is_made_from_the_columns() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mote.schema.json");
    let stands = std::fs::read_to_string(&path).unwrap();
    let made = schema(&serde_json::from_str(&stands).unwrap());
    let made = serde_json::to_string_pretty(&made).unwrap() + "\n";
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, made).unwrap();
    } else {
        assert!(
            stands == made,
            "data/mote.schema.json isn't what the columns say. {UPDATE}=1 cargo test --features test-clock \
             the_schema_is_made_from_the_columns writes it anew."
        );
    }
}

#[test]
fn the_rows_are_those_that_a_meeting_has() {
    let meeting =
        &crate::demo::meetings("2026-11-23T08:00:00Z".parse().unwrap(), &crate::demo::tests::agenda)[0];
    let json = serde_json::to_value(meeting).unwrap();
    let keys: Vec<&str> = super::rows::ROWS.iter().map(|row| row.1).collect();
    for key in json.as_object().unwrap().keys() {
        assert!(["motesform", "mote"].contains(&key.as_str()) || keys.contains(&key.as_str()), "{key}");
    }
    assert_eq!(super::rows::ROWS.map(|row| row.0), ROWS.map(|row| row.0));
}

#[test]
fn every_column_of_the_file_is_explained() {
    let tables = ROWS.iter().map(|row| row.0).chain([Table::Head]);
    for table in tables {
        for column in table.columns() {
            assert!(column.about.ends_with('.'), "{}.{}", table.name(), column.name);
        }
    }
}
