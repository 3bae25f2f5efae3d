#!/usr/bin/env bash
# Two libraries of China's working days keep the Spring Festival of 2020 as it was first announced.
#
# Notices, answers and reports are due by working days, so a program asks a library that follows the arrangements of the
# State Council. For 2018 to 2023, which workalendar says that it supports, a good guess is that it and chinese-workday say
# what chinesecalendar says. But on 26 January 2020 the festival was made longer: to 2 February, by a notice of its own
# (国办发明电〔2020〕1号), so that Friday the 31st was no day of work, and Saturday 1 February, which was first to be worked on
# instead of another day, was none either. workalendar and chinese-workday never took that in: whoever counts ten working
# days from 23 January ends two days before all others, and what is done on the last two is told as late. No one is told. The
# second also takes New Year's Day of 2018 for a day of work, and 3 January 2023, a plain Tuesday, for a holiday.
#
# Here chinesecalendar is asked, which has the longer festival (tests/test_workdays.py, "the spring festival of 2020
# was made longer"; docs/dependencies.md).
#
# Seen on 2026-12-01 with version 17.0.0 of workalendar, 1.11.0 of chinesecalendar (PyPI, Python 3.11), 1.16.1 of
# chinese-workday (npm, Node 20.20); output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check "workalendar==17.0.0" "chinesecalendar==1.11.0" 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "chinese-workday@1.16.1" >/dev/null
cat >look.py <<'PYTHON'
from datetime import date, timedelta

import chinese_calendar
from workalendar.asia import China

asked = {"chinesecalendar": chinese_calendar.is_workday, "workalendar": China().is_working_day}
for name, works in asked.items():
    days = [date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 3)]
    at, left = date(2020, 1, 23), 10
    while left:
        at += timedelta(days=1)
        left -= works(at)
    said = ", ".join(f"{day:%m-%d} {'work' if works(day) else 'rest'}" for day in days)
    print(f"{name}: {said}; ten working days from 2020-01-23 end on {at}")
PYTHON
cat >look.mjs <<'JS'
import { isWorkday } from 'chinese-workday';
const days = ['2020-01-31', '2020-02-01', '2020-02-03', '2018-01-01', '2023-01-03'];
console.log('chinese-workday: ' + days.map((day) => `${day} ${isWorkday(day) ? 'work' : 'rest'}`).join(', '));
JS
{
    env/bin/python -W ignore look.py
    TZ=Asia/Shanghai node look.mjs
} | tee out.txt
diff out.txt - <<'SEEN'
chinesecalendar: 01-31 rest, 02-01 rest, 02-03 work; ten working days from 2020-01-23 end on 2020-02-14
workalendar: 01-31 work, 02-01 work, 02-03 work; ten working days from 2020-01-23 end on 2020-02-12
chinese-workday: 2020-01-31 work, 2020-02-01 work, 2020-02-03 work, 2018-01-01 work, 2023-01-03 rest
SEEN
