//! Reading JSON of the service, which often differs from its documentation.

use serde_json::Value;

/// A JSON object.
pub(crate) type Object = serde_json::Map<String, Value>;

/// A property by one of its names, in any case.
pub(crate) fn find<'a>(object: &'a Object, names: &[&str]) -> Option<&'a Value> {
    let is = |key: &str| names.iter().any(|name| key.eq_ignore_ascii_case(name));
    object
        .iter()
        .find(|(key, _)| is(key))
        .map(|(_, value)| value)
}

/// A text. An empty one counts as absent.
pub(crate) fn text(object: &Object, name: &str) -> Option<String> {
    find(object, &[name])?
        .as_str()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// A number. Some pages of the documentation write numbers as text.
pub(crate) fn number(object: &Object, name: &str) -> Option<i64> {
    let json = find(object, &[name])?;
    json.as_i64().or_else(|| json.as_str()?.trim().parse().ok())
}

/// Whether a property is `true`.
pub(crate) fn is_true(object: &Object, name: &str) -> bool {
    match find(object, &[name]) {
        Some(Value::Bool(is)) => *is,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// The objects in a property: one, or those of an array.
pub(crate) fn objects<'a>(object: &'a Object, name: &str) -> impl Iterator<Item = &'a Object> {
    one_or_many(find(object, &[name]).unwrap_or(&Value::Null))
}

/// The objects in a value: one, or those of an array.
pub(crate) fn one_or_many(json: &Value) -> impl Iterator<Item = &Object> {
    let many = json.as_array();
    json.as_object()
        .into_iter()
        .chain(many.into_iter().flatten().filter_map(Value::as_object))
}

#[cfg(test)]
mod tests {
    use super::{is_true, number, objects, text};
    use serde_json::json;

    #[test]
    fn properties_are_found_in_any_case_and_numbers_also_as_text() {
        let json = json!({
            "Id": "a", "code": "200", "subcode": 0, "isInLobby": "True", "Value": {"x": 1}, "n": [1, {}],
        });
        let object = json.as_object().unwrap();
        assert_eq!(text(object, "id").as_deref(), Some("a"));
        assert_eq!(number(object, "Code"), Some(200));
        assert_eq!(number(object, "subCode"), Some(0));
        assert_eq!(number(object, "id"), None);
        assert!(is_true(object, "isinlobby"));
        assert_eq!(objects(object, "value").count(), 1);
        assert_eq!(objects(object, "n").count(), 1);
        assert_eq!(objects(object, "id").count(), 0);
    }
}
