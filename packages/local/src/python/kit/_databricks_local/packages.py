"""`%pip`, and pip for libraries of clusters."""

import importlib.util
import os
import runpy
import shlex
import subprocess
import sys

RUNNER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "run_pip.py")
NOTE = (
    "Note: you may need to restart the Python kernel using %restart_python or "
    "dbutils.library.restartPython() to use updated packages."
)


def pip(arguments):
    """Runs pip in a process of its own, in the environment of this interpreter."""
    sys.stdout.flush()
    words = shlex.split(arguments)
    if words[:1] == ["uninstall"] and "-y" not in words:
        words.append("-y")
    command = [sys.executable, "-u", RUNNER, *words]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if ended.returncode != 0:
        raise subprocess.CalledProcessError(ended.returncode, f"pip {arguments}")
    importlib.invalidate_caches()
    print(NOTE)


def run_here(words):
    """Becomes pip."""
    if importlib.util.find_spec("pip") is None:
        # Why: some systems have a Python without pip, and pip in a package of its own.
        subprocess.run([sys.executable, "-m", "ensurepip", "--default-pip"], check=True)
        importlib.invalidate_caches()
    os.environ.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    sys.argv = ["pip", *(_path(word) for word in words)]
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


def _path(word):
    return "/dbfs/" + word[len("dbfs:/") :].lstrip("/") if word.startswith("dbfs:/") else word
