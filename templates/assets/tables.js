// What tables offer where scripts run: site.js loads this where a page has any, and hands it the words of the page.
(function () {
  'use strict';

  // ---- tables to take away: what a table shows, filtered as it is, as a file for spreadsheets

  function safe(text) { return /^[=+\-@\t\r＝＋－＠]/.test(text) ? "'" + text : text; } // no formula
  function plain(cell, drop) { // what stands in a cell, without what scripts and pictures add
    var copy = cell.cloneNode(true);
    [].forEach.call(copy.querySelectorAll('svg, .fresh, .report, .yuan' + drop), function (each) { each.parentNode.removeChild(each); });
    copy.innerHTML = copy.innerHTML.replace(/<\/?(small|details|ul|br|p|li|div)\b/g, ' $&');
    return copy.textContent.replace(/\s+/g, ' ').trim();
  }
  var ASIDE = 'small, details, ul', WHICH = 'main table.cards, main ul[data-take]';
  function value(cell) { // an amount or a number by itself, and what is said beside it
    var exact = cell.querySelector('.yuan'), main = plain(cell, ', ' + ASIDE), number = /^-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/.test(main);
    if (cell.classList.contains('unknown')) return ['', ''];
    if (!exact && !number) return [cell.querySelector('.unknown') && !plain(cell, ', .unknown') ? '' : safe(plain(cell, '')), ''];
    return [exact ? exact.textContent.replace(/[^\d.\-]/g, '') : main.replace(/,/g, ''), safe(plain(cell, '').replace(main, '').trim())];
  }
  function across(row) { // a cell over several columns fills them all, so that what is behind it stays in its own
    var found = [];
    [].slice.call(row.cells, 1).forEach(function (cell) {
      found.push(value(cell));
      for (var n = 1; n < cell.colSpan; n++) found.push(['', '']);
    });
    return found;
  }
  function outside(first, what) { // the first of some elements that is the name of a row
    return [].filter.call(first.querySelectorAll(what), function (each) { return !each.closest('.fresh, .report, [href^="tel:"]' + (what === 'a' ? '' : ', small, details')); })[0];
  }
  function lines(whole, words) {
    var table = whole.tagName === 'TABLE', demo = document.querySelector('.demo'), found = [];
    var rows = [].filter.call(table ? whole.tBodies[0].rows : whole.children, function (row) { return !row.hidden; });
    var cells = rows.map(function (row) { return table ? across(row) : []; });
    var head = table ? [].map.call(whole.tHead.rows[0].cells, function (cell, n) {
      var name = plain(cell, ''), bare = name.replace(/\s*[（(](万元|元|CNY)[)）]$/, ''); // of no rows, too
      var money = bare !== name || rows.some(function (row) { return row.cells[n] && row.cells[n].querySelector('.yuan'); });
      return money ? bare + words.yuan : name; // exact, so not in 万元
    }) : [words.name];
    function both(of) { // with a column for what is said beside the numbers of one
      return [].concat.apply([], of.map(function (each, n) {
        return cells.some(function (own) { return own[n] && own[n][1]; }) ? each : each.slice(0, 1);
      }));
    }
    found.push([head[0], words.about].concat(both(head.slice(1).map(function (each) { return [each, each + '·' + words.about]; })), words.address, demo ? 'demo' : []));
    rows.forEach(function (row, n) {
      var first = table ? row.cells[0] : row, link = outside(first, 'a'), called = outside(first, 'a, b');
      var text = ((first.firstChild || first).nodeValue || '').replace(/\s+/g, ' ').trim();
      var name = text || (called ? plain(called, '') : plain(first, ', ' + ASIDE)), rest = plain(first, '').replace(name, '').trim();
      found.push([safe(name), safe(rest)].concat(both(cells[n]), link ? link.href : '', demo ? 'true' : []));
    });
    return found;
  }
  function heading(whole) { // the last one before it
    return [].filter.call(document.querySelectorAll('main h1, main h2, main h3'), function (each) {
      return each.compareDocumentPosition(whole) & 4 && !each.closest('details:not([open]), .call');
    }).pop();
  }
  function named(whole) { // which of several tables it is
    var near = document.querySelectorAll('.take').length > 1 && heading(whole);
    return near && near.tagName !== 'H1' ? plain(near, '') + ' - ' : '';
  }
  function called() { // read aloud, a table is called as what stands above it
    [].forEach.call(document.querySelectorAll('main table'), function (table, n) {
      var above = heading(table);
      if (!above || table.caption || table.closest('.sheet')) return;
      above.id = above.id || 'head-' + n;
      table.setAttribute('aria-labelledby', above.id);
    });
  }
  function part(whole) { // what of a list the file has, where that is not all: a page of several, what a filter leaves
    var found = [], all = [].slice.call(document.querySelectorAll(WHICH));
    [].forEach.call(document.querySelectorAll('.pager span'), function (each) {
      if (all.filter(function (one) { return one.compareDocumentPosition(each) & 4; }).pop() === whole) found.push(plain(each, ''));
    });
    return found.concat(whole.dataset.shown || []).map(function (each) { return ' - ' + each; }).join('');
  }
  function take(whole, words) {
    var text = '\ufeff' + lines(whole, words).map(function (line) {
      return line.map(function (each) { return /[",\n]/.test(each) ? '"' + each.replace(/"/g, '""') + '"' : each; }).join(',');
    }).join('\r\n') + '\r\n';
    var link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    link.download = (named(whole) + document.title + part(whole)).replace(/[\\/:*?"<>|\s]+/g, ' ') + '.csv';
    document.body.appendChild(link); // Firefox of 2016 opens no link that is not in the page
    link.click();
    document.body.removeChild(link);
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1e4);
  }
  function offered(words, made) {
    if (!words.take || !('download' in document.createElement('a')) || !window.URL || !URL.createObjectURL) return;
    [].forEach.call(document.querySelectorAll(WHICH), function (whole) {
      if (whole.closest('.sheet') || (whole.tBodies ? whole.tBodies[0].rows : whole.children).length < 2) return;
      var line = document.createElement('p');
      line.className = 'take onscreen';
      made('button', words.take, line, function () { take(whole, words); });
      whole.parentNode.insertBefore(line, whole.nextSibling);
    });
  }

  // ---- lists of projects: filter and sort the rows of this page; the address keeps how

  // 第2号 before 第10号, 二组 before 十组: as generator/base/natural_order.py has it
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
    var body = table.tBodies[0], rows = [].map.call(body.rows, read), query = new URLSearchParams(location.search.slice(1));
    var fields = [].slice.call(form.querySelectorAll('input, select')), status = form.querySelector('[role=status]');
    var orders = {
      money: function (a, b) { return b.money - a.money; },
      paid: function (a, b) { return b.paid - a.paid; },
      far: function (a, b) { return a.far - b.far; },
      name: function (a, b) { return natural(a.name, b.name); }
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
      var chosen = {}, now = new URLSearchParams(location.search.slice(1)), shown = 0;
      fields.forEach(function (field) {
        chosen[field.name] = field.value.trim();
        if (chosen[field.name]) now.set(key(field), chosen[field.name]); else now.delete(key(field));
      });
      var words = chosen.words.toLowerCase().split(/\s+/).filter(Boolean);
      var ordered = rows.slice();
      var order = orders[chosen.sort];
      if (order) ordered.sort(function (a, b) { return order(a, b) || a.at - b.at; }); // Chrome before 70 keeps no order of equals
      ordered.forEach(function (each) {
        var fits = words.every(function (word) { return each.text.indexOf(word) >= 0; }) &&
          ['year', 'kind', 'stage'].every(function (name) { return !chosen[name] || each[name] === chosen[name]; });
        each.row.hidden = !fits;
        if (fits) shown++;
        body.appendChild(each.row);
      });
      table.dataset.shown = status.textContent = shown < rows.length ? status.dataset.shown.replace('{n}', shown).replace('{all}', rows.length) : '';
      history.replaceState(null, '', location.pathname + (String(now) ? '?' + now : '') + location.hash);
    }
    form.addEventListener('input', apply);
    form.addEventListener('submit', function (event) { event.preventDefault(); });
    if (fields.some(function (field) { return field.value; })) apply();
  }

  window.tables = function (words, made) {
    called();
    offered(words, made);
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
  };
})();
