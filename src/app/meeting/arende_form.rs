//! An ärende of the meeting, and the meeting form's own fields.

use super::arenden;
use super::board;
use super::chosen;
use super::head_form;
use super::screen::MeetingScreen;
use crate::app::core::model::form::{About, Field, FieldKind, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::fields::{
    born, date, date_in, is_yes, number, number_in, parse_born, text, words, wrong, yes_no,
};
use crate::app::ui::form;
use crate::domain::agenda::{FieldScope, FieldSpec, FieldType};
use crate::domain::born::FIRST_YEAR;
use crate::domain::coded::Coded;
use crate::domain::command::{Change, Code};
use crate::domain::dates::Direction;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::capital;
use crate::domain::quoted::quoted;
use crate::domain::record::{Arende, Child, Classification, FieldValue, MeasureLevel, MeetingArende};
use crate::domain::rules;
use chrono::Datelike;

/// An ärende of the meeting, with the meeting form's own fields for it.
pub(crate) static ARENDE: FormKind = FormKind::new("Arende", &About { open, save });

/// The meeting form's own fields for the meeting.
pub(crate) static FIELDS: FormKind =
    FormKind::new("Fields", &About { open: |model, ()| open_fields(model), save: save_fields });

/// Where a child's name and day of birth come.
const OWN_PAPERS: &str = "till akten och familjen";

/// How a day of birth can be written.
pub(crate) const BORN: &str = "2014-05-03 eller personnummer; till akten och familjen";

/// An ärende with the form's own fields.
pub(crate) fn open(model: &mut Model, id: MeetingArendeId) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(item) = meeting.item(id) else { return };
    let mut fields = Vec::new();
    let missing: Vec<&FieldSpec> = rules::missing_fields(meeting, item, board::coming(meeting)).collect();
    let names: Vec<&str> = missing.iter().map(|field| field.name.as_str()).collect();
    let mut intro = if names.is_empty() {
        Vec::new()
    } else {
        vec![format!("Behövs innan vi går vidare: {}.", names.join(", "))]
    };
    let short = rules::fallen_short(meeting, Some(item), board::coming(meeting));
    intro.extend(short.iter().map(|(_, what)| what.clone()));
    let is_alike = rules::called_alike(meeting).is_some_and(|(other, _)| other.id == id);
    let asked_for: Vec<String> = missing
        .into_iter()
        .chain(short.into_iter().map(|(field, _)| field))
        .map(|field| format!("falt.{}", field.id))
        .chain(is_alike.then(|| "benamning".to_owned()))
        .collect();
    fields.extend(own_fields(screen, FieldScope::Arende, Some(id)));
    let label = meeting.arende_of(item).map(|arende| arende.label.as_str());
    let label = text("benamning", "Kallas på väggen", label);
    fields.push(match meeting.child_of(item) {
        Some(_) if !meeting.agenda.many => label.hint("om barnet inte vill kallas något annat"),
        _ => label,
    });
    if let Some(child) = meeting.child_of(item) {
        if meeting.agenda.many {
            fields.push(text("namn", "Namn (behövs inte)", child.name.as_deref()).hint(OWN_PAPERS));
        } else {
            fields.push(
                text("kallas", "Barnet vill kallas", child.called.as_deref()).hint("på väggen och på papper"),
            );
            fields.push(text("namn", "Namn (behövs inte)", child.name.as_deref()).hint(OWN_PAPERS));
        }
        fields.push(born("fodd", "Född (behövs inte)", child.born.as_deref()).hint(BORN));
        let years = (i64::from(FIRST_YEAR), i64::from(model.now.today().year()));
        fields.push(number("fodelsear", "Födelseår", years, child.birth_year.map(i64::from)));
        fields.push(yes_no("skyddad", "Skyddade personuppgifter", child.protected));
    }
    fields.push(text("fraga", "Fråga till mötet", item.question.as_deref()));
    fields.push(yes_no("uppfoljning", "Uppföljning", item.follow_up));
    fields.push(date("utvarderas", "Utvärderas", Direction::Framat, item.evaluated_on));
    fields.extend(classification(item.class));
    // What is missing is asked for alone; else what an ärende is about. What is kept for other papers waits.
    for field in &mut fields {
        let own =
            field.key.starts_with("falt.") || ["benamning", "kallas", "fraga"].contains(&field.key.as_str());
        // Where nothing is asked for now, it begins at what the form asks of and isn't there.
        field.needed = if asked_for.is_empty() {
            field.key.starts_with("falt.")
        } else {
            asked_for.iter().any(|key| is_part_of(field, key))
        };
        field.aside = if asked_for.is_empty() { !own } else { !field.needed };
    }
    let number = meeting.number_of(id);
    let title = if meeting.agenda.many {
        format!("Ärende {number} {}", quoted(&board::wall_name(meeting, id)))
    } else {
        format!("Ärende {number}")
    };
    form::open(model, &ARENDE, id, &title, fields, intro);
    begin_at(model, &asked_for);
}

/// Whether a field of a form is one of the form's own fields, or one of its choices.
fn is_part_of(field: &Field, key: &str) -> bool {
    field.key == key || field.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'))
}

/// Puts the cursor in the first of what is asked for; a field with several choices begins at the first of them.
fn begin_at(model: &mut Model, asked_for: &[String]) {
    let Some(form) = form::front(model) else { return };
    let first = asked_for.iter().find_map(|key| form.fields.iter().position(|field| is_part_of(field, key)));
    form.cursor = first.unwrap_or(form.cursor);
}

/// What the yearly summary counts an ärende as. An ärende may be in several areas.
fn classification(class: Classification) -> Vec<Field> {
    let hint = "till årets sammanställning; skrivs inte ut";
    let mut fields: Vec<Field> = class
        .areas()
        .into_iter()
        .map(|(area, value)| yes_no(area.name, &capital(area.label), value).hint(hint))
        .collect();
    let mut levels = vec![""];
    levels.extend(MeasureLevel::ALL.iter().map(|level| level.word()));
    let level = class.level.map_or("", MeasureLevel::word);
    fields.push(Field::new("insatsniva", "Nivå på insatser", words(&levels), level).hint(hint));
    fields
}

/// The form's own fields for the meeting.
pub(crate) fn open_fields(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let fields = own_fields(screen, FieldScope::Mote, None);
    if fields.is_empty() {
        return head_form::open(model);
    }
    let meeting = &screen.meeting;
    let specs = || meeting.agenda.fields_for(FieldScope::Mote);
    let title = board::named_by(specs()).unwrap_or_default();
    // What a rule asks for, or what falls short of it, or else what nobody has answered.
    let coming = board::coming(meeting);
    let missing = rules::missing_meeting_fields(meeting, coming);
    let short = rules::fallen_short(meeting, None, coming).into_iter().map(|(field, _)| field);
    let empty = specs().filter(|field| meeting.field(FieldScope::Mote, None, &field.id).is_none());
    let asked_for: Vec<String> =
        missing.chain(short).chain(empty).map(|field| format!("falt.{}", field.id)).collect();
    form::open(model, &FIELDS, (), &title, fields, Vec::new());
    begin_at(model, &asked_for);
}

fn own_fields(screen: &MeetingScreen, scope: FieldScope, arende: Option<MeetingArendeId>) -> Vec<Field> {
    let meeting = &screen.meeting;
    meeting
        .agenda
        .fields_for(scope)
        .flat_map(|spec| {
            let value = meeting.field(scope, arende, &spec.id).map_or("", |row| row.value.as_str());
            let key = format!("falt.{}", spec.id);
            vec![match spec.kind {
                FieldType::Flerval => return ticks(spec, &key, value),
                FieldType::Text => Field::new(&key, &spec.name, FieldKind::Text, value),
                FieldType::Datum => {
                    let direction = spec.direction.unwrap_or(Direction::Narmast);
                    date(&key, &spec.name, direction, value.parse().ok())
                }
                FieldType::JaNej => Field::new(&key, &spec.name, words(&["", "ja", "nej"]), value),
                FieldType::Val => {
                    let mut choices = vec![String::new()];
                    choices.extend(spec.choices.iter().cloned());
                    Field::new(&key, &spec.name, FieldKind::Choice(choices), value)
                }
            }]
        })
        .collect()
}

/// A line for each of the choices, with yes or no.
fn ticks(spec: &FieldSpec, key: &str, value: &str) -> Vec<Field> {
    let chosen: Vec<&str> = value.split(FieldSpec::BETWEEN).collect();
    let tick = |(at, choice): (usize, &String)| {
        yes_no(&format!("{key}.{at}"), choice, chosen.contains(&choice.as_str())).hint(&spec.name)
    };
    spec.choices.iter().enumerate().map(tick).collect()
}

fn save(model: &mut Model, form: &Form, id: MeetingArendeId) -> Result<(), Wrong> {
    let evaluated_on = date_in(model, form, "utvarderas")?;
    let year = number_in(form, "fodelsear")?;
    let born = born_in(model, form, "fodd")?;
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let Some(item) = meeting.item(id).cloned() else { return Ok(()) };
    if evaluated_on.zip(meeting.first_day()).is_some_and(|(day, first)| day < first)
        && evaluated_on != item.evaluated_on
    {
        return Err(wrong("utvarderas", "Den dagen ligger före mötet."));
    }
    let label = form.given("benamning").ok_or_else(|| wrong("benamning", "Skriv vad ärendet ska kallas."))?;
    let mut changes = Vec::new();
    if let Some(old) = meeting.arende_of(&item)
        && old.label != label
    {
        // Its own former name is nobody else's.
        let mut others = meeting.clone();
        others.items.retain(|other| other.id != id);
        arenden::free(&others, std::iter::empty(), &label, old.child.is_some())
            .map_err(|why| wrong("benamning", why))?;
        changes.push(Change::put(Arende { label: label.clone(), ..old.clone() }));
    }
    if let Some(old) = meeting.child_of(&item) {
        let year = year.and_then(|year| i32::try_from(year).ok());
        let birth_year = year_of(old, year, born.as_ref())?;
        let fresh = Child {
            alias: label,
            name: form.given("namn"),
            called: if form.fields.iter().any(|field| field.key == "kallas") {
                form.given("kallas")
            } else {
                old.called.clone()
            },
            birth_year,
            born: born.map(|(born, _)| born),
            protected: is_yes(form, "skyddad"),
            ..old.clone()
        };
        if fresh != *old {
            changes.push(Change::put(fresh));
        }
    }
    let fresh = MeetingArende {
        question: form.given("fraga"),
        follow_up: is_yes(form, "uppfoljning"),
        evaluated_on,
        class: classified(form),
        ..item.clone()
    };
    if fresh != item {
        changes.push(Change::put(fresh));
    }
    fields(model, form, FieldScope::Arende, Some(id), changes)
}

/// When a child was born as a field says it: how it is kept, and the year.
pub(crate) fn born_in(model: &Model, form: &Form, key: &str) -> Result<Option<(String, i32)>, Wrong> {
    match form.value(key) {
        "" => Ok(None),
        typed => parse_born(model, typed)
            .map(|born| Some((born.kept(), born.day().year())))
            .map_err(|why| wrong(key, why)),
    }
}

/// The year of birth: from the day, where there is one. A year of its own that says otherwise is refused.
fn year_of(child: &Child, typed: Option<i32>, born: Option<&(String, i32)>) -> Result<Option<i32>, Wrong> {
    let Some((_, year)) = born else { return Ok(typed) };
    // The year that followed from another day isn't anybody's word against this one.
    let followed = child.born.is_some() && typed == child.birth_year;
    match typed {
        Some(typed) if typed != *year && !followed => Err(wrong(
            "fodelsear",
            "Födelseåret är inte samma år som i Född. Rätta det ena, eller töm Födelseår.",
        )),
        _ => Ok(Some(*year)),
    }
}

/// What the yearly summary counts the ärende as.
fn classified(form: &Form) -> Classification {
    let is_in = |key: &str| is_yes(form, key);
    Classification {
        destructive: is_in("omrade_missbruk"),
        harmed: is_in("omrade_utsatt"),
        school: is_in("omrade_skola"),
        relations: is_in("omrade_relationer"),
        peers: is_in("omrade_jamnariga"),
        level: MeasureLevel::of_word(form.value("insatsniva")),
    }
}

/// The form's own fields, together with what else the same form changed.
fn fields(
    model: &mut Model,
    form: &Form,
    scope: FieldScope,
    arende: Option<MeetingArendeId>,
    mut changes: Vec<Change>,
) -> Result<(), Wrong> {
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let id = meeting.id();
    let specs: Vec<_> = meeting.agenda.fields_for(scope).cloned().collect();
    for spec in specs {
        let key = format!("falt.{}", spec.id);
        let typed = form.value(&key).to_owned();
        let value = match spec.kind {
            FieldType::Flerval => {
                let ticked = |at: &usize| is_yes(form, &format!("{key}.{at}"));
                let chosen = (0..spec.choices.len()).filter(ticked).map(|at| spec.choices[at].as_str());
                chosen.collect::<Vec<_>>().join(FieldSpec::BETWEEN)
            }
            FieldType::Datum if !typed.is_empty() => {
                date_in(model, form, &key)?.map(|day| day.to_string()).unwrap_or_default()
            }
            _ => typed,
        };
        let old = model.meeting().and_then(|meeting| meeting.field(scope, arende, &spec.id)).cloned();
        match old {
            Some(old) if old.value == value => {}
            Some(old) if value.is_empty() => changes.push(Change::delete(old)),
            Some(old) => changes.push(Change::put(FieldValue { value, ..old })),
            None if value.is_empty() => {}
            None => {
                let row =
                    FieldValue { id: model.new_id(), meeting: id, arende, field: spec.id, value, rev: 0 };
                changes.push(Change::put(row));
            }
        }
    }
    let mut command = NewCommand::new(if arende.is_some() { Code::EditArende } else { Code::SetField }, id);
    command.changes = changes;
    model.commit(command);
    chosen::on_from_todo(model);
    Ok(())
}

fn save_fields(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    fields(model, form, FieldScope::Mote, None, Vec::new())
}
