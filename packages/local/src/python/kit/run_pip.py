"""Runs pip in the environment of this interpreter: run_pip.py install ..."""

import sys

from _databricks_local import paths

paths.install()

from _databricks_local import packages  # After the paths: see paths.py.

packages.run_here(sys.argv[1:])
