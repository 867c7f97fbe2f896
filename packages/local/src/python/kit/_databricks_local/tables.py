"""Turns what programs display into tables."""

import base64
import datetime
import decimal
import json
import math

MOST_ROWS = 10_000
MOST_BYTES = 2 * 1024 * 1024

# The first that fits a value counts: a bool is an int, and a datetime a date.
TYPES = (
    (bool, "boolean"),
    (int, "long"),
    (float, "double"),
    (decimal.Decimal, "decimal(38,18)"),
    (datetime.datetime, "timestamp"),
    (datetime.date, "date"),
    (bytes, "binary"),
    (list, "array"),
    (tuple, "array"),
    (dict, "map"),
)


def table_of(value):
    """A table result of the commands API; None: the value is no table."""
    try:
        found = None if isinstance(value, type) else _columns_and_rows(value)
    except Exception:
        # Why: what only looks like a table is shown as text.
        found = None
    if found is None:
        return None
    names, rows = found
    data, size = [], 0
    for row in rows[:MOST_ROWS]:
        cells = [_cell(item) for item in row]
        size += len(json.dumps(cells))
        if size > MOST_BYTES:
            break
        data.append(cells)
    return {
        "resultType": "table",
        "data": data,
        "schema": [
            {"name": str(name), "type": json.dumps(_type_of(rows, at)), "metadata": "{}"}
            for at, name in enumerate(names)
        ],
        "truncated": len(data) < len(rows),
        "isJsonSchema": True,
    }


def text_of(table):
    """A table as text, for programs whose output is a log."""
    names = [column["name"] for column in table["schema"]]
    lines = [names] + [["" if cell is None else str(cell) for cell in row] for row in table["data"]]
    widths = [max(len(line[at]) for line in lines) for at in range(len(names))]
    ruler = ["-" * width for width in widths]
    shown = [lines[0], ruler] + lines[1:]
    return "\n".join(
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in shown
    )


def _columns_and_rows(value):
    if hasattr(value, "itertuples") and hasattr(value, "columns"):
        return list(value.columns), _rows_of(value.head(MOST_ROWS + 1))
    for method in ("to_pylist", "to_dicts"):
        if hasattr(value, method):
            value = getattr(value, method)()
    if not isinstance(value, (list, tuple)) or not value:
        return None
    if all(isinstance(row, dict) for row in value):
        names = list(dict.fromkeys(name for row in value for name in row))
        return names, [[row.get(name) for name in names] for row in value]
    if all(isinstance(row, (list, tuple)) for row in value):
        width = max(len(row) for row in value)
        names = getattr(value[0], "_fields", None) or [f"_{at + 1}" for at in range(width)]
        return list(names), [list(row) + [None] * (width - len(row)) for row in value]
    return None


def _rows_of(frame):
    """The rows of a frame of pandas. What it takes for missing (NaN, NaT, NA) is null in a table."""
    rows = frame.itertuples(index=False, name=None)
    missing = frame.isna().itertuples(index=False, name=None)
    return [
        [None if gone else item for item, gone in zip(row, marks)]
        for row, marks in zip(rows, missing)
    ]


def _type_of(rows, at):
    first = next((row[at] for row in rows if row[at] is not None), None)
    value = _plain(first)
    return next((name for kind, name in TYPES if isinstance(value, kind)), "string")


def _cell(value):
    value = _plain(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _cell(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cell(item) for item in value]
    return str(value)


def _plain(value):
    """The Python value of a scalar of numpy."""
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value
