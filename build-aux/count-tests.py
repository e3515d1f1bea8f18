#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""count-tests.py STATUS LOG...: counts what 'meson test' wrote into its testlog.json.

meson counts programs; this counts the tests in them, from their TAP. A program that dies, leaks or
times out with every test of its own passed still counts as one failure. What is skipped is named
first; then each program that failed, with the tests that failed in it and the most telling lines of
each: a reader may have the end of the output alone. Ends with the line 'N passed, N failed', and
with status 0 only if some passed, none failed and STATUS (the exit status of meson test) was 0.
"""
import json
import re
import sys

TAP_LINE = re.compile(r'^(not )?ok\b(?P<rest>.*)$')
DIRECTIVE = re.compile(r'#\s*(SKIP|TODO)', re.IGNORECASE)
GOOD = ('OK', 'SKIP', 'EXPECTEDFAIL')

# What says what is wrong, wherever it stands.
TROUBLE = re.compile(r'Sanitizer|runtime error:|CRITICAL|:ERROR:|\bassert|^Bail out!|ended with status')
# A scenario tells before its failure all that could be seen; of that, trouble alone is telling.
EVIDENCE = re.compile(r'^(what the window showed:|picture: |the last words of )')
TRACEBACK = 'Traceback (most recent call last):'
TEST_FRAME = re.compile(r'^ +File ".*?(?P<place>[^/"]+)", (?P<line>line \d+, in .*)$')
OWN_FRAME = re.compile(r'^ *#\d+ .* in \S+ \S*/(src|tests)/')

# Whoever looks may be shown the last 25 lines of everything.
LINES_IN_ALL = 23
LINES_OF_PROGRAM = 8
WIDTH = 180


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


def plain(line):
    """A line of TAP without the marks of a comment."""
    return re.sub(r'^# ?', '', line).rstrip()[:WIDTH]


def without_evidence(lines):
    """The lines less what was only seen, of which those that tell trouble remain."""
    kept, is_evidence = [], False
    for line in lines:
        if EVIDENCE.match(line):
            is_evidence = True
            continue
        is_evidence = is_evidence and line != TRACEBACK
        if not is_evidence or TROUBLE.search(line):
            kept.append(line)
    return kept


def telling_of(lines, count):
    """The @count most telling of some lines."""
    told = []
    if TRACEBACK in lines:
        trace = lines[len(lines) - lines[::-1].index(TRACEBACK):]
        message = next((i for i, line in enumerate(trace) if line and not line.startswith(' ')), len(trace))
        frames = [match for match in map(TEST_FRAME.match, trace[:message]) if match]
        # Where in the test, and where below it: the rest is the way from one to the other.
        tests = [frame for frame in frames if frame.group('place').startswith('test-')] or frames
        told += trace[message:message + 1]
        for frame in dict.fromkeys([*tests[-1:], *frames[-1:]]):
            told.append(f"at {frame.group('place')}, {frame.group('line')}")
        lines = trace[message + 1:] + lines
    told += [line for line in lines if TROUBLE.search(line)]
    told += [line for line in lines if OWN_FRAME.match(line)][:3]
    told = list(dict.fromkeys(told)) or [line for line in lines if line.strip()][-count:]
    return told[:count]


def explain(program, count):
    """Up to @count lines: what failed in a program, and why."""
    lines = program.get('stdout', '').splitlines()
    marks = [i for i, line in enumerate(lines) if TAP_LINE.match(line)]
    failed = [i for i in marks if lines[i].startswith('not ok') and not DIRECTIVE.search(lines[i])]
    stderr = [plain(line) for line in program.get('stderr', '').splitlines()]
    told = []
    if not failed:
        after = [plain(line) for line in lines[marks[-1] + 1 if marks else 0:]]
        told.append(f"  died: {program['result']}, status {program.get('returncode')}, "
                    f"after {program.get('duration', 0):.0f} s; the last test: " +
                    (lines[marks[-1]][:WIDTH] if marks else 'none'))
        words = without_evidence(after) + stderr
        trouble = telling_of(words, count - 1) if any(map(TROUBLE.search, words)) else words[-6:]
        told += [f'    {line}' for line in trouble[:count - 1]]
    for i in failed:
        # What is told of it stands before it, or after it and further in.
        before = max((mark for mark in marks if mark < i), default=-1)
        after = min((mark for mark in marks if mark > i), default=len(lines))
        words = [plain(line) for line in lines[before + 1:i] + lines[i + 1:after]]
        each = max(1, count // len(failed) - 1)
        told.append('  ' + lines[i][:WIDTH])
        told += [f'    {line}' for line in telling_of(without_evidence(words) + stderr, each)]
    if len(told) > count > 2:
        told[count - 1:] = [f'    … {len(told) - count + 1} more lines']
    return told[:count]


def print_failures(bad):
    """bad: [(program, how many failed)]"""
    each = min(LINES_OF_PROGRAM, max(1, LINES_IN_ALL // max(1, len(bad)) - 1))
    for program, failed in bad:
        print(f"FAILED: {program['name']} ({program['result']}, {failed} failed)")
        for line in explain(program, each):
            print(line)


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
                bad.append((program, failed))

    print()
    for line in total_skipped:
        print(f'SKIPPED: {line}')
    print_failures(bad)
    if total_passed + total_failed == 0:
        print('No test ran.')
    tail = f', {len(total_skipped)} skipped' if total_skipped else ''
    print(f'{total_passed} passed, {total_failed} failed{tail}')
    return 0 if total_passed > 0 and total_failed == 0 and status == 0 else 1


if __name__ == '__main__':
    sys.exit(main())
