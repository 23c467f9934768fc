//! What crosses to the screens: views ready to show, and inputs as typed.
//!
//! Conventions: snake_case; a moment is RFC 3339 with offset, a day `YYYY-MM-DD`, money whole đồng; `null` is "not
//! known", never 0. Words of the law and of people come as they are; everything else comes as a code that the screens
//! put into the reader's language. `actions` lists what is allowed now: a button not listed is not drawn.

mod account;
mod act;
mod backup;
mod calendar;
mod day;
mod dossier;
mod import;
mod intake;
mod office;
mod parameters;
mod ranges;
mod reference;
mod report;
mod session;
mod sync;
mod work;

pub use account::*;
pub use act::*;
pub use backup::*;
pub use calendar::*;
pub use day::*;
pub use dossier::*;
pub use import::*;
pub use intake::*;
pub use office::*;
pub use parameters::*;
pub use ranges::*;
pub use reference::*;
pub use report::*;
pub use session::*;
pub use sync::*;
pub use work::*;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::{Config, TS};

/// A sentence as a code and its fields; the words come from the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reason {
    /// Code of the sentence.
    pub code: String,
    /// What goes into it.
    pub fields: BTreeMap<String, String>,
}

/// What went wrong, for a person: a code, its fields, and the fields of the form it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UserErrorView {
    /// Code of the message.
    pub code: String,
    /// What goes into it.
    pub fields: BTreeMap<String, String>,
    /// Where in the form.
    pub at: Vec<FieldProblem>,
}

/// A problem at one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldProblem {
    /// The field, e.g. `owner.birth_date` or `papers.3`.
    pub field: String,
    /// Code of the message.
    pub code: String,
    /// What goes into it.
    pub fields: BTreeMap<String, String>,
}

/// Input or output of nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(type = "Record<string, never>")]
pub struct Nothing {}

macro_rules! declare {
    ($config:expr; $($name:ty),* $(,)?) => { [$(format!("export {}\n", <$name as TS>::decl($config))),*].concat() };
}

/// The TypeScript of every view and input.
pub fn typescript() -> String {
    let config = Config::default().with_large_int("number");
    declare!(&config;
        Reason, UserErrorView, FieldProblem, Nothing,
        Lang, RoleView, PersonView, Session, DeskState, UnitView, Tile, SyncView, SetUp, SetUpPerson, SetUpDone,
        UnitsFind, UnitsFound, UnitHit, SignIn, Unlock, RecoveryUnlock, PinSet, PasswordChange, RecordSettle,
        PeopleView, PersonRow, PersonAdd, PersonReset, PersonRetire, PersonRoles, SettingsView, PrinterChoice, SettingsSave,
        PrintersView, LabelsOpen, LabelsView, FormName, LabelRow, LabelSetInput, PrinterView, PrinterTest, PrintJobView, PrintStatus, ProceduresFind, ProcedureHit, ProceduresFound,
        ProceduresSwitched, FieldCount, AbbreviationSet, SwitchRow, SwitchView, ProcedureSwitch, FiguresOpen, FiguresView, FigureRow, KnownRow,
        PaperNeedRow, FigureSetInput, VerifyView, ParametersView, ParameterRow, ParameterSetRow, ParameterSetInput,
        ActOpen, ActPanel, ActField, ItemForm, ActPaper, ActForm, DossierAct, SlipView, ActCheck, ActedView, ActedOne,
        RefusedOne, FormOf, WalkIn, WalkInDone, BackEntryForm, FileAttach, FileOf, HandOverView, SupplementView, PaymentView, ExtensionView, ResultView, CorrectionView, MoneyTaken,
        NoteView, FileView, LifeView, CustodyView,
        TodayView, CounterView, RailCounts, WalkInRow, WalkInsView, WalkInOf, TaskView, TotalsView, Scan, ScanView, CardFields, RegisterSearch, RegisterView, DossierHit,
        Chip, PersonsFind, PersonsFound, PersonHit,
        ChannelView, IntakeForm, PartyForm, SubmitterForm, PaperForm, LimitForm, DuplicateForm, IntakeCheck, AlikeView, PersonsJudge, ProcedureHead,
        CaseView, PaperRow, LimitView, DueView, JumpView, StepView, FeeView, DuplicateView, DraftSave, DraftSaved, DraftRow,
        DraftsView, DraftOpen, DraftView, Picture, ReceiveDossier, ReceivedView,
        DossierOpen, DossierView, FactView, PaperLineView, PrintView, PartyView, FeeLineView, DossierPrint, ReceiptPicture, ReceiptSave, SavedFile, RegisterExport, SavedFiles,
        ImportOpen, ImportView, SheetView, SampleRow, ImportMapping, ImportCheckView, FindingCount, FindingView, FindingsView, ImportFindings, ImportsView, UnknownProcedure, ImportRun,
        ImportProgressView, ImportUndo, UndoProgressView, ImportRow,
        CalendarOpen, CalendarView, SpecialDayRow, CalendarChangeRow, CalendarSetInput,
        DayMarkView, DayOpen, DayClose, DayJudge, DayFigureView, DayHourView, DayAheadView, DayFieldView, DayJudgedView, DayExceptionView,
        DayEquationView, DayNumberView, DayMoneyView, DayStoryView, DayCounterView, DayChangeView, DaySheetView, DayCarriedView,
        DayReviewView, DayView, MorningView,
        ReportAsk, ReportView, ReportRow, ReportCell, IdentityView, FigureOf, ReportSave, NationalSaved, NationalFinding,
        RangesView, CounterChoice, RangeRow, CounterTake, PaperContinue,
        LogOpen, LogView, LogRow, AccessOpen, AccessView, AccessPerson, AccessRow,
        BackupView, BackupPlanView, BackupPlaceView, BackupRunningView, BackupNoteRow, BackupMake, BackupPlanInput, BackupsFound, BackupFound, BackupRestore,
        FirstBackupsFind, FirstBackupsFound, FirstBackupRow, FirstPerson, FirstRestore, FirstRestored,
        SyncPage, ProvinceView, WaitingRow, SetAsideRow, CollisionRow, SideView, MachineRow, ExchangeRow, Enrol, CarriedOutView, CarryIn, CarriedInView,
        ReferenceView, ReferenceSetRow, ReferenceChange, RefusedSetView, ReferencePackage, PackageView,
    )
}
