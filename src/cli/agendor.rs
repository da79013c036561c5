//! `samverkan agendor lista|visa ID|kontrollera FIL|kopiera ID [--ut FIL]`: the agendas.

use super::output::{new_file, not_written};
use super::{CliError, shown};
use crate::agenda_file::{Catalogue, CatalogueEntry, Origin, check_file};
use crate::domain::agenda::{Agenda, FieldScope, FieldType, Need, PhaseSpec, RoleSpec};
use crate::domain::law::Laws;
use crate::domain::text;
use crate::toml_file::nearest;
use lexopt::Arg;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const HELP: &str = "\
samverkan agendor: mötesformerna

  samverkan agendor lista              alla former som går att använda
  samverkan agendor visa ID            en form: frågor, roller och regler
  samverkan agendor kontrollera FIL    letar fel i en egen form
  samverkan agendor kopiera ID         lägger en kopia att ändra i, ID.toml, i mappen du står i
                       --ut FIL        … eller i en annan fil

Egna former läses ur mappen som anges med --agendor KATALOG eller SAMVERKAN_AGENDOR.
En egen form med samma id som en inbyggd används i stället för den.
";

const VERBS: [&str; 4] = ["lista", "visa", "kontrollera", "kopiera"];

/// Where agendas come from: the user's own folder of them, and the law references that they may name.
pub type Shelf<'s> = (Option<&'s Path>, &'s Laws);

/// Does what follows `agendor`.
///
/// # Errors
/// When the command isn't written right, when an agenda or file isn't there or isn't right, and when `out` can't be written.
pub fn run(args: &[OsString], shelf: Shelf<'_>, out: &mut dyn Write) -> Result<(), CliError> {
    let mut parser = lexopt::Parser::from_args(args);
    let mut words = Vec::new();
    let mut target = None;
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("hjalp" | "hjälp" | "help") => {
                return Ok(out.write_all(HELP.as_bytes())?);
            }
            Arg::Long("ut") => target = Some(PathBuf::from(super::filled(parser.value()?, "--ut")?)),
            Arg::Value(word) => words.extend(Some(word).filter(|word| !super::is_blank(word))),
            other => return Err(other.unexpected().into()),
        }
    }
    let (verb, rest) = words.split_first().map_or((None, &[][..]), |(verb, rest)| (verb.to_str(), rest));
    let verb = match verb {
        None | Some("lista") => "lista",
        Some("kopiera") => return copy(&one(rest, "kopiera")?, target, shelf, out),
        Some(verb) => verb,
    };
    if target.is_some() {
        return Err(CliError::usage(
            "--ut hör bara ihop med kopiera.",
            "Ta bort --ut, eller skriv: samverkan agendor kopiera ID --ut FIL",
        ));
    }
    match (verb, rest) {
        ("lista", []) => list(shelf, out),
        ("lista", [extra, ..]) => Err(lexopt::Error::UnexpectedArgument(extra.clone()).into()),
        ("visa", rest) => show(&one(rest, "visa")?, shelf, out),
        ("kontrollera", files) => check(files, shelf, out),
        (other, _) => {
            let remedy = nearest(other, VERBS).map_or_else(
                || format!("Det som går: {}.", VERBS.join(", ")),
                |verb| format!("Menade du: samverkan agendor {verb}"),
            );
            Err(CliError::usage(format!("”{}” är inget kommando för mötesformer.", shown(other)), remedy))
        }
    }
}

/// The one ID after a verb.
fn one(words: &[OsString], verb: &str) -> Result<String, CliError> {
    match words {
        [id] => Ok(id.to_string_lossy().into_owned()),
        [] => Err(CliError::usage(
            format!("Vilken mötesform? Skriv dess id efter {verb}."),
            "Se alla: samverkan agendor lista",
        )),
        [_, extra, ..] => Err(lexopt::Error::UnexpectedArgument(extra.clone()).into()),
    }
}

/// The agenda with an id, for a meeting that is to begin: not the program's own where nobody can tell whether the user has
/// another in its place.
///
/// # Errors
/// As [`find`], and when the user's own folder can't be read.
pub(super) fn find_to_start<'c>(catalogue: &'c Catalogue, id: &str) -> Result<&'c CatalogueEntry, CliError> {
    if let Some(unread) = catalogue.unread() {
        return Err(CliError::failed(
            format!("Det går inte att se om ni har en egen form i stället, så inget möte startas.\n{unread}"),
            "Så startas inte programmets egen form i stället för er. Hemma i samverkan kan den väljas ändå.",
        ));
    }
    find(catalogue, id)
}

/// The agenda with an id, or the nearest one as a suggestion.
fn find<'c>(catalogue: &'c Catalogue, id: &str) -> Result<&'c CatalogueEntry, CliError> {
    if let Some(broken) = catalogue.broken_as(id) {
        return Err(CliError::failed(
            format!("Er egen form ”{}” går inte att använda.\n{}", shown(id), broken.reason),
            "Programmets egen form används inte i stället. Rätta filen, eller flytta undan den.",
        ));
    }
    catalogue.get(id).ok_or_else(|| {
        let mut remedy = nearest(id, catalogue.iter().map(|entry| entry.agenda.id.as_str())).map_or_else(
            || "Se alla: samverkan agendor lista".to_owned(),
            |near| format!("Menade du ”{near}”? Se alla: samverkan agendor lista"),
        );
        if let Some(broken) = broken_words(catalogue) {
            remedy.push_str("\n  ");
            remedy.push_str(&broken);
        }
        CliError::failed(format!("Det finns ingen mötesform med id ”{}”.", shown(id)), remedy)
    })
}

/// That the user's own folder holds what can't be used, for one who asked about something else.
fn broken_words(catalogue: &Catalogue) -> Option<String> {
    let first = catalogue.broken().first()?;
    let more = match catalogue.broken().len() - 1 {
        0 => String::new(),
        count => format!(" och {count} till"),
    };
    Some(format!("{}{more} går inte att använda. Se varför: samverkan agendor lista", first.reason.file()))
}

fn list((folder, laws): Shelf<'_>, out: &mut dyn Write) -> Result<(), CliError> {
    let catalogue = Catalogue::load_knowing(folder, laws);
    let rows: Vec<[String; 4]> = catalogue
        .iter()
        .map(|entry| {
            let agenda = &entry.agenda;
            [agenda.id.clone(), agenda.name.clone(), level(agenda), origin(&entry.origin)]
        })
        .collect();
    let head = ["ID", "NAMN", "GÄLLER", "FRÅN"].map(str::to_owned);
    let widths: [usize; 4] = std::array::from_fn(|column| {
        rows.iter().chain([&head]).map(|row| text::width(&row[column])).max().unwrap_or_default()
    });
    for row in [&head].into_iter().chain(&rows) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(text::width(cell)) + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    if !catalogue.broken().is_empty() {
        writeln!(out, "\nGÅR INTE ATT ANVÄNDA")?;
        for broken in catalogue.broken() {
            writeln!(out, "{}", broken.reason)?;
        }
    }
    Ok(())
}

/// What an agenda's ärenden are about.
fn level(agenda: &Agenda) -> String {
    match (agenda.individuals, agenda.groups) {
        _ if agenda.is_unidentified() => "frågor där inget barn går att känna igen".to_owned(),
        (true, true) => "individ, grupp".to_owned(),
        (true, false) => "individ".to_owned(),
        _ => agenda.level.name().to_owned(),
    }
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Embedded => "inbyggd".to_owned(),
        Origin::File { path, replaces_embedded } => {
            let name = shown(path.file_name().unwrap_or(path.as_os_str()));
            if *replaces_embedded { format!("{name} (ersätter den inbyggda)") } else { name }
        }
    }
}

fn show(id: &str, (folder, laws): Shelf<'_>, out: &mut dyn Write) -> Result<(), CliError> {
    let catalogue = Catalogue::load_knowing(folder, laws);
    let entry = find(&catalogue, id)?;
    let agenda = &entry.agenda;
    writeln!(out, "{} ({})", agenda.name, agenda.id)?;
    writeln!(out, "{}\n", agenda.about)?;
    show_rules(entry, laws, out)?;
    writeln!(out, "\nROLLER")?;
    for role in &agenda.roles {
        writeln!(out, "  {}", role_line(role))?;
    }
    if !agenda.fields.is_empty() {
        writeln!(out, "\nEGNA FÄLT")?;
    }
    for field in &agenda.fields {
        let kind = match field.kind {
            FieldType::Text => "text".to_owned(),
            FieldType::Datum => match field.direction {
                Some(direction) => format!("datum ({})", direction.word()),
                None => "datum".to_owned(),
            },
            FieldType::JaNej => "ja eller nej".to_owned(),
            FieldType::Val => field.choices.join(" / "),
            FieldType::Flerval => format!("flera av {}", field.choices.join(" / ")),
        };
        let scope = if field.scope == FieldScope::Mote { "mötet" } else { "varje ärende" };
        write!(out, "  {}: {kind}, för {scope}", field.name)?;
        if let Some(phase) = field.required_before {
            write!(out, ", krävs före {}", phase.name().to_lowercase())?;
        }
        if field.required_at_close {
            write!(out, ", krävs innan mötet avslutas")?;
        }
        if let Some(value) = &field.required_value {
            write!(out, ", ska vara {value}")?;
        }
        if let Some(least) = field.at_least {
            write!(out, ", minst {least} valda")?;
        }
        if let Some(days) = field.days_before {
            write!(out, ", minst {days} {} före mötet", if days == 1 { "dag" } else { "dagar" })?;
        }
        writeln!(out)?;
    }
    for phase in agenda.walked() {
        let spec = agenda.phase(phase);
        let each = match agenda.many && phase.is_per_arende() {
            true if agenda.is_line_round(phase) => " för alla ärenden, en rad var",
            true => " per ärende",
            false => "",
        };
        writeln!(out, "\n{} · {} min{each}", phase.name().to_uppercase(), spec.minutes)?;
        for question in &spec.questions {
            writeln!(out, "  {question}")?;
        }
        let takes: Vec<_> = spec.takes.iter().map(|kind| kind.label().to_lowercase()).collect();
        writeln!(out, "  Skrivs ner: {}", takes.join(", "))?;
        if !spec.requires.is_empty() {
            let needed: Vec<_> = spec.requires.iter().map(|kind| kind.label().to_lowercase()).collect();
            writeln!(out, "  Ska finnas innan ni går vidare: {}{}", least(spec), needed.join(" eller "))?;
        }
        if !spec.requires_all.is_empty() {
            let needed: Vec<_> = spec.requires_all.iter().map(|kind| kind.label().to_lowercase()).collect();
            writeln!(out, "  Ska finnas innan ni går vidare: {}{}", least(spec), needed.join(" och "))?;
        }
    }
    if let Some(broken) = broken_words(&catalogue) {
        writeln!(out, "\nObs: {broken}")?;
    }
    Ok(())
}

/// How many of what must be there.
fn least(spec: &PhaseSpec) -> String {
    spec.at_least.map_or_else(String::new, |least| format!("minst {least} "))
}

fn show_rules(entry: &CatalogueEntry, laws: &Laws, out: &mut dyn Write) -> io::Result<()> {
    let agenda = &entry.agenda;
    let yes_no = |yes| if yes { "ja" } else { "nej" };
    let mut line = |label: &str, text: &str| writeln!(out, "{:<21} {text}", format!("{label}:"));
    line("Källa", &agenda.source)?;
    line("Från", &origin(&entry.origin))?;
    line("Gäller", &level(agenda))?;
    line("Rytm", &agenda.rhythm)?;
    line("Längd", &format!("{} min", agenda.minutes))?;
    let many = if agenda.one_line {
        format!("ja, en rad var, {} min för alla", agenda.arende_minutes())
    } else if agenda.many {
        format!("ja, {} min för varje", agenda.arende_minutes())
    } else {
        "nej".to_owned()
    };
    line("Flera ärenden", &many)?;
    line("Samtycke", agenda.consent.words())?;
    for (label, words) in [
        ("Samtyckets form", agenda.consent_form.words()),
        ("Om svar saknas", agenda.unanswered.words()),
        ("Gräns för EMI", agenda.emi_border.words()),
    ] {
        words.map_or(Ok(()), |words| line(label, words))?;
    }
    if !agenda.required_huvudman.is_empty() {
        let names: Vec<_> = agenda.required_huvudman.iter().map(|huvudman| huvudman.name()).collect();
        line("Behov från", &names.join(" och "))?;
    }
    if !agenda.other_ground.is_empty() {
        line("Annan grund", &format!("{} (bedömd av {})", agenda.other_ground, agenda.ground_assessed_by))?;
    }
    if !agenda.deciders.is_empty() {
        line("Beslutar", &agenda.deciders.join(" eller "))?;
    }
    for group in &agenda.one_of {
        line("Någon av dem är här", &group.join(", "))?;
    }
    if let Some(least) = agenda.at_least_units {
        line("Minst", &format!("{least} olika verksamheter är här"))?;
    }
    if !agenda.without.is_empty() {
        let names: Vec<_> = agenda.without.iter().map(|phase| phase.name().to_lowercase()).collect();
        line("Utan fas", &names.join(", "))?;
    }
    line("Laget runt", agenda.round.words())?;
    line("Fråga om planen", yes_no(agenda.plan_consent))?;
    line("Uppföljning krävs", yes_no(agenda.follow_up_required))?;
    if !agenda.leads_to.is_empty() {
        line("Ärenden kan skickas till", &agenda.leads_to.join(", "))?;
    }
    line("Kan avslutas helt", yes_no(agenda.can_end))?;
    line("Klockan räknar ner", yes_no(agenda.countdown))?;
    line("Dokument", agenda.minutes_kind.name())?;
    for reference in laws.of(&agenda.reminds) {
        line("Påminner om", &reference.citation())?;
    }
    if !agenda.ours.is_empty() {
        line("Inte ur källan", &agenda.ours.join(", "))?;
    }
    let retention = "Gallras inte förrän nämndens beslut är inlagt";
    line("Gallring", if agenda.retention.is_empty() { retention } else { &agenda.retention })
}

fn role_line(role: &RoleSpec) -> String {
    let mut line = role.name.clone();
    if !role.unit.is_empty() {
        line.push_str(", ");
        line.push_str(&role.unit);
    }
    line.push_str(" (");
    line.push_str(role.huvudman.name());
    line.push(')');
    if role.need != Need::Onskas {
        line.push_str(" · ");
        line.push_str(role.need.word());
    }
    if let Some(least) = role.at_least {
        line.push_str(" · minst ");
        line.push_str(&least.to_string());
    }
    match (role.may_chair, role.may_take_notes) {
        (true, true) => {}
        (false, true) => line.push_str(" · leder inte"),
        (true, false) => line.push_str(" · antecknar inte"),
        (false, false) => line.push_str(" · leder inte och antecknar inte"),
    }
    line
}

fn check(files: &[OsString], (folder, laws): Shelf<'_>, out: &mut dyn Write) -> Result<(), CliError> {
    if files.is_empty() {
        return Err(CliError::usage(
            "Vilken fil? Skriv dess namn efter kontrollera.",
            "Till exempel: samverkan agendor kontrollera eht.toml",
        ));
    }
    let catalogue = Catalogue::load_knowing(folder, laws);
    let broken = catalogue.broken().iter().filter_map(|broken| broken.id.clone());
    let known: Vec<String> = catalogue.iter().map(|entry| entry.agenda.id.clone()).chain(broken).collect();
    let mut wrong = Vec::new();
    for file in files {
        match check_file(Path::new(file), laws, &known) {
            Ok(agenda) => {
                writeln!(
                    out,
                    "{}: inga fel. {} ({}), {} min, {} roller.",
                    shown(file),
                    agenda.name,
                    agenda.id,
                    agenda.minutes,
                    agenda.roles.len()
                )?;
                for role in agenda.roles.iter().filter(|role| role.is_guessed()) {
                    writeln!(
                        out,
                        "  Fråga: vad är ”{}” för mötet? Nu räknas rollen som {}. Skriv slag = \"{}\" om det stämmer, \
                         annars \"barn\", \"vardnadshavare\" eller \"narstaende\".",
                        role.name,
                        role.kind().word(),
                        role.kind().code()
                    )?;
                }
            }
            Err(errors) => wrong.extend(errors.iter().map(ToString::to_string)),
        }
    }
    match wrong.as_slice() {
        [] => Ok(()),
        [only] => Err(CliError::Several(only.clone())),
        all => Err(CliError::Several(format!("{}\n{} fel.", all.join("\n"), all.len()))),
    }
}

fn copy(
    id: &str,
    target: Option<PathBuf>,
    (folder, laws): Shelf<'_>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let catalogue = Catalogue::load_knowing(folder, laws);
    let entry = find(&catalogue, id)?;
    // The id is letters, digits and hyphens only, so it can't lead to another folder.
    if target.as_deref() == Some(Path::new("-")) {
        return Ok(out.write_all(entry.text.as_bytes())?);
    }
    let target = target.unwrap_or_else(|| PathBuf::from(format!("{}.toml", entry.agenda.id)));
    if !target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
        return Err(CliError::usage(
            format!("En mötesform är en TOML-fil, och det säger inte namnet {}.", shown(&target)),
            "Låt namnet sluta på .toml.",
        ));
    }
    new_file(&target)?;
    write_new(&target, &entry.text).map_err(|error| not_written(&error, &target))?;
    let name = shown(&target);
    writeln!(out, "Skrev {name}. Ändra i den och kontrollera sedan: samverkan agendor kontrollera {name}")?;
    writeln!(out, "Använd den genom att ange mappen: samverkan --agendor KATALOG")?;
    Ok(())
}

/// Writes a file that wasn't there; takes it away again when it couldn't be written whole.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half an agenda is worse than none; that it couldn't be removed adds nothing to the first error.
        let _ = fs::remove_file(path);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_with(words: &[&str], folder: Option<&Path>) -> Result<String, CliError> {
        let args: Vec<OsString> = words.iter().map(Into::into).collect();
        let mut out = Vec::new();
        run(&args, (folder, &Laws::default()), &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    fn fails(words: &[&str]) -> (u8, String) {
        let error = run_with(words, None).unwrap_err();
        (error.exit_code(), error.to_string())
    }

    #[test]
    fn the_list_has_every_form_and_its_origin() {
        let text = run_with(&["lista"], None).unwrap();
        for entry in Catalogue::load(None).iter() {
            let row = text.lines().find(|line| line.starts_with(&format!("{} ", entry.agenda.id))).unwrap();
            assert!(row.contains(&entry.agenda.name) && row.ends_with("inbyggd"), "{row}");
        }
        assert_eq!(run_with(&[], None).unwrap(), text);
    }

    #[test]
    fn the_list_tells_of_files_that_are_wrong() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("fel.toml"), "id = \"fel\"\nnann = 1\n").unwrap();
        let text = run_with(&["lista"], Some(folder.path())).unwrap();
        assert!(
            text.contains("GÅR INTE ATT ANVÄNDA\nfel.toml, rad 2, tecken 1: nyckeln ”nann” är okänd."),
            "{text}"
        );
    }

    #[test]
    fn a_form_is_shown_with_its_rules_roles_and_questions() {
        let text = run_with(&["visa", "eht"], None).unwrap();
        for part in [
            "Beslutar:             Rektor",
            "Flera ärenden:        ja, 6 min för varje",
            "Skolläkare, Skola (kommun) · vid behov",
            "Steg 1 inlämnat: datum (bakåt), för varje ärende, krävs före nuläge",
            "BEHOV · 2 min per ärende",
            "Ska finnas innan ni går vidare: åtgärd eller beslut",
            "Gallras inte förrän nämndens beslut är inlagt",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let sip = run_with(&["visa", "sip"], None).unwrap();
        assert!(sip.contains("Vårdnadshavare (familj) · leder inte och antecknar inte"), "{sip}");
        assert!(sip.contains("Behov från:           kommun och region"), "{sip}");
    }

    #[test]
    fn an_unknown_form_gets_a_suggestion() {
        assert_eq!(
            fails(&["visa", "eth"]),
            (1, "Det finns ingen mötesform med id ”eth”.\n  Menade du ”eht”? Se alla: samverkan agendor lista".to_owned())
        );
    }

    #[test]
    fn a_folder_that_cannot_be_used_is_mentioned_whatever_was_asked() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("saknas");
        let shown = run_with(&["visa", "eht"], Some(&missing)).unwrap();
        assert!(
            shown.ends_with("saknas går inte att använda. Se varför: samverkan agendor lista\n"),
            "{shown}"
        );
        let error = run_with(&["visa", "vart"], Some(&missing)).unwrap_err().to_string();
        assert!(error.contains("saknas går inte att använda"), "{error}");
    }

    #[test]
    fn a_command_that_is_not_right_is_answered_in_swedish() {
        for (words, start) in [
            (&["visa"][..], "Vilken mötesform?"),
            (&["visa", "eht", "sip"], "”sip” är ett ord för mycket."),
            (&["lista", "eht"], "”eht” är ett ord för mycket."),
            (&["lista", "--ut", "x"], "--ut hör bara ihop med kopiera."),
            (&["kopiera", "eht", "--ut"], "--ut saknar sitt värde."),
            (&["--snabbt"], "Växeln --snabbt är okänd."),
            (&["listan"], "”listan” är inget kommando"),
            (&["\u{1b}[31m"], "”\\u{1b}[31m” är inget kommando"),
            (&["kontrollera"], "Vilken fil?"),
        ] {
            let (code, text) = fails(words);
            assert!(code == 2 && text.starts_with(start), "{words:?}: {code} {text}");
        }
    }

    #[test]
    fn help_is_there_in_both_languages_words() {
        for word in ["--hjalp", "--hjälp", "--help", "-h"] {
            assert_eq!(run_with(&[word], None).unwrap(), HELP);
        }
    }

    #[test]
    fn a_copy_is_the_file_itself_and_never_overwrites() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("eget.toml");
        let words = ["kopiera", "eht", "--ut", target.to_str().unwrap()];
        assert!(run_with(&words, None).unwrap().starts_with("Skrev "));
        let copied = fs::read_to_string(&target).unwrap();
        assert_eq!(copied, Catalogue::load(None).get("eht").unwrap().text);
        assert!(
            run_with(&["kontrollera", target.to_str().unwrap()], None)
                .unwrap()
                .contains("inga fel. Elevhälsoteam")
        );

        let family = "[[roller]]\nnamn = \"Mamma\"\nhuvudman = \"familj\"\nbehov = \"onskas\"\n\n[[roller]]";
        fs::write(&target, copied.replacen("[[roller]]", family, 1)).unwrap();
        let asked = run_with(&["kontrollera", target.to_str().unwrap()], None).unwrap();
        assert!(
            asked.contains("Fråga: vad är ”Mamma”") && asked.contains("slag = \"vardnadshavare\""),
            "{asked}"
        );

        fs::write(&target, "mitt eget").unwrap();
        let (code, text) = fails(&words);
        assert!(code == 1 && text.contains("finns redan och skrivs inte över"), "{text}");
        assert_eq!(fs::read_to_string(&target).unwrap(), "mitt eget");
    }

    #[test]
    fn a_copy_to_a_folder_that_is_not_there_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("saknas").join("eht.toml");
        let (code, text) = fails(&["kopiera", "eht", "--ut", target.to_str().unwrap()]);
        assert!(code == 1 && text.contains("saknas finns inte") && text.contains("Skapa mappen"), "{text}");
    }

    #[test]
    fn a_copy_of_a_replaced_form_is_the_users_own() {
        let folder = tempfile::tempdir().unwrap();
        let own =
            Catalogue::load(None).get("eht").unwrap().text.replace("\"Elevhälsoteam\"", "\"Vårt team\"");
        fs::write(folder.path().join("eht.toml"), &own).unwrap();
        let target = folder.path().join("ut.toml");
        run_with(&["kopiera", "eht", "--ut", target.to_str().unwrap()], Some(folder.path())).unwrap();
        assert_eq!(fs::read_to_string(target).unwrap(), own);
        assert!(
            run_with(&["lista"], Some(folder.path())).unwrap().contains("eht.toml (ersätter den inbyggda)")
        );
    }

    #[test]
    fn every_wrong_file_is_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        fs::write(path("a.toml"), "x").unwrap();
        let (code, text) = fails(&["kontrollera", &path("a.toml"), &path("b.toml")]);
        assert!(
            code == 1 && text.contains("a.toml, rad 1") && text.contains("b.toml: filen finns inte"),
            "{text}"
        );
    }

    #[test]
    fn all_faults_of_a_file_are_told_in_one_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let eht = &Catalogue::load(None).get("eht").unwrap().text.clone();
        let text = eht.replacen("niva = ", "nivo = ", 1).replacen(
            "minuter = 90",
            "minuter = 0\nfoljer = [\"vart\", \"vaart\"]",
            1,
        );
        fs::write(path("eht.toml"), text).unwrap();
        fs::write(path("vart.toml"), eht.replacen("id = \"eht\"", "id = \"vart\"", 1)).unwrap();
        let (code, text) = fails(&["kontrollera", &path("eht.toml")]);
        assert_eq!(code, 1);
        for part in [
            "nyckeln ”nivo” är okänd",
            "0 minuter går inte",
            "med id ”vaart”",
            "Menade du \"vart\"?",
            "\n3 fel.",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("id ”vart”"), "it lies beside: {text}");
    }

    #[test]
    fn a_form_of_ones_own_that_is_broken_is_not_shown_or_started_as_the_programs() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("eht.toml"), "id = \"eht\"\nnann = 1\n").unwrap();
        let error = run_with(&["visa", "eht"], Some(folder.path())).unwrap_err();
        let text = error.to_string();
        assert_eq!(error.exit_code(), 1);
        for part in [
            "Er egen form ”eht” går inte att använda.",
            "rad 2",
            "nann",
            "Programmets egen form används inte",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let listed = run_with(&["lista"], Some(folder.path())).unwrap();
        assert!(!listed.lines().any(|row| row.starts_with("eht ")), "{listed}");
        let catalogue = Catalogue::load(Some(folder.path()));
        assert!(find_to_start(&catalogue, "eht").is_err() && find_to_start(&catalogue, "sip").is_ok());
        let unread = Catalogue::load(Some(&folder.path().join("saknas")));
        let error = find_to_start(&unread, "eht").unwrap_err();
        assert!(error.exit_code() == 1 && error.to_string().contains("mappen finns inte"), "{error}");
    }

    #[test]
    fn what_a_form_of_ones_own_asks_for_is_shown() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/own_forms");
        let shown = |id: &str| run_with(&["visa", id], Some(&folder)).unwrap();
        for (id, parts) in [
            (
                "elevhalsa-vast",
                &[
                    "Beslutar:             Rektor eller Biträdande rektor",
                    "Någon av dem är här:  Rektor, Biträdande rektor",
                    "Minst:                2 olika verksamheter är här",
                    "Inte ur källan:       laget_runt, anpassat",
                    "krävs före nuläge, minst 14 dagar före mötet",
                    "krävs före nuläge, ska vara ja",
                ][..],
            ),
            (
                "konsultation",
                &[
                    "frågor där inget barn går att känna igen",
                    "Utan fas:             behov",
                    "Konsult, Resursteam (kommun) · krävs · minst 2",
                ],
            ),
            (
                "klassgenomgang",
                &["ja, en rad var, 20 min för alla", "NULÄGE · 20 min för alla ärenden, en rad var"],
            ),
            ("vuxenblivande", &["minst 2 mål på kort sikt eller mål på lång sikt"]),
            ("foraldraforum", &["minst 2 valda"]),
        ] {
            let text = shown(id);
            for part in parts {
                assert!(text.contains(part), "{part} in {text}");
            }
            assert_eq!(
                text.contains("\nBEHOV"),
                !["konsultation", "klassgenomgang", "foraldraforum"].contains(&id),
                "{text}"
            );
        }
    }

    #[test]
    fn a_reader_who_has_gone_ends_the_command_quietly() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = run(&["visa".into(), "sip".into()], (None, &Laws::default()), &mut Gone).unwrap_err();
        assert!(matches!(error, CliError::OutputClosed) && error.exit_code() == 0);
    }
}
