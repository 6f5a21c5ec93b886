//! How notifications are delivered, and where.

use crate::api::asked::Asked;
use crate::api::documents::delivery::DeliveryDocument;
use crate::api::problem::Problem;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

pub(crate) fn show(asked: &Asked) -> Result<Value, Problem> {
    Ok(json!(*asked.shared.delivery()))
}

/// Changes the fields that are given.
pub(crate) fn change(asked: &Asked) -> Result<Value, Problem> {
    let Some(given) = asked.body.as_object() else {
        return Err(Problem::unreadable(
            "there is no JSON object",
            "send one, such as {\"mode\": \"hold\"}",
        ));
    };
    let mut current = asked.shared.delivery();
    let mut changed = json!(*current);
    for (name, value) in given {
        changed[name] = value.clone();
    }
    let hint = "see the schema `Delivery`";
    let changed: DeliveryDocument = serde_json::from_value(changed)
        .map_err(|error| Problem::broken_rule(error.to_string(), hint))?;
    changed
        .read()
        .map_err(|detail| Problem::broken_rule(detail, hint))?;
    changed.apply(&asked.shared.emulator.service.outbox);
    *current = changed;
    Ok(json!(*current))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Callback {
    url: Option<Url>,
}

pub(crate) fn show_callback(asked: &Asked) -> Result<Value, Problem> {
    Ok(json!({ "url": asked.shared.emulator.service.outbox.callback() }))
}

pub(crate) fn set_callback(asked: &Asked) -> Result<Value, Problem> {
    let callback: Callback = asked.body()?;
    if let Some(url) = &callback.url
        && !matches!(url.scheme(), "http" | "https")
    {
        let detail = "a callback is an http or https URL";
        return Err(Problem::broken_rule(
            detail,
            "write `http://127.0.0.1:3000/callback`",
        ));
    }
    asked
        .shared
        .emulator
        .service
        .outbox
        .set_callback(callback.url);
    show_callback(asked)
}
