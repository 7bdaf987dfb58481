"""Say in one sentence when the service at an address does not answer; exit with 1 then."""

import sys
from urllib.parse import urlsplit

import psycopg
import redis


def main(address: str) -> int:
    """Connect once, as the tests would."""
    parts = urlsplit(address)
    try:
        if parts.scheme.startswith("redis"):
            redis.Redis.from_url(address, socket_connect_timeout=3, socket_timeout=3).ping()
            return 0
        # The database of the tests is made by the tests; the one everybody has is asked.
        server = parts._replace(scheme="postgresql", path="/postgres").geturl()
        psycopg.connect(server, connect_timeout=3).close()
    except (redis.RedisError, psycopg.Error):
        name = "Redis" if parts.scheme.startswith("redis") else "PostgreSQL"
        sys.stdout.write(f"{name} does not answer at {parts.hostname}:{parts.port}.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
