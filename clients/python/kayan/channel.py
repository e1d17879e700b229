"""How channels are set up: retries, deadline, balancing and keepalive.

`service-config.json` is the one that the clients of every language use.
"""

import json
from importlib import resources

# A dead connection is noticed within a minute and a bit, before the idle
# timeouts of common load balancers (350 s and more) drop it silently.
KEEPALIVE_TIME_MS = 60_000
KEEPALIVE_TIMEOUT_MS = 10_000

# Batches of 1,000 documents with their explanations can exceed gRPC's 4 MiB.
MAX_ANSWER_BYTES = 64 * 1024 * 1024


def service_config():
    """The recommended service config, to change and give to `Client`."""
    return json.loads(resources.files("kayan").joinpath("service-config.json").read_text("utf-8"))


def default_timeout(config=None):
    """Seconds that a call may take. grpc observes the service config's, but does not tell it to the server."""
    for method in (service_config() if config is None else config).get("methodConfig", []):
        if "timeout" in method and any("method" not in name for name in method["name"]):
            return float(method["timeout"].removesuffix("s"))
    return None


def channel_options(config=None):
    """Options of a `grpc` or `grpc.aio` channel."""
    return [
        ("grpc.service_config", json.dumps(service_config() if config is None else config)),
        ("grpc.enable_retries", 1),
        ("grpc.keepalive_time_ms", KEEPALIVE_TIME_MS),
        ("grpc.keepalive_timeout_ms", KEEPALIVE_TIMEOUT_MS),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.max_pings_without_data", 0),
        ("grpc.max_receive_message_length", MAX_ANSWER_BYTES),
    ]
