"""The places that `dbutils.fs` works on: DBFS, volumes, and this machine's own files."""

import base64
import email.utils
import json
import os
import posixpath
import shutil
from collections import namedtuple

from . import rest

Status = namedtuple("Status", "is_folder size modified")
BLOCK = 1024 * 1024


def locate(path):
    """The store of a path, and the path in it."""
    scheme, colon, rest_of = path.partition(":")
    if not colon or "/" in scheme:
        scheme, rest_of = "", path
    if scheme not in ("", "dbfs", "file"):
        raise ValueError(f'unsupported scheme "{scheme}": use dbfs:, file: or /Volumes')
    absolute = posixpath.normpath("/" + rest_of.lstrip("/"))
    if scheme == "file" or _is_in("/Workspace", absolute):
        return MACHINE, absolute
    return (VOLUMES if _is_in("/Volumes", absolute) else DBFS), absolute


def _is_in(folder, path):
    return path == folder or path.startswith(folder + "/")


class Dbfs:
    prefix = "dbfs:"

    def status(self, path):
        try:
            return self._status(rest.call("GET", "/api/2.0/dbfs/get-status", {"path": path}))
        except rest.RestError as error:
            if error.status == 404:
                return None
            raise

    def list(self, path):
        files = rest.call("GET", "/api/2.0/dbfs/list", {"path": path}).get("files", [])
        return [(posixpath.basename(file["path"]), self._status(file)) for file in files]

    def read(self, path, target, limit=None):
        offset = 0
        while limit is None or offset < limit:
            length = BLOCK if limit is None else min(BLOCK, limit - offset)
            query = {"path": path, "offset": offset, "length": length}
            block = rest.call("GET", "/api/2.0/dbfs/read", query)
            if not block["bytes_read"]:
                break
            target.write(base64.b64decode(block["data"]))
            offset += block["bytes_read"]

    def write(self, path, source, overwrite):
        body = {"path": path, "overwrite": overwrite}
        handle = rest.call("POST", "/api/2.0/dbfs/create", None, body)["handle"]
        for block in iter(lambda: source.read(BLOCK), b""):
            body = {"handle": handle, "data": base64.b64encode(block).decode()}
            rest.call("POST", "/api/2.0/dbfs/add-block", None, body)
        rest.call("POST", "/api/2.0/dbfs/close", None, {"handle": handle})

    def make_folder(self, path):
        rest.call("POST", "/api/2.0/dbfs/mkdirs", None, {"path": path})

    def remove(self, path, recurse):
        rest.call("POST", "/api/2.0/dbfs/delete", None, {"path": path, "recursive": recurse})

    def _status(self, file):
        return Status(file["is_dir"], file["file_size"], file["modification_time"])


class Volumes:
    prefix = "dbfs:"
    _files = "/api/2.0/fs/files"
    _folders = "/api/2.0/fs/directories"

    def status(self, path):
        if _is_above_volumes(path):
            return Status(True, 0, 0) if _names_above_volumes(path) is not None else None
        file = _answer_to_head(self._files + path)
        if file:
            modified = email.utils.parsedate_to_datetime(file["last-modified"])
            return Status(False, int(file["content-length"]), int(modified.timestamp() * 1000))
        return Status(True, 0, 0) if _answer_to_head(self._folders + path) is not None else None

    def list(self, path):
        if _is_above_volumes(path):
            return [(name, Status(True, 0, 0)) for name in _names_above_volumes(path)]
        query, found = {}, []
        while True:
            page = rest.call("GET", self._folders + path, query)
            for file in page.get("contents", []):
                status = Status(
                    file.get("is_directory", False),
                    file.get("file_size", 0),
                    file.get("last_modified", 0),
                )
                found.append((file["name"], status))
            if not page.get("next_page_token"):
                return found
            query = {"page_token": page["next_page_token"]}

    def read(self, path, target, limit=None):
        headers = {} if limit is None else {"range": f"bytes=0-{limit - 1}"}
        try:
            with rest.send("GET", self._files + path, None, None, headers) as answer:
                shutil.copyfileobj(answer, target, BLOCK)
        except rest.RestError as error:
            # An empty file has no first byte.
            if error.status != 416:
                raise

    def write(self, path, source, overwrite):
        size = source.seek(0, os.SEEK_END)
        source.seek(0)
        headers = {"content-type": "application/octet-stream", "content-length": str(size)}
        query = {"overwrite": json.dumps(overwrite)}
        rest.send("PUT", self._files + path, query, source, headers).close()

    def make_folder(self, path):
        rest.send("PUT", self._folders + path).close()

    def remove(self, path, recurse):
        status = self.status(path)
        if status is None:
            return
        if not status.is_folder:
            rest.send("DELETE", self._files + path).close()
            return
        for name, _ in self.list(path) if recurse else []:
            self.remove(posixpath.join(path, name), True)
        rest.send("DELETE", self._folders + path).close()


def _is_above_volumes(path):
    """Whether a path is `/Volumes`, a catalog or a schema."""
    return path.count("/") < 4


def _names_above_volumes(path):
    """The catalogs, schemas or volumes in a folder; None: there is no such folder."""
    parents = path.split("/")[2:]
    kind = ("catalogs", "schemas", "volumes")[len(parents)]
    query = dict(zip(("catalog_name", "schema_name"), parents))
    try:
        found = rest.call("GET", f"/api/2.1/unity-catalog/{kind}", query).get(kind, [])
    except rest.RestError as error:
        if error.status == 404:
            return None
        raise
    return [entry["name"] for entry in found]


def _answer_to_head(path):
    """The headers of an answer; None: there is nothing, or nothing of that kind."""
    try:
        with rest.send("HEAD", path) as answer:
            return answer.headers
    except rest.RestError as error:
        if error.status in (400, 404):
            return None
        raise


class Machine:
    prefix = "file:"

    def status(self, path):
        try:
            found = os.stat(path)
        except FileNotFoundError:
            return None
        folder = os.path.isdir(path)
        return Status(folder, 0 if folder else found.st_size, int(found.st_mtime * 1000))

    def list(self, path):
        names = sorted(os.listdir(path)) if os.path.isdir(path) else [os.path.basename(path)]
        parent = path if os.path.isdir(path) else os.path.dirname(path)
        found = [(name, self.status(os.path.join(parent, name))) for name in names]
        return [(name, status) for name, status in found if status]

    def read(self, path, target, limit=None):
        with open(path, "rb") as file:
            if limit is None:
                shutil.copyfileobj(file, target, BLOCK)
            else:
                target.write(file.read(limit))

    def write(self, path, source, overwrite):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb" if overwrite else "xb") as file:
            shutil.copyfileobj(source, file, BLOCK)

    def make_folder(self, path):
        os.makedirs(path, exist_ok=True)

    def remove(self, path, recurse):
        if os.path.isdir(path) and recurse:
            shutil.rmtree(path)
        elif os.path.isdir(path):
            os.rmdir(path)
        elif os.path.exists(path):
            os.remove(path)


DBFS, VOLUMES, MACHINE = Dbfs(), Volumes(), Machine()
