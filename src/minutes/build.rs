//! Decides what the minutes of a meeting say, in which order, and who may read what.
//!
//! What a SIP tells is after Dals-Ed 2022, section 6; what a team's sheet per ärende tells after section 3.1. The order is for
//! somebody who reads it afterwards: what, when and who; the plan and the child's voice; what it rests on; administration
//! last. What isn't filled in is left out.

mod consent;
mod contacts;
mod context;
mod continues;
mod earlier;
mod entries;
mod identity;
mod invitation;
mod people;
mod plan;
mod reader;
mod reminders;
mod version;

use super::difference::GATHERING;
use super::document::{Audience, Block, Document, Fact, Item, Reader, Section, Whole};
use super::words::{self, Label};
use crate::domain::agenda::{FieldScope, FieldType, MinutesKind};
use crate::domain::collate::fold;
use crate::domain::law::Laws;
use crate::domain::meeting::{Meeting, Next, Reopened, capital, lower_first};
use crate::domain::record::{
    ArendeState, EndReason, FieldValue, Head, MeetingArende, MeetingStatus, Override,
};
use crate::domain::rules;
use chrono::{NaiveDate, NaiveDateTime};
use context::{Context, Scope, fact, text};
#[cfg(test)]
pub(super) use invitation::answer_by;
pub use invitation::{Invited, Replaced, in_place_of, invitation};
pub use plan::{plan, plan_tells_of};
pub use reader::{find_reader, find_reader_among};

/// What the chair chooses about the minutes.
#[derive(Clone, Debug)]
pub struct Options {
    /// When this is made, local time. What is locked tells when it was locked instead, so that it always is the same.
    pub printed_at: NaiveDateTime,
    /// Not yet justerat or godkänt; of no account where the meeting is locked.
    pub draft: bool,
    /// The meeting is an exercise: made-up people, a practice database.
    pub practice: bool,
    /// Children's real names and years of birth are printed, not only what they are called.
    pub print_names: bool,
    /// Whose copy it is; the complete minutes where nobody is named.
    pub reader: Option<Reader>,
    /// What the law says, of which the minutes print what the form reminds of.
    pub laws: Laws,
}

#[cfg(test)]
impl Options {
    /// The complete minutes of a real meeting that isn't locked, made on 23 November 2026.
    pub(crate) fn made_up() -> Self {
        Self {
            printed_at: "2026-11-23T10:00:00".parse().unwrap(),
            draft: true,
            practice: false,
            print_names: false,
            reader: None,
            laws: crate::agenda_file::laws::load(None).0,
        }
    }
}

/// The minutes of a meeting: the file copy, which is complete, or as one reader may have them.
pub fn build(meeting: &Meeting, options: &Options) -> Document {
    let whole = whole(meeting, options);
    match &options.reader {
        Some(reader) => whole.copy_for(reader),
        None => whole.file_copy(),
    }
}

/// What all papers of a meeting's minutes are made from, whoever the reader is.
pub fn whole(meeting: &Meeting, options: &Options) -> Whole {
    let context = Context { today: options.printed_at.date(), ..Context::new(meeting, options.print_names) };
    let reminders = reminders::section(&context, &options.laws);
    Whole::new(Document {
        kind: kind(meeting).to_owned(),
        title: title(&context),
        marks: marks(&context, options),
        protection: protection(&context),
        head: head(&context),
        sections: if context.has_sheets() {
            team(&context, reminders)
        } else {
            earlier::numbered_on(&context, single(&context, reminders))
        },
        foot: version::foot(&context).unwrap_or_else(|| {
            format!(
                "Utskrivet {} kl. {}.",
                words::date(options.printed_at.date()),
                words::clock(options.printed_at.time())
            )
        }),
    })
}

fn kind(meeting: &Meeting) -> &'static str {
    match meeting.agenda.minutes_kind {
        MinutesKind::Protokoll => "Protokoll",
        MinutesKind::Motesanteckningar => "Mötesanteckningar",
    }
}

/// A title often names the school, which mustn't leave the house with a protected child. One with words that wait for a
/// look stands as a fact of its own, for those who may read them.
fn title(context: &Context<'_>) -> String {
    let own = text(&context.meeting.head.title);
    if context.protected || own.is_empty() || is_title_held(context) {
        text(&context.meeting.agenda.name)
    } else {
        own
    }
}

fn is_title_held(context: &Context<'_>) -> bool {
    let head = &context.meeting.head;
    !context.meeting.held_in(head.id, &[&head.title]).is_empty()
}

/// The text of a field of the meeting's head.
fn of_head(context: &Context<'_>, label: &str, value: Option<&str>) -> Option<Fact> {
    context.told(context.meeting.head.id, label, value?)
}

fn marks(context: &Context<'_>, options: &Options) -> Vec<String> {
    let meeting = context.meeting;
    let mut marks = Vec::new();
    if options.practice {
        marks.push("ÖVNING – alla personer är påhittade".to_owned());
    }
    if options.draft && !meeting.is_locked() {
        let draft = if meeting.versions.is_empty() {
            "UTKAST".to_owned()
        } else {
            format!("UTKAST till version {}", meeting.next_version())
        };
        marks.push(match meeting.agenda.minutes_kind {
            MinutesKind::Protokoll => format!("{draft} – ännu inte justerat"),
            MinutesKind::Motesanteckningar => format!("{draft} – ännu inte godkänt"),
        });
    }
    if meeting.head.is_cancelled() {
        marks.push("INSTÄLLT".to_owned());
    } else if meeting.head.status != MeetingStatus::Avslutat {
        marks.push("Mötet är inte avslutat".to_owned());
    }
    if meeting.items.iter().any(|item| meeting.child_of(item).is_some_and(|child| child.protected)) {
        marks.push(Document::PROTECTED.to_owned());
    }
    marks.extend(meeting.head.secrecy.as_deref().map(text).filter(|mark| !mark.is_empty()).map(|mark| {
        // "Sekretess enligt 26 kap. 1 § OSL" says it already.
        let said = fold(&mark).starts_with("sekretess");
        let mark = if said {
            format!("{}{}", Document::SECRECY, after_secrecy(&mark))
        } else {
            format!("{}: {mark}", Document::SECRECY)
        };
        let day = meeting.head.started.map_or(meeting.head.planned.date(), |at| context.clocks.day(at));
        let dated = mark.contains(&day.format("%Y").to_string());
        if dated { mark } else { format!("{mark} · {}", words::long_date(day)) }
    }));
    marks
}

/// What follows the word itself.
fn after_secrecy(mark: &str) -> &str {
    mark.char_indices().nth(Document::SECRECY.len()).map_or("", |(at, _)| &mark[at..])
}

/// Who may be told that a child is protected: not those who took part in other ärenden only.
fn protection(context: &Context<'_>) -> Audience {
    let meeting = context.meeting;
    let of_protected = |item: &&MeetingArende| meeting.child_of(item).is_some_and(|child| child.protected);
    Audience {
        only_in: meeting.items.iter().filter(of_protected).map(|item| item.id).collect(),
        ..Audience::everyone()
    }
}

/// That the plan has ended, when and why, in these words.
fn ended(head: &Head, reason: fn(EndReason) -> &'static str) -> Option<Fact> {
    let day = words::long_date(head.sip_ended?);
    let why = head.sip_end_reason.map(|why| format!(": {}", reason(why))).unwrap_or_default();
    Some(Fact::new("Planen", format!("avslutad {day}{why}")))
}

/// Number, new or follow-up, date, time, place, registry number.
fn head(context: &Context<'_>) -> Vec<Fact> {
    let head = &context.meeting.head;
    let agenda = &context.meeting.agenda;
    let mut facts = Vec::new();
    // What changes everything after it stands first.
    if let Some(at) = head.cancelled {
        facts
            .push(Fact::new("Inställt", format!("ställdes in {}", words::long_date(context.clocks.day(at)))));
        facts.extend(of_head(context, "Skäl", head.cancel_reason.as_deref()).map(|why| context.common(why)));
    }
    facts.extend(ended(head, words::end_reason));
    if context.meeting.is_all_put_off() {
        facts.push(Fact::new("Ärendet", "uppskjutet till nästa möte"));
    }
    if title(context) != agenda.name {
        facts.extend(fact(Document::FORM, &agenda.name));
    }
    if is_title_held(context) && !context.protected {
        facts.extend(of_head(context, "Rubrik", Some(&head.title)));
    }
    facts.extend(head.number.map(|number| Fact::new("Nummer", number.to_string())));
    if context.meeting.is_follow_up() {
        facts.push(Fact::new("Typ", "uppföljning"));
    } else if agenda.plan_consent {
        facts.push(Fact::new("Typ", "nytt möte"));
    }
    let day = head.started.map_or(head.planned.date(), |at| context.clocks.day(at));
    facts.push(Fact::new("Datum", words::long_date(day)));
    if head.planned.date() != day {
        facts.push(Fact::new("Planerat", words::long_date(head.planned.date())));
    }
    if !context.protected {
        facts.push(Fact::new("Tid", hours(context)));
        facts.extend(context.meeting.reopened.iter().map(|one| reopened(context, one)));
        facts.extend(of_head(context, "Plats", head.place.as_deref()));
    }
    facts.extend(head.diarienummer.as_deref().and_then(|number| {
        fact(if words::is_diary_number(number) { Label::DIARY } else { Label::REGISTERED_IN }, number)
    }));
    facts.extend(version::facts(context));
    facts.extend(people::responsible(context));
    facts.extend(people::in_brief(context));
    facts.extend(fields(context, FieldScope::Mote, None, true));
    facts.extend(of_head(context, "Syfte", head.purpose.as_deref()).map(|aim| context.common(aim)));
    facts.extend(of_head(context, "Frågor", head.questions.as_deref()).map(|own| context.common(own)));
    if let (false, true, Some(item)) = (context.has_sheets(), head.individuals, context.meeting.items.first())
    {
        facts.extend(item_facts(context, item));
    }
    facts
}

fn hours(context: &Context<'_>) -> String {
    let head = &context.meeting.head;
    match (head.started, head.ended) {
        (Some(from), Some(to)) => format!("{}–{}", context.clocks.time(from), context.clocks.time(to)),
        (Some(from), None) => format!("från {}", context.clocks.time(from)),
        (None, _) => {
            let end = head.planned + chrono::Duration::minutes(head.minutes.clamp(0, 24 * 60));
            format!("{}–{} (planerat)", words::clock(head.planned.time()), words::clock(end.time()))
        }
    }
}

/// That it was opened again: "avslutat 10.02, öppnat igen 14.10, avslutat igen 14.12". The day is said where it is another than
/// the one before.
fn reopened(context: &Context<'_>, one: &Reopened) -> Fact {
    let mut day = context.held_on();
    let mut when = |at| {
        let (on, time) = (context.clocks.day(at), context.clocks.time(at));
        let other = std::mem::replace(&mut day, on) != on;
        if other { format!("{} {time}", words::date(on)) } else { time }
    };
    let mut value = format!("avslutat {}, öppnat igen {}", when(one.closed), when(one.at));
    if let Some(again) = one.closed_again {
        value = format!("{value}, avslutat igen {}", when(again));
    }
    Fact::new("Öppnat igen", value)
}

/// The form's own fields that may be printed: those without which a phase doesn't begin (`needed`), or the others.
fn fields(context: &Context<'_>, scope: FieldScope, item: Option<&MeetingArende>, needed: bool) -> Vec<Fact> {
    let meeting = context.meeting;
    let own = |id: &str| meeting.field(scope, item.map(|item| item.id), id);
    meeting
        .agenda
        .fields_for(scope)
        .filter(|spec| spec.printed && spec.required_before.is_some() == needed)
        .filter_map(|spec| {
            let value = own(&spec.id)?;
            let told = context.told(value.id, &spec.name, &field_value(spec.kind, value));
            // Words of one's own about the whole meeting may tell of any of its ärenden.
            match (scope, spec.kind) {
                (FieldScope::Mote, FieldType::Text) => told.map(|fact| context.common(fact)),
                _ => told,
            }
        })
        .collect()
}

fn field_value(kind: FieldType, value: &FieldValue) -> String {
    match (kind, value.value.parse::<NaiveDate>()) {
        (FieldType::Datum, Ok(day)) => words::long_date(day),
        _ => value.value.clone(),
    }
}

/// A meeting about one matter, such as a SIP: how it went with what was promised, the child's voice, the plan; then what it
/// rests on; participants, consent and administration last.
fn single(context: &Context<'_>, reminders: Section) -> Vec<Section> {
    let meeting = context.meeting;
    let mut sections = Vec::new();
    if meeting.head.individuals {
        // Not in the head: whose it is stands on some papers only.
        sections.push(Section::new("Barnet", vec![Block::Uppgifter { facts: people::child(context) }]));
    }
    if let (false, Some(item)) = (meeting.head.individuals, meeting.items.first()) {
        sections.push(Section::new("Ärendet", vec![Block::Uppgifter { facts: item_facts(context, item) }]));
    }
    sections.push(earlier::section(context, Scope::All));
    sections.push(entries::voice(context, Scope::All));
    let [summary, answers] = closing(context);
    let mut plan = entries::agreed(context, Scope::All);
    plan.extend([answers, next_time(context)]);
    sections.push(gathered(plan_heading(context), plan));
    sections.push(summary);
    sections.extend(entries::background(context));
    sections.push(about_the_meeting(context, Scope::All, reminders));
    sections.push(people::signatures(context));
    sections.retain(|section| !section.is_empty());
    sections
}

/// What a meeting agreed on, as its form speaks of it.
fn plan_heading(context: &Context<'_>) -> &'static str {
    let [plan, agreed, ..] = GATHERING;
    if context.meeting.agenda.plan_consent { plan } else { agreed }
}

/// Sections under a heading; those without anything are left out.
fn gathered(heading: &str, sections: Vec<Section>) -> Section {
    let sections = sections.into_iter().filter(|section| !section.is_empty()).collect();
    Section { sections, ..Section::new(heading, Vec::new()) }
}

/// Who was there, consents, copies and the like: what is looked up when it is asked for.
fn about_the_meeting(context: &Context<'_>, scope: Scope, reminders: Section) -> Section {
    let mut sections = Vec::new();
    sections.extend(people::participants(context));
    sections.push(contacts::section(context));
    if scope == Scope::All {
        sections.push(consent::section(context, None));
    }
    let other = fields(context, FieldScope::Mote, None, false);
    sections.push(Section::new("Övriga uppgifter", vec![Block::Uppgifter { facts: other }]));
    sections.push(Section::new("Kopior", vec![Block::Lista { items: people::recipients(context) }]));
    sections.push(overrides(context, scope));
    sections.push(reminders);
    sections.push(version::section(context));
    gathered(GATHERING[2], sections)
}

/// A team's meeting: the list of ärenden, then each with its plan first; last what is common, and the administration.
fn team(context: &Context<'_>, reminders: Section) -> Vec<Section> {
    let meeting = context.meeting;
    let mut sections = vec![Section::new("Ärenden", vec![Block::Lista { items: list_of_items(context) }])];
    let sheets = meeting.items.iter().filter(|item| context.has_own_sheet(item));
    let (written, bare): (Vec<Section>, Vec<Section>) =
        sheets.map(|item| sheet(context, item)).partition(|sheet| !sheet.sections.is_empty());
    sections.extend(written);
    sections.push(unwritten(bare));
    let earlier = earlier::section(context, Scope::Common);
    // What was promised in another child's ärende may stand there.
    let of_child = Some(!earlier.is_empty());
    let mut common = vec![earlier];
    common.extend(entries::of_sheet(context, Scope::Common));
    common.extend(closing(context));
    common.push(next_time(context));
    sections.push(Section { of_child, ..gathered(GATHERING[3], common) });
    sections.push(about_the_meeting(context, Scope::Common, reminders));
    sections.push(people::signatures(context));
    sections.retain(|section| !section.is_empty());
    sections
}

/// Ärenden of which there is nothing but what they are: a row each, instead of a sheet.
fn unwritten(sheets: Vec<Section>) -> Section {
    let of_child = Some(sheets.iter().any(|sheet| sheet.of_child == Some(true)));
    let items = sheets.into_iter().map(|sheet| {
        let facts = sheet.blocks.into_iter().flat_map(|block| match block {
            Block::Uppgifter { facts } => facts,
            _ => Vec::new(),
        });
        Item { details: facts.collect(), audience: sheet.audience, ..Item::new(sheet.heading) }
    });
    Section { of_child, ..Section::new(Section::UNWRITTEN, vec![Block::Lista { items: items.collect() }]) }
}

/// What was on the list and nobody came to.
const NOT_TAKEN_UP: &str = "togs inte upp";

/// What was taken up without a word in the minutes.
const UNWRITTEN: &str = "taget upp, inget antecknat";

fn list_of_items(context: &Context<'_>) -> Vec<Item> {
    let is_closed = context.meeting.head.status == MeetingStatus::Avslutat;
    context
        .meeting
        .items
        .iter()
        .map(|item| {
            let how = match (item.state, item.follow_up) {
                _ if rules::is_sent_on(context.meeting, item.id) => "skickat vidare",
                (ArendeState::Uppskjutet, _) => "uppskjutet till nästa möte",
                (ArendeState::Vantar, _) if is_closed => NOT_TAKEN_UP,
                (_, true) => "uppföljning",
                (_, false) => "nytt",
            };
            let mut point = Item::new(format!("{} – {how}", numbered(context, item)));
            point.audience = Audience::of_arende(Some(item.id));
            point.details.extend(called_if_held(context, item));
            point
        })
        .collect()
}

/// "Ärende 2: Blå"; the number alone where what it is called waits for a look.
fn numbered(context: &Context<'_>, item: &MeetingArende) -> String {
    let number = context.meeting.number_of(item.id);
    if context.held_name(item).is_empty() {
        format!("Ärende {number}: {}", context.item_name(item))
    } else {
        format!("Ärende {number}")
    }
}

/// What an ärende is called, for those who may read it, where that waits for a look.
fn called_if_held(context: &Context<'_>, item: &MeetingArende) -> Option<Fact> {
    let held = context.held_name(item);
    let audience = || Audience { held: held.clone(), ..Audience::everyone() };
    (!held.is_empty()).then(|| Fact { audience: audience(), ..Fact::new("Gäller", context.item_name(item)) })
}

/// What it is about and how it stands, the child's voice and what was agreed; then what that rests on, and consent.
fn sheet(context: &Context<'_>, item: &MeetingArende) -> Section {
    let mut facts: Vec<Fact> = called_if_held(context, item).into_iter().collect();
    facts.extend(people::child_facts(context, item));
    facts.extend(identity::facts(context, item));
    facts.push(Fact::new("Typ", if item.follow_up { "uppföljning" } else { "nytt" }));
    facts.extend(standing(context, item));
    if context.meeting.arende_of(item).is_some_and(|arende| arende.unrecognisable) {
        facts.push(Fact::new("Taget upp", "utan att barnet går att känna igen"));
    }
    facts.extend(item_facts(context, item));
    facts.extend(entries::word_offered(context, Scope::Item(item.id)));
    let scope = Scope::Item(item.id);
    let mut section = Section::new(numbered(context, item), vec![Block::Uppgifter { facts }]);
    section.own_sheet = true;
    section.of_child = Some(context.meeting.child_of(item).is_some());
    section.audience = Audience::of_arende(Some(item.id));
    section.sections.push(earlier::section(context, scope));
    section.sections.extend(entries::of_sheet(context, scope));
    section.sections.push(consent::section(context, Some(item)));
    section.sections.push(overrides(context, scope));
    section.sections.retain(|inner| !inner.is_empty());
    section
}

/// The form's own fields and the question that an ärende was raised with.
fn item_facts(context: &Context<'_>, item: &MeetingArende) -> Vec<Fact> {
    let mut facts = fields(context, FieldScope::Arende, Some(item), true);
    let others = fields(context, FieldScope::Arende, Some(item), false);
    let question = item.question.as_deref().and_then(|question| context.told(item.id, "Fråga", question));
    let repeated = question.as_ref().map(|fact| fact.value.clone());
    facts.extend(others.into_iter().filter(|fact| Some(&fact.value) != repeated.as_ref()));
    facts.extend(question);
    facts
}

/// When an ärende is evaluated, and how it stands.
fn standing(context: &Context<'_>, item: &MeetingArende) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(item.evaluated_on.map(|day| Fact::new("Utvärderas", words::long_date(day))));
    let closed = context.meeting.arende_of(item).is_some_and(|arende| arende.closed);
    let is_closed = context.meeting.head.status == MeetingStatus::Avslutat;
    let state = match item.state {
        _ if closed => "avslutat",
        _ if context.meeting.withdrawn_here(item).is_some() => "avbrutet: samtycket är återkallat",
        _ if rules::is_sent_on(context.meeting, item.id) => "skickat vidare",
        ArendeState::Uppskjutet => "uppskjutet till nästa möte",
        ArendeState::Vantar if is_closed => NOT_TAKEN_UP,
        ArendeState::Vantar => "väntar",
        _ if is_closed && !context.is_spoken_of(item) => UNWRITTEN,
        ArendeState::Pagar => "pågår",
        ArendeState::Klart => "behandlat, följs upp",
    };
    let state =
        if state == "behandlat, följs upp" && item.evaluated_on.is_none() { "behandlat" } else { state };
    facts.push(Fact::new("Läge", state));
    facts
}

/// The summing up and that it was read out; what the child and the guardians answered to the plan.
fn closing(context: &Context<'_>) -> [Section; 2] {
    let scope = if context.has_sheets() { Scope::Common } else { Scope::All };
    let items = entries::summary(context, scope);
    let heading = if items.is_empty() { "Genomläsning" } else { "Sammanfattning" };
    let mut summary = vec![Block::Lista { items }];
    summary.extend(entries::read_out(context));
    let answers = vec![Block::Uppgifter { facts: consent::plan_answers(context) }];
    let asked = if context.meeting.head.asks_of_the_end() {
        capital(context.meeting.plan_question())
    } else {
        "Samtycke till planen".to_owned()
    };
    [Section::new(heading, summary), Section::new(asked, answers)]
}

/// The booked follow-up, or that there is none.
fn next_time(context: &Context<'_>) -> Section {
    let meeting = context.meeting;
    let mut next = Vec::new();
    if let Some(row) = meeting.follow_up() {
        next.push(Fact::new("Datum", words::long_date(row.date)));
        if !context.protected {
            next.extend(row.time.map(|time| Fact::new("Tid", words::clock(time))));
            next.extend(row.place.as_deref().and_then(|place| context.told(row.id, "Plats", place)));
        }
        let called_by = row.called_by.as_deref().and_then(|who| context.told(row.id, Label::CALLS, who));
        next.extend(called_by.map(|who| Fact { value: context.named(&who.value), ..who }));
    }
    let closed = meeting.head.status == MeetingStatus::Avslutat;
    if next.is_empty() && closed && rules::lacks_follow_up(meeting) {
        next.push(Fact::new("Datum", "inte bokat"));
    }
    next.extend(meeting.next().into_iter().flat_map(|now| since_decided(context, &now)));
    let heading = if meeting.agenda.prepares() { "Mötet som förbereds" } else { "Uppföljning" };
    Section::new(heading, vec![Block::Uppgifter { facts: next }])
}

/// What has become of the booked meeting since it was decided: moved, or called off.
fn since_decided(context: &Context<'_>, now: &Next<'_>) -> Vec<Fact> {
    if now.cancelled {
        let off = Fact::new("Inställt", "Mötet som bokades är inställt.");
        let why = now.reason.and_then(|why| context.told(now.decided.id, "Skäl", why));
        return std::iter::once(off).chain(why).collect();
    }
    if !now.is_moved() {
        return Vec::new();
    }
    let time = now.time.filter(|_| !context.protected);
    let time = time.map(|time| format!(" kl. {}", words::clock(time))).unwrap_or_default();
    vec![Fact::new("Flyttat till", format!("{}{time}", words::long_date(now.day)))]
}

/// What the reason was written for, where the same was given at once for more of the same thing: "har ingen ansvarig".
fn written_for(meeting: &Meeting, row: &Override, said: &str) -> Option<String> {
    let same = |one: &&Override| {
        one.about == row.about && one.arende == row.arende && one.reason == row.reason && one.at == row.at
    };
    let first = meeting.overrides.iter().find(same).filter(|first| first.id != row.id)?;
    let of_first = rules::deviation(meeting, first)?;
    // What both are said of stands before already.
    let point = rules::deviation_of(meeting, row)?;
    let named = format!("{} {} ", point.kind().label(), meeting.point_number(point));
    let alone = of_first.strip_prefix(&named).filter(|_| said.starts_with(&named));
    Some(alone.map_or_else(|| lower_first(&of_first), str::to_owned))
}

/// Rules that were overridden, with the reason; never the reason for a child's protection.
fn overrides(context: &Context<'_>, scope: Scope) -> Section {
    let facts = context
        .meeting
        .overrides
        .iter()
        .filter(|row| scope.covers(row.arende) && !rules::is_kept_reason(&context.meeting.agenda, &row.rule))
        .filter_map(|row| {
            // Why something wasn't asked of somebody in a family is that family's.
            let about = row.about.as_deref().unwrap_or_default();
            let people = context.meeting.participants.iter().map(|person| person.id);
            let people = people.filter(|id| about.contains(&id.0.to_string()));
            let audience = match (rules::deviation_of(context.meeting, row), row.arende) {
                (Some(point), _) => context.audience(point),
                (None, None) => context.audience_in_common(people),
                (None, Some(_)) => Audience::everyone(),
            };
            let mut from = rules::deviation(context.meeting, row)?;
            // Whose answer to the plan is waited for stands among the answers too.
            let asked = context.meeting.participants.iter().find(|one| about == one.id.0.to_string());
            if let Some(person) = asked.filter(|_| row.rule == rules::rule::PLAN) {
                from = format!("{from}, {}", context.name_in_sentence(person));
            }
            let mut told = context.told(row.id, &from, &row.reason)?;
            if let Some(first) = written_for(context.meeting, row, &from) {
                told.value = format!("{} (skrivet för: {first})", told.value);
            }
            if let Some(point) =
                rules::deviation_of(context.meeting, row).filter(|one| one.action().is_some())
            {
                let own = context.meeting.points_before(point).into_iter();
                let mut before = earlier::readers_of(&context.meeting.numbered_before.withheld);
                before.extend(own.map(|one| context.audience(one)));
                told = told.naming(context.meeting.point_number(point), before);
            }
            let held = audience.held.iter().chain(&told.audience.held).cloned().collect();
            Some(Fact { audience: Audience { held, ..audience }, ..told })
        })
        .collect();
    Section::new("Avsteg från mötesformen", vec![Block::Uppgifter { facts }])
}
