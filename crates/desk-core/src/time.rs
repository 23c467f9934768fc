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

/// Serde form of a [`Moment`]: milliseconds since 1970 UTC, as entries carry it.
pub mod millis {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::{Moment, from_millis};

    /// Writes the milliseconds.
    pub fn serialize<S: Serializer>(moment: &Moment, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(moment.timestamp_millis())
    }

    /// Reads the milliseconds; years that chrono cannot express are refused.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Moment, D::Error> {
        from_millis(i64::deserialize(from)?).ok_or_else(|| D::Error::custom("moment out of range"))
    }

    /// The same for a moment that may be absent.
    pub mod maybe {
        use serde::{Deserialize, Deserializer, Serializer, de::Error};

        use super::super::{Moment, from_millis};

        /// Writes the milliseconds or nothing.
        pub fn serialize<S: Serializer>(moment: &Option<Moment>, to: S) -> Result<S::Ok, S::Error> {
            match moment {
                Some(moment) => to.serialize_some(&moment.timestamp_millis()),
                None => to.serialize_none(),
            }
        }

        /// Reads the milliseconds or nothing.
        pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Moment>, D::Error> {
            Option::<i64>::deserialize(from)?
                .map(|ms| from_millis(ms).ok_or_else(|| D::Error::custom("moment out of range")))
                .transpose()
        }
    }
}
