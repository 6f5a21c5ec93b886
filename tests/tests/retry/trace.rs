//! Every attempt is told, and nothing else.

use super::{OK, client, invited, says};
use graph_invite_tests::raw::Service;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Everything that is told, a line each.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<String>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{field}={value:?} ").unwrap();
    }
}

impl Subscriber for Told {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Line(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut told = self.0.lock().unwrap();
        event.record(&mut Line(&mut told));
        told.push('\n');
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn every_attempt_is_told_with_its_number_wait_and_reason() {
    let told = Told::default();
    let _guard = tracing::subscriber::set_default(told.clone());
    let script = [
        says("429 A", "retry-after: 0.05\r\n"),
        says("503 A", "retry-after: 0\r\n"),
        says("504 A", ""),
    ];
    let service = Service::script(script).await;
    let _end = invited(client(&service)).await;
    let service = Service::script([says(OK, "")]).await;
    let _end = invited(client(&service)).await;

    let told = told.0.lock().unwrap().clone();
    let line = |words: &[&str]| {
        let mut lines = told.lines();
        assert!(
            lines.any(|line| words.iter().all(|word| line.contains(word))),
            "{words:?} in {told}"
        );
    };
    line(&["sending", "attempt=1"]);
    line(&[
        "again after a wait",
        "attempt=1",
        "wait_seconds=0.05",
        "reason=HTTP 429",
    ]);
    line(&["sending", "attempt=2"]);
    line(&[
        "again after a wait",
        "attempt=2",
        "wait_seconds=0.01",
        "reason=HTTP 503",
    ]);
    line(&["sending", "attempt=3"]);
    line(&["not again", "attempt=3", "reason=HTTP 504"]);
    for secret in ["secret-token", "2345678901", "Ada"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}
