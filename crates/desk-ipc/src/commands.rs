//! The table: every command once, with who may call it.

use desk_core::office::Role;
use serde_json::Value;

use crate::{
    authorise::Access,
    counter::Call,
    handlers::{
        account, act, backup, calendar, day, desk, dossier, files, import, intake, labels, office, parameters, people,
        ranges, reference, register, report, session, sync, walk_ins,
    },
    views::*,
};

/// A row of the table.
pub struct CommandRow {
    /// The name that screens call.
    pub name: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Reads the input, runs, writes the output.
    pub(crate) run: fn(&mut Call<'_>, Value) -> Result<Value, UserErrorView>,
}

impl std::fmt::Debug for CommandRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CommandRow").field("name", &self.name).field("access", &self.access).finish_non_exhaustive()
    }
}

const DESK: Access = Access::Roles(&[Role::Clerk, Role::Supervisor]);
const READ: Access = Access::Roles(&[Role::Clerk, Role::Officer, Role::Supervisor]);
const SUPERVISOR: Access = Access::Roles(&[Role::Supervisor]);
const PEOPLE: Access = Access::Roles(&[Role::Supervisor, Role::Administrator]);
const ADMINISTRATOR: Access = Access::Roles(&[Role::Administrator]);

macro_rules! commands {
    ($($access:expr => { $($handler:path: $name:ident($input:ty) -> $output:ty;)* })*) => {
        /// Every command of the counter.
        pub const COMMANDS: &[CommandRow] = &[$($(
            CommandRow {
                name: stringify!($name),
                access: $access,
                run: |call, input| {
                    let input: $input = crate::counter::read_input(input)?;
                    let output: $output = $handler(call, input)?;
                    crate::counter::write_output(&output)
                },
            },
        )*)*];

        /// The TypeScript of the table: input and output by the name of the command.
        pub fn typescript_commands() -> String {
            let rows = [$($(concat!(
                "  ", stringify!($name), ": { input: ", stringify!($input), "; output: ", stringify!($output), " };\n"
            ),)*)*];
            format!("/** Every command of the counter. */\nexport interface Commands {{\n{}}}\n", rows.concat())
        }
    };
}

commands! {
    Access::Anyone => {
        session::desk_state: desk_state(Nothing) -> DeskState;
        session::set_up: set_up(SetUp) -> SetUpDone;
        session::units_find: units_find(UnitsFind) -> UnitsFound;
        session::sign_in: sign_in(SignIn) -> DeskState;
        session::unlock: unlock(Unlock) -> DeskState;
        session::lock: lock(Nothing) -> DeskState;
        session::sign_out: sign_out(Nothing) -> DeskState;
        backup::first_backups: first_backups(FirstBackupsFind) -> FirstBackupsFound;
        backup::first_restore: first_restore(FirstRestore) -> FirstRestored;
        session::recovery_unlock: recovery_unlock(RecoveryUnlock) -> DeskState;
        session::full_screen: full_screen(Nothing) -> Nothing;
    }
    Access::SignedIn => {
        session::pin_set: pin_set(PinSet) -> Nothing;
        session::password_change: password_change(PasswordChange) -> Nothing;
        session::practice_begin: practice_begin(Nothing) -> DeskState;
        session::practice_end: practice_end(Nothing) -> DeskState;
        sync::sync_standing: sync_standing(Nothing) -> SyncView;
        desk::settings_get: settings_get(Nothing) -> SettingsView;
        parameters::parameters_open: parameters_open(Nothing) -> ParametersView;
        desk::settings_save: settings_save(SettingsSave) -> SettingsView;
        desk::printers_list: printers_list(Nothing) -> PrintersView;
        desk::printer_test: printer_test(PrinterTest) -> PrintJobView;
        desk::print_status: print_status(PrintStatus) -> PrintJobView;
    }
    READ => {
        register::today: today(Nothing) -> TodayView;
        register::rail_counts: rail_counts(Nothing) -> RailCounts;
        register::scan: scan(Scan) -> ScanView;
        register::register_search: register_search(RegisterSearch) -> RegisterView;
        register::persons_find: persons_find(PersonsFind) -> PersonsFound;
        intake::procedures_find: procedures_find(ProceduresFind) -> ProceduresFound;
        dossier::dossier_open: dossier_open(DossierOpen) -> DossierView;
        act::act_open: act_open(ActOpen) -> ActPanel;
        act::act_check: act_check(DossierAct) -> ActCheck;
        act::dossier_act: dossier_act(DossierAct) -> ActedView;
        files::file_attach: file_attach(FileAttach) -> ActedView;
        files::file_picture: file_picture(FileOf) -> Picture;
        dossier::form_picture: form_picture(FormOf) -> Picture;
        dossier::form_print: form_print(FormOf) -> PrintJobView;
        dossier::form_save: form_save(FormOf) -> SavedFile;
        dossier::receipt_picture: receipt_picture(ReceiptPicture) -> Picture;
        office::figures_open: figures_open(FiguresOpen) -> FiguresView;
        office::procedures_switched: procedures_switched(ProceduresSwitched) -> SwitchView;
        office::abbreviation_set: abbreviation_set(AbbreviationSet) -> Nothing;
        sync::sync_view: sync_view(Nothing) -> SyncPage;
        sync::sync_now: sync_now(Nothing) -> SyncPage;
        sync::carry_in: carry_in(CarryIn) -> CarriedInView;
        reference::reference_news: reference_news(Nothing) -> ReferenceView;
    }
    DESK => {
        intake::draft_save: draft_save(DraftSave) -> DraftSaved;
        intake::draft_open: draft_open(DraftOpen) -> DraftView;
        intake::drafts_list: drafts_list(Nothing) -> DraftsView;
        intake::draft_discard: draft_discard(DraftOpen) -> Nothing;
        intake::intake_check: intake_check(IntakeForm) -> IntakeCheck;
        intake::persons_judge: persons_judge(PersonsJudge) -> Nothing;
        intake::intake_preview: intake_preview(IntakeForm) -> Picture;
        intake::receive_dossier: receive_dossier(ReceiveDossier) -> ReceivedView;
        act::walk_in: walk_in(WalkIn) -> WalkInDone;
        walk_ins::walk_ins_list: walk_ins_list(Nothing) -> WalkInsView;
        walk_ins::walk_in_picture: walk_in_picture(WalkInOf) -> Picture;
        walk_ins::walk_in_print: walk_in_print(WalkInOf) -> PrintJobView;
        walk_ins::walk_in_save: walk_in_save(WalkInOf) -> SavedFile;
        dossier::dossier_print: dossier_print(DossierPrint) -> PrintJobView;
        dossier::receipt_save: receipt_save(ReceiptSave) -> SavedFile;
        register::register_export: register_export(RegisterExport) -> SavedFiles;
        day::day_open: day_open(DayOpen) -> DayView;
        day::day_close: day_close(DayClose) -> DayView;
        day::day_picture: day_picture(DayOpen) -> Picture;
        day::day_save: day_save(DayOpen) -> SavedFile;
        day::day_print: day_print(DayOpen) -> PrintJobView;
    }
    SUPERVISOR => {
        day::day_judge: day_judge(DayJudge) -> DayView;
        day::morning_open: morning_open(Nothing) -> MorningView;
        day::morning_read: morning_read(Nothing) -> Nothing;
        office::figure_set: figure_set(FigureSetInput) -> FiguresView;
        parameters::parameter_set: parameter_set(ParameterSetInput) -> ParametersView;
        office::procedure_switch: procedure_switch(ProcedureSwitch) -> SwitchView;
        dossier::proof_save: proof_save(ReceiptSave) -> SavedFile;
        ranges::counter_take: counter_take(CounterTake) -> RangesView;
        ranges::paper_continue: paper_continue(PaperContinue) -> RangesView;
        account::access_open: access_open(AccessOpen) -> AccessView;
        labels::labels_open: labels_open(LabelsOpen) -> LabelsView;
        labels::label_preview: label_preview(LabelSetInput) -> Picture;
        labels::label_set: label_set(LabelSetInput) -> LabelsView;
        session::record_settle: record_settle(RecordSettle) -> DeskState;
        import::imports_list: imports_list(Nothing) -> ImportsView;
        import::import_open: import_open(ImportOpen) -> ImportView;
        import::import_check: import_check(ImportMapping) -> ImportCheckView;
        import::import_findings: import_findings(ImportFindings) -> FindingsView;
        import::import_run: import_run(ImportRun) -> ImportProgressView;
        import::import_undo: import_undo(ImportUndo) -> UndoProgressView;
        backup::backup_restore: backup_restore(BackupRestore) -> DeskState;
    }
    PEOPLE => {
        reference::reference_look: reference_look(ReferencePackage) -> PackageView;
        reference::reference_take: reference_take(ReferencePackage) -> ReferenceView;
        people::people_list: people_list(Nothing) -> PeopleView;
        people::person_reset: person_reset(PersonReset) -> PeopleView;
        people::person_admit: person_admit(PersonReset) -> PeopleView;
        office::verify_log: verify_log(Nothing) -> VerifyView;
        sync::enrol: enrol(Enrol) -> SyncPage;
        calendar::calendar_open: calendar_open(CalendarOpen) -> CalendarView;
        report::report_open: report_open(ReportAsk) -> ReportView;
        report::report_picture: report_picture(ReportAsk) -> Picture;
        report::report_save: report_save(ReportSave) -> SavedFile;
        report::national_save: national_save(ReportAsk) -> NationalSaved;
        sync::carry_out: carry_out(Nothing) -> CarriedOutView;
        ranges::ranges_open: ranges_open(Nothing) -> RangesView;
        account::log_open: log_open(LogOpen) -> LogView;
        account::log_save: log_save(Nothing) -> SavedFile;
        backup::backup_open: backup_open(Nothing) -> BackupView;
        backup::backup_make: backup_make(BackupMake) -> BackupView;
        backup::backup_stop: backup_stop(Nothing) -> BackupView;
        backup::backup_plan_set: backup_plan_set(BackupPlanInput) -> BackupView;
        backup::backups_find: backups_find(BackupMake) -> BackupsFound;
    }
    ADMINISTRATOR => {
        calendar::calendar_set: calendar_set(CalendarSetInput) -> CalendarView;
        people::person_add: person_add(PersonAdd) -> PeopleView;
        people::person_roles: person_roles(PersonRoles) -> PeopleView;
        people::person_retire: person_retire(PersonRetire) -> PeopleView;
    }
}
