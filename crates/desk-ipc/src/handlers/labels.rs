//! Labels of forms as the office words them.

use chrono::NaiveDate;
use desk_core::{dossier::Done, office::LabelSet};

use crate::{
    convert::{day_text, pictures},
    counter::{Answer, Call},
    error::{problem, user_error},
    views::*,
};

pub(crate) fn labels_open(call: &mut Call<'_>, input: LabelsOpen) -> Answer<LabelsView> {
    let today = call.desk.now().date_naive();
    let set = input.set.unwrap_or_else(|| call.desk.reference().form_set(today, None).as_str().to_owned());
    let form = input.form.unwrap_or_else(|| "receipt".to_owned());
    let labels = call.desk.form_labels(&set, &form)?;
    let forms = desk_forms::forms().into_iter().map(|form| FormName { set: form.set, form: form.form });
    let row = |label: desk_app::FormLabel| LabelRow {
        label: label.label,
        own: label.own,
        now: label.now,
        next: label.next.as_ref().map(|next| next.text.clone()),
        next_from: label.next.as_ref().map(|next| day_text(next.from)),
        next_by: label.next.map(|next| next.done.by),
    };
    Ok(LabelsView {
        forms: forms.collect(),
        set,
        form,
        labels: labels.into_iter().map(row).collect(),
        first_day: day_text(call.desk.label_first_day()),
    })
}

fn wanted(call: &Call<'_>, input: LabelSetInput) -> Answer<LabelSet> {
    let Ok(from) = input.from.parse::<NaiveDate>() else {
        let mut error = user_error("bad_date", &[]);
        error.at.push(problem("from", "bad_date"));
        return Err(error);
    };
    let done = Done { at: call.desk.now(), by: String::new() };
    Ok(LabelSet { set: input.set, form: input.form, label: input.label, text: input.text, from, done })
}

pub(crate) fn label_preview(call: &mut Call<'_>, input: LabelSetInput) -> Answer<Picture> {
    let wanted = wanted(call, input)?;
    pictures(&call.desk.label_preview(wanted)?, 90.0, 2)
}

pub(crate) fn label_set(call: &mut Call<'_>, input: LabelSetInput) -> Answer<LabelsView> {
    let open = LabelsOpen { set: Some(input.set.clone()), form: Some(input.form.clone()) };
    let wanted = wanted(call, input)?;
    call.desk.set_label(wanted)?;
    labels_open(call, open)
}
