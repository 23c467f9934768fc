//! A procedure as the two files word it, before anything is concluded from it.

use chrono::NaiveDate;
use desk_core::procedure::Channel;
use serde::Deserialize;

/// One line of `procedures.json` or of the national catalogue.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Record {
    pub(crate) code: Option<String>,
    /// Stands in for the code of the two samples of 2015 that never had a national one.
    #[serde(default)]
    pub(crate) local_code: Option<String>,
    pub(crate) name: String,
    pub(crate) sector: String,
    pub(crate) ministry: Option<String>,
    pub(crate) office_levels: Vec<OfficeLevel>,
    #[serde(default)]
    pub(crate) district_level_before_2025_07: Option<bool>,
    #[serde(default)]
    pub(crate) valid_from: Option<NaiveDate>,
    #[serde(default)]
    pub(crate) valid_to: Option<NaiveDate>,
    pub(crate) decision: Option<String>,
    pub(crate) time_limit: TimeLimit,
    pub(crate) time_by_channel: Vec<TimeRow>,
    pub(crate) fees: Vec<FeeRow>,
    #[serde(deserialize_with = "channels")]
    pub(crate) channels: Vec<Channel>,
    pub(crate) papers: Vec<PaperRow>,
    #[serde(default)]
    pub(crate) papers_omitted: u16,
    pub(crate) results: Vec<ResultRow>,
    pub(crate) source: String,
    pub(crate) confidence: Confidence,
    #[serde(default)]
    pub(crate) note: Option<String>,
    pub(crate) as_of: String,
    /// The province whose own figures these are, when it is not ours.
    #[serde(default)]
    pub(crate) local_to: Option<String>,
    #[serde(default)]
    pub(crate) subjects: Vec<String>,
    #[serde(default)]
    pub(crate) authority: Option<String>,
    #[serde(default)]
    pub(crate) legal_basis: Vec<String>,
}

/// Who handles a procedure, as the sources name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeLevel {
    /// A ministry.
    Ministry,
    /// A province.
    Province,
    /// A district (until 30/06/2025).
    District,
    /// A commune.
    Commune,
    /// A land registration office or its branch.
    LandRegistrationOffice,
    /// A school.
    School,
    /// Another body.
    Other,
}

/// How sure the source of a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read off an official publication.
    High,
    /// Parts are derived or from memory.
    Medium,
    /// A lead only.
    Low,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TimeLimit {
    pub(crate) kind: TimeKind,
    #[serde(default)]
    pub(crate) value: Option<f64>,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) cutoff: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TimeKind {
    WorkingDays,
    CalendarDays,
    Hours,
    Months,
    SameDay,
    Varies,
    Unknown,
    TaxFiling,
    Campaign,
    Staged,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TimeRow {
    #[serde(deserialize_with = "channel")]
    pub(crate) channel: Channel,
    pub(crate) value: Option<f64>,
    pub(crate) unit: Option<TimeUnit>,
    #[serde(default)]
    pub(crate) case: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TimeUnit {
    WorkingDay,
    Day,
    Hour,
    Month,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct FeeRow {
    pub(crate) channel: String,
    pub(crate) amounts_vnd: Vec<i64>,
    #[serde(default)]
    pub(crate) status: Option<FeeStatus>,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) temporary_until: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FeeStatus {
    Amount,
    Free,
    SetByProvince,
    ByRegulation,
    NotStated,
    Unclear,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PaperRow {
    pub(crate) name: String,
    pub(crate) originals: Option<u16>,
    pub(crate) copies: Option<u16>,
    pub(crate) group: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct ResultRow {
    pub(crate) name: String,
    pub(crate) code: Option<String>,
}

/// The name that the files give a channel.
pub(crate) fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::InPerson => "direct",
        Channel::Post => "postal",
        Channel::Online => "online",
    }
}

fn channel_of(name: &str) -> Option<Channel> {
    Channel::ALL.into_iter().find(|channel| channel_name(*channel) == name)
}

fn channel<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Channel, D::Error> {
    let name = String::deserialize(from)?;
    channel_of(&name).ok_or_else(|| serde::de::Error::custom(format!("not a channel: {name}")))
}

fn channels<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Channel>, D::Error> {
    let mut channels = Vec::<String>::deserialize(from)?
        .iter()
        .map(|name| channel_of(name).ok_or_else(|| serde::de::Error::custom(format!("not a channel: {name}"))))
        .collect::<Result<Vec<_>, _>>()?;
    channels.sort_by_key(|channel| Channel::ALL.iter().position(|other| other == channel));
    Ok(channels)
}
