# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a condition, with a deadline. Nothing here sleeps for a length of its own choosing."""
import time

# Real seconds. Generous: the programs run under sanitizers, maybe on a busy machine, and a
# condition that comes true ends the wait at once. Only a failure takes so long.
DEADLINE = 60.0
STEP = 0.02
LONGEST_STEP = 0.2


class TooLate(AssertionError):
    """The condition did not come true in time."""


def until(condition, what, deadline=DEADLINE):
    """Calls condition() until it answers something true, and returns that.

    Every 20 ms, or less often where asking costs the program itself some work: what is waited for
    shall not come later because it is waited for.

    what: what is waited for, for the failure's text; a string, or a function that makes one
    """
    end = time.monotonic() + deadline
    while True:
        asked = time.monotonic()
        answer = condition()
        if answer:
            return answer
        now = time.monotonic()
        if now > end:
            text = what() if callable(what) else what
            raise TooLate(f'waited {deadline:g} s for {text}')
        time.sleep(min(max(STEP, now - asked), LONGEST_STEP))


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
