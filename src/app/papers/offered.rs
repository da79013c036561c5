//! Papers that can be made, and where they would lie: nothing is written before somebody has chosen it.

use super::work;
use crate::app::core::effect::{Effect, PaperKind, PaperTo};
use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::{Dialog, Model};
use crate::app::ui::reader;

/// Shows them in a list: to read, to save one by one or all together.
pub(crate) fn show(
    model: &mut Model,
    kind: &PaperKind,
    title: &str,
    readable: bool,
    (files, lie, remark): (&[(String, String)], usize, Option<String>),
) {
    let take = |to: PaperTo| {
        let kind = kind.clone();
        move |model: &mut Model| {
            let effect = Effect::TakePapers(kind.clone(), to);
            match to {
                PaperTo::Screen(_) => model.ask_for(effect),
                PaperTo::File(_) | PaperTo::AllFiles if work::is_busy(model) => {}
                PaperTo::File(_) | PaperTo::AllFiles => work::begin(model, effect),
            }
        }
    };
    let mut items = Vec::new();
    if readable {
        let columns = reader::columns(model);
        items.push(PickItem::new("Läs på skärmen", "inget sparas", take(PaperTo::Screen(columns))));
    }
    for (at, (what, path)) in files.iter().enumerate() {
        let item = PickItem::new(format!("Spara {what}"), name_of(path), take(PaperTo::File(at)));
        items.push(PickItem { told: vec![path.clone()], ..item });
    }
    if files.len() > 1 {
        let label = format!("Spara alla {}", files.len());
        items.push(PickItem::new(label, "var och en som en fil", take(PaperTo::AllFiles)));
    }
    items.push(PickItem::new("Öppna mappen", "i datorns eget program", |model: &mut Model| {
        model.ask_for(Effect::OpenFolder);
    }));
    let mut pick = Pick::new(title, items);
    if let Some((folder, _)) = files.first().and_then(|(_, path)| path.rsplit_once(['/', '\\'])) {
        pick.intro.push(if lie == 0 {
            format!("De här är inte sparade än. Sparade ligger de okrypterade i {folder}")
        } else {
            format!(
                "{lie} av filnamnen finns redan i {folder}. Inget skrivs över: är papperet ett annat får det nya en siffra efter namnet."
            )
        });
    }
    pick.intro.extend(remark);
    model.dialogs.push(Dialog::Pick(pick));
}

fn name_of(path: &str) -> &str {
    path.rsplit_once(['/', '\\']).map_or(path, |(_, name)| name)
}
