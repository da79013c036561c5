//! Papers of ours that lie as files: said at home, and removed when somebody says so.

use crate::app::core::effect::{Effect, Lying};
use crate::app::core::model::Model;
use crate::app::ui::question::confirm;
use crate::domain::dates::short_date;
use crate::domain::text;

/// What home says of them, with its width: "5 papper ligger okrypterade i …/protokoll sedan 12 nov · x tar bort dem".
pub fn in_words(model: &Model, width: usize) -> Option<String> {
    let Lying { names, changed, unknown, folder, since } = &model.lying;
    let count = names.len() + changed.len();
    if count == 0 {
        let words = match unknown {
            0 => return None,
            1 => "1 fil",
            count => &format!("{count} filer"),
        };
        let (before, after) = (format!("{words} i "), " känner programmet inte igen");
        let room = width.saturating_sub(text::width(&before) + text::width(after));
        return Some(format!("{before}{}{after}", tail(folder.as_str(), room)));
    }
    let today = model.now.today();
    let since = since.map(|at| format!(" sedan {}", short_date(model.now.at(at).date(), today)));
    let since = since.unwrap_or_default();
    let (how, them) = if count == 1 { ("okrypterat", "det") } else { ("okrypterade", "dem") };
    let since = match unknown {
        0 => since,
        1 => ", och 1 fil till".to_owned(),
        more => format!(", och {more} filer till"),
    };
    let after = match (names.len(), changed.len()) {
        (gone, kept) if *unknown > 0 => match gone {
            0 => format!("{since} · ändrat för hand: ‹RemovePapers›"),
            _ if kept == 0 => format!("{since} · ‹RemovePapers› tar bort {them}"),
            gone => format!("{since} · ‹RemovePapers› tar bort {gone}"),
        },
        (_, 0) => format!("{since} · ‹RemovePapers› tar bort {them}"),
        (0, _) => format!("{since} · ändrat för hand: ‹RemovePapers›"),
        (gone, kept) => format!("{since} · ‹RemovePapers› tar bort {gone}, {kept} är ändrade"),
    };
    let before = format!("{count} papper ligger {how} i ");
    // The key's name is shorter than the action's.
    let wide = text::width(&before) + text::width(&after);
    let room = (width + "‹RemovePapers›".len() - 6).saturating_sub(wide);
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
    let Lying { names, changed, unknown, folder, .. } = model.lying.clone();
    let kept = |ending: &str| {
        let (how, they) = if changed.len() == 1 { ("ändrat", "det") } else { ("ändrade", "dem") };
        format!("{} {how} ligger kvar: {}.{}", changed.len(), changed.join(", "), ending.replace("dem", they))
    };
    let others = match unknown {
        0 => None,
        1 => Some("1 fil till i mappen känner programmet inte igen, och den ligger kvar.".to_owned()),
        count => {
            Some(format!("{count} filer till i mappen känner programmet inte igen, och de ligger kvar."))
        }
    };
    if names.is_empty() {
        let mut said = match changed.len() {
            0 => "Inga papper som programmet känner igen ligger som filer.".to_owned(),
            _ => kept(" Ta bort dem själv: ‹OpenFolder› öppnar mappen."),
        };
        if let Some(others) = others {
            said = format!("{said} {others}");
        }
        return model.say(said);
    }
    // What somebody should know comes first: the names may be more than the screen holds.
    let mut said = vec![
        "Bara papper som programmet skrev och som ingen har ändrat tas bort. Allt finns kvar i databasen."
            .to_owned(),
    ];
    if !changed.is_empty() {
        said.push(kept(""));
    }
    said.extend(others);
    said.push(format!("Ur {folder} tas bort:"));
    said.extend(names.iter().cloned());
    let title = if names.len() == 1 {
        "Ta bort papperet?".to_owned()
    } else {
        format!("Ta bort {} papper?", names.len())
    };
    confirm(model, title, said, "Ta bort", |model| model.ask_for(Effect::RemovePapers));
}

/// They are removed; what is left is read before one goes on.
pub(crate) fn removed(model: &mut Model, said: String, all: bool) {
    if all {
        model.say(said);
    } else {
        model.show("Allt är inte borttaget", said);
    }
}
