"""A message to whoever waits for a night: through Apprise, the only place that knows it."""

import logging
from collections.abc import Sequence


def notify(addresses: Sequence[str], *, title: str, text: str) -> list[str]:
    """Send a message to every address, as Apprise writes them; return a sentence for each that did not get it.

    The sentences name an address by its place and kind, for all of it may be a password.
    """
    if not addresses:
        return []
    import apprise

    logging.getLogger("apprise").disabled = True  # its messages quote addresses
    failed = []
    for place, address in enumerate(addresses, start=1):
        service = apprise.Apprise()
        if not service.add(address):
            failed.append(f"address {place} to notify is none that Apprise knows; see nightly.notify")
        elif not service.notify(title=title, body=text):
            kind = address.partition(":")[0]
            failed.append(f"address {place} to notify, {kind}, could not be reached; see nightly.notify")
    return failed
