"""Runs cells one after the other in one namespace."""

import ast
import inspect
import linecache
import sys
import types

from . import cells, magics, notebook, packages, shell
from .errors import NotSupportedLocally
from .magics import UsageError
from .widgets import give

FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Session:
    """The state that cells share, as the module `__main__`."""

    def __init__(self, dbutils, display):
        self._dbutils = dbutils
        self._display = display
        self._loop = None
        # The notebook that `%run` runs at present: what it names is seen from there.
        self._place = None
        self._module = types.ModuleType("__main__")
        sys.modules["__main__"] = self._module

    def execute(self, cell, name):
        """Runs a cell and returns the value of its last expression.

        name: what its code is called in tracebacks
        """
        value = None
        for magic, text in cells.parts_of(cell):
            value = self._part(magic, text, name)
        return value

    def _part(self, magic, text, name):
        if magic == "python":
            return self._python(text, name)
        if magic == "sh":
            self._shell(text)
        elif magic == "pip":
            packages.pip(text)
        elif magic == "restart_python":
            self._dbutils.library.restartPython()
        elif magic == "run":
            self._run(*magics.run_call(text))
        elif magic == "fs":
            method, arguments, named = magics.fs_call(text)
            self._display(getattr(self._dbutils.fs, method)(*arguments, **named))
        elif magic in cells.LANGUAGES:
            raise NotSupportedLocally(
                f"Cells in {cells.LANGUAGES[magic]} are not run by the local workspace."
            )
        elif magic != "md" and magic not in magics.SETTINGS:
            raise UsageError(f"Cell magic `%{magic}` not found.")
        return None

    def _python(self, source, name):
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        # Why not ast.parse: it would stand in the traceback of a syntax error.
        tree = compile(source, name, "exec", FLAGS | ast.PyCF_ONLY_AST, dont_inherit=True)
        last = tree.body[-1] if tree.body else None
        if not isinstance(last, ast.Expr) or source.rstrip().endswith(";"):
            return self._evaluate(compile(tree, name, "exec", FLAGS, dont_inherit=True))
        tree.body.pop()
        self._evaluate(compile(tree, name, "exec", FLAGS, dont_inherit=True))
        echo = ast.Expression(last.value)
        value = self._evaluate(compile(echo, name, "eval", FLAGS, dont_inherit=True))
        if value is not None:
            self._module._ = value
        return value

    def _evaluate(self, code):
        value = eval(code, vars(self._module))
        if not code.co_flags & inspect.CO_COROUTINE:
            return value
        if self._loop is None:
            import asyncio

            self._loop = asyncio.new_event_loop()
        return self._loop.run_until_complete(value)

    def _shell(self, text):
        first, _, rest = text.partition("\n")
        strict = first.strip() == "-e"
        code = shell.run(rest if strict else text)
        if strict and code != 0:
            raise UsageError(f"The shell command failed with exit code {code}.")

    def _run(self, path, widgets):
        before = self._place
        place = notebook.absolute(path, before)
        source = notebook.source_of(place).decode("utf-8")
        give(self._dbutils.widgets, widgets)
        self._place = place
        try:
            for number, cell in enumerate(cells.cells_of(source), 1):
                self.execute(cell, f"<{place}, cell {number}>")
        finally:
            self._place = before
