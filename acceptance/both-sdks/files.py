"""Files in a volume, by whatever way the client has to their bytes."""

import io
import json
import os
import pathlib

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.catalog import VolumeType
from telling import refusal, sha256, some_bytes

w = WorkspaceClient()
here = pathlib.Path(os.environ["STORY_FOLDER"])
data = some_bytes(3_000_000)
facts = {}


def read(path):
    return w.files.download(path).contents.read()


schema = w.schemas.create("story", "main")
volume = w.volumes.create("main", "story", "bytes", VolumeType.MANAGED)
facts["volume"] = [schema.full_name, volume.full_name, volume.volume_type.value]
root = "/Volumes/main/story/bytes"

# A file, from bytes to bytes.
w.files.upload(f"{root}/data.bin", io.BytesIO(data))
response = w.files.download(f"{root}/data.bin")
facts["type"] = response.content_type
facts["length"] = response.content_length
facts["dated"] = response.last_modified.endswith(" GMT")
facts["read_back"] = sha256(response.contents.read())
about = w.files.get_metadata(f"{root}/data.bin")
facts["metadata"] = [about.content_type, about.content_length]
facts["dated_alike"] = about.last_modified == response.last_modified
w.files.upload(f"{root}/empty", io.BytesIO(b""))
facts["empty"] = [len(read(f"{root}/empty")), w.files.get_metadata(f"{root}/empty").content_length]
odd = "a b+c%20d#e?ü.txt"
w.files.upload(f"{root}/{odd}", io.BytesIO(b"odd"))
facts["odd"] = read(f"{root}/{odd}").decode()
facts["in_the_way"] = refusal(
    w.files.upload, f"{root}/data.bin", io.BytesIO(b"new"), overwrite=False
)
w.files.upload(f"{root}/data.bin", io.BytesIO(b"new"), overwrite=True)
facts["overwritten"] = read(f"{root}/data.bin").decode()

# Directories.
w.files.create_directory(f"{root}/deep/er")
w.files.create_directory(f"{root}/deep/er")
w.files.get_directory_metadata(f"{root}/deep")
for n in range(3):
    w.files.upload(f"{root}/deep/{n}.txt", io.BytesIO(b"x" * n))
facts["pages"] = [
    [entry.name, entry.is_directory, entry.file_size]
    for entry in sorted(
        w.files.list_directory_contents(f"{root}/deep", page_size=2), key=lambda entry: entry.name
    )
]
facts["root"] = sorted(entry.path for entry in w.files.list_directory_contents(root))
facts["not_empty"] = refusal(w.files.delete_directory, f"{root}/deep")
facts["is_directory"] = refusal(w.files.delete, f"{root}/deep")
facts["no_file"] = refusal(w.files.download, f"{root}/nothing")
facts["no_metadata"] = refusal(w.files.get_metadata, f"{root}/nothing").split()[0]
facts["no_directory"] = refusal(w.files.get_directory_metadata, f"{root}/nothing").split()[0]
facts["no_delete"] = refusal(w.files.delete, f"{root}/nothing")
facts["no_volume"] = refusal(
    w.files.upload, "/Volumes/main/story/nothing/data.bin", io.BytesIO(data)
)

# Files of this machine, which the plain client does not take.
if not w.config.disable_experimental_files_api_client:
    (here / "mine.bin").write_bytes(data)
    w.files.upload_from(f"{root}/mine.bin", str(here / "mine.bin"))
    w.files.download_to(f"{root}/mine.bin", str(here / "yours.bin"))
    facts["local_file"] = sha256((here / "yours.bin").read_bytes())
    w.files.delete(f"{root}/mine.bin")

# All gone, and the root still there.
for entry in w.files.list_directory_contents(f"{root}/deep"):
    (w.files.delete_directory if entry.is_directory else w.files.delete)(entry.path)
w.files.delete_directory(f"{root}/deep")
for entry in w.files.list_directory_contents(root):
    w.files.delete(entry.path)
facts["left"] = len(list(w.files.list_directory_contents(root)))
w.volumes.delete("main.story.bytes")
w.schemas.delete("main.story")
print(json.dumps(facts))
