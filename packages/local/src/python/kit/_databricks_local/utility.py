"""What the parts of `dbutils` have in common."""

import inspect


class Utility:
    """A part of `dbutils`, such as `dbutils.fs`."""

    def help(self, method=None):
        """Prints what there is, or how a method is called."""
        if method:
            function = getattr(self, method)
            print(f"{method}{inspect.signature(function)}\n\n{inspect.getdoc(function)}")
            return
        print(inspect.getdoc(self) + "\n")
        for name, function in inspect.getmembers(self, callable):
            if not name.startswith("_"):
                summary = (inspect.getdoc(function) or "").split("\n")[0]
                print(f"{name}{inspect.signature(function)} -> {summary}")
