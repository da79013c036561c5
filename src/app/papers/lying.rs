//! Papers of ours that lie as files: said at home, and removed when somebody says so.

use crate::app::core::effect::{Effect, Lying};
use crate::app::core::model::Model;
use crate::app::ui::question::confirm;
use crate::domain::dates::short_date;
use crate::domain::text;

/// So many names are said before the rest are counted.
const NAMED: usize = 8;

/// What home says of them, with its width: "5 papper ligger okrypterade i …/protokoll sedan 12 nov · x tar bort dem".
pub fn in_words(model: &Model, width: usize) -> Option<String> {
    let Lying { names, folder, since } = &model.lying;
    if names.is_empty() {
        return None;
    }
    let today = model.now.today();
    let since = since.map(|at| format!(" sedan {}", short_date(model.now.at(at).date(), today)));
    let since = since.unwrap_or_default();
    let (how, them) = if names.len() == 1 { ("okrypterat", "det") } else { ("okrypterade", "dem") };
    let before = format!("{} papper ligger {how} i ", names.len());
    let after = format!("{since} · ‹RemovePapers› tar bort {them}");
    // The key's name is shorter than the action's.
    let room = width.saturating_sub(text::width(&before) + text::width(&after)) + "‹RemovePapers›".len() - 6;
    Some(format!("{before}{}{after}", tail(folder.as_str(), room)))
}

/// The end of a path that fits.
fn tail(path: &str, room: usize) -> String {
    let count = path.chars().count();
    if count <= room {
        return path.to_owned();
    }
    let end: String = path.chars().skip(count - room.saturating_sub(1).min(count)).collect();
    format!("…{end}")
}

/// Asks before they go.
pub(crate) fn ask(model: &mut Model) {
    let Lying { names, folder, .. } = model.lying.clone();
    if names.is_empty() {
        return model.say("Inga papper ligger som filer.");
    }
    let mut said = vec![format!("Ur {folder} tas bort:")];
    said.extend(names.iter().take(NAMED).cloned());
    if names.len() > NAMED {
        said.push(format!("och {} till.", names.len() - NAMED));
    }
    said.push(
        "Bara papper som programmet skrev och som ingen har ändrat tas bort. Allt finns kvar i databasen."
            .to_owned(),
    );
    let title = if names.len() == 1 {
        "Ta bort papperet?".to_owned()
    } else {
        format!("Ta bort {} papper?", names.len())
    };
    confirm(model, title, said, "Ta bort", |model| model.ask_for(Effect::RemovePapers));
}
