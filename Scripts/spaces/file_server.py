"""A server of a folder on the loopback, for tests: it knows ranges, and breaks off when told.

    python3 file_server.py FOLDER --log FILE [--break-after N]

Prints its port, and writes the path and range of each request to FILE. With --break-after it ends
every answer after so many bytes. A path under /moved/ is redirected.
"""

import argparse
import http.server
import os
import re
import signal


class Handler(http.server.BaseHTTPRequestHandler):
    folder, break_after, log = ".", None, print

    def do_GET(self):
        span = self.headers.get("Range")
        type(self).log(f"{self.path} {span or 'whole'}")
        if self.path.startswith("/moved/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/moved"))
            self.end_headers()
            return
        try:
            with open(os.path.join(self.folder, self.path.lstrip("/")), "rb") as file:
                content = file.read()
        except OSError:
            self.send_error(404)
            return
        start = int(re.fullmatch(r"bytes=(\d+)-", span)[1]) if span else 0
        if start >= len(content) > 0:
            self.send_error(416)
            return
        self.send_response(206 if span else 200)
        if span:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        end = len(content) if self.break_after is None else start + self.break_after
        self.wfile.write(content[start:end])

    def log_message(self, *arguments):
        pass


def make_server(folder, break_after=None, log=print):
    handler = type("FolderHandler", (Handler,), {
        "folder": folder, "break_after": break_after, "log": staticmethod(log)})
    return http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--log", required=True)
    parser.add_argument("--break-after", type=int)
    arguments = parser.parse_args()
    # A thread that starts this may have signals blocked.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])

    def note(line):
        with open(arguments.log, "a", encoding="utf-8") as log:
            log.write(line + "\n")

    server = make_server(arguments.folder, arguments.break_after, note)
    print(server.server_port, flush=True)
    server.serve_forever()
