//! Reading values more kindly than they were promised.

use alloc::borrow::Cow;
use alloc::string::ToString as _;
use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};

/// Text, borrowed from the answer where it can be. Numbers and booleans are taken as the text that they are.
#[derive(Debug, Default)]
pub(crate) struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map(Self)
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        /// Beyond it not every whole number has a floating point number: a fax number would come out as another one.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if (-EXACT..=EXACT).contains(&number) {
            Ok(Cow::Owned(number.to_string()))
        } else {
            Err(E::invalid_value(Unexpected::Float(number), &self))
        }
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Cow::Owned(flag.to_string()))
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

/// Reads `null` as the value that stands for nothing.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> Option<alloc::string::String> {
        serde_json::from_str::<Text<'_>>(json)
            .ok()
            .map(|text| (*text).into())
    }

    #[test]
    fn text_is_borrowed_unless_it_has_escapes() {
        let plain = serde_json::from_str::<Text<'_>>(r#""plain""#).unwrap();
        assert!(matches!(plain.0, Cow::Borrowed("plain")));
        let escaped = serde_json::from_str::<Text<'_>>(r#""\u00fc""#).unwrap();
        assert_eq!(&*escaped, "\u{fc}");
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
        struct Named<'a> {
            #[serde(borrow)]
            name: Text<'a>,
        }
        let read = serde_json::from_str::<Object<Named<'_>>>;
        assert!(matches!(
            read(r#"{"name":"a"}"#).unwrap().0.name.0,
            Cow::Borrowed("a")
        ));
        assert!(serde_json::from_str::<Named<'_>>(r#"["a"]"#).is_ok() && read(r#"["a"]"#).is_err());
    }
}
