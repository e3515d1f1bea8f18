#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema of seeds and the program that reads them must agree.

seed-schema.py PROGRAM SCHEMA SEED

The seed is valid, and so is one with every field of the schema, which the program takes too. Then
each field is spoilt in turn, and both have to refuse it, the program with file, line and field.
"""
import copy
import json
import os
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("1..0 # SKIP python3-jsonschema is not installed")
    sys.exit(0)

program, schema_path, seed_path = sys.argv[1:]
with open(schema_path, encoding="utf-8") as file:
    schema = json.load(file)
validator = jsonschema.Draft7Validator(schema)
directory = tempfile.TemporaryDirectory()
count = failures = 0

# One of everything, in an order that the reader takes.
EVERYTHING = {
    "$schema": "sandbox-seed.schema.json",
    "accounts": [
        {
            "sid": "AC" + "1" * 32,
            "friendly_name": "First",
            "auth_token": "made-up",
            "api_keys": [{"sid": "SK" + "1" * 32, "secret": "made-up", "friendly_name": "Key"}],
            "workspaces": [
                {
                    "sid": "WS" + "1" * 32,
                    "friendly_name": "all",
                    "event_callback_url": "http://127.0.0.1:9/events",
                    "events_filter": "task.created",
                    "multi_task_enabled": True,
                    "ignore_post_work_activity": False,
                    "activities": [
                        {"sid": "WA" + "1" * 32, "friendly_name": "Away", "available": False},
                        {"friendly_name": "There", "available": True},
                    ],
                    "default_activity": "Away",
                    "timeout_activity": "Away",
                    "task_channels": [
                        {
                            "sid": "TC" + "1" * 32,
                            "unique_name": "fax",
                            "friendly_name": "Fax",
                            "channel_optimized_routing": True,
                        }
                    ],
                    "task_queues": [
                        {
                            "sid": "WQ" + "1" * 32,
                            "friendly_name": "Q",
                            "target_workers": "1==1",
                            "max_reserved_workers": 2,
                            "task_order": "LIFO",
                        }
                    ],
                    "workflows": [
                        {
                            "sid": "WW" + "1" * 32,
                            "friendly_name": "F",
                            "task_reservation_timeout": 30,
                            "assignment_callback_url": "http://127.0.0.1:9/assign",
                            "fallback_assignment_callback_url": "http://127.0.0.1:9/fallback",
                            "configuration": {"task_routing": {"default_filter": {"queue": "Q"}}},
                        }
                    ],
                    "workers": [
                        {
                            "sid": "WK" + "1" * 32,
                            "friendly_name": "ann",
                            "activity": "There",
                            "attributes": {"contact_uri": "client:ann"},
                            "channels": [{"task_channel": "fax", "capacity": 3, "available": True}],
                        }
                    ],
                }
            ],
            "flows": [
                {
                    "sid": "FW" + "1" * 32,
                    "friendly_name": "Flow",
                    "built_in": "writers-flow.json",
                    "definition": {},
                }
            ],
            "numbers": [
                {
                    "sid": "PN" + "1" * 32,
                    "phone_number": "+16505550199",
                    "friendly_name": "Number",
                    "flow": "Flow",
                    "voice_url": "http://127.0.0.1:9/voice",
                    "voice_method": "GET",
                    "voice_fallback_url": "http://127.0.0.1:9/fallback",
                    "status_callback": "http://127.0.0.1:9/status",
                }
            ],
        },
        {"auth_token": "another"},
    ],
    "phones": [{"address": "client:ann", "behavior": "ask", "after": 3}],
}


def tell(good, name, *why):
    global count, failures
    count += 1
    failures += not good
    print(f"{'ok' if good else 'not ok'} {count} {name}")
    for line in why if not good else ():
        print(f"# {line}")


def start(seed):
    """What the program says on stderr; None when it starts."""
    path = os.path.join(directory.name, "seed.json")
    with open(path, "w", encoding="utf-8") as out:
        json.dump(seed, out, indent=1)
    with subprocess.Popen(
        [program, "--port=0", f"--seed={path}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    ) as process:
        if process.stdout.readline():
            process.terminate()
            process.communicate()
            return None
        return process.communicate()[1].strip()


def resolve(node):
    while "$ref" in node:
        node = schema["definitions"][node["$ref"].rsplit("/", 1)[1]]
    return node


def fields(node, value, path):
    """Every field that the schema has, with where it is in EVERYTHING: (path, holder, name)."""
    node = resolve(node)
    if node.get("type") == "array":
        yield from fields(node["items"], value[0], path + [0])
    for name, member in node.get("properties", {}).items():
        yield path + [name], name in value, member
        if name in value:
            yield from fields(member, value[name], path + [name])


def written(path):
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else ("." if text else "") + part
    return text


def put(seed, path, value):
    for part in path[:-1]:
        seed = seed[part]
    seed[path[-1]] = value


def wrong(member):
    """A value that is of no field's type, nor in its range."""
    return {"string": 7, "integer": "x", "boolean": "x", "object": 7, "array": 7}[
        resolve(member)["type"]
    ]


def check_refused(seed, field, name):
    said = start(seed)
    by_schema = list(validator.iter_errors(seed))
    prefix = f"task-router-sandbox: {directory.name}/seed.json:"
    good = bool(by_schema) and said is not None and said.startswith(prefix) and f": {field}:" in said
    if good:
        place = said[len(prefix):].split(": ")[0].split(":")
        good = len(place) == 2 and all(part.isdigit() for part in place)
    tell(good, name, f"program: {said}", f"schema: {[e.message for e in by_schema]}")


jsonschema.Draft7Validator.check_schema(schema)
with open(seed_path, encoding="utf-8") as file:
    default = json.load(file)
tell(not list(validator.iter_errors(default)), "/seed-schema/default")
everything_errors = [error.message for error in validator.iter_errors(EVERYTHING)]
tell(not everything_errors, "/seed-schema/everything", *everything_errors)
said = start(EVERYTHING)
tell(said is None, "/seed-schema/everything/starts", str(said))

for path, is_there, member in fields(schema, EVERYTHING, []):
    name = written(path)
    if not is_there:
        tell(False, f"/seed-schema/{name}", "a field of the schema that this test does not know")
        continue
    if name == "$schema":
        continue
    spoilt = copy.deepcopy(EVERYTHING)
    put(spoilt, path, wrong(member))
    check_refused(spoilt, name, f"/seed-schema/type/{name}")
    resolved = resolve(member)
    for limit, by in (("minimum", -1), ("maximum", 1)):
        if limit in resolved:
            put(spoilt, path, resolved[limit] + by)
            check_refused(spoilt, name, f"/seed-schema/{limit}/{name}")
    if "enum" in resolved:
        put(spoilt, path, "neither")
        check_refused(spoilt, name, f"/seed-schema/enum/{name}")
    if "properties" in resolved and resolved.get("additionalProperties") is False:
        spoilt = copy.deepcopy(EVERYTHING)
        put(spoilt, path + ["misspelt"], 1)
        check_refused(spoilt, f"{name}.misspelt", f"/seed-schema/unknown/{name}")
    if resolved["type"] == "array" and "required" in resolve(resolved["items"]):
        for required in resolve(resolved["items"])["required"]:
            spoilt = copy.deepcopy(EVERYTHING)
            element = spoilt
            for part in path + [0]:
                element = element[part]
            del element[required]
            put(element, ["misspelt"], 1)
            check_refused(spoilt, f"{name}[0].misspelt", f"/seed-schema/unknown/{name}[0]")
            del element["misspelt"]
            check_refused(spoilt, f"{name}[0].{required}", f"/seed-schema/missing/{name}.{required}")

print(f"1..{count}")
sys.exit(failures > 0)
