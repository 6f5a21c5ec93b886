//! The paths that the emulator serves, and how else a bot may spell them.

/// The two versions of Graph.
pub(crate) const VERSIONS: [&str; 2] = [V1, "/beta"];
pub(crate) const V1: &str = "/v1.0";
/// Below a version.
pub(crate) const CALLS: &str = "/communications/calls";
/// The old name of the same.
const OLD_CALLS: &str = "/app/calls";
/// Below a call.
pub(crate) const OPERATIONS: &str = "/operations";
pub(crate) const PARTICIPANTS: &str = "/participants";
pub(crate) const INVITE: &str = "/participants/invite";
pub(crate) const ANSWER: &str = "/answer";
pub(crate) const REJECT: &str = "/reject";
pub(crate) const KEEP_ALIVE: &str = "/keepAlive";
/// What OData allows before the name of an action, and the C# SDK sends.
const NAMESPACE: &str = "microsoft.graph.";
/// How a client writes the quote around a key.
const QUOTES: [&str; 2] = ["'", "%27"];

pub(crate) const TOKEN: &str = "/{tenant}/oauth2/v2.0/token";
/// Below a tenant: what a client reads before it asks for a token.
pub(crate) const TENANT_CONFIGURATION: &str = "/v2.0/.well-known/openid-configuration";
/// The control API.
pub(crate) const CONTROL: &str = "/_emulator/v1";
/// On both ports.
pub(crate) const HEALTH: &str = "/_emulator/health";
pub(crate) const AUTHORITIES: &str = "/common/discovery/instance";
pub(crate) const OPENID_CONFIGURATION: &str = "/.well-known/OpenIdConfiguration";
pub(crate) const KEYS: &str = "/keys";

/// A path in the one spelling that the router knows: no doubled slash and none at the end, no
/// namespace before an action, `calls/id` for `calls('id')`, and the present name of the calls.
pub(crate) fn plain(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        plain.push('/');
        let segment = segment.strip_prefix(NAMESPACE).unwrap_or(segment);
        match key(segment) {
            Some((collection, key)) => plain.extend([collection, "/", key]),
            None => plain.push_str(segment),
        }
    }
    if plain.is_empty() {
        plain.push('/');
    }
    let old = VERSIONS.iter().find_map(|version| {
        let below = plain.strip_prefix(version)?.strip_prefix(OLD_CALLS)?;
        let is_whole_segment = below.is_empty() || below.starts_with('/');
        is_whole_segment.then(|| format!("{version}{CALLS}{below}"))
    });
    old.unwrap_or(plain)
}

/// The name and the id of a segment such as `calls('id')`, as OData writes keys.
fn key(segment: &str) -> Option<(&str, &str)> {
    let inside = segment.strip_suffix(')')?;
    QUOTES.iter().find_map(|quote| {
        let (collection, id) = inside.strip_suffix(quote)?.split_once('(')?;
        Some((collection, id.strip_prefix(quote)?))
    })
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn each_spelling_of_a_path_has_one_plain_form() {
        let invite = "/v1.0/communications/calls/C/participants/invite";
        for (path, expected) in [
            (invite, invite),
            (
                "//v1.0//communications/calls/C/participants//invite",
                invite,
            ),
            (
                "/v1.0/app/calls/C/participants/microsoft.graph.invite",
                invite,
            ),
            ("/beta/app/calls", "/beta/communications/calls"),
            ("/v1.0/app/callsigns", "/v1.0/app/callsigns"),
            ("/v1.0/me/app/calls", "/v1.0/me/app/calls"),
            ("/v1.0/communications/calls/", "/v1.0/communications/calls"),
            (
                "/v1.0/app/calls('C')/participants/microsoft.graph.invite/",
                invite,
            ),
            (
                "/v1.0/communications/calls(%27C%27)/participants/invite",
                invite,
            ),
            (
                "/v1.0/communications/calls(C)",
                "/v1.0/communications/calls(C)",
            ),
            (
                "/v1.0/communications/calls('C",
                "/v1.0/communications/calls('C",
            ),
            ("/", "/"),
        ] {
            assert_eq!(plain(path), expected, "{path}");
        }
    }
}
