#!/usr/bin/env python3
"""Talks to a monitor as a client of QEMU's own Python library does, and fails of anything that library complains about.

Usage: qmp-client.py SOCKET      (the library, qemu.qmp, is on PYTHONPATH; scripts/install-qmp-client.sh brings it)
"""

import asyncio
import logging
import os
import socket
import sys

from qemu.qmp import ExecuteError, QMPClient

PATIENCE = 60


class Complaints(logging.Handler):
    """Keeps every warning of the library."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.texts = []

    def emit(self, record):
        self.texts.append(record.getMessage())


async def refused(client, command, arguments):
    """The text of the error that a command must end in."""
    try:
        await client.execute(command, arguments)
    except ExecuteError as error:
        return error.error_class, str(error)
    raise AssertionError(f"{command} with {arguments} succeeded")


async def talk(client):
    version = await client.execute("query-version")
    print("version", version["qemu"]["major"])
    parameters = await client.execute("query-migrate-parameters")
    print("local", parameters.get("local"))
    schema = await client.execute("query-qmp-schema")
    print("schema", any(entity.get("name") == "migrate-set-parameters" for entity in schema))

    await client.execute("migrate-set-parameters", {"downtime-limit": 500})
    assert (await client.execute("query-migrate-parameters"))["downtime-limit"] == 500
    print("refused", *await refused(client, "migrate-set-parameters", {"nosuch": 1}))
    print("refused", *await refused(client, "nosuch", {}))

    with client.listener() as listener:
        await client.execute("stop")
        await client.execute("cont")
        events = [(await asyncio.wait_for(listener.get(), PATIENCE))["event"] for _ in range(2)]
    print("events", *events)

    ours, theirs = socket.socketpair()
    with ours, theirs:
        client.send_fd_scm(theirs.fileno())
        await client.execute("getfd", {"fdname": "pair"})
    # The monitor holds the other end, so ours alone is closed.
    await client.execute("closefd", {"fdname": "pair"})
    print("descriptor", "taken")


async def main(path):
    complaints = Complaints()
    logging.getLogger().addHandler(complaints)
    for _ in range(2):
        client = QMPClient("localmig")
        await asyncio.wait_for(client.connect(path), PATIENCE)
        try:
            await asyncio.wait_for(talk(client), PATIENCE)
        finally:
            await client.disconnect()
    for text in complaints.texts:
        print("complaint", text)
    return 1 if complaints.texts else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or not os.path.exists(sys.argv[1]):
        sys.exit(__doc__)
    sys.exit(asyncio.run(main(sys.argv[1])))
