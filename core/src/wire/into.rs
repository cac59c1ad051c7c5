//! Reading objects and lists into something that is there already, where derived code would make values of its own in between.

use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Reads the fields of an object.
pub(crate) trait Fields<'de>: Sized {
    /// What they become.
    type Value;

    /// What the object is, for an error.
    const WHAT: &'static str;

    /// Reads them all.
    fn read<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error>;
}

/// An object, by what reads its fields.
pub(crate) struct ByFields<T>(pub(crate) T);

impl<'de, T: Fields<'de>> DeserializeSeed<'de> for ByFields<T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Fields<'de>> Visitor<'de> for ByFields<T> {
    type Value = T::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T::Value, A::Error> {
        self.0.read(fields)
    }
}

/// Reads the items of a list.
pub(crate) trait Items<'de>: Sized {
    /// What they become.
    type Value;

    /// What the list is, for an error.
    const WHAT: &'static str;

    /// Reads them all.
    fn read<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error>;
}

/// A list, by what reads its items.
pub(crate) struct ByItems<T>(pub(crate) T);

impl<'de, T: Items<'de>> DeserializeSeed<'de> for ByItems<T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Items<'de>> Visitor<'de> for ByItems<T> {
    type Value = T::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T::Value, A::Error> {
        self.0.read(items)
    }
}

/// The same, or `null`.
pub(crate) struct Nullable<S>(pub(crate) S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Nullable<S> {
    type Value = Option<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Nullable<S> {
    type Value = Option<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.0.deserialize(deserializer).map(Some)
    }
}

/// Notes the value of a field. A field that has two is an error: nobody knows which one is meant.
pub(crate) fn fill<T, E: Error>(
    slot: &mut Option<T>,
    value: impl Into<Option<T>>,
) -> Result<(), E> {
    if slot.is_some() {
        return Err(E::custom("a field is there twice"));
    }
    *slot = value.into();
    Ok(())
}
