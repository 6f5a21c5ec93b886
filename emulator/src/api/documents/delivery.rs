//! How notifications are delivered.

use crate::api::documents::time::Time;
use crate::notifications::delivery::Delivery;
use crate::notifications::outbox::Outbox;
use crate::notifications::proof::Proof;
use crate::percent;
use serde::{Deserialize, Serialize};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DeliveryDocument {
    mode: Mode,
    /// In percent.
    losing: u8,
    doubling: u8,
    /// One time, or a range such as `0s..200ms`.
    delay: String,
    roster_first: bool,
    token: Token,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    #[default]
    Deliver,
    Hold,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Token {
    #[default]
    Good,
    Expired,
    WrongAudience,
    WrongIssuer,
    UnknownKey,
    None,
}

impl Default for DeliveryDocument {
    fn default() -> Self {
        Self {
            mode: Mode::Deliver,
            losing: 0,
            doubling: 0,
            delay: "0s".to_owned(),
            roster_first: false,
            token: Token::Good,
        }
    }
}

impl DeliveryDocument {
    pub(crate) fn read(&self) -> Result<Delivery, String> {
        for (name, percent) in [("losing", self.losing), ("doubling", self.doubling)] {
            if let Some(mistake) = percent::mistake(percent.into()) {
                return Err(format!("`{name}`: {mistake}"));
            }
        }
        let (least, most) = self
            .delay
            .split_once("..")
            .unwrap_or((&self.delay, &self.delay));
        let [least, most] = [Time::read(least)?.0, Time::read(most)?.0];
        if most > Duration::from_secs(3600) {
            return Err("`delay` is at most one hour".to_owned());
        }
        if least > most {
            return Err("a range of `delay` begins with its shorter time".to_owned());
        }
        let delivery = Delivery::new()
            .loss_percent(self.losing)
            .duplicate_percent(self.doubling)
            .delay(least..=most);
        Ok(if self.roster_first {
            delivery.roster_first()
        } else {
            delivery
        })
    }

    /// Does nothing if it can't be read.
    pub(crate) fn apply(&self, outbox: &Outbox) {
        if let Ok(delivery) = self.read() {
            outbox.set_delivery(delivery);
            outbox.hold(self.mode == Mode::Hold);
            outbox.set_proof(match self.token {
                Token::Good => Proof::Good,
                Token::Expired => Proof::Expired,
                Token::WrongAudience => Proof::WrongAudience,
                Token::WrongIssuer => Proof::WrongIssuer,
                Token::UnknownKey => Proof::UnknownKey,
                Token::None => Proof::Missing,
            });
        }
    }
}
