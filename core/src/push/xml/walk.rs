//! The elements of a push, put where they belong in JSON.

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use quick_xml::encoding::EncodingError;
use serde_json::{Map, Value};

use crate::push::UnreadablePushKind;

/// How deep elements may be nested. The default layout has four levels.
pub(super) const MAX_DEPTH: usize = 32;

/// The elements that are open, the outermost first.
#[derive(Default)]
pub(super) struct Walk {
    open: Vec<Element>,
    report: Option<Map<String, Value>>,
}

struct Element {
    role: Role,
    text: String,
    fields: Map<String, Value>,
}

/// What an element is in JSON.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// Outside of the report.
    Wrapper,
    Report,
    Text(&'static str),
    Object(&'static str),
    /// One object of an array.
    Entry(&'static str),
    Unknown,
}

impl Role {
    fn of(name: &[u8], parent: Self) -> Self {
        match (parent, name) {
            (Self::Wrapper, b"faxJobReport") => Self::Report,
            (Self::Wrapper, _) => Self::Wrapper,

            (Self::Report, b"jobId") => Self::Text("jobId"),
            (Self::Report, b"pages") => Self::Text("pages"),
            (Self::Report, b"faxRecipient") => Self::Entry("recipientStatus"),
            (Self::Report, b"options") => Self::Object("options"),
            (Self::Report, b"reference") => Self::Object("reference"),

            (Self::Object("options"), b"jobReference") => Self::Text("jobReference"),
            (Self::Object("reference"), b"customerDefinedId") => Self::Text("customerDefinedId"),
            (Self::Object("reference"), b"billingCode") => Self::Text("billingCode"),
            (Self::Object("reference"), b"billingInfo") => Self::Text("billingInfo"),

            (Self::Entry("recipientStatus"), name) => match name {
                b"number" => Self::Text("number"),
                b"property" => Self::Entry("properties"),
                b"status" => Self::Text("status"),
                b"reason" => Self::Text("reason"),
                b"sentTS" | b"sentTs" => Self::Text("sentTs"),
                b"durationInSecs" => Self::Text("durationInSecs"),
                b"sentToNumber" => Self::Text("sentToNumber"),
                b"remoteCsid" => Self::Text("remoteCsid"),
                _ => Self::Unknown,
            },
            (Self::Entry("properties"), b"key") => Self::Text("key"),
            (Self::Entry("properties"), b"value") => Self::Text("value"),
            _ => Self::Unknown,
        }
    }
}

impl Walk {
    pub(super) fn open(&mut self, name: &[u8]) -> Result<(), UnreadablePushKind> {
        if self.open.len() >= MAX_DEPTH {
            return Err(UnreadablePushKind::Refused);
        }
        let parent = self
            .open
            .last()
            .map_or(Role::Wrapper, |element| element.role);
        let role = Role::of(name, parent);
        if role == Role::Report && self.report.is_some() {
            // A second report must not get lost.
            return Err(UnreadablePushKind::Shape);
        }
        self.open.push(Element {
            role,
            text: String::new(),
            fields: Map::new(),
        });
        Ok(())
    }

    /// A part of the text of the element that was opened last.
    pub(super) fn text(
        &mut self,
        text: Result<Cow<'_, str>, EncodingError>,
    ) -> Result<(), UnreadablePushKind> {
        let text = text.map_err(|_| UnreadablePushKind::Syntax)?;
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(&text);
        }
        Ok(())
    }

    pub(super) fn close(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        match (element.role, self.open.last_mut()) {
            (Role::Report, _) => self.report = Some(element.fields),
            (Role::Text(key), Some(parent)) => {
                let text = element.text.trim();
                if !text.is_empty() {
                    parent.fields.insert(key.into(), text.into());
                }
            }
            (Role::Object(key), Some(parent)) => {
                parent.fields.insert(key.into(), element.fields.into());
            }
            (Role::Entry(key), Some(parent)) => {
                let entries = parent
                    .fields
                    .entry(key)
                    .or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(entries) = entries {
                    entries.push(element.fields.into());
                }
            }
            _ => {}
        }
    }

    /// The report as JSON, once no more comes.
    pub(super) fn finish(self) -> Result<String, UnreadablePushKind> {
        if !self.open.is_empty() {
            return Err(UnreadablePushKind::Truncated);
        }
        let mut report = self.report.ok_or(UnreadablePushKind::Shape)?;
        let options = report.remove("options");
        if let Some(job_reference) = options.as_ref().and_then(|it| it.get("jobReference")) {
            let reference = report
                .entry("reference")
                .or_insert_with(|| Map::new().into());
            if let Value::Object(reference) = reference {
                let id = reference.entry("customerDefinedId");
                id.or_insert_with(|| job_reference.clone());
            }
        }
        Ok(Value::Object(report).to_string())
    }
}
