//! Answers by chance that fit the question, mostly.

use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::driver::Sent;
use crate::world::Dice;

/// An answer to this request. When the dice are for calm: nothing is there, and nothing is wrong.
pub(super) fn to(sent: &Sent, dice: &mut Dice) -> Response<Vec<u8>> {
    let is_bulk = sent.operation.starts_with("bulkStatusReports");
    let calm = if is_bulk { 200 } else { 404 };
    let statuses = [
        calm, 200, 200, 201, 404, 500, 503, 429, 400, 409, 408, 302, 520,
    ];
    let status = dice.among(&statuses);
    let body = match (dice.below(8), status) {
        (7, _) => String::from("<html>"),
        (6, _) => String::new(),
        (_, 200 | 201) => content(sent, dice).to_string(),
        _ => String::new(),
    };
    let mut response = Response::new(body.into_bytes());
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response
}

pub(super) fn borrowed(response: &Response<Vec<u8>>) -> Response<&[u8]> {
    let mut answer = Response::new(&response.body()[..]);
    *answer.status_mut() = response.status();
    answer
}

fn content(sent: &Sent, dice: &mut Dice) -> Value {
    match (sent.operation, &*sent.method) {
        ("sendJobRequest", _) => json!({ "jobId": "J0" }),
        ("getStatusReport", _) => report(&sent.ids[0], dice),
        ("getAllStatusReports", _) => {
            let ids = (0..dice.below(4)).map(|index| format!("J{index}"));
            let ids: Vec<String> = ids.collect();
            json!({ "reports": ids.iter().map(|id| report(id, dice)).collect::<Value>() })
        }
        (_, "DELETE") => {
            let entry = |id: &String| match dice.below(4) {
                0 => json!({ "jobId": id }),
                1 => json!({ "jobId": id, "deleted": true }),
                2 => json!({ "jobId": id, "deleted": false, "reason": "NOT_FOUND" }),
                _ => json!({ "jobId": id, "deleted": false, "reason": "INTERNAL_ERROR" }),
            };
            json!({ "reports": sent.ids.iter().map(entry).collect::<Value>() })
        }
        _ => {
            let entry = |id: &String| match dice.below(3) {
                0 => json!({ "jobId": id, "reason": "NOT_FOUND" }),
                _ => report(id, dice),
            };
            json!({ "reports": sent.ids.iter().map(entry).collect::<Value>() })
        }
    }
}

/// A report that is final, pending, or cannot be read, of this job or now and then of another.
fn report(id: &str, dice: &mut Dice) -> Value {
    let id = if dice.one_in(16) { "J7" } else { id };
    let status = dice.among(&["OK", "BUSY", "PENDING"]);
    match dice.below(8) {
        7 => json!({ "jobId": id, "recipientStatus": "?" }),
        6 => json!({ "jobId": id, "recipientStatus": [] }),
        5 => json!({ "recipientStatus": [] }),
        _ => json!({
            "jobId": id,
            "recipientStatus": [{ "number": "+49891234567", "status": status }],
            "reference": { "customerDefinedId": format!("order-{}", dice.below(3)) },
        }),
    }
}
