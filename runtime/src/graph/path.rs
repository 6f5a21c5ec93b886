//! The paths of Graph below a call.

use crate::graph::json::Object;
use crate::graph::json::{find, one_or_many};
use crate::values::service_id::CallId;
use serde_json::Value;

const CALLS: &str = "calls";
pub(crate) const OPERATIONS: &str = "operations";
pub(crate) const PARTICIPANTS: &str = "participants";
pub(super) const ODATA_ID: &str = "@odata.id";

/// The path of the resource that a notification is about.
pub(super) struct Path<'a> {
    pub(super) call: Option<CallId>,
    /// The segments after the call.
    rest: Vec<&'a str>,
}

impl<'a> Path<'a> {
    /// The first path that names a call. Old bodies have only `resource`, some only the `@odata.id`
    /// of the data.
    pub(super) fn of(item: &'a Object, data: &'a Value) -> Self {
        let texts = ["resourceUrl", "resource"].map(|name| find(item, &[name]));
        let ids = one_or_many(data).map(|part| find(part, &[ODATA_ID]));
        let texts = texts.into_iter().chain(ids);
        let mut paths = texts.filter_map(|text| Self::read(text?.as_str()?));
        paths.next().unwrap_or(Self {
            call: None,
            rest: Vec::new(),
        })
    }

    /// Reads `/communications/calls/{call}/…`, or the same below `/app` or any host.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let path = text.split(['?', '#']).next()?;
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        segments.find(|segment| segment.eq_ignore_ascii_case(CALLS))?;
        Some(Self {
            call: Some(CallId::from_graph(segments.next()?).ok()?),
            rest: segments.collect(),
        })
    }

    pub(super) fn ends_in(&self, segment: &str) -> bool {
        let last = self.rest.last();
        last.is_some_and(|last| last.eq_ignore_ascii_case(segment))
    }

    /// The operation that it names. `participants` in its place names none.
    pub(super) fn operation(&self) -> Option<&'a str> {
        match self.rest[..] {
            [operations, id]
                if operations.eq_ignore_ascii_case(OPERATIONS)
                    && !id.eq_ignore_ascii_case(PARTICIPANTS) =>
            {
                Some(id)
            }
            _ => None,
        }
    }

    /// Whether it names a call and nothing below it.
    pub(super) fn is_call(&self) -> bool {
        self.call.is_some() && self.rest.is_empty()
    }
}
