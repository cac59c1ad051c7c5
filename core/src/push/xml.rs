//! The XML push: the layout of the service's SOAP API, rewritten as the JSON that it stands for, so that both are read by one
//! set of rules.
//!
//! The parser hands out events and keeps no tree, so time and memory are linear in the length of the text whatever a stranger
//! writes; nothing is ever fetched, and no entity can be defined.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

use quick_xml::Reader;
use quick_xml::encoding::EncodingError;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

use self::walk::Walk;
use super::{PushFormat, UnreadablePush, UnreadablePushKind};
use crate::report::FaxReport;

mod walk;

/// Reads the one `faxJobReport` that there is, as the root or within wrappers such as a SOAP envelope, in any namespace. Unknown
/// elements, attributes and comments are ignored; so is white space around a text, and an empty text is a missing one.
pub(super) fn read(text: &str) -> Result<FaxReport, UnreadablePush> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    // Templates do not always escape what they fill in.
    reader.config_mut().allow_dangling_amp = true;
    let json = match rewritten(&mut reader) {
        Ok(json) => json,
        Err((kind, position)) => {
            let (line, column) = place(text, position);
            let path = ".".into();
            let format = PushFormat::Xml;
            return Err(UnreadablePush {
                format,
                kind,
                path,
                line,
                column,
            });
        }
    };
    FaxReport::from_json(&json).map_err(|error| UnreadablePush {
        line: 0,
        column: 0,
        ..UnreadablePush::at(PushFormat::Xml, &error)
    })
}

/// The report as JSON, or what is wrong and before which byte.
fn rewritten(reader: &mut Reader<&[u8]>) -> Result<String, (UnreadablePushKind, u64)> {
    let mut walk = Walk::default();
    loop {
        let step = match reader.read_event() {
            Ok(Event::Start(tag)) => walk.open(tag.local_name().as_ref()),
            Ok(Event::End(_)) => {
                walk.close();
                Ok(())
            }
            Ok(Event::Text(text)) => walk.text(text.xml10_content()),
            Ok(Event::CData(text)) => walk.text(text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => walk.text(resolved(&reference)),
            Ok(Event::DocType(_)) => Err(UnreadablePushKind::Refused),
            Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => Ok(()),
            Ok(Event::Eof) => break,
            Err(error) => return Err((kind_of(&error), reader.error_position())),
        };
        step.map_err(|kind| (kind, reader.buffer_position()))?;
    }
    walk.finish()
        .map_err(|kind| (kind, reader.buffer_position()))
}

/// What `&…;` stands for. An entity that XML does not define stays as it is written.
fn resolved<'a>(reference: &BytesRef<'a>) -> Result<Cow<'a, str>, EncodingError> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Ok(String::from(character).into());
    }
    let name = reference.decode()?;
    Ok(match resolve_predefined_entity(&name) {
        Some(text) => text.into(),
        None => format!("&{name};").into(),
    })
}

fn kind_of(error: &Error) -> UnreadablePushKind {
    match error {
        // What is behind `<!` is neither a comment nor anything else.
        Error::Syntax(SyntaxError::InvalidBangMarkup) => UnreadablePushKind::Syntax,
        // All others of this kind lack an end.
        Error::Syntax(_) => UnreadablePushKind::Truncated,
        _ => UnreadablePushKind::Syntax,
    }
}

/// Line and column of a byte position, from 1 both.
fn place(text: &str, position: u64) -> (usize, usize) {
    let position = usize::try_from(position).unwrap_or(usize::MAX);
    let before = text.as_bytes().get(..position).unwrap_or(text.as_bytes());
    let line_start = before.iter().rposition(|byte| *byte == b'\n');
    let column = before.len() - line_start.map_or(0, |newline| newline + 1) + 1;
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests;
