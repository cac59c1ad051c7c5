//! What tells one push from another.

use alloc::boxed::Box;
use alloc::format;
use core::fmt::{self, Write as _};

use crate::report::FaxReport;

/// What tells one push from another: store pushes under it, and drop one whose key is there already.
///
/// It is the job id and, after a hyphen, 16 hexadecimal digits made of every recipient's status, sent time and duration, in order.
///
/// - The same push has the same key, however often, in whichever format and by whichever version of this library it is read.
/// - Two pushes on one job with the same key tell the same outcome, but for a coincidence of 1 in 2⁶⁴: dropping one loses none.
/// - Different keys for one job mean that the second push has news, or tells the same in another order. Then keep the one that is
///   [final](FaxReport::is_final).
///
/// It holds no personal data and no control characters, and is at most 273 bytes long.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PushKey(Box<str>);

impl PushKey {
    /// The key that a push of this report has: whether a report that was asked for is one that was pushed before.
    pub fn of(report: &FaxReport) -> Self {
        let mut hash = Fnv::START;
        for recipient in report.recipients() {
            hash.field(recipient.status());
            match (recipient.sent_at(), recipient.sent_ts()) {
                (Some(at), _) => hash.field(at),
                (None, text) => hash.field(text.unwrap_or_default()),
            }
            hash.field(
                recipient
                    .duration()
                    .map_or(u64::MAX, |duration| duration.as_secs()),
            );
        }
        Self(format!("{}-{:016x}", report.job_id(), hash.0).into())
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for PushKey {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PushKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for PushKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// FNV-1a with 64 bits: the standard library's hashes may change from release to release, this one may not.
struct Fnv(u64);

impl Fnv {
    const START: Self = Self(0xcbf2_9ce4_8422_2325);

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// A value and its end, which is a byte that no text has.
    fn field(&mut self, value: impl fmt::Display) {
        // Writing to a hash cannot fail.
        let _ = write!(self, "{value}");
        self.bytes(&[0xff]);
    }
}

impl fmt::Write for Fnv {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.bytes(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString as _};

    use super::*;

    fn key(recipients: &str) -> String {
        let json = format!(r#"{{"jobId":"A1","recipientStatus":[{recipients}]}}"#);
        PushKey::of(&FaxReport::from_json(&json).unwrap()).to_string()
    }

    #[test]
    fn a_hash_is_the_published_one() {
        let mut hash = Fnv::START;
        hash.bytes(b"foobar");
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }

    #[test]
    fn keys_stay_the_same_from_version_to_version() {
        let one =
            r#"{"number":"1","status":"OK","sentTs":"2018-11-08T15:38:08Z","durationInSecs":26}"#;
        assert_eq!(key(one), "A1-84bee94db5fab35a");
        assert_eq!(
            key(r#"{"number":"1","status":"PENDING"}"#),
            "A1-a051c8103d2c857c"
        );
    }

    #[test]
    fn the_same_outcome_has_the_same_key_however_it_is_written() {
        let one =
            r#"{"number":"1","status":"OK","sentTs":"2018-11-08T15:38:08Z","durationInSecs":26}"#;
        let same = r#"{"number":"0049 1","status":"ok","sentTS":"2018-11-08T16:38:08.0+01:00","durationInSecs":"26","reason":"x"}"#;
        assert_eq!(key(one), key(same));
    }

    #[test]
    fn another_outcome_has_another_key() {
        let keys: alloc::collections::BTreeSet<_> = [
            r#"{"number":"1","status":"PENDING"}"#,
            r#"{"number":"1","status":"OK"}"#,
            r#"{"number":"1","status":"NEW_CODE"}"#,
            r#"{"number":"1","status":"OK","durationInSecs":0}"#,
            r#"{"number":"1","status":"OK","sentTs":"2018-11-08T15:38:08Z"}"#,
            r#"{"number":"1","status":"OK","sentTs":"2018-11-08T15:38:09Z"}"#,
            r#"{"number":"1","status":"OK","sentTs":"yesterday"}"#,
            r#"{"number":"1","status":"OK"},{"number":"2","status":"OK"}"#,
            r#"{"number":"1","status":"OK"},{"number":"2","status":"BUSY"}"#,
            r#"{"number":"1","status":"BUSY"},{"number":"2","status":"OK"}"#,
        ]
        .into_iter()
        .map(key)
        .collect();
        assert_eq!(keys.len(), 10);
        let other_job = FaxReport::from_json(
            r#"{"jobId":"A2","recipientStatus":[{"number":"1","status":"OK"}]}"#,
        );
        assert!(!keys.contains(PushKey::of(&other_job.unwrap()).as_str()));
    }

    #[test]
    fn a_key_is_used_as_text() {
        let key = PushKey("A1-0".into());
        assert_eq!(AsRef::<str>::as_ref(&key), key.as_str());
    }
}
