//! What was agreed as a list to read aloud: ärende by ärende, and what a family does itself first.

use super::before::{answers_row, told_mark};
use super::head::wall_name;
use super::kept::kept_back_before;
use super::points::how_it_goes;
use super::rows::{over_rows, plain, point_row, section};
use super::{Row, Section, Tone};
use crate::app::core::model::{MeetingScreen, Model, RowRef};
use crate::app::presence::read_on_wall;
use crate::domain::agenda::EntryKind;
use crate::domain::earlier::Earlier;
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::Meeting;
use crate::domain::quoted::quoted;
use crate::domain::record::Entry;
use crate::domain::rules;

/// Said of the point that the wall shows, where another is read here.
const ON_WALL: &str = "på väggen nu";

/// Under which heading a point stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    /// An ärende's, where there are several; nothing for what is the whole meeting's.
    Of(Option<MeetingArendeId>),
    /// What a family does, in a plan.
    Family,
    /// What others do, in a plan.
    Others,
    /// What was decided.
    Decided,
    /// Everything.
    All,
}

fn group(meeting: &Meeting, entry: &Entry) -> Group {
    match entry.kind() {
        _ if meeting.agenda.many => Group::Of(entry.arende),
        _ if !meeting.agenda.plan_consent => Group::All,
        EntryKind::Beslut => Group::Decided,
        _ if rules::is_by_family(meeting, entry) => Group::Family,
        _ => Group::Others,
    }
}

fn heading(meeting: &Meeting, group: Group) -> String {
    match group {
        Group::Of(Some(item)) => {
            format!("Ärende {} {}", meeting.number_of(item), quoted(&wall_name(meeting, item)))
        }
        Group::Of(None) => "Hela mötet".to_owned(),
        Group::Family => "Det gör familjen".to_owned(),
        Group::Others => "Vem gör vad".to_owned(),
        Group::Decided => "Beslut".to_owned(),
        Group::All => "Överenskommet".to_owned(),
    }
}

/// The points in the order in which they are read, each under its heading with how many are confirmed; those alone that are
/// `shown`. The one that is being read stands out.
pub(super) fn groups(
    model: &Model,
    meeting: &Meeting,
    reading: Option<EntryId>,
    shown: impl Fn(&Entry) -> bool,
) -> Vec<Section> {
    let mut groups: Vec<(Group, Vec<&Entry>)> = Vec::new();
    for entry in rules::agreed(meeting) {
        let of = group(meeting, entry);
        match groups.iter_mut().find(|(known, _)| *known == of) {
            Some((_, entries)) => entries.push(entry),
            None => groups.push((of, vec![entry])),
        }
    }
    let on_wall = model.meeting_screen().and_then(|screen| read_on_wall(model, screen));
    let row = |entry: &Entry| {
        let mut row = point_row(model, meeting, entry);
        if on_wall == Some(entry.id) {
            row.detail =
                Some(row.detail.into_iter().chain([ON_WALL.to_owned()]).collect::<Vec<_>>().join(" · "));
        }
        let tone =
            if reading == Some(entry.id) && row.tone == Tone::Normal { Tone::Strong } else { row.tone };
        Row { tone, ..row }
    };
    let one = |(group, entries): (Group, Vec<&Entry>)| {
        // Nobody can confirm for another: what is only asked is read out, and isn't counted.
        let (asked, promised): (Vec<&Entry>, Vec<&Entry>) =
            entries.iter().copied().partition(|entry| rules::is_asked(meeting, entry));
        let confirmed = promised.iter().filter(|entry| entry.confirmed.is_some()).count();
        let counts = (!promised.is_empty()).then(|| format!("{confirmed} av {} bekräftade", promised.len()));
        let asked = (!asked.is_empty()).then(|| format!("{} tillfrågas", asked.len()));
        let count = counts.into_iter().chain(asked).collect::<Vec<_>>().join(", ");
        let rows: Vec<Row> = entries.into_iter().filter(|entry| shown(entry)).map(row).collect();
        (!rows.is_empty()).then(|| section(&format!("{}  {count}", heading(meeting, group)), rows))
    };
    groups.into_iter().filter_map(one).collect()
}

/// What was promised before and goes on: read aloud, and confirmed by nobody anew.
pub(super) fn going_on(model: &Model, meeting: &Meeting) -> Section {
    section("Fortsätter från förra gången", from_before(model, meeting, Earlier::is_promise))
}

/// The goals of before that still hold, answered as the promises are.
pub(super) fn goals_going_on(model: &Model, meeting: &Meeting) -> Section {
    section("Mål från förra gången", from_before(model, meeting, Earlier::is_goal))
}

/// What of before continues, of one sort. Where there are several ärenden, each stands over its own; the answers stand over
/// them all where one is pointed at.
fn from_before(model: &Model, meeting: &Meeting, is_meant: fn(&Earlier) -> bool) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut over = None;
    let meant: Vec<&Earlier> = meeting.continues().into_iter().filter(|row| is_meant(row)).collect();
    for row in &meant {
        let item = meeting.item_of_earlier(row).map(|item| item.id);
        if meeting.agenda.many && over != Some(item) {
            rows.push(over_rows(heading(meeting, Group::Of(item))));
            over = Some(item);
        }
        let mut facts: Vec<String> = row.owner_in_words().into_iter().collect();
        facts.extend(how_it_goes(row, model.now.today()));
        facts.extend(row.point(model.now.today()));
        facts.extend(kept_back_before(meeting, row));
        rows.push(Row {
            target: Some(RowRef::Earlier(row.entry)),
            mark: row.told.as_ref().map_or("[ ]", |told| told_mark(told.status)).to_owned(),
            detail: (!facts.is_empty()).then(|| facts.join(" · ")),
            tone: if row.told.is_none() { Tone::Warn } else { Tone::Normal },
            ..plain(row.text.clone())
        });
    }
    let pointed = model.meeting_screen().and_then(MeetingScreen::pointed_earlier);
    if let Some(row) = pointed.filter(|row| meant.iter().any(|known| known.entry == row.entry)) {
        rows.insert(0, answers_row(model, row.kind));
    }
    rows
}

/// Which point is read now, if one is.
pub(super) fn reading(screen: &MeetingScreen) -> Option<EntryId> {
    match screen.cursor {
        Some(RowRef::Entry(id)) => Some(id),
        Some(_) => None,
        None => screen.unread().map(|entry| entry.id),
    }
}
