//! What a PDF costs: a SIP and an EHT with fifteen ärenden from a paper program that runs, and from one that is started.

#![allow(clippy::unwrap_used, reason = "a benchmark may stop where it stands")]

mod common;

use divan::Bencher;
use samverkan::minutes::pdf::Paper;
use samverkan::minutes::{self, Document, Options};
use samverkan::runtime::typesetter::{PATIENCE, Typesetter};
use samverkan::store::{Access, MeetingFilter, Store};

fn main() {
    divan::main();
}

fn minutes_of(form: &str) -> Document {
    let printed_at = "2026-11-24T08:15:00".parse().unwrap();
    let options = Options {
        printed_at,
        draft: true,
        practice: true,
        print_names: false,
        reader: None,
        laws: samverkan::domain::law::Laws::default(),
    };
    let folder = common::folder();
    let store = Store::open(&common::demo_database(&folder), &Access::Practice).unwrap();
    let longest = store
        .meetings(&MeetingFilter::default())
        .unwrap()
        .into_iter()
        .filter(|row| row.agenda_id == form)
        .map(|row| store.meeting(row.id).unwrap())
        .max_by_key(|meeting| meeting.entries.len())
        .unwrap();
    minutes::build(&longest, &options)
}

/// The same sheets over again, until there are fifteen.
fn fifteen() -> Document {
    let mut document = minutes_of("eht");
    let sheets: Vec<_> = document.sections.iter().filter(|section| section.own_sheet).cloned().collect();
    document.sections.retain(|section| !section.own_sheet);
    document.sections.extend(sheets.into_iter().cycle().take(15));
    document
}

fn typesetter() -> Typesetter {
    Typesetter::at(env!("CARGO_BIN_EXE_samverkan-papper").into(), PATIENCE)
}

fn paper() -> Paper {
    Paper { body: "Nämnden".to_owned(), ..Paper::plain("2026-11-24T08:15:00".parse().unwrap()) }
}

#[divan::bench]
fn sip(bencher: Bencher<'_, '_>) {
    let document = minutes_of("sip");
    let typesetter = typesetter();
    bencher.bench(|| typesetter.set(&document, &paper()).unwrap().len());
}

#[divan::bench(sample_count = 20)]
fn eht_with_fifteen_arenden(bencher: Bencher<'_, '_>) {
    let document = fifteen();
    let typesetter = typesetter();
    bencher.bench(|| typesetter.set(&document, &paper()).unwrap().len());
}

#[divan::bench(sample_count = 20)]
fn sip_from_a_start(bencher: Bencher<'_, '_>) {
    let document = minutes_of("sip");
    bencher.bench(|| typesetter().set(&document, &paper()).unwrap().len());
}
