#!/usr/bin/env python3
"""What it costs to publish a site of which nothing changed: seconds beside the build, and requests.

    benches/publish_unchanged.py VARIORUM SITE WORK [RCLONE]

SITE is left as it is: a copy of it is made in WORK, which must be empty and should lie in memory. Each place (a folder;
an S3 store by `rclone serve s3`, behind a proxy that counts requests) gets the site once; then builds and runs of
`publish` take turns, and the medians are compared. The issue allows two requests and two seconds.
"""

import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time

ROUNDS = 5


def counting_proxy(server):
    """A port that leads to the server's, and the requests that went through it."""
    seen = []
    listener = socket.create_server(("127.0.0.1", 0))

    def relay(one, other, note):
        while piece := one.recv(1 << 16):
            if note and piece.split(b" ")[0] in (b"GET", b"PUT", b"HEAD", b"POST", b"DELETE"):
                seen.append(piece.split(b"\r\n")[0].decode())
            other.sendall(piece)
        other.shutdown(socket.SHUT_WR)

    def serve():
        while True:
            client, _ = listener.accept()
            upstream = socket.create_connection(("127.0.0.1", server))
            threading.Thread(target=relay, args=(client, upstream, True), daemon=True).start()
            threading.Thread(target=relay, args=(upstream, client, False), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1], seen


def main(program, site, work, rclone=None):
    work = pathlib.Path(work)
    copy, bucket = work / "site", work / "store"
    shutil.copytree(site, copy)
    settings = (copy / "site.toml").read_text()
    environment = dict(os.environ, STORE_KEY="key", STORE_SECRET="secret-of-the-bench")

    def timed(*arguments):
        began = time.monotonic()
        run = subprocess.run([program, *arguments], cwd=copy, env=environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr[-2000:]
        return time.monotonic() - began

    def measure(name, place, seen):
        (copy / "site.toml").write_text(f"{settings}\n[publish.live]\n{place}\n")
        first = timed("publish", "-q", "--yes", "live")
        seen.clear()
        timed("publish", "-q", "--yes", "live")
        requests = list(seen)
        builds, runs = [], []
        for _ in range(ROUNDS):
            builds.append(timed("build", "-q"))
            runs.append(timed("publish", "-q", "--yes", "live"))
        build, run = statistics.median(builds), statistics.median(runs)
        print(f"{name}: first {first:.1f} s; build {build:.2f} s, publish unchanged {run:.2f} s, so {run - build:.2f} s "
              f"beside the build; requests {len(requests)} {requests}", flush=True)

    measure("dir", f'to = "dir:{work / "www"}"', [])
    if rclone:
        (bucket / "site").mkdir(parents=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [rclone, "serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", "key,secret-of-the-bench", bucket],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    time.sleep(0.05)
            front, seen = counting_proxy(port)
            measure("s3", f'to = "s3://site/web"\nendpoint = "http://127.0.0.1:{front}"\nregion = "us-east-1"\n'
                    'key_env = "STORE_KEY"\nsecret_env = "STORE_SECRET"', seen)
        finally:
            server.terminate()


main(*sys.argv[1:])
