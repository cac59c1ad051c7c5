//! Every way to fail, through the public API: what it is called, what it says, and what may be done about it.

use std::error::Error as StdError;

use fax4a::error::{Error, Failure};

mod bodies;
mod checks;
mod entry;
mod job;
mod retry_after;
mod server;
mod transport;

/// The sentences of an error and its sources. A cause is told once: in the sentence or as the source, never in both.
fn chain(error: &dyn StdError) -> Vec<String> {
    let mut chain = vec![error.to_string()];
    let mut source = error.source();
    while let Some(error) = source {
        let text = error.to_string();
        assert!(
            chain.iter().all(|outer| !outer.contains(&text)),
            "{text:?} is told twice: {chain:?}"
        );
        chain.push(text);
        source = error.source();
    }
    for sentence in &chain {
        assert!(
            !sentence.is_empty() && !sentence.ends_with('.') && !sentence.contains('\n'),
            "{sentence:?}"
        );
    }
    chain
}

/// What may be done about an error: whether a read may be repeated, whether a send may be, and whether a fax may be on its way.
fn advice(error: &Error) -> [bool; 3] {
    let repeat_send = error.is_retryable() && error.surely_not_accepted();
    assert!(!(repeat_send && error.may_have_been_sent()), "{error}");
    [
        error.is_retryable(),
        repeat_send,
        error.may_have_been_sent(),
    ]
}

#[test]
fn errors_go_from_thread_to_thread_and_can_be_kept() {
    fn check<T: StdError + Clone + Send + Sync + 'static>() {}
    check::<Error>();
    check::<fax4a::error::ServerError>();
    check::<fax4a::error::DecodeError>();
    check::<fax4a::error::EntryError>();
    check::<fax4a::error::TransportError>();
    check::<fax4a::flow::SubmitError>();
    check::<fax4a::InvalidAccount>();
    check::<fax4a::InvalidFaxJob>();
    check::<fax4a::InvalidJobId>();
    check::<fax4a::job::InvalidFaxNumber>();
    check::<fax4a::operation::InvalidJobIds>();
    check::<fax4a::server::InvalidRegion>();
    check::<fax4a::server::InvalidServerUrl>();
    check::<fax4a::time::InvalidTimestamp>();
    fn check_value<T: Clone + Send + Sync + 'static>() {}
    check_value::<Failure>();
}
