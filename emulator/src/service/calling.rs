//! Whole calls: the bot makes one, answers one, or rejects one.

use crate::calls::call::{Call, CallState};
use crate::calls::call_kind::CallKind;
use crate::calls::callee::Callee;
use crate::calls::error::RequestError;
use crate::calls::new_call::NewCall;
use crate::calls::operation::CallFailure;
use crate::service::event::Action;
use crate::service::state::State;
use std::time::Duration;
use url::Url;
use uuid::Uuid;

/// How long a call rings at the bot. Source: the page on answering.
const BOT_RING_TIME: Duration = Duration::from_secs(15);
/// How long a call goes on that the bot does not keep alive. Source: the page on keeping a call alive.
const ALIVE_TIME: Duration = Duration::from_secs(45 * 60);

impl State {
    /// The bot makes a call, or joins a meeting. `respond` sees the call as it is then, before
    /// anybody has answered.
    pub(crate) fn make_call<T>(
        &mut self,
        tenant: Uuid,
        new: NewCall,
        respond: impl FnOnce(&Call) -> T,
    ) -> Result<T, RequestError> {
        if !self.settings.knows_bot {
            return Err(RequestError::NotRegistered);
        }
        let call = Call::outgoing(&self.ids, tenant, new);
        let response = respond(&call);
        let dialing = call.dialing().map(|dialing| (dialing.id, dialing.people()));
        let is_meeting = call.kind == CallKind::Meeting;
        let id = self.add_call(call);
        self.expect_keep_alive(id);
        self.notify_state(id, "establishing");
        if is_meeting {
            self.establish_call(id);
        }
        if let Some((operation, people)) = dialing {
            for person in people {
                self.ring(id, operation, person);
            }
        }
        Ok(response)
    }

    /// A person calls the bot.
    pub(crate) fn ring_bot(&mut self, tenant: Uuid, app: Uuid, caller: Callee) -> Uuid {
        let id = self.add_call(Call::incoming(&self.ids, tenant, caller));
        self.notify(id, |call, writer| [Some(writer.incoming_call(call, app))]);
        self.later(id, BOT_RING_TIME, Action::StopRingingBot);
        id
    }

    /// The bot answers a call.
    pub(crate) fn answer_bot(
        &mut self,
        id: Uuid,
        callback: Option<Url>,
    ) -> Result<(), RequestError> {
        let call = self.incoming_call(id)?;
        call.state = CallState::Establishing;
        call.callback = callback.or(call.callback.take());
        self.expect_keep_alive(id);
        self.notify_state(id, "establishing");
        self.establish_call(id);
        Ok(())
    }

    /// The bot rejects a call.
    pub(crate) fn reject_call(
        &mut self,
        id: Uuid,
        callback: Option<Url>,
    ) -> Result<(), RequestError> {
        let call = self.incoming_call(id)?;
        call.state = CallState::Terminated;
        call.callback = callback.or(call.callback.take());
        self.notify(id, |call, writer| [Some(writer.call_rejected(call))]);
        Ok(())
    }

    /// A call that rings at the bot.
    fn incoming_call(&mut self, id: Uuid) -> Result<&mut Call, RequestError> {
        let call = self.call_mut(id)?;
        match call.state {
            CallState::Incoming => Ok(call),
            _ => Err(RequestError::NotIncoming),
        }
    }

    /// From now on, the bot has to keep the call alive.
    fn expect_keep_alive(&mut self, id: Uuid) {
        let now = self.clock.now();
        if let Ok(call) = self.call_mut(id) {
            call.kept_alive = Some(now);
            self.later(id, ALIVE_TIME, Action::EndUnlessKeptAlive);
        }
    }

    /// The bot keeps a call alive.
    pub(crate) fn keep_alive(&mut self, id: Uuid) {
        let now = self.clock.now();
        if let Ok(call) = self.call_mut(id) {
            call.kept_alive = call.kept_alive.map(|_| now);
        }
    }

    pub(crate) fn end_unless_kept_alive(&mut self, id: Uuid) {
        let now = self.clock.now();
        let Ok(call) = self.call_mut(id) else {
            return;
        };
        let Some(kept_alive) = call.kept_alive else {
            return;
        };
        let left = ALIVE_TIME.saturating_sub(now - kept_alive);
        if left.is_zero() {
            call.failure = Some(CallFailure::NotKeptAlive);
            self.end_call(id);
        } else {
            self.later(id, left, Action::EndUnlessKeptAlive);
        }
    }

    pub(crate) fn stop_ringing_bot(&mut self, id: Uuid) {
        if let Ok(call) = self.incoming_call(id) {
            call.failure = Some(CallFailure::NotAnswered);
            self.end_call(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Callee, State};
    use crate::clock::Clock;
    use crate::ids::{IdKind, Ids};
    use crate::notifications::delivery::Delivery;
    use crate::notifications::outbox::Outbox;
    use crate::notifications::quirk::Quirks;
    use crate::service::state::Settings;
    use std::sync::Arc;
    use std::time::Duration;
    use uuid::Uuid;

    fn state() -> State {
        let settings = Settings {
            ring_time: Duration::ZERO,
            forget_ended_operations: false,
            quirks: Quirks::default(),
            shows_participant_ids: true,
            knows_bot: true,
            allows_removal: true,
        };
        State::new(
            settings,
            Arc::new(Ids::new(None, IdKind::Call)),
            Arc::new(Outbox::new(
                Ids::new(None, IdKind::Message),
                Clock::default(),
                Arc::default(),
                None,
                Delivery::default(),
            )),
        )
    }

    #[test]
    fn a_call_rings_at_the_bot_only_until_the_time_is_over() {
        let mut state = state();
        let [answered, missed] =
            [(); 2].map(|()| state.ring_bot(Uuid::nil(), Uuid::nil(), Callee::user(Uuid::nil())));
        assert!(state.answer_bot(answered, None).is_ok());
        for call in [answered, missed] {
            state.stop_ringing_bot(call);
        }
        assert!(state.call(answered).is_ok());
        assert!(state.call(missed).is_err());
    }
}
