# SPDX-License-Identifier: GPL-3.0-or-later
"""A translation read backwards: what a shown text would be in English, for whoever drives the window."""
import os
import re
import subprocess

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..', '..'))
FIELD = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[(\d)\])?) ((?:".*"\n?)+)', re.M)
PLACE = re.compile(r"%(?:(\d+)\$)?[-'0-9.+]*l*([sdiufc%])|\{(\w+)\}")
ESCAPES = {'n': '\n', 't': '\t'}
# Between the readings of one text, since a language may have one word for two of ours.
BETWEEN = '\x1f'


def unquote(lines):
    joined = ''.join(line[1:-1] for line in lines.splitlines())
    return re.sub(r'\\(.)', lambda match: ESCAPES.get(match.group(1), match.group(1)), joined)


def entries_of(path):
    """(English, translation) of each entry of a PO file; of plurals each form."""
    with open(path, encoding='utf-8') as file:
        blocks = file.read().split('\n\n')
    for block in blocks:
        fields = {(name[:6] if number else name): unquote(value)
                  for name, number, value in FIELD.findall(block)}
        one, many = fields.get('msgid'), fields.get('msgid_plural')
        for name, number, value in FIELD.findall(block):
            if one and name.startswith('msgstr'):
                yield (many if number and number != '0' else one), unquote(value)


class Reader:
    """Says of a shown text what it would be in English."""

    def __init__(self, language):
        self.exact, self.patterns, self.known = {}, [], {}
        for english, translation in entries_of(os.path.join(TOP, 'po', f'{language}.po')):
            if PLACE.search(translation):
                self.patterns.append(self._pattern(english, translation))
            else:
                self.exact.setdefault(translation, []).append(english)
        # Of several the one that says most by itself.
        self.patterns.sort(key=lambda entry: -entry[0])

    @staticmethod
    def _pattern(english, translation):
        names, parts, end = [], [], 0
        for match in PLACE.finditer(translation):
            parts.append(re.escape(translation[end:match.start()]))
            if match.group(2) == '%':
                parts.append('%')
            else:
                names.append(match.group(3) or match.group(1) or str(len(names) + 1))
                parts.append('(.+?)')
            end = match.end()
        parts.append(re.escape(translation[end:]))
        plain = sum(len(part) for part in parts if part != '(.+?)')
        return plain, re.compile(''.join(parts), re.S), names, english

    def _filled(self, match, names, english):
        values = {name: self.read(value).split(BETWEEN)[0]
                  for name, value in zip(names, match.groups())}
        count = [0]

        def fill(place):
            if place.group(2) == '%':
                return '%'
            count[0] += 1
            return values.get(place.group(3) or place.group(1) or str(count[0]), '')
        return PLACE.sub(fill, english)

    def read(self, text):
        """All that text may mean, BETWEEN between; text itself where it means nothing."""
        if text not in self.known:
            self.known[text] = BETWEEN.join(self._readings(text)) or text
        return self.known[text]

    def _readings(self, text):
        found = list(self.exact.get(text, ()))
        for plain, pattern, names, english in self.patterns:
            match = pattern.fullmatch(text) if plain > 1 and not found else None
            if match:
                found.append(self._filled(match, names, english))
        if not found and ' · ' in text:
            found.append(' · '.join(self.read(part).split(BETWEEN)[0] for part in text.split(' · ')))
        return found


def compile_translation(language, folder):
    """Makes the catalogue that the program reads below folder."""
    messages = os.path.join(folder, language, 'LC_MESSAGES')
    os.makedirs(messages, exist_ok=True)
    subprocess.run(['msgfmt', '-o', os.path.join(messages, 'task-router-agent.mo'),
                    os.path.join(TOP, 'po', f'{language}.po')], check=True)
