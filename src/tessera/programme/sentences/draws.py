"""What a draw says to a member: how chances come about, until when, what there is to win, for whom, and why to trust it."""

from tessera.programme.draw import Draw, Prize
from tessera.programme.sentences.counted import traits_phrase
from tessera.programme.speak import Speaker


def tell_draw(draw: Draw, speaker: Speaker) -> str:
    """Everything about a draw, in short sentences."""
    said = [
        speaker.say(
            "draw",
            name=speaker.text(draw.name),
            entries=speaker.currency_name(draw.entries),
            until=speaker.period(None, draw.closes_at),
        ),
        speaker.say("draw-prizes", prizes=speaker.all_of([tell_prize(one, speaker) for one in draw.prizes])),
    ]
    if sum(prize.number for prize in draw.prizes) > 1:
        said.append(speaker.say("draw-again" if draw.again else "draw-once"))
    if draw.levels:
        levels = speaker.one_of([speaker.level(level) for level in draw.levels])
        said.append(speaker.say("draw-levels", levels=levels))
    if draw.traits:
        said.append(speaker.say("draw-traits", traits=traits_phrase(draw.traits, speaker)))
    said.append(speaker.say("draw-public", public=speaker.text(draw.public)))
    return " ".join(said)


def tell_prize(prize: Prize, speaker: Speaker) -> str:
    """One alone by its name: "bicycle"; several with their number: "10 mugs"."""
    name = speaker.form_of(prize.name, prize.number)
    if prize.number == 1:
        return name
    return speaker.say("amount", number=speaker.number(prize.number), noun=name)
