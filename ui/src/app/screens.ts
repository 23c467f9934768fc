// Which screens there are, in the order of the rail. A screen whose work does not exist yet is not here.
import type { Component } from 'svelte';
import ArrowRightLeft from '@lucide/svelte/icons/arrow-right-left';
import BarChart from '@lucide/svelte/icons/chart-column';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import BookOpen from '@lucide/svelte/icons/book-open';
import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import CaseSensitive from '@lucide/svelte/icons/case-sensitive';
import ClipboardPlus from '@lucide/svelte/icons/clipboard-plus';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import HardDriveDownload from '@lucide/svelte/icons/hard-drive-download';
import DoorOpen from '@lucide/svelte/icons/door-open';
import FileInput from '@lucide/svelte/icons/file-input';
import Hash from '@lucide/svelte/icons/hash';
import HandHelping from '@lucide/svelte/icons/hand-helping';
import ListChecks from '@lucide/svelte/icons/list-checks';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import PencilRuler from '@lucide/svelte/icons/pencil-ruler';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import Search from '@lucide/svelte/icons/search';
import Settings from '@lucide/svelte/icons/settings';
import Users from '@lucide/svelte/icons/users';
import Info from '@lucide/svelte/icons/info';
import { m } from '../lib/i18n';
import type { Action } from '../lib/keys/actions';
import type { Route, ScreenName } from '../lib/route.svelte';
import BackupScreen from '../features/backup/BackupScreen.svelte';
import CalendarScreen from '../features/calendar/CalendarScreen.svelte';
import DayScreen from '../features/day/DayScreen.svelte';
import DossierScreen from '../features/dossier/DossierScreen.svelte';
import FiguresScreen from '../features/figures/FiguresScreen.svelte';
import HandoverScreen from '../features/handover/HandoverScreen.svelte';
import ImportScreen from '../features/import/ImportScreen.svelte';
import IntakeScreen from '../features/intake/IntakeScreen.svelte';
import LogScreen from '../features/account/LogScreen.svelte';
import LabelsScreen from '../features/labels/LabelsScreen.svelte';
import PeopleScreen from '../features/people/PeopleScreen.svelte';
import ProceduresScreen from '../features/procedures/ProceduresScreen.svelte';
import RangesScreen from '../features/ranges/RangesScreen.svelte';
import RegisterScreen from '../features/register/RegisterScreen.svelte';
import ReportsScreen from '../features/reports/ReportsScreen.svelte';
import ReturnsScreen from '../features/returns/ReturnsScreen.svelte';
import SettingsScreen from '../features/settings/SettingsScreen.svelte';
import StatusScreen from '../features/status/StatusScreen.svelte';
import SyncScreen from '../features/sync/SyncScreen.svelte';
import NewsScreen from '../features/procedures/NewsScreen.svelte';
import TodayScreen from '../features/today/TodayScreen.svelte';
import WalkInsScreen from '../features/walkins/WalkInsScreen.svelte';

export type Screen = {
  name: ScreenName;
  label: () => string;
  icon: Component<{ size?: number | string }>;
  group: 'work' | 'lead' | 'system';
  /** The action whose key leads here; Ctrl+1…9 lead to all in order. */
  action?: Action;
  /** In the rail; others are reached from a list. */
  rail: boolean;
  component: Component<{ route: never }>;
  route: Route | undefined;
};

// A screen takes its own route; the table only promises that the two fit.
const screen = (component: unknown): Component<{ route: never }> => component as Component<{ route: never }>;

export const screens: readonly Screen[] = [
  { name: 'today', label: () => m.screenToday(), icon: LayoutDashboard, group: 'work', rail: true, component: screen(TodayScreen), route: { screen: 'today' } },
  { name: 'intake', label: () => m.screenIntake(), icon: ClipboardPlus, group: 'work', action: 'intake', rail: true, component: screen(IntakeScreen), route: { screen: 'intake' } },
  { name: 'register', label: () => m.screenRegister(), icon: Search, group: 'work', action: 'register', rail: true, component: screen(RegisterScreen), route: { screen: 'register' } },
  { name: 'returns', label: () => m.screenReturns(), icon: HandHelping, group: 'work', action: 'returns', rail: true, component: screen(ReturnsScreen), route: { screen: 'returns' } },
  { name: 'handover', label: () => m.screenHandover(), icon: ArrowRightLeft, group: 'work', rail: true, component: screen(HandoverScreen), route: { screen: 'handover' } },
  { name: 'dossier', label: () => m.screenDossier(), icon: BookOpen, group: 'work', rail: false, component: screen(DossierScreen), route: undefined },
  { name: 'reports', label: () => m.screenReports(), icon: BarChart, group: 'lead', rail: true, component: screen(ReportsScreen), route: { screen: 'reports' } },
  { name: 'figures', label: () => m.screenFigures(), icon: PencilRuler, group: 'system', rail: true, component: screen(FiguresScreen), route: { screen: 'figures' } },
  { name: 'procedures', label: () => m.screenProcedures(), icon: ListChecks, group: 'system', rail: true, component: screen(ProceduresScreen), route: { screen: 'procedures' } },
  { name: 'news', label: () => m.screenNews(), icon: ListChecks, group: 'system', rail: false, component: screen(NewsScreen), route: { screen: 'news' } },
  { name: 'import', label: () => m.screenImport(), icon: FileInput, group: 'system', rail: false, component: screen(ImportScreen), route: { screen: 'import' } },
  { name: 'walk_ins', label: () => m.screenWalkIns(), icon: DoorOpen, group: 'work', rail: false, component: screen(WalkInsScreen), route: { screen: 'walk_ins' } },
  { name: 'labels', label: () => m.screenLabels(), icon: CaseSensitive, group: 'system', rail: false, component: screen(LabelsScreen), route: { screen: 'labels' } },
  { name: 'calendar', label: () => m.screenCalendar(), icon: CalendarDays, group: 'system', rail: false, component: screen(CalendarScreen), route: { screen: 'calendar' } },
  { name: 'backup', label: () => m.screenBackup(), icon: HardDriveDownload, group: 'system', rail: false, component: screen(BackupScreen), route: { screen: 'backup' } },
  { name: 'log', label: () => m.screenLog(), icon: ScrollText, group: 'system', rail: false, component: screen(LogScreen), route: { screen: 'log' } },
  { name: 'ranges', label: () => m.screenRanges(), icon: Hash, group: 'system', rail: false, component: screen(RangesScreen), route: { screen: 'ranges' } },
  { name: 'people', label: () => m.screenPeople(), icon: Users, group: 'system', rail: true, component: screen(PeopleScreen), route: { screen: 'people' } },
  { name: 'settings', label: () => m.screenSettings(), icon: Settings, group: 'system', rail: true, component: screen(SettingsScreen), route: { screen: 'settings' } },
  { name: 'sync', label: () => m.screenSync(), icon: RefreshCw, group: 'system', action: 'sync', rail: true, component: screen(SyncScreen), route: { screen: 'sync' } },
  { name: 'status', label: () => m.screenStatus(), icon: Info, group: 'system', rail: true, component: screen(StatusScreen), route: { screen: 'status' } },
  // After those that have a number: it has a key of its own.
  { name: 'day', label: () => m.screenDay(), icon: CalendarCheck, group: 'lead', action: 'day', rail: true, component: screen(DayScreen), route: { screen: 'day' } },
];

export function screenOf(name: ScreenName): Screen | undefined {
  return screens.find((one) => one.name === name);
}
