//! Who may use the control API. A page of a stranger in a browser on this machine must not.

use crate::api::problem::Problem;
use crate::hosts::AllowedHosts;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Method};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

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
    let bearer = header(headers, &AUTHORIZATION).and_then(|sent| sent.strip_prefix("Bearer "));
    if bearer.is_some_and(|sent| is_key(key, sent.as_bytes()))
        || key_of_cookie(headers).is_some_and(|sent| is_key(key, &sent))
    {
        return Ok(());
    }
    Err(Problem::unauthorized())
}

/// Takes the same time whatever is sent.
pub(crate) fn is_key(key: &str, sent: &[u8]) -> bool {
    verify_slices_are_equal(sent, key.as_bytes()).is_ok()
}

/// The cookie by which a browser sends the key.
const COOKIE_NAME: &str = "graph-invite-emulator-key";

pub(crate) fn cookie(key: &str) -> String {
    let key = URL_SAFE_NO_PAD.encode(key);
    format!("{COOKIE_NAME}={key}; HttpOnly; SameSite=Strict; Path=/")
}

fn key_of_cookie(headers: &HeaderMap) -> Option<Vec<u8>> {
    let mut cookies = header(headers, &COOKIE)?.split("; ");
    let key = cookies.find_map(|cookie| cookie.strip_prefix(COOKIE_NAME)?.strip_prefix('='))?;
    URL_SAFE_NO_PAD.decode(key).ok()
}

/// A browser opens a page in a window of its own, maybe by a link on another site.
pub(crate) fn opens_window(headers: &HeaderMap) -> bool {
    let is = |name, value| header(headers, &HeaderName::from_static(name)) == Some(value);
    is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document")
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
