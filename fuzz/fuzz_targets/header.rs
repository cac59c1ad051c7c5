//! What the API's documentation allows in the texts of a job is taken, and nothing else.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fax4a_tests::fuzz::header(input));
