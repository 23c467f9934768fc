//! Parameters of the office: what holds, what was set, setting one.

use chrono::NaiveDate;
use desk_core::{
    dossier::PausePolicy,
    office::{Role, Setting, Settings},
    report::Compare,
};

use crate::{
    convert::{day_text, word},
    counter::{Answer, Call},
    error::{problem, user_error},
    views::*,
};

pub(crate) fn parameters_open(call: &mut Call<'_>, _: Nothing) -> Answer<ParametersView> {
    let Settings { pause, compare, phone, signer } = call.desk.parameters()?;
    let now = [("supplement_policy", word(pause)), ("compare", word(compare)), ("phone", phone), ("signer", signer)];
    let history = call.desk.parameter_history()?.into_iter().map(|set| {
        let (what, value) = match set.setting {
            Setting::SupplementPolicy(policy) => ("supplement_policy", word(policy)),
            Setting::Compare(compare) => ("compare", word(compare)),
            Setting::Phone(phone) => ("phone", phone),
            Setting::Signer(signer) => ("signer", signer),
        };
        let (from, by) = (day_text(set.from), set.done.by);
        ParameterSetRow { what: what.to_owned(), value, from, by, decision: set.decision }
    });
    let sets = call.desk.actor()?.holds_any(&[Role::Supervisor]);
    Ok(ParametersView {
        now: now.into_iter().map(|(what, value)| ParameterRow { what: what.to_owned(), value }).collect(),
        history: history.collect(),
        actions: if sets { vec!["set".to_owned()] } else { Vec::new() },
    })
}

pub(crate) fn parameter_set(call: &mut Call<'_>, input: ParameterSetInput) -> Answer<ParametersView> {
    let at = |field: &str, code: &str| {
        let mut error = user_error(code, &[]);
        error.at.push(problem(field, code));
        error
    };
    let setting = match (input.what.as_str(), input.value.trim()) {
        ("supplement_policy", "shift") => Setting::SupplementPolicy(PausePolicy::Shift),
        ("supplement_policy", "restart") => Setting::SupplementPolicy(PausePolicy::Restart),
        ("compare", "day") => Setting::Compare(Compare::Day),
        ("compare", "minute") => Setting::Compare(Compare::Minute),
        ("phone", phone) => Setting::Phone(phone.to_owned()),
        ("signer", signer) => Setting::Signer(signer.to_owned()),
        ("supplement_policy" | "compare", _) => return Err(at("value", "bad_field")),
        _ => return Err(user_error("bad_input", &[])),
    };
    let from: NaiveDate = input.from.trim().parse().map_err(|_| at("from", "bad_date"))?;
    call.desk.set_parameter(setting, from, &input.decision)?;
    parameters_open(call, Nothing {})
}
