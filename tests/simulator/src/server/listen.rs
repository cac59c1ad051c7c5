//! Where to listen, and with which limits.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::Endpoint;

/// Where a [`Simulator`](crate::Simulator) listens, and the limits of its sockets.
#[derive(Clone, Debug)]
pub struct Listen {
    pub(super) address: IpAddr,
    pub(super) port_base: Option<u16>,
    pub(super) beyond_loopback: bool,
    pub(super) max_request_bytes: usize,
    pub(super) manual_clock: bool,
}

impl Listen {
    /// `127.0.0.1`, free ports, requests of up to 256 MiB, and a clock that runs.
    pub const fn new() -> Self {
        Self {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port_base: None,
            beyond_loopback: false,
            max_request_bytes: 256 << 20,
            manual_clock: false,
        }
    }

    /// The address: a loopback one, unless [`Listen::expose_beyond_loopback`] is set.
    #[must_use]
    pub const fn address(mut self, address: IpAddr) -> Self {
        self.address = address;
        self
    }

    /// Fixed ports: this one for the first of [`Endpoint::ALL`], the next for the second, …, and the one after the last for the admin
    /// endpoints. Nine in all.
    #[must_use]
    pub const fn port_base(mut self, port: u16) -> Self {
        self.port_base = Some(port);
        self
    }

    /// Allows an address that other machines can reach. The simulator has one well-known password, no encryption, and admin endpoints
    /// without any.
    #[must_use]
    pub const fn expose_beyond_loopback(mut self, allowed: bool) -> Self {
        self.beyond_loopback = allowed;
        self
    }

    /// The longest body that is read; a longer one is answered `413`. 256 MiB unless set.
    #[must_use]
    pub const fn max_request_bytes(mut self, bytes: usize) -> Self {
        self.max_request_bytes = bytes;
        self
    }

    /// Whether virtual time stands still but for [`Simulator::advance`](crate::Simulator::advance): no, unless set.
    #[must_use]
    pub const fn manual_clock(mut self, manual: bool) -> Self {
        self.manual_clock = manual;
        self
    }

    pub(super) fn check(&self) -> io::Result<()> {
        if self.address.is_loopback() || self.beyond_loopback {
            return Ok(());
        }
        Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "not a loopback address, and listening beyond loopback was not allowed",
        ))
    }

    /// The address of the listener with this index.
    pub(super) fn socket(&self, index: usize) -> io::Result<SocketAddr> {
        let Some(base) = self.port_base else {
            return Ok(SocketAddr::new(self.address, 0));
        };
        let port = u16::try_from(index)
            .ok()
            .and_then(|it| base.checked_add(it));
        let port = port
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the ports end at 65535"))?;
        Ok(SocketAddr::new(self.address, port))
    }

    /// The index of the admin listener: right after the servers.
    pub(super) const ADMIN: usize = Endpoint::ALL.len();
}

impl Default for Listen {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

    use super::*;

    #[test]
    fn only_loopback_is_listened_on_unless_allowed() {
        let everywhere = Listen::new().address(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        assert_eq!(
            everywhere.check().unwrap_err().kind(),
            io::ErrorKind::PermissionDenied
        );
        assert!(everywhere.expose_beyond_loopback(true).check().is_ok());
        assert!(Listen::new().check().is_ok());
        assert!(
            Listen::new()
                .address(IpAddr::V6(Ipv6Addr::LOCALHOST))
                .check()
                .is_ok()
        );
    }

    #[test]
    fn ports_follow_each_other_and_do_not_wrap() {
        let listen = Listen::new().port_base(65530);
        assert_eq!(listen.socket(5).unwrap().port(), 65535);
        assert!(listen.socket(6).is_err());
    }
}
