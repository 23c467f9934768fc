//! The input of `receive`: JSON in the published shape, read with errors that name the place.
//!
//! Keys that are not known here are passed over; a known key of the wrong type is an error. Oddities of numbers and
//! phones are warnings: the law does not let a desk turn a person away for a digit.

mod reader;

use desk_core::{
    dossier::{FeePaid, FromPaper, Intake, IntakePaper, PaperState, Party, ReturnBy, Sex, Submitter, TypedLimit},
    person_number::{NumberWarning, OldNumber, PassportNumber, PersonalNumber},
    phone::{Phone, PhoneKind},
    procedure::{Channel, Need, Paper},
    rule::Rule,
    text::nfc_tidy,
    time::Moment,
};

use self::reader::Place;
use crate::{door, failure::Failure};

/// What the input says, before the papers are matched with the procedure's list.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) procedure: String,
    pub(crate) channel: Channel,
    pub(crate) case: Option<String>,
    owner: Party,
    submitter: Option<Submitter>,
    papers: Vec<Counted>,
    sets: u16,
    fee_vnd: Option<i64>,
    exemption: Option<String>,
    fee_paid: FeePaid,
    limit: Option<TypedLimit>,
    back_entry: Option<FromPaper>,
    return_by: ReturnBy,
    /// Codes of what looks odd.
    pub(crate) warnings: Vec<&'static str>,
}

/// A paper by its position and what was counted of it.
#[derive(Debug, Clone)]
struct Counted {
    index: u16,
    originals: u16,
    copies: u16,
}

/// Reads the input.
pub(crate) fn read(text: &str) -> Result<Wanted, Failure> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
        Failure::bad_input(format!("the input is not JSON (line {}, column {})", error.line(), error.column()))
    })?;
    let top = Place::top(&value)?;
    let mut warnings = Vec::new();
    let channel =
        top.word("channel", &[("in_person", Channel::InPerson), ("post", Channel::Post), ("online", Channel::Online)])?;
    let owner = party(&top.object("owner")?, &mut warnings)?;
    let submitter = match top.maybe_object("submitter")? {
        Some(place) => {
            let standing = place.maybe_text("standing")?;
            Some(Submitter { party: party(&place, &mut warnings)?, standing })
        }
        None => None,
    };
    let sets = top.maybe_number("sets", 1, 99)?.unwrap_or(1);
    let fee_paid = match top.has("fee_paid") {
        true => {
            top.word("fee_paid", &[("now", FeePaid::Now), ("later", FeePaid::Later), ("online", FeePaid::Online)])?
        }
        false if channel == Channel::Online => FeePaid::Online,
        false => FeePaid::Now,
    };
    warnings.sort_unstable();
    warnings.dedup();
    Ok(Wanted {
        procedure: top.text("procedure")?,
        channel,
        case: top.maybe_text("case")?,
        owner,
        submitter,
        papers: papers(&top)?,
        sets: u16::try_from(sets).unwrap_or(1),
        fee_vnd: top.maybe_number("fee_vnd", 0, 1_000_000_000_000)?,
        exemption: top.maybe_text("exemption")?,
        fee_paid,
        limit: limit(&top)?,
        back_entry: back_entry(&top)?,
        return_by: top
            .word("return_by", &[("desk", ReturnBy::Desk), ("post", ReturnBy::Post), ("online", ReturnBy::Online)])?,
        warnings,
    })
}

fn papers(top: &Place<'_>) -> Result<Vec<Counted>, Failure> {
    let mut papers: Vec<Counted> = Vec::new();
    for place in top.objects("papers")? {
        let count =
            |name| Ok::<u16, Failure>(u16::try_from(place.maybe_number(name, 0, 9_999)?.unwrap_or(0)).unwrap_or(0));
        let index = place.number("index", 0, i64::from(u16::MAX))?;
        let paper = Counted {
            index: u16::try_from(index).unwrap_or(u16::MAX),
            originals: count("originals")?,
            copies: count("copies")?,
        };
        if papers.iter().any(|known| known.index == paper.index) {
            return Err(place.fault("index", "stands there twice"));
        }
        papers.push(paper);
    }
    Ok(papers)
}

/// A dossier from a paper book: when it was received, and where it stands there.
fn back_entry(top: &Place<'_>) -> Result<Option<FromPaper>, Failure> {
    let Some(place) = top.maybe_object("back_entry")? else { return Ok(None) };
    let received_at = door::moment("back_entry.received", &place.text("received")?)?;
    Ok(Some(FromPaper { received_at, source: place.text("source")? }))
}

fn limit(top: &Place<'_>) -> Result<Option<TypedLimit>, Failure> {
    let Some(place) = top.maybe_object("limit")? else { return Ok(None) };
    let reason = place.text("reason")?;
    if place.has("due") {
        let due = door::moment("limit.due", &place.text("due")?)?;
        return Ok(Some(TypedLimit::Date { due, reason }));
    }
    let rule: Rule = place
        .text("rule")?
        .parse()
        .map_err(|_| place.fault("rule", "is not a rule like 3wd, 0.5wd, 4wh, 20cd, 1mo, same_day@15:00 or none"))?;
    Ok(Some(TypedLimit::Rule { rule, reason }))
}

fn party(place: &Place<'_>, warnings: &mut Vec<&'static str>) -> Result<Party, Failure> {
    let sex = match place.maybe_text("sex")?.as_deref() {
        None => None,
        Some("Nam") => Some(Sex::Male),
        Some("Nữ") => Some(Sex::Female),
        Some(_) => return Err(place.fault("sex", "is neither Nam nor Nữ")),
    };
    let birth_date = place.maybe_date("birth_date")?;
    let organisation = place.maybe_flag("organisation")?.unwrap_or(false);
    let personal_number = place.maybe_text("personal_number")?.map(|text| number(&text, birth_date, sex, warnings));
    let phone = place.maybe_text("phone")?.map(|text| {
        let phone = Phone::read(&text);
        match phone.kind {
            PhoneKind::Unknown => warnings.push("phone_unknown"),
            PhoneKind::Ended => warnings.push("phone_ended"),
            PhoneKind::Mobile | PhoneKind::Landline => {}
        }
        phone.number
    });
    let (name, address) = (place.text("name")?, place.maybe_text("address")?);
    if !organisation && name.chars().any(|letter| letter.is_ascii_digit()) {
        warnings.push("name_digits");
    }
    if !desk_app::draws(&name) || !address.as_deref().is_none_or(desk_app::draws) {
        warnings.push("not_printable");
    }
    Ok(Party {
        name,
        personal_number,
        birth_date,
        sex,
        phone,
        email: place.maybe_text("email")?,
        address,
        commune: None,
        organisation,
    })
}

/// The number as it is kept, with warnings about what does not fit.
fn number(
    text: &str,
    birth_date: Option<chrono::NaiveDate>,
    sex: Option<Sex>,
    warnings: &mut Vec<&'static str>,
) -> String {
    if let Ok(number) = text.parse::<PersonalNumber>() {
        for warning in number.warnings(birth_date, sex) {
            warnings.push(match warning {
                NumberWarning::Place => "number_place",
                NumberWarning::BirthYear => "number_birth_year",
                NumberWarning::Sex => "number_sex",
            });
        }
        return number.to_string();
    }
    if let Ok(number) = text.parse::<OldNumber>() {
        return number.to_string();
    }
    match text.parse::<PassportNumber>() {
        Ok(number) => number.to_string(),
        Err(_) => {
            warnings.push("number_unknown");
            nfc_tidy(text)
        }
    }
}

impl Wanted {
    /// When it was received on paper, if it comes from a paper book.
    pub(crate) fn received_at(&self) -> Option<Moment> {
        self.back_entry.as_ref().map(|paper| paper.received_at)
    }

    /// The intake, with each counted paper as the clerk found it: handed in, or, where nothing was counted, shown if
    /// the list asks only that, else missing.
    pub(crate) fn intake(self, listed: &[Paper]) -> Intake {
        let state = |paper: &Counted| {
            let shown = listed.iter().any(|known| known.index == paper.index && known.need == Need::Shown);
            match (paper.originals, paper.copies) {
                (0, 0) if shown => PaperState::Shown,
                (0, 0) => PaperState::Missing,
                _ => PaperState::Given,
            }
        };
        let papers = self
            .papers
            .iter()
            .map(|paper| IntakePaper {
                index: Some(paper.index),
                name: None,
                state: state(paper),
                originals: paper.originals,
                copies: paper.copies,
                reason: None,
            })
            .collect();
        Intake {
            channel: self.channel,
            case: self.case,
            owner: self.owner,
            submitter: self.submitter,
            papers,
            sets: self.sets,
            fee_vnd: self.fee_vnd,
            exemption: self.exemption,
            fee_paid: self.fee_paid,
            limit: self.limit,
            return_by: self.return_by,
            duplicate_of: None,
            back_entry: self.back_entry,
        }
    }
}
