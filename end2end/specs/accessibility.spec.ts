import AxeBuilder from "@axe-core/playwright";
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
  test(`every page is accessible, ${scheme} @hydrated`, async ({ page, portcullis }) => {
    test.setTimeout(480_000);
    await page.emulateMedia({ colorScheme: scheme });
    const audit = async (path: string) => {
      await portcullis.open(path);
      const found = await new AxeBuilder({ page }).analyze();
      expect.soft(found.violations.map((one) => `${path}: ${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
      // Nothing is wider than the screen it is on.
      await page.setViewportSize({ width: 360, height: 740 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect.soft(overflow, `${path} is wider than 360 px`).toBeLessThanOrEqual(0);
      await page.setViewportSize({ width: 1280, height: 900 });
    };
    await audit("/login");
    await portcullis.signIn("olivia");
    for (const path of PAGES) await audit(path);
    await portcullis.open("/orgs/acme/inbox");
    const links = page.locator("main a[href*='/runs/run-']");
    const waiting = await links.first().getAttribute("href");
    expect(waiting).toBeTruthy();
    await portcullis.open(waiting ?? "");
    await audit(new URL(page.url()).pathname);
    const check = await page.locator("a[href*='/checks/polchk-']").first().getAttribute("href");
    expect(check).toBeTruthy();
    await audit(check ?? "");
    await audit(`${check?.replace(/\/override$/, "")}/override`);
  });
}
