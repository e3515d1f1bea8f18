# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands between a program and the service, and breaks the line at the n-th change that is asked for."""
import contextlib
import http.server
import threading
import urllib.error
import urllib.request

REFUSE = 'refuse' # an error envelope, and nothing is done
LOSE = 'lose'     # no answer, and it is done
KILL = 'kill'     # it is done, and the program that asked is killed before it knows


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def forward(self):
        gate = self.server
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        is_struck = self.command != 'GET' and gate.strikes()
        if is_struck and gate.how == REFUSE:
            self.answer(400, b'{"code":20001,"message":"not today","status":400}')
        else:
            status, answer = self.ask(body)
            if is_struck:
                self.close_connection = True
                if gate.how == KILL:
                    gate.kill()
            else:
                self.answer(status, answer)

    do_GET = do_POST = do_DELETE = forward

    def ask(self, body):
        headers = {name: self.headers[name] for name in ('Authorization', 'Content-Type')
                   if name in self.headers}
        request = urllib.request.Request(self.server.url + self.path, data=body or None, headers=headers,
                                         method=self.command)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def answer(self, status, body):
        own = f'http://127.0.0.1:{self.server.server_port}'
        body = body.replace(self.server.url.encode(), own.encode()) # the addresses of next pages
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        if status != 204:
            self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)


class Gate(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, url):
        super().__init__(('127.0.0.1', 0), Handler)
        self.url = url
        self.address = f'http://127.0.0.1:{self.server_port}'
        self.how = None
        self.left = 0
        self.lock = threading.Lock()

    def order(self, how, number):
        """The number-th change from now on is struck; the first is 1."""
        self.how, self.left = how, number

    def strikes(self):
        with self.lock:
            self.left -= 1
            return self.left == 0

    @property
    def was_struck(self):
        return self.left <= 0


@contextlib.contextmanager
def gate(url):
    one = Gate(url)
    thread = threading.Thread(target=one.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield one
    finally:
        one.shutdown()
        thread.join()
        one.server_close()
