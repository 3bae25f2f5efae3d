// What pages offer beside their text where scripts run: type that stays large, and what is new since last time.
(function () {
  'use strict';
  var root = document.documentElement, add = document.addEventListener.bind(document), words = {};

  // What the phone keeps, by a name that no other site of the same server uses, as it is after a change; null where
  // it keeps nothing. Where it is full, what was kept before stays.
  function stored(name, value) {
    try {
      if (value === null) localStorage.removeItem('mingjing ' + name);
      else if (value !== undefined) try { localStorage.setItem('mingjing ' + name, value); } catch (full) { /* told by what is kept */ }
      return localStorage.getItem('mingjing ' + name);
    } catch (refused) { return null; }
  }

  // ---- large type: a link to #large turns it on without this, for one page; this keeps it

  var WINDOW = 'mingjing large'; // where the phone keeps nothing, the name of a window lasts until that is closed
  function large(on) {
    root.classList.toggle('large', on);
    if (!stored('large', on ? '1' : null) && on) window.name = WINDOW;
    else if (window.name === WINDOW) window.name = '';
  }
  if (stored('large') || window.name === WINDOW) root.classList.add('large');
  if (location.hash === '#large') large(true);
  add('click', function (event) {
    var link = event.target.closest && event.target.closest('.type a');
    if (!link) return;
    event.preventDefault();
    var held = document.activeElement === link;
    large(link.hash === '#large');
    if (held) (link.nextElementSibling || link.previousElementSibling).focus(); // the link itself is gone
    history.replaceState(null, '', location.pathname + location.search);
  });

  // ---- the group that someone is of: its supervisor stands first, and this phone keeps which it is

  function groups(box) {
    var key = 'group ' + box.dataset.of, said = box.querySelector('[data-mine]');
    function choose(name) {
      [].forEach.call(box.querySelectorAll('a'), function (link) {
        var own = link.textContent === name;
        document.getElementById(link.hash.slice(1)).classList.toggle('mine', own);
        if (own) said.textContent = said.dataset.mine.replace('{group}', name);
      });
    }
    choose(stored(key));
    box.addEventListener('click', function (event) {
      var name = event.target.textContent, unkept = box.parentNode.querySelector('.kept');
      if (!event.target.hash) return;
      choose(name);
      box.open = false;
      if (stored(key, name) === name || unkept) return;
      unkept = document.createElement('p');
      unkept.className = 'kept';
      unkept.setAttribute('role', 'status');
      box.parentNode.insertBefore(unkept, box.nextSibling);
      unkept.textContent = words.unkept;
    });
  }

  // ---- notices that are open: how many days are left, by the reader's clock

  function countdown() {
    [].forEach.call(document.querySelectorAll('time[data-left]'), function (each) {
      var last = each.getAttribute('datetime').split('-'), now = new Date(), words = each.dataset.left.split('|');
      var left = (Date.UTC(last[0], last[1] - 1, last[2]) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / 864e5;
      var said = document.createElement('small');
      said.textContent = ' ' + (left > 0 ? words[0].replace('{n}', left) : words[left ? 2 : 1]);
      each.parentNode.insertBefore(said, each.nextSibling);
      var of = left < 0 && each.closest('li, details'), open = of && of.querySelector('[data-open]');
      if (open) open.hidden = true; // what is over by now is open no more
    });
    [].forEach.call(document.querySelectorAll('time[data-late]'), function (each) {
      var due = each.getAttribute('datetime').split('-'), now = new Date();
      var days = (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.UTC(due[0], due[1] - 1, due[2])) / 864e5;
      if (days > 0) each.textContent = each.dataset.late.replace('{n}', days);
    });
    [].forEach.call(document.querySelectorAll('.time svg[data-from]'), function (each) {
      var from = Date.parse(each.getAttribute('data-from')), to = Date.parse(each.getAttribute('data-to'));
      var share = Math.min((Date.now() - from) * 100 / (to - from || 1), 100), at = share + '%', line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
      var said = each.querySelector('.said'), late = document.querySelector('time[data-late]');
      if (Date.now() < from) return;
      said.setAttribute('x', at); said.setAttribute('text-anchor', share > 48 ? 'end' : 'start');
      said.textContent = said.getAttribute('data-now') + (late && late.textContent ? ' ' + late.textContent : '');
      line.setAttribute('class', 'today'); line.setAttribute('x1', at); line.setAttribute('x2', at); line.setAttribute('y2', '52');
      each.appendChild(line);
    });
  }

  // ---- to report something: the first tap opens the text, says of which day it is and copies it

  function copy(text) {
    var chosen = getSelection(), range = document.createRange();
    range.selectNodeContents(text);
    chosen.removeAllRanges();
    chosen.addRange(range);
    try { return document.execCommand('copy'); } catch (refused) { return false; }
  }
  function report(whole, now) {
    var text = whole.querySelector('.copied'), said = whole.querySelector('[role=status]'), day = words;
    if (!said) {
      said = document.createElement('span');
      said.setAttribute('role', 'status');
      text.textContent = text.textContent.trim() + ' ' + day.written.replace('{y}', now.getFullYear()).replace('{m}', now.getMonth() + 1).replace('{d}', now.getDate());
      [].forEach.call(whole.querySelectorAll('a[href*="body="]'), function (link) {
        link.href = link.getAttribute('href').replace(/body=.*/, 'body=' + encodeURIComponent(text.textContent));
      });
      text.parentNode.insertBefore(said, text.nextSibling);
    }
    day = copy(text) ? day.copied : day.uncopied;
    setTimeout(function () { said.textContent = day; }, 100); // what is new is not read aloud, what changes is
  }
  add('click', function (event) {
    var head = event.target.closest && event.target.closest('.report > summary');
    if (!head || head.parentNode.open) return;
    event.preventDefault();
    head.parentNode.open = true;
    report(head.parentNode, new Date());
  });

  // ---- since last time: what of this page was not there when this phone last looked; none of it leaves the phone

  var VISIT = 18e5, PAGES = 30; // a page that is loaded once more within half an hour is of the same visit

  function mark(text) {
    for (var n = 0, sum = 5381; n < text.length; n++) sum = (sum * 33 ^ text.charCodeAt(n)) | 0;
    return '' + sum;
  }
  function made(name, text, into, tapped) {
    var each = document.createElement(name);
    each.textContent = text;
    if (tapped) { each.setAttribute('type', 'button'); each.addEventListener('click', tapped); }
    into.appendChild(each);
    return each;
  }
  function aids() { // the line below the heading for what scripts offer
    var head = document.querySelector('main .head') || document.querySelector('main h1'), line = document.querySelector('.aids');
    if (line || !head) return line;
    line = document.createElement('p');
    line.className = 'aids onscreen';
    head.parentNode.insertBefore(line, head.nextSibling);
    return line;
  }
  function day(time) {
    var date = new Date(time);
    return words.day.replace('{y}', date.getFullYear()).replace('{m}', date.getMonth() + 1).replace('{d}', date.getDate());
  }
  function sound(each, now) { // an entry as this keeps them, of no day to come: clocks of phones go wrong
    for (var n = 0; Array.isArray(each) && n < each.length; n += 2) {
      if (!(each[n] <= now + VISIT) || !Array.isArray(each[n + 1])) return false;
    }
    return Array.isArray(each) && each.length > 0;
  }
  function forget(off) {
    stored('unmarked', off ? null : '1');
    stored('seen', null);
    if (!off) Object.keys(localStorage).forEach(function (each) {
      if (/^mingjing group /.test(each)) localStorage.removeItem(each);
    });
    location.reload();
  }
  function since(now) {
    var off = stored('unmarked'), path = location.pathname, all = {}, foot = document.querySelector('main + footer'), line, text;
    var rows = [].filter.call(document.querySelectorAll('main .cards > tbody > tr, main .rows > li, main .log > li, main .sums > div'), function (each) {
      return !each.closest('.sheet');
    });
    if (!words.fresh || !rows.length || !foot) return;
    try { all = JSON.parse(stored('seen')); } catch (broken) { /* begun anew */ }
    if (Object(all) !== all || Array.isArray(all)) all = {};
    Object.keys(all).forEach(function (each) { if (!sound(all[each], now)) delete all[each]; });
    var marks = rows.map(function (row) { return mark(row.textContent.replace(/\s+/g, '')); });
    var before = all[path], same = before && now - before[0] < VISIT;
    var last = same ? before.slice(2) : before, fresh = [];
    all[path] = same ? [before[0], marks].concat(before.slice(2)) : [now, marks].concat(before ? before.slice(0, 2) : []);
    Object.keys(all).sort(function (a, b) { return all[b][0] - all[a][0]; }).slice(PAGES).forEach(function (old) { delete all[old]; });
    text = JSON.stringify(all);
    line = document.createElement('p');
    line.className = 'asof onscreen';
    foot.appendChild(line);
    if (!off && stored('seen', text) !== text) { line.textContent = words.unkept; return; } // full, or forbidden
    line.textContent = (off ? words.unmarked : words.marked) + ' ';
    made('button', off ? words.mark : words.unmark, line, function () { forget(off); });
    if (off) return;
    if (last && last[1]) fresh = rows.filter(function (_, n) { return last[1].indexOf(marks[n]) < 0; });
    if (fresh.length > 5 && fresh.length * 5 > rows.length * 4) fresh = []; // the page itself was made anew
    fresh.forEach(function (row, n) {
      var into = row.querySelector('th, dt') || row, sign = document.createElement('b');
      sign.className = 'fresh';
      sign.textContent = words.fresh;
      if (!n) sign.id = 'fresh';
      into.insertBefore(sign, into.firstChild);
    });
    if (fresh.length && aids()) {
      made('span', words.since.replace('{date}', day(last[0])).replace('{n}', fresh.length) + ' ', aids());
      made('a', words.first, aids()).href = '#fresh';
    }
  }

  // ---- reading aloud, where the phone has a Chinese voice

  function aloud() {
    var synth = window.speechSynthesis, button, left = [], now;
    function voice() { return [].filter.call(synth.getVoices() || [], function (each) { return /^(zh|cmn)/i.test(each.lang); })[0]; }
    function stop() { left = []; now = null; synth.cancel(); button.textContent = words.read; }
    function next() {
      var text = left.shift(), said;
      if (!text) { button.textContent = words.read; return; }
      said = new SpeechSynthesisUtterance(text);
      said.voice = voice();
      said.lang = said.voice.lang;
      said.onend = function () { if (said === now) next(); };
      said.onerror = function () { if (said === now) stop(); }; // a voice that is on the net, and there is none
      now = said;
      synth.speak(said);
    }
    function begin() {
      var taken = [];
      left = [].filter.call(document.querySelectorAll('main h1, main h2, main h3, main p, main li, main dl > div, main tr'), function (each) {
        if (!each.offsetParent || each.closest('.report, .aids, form, [aria-hidden]') || taken.some(function (one) { return one.contains(each); })) return false;
        return taken.push(each);
      }).map(function (each) { return each.innerText.replace(/\s+/g, ' ').trim(); }).filter(Boolean);
      button.textContent = words.stop;
      synth.cancel();
      next();
    }
    function offer() {
      if (button || !voice() || !aids()) return;
      button = made('button', words.read, aids(), function () { left.length || synth.speaking ? stop() : begin(); });
      window.addEventListener('pagehide', stop);
    }
    if (!synth || !window.SpeechSynthesisUtterance || !words.read || root.lang.slice(0, 2) !== 'zh') return;
    offer();
    if (synth.addEventListener) synth.addEventListener('voiceschanged', offer); else synth.onvoiceschanged = offer;
  }

  function ready() {
    var said = document.querySelector('template.words'), more;
    words = said ? said.dataset : words;
    since(Date.now());
    aloud();
    countdown();
    [].forEach.call(document.querySelectorAll('.groups'), groups);
    if (!words.tables || !document.querySelector('main table.cards, main ul[data-take], template.tools')) return;
    more = document.createElement('script'); // of use to pages with tables alone
    more.src = words.tables;
    more.onload = function () { window.tables(words, made); };
    document.body.appendChild(more); // the preview holds what stands in the head against what would be loaded
  }
  if (document.readyState === 'loading') add('DOMContentLoaded', ready); else ready();
})();
