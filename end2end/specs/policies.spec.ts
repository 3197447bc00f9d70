import { expect, test } from "../fixtures/test";

test("a single policy is written in the browser, put into a set, and mended where it does not compile", async ({ page, portcullis, consoles }, info) => {
  consoles.excuse(/status of 422/, /\/ui\/policies\/update$/);
  const set = `singles-${info.project.name}`;
  const policy = `no-deletion-${info.project.name}`;
  await portcullis.signIn("dana");
  await portcullis.open("/orgs/acme/policy-sets/new");
  await page.getByLabel("Name", { exact: true }).fill(set);
  await page.getByRole("button", { name: "Create policy set" }).click();
  await page.waitForURL(new RegExp(`/policy-sets/${set}`));

  await portcullis.open(`/orgs/acme/policy-sets/${set}`);
  await page.getByRole("link", { name: "Write a policy" }).click();
  await page.waitForURL(/\/policies\/new/);
  await portcullis.alive();
  await page.getByLabel("Name", { exact: true }).fill(policy);
  await expect(page.getByRole("checkbox", { name: set })).toBeChecked();
  await page.getByRole("button", { name: "Save policy" }).click();
  await page.waitForURL(new RegExp(`/policies/${policy}$`));
  await expect(page.locator("#L6")).toContainText("deny contains message if");

  await portcullis.open(`/orgs/acme/policies/${policy}/edit`);
  await page.getByLabel("Rego").fill("package policy\n\ndeny := {");
  await page.getByRole("button", { name: "Save policy" }).click();
  await expect(page.locator("#source-error")).toContainText(/line 3/i);
  await portcullis.open(`/orgs/acme/policies/${policy}`);
  await expect(page.locator("#L6"), "nothing was changed").toContainText("deny contains message if");

  await portcullis.open(`/orgs/acme/policy-sets/${set}`);
  await expect(page.getByRole("row").filter({ hasText: policy })).toContainText("data.policy.deny");
});
