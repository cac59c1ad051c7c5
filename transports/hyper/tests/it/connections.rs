//! Connections that cannot be made, and servers that break off or speak nonsense.

use fax4a::Error;
use fax4a::error::{Delivery, ErrorKind, FailureKind};
use fax4a::flow::SubmitError;
use fax4a::operation::{GetReport, ListReports};
use fax4a_hyper::Client;

use crate::failures::{failure, send_once};
use crate::server::{Refusing, Server};
use crate::world::{account, eager, in_time, job, job_id, job_with, once, region_of_one};

/// Neither length nor end is announced, so only counting can stop it.
#[tokio::test]
async fn an_answer_without_end_is_left_at_the_limit() {
    let endless = Server::answering(|mut connection| async move {
        connection.read_request().await;
        connection
            .write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            .await;
        while connection.write(b"400\r\n").await && connection.write(&[b' '; 0x400]).await {
            connection.write(b"\r\n").await;
        }
    })
    .await;
    let settings = once().with_max_response_bytes(1 << 20);
    let client = Client::builder(account(), region_of_one(&endless.url()))
        .settings(settings)
        .build();
    let error = in_time(client.call(
        client.region().data_centers()[0].clone(),
        ListReports::new(),
    ))
    .await
    .unwrap_err();
    assert_eq!(
        failure(&error),
        (FailureKind::ResponseTooLarge, Delivery::Unknown)
    );
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_not_sent() {
    let region = region_of_one("https://fax.invalid/rest/v1");
    let client = Client::builder(account(), region).settings(once()).build();
    assert_eq!(
        send_once(&client, &job()).await,
        (FailureKind::Resolve, Delivery::NotSent)
    );
    let error = in_time(client.call(
        client.region().data_centers()[0].clone(),
        ListReports::new(),
    ))
    .await
    .unwrap_err();
    assert_eq!(failure(&error), (FailureKind::Resolve, Delivery::NotSent));
}

#[tokio::test]
async fn a_refused_connection_is_not_sent_whatever_was_to_be_sent() {
    let nobody = Refusing::take();
    let url = format!("http://{}", nobody.address());
    let client = Client::builder(account(), region_of_one(&url))
        .settings(once())
        .build();
    assert_eq!(
        send_once(&client, &job()).await,
        (FailureKind::Connect, Delivery::NotSent)
    );
    let get = GetReport::new(job_id("FJJ66GHGX105ZZBIELVCN1"));
    let error = in_time(client.call(client.region().data_centers()[0].clone(), get))
        .await
        .unwrap_err();
    assert_eq!(failure(&error), (FailureKind::Connect, Delivery::NotSent));
}

#[tokio::test]
async fn a_connection_that_closes_while_the_body_is_on_its_way_is_unknown() {
    let server = Server::answering(|mut connection| async move {
        connection.read_some().await;
    })
    .await;
    let client = Client::builder(account(), region_of_one(&server.url()))
        .retry(eager())
        .build();
    let job = job_with(vec![7; 8 << 20]);
    let error = in_time(client.send(&job)).await.unwrap_err();
    assert!(matches!(error, SubmitError::Unknown { .. }), "{error:?}");
    assert_eq!(
        failure(error.error()),
        (FailureKind::Interrupted, Delivery::Unknown)
    );
    assert_eq!(
        server.connections(),
        1,
        "a job that may have arrived is not sent again"
    );
}

/// The answer comes while most of the job is still here, which then stays here.
#[tokio::test]
async fn an_answer_before_the_job_was_read_is_the_answer() {
    let server = Server::answering(|mut connection| async move {
        connection.read_some().await;
        connection
            .write(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n")
            .await;
        connection.read_to_end().await
    })
    .await;
    let client = Client::builder(account(), region_of_one(&server.url()))
        .retry(eager())
        .build();
    let error = in_time(client.send(&job_with(vec![7; 8 << 20])))
        .await
        .unwrap_err();
    let SubmitError::Refused {
        error: Error::Server(error),
        ..
    } = error
    else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn no_http_is_interrupted() {
    let server = Server::answering(|mut connection| async move {
        connection.read_request().await;
        connection.write(b"220 mail.example.com ESMTP\r\n").await;
    })
    .await;
    let client = Client::builder(account(), region_of_one(&server.url()))
        .settings(once())
        .build();
    assert_eq!(
        send_once(&client, &job()).await,
        (FailureKind::Interrupted, Delivery::Unknown)
    );
}

/// A pooled connection that the server closed is noticed before anything goes out on it, or the send is unknown: it is never
/// handed over twice.
#[tokio::test]
async fn a_pooled_connection_that_was_closed_costs_no_second_job() {
    let server = Server::answering(|mut connection| async move {
        connection.read_request().await;
        connection
            .write(b"HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{\"jobId\":\"J1\"}")
            .await;
    })
    .await;
    let client = Client::builder(account(), region_of_one(&server.url()))
        .retry(eager())
        .build();
    let (mut accepted, mut unknown) = (0, 0);
    for _ in 0..50 {
        match in_time(client.send(&job())).await {
            Ok(_) => accepted += 1,
            Err(SubmitError::Unknown { .. }) => unknown += 1,
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(accepted + unknown, 50);
    assert_eq!(
        server.requests(),
        accepted,
        "an answered request for each accepted job, and no other"
    );
}
