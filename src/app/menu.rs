//! Everything that can be done where one stands, to search in: made from the table of actions.

use crate::app::core::action::{Action, Context};
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, Saving};
use crate::app::meeting::follow_up;
use crate::domain::agenda::Phase;
use crate::domain::record::MeetingStatus;

/// Opens the menu.
pub(crate) fn open(model: &mut Model) {
    if !Context::SCREENS.contains(&model.context()) {
        return model.say("Svara på det som ligger framför först. ‹Help› visar tangenterna som gäller där.");
    }
    let here: Vec<Action> = possible(model).collect();
    let elsewhere = Action::ALL.iter().filter(|action| !action.about().is_step() && !here.contains(action));
    let elsewhere =
        elsewhere.filter_map(|action| Some(PickItem::of_elsewhere(*action, place_of(model, *action)?)));
    let answers = ANSWERS.iter().map(|(label, words, answer)| PickItem::of_answer(label, words, answer));
    let items = here.iter().copied().map(PickItem::of_key).chain(booking(model)).chain(elsewhere);
    let items = items.chain(answers).collect();
    model.pick("Vad vill du göra?", items);
}

/// What people look for that no key does, with what else they call it, and what there is instead.
const ANSWERS: &[(&str, &[&str], &str)] = &[
    (
        "spara: det sker av sig självt",
        &["spara mötet", "är det sparat"],
        "Varje rad sparas när du trycker ‹Accept›. Uppe på skärmen står det om något inte är sparat.",
    ),
    (
        "större text: i terminalens egna inställningar",
        &["textstorlek", "teckenstorlek", "storlek", "mindre text", "zooma", "förstora"],
        "Terminalen bestämmer hur stor texten är, ofta med Ctrl och +. Väggen väljer själv den största som får plats.",
    ),
    (
        "rättstava: det gör programmet inte",
        &["rättstavning", "stavning", "stavningskontroll"],
        "Programmet rättar inte stavningen. ‹Edit› ändrar en rad.",
    ),
    (
        "språk: programmet är på svenska",
        &["engelska", "översätta", "översättning", "language"],
        "Programmet finns bara på svenska. En tolk skrivs in som andra: namn, och sedan ordet tolk.",
    ),
    (
        "tyst: programmet ger inga ljud",
        &["ljud", "pip", "volym", "stäng av ljudet", "ljudlös"],
        "Programmet låter aldrig. Inget behöver stängas av.",
    ),
    (
        "kopiera text: det gör terminalen",
        &["kopiera", "klistra in", "urklipp", "markera text"],
        "Håll Skift nere, markera med musen och kopiera som i andra fönster. Det som klistras in kommer på raden.",
    ),
    (
        "någon som har flyttat: skriv det i ärendet",
        &["elev flyttat", "elev har flyttat", "barnet har flyttat", "bytt skola", "slutat skolan"],
        "Skriv det som en rad i ärendet. Ska ni inte prata om det mer: markera ärendet i sammanhang, ‹Remove› tar bort det från dagens lista. Det som skrevs förr finns kvar.",
    ),
    (
        "nytt barn eller ärende: skriv det på raden i sammanhang",
        &["ny elev", "lägg till elev", "lägg till barn", "lägg till ärende"],
        "I sammanhang, på en tom rad, väljer ‹Next› vad raden blir: ärende. Skriv vad det ska kallas, och ‹Accept›.",
    ),
    (
        "statistik: en fil att räkna på",
        &["räkna", "siffror", "sammanställning", "excel", "rapport", "antal möten"],
        "I terminalen skriver samverkan atgarder --format csv en fil som öppnas i ett kalkylprogram. ‹Home:ListActions› på hemskärmen visar hur många åtgärder som är öppna och försenade.",
    ),
    (
        "avvikande mening: skrivs vid beslutet",
        &["inte överens", "oense", "oeniga", "reservation", "reservera sig", "annan åsikt"],
        "Gör raden till ett beslut (‹ToDecision›), markera det och tryck ‹Edit›: där finns Avvikande mening.",
    ),
    (
        "barnets röst: en rubrik på raden",
        &["barnets ord", "vad barnet säger", "barnets åsikt", "barnets tankar"],
        "På en tom rad väljer ‹Next› rubriken Barnets röst. Skriv barnets egna ord.",
    ),
    (
        "ringa: numret står hos deltagaren",
        &["ring", "ringa upp", "samtal"],
        "Programmet ringer inte. Telefonnumret står hos deltagaren: markera hen och tryck ‹Edit›.",
    ),
    (
        "paus: släck väggen så länge",
        &["rast", "fika", "fikapaus", "bensträckare"],
        "‹Blank› släcker väggen under pausen. ‹LockScreen› låser programmet, om du går ifrån.",
    ),
    (
        "öva: på påhittade möten",
        &["övning", "träna", "prova programmet", "demo", "exempel"],
        "I terminalen öppnar samverkan demo påhittade möten i en egen mapp. Inget där hör till era möten.",
    ),
    (
        "bilaga: läggs till det utskrivna",
        &["bifoga", "bifoga fil", "ladda upp", "bild", "foto"],
        "Programmet tar inte emot filer. Skriv en rad om bilagan och var den finns, och lägg den till protokollet.",
    ),
    (
        "ny dator: flytta med en säkerhetskopia",
        &["byt dator", "annan dator", "flytta databasen", "flytta programmet"],
        "Ta en säkerhetskopia här (‹TakeBackup›), och lägg tillbaka den på den nya datorn (‹RestoreBackup›).",
    ),
    (
        "kryssa: med mellanslag, eller med en siffra",
        &["kryss", "kryssruta", "bocka av", "markera som klar"],
        "I formulär kryssar mellanslag. Det som lovades förra gången blir klart med siffran 1, när det är markerat.",
    ),
    (
        "förälder eller annan i familjen: skriv namn och roll",
        &["mamma", "pappa", "vårdnadshavare", "familj"],
        "I ett möte tar ‹SomebodyCame› in någon: skriv namn och roll, till exempel: Eva Ek, vårdnadshavare.",
    ),
];

/// To book the follow-up, in a meeting that goes on.
fn booking(model: &Model) -> Option<PickItem> {
    let meeting = model.meeting().filter(|meeting| meeting.head.status == MeetingStatus::Pagar)?;
    let row = PickItem::new("boka uppföljning", "", follow_up::open);
    let words = ["boka", "nästa möte", "nytt datum", "följa upp"];
    let told = vec!["Frågar när ni ses igen.".to_owned()];
    let found_by = words.into_iter().map(str::to_owned).collect();
    meeting.head.sip_ended.is_none().then_some(PickItem { told, found_by, only_sought: true, ..row })
}

/// Where something is done, for whoever looks for it elsewhere: in which phase, kind of meeting or other place than here.
/// Nothing for what is there only while something else goes on.
fn place_of(model: &Model, action: Action) -> Option<&'static str> {
    match action {
        Action::FoundAgain | Action::StopPapers | Action::StopBackup => return None,
        // Where the meeting stands.
        _ if model.meeting().is_some_and(|it| action == Action::to_phase(it.head.phase)) => return None,
        Action::NextArende | Action::PreviousArende | Action::MoveEntry => {
            return Some("i ett möte med flera ärenden");
        }
        Action::Support => return Some("i nuläge och planering"),
        Action::TurnInto => return Some("i en SIP som pågår"),
        Action::SaveElsewhere => return Some("när det inte går att spara som vanligt"),
        Action::Unrecognisable => return Some("i möten om enskilda barn"),
        Action::Protection => return Some("i möten om ett barn med skyddade personuppgifter"),
        Action::SendOn => return Some("i möten som kan leda vidare till ett annat slag"),
        Action::Begin | Action::MoveMeeting => return Some("i ett möte som är planerat och inte har börjat"),
        Action::CancelMeeting => return Some("i ett möte som inte är avslutat"),
        Action::RemoveMeeting => return Some("i ett möte där inget är skrivet"),
        _ => {}
    }
    let about = action.about();
    let writes = if model.context() == Context::ReadOut {
        "i faserna före ansvar"
    } else {
        "i ett möte som pågår"
    };
    [
        (Context::Line, writes),
        (Context::ReadOut, "i ansvar"),
        (Context::Closed, "i ett avslutat möte"),
        (Context::Home, "på hemskärmen"),
        (Context::Copies, "i ”vem får vad” i ett avslutat möte"),
    ]
    .into_iter()
    .find(|(context, _)| about.belongs_in(*context))
    .map(|(_, place)| place)
}

/// What can be done here and now.
pub(crate) fn possible(model: &Model) -> impl Iterator<Item = Action> {
    let context = model.context();
    let fits = move |action: &Action| {
        let about = action.about();
        !about.is_step() && about.belongs_in(context) && makes_sense(model, *action)
    };
    Action::ALL.iter().copied().filter(fits)
}

/// Whether it could lead to anything in this meeting. What only waits for something, such as a highlighted
/// row, is there: it says what it waits for.
fn makes_sense(model: &Model, action: Action) -> bool {
    match action {
        Action::FoundAgain => return model.found.is_some(),
        Action::StopPapers => return model.papers.is_some(),
        Action::StopBackup => return model.backup.is_some(),
        _ => {}
    }
    let Some(screen) = model.meeting_screen() else { return true };
    let meeting = &screen.meeting;
    match action {
        Action::NextArende | Action::PreviousArende | Action::MoveEntry => meeting.agenda.many,
        Action::Support => matches!(meeting.head.phase, Phase::Nulage | Phase::Planering),
        Action::TurnInto => meeting.agenda.otherwise.is_some(),
        Action::SaveElsewhere => !matches!(model.saving(), Saving::Nothing | Saving::Saved(_)),
        Action::Unrecognisable => meeting.agenda.individuals,
        Action::Protection => meeting.has_protected_child(),
        Action::SendOn => !meeting.agenda.leads_to.is_empty(),
        Action::Begin | Action::MoveMeeting => meeting.head.is_ahead(),
        Action::CancelMeeting => meeting.head.status != MeetingStatus::Avslutat,
        Action::RemoveMeeting => meeting.is_empty(),
        // Where the meeting stands already.
        _ => action != Action::to_phase(meeting.head.phase),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialog::{Choice, Dialog};
    use crate::app::effect::Effect;
    use crate::app::testing::Desk;

    /// What a situation is called, and how one comes to it.
    type Situation = (&'static str, fn() -> Desk);

    /// A meeting or home in each situation that has a menu.
    fn desks() -> Vec<Situation> {
        vec![
            ("home", Desk::new),
            ("sammanhang", Desk::eht),
            ("nuläge", || sip_in(1)),
            ("planering", || sip_in(3)),
            ("the read-out", || {
                let mut desk = sip_in(3);
                desk.line("Ringa BUP @Karin >fre").jump(4);
                desk
            }),
            ("a closed meeting", || {
                let mut desk = sip_in(1);
                crate::app::meeting::course::closed(&mut desk.model);
                desk.send(crate::app::Message::Tick);
                desk
            }),
        ]
    }

    fn sip_in(phase: u8) -> Desk {
        let mut desk = Desk::sip();
        desk.jump(phase);
        desk
    }

    #[test]
    fn the_menu_has_all_that_has_a_key_here_and_could_lead_to_something() {
        for (name, desk) in desks() {
            let model = desk().model;
            let shown: Vec<Action> = possible(&model).collect();
            for action in Action::ALL.iter().filter(|action| !action.about().is_step()) {
                let here = action.about().belongs_in(model.context());
                let expected = here && makes_sense(&model, *action);
                assert_eq!(shown.contains(action), expected, "{name}: {action:?}");
            }
            assert!(shown.contains(&Action::Journal) && shown.contains(&Action::ToWall), "{name}");
            assert_eq!(shown.contains(&Action::Blank), model.meeting_screen().is_some(), "{name}");
        }
    }

    #[test]
    fn what_is_chosen_in_the_menu_is_done_or_answered() {
        for (name, desk) in desks() {
            for action in possible(&desk().model) {
                let mut desk = desk();
                let state = |desk: &Desk| {
                    let model = &desk.model;
                    let seen = (&model.screen, &model.dialogs, &model.notice, &model.setup.theme);
                    format!("{seen:?}{:?}{:?}", model.on_wall, model.lock.is_some())
                };
                desk.model.notice = None;
                let before = (state(&desk), desk.effects.len());
                desk.press(Action::Menu);
                let Some(Dialog::Pick(pick)) = desk.model.dialogs.last_mut() else {
                    panic!("{name}: no menu")
                };
                let at = pick
                    .items
                    .iter()
                    .position(|item| matches!(item.choice, Some(Choice::Act(known)) if known == action))
                    .unwrap();
                pick.cursor = at;
                desk.press(Action::Accept);
                assert_ne!((state(&desk), desk.effects.len()), before, "{name}: {action:?} does nothing");
                assert!(action == Action::Quit || !desk.effects.iter().any(|e| matches!(e, Effect::Quit)));
            }
        }
    }

    #[test]
    fn everything_in_the_menu_is_found_by_its_label_and_its_synonyms() {
        for (name, desk) in desks() {
            let mut desk = desk();
            desk.press(Action::Menu);
            let Some(Dialog::Pick(pick)) = desk.model.dialogs.last_mut() else { panic!("{name}: no menu") };
            for item in pick.items.clone().into_iter().filter(|item| !item.only_sought) {
                let Some(Choice::Act(action)) = item.choice else { panic!("{name}: {item:?}") };
                for word in action.about().synonyms.iter().chain([&action.label()]) {
                    pick.filter.set(word, word.chars().count());
                    let found = pick.shown().iter().any(|known| known.label == item.label);
                    assert!(found, "{name}: {action:?} isn't found by {word}");
                }
            }
        }
    }

    /// What people were seen to look for, where they stood.
    #[rustfmt::skip]
    const SOUGHT: &[&str] = &[
        "datum", "tid", "skriv ut", "skriva ut", "spara", "ordförande", "radera", "slag", "typ", "vägg", "blankett",
        "boka", "kalender", "mejl", "dag", "klocka", "namn", "skärm", "lösenord", "stänga", "kopia", "närvaro",
        "sjuk", "anteckna", "sekreterare", "delete", "sök", "pdf", "word", "telefon", "adress", "personnummer",
        "vårdnadshavare", "deltagare", "hemlig", "ändra", "flytta", "mål", "hjälp", "papper", "brev", "frånvaro",
        "alias", "text", "sudda", "sammanfatta", "storlek", "vikarie", "utskrift", "elev", "grupp", "oro",
        "diarienummer", "justera", "underskrift", "närvarolista", "inbjudan", "kallelse", "samtycke", "sekretess",
        "tolk", "lokal", "plats", "dagordning", "ärendelista", "paus", "avsluta", "logga ut", "byta lösenord",
        "säkerhetskopia", "importera", "exportera", "e-post", "skicka", "bordlägga", "uppföljning", "försenad",
        "projektor", "mörkt läge", "teckenstorlek", "kopiera", "ångra", "telefonnummer", "frånvarande", "beslut",
        "orosanmälan", "förälder", "deadline", "ansvarig", "sista dag", "arkivera", "gallra", "signera", "dokument",
        "rättstava", "större text", "mamma", "mall", "nytt barn", "lägg till deltagare", "ta bort deltagare", "byt ordförande", "ändra datum",
        "skriva ut protokoll", "nästa punkt", "tillbaka", "förra mötet", "stavfel", "fel", "EHT", "språk", "tyst", "nyckel", "kopiera",
        "printer", "avbryt", "föregående", "rektor", "chef", "justerare", "påskrift", "teams", "digitalt", "uteblev",
        "förhinder", "handläggare", "lärare", "kurator", "påminnelse", "uppdrag", "ändringslogg", "usb", "färdig",
        "avrunda", "minnesanteckningar", "referat", "outlook", "svarstalong", "schema", "bokning", "gdpr", "fel knapp",
        "manual", "instruktion", "kortkommando", "genväg", "översikt", "delge", "stoppa mötet", "avlys", "ledare",
        "fortsätta", "rubriker", "ej klart",
    ];

    #[test]
    fn words_that_people_look_for_lead_somewhere_wherever_they_stand() {
        for (name, desk) in desks() {
            let mut desk = desk();
            desk.press(Action::Menu);
            let Some(Dialog::Pick(pick)) = desk.model.dialogs.last_mut() else { panic!("{name}: no menu") };
            assert!(pick.shown().iter().all(|item| !item.only_sought), "{name}: only what can be done here");
            for word in SOUGHT {
                pick.filter.set(word, word.chars().count());
                assert!(!pick.shown().is_empty(), "{name}: nothing is found by {word}");
            }
        }
    }

    /// What comes first of what is found.
    fn first(desk: fn() -> Desk, word: &str) -> String {
        let mut desk = desk();
        desk.press(Action::Menu).types(word);
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no menu") };
        pick.selected().map_or_else(String::new, |item| item.label.clone())
    }

    #[test]
    fn a_word_that_something_is_looked_for_by_goes_before_one_that_only_begins_so_or_holds_it() {
        for (name, desk) in desks() {
            for (word, wanted) in [
                ("boka", &[Action::PlanMeeting, Action::NextMeeting, Action::MoveMeeting][..]),
                ("utskrift", &[Action::Copies, Action::PrintAll]),
                ("elev", &[Action::Jump]),
                ("grupp", &[Action::Edit, Action::Fields]),
                ("oro", &[Action::SocialClock]),
                ("frånvaro", &[Action::Presence]),
                ("alias", &[Action::Edit]),
                ("sudda", &[Action::Remove]),
                ("vikarie", &[Action::SomebodyCame]),
                ("nyckel", &[Action::NewRecoveryKey, Action::ProveRecoveryKey]),
                ("eht", &[Action::NewMeeting]),
            ] {
                let found = first(desk, word);
                let books = word == "boka" && found == "boka uppföljning";
                let is_wanted = books || wanted.iter().any(|action| action.label() == found);
                assert!(is_wanted, "{name}: {word} leads to {found}");
            }
        }
    }

    /// What a head, a counsellor, a secretary or an archivist types, where they stand, and what comes first.
    #[rustfmt::skip]
    const WANTED: &[(&str, &str, &str)] = &[
        ("home", "börja möte", "nytt möte"), ("home", "starta ett möte", "nytt möte"), ("home", "nytt mötte", "nytt möte"),
        ("home", "boka möte", "planera ett möte"), ("home", "bokningar", "planera ett möte"), ("home", "klender", "planera ett möte"),
        ("home", "kallelser", "kallelse och inbjudan, med kalenderfil"), ("home", "kalelse", "kallelse och inbjudan, med kalenderfil"),
        ("home", "inbjudningar", "kallelse och inbjudan, med kalenderfil"), ("home", "åtgärderna", "åtgärder från alla möten"),
        ("home", "försenade åtgärder", "åtgärder från alla möten"), ("home", "vad har vi lovat", "åtgärder från alla möten"),
        ("home", "påminelse", "åtgärder från alla möten"), ("home", "samtycket", "samtycken"), ("home", "samtyken", "samtycken"),
        ("home", "vem är jag", "byt person"), ("home", "logga ut", "byt person"), ("home", "byta användare", "byt person"),
        ("home", "lösenordet", "byt lösenfras"), ("home", "backup", "ta säkerhetskopia"), ("home", "säkerhetskopiera", "ta säkerhetskopia"),
        ("home", "gallring", "ta bort papper som ligger som filer"), ("home", "gallra papper", "ta bort papper som ligger som filer"),
        ("home", "loggen", "journal: vem gjorde vad, och när"), ("home", "vem skrev", "journal: vem gjorde vad, och när"),
        ("home", "ändringsloggen", "journal: vem gjorde vad, och när"), ("home", "mörkt", "byt färger"), ("home", "färg", "byt färger"),
        ("home", "stänga programmet", "avsluta"), ("home", "lås skärmen", "lås nu"), ("home", "manualen", "hjälp"),
        ("home", "dela skärm", "väggens bild här, och tillbaka"), ("home", "projektorn", "väggens bild här, och tillbaka"),
        ("home", "orosanmälningar", "socialtjänstens klocka"), ("home", "statistik", "statistik: en fil att räkna på"),
        ("home", "statistiken", "statistik: en fil att räkna på"), ("home", "var ligger filerna", "öppna mappen med papper"),
        ("sammanhang", "ordföranden", "vem leder, vem antecknar"), ("sammanhang", "ordförnade", "vem leder, vem antecknar"),
        ("sammanhang", "sekreteraren", "vem leder, vem antecknar"), ("sammanhang", "byta sekreterare", "vem leder, vem antecknar"),
        ("sammanhang", "sjukanmäld", "på plats, distans, frånvarande, har gått"), ("sammanhang", "närvarande", "på plats, distans, frånvarande, har gått"),
        ("sammanhang", "kom sent", "någon ny kom in"), ("sammanhang", "ny deltagare", "någon ny kom in"),
        ("sammanhang", "lägga till deltagare", "någon ny kom in"), ("sammanhang", "fel namn", "ändra"), ("sammanhang", "byta namn", "ändra"),
        ("sammanhang", "stavfelet", "ändra"), ("sammanhang", "telefonumer", "ändra"), ("sammanhang", "ta bort barn", "ta bort"),
        ("sammanhang", "ta bort elev", "ta bort"), ("sammanhang", "rader", "ta bort"), ("sammanhang", "nästa elev", "nästa ärende"),
        ("sammanhang", "nästa barn", "nästa ärende"), ("sammanhang", "förra eleven", "förra ärendet"), ("sammanhang", "elev", "gå till"),
        ("sammanhang", "ny elev", "nytt barn eller ärende: skriv det på raden i sammanhang"), ("planering", "ny elev", "till sammanhang"), ("sammanhang", "hur lång tid", "mötets uppgifter"), ("sammanhang", "lokalen", "mötets uppgifter"),
        ("sammanhang", "diarienumret", "mötets uppgifter"), ("sammanhang", "bordläggning", "skjut upp ärendet"),
        ("sammanhang", "skjuta upp", "skjut upp ärendet"), ("sammanhang", "ångrar", "ångra"), ("sammanhang", "svart skärm", "släck eller tänd väggen"),
        ("sammanhang", "avsluta möte", "avsluta mötet"), ("sammanhang", "avluta mötet", "avsluta mötet"),
        ("sammanhang", "skicka vidare", "skicka ärendet vidare till ett annat slags möte"), ("sammanhang", "samtycke", "samtycke"),
        ("sammanhang", "samtyckesblanketter", "samtyckesblankett att skriva på"), ("sammanhang", "återta samtycke", "återkalla ett samtycke"),
        ("sammanhang", "vem skrev", "journal: vem gjorde vad, och när"), ("sammanhang", "elev flyttat", "någon som har flyttat: skriv det i ärendet"),
        ("sammanhang", "eleven har flyttat", "någon som har flyttat: skriv det i ärendet"), ("sammanhang", "hur skriver jag om raden", "ändra"),
        ("a closed meeting", "skicka protokoll", "vem får vad"), ("a closed meeting", "skrivaren", "vem får vad"),
        ("a closed meeting", "signera", "justera eller godkänn"), ("a closed meeting", "justering", "justera eller godkänn"),
        ("a closed meeting", "underskriften", "justera eller godkänn"), ("a closed meeting", "återöppna", "öppna mötet igen"),
        ("a closed meeting", "uppföljningsmöte", "nästa möte, med det som följer med"), ("a closed meeting", "utvärdering", "hur samarbetar vi?"),
        ("a closed meeting", "protokolet", "protokoll"), ("a closed meeting", "minnesanteckning", "protokoll"), ("a closed meeting", "version", "versioner"),
    ];

    /// What comes first wherever one stands, by how its label begins.
    const WANTED_EVERYWHERE: &[(&str, &str)] = &[
        ("inte överens", "avvikande mening"),
        ("avvikande mening", "avvikande mening"),
        ("barnets röst", "barnets röst"),
        ("barnens röster", "barnets röst"),
        ("ring", "ringa"),
        ("rast", "paus"),
        ("öva", "öva"),
        ("övar", "öva"),
        ("bilaga", "bilaga"),
        ("bilagor", "bilaga"),
        ("ny dator", "ny dator"),
        ("nya datorn", "ny dator"),
        ("kryss", "kryssa"),
        ("kopia till", "vem får vad"),
        ("email", "vem får vad"),
        ("sammanfattning", "protokoll"),
        ("lämna rummet", "på plats, distans"),
        ("lämnade rummet", "på plats, distans"),
        ("gick hem", "på plats, distans"),
        ("tangentbord", "hjälp"),
        ("tangentbordet", "hjälp"),
        ("byt enhet", "ändra"),
        ("projicera", "väggens bild här"),
        ("gallra", "ta bort papper"),
        ("ny deltagare", "någon ny kom in"),
        ("felstavat", "ändra"),
        ("hur länge", "mötets uppgifter"),
        ("hitta elev", "gå till"),
        ("hitta eleven", "gå till"),
    ];

    #[test]
    fn what_people_look_for_comes_first_wherever_they_stand() {
        let mut wrong = Vec::new();
        for (name, desk) in desks() {
            for (typed, wanted) in WANTED_EVERYWHERE {
                let found = first(desk, typed);
                if !found.starts_with(wanted) {
                    wrong.push(format!("{name}: {typed} leads to {found:?}, not {wanted:?}"));
                }
            }
            // A form to sign is printed where a meeting goes on; else the list of consents at home does it.
            let wanted =
                if matches!(name, "home" | "a closed meeting") { "samtycken" } else { "samtyckesblankett" };
            let found = first(desk, "blankett");
            if !found.starts_with(wanted) {
                wrong.push(format!("{name}: blankett leads to {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_people_type_comes_first_also_inflected_and_misspelt() {
        let desks = desks();
        let wrong: Vec<String> = WANTED
            .iter()
            .filter_map(|(place, typed, wanted)| {
                let (_, desk) = desks.iter().find(|(name, _)| name == place).unwrap();
                let found = first(*desk, typed);
                (found != *wanted).then(|| format!("{place}: {typed} leads to {found:?}, not {wanted:?}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn where_one_goes_is_found_by_words_in_any_order() {
        for typed in ["planering blå", "plan blå", "blå plan", "blå", "korr nul"] {
            let mut desk = Desk::eht();
            desk.press(Action::Jump).types(typed);
            let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no list") };
            let found = pick.selected().map(|item| item.label.clone()).unwrap_or_default();
            let wanted = if typed.contains("blå") { "Blå" } else { "Korridoren" };
            assert!(found.contains(wanted), "{typed}: {found}");
            assert!(!typed.contains("plan") || found.starts_with("Planering"), "{typed}: {found}");
        }
    }

    #[test]
    fn what_is_called_as_it_was_typed_comes_before_what_is_only_looked_for_by_it() {
        let mut desk = Desk::eht();
        desk.jump(1).line("Läser gärna").press(Action::Up).press(Action::Menu).types("byt rubrik");
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no menu") };
        assert_eq!(pick.selected().unwrap().label, Action::ChangeKind.label());
        for (name, desk) in desks() {
            let in_meeting = !matches!(name, "home" | "a closed meeting");
            assert!(first(desk, "spara").starts_with("spara"), "{name}: {}", first(desk, "spara"));
            assert!(first(desk, "större text").starts_with("större text"), "{name}");
            assert!(first(desk, "rättstava").starts_with("rättstava"), "{name}");
            assert!(first(desk, "förälder").starts_with("förälder"), "{name}");
            if in_meeting {
                assert_eq!(first(desk, "uppföljning"), "boka uppföljning", "{name}");
                let mut desk = desk();
                desk.press(Action::Menu).types("uppföljning").press(Action::Accept);
                assert!(
                    matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))),
                    "{name}: {}",
                    desk.notice()
                );
            }
            // Each name leads to itself.
            let actions: Vec<Action> = possible(&desk().model).collect();
            for action in actions {
                assert_eq!(first(desk, action.label()), action.label(), "{name}: {action:?}");
            }
        }
    }

    #[test]
    fn the_key_of_the_menu_is_answered_where_something_lies_in_front() {
        let mut desk = Desk::eht();
        crate::app::meeting::follow_up::open(&mut desk.model);
        desk.press(Action::Menu);
        assert!(desk.notice().contains("ligger framför"), "{}", desk.notice());
        assert_eq!(desk.model.dialogs.len(), 1);
    }

    #[test]
    fn what_cant_be_done_here_never_says_that_it_is_where_one_is() {
        for (name, desk) in desks() {
            let model = desk().model;
            let here: Vec<Action> = possible(&model).collect();
            for action in Action::ALL.iter().filter(|action| !action.about().is_step()) {
                let Some(place) = place_of(&model, *action).filter(|_| !here.contains(action)) else {
                    continue;
                };
                let in_meeting = matches!(model.context(), Context::Line | Context::ReadOut);
                assert!(!(in_meeting && place == "i ett möte som pågår"), "{name}: {action:?}");
                assert!(!(model.context() == Context::ReadOut && place == "i ansvar"), "{name}: {action:?}");
                assert!(
                    !(model.context() == Context::Home && place == "på hemskärmen"),
                    "{name}: {action:?}"
                );
            }
            assert!(!here.contains(&Action::StopPapers) && place_of(&model, Action::StopPapers).is_none());
        }
    }

    #[test]
    fn what_is_done_elsewhere_says_where_and_does_nothing() {
        let mut desk = Desk::new();
        desk.press(Action::Menu).types("ordförande");
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no menu") };
        assert_eq!(pick.selected().unwrap().detail, "finns i ett möte som pågår");
        let effects = desk.effects.len();
        desk.press(Action::Accept);
        assert!(desk.notice().contains("finns i ett möte som pågår"), "{}", desk.notice());
        assert_eq!((desk.model.dialogs.len(), desk.effects.len()), (0, effects));
    }

    #[test]
    fn a_word_is_found_inside_another_after_those_that_begin_with_it() {
        let mut desk = Desk::eht();
        desk.press(Action::Menu).types("färger");
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no menu") };
        assert_eq!(pick.selected().unwrap().label, "byt färger");
        desk.press(Action::Back).press(Action::Menu).types("leder");
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no menu") };
        assert_eq!(pick.selected().unwrap().label, Action::Roles.label());
        desk.press(Action::Back).press(Action::Menu).types("ktor");
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no menu") };
        assert!(pick.shown().iter().any(|item| item.label.contains("väggen")), "projektor holds it");
    }

    #[test]
    fn who_looks_for_radera_finds_ta_bort() {
        let mut desk = Desk::eht();
        desk.press(Action::Menu).types("radera");
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no menu") };
        assert_eq!(pick.selected().unwrap().label, "ta bort");
    }
}
