// Paste and see, click and read, filters, other units, the keyboard.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { marks, openPage, paste, startServer } from "./support.mjs";

// "Bank of Egypt announced in Beirut a profit of 5 million dollars, said Donald Trump on 3 May 2021."
const TEXT = "أعلن بنك مصر في بيروت ربحا قدره 5 ملايين دولار، وفق ما قال دونالد ترامب في 3 أيار 2021.";
// Markup, emoji outside of the first plane, a letter with a mark of its own, and Latin words.
const MIXED = [
  '<img src=x onerror="document.title=1"> 😀 عاد رجب طيب أردوغان إلى بيروت & <b>القاهرة</b>',
  "Breaking 🇱🇧: زار دونالد ترامب مدينة القاهرة (Cairo) في 2021 👨‍👩‍👧 ثم عاد إلى بيروت.",
  "",
  "</script><script>alert(1)</script> وصل إلى بَيْرُوت اليوم e\u0301 ولبيروت",
].join("\n");

let server;
before(async () => {
  server = await startServer();
});

test("what is pasted is shown from the right with its mentions", async (t) => {
  const page = await openPage(t, server);
  await paste(page, TEXT);
  assert.deepEqual(await marks(page), [
    ["بنك مصر", "company"],
    ["بيروت", "place"],
    ["5 ملايين دولار", "figure"],
    ["دونالد ترامب", "person"],
    ["3 أيار 2021", "figure"],
  ]);
  assert.equal(await page.locator("#reading").textContent(), TEXT);
  const [first, second] = await page.locator(".mark").evaluateAll((all) => all.map((mark) => mark.getBoundingClientRect().x));
  assert(first > second, "the first mention stands to the right of the second");
  assert.match(await page.locator("#status").textContent(), /^5 mentions, 3 entities · \d+ ms$/);
  assert.match(await page.locator(".mark.figure").first().getAttribute("title"), /^Figure \(money\) · 5000000 USD · 0\.\d\d$/);
  const entities = await page.locator("#entities li").allTextContents();
  assert.equal(entities.length, 3);
  assert(entities.some((entity) => entity.includes("Beirut")), entities.join());
});

test("a click tells what a mention is, why, and what it displaced", async (t) => {
  const page = await openPage(t, server);
  await paste(page, TEXT);
  await page.locator(".mark", { hasText: "بنك مصر" }).click();
  const told = await page.locator("#mention").innerText();
  for (const part of ["Company · bank", "Confidence", "5–12 UTF-16 units", "company.listed", "seeds/", "listed", "Displaced"]) {
    assert(told.includes(part), `${part} in ${told}`);
  }
  const displaced = await page.locator(".displaced li").first().innerText();
  assert(displaced.includes("مصر") && displaced.includes("nested in a longer name"), displaced);
  assert.equal(await page.locator(".mark[aria-pressed=true]").textContent(), "بنك مصر");
  await page.locator(".mark", { hasText: "ملايين" }).click();
  const value = await page.locator("#mention").innerText();
  assert(value.includes("5000000 USD") && value.includes('"currency": "USD"'), value);
  await page.locator("#entities button", { hasText: "ترامب" }).click();
  assert.equal(await page.locator(".mark[aria-pressed=true]").textContent(), "دونالد ترامب");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".mark[aria-pressed=true]").count(), 0);
});

test("types and confidence filter what is shown and nothing else", async (t) => {
  const page = await openPage(t, server);
  await paste(page, TEXT);
  await page.locator("#legend button", { hasText: "Figures" }).click();
  await page.locator("#legend button", { hasText: "People" }).click();
  assert.deepEqual((await marks(page)).map(([, type]) => type), ["company", "place"]);
  assert.match(await page.locator("#status").textContent(), /^2 of 5 mentions, 2 entities$/);
  await page.locator("#confidence").fill("0.75");
  assert.deepEqual(await marks(page), [["بنك مصر", "company"]]);
  assert.equal(await page.locator("#reading").textContent(), TEXT);
  await page.locator("#confidence").fill("0");
  await page.locator("#legend button", { hasText: "Figures" }).click();
  assert.equal((await marks(page)).length, 4);
});

test("markup, emoji and mixed directions stay text, and spans stand right in every unit", async (t) => {
  const page = await openPage(t, server);
  await page.locator("#options summary").click();
  let before;
  for (const unit of ["1", "2", "3"]) {
    await page.locator("#encoding").selectOption(unit);
    await paste(page, MIXED);
    const paragraphs = await page.locator("#reading p").allTextContents();
    assert.equal(paragraphs.join("\n"), MIXED);
    const found = await marks(page);
    for (const name of ["رجب طيب أردوغان", "بيروت", "القاهرة", "دونالد ترامب", "2021", "بَيْرُوت"]) {
      assert(found.some(([text]) => text === name), `${name} in unit ${unit}: ${found}`);
    }
    before ??= found;
    assert.deepEqual(found, before);
    assert.equal(await page.locator("#reading :not(p):not(span)").count(), 0);
    // Offsets are told as the service gives them: the first name begins behind an emoji.
    await page.locator(".mark", { hasText: "رجب" }).click();
    const at = MIXED.indexOf("رجب");
    const expected = { 1: Buffer.byteLength(MIXED.slice(0, at)), 2: at, 3: [...MIXED.slice(0, at)].length }[unit];
    const offsets = await page.locator("#mention .facts div", { hasText: "Offsets" }).innerText();
    assert(offsets.includes(`${expected}–`), `${expected} in ${offsets}`);
  }
  assert.equal(await page.title(), "Kayan playground");
  assert.deepEqual(await page.locator("#reading p").evaluateAll((all) => all.map((p) => p.dir)), ["rtl", "rtl", "auto", "rtl"]);
});

test("a reference date and names of one's own reach the service", async (t) => {
  const page = await openPage(t, server);
  // "Yesterday Zahrat met Nour." The names are in no list.
  await paste(page, "التقى أمس زهرانوف بمدينة نوراكس");
  await page.locator("#options summary").click();
  await page.locator("#date").fill("2022-01-20");
  await page.locator("#list-type").selectOption("4");
  await page.locator("#list-subtype").fill("club");
  await page.locator("#list").fill("زهرانوف = z-1\n\n");
  await page.locator(".mark.organization", { hasText: "زهرانوف" }).click();
  const told = await page.locator("#mention").innerText();
  assert(told.includes("Organization · club") && told.includes("request z-1"), told);
  await page.locator(".mark.figure", { hasText: "أمس" }).click();
  assert((await page.locator("#mention").innerText()).includes("2022-01-19"));
});

test("the keyboard reaches every mention and its explanation", async (t) => {
  const page = await openPage(t, server);
  await paste(page, TEXT);
  await page.locator("#reading").focus();
  await page.keyboard.press("Tab");
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  assert.equal(await focused(), "بنك مصر");
  // To the left is onward in Arabic.
  await page.keyboard.press("ArrowLeft");
  assert.equal(await focused(), "بيروت");
  await page.keyboard.press("End");
  assert.equal(await focused(), "3 أيار 2021");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "دونالد ترامب");
  await page.keyboard.press("Enter");
  assert((await page.locator("#mention").innerText()).includes("Person"));
  assert.equal(await page.locator(".mark[tabindex='0']").count(), 1);
  await page.locator("#legend button", { hasText: "People" }).click();
  assert.equal(await page.locator(".mark[tabindex='0']").count(), 1);
});
