//! Definition and labels of every form, built into the program.

/// A form as it lies under `assets/forms`.
pub(crate) struct Source {
    pub(crate) set: &'static str,
    pub(crate) form: &'static str,
    pub(crate) definition: &'static str,
    pub(crate) labels: &'static str,
}

macro_rules! sources {
    ($($set:literal: $($form:literal)*;)*) => {
        &[$($(Source {
            set: $set,
            form: $form,
            definition: include_str!(concat!("../../../assets/forms/", $set, "/", $form, "/form.json")),
            labels: include_str!(concat!("../../../assets/forms/", $set, "/", $form, "/labels.json")),
        },)*)*]
    };
}

/// Oldest set first; in a set, the order of the circular. The set `report` has a form for each report of desk-app.
pub(crate) const SOURCES: &[Source] = sources! {
    "tt01-2018": "receipt" "supplement" "refusal" "apology" "control" "register";
    "tt03-2025": "receipt" "supplement" "refusal" "apology" "stop" "control" "register";
    "desk": "handover" "results" "collected" "guidance" "appointment" "chasing" "fee" "commitment" "postal" "thermal"
        "day_sheet";
    "report": "ii06a" "ii06b" "rates" "intake_daily" "intake_monthly" "overdue" "fees" "supplements" "refusals" "load" "day"
        "on_time_monthly" "timeliness" "missing_papers" "hours" "steps" "ageing";
};
