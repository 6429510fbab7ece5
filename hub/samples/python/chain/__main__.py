# SPDX-License-Identifier: Apache-2.0
"""python3 -m chain: see --help."""

import argparse
import sys
from pathlib import Path

from .hub import MAX_CHAIN
from .node import Node
from .service import Service


def main():
    parser = argparse.ArgumentParser(prog="python3 -m chain", description="A sidechain that keeps accounts, for a carrier to "
                                     "bring under a root. It listens on loopback.")
    parser.add_argument("--port", type=int, default=7000, help="0 for any that is free (default: 7000)")
    parser.add_argument("--data", type=Path, default=Path("chain-data"), help="where keys and journal live (default: chain-data)")
    parser.add_argument("--name", default="sample", help="1 to 32 printable ASCII characters (default: sample)")
    parser.add_argument("--chain-id", type=int, default=700_001, help="its own, 1 to 2^52 (default: 700001)")
    given = parser.parse_args()
    if not (1 <= len(given.name) <= 32 and given.name.isascii() and given.name.isprintable()):
        parser.error("--name takes 1 to 32 printable ASCII characters")
    if not 1 <= given.chain_id <= MAX_CHAIN or not 0 <= given.port < 65536:
        parser.error("--chain-id takes 1 to 2^52, --port 0 to 65535")
    service = Service(Node(given.data, given.name, given.chain_id), given.port)
    print("chain %d answers at http://127.0.0.1:%d" % (given.chain_id, service.server_address[1]), flush=True)
    try:
        service.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)


main()
