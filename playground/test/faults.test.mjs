// What the page says when there is no answer.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answered, openPage, paste, startServer } from "./support.mjs";

test("a text over the limit is refused in the words of the service", async (t) => {
  const server = await startServer({ more: ["--max-text-bytes", "400"] });
  const page = await openPage(t, server);
  const error = page.locator("#error");
  // The sample is too long for this server already.
  assert.match(await error.innerText(), /INVALID_ARGUMENT · TEXT_TOO_LONG.*document\.text.*has \d+ bytes, the limit is 400/s);
  assert.equal(await page.locator(".mark").count(), 0);
  assert.match(await page.locator("#size").textContent(), /of 400 bytes/);
  await paste(page, "عاد إلى بيروت");
  assert.equal(await error.textContent(), "");
  assert.equal(await page.locator(".mark").count(), 1);
});

test("a server that is down is told, and asked again once it is back", async (t) => {
  const server = await startServer();
  const page = await openPage(t, server);
  await server.stop();
  await paste(page, "عاد إلى القاهرة");
  assert.match(await page.locator("#error").innerText(), /UNREACHABLE.*does not answer.*Is the server running/s);
  assert.equal(await page.locator("#error").getAttribute("role"), "alert");
  const back = await startServer({ admin: server.admin });
  await page.locator("#error button", { hasText: "Try again" }).click();
  await answered(page, /1 mention/);
  assert.equal(await page.locator("#error").textContent(), "");
  assert.equal(await page.locator(".mark").textContent(), "القاهرة");
  await back.stop();
});

test("of two questions only the later one is answered", async (t) => {
  const server = await startServer();
  const page = await openPage(t, server);
  let held;
  const holding = new Promise((resolve) => {
    void page.route("**/ExtractEntities", (route) => {
      if (held === undefined) {
        held = route;
        resolve();
      } else {
        void route.continue();
      }
    });
  });
  const area = page.locator("#text");
  await area.fill("عاد إلى بيروت");
  await holding;
  const given = page.waitForEvent("requestfailed");
  await area.fill("عاد إلى القاهرة");
  assert.match((await given).failure().errorText, /ABORTED/);
  await page.locator(".mark", { hasText: "القاهرة" }).waitFor();
  assert.equal(await page.locator(".mark").count(), 1);
  assert.equal(await page.locator("#error").textContent(), "");
});

test("a damaged link and a file that is no text are told", async (t) => {
  const server = await startServer();
  const page = await openPage(t, server);
  await page.evaluate(() => (location.hash = "#v1=@@@"));
  await page.locator("#error", { hasText: "The link is damaged" }).waitFor();
  await page.locator("#file").setInputFiles({ name: "x.txt", mimeType: "text/plain", buffer: Buffer.from([0xd8, 0x28, 0xff]) });
  await page.locator("#error", { hasText: "x.txt is no text in UTF-8" }).waitFor();
  await page.locator("#file").setInputFiles({ name: "y.txt", mimeType: "text/plain", buffer: Buffer.from("عاد إلى بيروت") });
  await page.locator(".mark", { hasText: "بيروت" }).waitFor();
});
