//! Job ids: 22 capital letters and digits, as `FJJ66GHGX105ZZBIELVCN1`.
//!
//! The last eight characters are the job's serial number at its data center, so that a job is found without an index by id. What
//! stands before them depends on the seed and on the data center: ids of different data centers never meet.

use super::dice::mix;
use crate::Endpoint;

const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SERIAL_LENGTH: usize = 8;

/// The id of a data center's job.
pub(crate) fn job_id(seed: u64, center: Endpoint, serial: u64) -> String {
    lettered("FJ", seed, center, serial)
}

/// The id of one recipient of a job, which only the XML push shows.
pub(crate) fn number_id(seed: u64, center: Endpoint, serial: u64, index: usize) -> String {
    let index = u64::try_from(index).unwrap_or(u64::MAX);
    lettered("FN", mix(seed).wrapping_add(index), center, serial)
}

fn lettered(prefix: &str, seed: u64, center: Endpoint, serial: u64) -> String {
    let mut id = prefix.to_owned();
    base36(mix(seed ^ mix(serial)), 11, &mut id);
    base36(center as u64, 1, &mut id);
    base36(serial, SERIAL_LENGTH, &mut id);
    id
}

/// The serial number in something that looks like a job id.
pub(crate) fn serial(id: &str) -> Option<u64> {
    let tail = id.get(id.len().checked_sub(SERIAL_LENGTH)?..)?;
    u64::from_str_radix(tail, 36).ok()
}

/// Appends the last `length` digits of a number.
fn base36(mut number: u64, length: usize, out: &mut String) {
    let mut digits = [b'0'; 13];
    for digit in digits[..length].iter_mut().rev() {
        *digit = DIGITS[(number % 36) as usize];
        number /= 36;
    }
    out.extend(digits[..length].iter().map(|it| char::from(*it)));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn an_id_has_the_service_s_form_and_gives_its_serial_back() {
        for number in [0, 1, 35, 36, 1_000_000, 36_u64.pow(8) - 1] {
            let id = job_id(7, Endpoint::De2, number);
            assert_eq!(id.len(), 22);
            assert!(id.bytes().all(|it| DIGITS.contains(&it)));
            assert_eq!(serial(&id), Some(number));
        }
    }

    #[test]
    fn ids_of_different_data_centers_and_jobs_never_meet() {
        let centers = Endpoint::DATA_CENTERS.into_iter();
        let ids: BTreeSet<_> = centers
            .flat_map(|it| (0..500).map(move |serial| job_id(1, it, serial)))
            .collect();
        assert_eq!(ids.len(), 3000);
    }

    #[test]
    fn what_is_no_id_has_no_serial() {
        for text in ["", "FJ", "ÄÖÜÄÖÜ", "FJJ66GHGX105ZZ-IELVCN1"] {
            assert_eq!(serial(text), None, "{text}");
        }
    }
}
