"""The cases of ../cases.json against the server at KAYAN_ADDRESS.

KAYAN_FAULT_ADDRESS is that of ../testing/fault_proxy.py in front of it.
"""

import json
import os
import time
import unittest
from pathlib import Path

import grpc
from google.protobuf import json_format

import kayan
from kayan.v1 import entity_pb2, options_pb2, service_pb2

CASES = json.loads(Path(__file__, "../../../cases.json").resolve().read_text("utf-8"))


def documents_of(count):
    return [options_pb2.Document(id=f"document {n}", text=f"بيروت {n}") for n in range(count)]


class Cases(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = kayan.Client(os.environ["KAYAN_ADDRESS"])
        cls.faulty = kayan.Client(os.environ["KAYAN_FAULT_ADDRESS"])

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.faulty.close()

    def each(self, kind, check):
        for case in CASES[kind]:
            with self.subTest(case["name"]):
                check(case)
                print(f"python: {kind}: {case['name']}")

    def test_extract(self):
        def check(case):
            document = json_format.ParseDict(case["document"], options_pb2.Document())
            extraction = self.client.extract(document)
            self.assertEqual(extraction.document_id, document.id)
            self.assertEqual(extraction.response.offset_encoding, options_pb2.OFFSET_ENCODING_CODE_POINT)
            self.assertEqual([m.text for m in extraction.mentions], [m["text"] for m in case["mentions"]])
            for mention, wanted in zip(extraction.mentions, case["mentions"]):
                self.assertEqual(entity_pb2.EntityType.Name(mention.type), wanted["type"])
                self.assertEqual([mention.begin, mention.end], wanted["codePoint"])
                self.assertEqual(document.text[mention.begin : mention.end], wanted["text"])
                self.assertEqual(list(mention.proclitics), wanted.get("proclitics", []))
                kind = mention.WhichOneof("value")
                value = {kind: json_format.MessageToDict(getattr(mention, kind))} if kind else {}
                self.assertEqual(value, wanted.get("value", {}))
                self.assertEqual(extraction.entity_of(mention) is None, mention.type == entity_pb2.ENTITY_TYPE_FIGURE)

        self.each("extract", check)

    def test_errors(self):
        def check(case):
            request = json_format.ParseDict(case["request"], service_pb2.ExtractEntitiesRequest())
            with self.assertRaises(grpc.RpcError) as raised:
                self.client.service.ExtractEntities(request)
            self.assertEqual(raised.exception.code().name, case["code"])
            details = kayan.error_details(raised.exception)
            self.assertEqual(details.reason, case["reason"])
            self.assertEqual(list(details.fields), case["fields"])
            self.assertEqual(details.metadata | case.get("metadata", {}), details.metadata)

        self.each("errors", check)

    def test_batch(self):
        case = CASES["batch"]
        documents = [json_format.ParseDict(document, options_pb2.Document()) for document in case["documents"]]
        results = self.client.extract_batch(documents)
        self.assertEqual(len(results), len(case["results"]))
        for result, wanted in zip(results, case["results"]):
            if "reason" in wanted:
                self.assertIsInstance(result, kayan.DocumentError)
                self.assertEqual(result.code, grpc.StatusCode.INVALID_ARGUMENT)
                self.assertEqual(result.details.reason, wanted["reason"])
                self.assertEqual(list(result.details.fields), wanted["fields"])
            else:
                self.assertEqual(result.document_id, wanted["id"])
                self.assertEqual([m.text for m in result.mentions], wanted["mentions"])
        print("python: batch")

    def test_retry(self):
        def check(case):
            metadata = [("kayan-test-fail", case["fail"])]
            try:
                self.faulty.extract("بيروت", metadata=metadata)
                code = "OK"
            except grpc.RpcError as error:
                code = error.code().name
            self.assertEqual(code, case["code"])

        self.each("retry", check)

    def test_deadline(self):
        case = CASES["deadline"]
        with self.assertRaises(grpc.RpcError) as raised:
            self.client.extract(case["text"] * case["times"], timeout=case["milliseconds"] / 1000)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
        self.faulty.extract("بيروت", metadata=[("kayan-test-deadline", case["default"])])
        print("python: deadline")

    def test_rotation(self):
        case = CASES["rotation"]
        for _ in range(case["calls"]):
            self.assertEqual([m.text for m in self.client.extract("بيروت").mentions], ["بيروت"])
            time.sleep(case["seconds"] / case["calls"])
        print("python: rotation")

    def test_stream(self):
        case = CASES["stream"]
        documents = documents_of(case["documents"])
        for client, metadata in [(self.client, []), (self.faulty, [("kayan-test-cut", str(case["cut"]))])]:
            results = list(client.extract_stream(documents, batch_size=case["batchSize"], metadata=metadata))
            self.assertEqual([result.document_id for result in results], [document.id for document in documents])
            self.assertEqual([result.text for result in results], [document.text for document in documents])
            for result in results:
                self.assertEqual(result.mentions[0].text, "بيروت")
            print(f"python: stream{' that is cut' if metadata else ''}")


if __name__ == "__main__":
    unittest.main()
