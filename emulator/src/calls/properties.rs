//! Reading single properties of a request body.

use crate::calls::error::RequestError;
use crate::calls::service_id::ServiceId;
use graph_invite_rules::check_service_id;
use serde_json::Value;

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
