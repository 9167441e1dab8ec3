/* In the head of each page: how far the reader has seen is settled before anything is drawn,
   so parts open and close while they are parsed, and nothing moves. */
((wiki, texts) => {
  const root = document.documentElement;
  const read = (store, name) => {
    try { return window[store].getItem(name); } catch { return null; }
  };
  const stores = () => {
    try { return Boolean(window.sessionStorage); } catch { return false; }
  };
  const number = text => /^\d+(\.\d+)?$/.test(text ?? '') ? +text : null;
  const label = episode => {
    let within = episode;
    for (const [place, count] of texts.seasons.entries()) {
      if (within <= count && Number.isInteger(within))
        return texts.seasons.length > 1 ? `S${place + 1}E${within}` : `${within}`;
      within -= count;
    }
    return `${episode}`;
  };
  const say = (words, episode) => words.replace('%s', label(episode));
  // who goes back to an address may have said something else since: then what is stored holds
  const goesBack = performance.getEntriesByType('navigation')[0]?.type === 'back_forward';
  const asked = goesBack && stores() ? null : number(new URLSearchParams(location.search).get('seen'));
  const openKey = `open: ${location.pathname}`;
  const state = window.wikiProgress = {
    key: `seen: ${wiki}`, hideKey: `hide scores: ${wiki}`, openKey, number, say, asked, texts,
    free: read('sessionStorage', openKey) !== null,
    parts: 'details.spoiler, .wiki-at, .wiki-later, .wiki-until, .plot > summary, .plot-choice, '
      + '[data-score-of], .wiki-chip > summary, .wiki-seen option[value=""], .wiki-seen input',
    set(seen, hides) {
      Object.assign(state, {seen: Math.min(seen, texts.last), hides});
      if (state.seen) root.dataset.seen = state.seen;
      else delete root.dataset.seen;
      root.classList.toggle('wiki-hide-scores', hides);
    },
    visit: () => number(read('sessionStorage', state.key)),
    kept: () => number(read('localStorage', state.key)) ?? 0,
    hidden: () => read('localStorage', state.hideKey) === '1',
    fill(field) {
      const {options} = field;
      if (options?.length === 1)
        for (let n = 1; texts.upTo && n <= texts.last; n++)
          field.add(new Option(texts.upTo.replace('%d', n), n));
      // an address may name an episode that the list does not have
      const listed = [...options ?? []].map(one => +one.value).filter(n => n <= state.seen);
      field.value = (options ? Math.max(0, ...listed) : state.seen) || '';
    },
    /* Show a part as far as the reader is; `before` is where they were. */
    show(part, before) {
      const {seen, hides} = state;
      const here = +(part.dataset.scoreOf ?? part.closest('[data-episode]')?.dataset.episode);
      const open = here <= seen;
      const closes = before > seen && (!seen || here <= before);
      if (part.dataset.scoreOf) part.classList.toggle('wiki-score-hidden', hides && !open);
      if (part.matches('.wiki-chip > summary')) {
        part.dataset.text = seen ? say(texts.seen, seen) : texts.unset;
        part.setAttribute('aria-label', part.dataset.text);
      } else if (part.type === 'checkbox') {
        part.checked = hides;
      } else if (part.matches('option, input[type=number]')) {
        state.fill(part.closest('select') ?? part);
      } else if (part.matches('.plot > summary')) {
        part.dataset.at = seen && !open ? say(texts.at, seen) : '';
      } else if (part.matches('.plot-choice')) {
        part.hidden = state.free || document.querySelector('.plot-choice') !== part;
      } else if (part.matches('details.spoiler')) {
        if (open || (state.free && part.matches('.plot'))) part.open = true;
        else if (closes) part.open = false;
      } else if (part.matches('.wiki-at')) {
        part.classList.toggle('wiki-open', here === seen);
      } else if (part.matches('.wiki-later, .wiki-until')) {
        part.classList.toggle('wiki-open', open);
        if (closes && part.control) part.control.checked = false;  // the switch of a label
      }
    },
  };
  state.set(asked ?? state.visit() ?? state.kept(), state.hidden());
  root.classList.add('wiki-script');
  root.classList.remove('no-js');
  const parsing = new MutationObserver(records => {
    for (const {addedNodes} of records)
      for (const node of addedNodes)
        if (node.nodeType === 1 && node.matches(state.parts)) state.show(node);
  });
  parsing.observe(root, {childList: true, subtree: true});
  addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll(state.parts).forEach(part => state.show(part));
    parsing.disconnect();
  });
})
