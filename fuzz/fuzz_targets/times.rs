//! Whatever is given as a time or a wait, what is written means what was read.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fax4a_tests::fuzz::times(input));
