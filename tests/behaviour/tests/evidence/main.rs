//! Every error status, over sockets: a send never says that no phone rang while one rang.
//!
//! Each case is one send: an answer with a status from 400 to 599, of Graph or of a gateway, before
//! or after a phone rings, to the first request of the send or to the second one.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod case;

use case::{Case, Earlier, FORMS, Form, Sent};
use graph_invite_emulator::Emulator;
use invites::token::AccessToken;
use invites::{Client, Cloud, RetryPolicy};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

const SENDS_AT_ONCE: usize = 64;

/// By these statuses Graph refuses a request before it acts on it. That is the one assumption of the
/// crate and of this test: if Graph itself gave one of them after it rang a phone, no client could
/// notice. So these statuses, of Graph and after ringing, are left out: see [`Case::is_assumed_away`].
const REFUSES_BEFORE_IT_ACTS: [u16; 10] = [400, 401, 403, 404, 405, 411, 413, 415, 422, 429];

impl Case {
    /// Whether this is the case that the assumption excludes.
    fn is_assumed_away(self) -> bool {
        self.after_ringing && self.is_refusal()
    }

    /// Whether the answer proves that its request rang no phone.
    fn is_refusal(self) -> bool {
        self.form != Form::Gateway && REFUSES_BEFORE_IT_ACTS.contains(&self.status)
    }

    /// Whether the whole send is proved to have rung no phone.
    fn proves_silence(self) -> bool {
        self.is_refusal() && matches!(self.earlier, Earlier::None | Earlier::Throttled)
    }
}

/// Sends one invite for each status, form and time, and checks what each send says.
async fn check(earlier: Earlier) {
    let emulator = Arc::new(Emulator::start().await.unwrap());
    let policy = match earlier {
        Earlier::None => RetryPolicy::disabled(),
        _ => RetryPolicy::default()
            .max_attempts(2)
            .initial_backoff(Duration::ZERO)
            .repeat_unavailable(true),
    };
    let client = Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .retry_policy(policy)
        .build()
        .unwrap();
    let cases = (400..600).flat_map(|status| {
        FORMS.into_iter().flat_map(move |form| {
            [false, true].map(|after_ringing| Case {
                earlier,
                status,
                form,
                after_ringing,
            })
        })
    });
    let mut cases: VecDeque<_> = cases.filter(|case| !case.is_assumed_away()).collect();
    let excluded = 2 * REFUSES_BEFORE_IT_ACTS.len();
    assert_eq!(cases.len(), 200 * FORMS.len() * 2 - excluded);
    let mut sends = JoinSet::new();
    loop {
        while sends.len() < SENDS_AT_ONCE
            && let Some(case) = cases.pop_front()
        {
            sends.spawn(case.send(Arc::clone(&emulator), client.clone()));
        }
        match sends.join_next().await {
            Some(sent) => sent.unwrap().check(),
            None => break,
        }
    }
}

impl Sent {
    fn check(&self) {
        let Self { case, rings, end } = self;
        let says_silence = end.as_ref().is_err_and(invites::SendError::did_not_ring);
        if says_silence || self.refusal_says_silence() {
            assert_eq!(*rings, 0, "{case:?} rang, and the send says {end:?}");
        }
        assert_eq!(says_silence, case.proves_silence(), "{case:?}: {end:?}");
        assert_eq!(
            self.refusal_says_silence(),
            says_silence,
            "{case:?}: {end:?}"
        );
        if end.is_ok() {
            assert_eq!(
                *rings, 1,
                "{case:?} did not ring, and the send says that it did"
            );
        }
        assert_eq!(*rings, usize::from(case.rings()), "{case:?}");
    }
}

#[tokio::test]
async fn first_answer_never_hides_a_ring() {
    check(Earlier::None).await;
}

#[tokio::test]
async fn answer_after_429_never_hides_a_ring() {
    check(Earlier::Throttled).await;
}

#[tokio::test]
async fn answer_after_a_silent_503_never_hides_a_ring() {
    check(Earlier::Unavailable).await;
}

#[tokio::test]
async fn answer_after_a_503_that_rang_never_hides_the_ring() {
    check(Earlier::UnavailableAfterRinging).await;
}
