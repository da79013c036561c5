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

#[test]
fn explore() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("config/samverkan")).unwrap();
    std::fs::write(
        home.path().join("config/samverkan/installningar.toml"),
        "arbetsplats = \"Ängsskolan\"\n[namngivna_dagar]\nsportlov = \"2027-02-08\"\n",
    )
    .unwrap();
    let mut desk = Secretary::start(home.path(), &[], (80, 24));
    first_start(&mut desk);
    desk.count();
    desk.press_for("n", "Vilket möte?");
    desk.types("e");
    desk.press_for(key::ENTER, "Deltagare>");
    desk.saved();
    println!("{}", desk.pty.screen());
    for line in [
        "Gunilla Rask, rektor",
        "Britt Nordin, skolsköterska",
        "Karin Lund, skolkurator",
        "Örjan Ås, insatskoordinator",
        "Maja Mo, mentor",
        "Per Pil, skolpsykolog, återbud",
    ] {
        desk.line(line);
    }
    println!("{}", desk.pty.screen());
    desk.turn_to("Ärende, barn");
    desk.line("Blå");
    desk.turn_to("Ärende, grupp");
    desk.line("Klass 5 i korridoren");
    println!("{}", desk.pty.screen());
    desk.press(key::F8);
    desk.pty.wait_for("Steg 1");
    println!("{}", desk.pty.screen());
}
