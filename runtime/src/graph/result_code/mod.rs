//! The codes of the service: what they mean, and what to do.
//!
//! The same number means one thing as an HTTP status ([`http_status`]), where it is about the call,
//! the token or the request, and another thing as the result of an operation
//! ([`operation_result`]), where it is about the person, the carrier or the media. Only the subcodes
//! of the call controller ([`call_controller`]) mean the same in both.
//!
//! Each row of the tables names its source: A, the code table of Call Automation, whose numbers are
//! this service's; D, the end reasons of the page on deleting a call; E, the call end table of Azure
//! Communication Services; G, the errors page of Graph; P, its code table of phone calls; R, RFC 3261
//! and 3398; S, the pages of Teams on SIP response codes; T, public reports.

pub(crate) mod advice;
pub(crate) mod call_controller;
pub(crate) mod diagnosis;
pub(crate) mod failure_kind;
pub(crate) mod http_status;
pub(crate) mod invite_facts;
pub(crate) mod operation_result;
pub(crate) mod phone_line;
