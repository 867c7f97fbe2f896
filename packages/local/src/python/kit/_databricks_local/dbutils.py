"""`dbutils`, as programs of the local workspace have it."""

from .fs import FileSystem
from .jobs import Jobs
from .library import Credentials, Library
from .notebook import Notebook
from .secrets import Secrets
from .utility import Utility
from .widgets import Widgets


class DbUtils(Utility):
    """Utilities of the platform: fs, secrets, widgets, jobs, notebook, library, credentials."""

    def __init__(self):
        self.fs = FileSystem()
        self.secrets = Secrets()
        self.widgets = Widgets()
        self.jobs = Jobs()
        self.notebook = Notebook()
        self.library = Library()
        self.credentials = Credentials()

    def __getattr__(self, name):
        raise AttributeError(
            f"dbutils.{name} is not there in the local workspace; dbutils.help() says what is."
        )

    def help(self, module=None):
        """Prints what there is."""
        if module:
            getattr(self, module).help()
            return
        print(self.__doc__ + "\n")
        for name, part in vars(self).items():
            print(f"{name}: {type(part).__doc__.splitlines()[0]}")
