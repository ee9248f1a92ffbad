"""The look of the pages outside of the dashboard: they load nothing, run nothing, and are light or dark."""

from flask import Response, render_template_string
from markupsafe import Markup

_STYLE = """
:root {
  color-scheme: light dark; --ink: #1a1a1a; --soft: #5c5c5c; --line: #e3e1dc; --edge: #8f8c85; --ground: #fff;
  --error: #a33b00; --focus: #0072b2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #ececec; --soft: #a9a7a2; --line: #3a3a3a; --ground: #141414; --error: #ff9b66; --focus: #4aa8e0;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; color: var(--ink); background: var(--ground); font-feature-settings: "tnum";
  font: 16px/1.45 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
header {
  height: 56px; padding: 0 24px; display: flex; align-items: center; font-weight: 700;
  border-bottom: 1px solid var(--line);
}
main { max-width: 408px; margin: 0 auto; padding: 12vh 24px 48px; }
main.wide { max-width: 1160px; padding-top: 32px; }
h1 { font-size: 24px; letter-spacing: -0.015em; line-height: 1.2; margin: 0 0 8px; }
label { display: block; font-size: 14px; font-weight: 600; margin: 16px 0 4px; }
input {
  width: 100%; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--edge);
  border-radius: 4px; padding: 8px 10px;
}
button, a.act {
  display: inline-block; font: inherit; font-weight: 600; color: var(--ground); background: var(--ink);
  border: 0; border-radius: 4px; padding: 9px 20px; margin-top: 20px; cursor: pointer; text-decoration: none;
}
a { color: inherit; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.soft { color: var(--soft); font-size: 14px; }
.error { color: var(--error); font-size: 14px; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; width: 100%; }
th, td { text-align: left; padding: 6px 16px 6px 0; border-bottom: 1px solid var(--line); }
td { vertical-align: top; }
td { overflow-wrap: anywhere; }
td:first-child { white-space: nowrap; }
"""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }} · Tradefacts</title><link rel="icon" href="data:,"><style>{{ style }}</style>
</head>
<body><header>Tradefacts</header><main{% if wide %} class="wide"{% endif %}>{{ contents }}</main></body>
</html>
"""


def page(title: str, contents: str, status: int = 200, *, wide: bool = False) -> Response:
    """Return a page with contents that are HTML already."""
    told = {"title": title, "style": Markup(_STYLE), "contents": Markup(contents), "wide": wide}
    return Response(render_template_string(_PAGE, **told), status)
