"""Links by which anybody may read an article before it is published: signed, of one article, good for some days."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import TimestampSigner, b62_decode
from django.urls import reverse


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="cms.preview", sep=".")


@dataclass(frozen=True)
class Invitation:
    """What a token says: which article may be read, in all its languages, and until when."""

    article: int
    token: str
    until: datetime

    def address(self, language: str) -> str:
        return reverse("preview", args=[self.token, language])

    def picture(self, name: str) -> str:
        return reverse("preview_picture", args=[self.token, name])


def invite(article: int) -> Invitation:
    """A link that is good from now on."""
    return read(_signer().sign(str(article)))


def read(token: str) -> Invitation:
    """Raises ``django.core.signing.SignatureExpired``, or its base ``BadSignature`` where we did not sign it."""
    lasts = timedelta(days=settings.PREVIEW_DAYS)
    article = _signer().unsign(token, max_age=lasts)
    signed = datetime.fromtimestamp(b62_decode(token.split(".")[1]), UTC)
    return Invitation(int(article), token, signed + lasts)
