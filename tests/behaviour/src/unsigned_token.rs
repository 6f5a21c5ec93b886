//! Tokens of strangers.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// The value of an `Authorization` header with this token. The signature is not one.
#[must_use]
pub fn bearer(header: &Value, claims: &Value) -> String {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!("Bearer {}.{}.e30", part(header), part(claims))
}
