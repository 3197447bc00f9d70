import type { Browser, Page } from "@playwright/test";
import { bundle, colorPolicies } from "../fixtures/bundle";
import { startDemo } from "../fixtures/server";
import { expect, PASSWORD, test } from "../fixtures/test";

/** Somebody else's browser. What its console says when its server goes away is no concern of ours. */
async function signedIn(browser: Browser, url: string, person: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(new URL("/login", url).href);
  await page.getByLabel("E-mail").fill(`${person}@acme.example`);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/orgs\/acme/);
  return page;
}

test("a check that takes long tells how far it is, and then its verdict @hydrated", async ({ page, portcullis }, info) => {
  const workspace = await portcullis.workspaceWithPolicy(`slow-${info.project.name}`, false, "advisory");
  const slow = colorPolicies("advisory");
  slow["policies.hcl"] += 'policy "slow" {\n  query = "data.slow.deny"\n  enforcement_level = "advisory"\n}\n';
  // Runs until its time is over.
  slow["policies/slow.rego"] =
    "package slow\n\nimport rego.v1\n\ndeny contains 1 if {\n\tsome i in numbers.range(1, 9000)\n" +
    "\tsome j in numbers.range(1, 9000)\n\ti * j == -1\n}\n";
  await portcullis.uploadBundle(`set-${workspace}`, bundle(slow));
  await portcullis.open(`/orgs/acme/workspaces/${workspace}/runs/new`);
  const content = Buffer.from('{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": []}');
  await page.locator("input[type=file]").setInputFiles({ name: "plan.json", mimeType: "application/json", buffer: content });
  await page.getByRole("button", { name: "Check this plan" }).click();
  await page.waitForURL(/\/runs\/run-/);
  const verdict = portcullis.verdict();
  await expect(verdict).toContainText(/[1-9] of \d+ policies evaluated/);
  await expect(verdict).toContainText(/No answer|Errored|Passed/i, { timeout: 30_000 });
  await expect(verdict).not.toContainText("policies evaluated");
});

test("a page that waits hears of an override after the server was started anew @hydrated", async ({ browser }) => {
  const server = await startDemo();
  try {
    const watcher = await signedIn(browser, server.url, "rita");
    await watcher.goto(new URL("/orgs/acme/inbox", server.url).href);
    const run = await watcher.locator("main a[href*='/runs/run-']").first().getAttribute("href");
    await watcher.goto(new URL(run ?? "", server.url).href);
    const check = await watcher.locator("a[href*='/checks/polchk-']").first().getAttribute("href");
    await watcher.goto(new URL(check ?? "", server.url).href);
    await watcher.locator("html[data-hydrated='1']").waitFor({ state: "attached" });
    await expect(watcher.getByText("Live", { exact: true })).toBeVisible();

    await server.restart();
    await expect(watcher.getByText("Live", { exact: true })).toBeVisible({ timeout: 30_000 });
    const approver = await signedIn(browser, server.url, "alice");
    await approver.goto(new URL(`${check}/override`, server.url).href);
    await approver.getByLabel("Reason").fill("Agreed with the owners in OPS-99");
    await approver.getByRole("button", { name: "Override and continue" }).click();
    await expect(watcher.getByRole("region", { name: "Verdict" })).toContainText("Overridden");
    await watcher.context().close();
    await approver.context().close();
  } finally {
    await server.stop();
  }
});

test("a message of what was done does not follow to the next page @hydrated", async ({ page, portcullis }, info) => {
  await portcullis.signIn("olivia");
  await portcullis.open("/orgs/acme/workspaces/new");
  await page.getByLabel("Name", { exact: true }).fill(`told-${info.project.name}`);
  await page.getByRole("button", { name: "Create workspace" }).click();
  const message = page.locator(".flash");
  await expect(message).toContainText(`told-${info.project.name}`);
  await portcullis.alive();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Runs" }).click();
  await expect(page.getByRole("heading", { name: "Runs", level: 1 })).toBeVisible();
  await expect(message).toHaveCount(0);
});
