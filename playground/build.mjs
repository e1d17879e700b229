// Bundles the page into a folder: node build.mjs FOLDER.
import { copyFile, mkdir } from "node:fs/promises";

import { build } from "esbuild";

const folder = process.argv[2];
if (folder === undefined) {
  throw new Error("usage: node build.mjs FOLDER");
}
await mkdir(folder, { recursive: true });
await build({
  entryPoints: ["src/playground.ts", "src/playground.css"],
  outdir: folder,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "eof",
  logLevel: "warning",
});
for (const name of ["index.html", "icon.svg"]) {
  await copyFile(`src/${name}`, `${folder}/${name}`);
}
