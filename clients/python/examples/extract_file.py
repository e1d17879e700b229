"""Prints the mentions of a file: extract_file.py HOST:PORT FILE."""

import sys
from pathlib import Path

import kayan


def main(target, path):
    with kayan.Client(target) as client:
        extraction = client.extract(Path(path).read_text("utf-8"))
    for mention in extraction.mentions:
        entity = extraction.entity_of(mention)
        print(mention.begin, mention.end, mention.text, entity.canonical_name if entity else "", sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
