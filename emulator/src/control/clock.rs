//! The clock.

use crate::clock::MAX_ADVANCE;
use crate::control::emulator::Emulator;
use std::time::Duration;

/// The clock. Phones ring, notifications are delayed and tokens end by it. Faults, and the time that a
/// bot may take to answer a notification, keep to the clock of the machine.
impl Emulator {
    /// Advances the clock, at most by ten years. What is due meanwhile happens now, in order: people
    /// answer or leave, phones stop, tokens end. Notifications are sent after that.
    ///
    /// ```
    /// # use graph_invite::token::AccessToken;
    /// # use graph_invite::{Client, Cloud, graph_invite};
    /// use graph_invite_emulator::{Behavior, Emulator};
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::builder().ring_time(Duration::from_secs(60)).start().await?;
    /// let (call, ada) = (emulator.add_meeting(), "278405a3-f568-4b3e-b684-009193463064");
    /// emulator.set_behavior(ada, Behavior::NoAnswer);
    /// # let client = Client::builder()
    /// #     .cloud(Cloud::Custom(emulator.url()))
    /// #     .token_source(AccessToken::new(emulator.token()))
    /// #     .build()?;
    /// # let call_id = call;
    /// # graph_invite! { call: call_id, participants: [user "278405a3-f568-4b3e-b684-009193463064"] }
    /// #     .send(&client)
    /// #     .await?;
    /// // … the bot invites Ada …
    /// assert_eq!(emulator.ringing().len(), 1);
    /// emulator.advance_clock(Duration::from_secs(60));
    /// assert_eq!(emulator.ringing().len(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn advance_clock(&self, by: Duration) {
        self.service.state().advance(by.min(MAX_ADVANCE));
    }

    /// Stops the clock: then nothing happens by itself, and only [`advance_clock`](Self::advance_clock)
    /// moves it.
    pub fn stop_clock(&self) {
        self.service.state().run_clock(false);
    }

    /// Lets a stopped clock go on from where it stopped.
    pub fn run_clock(&self) {
        self.service.state().run_clock(true);
    }
}
