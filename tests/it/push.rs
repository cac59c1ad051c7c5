//! Status pushes as the simulated service makes them, and their reader.

use std::collections::BTreeSet;
use std::time::Duration;

use fax4a::job::HttpStatusPush;
use fax4a::operation::{GetReport, Operation, SendFax};
use fax4a::push::{
    PushAuth, PushError, PushFormat, PushKey, PushReceiver, StatusPush, Unauthorized,
    UnauthorizedReason, UnreadablePush,
};
use fax4a::{Account, Credentials, CustomerNumber, Document, FaxJob, FaxReport, Recipient, Region};
use fax4a_simulator::{Config, Endpoint, Push, Service};
use http::{Request, Response};

const URL: &str = "https://status.example.com/fax?a=b";
const LATER: Duration = Duration::from_secs(3600);

fn account() -> Account {
    let credentials = Credentials::basic(Config::USER_NAME, Config::PASSWORD).unwrap();
    Account::new(
        CustomerNumber::new(Config::CUSTOMER_NUMBER).unwrap(),
        credentials,
    )
}

fn job(push: HttpStatusPush) -> FaxJob {
    FaxJob::to("+999 000 00-100")
        .recipient(
            Recipient::new("+99900000110").property(Recipient::TO_NAME, "Dr. <Weber> & \"Co\""),
        )
        .recipient("+49 89 1234567")
        .document(Document::pdf("letter.pdf", &b"%PDF-1.7"[..]))
        .document(Document::text("note.txt", "hello"))
        .customer_defined_id("order <4711> & \u{fc}")
        .http_status_push(push)
        .build()
        .unwrap()
}

/// What the service answers at a data center.
fn ask<O: Operation>(
    service: &mut Service,
    now: Duration,
    operation: &O,
    target: &O::Target,
) -> O::Output {
    let request = operation.request(&account(), target).map(Vec::from);
    let response = service.respond(Endpoint::Ch1, now, &request).response;
    let (parts, body) = response.into_parts();
    operation
        .response(Response::from_parts(parts, &body))
        .unwrap()
}

/// The push of a job that asks for it like this, and the report that a client would get.
fn pushed(format: PushFormat, push: HttpStatusPush) -> (Push, FaxReport) {
    let format = match format {
        PushFormat::Json => fax4a_simulator::PushFormat::Json,
        _ => fax4a_simulator::PushFormat::Xml,
    };
    let mut service = Service::new(Config::new().push_format(format));
    let region = Region::switzerland();
    let id = ask(
        &mut service,
        Duration::ZERO,
        &SendFax::new(&job(push)),
        region.submission(),
    );
    let mut due = service.due_pushes(LATER);
    assert_eq!(due.len(), 1);
    let report = ask(
        &mut service,
        LATER,
        &GetReport::new(id),
        &region.data_centers()[0],
    )
    .unwrap();
    (due.remove(0), report)
}

fn receive(request: &Request<Vec<u8>>, auth: PushAuth) -> Result<StatusPush, PushError> {
    PushReceiver::new(auth).receive(request)
}

fn facts(report: &FaxReport) -> impl PartialEq + std::fmt::Debug + '_ {
    let recipient = |it: fax4a::report::RecipientStatus<'_>| {
        let texts = [
            Some(it.number()),
            it.reason(),
            it.sent_ts(),
            it.sent_to_number(),
        ]
        .map(|it| it.map(str::to_owned));
        let properties: Vec<_> = it
            .properties()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        // XML has no way to tell an empty text from none.
        let csid = it
            .remote_csid()
            .filter(|csid| !csid.is_empty())
            .map(str::to_owned);
        (it.status().clone(), texts, it.duration(), csid, properties)
    };
    let recipients: Vec<_> = report.recipients().map(recipient).collect();
    (
        report.job_id(),
        report.pages(),
        report.customer_defined_id(),
        recipients,
    )
}

#[test]
fn a_push_is_the_report_that_a_client_would_get() {
    for format in [PushFormat::Json, PushFormat::Xml] {
        let (push, report) = pushed(format, HttpStatusPush::to(URL));
        let read = receive(&push.request, PushAuth::none()).unwrap();
        assert_eq!(read.format(), format);
        assert_eq!(report.recipients().len(), 3);
        assert_eq!(facts(read.report()), facts(&report));
        assert_eq!(read.key(), PushKey::of(&report));
        if format == PushFormat::Json {
            assert_eq!(read.into_report(), report);
        }
    }
}

#[test]
fn each_way_of_authentication_is_understood_on_the_other_side() {
    let (user, password) = ("service", "12:3 \u{fc}");
    let basic = || PushAuth::basic(user, password).unwrap();
    let bearer = || PushAuth::bearer(|token| token == "token");

    let (push, _) = pushed(
        PushFormat::Xml,
        HttpStatusPush::to(URL).http_basic(user, password),
    );
    assert!(receive(&push.request, basic()).is_ok());
    assert_eq!(
        reason(receive(&push.request, bearer())),
        UnauthorizedReason::OtherScheme
    );
    let other = PushAuth::basic(user, "12:3 u").unwrap();
    assert_eq!(
        reason(receive(&push.request, other)),
        UnauthorizedReason::Wrong
    );

    let (push, _) = pushed(PushFormat::Json, HttpStatusPush::to(URL));
    assert_eq!(
        reason(receive(&push.request, basic())),
        UnauthorizedReason::Missing
    );
    assert!(receive(&push.request, PushAuth::none()).is_ok());
}

fn reason(result: Result<StatusPush, PushError>) -> UnauthorizedReason {
    match result {
        Err(PushError::Unauthorized(error)) => error.reason(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_push_that_is_cut_or_damaged_anywhere_ends_in_a_value() {
    for format in [PushFormat::Json, PushFormat::Xml] {
        let (push, _) = pushed(format, HttpStatusPush::to(URL));
        let whole = push.request.body().trim_ascii_end();
        for at in 0..whole.len() {
            let cut = push.request.clone().map(|_| whole[..at].to_vec());
            assert!(receive(&cut, PushAuth::none()).is_err(), "{format} {at}");
            for damage in [b'<', b'&', b'"', b'>', 0, 0xff] {
                let mut damaged = push.request.clone();
                damaged.body_mut()[at] = damage;
                // Whatever it is, it is no panic.
                let _ = receive(&damaged, PushAuth::none());
            }
        }
    }
}

#[test]
fn a_receiver_that_stores_by_key_stores_a_repeated_push_once() {
    let (push, _) = pushed(PushFormat::Xml, HttpStatusPush::to(URL));
    let mut stored = BTreeSet::new();
    let mut handle = |request: &Request<Vec<u8>>| -> Response<Vec<u8>> {
        match receive(request, PushAuth::none()) {
            Ok(push) => {
                stored.insert(push.key().as_str().to_owned());
                fax4a::push::accepted()
            }
            Err(error) => error.response(),
        }
    };
    for _ in 0..3 {
        assert_eq!(handle(&push.request).status(), 204);
    }
    let other = push.request.clone().map(|body| {
        String::from_utf8(body)
            .unwrap()
            .replace("BUSY", "OK")
            .into_bytes()
    });
    assert_ne!(other.body(), push.request.body());
    assert_eq!(handle(&other).status(), 204);
    assert_eq!(
        handle(&push.request.clone().map(|_| vec![b'<'])).status(),
        400
    );
    assert_eq!(stored.len(), 2);
}

#[test]
fn nothing_personal_is_in_the_debug_output_or_the_errors() {
    for format in [PushFormat::Json, PushFormat::Xml] {
        let (push, _) = pushed(
            format,
            HttpStatusPush::to(URL).http_basic("marked-user", "marked-password"),
        );
        let auth = PushAuth::basic("marked-user", "marked-password").unwrap();
        let receiver = PushReceiver::new(auth.clone());
        let read = receiver.receive(&push.request).unwrap();
        let mut shown = format!("{receiver:?} {read:?} {} {:?}", read.key(), read.key());
        let whole = push.request.body();
        for end in 0..whole.len() {
            if let Err(error) = receive(
                &push.request.clone().map(|_| whole[..end].to_vec()),
                auth.clone(),
            ) {
                shown += &format!("{error} {error:?} {:?}", error.response::<()>());
            }
        }
        for personal in [
            "marked", "Weber", "4711", "99900000", "999 000", "1234567", "letter", "example",
        ] {
            assert!(!shown.contains(personal), "{personal}");
        }
    }
}

#[test]
fn a_receiver_and_what_it_gives_go_from_thread_to_thread() {
    fn check<T: Clone + Send + Sync + 'static>() {}
    check::<PushReceiver>();
    check::<StatusPush>();
    check::<PushKey>();
    check::<PushError>();
    check::<Unauthorized>();
    check::<UnreadablePush>();
}
