// A server and a browser for the tests: the real ones.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after } from "node:test";

import { chromium } from "playwright-core";

const BINARY = new URL("../../target/debug/kayan", import.meta.url).pathname;
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser;
const servers = new Set();

after(async () => {
  await browser?.close();
  for (const server of servers) {
    server.kill();
  }
});

/** Starts `kayan serve`, waits until it is ready, and answers where its page is and how to stop it. */
export async function startServer({ admin = "127.0.0.1:0", more = [] } = {}) {
  const flags = ["--grpc-address", "127.0.0.1:0", "--admin-address", admin, "--shutdown-delay", "0s", ...more];
  const server = spawn(BINARY, ["serve", ...flags], { stdio: ["ignore", "ignore", "pipe"] });
  servers.add(server);
  let fields;
  for await (const line of createInterface({ input: server.stderr })) {
    const { message, ...others } = JSON.parse(line).fields;
    fields = message === "listening" ? others : fields;
    if (message === "ready") {
      break;
    }
  }
  assert(fields !== undefined, "the server did not start");
  server.stderr.resume();
  const stop = () => new Promise((resolve) => server.once("exit", resolve).kill("SIGKILL"));
  return { url: fields.playground, admin: fields.admin_address, grpc: fields.grpc_address, stop };
}

/** Opens the page in a browser without a past. Whatever it loads must come from the server, and its policy must hold. */
export async function openPage(test, server, { fragment = "", ...options } = {}) {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (line) => {
    if (line.type() === "error" && !/ERR_CONNECTION_REFUSED/.test(line.text())) {
      faults.push(line.text());
    }
  });
  page.on("request", (request) => {
    if (new URL(request.url()).host !== server.admin) {
      faults.push(`a request to ${request.url()}`);
    }
  });
  test.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  await page.goto(server.url + fragment);
  await answered(page);
  return page;
}

/** Waits until the page has an answer or an error. */
export async function answered(page, status = /\d+ mentions?|No answer|Paste, drop/) {
  await page.locator("#status", { hasText: status }).waitFor();
}

/** Puts a text in as a paste does and waits for the answer to it. */
export async function paste(page, text) {
  await page.locator("#status").evaluate((status) => (status.textContent = ""));
  await page.locator("#text").evaluate((area, text) => {
    area.value = text;
    area.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste" }));
  }, text);
  await answered(page);
}

/** The marks of the text: what they cover and their type. */
export function marks(page) {
  return page.locator("#reading .mark").evaluateAll((marks) => marks.map((mark) => [mark.textContent, mark.classList[1]]));
}
