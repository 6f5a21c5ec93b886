//! One thing that the control API does, and how it is done and waited for.

use crate::api::asked::Asked;
use crate::api::documents::time::Time;
use crate::api::problem::Problem;
use serde_json::{Value, json};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How many items a list shows by default, and at most.
const LIMIT: usize = 100;
const MAX_LIMIT: usize = 1_000;
const MAX_WAIT: Duration = Duration::from_secs(60);

/// The parts of the query that every list takes, and those that everything takes that waits.
pub(crate) const OF_LISTS: [&str; 1] = ["limit"];
pub(crate) const OF_WAITS: [&str; 2] = ["at_least", "wait"];

pub(crate) struct Endpoint {
    pub(crate) method: &'static str,
    /// Below the base of the API. A part in braces is a name or an id.
    pub(crate) path: &'static str,
    pub(crate) does: &'static str,
    /// The parts of the query, besides those that its kind has.
    pub(crate) query: &'static [&'static str],
    /// The schema of its body, if it takes one.
    pub(crate) body: Option<&'static str>,
    /// Status and schema of the answer.
    pub(crate) answer: (u16, Option<&'static str>),
    pub(crate) run: Run,
}

type Later = Pin<Box<dyn Future<Output = Result<Value, Problem>> + Send>>;

pub(crate) enum Run {
    Now(fn(&Asked) -> Result<Value, Problem>),
    Later(fn(Arc<Asked>) -> Later),
    /// All items that match, newest first. It can wait until there are some.
    List(fn(&Asked) -> Result<Vec<Value>, Problem>),
    /// Something that can be counted. It can wait until there are some.
    Count(fn(&Asked) -> Result<(Value, usize), Problem>),
    /// Events, as they happen.
    Events,
    /// The document that describes the API.
    Document,
}

impl Endpoint {
    /// The parts of the path that are in braces, if the path is meant.
    pub(crate) fn matches<'a>(&self, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
        let (mut parts, mut given) = (self.path.split('/'), path.split('/'));
        let mut found = Vec::new();
        loop {
            match (parts.next(), given.next()) {
                (None, None) => return Some(found),
                (Some(part), Some(text)) => {
                    let name = part
                        .strip_prefix('{')
                        .and_then(|part| part.strip_suffix('}'));
                    match name {
                        Some(name) if !text.is_empty() => found.push((name, text)),
                        None if part == text => {}
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
    }

    /// All parts that its query may have.
    pub(crate) fn all_query(&self) -> Vec<&'static str> {
        let mut all = self.query.to_vec();
        match self.run {
            Run::List(_) => all.extend(OF_LISTS.iter().chain(&OF_WAITS)),
            Run::Count(_) => all.extend(OF_WAITS),
            Run::Now(_) | Run::Later(_) | Run::Events | Run::Document => {}
        }
        all
    }

    /// Does what is asked. Events and the document are not for here.
    pub(crate) async fn answer(&self, asked: Arc<Asked>) -> Result<Value, Problem> {
        match self.run {
            Run::Now(run) => run(&asked),
            Run::Later(run) => run(asked).await,
            Run::List(run) => {
                let limit = asked.number("limit")?.unwrap_or(LIMIT).min(MAX_LIMIT);
                let count = |asked: &Asked| {
                    let items = run(asked)?;
                    let total = items.len();
                    let shown: Vec<_> = items.into_iter().take(limit).collect();
                    Ok((json!({ "items": shown, "total": total }), total))
                };
                wait(&asked, count).await
            }
            Run::Count(run) => wait(&asked, run).await,
            Run::Events | Run::Document => Ok(Value::Null),
        }
    }
}

/// A request that shows something of this schema.
pub(crate) const fn get(
    path: &'static str,
    does: &'static str,
    schema: &'static str,
    run: Run,
) -> Endpoint {
    Endpoint {
        method: "GET",
        path,
        does,
        query: &[],
        body: None,
        answer: (200, Some(schema)),
        run,
    }
}

/// A request that changes something, with a body of this schema.
pub(crate) const fn change(
    method: &'static str,
    path: &'static str,
    does: &'static str,
    body: Option<&'static str>,
    answer: (u16, Option<&'static str>),
    run: Run,
) -> Endpoint {
    Endpoint {
        method,
        path,
        does,
        query: &[],
        body,
        answer,
        run,
    }
}

/// What a person does with the phone or in the call.
pub(crate) const fn press(
    path: &'static str,
    does: &'static str,
    schema: &'static str,
    run: Run,
) -> Endpoint {
    change("POST", path, does, Some("Place"), (200, Some(schema)), run)
}

impl Endpoint {
    /// The parts that its query may have.
    pub(crate) const fn query(mut self, query: &'static [&'static str]) -> Self {
        self.query = query;
        self
    }
}

/// An answer without a body.
pub(crate) const GONE: (u16, Option<&str>) = (204, None);

/// Answers as soon as there are enough, and refuses when the time is over.
async fn wait(
    asked: &Asked,
    count: impl Fn(&Asked) -> Result<(Value, usize), Problem>,
) -> Result<Value, Problem> {
    let least: usize = asked.number("at_least")?.unwrap_or_default();
    let time = asked.query("wait").map(Time::read).transpose();
    let time = time.map_err(|detail| Problem::unreadable(detail, "write `wait=5s`"))?;
    let time = time.map_or(Duration::ZERO, |time| time.0.min(MAX_WAIT));
    let deadline = Instant::now() + time;
    let mut changes = asked.shared.emulator.service.log.watch();
    loop {
        changes.mark_unchanged();
        let (value, total) = count(asked)?;
        if total >= least {
            return Ok(value);
        }
        if timeout_at(deadline, changes.changed()).await.is_err() {
            let detail = format!("there are {total} and not {least} after {time:?}");
            let hint = "`found` has those that match; without the filters there may be more";
            return Err(Problem::not_now(detail, hint).found(value));
        }
    }
}
