"""The report as Markdown, with every text that came from a file escaped."""

import re

from jinja2 import Environment, PackageLoader, StrictUndefined

from undefault.boundaries import BOUNDARY_SHARE
from undefault.interventions.share import ENOUGH
from undefault.reporting.columns import REMEDY_WORDS
from undefault.reporting.content import Report
from undefault.reporting.fix_sentences import share_text
from undefault.reporting.fix_table import CURE_WORDS
from undefault.reporting.rank_table import area_note
from undefault.reporting.winners_curse import describe_drop
from undefault.reporting.wording import number_text, percent_text, signed_text

BREAKS = re.compile(r"[^\S\xa0]+")
SPECIAL = re.compile(r"([\\`*_\[\]|#~])")


class Verbatim(str):
    """Text that is Markdown already."""

    __slots__ = ()


def render_markdown(report: Report) -> str:
    """Return the Markdown; expressions in the template are escaped unless they are `Verbatim`."""
    environment = Environment(  # noqa: S701  # Markdown, not HTML: `finalize` escapes
        loader=PackageLoader("undefault.reporting"),
        finalize=escape_markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        fenced=fence_code,
        number=number_text,
        percent=percent_text,
        signed=signed_text,
        drop=describe_drop,
        link=link_file,
    )
    return environment.get_template("report.md.j2").render(
        report=report,
        remedy_words=REMEDY_WORDS,
        cure_words=CURE_WORDS,
        enough=share_text(ENOUGH),
        area_note=area_note(),
        boundary_share=BOUNDARY_SHARE,
    )


def escape_markdown(value: object) -> str:
    r"""Return text that Markdown prints as it is, on one line.

    >>> print(escape_markdown("a|b\n<script>"))
    a\|b &lt;script&gt;
    """
    if isinstance(value, Verbatim):
        return value
    text = BREAKS.sub(" ", str(value)).strip()
    return SPECIAL.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def fence_code(code: str, language: str = "") -> Verbatim:
    """Return a code block whose fence is longer than any run of backticks in the code."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return Verbatim(f"{fence}{language}\n{code.rstrip()}\n{fence}")


def link_file(name: str) -> Verbatim:
    """Return a link to a file beside the report.

    >>> link_file("verdicts.csv")
    '[verdicts.csv](verdicts.csv)'
    """
    return Verbatim(f"[{name}]({name})")
