// Above prefectures, where one file of all places would be too large: the search in the few sections that may have
// what was typed. search.js, which comes after it, lends it what it has. The data are those of generator/pages/search_sections.py.
(function () {
  'use strict';
  var form = document.querySelector('form.search');
  if (!form) return;
  var WHERE = 1024, SECTIONS = 2; // files that say where a word is; sections looked through at first
  var BODY = /(?:的|民?委员?会|居民委员会|人民政府|政府|里面?)+$/; // as those, after the whole name of a village

  form.above = function (of) {
    var HAN = of.HAN, ENDING = of.ENDING, SPELLED = of.SPELLED, Stale = of.Stale, say = of.say, get = of.get, own = of.own,
      both = of.both, signs = of.signs, folded = of.folded, typed = of.typed, together = of.together, cut = of.cut,
      names = of.names, settle = of.settle, pieces = of.pieces, sounds = of.sounds, places = of.places, within = of.within;

    // The sections in which a word occurs, as an object of numbers.
    function where(word, known) {
      for (var n = 0, number = 0; n < word.length; n++) number = (number * 31 + word.charCodeAt(n)) % 65521;
      return get(say.files + 'where-' + number % WHERE + '.' + known.mark + '.json').then(function (data) {
        var at = 0, found = {};
        if (data.of !== known.parts) throw new Stale();
        own(data.words, word).forEach(function (gap) { at += gap; found[at] = 1; });
        return found;
      });
    }

    // The sections in which a part of what is typed may be: 3 and more where a name is just so, 1 where its signs are.
    function whereabouts(part, known) {
      var text = part.kind === 'text' ? part.text.replace(BODY, '') || part.text : part.text, named = {};
      var han = HAN.test(text), asked, bare = text.length > 2 ? text.replace(ENDING, '') : text;
      if (part.kind === 'stage') {
        known.sections.forEach(function (section, n) { named[n] = 1; });
        return Promise.resolve(named);
      }
      if (names(part)) {
        settle(part, known);
        known.sections.forEach(function (section, n) {
          var over = section.place.line.some(function (each) { return part.scores[each.number] >= 60; });
          if (over || known.all.some(function (each) { return part.scores[each.number] >= 60 && each.line.indexOf(section.place) >= 0; })) named[n] = 4;
        });
      }
      if (!han) asked = [[' ' + folded(text)], [' ' + folded(text.replace(SPELLED, ''))], [text]];
      else asked = [['=' + bare], part.kind === 'text' || names(part) ? pieces(text, known) : [text]];
      return Promise.all(asked.map(function (every) {
        return Promise.all(every.map(function (word) { return where(word.replace(/^ /, '~'), known); })).then(function (all) { return all.length ? all.reduce(both) : {}; });
      })).then(function (all) {
        all.forEach(function (found, n) {
          Object.keys(found).forEach(function (number) { named[number] = Math.max(named[number] || 0, n ? 1 : 3); });
        });
        if (Object.keys(named).length || !han || bare.length > 5) return named;
        return sounds(known).then(function () { // it may be written otherwise than it sounds
          return where('~' + signs(bare).map(function (sign) { return known.read[sign] ? folded(known.read[sign]) : '?'; }).join(''), known);
        });
      });
    }

    // The sections to look through, the likeliest first, and for what: not for the names of what lies above them.
    function routes(text, chosen, known) {
      var apart = typed(text, known.simple, {}), words = together(apart, known), rest = [];
      function of(all) {
        var parts = [].concat.apply([], all.map(function (word) {
          var own = cut(word, known);
          rest.push(own.filter(function (part) { return !over(part, known); }).map(function (part) { return part.text; }).join(''));
          return own;
        }));
        return Promise.all(parts.map(function (part) { return whereabouts(part, known); })).then(function (each) {
          return each.length ? each.reduce(both) : {};
        });
      }
      return of(words).then(function (found) {
        // pinyin that was typed with spaces, of a name that is known in a section alone
        if (Object.keys(found).length || apart.length < 2 || HAN.test(text)) return found;
        rest = [];
        return of([apart.join('')]);
      }).then(function (found) {
        return {
          text: rest.filter(Boolean).join(' ') || text,
          sections: known.sections.map(function (section, n) { return { section: section, weight: found[n] || 0, number: n }; }).filter(function (each) {
            return each.weight && (!chosen.county || each.section.place.line.some(function (above) { return above.id === chosen.county; }));
          }).sort(function (a, b) { return b.weight - a.weight || a.number - b.number; })
        };
      });
    }

    // Whether a part names a place above all sections, and none in them.
    function over(part, known) {
      if (!names(part)) return false;
      settle(part, known);
      return known.all.some(function (place) { return part.scores[place.number] >= 60; }) && known.all.every(function (place) {
        return part.scores[place.number] < 60 || !known.sections.some(function (section) { return place.line.indexOf(section.place) >= 0; });
      });
    }

    // What lies above all sections, and what those have in which all that was typed occurs: two, and more when asked.
    function across(text, chosen, known, times, deeper) {
      return Promise.all([within(text, chosen, known, deeper), routes(text, chosen, known)]).then(function (of) {
        var limits = { county: '', year: chosen.year, stage: chosen.stage }, found = of[1].sections.slice(0, SECTIONS * times);
        return Promise.all(found.map(function (each) {
          return places(each.section).then(function (own) { return within(of[1].text, limits, own, deeper); }).then(function (result) {
            result.hits.forEach(function (hit) { hit.over = each.section.place.line.slice(1); });
            return result;
          });
        })).then(function (results) {
          var every = results.concat(of[0]), seen = {};
          var whole = every.filter(function (result) { return result.hits.length && !result.without.length; });
          var some = whole.length ? whole : every.filter(function (result) { return result.hits.length; }).slice(0, 1);
          var hits = [].concat.apply([], some.map(function (result) { return result.hits; })).filter(function (hit) {
            return !seen[hit.place.id] && (seen[hit.place.id] = true);
          });
          hits.forEach(function (hit, n) { hit.at = n; }); // Chrome before 70 keeps no order of equals
          hits.sort(function (a, b) { return b.score - a.score || a.at - b.at; });
          var theirs = {};
          every.forEach(function (result) { for (var id in result.parties || {}) theirs[id] = result.parties[id]; });
          if (!Object.keys(theirs).length) theirs = null;
          return { hits: hits, without: some.length ? some[0].without : [], apart: some.length && some[0].apart, parties: theirs, others: of[1].sections.length - found.length };
        });
      });
    }

    return across;
  };
})();
