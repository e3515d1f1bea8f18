#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What task-router-admin tells of what happens: events, statistics, the board."""
import json
import os
import subprocess

from support import desk, tap

CALLER = desk.CALLER


class Tail:
    """A program that goes on, and what it says line by line."""

    def __init__(self, at, *arguments):
        self.process = subprocess.Popen([os.environ['TASK_ROUTER_ADMIN'], *arguments],
                                        env=at.environment, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def see(self, words):
        """Reads until a line has the words in it."""
        for line in self.process.stdout:
            if words in line:
                return line
        raise AssertionError(f'it ended without {words}')

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


@tap.scenario
def events(at):
    """Events are listed oldest first, by type, task, worker and queue"""
    at.run('workers', 'set-activity', 'dave', 'Available')
    task = at.offer()
    rows = at.json('events', 'list')
    dates = [row['event_date_ms'] for row in rows]
    assert dates == sorted(dates) and len({row['sid'] for row in rows}) == len(rows)
    types = [row['event_type'] for row in at.json('events', 'list', f"--task={task['sid']}")]
    assert types[0] == 'task.created' and types[-1] == 'reservation.created', types
    assert {row['event_type'] for row in at.json('events', 'list', '--type=reservation.*')} == \
        {'reservation.created'}
    assert [row['event_type'] for row in at.json('events', 'list', '--worker=dave', '--limit=1')] == \
        ['reservation.created']
    assert at.json('events', 'list', '--worker=edith', '--type=reservation.created') == []
    assert at.json('events', 'list', '--queue=Support', '--type=task-queue.entered') != []
    at.run('events', 'list', '--worker=nobody', status=1)
    assert at.table('events', 'list', '--limit=1')[0] == ['TIME', 'TYPE', 'WHAT', 'ABOUT']


@tap.scenario
def following(at):
    """The tail begins with what was, and goes on with what comes, each event once"""
    with Tail(at, 'events', 'tail', '--type=worker.*', '--json-lines') as tail:
        tail.see('worker.created')
        at.run('workers', 'set-activity', 'dave', 'Available')
        assert json.loads(tail.see('activity.update'))['event_data']['worker_name'] == 'dave'
        at.service.advance(120)
        at.run('workers', 'set-activity', 'dave', 'Offline')
        data = json.loads(tail.see('activity.update'))['event_data']
        assert data['worker_activity_name'] == 'Offline', data


@tap.scenario
def statistics(at):
    """Workspace, queues and workers are counted, now and lately"""
    at.run('workers', 'set-activity', 'dave', 'Available')
    at.offer()
    at.service.advance(11) # missed
    whole = at.json('stats', 'workspace')
    assert whole['cumulative']['reservations_timed_out'] == 1
    assert whole['realtime']['tasks_by_status']['pending'] == 1
    assert dict(at.table('stats', 'workspace'))['missed'] == '1'
    support = at.json('stats', 'queues')[0]
    assert support['task_queue_friendly_name'] == 'Support'
    assert support['realtime']['tasks_by_status']['pending'] == 1
    assert at.table('stats', 'queues')[1][:2] == ['Support', '1']
    assert len(at.json('stats', 'queues', '--limit=1')) == 1
    offline = at.json('stats', 'workers')[0]
    assert (offline['friendly_name'], offline['workers']) == ('Offline', 3)
    at.service.advance(3600)
    assert at.json('stats', 'workspace', '--minutes=5')['cumulative']['reservations_timed_out'] == 0
    assert at.json('stats', 'workspace', '--minutes=90')['cumulative']['reservations_timed_out'] == 1


if __name__ == '__main__':
    tap.run(desk.desk)
