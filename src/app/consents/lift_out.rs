//! A question taken up so that the child can't be recognised.

use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::app::meeting::screen::Going;
use crate::app::meeting::{chosen, rows, walk};
use crate::app::ui::fields::{text, wrong};
use crate::app::ui::form;
use crate::domain::agenda::Phase;
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code};
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::Position;
use crate::domain::quoted::quoted;
use crate::domain::record::{Arende, MeetingArende};
use crate::domain::rules;

/// The question of a child's ärende, so that the child can't be recognised.
pub(crate) static UNRECOGNISABLE: FormKind = FormKind::new("Unrecognisable", &About { open, save });

/// Asks for the question, without the child, if the form and the moment allow it.
pub(crate) fn ask(model: &mut Model) {
    if let Some(item) = chosen::chosen_item(model) {
        return open(model, item);
    }
    let individuals = model.meeting_screen().is_some_and(|screen| screen.meeting.agenda.individuals);
    model.say(if individuals {
        "Markera barnets ärende med pilarna först, eller gå till det."
    } else {
        "Här tas inga enskilda barn upp, inte heller utan namn. Tala om gruppen eller platsen."
    });
}

/// The form for a question in which the child can't be recognised.
pub(crate) fn open(model: &mut Model, id: MeetingArendeId) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(item) = meeting.item(id) else { return };
    if let Err(finding) = rules::may_lift_out(meeting, item) {
        return model.complain(format!("{} {} {}", finding.what, finding.remedy, finding.why));
    }
    if let Some(why) = rows::family_stays(meeting, id) {
        return model.complain(why);
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
    form::open(model, &UNRECOGNISABLE, id, title, fields, intro);
}

/// The child's ärende leaves today's list, and the question comes instead. Two acts, so that no line of the journal
/// holds both.
fn save(model: &mut Model, form: &Form, id: MeetingArendeId) -> Result<(), Wrong> {
    let question = form.given("fraga").ok_or_else(|| wrong("fraga", "Skriv frågan."))?;
    let label = form.given("benamning").ok_or_else(|| wrong("benamning", "Skriv vad frågan ska kallas."))?;
    let Some(screen) = model.meeting_screen() else { return Ok(()) };
    let meeting = &screen.meeting;
    let Some(item) = meeting.item(id).cloned() else { return Ok(()) };
    rules::may_lift_out(meeting, &item).map_err(|finding| wrong("fraga", finding.what))?;
    if let Some(why) = rows::family_stays(meeting, id) {
        return Err(wrong("fraga", why));
    }
    for (key, typed) in [("fraga", &question), ("benamning", &label)] {
        if let Some(sign) = rules::recognisable(meeting, &item, typed) {
            return Err(wrong(key, format!("{sign} pekar ut barnet. Skriv om det.", sign = quoted(&sign))));
        }
    }
    let is_taken = meeting.arenden.iter().any(|arende| fold(&arende.label) == fold(&label))
        || screen.known.arenden.iter().any(|known| fold(&known.label) == fold(&label));
    if is_taken {
        return Err(wrong(
            "benamning",
            format!("{label} finns redan. Välj ett annat namn.", label = quoted(&label)),
        ));
    }
    let (meeting_id, order) = (meeting.id(), item.order);
    let was_current = meeting.head.current == Some(id);
    let gone = rows::removal(meeting, &item);
    let follow_up = item.follow_up;
    let first = meeting.agenda.first_phase(follow_up);
    if was_current {
        walk::arrive(model, Position { phase: Phase::Sammanhang, arende: None });
    }
    model.commit(NewCommand { changes: gone, ..NewCommand::new(Code::RemoveArende, meeting_id) });
    let arende = Arende { unrecognisable: true, ..Arende::new(model.new_id(), None, &label) };
    let fresh = MeetingArende {
        follow_up,
        phase: first,
        question: Some(question),
        ..MeetingArende::new(model.new_id(), meeting_id, arende.id, order)
    };
    let there = Position { phase: first, arende: Some(fresh.id) };
    let changes = vec![Change::put(arende), Change::put(fresh)];
    model.commit(NewCommand { changes, ..NewCommand::new(Code::AddArende, meeting_id) });
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = None;
        // Who was on the way to the child's ärende goes to the question instead.
        if let Some(Going::To(to, _)) = &mut screen.going
            && to.arende == Some(id)
        {
            *to = there;
            model.say("Frågan står på listan utan barnet.");
            return Ok(());
        }
    }
    model.say("Frågan står på listan utan barnet. ‹NextPhase› eller ‹Jump› går till den.");
    Ok(())
}
