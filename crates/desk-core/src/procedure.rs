//! A procedure as one office offers it: its papers, limits and fees by channel and case, each as far as it is known.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::rule::Rule;

/// How a dossier arrives. National channel codes 1, 3, 2 (domain: KenhThucHien).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// At the desk ("trực tiếp").
    InPerson,
    /// By public post ("bưu chính công ích").
    Post,
    /// Through the national portal ("trực tuyến").
    Online,
}

/// When a paper must be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "need", content = "condition")]
pub enum Need {
    /// Always handed in.
    Always,
    /// Handed in if the condition (Vietnamese, as worded) holds.
    If(String),
    /// One of the papers with the same group name is enough.
    OneOf(String),
    /// Shown and looked at, not kept.
    Shown,
    /// Nobody has set it.
    Unknown,
}

/// A paper in the official list of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Position in the procedure's list, from 0; what `receive` inputs name.
    pub index: u16,
    /// Name as published.
    pub name: String,
    /// Originals asked for; `None` where the source does not state a count.
    pub originals: Option<u16>,
    /// Copies asked for; `None` where the source does not state a count.
    pub copies: Option<u16>,
    /// The case (trường hợp) or heading of the source under which the paper stands.
    pub group: Option<String>,
    /// When it must be there.
    #[serde(flatten)]
    pub need: Need,
    /// Where `need` comes from; empty when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need_source: Option<String>,
    /// The channels for which the paper is asked at all; `None` means every channel. A paper of another channel is
    /// neither missing nor expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<Channel>>,
}

impl Channel {
    /// Every channel, in the order in which screens list them.
    pub const ALL: [Channel; 3] = [Channel::InPerson, Channel::Post, Channel::Online];
}

impl Paper {
    /// True when the paper is asked for in dossiers that arrive by `channel`.
    pub fn asked_by(&self, channel: Channel) -> bool {
        self.channels.as_ref().is_none_or(|channels| channels.contains(&channel))
    }
}

/// Where a limit, fee or need comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "origin")]
pub enum Source {
    /// The reference data, with its own date.
    Reference {
        /// As-of date of the source, e.g. `2026-07`.
        as_of: String,
    },
    /// A figure set by this office's supervisor.
    Local {
        /// Number of the decision it rests on.
        decision: String,
        /// First day of validity.
        from: NaiveDate,
    },
}

/// What is known of the time limit for one channel and case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "known")]
pub enum Limit {
    /// One rule.
    Known {
        /// The rule.
        rule: Rule,
        /// The official wording, where there is one.
        text: Option<String>,
        /// Where it comes from.
        source: Source,
    },
    /// No single known limit: the clerk types one with a reason.
    Unknown {
        /// What the source says, shown to the clerk as it stands.
        text: Option<String>,
    },
}

/// What is known of the fee for one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "known")]
pub enum Fee {
    /// The source plainly says an amount.
    Amount {
        /// The amounts named, in đồng; the first is the usual one, the others alternatives explained by `text`.
        vnd: Vec<i64>,
        /// The official wording.
        text: String,
        /// Where it comes from.
        source: Source,
    },
    /// The source plainly says that it is free.
    Free {
        /// The official wording; it may name what is not free (copies asked for beside the result).
        text: String,
        /// Where it comes from.
        source: Source,
    },
    /// Not published: reads "chưa công bố" on screen and paper, never 0.
    Unpublished {
        /// What the source says.
        text: Option<String>,
    },
}
