// The screens in Chromium on the real engine: every test starts a bridge of its own on a fresh data folder (e2e/desk.ts).
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../target/playwright',
  fullyParallel: true,
  // Two at a time; again where one fails: what a person does in milliseconds takes longer on a busy machine.
  // two cores takes away. What passed only at a second try is printed as flaky.
  workers: 2,
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
