//! Three short questions after the meeting, and how they have been answered before: for the team alone.

use crate::app::core::action::name_keys;
use crate::app::core::effect::Effect;
use crate::app::core::model::form::{About, Field, FieldKind, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::form;
use crate::domain::command::{Change, Code};
use crate::domain::dates::short_date;
use crate::domain::record::Assessment;
use crate::domain::trend::{ANSWERS, CONDITIONS, Judged, Score};
use std::fmt::Write as _;

/// How the team works together. It isn't kept who answered what.
pub(crate) static ASSESS: FormKind = FormKind {
    keeps_draft: false,
    ..FormKind::new("Assess", &About { open: |model, ()| open(model), save })
};

/// Cells of a bar that is full.
const BAR: i64 = 20;

/// Asks the three questions.
pub(crate) fn open(model: &mut Model) {
    if model.meeting().is_none() {
        return;
    }
    let mut words = vec![String::new()];
    words.extend(ANSWERS.iter().map(|word| (*word).to_owned()));
    let fields = CONDITIONS
        .iter()
        .map(|(key, word, question)| {
            Field::new(key, word, FieldKind::Choice(words.clone()), "").hint(question)
        })
        .collect();
    let intro = vec![
        "Tre frågor till er som möttes. Svara var för sig, en i taget, eller ge ett svar tillsammans.".to_owned(),
        "Ingen ser vem som har svarat vad. Det här skrivs aldrig ut. Lämna allt tomt för att bara se hur det har gått."
            .to_owned(),
    ];
    form::open(model, &ASSESS, (), "Hur samarbetar vi?", fields, intro);
}

/// Keeps an answer; an empty one only shows how it has been.
#[expect(clippy::unnecessary_wraps, reason = "other forms can be wrong")]
fn save(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let given = |key: &str| {
        let at = ANSWERS.iter().position(|word| *word == form.value(key))?;
        i64::try_from(at + 1).ok()
    };
    let [structure, respect, interplay] = CONDITIONS.map(|(key, ..)| given(key));
    let Some((id, one_child)) =
        model.meeting().map(|meeting| (meeting.id(), meeting.agenda.individuals && !meeting.agenda.many))
    else {
        return Ok(());
    };
    if structure.or(respect).or(interplay).is_none() {
        model.ask_for(Effect::LoadTrend { meeting: id, one_child });
        return Ok(());
    }
    let mut command = NewCommand::new(Code::Assess, id);
    let row = Assessment { id: model.new_id(), meeting: id, structure, respect, interplay };
    command.changes.push(Change::put(row));
    model.commit(command);
    model.say("Tack. ‹Assess›: nästa person svarar, eller visar hur det har gått.");
    Ok(())
}

/// Shows how it has been.
pub(crate) fn show(model: &mut Model, rows: &[Judged]) {
    let text = chart(rows, model.now.today());
    model.show("Så har vi samarbetat", text);
}

/// The answers of each meeting as bars, condition by condition.
fn chart(rows: &[Judged], today: chrono::NaiveDate) -> String {
    if rows.is_empty() {
        return name_keys("Ingen har svarat än. Tryck ‹Assess› och välj ett svar på varje fråga.");
    }
    let mut text = "Bara för er som möts. Skrivs aldrig ut. Stapeln går från 1 till 5.\n".to_owned();
    for (at, (_, word, question)) in CONDITIONS.iter().enumerate() {
        let _ = write!(text, "\n{}  {question}\n", word.to_uppercase());
        for row in rows {
            let _ = writeln!(text, "{:<12} {}", short_date(row.day, today), bar(row.scores[at]));
        }
    }
    text
}

/// A bar as long as the mean, or why there is none.
fn bar(score: Score) -> String {
    let Some(tenths) = score.tenths() else {
        let why = if score.count == 0 { "inget svar" } else { "2 svar: visas när fler har svarat" };
        return why.to_owned();
    };
    let full = usize::try_from((tenths - 10) * BAR / 40).unwrap_or(0);
    let rest = usize::try_from(BAR).unwrap_or(0).saturating_sub(full);
    let (bar, empty) = ("█".repeat(full), "░".repeat(rest));
    format!("{bar}{empty} {},{}  {} svar", tenths / 10, tenths % 10, score.count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_the_mean_and_says_its_number() {
        let day = |text: &str| text.parse().unwrap();
        let score = |count, sum| Score { count, sum };
        let rows = [
            Judged { day: day("2026-11-09"), answers: 3, scores: [score(3, 8), score(2, 5), score(0, 0)] },
            Judged { day: day("2026-11-23"), answers: 1, scores: [score(1, 1), score(1, 4), score(1, 3)] },
        ];
        let text = chart(&rows, day("2026-11-23"));
        assert!(text.contains("████████░░░░░░░░░░░░ 2,7  3 svar"), "{text}");
        assert!(
            text.contains("2 svar: visas när fler har svarat"),
            "each of two would know the other's: {text}"
        );
        assert!(text.contains("░░░░░░░░░░░░░░░░░░░░ 1,0  1 svar"), "{text}");
        assert!(text.contains("inget svar"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 74), "fits 80 columns: {text}");
    }
}
