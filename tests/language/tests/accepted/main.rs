//! Invites that the macro accepts.

mod clauses;
mod computed_values;
mod conditions;
mod constants;
mod fields;
mod invites;
mod json_requests;
mod kinds;
mod names;
mod optional_names;
mod options;
mod positions;
mod spreads;
mod spreads_of_ids;
mod values;
mod words_as_names;
mod wrappers;
