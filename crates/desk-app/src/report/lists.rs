//! Reports that are lists of dossiers: overdue, supplements, refusals.

use desk_core::{
    dossier::{Accepted, State},
    ids::DossierId,
    report::{Compare, Period},
    time::Moment,
};
use desk_store::HistoryOf;

use super::{Behind, Cell, Table, is_overdue, plain};
use crate::{desk::Desk, error::AppError};

/// A refusal of a dossier: closed as refused, or a result that is a written refusal.
struct DossierRefusal {
    at: Moment,
    /// Number of the slip, or of the document that refuses.
    slip: Option<String>,
    reason: Option<String>,
    ground: Option<String>,
}

impl DossierRefusal {
    fn of(accepted: &Accepted) -> Option<DossierRefusal> {
        if let State::Refused(refused) = &accepted.state {
            return Some(DossierRefusal {
                at: refused.done.at,
                slip: Some(refused.slip.on_paper()),
                reason: Some(refused.reason.clone()),
                ground: Some(refused.ground.clone()),
            });
        }
        let result = accepted.result.as_ref().filter(|result| !result.positive)?;
        Some(DossierRefusal {
            at: result.done.at,
            slip: result.number.clone(),
            reason: result.summary.clone(),
            ground: None,
        })
    }
}

impl Desk {
    /// What was in process at the end of the period with its due date passed, the longest overdue first.
    pub(super) fn overdue_at_end(
        &self,
        period: &Period,
        compare: Compare,
        behind: &mut Behind<'_>,
    ) -> Result<Table, AppError> {
        let mut late = self.courses(period)?;
        late.retain(|one| is_overdue(&one.course, period, compare));
        let mut rows = Vec::with_capacity(late.len());
        // A record that ends before the period does has each where it was then.
        let moved_on = self.reader()?.newest()?.is_some_and(|newest| newest >= period.end());
        for one in late {
            let Some(hit) = self.reader()?.hit(one.dossier)? else { continue };
            let days = one.course.due.map(|due| (period.to - due.date_naive()).num_days());
            let key = (one.course.due, hit.code.clone());
            behind.note_line(&hit.code, one.dossier);
            let holder = if moved_on {
                let dossier = self.reader()?.dossier(one.dossier)?;
                dossier.accepted().and_then(|accepted| accepted.held_by_before(period.end()).map(str::to_owned))
            } else {
                hit.holder
            };
            let row = vec![
                Cell::Text(hit.code),
                Cell::Text(hit.owner),
                Cell::Text(one.procedure.0),
                Cell::Text(one.procedure.1),
                Cell::Moment(one.course.received),
                Cell::moment(one.course.due),
                days.map_or(Cell::Unknown, Cell::Number),
                holder.map_or(Cell::Unknown, Cell::Text),
                hit.phone.map_or(Cell::Unknown, Cell::Text),
            ];
            rows.push((key, row));
        }
        rows.sort_by(|(one, _), (other, _)| one.cmp(other));
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        Ok(plain(&["code", "owner", "procedure", "name", "received", "due", "days_late", "department", "phone"], rows))
    }

    /// Every request for papers of the period, in the order of time.
    pub(super) fn supplements_asked(&self, period: &Period, behind: &mut Behind<'_>) -> Result<Table, AppError> {
        let mut rows = Vec::new();
        self.each_history(HistoryOf::Supplements, period, |id, accepted| {
            for one in accepted.supplements.iter().filter(|one| period.has(one.request.done.at)) {
                let line = format!("{}|{}", Cell::Moment(one.request.done.at).key(), accepted.received.code);
                behind.note_line(&line, id);
                let items: Vec<&str> = one.request.items.iter().map(|item| item.what.as_str()).collect();
                rows.push(vec![
                    Cell::Moment(one.request.done.at),
                    Cell::text(&*accepted.received.code),
                    Cell::text(&*accepted.received.procedure.code),
                    Cell::text(&*accepted.received.procedure.name),
                    Cell::text(items.join("; ")),
                    Cell::text(&*one.request.reason),
                    one.request.deadline.map_or(Cell::Unknown, Cell::Day),
                    Cell::moment(one.answer.as_ref().map(|answer| answer.done.at)),
                    Cell::text(&*one.request.done.by),
                ]);
            }
        })?;
        by_time(&mut rows);
        Ok(plain(&["asked", "code", "procedure", "name", "papers", "reason", "deadline", "answered", "clerk"], rows))
    }

    /// Every refusal of the period: of dossiers, written ones among them, and of citizens who left without one.
    pub(super) fn refusals(&self, period: &Period, behind: &mut Behind<'_>) -> Result<Table, AppError> {
        let mut rows = Vec::new();
        self.each_refusal(period, |id, accepted, refused| {
            let known = |text: Option<String>| text.map_or(Cell::Unknown, Cell::Text);
            behind.note_line(&accepted.received.code, id);
            rows.push(vec![
                Cell::Moment(refused.at),
                Cell::text(&*accepted.received.code),
                known(refused.slip),
                Cell::text(&*accepted.received.procedure.code),
                known(refused.reason),
                known(refused.ground),
            ]);
        })?;
        for left in self.reader()?.left_without(period)?.into_iter().filter(|left| left.kind == "refusal") {
            let slip = desk_core::dossier::Slip { form: String::new(), book: left.slip.0, number: left.slip.1 };
            rows.push(vec![
                Cell::Moment(left.at),
                Cell::Unknown,
                Cell::Text(slip.on_paper()),
                Cell::Text(left.procedure),
                Cell::Text(left.reason),
                Cell::Unknown,
            ]);
        }
        by_time(&mut rows);
        Ok(plain(&["refused", "code", "slip", "procedure", "reason", "ground"], rows))
    }

    /// The dossiers refused in a period, in writing or by closing them.
    pub(super) fn dossiers_refused(&self, period: &Period) -> Result<Vec<DossierId>, AppError> {
        let mut found = Vec::new();
        self.each_refusal(period, |id, _, _| found.push(id))?;
        Ok(found)
    }

    fn each_refusal(
        &self,
        period: &Period,
        mut tell: impl FnMut(DossierId, &Accepted, DossierRefusal),
    ) -> Result<(), AppError> {
        self.each_history(HistoryOf::Refusals, period, |id, accepted| {
            if let Some(refused) = DossierRefusal::of(accepted).filter(|refused| period.has(refused.at)) {
                tell(id, accepted, refused);
            }
        })
    }

    pub(super) fn each_history(
        &self,
        of: HistoryOf,
        period: &Period,
        mut tell: impl FnMut(DossierId, &Accepted),
    ) -> Result<(), AppError> {
        for id in self.reader()?.with_history(of, period)? {
            if let Some(accepted) = self.reader()?.dossier(id)?.accepted() {
                tell(id, accepted);
            }
        }
        Ok(())
    }
}

/// Puts lines that begin with a moment in the order of time; lines of one moment stay as they were.
fn by_time(rows: &mut [Vec<Cell>]) {
    rows.sort_by_key(|row| match row.first() {
        Some(Cell::Moment(at)) => Some(*at),
        Some(Cell::Text(_) | Cell::Word(_) | Cell::Number(_) | Cell::Share(_) | Cell::Day(_) | Cell::Unknown)
        | None => None,
    });
}
