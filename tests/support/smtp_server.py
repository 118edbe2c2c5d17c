"""A mail server for tests, on loopback, on a port that the system chooses.

Standard output says "port N" first, then of each mail that was taken, line by line, what Python's email
package makes of it; texts are JSON, so that each stays on its line:

    mail
    from "a@example.org"
    rcpt "b@example.org"
    header Subject "预算"
    part text/plain - "..."          the type, the file name or -, the text
    part text/csv "预算.csv" 1234 sha256
    end

What it does wrong is chosen by options; what it refuses, by recipient: "refuse550@..." is answered with 550.
"""
import argparse
import asyncio
import hashlib
import json
import logging
import ssl
import sys
import warnings
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def say(*words):
    print(*words, flush=True)


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def describe(envelope):
    message = message_from_bytes(envelope.content, policy=policy.SMTP)
    say("mail")
    say("from", quoted(envelope.mail_from))
    for recipient in envelope.rcpt_tos:
        say("rcpt", quoted(recipient))
    longest = max(len(line) for line in envelope.content.split(b"\r\n"))
    say("longest", longest)
    say("ascii", all(byte < 128 for byte in envelope.content))
    for name, value in message.items():
        say("header", name, quoted(str(value)))
        if value.defects:
            say("defect", name, quoted(str(value.defects)))
    for part in message.walk():
        if part.is_multipart():
            say("container", part.get_content_type())
            continue
        name = part.get_filename()
        if name is None:
            say("part", part.get_content_type(), "-", quoted(part.get_content()))
        else:
            data = part.get_payload(decode=True)
            say("part", part.get_content_type(), quoted(name), len(data), hashlib.sha256(data).hexdigest())
        if part.defects:
            say("defect", quoted(str(part.defects)))
    say("end")


class Handler:
    def __init__(self, options):
        self.options = options

    async def fail(self, server, stage):
        """What the options want to happen at this stage: a reply, or None to go on."""
        options = self.options
        if options.slow == stage:
            await asyncio.sleep(0.3)
        if stage not in (options.hang, options.close, options.answer and options.answer[0]):
            return None
        if options.once is not None:
            options.once -= 1
            if options.once < 0:
                return None
        if options.close == stage:
            server.transport.abort()
        if stage in (options.hang, options.close):
            await asyncio.sleep(3600)
        return options.answer[1]

    async def handle_MAIL(self, server, session, envelope, address, options):
        reply = await self.fail(server, "mail")
        if reply:
            return reply
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = await self.fail(server, "rcpt")
        if reply:
            return reply
        if address.startswith("refuse"):
            return address[6:9] + " no mail for this one"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        reply = await self.fail(server, "data")
        if reply:
            return reply
        describe(envelope)
        await self.fail(server, "taken")
        return "250 taken"


class Server(SMTP):
    async def smtp_QUIT(self, arg):
        await self.event_handler.fail(self, "quit")
        await super().smtp_QUIT(arg)

    async def smtp_AUTH(self, arg):
        if self.event_handler.options.echo:
            await self.push("535 I do not know: AUTH " + arg)
            return
        await super().smtp_AUTH(arg)

    async def _handle_client(self):
        reply = await self.event_handler.fail(self, "greeting")
        if reply:
            await self.push(reply)
            self.transport.close()
            return
        await super()._handle_client()


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tls", choices=["starttls", "implicit", "none"], default="none")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--login", help="USER:PASSWORD, demanded")
    parser.add_argument("--mechanism", choices=["PLAIN", "LOGIN"])
    parser.add_argument("--answer", nargs=2, metavar=("STAGE", "REPLY"))
    parser.add_argument("--once", type=int, help="how often it does wrong; then all is well")
    parser.add_argument("--hang", metavar="STAGE")
    parser.add_argument("--close", metavar="STAGE")
    parser.add_argument("--slow", metavar="STAGE")
    parser.add_argument("--echo", action="store_true", help="refuse AUTH by repeating it")
    return parser.parse_args()


async def main():
    options = arguments()
    handler = Handler(options)
    context = None
    settings = {"hostname": "mail.example.org", "enable_SMTPUTF8": False}
    if options.tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
    if options.tls == "starttls":
        settings.update(tls_context=context, require_starttls=True)
    if options.mechanism:
        settings["auth_exclude_mechanism"] = ["PLAIN" if options.mechanism == "LOGIN" else "LOGIN"]
    if options.login or options.echo:
        user, _, password = (options.login or "u:p").partition(":")

        def authenticate(server, session, envelope, mechanism, data):
            good = (isinstance(data, LoginPassword) and data.login == user.encode()
                    and data.password == password.encode())
            say("login", mechanism, "right" if good else "wrong")
            return AuthResult(success=good, handled=False)

        settings.update(authenticator=authenticate, auth_required=True,
                        auth_require_tls=options.tls == "starttls")
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Server(handler, loop=loop, **settings), "127.0.0.1", 0,
                                      ssl=context if options.tls == "implicit" else None)
    say("port", server.sockets[0].getsockname()[1])
    await server.serve_forever()


if __name__ == "__main__":
    # Broken handshakes are what the tests want; they need no report.
    warnings.simplefilter("ignore")
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
