//! Where notifications differ from what one would expect.

use std::collections::BTreeSet;

/// A surprising property of documented notifications. A bot must bear each of them.
///
/// Sources: the five examples of the invite page, and the pages on how calls end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Quirk {
    /// The operation of several people has `id: null` and the path `…/operations/participants`, as
    /// in example 2. On by default.
    OperationWithoutId,
    /// Roster entries have `id: null`, as in all examples. On by default.
    EntriesWithoutIds,
    /// The roster has the id of a user in `identity.application`, as in example 1.
    UsersAsApplications,
    /// When a person leaves a peer-to-peer call for another call, the new roster comes under the
    /// path of the call that they left, as in example 3.
    RosterUnderLeftCall,
    /// The numbers of a `resultInfo` are text, as on the page on how calls end.
    CodesAsText,
    /// Ids in paths are in upper case and without dashes, as in older revisions.
    IdsWithoutDashes,
    /// An `updated` with `running` comes before the end of an operation, as the changelog of the
    /// SDK says.
    RunningUpdate,
}

impl Quirk {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::OperationWithoutId,
        Self::EntriesWithoutIds,
        Self::UsersAsApplications,
        Self::RosterUnderLeftCall,
        Self::CodesAsText,
        Self::IdsWithoutDashes,
        Self::RunningUpdate,
    ];
}

/// The quirks that notifications have.
#[derive(Clone, Debug)]
pub(crate) struct Quirks(BTreeSet<Quirk>);

impl Default for Quirks {
    fn default() -> Self {
        Self([Quirk::OperationWithoutId, Quirk::EntriesWithoutIds].into())
    }
}

impl Quirks {
    pub(crate) fn new(quirks: impl IntoIterator<Item = Quirk>) -> Self {
        Self(quirks.into_iter().collect())
    }

    pub(crate) fn has(&self, quirk: Quirk) -> bool {
        self.0.contains(&quirk)
    }
}
