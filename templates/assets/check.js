// Checks in the browser what someone holds against the log of public records: see docs/proof.md.
// It asks its own site alone, on plain http too, where browsers hide their cryptography.
(function () {
  'use strict';
  var box = document.getElementById('check');
  if (!box || !window.Promise || !window.sha256 || !window.nacl) return;
  var WIDE = 256, FEW = 1024, DIGITS = 20, PROOF = 'c2sp.org/tlog-proof@v1', DASH = '\u2014 ', HEX = '0123456789abcdef';
  var say = box.dataset, list = box.querySelector('ul'), status = box.querySelector('[role=status]');
  var form = box.querySelector('form'), save = box.querySelector('.tags');
  var more = box.querySelector('p[hidden]'), cache = {}, hashes = {}, all = [], paths = {}, days, whole, listed, last;

  function raw(plain) {
    var found = new Uint8Array(plain.length);
    for (var i = 0; i < plain.length; i++) found[i] = plain.charCodeAt(i);
    return found;
  }
  function plain(from) {
    var all = '';
    for (var i = 0; i < from.length; i++) all += String.fromCharCode(from[i]);
    return all;
  }
  // as UTF-8
  function bytes(text) { return raw(unescape(encodeURIComponent(text))); }
  function text(from) {
    try { return decodeURIComponent(escape(plain(from))); } catch (broken) { return plain(from); }
  }
  // as an editor may have saved it
  function saved(from) {
    var said = text(from), mark = from[0] * from[1] === 64770;
    if (window.TextDecoder && said === plain(from)) {
      said = new TextDecoder(!mark ? 'gb18030' : from[0] < from[1] ? 'utf-16be' : 'utf-16le').decode(from);
    }
    return said.replace(/^\ufeff/, '').trim();
  }
  function unbase(said) { return raw(atob(said)); }
  function base(from) { return btoa(plain(from)); }
  function joined() {
    var size = 0, at = 0, i;
    for (i = 0; i < arguments.length; i++) size += arguments[i].length;
    var all = new Uint8Array(size);
    for (i = 0; i < arguments.length; i++) { all.set(arguments[i], at); at += arguments[i].length; }
    return all;
  }
  function hex(from) {
    var all = '';
    for (var i = 0; i < from.length; i++) all += HEX[from[i] >> 4] + HEX[from[i] & 15];
    return all;
  }
  function same(one, other) { return plain(one) === plain(other); }
  var digest = window.sha256;
  function leaf(entry) { return digest(joined([0], entry)); }
  function node(left, right) { return digest(joined([1], left, right)); }

  // What is read is asked for once; whoever needed it earlier begins anew.
  function Missing(url) { this.url = url; }
  function Broken(why) { this.why = why; }
  function read(url) {
    var known = cache[url];
    if (known === undefined) throw new Missing(url);
    return known;
  }
  function load(url) {
    return new Promise(function (done, failed) {
      var request = new XMLHttpRequest();
      // a browser may have kept an older one of what is no tile
      request.open('GET', say.log + url + (url.indexOf('tile/') ? '?' + Date.now() : ''));
      request.responseType = 'arraybuffer';
      request.onload = function () {
        if (request.status === 200 || (request.status === 0 && request.response)) {
          var found = new Uint8Array(request.response);
          // some servers have a page for what is not there
          cache[url] = url.indexOf('tile/') && (found[0] === 60 || found[0] === 239) ? null : found;
        } else if (request.status === 404 || request.status === 403 || request.status === 410) {
          cache[url] = null;
        } else return failed(new Error(url));
        return done();
      };
      request.onerror = function () { failed(new Error(url)); };
      request.send();
    });
  }
  function settled(work) {
    try { return Promise.resolve(work()); } catch (error) {
      if (!(error instanceof Missing)) return Promise.reject(error);
      return load(error.url).then(function () { return settled(work); });
    }
  }

  // Tiles: C2SP tlog-tiles; the tree: RFC 6962.
  function address(level, number, width) {
    var parts = [('00' + number % 1000).slice(-3)];
    for (number = Math.floor(number / 1000); number; number = Math.floor(number / 1000)) {
      parts.unshift('x' + ('00' + number % 1000).slice(-3));
    }
    return 'tile/' + level + '/' + parts.join('/') + (width < WIDE ? '.p/' + width : '');
  }
  function atLeast(level, number, width) {
    var found = read(address(level, number, width));
    if (!found && width < WIDE) found = read(address(level, number, WIDE));
    if (!found) throw new Broken(address(level, number, width));
    return found;
  }
  function Tree(size) { this.size = size; }
  Tree.prototype.tile = function (level, number) {
    var width = Math.min(WIDE, Math.floor(this.size / Math.pow(WIDE, level)) - number * WIDE);
    var key = [level, number, width].join();
    if (hashes[key]) return hashes[key];
    var found = atLeast(level, number, width), all = [];
    for (var i = 0; i < width; i++) all.push(found.subarray(32 * i, 32 * i + 32));
    if (all[width - 1].length !== 32) throw new Broken(key);
    return (hashes[key] = all);
  };
  Tree.prototype.entry = function (index) {
    var number = Math.floor(index / WIDE), tile = this.tile(0, number);
    var all = atLeast('entries', number, tile.length), at = 0;
    for (var i = index % WIDE; i; i--) at += 2 + 256 * all[at] + all[at + 1];
    var found = all.subarray(at + 2, at + 2 + 256 * all[at] + all[at + 1]);
    if (!same(leaf(found), tile[index % WIDE])) throw new Broken('entry');
    return found;
  };
  function split(count) {
    for (var half = 1; half * 2 < count; half *= 2);
    return half;
  }
  Tree.prototype.over = function (first, count) {
    var half = split(count);
    if (count > 1 && half * 2 !== count) {
      return node(this.over(first, half), this.over(first + half, count - half));
    }
    var height = Math.round(Math.log(count) / Math.LN2), level = Math.floor(height / 8);
    var rest = Math.pow(2, height % 8), at = Math.floor(first / Math.pow(WIDE, level));
    var some = this.tile(level, Math.floor(at / WIDE)).slice(at % WIDE, at % WIDE + rest);
    while (some.length > 1) {
      for (var up = [], i = 0; i < some.length; i += 2) up.push(node(some[i], some[i + 1]));
      some = up;
    }
    return some[0];
  };
  Tree.prototype.root = function () { return this.size ? this.over(0, this.size) : digest(new Uint8Array(0)); };
  Tree.prototype.inclusion = function (index, first, count) {
    if (count === 1) return [];
    var half = split(count);
    return index < half
      ? this.inclusion(index, first, half).concat([this.over(first + half, count - half)])
      : this.inclusion(index - half, first + half, count - half).concat([this.over(first, half)]);
  };
  Tree.prototype.consistency = function (size, first, count, whole) {
    if (size === count) return whole ? [] : [this.over(first, count)];
    var half = split(count);
    return size <= half
      ? this.consistency(size, first, half, whole).concat([this.over(first + half, count - half)])
      : this.consistency(size - half, first + half, count - half, false).concat([this.over(first, half)]);
  };
  function heldIn(entry, index, size, proof, root) {
    var at = index, last = size - 1, found = leaf(entry);
    if (index >= size) return false;
    for (var i = 0; i < proof.length; i++) {
      if (!last) return false;
      if (at % 2 || at === last) {
        found = node(proof[i], found);
        while (!(at % 2) && at) { at = at / 2; last = Math.floor(last / 2); }
      } else found = node(found, proof[i]);
      at = Math.floor(at / 2); last = Math.floor(last / 2);
    }
    return !last && same(found, root);
  }
  function grew(size, root, later, laterRoot, proof) {
    if (size === later) return same(root, laterRoot) && !proof.length;
    if (size > later) return false;
    if (!size) return !proof.length;
    var rest = proof.slice(), at = size - 1, last = later - 1;
    if (split(size + 1) === size || size === 1) rest.unshift(root);
    if (!rest.length) return false;
    while (at % 2) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
    var old = rest[0], now = rest[0];
    for (var i = 1; i < rest.length; i++) {
      if (!last) return false;
      if (at % 2 || at === last) {
        old = node(rest[i], old); now = node(rest[i], now);
        while (!(at % 2) && at) { at = at / 2; last = Math.floor(last / 2); }
      } else now = node(now, rest[i]);
      at = Math.floor(at / 2); last = Math.floor(last / 2);
    }
    return !last && same(old, root) && same(now, laterRoot);
  }

  // Notes, keys, checkpoints, receipts: C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof.
  function note(said) {
    var end = said.lastIndexOf('\n\n');
    if (end < 0) throw new Broken('note');
    var found = { text: said.slice(0, end + 1), lines: said.slice(end + 2).split('\n').slice(0, -1), said: said };
    var parts = found.text.split('\n');
    found.name = parts[0]; found.size = parseInt(parts[1], 10); found.root = unbase(parts[2]);
    if (!(found.size >= 0) || found.root.length !== 32) throw new Broken('checkpoint');
    return found;
  }
  function key(line) {
    var parts = line.split('+'), raw = unbase(parts.slice(2).join('+'));
    return { name: parts[0], kind: raw[0], raw: raw.subarray(1), line: line,
      hash: digest(joined(bytes(parts[0] + '\n'), raw)).subarray(0, 4) };
  }
  function keysIn(lines) { return lines.split('\n').filter(Boolean).map(key); }
  function signers() { return keysIn(say.signers); }
  // seconds since 1970 of the last time (0 of a log), or null
  function signedBy(of, by) {
    var last = null;
    for (var i = 0; i < of.lines.length; i++) {
      var line = of.lines[i].slice(DASH.length), end = line.indexOf(' '), raw;
      try { raw = unbase(line.slice(end + 1)); } catch (broken) { continue; }
      if (line.slice(0, end) !== by.name || !same(raw.subarray(0, 4), by.hash)) continue;
      var seconds = 0, said = of.text, from = 4;
      if (by.kind === 4) {
        for (; from < 12; from++) seconds = seconds * 256 + raw[from];
        said = 'cosignature/v1\ntime ' + seconds + '\n' + said;
      }
      if (raw.length === from + 64 && window.nacl.sign.detached.verify(bytes(said), raw.subarray(from), by.raw)) {
        last = Math.max(last, seconds);
      }
    }
    return last;
  }
  function receipt(said) {
    said = said.replace(/\r\n/g, '\n');
    // as an editor cut its end
    said = said.indexOf('\n' + DASH) < 0 ? said + '\n\n' : said + '\n';
    var end = said.indexOf('\n\n'), lines = said.slice(0, end).split('\n');
    if (lines[0] !== PROOF || lines[1].indexOf('extra ') || lines[2].indexOf('index ')) throw new Broken('receipt');
    var entry = unbase(lines[1].slice(6)), found = JSON.parse(text(entry));
    if (!found || typeof found.path !== 'string') throw new Broken('entry');
    said.slice(end + 2).split(DASH).slice(1).forEach(function (line) { if (unbase(line.trim().split(' ')[1]).length < 68) throw 0; });
    return { entry: entry, said: found, index: parseInt(lines[2].slice(6), 10),
      proof: lines.slice(3).map(unbase), note: note(said.slice(end + 2)) };
  }
  function written(entry, index, proof, of) {
    return [PROOF, 'extra ' + base(entry), 'index ' + index].concat(proof.map(base), '', of.said).join('\n');
  }

  function tell(said, values, bad) {
    var line = document.createElement('li');
    line.textContent = said.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
    line.className = bad === true ? 'alert' : bad || '';
    return list.appendChild(line);
  }
  function code(found) { return found.slice(0, DIGITS).replace(/(.{4})(?=.)/g, '$1 '); }
  function said(entry) { return JSON.parse(text(entry)); }

  // The log as it is published now, its signature, and who cosigned it.
  function log() {
    var now = note(text(read('checkpoint') || bytes('')));
    now.tree = new Tree(now.size);
    if (!same(now.tree.root(), now.root)) throw new Broken('root');
    return now;
  }
  function continues(now, before) {
    if (before.name !== now.name || before.size > now.size) return false;
    var proof = before.size && before.size < now.size ? now.tree.consistency(before.size, 0, now.size, true) : [];
    return grew(before.size, before.root, now.size, now.root, proof);
  }
  function dayOf(seconds) { return new Date(Math.min(seconds, 2e11) * 1000).toISOString().slice(0, 10); }
  // by clocks and time zones a day apart
  function atOdds(said, seconds) {
    if (seconds > Date.now() / 1000 + 86400) return tell(say.ahead, said, 'unknown');
    var after = dayOf(seconds + 86400), before = dayOf(Math.max(seconds - 86400, 0));
    var wrong = days.filter(function (each) { return each.number < said.count ? each.day > after : each.day < before; })[0];
    if (!wrong) return;
    said.number = wrong.number; said.day = wrong.day;
    tell(say.odds, said, 'unknown');
  }
  function signatures(now) {
    var keys = signers();
    var cosigned = keys.map(function (each) {
      var found = each.kind !== 1 && (read('witness/' + hex(each.hash)) || read('witnessed'));
      found = found && note(text(found));
      if (found) continues(now, found);
      return found;
    });
    return function () {
      var known = signed(now);
      keys.forEach(function (each, n) {
        if (each.kind === 1) return;
        var seen = false;
        [cosigned[n], now].forEach(function (one) {
          var seconds = one ? signedBy(one, each) : null;
          if (seconds === null) return;
          seen = true;
          var good = continues(now, one), said = { name: each.name, day: dayOf(seconds), count: one.size, seen: dayOf(seconds) };
          tell(good ? say.cosigned : say.forked, said, !good);
          if (good) atOdds(said, seconds);
        });
        if (!seen) tell(say.unseen, { name: each.name }, 'unknown');
      });
      if (!known) tell(now.lines.length ? say.unnamed : say.unsigned, {});
    };
  }
  // a receipt may be by an earlier key
  function signed(of, other) {
    var found, said = other || say.strange;
    signers().forEach(function (each) {
      if (each.kind !== 1) return;
      found = found || each;
      if (said === other && of.said.indexOf(base(each.hash).slice(0, 5)) > 0) said = say.strange;
      if (signedBy(of, each) !== null) { found = each; said = say.signed; }
    });
    if (!of.lines.length) said = say.unsigned;
    return found && tell(said, { key: found.line }, said === other ? 'unknown' : said !== say.signed);
  }
  // keys count for the time between their entries, which none can put there afterwards
  function earlier(now, of) {
    var found, named = trail(now, 'log/key');
    keysIn(text(read('keys') || bytes(''))).forEach(function (each) {
      if (each.kind !== 1 || signedBy(of, each) === null) return;
      var own = { fields: { key: each.line }, id: 'key', kind: 'log' }, digests = hex(digest(bytes(canonical(own))));
      own.demo = true;
      digests += hex(digest(bytes(canonical(own))));
      named.slice(1).forEach(function (next, n) {
        var from = named[n], there = from.sha256 && digests.indexOf(from.sha256) >= 0;
        // logs did not always name their keys: the first one signed before that
        if (there && (!n || from.number < of.size) && of.size <= next.number) found = { key: each.line, since: from.day, until: next.day };
      });
    });
    return found;
  }

  // what leads to entries is not trusted: only what is in the tree counts
  function numbers(folder, of) {
    var lines = read(folder + of.slice(0, 2));
    return lines ? text(lines).split('\n').filter(function (each) {
      return each.slice(0, DIGITS) === of.slice(0, DIGITS);
    }).map(function (each) { return parseInt(each.slice(DIGITS + 1), 10); }) : [];
  }
  function entry(now, number) {
    if (!(number < now.size)) throw new Broken('number');
    var raw = now.tree.entry(number), found = said(raw), proof = now.tree.inclusion(number, 0, now.size);
    if (!heldIn(raw, number, now.size, proof, now.root)) throw new Broken('proof');
    found.number = number; found.raw = raw; found.proof = proof;
    return found;
  }
  // with its proof the first entry of a tile proves all hashes in it
  function every(now) {
    for (var n = all.length; n < now.size; n++) {
      all[n] = n % WIDE ? said(now.tree.entry(n)) : entry(now, n);
      var own = '/' + all[n].path;
      all[n].number = n;
      (paths[own] = paths[own] || []).push(all[n]);
    }
    return all;
  }
  // what no list leads to is found if all is read: where that is little, or someone wants it
  function entries(now, folder, of, fits, path) {
    var some;
    if (whole || now.size < FEW) {
      some = every(now);
      some = (path ? paths['/' + path] || [] : some).filter(fits).map(function (each) { return each.number; });
    }
    else { some = numbers(folder, of); listed = now.size; }
    return some.map(function (number) { return entry(now, number); }).filter(fits);
  }
  // all entries of a record, the first before the last
  function trail(now, path) {
    return entries(now, 'path/', hex(digest(bytes(path))), function (each) { return each.path === path; }, path);
  }
  function became(now, of, held) {
    var last = of, taken, gone, again;
    trail(now, of.path).forEach(function (each) {
      if (each.number <= of.number) return;
      last = each;
      if (each.sha256 === of.sha256) return (again = again || each);
      again = null; gone = gone || each;
      if (each.sha256) taken = taken || each;
    });
    var what = !gone ? say.still : again ? say.back : last.sha256 ? say.replaced : say.withdrawn;
    var values = { path: of.path, day: of.day, number: of.number, again: again && again.day };
    values.later = (again ? gone : last.sha256 && taken || last).day;
    return function () { tell(what, values); days.push(of); if (!held) offer(now, of); };
  }
  function offer(now, of) {
    var link = save.querySelector('a');
    link.href = URL.createObjectURL(new Blob([written(of.raw, of.number, of.proof, now)], { type: 'text/plain' }));
    link.download = of.path.replace(/\//g, '-') + '.tlog-proof';
    save.hidden = false;
  }

  function ofCode(now, typed) {
    var wanted = (typed.normalize ? typed.normalize('NFKC') : typed).toLowerCase()
      .replace(/^[^]*[:=]|[^0-9a-z]+/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
    if (!/^[0-9a-f]{20,64}$/.test(wanted)) return function () { tell(say.short, { value: typed }, 'unknown'); };
    var found = entries(now, 'find/', wanted, function (each) { return (each.sha256 || '').indexOf(wanted) === 0; });
    if (!found.length) return function () { tell(say.none, { code: typed }, true); };
    return both(found.map(function (each) { return became(now, each); }));
  }
  function both(all) {
    return function () { all.forEach(function (each) { each(); }); };
  }
  // RFC 8785, for what public records have
  function canonical(value) {
    if (Array.isArray(value)) return '[' + value.map(canonical).join() + ']';
    if (!value || typeof value !== 'object') return JSON.stringify(value);
    return '{' + Object.keys(value).sort().map(function (name) {
      return JSON.stringify(name) + ':' + canonical(value[name]);
    }).join() + '}';
  }
  function within(value, found) {
    if (!value || typeof value !== 'object') return found;
    if (typeof value.kind === 'string' && typeof value.id === 'string' && value.fields) found.push(value);
    else Object.keys(value).forEach(function (name) { within(value[name], found); });
    return found;
  }
  // With one name twice, more names were typed than read.
  function names(text) { return (text.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g) || []).join('\n').split(/:$/m).length; }
  function records(from) {
    var found = [], parts = [], seen = {};
    function take(text) {
      var value = JSON.parse(text);
      found.twice = found.twice || names(text) > names(JSON.stringify(value));
      parts = parts.concat(value);
    }
    try { take(from); } catch (lines) {
      from.split('\n').forEach(function (line) {
        try { if (line.trim()) take(line); } catch (none) { found.rest = true; }
      });
    }
    parts.forEach(function (part) {
      var own = within(part, []);
      found.rest = found.rest || own[0] !== part;
      own.forEach(function (each) {
        var path = each.kind + '/' + each.id + (each.language ? '.' + each.language : '');
        found.twice = found.twice || seen[path];
        seen[path] = true;
        found.push({ path: path, own: hex(digest(bytes(canonical(each)))) });
      });
    });
    return found;
  }
  function ofRecord(now, record) {
    var path = record.path, own = record.own;
    var found = entries(now, 'find/', own, function (each) { return each.sha256 === own && each.path === path; }, path);
    if (found.length) return became(now, found[0]);
    var last = trail(now, path).pop();
    return function () {
      tell(last ? say.never : say.unknown,
        { path: path, code: last && last.sha256 ? code(last.sha256) : '\u2013', day: last && last.day }, true);
    };
  }
  function ofReceipt(held) {
    var found = held.said, of = held.note;
    found.number = held.index;
    if (!heldIn(held.entry, held.index, of.size, held.proof, of.root)) {
      return tell(say.unheld, {}, true);
    }
    tell(say.receipt, { path: found.path, code: code(found.sha256 || ''), day: found.day, number: held.index });
    var other = signed(of, say.earlier);
    return settled(function () {
      var now = log();
      if (of.name !== now.name) return function () { tell(say.other, { name: of.name }, true); };
      if (!continues(now, of)) return function () { tell(say.forgot, { path: found.path, count: of.size }, true); };
      var term = other && other.className === 'unknown' && earlier(now, of), more = term && signatures(now), said = became(now, found, true);
      return !term ? said : function () {
        list.removeChild(other);
        tell(say.former, term);
        both([said, more])();
      };
    }).then(function (told) { told(); });
  }

  function close() {
    if (listed) tell(say.lists, { count: listed, size: Math.ceil(listed / 6000) });
    more.hidden = !listed;
    status.textContent = list.querySelector('.alert') ? say.fails : list.querySelector('.unknown') ? say.partly : say.holds;
  }
  function answer(work) {
    list.textContent = '';
    save.hidden = more.hidden = true;
    listed = 0;
    days = [];
    last = work;
    status.textContent = say.wait;
    return Promise.resolve().then(work).then(null, function (error) {
      if (error instanceof Broken || error instanceof SyntaxError) tell(say.broken, {}, true);
      else if (list.children.length) tell(say.offline, {});
      else return true;
    }).then(function (fault) {
      close();
      if (fault) status.textContent = say.fault;  // which says nothing of what is held
    });
  }
  function ask(what) {
    return answer(function () {
      return settled(function () {
        var now = log(), told = what(now), more = signatures(now);
        return both([told, more]);
      }).then(function (told) { told(); });
    });
  }
  function typed(value) {
    return ask(function (now) {
      var whole = /[0-9a-f]{64}/i.exec(value);  // as sha256sum says it, with the name of the file
      return both((whole ? whole[0] : value.replace(/^[^]*code=|\.\s*$/g, '')).split('.').map(function (each) { return ofCode(now, each); }));
    });
  }
  function file(from) {
    var found;
    try { found = (from.indexOf(PROOF) ? records : receipt)(from); } catch (cut) { found = []; }
    if (found.proof) return answer(function () { return ofReceipt(found); });
    if (!found[0]) return answer(function () { tell(say.empty, {}, 'unknown'); });
    return ask(function (now) {
      return both(found.map(function (each) { return ofRecord(now, each); }).concat(function () {
        if (found.twice) tell(say.twice, {}, true);
        if (found.rest) tell(say.rest, {}, 'unknown');
      }));
    });
  }

  more.firstChild.addEventListener('click', function () {
    whole = true;
    answer(last);
  });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    typed(form.elements.code.value);
  });
  form.elements.file.addEventListener('change', function () {
    var chosen = form.elements.file.files[0], reader = new FileReader();
    if (!chosen) return;
    reader.onload = function () { file(saved(new Uint8Array(reader.result))); };
    reader.readAsArrayBuffer(chosen);
  });
  box.hidden = false;
  function fromAddress() {
    // of a sheet there are several
    var wanted = /[?&]code=([0-9a-fA-F.-]{20,999})(?:&|$)/.exec(location.search);
    if (!wanted) return;
    form.elements.code.value = code(wanted[1].split('.')[0].replace(/-/g, '').toLowerCase());
    typed(wanted[1]);
  }
  fromAddress();
})();
