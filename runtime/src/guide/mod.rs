// The links of these pages lead to files. In Markdown the first definition of a link counts, so that those of
// `links.md` lead to the pages here.
#![doc = include_str!("links.md")]
#![doc = include_str!("../../guide/README.md")]

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/how-it-works.md")]
pub mod how_it_works {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/sending.md")]
pub mod sending {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/outcomes.md")]
pub mod outcomes {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/polling.md")]
pub mod polling {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/cancelling.md")]
pub mod cancelling {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/hunting.md")]
pub mod hunting {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/calls.md")]
pub mod calls {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/production.md")]
pub mod production {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/shutting-down.md")]
pub mod shutting_down {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/several-machines.md")]
pub mod several_machines {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/testing-a-bot.md")]
pub mod testing_a_bot {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/testing.md")]
pub mod testing {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../guide/observability.md")]
pub mod observability {}
