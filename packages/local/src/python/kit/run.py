"""Runs a file as `python file ...` does, as a program of the workspace."""

import sys

from _databricks_local import paths

paths.install()

from _databricks_local import programs  # After the paths: see paths.py.

programs.run_script(sys.argv[1:])
