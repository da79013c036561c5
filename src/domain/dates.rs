//! Swedish date phrases, both ways.
