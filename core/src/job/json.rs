//! Writes the request's JSON in one pass into one buffer.
//!
//! Not serde: this cannot fail, leaves out what is not set, and tells where in the text the base64
//! of a document goes, which a serializer does not.

use alloc::vec::Vec;

use bytes::Bytes;

/// A JSON text in the making.
pub(crate) struct JsonWriter {
    text: Vec<u8>,
    inserts: Vec<(usize, Bytes)>,
}

impl JsonWriter {
    /// A writer with room for `capacity` bytes of text and as many `inserts`.
    pub(crate) fn with_capacity(capacity: usize, inserts: usize) -> Self {
        Self {
            text: Vec::with_capacity(capacity),
            inserts: Vec::with_capacity(inserts),
        }
    }

    /// The text, and for each document the offset at which the base64 of its bytes goes.
    pub(crate) fn finish(self) -> (Vec<u8>, Vec<(usize, Bytes)>) {
        (self.text, self.inserts)
    }

    /// The object that is the whole text.
    pub(crate) fn root(&mut self, fields: impl FnOnce(&mut Self)) {
        self.text.push(b'{');
        fields(self);
        self.text.push(b'}');
    }

    /// A field with an object; left out if nothing is written into it.
    pub(crate) fn object(&mut self, name: &str, fields: impl FnOnce(&mut Self)) {
        self.enclosed(name, b'{', b'}', fields);
    }

    /// A field with an array of objects; left out if there is no item.
    pub(crate) fn objects<T>(&mut self, name: &str, items: &[T], fields: impl Fn(&mut Self, &T)) {
        self.enclosed(name, b'[', b']', |json| {
            for item in items {
                json.comma();
                json.root(|json| fields(json, item));
            }
        });
    }

    /// A field with an array of strings; left out if there is no item.
    pub(crate) fn strings<T: AsRef<str>>(&mut self, name: &str, items: &[T]) {
        self.enclosed(name, b'[', b']', |json| {
            for item in items {
                json.comma();
                json.string(item.as_ref());
            }
        });
    }

    /// A field with a text; left out if there is none.
    pub(crate) fn text<'a>(&mut self, name: &str, value: impl Into<Option<&'a str>>) {
        if let Some(value) = value.into() {
            self.name(name);
            self.string(value);
        }
    }

    /// A field with a boolean; left out if it is not set.
    pub(crate) fn flag(&mut self, name: &str, value: Option<bool>) {
        if let Some(value) = value {
            self.name(name);
            self.text
                .extend_from_slice(if value { b"true" } else { b"false" });
        }
    }

    /// A field with a string into which the base64 of `bytes` is to be inserted.
    pub(crate) fn insert(&mut self, name: &str, bytes: &Bytes) {
        self.name(name);
        self.text.push(b'"');
        self.inserts.push((self.text.len(), bytes.clone()));
        self.text.push(b'"');
    }

    /// The text of one object: for the tests of what is written.
    #[cfg(test)]
    pub(crate) fn written(fields: impl FnOnce(&mut Self)) -> alloc::string::String {
        let mut json = Self::with_capacity(0, 0);
        json.root(fields);
        alloc::string::String::from_utf8(json.finish().0).unwrap()
    }

    fn enclosed(&mut self, name: &str, open: u8, close: u8, inner: impl FnOnce(&mut Self)) {
        let before = self.text.len();
        self.name(name);
        self.text.push(open);
        let empty = self.text.len();
        inner(self);
        if self.text.len() == empty {
            self.text.truncate(before);
        } else {
            self.text.push(close);
        }
    }

    fn name(&mut self, name: &str) {
        self.comma();
        self.string(name);
        self.text.push(b':');
    }

    /// A comma, unless this is the first in its object or array. Strings end in a quote, so the
    /// last byte tells.
    fn comma(&mut self) {
        if !matches!(self.text.last(), Some(b'{' | b'[')) {
            self.text.push(b',');
        }
    }

    fn string(&mut self, value: &str) {
        self.text.push(b'"');
        // No byte of a longer UTF-8 sequence is below 0x80, so single bytes can be looked at.
        let must_be_escaped = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
        for piece in value.as_bytes().split_inclusive(must_be_escaped) {
            match piece.split_last() {
                Some((last, plain)) if must_be_escaped(last) => {
                    self.text.extend_from_slice(plain);
                    self.escape(*last);
                }
                _ => self.text.extend_from_slice(piece),
            }
        }
        self.text.push(b'"');
    }

    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            0..=0x1f => {
                let low = byte & 0x0f;
                let digit = if low < 10 {
                    b'0' + low
                } else {
                    b'a' + low - 10
                };
                self.text.extend_from_slice(b"\\u00");
                self.text.extend_from_slice(&[b'0' + (byte >> 4), digit]);
                return;
            }
            quote_or_backslash => quote_or_backslash,
        };
        self.text.extend_from_slice(&[b'\\', short]);
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    #[test]
    fn fields_are_separated_and_what_is_not_set_is_left_out() {
        let text = JsonWriter::written(|json| {
            json.object("empty", |json| json.text("unset", None));
            json.text("a", "1");
            json.text("unset", None);
            json.flag("b", Some(true));
            json.flag("unset", None);
            json.object("c", |json| json.flag("d", Some(false)));
            json.strings("e", &["x", "y"]);
            json.strings("empty", &[] as &[&str]);
            json.objects("f", &["p", "q"], |json, item| json.text("g", *item));
            json.objects("empty", &[], |_, _: &()| ());
        });
        let expected =
            r#"{"a":"1","b":true,"c":{"d":false},"e":["x","y"],"f":[{"g":"p"},{"g":"q"}]}"#;
        assert_eq!(text, expected);
        assert_eq!(JsonWriter::written(|_| ()), "{}");
    }

    #[test]
    fn every_character_is_escaped_as_serde_json_does() {
        let mut all = String::from("{[,:]}\"\\\"");
        all.extend((0..=0x180).filter_map(char::from_u32));
        all.push_str("\u{2028}\u{2029}\u{d7ff}\u{e000}\u{ffff}😀\u{10ffff}\u{1f}");
        for text in [
            all.as_str(),
            "",
            "plain",
            "\"",
            "ends in a quote\"",
            "\u{1}\u{1}",
        ] {
            let json = JsonWriter::written(|json| json.text("k", text));
            assert_eq!(
                json,
                alloc::format!("{{\"k\":{}}}", serde_json::to_string(text).unwrap())
            );
        }
    }

    #[test]
    fn inserts_are_between_the_quotes() {
        let mut json = JsonWriter::with_capacity(0, 0);
        json.root(|json| {
            json.insert("data", &Bytes::from_static(b"one"));
            json.insert("more", &Bytes::from_static(b"two"));
        });
        let (text, inserts) = json.finish();
        assert_eq!(text, br#"{"data":"","more":""}"#);
        assert_eq!(
            inserts,
            [
                (9, Bytes::from_static(b"one")),
                (19, Bytes::from_static(b"two"))
            ]
        );
    }
}
