//! What happened that a test may not want.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What `--fail-on` can name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bad {
    /// Graph refused a request.
    Refused,
    /// Graph dropped participants of an invite silently.
    Dropped,
    /// The phone of one person rang twice for one call.
    RangTwice,
    /// The bot did not accept a notification.
    Undelivered,
}

impl Bad {
    pub(crate) const ALL: [Self; 4] = [
        Self::Refused,
        Self::Dropped,
        Self::RangTwice,
        Self::Undelivered,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Dropped => "dropped",
            Self::RangTwice => "rang-twice",
            Self::Undelivered => "undelivered",
        }
    }

    pub(crate) fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bad| bad.name() == name)
    }
}

/// Counts what happened.
#[derive(Default)]
pub(crate) struct Verdict {
    rings: BTreeMap<String, usize>,
    rang: BTreeSet<(String, String)>,
    counts: BTreeMap<Bad, usize>,
}

impl Verdict {
    pub(crate) fn add(&mut self, event: &Value) {
        let text = |name: &str| {
            event
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let (kind, detail) = (text("kind"), text("detail"));
        // The last word is the status.
        let status = detail
            .rsplit(' ')
            .next()
            .and_then(|word| word.parse::<u16>().ok());
        match &*kind {
            "request" if status.is_some_and(|status| status >= 400) => self.count(Bad::Refused),
            "dropped" => self.count(Bad::Dropped),
            "notification_done" => {
                let is_accepted = status.is_some_and(|status| (200..300).contains(&status));
                if !is_accepted {
                    self.count(Bad::Undelivered);
                }
            }
            "ringing" => {
                let (call, person) = (text("call"), text("person"));
                *self.rings.entry(person.clone()).or_default() += 1;
                if !self.rang.insert((call, person)) {
                    self.count(Bad::RangTwice);
                }
            }
            // After a reset, nothing from before it counts.
            "changed" if detail == "reset" => *self = Self::default(),
            _ => {}
        }
    }

    fn count(&mut self, bad: Bad) {
        *self.counts.entry(bad).or_default() += 1;
    }

    pub(crate) fn is_bad(&self, fail_on: &[Bad]) -> bool {
        fail_on.iter().any(|bad| self.counts.contains_key(bad))
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (person, count) in &self.rings {
            writeln!(f, "{person} rang {count} time(s)")?;
        }
        for (bad, count) in &self.counts {
            writeln!(f, "{}: {count}", bad.name())?;
        }
        Ok(())
    }
}
