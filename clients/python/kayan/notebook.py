"""Mentions in colour, for notebooks. Styles are inline: notebooks drop others."""

from html import escape

from kayan.convert import ids_of, type_name, value_of

COLOURS = {
    "PERSON": "#f5c54288",
    "PLACE": "#5cc27a88",
    "COMPANY": "#c98be088",
    "ORGANIZATION": "#6fa8f588",
    "FIGURE": "#62cfd388",
}


def html(extraction):
    """The text from right to left; what is known of a mention shows when the pointer rests on it."""
    text, parts, at = extraction.text, [], 0
    for mention in extraction.response.mentions:
        # A nested mention would break the marks of the outer one.
        if mention.begin < at:
            continue
        colour = COLOURS.get(type_name(mention.type), "#99999988")
        style = f"color:inherit;background:{colour};border-radius:.2rem;padding:0 .15rem"
        title = escape(note(extraction, mention))
        parts.append(escape(text[at : mention.begin]))
        parts.append(f'<mark style="{style}" title="{title}">{escape(text[mention.begin : mention.end])}</mark>')
        at = mention.end
    parts.append(escape(text[at:]))
    return f'<div dir="rtl" lang="ar" style="white-space:pre-wrap;line-height:1.9">{"".join(parts)}</div>'


def note(extraction, mention):
    lines = [f"{type_name(mention.type)} {mention.subtype} {mention.confidence:.2f}"]
    entity = extraction.entity_of(mention)
    if entity is not None:
        lines.append(" ".join(filter(None, [entity.canonical_name, entity.english_name, *ids_of(entity)])))
    _, value = value_of(mention)
    if value is not None:
        lines.append(", ".join(f"{name}: {part}" for name, part in value.items()))
    return "\n".join(lines)
