// Finds places by any part of their name in characters or pinyin, and what is recorded at them.
// Without it the form leads to the letters below. The data are those of generator/search.py.
(function () {
  'use strict';
  var form = document.querySelector('form.search');
  var box = document.getElementById('found');
  if (!form || !box || !window.fetch || !window.Promise || !''.normalize) return;
  var SHARDS = 64, GROUPS = 10, LINES = 5, FORM = 1;
  var LONGEST = 100, SYLLABLES = 12; // of what is typed, and of a name typed with spaces
  var ASIDE = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;
  var HAN = /^[\u3400-\u9fff]/;
  var RUNS = /[\u3400-\u9fff]+|(?:(?![\u3400-\u9fff])[\p{L}\p{N}])+/gu;
  var ENDS = {
    '村': 'cun', '社区': 'shequ', '居委会': 'juweihui', '镇': 'zhen', '乡': 'xiang', '街道': 'jiedao',
    '县': 'xian', '市': 'shi', '州': 'zhou', '区': 'qu', '经开区': 'jingkaiqu'
  };
  var input = form.elements.q;
  var list = box.querySelector('ol'), status = box.querySelector('[role=status]');
  var more = box.querySelector('button'), filters = box.querySelectorAll('select');
  var say = box.dataset, loaded = {}, asked = 0;

  // What was loaded is of two builds: the site was renewed while the page was open.
  function Stale() {}

  function get(file) {
    if (!loaded[file]) {
      loaded[file] = fetch(file, { cache: 'no-cache' }).then(function (answer) {
        if (!answer.ok) throw new Error(file);
        return answer.json();
      }).then(function (data) {
        if (data.form !== FORM) throw new Stale(); // made for another build's script
        return data;
      });
      loaded[file].catch(function () { delete loaded[file]; });
    }
    return loaded[file];
  }

  // ---- places

  function places() {
    if (!loaded.all) {
      loaded.all = get(say.shown + 'places.json').then(function (data) {
        var all = data.places.map(function (row, number) {
          var syllables = row[1] ? row[1].split(' ') : [];
          var name = row[0].toLowerCase();
          var bare = syllables.length && syllables.length < name.length ? name.slice(0, syllables.length) : name;
          return {
            number: number, shown: data.shown ? data.shown[number] : row[0], name: name, bare: bare, end: ENDS[name.slice(bare.length)] || '',
            syllables: syllables, joined: syllables.join(''), above: row[2], tail: row[3], filed: row[4],
            initials: syllables.map(function (each) { return each[0]; }).join('')
          };
        });
        all.forEach(function (place) {
          var above = all[place.above];
          place.line = above ? above.line.concat([place]) : [place];
          var own = place.tail || place.joined;
          place.id = own[0] === '/' ? own.slice(1) : above.id + '/' + own;
        });
        var simple = {};
        for (var n = 0; n < data.variants.length; n += 2) simple[data.variants[n]] = data.variants[n + 1];
        var read = {};
        all.forEach(function (place) {
          place.syllables.forEach(function (each, n) { read[place.bare[n]] = read[place.bare[n]] || each; });
        });
        return { of: data.of, all: all, simple: simple, read: read };
      });
      loaded.all.catch(function () { delete loaded.all; });
    }
    return loaded.all;
  }

  // How well a word names a place: 0 not at all, 100 exactly.
  function named(place, word) {
    if (HAN.test(word)) {
      if (place.name === word) return 100;
      if (place.bare === word) return 95;
      if (place.name.indexOf(word) === 0) return 70;
      if (place.name.length > 1 && word.indexOf(place.name) === 0 && word.length <= place.name.length + 3) return 55;
      return place.name.indexOf(word) > 0 ? 50 : 0;
    }
    if (!place.joined) return place.name === word ? 100 : 0;
    if (place.joined === word) return 95;
    if (place.end && place.joined + place.end === word) return 97;
    if (word.length < 2) return 0;
    if (place.initials === word || (place.end && place.initials + place.end[0] === word)) return 65;
    if (place.joined.indexOf(word) === 0 || (place.joined + place.end).indexOf(word) === 0) return 60;
    for (var n = 1; n < place.syllables.length; n++) {
      if (place.syllables.slice(n).join('').indexOf(word) === 0) return 40;
    }
    return 0;
  }

  // ---- words of the records

  function pieces(word) {
    if (!HAN.test(word) || word.length < 2) return [word];
    var found = [];
    for (var n = 0; n < word.length - 1; n++) found.push(word.slice(n, n + 2));
    return found;
  }

  function postings(piece, of) {
    var number = (piece.charCodeAt(0) * 31 + (piece.length > 1 ? piece.charCodeAt(1) : 0)) % SHARDS;
    return get(say.files + 'words-' + number + '.json').then(function (data) {
      var at = 0, found = {};
      if (data.of !== of) throw new Stale(); // its numbers are of other places
      // a plain object has names of its own, such as "constructor"
      var gaps = Object.prototype.hasOwnProperty.call(data.words, piece) ? data.words[piece] : [];
      gaps.forEach(function (gap) { at += gap; found[at] = true; });
      return found;
    });
  }

  // The places where every piece of a word occurs, as an object of numbers.
  function recorded(word, of) {
    if (HAN.test(word) && word.length < 2) return Promise.resolve({});
    return Promise.all(pieces(word).map(function (piece) { return postings(piece, of); })).then(function (all) {
      var found = {};
      Object.keys(all[0]).forEach(function (number) {
        if (all.every(function (one) { return one[number]; })) found[number] = true;
      });
      return found;
    });
  }

  // ---- a search

  // The words of a text as the files have them; `back` leads from their characters to those typed.
  function typed(text, simple, back) {
    var plain = text.normalize('NFKC').toLowerCase().replace(/[üǖǘǚǜ]|u:/g, 'v').normalize('NFD').replace(/[\u0300-\u036f']/g, '').normalize('NFC');
    plain = plain.replace(/[\u3400-\u9fff]/g, function (letter) {
      var made = simple[letter] || letter;
      back[made] = letter;
      return made;
    });
    return plain.match(RUNS) || [];
  }

  // Pinyin may be typed with spaces between its syllables: as one word if that names a place.
  function together(words, all) {
    var found = [];
    for (var n = 0; n < words.length;) {
      var many = 1;
      for (var to = Math.min(words.length, n + SYLLABLES); to > n + 1; to--) {
        var run = words.slice(n, to);
        if (!run.some(function (word) { return HAN.test(word); }) &&
            all.some(function (place) { return named(place, run.join('')) >= 60; })) { many = to - n; break; }
      }
      found.push(words.slice(n, n + many).join(''));
      n += many;
    }
    return found;
  }

  // Cut 冗空卫生室 where the name of a place ends, if as a whole it is nowhere.
  function cut(word, all) {
    if (!HAN.test(word)) return [word];
    for (var to = word.length - 1; to > 1; to--) {
      var name = word.slice(0, to);
      if (all.some(function (place) { return place.name === name || place.bare === name; })) {
        return [name, word.slice(to)];
      }
    }
    return [word];
  }

  // The places that every word says something of, the best first; `limits` are those of the filters.
  function rank(looked, all, limits, chosen) {
    var hits = [];
    all.forEach(function (place) {
      var score = 0, own = false;
      if (limits.some(function (limit) { return !limit[place.number]; })) return;
      if (chosen.county && !place.line.some(function (each) { return each.id === chosen.county; })) return;
      for (var n = 0; n < looked.length; n++) {
        var one = looked[n], best = one.scores[place.number], at = one.found[place.number] ? 20 : 0;
        var above = place.line.slice(0, -1).reduce(function (most, each) { return Math.max(most, one.scores[each.number]); }, 0);
        if (!best && !at && above < 50) return;
        own = own || best > 0 || at > 0;
        score += Math.max(best, at, above * 0.3);
      }
      if (own) hits.push({ place: place, score: score });
    });
    return hits.sort(function (a, b) {
      return b.score - a.score || a.place.line.length - b.place.line.length || a.place.number - b.place.number;
    });
  }

  function look(word, known) {
    return recorded(word, known.of).then(function (found) {
      var scores = known.all.map(function (place) { return named(place, word); });
      return { word: word, found: found, scores: scores, any: Object.keys(found).length > 0 || scores.some(Boolean) };
    });
  }

  // Look each word up; one that is nowhere is cut, or read aloud: 容空 sounds like 冗空.
  function understand(word, known) {
    return look(word, known).then(function (one) {
      if (one.any) return [one];
      var parts = cut(word, known.all);
      if (parts.length > 1) return Promise.all(parts.map(function (part) { return look(part, known); }));
      var spelled = word.split('').map(function (letter) { return known.read[letter] || '?'; }).join('');
      if (!HAN.test(word) || spelled.indexOf('?') >= 0) return [one];
      return look(spelled, known).then(function (other) { return [other.any ? other : one]; });
    });
  }

  function search(text, chosen) {
    return places().then(function (known) {
      var back = {}, words = together(typed(text, known.simple, back), known.all);
      var codes = [chosen.year && 'y' + chosen.year, chosen.stage && 's' + chosen.stage].filter(Boolean);
      return Promise.all([
        Promise.all(words.map(function (word) { return understand(word, known); })),
        Promise.all(codes.map(function (code) { return postings(code, known.of); }))
      ]).then(function (all) {
        var looked = [].concat.apply([], all[0]), without = [];
        var hits = looked.length ? rank(looked, known.all, all[1], chosen) : [];
        if (!hits.length && looked.length > 1) { // the place at least, where one is named
          var places = looked.filter(function (one) { return Math.max.apply(null, one.scores) >= 50; });
          without = looked.filter(function (one) { return places.indexOf(one) < 0; });
          hits = places.length ? rank(places, known.all, all[1], chosen) : [];
          looked = places;
        }
        return {
          hits: hits,
          words: looked.map(function (one) { return one.word; }),
          without: without.map(function (one) { return one.word.replace(/./g, function (letter) { return back[letter] || letter; }); })
        };
      });
    });
  }

  // ---- what is shown

  function element(name, text, href) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (href) made.href = href;
    return made;
  }

  // Put what was typed into a sentence as it is: `$&` means something to `replace`, and what is
  // written from right to left must not turn the sentence round.
  function quote(sentence, text) {
    return sentence.split('{q}').join(ASIDE.test(text) ? '\u2068' + text + '\u2069' : text);
  }

  function option(select, value) {
    for (var n = 0; n < select.options.length; n++) {
      if (select.options[n].value === String(value)) return select.options[n].text;
    }
    return String(value);
  }

  // The lines of a place that say what was asked for and its name does not.
  function lines(data, others, hit, chosen) {
    var kinds = JSON.parse(say.categories), found = [], shown = data.shown || data;
    function holds(text) {
      text = text.normalize('NFKC').toLowerCase();
      return others.every(function (word) { return text.indexOf(word) >= 0; });
    }
    (data.projects || []).forEach(function (row, n) {
      if (chosen.year && String(row[1]) !== chosen.year || chosen.stage && row[2] !== chosen.stage) return;
      if (!holds(row[0] + ' ' + (kinds[row[3]] || ''))) return;
      found.push([shown.projects[n][0], 'projects/' + row[4], option(filters[1], row[1]) + ' · ' + option(filters[2], row[2])]);
    });
    if (!others.length || chosen.year || chosen.stage) return found;
    (data.posts || []).forEach(function (row, n) {
      if (!holds(row[0])) return;
      found.push([shown.posts[n][0], 'supervisors/' + hit.place.id, [box.getAttribute('data-role-' + row[1]), shown.posts[n][2]].filter(Boolean).join(' · ')]);
    });
    (data.honours || []).forEach(function (row, n) {
      if (holds(row[0] + ' ' + row[1])) found.push([shown.honours[n][0], 'commendations/' + row[2], shown.honours[n][1]]);
    });
    (data.issued || []).forEach(function (row, n) {
      if (holds(row[0])) found.push([shown.issued[n][0], 'commendations/' + row[1], '']);
    });
    return found;
  }

  function group(hit, words, chosen) {
    var place = hit.place, item = element('li'), head = element('p');
    head.appendChild(element('a', place.shown, say.base + 'units/' + place.id + '.html'));
    var above = place.line.slice(place.line.length > 1 ? 1 : 0, -1).map(function (each) { return each.shown; }).join(' ');
    if (above) { head.appendChild(document.createTextNode(' ')); head.appendChild(element('small', above)); }
    item.appendChild(head);
    var others = words.filter(function (word) {
      return !place.line.some(function (each) { return named(each, word) >= 50; });
    });
    if (!place.filed || (!others.length && !chosen.year && !chosen.stage)) return item;
    return get(say.shown + 'units/' + place.id + '.json').then(function (data) {
      var found = lines(data, others, hit, chosen);
      // its words may be those of different records
      if (!found.length) return chosen.year || chosen.stage || others.length ? null : item;
      var inner = element('ul');
      found.slice(0, LINES).forEach(function (line) {
        var row = element('li');
        row.appendChild(element('a', line[0], say.base + line[1] + '.html'));
        if (line[2]) { row.appendChild(document.createTextNode(' ')); row.appendChild(element('small', line[2])); }
        inner.appendChild(row);
      });
      if (found.length > LINES) inner.appendChild(element('li', say.rest.replace('{n}', found.length - LINES)));
      item.appendChild(inner);
      return item;
    });
  }

  // Make so many groups of the hits, passing over those in which no record says it all.
  function fill(result, limits, groups) {
    var at = 0, items = [];
    function next() {
      var some = result.hits.slice(at, at + groups - items.length);
      if (!some.length) return { items: items, left: result.hits.length - at };
      at += some.length;
      return Promise.all(some.map(function (hit) { return group(hit, result.words, limits); })).then(function (made) {
        items = items.concat(made.filter(Boolean));
        return next();
      });
    }
    return Promise.resolve(next());
  }

  function chosen() {
    return { county: filters[0].value, year: filters[1].value, stage: filters[2].value };
  }

  function run(groups, again) {
    var text = input.value.trim().slice(0, LONGEST), limits = chosen(), number = ++asked;
    var query = new URLSearchParams();
    if (text) query.set('q', text);
    Object.keys(limits).forEach(function (name) { if (limits[name]) query.set(name, limits[name]); });
    history.replaceState(null, '', location.pathname + (String(query) ? '?' + query : ''));
    if (!text) { box.hidden = true; return; }
    search(text, limits).then(function (result) {
      return fill(result, limits, groups).then(function (shown) {
        if (number !== asked) return; // something else has been typed meanwhile
        list.textContent = '';
        shown.items.forEach(function (item) { list.appendChild(item); });
        var words = shown.left ? say.most : say.count, any = shown.items.length;
        status.textContent = !any ? quote(say.none, text) :
          (result.without.length ? quote(say.without, result.without.join(' ')) + ' ' : '') +
          words.replace('{n}', any + shown.left);
        more.hidden = !shown.left;
        more.onclick = function () { run(groups + GROUPS); };
        box.hidden = false;
      });
    }).catch(function (fault) {
      if (number !== asked) return;
      loaded = {};
      if (!again) { run(groups, true); return; } // as all of one build, if the site was renewed
      list.textContent = '';
      more.hidden = true;
      status.textContent = fault instanceof Stale ? say.stale + ' ' : say.fault;
      if (fault instanceof Stale) status.appendChild(element('a', say.again, location.href));
      box.hidden = false;
    });
  }

  // ---- the page

  form.find = search; // for whoever asks without typing
  var wait;
  input.addEventListener('focus', function () { places().catch(function () {}); });
  input.addEventListener('input', function () { clearTimeout(wait); wait = setTimeout(run, 200, GROUPS); });
  form.addEventListener('submit', function (event) { event.preventDefault(); clearTimeout(wait); run(GROUPS); });
  filters.forEach(function (select) { select.addEventListener('change', function () { run(GROUPS); }); });
  var query = new URLSearchParams(location.search);
  input.value = query.get('q') || '';
  filters.forEach(function (select) { select.value = query.get(select.name) || ''; if (select.selectedIndex < 0) select.value = ''; });
  if (input.value) run(GROUPS); else if (say.focus) input.focus();
})();
