//! What the form reminds of.

use super::context::Context;
use crate::domain::law::{LawReference, Laws};
use crate::minutes::document::{Audience, Block, Fact, Item, Section};

/// The duty to report (Dals-Ed 2022, section 5), and what else the form names. It stands there whatever was said in the
/// meeting, so that it tells nothing of anybody, and it is for those who have the duty: a family would read a threat in it.
pub(super) fn section(context: &Context<'_>, laws: &Laws) -> Section {
    let items = laws.of(&context.meeting.agenda.reminds).map(|item| Block::Stycke { item: reminder(item) });
    Section { audience: Audience::of_staff(), ..Section::new("Påminnelse", items.collect()) }
}

fn reminder(reference: &LawReference) -> Item {
    let cited = Fact::new("Lagrum", format!("{} ({})", reference.citation(), reference.source));
    let remark = reference.remarks().map(|remark| Fact::new("Anmärkning", remark));
    Item { details: std::iter::once(cited).chain(remark).collect(), ..Item::new(reference.words()) }
}
