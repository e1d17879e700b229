"""HTML, pandas and spaCy, on an answer written by hand: no server is asked."""

import importlib.util
import unittest

import kayan
from kayan.v1 import entity_pb2, service_pb2, value_pb2

# "<😀> To Lebanon and Beirut 25%"
TEXT = "<😀> للبنان وبيروت 25%"


def extraction():
    person, figure = entity_pb2.ENTITY_TYPE_PLACE, entity_pb2.ENTITY_TYPE_FIGURE
    mentions = [
        entity_pb2.Mention(type=person, subtype="country", text="لبنان", begin=5, end=10, proclitics=["ل"], entity_index=0),
        entity_pb2.Mention(type=person, subtype="city", text="بيروت", begin=12, end=17, proclitics=["و"], entity_index=1),
        entity_pb2.Mention(type=figure, subtype="percent", text="25%", begin=18, end=21),
    ]
    mentions[2].percent.CopyFrom(value_pb2.PercentValue(value="25", bound=value_pb2.BOUND_EXACT))
    entities = [
        entity_pb2.Entity(
            type=person,
            canonical_name="لبنان",
            english_name="Lebanon",
            ids=[entity_pb2.EntityId(system="iso3166", value="LB")],
        ),
        entity_pb2.Entity(type=person, canonical_name="بيروت"),
    ]
    return kayan.Extraction(TEXT, service_pb2.ExtractEntitiesResponse(mentions=mentions, entities=entities))


class Conversions(unittest.TestCase):
    def test_the_texts_of_this_file_are_consistent(self):
        for mention in extraction().mentions:
            self.assertEqual(TEXT[mention.begin : mention.end], mention.text)

    def test_html(self):
        html = extraction()._repr_html_()
        self.assertIn('dir="rtl"', html)
        self.assertIn("&lt;😀&gt; ل<mark", html)
        self.assertEqual(html.count("<mark"), 3)
        self.assertIn("لبنان Lebanon iso3166:LB", html)
        self.assertIn("value: 25, bound: BOUND_EXACT", html)

    @unittest.skipUnless(importlib.util.find_spec("pandas"), "pandas is not installed")
    def test_pandas(self):
        frame = extraction().to_pandas()
        self.assertEqual(list(frame["text"]), ["لبنان", "بيروت", "25%"])
        self.assertEqual(list(frame["type"]), ["PLACE", "PLACE", "FIGURE"])
        self.assertEqual(frame["ids"][0], ["iso3166:LB"])
        self.assertEqual(frame["value"][2], {"value": "25", "bound": "BOUND_EXACT"})
        empty = kayan.Extraction("", service_pb2.ExtractEntitiesResponse()).to_pandas()
        self.assertEqual((len(empty), list(empty.columns)), (0, list(frame.columns)))

    @unittest.skipUnless(importlib.util.find_spec("spacy"), "spaCy is not installed")
    def test_spacy(self):
        doc = extraction().to_spacy()
        self.assertEqual(doc.text, TEXT)
        self.assertEqual([(e.text, e.label_, e.kb_id_) for e in doc.ents][:2], [("لبنان", "PLACE", "iso3166:LB"), ("بيروت", "PLACE", "")])
        self.assertEqual([span.text for span in doc.spans["kayan"]], ["لبنان", "بيروت", "25%"])


if __name__ == "__main__":
    unittest.main()
