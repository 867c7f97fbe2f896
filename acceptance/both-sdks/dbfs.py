"""Files of DBFS, and copies of them in volumes and on this machine."""

import base64
import io
import json
import os
import pathlib

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.catalog import VolumeType
from telling import refusal, sha256, some_bytes

w = WorkspaceClient()
here = pathlib.Path(os.environ["STORY_FOLDER"])
data = some_bytes(2_500_000)
facts = {}

# Written and read as a stream, in blocks.
with w.dbfs.open("/story/data.bin", write=True) as file:
    for start in range(0, len(data), 700_000):
        file.write(data[start : start + 700_000])
with w.dbfs.open("dbfs:/story/data.bin", read=True) as file:
    facts["read_back"] = sha256(file.read())
status = w.dbfs.get_status("/story/data.bin")
facts["status"] = [status.path, status.is_dir, status.file_size, status.modification_time > 0]
facts["exists_already"] = refusal(w.dbfs.open, "/story/data.bin", write=True)
with w.dbfs.open("/story/data.bin", write=True, overwrite=True) as file:
    file.write(b"short")
facts["overwritten"] = w.dbfs.download("/story/data.bin").read().decode()
handle = w.dbfs.create("/story/too-much").handle
block = base64.b64encode(bytes(1024 * 1024 + 1)).decode()
facts["block_too_large"] = refusal(w.dbfs.add_block, handle, block)
w.dbfs.close(handle)
w.dbfs.delete("/story/too-much")

# Directories.
w.dbfs.upload("/story/deep/er/one.bin", io.BytesIO(data))
w.dbfs.upload("/story/deep/two words.txt", io.BytesIO(b"two"))
w.dbfs.mkdirs("/story/empty")
facts["listed"] = [[f.path, f.is_dir, f.file_size] for f in w.dbfs.list("/story")]
facts["listed_deep"] = sorted(f.path for f in w.dbfs.list("/story", recursive=True))
facts["exist"] = [w.dbfs.exists(path) for path in ("/story/deep", "/story/data.bin", "/nowhere")]
facts["missing"] = refusal(w.dbfs.get_status, "/nowhere")
facts["missing_list"] = refusal(list, w.dbfs.list("/nowhere"))

# From and to other places.
local = here / "mine"
(local / "sub").mkdir(parents=True)
(local / "a.txt").write_text("a")
(local / "sub" / "b.bin").write_bytes(data)
w.dbfs.copy(f"file:{local}", "/story/copied", recursive=True)
facts["copied_up"] = sorted(f.path for f in w.dbfs.list("/story/copied", recursive=True))
w.schemas.create("story", "main")
w.volumes.create("main", "story", "bytes", VolumeType.MANAGED)
volume = "/Volumes/main/story/bytes"
w.dbfs.copy("/story/copied/sub/b.bin", f"{volume}/b.bin")
facts["in_volume"] = sha256(w.files.download(f"{volume}/b.bin").contents.read())
w.dbfs.copy(f"{volume}/b.bin", "/story/back.bin")
w.dbfs.copy("/story/back.bin", f"file:{here}/back.bin")
facts["back_here"] = sha256((here / "back.bin").read_bytes())
w.dbfs.copy("/story/data.bin", "/story/deep")
facts["into_directory"] = w.dbfs.download("/story/deep/data.bin").read().decode()
facts["in_the_way"] = refusal(w.dbfs.copy, "/story/data.bin", "/story/back.bin")

# Moved, deleted.
w.dbfs.move_("/story/data.bin", "/story/moved.txt")
facts["moved"] = [w.dbfs.exists("/story/data.bin"), w.dbfs.exists("/story/moved.txt")]
w.dbfs.move_("/story/moved.txt", f"{volume}/moved.txt")
facts["moved_out"] = [w.dbfs.exists("/story/moved.txt"), w.dbfs.exists(f"{volume}/moved.txt")]
facts["volume"] = sorted(f.path for f in w.dbfs.list(volume))
w.dbfs.delete("/story", recursive=True)
facts["left"] = [f.path for f in w.dbfs.list("/")]
print(json.dumps(facts))
