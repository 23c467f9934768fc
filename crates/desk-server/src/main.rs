//! `desk-server`: serves the province, and the chores of who runs it. Answers are one JSON object with `--json` and a
//! few plain lines without; errors are `{"error":{"code","message"}}`, and the exit code is 0 only on success.

mod chores;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use chrono::NaiveDate;
use clap::{ArgGroup, Args, Parser, Subcommand};

/// The server of the province.
#[derive(Debug, Parser)]
#[command(name = "desk-server", version)]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

/// Where the record is.
#[derive(Debug, Clone, Args)]
struct Place {
    /// The data folder: the keys, and the record where no PostgreSQL is named.
    #[arg(long)]
    data: PathBuf,
    /// The record is in this PostgreSQL, such as postgresql://motcua@localhost/motcua.
    #[arg(long)]
    postgres: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Which counter of which unit.
#[derive(Debug, Clone, Args)]
struct ForWhom {
    /// The unit's GSO code, or its whole id such as 04795@2025-07-01.
    #[arg(long)]
    unit: String,
    /// The counter's number in the unit.
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=10))]
    counter: u8,
    /// The day on which the unit has this code; today when not given.
    #[arg(long)]
    on: Option<NaiveDate>,
}

/// Which office.
#[derive(Debug, Clone, Args)]
struct Office {
    /// The unit's GSO code, or its whole id such as 04795@2025-07-01.
    #[arg(long)]
    unit: String,
    /// The day on which the unit has this code; today when not given.
    #[arg(long)]
    on: Option<NaiveDate>,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Serve until told to stop.
    Serve {
        #[command(flatten)]
        place: Place,
        /// Where to listen, such as 127.0.0.1:8020; port 0 takes a free one.
        #[arg(long)]
        listen: SocketAddr,
        /// Found a demo's record: it takes demo desks alone.
        #[arg(long)]
        demo: bool,
        /// The certificate chain in PEM; without one, plain HTTP on loopback.
        #[arg(long, requires = "key")]
        cert: Option<PathBuf>,
        /// The certificate's key in PEM.
        #[arg(long, requires = "cert")]
        key: Option<PathBuf>,
        /// The address that desks and phones reach this server by, when it is another than the one listened on.
        #[arg(long)]
        public_url: Option<String>,
        /// While nothing is enrolled: print a code for this unit. A demo needs none.
        #[arg(long)]
        unit: Option<String>,
        /// The counter that code is for.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=10))]
        counter: u8,
        /// Requests worked on at the same time.
        #[arg(long, default_value_t = 64)]
        in_flight: usize,
    },
    /// Issue a one-time enrolment code.
    Code {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        whom: ForWhom,
        /// Write its QR here too, as SVG for paper. Who has the file can enrol.
        #[arg(long)]
        qr: Option<PathBuf>,
    },
    /// Cut a machine off: what it wrote after this entry is not trusted; every desk marks it, and no more is taken.
    Revoke {
        #[command(flatten)]
        place: Place,
        /// The machine's id.
        #[arg(long)]
        device: String,
        /// The seq of its last entry that counts; 0 for none.
        #[arg(long)]
        seq: u64,
        /// Why; kept with the cut.
        #[arg(long, default_value = "")]
        why: String,
        /// Who says so; kept with the cut. The user of this system when not given.
        #[arg(long)]
        by: Option<String>,
        /// Let more count of a machine that is cut off already.
        #[arg(long)]
        raise: bool,
    },
    /// List the machines of an office: ids, counters, what is in custody, and when each was cut off, by whom and why.
    Devices {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        of: Office,
    },
    /// Take in what a desk carried out on a stick, and write the answer that goes back to it.
    CarryIn {
        #[command(flatten)]
        place: Place,
        /// The file that the desk made.
        #[arg(long)]
        file: PathBuf,
        /// The answer to write, for the same desk.
        #[arg(long)]
        answer: PathBuf,
    },
    /// Sign reference data and hand them to all desks, once they are checked.
    #[command(group = ArgGroup::new("what").required(true).multiple(true))]
    Publish {
        #[command(flatten)]
        place: Place,
        /// A folder of the shape of assets/reference, or one file of it in place of the one published before.
        #[arg(long, group = "what")]
        from: Option<PathBuf>,
        /// Write the newest set as one file too, for desks without a line.
        #[arg(long, group = "what")]
        package: Option<PathBuf>,
    },
    /// Let a person work in an office; a supervisor there lets them in once.
    Grant {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        of: Office,
        /// What is typed to sign in.
        #[arg(long)]
        login: String,
        /// The full name.
        #[arg(long)]
        name: String,
        /// clerk, officer, supervisor, administrator, with commas between them.
        #[arg(long)]
        roles: String,
        /// The id of a person whom the office knows already.
        #[arg(long)]
        person: Option<String>,
    },
    /// List the people of an office, each with the id by which `withdraw` and `grant` name them.
    People {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        of: Office,
    },
    /// Withdraw a person: what still comes from them is kept and marked.
    Withdraw {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        of: Office,
        /// The person's id, or a login that one person of the office has.
        #[arg(long)]
        person: String,
    },
    /// Check every entry of the record.
    Verify {
        #[command(flatten)]
        place: Place,
    },
    /// The digest of all feeds.
    Digest {
        #[command(flatten)]
        place: Place,
    },
    /// Copy the record while it is served, and check the copy.
    Backup {
        #[command(flatten)]
        place: Place,
        /// The folder to make.
        #[arg(long)]
        to: PathBuf,
    },
    /// Put a backup in place, and begin a new history.
    Restore {
        #[command(flatten)]
        place: Place,
        /// The folder of the backup. With --postgres the database was restored by its own means, and none is named.
        #[arg(long, required_unless_present = "postgres", conflicts_with = "postgres")]
        from: Option<PathBuf>,
    },
}

impl Chore {
    fn place(&self) -> &Place {
        match self {
            Chore::Serve { place, .. }
            | Chore::Code { place, .. }
            | Chore::Revoke { place, .. }
            | Chore::Devices { place, .. }
            | Chore::CarryIn { place, .. }
            | Chore::Publish { place, .. }
            | Chore::Grant { place, .. }
            | Chore::Withdraw { place, .. }
            | Chore::People { place, .. }
            | Chore::Verify { place }
            | Chore::Digest { place }
            | Chore::Backup { place, .. }
            | Chore::Restore { place, .. } => place,
        }
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    let json = cli.chore.place().json;
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return chores::failed(json, &error.into()),
    };
    match runtime.block_on(chores::run(cli.chore)) {
        Ok(code) => code,
        Err(error) => chores::failed(json, &error),
    }
}
