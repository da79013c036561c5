//! The steps of the ladder, from the largest type down to one row to a line.

use super::super::bricks::{Step, Type};
use super::super::page::Page;
use super::{HIGH, LOW, TWO_FROM};
use crate::view::widgets::big::Size;
use ratatui::layout::Rect;

/// Below so many rows, nothing but the point that is read out is large for certain.
const LOWEST: u16 = 12;

/// The ladder, from the top. Where a point is read out, that it is large comes first; else that all is. A question is never
/// smaller than `least`.
pub(super) fn steps(page: &Page, area: Rect, least: Type) -> Vec<Step> {
    let columns: &[u16] = if area.width >= TWO_FROM { &[1, 2] } else { &[1] };
    let heroes: Vec<Type> = Size::ALL.into_iter().map(Type::Big).collect();
    let mut bodies = Vec::new();
    for (at, body) in heroes.iter().enumerate() {
        let sparing = [Type::NARROW, Type::LOW].contains(body);
        // What rows stand under is never larger than they are, nor than the question.
        for (heading, air) in [(Type::LOW, 2), (Type::LOW, 1), (Type::Plain, 1)] {
            bodies.extend(columns.iter().map(|columns| (at, *body, heading, air, *columns)));
        }
        if sparing {
            for heading in [Type::LOW, Type::Plain] {
                bodies.extend(columns.iter().map(|columns| (at, *body, heading, 0, *columns)));
            }
        }
    }
    for air in [1, 0] {
        bodies.extend(columns.iter().map(|columns| (heroes.len(), Type::Plain, Type::Plain, air, *columns)));
    }
    let step = |hero: Type, (_, body, heading, air, columns): (usize, Type, Type, u16, u16)| Step {
        hero,
        // Where people meet again is less than when.
        facts: match hero {
            _ if page.is_point || page.groups.is_empty() => hero,
            _ if area.height < HIGH => Type::Plain,
            _ => Type::LOW,
        },
        body,
        beside: body,
        heading,
        subject: if heading.is_big() && !page.is_point { Type::LOW } else { Type::Plain },
        air,
        columns,
        tight: false,
    };
    // Beside a large question, what is spoken of is large before the question is larger still.
    let is_high = area.height >= HIGH && page.subject.is_some();
    let large_subject = |step: &Step| Step { subject: Type::LOW, ..*step };
    let is_larger = |hero: usize, body: usize| hero < body;
    let mut all = Vec::new();
    if page.is_point {
        for (at, hero) in heroes.iter().enumerate() {
            all.extend(bodies.iter().filter(|body| is_larger(at, body.0)).map(|body| step(*hero, *body)));
        }
    } else {
        for body in &bodies {
            let larger = heroes.iter().enumerate().filter(|(at, _)| is_larger(*at, body.0));
            let steps: Vec<Step> = larger.map(|(_, hero)| step(*hero, *body)).collect();
            let first = steps.iter().filter(|step| is_high && step.hero != Type::LOW).map(large_subject);
            // It is small only where the list would be.
            let small = steps.iter().filter(|step| {
                !is_high
                    || step.hero == Type::LOW
                    || [Type::NARROW, Type::LOW, Type::Plain].contains(&step.body)
            });
            all.extend(first.chain(small.copied()));
        }
    }
    // Before anything is only counted, all but what is read out is small.
    let plain = columns.iter().map(|columns| (0, Type::Plain, Type::Plain, 0, *columns));
    if page.is_point {
        // On a low wall small type is too small for who and when, which are the point: there the others may wait.
        for hero in heroes.iter().filter(|_| area.height >= LOW) {
            all.extend(plain.clone().map(|body| Step { facts: Type::Plain, ..step(*hero, body) }));
        }
    } else if !least.is_big() && (area.height < LOWEST || !page.groups.is_empty()) {
        all.extend(plain.map(|body| step(Type::Plain, body)));
    }
    all
}
