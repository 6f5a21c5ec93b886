//! The paths that the emulator serves.

/// The two versions of Graph.
pub(crate) const VERSIONS: [&str; 2] = [V1, "/beta"];
pub(crate) const V1: &str = "/v1.0";
/// Below a version.
pub(crate) const CALLS: &str = "/communications/calls";
/// Below a call.
pub(crate) const OPERATIONS: &str = "/operations";
pub(crate) const PARTICIPANTS: &str = "/participants";
pub(crate) const INVITE: &str = "/participants/invite";

pub(crate) const TOKEN: &str = "/{tenant}/oauth2/v2.0/token";
pub(crate) const OPENID_CONFIGURATION: &str = "/.well-known/OpenIdConfiguration";
pub(crate) const KEYS: &str = "/keys";
