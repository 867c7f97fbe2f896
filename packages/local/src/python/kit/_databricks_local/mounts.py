"""The mounts of DBFS: a list that the workspace keeps."""

from collections import namedtuple

from . import rest
from .errors import ExecutionError, requirement_failed

MountInfo = namedtuple("MountInfo", "mountPoint source encryptionType")

PATH = "/api/2.0/_local/mounts"


def mounts():
    found = rest.call("GET", PATH)["mounts"]
    return [MountInfo(m["mount_point"], m["source"], m["encryption_type"]) for m in found]


def mount(method, source, mount_point, encryption_type, replace=False):
    _change(
        method,
        "POST",
        body={
            "source": source,
            "mount_point": mount_point,
            "encryption_type": encryption_type or "",
            "replace": replace,
        },
    )
    return True


def unmount(mount_point):
    _change("unmount", "DELETE", query={"mount_point": mount_point})
    print(f"{mount_point} has been unmounted.")
    return True


def _change(method, verb, query=None, body=None):
    try:
        rest.call(verb, PATH, query, body)
    except rest.RestError as error:
        if error.code == "INVALID_PARAMETER_VALUE":
            raise requirement_failed(method, error) from None
        raise ExecutionError(method, f"java.lang.SecurityException: {error}") from None
