import { EntityType } from "../../gen/kayan/v1/entity_pb";
import { Match } from "../../gen/kayan/v1/options_pb";
import { type Call, quote } from "./index";

/** A program for Node with the package of `clients/typescript`, whose offsets are always UTF-16 units. */
export function typescript({ request, address, keyed }: Call): string {
  const { document, options } = request;
  const fields = ["explain: true,"];
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
  const match = (options?.adHocLists.length ?? 0) > 0 ? ", Match" : "";
  const headers = keyed ? ', { headers: { authorization: `Bearer ${process.env["KAYAN_API_KEY"]}` } }' : "";
  return `import { EntityType${match} } from "kayan-client";
import { connect } from "kayan-client/node";

const client = connect(${quote(address)});
const response = await client.extract(
  { text: ${quote(document?.text ?? "")}${date} },
  {
    ${fields.join("\n    ")}
  }${headers},
);
for (const { type, begin, end, text } of response.mentions) {
  console.log(EntityType[type], begin, end, text);
}
client.close();
`;
}

function type(value: EntityType): string {
  return `EntityType.${EntityType[value]}`;
}
