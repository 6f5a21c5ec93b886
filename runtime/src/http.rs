//! What holds for every request that leaves a bot.

use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use std::time::Duration;

/// An HTTP client that goes where it is sent, and once.
pub(crate) fn client(connect_timeout: Duration, timeout: Duration) -> ClientBuilder {
    reqwest::Client::builder()
        // A redirect would carry the invite, and in some cases the token, to another host; and who
        // may sign a callback is what the configured host says, not whom it points to.
        .redirect(Policy::none())
        .referer(false)
        // What is sent again is decided by the retry policy, in sight of what it may ring.
        .retry(reqwest::retry::never())
        .connect_timeout(connect_timeout)
        .timeout(timeout)
        .user_agent(concat!("graph-invite/", env!("CARGO_PKG_VERSION")))
}
