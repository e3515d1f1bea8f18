#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What --state keeps: the built program is killed with SIGKILL over and over.

state.py PROGRAM [ROUNDS]
"""
import base64
import contextlib
import glob
import hashlib
import hmac
import http.client
import http.server
import json
import os
import random
import resource
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

program = sys.argv[1]
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
count = failures = 0


def tell(good, name, *why):
    global count, failures
    count += 1
    failures += not good
    print(f"{'ok' if good else 'not ok'} {count} {name}", flush=True)
    for line in why if not good else ():
        print(f"# {line}")


class Sandbox:
    def __init__(self, *options, **more):
        self.process = subprocess.Popen(
            [program, "--port=0", "--print-env", *options], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, **more,
        )
        self.env = {}
        self.said = ""
        for line in self.process.stdout:
            if line.startswith("Task Router sandbox ready"):
                break
            name, _, value = line.strip().partition("=")
            self.env[name] = value
        else:
            self.said = self.process.communicate()[1]
            return
        self.address = self.env["TR_BASE_URL"].removeprefix("http://")
        pair = self.env["TR_ACCOUNT_SID"] + ":" + self.env["TR_AUTH_TOKEN"]
        self.auth = "Basic " + base64.b64encode(pair.encode()).decode()
        self.workspace = "/v1/Workspaces/" + self.env["WORKSPACE_SID"]

    def ask(self, method, path, **form):
        connection = http.client.HTTPConnection(self.address, timeout=30)
        connection.request(
            method, path, urllib.parse.urlencode(form) if form else None,
            {"Authorization": self.auth, "Content-Type": "application/x-www-form-urlencoded"},
        )
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, json.loads(text) if text else None

    def do(self, method, path, **form):
        status, answer = self.ask(method, path, **form)
        if status >= 300:
            raise AssertionError(f"{method} {path}: {status} {answer}")
        return answer

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def stop(self):
        self.process.terminate()
        self.process.communicate()
        return self.process.returncode

    def dump(self):
        """Everything that can be asked for, without the port that changes with each start."""
        lists = ["Activities", "Workers", "TaskQueues", "Workflows", "TaskChannels", "Tasks",
                 "Events", "Statistics"]
        account = "/2010-04-01/Accounts/" + self.env["TR_ACCOUNT_SID"]
        paths = [f"{self.workspace}/{name}?PageSize=1000" for name in lists]
        paths += [f"{account}/{name}.json?PageSize=1000" for name in
                  ("Calls", "Conferences", "Queues", "IncomingPhoneNumbers")]
        paths += ["/sandbox/phones", "/sandbox/clock", "/sandbox/explain"]
        for name, kind in (("Workers", "workers"), ("Tasks", "tasks")):
            for one in self.do("GET", f"{self.workspace}/{name}?PageSize=1000")[kind]:
                paths.append(f"{self.workspace}/{name}/{one['sid']}/Reservations?PageSize=1000")
        for call in self.do("GET", f"{account}/Calls.json?PageSize=1000")["calls"]:
            paths.append("/sandbox/calls/" + call["sid"])
        return {
            path: json.dumps(self.do("GET", path), sort_keys=True).replace(self.address, "HOST")
            for path in paths
        }


def live(sandbox, chance):
    """One thing that happens in a contact centre."""
    workers = sandbox.do("GET", f"{sandbox.workspace}/Workers")["workers"]
    activities = sandbox.do("GET", f"{sandbox.workspace}/Activities")["activities"]
    worker = chance.choice(workers)
    path = f"{sandbox.workspace}/Workers/{worker['sid']}"
    kind = chance.randrange(8)
    if kind == 0:
        sandbox.do("POST", "/sandbox/calls", From=f"+1650555{chance.randrange(10000):04}",
                   Digits=chance.choice("129"))
    elif kind == 1:
        sandbox.ask("POST", path, ActivitySid=chance.choice(activities)["sid"])
    elif kind == 2:
        for reservation in sandbox.do("GET", f"{path}/Reservations")["reservations"][:3]:
            sandbox.ask("POST", f"{path}/Reservations/{reservation['sid']}", **chance.choice([
                {"ReservationStatus": "accepted"}, {"ReservationStatus": "rejected"},
                {"Instruction": "conference", "ConferenceFrom": "+16505552222"},
                {"ReservationStatus": "completed"}]))
    elif kind == 3:
        sandbox.do("POST", "/sandbox/phones/%2B16505551111",
                   Behavior=chance.choice(["answer", "busy", "no-answer"]), After=1)
    elif kind == 4:
        sandbox.ask("POST", f"{sandbox.workspace}/Tasks", Priority=chance.randrange(5),
                    WorkflowSid=sandbox.do("GET", f"{sandbox.workspace}/Workflows")
                    ["workflows"][0]["sid"], Attributes='{"name":"\u00e4\\"\u20ac"}')
    elif kind == 5:
        calls = sandbox.do("GET", f"/2010-04-01/Accounts/{sandbox.env['TR_ACCOUNT_SID']}"
                           "/Calls.json")["calls"]
        if calls:
            sandbox.ask("POST", f"/sandbox/calls/{chance.choice(calls)['sid']}/hangup")
    else:
        sandbox.do("POST", "/sandbox/clock/advance", seconds=chance.choice([0.5, 1, 3, 11]))


def differences(before, after):
    return [f"{path}: {before.get(path)} -> {after.get(path)}"[:600]
            for path in sorted(set(before) | set(after)) if before.get(path) != after.get(path)]


def check_equal(state):
    chance = random.Random(7)
    for number in range(rounds):
        sandbox = Sandbox("--clock=virtual", f"--state={state}")
        for _ in range(25):
            live(sandbox, chance)
        before = sandbox.dump()
        sandbox.kill()
        sandbox = Sandbox("--clock=virtual", f"--state={state}")
        changed = differences(before, sandbox.dump()) if not sandbox.said else [sandbox.said]
        # What is to come must be as well: timers, and the SIDs that are made next.
        sandbox.kill()
        tell(not changed, f"/state/killed/{number}", *changed)
    futures = []
    for _ in range(2):
        copy = state + ".copy"
        with open(state, "rb") as old, open(copy, "wb") as new:
            new.write(old.read())
        sandbox = Sandbox("--clock=virtual", f"--state={copy}")
        ahead = random.Random(8)
        for _ in range(25):
            live(sandbox, ahead)
        futures.append(sandbox.dump())
        sandbox.kill()
        os.unlink(copy)
    tell(not differences(*futures), "/state/same-future", *differences(*futures))


def check_confirmed(state):
    """Killed in the middle of answering: whatever was confirmed is there."""
    confirmed = {}
    lock = threading.Lock()

    def work(sandbox, name):
        number = 0
        while True:
            number += 1
            try:
                status, answer = sandbox.ask(
                    "POST", f"{sandbox.workspace}/Workers", FriendlyName=f"{name}-{number}")
                if status != 201:
                    return
                with lock:
                    confirmed[answer["sid"]] = answer["friendly_name"]
                sandbox.ask("POST", f"{sandbox.workspace}/Workers/{answer['sid']}",
                            Attributes=json.dumps({"number": number}))
            except (OSError, http.client.HTTPException):
                return

    for number in range(rounds):
        sandbox = Sandbox(f"--state={state}")
        if sandbox.said:
            tell(False, f"/state/confirmed/{number}", sandbox.said)
            return
        threads = [threading.Thread(target=work, args=(sandbox, f"{number}-{i}"))
                   for i in range(4)]
        enough = len(confirmed) + 20 + 13 * number
        for thread in threads:
            thread.start()
        while len(confirmed) < enough and any(thread.is_alive() for thread in threads):
            threads[0].join(0.005)
        sandbox.kill()
        for thread in threads:
            thread.join()
        sandbox = Sandbox(f"--state={state}")
        lost = []
        for sid, name in confirmed.items() if not sandbox.said else ():
            status, answer = sandbox.ask("GET", f"{sandbox.workspace}/Workers/{sid}")
            if status != 200 or answer["friendly_name"] != name:
                lost.append(f"{sid} {name}: {status}")
        sandbox.kill()
        tell(not lost and not sandbox.said, f"/state/confirmed/{number}", sandbox.said, *lost)


def check_file(state):
    mode = stat.S_IMODE(os.stat(state).st_mode)
    tell(mode == 0o600, "/state/mode", oct(mode))
    tell(not glob.glob(state + ".??????"), "/state/no-drafts")
    sandbox = Sandbox("--clock=virtual", f"--state={state}")
    second = Sandbox("--clock=virtual", f"--state={state}")
    tell("another sandbox" in second.said, "/state/locked", second.said)
    before = sandbox.dump()
    sandbox.kill()
    with open(state, "ab") as file:
        file.write(b'{"method":"POST","pa')
    sandbox = Sandbox("--clock=virtual", f"--state={state}")
    changed = differences(before, sandbox.dump()) if not sandbox.said else [sandbox.said]
    tell(not changed, "/state/torn", *changed)
    tell(sandbox.stop() == 0, "/state/stopped")
    other = Sandbox("--clock=virtual", f"--state={state}", "--random-seed=7")
    other.process.terminate()
    said = other.process.communicate()[1]
    tell("passed over: --random-seed" in said, "/state/passed-over", said)
    with open(state, "rb") as file:
        lines = file.read().rstrip().split(b"\n")
    wrong = {
        "broken": (3, b'{"method":'),
        "other-version": (3, b'{"t":%d,"method":"POST","path":"/v1/Workspaces","account":"%s",'
                          b'"headers":{},"status":201}' %
                          (json.loads(lines[1])["t"], sandbox.env["TR_ACCOUNT_SID"].encode())),
        "nobody": (3, b'{"t":%d,"method":"POST","path":"/v1/Workspaces","headers":{},"status":201}'
                   % json.loads(lines[1])["t"]),
        "late": (len(lines) + 1, b'{"t":0}'),
        "origin": (1, b"{}"),
    }
    for name, (number, line) in wrong.items():
        with open(state + ".bad", "wb") as file:
            file.write(b"\n".join(lines[:number - 1] + [line] + lines[number - 1:]))
            file.write(b"\n")
        bad = Sandbox("--clock=virtual", f"--state={state}.bad")
        tell(bad.process.returncode == 1 and f".bad: line {number}: " in bad.said,
             f"/state/{name}", bad.said)
        bad.kill()
    tokens = b"\n".join(lines[1:])
    tell(b"eyJ" not in tokens and b"Basic" not in tokens, "/state/no-credentials")


def check_callback(state):
    """What a program answered is part of the past: it is not asked again."""
    asked = []

    class Program(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"instruction":"accept"}')

        def log_message(self, *_):
            pass

    def get_task():
        return sandbox.do("GET", f"{sandbox.workspace}/Tasks")["tasks"][0]["assignment_status"]

    server = http.server.HTTPServer(("127.0.0.1", 0), Program)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sandbox = Sandbox(f"--state={state}")
    workflow = sandbox.do("GET", f"{sandbox.workspace}/Workflows")["workflows"][0]["sid"]
    activity = sandbox.do("GET", f"{sandbox.workspace}/Activities?FriendlyName=Available")
    sandbox.do("POST", f"{sandbox.workspace}/Workflows/{workflow}",
               AssignmentCallbackUrl=f"http://127.0.0.1:{server.server_port}/")
    for worker in sandbox.do("GET", f"{sandbox.workspace}/Workers")["workers"]:
        sandbox.do("POST", f"{sandbox.workspace}/Workers/{worker['sid']}",
                   ActivitySid=activity["activities"][0]["sid"])
    sandbox.do("POST", f"{sandbox.workspace}/Tasks", WorkflowSid=workflow)
    while get_task() != "assigned":
        pass
    sandbox.kill()
    sandbox = Sandbox(f"--state={state}")
    tell(not sandbox.said and get_task() == "assigned" and len(asked) == 1, "/state/callback",
         sandbox.said, str(asked))
    sandbox.stop()
    server.shutdown()


def check_in_flight(state):
    """What a program was asked or told when the sandbox was killed comes once more, in order."""
    heard = []
    silent = threading.Event()
    busy = {path: threading.Event() for path in ("/voice", "/assign", "/status", "/event")}

    class Program(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = dict(urllib.parse.parse_qsl(form))
            if not silent.is_set():
                busy[self.path].set()
                silent.wait(30)
                return
            heard.append((self.path, form))
            self.send_response(200)
            kind, answer = {"/voice": ("text/xml", b"<Response><Say>hello</Say></Response>"),
                            "/assign": ("application/json", b'{"instruction":"accept"}')}.get(
                self.path, ("text/plain", b""))
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Program)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    program_url = f"http://127.0.0.1:{server.server_port}"
    sandbox = Sandbox("--clock=virtual", f"--state={state}")
    account = "/2010-04-01/Accounts/" + sandbox.env["TR_ACCOUNT_SID"]
    workspace = sandbox.workspace
    numbers = sandbox.do("GET", f"{account}/IncomingPhoneNumbers.json")
    sandbox.do("POST", f"{account}/IncomingPhoneNumbers/"
               f"{numbers['incoming_phone_numbers'][0]['sid']}.json",
               VoiceUrl=program_url + "/voice", StatusCallback=program_url + "/status")
    workflow = sandbox.do("GET", f"{workspace}/Workflows")["workflows"][0]["sid"]
    sandbox.do("POST", f"{workspace}/Workflows/{workflow}",
               AssignmentCallbackUrl=program_url + "/assign")
    sandbox.do("POST", workspace, EventCallbackUrl=program_url + "/event")
    available = sandbox.do("GET", f"{workspace}/Activities?FriendlyName=Available")["activities"]
    workers = sandbox.do("GET", f"{workspace}/Workers")["workers"]
    sandbox.do("POST", f"{workspace}/Workers/{workers[0]['sid']}", ActivitySid=available[0]["sid"])
    sandbox.do("POST", f"{workspace}/Tasks", WorkflowSid=workflow)
    # One call is over, and its end is told; another has just begun.
    over = sandbox.do("POST", "/sandbox/calls", From="+16505550101")["sid"]
    sandbox.do("POST", f"/sandbox/calls/{over}/hangup")
    call = sandbox.do("POST", "/sandbox/calls", From="+16505550100")["sid"]
    for path, event in busy.items():
        if not event.wait(20):
            tell(False, "/state/in-flight/asked", path)
    events = [(one["sid"], one["event_type"]) for one in
              sandbox.do("GET", f"{workspace}/Events?PageSize=1000")["events"]]
    sandbox.kill()
    silent.set()
    sandbox = Sandbox("--clock=virtual", f"--state={state}")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not sandbox.said:
        task = sandbox.do("GET", f"{workspace}/Tasks")["tasks"][0]
        told = [(form["Sid"], form["EventType"]) for path, form in heard if path == "/event"]
        words = sandbox.do("GET", f"/sandbox/calls/{call}")["transcript"]
        if (any(kind == "reservation.accepted" for _, kind in told) and
                any(path == "/status" for path, _ in heard) and
                any("hello" in line["words"] for line in words)):
            break
        time.sleep(0.02)
    tell(not sandbox.said and task["assignment_status"] == "assigned",
         "/state/in-flight/assignment",
         sandbox.said, str(task))
    tell(any("hello" in line["words"] for line in words), "/state/in-flight/twiml", str(words))
    wanted = [one for one in events if one in told]
    tell(len(wanted) > 3 and sorted(told[:len(wanted)]) == sorted(wanted) and
         len(told) == len(set(told)), "/state/in-flight/events", str(events), str(told))
    stamps = [form["TimestampMs"] for path, form in heard if path == "/event"]
    tell(stamps == sorted(stamps), "/state/in-flight/order", str(stamps))
    ended = [form["CallSid"] for path, form in heard if path == "/status"]
    tell(ended == [over], "/state/in-flight/note", str(ended))
    # They are over and done with: a third start asks nobody.
    sandbox.do("POST", "/sandbox/clock/advance", seconds=0.1)  # waits for all answers
    before = len(heard)
    sandbox.kill()
    sandbox = Sandbox("--clock=virtual", f"--state={state}")
    sandbox.do("POST", f"{workspace}/Activities", FriendlyName="Lunch", Available="false")
    while len(heard) == before and time.monotonic() < deadline:
        time.sleep(0.02)
    tell([form["EventType"] for path, form in heard[before:]] == ["activity.created"],
         "/state/in-flight/done", str(heard[before:]))
    sandbox.stop()
    server.shutdown()


def check_descriptors():
    """Out of file descriptors it rests, says so once, and goes on when there are some."""
    sandbox = Sandbox("--clock=virtual", preexec_fn=lambda: resource.setrlimit(
        resource.RLIMIT_NOFILE, (64, 64)))
    peers = [socket.create_connection(sandbox.address.split(":")) for _ in range(100)]
    before = os.times().elapsed
    used = sum(map(int, open(f"/proc/{sandbox.process.pid}/stat").read().split()[13:15]))
    time.sleep(0.5)
    used = sum(map(int, open(f"/proc/{sandbox.process.pid}/stat").read().split()[13:15])) - used
    tell(used <= 20 * (os.times().elapsed - before) + 5, "/state/descriptors/rest", f"{used} ticks")
    for peer in peers:
        peer.close()
    tell(sandbox.do("GET", "/sandbox/clock")["virtual"], "/state/descriptors/again")
    sandbox.process.terminate()
    said = sandbox.process.communicate()[1]
    tell(said.count("can be let in") == 1, "/state/descriptors/said", said[:500])


def check_full(state):
    """What can't be kept is not confirmed."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))

    sandbox = Sandbox("--clock=virtual", f"--state={state}", preexec_fn=limit)
    names = []
    status = 201
    while status == 201 and len(names) < 100:
        names.append(f"worker-{len(names)}")
        status, answer = sandbox.ask("POST", f"{sandbox.workspace}/Workers",
                                     FriendlyName=names[-1])
    tell(status == 500 and answer["status"] == 500, "/state/full", str(status), str(answer))
    sandbox.kill()
    sandbox = Sandbox("--clock=virtual", f"--state={state}")
    kept = [worker["friendly_name"] for worker in
            sandbox.do("GET", f"{sandbox.workspace}/Workers?PageSize=200")["workers"]]
    tell(set(names[:-1]) <= set(kept), "/state/full/kept", str(kept))
    sandbox.stop()


def check_speed(state):
    """A clock with a speed of its own goes on from where it was, and not as fast as it liked."""
    sandbox = Sandbox("--speed=500", f"--state={state}")
    call = sandbox.do("POST", "/sandbox/calls", From="+16505550100", Digits="1")["sid"]
    path = f"/sandbox/calls/{call}"
    while sandbox.do("GET", "/sandbox/explain")["tasks"] == []:
        pass
    before = sandbox.do("GET", "/sandbox/clock")
    sandbox.kill()
    sandbox = Sandbox("--clock=virtual", f"--state={state}")
    after = sandbox.do("GET", "/sandbox/clock")
    told = [line["words"] for line in sandbox.do("GET", path)["transcript"]]
    tell(abs(after["epoch"] - before["epoch"]) < 600 and after["virtual"] and
         sandbox.do("GET", "/sandbox/explain")["tasks"] != [], "/state/speed",
         str(before), str(after), str(told))
    sandbox.stop()


def check_start():
    """A clock that begins at a time of its own: the same day again, to every date of it."""
    days = []
    for _ in range(2):
        sandbox = Sandbox("--clock=virtual", "--clock-start=2026-01-05T09:00:00+01:00")
        began = sandbox.do("GET", "/sandbox/clock")["now"]
        chance = random.Random(10)
        for _ in range(25):
            live(sandbox, chance)
        days.append(sandbox.dump() | {"began": began})
        sandbox.stop()
    changed = differences(*days)
    tell(days[0]["began"] == "2026-01-05T08:00:00Z" and not changed, "/state/clock-start",
         days[0]["began"], *changed)


def encode(value):
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=")


def make_token(sandbox, worker, life):
    """As the helper libraries make it: by the machine's clock."""
    env, now = sandbox.env, int(time.time())
    text = encode({"typ": "JWT", "alg": "HS256", "cty": "twilio-fpa;v=1"}) + b"." + encode({
        "jti": "1", "iss": env["TR_API_KEY_SID"], "sub": env["TR_ACCOUNT_SID"], "iat": now,
        "exp": now + life, "grants": {"identity": "dave", "task_router": {
            "workspace_sid": env["WORKSPACE_SID"], "worker_sid": worker, "role": "worker"}}})
    mac = hmac.new(env["TR_API_KEY_SECRET"].encode(), text, hashlib.sha256).digest()
    return (text + b"." + encode(mac)).decode()


def check_tokens():
    """A token lives as long as it says, whatever day it is in the sandbox."""
    for start in ("2001-01-01", "2099-01-01"):
        sandbox = Sandbox("--clock=virtual", f"--clock-start={start}")
        worker = sandbox.do("GET", f"{sandbox.workspace}/Workers")["workers"][0]["sid"]
        statuses = []
        body = json.dumps({"url": f"Workspaces/{sandbox.env['WORKSPACE_SID']}/Workers/{worker}",
                           "method": "GET", "params": {},
                           "token": make_token(sandbox, worker, 600)})
        sandbox.do("POST", "/sandbox/faults", Fault="status", Status=503, Worker=worker)
        with contextlib.closing(http.client.HTTPConnection(sandbox.address)) as connection:
            connection.request("POST", "/v1/wschannels", body)
            struck = connection.getresponse().status
        tell(struck == 503, f"/state/tokens/{start}/fault", str(struck))
        for seconds in (0, 590, 20):
            sandbox.do("POST", "/sandbox/clock/advance", seconds=seconds)
            with contextlib.closing(http.client.HTTPConnection(sandbox.address)) as connection:
                connection.request("POST", "/v1/wschannels", body)
                statuses.append(connection.getresponse().status)
        tell(statuses == [200, 200, 401], f"/state/tokens/{start}", str(statuses))
        sandbox.stop()


def check_heartbeats():
    """An hour that passes in a moment is no reason for hundreds of them."""
    sandbox = Sandbox("--clock=virtual")
    worker = sandbox.do("GET", f"{sandbox.workspace}/Workers")["workers"][0]["sid"]
    peer = socket.create_connection(sandbox.address.split(":"), timeout=20)
    peer.sendall((f"GET /v1/wschannels?token={make_token(sandbox, worker, 80000)} HTTP/1.1\r\n"
                  f"Host: {sandbox.address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                  "Sec-WebSocket-Version: 13\r\n\r\n").encode())
    heard = b""
    while b"init" not in heard:
        heard += peer.recv(65536)
    sandbox.do("POST", "/sandbox/clock/advance", seconds=7200)
    sandbox.do("POST", f"{sandbox.workspace}/Workers/{worker}", Attributes='{"last":1}')
    heard = b""
    while b"last" not in heard:
        heard += peer.recv(65536)
    beats = heard.count(b"\x81\x01 ")
    tell(1 <= beats < 10, "/state/heartbeats", str(beats))
    peer.close()
    sandbox.stop()


def check_snapshots(state):
    sandbox = Sandbox("--clock=virtual", f"--state={state}")
    chance = random.Random(9)
    for _ in range(20):
        live(sandbox, chance)
    before = sandbox.dump()
    sandbox.do("POST", "/sandbox/snapshots/first")
    for _ in range(20):
        live(sandbox, chance)
    sandbox.do("POST", "/sandbox/reset")
    tell(sandbox.do("GET", f"{sandbox.workspace}/Tasks")["tasks"] == [], "/state/reset")
    sandbox.kill()
    sandbox = Sandbox("--clock=virtual", f"--state={state}")
    tell(sandbox.do("GET", f"{sandbox.workspace}/Tasks")["tasks"] == [], "/state/reset/kept")
    listed = sandbox.do("GET", "/sandbox/snapshots")
    tell(listed == {"snapshots": ["first"]}, "/state/snapshots/listed", str(listed))
    sandbox.do("POST", "/sandbox/snapshots/first/restore")
    changed = differences(before, sandbox.dump())
    tell(not changed, "/state/snapshots/restored", *changed)
    sandbox.kill()
    sandbox = Sandbox("--clock=virtual", f"--state={state}")
    changed = differences(before, sandbox.dump())
    tell(not changed, "/state/snapshots/restored/kept", *changed)
    mode = stat.S_IMODE(os.stat(state + ".snapshots/first").st_mode)
    tell(mode == 0o600, "/state/snapshots/mode", oct(mode))
    statuses = [sandbox.ask(*order)[0] for order in (
        ("DELETE", "/sandbox/snapshots/first"), ("DELETE", "/sandbox/snapshots/first"),
        ("POST", "/sandbox/snapshots/first/restore"), ("POST", "/sandbox/snapshots/..%2Fx"),
        ("POST", "/sandbox/snapshots/.hidden"))]
    tell(statuses == [204, 404, 404, 400, 400], "/state/snapshots/refused", str(statuses))
    sandbox.stop()


def check_other_seed(state):
    """A snapshot brings its own accounts, whatever the sandbox was started with since."""
    seed = state + ".json"
    with open(seed, "w", encoding="utf-8") as file:
        json.dump({"accounts": [{"sid": "AC" + "9" * 32, "auth_token": "another",
                                 "workspaces": [{"friendly_name": "w"}]}]}, file)
    first = Sandbox("--clock=virtual", f"--state={state}")
    first.do("POST", "/sandbox/snapshots/first")
    first.stop()
    os.unlink(state)
    second = Sandbox("--clock=virtual", f"--state={state}", f"--seed={seed}")
    second.do("POST", "/sandbox/snapshots/first/restore")
    second.auth, first_workspace = first.auth, first.workspace
    status, _ = second.ask("GET", first_workspace)
    tell(status == 200, "/state/snapshots/other-seed", str(status))
    second.stop()


with tempfile.TemporaryDirectory() as directory:
    check_equal(os.path.join(directory, "equal"))
    check_confirmed(os.path.join(directory, "confirmed"))
    check_file(os.path.join(directory, "equal"))
    check_callback(os.path.join(directory, "callback"))
    check_in_flight(os.path.join(directory, "flight"))
    check_full(os.path.join(directory, "full"))
    check_speed(os.path.join(directory, "speed"))
    check_descriptors()
    check_start()
    check_tokens()
    check_heartbeats()
    check_other_seed(os.path.join(directory, "other"))
    check_snapshots(os.path.join(directory, "snapshots"))

print(f"1..{count}")
sys.exit(failures > 0)
