//! Reports made of any texts: nothing of one is lost or changed when it is read, stored as JSON and read again.

use fax4a::operation::{BulkGet, ListReports, Operation};
use fax4a::push::PushKey;
use fax4a::report::BulkItem;
use fax4a::{FaxReport, JobId, TransmissionStatus};
use http::Response;
use serde_json::{Map, Value, json};

use crate::world::Dice;

/// Codes, known and unknown.
const CODES: [&str; 5] = ["OK", "PENDING", "BUSY", "EOD_FAILED", "NEW_CODE"];

/// The first half of the bytes decides the shape, and where in the other half each text is.
pub fn round_trip(data: &[u8]) {
    let (script, texts) = data.split_at(data.len() / 2);
    let texts = String::from_utf8_lossy(texts).into_owned();
    let mut maker = Maker {
        dice: Dice::scripted(script),
        texts: texts.chars().collect(),
    };
    let made = maker.report();
    let job_id = made["jobId"].as_str().expect("text");
    let read = FaxReport::from_json(&made.to_string());
    let Ok(job_id) = JobId::new(job_id) else {
        assert!(read.is_err(), "{job_id:?} is no job id");
        return;
    };
    let report = read.unwrap_or_else(|error| panic!("{error}: {made}"));
    assert_eq!(report.job_id(), &job_id);
    check_fields(&report, &made);
    check_stored(&report);
    check_listed(&report, &made);
    let stored = serde_json::to_string(&job_id).expect("JSON");
    assert_eq!(serde_json::from_str::<JobId>(&stored).ok(), Some(job_id));
}

/// Makes JSON by chance.
struct Maker {
    dice: Dice,
    texts: Vec<char>,
}

impl Maker {
    fn text(&mut self) -> String {
        let length = self.texts.len() as u64;
        let start = self.dice.below(length + 1) as usize;
        let most = self.dice.among(&[8, 1, 0, 40, 300]);
        self.texts[start..].iter().take(most).collect()
    }

    /// A field that may be left out or null.
    fn put(&mut self, object: &mut Map<String, Value>, name: &str, make: fn(&mut Self) -> Value) {
        let value = match self.dice.below(4) {
            0 => return,
            1 => Value::Null,
            _ => make(self),
        };
        object.insert(name.into(), value);
    }

    fn put_text(&mut self, object: &mut Map<String, Value>, name: &str) {
        self.put(object, name, |maker| maker.text().into());
    }

    fn put_count(&mut self, object: &mut Map<String, Value>, name: &str) {
        self.put(object, name, |maker| {
            let highest = maker.dice.among(&[100, 65_535]);
            let count = maker.dice.below(highest) * maker.dice.among(&[1, 65_537]);
            match maker.dice.below(3) {
                0 => count.into(),
                1 => count.to_string().into(),
                _ => (count as f64).into(),
            }
        });
    }

    fn list(&mut self, make: fn(&mut Self) -> Value) -> Value {
        (0..self.dice.below(4)).map(|_| make(self)).collect()
    }

    fn report(&mut self) -> Value {
        let mut report = Map::new();
        let job_id = format!("J{}", self.text());
        report.insert("jobId".into(), job_id.into());
        self.put(&mut report, "recipientStatus", |maker| {
            maker.list(Self::recipient)
        });
        self.put_count(&mut report, "pages");
        self.put(&mut report, "reference", |maker| {
            let mut reference = Map::new();
            for name in ["customerDefinedId", "billingCode", "billingInfo"] {
                maker.put_text(&mut reference, name);
            }
            reference.into()
        });
        self.put_text(&mut report, "unknown");
        report.into()
    }

    fn recipient(&mut self) -> Value {
        let mut recipient = Map::new();
        recipient.insert("number".into(), self.text().into());
        let code = match self.dice.below(2) {
            0 => self.dice.among(&CODES).to_owned(),
            _ => self.text(),
        };
        recipient.insert("status".into(), code.into());
        self.put(&mut recipient, "alternativeNumbers", |maker| {
            maker.list(|maker| maker.text().into())
        });
        self.put(&mut recipient, "properties", |maker| {
            maker.list(|maker| json!({ "key": maker.text(), "value": maker.text() }))
        });
        self.put_count(&mut recipient, "durationInSecs");
        for name in ["reason", "sentTs", "sentToNumber", "remoteCsid"] {
            self.put_text(&mut recipient, name);
        }
        recipient.into()
    }
}

fn count(value: &Value) -> Option<u64> {
    let text = value.as_str().and_then(|text| text.parse().ok());
    text.or_else(|| value.as_f64().map(|number| number as u64))
}

/// Everything that was made can be asked for.
fn check_fields(report: &FaxReport, made: &Value) {
    let reference = |name: &str| made["reference"][name].as_str();
    assert_eq!(report.pages().map(u64::from), count(&made["pages"]));
    assert_eq!(report.customer_defined_id(), reference("customerDefinedId"));
    assert_eq!(report.billing_code(), reference("billingCode"));
    assert_eq!(report.billing_info(), reference("billingInfo"));
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let recipients = list(&made["recipientStatus"]);
    assert_eq!(report.recipients().len(), recipients.len());
    for (recipient, made) in report.recipients().zip(&recipients) {
        let text = |name: &str| made[name].as_str();
        assert_eq!(Some(recipient.number()), text("number"));
        let status = recipient.status();
        let code = text("status").expect("text");
        assert!(status.as_str().eq_ignore_ascii_case(code), "{code:?}");
        assert_eq!(TransmissionStatus::from_code(status.as_str()), *status);
        assert_eq!(recipient.reason(), text("reason"));
        assert_eq!(recipient.sent_ts(), text("sentTs"));
        assert_eq!(recipient.sent_to_number(), text("sentToNumber"));
        assert_eq!(recipient.remote_csid(), text("remoteCsid"));
        let duration = recipient.duration().map(|duration| duration.as_secs());
        assert_eq!(duration, count(&made["durationInSecs"]));
        let numbers = list(&made["alternativeNumbers"]);
        assert!(
            recipient
                .alternative_numbers()
                .eq(numbers.iter().flat_map(Value::as_str))
        );
        let properties = list(&made["properties"]);
        let pairs = properties
            .iter()
            .map(|it| (it["key"].as_str(), it["value"].as_str()));
        let read = recipient.properties();
        assert!(read.map(|(key, value)| (Some(key), Some(value))).eq(pairs));
    }
}

/// Stored, it is the same report, and is stored the same way again.
fn check_stored(report: &FaxReport) {
    let stored = serde_json::to_string(report).expect("JSON");
    let again = FaxReport::from_json(&stored).unwrap_or_else(|error| panic!("{error}: {stored}"));
    assert_eq!((&again, PushKey::of(&again)), (report, PushKey::of(report)));
    assert_eq!(serde_json::to_string(&again).expect("JSON"), stored);
    let pretty = serde_json::to_string_pretty(report).expect("JSON");
    assert_eq!(FaxReport::from_json(&pretty).as_ref().ok(), Some(report));
}

/// In a list, with another one before and behind, it is the same report.
fn check_listed(report: &FaxReport, made: &Value) {
    let body = json!({ "reports": [{ "jobId": "A" }, made, { "jobId": "B" }] }).to_string();
    let answer = || Response::new(body.as_bytes());
    let page = ListReports::new().response(answer()).expect("a list");
    assert_eq!((page.entries.len(), page.unreadable.len()), (3, 0));
    assert_eq!(&page.entries[1], report);
    let bulk = BulkGet::new([report.job_id().clone()]).expect("one id");
    let page = bulk.response(answer()).expect("a list");
    assert!(matches!(&page.entries[1], BulkItem::Report(item) if item == report));
}
