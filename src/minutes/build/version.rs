//! What locked minutes say of themselves: by whom and when they were approved, where they are registered, why there is a
//! new version, and where the journal ended.

use super::context::{Context, fact, nobody_limited, text};
use crate::domain::record::{Approval, Version};
use crate::minutes::difference::VERSION_SECTION;
use crate::minutes::document::{Audience, Block, Fact, Section};
use crate::minutes::words::{self, Label};
use chrono::NaiveDate;

/// The version that the meeting is locked as.
fn locked<'a>(context: &Context<'a>) -> Option<&'a Version> {
    context.meeting.latest_version().filter(|_| context.meeting.is_locked())
}

/// The day on which what was agreed was locked anew, where it was locked before.
pub(super) fn changed_on(context: &Context<'_>) -> Option<NaiveDate> {
    let latest = context.meeting.latest_version().filter(|version| version.number > 1)?;
    Some(context.clocks.day(latest.at))
}

fn word(approval: Approval) -> &'static str {
    match approval {
        Approval::Justerat => "Justerat",
        Approval::Godkant => "Godkänt",
    }
}

/// The last line of the paper. It tells of the lock and not of the clock: the same version is always the same. The journal's
/// last line before the lock stands there with its checksum, which is an anchor of the journal outside the file.
pub(super) fn foot(context: &Context<'_>) -> Option<String> {
    let version = locked(context)?;
    Some(format!(
        "{} {} kl. {}. Version {}. Journalens rad {}: {}",
        word(version.approval),
        words::date(context.clocks.day(version.at)),
        context.clocks.time(version.at),
        version.number,
        version.journal_line,
        version.journal_sha
    ))
}

/// Who attested it, where it is locked so.
pub(super) fn attested_by(context: &Context<'_>) -> Option<String> {
    let version = locked(context).filter(|version| version.approval == Approval::Justerat)?;
    Some(text(&version.by)).filter(|by| !by.is_empty())
}

/// By whom, when and where, for the head.
pub(super) fn facts(context: &Context<'_>) -> Vec<Fact> {
    let Some(version) = locked(context) else { return Vec::new() };
    let day = words::date(context.clocks.day(version.at));
    let mut facts = Vec::new();
    let registered = text(&version.registered);
    let repeated =
        context.meeting.head.diarienummer.as_deref().map(text).is_some_and(|own| own == registered);
    facts.extend(fact(Label::REGISTERED, &registered).filter(|_| !repeated));
    facts.push(Fact::new(word(version.approval), format!("{day} av {}", text(&version.by))));
    if version.number > 1 {
        facts.push(Fact::new("Version", version.number.to_string()));
    }
    facts
}

/// Why there are later versions.
pub(super) fn section(context: &Context<'_>) -> Section {
    let meeting = context.meeting;
    if locked(context).is_none() {
        return Section::default();
    }
    // A reason may tell of what is kept from somebody.
    let all = Audience {
        except: meeting.exemptions.iter().map(|row| text(&row.part)).collect(),
        ..nobody_limited()
    };
    let mut facts = Vec::new();
    for opening in &meeting.openings {
        let day = words::date(context.clocks.day(opening.at));
        let value = format!("{} – {}, {day}", text(&opening.reason), text(&opening.by));
        facts.extend(
            fact(&format!("Varför version {}", opening.number), &value)
                .map(|fact| Fact { audience: all.clone(), ..fact }),
        );
    }
    Section::new(VERSION_SECTION, vec![Block::Uppgifter { facts }])
}
