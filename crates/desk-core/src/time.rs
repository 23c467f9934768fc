//! Moments as the law sees them: Vietnamese wall time, UTC+07:00 all year, no daylight saving since 1975.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};

/// A moment with the wall time that the office reads on its clock.
pub type Moment = DateTime<FixedOffset>;

/// The offset of Vietnam, +07:00.
pub fn vietnam() -> FixedOffset {
    FixedOffset::east_opt(7 * 3600).expect("seven hours is a valid offset")
}

/// The moment at which the office's clock shows `wall`.
pub fn at_wall(wall: NaiveDateTime) -> Moment {
    vietnam().from_local_datetime(&wall).single().expect("a fixed offset has no gaps")
}

/// A moment from milliseconds since 1970 UTC; `None` outside the years chrono can express.
pub fn from_millis(millis: i64) -> Option<Moment> {
    DateTime::<Utc>::from_timestamp_millis(millis).map(|utc| utc.with_timezone(&vietnam()))
}
