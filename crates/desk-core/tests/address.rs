//! Addresses parted and their communes found among old and new units.

use desk_core::address::{Candidate, Parts, UnitName, find, split, unit_name};
use proptest::prelude::*;

/// The new order, as a caller with unit data would say it.
fn new_commune(name: &str, province: &str) -> bool {
    province == "Phú Thọ" && ["Tân Lạc", "Mường Bi", "Hòa Bình"].contains(&name)
}

fn check(address: &str, line: &str, commune: &str, district: &str, province: &str) {
    let parts = split(address, new_commune);
    let bare = |name: &Option<UnitName>| name.as_ref().map_or(String::new(), |name| name.bare.clone());
    let found = [&parts.commune, &parts.district, &parts.province].map(bare);
    assert_eq!((parts.line.as_str(), found), (line, [commune, district, province].map(str::to_owned)), "{address}");
}

#[test]
fn an_address_falls_into_line_commune_district_and_province() {
    check("Xóm Lự, Tử Nê, Tân Lạc, Hòa Bình", "Xóm Lự", "Tử Nê", "Tân Lạc", "Hòa Bình");
    check("Xóm Lự, xã Tử Nê, huyện Tân Lạc, tỉnh Hòa Bình", "Xóm Lự", "Tử Nê", "Tân Lạc", "Hòa Bình");
    check("Khu 2, TT. Mãn Đức, H. Tân Lạc, T. Hòa Bình", "Khu 2", "Mãn Đức", "Tân Lạc", "Hòa Bình");
    check(
        "Số 5, ngõ 3, tổ 2, P. Phương Lâm, TP Hòa Bình, Hòa Bình",
        "Số 5, ngõ 3, tổ 2",
        "Phương Lâm",
        "Hòa Bình",
        "Hòa Bình",
    );
    check("Xóm Lự - xã Tử Nê - huyện Tân Lạc - tỉnh Hòa Bình", "Xóm Lự", "Tử Nê", "Tân Lạc", "Hòa Bình");
    check("Xóm Lự, xã Mường Bi, tỉnh Phú Thọ", "Xóm Lự", "Mường Bi", "", "Phú Thọ");
    check("Xóm Lự, Mường Bi, Phú Thọ", "Xóm Lự", "Mường Bi", "", "Phú Thọ");
    check("Tổ 5, phường Hòa Bình, tỉnh Phú Thọ", "Tổ 5", "Hòa Bình", "", "Phú Thọ");
    check("Tử Nê, Tân Lạc, Hòa Bình", "", "Tử Nê", "Tân Lạc", "Hòa Bình");
    check("Xóm Lự, Tân Lạc, Hòa Bình", "Xóm Lự", "", "Tân Lạc", "Hòa Bình");
    check("Xóm Lự, xã Tử Nê", "Xóm Lự", "Tử Nê", "", "");
    check("Xóm Lự", "Xóm Lự", "", "", "");
    check("", "", "", "", "");
    check("Tổ 1, Phương Lâm, Hòa Bình, Hòa Bình", "Tổ 1", "Phương Lâm", "Hòa Bình", "Hòa Bình");
    check("Bản Chiềng, Trung Thượng, Quan Sơn, Thanh Hóa", "Bản Chiềng", "Trung Thượng", "Quan Sơn", "Thanh Hóa");
    check("Xom Lu, xa Tu Ne, huyen Tan Lac, tinh Hoa Binh", "Xom Lu", "Tu Ne", "Tan Lac", "Hoa Binh");
    check("Thôn 3,Vật Lại,Ba Vì,Thành phố Hà Nội", "Thôn 3", "Vật Lại", "Ba Vì", "Hà Nội");
}

#[test]
fn a_unit_is_the_same_with_or_without_its_level_and_wherever_its_tone_stands() {
    let yes =
        [("Tử Nê", "Xã Tử Nê"), ("xã TỬ NÊ", "Tử Nê"), ("Hoà Bình", "Thành phố Hòa Bình"), ("TT. Bo", "Thị trấn Bo")];
    for (a, b) in yes {
        assert!(unit_name(a).is(b), "{a} / {b}");
    }
    for (a, b) in [("Tu Ne", "Xã Tử Nê"), ("phường Hòa Bình", "Xã Hòa Bình"), ("Tân Lạc", "Huyện Lạc Sơn")]
    {
        assert!(!unit_name(a).is(b), "{a} / {b}");
    }
    assert_eq!(unit_name("Xã"), UnitName { bare: "Xã".into(), kind: None });
}

#[test]
fn candidates_are_found_by_all_that_the_address_names() {
    let units = [
        Candidate { names: &["Xã Cao Sơn"], district: "Huyện Đà Bắc", province: "Tỉnh Hòa Bình" },
        Candidate { names: &["Xã Cao Sơn"], district: "Huyện Lương Sơn", province: "Tỉnh Hòa Bình" },
        Candidate { names: &["Xã Cao Sơn"], district: "", province: "Tỉnh Phú Thọ" },
        Candidate {
            names: &["Xã Mỵ Hòa", "Xã Mi Hòa"], district: "Huyện Kim Bôi", province: "Tỉnh Hòa Bình"
        },
        Candidate { names: &["Xã Tân Lạc"], district: "", province: "Tỉnh Phú Thọ" },
    ];
    let check = |address: &str, found: &[usize]| {
        let parts = split(address, |name, province| province == "Phú Thọ" && ["Cao Sơn", "Tân Lạc"].contains(&name));
        assert_eq!(find(&parts, &units), found, "{address}: {parts:?}");
    };
    check("Xóm Sèo, Cao Sơn, Đà Bắc, Hòa Bình", &[0]);
    check("Xóm 2, xã Cao Sơn, huyện Lương Sơn, tỉnh Hòa Bình", &[1]);
    check("Xóm 2, xã Cao Sơn, tỉnh Phú Thọ", &[2]);
    check("Xóm 2, Cao Sơn, Phú Thọ", &[2]);
    check("Xóm 2, xã Cao Sơn, tỉnh Hòa Bình", &[0, 1]);
    check("Xóm 2, Mi Hoà, Kim Bôi, Hòa Bình", &[3]);
    check("Xóm 2, Tân Lạc, Phú Thọ", &[4]);
    check("Xóm 2, Vật Lại, Ba Vì, Hà Nội", &[]);
    check("Xóm 2", &[]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), shaped in "[a-zA-ZÀ-ỹ., -]{0,60}", new in any::<bool>()) {
        for text in [text, shaped] {
            let parts: Parts = split(&text, |_, _| new);
            let _ = find(&parts, &[Candidate { names: &["Xã Tử Nê"], district: "", province: "" }]);
            let _ = unit_name(&text).is("Xã Tử Nê");
        }
    }
}
