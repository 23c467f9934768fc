"""The same dossiers as notes through Anki's own sync server and two of its clients, on this machine.

    anki_sync.py DOSSIERS.jsonl   ->  {"version", "push_s", "pull_s", "notes"}

The collections are in step and empty before; then one client has a note a dossier (its JSON in one field), pushes, and the
other pulls. Times count only once both hold the same text. Anki has no setting of its sync that would make it faster."""

import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from anki.buildinfo import version
from anki.collection import AddNoteRequest, Collection


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(base):
    port = free_port()
    env = dict(os.environ, SYNC_USER1="ban:thu", SYNC_BASE=str(base), SYNC_HOST="127.0.0.1", SYNC_PORT=str(port))
    server = subprocess.Popen([sys.executable, "-m", "anki.syncserver"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return server, f"http://127.0.0.1:{port}/"
        except OSError:
            time.sleep(0.05)
    sys.exit("the sync server does not listen")


def whole(collection, auth, upload):
    """A first sync moves the whole file one way."""
    collection.sync_collection(auth, sync_media=False)
    collection.close_for_full_sync()
    collection.full_upload_or_download(auth=auth, server_usn=None, upload=upload)
    collection.reopen(after_full_sync=True)


def digest(collection):
    fields = sorted(collection.db.list("select flds from notes"))
    return len(fields), hashlib.sha256("\n".join(fields).encode()).hexdigest()


def main():
    dossiers = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "server").mkdir()
        server, endpoint = start(base / "server")
        try:
            one, two = Collection(str(base / "one.anki2")), Collection(str(base / "two.anki2"))
            auth = one.sync_login("ban", "thu", endpoint)
            auth.endpoint = endpoint
            whole(one, auth, upload=True)
            whole(two, auth, upload=False)
            basic, deck = one.models.by_name("Basic"), one.decks.id("Default")
            notes = []
            for text in dossiers:
                note = one.new_note(basic)
                note.fields[0] = text
                notes.append(AddNoteRequest(note=note, deck_id=deck))
            one.add_notes(notes)
            began = time.perf_counter()
            one.sync_collection(auth, sync_media=False)
            push = time.perf_counter() - began
            began = time.perf_counter()
            two.sync_collection(auth, sync_media=False)
            pull = time.perf_counter() - began
            if digest(one) != digest(two) or digest(two)[0] != len(dossiers):
                sys.exit(f"not all arrived: {digest(one)} {digest(two)}")
            print(json.dumps({"version": version, "push_s": push, "pull_s": pull, "notes": len(dossiers)}))
        finally:
            server.terminate()
            server.wait()


main()
