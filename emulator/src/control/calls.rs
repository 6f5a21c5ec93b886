//! Calls.

use crate::calls::call::{Call, CallKind, CallState};
use crate::control::emulator::Emulator;
use uuid::Uuid;

/// Calls. Only the bot is in a new call, and no roster shows the bot.
impl Emulator {
    /// Adds a meeting that the bot has joined.
    #[must_use]
    pub fn add_meeting(&self) -> Uuid {
        self.add_call(CallKind::Meeting, CallState::Established)
    }

    /// Adds a meeting that the bot is still joining. It accepts no invites before
    /// [`establish_call`](Self::establish_call).
    #[must_use]
    pub fn add_joining_meeting(&self) -> Uuid {
        self.add_call(CallKind::Meeting, CallState::Establishing)
    }

    /// Adds a group call that the bot made through targets. It has no chat, so an invite to it has
    /// one participant.
    #[must_use]
    pub fn add_group_call(&self) -> Uuid {
        self.add_call(CallKind::Group, CallState::Established)
    }

    /// Adds a group call with a chat, so it has a valid `chatInfo`.
    #[must_use]
    pub fn add_group_call_with_chat(&self) -> Uuid {
        self.add_call(CallKind::GroupWithChat, CallState::Established)
    }

    /// Adds a call between the bot and one other. The service never shows its roster.
    #[must_use]
    pub fn add_peer_to_peer_call(&self) -> Uuid {
        self.add_call(CallKind::PeerToPeer, CallState::Established)
    }

    fn add_call(&self, kind: CallKind, state: CallState) -> Uuid {
        let call = Call::new(self.tenant(), kind, state);
        self.service.state().add_call(call)
    }

    /// The bot has joined the call now. Does nothing to a call that has ended.
    pub fn establish_call(&self, call: Uuid) {
        self.service.state().establish_call(call);
    }

    /// Ends a call. Phones that ring for it stop, and the service does not find the call any more.
    pub fn end_call(&self, call: Uuid) {
        self.service.state().end_call(call);
    }

    /// Ends a call, and forgets it and its
    /// [`ring_counts_for_invite`](Self::ring_counts_for_invite), so that a long run does not need
    /// more and more memory. The counts of people, such as [`ring_counts`](Self::ring_counts),
    /// stay.
    pub fn forget_call(&self, call: Uuid) {
        let mut state = self.service.state();
        state.end_call(call);
        state.remove_call(call);
    }

    /// Moves a call to another tenant than the [emulator's](Self::tenant). The service refuses an
    /// invite to it with a token of another tenant: 403, code 7505.
    pub fn set_call_tenant(&self, call: Uuid, tenant: Uuid) {
        if let Ok(call) = self.service.state().call_mut(call) {
            call.tenant = tenant;
        }
    }
}
