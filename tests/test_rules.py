"""Every rule is held to its own examples. No rule is named here: a new one is tested by being written.

Folding rules: each example is read whole, alone and inside a sentence, to the value it names; each refusal
is left alone by that rule. Relations: each example sentence, through the whole extractor, says what it says.
"""

from itertools import chain, takewhile

import pytest

from extraction import extract
from extraction.language.lexicon import duplicates
from extraction.language.pattern import LETTERS, compiled, first_letters, first_of, kinds, needed_by
from extraction.language.rule import Rule, Stage
from extraction.language.tokens import Token, letters_of, tokenize
from extraction.reading import FOLDS
from extraction.rules.relations import RELATIONS, Relation
from schemas.records import Document

RULES = [(stage, rule) for stage in FOLDS for rule in stage.rules]
EXAMPLES = [(stage, rule, text, value) for stage, rule in RULES for text, value in rule.examples.items()]
#: A quantity's name comes out as its fact's rule; numerals, times and traps have no fact of their own.
QUANTITIES = [(rule, text) for stage, rule, text, _ in EXAMPLES if stage in FOLDS[5:]]
REFUSALS = [(stage, rule, text) for stage, rule in RULES for text in rule.refuses]
SENTENCES = [(relation, text, told) for relation in RELATIONS for text, told in relation.examples.items()]


def unfolded(text: str, last_stage: Stage) -> list[Token]:
    """Return the tokens of a text as `last_stage` finds them: after every stage before it."""
    tokens = tokenize(text, 0, len(text))
    for stage in takewhile(lambda one: one is not last_stage, FOLDS):
        tokens, _ = stage.fold(tokens)
    return tokens


def told(text: str) -> str:
    """Return the facts of a text as `quote measure direction role; …`, in order."""
    facts = extract(Document("example", text))
    return "; ".join(
        " ".join(word for word in (fact.quote, fact.measure, fact.direction, fact.role) if word)
        for fact in facts
    )


@pytest.mark.parametrize(("stage", "rule", "text", "value"), EXAMPLES, ids=lambda one: str(one)[:40])
@pytest.mark.parametrize("frame", ["{}", "Officials said {}, and left."])
def test_a_folding_rule_reads_its_examples(
    stage: Stage, rule: Rule, text: str, value: str, frame: str
) -> None:
    sentence = frame.format(text)
    end = sentence.index(text) + len(text)
    found = [t for t in stage.fold(unfolded(sentence, stage))[0] if t.start < end <= t.end]
    assert [str(token.value) for token in found] == [value]


@pytest.mark.parametrize(("stage", "rule", "text"), REFUSALS, ids=lambda one: str(one)[:40])
def test_a_folding_rule_leaves_its_refusals_alone(stage: Stage, rule: Rule, text: str) -> None:
    tokens = unfolded(text, stage)
    assert Stage(rule).fold(tokens)[0] == tokens


@pytest.mark.parametrize(("stage", "rule", "text", "value"), EXAMPLES, ids=lambda one: str(one)[:40])
def test_a_rule_reads_its_examples_itself(stage: Stage, rule: Rule, text: str, value: str) -> None:
    tokens = unfolded(text, stage)
    assert Stage(rule).fold(tokens)[0] != tokens


@pytest.mark.parametrize(("rule", "text"), QUANTITIES, ids=lambda one: str(one)[:40])
def test_through_the_whole_extractor_a_quantity_rule_wins_its_examples(rule: Rule, text: str) -> None:
    facts = extract(Document("example", f"Officials said {text}, and left."))
    assert rule.name in [fact.rule for fact in facts]


@pytest.mark.parametrize(("relation", "text", "says"), SENTENCES, ids=lambda one: str(one)[:40])
def test_a_relation_says_of_its_examples_what_it_promises(relation: Relation, text: str, says: str) -> None:
    assert told(text) == says


def test_names_are_unique() -> None:
    names = [rule.name for _, rule in RULES] + [relation.name for relation in RELATIONS]
    assert sorted(names) == sorted(set(names))


def test_patterns_begin_with_a_token_that_is_always_there() -> None:
    for _, rule in RULES:
        assert first_letters(rule.pattern)
    with pytest.raises(ValueError, match="always there"):
        first_letters("change? by")


def test_no_pattern_matches_nothing() -> None:
    for pattern in chain((rule.pattern for _, rule in RULES), (relation.pattern for relation in RELATIONS)):
        assert compiled(pattern).match("") is None, pattern


@pytest.mark.parametrize("stage", FOLDS)
def test_the_first_match_of_a_stage_is_that_of_its_first_rule(stage: Stage) -> None:
    patterns = [rule.pattern for rule in stage.rules]
    first = first_of(patterns)
    for text in (text for rule in stage.rules for text in rule.examples):
        letters = letters_of(unfolded(text, stage))
        found = first.search(letters)
        matches = [compiled(pattern).search(letters) for pattern in patterns]
        starts = [(match.start(), number) for number, match in enumerate(matches, 1) if match]
        assert found is not None
        assert (found.start(), found.lastindex) == min(starts)


def test_what_a_pattern_needs_is_in_all_that_it_matches() -> None:
    assert needed_by("(v: above) a? (b: by){0,2} (to|at) share") == {LETTERS["above"], LETTERS["share"]}
    assert needed_by("money by|price") == set()
    every = [letters_of(FOLDS[-1].fold(unfolded(text, FOLDS[-1]))[0]) for _, text, _ in SENTENCES]
    for relation in RELATIONS:
        expression, needed = compiled(relation.pattern), needed_by(relation.pattern)
        assert all(needed <= set(letters) for letters in every if expression.search(letters))


def test_what_has_to_be_ahead_is_no_part_of_a_match() -> None:
    found = compiled("money (ahead: by|to)").search("".join(LETTERS[kind] for kind in ("money", "to")))
    assert found is not None
    assert found.span() == (0, 1)


def test_a_pattern_with_a_kind_that_no_token_has_is_refused() -> None:
    with pytest.raises(ValueError, match="'mony' is no kind of token"):
        compiled("symbol mony")


def test_no_phrase_stands_in_the_tables_twice() -> None:
    assert duplicates() == []


def test_every_kind_of_token_has_a_letter() -> None:
    letters = {LETTERS[kind] for kind in kinds()}
    assert len(letters) == len(kinds())
