# SPDX-License-Identifier: Apache-2.0
"""The calls over HTTP: Connect's unary protocol with JSON (docs/spec/foreign.md, rule 1)."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from . import wire
from .hub import Wrong
from .ledger import Refused
from .node import Absent, Node

PREFIX = "/banyan.sidechain.v1.Sidechain/"
MAX_BODY = 4 << 20
SECONDS = 20


class Failed(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "banyan-sample"
    sys_version = ""
    timeout = SECONDS

    def do_POST(self):
        try:
            self._send(200, self._answer())
        except Failed as failed:
            self._fail(failed.status, failed.code, failed)
        except Wrong as wrong:
            self._fail(400, "invalid_argument", wrong)
        except Refused as refused:
            self._fail(400, "failed_precondition", refused)
        except Absent as absent:
            self._fail(404, "not_found", absent)

    def _answer(self):
        body = self._body()
        call = self.path.removeprefix(PREFIX)
        if not self.path.startswith(PREFIX) or call not in wire.REQUESTS:
            raise Failed(404, "unimplemented", "there is no such call")
        if self.headers.get_content_type() != "application/json":
            raise Failed(400, "invalid_argument", "the body is to be application/json")
        return self.server.node.call(call, wire.read(call, body))

    def _body(self):
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self.close_connection = True
            raise Failed(400, "invalid_argument", "a request says how long its body is")
        if len(length) > 9 or int(length) > MAX_BODY:
            self.close_connection = True
            raise Failed(429, "resource_exhausted", "a body has at most %d bytes" % MAX_BODY)
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            raise Failed(400, "invalid_argument", "the body ended before its length")
        return body

    def _fail(self, status, code, failure):
        self._send(status, {"code": code, "message": str(failure)[:512]})

    def _send(self, status, answer):
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """What callers send is not written anywhere."""


class Service(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, node: Node, port: int):
        super().__init__(("127.0.0.1", port), Handler)
        self.node = node

    def handle_error(self, _request, _address):
        """A caller who hangs up is no matter of ours."""
