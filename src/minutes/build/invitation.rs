//! Kallelse and inbjudan: why, with which questions, who, when and where, and what is to be signed.
//!
//! Dals-Ed 2022, section 6: huvudmän are called, others are invited; a consent comes before anything is told.

use super::context::{Context, fact, non_empty, text};
use super::reader::find_reader;
use super::{contacts, item_facts, of_head, title};
use crate::domain::consent::{ConsentSheet, Standing};
use crate::domain::copies::{Part, Share, Why};
use crate::domain::dates::day_off;
use crate::domain::ids::ParticipantId;
use crate::domain::invitation::Occasion;
use crate::domain::meeting::{Meeting, lower_first};
use crate::domain::record::{Head, MeetingArende, Output, Participant, ParticipantKind};
use crate::domain::roles::is_role;
use crate::minutes::consent_form::{self, for_the_child};
use crate::minutes::document::{Audience, Block, Document, Fact, Item, Reader, Section};
use crate::minutes::slip::handed_to;
use crate::minutes::words::{self, Label};
use chrono::{Days, NaiveDate, NaiveDateTime};
use std::iter;

/// Somebody who is called or invited.
#[derive(Clone, Debug)]
pub struct Invited {
    reader: Reader,
    /// From an authority.
    called: bool,
    /// Why they aren't told what it is about.
    untold: Option<Why>,
    /// Who is asked for consent, if they are one of those who are.
    signs: Option<ParticipantId>,
    /// The participant, if it is one.
    person: Option<ParticipantId>,
    /// The child itself: the letter speaks to it.
    child: bool,
}

impl Invited {
    /// By what they may have of the meeting's papers; nobody where nothing may be made for them.
    pub fn new(meeting: &Meeting, share: &Share) -> Option<Self> {
        let reader = find_reader(meeting, &share.who)?;
        // Who went early last time is called to all that is theirs.
        let (reader, untold) = match &share.most {
            Part::Nothing(Why::MustNotKnow) => return None,
            Part::Whole => (reader, None),
            Part::Arenden(items) => (reader.for_arenden(items), None),
            Part::Nothing(why) => (reader.for_arenden(&[]), Some(*why)),
        };
        let person = share.participant.and_then(|id| meeting.participant(id));
        let signs = person
            .filter(|person| matches!(person.kind, ParticipantKind::Barn | ParticipantKind::Vardnadshavare));
        let signs = signs.map(|person| person.id);
        let child = person.is_some_and(|person| person.kind == ParticipantKind::Barn);
        let person = share.participant;
        Some(Self { reader, called: meeting.is_called(share), untold, signs, person, child })
    }
}

/// The invitation for one of those who are to come, or, where nobody is named, a complete one for those who send them.
/// Nothing where there is nothing ahead to invite to.
pub fn invitation(
    meeting: &Meeting,
    to: Option<&Invited>,
    practice: bool,
    made_at: NaiveDateTime,
) -> Option<Document> {
    let occasion = meeting.occasion()?;
    let context = Context::for_output(meeting, false, Output::Invitation);
    let untold = to.is_some_and(|to| to.untold.is_some());
    let called = to.is_none_or(|to| to.called);
    let answer_by = answer_by(made_at.date(), occasion.day);
    let own = title(&context);
    let name = if untold { text(&meeting.agenda.name) } else { own };
    let name = if occasion.follow_up { format!("Uppföljning: {name}") } else { name };
    let mut first = vec![Fact::new("Möte", name)];
    first.extend(when_and_where(&context, &occasion));
    let (calls, by) = caller(&context, &occasion);
    let to_child = to.filter(|to| to.child);
    let mut sections = if let Some(child) = to_child {
        vec![
            Section::new("När och var", vec![Block::Uppgifter { facts: first }]),
            childs_aim(&context, child, &occasion),
            invited(&context, untold, child.person),
            Section::new("Du bestämmer", vec![Block::Lista { items: childs_own(answer_by) }]),
            ask(&by, context.protected),
        ]
    } else {
        first.extend(by.clone());
        first.extend(answer_by.map(|day| Fact::new("Svara senast", words::long_date(day))));
        let know: &[&str] = if called { TO_CALLED } else { TO_INVITED };
        vec![
            Section::new("När och var", vec![Block::Uppgifter { facts: first }]),
            aim(&context, to, &occasion),
            invited(&context, untold, None),
            Section::new("Bra att veta", vec![Block::Lista { items: good_to_know(know) }]),
        ]
    };
    // Whoever calls answers to nobody.
    let calls_itself = calls.is_some() && to.is_some_and(|to| to.person == calls);
    if to_child.is_none() && !calls_itself {
        sections.push(slip(&context, called, &occasion, (&by, answer_by)));
    }
    if to.is_none_or(|to| to.signs.is_some()) {
        sections.extend(to_sign(&context, to.and_then(|to| to.signs), &occasion, &by));
    }
    sections.retain(|section| !section.is_empty());
    let [call, invitation] = Document::INVITATIONS;
    let kind = if called { call } else { invitation };
    let mut marks = Vec::new();
    if practice {
        marks.push("ÖVNING – alla personer är påhittade".to_owned());
    }
    let complete = Document {
        kind: kind.to_owned(),
        title: moment_of(&context, &occasion),
        marks: marks.clone(),
        protection: Audience::everyone(),
        head: vec![Fact::new("Brevet skrevs", words::date(made_at.date()))],
        sections,
        foot: format!("{kind} gjord {}.", moment(made_at)),
    };
    Some(match to {
        Some(to) => {
            let letter = complete.copy_for(&to.reader);
            let head = fact("Till", to.reader.label()).into_iter().chain(letter.head.clone()).collect();
            Document { marks, head, ..letter }
        }
        // It is what is sent when nobody is named: not the file's own.
        None => complete.copy_for(&Reader::of_all(&meeting.word_checks)),
    })
}

/// "fredag 22 januari 2027 kl. 13.00": when people are to meet.
fn moment_of(context: &Context<'_>, occasion: &Occasion) -> String {
    let time = occasion.time.filter(|_| !context.protected);
    let time = time.map(|time| format!(" kl. {}", words::clock(time))).unwrap_or_default();
    format!("{}{time}", words::long_date(occasion.day))
}

/// "26 november 2026 kl. 10.12".
fn moment(at: NaiveDateTime) -> String {
    format!("{} kl. {}", words::date(at.date()), words::clock(at.time()))
}

/// An earlier letter about the same meeting.
#[derive(Clone, Debug)]
pub struct Replaced {
    /// When it was made, local time.
    pub made_at: NaiveDateTime,
    /// The head of the meeting as it was then; nothing where nobody knows.
    pub was: Option<Head>,
}

/// The letter that says which one it replaces, and what was another then. The same letter once more replaces nothing.
pub fn in_place_of(letter: Document, meeting: &Meeting, earlier: &Replaced) -> Document {
    let Some(occasion) = meeting.occasion() else { return letter };
    let mut letter = letter;
    let context = Context::for_output(meeting, false, Output::Invitation);
    let mut facts = Vec::new();
    if let Some(was) = &earlier.was {
        let (day, time) = (was.planned.date(), was.planned.time());
        let same_time = occasion.time.is_none_or(|now| now == time);
        if day == occasion.day && same_time && was.place == occasion.place {
            return letter;
        }
        if day != occasion.day || !same_time {
            let clock =
                if context.protected { String::new() } else { format!(" kl. {}", words::clock(time)) };
            facts.push(Fact::new(
                "Ny tid",
                format!("Det var {}{clock}, men är flyttat.", words::long_date(day)),
            ));
        } else if !context.protected {
            facts.push(Fact::new("Ny plats", "Platsen är en annan än den som stod i den förra."));
        }
    }
    let kind = &letter.kind;
    facts.push(Fact::new(
        "Gäller i stället för",
        format!("{} gjord {}", kind.to_lowercase(), moment(earlier.made_at)),
    ));
    if let Some(Block::Uppgifter { facts: first }) =
        letter.sections.first_mut().and_then(|section| section.blocks.first_mut())
    {
        first.extend(facts);
    }
    letter
}

/// When an answer is wanted: a week before, or the day before where that is past already; on a day when people are at work.
pub(in crate::minutes) fn answer_by(today: NaiveDate, day: NaiveDate) -> Option<NaiveDate> {
    [7, 3, 1].into_iter().filter_map(|days| day.checked_sub_days(Days::new(days))).find_map(|wanted| {
        let mut before = iter::successors(Some(wanted), NaiveDate::pred_opt);
        before.find(|day| day_off(*day).is_none()).filter(|last| *last > today)
    })
}

/// Who calls, and the number; the participant, where it is one.
fn caller(context: &Context<'_>, occasion: &Occasion) -> (Option<ParticipantId>, Vec<Fact>) {
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
fn ask(by: &[Fact], protected: bool) -> Section {
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
fn slip(
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
        &["Jag kommer.", "Jag kan inte komma den dagen.", "Jag vill ha tolk. Språk:", "Jag tar med någon:"]
    };
    let blocks = vec![
        Block::Uppgifter { facts },
        Block::Kryss { choices: choices.iter().map(|choice| (*choice).to_owned()).collect() },
        Block::Rader { label: "Namn på dig som svarar".to_owned(), count: 1 },
        Block::Rader { label: "Din telefon".to_owned(), count: 1 },
    ];
    Section::new(Document::SLIP, blocks)
}

fn when_and_where(context: &Context<'_>, occasion: &Occasion) -> Vec<Fact> {
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
fn aim(context: &Context<'_>, to: Option<&Invited>, occasion: &Occasion) -> Section {
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
    } else {
        text(&meeting.agenda.about)
    };
    if let [child] = meeting.children.as_slice()
        && !context.has_sheets()
    {
        facts.extend(fact("Mötet gäller", &context.child_name(child)));
    }
    facts.extend(of_head(context, "Syfte", meeting.head.purpose.as_deref()).map(|aim| context.common(aim)));
    facts
        .extend(of_head(context, "Frågor", meeting.head.questions.as_deref()).map(|own| context.common(own)));
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
fn childs_aim(context: &Context<'_>, to: &Invited, occasion: &Occasion) -> Section {
    // What it may not be told yet is said to it as to anybody else.
    if to.untold.is_some() || context.has_sheets() {
        return aim(context, Some(to), occasion);
    }
    let why = if occasion.follow_up {
        "Mötet handlar om dig. Vi ser hur det har gått med det vi kom överens om sist, och om något ska bli annorlunda."
    } else {
        "Mötet handlar om dig. Vi vill höra hur du har det och vad som kan göra det bättre, och komma överens om vem som gör vad."
    };
    let mut facts = Vec::new();
    let head = &context.meeting.head;
    facts.extend(of_head(context, "Syfte", head.purpose.as_deref()).map(|aim| context.common(aim)));
    facts.extend(of_head(context, "Frågor", head.questions.as_deref()).map(|own| context.common(own)));
    let blocks = vec![Block::Stycke { item: Item::new(why) }, Block::Uppgifter { facts }];
    Section::new("Varför vi träffas", blocks)
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
fn invited(context: &Context<'_>, untold: bool, you: Option<ParticipantId>) -> Section {
    let line = |person: &Participant| {
        if you == Some(person.id) {
            return Item::new("Du");
        }
        Item { audience: context.audience_of_person(person), ..Item::new(context.name_and_unit(person)) }
    };
    let people = context.meeting.participants.iter().filter(|person| !untold || !person.may_be_family());
    Section::new("Vi som träffas", vec![Block::Lista { items: people.map(line).collect() }])
}

const TO_CALLED: &[&str] =
    &["Säg till i god tid om du inte kan komma, så att någon annan från din verksamhet kan komma i stället."];

const TO_INVITED: &[&str] = &[
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
fn childs_own(answer_by: Option<NaiveDate>) -> Vec<Item> {
    let by = answer_by.map(|day| {
        let day = words::long_date(day);
        Item::new(format!("Vill du vara med? Säg till senast {day}, själv eller genom någon hemma."))
    });
    by.into_iter().chain(good_to_know(TO_CHILD)).collect()
}

fn good_to_know(texts: &[&str]) -> Vec<Item> {
    texts.iter().map(|text| Item::new(*text)).collect()
}

/// The consent forms, each on a sheet of its own: all that the meeting asks for in a complete invitation, and for one who
/// is asked those that don't hold on the day, or to which they haven't answered themselves. Not while nobody has checked what may be shown of a protected child.
fn to_sign(
    context: &Context<'_>,
    who: Option<ParticipantId>,
    occasion: &Occasion,
    by: &[Fact],
) -> Vec<Section> {
    let meeting = context.meeting;
    // Somebody new needs a new consent.
    let holds = |standing| matches!(standing, Standing::Valid { unnamed } if unnamed.is_empty());
    let asked = |item: &&MeetingArende| {
        !context.protected
            && meeting.needs_consent(item)
            && who.is_none_or(|who| {
                !holds(meeting.consent_standing(item, occasion.day))
                    || meeting.waits_for(who, item, occasion.day)
            })
    };
    meeting
        .todays_items()
        .filter(asked)
        .filter_map(|item| ConsentSheet::of_meeting(meeting, item).map(|sheet| (item, sheet)))
        .map(|(item, mut sheet)| {
            let audience = Audience::of_arende(Some(item.id));
            // The child has its own page in its own letter, and only there.
            if sheet.childs_page && who.and_then(|who| meeting.participant(who)).is_some_and(is_child) {
                return Section { audience, ..for_the_child(&sheet, by) };
            }
            let has_letter = |person: &Participant| is_child(person) && meeting.takes_part(person, item.id);
            sheet.childs_page &= who.is_none() || !meeting.participants.iter().any(has_letter);
            Section {
                heading: format!("{}: {}", Document::CONSENT, consent_form::TITLE),
                own_sheet: true,
                blocks: Vec::new(),
                sections: consent_form::sections(&sheet, by),
                audience,
            }
        })
        .collect()
}

fn is_child(person: &Participant) -> bool {
    person.kind == ParticipantKind::Barn
}
