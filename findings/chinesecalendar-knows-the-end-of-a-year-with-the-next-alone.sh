#!/usr/bin/env bash
# chinesecalendar answers for the last days of a year that it covers, though their arrangement is not known yet.
#
# For a year whose holidays the State Council has not announced, `is_workday` raises NotImplementedError, and says which
# years are supported. A good guess is that what it does answer is true. But New Year's Day is part of the next year's
# arrangement, and that reaches back: 2018-12-29, a Saturday, was for work, and Monday the 31st was not, as was said
# in December 2018 with the holidays of 2019 (2006, 2007 and 2011 ended so, too). Until then the library takes both days for
# ordinary ones, without a word: a deadline of a few working days ends on another day than people work to.
#
# Here the days from 28 December on are in doubt until the next year is known (generator/base/workdays.py, told as
# P406; tests/test_workdays.py, "the last days of a year are sure with the next year's holidays alone").
#
# Seen 2026-11-30: chinesecalendar 1.1.0 (PyPI, of September 2018), which supports 2004 to 2018, and 1.11.0, 2004 to 2026;
# Python 3.11; output:
#   1.1.0: 2018-12-29 rest, 2018-12-31 work, 2019-01-01 NotImplementedError
#   1.11.0: 2018-12-29 work, 2018-12-31 rest, 2019-01-01 rest
#   working days from 2018-12-24 to 2018-12-31: 6 and 6, of which the last is the 31st and the 29th
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/look.py" <<'PYTHON'
import sys
from datetime import date, timedelta

import chinese_calendar


def said(day: date) -> str:
    try:
        return "work" if chinese_calendar.is_workday(day) else "rest"
    except NotImplementedError as error:
        return type(error).__name__


days = [date(2018, 12, 29), date(2018, 12, 31), date(2019, 1, 1)]
print(f"{sys.argv[1]}:", ", ".join(f"{day} {said(day)}" for day in days))
span = [date(2018, 12, 24) + timedelta(days=n) for n in range(8)]
worked = [day for day in span if said(day) == "work"]
print(f"  {len(worked)} working days from {span[0]} to {span[-1]}, the last is {worked[-1]}")
PYTHON
for pinned in chinesecalendar==1.1.0 chinesecalendar==1.11.0; do
    version=${pinned#*==}
    python3 -m venv "$folder/$version"
    "$folder/$version/bin/pip" install --quiet --disable-pip-version-check "$pinned"
    "$folder/$version/bin/python" "$folder/look.py" "$version"
done | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
1.1.0: 2018-12-29 rest, 2018-12-31 work, 2019-01-01 NotImplementedError
  6 working days from 2018-12-24 to 2018-12-31, the last is 2018-12-31
1.11.0: 2018-12-29 work, 2018-12-31 rest, 2019-01-01 rest
  6 working days from 2018-12-24 to 2018-12-31, the last is 2018-12-29
SEEN
echo "as seen"
