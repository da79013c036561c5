//! A meeting on screen: walking through it, writing, rows, people and ärenden.

pub(crate) mod after_answer;
#[cfg(test)]
mod agenda_rules_tests;
pub(crate) mod answering;
#[cfg(test)]
mod answering_tests;
pub(crate) mod arende_form;
pub(crate) mod arenden;
pub(crate) mod asked_day;
pub(crate) mod asked_when;
pub(crate) mod became_text;
pub(crate) mod begun;
pub mod board;
pub(crate) mod booking;
#[cfg(test)]
mod choices_tests;
pub(crate) mod chosen;
pub mod complete;
pub(crate) mod completing;
pub(crate) mod course;
#[cfg(test)]
mod draft_tests;
pub(crate) mod earlier;
pub(crate) mod editing;
pub mod emptied;
pub(crate) mod entry;
pub(crate) mod entry_form;
pub(crate) mod family;
pub(crate) mod follow_up;
#[cfg(test)]
mod followed_tests;
#[cfg(test)]
mod forms_tests;
pub mod given;
#[cfg(test)]
mod going_tests;
#[cfg(test)]
mod hand_tests;
#[cfg(test)]
mod handover_tests;
pub(crate) mod head_form;
#[cfg(test)]
mod heading_tests;
pub(crate) mod held;
pub(crate) mod how_it_went;
#[cfg(test)]
mod kept_tests;
pub(crate) mod keys;
pub(crate) mod kinds;
pub(crate) mod letters;
pub(crate) mod loose_ends;
pub(crate) mod marks;
pub(crate) mod mend;
pub(crate) mod new_point;
pub(crate) mod newcomers;
pub(crate) mod nothing_more;
pub(crate) mod opening;
#[cfg(test)]
mod own_forms_tests;
pub(crate) mod participant_form;
pub(crate) mod pasted;
pub(crate) mod people;
pub(crate) mod plan_answer;
#[cfg(test)]
mod plan_tests;
pub(crate) mod planned;
#[cfg(test)]
mod planned_tests;
#[cfg(test)]
mod reading_tests;
pub(crate) mod recurring;
pub(crate) mod rhythm;
#[cfg(test)]
mod rhythm_tests;
pub(crate) mod row_digit;
pub(crate) mod rows;
pub(crate) mod rule_stop;
#[cfg(test)]
mod rules_tests;
pub(crate) mod same_child;
pub mod screen;
#[cfg(test)]
mod secretary_tests;
pub(crate) mod send_on;
#[cfg(test)]
mod stop_tests;
pub(crate) mod strike;
pub mod target;
pub(crate) mod task;
pub(crate) mod tasks;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod thread_tests;
pub(crate) mod timing;
pub(crate) mod turn;
pub(crate) mod two_texts;
pub(crate) mod typed_line;
pub(crate) mod typed_on;
#[cfg(test)]
mod typed_tests;
pub(crate) mod undoing;
pub(crate) mod walk;
pub(crate) mod who_is;
#[cfg(test)]
mod who_is_tests;
#[cfg(test)]
mod whose_tests;
pub mod words;
