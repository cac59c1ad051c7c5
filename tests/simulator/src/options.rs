//! The command line.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use fax4a_simulator::{Config, Listen};

pub(crate) const HELP: &str = "\
fax4a-simulator: the Retarus Fax4A fax service, simulated on loopback (unofficial)

    --listen ADDRESS          the address to listen on (127.0.0.1)
    --allow-non-loopback      allow an address that other machines can reach; there is no encryption
    --port-base PORT          nine ports from this one on, instead of free ones
    --processing-seconds N    how long a job stays PENDING (2)
    --seed N                  the seed of everything that happens by chance (0)
    --help                    this text
";

pub(crate) struct Options {
    pub(crate) listen: Listen,
    pub(crate) config: Config,
}

impl Options {
    /// The options; none if the help is asked for.
    pub(crate) fn read(
        arguments: impl IntoIterator<Item = String>,
    ) -> Result<Option<Self>, String> {
        let mut options = Self {
            listen: Listen::new(),
            config: Config::new(),
        };
        let mut arguments = arguments.into_iter();
        while let Some(name) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .ok_or_else(|| format!("{name} needs a value"))
            };
            let Self { listen, config } = options;
            options = match name.as_str() {
                "--help" | "-h" => return Ok(None),
                "--listen" => {
                    let address: IpAddr = parsed(&name, &value()?)?;
                    Self {
                        listen: listen.address(address),
                        config,
                    }
                }
                "--allow-non-loopback" => Self {
                    listen: listen.expose_beyond_loopback(true),
                    config,
                },
                "--port-base" => Self {
                    listen: listen.port_base(parsed(&name, &value()?)?),
                    config,
                },
                "--processing-seconds" => {
                    let seconds: f64 = parsed(&name, &value()?)?;
                    let time = Duration::try_from_secs_f64(seconds);
                    let time = time.map_err(|error| format!("{name}: {error}"))?;
                    Self {
                        listen,
                        config: config.processing_time(time),
                    }
                }
                "--seed" => Self {
                    listen,
                    config: config.seed(parsed(&name, &value()?)?),
                },
                _ => return Err(format!("unknown option {name}")),
            };
        }
        Ok(Some(options))
    }
}

fn parsed<T: FromStr>(name: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{name}: not understood"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Option<Options>, String> {
        Options::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn every_option_of_the_help_is_understood() {
        let line =
            "--listen ::1 --allow-non-loopback --port-base 9000 --processing-seconds 0.5 --seed 7";
        assert!(
            HELP.lines()
                .filter_map(|it| it.trim().strip_prefix("--"))
                .all(|it| {
                    let name = it.split_whitespace().next().unwrap_or_default();
                    name == "help" || line.contains(name)
                })
        );
        let options = read(line).unwrap().unwrap();
        let shown = format!("{:?} {:?}", options.listen, options.config);
        for part in [
            "::1",
            "beyond_loopback: true",
            "Some(9000)",
            "500ms",
            "seed: 7",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(read("--help").unwrap().is_none());
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in [
            "--port-base",
            "--port-base 70000",
            "--listen here",
            "--processing-seconds -1",
            "--what",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
