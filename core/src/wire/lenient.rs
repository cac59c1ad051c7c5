//! Reading values more kindly than they were promised.

use alloc::boxed::Box;
use alloc::string::ToString as _;
use core::fmt;
use core::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor,
};

/// Text, by what is made of it. Numbers and booleans are taken as the text that they are.
pub(crate) struct TextAs<F>(pub(crate) F);

impl<'de, T, F: FnOnce(&str) -> T> DeserializeSeed<'de> for TextAs<F> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<T, F: FnOnce(&str) -> T> Visitor<'_> for TextAs<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok((self.0)(text))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        /// Beyond it not every whole number has a floating point number: a fax number would come out as another one.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if (-EXACT..=EXACT).contains(&number) {
            self.visit_str(&number.to_string())
        } else {
            Err(E::invalid_value(Unexpected::Float(number), &self))
        }
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<T, E> {
        self.visit_str(if flag { "true" } else { "false" })
    }
}

/// The same as a value of its own, for derived code.
#[derive(Debug)]
pub(crate) struct Text(pub(crate) Box<str>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        TextAs(|text: &str| Self(text.into())).deserialize(deserializer)
    }
}

/// A count that may come as text (`"42"`) or with a fraction of zero (`42.0`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count(pub(crate) u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CountVisitor)
    }
}

struct CountVisitor;

impl Visitor<'_> for CountVisitor {
    type Value = Count;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a count")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Count, E> {
        u32::try_from(number)
            .map(Count)
            .map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Count, E> {
        if (0.0..=f64::from(u32::MAX)).contains(&number) && number % 1.0 == 0.0 {
            Ok(Count(number as u32))
        } else {
            Err(E::invalid_value(Unexpected::Float(number), &self))
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Count, E> {
        text.trim()
            .parse()
            .map(Count)
            .map_err(|_| E::invalid_type(Unexpected::Str(text), &self))
    }
}

/// A flag that may come as text (`"true"`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flag(pub(crate) bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FlagVisitor)
    }
}

struct FlagVisitor;

impl Visitor<'_> for FlagVisitor {
    type Value = Flag;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true or false")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Flag, E> {
        Ok(Flag(flag))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Flag, E> {
        match text.trim() {
            text if text.eq_ignore_ascii_case("true") => Ok(Flag(true)),
            text if text.eq_ignore_ascii_case("false") => Ok(Flag(false)),
            _ => Err(E::invalid_value(Unexpected::Str(text), &self)),
        }
    }
}

/// An object, and nothing else: a derived `Deserialize` takes an array as well, for the fields in their order.
#[derive(Debug)]
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_map(ObjectVisitor(PhantomData))
            .map(Self)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> Option<Box<str>> {
        let Text(text) = serde_json::from_str(json).ok()?;
        Some(text)
    }

    #[test]
    fn text_may_have_escapes() {
        assert_eq!(text(r#""plain""#).as_deref(), Some("plain"));
        assert_eq!(text(r#""\u00fc""#).as_deref(), Some("\u{fc}"));
    }

    #[test]
    fn numbers_and_flags_are_text_as_long_as_they_are_exact() {
        for (json, expected) in [
            ("7", "7"),
            ("-7", "-7"),
            ("18446744073709551615", "18446744073709551615"),
            ("1.5", "1.5"),
            ("true", "true"),
        ] {
            assert_eq!(text(json).as_deref(), Some(expected));
        }
        for json in ["49891234567890012345678", "1e300", "null", "[]", "{}"] {
            assert_eq!(text(json), None, "{json}");
        }
    }

    #[test]
    fn a_count_is_a_whole_number_however_it_is_written() {
        let count = |json| {
            serde_json::from_str::<Count>(json)
                .ok()
                .map(|count| count.0)
        };
        for json in ["42", "42.0", "4.2e1", "\"42\"", "\" 42 \""] {
            assert_eq!(count(json), Some(42), "{json}");
        }
        for json in [
            "-1",
            "0.5",
            "4294967296",
            "1e99",
            "\"\"",
            "\"many\"",
            "\"-1\"",
            "true",
            "[1]",
        ] {
            assert_eq!(count(json), None, "{json}");
        }
    }

    #[test]
    fn a_flag_is_true_or_false_also_as_text() {
        let flag = |json| serde_json::from_str::<Flag>(json).ok().map(|flag| flag.0);
        assert!(
            ["true", "\"true\"", "\"TRUE\"", "\" True \""]
                .into_iter()
                .all(|json| flag(json) == Some(true))
        );
        assert!(
            ["false", "\"False\""]
                .into_iter()
                .all(|json| flag(json) == Some(false))
        );
        assert!(
            ["1", "0", "\"yes\"", "\"\"", "null"]
                .into_iter()
                .all(|json| flag(json).is_none())
        );
    }

    #[test]
    fn an_object_is_no_array() {
        #[derive(Debug, serde::Deserialize)]
        struct Named {
            name: Text,
        }
        let read = serde_json::from_str::<Object<Named>>;
        assert_eq!(&*read(r#"{"name":"a"}"#).unwrap().0.name.0, "a");
        assert!(serde_json::from_str::<Named>(r#"["a"]"#).is_ok() && read(r#"["a"]"#).is_err());
    }
}
