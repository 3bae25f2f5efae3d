// The desk: what a form holds, told to the program as it is typed, and what it answers.
'use strict';
(() => {
  const form = document.getElementById('form');
  const byId = (id) => document.getElementById(id);
  const make = (name, text) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const post = async (address, said) => {
    const answer = await fetch(address, {
      method: 'POST', credentials: 'same-origin',
      headers: {'Content-Type': 'application/json'}, body: JSON.stringify(said),
    });
    const text = await answer.text();
    try {
      return {status: answer.status, ...JSON.parse(text)};
    } catch (error) {
      return {status: answer.status, message: text};
    }
  };
  const rows = (table, changes) => {
    table.replaceChildren(...changes.map((each) => {
      const row = make('tr');
      const value = make('td');
      if (each.old || each.new) value.append(make('del', each.old), ' → ', make('ins', each.new));
      row.append(make('th', each.field), value);
      return row;
    }));
  };
  window.desk = {post, rows, make};
  // other pages have buttons that do one thing and are loaded anew
  for (const each of document.querySelectorAll('form[data-post]')) {
    each.addEventListener('submit', async (event) => {
      event.preventDefault();
      const button = event.submitter;
      const said = Object.fromEntries(new FormData(each).entries());
      if (button && button.name) said[button.name] = button.value;
      if (byId('clerk')) said.clerk = byId('clerk').value;
      for (const one of each.querySelectorAll('button')) one.disabled = true;
      const told = each.querySelector('.told');
      told.textContent = each.dataset.busy || '';
      const answer = await post(each.dataset.post, said).catch((error) => ({message: String(error)}));
      for (const one of each.querySelectorAll('button')) one.disabled = false;
      if (answer.to) location.assign(answer.to);
      else if (answer.done) location.reload();
      else told.textContent = answer.message || '';
    });
  }
  for (const each of document.querySelectorAll('input[type=file][data-take]')) {
    each.addEventListener('change', async () => {
      const told = each.closest('section').querySelector('.told');
      const answer = await fetch(each.dataset.take, {
        method: 'POST', credentials: 'same-origin',
        headers: {'Content-Type': 'application/octet-stream'}, body: each.files[0],
      }).then((found) => found.json()).catch((error) => ({message: String(error)}));
      if (answer.to) location.assign(answer.to);
      else told.textContent = answer.message || '';
      each.value = '';
    });
  }
  if (!form) return;

  const said = {};
  for (const each of byId('said').content.children) said[each.dataset.said] = each.textContent;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const fields = byId('fields');
  const state = byId('state');
  const text = document.querySelector('[data-text]');
  const place = byId('place');
  let ids = 0;

  // what the form holds
  const entries = (group) => group.querySelectorAll(':scope > .field, :scope > details > .field');
  const shape = (of) => of.querySelector(':scope > [data-shape]');
  const control = (of) => of.querySelector('input[type=text], textarea, select');
  const group = (of) => {
    const found = {};
    for (const each of entries(of)) found[each.dataset.name] = value(each);
    return found;
  };
  const inside = (of) => of.dataset.shape === 'group' ? group(of) : control(of).value;
  const items = (of) => [...of.querySelectorAll(':scope > ol > li')];
  const value = (field) => {
    if (field.dataset.shape !== 'list') return inside(shape(field));
    const found = items(field).map((each) => [
      each.dataset.was === '' ? null : Number(each.dataset.was), inside(shape(each)),
    ]);
    const none = field.querySelector(':scope > p input[data-none]');
    return found.length ? found : none && none.checked ? [] : null;
  };
  const everything = () => ({
    kind: form.dataset.folder, id: form.dataset.ident, language: form.dataset.language,
    base: form.dataset.base, name: form.dataset.name, place: place ? place.value : form.dataset.place,
    fields: group(fields), text: text ? text.value : null,
  });

  // putting into the form what was kept
  const put = (of, what) => {
    if (of.dataset.shape === 'group') {
      for (const each of entries(of)) if (each.dataset.name in what) lay(each, what[each.dataset.name]);
    } else {
      const where = control(of);
      where.value = what;
      if (where.value !== what && where.tagName === 'SELECT') {
        where.append(new Option(what, what));
        where.value = what;
      }
    }
  };
  const lay = (field, what) => {
    if (field.dataset.shape !== 'list') return put(shape(field), what);
    const list = field.querySelector(':scope > ol');
    list.replaceChildren();
    for (const [was, each] of what || []) {
      const row = add(field);
      row.dataset.was = was === null ? '' : was;
      put(shape(row), each);
    }
    const none = field.querySelector(':scope > p input[data-none]');
    if (none) none.checked = Array.isArray(what) && !what.length;
  };
  const add = (field) => {
    const row = field.querySelector(':scope > template').content.firstElementChild.cloneNode(true);
    field.querySelector(':scope > ol').append(row);
    ready(row);
    return row;
  };

  // labels, sizes
  const grow = (area) => {
    if (area.dataset.text !== undefined) return;
    area.style.height = 'auto';
    area.style.height = `${Math.max(area.scrollHeight + 2, 44)}px`;
  };
  const ready = (of) => {
    for (const each of of.querySelectorAll('.field')) {
      const label = each.querySelector(':scope > label');
      const where = each.querySelector('input[type=text], textarea, select');
      if (!where || where.id && label && label.htmlFor) continue;
      where.id = where.id || `c${++ids}`;
      if (label) label.htmlFor = where.id;
      const told = each.querySelector(':scope > .told');
      if (told && label) {
        told.id = `t${ids}`;
        where.setAttribute('aria-describedby', told.id);
      }
    }
    for (const each of of.querySelectorAll('fieldset > ol > li > [data-shape=text]')) {
      const legend = each.closest('fieldset').querySelector('legend');
      control(each).setAttribute('aria-label', legend.textContent.trim());
    }
    for (const each of of.querySelectorAll('textarea')) grow(each);
  };
  ready(form);
  addEventListener('resize', () => form.querySelectorAll('textarea').forEach(grow));
  for (const each of document.querySelectorAll('details')) {
    each.addEventListener('toggle', () => each.querySelectorAll('textarea').forEach(grow));
  }

  // what is wrong, at its field
  const at = (path) => {
    let found = fields;
    let field = null;
    for (const step of path) {
      if (typeof step === 'number') {
        const row = field && items(field)[step];
        if (!row) return field;
        found = shape(row);
      } else {
        const next = [...entries(found)].find((each) => each.dataset.name === step);
        if (!next) return field;
        field = next;
        found = shape(next) || next;
      }
    }
    return field;
  };
  const tell = (problems) => {
    for (const each of document.querySelectorAll('.told')) each.replaceChildren();
    for (const each of document.querySelectorAll('.wrong')) each.classList.remove('wrong');
    const general = byId('general');
    for (const each of problems) {
      const whole = each.path.length === 1 && each.path[0] === '';
      const field = whole ? byId('text') : each.path[0] === '@place' ? place.closest('.field') : at(each.path);
      const told = field ? field.querySelector(':scope > .told') : general;
      const line = make('span', `${each.message} ${each.hint}`);
      line.className = each.error ? 'error' : 'doubt';
      told.append(line);
      if (field && each.error) field.classList.add('wrong');
      const hidden = field && field.closest('details');
      if (hidden && each.error) hidden.open = true;
    }
  };

  let asked = 0;
  let timer = 0;
  let keeper = 0;
  let wrong = 0;
  const look = async (whole) => {
    const number = ++asked;
    const answer = await post('/desk/look', {...everything(), whole})
      .catch(() => ({message: said.gone, problems: []}));
    if (number !== asked) return null;
    if (!answer.problems) answer.problems = [];
    tell(answer.problems);
    wrong = answer.problems.filter((each) => each.error).length;
    const changed = answer.changes ? answer.changes.length : 0;
    state.textContent = answer.message ? answer.message
      : wrong ? fill(said.wrong, {n: wrong})
      : changed ? fill(said.changed, {n: changed}) : said.same;
    if (answer.file) byId('file').textContent = answer.file;
    return answer;
  };
  const later = () => {
    byId('words').hidden = true;
    clearTimeout(timer);
    timer = setTimeout(look, 200, false);
    clearTimeout(keeper);
    keeper = setTimeout(() => post('/desk/keep', everything()).catch(() => 0), 1000);
  };
  form.addEventListener('input', (event) => {
    if (event.target.tagName === 'TEXTAREA') grow(event.target);
    if (event.target.type !== 'file') later();
  });
  form.addEventListener('change', later);

  // lists
  form.addEventListener('click', (event) => {
    const act = event.target.dataset.do;
    if (!act) return;
    const field = event.target.closest('fieldset[data-shape=list]');
    const row = event.target.closest('li');
    if (act === 'in') {
      const made = add(field);
      const first = made.querySelector('input, textarea, select');
      if (first) first.focus();
    } else if (act === 'out') {
      row.remove();
    } else if (act === 'up' && row.previousElementSibling) {
      row.previousElementSibling.before(row);
      event.target.focus();
    } else if (act === 'down' && row.nextElementSibling) {
      row.nextElementSibling.after(row);
      event.target.focus();
    }
    later();
  });

  // places and records by their names
  let list = null;
  const close = () => {
    if (list) list.remove();
    list = null;
  };
  const called = (input, name) => {
    const holder = input.parentElement;
    let line = holder.querySelector('.called');
    if (!line) {
      line = make('span');
      line.className = 'called';
      input.after(line);
    }
    line.textContent = name;
  };
  let finding = 0;
  const find = async (input) => {
    const number = ++finding;
    const near = place ? place.value : form.dataset.place;
    const query = new URLSearchParams({kind: input.dataset.find, q: input.value, near});
    const answer = await fetch(`/desk/find?${query}`, {credentials: 'same-origin'})
      .then((found) => found.json()).catch(() => ({found: []}));
    if (number !== finding || document.activeElement !== input) return;
    close();
    if (!answer.found.length) return;
    list = make('ul');
    list.className = 'choices';
    for (const each of answer.found) {
      const item = make('li');
      const button = make('button', each.name);
      button.type = 'button';
      button.append(' ', make('small', [each.where, each.id].filter(Boolean).join(' · ')));
      button.addEventListener('click', () => {
        input.value = each.id;
        called(input, [each.where, each.name].filter(Boolean).join(' · '));
        close();
        input.focus();
        later();
      });
      item.append(button);
      list.append(item);
    }
    (input.nextElementSibling && input.nextElementSibling.className === 'called'
      ? input.nextElementSibling : input).after(list);
  };
  form.addEventListener('input', (event) => {
    if (event.target.dataset.find) {
      called(event.target, '');
      find(event.target);
    }
  });
  form.addEventListener('focusin', (event) => {
    if (list && !list.contains(event.target)) close();
    if (event.target.dataset.find && !event.target.value) find(event.target);
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    if (event.key === 'Enter' && event.target.tagName === 'INPUT') event.preventDefault();
    if (list && event.key === 'ArrowDown' && event.target.dataset.find) {
      event.preventDefault();
      list.querySelector('button').focus();
    }
  });
  document.addEventListener('click', (event) => {
    if (list && !list.contains(event.target)) close();
  });
  (async () => {
    const inputs = [...form.querySelectorAll('[data-find]')].filter((each) => each.value);
    if (!inputs.length) return;
    const asked = inputs.map((each) => [each.dataset.find, each.value]);
    const answer = await post('/desk/names', {asked});
    (answer.names || []).forEach((name, n) => { if (name) called(inputs[n], name); });
  })();

  // pictures and files
  form.addEventListener('change', async (event) => {
    const input = event.target;
    if (input.type !== 'file' || !input.files.length) return;
    const field = input.closest('.field');
    const told = field.querySelector(':scope > .told');
    told.textContent = said.sending;
    const query = new URLSearchParams({name: input.files[0].name, into: input.dataset.into, of: byId('file').textContent});
    const answer = await fetch(`/desk/hand-in?${query}`, {
      method: 'POST', credentials: 'same-origin',
      headers: {'Content-Type': 'application/octet-stream'}, body: input.files[0],
    }).then((found) => found.json()).catch(() => ({message: said.gone}));
    input.value = '';
    told.textContent = answer.message || '';
    if (!answer.name) return;
    control(shape(field)).value = answer.name;
    if (answer.picture) {
      let image = shape(field).querySelector('img');
      if (!image) {
        image = make('img');
        image.alt = '';
        image.height = 120;
        shape(field).append(image);
      }
      image.src = answer.picture;
    }
    later();
  });

  // saving
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const answer = await look(true);
    if (!answer) return;
    if (answer.message || wrong) {
      const first = document.querySelector('.wrong, #general .error');
      if (first) first.scrollIntoView({block: 'center'});
      return;
    }
    if (!answer.changes.length) {
      state.textContent = said.same;
      return;
    }
    rows(byId('changes'), answer.changes);
    byId('pages').replaceChildren(...answer.pages.map((each) => make('li', each.what)));
    byId('words').hidden = false;
    byId('words').scrollIntoView({block: 'nearest'});
    byId('yes').focus();
  });
  const save = async (more) => {
    clearTimeout(keeper);
    for (const each of [byId('yes'), byId('join')]) each.disabled = true;
    state.textContent = said.saving;
    const answer = await post('/desk/save', {...everything(), ...more})
      .catch(() => ({message: said.gone}));
    for (const each of [byId('yes'), byId('join')]) each.disabled = false;
    byId('words').hidden = true;
    if (answer.to) {
      location.assign(answer.to);
      return;
    }
    byId('clash').hidden = !answer.clash;
    if (answer.clash) {
      rows(byId('theirs'), answer.clash.theirs);
      rows(byId('mine'), answer.clash.mine);
      byId('both').textContent = answer.clash.both.length
        ? fill(said.both, {fields: answer.clash.both.join('、')}) : '';
      byId('clash').scrollIntoView({block: 'nearest'});
      state.textContent = said.clash;
      await post('/desk/keep', everything());
    } else {
      if (answer.problems) tell(answer.problems);
      state.textContent = answer.message || said.notsaved;
    }
  };
  byId('yes').addEventListener('click', () => save({}));
  byId('join').addEventListener('click', () => save({join: true}));
  byId('no').addEventListener('click', () => { byId('words').hidden = true; });
  byId('later').addEventListener('click', () => { byId('clash').hidden = true; });
  byId('theirs-only').addEventListener('click', () => location.reload());

  // what was kept of the last time
  const aside = byId('aside');
  if (aside) {
    byId('again').addEventListener('click', () => {
      const kept = JSON.parse(aside.dataset.aside);
      put(fields, kept.fields);
      if (text && kept.text !== null) text.value = kept.text;
      if (place) place.value = kept.place;
      form.dataset.base = kept.base;
      aside.hidden = true;
      ready(form);
      look(false);
    });
    byId('forget').addEventListener('click', async () => {
      await post('/desk/forget', {name: form.dataset.name});
      aside.hidden = true;
    });
  }
})();
