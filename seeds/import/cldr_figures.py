#!/usr/bin/env python3
"""Imports Arabic unit, currency and month names from CLDR into seeds/figures/.

Downloads the pinned npm packages with `npm pack`, checks their SHA-256 and
writes `cldr_units.tsv`, `cldr_currencies.tsv` and `cldr_months.tsv`. Running it
again changes nothing. Needs python3 and npm.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

VERSION = "48.2.0"
PACKAGES = {
    "cldr-units-full": "754d55f183570c53029a77493302f432fb3e905df35a715f9cb022e2ebcb093c",
    "cldr-numbers-full": "2d17a1453c559a62112caeed52e0bcfe3cb8539c99d239ae7b7ed4d0827679d9",
    "cldr-dates-full": "0256f1cefeca14f7d515be4872dda48fcdd7e75381430f25aafd0143eae5b430",
    "cldr-cal-islamic-full": "ea139d42f68105a135d72e49eed1eb84d6e6970173b35e83924412c12022b885",
}
TARGET = pathlib.Path(__file__).resolve().parent.parent / "figures"
MARKS = re.compile("[\u064b-\u0652\u200e\u200f\u061c]")
ARABIC = re.compile("^[\u0621-\u064a ]+$")
# Units of time have a table of their own; these names are also ordinary words.
LEFT_OUT_UNITS = {"concentr-item", "concentr-part", "mass-stone", "length-point", "light-solar-luminosity", "speed-light-speed"}
GREGORIAN_LOCALES = ["ar", "ar-SY", "ar-DZ", "ar-MA"]
LAST_YEAR = re.compile(r"\d|[\u0660-\u0669]|\(|-")


def fetch(folder: pathlib.Path, package: str) -> pathlib.Path:
    """Downloads and unpacks one package, or stops when its hash differs."""
    name = f"{package}@{VERSION}"
    subprocess.run(["npm", "pack", name, "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = folder / f"{package}-{VERSION}.tgz"
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != PACKAGES[package]:
        sys.exit(f"{name}: SHA-256 is {digest}, expected {PACKAGES[package]}")
    with tarfile.open(archive) as tar:
        tar.extractall(folder / package, filter="data")
    return folder / package / "package" / "main"


def read(root: pathlib.Path, locale: str, file: str) -> dict:
    return json.loads((root / locale / f"{file}.json").read_text(encoding="utf-8"))["main"][locale]


def clean(name: str) -> str:
    return " ".join(MARKS.sub("", name).split())


def units(root: pathlib.Path) -> list:
    rows = []
    for key, unit in sorted(read(root, "ar", "units")["units"]["long"].items()):
        kind, _, name = key.partition("-")
        if not name or kind == "duration" or key in LEFT_OUT_UNITS or "displayName" not in unit:
            continue
        forms = [unit["displayName"]]
        forms += [v.replace("{0}", "") for k, v in unit.items() if k.startswith("unitPattern-count")]
        for form in dict.fromkeys(clean(f) for f in forms):
            if ARABIC.match(form) and len(form) > 2 and form != "بالمائة" and len(form.split()) <= 4:
                rows.append((form, "unit", name, "abbr", ""))
    return rows


def currencies(root: pathlib.Path) -> list:
    rows = []
    for code, currency in sorted(read(root, "ar", "currencies")["numbers"]["currencies"].items()):
        name = currency.get("displayName", "")
        if code.startswith("X") and code not in ("XAF", "XOF", "XPF", "XCD", "XCG") or LAST_YEAR.search(name):
            continue
        forms = [name] + [v for k, v in currency.items() if k.startswith("displayName-count")]
        for form in dict.fromkeys(clean(f) for f in forms):
            # A single word is ambiguous between countries: currencies.tsv has those.
            if ARABIC.match(form) and 2 <= len(form.split()) <= 4:
                rows.append((form, "currency", code, "noun", ""))
    return rows


def months(dates: pathlib.Path, islamic: pathlib.Path) -> list:
    rows = {}
    for locale in GREGORIAN_LOCALES:
        names = read(dates, locale, "ca-gregorian")["dates"]["calendars"]["gregorian"]["months"]["format"]["wide"]
        for number, name in names.items():
            # آب without its madda is the word for a father: calendar.tsv has it.
            if clean(name) != "آب":
                rows[(clean(name), "month", number)] = "weak" if clean(name) in ("مارس", "ماي", "أوت", "جوان") else ""
    names = read(islamic, "ar", "ca-islamic")["dates"]["calendars"]["islamic"]["months"]["format"]["wide"]
    for number, name in names.items():
        # One-word names of Hijri months are also ordinary words and given names.
        rows[(clean(name), "hijri_month", number)] = "" if " " in name or name in ("رمضان", "شوال") else "cued"
    return [(form, kind, number, flags, "") for (form, kind, number), flags in sorted(rows.items(), key=lambda r: (r[0][1], int(r[0][2]), r[0][0]))]


def write(name: str, title: str, rows: list) -> None:
    head = [
        "# schema: figure",
        "# source: Unicode CLDR (npm " + ", ".join(PACKAGES) + ")",
        f"# version: {VERSION}",
        "# licence: Unicode-3.0",
        "# attribution: Copyright © 1991-2025 Unicode, Inc.; see ATTRIBUTION.md",
        f"# title: {title}; made by seeds/import/cldr_figures.py",
        "# columns: form\tkind\tvalue\tflags\tplurals",
    ]
    lines = head + ["\t".join(row) for row in rows]
    (TARGET / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        roots = {package: fetch(pathlib.Path(scratch), package) for package in PACKAGES}
        write("cldr_units.tsv", "Arabic names of units", units(roots["cldr-units-full"]))
        write("cldr_currencies.tsv", "Arabic names of currencies", currencies(roots["cldr-numbers-full"]))
        write("cldr_months.tsv", "Arabic names of months", months(roots["cldr-dates-full"], roots["cldr-cal-islamic-full"]))


if __name__ == "__main__":
    main()
