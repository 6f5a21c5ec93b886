//! Names of the service that are not words of the language: properties, types, headers, the role.
//!
//! Each is written once, so that the client and the emulator use the same.

/// The property that names the type of an object.
pub const ODATA_TYPE: &str = "@odata.type";
/// The property that holds an id: of a call, an operation, a roster entry, a person.
pub const ID: &str = "id";
/// The property of a participant that holds their identity set.
pub const IDENTITY: &str = "identity";

// Every documented request carries these three. The schemas of all clouds know the base types; some
// lack the derived ones.

/// The type of a participant in an invite.
pub const INVITATION_PARTICIPANT_INFO: &str = "#microsoft.graph.invitationParticipantInfo";
/// The type of an identity set: one slot for each kind of identity.
pub const IDENTITY_SET: &str = "#microsoft.graph.identitySet";
/// The type of the identity in a slot.
pub const IDENTITY_TYPE: &str = "#microsoft.graph.identity";

/// The response header with the id that the service gives a request.
pub const REQUEST_ID: &str = "request-id";
/// The header with the id that the client gives a request, and that the service repeats.
pub const CLIENT_REQUEST_ID: &str = "client-request-id";

/// The application permission that an invite needs, as it is in the claim `roles` of a token.
pub const ROLE: &str = "Calls.InitiateGroupCall.All";

/// The header of a callback with the id of what the service does. The response repeats it, as it does
/// [`CLIENT_REQUEST_ID`].
pub const SCENARIO_ID: &str = "scenario-id";
/// The header of a callback with the id of the message.
pub const MESSAGE_ID: &str = "x-microsoft-skype-message-id";
/// The header of a repeated callback with the id under which the message came first.
pub const ORIGINAL_MESSAGE_ID: &str = "x-microsoft-skype-original-message-id";
