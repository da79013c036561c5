//! The Swedish words for what an agenda is made of, each in this one place.

use super::{AskedForm, ConsentRule, EmiBorder, EntryKind, Level, MinutesKind, Need, Round, Unanswered};

impl EntryKind {
    /// The entry as something known, inside a sentence: "åtgärden" is removed, "beslutet" is changed.
    /// Whether what follows ends in *-en* or *-et* is said by [`EntryKind::is_neuter`].
    pub fn definite(self) -> &'static str {
        match self {
            Self::Fungerar => "punkten om vad som fungerar",
            Self::Svarare => "punkten om vad som är svårare",
            Self::Stod => "stödet",
            Self::Rost => "barnets röst",
            Self::Anpassning => "anpassningen",
            Self::Reflektion => "reflektionen",
            Self::Skyddsfaktor => "skyddsfaktorn",
            Self::Riskfaktor => "riskfaktorn",
            Self::Anteckning => "anteckningen",
            Self::Fraga => "frågan till hemmet",
            Self::Privat => "den egna anteckningen",
            Self::EjOverens => "punkten där ni inte är överens",
            Self::Sammanfattning => "sammanfattningen",
            Self::Behov => "behovet",
            Self::MalLang => "målet på lång sikt",
            Self::MalKort => "målet på kort sikt",
            Self::Beslut => "beslutet",
            Self::Atgard => "åtgärden",
        }
    }

    /// The entry as one that isn't there yet, inside a sentence: no "åtgärd" is written. Its gender is that of
    /// [`EntryKind::is_neuter`].
    pub fn indefinite(self) -> &'static str {
        match self {
            Self::Fungerar => "punkt om vad som fungerar",
            Self::Svarare => "punkt om vad som är svårare",
            Self::Stod => "stöd",
            Self::Rost => "rad om vad barnet säger",
            Self::Anpassning => "anpassning",
            Self::Reflektion => "reflektion",
            Self::Skyddsfaktor => "skyddsfaktor",
            Self::Riskfaktor => "riskfaktor",
            Self::Anteckning => "anteckning",
            Self::Fraga => "fråga till hemmet",
            Self::Privat => "egen anteckning",
            Self::EjOverens => "punkt där ni inte är överens",
            Self::Sammanfattning => "sammanfattning",
            Self::Behov => "behov",
            Self::MalLang => "mål på lång sikt",
            Self::MalKort => "mål på kort sikt",
            Self::Beslut => "beslut",
            Self::Atgard => "åtgärd",
        }
    }

    /// Whether the word in [`EntryKind::definite`] is neuter: "beslutet är borttaget", but "åtgärden är borttagen".
    pub fn is_neuter(self) -> bool {
        matches!(self, Self::Stod | Self::Behov | Self::MalLang | Self::MalKort | Self::Beslut)
    }

    /// Whether entries of this kind may stand on a wall that everybody in the room reads. Risk factors and the
    /// secretary's own notes never may.
    pub fn is_wall_safe(self) -> bool {
        !matches!(self, Self::Riskfaktor | Self::Privat)
    }
}

impl Level {
    /// The word in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Individ => "individ",
            Self::Grupp => "grupp",
            Self::Ledning => "ledning",
            Self::Foraldrar => "föräldrar",
        }
    }
}

impl ConsentRule {
    /// When consent is asked for, as the end of "Samtycke: …".
    pub fn words(self) -> &'static str {
        match self {
            Self::Kravs => "krävs alltid",
            Self::KravsVidSekretessgrans => "krävs när parterna hör till olika myndigheter",
            Self::KravsUtomSkyddsskal => "krävs, utom när barnet behöver skydd",
            Self::Nej => "behövs inte",
        }
    }
}

impl AskedForm {
    /// What is asked for, where it isn't the usual.
    pub fn words(self) -> Option<&'static str> {
        (self == Self::Skriftligt).then_some("ska vara skriftligt")
    }
}

impl Unanswered {
    /// What is asked for, where it isn't the usual.
    pub fn words(self) -> Option<&'static str> {
        (self == Self::Stopp).then_some("mötet väntar tills alla har svarat")
    }
}

impl EmiBorder {
    /// How the border stands, where there is one to speak of.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Nej => None,
            Self::Paminner => Some("mötet påminns; emi_grans = true i inställningarna gör den till en regel"),
            Self::Ja => Some("EMI:s rader är EMI, och EMI varken leder eller antecknar"),
        }
    }
}

impl MinutesKind {
    /// What the document is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Protokoll => "protokoll",
            Self::Motesanteckningar => "mötesanteckningar",
        }
    }
}

impl Round {
    /// How the word is passed round, as the end of "Laget runt: …".
    pub fn words(self) -> &'static str {
        match self {
            Self::VarOchEn => "var och en får ordet innan nuläget lämnas",
            Self::Gemensamt => "alla markeras på en gång",
            Self::Nej => "används inte",
        }
    }
}

impl Need {
    /// How much the agenda insists, as a word after a role.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kravs => "krävs",
            Self::Onskas => "hör till",
            Self::Tillgang => "vid behov",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn all_kinds_are_listed_once_and_have_words_of_their_own() {
        let kinds: HashSet<_> = EntryKind::ALL.into_iter().collect();
        assert_eq!(kinds.len(), EntryKind::ALL.len());
        let labels: HashSet<_> = EntryKind::ALL.into_iter().map(EntryKind::label).collect();
        let definites: HashSet<_> = EntryKind::ALL.into_iter().map(EntryKind::definite).collect();
        assert_eq!((labels.len(), definites.len()), (EntryKind::ALL.len(), EntryKind::ALL.len()));
    }

    #[test]
    fn gender_follows_the_ending_of_the_word() {
        for kind in EntryKind::ALL {
            let noun = kind.definite().split(' ').next().unwrap();
            assert_eq!(noun.ends_with("et"), kind.is_neuter(), "{noun}");
        }
    }

    #[test]
    fn only_risk_factors_and_private_notes_stay_off_the_wall() {
        let hidden: Vec<_> = EntryKind::ALL.into_iter().filter(|kind| !kind.is_wall_safe()).collect();
        assert_eq!(hidden, [EntryKind::Riskfaktor, EntryKind::Privat]);
    }
}
