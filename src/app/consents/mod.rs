//! Consents between and during meetings: written down, withdrawn at once, printed to sign, listed on home; and questions taken
//! up so that the child can't be recognised.

pub(crate) mod form;
pub(crate) mod lift_out;
pub(crate) mod list;
pub(crate) mod print;
#[cfg(test)]
mod tests;
pub(crate) mod withdraw;
