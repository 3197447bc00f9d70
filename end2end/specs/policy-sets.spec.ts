import { bundle, colorPolicies, testedPolicies } from "../fixtures/bundle";
import { expect, test } from "../fixtures/test";

test("an author creates a set, and a good bundle is in force at once", async ({ page, portcullis }, info) => {
  const name = `good-${info.project.name}`;
  await portcullis.signIn("dana");
  await portcullis.open("/orgs/acme/policy-sets/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Description").fill("Nothing is red");
  await page.getByRole("button", { name: "Create policy set" }).click();
  await expect(page).toHaveURL(new RegExp(`/policy-sets/${name}`));

  await portcullis.uploadBundle(name, bundle(colorPolicies()));
  await expect(page).toHaveURL(/\/versions\/1$/);
  await expect(page.getByText("in force", { exact: false }).first()).toBeVisible();
  await expect(page.getByText("no-red").first()).toBeVisible();

  // The source has an anchor for every line.
  await page.getByRole("link", { name: /color\.rego/ }).first().click();
  await expect(page.locator("#L5")).toContainText("deny contains msg if");
});

test("a refused form says why and keeps what was typed", async ({ page, portcullis, consoles }) => {
  consoles.excuse(/status of 409/, /\/ui\/policy-sets\/create$/);
  await portcullis.signIn("dana");
  await portcullis.open("/orgs/acme/policy-sets/new");
  await page.getByLabel("Name", { exact: true }).fill("tagging");
  await page.getByLabel("Description").fill("About tags & more");
  await page.getByRole("button", { name: "Create policy set" }).click();
  await expect(page.getByText(/already/i).first()).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("tagging");
  await expect(page.getByLabel("Description")).toHaveValue("About tags & more");
});

test("a bad bundle is refused with every problem, and the version in force stays in force", async ({ page, portcullis }, info) => {
  const name = `bad-${info.project.name}`;
  await portcullis.signIn("dana");
  await portcullis.open("/orgs/acme/policy-sets/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create policy set" }).click();
  await expect(page).toHaveURL(new RegExp(`/policy-sets/${name}`));
  await portcullis.uploadBundle(name, bundle(colorPolicies()));

  const broken = colorPolicies();
  broken["policies/color.rego"] = "package color\n\nimport rego.v1\n\ndeny contains msg if {\n\tmsg :=\n}\n";
  broken["policies/other.rego"] = "package other\n\nx := [1, 2\n";
  await portcullis.uploadBundle(name, bundle(broken));
  await expect(page).toHaveURL(/\/versions\/2$/);
  await expect(page.getByText(/policies\/color\.rego/).first()).toBeVisible();
  await expect(page.getByText(/policies\/other\.rego/).first()).toBeVisible();

  await portcullis.uploadBundle(name, bundle({ "../evil.rego": "package evil\n" }));
  await expect(page).toHaveURL(/\/versions\/3$/);
  await expect(page.getByText(/\.\.\/evil\.rego/).first()).toBeVisible();

  await portcullis.uploadBundle(name, Buffer.from("this is no archive"));
  await expect(page).toHaveURL(/\/versions\/4$/);
  await expect(page.getByText(/gzip/i).first()).toBeVisible();

  await portcullis.open(`/orgs/acme/policy-sets/${name}?tab=versions`);
  const first = page.getByRole("row").filter({ hasText: /in force/i });
  await expect(first).toHaveCount(1);
  await expect(first).toContainText("1");
});

test("a set says which workspaces it applies to, and why", async ({ page, portcullis }) => {
  await portcullis.signIn("dana");
  await portcullis.open("/orgs/acme/policy-sets/tagging?tab=scope");
  await expect(page.getByRole("link", { name: "networking-prod" }).first()).toBeVisible();
  await portcullis.open("/orgs/acme/workspaces/networking-prod");
  await expect(page.getByText("tagging").first()).toBeVisible();
  await expect(page.getByText(/every workspace/i).first()).toBeVisible();
});

test("a bundle is dropped onto the page, and a file that is none is refused before it is sent @hydrated", async ({ page, portcullis }) => {
  await portcullis.signIn("dana");
  await portcullis.open("/orgs/acme/policy-sets/new");
  await page.getByLabel("Name", { exact: true }).fill("dropped");
  await page.getByRole("button", { name: "Create policy set" }).click();
  await page.waitForURL(/\/policy-sets\/dropped/);
  await portcullis.open("/orgs/acme/policy-sets/dropped/versions/new");
  const drop = async (name: string, content: Buffer) => {
    const dataTransfer = await page.evaluateHandle(
      ([name, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], name));
        return data;
      },
      [name, [...content]] as const,
    );
    await page.getByText(/choose a file or drop it here/).dispatchEvent("drop", { dataTransfer });
  };
  await drop("notes.txt", Buffer.from("no bundle"));
  await expect(page.locator("#bundle-error")).not.toBeEmpty();
  await drop("bundle.tar.gz", bundle(colorPolicies()));
  await expect(page.locator("#bundle-error")).toBeEmpty();
  await expect(page.getByText(/^bundle\.tar\.gz · /)).toBeVisible();
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page).toHaveURL(/\/versions\/1$/);
  await expect(page.getByText("in force", { exact: false }).first()).toBeVisible();
});

test("a set that requires tests keeps a version back whose tests fail, and says which and why", async ({ page, portcullis }, info) => {
  const name = `tested-${info.project.name}`;
  await portcullis.signIn("dana");
  await portcullis.open("/orgs/acme/policy-sets/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create policy set" }).click();
  await expect(page).toHaveURL(new RegExp(`/policy-sets/${name}`));
  await portcullis.open(`/orgs/acme/policy-sets/${name}?tab=settings`);
  await page.getByLabel("Tests have to pass").check();
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Settings are saved").first()).toBeVisible();

  await portcullis.uploadBundle(name, bundle(testedPolicies(true)));
  await expect(page).toHaveURL(/\/versions\/1$/);
  await expect(page.getByText("In force", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "2 passed" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "policies/color.rego" }).first()).toContainText("100 %");

  await portcullis.uploadBundle(name, bundle(testedPolicies(false)));
  await expect(page).toHaveURL(/\/versions\/2$/);
  await expect(page.getByText("Held back", { exact: true })).toBeVisible();
  await expect(page.getByText("1 of its 2 tests did not pass", { exact: false })).toBeVisible();
  const failed = page.getByRole("listitem").filter({ hasText: "data.color_test.test_red_is_denied" });
  await expect(failed).toContainText("Line 14 does not hold: count(messages) == 2");
  await expect(failed).toContainText('color_test.rego:13: said {"a.b is red: choose another color"}');
  await failed.getByRole("link", { name: "policies/color_test.rego:14" }).click();
  await expect(page.locator("#L14")).toContainText("count(messages) == 2");

  await portcullis.open(`/orgs/acme/policy-sets/${name}?tab=versions`);
  await expect(page.getByRole("row").filter({ hasText: "Version 2" })).toContainText("held back");
  await expect(page.getByRole("row").filter({ hasText: "Version 1" })).toContainText("in force");
});
