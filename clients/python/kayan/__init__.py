"""Client of Kayan, the entity extractor for Arabic text.

>>> with kayan.Client("127.0.0.1:50051") as client:
...     for mention in client.extract("عاد رجب طيب أردوغان إلى بيروت").mentions:
...         print(mention.begin, mention.end, mention.text)

Offsets are code points, so that `text[mention.begin:mention.end]` is the
mention. The messages are those of the contract: `kayan.v1`.
"""

from kayan.channel import channel_options, service_config
from kayan.client import Client
from kayan.errors import ErrorDetails, error_details
from kayan.extraction import DocumentError, Extraction

__all__ = [
    "Client",
    "DocumentError",
    "ErrorDetails",
    "Extraction",
    "channel_options",
    "error_details",
    "service_config",
]
