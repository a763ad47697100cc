"""Upstreams on loopback: HTTP/1.1, HTTP/2 with gRPC trailers-only answers, and bare TCP."""

import socket
import struct
import threading
import time


class Upstream:
    """Listens on a port of its own; remembers when each request came and when it was answered."""

    def __init__(self):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(128)
        self.port = self.socket.getsockname()[1]
        self.lock = threading.Lock()
        # A request: when it came, when the answer went, its headers.
        self.requests = []
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.quietly, args=(connection,), daemon=True).start()

    def quietly(self, connection):
        try:
            self.serve(connection)
        except (OSError, ValueError):
            pass
        finally:
            connection.close()

    def record(self, came, headers):
        with self.lock:
            self.requests.append((came, time.monotonic(), headers))

    def clear(self):
        with self.lock:
            self.requests.clear()

    @property
    def count(self):
        with self.lock:
            return len(self.requests)

    def gaps(self):
        """Milliseconds from each answer to the next request."""
        with self.lock:
            return [1000 * (b[0] - a[1]) for a, b in zip(self.requests, self.requests[1:])]


class HTTPUpstream(Upstream):
    """Answers every request with a status and headers; `answer` may be a function of the request."""

    def __init__(self, answer=(503, {})):
        self.answer = answer
        super().__init__()

    def serve(self, connection):
        buffer = b""
        while True:
            while b"\r\n\r\n" not in buffer:
                piece = connection.recv(65536)
                if not piece:
                    return
                buffer += piece
            came = time.monotonic()
            head, buffer = buffer.split(b"\r\n\r\n", 1)
            lines = head.decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines[1:])
            headers[":method"] = lines[0].split(" ")[0]
            length = int(headers.get("content-length", 0))
            while len(buffer) < length:
                buffer += connection.recv(65536)
            buffer = buffer[length:]
            answer = self.answer(headers) if callable(self.answer) else self.answer
            if answer is None:
                self.record(came, headers)
                return
            status, extra = answer
            text = f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\n"
            text += "".join(f"{key}: {value}\r\n" for key, value in extra.items())
            # Recorded first: the next request may come before this thread runs again.
            self.record(came, headers)
            connection.sendall((text + "\r\n").encode("latin-1"))


class GRPCUpstream(Upstream):
    """Answers every gRPC call with a status in the headers, as trailers-only responses do."""

    def __init__(self, status):
        self.status = status
        super().__init__()

    @staticmethod
    def frame(kind, flags, stream, payload=b""):
        return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(
            ">I", stream) + payload

    @staticmethod
    def literal(name, value):
        """HPACK: a literal field that is not indexed, without Huffman coding."""
        return b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value

    def read(self, connection, count):
        data = b""
        while len(data) < count:
            piece = connection.recv(count - len(data))
            if not piece:
                raise OSError("closed")
            data += piece
        return data

    def serve(self, connection):
        expected = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        if self.read(connection, len(expected)) != expected:
            return
        connection.sendall(self.frame(4, 0, 0))
        while True:
            head = self.read(connection, 9)
            length = int.from_bytes(head[:3], "big")
            kind, flags, stream = head[3], head[4], int.from_bytes(head[5:], "big") & 0x7FFFFFFF
            payload = self.read(connection, length)
            if kind == 4 and not flags & 1:
                connection.sendall(self.frame(4, 1, 0))
            elif kind == 6 and not flags & 1:
                connection.sendall(self.frame(6, 1, 0, payload))
            elif kind in (0, 1) and flags & 1:
                # END_STREAM: the call is whole.
                came = time.monotonic()
                # 0x88 is `:status 200` of the static table.
                block = b"\x88" + self.literal(b"content-type", b"application/grpc")
                block += self.literal(b"grpc-status", str(self.status).encode())
                self.record(came, {})
                connection.sendall(self.frame(1, 5, stream, block))


class ClosingUpstream(Upstream):
    """Counts connections and closes them at once."""

    def serve(self, connection):
        self.record(time.monotonic(), {})


def request(port, method="GET", path="/", headers=None, timeout=20):
    """The status of a request through Envoy, and how many seconds it took."""
    start = time.monotonic()
    text = f"{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n"
    if method in ("POST", "PUT"):
        text += "content-length: 0\r\n"
    text += "".join(f"{key}: {value}\r\n" for key, value in (headers or {}).items())
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        connection.sendall((text + "\r\n").encode())
        data = b""
        while True:
            piece = connection.recv(65536)
            if not piece:
                break
            data += piece
    return int(data.split(b" ", 2)[1]), time.monotonic() - start


GRPC_HEADERS = {"content-type": "application/grpc", "te": "trailers"}
