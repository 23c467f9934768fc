//! A register that an office kept in a spreadsheet, taken over and taken back.

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
};

use common::{PASSWORD, demo};
use desk_app::{
    AppError, Desk,
    import::{Column, Finding, ImportCheck, ImportFault, Mapping, suggest},
    register_export::RegisterFormat,
};
use desk_core::dossier::{Act, NoteKind, Status};
use desk_store::{Filter, Page, Sort};
use rust_xlsxwriter::{Format, Workbook};

const UNIT: &str = "IDENT";

/// A csv as an office has it; `IDENT` stands for the unit's identifier.
const OLD: &str = "\u{FEFF}SỔ THEO DÕI HỒ SƠ NĂM 2023;;;;;;;;;\r\n\
    STT;Mã hồ sơ;Họ và tên;Địa chỉ, số điện thoại;Tên TTHC;Ngày nhận;Ngày hẹn trả;Ngày trả kết quả;Số lượng (bộ);Ghi chú\r\n\
    (1);(2);(3);(4);(5);(6);(7);(8);(9);(10)\r\n\
    1;IDENT-230105-0001;Bùi Thị Hưởng;Xóm Cú, xã Tử Nê, 0987654321;1.004873;05/01/2023;10/01/2023;09/01/2023;1;hộ nghèo\r\n\
    2;IDENT-230105-0002;Đinh Văn Ẩn;\"Xóm Đá; xã Tử Nê\";1.004873;05/01/2023;10/01/2023;;2;\r\n\
    3;;Quách Công Ỷ;Xóm Bưng;1.004873;05/01/2023;10/01/2023;;1;\r\n\
    4;IDENT-230106-0001;;Xóm Bưng;1.004873;06/01/2023;;;1;\r\n\
    5;IDENT-230106-0002;Hà Thị Ưng;Xóm Bưng;Xin giấy gì đó;06/01/2023;;;1;\r\n\
    6;IDENT-230106-0003;Hà Thị Ưng;Xóm Bưng;1.004873;31/02/2023;;;1;\r\n\
    7;IDENT-230105-0001;Xa Văn Sùng;Xóm Bưng;1.004873;05/01/2023;;;1;\r\n\
    8;000.01.02.H99-230107-0009;Vàng A Khà;Xóm Bưng;1.004873;07/01/2023;;;1;\r\n";

fn identifier(desk: &Desk) -> String {
    let office = desk.office().expect("an office");
    let machine = office.machines.values().next().expect("a machine");
    machine.began.as_ref().expect("it began").identifier.clone()
}

fn written(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("writes");
    path
}

fn old(desk: &Desk, folder: &Path) -> PathBuf {
    written(folder, "so-2023.csv", OLD.replace(UNIT, &identifier(desk)))
}

fn opened(desk: &mut Desk, path: &Path) -> Mapping {
    suggest(&desk.import_open(path).expect("opens").sheets[0])
}

fn checked(desk: &mut Desk, path: &Path) -> ImportCheck {
    let mapping = opened(desk, path);
    desk.import_check(&mapping).expect("is checked").clone()
}

fn run(desk: &mut Desk) -> (u32, u32) {
    loop {
        let progress = desk.import_run(2).expect("is taken over");
        assert!(progress.refused.is_empty());
        if progress.finished {
            return (progress.import, progress.done);
        }
    }
}

fn undo(desk: &mut Desk, import: u32) -> (u32, u32) {
    loop {
        let progress = desk.import_undo(import, "nhầm năm", 2).expect("is undone");
        if progress.finished {
            return (progress.voided, progress.kept);
        }
    }
}

fn shown(desk: &Desk, text: &str) -> Vec<desk_store::Hit> {
    desk.register(text, &Filter::default(), Sort::Oldest, Page { offset: 0, limit: 100 }).expect("shows").0
}

fn fault(desk: &mut Desk, folder: &Path, bytes: &[u8]) -> ImportFault {
    let path = written(folder, "x", bytes);
    match desk.import_open(&path) {
        Err(AppError::Import(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_dry_run_accounts_for_every_row_and_changes_nothing() {
    let (folder, mut desk) = demo();
    let path = old(&desk, folder.path());
    let before = desk.digest_record().expect("a digest");
    let mapping = opened(&mut desk, &path);
    assert_eq!(mapping.head, 2);
    assert_eq!(mapping.columns[&Column::Owner], 2);
    assert_eq!(mapping.columns[&Column::Returned], 7);
    let account = desk.import_check(&mapping).expect("is checked").clone();
    assert_eq!((account.rows, account.ok, account.warned, account.refused), (8, 2, 2, 4), "{account:?}");
    assert_eq!((account.returned, account.open, account.new_codes), (1, 3, 2));
    let of =
        |line| account.findings.iter().filter(|(at, _)| *at == line).map(|(_, finding)| *finding).collect::<Vec<_>>();
    assert_eq!(of(6), [Finding::CodeMissing]);
    assert!(of(7).contains(&Finding::NameMissing));
    assert!(of(8).contains(&Finding::ProcedureUnknown));
    assert!(of(9).contains(&Finding::ReceivedUnread));
    assert!(of(10).contains(&Finding::CodeTwice));
    assert!(of(11).contains(&Finding::CodeForeign));
    assert_eq!(
        account.unknown_procedures.iter().next().map(|(name, rows)| (name.as_str(), *rows)),
        Some(("Xin giấy gì đó", 1))
    );
    assert_eq!(desk.digest_record().expect("a digest"), before);

    // The supervisor says what the unknown one is.
    let mut mapping = mapping;
    mapping.procedures.insert("Xin giấy gì đó".to_owned(), "1.004873".to_owned());
    assert_eq!(desk.import_check(&mapping).expect("is checked").refused, 3);
}

#[test]
fn rows_become_dossiers_with_their_own_codes_in_a_book_of_the_import() {
    let (folder, mut desk) = demo();
    let path = old(&desk, folder.path());
    checked(&mut desk, &path);
    let (import, done) = run(&mut desk);
    assert_eq!((import, done), (1, 4));
    let ident = identifier(&desk);
    let hits = shown(&desk, "");
    let codes: Vec<&str> = hits.iter().map(|hit| hit.code.as_str()).collect();
    // The row without a code has the next number of its day that no row of the file has.
    let expected = ["230105-0001", "230105-0002", "230105-0003", "230107-0001"].map(|end| format!("{ident}-{end}"));
    assert_eq!(codes, expected);
    assert!(hits.iter().zip(1..).all(|(hit, n)| hit.book == "nhập1/2023" && hit.book_number == n && hit.back_entry));
    assert_eq!(hits[0].status, Status::Returned);
    assert_eq!(hits[0].phone.as_deref(), Some("0987654321"));
    assert_eq!(hits[0].ended.expect("a day").format("%d/%m/%Y").to_string(), "09/01/2023");
    assert_eq!((hits[1].status, hits[1].sets), (Status::Received, 2));
    let opened = desk.dossier(codes[3]).expect("is there");
    let source =
        &opened.dossier.accepted().expect("accepted").received.back_entry.as_ref().expect("from a file").source;
    assert_eq!(source, "tệp so-2023.csv, dòng 11, mã cũ 000.01.02.H99-230107-0009");
    // The counter's own book begins at 1 as if there had been no import.
    assert!(desk.verify_record().expect("verifies").ok);
    let digest = desk.digest_record().expect("a digest").digest;
    assert_eq!(desk.rebuild_record().expect("rebuilds").digest, digest);
}

#[test]
fn the_same_file_is_not_taken_over_twice() {
    let (folder, mut desk) = demo();
    let path = old(&desk, folder.path());
    checked(&mut desk, &path);
    run(&mut desk);
    let again = checked(&mut desk, &path);
    assert_eq!(again.imported_before, Some(1));
    assert!(again.findings.iter().any(|(line, finding)| *line == 4 && *finding == Finding::CodeHere));
    assert!(matches!(desk.import_run(10), Err(AppError::Import(ImportFault::ImportedBefore))));
}

#[test]
fn an_import_is_undone_but_for_what_somebody_acted_on_and_its_codes_are_free_again() {
    let (folder, mut desk) = demo();
    let path = old(&desk, folder.path());
    checked(&mut desk, &path);
    let (import, _) = run(&mut desk);
    let acted_on = shown(&desk, "")[1].clone();
    let note = Act::AddNote { about: NoteKind::Plain, text: "Đã gọi".to_owned() };
    desk.act(acted_on.dossier, note).expect("is done");
    assert_eq!(undo(&mut desk, import), (3, 1));
    let left = shown(&desk, "");
    assert_eq!(left.iter().map(|hit| hit.code.as_str()).collect::<Vec<_>>(), [acted_on.code.as_str()]);
    assert!(shown(&desk, "huong").is_empty(), "nor is it found by name");
    assert!(matches!(desk.import_undo(import, "lần nữa", 10), Err(AppError::Import(ImportFault::NoSuchImport))));
    assert!(desk.verify_record().expect("verifies").ok, "{:?}", desk.verify_record());
    let digest = desk.digest_record().expect("a digest").digest;
    assert_eq!(desk.rebuild_record().expect("rebuilds").digest, digest);
    assert!(desk.verify_record().expect("verifies").ok);

    // The file put right comes in anew, under its own codes, as the second import.
    let account = checked(&mut desk, &path);
    assert_eq!(account.imported_before, None);
    let (second, done) = run(&mut desk);
    assert_eq!((second, done), (2, 3), "all but the row whose dossier was kept");
    assert_eq!(shown(&desk, "huong").len(), 1);
    assert!(desk.verify_record().expect("verifies").ok);
}

#[test]
fn a_stopped_import_is_undone_as_well() {
    let (folder, mut desk) = demo();
    let path = old(&desk, folder.path());
    checked(&mut desk, &path);
    let progress = desk.import_run(2).expect("begins");
    assert!(!progress.finished && progress.done == 2);
    assert_eq!(undo(&mut desk, progress.import), (2, 0));
    assert!(shown(&desk, "").is_empty());
}

#[test]
fn a_workbook_with_a_head_of_two_rows_real_dates_and_text_dates_is_read() {
    let (folder, mut desk) = demo();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Sổ 2022").expect("names");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_string(2, 1, "Tên cá nhân, tổ chức").expect("writes");
    sheet.write_string(2, 2, "Tên TTHC").expect("writes");
    sheet.write_string(2, 3, "Ngày, tháng, năm").expect("writes");
    sheet.write_string(3, 3, "Nhận hồ sơ").expect("writes");
    sheet.write_string(3, 4, "Hẹn trả kết quả").expect("writes");
    for (row, name) in [(4, "Bùi Văn Một"), (5, "Bùi Văn Hai")] {
        sheet.write_string(row, 1, name).expect("writes");
        sheet.write_string(row, 2, "1.004873").expect("writes");
        sheet.write_number_with_format(row, 3, 44_566.0, &day).expect("writes");
        sheet.write_string(row, 4, "12/01/2022").expect("writes");
    }
    let path = folder.path().join("so.xlsx");
    book.save(&path).expect("saves");
    let mapping = opened(&mut desk, &path);
    assert_eq!((mapping.sheet.as_deref(), mapping.head), (Some("Sổ 2022"), 4));
    let account = desk.import_check(&mapping).expect("is checked").clone();
    assert_eq!((account.rows, account.refused, account.new_codes), (2, 0, 2), "{account:?}");
    run(&mut desk);
    assert_eq!(shown(&desk, "bui van").len(), 2);
    assert_eq!(shown(&desk, "hai")[0].received.format("%d/%m/%Y").to_string(), "05/01/2022");
    let missing = Mapping { sheet: Some("Không có".to_owned()), ..mapping };
    assert!(matches!(desk.import_check(&missing), Err(AppError::Import(ImportFault::NoSuchSheet))));
}

#[test]
fn what_is_torn_or_in_another_encoding_is_refused() {
    let (folder, mut desk) = demo();
    let folder = folder.path();
    assert_eq!(fault(&mut desk, folder, b""), ImportFault::Empty);
    assert_eq!(fault(&mut desk, folder, b"\xef\xbb\xbf\r\n;;\r\n"), ImportFault::Empty);
    assert_eq!(fault(&mut desk, folder, b"H\xe4 n\xe9i"), ImportFault::NotUtf8);
    assert_eq!(fault(&mut desk, folder, b"\xff\xfeH\0\xe0\0"), ImportFault::NotUtf8);
    assert_eq!(fault(&mut desk, folder, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ImportFault::OldWorkbook);
    assert_eq!(fault(&mut desk, folder, b"%PDF-1.7"), ImportFault::Unknown);
    assert_eq!(
        fault(
            &mut desk,
            folder,
            "Hä vµ tªn,§Þa chØ\nNguyÔn V¨n ¸i,Xãm §¸ §µ B¾c\nTrÇn ThÞ B×nh,X· Tö Nª µ ¸".as_bytes()
        ),
        ImportFault::OldFont
    );
    let mut whole = Workbook::new();
    whole.add_worksheet().write_string(0, 0, "Họ tên").expect("writes");
    let bytes = whole.save_to_buffer().expect("saves");
    for cut in [5, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(fault(&mut desk, folder, &bytes[..cut]), ImportFault::Torn, "cut at {cut}");
    }
}

#[test]
fn separators_are_told_apart_and_what_we_export_comes_back() {
    let (folder, mut desk) = demo();
    for separator in [",", ";", "\t"] {
        let text = ["Họ và tên", "Thủ tục", "Ngày nhận"].join(separator)
            + "\n"
            + &["A B", "1.004873", "05/01/2023"].join(separator);
        let path = written(folder.path(), "so.csv", text);
        assert_eq!(checked(&mut desk, &path).refused, 0, "{separator:?}");
    }
    desk.fill_demo(40, 1).expect("fills");
    let export = desk.register_export("", &Filter::default()).expect("is allowed");
    for format in [RegisterFormat::Csv, RegisterFormat::Xlsx] {
        let file = export.save(format, &mut |_| true).expect("is written").files.remove(0);
        let mapping = opened(&mut desk, &file);
        assert_eq!(mapping.columns.len(), 10, "{mapping:?}");
        let account = desk.import_check(&mapping).expect("is checked");
        // Every row is read to its end: what stands against it is only that it is here already.
        assert_eq!((account.rows, account.refused), (40, 40));
        assert!(
            account.findings.iter().all(|(_, finding)| matches!(finding, Finding::CodeHere | Finding::Alike)),
            "{account:?}"
        );
    }
}

#[test]
fn only_a_supervisor_takes_a_register_over() {
    let (folder, mut desk) = demo();
    let path = old(&desk, folder.path());
    desk.sign_out();
    desk.sign_in("huong", PASSWORD).expect("a clerk signs in");
    assert!(matches!(desk.import_open(&path), Err(AppError::NotAllowed)));
    assert!(matches!(desk.import_run(1), Err(AppError::NotAllowed)));
    assert!(matches!(desk.import_undo(1, "thử", 1), Err(AppError::NotAllowed)));
}
