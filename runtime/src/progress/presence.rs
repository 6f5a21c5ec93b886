//! Where a person of an invite is, by the rosters.

use crate::stored::stored;
use serde::Serialize;
use std::fmt;

stored! {
    /// Where a person of an invite is, as far as the rosters show. `Display` shows it in plain words. Serde
    /// writes its name, such as `"inLobby"`.
    ///
    /// ```
    /// assert_eq!(graph_invite::Presence::InLobby.to_string(), "in the lobby");
    /// ```
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub enum Presence {
        /// No roster has listed them. A peer-to-peer call has no roster.
        #[default]
        NotSeen,
        /// In the lobby, not in the call.
        InLobby,
        /// In the call.
        Joined,
        /// No longer in the call.
        Left,
    }
}

impl fmt::Display for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSeen => "not seen",
            Self::InLobby => "in the lobby",
            Self::Joined => "in the call",
            Self::Left => "no longer in the call",
        })
    }
}
