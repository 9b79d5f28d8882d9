# The module `re`, over patterns that are read and matched natively.
import _sre

__all__ = [
    'match', 'fullmatch', 'search', 'sub', 'subn', 'split', 'findall', 'finditer', 'compile', 'purge', 'escape', 'error',
    'Pattern', 'Match', 'A', 'I', 'M', 'S', 'X', 'U', 'ASCII', 'IGNORECASE', 'MULTILINE', 'DOTALL', 'VERBOSE', 'UNICODE',
    'RegexFlag', 'NOFLAG',
]

_flag_names = {2: 'IGNORECASE', 8: 'MULTILINE', 16: 'DOTALL', 32: 'UNICODE', 64: 'VERBOSE', 256: 'ASCII'}


class RegexFlag(int):
    def __or__(self, other):
        return RegexFlag(int(self) | int(other))

    __ror__ = __or__

    def __and__(self, other):
        return RegexFlag(int(self) & int(other))

    __rand__ = __and__

    def __repr__(self):
        names = [f're.{name}' for bit, name in _flag_names.items() if int(self) & bit]
        return '|'.join(names) or 're.NOFLAG'

    __str__ = __repr__

    @property
    def value(self):
        return int(self)

    @property
    def name(self):
        return repr(self).replace('re.', '')


NOFLAG = RegexFlag(0)
I = IGNORECASE = RegexFlag(2)
M = MULTILINE = RegexFlag(8)
S = DOTALL = RegexFlag(16)
U = UNICODE = RegexFlag(32)
X = VERBOSE = RegexFlag(64)
A = ASCII = RegexFlag(256)


class error(Exception):
    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        if pattern is None or pos is None:
            self.lineno = self.colno = None
        else:
            msg = f'{msg} at position {pos}'
            self.lineno = pattern.count('\n', 0, pos) + 1
            self.colno = pos - pattern.rfind('\n', 0, pos)
            if '\n' in pattern:
                msg = f'{msg} (line {self.lineno}, column {self.colno})'
        super().__init__(msg)


def _text(string):
    if isinstance(string, bytes):
        raise TypeError('cannot use a string pattern on a bytes-like object')
    if not isinstance(string, str):
        raise TypeError(f"expected string or bytes-like object, got '{type(string).__name__}'")
    return string


def _pieces(pattern, template):
    """The parts of a template: texts as they stand, and numbers of groups."""
    parts = []
    at = 0
    size = len(template)
    while at < size:
        stop = template.find('\\', at)
        if stop < 0:
            parts.append(template[at:])
            break
        parts.append(template[at:stop])
        if stop + 1 == size:
            raise error('bad escape (end of pattern)', template, stop)
        c = template[stop + 1]
        at = stop + 2
        if c == 'g':
            if template[at : at + 1] != '<':
                raise error('missing <', template, at)
            end = template.find('>', at)
            name = template[at + 1 : end] if end >= 0 else template[at + 1 :]
            if end < 0:
                raise error('missing >, unterminated name' if name else 'missing group name', template, at + 1)
            if not name:
                raise error('missing group name', template, at + 1)
            if name.isdecimal():
                index = int(name)
                if index > pattern.groups:
                    raise error(f'invalid group reference {index}', template, at + 1)
            elif not name.isidentifier():
                raise error(f'bad character in group name {name!r}', template, at + 1)
            elif name not in pattern.groupindex:
                raise IndexError(f'unknown group name {name!r}')
            else:
                index = pattern.groupindex[name]
            parts.append(index)
            at = end + 1
        elif c == '0' or c in '123' and template[at : at + 2].isdecimal() and len(template[at : at + 2]) == 2:
            digits = c
            while len(digits) < 3 and template[at : at + 1] and template[at] in '01234567':
                digits += template[at]
                at += 1
            parts.append(chr(int(digits, 8)))
        elif c in '123456789':
            digits = c
            if template[at : at + 1] and template[at] in '0123456789':
                digits += template[at]
                at += 1
            index = int(digits)
            if index > pattern.groups:
                raise error(f'invalid group reference {index}', template, stop + 1)
            parts.append(index)
        elif c in 'abfnrtv\\':
            parts.append({'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v', '\\': '\\'}[c])
        elif c.isascii() and c.isalpha():
            raise error(f'bad escape \\{c}', template, stop)
        else:
            parts.append('\\' + c)
    return parts


class Match:
    def __group(self, key):
        if isinstance(key, str):
            if key in self.re.groupindex:
                return self.re.groupindex[key]
        elif isinstance(key, int) and 0 <= key <= self.re.groups:
            return key
        raise IndexError('no such group')

    def __of(self, index, default=None):
        start = self._spans[2 * index]
        return default if start < 0 else self.string[start : self._spans[2 * index + 1]]

    def group(self, *keys):
        if not keys:
            return self.__of(0)
        if len(keys) == 1:
            return self.__of(self.__group(keys[0]))
        return tuple(self.__of(self.__group(key)) for key in keys)

    def __getitem__(self, key):
        return self.__of(self.__group(key))

    def groups(self, default=None):
        return tuple(self.__of(i, default) for i in range(1, self.re.groups + 1))

    def groupdict(self, default=None):
        return {name: self.__of(i, default) for name, i in self.re.groupindex.items()}

    def start(self, group=0):
        return self._spans[2 * self.__group(group)]

    def end(self, group=0):
        return self._spans[2 * self.__group(group) + 1]

    def span(self, group=0):
        index = self.__group(group)
        return (self._spans[2 * index], self._spans[2 * index + 1])

    def expand(self, template):
        return self._filled(_pieces(self.re, template))

    def _filled(self, parts):
        return ''.join([part if isinstance(part, str) else self.__of(part, '') for part in parts])

    @property
    def lastindex(self):
        return self._last or None

    @property
    def lastgroup(self):
        for name, index in self.re.groupindex.items():
            if index == self._last:
                return name
        return None

    @property
    def regs(self):
        return tuple(self.span(i) for i in range(self.re.groups + 1))

    def __repr__(self):
        return f'<re.Match object; span={self.span()!r}, match={self.group()!r}>'

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _match(pattern, string, pos, endpos, found):
    made = object.__new__(Match)
    made.re = pattern
    made.string = string
    made.pos = min(max(pos, 0), len(string))
    made.endpos = min(max(endpos, 0), len(string))
    made._last = found[0]
    made._spans = found[1:]
    return made


_no_end = 1 << 62


class Pattern:
    def _one(self, string, pos, endpos, how):
        found = _sre.find(self._code, _text(string), pos, endpos, how, False)
        return None if found is None else _match(self, string, pos, endpos, found)

    def match(self, string, pos=0, endpos=_no_end):
        return self._one(string, pos, endpos, 'match')

    def fullmatch(self, string, pos=0, endpos=_no_end):
        return self._one(string, pos, endpos, 'fullmatch')

    def search(self, string, pos=0, endpos=_no_end):
        return self._one(string, pos, endpos, 'search')

    def finditer(self, string, pos=0, endpos=_no_end):
        return self._each(_text(string), pos, endpos)

    def _each(self, string, pos, endpos):
        at, empty = pos, False
        while True:
            found = _sre.find(self._code, string, at, endpos, 'search', empty)
            if found is None:
                return
            yield _match(self, string, pos, endpos, found)
            at = found[2]
            empty = found[1] == found[2]

    def findall(self, string, pos=0, endpos=_no_end):
        if self.groups == 0:
            return [m.group() for m in self.finditer(string, pos, endpos)]
        if self.groups == 1:
            return [m.groups('')[0] for m in self.finditer(string, pos, endpos)]
        return [m.groups('') for m in self.finditer(string, pos, endpos)]

    def split(self, string, maxsplit=0):
        parts = []
        at = 0
        for m in self.finditer(string):
            if maxsplit and len(parts) >= maxsplit * (self.groups + 1):
                break
            parts.append(string[at : m.start()])
            parts.extend(m.groups())
            at = m.end()
        parts.append(string[at:])
        return parts

    def subn(self, repl, string, count=0):
        if isinstance(repl, str):
            pieces = _pieces(self, repl)
        elif not callable(repl):
            raise TypeError(f'decoding to str: need a bytes-like object, {type(repl).__name__} found')
        parts = []
        at = made = 0
        for m in self.finditer(string):
            if count and made >= count:
                break
            parts.append(string[at : m.start()])
            if isinstance(repl, str):
                parts.append(m._filled(pieces))
            else:
                given = repl(m)
                if given is not None:
                    if not isinstance(given, str):
                        raise TypeError(
                            f'sequence item {len(parts)}: expected str instance, {type(given).__name__} found'
                        )
                    parts.append(given)
            at = m.end()
            made += 1
        parts.append(string[at:])
        return ''.join(parts), made

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def __repr__(self):
        shown = repr(self.pattern)
        flags = self.flags & ~32
        return f're.compile({shown[:200]}, {RegexFlag(flags)!r})' if flags else f're.compile({shown[:200]})'

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return self.pattern == other.pattern and self.flags == other.flags

    def __hash__(self):
        return hash((self.pattern, self.flags))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


_known = {}


def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError('cannot process flags argument with a compiled pattern')
        return pattern
    key = (pattern, int(flags))
    if key in _known:
        return _known[key]
    found = _sre.compile(pattern, int(flags))
    if len(found) == 2:
        message, at = found
        raise error(message, pattern, at) if at >= 0 else error(message)
    made = object.__new__(Pattern)
    made.pattern = pattern
    made._code, made.groups, names, flags = found
    made.flags = flags if flags & 256 else flags | 32
    made.groupindex = dict(names)
    _known[key] = made
    return made


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def purge():
    _known.clear()


def escape(pattern):
    return ''.join(['\\' + c if c in '()[]{}?*+-|^$\\.&~# \t\n\r\v\f' else c for c in pattern])
