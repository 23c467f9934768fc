//! One module for each thing that can be asked, or for a few that belong together.

pub(crate) mod backup;
pub(crate) mod day;
pub(crate) mod demo;
pub(crate) mod due;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod life;
pub(crate) mod look;
pub(crate) mod national;
pub(crate) mod office;
pub(crate) mod paper;
pub(crate) mod province;
pub(crate) mod receive;
pub(crate) mod record;
pub(crate) mod reference;
pub(crate) mod register;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod scan;
