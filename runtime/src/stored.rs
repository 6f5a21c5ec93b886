//! How serde reads what a bot stores: no error repeats a value.

/// Defines a type that serde reads by its fields, as `#[derive(Deserialize)]` does. The errors of a derive
/// repeat the value that they refuse, and that may be a phone number; this error names the type alone.
///
/// A private copy of the type, `Stored`, has the derive. Its error is dropped.
macro_rules! stored {
    ($(#[$attribute:meta])* $vis:vis $kind:ident $name:ident $definition:tt) => {
        $(#[$attribute])*
        $vis $kind $name $definition

        #[allow(dead_code, reason = "only the derive of `Stored` is used")]
        const _: () = {
            type Original = $name;

            $(#[$attribute])*
            #[derive(serde::Deserialize)]
            #[serde(remote = "Original")]
            $kind Stored $definition

            #[automatically_derived]
            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let expected = concat!("expected the stored form of `", stringify!($name), "`");
                    Stored::deserialize(deserializer).map_err(|_| serde::de::Error::custom(expected))
                }
            }
        };
    };
}

pub(crate) use stored;
