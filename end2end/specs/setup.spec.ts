import { audit } from "../fixtures/audit";
import { expect, test as base } from "../fixtures/consoles";
import { type Server, startFresh } from "../fixtures/server";

const test = base.extend<{ fresh: Server }>({
  fresh: async ({}, use) => {
    const server = await startFresh();
    await use(server);
    await server.stop();
  },
});

test("the first page of a new server is accessible in both themes @hydrated", async ({ page, fresh }) => {
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${fresh.url}/setup`);
    await page.locator("html[data-hydrated='1']").waitFor({ state: "attached" });
    await audit(page, scheme);
  }
});

test("the first person sets the server up with the printed code, signs out and in again", async ({ page, fresh }) => {
  const code = /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(fresh.output())?.[0] ?? "";
  await page.goto(fresh.url);
  await expect(page).toHaveURL(/\/setup$/);

  const fill = async (given: string) => {
    await page.getByLabel("One-time code").fill(given);
    await page.getByLabel("Your name").fill("Olivia Owner");
    await page.getByLabel("E-mail").fill("olivia@example.com");
    await page.getByLabel("Password", { exact: true }).fill("a long enough password");
    await page.getByLabel("Organization").fill("acme");
    await page.getByRole("button", { name: "Create account and organization" }).click();
  };
  await fill("AAAA-AAAA");
  await expect(page.getByText("this is not the code that the server printed")).toBeVisible();
  await fill(code);
  await expect(page).toHaveURL(/\/orgs\/acme/);
  // Nothing is there yet: the page says what to do first.
  await expect(page.getByText(/create a workspace/i).first()).toBeVisible();

  await page.getByText("Olivia Owner").filter({ visible: true }).first().click();
  await page.getByRole("button", { name: "Sign out" }).filter({ visible: true }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto(`${fresh.url}/orgs/acme/runs`);
  await expect(page).toHaveURL(/\/login\?next=/);

  await page.getByLabel("E-mail").fill("olivia@example.com");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("no account has this e-mail and password")).toBeVisible();
  await page.getByLabel("E-mail").fill("olivia@example.com");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/orgs\/acme\/runs/);

  await page.goto(`${fresh.url}/setup`);
  await expect(page).not.toHaveURL(/\/setup$/);
});
