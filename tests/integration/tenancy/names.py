"""A name server on loopback that says what it is told to, asked by the platform itself."""

from __future__ import annotations

import dnslib
from dnslib.server import DNSServer


class Names:
    """``texts``: what TXT records hold, by name; ``broken``: it answers that it cannot."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.broken = False
        self.asked: list[str] = []
        quiet = dnslib.server.DNSLogger(log="", logf=lambda text: None)
        self._server = DNSServer(self, address="127.0.0.1", port=0, logger=quiet)
        self.address = f"127.0.0.1:{self._server.server.server_address[1]}"
        self._server.start_thread()

    def resolve(self, request, handler):
        """Called by the server for each question."""
        name = str(request.q.qname).rstrip(".")
        self.asked.append(name)
        reply = request.reply()
        if self.broken:
            reply.header.rcode = dnslib.RCODE.SERVFAIL
        elif name not in self.texts:
            reply.header.rcode = dnslib.RCODE.NXDOMAIN
        else:
            for text in self.texts[name]:
                parts = [text[at : at + 20] for at in range(0, len(text), 20)]  # a long one comes in pieces
                reply.add_answer(dnslib.RR(name, dnslib.QTYPE.TXT, rdata=dnslib.TXT(parts), ttl=0))
        return reply

    def prove(self, claim) -> None:
        """Write what proves a claim."""
        self.texts[f"_kaquan-verify.{claim.domain}"] = ["v=spf1 -all", claim.token]

    def stop(self) -> None:
        """End it."""
        self._server.stop()
        self._server.server.server_close()
