//! A dossier and its steps in the interface's words.

use desk_core::{
    dossier::{Accepted, Collector, Dossier, Fact, FeeLine, FeePaid, Means, Party, ReturnBy, State, evolve},
    procedure::Channel,
    time::{Moment, vietnam},
};
use desk_store::{Body, Entry};
use serde_json::{Map, Value, json};

/// The most characters of a summary and of a name.
pub(super) const SUMMARY_MOST: usize = 1_000;
pub(super) const NAME_MOST: usize = 50;

/// `yyyyMMddHHmmss` on the clock of Vietnam.
fn stamp(at: Moment) -> String {
    at.with_timezone(&vietnam()).format("%Y%m%d%H%M%S").to_string()
}

/// Cut to so many characters.
fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// What there is is put in; what there is not is left out, never empty.
fn put(into: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        into.insert(name.to_owned(), value.into());
    }
}

fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::InPerson => "1",
        Channel::Online => "2",
        Channel::Post => "3",
    }
}

fn identity(party: &Party) -> Option<Value> {
    let number = party.personal_number.as_deref()?;
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    // 1 is the citizen card's number, 2 the old identity card's. Whatever else it is the interface's list does not say here.
    let kind = match (digits, number.len()) {
        (true, 12) => "1",
        (true, 9) => "2",
        _ => return None,
    };
    Some(json!([{ "LoaiDinhDanh": kind, "SoDinhDanh": number }]))
}

/// A dossier; none for a voided number, which has no national state.
pub(super) fn dossier(accepted: &Accepted, desk: &str) -> Option<Value> {
    let received = &accepted.received;
    let mut out = Map::new();
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.trim().is_empty());
    let state = accepted.status().national()?;
    put(&mut out, "MaHoSo", text(&received.code));
    put(&mut out, "MaTTHC", text(&received.procedure.code));
    put(&mut out, "TenTTHC", text(&received.procedure.name));
    put(&mut out, "TenLinhVuc", text(&received.procedure.sector));
    put(&mut out, "KenhThucHien", Some(channel(received.channel)));
    put(&mut out, "ChuHoSo", text(&received.owner.name));
    // Agencies and other organisations are not told apart from enterprises in the record.
    put(&mut out, "LoaiDoiTuong", (!received.owner.organisation).then_some("1"));
    put(&mut out, "DinhDanhCHS", identity(&received.owner));
    put(&mut out, "Email", received.owner.email.as_deref().and_then(text));
    put(&mut out, "SoDienThoai", received.owner.phone.as_deref().and_then(text));
    let owner = &received.owner.name;
    put(&mut out, "TrichYeuHoSo", Some(cut(&format!("{} – {owner}", received.procedure.name), SUMMARY_MOST)));
    // At a desk a dossier is handed in when it is received. When an online one was handed in, the record does not say.
    put(&mut out, "NgayNopHoSo", (received.channel == Channel::InPerson).then(|| stamp(received.received_at)));
    put(&mut out, "NgayTiepNhan", Some(stamp(received.received_at)));
    put(&mut out, "NgayHenTra", accepted.due().map(stamp));
    put(&mut out, "NgayKetThucXuLy", accepted.result.as_ref().map(|result| stamp(result.done.at)));
    put(&mut out, "NgayTra", accepted.returned().map(|returned| stamp(returned.done.at)));
    if let State::Refused(refused) = &accepted.state {
        put(&mut out, "NgayTuChoi", Some(stamp(refused.done.at)));
    }
    put(&mut out, "TrangThaiHoSo", Some(state.to_string()));
    put(&mut out, "ThongTinTra", accepted.returned().map(|returned| collector(&returned.to, owner)));
    let way = match received.return_by {
        ReturnBy::Desk => Some("0"),
        ReturnBy::Post => Some("1"),
        ReturnBy::Online => None, // the list is known to 0 and 1
    };
    put(&mut out, "HinhThuc", way);
    put(&mut out, "DonViXuLy", text(accepted.held_by().unwrap_or(desk)));
    put(&mut out, "NoiNopHoSo", (received.channel != Channel::Online).then_some("2"));
    let scanned = accepted.files.iter().any(|file| file.set_aside.is_none());
    put(&mut out, "HoSoCoThanhPhanSoHoa", Some(if scanned { "1" } else { "0" }));
    put(&mut out, "TaiLieuNop", Some(files(accepted)));
    put(&mut out, "DanhSachLePhi", Some(fees(accepted)));
    let others = received.papers.iter().filter(|paper| paper.originals + paper.copies > 0);
    let other = |paper: &desk_core::dossier::PaperLine| {
        json!({
            "TenGiayTo": paper.name,
            "SoLuong": (paper.originals + paper.copies).to_string(),
            "LoaiGiayTo": if paper.originals > 0 { "Bản chính" } else { "Bản sao" },
        })
    };
    put(&mut out, "DanhSachTepDinhKemKhac", Some(others.map(other).collect::<Vec<_>>()));
    put(&mut out, "DanhSachHoSoBoSung", Some(supplements(accepted)));
    put(&mut out, "DanhSachGiayToKetQua", Some(results(accepted)));
    Some(Value::Object(out))
}

fn collector(to: &Collector, owner: &str) -> String {
    match to {
        Collector::Owner => owner.to_owned(),
        Collector::Authorised { name, authority, .. } => format!("{name} ({authority})"),
        Collector::WithoutReceipt { name, .. } => name.clone(),
        Collector::Post { item, name } => format!("{} (bưu gửi {item})", name.as_deref().unwrap_or(owner)),
        Collector::Online => format!("{owner} (trực tuyến)"),
    }
}

fn files(accepted: &Accepted) -> Vec<Value> {
    use desk_core::dossier::Digitised;
    let counts = accepted.files.iter().filter(|file| file.set_aside.is_none());
    let file = |file: &desk_core::dossier::AttachedFile| {
        let of = &file.attached;
        let yes = |is: bool| if is { "1" } else { "0" };
        json!({
            "TepDinhKemId": of.hash,
            "TenTepDinhKem": of.name,
            "IsDeleted": "False",
            "DuocSoHoa": yes(of.digitised != Digitised::No),
            "DuocTaiSuDung": yes(matches!(of.digitised, Digitised::Reused | Digitised::ReusedResult)),
            "DuocLayTuKhoDMQG": yes(of.digitised == Digitised::Reused),
        })
    };
    counts.map(file).collect()
}

fn fees(accepted: &Accepted) -> Vec<Value> {
    let mut list = Vec::new();
    let row = |name: &str, means: &str, vnd: i64| json!({ "TenPhiLePhi": name, "HinhThucThu": means, "Gia": vnd.to_string() });
    if let FeeLine::Amount { vnd, paid } = accepted.received.fee {
        let means = match paid {
            FeePaid::Now => "Thu trước",
            FeePaid::Later => "Thu sau",
            FeePaid::Online => "Trực tuyến",
        };
        list.push(row(&accepted.received.procedure.name, means, vnd));
    }
    for fee in &accepted.fees {
        let means = match fee.means {
            Means::Cash => "Tiền mặt",
            Means::Transfer => "Chuyển khoản",
            Means::Online => "Trực tuyến",
        };
        list.push(row(&fee.what, means, fee.vnd));
    }
    list
}

fn supplements(accepted: &Accepted) -> Vec<Value> {
    let mut before = accepted.received.due;
    let mut list = Vec::new();
    for (number, supplement) in (1_u32..).zip(&accepted.supplements) {
        let (request, answer) = (&supplement.request, supplement.answer.as_ref());
        let items: Vec<&str> = request.items.iter().map(|item| item.what.as_str()).collect();
        let mut out = Map::new();
        put(&mut out, "HoSoBoSungId", Some(format!("{}-{number}", accepted.received.code)));
        put(&mut out, "NguoiYeuCauBoSung", Some(request.done.by.clone()));
        put(&mut out, "NoiDungBoSung", Some(format!("{}: {}", request.reason, items.join("; "))));
        put(&mut out, "NgayBoSung", Some(stamp(request.done.at)));
        put(&mut out, "NguoiTiepNhanBoSung", answer.map(|answer| answer.done.by.clone()));
        put(&mut out, "NgayTiepNhanBoSung", answer.map(|answer| stamp(answer.done.at)));
        put(&mut out, "TrangThaiBoSung", Some(if answer.is_some() { "1" } else { "0" }));
        let papers = answer
            .map(|answer| answer.papers.iter().map(|paper| json!({ "TenGiayTo": paper.name })).collect::<Vec<_>>());
        put(&mut out, "DanhSachGiayToBoSung", papers);
        put(&mut out, "NgayHenTraTruoc", before.map(stamp));
        if let Some(answer) = answer {
            before = answer.new_due.due;
            put(&mut out, "NgayHenTraMoi", before.map(stamp));
        }
        list.push(Value::Object(out));
    }
    list
}

fn results(accepted: &Accepted) -> Vec<Value> {
    let result = accepted.result.iter().map(|result| {
        let mut out = Map::new();
        let name = result.summary.clone().or_else(|| result.number.clone());
        put(&mut out, "TenGiayTo", name);
        put(&mut out, "MaGiayToKetQua", result.number.clone());
        Value::Object(out)
    });
    result.collect()
}

/// What is done in a step and by whom, as papers name them; none for what is no step of the work (prints, notes, files).
fn work<'a>(fact: &'a Fact, clerk: &'a str) -> Option<(&'static str, &'a str)> {
    let (what, done) = match fact {
        Fact::Received(_) => return Some(("Tiếp nhận hồ sơ", clerk)),
        Fact::HandedOver(fact) => ("Chuyển hồ sơ", &fact.done),
        Fact::HandOverConfirmed(fact) => ("Nhận hồ sơ để xử lý", &fact.done),
        Fact::HandOverRefused(fact) => ("Trả lại Bộ phận Một cửa", &fact.done),
        Fact::WorkBegan(fact) => ("Bắt đầu xử lý", &fact.done),
        Fact::SupplementRequested(fact) => ("Yêu cầu bổ sung hồ sơ", &fact.done),
        Fact::SupplementAnswered(fact) => ("Nhận hồ sơ bổ sung", &fact.done),
        Fact::PaymentRequired(fact) => ("Yêu cầu thực hiện nghĩa vụ tài chính", &fact.done),
        Fact::PaymentSettled(fact) => ("Đã thực hiện nghĩa vụ tài chính", &fact.done),
        Fact::DueExtended(fact) => ("Xin lỗi và hẹn lại ngày trả", &fact.done),
        Fact::Refused(fact) => ("Từ chối giải quyết", &fact.done),
        Fact::Stopped(fact) => ("Dừng xử lý", &fact.done),
        Fact::Withdrawn(fact) => ("Công dân rút hồ sơ", &fact.done),
        Fact::ResultEntered(fact) => ("Có kết quả", &fact.done),
        Fact::ResultReceived(fact) => ("Kết quả về Bộ phận Một cửa", &fact.done),
        Fact::Returned(fact) => ("Trả kết quả", &fact.done),
        Fact::ReturnTakenBack(fact) => ("Hủy ghi nhận trả kết quả", &fact.done),
        Fact::PostSent(fact) => ("Gửi kết quả qua bưu chính", &fact.done),
        Fact::PostCameBack(fact) => ("Bưu chính chuyển hoàn", &fact.done),
        Fact::CollisionSettled(fact) => ("Lãnh đạo quyết định", &fact.done),
        Fact::FormPrinted(_)
        | Fact::PrintEnded(_)
        | Fact::Corrected(_)
        | Fact::VoidRequested(_)
        | Fact::Voided(_)
        | Fact::VoidDeclined(_)
        | Fact::FeeCollected(_)
        | Fact::NoteAdded(_)
        | Fact::Chased(_)
        | Fact::FileAttached(_)
        | Fact::FileSetAside(_) => return None,
    };
    Some((what, &done.by))
}

/// The steps of a dossier in the order of the record, each with the state that it left.
pub(super) fn steps(accepted: &Accepted, history: &[Entry], desk: &str) -> Vec<Value> {
    let (mut so_far, mut steps) = (Dossier::default(), Vec::new());
    for entry in history.iter().filter(|entry| !accepted.overruled.contains(&entry.hash)) {
        let Body::Dossier(fact) = &entry.body else { continue };
        so_far = evolve(so_far, fact);
        let (Some(now), Some((what, by))) = (so_far.accepted(), work(fact, &accepted.received.clerk)) else { continue };
        let mut out = Map::new();
        put(&mut out, "MaHoSo", Some(accepted.received.code.clone()));
        put(&mut out, "NguoiXuLy", Some(cut(by, NAME_MOST)));
        put(&mut out, "ThoiDiemXuLy", Some(stamp(entry.at)));
        let place = now.pending_hand_over().map(|handed| handed.to.as_str()).or_else(|| now.held_by()).unwrap_or(desk);
        put(&mut out, "PhongBanXuLy", Some(place.to_owned()));
        put(&mut out, "NoiDungXuLy", Some(what));
        put(&mut out, "TrangThai", now.status().national().map(|code| code.to_string()));
        put(&mut out, "NgayBatDau", Some(stamp(entry.at)));
        put(&mut out, "NgayKetThucTheoQuyDinh", now.due().map(stamp));
        steps.push(Value::Object(out));
    }
    steps
}
