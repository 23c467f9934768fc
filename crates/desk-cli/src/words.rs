//! Days of a count in plain Vietnamese, as a clerk would say them.

use chrono::{Datelike, NaiveDate, Weekday};
use desk_core::due::Why;

/// Why a day did or did not count.
pub(crate) fn why(date: NaiveDate, why: &Why) -> String {
    match why {
        Why::Received => "ngày tiếp nhận".to_owned(),
        Why::ReceptionMoved => "tính là tiếp nhận khi cơ quan mở cửa".to_owned(),
        Why::Working => "ngày làm việc".to_owned(),
        Why::Swapped(name) => format!("làm bù: {name}"),
        Why::Calendar => "tính theo ngày lịch".to_owned(),
        Why::WeeklyOff => weekday(date.weekday()).to_owned(),
        Why::Holiday(name) => format!("nghỉ: {name}"),
        Why::Closed(reason) => format!("cơ quan đóng cửa: {reason}"),
        Why::RolledForward => "chuyển sang ngày làm việc tiếp theo".to_owned(),
        Why::Waited => "ngày làm việc chờ công dân".to_owned(),
        Why::Answered => "ngày công dân bổ sung hoặc nộp chứng từ".to_owned(),
        Why::AnswerMoved => "tính là bổ sung khi cơ quan mở cửa".to_owned(),
        Why::AfterCutoff => "nhận sau giờ chốt: trả trong ngày làm việc tiếp theo".to_owned(),
    }
}

/// The name of a day of the week inside a sentence.
pub(crate) fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "thứ Hai",
        Weekday::Tue => "thứ Ba",
        Weekday::Wed => "thứ Tư",
        Weekday::Thu => "thứ Năm",
        Weekday::Fri => "thứ Sáu",
        Weekday::Sat => "thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    }
}
