"""Calendars of others: files, and a server that answers as it is told."""

import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from community.spaces.ics.fetching import Way

HOST = "calendar.example"
# Of nobody whom the tests could reach: the way leads to the local server instead.
PUBLIC = "93.184.215.14"
ADDRESS = f"https://{HOST}/busy.ics"


def file_with(*events: str, zones: str = "") -> bytes:
    """Each event by its lines."""
    inside = "".join(f"BEGIN:VEVENT\n{one.strip()}\nEND:VEVENT\n" for one in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x\n{zones}{inside}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def event(uid: str, start: str, end: str, *more: str) -> str:
    """By the clocks of Prishtina, as 20270607T100000."""
    zone = "TZID=Europe/Belgrade"
    lines = [f"UID:{uid}", f"DTSTART;{zone}:{start}", f"DTEND;{zone}:{end}", *more]
    return "\n".join(lines)


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def sent_on(location: str) -> bytes:
    return answer(b"", f"Location: {location}", status="302 Found")


Talk = Callable[[ssl.SSLSocket, bytes], None]


class Elsewhere:
    """A TLS server of one name. `talk` gets the connection and what was asked."""

    def __init__(self, folder: Path, talk: bytes | Talk) -> None:
        self.asked: list[str] = []
        self.connected: list[str] = []
        self.looked_up: list[str] = []
        self.numbers = [PUBLIC]
        self.talk = talk
        self.certificate = _certificate(folder)
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    def way(self, seconds: float = 5.0) -> Way:
        return Way(self._look_up, self._connect, self._trust, seconds)

    def close(self) -> None:
        self.listener.close()

    def _look_up(self, host: str) -> list[str]:
        self.looked_up.append(host)
        return self.numbers

    def _connect(self, number: str, seconds: float) -> socket.socket:
        self.connected.append(number)
        return socket.create_connection(self.listener.getsockname(), timeout=seconds)

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    def _serve(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        while True:
            try:
                plain, _from = self.listener.accept()
            except OSError:
                return
            threading.Thread(
                target=self._one, args=(context, plain), daemon=True
            ).start()

    def _one(self, context: ssl.SSLContext, plain: socket.socket) -> None:
        try:
            with context.wrap_socket(plain, server_side=True) as secure:
                asked = secure.recv(65536)
                self.asked.append(asked.decode())
                if callable(self.talk):
                    self.talk(secure, asked)
                else:
                    secure.sendall(self.talk)
        except OSError:
            plain.close()


def _certificate(folder: Path) -> Path:
    """Of HOST alone, with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)  # noqa: TID251 (of the machine, as TLS reads it)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "calendar.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
