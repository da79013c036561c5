//! One line that captures an action: `text @ägare >datum`.
