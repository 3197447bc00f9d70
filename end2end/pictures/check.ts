/** The picture in the README: the demo's check that needs a decision, as an approver sees it. */
import { join } from "node:path";
import { expect, test } from "../fixtures/test";

test.use({ viewport: { width: 1280, height: 860 }, colorScheme: "light" });

test("the picture of a check that needs a decision", async ({ page, portcullis }) => {
  await portcullis.signIn("alice");
  await portcullis.open("/orgs/acme/inbox");
  const href = await page.locator("main a[href*='/checks/polchk-']").first().getAttribute("href");
  await portcullis.open((href ?? "").replace(/\/override$/, ""));
  await expect(portcullis.verdict()).toContainText("Needs a decision");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.screenshot({ path: join(__dirname, "check.png"), animations: "disabled" });
});
