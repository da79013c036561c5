//! What was done, in words, from the closed set of codes.

use crate::domain::agenda::EntryKind;
use crate::domain::command::Code;

/// "är borttagen", "är borttaget": the ending that fits the word.
fn is(kind: EntryKind, common: &str, neuter: &str) -> String {
    format!("{} är {}.", kind.definite(), if kind.is_neuter() { neuter } else { common })
}

/// What is so after the act was taken back.
pub fn undone(code: Code) -> String {
    match code {
        Code::Add(kind) => is(kind, "borttagen", "borttaget"),
        Code::Edit(kind) => is(kind, "som den var", "som det var"),
        Code::Convert(kind) => format!("det är inte längre {}.", kind.label().to_lowercase()),
        Code::MoveEntry(kind) => is(kind, "tillbaka på sin plats", "tillbaka på sin plats"),
        Code::Remove(kind) => is(kind, "tillbaka", "tillbaka"),
        Code::Confirm(kind) => is(kind, "inte längre bekräftad", "inte längre bekräftat"),
        Code::KeepBoth(kind) => format!("{} som skrevs samtidigt är borta.", kind.definite()),
        Code::AddParticipant => "deltagaren är borttagen.".to_owned(),
        Code::AddParticipants => "deltagarna är borttagna.".to_owned(),
        Code::EditParticipant => "deltagaren är som förut.".to_owned(),
        Code::RemoveParticipant => "deltagaren är tillbaka.".to_owned(),
        Code::AddArende => "ärendet är borttaget.".to_owned(),
        Code::AddArenden => "ärendena är borttagna.".to_owned(),
        Code::EditArende => "ärendet är som förut.".to_owned(),
        Code::RemoveArende => "ärendet är tillbaka.".to_owned(),
        Code::PostponeArende => "ärendet står kvar på dagens lista.".to_owned(),
        Code::Heard => "ordet är inte längre markerat som lämnat.".to_owned(),
        Code::Unheard => "ordet är markerat som lämnat igen.".to_owned(),
        Code::EditHead => "mötets uppgifter är som förut.".to_owned(),
        Code::SetField => "uppgiften är som förut.".to_owned(),
        Code::SetConsent => "samtycket är som förut.".to_owned(),
        Code::SetExemption => "undantaget är som förut.".to_owned(),
        Code::SetEmi => "EMI-märket är som förut.".to_owned(),
        Code::SetProtection => "granskningen är som förut.".to_owned(),
        Code::SetPlanAnswer => "svaret på planen är som förut.".to_owned(),
        Code::SetFollowUp => "uppföljningen är som förut.".to_owned(),
        Code::SetRecipient => "listan över vem som får protokollet är som förut.".to_owned(),
        Code::CarryOver => "det som togs med är borta från mötet.".to_owned(),
        Code::Override => "avsteget är borttaget.".to_owned(),
        Code::Restore => "det som lades tillbaka är som förut.".to_owned(),
        Code::SetCorrection => "synpunkten är som förut.".to_owned(),
        _ => "det senaste.".to_owned(),
    }
}

/// What is so after the act was done again.
pub fn redone(code: Code) -> String {
    match code {
        Code::Add(kind) => is(kind, "tillbaka", "tillbaka"),
        Code::Remove(kind) => is(kind, "borttagen igen", "borttaget igen"),
        Code::Confirm(kind) => is(kind, "bekräftad igen", "bekräftat igen"),
        Code::Edit(kind) | Code::Convert(kind) | Code::MoveEntry(kind) => {
            is(kind, "ändrad igen", "ändrat igen")
        }
        _ => "det som ångrades gäller igen.".to_owned(),
    }
}

/// How a line is written, for help.
pub const LINE_HELP: &str = "\
SÅ SKRIVER DU EN RAD
?                   på en egen rad: den här hjälpen
text @namn >datum   vad, vem och när: Ring hemmet @maja >fre
Tab efter texten    frågar vem, och en gång till när
#2 sist             åtgärden hör till behov 2
+ - = ! ? \"         först på raden: fungerar, svårare, stöd, behov,
                    att fråga hemmet, barnets röst
\\@ och \\>           skriver själva tecknet
fre  15/12  v 49  före v 50  om 3v  om två veckor  imorgon
från mån  varje fre  varje vecka från 2/12  löpande  nästa möte
";
