//! The wall in sentences, for whoever hears it instead of seeing it: one for each change.

use super::{Again, Agreed, Gathered, Noted, Scene, Seat, Talk, Time, Turn, Wall};
use crate::domain::agenda::Phase;
use crate::domain::meeting::{capital, lower_first};

/// Minutes that are left when that is said.
const SOON: i64 = 5;

/// What has changed since `before`, in words. With nothing before, all there is.
pub fn sentences(before: Option<&Wall>, after: &Wall) -> Vec<String> {
    let mut said = Vec::new();
    let old = before.map(|wall| &wall.scene);
    match (&after.scene, old) {
        (Scene::Waiting { when }, old) if !matches!(old, Some(Scene::Waiting { when: was }) if was == when) =>
        {
            said.push(match (after.agenda_name.as_str(), when) {
                ("", _) => "Välkommen. Mötet har inte börjat.".to_owned(),
                (form, Some(when)) => format!("Välkommen. {form} börjar klockan {when}."),
                (form, None) => format!("Välkommen. {form} har inte börjat."),
            });
        }
        (Scene::Paused, old) if !matches!(old, Some(Scene::Paused)) => {
            said.push(format!("Paus. Klockan är {}.", after.clock));
        }
        (Scene::Closed { again }, old) => {
            let was = match old {
                Some(Scene::Closed { again }) => Some(again),
                _ => None,
            };
            if was.is_none() {
                said.push("Mötet är slut. Tack för i dag.".to_owned());
            }
            if was.is_none_or(|was| was != again) {
                said.extend(again.as_ref().map(meets_again));
            }
        }
        (Scene::Talk(talk), old) => {
            let was = match old {
                Some(Scene::Talk(was)) => Some(was.as_ref()),
                _ => None,
            };
            if after.practice && was.is_none() {
                said.push("Det här är en övning.".to_owned());
            }
            talk_sentences(was, talk, &mut said);
        }
        _ => {}
    }
    said
}

/// "Vi ses igen torsdag 21 januari 13.00, Rum 2."
fn meets_again(again: &Again) -> String {
    format!("Vi ses igen {}.", again.in_words().replace(" · ", ", "))
}

fn talk_sentences(was: Option<&Talk>, talk: &Talk, said: &mut Vec<String>) {
    let same_place = was.is_some_and(|was| was.phase == talk.phase && was.subject == talk.subject);
    if was.is_none_or(|was| was.subject != talk.subject)
        && let Some(subject) = talk.subject.as_ref().filter(|subject| !subject.is_empty())
    {
        said.push(format!("Vi talar om {}.", lower_first(&subject.replace(" · ", ", "))));
    }
    if was.is_none_or(|was| was.phase != talk.phase) {
        said.push(format!("Nu är vi i {}.", talk.phase.name().to_lowercase()));
    }
    if !same_place && !talk.question.is_empty() {
        said.push(format!("Frågan är: {}", talk.question));
        if !talk.more.is_empty() {
            said.push(format!("Och sedan: {}", talk.more.join(" ")));
        }
    }
    if let (Time::Ends(end), true) = (&talk.time, was.is_none()) {
        said.push(format!("Vi slutar {end}."));
    }
    if was.is_none_or(|was| was.only != talk.only)
        && let Some(only) = &talk.only
    {
        said.push(only.clone());
    }
    if was.is_none_or(|was| was.turn != talk.turn) {
        match &talk.turn {
            Some(Turn::Of(who)) => said.push(format!("Nu berättar {}.", lower_first(who))),
            Some(Turn::Round) => said.push("Ordet går laget runt.".to_owned()),
            None if same_place => said.push("Alla har fått ordet.".to_owned()),
            None => {}
        }
    }
    gathered_sentences(was.and_then(|was| was.gathered.as_ref()), talk, said);
    noted_sentences(was.filter(|_| same_place), talk, said);
    let earlier: &[Agreed] = if same_place { was.map_or(&[], |was| &was.agreed) } else { &[] };
    for point in &talk.agreed {
        match earlier.iter().find(|old| old.entry == point.entry) {
            None if same_place => said.push(format!("Nytt: {}", spoken(point))),
            None => said.push(spoken(point)),
            Some(old) if (&old.what, &old.who, &old.when) != (&point.what, &point.who, &point.when) => {
                said.push(format!("Ändrat: {}", spoken(point)));
            }
            Some(old) if point.confirmed && !old.confirmed => {
                said.push(format!("Bekräftat: {}.", point.what.trim_end_matches('.')));
            }
            Some(_) => {}
        }
    }
    for old in earlier.iter().filter(|old| !talk.agreed.iter().any(|point| point.entry == old.entry)) {
        said.push(format!("Borttaget: {}.", old.what.trim_end_matches('.')));
    }
    if was.is_none_or(|was| was.again != talk.again) {
        said.extend(talk.again.as_ref().map(meets_again));
    }
    if let (Time::Spent { spent, given }, true) = (&talk.time, same_place)
        && let Some(Time::Spent { spent: was, .. }) = was.map(|was| &was.time)
        && was < spent
    {
        let left = given - spent;
        if left == 0 {
            said.push("Tiden för det här är ute.".to_owned());
        } else if left == SOON {
            said.push(format!("{SOON} minuter kvar."));
        }
    }
}

/// Who is here, each time somebody comes or goes, and once why and until when.
fn gathered_sentences(was: Option<&Gathered>, talk: &Talk, said: &mut Vec<String>) {
    let Some(now) = &talk.gathered else { return };
    if !now.seats.is_empty() && was.is_none_or(|was| was.seats != now.seats) {
        let seats: Vec<String> = now.seats.iter().map(seat).collect();
        said.push(format!("Vi som är här: {}.", seats.join("; ")));
    }
    if was.is_none_or(|was| was.why != now.why) {
        said.extend(now.why.as_ref().map(|why| format!("Därför ses vi: {}.", why.trim_end_matches('.'))));
    }
    if was.is_none_or(|was| was.until != now.until) {
        said.extend(now.until.as_ref().map(|until| format!("Vi håller på till {until}.")));
    }
}

/// Somebody as one says it: "Sara, specialpedagog, leder mötet".
fn seat(seat: &Seat) -> String {
    if seat.part.is_empty() { seat.in_words() } else { format!("{}, {}", seat.in_words(), seat.part) }
}

/// Needs, goals and what was promised. They are known already when it is planned who does what.
fn noted_sentences(before: Option<&Talk>, talk: &Talk, said: &mut Vec<String>) {
    for row in &talk.noted {
        match before.map(|was| was.noted.iter().find(|old| old.entry == row.entry)) {
            None if talk.phase == Phase::Planering => {}
            None => said.push(noted(row)),
            Some(None) => said.push(format!("Nytt: {}", noted(row))),
            Some(Some(old)) if noted(old) == noted(row) => {}
            Some(Some(_)) => said.push(format!("Ändrat: {}", noted(row))),
        }
    }
    let gone = before.into_iter().flat_map(|was| &was.noted);
    for old in gone.filter(|old| !talk.noted.iter().any(|row| row.entry == old.entry)) {
        said.push(format!("Borttaget: {}.", old.what.trim_end_matches('.')));
    }
}

/// Such a row as one says it: "Det här lovade vi: Bildschema. Mentor, klar."
fn noted(row: &Noted) -> String {
    let facts: Vec<&str> =
        [&row.who, &row.how].into_iter().map(String::as_str).filter(|fact| !fact.is_empty()).collect();
    let plan = if row.plan.is_empty() { String::new() } else { format!(" i {}", row.plan) };
    let point = match row.number {
        Some(number) if plan.is_empty() => format!(" {number}"),
        Some(number) => format!(", punkt {number}{plan}"),
        None => String::new(),
    };
    let said = format!("{}{point}: {}.", row.kind.heading(), row.what.trim_end_matches('.'));
    if facts.is_empty() { said } else { format!("{said} {}.", capital(&facts.join(", "))) }
}

/// A point as one says it: "Förslag till åtgärd: Bildschema i klassrummet. Mentor, senast fre 27 nov."
fn spoken(point: &Agreed) -> String {
    let kind = match point {
        Agreed { family: true, .. } => "Det gör familjen",
        Agreed { decision: true, .. } => "Beslut",
        _ => "Åtgärd",
    };
    let need = point.need.map(|need| format!("svarar mot behov {need}")).unwrap_or_default();
    let facts: Vec<&str> = [&point.who, &point.when, &need]
        .into_iter()
        .map(String::as_str)
        .filter(|fact| !fact.is_empty())
        .collect();
    let what = point.what.trim_end_matches('.');
    let kind = match point.confirmed {
        true => kind.to_owned(),
        false if point.family => format!("Förslag, {}", lower_first(kind)),
        false => format!("Förslag till {}", kind.to_lowercase()),
    };
    let number = match point.number {
        Some(number) if point.family => format!(", punkt {number}"),
        Some(number) => format!(" {number}"),
        None => String::new(),
    };
    let place = match point.place {
        Some(number) => format!(" i ärende {number}"),
        None if point.alias.is_empty() => String::new(),
        None => " för hela mötet".to_owned(),
    };
    if facts.is_empty() {
        format!("{kind}{number}{place}: {what}.")
    } else {
        format!("{kind}{number}{place}: {what}. {}.", capital(&facts.join(", ")))
    }
}
