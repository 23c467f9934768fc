//! The words of every form, in the order in which its page says them. What of them is not confirmed is in the forms'
//! own README.md.

mod common;

use common::{options, paper_sample, text};
use desk_forms::{FormRef, RenderOptions};

/// The labels stand on the first copy in this order.
fn check(sets: &[&str], form: &str, wanted: &[&str]) {
    for set in sets {
        let form = FormRef::new(*set, form);
        let options = RenderOptions::for_form(&form, [1; 32], options().made_at).expect("a form");
        let data = paper_sample(&form);
        let found = text(&desk_forms::render(&form, &data, &options).expect("a drawn form"));
        let mut at = 0;
        for label in wanted {
            let place = found[at..].find(label).unwrap_or_else(|| panic!("{form:?}: {label} after {at} in {found}"));
            at += place + label.len();
        }
    }
}

const BOTH: [&str; 2] = ["tt01-2018", "tt03-2025"];
const NATION: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc";

#[test]
fn the_request_for_a_supplement_says_what_mau_02_says() {
    let lines = [
        "Mẫu số 02",
        "/HDHS",
        NATION,
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "(Liên: Lưu)",
        "Tiếp nhận hồ sơ/yêu cầu của Ông/Bà:",
        "Nội dung yêu cầu giải quyết:",
        "Địa chỉ:",
        "Số điện thoại:",
        "Email:",
        "Yêu cầu Ông/Bà hoàn thiện hồ sơ gồm những nội dung như sau: 1. ",
        "Lý do:",
        "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với ",
        " số điện thoại 0900 000 456 để được hướng dẫn./.",
        "NGƯỜI HƯỚNG DẪN (Ký và ghi rõ họ tên)",
        "(Liên: Giao người nộp)",
    ];
    check(&BOTH, "supplement", &lines);
    check(&["desk"], "guidance", &[&["PHIẾU HƯỚNG DẪN", "(Liên: Lưu)"], &lines[5..]].concat());
}

#[test]
fn the_refusal_says_what_mau_03_says() {
    check(
        &BOTH,
        "refusal",
        &[
            "Mẫu số 03",
            NATION,
            "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
            "Tiếp nhận hồ sơ/yêu cầu của Ông/Bà:",
            "Nội dung yêu cầu giải quyết:",
            "Địa chỉ:",
            "Số điện thoại:",
            "Qua xem xét, ",
            " thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
            "Xin thông báo cho Ông/Bà được biết và thực hiện./.",
            "NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên)",
            "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên)",
        ],
    );
}

#[test]
fn the_apologies_of_2018_and_2025_differ_as_their_titles_do() {
    let lines = |title, end: [&'static str; 2], signed| {
        [
            "Mẫu số 04",
            NATION,
            title,
            "Kính gửi:",
            "Địa chỉ:",
            "SĐT:",
            "Ngày ",
            " tiếp nhận hồ sơ lĩnh vực ",
            "Số biên nhận/Mã hồ sơ:",
            "Ngày hẹn trả kết quả giải quyết hồ sơ:",
            "Lý do:",
            " xin lỗi Ông/Bà",
            end[0],
            end[1],
            signed,
            "Nơi nhận: - Như trên;",
        ]
    };
    let old = ["Thời gian hẹn trả kết quả lại:", "ngày 26 tháng 3 năm 2024"];
    check(&BOTH[..1], "apology", &lines("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", old, "GIÁM ĐỐC"));
    let new = ["đề nghị gia hạn thời gian giải quyết hồ sơ đến: 11 giờ 30 phút,", "Lần gia hạn: 1"];
    let title = "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT";
    check(&BOTH[1..], "apology", &lines(title, new, "KT. CHỦ TỊCH"));
}

#[test]
fn the_notice_of_a_stop_has_its_title_and_its_number() {
    check(&BOTH[1..], "stop", &["Mẫu số 05", NATION, "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "Kính gửi:", "Mã hồ sơ:"]);
}

#[test]
fn the_control_slip_has_a_row_to_sign_for_each_hand_over() {
    let lines = [
        NATION,
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "Kèm theo hồ sơ của:",
        "Mã hồ sơ:",
        "Ngày nhận:",
        "Ngày, giờ hẹn trả kết quả:",
        "Cơ quan (bộ phận) giải quyết hồ sơ:",
        "Cơ quan phối hợp giải quyết hồ sơ:",
        "Quyển số:",
        "Số thứ tự:",
        "TÊN CƠ QUAN",
        "THỜI GIAN GIAO, NHẬN HỒ SƠ",
        "KẾT QUẢ",
        "GHI CHÚ",
        "1. Giao:",
        "2. Nhận:",
        "Người giao (Ký)",
        "Người nhận (Ký)",
    ];
    check(&BOTH[..1], "control", &[&["Mẫu số 05"], lines.as_slice()].concat());
    check(&BOTH[1..], "control", &[&["Mẫu số 06"], lines.as_slice()].concat());
}

#[test]
fn the_register_has_the_official_columns_under_their_groups() {
    let lines = [
        NATION,
        "SỔ THEO DÕI HỒ SƠ",
        "Lĩnh vực:",
        "Quyển số:",
        "STT",
        "Mã hồ sơ",
        "Tên TTHC",
        "Số lượng hồ sơ (bộ)",
        "Tên cá nhân, tổ chức",
        "Địa chỉ, số điện thoại",
        "Cơ quan chủ trì giải quyết",
        "Nhận hồ sơ",
        "Hẹn trả kết quả",
        "Chuyển hồ sơ đến cơ quan giải quyết",
        "Nhận kết quả từ cơ quan giải quyết",
        "Ngày, tháng, năm",
        "Phương thức nhận kết quả",
        "Ký nhận",
        "Ghi chú",
        "Ngày, tháng, năm",
        "Trả kết quả",
    ];
    check(&BOTH[..1], "register", &[&["Mẫu số 06"], lines.as_slice()].concat());
    check(&BOTH[1..], "register", &[&["Mẫu số 07"], lines.as_slice()].concat());
}

#[test]
fn the_lists_have_the_columns_that_were_found() {
    check(
        &["desk"],
        "handover",
        &[
            "GIẤY BÀN GIAO HỒ SƠ (Liên 1: Lưu)",
            "Người bàn giao:",
            "Bên bàn giao: Bộ phận một cửa",
            "Bên nhận bàn giao:",
            "Số lượng hồ sơ: 6",
            "Loại hồ sơ:",
            "Thời gian bàn giao:",
            "STT Mã hồ sơ Người đăng ký Ngày nhận Ngày hẹn trả 1 ",
            "(Liên 2: Giao bên nhận)",
        ],
    );
    check(
        &["desk"],
        "results",
        &[
            "PHIẾU BÀN GIAO KẾT QUẢ",
            "TT Mã hồ sơ Nội dung Kết quả Họ tên chủ hồ sơ Địa chỉ",
            "Phí, lệ phí (X là có)",
            "Đăng ký trả kết quả qua bưu điện (X là có)",
            " X ",
        ],
    );
    check(&["desk"], "postal", &["Số lượng bưu gửi: 3", "Số hiệu bưu gửi", "CM000000007VN", "Nguyễn Thị Ặ"]);
}

#[test]
fn the_slips_of_the_counter_have_their_titles() {
    check(&["desk"], "collected", &["GIẤY BIÊN NHẬN TRẢ KẾT QUẢ", "Người nhận kết quả:", "NGƯỜI NHẬN KẾT QUẢ"]);
    check(&["desk"], "appointment", &["PHIẾU HẸN, TRẢ KẾT QUẢ", "Thời gian trả kết quả:", "NGƯỜI TIẾP NHẬN HỒ SƠ"]);
    check(&["desk"], "commitment", &["GIẤY CAM KẾT", "Kính gửi:", "Tôi là:", "NGƯỜI CAM KẾT"]);
    check(
        &["desk"],
        "chasing",
        &[
            "PHIẾU ĐÔN ĐỐC",
            "Mã hồ sơ:",
            "Người nộp:",
            "Tên TTHC:",
            "Thời gian tiếp nhận:",
            "Ngày hẹn trả:",
            "Đơn vị chủ trì thẩm định:",
            "Cán bộ thụ lý:",
            "Phản ánh (trực tiếp/điện thoại):",
            "Lần 1",
            "Lần 2",
            "trong vòng 24 giờ",
        ],
    );
}

#[test]
fn the_fee_slip_has_the_amount_in_words_and_is_no_receipt() {
    let said = "không phải là biên lai đã đăng ký";
    let lines = ["Số tiền: 28.000 đồng", "(Viết bằng chữ: Hai mươi tám nghìn đồng)", said];
    check(&["desk"], "fee", &[&["PHIẾU GHI NHẬN PHÍ, LỆ PHÍ"], lines.as_slice()].concat());
    let labels: std::collections::BTreeMap<String, String> =
        serde_json::from_str(&common::beside(&FormRef::new("desk", "fee"), "labels.json")).expect("labels");
    assert!(!labels["title"].to_lowercase().contains("biên lai"));
}
