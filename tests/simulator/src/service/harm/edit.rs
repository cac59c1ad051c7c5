//! Changes in the body of an answer.

use serde_json::{Value, json};

use crate::service::answer::{self, Answered};
use crate::service::dice::Dice;

/// The same answer with a body that is neither JSON nor UTF-8.
pub(super) fn garbage(mut response: Answered) -> Answered {
    *response.body_mut() = b"\x1f\x8b{\"reports\":[{\"jobId\":\xff\xfe<<garbage>>".to_vec();
    response
}

/// The same answer with one of its reports unreadable, or itself if it is one.
pub(super) fn garble_one(response: Answered, dice: &mut Dice) -> Answered {
    edited(response, |body| {
        let reports = reports_of(body);
        if reports.is_empty() {
            return;
        }
        let index = dice.below(reports.len());
        if let Some(Value::Object(report)) = reports.get_mut(index) {
            // The id stays: a client can still tell which report it could not read.
            report.insert(
                "recipientStatus".to_owned(),
                json!({"garbled": ["not", "a", "list"]}),
            );
            report.insert("pages".to_owned(), json!("many"));
            report.insert("deleted".to_owned(), json!("perhaps"));
        }
    })
}

/// The same answer with every job id turned around.
pub(super) fn wrong_job_ids(response: Answered) -> Answered {
    edited(response, |body| {
        for report in reports_of(body) {
            if let Some(Value::String(id)) = report.get_mut("jobId") {
                *id = id.chars().rev().collect();
            }
        }
    })
}

/// The reports in an answer of any shape; a lone report counts as one.
fn reports_of(body: &mut Value) -> &mut [Value] {
    let wrapped = body.get("value").is_some();
    let body = if wrapped { &mut body["value"] } else { body };
    let listed = body.get("reports").is_some();
    match if listed { &mut body["reports"] } else { body } {
        Value::Array(reports) => reports,
        lone @ Value::Object(_) => std::slice::from_mut(lone),
        _ => &mut [],
    }
}

fn edited(mut response: Answered, edit: impl FnOnce(&mut Value)) -> Answered {
    if let Ok(mut body) = serde_json::from_slice::<Value>(response.body()) {
        edit(&mut body);
        let edited = answer::json(response.status(), &body);
        *response.body_mut() = edited.into_body();
    }
    response
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;

    fn bodies() -> [Value; 4] {
        [
            json!({"reports": [{"jobId": "AB"}, {"jobId": "CD"}]}),
            json!({"value": {"reports": [{"jobId": "AB"}, {"jobId": "CD"}]}}),
            json!([{"jobId": "AB"}, {"jobId": "CD"}]),
            json!({"jobId": "AB"}),
        ]
    }

    fn body(response: &Answered) -> Value {
        serde_json::from_slice(response.body()).unwrap()
    }

    #[test]
    fn exactly_one_report_is_garbled_in_every_shape() {
        for before in bodies() {
            let after = body(&garble_one(
                answer::json(StatusCode::OK, &before),
                &mut Dice::new(1),
            ));
            assert_eq!(after.to_string().matches("garbled").count(), 1, "{after}");
            assert_eq!(
                after.to_string().matches("jobId").count(),
                before.to_string().matches("jobId").count()
            );
        }
    }

    #[test]
    fn all_ids_are_wrong_in_every_shape() {
        for before in bodies() {
            let after = body(&wrong_job_ids(answer::json(StatusCode::OK, &before))).to_string();
            assert!(
                after.contains("\"BA\"") && !after.contains("\"AB\"") && !after.contains("\"CD\""),
                "{after}"
            );
        }
    }

    #[test]
    fn garbage_cannot_be_read() {
        let response = garbage(answer::json(StatusCode::OK, &json!({})));
        assert!(serde_json::from_slice::<Value>(response.body()).is_err());
        assert!(std::str::from_utf8(response.body()).is_err());
    }
}
