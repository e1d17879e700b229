// Prints the mentions of a file: extract-file.js HOST:PORT FILE.
import { readFile } from "node:fs/promises";

import { connect } from "../src/node.js";

const [target, path] = process.argv.slice(2);
if (!target || !path) {
  throw new Error("usage: extract-file.js HOST:PORT FILE");
}
const kayan = connect(target);
const { mentions, entities } = await kayan.extract(await readFile(path, "utf8"));
for (const { begin, end, text, entityIndex } of mentions) {
  const name = entityIndex === undefined ? "" : entities[entityIndex]?.canonicalName;
  console.log([begin, end, text, name].join("\t"));
}
kayan.close();
