//! Giving somebody close to a child what the child, who answers for itself, has said no to: asked for, and in the log.

use super::front;
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Dialog, Model};
use crate::app::ui::fields::{text, wrong};
use crate::app::ui::form;
use crate::domain::copies::describe;

/// Why somebody gets a copy though the child has said no.
pub(crate) static DESPITE: FormKind = FormKind {
    // A reason that was half written stands for no choice.
    keeps_draft: false,
    ..FormKind::new("Despite", &About { open: |model, ()| ask(model), save })
};

/// Asks for the reason, for the highlighted one.
pub(super) fn ask(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(Dialog::Copies(copies)) = model.dialogs.last() else { return };
    let Some(row) = copies.rows.get(copies.cursor) else { return };
    let Some(part) = &row.share.despite else { return };
    if model.person.is_none() {
        return model.complain(
            "Den som lämnar ut ändå ska stå med namn. Gå hem (‹Back›), tryck ‹SwitchPerson› och säg vem du är.",
        );
    }
    let intro = vec![
        format!("{}: {}", row.share.who, describe(&screen.meeting, part)),
        "Barnet har fyllt 15, eller gör det i år, och har själv sagt nej. Det som är hemligt till skydd för ett barn är hemligt \
         också för vårdnadshavaren, utom i den mån vårdnadshavaren har rätt att bestämma i saken, och aldrig om barnet kan \
         lida betydande men. Läs OSL 12 kap. 3 § och fråga er jurist innan något lämnas ut."
            .to_owned(),
        "Skälet står i loggen över kopior.".to_owned(),
    ];
    let fields = vec![text("skal", "Lämnas ut ändå, därför att", None)];
    form::open(model, &DESPITE, (), "Lämna ut fast barnet har sagt nej?", fields, intro);
}

fn save(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let reason = form.given("skal").ok_or_else(|| {
        wrong(
            "skal",
            "Skriv varför det lämnas ut, och vem som har prövat det. ‹Back› låter barnets nej gälla.",
        )
    })?;
    let Some(copies) = front(model) else { return Ok(()) };
    let Some(row) = copies.rows.get_mut(copies.cursor) else { return Ok(()) };
    if let Some(part) = row.share.despite.clone() {
        row.choices.push(part);
        row.chosen = row.choices.len() - 1;
        row.despite = Some(reason);
    }
    Ok(())
}
