"""Phone numbers as fields: what is one, and when a mobile may be shown in full."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from generator.base.half_width import half_width
from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.privacy import masked
from generator.base.typed import scalar, wrong
from generator.parse.field_types import Date, Day, Known, Part, Text

EXTENSION = "转"
"""What stands before the extension in a number as `parse_phone` returns it; none dials it."""
LONGEST = 100
_LABEL = pattern(
    r"[☎℡📞]? *(?:(?:办公|联系|固定|移动)?电话|座机|固话|手机|热线|tel|phone|mobile)?(?:号码?)?"
    r" *[:：.]? *(?=[+(\[\d])",
    re.IGNORECASE,
)
_ABROAD = pattern(r"(?:\+|00)86[-. ]*(?:\(0\))?|86[- ](?=\d)", re.ASCII)
_INLAND = pattern(r"(?:10|2\d|[3-9]\d{2})[-. ]*\d{7,8}(?!\d)", re.ASCII)
"""A landline as written for callers abroad: the 0 of its area code is left out."""
_AREA = r"(?P<area>010|02\d|0[3-9]\d{2})"
_PHONE = pattern(
    # area code (010, 02x and four digits from 03xx on: 013… is a mobile), number, extension
    rf"(?:总机[:： ]*)?[(\[]?{_AREA}[)\]]?[-./_· ]*"
    r"(?P<number>\d{7,8}|\d{3,4}[-. ]\d{4}|12\d{3}|9[56]\d{3,4})(?!\d)"
    r"(?: *\(? *(?:-|转|,|#|x|ext)(?: |-|\.|:)*(?P<extension>\d{1,5}) *\)?)?"
    r"|(?P<mobile>1\d\d[- .]?[*x×#●•]{4}[- .]?\d{4})"
    r"|(?P<service>1\d{2,4}|9[56]\d{3,6}|[48]00(?:[- .]?\d){7})"
    r"(?: *\(? *转 *(?P<option>\d{1,5}) *\)?)?",
    re.ASCII | re.IGNORECASE,
)
_ELEVEN = pattern(r"1(?:[-. ]?\d){10}", re.ASCII)
_BY_HAND = pattern(
    r"(?:[,;]? *总机)?(?:请|按|按键)?(?:[转轉]接?|接)?"
    r"(?:分[机機][号號]?[码碼]?|[内內][线線]|;?ext(?:ension)?\.?=?|[转轉]接?|接|拨|撥)"
    r"(?=[:： .\d-])"
)
_DASHES = pattern(r" *-[- ]*")
_LOCAL = pattern(
    r"(?!0[1-9])\d{3,4}[- ]?\d{4}(?: *\(?(?:转|[-,#x]|ext)+[ .]*\d{1,5}\)?)?", re.ASCII
)
_TWO = pattern(r"\d{3}.*?[、/;,，；|和或与及\n] *[(+]?\d|(?:\d\D*){15}", re.ASCII)


def parse_phone(value: Any) -> str:
    """Return a phone number: a landline with area code, a mobile (in full or masked), a service.

    A mobile in full comes back as its 11 digits; who shows it must mask it without consent. An
    extension comes back behind `EXTENSION`: whoever calls dials the number and asks for it.
    """
    text = half_width(scalar(value))
    if len(text) > LONGEST:
        raise wrong("P107", value)
    number = _LABEL.sub("", text, count=1) if not text[:1].isdigit() else text
    number = _BY_HAND.sub("转", _DASHES.sub("-", number))
    inland = _ABROAD.sub("", number, count=1) if _ABROAD.match(number) else number
    if inland != number and _INLAND.match(inland):
        inland = f"0{inland}"
    if _ELEVEN.fullmatch(inland):
        return re.sub(r"\D", "", inland)
    match = _PHONE.fullmatch(inland)
    if not match:
        raise wrong(_fault(text), value)
    if match["area"]:
        extension = f"{EXTENSION}{match['extension']}" if match["extension"] else ""
        return f"{match['area']}-{re.sub(r'[^0-9]', '', match['number'])}{extension}"
    if match["mobile"]:
        return f"{inland[:3]}****{inland[-4:]}"
    if match["option"]:
        return f"{match['service']}{EXTENSION}{match['option']}"
    return inland


def _fault(text: str) -> str:
    """Return the code of what is wrong with a text that is no phone number."""
    by_hand = _BY_HAND.sub("转", text)
    if _LOCAL.fullmatch(by_hand):
        return "P138"
    if _TWO.search(text):
        return "P132"
    if re.fullmatch(r"\D{0,4}\d{3,6}|转[ :.-]*\d{1,6}", by_hand, re.ASCII):
        return "P139"
    return (
        "P133" if re.search(r"\d{5}", text, re.ASCII) and re.search(r"[^\W\d_]", text) else "P107"
    )


def address_of(phone: str) -> str:
    """Return a number of `parse_phone` as links have it for any caller (RFC 3966); "" if masked.

    Nobody is reached by a masked one, though programs read a shorter number of it.
    """
    number, _, extension = phone.replace(" ", "").partition(EXTENSION)
    if not number or "*" in number:
        return ""
    behind = f";ext={extension}" if extension else ""
    if number.startswith("0"):
        return f"tel:+86-{number[1:]}{behind}"
    mobile = len(number) == len("13800138000") and number.startswith("1")
    return f"tel:+86-{number}{behind}" if mobile else f"tel:{number}{behind};phone-context=+86"


Phone = Annotated[str, Known(parse_phone)]

_PORT = pattern(r"106(?:[0-9]{5,7}|[0-9]{9,12})", re.ASCII)
"""What platforms for text messages have; with 11 digits it may be a mobile, from 16 on a card."""


def parse_text_line(value: Any) -> str:
    """Return a number that takes text messages: that of a platform (106…), or a phone."""
    text = half_width(scalar(value)).replace(" ", "").replace("-", "")
    return text if _PORT.fullmatch(text) else parse_phone(value)


TextLine = Annotated[str, Known(parse_text_line)]


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
