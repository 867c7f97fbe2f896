"""Runs whole programs: files and notebooks."""

import os
import sys
import types
from importlib.machinery import SourceFileLoader

from . import cells, exchange, notebook, traces
from . import globals as program_globals
from .display import Printed
from .library import RestartPython
from .notebook import NotebookExit
from .session import Session


def run_script(arguments):
    """Runs a file as `python file ...arguments` does."""
    sys.argv = arguments
    file = arguments[0]
    sys.path[0] = os.path.dirname(os.path.abspath(file))
    program_globals.install(Printed())
    module = types.ModuleType("__main__")
    module.__file__ = file
    module.__loader__ = SourceFileLoader("__main__", file)
    sys.modules["__main__"] = module
    _end_with(lambda: _execute(file, module))


def run_notebook(arguments):
    """Runs the cells of a notebook in source format. The arguments: its file, its path."""
    file, path = arguments
    sys.argv = [path]
    sys.path[0] = os.getcwd()
    notebook.current_path = path
    shown = Printed()
    dbutils = program_globals.install(shown)
    with open(file, encoding="utf-8") as text:
        found = cells.cells_of(text.read())

    def execute():
        session = Session(dbutils, shown.display)
        for number, cell in enumerate(found, 1):
            try:
                session.execute(cell, f"<{path}, cell {number}>")
            except RestartPython:
                session = Session(dbutils, shown.display)

    _end_with(execute)


def _execute(file, module):
    with open(file, "rb") as source:
        code = compile(source.read(), file, "exec", dont_inherit=True)
    exec(code, vars(module))


def _end_with(work):
    """Works, and ends this process as Python ends after a program."""
    try:
        work()
    except NotebookExit as exit_:
        exchange.put_exit_value(exit_.value)
    except RestartPython:
        print("dbutils.library.restartPython() ends this program: it has no cells left to run.")
    except SystemExit:
        raise
    except BaseException as error:
        sys.stdout.flush()
        print(traces.trace_of(error), end="", file=sys.stderr)
        sys.exit(130 if isinstance(error, KeyboardInterrupt) else 1)
