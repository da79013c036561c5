//! The verbs, a row each: what is written after it, and what it does.

use crate::minutes::Format;

/// A verb as it is written on the command line.
#[derive(Debug, PartialEq, Eq)]
pub struct Verb {
    /// Which one.
    pub kind: Kind,
    /// Its name, in ASCII. The program itself has none.
    pub name: &'static str,
    /// Other spellings.
    pub(super) aliases: &'static [&'static str],
    /// The words after it: name, and whether it must be there. A last one that ends in `…` may stand many times. A verb that
    /// reads its own words has none here.
    pub(super) words: &'static [(&'static str, bool)],
    /// Its options.
    pub(super) options: &'static [Switch],
    /// What it does, in a few words.
    pub(super) about: &'static str,
    /// What else one should know, for the verb's own help.
    pub(super) more: &'static str,
}

/// Which verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The program: home.
    Program,
    /// The program on a throw-away database.
    Demo,
    /// The program, with a new meeting.
    Start,
    /// The program, with a meeting that is there.
    Open,
    /// The wall.
    Wall,
    /// A meeting's minutes.
    Minutes,
    /// A list of meetings.
    Meetings,
    /// A list of open actions.
    Actions,
    /// Another passphrase, or another recovery key.
    Passphrase,
    /// A list of consents.
    Consents,
    /// The social services' clock.
    SocialClock,
    /// The meeting forms; reads its own words.
    Forms,
    /// A meeting from a file.
    Import,
    /// A meeting to a file.
    Export,
    /// Whether the database is whole.
    Verify,
    /// A copy for safekeeping.
    Backup,
    /// The database put back from such a copy.
    Restore,
    /// Who gets what of a meeting's papers, and what has been given.
    Copies,
    /// The invitation to a meeting, and its calendar file.
    Invitation,
    /// The printers.
    Printers,
    /// Who did what, and when.
    Log,
}

impl Kind {
    /// Whether it opens the program itself, which logs what is opened in it.
    pub fn is_program(self) -> bool {
        matches!(self, Self::Program | Self::Demo | Self::Start | Self::Open)
    }
}

/// An option: `--name` or `--name VALUE`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Switch {
    pub(super) name: &'static str,
    pub(super) aliases: &'static [&'static str],
    /// What the value is, with [`FORMATS`] in it.
    pub(super) value: Option<&'static str>,
    /// The value may be left out; then the option says enough by itself.
    pub(super) optional: bool,
    /// What it does, with [`FORMATS`] in it.
    pub(super) about: &'static str,
}

impl Switch {
    pub(super) fn value(&self) -> Option<String> {
        let words = || Format::ALL.map(Format::ending).join("|");
        self.value.map(|value| value.replace(FORMATS, &words()))
    }

    pub(super) fn about(&self) -> String {
        self.about.replace(FORMATS, &Format::alternatives(Format::name))
    }
}

/// An option that takes no value.
const fn flag(name: &'static str, about: &'static str) -> Switch {
    Switch { name, aliases: &[], value: None, optional: false, about }
}

/// An option with a value.
const fn with(name: &'static str, value: &'static str, about: &'static str) -> Switch {
    Switch { name, aliases: &[], value: Some(value), optional: false, about }
}

const MEETING: &[(&str, bool)] = &[("MÖTE", true)];
pub(super) const ABOUT_MEETING: &str =
    "MÖTE är datum och form (2026-11-23-eht), de sex sista tecknen i mötets id, eller senaste.";
/// The formats of papers stand here in the help: the words for them as a value, what they are called in what an option
/// does.
const FORMATS: &str = "{format}";
const OUT: Switch = with("ut", "FIL", "skriv till en fil, som inte får finnas; - skriver på skärmen");

/// All verbs, in the order in which help lists them.
pub const VERBS: &[Verb] = &[
    Verb {
        kind: Kind::Program,
        name: "",
        aliases: &[],
        words: &[],
        options: &[],
        about: "öppnar programmet",
        more: "",
    },
    Verb {
        kind: Kind::Demo,
        name: "demo",
        aliases: &[],
        words: &[],
        options: &[with("skapa", "FIL", "skriv övningsdatabasen till en fil i stället, och sluta")],
        about: "öppnar programmet med påhittade möten, att öva på",
        more: "Databasen är tillfällig: den tas bort när du avslutar. Ingen lösenfras behövs.",
    },
    Verb {
        kind: Kind::Start,
        name: "starta",
        aliases: &[],
        words: &[("AGENDA", true)],
        options: &[with("titel", "TITEL", "vad mötet ska heta")],
        about: "börjar ett nytt möte",
        more: "AGENDA är mötesformens id, till exempel eht. Alla former: samverkan agendor lista",
    },
    Verb {
        kind: Kind::Open,
        name: "oppna",
        aliases: &["öppna"],
        words: MEETING,
        options: &[],
        about: "öppnar ett möte som finns",
        more: ABOUT_MEETING,
    },
    Verb {
        kind: Kind::Wall,
        name: "projektor",
        aliases: &["vagg", "vägg"],
        words: &[("MÖTE", false)],
        options: &[Switch {
            name: "text",
            aliases: &[],
            value: None,
            optional: false,
            about: "säg varje ändring som en mening, för den som lyssnar",
        }],
        about: "visar väggen: mötet som pågår, för alla i rummet",
        more: "Utan MÖTE visas mötet som pågår. Den byter aldrig möte av sig själv: ‹Wall:ShowOnWall› visar vilka som finns. ‹Wall:Blank› släcker och tänder, ‹Quit› avslutar.",
    },
    Verb {
        kind: Kind::Minutes,
        name: "protokoll",
        aliases: &[],
        words: MEETING,
        options: &[
            with(
                "format",
                FORMATS,
                "{format}; annars som filen heter, pdf när det blir papper eller filer för alla, eller md",
            ),
            OUT,
            with("till", "MOTTAGARE", "bara det som mottagaren får läsa; ”alla” gör var och ens kopia"),
            Switch { aliases: &["ärende"], ..with("arende", "N", "bara ärende N, på ett eget blad") },
            Switch { optional: true, ..with("skriv-ut", "SKRIVARE", "till skrivaren, eller den förvalda") },
            with("antal", "N", "så många av varje, när det skrivs ut"),
            flag("enkelsidigt", "skriv ut på en sida av pappret"),
            flag("visa", "visa i datorns eget program"),
            flag("min-plan", "Min plan, på lätt svenska, till barnet och familjen"),
            with("version", "N", "en låst version"),
            flag("inbyggd-mall", "programmets egen mall, också när inställningarna har en annan"),
            with("skillnad", "N", "vad som skiljer från version N"),
        ],
        about: "skriver ut ett mötes protokoll",
        more: ABOUT_MEETING,
    },
    Verb {
        kind: Kind::Copies,
        name: "kopior",
        aliases: &[],
        words: MEETING,
        options: &[],
        about: "visar vem som får vad, och vilka kopior som är lämnade",
        more: ABOUT_MEETING,
    },
    Verb {
        kind: Kind::Invitation,
        name: "kallelse",
        aliases: &["inbjudan"],
        words: MEETING,
        options: &[
            with("till", "MOTTAGARE", "bara det som mottagaren får veta; ”alla” gör en för var och en"),
            with(
                "format",
                "{format}|ics",
                "ics är en kalenderfil, utan barnets namn; annars som filen heter, pdf för alla, eller md",
            ),
            OUT,
        ],
        about: "kallar till ett möte, eller till dess uppföljning",
        more: ABOUT_MEETING,
    },
    Verb {
        kind: Kind::Printers,
        name: "skrivare",
        aliases: &[],
        words: &[],
        options: &[],
        about: "listar datorns skrivare",
        more: "",
    },
    Verb {
        kind: Kind::Meetings,
        name: "moten",
        aliases: &["möten"],
        words: &[],
        options: &[with("format", "tabell|json|csv", "annars tabell")],
        about: "listar alla möten",
        more: "",
    },
    Verb {
        kind: Kind::Actions,
        name: "atgarder",
        aliases: &["åtgärder"],
        words: &[],
        options: &[
            Switch { aliases: &["försenade"], ..flag("forsenade", "bara de som skulle ha varit klara") },
            with("ansvarig", "NAMN", "bara den här personens eller rollens; början av namnet räcker"),
            with("format", "tabell|json|csv", "annars tabell"),
        ],
        about: "listar öppna åtgärder från alla möten",
        more: "Den som skulle ha varit klar först står överst.",
    },
    Verb {
        kind: Kind::Consents,
        name: "samtycken",
        aliases: &[],
        words: &[],
        options: &[with("format", "tabell|json|csv", "annars tabell")],
        about: "listar alla samtycken, med parter och hur länge de gäller",
        more: "",
    },
    Verb {
        kind: Kind::SocialClock,
        name: "socialtjanstklocka",
        aliases: &["socialtjänstklocka"],
        words: &[("pa|av|visa", false)],
        options: &[],
        about: "socialtjänstens klocka: slå på, stäng av, visa",
        more: "Bara i en databas som är socialtjänstens egen. Klockan går från anmälan (24 timmar till skyddsbedömning, \
               14 dagar till förhandsbedömning) och från att en utredning inleds (4 månader). På hemskärmen: ‹SocialClock›.",
    },
    Verb {
        kind: Kind::Forms,
        name: "agendor",
        aliases: &["motesformer", "mötesformer"],
        words: &[],
        options: &[],
        about: "visar, kontrollerar och kopierar mötesformer",
        more: "",
    },
    Verb {
        kind: Kind::Import,
        name: "importera",
        aliases: &[],
        words: &[("FIL…", true)],
        options: &[
            flag("som-kopia", "läs in mötet som ett nytt, även om det finns redan"),
            with(
                "barn",
                "fil|har",
                "vad som gäller om ett barn som finns redan: filens uppgifter, eller de som står här",
            ),
        ],
        about: "läser in möten från JSON-filer",
        more: "Flera filer läses in en i taget: går en av dem inte, så sägs det vid dess namn, och de andra läses in ändå.\n  Avbryter du stannar det mellan två filer. Ett barn känns igen på sitt id, aldrig på sitt alias. Säger filen något annat om barnet än det som står här, \
               så läses inget in förrän du har valt med --barn. Med --som-kopia gäller det som står här, om du inte säger \
               något annat. Skyddade personuppgifter på någon av sidorna förblir skyddade.",
    },
    Verb {
        kind: Kind::Export,
        name: "exportera",
        aliases: &[],
        words: MEETING,
        options: &[OUT],
        about: "skriver ett möte som JSON",
        more: ABOUT_MEETING,
    },
    Verb {
        kind: Kind::Log,
        name: "logg",
        aliases: &["journal"],
        words: &[("MÖTE", false)],
        options: &[with("format", "tabell|json|csv", "annars tabell")],
        about: "visar vem som har gjort vad, och när",
        more: "Det senaste står först. Utan MÖTE visas hela databasen. Vad som skrevs står inte här: det visas i\n  mötets egen journal i programmet (‹Journal›).",
    },
    Verb {
        kind: Kind::Passphrase,
        name: "losenfras",
        aliases: &["lösenfras"],
        words: &[],
        options: &[
            with("ny-fil", "FIL", "läs den nya lösenfrasen från filens första rad"),
            flag(
                "ny-nyckel",
                "gör en ny återställningsnyckel; den gäller när slutet av den har skrivits tillbaka",
            ),
            flag("prova-nyckel", "säger om återställningsnyckeln öppnar databasen, utan att ändra något"),
            flag("ny-databasnyckel", "krypterar om databasen när någon inte längre ska komma in i den"),
        ],
        about: "byter lösenfras eller återställningsnyckel",
        more: "Har du glömt lösenfrasen? Skriv återställningsnyckeln från kassaskåpet när den gamla lösenfrasen\n  efterfrågas, så får du välja en ny. En ny lösenfras stänger inte ute den\n  som har en äldre kopia av nyckelfilen. Det gör --ny-databasnyckel, när inget annat program har databasen öppen.",
    },
    Verb {
        kind: Kind::Verify,
        name: "kontrollera",
        aliases: &[],
        words: &[],
        options: &[
            with("mot", "SUMMA", "säg vilken version en kontrollsumma på ett papper hör till"),
            with("kopia", "FIL", "pröva en säkerhetskopia i stället, utan att återställa den"),
            flag("ga-vidare", "använd en databas som saknar rader som den är; det står i journalen"),
        ],
        about: "kontrollerar att databasen och dess journal är hela",
        more: "",
    },
    Verb {
        kind: Kind::Backup,
        name: "sakerhetskopiera",
        aliases: &["säkerhetskopiera"],
        words: &[("MAPP", false)],
        options: &[],
        about: "tar en säkerhetskopia och prövar den, medan andra arbetar",
        more: "Kopian är en enda krypterad fil: databasen, dess nyckelfiler, inställningar, egna former och listor. Utan MAPP\n  läggs den i den mapp som inställningarna anger (sakerhetskopior), annars i kopior bredvid databasen. När den är\n  provad tas äldre kopior av samma databas bort ur mappen, utom de senaste 7 dagarnas, 4 veckornas och 12 månadernas.",
    },
    Verb {
        kind: Kind::Restore,
        name: "aterstall",
        aliases: &["återställ"],
        words: &[("FIL", true)],
        options: &[flag("ja", "fråga inte: det som ligger där läggs undan")],
        about: "lägger tillbaka databasen från en säkerhetskopia",
        more: "Kopian prövas hel innan något rörs. Inget skrivs över: det som ligger där läggs undan med datum i namnet, och du får\n  veta vad det har som kopian saknar innan du svarar. Den lösenfras som gällde när kopian togs öppnar den; den tidens\n  återställningsnyckel går också.",
    },
];

/// The options that hold for every verb, for help and suggestions; [`crate::cli::Globals`] takes them.
pub(super) const GLOBAL: &[(&str, &str, &str)] = &[
    ("databas", "FIL", "databasen (även SAMVERKAN_DATABAS)"),
    ("agendor", "KATALOG", "egna mötesformer (även SAMVERKAN_AGENDOR)"),
    ("person", "NAMN", "vem som gör det, till loggen; annars datorns konto"),
    ("losenfras-fil", "FIL", "läs lösenfrasen från filens första rad (även SAMVERKAN_LOSENFRAS)"),
];
