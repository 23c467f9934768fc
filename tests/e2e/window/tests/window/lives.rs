//! Five whole lives on one desk, from the card to the citizen's hands, by keyboard and scanner over nine days: plain;
//! supplemented; extended then late; refused by the department; returned by post to an authorised person. Every paper is
//! what a real CUPS queue received. Days pass between two openings of the program: an act of a script at a later moment, and
//! the demo's clock goes on from there.
use serde_json::json;
use true_window::acts::{
    DEPARTMENT, by_button, by_menu, call, next, open_dossier, put, received, scan_on, wait_focus, walk_to,
};
use true_window::cups::{Cups, Queue};
use true_window::keys::{ALT, CTRL, DOWN, ENTER, SPACE, TAB, f};
use true_window::office::{CARD, choose_printer, sign_in, take_in};
use true_window::{Desk, Office, Sheet};

/// Most keys a return may cost: F4, the scan of the receipt, F9.
const RETURN_KEYS_MAX: u32 = 3;
/// Most keys a pile that goes out may cost, however high: Ctrl+5, F8, F9.
const PILE_KEYS_MAX: u32 = 3;

/// Certificate of marital status: three working days.
const PROCEDURE: &str = "xntthn";
const HONG: &str = "017185002222||Hà Thị Hồng|12091985|Nữ|Xóm Bin, Tử Nê, Tân Lạc, Hòa Bình|10052021";
const LOI: &str = "017080003333||Đinh Công Lợi|20021980|Nam|Xóm Bin, Tử Nê, Tân Lạc, Hòa Bình|10052021";
const THANH: &str = "017092004444||Bùi Văn Thành|03041992|Nam|Xóm Cú, Tử Nê, Tân Lạc, Hòa Bình|10052021";
const SUBMITTER: &str = "017090005555||Quách Công Quỳnh|15061990|Nam|Xóm Ải, Tử Nê, Tân Lạc, Hòa Bình|10052021";
const OWNER: &str = "Quách Thị Ườm";
const AUTHORITY: &str = "Giấy ủy quyền 15/UQ";

/// Codes of the five.
struct Lives {
    plain: String,
    supplemented: String,
    late: String,
    refused: String,
    posted: String,
}

/// The printer's output as it comes.
struct Papers<'a> {
    queue: &'a Queue<'a>,
    seen: usize,
}

impl Papers<'_> {
    /// The next sheet, which shows all of these words.
    fn next(&mut self, name: &str, words: &[&str]) -> Sheet {
        self.seen += 1;
        let printed = self.queue.wait_printed(self.seen).expect("paper");
        assert_eq!(printed.len(), self.seen, "one job for one act");
        let sheet = Sheet::read(&printed[self.seen - 1], &format!("lives-{name}")).expect("a sheet to read");
        for words in words {
            assert!(sheet.says(words), "{name} does not say “{words}”: {}", sheet.words);
        }
        sheet
    }
}

#[test]
fn five_whole_lives_go_by_keyboard_and_every_paper_comes_out() {
    let cups = Cups::start().expect("CUPS");
    let queue = cups.queue("giay-hen").expect("a queue");
    let office = Office::demo("2024").expect("an office");
    let clerk = office.login("clerk").expect("a clerk").to_owned();
    let mut papers = Papers { queue: &queue, seen: 0 };
    let open = || {
        let desk = office.open(Some(&cups)).expect("a window");
        sign_in(&desk, &clerk).expect("signed in");
        desk
    };

    let desk = open();
    choose_printer(&desk, queue.name()).expect("a printer");
    let (lives, receipt) = tuesday(&desk, &mut papers);
    drop(desk);

    days_pass(&office, &lives.late, "2024-03-07T08:00:00+07:00");
    let desk = open();
    thursday(&desk, &mut papers, &lives, &receipt);
    drop(desk);

    days_pass(&office, &lives.late, "2024-03-14T08:00:00+07:00");
    let desk = open();
    next_thursday(&desk, &mut papers, &lives);
    drop(desk);

    for code in [&lives.plain, &lives.supplemented, &lives.late, &lives.refused, &lives.posted] {
        let status = office.cli(&["status", "--code", code, "--json"]).expect("a status");
        assert_eq!((&status["status"], &status["national"]), (&json!("returned"), &json!(10)), "{status}");
    }
    assert_eq!(office.cli(&["verify", "--json"]).expect("an answer")["ok"], json!(true));
}

/// Somebody at another machine of the office notes something at a later moment: the record's newest time, from which the
/// demo's clock goes on.
fn days_pass(office: &Office, code: &str, at: &str) {
    let note = office.store().with_file_name("note.json");
    std::fs::write(&note, json!({"about": "contact", "text": "đã gọi điện báo công dân"}).to_string()).expect("a file");
    let note = note.display().to_string();
    office
        .cli(&["act", "--code", code, "--do", "add_note", "--input", &note, "--at", at, "--json"])
        .expect("a note at that moment");
}

/// 5 March: all five are received; the department gets them, turns one away; the plain one gets its result.
fn tuesday(desk: &Desk, papers: &mut Papers<'_>) -> (Lives, Sheet) {
    let take = |papers: &mut Papers<'_>, card: &str, words: &str, name: &str| {
        let code = take_in(desk, card, words, &format!("lives-{name}")).expect("a dossier");
        let owner = card.split('|').nth(2).expect("a name");
        (code.clone(), papers.next(&format!("{name}-receipt"), &["GIẤY TIẾP NHẬN HỒ SƠ", &code, owner]))
    };
    let (plain, receipt) = take(papers, CARD, "dkks", "plain");
    let (supplemented, _) = take(papers, HONG, PROCEDURE, "supplemented");
    let (late, _) = take(papers, LOI, PROCEDURE, "late");
    let (refused, _) = take(papers, THANH, PROCEDURE, "refused");
    let posted = take_in_for_somebody(desk);
    papers.next("posted-receipt", &[&posted, OWNER, "Quách Công Quỳnh", "bưu chính"]);
    let lives = Lives { plain, supplemented, late, refused, posted };

    // The plain one goes by itself and teaches the desk where the field's dossiers go.
    open_dossier(desk, &lives.plain).expect("the dossier");
    next(desk, "Bàn giao cho bộ phận chuyên môn", || {
        wait_focus(desk, "#act-to")?;
        desk.type_text(DEPARTMENT)
    })
    .expect("handed over");
    papers.next("plain-handover", &["BÀN GIAO HỒ SƠ", DEPARTMENT, &lives.plain]);
    next(desk, "Xác nhận đã nhận bàn giao", || Ok(())).expect("confirmed");

    pile(desk, papers, &lives);

    open_dossier(desk, &lives.plain).expect("the dossier");
    next(desk, "Nhập kết quả giải quyết", || put(desk, "act-number", "12/GKS")).expect("a result");
    desk.wait_words("Có kết quả").expect("it is there");
    desk.picture("lives-plain-ready").expect("a picture");

    open_dossier(desk, &lives.supplemented).expect("the dossier");
    by_button(desk, "request_supplement", "Yêu cầu bổ sung, hoàn thiện hồ sơ", || {
        wait_focus(desk, "#act-items")?;
        desk.press(&[SPACE])?;
        put(desk, "act-reason", "tờ khai chưa ký")?;
        put(desk, "act-deadline", "20/3/24")?;
        desk.press(&[TAB])?;
        desk.wait_words("Sau đó: Chờ bổ sung")
    })
    .expect("asked for papers");
    papers.next(
        "supplemented-request",
        &["PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Hà Thị Hồng", "tờ khai chưa ký", "20 tháng 3 năm 2024"],
    );
    desk.picture("lives-supplement-asked").expect("a picture");
    (lives, receipt)
}

/// The citizen's cousin brings her dossier with an authorisation; the result is to go by post.
fn take_in_for_somebody(desk: &Desk) -> String {
    let opened = || {
        desk.press(&[f(2)])?;
        desk.wait_screen("intake").map(drop)
    };
    scan_on(desk, SUBMITTER, opened).expect("the card is scanned");
    wait_focus(desk, "#procedure").expect("the card is in the form");
    // Chủ hồ sơ: somebody else. Typing chooses in a list of the system.
    walk_to(desk, "#owner-kind", true).expect("the list");
    desk.press(&[ENTER]).expect("open");
    desk.wait_for("[role=option]").expect("who the owner may be");
    desk.press(&[DOWN]).expect("the next one");
    desk.press(&[ENTER]).expect("chosen");
    desk.wait_for("#submitter-standing").expect("a second block");
    for (id, text) in [("submitter-standing", AUTHORITY), ("owner-name", OWNER), ("owner-address", "Xóm Ải, Tử Nê")]
    {
        put(desk, id, text).expect("typed");
    }
    walk_to(desk, "#procedure", false).expect("the procedure's box");
    desk.type_keys(PROCEDURE).expect("typed");
    desk.wait_for("[role=option]").expect("found");
    desk.press(&[ENTER]).expect("Enter");
    desk.wait_words("Chưa xem").expect("its papers");
    desk.press(&[f(8)]).expect("F8");
    desk.until("all that is needed is there", || Ok(!desk.page_text()?.contains("Bắt buộc 0/"))).expect("F8 marks");
    walk_to(desk, "#return_by", false).expect("how it is returned");
    desk.press(&[ENTER]).expect("open");
    desk.wait_for("[role=option]").expect("the ways");
    desk.press(&[DOWN]).expect("by post");
    desk.press(&[ENTER]).expect("chosen");
    desk.picture("lives-posted-filled").expect("a picture");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_words("Đã lưu").expect("saved");
    let text = desk.page_text().expect("words");
    let after = text.split("Đã lưu ").nth(1).expect("the line after saving");
    after.split(". ").next().unwrap_or_default().trim().to_owned()
}

/// Thirty dossiers on one slip, keys counted; the department takes twenty-nine.
fn pile(desk: &Desk, papers: &mut Papers<'_>, lives: &Lives) {
    let owners: Vec<String> = (1..=26).map(|n| format!("Bùi Thị Mẫu {n}")).collect();
    let others = received(desk, "1.004873", &owners).expect("others of the field");
    desk.take_keys();
    desk.press(&[CTRL, '5']).expect("Ctrl+5");
    desk.wait_screen("handover").expect("Bàn giao");
    wait_focus(desk, "#handover-grid").expect("the pile");
    desk.press(&[f(8)]).expect("F8");
    desk.wait_words("30").expect("thirty are marked");
    desk.picture("lives-pile-marked").expect("a picture");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_words(&format!("Đã bàn giao 30 hồ sơ cho {DEPARTMENT}")).expect("handed over");
    let keys = desk.take_keys();
    assert!(keys <= PILE_KEYS_MAX, "{keys} keys for thirty dossiers");
    desk.picture("lives-pile-done").expect("a picture");
    let mut codes: Vec<&str> = others.iter().map(String::as_str).collect();
    codes.extend([&*lives.supplemented, &lives.late, &lives.refused, &lives.posted]);
    codes.sort_unstable();
    let slip = papers.next("pile-handover", &["BÀN GIAO HỒ SƠ", DEPARTMENT, "Hà Thị Hồng", OWNER]);
    let on_slip: Vec<&str> = codes.iter().copied().filter(|code| slip.says(code)).collect();
    assert_eq!((codes.len(), on_slip), (30, codes), "every dossier stands on the slip");
    assert!(!slip.says(&lives.plain), "and no other");

    desk.press(&[ALT, '2']).expect("Alt+2");
    wait_focus(desk, "#handover-grid").expect("what waits to be confirmed");
    desk.wait_words(&lives.refused).expect("it is among them");
    scan_on(desk, &lives.refused, || Ok(())).expect("scanned");
    desk.wait_for("#handover-grid [aria-selected='true']").expect("the scan marks it");
    walk_to(desk, ".foot button[aria-expanded='false']", false).expect("Không nhận bàn giao");
    desk.press(&[ENTER]).expect("Enter");
    wait_focus(desk, "#handover-reason").expect("why");
    desk.type_text("Thiếu chữ ký của người nộp").expect("typed");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_words("Đã ghi 1 hồ sơ bên nhận không nhận").expect("it came back");
    desk.press(&[f(8)]).expect("F8");
    put(desk, "handover-receiver", "Lê Văn Hải").expect("who signed");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_words("Đã ghi bên nhận xác nhận 29 hồ sơ").expect("the others are taken");
    desk.picture("lives-pile-confirmed").expect("a picture");
    // They were there to be many; what becomes of them is not told.
    let form = json!({"verb": "withdraw", "fields": {"reason": "không thuộc bài thử"}, "items": [], "papers": []});
    call(desk, "dossier_act", &json!({"dossiers": others, "form": form, "on_slip": null})).expect("taken back");
}

/// 7 March: the plain result is fetched, papers come, a date is put off, the department says no, a result goes by post.
fn thursday(desk: &Desk, papers: &mut Papers<'_>, lives: &Lives, receipt: &Sheet) {
    // What stands on the paper in the citizen's hand, read off its dots.
    let qr = receipt.qr().expect("a QR code on the receipt");
    assert!(qr.starts_with(&lives.plain), "{qr}");
    desk.take_keys();
    put_on_counter(desk, &lives.plain, &qr).expect("the receipt opens its dossier");
    desk.picture("lives-plain-counter").expect("a picture");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_words(&format!("Đã trả kết quả {}", lives.plain)).expect("returned");
    // The scanner's own work is one thing that the clerk does, though no key.
    let keys = desk.take_keys() + 1;
    assert!(keys <= RETURN_KEYS_MAX, "{keys} keys for a return");
    papers.next("plain-collected", &["TRẢ KẾT QUẢ", &lives.plain, "Quách Thị Mỹ Duyên", "12/GKS"]);

    open_dossier(desk, &lives.supplemented).expect("the dossier");
    next(desk, "Nhận giấy tờ bổ sung", || {
        // Two working days of waiting move Friday noon to Tuesday noon.
        desk.wait_words("Hẹn trả mới: 11:30 thứ Ba, 12/03/2024")?;
        desk.picture("lives-supplement-answer")?;
        Ok(())
    })
    .expect("papers taken in");
    desk.wait_words("11:30 thứ Ba, 12/03/2024").expect("the new date");

    open_dossier(desk, &lives.late).expect("the dossier");
    by_menu(desk, "Xin lỗi và hẹn lại", "Xin lỗi và hẹn lại ngày trả kết quả", || {
        put(desk, "act-reason", "chờ xác minh nơi cư trú trước đây")?;
        put(desk, "act-signer", "Chủ tịch UBND xã")?;
        desk.wait_words("Hẹn trả mới: 11:30 thứ Ba, 12/03/2024")?;
        desk.picture("lives-late-apology").map(drop)
    })
    .expect("put off");
    papers.next(
        "late-apology",
        &[
            "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
            "Đinh Công Lợi",
            &lives.late,
            "chờ xác minh",
            "12 tháng 3 năm 2024",
        ],
    );

    open_dossier(desk, &lives.refused).expect("the dossier");
    desk.wait_words("Thiếu chữ ký của người nộp").expect("why it came back");
    next(desk, "Bàn giao cho bộ phận chuyên môn", || put(desk, "act-to", DEPARTMENT)).expect("handed over again");
    papers.next("refused-handover", &["BÀN GIAO HỒ SƠ", &lives.refused]);
    next(desk, "Xác nhận đã nhận bàn giao", || Ok(())).expect("confirmed");
    next(desk, "Nhập kết quả giải quyết", || {
        walk_to(desk, "input[name='act-outcome']", false)?;
        desk.press(&[DOWN])?;
        put(desk, "act-number", "31/UBND-TP")?;
        put(desk, "act-summary", "Không đủ điều kiện theo Điều 8 Luật Hôn nhân và gia đình")
    })
    .expect("a written refusal");
    desk.wait_words("Không giải quyết được").expect("a result all the same");
    give_back(desk, &lives.refused);
    papers.next("refused-collected", &["TRẢ KẾT QUẢ", &lives.refused, "Bùi Văn Thành", "31/UBND-TP"]);

    by_post(desk, papers, lives);
}

/// The result of the last one goes to the post, addressed to whom the citizen authorised.
fn by_post(desk: &Desk, papers: &mut Papers<'_>, lives: &Lives) {
    open_dossier(desk, &lives.posted).expect("the dossier");
    next(desk, "Nhập kết quả giải quyết", || put(desk, "act-number", "40/XN-UBND")).expect("a result");
    put_on_counter(desk, &lives.posted, &lives.posted).expect("on the counter");
    wait_focus(desk, "#returns-item").expect("the item's number");
    desk.type_keys("EM123456789VN").expect("typed");
    walk_to(desk, "#returns-recipient-owner", false).expect("the addressee");
    desk.press(&[DOWN]).expect("somebody else");
    desk.wait_for("#returns-authority").expect("by what right");
    desk.until("whoever handed it in stands there", || {
        Ok(desk.value(&desk.find("#returns-name")?)? == "Quách Công Quỳnh"
            && desk.value(&desk.find("#returns-authority")?)? == AUTHORITY)
    })
    .expect("filled from the dossier");
    desk.picture("lives-posted-counter").expect("a picture");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_words("Đã gửi bưu chính").expect("sent");
    papers.next(
        "posted-list",
        &[
            "GỬI KẾT QUẢ QUA DỊCH VỤ BƯU CHÍNH",
            "EM123456789VN",
            "Quách Công Quỳnh",
            "Xóm Ải",
            "nhận thay",
            OWNER,
            AUTHORITY,
        ],
    );
}

/// Whoever clicks what a key does is told the key the third time, and not again.
fn the_mouse_is_told_its_key(desk: &Desk) {
    let told = "Phím F3 làm đúng việc vừa bấm";
    for click in 1..=4 {
        let item = "const items = [...document.querySelectorAll('nav a, nav button')];\
            const found = items.find(one => one.querySelector('kbd')?.textContent.trim() === 'F3');\
            if (found) found.id ||= 'rail-register'; return found !== undefined";
        desk.until("the rail is there", || Ok(desk.run(item)? == json!(true))).expect("the rail");
        desk.click(&desk.find("#rail-register").expect("the item")).expect("clicked");
        desk.wait_screen("register").expect("the register");
        let says = desk.page_text().expect("words").contains(told);
        assert_eq!(says, click == 3, "after {click} clicks");
        if says {
            desk.picture("lives-mouse-told").expect("a picture");
        }
    }
}

/// A plain return at the counter.
fn give_back(desk: &Desk, code: &str) {
    put_on_counter(desk, code, code).expect("on the counter");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_words(&format!("Đã trả kết quả {code}")).expect("returned");
}

/// F4, then what is scanned opens its dossier.
fn put_on_counter(desk: &Desk, code: &str, scanned: &str) -> anyhow::Result<()> {
    scan_on(desk, scanned, || {
        desk.press(&[f(4)])?;
        desk.wait_screen("returns")?;
        wait_focus(desk, "#returns-box")
    })?;
    desk.until("the dossier is on the counter", || {
        let shown = desk.run("return document.getElementById('returns-dossier')?.innerText ?? ''")?;
        Ok(shown == json!(code))
    })
}

/// 14 March: the date that was put off has passed too; everything ends.
fn next_thursday(desk: &Desk, papers: &mut Papers<'_>, lives: &Lives) {
    desk.wait_words("Đinh Công Lợi").expect("the late one is among the day's tasks");
    desk.wait_words("trễ").expect("and says so");
    desk.picture("lives-late-today").expect("a picture");
    for (code, number, owner, name) in [
        (&lives.late, "55/XN-UBND", "Đinh Công Lợi", "late"),
        (&lives.supplemented, "56/XN-UBND", "Hà Thị Hồng", "supplemented"),
    ] {
        open_dossier(desk, code).expect("the dossier");
        next(desk, "Nhập kết quả giải quyết", || put(desk, "act-number", number)).expect("a result");
        desk.wait_words("Quá hạn").expect("late, and it says so");
        desk.picture(&format!("lives-{name}-result")).expect("a picture");
        give_back(desk, code);
        papers.next(&format!("{name}-collected"), &["TRẢ KẾT QUẢ", code, owner, number]);
    }
    open_dossier(desk, &lives.posted).expect("the dossier");
    next(desk, "Bưu chính đã phát đến công dân", || Ok(())).expect("delivered");
    desk.wait_words("Đã trả").expect("the end of it");
    desk.wait_words("Quách Công Quỳnh").expect("who has it");
    desk.picture("lives-posted-delivered").expect("a picture");
    the_mouse_is_told_its_key(desk);
    let more = papers.queue.printed().expect("the folder").len();
    assert_eq!(more, papers.seen, "no paper that nobody asked for");
}
