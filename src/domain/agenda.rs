//! An agenda, which its users call a meeting form: who takes part, what is asked in each phase, and which rules hold.

mod consent;
mod field;
mod place;
mod several;
mod words;

pub use consent::{AskedForm, EmiBorder, Unanswered};
pub use field::{AskedOf, Becomes, FieldScope, FieldSpec, FieldType, Known};
pub use place::{Place, huvudman_of};

use super::coded::coded;
use super::roles::ParticipantKind;
use serde::{Deserialize, Serialize};

/// What an agenda is about, as in the sources' own division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// One named child or a few, each a separate ärende.
    Individ,
    /// A class, a school, a target group.
    Grupp,
    /// A steering group.
    Ledning,
    /// A parents' meeting.
    Foraldrar,
}

coded! {
    /// The five phases that every meeting walks through, in order. The word is the name on the rail and in headings.
    #[derive(PartialOrd, Ord)]
    pub enum Phase said by name {
        /// Who is here, why, for how long, and what stays in the room.
        Sammanhang = "sammanhang", "Sammanhang";
        /// What works, what is harder, which support there is.
        Nulage = "nulage", "Nuläge";
        /// What is needed, and the goals.
        Behov = "behov", "Behov";
        /// What is to be done, by whom, when.
        Planering = "planering", "Planering";
        /// Everything agreed is read out and confirmed.
        Ansvar = "ansvar", "Ansvar";
    }
}

impl Phase {
    /// 0 for sammanhangsmarkering … 4 for ansvar.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Whether the phase is walked once per ärende rather than once per meeting.
    pub fn is_per_arende(self) -> bool {
        matches!(self, Self::Nulage | Self::Behov | Self::Planering)
    }
}

coded! {
    /// The authority that answers for a participant's work, by the word in lists and minutes.
    #[derive(PartialOrd, Ord)]
    pub enum Huvudman said by name {
        /// The municipality.
        Kommun = "kommun", "kommun";
        /// The region (health care).
        Region = "region", "region";
        /// A state authority, such as the police.
        Stat = "stat", "stat";
        /// The child and those close to it.
        Familj = "familj", "familj";
        /// Anybody else, such as an association or an independent school.
        Annan = "annan", "annan";
    }
}

impl Huvudman {
    /// The word in a sentence: "ingen från kommunen".
    pub fn definite(self) -> &'static str {
        match self {
            Self::Kommun => "kommunen",
            Self::Region => "regionen",
            Self::Stat => "staten",
            Self::Familj => "familjen",
            Self::Annan => "någon annan",
        }
    }
}

/// Whether an individual ärende needs a consent before it is taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentRule {
    /// A consent that names each party in the room.
    Kravs,
    /// When the parties belong to different authorities.
    KravsVidSekretessgrans,
    /// Always, but for a child's protection; the reason is logged and never shown.
    KravsUtomSkyddsskal,
    /// Not asked: no individual is spoken of, or all belong to one authority.
    Nej,
}

/// What the minutes of an agenda are called and how they become final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MinutesKind {
    /// Minutes that are justerade.
    Protokoll,
    /// Notes that are godkända.
    Motesanteckningar,
}

/// How strictly the word is passed round the table in nuläge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Round {
    /// Nuläge isn't left before every party has been offered the word (Dals-Ed 2022, section 6).
    VarOchEn,
    /// One key marks all as heard.
    Gemensamt,
    /// The agenda has no round.
    Nej,
}

/// How much an agenda insists on something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Must be there; missing is said, and why.
    Kravs,
    /// Belongs to the agenda; missing is mentioned.
    Onskas,
    /// Can be called when needed.
    Tillgang,
}

/// A role that an agenda names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleSpec {
    /// "Rektor", "Specialpedagog" …
    #[serde(rename = "namn")]
    pub name: String,
    /// "Skola", "BUP" …
    #[serde(rename = "verksamhet", default)]
    pub unit: String,
    /// The authority behind it.
    pub huvudman: Huvudman,
    /// What its bearer is to the meeting, where the form says it.
    #[serde(rename = "slag", default, skip_serializing_if = "Option::is_none")]
    pub said_kind: Option<ParticipantKind>,
    /// How much the agenda insists on it.
    #[serde(rename = "behov")]
    pub need: Need,
    /// How many in this role must be here.
    #[serde(rename = "minst", default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
    /// Whether somebody in this role may lead the meeting.
    #[serde(rename = "far_leda", default = "yes")]
    pub may_chair: bool,
    /// Whether somebody in this role may take the notes.
    #[serde(rename = "far_anteckna", default = "yes")]
    pub may_take_notes: bool,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_no(answer: &bool) -> bool {
    !answer
}

coded! {
    /// What kinds of entries there are, in the order in which they are offered; see the body of an entry. The word is the
    /// label of one entry, as over a column or before a line.
    #[derive(PartialOrd, Ord)]
    pub enum EntryKind said by label {
        /// What works.
        Fungerar = "fungerar", "Fungerar";
        /// What is harder.
        Svarare = "svarare", "Svårare";
        /// Support today, and from whom.
        Stod = "stod", "Stöd i dag";
        /// The child's voice.
        Rost = "rost", "Barnets röst";
        /// Adaptations already tried.
        Anpassning = "anpassning", "Prövat hittills";
        /// A profession's reflection.
        Reflektion = "reflektion", "Reflektion";
        /// A protective factor.
        Skyddsfaktor = "skyddsfaktor", "Skyddsfaktor";
        /// A risk factor. Never on a wall.
        Riskfaktor = "riskfaktor", "Riskfaktor";
        /// Any other note.
        Anteckning = "anteckning", "Anteckning";
        /// A question to take home.
        Fraga = "fraga", "Att fråga hemmet";
        /// The secretary's own note: never on a wall, never in minutes.
        Privat = "privat", "Egen anteckning";
        /// What was not agreed.
        EjOverens = "ej_overens", "Inte överens";
        /// The summing up.
        Sammanfattning = "sammanfattning", "Sammanfattning";
        /// A need.
        Behov = "behov", "Behov";
        /// A goal in the long term.
        MalLang = "mal_lang", "Mål på lång sikt";
        /// A goal in the short term.
        MalKort = "mal_kort", "Mål på kort sikt";
        /// A decision.
        Beslut = "beslut", "Beslut";
        /// An action.
        Atgard = "atgard", "Åtgärd";
    }
}

/// Whether the questions of an agenda may tell which child they are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unidentified {
    /// The other keys say what may be taken up.
    #[default]
    VidBehov,
    /// Only questions in which no child can be recognised: no child is linked, no name is taken.
    Alltid,
}

impl Unidentified {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// One phase of an agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseSpec {
    /// The time budget in minutes: of the whole meeting's phase, or of each ärende's where the phase is walked per ärende.
    #[serde(rename = "minuter")]
    pub minutes: u32,
    /// Guiding questions, said aloud in the room. The first is the phase's main question.
    #[serde(rename = "fragor")]
    pub questions: Vec<String>,
    /// What is written down here; the first is what a line becomes unless another is chosen.
    #[serde(rename = "tar")]
    pub takes: Vec<EntryKind>,
    /// Of which at least one must be there before the phase is left.
    #[serde(rename = "kravs", default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<EntryKind>,
    /// Of which every one must be there before the phase is left.
    #[serde(rename = "kravs_alla", default, skip_serializing_if = "Vec::is_empty")]
    pub requires_all: Vec<EntryKind>,
    /// How many of what is required must be there; one where nothing is said.
    #[serde(rename = "minst", default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
}

impl PhaseSpec {
    /// Whether the agenda says nothing of the phase, as it may of one that isn't walked.
    pub fn is_absent(&self) -> bool {
        *self == Self::default()
    }
}

/// The five phases of an agenda by name. Those that aren't walked may be absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phases {
    /// Sammanhangsmarkering.
    pub sammanhang: PhaseSpec,
    /// Nuläge.
    #[serde(default, skip_serializing_if = "PhaseSpec::is_absent")]
    pub nulage: PhaseSpec,
    /// Behov.
    #[serde(default, skip_serializing_if = "PhaseSpec::is_absent")]
    pub behov: PhaseSpec,
    /// Planering.
    #[serde(default, skip_serializing_if = "PhaseSpec::is_absent")]
    pub planering: PhaseSpec,
    /// Ansvar.
    pub ansvar: PhaseSpec,
}

/// A meeting form, as its file or a meeting's snapshot says it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key of the file that a municipality answers yes or no to"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agenda {
    /// Stable key, as in `samverkan starta eht`: lower case ASCII, digits and hyphens.
    pub id: String,
    /// The agenda's full name.
    #[serde(rename = "namn")]
    pub name: String,
    /// The short name in lists and heads: "EHT".
    #[serde(rename = "kortnamn")]
    pub short_name: String,
    /// What it is about.
    #[serde(rename = "niva")]
    pub level: Level,
    /// The document and section that the agenda comes from.
    #[serde(rename = "kalla")]
    pub source: String,
    /// What the agenda is for, in a sentence or two.
    #[serde(rename = "om")]
    pub about: String,
    /// What its minutes are called.
    #[serde(rename = "dokument")]
    pub minutes_kind: MinutesKind,
    /// Whether a child may be the subject of an ärende.
    #[serde(rename = "individarenden")]
    pub individuals: bool,
    /// Whether a group may be the subject of an ärende.
    #[serde(rename = "grupparenden")]
    pub groups: bool,
    /// Whether one meeting takes up several ärenden.
    #[serde(rename = "flera_arenden")]
    pub many: bool,
    /// Whether its questions may tell which child they are about.
    #[serde(rename = "avidentifierat", default, skip_serializing_if = "Unidentified::is_usual")]
    pub unidentified: Unidentified,
    /// The phases that aren't walked.
    #[serde(rename = "utan", default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<Phase>,
    /// Whether each ärende gets one line in a round, and Enter goes on to the next. The first phase's minutes are then those
    /// of the whole round.
    #[serde(rename = "arenden_pa_rad", default, skip_serializing_if = "is_no")]
    pub one_line: bool,
    /// What of its rules its source doesn't say: keys of rules, of fields and of phases. They are ours.
    #[serde(rename = "var_regel", default, skip_serializing_if = "Vec::is_empty")]
    pub ours: Vec<String>,
    /// Whether consent is asked for.
    #[serde(rename = "samtycke")]
    pub consent: ConsentRule,
    /// In which form consent is given.
    #[serde(rename = "samtycke_form", default, skip_serializing_if = "consent::is_usual")]
    pub consent_form: AskedForm,
    /// What is asked for where somebody hasn't answered.
    #[serde(rename = "samtycke_saknas", default, skip_serializing_if = "consent::is_usual")]
    pub unanswered: Unanswered,
    /// Whether elevhälsans medicinska insats has a border of its own within the school.
    #[serde(rename = "emi_grans", default, skip_serializing_if = "consent::is_usual")]
    pub emi_border: EmiBorder,
    /// The other ground on which a child is spoken of without consent; only where none is asked for.
    #[serde(rename = "annan_grund", default, skip_serializing_if = "String::is_empty")]
    pub other_ground: String,
    /// Who assessed that the other ground holds, and when.
    #[serde(rename = "grund_bedomd_av", default, skip_serializing_if = "String::is_empty")]
    pub ground_assessed_by: String,
    /// Authorities that must both be needed (SIP: kommun and region; Dals-Ed 2022, section 6).
    #[serde(rename = "huvudman_kravs", default, skip_serializing_if = "Vec::is_empty")]
    pub required_huvudman: Vec<Huvudman>,
    /// The key of the agenda that the meeting becomes when needs of those authorities aren't there (SIP: samverkansmöte;
    /// Dals-Ed 2022, section 6).
    #[serde(rename = "annars", default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
    /// The keys of the agendas whose booked follow-up is held by this one.
    #[serde(rename = "foljer", default, skip_serializing_if = "Vec::is_empty")]
    pub follows: Vec<String>,
    /// The keys of the agendas to which one of its ärenden can be sent on.
    #[serde(rename = "leder_till", default, skip_serializing_if = "Vec::is_empty")]
    pub leads_to: Vec<String>,
    /// The keys of the law references that its minutes remind of ([`crate::domain::law`]).
    #[serde(rename = "paminner", default, skip_serializing_if = "Vec::is_empty")]
    pub reminds: Vec<String>,
    /// The roles of which one decides, when the agenda names any (EHT: rektor; Dals-Ed 2022, section 3.1).
    #[serde(rename = "beslutsfattare", default, skip_serializing_if = "Vec::is_empty", with = "several")]
    pub deciders: Vec<String>,
    /// Groups of roles, of each of which at least one must be here.
    #[serde(
        rename = "en_av",
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "several::groups::deserialize"
    )]
    pub one_of: Vec<Vec<String>>,
    /// How many different verksamheter must be here.
    #[serde(rename = "minst_verksamheter", default, skip_serializing_if = "Option::is_none")]
    pub at_least_units: Option<u32>,
    /// How the word is passed round.
    #[serde(rename = "laget_runt")]
    pub round: Round,
    /// Whether time left is counted down on screen; otherwise only "Vi slutar 14.00".
    #[serde(rename = "nedrakning")]
    pub countdown: bool,
    /// Whether a follow-up must be booked before the meeting is closed.
    #[serde(rename = "uppfoljning_kravs")]
    pub follow_up_required: bool,
    /// Whether the child and each guardian are asked for consent to the plan.
    #[serde(rename = "samtycke_till_planen")]
    pub plan_consent: bool,
    /// Whether the agenda can come to a final end with one of the three reasons (Dals-Ed 2022, section 6).
    #[serde(rename = "kan_avslutas", default)]
    pub can_end: bool,
    /// How often it meets, in words.
    #[serde(rename = "rytm")]
    pub rhythm: String,
    /// The rhythm in numbers, at most one of the three: every so many weeks …
    #[serde(rename = "veckor_emellan", default, skip_serializing_if = "Option::is_none")]
    pub weeks_between: Option<u32>,
    /// … every so many months …
    #[serde(rename = "manader_emellan", default, skip_serializing_if = "Option::is_none")]
    pub months_between: Option<u32>,
    /// … or in these weeks of the year. The day of the next meeting is proposed by it.
    #[serde(rename = "i_veckorna", default, skip_serializing_if = "Vec::is_empty")]
    pub in_weeks: Vec<u32>,
    /// When its minutes may be purged. Empty until the responsible board has decided.
    #[serde(rename = "gallring", default, skip_serializing_if = "String::is_empty")]
    pub retention: String,
    /// Planned length in minutes.
    #[serde(rename = "minuter")]
    pub minutes: u32,
    /// The roles that the agenda names.
    #[serde(rename = "roller")]
    pub roles: Vec<RoleSpec>,
    /// Fields of its own.
    #[serde(rename = "falt", default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldSpec>,
    /// The five phases.
    #[serde(rename = "faser")]
    pub phases: Phases,
}

impl Agenda {
    /// The agenda's specification of one phase.
    pub fn phase(&self, phase: Phase) -> &PhaseSpec {
        match phase {
            Phase::Sammanhang => &self.phases.sammanhang,
            Phase::Nulage => &self.phases.nulage,
            Phase::Behov => &self.phases.behov,
            Phase::Planering => &self.phases.planering,
            Phase::Ansvar => &self.phases.ansvar,
        }
    }

    /// The fields of a scope.
    pub fn fields_for(&self, scope: FieldScope) -> impl Iterator<Item = &FieldSpec> {
        self.fields.iter().filter(move |field| field.scope == scope)
    }

    /// Whether a meeting by it is the first of its kind although it comes after another: the form makes a plan, another
    /// prepares it, and its follow-ups are held by a third.
    pub fn begins_anew(&self) -> bool {
        self.plan_consent && !self.follows.is_empty() && !self.is_follower_of(&self.id)
    }

    /// Whether a meeting by it prepares the one that is booked at it, which then follows up nothing.
    pub fn prepares(&self) -> bool {
        self.fields.iter().any(|field| field.becomes.is_some())
    }

    /// The huvudmän of which one has the overall responsibility for the plan; none where the form makes no plan of several.
    pub fn overall_choices(&self) -> Vec<Huvudman> {
        let several = self.plan_consent && self.required_huvudman.len() > 1;
        if several { self.required_huvudman.clone() } else { Vec::new() }
    }

    /// Whether the follow-up of a meeting by the agenda `id` is held by this one.
    pub fn is_follower_of(&self, id: &str) -> bool {
        self.follows.iter().any(|known| known == id)
    }

    /// The time budget of one ärende, in minutes: nuläge, behov and planering together, those that are walked. Where each
    /// ärende gets one line, the budget of the whole round.
    pub fn arende_minutes(&self) -> u32 {
        self.arende_phases(false).map(|phase| self.phase(phase).minutes).fold(0, u32::saturating_add)
    }

    /// Whether a phase is walked.
    pub fn has(&self, phase: Phase) -> bool {
        !phase.is_per_arende() || !self.without.contains(&phase)
    }

    /// The phases that are walked, in order.
    pub fn walked(&self) -> impl DoubleEndedIterator<Item = Phase> + '_ {
        Phase::ALL.into_iter().filter(|phase| self.has(*phase))
    }

    /// The phases that an ärende is walked through: planering alone for a follow-up, the first alone in a round with a line for
    /// each. Where planering isn't walked, a follow-up has the last that is.
    pub fn arende_phases(&self, follow_up: bool) -> impl Iterator<Item = Phase> {
        let mut all: Vec<Phase> = self.walked().filter(|phase| phase.is_per_arende()).collect();
        if self.one_line {
            all.truncate(1);
        } else if follow_up {
            all.drain(..all.len().saturating_sub(1));
        }
        all.into_iter()
    }

    /// Where an ärende begins.
    pub fn first_phase(&self, follow_up: bool) -> Phase {
        self.arende_phases(follow_up).next().unwrap_or(Phase::Nulage)
    }

    /// Where an ärende is left for good.
    pub fn last_phase(&self) -> Phase {
        self.arende_phases(false).last().unwrap_or(Phase::Planering)
    }

    /// Whether each ärende gets one line in this phase.
    pub fn is_line_round(&self, phase: Phase) -> bool {
        self.one_line && phase == self.first_phase(false)
    }

    /// Whether its questions never tell which child they are about.
    pub fn is_unidentified(&self) -> bool {
        self.unidentified == Unidentified::Alltid
    }

    /// Whether an ärende that is about no child is taken up: a group, or a question in which nobody can be recognised.
    pub fn takes_groups(&self) -> bool {
        self.groups || self.is_unidentified()
    }

    /// The roles that decide, as they are said inside a sentence: "rektor eller biträdande rektor".
    pub fn deciders_in_words(&self) -> String {
        let words: Vec<String> = self.deciders.iter().map(|role| role.to_lowercase()).collect();
        words.join(" eller ")
    }
}
