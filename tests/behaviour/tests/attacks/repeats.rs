//! The client repeats a request after an answer that should mean that no phone rang, but one rang.

use super::*;
use graph_invite_emulator::{Behavior, Fault};
use invites::{RetryPolicy, RingStatus, SendError};
use std::time::Duration;

/// The emulator answers the second request with "in the call or ringing already" (8559).
#[tokio::test]
async fn repeat_while_a_phone_rings_never_says_that_none_rang() {
    for (status, is_ringing) in [(429, false), (503, true)] {
        let emulator = Emulator::start().await.unwrap();
        emulator.set_behavior(ADA, Behavior::KeepsRinging);
        let fault = Fault::status(status).retry_after("0").after_ringing();
        emulator.fail_next(fault);
        let client = client(&emulator.url(), emulator.token())
            .retry_policy(
                RetryPolicy::default()
                    .initial_backoff(Duration::ZERO)
                    .repeat_unavailable(true),
            )
            .build()
            .unwrap();
        let end = invite(emulator.add_meeting(), ADA, "c").send(&client).await;
        assert_eq!(emulator.ring_count(ADA), 1, "{status}");
        match end {
            Ok(ringing) => {
                assert!(is_ringing, "{status}");
                assert_eq!(ringing.attempts(), 2);
            }
            // Graph's 429 counts as proof that its own request rang no phone.
            Err(SendError::Refused(refused)) => {
                assert!(!is_ringing, "{status}");
                assert_eq!(refused.graph_error().code(), Some("8559"));
                assert_eq!(refused.ring_status(), RingStatus::Inconclusive);
            }
            Err(error) => panic!("{status}: {error:?}"),
        }
    }
}
