//! The copies that have been made: what became of each, and that one was given over.

use crate::app::core::effect::Effect;
use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::{Dialog, Model};
use crate::app::papers::copy_list::Copies;
use crate::app::ui::question::confirm;
use crate::domain::copies;
use crate::domain::dates::short_date;
use crate::domain::record::{CopyLog, CopyWay};
use chrono::{DateTime, Utc};

/// Everything that has been made, the latest first. Choosing one says that it has been given over.
pub(super) fn show(model: &mut Model) {
    let Some(Dialog::Copies(copies)) = model.dialogs.last() else { return };
    if copies.given.is_empty() {
        return model.say("Ingen kopia är gjord än.");
    }
    let rows = copies.given.clone();
    let items = rows.iter().rev().map(|row| {
        let copy = row.clone();
        let told = vec![in_words(model, row), format!("kontrollsumma {}", row.checksum)];
        let given = rows.iter().any(|other| is_given(other, row));
        let made = matches!(row.way, CopyWay::Fil | CopyWay::Utskrift);
        let act = move |model: &mut Model| match (given, made) {
            (false, true) => hand_over(model, copy.clone()),
            (true, _) => model.say("Den är redan antecknad som lämnad."),
            (false, false) => model.say("Den visades bara. Spara eller skriv ut en kopia först."),
        };
        let about = of_whom(model, row);
        PickItem { told, ..PickItem::new(about, stands(model, row), act) }
    });
    let mut pick = Pick::new("Kopior", items.collect());
    pick.intro.push("Välj en kopia som är sparad eller utskriven, när du har lämnat den.".to_owned());
    model.dialogs.push(Dialog::Pick(pick));
}

/// What happened and when: "utskriven 10.14".
fn stands(model: &Model, row: &CopyLog) -> String {
    let at = model.now.at(row.at);
    let when = if at.date() == model.now.today() {
        at.format("%H.%M").to_string()
    } else {
        short_date(at.date(), model.now.today())
    };
    format!("{} {when}", row.way_in_words())
}

/// For whom, what and of which version: "Karin Lund, kurator: hela protokollet, utkast till version 2".
fn of_whom(model: &Model, row: &CopyLog) -> String {
    row.in_words(model.meeting().map_or(0, |meeting| meeting.versions_at(row.at)))
}

/// Whether a row says that the copy of another was given over.
fn is_given(row: &CopyLog, copy: &CopyLog) -> bool {
    row.way == CopyWay::Lamnad && row.checksum == copy.checksum && row.recipient == copy.recipient
}

fn hand_over(model: &mut Model, copy: CopyLog) {
    let text = vec![
        of_whom(model, &copy),
        "Det står sedan i loggen att mottagaren har fått kopian. Det går inte att ångra.".to_owned(),
    ];
    confirm(model, "Är kopian lämnad?", text, "Lämnad", move |model| {
        model.ask_for(Effect::HandOver(Box::new(copy.clone())));
        model.say("Kopian är antecknad som lämnad.");
    });
}

/// "23 nov 10.14  Karin Lund, kurator: hela protokollet, version 1 (pdf, utskriven) av Eva Ek".
fn in_words(model: &Model, row: &CopyLog) -> String {
    let at = model.now.at(row.at);
    let by = row.by.as_ref().map(|by| format!(" av {by}")).unwrap_or_default();
    format!(
        "{} {}  {} ({}, {}){by}",
        short_date(at.date(), model.now.today()),
        at.format("%H.%M"),
        of_whom(model, row),
        row.file_format(),
        row.way_in_words()
    )
}

/// What last happened to somebody's copy, in a few words: "sparad som fil 10.14, utkast", "lämnad 23 nov, v1, inte v2
/// · Min plan utskriven 10.15". An invitation or a form to sign is no copy.
pub fn last_given(model: &Model, copies: &Copies, who: &str) -> Option<String> {
    let last = |is_it: &dyn Fn(&str) -> bool| {
        let own = || copies.given.iter().rev().filter(|row| row.recipient == who && is_it(&row.what));
        let row = own().find(|row| row.way == CopyWay::Lamnad);
        row.or_else(|| own().find(|row| row.way != CopyWay::Visad))
    };
    let newest = model.meeting().and_then(|meeting| meeting.latest_version()).map(|version| version.number);
    let minutes = last(&copies::is_of_minutes).map(|row| {
        let before = model.meeting().map_or(0, |meeting| meeting.versions_at(row.at));
        let version = CopyLog::version_in_words(row.version, before);
        let said = format!("{}, {}", stands(model, row), version.replace("version ", "v"));
        // What they have isn't what holds now.
        match newest.filter(|newest| row.version.is_none_or(|version| version < *newest)) {
            Some(newest) if row.at < locked_at(model, newest) => format!("{said}, inte v{newest}"),
            _ => said,
        }
    });
    let plan = last(&|what| what == copies::PLAN).map(|row| stands(model, row));
    match (minutes, plan) {
        (Some(minutes), Some(plan)) if !minutes.starts_with(&plan) => {
            Some(format!("{minutes} · {} {plan}", copies::PLAN))
        }
        (Some(minutes), _) => Some(minutes),
        (None, plan) => plan.map(|plan| format!("{} {plan}", copies::PLAN)),
    }
}

/// The same where there is less room and less: "sparad 17.15", "sparad".
pub fn last_given_in_short(model: &Model, copies: &Copies, who: &str) -> Vec<String> {
    let is_copy = |row: &&CopyLog| copies::is_of_minutes(&row.what) || row.what == copies::PLAN;
    let own = || copies.given.iter().rev().filter(|row| row.recipient == who).filter(is_copy);
    let row = own().find(|row| row.way == CopyWay::Lamnad);
    let Some(row) = row.or_else(|| own().find(|row| row.way != CopyWay::Visad)) else { return Vec::new() };
    let short = |words: &str| words.replace(CopyWay::Fil.word(), "sparad");
    vec![short(&stands(model, row)), short(row.way_in_words())]
}

/// When a version was locked.
fn locked_at(model: &Model, number: i64) -> DateTime<Utc> {
    let versions = model.meeting().map(|meeting| meeting.versions.as_slice()).unwrap_or_default();
    versions
        .iter()
        .find(|version| version.number == number)
        .map_or(DateTime::<Utc>::MIN_UTC, |version| version.at)
}
