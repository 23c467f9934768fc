//! The province: takes what desks write into custody, countersigns it, and gives each office its feed.
//!
//! What always holds: nothing is countersigned before the transaction that holds it is durable; an entry is never
//! changed or deleted; positions of a feed are given in commit order, so no reader skips one; every row, question and
//! answer is of one office, and a machine sees its own office alone; a correctly signed entry in sequence is always
//! taken, understood or not. No body, name or other personal data goes to a log, an error or a metric.
//!
//! Start at [`custody`] for what is taken and how, at [`store`] for the record, at [`db`] for the two databases behind
//! it, at [`http`] for the doors.

pub mod carry;
pub mod clock;
mod connections;
pub mod custody;
pub mod db;
pub mod http;
pub mod keys;
mod marks;
pub mod publish;
pub mod qr;
pub mod roles;
pub mod serve;
pub mod store;
pub mod units;
