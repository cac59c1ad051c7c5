//! The body of a request, in every way in which it can be taken.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use fax4a::operation::SendFax;
use fax4a::{Body, CustomerNumber};
use fax4a_tests::sample;
use http::header::CONTENT_LENGTH;
use serde_json::Value;

use super::{germany, submission};

#[test]
fn the_documents_of_a_body_decode_to_their_bytes() {
    let documents: Vec<Vec<u8>> = [1, 2, 3, 100_000]
        .map(|length| (0..length).map(|i| (i % 251) as u8).collect())
        .into();
    let parts = documents
        .iter()
        .enumerate()
        .map(|(i, bytes)| fax4a::Document::pdf(format!("{i}"), bytes.clone()));
    let job = fax4a::FaxJob::to("+49891234567")
        .documents(parts)
        .build()
        .unwrap();
    let body: Value = serde_json::from_slice(&SendFax::new(&job).body().to_bytes()).unwrap();
    for (document, sent) in documents.iter().zip(body["documents"].as_array().unwrap()) {
        assert!(STANDARD.decode(sent["data"].as_str().unwrap()).unwrap() == *document);
    }
    assert_eq!(body["documents"].as_array().unwrap().len(), documents.len());
}

#[test]
fn the_content_length_is_that_of_the_body() {
    let request = submission(&SendFax::new(&sample::full_job()));
    let length = request.body().to_bytes().len().to_string();
    assert_eq!(request.headers()[CONTENT_LENGTH], length);
    assert_eq!(request.body().len().to_string(), length);
}

#[test]
fn every_way_to_take_a_body_gives_the_same_bytes() {
    let body = SendFax::new(&sample::full_job()).body().clone();
    let expected = body.to_bytes();
    assert!(!body.is_empty() && expected.len() > 1000);
    assert_eq!(Bytes::from(body.clone()), expected);
    assert_eq!(Vec::from(body.clone()), expected);
    let (mut reader, mut read) = (body.reader(), Vec::new());
    while let Some(chunk) = reader.next_chunk() {
        read.extend_from_slice(&chunk);
    }
    assert_eq!(read, expected);
}

#[test]
fn a_request_that_only_asks_has_no_body() {
    let request = germany(&fax4a::operation::ListReports::new());
    assert!(request.body().is_empty() && request.body().to_bytes().is_empty());
    assert!(request.body().reader().next_chunk().is_none());
    assert!(Body::default().is_empty());
}

#[test]
fn a_customer_number_is_kept_as_it_was_given() {
    assert_eq!(CustomerNumber::new("9/TE").unwrap().as_str(), "9/TE");
    assert_eq!(
        sample::account().customer_number().as_str(),
        sample::CUSTOMER_NUMBER
    );
}
