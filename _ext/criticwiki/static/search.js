/* Searches the pages by their names and words. Loads what it needs when there is something to
   search for: Sphinx's index and stemmer, and the kinds, names and summaries of pages. */
(() => {
  'use strict';
  const box = document.querySelector('.wiki-search');
  const data = JSON.parse(box.dataset.search);
  const says = data.says;
  const find = selector => box.querySelector(selector);
  const form = find('form');
  const input = find('input');
  const status = find('[role=status]');
  const results = find('#search-results');
  const list = find('ol');
  const more = find('.wiki-search-more');
  const buttons = [...box.querySelectorAll('[aria-pressed]')];
  const SHOWN = 20;
  let index, pages, stemmer, loading, found = [], kind = '', announced = 0;

  window.Search = {setIndex: made => { index = made; }};  // what searchindex.js calls

  const say = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  const plain = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
  const split = text => plain(text).split(/[^\p{L}\p{N}_]+/u).filter(Boolean)
    .map(word => word.replace(/^0+(?=\d)/, ''));
  const add = (parent, tag, text, name) => {
    const node = parent.appendChild(document.createElement(tag));
    if (text) node.textContent = text;
    if (name) node.className = name;
    return node;
  };

  // -- What there is -----------------------------------------------------------------------

  const script = address => new Promise((done, failed) => {
    const node = document.createElement('script');
    Object.assign(node, {src: address, onload: done, onerror: failed});
    document.head.append(node);
  });

  const load = () => loading ??= Promise
    .all([data.index, data.pages, data.language].map(script))
    .then(prepare, error => { loading = undefined; throw error; });

  // titles are HTML in Sphinx's index
  const text = title => /[<&]/.test(title)
    ? new DOMParser().parseFromString(title, 'text/html').body.textContent : title;

  function prepare() {
    stemmer = new window.Stemmer();
    pages = index.docnames.map((docname, number) => {
      const [kind = 'other', summary = '', names = [], terms = []] =
        window.wikiPages[docname] || [];
      const called = [[text(index.titles[number])], ...names.map(name => [name]), ...terms];
      const known = called.map(([text, anchor]) =>
        ({text, anchor, plain: plain(text), words: split(text)}));
      return {docname, kind, summary, names, known, label: plain(says.kinds[kind])};
    });
  }

  // -- What is found -----------------------------------------------------------------------

  /* How well a name answers to a word of the query: whole words count most, and figures only
     as a whole; writing without spaces is looked through, and `roughly` forgives slips. */
  function likeness(name, word, roughly) {
    if (name.words.includes(word)) return 20;
    if (/^\d+$/.test(word)) return 0;
    if (word.length > 1 && name.words.some(other => other.startsWith(word))) return 10;
    if (/[^\0-\u024f]/.test(word) && name.plain.includes(word)) return 10;
    if (!roughly) return 0;
    const slips = word.length < 3 ? 0 : word.length < 5 ? 1 : 2;
    const near = name.words.filter(other => Math.abs(other.length - word.length) <= slips)
      .map(other => distance(word, other));
    const least = Math.min(9, ...near);
    return least > slips ? 0 : 9 - 3 * least;
  }

  /* By page, how well its text answers to a word; parts of words only where no whole is. */
  function inText(word) {
    const worth = new Map();
    const note = (table, key, points) => {
      for (const page of [table[key]].flat())
        worth.set(page, Math.max(points, worth.get(page) || 0));
    };
    const stem = stemmer.stemWord(word);
    for (const [table, points] of [[index.titleterms, 12], [index.terms, 5]]) {
      if (Object.hasOwn(table, stem)) note(table, stem, points);
      else if (word.length > 2)
        for (const key of Object.keys(table)) if (key.includes(stem)) note(table, key, 2);
    }
    return worth;
  }

  function search(query, roughly) {
    const whole = plain(query);
    const wanted = split(query);
    const ordinary = wanted.filter(word => !window.stopwords.has(word) && /..|\P{ASCII}|\d/u.test(word));
    const words = ordinary.length ? ordinary : wanted;
    const texts = words.map(inText);
    const hits = [];
    pages.forEach((page, number) => {
      let points = 0;
      let best = page.known[0];
      let most = 0;
      for (const [place, word] of words.entries()) {
        let worth = texts[place].get(number) || 0;
        if (word.length > 1 && page.label.startsWith(word)) worth = Math.max(worth, 1);
        for (const name of page.known) worth = Math.max(worth, likeness(name, word, roughly));
        if (!worth) return;
        points += worth;
      }
      for (const name of page.known) {
        let worth = words.reduce((sum, word) => sum + likeness(name, word, roughly), 0);
        if (name.plain === whole || name.words.join(' ') === words.join(' ')) worth += 60;
        else if (name.plain.startsWith(whole)) worth += 20;
        if (worth > most) [most, best] = [worth, name];
      }
      hits.push({page, name: best, points: points + most});
    });
    return hits.sort((a, b) => b.points - a.points || (a.page.docname < b.page.docname ? -1 : 1));
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

  // -- What is shown -----------------------------------------------------------------------

  const ofKind = () => found.filter(hit => !kind || hit.page.kind === kind);

  const address = (docname, anchor) => {
    const path = data.suffix === '/' ? `${docname}/`.replace(/(^|\/)index\/$/, '$1')
      : docname + data.suffix;
    return data.root + encodeURI(path) + (anchor ? `#${anchor}` : '');
  };

  function lead(parent, page, name) {
    const [{text}] = page.known;
    add(parent, 'a', name.anchor ? `${text}: ${name.text}` : text).href =
      address(page.docname, name.anchor);
  }

  function draw({page, name}) {
    const item = add(list, 'li');
    const [title] = page.known;
    lead(item, page, name);
    const line = [says.kinds[page.kind]];
    if (page.kind === 'review') line.push(...page.names.slice(0, 2));
    else if (name !== title && !name.anchor && !title.plain.includes(name.plain))
      line.push(say(says.known, {words: name.text}));
    add(item, 'p', line.join(' · '), 'wiki-search-kind');
    if (page.summary) add(item, 'p', page.summary, 'summary');
  }

  function extend() {
    const hits = ofKind();
    const from = list.children.length;
    hits.slice(from, from + SHOWN).forEach(draw);
    more.hidden = hits.length <= list.children.length;
    return list.children[from];
  }

  function announce(query, hits) {
    const values = {words: query, count: hits.length || found.length};
    const which = hits.length ? (hits.length === 1 ? 'one' : 'many')
      : found.length ? 'of-kind' : 'none';
    status.textContent = say(says[which], values);
    if (found.length) return;
    const near = search(query, true).slice(0, 3);
    status.append(` ${near.length ? says.meant : says.hint} `);
    near.forEach(({page, name}, place) => {
      if (place) status.append(', ');
      lead(status, page, name);
    });
  }

  async function show() {
    const query = input.value.trim();
    const turn = ++announced;
    for (const button of buttons) button.setAttribute('aria-pressed', button.value === kind);
    document.title = query ? say(says.title, {words: query}) : title;
    found = [];
    if (query) {
      if (!pages) status.textContent = says.loading;
      try {
        await load();
      } catch {
        status.textContent = says.failed;
        return;
      }
      if (turn !== announced) return;
      found = search(query);
    }
    for (const button of buttons) {
      const count = found.filter(hit => !button.value || hit.page.kind === button.value).length;
      button.lastElementChild.textContent = query ? count : '';
    }
    list.textContent = '';
    extend();
    if (query) announce(query, ofKind());
    else status.textContent = '';
  }

  // -- What a reader does ------------------------------------------------------------------

  const title = document.title;
  const read = () => {
    const asked = new URLSearchParams(location.search);
    input.value = asked.get('q') || '';
    kind = buttons.some(button => button.value === asked.get('kind')) ? asked.get('kind') : '';
  };
  const keep = how => {
    const asked = new URLSearchParams(location.search);
    for (const name of ['check_keywords', 'area']) asked.delete(name);  // of furo's search box
    for (const [name, value] of [['q', input.value.trim()], ['kind', kind]])
      value ? asked.set(name, value) : asked.delete(name);
    history[how](null, '', `?${asked}`);
  };
  let typing;
  input.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => { keep('replaceState'); show(); }, 150);
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    clearTimeout(typing);
    keep('pushState');
    show();
    results.focus({preventScroll: true});
  });
  buttons.forEach(button => button.addEventListener('click', () => {
    kind = button.value;
    keep('pushState');
    show();
  }));
  more.addEventListener('click', () => extend()?.querySelector('a').focus());
  addEventListener('popstate', () => { read(); show(); });
  read();
  find('search').hidden = false;
  if (!input.value) input.focus();
  show();
})();
