//! What people do when their phone rings, in JSON.

use crate::api::documents::time::Time;
use crate::service::behavior::Behavior;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a person does at one ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Manner {
    Answers,
    Declines,
    Busy,
    NoAnswer,
    RingsOn,
    AnswersWhenRemoved,
    AnswersAfter(Time),
    LeavesAfter(Time),
    Lobby(Time),
}

/// What a person does at each ring; at the last for good. In JSON it is one manner or a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub(crate) struct Manners(pub(crate) Vec<Manner>);

impl TryFrom<Value> for Manners {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let read = match value {
            Value::Array(_) => serde_json::from_value(value),
            one => serde_json::from_value(one).map(|manner| vec![manner]),
        };
        let manners = read.map_err(|error| error.to_string())?;
        if manners.is_empty() {
            return Err("a list of manners has at least one".to_owned());
        }
        Ok(Self(manners))
    }
}

impl From<Manners> for Value {
    fn from(manners: Manners) -> Self {
        match manners.0.as_slice() {
            [one] => serde_json::to_value(one),
            all => serde_json::to_value(all),
        }
        .unwrap_or_default()
    }
}

impl Manners {
    pub(crate) fn of(behaviors: &[Behavior]) -> Self {
        let manners: Vec<_> = behaviors.iter().copied().map(Manner::of).collect();
        if manners.is_empty() {
            Self(vec![Manner::Answers])
        } else {
            Self(manners)
        }
    }

    pub(crate) fn behaviors(&self) -> Vec<Behavior> {
        self.0.iter().copied().map(Manner::behavior).collect()
    }
}

impl Manner {
    const fn of(behavior: Behavior) -> Self {
        match behavior {
            Behavior::Answers => Self::Answers,
            Behavior::AnswersAfter(time) => Self::AnswersAfter(Time(time)),
            Behavior::LeavesAfter(time) => Self::LeavesAfter(Time(time)),
            Behavior::WaitsInLobby(time) => Self::Lobby(Time(time)),
            Behavior::Declines => Self::Declines,
            Behavior::Busy => Self::Busy,
            Behavior::NoAnswer => Self::NoAnswer,
            Behavior::KeepsRinging => Self::RingsOn,
            Behavior::AnswersWhenRemoved => Self::AnswersWhenRemoved,
        }
    }

    const fn behavior(self) -> Behavior {
        match self {
            Self::Answers => Behavior::Answers,
            Self::Declines => Behavior::Declines,
            Self::Busy => Behavior::Busy,
            Self::NoAnswer => Behavior::NoAnswer,
            Self::RingsOn => Behavior::KeepsRinging,
            Self::AnswersWhenRemoved => Behavior::AnswersWhenRemoved,
            Self::AnswersAfter(time) => Behavior::AnswersAfter(time.0),
            Self::LeavesAfter(time) => Behavior::LeavesAfter(time.0),
            Self::Lobby(time) => Behavior::WaitsInLobby(time.0),
        }
    }
}
