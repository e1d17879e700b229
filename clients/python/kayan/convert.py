"""Answers as a pandas data frame and as a spaCy document."""

from google.protobuf import json_format

from kayan.v1 import entity_pb2

COLUMNS = [
    "begin", "end", "text", "type", "subtype", "confidence", "proclitics",
    "entity_index", "canonical_name", "english_name", "ids", "value_kind", "value",
]  # fmt: skip


def type_name(number):
    """`PERSON` of ENTITY_TYPE_PERSON, and the number of a type that this client does not know."""
    try:
        return entity_pb2.EntityType.Name(number).removeprefix("ENTITY_TYPE_")
    except ValueError:
        return str(number)


def value_of(mention):
    """The kind of a figure's value and the value as a dictionary; None and None of a name."""
    kind = mention.WhichOneof("value")
    if kind is None:
        return None, None
    return kind, json_format.MessageToDict(getattr(mention, kind), preserving_proto_field_name=True)


def ids_of(entity):
    return [f"{identifier.system}:{identifier.value}" for identifier in entity.ids]


def to_pandas(extraction):
    import pandas

    return pandas.DataFrame([_row(extraction, mention) for mention in extraction.response.mentions], columns=COLUMNS)


def _row(extraction, mention):
    entity = extraction.entity_of(mention)
    kind, value = value_of(mention)
    return {
        "begin": mention.begin,
        "end": mention.end,
        "text": mention.text,
        "type": type_name(mention.type),
        "subtype": mention.subtype,
        "confidence": mention.confidence,
        "proclitics": list(mention.proclitics),
        "entity_index": mention.entity_index if entity is not None else None,
        "canonical_name": entity.canonical_name if entity is not None else None,
        "english_name": (entity.english_name or None) if entity is not None else None,
        "ids": ids_of(entity) if entity is not None else [],
        "value_kind": kind,
        "value": value,
    }


def to_spacy(extraction, nlp=None):
    import spacy
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    nlp = nlp or spacy.blank("ar")
    mentions = extraction.response.mentions
    edges = {edge for mention in mentions for edge in (mention.begin, mention.end)}
    words, spaces = [], []
    for token in nlp.make_doc(extraction.text):
        cuts = [cut for cut in sorted(edges) if token.idx < cut < token.idx + len(token)]
        begins = [token.idx, *cuts]
        ends = [*cuts, token.idx + len(token)]
        words += [extraction.text[begin:end] for begin, end in zip(begins, ends)]
        spaces += [False] * len(cuts) + [bool(token.whitespace_)]
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    spans = []
    for mention in mentions:
        entity = extraction.entity_of(mention)
        ids = ids_of(entity) if entity is not None else []
        spans.append(doc.char_span(mention.begin, mention.end, type_name(mention.type), kb_id=ids[0] if ids else ""))
    doc.spans["kayan"] = spans
    doc.ents = filter_spans(spans)
    return doc
