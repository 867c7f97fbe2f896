"""Lets programs use the workspace's paths, whose files lie elsewhere on this machine.

Imported and installed before anything else, because modules may keep a function of `os` for
themselves when they are imported.
"""

import builtins
import functools
import io
import json
import os
import sys
import types
from importlib import machinery

ONE_PATH = (
    "access chdir chmod chown getxattr lchown link listdir listxattr lstat mkdir mkfifo open pathconf "
    "readlink remove removexattr rename replace rmdir setxattr stat statvfs symlink truncate unlink utime"
).split()
TWO_PATHS = {"link", "rename", "replace", "symlink"}
PATH_ARGUMENTS = {"dst", "file", "path", "src"}


class Roots:
    """The folders that stand for absolute paths of the workspace."""

    def __init__(self, folders):
        self._folders = folders

    def items(self):
        """Paths and their folders."""
        return self._folders.items()

    def real(self, path):
        """Where a path lies on this machine. What is no path of the workspace comes back as it is."""
        if isinstance(path, int) or path is None:
            return path
        text = os.fspath(path)
        name = os.fsdecode(text)
        for prefix, folder in self._folders.items():
            if name == prefix or name.startswith(prefix + "/"):
                moved = folder + name[len(prefix) :]
                return os.fsencode(moved) if isinstance(text, bytes) else moved
        return path

    def shown(self, path):
        """What the program calls a place on this machine."""
        if not isinstance(path, str):
            return path
        for prefix, folder in self._folders.items():
            if path == folder or path.startswith(folder + os.sep):
                return prefix + path[len(folder) :]
        return path

    def show_in(self, text):
        """The text, with the program's names for places on this machine."""
        for prefix, folder in self._folders.items():
            text = text.replace(folder + os.sep, prefix + "/")
        return text


roots = Roots(json.loads(os.environ.get("DATABRICKS_LOCAL_PATHS", "{}")))


def install():
    """Makes `open`, `os`, `pathlib`, `shutil` and `import` find the workspace's files."""
    if not roots.items():
        return
    replaced = {}
    for name in ONE_PATH:
        if hasattr(os, name):
            _replace(os, name, _Translating(getattr(os, name), 2 if name in TWO_PATHS else 1), replaced)
    _replace(os, "scandir", _Listing(os.scandir), replaced)
    _replace(os, "getcwd", _Where(os.getcwd), replaced)
    # Why: what Python hands on to other programs and to libraries in C has to be the real path.
    _replace(os.path, "realpath", _Translating(os.path.realpath), replaced)
    _replace(builtins, "open", _Translating(builtins.open), replaced)
    _replace(io, "open", builtins.open, replaced)
    if hasattr(io, "open_code"):
        _replace(io, "open_code", _Translating(io.open_code), replaced)
    _tell_os(replaced)
    _tell_modules(replaced)
    sys.path_hooks.insert(0, _finder)


def _replace(module, name, function, replaced):
    replaced[getattr(module, name)] = function
    setattr(module, name, function)


class _Translating:
    """A function whose first arguments are paths.

    Why not a function itself: unlike one that is built in, it would become a method in a class that
    keeps it, as `pathlib` and `tempfile` do.
    """

    def __init__(self, original, count=1):
        functools.update_wrapper(self, original)
        self._original = original
        self._count = count

    def __call__(self, *args, **kwargs):
        paths = [roots.real(value) for value in args[: self._count]]
        named = {
            name: roots.real(value) if name in PATH_ARGUMENTS else value
            for name, value in kwargs.items()
        }
        try:
            return self._original(*paths, *args[self._count :], **named)
        except OSError as error:
            error.filename = roots.shown(error.filename)
            if error.filename2 is not None:
                error.filename2 = roots.shown(error.filename2)
            raise


class _Listing(_Translating):
    """`os.scandir`"""

    def __call__(self, path="."):
        entries = super().__call__(path)
        return entries if roots.real(path) is path else _Entries(entries, path)


class _Where(_Translating):
    """`os.getcwd`"""

    def __call__(self):
        return roots.shown(super().__call__())


class _Entries:
    """What `os.scandir` gives, with paths as the program knows them."""

    def __init__(self, entries, folder):
        self._entries = entries
        self._folder = os.fspath(folder)

    def __iter__(self):
        return self

    def __next__(self):
        return _Entry(next(self._entries), self._folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._entries.close()


class _Entry(os.PathLike):
    def __init__(self, entry, folder):
        self._entry = entry
        self.name = entry.name
        self.path = os.path.join(folder, entry.name)

    def __getattr__(self, name):
        return getattr(self._entry, name)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


def _tell_os(replaced):
    """Says of the replacements what the originals can do."""
    for able in (
        os.supports_dir_fd,
        os.supports_effective_ids,
        os.supports_fd,
        os.supports_follow_symlinks,
    ):
        able.update([replaced[original] for original in able if original in replaced])


def _tell_modules(replaced):
    """Gives the replacements to modules that were imported before and kept the originals."""
    by_id = {id(original): function for original, function in replaced.items()}
    for module in list(sys.modules.values()):
        if not getattr(module, "__file__", None):
            continue
        for holder in [module, *_classes_of(module)]:
            for name, value in list(vars(holder).items()):
                if id(value) in by_id:
                    setattr(holder, name, by_id[id(value)])
                elif isinstance(value, types.FunctionType) and value.__defaults__:
                    value.__defaults__ = tuple(by_id.get(id(d), d) for d in value.__defaults__)


def _classes_of(module):
    found = [value for value in vars(module).values() if isinstance(value, type)]
    return [value for value in found if value.__module__ == module.__name__]


def _finder(entry):
    real = roots.real(entry)
    if real is entry:
        raise ImportError("not a path of the workspace", path=entry)
    return machinery.FileFinder(
        real,
        (machinery.ExtensionFileLoader, machinery.EXTENSION_SUFFIXES),
        (machinery.SourceFileLoader, machinery.SOURCE_SUFFIXES),
        (machinery.SourcelessFileLoader, machinery.BYTECODE_SUFFIXES),
    )
