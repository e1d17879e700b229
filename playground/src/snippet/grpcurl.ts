import { toJson } from "@bufbuild/protobuf";

import { ExtractEntitiesRequestSchema } from "../../gen/kayan/v1/service_pb";
import type { Call } from "./index";

/** A shell command. JSON has no line that is just its end mark: its strings hold no line breaks. */
export function grpcurl({ request, address, keyed }: Call): string {
  const json = JSON.stringify(toJson(ExtractEntitiesRequestSchema, request), null, 2);
  const header = keyed ? ` -H "authorization: Bearer $KAYAN_API_KEY"` : "";
  return `grpcurl -plaintext${header} -d @ ${address} \\
  kayan.v1.EntityExtractionService/ExtractEntities <<'JSON'
${json}
JSON
`;
}
