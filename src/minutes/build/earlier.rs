//! What was promised at earlier meetings, and how it has gone.

use super::context::{Context, Scope, nobody_limited};
use crate::domain::earlier::Earlier;
use crate::domain::meeting::lower_first;
use crate::minutes::document::{Audience, Block, Fact, Item, Section};
use crate::minutes::words::Label;

/// What was told of earlier meetings' actions, and what nobody told: in the ärende that they belong to, and what belongs to
/// none of today's in common.
pub(super) fn section(context: &Context<'_>, scope: Scope) -> Section {
    let of_today = |row: &Earlier| {
        let mut items = context.meeting.items.iter().filter(|item| context.has_own_sheet(item));
        items.find(|item| Some(item.arende) == row.arende).map(|item| item.id)
    };
    let rows = context.meeting.earlier.iter().filter(|row| row.is_on_paper() && scope.covers(of_today(row)));
    let items = rows.map(|row| item(context, row, scope)).collect();
    Section::new("Från förra gången", vec![Block::Uppfoljt { items }])
}

fn item(context: &Context<'_>, row: &Earlier, scope: Scope) -> Item {
    let day = context.meeting.head.planned.date();
    let mut item = Item::new(row.text.clone());
    let mut put = |label: &str, value: Option<String>| {
        item.details.extend(value.map(|value| Fact::new(label, value)));
    };
    put("Gäller", (!row.is_promise()).then(|| lower_first(row.kind.label())));
    // Where there is one alone, each row would say the same.
    put("Ärende", row.label.as_deref().filter(|_| scope == Scope::Common).map(|label| context.named(label)));
    put(Label::OWNER, row.owner.clone());
    put("Från", Some(row.source(day)));
    match &row.told {
        Some(told) => {
            put(Label::STATE, Some(told.status.word().to_owned()));
            put(Label::HOW, told.evaluation.clone());
            put(Label::NEW_TIME, told.new_due.as_ref().map(|due| due.in_words(day)));
        }
        None => put(Label::STATE, Some("togs inte upp".to_owned())),
    }
    let told = row.told.as_ref().and_then(|told| told.evaluation.as_deref()).unwrap_or_default();
    let held = context.held(row.entry, &[&row.text, told]);
    item.audience = Audience { held, ..audience(context, row) };
    item
}

/// A matter is read by those who take part in it today; when it isn't on today's list, and where the meeting has several,
/// by those alone who take part in everything.
fn audience(context: &Context<'_>, row: &Earlier) -> Audience {
    let today = context.meeting.items.iter().find(|item| Some(item.arende) == row.arende).map(|item| item.id);
    let who = match (row.child.is_some(), today) {
        (_, Some(item)) => Audience::of_arende(Some(item)),
        (true, None) => nobody_limited(),
        (false, None) => context.in_common(),
    };
    Audience { except: row.kept_from.clone(), medical: row.emi, ..who }
}
