//! Whose the plan is, on the papers that say so: the file copy, and those of the child itself and its guardians.

use super::context::{Context, fact};
use crate::domain::born::Born;
use crate::domain::record::{FileCopy, MeetingArende};
use crate::minutes::document::{Audience, Fact, Papers};
use crate::minutes::words;

/// The child's name and when it was born, for the papers that say it; and what the file copy doesn't say, so that whoever
/// looks for it in the akt knows. Nothing of it, while a protected child's papers wait to be looked through.
pub(super) fn facts(context: &Context<'_>, item: &MeetingArende) -> Vec<Fact> {
    let meeting = context.meeting;
    let Some(child) = meeting.child_of(item).filter(|_| meeting.head.individuals) else { return Vec::new() };
    let choice = meeting.head.file_copy;
    if context.protected {
        let waits = "namn och födelsedatum visas inte: ingen har kontrollerat vad pappret får visa";
        return choice
            .filter(|choice| *choice == FileCopy::Namn)
            .map(|_| in_akt(waits))
            .into_iter()
            .collect();
    }
    let name = meeting.name_of(item);
    let mut facts = Vec::new();
    facts.extend(name.and_then(|name| fact("Namn", name)).filter(|_| !context.print_names));
    facts.extend(match &child.born {
        Some(born) => born_fact(born),
        None => {
            child.birth_year.filter(|_| !context.print_names).map(|year| Fact::new("Född", year.to_string()))
        }
    });
    let papers = match choice {
        Some(FileCopy::Namn) => Papers::AktenOchFamiljen,
        Some(FileCopy::Alias) | None => Papers::Familjen,
    };
    for fact in &mut facts {
        fact.audience = own(context, item, papers);
    }
    facts.extend(match choice {
        Some(FileCopy::Alias) => Some(in_akt("säger inte barnets namn, bara vad barnet kallas")),
        Some(FileCopy::Namn) if name.is_none() => Some(in_akt("barnets namn är inte inskrivet")),
        Some(FileCopy::Namn) | None => None,
    });
    facts
}

/// Those of an ärende, on these papers.
fn own(context: &Context<'_>, item: &MeetingArende, papers: Papers) -> Audience {
    let arende = context.has_sheets().then_some(item.id);
    Audience { papers, ..Audience::of_arende(arende) }
}

fn in_akt(what: &str) -> Fact {
    let audience = Audience { papers: Papers::Akten, ..Audience::everyone() };
    Fact { audience, ..Fact::new("Exemplaret för akten", what) }
}

/// What was written down, by what it is; as it stands, where it was read in from elsewhere and can't be understood.
fn born_fact(written: &str) -> Option<Fact> {
    match Born::read(written) {
        Ok(born) => fact(born.label(), &born.number().unwrap_or_else(|| words::date(born.day()))),
        Err(_) => fact("Född", written),
    }
}
