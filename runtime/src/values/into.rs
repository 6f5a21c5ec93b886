//! Which types are accepted as a value of the language.
//!
//! For any other type the compiler reports what it expects, and how to convert text.

use crate::values::guid_id::{ApplicationId, ApplicationInstanceId, TenantId, UserId};
use crate::values::service_id::{CallId, ParticipantId};
use crate::values::text::{ClientContext, DisplayName, Provider};
use std::borrow::Cow;
use uuid::Uuid;

/// A type that converts into the checked type `T`.
///
/// A `T` and a `&T` do. A [`Uuid`] does where `T` is a GUID or a [`ClientContext`], and text does where
/// `T` is a [`DisplayName`] or a [`Provider`]. Implement it for a type of your own to use it in an
/// invite.
#[diagnostic::on_unimplemented(
    message = "expected `{T}`, found `{Self}`",
    label = "expected `{T}`",
    note = "convert text with `{T}::parse(text)?`, or, for a call or roster entry that Graph sent, with `from_graph(text)?`",
    note = "unwrap an `Option` or a `Result` first, with `?` or `match`"
)]
pub trait IntoValue<T> {
    /// Converts into `T`. In a constant, write a constant of the type `T` as `const { … }` instead.
    fn into_value(self) -> T;
}

/// A type that converts into a checked type that may be left out: any [`IntoValue<T>`](IntoValue), an
/// `Option` of it, or a reference to that `Option`.
#[diagnostic::on_unimplemented(
    message = "expected `{T}` or `Option<{T}>`, found `{Self}`",
    label = "expected `{T}` or an `Option` of it",
    note = "convert text with `{T}::parse(text)?`, or, for a call or roster entry that Graph sent, with `from_graph(text)?`",
    note = "unwrap a `Result` first, with `?` or `match`"
)]
pub trait IntoOption<T> {
    /// Converts into `T`, if there is a value. In a constant, write `None` or `const { … }` instead.
    fn into_option(self) -> Option<T>;
}

/// A type that converts into text that may be left out: a `&str`, `String`, `&String`, `Cow<str>`, any
/// other [`IntoValue<T>`](IntoValue), an `Option` of it, or a reference to that `Option`.
#[diagnostic::on_unimplemented(
    message = "expected text or an `Option` of it, found `{Self}`",
    label = "expected a `&str`, `String` or `Cow<str>`, or an `Option` of it",
    note = "convert other types with `.to_string()`",
    note = "unwrap a `Result` first, with `?` or `match`"
)]
pub trait IntoText<T> {
    /// Converts into `T`, if there is a value. In a constant, write `None` or `const { … }` instead.
    fn into_text(self) -> Option<T>;
}

#[diagnostic::do_not_recommend]
impl<T> IntoValue<T> for T {
    fn into_value(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: Clone> IntoValue<T> for &T {
    fn into_value(self) -> T {
        self.clone()
    }
}

macro_rules! from_uuid {
    ($($name:ident),*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl IntoValue<$name> for Uuid {
                fn into_value(self) -> $name {
                    self.into()
                }
            }
        )*
    };
}

from_uuid!(
    CallId,
    ParticipantId,
    UserId,
    ApplicationId,
    ApplicationInstanceId,
    TenantId,
    ClientContext
);

/// A name takes any text, because it identifies no one.
macro_rules! from_text {
    ($($name:ident),*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl IntoValue<$name> for &str {
                fn into_value(self) -> $name {
                    self.into()
                }
            }

            #[diagnostic::do_not_recommend]
            impl IntoValue<$name> for String {
                fn into_value(self) -> $name {
                    self.into()
                }
            }

            #[diagnostic::do_not_recommend]
            impl IntoValue<$name> for &String {
                fn into_value(self) -> $name {
                    self.as_str().into()
                }
            }

            #[diagnostic::do_not_recommend]
            impl IntoValue<$name> for Cow<'_, str> {
                fn into_value(self) -> $name {
                    self.into_owned().into()
                }
            }
        )*
    };
}

from_text!(DisplayName, Provider);

/// The types that a word takes as `T` or `Option<T>`.
macro_rules! optional {
    ($trait:ident::$method:ident for $($name:ident),*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<V: IntoValue<$name>> $trait<$name> for V {
                fn $method(self) -> Option<$name> {
                    Some(self.into_value())
                }
            }

            #[diagnostic::do_not_recommend]
            impl<V: IntoValue<$name>> $trait<$name> for Option<V> {
                fn $method(self) -> Option<$name> {
                    self.map(V::into_value)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<'a, V> $trait<$name> for &'a Option<V>
            where
                &'a V: IntoValue<$name>,
            {
                fn $method(self) -> Option<$name> {
                    self.as_ref().map(<&V>::into_value)
                }
            }
        )*
    };
}

optional!(IntoOption::into_option for CallId, ParticipantId, TenantId, ClientContext);
optional!(IntoText::into_text for DisplayName, Provider);
