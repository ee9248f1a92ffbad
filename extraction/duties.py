"""Tariffs and duties: who levies them, and whose goods are hit."""

from dataclasses import replace

from extraction.flows import PLACES, Topic, code_of
from extraction.tokens import Token
from extraction.verbs import nearest_subject


def of_tariff(text: str, tokens: list[Token], topic: Topic) -> Topic:
    """`Washington raised its duty on Canadian lumber`: the subject levies, the goods' country is hit."""
    on_exports = [token.kind for token in tokens[topic.at + 1 : topic.at + 3]] == ["on", "flow"]
    on_exports = on_exports and tokens[topic.at + 2].value == "export"
    topic = replace(topic, is_rate=True, flow="export" if on_exports else topic.flow)
    names = [i for i in range(topic.at - 1, max(-1, topic.at - 6), -1) if tokens[i].kind in PLACES]
    levies = _who_charges(tokens, topic.at)
    if levies is None:
        levies = names[0] if names else nearest_subject(tokens, topic.at, agencies=True)
    if levies is None:
        levies = next((i for i in range(topic.at) if _owns_speaker(tokens, i)), None)
    if levies is None and not any(token.value == "import hit" for token in tokens[: topic.at]):
        levies = next((i for i in range(topic.at) if tokens[i].kind == "demonym"), None)
    if levies is not None:
        topic = replace(
            topic, reporter=code_of(tokens[levies]), evidence=(*topic.evidence, ("reporter", levies))
        )
    after = range(topic.at + 1, min(len(tokens), topic.at + 14))
    hit = next((i for i in after if tokens[i].kind in PLACES and _is_hit(tokens, topic.at, i)), None)
    faces = next((i for i in range(topic.at) if tokens[i].value == "import hit"), None)
    if hit is None and faces is not None:
        hit = next((i for i in range(faces) if tokens[i].kind in ("demonym", "place")), None)
    if hit is None:
        return _on_exports(tokens, topic)
    return replace(topic, partner=code_of(tokens[hit]), evidence=(*topic.evidence, ("partner", hit)))


def of_levy(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`slapped 50% on Brazilian goods`, `Indian goods face 25%`: a duty that no noun names."""
    after = tokens[topic.at + 1 : topic.at + 5]
    rate = next((i for i, token in enumerate(after) if token.kind == "percent_quantity"), None)
    if rate is None or any(token.kind in ("tariff", "change", "change_noun") for token in after[: rate + 3]):
        return None
    topic = replace(topic, is_rate=True, balance=None)
    acts = nearest_subject(tokens, topic.at)
    if tokens[topic.at].value == "import levies":
        code = code_of(tokens[acts]) if acts is not None else None
        hit = next(
            (i for i in range(topic.at, min(len(tokens), topic.at + 9)) if _is_target(tokens, i)), None
        )
        return replace(topic, reporter=code, partner=code_of(tokens[hit]) if hit is not None else None)
    hit = next((i for i in range(topic.at) if tokens[i].kind in ("demonym", "place")), None)
    return replace(topic, partner=code_of(tokens[hit]) if hit is not None else None)


def _is_target(tokens: list[Token], at: int) -> bool:
    return tokens[at].kind in PLACES and tokens[at - 1].kind in ("on", "against")


def _on_exports(tokens: list[Token], topic: Topic) -> Topic:
    """`French exports to the US face a tariff`: the exporter is hit by the country that it sells to."""
    sold = next(
        (i for i in range(topic.at) if tokens[i].kind == "flow" and tokens[i].value == "export"), None
    )
    if sold is None:
        return topic
    seller = next((i for i in range(sold) if tokens[i].kind in ("demonym", "place", "bloc")), None)
    code = code_of(tokens[seller]) if seller is not None else None
    return replace(topic, partner=code) if seller is not None and code != topic.reporter else topic


def _owns_speaker(tokens: list[Token], at: int) -> bool:
    """`India's finance minister raised …`."""
    return tokens[at].kind in ("place", "bloc", "capital") and tokens[at + 1].kind == "possessive"


def _who_charges(tokens: list[Token], tariff: int) -> int | None:
    """Return the country in `the tariff that Washington charges` and `duties imposed by Brussels`."""
    near = range(tariff + 1, min(len(tokens), tariff + 5))
    kinds = {"place", "capital", "bloc", "people_of"}
    named = (i for i in near if tokens[i].kind in kinds and tokens[i - 1].kind in ("that", "which", "by"))
    return next(named, None)


def _is_hit(tokens: list[Token], tariff: int, place: int) -> bool:
    between = {token.kind for token in tokens[tariff:place]}
    return "on" in between or "against" in between or "from" in between
