//! What a fault does to a request: it gets an answer instead of being processed, or its answer is harmed.

mod edit;

use std::time::Duration;

use http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use http::{Response, StatusCode};

use super::answer::{self, Answered, set};
use super::delete::Deleting;
use super::dice::Dice;
use super::wall::Wall;
use crate::{Answer, Effect, Reply, RetryAfter, Transport};

/// The reply of a server that does not process the request; none if the fault lets it.
pub(super) fn instead(effect: &Effect, wall: Wall, now: Duration) -> Option<Reply> {
    let transport = match effect {
        Effect::Answer(_) => Transport::AT_ONCE,
        Effect::Refuse => Transport::Refuse,
        Effect::Freeze => Transport::Freeze,
        Effect::ResetBeforeProcessing => Transport::Reset,
        _ => return None,
    };
    let response = match effect {
        Effect::Answer(answer) => canned(answer, wall, now),
        // Nobody sees it: what a gateway would say of such a server.
        _ => answer::empty(StatusCode::GATEWAY_TIMEOUT),
    };
    Some(Reply {
        response,
        transport,
        processed: false,
    })
}

/// How honestly a server under this fault deletes.
pub(super) fn deleting(effect: Option<&Effect>) -> Deleting {
    match effect {
        Some(Effect::DeletionFails) => Deleting::Fails,
        Some(Effect::DeletionLies) => Deleting::Lies,
        _ => Deleting::Really,
    }
}

/// What a fault leaves of the answer to a processed request.
pub(super) fn after(
    effect: Option<&Effect>,
    response: Answered,
    dice: &mut Dice,
    wall: Wall,
    now: Duration,
) -> Reply {
    let Some(effect) = effect else {
        return Reply::deliver(response);
    };
    let mut reply = Reply::deliver(match effect {
        Effect::AnswerAfterProcessing(answer) => canned(answer, wall, now),
        Effect::Garbage => edit::garbage(response),
        Effect::GarbleOne => edit::garble_one(response, dice),
        Effect::WrongJobIds => edit::wrong_job_ids(response),
        _ => response,
    });
    reply.transport = match *effect {
        Effect::Slow { by } => Transport::Deliver { after: by },
        Effect::Drip { bytes, every } => Transport::Drip {
            bytes: bytes.max(1),
            every,
        },
        Effect::Cut { after } => Transport::Cut { after },
        Effect::ResetAfterProcessing => Transport::Reset,
        _ => reply.transport,
    };
    reply
}

/// The canned answer at a virtual time.
fn canned(canned: &Answer, wall: Wall, now: Duration) -> Answered {
    let status = StatusCode::from_u16(canned.status)
        .ok()
        .filter(|it| it.as_u16() >= 200);
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (content_type, body) = canned.body.parts(status.as_u16());
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if let Some(content_type) = content_type {
        set(headers, CONTENT_TYPE, content_type);
    }
    if let Some(location) = &canned.location {
        set(headers, LOCATION, location);
    }
    match canned.retry_after {
        Some(RetryAfter::Seconds(seconds)) => set(headers, RETRY_AFTER, &seconds.to_string()),
        Some(RetryAfter::Date(seconds)) => {
            set(
                headers,
                RETRY_AFTER,
                &wall.http_date(now.saturating_add(Duration::from_secs(seconds.into()))),
            );
        }
        None => {}
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AnswerBody;

    #[test]
    fn a_canned_answer_has_what_was_asked_for() {
        let moved = Answer::new(302).location("https://elsewhere.example.com/");
        let busy = Answer::new(503).retry_after_date(60).body(AnswerBody::Html);
        let wall = Wall::new(None);
        assert_eq!(
            canned(&moved, wall, Duration::ZERO).headers()["location"],
            "https://elsewhere.example.com/"
        );
        let busy = canned(&busy, wall, Duration::ZERO);
        assert_eq!(
            busy.headers()["retry-after"],
            "Thu, 01 Jan 2026 00:01:00 GMT"
        );
        assert!(
            busy.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/html")
        );
        assert_eq!(
            canned(&Answer::new(100), wall, Duration::ZERO).status(),
            500
        );
    }
}
