//! Abbreviations of the field, spelled out where they first stand, for readers who don't know them.

use super::document::{Block, Document, Item, Section};

/// What they stand for, as one says it in a sentence.
const KNOWN: [(&str, &str); 26] = [
    ("AF", "Arbetsförmedlingen"),
    ("ATL", "anpassad timplan"),
    ("BHT", "barnhälsoteam"),
    ("BHV", "barnhälsovården"),
    ("BUP", "barn- och ungdomspsykiatrin"),
    ("BVC", "barnavårdscentral"),
    ("EHM", "elevhälsomöte"),
    ("EHT", "elevhälsoteam"),
    ("EMI", "elevhälsans medicinska insats"),
    ("FK", "Försäkringskassan"),
    ("HAB", "habiliteringen"),
    ("HSL", "hälso- och sjukvårdslagen"),
    ("HVB", "hem för vård eller boende"),
    ("IFO", "individ- och familjeomsorgen"),
    ("IUP", "individuell utvecklingsplan"),
    ("LSS", "lagen om stöd och service till vissa funktionshindrade"),
    ("NPF", "neuropsykiatrisk funktionsnedsättning"),
    ("SFI", "svenska för invandrare"),
    ("SIP", "samordnad individuell plan"),
    ("SoL", "socialtjänstlagen"),
    ("SSPF", "skola, socialtjänst, polis och fritid tillsammans"),
    ("SYV", "studie- och yrkesvägledare"),
    ("UM", "ungdomsmottagningen"),
    ("VC", "vårdcentralen"),
    ("VH", "vårdnadshavare"),
    ("ÅP", "åtgärdsprogram"),
];

/// The document with each abbreviation explained where it first is read.
pub(super) fn spell_out(mut document: Document) -> Document {
    let mut seen = Vec::new();
    for fact in &mut document.head {
        spell(&mut fact.value, &mut seen);
    }
    for section in &mut document.sections {
        spell_section(section, &mut seen);
    }
    document
}

fn spell_section(section: &mut Section, seen: &mut Vec<&'static str>) {
    for block in &mut section.blocks {
        match block {
            Block::Uppgifter { facts } => facts.iter_mut().for_each(|fact| spell(&mut fact.value, seen)),
            Block::Stycke { item } => spell_item(item, seen),
            Block::Lista { items } => items.iter_mut().for_each(|item| spell_item(item, seen)),
            Block::Atgarder { groups, .. } => {
                for group in groups {
                    group.heading.iter_mut().chain(&mut group.items).for_each(|item| spell_item(item, seen));
                }
            }
        }
    }
    for inner in &mut section.sections {
        spell_section(inner, seen);
    }
}

fn spell_item(item: &mut Item, seen: &mut Vec<&'static str>) {
    spell(&mut item.text, seen);
    item.details.iter_mut().for_each(|fact| spell(&mut fact.value, seen));
}

/// Only a whole word in capitals is an abbreviation: "BUP", "BUP:s", "SIP-möte"; not "vh" or "SIPTEST".
fn spell(text: &mut String, seen: &mut Vec<&'static str>) {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        out.push_str(word);
        // Within brackets a writer has explained it already, or explains something else by it.
        let explained = after.trim_start().starts_with('(') || out.trim_end_matches(word).ends_with('(');
        if let Some((short, long)) = KNOWN.iter().find(|(short, _)| *short == word)
            && !seen.contains(short)
        {
            seen.push(short);
            // A compound is explained after its whole: "SIP-möte (samordnad individuell plan)".
            let tail =
                after.find(|c: char| !(c.is_alphanumeric() || "-:".contains(c))).unwrap_or(after.len());
            let tail = after[..tail].trim_end_matches([':', '-']).len();
            out.push_str(&after[..tail]);
            if !explained {
                out.push_str(" (");
                out.push_str(long);
                out.push(')');
            }
            rest = &after[tail..];
            continue;
        }
        let next = after.find(char::is_alphanumeric).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    *text = out;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str) -> String {
        let mut text = text.to_owned();
        spell(&mut text, &mut Vec::new());
        text
    }

    #[test]
    fn an_abbreviation_is_explained_once_and_no_other_word_is_touched() {
        for (written, read) in [
            ("BUP ringer, BUP kallar", "BUP (barn- och ungdomspsykiatrin) ringer, BUP kallar"),
            ("Nästa SIP-möte.", "Nästa SIP-möte (samordnad individuell plan)."),
            ("BUP:s svar", "BUP:s (barn- och ungdomspsykiatrin) svar"),
            ("Till BUP: ring", "Till BUP (barn- och ungdomspsykiatrin): ring"),
            ("LSS (lagen) och (BUP)", "LSS (lagen) och (BUP)"),
            ("SIPTEST af å", "SIPTEST af å"),
            ("… – ”ÅP”", "… – ”ÅP (åtgärdsprogram)”"),
            ("", ""),
        ] {
            assert_eq!(spelled(written), read);
        }
    }

    #[test]
    fn the_list_is_in_order_and_says_nothing_twice() {
        let shorts: Vec<String> = KNOWN.iter().map(|(short, _)| short.to_lowercase()).collect();
        assert!(shorts.is_sorted() && KNOWN.iter().all(|(_, long)| long.len() > 5), "{shorts:?}");
    }
}
