//! Whatever is posted as a status push ends in a report or a typed error.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fax4a_tests::fuzz::push(input));
