//! What the roles, the fields and the phases of an agenda must be.

use super::{Faults, MAX_NAME, MAX_QUESTION, MAX_TEXT, is_id};
use crate::domain::agenda::{Agenda, AskedOf, FieldScope, FieldSpec, FieldType, Huvudman, Phase, PhaseSpec};
use crate::domain::roles::ParticipantKind;
use crate::toml_file::Step;
use std::collections::HashSet;

impl Faults {
    pub(super) fn roles(&mut self, agenda: &Agenda) {
        self.length(&[Step::Key("roller")], "listan över roller", agenda.roles.len(), 1);
        let mut seen = HashSet::new();
        for (index, role) in agenda.roles.iter().enumerate() {
            let at = |key| [Step::Key("roller"), Step::Index(index), Step::Key(key)];
            self.text(&at("namn"), "rollens namn", &role.name, MAX_NAME);
            if role.unit.chars().count() > MAX_NAME {
                self.text(&at("verksamhet"), "verksamheten", &role.unit, MAX_NAME);
            }
            let is_family = role.said_kind.map(ParticipantKind::is_family);
            if is_family.is_some_and(|is_family| is_family != (role.huvudman == Huvudman::Familj)) {
                self.add(
                    &at("slag"),
                    "slag och huvudman säger emot varandra",
                    "Barn, vårdnadshavare och närstående har huvudman = \"familj\", och bara de.",
                );
            }
            if !seen.insert((role.name.to_lowercase(), role.unit.to_lowercase())) {
                self.add(
                    &at("namn"),
                    "samma roll i samma verksamhet står två gånger",
                    "Ta bort den ena, eller ge dem olika namn.",
                );
            }
        }
        if !agenda.roles.is_empty() && !agenda.roles.iter().any(|role| role.may_chair) {
            self.add(
                &[Step::Key("roller")],
                "ingen roll får leda mötet",
                "Ta bort far_leda = false från en av dem.",
            );
        }
        if !agenda.roles.is_empty() && !agenda.roles.iter().any(|role| role.may_take_notes) {
            self.add(
                &[Step::Key("roller")],
                "ingen roll får anteckna",
                "Ta bort far_anteckna = false från en av dem.",
            );
        }
    }

    pub(super) fn fields(&mut self, agenda: &Agenda) {
        self.length(&[Step::Key("falt")], "listan över fält", agenda.fields.len(), 0);
        let mut seen = HashSet::new();
        for (index, field) in agenda.fields.iter().enumerate() {
            let at = |key| [Step::Key("falt"), Step::Index(index), Step::Key(key)];
            if !is_id(&field.id, '_') {
                self.add(
                    &at("id"),
                    "så kan ett fälts id inte se ut",
                    "Skriv 1–40 tecken: små bokstäver a–z, siffror och _, först en bokstav. Till exempel \"steg1_datum\".",
                );
            } else if !seen.insert(field.id.as_str()) {
                self.add(&at("id"), "två fält har samma id", "Ge det ena ett annat id.");
            }
            self.text(&at("namn"), "fältets namn", &field.name, MAX_NAME);
            if field.why.chars().count() > MAX_TEXT {
                self.text(&at("varfor"), "skälet", &field.why, MAX_TEXT);
            }
            self.choices(&at("val"), field);
            if field.asked_of != AskedOf::Enskilda
                && (!field.is_required(None) || field.scope == FieldScope::Mote)
            {
                self.add(
                    &at("kravs_av"),
                    "kravs_av säger av vilka ärenden fältet krävs, men det krävs inte av något ärende",
                    "Lägg till kravs_fore = \"nulage\" (och for = \"arende\"), eller ta bort raden.",
                );
            }
            if field.required_before == Some(Phase::Sammanhang) {
                self.add(
                    &at("kravs_fore"),
                    "inget är öppnat före sammanhang, så fältet kan inte fyllas i då",
                    "Skriv kravs_fore = \"nulage\", eller en senare fas.",
                );
            }
        }
    }

    fn choices(&mut self, path: &[Step], field: &FieldSpec) {
        match (field.kind, field.choices.len()) {
            (FieldType::Val | FieldType::Flerval, 0 | 1) => self.add(
                path,
                "ett fält av typen val eller flerval behöver minst två att välja mellan",
                "Lägg till en rad: val = [\"Ja\", \"Nej\", \"Vet inte\"]",
            ),
            (FieldType::Val | FieldType::Flerval, count) => {
                self.length(path, "listan över val", count, 2);
                let mut seen = HashSet::new();
                for (index, choice) in field.choices.iter().enumerate() {
                    let path = [path, &[Step::Index(index)]].concat();
                    self.text(&path, "valet", choice, MAX_NAME);
                    if field.kind == FieldType::Flerval && choice.contains(';') {
                        self.add(
                            &path,
                            "ett av valen innehåller ett semikolon",
                            "Skriv ett komma i stället.",
                        );
                    }
                    if !seen.insert(choice.to_lowercase()) {
                        self.add(&path, "samma val står två gånger", "Ta bort det ena.");
                    }
                }
            }
            (_, 0) => {}
            _ => self.add(
                path,
                "bara fält av typen val och flerval har något att välja mellan",
                "Skriv typ = \"val\", eller ta bort raden.",
            ),
        }
    }

    pub(super) fn phase(&mut self, phase: Phase, spec: &PhaseSpec) {
        let at = |key| [Step::Key("faser"), Step::Key(phase.code()), Step::Key(key)];
        let inside = |key, index| [at(key).as_slice(), &[Step::Index(index)]].concat();
        self.minutes(&at("minuter"), spec.minutes);
        self.length(&at("fragor"), "listan över frågor", spec.questions.len(), 1);
        for (index, question) in spec.questions.iter().enumerate() {
            self.text(&inside("fragor", index), "frågan", question, MAX_QUESTION);
        }
        self.length(&at("tar"), "listan över vad som skrivs ner", spec.takes.len(), 1);
        for (index, kind) in spec.takes.iter().enumerate() {
            if spec.takes[..index].contains(kind) {
                self.add(&inside("tar", index), "samma ord står två gånger", "Ta bort det ena.");
            }
        }
        for (key, list) in [("kravs", &spec.requires), ("kravs_alla", &spec.requires_all)] {
            for (index, kind) in list.iter().enumerate() {
                if !spec.takes.contains(kind) {
                    self.add(
                        &inside(key, index),
                        format!("{} krävs här men kan inte skrivas ner här", kind.label().to_lowercase()),
                        format!("Lägg till ordet i fasens lista tar, eller ta bort det ur {key}."),
                    );
                }
            }
        }
    }
}
