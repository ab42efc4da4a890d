//! Drawings, made on the server as SVG: they need no script, can be printed, and every part of them is a link.
//!
//! Labels are HTML inside the drawing, so that the browser shapes and breaks lines of either direction.

pub(crate) mod map;
pub(crate) mod network;
pub(crate) mod timeline;
pub(crate) mod tree;

use crate::ask::Look;
use crate::words::Tongue;

/// A place along the line of reading: from the left in English, from the right in Arabic.
fn along(look: &Look, at: f64, length: f64, whole: f64) -> f64 {
    if look.tongue == Tongue::Arabic { whole - at - length } else { at }
}

/// A number for a drawing, to a tenth.
fn n(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    // No minus zero.
    format!("{}", rounded + 0.0)
}
