//! The supervisor's day: reviewed, judged, closed, signed.
//!
//! What always holds: closing reads the record and adds to it, it changes nothing; the office's sheet is the sum of the
//! closings that it names; a signature is made only with the signer's password, given again for it. Start at
//! [`Desk::close_day`].

mod close;
mod exception;
mod paper;
mod review;

pub use close::{Closed, DayStanding, Equation};
pub use exception::{Exception, Subject};
pub use paper::taker;
pub use review::{Carried, DayFigure, DayReview, Morning};
