//! Small pictures, and the button that has one.

use maud::{Markup, html};

/// A button that copies a text.
pub(crate) fn copy(label: &str, text: &str) -> Markup {
    html! {
        button.icon.copy type="button" data-copy=(text) aria-label=(label) title=(label) {
            (drawing("M6 2.5h6.5a1 1 0 0 1 1 1V10M3.500 5.500h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1z"))
        }
    }
}

/// A small picture of one line. Fonts lack some of these.
pub(crate) fn drawing(path: &str) -> Markup {
    html! {
        svg.drawing viewBox="0 0 16 16" aria-hidden="true" { path d=(path) {} }
    }
}

/// The receiver of a telephone.
pub(crate) fn telephone() -> Markup {
    drawing(
        "M3.600 2.600l1.800-.5 1.300 2.900-1.300 1.200c.8 1.700 2.100 3.100 3.900 4l1.300-1.300 2.900 1.300-.5 1.900c-.2.8-.9 1.400-1.700 1.300C6.200 12.900 2.700 9.200 2.300 4.400c0-.9.500-1.600 1.300-1.800z",
    )
}
