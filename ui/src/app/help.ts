// The help topics and the screens they belong to. Words are in assets/locales/*/help.ftl; " ¶ " starts a new paragraph.
import { m } from '../lib/i18n';
import type { ScreenName } from '../lib/route.svelte';

export type Topic = { id: string; screens: readonly ScreenName[]; title: () => string; text: () => string };

export const helpTopics: readonly Topic[] = [
  { id: 'today', screens: ['today'], title: () => m.helpTodayTitle(), text: () => m.helpTodayText() },
  { id: 'scan', screens: ['today', 'intake'], title: () => m.helpScanTitle(), text: () => m.helpScanText() },
  { id: 'intake', screens: ['intake'], title: () => m.helpIntakeTitle(), text: () => m.helpIntakeText() },
  { id: 'dossier', screens: ['dossier'], title: () => m.helpDossierTitle(), text: () => m.helpDossierText() },
  { id: 'files', screens: ['dossier'], title: () => m.helpFilesTitle(), text: () => m.helpFilesText() },
  { id: 'act', screens: ['dossier'], title: () => m.helpActTitle(), text: () => m.helpActText() },
  { id: 'supplement', screens: ['dossier'], title: () => m.helpSupplementTitle(), text: () => m.helpSupplementText() },
  { id: 'correct', screens: ['dossier'], title: () => m.helpCorrectTitle(), text: () => m.helpCorrectText() },
  { id: 'register', screens: ['register'], title: () => m.helpRegisterTitle(), text: () => m.helpRegisterText() },
  { id: 'returns', screens: ['returns'], title: () => m.helpReturnsTitle(), text: () => m.helpReturnsText() },
  { id: 'handover', screens: ['handover'], title: () => m.helpHandoverTitle(), text: () => m.helpHandoverText() },
  { id: 'day', screens: ['day'], title: () => m.helpDayTitle(), text: () => m.helpDayText() },
  { id: 'due', screens: ['intake', 'dossier'], title: () => m.helpDueTitle(), text: () => m.helpDueText() },
  { id: 'print', screens: ['intake', 'dossier', 'settings'], title: () => m.helpPrintTitle(), text: () => m.helpPrintText() },
  { id: 'people', screens: ['people'], title: () => m.helpPeopleTitle(), text: () => m.helpPeopleText() },
  { id: 'figures', screens: ['figures'], title: () => m.helpFiguresTitle(), text: () => m.helpFiguresText() },
  { id: 'procedures', screens: ['procedures'], title: () => m.helpProceduresTitle(), text: () => m.helpProceduresText() },
  { id: 'news', screens: ['news'], title: () => m.helpNewsTitle(), text: () => m.helpNewsText() },
  { id: 'settings', screens: ['settings'], title: () => m.helpSettingsTitle(), text: () => m.helpSettingsText() },
  { id: 'backup', screens: ['backup'], title: () => m.helpBackupTitle(), text: () => m.helpBackupText() },
  { id: 'practice', screens: ['settings'], title: () => m.helpPracticeTitle(), text: () => m.helpPracticeText() },
  { id: 'log', screens: ['log'], title: () => m.helpLogTitle(), text: () => m.helpLogText() },
  { id: 'ranges', screens: ['ranges'], title: () => m.helpRangesTitle(), text: () => m.helpRangesText() },
  { id: 'import', screens: ['import'], title: () => m.helpImportTitle(), text: () => m.helpImportText() },
  { id: 'lock', screens: ['settings', 'people'], title: () => m.helpLockTitle(), text: () => m.helpLockText() },
  { id: 'sync', screens: ['sync'], title: () => m.helpSyncTitle(), text: () => m.helpSyncText() },
  { id: 'offline', screens: ['status', 'sync'], title: () => m.helpOfflineTitle(), text: () => m.helpOfflineText() },
];
