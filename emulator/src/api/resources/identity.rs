//! The emulator itself: its health, its scenario, its credentials and keys.

use crate::api::asked::Asked;
use crate::api::documents::scenario::Scenario;
use crate::api::documents::time::Time;
use crate::api::problem::Problem;
use crate::api::shared::Shared;
use crate::paths::CONTROL;
use serde::Deserialize;
use serde_json::{Value, json};
use std::pin::Pin;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn health(shared: &Shared) -> Value {
    json!({
        "status": "ready",
        "version": env!("CARGO_PKG_VERSION"),
        "api": 1,
        "graph": shared.emulator.root(),
        "control": format!("{}{}", shared.root, CONTROL),
        "uptime": String::from(Time(shared.started.elapsed())),
    })
}

pub(crate) fn show_scenario(asked: &Asked) -> Result<Value, Problem> {
    Ok(json!(*asked.shared.scenario()))
}

/// All or nothing.
pub(crate) fn set_scenario(asked: &Asked) -> Result<Value, Problem> {
    let scenario: Scenario = asked.body()?;
    let mistakes = scenario.mistakes();
    if !mistakes.is_empty() {
        return Err(Problem::broken_rule(
            mistakes.join("; "),
            "correct each of them",
        ));
    }
    let mut current = asked.shared.scenario();
    if let Some(fixed) = current.fixed_change(&scenario) {
        let detail = format!("`{fixed}` is fixed while the emulator runs");
        return Err(Problem::broken_rule(
            detail,
            "leave it as it is, or start another emulator",
        ));
    }
    *current = scenario;
    load(asked, &current);
    Ok(json!(*current))
}

pub(crate) fn reset(asked: &Asked) -> Result<Value, Problem> {
    load(asked, &asked.shared.scenario());
    Ok(Value::Null)
}

fn load(asked: &Asked, scenario: &Scenario) {
    let shared = &asked.shared;
    scenario.load(&shared.emulator, &mut shared.names());
    *shared.delivery() = scenario.delivery.clone();
}

/// All that a bot needs.
pub(crate) fn credentials(asked: &Asked) -> Result<Value, Problem> {
    let emulator = &asked.shared.emulator;
    let root = emulator.root();
    Ok(json!({
        "root": root,
        "tenant": emulator.tenant(),
        "app": emulator.app(),
        "secret": emulator.client_secret(),
        "token": emulator.token(),
        "authority": format!("{root}/{}", emulator.tenant()),
        "scope": format!("{root}/.default"),
        "openid_configuration": emulator.openid_configuration(),
        "certificate": emulator.certificate(),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewToken {
    tenant: Option<Uuid>,
    life: Option<Time>,
}

pub(crate) fn add_token(
    asked: Arc<Asked>,
) -> Pin<Box<dyn Future<Output = Result<Value, Problem>> + Send>> {
    Box::pin(async move {
        let new: NewToken = asked.body()?;
        let service = &asked.shared.emulator.service;
        let tenant = new.tenant.unwrap_or(service.identity.tenant);
        let life = new
            .life
            .map_or(service.identity.token_lifetime, |life| life.0);
        let token = service
            .issue_token(tenant, life)
            .await
            .map_err(|_| Problem::not_now("no key could be made to sign it", "try again"))?;
        Ok(json!({ "token": token, "tenant": tenant, "life": Time(life) }))
    })
}

pub(crate) fn revoke_tokens(asked: &Asked) -> Result<Value, Problem> {
    asked.shared.emulator.revoke_tokens();
    Ok(Value::Null)
}

pub(crate) fn rotate_keys(asked: &Asked) -> Result<Value, Problem> {
    asked.shared.emulator.rotate_keys();
    Ok(Value::Null)
}
