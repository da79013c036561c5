//! Marks that keep something back: EMI on an entry, and what may be shown of a meeting with a protected child.

use super::chosen::{chosen_entry, none_meant};
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::question::confirm;
use crate::domain::command::{Change, Code};
use crate::domain::ids::{EntryId, ParticipantId};
use crate::domain::meeting::capital;
use crate::domain::record::{Output, Participant, ProtectionCheck};

/// Marks the row that a key is about, or takes the mark away.
pub(crate) fn emi(model: &mut Model) {
    let Some(id) = chosen_entry(model) else { return model.say(none_meant(model)) };
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(entry) = meeting.entry(id) else { return };
    let source = entry.source.and_then(|id| meeting.participant(id));
    if entry.emi || source.is_some_and(Participant::is_medical) {
        return mark_emi(model, id, None);
    }
    if let Some(source) = source {
        let name = source.name_and_role();
        return model.complain(format!(
            "EMI gäller det som skolsköterska, skolläkare eller psykolog har sagt. Raden kommer från {name}."
        ));
    }
    let items: Vec<PickItem> = meeting
        .participants
        .iter()
        .filter(|person| person.is_medical())
        .map(|person| {
            let said_by = person.id;
            PickItem::new(person.name_and_role(), "", move |model| mark_emi(model, id, Some(said_by)))
        })
        .collect();
    if items.is_empty() {
        return model.complain(
            "EMI gäller det som skolsköterska, skolläkare eller psykolog har sagt. Ingen sådan står bland deltagarna.",
        );
    }
    model.pick("Vem har sagt det?", items);
}

/// Marks an entry, said by `source` where nobody was named; a marked one is an ordinary one again.
fn mark_emi(model: &mut Model, id: EntryId, source: Option<ParticipantId>) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(mut entry) = screen.meeting.entry(id).cloned() else { return };
    entry.emi = !entry.emi;
    entry.source = source.or(entry.source);
    let word = if entry.emi {
        "Raden är EMI: den visas inte på väggen och står inte i andras kopior. ‹Emi› tar bort märket."
    } else {
        "Raden är inte längre EMI: den kan visas och stå i kopior."
    };
    let mut command = NewCommand::new(Code::SetEmi, entry.meeting);
    command.changes.push(Change::put(entry));
    model.commit(command);
    model.say(word);
}

/// What may be shown of a meeting with a protected child, output by output.
pub(crate) fn protection(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    if !meeting.has_protected_child() {
        return model
            .say("Inget barn på mötet har skyddade personuppgifter. ‹Fields› på barnets ärende ändrar det.");
    }
    let items = Output::ALL
        .into_iter()
        .map(|output| {
            let detail = match meeting.check_for(output) {
                Some(check) => {
                    let clock = model.now.clock_at(check.at);
                    format!("granskat av {} {clock}; ‹Accept› håller inne igen", check.by)
                }
                None => "skola, plats och tid hålls inne; ‹Accept› granskar".to_owned(),
            };
            PickItem::new(capital(output.word()), detail, move |model| ask_protection(model, output))
        })
        .collect();
    model.pick("Skyddade personuppgifter: vad får visas?", items);
}

/// Shows what would be seen, and asks for a yes in the name of who sits here; takes an earlier yes back at once.
fn ask_protection(model: &mut Model, output: Output) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let word = capital(output.word());
    if meeting.check_for(output).is_some() {
        let mut command = NewCommand::new(Code::SetProtection, meeting.id());
        let rows = meeting.protection.iter().filter(|row| row.output == output).cloned();
        command.changes.extend(rows.map(Change::delete));
        model.commit(command);
        return model.say(format!("{word}: skola, plats och tid hålls inne igen."));
    }
    let Some(person) = &model.person else {
        return model.complain(
            "Den som granskar ska stå med namn. Gå hem (‹Back›), tryck ‹SwitchPerson› och säg vem du är.",
        );
    };
    let mut text = vec!["Det här kommer att synas:".to_owned()];
    text.extend(meeting.protected_facts());
    text.push(String::new());
    text.push(
        "Läs också igenom det som är skrivet på mötet: det hålls aldrig inne av sig självt.".to_owned(),
    );
    text.push(format!(
        "Får det synas, fast barnet har skyddade personuppgifter? {} står som den som har granskat det. \
         Ändras något av det hålls det inne igen.",
        person.name
    ));
    confirm(model, word, text, "Granskat, får visas", move |model| checked(model, output));
}

/// What is shown has been checked by who sits here.
fn checked(model: &mut Model, output: Output) {
    let (Some(screen), Some(person)) = (model.meeting_screen(), &model.person) else { return };
    let meeting = &screen.meeting;
    let by = person.name_and_role();
    let what = meeting.protected_facts().join("\n");
    let id = meeting.id();
    let mut command = NewCommand::new(Code::SetProtection, id);
    // An older check of what no longer stands there makes room.
    let old = meeting.protection.iter().filter(|row| row.output == output).cloned();
    command.changes.extend(old.map(Change::delete));
    let row = ProtectionCheck { id: model.new_id(), meeting: id, output, what, by, at: model.now.utc };
    command.changes.push(Change::put(row));
    model.commit(command);
    model.say("Granskat. ‹Protection› håller inne igen.");
}
