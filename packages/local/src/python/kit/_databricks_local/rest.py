"""Calls the workspace that runs this program, with the credentials of the run."""

import json
import os


class RestError(Exception):
    """The workspace answered with an error."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status = status
        self.code = code


def call(verb, path, query=None, body=None):
    """Sends a request and returns the JSON of its answer; an empty answer is `{}`."""
    data = None if body is None else json.dumps(body).encode()
    with send(verb, path, query, data, {"content-type": "application/json"}) as answer:
        text = answer.read()
    return json.loads(text) if text else {}


def send(verb, path, query=None, data=None, headers=None):
    """Sends bytes, or an open file, and returns the open answer."""
    # Why here: most programs call nobody, and this takes longer to import than all the rest.
    import urllib.error
    import urllib.parse
    import urllib.request

    try:
        host = os.environ["DATABRICKS_HOST"].rstrip("/")
        token = os.environ["DATABRICKS_TOKEN"]
    except KeyError as missing:
        raise RuntimeError(f"dbutils needs {missing} in the environment of the program.") from None
    url = host + urllib.parse.quote(path)
    if query:
        url += "?" + urllib.parse.urlencode(query)
    request = urllib.request.Request(url, data=data, method=verb, headers=headers or {})
    request.add_header("authorization", f"Bearer {token}")
    workspace = os.environ.get("DATABRICKS_WORKSPACE_ID")
    if workspace:
        request.add_header("x-databricks-workspace-id", workspace)
    # Why no proxy: the workspace is on this machine or near.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        return opener.open(request)
    except urllib.error.HTTPError as error:
        raise _error_of(error) from None


def _error_of(error):
    with error:
        text = error.read().decode("utf-8", "replace")
    try:
        body = json.loads(text)
    except ValueError:
        body = {}
    message = body.get("message") or body.get("error") or text or error.reason
    return RestError(error.code, body.get("error_code", ""), message)
