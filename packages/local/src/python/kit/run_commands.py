"""Answers commands: run_commands.py <most bytes of text of a result>."""

from _databricks_local import paths

paths.install()

from _databricks_local import commands  # After the paths: see paths.py.

commands.main()
