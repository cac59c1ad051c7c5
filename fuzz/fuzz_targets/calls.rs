//! Whatever driver and caller do, every flow keeps its contract and its promises.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fax4a_tests::fuzz::calls(input));
