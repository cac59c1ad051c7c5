//! Nothing of a report is lost or changed when it is stored and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fax4a_tests::fuzz::round_trip(input));
