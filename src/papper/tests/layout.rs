//! How minutes of any length fall on their pages.

use super::*;

/// A page as its lines of text from above, each with how far down it stands, in parts of the page's height.
fn lines(frame: &Frame) -> Vec<(f64, String)> {
    fn walk(frame: &Frame, at: Point, height: f64, out: &mut Vec<(f64, f64, String)>) {
        for (place, item) in frame.items() {
            let here = at + *place;
            match item {
                FrameItem::Group(group) => walk(&group.frame, here, height, out),
                FrameItem::Text(text) => {
                    out.push((here.y.to_pt() / height, here.x.to_pt(), text.text.to_string()));
                }
                _ => {}
            }
        }
    }
    let mut parts = Vec::new();
    walk(frame, Point::zero(), frame.height().to_pt(), &mut parts);
    parts.retain(|(y, ..)| (0.07..0.925).contains(y));
    parts.sort_by(|one, other| (one.0, one.1).partial_cmp(&(other.0, other.1)).unwrap());
    let mut all: Vec<(f64, String)> = Vec::new();
    for (y, _, text) in parts {
        match all.last_mut() {
            Some((last, line)) if (y - *last).abs() < 0.003 => {
                line.push_str(" | ");
                line.push_str(&text);
            }
            _ => all.push((y, text)),
        }
    }
    all
}

/// The pages of a document as they are set.
fn pages(document: &Document) -> Vec<Vec<(f64, String)>> {
    let (order, picture) = order(document, &paper()).unwrap();
    let mut task = Task::of(&order, &picture);
    let (_, _, pages) = typeset::with_slip_in_front(&mut task).unwrap();
    pages.pages().iter().map(|page| lines(&page.frame)).collect()
}

/// Minutes with so many points of varied length, and what stands of the meeting as such with so many people.
fn minutes_of(count: usize, words: usize, people: usize) -> Document {
    let text =
        |at: usize| format!("Punkt {at} {}", "prova något nytt i skolan ".repeat(1 + words * (at % 3)));
    let rows = (1..=count).map(|at| promised(&text(at), "Amina Låtsas", "senast fredag 4 december 2026"));
    let mut document = with_points(rows.collect(), "Fot");
    let list = |heading: &str, count: usize| {
        let items =
            (0..count).map(|at| Item::new(format!("Alva Påhitt {at}, rektor (Skola, kommun)"))).collect();
        Section::new(heading, vec![Block::Lista { items }])
    };
    let about = vec![list("Deltagare", people), list("Kopior", 3)];
    document.sections.push(Section { sections: about, ..Section::new("Om mötet", Vec::new()) });
    let signed = Block::Underskrifter { items: vec![Item::new("Karin Exempel, rektor")], family: false };
    document.sections.push(Section::new("Underskrifter", vec![signed]));
    document
}

/// How many rows of the plan a page has.
fn points_on(page: &[(f64, String)]) -> usize {
    page.iter().filter(|(_, line)| line.contains("| Punkt ")).count()
}

#[test]
fn no_point_of_a_plan_is_alone_on_a_page_however_many_there_are() {
    // Rows of one, two and more lines.
    for (words, step) in [(1, 1), (0, 5), (4, 4)] {
        for count in (2..=25).step_by(step) {
            let pages = pages(&minutes_of(count, words, 8));
            let points: Vec<usize> = pages.iter().map(|page| points_on(page)).collect();
            assert_eq!(points.iter().sum::<usize>(), count, "{words} {count}: {pages:?}");
            assert!(!points.contains(&1), "{words} {count}: {points:?}");
        }
        typst::comemo::evict(0);
    }
}

/// Copies and signatures take the rest of what is told of the meeting along, where less space doesn't bring them back.
#[test]
fn copies_and_signatures_are_not_alone_on_a_last_page() {
    for count in (2..=26).step_by(6) {
        for people in [4, 9, 14] {
            let pages = pages(&minutes_of(count, 1, people));
            let last = pages.last().unwrap();
            let has = |word: &str| last.iter().any(|(_, line)| line.contains(word));
            assert!(
                has("Underskrifter") && (pages.len() == 1 || has("Deltagare")),
                "{count} {people}: {last:?}"
            );
        }
        typst::comemo::evict(0);
    }
}

/// Neither a double name nor a day with its weekday is divided, in whichever column it stands.
#[test]
fn no_name_breaks_at_its_own_hyphen_and_no_day_from_its_weekday() {
    let whole = ["Ann-Charlotte", "Bergström-Lindqvist", "Ekenstam-Wallenberg", "måndag 16 november 2026"];
    let mut rows = Vec::new();
    for shift in 0..20 {
        let before = "o".repeat(shift);
        let who = "Ann-Charlotte Bergström-Lindqvist, socialsekreterare (Socialtjänst, kommun)";
        let when = format!("{before} måndag 16 november 2026");
        rows.push(promised(&format!("{before} Karl-Johan af Ekenstam-Wallenberg"), who, &when));
    }
    let count = rows.len();
    let printed = printed(&with_points(rows, "Fot"), &paper());
    for part in whole {
        let times = printed.iter().filter(|one| one.text.contains(part)).count();
        assert_eq!(times, count, "{part}");
    }
    assert!(printed.iter().all(|one| one.right > 40.0), "inside the margins");
    assert!(!printed.iter().any(|one| one.text.contains('\u{2060}') || one.text.contains('\u{2011}')));
}

/// A team's meeting, with a child in each ärende but the second, and so many points in each.
fn team_of(arenden: usize, points: usize) -> Document {
    let sheet = |at: usize| {
        let rows = (1..=points).map(|row| promised(&format!("Punkt {row}"), "Amina Låtsas", "nu")).collect();
        let table =
            Block::Atgarder { groups: vec![Group { heading: None, items: rows }], others: String::new() };
        Section {
            own_sheet: true,
            of_child: Some(at != 2),
            sections: vec![Section::new("Åtgärder", vec![table])],
            ..Section::new(format!("Ärende {at}: Sak{at}x"), Vec::new())
        }
    };
    let mut document = with_points(Vec::new(), "Fot");
    document.sections = (1..=arenden).map(sheet).collect();
    document
}

/// The first begins on the first page; what is about no child follows on, and no page has two children.
#[test]
fn two_children_never_share_a_page_and_nothing_else_needs_one_of_its_own() {
    for arenden in 1..=6 {
        for points in [1, 8, 25] {
            let pages = pages(&team_of(arenden, points));
            let on = |page: &Vec<(f64, String)>, at: usize| {
                page.iter().any(|(_, line)| line.contains(&format!("Sak{at}x")))
            };
            assert!(on(&pages[0], 1), "{arenden} {points}");
            for page in &pages {
                let children = (1..=arenden).filter(|at| *at != 2 && on(page, *at)).count();
                assert!(children < 2, "{arenden} {points}: {page:?}");
            }
            if points == 1 && arenden > 1 {
                assert!(on(&pages[0], 2), "{arenden}: {pages:?}");
                assert_eq!(pages.len(), arenden - 1, "{arenden}");
            }
        }
        typst::comemo::evict(0);
    }
}

/// The number stands in the head of the first page, whatever it is called among the facts, and on each page after it.
#[test]
fn the_registry_number_is_in_the_head_of_every_page() {
    for label in ["Diarienummer", "Registrerat"] {
        for with_letterhead in [true, false] {
            let mut document = team_of(4, 25);
            document.head = vec![Fact::new(label, "BUN 2026/17")];
            let mut paper = paper();
            if !with_letterhead {
                (paper.municipality, paper.body, paper.workplace, paper.logo) =
                    (String::new(), String::new(), String::new(), None);
            }
            let count =
                printed(&document, &paper).iter().filter(|one| one.text.contains("BUN 2026/17")).count();
            let pages = pages(&document).len();
            assert!(count >= pages, "{label} {with_letterhead}: {count} of {pages}");
        }
    }
}

/// How many times a document is laid out before its pages are chosen.
fn times_of(document: &Document) -> usize {
    let (order, picture) = order(document, &paper().of_kind(document)).unwrap();
    let mut times = 0;
    let mut lay = |task: &Task<'_>, size: f64, space: f64| {
        times += 1;
        typeset::at(task, size, space)
    };
    typeset::fitted(&mut Task::of(&order, &picture), &mut lay).unwrap();
    typst::comemo::evict(0);
    times
}

/// Each layout costs as much as the first: where a page would be meagre so many are tried, and no more.
#[test]
fn a_paper_is_laid_out_a_few_times_at_the_most() {
    let of_minutes: Vec<usize> = documents().iter().map(times_of).collect();
    let meagre: Vec<usize> = (2..=26).step_by(3).map(|count| times_of(&minutes_of(count, 1, 9))).collect();
    // The usual; whether the least space helps, then the two that are wider; all about the meeting on a new page.
    assert!(of_minutes.iter().chain(&meagre).all(|times| *times <= 5), "{of_minutes:?} {meagre:?}");
    assert!(meagre.contains(&1) && meagre.iter().any(|times| *times > 1), "{meagre:?}");
    let mut letters = Vec::new();
    let mut plans = Vec::new();
    for more in [0, 12, 30, 60] {
        let rows = || (0..more).map(|row| Item::new(format!("Att veta {row}"))).collect();
        let added = || Section::new("Mer att veta", vec![Block::Lista { items: rows() }]);
        let mut letter =
            minutes::invitation(&meetings()[0], None, true, paper().made_at.naive_utc()).unwrap();
        let slip = letter.sections.iter().position(|part| part.heading == Document::SLIP).unwrap();
        letter.sections.insert(slip, added());
        letters.push(times_of(&letter));
        let mut plan = Document { kind: Document::PLAN.to_owned(), ..minutes_of(3, 1, 4) };
        plan.sections.push(added());
        plans.push(times_of(&plan));
    }
    // The same, the three that may bring the slip to a front, and the same again with a sheet of its own for it.
    assert!(letters.iter().all(|times| *times <= 13), "{letters:?}");
    // The usual, six in smaller type, and three with less space.
    assert!(plans.iter().all(|times| *times <= 10), "{plans:?}");
}
