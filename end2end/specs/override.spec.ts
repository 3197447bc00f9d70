import { plan } from "../fixtures/bundle";
import { skipTo, tabTo } from "../fixtures/keyboard";
import { expect, PASSWORD, test } from "../fixtures/test";

const REASON = "Agreed with the paint team in OPS-12";

test("an approver overrides a soft failure with a reason that stays on record", async ({ page, portcullis }, info) => {
  const workspace = await portcullis.workspaceWithPolicy(`soft-${info.project.name}`, true);
  await portcullis.signIn("erik");
  const check = await portcullis.sendPlan(workspace, "red", "Paint it red");
  await expect(portcullis.verdict()).toContainText("Needs a decision");
  await expect(page.getByText("terraform_data.paint is red: choose another color").first()).toBeVisible();
  // A writer is told whom to ask instead of being shown a button.
  await expect(page.getByRole("link", { name: "Override…" })).toHaveCount(0);
  await expect(page.getByText(/Ask an approver: .*Alice Approver/)).toBeVisible();

  await portcullis.signIn("alice");
  await portcullis.open("/orgs/acme/inbox");
  await expect(page.getByText(workspace).first()).toBeVisible();
  await portcullis.open(`${check}/override`);
  await expect(page.getByRole("checkbox", { name: /no-red/ })).toBeChecked();
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: "Override and continue" }).click();
  await expect(page).toHaveURL(new RegExp(`${check}(#.*)?$`));
  await expect(portcullis.verdict()).toContainText("Overridden");
  await expect(page.getByText(REASON).first()).toBeVisible();

  await portcullis.open("/orgs/acme/audit");
  await expect(page.getByText(new RegExp(REASON)).first()).toBeVisible();

  // A second one has nothing to decide.
  await portcullis.open(`${check}/override`);
  await expect(page.getByText("There is nothing to decide")).toBeVisible();
});

test("a reason that is too short is refused beside its field", async ({ page, portcullis }, info) => {
  const workspace = await portcullis.workspaceWithPolicy(`short-${info.project.name}`, true);
  const check = await portcullis.sendPlan(workspace, "red", "Paint it red");
  await portcullis.open(`${check}/override`);
  // Past the browser's own check, as any client can.
  const answer = await page.request.post(new URL("/ui/checks/override", portcullis.server.url).href, {
    form: { check: check.split("/").pop() ?? "", reason: "  too short  ", "policies[0]": `set-${workspace}/no-red` },
    headers: { accept: "application/json" },
  });
  expect(answer.status()).toBe(422);
  expect(await answer.text()).toContain("at least 10 characters");
  await portcullis.open(check);
  await expect(portcullis.verdict()).toContainText("Needs a decision");
});

test("a hard failure cannot be overridden by anybody", async ({ page, portcullis }, info) => {
  const workspace = await portcullis.workspaceWithPolicy(`hard-${info.project.name}`, false);
  const check = await portcullis.sendPlan(workspace, "red", "Paint it red");
  await expect(portcullis.verdict()).toContainText("Blocked");
  await expect(page.getByRole("link", { name: "Override…" })).toHaveCount(0);
  await portcullis.open(`${check}/override`);
  await expect(page.getByText("There is nothing to decide")).toBeVisible();
});

test("an advisory failure passes with a warning", async ({ page, portcullis }, info) => {
  const workspace = await portcullis.workspaceWithPolicy(`advisory-${info.project.name}`, false, "advisory");
  await portcullis.sendPlan(workspace, "red", "Paint it red");
  await expect(portcullis.verdict()).toContainText("Passed");
  await expect(portcullis.verdict()).toContainText("1 warning");
  await page.locator("summary").filter({ hasText: "no-red" }).click();
  await expect(page.getByText("terraform_data.paint is red: choose another color").first()).toBeVisible();
});

test("a reader sees no button and cannot override past the page", async ({ page, portcullis }, info) => {
  const workspace = await portcullis.workspaceWithPolicy(`reader-${info.project.name}`, true);
  const check = await portcullis.sendPlan(workspace, "red", "Paint it red");
  await portcullis.signIn("rita");
  await portcullis.open(check);
  await expect(page.getByRole("link", { name: "Override…" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Discard/ })).toHaveCount(0);
  const answer = await page.request.post(new URL("/ui/checks/override", portcullis.server.url).href, {
    form: { check: check.split("/").pop() ?? "", reason: REASON, "policies[0]": `set-${workspace}/no-red` },
    headers: { accept: "application/json" },
  });
  expect(answer.status()).toBe(403);
  await portcullis.open(check);
  await expect(portcullis.verdict()).toContainText("Needs a decision");
});

test("the keyboard alone signs in, sends a plan and overrides its check @hydrated", async ({ page, portcullis }, info) => {
  const workspace = await portcullis.workspaceWithPolicy(`keys-${info.project.name}`, true);
  const { keyboard } = page;

  await page.goto("about:blank");
  await page.context().clearCookies();
  await portcullis.open("/login");
  await tabTo(page.getByLabel("E-mail"), 3);
  await keyboard.type("olivia@acme.example");
  await keyboard.press("Tab");
  await expect(page.getByLabel("Password")).toBeFocused();
  await keyboard.type(PASSWORD);
  await keyboard.press("Enter");
  await page.waitForURL(/\/orgs\/acme/);

  await portcullis.open(`/orgs/acme/workspaces/${workspace}/runs/new`);
  const file = page.locator("input[type=file]");
  const skipped = await skipTo(page, file, 5);
  expect(skipped.at(-1), "the file is the first thing after the breadcrumbs").toBe(workspace);
  // Which file it is, the system's own dialog asks; from there on it is keys again.
  await file.setInputFiles({ name: "plan.json", mimeType: "application/json", buffer: plan("red") });
  await keyboard.press("Tab");
  await expect(page.getByLabel("Message")).toBeFocused();
  await keyboard.type("Paint it red");
  await keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Check this plan" })).toBeFocused();
  await keyboard.press("Enter");
  await page.waitForURL(/\/runs\/run-/);
  await expect(portcullis.verdict()).toContainText("Needs a decision");
  await portcullis.alive();
  await tabTo(page.getByRole("link", { name: "Review and decide" }), 40);
  await keyboard.press("Enter");
  await page.waitForURL(/\/checks\/polchk-/);

  // A page that was just loaded begins at its top, and the skip link leads past the navigation.
  await page.reload();
  await portcullis.alive();
  const run = /run-\w+/.exec(page.url())?.[0] ?? "";
  const override = page.getByRole("link", { name: "Override…" });
  expect(await skipTo(page, override, 8)).toEqual(["acme", workspace, "Runs", run, "Discard run"]);

  const dialog = page.getByRole("dialog");
  const reason = dialog.getByLabel("Reason");
  await keyboard.press("Enter");
  // What is asked for has the focus, below what was denied.
  await expect(dialog.getByText("terraform_data.paint is red: choose another color")).toBeVisible();
  await expect(reason).toBeFocused();
  await keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(override).toBeFocused();

  await keyboard.press("Enter");
  await expect(reason).toBeFocused();
  await keyboard.press("Shift+Tab");
  await expect(dialog.getByRole("checkbox", { name: /no-red/ })).toBeFocused();
  await keyboard.press("Tab");
  await expect(reason).toBeFocused();
  await keyboard.type(REASON);
  // Enter writes a new line and sends nothing.
  await keyboard.press("Enter");
  await expect(reason).toHaveValue(`${REASON}\n`);
  await expect(dialog).toBeVisible();
  await keyboard.press("Control+Enter");
  await expect(portcullis.verdict()).toContainText("Overridden");
  await expect(page.getByText(REASON).first()).toBeVisible();
});

test("the dialog opens over the check and Escape closes it @hydrated", async ({ page, portcullis }, info) => {
  const workspace = await portcullis.workspaceWithPolicy(`dialog-${info.project.name}`, true);
  await portcullis.sendPlan(workspace, "red", "Paint it red");
  const override = page.getByRole("link", { name: "Override…" });
  await override.click();
  await expect(page.getByRole("dialog").getByLabel("Reason")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(override).toBeFocused();
  await expect(portcullis.verdict()).toContainText("Needs a decision");
});

test("a second browser sees the override without being touched @hydrated", async ({ page, portcullis }, info) => {
  const workspace = await portcullis.workspaceWithPolicy(`live-${info.project.name}`, true);
  const check = await portcullis.sendPlan(workspace, "red", "Paint it red");
  const watcher = await portcullis.otherBrowser("rita");
  await watcher.open(check);
  await expect(watcher.verdict()).toContainText("Needs a decision");

  await portcullis.open(`${check}/override`);
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: "Override and continue" }).click();
  await expect(watcher.verdict()).toContainText("Overridden");
  await expect(watcher.page.getByText(REASON).first()).toBeVisible();
});
