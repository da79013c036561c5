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
    for _ in 0..6 { desk.press(key::CTRL_P); }
    look(desk, "presenterade");
    // Maja only in 1
    desk.at("09:04");
    desk.press_for(key::F8, "Fungerar>");
    desk.saved();
    desk.count();
    desk.line("Räknar med gl\u{61}\u{308}dje");
    desk.line("Hat\u{7f}r två nära kompisar");
    desk.line("- Drar sig undan vid högläsning");
    desk.line("- Borta fyra måndagar");
    desk.turn_to("Anpassning");
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
    desk.turn_to("Mål, lång sikt");
    desk.line("Läser högt i en liten grupp");
    desk.turn_to("Mål, kort sikt");
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
    look(desk, "planering");
}

#[test]
fn explore() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("config/samverkan")).unwrap();
    std::fs::write(home.path().join("config/samverkan/installningar.toml"), "arbetsplats = \"Ängsskolan\"\n[namngivna_dagar]\nsportlov = \"2027-02-08\"\n").unwrap();
    let mut desk = Secretary::start(home.path(), &[], (80, 24));
    first_start(&mut desk);
    eht(&mut desk);
}
