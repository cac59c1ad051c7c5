//! Looking up names, but not for every request.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::Uri;
use ureq::Error;
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// How long an answer is used. Short, because a high-availability name may move.
const FRESH: Duration = Duration::from_secs(5);

/// ureq looks the name up for every request, also for one that goes over a connection of the pool, and on a thread of its own when
/// there is a timeout. This remembers the answer for [`FRESH`], and needs no look-up for an address.
#[derive(Debug, Default)]
pub(crate) struct RememberingResolver {
    inner: DefaultResolver,
    answers: Mutex<BTreeMap<String, (Instant, ResolvedSocketAddrs)>>,
}

impl Resolver for RememberingResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let (Some(host), Some(port)) = (uri.host(), port_of(uri)) else {
            return self.inner.resolve(uri, config, timeout);
        };
        if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            let mut one = self.empty();
            one.push(SocketAddr::new(address, port));
            return Ok(one);
        }
        let (key, now) = (format!("{host}:{port}"), Instant::now());
        if let Some((since, answer)) = self
            .answers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            if now.duration_since(*since) < FRESH {
                return Ok(answer.clone());
            }
        }
        let answer = self.inner.resolve(uri, config, timeout)?;
        self.answers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, (now, answer.clone()));
        Ok(answer)
    }
}

fn port_of(uri: &Uri) -> Option<u16> {
    uri.port_u16().or_else(|| match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(resolver: &RememberingResolver, uri: &str) -> Vec<SocketAddr> {
        let timeout = NextTimeout {
            after: Duration::from_secs(20).into(),
            reason: ureq::Timeout::Resolve,
            ..NextTimeout::default()
        };
        let found = resolver
            .resolve(&uri.parse().unwrap(), &Config::default(), timeout)
            .unwrap();
        found.iter().copied().collect()
    }

    #[test]
    fn an_address_needs_no_look_up() {
        let resolver = RememberingResolver::default();
        assert_eq!(
            resolve(&resolver, "https://127.0.0.1/a"),
            ["127.0.0.1:443".parse().unwrap()]
        );
        assert_eq!(
            resolve(&resolver, "http://[::1]:8080/a"),
            ["[::1]:8080".parse().unwrap()]
        );
        assert!(resolver.answers.lock().unwrap().is_empty());
    }

    #[test]
    fn a_name_is_looked_up_once_for_a_while() {
        let resolver = RememberingResolver::default();
        let first = resolve(&resolver, "http://localhost:8080/a");
        assert!(!first.is_empty());
        let since = resolver.answers.lock().unwrap()["localhost:8080"].0;
        assert_eq!(resolve(&resolver, "http://localhost:8080/b"), first);
        assert_eq!(resolver.answers.lock().unwrap()["localhost:8080"].0, since);
    }
}
