"""Runs a notebook: run_notebook.py <file> <path in the workspace>."""

import sys

from _databricks_local import paths

paths.install()

from _databricks_local import programs  # After the paths: see paths.py.

programs.run_notebook(sys.argv[1:])
