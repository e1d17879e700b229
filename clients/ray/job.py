"""Extracts from a folder of Parquet files on Ray: job.py HOST:PORT CORPUS MENTIONS [--workers N].

A file with columns `id` and `text` is a partition and one task. Its answer has
the same name in MENTIONS, one row a document. A partition is written under a
temporary name and renamed when it is whole, and one that is there is skipped:
whatever dies, what has a name is complete, and the job may be run again.
"""

import argparse
import os
from pathlib import Path

import grpc
import pyarrow as pa
import pyarrow.parquet as pq
import ray

import kayan
from kayan.convert import ids_of, type_name
from kayan.v1.options_pb2 import Document

# Documents read, and written, at a time; bounds what a worker holds.
ROWS = 1000
# Documents of one message. The stream keeps at most 16 messages unanswered, and reads no further.
BATCH = 32
# Attempts of a task after a dead worker or a service that stayed away.
RETRIES = 5

MENTION = pa.struct([
    ("begin", pa.int32()),
    ("end", pa.int32()),
    ("text", pa.string()),
    ("type", pa.string()),
    ("subtype", pa.string()),
    ("confidence", pa.float32()),
    ("canonical_name", pa.string()),
    ("ids", pa.list_(pa.string())),
])  # fmt: skip
# `failure` is why a document has no answer, and null when it has one.
ROW = pa.schema([("id", pa.string()), ("failure", pa.string()), ("mentions", pa.list_(MENTION))])


def documents(path):
    with pq.ParquetFile(path) as file:
        for rows in file.iter_batches(ROWS, columns=["id", "text"]):
            for row in rows.to_pylist():
                yield Document(id=row["id"], text=row["text"])


def row_of(result):
    if isinstance(result, kayan.DocumentError):
        reason = result.details.reason if result.details else result.code.name
        return {"id": result.document_id, "failure": f"{reason}: {result.message}", "mentions": []}
    return {"id": result.document_id, "failure": None, "mentions": [mention_of(result, each) for each in result.mentions]}


def mention_of(extraction, mention):
    entity = extraction.entity_of(mention)
    return {
        "begin": mention.begin,
        "end": mention.end,
        "text": mention.text,
        "type": type_name(mention.type),
        "subtype": mention.subtype,
        "confidence": mention.confidence,
        "canonical_name": entity.canonical_name if entity else None,
        "ids": ids_of(entity) if entity else [],
    }


def write_rows(results, path):
    rows = []
    with pq.ParquetWriter(path, ROW) as writer:
        for result in results:
            rows.append(row_of(result))
            if len(rows) == ROWS:
                writer.write_table(pa.Table.from_pylist(rows, ROW))
                rows = []
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, ROW))


@ray.remote(num_cpus=1, max_retries=RETRIES, retry_exceptions=[ConnectionError])
def extract_partition(target, source, folder):
    """Whether the partition was written now; False when it was there."""
    final = Path(folder, Path(source).name)
    if final.exists():
        return False
    part = final.with_name(f".{final.stem}.{os.getpid()}.part")
    try:
        with kayan.Client(target) as client:
            write_rows(client.extract_stream(documents(source), batch_size=BATCH), part)
    except grpc.RpcError as error:
        part.unlink(missing_ok=True)
        # grpc's own errors cannot be pickled.
        raise ConnectionError(f"{error.code().name}: {error.details()}") from None
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(final)
    return True


def run(target, corpus, folder, workers):
    Path(folder).mkdir(parents=True, exist_ok=True)
    sources = sorted(Path(corpus).glob("*.parquet"))
    written, waiting = 0, []
    for source in sources:
        # Tasks are handed out as others end, so that a corpus may have any number of files.
        if len(waiting) == 2 * workers:
            done, waiting = ray.wait(waiting)
            written += sum(ray.get(done))
        waiting.append(extract_partition.remote(target, str(source), str(folder)))
    written += sum(ray.get(waiting))
    for left in Path(folder).glob(".*.part"):
        left.unlink()
    print(f"{written} partitions written, {len(sources) - written} were there", flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("target")
    arguments.add_argument("corpus", type=lambda path: Path(path).resolve())
    arguments.add_argument("mentions", type=lambda path: Path(path).resolve())
    arguments.add_argument("--workers", type=int, default=2)
    given = arguments.parse_args()
    # RAY_ADDRESS joins a cluster; without it, a local one is started.
    if "RAY_ADDRESS" in os.environ:
        ray.init()
    else:
        ray.init(num_cpus=given.workers, include_dashboard=False, object_store_memory=100 << 20)
    run(given.target, given.corpus, given.mentions, given.workers)


if __name__ == "__main__":
    main()
