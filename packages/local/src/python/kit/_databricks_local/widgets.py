"""`dbutils.widgets`"""

from . import exchange
from .errors import ExecutionError
from .utility import Utility


def give(widgets, values):
    """Sets values, as whoever runs a notebook gives them."""
    widgets._given.update(values)


class Widgets(Utility):
    """Parameters of a notebook. What a run was given counts before the default of a widget."""

    def __init__(self):
        self._given = dict(exchange.given("widgets"))
        self._defaults = {}

    def text(self, name, defaultValue, label=None):
        """Declares a parameter that is any text."""
        self._defaults[name] = str(defaultValue)

    def dropdown(self, name, defaultValue, choices, label=None):
        """Declares a parameter that is one of the choices."""
        self._declare("dropdown", name, defaultValue, choices)

    def combobox(self, name, defaultValue, choices, label=None):
        """Declares a parameter that is one of the choices, or any other text."""
        self._defaults[name] = str(defaultValue)

    def multiselect(self, name, defaultValue, choices, label=None):
        """Declares a parameter that is some of the choices, with commas between them."""
        self._declare("multiselect", name, defaultValue, choices)

    def get(self, name):
        """Returns the value of a parameter."""
        for values in (self._given, self._defaults):
            if name in values:
                return values[name]
        raise ExecutionError(
            "getArgument",
            "com.databricks.dbutils_v1.InputWidgetNotDefined: "
            f"No input widget named {name} is defined",
        )

    def getArgument(self, name, defaultValue=None):
        """Returns the value of a parameter, or the default."""
        if defaultValue is not None and name not in self._given and name not in self._defaults:
            return defaultValue
        return self.get(name)

    def getAll(self):
        """Returns all values by name."""
        return {**self._defaults, **self._given}

    def remove(self, name):
        """Forgets a parameter."""
        self._defaults.pop(name, None)
        self._given.pop(name, None)

    def removeAll(self):
        """Forgets all parameters."""
        self._defaults.clear()
        self._given.clear()

    def _declare(self, method, name, default, choices):
        if default not in choices:
            raise ExecutionError(
                method,
                "com.databricks.dbutils_v1.InvalidInputWidgetDefaultValue: "
                f"The default value {default!r} of {name} is not one of its choices",
            )
        self._defaults[name] = str(default)
