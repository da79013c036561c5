//! What lies on top of a screen: lists to pick from, forms to fill in, questions, texts to read.

pub use super::fields::understood;
pub use super::page::{
    ASK_WIDTH, READER_WIDTH, asked_lines, asked_rows, asked_whole, inner_width, scrolls_to,
};
pub use crate::app::core::model::Dialog;
pub use crate::app::core::model::form::{Field, FieldKind, Form, FormKind};
pub use crate::app::core::model::list::{Choice, Columns, ListKind, Pick, PickItem, Then};
pub use crate::app::core::model::question::{Confirm, Reader, RuleStop};
pub use crate::app::papers::copy_list::{Copies, CopyRow};
