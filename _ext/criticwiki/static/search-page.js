/* The search page: shows what the search engine finds, by kind, and keeps it in the address. */
(() => {
  'use strict';
  const {add, write, say, line, find, excerpt, address, ready, seen} = wikiSearch;
  const box = document.querySelector('.wiki-search');
  const part = selector => box.querySelector(selector);
  const form = part('form');
  const input = part('input');
  const status = part('[role=status]');
  const results = part('#search-results');
  const list = part('ol');
  const more = part('.wiki-search-more');
  const examples = part('.wiki-search-examples');
  const buttons = [...box.querySelectorAll('[aria-pressed]')];
  const SHOWN = 20;
  const FIRST = 4;
  let hits = [], kind = '', turn = 0;

  const ofKind = () => hits.filter(hit => !kind || hit.kind === kind);

  function draw(hit) {
    const item = add(list, 'li');
    add(item, 'a', hit.title).href = address(hit.docname, hit.anchor);
    add(item, 'p', line(hit), 'wiki-search-kind');
    const text = add(item, 'p', '', 'summary');
    const fill = found => {
      if (!found?.pieces.length) return;
      if (found.anchor && !hit.anchor && found.heading) {
        add(text, 'a', found.heading, 'wiki-search-place')
          .href = address(hit.docname, found.anchor);
        text.append(' ');
      }
      for (const [piece, marked] of found.pieces)
        marked ? add(text, 'mark', piece) : write(text, piece);
    };
    if (parts.has(hit)) return fill(parts.get(hit));
    waiting.set(item, () => excerpt(hit, seen()).then(fill));
    near.observe(item);
  }

  // the excerpts of what is far below are loaded when a reader comes near
  const waiting = new WeakMap();
  const parts = new WeakMap();
  const near = new IntersectionObserver(items => {
    for (const {isIntersecting, target} of items) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      waiting.get(target)();
    }
  }, {rootMargin: '50px'});

  function extend() {
    const all = ofKind();
    const from = list.children.length;
    all.slice(from, from + SHOWN).forEach(draw);
    more.hidden = all.length <= list.children.length;
    return list.children[from];
  }

  function announce(query, {near, some}) {
    const {says} = wikiSearch.data;
    const shown = ofKind();
    const which = !hits.length ? 'none' : !shown.length ? 'of-kind'
      : some ? 'some' : shown.length === 1 ? 'one' : 'many';
    status.textContent = say(says[which], {words: query, count: shown.length || hits.length});
    if (hits.length && !(some && near.length)) return;
    status.append(` ${near.length ? says.meant : says.hint} `);
    near.forEach((hit, place) => {
      if (place) status.append(', ');
      add(status, 'a', hit.title).href = address(hit.docname, hit.anchor);
    });
  }

  async function show() {
    const query = input.value.trim();
    const now = ++turn;
    for (const button of buttons) button.setAttribute('aria-pressed', button.value === kind);
    let answer = {hits: [], near: [], some: false};
    try {
      if (query && !wikiSearch.data) status.textContent = box.dataset.loading;
      await ready();
      // with nothing to look for, a kind lists all that there is of it
      answer = query ? await find(query, seen())
        : {...answer, hits: kind ? wikiSearch.data.entries.map(
          entry => ({...entry, name: entry.known[0], terms: []})) : []};
    } catch {
      if (now === turn) status.textContent = query || kind ? box.dataset.failed : '';
      return;
    }
    // so that nothing moves, the first excerpts are here before their results are shown
    await Promise.all(answer.hits.filter(hit => !kind || hit.kind === kind).slice(0, FIRST)
      .map(async hit => parts.set(hit, await excerpt(hit, seen()))));
    if (now !== turn) return;
    hits = answer.hits;
    document.title = query ? say(wikiSearch.data.says.title, {words: query}) : title;
    for (const button of buttons) {
      const pool = query ? hits : wikiSearch.data.entries;
      const count = pool.filter(hit => !button.value || hit.kind === button.value).length;
      button.lastElementChild.textContent = count;
    }
    list.textContent = '';
    extend();
    examples.hidden = Boolean(query || kind);
    if (query) announce(query, answer);
    else status.textContent = '';
    return true;
  }
  /* Show results, and lead the focus to them unless a reader has gone on to something else. */
  const showAndFocus = () => {
    const {activeElement} = document, words = input.value;
    show().then(shown => {
      if (shown && document.activeElement === activeElement && input.value === words)
        results.focus({preventScroll: true});
    });
  };

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
    const query = `${asked}`;
    if (query === location.search.slice(1)) return;
    history[how](null, '', query ? `?${query}` : location.pathname);
  };
  let typing;
  input.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => { keep('replaceState'); show(); }, 80);
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    clearTimeout(typing);
    keep('pushState');
    showAndFocus();
  });
  buttons.forEach(button => button.addEventListener('click', () => {
    kind = button.value;
    keep('pushState');
    show();
  }));
  more.addEventListener('click', () => extend()?.querySelector('a').focus());
  // from result to result by arrow keys, as in the box beside the page
  box.addEventListener('keydown', event => {
    const step = !event.isComposing && {ArrowDown: 1, ArrowUp: -1}[event.key];
    const links = [input, ...list.querySelectorAll('li > a')];
    const at = event.target === results ? 0 : links.indexOf(event.target);
    if (!step || at < 0 || !links[at + step]) return;
    event.preventDefault();
    links[at + step].focus();
  });
  addEventListener('popstate', () => { read(); show(); });
  new MutationObserver(show).observe(document.documentElement, {attributeFilter: ['data-seen']});
  read();
  const asked = input.value;
  if (!asked) input.focus();
  if (asked) showAndFocus();
  else show();
})();
