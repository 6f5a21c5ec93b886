//! The clock.

use crate::api::asked::Asked;
use crate::api::documents::time::Time;
use crate::api::problem::Problem;
use crate::clock::MAX_ADVANCE;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) fn show(asked: &Asked) -> Result<Value, Problem> {
    let state = asked.state();
    let elapsed = Time(state.clock.elapsed());
    Ok(json!({ "elapsed": elapsed, "running": state.clock.is_running() }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    by: Time,
}

/// Answers after all that was due has happened.
pub(crate) fn advance(asked: &Asked) -> Result<Value, Problem> {
    let Advance { by: Time(by) } = asked.body()?;
    if by > MAX_ADVANCE {
        let detail = "the clock advances by at most ten years at once";
        return Err(Problem::broken_rule(detail, "write a shorter time"));
    }
    asked.state().advance(by);
    show(asked)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockChange {
    running: bool,
}

pub(crate) fn change(asked: &Asked) -> Result<Value, Problem> {
    let ClockChange { running } = asked.body()?;
    asked.state().run_clock(running);
    show(asked)
}
