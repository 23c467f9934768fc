// The screens in Chromium on the real engine: every test starts a bridge of its own on a fresh data folder (e2e/desk.ts).
import { defineConfig } from '@playwright/test';

/** Stories in which a scanner types. */
const scanning = /(dossier|first-run|frame|handover|intake|life|look-up|register|returns)\.spec\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../target/playwright',
  fullyParallel: true,
  // Again where one fails; what passed only at a second try is printed as flaky.
  retries: 2,
  workers: 2,
  // The scanner's keys are a matter of milliseconds, which a second browser on two cores takes away: stories with cards
  // run one at a time, after the others.
  projects: [
    { name: 'screens', testIgnore: scanning },
    { name: 'counter', testMatch: scanning, workers: 1, dependencies: ['screens'] },
  ],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1366, height: 688 },
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
    trace: 'retain-on-failure',
  },
});
