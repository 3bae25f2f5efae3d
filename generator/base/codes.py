"""The codes of problems: how much each weighs, what is wrong, and the way to put it right.

The table `CODES` is the whole list; `docs/problems.md` is held to it by a test. Messages and hints
are English msgids with named places, translated when they are shown.
"""

from dataclasses import dataclass
from typing import Literal

from generator.base.messages import N_

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Spec:
    """What a code means: its weight, its message and the way to put it right."""

    severity: Severity
    message: str
    hint: str
    in_cell: str = ""
    """The way to put it right in a workbook, where that is not the way in a record."""


CODES: dict[str, Spec] = {
    # --- the file itself: P0xx ---
    "P001": Spec(
        "error",
        N_("the file cannot be read: {reason}"),
        N_("check the file's permissions, or whether another program holds it open"),
    ),
    "P002": Spec(
        "error",
        N_("the file is not UTF-8 text{guess}"),
        N_("open it in an editor and save it with the encoding UTF-8"),
    ),
    "P003": Spec(
        "error",
        N_("this is not valid YAML: {reason}"),
        N_("check the indentation, the colons and the quotation marks around this line"),
    ),
    "P004": Spec(
        "error",
        N_("a tab character is used for indentation"),
        N_("replace the tab by spaces"),
    ),
    "P005": Spec(
        "error",
        N_("“{key}” is written twice; the first is on line {first}"),
        N_("keep one of the two"),
    ),
    "P006": Spec(
        "error",
        N_("YAML shorthand ({what}) is not used in records"),
        N_("write the value out in full, or put it in quotation marks"),
    ),
    "P007": Spec(
        "error",
        N_("the front matter has no closing line of three hyphens"),
        N_("put a line with only --- between the fields and the text"),
    ),
    "P008": Spec(
        "error",
        N_("the file should hold fields, each on a line “name: value”"),
        N_("run “portal new” to see a valid record"),
    ),
    "P009": Spec(
        "error",
        N_("“{name}” cannot be an address on the web"),
        N_("use small letters, digits and hyphens only, for example {example}"),
    ),
    "P010": Spec(
        "warning",
        N_("no one reads this file"),
        N_(
            "records end in .md or .yaml and lie in a folder of their kind; remove the file if it"
            " is not needed"
        ),
    ),
    "P011": Spec(
        "error",
        N_("there is a control character ({name}) in the text"),
        N_("delete the character; it may have come along with a copy from another program"),
    ),
    "P012": Spec(
        "error",
        N_("the front matter does not start on the first line"),
        N_("start the file with a line of three hyphens ---"),
    ),
    "P013": Spec(
        "error",
        N_("nothing is filled in here"),
        N_("write the value on this very line, for example “{line}”"),
    ),
    "P014": Spec(
        "error",
        N_("the text “{typed}” is taken apart at “{sign}”, which is a sign of the format"),
        N_("put the whole text into quotation marks: {line}"),
    ),
    "P015": Spec(
        "error",
        N_("between name and value “{typed}” has no colon with a space behind it"),
        N_("write an ordinary colon and a space: {line}"),
    ),
    "P016": Spec(
        "error",
        N_("this line has no name; it seems to belong to the line above, cut off by a line break"),
        N_("delete the line break, so that they are one line: {line}"),
    ),
    "P017": Spec(
        "warning",
        N_("“{cut}” is taken for a remark and not published"),
        N_(
            "to publish it, put the whole into quotation marks: {line}; if it is a remark, give it"
            " a line of its own"
        ),
    ),
    "P018": Spec(
        "error",
        N_(
            "this file holds an unfinished merge ({count} in all); lines {ours} are of one side,"
            " lines {theirs} of the other"
        ),
        N_(
            "keep what is right of the two and delete the lines of <<<<<<<, |||||||, ======= and"
            " >>>>>>>; to show such lines in a text, put them between two lines of ```"
        ),
    ),
    "P019": Spec(
        "error",
        N_("this is a link to {target}, which is not followed: {reason}"),
        N_("put the file itself here instead of the link"),
    ),
    "P020": Spec(
        "error",
        N_("this is no file that can be read: {what}"),
        N_("remove it, and put a file in its place if one is needed"),
    ),
    "P021": Spec(
        "error",
        N_("the fields must stand between two lines of three hyphens: {reason}"),
        N_(
            "in an .md file put a line with only --- above the first field and one below the last;"
            " the text comes after it; in a .yaml file leave both out"
        ),
    ),
    "P022": Spec(
        "error",
        N_("the full-width sign {sign} stands where an ordinary one is needed"),
        N_("write: {line}"),
    ),
    "P023": Spec(
        "error",
        N_("“{typed}” has no space behind the hyphen"),
        N_("write a hyphen and a space: {line}"),
    ),
    "P024": Spec(
        "error",
        N_("“{typed}” is taken for a part of the text “{above}” above it"),
        N_(
            "if it is a list, leave nothing behind the colon above it; if it is text, put the whole"
            " on one line, in quotation marks"
        ),
    ),
    "P025": Spec(
        "error",
        N_("folders and name are {length} characters long; at most {most} are possible"),
        N_("give the file a shorter name: other systems cannot hold a page of such a long name"),
    ),
    "P026": Spec(
        "error",
        N_("no file or folder can be called “{name}” on Windows"),
        N_("give it another name, for example {example}"),
    ),
    "P027": Spec(
        "error",
        N_("to Windows and macOS this is the same file as {other}"),
        N_("rename one of the two so that they differ in more than capitals or accents"),
    ),
    "P028": Spec(
        "error",
        N_("this looks like a copy of {other}"),
        N_("delete it if it is one; if it is a record of its own, call it {example}"),
    ),
    "P029": Spec(
        "error",
        N_("nothing of this file is published: records end in .md or .yaml, in small letters"),
        N_("rename it to {example}, or delete it if it is not needed"),
    ),
    "P030": Spec(
        "error",
        N_("nothing of this file is published: {folder} holds no records{nearest}"),
        N_(
            "move it into the folder of its kind; there are: {known}. Delete it if it is not needed"
        ),
    ),
    "P031": Spec(
        "error",
        N_("nothing of this file is published: files of other programs are no records here"),
        N_(
            "copy its text into a new file {example}, as “portal new” writes it, then delete this"
            " file; what is to be downloaded lies under {folder}, in one of these forms: {known}"
        ),
    ),
    "P032": Spec(
        "error",
        N_("the sign {sign} here cuts off a part of what is typed: {line}"),
        N_("put the whole value into quotation marks; before a remark put a space: “ # …”"),
    ),
    "P033": Spec(
        "error",
        N_("“{sign}” has no partner in this line"),
        N_("write: {line}"),
    ),
    "P034": Spec(
        "error",
        N_("blanks before this line: {found}; before what it belongs with: {wanted}"),
        N_("write: {line}"),
    ),
    "P036": Spec(
        "error",
        N_("“{name}” and “{other}” on line {first} are two names of one field ({key})"),
        N_("keep one of the two"),
    ),
    # --- one field: P1xx ---
    "P101": Spec(
        "error",
        N_("this field is missing{unknown}"),
        N_("write a line such as “{field}: {example}”{parts}"),
        in_cell=N_("fill in this cell, for example: {example}"),
    ),
    "P102": Spec(
        "error",
        N_("should be an amount of money, but reads “{value}”"),
        N_("write its digits, and 元, 万元 or 亿元 behind them"),
    ),
    "P103": Spec(
        "error",
        N_("“{value}” may mean yuan or 万元"),
        N_("write {value}元 or {value}万元, whichever is meant"),
    ),
    "P104": Spec(
        "error",
        N_("should be a date, but reads “{value}”"),
        N_("write it as 2018-03-01, or 2018-03 or 2018 when no more is known"),
    ),
    "P105": Spec(
        "error",
        N_("should be a percentage from 0 to 100, but reads “{value}”"),
        N_("write it as 60 or 62.5%"),
    ),
    "P106": Spec(
        "error",
        N_("should be a whole number, 0 or more, but reads “{value}”"),
        N_("write digits only, for example 120"),
    ),
    "P107": Spec(
        "error",
        N_("should be a phone number, but reads “{value}”"),
        N_(
            "write a landline with its area code as 0854-0000000, a mobile number with all its 11"
            " digits, or a service number such as 12317"
        ),
    ),
    "P108": Spec(
        "error",
        N_("“{value}” is not one of the values this field knows{nearest}"),
        N_("write one of: {choices}"),
    ),
    "P109": Spec(
        "error",
        N_("“{key}” is not a field here{nearest}"),
        N_("write its name, or its code, which stands in brackets: {known}"),
    ),
    "P110": Spec(
        "error",
        N_("should be text, but is a list or a group of fields"),
        N_("write the value on one line after the colon, in quotation marks if it has a colon"),
    ),
    "P111": Spec(
        "error",
        N_("should be a list"),
        N_("write each item on a line of its own that starts with a hyphen and a space"),
    ),
    "P112": Spec(
        "error",
        N_("should be a group of fields"),
        N_(
            "what there is to say stands below the name, not behind it; remove the line while"
            " there is nothing{parts}"
        ),
    ),
    "P113": Spec(
        "error",
        N_("should be yes or no, but reads “{value}”"),
        N_("write yes or no (是 or 否)"),
        in_cell=N_("write 是 or 否"),
    ),
    "P114": Spec(
        "error",
        N_("should be a year, but reads “{value}”"),
        N_("write four digits, for example 2018"),
    ),
    "P115": Spec(
        "error",
        N_("should be an e-mail address, but reads “{value}”"),
        N_("write it as name@example.org"),
    ),
    "P116": Spec(
        "error",
        N_("should be a web address, but reads “{value}”"),
        N_("write it in full, starting with https:// or http://"),
    ),
    "P117": Spec(
        "error",
        N_("should be the address of a unit, but reads “{value}”"),
        N_("write it as its folders and name under content/units, for example xian/zhen"),
    ),
    "P118": Spec(
        "error",
        N_("should be the name of a file beside this record, but reads “{value}”"),
        N_("put the file into the folder of this record and write its name only"),
    ),
    "P119": Spec(
        "error",
        N_("the day must be known here, but it reads “{value}”"),
        N_("write year, month and day, for example 2018-03-01"),
    ),
    "P120": Spec(
        "error",
        N_("“{value}” is no address of a record"),
        N_("write folders and file name, without the ending: xian/zhen/cun/2018-gonglu"),
    ),
    "P121": Spec(
        "error",
        N_("“{value}” in a list only says that something is not known"),
        N_("write what it is, or remove this item; what is not known is left out"),
    ),
    "P122": Spec(
        "error",
        N_("“{value}” points at what stands elsewhere"),
        N_("write it out here; each record and each entry is read by itself"),
    ),
    "P123": Spec(
        "error",
        N_("the amount “{value}” has a comma, a point or a space where none belongs"),
        N_(
            "a point stands before the decimals only, and commas before each three digits;"
            " write the digits without commas and 元 or 万元 behind them"
        ),
    ),
    "P124": Spec(
        "error",
        N_("the amount “{value}” has parts of a fen"),
        N_("mend the decimals; if 万元 is meant, write it behind the number"),
    ),
    "P125": Spec(
        "error",
        N_("“{value}” is not one exact amount"),
        N_("write the one amount that is recorded; while it is not known, leave the line out"),
    ),
    "P126": Spec(
        "error",
        N_("the amount “{value}” has several units, or is written in words"),
        N_("write it in digits, with one unit behind them: 元, 万元 or 亿元"),
    ),
    "P127": Spec(
        "error",
        N_("this cannot be: {part} {number}, {whole} {limit}"),
        N_("mend the number that is wrong; one that is not known is left out"),
    ),
    "P128": Spec(
        "warning",
        N_("{part} is {number}, more than {whole}, which is {limit}"),
        N_(
            "mend the amount that is wrong; where both are right, say why under"
            " {label:projects.changes}"
        ),
    ),
    "P129": Spec(
        "error",
        N_("there is no such date as “{value}”: {reason}{also}"),
        N_("write the day that is meant, or only year and month, or the year, while it is unknown"),
    ),
    "P130": Spec(
        "error",
        N_("“{value}” is how a spreadsheet counts the day {day}"),
        N_("write {day} if that is the day meant, and format the cells of the sheet as dates"),
    ),
    "P131": Spec(
        "error",
        N_("should be a date, but reads “{value}”: {reason}"),
        N_("write it as 2018-03-01, or 2018-03 or 2018 when no more is known"),
    ),
    "P132": Spec(
        "error",
        N_("two phone numbers stand here: “{value}”"),
        N_(
            "write the one that is answered, as a phone dials it by a link; if the second is an"
            " extension, put 转 before it"
        ),
    ),
    "P133": Spec(
        "error",
        N_("words stand beside the phone number: “{value}”"),
        N_("write the number alone; whose it is belongs into another field"),
    ),
    "P134": Spec(
        "warning",
        N_("the same stands twice under {list}, first on line {first}"),
        N_("remove one of the two; if both are true, say in each what it is for"),
    ),
    "P135": Spec(
        "warning",
        N_("this record says the same as {other}"),
        N_("remove one of the two files; if both are true, tell them apart by their titles"),
    ),
    "P136": Spec(
        "warning",
        N_("“{value}” is taken for “not known”"),
        N_("remove the line if that is meant; where there is none, write 0, or [] for a list"),
    ),
    "P137": Spec(
        "warning",
        N_(
            "{stated} poor people are stated at the end of {year}, but counties state {sum}:"
            " {counties}"
        ),
        N_("mend the figure that is wrong, or write where each comes from"),
    ),
    "P138": Spec(
        "error",
        N_("the phone number “{value}” has no area code"),
        N_("write the area code before it, as in 0854-0000000"),
    ),
    "P139": Spec(
        "error",
        N_("“{value}” is an extension or a short number, which no one can dial from outside"),
        N_("write the whole number with its area code, and 转 with the extension behind it"),
    ),
    "P140": Spec(
        "warning",
        N_("“{cut}” is taken for a remark and not published"),
        N_(
            "only the value itself can stand here: to publish more, write it into a note or the"
            " text; if it is a remark, give it a line of its own"
        ),
    ),
    "P141": Spec(
        "error",
        N_("the number {value} is too large to be a count of people or things"),
        N_("count the digits again; the most that can be written is 999,999,999"),
    ),
    "P142": Spec(
        "error",
        N_("several entries stand on one line: {typed}"),
        N_("write each on a line of its own, which starts with a hyphen and a space"),
    ),
    "P143": Spec(
        "error",
        N_("“{typed}” is a line that a merge of two versions left here"),
        N_("compare with what should stand here, and delete this line"),
    ),
    # --- what a record is and what it points to: P2xx ---
    "P144": Spec(
        "error",
        N_("“{value}” is read as one entry, as “{sign}” parts none"),
        N_("put an ordinary comma and a blank between entries: {line}"),
    ),
    "P145": Spec(
        "error",
        N_("the amount “{value}” is larger than any that there can be"),
        N_(
            "count its digits and mend it: perhaps digits were typed twice, or 万 or 亿 is too much"
        ),
    ),
    "P146": Spec(
        "warning",
        N_("“{value}” are several people, who count as one here"),
        N_("give each an entry of their own, which begins with a hyphen and a blank"),
        in_cell=N_("give each a row of their own"),
    ),
    "P201": Spec(
        "error",
        N_("there is no unit “{value}”{nearest}"),
        N_("write the unit's folders and name under content/units, or add the unit"),
    ),
    "P202": Spec(
        "error",
        N_("this record has the same address as {other}"),
        N_("rename or remove one of the two files"),
    ),
    "P203": Spec(
        "error",
        N_("the page {url} would also be made from {other}"),
        N_("rename one of the two records"),
    ),
    "P204": Spec(
        "error",
        N_("a unit of level {level} cannot stand under {parent}, which is of level {above}"),
        N_(
            "a county stands under the prefecture, a town under a county, a village under a"
            " town, and where there are counties no town stands beside them; move the file or"
            " mend its level"
        ),
    ),
    "P205": Spec(
        "error",
        N_("the parents of this unit lead back to itself: {chain}"),
        N_("mend {label:units.parent} in one of them"),
    ),
    "P206": Spec(
        "error",
        N_("there should be one public unit that all others lie beneath, but there are {count}"),
        N_(
            "give one unit under content/units the highest level, such as"
            " {line:units.level=prefecture}, the others a lower one"
        ),
    ),
    "P207": Spec(
        "error",
        N_("the division code {value} is also that of {other}"),
        N_("each division has a code of its own; mend one of the two"),
    ),
    "P208": Spec(
        "error",
        N_("the folder says {folder} but {label:units.parent} says {parent}"),
        N_("remove the line {label:units.parent}, or move the file"),
    ),
    "P209": Spec(
        "error",
        N_("a supervisors file belongs to a village, but {unit} is of level {level}"),
        N_("put the file at the address of a village: supervisors/county/town/village.yaml"),
    ),
    "P210": Spec(
        "error",
        N_("the unit “{value}” is not public: it is a draft or for the board only"),
        N_("publish the unit first, or make this record a draft too"),
    ),
    "P211": Spec(
        "error",
        N_("there is no record “{value}” under {folder}{nearest}"),
        N_("write its folders and name as they stand under that folder, without the ending"),
    ),
    "P212": Spec(
        "error",
        N_("the record “{value}” is not public: it is a draft or for the board only"),
        N_("publish it first, or make this record a draft too"),
    ),
    "P213": Spec(
        "warning",
        N_("“{value}” is a draft: the preview leads there, but no site is made until it is public"),
        N_("publish it first, or make this record a draft too"),
    ),
    "P214": Spec(
        "warning",
        N_("the preview leaves this draft out, as no site can be made with it ({code})"),
        N_("the list of problems says what {code} means; the other drafts are shown"),
    ),
    "P220": Spec(
        "warning",
        N_("under the same place there is another {name}: {other}"),
        N_(
            "if the two are one, remove one file; if not, give each a {label:units.short_name} that"
            " tells them apart"
        ),
    ),
    "P221": Spec(
        "warning",
        N_("the division code {value} does not begin with that of {above}, {begin}"),
        N_("mend the code, or move the file to the place it belongs to"),
    ),
    "P222": Spec(
        "warning",
        N_("{value} cannot be the division code of a unit of this level"),
        N_(
            "write the {digits} digits of the register, nothing else: a province has 2,"
            " a prefecture 4, a county 6, a town 9, a village 12,"
            " and the last of them are not all zeros"
        ),
    ),
    "P223": Spec(
        "warning",
        N_("what the place belongs to now is named, but not its own last day"),
        N_("add {line:units.until}: then its page says what became of it"),
    ),
    "P224": Spec(
        "warning",
        N_("the place has ended, but {count} beneath it go on: {names}"),
        N_(
            "move their files to the place that they belong to now, with moved: and their old"
            " address, or write {label:units.until} into them, too"
        ),
    ),
    "P225": Spec(
        "error",
        N_("a place cannot belong to itself"),
        N_("name the place that it belongs to now"),
    ),
    "P226": Spec(
        "warning",
        N_("the old address {value} is no old one of this record{why}"),
        N_("remove the address here, or mend it"),
    ),
    "P227": Spec(
        "warning",
        N_("{place} ended on {last}, but this is of a later day, {day}"),
        N_(
            "move it to the place that {place} belongs to now, with moved: and its old address; or"
            " mend the day, or the place's {label:units.until}"
        ),
    ),
    "P228": Spec(
        "error",
        N_("what the place belongs to now belongs to it in its turn: {names}"),
        N_(
            "name the place that all of them belong to now; of one that goes on, remove"
            " {label:units.until} and {label:units.successor}"
        ),
    ),
    "P230": Spec(
        "warning",
        N_("this draft names “{value}”, which is not there under {folder}{nearest}"),
        N_("write that record first, or name another, before this one is made public"),
    ),
    "P231": Spec(
        "error",
        N_("a project library belongs to a county, but {unit} is of level {level}"),
        N_("put the file into the folder of a county: libraries/county/2018.yaml"),
    ),
    "P232": Spec(
        "error",
        N_("this record is there already"),
        N_("open it to change it, or give the new one another name, for example {example}"),
    ),
    "P233": Spec(
        "error",
        N_("there is no unit yet that a record could belong to"),
        N_("write the unit of the prefecture first: portal new unit NAME, and then those below it"),
    ),
    "P234": Spec(
        "error",
        N_("“{name}” is not whole: it needs the unit and a name of the record's own"),
        N_("write the unit's folders and name, and behind them its own: for example {example}"),
    ),
    "P235": Spec(
        "error",
        N_("this record is there already"),
        N_("open it to change it; of this kind each unit has one record"),
    ),
    # --- projects: P3xx ---
    "P301": Spec(
        "error",
        N_("the sources add up to {sum}, but the budget is {budget}"),
        N_("mend the source or the budget that is wrong; the difference is {difference}"),
    ),
    "P302": Spec(
        "error",
        N_("{paid} is paid in all, more than the {planned} planned"),
        N_(
            "mend the payment; if money was added, record that under {label:projects.changes} and"
            " raise {label:projects.budget} and the sources"
        ),
    ),
    "P303": Spec(
        "error",
        N_("this is dated {date}, before the entry above it ({before})"),
        N_("put the entries in the order of their dates, or mend the date"),
    ),
    "P304": Spec(
        "error",
        N_("{date} lies after {as_of}, the day this site is made for"),
        N_("what has not happened yet is not recorded as done; mend the date"),
    ),
    "P305": Spec(
        "error",
        N_("{later} lies before {earlier}, which should come first"),
        N_("mend one of the two dates"),
    ),
    "P306": Spec(
        "error",
        N_("progress falls from {before}% to {now}%"),
        N_(
            "mend the percentage; where work was undone, say so under {label:projects.changes}"
            " and note it here"
        ),
    ),
    "P307": Spec(
        "error",
        N_("the stage is “{stage}”, but {contradiction}"),
        N_("mend the stage, or the field that contradicts it"),
    ),
    "P308": Spec(
        "error",
        N_("there is no performance target"),
        N_(
            "add {line:projects.performance_target}; without one a project may not enter the"
            " library"
        ),
    ),
    "P309": Spec(
        "warning",
        N_("neither a budget nor any source of money is recorded"),
        N_("add {line:projects.budget}; until then the site shows the amount as unknown"),
        in_cell=N_("write the amount in; until then the site shows it as unknown"),
    ),
    "P310": Spec(
        "error",
        N_("“{value}” takes money away, but here stands money that goes out"),
        N_(
            "leave out this entry and record money that came back under {label:projects.returns}:"
            " its date, its"
            " amount without a minus sign, and why; see docs/content.md"
        ),
    ),
    "P311": Spec(
        "error",
        N_("an amount is never below nothing, but this reads “{value}”"),
        N_("write the amount without a minus sign or brackets; where it was cut, say so in words"),
    ),
    "P312": Spec(
        "error",
        N_("money came back on {date}, but no payment is recorded by then"),
        N_("add the payment that it came from to {label:projects.payments}, or mend the date"),
    ),
    "P313": Spec(
        "error",
        N_("{returned} came back in all, more than the {paid} paid by then"),
        N_("mend the amount or the date, or add the payment that is missing"),
    ),
    "P314": Spec(
        "error",
        N_("{allocation} is no allotment that this project was paid from"),
        N_(
            "write one that its sources name under {label:projects.sources.allocation} ({known});"
            " if they name none, leave"
            " this line out or add {label:projects.sources.allocation} to the source"
        ),
    ),
    "P315": Spec(
        "error",
        N_("{returned} went back to {allocation}, but only {paid} was paid from it by then"),
        N_(
            "mend the amount or the date, or write at the payment from which allotment it was paid"
            " ({label:projects.sources.allocation})"
        ),
    ),
    "P316": Spec(
        "error",
        N_("nothing came back by this entry: its amount is 0"),
        N_("write the amount that came back, or remove the entry"),
    ),
    "P317": Spec(
        "error",
        N_("{returned} was given back in all, more than the {amount} allotted"),
        N_("mend the amount that was given back, or that of the allotment"),
    ),
    "P318": Spec(
        "error",
        N_(
            "{amount} was allotted and {returned} given back, but {passed} is passed on and"
            " {assigned} assigned to projects: {over} too much"
        ),
        N_(
            "mend the amounts here, or those of the allotments and projects that name this one"
            " (the largest: {most})"
        ),
    ),
    "P319": Spec(
        "warning",
        N_("this is counted as paid, but “{note}” reads as if the money came back"),
        N_(
            "if it came back, move the entry from {label:projects.payments} to"
            " {label:projects.returns} and write why; if it was"
            " paid, say in the note for what"
        ),
    ),
    # --- commendations: P4xx ---
    "P401": Spec(
        "error",
        N_("{name} stands twice in this decision; the first is on line {first}"),
        N_("remove one of the two, or tell them apart by their units"),
    ),
    "P402": Spec(
        "error",
        N_("the notice ran {days} {unit}, fewer than the {least} required ({source})"),
        N_("mend the dates, or put the list up again for long enough"),
    ),
    "P403": Spec(
        "error",
        N_("the decision of {date} came before the notice ended ({last})"),
        N_("mend one of the two dates"),
    ),
    "P404": Spec(
        "error",
        N_("{name} is withdrawn but is not among the honorees"),
        N_("write the name and unit as they stand under {label:commendations.honorees}"),
    ),
    "P405": Spec(
        "error",
        N_("there is neither a notice nor a decision"),
        N_("add {label:commendations.notice}, or {label:commendations.decision}"),
    ),
    "P406": Spec(
        "warning",
        N_("the official holidays of {year} are not known, so its working days cannot be counted"),
        N_("update the holiday calendar; until then nothing here is called late or too short"),
    ),
    "P407": Spec(
        "error",
        N_("an individual needs a name"),
        N_("add {line:commendations.honorees.name}; a collective may stand with its unit alone"),
    ),
    "P408": Spec(
        "warning",
        N_("{count} collectives are honoured, more than the {most} allowed ({source})"),
        N_("shorten the list, or mend the rule {label:config.rules.commendation_quotas}"),
    ),
    "P409": Spec(
        "warning",
        N_("{count} individuals are honoured, more than the {most} allowed ({source})"),
        N_("shorten the list, or mend the rule {label:config.rules.commendation_quotas}"),
    ),
    "P410": Spec(
        "warning",
        N_("{share}% of the individuals are of towns and villages, less than {least}% ({source})"),
        N_("honour more people at the front line, or mend the rule"),
    ),
    "P412": Spec(
        "warning",
        N_("it was decided on {date}, but when this objection was answered is not stated"),
        N_(
            "add what was answered and when: {line:disclosures.objections.answer},"
            " {line:disclosures.objections.answered}"
        ),
    ),
    "P413": Spec(
        "warning",
        N_("{name} is honoured for {year}, but {why}: {other}"),
        N_("look at both records; this is told to staff alone and stands on no page"),
    ),
    # --- supervisors: P5xx ---
    "P501": Spec(
        "warning",
        N_("the term of {name} ended on {date}"),
        N_("record who follows, a longer term, or {line:supervisors.posts.vacant=yes}"),
    ),
    "P502": Spec(
        "error",
        N_("this post has no one and is not marked as vacant"),
        N_("add {line:supervisors.posts.person} or {line:supervisors.posts.vacant=yes}"),
    ),
    "P503": Spec(
        "error",
        N_("this post is marked as vacant but names {name}"),
        N_("remove {label:supervisors.posts.vacant} or {label:supervisors.posts.person}"),
    ),
    "P504": Spec(
        "error",
        N_("there is no group “{value}” in this file{nearest}"),
        N_("add it to {label:supervisors.groups}, or write the name as it stands there: {known}"),
    ),
    # --- sheets of clerks: P543 to P599 ---
    "P543": Spec(
        "error",
        N_("this table lies on its side: the names of its columns stand one below another"),
        N_("copy it in the spreadsheet program, and paste it by Paste special, Transpose"),
    ),
    "P544": Spec(
        "error",
        N_("there is no table in this file: {reason}"),
        N_("name the workbook itself; where this is all there is, copy it here once more"),
    ),
    "P545": Spec(
        "warning",
        N_("{value} of those who are not poor is left out, as it is not said how many are poor"),
        N_("fill in those who are poor, too, 0 where there are none; or all of them in one column"),
    ),
    "P546": Spec(
        "error",
        N_("“{value}” lies beneath a merged cell, where no one sees it"),
        N_("unmerge it, and leave in each cell what it is to say"),
    ),
    "P547": Spec(
        "warning",
        N_("“{value}” names no one level that the money is of; this source is left out"),
        N_("give the money of each level a column of its own: 中央, 省级, 州级, 县级, 自筹"),
    ),
    "P548": Spec(
        "error",
        N_("there is no record called “{value}”"),
        N_(
            "write its name as its page has it, or its address (档案地址); it has to be there first"
        ),
    ),
    "P549": Spec(
        "warning",
        N_("the groups of this village are those that rows of it name: {groups}"),
        N_("add those that no row has to {label:supervisors.groups} of its record"),
    ),
    "P550": Spec(
        "error",
        N_("the workbook cannot be read: {reason}"),
        N_("open it in Excel, WPS or LibreOffice, and save it as .xlsx without a password"),
    ),
    "P551": Spec(
        "error",
        N_("sheet “{sheet}” has something in cell {cell}, far away from all else"),
        N_("delete the rows and columns behind the table, and save it again"),
    ),
    "P552": Spec(
        "error",
        N_("the text is neither UTF-8 nor GB18030"),
        N_("open it in Excel or WPS, and save it as .xlsx"),
    ),
    "P553": Spec(
        "error",
        N_("question marks stand where Chinese was: the characters are lost in this file"),
        N_("save the workbook that it was made from as .xlsx, or as “CSV UTF-8”"),
    ),
    "P554": Spec(
        "error",
        N_("this is no workbook inside, whatever its name says, but {form}"),
        N_("open it in Excel or WPS, choose “Save as” (另存为) and the type .xlsx"),
    ),
    "P555": Spec(
        "error",
        N_("there is no sheet “{value}”"),
        N_("write one of: {known}"),
    ),
    "P556": Spec(
        "error",
        N_("this workbook is one of “{own}”, not of “{folder}”"),
        N_("write the kind that it is of: portal import {own} …"),
    ),
    "P557": Spec(
        "error",
        N_("“{value}” is no field that a column can stand for{nearest}"),
        N_("write skip, county, town, village, number, or one of: {known}"),
    ),
    "P558": Spec(
        "error",
        N_("one merged cell holds one amount for several rows"),
        N_("unmerge it, and write for each row what is its own"),
    ),
    "P559": Spec(
        "error",
        N_("no heading is found here: no row has the names of two columns that are known"),
        N_(
            "write the names of the columns into one row, as “portal template” shows them, or say"
            " in content/imports what yours mean"
        ),
    ),
    "P560": Spec(
        "error",
        N_("what stands here is of another sort than its column: {value}"),
        N_("type it as a text, or into the column where it belongs"),
    ),
    "P561": Spec(
        "error",
        N_("{value} has lost its last digits: a spreadsheet keeps fifteen"),
        N_("format the column as text, and type the number once more"),
    ),
    "P562": Spec(
        "error",
        N_("{value} is shown in {shown}, but its heading says {head}"),
        N_(
            "mend the heading, or the number format of the cell;"
            " take ¥ away where the heading is right"
        ),
    ),
    "P563": Spec(
        "error",
        N_("{value} may be January or October: typed as 2018.10, it is kept as 2018.1"),
        N_("type it as a text, 2018-10 or 2018-01"),
    ),
    "P564": Spec(
        "error",
        N_("a date stands in a column of texts: {value}"),
        N_("format the cell as text, and type once more what was meant (3-2 becomes a date)"),
    ),
    "P565": Spec(
        "error",
        N_("this cell is broken, or was never computed: {value}"),
        N_("open the workbook, let it compute, mend the formula, and save it again"),
    ),
    "P566": Spec(
        "error",
        N_("it is not said where this is"),
        N_(
            "add columns of town and village; or say which place all rows are of, such as"
            " --under {example}"
        ),
    ),
    "P567": Spec(
        "error",
        N_("there is no {level} “{value}” in {within}{nearest}"),
        N_(
            "write the name as its page has it; if sheets always have another, say under"
            " “values:” in the file of content/imports, by county, town or village, which place"
            " it is; a new place is taken in by the register first"
        ),
    ),
    "P568": Spec(
        "error",
        N_("“{value}” may be several places: {places}"),
        N_("fill in the column of the town"),
    ),
    "P569": Spec(
        "error",
        N_("“{value}” are several places, and a record has one"),
        N_("a row for each, or leave the village empty: then it is of the whole town"),
    ),
    "P570": Spec(
        "warning",
        N_("the sheet is hidden, and left out"),
        N_("show it, name it by --sheet, or take all that is hidden by --hidden"),
    ),
    "P571": Spec(
        "error",
        N_("“{value}” and “{other}” would both be {means}"),
        N_("say in content/imports what each is; skip leaves one out"),
    ),
    "P572": Spec(
        "warning",
        N_("“{value}” says no first and last day, and is left out"),
        N_("write it as 2018-03—2018-09"),
    ),
    "P573": Spec(
        "error",
        N_("this row says “{value}”, an earlier row of the same record “{other}”"),
        N_("make them the same"),
    ),
    "P574": Spec(
        "error",
        N_("no column says this; rows that need it: {count}"),
        N_("add a column for it, or write under “fill:” in {file}: {lines}"),
    ),
    "P575": Spec(
        "error",
        N_("rows that say {stage}: {count}; but {contradiction}, and no column can say it"),
        N_("add a column for it: {fields}; or write the stage that is surely reached"),
    ),
    "P576": Spec(
        "error",
        N_("“{value}” is not one of the values known{nearest}; rows with it: {count}"),
        N_("write under “values:” in {file} what it means: {line}; known are: {choices}"),
    ),
    "P577": Spec(
        "error",
        N_("the amounts under “{heading}” have no unit, yuan or 万元: {count} of them"),
        N_(
            "write it into the heading, as 资金（万元）, above the table, or as “unit:” in"
            " content/imports"
        ),
    ),
    "P578": Spec(
        "warning",
        N_("{code} is true of more rows ({count}): {cells}"),
        N_("it is told once, above; the cure is the same"),
    ),
    "P579": Spec(
        "warning",
        N_("this record is of a place and a year of the sheet, and no row of it"),
        N_("nothing is done to it; take it away by hand if it is gone"),
    ),
    "P580": Spec(
        "error",
        N_("there is no record “{value}”"),
        N_(
            "leave the address empty for a new record, or write one of small letters, digits and"
            " hyphens in a place that is there; records that are there keep theirs"
        ),
    ),
    "P581": Spec(
        "error",
        N_("this row may be any of several records: {records}"),
        N_("write the address of the right one into a column 档案地址"),
    ),
    "P582": Spec(
        "error",
        N_("the place, year and name of this row are those of {other}"),
        N_("if they are two, give each a name or a number (项目编号) of its own"),
    ),
    "P583": Spec(
        "warning",
        N_("“{said}” says {stated}, but its rows add up to {sum}; the difference is {difference}"),
        N_("look for a row that is hidden, left out or mistyped"),
    ),
    "P584": Spec(
        "error",
        N_("the record of this row cannot be read: {file}"),
        N_("mend it first: portal check says how"),
    ),
    "P585": Spec(
        "error",
        N_("{file} cannot be changed here without harm: {reason}"),
        N_("change this field in the file by hand"),
    ),
    "P586": Spec(
        "warning",
        N_("{file} has an entry that is not in the sheet, and it stays: {entry}"),
        N_("take it away by hand if it is gone"),
    ),
    "P587": Spec(
        "warning",
        N_("no field is known for “{heading}”; the column is left out"),
        N_("say under “columns:” in {file} which it is, or skip"),
    ),
    "P588": Spec(
        "error",
        N_(
            "the record has {count} sources of this level, and the sheet one sum that is not theirs"
        ),
        N_("change the sources in the record by hand"),
    ),
    # --- privacy: P6xx ---
    "P589": Spec(
        "warning",
        N_("{file} was corrected by hand to “{old}”, which stays; the sheet still says “{new}”"),
        N_("put it right in the sheet, too"),
    ),
    "P590": Spec(
        "error",
        N_(
            "both have changed since the last import: {file} says “{old}”, the sheet “{new}”; the"
            " record stays as it is"
        ),
        N_("make the two say the same; or add --overwrite, and the sheet's value is taken"),
    ),
    "P591": Spec(
        "error",
        N_(
            "{file} says “{old}”, which was written by hand and by no import; the sheet says"
            " “{new}”; the record stays as it is"
        ),
        N_(
            "put right whichever of the two is wrong; where the sheet is right in all of these, add"
            " --overwrite"
        ),
    ),
    "P592": Spec(
        "error",
        N_("neither county nor town nor village is filled in here"),
        N_("fill in town and village; what is of {whole} itself has that name under county"),
    ),
    "P593": Spec(
        "warning",
        N_(
            "no column has town or village, and “{value}” names none: the record is put at {within}"
        ),
        N_("add columns of town and village, if it is of one"),
    ),
    "P594": Spec(
        "warning",
        N_("no column has the names of records, as other sheets have them; this one is left out"),
        N_("nothing, if it is a summary; else add that column"),
    ),
    "P595": Spec(
        "error",
        N_("“{value}” means all of one {level}, and it is not said of which"),
        N_("fill in the name of the {level}; here it would be of all of {within}"),
    ),
    "P596": Spec(
        "warning",
        N_("these columns are hidden, and left out: {headings}"),
        N_("show them in the workbook, or take all that is hidden by --hidden"),
    ),
    "P597": Spec(
        "error",
        N_("{value} may be {value}% or {whole}%: other percentages of this column are above 1"),
        N_("type it with its sign, as {whole}%"),
    ),
    "P598": Spec(
        "warning",
        N_(
            "rows of this sheet that sheet “{later}” says later things of: {count}; they are not"
            " taken"
        ),
        N_("nothing, if that sheet is right; else name the sheet to take by --sheet"),
    ),
    "P599": Spec(
        "warning",
        N_("“{heading}” may be {one} or {other}; the column is left out"),
        N_(
            "write under “columns:” in {file} which it is: “{heading}: {first}” or “{heading}:"
            " {second}”"
        ),
    ),
    "P601": Spec(
        "error",
        N_("an identity card number stands here"),
        N_("delete it, also from the history of the repository; it may never be published"),
    ),
    "P602": Spec(
        "error",
        N_("a bank card number stands here"),
        N_(
            "delete it, also from the history of the repository; if it is the number of a file, "
            "say who vouches for that, under {label:projects.vouched} (see docs/content.md)"
        ),
    ),
    "P603": Spec(
        "warning",
        N_("a mobile number stands here without its holder's consent; the site shows {masked}"),
        N_("record the consent under {label:projects.phone_consent}, or write {masked} here too"),
    ),
    "P604": Spec(
        "error",
        N_("a mobile number stands in the text, where everyone would read it"),
        N_(
            "write it as {masked}, or move it to a field {label:projects.phone} with its holder's"
            " consent"
        ),
    ),
    "P605": Spec(
        "error",
        N_("an identity card number of 15 digits, as on old cards, stands here"),
        N_(
            "delete it, also from the history of the repository; if it is the number of a file, "
            "say who vouches for that, under {label:projects.vouched} (see docs/content.md)"
        ),
    ),
    "P606": Spec(
        "error",
        N_("the number of a bank account stands here"),
        N_("delete it, also from the history of the repository; it may never be published"),
    ),
    "P607": Spec(
        "error",
        N_("there is a mobile number in the name of this file or of its folder"),
        N_("name it by year and subject, such as 2018-gonglu; the name is part of the address"),
    ),
    "P608": Spec(
        "error",
        N_("the e-mail address has a mobile number in it, {masked}, which everyone would read"),
        N_("give an address of the office that has no one's number in it"),
    ),
    "P609": Spec(
        "error",
        N_("a mobile number stands in the settings, so it would stand on every page"),
        N_(
            "write it as {masked}, or move it to {label:config.complaints.local_phone} and record "
            "its holder's consent under {label:config.complaints.phone_consent}"
        ),
    ),
    "P610": Spec(
        "error",
        N_("on the page {page} stands a number that may not be published: {number}"),
        N_(
            "look for its parts in the record, in config.yaml and in templates of your own, and "
            "delete them; each part alone looks harmless"
        ),
    ),
    "P611": Spec(
        "warning",
        N_("the number vouched for here, {number}, stands nowhere else in this file"),
        N_(
            "delete this entry of {label:projects.vouched}, or type the number just as it stands "
            "in the text"
        ),
    ),
    "P612": Spec(
        "error",
        N_("no one can vouch for this number: it, or words beside it, say that it is a person's"),
        N_(
            "delete it here and under {label:projects.vouched}, also from the history of the "
            "repository"
        ),
    ),
    "P613": Spec(
        "error",
        N_("this does not say why the number may be published: “{value}”"),
        N_("write in at least {least} characters what it is the number of, and how you know"),
    ),
    # --- text, links, pictures: P7xx ---
    "P701": Spec(
        "error",
        N_("the link leads nowhere: {target}{nearest}"),
        N_("write the path of a published record or page, from this file or from /"),
    ),
    "P702": Spec(
        "error",
        N_("there is no picture {target}"),
        N_("put the file into the folder of this record, and mind capital letters"),
    ),
    "P703": Spec(
        "error",
        N_("the picture {target} has no description"),
        N_("say in a few words what is to be seen, for those who cannot see it"),
    ),
    "P704": Spec(
        "error",
        N_("HTML is not allowed here and would be dropped: {html}"),
        N_("write it as Markdown"),
    ),
    "P705": Spec(
        "error",
        N_("the page {page} has a link that leads nowhere: {target}"),
        N_(
            "mend the link in the template or the record; in templates links to pages begin with"
            " page.base, and files of templates/assets/ are named by site.assets"
        ),
    ),
    "P706": Spec(
        "error",
        N_("{target} cannot be shown: {reason}"),
        N_("open it and see whether it is whole; save it as JPEG and copy it here again"),
    ),
    "P707": Spec(
        "error",
        N_("the page {page} uses the anchor {target} twice"),
        N_("rename one of the headings, or mend the template"),
    ),
    "P708": Spec(
        "error",
        N_("lists, quotations or other signs lie too deeply in one another"),
        N_("take some of the spaces or signs at the beginning of the lines away"),
    ),
    "P710": Spec(
        "error",
        N_("this line would not be shown, as it reads like the address of a link: {text}"),
        N_(
            "to have it shown, write it without the brackets at its beginning; if it is the address"
            " of a link, use it in the text once"
        ),
    ),
    "P711": Spec(
        "error",
        N_("this row has more cells than the first row of the table; it would lose: {cells}"),
        N_("give the first row a cell more, or write a “|” within a cell as “\\|”"),
    ),
    "P712": Spec(
        "error",
        N_("a remark begins here and never ends, so nothing below it would be shown: {html}"),
        N_("put “-->” where the remark ends, or take “<!--” away"),
    ),
    "P713": Spec(
        "warning",
        N_("this is shown with all its signs, as it is not read as {kind}: {text}"),
        N_("mend it, or leave it if it is to be shown like this"),
    ),
    "P714": Spec(
        "warning",
        N_("lines that begin with four blanks or a tab are shown as the code of a program: {text}"),
        N_("take the blanks at the beginning of the lines away"),
    ),
    "P715": Spec(
        "error",
        N_("what stands on the line where a block of code begins would not be shown: {text}"),
        N_("write it on the next line, or take the three signs before it away"),
    ),
    "P716": Spec(
        "warning",
        N_("a block of code begins here and never ends; all below is shown as code"),
        N_("put a line with only {fence} where it ends, or take {fence} away"),
    ),
    "P717": Spec(
        "error",
        N_("the link leads to a place that {file} does not have: {target}{nearest}"),
        N_("write # and the words of a heading of that page, with - for each blank"),
    ),
    "P718": Spec(
        "error",
        N_("the text has too many parts: more than {most} of words, cells and links"),
        N_("put tables as long as this into a file of their own, or cut the text in several"),
    ),
    "P719": Spec(
        "error",
        N_("this link has no words, so no one would see it: {target}"),
        N_("write between the brackets what it leads to"),
    ),
    "P720": Spec(
        "error",
        N_("{html} is opened here and not closed in the same paragraph"),
        N_("write {end} where it is to end, once in each paragraph, or take {html} away"),
    ),
    "P730": Spec(
        "error",
        N_("“{key}” cannot be written as “{value}” in Traditional characters: {reason}"),
        N_("mend this line: on the left as records write it, on the right as it is shown"),
    ),
    "P731": Spec(
        "error",
        N_("the file {target} holds an identity card number, which begins {shown} ({where})"),
        N_("delete it there, also from the history of the repository; it may never be published"),
    ),
    "P732": Spec(
        "error",
        N_("the file {target} holds a bank card number, which begins {shown} ({where})"),
        N_(
            "delete it there, also from the history of the repository; if it is the number of a"
            " file, say who vouches for that, under {label:documents.vouched} (see docs/content.md)"
        ),
    ),
    "P733": Spec(
        "error",
        N_("the file {target} holds a mobile number, which everyone would read ({where})"),
        N_("write it as {shown} there, or leave it out"),
    ),
    "P734": Spec(
        "warning",
        N_("{target}{name} was not searched for private numbers: {reason}"),
        N_("look through it yourself: no identity, card or mobile number may stand in it"),
    ),
    "P735": Spec(
        "warning",
        N_("{target} has a number of 16 digits or more typed as a number ({where})"),
        N_("spreadsheets lose its last digits: type it as text, or delete it if it is private"),
    ),
    "P736": Spec(
        "error",
        N_("“{word}” cannot stand in the table of everyday words: {reason}"),
        N_("mend this line: on the left what people type, on the right what records say"),
    ),
    "P737": Spec(
        "error",
        N_("no post, stage or page has the code “{value}”"),
        N_("write one of these: {codes}"),
    ),
    "P740": Spec(
        "error",
        N_("{target} is there, but is not taken: {reason}"),
        N_(
            "save it as JPEG and write that name here; on an iPhone choose Settings, Camera,"
            " Formats, “Most Compatible”, or send the photo to yourself and save it from there"
        ),
    ),
    "P741": Spec(
        "error",
        N_("{target} is too large: {size} megapixels, at most {most}"),
        N_("make it smaller, for example {longest} pixels wide: the site shows no more"),
    ),
    "P742": Spec(
        "error",
        N_("there is no picture {target}, but there is {other}: capital letters count"),
        N_("write the name as that of the file, or rename the file"),
    ),
    # --- configuration and templates: P8xx ---
    "P801": Spec("error", N_("there is no {file}"), N_("create it, or give --config its path")),
    "P802": Spec(
        "error",
        N_("“{value}” cannot be used here: {reason}"),
        N_("see the comments in the shipped config.yaml"),
    ),
    "P803": Spec(
        "warning",
        N_("nothing is given for: {fields}"),
        N_("fill these in before the site goes public; until then their lines are left out"),
    ),
    "P804": Spec(
        "warning",
        N_(
            "there is no {label:config.base_url}, so no site map file or sharing addresses are"
            " made, nor, without {label:config.feed_name}, feeds and calendars"
        ),
        N_(
            "write there the address at which residents will find the site, beginning with https://"
        ),
    ),
    "P805": Spec(
        "error",
        N_("the template cannot be used: {reason}"),
        N_("mend the template at this line"),
    ),
    "P806": Spec(
        "error",
        N_("there is no folder {folder}"),
        N_("create it, or mend {label:config.content} in the configuration"),
    ),
    "P807": Spec(
        "error",
        N_("this line of the site's own words cannot be read: {reason}"),
        N_(
            "write msgid and our English text, below it msgstr and your own, each between straight"
            ' quotation marks ("), and an empty line before the next'
        ),
    ),
    "P808": Spec(
        "error",
        N_("“{text}” does not have {missing}, so what belongs there would not be shown"),
        N_("put {missing} where the number, name or date is to stand, letter by letter"),
    ),
    "P809": Spec(
        "warning",
        N_("no page takes its words from this file"),
        N_("put them into {place}; words in Traditional characters are made from those"),
    ),
    "P810": Spec(
        "warning",
        N_("no page says “{text}”, so these words change nothing{nearest}"),
        N_("copy the msgid letter by letter from our catalogue, as docs/templates.md shows"),
    ),
    "P811": Spec(
        "warning",
        N_("the words for “{text}” are marked as fuzzy, so they are not used"),
        N_("look whether they are right, and delete the line that begins with “#,”"),
    ),
    "P812": Spec(
        "error",
        N_("“{text}” stands here twice, first on line {first}"),
        N_("remove one of the two"),
    ),
    "P813": Spec(
        "error",
        N_("“{text}” has {found}, and nothing belongs there"),
        N_("take it out, or write it as in the msgid; for a sign of percent write %%"),
    ),
    "P814": Spec(
        "error",
        N_("the template asks for “{name}”, which is not there{nearest}"),
        N_("docs/templates.md lists what each template is given; figures are asked with get"),
    ),
    "P815": Spec(
        "error",
        N_("there is no template “{name}”{nearest}"),
        N_("write its name as docs/templates.md lists it; “shipped/” before it means ours"),
    ),
    "P816": Spec(
        "error",
        N_("no template below this one has a block “{name}”, so it would not be shown{nearest}"),
        N_("docs/templates.md lists the blocks of each template"),
    ),
    "P817": Spec(
        "error",
        N_("the template takes something for known that is not known on a page: {reason}"),
        N_("ask first, as in {example}; docs/templates.md says of what there may be nothing"),
    ),
    "P818": Spec(
        "error",
        N_("what stands in once is the same on many pages, and “{asked}” may differ between them"),
        N_("write it behind once as well, as in {example}, or take it out of there"),
    ),
    "P820": Spec(
        "warning",
        N_("the site is said to be no demonstration, but these still are as there: {fields}"),
        N_("write your own, or write {line:config.demo=yes} as long as you try things"),
    ),
    "P821": Spec(
        "warning",
        N_("this text speaks of {name}, which is the demonstration's place"),
        N_("write it for your own place, or remove the file"),
    ),
    "P822": Spec(
        "warning",
        N_(
            "git has another history now than that of which the site of {day} told: it was"
            " rewritten"
        ),
        N_(
            "find out who wrote it anew, and why; bring back the commits that are lost, or say on"
            " the site what became of them. Entry {number} of the log tells of them"
        ),
    ),
    "P823": Spec(
        "error",
        N_("what begins with {tag} does not end where it should"),
        N_("write {end} where it is to end; what begins within it has to end within it"),
    ),
    "P824": Spec(
        "error",
        N_("“{found}” cannot be understood here{nearest}"),
        N_(
            "between the braces of a template stand signs of the English keyboard alone"
            " (| , ' \" ( ) %), as in the examples of docs/templates.md; mend this line"
        ),
    ),
    "P825": Spec(
        "error",
        N_("with {asked} words of records would get into pages as code"),
        N_(
            "take it out: what the template says itself needs no mark, and texts of records go"
            " through prose"
        ),
    ),
    "P826": Spec(
        "error",
        N_("{asked} would change what other pages are given as well"),
        N_("change a list of your own: {example}"),
    ),
    "P827": Spec(
        "error",
        N_("“{name}” is not known in a file that is imported without context"),
        N_("hand it to the macro as an argument, or write “with context” behind the import"),
    ),
    "P828": Spec(
        "error",
        N_("“{text}” has {missing}, and nothing is given for it"),
        N_("write it behind the text, as in {example}; for a sign of percent write %%"),
    ),
    "P829": Spec(
        "warning",
        N_("no page is made with this file{nearest}"),
        N_("give it the name that docs/templates.md lists, in small letters; or remove it"),
    ),
    "P830": Spec(
        "warning",
        N_("browsers do not follow “{found}”: the policy of the pages forbids it"),
        N_("put styles, scripts and pictures into templates/assets/, and name them by site.assets"),
    ),
    "P831": Spec(
        "warning",
        N_("{date} has not come yet: pages say what will be late by then as if it were"),
        N_("write the last day that the records speak of; remove the line where they are kept up"),
    ),
    "P832": Spec(
        "error",
        N_("“{found}” stands in no block, so pages have no place for it"),
        N_("put it into a block; docs/templates.md lists them. A remark is written {remark}"),
    ),
    "P833": Spec(
        "error",
        N_("our templates call macros that this file does not have: {names}"),
        N_("begin it with {example}, which takes all of ours but what is defined anew"),
    ),
    "P834": Spec(
        "error",
        N_("our templates call this macro as {called}, which it does not take"),
        N_("let it take what ours does, {whole}; what is added needs a value, as in more=''"),
    ),
    "P835": Spec(
        "warning",
        N_("no template calls the macro “{name}”{nearest}"),
        N_("docs/templates.md lists our macros, which are replaced by those of the same name"),
    ),
    "P836": Spec(
        "error",
        N_("this makes no whole page, and extends no template that does"),
        N_("begin it with {example}, and put the rest into blocks"),
    ),
    "P837": Spec(
        "warning",
        N_("pages that are made with this have {found} without {missing}"),
        N_("write {missing} where it belongs: what begins within an element ends within it"),
    ),
    "P838": Spec(
        "error",
        N_("the feed made with this is no XML near “{found}”, so that no program can read it"),
        N_("end each element, write {amp} for &, and signs as they are instead of names as {name}"),
    ),
    "P839": Spec(
        "error",
        N_("phones would not find {target}, which this style asks for{nearest}"),
        N_(
            "put pictures into templates/assets/ and write their names alone; a further style is"
            " named in a base.html of the site's own, as docs/templates.md shows"
        ),
    ),
    "P840": Spec(
        "warning",
        N_("pages are given what lies right in templates/assets/, and not this file"),
        N_("move it there, and ask for it by its name, as {example}"),
    ),
    "P841": Spec(
        "error",
        N_("this is no text in UTF-8, so its characters would not be readable"),
        N_("save it as UTF-8"),
    ),
    "P842": Spec(
        "warning",
        N_("history.unsaid names a record that there is none of: {name}"),
        N_(
            "write kind and id as in the address of its page, where it lies now or lay last:"
            " otherwise pages go on telling what it said before"
        ),
    ),
    # --- the command system: P9xx ---
    "P901": Spec(
        "warning",
        N_("{value} is named twice, first on line {first}"),
        N_("remove one of the two"),
    ),
    "P910": Spec(
        "warning",
        N_("a project that is “{stage}” must say more than this one does: {fields}"),
        N_(
            "add these fields; {label:config.rules.disclosures} in config.yaml says which stage"
            " needs which"
        ),
    ),
    "P911": Spec(
        "warning",
        N_("the notice is up for {days} {unit}; at least {least} are needed ({source})"),
        N_("leave it up longer and write the later day; one that is over stays as too brief"),
    ),
    "P912": Spec(
        "warning",
        N_("the objection of {date} has no answer, and the notice is over"),
        N_(
            "answer it, and write {line:disclosures.objections.answer} and"
            " {line:disclosures.objections.answered}"
        ),
    ),
    "P913": Spec(
        "warning",
        N_("it is not said what this notice ({stage}) discloses"),
        N_("add {missing}, with the addresses of the records"),
    ),
    "P914": Spec(
        "error",
        N_("{told} objections are said to have been received, but {listed} are listed"),
        N_(
            "count them again; {label:disclosures.objections_received} is never less than what is"
            " listed"
        ),
    ),
    "P920": Spec(
        "error",
        N_("this post has no one and is not marked as vacant"),
        N_("add {line:teams.members.name} or {line:teams.members.vacant=yes}"),
    ),
    "P921": Spec(
        "error",
        N_("this post is marked as vacant but names {name}"),
        N_("remove {label:teams.members.vacant} or {label:teams.members.name}"),
    ),
    "P922": Spec(
        "warning",
        N_("the term of {name} ended on {date}, and no one follows"),
        N_("record who was sent next, a longer term, or {line:teams.members.vacant=yes}"),
    ),
    "P923": Spec(
        "error",
        N_("{paired} households have a helper, more than the {households} that should"),
        N_("mend the number that is wrong"),
    ),
    "P924": Spec(
        "warning",
        N_("nothing is stated that ties the body that sent {name} to the place: {fields}"),
        N_("add what it answers for, its projects and its funds; all three are asked for"),
    ),
    "P925": Spec(
        "warning",
        N_("households are counted in the files of villages, and this unit is of level {level}"),
        N_("move the counts to the villages; the site adds them up"),
    ),
    "P926": Spec(
        "warning",
        N_("{staff} people are on the staff, and there should be at least {least}"),
        N_(
            "mend the number if it is wrong; the least is that of {label:config.rules.staffing}"
            " in config.yaml"
        ),
    ),
    "P930": Spec(
        "error",
        N_(
            "{amount} was allotted, but {passed} is passed on and {assigned} assigned to projects:"
            " {over} too much"
        ),
        N_(
            "mend the amount here, or those of the allotments and projects that name this one"
            " (the largest: {most})"
        ),
    ),
    "P931": Spec(
        "error",
        N_("money comes from a place above, but {giver} is not above {unit}"),
        N_("name an allotment of a place above this one, or move the file to whom it is allotted"),
    ),
    "P932": Spec(
        "error",
        N_("the money is allotted to {unit}, and this project is not of it or of a place below"),
        N_("name an allotment of the project's own place or of one above it"),
    ),
    "P933": Spec(
        "warning",
        N_("what this is passed on from ({giver}) says otherwise: {was}"),
        N_(
            "mend one of the two; where money was pooled, write {line:allocations.pooled=yes} and"
            " its {label:allocations.origin}"
        ),
    ),
    "P934": Spec(
        "error",
        N_(
            "{paid} is paid from {allocation}, but only {assigned} of it is assigned to the project"
        ),
        N_("mend the payment or the allotment it names, or add the source of the money"),
    ),
    "P935": Spec(
        "warning",
        N_("the money is pooled, but nothing says what fund it was before"),
        N_("add a line {line:allocations.origin} with the name of that fund"),
    ),
    "P936": Spec(
        "error",
        N_("this is the library of {unit}, and the project is not of it or of a place below"),
        N_("remove it here, or mend the address of the project"),
    ),
    "P937": Spec(
        "error",
        N_("{value} stands in this library twice, first on line {first}"),
        N_("keep one of the two; what was taken out is not among the entries"),
    ),
    "P938": Spec(
        "error",
        N_("the project's own record says another urgency: {own}"),
        N_("mend the urgency here or in the project"),
    ),
    "P939": Spec(
        "warning",
        N_("the project is in the library by its stage, and in no library of {unit}"),
        N_("enter it at the next readjustment, or record its new stage"),
    ),
    "P940": Spec(
        "warning",
        N_("no deadline is stated for what has to be mended"),
        N_(
            "add {line:rectifications.deadline}; until then no one can tell whether it was mended"
            " in time"
        ),
    ),
    "P941": Spec(
        "warning",
        N_("this was to be mended by {deadline} and is not closed"),
        N_(
            "record under {label:rectifications.done} what was done, and under"
            " {label:rectifications.closed} who checked it and when"
        ),
    ),
    "P942": Spec(
        "warning",
        N_("this is closed, but what was done to mend it is not recorded"),
        N_("add under {label:rectifications.done} when what was done, and what shows it"),
    ),
    "P943": Spec(
        "error",
        N_("“{value}” speaks of a person who told of a wrong; here stands a body"),
        N_("write which body found it or checked it; who told of it is never published"),
    ),
    "P944": Spec(
        "error",
        N_("“{value}” speaks of the person who wrote; who that was is never published"),
        N_(
            "write what was asked and answered, and under {label:answers.people} only how many"
            " wrote"
        ),
    ),
    "P945": Spec(
        "error",
        N_("a letter from no one cannot be"),
        N_("write how many people it came from, or leave {label:answers.people} out if unknown"),
    ),
    "P946": Spec(
        "warning",
        N_("it is answered, but it is not said: {missing}"),
        N_("add {missing}; until then the time to answer cannot be told"),
    ),
    "P947": Spec(
        "warning",
        N_("this letter was to be answered by {due} and is not"),
        N_(
            "answer it, and write {line:answers.answered}, {line:answers.answer} and"
            " {line:answers.by}"
        ),
    ),
    "P948": Spec(
        "error",
        N_("passed on on {later}, before {giver} came ({earlier})"),
        N_("mend this date, or that of {giver}"),
    ),
    "P950": Spec(
        "error",
        N_("the weights add up to {sum}%, not to 100%"),
        N_("mend the weight that is wrong, or add the measure that is missing"),
    ),
    "P951": Spec(
        "warning",
        N_("party-building and poverty work weigh {sum}%, less than {least}% ({source})"),
        N_(
            "mark the measures that belong to it with {line:assessments.measures.poverty=yes}, or"
            " correct the weights"
        ),
    ),
    "P952": Spec(
        "error",
        N_("the year is {year}, but the file is named {name}"),
        N_("name the file of an assessment after its year, or mend the year"),
    ),
    "P953": Spec(
        "error",
        N_("“{value}” is the rectification of another unit"),
        N_("a veto is about what this unit itself did not mend: name that one"),
    ),
    "P954": Spec(
        "error",
        N_("a veto of {date} does not fit the assessment of {year}"),
        N_("mend the date, or put the veto into the assessment of its year"),
    ),
    "P955": Spec(
        "error",
        N_("what the veto names was found {found} and was not open in {year}"),
        N_("name another rectification, or put the veto into the assessment of its year"),
    ),
    "P956": Spec(
        "warning",
        N_("the report on the {half} was due by {due} and is not recorded ({source})"),
        N_(
            "add it under {label:assessments.reports} with the day on which it was handed in,"
            " late or not"
        ),
    ),
    "P957": Spec(
        "warning",
        N_("{date} lies before {year}, the year that is assessed"),
        N_("mend the date, or put this into the assessment of its year"),
    ),
    "P960": Spec(
        "error",
        N_("there is no file {target} beside this document"),
        N_("put the attachment into the folder of this record; write its name as that of the file"),
    ),
    "P961": Spec(
        "error",
        N_("{target} has {size} MB, more than the {most} MB allowed ({source})"),
        N_("save it smaller, for example as a PDF with smaller pictures, or in parts"),
    ),
    "P962": Spec(
        "error",
        N_("“{value}” is no kind of file that may be attached"),
        N_("save it as one of these: {known}"),
    ),
    "P963": Spec(
        "error",
        N_("the documents that replace one another lead back to the first: {chain}"),
        N_("mend {label:documents.replaced_by} in one of them"),
    ),
    "P964": Spec(
        "error",
        N_("“{title}” of {date} is older than this document of {own}, and cannot replace it"),
        N_(
            "mend one of the two dates, or write {label:documents.replaced_by} in the other"
            " document"
        ),
    ),
    "P965": Spec(
        "warning",
        N_("this document has neither a text nor a file, so there is nothing to read"),
        N_("write its text below the fields, or add {line:documents.attachment}"),
    ),
    "P966": Spec(
        "warning",
        N_("{target} does not begin as a file of the type {type} does"),
        N_("open it to see whether it is whole, and save it anew from where it was made"),
    ),
    "P970": Spec(
        "warning",
        N_("nothing is said here: no poor people, no planned year and no exit"),
        N_(
            "add {line:exits.planned}, {line:exits.exited} or {line:exits.population}, or remove"
            " the file"
        ),
    ),
    "P971": Spec(
        "error",
        N_("the year {year} stands here twice, first on line {first}"),
        N_("keep one of the two"),
    ),
    "P972": Spec(
        "error",
        N_("the poor people at the end of {year} are stated, but {as_of} lies before it"),
        N_("write what is planned under {label:exits.population.planned}, or mend the year"),
    ),
    "P973": Spec(
        "warning",
        N_("{name} left poverty here, but its unit says that it is not on the list of poor places"),
        N_("mend {label:units.poor} in the record of the unit, or remove the exit"),
    ),
    "P974": Spec(
        "error",
        N_("this is not recorded of a {level}"),
        N_(
            "poor people are stated by counties and what lies above; what exits is a county or"
            " below"
        ),
    ),
    "P975": Spec(
        "warning",
        N_("neither the poor people nor the target of {year} are stated"),
        N_(
            "add {line:exits.population.poor_people} or {line:exits.population.planned}, or leave"
            " the year out: it is shown as a gap"
        ),
    ),
    "P976": Spec(
        "warning",
        N_("neither a document nor an evaluation is stated for this exit"),
        N_("add {line:exits.exited.document} or {line:exits.exited.evaluated_by}"),
    ),
    # --- worth a look, and no fault by itself: P98x ---
    "P980": Spec(
        "warning",
        N_("{price}: {settled}, which is {percent}% above the bid of {bid}"),
        N_("look whether the records say why; by {label:config.rules.flags}: {source}"),
    ),
    "P981": Spec(
        "warning",
        N_("the plan was changed {number} times"),
        N_("look whether each change says why; by {label:config.rules.flags}: {source}"),
    ),
    "P982": Spec(
        "warning",
        N_("the first payment ({paid}) lies {days} days before the start of the work ({start})"),
        N_("look whether the dates are right, or why; by {label:config.rules.flags}: {source}"),
    ),
    "P983": Spec(
        "warning",
        N_(
            "{contractor} has {number} of the {all} projects with a contractor and a plan of their"
            " money in {place}, and {percent}% of that money; also {records}"
        ),
        N_("look how they were given out; by {label:config.rules.flags}: {source}"),
    ),
    "P984": Spec(
        "warning",
        N_(
            "{contractor} has {number} like projects of one year here, each below {below}, together"
            " {together}; also {records}"
        ),
        N_("look whether they are one project; by {label:config.rules.flags}: {source}"),
    ),
    "P985": Spec(
        "warning",
        N_(
            "planned at {cost} yuan a household, while the median of {number} like projects of the"
            " county is {median}; held against {records}"
        ),
        N_("look whether the numbers are right, or why; by {label:config.rules.flags}: {source}"),
    ),
    "P986": Spec(
        "warning",
        N_(
            "planned at {cost} yuan a kilometre, while the median of {number} like projects of the"
            " county is {median}; held against {records}"
        ),
        N_("look whether the numbers are right, or why; by {label:config.rules.flags}: {source}"),
    ),
}
