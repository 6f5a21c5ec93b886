//! What the authors were told, compared with the phones that rang.

use crate::callbacks::Counts;
use crate::jobs::{Done, Known, Sent};
use std::fmt;
use std::time::Duration;

/// One job at its end.
pub(crate) struct Judged<'a> {
    pub(crate) rings: usize,
    pub(crate) deliveries: usize,
    /// Whether the person declines. Else they answer, and are on the roster.
    pub(crate) declines: bool,
    /// Whether a replica took the callback with the end.
    pub(crate) is_heard: bool,
    pub(crate) reports: &'a [Done],
}

#[derive(Default)]
pub(crate) struct Report {
    took: Duration,
    bot_kills: usize,
    database_kills: usize,
    lost: usize,
    doubled: usize,
    refused: usize,
    jobs: usize,
    deliveries: usize,
    rang: usize,
    rung_twice: usize,
    told_wrong: usize,
    /// Those that rang and whose end a replica has taken, or that are on the roster.
    knowable: usize,
    outcome_told: usize,
    /// Those whose author does not know whether it rang, and of them those that rang.
    unknown: usize,
    unknown_that_rang: usize,
}

impl Report {
    pub(crate) fn new(bot_kills: usize, database_kills: usize, took: Duration) -> Self {
        Self {
            took,
            bot_kills,
            database_kills,
            ..Self::default()
        }
    }

    pub(crate) fn callbacks(&mut self, counts: &Counts) {
        self.lost = counts.lost;
        self.doubled = counts.doubled;
        self.refused = counts.refused;
    }

    pub(crate) fn judge(&mut self, job: &Judged<'_>) {
        self.jobs += 1;
        self.deliveries += job.deliveries;
        self.rang += usize::from(job.rings > 0);
        self.rung_twice += usize::from(job.rings > 1);
        let truth = match (job.rings, job.declines) {
            (0, _) => Known::Unknown,
            (_, true) => Known::Declined,
            (_, false) => Known::Completed,
        };
        let is_wrong = |done: &Done| {
            (done.sent == Sent::Ringing && job.rings == 0)
                || (done.outcome != Known::Unknown && done.outcome != truth)
        };
        self.told_wrong += usize::from(job.reports.iter().any(is_wrong));
        let is_told = job.reports.iter().any(|done| done.outcome == truth);
        if job.rings > 0 && !job.reports.is_empty() && (job.is_heard || !job.declines) {
            self.knowable += 1;
            self.outcome_told += usize::from(is_told);
        }
        if job
            .reports
            .iter()
            .all(|done| done.sent == Sent::Unknown && done.outcome == Known::Unknown)
        {
            self.unknown += 1;
            self.unknown_that_rang += usize::from(job.rings > 0);
        }
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.rung_twice == 0 && self.told_wrong == 0 && self.outcome_told == self.knowable
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: [(&str, usize); 15] = [
            ("jobs", self.jobs),
            ("deliveries", self.deliveries),
            ("replicas killed", self.bot_kills),
            ("database killed", self.database_kills),
            ("callbacks lost", self.lost),
            ("callbacks doubled", self.doubled),
            ("callbacks refused", self.refused),
            ("rang", self.rang),
            ("rung twice", self.rung_twice),
            ("told wrong", self.told_wrong),
            ("outcome could be known", self.knowable),
            ("outcome told", self.outcome_told),
            ("told that it is not known", self.unknown),
            ("of those, rang", self.unknown_that_rang),
            (
                "seconds",
                usize::try_from(self.took.as_secs()).unwrap_or(usize::MAX),
            ),
        ];
        for (name, number) in rows {
            writeln!(f, "{name:26}{number:>8}")?;
        }
        f.write_str(if self.is_clean() {
            "clean"
        } else {
            "not clean"
        })
    }
}
