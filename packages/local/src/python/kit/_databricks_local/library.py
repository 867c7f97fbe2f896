"""`dbutils.library` and `dbutils.credentials`"""

from .errors import NotSupportedLocally
from .utility import Utility


class RestartPython(BaseException):
    """Raised by `dbutils.library.restartPython`: nothing of the program shall catch it."""


class Library(Utility):
    """Works with the libraries of the environment."""

    def restartPython(self):
        """Starts Python anew, so that newly installed libraries are used. Variables are lost."""
        raise RestartPython()

    def installPyPI(self, pypiPackage, version="", repo="", extras=""):
        """Is gone from the platform."""
        raise NotSupportedLocally(f"Use `%pip install {pypiPackage}` to install libraries.")


class Credentials(Utility):
    """Works with credentials of clouds, of which there are none locally."""

    def assumeRole(self, role):
        """Assumes a role of AWS."""
        raise _no_cloud("assumeRole")

    def showCurrentRole(self):
        """Lists the roles that are assumed."""
        raise _no_cloud("showCurrentRole")

    def showRoles(self):
        """Lists the roles that can be assumed."""
        raise _no_cloud("showRoles")

    def getServiceCredentialsProvider(self, credentialName):
        """Returns a provider of credentials for a service of a cloud."""
        raise _no_cloud("getServiceCredentialsProvider")


def _no_cloud(method):
    return NotSupportedLocally(
        f"dbutils.credentials.{method} is not supported by the local workspace: "
        "there is no cloud below it. Give the program its credentials by environment or secret."
    )
