"""The report as one self-contained HTML file: styles, scripts, data and Plotly inside it."""

import json

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs  # type: ignore[import-untyped]  # plotly 7.1 ships no types

from undefault.boundaries import BOUNDARY_SHARE
from undefault.interventions.share import ENOUGH
from undefault.reporting.columns import REMEDY_WORDS
from undefault.reporting.content import Report
from undefault.reporting.fix_sentences import share_text
from undefault.reporting.fix_table import CURE_WORDS
from undefault.reporting.rank_table import area_note
from undefault.reporting.winners_curse import describe_drop
from undefault.reporting.wording import counted, duration_text, number_text, percent_text, signed_text

STYLES = ("page.css", "tables.css", "figures.css", "print.css")
SCRIPTS = ("theme.js", "curves.js", "scores.js", "compare.js", "tables.js", "copy.js", "hint.js", "print.js")


def render_html(report: Report) -> str:
    """Return the page; every text that came from a file is escaped."""
    environment = page_environment()
    return environment.get_template("report.html.j2").render(
        report=report,
        remedy_words=REMEDY_WORDS,
        cure_words=CURE_WORDS,
        enough=share_text(ENOUGH),
        area_note=area_note(),
        boundary_share=BOUNDARY_SHARE,
        styles=page_styles(environment),
        scripts=[_inline(environment, name) for name in SCRIPTS],
        plotly=Markup(get_plotlyjs()),  # noqa: S704  # the installed Plotly's own script
    )


def embed_json(data: object) -> Markup:
    """Return data as JSON that no text inside it can break out of a script element."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  # the three characters that end or open markup are escaped above


def page_environment() -> Environment:
    """Return the environment of all templates, which escapes every text."""
    environment = Environment(
        loader=PackageLoader("undefault.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        embed=embed_json,
        counted=counted,
        duration=duration_text,
        number=number_text,
        percent=percent_text,
        signed=signed_text,
        drop=describe_drop,
    )
    return environment


def page_styles(environment: Environment) -> list[Markup]:
    """Return the style sheets of every page."""
    return [_inline(environment, name) for name in STYLES]


def _inline(environment: Environment, name: str) -> Markup:
    if environment.loader is None:
        raise ValueError("the environment must have a loader of templates")
    return Markup(environment.loader.get_source(environment, name)[0])  # noqa: S704  # the package's own file
