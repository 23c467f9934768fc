//! A desk on the rooms' own store and courier, without a door: its dossiers are made in one go.

use std::sync::Arc;

use desk_app::{
    DemoOffice, Desk, OfficeFile, Paths,
    courier::{Courier, Synced},
    print::NoPrintService,
};
use desk_core::{
    dossier::{Fact, FeePaid, Intake, IntakePaper, PaperState, Party, Received, ReturnBy},
    ids::{DossierId, PersonId},
    office::{DeviceBegan, OfficeFact, Person, PersonGranted, Role},
    procedure::Channel,
};
use desk_log::DeviceKey;
use desk_reference::Reference;
use desk_store::{Act, NewEntry, NewStore, Store};
use serde_json::Value;

use crate::{
    Res,
    server::{Server, fresh},
};

pub(crate) const OFFICE: &str = "05164@2020-01-01";

pub(crate) struct BenchDesk {
    store: Arc<Store>,
    desk: Desk,
    courier: Courier,
    person: PersonId,
    counter: u8,
    received: u32,
}

/// A desk of its own folder, not enrolled.
fn founded(name: &str, counter: u8) -> Res<(Desk, Arc<Store>, PersonId)> {
    let root = fresh(name)?;
    let person = PersonId::from_bytes([counter; 16]);
    let reference = Reference::shipped();
    let unit = reference.unit_at(OFFICE).ok_or("no such unit")?;
    let founded = DemoOffice::Y2024.founded();
    let new = NewStore {
        device_secret: [100 + counter; 32],
        data_key: [counter; 32],
        office: OFFICE.to_owned(),
        reference: reference.version().to_owned(),
        demo: true,
        state_dir: root.join("state"),
    };
    let store = Arc::new(Store::create(&root.join("store"), new)?);
    let began = DeviceBegan {
        public_key: hex::encode(store.public_key()),
        counter,
        identifier: reference.identifier(unit).ok_or("no identifier")?.text,
        policy: reference.policy(unit, founded.date_naive()),
        name: name.to_owned(),
        demo: true,
        continues: None,
    };
    let granted = Person {
        id: person,
        login: format!("nguoi{counter}"),
        name: "Bùi Thị Hương".to_owned(),
        roles: Role::ALL.into(),
        retired: false,
    };
    let entries = vec![
        NewEntry::Office(OfficeFact::DeviceBegan(began)),
        NewEntry::Office(OfficeFact::PersonGranted(PersonGranted { person: granted })),
    ];
    store.append(Act { at: founded, actor: Some(person), entries })?;
    let file = OfficeFile {
        office: OFFICE.to_owned(),
        demo: Some(DemoOffice::Y2024),
        counter,
        lang: "vi".to_owned(),
        device: store.device(),
    };
    let paths = Paths { store: root.join("store"), state: root.join("state"), documents: root.join("papers") };
    let desk = Desk::at(paths, Arc::new(NoPrintService))?.with_open(Arc::clone(&store), file, person);
    Ok((desk, store, person))
}

/// A dossier as a desk of the demo office receives it, with its days and papers.
pub(crate) fn one_received() -> Res<Received> {
    let (mut desk, store, _) = founded("pattern", 9)?;
    desk.set_clock(DemoOffice::Y2024.first_morning())?;
    let intake = Intake {
        channel: Channel::InPerson,
        owner: Party {
            name: "Bùi Thị Duyên".into(),
            personal_number: Some("017190012345".into()),
            phone: Some("0987654321".into()),
            address: Some("Xóm Cú, xã Tử Nê, huyện Tân Lạc, tỉnh Hòa Bình".into()),
            ..Party::default()
        },
        papers: vec![IntakePaper {
            index: Some(1),
            name: None,
            state: PaperState::Given,
            originals: 1,
            copies: 0,
            reason: None,
        }],
        case: None,
        submitter: None,
        sets: 1,
        fee_vnd: None,
        exemption: None,
        fee_paid: FeePaid::Now,
        limit: None,
        return_by: ReturnBy::Desk,
        duplicate_of: None,
        back_entry: None,
    };
    let (id, _) = desk.receive_undrawn("1.004873", intake)?;
    let dossier = store.reader().dossier(id)?;
    Ok(dossier.accepted().ok_or("not accepted")?.received.clone())
}

/// The n-th of many: another person, another number.
pub(crate) fn made_up(pattern: &Received, counter: u8, n: u32) -> (DossierId, Received) {
    const FAMILY: [&str; 7] = ["Bùi", "Đinh", "Hà", "Quách", "Nguyễn", "Xa", "Lường"];
    const MIDDLE: [&str; 5] = ["Thị", "Văn", "Thị Thu", "Đức", "Minh"];
    const GIVEN: [&str; 11] = ["Duyên", "Ổn", "Ửng", "Mạnh", "Hòa", "Thắm", "Lực", "Kiên", "Ngân", "Phượng", "Tuấn"];
    let pick = |of: &[&str], step: u32| of[(n.wrapping_mul(step) % of.len() as u32) as usize].to_owned();
    let mut received = pattern.clone();
    received.code =
        format!("{}-{:06}-{:04}", &pattern.code[..13], 240_101 + n / 900, n % 900 + 1 + 1_000 * u32::from(counter));
    received.book_number = n + 1;
    received.owner.name = format!("{} {} {}", pick(&FAMILY, 3), pick(&MIDDLE, 7), pick(&GIVEN, 5));
    received.owner.personal_number = Some(format!("0171{:08}", n.wrapping_mul(7_919) % 100_000_000));
    received.owner.phone = Some(format!("09{:08}", n.wrapping_mul(104_729) % 100_000_000));
    let mut random = [counter; 10];
    random[6..].copy_from_slice(&n.to_be_bytes());
    (DossierId::new(1_709_600_400_000 + u64::from(n), random), received)
}

impl BenchDesk {
    /// A desk enrolled at a server.
    pub(crate) fn new(server: &Server, name: &str, counter: u8) -> Res<Self> {
        BenchDesk::at(server, &server.address, name, counter)
    }

    /// The same over another way to it.
    pub(crate) fn at(server: &Server, address: &str, name: &str, counter: u8) -> Res<Self> {
        let (mut desk, store, person) = founded(name, counter)?;
        desk.set_clock(DemoOffice::Y2024.first_morning())?;
        desk.enrol(address, &server.code(counter)?)?;
        let courier = desk.courier()?;
        Ok(BenchDesk { store, desk, courier, person, counter, received: 0 })
    }

    /// Receives so many dossiers, an entry each; gives them as JSON.
    pub(crate) fn receive(&mut self, many: u32) -> Res<Vec<Value>> {
        let pattern = one_received()?;
        let (first, counter, person) = (self.received, self.counter, self.person);
        let made: Vec<(DossierId, Received)> = (first..first + many).map(|n| made_up(&pattern, counter, n)).collect();
        let json = made.iter().map(|(_, received)| serde_json::to_value(received)).collect::<Result<_, _>>()?;
        let at = self.desk.now();
        self.store.append_bulk(made.into_iter().map(|(id, received)| Act {
            at,
            actor: Some(person),
            entries: vec![NewEntry::Dossier(id, Fact::Received(Box::new(received)))],
        }))?;
        self.received += many;
        Ok(json)
    }

    pub(crate) fn exchange(&mut self) -> Res<Synced> {
        let now = self.desk.now();
        Ok(self.courier.exchange(&|| now)?)
    }

    pub(crate) fn digest(&self) -> desk_store::Digest {
        self.store.digest()
    }
}

/// A key for made-up machines.
pub(crate) fn key(number: u32) -> DeviceKey {
    let mut secret = [7; 32];
    secret[..4].copy_from_slice(&number.to_be_bytes());
    DeviceKey::from_secret(secret)
}
