"""Renders as they were looked at. KAYAN_UPDATE=1 writes them anew."""

import difflib
import os
import re

import pytest

from support import CASES, HERE, render


@pytest.mark.parametrize("case", ["default", "ha", "gazetteers", "tls-secret", "monitoring", "gateway"])
def test_render_is_as_committed(case):
    path = HERE / "golden" / f"{case}.yaml"
    text = render(CASES[case], "1.34", "kayan")
    # The dashboard is its own golden file.
    text = re.sub(r"(\n  kayan\.json: \|\n)(    .*\n)+", r"\1    …\n", text)
    if os.environ.get("KAYAN_UPDATE"):
        path.write_text(text)
    committed = path.read_text() if path.exists() else ""
    difference = difflib.unified_diff(committed.splitlines(), text.splitlines(), str(path), "rendered", lineterm="")
    assert text == committed, "\n".join(difference)
