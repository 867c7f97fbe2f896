"""What a cell of a notebook says before its code."""

import re

from .magics import SETTINGS

LANGUAGES = {"sql": "SQL", "scala": "Scala", "r": "R"}

_blank_lines = re.compile(r"\A(?:[ \t]*\n)+")
_magic = re.compile(r"%%?(\w+)[ \t]*(.*)", re.DOTALL)
_separator = re.compile(r"^# COMMAND -+[ \t]*\n?", re.MULTILINE)
_one_line = {"pip", "restart_python"} | SETTINGS


def parts_of(cell):
    """The magics of a cell, and its code: pairs such as `("pip", "install x")`, `("python", code)`."""
    text = dedent(cell)
    while True:
        text = _blank_lines.sub("", text)
        found = _magic.match(text)
        if not found and not text.startswith("!"):
            break
        line, _, rest = text.partition("\n")
        if not found:
            yield "sh", line[1:]
        elif found.group(1) in _one_line:
            yield found.group(1), line.partition(found.group(1))[2].strip()
        else:
            yield found.group(1), found.group(2)
            return
        text = rest
    if text.strip():
        yield "python", text


def dedent(cell):
    """A cell without the indentation of its first line: programs send cells that they indent."""
    lines = cell.split("\n")
    first = next((line for line in lines if line.strip()), "")
    indentation = first[: len(first) - len(first.lstrip())]
    if not indentation:
        return cell
    return "\n".join(
        line[len(indentation) :] if line.startswith(indentation) else line for line in lines
    )


def cells_of(source):
    """The cells of a Python notebook in source format."""
    body = re.sub(r"\A# Databricks notebook source[ \t]*\n", "", source)
    return [_without_comment(cell) for cell in _separator.split(body) if cell.strip()]


def _without_comment(cell):
    """In source format, what is not Python stands in comments."""
    lines = cell.strip("\n").split("\n")
    if not lines[0].startswith("# MAGIC"):
        return "\n".join(lines)
    return "\n".join(re.sub(r"^# MAGIC ?", "", line) for line in lines)
