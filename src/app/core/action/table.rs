//! All that can be asked for, a row each: what it is called, what else somebody may look for it by, what it does, and its
//! keys. Hints, help, the menu, the keys named in texts and README's tables are all made from it, in this order.

use super::Context::{
    ActionList, Ask, Closed, Copies, Form, Home, Line, Locked, Pick, ReadOut, Reader, Veiled, Wall,
};
use super::{About, Cap, Context, Goes, Key, Show, When, on};
use crate::domain::agenda::{EntryKind, Phase};

const ENTER: Key = Key::plain(Cap::Enter);
const ESC: Key = Key::plain(Cap::Esc);
const TAB: Key = Key::plain(Cap::Tab);
const UP: Key = Key::plain(Cap::Up);
const DOWN: Key = Key::plain(Cap::Down);
const LEFT: Key = Key::plain(Cap::Left);
const RIGHT: Key = Key::plain(Cap::Right);
const PAGE_UP: Key = Key::plain(Cap::PageUp);
const PAGE_DOWN: Key = Key::plain(Cap::PageDown);

const OPEN: &[Context] = Context::OPEN;
const SCREENS: &[Context] = Context::SCREENS;
const WALLS: &[Context] = Context::WALLS;
const MEETING: &[Context] = Context::MEETING;
const WITH_WALL: &[Context] = Context::WITH_WALL;
/// Where arrows and pages walk through what is shown.
const LISTS: &[Context] = &[Closed, Pick, ActionList, Ask, Reader, Copies];
const ANSWERS: &str = "det markerade löftet eller målet: hur det har gått, med siffran som står vid ordet";
const TO_ACTIONS: &str = "till åtgärderna, och tillbaka";
const BESIDE: &str = "markera i spalten bredvid";

/// Makes the enum and what is known of each from one row. The comment over a row is what README says of it.
macro_rules! actions {
    ($($(#[doc = $english:literal])+ $name:ident = $about:expr;)+) => {
        /// What a person asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[doc = $english])+ $name,)+
        }

        impl Action {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its row.
            pub fn about(self) -> &'static About {
                match self {
                    $(Self::$name => {
                        const ROW: &About =
                            &About { name: stringify!($name), english: concat!($($english),+), ..$about };
                        ROW
                    })+
                }
            }
        }
    };
}

actions! {
    // Movements of the hand.

    /// Save the line, confirm the point that is read out, or do what the highlighted row offers.
    Accept = About::step("välj", &[
        on(&[Line], ENTER)
            .says("spara raden, eller öppna den markerade")
            .show(Show::Written, 0, "spara")
            .show(Show::Listed, 0, "ta den markerade")
            .show(Show::EmptyTodo, 0, "gör det nu"),
        on(&[ReadOut], ENTER)
            .says("bekräfta punkten, eller gör det markerade")
            .show(Show::ToConfirm, 0, "bekräfta")
            .show(Show::Promise, 1, "dag och ord")
            .show(Show::Confirmed, 0, "nästa punkt")
            .show(Show::Todo, 0, "gör det nu"),
        on(&[Closed], ENTER),
        on(&[Home], ENTER).show(Show::NotTodo, 0, "öppna").show(Show::Todo, 0, "följ upp"),
        on(&[Pick], ENTER).hint(0, "välj"),
        on(&[ActionList], ENTER).says("säg hur det har gått").hint(0, "följ upp"),
        on(&[Locked], ENTER).hint(0, "lås upp"),
        on(&[Form], ENTER)
            .says("vidare till nästa fält; i det sista: spara")
            .show(Show::Unlocks, 0, "öppna")
            .show(Show::LastField, 0, "spara")
            .hint(0, "vidare"),
        on(&[Ask], ENTER).hint(0, "ja"),
        on(&[Ask], Key::char('j')),
        on(&[Copies], ENTER).hint(0, "visa"),
    ]);
    /// The highlighted promise or goal of an earlier meeting is done.
    AnswerDone = About::step("löftet är klart", &[
        on(&[Line, ReadOut], Key::char('1')).when(When::Promise).says(ANSWERS)
            .show(Show::Promise, 0, "… 5 svarar").show(Show::Goal, 0, "… 4 svarar"),
    ]);
    /// It goes on.
    AnswerGoesOn = About::step("löftet pågår", &[
        on(&[Line, ReadOut], Key::char('2')).when(When::Promise).says(ANSWERS),
    ]);
    /// It hasn't been begun.
    AnswerNotBegun = About::step("löftet är inte påbörjat", &[
        on(&[Line, ReadOut], Key::char('3')).when(When::Promise).says(ANSWERS),
    ]);
    /// It is changed; a new day is asked for.
    AnswerChanged = About::step("löftet är ändrat, med en ny tid", &[
        on(&[Line, ReadOut], Key::char('4')).when(When::Promise).says(ANSWERS),
    ]);
    /// It isn't wanted any more.
    AnswerNotWanted = About::step("löftet är inte aktuellt", &[
        on(&[Line, ReadOut], Key::char('5')).when(When::Promise).says(ANSWERS),
    ]);
    /// It has no answer: what was said of it at this meeting is taken back.
    AnswerNone = About::step("löftet har inget svar", &[
        on(&[Line, ReadOut], Key::char('0')).when(When::Promise).says("ta bort svaret på det markerade löftet eller målet"),
    ]);
    /// A point that was confirmed isn't, after all.
    Unconfirm = About::step("ta tillbaka bekräftelsen", &[
        on(&[ReadOut], Key::plain(Cap::Backspace)).when(When::Confirmed).show(Show::Confirmed, 1, "ta tillbaka"),
    ]);
    /// With an empty line: which kind it becomes; after a text: who, and again when. Elsewhere the next field or column.
    Next = About::step("nästa", &[
        on(&[Line], TAB)
            .says("fyll i, fråga vem och när; på tom rad: vad raden blir; på en markerad rad: byt dess rubrik")
            .show(Show::Empty, 1, "byt rubrik")
            .show(Show::Filled, 1, "fyll i"),
        on(&[Form], TAB).show(Show::OneOfSeveral, 3, "nästa"),
        on(&[Form], DOWN),
        on(&[Home], TAB).says(TO_ACTIONS),
    ]);
    /// The kind before, or the field before.
    Previous = About::step("föregående", &[
        on(&[Line, Form], Key::shift(Cap::Tab)),
        on(&[Form], UP),
    ]);
    /// Up one row.
    Up = About::step("uppåt", &[
        on(SCREENS, UP),
        on(&[Pick, ActionList, Ask, Reader, Copies], UP),
        on(&[Home], Key::char('k')),
    ]);
    /// Down one row.
    Down = About::step("nedåt", &[
        on(SCREENS, DOWN),
        on(&[Pick, ActionList, Ask, Copies], DOWN),
        on(&[Reader], DOWN).hint(1, "rulla"),
        on(&[Home], Key::char('j')),
    ]);
    /// Up one page.
    PageUp = About::step("en sida upp", &[on(LISTS, PAGE_UP), on(&[Home], PAGE_UP)]);
    /// Down one page.
    PageDown = About::step("en sida ned", &[
        on(&[Closed, Pick, ActionList, Ask, Copies, Home], PAGE_DOWN),
        on(&[Reader], PAGE_DOWN).hint(2, "en sida"),
        on(&[Reader], Key::char(' ')),
    ]);
    /// The next of the words to choose from; with an empty line the column to the right, at home the actions.
    ChoiceRight = About::step("nästa val", &[
        on(&[Form], RIGHT).when(When::Choice).show(Show::Choice, 2, "nästa val"),
        on(&[Home], RIGHT).says(TO_ACTIONS),
        on(&[Line], RIGHT).when(When::Empty).says(BESIDE),
        on(&[ReadOut, Closed], RIGHT).says(BESIDE),
        on(&[Copies], RIGHT),
    ]);
    /// The word before; with an empty line the column to the left, at home the meetings.
    ChoiceLeft = About::step("förra valet", &[
        on(&[Form], LEFT).when(When::Choice),
        on(&[Home], LEFT).says(TO_ACTIONS),
        on(&[Line], LEFT).when(When::Empty).says(BESIDE),
        on(&[ReadOut, Closed], LEFT).says(BESIDE),
        on(&[Copies], LEFT),
    ]);
    /// Show the fields of a form that are seldom filled in.
    MoreFields = About::step("fler fält", &[
        on(&[Form], Key::f(9)).when(When::Folded).hint(2, "fler fält"),
    ]);
    /// Save the form.
    Save = About::step("spara", &[
        on(&[Form], Key::f(8)).show(Show::NotLastField, 1, "spara"),
        on(&[Form], Key::ctrl('s')),
    ]);
    /// Open made-up meetings to practise on, before there is a database.
    Practise = About::step("öva först, på påhittade möten", &[
        on(&[Form], Key::f(2)).when(When::FirstStart).hint(1, "öva först"),
    ]);
    /// Print the key for the safe, while it is shown.
    PrintKey = About::step("skriv ut nyckeln", &[
        on(&[Form], Key::ctrl('p')).when(When::KeyShown).hint(2, "skriv ut nyckeln"),
    ]);
    /// Go on although a rule says otherwise, with a reason.
    GoOnAnyway = About::step("gå vidare ändå", &[
        on(&[Ask], Key::ctrl('g')).hint(1, "gå vidare ändå"),
        on(&[Form], Key::ctrl('g')).when(When::Stopped).hint(3, "gå vidare ändå"),
        // Only where nobody can be writing: over a line the letters are the line's.
        on(&[Ask], Key::char('g')),
    ]);

    /// Say that an ärende whose promises are settled needs no more.
    NothingMore = About::step("inget mer behövs", &[
        on(&[Ask], Key::alt('k')).hint(2, "inget mer behövs"),
        on(&[Ask], Key::char('k')),
    ]);

    // Home.

    /// Start a meeting.
    NewMeeting = About::command(
        "nytt möte", &["börja", "starta", "skapa", "deltagare", "mall", "EHT", "BHT", "SIP", "formulär", "börja möte", "starta ett möte", "starta möte", ],
        "Börjar ett möte. Du väljer vilken form det ska ha.",
        &[on(&[Home], Key::char('n')).hint(1, "nytt möte")],
    );
    /// Put a meeting in the calendar, on a day to come.
    PlanMeeting = About::command(
        "planera ett möte", &["boka", "schema", "bokning", "kalender", "kommande", "annan dag", "datum", "tid", "klockslag", "boka möte", "lägg in möte"],
        "Lägger till ett möte på en dag längre fram: du väljer form, dag och tid, och klockan står tills det börjar.",
        &[on(&[Home], Key::char('d'))],
    );
    /// What was promised at all meetings.
    ListActions = About::command(
        "åtgärder från alla möten", &["uppgifter", "påminnelse", "uppdrag", "ej klart", "att göra", "försenade", "löften", "sök", "följ upp", "lovat", "uppföljning av åtgärder", "vad har vi lovat", "åtgärdslista"],
        "Visar vad som har lovats, vem som ska göra det och till när. Där säger du också hur det har gått.",
        &[on(&[Home], Key::char('a')).hint(1, "åtgärder")],
    );
    /// The consents of all ärenden.
    Consents = About::command(
        "samtycken", &["tillstånd", "gdpr", "medgivande", "blankett", "skriv ut", "samtycke"],
        "Visar alla samtycken, med parter och hur länge de gäller, och skriver ut en blankett att skriva på.",
        &[on(&[Home], Key::char('s')).hint(4, "samtycken")],
    );
    /// Choose who sits at the keyboard.
    SwitchPerson = About::command(
        "byt person", &["användare", "logga in", "logga ut", "namn", "vem", "vem är jag", "vem skriver", "byt användare", "mitt namn"],
        "Säger vem det är som skriver. Namnet står i journalen.",
        &[on(&[Home], Key::char('b')).hint(4, "byt person")],
    );
    /// Give the database another passphrase.
    ChangePassphrase = About::command(
        "byt lösenfras", &["lösenord", "password", "ändra lösenord", "ändra lösenfras"],
        "Ger databasen en ny lösenfras. Den gamla öppnar den inte längre.",
        &[],
    ).also(&[Home]);
    /// Take a copy for safekeeping.
    TakeBackup = About::command(
        "ta säkerhetskopia", &["backup", "usb", "spara undan", "kopia", "säkra"],
        "Tar en krypterad säkerhetskopia av allt och prövar den, medan du arbetar vidare.",
        &[],
    ).also(&[Home]);
    /// Stop the copy that is being taken; nothing is left of it.
    StopBackup = About::command(
        "avbryt säkerhetskopian", &["stoppa backup"],
        "Avbryter säkerhetskopian som tas just nu. Inget av den sparas.",
        &[],
    ).also(SCREENS);
    /// Put a copy back.
    RestoreBackup = About::command(
        "återställ från säkerhetskopia", &["backup", "lägg tillbaka", "restore"],
        "Prövar en säkerhetskopia, visar vad som skulle läggas undan och lägger tillbaka den om du svarar ja.",
        &[on(&[Form], Key::f(4)).when(When::Door).hint(2, "återställ en kopia")],
    ).also(&[Home]);
    /// See again what the database lacks of what was in it, and go on all the same.
    FoundAgain = About::command(
        "gå vidare med databasen som den är", &["saknar rader", "läs bara"],
        "Visar igen vad databasen saknar av det som fanns i den sist, och frågar om du går vidare.",
        &[on(&[Home], Key::ctrl('g'))],
    );
    /// Make a new key for the safe.
    NewRecoveryKey = About::command(
        "ny återställningsnyckel", &["kassaskåp", "reserv", "nyckel"],
        "Visar en ny nyckel till kassaskåpet. Den gäller i stället för den gamla när du har skrivit tillbaka slutet.",
        &[],
    ).also(&[Home]);
    /// Try whether the key from the safe opens the database.
    ProveRecoveryKey = About::command(
        "prova återställningsnyckeln", &["kassaskåp", "kontrollera", "nyckel"],
        "Prövar om nyckeln från kassaskåpet öppnar databasen. Inget ändras.",
        &[],
    ).also(&[Home]);
    /// Stop the papers that are being made; what is made of them goes nowhere.
    StopPapers = About::command(
        "avbryt papperen", &["stoppa kopiorna", "stoppa utskriften"],
        "Avbryter de papper som görs just nu. Inget av dem sparas eller skrivs ut.",
        &[],
    ).also(SCREENS);
    /// The social services' clock.
    SocialClock = About::command(
        "socialtjänstens klocka", &["oro", "orosanmälan", "skyddsbedömning", "förhandsbedömning", "utredning"],
        "Visar vad socialtjänsten ska göra efter en anmälan, och till när.",
        &[on(&[Home], Key::f(5))],
    );
    /// Read home's figures again.
    Refresh = About::command(
        "läs in på nytt", &["uppdatera", "ladda om"],
        "Läser hemskärmen på nytt, om något har ändrats någon annanstans.",
        &[on(&[Home], Key::char('r'))],
    );

    // A closed meeting.

    /// Make the minutes and read them.
    Minutes = About::command(
        "protokoll", &["pdf", "sammanfattning", "sammanfatta", "minnesanteckningar", "referat", "Word", "anteckningar", "dokument", "skriv ut", "skriva ut", "spara som fil", "papper", "arkivera"],
        "Visar vilka papper protokollet kan bli, att läsa eller spara.",
        &[on(&[Closed], Key::char('m')).hint(0, "protokoll"), on(&[Closed], Key::char('p'))],
    ).also(MEETING);
    /// See who gets what, and make the copies.
    Copies = About::command(
        "vem får vad", &["kopior", "kopia till", "email", "maila", "printer", "delge", "delgivning", "skriv ut", "skriva ut", "skrivare", "utskrift", "skicka", "mottagare", "mejla", "papper", "spara som fil", "e-post", "vem får protokollet", "kopia", "skicka protokoll", "skrivaren"],
        "Visar vad var och en får läsa av protokollet. Där skriver du ut och sparar kopiorna.",
        &[on(&[Closed], Key::char('k')).hint(1, "vem får vad")],
    );
    /// Have the minutes approved and locked, or write down what is to be changed first.
    Approve = About::command(
        "justera eller godkänn", &["lås protokollet", "justerare", "påskrift", "färdigställ", "signera", "rätta", "synpunkt", "underskrift", "justering", "skriva under", "godkännande"],
        "Tar emot synpunkter på utkastet, och låser protokollet när det är justerat.",
        &[on(&[Closed], Key::char('j')).hint(2, "justera")],
    );
    /// The locked versions of the minutes, and what differs between them.
    Versions = About::command(
        "versioner", &["skillnad", "historik", "äldre"],
        "Visar de låsta versionerna av protokollet, och vad som skiljer dem åt.",
        &[on(&[Closed], Key::char('v')).show(Show::Version, 3, "versioner")],
    );
    /// Hold the next meeting, with what comes along from this one.
    NextMeeting = About::command(
        "nästa möte, med det som följer med", &["uppföljning", "fortsätt", "boka", "datum", "tid", "nytt möte", "uppföljningsmöte"],
        "Börjar nästa möte, med deltagare, ärenden och åtgärder härifrån.",
        &[on(&[Closed], Key::char('f')).hint(4, "nästa möte")],
    );
    /// Answer how the team works together: three questions.
    Assess = About::command(
        "hur samarbetar vi?", &["utvärdera", "tre frågor", "skatta", "utvärdering", "enkät"],
        "Tre frågor om hur ni arbetar tillsammans. Svaren följs över tid.",
        &[on(&[Closed], Key::char('d')).hint(5, "tre frågor")],
    );
    /// Open a closed meeting again.
    Reopen = About::command(
        "öppna mötet igen", &["ändra", "återuppta", "fortsätt", "återöppna", "glömde", "lägga till efteråt"],
        "Öppnar det avslutade mötet, så att ni kan ändra och lägga till.",
        &[on(&[Closed], Key::char('o')).hint(7, "öppna igen")],
    );

    // The read-out.

    /// In ansvar: write a new point during the read-out.
    NewPoint = About::command(
        "skriv en ny punkt", &["lägg till", "åtgärd"],
        "Skriver en åtgärd till, mitt i uppläsningen.",
        &[on(&[ReadOut], Key::char('n')).hint(3, "ny punkt")],
    );
    /// In ansvar: show the confirmed points too, or only what is left.
    ShowAll = About::command(
        "visa också det som är bekräftat", &["dölj", "allt", "bara det som är kvar"],
        "Visar alla punkter, eller bara de som är kvar att bekräfta.",
        &[on(&[ReadOut], Key::char('v'))
            .show(Show::ShowsLeft, 4, "visa allt")
            .show(Show::ShowsAll, 4, "visa bara det som är kvar")],
    );
    /// Close the meeting.
    Close = About::command(
        "avsluta mötet", &["stäng", "färdig", "avrunda", "avbryt", "stänga", "klar", "slut", "avsluta möte", "mötet är slut"],
        "Avslutar mötet. Saknas något säger programmet vad.",
        &[on(&[ReadOut], Key::char('c')).show(Show::Todo, 0, "avsluta mötet").show(Show::NotTodo, 5, "avsluta mötet")],
    ).also(&[Line]);

    // To walk through a meeting.

    /// To the next phase, or to the next ärende when this one is done; the rules of the way are asked.
    NextPhase = About::command(
        "nästa fas", &["framåt", "fortsätta", "vidare", "gå vidare", "steg", "nästa punkt"],
        "Går till nästa fas. Är ärendet klart går mötet till nästa ärende.",
        &[
            on(&[Line], Key::f(8))
                .show(Show::GoesTo(Goes::ToPhase), 0, "nästa fas")
                .show(Show::GoesTo(Goes::ToArende), 0, "nästa ärende")
                .show(Show::GoesTo(Goes::ToClose), 0, "avsluta mötet")
                .show(Show::GoesTo(Goes::ToBegin), 0, "börja mötet"),
            on(&[ReadOut], Key::f(8)),
        ],
    );
    /// Save the line and go on to the next phase, or to the next ärende, in one.
    SaveAndGoOn = About::command(
        "spara raden och gå vidare", &["framåt", "vidare", "nästa fas"],
        "Sparar raden som du skriver och går till nästa fas. Sparas den inte stannar mötet där det är.",
        &[on(&[Line], Key::shift(Cap::F(8)))
                .show(Show::SavesAndGoesTo(Goes::ToPhase), 6, "spara, nästa fas")
                .show(Show::SavesAndGoesTo(Goes::ToArende), 6, "spara, nästa ärende")],
    );
    /// To the phase before.
    PreviousPhase = About::command(
        "förra fasen", &["bakåt", "föregående", "backa", "tillbaka"],
        "Går tillbaka till fasen före.",
        &[on(MEETING, Key::f(7)).show(Show::Empty, 8, "förra fasen")],
    );
    /// To the next ärende.
    NextArende = About::command(
        "nästa ärende", &["nästa barn", "nästa grupp", "nästa elev"],
        "Går till nästa ärende på dagens lista.",
        &[on(MEETING, PAGE_DOWN)],
    );
    /// To the ärende before.
    PreviousArende = About::command(
        "förra ärendet", &["förra barnet", "föregående", "förra gruppen", "förra eleven"],
        "Går tillbaka till ärendet före.",
        &[on(MEETING, PAGE_UP)],
    );
    /// Choose a phase or an ärende to go to; among actions, the meeting where it was agreed.
    Jump = About::command(
        "gå till", &["hoppa", "rubriker", "översikt", "välj fas", "välj ärende", "dagordning", "ärendelista", "elev", "hitta elev", "byt elev", "välj elev"],
        "Visar mötets alla faser och ärenden, så att du kan välja vart ni ska.",
        &[
            on(MEETING, Key::f(3)).show(Show::Empty, 5, "gå till"),
            on(MEETING, Key::ctrl('g')),
            on(&[ReadOut], Key::char('g')),
            on(&[ActionList], Key::f(3)).says("öppna mötet där det bestämdes").hint(1, "till mötet"),
        ],
    );
    /// Straight to a phase.
    ToSammanhang = About::command(
        "till sammanhang", &["fas 1", "deltagare", "nytt barn", "nytt ärende", "ny elev", "lägg till elev"],
        "Går till sammanhang: vilka är här, varför och hur länge?",
        &[on(MEETING, Key::alt('1'))],
    );
    /// Straight to a phase.
    ToNulage = About::command(
        "till nuläge", &["fas 2", "laget runt"],
        "Går till nuläge: vad fungerar, vad är svårare, vilket stöd finns?",
        &[on(MEETING, Key::alt('2'))],
    );
    /// Straight to a phase.
    ToBehov = About::command(
        "till behov", &["fas 3", "mål"],
        "Går till behov: vad behövs, och vart vill ni nå?",
        &[on(MEETING, Key::alt('3'))],
    );
    /// Straight to a phase.
    ToPlanering = About::command(
        "till planering", &["fas 4", "åtgärder"],
        "Går till planering: vem gör vad, och till när?",
        &[on(MEETING, Key::alt('4'))],
    );
    /// Straight to a phase.
    ToAnsvar = About::command(
        "till ansvar", &["fas 5", "läs upp", "bekräfta", "sammanfatta"],
        "Går till ansvar: det som är överenskommet läses upp och bekräftas.",
        &[on(MEETING, Key::alt('5'))],
    );
    /// Move the ärende to the next meeting.
    Postpone = About::command(
        "skjut upp ärendet", &["bordlägg", "senare", "vänta", "bordläggning", "tas upp senare", "hinner inte", "nästa gång"],
        "Flyttar ärendet till nästa möte.",
        &[on(MEETING, Key::f(9)), on(&[Ask], Key::f(9)).hint(2, "skjut upp ärendet")],
    );

    /// Send the ärende on to a meeting of another form, with its own family.
    SendOn = About::command(
        "skicka ärendet vidare till ett annat slags möte", &["SIP", "leder till", "samverkansmöte", "remittera", "skicka vidare"],
        "Planerar ett möte av ett annat slag för ärendet. Bara dess egen familj följer med.",
        &[on(&[Closed], Key::char('s'))],
    ).also(MEETING);

    // Those who take part.

    /// The one whose turn it is has spoken; a highlighted participant is whose turn it is, and of one who has spoken already it
    /// is taken back.
    Spoken = About::command(
        "har talat", &["laget runt", "ordet", "tur"],
        "Markerar att den som står på tur, eller den markerade, har fått ordet; i sammanhang: har presenterat sig.",
        &[
            on(MEETING, Key::f(4))
                .show(Show::In(Phase::Nulage), 2, "har talat")
                .show(Show::In(Phase::Sammanhang), 3, "har talat"),
        ],
    );
    /// Everybody has been offered the word.
    AllSpoken = About::command(
        "alla har fått ordet", &["laget runt", "rundan är klar"],
        "Markerar att laget är runt: alla har fått ordet; i sammanhang: har presenterat sig.",
        &[
            on(MEETING, Key::alt('a')),
            // One press, also where a slow line tears Alt-A apart; in a line that is written it goes to the start.
            on(&[Line], Key::ctrl('a'))
                .when(When::Empty)
                .show(Show::In(Phase::Nulage), 4, "alla har talat")
                .show(Show::In(Phase::Sammanhang), 5, "alla har talat"),
            on(&[ReadOut], Key::ctrl('a')),
        ],
    );
    /// The highlighted participant is present, takes part remotely or is absent; from nuläge on: is here or has left.
    Presence = About::command(
        "på plats, distans, frånvarande, har gått", &["närvaro", "teams", "digitalt", "uteblev", "förhinder", "frånvaro", "deltagare", "kommer", "går", "länk", "sjuk", "återbud", "närvarolista", "lämnar mötet", "går hem", "går tidigare", "sjukanmäld", "närvarande", "deltar inte", "gick hem", "lämna rummet", "lämnade rummet", "gå ut"],
        "Säger vem som är på plats, är med på distans, lämnade återbud eller har gått.",
        &[on(MEETING, Key::f(5)).show(Show::In(Phase::Sammanhang), 2, "närvaro")],
    );
    /// Somebody came in who isn't on the list: the next line is who, and the meeting stays where it is.
    SomebodyCame = About::command(
        "någon ny kom in", &["deltagare", "rektor", "handläggare", "lärare", "kurator", "lägg till", "sen", "oväntad", "gäst", "vikarie", "tolk", "ny deltagare", "lägg till person", "sen ankomst", "kom sent", "besökare"],
        "Antecknar någon som kom in nu, utan att mötet lämnar den fas där det står.",
        &[on(MEETING, Key::ctrl('p'))],
    );
    /// The highlighted participant has introduced themselves.
    Introduced = About::command(
        "har presenterat sig", &["presentation", "hälsa"],
        "Markerar att den som är markerad har presenterat sig.",
        &[],
    ).also(MEETING);
    /// Who leads, and who takes the notes.
    Roles = About::command(
        "vem leder, vem antecknar", &["ordförande", "rektor", "chef", "ledare", "sekreterare", "roller", "mötesledare", "protokollförare", "anteckna", "byt ordförande"],
        "Frågar vem som leder mötet och vem som antecknar.",
        &[on(MEETING, Key::ctrl('r')).show(Show::In(Phase::Sammanhang), 6, "vem leder")],
    );
    /// People and ärenden from last time.
    SameAsLast = About::command(
        "ta med från förra mötet", &["som sist", "samma deltagare", "hämta", "kopiera"],
        "Hämtar deltagare och ärenden från förra mötet.",
        &[on(&[Line], Key::ctrl('l')).show(Show::In(Phase::Sammanhang), 4, "som sist")],
    );

    // What is written.

    /// Change the highlighted row.
    Edit = About::command(
        "ändra", &["redigera", "rätta", "skriv om", "byt datum", "byt namn", "alias", "text", "barn", "grupp", "telefon", "adress", "ansvarig", "sista dag", "deadline", "telefonnummer", "stavfel", "fel namn", "felstavat", "ändra namn", "fel datum", "ny ansvarig", "skriv om raden", "byt enhet", "byt verksamhet"],
        "Ändrar den markerade raden, eller den du skrev senast. Skriv ett radnummer först: den raden.",
        &[
            on(MEETING, Key::f(2)).show(Show::Empty, 3, "ändra"),
            on(&[Closed], Key::f(2)).says("rätta den markerade raden; mötet är kvar avslutat").hint(8, "rätta"),
            on(&[ReadOut], Key::char('e')).show(Show::NotTodo, 1, "ändra"),
        ],
    );
    /// Put the highlighted row under another heading: another kind.
    ChangeKind = About::command(
        "byt rubrik på raden", &["slag", "typ", "gör om", "flytta till annan rubrik", "fel rubrik"],
        "Frågar vad den markerade raden ska bli. Det som inte får plats där skrivs in i texten.",
        &[],
    ).also(MEETING);
    /// Make it a decision, or a decision into a note.
    ToDecision = About::command(
        "blir beslut, eller anteckning igen", &["besluta", "gör om", "byt slag", "byt typ", "byt rubrik"],
        "Gör raden till ett beslut. En gång till gör den till en anteckning.",
        &[on(MEETING, Key::ctrl('b')).show(Show::FilledUnless(EntryKind::Beslut), 2, "beslut")],
    );
    /// Make it an action, or an action into a note.
    ToAction = About::command(
        "blir åtgärd, eller anteckning igen", &["uppgift", "gör om", "byt slag", "byt typ", "byt rubrik"],
        "Gör raden till en åtgärd. En gång till gör den till en anteckning.",
        &[on(MEETING, Key::ctrl('t')).show(Show::FilledUnless(EntryKind::Atgard), 3, "åtgärd")],
    );
    /// Move the highlighted entry to another ärende.
    MoveEntry = About::command(
        "flytta till annat ärende", &["byt ärende", "fel barn"],
        "Flyttar den markerade raden till ett annat ärende, eller till mötet som helhet.",
        &[on(MEETING, Key::f(6))],
    );
    /// Move the highlighted row up among its kind.
    MoveUp = About::command(
        "flytta raden uppåt", &["ordning", "sortera"],
        "Flyttar den markerade raden ett steg upp bland sina lika.",
        &[on(MEETING, Key::with_alt(Cap::Up))],
    );
    /// Move the highlighted row down among its kind.
    MoveDown = About::command(
        "flytta raden nedåt", &["ordning", "sortera"],
        "Flyttar den markerade raden ett steg ned bland sina lika.",
        &[on(MEETING, Key::with_alt(Cap::Down))],
    );
    /// Keep the highlighted entry from one of the parties.
    Exempt = About::command(
        "undanta för en part", &["hemlig", "dölj", "får inte läsa", "sekretess", "får inte se"],
        "Väljer vem av parterna som inte ska få läsa den markerade raden.",
        &[
            // In a line that is being written it empties it, as everywhere.
            on(&[Line], Key::ctrl('u')).when(When::Empty),
            on(&[ReadOut], Key::ctrl('u')),
        ],
    );
    /// Remove the highlighted row.
    Remove = About::command(
        "ta bort", &["radera", "sudda", "släng", "kasta", "delete", "ta bort deltagare", "ta bort barn", "ta bort elev", "ta bort ärende", "ta bort rad", "stryk raden"],
        "Tar bort den markerade raden. Det går att ångra.",
        &[on(MEETING, Key::ctrl('d')), on(&[Line], Key::plain(Cap::Delete)).when(When::Empty)],
    );
    /// *Stryk för gott*: remove a text that should never have been written, from everywhere.
    Strike = About::command(
        "stryk för gott", &["radera helt", "förstör", "ta bort överallt", "ta bort personuppgifter", "gdpr radera", "registerutdrag"],
        "Tar bort en text som aldrig borde ha skrivits, också ur journalen. Det går inte att ångra.",
        &[on(MEETING, Key::ctrl('x')), on(&[Closed], Key::ctrl('x'))],
    );
    /// Take back the last act, and the one before it, back to the meeting's start; what changes the whole meeting is asked about
    /// first.
    Undo = About::command(
        "ångra", &["ta tillbaka", "avbryt", "fel knapp", "backa", "undo", "ångra mig", "råkade"],
        "Tar tillbaka det du gjorde senast. Fler gånger tar tillbaka det som var före.",
        &[
            on(MEETING, Key::ctrl('z')).show(Show::Empty, 6, "ångra"),
            on(&[ReadOut], Key::char('u')),
            on(&[Form], Key::ctrl('z')).when(When::DayAsked).says("ångra svaret"),
            on(&[Home], Key::ctrl('z')).says("ångra att ett möte togs bort"),
            on(&[Closed], Key::ctrl('z')),
        ],
    );
    /// Do again what was taken back.
    Redo = About::command(
        "gör om", &["upprepa", "redo", "ångra inte"],
        "Gör om det som du nyss ångrade.",
        &[on(MEETING, Key::ctrl('y')), on(&[Closed], Key::ctrl('y'))],
    );
    /// In nuläge and planering: the support that can be offered at the child's age; choosing puts it into the line.
    Support = About::command(
        "stöd att erbjuda, efter barnets ålder", &["insatser", "hjälp till barnet", "katalog", "föräldrastöd"],
        "Visar vilket stöd som finns för barnets ålder. Det du väljer hamnar på raden.",
        &[
            on(MEETING, Key::ctrl('f'))
                .show(Show::In(Phase::Nulage), 7, "stöd")
                .show(Show::In(Phase::Planering), 2, "stöd"),
        ],
    );

    // The meeting in the calendar.

    /// Begin a planned meeting: its clock starts.
    Begin = About::command(
        "börja mötet", &["starta", "sätt igång", "öppna mötet"],
        "Börjar ett planerat möte. Klockan går från nu.",
        &[],
    ).also(MEETING);
    /// Give a planned meeting another day, time or place.
    MoveMeeting = About::command(
        "flytta mötet", &["ändra tid", "datum", "annan dag", "boka om", "skjut upp mötet", "kalender", "lokal", "rum"],
        "Ger ett planerat möte en annan dag, tid eller plats.",
        &[],
    ).also(&[Home, Line, ReadOut]);
    /// Call a meeting off, with a reason.
    CancelMeeting = About::command(
        "ställ in mötet", &["avboka", "avbryt", "avlys", "stoppa mötet", "inställt", "blir inte av"],
        "Ställer in mötet. Det står kvar som inställt, med skälet, och räknas inte som hållet.",
        &[],
    ).also(&[Home, Line, ReadOut]);
    /// Remove a meeting that was begun by mistake and is empty.
    RemoveMeeting = About::command(
        "ta bort ett tomt möte", &["misstag", "radera mötet", "fel form"],
        "Tar bort ett möte som började av misstag och är tomt.",
        &[],
    ).also(MEETING);

    // The meeting's own facts.

    /// The meeting's facts: place, time, purpose and the like.
    Head = About::command(
        "mötets uppgifter", &["rubrik", "plats", "tid", "datum", "dag", "klockslag", "syfte", "diarienummer", "lokal", "rum", "hur lång tid", "längd", "minuter", "sluttid", "sal", "hur länge"],
        "Ändrar mötets rubrik, plats, tid och syfte.",
        &[on(MEETING, Key::ctrl('e')).show(Show::In(Phase::Sammanhang), 7, "mötets uppgifter")],
    );
    /// The form's own fields, for the ärende or the meeting.
    Fields = About::command(
        "mötesformens uppgifter", &["fält", "elev", "grupp", "födelseår", "personnummer", "formulär"],
        "Fyller i det som mötesformen frågar efter, om ärendet eller om mötet.",
        &[on(MEETING, Key::ctrl('o'))],
    );
    /// Write down a consent.
    Consent = About::command(
        "samtycke", &["tillstånd", "gdpr", "medgivandeblankett", "medgivande", "godkänna", "vårdnadshavare"],
        "Skriver ned vad var och en har samtyckt till, eller sagt nej till.",
        &[on(MEETING, Key::ctrl('k'))],
    );
    /// Print a consent form to sign.
    PrintConsent = About::command(
        "samtyckesblankett att skriva på", &["skriv ut", "blankett", "papper", "underskrift"],
        "Skriver ut en blankett med parterna i rummet, att skriva på.",
        &[],
    ).also(MEETING);

    // The wall.

    /// The wall's picture on your own screen, and back.
    ToWall = About::command(
        "väggens bild här, och tillbaka", &["projektor", "visa", "storbild", "projicera", "skärm", "dela skärm", "visa på väggen", "tv", "storskärm"],
        "Visar på din egen skärm det som alla i rummet får se, och tillbaka.",
        &[
            on(WITH_WALL, Key::f(11)),
            on(&[Home], Key::char('p')),
            on(&[Veiled], Key::f(11)),
            on(&[Veiled], ESC),
        ],
    );
    /// Blank the wall, or light it again.
    Blank = About::command(
        "släck eller tänd väggen", &["svart", "dölj", "projektor", "paus", "svart skärm", "släck skärmen", "göm"],
        "Släcker väggen när något inte ska synas, och tänder den igen.",
        &[
            // In a hurry: one press, also where a slow line tears Alt-B apart.
            on(WITH_WALL, Key::ctrl('n')),
            on(WITH_WALL, Key::alt('b')),
            on(&[Wall], Key::char(' ')),
            on(&[Wall], Key::char('b')),
            on(&[Wall], Key::alt('b')),
        ],
    );

    /// Let the wall show the meeting that is on screen; at the wall, which meetings there are.
    ShowOnWall = About::command(
        "visa det här mötet på väggen", &["projektor", "byt möte", "fel möte", "storbild"],
        "Väljer att väggen ska visa mötet. Väggen byter aldrig möte av sig själv.",
        &[on(WITH_WALL, Key::ctrl('v')), on(&[Wall], TAB), on(&[Wall], Key::char('m'))],
    );

    // What protects a child.

    /// Go on as a samverkansmöte instead of a SIP.
    TurnInto = About::command(
        "gör om SIP till samverkansmöte", &["byt form", "bara en huvudman"],
        "Fortsätter mötet i en annan form. Allt som är skrivet följer med.",
        &[on(&[Line, ReadOut, Ask], Key::alt('n'))],
    );
    /// A consent is withdrawn: the ärende stops at once.
    Withdraw = About::command(
        "återkalla ett samtycke", &["ta tillbaka", "ångra samtycke", "nej", "återta samtycke", "dra tillbaka samtycke"],
        "Tar tillbaka ett samtycke. Ni slutar genast att prata om ärendet.",
        &[on(MEETING, Key::alt('k'))],
    );
    /// Take the question up so that the child can't be recognised, where there is no consent.
    Unrecognisable = About::command(
        "ta upp frågan utan att barnet går att känna igen", &["anonymt", "avidentifiera", "utan namn"],
        "Tar upp frågan utan att barnet går att känna igen, när samtycke saknas.",
        &[
            on(MEETING, Key::alt('u')),
            on(&[Ask], Key::alt('u')).hint(2, "utan namn"),
            on(&[Ask], Key::char('u')),
        ],
    );
    /// EMI: keep the row from the wall and from others' copies.
    Emi = About::command(
        "EMI: märk raden för elevhälsans medicinska del", &["skolsköterska", "skolläkare", "medicinsk", "sekretess"],
        "Märker den markerade raden som EMI: den visas inte på väggen och står inte i andras kopior.",
        &[on(MEETING, Key::alt('e'))],
    );
    /// Look at words that are held back in the highlighted row and let them be shown, or hold them again.
    LetThrough = About::command(
        "titta på det som hålls inne, och släpp fram det", &["orosanmälan", "håll inne", "dölj", "väggen", "granska"],
        "Visar vad som hålls inne från väggen och andras kopior, och släpper fram det eller håller inne det igen.",
        &[
            // In a line that is being written it takes away a word, as everywhere.
            on(&[Line], Key::ctrl('w')).when(When::Empty),
            on(&[ReadOut, Closed], Key::ctrl('w')),
            on(&[Copies], Key::ctrl('w')).hint(7, "hålls inne"),
        ],
    );
    /// What may be shown of a child with skyddade personuppgifter.
    Protection = About::command(
        "skyddade personuppgifter: vad som får visas", &["sekretessmarkering", "skyddad folkbokföring", "granska"],
        "Frågar vad som får visas av ett möte med ett skyddat barn.",
        &[on(MEETING, Key::alt('r'))],
    );

    // Everywhere.

    /// The journal: who did what and when, what stood before and after, and put back what was removed.
    Journal = About::command(
        "journal: vem gjorde vad, och när", &["logg", "ändringslogg", "spårbarhet", "historik", "spår", "återställ", "sök", "spara", "är det sparat", "vem skrev", "vem har skrivit", "vem har ändrat", "loggen", "vem tog bort"],
        "Visar vem som har gjort vad, och när. I ett möte kan du lägga tillbaka det som har tagits bort.",
        &[
            on(WITH_WALL, Key::alt('l')),
            on(&[Home], Key::char('l')).hint(7, "journal"),
        ],
    );
    /// Call and invite: from home to the meeting that is highlighted, from a closed one to its follow-up.
    Invite = About::command(
        "kallelse och inbjudan, med kalenderfil", &["bjud in", "outlook", "svarstalong", "kalla", "kalender", "ics", "brev", "mejla", "papper", "e-post"],
        "Visar kallelse, inbjudan och kalenderfil till mötet eller uppföljningen, att läsa eller spara.",
        &[
            on(&[Closed], Key::char('i')).hint(6, "kallelse"),
            on(&[Home], Key::char('i')).hint(6, "kallelse"),
        ],
    );

    /// Show the folder of papers.
    OpenFolder = About::command(
        "öppna mappen med papper", &["protokoll", "filer", "pdf", "var ligger filerna", "mapp", "sparade filer"],
        "Öppnar mappen där sparade papper ligger, i datorns eget program.",
        &[on(&[Home], Key::char('m')), on(&[Closed], Key::char('ö')).hint(9, "öppna mappen")],
    );
    /// Remove the papers that lie as files.
    RemovePapers = About::command(
        "ta bort papper som ligger som filer", &["okrypterat", "städa", "radera", "filer", "gallra", "gallring", "rensa"],
        "Tar bort de papper som programmet har sparat som filer. Innan det sker frågar programmet.",
        &[on(&[Home], Key::char('x'))],
    );

    // Who gets what.

    /// Print all copies.
    PrintAll = About::command(
        "skriv ut allt", &["skrivare", "printer", "utskrift"],
        "Skriver ut alla kopior, var och en med det som mottagaren får läsa.",
        &[on(&[Copies], Key::char('s')).show(Show::Printer, 1, "skriv ut allt")],
    );
    /// Print the highlighted copy alone.
    PrintOne = About::command(
        "skriv ut den markerade", &["skrivare", "utskrift"],
        "Skriver ut bara den kopia som är markerad.",
        &[on(&[Copies], Key::char('e')).show(Show::Printer, 8, "bara den")],
    );
    /// Write all copies to files.
    WriteAll = About::command(
        "spara allt som filer", &["pdf", "exportera"],
        "Sparar alla kopior som filer.",
        &[on(&[Copies], Key::char('f')).hint(2, "som filer")],
    );
    /// Show the highlighted copy in the user's own program.
    OpenCopy = About::command(
        "visa i ett annat program", &["öppna", "förhandsgranska"],
        "Visar den markerade kopian i datorns eget program.",
        &[on(&[Copies], Key::char('o'))],
    );
    /// Choose printer, number and sides.
    Printing = About::command(
        "skrivare, antal och sidor", &["inställningar", "dubbelsidigt"],
        "Väljer skrivare, hur många av varje och hur pappret ska användas.",
        &[on(&[Copies], Key::char('p')).show(Show::Printer, 5, "skrivare")],
    );
    /// Say anew who gets the minutes, and how.
    Recipients = About::command(
        "ändra vem som får protokollet", &["mottagare", "sändlista", "vem får protokollet"],
        "Här ändrar du vem som får protokollet, och hur. Det går tills protokollet är låst.",
        &[on(&[Copies], Key::char('m')).hint(3, "mottagare")],
    ).also(WITH_WALL);
    /// The copies that have been made.
    Given = About::command(
        "kopior som är gjorda, och vilka som är lämnade", &["logg", "historik"],
        "Visar vilka kopior som är sparade, utskrivna, visade och lämnade. Där antecknar du att en kopia är lämnad.",
        &[on(&[Copies], Key::char('l')).hint(6, "lämnade")],
    );

    /// One step back. Nothing is lost by it.
    Back = About::step("tillbaka", &[
        on(&[Closed, Reader, Copies], Key::char('q')),
        on(&[Ask], Key::char('n')),
        on(&[Reader], ENTER),
        on(&[Home, Locked], ESC),
        on(&[Line], ESC).show(Show::Filled, 5, "tillbaka"),
        on(&[Form], ESC).show(Show::CanLeave, 4, "tillbaka"),
        on(&[ReadOut, Closed, Pick, Ask, Reader, Copies, ActionList], ESC).hint(4, "tillbaka"),
    ]);
    /// All keys that work here, those of the phase first, how a line is written, and what the abbreviations on the screen stand for.
    Help = About::command(
        "hjälp", &["tangenter", "tangentbord", "manual", "instruktion", "kortkommando", "genväg", "hur gör jag", "förkortningar", "nytt barn", "nytt ärende"],
        "Visar alla tangenter som gäller här, och vad förkortningarna på skärmen betyder.",
        &[
            on(&[Home], Key::char('?')).hint(2, "hjälp"),
            on(&[ReadOut, Closed], Key::char('?')).hint(6, "hjälp"),
            on(&[Ask, Reader, Copies], Key::char('?')),
            on(&[Line], Key::f(1)).hint(7, "hjälp"),
            on(&[Form, Home, ReadOut, Closed, Pick, Ask, Reader, Copies, ActionList], Key::f(1)),
        ],
    );
    /// Everything that can be done here, to search in.
    Menu = About::step("allt som går att göra", &[
        on(&[Line], Key::f(10)).show(Show::Empty, 9, "allt"),
        on(&[Home, ReadOut, Closed], Key::f(10)),
        on(SCREENS, Key::ctrl(' ')),
        on(&[Form, Pick, Ask, Reader, Copies, ActionList], Key::f(10)).says("säger vad som ligger framför"),
    ]);
    /// Another colour theme.
    Theme = About::command(
        "byt färger", &["tema", "mörkt", "ljust", "kontrast", "utseende", "skärm", "storlek", "mörkt läge", "färg", "svårt att läsa"],
        "Byter mellan mörka, ljusa och kontrastrika färger.",
        &[
            on(&[Home], Key::char('t')).hint(5, "färger"),
            on(OPEN, Key::f(12)),
            on(WALLS, Key::f(12)),
            on(&[Locked], Key::f(12)),
        ],
    );
    /// Leave the program.
    Quit = About::command(
        "avsluta", &["stäng programmet", "avbryt", "stänga", "gå ut", "lämna", "spara och avsluta"],
        "Lämnar programmet. Det du har skrivit är sparat.",
        &[
            on(&[Home], Key::char('q')).hint(3, "avsluta"),
            on(&[Home, Line, ReadOut, Closed, Pick, Ask, Reader, Copies, ActionList], Key::ctrl('q')),
            on(&[Form], Key::ctrl('q')).show(Show::MustStay, 2, "avsluta"),
            on(WALLS, Key::ctrl('q')),
            on(&[Locked], Key::ctrl('q')).hint(1, "avsluta"),
        ],
    );
    /// Leave the program; in the middle of a meeting it is asked first, since elsewhere the same key copies.
    Interrupt = About::step("avsluta, efter en fråga mitt i ett möte", &[
        on(OPEN, Key::ctrl('c')),
        on(WALLS, Key::ctrl('c')),
        on(&[Locked], Key::ctrl('c')),
    ]);
    /// Save the meeting, with all that isn't saved, in a file of its own: when the database can't be written.
    SaveElsewhere = About::command(
        "spara mötet i en egen fil", &["rädda", "undan", "spara undan", "inte sparat"],
        "Sparar mötet i en egen databas bredvid, när det inte går att spara som vanligt.",
        &[on(WITH_WALL, Key::alt('f'))],
    );
    /// Take back a meeting that was saved in a file of its own.
    TakeBackRescued = About::command(
        "hämta räddat möte", &["egen fil", "rädda", "undan", "importera"],
        "Tar tillbaka ett möte som sparades i en egen fil när databasen inte gick att skriva i.",
        &[],
    ).also(&[Home]);
    /// Lock the program at once: the database is closed until somebody types the passphrase.
    LockScreen = About::command(
        "lås nu", &["skärmlås", "pausa", "gå ifrån", "lås skärmen", "lås datorn"],
        "Stänger databasen tills någon skriver lösenfrasen. Det du höll på med kommer tillbaka.",
        &[on(OPEN, Key::alt('s')), on(&[Veiled], Key::alt('s'))],
    );
}
