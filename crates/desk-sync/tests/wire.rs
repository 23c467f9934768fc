//! Batches, pages and answers read back as they were written; hostile bytes are refused.

mod common;

use common::*;
use desk_log::Sealed;
use desk_sync::{
    CodeSecret, EnrolAnswer, EnrolRequest, FeedCursor, FeedPage, PageFault, PushAnswer, SetAside, WireFault,
    feed::follow,
    wire::{BATCH_BYTES_MAX, BatchMaker, read_batch},
};
use proptest::prelude::*;

fn batch(entries: &[Sealed]) -> Vec<u8> {
    let mut maker = BatchMaker::new(BATCH_BYTES_MAX);
    for entry in entries {
        assert!(maker.add(&entry.cose, Some((&entry.salt, &entry.body))));
    }
    maker.finish()
}

#[test]
fn a_batch_reads_back_with_its_headers() {
    let entries = chain(&key(1), 5);
    let read = read_batch(&batch(&entries[1..])).unwrap();
    let expected: Vec<_> = entries[1..].iter().map(|entry| (item(entry), entry.header.clone(), entry.hash)).collect();
    assert_eq!(read.into_iter().map(|entry| (entry.item, entry.header, entry.hash)).collect::<Vec<_>>(), expected);
}

#[test]
fn a_batch_keeps_its_size_and_one_entry_always_goes() {
    let entries = chain(&key(1), 3);
    let mut maker = BatchMaker::new(10);
    assert!(maker.add(&entries[0].cose, None));
    assert!(!maker.add(&entries[1].cose, None));
    assert_eq!(maker.entries(), 1);
    assert_eq!(read_batch(&maker.finish()).unwrap().len(), 1);
}

#[test]
fn a_batch_of_two_devices_or_out_of_order_is_refused() {
    let (one, other) = (chain(&key(1), 4), chain(&key(2), 4));
    let order = |entries: &[&Sealed]| {
        let entries: Vec<Sealed> = entries.iter().map(|entry| (*entry).clone()).collect();
        read_batch(&batch(&entries)).map(|read| read.len())
    };
    assert_eq!(order(&[&one[0], &one[1]]), Ok(2));
    assert_eq!(order(&[&one[0], &other[1]]), Err(WireFault::Order { place: 2 }));
    assert_eq!(order(&[&one[0], &one[2]]), Err(WireFault::Order { place: 2 }));
    assert_eq!(order(&[&one[1], &one[0]]), Err(WireFault::Order { place: 2 }));
    assert_eq!(order(&[&one[0], &one[0]]), Err(WireFault::Order { place: 2 }));
    assert_eq!(order(&[]), Err(WireFault::Empty));
}

#[test]
fn a_bomb_is_refused_before_it_fills_the_memory() {
    let bomb = zstd::bulk::compress(&vec![0; 64 << 20], 19).unwrap();
    assert!(bomb.len() < 100_000);
    assert_eq!(read_batch(&bomb), Err(WireFault::TooLarge));
    // Claims of size without the bytes: an array of 2^32 entries, a string of 2^31 bytes.
    for claim in [[0x9a, 0xff, 0xff, 0xff, 0xff].as_slice(), &[0x83, 0x5a, 0x7f, 0xff, 0xff, 0xff]] {
        assert!(read_batch(&zstd::bulk::compress(claim, 3).unwrap()).is_err());
        assert!(FeedPage::decode(&zstd::bulk::compress(claim, 3).unwrap(), &province().public()).is_err());
    }
}

fn page(server: &SmallServer, entries: &[Sealed], after: u64) -> FeedPage {
    FeedPage { roster: Some(roster()), ..server.page(entries, after, 2) }
}

fn server_with(entries: &[Sealed]) -> SmallServer {
    let mut server = SmallServer::new(HISTORY);
    server.push(entries, &batch(entries));
    server
}

#[test]
fn a_page_reads_back_and_goes_on_only_where_the_reader_stands() {
    let entries = chain(&key(1), 5);
    let server = server_with(&entries);
    let page = page(&server, &entries, 2);
    let read = FeedPage::decode(&page.encode(), &province().public()).unwrap();
    assert_eq!(read, page);
    let published = FeedPage { reference: Some(reference_set()), people: Some(people()), ..page.clone() };
    assert_eq!(FeedPage::decode(&published.encode(), &province().public()), Ok(published.clone()));
    let alone = FeedPage { roster: None, reference: None, ..published };
    assert_eq!(FeedPage::decode(&alone.encode(), &province().public()), Ok(alone));
    let bare = FeedPage { roster: None, ..page.clone() };
    assert_eq!(FeedPage::decode(&bare.encode(), &province().public()), Ok(bare));

    let cursor = server.cursor(2);
    let (found, after) = follow(cursor, HISTORY, OFFICE, &read).unwrap();
    assert_eq!(found.iter().map(|(hash, _)| *hash).collect::<Vec<_>>(), [entries[2].hash, entries[3].hash]);
    assert_eq!(after, server.cursor(4));
    assert_eq!(follow(cursor, HISTORY, "155@", &read), Err(PageFault::Office));
    assert_eq!(follow(server.cursor(1), HISTORY, OFFICE, &read), Err(PageFault::Place));
    let other = desk_sync::HistoryId([1; 16]);
    assert_eq!(follow(cursor, other, OFFICE, &read), Err(PageFault::History { found: HISTORY }));
    let ahead = FeedCursor { position: 9, ..cursor };
    assert_eq!(follow(ahead, HISTORY, OFFICE, &FeedPage { after: 9, ..read.clone() }), Err(PageFault::Shorter));
    for tampered in [
        FeedPage { items: read.items[..1].to_vec(), ..read.clone() },
        FeedPage { items: read.items.iter().rev().cloned().collect(), ..read.clone() },
    ] {
        assert_eq!(follow(cursor, HISTORY, OFFICE, &tampered), Err(PageFault::Running));
    }
    let rewritten = FeedCursor { running: [0; 32], ..cursor };
    assert_eq!(follow(rewritten, HISTORY, OFFICE, &read), Err(PageFault::Running));
}

#[test]
fn answers_read_back_and_a_captive_portal_is_no_answer() {
    let entries = chain(&key(1), 2);
    let public = province().public();
    let pushed = PushAnswer {
        head: countersigned(HISTORY, &entries, 2),
        set_aside: SetAside::ALL.into_iter().enumerate().map(|(place, reason)| (place as u64, reason)).collect(),
        feed: feed_head(HISTORY, FeedCursor::start(OFFICE)),
    };
    assert_eq!(PushAnswer::decode(&pushed.encode(), &public), Ok(pushed.clone()));
    let enrolled = EnrolAnswer {
        standing: standing(),
        province: public,
        roster: {
            let roster = roster();
            desk_sync::Signed::verify(roster.bytes().to_vec(), &public).unwrap()
        },
    };
    assert_eq!(EnrolAnswer::decode(&enrolled.encode()), Ok(enrolled.clone()));
    let portal = b"<!DOCTYPE html><html><title>Wi-Fi</title></html>";
    assert!(PushAnswer::decode(portal, &public).is_err());
    assert!(EnrolAnswer::decode(portal).is_err());
    assert!(FeedPage::decode(portal, &public).is_err());
    // Signed by another province.
    let other = desk_sync::ProvinceKey::from_secret([5; 32]).public();
    assert!(PushAnswer::decode(&pushed.encode(), &other).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_request_for_enrolment_reads_back(random in any::<[u8; 9]>(), name in "\\PC{0,40}", counter in proptest::option::of(1u64..11), demo in any::<bool>()) {
        let request = EnrolRequest { secret: CodeSecret::new(&random), public: key(1).public(), office: OFFICE.into(), demo, name, counter };
        prop_assert_eq!(EnrolRequest::decode(&request.encode()), Ok(request));
    }

    #[test]
    fn bytes_of_others_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), place in any::<prop::sample::Index>(), change in 1u8..) {
        let public = province().public();
        let packed = zstd::bulk::compress(&bytes, 1).unwrap();
        for bytes in [&bytes, &packed] {
            let _ = read_batch(bytes);
            let _ = FeedPage::decode(bytes, &public);
            let _ = PushAnswer::decode(bytes, &public);
            let _ = EnrolAnswer::decode(bytes);
            let _ = EnrolRequest::decode(bytes);
        }
        // A sound page with one byte changed before packing is refused, or its entries no longer give the running hash.
        let entries = chain(&key(1), 2);
        let server = server_with(&entries);
        let sound = page(&server, &entries, 0).encode();
        let mut changed = zstd::stream::decode_all(sound.as_slice()).unwrap();
        let place = place.index(changed.len());
        changed[place] ^= change;
        if let Ok(read) = FeedPage::decode(&zstd::bulk::compress(&changed, 1).unwrap(), &public) {
            let same_entries = read.items.iter().map(|item| &item.cose).eq(entries.iter().map(|entry| &entry.cose));
            prop_assert!(same_entries || follow(FeedCursor::start(OFFICE), HISTORY, OFFICE, &read).is_err());
        }
    }
}
