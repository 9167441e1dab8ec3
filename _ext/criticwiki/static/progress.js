/* Opens spoilers up to the episode that a reader has seen, and where an address leads. */
(() => {
  const blocks = [...document.querySelectorAll('details.spoiler')];
  const later = [...document.querySelectorAll('.wiki-later')];
  const box = document.querySelector('.wiki-seen');
  let seen = 0;
  let kept = true;

  // where storage is blocked, the address alone says what was seen
  const device = use => {
    try {
      return use(localStorage);
    } catch {
      kept = false;
    }
  };

  const carry = address => {
    const there = new URL(address);
    if (seen) there.searchParams.set('seen', seen);
    else there.searchParams.delete('seen');
    return there.href;
  };

  const reveal = () => {
    let goal;
    try {
      goal = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {}
    let closed = false;
    for (let up = goal?.closest('details'); up; up = up.parentElement.closest('details')) {
      closed ||= !up.open;
      up.open = true;
    }
    if (closed) goal.scrollIntoView();
  };

  if (box) {
    const { wiki, last, episode, told } = box.dataset;
    const [field, reset, count] = box.querySelectorAll('select, input, button, output');
    const key = `seen: ${wiki}`;
    const names = text => /^\d+(\.\d+)?$/.test(text);
    const asked = () => new URLSearchParams(location.search).get('seen');
    const stored = () => device(storage => storage.getItem(key));
    const keep = () =>
      device(storage => (seen ? storage.setItem(key, seen) : storage.removeItem(key)));

    const show = text => {
      let now = names(text) ? Math.min(text, last) : 0;
      // an address may name an episode that the list does not have
      const listed = [...field.options ?? []].map(option => +option.value).filter(n => n <= now);
      if (field.options) now = Math.max(0, ...listed);
      let open = 0;
      for (const block of blocks) {
        const number = +block.dataset.episode;
        if (number <= now) block.open = ++open;
        else if (!now || number <= seen) block.open = false;
      }
      for (const part of later) part.classList.toggle('wiki-open', +part.dataset.episode <= now);
      seen = now;
      field.value = now || '';
      reset.hidden = !now;
      count.value = now && blocks.length ? told.replace('%o', open).replace('%a', blocks.length) : '';
    };

    const choose = text => {
      show(text);
      keep();
      if (!kept || asked() !== null) history.replaceState(history.state, '', carry(location.href));
    };

    for (let n = 1; episode && n <= last; n++) {
      field.add(new Option(episode.replace('%d', n), n));
    }
    show(names(asked()) ? asked() : stored());
    if (names(asked())) keep();
    box.hidden = false;
    field.onchange = () => choose(field.value);
    reset.onclick = () => {
      choose('');
      field.focus();
    };
    addEventListener('storage', event => event.key === key && show(event.newValue));
    addEventListener('pageshow', event => event.persisted && kept && show(stored()));
  }

  reveal();
  addEventListener('hashchange', reveal);
  addEventListener('click', ({ target }) => {
    const link = target.closest?.('a[href]');
    const near = link?.protocol === location.protocol && link.host === location.host;
    if (near && seen && !kept) link.href = carry(link.href);
    if (link?.hash && link.hash === location.hash) setTimeout(reveal);
  });
})();
