//! The description of the API, made from the same table that the requests go through.

use crate::api::endpoint::{Endpoint, Run};
use crate::api::routes::ENDPOINTS;
use crate::paths::CONTROL;
use serde_json::{Map, Value, json};

const SCHEMAS: &str = include_str!("schemas.json");

/// The whole document, in `OpenAPI` 3.1.
pub(crate) fn document() -> Value {
    let mut paths = Map::new();
    for endpoint in ENDPOINTS {
        let path = paths
            .entry(format!("{CONTROL}{}", endpoint.path))
            .or_insert_with(|| json!({}));
        path[endpoint.method.to_lowercase()] = operation(endpoint);
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "graph-invite-emulator", "version": env!("CARGO_PKG_VERSION") },
        "paths": paths,
        "components": {
            "schemas": serde_json::from_str::<Value>(SCHEMAS).unwrap_or_default(),
        },
    })
}

fn operation(endpoint: &Endpoint) -> Value {
    let in_path = endpoint.path.split('/').filter_map(|part| {
        let name = part.strip_prefix('{')?.strip_suffix('}')?;
        Some(
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }),
        )
    });
    let query = endpoint.all_query().into_iter();
    let query =
        query.map(|name| json!({ "name": name, "in": "query", "schema": { "type": "string" } }));
    let (status, schema) = endpoint.answer;
    let mut answer = json!({ "description": endpoint.does });
    let kind = match endpoint.run {
        Run::Events => "text/event-stream",
        _ => "application/json",
    };
    if let Some(schema) = schema {
        let schema = match endpoint.run {
            Run::List(_) => json!({
                "type": "object",
                "required": ["items", "total"],
                "properties": {
                    "items": { "type": "array", "items": reference(schema) },
                    "total": { "type": "integer" },
                },
            }),
            _ => reference(schema),
        };
        answer["content"] = json!({ kind: { "schema": schema } });
    }
    let problem = json!({
        "description": "why not, and what to write instead",
        "content": { "application/problem+json": { "schema": reference("Problem") } },
    });
    let mut operation = json!({
        "summary": endpoint.does,
        "parameters": in_path.chain(query).collect::<Vec<_>>(),
        "responses": { status.to_string(): answer, "4XX": problem },
    });
    if let Some(body) = endpoint.body {
        operation["requestBody"] = json!({
            "content": { "application/json": { "schema": reference(body) } },
        });
    }
    operation
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}
