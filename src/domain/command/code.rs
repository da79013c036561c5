//! What a person did, in a closed set of codes: each with its key in the journal and its words when it was done, undone
//! and done again. All of it stands in one table, a row for each code.

use crate::domain::agenda::EntryKind;
use crate::domain::coded::Coded;

/// What is said of a code.
#[derive(Clone, Copy, Debug)]
struct Words {
    /// The code as it stands in the journal; a dot and the kind of entry come after it, where it is about one.
    key: &'static str,
    /// What was done: "ändrade beslutet".
    done: &'static str,
    /// What is so after it was taken back: "beslutet är som det var."; nothing where undo doesn't take it back.
    undone: Option<&'static str>,
    /// What is so after it was done again.
    redone: &'static str,
}

/// What is so after an act that has no words of its own for it was done again.
const AGAIN: &str = "det som ångrades gäller igen.";

/// `Code = key, words when done, undone words`, or `stays` for what undo doesn't take back. Of those about an entry,
/// `{den}` is the entry ("beslutet"), `{slag}` its kind ("beslut"), and `[borttagen|borttaget]` the ending that fits.
macro_rules! codes {
    (
        plain { $($(#[$doc:meta])* $plain:ident = $key:literal, $done:literal, $how:ident $($undone:literal)?;)* }
        about an entry {
            $($(#[$entry_doc:meta])* $entry:ident = $start:literal, $entry_done:literal,
                undone $entry_undone:literal, redone $entry_redone:literal;)*
        }
    ) => {
        /// What a person did, in a closed set of words: stands in the journal instead of any text of the user's.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $plain,)*
            $($(#[$entry_doc])* $entry(EntryKind),)*
        }

        /// The codes that carry nothing.
        const PLAIN: &[Code] = &[$(Code::$plain),*];

        /// The codes about an entry, with the beginnings of their keys.
        const ABOUT_ENTRY: &[(fn(EntryKind) -> Code, &str)] = &[$((Code::$entry, $start)),*];

        impl Code {
            /// The row of the table, and the kind of entry that it is about.
            fn words(self) -> (Words, Option<EntryKind>) {
                match self {
                    $(Self::$plain => (
                        Words { key: $key, done: $done, undone: codes!($how $($undone)?), redone: AGAIN },
                        None,
                    ),)*
                    $(Self::$entry(kind) => (
                        Words {
                            key: $start,
                            done: $entry_done,
                            undone: Some($entry_undone),
                            redone: $entry_redone,
                        },
                        Some(kind),
                    ),)*
                }
            }
        }
    };
    (stays) => { None };
    (undone $words:literal) => { Some($words) };
}

codes! {
    plain {
        /// A meeting was made.
        NewMeeting = "mote.nytt", "började mötet", stays;
        /// A meeting was planned to a day to come.
        PlanMeeting = "mote.planera", "planerade mötet", stays;
        /// The meeting's head was changed.
        EditHead = "mote.andra", "ändrade mötets uppgifter", undone "mötets uppgifter är som förut.";
        /// The meeting moved to another phase or ärende.
        Move = "mote.fas", "bytte fas eller ärende", stays;
        /// A planned meeting was begun.
        Begin = "mote.borja", "började det planerade mötet", undone "mötet är planerat igen, och klockan står.";
        /// A planned meeting was moved.
        MoveMeeting = "mote.flytta", "flyttade mötet till en annan tid eller plats",
            undone "mötet är tillbaka på sin förra tid och plats.";
        /// A meeting was called off.
        CancelMeeting = "mote.stall_in", "ställde in mötet", undone "mötet är inte längre inställt.";
        /// A meeting that was called off is held after all.
        Reinstate = "mote.hall_anda", "tog tillbaka att mötet var inställt", undone "mötet är inställt igen.";
        /// A meeting that was begun by mistake, and is empty, was removed.
        RemoveMeeting = "mote.bort", "tog bort ett tomt möte", undone "mötet är tillbaka.";
        /// The meeting was taken up again after an interruption.
        Resume = "mote.ateruppta", "tog upp mötet igen", stays;
        /// The meeting was closed.
        Close = "mote.avsluta", "avslutade mötet", stays;
        /// A closed meeting was opened again.
        Reopen = "mote.oppna_igen", "öppnade det avslutade mötet igen", stays;
        /// The meeting goes on by another form.
        TurnInto = "mote.annan_form", "fortsatte mötet efter en annan mötesform",
            undone "mötet följer sin förra mötesform igen.";
        /// A participant came to the list.
        AddParticipant = "deltagare.ny", "skrev in en deltagare", undone "deltagaren är borttagen.";
        /// A participant was changed.
        EditParticipant = "deltagare.andra", "ändrade en deltagare", undone "deltagaren är som förut.";
        /// A participant was removed from the list.
        RemoveParticipant = "deltagare.bort", "tog bort en deltagare", undone "deltagaren är tillbaka.";
        /// Several participants came to the list at once.
        AddParticipants = "deltagare.nya", "skrev in flera deltagare", undone "deltagarna är borttagna.";
        /// An ärende was added.
        AddArende = "arende.nytt", "tog upp ett ärende", undone "ärendet är borttaget.";
        /// Several ärenden were added at once.
        AddArenden = "arende.nya", "tog upp flera ärenden", undone "ärendena är borttagna.";
        /// An ärende was changed.
        EditArende = "arende.andra", "ändrade ett ärende", undone "ärendet är som förut.";
        /// An ärende was removed from the meeting.
        RemoveArende = "arende.bort", "tog bort ett ärende från mötet", undone "ärendet är tillbaka.";
        /// Somebody said that an ärende is about a child who has been spoken of before.
        SameChild = "arende.samma_barn", "knöt ett ärende till ett barn som funnits med förut",
            undone "ärendet gäller ett nytt barn igen.";
        /// An ärende was moved to the next meeting.
        PostponeArende = "arende.skjut_upp", "sköt upp ett ärende, eller tog tillbaka det till dagens möte",
            undone "ärendet står kvar på dagens lista.";
        /// An ärende was sent on to a meeting of another form.
        SendOn = "arende.skicka_vidare", "skickade ett ärende vidare till ett annat slags möte",
            undone "det nya mötet är borta, och ärendet är bara kvar här.";
        /// Somebody was offered the word, or all were.
        Heard = "ordet.erbjudet", "lämnade ordet", undone "ordet är inte längre markerat som lämnat.";
        /// The word was marked as not yet offered.
        Unheard = "ordet.ogjort", "tog tillbaka att ordet var lämnat",
            undone "ordet är markerat som lämnat igen.";
        /// Several entries were written at once, from a paste.
        AddEntries = "post.nya", "skrev flera rader på en gång", undone "raderna är borttagna.";
        /// A field of the form's own was filled in.
        SetField = "falt.satt", "fyllde i mötesformens uppgifter", undone "uppgiften är som förut.";
        /// A consent was written down or changed.
        SetConsent = "samtycke.satt", "skrev ett samtycke", undone "samtycket är som förut.";
        /// A consent was withdrawn.
        WithdrawConsent = "samtycke.aterkalla", "återkallade ett samtycke", stays;
        /// An entry was kept from a party, or shown to it again.
        SetExemption = "undantag.satt", "undantog en rad för en part, eller visade den igen",
            undone "undantaget är som förut.";
        /// An entry was marked as EMI, or the mark was taken away.
        SetEmi = "post.emi", "märkte en rad som EMI, eller tog bort märket",
            undone "EMI-märket är som förut.";
        /// What may be shown of a meeting with a protected child was checked, or the check taken back.
        SetProtection = "skydd.granskat", "granskade vad som får visas av skyddade uppgifter, eller tog tillbaka det",
            undone "granskningen är som förut.";
        /// Words that are held back were looked at and let through where a row says them, or held again.
        SetWordCheck = "ord.granskat", "tittade på ord som hålls inne och släppte fram dem, eller höll dem inne igen",
            undone "det som hålls inne är som förut.";
        /// An answer to the plan.
        SetPlanAnswer = "planfraga.svar", "skrev ett svar på planen",
            undone "svaret på planen är som förut.";
        /// The follow-up was booked or changed.
        SetFollowUp = "uppfoljning.satt", "bokade uppföljningen", undone "uppföljningen är som förut.";
        /// Who gets the minutes.
        SetRecipient = "mottagare.satt", "ändrade vem som får protokollet",
            undone "listan över vem som får protokollet är som förut.";
        /// A rule was overridden with a reason.
        Override = "avsteg.skal", "gick vidare med ett skäl",
            undone "avsteget är borttaget.";
        /// How an action stands.
        SetActionStatus = "atgard.status", "skrev hur en åtgärd har gått",
            undone "svaret på hur det har gått är som det var före.";
        /// What was told of an action was taken back.
        ForgetActionStatus = "atgard.status_bort", "tog tillbaka ett svar på hur en åtgärd har gått",
            undone "svaret på hur det har gått gäller igen.";
        /// What was told of an action was the first of a text, and no answer: undo knows of neither.
        AnswerWasText = "atgard.status_text", "skrev en text som började med en siffra: den var inget svar", stays;
        /// Who sits at the keyboard.
        SetPerson = "person.satt", "skrev in en person vid tangentbordet", stays;
        /// What somebody wants changed in the draft was written down, or seen to.
        SetCorrection = "rattelse.satt", "skrev en rättelse", undone "synpunkten är som förut.";
        /// The minutes were justerade or godkända, and locked.
        Lock = "protokoll.las", "låste protokollet", stays;
        /// Locked minutes were opened for a new version.
        NewVersion = "protokoll.ny_version", "öppnade en ny version av protokollet", stays;
        /// Copies were made.
        Copies = "kopia.framstalld", "tog fram kopior", stays;
        /// Papers were printed.
        Printed = "kopia.utskriven", "skrev ut papper", stays;
        /// What stands on a paper was shown, on a screen or to another program.
        Shown = "kopia.visad", "visade vad som står på ett papper", stays;
        /// A copy was given over to whoever it is for.
        HandedOver = "kopia.lamnad", "lämnade en kopia", stays;
        /// Papers that lay as files were removed.
        RemovedPapers = "kopia.borttagen", "tog bort papper som låg som filer", stays;
        /// Somebody answered how the team works together.
        Assess = "avstamning.svar", "tog emot ett svar om hur samarbetet går", stays;
        /// Participants and ärenden came along from an earlier meeting.
        CarryOver = "mote.tagit_med", "tog med deltagare och ärenden till nästa möte",
            undone "det som togs med är borta från mötet.";
        /// The social services' clock was started, or something was done by it.
        SetSocialClock = "socialtjanst_klocka.satt", "skrev i socialtjänstens klocka",
            undone "socialtjänstens klocka är som förut.";
        /// The clock was switched on in the database, which is the social services' own.
        SocialClockOn = "socialtjanst_klocka.pa", "slog på socialtjänstens klocka", stays;
        /// The clock was switched off.
        SocialClockOff = "socialtjanst_klocka.av", "stängde av socialtjänstens klocka", stays;
        /// A meeting came from a file.
        Import = "import", "läste in mötet från en fil", stays;
        /// A consent was read at home.
        ReadConsent = "samtycke.last", "läste ett samtycke", stays;
        /// The passphrase was changed.
        ChangePassphrase = "las.losenfras", "bytte lösenfras", stays;
        /// A new recovery key was made, in place of the one before.
        ChangeRecoveryKey = "las.nyckel", "gjorde en ny återställningsnyckel", stays;
        /// The database was used though it ended earlier than when it was seen last, or had another history.
        FoundShort = "databas.forlust", "gick vidare i databasen, där rader i journalen saknades", stays;
        /// A copy for safekeeping was taken.
        TakeBackup = "kopia.tagen", "tog en säkerhetskopia", stays;
        /// The database was put back from such a copy.
        RestoreBackup = "kopia.aterstalld", "återställde databasen från en säkerhetskopia", stays;
        /// The database was encrypted with another key.
        NewDatabaseKey = "las.databasnyckel", "krypterade om databasen med en ny nyckel", stays;
        /// A command was taken back.
        Undo = "angra", "ångrade", stays;
        /// A command that was taken back was done again.
        Redo = "gor_om", "gjorde om", stays;
        /// A text was struck for good.
        Strike = "stryk", "strök en text för gott", stays;
        /// A meeting or an ärende was opened for reading.
        Open = "oppna", "öppnade mötet", stays;
        /// What an act had taken away was put back from the journal.
        Restore = "aterstall", "lade tillbaka något ur journalen",
            undone "det som lades tillbaka är som förut.";
    }
    about an entry {
        /// An entry was written.
        Add = "post.ny", "skrev {den}",
            undone "{den} är [borttagen|borttaget].", redone "{den} är tillbaka.";
        /// An entry was changed.
        Edit = "post.andra", "ändrade {den}",
            undone "{den} är [som den var|som det var].", redone "{den} är [ändrad|ändrat] igen.";
        /// An entry became another kind.
        Convert = "post.blev", "gjorde raden till {slag}",
            undone "det är inte längre {slag}.", redone "{den} är [ändrad|ändrat] igen.";
        /// An entry was moved to another ärende or place.
        MoveEntry = "post.flytta", "flyttade {den}",
            undone "{den} är tillbaka på sin plats.", redone "{den} är [ändrad|ändrat] igen.";
        /// An entry was removed.
        Remove = "post.bort", "tog bort {den}",
            undone "{den} är tillbaka.", redone "{den} är [borttagen|borttaget] igen.";
        /// An agreed point was confirmed in the read-out. Older journals call it so too that it was taken back.
        Confirm = "post.bekrafta", "bekräftade, eller tog tillbaka bekräftelsen av, {den}",
            undone "{den} är inte längre [bekräftad|bekräftat].", redone "{den} är [bekräftad|bekräftat] igen.";
        /// The confirmation of an agreed point was taken back.
        Unconfirm = "post.obekrafta", "tog tillbaka bekräftelsen av {den}",
            undone "{den} är [bekräftad|bekräftat] igen.", redone "{den} är inte längre [bekräftad|bekräftat].";
        /// Two changed an entry at the same time, and both texts were kept.
        KeepBoth = "post.bada", "behöll båda texterna när två ändrade {den} samtidigt",
            undone "{den} som skrevs samtidigt är borta.", redone "det som ångrades gäller igen.";
    }
}

impl Code {
    /// All codes; those about an entry once for each kind.
    pub fn all() -> impl Iterator<Item = Self> {
        let about_entry = ABOUT_ENTRY.iter().flat_map(|(make, _)| EntryKind::ALL.into_iter().map(make));
        PLAIN.iter().copied().chain(about_entry)
    }

    /// The code as it stands in the journal.
    pub fn key(self) -> String {
        match self.words() {
            (words, Some(kind)) => format!("{}.{}", words.key, kind.code()),
            (words, None) => words.key.to_owned(),
        }
    }

    /// The inverse of [`Code::key`]; nothing for a key that this version doesn't know.
    pub fn from_key(key: &str) -> Option<Self> {
        if let Some(code) = PLAIN.iter().find(|code| code.words().0.key == key) {
            return Some(*code);
        }
        let (start, kind) = key.rsplit_once('.')?;
        let (make, _) = ABOUT_ENTRY.iter().find(|(_, known)| *known == start)?;
        Some(make(EntryKind::of_code(kind)?))
    }

    /// Whether undo takes it back. What has left the house, and walking between phases, isn't taken back.
    pub fn is_undoable(self) -> bool {
        self.words().0.undone.is_some()
    }

    /// What is asked before it is taken back, where that changes the whole meeting at once.
    pub fn asked_first(self) -> Option<&'static str> {
        match self {
            Self::Begin => Some("Ångra att mötet började?"),
            Self::Reinstate => Some("Ångra att mötet hålls ändå?"),
            Self::TurnInto => Some("Ångra bytet av mötesform?"),
            Self::CarryOver => Some("Ångra det som togs med från förra mötet?"),
            Self::SendOn => Some("Ångra att ärendet skickades vidare?"),
            _ => None,
        }
    }

    /// Whether it can't be taken back though somebody may try to: what follows a meeting on its way, or is only looked at,
    /// nobody takes for the latest that they did.
    pub fn is_lasting(self) -> bool {
        let on_the_way = matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::Move
                | Self::Resume
                | Self::NewMeeting
                | Self::PlanMeeting
                | Self::AnswerWasText
        );
        !self.is_undoable() && !self.is_looking() && !on_the_way
    }

    /// Whether something was looked at, left the program or came to it, or the database's keys or settings were changed: the
    /// journal tells of which ärenden, by which door, and by which account where nobody was named.
    pub fn is_looking(self) -> bool {
        matches!(
            self,
            Self::Open
                | Self::Copies
                | Self::Printed
                | Self::Shown
                | Self::HandedOver
                | Self::RemovedPapers
                | Self::ReadConsent
                | Self::Import
                | Self::ChangePassphrase
                | Self::ChangeRecoveryKey
                | Self::TakeBackup
                | Self::RestoreBackup
                | Self::NewDatabaseKey
                | Self::SocialClockOn
                | Self::SocialClockOff
                | Self::FoundShort
        )
    }

    /// Whether it is about an ärende itself, or somebody's consent: the journal tells which.
    pub fn is_about_arende(self) -> bool {
        matches!(
            self,
            Self::AddArende
                | Self::AddArenden
                | Self::EditArende
                | Self::RemoveArende
                | Self::SameChild
                | Self::PostponeArende
                | Self::SendOn
                | Self::SetConsent
                | Self::WithdrawConsent
                | Self::SetSocialClock
        )
    }

    /// What was done, after whoever did it: "ändrade beslutet".
    pub fn done(self) -> String {
        let (words, kind) = self.words();
        say(words.done, kind)
    }

    /// What is so after it was taken back: "beslutet är som det var."
    pub fn undone(self) -> String {
        let (words, kind) = self.words();
        say(words.undone.unwrap_or("det senaste."), kind)
    }

    /// What is so after it was done again: "beslutet är ändrat igen."
    pub fn redone(self) -> String {
        let (words, kind) = self.words();
        say(words.redone, kind)
    }
}

/// The words about an entry of a kind, with the ending that fits it.
fn say(words: &str, kind: Option<EntryKind>) -> String {
    let Some(kind) = kind else { return words.to_owned() };
    let said = words.replace("{den}", kind.definite()).replace("{slag}", &kind.label().to_lowercase());
    let Some((before, rest)) = said.split_once('[') else { return said };
    let Some((common, rest)) = rest.split_once('|') else { return said };
    let Some((neuter, after)) = rest.split_once(']') else { return said };
    format!("{before}{}{after}", if kind.is_neuter() { neuter } else { common })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_has_a_key_of_its_own_and_comes_back_from_it() {
        let mut keys = HashSet::new();
        for code in Code::all() {
            let key = code.key();
            assert_eq!(Code::from_key(&key), Some(code), "{key}");
            assert!(keys.insert(key));
        }
        assert!(keys.contains("post.ny.mal_lang") && keys.contains("gor_om"));
        assert_eq!(Code::from_key("post.ny.okand"), None);
        assert_eq!(Code::from_key("okand"), None);
    }

    #[test]
    fn every_code_has_words_of_its_own_that_are_whole() {
        let mut said = HashSet::new();
        for code in Code::all() {
            assert!(said.insert(code.done()), "{code:?}: another code is called the same");
            for words in [code.done(), code.undone(), code.redone()] {
                assert!(!words.contains(['{', '}', '[', ']', '|']), "{code:?}: {words}");
            }
            for words in [code.undone(), code.redone()] {
                assert!(words.ends_with('.'), "{code:?}: {words}");
            }
        }
    }

    #[test]
    fn only_what_undo_takes_back_is_asked_about_and_each_by_its_own_name() {
        let asked: Vec<Code> = Code::all().filter(|code| code.asked_first().is_some()).collect();
        assert!(asked.iter().all(|code| code.is_undoable()), "{asked:?}");
        let questions: HashSet<&str> = asked.iter().filter_map(|code| code.asked_first()).collect();
        assert_eq!(questions.len(), asked.len());
        // What walks the meeting on, closes it or locks it is never taken back: it has ways back of its own.
        for code in [Code::Move, Code::Close, Code::Reopen, Code::Lock, Code::NewVersion] {
            assert!(!code.is_undoable(), "{code:?}");
        }
    }

    #[test]
    fn the_ending_fits_the_word() {
        let decision = EntryKind::Beslut;
        assert_eq!(Code::Edit(decision).done(), "ändrade beslutet");
        assert_eq!(Code::Add(decision).undone(), "beslutet är borttaget.");
        assert_eq!(Code::Add(EntryKind::Atgard).undone(), "åtgärden är borttagen.");
        assert_eq!(Code::Confirm(decision).redone(), "beslutet är bekräftat igen.");
        assert_eq!(Code::Convert(EntryKind::Fraga).undone(), "det är inte längre att fråga hemmet.");
    }
}
