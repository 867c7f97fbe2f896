"""`dbutils.fs`"""

import io
import posixpath
import tempfile
from collections import namedtuple

from . import mounts, rest
from .errors import ExecutionError
from .stores import locate
from .utility import Utility

FileInfo = namedtuple("FileInfo", "path name size modificationTime")

# A file that is copied is kept in memory up to this many bytes.
IN_MEMORY = 8 * 1024 * 1024


class FileSystem(Utility):
    """Works on files in DBFS (dbfs:/...), in volumes (/Volumes/...) and on this machine (file:/...)."""

    def ls(self, dir):
        """Lists what is in a folder."""
        store, path = locate(dir)
        status = _required("ls", store, path)
        parent = path if status.is_folder else posixpath.dirname(path)
        return [_info(store, parent, name, found) for name, found in _told("ls", store.list, path)]

    def head(self, file, max_bytes=65536):
        """Returns the first bytes of a file as text."""
        store, path = locate(file)
        _required("head", store, path)
        buffer = io.BytesIO()
        _told("head", store.read, path, buffer, max_bytes)
        return buffer.getvalue().decode("utf-8", "replace")

    def put(self, file, contents, overwrite=False):
        """Writes text to a file, in UTF-8."""
        store, path = locate(file)
        _refuse_existing("put", store, path, overwrite)
        data = contents.encode()
        _told("put", store.write, path, io.BytesIO(data), overwrite)
        print(f"Wrote {len(data)} bytes.")
        return True

    def mkdirs(self, dir):
        """Makes a folder, and its parents."""
        store, path = locate(dir)
        _told("mkdirs", store.make_folder, path)
        return True

    def rm(self, dir, recurse=False):
        """Removes a file or folder. False: there was none."""
        store, path = locate(dir)
        if store.status(path) is None:
            return False
        _told("rm", store.remove, path, recurse)
        return True

    def cp(self, from_, to, recurse=False):
        """Copies a file, or a folder with all that is in it."""
        self._copy("cp", from_, to, recurse)
        return True

    def mv(self, from_, to, recurse=False):
        """Moves a file, or a folder with all that is in it."""
        self._copy("mv", from_, to, recurse)
        store, path = locate(from_)
        _told("mv", store.remove, path, recurse)
        return True

    def mount(self, source, mount_point, encryption_type="", owner=None, extra_configs=None):
        """Mounts storage at a path of DBFS. Locally a folder of DBFS stands in for what is mounted."""
        return mounts.mount("mount", source, mount_point, encryption_type)

    def updateMount(self, source, mount_point, encryption_type="", owner=None, extra_configs=None):
        """Mounts storage at a path of DBFS, in place of what is mounted there."""
        return mounts.mount("updateMount", source, mount_point, encryption_type, replace=True)

    def unmount(self, mount_point):
        """Ends a mount."""
        return mounts.unmount(mount_point)

    def mounts(self):
        """Lists what is mounted."""
        return mounts.mounts()

    def refreshMounts(self):
        """Reads the mounts anew; locally they always are."""
        print("Mounts successfully refreshed.")
        return True

    def _copy(self, method, source, target, recurse):
        store, path = locate(source)
        status = _required(method, store, path)
        other, to = locate(target)
        found = other.status(to)
        if found and found.is_folder:
            to = posixpath.join(to, posixpath.basename(path))
        if other is store and (to + "/").startswith(path.rstrip("/") + "/"):
            why = "they are the same" if to == path else "one is in the other"
            text = f"java.io.IOException: {source} cannot go to {target}: {why}"
            raise ExecutionError(method, text)
        if not status.is_folder:
            _copy_file(method, store, path, other, to)
        elif recurse:
            self._copy_folder(method, store, path, other, to)
        else:
            raise ExecutionError(method, f"java.io.IOException: {source} is a directory: use recurse")

    def _copy_folder(self, method, store, path, other, to):
        _told(method, other.make_folder, to)
        for name, status in _told(method, store.list, path):
            child, copy = posixpath.join(path, name), posixpath.join(to, name)
            if status.is_folder:
                self._copy_folder(method, store, child, other, copy)
            else:
                _copy_file(method, store, child, other, copy)


def _copy_file(method, store, path, other, to):
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as buffer:
        _told(method, store.read, path, buffer)
        buffer.seek(0)
        _told(method, other.write, to, buffer, True)


def _required(method, store, path):
    status = _told(method, store.status, path)
    if status is None:
        raise ExecutionError(
            method, f"java.io.FileNotFoundException: No such file or directory: {path}"
        )
    return status


def _refuse_existing(method, store, path, overwrite):
    if not overwrite and _told(method, store.status, path):
        text = f"Path already exists: {store.prefix}{path}"
        raise ExecutionError(method, f"org.apache.hadoop.fs.FileAlreadyExistsException: {text}")


def _told(method, function, *args):
    """Calls, and raises what the workspace answers as an error of the method."""
    try:
        return function(*args)
    except rest.RestError as error:
        raise ExecutionError(method, f"java.io.IOException: {error}") from None


def _info(store, parent, name, status):
    shown = name + "/" if status.is_folder else name
    path = store.prefix + posixpath.join(parent, shown)
    return FileInfo(path, shown, status.size, status.modified)
