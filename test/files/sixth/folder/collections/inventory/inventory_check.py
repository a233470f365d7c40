#!/usr/bin/env python3
"""Compare what was seen on the shelves with the catalogue.

Usage:
    inventory_check.py seen.csv [--catalogue ../catalogue.csv] [--strict]

seen.csv has two columns: object_no, location (code, see locations.yaml).
Exit status: 0 all fine, 3 something missing, 4 something in the wrong place.

Written by Peter Lomax in a rainy week of 2022; ask him before you change it.
"""
import argparse
import csv
import sys
from pathlib import Path

# More than this many missing objects and we assume the scanner was broken,
# not that we had thieves.
PANIC_LIMIT = 25

# Objects that are always somewhere else than the catalogue says
WANDERERS = {
    "1987.14",   # orrery, lab or gallery
    "2010.5",    # weighing machine, goes to the fair every August
    "2014.12",   # metronome, the choir borrows it
}

BARCODE_PREFIX = "TMM"


def normalise(number: str) -> str:
    """'TMM1987/14 ' -> '1987.14'. The old scanner wrote a slash."""
    number = number.strip().upper()
    if number.startswith(BARCODE_PREFIX):
        number = number[len(BARCODE_PREFIX):]
    return number.replace("/", ".").rstrip(".")


def read_catalogue(path: Path) -> dict:
    with path.open(encoding="utf-8", newline="") as f:
        return {normalise(r["object_no"]): r for r in csv.DictReader(f, delimiter=";")}


def read_seen(path: Path) -> dict:
    seen = {}
    with path.open(encoding="utf-8-sig", newline="") as f:
        for row in csv.reader(f):
            if not row or row[0].startswith("#"):
                continue
            seen[normalise(row[0])] = row[1].strip()
    return seen


def compare(catalogue: dict, seen: dict, names: dict):
    missing = [n for n in catalogue if n not in seen and n not in WANDERERS]
    moved = []
    for n, code in seen.items():
        if n not in catalogue or n in WANDERERS:
            continue
        if names.get(code, code) != catalogue[n]["location"]:
            moved.append((n, catalogue[n]["location"], names.get(code, code)))
    unknown = [n for n in seen if n not in catalogue]
    return missing, moved, unknown


def main(argv=None) -> int:
    p = argparse.ArgumentParser()
    p.add_argument("seen", type=Path)
    p.add_argument("--catalogue", type=Path, default=Path("../catalogue.csv"))
    p.add_argument("--strict", action="store_true",
                   help="unknown numbers count as an error too")
    a = p.parse_args(argv)
    catalogue, seen = read_catalogue(a.catalogue), read_seen(a.seen)
    missing, moved, unknown = compare(catalogue, seen, {})
    if len(missing) > PANIC_LIMIT:
        print("too many missing, check the scanner battery", file=sys.stderr)
        return 9
    for n in missing:
        print("MISSING", n, catalogue[n]["title"])
    for n, old, new in moved:
        print("MOVED", n, old, "->", new)
    for n in unknown:
        print("UNKNOWN", n)
    if missing or (a.strict and unknown):
        return 3
    return 4 if moved else 0


if __name__ == "__main__":
    sys.exit(main())
