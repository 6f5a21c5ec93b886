//! Invites that the macro accepts.

mod clauses;
mod computed_values;
mod constants;
mod fields;
mod invites;
mod kinds;
mod names;
mod positions;
mod spreads;
mod values;
mod words_as_names;
mod wrappers;
