# SPDX-License-Identifier: Apache-2.0
"""
A file of records that power loss does not take: each is a line with the SHA-256 of its JSON before it, and is on the disk when
`append` returns. What was being written when the power went is cut off at the next start; anything else that does not fit stops it.
"""

import fcntl
import hashlib
import json
import os
from pathlib import Path


class Damaged(Exception):
    """The file is not what was written, or not ours alone."""


def _line(record) -> bytes:
    text = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(text).hexdigest().encode() + b" " + text + b"\n"


class Journal:
    def __init__(self, path: Path):
        self.records = []
        self.file = open(path, "ab+")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.file.close()
            raise Damaged("%s is another process's: two would sign against each other" % path) from None
        self.file.seek(0)
        end = 0
        lines = self.file.read().splitlines(keepends=True)
        for number, line in enumerate(lines):
            digest, _, text = line.rstrip(b"\n").partition(b" ")
            if line.endswith(b"\n") and hashlib.sha256(text).hexdigest().encode() == digest:
                self.records.append(json.loads(text))
                end += len(line)
            elif number == len(lines) - 1:
                self.file.truncate(end)
            else:
                self.file.close()
                raise Damaged("%s: line %d is damaged, and there are others behind it" % (path, number + 1))
        self._sync()
        # A new file is there for certain when its folder says so.
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    def append(self, record):
        """Nothing may be done about a record before this returns; if it fails, the process must not go on."""
        self.file.write(_line(record))
        self._sync()

    def _sync(self):
        self.file.flush()
        os.fsync(self.file.fileno())

    def close(self):
        self.file.close()
