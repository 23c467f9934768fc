//! Reference data and people, on every store.

use std::path::{Path, PathBuf};

use desk_core::{
    ids::PersonId,
    office::{Person, PersonGranted, ProcedureSwitched, Role},
};
use desk_log::to_canonical;
use desk_sync::{FeedPage, Package, ReferenceSet, SetAside, Signed};
use reqwest::Method;
use sha2::{Digest as _, Sha256};

use super::{
    Backing, OFFICE, OTHER_OFFICE, Province,
    desk::{Answer, Desk, Raw, of},
};

/// The shipped holidays with one more, as a file of the province.
fn holidays(province: &Province, folder: &str, day: &str) -> PathBuf {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/reference/holidays.csv");
    let to = province.folder.path().join(folder).join("holidays.csv");
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::write(&to, format!("{}{day},substitute,Nghỉ,Off,thử\n", std::fs::read_to_string(shipped).unwrap()))
        .unwrap();
    to
}

fn publish(province: &Province, from: &Path) -> (bool, serde_json::Value) {
    province.chore("publish", &["--from", from.to_str().unwrap()])
}

fn asked(desk: &Desk, province: &Province, query: &str) -> FeedPage {
    let answer = desk.get_feed(province, query);
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    FeedPage::decode(&answer.body, &province.public()).unwrap()
}

fn file(desk: &Desk, province: &Province, hash: [u8; 32], headers: Vec<(&str, String)>) -> Answer {
    let path = format!("/v1/files/{}", hex::encode(hash));
    desk.send(province, Raw { method: Method::GET, path: &path, query: "", headers, body: vec![] }, Some(&desk.key))
}

pub fn a_published_set_reaches_every_office_once_and_never_an_older_one(on: Backing) {
    let mut province = Province::start(on);
    let (one, two) = (Desk::enrolled(&province, 1, OFFICE, 1), Desk::enrolled(&province, 2, OTHER_OFFICE, 1));
    assert_eq!(asked(&one, &province, "after=0&reference=0&people=0").reference, None, "nothing was published");

    let from = holidays(&province, "a", "2024-03-06");
    let (done, said) = publish(&province, &from);
    assert!(done, "{said}");
    let (again, refused) = publish(&province, &from);
    assert!(!again && refused["error"]["code"] == "reference_same", "{refused}");
    let mut sets: Vec<Signed<ReferenceSet>> = Vec::new();
    for desk in [&one, &two] {
        let page = asked(desk, &province, "after=0&reference=0");
        let set = page.reference.expect("it has none yet");
        assert_eq!(Some(set.name.as_str()), said["set"].as_str());
        // Who has it is not told again, and who does not ask never.
        assert_eq!(asked(desk, &province, &format!("after=0&reference={}", set.number)).reference, None);
        assert_eq!(asked(desk, &province, "after=0").reference, None);
        let whole = file(desk, &province, set.files[0].hash, vec![]);
        assert_eq!((whole.status, whole.body.len() as u64), (200, set.files[0].bytes));
        assert_eq!(<[u8; 32]>::from(Sha256::digest(&whole.body)), set.files[0].hash);
        let part = file(desk, &province, set.files[0].hash, vec![("range", "bytes=10-19".into())]);
        assert_eq!((part.status, part.body.as_slice()), (206, &whole.body[10..20]));
        sets.push(set);
    }
    assert_eq!(sets[0].bytes(), sets[1].bytes());
    // One changed file leaves the others of the set before.
    std::fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/reference/form_sets.json"),
        from.with_file_name("form_sets.json"),
    )
    .unwrap();
    let (done, said) = publish(&province, &from.with_file_name("form_sets.json"));
    assert!(done && said["changed"] == serde_json::json!(["form_sets.json"]), "{said}");
    let set = asked(&one, &province, "after=0&reference=0").reference.unwrap();
    assert!(set.number > sets[0].number && set.name > sets[0].name && set.files.contains(&sets[0].files[0]));

    let to = province.folder.path().join("set.mcref");
    assert!(province.chore("publish", &["--package", to.to_str().unwrap()]).0);
    let package = Package::decode(&std::fs::read(&to).unwrap(), &province.public()).unwrap();
    assert_eq!(package.set.bytes(), set.bytes());
    // Killed and started again it says the same; a desk that knows a later one than a restored record is left in peace.
    province.kill();
    province.rise();
    assert_eq!(asked(&one, &province, "after=0&reference=0").reference.unwrap().bytes(), set.bytes());
    assert_eq!(asked(&one, &province, &format!("after=0&reference={}", set.number + 1)).reference, None);
    // Whoever is not enrolled gets none of it.
    let stranger = Desk::new(9, OFFICE, 9);
    assert_eq!(file(&stranger, &province, set.files[0].hash, vec![]).status, 401);
}

pub fn whom_the_province_names_may_act_and_whom_it_withdraws_is_marked_and_kept(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    let granted = |id: PersonId, login: &str, roles: &[Role]| {
        let (login, roles) = (login.to_owned(), roles.iter().copied().collect());
        to_canonical(&PersonGranted {
            person: Person { id, login, name: "Người Thử".into(), roles, retired: false }
        })
        .unwrap()
    };
    let switched = to_canonical(&ProcedureSwitched { procedure: "1.001193".into(), on: true }).unwrap();
    let chief = PersonId::new(1_709_000_000_000, [1; 10]);
    desk.write(1);
    desk.write_by(
        Some(chief),
        OFFICE,
        "person.granted",
        granted(chief, "truong", &[Role::Supervisor, Role::Administrator]),
    );
    assert!(desk.push(&province, 0).set_aside.is_empty());

    let place = ["--unit", OFFICE];
    let name = |login: &str, roles: &str| {
        province.chore("grant", &[&place[..], &["--login", login, "--name", "Người Mới", "--roles", roles]].concat())
    };
    assert_eq!(name("moi", "king").1["error"]["code"], "refused");
    let (done, said) = name("moi", "supervisor");
    assert!(done, "{said}");
    let new: PersonId = said["person"].as_str().unwrap().parse().unwrap();
    let page = asked(&desk, &province, "after=2&people=0");
    let people = page.people.expect("it knows none yet");
    assert_eq!((people.office.as_str(), people.people[0].id), (OFFICE, new));
    assert_eq!(asked(&desk, &province, &format!("after=2&people={}", people.number)).people, None);
    let other = Desk::enrolled(&province, 2, OTHER_OFFICE, 1);
    assert_eq!(asked(&other, &province, "after=0&people=0").people, None, "another office's people");

    // Let in by one who is no administrator, with no more than the province gave; a role more is too much.
    desk.write_by(
        Some(chief),
        OFFICE,
        "person.granted",
        granted(PersonId::new(1, [3; 10]), "pho", &[Role::Supervisor]),
    );
    let deputy = PersonId::new(1, [3; 10]);
    desk.write_by(Some(deputy), OFFICE, "person.granted", granted(new, "moi", &[Role::Supervisor])); // 4
    desk.write_by(Some(deputy), OFFICE, "person.granted", granted(new, "moi", &[Role::Administrator])); // 5
    desk.write_by(Some(new), OFFICE, "procedure.switched", switched.clone()); // 6
    assert_eq!(desk.push(&province, 2).set_aside, [(5, SetAside::Role)]);

    let withdraw = |who: &str| province.chore("withdraw", &[&place[..], &["--person", who]].concat());
    assert_eq!(withdraw(&chief.to_string()).1["error"]["code"], "last_administrator");
    assert_eq!(withdraw("nobody").1["error"]["code"], "unknown_person");
    assert!(withdraw("moi").0);
    let later = asked(&desk, &province, &format!("after=6&people={}", people.number)).people.unwrap();
    assert!(later.people[0].withdrawn.is_some() && later.people[0].roles.is_empty());
    desk.write_by(Some(new), OFFICE, "procedure.switched", switched.clone()); // 7: it could not know
    desk.write_by(Some(chief), OFFICE, "procedure.switched", switched); // 8
    let answer = desk.push(&province, 6);
    assert_eq!(answer.set_aside, [(7, SetAside::Withdrawn)]);
    assert_eq!(of(&desk.feed(&province)), desk.hashes(), "kept and in the feed all the same");
    assert!(province.chore("verify", &[]).0);
    // Whom the office itself named has an id here too, and goes by the login where one person has it.
    assert!(withdraw("pho").0);
    let listed = province.chore("people", &place).1["people"].clone();
    let pho = listed.as_array().unwrap().iter().find(|person| person["login"] == "pho").unwrap().clone();
    assert_eq!((&pho["person"], &pho["withdrawn"]), (&serde_json::json!(deputy.to_string()), &serde_json::json!(true)));
    desk.write_by(Some(chief), OFFICE, "person.granted", granted(PersonId::new(2, [4; 10]), "truong", &[Role::Clerk]));
    desk.push(&province, 8);
    assert_eq!(withdraw("truong").1["error"]["code"], "several_people");
}
