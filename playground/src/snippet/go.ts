import { EntityType } from "../../gen/kayan/v1/entity_pb";
import { Match, OffsetEncoding } from "../../gen/kayan/v1/options_pb";
import { type Call, quote } from "./index";

/** A program for grpc-go, with the code of the module in `clients/go`. */
export function go({ request, address, keyed }: Call): string {
  const { document, options } = request;
  const fields = [`OffsetEncoding: kayan.OffsetEncoding_OFFSET_ENCODING_${OffsetEncoding[options?.offsetEncoding ?? 0]},`, "Explain: true,"];
  if (options !== undefined && options.excludeTypes.length > 0) {
    fields.push(`ExcludeTypes: []kayan.EntityType{${options.excludeTypes.map(type).join(", ")}},`);
  }
  if (options?.minConfidence !== undefined) {
    fields.push(`MinConfidence: proto.Float32(${Number(options.minConfidence.toFixed(4))}),`);
  }
  for (const list of options?.adHocLists ?? []) {
    const entries = list.entries.map(({ surface, id }) => {
      const known = id === "" ? "" : `, Id: ${quote(id)}`;
      return `\t\t\t\t\t{Surface: ${quote(surface)}${known}},`;
    });
    fields.push(`AdHocLists: []*kayan.AdHocList{{
				Type:    ${type(list.type)},
				Subtype: ${quote(list.subtype)},
				Match:   kayan.Match_MATCH_${Match[list.match]},
				Entries: []*kayan.AdHocEntry{
${entries.join("\n")}
				},
			}},`);
  }
  const date = document?.referenceDate === undefined ? "" : `, ReferenceDate: proto.String(${quote(document.referenceDate)})`;
  const needsProto = date !== "" || options?.minConfidence !== undefined;
  const context = keyed
    ? `ctx := metadata.AppendToOutgoingContext(context.Background(), "authorization", "Bearer "+os.Getenv("KAYAN_API_KEY"))`
    : "ctx := context.Background()";
  const imports = [
    "context",
    "fmt",
    "log",
    ...(keyed ? ["os"] : []),
    "",
    "google.golang.org/grpc",
    "google.golang.org/grpc/credentials/insecure",
    ...(keyed ? ["google.golang.org/grpc/metadata"] : []),
    ...(needsProto ? ["google.golang.org/protobuf/proto"] : []),
  ].map((path) => (path === "" ? "" : `\t${quote(path)}`));
  return `package main

import (
${imports.join("\n")}

	kayan "kayan/client/kayanv1"
)

func main() {
	connection, err := grpc.NewClient(${quote(address)}, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	${context}
	response, err := kayan.NewEntityExtractionServiceClient(connection).ExtractEntities(ctx, &kayan.ExtractEntitiesRequest{
		Document: &kayan.Document{Text: ${quote(document?.text ?? "")}${date}},
		Options: &kayan.ExtractionOptions{
			${fields.join("\n\t\t\t")}
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, mention := range response.GetMentions() {
		fmt.Println(mention.GetType(), mention.GetBegin(), mention.GetEnd(), mention.GetText())
	}
}
`;
}

function type(value: EntityType): string {
  return `kayan.EntityType_ENTITY_TYPE_${EntityType[value]}`;
}
