//! The document of the API, which says what each path takes and answers.

use super::*;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&ControlServer::openapi()).unwrap());

/// Checks a body against the document.
pub(super) fn check_body(method: &str, path: &str, status: u16, body: &Value) {
    let path = path.split('?').next().unwrap();
    let Some(operation) = operation(method, path) else {
        assert!(
            matches!(status, 404 | 405),
            "{method} {path} is not in the document"
        );
        return;
    };
    let key = if status >= 400 {
        "4XX".to_owned()
    } else {
        status.to_string()
    };
    let answer = &operation["responses"][&key];
    assert!(
        answer.is_object(),
        "{method} {path} answers {status}, which is not in the document"
    );
    let kind = if status >= 400 {
        "application/problem+json"
    } else {
        "application/json"
    };
    let schema = &answer["content"][kind]["schema"];
    if schema.is_null() {
        assert!(body.is_null(), "{method} {path} answers {body}");
    } else {
        check(schema, body, &format!("{method} {path}"));
    }
}

/// Literal paths come before those with parts in braces.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let path = format!("/_emulator/v1{path}");
    let mut matching: Vec<_> = paths
        .iter()
        .filter(|(pattern, _)| {
            let (parts, given) = (pattern.split('/'), path.split('/'));
            pattern.split('/').count() == path.split('/').count()
                && parts
                    .zip(given)
                    .all(|(part, text)| part.starts_with('{') || part == text)
        })
        .collect();
    matching.sort_by_key(|(pattern, _)| pattern.matches('{').count());
    let method = method.to_lowercase();
    matching.into_iter().find_map(|(_, path)| path.get(&method))
}

fn check(schema: &Value, value: &Value, place: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/components/schemas/").unwrap();
        let schema = &DOCUMENT["components"]["schemas"][name];
        assert!(schema.is_object(), "there is no schema {name}");
        return check(schema, value, place);
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.iter().map(|one| one.as_str().unwrap()).collect(),
        one => one.as_str().into_iter().collect::<Vec<_>>(),
    };
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = types.contains(&is) || (is == "integer" && types.contains(&"number"));
    assert!(
        types.is_empty() || fits,
        "{place} is {value}, and not {types:?}"
    );
    if let Some(allowed) = schema["enum"].as_array() {
        assert!(
            allowed.contains(value),
            "{place} is {value}, and none of {allowed:?}"
        );
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        assert!(value.get(name).is_some(), "{place} lacks `{name}`: {value}");
    }
    if let (Some(properties), Some(fields)) = (schema["properties"].as_object(), value.as_object())
    {
        for (name, value) in fields {
            let schema = properties.get(name);
            let schema =
                schema.unwrap_or_else(|| panic!("{place} has `{name}`, which no schema has"));
            check(schema, value, &format!("{place}/{name}"));
        }
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        check(&schema["items"], item, &format!("{place}/{number}"));
    }
}

#[tokio::test]
async fn every_path_of_the_document_is_served_and_takes_only_its_methods() {
    let tester = Tester::new().await;
    let document = tester.get("/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() > 30, "{}", paths.len());
    for (path, operations) in paths {
        let path = path
            .strip_prefix("/_emulator/v1")
            .unwrap()
            .replace(['{', '}'], "");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let is_documented = operations.get(method.to_lowercase()).is_some();
            if path == "/events" && method == "GET" {
                continue;
            }
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let (status, body) = tester.ask(method.clone(), &path, None).await;
            let hint = body["hint"].as_str().unwrap_or_default();
            let is_served = status != 405 && !hint.contains("see all paths");
            // Another path with a part in braces may take what this one does not.
            let taken = operation(method.as_str(), &path).is_some();
            assert_eq!(is_served, is_documented || taken, "{method} {path}: {body}");
        }
    }
}

#[tokio::test]
async fn a_path_that_does_not_exist_names_those_that_are_near() {
    let tester = Tester::new().await;
    let (status, problem) = tester.ask(Method::GET, "/cells", None).await;
    assert_eq!((status, &problem["nearest"][0]), (404, &json!("/calls")));
    let (status, problem) = tester.ask(Method::GET, "/calls?limits=1", None).await;
    assert_eq!((status, &problem["nearest"][0]), (422, &json!("limit")));
    let why = tester.refused(405, Method::PUT, "/reset", None).await;
    assert!(why.contains("this path takes POST"), "{why}");
}

#[test]
fn every_schema_that_is_named_exists() {
    let text = DOCUMENT.to_string();
    let names = text.split("#/components/schemas/").skip(1);
    for name in names.map(|rest| rest.split('"').next().unwrap()) {
        assert!(
            DOCUMENT["components"]["schemas"][name].is_object(),
            "{name}"
        );
    }
}
