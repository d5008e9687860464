"""Connecting the rooms to what the operator chose, once, when Django starts.

Connecting makes no query, so every management command can start; `check` asks the stores, and a
server calls it before it takes a request.
"""

from bedside import vault
from bedside.config.options import Options


def connect(options: Options) -> None:
    """Give the vault its root key and the documents their store."""
    vault.configure(options.root_key)
