#!/usr/bin/env python3
"""Asks the development server for a page with `wrk` for ten seconds while 200 clients send it a byte a second.

    benches/serve-load.py PROGRAM SITE [--path index.html] [--connections 8]

Wanted: no error, and the 99th percentile under 50 ms; it ends with 1 if that is not so. Everything stays on the loopback
address. Needs `wrk`; Python 3.11, nothing else.
"""
import argparse, re, shutil, socket, subprocess, sys, threading

SLOW = 200
SECONDS = 10
LIMIT = 50  # milliseconds
UNITS = {"us": 0.001, "ms": 1, "s": 1000}


def dawdle(address, over):
    """Sends a request a byte a second, and begins anew when the server has had enough of it."""
    host, port = address.split(":")
    sent = 0
    while not over.is_set():
        with socket.create_connection((host, int(port))) as client:
            for byte in f"GET / HTTP/1.1\r\nHost: {address}\r\nX-Slow: {'x' * 100}".encode():
                try:
                    client.send(bytes([byte]))
                    sent += 1
                except OSError:
                    break
                if over.wait(1):
                    return sent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("site")
    parser.add_argument("--path", default="index.html")
    parser.add_argument("--connections", default="8")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("this needs wrk: apt-get install wrk")
    command = [options.program, "serve", "-q", "--port", "0", "-C", options.site]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    over = threading.Event()
    try:
        address = server.stdout.readline().strip().removeprefix("http://").rstrip("/")
        slow = [threading.Thread(target=dawdle, args=(address, over)) for _ in range(SLOW)]
        for client in slow:
            client.start()
        url = f"http://{address}/{options.path}"
        wrk = ["wrk", "-t2", "-c", options.connections, f"-d{SECONDS}s", "--latency", url]
        said = subprocess.run(wrk, capture_output=True, text=True, check=True).stdout
    finally:
        over.set()
        server.terminate()
        server.wait(30)
    print(said)
    figure, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    late = float(figure) * UNITS[unit]
    faults = re.findall(r"Socket errors.*|Non-2xx.*", said)
    print(f"99th percentile {late:.2f} ms with {SLOW} slow clients; errors: {', '.join(faults) or 'none'}")
    sys.exit(1 if faults or late >= LIMIT else 0)


main()
