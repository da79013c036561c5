//! Who gets the minutes, and how.

use crate::app::core::model::form::{About, Field, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::fields::{text, words};
use crate::app::ui::form;
use crate::domain::command::{Change, Code};
use crate::domain::copies::{self, PLAN, Part, Why, Wish};
use crate::domain::ids::ParticipantId;
use crate::domain::meeting::Meeting;
use crate::domain::record::{ParticipantKind, Recipient};
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
    let shares = copies::shares(meeting, today, &[]);
    let mut fields = Vec::new();
    for person in &meeting.participants {
        let old = meeting.recipients.iter().find(|row| row.participant == Some(person.id));
        let usual = if person.kind == ParticipantKind::Vardnadshavare {
            "hem med svarskuvert"
        } else {
            "får en kopia"
        };
        let share = shares.iter().find(|share| share.participant == Some(person.id));
        let (plan, minutes) = copies::can_be_given(meeting, person, today);
        let label = person.short_name();
        if plan {
            let all = all_of_it(meeting);
            let mut offered = vec![NOTHING, PLAN];
            offered.extend(minutes.then_some(all.as_str()));
            let now = match share {
                Some(share) if !matches!(share.part, Part::Nothing(_)) => all.as_str(),
                Some(share) if share.plan => PLAN,
                _ => NOTHING,
            };
            let way = match old {
                Some(row) => row.way.as_deref().and_then(|way| Wish::read(way).1),
                None => Some(usual.to_owned()).filter(|_| now == all),
            };
            fields.push(Field::new(&format!("till.{}", person.id), &label, words(&offered), now));
            fields.push(text(&format!("hur.{}", person.id), HOW, way.as_deref()).hint("i handen, per post"));
            continue;
        }
        // Who gets nothing isn't put on the list by being shown in it.
        let nothing = share.and_then(|share| match share.part {
            Part::Nothing(why) => Some(why),
            _ => None,
        });
        let value = match old {
            Some(row) if Wish::of(row) == Wish::Nothing => String::new(),
            Some(row) => row.way.clone().unwrap_or_else(|| "får en kopia".to_owned()),
            None if meeting.recipients.is_empty() && nothing.is_none() => usual.to_owned(),
            None => String::new(),
        };
        let field = text(&format!("till.{}", person.id), &label, Some(&value));
        let why = nothing.filter(|why| !matches!(why, Why::NotListed | Why::Chosen));
        fields.push(match why {
            Some(Why::CameAlong) => field.hint("följde med: skriv hur, om familjen vill det"),
            Some(why) => field.hint(&format!("får inget: {}", why.words())),
            None => field,
        });
    }
    let others = meeting.recipients.iter().filter(|row| row.participant.is_none());
    let others: Vec<String> = others
        .map(|row| [Some(row.name.as_str()), row.way.as_deref()].into_iter().flatten().collect::<Vec<_>>())
        .map(|parts| parts.join(", "))
        .collect();
    fields.push(
        text("andra", "Andra", Some(&others.join("; ")))
            .hint("Karin Ek, rektor, per post; Fritids. Semikolon eller komma emellan"),
    );
    let intro = vec![
        "Välj med ‹ChoiceRight› vad familjen får, och skriv hur de andra får protokollet. Tomt betyder att personen inte får något."
            .to_owned(),
    ];
    form::open(model, &RECIPIENTS, (), "Vem får protokollet?", fields, intro);
}

/// Who is to get nothing.
const NOTHING: &str = "inget";

/// The label of how somebody gets what is chosen above it.
const HOW: &str = "– hur";

/// "hela protokollet och Min plan".
fn all_of_it(meeting: &Meeting) -> String {
    format!("{} och {PLAN}", copies::describe(meeting, &Part::Whole))
}

/// How somebody gets it, as one begins to write it after their name.
const WAYS: [&str; 9] = ["per", "via", "med", "genom", "hem", "till", "som", "i", NOTHING];

/// What is done so that somebody gets it: "Lena lämnar den i skolan".
const DEEDS: [&str; 7] = ["skickas", "skickar", "lämnas", "lämnar", "hämtas", "hämtar", "får"];

/// Whether this is how somebody gets it, and no name.
fn is_way(part: &str) -> bool {
    let mut words = part.split_whitespace();
    words.next().is_some_and(|first| WAYS.contains(&first) || DEEDS.contains(&first))
        || words.any(|word| DEEDS.contains(&word))
}

/// Those who are no participants, each with the role after the name as people are written elsewhere, and how they get it:
/// "Karin Ek, rektor, per post; Fritids".
fn others(typed: &str) -> Vec<(String, Option<String>)> {
    let mut all = Vec::new();
    for row in typed.split([';', '\n']) {
        let mut own: Vec<(String, Option<String>)> = Vec::new();
        for part in row.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match own.last_mut() {
                Some((_, Some(way))) if is_way(part) => *way = format!("{way}, {part}"),
                Some((_, way)) if is_way(part) => *way = Some(part.to_owned()),
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
    // Who came after the list was made, and is left empty in it, gets nothing because somebody says so.
    let late: Vec<ParticipantId> = copies::came_after_list(meeting).map(|person| person.id).collect();
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
                // A child gets its plan unless the list says otherwise.
                if wish == Wish::Nothing && person.kind != ParticipantKind::Barn {
                    return nothing();
                }
                wish.words(form.given(&how).as_deref())
            } else {
                let Some(given) = given else { return nothing() };
                Some(given)
            };
            Some((Some(person.id), person.name_and_role(), way))
        })
        .collect();
    let outside =
        others(form.value("andra")).into_iter().map(|(name, way)| (None, name, way)).collect::<Vec<_>>();
    wanted.extend(outside);
    if wanted.iter().all(|(_, _, way)| way.as_deref() == Some(NOTHING)) {
        // A list without anybody on it gives everybody theirs: that nobody gets anything stands there.
        let all = meeting.participants.iter();
        wanted =
            all.map(|person| (Some(person.id), person.name_and_role(), Some(NOTHING.to_owned()))).collect();
    }
    let same = |row: &Recipient, (participant, name, _): &(Option<ParticipantId>, String, Option<String>)| {
        row.participant == *participant && (participant.is_some() || row.name == *name)
    };
    let mut command = NewCommand::new(Code::SetRecipient, meeting_id);
    for gone in old.iter().filter(|row| !wanted.iter().any(|want| same(row, want))) {
        command.changes.push(Change::delete(gone.clone()));
    }
    for want in wanted {
        let known = old.iter().find(|row| same(row, &want));
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
