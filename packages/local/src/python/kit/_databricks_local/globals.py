"""What programs find among their builtins."""

import builtins
import os

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
    return dbutils
