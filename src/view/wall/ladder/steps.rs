//! The steps of the ladder, from the largest type down to one row to a line.

use super::super::bricks::{Step, Type};
use super::super::page::Page;
use super::{HIGH, TWO_FROM};
use crate::view::widgets::big::Size;
use ratatui::layout::Rect;

/// Below so many rows, nothing is large for certain.
const LOWEST: u16 = 12;

/// From this place among all sizes on, a point may stand over a list in the terminal's own letters; one that is larger is so only
/// where the list is large too.
const LARGE_POINT: usize = 7;

/// The rows of a list: which place their type has among the sizes, the type, that of their headings, the air between them and
/// in how many columns they stand.
type Body = (usize, Type, Type, u16, u16);

fn heroes() -> impl Iterator<Item = (usize, Type)> {
    Size::ALL.into_iter().map(Type::Big).enumerate()
}

/// In which ways a list is set, the largest first.
fn bodies(area: Rect) -> Vec<Body> {
    let columns: &[u16] = if area.width >= TWO_FROM { &[1, 2] } else { &[1] };
    let mut bodies = Vec::new();
    for (at, body) in heroes() {
        let sparing = [Type::NARROW, Type::LOW].contains(&body);
        // What rows stand under is never larger than they are, nor than the question.
        for (heading, air) in [(Type::LOW, 2), (Type::LOW, 1), (Type::Plain, 1)] {
            bodies.extend(columns.iter().map(|columns| (at, body, heading, air, *columns)));
        }
        if sparing {
            for heading in [Type::LOW, Type::Plain] {
                bodies.extend(columns.iter().map(|columns| (at, body, heading, 0, *columns)));
            }
        }
    }
    for air in [1, 0] {
        let plain = |columns: &u16| (Size::ALL.len(), Type::Plain, Type::Plain, air, *columns);
        bodies.extend(columns.iter().map(plain));
    }
    bodies
}

/// The ladder of a point that is read out, from the top: that its text, who and when are large comes first, then that the list
/// is, and then that the question stands over it.
pub(super) fn point_steps(area: Rect) -> Vec<Step> {
    let bodies = bodies(area);
    let step = |hero: Type, (_, body, heading, air, columns): Body, tight: bool| Step {
        hero,
        facts: hero,
        body,
        beside: body,
        heading,
        subject: Type::Plain,
        air,
        columns,
        tight,
    };
    let mut all = Vec::new();
    for (at, hero) in heroes() {
        let under = bodies.iter().filter(|body| at < body.0 && (at >= LARGE_POINT || body.1.is_big()));
        // It isn't larger than it must be instead of the question.
        let tight: &[bool] = if hero == Type::LOW { &[false, true] } else { &[false] };
        all.extend(under.flat_map(|body| tight.iter().map(|tight| step(hero, *body, *tight))));
    }
    all
}

/// The ladder of a question, from the top: that all is large comes first. A question is never smaller than `least`.
pub(super) fn steps(page: &Page, area: Rect, least: Type) -> Vec<Step> {
    let columns: &[u16] = if area.width >= TWO_FROM { &[1, 2] } else { &[1] };
    let heroes: Vec<Type> = heroes().map(|(_, hero)| hero).collect();
    let bodies = bodies(area);
    let step = |hero: Type, (_, body, heading, air, columns): Body| Step {
        hero,
        // Where people meet again is less than when.
        facts: match hero {
            _ if page.groups.is_empty() => hero,
            _ if area.height < HIGH => Type::Plain,
            _ => Type::LOW,
        },
        body,
        beside: body,
        heading,
        subject: if heading.is_big() { Type::LOW } else { Type::Plain },
        air,
        columns,
        tight: false,
    };
    // Beside a large question, what is spoken of is large before the question is larger still.
    let is_high = area.height >= HIGH && page.subject.is_some();
    let large_subject = |step: &Step| Step { subject: Type::LOW, ..*step };
    let is_larger = |hero: usize, body: usize| hero < body;
    let mut all = Vec::new();
    for body in &bodies {
        let larger = heroes.iter().enumerate().filter(|(at, _)| is_larger(*at, body.0));
        let steps: Vec<Step> = larger.map(|(_, hero)| step(*hero, *body)).collect();
        let first = steps.iter().filter(|step| is_high && step.hero != Type::LOW).map(large_subject);
        // It is small only where the list would be.
        let small = steps.iter().filter(|step| {
            !is_high || step.hero == Type::LOW || [Type::NARROW, Type::LOW, Type::Plain].contains(&step.body)
        });
        all.extend(first.chain(small.copied()));
    }
    // Before anything is only counted, all is small.
    if !least.is_big() && (area.height < LOWEST || !page.groups.is_empty()) {
        let plain = |columns: &u16| step(Type::Plain, (0, Type::Plain, Type::Plain, 0, *columns));
        all.extend(columns.iter().map(plain));
    }
    all
}
