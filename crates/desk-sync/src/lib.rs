//! The courier: what a desk and the province say to each other, and how a desk decides what to say next.
//!
//! What always holds: no network, clock, disk or random source is touched here (bytes, times and random numbers come
//! in as arguments); bytes of others are never trusted, never panic and never lead to more memory than they weigh;
//! nothing but a statement verified under the province's public key counts as the province's word. The bytes are
//! described in `docs/formats/sync.md` and pinned by `tests/fixtures/sync`.
//!
//! Start at [`plan`] for the desk's side, at [`wire`] for what is sent, at [`statement`] for what the province signs,
//! at [`published`] for reference data and people, at [`http`] for how a request is signed, at [`carry`] for the stick.

pub mod carry;
pub mod code;
pub mod feed;
mod fields;
pub mod http;
pub mod plan;
pub mod problem;
pub mod published;
pub mod statement;
pub mod wire;

pub use code::{CodeSecret, EnrolmentCode, KeyPrint};
pub use feed::{FeedCursor, PageFault};
pub use plan::{Distrust, Failure, Halt, Known, Learned, OwnChain, Planner, Restored, Step};
pub use problem::{Problem, ProblemCode};
pub use published::{Package, PackageFault, People, PublishedPerson, ReferenceSet, SetFile};
pub use statement::{
    CountersignedHead, DeviceStanding, FeedHead, HistoryId, LockOrder, ProvinceKey, Roster, RosterDevice, Signed,
    Standing, Statement, StatementFault, TrustedHead,
};
pub use wire::{EnrolAnswer, EnrolRequest, FeedPage, PushAnswer, SetAside, WireFault};
