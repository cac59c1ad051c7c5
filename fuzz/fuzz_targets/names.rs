//! Whatever a caller passes as a name, number or id is refused, or can be sent safely.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fax4a_tests::fuzz::names(input));
