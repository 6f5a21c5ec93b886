//! What to do about an invite, by what its ledger holds. No clock decides about a request: one that may
//! have left is never repeated, however long ago that was.

use std::time::Duration;

/// What is known of one request of an invite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Finding {
    /// The service has accepted it.
    Rang,
    /// Nobody rang by it: the service refused it, or it did not leave.
    DidNotRing,
    /// Its sender is gone, or got no answer.
    Lost,
}

/// The last request of an invite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Request {
    /// Counted from 1.
    pub(crate) number: u16,
    /// How much longer its sender may be at work.
    pub(crate) time_left: Duration,
    /// The result, as its sender or somebody who waited in vain wrote it.
    pub(crate) result: Option<Finding>,
    /// The result of its sender, who found the place of the other one taken.
    pub(crate) late_result: Option<Finding>,
    /// Whether the service showed later that it rang.
    pub(crate) has_evidence: bool,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Claim the right to send this request, and send it.
    Claim(u16),
    /// Wait until the sender of the last request writes its result, or this time is over.
    Wait(Duration),
    /// Write that the result of this request is lost.
    WriteLost(u16),
    /// Ask the service whether this request rang, and send nothing.
    Look(u16),
    /// Send nothing: it rings, or has ended.
    Adopt,
}

/// What somebody does who is about to send an invite.
pub(crate) fn next_step(last: Option<Request>, has_ended: bool) -> Step {
    let Some(last) = last else {
        return Step::Claim(1);
    };
    if has_ended || last.rang() {
        return Step::Adopt;
    }
    let findings = [last.result, last.late_result];
    if findings.contains(&Some(Finding::DidNotRing)) {
        // So many requests are no send any more.
        return last
            .number
            .checked_add(1)
            .map_or(Step::Look(last.number), Step::Claim);
    }
    match last.result {
        None if !last.time_left.is_zero() => Step::Wait(last.time_left),
        None => Step::WriteLost(last.number),
        Some(_) => Step::Look(last.number),
    }
}

impl Request {
    /// Whether it is proved that it rang.
    pub(crate) fn rang(&self) -> bool {
        self.has_evidence || [self.result, self.late_result].contains(&Some(Finding::Rang))
    }

    /// Whether it is proved that nobody rang.
    pub(crate) fn did_not_ring(&self) -> bool {
        !self.rang() && [self.result, self.late_result].contains(&Some(Finding::DidNotRing))
    }
}

#[cfg(test)]
mod model;
