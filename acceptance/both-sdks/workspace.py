"""Notebooks, files and folders of the workspace tree."""

import base64
import io
import json

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.workspace import ExportFormat, ImportFormat, Language
from telling import refusal, sha256, some_bytes

w = WorkspaceClient()
home = f"/Users/{w.current_user.me().user_name}"
root = f"{home}/story"
facts = {}

# A notebook in its source, and as a Jupyter notebook.
w.workspace.mkdirs(f"{root}/deep/er")
source = "x = 1\nprint(x)\n"
w.workspace.upload(f"{root}/notebook.py", io.BytesIO(source.encode()))
status = w.workspace.get_status(f"{root}/notebook.py")
facts["notebook"] = [status.object_type.value, status.language.value, status.object_id > 0]
facts["source"] = w.workspace.download(f"{root}/notebook.py").read().decode()
jupyter = w.workspace.download(f"{root}/notebook.py", format=ExportFormat.JUPYTER).read()
facts["cells"] = ["".join(cell["source"]) for cell in json.loads(jupyter)["cells"]]
w.workspace.upload(f"{root}/again", jupyter, format=ImportFormat.JUPYTER)
facts["from_jupyter"] = w.workspace.download(f"{root}/again", format=ExportFormat.SOURCE).read().decode()
w.workspace.import_(
    f"{root}/query",
    content=base64.b64encode(b"SELECT 1").decode(),
    format=ImportFormat.SOURCE,
    language=Language.SQL,
)
exported = w.workspace.export(f"{root}/query", format=ExportFormat.SOURCE)
facts["exported"] = base64.b64decode(exported.content).decode()
html = w.workspace.download(f"{root}/query", format=ExportFormat.HTML).read()
facts["html"] = b"<html" in html.lower()

# A file stays as it is.
data = some_bytes(300_000)
w.workspace.upload(f"{root}/deep/data.bin", data, format=ImportFormat.AUTO)
facts["file"] = w.workspace.get_status(f"{root}/deep/data.bin").object_type.value
facts["file_back"] = sha256(w.workspace.download(f"{root}/deep/data.bin").read())
w.workspace.upload(f"{root}/deep/module.py", source.encode(), format=ImportFormat.AUTO)
facts["module"] = w.workspace.get_status(f"{root}/deep/module.py").object_type.value
headed = f"# Databricks notebook source\n{source}".encode()
w.workspace.upload(f"{root}/deep/headed.py", headed, format=ImportFormat.AUTO)
facts["headed"] = w.workspace.get_status(f"{root}/deep/headed").object_type.value

# Folders.
facts["listed"] = sorted(o.path[len(root) :] for o in w.workspace.list(root))
facts["listed_deep"] = sorted(o.path[len(root) :] for o in w.workspace.list(root, recursive=True))
facts["alias"] = w.workspace.get_status(f"/Workspace{root}/deep").object_type.value
archive = w.workspace.download(root, format=ExportFormat.DBC).read()
w.workspace.upload(f"{home}/unpacked", archive, format=ImportFormat.DBC)
facts["unpacked"] = sorted(
    o.path.removeprefix(f"{home}/unpacked") for o in w.workspace.list(f"{home}/unpacked", recursive=True)
)

facts["exists_already"] = refusal(w.workspace.upload, f"{root}/notebook.py", b"y = 2")
w.workspace.upload(f"{root}/notebook.py", b"y = 2", overwrite=True)
facts["overwritten"] = w.workspace.download(f"{root}/notebook.py").read().decode()
facts["no_language"] = "AUTO" in refusal(w.workspace.upload, f"{root}/what", data)
facts["missing"] = refusal(w.workspace.get_status, f"{root}/nothing")
facts["missing_download"] = refusal(w.workspace.download, f"{root}/nothing")
w.workspace.mkdirs(f"{home}/story-like")
facts["not_empty"] = refusal(w.workspace.delete, root)
w.workspace.delete(root, recursive=True)
w.workspace.delete(f"{home}/unpacked", recursive=True)
facts["left"] = [o.path[len(home) :] for o in w.workspace.list(home)]
print(json.dumps(facts))
