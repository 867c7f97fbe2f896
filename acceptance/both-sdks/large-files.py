"""A file that is too large for one request, from this machine to a volume and back."""

import hashlib
import json
import os
import pathlib

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.catalog import VolumeType

w = WorkspaceClient()
here = pathlib.Path(os.environ["STORY_FOLDER"])
path = "/Volumes/main/story/bytes/large.bin"
facts = {}


def hash_of(file):
    with file:
        digest = hashlib.sha256()
        while chunk := file.read(1024 * 1024):
            digest.update(chunk)
    return digest.hexdigest()


w.schemas.create("story", "main")
w.volumes.create("main", "story", "bytes", VolumeType.MANAGED)
w.files.upload_from(path, str(here / "large.bin"))
facts["length"] = w.files.get_metadata(path).content_length
w.files.download_to(path, str(here / "parallel.bin"), use_parallel=True)
facts["parallel"] = hash_of(open(here / "parallel.bin", "rb"))
facts["streamed"] = hash_of(w.files.download(path).contents)
with open(here / "large.bin", "rb") as file:
    w.files.upload(path, file, overwrite=True)
print(json.dumps(facts))
