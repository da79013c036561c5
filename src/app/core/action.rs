//! What a person can ask the program for, whichever key or click it came by. The keys stand in `input::keymap`.

/// The situations in which keys mean different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// The first start, the passphrase, and any other form with fields.
    Form,
    /// Home.
    Home,
    /// A meeting with its input line: letters are letters, commands are Ctrl, Alt and F keys.
    Line,
    /// Ansvar: one agreed point at a time, then what is left to do. No input line.
    ReadOut,
    /// A closed meeting.
    Closed,
    /// A list to choose from; letters narrow it down.
    Pick,
    /// A question with yes and no, or a rule that speaks.
    Ask,
    /// Text to read: help, minutes.
    Reader,
    /// The wall in a terminal of its own.
    Wall,
    /// The wall on one's own screen, where no meeting is open, or with something on top that isn't for the wall.
    Veiled,
    /// Who gets what of a meeting's papers.
    Copies,
    /// What was promised at all meetings; letters narrow it down.
    ActionList,
    /// The program is locked; letters are the passphrase's.
    Locked,
}

/// What a person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Show the keys.
    Help,
    /// Show everything that can be done now.
    Menu,
    /// One step back.
    Back,
    /// Leave the program.
    Quit,
    /// Do what the highlighted thing offers.
    Accept,
    /// Up one row.
    Up,
    /// Down one row.
    Down,
    /// Up one page.
    PageUp,
    /// Down one page.
    PageDown,
    /// To the next field or target, or complete what is typed.
    Next,
    /// To the field or target before.
    Previous,
    /// Next value of a choice.
    ChoiceRight,
    /// Previous value of a choice.
    ChoiceLeft,
    /// Save the form.
    Save,
    /// Open made-up meetings to practise on, before there is a database.
    Practise,
    /// Go on although a rule says otherwise, with a reason.
    GoOnAnyway,
    /// Another colour theme.
    Theme,

    /// Start a meeting.
    NewMeeting,
    /// Choose who sits at the keyboard.
    SwitchPerson,
    /// Read home's figures again.
    Refresh,
    /// What was promised at all meetings.
    ListActions,
    /// Give the database another passphrase.
    ChangePassphrase,
    /// Lock the program at once.
    LockScreen,

    /// To the next phase, or to the next ärende when this one is done.
    NextPhase,
    /// To the phase before.
    PreviousPhase,
    /// To a phase by number, 0–4.
    Phase(u8),
    /// To the next ärende.
    NextArende,
    /// To the ärende before.
    PreviousArende,
    /// Choose a phase or an ärende to go to.
    Jump,
    /// The one whose turn it is has spoken.
    Spoken,
    /// Everybody has been offered the word.
    AllSpoken,
    /// Change the highlighted row.
    Edit,
    /// Remove the highlighted row.
    Remove,
    /// Move the highlighted entry to another ärende.
    MoveEntry,
    /// Move the highlighted row up among its kind.
    MoveUp,
    /// Move the highlighted row down among its kind.
    MoveDown,
    /// Make it a decision, or a decision into a note.
    ToDecision,
    /// Make it an action, or an action into a note.
    ToAction,
    /// Keep the highlighted entry from a party.
    Exempt,
    /// Remove a text from everywhere, also from the journal.
    Strike,
    /// Take back the last act.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Move the ärende to the next meeting.
    Postpone,
    /// The highlighted participant came, left or is absent.
    Presence,
    /// The highlighted participant has presented themselves.
    Introduced,
    /// Fill in the form's own fields for the ärende or the meeting.
    Fields,
    /// Look up the support that can be offered.
    Support,
    /// Write down a consent.
    Consent,
    /// Withdraw a consent, at once.
    Withdraw,
    /// Print a consent form to sign.
    PrintConsent,
    /// Take up the question of an ärende so that the child can't be recognised.
    Unrecognisable,
    /// Mark the highlighted entry as EMI.
    Emi,
    /// What may be shown of a meeting with a protected child.
    Protection,
    /// The consents of all ärenden.
    Consents,
    /// The social services' clock.
    SocialClock,
    /// Place, time, purpose and the like.
    Head,
    /// The participants of the last meeting of this form.
    SameAsLast,
    /// Write a new point during the read-out.
    NewPoint,
    /// Say who leads and who takes the notes.
    Roles,
    /// Show the confirmed points too, or only what is left.
    ShowAll,
    /// Close the meeting.
    Close,
    /// Go on by another form: a SIP becomes a samverkansmöte.
    TurnInto,
    /// Open a closed meeting again.
    Reopen,
    /// Answer how the team works together.
    Assess,
    /// Hold the next meeting, with what comes along from this one.
    NextMeeting,
    /// Make the minutes and read them.
    Minutes,

    /// Show on one's own screen what the wall shows, or one's own view again.
    ToWall,
    /// Blank the wall, or light it again.
    Blank,
    /// See who gets what, and make the copies.
    Copies,
    /// Have the minutes approved and locked, or write down what is to be changed first.
    Approve,
    /// The locked versions of the minutes.
    Versions,
    /// Print all copies.
    PrintAll,
    /// Print the highlighted copy alone.
    PrintOne,
    /// Write all copies to files.
    WriteAll,
    /// Show the highlighted copy in the user's own program.
    OpenCopy,
    /// Choose printer, number and sides.
    Printing,
    /// The copies that have been made.
    Given,
    /// Call and invite to the meeting, or to its follow-up.
    Invite,
    /// Read the journal: who did what, and when.
    Journal,
}

impl Action {
    /// What it does, in a few words, for help and the menu.
    pub fn label(self) -> &'static str {
        match self {
            Self::Help => "hjälp",
            Self::Menu => "allt som går att göra",
            Self::Back => "tillbaka",
            Self::Quit => "avsluta",
            Self::Accept => "välj",
            Self::Up => "uppåt",
            Self::Down => "nedåt",
            Self::PageUp => "en sida upp",
            Self::PageDown => "en sida ned",
            Self::Next => "nästa",
            Self::Previous => "föregående",
            Self::ChoiceRight => "nästa val",
            Self::ChoiceLeft => "förra valet",
            Self::Save => "spara",
            Self::Practise => "öva först, på påhittade möten",
            Self::GoOnAnyway => "gå vidare ändå",
            Self::Theme => "byt färger",
            Self::NewMeeting => "nytt möte",
            Self::SwitchPerson => "byt person",
            Self::Refresh => "läs in på nytt",
            Self::ListActions => "åtgärder från alla möten",
            Self::ChangePassphrase => "byt lösenfras",
            Self::LockScreen => "lås nu",
            Self::NextPhase => "nästa fas",
            Self::PreviousPhase => "förra fasen",
            Self::Phase(0) => "till sammanhang",
            Self::Phase(1) => "till nuläge",
            Self::Phase(2) => "till behov",
            Self::Phase(3) => "till planering",
            Self::Phase(_) => "till ansvar",
            Self::NextArende => "nästa ärende",
            Self::PreviousArende => "förra ärendet",
            Self::Jump => "gå till",
            Self::Spoken => "har talat",
            Self::AllSpoken => "alla har fått ordet",
            Self::Edit => "ändra",
            Self::Remove => "ta bort",
            Self::MoveEntry => "flytta till annat ärende",
            Self::MoveUp => "flytta raden uppåt",
            Self::MoveDown => "flytta raden nedåt",
            Self::ToDecision => "blir beslut, eller anteckning igen",
            Self::ToAction => "blir åtgärd, eller anteckning igen",
            Self::Exempt => "undanta för en part",
            Self::Strike => "stryk för gott",
            Self::Undo => "ångra",
            Self::Redo => "gör om",
            Self::Postpone => "skjut upp ärendet",
            Self::Presence => "på plats, distans, frånvarande, har gått",
            Self::Introduced => "har presenterat sig",
            Self::Fields => "mötesformens uppgifter",
            Self::Support => "stöd att erbjuda, efter barnets ålder",
            Self::Consent => "samtycke",
            Self::Withdraw => "återkalla ett samtycke",
            Self::PrintConsent => "samtyckesblankett att skriva på",
            Self::Unrecognisable => "ta upp frågan utan att barnet går att känna igen",
            Self::Emi => "EMI: märk raden för elevhälsans medicinska del",
            Self::Protection => "skyddade personuppgifter: vad som får visas",
            Self::Consents => "samtycken",
            Self::SocialClock => "socialtjänstens klocka",
            Self::Head => "mötets uppgifter",
            Self::SameAsLast => "ta med från förra mötet",
            Self::NewPoint => "skriv en ny punkt",
            Self::Roles => "vem leder, vem antecknar",
            Self::ShowAll => "visa också det som är bekräftat",
            Self::Close => "avsluta mötet",
            Self::TurnInto => "gör om SIP till samverkansmöte",
            Self::Reopen => "öppna mötet igen",
            Self::Assess => "hur samarbetar vi?",
            Self::NextMeeting => "nästa möte, med det som följer med",
            Self::Minutes => "protokoll",
            Self::ToWall => "väggens bild här, och tillbaka",
            Self::Blank => "släck eller tänd väggen",
            Self::Copies => "vem får vad",
            Self::Approve => "justera eller godkänn",
            Self::Versions => "versioner",
            Self::PrintAll => "skriv ut allt",
            Self::PrintOne => "skriv ut den markerade",
            Self::WriteAll => "spara allt som filer",
            Self::OpenCopy => "visa i ett annat program",
            Self::Printing => "skrivare, antal och sidor",
            Self::Given => "kopior som är lämnade",
            Self::Invite => "kallelse och inbjudan, med kalenderfil",
            Self::Journal => "journal: vem gjorde vad, och när",
        }
    }
}
