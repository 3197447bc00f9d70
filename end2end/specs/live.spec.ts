import { bundle, colorPolicies } from "../fixtures/bundle";
import { startDemo } from "../fixtures/server";
import { expect, Portcullis, test } from "../fixtures/test";

const REASON = "Agreed with the owners in OPS-99";
/** Where a page listens for what happens to its run. */
const EVENTS = /\/ui\/events\/runs\/run-\w+$/;

/** Overrides the check at `check` by its form. */
async function override(approver: Portcullis, check: string): Promise<void> {
  await approver.open(`${check}/override`);
  await approver.page.getByLabel("Reason").fill(REASON);
  await approver.page.getByRole("button", { name: "Override and continue" }).click();
  await expect(approver.verdict()).toContainText("Overridden");
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

test("a page that waits hears of an override after the server was started anew @hydrated", async ({ page, consoles }) => {
  const server = await startDemo();
  // While the server is away the stream is refused, and so are the icons of a page that is just being drawn again.
  const gone = /Failed to load resource: net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/;
  consoles.excuse(gone, new RegExp(`^${server.url}/(ui/events/runs/run-\\w+|static/icons\\.svg(#.*)?)$`));
  const watcher = new Portcullis(page, server, true);
  try {
    await watcher.signIn("rita");
    await watcher.open("/orgs/acme/inbox");
    const run = await page.locator("main a[href*='/runs/run-']").first().getAttribute("href");
    await watcher.open(run ?? "");
    const check = await page.locator("a[href*='/checks/polchk-']").first().getAttribute("href");
    // A page reads again once its stream stands; the server goes after that has come to its end.
    const readAgain = page.waitForResponse(/\/ui\/checks\/get$/);
    await watcher.open(check ?? "");
    const indicator = page.locator(".live");
    await expect(indicator).toHaveText("Live");
    await (await readAgain).finished();

    // The page's stream is cut, and nobody answers until the server is back.
    await Promise.all([server.restart(), expect(indicator).toHaveText("Reconnecting…")]);
    await expect(indicator).toHaveText("Live", { timeout: 30_000 });
    const approver = await watcher.otherBrowser("alice");
    await override(approver, check ?? "");
    await expect(watcher.verdict()).toContainText("Overridden");
  } finally {
    // Whoever still listens would notice that the server goes.
    await watcher.closeOthers();
    await page.close();
    await server.stop();
  }
});

test("a page connects again when a proxy answered for the server @hydrated", async ({ page, portcullis, consoles }, info) => {
  consoles.excuse(/status of 502/, EVENTS);
  const workspace = await portcullis.workspaceWithPolicy(`proxy-${info.project.name}`, true);
  const check = await portcullis.sendPlan(workspace, "red", "Paint it red");
  const approver = await portcullis.otherBrowser("alice");
  await page.route(EVENTS, (route) => route.fulfill({ status: 502, body: "Bad Gateway" }));
  await portcullis.open(check);
  const indicator = page.locator(".live");
  await expect(indicator).toHaveText("Reconnecting…");

  // Browsers give up after such an answer: the page itself has to ask again.
  await page.unroute(EVENTS);
  await expect(indicator).toHaveText("Live");
  await override(approver, check);
  await expect(portcullis.verdict()).toContainText("Overridden");
});

// The page says that it connects again, for ever.
test("whoever was signed out while the stream was cut is told so @hydrated", async ({ page, portcullis, consoles }, info) => {
  consoles.excuse(/status of 502/, EVENTS);
  // Nobody is signed in any more: neither the stream nor the page's data is given out.
  consoles.excuse(/status of 401/, /\/ui\//);
  const workspace = await portcullis.workspaceWithPolicy(`ended-${info.project.name}`, true);
  const check = await portcullis.sendPlan(workspace, "red", "Paint it red");
  await portcullis.signIn("rita");
  await page.route(EVENTS, (route) => route.fulfill({ status: 502, body: "Bad Gateway" }));
  await portcullis.open(check);
  await expect(page.locator(".live")).toHaveText("Reconnecting…");

  // She ends every other session of hers, from another browser.
  const elsewhere = await portcullis.otherBrowser("rita");
  await elsewhere.open("/account/sessions");
  const others = elsewhere.page.getByRole("button", { name: "End", exact: true });
  for (let left = await others.count(); left > 0; left -= 1) {
    await others.first().click();
    await expect(others).toHaveCount(left - 1);
  }
  await page.unroute(EVENTS);
  await expect(page.getByText("Your session has ended").filter({ visible: true }).first()).toBeVisible();
  await expect(page.getByText("Reconnecting…")).toHaveCount(0);
});

test("a page stays when what is new cannot be had, and shows it when it can @hydrated", async ({ page, portcullis, consoles }, info) => {
  consoles.excuse(/ERR_FAILED/, /\/ui\/checks\/get/);
  const workspace = await portcullis.workspaceWithPolicy(`away-${info.project.name}`, true);
  const check = await portcullis.sendPlan(workspace, "red", "Paint it red");
  await portcullis.signIn("rita");
  await portcullis.open(check);
  await expect(page.locator(".live")).toHaveText("Live");
  await page.route("**/ui/checks/get", (route) => route.abort());
  const missed = page.waitForEvent("requestfailed", (request) => request.url().includes("/ui/checks/get"));
  const approver = await portcullis.otherBrowser("alice");
  await approver.open(`${check}/override`);
  await approver.page.getByLabel("Reason").fill("Agreed with the owners in OPS-7");
  await approver.page.getByRole("button", { name: "Override and continue" }).click();
  await missed;
  await expect(portcullis.verdict()).toContainText("Needs a decision");
  await page.unroute("**/ui/checks/get");
  await expect(portcullis.verdict()).toContainText("Overridden");
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
