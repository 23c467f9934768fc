//! The command line.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The headless desk.
#[derive(Debug, Parser)]
#[command(name = "desk-cli", version, about = "Một Cửa without a window: the desk's work from a shell.")]
pub(crate) struct Cli {
    /// Answer with one JSON object on standard output, errors too.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Count a due date and explain it. Needs no store.
    Due(Due),
    /// Read what a scanner sent. Needs no store.
    Scan(Text),
    /// Make a store: a demo office with --demo, a real one with --login and --name.
    Init(Init),
    /// Accept a dossier and write its receipt.
    Receive(Receive),
    /// Find dossiers by any part of name, code, phone or personal number.
    Search(Search),
    /// Write the register to a file, or the A4 book to a folder.
    Register(Register),
    /// Take over a register that the office kept in a spreadsheet.
    Import(Import),
    /// Take an import back, but for what somebody has acted on since.
    ImportUndo(ImportUndo),
    /// Do something with an accepted dossier (docs/acts.md).
    Act(Act),
    /// Where a dossier stands, since when and why.
    Status(Status),
    /// Show one dossier with its history.
    Dossier(OneDossier),
    /// What a period comes to: forms II.06a and II.06b, rates, receptions, fees and lists (docs/reports.md).
    Report(Report),
    /// The supervisor's day: figures beside the usual day, exceptions, hours, what is coming (docs/reports.md).
    DayReview(DayReview),
    /// Close a day at this counter and make the office's sheet of it; a supervisor may sign.
    CloseDay(CloseDay),
    /// The office's days and hours: show a year, or set one.
    Calendar(Calendar),
    /// The people of the office with their roles; lets in whom the province named, changes roles.
    People(People),
    /// This counter's numbers of today; goes on above what was written on paper.
    Ranges(Ranges),
    /// Who looked at which dossier on this machine, through any door.
    Accesses(Accesses),
    /// Write a form of a dossier as PDF.
    Form(Form),
    /// Check the text of a receipt's QR code.
    CheckReceipt(CheckReceipt),
    /// Check every entry, chain and projection of the store.
    Verify(Door),
    /// The digest of what the entries add up to.
    Digest(Door),
    /// Read every table off the log again.
    Rebuild(Door),
    /// Write the whole log to one file (docs/formats/export.md).
    Export(Export),
    /// Make a verified, encrypted copy of the store while others work.
    Backup(Backup),
    /// Put a backup into a folder and go on there as a new device.
    Restore(Restore),
    /// Enrol the desk at the province with a one-time code.
    Enrol(Enrol),
    /// Send what was written here, bring what the office's other desks wrote.
    Sync(Door),
    /// Write what the province lacks into one signed file, for a stick.
    CarryOut(CarryOut),
    /// Take in the province's answer to such a file, or what another desk of the office carried out.
    CarryIn(CarryIn),
    /// Which reference data are in force and what came with them; with a package, what it would change.
    Reference(Reference),
    /// Write the dossiers of a period in the national shapes to a file, checked; nothing is sent (docs/national.md).
    NationalExport(NationalExport),
    /// Fill a demo store with dossiers of made-up people.
    Demo(Demo),
}

/// How a store is opened.
#[derive(Debug, Clone, Args)]
pub(crate) struct Door {
    /// The store's folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) store: PathBuf,
    /// Who works; in a demo store the first clerk where none is named.
    #[arg(long = "as", value_name = "LOGIN")]
    pub(crate) login: Option<String>,
    /// File whose first line is the password; else MOTCUA_PASSWORD.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// What the clock shows (demo stores only).
    #[arg(long, value_name = "RFC3339")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Due {
    /// GSO code of the unit, as valid on the day of reception.
    #[arg(long)]
    pub(crate) unit: String,
    /// Like 3wd, 0.5wd, 4wh, 20cd, 1mo, same_day@15:00 or none.
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) rule: String,
    /// When the dossier was received.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) received: String,
    /// Which half of the day is kept; the unit's own where not given.
    #[arg(long, value_enum)]
    pub(crate) policy: Option<Policy>,
    /// A procedure, where its group has hours of its own.
    #[arg(long, value_name = "CODE")]
    pub(crate) procedure: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Policy {
    /// Received in the morning, due in the morning; in the afternoon, in the afternoon.
    SameHalfDay,
    /// Due at the close of the day.
    EndOfDay,
}

/// A text from the command line or from a file.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Text {
    /// The text as the scanner sent it.
    #[arg(long, value_name = "STRING", allow_hyphen_values = true)]
    pub(crate) text: Option<OsString>,
    /// A file that holds the text.
    #[arg(long, value_name = "FILE")]
    pub(crate) text_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Folder of the new store.
    #[arg(long, value_name = "DIR")]
    pub(crate) store: PathBuf,
    /// GSO code of the unit; a demo has one of its own.
    #[arg(long, required_unless_present = "demo")]
    pub(crate) unit: Option<String>,
    /// Number of the counter in the unit, 1 to 10.
    #[arg(long, default_value_t = 1)]
    pub(crate) counter: u8,
    /// A demo office: its clock can be set, its people are made up.
    #[arg(long, value_enum)]
    pub(crate) demo: Option<DemoWord>,
    /// Login of the first supervisor of a real store.
    #[arg(long, required_unless_present = "demo", conflicts_with = "demo")]
    pub(crate) login: Option<String>,
    /// Full name of the first supervisor of a real store.
    #[arg(long, required_unless_present = "demo", conflicts_with = "demo")]
    pub(crate) name: Option<String>,
    /// Language of the sign-in screen.
    #[arg(long, value_parser = ["vi", "en"], default_value = "vi")]
    pub(crate) lang: String,
    /// File whose first line is the password; else MOTCUA_PASSWORD.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DemoWord {
    /// Xã Tử Nê, huyện Tân Lạc, March 2024: old organisation, forms of 2018.
    #[value(name = "2024")]
    Y2024,
    /// A commune of Phú Thọ today: new organisation, forms of 2025.
    #[value(name = "now")]
    Now,
}

#[derive(Debug, Args)]
pub(crate) struct Receive {
    #[command(flatten)]
    pub(crate) door: Door,
    /// The dossier as JSON; `-` reads standard input.
    #[arg(long, value_name = "FILE.json")]
    pub(crate) input: PathBuf,
    /// Where the receipt goes; DIR/receipts/<code>.pdf where not given.
    #[arg(long, value_name = "FILE.pdf")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Which: ii06a, ii06b, rates, intake_daily, intake_monthly, overdue, fees, supplements, refusals, load, day,
    /// on_time_monthly, timeliness, missing_papers, hours, steps or ageing.
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) door: Door,
    /// First day of the period.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) from: String,
    /// Last day of the period.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) to: String,
    /// GSO code of the unit; this store's own where not given.
    #[arg(long, value_name = "CODE")]
    pub(crate) unit: Option<String>,
    /// Write it to a file too: .pdf, .xlsx or .csv.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// What early, on time and late compare.
    #[arg(long, value_enum, default_value = "day")]
    pub(crate) compare: CompareBy,
}

#[derive(Debug, Args)]
pub(crate) struct DayReview {
    #[command(flatten)]
    pub(crate) door: Door,
    /// The day; not ahead.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: String,
}

#[derive(Debug, Args)]
pub(crate) struct CloseDay {
    #[command(flatten)]
    pub(crate) door: Door,
    /// The day; not ahead.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: String,
    /// Đồng counted in the drawer.
    #[arg(long, value_name = "VND")]
    pub(crate) counted: Option<i64>,
    /// Sign the sheet, as the supervisor whose password opened the store.
    #[arg(long)]
    pub(crate) sign: bool,
    /// Write the sheet as a PDF on A4 too.
    #[arg(long, value_name = "FILE.pdf")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum CompareBy {
    /// Days, as form II.06a speaks.
    Day,
    /// Minutes.
    Minute,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    pub(crate) door: Door,
    /// Folder that the backup's own folder is made in.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    pub(crate) door: Door,
    /// The backup's folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) from: PathBuf,
    /// Why it is restored, for the record.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// The last number on paper today; 0 where none was given. Numbers go on above it.
    #[arg(long, value_name = "N")]
    pub(crate) last_number: u16,
    /// Set a store that stands in the folder aside under other names.
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    #[command(flatten)]
    pub(crate) door: Door,
    /// Any part: name words in any order, the end of a code, phone, personal number.
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) text: String,
    /// Most hits.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Register {
    #[command(flatten)]
    pub(crate) door: Door,
    /// Only what this text finds, as with `search`.
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub(crate) text: String,
    /// Only what was received in this year.
    #[arg(long)]
    pub(crate) year: Option<i32>,
    /// Only this field (lĩnh vực), worded as in the register.
    #[arg(long)]
    pub(crate) field: Option<String>,
    /// In what form.
    #[arg(long, value_parser = ["csv", "xlsx", "pdf"], default_value = "xlsx")]
    pub(crate) format: String,
    /// Where it goes: a file, or for pdf a folder for the parts of the book.
    #[arg(long, value_name = "PATH")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) door: Door,
    /// An xlsx or a csv in UTF-8.
    #[arg(long, value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// The sheet; the first that holds anything where none is named.
    #[arg(long)]
    pub(crate) sheet: Option<String>,
    /// Head, columns and procedures as JSON; what the head suggests where not given.
    #[arg(long, value_name = "FILE.json")]
    pub(crate) map: Option<PathBuf>,
    /// Only check.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportUndo {
    #[command(flatten)]
    pub(crate) door: Door,
    /// Number of the import.
    #[arg(long)]
    pub(crate) import: u32,
    /// Why.
    #[arg(long)]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct Act {
    #[command(flatten)]
    pub(crate) door: Door,
    /// Code or id of the dossier.
    #[arg(long)]
    pub(crate) code: String,
    /// What to do, e.g. `hand_over`.
    #[arg(long = "do", value_name = "VERB")]
    pub(crate) verb: String,
    /// What the act needs as JSON; `-` reads standard input. Acts that need nothing need no input.
    #[arg(long, value_name = "FILE.json")]
    pub(crate) input: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct OneDossier {
    #[command(flatten)]
    pub(crate) door: Door,
    /// Code or id.
    #[arg(long)]
    pub(crate) code: String,
}

#[derive(Debug, Args)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) door: Door,
    /// Code or id.
    #[arg(long)]
    pub(crate) code: String,
    /// As the record had it at this moment (RFC 3339).
    #[arg(long, value_name = "RFC3339")]
    pub(crate) at_moment: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Form {
    #[command(flatten)]
    pub(crate) door: Door,
    /// Code or id of the dossier.
    #[arg(long)]
    pub(crate) code: String,
    /// Which form: `receipt`, or one that an act made (docs/acts.md); of several slips the newest.
    #[arg(long, default_value = "receipt")]
    pub(crate) form: String,
    /// Where the PDF goes.
    #[arg(long, value_name = "FILE.pdf")]
    pub(crate) out: PathBuf,
    /// Record this as a further print, numbered on the paper; without it nothing is recorded.
    #[arg(long)]
    pub(crate) reprint: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CheckReceipt {
    #[command(flatten)]
    pub(crate) door: Door,
    #[command(flatten)]
    pub(crate) text: Text,
}

#[derive(Debug, Args)]
pub(crate) struct Enrol {
    #[command(flatten)]
    pub(crate) door: Door,
    /// The province's server: https, or http on this very machine.
    #[arg(long, value_name = "URL")]
    pub(crate) server: String,
    /// The code that the province gave: 26 letters, however they are grouped.
    #[arg(long)]
    pub(crate) code: String,
    /// The last number that another machine gave at this counter today, 0 for none: where one worked there before.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(0..=9999))]
    pub(crate) last_number: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct CarryOut {
    #[command(flatten)]
    pub(crate) door: Door,
    /// The file to make.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The first entry to carry; what the province lacks, where none is named.
    #[arg(long, value_name = "SEQ")]
    pub(crate) from: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct CarryIn {
    #[command(flatten)]
    pub(crate) door: Door,
    /// The file: an answer of the province, or what another desk of the office carried out.
    #[arg(long, value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct NationalExport {
    #[command(flatten)]
    pub(crate) door: Door,
    /// First day of reception.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) from: String,
    /// Last day of reception.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) to: String,
    /// The file to make.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct People {
    #[command(flatten)]
    pub(crate) door: Door,
    /// Let this person work here, whom the province named.
    #[arg(long, value_name = "LOGIN", requires = "new_password_file")]
    pub(crate) admit: Option<String>,
    /// File whose first line is their first password.
    #[arg(long, value_name = "FILE")]
    pub(crate) new_password_file: Option<PathBuf>,
    /// Give this person other roles; those that the province gives stay besides.
    #[arg(long, value_name = "LOGIN", requires = "roles")]
    pub(crate) change: Option<String>,
    /// All the roles they hold from now on, by commas.
    #[arg(long, value_name = "ROLES", value_delimiter = ',', requires = "change")]
    pub(crate) roles: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Ranges {
    #[command(flatten)]
    pub(crate) door: Door,
    /// The last dossier number given on paper today: this counter goes on above it.
    #[arg(long, value_name = "N")]
    pub(crate) last_number: Option<u16>,
    /// The last line written in this year's paper book: the next dossier gets the line after it.
    #[arg(long, value_name = "N")]
    pub(crate) last_line: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct Accesses {
    #[command(flatten)]
    pub(crate) door: Door,
    /// Of this dossier alone, by code or id.
    #[arg(long, value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// Of this person alone.
    #[arg(long, value_name = "LOGIN")]
    pub(crate) person: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Reference {
    #[command(flatten)]
    pub(crate) door: Door,
    /// A package of the province.
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Put the package in force.
    #[arg(long, requires = "file")]
    pub(crate) take: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) door: Door,
    /// Where the log goes.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// One dossier's proof: every header, and the bodies of this dossier alone.
    #[arg(long)]
    pub(crate) code: Option<String>,
}

/// The office's days and hours: shown for a year, or one thing set.
#[derive(Debug, Args)]
pub(crate) struct Calendar {
    #[command(flatten)]
    pub(crate) door: Door,
    /// The year to show; this year where it is not given.
    #[arg(long)]
    pub(crate) year: Option<i32>,
    /// A day to set.
    #[arg(long, value_name = "DATE", requires = "kind", conflicts_with = "hours_from")]
    pub(crate) day: Option<String>,
    /// What the day is: `ordinary` takes the office's own word back.
    #[arg(long, value_enum)]
    pub(crate) kind: Option<DayKind>,
    /// Its name.
    #[arg(long, default_value = "")]
    pub(crate) name: String,
    /// First day of new hours.
    #[arg(long, value_name = "DATE", requires = "week")]
    pub(crate) hours_from: Option<String>,
    /// Seven parts by `;`, Monday first, each its spans: `07:00-11:30 13:30-17:00`.
    #[arg(long, value_name = "SPANS")]
    pub(crate) week: Option<String>,
    /// The decision that a change rests on.
    #[arg(long, default_value = "")]
    pub(crate) decision: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum DayKind {
    /// A statutory day off.
    Holiday,
    /// A day off in place of another.
    Substitute,
    /// A weekend day that is worked.
    SwappedWorkday,
    /// Shut by decision.
    Closure,
    /// As the reference data have it.
    Ordinary,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) door: Door,
    /// How many, 1 to 1,000,000.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) dossiers: u32,
    /// The same seed gives the same dossiers.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}
