"""Makes an environment for libraries: make_environment.py <folder>.

It sees the packages of the interpreter that makes it, and nothing is installed into it, which takes
seconds less than an environment of its own would.
"""

import os
import site
import sys
import venv

folder = sys.argv[1]
builder = venv.EnvBuilder(system_site_packages=True, symlinks=os.name != "nt", with_pip=False)
builder.create(folder)

if sys.prefix != sys.base_prefix:
    # The interpreter is of an environment itself, which the new one would not see.
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    inner = ("Lib",) if os.name == "nt" else ("lib", version)
    file = os.path.join(folder, *inner, "site-packages", "_parent_environment.pth")
    with open(file, "w", encoding="utf-8") as lines:
        for parent in site.getsitepackages():
            lines.write(f"import site; site.addsitedir({parent!r})\n")
