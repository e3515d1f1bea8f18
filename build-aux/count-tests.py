#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""count-tests.py STATUS LOG...: counts what 'meson test' wrote into its testlog.json.

meson counts programs; this counts the tests in them, from their TAP. A program that dies, leaks or
times out with every test of its own passed still counts as one failure. Ends with the line
'N passed, N failed', and with status 0 only if some passed, none failed and STATUS (the exit
status of meson test) was 0.
"""
import json
import re
import sys

TAP_LINE = re.compile(r'^(not )?ok\b(?P<rest>.*)$')
DIRECTIVE = re.compile(r'#\s*(SKIP|TODO)', re.IGNORECASE)
GOOD = ('OK', 'SKIP', 'EXPECTEDFAIL')


def count_tap(text):
    """Returns (passed, failed, [skipped lines]) of one program's output."""
    passed, failed, skipped = 0, 0, []
    for line in text.splitlines():
        match = TAP_LINE.match(line)
        if line.startswith('1..0'):
            skipped.append(line)
        elif match is None:
            continue
        elif (directive := DIRECTIVE.search(line)) and directive.group(1).upper() == 'SKIP':
            skipped.append(match.group('rest').strip())
        elif match.group(1):
            failed += 1
        else:
            passed += 1
    return passed, failed, skipped


def count_program(program):
    """Returns (passed, failed, [skipped]) of one line of the log."""
    passed, failed, skipped = count_tap(program.get('stdout', ''))
    good = program['result'] in GOOD
    if passed + failed + len(skipped) == 0:
        # Not a TAP program: the program is the test.
        if program['result'] == 'SKIP':
            return 0, 0, [program['name']]
        return int(good), int(not good), []
    if not good and failed == 0:
        failed = 1
    return passed, failed, [f"{program['name']}: {line}" for line in skipped]


def main():
    status, paths = int(sys.argv[1]), sys.argv[2:]
    total_passed, total_failed, total_skipped, bad = 0, 0, [], []
    for path in paths:
        try:
            with open(path, encoding='utf-8') as log:
                programs = [json.loads(line) for line in log]
        except FileNotFoundError:
            continue
        for program in programs:
            passed, failed, skipped = count_program(program)
            total_passed += passed
            total_failed += failed
            total_skipped += skipped
            if failed:
                bad.append(f"{program['name']} ({program['result']}, {failed} failed)")

    print()
    for name in bad:
        print(f'FAILED: {name}')
    for line in total_skipped:
        print(f'SKIPPED: {line}')
    if total_passed + total_failed == 0:
        print('No test ran.')
    tail = f', {len(total_skipped)} skipped' if total_skipped else ''
    print(f'{total_passed} passed, {total_failed} failed{tail}')
    return 0 if total_passed > 0 and total_failed == 0 and status == 0 else 1


if __name__ == '__main__':
    sys.exit(main())
