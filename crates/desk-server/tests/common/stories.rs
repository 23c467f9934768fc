//! One story, told on every store.

use std::collections::HashSet;

use desk_log::{Item, to_canonical};
use desk_sync::{
    DeviceStanding, EnrolAnswer, FeedPage, LockOrder, PushAnswer, SetAside, Signed, TrustedHead,
    wire::{BATCH_BYTES_MAX, BatchMaker},
};
use reqwest::Method;

use super::{
    Backing, OFFICE, OTHER_OFFICE, Province,
    desk::{Desk, Raw, batch, key, of},
};
#[allow(unused_imports, reason = "told only where a list of stories is made")]
pub use super::{look_up::*, published::*};

/// Makes a test of each story for a store.
#[macro_export]
macro_rules! stories {
    ($backing:expr, $attribute:tt: $($story:ident),* $(,)?) => {
        $($crate::one_story!($backing, $attribute, $story);)*
    };
}

/// Makes a test of one story.
#[macro_export]
macro_rules! one_story {
    ($backing:expr, [$($attribute:meta)?], $story:ident) => {
        #[test]
        $(#[$attribute])?
        fn $story() {
            common::stories::$story($backing);
        }
    };
}

/// All of them, for the store that the caller names.
#[macro_export]
macro_rules! every_story {
    ($backing:expr $(, $attribute:meta)?) => {
        $crate::stories!($backing, [$($attribute)?]:
            what_a_desk_writes_is_countersigned_and_reaches_the_other_desk,
            a_lost_answer_is_no_loss_and_sending_again_changes_nothing,
            a_gap_takes_nothing_and_says_where_to_go_on,
            a_fork_keeps_both_branches_and_moves_neither_head_nor_feed,
            an_entry_that_does_not_hold_is_refused_and_those_before_it_are_kept,
            entries_of_another_device_are_refused,
            an_entry_that_names_another_office_or_says_nothing_known_is_taken_and_marked,
            an_act_without_the_role_it_asks_for_is_taken_and_marked,
            one_poison_entry_among_500_stops_nothing,
            a_code_is_for_one_machine_one_office_one_counter_and_one_use,
            a_revoked_machine_gets_its_lock_order_and_nothing_more,
            a_revoked_counter_takes_a_new_machine,
            demo_and_real_never_mix,
            a_page_is_never_larger_than_asked_and_never_empty_before_the_end,
            a_file_comes_in_pieces_and_is_complete_only_when_its_hash_is_right,
            two_offices_never_see_each_other,
            killed_between_batches_nothing_countersigned_is_lost,
            what_is_not_signed_as_it_should_be_is_refused,
            requests_that_mean_nothing_are_refused_and_never_break_the_server,
            two_desks_at_once_lose_no_position,
            who_waits_is_answered_when_something_comes_and_takes_no_place,
            a_published_set_reaches_every_office_once_and_never_an_older_one,
            whom_the_province_names_may_act_and_whom_it_withdraws_is_marked_and_kept,
            who_holds_a_receipt_is_told_how_its_dossier_stands_and_nobody_else_is,
            the_look_up_page_is_the_same_for_every_code,
            who_asks_too_often_is_told_when_to_come_back_and_desks_are_not_held_up,
        );
    };
}

fn head_at(desk: &Desk, seq: u64) -> Option<TrustedHead> {
    seq.checked_sub(1).map(|place| TrustedHead { seq, hash: desk.chain[place as usize].hash })
}

pub fn what_a_desk_writes_is_countersigned_and_reaches_the_other_desk(on: Backing) {
    let province = Province::start(on);
    let mut one = Desk::new(1, OFFICE, 1);
    one.write(40); // it worked alone for a while
    let enrolled = one.enrol(&province);
    assert_eq!((enrolled.standing.office.as_str(), enrolled.standing.counter), (OFFICE, 1));
    assert_eq!(enrolled.standing.device, one.id());
    assert!(enrolled.standing.look_up.ends_with("/h/"));
    assert_eq!(enrolled.roster.number, 1);

    let answer = one.push(&province, 0);
    assert_eq!((answer.head.device, answer.head.head), (one.id(), head_at(&one, 40)));
    assert_eq!((answer.head.history, answer.feed.position), (province.history(), 40));
    assert!(answer.set_aside.is_empty(), "{:?}", answer.set_aside);

    let mut two = Desk::enrolled(&province, 2, OFFICE, 2);
    let feed = two.feed(&province);
    assert_eq!(of(&feed), one.hashes());
    assert_eq!(feed.1.running, answer.feed.running);
    let items: Vec<Item> = one
        .chain
        .iter()
        .map(|entry| Item { cose: entry.cose.clone(), content: Some((entry.salt, entry.body.clone())) })
        .collect();
    assert!(feed.0.iter().map(|(_, item)| item).eq(&items), "the bytes that were signed are the bytes that come");

    two.write(3);
    two.push(&province, 0);
    assert_eq!(of(&one.feed(&province)), [one.hashes(), two.hashes()].concat());
    let page = one.page(&province, 43, 1_000);
    let roster = page.roster.expect("it was asked with roster 0");
    assert_eq!(roster.number, 2);
    assert_eq!(
        roster.devices.iter().map(|device| device.device()).collect::<HashSet<_>>(),
        HashSet::from([one.id(), two.id()])
    );
    let known = one.get_feed(&province, "after=43&roster=2");
    assert_eq!(FeedPage::decode(&known.body, &province.public()).unwrap().roster, None);

    let (good, verdict) = province.chore("verify", &[]);
    assert!(good, "{verdict}");
    assert_eq!((verdict["ok"].as_bool(), verdict["entries"].as_u64()), (Some(true), Some(43)));
}

pub fn a_lost_answer_is_no_loss_and_sending_again_changes_nothing(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(10);
    let first = desk.push(&province, 0);
    let digest = province.chore("digest", &[]).1;
    let again = desk.push(&province, 0);
    assert_eq!((again.head.head, again.feed.running), (first.head.head, first.feed.running));
    desk.push(&province, 4);
    assert_eq!(province.chore("digest", &[]).1, digest);
    desk.write(2);
    // An overlap: the server has the first ten.
    assert_eq!(desk.push(&province, 5).head.head, head_at(&desk, 12));
    assert_eq!(of(&desk.feed(&province)), desk.hashes());
}

pub fn a_gap_takes_nothing_and_says_where_to_go_on(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(9);
    let answer = desk.push_bytes(&province, desk.batch(3));
    assert_eq!(answer.refusal(), (409, "gap".into()));
    assert_eq!(answer.head(&province).head, None);
    desk.push_bytes(&province, batch(&desk.chain[..2]));
    let answer = desk.push_bytes(&province, desk.batch(3));
    assert_eq!(answer.refusal(), (409, "gap".into()));
    assert_eq!(answer.head(&province).head, head_at(&desk, 2));
    assert_eq!(desk.push(&province, 2).head.head, head_at(&desk, 9));
}

pub fn a_fork_keeps_both_branches_and_moves_neither_head_nor_feed(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(6);
    desk.push(&province, 0);
    let digest = province.chore("digest", &[]).1;
    // A backup of the desk from after its fourth entry comes back to life.
    let mut copy = Desk::new(1, OFFICE, 1);
    copy.chain = desk.chain[..4].to_vec();
    copy.write_as(OFFICE, "note.added", vec![0]);
    copy.write(3);
    for after in [0, 4, 6] {
        let answer = copy.push_bytes(&province, copy.batch(after));
        assert_eq!(answer.refusal(), (409, "fork".into()), "after {after}");
        assert_eq!(answer.head(&province).head, head_at(&desk, 6));
    }
    assert_eq!(province.chore("digest", &[]).1, digest);
    assert_eq!(of(&desk.feed(&province)), desk.hashes());
    // Neither branch has an end: both are of a machine in good standing.
    copy.write(10_100);
    for after in (8..10_108).step_by(2_000) {
        let end = (after + 2_000).min(copy.chain.len() as u64) as usize;
        let answer = copy.push_bytes(&province, batch(&copy.chain[after as usize..end]));
        assert_eq!(answer.refusal(), (409, "fork".into()));
    }
    assert_eq!(province.chore("devices", &["--unit", OFFICE]).1["devices"][0]["apart"], 10_104);
    // The branch that came first goes on.
    desk.write(1);
    assert_eq!(desk.push(&province, 6).head.head, head_at(&desk, 7));
}

pub fn an_entry_that_does_not_hold_is_refused_and_those_before_it_are_kept(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(5);
    let tampered = |change: &dyn Fn(&mut desk_log::Sealed)| {
        let mut entries = desk.chain.clone();
        change(&mut entries[2]);
        batch(&entries)
    };
    let other_key = Desk { chain: desk.chain[..2].to_vec(), ..Desk::new(1, OFFICE, 1) };
    let forged = {
        // The same header signed by another key.
        let mut forger = Desk::new(9, OFFICE, 1);
        forger.chain = other_key.chain;
        forger.write(1);
        let mut cose = desk.chain[2].cose.clone();
        let end = cose.len();
        let stolen = &forger.chain[2].cose;
        cose[end - 64..].copy_from_slice(&stolen[stolen.len() - 64..]);
        cose
    };
    for packed in [
        tampered(&|entry| entry.body = to_canonical("another body").unwrap()),
        tampered(&|entry| entry.salt[0] ^= 1),
        tampered(&|entry| entry.cose = forged.clone()),
    ] {
        let answer = desk.push_bytes(&province, packed);
        assert_eq!(answer.refusal(), (422, "entry_invalid".into()));
        assert_eq!(answer.head(&province).head, head_at(&desk, 2));
    }
    assert_eq!(desk.push(&province, 2).head.head, head_at(&desk, 5));
    assert_eq!(of(&desk.feed(&province)), desk.hashes());
}

pub fn entries_of_another_device_are_refused(on: Backing) {
    let province = Province::start(on);
    let mut one = Desk::enrolled(&province, 1, OFFICE, 1);
    let two = Desk::enrolled(&province, 2, OFFICE, 2);
    one.write(2);
    assert_eq!(two.push_bytes(&province, one.batch(0)).refusal(), (403, "other_device".into()));
    assert!(of(&two.feed(&province)).is_empty());
}

pub fn an_entry_that_names_another_office_or_says_nothing_known_is_taken_and_marked(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(1);
    desk.write_as(OTHER_OFFICE, "note.added", vec![0]);
    desk.write_as(OFFICE, "procedure.switched", vec![0]);
    desk.write_as(OFFICE, "moon.landed", vec![0]);
    desk.write(1);
    let answer = desk.push(&province, 0);
    assert_eq!(answer.head.head, head_at(&desk, 5));
    assert_eq!(answer.set_aside, [(2, SetAside::Office), (3, SetAside::Unreadable), (4, SetAside::NeedsNewer)]);
    assert_eq!(of(&desk.feed(&province)), desk.hashes());
}

pub fn an_act_without_the_role_it_asks_for_is_taken_and_marked(on: Backing) {
    use desk_core::ids::PersonId;
    use desk_core::office::{Person, PersonGranted, PersonRetired, ProcedureSwitched, Role};
    let province = Province::start(on);
    let id = |number: u8| PersonId::new(1_709_000_000_000, [number; 10]);
    let granted = |number: u8, roles: &[Role]| {
        let login = format!("nguoi{number}");
        let roles = roles.iter().copied().collect();
        to_canonical(&PersonGranted {
            person: Person { id: id(number), login, name: "Người Thử".into(), roles, retired: false },
        })
        .unwrap()
    };
    let switched = to_canonical(&ProcedureSwitched { procedure: "1.001193".into(), on: true }).unwrap();
    let retired = to_canonical(&PersonRetired { person: id(2), reason: "chuyển công tác".into() }).unwrap();
    let write = |desk: &mut Desk, actor: Option<u8>, kind: &str, body: &[u8]| {
        desk.write_by(actor.map(id), OFFICE, kind, body.to_vec());
    };
    let mut one = Desk::enrolled(&province, 1, OFFICE, 1);
    one.write(1);
    write(&mut one, Some(1), "person.granted", &granted(1, &[Role::Supervisor, Role::Administrator])); // 2: founds the office
    write(&mut one, Some(1), "person.granted", &granted(2, &[Role::Clerk]));
    write(&mut one, Some(2), "procedure.switched", &switched); // 4: a clerk
    write(&mut one, Some(1), "procedure.switched", &switched);
    write(&mut one, None, "procedure.switched", &switched); // 6: nobody
    write(&mut one, Some(2), "person.granted", &granted(2, &Role::ALL)); // 7: a clerk makes himself everything
    write(&mut one, Some(2), "procedure.switched", &switched); // 8: and it gave him nothing
    let marked = |answer: PushAnswer| {
        answer.set_aside.into_iter().filter(|(_, why)| *why == SetAside::Role).map(|(seq, _)| seq).collect::<Vec<_>>()
    };
    assert_eq!(marked(one.push(&province, 0)), [4, 6, 7, 8]);

    // Another machine knows its people from the feed; the clerk of the first works here too, is made a supervisor
    // here, and is withdrawn at the first machine: what is done here before that is known is honest.
    let mut two = Desk::enrolled(&province, 2, OFFICE, 2);
    two.write(2);
    write(&mut two, Some(1), "person.granted", &granted(2, &[Role::Supervisor]));
    write(&mut one, Some(1), "person.retired", &retired);
    write(&mut one, Some(2), "procedure.switched", &switched); // 10: withdrawn on this very chain
    write(&mut two, Some(2), "procedure.switched", &switched);
    assert_eq!(marked(two.push(&province, 0)), Vec::<u64>::new());
    assert_eq!(marked(one.push(&province, 8)), [10]);
    write(&mut two, Some(2), "procedure.switched", &switched);
    assert_eq!(marked(two.push(&province, 4)), Vec::<u64>::new());
    assert_eq!(of(&one.feed(&province)).len(), 15);
}

pub fn one_poison_entry_among_500_stops_nothing(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(250);
    desk.write_as(OFFICE, "dossier.received", to_canonical(&[1, 2, 3]).unwrap());
    desk.write(249);
    let answer = desk.push(&province, 0);
    assert_eq!((answer.head.head, answer.set_aside), (head_at(&desk, 500), vec![(251, SetAside::Unreadable)]));
    assert_eq!(of(&desk.feed(&province)), desk.hashes());
}

pub fn a_code_is_for_one_machine_one_office_one_counter_and_one_use(on: Backing) {
    let province = Province::start(on);
    let code = province.code(OFFICE, 1);
    let refused = |desk: &Desk, code: &str| {
        let answer = desk.enrol_with(&province, code, |_| {});
        assert_eq!(answer.status, answer.problem().status);
        answer.problem().code
    };
    assert_eq!(refused(&Desk::new(1, OTHER_OFFICE, 1), &code), "code_unknown");
    assert_eq!(refused(&Desk::new(1, OFFICE, 2), &code), "code_counter");
    let never = province.code(OFFICE, 3).replace(&code[..4], "0000");
    assert_eq!(refused(&Desk::new(1, OFFICE, 3), &format!("0000{}", &never[4..])), "code_unknown");

    let one = Desk::new(1, OFFICE, 1);
    let first = one.enrol_with(&province, &code, |_| {});
    assert_eq!(first.status, 200);
    // The answer was lost: the same machine asks again.
    let again = one.enrol_with(&province, &code, |_| {});
    let standing = |answer: &super::desk::Answer| EnrolAnswer::decode(&answer.body).unwrap().standing.counter;
    assert_eq!((standing(&first), standing(&again)), (1, 1));
    assert_eq!(refused(&Desk::new(2, OFFICE, 1), &code), "code_used");
    assert_eq!(refused(&Desk::new(2, OFFICE, 1), &province.code(OFFICE, 1)), "counter_taken");
    assert_eq!(refused(&Desk::new(1, OTHER_OFFICE, 1), &province.code(OTHER_OFFICE, 1)), "enrolled_elsewhere");
    // A desk that has no counter yet takes that of its code.
    let two = Desk::new(2, OFFICE, 2);
    let answer = two.enrol_with(&province, &province.code(OFFICE, 2), |request| request.counter = None);
    assert_eq!(standing(&answer), 2);
    // Somebody else's key in the request: no proof of possession.
    let thief = two.enrol_with(&province, &province.code(OFFICE, 4), |request| request.public = key(7).public());
    assert_eq!(thief.refusal(), (401, "bad_signature".into()));
}

pub fn a_revoked_machine_gets_its_lock_order_and_nothing_more(on: Backing) {
    let province = Province::start(on);
    let mut stolen = Desk::enrolled(&province, 1, OFFICE, 1);
    let other = Desk::enrolled(&province, 2, OFFICE, 2);
    stolen.write(5);
    stolen.push(&province, 0);
    let id = stolen.id().to_string();
    let revoke = |seq: &str| province.chore("revoke", &["--device", &id, "--seq", seq]);
    let (done, said) = revoke("6");
    assert!(!done && said["error"]["code"] == "beyond_head", "{said}");
    let (done, said) = revoke("3");
    assert!(done && said["hash"] == stolen.chain[2].hash.to_string(), "{said}");

    stolen.write(2);
    let locked = |answer: super::desk::Answer| {
        assert_eq!(answer.refusal(), (403, "revoked".into()));
        let order = Signed::<LockOrder>::verify(answer.problem().statement().unwrap(), &province.public()).unwrap();
        assert_eq!(
            (order.device, order.trusted, order.history),
            (stolen.id(), head_at(&stolen, 3), province.history())
        );
    };
    locked(stolen.push_bytes(&province, stolen.batch(5)));
    locked(stolen.push_bytes(&province, stolen.batch(0)));
    locked(stolen.get_feed(&province, "after=0"));
    let again = stolen.enrol_with(&province, &province.code(OFFICE, 1), |_| {});
    assert_eq!(again.refusal(), (403, "revoked".into()));

    // A second order may trust less of it, never more without being told so; each is on record.
    assert_eq!(revoke("4").1["error"]["code"], "revoked_before");
    assert_eq!(revoke("2").1["was"], 3);
    let (done, said) =
        province.chore("revoke", &["--device", &id, "--seq", "3", "--raise", "--by", "an", "--why", "giấy hẹn số 3 còn tin được"]);
    assert!(done && said["was"] == 2, "{said}");
    let listed = province.chore("devices", &["--unit", OFFICE]).1["devices"].clone();
    let machine = listed.as_array().unwrap().iter().find(|machine| machine["device"] == id).unwrap().clone();
    let cuts: Vec<u64> = machine["revocations"].as_array().unwrap().iter().filter_map(|cut| cut["seq"].as_u64()).collect();
    assert_eq!((machine["revoked_after"].as_u64(), cuts), (Some(3), vec![3, 2, 3]), "{machine}");
    assert_eq!(machine["revocations"][2]["by"], "an");

    // What came before stays where it is; what came after is in no feed; the roster tells.
    assert_eq!(of(&other.feed(&province)), stolen.hashes()[..5]);
    let roster = other.page(&province, 5, 10).roster.unwrap();
    let device = roster.devices.iter().find(|device| device.device() == stolen.id()).unwrap();
    assert_eq!((device.standing, roster.number), (DeviceStanding::Revoked { trusted: head_at(&stolen, 3) }, 5));
    assert!(province.chore("verify", &[]).0);
    let (done, said) = province.chore("revoke", &["--device", &key(200).device().to_string(), "--seq", "0"]);
    assert!(!done && said["error"]["code"] == "unknown_device", "{said}");
}

pub fn a_revoked_counter_takes_a_new_machine(on: Backing) {
    let province = Province::start(on);
    let old = Desk::enrolled(&province, 1, OFFICE, 1);
    assert!(province.chore("revoke", &["--device", &old.id().to_string(), "--seq", "0"]).0);
    let mut new = Desk::enrolled(&province, 2, OFFICE, 1);
    new.write(1);
    assert_eq!(new.push(&province, 0).head.head, head_at(&new, 1));
}

pub fn demo_and_real_never_mix(on: Backing) {
    let mut province = Province::start(on.clone());
    let code = province.code(OFFICE, 1);
    let desk = Desk::new(1, OFFICE, 1);
    let real = desk.enrol_with(&province, &code, |request| request.demo = false);
    assert_eq!(real.refusal(), (403, "demo_server".into()));
    // A demo's record stays one, whatever the command says.
    province.kill();
    province.demo = false;
    province.rise();
    assert_eq!(province.hello["demo"], true);
    drop(province);
    // On PostgreSQL the record is there already, with a key that is not this folder's.
    if let Backing::Sqlite = on {
        let province = Province::start_with(on, false, &[]);
        // A unit of the past has no desk today.
        let (done, _) = province.chore("code", &["--unit", "05164", "--counter", "1"]);
        assert!(!done);
        let code = province.code(OFFICE, 1);
        let demo = desk.enrol_with(&province, &code, |request| request.demo = true);
        assert_eq!(demo.refusal(), (403, "demo_desk".into()));
        assert_eq!(desk.enrol_with(&province, &code, |_| {}).status, 200);
    }
}

pub fn a_page_is_never_larger_than_asked_and_never_empty_before_the_end(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(20);
    desk.push(&province, 0);
    for limit in [0, 1, 600, 5_000] {
        let page = desk.page(&province, 3, limit);
        let bytes: usize = page.items.iter().map(|item| item.cose.len()).sum();
        assert!(!page.items.is_empty() && (page.items.len() == 1 || bytes as u64 <= limit), "{limit}");
        assert_eq!((page.after, page.newest), (3, 20));
    }
    let end = desk.page(&province, 20, 1_000);
    assert!(end.items.is_empty() && !end.more && end.feed.position == 20);
    // Beyond the end, as after a restore: the newest position is told, nothing is made up.
    let beyond = desk.page(&province, 99, 1_000);
    assert_eq!((beyond.items.len(), beyond.more, beyond.feed.position, beyond.newest), (0, false, 20, 20));
}

pub fn a_file_comes_in_pieces_and_is_complete_only_when_its_hash_is_right(on: Backing) {
    use sha2::Digest as _;
    let province = Province::start(on);
    let desk = Desk::enrolled(&province, 1, OFFICE, 1);
    let colleague = Desk::enrolled(&province, 2, OFFICE, 2);
    let stranger = Desk::enrolled(&province, 3, OTHER_OFFICE, 1);
    let bytes: Vec<u8> = (0..700_000u32).map(|n| (n / 7) as u8).collect();
    let path = format!("/v1/files/{}", hex::encode(sha2::Sha256::digest(&bytes)));
    let ask = |desk: &Desk, method: Method, headers: Vec<(&str, String)>, body: &[u8]| {
        desk.send(&province, Raw { method, path: &path, query: "", headers, body: body.to_vec() }, Some(&desk.key))
    };
    let put = |from: usize, to: usize, last: bool| {
        let complete = if last { "?1" } else { "?0" }.to_owned();
        ask(
            &desk,
            Method::PUT,
            vec![("upload-offset", from.to_string()), ("upload-complete", complete)],
            &bytes[from..to],
        )
    };
    let offset = |answer: &super::desk::Answer| answer.headers["upload-offset"].to_str().unwrap().to_owned();
    assert_eq!(ask(&desk, Method::HEAD, vec![], &[]).status, 404);
    assert_eq!(put(0, 300_000, false).status, 204);
    // The line was cut; the desk thinks otherwise than the server.
    let wrong = put(200_000, 400_000, false);
    assert_eq!((wrong.refusal(), offset(&wrong)), ((409, "offset".into()), "300000".into()));
    assert_eq!(offset(&ask(&desk, Method::HEAD, vec![], &[])), "300000");
    assert_eq!(ask(&desk, Method::GET, vec![], &[]).status, 404, "not before it is whole");
    assert_eq!(put(300_000, 700_000, true).status, 201);
    assert_eq!(put(0, 10, false).status, 201, "it is here already");

    let given = ask(&colleague, Method::GET, vec![], &[]);
    assert!(given.status == 200 && given.body == bytes);
    let part = ask(&colleague, Method::GET, vec![("range", "bytes=299990-300009".into())], &[]);
    assert!(part.status == 206 && part.body == bytes[299_990..300_010]);
    assert_eq!(part.headers["content-range"], "bytes 299990-300009/700000");
    assert_eq!(ask(&colleague, Method::GET, vec![("range", "bytes=700000-".into())], &[]).status, 416);
    // Knowing the hash is no right to the file.
    assert_eq!(ask(&stranger, Method::GET, vec![], &[]).status, 404);
    assert_eq!(ask(&stranger, Method::HEAD, vec![], &[]).status, 404);

    let other = format!("/v1/files/{}", "ab".repeat(32));
    let headers = vec![("upload-offset", "0".to_owned()), ("upload-complete", "?1".to_owned())];
    let raw = Raw { method: Method::PUT, path: &other, query: "", headers, body: b"other bytes".to_vec() };
    assert_eq!(desk.send(&province, raw, Some(&desk.key)).refusal(), (422, "file_mismatch".into()));
    let raw = Raw { method: Method::HEAD, path: &other, query: "", headers: vec![], body: vec![] };
    assert_eq!(desk.send(&province, raw, Some(&desk.key)).status, 404, "an upload that lied begins anew");
}

pub fn two_offices_never_see_each_other(on: Backing) {
    super::matrix::two_offices_never_see_each_other(on);
}

pub fn killed_between_batches_nothing_countersigned_is_lost(on: Backing) {
    let mut province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    let (history, public) = (province.history(), province.public());
    desk.write(300);
    let mut countersigned = 0;
    for round in 0..6 {
        let answer = {
            let mut maker = BatchMaker::new(BATCH_BYTES_MAX);
            for entry in desk.chain[countersigned as usize..].iter().take(50) {
                maker.add(&entry.cose, Some((&entry.salt, &entry.body)));
            }
            desk.push_bytes(&province, maker.finish())
        };
        let answer = PushAnswer::decode(&answer.body, &public).unwrap();
        countersigned = answer.head.seq();
        assert_eq!(countersigned, 50 * (round + 1));
        province.kill();
        province.rise();
        assert_eq!((province.history(), province.public()), (history, public), "a crash is no restore");
        assert_eq!(desk.page(&province, 0, 0).head.seq(), countersigned);
    }
    assert_eq!(of(&desk.feed(&province)), desk.hashes());
    assert!(province.chore("verify", &[]).0);
}

pub fn what_is_not_signed_as_it_should_be_is_refused(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(2);
    let raw = |query: &'static str| Raw { method: Method::GET, path: "/v1/feed", query, headers: vec![], body: vec![] };
    assert_eq!(desk.send(&province, raw("after=0"), None).refusal(), (401, "unsigned".into()));
    assert_eq!(desk.send(&province, raw("after=0"), Some(&key(50))).refusal(), (401, "unknown_device".into()));
    // A signature for one request does not serve another.
    let signed = desk_sync::http::sign(
        &desk_sync::http::Request { method: "GET", path: "/v1/feed", query: "after=0", body: b"" },
        &desk.key,
        7,
    );
    let headers = || vec![("signature-input", signed.signature_input.clone()), ("signature", signed.signature.clone())];
    let replay = |query: &'static str| desk.send(&province, Raw { headers: headers(), ..raw(query) }, None);
    assert_eq!(replay("after=0").status, 200);
    assert_eq!(replay("after=1").refusal(), (401, "bad_signature".into()));
    // A body changed on its way.
    let packed = desk.batch(0);
    let request = desk_sync::http::Request { method: "POST", path: "/v1/entries", query: "", body: &packed };
    let signed = desk_sync::http::sign(&request, &desk.key, 7);
    let raw = Raw {
        method: Method::POST,
        path: "/v1/entries",
        query: "",
        headers: vec![
            ("content-type", desk_sync::wire::TYPE_ENTRIES.into()),
            ("content-encoding", "zstd".into()),
            ("content-digest", signed.content_digest.unwrap()),
            ("signature-input", signed.signature_input),
            ("signature", signed.signature),
        ],
        body: batch(&desk.chain[..1]),
    };
    assert_eq!(desk.send(&province, raw, None).refusal(), (401, "bad_signature".into()));
    assert!(of(&desk.feed(&province)).is_empty());
}

pub fn requests_that_mean_nothing_are_refused_and_never_break_the_server(on: Backing) {
    let province = Province::start(on);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(2);
    for (packed, refusal) in [
        (b"<!DOCTYPE html>".to_vec(), (400, "malformed")),
        (zstd::bulk::compress(&[0xff; 64], 3).unwrap(), (400, "malformed")),
        (zstd::bulk::compress(&[], 3).unwrap(), (400, "malformed")),
        (zstd::bulk::compress(&vec![0; 30 << 20], 19).unwrap(), (413, "too_large")),
        (batch(&[desk.chain[1].clone(), desk.chain[0].clone()]), (400, "malformed")),
    ] {
        let (status, code) = desk.push_bytes(&province, packed).refusal();
        assert_eq!((status, code.as_str()), refusal);
    }
    let plain = Raw { method: Method::POST, path: "/v1/entries", query: "", headers: vec![], body: desk.batch(0) };
    assert_eq!(desk.send(&province, plain, Some(&desk.key)).refusal(), (415, "media_type".into()));
    assert_eq!(desk.get_feed(&province, "after=x").refusal(), (400, "malformed".into()));
    let get = |path| Raw { method: Method::GET, path, query: "", headers: vec![], body: vec![] };
    assert_eq!(desk.send(&province, get("/v1/nothing"), None).refusal(), (404, "not_found".into()));
    assert_eq!(desk.send(&province, get("/v1/entries"), None).refusal(), (405, "method".into()));
    for (path, status) in [("/healthz", 204), ("/readyz", 204), ("/metrics", 200), ("/openapi.json", 200)] {
        assert_eq!(desk.send(&province, get(path), None).status, status, "{path}");
    }
    let figures = String::from_utf8(desk.send(&province, get("/metrics"), None).body).unwrap();
    assert!(
        figures.contains("motcua_requests_total{method=\"POST\",path=\"/v1/entries\",status=\"413\"} 1"),
        "{figures}"
    );
    assert!(!figures.contains(&desk.id().to_string()) && !figures.contains(OFFICE));
    assert_eq!(desk.push(&province, 0).head.head, head_at(&desk, 2));
}

/// Three wait at a server that works on one request at a time: it goes on working, and each is told what comes.
pub fn who_waits_is_answered_when_something_comes_and_takes_no_place(on: Backing) {
    let province = Province::start_with(on, true, &["--in-flight", "1"]);
    let mut one = Desk::enrolled(&province, 1, OFFICE, 1);
    let others: Vec<Desk> = (2..=4).map(|number| Desk::enrolled(&province, number, OFFICE, number)).collect();
    one.write(2);
    one.push(&province, 0);
    // With nothing new it ends by itself; with something, at once.
    let page = |answer: super::desk::Answer| {
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        FeedPage::decode(&answer.body, &province.public()).unwrap()
    };
    assert!(page(one.get_feed(&province, "after=2&roster=4&wait=1")).items.is_empty());
    assert_eq!(page(one.get_feed(&province, "after=0&roster=4&wait=30")).items.len(), 2);
    // One after the other: each comes back for its place, and there is one.
    let wait = |desk: &Desk, query: &str| loop {
        let answer = desk.get_feed(&province, query);
        if answer.status != 503 {
            return page(answer);
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    };
    std::thread::scope(|threads| {
        let wait = &wait;
        let waiting: Vec<_> =
            others.iter().map(|desk| threads.spawn(move || wait(desk, "after=2&roster=4&wait=30"))).collect();
        one.write(1);
        while one.push_bytes(&province, one.batch(2)).status == 503 {}
        for waiting in waiting {
            assert_eq!(waiting.join().unwrap().newest, 3);
        }
        // What a chore beside the server changes is told too.
        let first = &others[0];
        let waiting = threads.spawn(move || wait(first, "after=3&roster=4&wait=30"));
        std::thread::sleep(std::time::Duration::from_millis(300));
        let revoked = one.id().to_string();
        assert!(province.chore("revoke", &["--device", &revoked, "--seq", "3"]).0);
        assert_eq!(waiting.join().unwrap().roster.expect("it changed").number, 5);
    });
}

/// Many desks push at once while another reads: whoever has read to a position never finds an entry below it later.
pub fn two_desks_at_once_lose_no_position(on: Backing) {
    let province = Province::start(on);
    let reader = Desk::enrolled(&province, 9, OFFICE, 9);
    let mut desks: Vec<Desk> = (1..=4).map(|number| Desk::enrolled(&province, number, OFFICE, number)).collect();
    desks.iter_mut().for_each(|desk| desk.write(60));
    std::thread::scope(|threads| {
        for desk in &desks {
            let province = &province;
            threads.spawn(move || {
                for after in (0..60).step_by(5) {
                    let answer = desk.push_bytes(province, batch(&desk.chain[after..after + 5]));
                    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
                }
            });
        }
        let mut cursor = desk_sync::FeedCursor::start(OFFICE);
        while cursor.position < 240 {
            let page = reader.page(&province, cursor.position, 3_000);
            if page.items.is_empty() {
                std::thread::sleep(std::time::Duration::from_millis(50)); // a machine may not ask without pause
            }
            cursor = desk_sync::feed::follow(cursor, province.history(), OFFICE, &page).unwrap().1;
        }
    });
    let feed = of(&reader.feed(&province));
    let all: HashSet<_> = desks.iter().flat_map(Desk::hashes).collect();
    assert_eq!((feed.len(), feed.into_iter().collect::<HashSet<_>>()), (240, all));
}
