"""What programs find among their builtins."""

import builtins
import os
import sys
import types

from .dbutils import DbUtils
from .spark import Missing, Spark


def install(shown):
    """Adds `dbutils`, `display`, `spark` and their like; returns `dbutils`."""
    # Why: figures are drawn where nobody looks at a screen.
    os.environ.setdefault("MPLBACKEND", "Agg")
    dbutils = DbUtils()
    found = {
        "dbutils": dbutils,
        "display": shown.display,
        "displayHTML": shown.displayHTML,
        "getArgument": dbutils.widgets.getArgument,
        "spark": Spark(),
    }
    for name in ("sc", "sqlContext", "sql", "table", "udf"):
        found[name] = Missing(name)
    vars(builtins).update(found)
    sys.modules["dbruntime"] = _runtime(found)
    return dbutils


def _runtime(found):
    """The module by which `databricks.sdk.runtime` gets at these, wherever it is imported."""

    class UserNamespaceInitializer:
        @classmethod
        def getOrCreate(cls):
            return cls()

        def get_namespace_globals(self):
            return found

    module = types.ModuleType("dbruntime", "What there is among the builtins of a program.")
    module.UserNamespaceInitializer = UserNamespaceInitializer
    return module
