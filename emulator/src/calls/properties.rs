//! Reading single properties of a request body.

use crate::calls::error::RequestError;
use crate::calls::service_id::ServiceId;
use graph_invite_rules::wire::ODATA_TYPE;
use graph_invite_rules::{check_service_id, parse_guid};
use serde_json::Value;
use url::Url;
use uuid::Uuid;

/// A property that is a string. `null` counts as absent. `path` leads to the object, and is empty
/// or ends in a dot.
pub(crate) fn string(
    object: &Value,
    path: &str,
    name: &str,
) -> Result<Option<String>, RequestError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(RequestError::invalid(
            format!("{path}{name}"),
            "it is no string",
        )),
    }
}

/// A property that is an id of the service.
pub(crate) fn service_id(
    object: &Value,
    path: &str,
    name: &str,
) -> Result<Option<ServiceId>, RequestError> {
    let Some(id) = string(object, path, name)? else {
        return Ok(None);
    };
    match check_service_id(&id) {
        Ok(()) => Ok(Some(ServiceId(id))),
        Err(error) => Err(RequestError::invalid(format!("{path}{name}"), error)),
    }
}

/// A property that is an object. `null` counts as absent.
pub(crate) fn object<'a>(object: &'a Value, name: &str) -> Result<Option<&'a Value>, RequestError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) if value.is_object() => Ok(Some(value)),
        Some(_) => Err(RequestError::invalid(name, "it is no object")),
    }
}

/// A property that is an array. `null` counts as absent.
pub(crate) fn array<'a>(
    object: &'a Value,
    name: &str,
) -> Result<Option<&'a [Value]>, RequestError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(items)) => Ok(Some(items)),
        Some(_) => Err(RequestError::invalid(name, "it is no array")),
    }
}

/// A property that is the id of a tenant.
pub(crate) fn tenant(object: &Value, name: &str) -> Result<Option<Uuid>, RequestError> {
    let Some(id) = string(object, "", name)? else {
        return Ok(None);
    };
    match parse_guid(&id) {
        Ok(id) => Ok(Some(Uuid::from_u128(id))),
        Err(error) => Err(RequestError::invalid(name, error)),
    }
}

/// A property that is an address for notifications. Unlike the service, it takes `http` too.
pub(crate) fn url(object: &Value, name: &str) -> Result<Option<Url>, RequestError> {
    let Some(text) = string(object, "", name)? else {
        return Ok(None);
    };
    match Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Some(url)),
        Ok(_) => Err(RequestError::invalid(name, "it is neither http nor https")),
        Err(error) => Err(RequestError::invalid(name, error)),
    }
}

/// Checks a property that is true or false. `null` counts as absent.
pub(crate) fn check_boolean(object: &Value, path: &str, name: &str) -> Result<(), RequestError> {
    match object.get(name) {
        None | Some(Value::Null | Value::Bool(_)) => Ok(()),
        Some(_) => {
            let reason = "it is neither true nor false";
            Err(RequestError::invalid(format!("{path}{name}"), reason))
        }
    }
}

/// Checks the type that an object says it has, if it says one. `fits` gets its name in lower case,
/// without `#microsoft.graph.`.
pub(crate) fn check_type(
    object: &Value,
    path: &str,
    fits: impl FnOnce(&str) -> bool,
) -> Result<(), RequestError> {
    let Some(name) = string(object, path, ODATA_TYPE)? else {
        return Ok(());
    };
    let name = name.trim_start_matches('#').to_ascii_lowercase();
    match name.strip_prefix("microsoft.graph.") {
        Some(name) if fits(name) => Ok(()),
        _ => Err(RequestError::invalid(
            format!("{path}{ODATA_TYPE}"),
            "it is not a type that can stand here",
        )),
    }
}
