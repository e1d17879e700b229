/** grpc-js as a transport of Connect, so that one client serves Node and browsers. */
import {
  create,
  fromBinary,
  toBinary,
  type DescMessage,
  type DescMethodStreaming,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import { Code, ConnectError, type StreamResponse, type Transport, type UnaryResponse } from "@connectrpc/connect";
import { Client, Metadata, type CallOptions, type ServiceError } from "@grpc/grpc-js";

import { StatusSchema } from "./gen/google/rpc/status_pb.js";

type Method = DescMethodUnary | DescMethodStreaming;

export class GrpcTransport implements Transport {
  private readonly client: Client;

  constructor(...channel: ConstructorParameters<typeof Client>) {
    this.client = new Client(...channel);
  }

  close(): void {
    this.client.close();
  }

  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
    header: HeadersInit | undefined,
    input: MessageInitShape<I>,
  ): Promise<UnaryResponse<I, O>> {
    return new Promise((resolve, reject) => {
      const call = this.client.makeUnaryRequest<MessageShape<I>, MessageShape<O>>(
        pathOf(method),
        (message) => Buffer.from(toBinary(method.input, message)),
        (bytes) => fromBinary(method.output, bytes),
        create(method.input, input),
        metadataOf(header),
        callOptions(timeoutMs),
        (error, message) =>
          error || !message
            ? reject(connectError(error))
            : resolve({ stream: false, service: method.parent, method, header: headers, trailer: new Headers(), message }),
      );
      const headers = new Headers();
      call.on("metadata", (metadata) => copyTo(headers, metadata));
      cancelOn(signal, call);
    });
  }

  async stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodStreaming<I, O>,
    signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
    header: HeadersInit | undefined,
    input: AsyncIterable<MessageInitShape<I>>,
  ): Promise<StreamResponse<I, O>> {
    const call = this.client.makeBidiStreamRequest<MessageShape<I>, MessageShape<O>>(
      pathOf(method),
      (message) => Buffer.from(toBinary(method.input, message)),
      (bytes) => fromBinary(method.output, bytes),
      metadataOf(header),
      callOptions(timeoutMs),
    );
    // What fails is told where answers are read, which may be later or never.
    call.on("error", () => {});
    cancelOn(signal, call);

    let over = false;
    let goOn = () => {};
    call.on("drain", () => goOn());
    call.on("status", () => {
      over = true;
      goOn();
    });
    async function send() {
      for await (const message of input) {
        if (over) {
          return;
        }
        const room = new Promise<void>((resolve) => (goOn = resolve));
        if (!call.write(create(method.input, message))) {
          await room;
        }
      }
      call.end();
    }
    void send().catch(() => call.cancel());

    async function* receive() {
      try {
        yield* call as AsyncIterable<MessageShape<O>>;
      } catch (error) {
        throw connectError(error as ServiceError);
      } finally {
        call.cancel();
      }
    }
    const [none, nothing] = [new Headers(), new Headers()];
    return { stream: true, service: method.parent, method, header: none, trailer: nothing, message: receive() };
  }
}

function pathOf(method: Method): string {
  return `/${method.parent.typeName}/${method.name}`;
}

function callOptions(timeoutMs: number | undefined): CallOptions {
  return timeoutMs === undefined || timeoutMs <= 0 ? {} : { deadline: Date.now() + timeoutMs };
}

function metadataOf(header: HeadersInit | undefined): Metadata {
  // grpc-js reads the service config, but not its waitForReady.
  const metadata = new Metadata({ waitForReady: true });
  new Headers(header).forEach((value, key) =>
    metadata.set(key, key.endsWith("-bin") ? Buffer.from(value, "base64") : value),
  );
  return metadata;
}

function copyTo(headers: Headers, metadata: Metadata): void {
  for (const [key, value] of Object.entries(metadata.getMap())) {
    headers.set(key, Buffer.isBuffer(value) ? value.toString("base64") : value);
  }
}

function cancelOn(signal: AbortSignal | undefined, call: { cancel(): void }): void {
  signal?.addEventListener("abort", () => call.cancel(), { once: true });
  if (signal?.aborted) {
    call.cancel();
  }
}

/** The same error with Connect's details; codes have the same numbers. */
function connectError(error: ServiceError | null): ConnectError {
  if (!error || error.metadata === undefined) {
    return ConnectError.from(error ?? "no answer");
  }
  const headers = new Headers();
  copyTo(headers, error.metadata);
  const converted = new ConnectError(error.details, error.code as number as Code, headers, undefined, error);
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (Buffer.isBuffer(packed)) {
    const { details } = fromBinary(StatusSchema, packed);
    converted.details = details.map(({ typeUrl, value }) => ({ type: typeUrl.replace(/^.*\//, ""), value }));
  }
  return converted;
}
