//! The national export, on the real program: what is in the file, and what it names as missing.

use serde_json::{Value, json};

use crate::{
    office::{Office, dossier, dossier_with},
    province::act,
};

fn export(office: &Office, name: &str) -> (Value, Value) {
    let out = office.path(name);
    let word = out.to_str().expect("UTF-8");
    let words = ["--from", "2024-03-05", "--to", "2024-03-06", "--out", word];
    let said = office.ask("national-export", &words).good();
    office.ask("national-export", &words).error("file_there");
    (said, serde_json::from_slice(&std::fs::read(out).expect("reads")).expect("JSON"))
}

#[test]
fn a_period_goes_out_in_the_national_shapes_and_names_what_each_dossier_lacks() {
    let office = Office::demo("2024");
    let code = |reply: &Value| reply["code"].as_str().expect("a code").to_owned();
    let whole = code(&office.receive(&dossier(), "2024-03-05T08:15:00+07:00").good());
    act(&office, &whole, "hand_over", &json!({"to": "Công chức Tư pháp - Hộ tịch"}), "2024-03-05T09:00:00+07:00").good();
    let anonymous = dossier_with("owner.personal_number", Value::Null);
    let nameless = code(&office.receive(&anonymous, "2024-03-05T08:20:00+07:00").good());
    // A voided number, and the day after the period.
    let void = code(&office.receive(&dossier_with("owner.name", json!("Đinh Thị Hủy")), "2024-03-05T08:30:00+07:00").good());
    act(&office, &void, "request_void", &json!({"reason": "nhập hai lần"}), "2024-03-05T08:31:00+07:00").good();
    act(&office, &void, "approve_void", &json!({"reason": "đúng"}), "2024-03-05T08:32:00+07:00").good();
    office.receive(&dossier_with("owner.name", json!("Hà Văn Sau")), "2024-03-07T08:15:00+07:00").good();

    let (said, file) = export(&office, "quoc-gia.json");
    assert_eq!((&said["dossiers"], &said["void"]), (&json!(2), &json!(1)), "{said}");
    assert_eq!(said["findings"], json!([{"code": nameless, "field": "DinhDanhCHS", "what": "missing"}]));
    let message = &file["DongBoHoSoMC"];
    assert_eq!(message["service"], "DongBoHoSoMC");
    let data = message["data"].as_array().expect("dossiers");
    let one = data.iter().find(|one| one["MaHoSo"] == json!(whole)).expect("it is there");
    assert_eq!((&one["MaTTHC"], &one["NgayTiepNhan"]), (&json!("1.004873"), &json!("20240305081500")));
    assert_eq!((&one["TrangThaiHoSo"], &one["KenhThucHien"]), (&json!("2"), &json!("1")));
    assert_eq!(one["NgayHenTra"].as_str().map(|due| &due[..8]), Some("20240308"), "{one}");
    assert_eq!(one["DanhSachLePhi"], json!([]), "a fee that nobody published is no row and never 0");
    assert!(data.iter().all(|one| one["ChuHoSo"] != "Hà Văn Sau" && one["MaHoSo"] != json!(void)));
    let batches = file["CapNhatTienDoHoSoMC"].as_array().expect("batches");
    let steps: Vec<&Value> = batches.iter().flat_map(|batch| batch["data"].as_array().expect("steps")).collect();
    assert_eq!(json!(steps.len()), said["steps"]);
    let of_it: Vec<(&str, &str)> = steps
        .iter()
        .filter(|step| step["MaHoSo"] == json!(whole))
        .map(|step| (step["NoiDungXuLy"].as_str().expect("words"), step["PhongBanXuLy"].as_str().expect("a place")))
        .collect();
    assert_eq!(of_it.len(), 2, "{of_it:?}");
    assert_eq!((of_it[0].0, of_it[1]), ("Tiếp nhận hồ sơ", ("Chuyển hồ sơ", "Công chức Tư pháp - Hộ tịch")));
    assert!(!serde_json::to_string(&file).expect("text").contains("null"), "what is not known is left out");

    let (_, again) = export(&office, "again.json");
    assert_eq!(again, file, "the same record gives the same file");
    let out = office.path("x.json");
    let word = out.to_str().expect("UTF-8");
    let asked = |words: &[&str]| office.ask("national-export", &[words, &["--out", word]].concat());
    asked(&["--from", "2024-03-06", "--to", "2024-03-05"]).error("bad_input");
    asked(&["--from", "2024-03-05", "--to", "2024-03-06", "--as", "huong"]).error("not_allowed");
    assert!(!out.exists());
}
