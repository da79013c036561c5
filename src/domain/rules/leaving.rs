//! What must be there before a phase is left, and how the word goes round.

use super::alike::alike_finding;
use super::{Finding, Severity, Todo, ground, is_excused, is_silent, rule};
use crate::domain::agenda::{EmiBorder, EntryKind, Huvudman, Level, Need, Phase, RoleSpec, Round};
use crate::domain::collate::fold;
use crate::domain::earlier::Earlier;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Meeting, Position};
use crate::domain::quoted::{quoted, quoted_short};
use crate::domain::record::{Body, Entry, MeetingArende, Participant, ParticipantKind, Presence};

/// Those who haven't been offered the word in an ärende, in the order in which they are asked: the child first, then its
/// guardians and others close to it, then round the table.
pub fn unheard(meeting: &Meeting, arende: Option<MeetingArendeId>) -> Vec<&Participant> {
    let mut waiting = round(meeting, arende);
    waiting.retain(|person| !meeting.is_heard(person.id, arende));
    waiting
}

/// Everybody who takes part in laget runt, in the order in which they are asked.
pub fn round(meeting: &Meeting, arende: Option<MeetingArendeId>) -> Vec<&Participant> {
    let mut all: Vec<&Participant> = meeting
        .present_in(arende)
        .filter(|person| person.kind != ParticipantKind::Tolk && person.presence != Presence::Gatt)
        .collect();
    all.sort_by_key(|person| match person.kind {
        ParticipantKind::Barn => 0,
        ParticipantKind::Vardnadshavare => 1,
        ParticipantKind::Narstaende => 2,
        ParticipantKind::Personal | ParticipantKind::Tolk => 3,
    });
    all
}

/// Whether the meeting walks through a place. Who only looks into another isn't asked for anything there.
fn is_walked(meeting: &Meeting, at: Position) -> bool {
    match at.arende.and_then(|id| meeting.item(id)) {
        Some(item) if item.follow_up && at.phase.is_per_arende() => {
            meeting.agenda.arende_phases(true).any(|phase| phase == at.phase)
        }
        _ => meeting.agenda.has(at.phase),
    }
}

pub(super) fn leaving(meeting: &Meeting, from: Position, found: &mut Vec<Finding>) {
    if !is_walked(meeting, from) {
        return;
    }
    match from.phase {
        Phase::Sammanhang => leaving_sammanhang(meeting, found),
        Phase::Nulage if meeting.agenda.round == Round::VarOchEn => {
            let mut waiting = unheard(meeting, from.arende);
            waiting.retain(|person| !is_excused(meeting, rule::ROUND, from.arende, &person.id.0.to_string()));
            if !waiting.is_empty() {
                let names: Vec<String> = waiting.iter().map(|person| person.short_name()).collect();
                found.push(Finding {
                    rule: rule::ROUND,
                    severity: Severity::Overridable,
                    arende: from.arende,
                    what: format!("Alla har inte fått ordet: {}.", names.join(", ")),
                    why: format!(
                        "Var och en ska få säga vad som fungerar och vad som är svårt. {}",
                        ground(&meeting.agenda, rule::ROUND, None)
                    ),
                    remedy: "Ge ordet till den som är kvar, eller gå vidare och skriv varför.".to_owned(),
                    fix: Some(Todo::Round),
                    about: waiting.iter().map(|person| person.id.0.to_string()).collect(),
                    ..Finding::PLAIN
                });
            }
        }
        // A plan that ends today needs nobody any more.
        Phase::Behov if meeting.head.sip_ended.is_some() => {}
        Phase::Behov if meeting.entries_of(from.arende, EntryKind::Behov).next().is_some() => {
            found.extend(needs_of_both(meeting));
        }
        Phase::Planering => found.extend(others_decide(meeting).filter(|one| one.arende == from.arende)),
        _ => {}
    }
    found.extend(content(meeting, from));
}

/// Whether an ärende follows promises of which each is kept or given up: then nothing need be planned anew.
pub fn is_followed_to_its_end(meeting: &Meeting, arende: Option<MeetingArendeId>) -> bool {
    let mut promises = meeting.earlier_of(arende).filter(|row| row.is_promise()).peekable();
    let settled = |row: &Earlier| row.told.as_ref().is_some_and(|told| told.status.is_settled());
    promises.peek().is_some() && promises.all(settled)
}

/// What a phase insists on and hasn't got.
pub(super) fn content(meeting: &Meeting, from: Position) -> Option<Finding> {
    // What a plan that ends today has no more need of is nothing that it lacks.
    let ends = meeting.head.sip_ended.is_some() && matches!(from.phase, Phase::Behov | Phase::Planering);
    if ends || !is_walked(meeting, from) {
        return None;
    }
    // Somebody has said that nothing more is needed.
    let plans = matches!(from.phase, Phase::Behov | Phase::Planering);
    let decided = || meeting.entries_of(from.arende, EntryKind::Beslut).next().is_some();
    if plans && is_followed_to_its_end(meeting, from.arende) && decided() {
        return None;
    }
    let spec = meeting.agenda.phase(from.phase);
    let count = |kind: &EntryKind| {
        let here = |entry: &&Entry| {
            entry.kind() == *kind && (entry.arende == from.arende || !from.phase.is_per_arende())
        };
        // A promise that goes on is agreed anew, and what was needed and wanted before is so until somebody says otherwise.
        let counts = |row: &&Earlier| match from.phase {
            Phase::Planering => row.goes_on(),
            Phase::Behov => row.still_needed() || row.still_holds(),
            _ => false,
        };
        let before = meeting.earlier_of(from.arende).filter(counts).filter(|row| row.kind == *kind);
        meeting.entries.iter().filter(here).count() + before.count()
    };
    let least = spec.at_least.and_then(|least| usize::try_from(least).ok()).unwrap_or(1);
    let word = |kind: &EntryKind| kind.label().to_lowercase();
    let lacking: Vec<&EntryKind> = spec.requires_all.iter().filter(|kind| count(kind) < least).collect();
    let phase = from.phase.name().to_lowercase();
    let place = if from == meeting.position() { "Här".to_owned() } else { format!("I {phase}") };
    let together: usize = spec.requires.iter().map(count).sum();
    let there = |some: usize| if some == 0 { "inget".to_owned() } else { some.to_string() };
    let (what, kind, about): (String, EntryKind, Vec<String>) = if let Some(first) = lacking.first() {
        let words: Vec<String> = lacking.iter().map(|kind| word(kind)).collect();
        // Each kind is counted by itself.
        let counts: Vec<String> =
            lacking.iter().map(|kind| format!("{} under {}", there(count(kind)), word(kind))).collect();
        let what = match (least, words.as_slice()) {
            (1, _) => not_written(&lacking.iter().map(|kind| **kind).collect::<Vec<_>>(), true),
            (_, [only]) => format!(
                "{place} ska det stå minst {least} rader under {only}, men där står {}.",
                there(lacking.first().map_or(0, |kind| count(kind)))
            ),
            _ => format!(
                "{place} ska det stå minst {least} rader under var och en av {}, men där står {}.",
                words.join(" och "),
                counts.join(" och ")
            ),
        };
        (what, **first, words.iter().map(|kind| format!("{phase}: {kind}")).collect())
    } else if let Some(first) = spec.requires.first().filter(|_| together < least) {
        let kinds = spec.requires.iter().map(word).collect::<Vec<_>>().join(" eller ");
        let what = match least {
            1 => not_written(&spec.requires, false),
            _ => format!(
                "{place} ska det stå minst {least} rader under {kinds}, men där står {}.",
                there(together)
            ),
        };
        (what, *first, vec![format!("{phase}: {kinds}")])
    } else {
        return None;
    };
    Some(Finding {
        rule: rule::CONTENT,
        severity: Severity::Overridable,
        arende: from.arende,
        what,
        why: format!(
            "{} {}",
            if from.phase == Phase::Ansvar {
                "Mötet slutar med att ni säger högt vad ni har kommit fram till."
            } else {
                "Det som kommer sedan bygger på det här."
            },
            ground(&meeting.agenda, rule::CONTENT, Some(from.phase.code()))
        ),
        remedy: match least {
            _ if plans && is_followed_to_its_end(meeting, from.arende) => {
                "Allt som lovades är klart: ‹NothingMore› skriver att inget mer behövs. Eller skriv en rad till."
            }
            1 => "Skriv minst en rad, eller gå vidare och skriv varför.",
            _ => "Skriv det som saknas, eller gå vidare och skriv varför.",
        }
        .to_owned(),
        fix: Some(Todo::Write(kind)),
        about,
        ..Finding::PLAIN
    })
}

/// That there is nothing of these kinds: of all of them, or of any.
fn not_written(kinds: &[EntryKind], all: bool) -> String {
    let nouns: Vec<&str> = kinds.iter().map(|kind| kind.indefinite()).collect();
    match (kinds, nouns.split_last()) {
        ([one], _) if one.is_neuter() => format!("Inget {} är skrivet än.", one.indefinite()),
        ([one], _) => format!("Ingen {} är skriven än.", one.indefinite()),
        (_, Some((last, others))) if all => {
            format!("Det här är inte skrivet än: {} och {last}.", others.join(", "))
        }
        (_, Some((last, others))) => format!("Varken {} eller {last} är skrivet än.", others.join(", ")),
        (_, None) => "Inget är skrivet än.".to_owned(),
    }
}

/// The key of needs that don't say whom they ask something of.
const UNPLACED: &str = "inte sagt";

/// The first need that doesn't say whom it asks something of, where the form must know it.
pub fn unplaced_need(meeting: &Meeting) -> Option<&Entry> {
    meeting.entries.iter().find(|entry| is_unplaced(meeting, entry))
}

/// Whether it is such a need.
pub fn is_unplaced(meeting: &Meeting, entry: &Entry) -> bool {
    let must_know = !meeting.agenda.required_huvudman.is_empty();
    must_know && entry.need().is_some_and(|need| need.from.is_empty())
}

/// Whether the needs ask something of every authority that the form is there for (Dals-Ed 2022, section 6: a need of
/// insatser from both kommun and region is what makes a meeting a SIP). In a follow-up what was needed before is needed still,
/// until somebody says otherwise.
pub(super) fn needs_of_both(meeting: &Meeting) -> Option<Finding> {
    let follows = meeting.is_follow_up();
    let before = || meeting.earlier.iter().filter(|row| follows && row.still_needed());
    let asked = |huvudman: &Huvudman| {
        meeting.entries.iter().filter_map(Entry::need).any(|need| need.from.contains(huvudman))
            || before().any(|row| row.needed_from.contains(huvudman))
    };
    let lacking: Vec<&str> = meeting
        .agenda
        .required_huvudman
        .iter()
        .filter(|huvudman| !asked(huvudman))
        .map(|huvudman| huvudman.definite())
        .collect();
    if lacking.is_empty() {
        return None;
    }
    let all: Vec<&str> =
        meeting.agenda.required_huvudman.iter().map(|huvudman| huvudman.definite()).collect();
    let unplaced = unplaced_need(meeting);
    let about = match unplaced {
        Some(_) => vec![UNPLACED.to_owned()],
        None => lacking.iter().map(|name| (*name).to_owned()).collect(),
    };
    let arende = meeting.items.first().map(|item| item.id);
    let turns = "‹TurnInto› gör om mötet till ett annat slags möte, och allt som är skrivet följer med.";
    let ends = follows && meeting.agenda.can_end;
    let (fix, remedy) = match (unplaced, &meeting.agenda.otherwise) {
        (Some(need), _) => (
            Todo::NeededFrom(need.id),
            "Säg vem eller vilka det är. ‹Accept› frågar om varje behov.".to_owned(),
        ),
        // The plan is there: what it lacks is written, or it ends where that is asked.
        (None, otherwise) if ends => {
            let other = if otherwise.is_some() { format!(" {turns}") } else { String::new() };
            (
                Todo::Write(EntryKind::Behov),
                format!("Skriv behovet. Är planen färdig avslutas den i ansvar.{other}"),
            )
        }
        (None, Some(_)) => (Todo::TurnInto, turns.to_owned()),
        (None, None) => {
            (Todo::Write(EntryKind::Behov), "Skriv behovet, eller gå vidare och skriv varför.".to_owned())
        }
    };
    let at = Position { phase: Phase::Behov, arende };
    Some(Finding {
        rule: rule::NEEDS,
        severity: Severity::Overridable,
        arende,
        what: match unplaced {
            Some(need) => format!(
                "Det står inte vem som behövs för {}: {} eller båda.",
                quoted_short(&need.text, 40),
                all.join(", ")
            ),
            None => format!("Inget av behoven gäller {}.", lacking.join(" eller ")),
        },
        why: format!(
            "Det är behov från både {} som gör mötet till en {}. {}",
            all.join(" och "),
            meeting.agenda.short_name,
            ground(&meeting.agenda, rule::NEEDS, None)
        ),
        remedy,
        at: (matches!(fix, Todo::Write(_)) && meeting.position() != at).then_some(at),
        fix: Some(fix),
        about,
    })
}

/// The decisions that aren't made by the one who decides in this form (EHT: rektor; Dals-Ed 2022, section 3.1).
pub fn others_decide(meeting: &Meeting) -> impl Iterator<Item = Finding> + '_ {
    let roles = &meeting.agenda.deciders;
    meeting.entries.iter().filter_map(move |entry| {
        let Body::Beslut(decision) = &entry.body else { return None };
        let by = decision.decided_by.as_deref().map(str::trim).filter(|by| !by.is_empty());
        let decides = |by: &str| roles.iter().any(|role| is_decider(meeting, by, role));
        if roles.is_empty() || is_silent(meeting, entry) || by.is_some_and(decides) {
            return None;
        }
        let text = quoted_short(&entry.text, 40);
        Some(Finding {
            rule: rule::DECIDER,
            severity: Severity::Overridable,
            arende: entry.arende,
            what: match by {
                Some(by) => format!("Beslutet {text} står som fattat av {by}."),
                None => format!("Det står inte vem som har fattat beslutet {text}."),
            },
            why: format!(
                "I {} är det {} som beslutar. {}",
                meeting.agenda.short_name,
                meeting.agenda.deciders_in_words(),
                ground(&meeting.agenda, rule::DECIDER, None)
            ),
            remedy:
                "Ändra vem som beslutade, gör beslutet till en anteckning, eller gå vidare och skriv varför."
                    .to_owned(),
            fix: Some(Todo::Decider(entry.id)),
            about: vec![entry.id.0.to_string()],
            ..Finding::PLAIN
        })
    })
}

/// Whether the words name the role, or somebody who takes part in that role.
fn is_decider(meeting: &Meeting, by: &str, role: &str) -> bool {
    let (by, role) = (fold(by), fold(role));
    by == role
        || by.strip_suffix(&role).is_some_and(|before| before.ends_with([' ', ',']))
        || meeting.participants.iter().any(|person| fold(&person.role) == role && fold(&person.name) == by)
}

fn nobody_leads_or_writes(meeting: &Meeting) -> Option<Finding> {
    let chairs = meeting.participants.iter().any(|person| person.chairs);
    let takes_notes = meeting.participants.iter().any(|person| person.takes_notes);
    let what = match (chairs, takes_notes) {
        (false, false) => "Det står inte vem som leder mötet eller vem som antecknar.",
        (false, true) => "Det står inte vem som leder mötet.",
        (true, false) => "Det står inte vem som antecknar.",
        (true, true) => return None,
    };
    Some(Finding {
        rule: rule::ROLES,
        severity: Severity::Advisory,
        arende: None,
        what: what.to_owned(),
        why: "Det ska stå i protokollet.".to_owned(),
        remedy: "Markera personen och tryck ‹Edit›.".to_owned(),
        fix: Some(Todo::Participants),
        ..Finding::PLAIN
    })
}

fn leaving_sammanhang(meeting: &Meeting, found: &mut Vec<Finding>) {
    let needs_subject = meeting.agenda.level == Level::Individ && !meeting.agenda.takes_groups();
    if needs_subject && meeting.items.is_empty() {
        found.push(Finding {
            rule: rule::SUBJECT,
            severity: Severity::Blocking,
            arende: None,
            what: "Det står inte vem mötet handlar om.".to_owned(),
            why: "Det som skrivs måste höra till någon, annars hamnar det ingenstans.".to_owned(),
            remedy: "Skriv vad barnet ska kallas på väggen. Det riktiga namnet behövs inte.".to_owned(),
            fix: Some(Todo::AddArende),
            ..Finding::PLAIN
        });
    }
    found.extend(alike_finding(meeting));
    found.extend(nobody_leads_or_writes(meeting));
    for person in &meeting.participants {
        let Some(spec) = meeting.agenda.role(&person.role, &person.unit) else { continue };
        if (person.chairs && !spec.may_chair) || (person.takes_notes && !spec.may_take_notes) {
            let does = if person.chairs && !spec.may_chair { "leda mötet" } else { "anteckna" };
            found.push(Finding {
                rule: rule::ROLES,
                severity: Severity::Overridable,
                arende: None,
                what: format!("{} ska inte {does}.", person.short_name()),
                why: format!(
                    "Den rollen har en annan uppgift i mötet. {}",
                    ground(&meeting.agenda, rule::ROLES, None)
                ),
                remedy: "Låt någon annan göra det: markera personen och tryck ‹Edit›.".to_owned(),
                fix: Some(Todo::Participants),
                about: vec![format!("{} {does}", person.id.0)],
                ..Finding::PLAIN
            });
        }
    }
    found.extend(emi_border(meeting));
    found.extend(unplaced_family(meeting));
    for spec in meeting.agenda.roles.iter().filter(|spec| spec.need == Need::Kravs) {
        for (child, to_whom) in each_child(meeting, spec) {
            let there = meeting.participants.iter().any(|person| {
                fills(person, spec)
                    && meeting.counts(person)
                    && child.is_none_or(|child| meeting.takes_part(person, child))
            });
            // Who has come of age has no guardian.
            let guardian = spec.kind() == ParticipantKind::Vardnadshavare;
            if there || (guardian && is_about_adults(meeting, child)) {
                continue;
            }
            found.push(Finding {
                rule: rule::REQUIRED_ROLE,
                severity: Severity::Overridable,
                arende: child,
                what: format!("{}{to_whom} finns inte med bland deltagarna.", spec.name),
                why: format!(
                    "Den rollen hör till mötesformen. {}",
                    ground(&meeting.agenda, rule::REQUIRED_ROLE, None)
                ),
                remedy:
                    "Lägg till personen (frånvarande, om hen inte är här), eller gå vidare och skriv varför."
                        .to_owned(),
                fix: Some(Todo::Participants),
                about: vec![spec.name.replace(';', ",")],
                ..Finding::PLAIN
            });
        }
    }
    found.extend(
        meeting
            .participants
            .iter()
            .filter(|person| person.is_unsettled())
            .map(|person| unsettled(meeting, person)),
    );
    found.extend(too_few(meeting));
    for huvudman in &meeting.agenda.required_huvudman {
        let is_of_it = |person: &Participant| person.huvudman == *huvudman && meeting.counts(person);
        if !meeting.participants.iter().any(is_of_it) {
            found.push(Finding {
                rule: rule::HUVUDMAN,
                severity: Severity::Overridable,
                arende: None,
                what: format!("Ingen från {} är kallad.", huvudman.definite()),
                why: format!(
                    "Behov av insatser från både kommun och region är det som gör mötet till en SIP. {}",
                    ground(&meeting.agenda, rule::HUVUDMAN, None)
                ),
                remedy:
                    "Lägg till den som är kallad, även om hen inte kom, eller gå vidare och skriv varför."
                        .to_owned(),
                fix: Some(Todo::Participants),
                about: vec![huvudman.name().to_owned()],
                ..Finding::PLAIN
            });
        }
    }
}

/// Whether the children of an ärende, or of all where none is given, have come of age.
fn is_about_adults(meeting: &Meeting, item: Option<MeetingArendeId>) -> bool {
    let mut of = meeting.items_about_children().filter(|one| item.is_none_or(|id| id == one.id)).peekable();
    of.peek().is_some() && of.all(|one| meeting.is_of_age(one))
}

/// Says that EMI leads or takes the notes, where it has a border of its own or may have one: Uppsala lets it do neither at an
/// EHT. A form that only reminds of it says so and goes on.
fn emi_border(meeting: &Meeting) -> Option<Finding> {
    let severity = match meeting.agenda.emi_border {
        EmiBorder::Nej => return None,
        EmiBorder::Paminner => Severity::Advisory,
        EmiBorder::Ja => Severity::Overridable,
    };
    let person = meeting
        .participants
        .iter()
        .find(|person| person.is_medical() && (person.chairs || person.takes_notes))?;
    let does = if person.chairs { "leder mötet" } else { "antecknar" };
    let who = person.name_and_role();
    Some(Finding {
        rule: rule::ROLES,
        severity,
        arende: None,
        what: format!("{who}, {does} och hör till elevhälsans medicinska insats (EMI)."),
        why: match severity {
            Severity::Advisory => {
                "EMI har egen sekretess. I en del kommuner leder EMI inte EHT och antecknar inte heller: \
                                   hör efter vad som gäller hos er."
                    .to_owned()
            }
            _ => format!(
                "EMI har egen sekretess, och varken leder eller antecknar här. {}",
                ground(&meeting.agenda, rule::ROLES, None)
            ),
        },
        remedy: "Låt någon annan göra det: markera personen och tryck ‹Edit›.".to_owned(),
        fix: Some(Todo::Participants),
        about: vec![format!("{} EMI", person.id.0)],
        ..Finding::PLAIN
    })
}

/// Says of whom nobody has said whose family they are: they take part in no ärende until then.
fn unplaced_family(meeting: &Meeting) -> Option<Finding> {
    let waiting: Vec<&Participant> = meeting
        .unplaced()
        .filter(|person| !is_excused(meeting, rule::FAMILY, None, &person.id.0.to_string()))
        .collect();
    let names: Vec<String> = waiting.iter().map(|person| person.name_and_role()).collect();
    (!names.is_empty()).then(|| Finding {
        rule: rule::FAMILY,
        severity: Severity::Overridable,
        arende: None,
        what: format!("Det står inte vems familj de här hör till: {}.", names.join("; ")),
        why: "Flera barn tas upp. En familj är med i sitt eget barns ärende, och får bara det. Så länge det inte är sagt \
              får de inte ordet, blir inte frågade och får inga papper, och väggen visar inget medan de är här."
            .to_owned(),
        remedy: "‹Accept› frågar om var och en.".to_owned(),
        fix: Some(Todo::Family),
        about: waiting.iter().map(|person| person.id.0.to_string()).collect(),
        ..Finding::PLAIN
    })
}

/// The children that a required role is asked for, with the words for it: each of several, where it is a family's.
fn each_child(meeting: &Meeting, spec: &RoleSpec) -> Vec<(Option<MeetingArendeId>, String)> {
    let of_family = spec.huvudman == Huvudman::Familj && meeting.has_several_children();
    // Whose those are who are there is asked first.
    if !of_family || meeting.unplaced().next().is_some() {
        return vec![(None, String::new())];
    }
    let todays: Vec<MeetingArendeId> = meeting.todays_items().map(|item| item.id).collect();
    let items = meeting.items_about_children().filter(|item| todays.contains(&item.id));
    let label = |item: &MeetingArende| meeting.arende_of(item).map_or("", |arende| arende.label.as_str());
    items.map(|item| (Some(item.id), format!(" till {}", quoted(label(item))))).collect()
}

/// Somebody of whom nobody has said whether they are family or staff.
fn unsettled(meeting: &Meeting, person: &Participant) -> Finding {
    // Whoever sits in the room hears of a child: what they are isn't left open in passing.
    let hears = person.is_here() && meeting.agenda.individuals;
    Finding {
        rule: rule::ROLES,
        severity: if hears { Severity::Overridable } else { Severity::Advisory },
        arende: None,
        what: format!("Det är inte sagt om {} hör till familjen eller är personal.", person.short_name()),
        why: "Tills det är sagt får personen varken det som är för personal eller det som är för familjen."
            .to_owned(),
        remedy: "Markera personen och tryck ‹Edit›.".to_owned(),
        fix: Some(Todo::WhoIs(person.id)),
        about: vec![person.id.0.to_string()],
        ..Finding::PLAIN
    }
}

/// Those who are too few: in a role, of several roles, from different verksamheter. Here means in the room or by link.
fn too_few(meeting: &Meeting) -> Vec<Finding> {
    let agenda = &meeting.agenda;
    let here = || meeting.present_in(None);
    let finding = |rule: &'static str, what: String, why: &str, about: String| Finding {
        rule,
        severity: Severity::Overridable,
        arende: None,
        what,
        why: format!("{why} {}", ground(agenda, rule, None)),
        remedy: "Lägg till dem som är här, eller gå vidare och skriv varför.".to_owned(),
        fix: Some(Todo::Participants),
        about: vec![about.replace(';', ",")],
        ..Finding::PLAIN
    };
    let mut found = Vec::new();
    for spec in &agenda.roles {
        let Some(least) = spec.at_least.and_then(|least| usize::try_from(least).ok()) else { continue };
        let count = here().filter(|person| fills(person, spec)).count();
        if count < least {
            let what = format!("Minst {least} i rollen {} ska vara här. Nu är det {count}.", spec.name);
            let why = "Mötesformen vill ha flera i den rollen.";
            found.push(finding(rule::REQUIRED_ROLE, what, why, format!("minst {least} {}", spec.name)));
        }
    }
    for group in &agenda.one_of {
        let specs = || agenda.roles.iter().filter(|spec| group.contains(&spec.name));
        if !here().any(|person| specs().any(|spec| fills(person, spec))) {
            let names = group.join(" eller ");
            let why = "Någon av dem hör till mötesformen.";
            found.push(finding(rule::REQUIRED_ROLE, format!("Ingen av dem är här: {names}."), why, names));
        }
    }
    if let Some(least) = agenda.at_least_units.and_then(|least| usize::try_from(least).ok()) {
        let mut units: Vec<String> =
            here().map(|person| fold(person.unit.trim())).filter(|unit| !unit.is_empty()).collect();
        units.sort();
        units.dedup();
        if units.len() < least {
            let what = format!("Minst {least} olika verksamheter ska vara här. Nu är det {}.", units.len());
            let about = format!("minst {least} verksamheter");
            found.push(finding(rule::UNITS, what, "Det är när de möts som mötet gör nytta.", about));
        }
    }
    found
}

fn fills(person: &Participant, spec: &RoleSpec) -> bool {
    fold(&person.role) == fold(&spec.name)
        || match spec.kind() {
            kind @ (ParticipantKind::Barn | ParticipantKind::Vardnadshavare) => person.kind == kind,
            // A task more than a profession: whoever leads the meeting or holds the plan together has it.
            _ => fold(&spec.name) == "sip-ansvarig" && (person.chairs || person.main_responsible),
        }
}
