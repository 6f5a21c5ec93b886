//! Calls.

use crate::calls::call::{Call, CallState};
use crate::calls::call_kind::CallKind;
use crate::calls::callee::Callee;
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

    /// A user calls the bot: it is notified of an incoming call, and has 15 seconds to answer. Returns
    /// the call. Nobody sees its roster, because it is a peer-to-peer call.
    ///
    /// ```
    /// use graph_invite_emulator::Emulator;
    /// use uuid::uuid;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = Emulator::start().await?;
    /// let call = emulator.ring_bot(uuid!("278405a3-f568-4b3e-b684-009193463064"));
    /// // … the bot posts to `/v1.0/communications/calls/{call}/answer` …
    /// # let _ = call;
    /// # Ok(())
    /// # }
    /// ```
    #[allow(clippy::must_use_candidate, reason = "the effect is what counts")]
    pub fn ring_bot(&self, user: Uuid) -> Uuid {
        let caller = Callee::user(user);
        let mut state = self.service.state();
        state.ring_bot(self.tenant(), self.app(), caller)
    }

    fn add_call(&self, kind: CallKind, state: CallState) -> Uuid {
        let mut service = self.service.state();
        let call = Call::new(&service.ids, self.tenant(), kind, state);
        service.add_call(call)
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
