// The screens in Chromium on the real engine: every test starts a bridge of its own on a fresh data folder (e2e/desk.ts).
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../target/playwright',
  fullyParallel: true,
  // One at a time, and again where one fails: the scanner's keys are a matter of milliseconds, which a second browser on
  // two cores takes away. What passed only at a second try is printed as flaky.
  workers: 1,
  retries: 2,
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
