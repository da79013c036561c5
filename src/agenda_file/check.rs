//! What an agenda must be beyond having the right keys: that its parts fit each other.

mod asks;
mod parts;

use crate::domain::agenda::{Agenda, AskedForm, ConsentRule, Level, Phase, Unanswered};
use crate::toml_file::{Step, length_fault};
use std::fmt;

/// The longest name, question, other text and list, in characters and items. Questions are shown in large type.
const MAX_NAME: usize = 100;
const MAX_SHORT_NAME: usize = 30;
const MAX_QUESTION: usize = 160;
const MAX_TEXT: usize = 1_000;
const MAX_ITEMS: usize = 40;
/// The longest meeting and phase, in minutes.
const MAX_MINUTES: u32 = 600;

/// What stands alone rests on no key.
const NOTHING: &[&str] = &[""];
/// The keys that are compared with each other, by what they are about.
const OF_CHILDREN: &[&str] = &[
    "niva",
    "individarenden",
    "grupparenden",
    "samtycke",
    "samtycke_form",
    "samtycke_saknas",
    "samtycke_till_planen",
    "annan_grund",
    "grund_bedomd_av",
    "avidentifierat",
];
const OF_WALK: &[&str] = &["utan", "flera_arenden", "arenden_pa_rad", "laget_runt", "kravs_fore"];
const OF_ROLES: &[&str] =
    &["roller", "namn", "verksamhet", "huvudman", "slag", "behov", "minst", "far_leda", "far_anteckna"];
const OF_FIELDS: &[&str] = &[
    "falt",
    "id",
    "typ",
    "for",
    "val",
    "kravs_fore",
    "kravs_vid_avslut",
    "kravs_varde",
    "kravs_av",
    "minst",
];
const OF_PHASES: &[&str] = &[
    "utan",
    "faser",
    "[faser]",
    "tar",
    "kravs",
    "kravs_alla",
    "[sammanhang]",
    "[nulage]",
    "[behov]",
    "[planering]",
    "[ansvar]",
];
const OF_TIME: &[&str] = &["minuter", "utan", "flera_arenden", "arenden_pa_rad", "faser"];

/// Something in an agenda that doesn't fit the rest of it. Its text is Swedish: what, and what can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub(super) path: Vec<Step>,
    pub(super) problem: String,
    pub(super) remedy: String,
    /// The keys that it was compared with. Where one of those couldn't be read, it may be no fault at all.
    pub(super) rests_on: &'static [&'static str],
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.problem, self.remedy)
    }
}

/// All that doesn't fit in an agenda, in the order of the file. Empty for an agenda that can be used.
pub fn faults(agenda: &Agenda) -> Vec<Fault> {
    let mut found = Faults(Vec::new());
    found.head(agenda);
    found.resting(OF_CHILDREN, |found| found.of_children(agenda));
    found.resting(&["roller", "namn"], |found| found.people(agenda));
    found.resting(OF_WALK, |found| found.walk(agenda));
    found.resting(&["falt", "id"], |found| found.ours(agenda));
    found.resting(&["huvudman_kravs", "id"], |found| found.other_agendas(agenda));
    found.resting(&["roller", "huvudman"], |found| found.huvudman(agenda));
    found.resting(OF_ROLES, |found| found.roles(agenda));
    found.resting(OF_FIELDS, |found| found.fields(agenda));
    for phase in Phase::ALL {
        let spec = agenda.phase(phase);
        if agenda.has(phase) || !spec.is_absent() {
            found.resting(OF_PHASES, |found| found.phase(phase, spec));
        }
    }
    found.resting(OF_TIME, |found| found.time(agenda));
    found.0
}

struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, path: &[Step], problem: impl Into<String>, remedy: impl Into<String>) {
        let (problem, remedy) = (problem.into(), remedy.into());
        self.0.push(Fault { path: path.to_vec(), problem, remedy, rests_on: &[] });
    }

    /// As [`Faults::add`], of something that is so whatever else stands in the file.
    fn alone(&mut self, path: &[Step], problem: impl Into<String>, remedy: impl Into<String>) {
        self.add(path, problem, remedy);
        self.0.iter_mut().rev().take(1).for_each(|fault| fault.rests_on = NOTHING);
    }

    /// Looks at what rests on certain keys.
    fn resting(&mut self, keys: &'static [&'static str], look: impl FnOnce(&mut Self)) {
        let first = self.0.len();
        look(self);
        let found = self.0[first..].iter_mut().filter(|fault| fault.rests_on.is_empty());
        found.for_each(|fault| fault.rests_on = keys);
    }

    fn text(&mut self, path: &[Step], what: &str, text: &str, limit: usize) {
        if let Some((problem, remedy)) = length_fault(what, text, limit) {
            self.alone(path, problem, remedy);
        }
    }

    fn length(&mut self, path: &[Step], what: &str, length: usize, at_least: usize) {
        if length < at_least {
            self.alone(path, format!("{what} är för kort"), format!("Det ska stå minst {at_least} i den."));
        } else if length > MAX_ITEMS {
            self.alone(
                path,
                format!("{what} har {length} rader"),
                format!("Korta den till högst {MAX_ITEMS}."),
            );
        }
    }

    fn minutes(&mut self, path: &[Step], minutes: u32) {
        if !(1..=MAX_MINUTES).contains(&minutes) {
            self.alone(
                path,
                format!("{minutes} minuter går inte"),
                format!("Skriv ett tal från 1 till {MAX_MINUTES}."),
            );
        }
    }

    fn head(&mut self, agenda: &Agenda) {
        if !is_id(&agenda.id, '-') {
            self.add(
                &[Step::Key("id")],
                "så kan ett id inte se ut",
                "Skriv 1–40 tecken: små bokstäver a–z, siffror och bindestreck, först en bokstav. Till exempel \"eht-norra\".",
            );
        }
        self.text(&[Step::Key("namn")], "namnet", &agenda.name, MAX_NAME);
        self.text(&[Step::Key("kortnamn")], "kortnamnet", &agenda.short_name, MAX_SHORT_NAME);
        self.text(&[Step::Key("kalla")], "källan", &agenda.source, MAX_TEXT);
        self.text(&[Step::Key("om")], "beskrivningen", &agenda.about, MAX_TEXT);
        self.text(&[Step::Key("rytm")], "rytmen", &agenda.rhythm, MAX_TEXT);
        self.pace(agenda);
        if agenda.retention.chars().count() > MAX_TEXT {
            self.text(&[Step::Key("gallring")], "gallringen", &agenda.retention, MAX_TEXT);
        }
        self.minutes(&[Step::Key("minuter")], agenda.minutes);
    }

    /// The rhythm in numbers: in one way only, and in weeks and months that there are.
    fn pace(&mut self, agenda: &Agenda) {
        let keys = [
            ("veckor_emellan", agenda.weeks_between.is_some()),
            ("manader_emellan", agenda.months_between.is_some()),
            ("i_veckorna", !agenda.in_weeks.is_empty()),
        ];
        let mut given = keys.iter().filter(|(_, is_given)| *is_given);
        if let (Some(_), Some((second, _))) = (given.next(), given.next()) {
            self.add(
                &[Step::Key(second)],
                "rytmen står på två sätt",
                "Behåll en av raderna veckor_emellan, manader_emellan och i_veckorna.",
            );
        }
        for (key, number) in
            [("veckor_emellan", agenda.weeks_between), ("manader_emellan", agenda.months_between)]
        {
            if number.is_some_and(|number| !(1..=53).contains(&number)) {
                self.add(&[Step::Key(key)], "så kan en rytm inte se ut", "Skriv ett tal från 1 till 53.");
            }
        }
        if agenda.in_weeks.len() > MAX_ITEMS {
            self.length(&[Step::Key("i_veckorna")], "listan över veckor", agenda.in_weeks.len(), 0);
        }
        for (index, week) in agenda.in_weeks.iter().enumerate() {
            if !(1..=53).contains(week) {
                self.add(
                    &[Step::Key("i_veckorna"), Step::Index(index)],
                    format!("vecka {week} finns inte"),
                    "Skriv veckor från 1 till 53.",
                );
            }
        }
    }

    /// Whether it is about children, and what their consent is.
    fn of_children(&mut self, agenda: &Agenda) {
        self.unidentified(agenda);
        if agenda.level == Level::Individ && !agenda.individuals && !agenda.is_unidentified() {
            self.add(
                &[Step::Key("individarenden")],
                "formen gäller individer men tar inga ärenden om enskilda barn",
                "Skriv individarenden = true, eller byt niva till \"grupp\".",
            );
        }
        if !agenda.individuals && agenda.consent != ConsentRule::Nej {
            self.add(
                &[Step::Key("samtycke")],
                "formen tar inga ärenden om enskilda barn, så det finns inget att samtycka till",
                "Skriv samtycke = \"nej\", eller individarenden = true om barn ska kunna tas upp.",
            );
        }
        for (key, said) in [
            ("samtycke_form", agenda.consent_form != AskedForm::Valfri),
            ("samtycke_saknas", agenda.unanswered != Unanswered::Skrivs),
        ] {
            if said && agenda.consent == ConsentRule::Nej {
                self.add(
                    &[Step::Key(key)],
                    "formen frågar inte efter samtycke, så raden betyder inget",
                    "Ta bort raden, eller skriv samtycke = \"kravs\".",
                );
            }
        }
        self.ground(agenda);
        if !agenda.individuals && agenda.plan_consent {
            self.add(
                &[Step::Key("samtycke_till_planen")],
                "formen tar inga ärenden om enskilda barn, så ingen kan samtycka till en plan",
                "Skriv samtycke_till_planen = false.",
            );
        }
    }

    /// The agendas and laws that it names.
    fn other_agendas(&mut self, agenda: &Agenda) {
        if let Some(other) = &agenda.otherwise {
            if agenda.required_huvudman.is_empty() {
                self.add(
                    &[Step::Key("annars")],
                    "annars säger vilken form mötet blir när båda huvudmännen inte behövs, men formen kräver inga",
                    "Lägg till huvudman_kravs, eller ta bort raden.",
                );
            }
            self.agenda_id(&[Step::Key("annars")], other, agenda);
        }
        for (index, other) in agenda.follows.iter().enumerate() {
            let path = [Step::Key("foljer"), Step::Index(index)];
            if agenda.follows[..index].contains(other) {
                self.add(&path, "samma form står två gånger", "Ta bort den ena.");
            }
            if !is_id(other, '-') {
                self.add(&path, "så kan en forms id inte se ut", "Skriv formens id, till exempel \"sip\".");
            }
        }
        for (index, other) in agenda.leads_to.iter().enumerate() {
            let path = [Step::Key("leder_till"), Step::Index(index)];
            if agenda.leads_to[..index].contains(other) {
                self.add(&path, "samma form står två gånger", "Ta bort den ena.");
            }
            self.agenda_id(&path, other, agenda);
        }
        self.length(&[Step::Key("paminner")], "listan över påminnelser", agenda.reminds.len(), 0);
        for (index, law) in agenda.reminds.iter().enumerate() {
            let path = [Step::Key("paminner"), Step::Index(index)];
            if agenda.reminds[..index].contains(law) {
                self.add(&path, "samma lagrum står två gånger", "Ta bort det ena.");
            }
            if !is_id(law, '-') {
                self.add(
                    &path,
                    "så kan ett lagrums id inte se ut",
                    "Skriv dess id i lagrum.toml, till exempel \"anmalningsskyldighet\".",
                );
            }
        }
    }

    /// The huvudmän who must be here.
    fn huvudman(&mut self, agenda: &Agenda) {
        for (index, huvudman) in agenda.required_huvudman.iter().enumerate() {
            let path = [Step::Key("huvudman_kravs"), Step::Index(index)];
            if agenda.required_huvudman[..index].contains(huvudman) {
                self.add(&path, format!("{} står två gånger", huvudman.name()), "Ta bort den ena.");
            }
            if !agenda.roles.iter().any(|role| role.huvudman == *huvudman) {
                self.add(
                    &path,
                    format!("ingen roll hör till {}", huvudman.definite()),
                    format!(
                        "Lägg till en roll med huvudman = \"{}\", eller ta bort kravet.",
                        huvudman.name()
                    ),
                );
            }
        }
    }

    fn agenda_id(&mut self, path: &[Step], id: &str, agenda: &Agenda) {
        if !is_id(id, '-') {
            self.add(
                path,
                "så kan en forms id inte se ut",
                "Skriv formens id, till exempel \"samverkansmote\".",
            );
        } else if id == agenda.id {
            self.add(path, "det är formen själv", "Skriv id för en annan form.");
        }
    }

    /// Who speaks of a child without asking for consent says on what ground, and who found that it holds.
    fn ground(&mut self, agenda: &Agenda) {
        let parts = [
            (
                Step::Key("annan_grund"),
                "grunden",
                &agenda.other_ground,
                "Skriv vad den grundas på i stället.",
            ),
            (
                Step::Key("grund_bedomd_av"),
                "vem som har bedömt grunden",
                &agenda.ground_assessed_by,
                "Skriv namn eller funktion, och när.",
            ),
        ];
        let without_consent = agenda.individuals && agenda.consent == ConsentRule::Nej;
        for (key, what, text, remedy) in parts {
            if without_consent && text.trim().is_empty() {
                self.add(
                    &[Step::Key("samtycke")],
                    format!("formen tar upp enskilda barn utan samtycke, men {what} saknas"),
                    format!("{remedy} Eller skriv samtycke = \"kravs_vid_sekretessgrans\"."),
                );
            } else if !without_consent && !text.is_empty() {
                self.add(&[key], "grunden används bara där samtycke inte frågas", "Ta bort raden.");
            } else if text.chars().count() > MAX_TEXT {
                self.text(&[key], what, text, MAX_TEXT);
            }
        }
    }

    fn time(&mut self, agenda: &Agenda) {
        let around = agenda.phases.sammanhang.minutes.saturating_add(agenda.phases.ansvar.minutes);
        let needed = around.saturating_add(agenda.arende_minutes());
        if needed > agenda.minutes && agenda.minutes > 0 {
            self.add(
                &[Step::Key("minuter")],
                format!("faserna tar {needed} minuter, men mötet är {} minuter långt", agenda.minutes),
                "Höj mötets minuter, eller sänk fasernas.",
            );
        }
    }
}

/// A stable key: it is typed on the command line and becomes a file's name.
pub(super) fn is_id(id: &str, joiner: char) -> bool {
    id.len() <= 40
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && !id.ends_with(joiner)
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joiner)
}
