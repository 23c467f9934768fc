//! The data of every form but the receipt, under names of their own. Each struct turns into [`FormData`]; an empty
//! string, an absent date or number is left as dots to write on.

/// A struct whose form data is made by its `form_data`.
macro_rules! into_form_data {
    ($($data:ty),*) => {
        $(impl From<&$data> for crate::data::FormData {
            fn from(data: &$data) -> crate::data::FormData {
                data.form_data()
            }
        })*
    };
}

mod answers;
mod control;
mod counter;
mod day;
pub(crate) mod head;
mod letters;
mod lists;
mod register;
mod report;

use serde::de::DeserializeOwned;

pub use answers::{GuidanceData, RefusalData, SupplementData};
pub use control::{ControlData, ControlStep};
pub use counter::{AppointmentData, CollectedData, CollectedResult, CommitmentData, FeeLine, FeeSlipData};
pub use day::{DayCounterRow, DayMoneyRow, DaySheetData};
pub use head::{DossierHead, SlipHead};
pub use letters::{ApologyData, ChasingData, Reminder, StopData};
pub use lists::{HandoverData, HandoverRow, PostalData, PostalRow, ResultsData, ResultsRow};
pub use register::{RegisterData, RegisterRow};
pub use report::ReportData;

use crate::data::FormData;
use crate::receipt::ReceiptData;
use crate::thermal::ThermalData;

/// The data of the form of this name from JSON such as its `sample.json`; `None` when there is no such form.
///
/// # Errors
/// When the JSON is not that form's data.
pub fn data_from_json(form: &str, json: &str) -> Option<serde_json::Result<FormData>> {
    fn read<T: DeserializeOwned>(json: &str, form_data: impl Fn(&T) -> FormData) -> serde_json::Result<FormData> {
        serde_json::from_str(json).map(|data| form_data(&data))
    }
    Some(match form {
        "receipt" => read(json, ReceiptData::form_data),
        "supplement" | "guidance" => read(json, SupplementData::form_data),
        "refusal" => read(json, RefusalData::form_data),
        "apology" => read(json, ApologyData::form_data),
        "stop" => read(json, StopData::form_data),
        "control" => read(json, ControlData::form_data),
        "register" => read(json, RegisterData::form_data),
        "handover" => read(json, HandoverData::form_data),
        "results" => read(json, ResultsData::form_data),
        "collected" => read(json, CollectedData::form_data),
        "appointment" => read(json, AppointmentData::form_data),
        "chasing" => read(json, ChasingData::form_data),
        "fee" => read(json, FeeSlipData::form_data),
        "commitment" => read(json, CommitmentData::form_data),
        "day_sheet" => read(json, DaySheetData::form_data),
        "postal" => read(json, PostalData::form_data),
        "thermal" => read(json, ThermalData::form_data),
        "ii06a" | "ii06b" | "rates" | "intake_daily" | "intake_monthly" | "overdue" | "fees" | "supplements"
        | "refusals" | "load" | "day" | "on_time_monthly" | "timeliness" | "missing_papers" | "hours" | "steps"
        | "ageing" => read(json, ReportData::form_data),
        _ => return None,
    })
}
