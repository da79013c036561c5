//! People as they are typed or pasted: `Namn, roll, verksamhet`, a table from a spreadsheet, the list of a mail program.
//! An address is never kept. Nothing else is lost: what can't be told apart stays in the name or the role.

mod bracket;

use super::agenda::Agenda;
use super::collate::{fold, fold_loosely, same};
use super::meeting::capital;
use super::record::Presence;
use super::roles;
use super::text::is_hyphen;

/// Somebody as a line tells of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Name; empty where only the role is told.
    pub name: String,
    /// Role.
    pub role: String,
    /// Verksamhet.
    pub unit: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Whether they are here.
    pub presence: Presence,
}

/// What the lines tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Each of them, in order, with the words that told it.
    pub people: Vec<(Person, String)>,
    /// Lines that hold nobody: an address alone.
    pub nobody: Vec<String>,
    /// Whether addresses were left out.
    pub left_out: bool,
}

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    First,
    Last,
    Role,
    Unit,
    Phone,
    Mail,
    Presence,
    Other,
}

/// The words by which a table's columns are called.
const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Name, &["namn", "deltagare", "för- och efternamn", "fullständigt namn", "name", "person"]),
    (Column::First, &["förnamn", "tilltalsnamn"]),
    (Column::Last, &["efternamn"]),
    (Column::Role, &["roll", "titel", "befattning", "yrke", "funktion", "relation", "uppdrag"]),
    (Column::Unit, &["verksamhet", "enhet", "arbetsplats", "organisation", "förvaltning", "arbetsställe"]),
    (Column::Phone, &["telefon", "telefonnummer", "tel", "mobil", "mobilnummer"]),
    (Column::Mail, &["e-post", "epost", "e-postadress", "mejl", "mail", "mejladress", "e-mail"]),
    (Column::Presence, &["närvaro", "status"]),
];

/// Reads lines, with the form's roles to tell a name from a role.
pub fn read(agenda: &Agenda, lines: &[String]) -> People {
    let mut found = People::default();
    let mut header: Option<(char, Vec<Column>)> = None;
    for (at, line) in lines.iter().enumerate() {
        let line = line.as_str();
        if line.trim().is_empty() {
            continue;
        }
        if at == 0
            && let Some(columns) = header_of(line)
        {
            header = Some(columns);
            continue;
        }
        let table = header.as_ref().filter(|(between, _)| line.contains(*between));
        let all = match table {
            Some((between, columns)) => vec![(by_columns(agenda, line, *between, columns), line.to_owned())],
            None => each(agenda, line).into_iter().map(|words| (by_words(agenda, &words), words)).collect(),
        };
        for ((person, had_address), words) in all {
            found.left_out |= had_address;
            if is_nobody(&person) {
                found.nobody.push(words);
            } else {
                found.people.push((person, words));
            }
        }
    }
    turn_names(agenda, &mut found.people);
    found
}

/// Whether nothing that is told of somebody is a name or a role: digits alone are neither.
fn is_nobody(person: &Person) -> bool {
    let Person { name, role, .. } = person;
    let digits = name.chars().filter(char::is_ascii_digit).count();
    !name.chars().any(char::is_alphabetic) && (!role.chars().any(char::is_alphabetic) || digits >= 6)
}

/// The columns of a row that names them, and what stands between.
fn header_of(line: &str) -> Option<(char, Vec<Column>)> {
    let between = ['\t', ';', ','].into_iter().find(|c| line.contains(*c))?;
    let columns: Vec<Column> = line
        .split(between)
        .map(|cell| {
            let cell = fold(cell.trim_matches(|c: char| matches!(c, ':' | '"') || c.is_whitespace()));
            let is = |words: &&(Column, &[&str])| words.1.iter().any(|word| fold(word) == cell);
            COLUMNS.iter().find(is).map_or(Column::Other, |(column, _)| *column)
        })
        .collect();
    let names = columns.iter().any(|one| matches!(one, Column::Name | Column::First | Column::Last));
    let known = columns.iter().filter(|one| **one != Column::Other).count();
    (names && known > 1).then_some((between, columns))
}

fn by_columns(agenda: &Agenda, line: &str, between: char, columns: &[Column]) -> (Person, bool) {
    let (mut person, mut first, mut last, mut more) = (nobody(), Vec::new(), String::new(), Vec::new());
    let mut had_address = false;
    for (at, cell) in line.split(between).enumerate() {
        let (cell, address) = without_addresses(cell.trim_matches('"'));
        had_address |= address;
        let cell = tidy(&cell);
        if cell.is_empty() {
            continue;
        }
        match columns.get(at).copied().unwrap_or(Column::Other) {
            Column::Name | Column::First => first.push(cell),
            Column::Last => last = cell,
            Column::Role => person.role = cell,
            Column::Phone => person.phone = Some(cell),
            Column::Presence if presence_of(&cell).is_some() => {
                person.presence = presence_of(&cell).unwrap_or(Presence::Plats);
            }
            Column::Unit => more.insert(0, cell),
            Column::Mail | Column::Presence | Column::Other => more.push(cell),
        }
    }
    if !last.is_empty() {
        first.push(last);
    }
    person.name = first.join(" ");
    person.unit = unit_of(agenda, &more);
    (settled(agenda, person), had_address)
}

/// The people of one line, each with their words.
fn each(agenda: &Agenda, line: &str) -> Vec<String> {
    if line.contains('\t') {
        return vec![line.to_owned()];
    }
    let pieces = split_outside(line);
    let several = |pieces: &[String]| pieces.len() > 1;
    if is_address_list(line) {
        let mut people: Vec<String> = Vec::new();
        for piece in pieces {
            // "Siv Dahl <siv@x.se>, skolsköterska": a role after the address is no one else's.
            match people.last_mut() {
                Some(last) if is_role(agenda, &piece) => last.extend([", ", piece.as_str()]),
                _ => people.push(piece),
            }
        }
        return people;
    }
    let by_semicolon: Vec<String> =
        line.split(';').map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect();
    let is_one = |words: &String| is_role(agenda, words) || presence_of(words).is_some();
    // "Siv Dahl; skolsköterska (Elevhälsan)" is one, "rektor (Anna); kurator (Per)" two.
    let more_of_one =
        |words: &String| Some(words) != by_semicolon.first() && is_role(agenda, bracket::before(words));
    let tells_two = |words: &String| {
        words.contains([',', ':'])
            || (words.contains('(') && !more_of_one(words))
            || (!is_one(words) && name_and_role(agenda, words).is_some())
    };
    let is_name =
        |words: &String| words.contains(' ') && words.split(' ').all(begins_large) && !is_one(words);
    if several(&by_semicolon) && (by_semicolon.iter().any(tells_two) || by_semicolon.iter().all(is_name)) {
        by_semicolon
    } else {
        vec![line.to_owned()]
    }
}

/// Whether a line is the list of a mail program: an address after each name, several of them.
fn is_address_list(line: &str) -> bool {
    line.split([' ', '<', '>', ',', ';', '\u{A0}']).filter(|word| is_address(word)).count() > 0
}

/// A mail program's list taken apart: at semicolons, and at commas after an address.
fn split_outside(line: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        let whole = pieces.last().map(String::as_str).unwrap_or_default();
        let after_address = || {
            let last = whole.trim_end().rsplit([' ', '\u{A0}']).next().unwrap_or_default();
            is_address(last.trim_matches(['<', '>']))
        };
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => {
                pieces.push(String::new());
                continue;
            }
            ',' if !quoted && after_address() => {
                pieces.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = pieces.last_mut() {
            last.push(c);
        }
    }
    pieces.into_iter().map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
}

fn by_words(agenda: &Agenda, words: &str) -> (Person, bool) {
    let (without, had_address) = without_addresses(words);
    let (without, phone) = without_phone(&without);
    let mut person = Person { phone, ..nobody() };
    // "Berg, Anna" within a mail program's quotation marks.
    let without = match without.trim().strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((name, rest)) => {
            let name = name
                .split_once(',')
                .map_or_else(|| name.to_owned(), |(last, first)| format!("{first} {last}"));
            format!("{} {rest}", tidy(&name))
        }
        None => match last_first(agenda, words) {
            Some((name, rest)) => format!("{name}, {rest}"),
            None => without,
        },
    };
    let table = without.contains('\t');
    let between: &[char] = if table { &['\t'] } else { &[',', ';'] };
    let mut parts: Vec<String> = without.split(between).map(|part| tidy(part.trim_matches('"'))).collect();
    parts.retain(|part| match presence_of(part) {
        Some(presence) => {
            person.presence = presence;
            false
        }
        None => !part.is_empty(),
    });
    if table && parts.len() > 1 && parts[0].chars().all(|c| c.is_ascii_digit() || c == '.') {
        // The row's number.
        parts.remove(0);
    }
    let is_role = |word: &str| is_role(agenda, word);
    if table && let Some(at) = parts.iter().position(|part| is_role(part)).filter(|at| *at > 1) {
        // First name and surname in a column each.
        let name = parts.drain(..at).collect::<Vec<_>>().join(" ");
        parts.insert(0, name);
    }
    // "skolsköterska (Elevhälsan), Siv Dahl", and the same without a name.
    let titled = |first: &String| match parts.get(1) {
        Some(second) => is_role(bracket::before(first)) && !is_role(second),
        None => bracket::is_role_at_place(agenda, first),
    };
    if let Some(first) = parts.first().filter(|first| !table && !titled(first))
        && !is_role(first)
    {
        let second_is_role = parts.get(1).is_some_and(|second| is_role(second));
        if let Some((name, more)) = marked(agenda, first, &mut person.presence).or_else(|| {
            name_and_role(agenda, first).filter(|_| !second_is_role).map(|(name, role)| (name, vec![role]))
        }) {
            parts.splice(..1, std::iter::once(name).chain(more));
        }
    }
    let (name, role, rest): (&str, &str, &[String]) = match parts.as_slice() {
        [] => ("", "", &[]),
        [only] if is_role(bracket::before(only)) => ("", only, &[]),
        [only] => (only, "", &[]),
        // "Rektor, Anna" as well as "Anna, rektor".
        [first, second, rest @ ..] if is_role(bracket::before(first)) && !is_role(second) => {
            (second, first, rest)
        }
        [first, second, rest @ ..] => (first, second, rest),
    };
    name.clone_into(&mut person.name);
    role.clone_into(&mut person.role);
    person.unit = unit_of(agenda, rest);
    (settled(agenda, person), had_address)
}

/// "Holm, Eva <eva@x.se>" as a mail program writes one address: the name the right way round, and what else there is. The
/// address tells it from a name and a role.
fn last_first(agenda: &Agenda, words: &str) -> Option<(String, String)> {
    let (name, rest) = words.split_once('<')?;
    let (address, rest) = rest.split_once('>')?;
    if words.contains(['"', '\t']) || !is_address(address) {
        return None;
    }
    let (last, first) = name.split_once(',')?;
    let (last, first) = (tidy(last), tidy(first));
    let is_name = |words: &str| {
        words.split(' ').next_back().is_some_and(begins_large)
            && !is_role(agenda, words)
            && words
                .chars()
                .all(|c| c.is_alphabetic() || c == ' ' || is_hyphen(c) || matches!(c, '\'' | '’' | '.'))
    };
    // Several words may be a whole name with a role after it, unless the address has the first name.
    let user = fold_loosely(address.split('@').next().unwrap_or_default());
    let begins = fold_loosely(first.split(' ').next().unwrap_or_default());
    let sure = !last.contains(' ') || (!begins.is_empty() && user.contains(&begins));
    (is_name(&last) && is_name(&first) && sure)
        .then(|| (format!("{first} {last}"), rest.trim_matches([',', ' ']).to_owned()))
}

/// "Namn (roll)", "roll: Namn", "Namn – roll": the name, and what else there is.
fn marked(agenda: &Agenda, words: &str, presence: &mut Presence) -> Option<(String, Vec<String>)> {
    let is_role = |word: &str| is_role(agenda, word);
    if let Some((name, inner)) = words.strip_suffix(')').and_then(|words| words.split_once('(')) {
        if let Some(known) = presence_of(inner) {
            *presence = known;
            let name = tidy(name);
            return Some(
                name_and_role(agenda, &name).map_or((name, Vec::new()), |(name, role)| (name, vec![role])),
            );
        }
        // "Siv Dahl skolsköterska (Elevhälsan)": what the brackets hold says more of the role.
        if let Some((name, role)) =
            name_and_role(agenda, &tidy(name)).filter(|(_, role)| is_role(role) && !tidy(inner).is_empty())
        {
            return Some((name, vec![format!("{role} ({})", tidy(inner))]));
        }
        let inner = inner.split(',').map(tidy).filter(|part| !part.is_empty()).collect();
        return Some((tidy(name), inner));
    }
    let split = words.split_once(':').or_else(|| {
        let at = words.char_indices().find(|(at, c)| {
            is_hyphen(*c) && words[..*at].ends_with(' ') && words[at + c.len_utf8()..].starts_with(' ')
        })?;
        Some((&words[..at.0], &words[at.0 + at.1.len_utf8()..]))
    });
    let (before, after) = split.map(|(before, after)| (tidy(before), tidy(after)))?;
    if before.is_empty() || after.is_empty() {
        return None;
    }
    // What stands before a colon is the role, unless what follows is.
    let role_first = is_role(&before) || (words.contains(':') && !is_role(&after));
    Some(if role_first { (after, vec![before]) } else { (before, vec![after]) })
}

/// "Siv Dahl skolsköterska", "rektor Eva Ek": the longest words at either end that are a role, or a name in large letters
/// with small ones after it.
fn name_and_role(agenda: &Agenda, words: &str) -> Option<(String, String)> {
    let all: Vec<&str> = words.split(' ').collect();
    if all.len() > 1 && words.chars().any(char::is_alphabetic) && !words.chars().any(char::is_lowercase) {
        return shouted(agenda, &all);
    }
    let is_role = |words: &[&str]| is_role(agenda, &words.join(" "));
    let named = |words: &[&str]| words.iter().any(|word| begins_large(word)) || !is_role(words);
    for at in 1..all.len() {
        let (name, role) = all.split_at(at);
        if is_role(role) && named(name) && !is_role(&name[name.len() - 1..]) {
            return Some((name.join(" "), role.join(" ")));
        }
    }
    for at in (1..all.len()).rev() {
        let (role, name) = all.split_at(at);
        if is_role(role) && !is_role(&name[..1]) && name.iter().all(|word| begins_large(word)) {
            return Some((name.join(" "), role.join(" ")));
        }
    }
    let large = all.iter().rposition(|word| begins_large(word)).filter(|at| at + 1 < all.len())?;
    let (name, role) = all.split_at(large + 1);
    Some((name.join(" "), role.join(" ")))
}

/// The same in large letters alone, which tell nothing: "EVA LUND SPECIALPEDAGOG" is read as "Eva Lund specialpedagog" is.
fn shouted(agenda: &Agenda, all: &[&str]) -> Option<(String, String)> {
    // What is a role by itself, or a short abbreviation before one, is written small or as it stands.
    let is_work = |word: &str| is_role(agenda, &fold(word));
    let calm: Vec<String> = all
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let before_work = all.get(at + 1).is_some_and(|next| is_work(next));
            match () {
                () if is_work(word) => fold(word),
                () if before_work && at > 1 && word.chars().count() <= 4 => (*word).to_owned(),
                () => capital(&fold(word)),
            }
        })
        .collect();
    let (name, role) = name_and_role(agenda, &calm.join(" "))?;
    let is_first = calm.join(" ").starts_with(&name);
    let count = if is_first { name.split(' ').count() } else { role.split(' ').count() };
    let (first, second) = all.split_at(count);
    let (first, second) = (first.join(" "), second.join(" "));
    Some(if is_first { (first, second) } else { (second, first) })
}

/// Whether words are a role: one of the form's, or one that people use and no name in large letters.
fn is_role(agenda: &Agenda, words: &str) -> bool {
    agenda.role(words, "").is_some() || roles::is_role(words)
}

fn begins_large(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// A list from a mail program says "Berg Anna": turned, where the address says that the first name comes last.
fn turn_names(agenda: &Agenda, people: &mut [(Person, String)]) {
    let order = |(person, words): &(Person, String)| -> Option<bool> {
        let address = words.split([' ', '<', '>', ',', ';', '\u{A0}']).find(|word| is_address(word))?;
        let user: String = fold_loosely(address.split('@').next()?);
        let (first, last) = person.name.split_once(' ')?;
        let (first, last) = (fold_loosely(first), fold_loosely(last));
        let begins = |name: &str| {
            let mut both = name.chars().zip(user.chars());
            both.next().is_some_and(|(a, b)| a == b)
        };
        // In a table, and in quotation marks with a comma, the order has been read already.
        if words.contains(['"', '\t']) || last_first(agenda, words).is_some() {
            return None;
        }
        match (begins(&first), begins(&last)) {
            (false, true) => Some(true),
            (true, false) => Some(false),
            _ => None,
        }
    };
    let votes: Vec<Option<bool>> = people.iter().map(order).collect();
    let turned =
        votes.iter().flatten().filter(|turned| **turned).count() * 2 > votes.iter().flatten().count();
    for ((person, words), vote) in people.iter_mut().zip(votes) {
        let in_list =
            is_address_list(words) && !words.contains(['"', '\t']) && last_first(agenda, words).is_none();
        let two = person.name.split(' ').count() == 2;
        if in_list
            && two
            && vote.unwrap_or(turned)
            && let Some((last, first)) = person.name.clone().split_once(' ')
        {
            person.name = format!("{first} {last}");
        }
    }
}

fn settled(agenda: &Agenda, mut person: Person) -> Person {
    bracket::taken_apart(agenda, &mut person);
    let spec = agenda.role(&person.role, &person.unit);
    let role = spec.map_or(person.role, |spec| spec.name.clone());
    let unit = match spec {
        Some(spec) if person.unit.is_empty() => spec.unit.clone(),
        _ => person.unit,
    };
    Person { role, unit, ..person }
}

/// The verksamhet as the form writes it, with all that follows.
fn unit_of(agenda: &Agenda, words: &[String]) -> String {
    let all: Vec<String> = words
        .iter()
        .map(|word| {
            let known = agenda.roles.iter().find(|role| same(&role.unit, word));
            known.map_or_else(|| capital(word), |role| role.unit.clone())
        })
        .collect();
    all.join(", ")
}

fn presence_of(words: &str) -> Option<Presence> {
    match fold(words).as_str() {
        "frånvarande" | "återbud" | "sjuk" => Some(Presence::Franvarande),
        "distans" | "på distans" | "på länk" | "telefon" => Some(Presence::Distans),
        _ => None,
    }
}

fn nobody() -> Person {
    Person {
        name: String::new(),
        role: String::new(),
        unit: String::new(),
        phone: None,
        presence: Presence::Plats,
    }
}

/// One space between words, and none around.
fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_address(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', '<', '>', '"', '\'']);
    word.split_once('@').is_some_and(|(user, place)| {
        !user.is_empty() && place.contains('.') && !place.contains('@') && !place.starts_with('.')
    })
}

/// The words without addresses, and whether there were any.
fn without_addresses(words: &str) -> (String, bool) {
    let mut out = String::with_capacity(words.len());
    let mut found = false;
    for piece in words.split_inclusive([' ', '\t', ',', ';', '\u{A0}']) {
        let end = piece.chars().next_back().filter(|c| matches!(c, ' ' | '\t' | ',' | ';' | '\u{A0}'));
        let word = end.map_or(piece, |end| &piece[..piece.len() - end.len_utf8()]);
        match word.split_once('<') {
            // "Berg<a@x.se>" without a space.
            Some((before, address)) if is_address(address) => {
                out.push_str(before);
                found = true;
            }
            _ if is_address(word.trim_start_matches("mailto:")) => found = true,
            _ => out.push_str(word),
        }
        out.extend(end);
    }
    (out, found)
}

/// The words without a telephone number of their own, and the number.
fn without_phone(words: &str) -> (String, Option<String>) {
    let is_of_number = |c: char| {
        c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')' | '/' | '\u{A0}' | '\u{2011}')
    };
    let mut runs =
        words.split(|c: char| !is_of_number(c)).map(|run| run.trim_matches([' ', '(', '\u{A0}', '-', '/']));
    let is_phone = |run: &&str| {
        let digits = run.chars().filter(char::is_ascii_digit).count();
        (7..=15).contains(&digits) && run.starts_with(['0', '+'])
    };
    match runs.find(is_phone) {
        Some(number) => (words.replacen(number, " ", 1), Some(tidy(number))),
        None => (words.to_owned(), None),
    }
}

#[cfg(test)]
mod tests;
