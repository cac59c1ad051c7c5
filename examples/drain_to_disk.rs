//! Takes all reports of an account to a file, one JSON object in a line, and deletes from the service what is safely there.
//!
//! ```sh
//! cargo run --example drain_to_disk -- reports.jsonl                  # 2,500 reports of a simulated service
//! FAX4A_CUSTOMER_NUMBER=… cargo run --example drain_to_disk -- reports.jsonl
//! ```
//!
//! It may be killed at any moment. A batch is written and synced to the disk before it is confirmed, and deleted only then; so after
//! a crash some reports come a second time. Each line names its data center and job, and what was stored before is not stored
//! again: the file is read first, and a last line that is not whole is cut off.
//!
//! It exits with 0 when every data center was emptied, and with 1 otherwise.

use std::collections::HashSet;
use std::error::Error;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Seek as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use fax4a::flow::Batch;
use fax4a_examples::setup;
use fax4a_simulator::Endpoint;
use fax4a_ureq::Client;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: drain_to_disk FILE")?;
    let setup = setup()?;
    if let Some(simulator) = &setup.simulator {
        let now = simulator.now();
        simulator.with(|service| service.preload(Endpoint::De1, now, 1500));
        simulator.with(|service| service.preload(Endpoint::De2, now, 1000));
    }
    let mut store = Store::open(Path::new(&path))?;
    println!("{} reports were stored before.", store.stored.len());
    let client = Client::new(setup.account, setup.region);
    let drained = client.drain(|batch| {
        let new = store.write(batch)?;
        println!(
            "  {}: {} reports, {new} of them new, are on the disk.",
            batch.data_center,
            batch.reports.len()
        );
        io::Result::Ok(())
    });
    for site in &drained.sites {
        println!(
            "{}: {} stored, {} deleted, {:?}.",
            site.data_center, site.persisted, site.deleted, site.end
        );
    }
    Ok(if drained.is_complete() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A file of reports, and the keys of what is in it.
struct Store {
    file: File,
    stored: HashSet<Key>,
}

/// A job is known by its data center and id. What could not even be read that far is known by its text.
type Key = (String, String);

#[derive(serde::Serialize, serde::Deserialize)]
struct Line<T> {
    data_center: String,
    /// The job's id, or the whole text of an entry that has none.
    key: String,
    #[serde(flatten)]
    entry: T,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Entry<'a> {
    Report(&'a fax4a::FaxReport),
    Unreadable(&'a str),
}

#[derive(serde::Deserialize)]
struct AnyEntry {}

impl Store {
    fn open(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)?;
        let (mut stored, mut whole) = (HashSet::new(), 0);
        for line in BufReader::new(&file).split(b'\n') {
            let line = line?;
            // A crash in the middle of a write leaves a line that is cut; its batch was not confirmed and comes again.
            let Ok(Line::<AnyEntry> {
                data_center, key, ..
            }) = serde_json::from_slice(&line)
            else {
                break;
            };
            whole += line.len() as u64 + 1;
            stored.insert((data_center, key));
        }
        if file.seek(io::SeekFrom::End(0))? < whole {
            // The last line is whole but for its end.
            file.write_all(b"\n")?;
        }
        file.set_len(whole)?;
        Ok(Self { file, stored })
    }

    /// Writes what is new of a batch, and returns how much that is once it is on the disk.
    fn write(&mut self, batch: &Batch) -> io::Result<usize> {
        let mut text = Vec::new();
        let mut keys = Vec::new();
        let reports = batch
            .reports
            .iter()
            .map(|report| (report.job_id().as_str(), Entry::Report(report)));
        let unreadable = batch.unreadable.iter().map(|entry| {
            (
                entry.job_id().map_or(entry.raw(), fax4a::JobId::as_str),
                Entry::Unreadable(entry.raw()),
            )
        });
        for (key, entry) in reports.chain(unreadable) {
            let (data_center, key) = (batch.data_center.name().to_owned(), key.to_owned());
            if self.stored.contains(&(data_center.clone(), key.clone())) {
                continue;
            }
            keys.push((data_center.clone(), key.clone()));
            serde_json::to_writer(
                &mut text,
                &Line {
                    data_center,
                    key,
                    entry,
                },
            )?;
            text.push(b'\n');
        }
        self.file.write_all(&text)?;
        self.file.sync_data()?;
        let new = keys.len();
        self.stored.extend(keys);
        Ok(new)
    }
}
