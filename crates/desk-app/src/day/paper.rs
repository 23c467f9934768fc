//! The sheet of a day on A4: one page where it fits. Nothing is cut: numbers of one story stand together, and what is longer
//! goes on to the next page.

use std::{collections::BTreeMap, fs, path::PathBuf};

use chrono::NaiveDate;
use desk_core::{
    day::{MoneyKind, MoneyLine, NumberLine, Sheet, UnusedStory},
    dossier::Means,
    money::grouped,
    office::{Office, Role},
};
use desk_forms::{DayCounterRow, DayMoneyRow, DaySheetData, FormRef, RenderOptions, SlipHead};
use desk_log::Head;

use crate::{desk::Desk, error::AppError, receipt};

impl Desk {
    /// The current sheet of a day as a PDF. Records nothing.
    ///
    /// # Errors
    /// Clerks and supervisors may; [`AppError::NoSuchForm`] while there is no sheet; when the form cannot be drawn.
    pub fn day_sheet_pdf(&self, day: NaiveDate) -> Result<Vec<u8>, AppError> {
        self.actor_holding(&[Role::Clerk, Role::Supervisor])?;
        let standing = self.day_standing(day)?;
        let record = &standing.record;
        let (entry, sheet) = record.sheet().ok_or(AppError::NoSuchForm)?;
        let (device, seq) = record.place(entry).ok_or(AppError::NoSuchForm)?;
        let head = Head { device, seq, hash: entry };
        let office = self.office()?;
        let unit = self.office_file().map_or("", |file| file.office.as_str());
        let letterhead = receipt::letterhead(self.reference(), unit, sheet.done.at.naive_local());
        let received = self.day_equation(&standing)?.received;
        let mut equation = format!(
            "giấy tiếp nhận đã in {} {} hồ sơ đã nhập {}",
            sheet.sheet.printed,
            sign(sheet.sheet.printed, sheet.sheet.logged),
            sheet.sheet.logged
        );
        if let Some(received) = received {
            equation.push_str(&format!(" {} tỉnh đã nhận {received}", sign(sheet.sheet.logged, received)));
        }
        let counters = record.closings().into_iter().map(|(device, (closing, closed))| {
            let head = Head { device, seq: closed.head.0, hash: closed.head.1 };
            let held = sheet.held.iter().any(|held| held.entry == closing);
            let numbers: Vec<String> = closed.sheet.numbers.iter().map(|line| range(line.first, line.last)).collect();
            let names = closed.covers.iter().filter_map(|device| Some(office.began(*device)?.name.as_str()));
            let covers: Vec<&str> = names.collect();
            DayCounterRow {
                counter: closed.counter.to_string(),
                numbers: if numbers.is_empty() { "–".to_owned() } else { numbers.join("; ") },
                story: story(&closed.sheet),
                by: format!(
                    "{}, {}{}{}",
                    closed.done.by,
                    closed.done.at.format("%H:%M %d/%m"),
                    if covers.is_empty() { String::new() } else { format!(", cả máy cũ {}", covers.join(", ")) },
                    if held { "" } else { " (sau bảng này)" }
                ),
                cash: closed.counted_vnd.map_or_else(|| "chưa đếm".to_owned(), grouped),
                head: head.on_paper(),
            }
        });
        let open: Vec<String> =
            sheet.open.iter().map(|open| format!("{}: {}", exception(&open.kind), open.count)).collect();
        let missing: Vec<String> =
            sheet.missing.iter().map(|one| format!("quầy {} ({})", one.counter, one.name)).collect();
        let paper = |hash: &desk_core::ids::EntryHash| {
            record.place(*hash).map(|(device, seq)| Head { device, seq, hash: *hash }.on_paper())
        };
        let amends: Vec<String> = sheet.amends.iter().filter_map(paper).collect();
        let data = DaySheetData {
            head: SlipHead {
                superior: letterhead.superior,
                office: letterhead.office,
                place: letterhead.place,
                date: Some(sheet.done.at.date_naive()),
                head_on_paper: head.on_paper(),
                ..SlipHead::default()
            },
            day: Some(day),
            equation,
            missing: missing.join(", "),
            amends: amends.join(", "),
            figures: sheet
                .sheet
                .figures()
                .into_iter()
                .map(|(name, value)| (figure(name).to_owned(), grouped(value)))
                .collect(),
            money: money(&sheet.sheet, &office),
            counters: counters.collect(),
            open: if open.is_empty() { "không có".to_owned() } else { open.join("; ") },
            maker: sheet.done.by.clone(),
            signer: record.signature(entry).map(|signed| signed.done.by.clone()).unwrap_or_default(),
        };
        let form = FormRef::new("desk", "day_sheet");
        let mut options = RenderOptions::for_form(&form, entry.0, sheet.done.at.naive_local())?;
        options.demo = self.demo().is_some();
        options.overrides = self.label_overrides()?;
        Ok(desk_forms::render(&form, &data.form_data(), &options)?)
    }

    /// Writes the current sheet of a day to a file in the documents folder.
    ///
    /// # Errors
    /// As [`Desk::day_sheet_pdf`]; what the disk says.
    pub fn save_day_sheet(&self, day: NaiveDate) -> Result<PathBuf, AppError> {
        let pdf = self.day_sheet_pdf(day)?;
        fs::create_dir_all(&self.paths.documents)?;
        let path = self.paths.documents.join(format!("ket-ngay-{}.pdf", day.format("%Y-%m-%d")));
        fs::write(&path, pdf)?;
        Ok(path)
    }
}

fn sign(one: u32, other: u32) -> &'static str {
    if one == other { "=" } else { "≠" }
}

fn range(first: u16, last: u16) -> String {
    if first == last { format!("{first:04}") } else { format!("{first:04} đến {last:04}") }
}

/// Numbers, those that follow each other as a run: `0003, 0007 đến 0009`.
fn listed(numbers: &[u16]) -> String {
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            Some(_) | None => runs.push((*number, *number)),
        }
    }
    let runs: Vec<String> = runs.into_iter().map(|(first, last)| range(first, last)).collect();
    runs.join(", ")
}

/// Every void and unused number with its story, numbers of one story together.
fn story(sheet: &Sheet) -> String {
    let of = |line: &NumberLine| -> Vec<String> {
        let mut reasons: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
        for void in &line.void {
            reasons.entry(void.reason.trim()).or_default().push(void.number);
        }
        let mut reasons: Vec<(&str, Vec<u16>)> = reasons.into_iter().collect();
        reasons.sort_by_key(|(_, numbers)| numbers.first().copied());
        let void = reasons.into_iter().map(|(reason, numbers)| format!("hủy {}: {reason}", listed(&numbers)));
        let unused = line.unused.iter().map(|run| {
            let why = match run.story {
                UnusedStory::OnPaper => "ghi ở sổ giấy, chờ nhập bù",
                UnusedStory::Unknown => "không rõ vì sao",
            };
            format!("không dùng {}: {why}", range(run.first, run.last))
        });
        void.chain(unused).collect()
    };
    let parts: Vec<String> = sheet.numbers.iter().flat_map(of).collect();
    if parts.is_empty() { "không có".to_owned() } else { parts.join("; ") }
}

/// Who took a line's money; with what they sign in by where another of the sheet has the same name.
pub fn taker(sheet: &Sheet, line: &MoneyLine, office: &Office) -> String {
    let shared = sheet.money.iter().any(|other| other.person == line.person && other.id != line.id);
    let login = line.id.and_then(|id| office.people.get(&id)).map(|person| person.login.as_str());
    match login.filter(|_| shared) {
        Some(login) => format!("{} ({login})", line.person),
        None => line.person.clone(),
    }
}

fn money(sheet: &Sheet, office: &Office) -> Vec<DayMoneyRow> {
    let row = |line: &MoneyLine| DayMoneyRow {
        person: taker(sheet, line, office),
        kind: match line.kind {
            MoneyKind::Reception => "Thu khi tiếp nhận",
            MoneyKind::Fee => "Phiếu thu",
            MoneyKind::Correction => "Đính chính",
            MoneyKind::Void => "Hủy số",
        }
        .to_owned(),
        means: match line.means {
            Means::Cash => "Tiền mặt",
            Means::Transfer => "Chuyển khoản",
            Means::Online => "Trực tuyến",
        }
        .to_owned(),
        times: line.times,
        vnd: grouped(line.vnd),
    };
    let mut rows: Vec<DayMoneyRow> = sheet.money.iter().map(row).collect();
    let total: i64 = sheet.money.iter().map(|line| line.vnd).sum();
    let times = sheet.times_taken();
    rows.push(DayMoneyRow { person: "Cộng".to_owned(), times, vnd: grouped(total), ..DayMoneyRow::default() });
    rows
}

/// A figure's name on paper.
fn figure(name: &str) -> &str {
    match name {
        "received" => "Tiếp nhận",
        "received_in_person" => "– trực tiếp",
        "received_post" => "– qua bưu chính",
        "received_online" => "– trực tuyến",
        "back_entries" => "– trong đó nhập bù",
        "receipts_printed" => "Giấy tiếp nhận đã in",
        "logged" => "Hồ sơ đã nhập (kể cả hủy)",
        "reprints" => "In lại giấy tiếp nhận",
        "corrections" => "Đính chính",
        "supplements_asked" => "Yêu cầu bổ sung",
        "returned" => "Trả kết quả",
        "refused" => "Từ chối",
        "stopped" => "Dừng giải quyết",
        "withdrawn" => "Rút hồ sơ",
        "guidance" => "Hướng dẫn, không hồ sơ",
        "refused_at_desk" => "Từ chối tại quầy",
        "numbers_used" => "Số đã cấp",
        "numbers_void" => "– trong đó đã hủy",
        "numbers_unused" => "Số không dùng",
        "cash_vnd" => "Tiền mặt (đồng)",
        "transfer_vnd" => "Chuyển khoản (đồng)",
        "online_vnd" => "Trực tuyến (đồng)",
        other => other,
    }
}

/// A kind of exception on paper.
fn exception(kind: &str) -> &str {
    match kind {
        "late_without_apology" => "quá hạn chưa xin lỗi",
        "stuck" => "nằm quá một ngày",
        "beyond" => "đòi giấy ngoài danh mục",
        "edited" => "sửa sau khi in",
        "void_wanted" => "chờ duyệt hủy số",
        "voided" => "đã hủy số",
        "back_entry" => "nhập bù",
        "unprinted" => "chưa in giấy tiếp nhận",
        "not_handed_over" => "chưa bàn giao",
        "uncollected" => "chưa đến nhận kết quả",
        "number_gap" => "số không dùng",
        "cash_difference" => "lệch tiền mặt",
        "receipt_doubled" => "trùng số biên lai",
        "clock_or_record" => "đồng hồ, sổ nhật ký",
        "sync_trouble" => "đồng bộ",
        "set_aside" => "mục để riêng",
        "machine_silent" => "máy chưa có tin",
        other => other,
    }
}
