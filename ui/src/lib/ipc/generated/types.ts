export type Reason = { 
/**
 * Code of the sentence.
 */
code: string, 
/**
 * What goes into it.
 */
fields: { [key in string]: string }, };
export type UserErrorView = { 
/**
 * Code of the message.
 */
code: string, 
/**
 * What goes into it.
 */
fields: { [key in string]: string }, 
/**
 * Where in the form.
 */
at: Array<FieldProblem>, };
export type FieldProblem = { 
/**
 * The field, e.g. `owner.birth_date` or `papers.3`.
 */
field: string, 
/**
 * Code of the message.
 */
code: string, 
/**
 * What goes into it.
 */
fields: { [key in string]: string }, };
export type Nothing = Record<string, never>;
export type Lang = "vi" | "en";
export type RoleView = "clerk" | "officer" | "supervisor" | "administrator";
export type PersonView = { id: string, login: string, name: string, roles: Array<RoleView>, pin_set: boolean, };
export type Session = { "kind": "first_run" } | { "kind": "signed_out" } | { "kind": "locked", 
/**
 * Who was working.
 */
person: PersonView, 
/**
 * True when a PIN is set and still allowed.
 */
pin: boolean, } | { "kind": "signed_in", 
/**
 * Who works.
 */
person: PersonView, };
export type DeskState = { session: Session, lang: Lang, 
/**
 * A practice store stands before the real one.
 */
practice: boolean, 
/**
 * `2024`, `now`, or null for a real office.
 */
demo: string | null, 
/**
 * The desk's clock; a demo's own.
 */
now: string, unit: UnitView | null, counter: number | null, people: Array<Tile>, idle_lock_seconds: number, sync: SyncView, numbers_left: number | null, 
/**
 * So few left that a supervisor should know.
 */
numbers_few: boolean, 
/**
 * Screens this person's roles open.
 */
screens: Array<string>, 
/**
 * Warnings about clock, disk or record that a supervisor must settle.
 */
warnings: Array<Reason>, 
/**
 * What supervisors and administrators are to be told of the backups (`BackupView::trouble`).
 */
backup: Reason | null, version: string, device: string | null, entries: number, store_dir: string, };
export type UnitView = { code: string, name: string, level: string, 
/**
 * e.g. "Bộ phận Một cửa xã Tử Nê".
 */
desk_name: string, };
export type Tile = { id: string, login: string, name: string, locked: boolean, wait_seconds: number, };
export type SyncView = { 
/**
 * `never` until the desk is enrolled, else a state as on the page of the province (`SyncPage::state`).
 */
kind: string, 
/**
 * Entries written on this machine.
 */
logged: number, 
/**
 * Those that the province countersigned.
 */
received: number, 
/**
 * Entries only here.
 */
waiting: number, 
/**
 * Files that are not both here and in the province yet; 0 before enrolment.
 */
files: number, 
/**
 * True where only people can mend it; being offline is never that.
 */
needs_people: boolean, 
/**
 * Since when it stands so; none before enrolment.
 */
since: string | null, };
export type SetUp = { lang: Lang, 
/**
 * Unit code; null with `demo`.
 */
unit: string | null, 
/**
 * `2024`, `now` or null.
 */
demo: string | null, counter: number, person: SetUpPerson, };
export type SetUpPerson = { name: string, login: string, password: string, };
export type SetUpDone = { 
/**
 * Shown once, in groups of letters.
 */
recovery_code: string, 
/**
 * The desk now.
 */
state: DeskState, };
export type UnitsFind = { text: string, };
export type UnitsFound = { units: Array<UnitHit>, };
export type UnitHit = { code: string, name: string, level: string, parent: string | null, valid_from: string | null, valid_to: string | null, };
export type SignIn = { 
/**
 * Login or id.
 */
person: string, password: string, };
export type Unlock = { pin: string | null, password: string | null, };
export type RecoveryUnlock = { person: string, code: string, password: string, };
export type PinSet = { 
/**
 * Six digits.
 */
pin: string, };
export type PasswordChange = { old: string, new: string, };
export type RecordSettle = { 
/**
 * What was found and decided, in the supervisor's words.
 */
decision: string, 
/**
 * The last number on paper today; needed after a restore.
 */
last_number: number | null, };
export type PeopleView = { people: Array<PersonRow>, actions: Array<string>, roles: Array<RoleView>, };
export type PersonRow = { id: string, login: string, name: string, roles: Array<RoleView>, 
/**
 * Of these, what the province gives: the office cannot take it back.
 */
given: Array<RoleView>, 
/**
 * `active`, `locked`, `retired`; of the province `waiting` to be let in, or `withdrawn`.
 */
state: string, actions: Array<string>, };
export type PersonAdd = { name: string, login: string, roles: Array<RoleView>, password: string, };
export type PersonReset = { person: string, password: string, };
export type PersonRetire = { person: string, reason: string, };
export type PersonRoles = { person: string, roles: Array<RoleView>, };
export type SettingsView = { lang: Lang, 
/**
 * `light`, `dark` or `system`.
 */
theme: string, 
/**
 * Percent, 80 to 200.
 */
zoom: number, 
/**
 * `normal` or `roomy`.
 */
density: string, 
/**
 * Keys changed from their defaults, by action.
 */
keys: { [key in string]: string }, printer: PrinterChoice, 
/**
 * When the scanner test last passed.
 */
scanner_tested: string | null, fold_rail: boolean, actions: Array<string>, };
export type PrinterChoice = { 
/**
 * Null: receipts are saved as PDF.
 */
name: string | null, 
/**
 * 1 to 4.
 */
copies: number, 
/**
 * `a5` or `a4_two`.
 */
paper: string, 
/**
 * The raw queue of a printer of 80 mm rolls; null: no slips.
 */
roll: string | null, };
export type SettingsSave = { lang?: Lang, theme?: string, zoom?: number, density?: string, keys?: { [key in string]: string }, printer?: PrinterChoice, scanner_tested?: string, fold_rail?: boolean, };
export type PrintersView = { printers: Array<PrinterView>, };
export type LabelsOpen = { set: string | null, form: string | null, };
export type LabelsView = { 
/**
 * Every form, oldest set first.
 */
forms: Array<FormName>, set: string, form: string, labels: Array<LabelRow>, 
/**
 * The first day from which a wording may hold.
 */
first_day: string, };
export type FormName = { set: string, form: string, };
export type LabelRow = { label: string, 
/**
 * The form's own wording; fields stand in braces.
 */
own: string, 
/**
 * The wording that holds today.
 */
now: string, 
/**
 * A wording set for a later day, and who set it.
 */
next: string | null, next_from: string | null, next_by: string | null, };
export type LabelSetInput = { set: string, form: string, label: string, text: string, 
/**
 * First day, ISO.
 */
from: string, };
export type PrinterView = { name: string, label: string, default: boolean, 
/**
 * `idle`, `printing`, `stopped` or `unknown`.
 */
state: string, reason: string | null, };
export type PrinterTest = { name: string, paper: string, };
export type PrintJobView = { job: string, printer: string, 
/**
 * `queued`, `printing`, `done`, `failed` or `unknown`.
 */
state: string, reason: Reason | null, };
export type PrintStatus = { job: string, };
export type ProceduresFind = { text: string, 
/**
 * Personal number of the citizen at the desk: their procedures come first when `text` is empty.
 */
person: string | null, };
export type ProcedureHit = { code: string, name: string, field: string, abbreviation: string | null, 
/**
 * False for a procedure that this office has not switched on.
 */
on: boolean, };
export type ProceduresFound = { hits: Array<ProcedureHit>, };
export type ProceduresSwitched = { text: string, only_on: boolean, 
/**
 * Of this field alone.
 */
field: string | null, };
export type FieldCount = { field: string, count: number, };
export type AbbreviationSet = { code: string, text: string, };
export type SwitchRow = { code: string, name: string, field: string, on: boolean, 
/**
 * The person's own.
 */
abbreviation: string | null, 
/**
 * The first letters of its words, which always work.
 */
initials: string, 
/**
 * First and last day, where the source states them.
 */
valid_from: string | null, valid_to: string | null, 
/**
 * Date of the source.
 */
as_of: string, 
/**
 * Figures of the office for it, those that no longer hold too.
 */
figures: number, };
export type SwitchView = { procedures: Array<SwitchRow>, 
/**
 * Every field in which something is found, whichever is chosen.
 */
fields: Array<FieldCount>, total: number, actions: Array<string>, };
export type ProcedureSwitch = { code: string, on: boolean, };
export type FiguresOpen = { 
/**
 * Null: every figure of the office.
 */
procedure: string | null, };
export type FiguresView = { figures: Array<FigureRow>, 
/**
 * For the procedure asked for, if one was.
 */
procedure: ProcedureHead | null, known: Array<KnownRow>, papers: Array<PaperNeedRow>, actions: Array<string>, };
export type FigureRow = { procedure: string, procedure_name: string, 
/**
 * `limit`, `fee`, `need` or `process`.
 */
kind: string, channel: ChannelView | null, case: string | null, paper: number | null, paper_name: string | null, 
/**
 * Rule, đồng or need, in its short notation.
 */
value: string, decision: string, valid_from: string, valid_to: string | null, };
export type KnownRow = { channel: ChannelView, case: string | null, limit: LimitView, fee: FeeView, };
export type PaperNeedRow = { index: number, name: string, 
/**
 * `always`, `if`, `one_of`, `shown` or `unknown`.
 */
need: string, condition: string | null, source: string | null, };
export type FigureSetInput = { procedure: string, 
/**
 * `limit`, `fee`, `need` or `process`.
 */
kind: string, channel: ChannelView | null, case: string | null, paper: number | null, 
/**
 * Rule notation, đồng, or `always`, `shown`, `unknown`, `if:CONDITION`, `one_of:GROUP`; of a process a line a
 * step, `NAME|DEPARTMENT|RULE`.
 */
value: string, decision: string, valid_from: string, valid_to: string | null, };
export type VerifyView = { ok: boolean, entries: number, faults: Array<Reason>, head: string, };
export type ParametersView = { now: Array<ParameterRow>, 
/**
 * The newest first.
 */
history: Array<ParameterSetRow>, 
/**
 * `set` for whom may.
 */
actions: Array<string>, };
export type ParameterRow = { 
/**
 * `supplement_policy`, `compare`, `phone` or `signer`.
 */
what: string, 
/**
 * A word of the choice, or the text; empty where none was set.
 */
value: string, };
export type ParameterSetRow = { what: string, value: string, from: string, by: string, decision: string, };
export type ParameterSetInput = { what: string, 
/**
 * `shift` or `restart`; `day` or `minute`; a phone; a name. A blank text takes it away.
 */
value: string, 
/**
 * First day, YYYY-MM-DD, today or later.
 */
from: string, decision: string, };
export type ActOpen = { 
/**
 * Ids or codes.
 */
dossiers: Array<string>, verb: string, };
export type ActPanel = { verb: string, fields: Array<ActField>, 
/**
 * What a supplement may ask for: papers that are missing first.
 */
items: Array<ItemForm>, 
/**
 * Papers that an answer brings or a correction changes.
 */
papers: Array<ActPaper>, 
/**
 * The form that the act prints, if it makes a slip.
 */
slip: string | null, };
export type ActField = { name: string, 
/**
 * `text`, `long`, `date` (YYYY-MM-DD), `moment` (YYYY-MM-DDTHH:MM), `money` (đồng), `number`, `choice` or `flag`
 * (`true`, `false`).
 */
kind: string, required: boolean, 
/**
 * What stands in it first.
 */
value: string, 
/**
 * Words of a choice; the screen has their texts.
 */
choices: Array<string>, 
/**
 * What people wrote here before.
 */
suggestions: Array<string>, 
/**
 * Shown only while another field has one of these values, `to=authorised,without_receipt`, or any: `fee_vnd`.
 */
only_with: string | null, };
export type ItemForm = { index: number | null, what: string, 
/**
 * Ticked: asked for.
 */
asked: boolean, };
export type ActPaper = { index: number, name: string, state: string, originals: number, copies: number, };
export type ActForm = { verb: string, fields: { [key in string]: string }, items: Array<ItemForm>, papers: Array<PaperForm>, };
export type DossierAct = { 
/**
 * Ids or codes, 1 to 200 a call; a longer pile goes in parts on one slip.
 */
dossiers: Array<string>, form: ActForm, 
/**
 * The slip that an earlier part of the same pile made.
 */
on_slip: SlipView | null, };
export type SlipView = { form: string, book: string, number: number, 
/**
 * As it stands on paper, `012-2`.
 */
on_paper: string, };
export type ActCheck = { problems: Array<FieldProblem>, 
/**
 * Where the dossier would stand.
 */
status: string | null, 
/**
 * The date that would be in force, with its reasons.
 */
due: DueView | null, 
/**
 * True when the date would change.
 */
due_changes: boolean, };
export type ActedView = { done: Array<ActedOne>, refused: Array<RefusedOne>, slip: SlipView | null, };
export type ActedOne = { dossier: string, code: string, status: string, due: string | null, };
export type RefusedOne = { 
/**
 * Id or code, as asked.
 */
dossier: string, error: UserErrorView, };
export type FormOf = { dossier: string, 
/**
 * `receipt`, or the form of a slip or step: `supplement`, `refusal`, `apology`, `stop`, `control`, `handover`,
 * `results`, `collected`, `fee`, `chasing`, `postal`, `commitment`, `appointment`.
 */
form: string, slip: SlipView | null, };
export type WalkIn = { 
/**
 * `guidance` or `refusal`.
 */
kind: string, 
/**
 * The intake as far as it was typed: person, procedure, channel.
 */
form: IntakeForm, 
/**
 * What is missing or wrong, a line each.
 */
items: Array<string>, reason: string, 
/**
 * The legal ground of a refusal.
 */
ground: string, };
export type WalkInDone = { slip: SlipView, 
/**
 * How the print goes; none without a printer.
 */
job: PrintJobView | null, 
/**
 * The slip as pictures.
 */
pages: Array<string>, };
export type BackEntryForm = { 
/**
 * YYYY-MM-DDTHH:MM, by the office's clock.
 */
received: string, 
/**
 * Book and line, as written there.
 */
source: string, };
export type FileAttach = { dossier: string, name: string, 
/**
 * The bytes, base64.
 */
data: string, 
/**
 * The paper it shows, by position.
 */
paper: number | null, result: boolean, 
/**
 * `scanned`, `reused` or `reused_result`; `no` for what digitises nothing.
 */
digitised: string, };
export type FileOf = { dossier: string, hash: string, 
/**
 * From 0.
 */
page: number, };
export type HandOverView = { to: string, step: string | null, step_due: string | null, slip: SlipView, at: string, by: string, };
export type SupplementView = { items: Array<string>, reason: string, deadline: string | null, 
/**
 * `shift` or `restart`.
 */
policy: string, slip: SlipView, at: string, answered: string | null, };
export type PaymentView = { what: string, vnd: number | null, notice: string | null, at: string, settled: string | null, receipt: string | null, };
export type ExtensionView = { was: string | null, due: string, reason: string, signer: string, slip: SlipView, at: string, };
export type ResultView = { positive: boolean, number: string | null, date: string | null, signer: string | null, summary: string | null, at: string, 
/**
 * When it came to the desk.
 */
at_desk: string | null, 
/**
 * The postal item, while the post has it.
 */
post_item: string | null, came_back: number, 
/**
 * `owner`, `authorised`, `without_receipt`, `post` or `online`, once the citizen has it.
 */
collector: string | null, collector_name: string | null, returned: string | null, 
/**
 * `early`, `on_time` or `late`, compared by day; none without a date.
 */
timeliness: string | null, };
export type CorrectionView = { reason: string, at: string, by: string, 
/**
 * Particular, as it stood, as it stands.
 */
changes: Array<[string, string, string]>, 
/**
 * Prints that say something else now: form and number.
 */
outdated: Array<[string, number]>, };
export type MoneyTaken = { vnd: number, what: string, 
/**
 * `cash`, `transfer` or `online`.
 */
means: string, receipt: string | null, slip: SlipView, at: string, by: string, };
export type NoteView = { 
/**
 * `plain`, `contact`, `identity_compared` or `chase`.
 */
about: string, text: string, at: string, by: string, };
export type FileView = { hash: string, name: string, media: string, bytes: number, pages: number, paper: number | null, result: boolean, 
/**
 * `no`, `scanned`, `reused` or `reused_result`.
 */
digitised: string, at: string, by: string, set_aside: string | null, };
export type LifeView = { 
/**
 * The department that has it, or that has not confirmed it yet.
 */
holder: string | null, pending: boolean, custody: Array<CustodyView>, supplements: Array<SupplementView>, payments: Array<PaymentView>, extensions: Array<ExtensionView>, result: ResultView | null, corrections: Array<CorrectionView>, 
/**
 * Why the supervisor is asked to void the number.
 */
void_wanted: string | null, fees: Array<MoneyTaken>, notes: Array<NoteView>, files: Array<FileView>, 
/**
 * Why it is closed: the reason of a refusal, stop, withdrawal or void.
 */
closed_because: string | null, 
/**
 * Where it came from when it was entered later from a paper book.
 */
back_entry: string | null, };
export type CustodyView = { handed: HandOverView, 
/**
 * `pending`, `confirmed` or `refused`.
 */
state: string, at: string | null, receiver: string | null, reason: string | null, };
export type TodayView = { day: string, counters: Array<CounterView>, tasks: Array<TaskView>, totals: TotalsView, };
export type CounterView = { 
/**
 * `late`, `due_today`, `answered`, `ready`, `to_hand_over`, `unconfirmed`, `waiting`, `void_wanted`, `unprinted`,
 * `draft`.
 */
code: string, 
/**
 * Null: could not be counted.
 */
count: number | null, };
export type RailCounts = { 
/**
 * Late or due today.
 */
today: number, 
/**
 * Results at the desk.
 */
returns: number, 
/**
 * To be handed over, or not confirmed.
 */
handover: number, };
export type WalkInRow = { 
/**
 * What the other questions name it by.
 */
entry: number, 
/**
 * `guidance` or `refusal`.
 */
kind: string, slip: SlipView, at: string, owner: string, phone: string | null, procedure: string, reason: string, by: string, };
export type WalkInsView = { 
/**
 * The newest first, at most 500.
 */
walk_ins: Array<WalkInRow>, };
export type WalkInOf = { entry: number, };
export type TaskView = { dossier: string | null, draft: string | null, 
/**
 * `late`, `soon`, `ok`, `hold`, `new` or `shut`.
 */
mark: string, when: Reason, code: string | null, owner: string, procedure: string, 
/**
 * `open`, `finish_draft`, `print`.
 */
task: string, };
export type TotalsView = { received: number, returned: number, 
/**
 * Closed without a result today: refused, stopped, withdrawn.
 */
closed: number, 
/**
 * Left without a dossier today: guided, refused.
 */
guided: number, turned_down: number, 
/**
 * Taken at the desk today, đồng.
 */
fee_vnd: number, 
/**
 * What of that corrections and voids of today put right; below 0 where less was taken.
 */
fee_corrected_vnd: number, };
export type Scan = { text: string, };
export type ScanView = { "kind": "citizen_card", fields: CardFields, 
/**
 * Fields to be looked at by a person.
 */
doubtful: Array<string>, 
/**
 * The text as it came, where anything is doubtful.
 */
raw: string | null, 
/**
 * The same person as this desk knows them.
 */
person: PersonHit | null, } | { "kind": "receipt", 
/**
 * The dossier, where this desk has it.
 */
dossier: string | null, code: string, 
/**
 * `genuine`, `altered`, `replaced`, `unknown_signer`, or null without a proof.
 */
verdict: string | null, } | { "kind": "unknown" };
export type CardFields = { personal_number: string | null, old_number: string | null, name: string | null, birth_date: string | null, sex: string | null, address: string | null, issued: string | null, };
export type RegisterSearch = { text: string, year: number | null, field: string | null, status: string | null, 
/**
 * `late`, `today`, `week` or null.
 */
due: string | null, 
/**
 * What is to be done: `hand_over`, `confirm`, `answered`, `answer_overdue`, `waiting`, `fetch`, `return`,
 * `uncollected`, `post`, `warn`, `void`, `unprinted`.
 */
task: string | null, 
/**
 * A mark of the day's screen: exactly its dossiers.
 */
mark: DayMarkView | null, 
/**
 * With `confirm`: the department.
 */
department: string | null, 
/**
 * Only the dossiers behind this figure; for supervisors.
 */
figure: FigureOf | null, 
/**
 * `newest`, `due` or `owner`.
 */
sort: string | null, offset: number, limit: number, };
export type RegisterView = { hits: Array<DossierHit>, total: number, 
/**
 * True when there are more than `total`.
 */
more: boolean, fields: Array<string>, years: Array<number>, 
/**
 * The chip that excludes most, when nothing is found.
 */
excludes: Chip | null, };
export type DossierHit = { dossier: string, code: string, owner: string, 
/**
 * Middle hidden: 017•••••1234.
 */
personal_number: string | null, phone: string | null, procedure: string, field: string, received: string, due: string | null, status: string, 
/**
 * `late`, `soon`, `ok`, `hold`, `new` or `shut`.
 */
mark: string, 
/**
 * `none`, `waiting`, `failed` or `done`.
 */
print: string, book: string, book_number: number, clerk: string, address: string | null, sets: number, 
/**
 * The department that has it, or that has not confirmed it yet (`pending`).
 */
holder: string | null, pending: boolean, 
/**
 * When it first left the desk.
 */
handed: string | null, 
/**
 * When the result came to the desk.
 */
at_desk: string | null, 
/**
 * When the citizen had the result, or the dossier was closed.
 */
ended: string | null, 
/**
 * `owner`, `authorised`, `without_receipt`, `post` or `online`.
 */
collector: string | null, return_by: string, posted: boolean, back_entry: boolean, extended: number, 
/**
 * What orders it in its lane: due, last day for an answer, result, end.
 */
turn: string | null, 
/**
 * True where something of it is only on this machine and the province waits for it.
 */
unsent: boolean, };
export type Chip = { 
/**
 * `year`, `field`, `status` or `due`.
 */
chip: string, 
/**
 * What would be found without it.
 */
without: number, };
export type PersonsFind = { text: string, };
export type PersonsFound = { persons: Array<PersonHit>, };
export type PersonHit = { party: PartyForm, dossiers: number, last_at: string, };
export type ChannelView = "in_person" | "post" | "online";
export type IntakeForm = { channel: ChannelView, procedure: string | null, case: string | null, owner: PartyForm, submitter: SubmitterForm | null, 
/**
 * As the rows of the last check, changed by the clerk; empty right after a procedure was chosen.
 */
papers: Array<PaperForm>, sets: number, fee_vnd: number | null, exemption: string | null, 
/**
 * `now`, `later` or `online`.
 */
fee_paid: string, limit: LimitForm | null, 
/**
 * `desk`, `post` or `online`.
 */
return_by: string, duplicate: DuplicateForm | null, 
/**
 * Set for a dossier that was received on paper before (nhập bù).
 */
back_entry: BackEntryForm | null, 
/**
 * Fields filled doubtfully by a scan and not yet confirmed; saving is refused while any is left.
 */
doubtful: Array<string>, };
export type PartyForm = { name: string, personal_number: string, 
/**
 * As typed or ISO.
 */
birth_date: string, 
/**
 * `Nam`, `Nữ` or empty.
 */
sex: string, phone: string, email: string, address: string, organisation: boolean, };
export type SubmitterForm = { party: PartyForm, standing: string, };
export type PaperForm = { 
/**
 * Null for a paper outside the catalogue.
 */
index: number | null, name: string, 
/**
 * `given`, `shown`, `missing`, `not_applicable` or `unseen` (not looked at yet).
 */
state: string, originals: number, copies: number, reason: string | null, };
export type LimitForm = { 
/**
 * Like `3wd`.
 */
rule: string | null, 
/**
 * `YYYY-MM-DDTHH:MM`, wall time.
 */
due: string | null, reason: string, };
export type DuplicateForm = { code: string, reason: string, };
export type IntakeCheck = { procedure: ProcedureHead | null, papers: Array<PaperRow>, 
/**
 * Always-needed papers found and listed.
 */
papers_found: number, papers_needed: number, limit: LimitView | null, due: DueView | null, fee: FeeView | null, duplicates: Array<DuplicateView>, 
/**
 * Owners of earlier dossiers who look alike this one; those nobody was asked about first. They do not stop saving.
 */
alike: Array<AlikeView>, 
/**
 * What stops saving, in the order of the form.
 */
problems: Array<FieldProblem>, 
/**
 * What does not stop saving.
 */
warnings: Array<FieldProblem>, 
/**
 * True when F9 saves; otherwise F9 goes to the first problem.
 */
ready: boolean, numbers_left: number | null, };
export type AlikeView = { 
/**
 * `same_number` or `same_name`.
 */
why: string, 
/**
 * The form's owner, as read.
 */
here: PartyForm, 
/**
 * The other, as their newest dossier has them.
 */
there: PartyForm, 
/**
 * The code of that dossier, and when it was received.
 */
code: string, received: string, 
/**
 * What was said of the two; null when nobody was asked.
 */
same: boolean | null, by: string | null, at: string | null, };
export type PersonsJudge = { one: PartyForm, other: PartyForm, 
/**
 * One person, or two.
 */
same: boolean, };
export type ProcedureHead = { code: string, name: string, field: string, ministry: string, as_of: string, confidence: string, channels: Array<ChannelView>, cases: Array<CaseView>, on: boolean, };
export type CaseView = { name: string, };
export type PaperRow = { index: number | null, name: string, group: string | null, 
/**
 * `always`, `if`, `one_of`, `shown` or `unknown`.
 */
need: string, condition: string | null, 
/**
 * Counts the list asks for; null where not stated.
 */
originals_asked: number | null, copies_asked: number | null, state: string, originals: number, copies: number, reason: string | null, 
/**
 * The state F8 gives it.
 */
checked_state: string, };
export type LimitView = { 
/**
 * Rule notation; null where no single limit is known.
 */
rule: string | null, text: string | null, 
/**
 * `reference`, `local` or `typed`.
 */
origin: string | null, decision: string | null, as_of: string | null, };
export type DueView = { 
/**
 * Null: the law sets no date.
 */
due: string | null, counted_from: string, provisional: boolean, steps: Array<StepView>, 
/**
 * The latest the law allows, where an earlier date was typed.
 */
latest: string | null, 
/**
 * Up to when today receiving gives an earlier date.
 */
jump: JumpView | null, };
export type JumpView = { 
/**
 * Up to and with this minute the date is `before`, after it `after`.
 */
until: string, before: string, after: string, };
export type StepView = { date: string, counts: boolean, 
/**
 * `received`, `reception_moved`, `working`, `swapped`, `calendar`, `weekly_off`, `holiday`, `closed`, `rolled_forward`, `after_cutoff`.
 */
why: string, 
/**
 * Name of the holiday or swap.
 */
name: string | null, };
export type FeeView = { 
/**
 * `free`, `amount` or `unpublished`.
 */
is: string, vnd: number | null, 
/**
 * Published figures to choose from.
 */
choices: Array<number>, 
/**
 * Official wording.
 */
text: string | null, exemption: string | null, editable: boolean, 
/**
 * `now`, `later` or `online`.
 */
paid: string | null, };
export type DuplicateView = { dossier: string, code: string, received: string, status: string, };
export type DraftSave = { 
/**
 * Null for a new draft.
 */
draft: string | null, form: IntakeForm, };
export type DraftSaved = { draft: string, saved_at: string, };
export type DraftRow = { draft: string, owner: string, procedure: string | null, saved_at: string, by: string, 
/**
 * Seven days old or more.
 */
old: boolean, };
export type DraftsView = { drafts: Array<DraftRow>, };
export type DraftOpen = { draft: string, };
export type DraftView = { draft: string, form: IntakeForm, saved_at: string, };
export type Picture = { 
/**
 * `data:image/png;base64,…`, one a page.
 */
pages: Array<string>, };
export type ReceiveDossier = { 
/**
 * The draft it came from, discarded once saved.
 */
draft: string | null, form: IntakeForm, print: boolean, };
export type ReceivedView = { dossier: string, code: string, due: string | null, 
/**
 * The job, where one was handed to the printer.
 */
job: PrintJobView | null, 
/**
 * Why nothing was handed to the printer.
 */
unprinted: Reason | null, 
/**
 * Why the slip of 80 mm could not be made, where the desk has a printer of rolls.
 */
slip_unprinted: Reason | null, copies: number, };
export type DossierOpen = { 
/**
 * Id or code.
 */
dossier: string, 
/**
 * As the record had it at this moment (wall time); for supervisors. Nothing can be done there.
 */
at: string | null, };
export type DossierView = { dossier: string, code: string, status: string, national: number | null, 
/**
 * `late`, `soon`, `ok`, `hold`, `new` or `shut`.
 */
mark: string, procedure_code: string, procedure: string, field: string, channel: ChannelView, case: string | null, owner: PartyView, submitter: PartyView | null, standing: string | null, received: string, clerk: string, book: string, book_number: number, sets: number, papers: Array<PaperLineView>, limit: LimitView, due: DueView, due_typed_because: string | null, 
/**
 * Minutes of wall time to the due moment; negative when late.
 */
minutes_left: number | null, fee: FeeLineView, return_by: string, prints: Array<PrintView>, history: Array<FactView>, 
/**
 * `waiting` until the province has countersigned everything that this machine wrote about it, then `received`.
 */
sync: string, 
/**
 * Decisions that desks took apart, by [`FactView::entry`]; null while there are none.
 */
collision: Array<string> | null, 
/**
 * Entries that were settled not to hold, by [`FactView::entry`].
 */
overruled: Array<string>, 
/**
 * `print`, `reprint`, `save_pdf`, `new_for_person`, `repeat`; `print_roll` where the desk has a printer of rolls.
 */
actions: Array<string>, 
/**
 * Acts that the state and the person's roles allow, in the order in which they are offered.
 */
acts: Array<string>, 
/**
 * The act that usually comes next, for F9.
 */
next: string | null, 
/**
 * What happened after the receipt.
 */
life: LifeView, duplicate_of: string | null, form_set: string, };
export type FactView = { at: string, actor: string | null, 
/**
 * Kind as in the log, e.g. `dossier.received`; an unknown one is shown as "needs a newer version".
 */
kind: string, fields: { [key in string]: string }, device: string, seq: number, 
/**
 * The entry's hash, hex.
 */
entry: string, };
export type PaperLineView = { 
/**
 * Its place in the procedure's list; files and supplements name it by this.
 */
index: number | null, name: string, need: string, state: string, originals: number, copies: number, reason: string | null, 
/**
 * `no`, `scanned`, `reused` or `reused_result`; null where nothing is to become electronic.
 */
digitised: string | null, 
/**
 * True for a card or passport: seen and compared, its picture discouraged.
 */
identity: boolean, };
export type PrintView = { form: string, 
/**
 * The slip that the print shows, where the form has one.
 */
slip: SlipView | null, number: number, copies: number, to: string, at: string, 
/**
 * `waiting`, `completed`, `failed` or `saved`.
 */
state: string, reason: string | null, job: PrintJobView | null, };
export type PartyView = { name: string, personal_number: string | null, birth_date: string | null, sex: string | null, phone: string | null, email: string | null, address: string | null, organisation: boolean, };
export type FeeLineView = { 
/**
 * `free`, `amount` or `unpublished`.
 */
is: string, vnd: number | null, paid: string | null, exemption: string | null, };
export type DossierPrint = { dossier: string, };
export type ReceiptPicture = { dossier: string, };
export type ReceiptSave = { dossier: string, };
export type SavedFile = { 
/**
 * Full path of the PDF.
 */
path: string, };
export type RegisterExport = { 
/**
 * What the register shows; `offset`, `limit` and `sort` do not matter.
 */
search: RegisterSearch, 
/**
 * `xlsx`, `csv` or `pdf`.
 */
format: string, };
export type SavedFiles = { 
/**
 * Full paths, in order.
 */
paths: Array<string>, 
/**
 * Lines in them.
 */
rows: number, };
export type ImportOpen = { 
/**
 * Name of the file, for people.
 */
name: string, 
/**
 * The bytes of an xlsx or csv, base64.
 */
data: string, };
export type ImportView = { file: string, sheets: Array<SheetView>, };
export type SheetView = { 
/**
 * Null in a csv.
 */
name: string | null, rows: number, 
/**
 * The heads under the suggested mapping.
 */
heads: Array<string>, 
/**
 * The first rows as they stand, each with its line.
 */
sample: Array<SampleRow>, suggested: ImportMapping, };
export type SampleRow = { line: number, cells: Array<string>, };
export type ImportMapping = { sheet: string | null, 
/**
 * Line of the last row of the head; 0 where there is none.
 */
head: number, 
/**
 * Place from 0 by column: `code`, `owner`, `address`, `phone`, `personal_number`, `procedure`, `procedure_code`,
 * `received`, `due`, `returned`, `sets`, `note`.
 */
columns: { [key in string]: number }, 
/**
 * Codes of procedures for what the file calls them.
 */
procedures: { [key in string]: string }, };
export type ImportCheckView = { rows: number, ok: number, warned: number, refused: number, returned: number, 
/**
 * Rows that will stand in the day's work.
 */
open: number, new_codes: number, 
/**
 * How often each finding is said, by its code; those that refuse a row first.
 */
findings: Array<FindingCount>, unknown_procedures: Array<UnknownProcedure>, 
/**
 * The import that took over this very file before.
 */
imported_before: number | null, };
export type FindingCount = { 
/**
 * As in [`FindingView`].
 */
code: string, refused: boolean, rows: number, };
export type FindingView = { line: number, 
/**
 * The row as it stands in the file.
 */
cells: Array<string>, 
/**
 * True when the row is not taken over.
 */
refused: boolean, 
/**
 * `name_missing`, `procedure_missing`, `procedure_unknown`, `received_unread`, `received_ahead`, `due_unread`,
 * `returned_unread`, `days_out_of_order`, `sets_unread`, `code_twice`, `code_here`; looked at: `code_missing`,
 * `code_foreign`, `code_other_day`, `alike`, `due_missing`, `phone_unknown`, `number_unknown`.
 */
code: string, };
export type FindingsView = { total: number, findings: Array<FindingView>, };
export type ImportFindings = { 
/**
 * One code alone; null for all.
 */
code: string | null, offset: number, 
/**
 * At most 500 at a time.
 */
limit: number, };
export type ImportsView = { 
/**
 * Imports so far, oldest first.
 */
imports: Array<ImportRow>, };
export type UnknownProcedure = { name: string, rows: number, };
export type ImportRun = { 
/**
 * Rows of this step, 0 for 1,000: call until `finished`, or stop.
 */
rows: number, };
export type ImportProgressView = { import: number, done: number, total: number, 
/**
 * Lines not taken over after all: their day has no number left.
 */
refused: Array<number>, finished: boolean, };
export type ImportUndo = { import: number, reason: string, 
/**
 * Dossiers of this step, 0 for 1,000: call until `finished`, or stop.
 */
rows: number, };
export type UndoProgressView = { voided: number, 
/**
 * Left because somebody acted on them; exact when finished.
 */
kept: number, finished: boolean, };
export type ImportRow = { import: number, file: string, rows: number, at: string, by: string, voided: number, undone: boolean, };
export type CalendarOpen = { 
/**
 * Null is this year.
 */
year: number | null, };
export type CalendarView = { year: number, days: Array<SpecialDayRow>, 
/**
 * Seven lines, Monday first: `07:00-11:30 13:30-17:00`; empty is a day off.
 */
week: Array<string>, week_assumed: boolean, changes: Array<CalendarChangeRow>, 
/**
 * Dossiers in hand whose count crosses what was changed just now; their dates stay. At most 50.
 */
affected: Array<DossierHit>, affected_count: number, actions: Array<string>, };
export type SpecialDayRow = { day: string, 
/**
 * `holiday`, `substitute`, `swapped_workday` or `closure`.
 */
kind: string, name: string, 
/**
 * The office's own word.
 */
own: boolean, };
export type CalendarChangeRow = { at: string, by: string, decision: string, 
/**
 * The day, or the first day of new hours.
 */
day: string, 
/**
 * `day` or `hours`.
 */
what: string, 
/**
 * A kind of day with its name, or seven lines of hours; null is an ordinary day.
 */
before: string | null, now: string | null, kind_before: string | null, kind_now: string | null, };
export type CalendarSetInput = { 
/**
 * `day` or `hours`.
 */
what: string, 
/**
 * The day, or the first day of new hours.
 */
day: string, 
/**
 * With `day`: a kind, or `ordinary`.
 */
kind: string, name: string, 
/**
 * With `hours`: seven lines, Monday first.
 */
week: Array<string>, decision: string, };
export type DayMarkView = { 
/**
 * A word of the day: `received`, `returned`, `overdue`, `late_without_apology` …
 */
what: string, day: string, 
/**
 * Received within this hour, 0 to 23.
 */
hour: number | null, 
/**
 * Received online (true) or in another way.
 */
online: boolean | null, field: string | null, };
export type DayOpen = { 
/**
 * Today when null.
 */
day: string | null, };
export type DayClose = { day: string, 
/**
 * Đồng counted in the drawer; null when nobody counted.
 */
counted: number | null, 
/**
 * To sign: the password of the supervisor who is signed in, given again.
 */
password: string | null, };
export type DayJudge = { day: string, kind: string, 
/**
 * Of these alone; of all that are open when empty.
 */
subjects: Array<string>, 
/**
 * `approved`, `returned` or `noted`.
 */
judgement: string, text: string, };
export type DayFigureView = { 
/**
 * `received`, `returned`, `on_time`, `overdue`, `online`, `supplements`, `money`.
 */
name: string, 
/**
 * A count, đồng, or hundredths of a percent.
 */
value: number | null, 
/**
 * Median of the same weekdays before.
 */
usual: number | null, mark: DayMarkView, };
export type DayHourView = { hour: number, direct: number, online: number, 
/**
 * Median of the same weekdays, whatever the channel; null without a usual day.
 */
usual: number | null, direct_mark: DayMarkView, online_mark: DayMarkView, };
export type DayAheadView = { day: string, count: number, mark: DayMarkView, };
export type DayFieldView = { field: string, received: number, 
/**
 * Running late now; null for a day gone by.
 */
overdue: number | null, mark: DayMarkView, overdue_mark: DayMarkView, };
export type DayJudgedView = { judgement: string, text: string | null, at: string, by: string, subjects: Array<string>, };
export type DayExceptionView = { kind: string, count: number, 
/**
 * Of these: still to be decided.
 */
open: number, 
/**
 * The first few, by name.
 */
subjects: Array<string>, fields: { [key in string]: string }, 
/**
 * What it opens; null where no dossier is behind it.
 */
mark: DayMarkView | null, judged: Array<DayJudgedView>, };
export type DayEquationView = { printed: number, logged: number, 
/**
 * Null where no province is set up.
 */
received: number | null, holds: boolean, 
/**
 * The dossiers of the day without a receipt printed that day.
 */
unprinted: DayMarkView, };
export type DayNumberView = { name: string, value: number, };
export type DayMoneyView = { person: string, 
/**
 * `reception`, `fee`, `correction` or `void`.
 */
kind: string, means: string, times: number, vnd: number, };
export type DayStoryView = { 
/**
 * `0029` or `0004–0005`.
 */
numbers: string, 
/**
 * The reason of a void, `on_paper` or `unknown`.
 */
story: string, void: boolean, };
export type DayCounterView = { counter: number, name: string, 
/**
 * This machine.
 */
own: boolean, used: number, first: string | null, last: string | null, stories: Array<DayStoryView>, cash: number, counted: number | null, 
/**
 * Null while it is not closed.
 */
closed_at: string | null, closed_by: string | null, 
/**
 * It has done more since it was closed.
 */
changed: boolean, };
export type DayChangeView = { name: string, then: number, now: number, };
export type DaySheetView = { at: string, by: string, signed_at: string | null, signed_by: string | null, 
/**
 * Counters whose closing it lacks.
 */
missing: Array<string>, 
/**
 * It takes the place of an earlier one.
 */
amends: boolean, 
/**
 * The office has other sheets of this day, made apart.
 */
others: number, 
/**
 * What came to the day since.
 */
changes: Array<DayChangeView>, };
export type DayCarriedView = { kind: string, then: number, still: number, };
export type DayReviewView = { figures: Array<DayFigureView>, 
/**
 * The days that the usual day is made from.
 */
usual_days: Array<string>, exceptions: Array<DayExceptionView>, hours: Array<DayHourView>, 
/**
 * Null for a day gone by.
 */
ahead: Array<DayAheadView> | null, fields: Array<DayFieldView>, 
/**
 * The last closed day before, and what it left open.
 */
carried_from: string | null, carried: Array<DayCarriedView>, };
export type DayView = { day: string, today: string, unit: string, 
/**
 * `open`, `counters_closed`, `closed`, `signed` or `amended`.
 */
stage: string, review: DayReviewView | null, equation: DayEquationView, 
/**
 * The sum over all machines, as the record has it now.
 */
numbers: Array<DayNumberView>, money: Array<DayMoneyView>, counters: Array<DayCounterView>, 
/**
 * Counters whose closing is not here.
 */
missing: Array<string>, sheet: DaySheetView | null, 
/**
 * `close`, `sign`, `judge`, `print`.
 */
actions: Array<string>, };
export type MorningView = { day: string, 
/**
 * Empty once they were read today, and for others than supervisors.
 */
sentences: Array<Reason>, };
export type ReportAsk = { report: string, 
/**
 * `day`, `month`, `quarter`, `year`: the one that `on` lies in; `workdays_30`, `months_12`: those that end with
 * `on`; `any`: `from` to `to`.
 */
kind: string, 
/**
 * A day; today where it is not given.
 */
on: string | null, from: string | null, to: string | null, 
/**
 * `day` or `minute`.
 */
compare: string, };
export type ReportView = { report: string, kind: string, from: string, to: string, 
/**
 * A day of the period before this one, and of the one after it.
 */
before: string | null, after: string | null, compare: string, 
/**
 * Whether early, on time and late are told apart, so that `compare` matters.
 */
compares: boolean, 
/**
 * The unit that reports.
 */
unit: string, columns: Array<string>, rows: Array<ReportRow>, 
/**
 * Rows that are not sent; the files have them.
 */
more: number, total: Array<ReportCell> | null, 
/**
 * What has to be said beside it.
 */
notes: Array<Reason>, 
/**
 * The identities of form II.06a, each with whether it holds on every line.
 */
identities: Array<IdentityView>, 
/**
 * The heads it was made from, as on paper.
 */
heads: Array<string>, 
/**
 * Target of the online share in percent, and whether a source confirms it; for receptions.
 */
online_target: number | null, };
export type ReportRow = { 
/**
 * What names the line when a figure of it is opened.
 */
key: string, cells: Array<ReportCell>, 
/**
 * A day on which the office is closed.
 */
closed: boolean, };
export type ReportCell = { 
/**
 * `text`, `word`, `number`, `share` (hundredths of a percent), `day`, `moment` or `unknown`.
 */
kind: string, text: string | null, number: number | null, 
/**
 * Whether its dossiers can be opened.
 */
opens: boolean, };
export type IdentityView = { 
/**
 * As on the form: `(3) = (4) + (5) + (6)`.
 */
text: string, holds: boolean, };
export type FigureOf = { ask: ReportAsk, 
/**
 * Null for all lines together.
 */
line: string | null, column: string, };
export type ReportSave = { ask: ReportAsk, 
/**
 * `pdf`, `xlsx` or `csv`.
 */
format: string, };
export type NationalSaved = { 
/**
 * Full path.
 */
path: string, dossiers: number, 
/**
 * What dossiers lack, the first of them.
 */
findings: Array<NationalFinding>, 
/**
 * How many findings there are.
 */
total: number, };
export type NationalFinding = { 
/**
 * Code of the dossier.
 */
code: string, 
/**
 * The interface's field.
 */
field: string, 
/**
 * `missing`, `shape`, `too_long` or `unknown`.
 */
what: string, };
export type RangesView = { day: string, counter: number, first: number, last: number, left: number, 
/**
 * So few left that a supervisor should know.
 */
few: boolean, 
/**
 * Another counter counts at once, not from the next day on.
 */
at_once: boolean, 
/**
 * The number of the next dossier; null where none is left.
 */
next: number | null, 
/**
 * `counter/year`, and the next dossier's line in it.
 */
book: string, line: number, counters: Array<CounterChoice>, machines: Array<RangeRow>, 
/**
 * `take`, `continue`.
 */
actions: Array<string>, };
export type CounterChoice = { counter: number, first: number, last: number, 
/**
 * Another machine has it.
 */
taken: boolean, };
export type RangeRow = { name: string, own: boolean, counter: number, later: number | null, later_from: string | null, };
export type CounterTake = { counter: number, };
export type PaperContinue = { last_number: number | null, last_line: number | null, };
export type LogOpen = { 
/**
 * Entries of this kind alone.
 */
kind: string | null, 
/**
 * Those before this place.
 */
before: number | null, };
export type LogView = { 
/**
 * Newest first; a page of it.
 */
rows: Array<LogRow>, 
/**
 * More before the last.
 */
more: boolean, entries: number, 
/**
 * Every kind that there is.
 */
kinds: Array<string>, 
/**
 * Whether who looked at what may be asked too.
 */
actions: Array<string>, };
export type LogRow = { position: number, at: string, 
/**
 * As the record names it: `dossier.received`.
 */
kind: string, 
/**
 * Null: the machine itself.
 */
by: string | null, machine: string, seq: number, 
/**
 * Its dossier's id.
 */
dossier: string | null, 
/**
 * The first 16 digits.
 */
hash: string, };
export type AccessOpen = { 
/**
 * Of this dossier alone: id or code.
 */
dossier: string | null, 
/**
 * Of this person alone.
 */
person: string | null, before: number | null, };
export type AccessView = { rows: Array<AccessRow>, more: boolean, 
/**
 * Everyone who may have looked.
 */
people: Array<AccessPerson>, };
export type AccessPerson = { id: string, name: string, };
export type AccessRow = { n: number, first: string, last: string, by: string, 
/**
 * `open`, `past`, `file`, `paper`, `proof`, `search`, `export`, `report`, `national`, `log` or `carry_out`.
 */
what: string, 
/**
 * Id and code; null where it was no one dossier: `times` is then how many at once.
 */
dossier: string | null, code: string | null, times: number, };
export type BackupView = { plan: BackupPlanView | null, running: BackupRunningView | null, 
/**
 * Newest first.
 */
notes: Array<BackupNoteRow>, 
/**
 * `failed`, `old` or `none`, with `at` and `why`.
 */
trouble: Reason | null, 
/**
 * What is plugged in.
 */
sticks: Array<BackupPlaceView>, 
/**
 * `make`, `plan`, `restore`.
 */
actions: Array<string>, };
export type BackupPlanView = { place: BackupPlaceView, 
/**
 * `16:00`.
 */
at: string, keep: number, };
export type BackupPlaceView = { folder: string, 
/**
 * Bytes free; null: it is not there.
 */
free: number | null, 
/**
 * It lies on the disk of the store.
 */
own_disk: boolean, };
export type BackupRunningView = { since: string, folder: string, by_schedule: boolean, 
/**
 * `copying` or `verifying`.
 */
stage: string, 
/**
 * Of the file being copied.
 */
percent: number, };
export type BackupNoteRow = { at: string, folder: string, 
/**
 * Null: the schedule.
 */
by: string | null, entries: number, bytes: number, 
/**
 * `verified`, `failed` or `removed`.
 */
outcome: string, 
/**
 * Code of the error.
 */
why: string | null, };
export type BackupMake = { folder: string, };
export type BackupPlanInput = { 
/**
 * False: by hand alone; the rest is not read.
 */
on: boolean, folder: string, 
/**
 * `16:00`.
 */
at: string, keep: number, };
export type BackupsFound = { 
/**
 * Newest first.
 */
backups: Array<BackupFound>, };
export type BackupFound = { folder: string, made_at: string, entries: number, 
/**
 * Entries of this machine's record beyond those in it; null where the record here has fewer.
 */
behind: number | null, 
/**
 * The machine that made it.
 */
device: string | null, };
export type BackupRestore = { 
/**
 * The backup's own folder.
 */
folder: string, password: string, 
/**
 * The password when the backup was made, where it is another.
 */
password_then: string | null, reason: string, 
/**
 * The last number on paper today; 0: none.
 */
last_number: number | null, };
export type FirstBackupsFind = { 
/**
 * Empty: on what is plugged in.
 */
folder: string, };
export type FirstBackupsFound = { 
/**
 * Newest first.
 */
backups: Array<FirstBackupRow>, };
export type FirstBackupRow = { folder: string, made_at: string, entries: number, 
/**
 * Name of the unit.
 */
office: string, 
/**
 * A demo's.
 */
demo: boolean, 
/**
 * Whose passwords open it.
 */
people: Array<FirstPerson>, };
export type FirstPerson = { login: string, name: string, };
export type FirstRestore = { 
/**
 * The backup's own folder.
 */
folder: string, login: string, 
/**
 * Theirs when the backup was made; with a recovery code, the one from now on.
 */
password: string, recovery_code: string | null, reason: string, 
/**
 * The last number on paper today; 0: none.
 */
last_number: number | null, };
export type FirstRestored = { 
/**
 * False: a supervisor has to sign in and settle what was restored.
 */
settled: boolean, state: DeskState, };
export type SyncPage = { 
/**
 * `never` before enrolment, else how the last exchange left things: `enrolled`, `in_step`, `offline`, `busy`,
 * `bad_answer`, `other_province`, `forked`, `revoked`, `feed_broken`, `refused`.
 */
state: string, 
/**
 * The code of a refusal, such as `unknown_device`.
 */
refusal: string | null, 
/**
 * The one sentence, with its figures `logged`, `received`, `waiting`: `never`, `in_step`, `sending` (the line is up
 * and something waits), `waiting` (the line is down), `restored` (the server came back from a copy and is offered
 * again what it lacks), or the state where people have to do something.
 */
sentence: Reason, 
/**
 * True where only people can mend it; being offline is never that.
 */
needs_people: boolean, 
/**
 * Since when the state holds.
 */
since: string | null, 
/**
 * Where the desk is enrolled.
 */
province: ProvinceView | null, 
/**
 * Entries written on this machine.
 */
logged: number, 
/**
 * Those that the province countersigned.
 */
received: number, 
/**
 * Those that it has not.
 */
waiting: number, 
/**
 * When it countersigned last, by its own clock.
 */
received_at: string | null, 
/**
 * What waits, the most first.
 */
waiting_kinds: Array<WaitingRow>, 
/**
 * When the oldest of them was made.
 */
oldest: string | null, 
/**
 * How old it is, in minutes; 0 with nothing waiting.
 */
oldest_minutes: number, 
/**
 * Scans and papers that are here and not yet in the province.
 */
files_to_send: number, 
/**
 * Those that other desks named and that are not here yet.
 */
files_to_fetch: number, 
/**
 * Entries of other machines that are here.
 */
from_others: number, 
/**
 * Entries that are kept and do not count as they say, or not alone.
 */
set_aside: Array<SetAsideRow>, 
/**
 * Dossiers on which desks decided apart.
 */
collisions: Array<CollisionRow>, 
/**
 * The machines of the office.
 */
machines: Array<MachineRow>, 
/**
 * The last exchanges, the newest first; at most 50.
 */
exchanges: Array<ExchangeRow>, 
/**
 * By how many minutes this machine's clock must be put forward (below zero: back) to show the province's time, where
 * that is worth telling.
 */
clock_minutes: number | null, 
/**
 * `sync_now`, `enrol`, `carry_out`, `carry_in`.
 */
actions: Array<string>, };
export type ProvinceView = { address: string, 
/**
 * 32 hex digits, for comparing.
 */
history: string, counter: number, 
/**
 * What the history before had countersigned, when the server was restored.
 */
restored_from: number | null, };
export type WaitingRow = { 
/**
 * As in the log, e.g. `dossier.received`.
 */
kind: string, entries: number, oldest: string, oldest_minutes: number, };
export type SetAsideRow = { 
/**
 * `here` or `province`.
 */
by: string, 
/**
 * `needs_newer`, `unreadable`, `office`, `number_taken`, `fork`, `revoked`; at the province also `role`, `withdrawn`.
 */
reason: string, 
/**
 * Name of the machine that wrote it, where one is known.
 */
machine: string, seq: number, 
/**
 * Not known where only the province said so.
 */
kind: string | null, at: string | null, };
export type CollisionRow = { dossier: string, code: string, owner: string, procedure: string, 
/**
 * The date that counts until somebody settles: the earliest.
 */
due: string | null, 
/**
 * The decisions, side by side.
 */
sides: Array<SideView>, 
/**
 * `settle_collision` where the person may.
 */
actions: Array<string>, };
export type SideView = { 
/**
 * What `settle_collision` names as `holds`.
 */
entry: string, machine: string, fact: FactView, };
export type MachineRow = { name: string, counter: number, 
/**
 * The device's id, for comparing.
 */
device: string, own: boolean, revoked: boolean, };
export type ExchangeRow = { at: string, sent: number, pulled: number, bytes_out: number, bytes_in: number, 
/**
 * A state, or `restored`.
 */
outcome: string, };
export type Enrol = { 
/**
 * `https://…`.
 */
server: string, 
/**
 * 26 letters, however they are grouped.
 */
code: string, };
export type CarriedOutView = { 
/**
 * Full path.
 */
path: string, entries: number, files: number, };
export type CarryIn = { 
/**
 * The bytes in base64.
 */
data: string, };
export type CarriedInView = { 
/**
 * `answer` of the province, or `desk`.
 */
of: string, 
/**
 * Entries of this machine that the province countersigned by it.
 */
sent: number, 
/**
 * Entries of other machines that were new here.
 */
pulled: number, page: SyncPage, };
export type ReferenceView = { 
/**
 * Name of the set in force.
 */
name: string, 
/**
 * True when it is the program's own.
 */
own: boolean, 
/**
 * The sets that the province published and that came into force here, the newest first.
 */
sets: Array<ReferenceSetRow>, 
/**
 * One that came and cannot be used.
 */
refused: RefusedSetView | null, 
/**
 * `take` where this person may bring a package.
 */
actions: Array<string>, };
export type ReferenceSetRow = { 
/**
 * Its name.
 */
name: string, 
/**
 * When it came into force here, RFC 3339.
 */
came: string, 
/**
 * True when it came as a file.
 */
by_hand: boolean, 
/**
 * How many changes it brought.
 */
total: number, 
/**
 * The first of them.
 */
changes: Array<ReferenceChange>, };
export type ReferenceChange = { 
/**
 * `calendar`, `unit`, `office`, `forms`, `procedure`, `limit`, `fee`, `papers`.
 */
about: string, 
/**
 * Which day, unit or procedure.
 */
which: string, 
/**
 * As it was; none where it is new.
 */
before: string | null, 
/**
 * As it is; none where it is gone.
 */
after: string | null, };
export type RefusedSetView = { 
/**
 * Its name.
 */
name: string, 
/**
 * The reason as an error.
 */
error: UserErrorView, 
/**
 * What does not hold, for who runs the province.
 */
what: string, };
export type ReferencePackage = { 
/**
 * The bytes in base64.
 */
data: string, };
export type PackageView = { 
/**
 * Name of its set.
 */
name: string, 
/**
 * Name of the set in force.
 */
in_force: string, 
/**
 * When the province published it, RFC 3339.
 */
published: string, 
/**
 * How many changes it would bring.
 */
total: number, 
/**
 * The first of them.
 */
changes: Array<ReferenceChange>, };

/** Every command of the counter. */
export interface Commands {
  desk_state: { input: Nothing; output: DeskState };
  set_up: { input: SetUp; output: SetUpDone };
  units_find: { input: UnitsFind; output: UnitsFound };
  sign_in: { input: SignIn; output: DeskState };
  unlock: { input: Unlock; output: DeskState };
  lock: { input: Nothing; output: DeskState };
  sign_out: { input: Nothing; output: DeskState };
  first_backups: { input: FirstBackupsFind; output: FirstBackupsFound };
  first_restore: { input: FirstRestore; output: FirstRestored };
  recovery_unlock: { input: RecoveryUnlock; output: DeskState };
  full_screen: { input: Nothing; output: Nothing };
  pin_set: { input: PinSet; output: Nothing };
  password_change: { input: PasswordChange; output: Nothing };
  practice_begin: { input: Nothing; output: DeskState };
  practice_end: { input: Nothing; output: DeskState };
  sync_standing: { input: Nothing; output: SyncView };
  settings_get: { input: Nothing; output: SettingsView };
  parameters_open: { input: Nothing; output: ParametersView };
  settings_save: { input: SettingsSave; output: SettingsView };
  printers_list: { input: Nothing; output: PrintersView };
  printer_test: { input: PrinterTest; output: PrintJobView };
  print_status: { input: PrintStatus; output: PrintJobView };
  today: { input: Nothing; output: TodayView };
  rail_counts: { input: Nothing; output: RailCounts };
  scan: { input: Scan; output: ScanView };
  register_search: { input: RegisterSearch; output: RegisterView };
  persons_find: { input: PersonsFind; output: PersonsFound };
  procedures_find: { input: ProceduresFind; output: ProceduresFound };
  dossier_open: { input: DossierOpen; output: DossierView };
  act_open: { input: ActOpen; output: ActPanel };
  act_check: { input: DossierAct; output: ActCheck };
  dossier_act: { input: DossierAct; output: ActedView };
  file_attach: { input: FileAttach; output: ActedView };
  file_picture: { input: FileOf; output: Picture };
  form_picture: { input: FormOf; output: Picture };
  form_print: { input: FormOf; output: PrintJobView };
  form_save: { input: FormOf; output: SavedFile };
  receipt_picture: { input: ReceiptPicture; output: Picture };
  figures_open: { input: FiguresOpen; output: FiguresView };
  procedures_switched: { input: ProceduresSwitched; output: SwitchView };
  abbreviation_set: { input: AbbreviationSet; output: Nothing };
  sync_view: { input: Nothing; output: SyncPage };
  sync_now: { input: Nothing; output: SyncPage };
  carry_in: { input: CarryIn; output: CarriedInView };
  reference_news: { input: Nothing; output: ReferenceView };
  draft_save: { input: DraftSave; output: DraftSaved };
  draft_open: { input: DraftOpen; output: DraftView };
  drafts_list: { input: Nothing; output: DraftsView };
  draft_discard: { input: DraftOpen; output: Nothing };
  intake_check: { input: IntakeForm; output: IntakeCheck };
  persons_judge: { input: PersonsJudge; output: Nothing };
  intake_preview: { input: IntakeForm; output: Picture };
  receive_dossier: { input: ReceiveDossier; output: ReceivedView };
  walk_in: { input: WalkIn; output: WalkInDone };
  walk_ins_list: { input: Nothing; output: WalkInsView };
  walk_in_picture: { input: WalkInOf; output: Picture };
  walk_in_print: { input: WalkInOf; output: PrintJobView };
  walk_in_save: { input: WalkInOf; output: SavedFile };
  dossier_print: { input: DossierPrint; output: PrintJobView };
  receipt_save: { input: ReceiptSave; output: SavedFile };
  register_export: { input: RegisterExport; output: SavedFiles };
  day_open: { input: DayOpen; output: DayView };
  day_close: { input: DayClose; output: DayView };
  day_picture: { input: DayOpen; output: Picture };
  day_save: { input: DayOpen; output: SavedFile };
  day_print: { input: DayOpen; output: PrintJobView };
  day_judge: { input: DayJudge; output: DayView };
  morning_open: { input: Nothing; output: MorningView };
  morning_read: { input: Nothing; output: Nothing };
  figure_set: { input: FigureSetInput; output: FiguresView };
  parameter_set: { input: ParameterSetInput; output: ParametersView };
  procedure_switch: { input: ProcedureSwitch; output: SwitchView };
  proof_save: { input: ReceiptSave; output: SavedFile };
  counter_take: { input: CounterTake; output: RangesView };
  paper_continue: { input: PaperContinue; output: RangesView };
  access_open: { input: AccessOpen; output: AccessView };
  labels_open: { input: LabelsOpen; output: LabelsView };
  label_preview: { input: LabelSetInput; output: Picture };
  label_set: { input: LabelSetInput; output: LabelsView };
  record_settle: { input: RecordSettle; output: DeskState };
  imports_list: { input: Nothing; output: ImportsView };
  import_open: { input: ImportOpen; output: ImportView };
  import_check: { input: ImportMapping; output: ImportCheckView };
  import_findings: { input: ImportFindings; output: FindingsView };
  import_run: { input: ImportRun; output: ImportProgressView };
  import_undo: { input: ImportUndo; output: UndoProgressView };
  backup_restore: { input: BackupRestore; output: DeskState };
  reference_look: { input: ReferencePackage; output: PackageView };
  reference_take: { input: ReferencePackage; output: ReferenceView };
  people_list: { input: Nothing; output: PeopleView };
  person_reset: { input: PersonReset; output: PeopleView };
  person_admit: { input: PersonReset; output: PeopleView };
  verify_log: { input: Nothing; output: VerifyView };
  enrol: { input: Enrol; output: SyncPage };
  calendar_open: { input: CalendarOpen; output: CalendarView };
  report_open: { input: ReportAsk; output: ReportView };
  report_picture: { input: ReportAsk; output: Picture };
  report_save: { input: ReportSave; output: SavedFile };
  national_save: { input: ReportAsk; output: NationalSaved };
  carry_out: { input: Nothing; output: CarriedOutView };
  ranges_open: { input: Nothing; output: RangesView };
  log_open: { input: LogOpen; output: LogView };
  log_save: { input: Nothing; output: SavedFile };
  backup_open: { input: Nothing; output: BackupView };
  backup_make: { input: BackupMake; output: BackupView };
  backup_stop: { input: Nothing; output: BackupView };
  backup_plan_set: { input: BackupPlanInput; output: BackupView };
  backups_find: { input: BackupMake; output: BackupsFound };
  calendar_set: { input: CalendarSetInput; output: CalendarView };
  person_add: { input: PersonAdd; output: PeopleView };
  person_roles: { input: PersonRoles; output: PeopleView };
  person_retire: { input: PersonRetire; output: PeopleView };
}
