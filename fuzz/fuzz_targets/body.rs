//! Whatever is in a job, and in whatever pieces its body is read: the same bytes, as many as were announced.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fax4a_tests::fuzz::body(input));
