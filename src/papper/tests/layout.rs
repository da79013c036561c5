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
