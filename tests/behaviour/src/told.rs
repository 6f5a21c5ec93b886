//! All that is told to `tracing`, kept.

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

/// A subscriber that keeps everything, at every level, whichever crate says it. Clones keep it in
/// one place.
#[derive(Clone, Debug, Default)]
pub struct Told(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    told: Vec<Entry>,
    /// The spans that are entered, by their place.
    inside: Vec<usize>,
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
    /// The module that says it.
    pub target: &'static str,
    /// The names of its fields, also of those without a value.
    pub names: Vec<&'static str>,
    /// Its fields, as they would be shown, and the message not among them.
    pub fields: Vec<(&'static str, String)>,
    /// The place of the span around it.
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

/// A thread is heard as long as this is there.
pub struct Hearing {
    _thread: DefaultGuard,
    _other: Dispatch,
}

impl Told {
    /// Keeps what is told on this thread.
    #[must_use]
    pub fn hear(&self) -> Hearing {
        // Of one subscriber alone, whatever another thread says first is off for good: that thread
        // is then asked who listens, and nobody does there.
        let other = Dispatch::new(Self::default());
        Hearing {
            _thread: tracing::subscriber::set_default(self.clone()),
            _other: other,
        }
    }

    /// Everything, in the order in which it began.
    #[must_use]
    pub fn all(&self) -> Vec<Entry> {
        self.0.lock().unwrap().told.clone()
    }

    /// The spans with this name, or the events with this message.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<Entry> {
        let all = self.all().into_iter();
        all.filter(|entry| entry.name == name).collect()
    }

    /// Everything as text, a line each.
    #[must_use]
    pub fn text(&self) -> String {
        let all = self.all();
        let lines: Vec<_> = all.iter().map(Entry::to_string).collect();
        lines.join("\n")
    }
}

impl Subscriber for Told {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut state = self.0.lock().unwrap();
        let mut entry = Entry::new(span.metadata(), state.inside.last().copied());
        span.record(&mut entry);
        state.told.push(entry);
        Id::from_u64(state.told.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut state = self.0.lock().unwrap();
        values.record(state.told.get_mut(place(span)).unwrap());
    }

    fn event(&self, event: &Event<'_>) {
        let mut state = self.0.lock().unwrap();
        let mut entry = Entry::new(event.metadata(), state.inside.last().copied());
        event.record(&mut entry);
        state.told.push(entry);
    }

    fn enter(&self, span: &Id) {
        self.0.lock().unwrap().inside.push(place(span));
    }

    fn exit(&self, span: &Id) {
        let inside = &mut self.0.lock().unwrap().inside;
        let last = inside.iter().rposition(|inside| *inside == place(span));
        inside.remove(last.unwrap());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
}

/// Ids count from 1.
fn place(span: &Id) -> usize {
    usize::try_from(span.into_u64()).unwrap() - 1
}
