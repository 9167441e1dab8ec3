/* Opens spoilers up to the episode that a reader says they have seen, and those that an
   address leads into. */
(() => {
  const blocks = [...document.querySelectorAll('details.spoiler')];
  const box = document.querySelector('.wiki-seen');
  const words = box?.dataset;
  const field = box?.querySelector('select, input');
  const reset = box?.querySelector('button');
  const key = `seen: ${words?.wiki}`;
  let seen = 0;
  let kept = true;

  const number = text => (/^\d+$/.test(text) ? Math.min(text, words.last) : 0);
  const asked = () => new URLSearchParams(location.search).get('seen');

  // storage may be blocked: then reading it throws
  const stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      kept = false;
    }
  };
  const keep = () => {
    try {
      if (seen) localStorage.setItem(key, seen);
      else localStorage.removeItem(key);
    } catch {
      kept = false;
    }
  };

  const show = now => {
    for (const block of blocks) {
      const episode = +block.dataset.episode;
      if (episode <= now) block.open = true;
      else if (!now || episode <= seen) block.open = false;
    }
    seen = now;
    field.value = now || '';
    reset.hidden = !now;
    const open = blocks.filter(block => block.dataset.episode <= now).length;
    box.querySelector('output').value =
      now && blocks.length ? words.told.replace('%o', open).replace('%a', blocks.length) : '';
  };

  const carry = address => {
    const there = new URL(address, location);
    if (seen) there.searchParams.set('seen', seen);
    else there.searchParams.delete('seen');
    return there;
  };

  const choose = now => {
    show(now);
    keep();
    if (!kept || asked() !== null) {
      try {
        history.replaceState(history.state, '', carry(location));
      } catch {}
    }
  };

  const reveal = () => {
    let node;
    try {
      node = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {}
    let hidden = false;
    for (let up = node?.closest('details'); up; up = up.parentElement.closest('details')) {
      hidden ||= !up.open;
      up.open = true;
    }
    if (hidden) node.scrollIntoView();
  };

  if (box) {
    if (field.options) {
      for (let n = 1; n <= words.last; n++) field.add(new Option(words.episode.replace('%d', n), n));
    }
    box.hidden = false;
    const before = stored();
    if (/^\d+$/.test(asked())) {
      show(number(asked()));
      keep();
    } else show(number(before));
    field.addEventListener('change', () => choose(number(field.value)));
    reset.addEventListener('click', () => {
      choose(0);
      field.focus();
    });
    addEventListener('storage', event => event.key === key && show(number(event.newValue)));
    addEventListener('pageshow', event => event.persisted && kept && show(number(stored())));
  }

  reveal();
  addEventListener('hashchange', reveal);
  addEventListener('click', event => {
    const link = event.target.closest?.('a[href]');
    if (!link) return;
    if (!kept && seen && link.protocol === location.protocol && link.host === location.host) {
      link.href = carry(link.href);
    }
    if (link.hash && link.hash === location.hash) setTimeout(reveal);
  });
})();
