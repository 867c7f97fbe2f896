"""Stands where programs expect Spark, and says that there is none."""


ADVICE = (
    "needs Apache Spark, which the local workspace does not run. Read and write files with Python, "
    "or run this program on a real workspace."
)


class SparkNotAvailable(NotImplementedError):
    """The program needs Spark, which the local workspace does not have."""

    __module__ = "builtins"  # Tracebacks name it without this kit.

    def __init__(self, what):
        super().__init__(f"{what} {ADVICE}")


class Missing:
    """An object of Spark that is not there: any use of it says so."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, attribute):
        # Why: what asks for these asks all objects, and knows what to do without.
        if attribute.startswith("_"):
            raise AttributeError(attribute)
        raise SparkNotAvailable(f"{self._name}.{attribute}")

    def __call__(self, *_args, **_kwargs):
        raise SparkNotAvailable(f"{self._name}()")

    def __repr__(self):
        return f"<{self._name}: not available in the local workspace>"


def explain(error):
    """Lets the error of an import of pyspark say why it is not there, and what to do.

    Why not a module that says so itself: libraries look whether there is one, and do without.
    """
    if not isinstance(error, ModuleNotFoundError) or ADVICE in error.msg:
        return
    if (error.name or "").partition(".")[0] == "pyspark":
        error.msg += f". It {ADVICE} Where its classes are enough, install it: %pip install pyspark"


class Spark(Missing):
    """`spark`: nothing but its configuration."""

    def __init__(self):
        super().__init__("spark")
        self.conf = Conf()


class Conf:
    """`spark.conf`: keeps what it is given for as long as the program runs."""

    _NOTHING = object()

    def __init__(self):
        self._values = {}

    def get(self, key, default=_NOTHING):
        if key in self._values:
            return self._values[key]
        if default is self._NOTHING:
            raise KeyError(f"The configuration {key} is not set.")
        return default

    def set(self, key, value):
        self._values[key] = _text(value)

    def unset(self, key):
        self._values.pop(key, None)

    def isModifiable(self, key):
        return True


def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)
