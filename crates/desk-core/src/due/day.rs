//! One day of a unit: its spans and its halves.

use chrono::{NaiveDate, NaiveTime};

use super::{DueRefusal, beyond};
use crate::calendar::{Calendar, OfficeHours, Span};

/// The open spans of a day; refused outside the calendar, where nobody knows them.
pub(super) fn spans(date: NaiveDate, calendar: &Calendar, hours: &OfficeHours) -> Result<Vec<Span>, DueRefusal> {
    if calendar.knows(date) { Ok(calendar.open_spans(date, hours)) } else { Err(beyond(calendar)) }
}

/// The spans in which dossiers are received on a day; refused as [`spans`].
pub(super) fn receiving(date: NaiveDate, calendar: &Calendar, hours: &OfficeHours) -> Result<Vec<Span>, DueRefusal> {
    if calendar.knows(date) { Ok(calendar.receiving_spans(date, hours)) } else { Err(beyond(calendar)) }
}

/// Half of a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

/// When the halves of a working day end. At least one exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Halves {
    /// A morning and an afternoon.
    Both {
        noon: NaiveTime,
        close: NaiveTime,
    },
    /// One span through noon: both halves, and both end at its close.
    Through {
        close: NaiveTime,
    },
    MorningOnly {
        close: NaiveTime,
    },
    AfternoonOnly {
        close: NaiveTime,
    },
}

fn clock(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour of the day")
}

impl Halves {
    /// `None` for a day off.
    pub(super) fn of(spans: &[Span]) -> Option<Self> {
        match spans {
            [] => None,
            [only] if only.close <= clock(13) => Some(Halves::MorningOnly { close: only.close }),
            [only] if only.open >= clock(12) => Some(Halves::AfternoonOnly { close: only.close }),
            [only] => Some(Halves::Through { close: only.close }),
            [first, .., last] => Some(Halves::Both { noon: first.close, close: last.close }),
        }
    }

    /// The half in which `time` falls, an end included.
    pub(super) fn half_at(self, time: NaiveTime) -> Half {
        let noon = match self {
            Halves::Both { noon, .. } => noon,
            Halves::Through { .. } => clock(12),
            Halves::MorningOnly { .. } => return Half::Morning,
            Halves::AfternoonOnly { .. } => return Half::Afternoon,
        };
        if time <= noon { Half::Morning } else { Half::Afternoon }
    }

    pub(super) fn end_of(self, half: Half) -> NaiveTime {
        match (self, half) {
            (Halves::Both { noon, .. }, Half::Morning) => noon,
            (Halves::Both { .. }, Half::Afternoon)
            | (Halves::Through { .. } | Halves::MorningOnly { .. } | Halves::AfternoonOnly { .. }, _) => self.close(),
        }
    }

    /// The end of the half that follows `half` on the same day, if the day has one.
    pub(super) fn after(self, half: Half) -> Option<NaiveTime> {
        match (self, half) {
            (Halves::Both { close, .. } | Halves::Through { close }, Half::Morning) => Some(close),
            (Halves::Both { .. } | Halves::Through { .. }, Half::Afternoon)
            | (Halves::MorningOnly { .. } | Halves::AfternoonOnly { .. }, _) => None,
        }
    }

    /// The close of the day.
    pub(super) fn close(self) -> NaiveTime {
        match self {
            Halves::Both { close, .. }
            | Halves::Through { close }
            | Halves::MorningOnly { close }
            | Halves::AfternoonOnly { close } => close,
        }
    }
}
