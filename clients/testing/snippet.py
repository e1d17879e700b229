"""Prints the first block of a language in docs/clients.md: snippet.py LANGUAGE [ADDRESS].

ADDRESS takes the place of the one in the page, so that CI can run the block.
"""

import re
import sys
from pathlib import Path


def main(language, address="127.0.0.1:50051"):
    page = Path(__file__, "../../../docs/clients.md").resolve().read_text("utf-8")
    block = re.search(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    sys.stdout.write(block[1].replace("127.0.0.1:50051", address))


if __name__ == "__main__":
    main(*sys.argv[1:])
