//! Which paths a bot may request: those below the root and the version of its client.

use url::Url;

/// Why a path is not requested. A token must reach nothing but the Graph of its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// It is empty.
    #[error("the path is empty: write it without root and version, such as `users/{{id}}`")]
    Empty,
    /// It is a whole URL, or names a host.
    #[error(
        "the path names a host: write only what follows the version, such as `users/{{id}}`, because the token must not reach another host"
    )]
    Host,
    /// It begins with a version.
    #[error("the path begins with a version: leave it out, the client adds its own")]
    Version,
    /// It has a segment that is empty, `.` or `..`, also in an encoded form.
    #[error(
        "the path has a segment that is empty, `.` or `..`, and would reach another resource: check the ids in it"
    )]
    Segment,
    /// It has a character that a URL does not have: a space, a control character, `\` or `#`.
    #[error("the path has a space, a control character, `\\` or `#`: percent-encode it")]
    Character,
}

/// The URL of a path below a base. The path may have a query.
pub(super) fn url_below(base: &Url, path: &str) -> Result<Url, PathError> {
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\\' | '#');
    if path.contains(is_odd) {
        return Err(PathError::Character);
    }
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    };
    if path.starts_with("//") || path.contains("://") {
        return Err(PathError::Host);
    }
    let path = path.strip_prefix('/').unwrap_or(path);
    match path.split('/').next() {
        None | Some("") if path.is_empty() => return Err(PathError::Empty),
        Some("v1.0" | "beta") => return Err(PathError::Version),
        _ => {}
    }
    if path.split('/').any(is_elsewhere) {
        return Err(PathError::Segment);
    }
    let mut url = base.clone();
    let root = base.path().trim_end_matches('/');
    url.set_path(&format!("{root}/{path}"));
    url.set_query(query);
    Ok(url)
}

/// Whether a segment leads to another place than below the one before, however often it is encoded.
fn is_elsewhere(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase();
    let mut parts = segment.split('%');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        decoded.push('%');
        decoded.push_str(part.trim_start_matches("25"));
    }
    let decoded = decoded.replace("%2e", ".");
    let decoded = decoded.replace("%2f", "/").replace("%5c", "/");
    decoded
        .split('/')
        .any(|part| matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::{PathError, url_below};
    use proptest::prelude::*;
    use url::Url;

    fn base() -> Url {
        Url::parse("https://graph.microsoft.com/v1.0").unwrap()
    }

    #[test]
    fn a_path_is_put_after_the_version() {
        for (path, expected) in [
            ("users", "https://graph.microsoft.com/v1.0/users"),
            (
                "/users/a%2Fb",
                "https://graph.microsoft.com/v1.0/users/a%2Fb",
            ),
            (
                "users/ada@contoso.com?$select=id,mail&x=../..",
                "https://graph.microsoft.com/v1.0/users/ada@contoso.com?$select=id,mail&x=../..",
            ),
            (
                "users('8:orgid:1')/events",
                "https://graph.microsoft.com/v1.0/users('8:orgid:1')/events",
            ),
        ] {
            assert_eq!(url_below(&base(), path).unwrap().as_str(), expected);
        }
        let gateway = Url::parse("https://gateway.example/graph/beta").unwrap();
        let url = url_below(&gateway, "/users").unwrap();
        assert_eq!(url.as_str(), "https://gateway.example/graph/beta/users");
    }

    #[test]
    fn a_path_to_another_place_is_refused() {
        for (path, expected) in [
            ("", PathError::Empty),
            ("/", PathError::Empty),
            ("?$top=1", PathError::Empty),
            ("//evil.example/users", PathError::Host),
            ("https://evil.example/", PathError::Host),
            ("/https://evil.example/", PathError::Host),
            ("v1.0/users", PathError::Version),
            ("/beta/users", PathError::Version),
            ("users/..", PathError::Segment),
            ("../beta/users", PathError::Segment),
            ("users/./a", PathError::Segment),
            ("users//a", PathError::Segment),
            ("users/", PathError::Segment),
            ("users/%2e%2E/a", PathError::Segment),
            ("users/.%2e", PathError::Segment),
            ("users/%252e%252e", PathError::Segment),
            ("users/a%2f..%2fb", PathError::Segment),
            ("users/a%5C..", PathError::Segment),
            ("users\\..\\a", PathError::Character),
            ("users/a b", PathError::Character),
            ("users/a\r\nhost: evil.example", PathError::Character),
            ("users#a", PathError::Character),
        ] {
            assert_eq!(url_below(&base(), path), Err(expected), "{path:?}");
        }
    }

    proptest! {
        #[test]
        fn every_path_stays_below_the_version(path in r"[a-c%./?:@\\2eEfF5 #]{0,20}") {
            if let Ok(url) = url_below(&base(), &path) {
                prop_assert_eq!(url.host_str(), Some("graph.microsoft.com"));
                prop_assert_eq!((url.port(), url.username()), (None, ""));
                prop_assert!(url.path().starts_with("/v1.0/"), "{}", url);
                let given = path.split('?').next().unwrap_or_default();
                let given = given.trim_start_matches('/').split('/').count();
                prop_assert_eq!(url.path().split('/').count(), given + 2);
            }
        }
    }
}
