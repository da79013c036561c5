//! A secretary holds two whole meetings at the keyboard, from the home screen of a new database to the minutes.
#![allow(clippy::too_many_lines, reason = "a meeting is held from its first word to its last")]

use crate::common::knobs::WRITE;
use crate::common::secretary::{DAY, Secretary, key};
use samverkan::store::{Access, Passphrase, Store};
use std::path::Path;

const PHRASE: &str = "fyra blå båtar på sjön";

/// Opens the program for the first time: passphrase, recovery key, who one is.
fn first_start(desk: &mut Secretary) {
    desk.pty.wait_for("Välkommen till samverkan");
    desk.fill("Lösenfras", PHRASE);
    desk.fill("En gång till", PHRASE);
    desk.press_for(key::ENTER, "Återställningsnyckel");
    let shown = desk.pty.recovery_key();
    desk.fill("Fem sista", &shown[shown.len() - 5..]);
    desk.press_for(key::ENTER, "Vem är du?");
    desk.fill("Namn", "Åsa Öberg");
    desk.fill("Roll", "specialpedagog");
    desk.press_for(key::F8, "nytt möte");
}

/// How many keys beyond the text something took.
type Counted = Vec<(&'static str, usize, usize)>;

fn eht(desk: &mut Secretary) -> Counted {
    let mut counted = Counted::new();
    desk.count();
    desk.press_for("n", "Vilket möte?");
    desk.press("e");
    desk.press_for(key::ENTER, "Deltagare>");
    desk.saved();
    counted.push(("nytt möte från hemskärmen", desk.count(), 3));
    for line in [
        "Gunilla Rask, rektor",
        "Britt Nordin, skolsköterska",
        "Karin Lund, skolkurator",
        "O\u{308}rjan A\u{30a}s, insatskoordinator",
        "Maja Mu\u{7f}o, mentor",
        "Per Pil, skolpsykolog, återbud",
    ] {
        desk.line(line);
    }
    desk.turn_to("Ärende, barn");
    desk.line("Blå");
    desk.turn_to("Ärende, grupp");
    desk.line("Klass 5 i korridoren");
    desk.press(key::UP);
    desk.press(key::ENTER);
    desk.pty.wait_for("┌ Vem leder");
    desk.types("gun");
    desk.press(key::ENTER);
    desk.pty.wait_gone("┌ Vem leder");
    desk.saved();

    desk.press(key::UP);
    desk.press_for(key::ENTER, "Ärende 1");
    desk.fill("Steg 1 inlämnat", "mån");
    desk.fill("Steg 1 lämnat av", "Maja Mo, mentor");
    desk.fill("Fråga till mötet", "Vad gör att hen drar sig undan vid högläsning?");
    desk.save_form();
    for _ in 0..6 {
        desk.press(key::F4);
    }
    // The last of the six: the highlight goes round with the turn.
    desk.pty.wait_for("[x] Maja Mo");
    desk.at("09:04");
    desk.press_for(key::F8, "Fungerar>");
    desk.saved();
    desk.count();
    desk.line("Räknar med gl\u{61}\u{308}dje");
    desk.line("Hat\u{7f}r två nära kompisar");
    desk.line("- Drar sig undan vid högläsning");
    desk.line("- Borta fyra måndagar");
    desk.turn_to("Prövat hittills");
    desk.line("Inläst text");
    desk.line("Plats längst fram");
    desk.line("\"Jag vill läsa för någon som inte skrattar.\" @karin");
    desk.turn_to("Reflektion");
    desk.line("Synen kontrolleras på torsdag @britt");
    desk.line("Avkodningen behöver kartläggas @åsa");
    desk.types("Måndagarna börjar med hög");
    desk.press(key::ESC);
    desk.pty.wait_for("Ctrl-Z tar tillbaka");
    desk.press(key::CTRL_Z);
    desk.wait_typed("Måndagarna börjar med hög");
    desk.types("läsning: kan schemat vändas? @örjan");
    desk.enter();
    desk.count();
    desk.press(key::CTRL_A);
    desk.pty.wait_for("Alla har fått ordet");
    counted.push(("någon har talat", desk.count(), 1));
    desk.at("09:12");
    desk.press_for(key::F8, "Behov>");
    counted.push(("nästa fas", desk.count(), 1));
    desk.line("En lugn lässtund varje dag");
    desk.line("Att veta på söndagen vad som händer på måndagen");
    desk.turn_to("Mål på lång sikt");
    desk.line("Läser högt i en liten grupp");
    desk.turn_to("Mål på kort sikt");
    desk.line("Är här varje måndag till sportlovet");
    // Glömt: tillbaka
    desk.press_for(key::F7, "Fungerar>");
    desk.line("= Mentor ringer hem på fredagar");
    desk.press_for(key::ALT[3], "Åtgärd>");
    desk.saved();
    desk.count();
    desk.line("Gör kartläggning av läsningen #1 @åsa >före v 50");
    counted.push(("åtgärd med ansvarig och datum", desk.count(), 8));
    desk.types("Lägger in enskild lästräning femton minuter om dagen #1");
    desk.press(key::TAB);
    desk.types("maj");
    desk.press(key::TAB);
    desk.types("från mån");
    desk.enter();
    counted.push(("åtgärd med ansvarig och datum", desk.count(), 8));
    desk.line("Mejlar bildschema till hemmet #2 @maja >varje fre, följs upp om 6 veckor");
    desk.line("Återkommer om synen @britt >senast om två veckor");
    desk.types("Kartläggningen görs");
    desk.press_for(key::CTRL_B, "Beslut> Kartläggningen görs");
    desk.enter();
    desk.press_for(key::F2, "┌ Beslut");
    desk.fill("Avvikande mening", "Karin Lund, skolkurator: en samverkan med BUP borde begäras redan nu");
    desk.save_form();
    // "Nej, förresten: tjugo minuter."
    point_at(desk, "Lägger in", key::UP);
    desk.press_for(key::F2, "Ändra åtgärd ");
    for _ in 0.."minuter om dagen #1 @Maja Mo >från mån 30 nov".chars().count() {
        desk.press(key::LEFT);
    }
    for _ in 0.."femton ".len() {
        desk.press(key::BACKSPACE);
    }
    desk.types("tjugo ");
    desk.enter();
    desk.at("09:31");
    desk.press_for(key::F5, "┌ Vem kommer eller går");
    desk.types("maja");
    desk.press_for(key::ENTER, "┌ Maja Mo: är här");
    desk.press_for(key::ENTER, "Maja Mo lämnade mötet 09.31");
    desk.saved();
    desk.press_for(key::F8, "är vi överens");
    // All points are read out at the end.
    desk.press(key::CTRL_G);
    desk.pty.wait_gone("är vi överens");
    desk.saved();
    desk.at("09:35");
    desk.line("- Stökigt i korridoren efter lunch");
    desk.line("+ Rastvärd vid dörren");
    desk.line("- Två klasser slutar samtidigt");
    desk.line("- Mest är det Torsten som knuffas");
    desk.press_for(key::CTRL_X, "Markera raden med pilarna först.");
    point_at(desk, "Mest är det", key::UP);
    desk.press_for(key::CTRL_X, "Stryk för gott?");
    desk.press(key::ENTER);
    desk.pty.wait_for("struken för gott");
    desk.pty.wait_gone("Torsten");
    desk.line("+ Lungt på fredagar");
    desk.count();
    desk.press_for(key::CTRL_Z, "Ångrat:");
    counted.push(("ångra", desk.count(), 1));
    desk.pty.wait_gone("Lungt");
    desk.press_for(key::CTRL_Y, "Gjort om:");
    desk.pty.wait_for("Lungt");
    desk.press_for(key::CTRL_Z, "Ångrat:");
    desk.pty.wait_gone("Lungt");
    desk.line("+ Lugnt på fredagar");
    desk.press(key::CTRL_A);
    desk.pty.wait_for("Alla har fått ordet");
    desk.press_for(key::F8, "Behov>");
    desk.line("En lugn övergång efter lunch");
    desk.at("09:42");
    desk.press_for(key::F8, "Åtgärd>");
    desk.line("Ändrar schemat så att klasserna slutar vid olika tider @örjan >från nästa vecka");
    desk.line("Följer upp hur det går i korridoren @örjan >15 januari");
    desk.at("09:46");
    desk.press_for(key::F8, "är vi överens");
    desk.press(key::CTRL_G);
    desk.pty.wait_gone("är vi överens");
    read_out(desk, Some("Britt Nordin"));
    desk.press_for("e", "Ändra åtgärd ");
    for _ in 0..3 {
        desk.press(key::CTRL_W);
    }
    desk.types("om tre veckor");
    desk.enter();
    read_out(desk, None);
    point_at(desk, "Boka uppföljning", key::DOWN);
    desk.press_for(key::ENTER, "┌ Uppföljning");
    desk.fill("Dag", "om 2 veckor");
    desk.save_form();
    point_at(desk, "Vem får", key::DOWN);
    desk.press_for(key::ENTER, "┌ Vem får protokollet");
    desk.fill("Maja Mo", "sitt ärende, inte det andra");
    desk.save_form();
    desk.at("09:55");
    desk.press_for("c", "┌ Avsluta mötet");
    desk.press_for(key::ENTER, "Mötet är avslutat");
    desk.saved();
    desk.count();
    // Nothing is written before it is chosen.
    desk.press_for("m", "┌ Protokoll");
    desk.press(key::DOWN);
    desk.press_for(key::ENTER, "Hela protokollet");
    counted.push(("protokoll efter avslutet", desk.count(), 3));
    desk.press(key::ESC);
    desk.pty.wait_gone("┌ Protokoll");
    // The text is what is compared, also where the first file is a PDF.
    desk.press_for("m", "┌ Protokoll");
    desk.types("som md");
    desk.press_for(key::ENTER, "Hela protokollet");
    desk.press(key::ESC);
    desk.pty.wait_gone("┌ Protokoll");
    desk.count();
    counted
}

/// The point that is being read out: its heading and what follows.
fn point(screen: &str) -> Option<String> {
    let heading = |row: &&str| {
        let mut words = row.split_whitespace();
        words.next().is_some_and(|kind| ["Åtgärd", "Beslut"].contains(&kind))
            // How many are read out may stand in the next row.
            && words.any(|word| ["av", "ärende"].contains(&word))
    };
    let from = screen.lines().position(|row| heading(&row))?;
    // The list under it begins with the heading of an ärende, or of whose points they are.
    let lists = ["ÖVERENSKOMMET", "ÄRENDE ", "HELA MÖTET", "DET GÖR FAMILJEN", "VEM GÖR VAD", "BESLUT"];
    let is_list =
        |row: &&str| lists.iter().any(|heading| row.trim_start_matches(['"', ' ']).starts_with(heading));
    Some(screen.lines().skip(from).take_while(|row| !is_list(row)).collect())
}

/// Confirms the points that are read out, up to the one of this owner, or all of them. A point's text may stand in large
/// letters, which can't be searched.
fn read_out(desk: &mut Secretary, until: Option<&str>) {
    for _ in 0..20 {
        let Some(read) = point(&desk.pty.screen()) else {
            assert_eq!(until, None, "{}", desk.pty.screen());
            return;
        };
        if until.is_some_and(|until| read.contains(until)) {
            return;
        }
        desk.press(key::ENTER);
        desk.pty.wait_until("nästa punkt", |screen| point(screen).as_ref() != Some(&read));
        desk.saved();
    }
    panic!("uppläsningen kommer aldrig till {until:?}:\n{}", desk.pty.screen());
}

/// What is highlighted, and the row after it: two rows may begin alike.
fn highlighted(screen: &str) -> Option<String> {
    // What stands at the right edge of a column leaves one space before the mark of the next.
    let marked = |row: &str| {
        row.match_indices('>')
            .filter(|(at, _)| row[..*at].chars().next_back().is_none_or(|before| before == ' '))
            .map(|(at, _)| row[at..].split("  ").next().unwrap_or_default().trim())
            .find(|cell| !cell.starts_with("> ") && cell.len() > 1)
            .map(str::to_owned)
    };
    let rows: Vec<&str> = screen.lines().collect();
    let at = rows.iter().position(|row| marked(row).is_some())?;
    marked(rows[at]).map(|cell| format!("{cell}\n{}", rows.get(at + 1).unwrap_or(&"")))
}

/// Goes with the arrows until the row with this text is highlighted.
fn point_at(desk: &mut Secretary, text: &str, key: &str) {
    for _ in 0..40 {
        let before = highlighted(&desk.pty.screen());
        if before.as_deref().and_then(|row| row.lines().next()).is_some_and(|row| row.contains(text)) {
            return;
        }
        desk.press(key);
        desk.pty.wait_until("en annan rad markerad", |screen| highlighted(screen) != before);
    }
    panic!("{text} går inte att markera:\n{}", desk.pty.screen());
}

/// The mother's consent, on paper, with all who are in the room.
fn written_consent(desk: &mut Secretary) {
    desk.fill("Eller någon annan", "Ann Ask, vårdnadshavare");
    desk.choose("Är", "ensam vårdnadshavare");
    desk.choose("Svar", "ja");
    desk.choose("Form", "skriftligt");
    desk.fill("Lämnat", "16/11");
    desk.tick("Parter", "alla i rummet");
    desk.fill("Får berätta", "alla: det som behövs för planen");
}

fn sip(desk: &mut Secretary) -> Counted {
    let mut counted = Counted::new();
    desk.press_for("q", "KOMMANDE");
    desk.at("12:55");
    desk.press_for("b", "┌ Vem är du?");
    desk.types("någon");
    desk.press_for(key::ENTER, "Namnet står i journalen");
    desk.fill("Namn", "Karin Lund");
    desk.fill("Roll", "skolkurator");
    desk.save_form();
    desk.at("13:00");
    desk.count();
    desk.press_for("n", "Vilket möte?");
    desk.press("s");
    desk.press_for(key::ENTER, "Deltagare>");
    desk.saved();
    counted.push(("nytt möte från hemskärmen (SIP)", desk.count(), 3));
    desk.line("Bo, barnet");
    desk.line("Ann Ask, vårdnadshavare");
    desk.count();
    desk.types("maj");
    desk.pty.wait_for("Maja Mo");
    desk.press_for(key::TAB, "Maja Mo, mentor");
    desk.saved();
    counted.push(("deltagare som varit med förr", desk.count(), 4));
    desk.line("Tove Tall, socialsekreterare, socialtjänst");
    desk.line("Pia Pihl, psykolog, BUP");
    desk.turn_to("Barnet kallas");
    desk.line("Bo");
    desk.press_for(key::CTRL_E, "┌ Mötets uppgifter");
    desk.fill("Syfte", "Att Bo ska orka hela skolveckan och sova om nätterna");
    desk.fill("Frågor att få svar på", "Vad behöver Bo på söndagen för att måndagen ska gå?");
    desk.fill("Initiativ av", "Ann Ask, vårdnadshavare");
    desk.save_form();
    desk.press_for(key::CTRL_K, "┌ Samtycke");
    written_consent(desk);
    desk.save_form();
    point_at(desk, "Vem leder", key::UP);
    desk.press_for(key::ENTER, "┌ Vem leder");
    desk.types("tove");
    desk.press_for(key::ENTER, "┌ Vem är huvudansvarig");
    desk.press(key::DOWN);
    desk.press(key::ENTER);
    desk.pty.wait_gone("┌ Vem är huvudansvarig");
    desk.pty.wait_for("┌ Vilken huvudman");
    desk.press(key::DOWN);
    desk.press(key::ENTER);
    desk.pty.wait_gone("┌ Vilken huvudman");
    desk.saved();
    // Mormor kommer med oväntat.
    desk.at("13:03");
    desk.turn_to("Deltagare");
    desk.line("Rut Ask, mormor");
    desk.press(key::F8);
    desk.pty.wait_for("Samtycket");

    desk.press(key::ENTER);
    desk.pty.wait_for("Nytt samtycke");

    desk.types("nytt");
    desk.press_for(key::ENTER, "Från vem");
    written_consent(desk);
    desk.fill("Får inte berätta", "BUP: för skolan om det som sagts i våras");
    desk.fill("Gäller inte", "att skolan får höra det som sagts hos BUP i våras");
    desk.save_form();
    // Nothing is missing any more: the meeting goes on by itself.
    desk.pty.wait_for("Fungerar>");
    desk.saved();

    desk.line("\"Jag vill sova, men huvudet stänger inte av.\" @bo");
    desk.count();
    desk.press(key::F4);
    desk.pty.wait_for("1 AV 7");
    counted.push(("någon har talat", desk.count(), 1));
    desk.line("+ Bo har två vänner och gillar matte");
    desk.line("- Nätterna: somnar sent och vaknar ofta @ann");
    desk.line("- Högläsning och redovisning inför klassen @maja");
    desk.line("= Samtal hos kuratorn varannan vecka @karin");
    desk.line("- Hos BUP i våras kom det fram att Bo är rädd för att somna @pia");
    desk.press_for(key::CTRL_U, "┌ Vem ska inte få läsa");

    desk.types("skola");
    desk.press_for(key::ENTER, "undantagen för Skola");
    desk.saved();
    for _ in 0..6 {
        desk.press(key::F4);
    }
    desk.press_for(key::F4, "Alla har fått ordet");

    desk.at("13:25");
    desk.press_for(key::F8, "Behov>");
    desk.line("Lugna kvällar och stöd hemma @kommun");
    desk.line("Bedömning av sömnen @region");
    desk.turn_to("Skyddsfaktor");
    desk.line("Mormor bor nära");
    desk.turn_to("Mål på lång sikt");
    desk.line("Bo sover hela natten och orkar skolveckan");
    desk.turn_to("Mål på kort sikt");
    desk.line("Somnar före 22 fyra kvällar i veckan till sportlovet");
    desk.at("13:35");
    desk.press_for(key::F8, "Åtgärd>");
    desk.line("Samma kvällsrutin varje kväll #1 @ann >löpande");
    desk.line("Skickar sms till mentor om natten varit svår #1 @ann >löpande");
    desk.line("Bedömningssamtal #2 @pia >inom fyra veckor");
    desk.line("Samtal med Bo @karin >varje vecka från 2/12, följs upp om 8 veckor");
    desk.line("Erbjuder ABC-kurs #1 @tove >från 11/1");
    desk.line("Hämtar efter skolan #1 @rut >varje tor, följs upp om 8 veckor");
    desk.at("13:50");
    desk.press(key::F8);
    desk.pty.wait_until("ansvar", |screen| screen.replace("[>]Ansvar", "[>] Ansvar").contains("[>] Ansvar"));
    desk.saved();
    read_out(desk, None);
    point_at(desk, "Fråga barnet", key::DOWN);
    desk.press_for(key::ENTER, "Är planen okej för dig?");
    desk.choose("Svar", "ja, om …");
    desk.fill("Om …", "jag slipper prata i klassen");
    desk.fill("Vem ser till det", "Maja Mo");
    desk.save_form();
    point_at(desk, "Fråga vård", key::DOWN);
    desk.press_for(key::ENTER, "Är planen okej för dig?");
    desk.choose("Svar", "ja");
    desk.save_form();
    read_out(desk, None);
    point_at(desk, "Boka uppföljning", key::DOWN);
    desk.press_for(key::ENTER, "┌ Uppföljning");
    desk.fill("Dag", "om åtta veckor");
    desk.fill("Tid", "13.00");
    desk.save_form();
    point_at(desk, "Svarskuvert", key::DOWN);
    desk.press_for(key::ENTER, "┌ Svarskuvert");
    desk.choose("Svarskuvert skickas", "ja");
    desk.save_form();
    point_at(desk, "Vem får protokollet", key::DOWN);
    desk.press_for(key::ENTER, "┌ Vem får protokollet");
    // Who came along gets a copy if somebody says so.
    desk.fill("Rut Ask", "får en kopia");
    desk.save_form();
    desk.at("13:58");
    desk.press_for("c", "┌ Avsluta mötet");
    desk.press_for(key::ENTER, "Mötet är avslutat");
    desk.saved();
    desk.count();
    // Nothing is written before it is chosen.
    desk.press_for("m", "┌ Protokoll");
    desk.press(key::DOWN);
    desk.press_for(key::ENTER, "Hela protokollet");
    counted.push(("protokoll efter avslutet", desk.count(), 3));
    desk.press(key::ESC);
    desk.pty.wait_gone("┌ Protokoll");
    // The text is what is compared, also where the first file is a PDF.
    desk.press_for("m", "┌ Protokoll");
    desk.types("som md");
    desk.press_for(key::ENTER, "Hela protokollet");
    desk.press(key::ESC);
    desk.pty.wait_gone("┌ Protokoll");
    desk.count();
    counted
}

/// The minutes as they are to be; with [`WRITE`] they are written anew from what the program made.
fn compare(written: &Path, stored: &str) {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/scenario").join(stored);
    let minutes = std::fs::read_to_string(written).unwrap();
    if std::env::var_os(WRITE).is_some_and(|value| value == "1") {
        std::fs::write(&stored, &minutes).unwrap();
    }
    assert_eq!(minutes, std::fs::read_to_string(&stored).unwrap(), "{}", stored.display());
}

/// Holds both meetings in a terminal of this size.
fn hold(size: (u16, u16)) {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config/samverkan");
    std::fs::create_dir_all(&config).unwrap();
    // The clock goes in leaps: what is between them is nobody's absence.
    let settings =
        "las_efter_minuter = 0\narbetsplats = \"Ängsskolan\"\n[namngivna_dagar]\nsportlov = \"2027-02-08\"\n";
    std::fs::write(config.join("installningar.toml"), settings).unwrap();
    let mut desk = Secretary::start(home.path(), &[], size);
    first_start(&mut desk);
    let mut counted = eht(&mut desk);
    counted.extend(sip(&mut desk));
    desk.press(key::CTRL_Q);
    assert!(desk.pty.wait_for_end().success());
    let folder = home.path().join("data/samverkan");
    compare(&folder.join("protokoll").join(format!("{DAY}-eht-utkast.md")), "eht.md");
    compare(&folder.join("protokoll").join(format!("{DAY}-sip-utkast.md")), "sip.md");

    println!("Tangenter utöver texten, i {}×{}:", size.0, size.1);
    for (what, keys, most) in &counted {
        println!("  {keys:>2} (högst {most})  {what}");
    }
    assert!(counted.iter().all(|(_, keys, most)| keys <= most), "{counted:?}");

    let access = Access::Passphrase(Passphrase::new(PHRASE));
    let store = Store::open(&folder.join("samverkan.db"), &access).unwrap();
    assert!(store.verify().unwrap().is_sound());
    // The name that was struck is nowhere in what can be read out of the database.
    for meeting in ["eht", "sip"] {
        let meeting = store.meeting(store.resolve(&format!("{DAY}-{meeting}")).unwrap()).unwrap();
        assert!(!format!("{meeting:?}").contains("Torsten"));
        assert!(store.drafts(meeting.id()).unwrap().iter().all(|draft| draft.text.is_empty()));
    }
}

#[test]
fn two_meetings_at_80_by_24() {
    hold((80, 24));
}

#[test]
fn two_meetings_in_the_smallest_terminal() {
    hold((60, 20));
}

#[test]
fn two_meetings_on_a_wide_screen() {
    hold((240, 60));
}
