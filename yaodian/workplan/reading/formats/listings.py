"""List definitions and paragraph styles of a Word document: which list and level a paragraph belongs to."""

from dataclasses import dataclass

from lxml import etree

from yaodian.workplan.reading.formats.numbering import Level, Listing, with_override
from yaodian.workplan.reading.formats.ooxml import attribute, child, elements, is_on, local, number, value

MAX_ANCESTORS = 20


@dataclass(frozen=True)
class Style:
    """A paragraph style as far as it numbers its paragraphs."""

    name: str
    based_on: str | None
    list_id: str | None
    depth: int | None


class Styles:
    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else [style for style in elements(root) if local(style) == "style"]
        self.styles = {attribute(style, "styleId") or "": _style(style) for style in found}
        self.default = next((attribute(style, "styleId") for style in found if _is_default(style)), None)

    def is_contents(self, style_id: str | None) -> bool:
        """Lines of a table of contents repeat the headings and are no text."""
        style = self.styles.get(style_id or "")
        return style is not None and style.name.lower().startswith(("toc ", "目录 "))

    def numbering(self, style_id: str | None, listings: dict[str, Listing]) -> tuple[str, int] | None:
        """Return (list id, depth) that a style gives its paragraphs, its own or an ancestor's."""
        named, depth = style_id or self.default or "", None
        for _ in range(MAX_ANCESTORS):
            style = self.styles.get(named)
            if style is None:
                return None
            depth = style.depth if depth is None else depth
            if style.list_id is not None:
                linked = _depth_of_style(listings.get(style.list_id), named)
                return style.list_id, linked if linked is not None else depth or 0
            named = style.based_on or ""
        return None


def read_listings(root: etree._Element | None) -> dict[str, Listing]:
    """Return {list id: listing} from the root of numbering.xml."""
    if root is None:
        return {}
    families = {
        attribute(element, "abstractNumId") or "": element
        for element in elements(root)
        if local(element) == "abstractNum"
    }
    styled = {value(element, "styleLink"): family for family, element in families.items()}
    return {
        attribute(element, "numId") or "": _listing(element, families, styled)
        for element in elements(root)
        if local(element) == "num"
    }


def _listing(
    element: etree._Element, families: dict[str, etree._Element], styled: dict[str | None, str]
) -> Listing:
    family = value(element, "abstractNumId") or ""
    link = value(families.get(family), "numStyleLink")
    family = styled.get(link, family) if link else family
    listing = Listing(family, _levels(families.get(family)))
    for override in elements(element):
        if local(override) == "lvlOverride":
            listing = _overridden(listing, override)
    return listing


def _overridden(listing: Listing, override: etree._Element) -> Listing:
    depth = number(attribute(override, "ilvl")) or 0
    level = child(override, "lvl")
    start = number(value(override, "startOverride"))
    return with_override(listing, depth, start, None if level is None else _level(level))


def _levels(family: etree._Element | None) -> dict[int, Level]:
    levels = [] if family is None else [level for level in elements(family) if local(level) == "lvl"]
    return {number(attribute(level, "ilvl")) or 0: _level(level) for level in levels}


def _level(element: etree._Element) -> Level:
    start = number(value(element, "start"))
    return Level(
        template=value(element, "lvlText") or "",
        style=_number_format(element),
        start=1 if start is None else start,
        suffix=value(element, "suff") or "tab",
        restart=number(value(element, "lvlRestart")),
        legal=is_on(element, "isLgl"),
        paragraph_style=value(element, "pStyle") or "",
    )


def _number_format(element: etree._Element) -> str:
    """Newer formats stand in an AlternateContent whose fallback names an older one."""
    return (
        value(element, "numFmt")
        or value(element, "AlternateContent", "Choice", "numFmt")
        or value(element, "AlternateContent", "Fallback", "numFmt")
        or "decimal"
    )


def _depth_of_style(listing: Listing | None, style_id: str) -> int | None:
    levels = {} if listing is None else listing.levels
    return next((depth for depth, level in levels.items() if level.paragraph_style == style_id), None)


def _style(element: etree._Element) -> Style:
    numbered = child(element, "pPr", "numPr")
    return Style(
        name=value(element, "name") or "",
        based_on=value(element, "basedOn"),
        list_id=value(numbered, "numId"),
        depth=number(value(numbered, "ilvl")),
    )


def _is_default(element: etree._Element) -> bool:
    return attribute(element, "type") == "paragraph" and attribute(element, "default") in {"1", "true", "on"}
