// What pages offer beside their text where scripts run: type that stays large, and lists to work with.
(function () {
  'use strict';
  var root = document.documentElement, add = document.addEventListener.bind(document);

  // ---- large type: a link to #large turns it on without this, for one page; this keeps it

  function large(on) {
    root.classList.toggle('large', on);
    try { on ? localStorage.setItem('large', '1') : localStorage.removeItem('large'); } catch (refused) { /* for this page only */ }
  }
  try { if (localStorage.getItem('large')) root.classList.add('large'); } catch (refused) { /* as above */ }
  if (location.hash === '#large') large(true);
  add('click', function (event) {
    var link = event.target.closest && event.target.closest('.type a');
    if (!link) return;
    event.preventDefault();
    large(link.hash === '#large');
    history.replaceState(null, '', location.pathname + location.search);
  });

  // ---- notices that are open: how many days are left, by the reader's clock

  function countdown() {
    [].forEach.call(document.querySelectorAll('time[data-left]'), function (each) {
      var last = each.getAttribute('datetime').split('-'), now = new Date(), words = each.dataset.left.split('|');
      var left = (Date.UTC(last[0], last[1] - 1, last[2]) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / 864e5;
      var said = document.createElement('small');
      said.textContent = ' ' + (left > 0 ? words[0].replace('{n}', left) : words[left ? 2 : 1]);
      each.parentNode.insertBefore(said, each.nextSibling);
    });
  }

  // ---- lists of projects: filter and sort the rows of this page; the address keeps how

  // 第2号 before 第10号, 二组 before 十组: as generator/natural.py has it
  var DIGITS = '〇零一二三四五六七八九', TENS = { '十': 10, '百': 100, '千': 1000 };
  var COUNTED = '组号批期队社段次届季月年片区级类条章节屯层栋幢户名楼个村款项卷册辆台座';
  var NUMBER = new RegExp('第[〇零一二两三四五六七八九十百千]+|[〇零一二两三四五六七八九十百千]+(?=小?[' + COUNTED + ']|标段|村民)|\\d+(?:\\.\\d+)*', 'g');

  function figure(written) {
    var whole = 0, digit = 0, digits = '', tens = false;
    if (/\d/.test(written)) return written;
    written.split('').forEach(function (sign) {
      if (TENS[sign]) { whole += (digit || 1) * TENS[sign]; digit = 0; tens = true; }
      else { digit = sign === '两' ? 2 : Math.max(DIGITS.indexOf(sign) - 1, 0); digits += digit; }
    });
    return tens ? String(whole + digit) : digits;
  }

  function pieces(name) {
    var text = name.replace(/[０-９．]/g, function (sign) { return String.fromCharCode(sign.charCodeAt(0) - 0xFEE0); });
    var found = [], from = 0, match;
    NUMBER.lastIndex = 0;
    while ((match = NUMBER.exec(text))) {
      var start = match.index + (match[0][0] === '第' ? 1 : 0), parts = figure(text.slice(start, NUMBER.lastIndex)).split('.');
      var point = parts.length === 2 && !/^(19|20)\d\d$/.test(parts[0]); // 2018.10 is a month, 1.2.10 a heading
      (point ? parts.slice(0, 1) : parts).forEach(function (part, n) {
        found.push(n ? '.' : text.slice(from, start), part.replace(/^0+/, ''), point ? parts[1].replace(/0+$/, '') : '');
      });
      from = NUMBER.lastIndex;
    }
    return found.concat(text.slice(from));
  }

  function natural(a, b) {
    var one = pieces(a), two = pieces(b);
    for (var n = 0; n < one.length && n < two.length; n++) {
      var longer = n % 3 === 1 ? one[n].length - two[n].length : 0;
      if (longer) return longer;
      if (one[n] !== two[n]) return n % 3 ? (one[n] < two[n] ? -1 : 1) : one[n].localeCompare(two[n], 'zh');
    }
    return one.length - two.length;
  }

  function amount(cell) {
    var exact = cell && cell.querySelector('.yuan');
    return exact ? parseFloat(exact.textContent.replace(/[^\d.]/g, '')) : -1; // not known comes last
  }

  function read(row, at) {
    var cells = row.cells, about = cells[0].querySelector('small:last-child').textContent.split(' · ');
    var far = /(\d+(?:\.\d+)?)%/.exec(cells[1].textContent);
    return {
      row: row, at: at, name: cells[0].querySelector('a').textContent, text: row.textContent.toLowerCase(), year: about[0].trim(), kind: (about[1] || '').trim(),
      stage: cells[1].firstChild.textContent.replace(/[\d.]+%\s*$/, '').trim(),
      money: amount(cells[2]), paid: amount(cells[3]), far: far ? parseFloat(far[1]) : 101
    };
  }

  function tools(table, form, number) {
    var body = table.tBodies[0], rows = [].map.call(body.rows, read), query = new URLSearchParams(location.search);
    var fields = [].slice.call(form.querySelectorAll('input, select')), status = form.querySelector('[role=status]');
    var orders = {
      money: function (a, b) { return b.money - a.money; },
      paid: function (a, b) { return b.paid - a.paid; },
      far: function (a, b) { return a.far - b.far; },
      name: function (a, b) { return natural(a.name, b.name) || a.at - b.at; }
    };
    function key(field) { return field.name + (number || ''); }
    fields.forEach(function (field) {
      if (field.name === 'year' || field.name === 'kind' || field.name === 'stage') {
        var values = [];
        rows.forEach(function (row) { if (values.indexOf(row[field.name]) < 0) values.push(row[field.name]); });
        if (values.length < 2) { field.closest('label').hidden = true; return; }
        if (field.name === 'year') values.sort(natural).reverse();
        values.forEach(function (value) { field.add(new Option(value, value)); });
      }
      field.value = query.get(key(field)) || '';
      if (field.selectedIndex < 0) field.value = '';
    });
    function apply() {
      var chosen = {}, now = new URLSearchParams(location.search), shown = 0;
      fields.forEach(function (field) {
        chosen[field.name] = field.value.trim();
        if (chosen[field.name]) now.set(key(field), chosen[field.name]); else now.delete(key(field));
      });
      var words = chosen.words.toLowerCase().split(/\s+/).filter(Boolean);
      var ordered = rows.slice();
      if (orders[chosen.sort]) ordered.sort(orders[chosen.sort]);
      ordered.forEach(function (each) {
        var fits = words.every(function (word) { return each.text.indexOf(word) >= 0; }) &&
          ['year', 'kind', 'stage'].every(function (name) { return !chosen[name] || each[name] === chosen[name]; });
        each.row.hidden = !fits;
        if (fits) shown++;
        body.appendChild(each.row);
      });
      status.textContent = shown < rows.length ? status.dataset.shown.replace('{n}', shown).replace('{all}', rows.length) : '';
      history.replaceState(null, '', location.pathname + (String(now) ? '?' + now : '') + location.hash);
    }
    form.addEventListener('input', apply);
    form.addEventListener('submit', function (event) { event.preventDefault(); });
    if (fields.some(function (field) { return field.value; })) apply();
  }

  function ready() {
    countdown();
    if (!window.URLSearchParams || !('content' in document.createElement('template'))) return;
    [].forEach.call(document.querySelectorAll('template.tools'), function (each, number) {
      var table = each.nextElementSibling;
      while (table && table.tagName !== 'TABLE') table = table.nextElementSibling;
      if (!table || table.tBodies[0].rows.length < 6) return;
      var whole = each.content.firstElementChild.cloneNode(true), form = whole.querySelector('form');
      each.parentNode.insertBefore(whole, each);
      tools(table, form, number);
      whole.open = innerWidth > 640 || form.querySelector('[role=status]').textContent || form.elements.sort.value;
    });
  }
  if (document.readyState === 'loading') add('DOMContentLoaded', ready); else ready();
})();
