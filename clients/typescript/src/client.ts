import { clone, create, type MessageInitShape } from "@bufbuild/protobuf";
import { createClient, type CallOptions, type Client, type Transport } from "@connectrpc/connect";

import { type Status } from "./gen/google/rpc/status_pb.js";
import {
  DocumentSchema,
  ExtractionOptionsSchema,
  OffsetEncoding,
  type Document,
  type ExtractionOptions,
} from "./gen/kayan/v1/options_pb.js";
import {
  EntityExtractionService,
  type ExtractEntitiesResponse,
  type ExtractEntitiesResult,
} from "./gen/kayan/v1/service_pb.js";
import { resumed } from "./stream.js";

export type { CallOptions };

/** A text, or a document with its id and dates. */
export type DocumentInit = string | MessageInitShape<typeof DocumentSchema>;

/** How to extract; the unit of offsets is always UTF-16. */
export type OptionsInit = MessageInitShape<typeof ExtractionOptionsSchema>;

/** What became of one document of several: an answer, or what is wrong with it. */
export interface Result {
  document: Document;
  response?: ExtractEntitiesResponse;
  /** `detailsOf` reads it. */
  error?: Status;
}

/** Calls Kayan over a transport. Failed calls throw `ConnectError`: see `detailsOf`. */
export class Kayan {
  /** The generated client, for what the methods below do not offer. */
  readonly service: Client<typeof EntityExtractionService>;

  constructor(transport: Transport) {
    this.service = createClient(EntityExtractionService, transport);
  }

  /** Extracts from one document. */
  async extract(document: DocumentInit, options?: OptionsInit, call?: CallOptions): Promise<ExtractEntitiesResponse> {
    return this.service.extractEntities({ document: asDocument(document), options: inUtf16(options) }, call);
  }

  /** Extracts from up to 1,000 documents; a faulty one is an error in its place. */
  async extractBatch(documents: DocumentInit[], options?: OptionsInit, call?: CallOptions): Promise<Result[]> {
    const sent = documents.map(asDocument);
    const request = { documents: sent, options: inUtf16(options), allowPartialSuccess: true };
    return resultsOf(sent, (await this.service.batchExtractEntities(request, call)).results);
  }

  /**
   * Extracts from any number of documents, in order and as they come; Node
   * only, since browsers cannot stream requests.
   *
   * A message carries `batchSize` documents: 1 answers each as soon as it is
   * read. When the server goes, what it has not answered is sent again to
   * another one, so that each document is answered exactly once.
   */
  async *extractStream(
    documents: Iterable<DocumentInit> | AsyncIterable<DocumentInit>,
    options?: OptionsInit,
    { batchSize = 16, ...call }: CallOptions & { batchSize?: number } = {},
  ): AsyncGenerator<Result, void, undefined> {
    async function* asDocuments() {
      for await (const document of documents) {
        yield asDocument(document);
      }
    }
    const open = (requests: AsyncIterable<{ documents: Document[]; options: ExtractionOptions }>, signal: AbortSignal) =>
      this.service.streamExtractEntities(requests, {
        ...call,
        signal: call.signal ? AbortSignal.any([signal, call.signal]) : signal,
      });
    for await (const [sent, answer] of resumed(open, asDocuments(), inUtf16(options), batchSize)) {
      yield* resultsOf(sent, answer.results);
    }
  }
}

function asDocument(document: DocumentInit): Document {
  return create(DocumentSchema, typeof document === "string" ? { text: document } : document);
}

/** A copy whose offsets are indices of a JavaScript string. */
function inUtf16(options?: OptionsInit): ExtractionOptions {
  const copied = clone(ExtractionOptionsSchema, create(ExtractionOptionsSchema, options));
  copied.offsetEncoding = OffsetEncoding.UTF16;
  return copied;
}

function resultsOf(documents: Document[], answers: ExtractEntitiesResult[]): Result[] {
  if (answers.length !== documents.length) {
    throw new Error(`${answers.length} results for ${documents.length} documents`);
  }
  return documents.map((document, at) => {
    const { result } = answers[at]!;
    return { document, ...(result.case === "error" ? { error: result.value } : { response: result.value }) };
  });
}
