//! The list.

use std::time::Duration;

use fax4a::flow::{AskAll, Backoff, Call, RetryPolicy, Settings, Submit};
use fax4a::operation::{BulkDelete, BulkGet, DeleteOldest, DeleteReport, GetReport, ListReports};
use fax4a::{
    Account, Credentials, CustomerNumber, DataCenterUrl, Document, FaxJob, JobId, Region,
    SubmissionUrl,
};

use super::outcome;
use super::raw::{Act, Raw};
use super::transports::Transport;

/// What is asked of one or two servers that behave in some way.
pub(super) struct Case {
    pub(super) name: String,
    ask: Ask,
    /// What each server does; none for one that is not there.
    servers: Vec<Option<Vec<Act>>>,
    settings: Settings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ask {
    /// Sends a job to the one server.
    Send,
    /// Sends a job to a name that does not exist.
    SendNowhere,
    /// Looks for a report at all servers.
    Report,
    List,
    BulkGet,
    /// One operation at the one server.
    CallBulkDelete,
    CallDelete,
    CallDeleteOldest,
}

impl Case {
    fn new(name: impl Into<String>, ask: Ask, servers: Vec<Option<Vec<Act>>>) -> Self {
        Self {
            name: name.into(),
            ask,
            servers,
            settings: settings(PATIENT),
        }
    }

    /// The case whose end is that the time is over.
    fn hasty(mut self) -> Self {
        self.settings = settings(HASTY);
        self
    }

    pub(super) fn is_send(&self) -> bool {
        self.ask == Ask::Send
    }

    /// Whether the servers' only answers are those after which a job may be sent again.
    pub(super) fn was_surely_not_accepted(&self) -> bool {
        let text = format!(
            "{:?}",
            self.servers
                .iter()
                .flatten()
                .flatten()
                .map(first_line)
                .collect::<Vec<_>>()
        );
        text.contains("503") || text.contains("429")
    }

    /// What came of it, and how many requests each server saw.
    pub(super) fn run(&self, transport: Transport) -> String {
        let (outcome, seen) = self.perform(transport);
        let counts: Vec<String> = seen.iter().map(|seen| seen.len().to_string()).collect();
        format!("[{}] {outcome}", counts.join(" "))
    }

    /// How many jobs all servers saw together.
    pub(super) fn posts(&self, transport: Transport) -> usize {
        self.perform(transport)
            .1
            .iter()
            .flatten()
            .filter(|line| line.ends_with("/fax") && line.starts_with("POST"))
            .count()
    }

    fn perform(&self, transport: Transport) -> (String, Vec<Vec<String>>) {
        let servers: Vec<Option<Raw>> = self
            .servers
            .iter()
            .map(|acts| acts.clone().map(Raw::start))
            .collect();
        let urls: Vec<String> = servers
            .iter()
            .map(|server| server.as_ref().map_or_else(closed_port, Raw::url))
            .collect();
        let outcome = self.ask(transport, &urls);
        (
            outcome,
            servers
                .iter()
                .map(|server| server.as_ref().map(Raw::seen).unwrap_or_default())
                .collect(),
        )
    }

    fn ask(&self, transport: Transport, urls: &[String]) -> String {
        let (account, settings) = (account(), self.settings.clone());
        let data_center = |(index, url): (usize, &String)| {
            DataCenterUrl::new(format!("DC{}", index + 1), url).unwrap()
        };
        let data_centers: Vec<DataCenterUrl> = urls.iter().enumerate().map(data_center).collect();
        let first = data_centers[0].clone();
        let region = Region::new(SubmissionUrl::from(&first), data_centers).unwrap();
        let (one, id) = (account.clone(), JobId::new("A1").unwrap());
        match self.ask {
            Ask::Send => outcome::of_send(&transport.run(
                &account,
                &region,
                Submit::new(one, &region, &job(), settings),
            )),
            Ask::SendNowhere => {
                let nowhere = SubmissionUrl::new_unencrypted(
                    "NOWHERE",
                    "http://xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.invalid/rest/v1",
                )
                .unwrap();
                outcome::of_send(&transport.run(
                    &account,
                    &region,
                    Submit::to(one, nowhere, &job(), settings),
                ))
            }
            Ask::Report => {
                let ask = AskAll::new(one, &region, GetReport::new(id), settings);
                outcome::of_lookup(&transport.run(&account, &region, ask))
            }
            Ask::List => {
                let ask = AskAll::new(one, &region, ListReports::new(), settings);
                outcome::of_gathered(&transport.run(&account, &region, ask))
            }
            Ask::BulkGet => {
                let ask = AskAll::<BulkGet>::bulk_get(
                    one,
                    &region,
                    &[id, JobId::new("A2").unwrap()],
                    settings,
                );
                outcome::of_bulk(&transport.run(&account, &region, ask))
            }
            Ask::CallBulkDelete => {
                let call = Call::new(one, first, BulkDelete::new([id]).unwrap(), settings);
                outcome::of_call(&transport.run(&account, &region, call), |page| {
                    page.entries
                        .iter()
                        .map(outcome::of_deletion)
                        .collect::<Vec<_>>()
                        .join(", ")
                })
            }
            Ask::CallDelete => {
                let call = Call::new(one, first, DeleteReport::new(id), settings);
                outcome::of_call(
                    &transport.run(&account, &region, call),
                    outcome::of_deletion,
                )
            }
            Ask::CallDeleteOldest => {
                let call = Call::new(one, first, DeleteOldest::new(), settings);
                outcome::of_call(&transport.run(&account, &region, call), |page| {
                    format!("{} deleted", page.entries.len())
                })
            }
        }
    }
}

/// Every case, in an order that a person can read.
pub(super) fn all() -> Vec<Case> {
    let mut cases = operations();
    cases.extend(statuses());
    cases.extend(shapes_of_answers());
    cases.extend(broken_connections());
    cases.extend(data_centers());
    cases
}

fn operations() -> Vec<Case> {
    let one = |name: &str, ask, bytes| Case::new(name, ask, vec![Some(vec![Act::Answer(bytes)])]);
    let reports = r#"{"reports":[{"jobId":"A1","recipientStatus":[{"number":"+49891","status":"OK"}]},{"jobId":"A2","reason":"NOT_FOUND"}]}"#;
    let deletions = r#"{"reports":[{"jobId":"A1","deleted":true}]}"#;
    vec![
        one("send, 200", Ask::Send, http(200, "", ACCEPTED)),
        one("send, 201", Ask::Send, http(201, "", ACCEPTED)),
        one("get a report", Ask::Report, http(200, "", REPORT)),
        one(
            "list",
            Ask::List,
            http(200, "", &format!(r#"{{"reports":[{REPORT}]}}"#)),
        ),
        one("bulk get", Ask::BulkGet, http(200, "", reports)),
        one("bulk delete", Ask::CallBulkDelete, http(200, "", deletions)),
        one(
            "delete a report",
            Ask::CallDelete,
            http(200, "", r#"{"jobId":"A1","deleted":true}"#),
        ),
        one(
            "delete the oldest",
            Ask::CallDeleteOldest,
            http(200, "", deletions),
        ),
    ]
}

fn statuses() -> Vec<Case> {
    let bodies = [
        ("empty", ""),
        ("text", "busy"),
        ("HTML", "<html>busy</html>"),
        ("JSON", r#"{"error":"busy"}"#),
    ];
    let mut cases = Vec::new();
    for status in [
        302, 400, 401, 404, 408, 409, 413, 429, 500, 502, 503, 504, 520,
    ] {
        for (kind, body) in bodies {
            let location = if status == 302 {
                "location: http://127.0.0.2:9/elsewhere\r\n"
            } else {
                ""
            };
            let acts = || vec![Some(vec![Act::Answer(http(status, location, body))])];
            cases.push(Case::new(
                format!("send, {status}, {kind}"),
                Ask::Send,
                acts(),
            ));
            if kind == "text" {
                cases.push(Case::new(
                    format!("get a report, {status}"),
                    Ask::Report,
                    acts(),
                ));
            }
        }
    }
    let date =
        "date: Mon, 23 Nov 2026 08:00:00 GMT\r\nretry-after: Mon, 23 Nov 2026 08:05:00 GMT\r\n";
    for (name, headers) in [("in seconds", "retry-after: 300\r\n"), ("as a date", date)] {
        let acts = vec![Some(vec![Act::Answer(http(503, headers, ""))])];
        cases.push(Case::new(
            format!("send, 503, Retry-After {name}, too long"),
            Ask::Send,
            acts,
        ));
    }
    let then = vec![
        Act::Answer(http(503, "retry-after: 0\r\n", "")),
        Act::Answer(http(200, "", ACCEPTED)),
    ];
    cases.push(Case::new(
        "send, 503, then 200",
        Ask::Send,
        vec![Some(then)],
    ));
    let then = vec![
        Act::Answer(http(429, "", "")),
        Act::Answer(http(409, "", "")),
    ];
    cases.push(Case::new(
        "send, 429, then 409",
        Ask::Send,
        vec![Some(then)],
    ));
    cases
}

fn shapes_of_answers() -> Vec<Case> {
    let chunked = |chunks: &str| {
        format!(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n{chunks}"
        )
        .into_bytes()
    };
    let size = ACCEPTED.len();
    let both = |name: &str, bytes: Vec<u8>| {
        let acts = || vec![Some(vec![Act::Answer(bytes.clone())])];
        [
            Case::new(format!("send, {name}"), Ask::Send, acts()),
            Case::new(format!("get a report, {name}"), Ask::Report, acts()),
        ]
    };
    let short = |body: &str| {
        format!("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\nconnection: close\r\n\r\n{body}")
            .into_bytes()
    };
    let go_on = [
        b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(),
        http(200, "", ACCEPTED),
    ]
    .concat();
    let mut cases: Vec<Case> = [
        both(
            "chunked",
            chunked(&format!("{size:x}\r\n{ACCEPTED}\r\n0\r\n\r\n")),
        ),
        both(
            "chunked and cut",
            chunked(&format!("{size:x}\r\n{ACCEPTED}\r\n")),
        ),
        both("cut within a chunk", chunked("ff\r\n{\"jobId\"")),
        both("shorter than said", short(ACCEPTED)),
        both(
            "up to the end",
            format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{ACCEPTED}").into_bytes(),
        ),
        both("no JSON", http(200, "", "<html>welcome</html>")),
        both("JSON that is cut", http(200, "", r#"{"jobId":"#)),
        both("no HTTP", b"SSH-2.0-OpenSSH\r\n\r\n".to_vec()),
        both("nothing", Vec::new()),
        both(
            "larger than allowed, and said so",
            http(200, "", &"x".repeat(5000)),
        ),
        both(
            "larger than allowed, without saying",
            format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}",
                "x".repeat(5000)
            )
            .into_bytes(),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    cases.push(Case::new(
        "send, 100 before 200",
        Ask::Send,
        vec![Some(vec![Act::Answer(go_on)])],
    ));
    cases
}

fn broken_connections() -> Vec<Case> {
    let mut cases = Vec::new();
    for ask in [Ask::Send, Ask::Report] {
        let verb = if ask == Ask::Send {
            "send"
        } else {
            "get a report"
        };
        let slow = Act::Drip(
            http(200, "", if ask == Ask::Send { ACCEPTED } else { REPORT }),
            Duration::from_millis(1),
        );
        let endless = Act::Drip(http(200, "", &" ".repeat(4000)), Duration::from_millis(50));
        for (name, acts) in [
            ("connection refused", None),
            ("reset before it was read", Some(Act::ResetBefore)),
            ("reset while it was read", Some(Act::ResetDuring)),
            ("reset after it was read", Some(Act::ResetAfter)),
            ("no answer", Some(Act::Freeze)),
            ("an answer that drips", Some(slow)),
            ("an answer that drips for too long", Some(endless)),
        ] {
            let ends_by_the_clock =
                matches!(&acts, Some(Act::Freeze)) || name.ends_with("too long");
            let case = Case::new(
                format!("{verb}, {name}"),
                ask,
                vec![acts.map(|act| vec![act])],
            );
            cases.push(if ends_by_the_clock {
                case.hasty()
            } else {
                case
            });
        }
        if ask == Ask::Send {
            cases.push(Case::new(
                "send, no such name",
                Ask::SendNowhere,
                vec![None],
            ));
        } else {
            let acts = vec![Act::ResetAfter, Act::Answer(http(200, "", REPORT))];
            cases.push(Case::new(
                "get a report, reset, then found",
                ask,
                vec![Some(acts)],
            ));
        }
    }
    cases
}

fn data_centers() -> Vec<Case> {
    let answer = |status, body: &str| Some(vec![Act::Answer(http(status, "", body))]);
    let other = REPORT.replace("A1", "B9");
    vec![
        Case::new(
            "two, found at the second",
            Ask::Report,
            vec![answer(404, ""), answer(200, REPORT)],
        ),
        Case::new(
            "two, both 404",
            Ask::Report,
            vec![answer(404, ""), answer(404, "")],
        ),
        Case::new(
            "two, one down, the other 404",
            Ask::Report,
            vec![None, answer(404, "")],
        ),
        Case::new(
            "two, one down, found at the other",
            Ask::Report,
            vec![None, answer(200, REPORT)],
        ),
        Case::new(
            "two, one freezes, the other 404",
            Ask::Report,
            vec![answer(404, ""), Some(vec![Act::Freeze])],
        )
        .hasty(),
        Case::new(
            "two, one lies, the other 404",
            Ask::Report,
            vec![answer(200, &other), answer(404, "")],
        ),
        Case::new(
            "two lists, one down",
            Ask::List,
            vec![answer(200, &format!(r#"{{"reports":[{REPORT}]}}"#)), None],
        ),
        Case::new(
            "two lists, one 500",
            Ask::List,
            vec![answer(500, ""), answer(200, r#"{"reports":[]}"#)],
        ),
        Case::new(
            "two bulk answers, one lies",
            Ask::BulkGet,
            vec![
                answer(200, &format!(r#"{{"reports":[{other}]}}"#)),
                answer(
                    200,
                    r#"{"reports":[{"jobId":"A1","reason":"NOT_FOUND"},{"jobId":"A2","reason":"NOT_FOUND"}]}"#,
                ),
            ],
        ),
    ]
}

const ACCEPTED: &str = r#"{"jobId":"A1"}"#;
const REPORT: &str = r#"{"jobId":"A1","recipientStatus":[{"number":"+49891","status":"OK"}]}"#;

fn http(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} Words\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}

/// An acceptance after which the connection can be used again.
pub(super) fn accepted_and_alive() -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{ACCEPTED}",
        ACCEPTED.len()
    )
    .into_bytes()
}

fn first_line(act: &Act) -> String {
    match act {
        Act::Answer(bytes) | Act::Drip(bytes, _) => String::from_utf8_lossy(bytes)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned(),
        _ => String::new(),
    }
}

/// For cases that end by themselves: far longer than any of them takes.
const PATIENT: Duration = Duration::from_secs(20);
/// For cases that end by the clock.
const HASTY: Duration = Duration::from_millis(700);

/// Two tries, and so much time for each.
fn settings(timeout: Duration) -> Settings {
    let soon = Backoff::new(Duration::from_millis(2), Duration::from_millis(5));
    let retry = RetryPolicy::default()
        .with_max_attempts(2)
        .with_backoff(soon);
    Settings::default()
        .with_retry(retry)
        .with_timeout(timeout)
        .with_slowest_upload(u32::MAX)
        .with_max_response_bytes(4000)
}

pub(super) fn account() -> Account {
    Account::new(
        CustomerNumber::new("99999TE").unwrap(),
        Credentials::basic("user", "secret").unwrap(),
    )
}

/// Large enough to be on its way for a while.
pub(super) fn job() -> FaxJob {
    FaxJob::to("+99900000000")
        .document(Document::pdf("letter.pdf", vec![7; 200_000]))
        .build()
        .unwrap()
}

/// An address where nobody listens.
fn closed_port() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!(
        "http://{}/rest/v1",
        listener.local_addr().expect("an address")
    )
}
