//! What was promised at earlier meetings, and how it has gone.

use super::context::{Context, Scope, fact, nobody_limited, non_empty};
use crate::domain::agenda::Huvudman;
use crate::domain::earlier::{Earlier, Withheld};
use crate::domain::meeting::lower_first;
use crate::domain::record::ActionStatus;
use crate::minutes::document::{Audience, Block, Fact, Item, Named, Papers, Section};
use crate::minutes::words::{self, Label, date};
use std::collections::BTreeSet;

/// What was told of earlier meetings' actions, and what nobody told: in the ärende that they belong to, and what belongs to
/// none of today's in common.
pub(super) fn section(context: &Context<'_>, scope: Scope) -> Section {
    // What goes on stands in what is agreed now, with how it went.
    let is_here =
        |row: &&Earlier| row.is_followed_up() && !row.is_in_force() && !stands_in_plan(context, row);
    let before = context.meeting.settled_before.iter();
    let mut rows: Vec<&Earlier> = before
        .chain(context.meeting.earlier.iter().filter(is_here))
        .filter(|row| is_within(context, scope, row))
        .collect();
    if context.meeting.agenda.plan_consent {
        rows = Earlier::in_plan_order(rows);
    }
    let sources: BTreeSet<String> = rows.iter().map(|row| source(row)).collect();
    let count = |fits: fn(&Earlier) -> bool| rows.iter().filter(|row| fits(row)).count();
    let (promises, decisions) = (count(Earlier::is_promise), count(Earlier::is_decision));
    let (first, rest): (Vec<&Earlier>, Vec<&Earlier>) = rows.into_iter().partition(|row| row.is_promise());
    let (last, goals): (Vec<&Earlier>, Vec<&Earlier>) = rest.into_iter().partition(|row| row.is_decision());
    let rows = first.into_iter().chain(goals).chain(last);
    let mut items: Vec<Item> = rows.map(|row| item(context, row, scope)).collect();
    let audience = items.first().map(|item| item.audience.clone()).unwrap_or_default();
    // Where all of them come from one meeting, and are for the same readers, it is said once.
    let in_plan = items.iter().any(|item| item.details.iter().any(|fact| fact.label == Label::POINT));
    let said_once = in_plan || items.len() > 1;
    let one = sources.first().filter(|_| sources.len() == 1 && scope != Scope::Common && said_once);
    let one = one.filter(|_| items.iter().all(|item| item.audience == audience));
    let from = one.map(|source| {
        for item in &mut items {
            item.details.retain(|fact| fact.label != FROM);
            for point in item.details.iter_mut().filter(|fact| fact.label == Label::POINT) {
                point.value = point.value.split(' ').next().unwrap_or_default().to_owned();
            }
        }
        Block::Stycke { item: Item { audience, ..Item::new(format!("Bestämt vid {source}.")) } }
    });
    // What was wanted is nobody's promise: it stands by itself.
    let mut wanted = items.split_off(promises);
    let decided = wanted.split_off(wanted.len() - decisions);
    let told = if items.is_empty() { None } else { Some(Block::Uppfoljt { items }) };
    // A plan that ends is told of as a whole.
    let (all, goals) = if context.meeting.settled_before.is_empty() {
        ("Från förra gången", "Målen från förra gången")
    } else {
        ("Så gick det med planen", "Målen i planen")
    };
    let mut section = Section::new(all, from.into_iter().chain(told).collect());
    let beside = [(goals, wanted), ("Beslut från förra gången", decided)].into_iter();
    let beside = beside.filter(|(_, items)| !items.is_empty());
    section.sections =
        beside.map(|(heading, items)| Section::new(heading, vec![Block::Uppfoljt { items }])).collect();
    section
}

/// Whether it stands in what is agreed now, so that it needn't stand among what was followed up too.
fn stands_in_plan(context: &Context<'_>, row: &Earlier) -> bool {
    let goes_on = context.meeting.continues().iter().any(|known| known.entry == row.entry);
    let is_told_at_the_end = context.meeting.head.sip_ended.is_some() && row.told.is_some();
    goes_on && (row.is_promise() || !is_told_at_the_end)
}

/// Which point of its plan it is: "3 i planen 27 november 2026".
pub(super) fn point(row: &Earlier) -> Option<Fact> {
    let said = row.number_in_plan(&words::date(row.agreed_on))?;
    Some(Fact::new(Label::POINT, said).naming(row.number?, readers_of(&row.before)))
}

/// Who may read each of the points of earlier plans that not everybody reads.
pub(super) fn readers_of(withheld: &[Withheld]) -> Vec<Audience> {
    let readers = withheld.iter().map(|one| Audience {
        except: one.from.clone(),
        medical: one.emi,
        papers: if one.held { Papers::Akten } else { Papers::Alla },
        ..Audience::everyone()
    });
    readers.collect()
}

/// Sections of which the own points are numbered after those of the plans that the meeting follows.
pub(super) fn numbered_on(context: &Context<'_>, mut sections: Vec<Section>) -> Vec<Section> {
    let before = &context.meeting.numbered_before;
    if before.points > 0 {
        for section in &mut sections {
            section.after = Some(Named { number: before.points, before: readers_of(&before.withheld) });
        }
    }
    sections
}

/// Who decided it, for those who may read that.
pub(super) fn decided_by(context: &Context<'_>, row: &Earlier) -> Option<Fact> {
    let by = non_empty(row.decided_by.as_deref())?;
    let held = context.held(row.entry, &[&by]);
    Some(Fact {
        audience: Audience { held, ..Audience::everyone() },
        ..fact("Beslutat av", &context.named(&by))?
    })
}

/// Whom a need asks something of, where that is said.
pub(super) fn needed_from(from: &[Huvudman]) -> Option<Fact> {
    let from: Vec<&str> = from.iter().map(|huvudman| huvudman.definite()).collect();
    (!from.is_empty()).then(|| Fact::new("Behövs från", from.join(" och ")))
}

/// Whether it stands with these rows: in the ärende of today that it belongs to, or in common where that has no sheet.
pub(super) fn is_within(context: &Context<'_>, scope: Scope, row: &Earlier) -> bool {
    let mut items = context.meeting.items.iter().filter(|item| context.has_own_sheet(item));
    scope.covers(items.find(|item| Some(item.arende) == row.arende).map(|item| item.id))
}

/// The label under which it stands at which meeting something was promised.
const FROM: &str = "Från";

/// The meeting at which it was promised: "EHT Ängsskolan, 9 november 2026, dnr 12/26".
fn source(row: &Earlier) -> String {
    let number = row.registered.as_ref().map(|number| format!(", dnr {number}")).unwrap_or_default();
    format!("{}, {}{number}", row.title, date(row.agreed_on))
}

fn item(context: &Context<'_>, row: &Earlier, scope: Scope) -> Item {
    let details = point(row).into_iter().chain(decided_by(context, row)).collect();
    let mut item = Item { details, ..Item::new(row.text.clone()) };
    let mut put = |label: &str, value: Option<String>| {
        item.details.extend(value.map(|value| Fact::new(label, value)));
    };
    put("Gäller", (!row.is_promise()).then(|| lower_first(row.kind.label())));
    // Where there is one alone, each row would say the same.
    put("Ärende", row.label.as_deref().filter(|_| scope == Scope::Common).map(|label| context.named(label)));
    let is_settled = row.is_settled();
    let asked = match context.meeting.is_still_asked(row) {
        true => words::ASKED,
        false if context.meeting.was_only_asked(row) => words::WAS_ASKED,
        false => "",
    };
    let elsewhere = context.meeting.owner_elsewhere(row).map(|person| context.full_name(&person));
    let owner = elsewhere.or_else(|| row.owner_as(|owner| context.named(owner)));
    put(Label::OWNER, owner.map(|owner| format!("{owner}{asked}")));
    put(FROM, Some(source(row)));
    // What was settled before is told with its day.
    let state = match (&row.told, &row.settled_by) {
        (Some(told), _) => row.word(told.status).to_owned(),
        (None, Some(by)) => format!("{} {}", row.word(by.status), date(context.clocks.day(by.at))),
        (None, None) => words::NOT_TAKEN_UP.to_owned(),
    };
    put(Label::STATE, Some(state));
    let told = row.told.as_ref().or(row.settled_by.as_ref()).and_then(ActionStatus::how);
    put(Label::HOW, told.map(str::to_owned));
    put(Label::NEW_TIME, row.new_due().map(words::due));
    // What is still to be done has its day, unless it got another here.
    let is_open = !is_settled && row.is_promise();
    put(Label::WHEN, row.due.as_ref().filter(|_| is_open && row.new_due().is_none()).map(words::due));
    put(Label::FOLLOWED_UP, row.follow_up.filter(|_| is_open).map(words::long_date));
    let told = told.unwrap_or_default();
    let held = context.held(row.entry, &[&row.text, told]);
    item.audience = Audience { held, ..audience(context, row) };
    item
}

/// A matter is read by those who take part in it today; when it isn't on today's list, and where the meeting has several,
/// by those alone who take part in everything.
pub(super) fn audience(context: &Context<'_>, row: &Earlier) -> Audience {
    let today = context.meeting.items.iter().find(|item| Some(item.arende) == row.arende).map(|item| item.id);
    let who = match (row.child.is_some(), today) {
        (_, Some(item)) => Audience::of_arende(Some(item)),
        (true, None) => nobody_limited(),
        (false, None) => context.in_common(),
    };
    Audience { except: row.kept_from.clone(), medical: row.emi, ..who }
}
