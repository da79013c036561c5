//! What an agenda asks for beyond the usual: who must be here, who decides, which phases are walked and how, and what of it its
//! source doesn't say.

use super::Faults;
use crate::domain::agenda::{Agenda, Phase, Round};
use crate::domain::coded::Coded;
use crate::domain::rules::rule;
use crate::toml_file::Step;

/// The keys by which a form asks for something, and the rule that each of them sets.
const ASKED_BY: &[(&str, &str)] = &[
    ("en_av", rule::REQUIRED_ROLE),
    ("minst", rule::REQUIRED_ROLE),
    ("minst_verksamheter", rule::UNITS),
    ("huvudman_kravs", rule::HUVUDMAN),
    ("uppfoljning_kravs", rule::FOLLOW_UP),
    ("samtycke_till_planen", rule::PLAN),
    ("kravs_varde", rule::FIELD_VALUE),
];

impl Faults {
    /// Who decides, and who must be here.
    pub(super) fn people(&mut self, agenda: &Agenda) {
        for (index, decider) in agenda.deciders.iter().enumerate() {
            let path = [Step::Key("beslutsfattare"), Step::Index(index)];
            self.role_name(agenda, &path, decider, "den som beslutar finns inte bland rollerna");
            if agenda.deciders[..index].contains(decider) {
                self.add(&path, "samma roll står två gånger", "Ta bort den ena.");
            }
        }
        for (at, group) in agenda.one_of.iter().enumerate() {
            let path = [Step::Key("en_av"), Step::Index(at)];
            if group.len() < 2 {
                self.add(
                    &path,
                    "en_av behöver minst två roller att välja mellan",
                    "Skriv en_av = [\"Rektor\", \"Biträdande rektor\"], eller sätt behov = \"kravs\" på rollen.",
                );
            }
            for role in group {
                self.role_name(
                    agenda,
                    &path,
                    role,
                    &format!("rollen {role} i en_av finns inte bland rollerna"),
                );
            }
        }
        if let Some(least) = agenda.at_least_units {
            self.at_least(&[Step::Key("minst_verksamheter")], least);
        }
    }

    /// What its source doesn't say: rules that a form asks for, its fields, its phases.
    pub(super) fn ours(&mut self, agenda: &Agenda) {
        for (index, own) in agenda.ours.iter().enumerate() {
            let is_field = agenda.fields.iter().any(|field| field.id == *own);
            if !is_field && Phase::of_code(own).is_none() && !rule::of_forms().any(|key| key == own) {
                let keys: Vec<&str> = rule::of_forms().collect();
                let meant = ASKED_BY.iter().find(|(key, _)| key == own).map_or_else(
                    || format!("Skriv ett fälts id, en fas eller en regel: {}.", keys.join(", ")),
                    |(key, rule)| format!("Regeln som {key} ställer skrivs var_regel = [\"{rule}\"]"),
                );
                self.add(
                    &[Step::Key("var_regel"), Step::Index(index)],
                    format!("”{own}” är ingen regel, inget fält och ingen fas i formen"),
                    meant,
                );
            }
        }
    }

    fn role_name(&mut self, agenda: &Agenda, path: &[Step], name: &str, problem: &str) {
        if !agenda.roles.iter().any(|role| role.name == name) {
            let names: Vec<_> = agenda.roles.iter().map(|role| role.name.as_str()).collect();
            let remedy = format!("Skriv en av dem ({}), eller lägg till rollen.", names.join(", "));
            self.add(path, problem, remedy);
        }
    }

    pub(super) fn at_least(&mut self, path: &[Step], least: u32) {
        if !(2..=20).contains(&least) {
            self.alone(
                path,
                format!("minst {least} säger ingenting här"),
                "Skriv ett tal från 2 till 20, eller ta bort raden.",
            );
        }
    }

    /// Questions in which nobody can be recognised: then no child is linked, and nobody is asked.
    pub(super) fn unidentified(&mut self, agenda: &Agenda) {
        if !agenda.is_unidentified() {
            return;
        }
        if agenda.individuals {
            self.add(
                &[Step::Key("individarenden")],
                "formen tar bara frågor där inget barn går att känna igen, men också ärenden om enskilda barn",
                "Skriv individarenden = false, eller ta bort avidentifierat.",
            );
        }
        if agenda.groups {
            self.add(
                &[Step::Key("grupparenden")],
                "formen tar bara frågor där inget barn går att känna igen, men också ärenden om grupper",
                "Skriv grupparenden = false, eller ta bort avidentifierat.",
            );
        }
    }

    /// Which phases are walked, and how.
    pub(super) fn walk(&mut self, agenda: &Agenda) {
        for (index, phase) in agenda.without.iter().enumerate() {
            let path = [Step::Key("utan"), Step::Index(index)];
            if agenda.without[..index].contains(phase) {
                self.add(&path, "samma fas står två gånger", "Ta bort den ena.");
            }
            if !phase.is_per_arende() {
                self.add(
                    &path,
                    format!("{} hör till varje möte", phase.name().to_lowercase()),
                    "Det som kan utelämnas är nulage, behov och planering.",
                );
            }
        }
        for phase in agenda.without.iter().filter(|phase| phase.is_per_arende()) {
            let spec = agenda.phase(*phase);
            let demands = [
                ("kravs", !spec.requires.is_empty()),
                ("kravs_alla", !spec.requires_all.is_empty()),
                ("minst", spec.at_least.is_some()),
            ];
            for (key, _) in demands.into_iter().filter(|(_, is_said)| *is_said) {
                self.add(
                    &[Step::Key("faser"), Step::Key(phase.code()), Step::Key(key)],
                    format!(
                        "{key} ställer ett krav i {}, men den fasen är utelämnad",
                        phase.name().to_lowercase()
                    ),
                    format!(
                        "Ta bort raden eller hela avsnittet, eller ta bort \"{}\" ur utan.",
                        phase.code()
                    ),
                );
            }
        }
        if agenda.arende_phases(false).next().is_none() {
            self.add(
                &[Step::Key("utan")],
                "alla faser är utelämnade",
                "Behåll en av nulage, behov och planering.",
            );
        }
        for (index, field) in agenda.fields.iter().enumerate() {
            if let Some(phase) = field.required_before.filter(|phase| !agenda.has(*phase)) {
                self.add(
                    &[Step::Key("falt"), Step::Index(index), Step::Key("kravs_fore")],
                    format!("fältet krävs före {}, men den fasen är utelämnad", phase.name().to_lowercase()),
                    "Skriv en fas som finns, eller ta bort fasen ur utan.",
                );
            }
        }
        if agenda.one_line && !agenda.many {
            self.add(
                &[Step::Key("arenden_pa_rad")],
                "ärenden på rad behöver flera ärenden",
                "Skriv flera_arenden = true, eller ta bort raden.",
            );
        }
        if agenda.one_line && agenda.round == Round::VarOchEn {
            self.add(
                &[Step::Key("laget_runt")],
                "med ärenden på rad hinner inte var och en få ordet i varje ärende",
                "Skriv laget_runt = \"gemensamt\" eller \"nej\".",
            );
        }
    }
}
