//! The advice that several rows give, or several errors.

/// The role that an invite needs.
macro_rules! role {
    () => {
        "Calls.InitiateGroupCall.All"
    };
}
pub(super) use role;

pub(super) const DECLINED: &str =
    "they declined: do not ring them again at once; invite another person";
pub(super) const BUSY: &str = "they are in another call: try later, or invite another person";
pub(super) const NO_ANSWER: &str = "no one answered: try later, or invite another person";
pub(super) const UNREACHABLE: &str =
    "their devices can't be reached: try another person or their phone";
pub(super) const CANCELLED: &str = "the call was cancelled: invite again if that was not intended";
pub(super) const PSTN_SETUP: &str = "the call can't ring phones: make it from a resource account with a licence and a phone number, synchronised by Sync-CsOnlineApplicationInstance; direct routing may not do";
pub(super) const TOKEN: &str =
    "the token is not valid: get a fresh one for this cloud, from the tenant of the call";
pub(crate) const CLAIMS: &str = "the service wants a token with other claims: let the token source pass `TokenRequest::claims` to the token endpoint, as its parameter `claims`";
pub(crate) const DELEGATED: &str = "the token is delegated, and no delegated permission allows this: get the application's own token, by client credentials";
pub(super) const PARALLEL: &str =
    "another action on the call is under way: wait for it to end, then invite again";
pub(super) const THROTTLED: &str =
    "too many requests: wait as long as the service asks, then invite again";
pub(super) const SERVICE: &str =
    "the service failed: check who is in the call before you invite again";
pub(super) const BAD_REQUEST: &str = "the request is wrong: the message may say why";
pub(super) const OTHER: &str =
    "the code is not documented: ask Microsoft's support, with the request id";
pub(super) const REPLACED_CALL: &str = "the call that they should leave can't be replaced: check that it is under way and that they are in it, or invite them without `replaces`";
pub(super) const MEDIA: &str = "audio could not be set up: check the bot's media ports and certificate; with media hosted by the service it may work";
pub(super) const HUNG_UP: &str = "the call ended in the normal way: nothing to do";
pub(super) const NUMBER: &str = "the number is wrong, incomplete or not assigned: check it, with its country code; the call itself goes on";
pub(super) const CARRIER: &str =
    "the carrier or the SBC refused the call, or failed: look at its logs, or ask the carrier";
