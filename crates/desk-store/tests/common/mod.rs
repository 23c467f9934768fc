//! Scratch stores and made-up dossiers for tests and benches. Everything here follows from a number, nothing is drawn.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test and bench uses its part")]

use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use desk_core::{
    calendar::DuePolicy,
    dossier::{
        Fact, FeeLine, FeePaid, FormPrinted, LimitUsed, PaperLine, PaperState, Party, PrintEnded, PrintOutcome,
        ProcedureUsed, Received, ReturnBy, Sex, Submitter,
    },
    due::{Step, Why},
    ids::{DeviceId, DossierId, PersonId},
    office::{DeviceBegan, OfficeFact, Person, PersonGranted, Role},
    procedure::{Channel, Need},
    rule::Rule,
    time::{Moment, at_wall},
};
use desk_log::{DeviceKey, Head};
use desk_store::{Act, NewEntry, NewStore, Salts, Settlement, Store, StoreError};

/// The key of every scratch store.
pub const KEY: [u8; 32] = [0x42; 32];
/// The unit of every scratch store.
pub const UNIT: &str = "H28.155";

/// A folder with a place for a store and one for its notes.
pub struct Scratch {
    /// Removed at the end, unless it is a bench's own folder.
    pub dir: Option<tempfile::TempDir>,
    /// The store's folder.
    pub folder: PathBuf,
    /// The state folder.
    pub state: PathBuf,
}

impl Scratch {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a scratch folder");
        let (folder, state) = (dir.path().join("store"), dir.path().join("state"));
        Scratch { folder, state, dir: Some(dir) }
    }

    pub fn at(place: &Path) -> Self {
        Scratch { folder: place.join("store"), state: place.join("state"), dir: None }
    }

    pub fn new_store(&self) -> NewStore {
        NewStore {
            device_secret: [7; 32],
            data_key: KEY,
            office: "04885@2020-01-01".to_owned(),
            reference: "2026.11".to_owned(),
            demo: true,
            state_dir: self.state.clone(),
        }
    }

    /// A new store of the same office at another counter, with a machine of its own and a supervisor.
    pub fn create_at(&self, counter: u8) -> Store {
        let new = NewStore { device_secret: [100 + counter; 32], ..self.new_store() };
        let store = Store::create(&self.folder, new).expect("a store is made");
        begin_at(&store, counter);
        store
    }

    /// A new store with its device, one clerk, and salts that follow from their place.
    pub fn create(&self) -> Store {
        let store = Store::create(&self.folder, self.new_store()).expect("a store is made");
        begin(&store);
        store
    }

    pub fn open(&self) -> Result<Store, StoreError> {
        let store = Store::open(&self.folder, KEY, &self.state)?;
        store.set_salts(Salts::Seeded(1));
        Ok(store)
    }
}

pub fn begin(store: &Store) {
    begin_at(store, 1);
}

fn begin_at(store: &Store, counter: u8) {
    store.set_salts(Salts::Seeded(counter.into()));
    let began = began(store.public_key(), counter, None);
    let clerk = Person {
        id: clerk(),
        login: "quyen".to_owned(),
        name: "Quách Thị Quyên".to_owned(),
        roles: [Role::Clerk, Role::Supervisor].into(),
        retired: false,
    };
    let entries = vec![
        NewEntry::Office(OfficeFact::DeviceBegan(began)),
        NewEntry::Office(OfficeFact::PersonGranted(PersonGranted { person: clerk })),
    ];
    store.append(Act { at: moment(2016, 1, 4, 8, 0), actor: None, entries }).expect("the first act");
}

fn began(public_key: [u8; 32], counter: u8, continues: Option<(DeviceId, u64)>) -> DeviceBegan {
    DeviceBegan {
        public_key: hex::encode(public_key),
        counter,
        identifier: UNIT.to_owned(),
        policy: DuePolicy::SameHalfDay,
        name: "TUNE-01".to_owned(),
        demo: true,
        continues,
    }
}

/// Settles a restored store as a new device whose secret is one byte; gives the old head.
pub fn settle_anew(store: &Store, secret: u8) -> Head {
    let (old, secret) = (store.head().expect("has a head"), [secret; 32]);
    let began = began(DeviceKey::from_secret(secret).public(), 1, Some((old.device, old.seq)));
    let entries = vec![NewEntry::Office(OfficeFact::DeviceBegan(began))];
    let first = Act { at: moment(2016, 1, 4, 8, 0), actor: None, entries };
    store.settle(Settlement::NewDevice { secret, first }).expect("settles");
    old
}

pub fn clerk() -> PersonId {
    PersonId::from_bytes([0xc1; 16])
}

pub fn moment(y: i32, m: u32, d: u32, hour: u32, minute: u32) -> Moment {
    let day = NaiveDate::from_ymd_opt(y, m, d).expect("a day");
    at_wall(day.and_hms_opt(hour, minute, 0).expect("a time"))
}

/// Numbers that look drawn (SplitMix64).
pub struct Drawn(pub u64);

impl Drawn {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// One of a list whose beginning comes far more often than its end, as names and procedures do.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let n = of.len() as u64;
        let (a, b) = (self.below(n), self.below(n));
        &of[a.min(b) as usize]
    }
}

const SURNAMES: [&str; 16] = [
    "Bùi", "Nguyễn", "Quách", "Đinh", "Hà", "Trần", "Lê", "Phạm", "Hoàng", "Xa", "Lò", "Vũ", "Đỗ", "Đặng", "Bạch",
    "Sùng",
];
const MIDDLES: [&str; 12] = ["Thị", "Văn", "Thị", "Văn", "Đức", "Thanh", "Minh", "Hữu", "Thu", "Ngọc", "Xuân", "Quang"];
const GIVEN: [&str; 48] = [
    "Hương",
    "Hòa",
    "Duyên",
    "Quyên",
    "Tuấn",
    "Hùng",
    "Lan",
    "Mai",
    "Thủy",
    "Dũng",
    "Sơn",
    "Hải",
    "Linh",
    "Trang",
    "Hạnh",
    "Nam",
    "Việt",
    "Đức",
    "Thảo",
    "Nga",
    "Phượng",
    "Bình",
    "Chiến",
    "Thắng",
    "Yến",
    "Hiền",
    "Oanh",
    "Quý",
    "Tâm",
    "Thuận",
    "Long",
    "Cường",
    "Khánh",
    "Ngân",
    "Ánh",
    "Hoa",
    "Huệ",
    "Loan",
    "Mỵ",
    "Nhung",
    "Phúc",
    "Quân",
    "Tiến",
    "Toàn",
    "Uyên",
    "Vân",
    "Xuyến",
    "Kiều",
];
/// Names of made-up procedures, as long and as alike as official ones.
const PROCEDURES: [(&str, &str); 24] = [
    ("Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan có thẩm quyền cấp", "Chứng thực"),
    ("Đăng ký khai sinh", "Hộ tịch"),
    ("Cấp bản sao trích lục hộ tịch", "Hộ tịch"),
    ("Cấp giấy xác nhận tình trạng hôn nhân", "Hộ tịch"),
    ("Chứng thực chữ ký trong các giấy tờ, văn bản", "Chứng thực"),
    ("Đăng ký kết hôn", "Hộ tịch"),
    ("Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất", "Đất đai"),
    ("Đăng ký khai tử", "Hộ tịch"),
    ("Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hằng tháng", "Bảo trợ xã hội"),
    ("Đăng ký thành lập hộ kinh doanh", "Doanh nghiệp"),
    ("Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ", "Xây dựng"),
    ("Đăng ký lại khai sinh", "Hộ tịch"),
    ("Hỗ trợ chi phí mai táng", "Bảo trợ xã hội"),
    ("Thay đổi, cải chính, bổ sung hộ tịch, xác định lại dân tộc", "Hộ tịch"),
    ("Xác nhận hộ nghèo, hộ cận nghèo", "Bảo trợ xã hội"),
    ("Chuyển mục đích sử dụng đất", "Đất đai"),
    ("Đăng ký thay đổi nội dung hộ kinh doanh", "Doanh nghiệp"),
    ("Cấp lại giấy chứng nhận quyền sử dụng đất do bị mất", "Đất đai"),
    ("Đăng ký giám hộ", "Hộ tịch"),
    ("Đăng ký nhận cha, mẹ, con", "Hộ tịch"),
    ("Công nhận gia đình văn hóa", "Văn hóa"),
    ("Giải quyết tranh chấp đất đai lần đầu", "Đất đai"),
    ("Thông báo tổ chức lễ hội", "Văn hóa"),
    ("Tiếp công dân tại cấp xã", "Tiếp công dân"),
];
const PAPERS: [&str; 6] = [
    "Tờ khai theo mẫu quy định, có xác nhận của người yêu cầu",
    "Giấy chứng sinh hoặc giấy tờ thay thế giấy chứng sinh theo quy định",
    "Bản chính giấy tờ, văn bản làm cơ sở để chứng thực bản sao",
    "Thẻ căn cước công dân hoặc hộ chiếu còn giá trị sử dụng",
    "Giấy chứng nhận quyền sử dụng đất đã cấp (bản gốc)",
    "Văn bản ủy quyền được chứng thực theo quy định của pháp luật",
];

/// A made-up person.
pub fn party(drawn: &mut Drawn) -> Party {
    let name = format!("{} {} {}", drawn.one(&SURNAMES), drawn.one(&MIDDLES), drawn.one(&GIVEN));
    let year = 1945 + drawn.below(60) as i32;
    let born = NaiveDate::from_ymd_opt(year, 1, 1).and_then(|day| day.checked_add_days(Days::new(drawn.below(365))));
    let female = drawn.below(2);
    let digit = if year < 2000 { female } else { 2 + female };
    Party {
        name,
        personal_number: Some(format!("017{digit}{:02}{:06}", year % 100, drawn.below(1_000_000))),
        birth_date: born,
        sex: Some(if female == 1 { Sex::Female } else { Sex::Male }),
        phone: (drawn.below(4) > 0).then(|| format!("09{:08}", drawn.below(100_000_000))),
        address: Some(format!("Xóm {}, xã Tử Nê, huyện Tân Lạc", 1 + drawn.below(14))),
        ..Party::default()
    }
}

/// The `n`th dossier of a desk that takes `per_day` a day from 4 January 2016 on.
pub fn received(n: u64, per_day: u64, seed: u64) -> Received {
    let mut drawn = Drawn(seed ^ n.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let first = NaiveDate::from_ymd_opt(2016, 1, 4).expect("a day");
    let day = first.checked_add_days(Days::new(n / per_day)).expect("a day");
    let within = n % per_day;
    let minute = 7 * 60 + within * 9 * 60 / per_day;
    let time = NaiveTime::from_num_seconds_from_midnight_opt((minute * 60) as u32, 0).expect("a time");
    let at = at_wall(day.and_time(time));
    let which =
        drawn.one(&[0_usize, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
    let (name, sector) = PROCEDURES[*which];
    let owner = party(&mut drawn);
    let submitter =
        (drawn.below(10) == 0).then(|| Submitter { party: party(&mut drawn), standing: Some("Con".into()) });
    let days = 1 + drawn.below(15);
    let step = |k: u64| Step {
        date: day.checked_add_days(Days::new(k)).expect("a day"),
        counts: k > 0,
        why: if k == 0 { Why::Received } else { Why::Working },
    };
    let papers = 2 + drawn.below(4) as usize;
    Received {
        code: format!("{UNIT}-{}-{:04}", day.format("%y%m%d"), within + 1),
        book: format!("1/{}", day.format("%Y")),
        book_number: (n + 1) as u32,
        procedure: ProcedureUsed {
            code: format!("1.{:06}", 1_000 + which * 37),
            name: name.to_owned(),
            sector: sector.to_owned(),
            as_of: "2026-07".to_owned(),
        },
        channel: *drawn.one(&Channel::ALL),
        case: None,
        owner,
        submitter,
        papers: (0..papers)
            .map(|index| PaperLine {
                index: Some(index as u16),
                name: PAPERS[index].to_owned(),
                need: Need::Always,
                state: PaperState::Given,
                originals: 1,
                copies: 0,
                reason: None,
            })
            .collect(),
        sets: 1,
        limit: LimitUsed {
            rule: Rule::WorkingHalfDays(2 * days as u16),
            text: Some(format!("{days} ngày làm việc")),
            typed_because: None,
            decision: None,
        },
        received_at: at,
        counted_from: at,
        due: Some(at + TimeDelta::days(days as i64)),
        due_typed_because: None,
        steps: (0..=days).map(step).collect(),
        provisional: false,
        fee: FeeLine::Amount { vnd: 8_000, paid: FeePaid::Now },
        return_by: ReturnBy::Desk,
        form_set: "tt01-2018".to_owned(),
        clerk: "Quách Thị Quyên".to_owned(),
        duplicate_of: None,
        back_entry: None,
    }
}

/// The id of the `n`th dossier.
pub fn id(n: u64, at: Moment, seed: u64) -> DossierId {
    let mut random = [0; 10];
    let mut drawn = Drawn(seed ^ !n);
    random[..8].copy_from_slice(&drawn.next().to_be_bytes());
    DossierId::new(at.timestamp_millis().unsigned_abs(), random)
}

/// The first print of a dossier's receipt.
pub fn printed(at: Moment, head: String) -> FormPrinted {
    FormPrinted {
        form: "receipt".to_owned(),
        number: 1,
        copies: 2,
        to: "LBP2900".to_owned(),
        proof: "A".repeat(128),
        head,
        slip: None,
        replaces: None,
        at,
    }
}

/// How that print ended.
pub fn ended(outcome: PrintOutcome) -> PrintEnded {
    PrintEnded { form: "receipt".to_owned(), number: 1, outcome }
}

/// Receives a dossier and prints its receipt: one act, two entries.
pub fn receive(store: &Store, n: u64, received: Received) -> Result<DossierId, StoreError> {
    let at = received.received_at;
    let id = id(n, at, 1);
    store.act(at, Some(clerk()), |tx| {
        let accepted = tx.append(NewEntry::Dossier(id, Fact::Received(Box::new(received))))?;
        tx.append(NewEntry::Dossier(id, Fact::FormPrinted(printed(at, accepted.on_paper()))))?;
        Ok::<_, StoreError>(id)
    })
}

/// The act that receives the `n`th dossier.
pub fn act(n: u64, per_day: u64, seed: u64) -> Act {
    let received = received(n, per_day, seed);
    let at = received.received_at;
    let id = id(n, at, seed);
    let entries = vec![
        NewEntry::Dossier(id, Fact::Received(Box::new(received))),
        NewEntry::Dossier(id, Fact::FormPrinted(printed(at, String::new()))),
    ];
    Act { at, actor: Some(clerk()), entries }
}

/// The file as SQLite sees it, while no store has it open.
pub fn raw(scratch: &Scratch) -> rusqlite::Connection {
    let db = rusqlite::Connection::open(scratch.folder.join("motcua.db")).expect("opens");
    db.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA cipher_page_size = 2048; PRAGMA cipher_hmac_algorithm = HMAC_SHA256",
        hex::encode(KEY)
    ))
    .expect("sets");
    db
}

/// The first lines of a list.
pub fn page_of(limit: u32) -> desk_store::Page {
    desk_store::Page { offset: 0, limit }
}
