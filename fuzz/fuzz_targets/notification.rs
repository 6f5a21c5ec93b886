//! Any bytes are read or refused, and what is read can be shown.
#![no_main]

use graph_invite::Notification;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    if let Ok(notifications) = Notification::read_all(body) {
        // Each item of a body is read or stands there as `None`, and takes a byte at least.
        assert!(notifications.len() <= body.len());
        let _ = format!("{notifications:?}");
        assert_eq!(Notification::read_all(body).ok(), Some(notifications));
    }
});
