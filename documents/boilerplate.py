"""The lines that belong to the page and not to the article: teasers, notices, and the captions of pictures.

A rule is one literal: its name is the line that it reads, `pattern` must match a whole part of a line
in any case (parts are divided by `|`, `·`, `▶`, ` / ` or wide gaps). `to_end` says that what follows
the line is boilerplate as well, `section` whether the line is a caption. `examples` are recognised and
`refuses` are left alone; one test holds for all.
"""

import re
from dataclasses import dataclass

from schemas.vocabulary import Section

#: A page's own lines are short. A longer one is prose, whatever it begins with.
_LONGEST = 200
_DIVIDER = re.compile(r"\s*[|·▶►»]\s*|\s/\s|\s{2,}|\t")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of boilerplate line. A pattern captures nothing: its groups are written `(?:...)`."""

    name: str
    pattern: str
    examples: tuple[str, ...]
    refuses: tuple[str, ...] = ()
    to_end: bool = False
    section: Section = Section.BOILERPLATE


_PIECE = r"(?:(?:article|page|post|report|interview)s?|story|stories)"
_AGENCIES = (
    r"(?:file:? .{0,40}|reuters|afp|ap|ap photo|getty images|epa|epa-efe|tass|anadolu|bloomberg|shutterstock)"
)
_KIND = r"(?:articles?|stories|content|topics?|links|news|posts?|reading|coverage|documents)"
_TIME = r"(?:\d.*|(?:mon|tues?|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\W.*)"

RULES = (
    Rule(
        "Articles You May Like",
        rf"(?:{_PIECE}|stories|content|topics) you (?:may|might) (?:also )?(?:like|have missed)\W*|"
        rf"you (?:may|might) also like\W*|(?:recommended|related)(?: (?:for you|{_KIND}))?\W{{0,2}}|"
        r"more (?:on this (?:topic|story|subject)|from .{1,40}|stories|news)\W*|read (?:more|next|also)\W*|"
        r"most (?:read|popular|viewed)\W*|trending(?: now)?\W*|latest (?:news|stories|headlines)\W*",
        examples=(
            "Articles You May Like",
            "You might also like:",
            "Related articles",
            "More on this topic",
            "Read more",
            "Most read",
        ),
        refuses=(
            "Related imports fell by 4% in May.",
            "Related imports",
            "More from the region was shipped in June than in any month since the war began",
            "Latest news from the ministry put the deficit at $4bn.",
        ),
        to_end=True,
    ),
    Rule(
        "Related: Turkey’s exports to Russia fall",
        r"(?:related(?: \w+)?|read (?:more|also|next)|see also|also read|watch|listen|explainer|opinion): .+",
        examples=("Related: 5G patents: who leads?", "READ MORE: US threatens NATO state with sanctions"),
        refuses=("Related parties took 4% of the shipments.",),
    ),
    Rule(
        "Share this story",
        rf"(?:share|save|print|e-?mail|bookmark|tweet)(?: (?:this|the) {_PIECE})?\W*|"
        r"share (?:this|on|via)(?: (?:facebook|twitter|x|linkedin|whatsapp|telegram|e-?mail|link))?\W*|"
        r"follow us(?: on .{1,30})?\W*|copy link|link copied\W*",
        examples=("Share this story", "Share", "Share on WhatsApp", "Follow us on Telegram"),
        refuses=("Share of imports", "Share prices fell 4% in May."),
    ),
    Rule(
        "Comments are closed.",
        r"(?:\d[\d,]*|no|view|show|leave a|post a|add a) comments?\W*|comments(?: are (?:closed|off))?\W*|"
        r"comments \(\d+\)|join the (?:conversation|discussion)\W*",
        examples=("Comments are closed.", "27 comments", "Leave a comment", "Comments (12)"),
        refuses=("Comments from the ministry were not to be had.",),
    ),
    Rule(
        "We use cookies",
        r".*\b(?:we|site|website|page)s? uses? cookies\b.*|"
        r"(?:cookies?|privacy) (?:policy|settings|notice)\W*|"
        r"(?:manage|accept|reject)(?: all)? cookies\W*|cookies on this (?:site|website)\W*|"
        r"terms (?:of (?:use|service)|and conditions)\W*",
        examples=(
            "We use cookies to give you the best experience.",
            "Cookies on this site",
            "Accept all cookies",
        ),
        refuses=("Exports of biscuits and cookies rose 4%.",),
    ),
    Rule(
        "Sign up to our newsletter",
        r"(?:sign up|subscribe|register|log in|sign in)(?: (?:to|for|now|here|today)\b.{0,120})?\W*|"
        r"get (?:our|the) .{0,60}(?:newsletter|briefing|e-?mail).{0,60}|already a subscriber\b.*",
        examples=("Sign up to our daily newsletter", "Subscribe now", "Get our morning briefing by e-mail"),
        refuses=("Sign-ups to the scheme reached 4,000.", "Registered exporters numbered 4,000."),
    ),
    Rule(
        "Is this page useful?",
        rf"(?:is|was|did you find) this {_PIECE} (?:useful|helpful|interesting)\?.{{0,30}}|"
        r"(?:give|send)(?: us)? (?:your )?feedback\W*",
        examples=("Is this page useful? Yes / No", "Was this article helpful?"),
    ),
    Rule(
        "Photo gallery (12)",
        r"(?:photo|picture|image)s?(?: gallery)?(?: \(\d+\))?\W*|gallery\W*",
        examples=("Photo gallery (12)",),
        refuses=("Photographic film exports rose 4%.",),
    ),
    Rule(
        "Photo: John Wreford / SOPA Images",
        r"(?:file )?(?:photo|image|picture|photograph|credit|caption)s?(?: credit)?(?::| by| courtesy) .+|"
        r"©.{1,80}|file photo\W*",
        examples=(
            "Photo: John Wreford / SOPA Images",
            "© Girl / SOUP Images",
            "FILE PHOTO: A ship at Mersin",
        ),
        refuses=("Photographic film exports rose 4%.",),
        section=Section.CAPTION,
    ),
    Rule(
        "A ship at Mersin. (Photo by Jane Doe/Agency)",
        rf".{{8,}}[\[(](?:(?:file )?(?:photo|image|picture)s?\b.{{0,60}}|{_AGENCIES}(?:[ /].{{1,50}})?)[\])]|"
        rf".{{8,}}[.,;:”\"] (?:(?:file )?(?:photo|image|picture)(?: credit)?: ?.{{2,60}}|"
        rf"{_AGENCIES}(?:/| via ).{{2,60}}|© ?.{{2,60}})",
        examples=(
            "A ship at Mersin. (Photo by Jane Doe/Agency)",
            "Lorries wait at Kapikule, Turkey, 5 March 2024 [File: Jane Doe/Reuters]",
            "Workers unload grain in Odesa. REUTERS/Jane Doe",
            "The port of Mersin. Photo: Jane Doe",
        ),
        refuses=(
            "Exports fell by 4%, the ministry said (see the photo essay on page 4 for the port of Mersin, "
            "which opened in March).",
            "Exports fell by 4%, two officials told Reuters.",
        ),
        section=Section.CAPTION,
    ),
    Rule(
        "With files from The Canadian Press",
        r"with files from .+|\(?(?:reporting|additional reporting|writing|editing|edited|compiled) by .+",
        examples=(
            "With files from The Canadian Press",
            "(Reporting by Jane Doe; Editing by John Roe)",
        ),
        refuses=("With files from four ministries in hand, the court fined it $4mn and closed the case" * 3,),
    ),
    Rule(
        "Updated 11 months ago",
        rf"(?:last )?(?:updated|modified):?(?: on| at)? {_TIME}",
        examples=(
            "Updated 11 months ago",
            "2 Feb, 2024 16:15 / Updated 11 months ago",
            "Last updated: 12 March 2024 10:15 GMT",
        ),
        refuses=("Updated figures show exports rose 4%.",),
    ),
    Rule(
        "5 min read",
        r"\d+[ -]?min(?:ute)?s?(?: read| to read)\W*|reading time:? .{1,20}|"
        r"listen to this (?:article|story).*",
        examples=("5 min read", "Reading time: 4 minutes", "Listen to this article"),
    ),
    Rule(
        "3/5/24, 6:44 AM Foreign trade - Ministry",
        r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}, \d{1,2}:\d\d(?: [ap]m)?\b.*|(?:https?|file)://\S+(?:\s+\d+/\d+)?|"
        r"\d{1,3}/\d{1,3}\s+(?:https?|file)://\S+",
        examples=("05.03.2024, 16:44 Foreign trade", "https://www.ministry.example/news/4711 1/3"),
        refuses=("5/3/2024", "See https://www.ministry.example for more."),
    ),
    Rule(
        "Advertisement",
        r"advertisements?\W*|sponsored(?: content)?\W*|(?:article )?continues below\W*|"
        r"(?:skip|back|return) to (?:the )?(?:main content|content|top|home|homepage|article|menu)\W*|"
        r"all rights reserved\W*|(?:copyright|\(c\)) (?:©|\(c\)|\d{4}).{0,80}",
        examples=("ADVERTISEMENT", "Skip to main content", "Copyright 2024 The Daily. All rights reserved."),
        refuses=("Advertisements brought in $4mn.", "Copyright royalties rose."),
    ),
)


#: The words that the rules' lines begin with. Reading the first word of a line costs a tenth of trying the
#: rules on it; a line that begins with another word is left alone, unless with a number, a mark or a letter
#: that is not ASCII. One test makes lines of every rule and holds this list to be whole.
_FIRST_WORDS = frozenset(
    "accept add additional advertisement advertisements all already also article articles back bookmark "
    "caption captions comment comments compiled content continues cookie cookies copy copyright credit "
    "credits did e edited editing email explainer file follow gallery get give http https image images "
    "interview interviews is join last latest leave link listen log manage modified more most no opinion "
    "page pages photo photograph photographs photos picture pictures post posts print privacy read "
    "reading recommended register reject related report reporting reports return save see send share show "
    "sign skip sponsored stories story subscribe terms topics trending tweet updated view was watch with "
    "writing you".split()
)
_FIRST_WORD = re.compile(r"\w+", re.ASCII)
#: What a line of the page may say in its midst, or a caption at its end.
_WITHIN = ("cookies", "photo", "/", "©", " via ", "image", "picture")
#: Letters that are not ASCII, and that match ASCII ones where case does not count.
_FOLDED = re.compile("[ſ\N{KELVIN SIGN}ıİ]")

#: All rules at once, each in a group of its own: the number of the group that matched is the rule's.
_ANY = re.compile("|".join(f"({rule.pattern})" for rule in RULES), re.IGNORECASE)


def boilerplate_rule(line: str) -> Rule | None:
    """Return the rule that recognises a line as boilerplate, or None where it is the article's own."""
    if len(line) > _LONGEST:
        return None
    whole = line.strip()
    parts = _DIVIDER.split(whole) if _may_divide(whole) else [whole]
    for part in [whole, *parts] if len(parts) > 1 else parts:
        if may_be_boilerplate(part) and (match := _ANY.fullmatch(part)):
            return RULES[(match.lastindex or 1) - 1]
    return None


def may_be_boilerplate(part: str) -> bool:
    """Tell whether a part of a line is worth trying the rules on, by the word it begins with."""
    word = _FIRST_WORD.match(part)
    if word is None:
        return bool(part)
    first = word[0].lower()
    if first in _FIRST_WORDS or first[0].isdigit():
        return True
    low = part.lower()
    if part[-1] in "])" or any(within in low for within in _WITHIN):
        return True
    return not part.isascii() and (not part[: word.end() + 1].isascii() or bool(_FOLDED.search(part)))


def _may_divide(line: str) -> bool:
    """Tell whether a line may hold a divider; looking costs a tenth of dividing.

    A blank that is no plain space is not printable.
    """
    if not line.isprintable() or "  " in line or "|" in line or "/" in line:
        return True
    return not line.isascii() and ("·" in line or "▶" in line or "►" in line or "»" in line)
