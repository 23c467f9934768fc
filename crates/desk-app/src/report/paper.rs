//! A report on paper, and what stands above and below its lines in every file.
//!
//! A paper names the rules that it counted by and the heads that it was made from. Nothing on it comes from the clock or
//! from who asks: the same record and period give the same bytes; place, date and names are written when it is signed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use desk_core::{
    money::grouped,
    report::{Compare, Period, PeriodKind},
    time::Moment,
};
use desk_forms::{FormRef, RenderOptions, ReportData, SlipHead};
use sha2::{Digest, Sha256};

use super::{
    Cell, ReportName, Table,
    heads::{title, word},
};
use crate::{desk::Desk, error::AppError, receipt};

/// The set of forms that reports are drawn by.
const SET: &str = "report";

/// What stands above and below the lines of a report.
pub(super) struct About {
    pub(super) name: ReportName,
    /// Who reports.
    unit: String,
    /// Who receives the report; empty where no superior office is known.
    receiver: String,
    period: Period,
    compare: Compare,
    /// The time of the newest thing in the record.
    pub(super) newest: Moment,
}

impl Desk {
    pub(super) fn about_report(&self, name: ReportName, period: &Period, compare: Compare) -> Result<About, AppError> {
        let file = self.office_file().ok_or(AppError::NotSetUp)?;
        let unit = self.reference().unit_at(&file.office).ok_or(AppError::UnknownUnit)?;
        let people_of = |unit: &desk_reference::Unit| format!("Ủy ban nhân dân {}", unit.lower_name());
        Ok(About {
            name,
            unit: people_of(unit),
            receiver: self.reference().units().parent(unit).map(people_of).unwrap_or_default(),
            period: *period,
            compare,
            newest: self.reader()?.newest()?.unwrap_or_else(|| period.start()),
        })
    }

    /// The report as its form on A4.
    ///
    /// # Errors
    /// As [`Desk::report`].
    pub fn report_pdf(&self, name: ReportName, period: &Period, compare: Compare) -> Result<Vec<u8>, AppError> {
        let table = self.report(name, period, compare)?;
        self.draw_report(&self.about_report(name, period, compare)?, &table)
    }

    pub(super) fn draw_report(&self, about: &About, table: &Table) -> Result<Vec<u8>, AppError> {
        let file = self.office_file().ok_or(AppError::NotSetUp)?;
        let letterhead = receipt::letterhead(self.reference(), &file.office, about.newest.naive_local());
        let data = ReportData {
            head: SlipHead {
                superior: letterhead.superior,
                office: letterhead.office,
                head_on_paper: table.heads.first().map(|head| head.on_paper()).unwrap_or_default(),
                ..SlipHead::default()
            },
            unit: about.unit.clone(),
            receiver: about.receiver.clone(),
            period: about.period_words(),
            days: format!("{} – {}", day(about.period.from), day(about.period.to)),
            notes: about.lines_below(table),
            rows: about.rows(table),
            ..ReportData::default()
        };
        let form = FormRef::new(SET, about.name.word());
        let mut options = RenderOptions::for_form(&form, about.record_id(table), about.newest.naive_local())?;
        options.demo = self.demo().is_some();
        options.overrides = self.label_overrides()?;
        Ok(desk_forms::render(&form, &data.form_data(), &options)?)
    }
}

fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

impl About {
    /// The period by its name, where it has one, and its days: `Quý I năm 2024 (từ ngày 15/12/2023 đến hết ngày 14/03/2024)`.
    fn period_words(&self) -> String {
        use chrono::Datelike;

        let Period { from, to } = self.period;
        let days = format!("từ ngày {} đến hết ngày {}", day(from), day(to));
        let is = |kind| Period::around(to, kind) == Some(self.period);
        if from == to {
            format!("ngày {}", day(from))
        } else if is(PeriodKind::Month) {
            format!("tháng {} năm {} ({days})", to.month(), to.year())
        } else if is(PeriodKind::Quarter) {
            let quarter = ["I", "II", "III", "IV"][to.month0() as usize / 3];
            format!("quý {quarter} năm {} ({days})", to.year())
        } else if is(PeriodKind::Year) {
            format!("năm {} ({days})", to.year())
        } else {
            days
        }
    }

    pub(super) fn lines_above(&self) -> Vec<String> {
        let number = if self.name == ReportName::Ii06a {
            "Biểu số II.06a/VPCP/KSTT"
        } else if self.name == ReportName::Ii06b {
            "Biểu số II.06b/VPCP/KSTT"
        } else {
            ""
        };
        let receiver = match (self.is_ii06(), self.receiver.as_str()) {
            (true, receiver) if !receiver.is_empty() => format!("Đơn vị nhận báo cáo: {receiver}"),
            _ => String::new(),
        };
        let counted = if self.is_ii06() { "Đơn vị tính: Số hồ sơ TTHC" } else { "" };
        let (unit, period) = (format!("Đơn vị báo cáo: {}", self.unit), format!("Kỳ báo cáo: {}", self.period_words()));
        [number, title(self.name), &unit, &receiver, &period, counted]
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }

    pub(super) fn is_ii06(&self) -> bool {
        matches!(self.name, ReportName::Ii06a | ReportName::Ii06b)
    }

    /// The rules that it was counted by, and the heads that it was made from.
    pub(super) fn lines_below(&self, table: &Table) -> Vec<String> {
        let mut lines = Vec::new();
        if self.name.compares() {
            lines.push(
                match self.compare {
                    Compare::Day => "Trước hạn, đúng hạn, quá hạn so theo ngày.",
                    Compare::Minute => "Trước hạn, đúng hạn, quá hạn so theo phút.",
                }
                .to_owned(),
            );
        }
        if self.is_ii06() {
            lines.push(
                "Hồ sơ rút, dừng giải quyết tính là đúng hạn nếu chưa quá ngày hẹn; hồ sơ chờ bổ sung, chờ nộp tiền tính \
                 là trong hạn; hồ sơ hủy số không tính."
                    .to_owned(),
            );
        }
        let undated = table.notes.iter().find(|(code, _)| *code == "undated");
        lines.extend(
            undated.map(|(_, count)| format!("Hồ sơ không có ngày hẹn trả tính là đúng hạn hoặc trong hạn: {count}.")),
        );
        lines.extend(table.heads.iter().map(|head| format!("Lập từ bản ghi {}.", head.on_paper())));
        lines
    }

    /// The lines as words, numbered; the form's line of column numbers first, the total last.
    fn rows(&self, table: &Table) -> Vec<BTreeMap<String, String>> {
        let cells = |row: &[Cell]| -> BTreeMap<String, String> {
            table.columns.iter().zip(row).map(|(key, cell)| ((*key).to_owned(), paper_text(cell))).collect()
        };
        let mut rows = Vec::new();
        if self.is_ii06() {
            let number = |at: usize| ((at + 2).to_string(), table.columns.get(at));
            let heads = (0..table.columns.len()).map(number);
            let mut row: BTreeMap<String, String> =
                heads.filter_map(|(n, key)| Some(((*key?).to_owned(), format!("({n})")))).collect();
            row.insert("number".to_owned(), "(1)".to_owned());
            rows.push(row);
        }
        for (number, row) in (1..).zip(&table.rows) {
            let mut row = cells(row);
            row.insert("number".to_owned(), format!("{number}"));
            rows.push(row);
        }
        if let (Some(total), Some(first)) = (&table.total, table.columns.first()) {
            let mut row = cells(total);
            row.insert((*first).to_owned(), "Tổng cộng".to_owned());
            rows.push(row);
        }
        rows
    }

    /// What the paper shows, as 32 bytes: report, rule, period and heads.
    fn record_id(&self, table: &Table) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(format!("{} {:?} {} {}", self.name.word(), self.compare, self.period.from, self.period.to));
        for head in &table.heads {
            hash.update(head.device.0);
            hash.update(head.seq.to_be_bytes());
            hash.update(head.hash.0);
        }
        hash.finalize().into()
    }
}

/// A cell as it stands on paper.
fn paper_text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Word(key) => word(key).to_owned(),
        Cell::Number(number) => grouped(*number),
        Cell::Share(share) => format!("{},{:02}", share / 100, share % 100),
        Cell::Day(day) => day.format("%d/%m/%Y").to_string(),
        Cell::Moment(moment) => moment.format("%H:%M %d/%m/%Y").to_string(),
        Cell::Unknown => "–".to_owned(),
    }
}
