"""What the shared cases do not say of streams: faults of the caller, and early ends."""

import os
import time
import unittest

import grpc

import kayan


class Streams(unittest.TestCase):
    def setUp(self):
        self.client = kayan.Client(os.environ["KAYAN_FAULT_ADDRESS"])
        self.addCleanup(self.client.close)

    def test_a_fault_of_the_callers_iterator_is_raised(self):
        def documents():
            yield "بيروت"
            raise KeyError("mine")

        with self.assertRaisesRegex(KeyError, "mine"):
            list(self.client.extract_stream(documents(), batch_size=1))

    def test_no_more_is_read_than_fits_the_window(self):
        read = []

        def documents():
            for n in range(1000):
                read.append(n)
                yield f"بيروت {n}"

        results = self.client.extract_stream(documents(), batch_size=1)
        next(results)
        time.sleep(0.5)
        self.assertLess(len(read), 100)
        results.close()

    def test_an_answer_does_not_wait_for_the_next_document(self):
        answered = []

        def documents():
            yield "بيروت"
            for _ in range(100):
                if answered:
                    break
                time.sleep(0.1)
            yield "دمشق"

        for result in self.client.extract_stream(documents(), batch_size=1):
            answered.append(time.monotonic())
        self.assertEqual(len(answered), 2)
        self.assertLess(answered[0], answered[1])

    def test_gives_up_when_nothing_is_answered(self):
        failing = [("kayan-test-fail", ",".join(["UNAVAILABLE"] * 9))]
        with self.assertRaises(grpc.RpcError) as raised:
            list(self.client.extract_stream(["بيروت"], metadata=failing))
        self.assertEqual(raised.exception.code(), grpc.StatusCode.UNAVAILABLE)


if __name__ == "__main__":
    unittest.main()
