# io: texts and bytes that are written and read like files. Files themselves are not there.

__all__ = ['SEEK_SET', 'SEEK_CUR', 'SEEK_END', 'StringIO', 'BytesIO']

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2


class _Memory:
    """What both have: a value, a position in it, and whether it is closed."""

    def _open(self):
        if self._closed:
            raise ValueError('I/O operation on closed file.' if self._empty == b'' else 'I/O operation on closed file')

    @property
    def closed(self):
        return self._closed

    def close(self):
        self._closed = True

    def __enter__(self):
        self._open()
        return self

    def __exit__(self, *args):
        self.close()

    def getvalue(self):
        self._open()
        return self._value

    def write(self, data):
        self._open()
        self._check(data)
        gap = self._filler * (self._at - len(self._value))
        self._value = self._value[:self._at] + gap + data + self._value[self._at + len(data):]
        self._at += len(data)
        return len(data)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def read(self, size=-1):
        self._open()
        end = len(self._value) if size is None or size < 0 else self._at + size
        found = self._value[self._at:end]
        self._at += len(found)
        return found

    def readline(self, size=-1):
        self._open()
        end = self._value.find(self._newline, self._at)
        end = len(self._value) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        found = self._value[self._at:end]
        self._at += len(found)
        return found

    def readlines(self, hint=-1):
        return list(self)

    def __iter__(self):
        self._open()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def tell(self):
        self._open()
        return self._at

    def truncate(self, size=None):
        self._open()
        size = self._at if size is None else size
        self._value = self._value[:size]
        return size

    def flush(self):
        self._open()

    def readable(self):
        self._open()
        return True

    def writable(self):
        self._open()
        return True

    def seekable(self):
        self._open()
        return True

    def isatty(self):
        self._open()
        return False


class StringIO(_Memory):
    _empty = ''
    _newline = '\n'
    _filler = '\0'

    def __init__(self, initial_value='', newline='\n'):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f'initial_value must be str or None, not {type(initial_value).__name__}')
        self._value = initial_value or ''
        self._at = 0
        self._closed = False

    def _check(self, data):
        if not isinstance(data, str):
            raise TypeError(f"string argument expected, got '{type(data).__name__}'")

    def seek(self, at, whence=0):
        self._open()
        if whence == 0 and at < 0:
            raise ValueError(f'Negative seek position {at}')
        if whence not in (0, 1, 2):
            raise ValueError(f'Invalid whence ({whence}, should be 0, 1 or 2)')
        if whence != 0 and at != 0:
            raise OSError("Can't do nonzero cur-relative seeks")
        self._at = at if whence == 0 else self._at if whence == 1 else len(self._value)
        return self._at


class BytesIO(_Memory):
    _empty = b''
    _newline = b'\n'
    _filler = b'\0'

    def __init__(self, initial_bytes=b''):
        self._value = bytes(initial_bytes) if initial_bytes is not None else b''
        self._at = 0
        self._closed = False

    def _check(self, data):
        if not isinstance(data, bytes):
            raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")

    def seek(self, at, whence=0):
        self._open()
        if whence == 0:
            if at < 0:
                raise ValueError(f'negative seek value {at}')
            self._at = at
        elif whence in (1, 2):
            self._at = max(0, (self._at if whence == 1 else len(self._value)) + at)
        else:
            raise ValueError(f'invalid whence ({whence}, should be 0, 1 or 2)')
        return self._at

    def getbuffer(self):
        self._open()
        return memoryview(self._value)
