//! Where notifications differ from what one would expect.

use std::collections::BTreeSet;

/// Something odd that documented notifications have. A bot must bear each of them.
///
/// Sources: the five examples of the invite page, and the pages on how calls end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Oddity {
    /// Where several people were invited, the operation has `id: null` and the path
    /// `…/operations/participants`, as in example 2. There unless it is taken out.
    NamelessOperation,
    /// Entries of a roster have `id: null`, as in all examples. There unless it is taken out.
    NamelessEntries,
    /// The id of a user stands under `identity.application` on the roster, as in example 1.
    UsersAsApplications,
    /// When somebody leaves a peer-to-peer call for this one, its roster comes under the path of the
    /// call they leave, as in example 3.
    RosterOfLeftCall,
    /// The numbers of a `resultInfo` are text, as on the page on how calls end.
    CodesAsText,
    /// Ids in paths are in upper case and without dashes, as in older revisions.
    BareIds,
    /// `updated` with `running` comes before the end of an operation, as the SDK's changelog says.
    TellsRunning,
}

impl Oddity {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::NamelessOperation,
        Self::NamelessEntries,
        Self::UsersAsApplications,
        Self::RosterOfLeftCall,
        Self::CodesAsText,
        Self::BareIds,
        Self::TellsRunning,
    ];
}

/// Those that notifications have now.
#[derive(Clone, Debug)]
pub(crate) struct Oddities(BTreeSet<Oddity>);

impl Default for Oddities {
    fn default() -> Self {
        Self([Oddity::NamelessOperation, Oddity::NamelessEntries].into())
    }
}

impl Oddities {
    pub(crate) fn of(oddities: impl IntoIterator<Item = Oddity>) -> Self {
        Self(oddities.into_iter().collect())
    }

    pub(crate) fn has(&self, oddity: Oddity) -> bool {
        self.0.contains(&oddity)
    }
}
