//! The kinds of calls.

/// How a call came to be. That decides what may be asked of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallKind {
    PeerToPeer,
    /// Made by a bot through targets, so it has no chat.
    Group,
    GroupWithChat,
    Meeting,
}
