#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an agent does in a call: mute, hold, transfer, leave, and calls of the agent's own."""
import json

from support import stage, tap, wait
from support.stage import CALLER_SHOWN


class Line:
    """The service's side of the conference of a task."""

    def __init__(self, desk, task):
        self.desk = desk
        told = json.loads(task['attributes'])['conference']
        self.path = f"/Conferences/{told['sid']}"
        self.caller = told['participants']['customer']
        self.own = told['participants']['worker']

    def participants(self):
        found = self.desk.service.account(f'{self.path}/Participants')['participants']
        return {p['call_sid']: p for p in found}

    def expect(self, call_sid, **flags):
        for name, value in flags.items():
            wait.equal(lambda: self.participants()[call_sid][name], value, name)

    def expect_count(self, count):
        wait.equal(lambda: len(self.participants()), count, 'how many are on the line')

    def conference(self):
        return self.desk.service.account(self.path)


def take_call(desk):
    call_sid = desk.take_call()
    return Line(desk, desk.expect_task(call_sid, 'assigned'))


@tap.scenario
def mutes_and_holds(desk):
    """Mute and Hold act on the service's side, and show what the service says"""
    desk.start_online()
    line = take_call(desk)
    desk.window.see_button('Mute')

    desk.window.press('Mute')
    line.expect(line.own, muted=True)
    desk.window.see_text('Muted')
    wait.until(lambda: desk.window.see('Mute').checked, 'Mute to be pressed')
    desk.window.press('Mute')
    line.expect(line.own, muted=False)
    desk.window.see_text_gone('Muted')

    desk.window.press('Hold')
    line.expect(line.caller, hold=True)
    desk.window.see_text('On hold')
    desk.advance(23)
    desk.window.see_text('On Hold 0:23')
    desk.advance(100)
    desk.window.see_text('Still on Hold 2:03')
    desk.window.press('Hold')
    line.expect(line.caller, hold=False)
    desk.window.see_text_gone('on Hold')

    # Somebody else does it: the window follows within seconds.
    desk.service.account(f'{line.path}/Participants/{line.caller}', 'POST', Hold='true')
    desk.advance(5)
    desk.window.see_text('On hold')
    desk.service.account(f'{line.path}/Participants/{line.caller}', 'POST', Hold='false')
    desk.advance(5)
    desk.window.see_text_gone('On hold')

    # A refusal is told, and the truth shown again.
    desk.service.control('POST', 'faults', Fault='status', Status=500,
                         Path='/v1/wschannels', Worker=desk.service.worker('dave')['sid'])
    desk.agent.activate('hold')
    desk.window.see_text('Couldn’t put on hold: the service is in trouble')
    assert not desk.window.see('Hold').checked
    line.expect(line.caller, hold=False)
    desk.window.press('End Conference')
    desk.window.see_text('Wrap-Up', CALLER_SHOWN)


if __name__ == '__main__':
    stage.main()
