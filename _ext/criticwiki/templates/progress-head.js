/* In the head of each page: how far the reader has seen is settled before anything is drawn,
   so parts open and close while they are parsed, and nothing moves. */
((wiki, texts) => {
  const root = document.documentElement;
  const read = (store, name) => {
    try { return window[store].getItem(name); } catch { return null; }
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
  const asked = number(new URLSearchParams(location.search).get('seen'));
  const state = window.wikiProgress = {
    key: `seen: ${wiki}`, hideKey: `hide scores: ${wiki}`, read, number, say, asked, texts,
    parts: 'details.spoiler, .wiki-later, .wiki-until, .plot > summary, .plot-choice, '
      + '[data-score-of], .wiki-chip > summary',
    set(seen, hides) {
      Object.assign(state, {seen: Math.min(seen, texts.last), hides});
      if (seen) root.dataset.seen = state.seen;
      else delete root.dataset.seen;
    },
    /* Show a part as far as the reader is; `before` is where they were, if that has changed. */
    show(part, before) {
      const {seen, hides} = state;
      const here = +(part.dataset.scoreOf ?? part.closest('[data-episode]')?.dataset.episode);
      const open = here <= seen;
      if (part.dataset.scoreOf) part.classList.toggle('wiki-score-hidden', hides && !open);
      if (part.matches('.wiki-chip > summary')) {
        part.dataset.text = seen ? say(texts.seen, seen) : texts.unset;
        part.setAttribute('aria-label', part.dataset.text);
      } else if (part.matches('.plot > summary')) {
        part.dataset.at = seen && !open ? say(texts.at, seen) : '';
      } else if (part.matches('.plot-choice')) {
        if (document.querySelector('.plot-choice') !== part) part.hidden = true;
      } else if (part.matches('details.spoiler')) {
        if (open) part.open = true;
        else if (before !== undefined && (!seen || here <= before)) part.open = false;
      } else if (part.matches('.wiki-later, .wiki-until')) {
        part.classList.toggle('wiki-open', open);
      }
    },
  };
  state.set(asked ?? number(read('sessionStorage', state.key))
    ?? number(read('localStorage', state.key)) ?? 0, read('localStorage', state.hideKey) === '1');
  root.classList.add('wiki-script');
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
