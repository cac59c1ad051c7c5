//! The simulator as a program.

use std::process::ExitCode;
use std::thread;

use fax4a_simulator::{Endpoint, Simulator};

mod options;

use self::options::Options;

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{}", options::HELP);
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprintln!("{message}\n\n{}", options::HELP);
            return ExitCode::from(2);
        }
    };
    let Options { listen, config } = options;
    // The password is a well-known one, and whoever starts the program has to know it.
    let account = format!(
        "customer number {}, user name {}, password {}",
        config.customer_number(),
        config.user_name(),
        config.password()
    );
    match Simulator::start_on(listen, config) {
        Ok(simulator) => {
            for endpoint in Endpoint::ALL {
                println!("{endpoint:6} {}", simulator.url(endpoint));
            }
            println!("admin  {}", simulator.admin_url());
            println!("\n{account}");
            println!(
                "A fax to +99900000000 is delivered, one to +99900000100 is busy, one to +99900000210"
            );
            println!(
                "never finishes: the README has the table of all magic numbers. Ctrl-C stops."
            );
            loop {
                thread::park();
            }
        }
        Err(error) => {
            eprintln!("cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}
