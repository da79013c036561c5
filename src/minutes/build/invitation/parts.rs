//! The parts of a letter: who calls, when and where, why, who else is to come, what is good to know, and where it is answered.

use super::super::context::{Context, fact, non_empty, text};
use super::super::{contacts, item_facts, of_head};
use super::{Invited, moment_of};
use crate::domain::copies::Why;
use crate::domain::ids::ParticipantId;
use crate::domain::invitation::Occasion;
use crate::domain::meeting::lower_first;
use crate::domain::record::{MeetingArende, Participant};
use crate::domain::roles::is_role;
use crate::minutes::document::{Audience, Block, Document, Fact, Item, Section};
use crate::minutes::slip::handed_to;
use crate::minutes::words::{self, Label};
use chrono::NaiveDate;

pub(super) fn when_and_where(context: &Context<'_>, occasion: &Occasion) -> Vec<Fact> {
    let mut facts = vec![Fact::new("Dag", words::long_date(occasion.day))];
    if context.protected {
        facts.push(Fact::new("Tid och plats", "får du veta på annat sätt"));
        return facts;
    }
    facts.extend(occasion.time.map(|time| {
        let end = time + chrono::Duration::minutes(occasion.minutes.clamp(0, 24 * 60));
        Fact::new("Tid", format!("{}–{}", words::clock(time), words::clock(end)))
    }));
    facts.extend(occasion.place.as_deref().and_then(|place| context.told(occasion.row, "Plats", place)));
    facts
}

/// What the meeting is for. Who has no part in it, or isn't named by a consent yet, isn't told.
pub(super) fn aim(context: &Context<'_>, to: Option<&Invited>, occasion: &Occasion) -> Section {
    let meeting = context.meeting;
    let heading = "Varför vi träffas";
    match to.and_then(|to| to.untold) {
        Some(Why::Interpreter) => {
            let item = Item::new("Du behövs som tolk.");
            return Section::new(heading, vec![Block::Stycke { item }]);
        }
        Some(Why::Unplaced | Why::Untied) => return Section::default(),
        Some(_) => {
            let item = Item::new("Vad mötet gäller får du veta när det finns ett samtycke som nämner dig.");
            return Section::new(heading, vec![Block::Stycke { item }]);
        }
        None => {}
    }
    let mut facts = Vec::new();
    let why = if occasion.follow_up {
        let day = meeting.head.started.map_or(meeting.head.planned.date(), |at| context.clocks.day(at));
        format!(
            "Vi ser hur det har gått med det vi kom överens om {}, och vad som behöver bli annorlunda.",
            words::long_date(day)
        )
    } else if meeting.is_follow_up() && !context.has_sheets() {
        "Vi ser hur det har gått med det vi kom överens om sist, och vad som behöver bli annorlunda."
            .to_owned()
    } else {
        text(&meeting.agenda.about)
    };
    if let [child] = meeting.children.as_slice()
        && !context.has_sheets()
    {
        facts.extend(fact("Mötet gäller", &context.child_name(child)));
    }
    facts.extend(own_aim(context, occasion));
    let single = meeting.items.first().filter(|_| !context.has_sheets());
    facts.extend(single.and_then(|item| {
        item.question.as_deref().and_then(|question| context.told(item.id, "Fråga", question))
    }));
    let mut blocks = vec![Block::Stycke { item: Item::new(why) }, Block::Uppgifter { facts }];
    if context.has_sheets() {
        blocks.push(Block::Lista { items: items(context) });
    }
    Section::new(heading, blocks)
}

/// What the meeting is for, as one says it to the child.
pub(super) fn childs_aim(context: &Context<'_>, to: &Invited, occasion: &Occasion) -> Section {
    // What it may not be told yet is said to it as to anybody else.
    if to.untold.is_some() || context.has_sheets() {
        return aim(context, Some(to), occasion);
    }
    let why = if occasion.follow_up || context.meeting.is_follow_up() {
        "Mötet handlar om dig. Vi ser hur det har gått med det vi kom överens om sist, och om något ska bli annorlunda."
    } else {
        "Mötet handlar om dig. Vi vill höra hur du har det och vad som kan göra det bättre, och komma överens om vem som gör vad."
    };
    let facts = own_aim(context, occasion);
    let blocks = vec![Block::Stycke { item: Item::new(why) }, Block::Uppgifter { facts }];
    Section::new("Varför vi träffas", blocks)
}

/// What the meeting is for, and asks, in its own words. A follow-up that has no head of its own yet is told what the meeting that
/// it follows was for, as that, and isn't asked its questions once more.
fn own_aim(context: &Context<'_>, occasion: &Occasion) -> Vec<Fact> {
    let head = &context.meeting.head;
    let (label, questions) = match (occasion.follow_up, context.meeting.is_follow_up()) {
        (false, _) => ("Syfte", head.questions.as_deref()),
        (true, false) => ("Syfte vid första mötet", None),
        (true, true) => ("Syfte vid förra mötet", None),
    };
    let aim = of_head(context, label, head.purpose.as_deref());
    let questions = of_head(context, "Frågor", questions);
    aim.into_iter().chain(questions).map(|fact| context.common(fact)).collect()
}

/// The ärenden, each for those alone who take part in it.
fn items(context: &Context<'_>) -> Vec<Item> {
    let question = |item: &MeetingArende| {
        item_facts(context, item).into_iter().filter(|fact| fact.label == "Fråga").collect::<Vec<_>>()
    };
    context
        .meeting
        .todays_items()
        .map(|item| Item {
            details: question(item),
            audience: Audience { held: context.held_name(item), ..Audience::of_arende(Some(item.id)) },
            ..Item::new(context.item_name(item))
        })
        .collect()
}

/// Who else is to come. The family tells whom it is about, so that it isn't named to those who aren't told that.
pub(super) fn invited(context: &Context<'_>, untold: bool, you: Option<ParticipantId>) -> Section {
    let line = |person: &Participant| {
        if you == Some(person.id) {
            return Item::new("Du");
        }
        Item { audience: context.audience_of_person(person), ..Item::new(context.name_and_unit(person)) }
    };
    let begun = context.meeting.head.has_begun();
    let comes = |person: &&Participant| !begun || context.meeting.comes_again(person);
    let people = context.meeting.participants.iter().filter(|person| !untold || !person.may_be_family());
    let people = people.filter(comes);
    Section::new("Vi som träffas", vec![Block::Lista { items: people.map(line).collect() }])
}

pub(super) const TO_CALLED: &[&str] =
    &["Säg till i god tid om du inte kan komma, så att någon annan från din verksamhet kan komma i stället."];

pub(super) const TO_INVITED: &[&str] = &[
    "Säg till om dagen eller platsen inte passar, eller om du behöver tolk.",
    "Du får gärna ta med någon som du litar på.",
    "Du bestämmer själv vad du vill berätta.",
];

const TO_CHILD: &[&str] = &[
    "Du väljer själv vad du vill berätta.",
    "Är det något som du inte vill att vi tar upp? Säg det före mötet till någon du litar på.",
    "Du får ta med någon som du litar på, och du får gå ut en stund om du vill.",
];

/// What is for the child to say, and by when.
pub(super) fn childs_own(answer_by: Option<NaiveDate>) -> Vec<Item> {
    let by = answer_by.map(|day| {
        let day = words::long_date(day);
        Item::new(format!("Vill du vara med? Säg till senast {day}, själv eller genom någon hemma."))
    });
    by.into_iter().chain(good_to_know(TO_CHILD)).collect()
}

pub(super) fn good_to_know(texts: &[&str]) -> Vec<Item> {
    texts.iter().map(|text| Item::new(*text)).collect()
}

/// Who calls, and the number; the participant, where it is one.
pub(super) fn caller(context: &Context<'_>, occasion: &Occasion) -> (Option<ParticipantId>, Vec<Fact>) {
    let leads = context.meeting.leads();
    let (name, person, held) = match (non_empty(occasion.called_by.as_deref()), leads) {
        (Some(who), _) => {
            let held = context.held(occasion.row, &[&who]);
            match by_role(context, &who).filter(|only| !only.may_be_family()) {
                Some(only) => (context.full_name(only), Some(only), held),
                None => (context.named(&who), None, held),
            }
        }
        (None, Some(person)) => (context.full_name(person), Some(person), Vec::new()),
        (None, None) => return (None, Vec::new()),
    };
    let of_person = person.map_or_else(Audience::everyone, |person| context.audience_of_person(person));
    let audience = Audience { held, ..of_person };
    let phone = person.and_then(|person| contacts::number_of(context, person));
    let told = [
        Some(name).and_then(|name| fact(Label::CALLS, &name)),
        phone.map(|phone| Fact::new(Label::PHONE, phone)),
    ];
    let told = told.into_iter().flatten().map(|fact| Fact { audience: audience.clone(), ..fact }).collect();
    (person.map(|person| person.id), told)
}

/// The one whom a name or a role means, also as one says it: "kuratorn", "psykologen".
fn by_role<'a>(context: &Context<'a>, who: &str) -> Option<&'a Participant> {
    let said = [Some(who), who.strip_suffix('n'), who.strip_suffix("en")];
    said.into_iter().flatten().find_map(|who| match context.meeting.called(who).as_slice() {
        [only] => Some(*only),
        _ => None,
    })
}

/// Whom the child can ask.
pub(super) fn ask(by: &[Fact], protected: bool) -> Section {
    let value = |label: &str| by.iter().find(|fact| fact.label == label).map(|fact| fact.value.as_str());
    // A role within a sentence: "Fråga kuratorn."
    let who = value(Label::CALLS).map(|who| if is_role(who) { lower_first(who) } else { who.to_owned() });
    let line = |label: &str| Some(Fact::new(label, Document::LINE)).filter(|_| !protected);
    let (words, line) = match (who, value(Label::PHONE)) {
        (Some(who), Some(phone)) => (format!("Ring {who}, {phone}, eller fråga när ni ses."), None),
        (Some(who), None) => (format!("Fråga {who}."), line(Label::PHONE)),
        (None, _) => ("Fråga den som gav dig brevet.".to_owned(), line(Document::WHOM_TO_ASK)),
    };
    let audience = by.first().map_or_else(Audience::everyone, |fact| fact.audience.clone());
    let item = Item { audience, details: line.into_iter().collect(), ..Item::new(words) };
    Section::new(Document::QUESTIONS, vec![Block::Stycke { item }])
}

/// What is torn off and sent back: which meeting, to whom and by when, and who answers. It names no child.
pub(super) fn slip(
    context: &Context<'_>,
    called: bool,
    occasion: &Occasion,
    (by, answer_by): (&[Fact], Option<NaiveDate>),
) -> Section {
    let name = text(&context.meeting.agenda.name);
    let mut facts = vec![Fact::new("Svaret gäller", format!("{name} {}", moment_of(context, occasion)))];
    facts.extend(handed_to(by, context.protected));
    facts.extend(answer_by.map(|day| Fact::new("Senast", words::long_date(day))));
    let choices: &[&str] = if called {
        &["Jag kommer.", "Jag kan inte komma. Den här personen kommer i stället:"]
    } else {
        &[
            "Jag kommer.",
            "Jag kan inte komma den dagen. En dag som passar bättre:",
            "Jag vill ha tolk. Språk:",
            "Jag tar med någon:",
        ]
    };
    let blocks = vec![
        Block::Uppgifter { facts },
        Block::Kryss { choices: choices.iter().map(|choice| (*choice).to_owned()).collect() },
        Block::Rader { label: "Namn på dig som svarar".to_owned(), count: 1 },
        Block::Rader { label: "Din telefon".to_owned(), count: 1 },
    ];
    Section::new(Document::SLIP, blocks)
}
