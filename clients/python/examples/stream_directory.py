"""Counts the mentions of every text file of a folder: stream_directory.py HOST:PORT FOLDER."""

import sys
from pathlib import Path

import kayan
from kayan.v1.options_pb2 import Document


def documents(folder):
    """One file at a time, so that the folder may be larger than memory."""
    for path in sorted(Path(folder).rglob("*.txt")):
        yield Document(id=str(path.relative_to(folder)), text=path.read_text("utf-8"))


def main(target, folder):
    with kayan.Client(target) as client:
        for result in client.extract_stream(documents(folder)):
            if isinstance(result, kayan.DocumentError):
                print(result.document_id, result.message, sep="\t")
            else:
                print(result.document_id, len(result.mentions), sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
