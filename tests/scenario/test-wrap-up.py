#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes, outcome, several tasks, and the end of each: through the window, as the service sees it."""
import glob
import json

from support import stage, tap, wait


def attributes(desk, task):
    return json.loads(desk.service.get(f"/Tasks/{task['sid']}")['attributes'])


def offer_chat(desk, title):
    """A task that is no call is offered; returns it."""
    workflow = desk.service.get('/Workflows')['workflows'][0]['sid']
    task = desk.service.post('/Tasks', WorkflowSid=workflow, TaskChannel='chat',
                             Attributes=json.dumps({'title': title, 'selected_product': 'support',
                                                    'customer': {'tier': 'Gold'}}))
    desk.window.see_button('Accept')
    return task


def see_note(desk, text):
    wait.equal(lambda: desk.window.entry('Notes').text(), text, 'the notes')


def has_draft(desk, text):
    """Whether a draft with that text is in its place: not in the file that is about to become it."""
    for path in glob.glob(f'{desk.home}/**/drafts/*.json', recursive=True, include_hidden=True):
        with open(path, encoding='utf-8') as file:
            if text in file.read():
                return True
    return False


def write_note(desk, text):
    """Types it, and waits until it would survive."""
    desk.keys('ctrl+n')
    desk.type(text)
    see_note(desk, text)
    desk.advance(2)
    wait.until(lambda: has_draft(desk, text), 'the draft')


@tap.scenario
def notes_survive_a_crash(desk):
    """A note typed in a call is there after a crash, and is saved on Complete"""
    desk.start_online()
    call_sid = desk.take_call()
    task = desk.service.task_of(call_sid)
    write_note(desk, 'Wants a form')
    desk.agent.kill()
    desk.start_agent(f'--service-url={desk.service.url}')
    desk.window.see_status('In Call')
    see_note(desk, 'Wants a form')
    desk.window.press('End Conference')
    desk.window.see_status('Wrap-Up')
    desk.keys('ctrl+Return')
    desk.window.see_text('Notes saved') # for five seconds: looked for first
    desk.expect_task(call_sid, 'completed')
    saved = attributes(desk, task)
    assert saved['conversations'] == {'content': 'Wants a form'}, saved
    assert saved['call_sid'] == call_sid and 'conference' in saved, saved


@tap.scenario
def outcome_is_required(desk):
    """Without the outcome that is required Complete says so, and completes nothing"""
    desk.settings(outcome_required='true', auto_complete_seconds=60)
    desk.start_online()
    call_sid = desk.take_call()
    desk.window.press('End Conference')
    desk.window.see_status('Wrap-Up')
    desk.window.see_text('Completes by itself in')
    desk.window.press('Complete')
    desk.window.see_text('Choose an outcome first')
    desk.expect_task(call_sid, 'wrapping')
    desk.window.press('Extend')
    desk.window.see_text('Completes by itself in 3:00')
    desk.advance(70)
    desk.expect_task(call_sid, 'wrapping')
    desk.advance(120)
    desk.expect_task(call_sid, 'completed')


@tap.scenario
def two_tasks_at_once(desk):
    """A call and a chat: each has its card, its notes and its end"""
    desk.settings(call_activity="''", caller_details="[('customer.tier', 'Contract')]",
             auto_complete_seconds=0)
    desk.start_online()
    call_sid = desk.take_call()
    write_note(desk, 'Of the call')
    chat = offer_chat(desk, 'Question about a bill')
    desk.window.see_text('Incoming Task')
    desk.window.see_text('Contract')
    desk.window.press('Accept')
    desk.window.see_status('At Work')
    write_note(desk, 'Of the chat')
    desk.window.press('Wrap Up')
    desk.window.see_status('Wrap-Up')
    desk.keys('ctrl+1')
    desk.window.see_status('In Call')
    see_note(desk, 'Of the call')
    desk.keys('ctrl+2')
    desk.window.see_status('Wrap-Up')
    desk.keys('ctrl+Return')
    desk.window.see_status('In Call')
    assert attributes(desk, chat)['conversations'] == {'content': 'Of the chat'}
    desk.window.press('End Conference')
    desk.window.see_status('Wrap-Up')
    desk.window.press('Complete')
    desk.expect_task(call_sid, 'completed')


@tap.scenario
def accepts_by_itself(desk):
    """A chat accepts itself after two seconds; one that is kept from it rings on"""
    desk.settings(auto_accept="['chat']", auto_complete_seconds=0)
    desk.start_online()
    offer_chat(desk, 'First')
    desk.window.press('Not This One')
    desk.window.see_gone('Not This One')
    desk.advance(3)
    desk.window.see_button('Accept')
    desk.window.press('Accept')
    desk.window.see_status('At Work')
    desk.window.press('Complete')
    desk.window.see_status('Available')
    offer_chat(desk, 'Second')
    desk.advance(2)
    desk.window.see_status('At Work')


@tap.scenario
def left_open(desk):
    """Tasks that another program left open are found at sign-in, and completed"""
    desk.settings(auto_complete_seconds=0)
    desk.start_online()
    call_sid = desk.take_call()
    desk.window.press('End Conference')
    desk.window.see_status('Wrap-Up')
    desk.agent.kill()
    desk.service.advance(3600)
    desk.start_agent(f'--service-url={desk.service.url}')
    desk.window.see_text('1 task is still open since')
    desk.agent.activate('complete-stuck')
    desk.expect_task(call_sid, 'completed')
    wait.until(lambda: not desk.window.has_text('is still open'), 'the end of the banner')


if __name__ == '__main__':
    stage.main()
