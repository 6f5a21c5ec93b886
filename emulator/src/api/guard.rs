//! Who may use the control API. A page of a stranger in a browser on this machine must not.

use crate::api::problem::Problem;
use crate::hosts::AllowedHosts;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Method};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

pub(crate) fn check_host(hosts: &AllowedHosts, headers: &HeaderMap) -> Result<(), Problem> {
    let host = header(headers, &HOST).unwrap_or_default();
    if headers.get(HOST).is_none() || hosts.allow(host) {
        return Ok(());
    }
    Err(Problem::forbidden(
        "the `Host` of this request is not one of this emulator",
        "allow it with --allow-host NAME, or use 127.0.0.1",
    ))
}

/// A browser says from which page a request comes. Only pages of this very server may send one.
pub(crate) fn check_origin(headers: &HeaderMap) -> Result<(), Problem> {
    let host = header(headers, &HOST).unwrap_or_default();
    let is_own = |origin: &str| origin.strip_prefix("http://") == Some(host);
    let from_elsewhere = headers
        .get(ORIGIN)
        .is_some_and(|origin| !origin.to_str().is_ok_and(is_own));
    let site = header(headers, &FETCH_SITE).unwrap_or("none");
    if from_elsewhere || !matches!(site, "none" | "same-origin") {
        return Err(Problem::forbidden(
            "this request comes from a page of another site",
            "send it from a program, or from the page of this emulator",
        ));
    }
    Ok(())
}

pub(crate) fn check_key(key: Option<&str>, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(key) = key else {
        return Ok(());
    };
    let sent = header(headers, &AUTHORIZATION).unwrap_or_default();
    let sent = sent.strip_prefix("Bearer ").unwrap_or_default();
    verify_slices_are_equal(sent.as_bytes(), key.as_bytes()).map_err(|_| Problem::unauthorized())
}

/// A form of a stranger's page can send any text, but not as JSON.
pub(crate) fn check_content_type(headers: &HeaderMap, has_body: bool) -> Result<(), Problem> {
    let kind = header(headers, &CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if (has_body || !kind.is_empty()) && !kind.eq_ignore_ascii_case("application/json") {
        return Err(Problem::not_json());
    }
    Ok(())
}

pub(crate) fn is_safe(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
