import { expect, test } from "../fixtures/test";

test("a token is shown once, works, and stops working when it is revoked", async ({ page, portcullis, request }, info) => {
  const name = `token-${info.project.name}`;
  await portcullis.signIn("erik");
  await portcullis.open("/account/tokens");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByText("It is shown once")).toBeVisible();
  const secret = /pct_[A-Za-z0-9_-]{43}/.exec(await page.content())?.[0] ?? "";
  expect(secret).not.toBe("");

  const url = new URL("/api/v1/organizations/acme/workspaces", portcullis.server.url).href;
  const ask = async () => (await request.get(url, { headers: { authorization: `Bearer ${secret}` } })).status();
  expect(await ask()).toBe(200);

  await portcullis.open("/account/tokens");
  expect(await page.content()).not.toContain(secret);
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByText("Revoke…").click();
  await row.getByRole("button", { name: `Revoke ${name}` }).click();
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
  expect(await ask()).toBe(401);
});

test("the theme is chosen by a form and stays", async ({ page, portcullis }) => {
  await portcullis.signIn("rita");
  await portcullis.open("/account");
  await page.getByRole("radio", { name: /^Dark/ }).check();
  await page.locator("form[action='/session/theme']").filter({ has: page.getByRole("radio") }).getByRole("button").click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await portcullis.open("/orgs/acme/runs");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("what is not there, and what is not yours, is the same page", async ({ page, portcullis, consoles }) => {
  consoles.excuse(/status of 404/, /\/run-0{16}$|\/nobody\/runs$|\/workspaces\/none$|\/nowhere$/);
  await portcullis.signIn("rita");
  for (const path of ["/orgs/acme/runs/run-0000000000000000", "/orgs/nobody/runs", "/orgs/acme/workspaces/none", "/nowhere"]) {
    const answer = await page.goto(new URL(path, portcullis.server.url).href);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});
