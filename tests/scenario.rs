//! A secretary holds two whole meetings at the keyboard, from the home screen of a new database to the minutes.

mod common;

use common::secretary::{Secretary, key};

const PHRASE: &str = "fyra blå båtar på sjön";

/// Opens the program for the first time: passphrase, recovery key, who one is.
fn first_start(desk: &mut Secretary) {
    desk.pty.wait_for("Välkommen till samverkan");
    desk.fill("Lösenfras", PHRASE);
    desk.fill("En gång till", PHRASE);
    desk.press_for(key::ENTER, "Återställningsnyckel");
    desk.press_for(key::ENTER, "Vem är du?");
    desk.fill("Namn", "Åsa Öberg");
    desk.fill("Roll", "specialpedagog");
    desk.press_for(key::F8, "nytt möte");
}


/// Shows the screen where the test is being written.
fn look(desk: &Secretary, what: &str) {
    println!("=== {what}\n{}", desk.pty.screen());
}

fn eht(desk: &mut Secretary) {
    desk.count();
    desk.press_for("n", "Vilket möte?");
    desk.press("e");
    desk.press_for(key::ENTER, "Deltagare>");
    desk.saved();
    println!("new meeting {}", desk.count());
    for line in ["Gunilla Rask, rektor", "Britt Nordin, skolsköterska", "Karin Lund, skolkurator", "O\u{308}rjan A\u{30a}s, insatskoordinator", "Maja Mu\u{7f}o, mentor", "Per Pil, skolpsykolog, återbud"] {
        desk.line(line);
    }
    desk.turn_to("Ärende, barn");
    desk.line("Blå");
    desk.turn_to("Ärende, grupp");
    desk.line("Klass 5 i korridoren");
    desk.press(key::UP);
    desk.press_for(key::ENTER, "Ärende 1");
    
    desk.fill("Steg 1 inlämnat", "mån");
    desk.fill("Steg 1 lämnat av", "Maja Mo, mentor");
    desk.fill("Fråga till mötet", "Vad gör att hen drar sig undan vid högläsning?");
    desk.save_form();
    
    desk.press(key::UP);
    desk.press(key::ENTER);
    desk.pty.wait_for("┌ Vem leder");
    desk.types("gun");
    desk.press(key::ENTER);
    desk.pty.wait_gone("┌ Vem leder");
    desk.saved();
    for _ in 0..6 {
        desk.press(key::CTRL_P);
    }
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
    look(desk, "nulage");
    desk.count();
    desk.press(key::F4);
    desk.pty.wait_for("Alla har fått ordet");
    println!("talat {}", desk.count());
    desk.at("09:12");
    desk.press_for(key::F8, "Behov>");
    println!("fas {}", desk.count());
    desk.line("En lugn lässtund varje dag");
    desk.line("Att veta på söndagen vad som händer på måndagen");
    desk.turn_to("Mål på lång sikt");
    desk.line("Läser högt i en liten grupp");
    desk.turn_to("Mål på kort sikt");
    desk.line("Är här varje måndag till sportlovet");
    look(desk, "behov");
    // Glömt: tillbaka
    desk.press_for(key::F7, "Fungerar>");
    desk.line("= Mentor ringer hem på fredagar");
    desk.press_for(key::ALT[3], "Åtgärd>");
    desk.saved();
    desk.count();
    desk.line("Gör kartläggning av läsningen #1 @åsa >före v 50");
    println!("åtgärd {}", desk.count());
    desk.types("Lägger in enskild lästräning femton minuter om dagen #1");
    desk.press(key::TAB);
    desk.types("maj");
    desk.press(key::TAB);
    desk.types("från mån");
    look(desk, "tabbar");
    desk.enter();
    println!("åtgärd {}", desk.count());
    desk.line("Mejlar bildschema till hemmet #2 @maja >varje fre");
    desk.line("Återkommer om synen @britt >senast om två veckor");
    desk.types("Kartläggningen görs");
    desk.press_for(key::CTRL_B, "Beslut> Kartläggningen görs");
    desk.enter();
    desk.press_for(key::F2, "┌ Beslut");
    look(desk, "beslut");
    desk.fill("Avvikande mening", "Karin Lund, skolkurator: en samverkan med BUP borde begäras redan nu");
    desk.save_form();
    // "Nej, förresten: tjugo minuter."
    desk.press(key::UP);
    look(desk, "upp");
    for _ in 0..8 {
        if desk.pty.screen().lines().any(|row| row.contains('>') && row.contains("Lägger in")) { break; }
        let before = desk.pty.screen();
        desk.press(key::UP);
        desk.pty.wait_until("en annan rad", |screen| screen != before);
    }
    desk.press_for(key::F2, "Ändra åtgärd>");
    look(desk, "ändra");
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
    desk.press_for(key::ENTER, "Maja Mo lämnade mötet 09.31");
    desk.saved();
    look(desk, "gick");
    desk.press_for(key::F8, "är vi överens");
    // All points are read out at the end.
    desk.press(key::ESC);
    desk.pty.wait_gone("är vi överens");
    desk.saved();
    desk.at("09:35");
    desk.line("- Stökigt i korridoren efter lunch");
    desk.line("+ Rastvärd vid dörren");
    desk.line("- Två klasser slutar samtidigt");
    desk.line("- Mest är det Torsten som knuffas");
    desk.press_for(key::CTRL_X, "Stryk för gott?");
    desk.press(key::ENTER);
    desk.pty.wait_for("struken för gott");
    desk.pty.wait_gone("Torsten");
    desk.line("+ Lungt på fredagar");
    desk.count();
    desk.press_for(key::CTRL_Z, "Ångrat:");
    println!("ångra {}", desk.count());
    desk.pty.wait_gone("Lungt");
    desk.press_for(key::CTRL_Y, "Gjort om:");
    desk.pty.wait_for("Lungt");
    desk.press_for(key::CTRL_Z, "Ångrat:");
    desk.pty.wait_gone("Lungt");
    desk.line("+ Lugnt på fredagar");
    desk.press(key::F4);
    desk.pty.wait_for("Alla har fått ordet");
    look(desk, "grupp");
    desk.press_for(key::F8, "Behov>");
    desk.line("En lugn övergång efter lunch");
    desk.at("09:42");
    desk.press_for(key::F8, "Åtgärd>");
    desk.line("Ändrar schemat så att klasserna slutar vid olika tider @örjan >från nästa vecka");
    desk.line("Följer upp hur det går i korridoren @örjan >15 januari");
    look(desk, "grupp planering");
    desk.at("09:46");
    desk.press_for(key::F8, "är vi överens");
    desk.press(key::ESC);
    desk.pty.wait_gone("är vi överens");
    look(desk, "ansvar");
    read_out(desk, "Återkommer om synen");
    desk.press_for("e", "Ändra åtgärd>");
    look(desk, "synen");
    for _ in 0..3 {
        desk.press(key::CTRL_W);
    }
    desk.types("om tre veckor");
    desk.enter();
    read_out(desk, "Allt är uppläst");
    look(desk, "uppläst");
    desk.press(key::DOWN);
    desk.press_for(key::ENTER, "┌ Uppföljning");
    look(desk, "uppf");
    desk.fill("Dag", "om 2 veckor");
    desk.save_form();
    look(desk, "uppf");
    desk.press(key::DOWN);
    desk.press_for(key::ENTER, "┌ Vem får protokollet");
    look(desk, "mottagare");
    desk.fill("Maja Mo", "sitt ärende, inte det andra");
    desk.save_form();
    desk.at("09:55");
    desk.press_for("c", "┌ Avsluta mötet");
    look(desk, "avsluta");
    desk.press_for(key::ENTER, "Mötet är avslutat");
    desk.saved();
    desk.count();
    desk.press_for("m", "┌ Protokoll");
    println!("protokoll {}", desk.count());
    look(desk, "protokoll");
    desk.press(key::ESC);
    desk.pty.wait_gone("┌ Protokoll");
}

/// Confirms the points that are read out, until the screen shows `until`.
fn read_out(desk: &mut Secretary, until: &str) {
    for _ in 0..20 {
        let before = desk.pty.screen();
        let point = |screen: &str| screen.lines().skip(5).take(6).collect::<Vec<_>>().join("\n");
        if point(&before).contains(until) {
            return;
        }
        desk.press(key::ENTER);
        desk.pty.wait_until("nästa punkt", |screen| point(screen) != point(&before));
        desk.saved();
    }
    panic!("uppläsningen kommer aldrig till {until}:\n{}", desk.pty.screen());
}

fn sip(desk: &mut Secretary) {
    desk.press_for("q", "Här");
    look(desk, "hem");
    desk.at("13:00");
    desk.press_for("n", "Vilket möte?");
    desk.types("sip");
    desk.press_for(key::ENTER, "Deltagare>");
    desk.saved();
    desk.line("Bo, barnet");
    desk.line("Ann Ask, vårdnadshavare");
    desk.count();
    desk.types("maj");
    desk.pty.wait_for("Maja Mo");
    desk.press_for(key::TAB, "Maja Mo, mentor");
    desk.saved();
    println!("sedd {}", desk.count());
    desk.types("kar");
    desk.press(key::TAB);
    desk.saved();
    desk.line("Tove Tall, socialsekreterare, socialtjänst");
    desk.line("Pia Pihl, psykolog, BUP");
    look(desk, "sip deltagare");
    desk.turn_to("Barnet kallas");
    desk.line("Bo");
    look(desk, "sip barn");
    desk.press(key::CTRL_E);
    desk.pty.wait_for("┌ Mötets uppgifter");
    desk.fill("Syfte", "Att Bo ska orka hela skolveckan och sova om nätterna");
    desk.fill("Initiativ av", "Ann Ask, vårdnadshavare");
    desk.save_form();
    desk.press_for(key::CTRL_K, "┌ Samtycke");
    look(desk, "sip samtycke");
    desk.save_form();
    look(desk, "sip efter samtycke");
    desk.press(key::UP);
    look(desk, "sip upp");
}

#[test]
fn explore() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("config/samverkan")).unwrap();
    std::fs::write(home.path().join("config/samverkan/installningar.toml"), "arbetsplats = \"Ängsskolan\"\n[namngivna_dagar]\nsportlov = \"2027-02-08\"\n").unwrap();
    let mut desk = Secretary::start(home.path(), &[], (80, 24));
    first_start(&mut desk);
    eht(&mut desk);
    println!("{}", std::fs::read_to_string(home.path().join("data/samverkan/protokoll/2026-11-24-eht.md")).unwrap());
    sip(&mut desk);
}
