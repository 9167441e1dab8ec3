/* The search engine: what answers to a query, and where on a page. Loads the index when it is
   first asked, and the passages of a page when its result is shown; as scripts, since pages that
   are opened from files can load nothing else. */
window.wikiSearch = (() => {
  'use strict';
  const root = new URL('../', document.currentScript.src);
  const scripts = {};
  const passages = {};
  const shards = {};
  let data, loading;

  const load = name => scripts[name] ??= new Promise((done, failed) => {
    const node = document.createElement('script');
    Object.assign(node, {src: new URL(`search/${encodeURI(name)}`, root), onload: done});
    node.onerror = () => { delete scripts[name]; node.remove(); failed(new Error(name)); };
    document.head.append(node);
  });

  // -- Words, made as in export/search_index.py --------------------------------------------

  const UNSPACED =
    /([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+)/;
  const fold = text => text.toLowerCase().normalize('NFKD').toLowerCase()
    .replace(/[\u0300-\u036f]/g, '').replace(/(?<=\p{Nd})[.,](?=\p{Nd})/gu, '_')
    .replace(/[^\p{L}\p{N}\p{M}_]/gu, ' ').replace(/(?<=\p{Nd})_0+(?![\p{L}\p{N}])/gu, '')
    .normalize('NFC');
  const split = text => fold(text).replace(/(?<![\p{L}\p{N}\p{M}_])0+(?=\p{Nd})/gu, '')
    .split(' ').filter(Boolean)
    .flatMap(word => word.split(UNSPACED)).filter(Boolean);
  // a run without blanks is looked for by each two characters that follow
  const isRun = word => word.search(UNSPACED) === 0;
  const pairsOf = run => run.length < 2 ? [run]
    : [...Array(run.length - 1).keys()].map(i => run.slice(i, i + 2));

  /* Whether two words differ in their endings alone: `fighting` and `fights`, not `anime` and
     `animation`. No language needs a stemmer for it. */
  function related(one, other) {
    let same = 0;
    while (same < one.length && one[same] === other[same]) same++;
    const longer = Math.max(one.length, other.length) - same;
    return same > 3 && longer < 4 && same >= longer * 2 && !/\d/.test(one + other);
  }

  /* How many letters of a word are written otherwise. */
  function distance(from, to) {
    let row = [...Array(to.length + 1).keys()];
    [...from].forEach((letter, i) => {
      const next = [i + 1];
      for (let j = 0; j < to.length; j++)
        next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (letter !== to[j])));
      row = next;
    });
    return row.at(-1);
  }

  // -- The index ---------------------------------------------------------------------------

  const named = text => ({text, plain: fold(text).trim().replace(/ +/g, ' '), words: split(text)});

  function unpack(text) {
    let before = '';
    return text.split('\n').map(line => {
      const cut = line.indexOf(' ');
      before = before.slice(0, parseInt(line[0], 36)) + line.slice(1, cut);
      return [before, line.slice(cut + 1)];
    });
  }

  function setIndex(made) {
    data = made;
    data.entries = made.entries.map((row, number) => {
      const [docname, kind, title, names = [], later = [], anchor = '', note = '', last] = row;
      const known = [title, ...names].map(named);
      for (const [episode, name] of later) known.push({...named(name), episode});
      return {docname, kind: made.kinds[kind], title, names, known, anchor, note, last, number};
    });
    if (made.words) shards.words = unpack(made.words);
  }

  const letter = word =>
    /^[a-z]/.test(word) ? word[0] : /^\p{Nd}/u.test(word) ? '0' : 'other';
  /* Scripts with a word: of a small wiki one, and one more of what episodes open. */
  const partsOf = word => ['words', `words-${letter(word)}`, 'later', `later-${letter(word)}`];
  const need = (words, seen) => Promise.all([...new Set(words.flatMap(partsOf))]
    .filter(name => data.scripts.includes(name) && (seen || !name.startsWith('later')))
    .map(name => load(`${name}.js`)));
  const ready = () => loading ??= load('index.js').catch(error => { loading = null; throw error; });

  const numbers = text => {
    let last = 0;
    return text ? text.split(',').map(part => last += parseInt(part, 36)) : [];
  };
  function* pagesOf(postings, seen) {
    for (const posting of postings.split(';')) {
      const [, number = 0, some, much] = /^(?:([\d.]+):)?(\S*) ?(\S*)$/.exec(posting);
      if (number > seen) continue;
      const often = numbers(much);
      if (some[0] === '-') {
        const without = new Set([...numbers(some.slice(1)), ...often]);
        for (let page = 0; page < data.pages; page++) if (!without.has(page)) yield [page, 5];
      } else for (const page of numbers(some)) yield [page, 5];
      for (const page of often) yield [page, 8];
    }
  }

  /* By page, how well its text answers to a word: the word itself, one that begins with it, or
     one with another ending; rare words tell more. */
  function inText(word, seen) {
    const worth = new Map();
    if (isRun(word) && word.length > 2) {
      const parts = pairsOf(word).map(pair => inText(pair, seen));
      for (const [page, points] of parts[0].worth)
        if (parts.every(part => part.worth.has(page))) worth.set(page, points);
      return {worth, exact: worth.size > 0, rare: parts[0].rare};
    }
    let exact = false;
    const begins = !/^\d/.test(word) && (word.length > 1 || isRun(word));
    for (const name of partsOf(word)) for (const [other, postings] of shards[name] || []) {
      const share = other === word ? 1 : begins && other.startsWith(word) ? .6
        : related(word, other) ? .7 : 0;
      if (!share) continue;
      for (const [page, points] of pagesOf(postings, seen)) {
        worth.set(page, Math.max(worth.get(page) || 0, points * share));
        exact ||= share === 1;
      }
    }
    const rare = 1 - Math.log(worth.size + 1) / Math.log(data.pages + 2);
    for (const [page, points] of worth) worth.set(page, points * (.2 + .8 * rare));
    return {worth, exact, rare, common: worth.size > 3 && worth.size > data.pages * .3};
  }

  /* How well a name answers to a word: figures only as a whole; `roughly` forgives slips. */
  function likeness(name, word, roughly) {
    if (name.words.includes(word) || name.words.join('') === word) return 20;
    if (/^\d/.test(word)) return 0;
    if (word.length > 1 && name.words.some(other => other.startsWith(word))) return 10;
    if (word.length > 5 && name.words.join('').startsWith(word)) return 10;
    if (isRun(word) && name.plain.includes(word)) return 20;
    if (name.words.some(other => related(word, other))) return 9;
    if (word.length > 3 && name.words.some(other => other.includes(word))) return 7;
    if (!roughly) return 0;
    const slips = word.length < 3 ? 0 : word.length < 5 ? 1 : 2;
    const near = name.words.filter(other => Math.abs(other.length - word.length) <= slips)
      .map(other => distance(word, other));
    const least = Math.min(9, ...near);
    return least > slips ? 0 : 9 - 3 * least;
  }

  // -- What is found -----------------------------------------------------------------------

  const known = (entry, seen) => entry.known.filter(name => !(name.episode > seen));
  const hasName = (word, seen) =>
    data.entries.some(entry => known(entry, seen).some(name => likeness(name, word)));

  /* Words of a query; `ep10` is two. */
  async function termsOf(query, seen) {
    const words = [];
    for (const word of split(query)) {
      await need([word], seen);
      const number = /^(\p{L}+)0*(\d[\d_]*)$/u.exec(word);
      if (number && !inText(word, seen).worth.size && !hasName(word, seen))
        words.push(number[1], number[2]);
      else words.push(word);
    }
    await need(words, seen);
    return words;
  }

  function rank(terms, query, seen, {roughly, any} = {}) {
    const whole = fold(query).trim().replace(/ +/g, ' ');
    const texts = terms.map(word => inText(word, seen));
    const pairs = terms.slice(1).map((word, i) => terms[i] + word);
    const paired = pairs.map(word => inText(word, seen));
    const optional = !texts.every(text => text.common);
    const needed = terms.filter((word, i) => !(optional && texts[i].common));
    const shares = texts.map(text => optional && text.common ? .1 : 1);
    const label = kind => fold(data.says.kinds[kind]).trim();
    const hits = [];
    for (const entry of data.entries) {
      const names = known(entry, seen);
      const page = !entry.anchor && entry.number < data.pages ? entry.number : -1;
      const inName = (word, i) => shares[i] *
        Math.max(...names.map(name => likeness(name, word, roughly)));
      const worths = terms.map((word, i) => Math.max(texts[i].worth.get(page) || 0,
        inName(word, i), label(entry.kind).startsWith(word) ? 1 : 0));
      pairs.forEach((word, i) => {
        const worth = Math.max(names.some(name => likeness(name, word) === 20) ? 20 : 0,
          paired[i].exact && paired[i].worth.get(page) || 0);
        if (worth) for (const at of [i, i + 1]) worths[at] = Math.max(worths[at], worth);
      });
      // of many words, a name among them is enough
      const isNamed = terms.length > 2 && names.some(({words, plain}) => !/^[\d ]+$/.test(plain) &&
        words.every(word => needed.includes(word)));
      if (any ? !worths.some(worth => worth > 1) : !isNamed &&
        !worths.every((worth, i) => worth || (optional && texts[i].common))) continue;
      let points = worths.reduce(
        (sum, worth, i) => sum + worth * (any ? .1 + texts[i].rare : 1), 0);
      let best = names[0], most = 0;
      for (const name of names) {
        const likes = terms.map((word, i) => shares[i] * likeness(name, word, roughly));
        let worth = likes.reduce((sum, like) => sum + like, 0);
        const about = entry.kind === 'aspect' || entry.kind === 'critic' ? 15 : 0;
        if (name.plain === whole || name.words.join('') === terms.join('')) worth += 60 + about;
        else if (name.words.join('') === needed.join('')) worth += 40 + about;
        else if (whole && name.plain.startsWith(whole)) worth += 20;
        else if (likes.every((like, i) => like || texts[i].common)) worth += 10 / name.words.length;
        if (worth > most) [most, best] = [worth, name];
      }
      if (!any) points += most;
      const late = entry.last && !(names.some(
        name => terms.every(word => likeness(name, word) > 9)) && !any);
      hits.push({...entry, name: best, points, late, terms});
    }
    hits.sort((a, b) => a.late - b.late || b.points - a.points || a.number - b.number);
    return any ? hits.filter(hit => hit.points > hits[0].points / 3) : hits;
  }

  /* The best hits first; `some` tells that none answers to all words, `near` are names that were
     perhaps meant. */
  async function find(query, seen) {
    await ready();
    const terms = await termsOf(query, seen);
    await need(terms.slice(1).map((word, i) => terms[i] + word), seen);
    if (!terms.length) return {hits: [], near: [], some: false};
    const hits = rank(terms, query, seen);
    if (hits.length) return {hits, near: [], some: false};
    return {
      hits: terms.length > 1 ? rank(terms, query, seen, {any: true}) : [],
      near: rank(terms, query, seen, {roughly: true}).slice(0, 3),
      some: true,
    };
  }

  // -- Where on a page -----------------------------------------------------------------------

  const CHUNKS = /\p{Nd}+[.,]\p{Nd}+|[\p{L}\p{N}\p{M}_]+(?:[-\u2010\u2011][\p{L}\p{N}\p{M}_]+)*/gu;
  const answers = (word, terms) => terms.find(term => word === term ||
    (term.length > 1 && !/^\d/.test(term) && word.startsWith(term)) || related(term, word));

  /* The words of a text that answer to the terms: where each begins and ends, and its term. */
  function matches(text, terms) {
    const all = [...terms, ...terms.slice(1).map((word, i) => terms[i] + word)];
    const found = [];
    const look = (chunk, start) => {
      const words = split(chunk);
      const run = all.find(term => isRun(term) && chunk.includes(term));
      const term = words.length === 1 && answers(words[0], all);
      if (run) found.push([start + chunk.indexOf(run), start + chunk.indexOf(run) + run.length, run]);
      else if (term) found.push([start, start + chunk.length, term]);
    };
    for (const {0: chunk, index} of text.matchAll(CHUNKS)) {
      const joined = split(chunk.replace(/[-\u2010\u2011]/g, ''));
      if (joined.length === 1 && all.includes(joined[0]))
        found.push([index, index + chunk.length, joined[0]]);
      else for (const part of chunk.matchAll(/[^-\u2010\u2011]+/g)) look(part[0], index + part.index);
    }
    return found.sort((a, b) => a[0] - b[0]);
  }

  const BEFORE = 50, LENGTH = 170;

  /* Text around the densest matches, or its start, cut at words: pieces, each with whether it
     matches. */
  function cut(text, found, fromStart) {
    let start = 0, most = -1;
    for (const [from] of found) {
      const near = new Set(found.filter(([at]) => at >= from && at < from + LENGTH - BEFORE)
        .map(([, , term]) => term)).size;
      if (near > most) [most, start] = [near, from];
    }
    if (fromStart || text.length <= LENGTH) start = 0;
    else {
      start = Math.max(0, Math.min(start - BEFORE, text.length - LENGTH));
      if (start) start += text.slice(start).search(/(?<=\s|[、。])/) || 0;
    }
    let end = Math.min(text.length, start + LENGTH);
    if (end < text.length) end = Math.max(text.lastIndexOf(' ', end), start + LENGTH / 2 | 0);
    const pieces = [[start ? '… ' : '', false]];
    let place = start;
    for (const [from, to] of found) {
      if (from < place || to > end) continue;
      pieces.push([text.slice(place, from), false], [text.slice(from, to), true]);
      place = to;
    }
    pieces.push([text.slice(place, end) + (end < text.length ? ' …' : ''), false]);
    return pieces.filter(([piece]) => piece);
  }

  /* The passage of a hit that answers best, among those that the reader may know. */
  async function excerpt(hit, seen) {
    const none = {anchor: hit.anchor, heading: '', pieces: []};
    if (!hit.anchor && hit.number >= data.pages) return none;
    try {
      await load(`pages/${hit.docname}.js`);
    } catch {
      return none;
    }
    // of what is called so, its summary tells what it is
    const called = hit.terms.every(word => likeness(hit.name, word) > 9);
    let best = none, most = -1;
    for (const [anchor, heading, number, text] of passages[hit.docname]?.[2] ?? []) {
      if (number > seen || (hit.anchor && anchor !== hit.anchor) || !(text || heading)) continue;
      const found = matches(text, hit.terms);
      const worth = called ? 0 : new Set(found.map(([, , term]) => term)).size * 4 +
        new Set(matches(heading, hit.terms).map(([, , term]) => term)).size;
      if (worth <= most) continue;
      most = worth;
      best = {anchor: worth || hit.anchor ? anchor : '', heading, pieces: cut(text, found, called)};
    }
    return best;
  }

  const address = (docname, anchor) => {
    const path = data.suffix === '/' ? `${docname}/`.replace(/(^|\/)index\/$/, '$1')
      : docname + data.suffix;
    return new URL(encodeURI(path) + (anchor ? `#${anchor}` : ''), root).href;
  };

  // -- What is shown -----------------------------------------------------------------------

  const say = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  const add = (parent, tag, text, name) => {
    const node = parent.appendChild(document.createElement(tag));
    if (text) write(node, text);
    if (name) node.className = name;
    return node;
  };
  /* Text, in which Japanese is marked as such for whoever listens; Chinese has letters of it. */
  const isForeign = !/^(ja|zh)/.test(document.documentElement.lang);
  function write(node, text) {
    text.split(/([\u3040-\u30ff\u3400-\u9fff]+)/).forEach((part, i) => {
      if (i % 2 && isForeign) Object.assign(node.appendChild(document.createElement('span')),
        {lang: 'ja', textContent: part});
      else node.append(part);
    });
  }

  /* Kind of a hit, with what tells it from others, and the name that it was found by. */
  function line({kind, note, name, known: [title], anchor}) {
    const parts = [data.says.kinds[kind], note];
    if (name !== title && !anchor && !title.plain.includes(name.plain))
      parts.push(say(data.says.known, {words: name.text}));
    return parts.filter(Boolean).join(' · ');
  }

  const wanted = () => +(document.documentElement.dataset.seen || 0);

  return {
    line, say, add, write, seen: wanted,
    index: setIndex,
    words: ([name, words]) => { shards[name] = unpack(words); },
    page: row => { passages[row[0]] = row; },
    ready, find, excerpt, address, fold, split, root,
    get data() { return data; },
  };
})();
