//! Who gets the minutes, and how.

use crate::app::core::model::form::{About, Field, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::fields::{text, words};
use crate::app::ui::form;
use crate::domain::collate::same;
use crate::domain::command::{Change, Code};
use crate::domain::consent::one_party;
use crate::domain::copies::{self, PLAN, Part, Why, Wish, is_way};
use crate::domain::dates::spoken_date;
use crate::domain::ids::ParticipantId;
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::record::{Participant, ParticipantKind, Recipient};
use crate::domain::roles::is_post;

/// Who gets the minutes, and how.
pub(crate) static RECIPIENTS: FormKind =
    FormKind::new("Recipients", &About { open: |model, ()| open(model), save });

/// Who gets the minutes, and how: a line for each.
pub(crate) fn open(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    if meeting.is_locked() {
        return model.say(
            "Protokollet är låst, och där står vem som får det. ‹Versions› visar versionerna, och där kan en ny öppnas.",
        );
    }
    let today = model.now.today();
    let callings = &Callings::of(meeting);
    let shares = copies::shares_among(callings, today, &[]);
    let before = copies::proposed_from(callings, today).map(spoken_date);
    let outside = copies::proposed_outside(callings, today);
    let mut fields = Vec::new();
    for person in &meeting.participants {
        let old = meeting.recipients.iter().find(|row| row.participant == Some(person.id));
        let usual = if person.kind == ParticipantKind::Vardnadshavare {
            copies::way_home(meeting)
        } else {
            copies::A_COPY
        };
        let share = shares.iter().find(|share| share.participant == Some(person.id));
        // What stands in it already isn't proposed; a proposal is the secretary's to change, and holds when it is saved.
        let proposed = before.as_deref().zip(copies::proposed(callings, person, today));
        let (plan, minutes) = copies::can_be_given(meeting, person, today);
        let label = person.short_name();
        if plan {
            let all = all_of_it(meeting, &minutes);
            let mut offered = vec![NOTHING, PLAN];
            offered.extend((!matches!(minutes, Part::Nothing(_))).then_some(all.as_str()));
            let now = match share {
                _ if let Some((_, (wish, _))) = &proposed => match wish {
                    Wish::Minutes => all.as_str(),
                    Wish::Plan => PLAN,
                    Wish::Nothing => NOTHING,
                },
                Some(share) if !matches!(share.part, Part::Nothing(_)) => all.as_str(),
                Some(share) if share.plan => PLAN,
                _ => NOTHING,
            };
            let way = match old {
                _ if let Some((_, (_, way))) = &proposed => way.clone(),
                Some(row) => row.way.as_deref().and_then(|way| Wish::read(way).1),
                None => Some(usual.to_owned()).filter(|_| now == all),
            };
            let field = Field::new(&format!("till.{}", person.id), &label, words(&offered), now);
            fields.push(match &proposed {
                Some((day, _)) => field.hint(&as_before(day)),
                None => field,
            });
            fields.push(text(&format!("hur.{}", person.id), HOW, way.as_deref()).hint("i handen, per post"));
            continue;
        }
        // Who gets nothing isn't put on the list by being shown in it.
        let nothing = share.and_then(|share| match share.part {
            Part::Nothing(why) => Some(why),
            _ => None,
        });
        // Where their verksamhet had it for all of them, so it is proposed again.
        let by_unit = outside.iter().find(|row| old.is_none() && one_party(&row.name, &person.unit));
        let value = match old {
            _ if proposed.is_none() && by_unit.is_some() => String::new(),
            _ if let Some((_, (Wish::Nothing, _))) = &proposed => String::new(),
            _ if let Some((_, (wish, way))) = &proposed => {
                wish.words(way.as_deref()).unwrap_or_else(|| "får en kopia".to_owned())
            }
            Some(row) if Wish::of(row) == Wish::Nothing => String::new(),
            Some(row) => row.way.clone().unwrap_or_else(|| copies::A_COPY.to_owned()),
            None if meeting.recipients.is_empty() && nothing.is_none() => usual.to_owned(),
            None => String::new(),
        };
        let field = text(&format!("till.{}", person.id), &label, Some(&value));
        let why = nothing.filter(|why| !matches!(why, Why::NotListed | Why::Chosen));
        fields.push(match why {
            _ if let Some((day, _)) = &proposed => field.hint(&as_before(day)),
            _ if let Some(row) = by_unit => field.hint(&format!("{} står under Andra", row.name)),
            Some(Why::CameAlong) => field.hint("följde med: skriv hur, om familjen vill det"),
            Some(why) => field.hint(&format!("får inget: {}", why.words())),
            None => field,
        });
    }
    let others = meeting.recipients.iter().filter(|row| row.participant.is_none()).chain(&outside);
    let others: Vec<String> = others
        .map(|row| [Some(row.name.as_str()), row.way.as_deref()].into_iter().flatten().collect::<Vec<_>>())
        .map(|parts| parts.join(", "))
        .collect();
    fields.push(
        text("andra", "Andra", Some(&others.join("; ")))
            .hint("Karin Ek, rektor, per post; Fritids. Semikolon eller komma emellan"),
    );
    let mut intro = vec![
        "Välj med ‹ChoiceRight› vad familjen får, och skriv hur de andra får protokollet. Tomt betyder att personen inte får något."
            .to_owned(),
    ];
    if let Some(day) = before {
        intro.push(format!(
            "Där det står förslag är det ifyllt som på mötet {day}, så långt samtycket räcker. Ändra det som är annorlunda nu. Det gäller när du sparar."
        ));
    }
    form::open(model, &RECIPIENTS, (), "Vem får protokollet?", fields, intro);
}

/// Said of a field that is filled in as the list of the meeting before has it.
fn as_before(day: &str) -> String {
    format!("förslag: så var det på mötet {day}")
}

/// Who is to get nothing.
const NOTHING: &str = "inget";

/// The label of how somebody gets what is chosen above it.
const HOW: &str = "– hur";

/// "hela protokollet och Min plan", "ärende 2 och Min plan".
fn all_of_it(meeting: &Meeting, minutes: &Part) -> String {
    format!("{} och {PLAN}", copies::describe(meeting, minutes))
}

/// Whether this is how somebody gets it, or that they get nothing, and no name.
fn says_how(part: &str) -> bool {
    is_way(part) || part.split_whitespace().next() == Some(NOTHING)
}

/// Those who are no participants, each with the role after the name as people are written elsewhere, and how they get it:
/// "Karin Ek, rektor, per post; Fritids".
fn others(typed: &str) -> Vec<(String, Option<String>)> {
    let mut all = Vec::new();
    for row in typed.split([';', '\n']) {
        let mut own: Vec<(String, Option<String>)> = Vec::new();
        for part in row.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match own.last_mut() {
                Some((_, Some(way))) if says_how(part) => *way = format!("{way}, {part}"),
                Some((_, way)) if says_how(part) => *way = Some(part.to_owned()),
                // Two roles in a row are two people.
                Some((name, None)) if is_post(part) && !name.split(", ").any(is_post) => {
                    *name = format!("{name}, {part}");
                }
                _ => own.push((part.to_owned(), None)),
            }
        }
        all.extend(own);
    }
    all
}

#[expect(clippy::unnecessary_wraps, reason = "other forms can be wrong")]
fn save(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let meeting_id = meeting.id();
    let old = meeting.recipients.clone();
    // Who came after the list was made, or had it the time before, and is left empty in it, gets nothing because somebody
    // says so.
    let today = model.now.today();
    let callings = &Callings::of(meeting);
    let asked = |person: &&Participant| copies::proposed(callings, person, today).is_some();
    let late = copies::came_after_list(meeting).chain(meeting.participants.iter().filter(asked));
    let late: Vec<ParticipantId> = late.map(|person| person.id).collect();
    let had = copies::proposed_outside(callings, today);
    let mut wanted: Vec<(Option<ParticipantId>, String, Option<String>)> = meeting
        .participants
        .iter()
        .filter_map(|person| {
            let nothing = || {
                let says = late.contains(&person.id);
                says.then(|| (Some(person.id), person.name_and_role(), Some(NOTHING.to_owned())))
            };
            let given = form.given(&format!("till.{}", person.id));
            let how = format!("hur.{}", person.id);
            let way = if form.fields.iter().any(|field| field.key == how) {
                let wish = match given.as_deref() {
                    Some(PLAN) => Wish::Plan,
                    Some(NOTHING) | None => Wish::Nothing,
                    Some(_) => Wish::Minutes,
                };
                let way = form.given(&how);
                // A child gets its plan unless the list says otherwise. How it would be sent stands in a row that says nothing.
                let keeps_way = wish.words(way.as_deref()).is_some_and(|words| words != NOTHING);
                if wish == Wish::Nothing && person.kind != ParticipantKind::Barn && !keeps_way {
                    return nothing();
                }
                wish.words(way.as_deref())
            } else {
                let Some(given) = given else { return nothing() };
                Some(given)
            };
            Some((Some(person.id), person.name_and_role(), way))
        })
        .collect();
    let outside =
        others(form.value("andra")).into_iter().map(|(name, way)| (None, name, way)).collect::<Vec<_>>();
    let left_out = had.into_iter().filter(|row| !outside.iter().any(|(_, name, _)| same(name, &row.name)));
    let left_out: Vec<_> = left_out.map(|row| (None, row.name, Some(NOTHING.to_owned()))).collect();
    wanted.extend(outside);
    wanted.extend(left_out);
    if wanted.iter().all(|(_, _, way)| way.as_deref().is_some_and(|way| Wish::read(way).0 == Wish::Nothing)) {
        // A list without anybody on it gives everybody theirs: that nobody gets anything stands there.
        let all = meeting.participants.iter();
        let said = wanted.clone();
        let way = |person: &Participant| {
            said.iter().find(|(id, ..)| *id == Some(person.id)).and_then(|(.., way)| way.clone())
        };
        let nothing = |person: &Participant| way(person).or_else(|| Some(NOTHING.to_owned()));
        wanted = all.map(|person| (Some(person.id), person.name_and_role(), nothing(person))).collect();
    }
    let is_same =
        |row: &Recipient, (participant, name, _): &(Option<ParticipantId>, String, Option<String>)| {
            row.participant == *participant && (participant.is_some() || row.name == *name)
        };
    let mut command = NewCommand::new(Code::SetRecipient, meeting_id);
    for gone in old.iter().filter(|row| !wanted.iter().any(|want| is_same(row, want))) {
        command.changes.push(Change::delete(gone.clone()));
    }
    for want in wanted {
        let known = old.iter().find(|row| is_same(row, &want));
        let (participant, name, way) = want;
        let fresh = Recipient {
            id: known.map_or_else(|| model.new_id(), |row| row.id),
            meeting: meeting_id,
            participant,
            name,
            way,
            rev: known.map_or(0, |row| row.rev),
        };
        if known != Some(&fresh) {
            command.changes.push(Change::put(fresh));
        }
    }
    model.commit(command);
    // Where it was opened from the list of who gets what, that says so at once.
    super::copies::again(model);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_somebody_gets_it_stands_after_the_name_and_is_no_recipient_of_its_own() {
        let read = |typed: &str| {
            others(typed)
                .into_iter()
                .map(|(name, way)| [Some(name), way].into_iter().flatten().collect::<Vec<_>>().join(" | "))
                .collect::<Vec<_>>()
        };
        assert_eq!(read("Vårdcentralen Norr, per post"), ["Vårdcentralen Norr | per post"]);
        assert_eq!(
            read("Fritids, BVC, via Prator, med bud, Hemmet"),
            ["Fritids", "BVC | via Prator, med bud", "Hemmet"]
        );
        // A name may begin with a small letter, and how can't come before whom.
        assert_eq!(read("fritids, habiliteringen"), ["fritids", "habiliteringen"]);
        assert_eq!(read("per post"), ["per post"]);
        assert_eq!(read("Per Ek, Via Skola"), ["Per Ek", "Via Skola"]);
        // A person is written here as everywhere else.
        assert_eq!(read("Karin Ek, rektor"), ["Karin Ek, rektor"]);
        assert_eq!(
            read("Karin Ek, rektor, per post; Bo Alm, kurator, Fritids\nBVC, via Prator"),
            ["Karin Ek, rektor | per post", "Bo Alm, kurator", "Fritids", "BVC | via Prator"]
        );
        assert_eq!(read("rektor, skolsköterska"), ["rektor", "skolsköterska"]);
        assert_eq!(read("Gun Ek, Lena lämnar den i skolan"), ["Gun Ek | Lena lämnar den i skolan"]);
        assert_eq!(read("Vårdcentralen, inget, Fritids"), ["Vårdcentralen | inget", "Fritids"]);
    }
}
