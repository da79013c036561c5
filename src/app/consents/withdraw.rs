//! A consent taken back: the talk stops at once.

use crate::app::core::effect::Effect;
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::app::meeting::{chosen, walk};
use crate::app::ui::question::confirm;
use crate::domain::agenda::Phase;
use crate::domain::command::{Change, Code};
use crate::domain::consent;
use crate::domain::dates::short_date;
use crate::domain::ids::{ArendeId, ConsentId};
use crate::domain::meeting::Position;
use crate::domain::quoted::quoted;
use crate::domain::record::{Consent, ConsentAnswer};

/// Asks who takes the consent back: the list is the question, and Enter answers it.
pub(crate) fn ask_which(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let chosen = chosen::chosen_item(model).and_then(|id| meeting.item(id));
    let today = model.now.today();
    let mut items = Vec::new();
    for item in meeting.items.iter().filter(|item| chosen.is_none_or(|chosen| chosen.id == item.id)) {
        let label = meeting.arende_of(item).map_or("", |arende| arende.label.as_str());
        let mut seen: Vec<&Consent> = Vec::new();
        for row in meeting.consents_for(item.arende) {
            if !meeting.can_be_taken_back(row) || seen.iter().any(|known| known.is_from_same(row)) {
                continue;
            }
            seen.push(row);
            let (id, detail) =
                (row.id, format!("{} · gäller till {}", quoted(label), short_date(row.last_day(), today)));
            items.push(PickItem::new(&row.given_by, detail, move |model| withdraw(model, id)));
        }
    }
    if items.is_empty() {
        return model
            .say("Det finns inget samtycke att återkalla här. Är svaret nej: skriv det med ‹Consent›.");
    }
    let title = "Vem tar tillbaka samtycket? Går inte att ångra";
    model.pick(title, items);
}

/// Asks whether this consent is to be withdrawn.
pub(crate) fn ask(model: &mut Model, id: ConsentId) {
    let text = vec![
        "Vi slutar genast att prata om ärendet. Det som redan är antecknat lämnas inte till någon ny."
            .to_owned(),
        "Ett återkallat samtycke kan inte ångras. Ett nytt kan lämnas.".to_owned(),
    ];
    confirm(model, "Återkalla samtycket?", text, "Återkalla", move |model| withdraw(model, id));
}

/// Withdraws all that somebody has consented to in an ärende. In the meeting that speaks of it, the talk stops at once:
/// also what is half written is let go, since nothing more is written about the child.
pub(crate) fn withdraw(model: &mut Model, id: ConsentId) {
    let now = model.now;
    let Screen::Meeting(screen) = &model.screen else { return withdraw_at_home(model, id) };
    let meeting = &screen.meeting;
    let Some(chosen) = meeting.consents.iter().find(|row| row.id == id) else { return };
    let mut command = NewCommand::new(Code::WithdrawConsent, meeting.id());
    command.changes.extend(withdrawals(&meeting.consents, chosen, now.utc));
    let arende = chosen.arende;
    model.commit(command);
    stop(model, arende);
    model.say(consent::withdrawal_words(&now.clock()));
}

/// The talk of an ärende ends, if the meeting speaks of it: nothing half written about it is left.
pub(crate) fn stop(model: &mut Model, arende: ArendeId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let meeting = &screen.meeting;
    let many = meeting.agenda.many;
    let spoken_of = meeting.head.phase != Phase::Sammanhang
        && meeting.items.iter().any(|item| {
            item.arende == arende
                && meeting.is_stopped(item)
                && (meeting.head.current == Some(item.id) || !many)
        });
    if !spoken_of {
        return;
    }
    screen.line.clear();
    screen.editing = None;
    screen.emptied.clear();
    screen.usual_target = None;
    let phase = if many { Phase::Sammanhang } else { Phase::Ansvar };
    walk::arrive(model, Position { phase, arende: None });
}

/// Every consent of the same person in the same ärende, withdrawn.
fn withdrawals(all: &[Consent], chosen: &Consent, at: chrono::DateTime<chrono::Utc>) -> Vec<Change> {
    all.iter()
        .filter(|row| row.is_from_same(chosen) && row.withdrawn.is_none())
        .filter(|row| row.id == chosen.id || row.answer == ConsentAnswer::Ja)
        .map(|row| Change::put(Consent { withdrawn: Some(at), ..row.clone() }))
        .collect()
}

fn withdraw_at_home(model: &mut Model, id: ConsentId) {
    let now = model.now;
    let all: Vec<Consent> = model.consents.iter().map(|row| row.consent.clone()).collect();
    let Some(chosen) = all.iter().find(|row| row.id == id) else { return };
    let changes = withdrawals(&all, chosen, now.utc);
    model.commit(NewCommand { code: Code::WithdrawConsent, meeting: None, snapshot: None, changes });
    model.ask_for(Effect::LoadHome(now.today()));
    model.say(format!(
        "Samtycket återkallat {}. Ärendet tas inte upp, och det som är antecknat lämnas inte till någon ny.",
        now.clock()
    ));
}
