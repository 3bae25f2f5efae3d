// What of a page is not as a resident can use it, found by measuring: nothing but ES5 and what
// Chrome 49 knows, as it runs in old engines as well. Its value is a list of sentences.
(function () {
  'use strict';
  var wide = document.documentElement.clientWidth, faults = [], LEAST = 44, APART = 4, EDGE = 6, NARROW = 24;

  function name(element) {
    var text = (element.textContent || element.value || '').replace(/\s+/g, ' ').trim();
    var kind = element.getAttribute('class');
    return '<' + element.tagName.toLowerCase() + (kind ? ' class=' + kind : '') + '> ' + text.slice(0, 30);
  }

  function all(selector, root) { return [].slice.call((root || document).querySelectorAll(selector)); }

  function style(element) { return getComputedStyle(element); }

  // Whether something is meant not to be seen, or to be moved sideways, as a wide table of a text.
  function aside(element) {
    for (var each = element; each && each !== document.body; each = each.parentElement) {
      var now = style(each);
      if (now.display === 'none' || now.visibility === 'hidden' || each.matches('.skip, .scroll, option')) return true;
      if (each.parentElement.matches('details:not([open])') && each.tagName !== 'SUMMARY' || each === element && each.matches('details:not([open])')) return true;
      if (now.position === 'absolute' && now.overflow === 'hidden' && each.clientWidth < 2) return true;
    }
    return false;
  }

  function boxes(node) {
    var range = document.createRange();
    range.selectNodeContents(node);
    return [].filter.call(range.getClientRects(), function (box) { return box.width > 0.5 && box.height > 0.5; });
  }

  // Every run of text that is shown, with the boxes of its lines.
  function texts() {
    var found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, null, false), node;
    while ((node = walker.nextNode())) {
      if (!node.data.trim() || /^(SCRIPT|STYLE|TEMPLATE|OPTION)$/.test(node.parentElement.tagName) || aside(node.parentElement)) continue;
      var lines = boxes(node);
      if (lines.length) found.push({ node: node, of: node.parentElement, lines: lines });
    }
    return found;
  }

  function sideways() {
    var needed = document.documentElement.scrollWidth;
    if (needed > wide) faults.push('scrolls sideways: ' + needed + ' of ' + wide + ' px');
  }

  function edges(found) {
    found.forEach(function (text) {
      text.lines.forEach(function (box) {
        if (text.of.closest('svg')) return;
        if (box.left < EDGE && !text.of.closest('.demo') || box.right > wide - (text.of.closest('.demo') ? 0 : 2)) {
          faults.push('touches the edge: ' + name(text.of) + ' ' + Math.round(box.left) + '–' + Math.round(box.right));
        }
      });
    });
  }

  function overlaps(found) {
    var lines = [];
    found.forEach(function (text) { text.lines.forEach(function (box) { lines.push({ of: text.of, box: box }); }); });
    lines.sort(function (a, b) { return a.box.top - b.box.top; });
    lines.forEach(function (one, n) {
      for (var m = n + 1; m < lines.length && lines[m].box.top < one.box.bottom - 5; m++) {
        var a = one.box, b = lines[m].box;
        if (one.of.closest('svg') || lines[m].of.closest('svg')) continue;
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5) {
          faults.push('lies over another: ' + name(one.of) + ' / ' + name(lines[m].of));
        }
      }
    });
  }

  // Things beside each other must not run together: children of rows, and links that follow each other.
  function glued() {
    all('body *').forEach(function (row) {
      var kind = style(row).display;
      if (!/flex|grid/.test(kind) && !row.matches('ul, ol, nav, .tags, .letters, .tiles') || aside(row)) return;
      var children = [].filter.call(row.children, function (each) { return !aside(each) && (each.textContent.trim() || /INPUT|SELECT|svg/i.test(each.tagName)); });
      for (var n = 1; n < children.length; n++) {
        var before = /INPUT|SELECT|svg/i.test(children[n - 1].tagName) ? [children[n - 1].getBoundingClientRect()] : boxes(children[n - 1]);
        var after = /INPUT|SELECT|svg/i.test(children[n].tagName) ? [children[n].getBoundingClientRect()] : boxes(children[n]);
        var a = before[before.length - 1], b = after[0];
        if (!a || !b || b.top >= a.bottom - 2 || a.top >= b.bottom - 2) continue;
        if (b.right < a.left - APART) continue; // in another column
        if (b.left - a.right < APART) faults.push('runs into the next: ' + name(children[n - 1]) + ' | ' + name(children[n]) + ' ' + Math.round(b.left - a.right));
      }
    });
    all('.tiles > li, .letters > a, button, .search input, .filters select').forEach(function (each) {
      var next = each.nextElementSibling;
      if (!next || aside(each) || aside(next)) return;
      var a = each.getBoundingClientRect(), b = next.getBoundingClientRect();
      if (b.left >= a.right - 1 ? b.left - a.right < APART && b.top < a.bottom - 2 : b.top - a.bottom < APART && b.top >= a.bottom - 2) {
        faults.push('sticks to the next: ' + name(each) + ' | ' + name(next));
      }
    });
  }

  // A link within a sentence is as high as its line, and may be (WCAG 2.2, 2.5.8); others are targets.
  function sentence(link) {
    var around = link.parentElement;
    while (around && style(around).display === 'inline') around = around.parentElement;
    var copy = around.cloneNode(true);
    all('a, button, small, .tel', copy).forEach(function (each) { each.textContent = ''; });
    return copy.textContent.replace(/[\s·|›:：、，。()（）—-]+/g, '').length > 3;
  }

  function targets() {
    all('a[href], button, input, select, summary').forEach(function (each) {
      if (aside(each) || each.closest('svg')) return;
      var box = each.getBoundingClientRect(), high = box.height;
      if (high && box.width < NARROW) faults.push('too narrow for a thumb: ' + name(each) + ' ' + Math.round(box.width));
      if (!high || high >= LEAST - 0.5 || each.tagName === 'A' && sentence(each)) return;
      faults.push('too low for a thumb: ' + name(each) + ' ' + Math.round(high));
    });
  }

  function cut() {
    all('body *').forEach(function (each) {
      var now = style(each);
      if (now.overflowX === 'hidden' && each.scrollWidth > each.clientWidth + 1 && !aside(each) && each.clientWidth > 2) faults.push('is cut: ' + name(each));
    });
  }

  // A column so narrow that a word stands in it sign beneath sign.
  function columns(found) {
    found.forEach(function (text) {
      var signs = text.node.data.replace(/\s+/g, '').length, tops = {};
      if (text.of.closest('svg')) return;
      text.lines.forEach(function (box) { tops[Math.round(box.top / 4)] = true; });
      var many = Object.keys(tops).length;
      if (many > 2 && signs / many < 2.5 || many > 1 && signs <= many) faults.push('stands sign beneath sign: ' + name(text.of));
    });
  }

  // A word of a language with blanks between words, cut in two for want of room.
  function broken(found) {
    var range = document.createRange();
    found.forEach(function (text) {
      var words = /[A-Za-z]{4,16}/g, word;
      if (text.of.closest('svg, .tel, code') || text.lines.length < 2) return;
      while ((word = words.exec(text.node.data))) {
        range.setStart(text.node, word.index);
        range.setEnd(text.node, word.index + word[0].length);
        // old engines give an empty box for the end of the line before
        if ([].filter.call(range.getClientRects(), function (box) { return box.width > 1; }).length > 1) faults.push('is cut in two: ' + word[0] + ' in ' + name(text.of));
      }
    });
  }

  var found = texts();
  sideways(); edges(found); overlaps(found); glued(); targets(); cut(); columns(found); broken(found);
  return faults.filter(function (fault, n) { return faults.indexOf(fault) === n; });
})()
