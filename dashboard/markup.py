"""HTML attributes that are no Python names."""

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """Return ARIA attributes as a component takes them: `aria(label="Source")` is aria-label."""
    return {f"aria-{name}": value for name, value in values.items()}
