import { EntityType } from "../../gen/kayan/v1/entity_pb";
import { Match, OffsetEncoding } from "../../gen/kayan/v1/options_pb";
import { type Call, quote } from "./index";

/** A program for Connect on Node, with the code that `clients/typescript` generates. */
export function typescript({ request, address, keyed }: Call): string {
  const { document, options } = request;
  const fields = [`offsetEncoding: OffsetEncoding.${OffsetEncoding[options?.offsetEncoding ?? 0]},`, "explain: true,"];
  if (options !== undefined && options.excludeTypes.length > 0) {
    fields.push(`excludeTypes: [${options.excludeTypes.map(type).join(", ")}],`);
  }
  if (options?.minConfidence !== undefined) {
    fields.push(`minConfidence: ${Number(options.minConfidence.toFixed(4))},`);
  }
  for (const list of options?.adHocLists ?? []) {
    const entries = list.entries.map(({ surface, id }) => {
      const known = id === "" ? "" : `, id: ${quote(id)}`;
      return `          { surface: ${quote(surface)}${known} },`;
    });
    fields.push(`adHocLists: [
      {
        type: ${type(list.type)},
        subtype: ${quote(list.subtype)},
        match: Match.${Match[list.match]},
        entries: [
${entries.join("\n")}
        ],
      },
    ],`);
  }
  const date = document?.referenceDate === undefined ? "" : `, referenceDate: ${quote(document.referenceDate)}`;
  const match = (options?.adHocLists.length ?? 0) > 0 ? "Match, " : "";
  const headers = keyed ? `,\n  { headers: { authorization: \`Bearer \${process.env["KAYAN_API_KEY"]}\` } }` : "";
  return `import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";

import { EntityType } from "./gen/kayan/v1/entity_pb.js";
import { ${match}OffsetEncoding } from "./gen/kayan/v1/options_pb.js";
import { EntityExtractionService } from "./gen/kayan/v1/service_pb.js";

const service = createClient(EntityExtractionService, createGrpcTransport({ baseUrl: ${quote(`http://${address}`)} }));
const response = await service.extractEntities({
  document: { text: ${quote(document?.text ?? "")}${date} },
  options: {
    ${fields.join("\n    ")}
  },
}${headers});
for (const { type, begin, end, text } of response.mentions) {
  console.log(EntityType[type], begin, end, text);
}
`;
}

function type(value: EntityType): string {
  return `EntityType.${EntityType[value]}`;
}
