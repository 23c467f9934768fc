//! The page of the province.

use std::collections::BTreeMap;

use desk_app::{
    Desk,
    courier::{Collided, Figures, Standing, State},
};
use desk_core::{
    ids::DeviceId,
    office::{Office, Role},
    time::{Moment, from_millis},
};

use super::{moment_text, record::fact_view};
use crate::{counter::Answer, views::*};

/// A clock that differs by less says nothing: lines are slow and nobody sets a clock to the second.
const CLOCK_MINUTES_TOLD: i64 = 5;

/// The frame's figures.
pub(crate) fn standing_view(standing: Standing) -> SyncView {
    SyncView {
        kind: standing.state.map_or("never", State::word).to_owned(),
        logged: standing.logged,
        received: standing.received,
        waiting: standing.logged - standing.received,
        files: standing.files,
        needs_people: standing.state.is_some_and(State::needs_people),
        since: standing.since.map(moment_text),
    }
}

/// The page as it stands.
pub(crate) fn sync_page(desk: &Desk) -> Answer<SyncPage> {
    let (figures, office, actor) = (desk.sync_figures()?, desk.office()?, desk.actor()?);
    let (supervises, now) = (actor.holds_any(&[Role::Supervisor]), desk.now());
    let leads = actor.holds_any(&[Role::Supervisor, Role::Administrator]);
    let waiting = figures.logged - figures.received;
    let oldest = figures.waiting.iter().map(|row| row.oldest).min();
    let mut actions = Vec::new();
    if figures.province.is_some() {
        actions.push("sync_now".to_owned());
    }
    if leads {
        actions.extend(["enrol", "carry_out"].map(ToOwned::to_owned));
    }
    actions.push("carry_in".to_owned());
    Ok(SyncPage {
        state: figures.state.map_or("never", State::word).to_owned(),
        refusal: figures.state.and_then(State::refusal).map(|code| code.code().to_owned()),
        sentence: sentence(&figures, waiting),
        needs_people: figures.state.is_some_and(State::needs_people),
        since: figures.province.as_ref().and_then(|province| from_millis(province.since)).map(moment_text),
        province: figures.province.as_ref().map(|province| ProvinceView {
            address: province.address.clone(),
            history: province.history.iter().map(|byte| format!("{byte:02x}")).collect(),
            counter: province.counter,
            restored_from: province.restored.map(|(_, seq)| seq),
        }),
        logged: figures.logged,
        received: figures.received,
        waiting,
        received_at: figures.received_at.and_then(from_millis).map(moment_text),
        waiting_kinds: figures
            .waiting
            .iter()
            .map(|row| WaitingRow {
                kind: row.kind.clone(),
                entries: row.entries,
                oldest: moment_text(row.oldest),
                oldest_minutes: minutes(row.oldest, now),
            })
            .collect(),
        oldest: oldest.map(moment_text),
        oldest_minutes: oldest.map_or(0, |oldest| minutes(oldest, now)),
        files_to_send: figures.files.to_send,
        files_to_fetch: figures.files.to_fetch,
        from_others: figures.from_others,
        set_aside: set_aside(&figures, &office, desk),
        collisions: figures.collided.iter().map(|one| collision(one, &office, supervises)).collect(),
        machines: figures
            .roster
            .iter()
            .map(|member| MachineRow {
                name: member.name.clone(),
                counter: member.counter,
                device: member.device.to_string(),
                own: figures.province.as_ref().is_some_and(|province| province.device == member.device),
                revoked: member.revoked.is_some(),
            })
            .collect(),
        exchanges: figures
            .exchanges
            .iter()
            .map(|one| ExchangeRow {
                at: moment_text(one.at),
                sent: one.sent,
                pulled: one.pulled,
                bytes_out: one.bytes_out,
                bytes_in: one.bytes_in,
                outcome: one.outcome.split(':').next().unwrap_or_default().to_owned(),
            })
            .collect(),
        clock_minutes: figures
            .clock_offset_ms
            .map(|offset| offset / 60_000)
            .filter(|minutes| minutes.abs() >= CLOCK_MINUTES_TOLD),
        actions,
    })
}

/// One calm sentence: nothing is wrong with a desk that is offline.
fn sentence(figures: &Figures, waiting: u64) -> Reason {
    let restored = figures.province.as_ref().is_some_and(|province| province.restored.is_some());
    let code = match figures.state {
        None => "never",
        Some(state) if state.needs_people() => state.word(),
        Some(_) if restored && waiting > 0 => "restored",
        Some(State::Offline | State::Busy | State::BadAnswer) if waiting > 0 => "waiting",
        Some(State::Offline | State::Busy | State::BadAnswer) => "nothing_waits",
        Some(_) if waiting > 0 => "sending",
        Some(_) => "in_step",
    };
    let figure = |name: &str, figure: u64| (name.to_owned(), figure.to_string());
    let fields = [figure("logged", figures.logged), figure("received", figures.received), figure("waiting", waiting)];
    Reason { code: code.to_owned(), fields: BTreeMap::from(fields) }
}

fn minutes(since: Moment, now: Moment) -> i64 {
    (now - since).num_minutes().max(0)
}

/// The name of a machine that people know.
fn machine(office: &Office, device: DeviceId) -> String {
    office.began(device).map_or_else(|| device.to_string()[..8].to_owned(), |began| began.name.clone())
}

fn set_aside(figures: &Figures, office: &Office, desk: &Desk) -> Vec<SetAsideRow> {
    let own = figures.province.as_ref().map(|province| province.device);
    let here = figures.set_aside.iter().map(|one| SetAsideRow {
        by: "here".to_owned(),
        reason: one.reason.word().to_owned(),
        machine: machine(office, one.head.device),
        seq: one.head.seq,
        kind: Some(one.kind.clone()),
        at: Some(moment_text(one.at)),
    });
    let there = figures.aside_there.iter().map(|(seq, reason)| {
        let entry = own.and_then(|device| desk.own_entry(device, *seq).ok().flatten());
        SetAsideRow {
            by: "province".to_owned(),
            reason: reason.clone(),
            machine: own.map(|device| machine(office, device)).unwrap_or_default(),
            seq: *seq,
            kind: entry.as_ref().map(|(kind, _)| kind.clone()),
            at: entry.map(|(_, at)| moment_text(at)),
        }
    });
    here.chain(there).collect()
}

fn collision(one: &Collided, office: &Office, supervises: bool) -> CollisionRow {
    CollisionRow {
        dossier: one.hit.dossier.to_string(),
        code: one.hit.code.clone(),
        owner: one.hit.owner.clone(),
        procedure: one.hit.procedure_name.clone(),
        due: one.hit.due.map(moment_text),
        sides: one
            .between
            .iter()
            .map(|entry| SideView {
                entry: entry.hash.to_string(),
                machine: machine(office, entry.head.device),
                fact: fact_view(entry, office),
            })
            .collect(),
        actions: if supervises { vec!["settle_collision".to_owned()] } else { Vec::new() },
    }
}
