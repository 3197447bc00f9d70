import { defineConfig } from "@playwright/test";

/**
 * One folder of specs, two projects: with JavaScript (hydrated) and without it. Tests tagged
 * `@hydrated` show what only scripts can do. Every worker starts a server of its own.
 */
export default defineConfig({
  testDir: "specs",
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? "test-results/report.json" }]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 900 },
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "hydrated", use: { javaScriptEnabled: true } },
    { name: "no-javascript", use: { javaScriptEnabled: false }, grepInvert: /@hydrated/ },
    // Draws the README's picture anew: PORTCULLIS_PICTURE=1 npx playwright test --project picture
    ...(process.env.PORTCULLIS_PICTURE ? [{ name: "picture", testDir: "pictures", testMatch: "*.ts" }] : []),
  ],
});
