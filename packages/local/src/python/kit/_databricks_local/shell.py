"""Runs shell scripts, with the workspace's paths where this machine allows it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile

from .paths import roots

WITH_PATHS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "with-paths.sh")


def run(script):
    """Runs a script and returns its exit code. What it prints is printed."""
    shell = shutil.which("bash") or shutil.which("sh")
    if not shell:
        raise NotImplementedError("There is no shell on this machine that can run %sh.")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory() as scratch:
        command = _with_paths([shell, "-c", script], script, scratch)
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if ended.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    return ended.returncode


def _with_paths(command, script, scratch):
    places = roots.items()
    if os.name == "nt" or not any(path in script for path, _ in places):
        return command
    folders = [part for place in places for part in place]
    working = roots.real(os.getcwd())
    return ["sh", WITH_PATHS, scratch, working, *folders, "--", *command]
