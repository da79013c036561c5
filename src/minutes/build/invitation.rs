//! Kallelse and inbjudan: why, with which questions, who, when and where, and what is to be signed.
//!
//! Dals-Ed 2022, section 6: huvudmän are called, others are invited; a consent comes before anything is told.

mod parts;

use self::parts::{
    TO_CALLED, TO_INVITED, aim, ask, caller, childs_aim, childs_own, good_to_know, invited, slip,
    when_and_where,
};
use super::context::{Context, fact, text};
use super::reader::find_reader;
use super::title;
use crate::domain::consent::{ConsentSheet, Standing};
use crate::domain::copies::{Part, Share, Why};
use crate::domain::dates::day_off;
use crate::domain::ids::ParticipantId;
use crate::domain::invitation::Occasion;
use crate::domain::meeting::Meeting;
use crate::domain::record::{Head, MeetingArende, Output, Participant, ParticipantKind};
use crate::minutes::consent_form::{self, for_the_child};
use crate::minutes::document::{Audience, Block, Document, Fact, Reader, Section};
use crate::minutes::words;
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
    // That of a follow-up says so already.
    let says_so = name.to_lowercase().contains("uppföljning");
    let name = if occasion.follow_up && !says_so { format!("Uppföljning: {name}") } else { name };
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
        .flat_map(|(item, mut sheet)| {
            let audience = Audience::of_arende(Some(item.id));
            // The child has its own page in its own letter, and only there.
            if sheet.childs_page && who.and_then(|who| meeting.participant(who)).is_some_and(is_child) {
                return vec![Section { audience, ..for_the_child(&sheet, by) }];
            }
            let has_letter = |person: &Participant| is_child(person) && meeting.takes_part(person, item.id);
            sheet.childs_page &= who.is_none() || !meeting.participants.iter().any(has_letter);
            // What the child answers is a page of its own here too, as on the form alone.
            let (childs, sections): (Vec<Section>, Vec<Section>) =
                consent_form::sections(&sheet, by).into_iter().partition(|section| section.own_sheet);
            let form = Section {
                own_sheet: true,
                sections,
                audience: audience.clone(),
                ..Section::new(format!("{}: {}", Document::CONSENT, consent_form::TITLE), Vec::new())
            };
            let childs = childs.into_iter().map(|section| Section { audience: audience.clone(), ..section });
            std::iter::once(form).chain(childs).collect()
        })
        .collect()
}

fn is_child(person: &Participant) -> bool {
    person.kind == ParticipantKind::Barn
}
