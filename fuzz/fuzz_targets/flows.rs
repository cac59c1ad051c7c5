//! Whatever goes wrong between flows and service, the simulation's invariants hold.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fax4a_tests::fuzz::flows(input));
