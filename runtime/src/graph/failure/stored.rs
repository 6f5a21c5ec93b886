//! A failure as serde writes it.

use crate::graph::diag_code::DiagCode;
use crate::graph::operation::MAX_MESSAGE;
use crate::graph::result_code::failure_kind::FailureKind;
use crate::invite::identity::Identity;
use crate::stored::stored;
use serde::Serialize;

stored! {
    /// A failure as serde writes it.
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    pub(super) struct Failure {
        pub(super) kind: FailureKind,
        pub(super) code: Option<i64>,
        pub(super) subcode: Option<i64>,
        pub(super) diag_code: Option<DiagCode>,
        #[serde(default)]
        pub(super) people: Vec<Identity>,
        /// Only of a failure that has forgotten them.
        #[serde(default, skip_serializing_if = "is_false")]
        pub(super) names_people: bool,
        pub(super) advice: String,
        pub(super) message: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub(super) shown_message: Option<String>,
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// At most as much as is kept of a message of the service.
pub(super) fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MAX_MESSAGE) {
        text.truncate(end);
    }
    text
}
