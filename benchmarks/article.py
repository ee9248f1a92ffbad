"""One article: a headline, paragraphs of sentences with and without quantities, its publisher and its day."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from benchmarks import amounts
from benchmarks.tables import Land, lands, templates, words

_FIRST_DAY, _DAYS = date(2015, 1, 1), 3650
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeiouAEIO])")


class Article(NamedTuple):
    """One line of a corpus; `published` is an ISO date."""

    id: str
    text: str
    title: str
    publisher: str
    published: str


class Profile(NamedTuple):
    """How articles of a kind are made: the fewest and most sentences, and which kinds of these.

    `numbers` is from what to what share of an article's sentences tells quantities.
    """

    sentences: tuple[int, int]
    numbers: tuple[float, float]
    telling: tuple[str, ...]
    quiet: tuple[str, ...]


#: A kind that stands here twice is twice as likely.
PROFILES = {
    "news": Profile(
        (4, 20),
        (0.0, 0.75),
        ("counted fact", "counted fact", "counted fact", "money fact", "trade fact", "trade fact", "dense"),
        ("quiet", "quiet", "quiet", "quiet", "trade quiet"),
    ),
    "quiet": Profile(
        (4, 20), (0.0, 0.1), ("counted fact", "trade fact"), ("quiet", "quiet", "quiet", "trade quiet")
    ),
    "dense": Profile(
        (6, 20), (0.7, 0.95), ("dense", "dense", "dense", "trade fact"), ("quiet", "trade quiet")
    ),
}


def written(profile: Profile, seed: str, number: int) -> Article:
    """Return the article that a seed gives; `number` goes into its id, so that each has another."""
    writer = Writer(random.Random(seed))
    fewest, most = profile.sentences
    sentences = fewest + int((most - fewest) * writer.random() ** 2)
    low, high = profile.numbers
    told = low + (high - low) * writer.random()
    title = _sentence(writer.fill("number headline" if writer.random() < told else "headline"))
    paragraphs = [title, writer.fill("dateline") if writer.random() < 0.6 else ""]
    for at in range(sentences):
        kinds = profile.telling if writer.random() < told else profile.quiet
        sentence = _sentence(writer.fill(writer.one_of(kinds)))
        if at and writer.random() < 0.3:
            paragraphs[-1] += f" {sentence}"
        elif at:
            paragraphs.append(sentence)
        else:
            paragraphs[-1] += sentence
    text = _ARTICLE.sub(r"\1n ", "\n".join(paragraphs))
    day = writer.day.isoformat()
    return Article(f"{day}-{number:08}", text, text.partition("\n")[0], writer.fill("PAPER"), day)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] if text[0] != '"' else text[0] + text[1].upper() + text[2:]


class Writer:
    """Fills slots by chance; an article's day, its `{HOME}`, its `{GOOD}` stay the same all through."""

    def __init__(self, chance: random.Random) -> None:
        # Of all that `random` offers only this one gives the same numbers in every version of Python.
        self.random: Callable[[], float] = chance.random
        self.day = _FIRST_DAY + timedelta(days=int(_DAYS * self.random()))
        self.home, self.other = self.land(), self.land()
        self._said = {
            "HOME": self.home.name,
            "ADJ": self.home.demonym,
            "CAPITAL": self.home.capital.upper(),
            "OTHER": self.other.name,
            "DATELINE": amounts.day_and_month(self.day),
        }

    def fill(self, slot: str) -> str:
        """Return words for a slot; KeyError where nothing fills one of that name."""
        if slot.isupper():
            if slot not in self._said:
                self._said[slot] = self.fill(slot.lower())
            return self._said[slot]
        if ways := templates().get(slot):
            parts, end = ways[int(len(ways) * self.random())]
            return "".join([f"{before}{self.fill(name)}" for before, name in parts]) + end
        if maker := MAKERS.get(slot):
            return maker(self)
        known = words()[slot]
        return known[int(len(known) * self.random() ** 2)]

    def one_of(self, choices: tuple[str, ...]) -> str:
        """Return one of these, each as likely as the other."""
        return choices[int(len(choices) * self.random())]

    def land(self) -> Land:
        """Return a country, four times of five one that the news is full of."""
        often, every = lands()
        known = often if self.random() < 0.8 else every
        return known[int(len(known) * self.random())]

    def name(self, ending: str) -> str:
        """Return an invented name; there are some hundred thousand."""
        syllables = [self.fill("syllable") for _ in range(1 + int(2 * self.random()))]
        return "".join([*syllables, self.fill(ending)]).capitalize()


MAKERS: dict[str, Callable[[Writer], str]] = {
    "country": lambda writer: writer.land().name,
    "demonym": lambda writer: writer.land().demonym,
    "person": lambda writer: f"{writer.fill('first')} {writer.name('ending')}",
    "company": lambda writer: f"{writer.name('ending')} {writer.fill('firm')}",
    "town": lambda writer: writer.name("townend"),
    "town upper": lambda writer: writer.name("townend").upper(),
} | {
    slot: (lambda writer, make=make: make(writer.random, writer.day)) for slot, make in amounts.MAKERS.items()
}
