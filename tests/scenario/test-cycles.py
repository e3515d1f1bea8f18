#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hundreds of offers: memory stays flat, and at the end nothing is left behind."""
import statistics

from support import stage, tap, wait
from support.stage import DAVE

# The log, of a thousand lines, is full after the first ones.
WARM = 400
CYCLES = 1400
# Each takes several times as long with the sanitizer, which finds a leak of two bytes in each of them.
CYCLES_SANITIZED = 800
ALLOWED_GROWTH = 1024 # KiB from one half to the other: 2 KiB for each reservation
# The sanitizer's heap keeps more, and where each block came from; its own leak check is the stricter.
# The day's history is kept in memory, too: some 0.5 KiB for each reservation, here with room around it.
ALLOWED_GROWTH_SANITIZED = 6144


def offer_and_withdraw(desk, number):
    """A caller is offered and hangs up."""
    call_sid = desk.service.dial(f'+1650556{number:04}')
    wait.until(lambda: desk.agent.is_enabled('accept'), 'the offer')
    desk.service.hang_up(call_sid)
    wait.until(lambda: not desk.agent.is_enabled('accept'), 'the end of the offer')


def whole_call(desk, number):
    """A caller is taken, talked with and wrapped up."""
    desk.service.dial(f'+1650557{number:04}')
    wait.until(lambda: desk.agent.is_enabled('accept'), 'the offer')
    desk.accept_action('')
    wait.equal(lambda: desk.service.phone(DAVE)['state'], 'ringing', "dave's phone")
    desk.advance(1)
    wait.until(lambda: desk.agent.is_enabled('end-conference'), 'the call')
    desk.agent.activate('end-conference')
    wait.until(lambda: desk.agent.is_enabled('complete'), 'wrap-up')
    desk.agent.activate('complete')
    wait.until(lambda: desk.agent.is_enabled('go-online'), 'the end')
    desk.agent.activate('go-online')
    wait.until(lambda: desk.agent.is_enabled('go-offline'), 'being online')


@tap.scenario
def hundreds_of_offers(desk):
    """1,400 reservations (800 sanitized), every twentieth a whole call: memory stays flat"""
    # The sanitizer keeps freed memory aside, to catch its use, and its pages for the next who wants
    # some: not for as long as usual here, where they would be counted.
    options = desk.desktop.environment.get('ASAN_OPTIONS', '')
    options += ':quarantine_size_mb=1:allocator_release_to_os_interval_ms=500'
    desk.start(environment={'ASAN_OPTIONS': options})
    desk.sign_in()
    desk.go_online()
    samples = []
    for number in range(CYCLES_SANITIZED if desk.agent.is_sanitized() else CYCLES):
        if number >= WARM and number % 20 == 0:
            samples.append(desk.agent.memory())
        if number % 20 == 19:
            whole_call(desk, number)
        else:
            offer_and_withdraw(desk, number)
    # A heap breathes, by more than what is looked for: what leaks raises the least that it has.
    half = len(samples) // 2
    first, second = min(samples[:half]), min(samples[half:])
    tap.comment(f'least of {half} samples: {first} KiB, then {second} KiB; '
                f'median {statistics.median(samples)} KiB')
    allowed = ALLOWED_GROWTH_SANITIZED if desk.agent.is_sanitized() else ALLOWED_GROWTH
    assert second - first < allowed, f'{samples} KiB'


if __name__ == '__main__':
    stage.main()
