"""A stream that goes on after its server has gone.

Messages that have no answer yet are kept, at most `WINDOW` of them, and sent
again on a new stream. Every message has exactly one answer, in order, so that
the first kept message is always the one whose answer comes next.
"""

import itertools
import random
import threading
import time
from collections import deque

import grpc

from kayan.v1 import service_pb2

# Messages that may wait for their answers; bounds memory on both sides.
WINDOW = 16

# Attempts without any answer before the error is raised, and pauses: those of the service config.
MAX_ATTEMPTS = 4
INITIAL_BACKOFF_SECONDS = 0.05
MAX_BACKOFF_SECONDS = 1.0

RESUMABLE = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED}


def resumed(open_call, documents, options, batch_size):
    """Yields `(documents, response)` for each message. `open_call` starts a stream of requests."""
    stream = _Stream(iter(documents), options, batch_size)
    failures = 0
    while True:
        call = open_call(stream.requests())
        try:
            for response in call:
                failures = 0
                yield stream.answered(), response
            stream.end()
            if stream.kept:
                raise RuntimeError("the stream ended before every message was answered")
            return
        except grpc.RpcError as error:
            stream.end()
            failures += 1
            if error.code() not in RESUMABLE or failures == MAX_ATTEMPTS:
                raise
            backoff = min(INITIAL_BACKOFF_SECONDS * 2 ** (failures - 1), MAX_BACKOFF_SECONDS)
            time.sleep(backoff * random.uniform(0.8, 1.2))
        finally:
            stream.close_attempt()
            call.cancel()


class _Stream:
    """What is shared with the thread of grpc that takes the requests."""

    def __init__(self, documents, options, batch_size):
        self.documents, self.options, self.batch_size = documents, options, batch_size
        self.state = threading.Condition()
        self.source = threading.Lock()
        self.kept = deque()
        self.first_kept = 0
        self.attempt = 0
        self.fault = None

    def requests(self):
        """The requests of a new attempt, those without an answer first."""
        with self.state:
            attempt, number = self.attempt, self.first_kept
        while True:
            batch = self.message(attempt, number)
            if not batch:
                return
            yield service_pb2.StreamExtractEntitiesRequest(documents=batch, options=self.options)
            number += 1

    def message(self, attempt, number):
        """The documents of message `number`, or None when there are no more."""
        with self.state:
            self.state.wait_for(lambda: self.attempt != attempt or number < self.first_kept + WINDOW)
            if self.attempt != attempt:
                return None
            if number < self.first_kept + len(self.kept):
                return self.kept[number - self.first_kept]
        # Reading may take long, and must not hold up the answers.
        with self.source:
            with self.state:
                # An attempt before this one may just have read it.
                if self.attempt != attempt:
                    return None
                if number < self.first_kept + len(self.kept):
                    return self.kept[number - self.first_kept]
            try:
                batch = list(itertools.islice(self.documents, self.batch_size))
            except BaseException as fault:
                self.fault = fault
                raise
            with self.state:
                if batch:
                    self.kept.append(batch)
                return batch if self.attempt == attempt else None

    def answered(self):
        """Forgets the message that was answered, and returns its documents."""
        with self.state:
            self.first_kept += 1
            self.state.notify_all()
            return self.kept.popleft()

    def close_attempt(self):
        with self.state:
            self.attempt += 1
            self.state.notify_all()

    def end(self):
        """Raises what the caller's own iterator has raised."""
        if self.fault is not None:
            raise self.fault
