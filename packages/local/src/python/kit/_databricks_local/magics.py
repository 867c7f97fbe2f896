"""What stands behind the magics of cells."""

import re
import shlex

FS_COMMANDS = ("cp", "head", "ls", "mkdirs", "mounts", "mv", "put", "rm")
# Settings of a notebook's looks and comforts: without one there is nothing to set.
SETTINGS = {"autoreload", "config", "load_ext", "matplotlib", "reload_ext"}

_VALUE = r"(?:\"[^\"]*\"|'[^']*'|\S+)"
_run = re.compile(rf"(.*?)((?:\s+\$\w+\s*=\s*{_VALUE})*)\s*")
_argument = re.compile(rf"\$(\w+)\s*=\s*({_VALUE})")


class UsageError(Exception):
    """A cell asks for what there is not."""

    __module__ = "builtins"  # Tracebacks name it without this kit.


def fs_call(text):
    """The method of `dbutils.fs` that a line asks for, its arguments, and those with names."""
    command, *words = shlex.split(text) or [""]
    if command not in FS_COMMANDS:
        raise UsageError(f"%fs takes one of {', '.join(FS_COMMANDS)}, not {command!r}.")
    options = {word for word in words if word.startswith("-")}
    unknown = options - {"-r", "--recurse=true"}
    if unknown:
        raise UsageError(f"%fs {command}: there is no option {min(unknown)}; -r is for folders.")
    arguments = [word for word in words if word not in options]
    return command, arguments, {"recurse": True} if options else {}


def run_call(text):
    """The path of the notebook that a cell wants to run, and the values of its widgets."""
    line, _, rest = text.strip().partition("\n")
    path, arguments = _run.fullmatch(line).groups()
    if not path:
        raise UsageError('%run needs the path of a notebook: %run ./name $widget="value"')
    if any(code.strip() and not code.lstrip().startswith("#") for code in rest.split("\n")):
        raise UsageError("%run has to be alone in its cell: move the lines after it to another one.")
    values = {name: value.strip("\"'") for name, value in _argument.findall(arguments)}
    return path.strip("\"'"), values
