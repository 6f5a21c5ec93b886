//! Captures every span and event of `tracing`.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "only tests call this"
)]

use std::fmt;
use std::sync::{Arc, Mutex};
use tracing::dispatcher::DefaultGuard;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Level, Metadata, Subscriber};

/// A subscriber that keeps every span and event, at every level and of every crate. Clones share
/// what they keep.
#[derive(Clone, Debug, Default)]
pub struct CapturedTraces(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    entries: Vec<Entry>,
    /// The spans that are entered, by their index.
    entered: Vec<usize>,
}

/// A span or an event.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name of a span, or the message of an event.
    pub name: String,
    /// Whether it is a span.
    pub is_span: bool,
    /// Its level.
    pub level: Level,
    /// The module that emits it.
    pub target: &'static str,
    /// The names of its fields, with those that have no value.
    pub names: Vec<&'static str>,
    /// The fields that have a value, without the message.
    pub fields: Vec<(&'static str, String)>,
    /// The index of the span around it.
    pub parent: Option<usize>,
}

impl Entry {
    /// The value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(field, _)| *field == name);
        field.map(|(_, value)| value.as_str())
    }

    fn new(about: &'static Metadata<'static>, parent: Option<usize>) -> Self {
        let names = about.fields().iter().map(|field| field.name());
        Self {
            name: about.name().to_owned(),
            is_span: about.is_span(),
            level: *about.level(),
            target: about.target(),
            names: names.filter(|name| *name != "message").collect(),
            fields: Vec::new(),
            parent,
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.level, self.target, self.name)?;
        let mut fields = self.fields.iter();
        fields.try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}

impl Visit for Entry {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let value = format!("{value:?}");
        if field.name() == "message" {
            self.name = value;
        } else {
            self.fields.push((field.name(), value));
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        let causes = std::iter::successors(Some(value), |error| error.source());
        let causes: Vec<_> = causes.map(|error| format!("{error} {error:?}")).collect();
        self.record_debug(field, &format_args!("{}", causes.join(": ")));
    }
}

/// Captures the traces of a thread until it is dropped.
pub struct CaptureGuard {
    _thread: DefaultGuard,
    _other: Dispatch,
}

impl CapturedTraces {
    /// Captures the traces of this thread.
    #[must_use]
    pub fn capture(&self) -> CaptureGuard {
        // With only one subscriber, `tracing` asks the thread that reaches a span or event first whether
        // it is enabled. If that thread has no subscriber, it stays disabled for every thread.
        let other = Dispatch::new(Self::default());
        CaptureGuard {
            _thread: tracing::subscriber::set_default(self.clone()),
            _other: other,
        }
    }

    /// All spans and events, in the order in which they began.
    #[must_use]
    pub fn all(&self) -> Vec<Entry> {
        self.0.lock().unwrap().entries.clone()
    }

    /// The spans with this name, or the events with this message.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<Entry> {
        let all = self.all().into_iter();
        all.filter(|entry| entry.name == name).collect()
    }

    /// All spans and events as text, one a line.
    #[must_use]
    pub fn text(&self) -> String {
        let all = self.all();
        let lines: Vec<_> = all.iter().map(Entry::to_string).collect();
        lines.join("\n")
    }
}

impl Subscriber for CapturedTraces {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut state = self.0.lock().unwrap();
        let parent = span.parent().map(index);
        let parent = parent.or_else(|| state.entered.last().copied());
        let mut entry = Entry::new(span.metadata(), parent);
        span.record(&mut entry);
        state.entries.push(entry);
        Id::from_u64(state.entries.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut state = self.0.lock().unwrap();
        values.record(state.entries.get_mut(index(span)).unwrap());
    }

    fn event(&self, event: &Event<'_>) {
        let mut state = self.0.lock().unwrap();
        let mut entry = Entry::new(event.metadata(), state.entered.last().copied());
        event.record(&mut entry);
        state.entries.push(entry);
    }

    fn enter(&self, span: &Id) {
        self.0.lock().unwrap().entered.push(index(span));
    }

    fn exit(&self, span: &Id) {
        let entered = &mut self.0.lock().unwrap().entered;
        let last = entered.iter().rposition(|inside| *inside == index(span));
        entered.remove(last.unwrap());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
}

/// Ids count from 1.
fn index(span: &Id) -> usize {
    usize::try_from(span.into_u64()).unwrap() - 1
}
