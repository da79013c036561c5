//! What comes along from an earlier meeting to a new one: people and ärenden, never a child into a form that takes up no
//! children.

use super::agenda::{Becomes, FieldScope, FieldSpec, Huvudman};
use super::collate::{fold, same};
use super::command::Record;
use super::earlier::Earlier;
use super::ids::MeetingArendeId;
use super::meeting::Meeting;
use super::record::{
    Arende, ArendeState, Attendance, Entry, FieldValue, Head, MeetingArende, Participant, ParticipantKind,
    Presence,
};
use super::rules;
use std::collections::HashMap;
use uuid::Uuid;

/// An ärende that may come along.
#[derive(Clone, Debug, PartialEq)]
pub struct Coming {
    /// The earlier meeting's treatment of it.
    pub item: MeetingArende,
    /// The ärende.
    pub arende: Arende,
    /// Whether it comes along unless somebody says otherwise: what was postponed or not reached, what is to be evaluated
    /// by now, what has a promise that isn't done, and the one child that a follow-up is about.
    pub usual: bool,
}

/// The ärenden of `source` that may come along to `target`, in order.
pub fn arenden(source: &Meeting, target: &Meeting) -> Vec<Coming> {
    let day = target.head.planned.date();
    let one = !target.agenda.many;
    if one && !target.items.is_empty() {
        return Vec::new();
    }
    source
        .items
        .iter()
        .filter(|item| target.items.iter().all(|here| here.arende != item.arende))
        .filter_map(|item| source.arende_of(item).map(|arende| (item, arende)))
        .filter(|(_, arende)| rules::may_bring(&target.agenda, arende))
        .map(|(item, arende)| {
            let due = item.evaluated_on.is_some_and(|evaluated| evaluated <= day);
            let left = item.state != ArendeState::Klart;
            Coming {
                item: item.clone(),
                arende: arende.clone(),
                // A known no isn't left behind in silence, but nobody takes the child along by habit either.
                usual: !arende.closed
                    && !source.is_stopped(item)
                    && (one || left || due || has_open_promise(source, item)),
            }
        })
        .take(if one { 1 } else { usize::MAX })
        .collect()
}

/// Whether anything is left to do of what was promised in it, at this meeting or before.
fn has_open_promise(source: &Meeting, item: &MeetingArende) -> bool {
    let is_open = |entry: &Entry| {
        entry.arende == Some(item.id)
            && !source.told_by_its_end(entry.id).is_some_and(|told| told.status.is_settled())
    };
    let goes_on =
        |row: &Earlier| row.is_promise() && row.told.as_ref().is_none_or(|told| !told.status.is_settled());
    source.actions().any(is_open) || source.earlier_of(Some(item.id)).any(goes_on)
}

/// The people of `source` who may come along to `target`. Whoever took part in some ärenden alone comes with one of them
/// (`chosen`); the family comes where its own child does, and not while nobody has said whose it is. Who only passed by, or isn't
/// named by the consent, stays behind.
pub fn people<'s>(source: &'s Meeting, target: &Meeting, chosen: &[MeetingArendeId]) -> Vec<&'s Participant> {
    let child_comes = source.items.iter().any(|item| {
        chosen.contains(&item.id) && source.arende_of(item).is_some_and(|arende| arende.child.is_some())
    });
    source
        .participants
        .iter()
        .filter(|person| {
            target
                .participants
                .iter()
                .all(|here| fold(&here.name) != fold(&person.name) || fold(&here.role) != fold(&person.role))
        })
        .filter(|person| !person.may_be_family() || child_comes)
        .filter(|person| source.comes_again(person))
        .filter(|person| {
            source.arenden_of(person).is_none_or(|own| own.iter().any(|item| chosen.contains(item)))
        })
        .collect()
}

/// The rows that bring people and the chosen ärenden from `source` into `target`. What the new form forbids stays behind,
/// whatever is chosen.
pub fn rows(
    source: &Meeting,
    target: &Meeting,
    with_people: bool,
    chosen: &[MeetingArendeId],
    mut new_id: impl FnMut() -> Uuid,
) -> Vec<Record> {
    let coming: Vec<Coming> =
        arenden(source, target).into_iter().filter(|coming| chosen.contains(&coming.item.id)).collect();
    let chosen: Vec<MeetingArendeId> = coming.iter().map(|coming| coming.item.id).collect();
    let mut all: Vec<Record> = Vec::new();
    all.extend(head(source, target).map(Record::from));
    all.extend(known(source, target, &mut new_id));
    let mut fresh: HashMap<MeetingArendeId, MeetingArendeId> = HashMap::new();
    let last = target.items.iter().map(|item| item.order).max().unwrap_or(0);
    for (order, coming) in (last + 1..).zip(coming) {
        let id = MeetingArendeId(new_id());
        fresh.insert(coming.item.id, id);
        all.extend(item_rows(source, target, coming, id, order, &mut new_id));
    }
    if with_people {
        let last = target.participants.iter().map(|person| person.order).max().unwrap_or(0);
        for (order, person) in (last + 1..).zip(people(source, target, &chosen)) {
            let copy = participant(person, target, new_id(), order);
            let own = arenden_there(source, target, person, &fresh);
            let id = copy.id;
            all.push(copy.into());
            for arende in own {
                let row = Attendance { id: new_id().into(), meeting: target.id(), participant: id, arende };
                all.push(row.into());
            }
        }
    }
    all
}

/// The head of a meeting that follows up `source`, with what it goes on saying: who has the overall responsibility, and
/// what the file copy shows. Nothing where that was said anew, or nothing was said.
fn head(source: &Meeting, target: &Meeting) -> Option<Head> {
    let (old, new) = (&source.head, &target.head);
    let lasting = |who: &Huvudman| target.agenda.overall_choices().contains(who);
    let overall = new.overall.or(old.overall.filter(lasting));
    let file_copy = new.file_copy.or(old.file_copy.filter(|_| new.individuals));
    let fresh = Head { overall, file_copy, ..new.clone() };
    (new.follows == Some(old.id) && fresh != *new).then_some(fresh)
}

/// The fields of the new meeting that tell of the one it follows, where nobody has filled them in.
fn known(source: &Meeting, target: &Meeting, new_id: &mut impl FnMut() -> Uuid) -> Vec<Record> {
    if target.head.follows != Some(source.id()) {
        return Vec::new();
    }
    let Some(held) = source.first_day() else { return Vec::new() };
    let empty = |spec: &&FieldSpec| target.field(FieldScope::Mote, None, &spec.id).is_none();
    let specs = target.agenda.fields_for(FieldScope::Mote).filter(empty);
    specs
        .filter_map(|spec| {
            let value = spec.known?.value(held);
            let (id, meeting, field) = (new_id().into(), target.id(), spec.id.clone());
            Some(FieldValue { id, meeting, arende: None, field, value, rev: 0 }.into())
        })
        .collect()
}

/// The ärenden of the new meeting that somebody belongs to or takes part in alone: a family comes along as its own child's,
/// also to a meeting that has or gets other children.
fn arenden_there(
    source: &Meeting,
    target: &Meeting,
    person: &Participant,
    fresh: &HashMap<MeetingArendeId, MeetingArendeId>,
) -> Vec<MeetingArendeId> {
    if !target.agenda.many {
        return Vec::new();
    }
    belongings(source, person).iter().filter_map(|item| fresh.get(item).copied()).collect()
}

/// The ärenden that somebody takes part in alone, or a family belongs to; of a meeting about one child, that child's.
fn belongings(source: &Meeting, person: &Participant) -> Vec<MeetingArendeId> {
    let children = || source.items_about_children().map(|item| item.id).collect();
    source.arenden_of(person).or_else(|| person.is_family().then(children)).unwrap_or_default()
}

/// Those of a family who belong to an ärende. Nobody does of whom it isn't said whose they are, where there are several
/// children.
pub fn family_of<'s>(source: &'s Meeting, item: &MeetingArende) -> impl Iterator<Item = &'s Participant> {
    let id = item.id;
    let all = source.participants.iter();
    all.filter(move |person| person.is_family() && belongings(source, person).contains(&id))
}

/// The rows of one ärende that is sent on to a meeting of another form: the ärende anew, with its question, and its own
/// family; nothing that was said, and nobody else.
pub fn sent_on(
    source: &Meeting,
    item: &MeetingArende,
    target: &Meeting,
    question: Option<String>,
    mut new_id: impl FnMut() -> Uuid,
) -> Vec<Record> {
    let Some(arende) = source.arende_of(item).filter(|arende| rules::may_bring(&target.agenda, arende))
    else {
        return Vec::new();
    };
    let fresh = MeetingArende { state: ArendeState::Vantar, follow_up: false, question, ..item.clone() };
    let coming = Coming { item: fresh, arende: arende.clone(), usual: true };
    let id = MeetingArendeId(new_id());
    let mut all = item_rows(source, target, coming, id, 1, &mut new_id);
    for (order, person) in (1..).zip(family_of(source, item)) {
        let copy = participant(person, target, new_id(), order);
        if target.agenda.many {
            let row =
                Attendance { id: new_id().into(), meeting: target.id(), participant: copy.id, arende: id };
            all.push(copy.into());
            all.push(row.into());
        } else {
            all.push(copy.into());
        }
    }
    all
}

/// Whom a field of the earlier meeting's form wants at this one, by the roles and units that this form knows; and the
/// words that name nobody it knows, for somebody to write down.
pub fn wanted(
    source: &Meeting,
    target: &Meeting,
    mut new_id: impl FnMut() -> Uuid,
) -> (Vec<Participant>, Vec<String>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    let typed = becoming(source, Becomes::Deltagare).unwrap_or_default();
    let last = target.participants.iter().map(|person| person.order).max().unwrap_or(0);
    let last = last.max(i64::try_from(source.participants.len()).unwrap_or(0) + last);
    let parts = typed.split([',', ';']).flat_map(|part| part.split(" och ")).map(str::trim);
    for part in parts.filter(|part| !part.is_empty()) {
        let by_unit = || target.agenda.roles.iter().find(|role| same(&role.unit, part));
        let Some(role) = target.agenda.role(part, "").or_else(by_unit) else {
            unknown.push(part.to_owned());
            continue;
        };
        let kind = role.kind();
        // A mother who comes along is the guardian that was wished for.
        let is = |person: &Participant| {
            let named = matches!(kind, ParticipantKind::Barn | ParticipantKind::Vardnadshavare);
            same(&person.role, &role.name) || (named && person.kind == kind)
        };
        if target.participants.iter().chain(&source.participants).chain(&known).any(is) {
            continue;
        }
        known.push(Participant {
            id: new_id().into(),
            meeting: target.id(),
            name: String::new(),
            role: role.name.clone(),
            unit: role.unit.clone(),
            huvudman: role.huvudman,
            kind,
            phone: None,
            presence: Presence::Plats,
            came: None,
            left: None,
            introduced: false,
            chairs: false,
            takes_notes: false,
            main_responsible: false,
            order: last + 1 + i64::try_from(known.len()).unwrap_or(0),
            rev: 0,
        });
    }
    (known, unknown)
}

/// What fields of the earlier meeting's form say of the meeting that comes after it.
fn becoming(source: &Meeting, what: Becomes) -> Option<String> {
    let of = |spec: &FieldSpec| source.field(FieldScope::Mote, None, &spec.id).map(|row| row.value.clone());
    let mut said =
        source.agenda.fields_for(FieldScope::Mote).filter(|spec| spec.becomes == Some(what)).filter_map(of);
    said.find(|value| !value.trim().is_empty())
}

/// The new meeting's head with the purpose and the questions that the earlier one came to, where it has none of its own.
/// Nothing of what is said of a child goes along into a form that takes up no children.
pub fn headed(source: &Meeting, head: Head) -> Head {
    if source.head.individuals && !head.individuals {
        return head;
    }
    Head {
        purpose: head.purpose.clone().or_else(|| becoming(source, Becomes::Syfte)),
        questions: head.questions.clone().or_else(|| becoming(source, Becomes::Fragor)),
        ..head
    }
}

/// One ärende as it stands on the new meeting's list, with the fields that both forms have.
fn item_rows(
    source: &Meeting,
    target: &Meeting,
    coming: Coming,
    id: MeetingArendeId,
    order: i64,
    new_id: &mut impl FnMut() -> Uuid,
) -> Vec<Record> {
    let old = coming.item;
    // What was spoken of goes on in planering; where the meeting is about one child, it is walked from nuläge again.
    let treated = matches!(old.state, ArendeState::Klart | ArendeState::Pagar);
    let follow_up = target.agenda.many && (treated || old.follow_up);
    let fields = target.agenda.fields_for(FieldScope::Arende).filter_map(|spec| {
        let known = source.agenda.fields_for(FieldScope::Arende).any(|own| own.id == spec.id);
        let value = source.field(FieldScope::Arende, Some(old.id), &spec.id);
        value.filter(|row| known && spec.takes(&row.value))
    });
    let fields: Vec<FieldValue> = fields.cloned().collect();
    let mut all = vec![Record::from(MeetingArende {
        id,
        meeting: target.id(),
        order,
        follow_up,
        state: ArendeState::Vantar,
        phase: target.agenda.first_phase(follow_up),
        question: old.question.clone().filter(|_| !treated),
        evaluated_on: None,
        rev: 0,
        ..old
    })];
    all.extend(fields.into_iter().map(|value| {
        Record::from(FieldValue {
            id: new_id().into(),
            meeting: target.id(),
            arende: Some(id),
            rev: 0,
            ..value
        })
    }));
    all
}

/// Somebody as they come to the new meeting: here, not yet presented, with the tasks that the new form lets them have.
fn participant(old: &Participant, target: &Meeting, id: Uuid, order: i64) -> Participant {
    let spec = target.agenda.role(&old.role, &old.unit);
    let nobody = |has: fn(&Participant) -> bool| !target.participants.iter().any(has);
    Participant {
        id: id.into(),
        meeting: target.id(),
        presence: Presence::Plats,
        came: None,
        left: None,
        introduced: false,
        chairs: old.chairs && spec.is_none_or(|role| role.may_chair) && nobody(|other| other.chairs),
        takes_notes: old.takes_notes
            && spec.is_none_or(|role| role.may_take_notes)
            && nobody(|other| other.takes_notes),
        order,
        rev: 0,
        ..old.clone()
    }
}
