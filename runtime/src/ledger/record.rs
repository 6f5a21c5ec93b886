//! What a ledger holds: entries and their records.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;
use std::time::Duration;

/// A keyed hash. It stands for a call, an entry, or the process that wrote a record, and shows nothing of
/// them. `Display` and [`FromStr`] use 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(pub [u8; 16]);

impl Serialize for Tag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Tag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// Which invite an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryKey {
    /// The call with the client context: the name of the entry.
    pub entry: Tag,
    /// The call that the people are invited to.
    pub call: Tag,
    /// The call that they leave, if any.
    pub replaced_call: Option<Tag>,
}

/// A record. It never changes. `Debug` shows the size of its value alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// Its entry.
    pub key: EntryKey,
    /// Its name in the entry.
    pub name: RecordName,
    /// Who wrote it: another tag for each try to write, so that the writer recognizes its own.
    pub owner: Tag,
    /// The version of the value.
    pub version: u8,
    /// What it says, as JSON. It holds no name, number or id of a person, and no text of the service.
    pub value: Box<[u8]>,
    /// Whether the invite of the entry has ended with this record.
    pub is_end: bool,
    /// How long it is kept. After that it may be removed.
    pub keep: Duration,
}

/// The name of a record in its entry. `Display` and [`FromStr`] use the short form in parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RecordName {
    /// The key for hashes of a ledger whose author gave none (`p`).
    Pepper,
    /// The right to send request number n (`a1`).
    Claim(u16),
    /// What the answer to request n says, or that nobody knows (`r1`).
    Answer(u16),
    /// An answer to request n that came after somebody wrote that nobody knows (`l1`).
    LateAnswer(u16),
    /// What the service showed later about request n (`e1`).
    Evidence(u16),
    /// What a callback says, with the hash of it (`f` and 32 digits).
    Fact(Tag),
}

/// What came of a [`put`](super::Ledger::put).
#[derive(Clone, Debug)]
pub enum Put {
    /// The record is written.
    Written,
    /// Nothing is written: there is a record of this name already.
    Exists(StoredRecord),
}

/// A record that a ledger holds.
#[derive(Clone, Debug)]
pub struct StoredRecord {
    /// The record.
    pub record: Record,
    /// How long ago it was written, by the clock of the engine.
    pub age: Duration,
}

/// All records of one invite.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which invite it is.
    pub key: EntryKey,
    /// Its records, in no order.
    pub records: Vec<StoredRecord>,
}

/// Which entries to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// Those of which this call is the call or the replaced call.
    Call(Tag),
    /// Those that have no record with [`is_end`](Record::is_end).
    Open,
}

/// Shows the size of the value alone: that of the pepper is secret.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("key", &self.key)
            .field("name", &self.name)
            .field("owner", &self.owner)
            .field("version", &self.version)
            .field("bytes", &self.value.len())
            .field("is_end", &self.is_end)
            .field("keep", &self.keep)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({self})")
    }
}

/// A text that is not the short form of a tag or of a record name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a tag or the name of a record")]
#[non_exhaustive]
pub struct ParseNameError;

impl From<ParseIntError> for ParseNameError {
    fn from(_: ParseIntError) -> Self {
        Self
    }
}

impl FromStr for Tag {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<Self, ParseNameError> {
        if text.len() != 32 || text.starts_with('+') {
            return Err(ParseNameError);
        }
        Ok(Self(u128::from_str_radix(text, 16)?.to_be_bytes()))
    }
}

impl fmt::Display for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pepper => f.write_str("p"),
            Self::Claim(number) => write!(f, "a{number}"),
            Self::Answer(number) => write!(f, "r{number}"),
            Self::LateAnswer(number) => write!(f, "l{number}"),
            Self::Evidence(number) => write!(f, "e{number}"),
            Self::Fact(hash) => write!(f, "f{hash}"),
        }
    }
}

/// A later version may write names that this one does not know. An engine keeps them, and leaves them out
/// of what it returns.
impl FromStr for RecordName {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<Self, ParseNameError> {
        let mut chars = text.chars();
        let kind = chars.next().ok_or(ParseNameError)?;
        let rest = chars.as_str();
        Ok(match kind {
            'p' if rest.is_empty() => Self::Pepper,
            'a' => Self::Claim(rest.parse()?),
            'r' => Self::Answer(rest.parse()?),
            'l' => Self::LateAnswer(rest.parse()?),
            'e' => Self::Evidence(rest.parse()?),
            'f' => Self::Fact(rest.parse()?),
            _ => return Err(ParseNameError),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{RecordName, Tag};

    #[test]
    fn names_are_read_as_they_are_written() {
        let hash = Tag([0x5a; 16]);
        for (name, text) in [
            (RecordName::Pepper, "p"),
            (RecordName::Claim(1), "a1"),
            (RecordName::Answer(2), "r2"),
            (RecordName::LateAnswer(3), "l3"),
            (RecordName::Evidence(u16::MAX), "e65535"),
            (RecordName::Fact(hash), &format!("f{hash}")),
        ] {
            assert_eq!(name.to_string(), text);
            assert_eq!(text.parse(), Ok(name));
        }
        for text in [
            "",
            "a",
            "a65536",
            "x1",
            "f12",
            "p1",
            "f+0000000000000000000000000000000",
        ] {
            assert!(text.parse::<RecordName>().is_err(), "{text}");
        }
    }
}
