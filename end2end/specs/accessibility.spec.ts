import { audit } from "../fixtures/audit";
import { bundle, testedPolicies } from "../fixtures/bundle";
import { expect, test } from "../fixtures/test";

const PAGES = [
  "/orgs",
  "/orgs/acme",
  "/orgs/acme/inbox",
  "/orgs/acme/runs",
  "/orgs/acme/workspaces",
  "/orgs/acme/workspaces/new",
  "/orgs/acme/workspaces/networking-prod",
  "/orgs/acme/workspaces/networking-prod/edit",
  "/orgs/acme/workspaces/networking-prod/runs/new",
  "/orgs/acme/policies",
  "/orgs/acme/policies/new",
  "/orgs/acme/policy-sets",
  "/orgs/acme/policy-sets/new",
  "/orgs/acme/policy-sets/tagging",
  "/orgs/acme/policy-sets/tagging?tab=versions",
  "/orgs/acme/policy-sets/tagging?tab=scope",
  "/orgs/acme/policy-sets/tagging?tab=settings",
  "/orgs/acme/policy-sets/tagging/versions/new",
  "/orgs/acme/policy-sets/tagging/versions/1",
  "/orgs/acme/policy-sets/tagging/versions/1/files/policies.hcl",
  "/orgs/acme/audit",
  "/orgs/acme/settings",
  "/orgs/acme/settings/projects",
  "/orgs/acme/settings/members",
  "/account",
  "/account/tokens",
  "/account/sessions",
  "/orgs/acme/runs/run-0000000000000000",
];

for (const scheme of ["light", "dark"] as const) {
  test(`every page is accessible, ${scheme} @hydrated`, async ({ page, portcullis, consoles }) => {
    // A page that is not there, and a form that is refused.
    consoles.excuse(/status of 404/, /\/run-0{16}$/);
    consoles.excuse(/status of 422/, /\/ui\/policies\/update$/);
    test.setTimeout(480_000);
    await page.emulateMedia({ colorScheme: scheme });
    const visit = async (path: string, name?: string) => {
      await portcullis.open(path);
      await audit(page, scheme, name);
    };
    await visit("/login");
    await portcullis.signIn("olivia");
    for (const path of PAGES) await visit(path);

    // A run that waits for a decision, its check, and the override.
    await portcullis.open("/orgs/acme/inbox");
    const href = await page.locator("main a[href*='/checks/polchk-']").first().getAttribute("href");
    const [check, run] = /^(.*\/runs\/run-\w+)\/checks\/polchk-\w+/.exec(href ?? "") ?? [];
    if (!check || !run) throw new Error("nothing waits for a decision");
    await visit(run, "run");
    await visit(check, "check");
    await expect(portcullis.verdict()).toContainText("Needs a decision");
    await visit(`${check}/override`, "override");

    // A policy that is managed by itself, and a refused form.
    await portcullis.open("/orgs/acme/policies/new");
    await page.getByLabel("Name", { exact: true }).fill(`audited-${scheme}`);
    await page.getByRole("button", { name: "Save policy" }).click();
    await page.waitForURL(new RegExp(`/policies/audited-${scheme}$`));
    await visit(`/orgs/acme/policies/audited-${scheme}`, "policy");
    await visit(`/orgs/acme/policies/audited-${scheme}/edit`, "policy-edit");
    await page.getByLabel("Rego").fill("package policy\n\ndeny := {");
    await page.getByRole("button", { name: "Save policy" }).click();
    await expect(page.locator("#source-error")).toContainText(/line 3/i);
    await audit(page, scheme, "policy-refused");

    // A version that was refused.
    await portcullis.open("/orgs/acme/policy-sets/new");
    await page.getByLabel("Name", { exact: true }).fill(`refused-${scheme}`);
    await page.getByRole("button", { name: "Create policy set" }).click();
    await page.waitForURL(new RegExp(`/policy-sets/refused-${scheme}`));
    await portcullis.uploadBundle(`refused-${scheme}`, bundle({ "../evil.rego": "package evil\n" }));
    await portcullis.alive();
    await audit(page, scheme, "version-refused");

    // A version that its tests hold back.
    await portcullis.uploadBundle(`refused-${scheme}`, bundle(testedPolicies(false)));
    await portcullis.alive();
    await audit(page, scheme, "version-tests-failed");

    // An invitation: whoever follows it is not signed in.
    await portcullis.open("/orgs/acme/settings/members");
    await page.getByLabel("E-mail").fill(`invited-${scheme}@acme.example`);
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Ines Invited");
    await page.getByRole("button", { name: /^Invite/ }).click();
    await expect(page.getByText(/\/invite\//).first()).toBeVisible();
    await portcullis.alive();
    await audit(page, scheme, "member-invited");
    const invitation = /\/invite\/[\w%.-]+/.exec(await page.locator("main").innerText())?.[0];
    expect(invitation).toBeTruthy();
    await page.goto("about:blank");
    await page.context().clearCookies();
    await visit(invitation ?? "", "invitation");
  });
}
