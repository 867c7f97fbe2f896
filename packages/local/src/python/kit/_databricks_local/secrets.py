"""`dbutils.secrets`"""

import base64
from collections import namedtuple

from . import redaction, rest
from .errors import ExecutionError, illegal_argument
from .utility import Utility

SecretMetadata = namedtuple("SecretMetadata", "key")
SecretScope = namedtuple("SecretScope", "name")


class Secrets(Utility):
    """Reads secrets. What was read shows as [REDACTED] in outputs."""

    def get(self, scope, key):
        """Returns a secret as text."""
        return self.getBytes(scope, key).decode("utf-8")

    def getBytes(self, scope, key):
        """Returns a secret as bytes."""
        query = {"scope": scope, "key": key}
        try:
            value = base64.b64decode(rest.call("GET", "/api/2.0/secrets/get", query)["value"])
        except rest.RestError as error:
            if error.status != 404:
                raise _denied("get", error) from None
            text = f"Secret does not exist with scope: {scope} and key: {key}"
            raise illegal_argument("get", text) from None
        redaction.add(value.decode("utf-8", "ignore"))
        return value

    def list(self, scope):
        """Lists the secrets of a scope, without their values."""
        try:
            found = rest.call("GET", "/api/2.0/secrets/list", {"scope": scope}).get("secrets", [])
        except rest.RestError as error:
            if error.status != 404:
                raise _denied("list", error) from None
            raise illegal_argument("list", f"Scope does not exist: {scope}") from None
        return [SecretMetadata(secret["key"]) for secret in found]

    def listScopes(self):
        """Lists the scopes that the caller may see."""
        found = rest.call("GET", "/api/2.0/secrets/scopes/list").get("scopes", [])
        return [SecretScope(scope["name"]) for scope in found]


def _denied(method, error):
    return ExecutionError(method, f"java.lang.SecurityException: {error}")
