// Counts the mentions of every text file of a folder: stream-directory.js HOST:PORT FOLDER.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { connect } from "../src/node.js";

const [target, folder] = process.argv.slice(2);
if (!target || !folder) {
  throw new Error("usage: stream-directory.js HOST:PORT FOLDER");
}

/** One file at a time, so that the folder may be larger than memory. */
async function* documents(folder: string) {
  for (const id of (await readdir(folder, { recursive: true })).sort()) {
    if (id.endsWith(".txt")) {
      yield { id, text: await readFile(join(folder, id), "utf8") };
    }
  }
}

const kayan = connect(target);
for await (const { document, response, error } of kayan.extractStream(documents(folder))) {
  console.log([document.id, error?.message ?? response?.mentions.length].join("\t"));
}
kayan.close();
