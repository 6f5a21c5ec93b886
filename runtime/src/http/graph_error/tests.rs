use super::{GraphError, MAX_TEXT, SNIPPET};
use crate::auth::bearer::Bearer;
use crate::auth::token::AccessToken;
use crate::http::response::Response;
use crate::redact::PersonalData;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};

fn read(body: &str) -> GraphError {
    answered(HeaderMap::new(), body.as_bytes())
}

fn answered(headers: HeaderMap, body: &[u8]) -> GraphError {
    let bearer = Bearer::of(&AccessToken::new("0.AXoAopaque")).unwrap();
    let answer = Response::read(StatusCode::FORBIDDEN, headers, body.to_owned(), &bearer);
    GraphError::read(&answer, &PersonalData::default())
}

#[test]
fn the_documented_form_is_read_completely() {
    let error = read(
        r#"{"error":{"code":"7505","message":"Request authorization tenant mismatch.","innerError":{
            "date":"2025-09-30T05:03:57","request-id":"9302576f","client-request-id":"c1"}}}"#,
    );
    assert_eq!(error.code(), Some("7505"));
    assert_eq!(
        error.message(),
        Some("Request authorization tenant mismatch.")
    );
    assert_eq!(error.request_id(), Some("9302576f"));
    assert_eq!(error.client_request_id(), Some("c1"));
    assert_eq!(error.date(), Some("2025-09-30T05:03:57"));
    assert_eq!(
        error.to_string(),
        "7505: Request authorization tenant mismatch. (request-id 9302576f)",
    );
}

#[test]
fn the_innermost_code_is_the_code() {
    let nested = read(
        r#"{"error":{"code":"Forbidden","innererror":{"code":"a","innerError":{"code":7504}}}}"#,
    );
    assert!(nested.codes().eq(["Forbidden", "a", "7504"]));
    assert_eq!(nested.code(), Some("7504"));
}

#[test]
fn json_in_the_message_is_read() {
    let error = read(
        r#"{"error":{"code":"UnknownError","message":"{\"errorCode\":\"7503\",\"message\":\"Application is not registered in our store.\",\"instanceAnnotations\":[]}"}}"#,
    );
    assert!(error.codes().eq(["UnknownError", "7503"]));
    assert_eq!(
        error.message(),
        Some("Application is not registered in our store.")
    );
}

#[test]
fn a_body_that_is_not_a_graph_error_is_kept_as_text() {
    for body in [
        "<html><h1>502 Bad Gateway</h1></html>",
        "gone",
        "[1,2]",
        "{\"a\":1}",
        "{\"error\":",
    ] {
        let error = read(body);
        assert_eq!((error.code(), error.body()), (None, Some(body)));
    }
    assert_eq!(read("").to_string(), "no reason given");
    assert_eq!(read(" \n").body(), None);
}

#[test]
fn an_incomplete_form_is_read_as_far_as_possible() {
    assert_eq!(
        read(r#"{"error":"invalid_request","error_description":"d"}"#).to_string(),
        "invalid_request: d"
    );
    assert_eq!(read(r#"{"code":"8522"}"#).code(), Some("8522"));
    assert_eq!(
        read(r#"{"error":{"code":null,"message":""},"x":[]}"#).code(),
        None
    );
    assert_eq!(
        read(r#"{"Error":{"Code":"A","Message":"b"}}"#).to_string(),
        "A: b"
    );
}

#[test]
fn a_body_is_kept_up_to_a_maximum_length() {
    let long = "é".repeat(SNIPPET + 1);
    assert_eq!(read(&long).body().unwrap().chars().count(), SNIPPET);
    let message = format!(
        r#"{{"error":{{"code":"a","message":"{}"}}}}"#,
        "é".repeat(5000)
    );
    assert_eq!(read(&message).message().unwrap().chars().count(), MAX_TEXT);
    let deep = format!("{}{}", "{\"error\":".repeat(200), "}".repeat(200));
    let _ = read(&deep);
    let error = answered(HeaderMap::new(), b"\xff\xfe");
    assert_eq!(error.body(), Some("\u{fffd}\u{fffd}"));
}

#[test]
fn ids_of_the_headers_take_precedence_over_ids_of_the_body() {
    let mut headers = HeaderMap::new();
    headers.insert("request-id", HeaderValue::from_static("header"));
    let body = br#"{"error":{"innerError":{"request-id":"body"}}}"#;
    let error = answered(headers, body);
    assert_eq!(error.request_id(), Some("header"));
}

#[test]
fn an_error_never_contains_the_token() {
    let mut headers = HeaderMap::new();
    for name in ["request-id", "client-request-id", "date"] {
        headers.insert(name, HeaderValue::from_static("0.AXoAopaque"));
    }
    let long = format!("<{}0.AXoAopaque", "-".repeat(SNIPPET - 8));
    for body in [
        r#"{"error":"0.AXoAopaque"}"#,
        r#"{"error":{"code":"a","message":"is \u0030.AXoAopaque old?"}}"#,
        r#"{"error":{"message":"{\"code\":\"0.AXoAopaque\"}"}}"#,
        r#"{"error":{"message":"{\"code\":\"\\u0030.AXo\\u0041opaque\"}"}}"#,
        r#"{"error":{"code":"a","innerError":{"request-id":"0.AXoAopaque"}}}"#,
        "0.AXoAopaque",
        // The maximum length would cut the token in the middle.
        &long,
    ] {
        let error = answered(headers.clone(), body.as_bytes());
        let raw = (error.message(), error.body(), error.request_id());
        let shown = format!("{error} {error:?} {raw:?} {:?}", error.date());
        assert!(!shown.contains("AXoA"), "{shown}");
        assert!(shown.contains('…'), "{shown}");
    }
}
