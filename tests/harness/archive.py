"""Looks into an export with Python's zipfile: `archive.py FILE FOLDER`.

Unpacks it, checks every file against the manifest, and prints what it found as JSON.
"""

import hashlib
import json
import pathlib
import sys
import zipfile

file, folder = sys.argv[1:]
with zipfile.ZipFile(file) as archive:
    broken = archive.testzip()
    names = archive.namelist()
    archive.extractall(folder)
manifest = json.loads(pathlib.Path(folder, "manifest.json").read_text("utf-8"))
wrong = []
for entry in manifest["files"]:
    content = pathlib.Path(folder, entry["path"]).read_bytes()
    if len(content) != entry["bytes"] or hashlib.sha256(content).hexdigest() != entry["sha256"]:
        wrong.append(entry["path"])
missing = sorted(set(names) - {entry["path"] for entry in manifest["files"]} - {"manifest.json"})
print(json.dumps({"broken": broken, "names": names, "manifest": manifest, "wrong": wrong, "missing": missing}))
