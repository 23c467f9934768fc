//! The register as files, read back by other programs' readers.

mod common;

use std::{collections::BTreeSet, fs, path::Path};

use calamine::{Data, DataType, Reader, Xlsx, open_workbook};
use common::{PASSWORD, demo};
use desk_app::{AppError, Desk, register_export::RegisterFormat};
use desk_core::dossier::{FeePaid, Intake, Party, ReturnBy};
use desk_core::procedure::Channel;
use desk_store::Filter;

fn receive(desk: &mut Desk, name: &str, address: &str) {
    let intake = Intake {
        channel: Channel::InPerson,
        case: None,
        owner: Party {
            name: name.to_owned(),
            address: Some(address.to_owned()),
            phone: Some("0987654321".to_owned()),
            ..Party::default()
        },
        submitter: None,
        papers: Vec::new(),
        sets: 2,
        fee_vnd: None,
        exemption: None,
        fee_paid: FeePaid::Later,
        limit: None,
        return_by: ReturnBy::Desk,
        duplicate_of: None,
        back_entry: None,
    };
    desk.receive("1.004873", intake, None).expect("is received");
}

fn sheet(path: &Path) -> calamine::Range<Data> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    book.worksheet_range_at(0).expect("a sheet").expect("reads")
}

fn save(desk: &Desk, text: &str, filter: &Filter, format: RegisterFormat) -> (Vec<std::path::PathBuf>, u32) {
    let export = desk.register_export(text, filter).expect("is allowed");
    let saved = export.save(format, &mut |_| true).expect("is written");
    (saved.files, saved.rows)
}

#[test]
fn a_workbook_holds_every_line_with_dates_as_dates_and_numbers_as_numbers() {
    let (_folder, mut desk) = demo();
    desk.fill_demo(120, 1).expect("fills");
    let (files, rows) = save(&desk, "", &Filter::default(), RegisterFormat::Xlsx);
    assert_eq!(rows, 120);
    assert!(files[0].ends_with("so-theo-doi-2024-03-05.xlsx"), "{files:?}");
    let range = sheet(&files[0]);
    assert_eq!(range.height(), 121);
    let head: Vec<String> = range.rows().next().expect("a head").iter().map(ToString::to_string).collect();
    assert_eq!(
        head[..7],
        ["STT", "Quyển số", "Số thứ tự", "Mã hồ sơ", "Tên TTHC", "Số lượng hồ sơ (bộ)", "Tên cá nhân, tổ chức"]
    );
    let mut codes = BTreeSet::new();
    let mut before = 0.0;
    for (n, row) in range.rows().skip(1).enumerate() {
        assert_eq!(row[0].as_f64(), Some(n as f64 + 1.0));
        assert!(row[2].is_float() && row[5].is_float(), "{row:?}");
        assert!(row[10].is_datetime() && row[11].is_datetime(), "{row:?}");
        let received = row[10].get_datetime().expect("a date").as_f64();
        assert!(received >= before, "the order of reception");
        before = received;
        codes.insert(row[3].to_string());
    }
    assert_eq!(codes.len(), 120);
}

#[test]
fn what_a_citizen_wrote_is_never_a_formula() {
    let (_folder, mut desk) = demo();
    for name in ["=HYPERLINK(\"http://x\",\"y\")", "+84 912", "-2+3", "@SUM(A1)", "Bùi Thị Hưởng"] {
        receive(&mut desk, name, "Xóm Cú, \"xã\" Tử Nê,\r\nhuyện Tân Lạc");
    }
    let (files, _) = save(&desk, "", &Filter::default(), RegisterFormat::Xlsx);
    let mut book: Xlsx<_> = open_workbook(&files[0]).expect("a workbook");
    let formulas = book.worksheet_formula("Sổ theo dõi").expect("reads");
    assert!(formulas.used_cells().next().is_none());
    assert_eq!(
        sheet(&files[0]).get((1, 6)).map(ToString::to_string).as_deref(),
        Some("=HYPERLINK(\"http://x\",\"y\")")
    );

    let (files, _) = save(&desk, "", &Filter::default(), RegisterFormat::Csv);
    let bytes = fs::read(&files[0]).expect("reads");
    assert!(bytes.starts_with(b"\xef\xbb\xbf"), "the mark of UTF-8");
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    let names: Vec<String> = reader.records().map(|row| row.expect("a record")[6].to_owned()).collect();
    assert_eq!(names[0], "'=HYPERLINK(\"http://x\",\"y\")");
    assert!(names.iter().all(|name| !name.starts_with(['=', '+', '-', '@'])), "{names:?}");
    assert_eq!(names[4], "Bùi Thị Hưởng");
}

#[test]
fn an_empty_selection_gives_a_head_and_no_line() {
    let (_folder, desk) = demo();
    let (files, rows) = save(&desk, "", &Filter::default(), RegisterFormat::Xlsx);
    assert_eq!((rows, sheet(&files[0]).height()), (0, 1));
    let (files, rows) = save(&desk, "không ai", &Filter::default(), RegisterFormat::Csv);
    assert_eq!((rows, fs::read_to_string(&files[0]).expect("reads").lines().count()), (0, 1));
    let (files, rows) = save(&desk, "", &Filter::default(), RegisterFormat::Pdf);
    assert_eq!((files.len(), rows), (0, 0));
}

#[test]
fn text_and_filter_select_what_the_register_shows() {
    let (_folder, mut desk) = demo();
    desk.fill_demo(200, 3).expect("fills");
    receive(&mut desk, "Quách Thị Ỷ Ngàn", "Xóm Đá");
    let (_, rows) = save(&desk, "y ngan", &Filter::default(), RegisterFormat::Csv);
    assert_eq!(rows, 1);
    for sector in desk.register_chips().expect("chips").0 {
        let filter = Filter { sector: Some(sector), ..Filter::default() };
        let page = desk_store::Page { offset: 0, limit: 1_000 };
        let shown = desk.register("", &filter, desk_store::Sort::default(), page).expect("shows").0.len();
        let (_, rows) = save(&desk, "", &filter, RegisterFormat::Csv);
        assert_eq!(rows as usize, shown);
    }
    let none = Filter { year: Some(2019), ..Filter::default() };
    assert_eq!(save(&desk, "", &none, RegisterFormat::Csv).1, 0);
}

#[test]
fn a_file_that_is_there_stays_as_it_is() {
    let (_folder, mut desk) = demo();
    let (first, _) = save(&desk, "", &Filter::default(), RegisterFormat::Csv);
    let before = fs::read(&first[0]).expect("reads");
    receive(&mut desk, "Bùi Thị Hưởng", "Xóm Cú");
    let (second, _) = save(&desk, "", &Filter::default(), RegisterFormat::Csv);
    assert!(second[0].ends_with("so-theo-doi-2024-03-05-2.csv"), "{second:?}");
    assert_eq!(fs::read(&first[0]).expect("reads"), before);
    let left: Vec<_> = fs::read_dir(first[0].parent().expect("a folder")).expect("lists").collect();
    assert_eq!(left.len(), 2, "nothing half written is left: {left:?}");
}

#[test]
fn the_book_comes_in_parts_by_field_and_month_and_may_be_stopped() {
    let (_folder, mut desk) = demo();
    desk.fill_demo(150, 1).expect("fills");
    let export = desk.register_export("", &Filter::default()).expect("is allowed");
    let mut rows = 0;
    let mut names = BTreeSet::new();
    for part in export.book() {
        let part = part.expect("is drawn");
        assert!(part.pdf.starts_with(b"%PDF-"));
        assert!(part.name.contains("-2024-0"), "{}", part.name);
        names.insert(part.name);
        rows += part.rows;
    }
    assert_eq!(rows, 150);
    assert_eq!(names.len(), export.book().count_of_parts() as usize);

    let mut asked = 0;
    let stopped = export
        .save(RegisterFormat::Pdf, &mut |_| {
            asked += 1;
            asked <= 2
        })
        .expect("is written");
    assert_eq!(stopped.files.len(), 2);
    assert!(stopped.rows < 150 && stopped.files.iter().all(|file| file.exists()));
    let (files, all) = save(&desk, "", &Filter::default(), RegisterFormat::Pdf);
    assert_eq!((files.len(), all), (names.len(), 150));
    assert!(files[0].parent().expect("a folder").ends_with("so-theo-doi-2024-03-05-2"));
}

#[test]
fn an_officer_of_a_department_does_not_carry_the_register_away() {
    let (_folder, mut desk) = demo();
    desk.sign_out();
    desk.sign_in("hai", PASSWORD).expect("an officer signs in");
    let refused = desk.register_export("", &Filter::default());
    assert!(matches!(refused, Err(AppError::NotAllowed)), "{refused:?}");
}
