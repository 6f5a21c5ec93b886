//! Reads any bytes as the body of a callback.
#![no_main]

use graph_invite::notification::Notification;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    if let Ok(notifications) = Notification::parse_body(body) {
        // Each item of a body is read or is `None`, and takes at least one byte.
        assert!(notifications.len() <= body.len());
        let _ = format!("{notifications:?}");
        assert_eq!(Notification::parse_body(body).ok(), Some(notifications));
    }
});
