"""Full-width and half-width forms read alike, without moving a single offset.

`fold` replaces characters one for one, so that position *i* of the folded text is position *i* of the
source. Rules run on the folded text; what people see is cut from the source.
"""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = {ord(char): " " for char in "\u3000\u00a0\u2002\u2003\u2009\u202f\ufeff\u200b"}
_DASHES = {ord(char): "-" for char in "‐‑‒–—―－"}
_LOOKALIKES = {
    ord("〜"): "~",
    ord("∼"): "~",
    ord("﹪"): "%",
    ord("〔"): "[",
    ord("〕"): "]",
    ord("﹙"): "(",
    ord("﹚"): ")",
    ord("㎡"): "㎡",
    ord("\r"): "\n",
    ord("\u2028"): "\n",
    ord("\x0b"): "\n",
    ord("\x0c"): "\n",
    ord("〇"): "零",
    ord("≧"): "≥",
    ord("≦"): "≤",
    ord("⩾"): "≥",
    ord("⩽"): "≤",
    ord("﹥"): ">",
}
_TABLE: dict[int, int | str] = {**_WIDE, **_SPACES, **_DASHES, **_LOOKALIKES}


def fold(text: str) -> str:
    """The text in half-width forms and plain spaces; always exactly as long as the source."""
    return text.translate(_TABLE)
