//! Whatever a server answers, every operation ends in a value or a typed error.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fax4a_tests::fuzz::response(input));
