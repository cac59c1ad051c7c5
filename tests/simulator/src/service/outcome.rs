//! What becomes of a job: all of it is decided when the job comes in.

use std::time::Duration;

use super::Service;
use super::check::{Checked, CheckedRecipient, Validity};
use super::job::{Facts, Outcome, Recipient};
use super::send::Refusal;
use crate::magic::{self, Delay};

impl Service {
    /// The job with its outcome; or the answer that a magic number asks for instead.
    pub(super) fn facts(&self, checked: Checked) -> Result<Facts, Refusal> {
        let recipient = |it| self.recipient(it, checked.validity);
        Ok(Facts {
            recipients: checked
                .recipients
                .into_iter()
                .map(recipient)
                .collect::<Result<_, _>>()?,
            documents: checked.documents,
            reference: checked.reference,
            pages: checked.pages,
            options: checked.options,
            report_mail: checked.report_mail,
            push: checked.push,
            purge: checked.purge,
        })
    }

    fn recipient(&self, checked: CheckedRecipient, valid: Validity) -> Result<Recipient, Refusal> {
        let CheckedRecipient {
            number,
            digits,
            alternative_numbers,
            properties,
        } = checked;
        let magic = magic::find(&digits).unwrap_or(magic::DELIVERED);
        let outcome = match magic.outcome {
            magic::Outcome::Refused {
                status,
                retry_after,
            } => {
                return Err(Refusal::Magic {
                    status,
                    retry_after,
                });
            }
            magic::Outcome::Transmission {
                status,
                delay,
                duration_in_secs,
            } => {
                let finished = self.delay(delay).map(|it| valid.start.saturating_add(it));
                within(
                    valid,
                    Outcome {
                        status,
                        duration_in_secs,
                        finished,
                    },
                )
            }
        };
        Ok(Recipient {
            number,
            digits,
            alternative_numbers,
            properties,
            outcome,
        })
    }

    fn delay(&self, delay: Delay) -> Option<Duration> {
        match delay {
            Delay::Usual => Some(self.config.processing_time),
            Delay::After(time) => Some(time),
            Delay::Never => None,
        }
    }
}

/// A transmission that would end after the job's validity is canceled.
fn within(valid: Validity, outcome: Outcome) -> Outcome {
    match valid.end {
        Some(end) if outcome.finished.is_none_or(|it| it > end) => Outcome {
            status: "CANCELLED",
            duration_in_secs: 0,
            finished: Some(end),
        },
        _ => outcome,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Endpoint;
    use crate::service::testing::{SECOND, World, job};

    const DE1: Endpoint = Endpoint::De1;

    #[test]
    fn each_magic_number_does_what_its_table_says() {
        for magic in magic::TABLE {
            let mut world = World::new();
            let (answer, body) = world.post(DE1, "/fax", &job(magic.number));
            let magic::Outcome::Transmission { status, delay, .. } = magic.outcome else {
                assert!(
                    magic.number.ends_with(&answer.to_string()),
                    "{}",
                    magic.number
                );
                assert_eq!(world.service.jobs(DE1, world.now).count(), 0);
                continue;
            };
            assert_eq!(answer, 200);
            let id = body["jobId"].as_str().unwrap();
            let due = match delay {
                Delay::Usual => 2 * SECOND,
                Delay::After(time) => time,
                Delay::Never => Duration::from_secs(100 * 365 * 24 * 60 * 60),
            };
            if let Some(before) = due.checked_sub(Duration::from_nanos(1)) {
                world.now = before;
                assert_eq!(world.status(DE1, id), "PENDING", "{}", magic.number);
            }
            world.now = due;
            let expected = if delay == Delay::Never {
                "PENDING"
            } else {
                status
            };
            assert_eq!(world.status(DE1, id), expected, "{}", magic.number);
        }
    }

    #[test]
    fn a_magic_503_says_when_to_come_back() {
        let reply = World::new().reply(DE1, "POST", "/fax", &job("00999 00000-503"));
        assert_eq!(reply.response.status(), 503);
        assert_eq!(reply.response.headers()["retry-after"], "2");
    }

    #[test]
    fn a_job_waits_for_its_start_and_is_canceled_at_its_end() {
        let mut world = World::new();
        let mut later = job("+4989123456");
        later["meta"] = json!({"jobValid": {"start": "2026-01-01T00:01:00Z"}});
        let later = world.send(DE1, &later);
        let mut too_slow = job("+99900000210");
        too_slow["meta"] = json!({"jobValid": {"end": "PT30S"}});
        let too_slow = world.send(DE1, &too_slow);
        world.now = 30 * SECOND;
        assert_eq!(world.status(DE1, &later), "PENDING");
        assert_eq!(world.status(DE1, &too_slow), "CANCELLED");
        world.now = 62 * SECOND;
        assert_eq!(world.status(DE1, &later), "OK");
    }
}
