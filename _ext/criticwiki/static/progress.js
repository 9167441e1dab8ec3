/* The controls of the viewing progress, and addresses that lead into a closed block. What is
   open on a page is settled in its head already. */
(() => {
  'use strict';
  const state = window.wikiProgress;
  const boxes = [...document.querySelectorAll('.wiki-seen')];
  const find = (box, selector) => box.querySelector(selector);
  let kept = true;

  // where storage is blocked, the address alone says what was seen
  const store = (name, key, value) => {
    try {
      if (value) window[name].setItem(key, value);
      else window[name].removeItem(key);
    } catch {
      kept = false;
    }
  };
  const stored = () => state.number(state.read('localStorage', state.key)) ?? 0;
  const carry = address => {
    const there = new URL(address);
    if (state.seen) there.searchParams.set('seen', state.seen);
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

  if (boxes.length) {
    const {texts} = state;
    const bar = Object.assign(document.createElement('div'), {className: 'wiki-keep', hidden: true});
    bar.setAttribute('role', 'status');

    const update = () => {
      const {seen} = state;
      const closed = [...document.querySelectorAll('details.spoiler')]
        .filter(block => +block.dataset.episode > seen).length;
      for (const box of boxes) {
        const field = find(box, 'select, input[type=number]');
        // an address may name an episode that the list does not have
        const listed = [...field.options ?? []].map(option => +option.value).filter(n => n <= seen);
        field.value = (field.options ? Math.max(0, ...listed) : seen) || '';
        find(box, '[type=checkbox]').checked = state.hides;
        find(box, 'output').value = !seen || !closed ? '' : texts.closed.replace('%d', closed);
      }
    };
    const show = (seen, hides = state.hides) => {
      const before = state.seen;
      state.set(seen, hides);
      document.querySelectorAll(state.parts).forEach(part => state.show(part, before));
      update();
    };
    const choose = seen => {
      bar.hidden = true;
      store('sessionStorage', state.key, '');
      show(seen);
      store('localStorage', state.key, state.seen);
      const there = new URL(location);
      if (!kept) there.href = carry(there.href);
      else there.searchParams.delete('seen');
      if (there.href !== location.href) history.replaceState(history.state, '', there.href);
    };
    const button = (words, act) => {
      const made = Object.assign(document.createElement('button'), {type: 'button', onclick: act});
      made.textContent = words;
      return made;
    };

    /* The address of a visit says how far; whether it is kept is for the reader to say. */
    const offer = () => {
      const {asked} = state, mine = stored();
      store('sessionStorage', state.key, `${state.seen}`);
      if (!kept || state.seen === mine) return;
      bar.append(
        state.say(texts.visit, state.seen), ' ',
        button(state.say(texts.keep, state.seen), () => choose(asked)), ' ',
        button(mine ? state.say(texts.back, mine) : texts.nothing, () => choose(mine)),
      );
      bar.hidden = false;
    };

    for (const box of boxes) {
      const field = find(box, 'select, input[type=number]');
      if (field.options?.length === 1)
        for (let n = 1; n <= texts.last; n++) field.add(new Option(texts.upTo.replace('%d', n), n));
      field.onchange = () => choose(state.number(field.value) ?? 0);
      find(box, '.wiki-seen-reset').onclick = () => {
        choose(0);
        field.focus();
      };
      find(box, '[type=checkbox]').onchange = ({target}) => {
        store('localStorage', state.hideKey, target.checked ? '1' : '');
        show(state.seen, target.checked);
      };
      find(box, '.wiki-seen-copy').onclick = async () => {
        const link = find(box, '.wiki-seen-link');
        link.value = carry(location.href);
        try {
          await navigator.clipboard.writeText(link.value);
          find(box, 'output').value = texts.copied;
        } catch {
          link.hidden = false;
          link.select();
        }
      };
    }
    document.body.append(bar);
    update();
    if (state.asked !== null) offer();

    addEventListener('click', ({target}) => {
      const choice = target.closest?.('.plot-choice button');
      if (!choice) return;
      if (choice.value) choose(state.number(choice.value));
      else for (const block of document.querySelectorAll('details.plot')) block.open = true;
      choice.parentElement.hidden = true;
    });
    addEventListener('storage', ({key}) => {
      if (key === state.key && state.read('sessionStorage', key) === null) show(stored());
    });
    addEventListener('pageshow', ({persisted}) => {
      const visit = state.number(state.read('sessionStorage', state.key));
      if (persisted && kept) show(visit ?? stored());
    });
  }

  reveal();
  addEventListener('hashchange', reveal);
  addEventListener('click', ({target}) => {
    const link = target.closest?.('a[href]');
    const near = link?.protocol === location.protocol && link.host === location.host;
    if (near && state.seen && !kept) link.href = carry(link.href);
    if (link?.hash && link.hash === location.hash) setTimeout(reveal);
  });
  // furo's drawers are checkboxes
  addEventListener('keydown', ({key}) => {
    if (key !== 'Escape') return;
    for (const drawer of document.querySelectorAll('.sidebar-toggle:checked')) drawer.checked = false;
    for (const chip of document.querySelectorAll('.wiki-chip[open]')) chip.open = false;
  });
})();
