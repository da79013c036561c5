//! Consents between and during meetings: withdrawing one at once, printing a form to sign, the list on home; and taking
//! up a question so that the child can't be recognised.

pub(crate) mod form;
#[cfg(test)]
mod tests;

use crate::app::core::NewCommand;
use crate::app::core::effect::Effect;
use crate::app::core::model::{Model, Screen};
use crate::app::meeting::save_form::{Wrong, wrong};
use crate::app::meeting::{rows, walk};
use crate::app::ui::ask;
use crate::app::ui::dialog::{Choice, Dialog, Form, Pick, PickItem, Purpose, Reader, Yes};
use crate::app::ui::forms::{open, text};
use crate::domain::agenda::Phase;
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code};
use crate::domain::consent::{self, ConsentSheet};
use crate::domain::dates::short_date;
use crate::domain::ids::{ArendeId, ConsentId, MeetingArendeId};
use crate::domain::meeting::Position;
use crate::domain::overview::ConsentRow;
use crate::domain::record::{Arende, Consent, ConsentAnswer, MeetingArende};
use crate::domain::rules;

/// Asks who takes the consent back: the list is the question, and Enter answers it.
pub(crate) fn ask_withdrawal(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let chosen = rows::chosen_item(model).and_then(|id| meeting.item(id));
    let today = model.now.today();
    let mut items = Vec::new();
    for item in meeting.items.iter().filter(|item| chosen.is_none_or(|chosen| chosen.id == item.id)) {
        let label = meeting.arende_of(item).map_or("", |arende| arende.label.as_str());
        let mut seen: Vec<&Consent> = Vec::new();
        for row in meeting.consents_for(item.arende) {
            let open = row.withdrawn.is_none() && row.answer == ConsentAnswer::Ja;
            if !open || seen.iter().any(|known| known.is_from_same(row)) {
                continue;
            }
            seen.push(row);
            items.push(PickItem {
                label: row.given_by.clone(),
                detail: format!("”{label}” · gäller till {}", short_date(row.last_day(), today)),
                choice: Some(Choice::WithdrawNow(row.id)),
            });
        }
    }
    if items.is_empty() {
        return model
            .say("Det finns inget samtycke att återkalla här. Är svaret nej: skriv det med Ctrl-K, så stannar ärendet.");
    }
    let title = "Vem tar tillbaka samtycket? Går inte att ångra";
    model.dialogs.push(Dialog::Pick(Pick::new(title, items)));
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
    screen.cleared = None;
    screen.usual_target = None;
    let phase = if many { Phase::Sammanhang } else { Phase::Ansvar };
    walk::arrive(model, Position { phase, arende: None });
    crate::app::meeting::keys::note_draft(model);
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

/// Asks for the consents of all ärenden, to be listed.
pub(crate) fn load(model: &mut Model) {
    model.ask_for(Effect::LoadConsents);
}

/// The list on home.
pub(crate) fn list(model: &mut Model, consents: Vec<ConsentRow>) {
    model.consents = consents;
    if !matches!(model.screen, Screen::Home(_)) || !model.dialogs.is_empty() {
        return;
    }
    if model.consents.is_empty() {
        return model.say("Inga samtycken är skrivna än. De skrivs i mötet med Ctrl-K.");
    }
    let today = model.now.today();
    let items = model
        .consents
        .iter()
        .map(|row| PickItem {
            label: format!("”{}”  {}", row.label, row.consent.given_by),
            detail: row.standing(today),
            choice: Some(Choice::ConsentOf(row.consent.id)),
        })
        .collect();
    model.dialogs.push(Dialog::Pick(Pick::new("Samtycken", items)));
}

/// What can be done with one of the list on home.
pub(crate) fn acts_on(model: &mut Model, id: ConsentId) {
    let Some(row) = model.consents.iter().find(|row| row.consent.id == id) else { return };
    let mut items = vec![
        PickItem {
            label: "Läs samtycket".to_owned(),
            detail: "parter, vad de får berätta, hur länge".to_owned(),
            choice: Some(Choice::ReadConsent(id)),
        },
        PickItem {
            label: "Skriv ut en ny blankett att skriva på".to_owned(),
            detail: "med samma parter".to_owned(),
            choice: Some(Choice::PrintConsentAs(id)),
        },
    ];
    if row.consent.withdrawn.is_none() && row.consent.answer == ConsentAnswer::Ja {
        items.push(PickItem {
            label: "Återkalla samtycket".to_owned(),
            detail: "gäller genast".to_owned(),
            choice: Some(Choice::Withdraw(id)),
        });
    }
    let title = format!("”{}”  {}", row.label, row.consent.given_by);
    model.dialogs.push(Dialog::Pick(Pick::new(&title, items)));
}

/// Shows one of the list on home in full.
pub(crate) fn read(model: &mut Model, id: ConsentId) {
    let today = model.now.today();
    let Some(row) = model.consents.iter().find(|row| row.consent.id == id) else { return };
    let mut lines = vec![format!("Från {}", row.consent.given_by), row.standing(today), String::new()];
    lines.push("PARTER".to_owned());
    for party in &row.parties {
        lines.push(party.part.clone());
        lines.extend(party.may_tell.as_ref().map(|what| format!("  får berätta: {what}")));
        lines.extend(party.must_not.as_ref().map(|what| format!("  får inte berätta: {what}")));
    }
    lines.extend(row.consent.not_covered.as_ref().map(|what| format!("\nGäller inte: {what}")));
    lines.extend(row.consent.reason.as_ref().map(|why| format!("\nSkäl: {why}")));
    let title = format!("Samtycke för ”{}”", row.label);
    model.dialogs.push(Dialog::Reader(Reader { title, text: lines.join("\n"), top: 0 }));
}

/// Prints a form to sign for an ärende of the meeting, with those in the room as parties.
pub(crate) fn print(model: &mut Model, item: Option<MeetingArendeId>) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let only = || meeting.items.first().filter(|_| meeting.items.len() == 1);
    let item = item.and_then(|id| meeting.item(id)).or_else(only);
    let Some(sheet) = item.and_then(|item| ConsentSheet::of_meeting(meeting, item)) else {
        let kept = item.is_some_and(|item| meeting.is_kept_from_guardians(item));
        return model.say(if kept {
            "Vårdnadshavarna får inte veta: ingen blankett görs. Kontakta socialtjänsten."
        } else {
            "En samtyckesblankett hör till ett barns ärende. Markera ärendet, eller gå till det."
        });
    };
    model.ask_for(Effect::WriteConsentForm(Box::new(sheet)));
}

/// Prints the form again for one of the list on home.
pub(crate) fn print_as(model: &mut Model, id: ConsentId) {
    let row = model.consents.iter().find(|row| row.consent.id == id);
    let sheet = row.map(|row| ConsentSheet::of_row(row, &model.consents));
    if let Some(sheet) = sheet {
        model.ask_for(Effect::WriteConsentForm(Box::new(sheet)));
    }
}

/// Asks for the question, without the child, if the form and the moment allow it.
pub(crate) fn ask_lift_out(model: &mut Model) {
    if let Some(item) = rows::chosen_item(model) {
        return lift_out(model, item);
    }
    let individuals = model.meeting_screen().is_some_and(|screen| screen.meeting.agenda.individuals);
    model.say(if individuals {
        "Markera barnets ärende med pilarna först, eller gå till det."
    } else {
        "Här tas inga enskilda barn upp, inte heller utan namn. Tala om gruppen eller platsen."
    });
}

/// The form for a question in which the child can't be recognised.
pub(crate) fn lift_out(model: &mut Model, id: MeetingArendeId) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(item) = meeting.item(id) else { return };
    if let Err(finding) = rules::may_lift_out(meeting, item) {
        return model.complain(format!("{} {} {}", finding.what, finding.remedy, finding.why));
    }
    let taken = |name: &str| {
        meeting.arenden.iter().any(|arende| fold(&arende.label) == fold(name))
            || screen.known.arenden.iter().any(|known| fold(&known.label) == fold(name))
    };
    let mut number = 1;
    while taken(&format!("Fråga {number}")) {
        number += 1;
    }
    let name = format!("Fråga {number}");
    let fields = vec![
        text("fraga", "Frågan", item.question.as_deref()),
        text("benamning", "Kallas", Some(&name)).hint("på skärmen och i protokollet"),
    ];
    let intro = vec![
        "Skriv så att ingen kan förstå vilket barn det gäller: inget namn, ingen klass, ålder eller plats."
            .to_owned(),
        "Barnets ärende tas bort från dagens lista. Inget knyter frågan till barnet.".to_owned(),
    ];
    let title = "Ta upp frågan utan att barnet går att känna igen?";
    open(model, title, Purpose::Unrecognisable(id), fields, intro);
}

/// The child's ärende leaves today's list, and the question comes instead. Two acts, so that no line of the journal
/// holds both.
pub(crate) fn save_lifted(model: &mut Model, form: &Form, id: MeetingArendeId) -> Result<(), Wrong> {
    let question = form.given("fraga").ok_or_else(|| wrong("fraga", "Skriv frågan."))?;
    let label = form.given("benamning").ok_or_else(|| wrong("benamning", "Skriv vad frågan ska kallas."))?;
    let Some(screen) = model.meeting_screen() else { return Ok(()) };
    let meeting = &screen.meeting;
    let Some(item) = meeting.item(id).cloned() else { return Ok(()) };
    rules::may_lift_out(meeting, &item).map_err(|finding| wrong("fraga", finding.what))?;
    for (key, typed) in [("fraga", &question), ("benamning", &label)] {
        if let Some(sign) = rules::recognisable(meeting, &item, typed) {
            return Err(wrong(key, format!("”{sign}” pekar ut barnet. Skriv om det.")));
        }
    }
    let is_taken = meeting.arenden.iter().any(|arende| fold(&arende.label) == fold(&label))
        || screen.known.arenden.iter().any(|known| fold(&known.label) == fold(&label));
    if is_taken {
        return Err(wrong("benamning", format!("”{label}” finns redan. Välj ett annat namn.")));
    }
    let (meeting_id, order) = (meeting.id(), item.order);
    let was_current = meeting.head.current == Some(id);
    let gone = rows::removal(meeting, &item);
    let follow_up = item.follow_up;
    if was_current {
        walk::arrive(model, Position { phase: Phase::Sammanhang, arende: None });
    }
    model.commit(NewCommand { changes: gone, ..NewCommand::new(Code::RemoveArende, meeting_id) });
    let arende = Arende { unrecognisable: true, ..Arende::new(model.new_id(), None, &label) };
    let fresh = MeetingArende {
        follow_up,
        phase: if follow_up { Phase::Planering } else { Phase::Nulage },
        question: Some(question),
        ..MeetingArende::new(model.new_id(), meeting_id, arende.id, order)
    };
    let changes = vec![Change::put(arende), Change::put(fresh)];
    model.commit(NewCommand { changes, ..NewCommand::new(Code::AddArende, meeting_id) });
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = None;
    }
    model.say("Frågan står på listan utan barnet. F8 eller F3 går till den.");
    Ok(())
}

/// Begins a meeting by a form that asks first whether the guardians may know of it.
pub(crate) fn ask_knowledge(model: &mut Model, form: &str, title: Option<String>) {
    let text = vec![
        "Misstänker ni att någon hemma har gjort brott mot barnet, eller är det fråga om heder, ska de kanske inte få veta."
            .to_owned(),
        "Då startas inte det här mötet, och ingenting görs till familjen: ingen kallelse, ingen kopia, inget i \
         kalendern. Tryck Esc och kontakta socialtjänsten."
            .to_owned(),
    ];
    let then = Yes::Begin(form.to_owned(), title);
    ask::confirm(model, "Får vårdnadshavarna veta om mötet?", text, "Ja, starta mötet", then);
}

/// Whether a form asks first whether the guardians may know.
pub(crate) fn asks_for_knowledge(agenda: &crate::domain::agenda::Agenda) -> bool {
    agenda.fields.iter().any(|field| field.id == consent::KNOWLEDGE_FIELD)
}
