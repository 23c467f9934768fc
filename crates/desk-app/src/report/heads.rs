//! The words of reports on paper and in files: Vietnamese, as forms are.

use super::ReportName;

/// Title of a report.
pub(super) fn title(name: ReportName) -> &'static str {
    match name {
        ReportName::Ii06a => "Tình hình, kết quả giải quyết TTHC tại cơ quan, đơn vị trực tiếp giải quyết",
        ReportName::Ii06b => "Tổng hợp tình hình, kết quả giải quyết TTHC theo đơn vị",
        ReportName::Rates => "Các tỷ lệ giải quyết TTHC của đơn vị",
        ReportName::IntakeDaily => "Tiếp nhận hồ sơ theo ngày",
        ReportName::IntakeMonthly => "Tiếp nhận hồ sơ theo tháng",
        ReportName::Overdue => "Hồ sơ đang giải quyết quá hạn",
        ReportName::Fees => "Phí, lệ phí đã thu",
        ReportName::Supplements => "Hồ sơ đã yêu cầu bổ sung",
        ReportName::Refusals => "Hồ sơ bị từ chối",
        ReportName::Load => "Tiếp nhận theo cán bộ",
        ReportName::Day => "Số liệu trong kỳ",
    }
}

/// Head of a column by its key.
pub(super) fn column(key: &str) -> &str {
    match key {
        "field" => "Lĩnh vực",
        "unit" => "Đơn vị",
        "rate" => "Tỷ lệ",
        "part" => "Số đạt",
        "whole" => "Tổng số",
        "percent" => "Tỷ lệ (%)",
        "day" => "Ngày",
        "month" => "Tháng",
        "in_person" => "Trực tiếp",
        "post" => "Bưu chính",
        "online" => "Trực tuyến",
        "total" => "Cộng",
        "back_entry" => "Trong đó nhập bù",
        "code" => "Mã hồ sơ",
        "owner" => "Chủ hồ sơ",
        "procedure" => "Mã thủ tục",
        "name" => "Tên thủ tục",
        "received" => "Tiếp nhận",
        "due" => "Hẹn trả",
        "days_late" => "Số ngày quá hạn",
        "department" => "Bộ phận đang giữ",
        "phone" => "Điện thoại",
        "means" => "Hình thức",
        "times" => "Số lần",
        "vnd" => "Số tiền (đồng)",
        "asked" => "Yêu cầu lúc",
        "papers" => "Giấy tờ cần bổ sung",
        "reason" => "Lý do",
        "deadline" => "Hạn bổ sung",
        "answered" => "Bổ sung lúc",
        "clerk" => "Cán bộ",
        "refused" => "Từ chối lúc",
        "slip" => "Số phiếu",
        "ground" => "Căn cứ",
        "figure" => "Chỉ tiêu",
        "value" => "Số liệu",
        other => other,
    }
}

/// A word that a report carries as a key, as people read it.
pub(super) fn word(key: &str) -> &str {
    match key {
        "cash" => "Tiền mặt",
        "transfer" => "Chuyển khoản",
        "on_time" => "Giải quyết đúng hạn, trước hạn",
        "paid_online" => "Thanh toán trực tuyến",
        "digitised" => "Giấy tờ đã số hóa",
        "reused" => "Giấy tờ dùng lại",
        "electronic_results" => "Kết quả điện tử",
        "received" => "Tiếp nhận",
        "received_in_person" => "– trực tiếp",
        "received_post" => "– qua bưu chính",
        "received_online" => "– trực tuyến",
        "back_entries" => "– trong đó nhập bù từ sổ giấy",
        "receipts_printed" => "Giấy tiếp nhận đã in",
        "carried_over" => "Từ kỳ trước chuyển sang",
        "resolved" => "Đã giải quyết",
        "resolved_early" => "– trước hạn",
        "resolved_on_time" => "– đúng hạn",
        "resolved_late" => "– quá hạn",
        "in_process" => "Đang giải quyết",
        "overdue" => "– trong đó quá hạn",
        "returned" => "Đã trả kết quả",
        "refused" => "Từ chối",
        "stopped" => "Dừng giải quyết",
        "withdrawn" => "Rút hồ sơ",
        "voided" => "Hủy số",
        "supplements_asked" => "Lượt yêu cầu bổ sung",
        "guidance" => "Lượt hướng dẫn",
        "refused_at_desk" => "Từ chối tại quầy",
        "cash_vnd" => "Tiền mặt (đồng)",
        "transfer_vnd" => "Chuyển khoản (đồng)",
        "online_vnd" => "Trực tuyến (đồng)",
        "online" => "Trực tuyến",
        other => other,
    }
}

/// The groups of form II.06a's columns (3) to (13), and the head of each column.
pub(super) const II06_GROUPS: [(&str, &[&str]); 3] = [
    ("Số lượng hồ sơ tiếp nhận", &["Tổng số", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước"]),
    ("Số lượng hồ sơ đã giải quyết", &["Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn"]),
    ("Số lượng hồ sơ đang giải quyết", &["Tổng số", "Trong hạn", "Quá hạn"]),
];
