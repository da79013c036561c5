//! The columns as the store asks for them. What they are is said beside each record, in [`crate::domain::record`].

use crate::domain::command::Table;

#[cfg(test)]
pub(super) use crate::domain::record::columns::OnDelete;
pub(super) use crate::domain::record::columns::{Column, Kind};

/// The columns of a table, the key first.
pub(super) const fn columns(table: Table) -> &'static [Column] {
    table.columns()
}

/// One column of a table.
pub(super) fn find(table: Table, name: &str) -> Option<&'static Column> {
    table.column(name)
}

/// Whether the table counts how many times a row has been written.
pub(super) fn has_rev(table: Table) -> bool {
    find(table, "rev").is_some()
}

/// The table by its name in the database.
pub(super) fn by_name(name: &str) -> Option<Table> {
    Table::by_name(name)
}
