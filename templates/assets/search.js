// Finds places however people type them, and what is recorded at them; on the first page while one types.
// Without it the form leads to the letters from A to Z. The data are those of generator/pages/search_index.py.
(function () {
  'use strict';
  var form = document.querySelector('form.search');
  var box = document.getElementById('found');
  if (!form || !box) return;
  var SHARDS = 128, LINES = 5, FORM = 7, FILES = 2, WALK = 2; // FILES: of towns, loaded for the first groups; WALK: while none is found
  var LONGEST = 100, SYLLABLES = 12, NAME = 12; // of what is typed, of a name typed with spaces, of a name
  var FOUND = 49; // how well a place is meant at which a text is recorded: names come before it, slips behind it
  var ASIDE = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;
  var HAN = /[\u3400-\u9fff\ud840-\ud8bf]/, SIGNS = /[\u3400-\u9fff]|[^\u3400-\u9fff]+/g;
  var RUNS = /(?:[\ud840-\ud8bf][\udc00-\udfff]|[\u3400-\u9fff0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff])+/g; // for browsers before 2018
  try { RUNS = new RegExp('[\\p{L}\\p{N}]+', 'gu'); } catch (old) { /* as above */ }
  var LEFT_OUT = /[·•・‧“”"‘’'「」『』《》〈〉]/g; // as in generator/pages/search_words.py, and so are the numbers below
  var DIGITS = { '〇': 0, '零': 0, '○': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9 };
  var YEAR = /[〇零○一二三四五六七八九]{4}(?![〇零○一二三四五六七八九])/g;
  var COUNTED = /([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)(?=[号组期批轮队次标])/g;
  var GROUP = /村民小?组/g, SMALL = /([0-9一二三四五六七八九十])小组/g;
  var UP_TO = /([0-9一二三四五六七八九十])组?[ ]*[至到~—–-]+[ ]*(?=[0-9一二三四五六七八九十]+组)/g;
  var APART = /([0-9一二三四五六七八九十])\s+(?=[号组期批轮队次标年])/g, TONES = /^(?:[a-z]{2,6}[1-5])+$/;
  var SHORT_YEAR = /(^|[^0-9〇零○一二三四五六七八九十])([12一二])([0-9〇零○一二三四五六七八九])年/g;
  var CURL = /([^幼少婴孤女男托胎])儿$/; // 大棚儿
  var CLOSED = { c: '村', s: '社区', z: '镇', x: '乡', d: '街道', j: '居委会', a: '县', i: '市', _: '' };
  var ENDS = {
    '村': 'cun', '社区': 'shequ', '居委会': 'juweihui', '镇': 'zhen', '乡': 'xiang', '街道': 'jiedao',
    '县': 'xian', '市': 'shi', '州': 'zhou', '区': 'qu', '族': 'zu', '自': 'zi', '治': 'zhi', '经开区': 'jingkaiqu', '寨': 'zhai', '组': 'zu'
  };
  var NATION = /(?:(?:布依|毛南|土家|仡佬|[水苗瑶侗壮彝回藏白羌土畲满])族)+(?:乡|自治[县州])$/;
  var ENDING = /(?:村|社区|居委会|镇|乡|街道|县|市|州|区|寨)$/;
  var SPELLED = /(?:cun|shequ|juweihui|zhen|xiang|jiedao|xian|shi|zhou|qu|zhai)$/;
  var POLITE = /^(?:的|村?民?委员?会|居民委员会|人民政府|[镇乡县市]?政府|[镇乡县市]?(?:两委|党委|党?支部|办公室|办事处)|里面?|[市城]?区|县城|[和与跟及])+$/; // after a name, and of no weight
  var ALIKE = '大太犬 土士 未末 己已巳 人入八 日曰 干千于 田由甲申 午牛 王玉主 木本 天夫 石右 乌鸟 马鸟 力刀 贝见 白自目 井开 元无 ' +
    '又叉 冗沉 坡波 哨消 拉位 摆罢 州洲 岩炭 里理 河何 龙尤 良粮 坝贝 洞硐垌 寨塞 场扬 冲中 谷各 平乎 桥侨 苗茁 水木 交郊 红江 兴关 高亭 羊洋 拱洪';
  // what people ask of it, at the end, and what English speakers call places
  var ASKED = /(?:的?(?:联系)?(?:电话|手机)(?:号码?)?(?:是?多少)?|的?联系方式|是谁|找谁|怎么找|叫什么(?:名字)?|在哪里?|怎么样了?|(?:花|用|要)?了?多少钱|(?:修|建|做|弄|搞|办|改)?(?:好|完)?了?(?:没有?|吗)|(?:又|都|全|也)?(?:坏|烂|垮|断|塌|堵|漏)了|(?:什么|啥|哪)(?:时候|时间)(?:能?(?:修|建|做|弄|搞|办|改|开工|完工)(?:好|完)?)?)+$/;
  var TAIL = /(?:的?(?:情况|信息|查询)|是?多少|在哪里?|有哪些|怎么样了?|去哪里?了?|呢|吗)+$/; // after what is asked of a site
  var AMOUNT = /[0-9][0-9,.]*\s*(?:[千百十]?万|亿)?(?:元|块钱?)|[0-9一二两三四五六七八九十百千][0-9,.一二三四五六七八九十百千零]*\s*[万亿](?:元|块钱?|(?!\S))|(?:(?:cny|rmb|¥)\s*[0-9][0-9,.]*(?:\s*[mb]illion)?|[0-9][0-9,.]*\s*(?:[mb]illion|yuan)(?:\s*yuan)?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?)(?![0-9a-z])/g;
  var AGO = { '今': 0, '去': 1, '前': 2 };
  var ENGLISH = /^(?:villages?|towns?|township|county|city|prefecture|community|projects?|autonomous|phone|number|the|in|of|and|or)$/;
  var FIRM = /(?:(?:有限|责任|股份|集团)*公司|集团|(?:农民|专业)*合作社|联合社|商行|厂|协会|事务所|经营部|[0-9]队)$/;
  var LISTS = ['projects', 'posts', 'sent', 'leaders', 'honours', 'issued'];
  var input = form.elements.q;
  var list = box.querySelector('ol'), status = box.querySelector('[role=status]');
  var more = box.querySelector('button'), filters = box.querySelectorAll('select');
  var say = box.dataset, loaded = {}, asked = 0;
  var leads = {}; // where words lead that are asked of a site, by their codes
  [].forEach.call(box.querySelectorAll('.leads a'), function (link) { leads[link.getAttribute('data-lead')] = link; });
  var CHINESE = /^zh/.test(document.documentElement.lang), BRIEF = !filters.length, GROUPS = BRIEF ? 5 : 10; // on the first page, where the form leads on

  // What the address asks for. (Phones of 2016 have no URLSearchParams.)
  function wanted(name) {
    var found = new RegExp('[?&]' + name + '=([^&]*)').exec(location.search);
    try { return found ? decodeURIComponent(found[1].replace(/\+/g, ' ')) : ''; } catch (broken) { return ''; }
  }

  // Where this cannot run, what was typed stays in the form, and the letters below lead on.
  if (!window.Promise || !''.normalize) {
    if (BRIEF) return;
    input.value = wanted('q');
    if (!input.value) return;
    status.textContent = say.fault;
    box.querySelector('.filters').hidden = true;
    box.hidden = false;
    return;
  }

  function load(file) {
    if (window.fetch) {
      return fetch(file).then(function (answer) {
        if (!answer.ok) throw answer.status === 404 ? new Stale() : new Error(file);
        return answer.json();
      });
    }
    return new Promise(function (done, failed) {
      var request = new XMLHttpRequest();
      request.open('GET', file);
      request.onload = function () { if (request.status === 200) done(request.responseText); else failed(request.status === 404 ? new Stale() : new Error(file)); };
      request.onerror = failed;
      request.send();
    }).then(JSON.parse);
  }

  // The site was renewed while the page was open: files that its script names are no more, or are of two builds.
  function Stale() {}

  function get(file) {
    if (!loaded[file]) {
      loaded[file] = load(file).then(function (data) {
        if (data.form !== FORM) throw new Stale(); // made for another build's script
        return data;
      });
      loaded[file].catch(function () { delete loaded[file]; });
    }
    return loaded[file];
  }

  // ---- what is typed

  // A text in small letters, without what people leave out, its numbers in digits.
  function plain(text) {
    text = text.normalize('NFKC').toLowerCase().replace(LEFT_OUT, '').replace(GROUP, '组').replace(SMALL, '$1组').replace(UP_TO, '$1组至');
    return text.replace(YEAR, function (all) {
      return all.split('').map(function (sign) { return DIGITS[sign]; }).join('');
    }).replace(COUNTED, function (all, tens, ten, ones) {
      if (!ten) return (tens ? DIGITS[tens] : '') + '' + (ones ? DIGITS[ones] : '');
      return (tens ? DIGITS[tens] : '1') + '' + (ones ? DIGITS[ones] : '0');
    });
  }

  function flat(text) { return (plain(text).match(RUNS) || []).join(''); }

  // A text in Simplified characters; `back` leads from these to those typed.
  function simplified(text, simple, back) {
    var bare = text.normalize('NFKC').toLowerCase().replace(/[üǖǘǚǜ]|u:/g, 'v').normalize('NFD').replace(/[\u0300-\u036f']/g, '').normalize('NFC');
    bare = bare.replace(/[\u3400-\u9fff]/g, function (letter) {
      var made = simple[letter] || letter;
      back[made] = letter;
      return made;
    });
    return bare.replace(/([今去前])年/g, function (both, ago) { return say.year.match(/\d+/)[0] - AGO[ago] + '年'; })
      .replace(SHORT_YEAR, function (all, before, ten, one) {
        return before + '20' + (ten in DIGITS ? DIGITS[ten] : ten) + (one in DIGITS ? DIGITS[one] : one) + '年';
      }).replace(/还?没有(?=[修建做干完开弄批动搞按])/g, '没').replace(/已经(?=[修建做干完开弄批验])/g, '');
  }

  // The runs of a text as the files have them.
  function typed(text, simple, back) {
    var runs = plain(simplified(text, simple, back).replace(APART, '$1')).match(RUNS) || [];
    var meant = runs.map(function (run) {
      if (TONES.test(run)) return run.replace(/[1-5]/g, ''); // bing3wu3
      return run.replace(ASKED, '').replace(CURL, '$1').replace(/第(?=[0-9]+组)/, '').replace(/^(?:19|20)[0-9]{2}$/, '$&年');
    }).filter(function (run) { return run && !ENGLISH.test(run); });
    return meant.length ? meant : runs;
  }

  // Pinyin as it sounds in Guizhou: n is l, h before u is f, and no -g after -n.
  function folded(word) {
    return word.replace(/([zcs])h/g, '$1').replace(/ng+/g, 'n').replace(/n/g, 'l').replace(/h/g, 'f').replace(/v/g, 'u')
      .replace(/fu(?=[ao])/g, 'f').replace(/fui/g, 'fei').replace(/f[uo]l/g, 'fel').replace(/r/g, 'l');
  }

  // Whether two words differ by one letter, or by two that changed places.
  function near(one, two) {
    var start = 0, end = 0, a = one.length, b = two.length;
    if (Math.abs(a - b) > 1) return false;
    while (start < a && one[start] === two[start]) start++;
    while (end < a - start && end < b - start && one[a - 1 - end] === two[b - 1 - end]) end++;
    a -= start + end;
    b -= start + end;
    return a < 2 && b < 2 || a === 2 && b === 2 && one[start] === two[start + 1] && one[start + 1] === two[start];
  }

  // ---- places

  // The signs of a name. Those of extension B, as 𪣻 for 塿, are two units each.
  function signs(name) { return name.match(/[\ud800-\udbff]?[^]/g) || []; }

  // The initials of a place behind those of its county, of its town, of both: dybw, mcbw, dymcbw.
  function through(place) {
    var own = [place.initials, place.initials + place.end.slice(0, 1)], county = place.line[1], town = place.line[2], found = [];
    if (place.depth < 2 || !own[0]) return found;
    (place.depth > 2 ? [county.initials, town.initials, county.initials + town.initials] : [county.initials]).forEach(function (above) {
      own.forEach(function (each) { found.push(above + each); });
    });
    return found;
  }

  function unpacked(data, folder, mark) {
    var all = [], read = {}, alike = {}, line = [], words = Object.create(null), works = Object.create(null), end = data.filed, at = 0;
    data.read.replace(/([\ud800-\udbff]?[^a-z])([a-z]+)/g, function (both, sign, syllable) { read[sign] = syllable; });
    ALIKE.split(' ').forEach(function (group) {
      group.split('').forEach(function (sign) { alike[sign] = (alike[sign] || '') + group; });
    });
    data.names.replace(/([^a-z_]*)([a-z_])/g, function (both, bare, closing) {
      var number = all.length, name = data.odd[number] || bare + CLOSED[closing];
      var spelled = data.spelled[number];
      if (spelled === undefined) spelled = signs(bare).map(function (sign) { return read[sign]; }).join(' ');
      var syllables = spelled ? spelled.split(' ') : [];
      name = name.toLowerCase();
      var each = signs(name);
      if (syllables.length && syllables.length < each.length) bare = each.slice(0, syllables.length).join(''); else bare = closing === '_' ? name : bare;
      var depth = data.depths.charCodeAt(number) - 48, above = line[depth - 1];
      var place = {
        number: number, shown: data.shown ? data.shown[number] : data.odd[number] || name, name: name, flat: flat(name), bare: bare, signs: signs(bare),
        ending: name.slice(bare.length), syllables: syllables, joined: syllables.join(''), depth: depth, count: -1,
        initials: syllables.map(function (each) { return each[0]; }).join(''), former: data.former[number] || []
      };
      var end = ENDS[place.ending] || place.ending.split('').map(function (sign) { return ENDS[sign] || read[sign] || '?'; }).join('');
      place.end = end.indexOf('?') < 0 ? end : '';
      place.fold = folded(place.joined);
      place.folds = syllables.map(folded);
      place.line = (above ? above.line : []).concat([place]);
      place.through = through(place);
      var own = data.tails[number] || place.joined;
      place.id = own[0] === '/' ? own.slice(1) : above.id + '/' + own;
      place.town = place.line[2] || place;
      place.file = data.files[place.town.number];
      line[depth] = place;
      all.push(place);
      return '';
    });
    for (at = 0; at < end.length; at += 2) all[end[at]].count = end[at + 1];
    var simple = {};
    signs(data.variants).forEach(function (sign, n, those) { if (n % 2) simple[those[n - 1]] = sign; });
    all.forEach(function (place) {
      place.syllables.forEach(function (each, n) { read[place.signs[n]] = read[place.signs[n]] || each; });
      words[place.name] = words[place.flat] = { kind: 'place' };
      place.former.forEach(function (name) { words[name] = { kind: 'place' }; });
      if (place.joined) words[place.joined] = words[place.joined + place.end] = { kind: 'place' };
    });
    all.forEach(function (place) {
      var short = place.bare + place.name.slice(-1); // 三都县 for 三都水族自治县
      if (place.bare.length > 1 && NATION.test(place.name) && !words[short]) words[short] = { kind: 'place' };
      if (place.signs.length > 1 && !words[place.bare]) words[place.bare] = { kind: 'bare' };
    });
    data.things.forEach(function (row) { words[row[0]] = { kind: 'thing', meant: row[1] }; });
    data.bodies.forEach(function (row) { words[row[0]] = { kind: 'body', meant: row[1] }; });
    data.late.forEach(function (word) { words[word] = { kind: 'late' }; });
    data.works.forEach(function (word) { works[word] = true; });
    Object.keys(stages).forEach(function (code) { words[flat(stages[code])] = { kind: 'stage', codes: [code] }; });
    data.stages.forEach(function (row) { words[row[0]] = { kind: 'stage', codes: row[1] }; });
    data.posts.forEach(function (row) { words[row[0]] = { kind: 'post', codes: row[1] }; });
    var sections = data.sections && data.sections.map(function (row) { return { place: all[row[0]], mark: row[1] }; });
    var pages = Object.create(null);
    data.pages.forEach(function (row) { if (leads[row[0]]) row[1].forEach(function (word) { pages[word] = row[0]; }); });
    var common = {};
    data.common.replace(/../g, function (word) { common[word] = true; });
    return { of: data.of, common: common, all: all, pages: pages, simple: simple, read: read, alike: alike, words: words, works: works, folder: folder, mark: mark, sections: sections, parts: data.parts };
  }

  // All places; above prefectures those down to the counties, and with a section all that it has.
  function places(section) {
    var folder = section ? 'in/' + section.place.id + '/' : '', mark = section ? section.mark : say.mark, key = 'all ' + folder;
    if (!loaded[key]) {
      loaded[key] = get(say.shown + folder + 'places.' + mark + '.json').then(function (data) { return unpacked(data, folder, mark); });
      loaded[key].catch(function () { delete loaded[key]; });
    }
    return loaded[key];
  }

  // How the signs are read that are in no name: asked for where a text is nowhere, as 容空 sounds like 冗空.
  function sounds(known) {
    return get(say.sounds).then(function (data) {
      data.read.replace(/([a-z]+)([^a-z]+)/g, function (both, syllable, signs) {
        signs.split('').forEach(function (sign) { known.read[sign] = known.read[sign] || syllable; });
      });
    });
  }

  // The words of everyday, as they are spelled.
  function spell(known) {
    return sounds(known).then(function () {
      known.spelled = true;
      Object.keys(known.words).forEach(function (word) {
        var is = known.words[word];
        if (is.kind === 'place' || is.kind === 'bare' || word.length < 2 || !HAN.test(word)) return;
        var as = word.split('').map(function (sign) { return known.read[sign] || '?'; }).join('');
        if (!known.words[as]) known.words[as] = { kind: is.kind, meant: is.meant, codes: is.codes, text: word };
      });
    });
  }

  // What to hold names against: a word with its sounds, each worked out once.
  function heard(word, known) {
    var found = NATION.exec(word) || ENDING.exec(word), spelled = word.replace(SPELLED, ''), ending = found && word.length > 2 ? found[0] : '';
    var bare = signs(word.slice(0, word.length - ending.length));
    return {
      word: word, han: HAN.test(word), fold: folded(word), spelled: spelled, heard: folded(spelled), ending: ending, bare: bare,
      sounds: bare.map(function (sign) { return known.read[sign] ? folded(known.read[sign]) : '?'; }),
      alike: bare.map(function (sign) { return known.alike[sign] || sign; })
    };
  }

  // How well a word names a place: 0 not at all, 100 exactly, below 50 by its sound or with a slip.
  function named(place, heard) {
    var word = heard.word, name = place.name;
    if (heard.han) {
      if (name === word || place.flat === word) return 100;
      if (place.bare === word) return 95;
      if (place.former.some(function (each) { return each === word || each.replace(ENDING, '') === word; })) return 93;
      if (name.indexOf(word) === 0) return 70;
      if (heard.ending && heard.ending.length < 3 && place.bare === heard.bare.join('')) {
        return place.ending.slice(-heard.ending.length) === heard.ending ? 92 : 60; // 三都县 is 三都水族自治县, and hardly 三都村
      }
      if (name.length > 1 && word.indexOf(name) === 0 && word.length <= name.length + 3) return 55;
      if (name.indexOf(word) > 0) return 50;
      if (place.signs.length !== heard.bare.length) return 0;
      if (heard.ending && heard.ending !== place.ending) return 0;
      for (var n = 0, wrong = 0, slips = 0; n < heard.bare.length; n++) {
        if (heard.bare[n] === place.signs[n]) continue;
        if (heard.sounds[n] === place.folds[n] || heard.alike[n].indexOf(place.signs[n]) >= 0) slips++; else wrong++;
      }
      // one of two signs that is another, and no word for what it is, makes another word
      return !wrong ? 48 - slips : wrong === 1 && n > (heard.ending ? 1 : 2) && wrong + slips < n ? 30 - slips : 0;
    }
    if (!place.joined) return name === word ? 100 : 0;
    if (place.joined === word) return 95;
    if (place.end && place.joined + place.end === word) return 97;
    if (word.length < 2) return 0;
    if (place.initials === word || (place.end && place.initials + place.end[0] === word)) return 65;
    if (word.length > place.joined.length && (place.joined + place.end).indexOf(word) === 0) return 62; // sandushui
    if (place.joined.indexOf(word) === 0 || (place.joined + place.end).indexOf(word) === 0) return 60;
    if (place.joined === heard.spelled) return 58; // 社区 taken for 村
    if (place.fold === heard.fold || place.fold === heard.heard) return place.end && heard.fold === place.fold + folded(place.end) ? 49 : 48;
    for (var at = 1; at < place.syllables.length; at++) {
      if (place.syllables.slice(at).join('').indexOf(word) === 0) return 40;
    }
    if (word.length < 4) return 0;
    if (place.through.indexOf(word) >= 0) return 57; // dybw for 都匀市丙午村
    if (near(place.joined, word) || word.length > 5 && near(place.joined + place.end, word) || heard.spelled.length > 3 && near(place.joined, heard.spelled)) return 30;
    if (near(place.fold, heard.fold) || heard.spelled.length > 3 && near(place.fold, heard.heard)) return 28;
    return 0;
  }

  function scored(word, known) {
    var as = heard(word, known);
    return known.all.map(function (place) { return named(place, as); });
  }

  // ---- words of the records

  // A text is looked for by its first two signs and its last two, a longer one by those of them that are not in
  // half of all records (公司, 工程): what lies between is read where it is found.
  function pieces(text, known) {
    var signs = text.match(SIGNS), all = signs.slice(1).map(function (sign, n) { return signs[n] + sign; });
    var rare = all.length < 4 ? all : all.filter(function (word) { return !known.common[word]; });
    if (!all.length) return [text];
    if (rare.length) all = rare;
    return all.length > 1 ? [all[0], all[all.length - 1]] : all;
  }

  function shard(word, known) {
    var number = (word.charCodeAt(0) * 31 + (word.length > 1 ? word.charCodeAt(1) : 0)) % SHARDS;
    return get(say.files + known.folder + 'words-' + number + '.' + known.mark + '.json');
  }

  // What a table of a file says of a word: numbers, as the first and the steps between them.
  function own(table, word) { return Object.prototype.hasOwnProperty.call(table, word) ? table[word] : []; }

  // Where a word occurs, as an object of numbers; `lines` has the first rows of some, with how many there are.
  function postings(word, known) {
    return shard(word, known).then(function (data) {
      var at = 0, found = {}, lines = {}, parties = own(data.named, word).map(function (n) { return data.parties[n]; });
      if (data.of !== known.of) throw new Stale(); // its numbers are of other places
      own(data.words, word).forEach(function (gap) { at += gap; found[at] = true; });
      own(data.first, word).forEach(function (row) {
        lines[row[0]] = { count: row[1], rows: row.slice(2).map(function (n) { return data.lines[n]; }) };
      });
      return { found: found, lines: lines, parties: parties };
    });
  }

  // The same of a part of what is typed, which every piece must be found of.
  function recorded(part, known) {
    var all = part.kind === 'place' || part.kind === 'bare' ? [] : part.kind === 'text' ? pieces(part.text, known) : [part.text];
    if (!all.length) return Promise.resolve({ found: {}, lines: {} });
    if (part.kind === 'stage') return staged(part, known);
    return Promise.all(all.map(function (piece) { return postings(piece, known); })).then(function (each) {
      var found = {}, lines = {};
      Object.keys(each[0].found).forEach(function (number) {
        if (!each.every(function (one) { return one.found[number]; })) return;
        found[number] = true;
        each.forEach(function (one) {
          var own = one.lines[number];
          if (!own) return;
          own.some = own.count > own.rows.length && each.length > 1; // they may be others than say all of it
          if (!lines[number] || !own.some || lines[number].some) lines[number] = own;
        });
      });
      var parties = [].concat.apply([], each.map(function (one) { return one.parties; }));
      return { found: found, lines: lines, parties: parties, pieces: all };
    });
  }

  // The places that have projects of some stages, or of which a text says the same.
  function staged(part, known) {
    return Promise.all(part.is.codes.map(function (code) { return postings('s' + code, known); }).concat(pieces(part.text, known).map(function (piece) {
      return postings(piece, known);
    }))).then(function (each) {
      var found = {}, many = part.is.codes.length;
      each.slice(0, many).concat({ found: each.slice(many).reduce(function (one, two) { return { found: both(one.found, two.found) }; }).found }).forEach(function (one) {
        Object.keys(one.found).forEach(function (number) { found[number] = true; });
      });
      return { found: found, lines: {} };
    });
  }

  // ---- a search

  // Pinyin may be typed with spaces between its syllables: as one word if that names a place.
  function together(words, known) {
    var found = [];
    for (var n = 0; n < words.length;) {
      var many = 1;
      for (var to = Math.min(words.length, n + SYLLABLES); to > n + 1; to--) {
        var run = words.slice(n, to);
        if (run.some(function (word) { return HAN.test(word); })) continue;
        var said = known.words[run.join('')];
        if (said && said.kind !== 'place' && said.kind !== 'bare') { many = to - n; break; }
        var as = heard(run.join(''), known), least = to === words.length && !n ? 28 : 48;
        if (known.all.some(function (place) { return named(place, as) >= least && named(place, as) !== 60; })) { many = to - n; break; }
      }
      found.push(words.slice(n, n + many).join(''));
      n += many;
    }
    return found;
  }

  // Cut what is typed in one into names of places, words of everyday, and the rest: 红光村卫生室. Where a name stands
  // without 村 or 镇, it may be one at the beginning of the rest; `bare` says otherwise: 'first' alone, or 'any'.
  function cut(text, known, bare) {
    var parts = [], rest = '', at = 0, latin = !HAN.test(text);
    function close() {
      var last = parts[parts.length - 1], after = last && (last.kind === 'place' || last.kind === 'bare');
      rest = rest.replace(/^的+|的+$/g, '');
      if (after && (POLITE.test(rest) || last.kind === 'bare' && ENDS[rest])) rest = '';
      if (rest) rest.split(after ? /的+/ : '\n').forEach(function (each) {
        var of = /^((?:[0-9]+组至)?[0-9]+组|)(.+)$/.exec(each), is = of && of[2].length === 1 && known.words[of[2]]; // 丙午村的路, 6组路
        if (!is && !bare) of = null;
        if (!is || of[1]) parts.push({ kind: 'text', text: of ? of[1] || each : each });
        if (of && of[1] || is) parts.push(is ? part(of[2], is) : { kind: 'text', text: of[2] });
      });
      rest = '';
    }
    var whole = known.words[text] ? text : text.replace(/s$/, ''); // of English words the plural, too
    if (latin && known.words[whole]) return [part(whole, known.words[whole])];
    while (at < text.length) {
      var found = null;
      for (var to = Math.min(text.length, at + (latin ? 40 : NAME)); to > at + 1 && !found; to--) {
        var word = text.slice(at, to), is = known.words[word];
        if (is && is.kind === 'bare' && (bare === 'first' ? parts.length || rest : rest && !bare)) continue;
        if (is && !(latin && to < text.length && to - at < 4)) found = part(word, is);
      }
      if (found) {
        // 贵州省 before the first name says no more
        if (!parts.length && found.kind === 'place' && /(?:省|自治区)$/.test(rest)) rest = '';
        close();
        parts.push(found);
        at += found.typed.length;
      } else rest += text[at++];
    }
    close();
    // pinyin is cut where all of it is names
    if (latin && parts.some(function (part) { return part.kind === 'text'; })) parts = [];
    return parts.length ? worked(parts, known) : [{ kind: 'text', text: text }];
  }

  // Who looks for 卫生室建设 or 维修卫生室 means 卫生室: how something is done need not stand in the record. Where titles have
  // the `whole`, that is meant.
  function worked(parts, known) {
    var kept = [];
    function all(one, typed) { one.whole = one.typed = typed; return one; }
    function said(one) { return one.typed || one.text; }
    parts.forEach(function (one) {
      var last = kept[kept.length - 1], short = one.kind === 'text' ? bared(one.text, known) : one.text, is = known.words[short];
      if (last && !names(last) && known.works[said(one)] && one.kind !== 'place') return all(last, said(last) + said(one));
      if (last && last.kind === 'bare' && one.kind === 'bare') { // 茶园建设: no village of a village
        if (known.works[said(one)]) return;
        if (known.works[said(last)]) kept.pop();
      }
      if (short !== one.text) one = all(is && is.kind !== 'place' && is.kind !== 'bare' ? part(short, is) : { kind: 'text', text: short }, one.text);
      if (last && last.kind === 'text' && known.works[last.text] && !names(one)) all(one, kept.pop().text + said(one));
      kept.push(one);
    });
    return kept;
  }

  // A text without the words at its end and beginning for how it is done; what is nothing else stays.
  function bared(text, known) {
    for (var many = 4; many > 1; many--) {
      var before = text.slice(0, -many), after = text.slice(many);
      if (before.length > 1 && known.works[text.slice(-many)] && !known.works[before]) return bared(before, known);
      if (after.length > 1 && known.works[text.slice(0, many)] && !known.works[after]) return bared(after, known);
    }
    return text;
  }

  // A part that is a word of its own: as it stands in the files, and as it was typed.
  function part(word, is) { return { kind: is.kind, text: is.text || word, typed: word, is: is }; }

  // How well a name was heard in what begins with it (55) is no slip.
  function slip(best) { return best >= 28 && best !== 55; }

  function names(part) { return part.kind === 'place' || part.kind === 'bare'; }

  // The places that every part says something of, the best first; `limits` are those of the filters.
  function rank(looked, known, limits, chosen) {
    var hits = [];
    known.all.forEach(function (place) {
      var score = 0, own = false;
      if (limits.some(function (limit) { return !limit[place.number]; })) return;
      if (chosen.county && !place.line.some(function (each) { return each.id === chosen.county; })) return;
      for (var n = 0; n < looked.length; n++) {
        var one = looked[n], best = one.scores[place.number], at = one.found[place.number] ? FOUND : 0, above = 0;
        for (var m = 0; m < place.depth; m++) above = Math.max(above, one.scores[place.line[m].number]);
        if (!best && !at && above < one.least) return;
        own = own || best > 0 || at > 0;
        score += Math.max(best, at, above * 0.3);
      }
      if (own) hits.push({ place: place, score: score, parts: looked });
    });
    return hits.sort(function (a, b) {
      return b.score - a.score || a.place.depth - b.place.depth || (b.place.count >= 0) - (a.place.count >= 0) ||
        a.place.number - b.place.number;
    });
  }

  function settle(part, known, anew) {
    if (part.scores && !anew) return;
    var special = part.kind === 'thing' || part.kind === 'body' || part.kind === 'late' || part.kind === 'post' || part.kind === 'stage';
    part.scores = scored(part.text, known);
    var best = Math.max.apply(null, part.scores);
    part.least = Math.min(50, Math.max(best, 28));
    // a slip is thought of where nothing is called so; a name of things is one where it is whole
    if (best >= (special ? 0 : 60) || special) {
      var named = part.scores.filter(function (score) { return score >= 60; }).length;
      var floor = special ? (part.text.length > 1 ? 95 : 60) : named < 4 && !HAN.test(part.text) ? 30 : 40; // few are called so: it may be another
      part.scores = part.scores.map(function (score) { return score < floor ? 0 : score; });
    }
  }

  // Hold the parts against the files: those of few towns where names say which, else those of the words.
  function look(parts, known) {
    parts.forEach(function (part) { settle(part, known); });
    var rest = parts.filter(function (part) { return !names(part); }), files = {};
    if (rest.length && rest.length < parts.length) {
      var where = parts.filter(names).map(function (part) { return { scores: part.scores, found: {}, least: part.least }; });
      var hits = rank(where, known, [], {}), best = hits.length && hits[0].score;
      hits.some(function (hit) {
        if (hit.score < best - 6 || Object.keys(files).length > FILES) return true;
        if (hit.place.depth < 2) files.all = hit.place; else if (hit.place.file) files[hit.place.file] = hit.place;
        return false;
      });
      if (hits.length && !files.all && Object.keys(files).length <= FILES) {
        return Promise.all(Object.keys(files).map(function (each) { return filed(files[each]); })).then(function (towns) {
          rest.forEach(function (part) { part.found = {}; part.lines = {}; });
          Object.keys(files).forEach(function (each, n) {
            known.all.forEach(function (place) {
              if (place.town !== files[each].town || place.count < 0) return;
              var rows = told(place, towns[n]);
              rest.forEach(function (part) {
                if (rows.some(function (row) { return holds(row, part); })) part.found[place.number] = true;
              });
            });
          });
          return parts.map(function (part) { part.found = part.found || {}; part.lines = part.lines || {}; return part; });
        });
      }
    }
    return Promise.all(parts.map(function (part) {
      return part.whole ? entitled(part, known) : part;
    })).then(function () { return Promise.all(parts.map(function (part) {
      if (part.kind === 'text' && part.scores.some(function (score) { return score === 100; })) { part.found = part.lines = {}; return part; }
      return recorded(part, known).then(function (each) {
        part.found = each.found;
        part.lines = each.lines;
        part.parties = each.parties;
        part.pieces = each.pieces;
        if (Object.keys(each.found).length || Math.max.apply(null, part.scores) > 40 || !HAN.test(part.text)) return part;
        return sounds(known).then(function () { settle(part, known, true); return part; }, function () { return part; });
      });
    })); });
  }

  // Take the whole of a part for what is meant if a title says it, as far as the first lines tell.
  function entitled(part, known) {
    return postings(part.kind === 'text' ? pieces(part.text, known)[0] : part.text, known).then(function (each) {
      if (!Object.keys(each.lines).some(function (number) {
        return each.lines[number].rows.some(function (row) { return flat(row[1]).indexOf(part.whole) >= 0; });
      })) return;
      part.kind = 'text';
      part.text = part.whole;
      part.is = undefined;
      settle(part, known, true);
    });
  }

  // What is found in all places that are known, those of a site or of a section; `deeper` where that was said by no record.
  function within(text, chosen, known, deeper) {
    var back = {}, words = together(typed(text, known.simple, back), known);
    var whole = words.map(function (word) { return { kind: 'text', text: word }; });
    // a firm may be called after a place, whose own records are not meant
    if (chosen.year || chosen.stage || !words.some(function (word) { return FIRM.test(word); })) return cutting(words, whole, back, text, chosen, known, deeper);
    var longest = whole.reduce(function (one, other) { return other.text.length > one.text.length ? other : one; }); // 公司（一队）
    return look([longest], known).then(function (way) {
      var parties = firms([way], known, words);
      if (!parties) return cutting(words, whole, back, text, chosen, known, deeper);
      return { hits: rank(way, known, [], chosen), without: [], parties: parties };
    });
  }

  // Who has a page of its own and all in its name that was typed, places as well: the name, and where it is known, by id;
  // null for nobody. Others that a place's records name are told by its rows.
  function firms(looked, known, said) {
    var found = {}, any = false;
    looked.forEach(function (way) {
      var texts = way.some(names) || way.length === 1 ? said : way.map(function (part) { return part.text; });
      if (way.every(function (part) { return names(part) || part.kind === 'text'; })) way.forEach(function (part) {
        (part.parties || []).forEach(function (row) {
          var name = flat(row[1]);
          if (texts.every(function (text) { // 东方公司 is short for 东方建设有限公司
            var short = text.replace(FIRM, '');
            return name.indexOf(short.length > 1 && name.slice(-2) === text.slice(-2) ? short : text) >= 0;
          })) any = found[row[0]] = { name: row[1], at: known.all[row[2]] };
        });
      });
    });
    return any ? found : null;
  }

  function cutting(words, whole, back, text, chosen, known, deeper) {
    var limits = [], codes = [chosen.year && 'y' + chosen.year, chosen.stage && 's' + chosen.stage].filter(Boolean);
    var parts = [].concat.apply([], words.map(function (word) { return cut(word, known); }));
    // the names of some villages are words of everyday: 新建公路 is looked for as it stands as well
    var ways = [look(parts, known)], parties = null;
    if (parts.some(function (part) { return part.kind === 'bare'; })) ways.push(look([].concat.apply([], whole.map(function (word) { return worked([word], known); })), known));
    else if (parts.length > words.length) { // and a slip may have made a name of two
      whole.forEach(function (part) { settle(part, known); });
      if (whole.every(function (part) { return slip(Math.max.apply(null, part.scores)); })) ways.push(look(whole, known));
    }
    return Promise.all(codes.map(function (code) { return postings(code, known); })).then(function (all) {
      limits = all.map(function (each) { return each.found; });
      return Promise.all(ways);
    }).then(function (looked) {
      var hits = [], seen = {};
      parties = firms(looked, known, words);
      looked.forEach(function (way) {
        if (way.length) rank(way, known, limits, chosen).forEach(function (hit) {
          var same = seen[hit.place.number];
          if (same && same.parts.length >= hit.parts.length) return;
          if (same) { same.score = Math.max(same.score, hit.score); return; }
          seen[hit.place.number] = hit;
          hits.push(hit);
        });
      });
      parts = looked[0];
      var where = parts.filter(names);
      if (hits.length && where.length && where.length < parts.length) {
        // others of the name, of which nothing of it is recorded, come last
        var rest = rank(where, known, limits, chosen);
        rest.forEach(function (hit) {
          if (hit.score < rest[0].score || seen[hit.place.number]) return;
          hit.parts = parts;
          hits.push(hit);
        });
      }
      return hits.length && !deeper ? { hits: hits, without: [] } : otherwise(words, parts, known, limits, chosen);
    }).then(function (result) {
      result.parties = parties;
      result.without = result.without.map(function (one) { return (one.typed || one.text).replace(/./g, function (letter) { return back[letter] || letter; }); });
      // words of everyday may be typed in pinyin, too: xiulu is one, and no slip for xiaru
      var latin = words.some(function (word) { return word.length > 3 && !HAN.test(word); });
      var guessed = parts.every(function (part) { return slip(Math.max.apply(null, part.scores)) && !Object.keys(part.found).length; });
      if (known.spelled || !latin || result.hits.length && !result.without.length && !guessed) return result;
      return spell(known).then(function () { return within(text, chosen, known, deeper); }, function () { return result; });
    });
  }

  // Where nowhere all is said: cut otherwise; then without what is nowhere; at last the place at least, where one is named.
  function otherwise(words, parts, known, limits, chosen) {
    var all = ['first', 'any'].map(function (bare) {
      return [].concat.apply([], words.map(function (word) { return cut(word, known, bare); }));
    }).filter(function (one) { return one.length !== parts.length; });
    return Promise.all(all.map(function (one) { return look(one, known); })).then(function (looked) {
      var ways = looked.concat([parts]), result = null;
      function take(way, some) {
        if (result || !some.length) return;
        var hits = rank(some, known, limits, chosen);
        if (hits.length) result = { hits: hits, without: way.filter(function (one) { return some.indexOf(one) < 0; }) };
      }
      // many names begin with a sign that stands alone
      function named(one) { return one.text.length > 1 && Math.max.apply(null, one.scores) >= 50; }
      ways.forEach(function (way) { take(way, way); });
      ways.forEach(function (way) {
        take(way, way.filter(function (one) { return named(one) || Object.keys(one.found).length; }));
      });
      ways.reverse().forEach(function (way) { // all but one: a group that the village has not, with a post that it has
        if (way.length > 2) way.forEach(function (part) {
          if (!named(part)) take(way, way.filter(function (one) { return one !== part; }));
        });
      });
      if (!result) result = apart(parts, named, known, limits, chosen);
      ways.forEach(function (way) {
        for (var there = way.filter(named); there.length; there = there.slice(0, -1)) take(way, there);
      });
      return result || { hits: [], without: [] };
    });
  }

  // Names that no place has together: those of each, as 冗空 is in no 都匀, and 丙午村和良亩村 are two.
  function apart(parts, named, known, limits, chosen) {
    var there = parts.filter(named), hits = [], seen = {};
    var rest = parts.filter(function (one) { return !named(one) && Object.keys(one.found).length; });
    if (there.length < 2) return null;
    there.forEach(function (one) {
      var all = rank([one].concat(rest), known, limits, chosen);
      if (!all.length) all = rank([one], known, limits, chosen);
      all.forEach(function (hit) {
        if (hit.score < all[0].score - 6 || seen[hit.place.number]) return;
        seen[hit.place.number] = true;
        hits.push(hit);
      });
    });
    return hits.length && { hits: hits, apart: true, without: parts.filter(function (one) { return there.concat(rest).indexOf(one) < 0; }) };
  }

  function both(one, two) {
    var found = {};
    Object.keys(one).forEach(function (number) { if (two[number]) found[number] = one[number] + two[number]; });
    return found;
  }

  // Above prefectures there are sections, which search-above.js looks through.
  var across = form.above && form.above({
    HAN: HAN, ENDING: ENDING, SPELLED: SPELLED, Stale: Stale, say: say, get: get, own: own, both: both, signs: signs, folded: folded, typed: typed,
    together: together, cut: cut, names: names, settle: settle, pieces: pieces, sounds: sounds, places: places, within: within
  });

  function search(text, chosen, times, deeper) {
    return places().then(function (known) {
      return known.sections ? across(text, chosen, known, times || 1, deeper) : within(text, chosen, known, deeper);
    });
  }

  // ---- what is shown

  function element(name, text, href) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (HAN.test(text) && !CHINESE) made.lang = 'zh-Hans'; // for who has it read aloud
    if (href) made.href = href;
    return made;
  }

  // Put what was typed into a sentence as it is: `$&` means something to `replace`, and what is
  // written from right to left must not turn the sentence round.
  function quote(sentence, text) {
    return sentence.split('{q}').join(ASIDE.test(text) ? '\u2068' + text + '\u2069' : text);
  }

  function address(place) { return say.shown + 'units/' + place.town.id + '.' + place.file + '.json'; }

  function filed(place) { return get(address(place)); }

  var categories = JSON.parse(say.categories), stages = JSON.parse(say.stages);

  // A row as it is held against what is typed, and as it is shown.
  function line(place, kind, row, shown) {
    var made = { kind: kind, row: row, text: shown[0], href: '', more: [] };
    if (kind === 'projects') {
      made.hay = flat(row[0]) + '\n' + plain(categories[row[3]] || '');
      made.thing = made.hay.split(flat(place.name)).join(''); // what is done in 高桥村 is no bridge for that
      made.hay += '\n' + flat(row[5]) + '\n' + row[1] + '年';
      made.href = 'projects/' + row[7];
      made.more = [say.year.replace(/\d{4}/, row[1]), stages[row[2]] || row[2], row[4] ? say.late : ''];
      made.named = shown[5].split('\n');
      made.parties = row[6].split(',');
    } else if (kind === 'posts') {
      made.href = 'supervisors/' + place.id;
      made.more = [box.getAttribute('data-role-' + row[1]), shown[2]];
    } else if (kind === 'sent') {
      made.href = 'compliance/' + place.id;
      made.more = [box.getAttribute('data-role-' + row[1]), shown[2]];
    } else if (kind === 'leaders') {
      made.href = 'units/' + place.id;
      made.more = [shown[1]];
    } else {
      made.href = 'commendations/' + row[row.length - 1];
      made.more = kind === 'honours' ? [shown[1]] : [];
    }
    made.hay = made.hay || flat(row[0]) + '\n' + (kind === 'honours' || kind === 'leaders' ? flat(row[1]) : kind === 'issued' ? '' : flat(row[2]));
    return made;
  }

  function told(place, data) {
    var own = data.found[place.id] || {}, shown = data.shown ? data.shown[place.id] : own, found = [];
    LISTS.forEach(function (kind) {
      (own[kind] || []).forEach(function (row, n) { found.push(line(place, kind, row, shown[kind][n])); });
    });
    found.forEach(function (each, n) { each.at = n; }); // phones of 2016 sort what is equal as they like
    return found;
  }

  function holds(line, part) {
    var is = part.is;
    if (line.hay.indexOf(part.text) >= 0 && !(is && part.text.length === 1)) return true; // 路灯 is no 路
    if (part.loose) return part.pieces.every(function (piece) { return line.hay.indexOf(piece) >= 0; });
    if (part.kind === 'stage') return line.kind === 'projects' && is.codes.indexOf(line.row[2]) >= 0;
    if (part.kind === 'late') return line.kind === 'projects' && line.row[4];
    if (part.kind === 'post') return is.codes.indexOf(line.kind === 'posts' || line.kind === 'sent' ? line.row[1] : line.kind) >= 0;
    if (part.kind === 'body') return is.meant.some(function (word) { return line.hay.indexOf(word) >= 0; });
    return part.kind === 'thing' && line.kind === 'projects' && is.meant.some(function (word) { return line.thing.indexOf(word) >= 0; });
  }

  // The lines of a place that say what its name does not; `ready` where no more has to be loaded. With `some` those
  // that say a part of it, the most first.
  function lines(hit, chosen, some) {
    var place = hit.place, narrow = chosen.year || chosen.stage, ready = null;
    var others = hit.parts.filter(function (part) {
      return !place.line.some(function (each) { return part.scores[each.number] >= Math.min(part.least, 50); });
    });
    function fit(each) {
      if (chosen.year && String(each.row[1]) !== chosen.year || chosen.stage && each.row[2] !== chosen.stage) return false;
      each.says = others.filter(function (part) { return holds(each, part); }).length;
      each.most = others.filter(function (part) { return each.thing && each.thing.indexOf(part.whole || part.text) >= 0; }).length;
      return (!narrow || each.kind === 'projects') && each.says >= (some ? 1 : others.length);
    }
    function first(a, b) { return b.says - a.says || b.most - a.most || a.at - b.at; }
    if (place.count < 0 || (!others.length && !narrow)) return { rows: null };
    if (say.shown === say.files && !some) others.forEach(function (part) {
      var own = part.lines[place.number];
      if (!own || (own.count > own.rows.length && (narrow || others.length > 1))) return;
      var rows = own.rows.map(function (row, n) {
        var each = line(place, LISTS[row[0]], row.slice(1), row.slice(1));
        each.at = n;
        return each;
      }).filter(fit).sort(first);
      if (rows.length || own.count === own.rows.length) ready = { rows: rows, left: own.some ? -1 : own.count - own.rows.length };
    });
    if (ready) return ready;
    return { file: place.file, address: address(place), load: function () {
      return filed(place).then(function (data) {
        var rows = told(place, data).filter(fit).sort(first);
        return { rows: rows.slice(0, LINES), left: Math.max(0, rows.length - LINES) };
      });
    } };
  }

  function small(item, text) {
    if (!text) return;
    item.appendChild(document.createTextNode(' '));
    item.appendChild(element('small', text));
  }

  // The name of a place, but in Chinese with its pinyin as its pages have it.
  function called(place) {
    if (CHINESE) return place.shown;
    return place.shown + ' ' + place.id.split('/').pop().replace(/(^|-)[a-z]/g, function (sign) { return sign.toUpperCase(); });
  }

  // What a part says of who does a project: 交通局 is 交通运输局.
  function meant(part) { return part.kind === 'body' ? part.is.meant : [part.text]; }

  // Who does a project, or was paid, and is what was typed: as above, with the county of the project.
  function parties(hit, line, found) {
    var asked = hit.parts.filter(function (part) { return part.kind === 'text' || part.kind === 'body'; });
    if (asked.length) (line.parties || []).forEach(function (id, n) {
      var name = flat(line.row[5].split('\n')[n]);
      if (id && asked.some(function (part) {
        return meant(part).some(function (word) {
          return word.length > 1 && name.indexOf(word) >= 0 && line.thing.indexOf(word) < 0;
        });
      })) found[id] = { name: line.named[n], county: hit.place.line[1] };
    });
  }

  // Who of a project was typed, else who stands first: all of them would fill a small screen.
  function whose(hit, line) {
    var typed = line.named.filter(function (name) {
      return hit.parts.some(function (part) { return !names(part) && meant(part).some(function (word) { return word.length > 1 && flat(name).indexOf(word) >= 0; }); });
    });
    return typed.length ? typed : line.named.slice(0, 1);
  }

  function group(hit, found) {
    var place = hit.place, item = element('li'), head = element('p');
    // its words may be those of different records
    if (found.rows && !found.rows.length) return null;
    head.appendChild(element('a', called(place), say.base + 'units/' + place.id + '.html'));
    var line = hit.over ? hit.over.concat(place.line.slice(1, -1)) : place.line.slice(place.line.length > 1 ? 1 : 0, -1);
    small(head, line.filter(function (each) { return each.id !== place.id; }).map(called).join(' '));
    small(head, place.count > 0 ? say.projects.replace('{n}', place.count) : place.count ? '' : say.records);
    item.appendChild(head);
    item.place = place;
    item.named = hit.parts.some(function (part) { return part.scores[place.number] >= Math.max(28, part.least - 6); });
    if (!found.rows) return item;
    var inner = element('ul');
    item.parties = {};
    found.rows.forEach(function (line) {
      parties(hit, line, item.parties);
      var row = element('li');
      row.appendChild(element('a', line.text, say.base + line.href + '.html'));
      small(row, line.more.concat(line.named ? whose(hit, line) : []).filter(Boolean).join(' · '));
      inner.appendChild(row);
    });
    if (found.left) inner.appendChild(element('li', found.left > 0 ? say.rest.replace('{n}', found.left) : say.perhaps));
    item.appendChild(inner);
    return item;
  }

  // Make so many groups of the hits, passing over those in which no record says it all; a first
  // search loads no more than a few files for them. `far`: none was found yet, and there is more to look through.
  function fill(result, limits, groups, some) {
    var hits = result.hits, way = hits.length ? hits[0].parts || [] : [], first = groups <= GROUPS, placed = way.some(names);
    // where no place is named, files of words have been loaded already
    var most = placed ? FILES : 1, walked = 0, walk = first ? WALK : 4 * WALK, at = 0, items = [], files = {};
    if (first && !some && (result.parties || !placed && way.some(function (part) { return part.pieces && part.pieces.length > 1; }))) {
      var ready = [], rest = [];
      hits.forEach(function (hit) { // what can be shown without any more comes first
        var known = hit.score === hits[0].score && hit.parts.some(function (part) { return names(part) || part.lines && part.lines[hit.place.number]; });
        (known && !lines(hit, limits).file ? ready : rest).push(hit);
      });
      hits = result.parties ? ready : ready.concat(rest);
      if (ready.length) most = 0;
    }
    function next() {
      var taken = [];
      for (; at < hits.length && taken.length < groups - items.length; at++) {
        var found = lines(hits[at], limits, some);
        if (found.file && !files[found.file]) {
          if (Object.keys(files).length >= most && items.length + taken.length && first) break;
          if (taken.length && Object.keys(files).length >= most) break;
          files[found.file] = true;
          if (!loaded[found.address]) walked++;
        }
        taken.push([hits[at], found]);
      }
      if (!taken.length) return { items: items, left: result.hits.length - at, result: result, some: some };
      return Promise.all(taken.map(function (each) {
        return each[1].load ? each[1].load().then(function (found) { return group(each[0], found); }) : group(each[0], each[1]);
      })).then(function (made) {
        items = items.concat(made.filter(Boolean));
        if (!items.length && walked >= walk && at < hits.length) return { items: [], left: hits.length - at, result: result, far: true };
        if (!items.length) files = {};
        return next();
      });
    }
    return Promise.resolve(next());
  }

  // What is shown of a search. Where no record of the places that were found says it all, it is cut otherwise; then
  // those are shown that say a part.
  function answered(text, limits, groups) {
    var times = Math.ceil(groups / GROUPS);
    return search(text, limits, times).then(function (result) {
      return fill(result, limits, groups).then(function (shown) {
        if (shown.items.length || result.parties || !result.hits.length) return shown;
        if (shown.far) return loosely(result, limits, groups, shown);
        return search(text, limits, times, true).then(function (other) { return fill(other, limits, groups); }).then(function (other) {
          return other.items.length ? other : loosely(result, limits, groups);
        }).then(function (other) { return other || fill(result, limits, groups, true); });
      });
    });
  }

  // Words typed as one that a record says apart, as 住房改造: what is shown of these, else `instead`.
  function loosely(result, limits, groups, instead) {
    var some = false;
    result.hits.forEach(function (hit) {
      (hit.parts || []).forEach(function (part) { if (part.kind === 'text' && part.pieces && part.pieces.length > 1) some = part.loose = true; });
    });
    return some ? fill(result, limits, groups).then(function (shown) {
      shown.loose = true;
      return shown.items.length ? shown : instead;
    }) : instead;
  }

  // What is asked of a site, or of a place: the codes of what its words lead to, and what else was typed. 丙午村公示
  function leading(text, known) {
    var bare = simplified(text, known.simple, {}), codes = [], rest = [], sums = false;
    function take(word) {
      var code = known.pages[word] || known.pages[word.replace(/s$/, '')];
      if (code && codes.indexOf(code) < 0) codes.push(code);
      return code;
    }
    function place(word) { return known.words[word] && /place|bare/.test(known.words[word].kind); }
    function strip(run) {
      var short = run.replace(TAIL, '');
      for (var n = Math.min(NAME, short.length); n; n--) {
        var left = short.slice(0, -n).replace(/的$/, ''), behind = short.slice(n);
        if ((n > 1 || !left || place(left)) && take(short.slice(-n))) return left ? strip(left) : '';
        if (place(behind) && take(short.slice(0, n))) return behind;
      }
      return codes.length ? short : run;
    }
    // amounts are in no file of the search, which need not be made anew where money is paid: the lists have them
    bare = plain(bare).replace(AMOUNT, function () {
      sums = true;
      return ' ';
    });
    if (!take(flat(bare))) (plain(bare).match(RUNS) || []).forEach(function (run) {
      var left = HAN.test(run) ? strip(run) : take(run) ? '' : run;
      if (left) rest.push(left);
    });
    if (sums && codes.indexOf('projects') < 0) codes.push('projects');
    return { codes: codes, rest: rest.join(' '), sums: sums };
  }

  // What is shown of a search, with the ways to what no record says: of each place that was named, else of all.
  function led(text, limits, groups) {
    return places().then(function (known) {
      var ways = leading(text, known), sums = '';
      return answered(text, limits, groups).then(function (shown) {
        var first = shown.result.hits[0], sure = first && !shown.some && !shown.result.without.length && first.score >= FOUND;
        if (!ways.codes.length || sure || ways.rest === text) return shown;
        sums = ways.sums ? say.sums + ' ' : '';
        return ways.rest ? answered(ways.rest, limits, groups) : { items: [], left: 0, result: { hits: [], without: [], others: 0 } };
      }).then(function (shown) {
        var at = shown.items.filter(function (item) { return ways.rest && item.named; });
        at.forEach(function (item) {
          var inner = item.querySelector('ul') || item.appendChild(element('ul'));
          ways.codes.forEach(function (code) {
            var row = element('li');
            row.appendChild(element('a', leads[code].textContent, say.base + leads[code].getAttribute('data-at').replace('{id}', item.place.id)));
            inner.insertBefore(row, inner.firstChild);
          });
        });
        shown.sums = sums;
        shown.led = at.length ? [] : ways.codes.filter(function (code) {
          return code !== 'projects' || !shown.items.length; // which those are that were found
        }).map(function (code) {
          var item = element('li'), head = element('p');
          head.appendChild(element('a', leads[code].textContent, leads[code].getAttribute('href')));
          item.appendChild(head);
          return item;
        });
        return shown;
      });
    });
  }

  function chosen() {
    var now = {};
    ['county', 'year', 'stage'].forEach(function (name, n) { now[name] = filters[n] ? filters[n].value : ''; });
    return now;
  }

  // Before the places are there: the file of what was typed last, if that is no name of a place or a body.
  function ahead(text) {
    var runs = flat(text).match(/[\u3400-\u9fff]{2,}$/);
    if (!loaded['all '] && runs && runs[0].length < 5 && !ENDING.test(runs[0]) && !/[局办]$/.test(runs[0])) shard(runs[0].slice(-2), { folder: '', mark: say.mark }).catch(function () {});
  }

  var waits;
  function waited() {
    clearTimeout(waits);
    list.removeAttribute('aria-busy');
  }

  function run(groups, again) {
    var held = groups > GROUPS && document.activeElement === more ? list.children.length : 0, text = input.value.trim().slice(0, LONGEST), limits = chosen(), number = ++asked;
    var query = text ? ['q=' + encodeURIComponent(text)] : [];
    Object.keys(limits).forEach(function (name) { if (limits[name]) query.push(name + '=' + encodeURIComponent(limits[name])); });
    if (!BRIEF) history.replaceState(null, '', location.pathname + (query.length ? '?' + query.join('&') : ''));
    if (!text) { box.hidden = true; status.textContent = ''; return; }
    ahead(text);
    clearTimeout(waits);
    waits = setTimeout(function () { // a network may be slow, or hang and tell no one
      list.textContent = '';
      more.hidden = true;
      status.textContent = say.wait;
      box.hidden = false;
      list.setAttribute('aria-busy', 'true'); // not what is said, which is read aloud meanwhile
      waits = setTimeout(function () { status.textContent = say.fault; }, 20000);
    }, 1500);
    led(text, limits, groups).then(function (shown) {
      if (number !== asked) return; // something else has been typed meanwhile
      waited();
      var result = shown.result, words = shown.left ? say.most : say.count, any = shown.items.length;
      list.textContent = '';
      var theirs = {}, alike = {}, who = [], next;
      [result.parties].concat(shown.items.map(function (item) { return item.parties; })).forEach(function (some) {
        for (var id in some) if (!theirs[id]) {
          theirs[id] = some[id];
          alike[some[id].name] = (alike[some[id].name] || 0) + 1;
        }
      });
      for (var id in theirs) {
        var one = element('li'), head = element('p'), is = theirs[id], at = is.at || alike[is.name] > 1 && is.county;
        head.appendChild(element('a', is.name, say.base + 'parties/' + id + '.html'));
        small(head, at && called(at));
        small(head, say.party);
        one.appendChild(head);
        if (flat(is.name) === flat(text)) who.unshift(one); else who.push(one);
      }
      var many = who.length;
      if (groups <= GROUPS) who = who.slice(0, LINES);
      var first = shown.items.length && shown.items[0].named ? 1 : 0; // a place that was typed
      shown.led.concat(shown.items.slice(0, first), who, shown.items.slice(first)).forEach(function (item) { list.appendChild(item); });
      var said = shown.led.length && !any ? (shown.sums ? '' : say.led) : !any ? (who.length ? say.whose.replace('{n}', many) : shown.far ? say.far : quote(say.none, text)) : (result.apart ? say.apart + ' ' : shown.loose ? say.loose + ' ' : shown.some ? say.some + ' ' : '') +
        (result.without.length ? quote(say.without, result.without.join(' ')) + ' ' : '') +
        words.replace('{n}', any + shown.left) + (result.others ? ' ' + say.others.replace('{n}', result.others) : '');
      status.textContent = shown.sums + said;
      more.hidden = !shown.left && !result.others && who.length === many;
      next = held && list.children[held] && list.children[held].querySelector('a');
      if (next) next.focus(); // who asked for more by a key goes on there, and not behind it all
      more.onclick = function () { if (BRIEF) form.submit(); else run(groups + GROUPS); };
      box.hidden = false;
    }).catch(function (fault) {
      if (number !== asked) return;
      loaded = {};
      waited();
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
  form.known = places;
  form.plain = plain;
  var wait;
  input.addEventListener('focus', function () {
    if (!(navigator.connection || {}).saveData) places().catch(function () {}); // who saves data may not type
  });
  input.addEventListener('input', function () { clearTimeout(wait); wait = setTimeout(run, 200, GROUPS); });
  if (!BRIEF) form.addEventListener('submit', function (event) { event.preventDefault(); clearTimeout(wait); run(GROUPS); });
  [].forEach.call(filters, function (select) { select.addEventListener('change', function () { run(GROUPS); }); });
  if (BRIEF) return;
  input.value = wanted('q');
  [].forEach.call(filters, function (select) { select.value = wanted(select.name); if (select.selectedIndex < 0) select.value = ''; });
  if (input.value) run(GROUPS); else if (say.focus) input.focus();
})();
