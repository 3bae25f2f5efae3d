"""Phone numbers as fields: what is one, and when a mobile may be shown in full."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from generator.fields import Date, Day, Known, Part, Text, scalar, wrong
from generator.messages import N_
from generator.privacy import masked
from generator.source import half_width

_PHONE = re.compile(
    # area code (010, 02x and four digits from 03xx on: 013… is a mobile), number, extension
    r"(?P<area>010|02\d|0[3-9]\d{2})[- ]?(?P<number>\d{7,8})(?P<extension>-\d{1,5})?"
    r"|(?P<mobile>1\d{2}[- ]?(?:\d{4}|\*{4})[- ]?\d{4})"
    r"|(?P<service>1\d{2,4}|9[56]\d{3,6}|[48]00-?\d{3}-?\d{4})",
    re.ASCII,
)


def parse_phone(value: Any) -> str:
    """Return a phone number: a landline with area code, a mobile (in full or masked), a service.

    A mobile in full comes back as its 11 digits; who shows it must mask it without consent.
    """
    text = half_width(scalar(value)).replace("(", "").replace(")", "-")
    text = re.sub(r" *(?:-+|转) *", "-", text)
    match = _PHONE.fullmatch(text)
    if not match:
        raise wrong("P107", value)
    if match["mobile"]:
        return re.sub(r"[- ]", "", text)
    if match["area"]:
        return f"{match['area']}-{match['number']}{match['extension'] or ''}"
    return text


Phone = Annotated[str, Known(parse_phone)]


class Consent(Part):
    """A person's consent to publish a mobile number (brief, "Privacy" 2)."""

    date: Day = Field(description=N_("day on which consent was given"), examples=["2018-01-10"])
    scope: Text = Field(
        description=N_("what the person agreed to"), examples=["在本网站公开手机号码"]
    )
    until: Date | None = Field(
        None,
        description=N_("last day of the consent; without it, until withdrawn"),
        examples=["2020-12-31"],
    )


def shown_phone(phone: str | None, consent: Consent | None, as_of: date) -> str:
    """Return `phone` as the site may show it: a mobile is masked unless consent holds on `as_of`.

    Source: the brief, "Privacy" 2.
    """
    if phone is None:
        return ""
    return phone if consent_holds(consent, as_of) else masked(phone)


def consent_holds(consent: Consent | None, as_of: date) -> bool:
    """Tell whether `consent` is given on `as_of`: begun, and not run out."""
    if consent is None or consent.date.after(as_of):
        return False
    return consent.until is None or consent.until.last >= as_of
