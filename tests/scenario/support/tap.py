# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs scenarios one by one and reports them as TAP."""
import sys
import traceback

ALL = []


class Skip(Exception):
    """Raised by a scenario that cannot be walked here; says why."""


def scenario(function):
    """Registers a scenario. Its doc string's first line is its name."""
    ALL.append(function)
    return function


def name_of(function):
    return (function.__doc__ or function.__name__).strip().splitlines()[0].rstrip('.')


def comment(text):
    for line in str(text).splitlines():
        print(f'# {line}', flush=True)


def run(make_stage, on_failure=None):
    """Walks all scenarios (or those whose name holds an argument) and exits.

    make_stage: makes a context manager; what it yields is handed to the scenario
    on_failure: called with the stage and the scenario's function, to save what can be seen
    """
    chosen = [f for f in ALL
              if len(sys.argv) < 2 or any(word in f.__name__ for word in sys.argv[1:])]
    print('TAP version 13')
    print(f'1..{len(chosen)}', flush=True)
    failed = 0
    for number, function in enumerate(chosen, 1):
        try:
            with make_stage() as stage:
                try:
                    function(stage)
                except Exception:
                    if on_failure is not None:
                        on_failure(stage, function)
                    raise
            print(f'ok {number} - {name_of(function)}', flush=True)
        except Skip as reason:
            print(f'ok {number} - {name_of(function)} # SKIP {reason}', flush=True)
        except Exception:
            failed += 1
            comment(traceback.format_exc())
            print(f'not ok {number} - {name_of(function)}', flush=True)
    sys.exit(1 if failed else 0)
