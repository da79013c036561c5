//! Papers of ours that lie as files: said at home, and removed when somebody says so.

use crate::app::core::effect::{Effect, Lying};
use crate::app::core::model::Model;
use crate::app::ui::question::confirm;
use crate::domain::dates::short_date;
use crate::domain::text;

/// What home says of them, with its width: "5 papper ligger okrypterade i …/protokoll sedan 12 nov · x tar bort dem".
pub fn in_words(model: &Model, width: usize) -> Option<String> {
    let Lying { names, changed, folder, since } = &model.lying;
    if names.is_empty() && changed.is_empty() {
        return None;
    }
    let count = names.len() + changed.len();
    let today = model.now.today();
    let since = since.map(|at| format!(" sedan {}", short_date(model.now.at(at).date(), today)));
    let since = since.unwrap_or_default();
    let (how, them) = if count == 1 { ("okrypterat", "det") } else { ("okrypterade", "dem") };
    let before = format!("{count} papper ligger {how} i ");
    let after = match (names.len(), changed.len()) {
        (_, 0) => format!("{since} · ‹RemovePapers› tar bort {them}"),
        (0, _) => format!("{since} · ändrat för hand: ‹RemovePapers›"),
        (gone, kept) => format!("{since} · ‹RemovePapers› tar bort {gone}, {kept} är ändrade"),
    };
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
    let Lying { names, changed, folder, .. } = model.lying.clone();
    let kept = |ending: &str| {
        let (how, they) = if changed.len() == 1 { ("ändrat", "det") } else { ("ändrade", "dem") };
        format!("{} {how} ligger kvar: {}.{}", changed.len(), changed.join(", "), ending.replace("dem", they))
    };
    if names.is_empty() {
        return model.say(match changed.len() {
            0 => "Inga papper ligger som filer.".to_owned(),
            _ => kept(" Ta bort dem själv: ‹OpenFolder› öppnar mappen."),
        });
    }
    // What somebody should know comes first: the names may be more than the screen holds.
    let mut said = vec![
        "Bara papper som programmet skrev och som ingen har ändrat tas bort. Allt finns kvar i databasen."
            .to_owned(),
    ];
    if !changed.is_empty() {
        said.push(kept(""));
    }
    said.push(format!("Ur {folder} tas bort:"));
    said.extend(names.iter().cloned());
    let title = if names.len() == 1 {
        "Ta bort papperet?".to_owned()
    } else {
        format!("Ta bort {} papper?", names.len())
    };
    confirm(model, title, said, "Ta bort", |model| model.ask_for(Effect::RemovePapers));
}
