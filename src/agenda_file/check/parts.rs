//! What the roles, the fields and the phases of an agenda must be.

use super::{Faults, MAX_NAME, MAX_QUESTION, MAX_TEXT, is_id};
use crate::agenda_file::shape::phase_missing;
use crate::domain::agenda::{
    Agenda, AskedOf, FieldScope, FieldSpec, FieldType, Huvudman, Need, Phase, PhaseSpec,
};
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
            if let Some(least) = role.at_least {
                self.at_least(&at("minst"), least);
                if role.need != Need::Kravs {
                    self.add(
                        &at("behov"),
                        "minst säger hur många som krävs i rollen, men rollen krävs inte",
                        "Skriv behov = \"kravs\", eller ta bort minst.",
                    );
                }
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
            self.demands(&at, field);
            if field.becomes.is_some() && (field.kind != FieldType::Text || field.scope != FieldScope::Mote) {
                self.add(
                    &at("blir"),
                    "blir säger vad mötets text blir i mötet efter, men fältet är ingen text för mötet",
                    "Skriv typ = \"text\" och for = \"mote\", eller ta bort raden.",
                );
            }
            if field.known.is_some_and(|known| field.kind != known.kind() || field.scope != FieldScope::Mote)
            {
                self.add(
                    &at("fylls_med"),
                    "fylls_med säger vad mötets fält får från mötet före, men fältet kan inte hålla det",
                    "Skriv for = \"mote\", och typ = \"datum\" (forra_motets_dag) eller \"text\" (forra_motets_manad).",
                );
            }
            if field.direction.is_some() && field.kind != FieldType::Datum {
                self.add(
                    &at("riktning"),
                    "riktning säger åt vilket håll ett datum läses, men fältet är inget datum",
                    "Skriv typ = \"datum\", eller ta bort raden.",
                );
            }
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

    /// What a value must be, where the field is required.
    fn demands<const N: usize>(&mut self, at: &dyn Fn(&'static str) -> [Step; N], field: &FieldSpec) {
        let demands = [
            (
                "kravs_varde",
                field.required_value.is_some(),
                &[FieldType::JaNej, FieldType::Val][..],
                "ja_nej eller val",
            ),
            ("minst", field.at_least.is_some(), &[FieldType::Flerval], "flerval"),
            ("dagar_fore", field.days_before.is_some(), &[FieldType::Datum], "datum"),
        ];
        for (key, _, kinds, words) in demands.into_iter().filter(|(_, is_said, ..)| *is_said) {
            if !kinds.contains(&field.kind) {
                self.add(
                    &at(key),
                    format!("{key} hör till fält av typen {words}"),
                    "Byt typ, eller ta bort raden.",
                );
            }
            if !field.is_required(None) {
                self.add(
                    &at(key),
                    format!("{key} säger vad svaret ska vara, men inte när det ska finnas"),
                    "Lägg till kravs_fore = \"nulage\" eller kravs_vid_avslut = true.",
                );
            }
        }
        if let Some(wanted) = field.required_value.as_deref().filter(|wanted| !field.takes(wanted)) {
            self.add(
                &at("kravs_varde"),
                format!("fältet kan inte ha värdet ”{wanted}”"),
                match field.kind {
                    FieldType::Val => format!("Skriv ett av valen: {}.", field.choices.join(", ")),
                    _ => "Skriv kravs_varde = \"ja\".".to_owned(),
                },
            );
        }
        if let Some(least) = field.at_least {
            self.at_least(&at("minst"), least);
            let most = u32::try_from(field.choices.len()).unwrap_or(u32::MAX);
            if field.kind == FieldType::Flerval && least > most {
                self.add(
                    &at("minst"),
                    format!("det finns bara {most} val"),
                    "Sänk talet, eller lägg till val.",
                );
            }
        }
        if field.days_before.is_some_and(|days| !(1..=365).contains(&days)) {
            self.add(&at("dagar_fore"), "så många dagar går inte", "Skriv ett tal från 1 till 365.");
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
        if spec.is_absent() {
            let words = phase_missing(phase);
            return self.add(&[Step::Key("faser"), Step::Key(phase.code())], words.problem, words.remedy);
        }
        if let Some(least) = spec.at_least {
            self.at_least(&at("minst"), least);
            if spec.requires.is_empty() && spec.requires_all.is_empty() {
                self.add(
                    &at("minst"),
                    "minst säger hur många rader som krävs, men fasen kräver inga",
                    "Lägg till kravs = [\"…\"], eller ta bort raden.",
                );
            }
        }
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
