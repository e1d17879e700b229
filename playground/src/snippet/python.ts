import { EntityType } from "../../gen/kayan/v1/entity_pb";
import { Match, OffsetEncoding } from "../../gen/kayan/v1/options_pb";
import { type Call, quote } from "./index";

/** A program for grpcio, with the code of the package in `clients/python`. */
export function python({ request, address, keyed }: Call): string {
  const { document, options } = request;
  const fields = [`offset_encoding=options_pb2.OFFSET_ENCODING_${OffsetEncoding[options?.offsetEncoding ?? 0]}`, "explain=True"];
  if (options !== undefined && options.excludeTypes.length > 0) {
    fields.push(`exclude_types=[${options.excludeTypes.map(type).join(", ")}]`);
  }
  if (options?.minConfidence !== undefined) {
    fields.push(`min_confidence=${Number(options.minConfidence.toFixed(4))}`);
  }
  for (const list of options?.adHocLists ?? []) {
    const entries = list.entries.map(({ surface, id }) => {
      const known = id === "" ? "" : `, id=${quote(id)}`;
      return `                    options_pb2.AdHocEntry(surface=${quote(surface)}${known}),`;
    });
    fields.push(`ad_hoc_lists=[
            options_pb2.AdHocList(
                type=${type(list.type)},
                subtype=${quote(list.subtype)},
                match=options_pb2.MATCH_${Match[list.match]},
                entries=[
${entries.join("\n")}
                ],
            ),
        ]`);
  }
  const date = document?.referenceDate === undefined ? "" : `, reference_date=${quote(document.referenceDate)}`;
  const metadata = keyed ? `, metadata=[("authorization", "Bearer " + os.environ["KAYAN_API_KEY"])]` : "";
  return `${keyed ? "import os\n\n" : ""}import grpc
from kayan.v1 import entity_pb2, options_pb2, service_pb2, service_pb2_grpc

service = service_pb2_grpc.EntityExtractionServiceStub(grpc.insecure_channel(${quote(address)}))
request = service_pb2.ExtractEntitiesRequest(
    document=options_pb2.Document(text=${quote(document?.text ?? "")}${date}),
    options=options_pb2.ExtractionOptions(
        ${fields.join(",\n        ")},
    ),
)
for mention in service.ExtractEntities(request${metadata}).mentions:
    print(entity_pb2.EntityType.Name(mention.type), mention.begin, mention.end, mention.text)
`;
}

function type(value: EntityType): string {
  return `entity_pb2.ENTITY_TYPE_${EntityType[value]}`;
}
