//! CUPS through IPP on the local machine, no C library, no dialog.

use std::{io::Cursor, time::Duration};

use ipp::{
    attribute::{IppAttribute, IppAttributeGroup},
    model::{DelimiterTag, IppVersion, Operation},
    parser::IppParser,
    payload::IppPayload,
    request::IppRequestResponse,
    value::IppValue,
};
use reqwest::blocking::Client;

use super::{Job, JobState, PrintError, Printer, PrinterState, Sheet, Spooler};

/// The spooler of this machine.
#[derive(Debug)]
pub struct Cups {
    http: Client,
    server: String,
}

impl Default for Cups {
    /// The machine's own, or the one `CUPS_SERVER` names as `host:port`, as CUPS's own tools do it.
    fn default() -> Self {
        let named = std::env::var("CUPS_SERVER").ok().filter(|named| !named.is_empty() && !named.starts_with('/'));
        Self::at(named.as_deref().unwrap_or("localhost:631"))
    }
}

/// client-error-not-found: no such printer or job.
const NOT_FOUND: i32 = 0x0406;
/// server-error-not-accepting-jobs.
const NOT_ACCEPTING: i32 = 0x0506;

impl Cups {
    /// The spooler at `host:port`.
    pub fn at(server: &str) -> Self {
        // A spooler on the same machine answers at once or not at all; a clerk does not wait longer.
        let http = crate::http::client()
            .timeout(Duration::from_secs(10))
            .connect_timeout(Duration::from_secs(1))
            .no_proxy()
            .build()
            .expect("a client without TLS has nothing to fail on");
        Cups { http, server: server.to_owned() }
    }

    fn printer_uri(&self, printer: &str) -> String {
        let name: String = printer
            .bytes()
            .map(|b| match b {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(b).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect();
        format!("ipp://{}/printers/{name}", self.server)
    }

    fn ask(
        &self,
        operation: Operation,
        about: &[(&str, Value<'_>)],
        pdf: Option<&[u8]>,
    ) -> Result<IppRequestResponse, PrintError> {
        let mut request =
            IppRequestResponse::new(IppVersion::v1_1(), operation, None).map_err(|_| PrintError::Refused(0x0400))?;
        for (name, value) in about {
            let group = if *name == "media" { DelimiterTag::JobAttributes } else { DelimiterTag::OperationAttributes };
            let attribute = IppAttribute::with_name(*name, value.ipp()?).map_err(|_| PrintError::Refused(0x0400))?;
            request.attributes_mut().add(group, attribute);
        }
        let mut body = request.to_bytes().to_vec();
        body.extend_from_slice(pdf.unwrap_or_default());
        let answer = self
            .http
            .post(format!("http://{}/", self.server))
            .header("content-type", "application/ipp")
            .body(body)
            .send()
            .and_then(|response| response.error_for_status())
            .and_then(|response| response.bytes())
            .map_err(|_| PrintError::NoSpooler)?;
        let answer = IppParser::new(ipp::reader::IppReader::new(Cursor::new(answer.to_vec())))
            .parse()
            .map_err(|_| PrintError::NoSpooler)?;
        let _: &IppPayload = answer.payload();
        let status = i32::from(answer.header().operation_or_status);
        match status {
            0..=0xff => Ok(answer),
            NOT_FOUND => Err(PrintError::PrinterMissing),
            NOT_ACCEPTING => Err(PrintError::NotAccepting),
            other => Err(PrintError::Refused(other)),
        }
    }
}

/// The few kinds of values that these requests need.
enum Value<'a> {
    Uri(&'a str),
    Name(&'a str),
    Keyword(&'a str),
    Mime(&'a str),
    Integer(i32),
    Keywords(&'a [&'a str]),
}

impl Value<'_> {
    fn ipp(&self) -> Result<IppValue, PrintError> {
        let bad = |_| PrintError::Refused(0x0400);
        Ok(match self {
            Value::Uri(text) => IppValue::Uri((*text).try_into().map_err(bad)?),
            Value::Name(text) => IppValue::NameWithoutLanguage((*text).try_into().map_err(bad)?),
            Value::Keyword(text) => IppValue::Keyword((*text).try_into().map_err(bad)?),
            Value::Mime(text) => IppValue::MimeMediaType((*text).try_into().map_err(bad)?),
            Value::Integer(number) => IppValue::Integer(*number),
            Value::Keywords(list) => {
                let keyword = |text: &&str| Ok(IppValue::Keyword((*text).try_into().map_err(bad)?));
                IppValue::Array(list.iter().map(keyword).collect::<Result<_, PrintError>>()?)
            }
        })
    }
}

fn text(group: &IppAttributeGroup, name: &str) -> Option<String> {
    group.get(name).map(|attribute| attribute.value().to_string()).filter(|text| !text.is_empty())
}

fn number(group: &IppAttributeGroup, name: &str) -> Option<i32> {
    let value = group.get(name)?.value();
    if let IppValue::Integer(number) | IppValue::Enum(number) = value { Some(*number) } else { None }
}

/// IPP printer-state: 3 idle, 4 processing, 5 stopped (RFC 8011 §5.4.11).
fn printer_state(state: Option<i32>) -> PrinterState {
    match state {
        Some(3) => PrinterState::Idle,
        Some(4) => PrinterState::Printing,
        Some(5) => PrinterState::Stopped,
        _ => PrinterState::Unknown,
    }
}

const ABOUT_PRINTERS: &[&str] = &["printer-name", "printer-info", "printer-state", "printer-state-message"];

impl Spooler for Cups {
    fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        let asked = [("requested-attributes", Value::Keywords(ABOUT_PRINTERS))];
        let default = self
            .ask(Operation::CupsGetDefault, &asked, None)
            .ok()
            .and_then(|answer| answer.attributes().first_of(DelimiterTag::PrinterAttributes).cloned())
            .and_then(|group| text(&group, "printer-name"));
        let answer = match self.ask(Operation::CupsGetPrinters, &asked, None) {
            Ok(answer) => answer,
            // CUPS answers "not found" when it has no printers at all.
            Err(PrintError::PrinterMissing) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let printers = answer.attributes().groups_of(DelimiterTag::PrinterAttributes).filter_map(|group| {
            let name = text(group, "printer-name")?;
            Some(Printer {
                label: text(group, "printer-info").unwrap_or_else(|| name.clone()),
                default: default.as_deref() == Some(&name),
                state: printer_state(number(group, "printer-state")),
                reason: text(group, "printer-state-message"),
                name,
            })
        });
        Ok(printers.collect())
    }

    fn print(&self, printer: &str, title: &str, bytes: &[u8], sheet: Sheet) -> Result<Job, PrintError> {
        let uri = self.printer_uri(printer);
        let (format, media) = match sheet {
            Sheet::A5 => ("application/pdf", Some("iso_a5_148x210mm")),
            Sheet::A4 => ("application/pdf", Some("iso_a4_210x297mm")),
            // No filter may touch what is already the printer's language.
            Sheet::Roll => ("application/vnd.cups-raw", None),
        };
        let mut about = vec![
            ("printer-uri", Value::Uri(&uri)),
            ("requesting-user-name", Value::Name("motcua")),
            ("job-name", Value::Name(title)),
            ("document-format", Value::Mime(format)),
        ];
        about.extend(media.map(|media| ("media", Value::Keyword(media))));
        let answer = self.ask(Operation::PrintJob, &about, Some(bytes))?;
        let id = answer
            .attributes()
            .first_of(DelimiterTag::JobAttributes)
            .and_then(|group| number(group, "job-id"))
            .ok_or(PrintError::Refused(0))?;
        Ok(Job { id: id.to_string(), printer: printer.to_owned() })
    }

    fn job(&self, job: &Job) -> Result<JobState, PrintError> {
        let uri = self.printer_uri(&job.printer);
        let id = job.id.parse().unwrap_or(0);
        let about = [
            ("printer-uri", Value::Uri(&uri)),
            ("job-id", Value::Integer(id)),
            ("requested-attributes", Value::Keywords(&["job-state", "job-printer-state-message"])),
        ];
        let failed = |reason: &str| Ok(JobState::Failed { reason: reason.to_owned() });
        let answer = match self.ask(Operation::GetJobAttributes, &about, None) {
            Ok(answer) => answer,
            // The printer was taken away with its queue, or the job fell out of the spooler's memory.
            Err(PrintError::PrinterMissing) => return failed("job_lost"),
            Err(error) => return Err(error),
        };
        let state = answer.attributes().first_of(DelimiterTag::JobAttributes).and_then(|g| number(g, "job-state"));
        match state {
            // 3 pending, 4 held: a stopped printer keeps its jobs waiting without an end.
            Some(3 | 4) => match self.stopped(&uri) {
                true => failed("printer_stopped"),
                false => Ok(JobState::Queued),
            },
            Some(5) => Ok(JobState::Printing),
            Some(6) => failed("printer_stopped"),
            Some(7) => failed("job_canceled"),
            Some(8) => failed("job_aborted"),
            Some(9) => Ok(JobState::Done),
            _ => Ok(JobState::Unknown),
        }
    }
}

impl Cups {
    fn stopped(&self, uri: &str) -> bool {
        let about = [("printer-uri", Value::Uri(uri)), ("requested-attributes", Value::Keywords(&["printer-state"]))];
        self.ask(Operation::GetPrinterAttributes, &about, None).is_ok_and(|answer| {
            let group = answer.attributes().first_of(DelimiterTag::PrinterAttributes);
            printer_state(group.and_then(|group| number(group, "printer-state"))) == PrinterState::Stopped
        })
    }
}
