/**
 * A stream that goes on after its server has gone.
 *
 * Messages that have no answer yet are kept, at most WINDOW of them, and sent
 * again on a new stream. Every message has exactly one answer, in order, so
 * that the first kept message is always the one whose answer comes next.
 */
import { Code, ConnectError } from "@connectrpc/connect";

import { type Document, type ExtractionOptions } from "./gen/kayan/v1/options_pb.js";
import { type StreamExtractEntitiesResponse } from "./gen/kayan/v1/service_pb.js";
import { backoff, MAX_ATTEMPTS, RETRYABLE } from "./retry.js";

/** Messages that may wait for their answers; bounds memory on both sides. */
const WINDOW = 16;

type Request = { documents: Document[]; options: ExtractionOptions };

/** Yields the documents and the answer of each message. */
export async function* resumed(
  open: (requests: AsyncIterable<Request>, signal: AbortSignal) => AsyncIterable<StreamExtractEntitiesResponse>,
  documents: AsyncIterator<Document>,
  options: ExtractionOptions,
  batchSize: number,
): AsyncGenerator<[Document[], StreamExtractEntitiesResponse], void, undefined> {
  const source = new Source(documents, batchSize);
  try {
    for (let failures = 0; ; ) {
      const attempt = new AbortController();
      try {
        for await (const answer of open(source.requests(options, attempt.signal), attempt.signal)) {
          failures = 0;
          yield [source.answered(), answer];
        }
        source.end();
        return;
      } catch (error) {
        source.end();
        failures++;
        const code = error instanceof ConnectError ? error.code : Code.Unknown;
        if (!RETRYABLE.has(code) || failures === MAX_ATTEMPTS) {
          throw error;
        }
        await backoff(failures);
      } finally {
        attempt.abort();
        source.wake();
      }
    }
  } finally {
    await documents.return?.();
  }
}

class Source {
  private readonly kept: Document[][] = [];
  private firstKept = 0;
  private reading?: Promise<boolean>;
  private fault?: { error: unknown };
  private waiting: (() => void)[] = [];

  constructor(
    private readonly documents: AsyncIterator<Document>,
    private readonly batchSize: number,
  ) {}

  /** The requests of a new attempt, those without an answer first. */
  async *requests(options: ExtractionOptions, signal: AbortSignal): AsyncGenerator<Request> {
    for (let number = this.firstKept; ; number++) {
      while (number >= this.firstKept + this.kept.length) {
        if (this.kept.length >= WINDOW) {
          await new Promise<void>((resolve) => this.waiting.push(resolve));
        } else if (!(await this.read())) {
          return;
        }
        if (signal.aborted) {
          return;
        }
      }
      yield { documents: this.kept[number - this.firstKept]!, options };
    }
  }

  /** Reads a message; false at the end. An attempt may find one being read for an earlier attempt. */
  private read(): Promise<boolean> {
    this.reading ??= this.readMessage().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async readMessage(): Promise<boolean> {
    const batch: Document[] = [];
    try {
      while (batch.length < this.batchSize) {
        const next = await this.documents.next();
        if (next.done) {
          break;
        }
        batch.push(next.value);
      }
    } catch (error) {
      this.fault = { error };
      throw error;
    }
    if (batch.length > 0) {
      this.kept.push(batch);
    }
    return batch.length > 0;
  }

  /** Forgets the message that was answered, and returns its documents. */
  answered(): Document[] {
    this.firstKept++;
    this.wake();
    return this.kept.shift()!;
  }

  wake(): void {
    for (const resolve of this.waiting.splice(0)) {
      resolve();
    }
  }

  /** Throws what the caller's own iterator has thrown. */
  end(): void {
    if (this.fault) {
      throw this.fault.error;
    }
  }
}
