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

  function amount(cell) {
    var exact = cell && cell.querySelector('.yuan');
    return exact ? parseFloat(exact.textContent.replace(/[^\d.]/g, '')) : -1; // not known comes last
  }

  function read(row) {
    var cells = row.cells, about = cells[0].querySelector('small:last-child').textContent.split(' · ');
    var far = /(\d+(?:\.\d+)?)%/.exec(cells[1].textContent);
    return {
      row: row, text: row.textContent.toLowerCase(), year: about[0].trim(), kind: (about[1] || '').trim(),
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
      far: function (a, b) { return a.far - b.far; }
    };
    function key(field) { return field.name + (number || ''); }
    fields.forEach(function (field) {
      if (field.name === 'year' || field.name === 'kind' || field.name === 'stage') {
        var values = [];
        rows.forEach(function (row) { if (values.indexOf(row[field.name]) < 0) values.push(row[field.name]); });
        if (values.length < 2) { field.closest('label').hidden = true; return; }
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
