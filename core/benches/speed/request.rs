//! The whole request of a small job, against one that is put together by hand.

use fax4a::Region;
use fax4a::operation::{Operation as _, SendFax};
use http::HeaderValue;

use crate::jobs::{account, document, job, plain_json, plain_request};
use crate::rounds::Rounds;

pub(crate) fn compare(rounds: &Rounds) {
    let (account, region, document) = (account(), Region::germany(), document(1024));
    let built = job(document.clone());
    let authorization = HeaderValue::from_static("Basic ZmF4QGV4YW1wbGUuY29tOm9wZW4gc2VzYW1l");

    let request = SendFax::new(&built).request(&account, region.submission());
    assert_eq!(
        request.body().to_bytes(),
        plain_json(&document),
        "both send the same"
    );

    rounds.compare(
        "request/1 KiB job: body alone",
        1.0,
        || SendFax::new(&built).body().to_bytes(),
        || plain_json(&document),
    );
    rounds.compare(
        "request/1 KiB job: whole",
        1.0,
        || {
            SendFax::new(&built)
                .request(&account, region.submission())
                .map(|body| body.to_bytes())
        },
        || plain_request(&authorization, &document),
    );
    rounds.compare(
        "request/1 KiB job: built as well",
        1.0,
        || {
            let job = job(document.clone());
            SendFax::new(&job)
                .request(&account, region.submission())
                .map(|body| body.to_bytes())
        },
        || plain_request(&authorization, &document),
    );
}
