//! How many repeats a server gets from all flows together.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::sync::atomic::{AtomicU32, Ordering};

use crate::server::{Region, Server};

/// How many repeats each server of a region gets from all flows that share this. Cloning shares it.
///
/// While a data center fails, thousands of flows would multiply its load by their repeats. So each repeat takes
/// [`COST`](Self::COST) tokens from the server's own bucket of [`CAPACITY`](Self::CAPACITY), and each success puts one back. When a
/// bucket is empty, flows take the first failure for an answer. First tries are never held back, and one server's failures do not
/// touch another's bucket. The clients of the transport crates share one among all their calls.
#[derive(Clone)]
pub struct RetryBudget(Arc<[Bucket]>);

struct Bucket {
    server: Server,
    tokens: AtomicU32,
}

impl RetryBudget {
    /// What a bucket holds when it is full.
    pub const CAPACITY: u32 = 500;
    /// What a repeat takes.
    pub const COST: u32 = 5;

    /// Full buckets for all servers of a region.
    pub fn new(region: &Region) -> Self {
        let data_centers = region
            .data_centers()
            .iter()
            .map(|url| Server::DataCenter(url.data_center().clone()));
        let mut servers: Vec<Server> = data_centers.collect();
        if !servers.contains(region.submission().server()) {
            servers.push(region.submission().server().clone());
        }
        let bucket = |server| Bucket {
            server,
            tokens: AtomicU32::new(Self::CAPACITY),
        };
        Self(servers.into_iter().map(bucket).collect())
    }

    /// How many repeats this server has left; `None` for a server of another region, which is not counted.
    pub fn repeats_left(&self, server: &Server) -> Option<u32> {
        self.bucket(server)
            .map(|bucket| bucket.tokens.load(Ordering::Relaxed) / Self::COST)
    }

    /// Takes one repeat, if there is one left.
    pub(crate) fn take(&self, server: &Server) -> bool {
        self.bucket(server).is_none_or(|bucket| {
            let less = |tokens: u32| tokens.checked_sub(Self::COST);
            bucket
                .tokens
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
                .is_ok()
        })
    }

    /// Notes a success.
    pub(crate) fn put_back(&self, server: &Server) {
        if let Some(bucket) = self.bucket(server) {
            let more = |tokens: u32| (tokens < Self::CAPACITY).then_some(tokens + 1);
            // A full bucket stays as it is.
            let _ = bucket
                .tokens
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }

    fn bucket(&self, server: &Server) -> Option<&Bucket> {
        self.0.iter().find(|bucket| bucket.server == *server)
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tokens = self
            .0
            .iter()
            .map(|bucket| (&bucket.server, bucket.tokens.load(Ordering::Relaxed)));
        f.debug_map().entries(tokens).finish()
    }
}

impl PartialEq for RetryBudget {
    /// Whether both are one shared budget.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for RetryBudget {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_servers_failures_do_not_touch_another() {
        let region = Region::germany();
        let budget = RetryBudget::new(&region);
        let [one, other] = region.data_centers() else {
            panic!("two data centers")
        };
        let server = |url: &crate::DataCenterUrl| Server::DataCenter(url.data_center().clone());
        let taken = (0..1000).filter(|_| budget.take(&server(one))).count();
        assert_eq!(taken as u32, RetryBudget::CAPACITY / RetryBudget::COST);
        assert_eq!(budget.repeats_left(&server(one)), Some(0));
        assert_eq!(budget.repeats_left(&server(other)), Some(100));
        assert_eq!(budget.repeats_left(region.submission().server()), Some(100));
    }

    #[test]
    fn successes_fill_it_again_and_never_over_the_brim() {
        let region = Region::switzerland();
        let budget = RetryBudget::new(&region);
        let server = Server::DataCenter(region.data_centers()[0].data_center().clone());
        while budget.take(&server) {}
        for _ in 0..RetryBudget::COST {
            budget.put_back(&server);
        }
        assert!(budget.take(&server) && !budget.take(&server));
        (0..10_000).for_each(|_| budget.put_back(&server));
        assert_eq!(budget.repeats_left(&server), Some(100));
    }

    #[test]
    fn a_server_of_another_region_is_not_counted() {
        let budget = RetryBudget::new(&Region::germany());
        assert!((0..1000).all(|_| budget.take(Region::singapore().submission().server())));
    }

    #[test]
    fn a_full_bucket_stays_full() {
        let region = Region::switzerland();
        let (budget, server) = (RetryBudget::new(&region), region.submission().server());
        (0..RetryBudget::COST).for_each(|_| budget.put_back(server));
        assert_eq!(budget.repeats_left(server), Some(100));
        assert!(budget.take(server));
        (1..RetryBudget::COST).for_each(|_| budget.put_back(server));
        assert_eq!(budget.repeats_left(server), Some(99));
    }

    #[test]
    fn a_budget_equals_only_what_shares_it() {
        let budget = RetryBudget::new(&Region::switzerland());
        assert_eq!(budget, budget.clone());
        assert_ne!(budget, RetryBudget::new(&Region::switzerland()));
    }
}
