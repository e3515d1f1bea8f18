# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a condition, with a deadline. Nothing here sleeps for a length of its own choosing."""
import time

# Real seconds. Generous: the programs run under sanitizers, maybe on a busy machine, and a
# condition that comes true ends the wait at once.
DEADLINE = 20.0
STEP = 0.02


class TooLate(AssertionError):
    """The condition did not come true in time."""


def until(condition, what, deadline=DEADLINE):
    """Calls condition() every 20 ms until it answers something true, and returns that.

    what: what is waited for, for the failure's text; a string, or a function that makes one
    """
    end = time.monotonic() + deadline
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            text = what() if callable(what) else what
            raise TooLate(f'waited {deadline:g} s for {text}')
        time.sleep(STEP)


def equal(read, wanted, what, deadline=DEADLINE):
    """Waits until read() answers wanted; the failure tells what it answered instead."""
    last = [None]

    def same():
        last[0] = read()
        return last[0] == wanted

    until(same, lambda: f'{what} to be {wanted!r}; it is {last[0]!r}', deadline)


def stays(condition, what, seconds=0.5):
    """Watches condition() for a while and fails as soon as it is not true: nothing must happen."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not condition():
            raise AssertionError(f'{what} did not stay so')
        time.sleep(STEP)
