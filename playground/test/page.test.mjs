// The page as a whole: accessibility, size, links, code, long texts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { before, test } from "node:test";

import { marks, openPage, paste, startServer } from "./support.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The longest time that the page may be deaf while 200 KB are shown: far more than it needs, for busy machines. */
const LONGEST_PAUSE = 2_000;

let server;
before(async () => {
  server = await startServer();
});

/** What axe calls serious or critical. */
async function findings(page) {
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() => window.axe.run());
  assert(passes.length > 10, "axe has looked");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("\n")}`);
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe has no serious finding in ${colorScheme}`, async (t) => {
    const page = await openPage(t, server, { colorScheme });
    assert.deepEqual(await findings(page), []);
    await page.locator("#options summary").click();
    await page.locator("#code summary").click();
    await page.locator("#legend button").first().click();
    await page.locator(".mark").nth(1).click();
    assert.deepEqual(await findings(page), []);
    await page.locator("#list").fill("x".repeat(30));
    await paste(page, "م".repeat(3000) + " ".repeat(10) + "\n".repeat(3));
    assert.deepEqual(await findings(page), []);
  });
}

test("the theme follows the system until the button is pressed", async (t) => {
  const page = await openPage(t, server, { colorScheme: "dark" });
  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await colour();
  await page.locator("#theme").click();
  const light = await colour();
  assert.notEqual(light, dark);
  await page.locator("#theme").click();
  assert.equal(await colour(), dark);
  await page.emulateMedia({ colorScheme: "light" });
  assert.equal(await colour(), dark);
  await page.locator("#theme").click();
  assert.equal(await colour(), light);
});

test("on a phone nothing is cut off and the explanation lies over the text", async (t) => {
  const page = await openPage(t, server, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert(await overflow() <= 0);
  await page.locator(".mark").first().tap();
  await page.locator("#inspector.open").waitFor();
  const box = await page.locator("#inspector").boundingBox();
  assert(box.y + box.height <= 741 && box.height > 150, JSON.stringify(box));
  assert(await overflow() <= 0);
  await page.locator("#options summary").click();
  await page.locator("#close").click();
  await page.locator("#code summary").click();
  assert(await overflow() <= 0);
});

test("a link brings text and settings back, and not the key", async (t) => {
  const page = await openPage(t, server, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.locator("#options summary").click();
  await page.locator("#key").fill("a-secret-key");
  await page.locator("#encoding").selectOption("3");
  await page.locator("#date").fill("2022-01-20");
  await page.locator("#list").fill("زهرانوف = z-1");
  await page.locator("#legend button", { hasText: "Places" }).click();
  await paste(page, "😀 وصل أمس زهرانوف إلى بيروت في عام 2021");
  await page.locator("#share").click();
  await page.locator("#notice", { hasText: "Link copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert(link.startsWith(`${server.url}#v1=`), link);
  const other = await openPage(t, server, { fragment: new URL(link).hash });
  assert.deepEqual(await marks(other), await marks(page));
  assert.deepEqual((await marks(other)).map(([, type]) => type), ["figure", "person", "figure"]);
  assert.equal(await other.locator("#date").inputValue(), "2022-01-20");
  assert.equal(await other.locator("#encoding").inputValue(), "3");
  assert.equal(await other.locator("#key").inputValue(), "");
  assert.equal(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])), "[{},{}]");
});

test("the request is copied as code, without the key", async (t) => {
  const page = await openPage(t, server, { permissions: ["clipboard-read", "clipboard-write"] });
  await paste(page, 'قال "سمير"\nفي بيروت ' + "و".repeat(5000));
  await page.locator("#options summary").click();
  await page.locator("#key").fill("a-secret-key");
  await page.locator("#legend button", { hasText: "Figures" }).click();
  await page.locator("#confidence").fill("0.5");
  await page.locator("#code summary").click();
  for (const [tab, parts] of Object.entries({
    grpcurl: [`-d @ ${server.grpc}`, '"ENTITY_TYPE_FIGURE"', '"minConfidence": 0.5', "$KAYAN_API_KEY"],
    Python: ["min_confidence=0.5", "exclude_types=[entity_pb2.ENTITY_TYPE_FIGURE]", 'os.environ["KAYAN_API_KEY"]'],
    Go: ["proto.Float32(0.5)", "kayan.EntityType_ENTITY_TYPE_FIGURE", 'os.Getenv("KAYAN_API_KEY")'],
    TypeScript: ["minConfidence: 0.5", "EntityType.FIGURE", 'process.env["KAYAN_API_KEY"]'],
  })) {
    await page.getByRole("tab", { name: tab }).click();
    assert(await page.locator("#cut").isVisible());
    await page.locator("#notice").evaluate((notice) => (notice.textContent = ""));
    await page.locator("#copy-code").click();
    await page.locator("#notice", { hasText: "Code copied" }).waitFor();
    const code = await page.evaluate(() => navigator.clipboard.readText());
    for (const part of [...parts, 'قال \\"سمير\\"\\nفي بيروت', "و".repeat(5000)]) {
      assert(code.includes(part), `${tab}: ${part}`);
    }
    assert(!code.includes("a-secret-key"), tab);
  }
});

test("text and files can be dropped", async (t) => {
  const page = await openPage(t, server);
  const drop = (make) =>
    page.locator("#text").evaluate((area, source) => {
      const dataTransfer = new DataTransfer();
      if (source.file) {
        dataTransfer.items.add(new File([source.file], "x.txt", { type: "text/plain" }));
      } else {
        dataTransfer.setData("text/plain", source.text);
      }
      area.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, make);
  await drop({ file: "عاد إلى بيروت" });
  await page.locator("#reading p", { hasText: "عاد إلى بيروت" }).waitFor();
  await drop({ text: "عاد إلى القاهرة" });
  await page.locator("#reading p", { hasText: "عاد إلى القاهرة" }).waitFor();
});

for (const [name, separator] of [
  ["paragraphs", "\n"],
  ["one line", " "],
]) {
  test(`200 KB in ${name} do not freeze the page`, async (t) => {
    const page = await openPage(t, server);
    const piece = (await page.locator("#text").inputValue()).replaceAll("\n", separator) + separator;
    const text = piece.repeat(Math.ceil(200_000 / Buffer.byteLength(piece)));
    assert(Buffer.byteLength(text) >= 200_000);
    await page.evaluate(() => {
      window.pause = 0;
      let last = performance.now();
      setInterval(() => {
        const now = performance.now();
        window.pause = Math.max(window.pause, now - last);
        last = now;
      }, 10);
    });
    const begun = performance.now();
    await paste(page, text);
    const took = performance.now() - begun;
    const pause = await page.evaluate(() => window.pause);
    const status = await page.locator("#status").textContent();
    t.diagnostic(`${status}; shown after ${took.toFixed(0)} ms, longest pause ${pause.toFixed(0)} ms`);
    assert(Number(/^\d+/.exec(status)[0]) > 3000, status);
    assert(pause < LONGEST_PAUSE, `deaf for ${pause} ms`);
    await page.locator("#legend button", { hasText: "Places" }).click();
    await page.locator(".mark").nth(3000).click();
    assert((await page.locator("#mention").innerText()).includes("Confidence"));
  });
}
