// The commands by name. The shapes are generated from desk-ipc; this table says which command takes and gives which.
import type * as t from './generated/types';

export type * from './generated/types';

export type Mark = 'late' | 'soon' | 'ok' | 'hold' | 'new' | 'shut';

type Command<Input, Output> = { input: Input; output: Output };

export type Commands = {
  desk_state: Command<t.Nothing, t.DeskState>;
  set_up: Command<t.SetUp, t.SetUpDone>;
  units_find: Command<t.UnitsFind, t.UnitsFound>;
  sign_in: Command<t.SignIn, t.DeskState>;
  unlock: Command<t.Unlock, t.DeskState>;
  lock: Command<t.Nothing, t.DeskState>;
  sign_out: Command<t.Nothing, t.DeskState>;
  recovery_unlock: Command<t.RecoveryUnlock, t.DeskState>;
  record_settle: Command<{ decision: string; last_number: number | null }, t.DeskState>;
  pin_set: Command<t.PinSet, t.Nothing>;
  password_change: Command<t.PasswordChange, t.Nothing>;

  people_list: Command<t.Nothing, t.PeopleView>;
  person_add: Command<t.PersonAdd, t.PeopleView>;
  person_reset: Command<t.PersonReset, t.PeopleView>;
  person_retire: Command<t.PersonRetire, t.PeopleView>;

  settings_get: Command<t.Nothing, t.SettingsView>;
  settings_save: Command<t.SettingsSave, t.SettingsView>;
  printers_list: Command<t.Nothing, t.PrintersView>;
  printer_test: Command<t.PrinterTest, t.PrintJobView>;
  print_status: Command<t.PrintStatus, t.PrintJobView>;

  procedures_find: Command<t.ProceduresFind, t.ProceduresFound>;
  procedures_switched: Command<t.ProceduresSwitched, t.SwitchView>;
  procedure_switch: Command<t.ProcedureSwitch, t.SwitchView>;
  figures_open: Command<t.FiguresOpen, t.FiguresView>;
  figure_set: Command<t.FigureSetInput, t.FiguresView>;

  today: Command<t.Nothing, t.TodayView>;
  scan: Command<t.Scan, t.ScanView>;
  register_search: Command<Partial<t.RegisterSearch>, t.RegisterView>;
  persons_find: Command<t.PersonsFind, t.PersonsFound>;

  draft_save: Command<t.DraftSave, t.DraftSaved>;
  draft_open: Command<t.DraftOpen, t.DraftView>;
  draft_discard: Command<t.DraftOpen, t.Nothing>;
  drafts_list: Command<t.Nothing, t.DraftsView>;
  intake_check: Command<t.IntakeForm, t.IntakeCheck>;
  intake_preview: Command<t.IntakeForm, t.Picture>;
  receive_dossier: Command<t.ReceiveDossier, t.ReceivedView>;

  dossier_open: Command<t.DossierOpen, t.DossierView>;
  dossier_print: Command<t.DossierPrint, t.PrintJobView>;
  receipt_picture: Command<t.ReceiptPicture, t.Picture>;
  receipt_save: Command<t.ReceiptSave, t.SavedFile>;

  act_open: Command<t.ActOpen, t.ActPanel>;
  act_check: Command<t.DossierAct, t.ActCheck>;
  dossier_act: Command<t.DossierAct, t.ActedView>;
  form_picture: Command<t.FormOf, t.Picture>;
  form_print: Command<t.FormOf, t.PrintJobView>;
  form_save: Command<t.FormOf, t.SavedFile>;
  walk_in: Command<t.WalkIn, t.WalkInDone>;

  verify_log: Command<t.Nothing, t.VerifyView>;
};
